"""Files that the tool draws from the data, and that a repository keeps: written, or compared with what stands there.

Knows: the disk. Must not know: what they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.files import held, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


def differing(racine: Path, textes: Mapping[str, bytes]) -> dict[str, str]:
    """Return the files that are not what is drawn, by path: « absent », « périmé »."""
    found = {path: held(racine / path) for path in textes}
    wrong = (path for path, before in found.items() if before != textes[path])
    return {path: "absent" if found[path] is None else "périmé" for path in wrong}


def remedies(ecarts: Mapping[str, str], commande: str) -> Iterator[str]:
    """Say which files are to be drawn again, and by which command."""
    yield from (f"{path} : {how}, lancer « convention {commande} »" for path, how in ecarts.items())


def redraw(racine: Path, textes: Mapping[str, bytes], paths: Iterable[str]) -> None:
    """Write some files as they are drawn, and say which."""
    for path in paths:
        write_atomic(racine / path, textes[path])
        click.echo(f"{path} : écrit")


def kept(racine: Path, textes: Mapping[str, bytes], commande: str, *, verifier: bool) -> bool:
    """Draw again what differs, or only say how; tell whether nothing did."""
    ecarts = differing(racine, textes)
    if verifier:
        click.echo("".join(f"{line}\n" for line in remedies(ecarts, commande)), nl=False)
    else:
        redraw(racine, textes, ecarts)
    return not ecarts
