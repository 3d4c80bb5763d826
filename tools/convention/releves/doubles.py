"""What is one and counts several times a day: under several adherents, or with several values; and who has decided.

Knows: rows said twice, decisions. Must not know: files, engines. Nobody is preferred by itself: what is under two
adherents waits until somebody says whose it is, and the rows of the others are then set aside.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.french import cite, compte, enumere, jour
from convention.model.documents.releves import NON_RATTACHE
from convention.model.ecrits.series import Grandeur
from convention.model.mots.releves import Decompte, GenreLignes
from convention.releves.expression import DOUBLES_MAX
from convention.releves.refus import ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from convention.model.documents.releves import MesureRelevee, SourceReleve
    from convention.releves.refus import Journal

CITES = 10


class Double(NamedTuple):
    """One thing, one day, said in several ways."""

    mesure: str
    jour: date
    nom: str
    """What distinguishes it, as the export writes it."""
    lignes: tuple[Mapping[str, Any], ...]

    @property
    def adherents(self) -> tuple[str, ...]:
        """Who has it, in the order of the lines."""
        return tuple(dict.fromkeys(str(item["adherent"]) for item in self.lignes))


class Doubles:
    """What is said twice, as measures are counted."""

    def __init__(
        self,
        source: SourceReleve,
        noms: Mapping[str, str],
        attributions: Mapping[str, str],
        raw: Callable[[MesureRelevee, Sequence[Mapping[str, Any]]], list[str]],
        where: Callable[[int], tuple[str, int]],
    ) -> None:
        """Keep who decided, how what distinguishes a row is read again, and where a row is."""
        self._source, self._noms, self._attributions = source, noms, attributions
        self._raw, self._place = raw, where
        self._found: list[Double] = []
        self._aside: dict[tuple[date, str, str], int] = {}

    def add(self, mesure: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep what a measure counts several times.

        Raises:
            ReleveRefuseError: it is too much to be decided one by one, or is given to who does not have it.
        """
        if len(rows) > DOUBLES_MAX:
            message = (
                "plus de mille lignes disent une même machine de plusieurs façons : ce n'est pas un export du jour"
            )
            raise ReleveRefuseError(message, "reprendre l'export")
        names = self._raw(self._source.mesures[mesure], rows)
        named = sorted(zip(rows, names, strict=True), key=lambda pair: (pair[0]["jour"], pair[1], *_order(pair[0])))
        for (day, nom), pairs in groupby(named, key=lambda pair: (pair[0]["jour"], pair[1])):
            double = Double(mesure, day, nom, tuple(row for row, _ in pairs))
            # Two values of one thing are two events of it, as two amounts of one mandat.
            if len(double.adherents) > 1 or self._source.lignes is GenreLignes.INSTANTANES:
                self._refuse_stranger(double)
                self._found.append(double)

    def set_aside(self, mesure: str) -> dict[tuple[Grandeur, date], tuple[Fraction, int]]:
        """Return what a measure is to take away, and from whom: the value and the rows."""
        summed = self._source.mesures[mesure].decompte is Decompte.SOMME
        found: dict[tuple[Grandeur, date], tuple[Fraction, int]] = {}
        for double, item in self._decided(mesure):
            key = (Grandeur(item["adherent"], mesure, item["compte"] or ""), double.jour)
            value, rows = found.get(key, (Fraction(0), 0))
            found[key] = (value + (Fraction(item["valeur"]) if summed else 1), rows + int(item["fois"]))
            self._aside[double.jour, double.nom, item["adherent"]] = int(item["fois"])
        return found

    @property
    def ecartees(self) -> int:
        """Rows that are set aside by decision."""
        return sum(self._aside.values())

    @property
    def a_attribuer(self) -> int:
        """How many things wait for somebody to say whose they are."""
        return len([item for item in self._found if len(item.adherents) > 1 and not self._owner(item)])

    def tell(self, journal: Journal) -> None:
        """Tell each of them at its second line, with the first one; and the decisions that decide nothing."""
        for item in self._found:
            what = f"{cite(item.nom)} ({self._source.mesures[item.mesure].libelle}, {jour(item.jour)})"
            owner = self._owner(item)
            if len(item.adherents) == 1:
                message = f"{what} a plusieurs valeurs, {self._where(item)} : elles s'ajoutent"
            elif owner:
                message = f"{what} est sous {self._where(item)} : attribuée à {self._named(owner)}, par décision"
            else:
                message = f"{what} est sous {self._where(item)} : dire de qui, ou corriger l'inventaire"
            journal.note(*self._place(item.lignes[-1]["place"]), "REL012", message, attend=not owner)
        known = {item.nom for item in self._found}
        for nom in sorted(self._attributions.keys() - known):
            journal.note("--attribuer", 1, "REL012", f"{cite(nom)} n'est sous deux adhérents aucun jour : sans effet")

    def _decided(self, mesure: str) -> Iterator[tuple[Double, Mapping[str, Any]]]:
        for double in self._found:
            owner = self._owner(double)
            if double.mesure == mesure and owner:
                yield from ((double, item) for item in double.lignes if item["adherent"] != owner)

    def _owner(self, double: Double) -> str | None:
        return self._attributions.get(double.nom) if len(double.adherents) > 1 else None

    def _refuse_stranger(self, double: Double) -> None:
        owner = self._owner(double)
        if owner is not None and owner not in double.adherents:
            message = f"{cite(double.nom)} n'est pas sous {self._named(owner)} le {jour(double.jour)}"
            raise ReleveRefuseError(message, f"l'export le donne à {enumere(list(map(self._named, double.adherents)))}")

    def _where(self, double: Double) -> str:
        told, shown = self._place(double.lignes[-1]["place"])[0], []
        for item in double.lignes:
            fichier, ligne = self._place(item["place"])
            line = f"ligne {ligne}" if fichier == told else f"{fichier}, ligne {ligne}"
            shown.append(f"{self._named(str(item['adherent']))}{f' ({line})' if item['place'] else ''}")
        return listed(shown, " et ")

    def _named(self, adherent: str) -> str:
        return "une entité inconnue" if adherent == NON_RATTACHE else self._noms.get(adherent, adherent)


def listed(words: Iterable[str], mark: str = ", ") -> str:
    """List the first words, and count the others."""
    every = list(words)
    rest = len(every) - CITES
    return mark.join(every[:CITES]) + (f" et {compte(rest, 'autre')}" if rest > 0 else "")


def _order(row: Mapping[str, Any]) -> tuple[int, str, str]:
    """Order the rows of one thing: by their lines, else by what they say."""
    return int(row["place"]), str(row["adherent"]), str(row.get("valeur"))
