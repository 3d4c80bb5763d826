"""From files to counts: what is read, counted, left out; every row is found again, or nothing is given.

Knows: the steps and their order. Must not know: quantities, what is written.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.french import cite, compte, enumere, jour, nombre
from convention.engine.releves import rounded
from convention.model.ecrits.series import Grandeur
from convention.model.mots.releves import GenreExport
from convention.releves.baisses import falls
from convention.releves.doubles import Doubles, listed
from convention.releves.entrepot import RANG, gather, parquet_rows
from convention.releves.expression import (
    attached,
    counted,
    distinction_of,
    kept,
    left_or_moved,
    rows_of,
    said_twice,
    tally,
    unknown_entities,
    within,
)
from convention.releves.fichiers import fingerprint, list_files
from convention.releves.lecture_csv import cells_at
from convention.releves.lignes import Lignes
from convention.releves.moteurs import engine
from convention.releves.refus import Anomalie, Journal, ReleveRefuseError, refuse_unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ibis.expr.types import Table

    from convention.model.documents.releves import MesureRelevee, SourceReleve
    from convention.model.ecrits.series import Serie
    from convention.releves.baisses import Baisse
    from convention.releves.fichiers import Fichier
    from convention.releves.moteurs import Moteur

MOITIE = 2
LIGNES_PAR_PASSE = 20_000_000
"""Rows told apart at once, whole days: more of them would not fit in the memory that an engine is given."""
ENTITE_MAX = 80
COMPARAISONS_MAX = 10
"""Pairs of days whose machines are compared by name."""


class Demande(NamedTuple):
    """What is asked."""

    source: SourceReleve
    fichiers: tuple[Path, ...]
    exercice: int
    extrait_le: date | None
    moteur: str
    aujourdhui: date
    precedent: Serie | None = None
    """The series of the previous exports."""
    noms: Mapping[str, str] = MappingProxyType({})
    """Adherents, by identifier."""
    attributions: Mapping[str, str] = MappingProxyType({})
    """Which adherent has what the export gives to several: it is decided, one thing after the other."""
    apres: date | None = None
    """Files of this day, or earlier, were already counted and are left alone."""


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
    tues: Mapping[str, int]
    """Anomalies that are counted and not shown, by code."""
    a_confirmer: int
    """Anomalies that somebody may accept as they are."""
    a_attribuer: int
    """What is counted under several adherents: somebody is to say whose it is."""


def compter(demande: Demande) -> Comptes:
    """Count an export.

    Raises:
        RienDeNouveauError: every file was already counted.
        ReleveRefuseError: it is not what its source describes; nothing is given.
    """
    journal = Journal()
    fichiers = list_files(demande.fichiers, demande.source, journal, demande.aujourdhui, demande.apres)
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
        self._deja_illisibles = journal.count("REL011")
        """Rows that were refused before an engine could read them."""

    def comptes(self) -> Comptes:
        """Count, and find every line again."""
        days = self._moteur.lignes(tally(self._rows, self._source, self._demande.exercice))
        lues, gardees = _total(days, "lues"), _total(days, "gardees")
        unread, nameless = lues - _total(days, "lisibles"), lues - _total(days, "identifiees")
        refuse_unreadable(unread + self._deja_illisibles, lues + self._deja_illisibles)
        jours = self._days(days)
        extrait_le = self._extraction(days)
        self._tell_unreadable(unread, nameless)
        self._refuse_older(extrait_le)
        table = kept(self._rows, self._source, self._demande.exercice)
        stray = self._unattached(table, gardees)
        parts = [attached(within(table, first, last), self._source) for first, last in passes(days)]
        doubles = Doubles(self._source, self._demande.noms, self._demande.attributions, self._raw, self._place)
        valeurs, par_mesure, redites, twice = self._measures(parts, gardees, doubles)
        doubles.tell(self._journal)
        baisses = falls(self._source, jours, valeurs, self._demande.precedent)
        self._tell_falls(baisses, attached(table, self._source), jours)
        lignes = self._lignes(days, doubles.ecartees, redites, stray)
        lignes.control()
        return Comptes(
            extrait_le,
            fingerprint(self._fichiers),
            jours,
            tuple(sorted(twice)),
            valeurs,
            lignes,
            par_mesure,
            self._journal.montrees,
            self._journal.tues,
            self._journal.attendent - doubles.a_attribuer,
            doubles.a_attribuer,
        )

    def _days(self, days: Sequence[Mapping[str, Any]]) -> tuple[date, ...]:
        """Return the days of the exercice that have rows; refuse an export that has none."""
        jours = tuple(sorted(item["jour"] for item in days if item["annee"]))
        if not jours:
            raise ReleveRefuseError(
                f"aucune ligne de l'export n'est de l'exercice {self._demande.exercice}",
                "vérifier l'exercice demandé ; si les lignes n'ont pas de date, donner --extrait-le",
            )
        return jours

    def _lignes(self, days: Sequence[Mapping[str, Any]], attribuees: int, redites: int, stray: int) -> Lignes:
        """Say what became of the lines: those of the files, those that an engine has read, those that are kept."""
        lues, lisibles, gardees = (_total(days, name) for name in ("lues", "lisibles", "gardees"))
        journal, early = self._journal, self._deja_illisibles
        return Lignes(
            des_fichiers=self._lines_of_files(),
            en_tetes=journal.en_tetes,
            vides=journal.vides,
            suites=journal.suites,
            lues=lues + early,
            illisibles=lues - lisibles + early,
            sans_identifiant=journal.sans_identifiant + lues - _total(days, "identifiees"),
            hors_exercice=lisibles - _total(days, "annee"),
            par_filtre=self._filtered(days),
            attribuees=attribuees,
            gardees=gardees - attribuees,
            redites=redites,
            non_rattachees=stray,
            sans_mesure=gardees - _total(days, "comptees"),
        )

    def _extraction(self, days: Sequence[Mapping[str, Any]]) -> date:
        """Return the day of the extraction, known already of files that are counted again; refuse what has not come."""
        today = self._demande.aujourdhui
        for item in sorted((item for item in days if item["jour"] is not None), key=lambda item: item["jour"]):
            if item["jour"] > today:
                nom, ligne = self._place(item["place"])
                where = f"{nom}, ligne {ligne}" if item["place"] else nom
                raise ReleveRefuseError(
                    f"{where} : le {jour(item['jour'])} n'est pas venu",
                    "corriger la date dans l'export, ou celle que donne --extrait-le",
                )
        before, last = self._demande.precedent, max(item["jour"] for item in days if item["jour"] is not None)
        known = {before.entete.empreinte: before.entete.extrait_le} if before is not None else {}
        found = self._demande.extrait_le or known.get(fingerprint(self._fichiers), last)
        if found > today:
            raise ReleveRefuseError(
                f"l'extraction serait du {jour(found)}, qui n'est pas venu", "corriger --extrait-le"
            )
        return found

    def _refuse_older(self, extrait_le: date) -> None:
        """Refuse an export that is older than the last one: it would take the place of what came after it."""
        before = self._demande.precedent
        if before is not None and extrait_le < before.entete.extrait_le:
            names = enumere([cite(item.nom) for item in self._fichiers[-3:]])
            raise ReleveRefuseError(
                f"l'export ({names}) est du {jour(extrait_le)}, et le précédent du {jour(before.entete.extrait_le)}",
                "corriger sa date ; pour compléter un jour passé, donner aussi le dernier export",
            )

    def _tell_unreadable(self, number: int, nameless: int) -> None:
        """Tell the rows that the engine alone has read (Parquet): it has no line to give."""
        first = self._fichiers[0].nom
        if nameless:
            told = f"{compte(nameless, 'ligne')} sans identifiant"
            self._journal.note(first, 1, "REL011", told)
        if number > nameless:
            told = f"{compte(number - nameless, 'ligne')} sans date ou sans valeur"
            self._journal.note(first, 1, "REL011", told, attend=True)

    def _filtered(self, days: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        found: dict[str, int] = {}
        for rang, filtre in enumerate(self._source.filtres):
            found[filtre.colonne] = found.get(filtre.colonne, 0) + _total(days, f"filtre_{rang}")
        return found

    def _lines_of_files(self) -> int:
        """Count the lines of the files in their bytes; a Parquet has rows only, that it counts itself."""
        if self._source.format.genre is GenreExport.CSV:
            return sum(item.lignes for item in self._fichiers)
        return parquet_rows(self._fichiers)

    def _tell_falls(self, baisses: Sequence[Baisse], table: Table, jours: Sequence[date]) -> None:
        """Tell each fall, with the machines that are gone where both exports are at hand."""
        seen: dict[tuple[str, date, date], dict[str, str]] = {}
        asked: set[date] = set()
        for item in baisses:
            mesure = self._source.mesures[item.grandeur.mesure]
            told = item.phrase(self._demande.noms.get(item.grandeur.adherent, item.grandeur.adherent), mesure)
            pair = (item.grandeur.mesure, item.avant_le, item.jour)
            nameable = item.avant_le < item.jour and distinction_of(self._source, mesure)
            if nameable and item.avant_le in jours and (pair in seen or len(seen) < COMPARAISONS_MAX):
                if pair not in seen:
                    seen[pair] = self._gone(table, *pair)
                told += seen[pair].get(item.grandeur.adherent, "")
            elif nameable and item.attend and item.avant_le not in {*asked, *jours}:
                asked.add(item.avant_le)
                told += f" ; pour nommer ce qui manque, donner aussi l'export du {jour(item.avant_le)}"
            self._journal.note(self._file_of(item.jour), 1, "REL013", told, attend=item.attend)

    def _gone(self, table: Table, mesure: str, avant: date, apres: date) -> dict[str, str]:
        """Name, by adherent, what it had and has no more."""
        rows = self._moteur.lignes(left_or_moved(table, self._source, self._source.mesures[mesure], avant, apres))
        names = self._raw(self._source.mesures[mesure], rows)
        lost: dict[str, list[str]] = {}
        for item, name in zip(rows, names, strict=True):
            other = item["apres"]
            lost.setdefault(item["avant"], []).append(
                f"{cite(name)} passe à {cite(self._demande.noms.get(other, other))}"
                if other
                else f"{cite(name)} manque"
            )
        return {nom: f" ; {listed(items)}" for nom, items in lost.items()}

    def _raw(self, mesure: MesureRelevee, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return what distinguishes some rows, as the export writes it: a CSV is read again."""
        if self._source.format.genre is not GenreExport.CSV:
            return [str(item["distinction"]) for item in rows]
        wanted: dict[int, set[int]] = {}
        for item in rows:
            rank, line = divmod(int(item["place"]), RANG)
            wanted.setdefault(rank, set()).add(line)
        colonne = str(distinction_of(self._source, mesure))
        cells = {
            rank * RANG + line: text
            for rank, lines in wanted.items()
            for line, text in cells_at(self._fichiers[rank], self._source, colonne, lines).items()
        }
        return [cells[int(item["place"])] for item in rows]

    def _file_of(self, day: date) -> str:
        return next((item.nom for item in self._fichiers if item.jour == day), self._fichiers[0].nom)

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
        self, parts: Sequence[Table], gardees: int, doubles: Doubles
    ) -> tuple[dict[tuple[Grandeur, date], Fraction], dict[str, dict[str, int]], int, set[date]]:
        valeurs: dict[tuple[Grandeur, date], Fraction] = {}
        par_mesure: dict[str, dict[str, int]] = {}
        redites, twice = 0, set()
        for nom, mesure in self._source.mesures.items():
            found = par_mesure.setdefault(nom, {})
            again = 0
            apart = distinction_of(self._source, mesure) == self._source.identifiant
            for item in self._rows_of(nom, parts, doubles):
                key = Grandeur(item["adherent"], nom, item["compte"] or ""), item["jour"]
                valeurs[key] = valeurs.get(key, Fraction(0)) + Fraction(item["valeur"] or 0)
                found[key[0].adherent] = found.get(key[0].adherent, 0) + int(item["lignes"])
                if apart and item["lignes"] > item["uniques"]:
                    again += int(item["lignes"]) - int(item["uniques"])
                    twice.add(item["jour"])
            redites = max(redites, again)
            if sum(found.values()) > gardees:
                raise ReleveRefuseError("des lignes sont comptées deux fois", "signaler ce défaut de l'outil")
            for (grandeur, day), (value, rows) in doubles.set_aside(nom).items():
                valeurs[grandeur, day] -= value
                found[grandeur.adherent] -= rows
        scaled = {key: _scaled(value, self._source.mesures[key[0].mesure]) for key, value in valeurs.items()}
        return scaled, par_mesure, redites, twice

    def _rows_of(self, nom: str, parts: Sequence[Table], doubles: Doubles) -> Iterator[Mapping[str, Any]]:
        """Yield the counts of a measure; what is double counts each time that it is said, until somebody decides."""
        mesure = self._source.mesures[nom]
        for part in parts:
            rows = self._moteur.lignes(counted(part, self._source, mesure))
            yield from (item for item in rows if not item["double"])
            if any(item["double"] for item in rows):
                several = self._moteur.lignes(said_twice(part, self._source, mesure))
                doubles.add(nom, several)
                for item in several:
                    yield {"valeur": 1, **item, "lignes": item["fois"], "uniques": 1}


def passes(days: Iterable[Mapping[str, Any]]) -> list[tuple[date, date]]:
    """Return the first and the last day of each pass: as many days as `LIGNES_PAR_PASSE` allows, one at least.

    Days that have no row kept (`gardees`) are left out.
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


def _total(days: Iterable[Mapping[str, Any]], name: str) -> int:
    return sum(int(item[name]) for item in days)


def _scaled(value: Fraction, mesure: MesureRelevee) -> Fraction:
    return rounded(value / mesure.echelle.unites) if mesure.echelle is not None else value
