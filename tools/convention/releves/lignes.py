"""What became of the lines of an export: each is found again, under one reason, or nothing is given.

Knows: sums, French sentences. Must not know: how lines are read or counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, compte, nombre
from convention.releves.refus import ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Lignes(NamedTuple):
    """Lines of the files; rows read; rows kept, set aside by reason, unreadable."""

    des_fichiers: int
    """Counted in the bytes, whatever read them (rows, for Parquet)."""
    en_tetes: int
    vides: int
    suites: int
    """Lines of a row after its first one."""
    lues: int
    illisibles: int
    sans_identifiant: int
    """Unreadable because nothing tells them apart."""
    hors_exercice: int
    par_filtre: Mapping[str, int]
    """Set aside by a filter of the source, under its column: the first one that does."""
    attribuees: int
    """Set aside because somebody decided that what they say is of another adherent."""
    gardees: int
    redites: int
    """Kept, and already said."""
    non_rattachees: int
    """Kept, and of nobody."""
    sans_mesure: int
    """Kept, and counted by no measure."""

    @property
    def hors_filtre(self) -> int:
        """Set aside, whatever the reason."""
        return self.hors_exercice + sum(self.par_filtre.values()) + self.attribuees

    def control(self) -> None:
        """Find every line again.

        Raises:
            ReleveRefuseError: a line is lost, or told twice: the tool is wrong.
        """
        rows = self.gardees + self.hors_filtre + self.illisibles
        lines = self.en_tetes + self.vides + self.suites + self.lues
        if (rows, lines) != (self.lues, self.des_fichiers):
            told = f"{nombre(rows)} pour {nombre(self.lues)} lues, {nombre(lines)} pour {nombre(self.des_fichiers)}"
            raise ReleveRefuseError(f"les lignes de l'export ne se retrouvent pas ({told})", "signaler ce défaut")

    def json(self) -> dict[str, object]:
        """Give the two sums as records: `lues` is the sum of what stands below it."""
        return {
            **{nom: getattr(self, nom) for nom in ("des_fichiers", "en_tetes", "vides", "suites", "lues", "gardees")},
            "ecartees": {
                "exercice": self.hors_exercice,
                "filtres": dict(self.par_filtre),
                "decision": self.attribuees,
            },
            **{nom: getattr(self, nom) for nom in ("illisibles", "sans_identifiant")},
            "parmi_les_gardees": {nom: getattr(self, nom) for nom in ("redites", "non_rattachees", "sans_mesure")},
        }

    def phrases(self) -> tuple[str, ...]:
        """Say the two sums."""
        apart = [(self.en_tetes, "en-tête"), (self.vides, "vide"), (self.suites, "suite")]
        others = "".join(f", {compte(number, what)}" for number, what in apart if number)
        lines = f"{compte(self.des_fichiers, 'ligne')} dans les fichiers : {compte(self.lues, 'lue')}{others}"
        why = [f"{nombre(self.hors_exercice)} d'un autre exercice"] if self.hors_exercice else []
        why += [f"{nombre(number)} par le filtre {cite(nom)}" for nom, number in self.par_filtre.items() if number]
        why += [f"{nombre(self.attribuees)} d'un autre adhérent, par décision"] if self.attribuees else []
        nameless = f" ({nombre(self.sans_identifiant)} sans identifiant)" if self.sans_identifiant else ""
        rows = (
            f"{compte(self.lues, 'lue')} = {compte(self.gardees, 'gardée')} + "
            f"{compte(self.hors_filtre, 'écartée')}{_detail(why)} + "
            f"{compte(self.illisibles, 'illisible')}{nameless}"
        )
        of_them = [f"{compte(self.redites, 'redite')}, comptée une fois"] if self.redites else []
        of_them += [f"{nombre(self.non_rattachees)} d'entités inconnues"] if self.non_rattachees else []
        of_them += [f"{nombre(self.sans_mesure)} qu'aucune mesure ne compte"] if self.sans_mesure else []
        kept = (f"Parmi les gardées : {' ; '.join(of_them)}",) if of_them else ()
        return (lines, rows, *kept)


def _detail(reasons: list[str]) -> str:
    return f" ({', '.join(reasons)})" if reasons else ""
