"""From files to counts: what is read, counted, left out; every row is found again, or nothing is given.

Knows: the steps and their order. Must not know: series already kept, quantities, what is written.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.french import cite, compte, nombre
from convention.engine.releves import rounded
from convention.model.series import Grandeur
from convention.model.vocabulaire_releves import ECHELLES, Decompte, GenreLignes
from convention.releves.entrepot import RANG, gather
from convention.releves.expression import attached, counted, kept, rows_of, tally, unknown_entities, within
from convention.releves.fichiers import fingerprint, list_files
from convention.releves.moteurs import engine
from convention.releves.refus import Anomalie, Journal, ReleveRefuseError, refuse_unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ibis.expr.types import Table

    from convention.model.releves import MesureRelevee, SourceReleve
    from convention.releves.fichiers import Fichier
    from convention.releves.moteurs import Moteur

MOITIE = 2
LIGNES_PAR_PASSE = 20_000_000
"""Rows told apart at once, whole days: more of them would not fit in the memory that an engine is given."""
ENTITE_MAX = 80


class Demande(NamedTuple):
    """What is asked."""

    source: SourceReleve
    fichiers: tuple[Path, ...]
    exercice: int
    extrait_le: date | None
    moteur: str


class Lignes(NamedTuple):
    """What became of the rows."""

    lues: int
    illisibles: int
    hors_filtre: int
    gardees: int
    redites: int
    non_rattachees: int


class Comptes(NamedTuple):
    """What was counted."""

    extrait_le: date
    empreinte: str
    jours: tuple[date, ...]
    """Days of which there are rows."""
    jours_doubles: tuple[date, ...]
    valeurs: Mapping[tuple[Grandeur, date], Fraction]
    lignes: Lignes
    par_mesure: Mapping[str, Mapping[str, int]]
    """Rows kept, by measure and adherent."""
    anomalies: tuple[Anomalie, ...]


def compter(demande: Demande) -> Comptes:
    """Count an export.

    Raises:
        ReleveRefuseError: it is not what its source describes; nothing is given.
    """
    journal = Journal()
    fichiers = list_files(demande.fichiers, demande.source, journal)
    named = max((item.extrait_le for item in fichiers if item.extrait_le is not None), default=None)
    demande = demande._replace(extrait_le=demande.extrait_le or named)
    if demande.source.jour is None and not demande.source.jour_du_nom and demande.extrait_le is None:
        raise ReleveRefuseError(
            "ni les lignes, ni les noms des fichiers ne disent de quel jour est l'export", "donner --extrait-le DATE"
        )
    with TemporaryDirectory(prefix="releves-") as name, engine(demande.moteur, Path(name)) as moteur:
        lots = gather(fichiers, demande.source, demande.extrait_le, Path(name), journal)
        rows = rows_of(moteur.lire, lots, demande.source)
        return _Compte(demande, fichiers, journal, moteur, rows).comptes()


class _Compte:
    """One count under way."""

    def __init__(
        self, demande: Demande, fichiers: tuple[Fichier, ...], journal: Journal, moteur: Moteur, rows: Table
    ) -> None:
        self._demande, self._source = demande, demande.source
        self._fichiers, self._journal = fichiers, journal
        self._moteur, self._rows = moteur, rows

    def comptes(self) -> Comptes:
        """Count, and find every row again."""
        days = self._moteur.lignes(tally(self._rows, self._source, self._demande.exercice))
        early = self._journal.count("REL011")
        lues, lisibles, gardees = (sum(int(item[name]) for item in days) for name in ("lues", "lisibles", "gardees"))
        illisibles = lues - lisibles + early
        refuse_unreadable(illisibles, lues + early)
        jours = tuple(sorted(item["jour"] for item in days if item["annee"]))
        if not jours:
            raise ReleveRefuseError(
                f"aucune ligne de l'export n'est de l'exercice {self._demande.exercice}",
                "vérifier l'exercice demandé ; si les lignes n'ont pas de date, donner --extrait-le",
            )
        if lues > lisibles:
            told = f"{compte(lues - lisibles, 'ligne')} sans date, sans valeur ou sans identifiant"
            self._journal.note(self._fichiers[0].nom, 1, "REL011", told)
        table = kept(self._rows, self._source, self._demande.exercice)
        stray = self._unattached(table, gardees)
        parts = [within(table, first, last) for first, last in passes(days)]
        valeurs, par_mesure, redites, doubles = self._measures(
            [attached(part, self._source) for part in parts], gardees
        )
        return Comptes(
            self._demande.extrait_le or max(item["jour"] for item in days if item["jour"] is not None),
            fingerprint(self._fichiers),
            jours,
            tuple(sorted(doubles)),
            valeurs,
            Lignes(lues + early, illisibles, lisibles - gardees, gardees, redites, stray),
            par_mesure,
            self._journal.montrees,
        )

    def _unattached(self, table: Table, gardees: int) -> int:
        """Note the entities that no rule knows, and refuse an export of which they are the half."""
        total, shown = unknown_entities(table, self._source)
        stray = int(self._moteur.lignes(total)[0]["lignes"] or 0)
        for item in self._moteur.lignes(shown) if stray else ():
            if not item["lignes"]:
                break
            fichier, ligne = self._place(item["place"])
            entity = cite(str(item["entite"])[:ENTITE_MAX]) if item["entite"] else "une entité vide"
            many = compte(int(item["lignes"]), "ligne")
            self._journal.note(fichier, ligne, "REL007", f"{entity} n'est rattachée à personne ({many})")
        if stray * MOITIE > gardees:
            raise ReleveRefuseError(
                f"{nombre(stray)} lignes sur {nombre(gardees)} sont d'entités que la source ne connaît pas",
                "compléter « rattachements » dans la source : " + self._first_unknown(),
            )
        return stray

    def _first_unknown(self) -> str:
        found = [item.message for item in self._journal.montrees if item.code == "REL007"]
        return " ; ".join(found[:3])

    def _place(self, place: int) -> tuple[str, int]:
        """Return the file and the row of a place; the first file when rows have none (Parquet)."""
        rank, row = divmod(int(place or 0), RANG)
        return self._fichiers[rank].nom, max(row, 1)

    def _measures(
        self, parts: Sequence[Table], gardees: int
    ) -> tuple[dict[tuple[Grandeur, date], Fraction], dict[str, dict[str, int]], int, set[date]]:
        valeurs: dict[tuple[Grandeur, date], Fraction] = {}
        par_mesure: dict[str, dict[str, int]] = {}
        redites, doubles = 0, set()
        for nom, mesure in self._source.mesures.items():
            found = par_mesure.setdefault(nom, {})
            again = 0
            for item in (row for part in parts for row in self._moteur.lignes(counted(part, self._source, mesure))):
                grandeur = Grandeur(item["adherent"], nom, item["compte"] or "")
                valeurs[grandeur, item["jour"]] = _value(item["valeur"], mesure)
                found[grandeur.adherent] = found.get(grandeur.adherent, 0) + int(item["lignes"])
                if self._tells_rows_apart(mesure) and item["lignes"] > item["uniques"]:
                    again += int(item["lignes"]) - int(item["uniques"])
                    doubles.add(item["jour"])
            redites = max(redites, again)
            if sum(found.values()) > gardees:
                raise ReleveRefuseError("des lignes sont comptées deux fois", "signaler ce défaut de l'outil")
        return valeurs, par_mesure, redites, doubles

    def _tells_rows_apart(self, mesure: MesureRelevee) -> bool:
        own = mesure.colonne if mesure.decompte is Decompte.DISTINCTS else self._source.identifiant
        return own is not None and own == self._source.identifiant


def passes(days: Iterable[Mapping[str, Any]]) -> list[tuple[date, date]]:
    """Return the first and the last day of each pass: as many days as `LIGNES_PAR_PASSE` allows, one at least.

    Args:
        days: days that have rows kept (`gardees`), in any order; others are left out.
    """
    found: list[tuple[date, date]] = []
    room = 0
    for day, rows in sorted((item["jour"], int(item["gardees"])) for item in days if item["gardees"]):
        room -= rows
        if room < 0:
            found.append((day, day))
            room = LIGNES_PAR_PASSE - rows
        found[-1] = found[-1][0], day
    return found


def missing_days(comptes_jours: tuple[date, ...], lignes: GenreLignes) -> tuple[date, ...]:
    """List the days without a snapshot between the first and the last one; events have none every day."""
    if lignes is GenreLignes.EVENEMENTS or not comptes_jours:
        return ()
    there = set(comptes_jours)
    first, last = min(there), max(there)
    every = (first + timedelta(days=rank) for rank in range((last - first).days + 1))
    return tuple(day for day in every if day not in there)


def _value(value: Any, mesure: MesureRelevee) -> Fraction:  # noqa: ANN401 (an integer, or a Decimal)
    exact = Fraction(value or 0)
    return rounded(exact / ECHELLES[mesure.echelle]) if mesure.echelle is not None else exact
