"""Documents of a git revision, read from its objects: no checkout, nothing written, no filter run.

Knows: the few git commands this takes. Must not know: what a document means, the dates of commits: who
writes a commit writes its dates, so that nothing is decided from them (docs/decisions/0018).
Whoever made the objects is not trusted: git is read as it writes, and ended once it takes too long, writes too much or
lists too many files. A tree that lists one subtree ten times, ten levels deep, holds ten thousand million paths.
"""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import closing
from tempfile import TemporaryFile
from threading import Event, Timer
from typing import IO, TYPE_CHECKING, NoReturn, cast

from convention.base.files import TAILLE_MAX
from convention.base.french import compte, nombre
from convention.loading.source import (
    FICHIERS_MAX,
    TROP_GROS,
    Entry,
    EnvironmentProblemError,
    blob_id,
    is_hidden,
    refuse_excess,
    weight,
)
from convention.model.valeurs.chemins import DOSSIERS

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from io import BufferedReader
    from pathlib import Path

ORDINAIRES = ("100644", "100755")
SPECIAUX = {"120000": "lien symbolique", "160000": "sous-module"}
DELAI_MAX_SECONDES = 30
"""For one git command; on a repository of this kind, none takes more than a few."""
SORTIE_MAX = 64 * 1024 * 1024
"""Bytes that one git command may write: twice the data that is read."""
CHEMIN_MAX = 1024
"""Bytes of a path; a document of the convention has a tenth of that."""
RANGEE_MAX = CHEMIN_MAX + 128
"""Bytes of a row of `ls-tree`: mode, kind, id and size, then a path."""
PROFONDEUR_MAX = 64
"""Folders within one another, wherever git walks trees."""
_BLOC = 64 * 1024
_TOUJOURS = (
    "--no-replace-objects",
    *("-c", f"core.maxTreeDepth={PROFONDEUR_MAX}"),
    *("-c", "fetch.fsckObjects=true"),
)
_ETEINT = {"clean": "", "smudge": "", "process": "", "required": "false"}
"""A filter that does nothing."""
SHA1 = 40
"""Length of an id: git itself does not check, when it reads, that a content is the one that its id names."""
_DEMESURE = (
    "git est arrêté : « {} » a pris {}, ce que ne fait aucune convention ; chercher dans la révision un dossier ou une "
    "histoire démesurés, ou relancer si la machine était chargée"
)
_ABIME = "l'objet git {sha} ({path}) est absent ou abîmé : relancer après « git fetch », ou lancer « git fsck »"


class GitRevision:
    """The data folders at one commit."""

    def __init__(self, root: Path, ref: str) -> None:
        """Resolve a reference to a commit.

        Raises:
            EnvironmentProblemError: git absent, no repository, unknown reference, shallow clone.
        """
        self.root = root
        self.ref = ref
        self.commit = resolve_commit(root, ref)

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        """Return every file of the data folders at the commit, but the hidden; `known` contents are not read again."""
        entries = [item for item in map(_read_row, self._rows()) if not is_hidden(item.path)]
        wanted = [item.sha for item in entries if not item.code and (item.path, item.sha) not in known]
        contents = self._contents(wanted)
        return tuple(sorted(item._replace(content=contents.get(item.sha, b"")) for item in entries))

    def _rows(self) -> list[bytes]:
        """List the files of the data folders; stop at the first that is too many, too big or too long."""
        found: list[bytes] = []
        total = 0
        with closing(_chunks(self.root, ("ls-tree", "-r", "-l", "-z", self.commit, "--", *DOSSIERS))) as chunks:
            for row in _split(chunks):
                found.append(row)
                total += _size(row)
                refuse_excess(total)
                if len(found) > FICHIERS_MAX:
                    message = f"plus de {nombre(FICHIERS_MAX)} fichiers de données dans la révision {self.ref}"
                    raise EnvironmentProblemError(message)
        return found

    def _contents(self, shas: list[str]) -> dict[str, bytes]:
        unique = list(dict.fromkeys(shas))
        if not unique:
            return {}
        output = run_git(self.root, "cat-file", "--batch", stdin="\n".join(unique).encode() + b"\n")
        found, offset = {}, 0
        for sha in unique:
            end = output.index(b"\n", offset)
            header = output[offset:end].split(b" ")
            # « <sha> blob <size> », or « <sha> missing »
            size = int(header[2]) if len(header) == 3 else 0  # noqa: PLR2004
            found[sha] = output[end + 1 : end + 1 + size]
            if len(header) != 3 or (len(sha) == SHA1 and blob_id(found[sha]) != sha):  # noqa: PLR2004
                raise EnvironmentProblemError(_ABIME.format(sha=sha, path=f"la révision {self.ref}"))
            offset = end + 1 + size + 1
        return found


def tracked_files(root: Path) -> tuple[str, ...]:
    """List the files that git follows, or would follow: everything but what is ignored."""
    listing = run_git(root, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    return tuple(sorted(path for path in listed(listing) if (root / path).is_file()))


def listed(listing: bytes) -> list[str]:
    """Return the rows of a list that git parts by NUL bytes; a path that is no UTF-8 still has a name."""
    return [row.decode("utf-8", "backslashreplace") for row in listing.split(b"\0") if row]


def resolve_commit(root: Path, ref: str) -> str:
    """Return the commit id of a reference; a text that looks like an option is refused before git sees it.

    Raises:
        EnvironmentProblemError: with the command that mends it.
    """
    if ref.startswith("-") or not ref.isprintable() or ":" in ref or " " in ref or not ref:
        message = f"« {ref} » n'est pas une révision : donner une branche, une étiquette ou un commit"
        raise EnvironmentProblemError(message)
    if try_git(root, "rev-parse", "--git-dir") is None:
        raise EnvironmentProblemError(_no_repository(root))
    found = try_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if found is None:
        raise EnvironmentProblemError(_missing_ref(root, ref))
    _refuse_two_meanings(root, ref)
    return found.decode("ascii").strip()


def _refuse_two_meanings(root: Path, ref: str) -> None:
    """Refuse a name that two references have, at two commits: git would take the tag, and say so to nobody."""
    name = re.split(r"[~^@]", ref, maxsplit=1)[0]
    places = [f"{start}{name}" for start in ("refs/", "refs/tags/", "refs/heads/", "refs/remotes/")]
    listing = try_git(root, "for-each-ref", "--format=%(refname)", *places) or b""
    known = [place for place in listing.decode("utf-8", "backslashreplace").splitlines() if place in places]
    meant = {
        try_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{place}{ref[len(name) :]}^{{commit}}")
        for place in (known if len(known) > 1 else ())
    }
    if len(meant) > 1:
        choices = " ou ".join(f"« {place.removeprefix('refs/')} »" for place in known)
        message = f"« {ref} » désigne plusieurs révisions : écrire {choices}"
        raise EnvironmentProblemError(message)


def _no_repository(root: Path) -> str:
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return (
                f"git ne peut pas lire {folder / '.git'}, qui est incomplet ou dont les droits en interdisent la "
                "lecture : rétablir ces droits, ou cloner le dépôt de nouveau"
            )
    return f"le dossier {root} n'est pas un dépôt git, où se lisent les révisions"


def _missing_ref(root: Path, ref: str) -> str:
    if try_git(root, "ls-files", "--", f":(literal){ref}"):
        return (
            f"« {ref} » est un chemin, et non une révision : donner une branche, une étiquette ou un commit "
            "(les fichiers tels qu'ils sont se comparent sans les nommer)"
        )
    shallow = try_git(root, "rev-parse", "--is-shallow-repository")
    if shallow is not None and shallow.strip() == b"true":
        return (
            f"la révision « {ref} » n'est pas dans ce clone, qui est superficiel : lancer "
            "« git fetch --unshallow » (en intégration continue : fetch-depth: 0)"
        )
    if try_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"origin/{ref}^{{commit}}"):
        return f"la révision « {ref} » est inconnue ici : écrire « origin/{ref} »"
    if try_git(root, "remote"):
        return f"la révision « {ref} » est inconnue : vérifier son nom, ou lancer « git fetch origin »"
    found = try_git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads") or b""
    branches = " ou ".join(f"« {nom} »" for nom in found.decode("utf-8", "replace").split())
    known = f"écrire {branches}" if branches else "aucun commit n'est encore fait"
    return f"la révision « {ref} » est inconnue : {known}"


def _read_row(row: bytes) -> Entry:
    meta, _, raw = row.partition(b"\t")
    mode, _, sha, size = meta.decode("ascii").split()
    path = raw.decode("utf-8", "backslashreplace")
    if mode not in ORDINAIRES:
        kind = SPECIAUX.get(mode, f"mode {mode}")
        return Entry(path, sha, code="FIC005", problem=f"ce n'est pas un fichier ordinaire ({kind})")
    if not size.isdigit():  # « BAD »: git cannot even tell its size
        raise EnvironmentProblemError(_ABIME.format(sha=sha, path=path))
    if int(size) > TAILLE_MAX:
        return Entry(path, sha, code="FIC006", problem=TROP_GROS)
    return Entry(path, sha)


def _size(row: bytes) -> int:
    """Return what a blob counts for; a link or a submodule has no size that counts."""
    meta, _, path = row.partition(b"\t")
    size = meta.split()[-1]
    return weight(path.decode("utf-8", "backslashreplace"), int(size)) if size.isdigit() else 0


class _RefusError(EnvironmentProblemError):
    """Git ended with an error."""


def run_git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run git with a clean environment.

    Raises:
        EnvironmentProblemError: it fails, takes too long or writes too much.
    """
    return b"".join(_chunks(root, arguments, stdin))


def run_git_on_files(root: Path, *arguments: str) -> bytes:
    """Run git to compare the working tree, with every filter of the clone turned off.

    git reads again, through them, each file whose date is not the one it knows; the attributes of a proposal would
    choose which of them runs.

    Raises:
        EnvironmentProblemError: it fails, takes too long or writes too much.
    """
    declared = listed(try_git(root, "config", "--name-only", "-z", "--get-regexp", r"^filter\.") or b"")
    names = sorted({name.rpartition(".")[0] for name in declared})
    off = [(f"{name}.{key}", value) for name in names for key, value in _ETEINT.items()]
    env = {"GIT_CONFIG_COUNT": str(len(off))}
    for rang, (key, value) in enumerate(off):
        env |= {f"GIT_CONFIG_KEY_{rang}": key, f"GIT_CONFIG_VALUE_{rang}": value}
    return b"".join(_chunks(root, arguments, env=env))


def try_git(
    root: Path, *arguments: str, env: Mapping[str, str] | None = None, delai: int | None = None
) -> bytes | None:
    """Run git with a clean environment, to which `env` adds; None when it fails.

    Raises:
        EnvironmentProblemError: it takes too long (`delai`, in seconds) or writes too much.
    """
    try:
        return b"".join(_chunks(root, arguments, env=env, delai=delai))
    except _RefusError:
        return None


def _chunks(
    root: Path,
    arguments: tuple[str, ...],
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    delai: int | None = None,
) -> Generator[bytes, None, None]:
    """Yield what git writes, as it writes it; the process ends when its reader stops, or when its time is spent."""
    written, late, seconds = 0, Event(), DELAI_MAX_SECONDES if delai is None else delai
    # Files, not pipes: git waits neither for us to write, nor for us to read its errors.
    with TemporaryFile() as given, TemporaryFile() as said:
        given.write(stdin)
        given.seek(0)
        process = _start(root, arguments, (given, said), env or {})
        output = cast("BufferedReader", process.stdout)
        timer = Timer(seconds, _end, (process, late))
        timer.start()
        try:
            while block := output.read1(_BLOC):
                written += len(block)
                if written > SORTIE_MAX:
                    raise EnvironmentProblemError(_DEMESURE.format(arguments[0], f"plus de {SORTIE_MAX >> 20} Mio"))
                yield block
            code = process.wait()
        finally:
            timer.cancel()
            process.kill()  # nothing, once it has ended
            output.close()
            process.wait()
        said.seek(0)
        if late.is_set():
            raise EnvironmentProblemError(_DEMESURE.format(arguments[0], f"plus de {compte(seconds, 'seconde')}"))
        if code != 0:
            _refuse(root, arguments[0], said.read(_BLOC))


def _start(
    root: Path, arguments: tuple[str, ...], streams: tuple[IO[bytes], IO[bytes]], env: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    command = ["git", *_TOUJOURS, *arguments]
    given, said = streams
    whole = {**_environment(), **env}
    try:
        return subprocess.Popen(command, cwd=root, stdin=given, stdout=subprocess.PIPE, stderr=said, env=whole)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        message = "git est introuvable : l'installer, puis relancer"
        raise EnvironmentProblemError(message) from None


def _end(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


def _refuse(root: Path, command: str, said: bytes) -> NoReturn:
    if b"dubious ownership" in said:
        message = f"git refuse ce dossier : lancer « git config --global --add safe.directory {root} »"
        raise EnvironmentProblemError(message)
    raise _RefusError(f"git n'a pas pu lire le dépôt ({command}) : lancer « git fsck » pour en savoir plus")


def _split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut what git writes at its NUL bytes; refuse a row that no path of a convention makes so long."""
    rest = b""
    for chunk in chunks:
        *rows, rest = (rest + chunk).split(b"\0")
        if any(len(row) > RANGEE_MAX for row in (*rows, rest)):
            message = f"un chemin de plus de {nombre(CHEMIN_MAX)} octets : est-ce bien le dépôt de la convention ?"
            raise EnvironmentProblemError(message)
        yield from filter(None, rows)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
