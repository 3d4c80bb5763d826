"""`base.files`: what may be read, and a write that is never half done."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from convention.base.files import ABANDON_SECONDES, TAILLE_MAX, UnreadableFileError, read_bounded, write_atomic

if TYPE_CHECKING:
    from pathlib import Path


def test_a_regular_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"nom: \xc3\xa9\n")
    assert read_bounded(tmp_path / "a.yaml") == b"nom: \xc3\xa9\n"


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"nom: x\n")
    (tmp_path / "lien.yaml").symlink_to(tmp_path / "a.yaml")
    with pytest.raises(UnreadableFileError, match="lien symbolique"):
        read_bounded(tmp_path / "lien.yaml")


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.yaml")
    with pytest.raises(UnreadableFileError, match="tube"):
        read_bounded(tmp_path / "tube.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").mkdir()
    with pytest.raises((UnreadableFileError, IsADirectoryError)):
        read_bounded(tmp_path / "dossier.yaml")


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_refused(tmp_path: Path) -> None:
    (tmp_path / "juste.yaml").write_bytes(b"x" * TAILLE_MAX)
    (tmp_path / "trop.yaml").write_bytes(b"x" * (TAILLE_MAX + 1))
    assert len(read_bounded(tmp_path / "juste.yaml")) == TAILLE_MAX
    with pytest.raises(UnreadableFileError, match="1048577 octets"):
        read_bounded(tmp_path / "trop.yaml")


def test_a_sparse_file_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "creux.yaml").open("wb") as handle:
        handle.truncate(2**30)
    with pytest.raises(UnreadableFileError, match="1073741824 octets"):
        read_bounded(tmp_path / "creux.yaml")


def test_a_write_replaces_the_content_and_leaves_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"avant")
    write_atomic(tmp_path / "a.yaml", b"apres")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.yaml", b"apres")]


def test_a_write_makes_the_folders_that_are_missing(tmp_path: Path) -> None:
    write_atomic(tmp_path / "build" / "schemas" / "a.json", b"{}")
    assert (tmp_path / "build" / "schemas" / "a.json").read_bytes() == b"{}"


def test_a_written_file_can_be_read_by_everybody(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a.yaml", b"x")
    assert stat.S_IMODE((tmp_path / "a.yaml").stat().st_mode) == 0o644


def test_a_write_that_fails_leaves_no_temporary_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    (tmp_path / "a.yaml" / "plein").write_bytes(b"x")
    with pytest.raises(OSError, match=r"a\.yaml"):
        write_atomic(tmp_path / "a.yaml", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_a_full_disk_keeps_the_old_content(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes(b"ancien")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_atomic(target, b"n" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (target.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"ancien", ["a.yaml"])


TUEE = """
import sys
from pathlib import Path
from convention.base.files import write_atomic
while True:
    write_atomic(Path(sys.argv[1]), b"a" * 300_000)
    write_atomic(Path(sys.argv[1]), b"b" * 300_000)
"""


def test_a_killed_write_leaves_one_whole_content(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    write_atomic(target, b"a" * 300_000)
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", TUEE, target])
        before = target.stat().st_mtime_ns
        while target.stat().st_mtime_ns == before:
            assert process.poll() is None
        process.kill()
        process.wait()
        assert target.read_bytes() in (b"a" * 300_000, b"b" * 300_000)


def test_what_a_killed_command_left_is_removed_by_the_next_write_and_what_another_is_writing_is_not(
    tmp_path: Path,
) -> None:
    now = (tmp_path.stat().st_mtime, tmp_path.stat().st_mtime)
    for name, age in ((".tmp-ancien", 2 * ABANDON_SECONDES), (".tmp-en-cours", 0), ("autre", 2 * ABANDON_SECONDES)):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (now[0] - age, now[1] - age))
    (tmp_path / ".tmp-dossier" / "pages").mkdir(parents=True)
    os.utime(tmp_path / ".tmp-dossier", (now[0] - 2 * ABANDON_SECONDES, now[1] - 2 * ABANDON_SECONDES))
    write_atomic(tmp_path / "a.yaml", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".tmp-en-cours", "a.yaml", "autre"]
