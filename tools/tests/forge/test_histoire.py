"""A commit brought from the remote: as objects only, with a token that no file and no command line ever holds."""

from __future__ import annotations

from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from convention.loading.histoire import changed_files, commits_between, fetch_commit, fork_point
from convention.loading.source import EnvironmentProblemError
from tests.compare.depots_git import git, git_repository
from tests.machine import en_marche

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def _remote() -> Iterator[tuple[str, list[str | None]]]:
    """Serve nothing, and keep the credentials that are sent."""
    seen: list[str | None] = []

    class Guichet(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("authorization"))
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the library)
            """Say nothing."""

    with en_marche(HTTPServer(("127.0.0.1", 0), Guichet)) as address:
        yield address, seen


@pytest.mark.parametrize("meant", [True, False])
def test_the_token_is_sent_to_the_forge_alone(tmp_path: Path, *, meant: bool) -> None:
    with _remote() as (address, seen):
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "remote", "add", "origin", f"{address}/x.git")
        with pytest.raises(EnvironmentProblemError, match="le commit aaaaaaa n'a pas pu être rapporté"):
            fetch_commit(tmp_path, "a" * 40, address if meant else "https://forge.exemple", "secret")
    basic = f"Basic {b64encode(b'x-access-token:secret').decode()}"
    assert set(seen) == {basic if meant else None}
    assert "secret" not in (tmp_path / ".git" / "config").read_text(encoding="utf-8")


def test_a_commit_is_brought_without_any_file_or_reference(tmp_path: Path) -> None:
    remote = git_repository(tmp_path / "la-bas", [{"a.txt": "1"}, {"a.txt": "2", "tools/x": "y"}])
    git(remote, "config", "uploadpack.allowAnySHA1InWant", "true")
    clone = tmp_path / "ici"
    git(tmp_path, "clone", "--quiet", "--no-tags", "--branch=v1", "--single-branch", f"file://{remote}", str(clone))
    head = git(remote, "rev-parse", "v2").strip()
    before = git(clone, "for-each-ref")
    fetch_commit(clone, head)
    base = git(clone, "rev-parse", "HEAD").strip()
    assert git(clone, "for-each-ref") == before
    assert (clone / "a.txt").read_text(encoding="utf-8") == "1"
    assert not (clone / ".git" / "FETCH_HEAD").exists()
    assert fork_point(clone, base, head) == base
    assert (commits_between(clone, base, head), commits_between(clone, head, base)) == (1, 0)
    assert changed_files(clone, base, head) == ("a.txt", "tools/x")


def test_two_histories_without_any_common_commit_are_refused(tmp_path: Path) -> None:
    root = git_repository(tmp_path, [{"a.txt": "1"}])
    git(root, "checkout", "--quiet", "--orphan", "autre")
    git(root, "commit", "--quiet", "--message", "Autre")
    with pytest.raises(EnvironmentProblemError, match="n'ont pas d'histoire commune"):
        fork_point(root, git(root, "rev-parse", "v1").strip(), git(root, "rev-parse", "autre").strip())
