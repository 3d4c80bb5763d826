"""Git objects that a well-meaning person never makes: trees that hold themselves again and again, and their commits.

Knows: git's plumbing. Must not know: who reads them. A tree object of ten entries, all the same subtree, weighs 300
bytes; ten levels of them hold ten thousand million paths.
"""

from __future__ import annotations

import subprocess
from subprocess import PIPE
from typing import TYPE_CHECKING

from tests.compare.depots_git import ENVIRONNEMENT, git

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

QUI = "Essai <essai@example.org>"


def objet(root: Path, genre: str, content: bytes) -> str:
    """Write an object as it is given; return its id."""
    return _written(root, "hash-object", "-w", "-t", genre, "--literally", "--stdin", content=content)


def arbre(root: Path, entries: Iterable[tuple[str, str, str]]) -> str:
    """Write a tree from rows (mode, id, name); return its id."""
    kinds = {"040000": "tree", "160000": "commit"}
    rows = "".join(f"{mode} {kinds.get(mode, 'blob')} {sha}\t{name}\0" for mode, sha, name in entries)
    return _written(root, "mktree", "-z", "--missing", content=rows.encode())


def bombe(root: Path, niveaux: int = 10, largeur: int = 10, *, fichiers: bool = True) -> str:
    """Write a tree of that many levels, each ten times the next; at the bottom, one small document, or nothing.

    Without any file, git walks the whole and writes nothing at all.
    """
    sha = arbre(root, [("100644", objet(root, "blob", b"a: 1\n"), "a.yaml")] if fichiers else [])
    for _ in range(niveaux):
        sha = arbre(root, [("040000", sha, f"d{rang}") for rang in range(largeur)])
    return sha


def puits(root: Path, profondeur: int, nom: str = "d") -> str:
    """Write folders within one another, with one document at the bottom."""
    sha = arbre(root, [("100644", objet(root, "blob", b"a: 1\n"), "a.yaml")])
    command = ["git", "mktree", "--missing", "--batch"]
    with subprocess.Popen(command, cwd=root, env=ENVIRONNEMENT, stdin=PIPE, stdout=PIPE, encoding="utf-8") as mktree:
        assert mktree.stdin is not None
        assert mktree.stdout is not None
        for _ in range(profondeur):
            mktree.stdin.write(f"040000 tree {sha}\t{nom}\n\n")
            mktree.stdin.flush()
            sha = mktree.stdout.readline().strip()
    return sha


def avec(root: Path, ref: str, remplace: Mapping[str, str]) -> str:
    """Write the tree of a commit, some of its folders replaced by other trees."""
    rows = [row.split("\t") for row in git(root, "ls-tree", "-z", ref).split("\0") if row]
    kept = [(meta.split(" ")[0], meta.split(" ")[2], name) for meta, name in rows if name not in remplace]
    return arbre(root, [*kept, *(("040000", sha, name) for name, sha in remplace.items())])


def commit(root: Path, tree: str, parents: Iterable[str] = (), instant: str = "1790576000 +0000") -> str:
    """Write a commit, at any instant that git's format can say."""
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
    lines += [f"author {QUI} {instant}", f"committer {QUI} {instant}", "", "Essai", ""]
    return objet(root, "commit", "\n".join(lines).encode())


def _written(root: Path, *arguments: str, content: bytes) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, env=ENVIRONNEMENT, input=content, check=True, capture_output=True
    )
    return done.stdout.decode().strip()
