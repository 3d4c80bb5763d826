"""The signatures that stand beside sealed files: what their names say, and what verifying them found.

Knows: the paths of sealed files and of their signatures. Must not know: what a sealed file says, how a signature is
verified (`loading.ecrits.signatures`), who may sign (`checks.sceaux.signatures`).
A sealed file is only a path and its bytes: `pricing/appels/2026-04.json` is signed by the function « finances » in
`pricing/appels/2026-04.json.finances.sig`.
"""

from __future__ import annotations

import re
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.mots import mot
from convention.model.valeurs.chemins import ANNEE, APPELS, AVENANTS, CLOTURES, IDENTIFIANT, MOIS, NUMERO
from convention.model.valeurs.scalaires import MotEcrit

if TYPE_CHECKING:
    from collections.abc import Mapping

SUFFIXE, SIGNATURE = ".sig", "signature"
_CHEMIN = re.compile(
    rf"{APPELS}(?P<appels>{MOIS})\.json|{CLOTURES}(?P<clotures>{ANNEE})\.json"
    rf"|{AVENANTS}(?P<avenants>{NUMERO})/avenant\.json",
    re.ASCII,
)
_SIGNATURE = re.compile(rf"(?P<fichier>.+\.json)\.(?P<fonction>{IDENTIFIANT})\.sig", re.ASCII)


class GenreSceau(MotEcrit):
    """Kinds of sealed files."""

    bref: str
    """In a sentence."""

    APPELS = mot("appels", "Appels scellés : pricing/appels", bref="appels")
    CLOTURES = mot("clotures", "Clôtures : pricing/clotures", bref="clôtures")
    AVENANTS = mot("avenants", "Avenants consignés : catalogue/avenants", bref="avenants")


class Scelle(NamedTuple):
    """What the path of a sealed file says: nobody can choose it otherwise, as a date inside can be."""

    genre: GenreSceau
    nom: str
    """« 2026-04 » for a call, « 2025 » for a closing, « 1 » for an avenant."""

    @property
    def debut(self) -> date | None:
        """Return the first day on which it can be sealed, as far as its name tells; None for an avenant."""
        if self.genre is GenreSceau.AVENANTS:
            return None
        annee, _, mois = self.nom.partition("-")
        return date(int(annee), int(mois), 1) if mois else date(int(annee) + 1, 1, 1)


def rang(nom: str) -> tuple[int, ...]:
    """Order the names of one kind in time: 2026-10 before 2027-04, avenant 9 before 10."""
    return tuple(map(int, nom.split("-")))


class Signature(NamedTuple):
    """A signature, verified for what it is: this key signed these bytes at this path. It may be anybody's key."""

    path: str
    fichier: str
    """The sealed file that it signs."""
    fonction: str
    """Who signs, as its name says."""
    contenu: str
    """Sha256 of the signature itself."""
    scelle: str
    """Sha256 of the file signed, nothing when it is not there."""
    cle: str = ""
    """Fingerprint of the key, « SHA256:… »; nothing when the signature does not hold."""
    probleme: str = ""
    """Why it does not hold: a French clause."""


class Signes(NamedTuple):
    """Everything of a revision that is sealed, and the signatures beside."""

    scelles: Mapping[str, str] = MappingProxyType({})
    """Sha256 of each sealed file, by path."""
    signatures: tuple[Signature, ...] = ()


def read_sealed_path(path: str) -> Scelle | None:
    """Tell what is sealed at a path; None when nothing is."""
    match = _CHEMIN.fullmatch(path)
    if match is None:
        return None
    genre = next(genre for genre in GenreSceau if match[str(genre)] is not None)
    return Scelle(genre, match[str(genre)])


def read_signature_path(path: str) -> tuple[str, str] | None:
    """Return the sealed file that a path signs, and the function that signs it; None when it is no signature."""
    match = _SIGNATURE.fullmatch(path)
    if match is None or read_sealed_path(match["fichier"]) is None:
        return None
    return match["fichier"], match["fonction"]


def signature_path(fichier: str, fonction: str) -> str:
    """Return where a function signs a sealed file."""
    return f"{fichier}.{fonction}{SUFFIXE}"


def namespace(fichier: str) -> str:
    """Return what a signature is bound to, beside the bytes: the use and the path, so that it passes for no other."""
    return f"convention-sceau:{fichier}"
