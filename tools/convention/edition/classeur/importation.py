"""What a workbook changes: each cell that differs from what it held when it went out, as the gesture that writes it.

Knows: sheets as they declare themselves, what they held. Must not know: files of the disk, how a gesture is shown.
A cell that nobody touched writes nothing, even when the data have moved since; one that was touched and whose datum has
moved too is refused. Everything that is wrong is said at once, at its cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, nearest
from convention.edition.classeur.cadre import Apport, subject
from convention.edition.classeur.ensemble import DEPOT, FEUILLES, GENRES, ORIGINE, Entete
from convention.edition.classeur.enveloppe import ClasseurRefuseError
from convention.edition.classeur.retour import REEXPORTER, Notes, Retour
from convention.edition.gestes import appliquer
from convention.edition.gestes.quantifier import Quantifier
from convention.edition.refus import RefusError
from convention.edition.texte.releves import by_table
from convention.model.documents.quantites import by_place
from convention.model.valeurs.chemins import adherent_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from convention.base.diagnostic import Diagnostic
    from convention.edition.classeur.cadre import Feuille
    from convention.edition.classeur.lecture import Classeur, Faute, Lieu
    from convention.edition.classeur.retour import Demandee
    from convention.edition.demande import Demande
    from convention.loading.loader import Chargement
    from convention.model.documents.quantites import Place

    Origines = dict[str, dict[str, dict[str, str]]]
    """Sheets, rows, columns: what each cell held."""
MODIFIEE = f"la feuille cachée {cite(ORIGINE)} a été modifiée"


class Groupe(NamedTuple):
    """A gesture, and those that its cells would be alone."""

    demande: Demande
    cellules: tuple[Demandee, ...]


class Bilan(NamedTuple):
    """What a workbook gives."""

    fautes: tuple[Faute, ...]
    """Nothing is written when there is one."""
    remarques: tuple[Faute, ...]
    groupes: tuple[Groupe, ...]

    @property
    def demandes(self) -> tuple[Demande, ...]:
        """The gestures that it asks for."""
        return tuple(item.demande for item in self.groupes)


def read_origins(classeur: Classeur) -> tuple[Entete, Origines]:
    """Return what a workbook is, and what each of its cells held when it went out.

    Raises:
        ClasseurRefuseError: it was not made by this tool, or no longer says so.
    """
    grille = classeur.grilles.get(ORIGINE)
    if grille is None:
        raise ClasseurRefuseError(
            f"le classeur n'a pas la feuille cachée {cite(ORIGINE)} : « convention exporter » ne l'a pas fait",
            "repartir d'un classeur exporté, ou décrire celui-ci : « --selon imports/….yaml »",
        )
    found: Origines = {}
    for rank in range(1, len(grille.lignes)):
        feuille, ligne, colonne, value = (grille.text(rank, column) for column in range(4))
        found.setdefault(feuille, {}).setdefault(ligne, {})[colonne] = value
    return _header(found.pop(ORIGINE, {}).get("", {})), found


def _header(said: Mapping[str, str]) -> Entete:
    if said.get("version") != str(Entete._field_defaults["version"]) or said.get("genre") not in GENRES:
        raise ClasseurRefuseError("le classeur vient d'une autre version de l'outil", REEXPORTER)
    exercice = said.get("exercice", "")
    if re.fullmatch("[0-9]{4}", exercice, re.ASCII) is None:
        raise ClasseurRefuseError(MODIFIEE, REEXPORTER)
    return Entete(said["genre"], int(exercice), said.get("phase", ""), said.get("adherent", ""))


def read_changes(etat: Chargement, classeur: Classeur, jour: date, source: str) -> Bilan:
    """Return the gestures that a workbook of the whole repository asks for.

    A count that does not exist yet is of this day, and says this source.

    Raises:
        ClasseurRefuseError: it is no workbook of this repository.
    """
    entete, origines = read_origins(classeur)
    if entete.genre != DEPOT:
        raise ClasseurRefuseError("c'est le classeur d'un recensement", "l'importer avec les autres du recensement")
    apport = Apport(subject(etat.depot, known_year(etat, entete)), jour, source)
    notes = Notes()
    # A sheet that had nothing to show did not go out.
    there = (feuille for feuille in FEUILLES if feuille.nom in origines or feuille.nom in classeur.grilles)
    sheets = (sheet_of(apport, feuille, classeur, origines, notes) for feuille in there)
    asked = [demande for sheet in sheets if sheet is not None for demande in sheet.demandes()]
    return checked(etat, asked, notes)


def sheet_of(apport: Apport, feuille: Feuille, classeur: Classeur, origines: Origines, notes: Notes) -> Retour | None:
    """Find a sheet that comes back; tell that it is not there."""
    grille = classeur.grilles.get(feuille.nom)
    if "" not in origines.get(feuille.nom, {}):
        notes.wrong(classeur.lieu, MODIFIEE, REEXPORTER)
        return None
    if grille is not None:
        return Retour(apport, feuille, grille, origines[feuille.nom], notes)
    others = [nom for nom in classeur.grilles if nom not in origines]
    hint = nearest(feuille.nom, others) or f"lui rendre son nom ; le classeur a aussi : {', '.join(others)}"
    notes.wrong(classeur.lieu, f"la feuille {cite(feuille.nom)} manque", hint)
    return None


def known_year(etat: Chargement, entete: Entete) -> int:
    """Return the exercice of a workbook, if its figures can still be compared with those of today."""
    exercice = etat.depot.exercices.get(entete.exercice)
    if exercice is None:
        raise ClasseurRefuseError(f"l'exercice {entete.exercice} n'est pas dans ce dépôt", "vérifier le dossier (-C)")
    if str(exercice.phase) != entete.phase:
        message = f"l'exercice {entete.exercice} a changé de phase depuis l'export : il est {exercice.phase.libelle}"
        raise ClasseurRefuseError(message, REEXPORTER)
    return entete.exercice


def checked(etat: Chargement, asked: Iterable[Demandee], notes: Notes) -> Bilan:
    """Make one gesture of all the figures that an adherent counts on a day; tell those that make no sense, and where.

    Each is tried on the repository as it is.
    """
    groups: dict[object, list[Demandee]] = {}
    for rank, item in enumerate(asked):
        key: object = rank
        if isinstance(item.demande, Quantifier):
            key = (item.demande.adherent, item.demande.exercice, item.demande.phase, item.demande.date)
        groups.setdefault(key, []).append(item)
    found = []
    for group in groups.values():
        demande = _merged([item.demande for item in group])
        refused = _refusal(etat, demande)
        if refused is not None:
            alone = [(item.lieu, _refusal(etat, item.demande)) for item in group]
            told = [(lieu, refus) for lieu, refus in alone if refus is not None] or [(group[0].lieu, refused)]
            for lieu, refus in told:
                notes.refused(lieu, refus)
        found.append(Groupe(demande, tuple(group)))
    return Bilan(tuple(notes.fautes), tuple(notes.remarques), tuple(found))


def cell_of(etat: Chargement, bilan: Bilan, error: Diagnostic, line: str) -> Lieu | None:
    """Return the cell that brings an error of the result: it writes its line, else it alone changes what it is about.

    What is about several cells (a service taken, and what it bills not counted) is said of none.
    """
    paths = {error.span.path, *(span.path for span, _ in error.related)}
    adherents = {nom for path in paths if (nom := adherent_of(path))}
    near: dict[Lieu, None] = {}
    for cell in (cell for group in bilan.groupes for cell in group.cellules):
        for item in appliquer(etat, cell.demande):
            if item.path == error.span.path and line in set(item.apres.split("\n")) - set(
                (item.avant or "").split("\n")
            ):
                return cell.lieu
            if item.path in paths or adherent_of(item.path) in adherents:
                near[cell.lieu] = None
    return next(iter(near)) if len(near) == 1 else None


def _refusal(etat: Chargement, demande: Demande) -> RefusError | None:
    try:
        appliquer(etat, demande)
    except RefusError as refus:
        return refus
    return None


def _merged(demandes: Sequence[Demande]) -> Demande:
    """Make one count of those of one adherent and one day."""
    first = demandes[0]
    counts = [item for item in demandes if isinstance(item, Quantifier)]
    if not counts:
        return first
    figures: dict[Place, Fraction] = {}
    for item in counts:
        figures |= by_place(item.valeurs, item.par_composant)
    return first.model_copy(update=by_table(figures))
