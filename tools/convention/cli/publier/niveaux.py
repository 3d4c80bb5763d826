"""Every level at once, ready for a web server: what anybody reads, what the adherents read, what each one alone reads.

Knows: folders, links. Must not know: what a page says, MkDocs (`cli.mkdocs`), web servers (`cli.publier.hebergement`).
A version is a folder that never changes once it is there. « courant » is a link to the one that is served, replaced at
once; « precedent » leads to the one before, so that one can go back. What stops a build leaves both as they were.
What the same values gave, by the same tool, is not made again: documents are kept beside the versions, where no server
shows them.
"""

from __future__ import annotations

import os
import secrets
import shutil
import zlib
from contextlib import suppress
from functools import partial
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from convention.base.files import TEMPORAIRE, write_atomic
from convention.cli.cadre.verdicts import tool
from convention.cli.ecriture.dossier import MARQUE, SENS, aside
from convention.cli.ecriture.exclusivite import alone, uninterrupted
from convention.cli.mkdocs.construire import prepare, write_site
from convention.cli.publier.equipe import Equipe
from convention.cli.publier.servie import PRECEDENT, VERSIONS, note, sources
from convention.model.mots.vie import Niveau
from convention.reports.depot.apache import CHEZ_MOI, CONNEXION, COURANT, PRIVE, PUBLIC, ROBOTS
from convention.site.acces import Acces, depot_en_ligne
from convention.site.communs import Communs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convention.cli.cadre.lecteur import Demande
    from convention.site.ensemble import Site


SIGNES, SIGNES_GARDES = 8, 40
"""Of the fingerprint of the data, in the name of a version; of each of the two that name a document that is kept."""
REPRISE = ".reprise"
"""The folder of what is kept, beside the versions."""


def publish(demande: Demande, vers: Path, made_from: str, *, guichet: bool = False) -> str:
    """Build every level from one reading of the data, then serve it; return the name of the version.

    What its `sources` sum up to (`made_from`) is noted if they still do once it is made.

    Raises:
        DonneesError: the data has errors, which were shown.
        EnvironnementError: MkDocs is not installed, or refuses something, which it has said.
    """
    prepare()
    site = demande.lire()
    reprise = Reprise(vers / REPRISE)
    site = site._replace(communs=Communs(reprise.prendre, Equipe))
    private = site._replace(acces=Acces(Niveau.ADHERENTS), propres=True, guichet=guichet)
    versions = vers / VERSIONS
    place = _reserved(versions, f"{site.jour.isoformat()}-{site.sceau[:SIGNES]}")
    try:
        with aside(place) as new:
            write = partial(_write, demande.contexte.racine, new)
            with Equipe(write, [(PUBLIC, _public(site, demande))]) as public:
                write((PRIVE, private))
                tuple(public)
            (new / PUBLIC / "robots.txt").write_text(ROBOTS, encoding="utf-8")
            _show_anywhere(new / PUBLIC / CONNEXION / "index.html")
            share(new, reprise.gardes())
            (new / MARQUE).write_text(SENS, encoding="utf-8")
            if made_from and made_from == sources(demande, guichet=guichet):
                note(new, made_from)
    except BaseException:
        place.rmdir()  # nothing was put in it
        raise
    with alone(vers), uninterrupted():
        before = (vers / COURANT).resolve() if (vers / COURANT).is_symlink() else None
        if before is not None and before.is_dir():
            _lead(vers / PRECEDENT, before.name)
        _lead(vers / COURANT, place.name)
    kept = {place.name, before.name if before is not None else place.name}
    for old in versions.iterdir():
        if old.name not in kept and (old / MARQUE).is_file():
            shutil.rmtree(old)
    reprise.oublier()
    return place.name


def _write(racine: Path, dossier: Path, level: tuple[str, Site]) -> None:
    nom, site = level
    write_site(racine, site, dossier / nom)


def _public(site: Site, demande: Demande) -> Site:
    acces = Acces(Niveau.PUBLIC)
    online = depot_en_ligne(acces, demande.en_ligne, public=demande.ouvert)
    return site._replace(acces=acces, depot_en_ligne=online, connexion=CHEZ_MOI)


def _show_anywhere(page: Path) -> None:
    """Let a page be read at the address that was refused, however deep: its links start from the root of the server."""
    text = page.read_text("utf-8").replace('="../', '="/').replace('=".."', '="/"')
    page.write_text(text, encoding="utf-8")


def _reserved(versions: Path, name: str) -> Path:
    """Make the folder of a version, empty, under a name that no other build takes meanwhile."""
    versions.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        place = versions / (name if number == 1 else f"{name}-{number}")
        with suppress(FileExistsError):
            place.mkdir()
            return place
    raise AssertionError


def _lead(link: Path, version: str) -> None:
    """Make a link lead to a version, at once."""
    new = link.parent / f"{TEMPORAIRE}{secrets.token_hex(8)}"
    new.symlink_to(Path(VERSIONS, version))
    os.replace(new, link)  # noqa: PTH105 (as in base.files)


def share(folder: Path, kept: Iterable[Path]) -> None:
    """Write once the files that say the same: fonts, styles, scripts, pages of several levels, documents kept."""
    known: dict[tuple[int, bytes], Path] = {}
    for path in chain(kept, sorted(item for item in folder.rglob("*") if item.is_file())):
        with suppress(FileNotFoundError):  # another publication may remove what is kept: the file stays by itself
            content = path.read_bytes()
            first = known.setdefault((len(content), sha256(content).digest()), path)
            # Two that are kept are never linked to each other: no version would be what holds them.
            if path.is_relative_to(folder) and not path.samefile(first):
                link = path.with_name(f"{TEMPORAIRE}{path.name}")
                link.hardlink_to(first)
                link.replace(path)


class Reprise:
    """What earlier publications made, by what it was made from.

    A file is named after what it is made from and after what it holds: one that is cut short, or that anybody changed,
    is made again. Removing the folder loses nothing but time.
    """

    def __init__(self, dossier: Path) -> None:
        """Open the folder of what is kept; only who publishes may read it."""
        self._dossier = dossier
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._connus = {path.name.partition("-")[0]: path for path in dossier.iterdir()}

    def prendre(self, valeurs: str, faire: Callable[[], bytes]) -> bytes:
        """Return what these values give: kept whole, or made and kept."""
        key = _sum(f"{tool()} {zlib.ZLIB_RUNTIME_VERSION} {valeurs}".encode())
        known = self._connus.get(key)
        if known is not None:
            with suppress(OSError):
                content = known.read_bytes()
                if known.name == _name(key, content):
                    return content
        content = faire()
        place = self._dossier / _name(key, content)
        with suppress(OSError):  # a full disk says so when it refuses the site itself
            write_atomic(place, content)
        return content

    def gardes(self) -> list[Path]:
        """Return all that is kept, what was made since it was opened first."""
        before = set(self._connus.values())
        return sorted(self._dossier.iterdir(), key=lambda path: (path in before, path))

    def oublier(self) -> None:
        """Remove what no version is made of: a version has a link to what it is made of."""
        for path in self.gardes():
            with suppress(FileNotFoundError):  # another publication does the same
                if path.stat().st_nlink == 1:
                    path.unlink()


def _name(key: str, content: bytes) -> str:
    return f"{key}-{_sum(content)}"


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()[:SIGNES_GARDES]
