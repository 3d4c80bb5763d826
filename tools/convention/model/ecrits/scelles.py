"""What is sealed at one revision, byte for byte, and the statements that were issued with each call (art. 8.3).

Knows: where they are kept, how their bytes are summed up. Must not know: what they say, whether they should change.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.model.ecrits.sceaux import sha256
from convention.model.ecrits.signatures import read_sealed_path
from convention.model.valeurs.chemins import APPELS, IDENTIFIANT, MOIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CHEMIN = re.compile(rf"{APPELS}(?P<echeance>{MOIS})/(?P<adherent>{IDENTIFIANT})\.json", re.ASCII)


class CheminEtat(NamedTuple):
    """What the path of an issued statement says."""

    echeance: str
    adherent: str

    @property
    def path(self) -> str:
        """Where the statement is kept."""
        return f"{dossier_etats(self.echeance)}/{self.adherent}.json"


class EtatsEmis(NamedTuple):
    """The statements that were issued with a call: the sha256 of each, by adherent."""

    echeance: str
    empreintes: Mapping[str, str]


class Scelles(NamedTuple):
    """What is sealed at one revision."""

    empreintes: Mapping[str, str]
    """Sha256 of each sealed file, by its path; of the statements of a call together, by their folder."""
    etats: Mapping[CheminEtat, bytes]
    """Statements as they were issued."""


RIEN = Scelles(MappingProxyType({}), MappingProxyType({}))


def issued(scelles: Scelles) -> dict[str, EtatsEmis]:
    """Return the statements issued with each call, by its milestone."""
    found: dict[str, dict[str, str]] = {}
    for chemin, content in sorted(scelles.etats.items()):
        found.setdefault(chemin.echeance, {})[chemin.adherent] = sha256(content)
    return {echeance: EtatsEmis(echeance, MappingProxyType(marks)) for echeance, marks in found.items()}


def gather(contents: Iterable[tuple[str, bytes]]) -> Scelles:
    """Sum up sealed files: calls, closings, kept avenants, issued statements."""
    empreintes: dict[str, str] = {}
    etats: dict[CheminEtat, bytes] = {}
    for path, content in contents:
        chemin = read_statement_path(path)
        if chemin is not None:
            etats[chemin] = content
        elif read_sealed_path(path) is not None:
            empreintes[path] = sha256(content)
    for echeance in {chemin.echeance for chemin in etats}:
        empreintes[dossier_etats(echeance)] = digest(
            {chemin.adherent: content for chemin, content in etats.items() if chemin.echeance == echeance}
        )
    return Scelles(MappingProxyType(empreintes), MappingProxyType(etats))


def digest(etats: Mapping[str, bytes]) -> str:
    """Sum up the statements of a call, by adherent: sha256 of the list that `sha256sum` would print of them."""
    rows = (f"{sha256(content)}  {adherent}.json\n" for adherent, content in sorted(etats.items()))
    return sha256("".join(rows).encode())


def dossier_etats(echeance: str) -> str:
    """Return the folder that keeps the statements issued with a call."""
    return f"{APPELS}{echeance}"


def read_statement_path(path: str) -> CheminEtat | None:
    """Return what the path of an issued statement says; None when it is none."""
    match = _CHEMIN.fullmatch(path)
    return None if match is None else CheminEtat(match["echeance"], match["adherent"])
