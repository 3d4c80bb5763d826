"""What a workbook changes: each cell that differs from what it held when it went out, as the gesture that writes it.

Knows: sheets as they declare themselves, what they held. Must not know: files of the disk, how a gesture is shown.
A cell that nobody touched writes nothing, even when the data have moved since; one that was touched and whose datum has
moved too is refused. Everything that is wrong is said at once, at its cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, nearest
from convention.edition.classeur.cadre import Contexte, subject
from convention.edition.classeur.ensemble import DEPOT, FEUILLES, GENRES, ORIGINE, Entete
from convention.edition.classeur.enveloppe import ClasseurRefuseError
from convention.edition.classeur.lecture import Faute
from convention.edition.classeur.retour import REEXPORTER, Notes, Retour
from convention.edition.gestes.quantifier import Quantifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from convention.edition.classeur.lecture import Classeur
    from convention.edition.demande import Demande
    from convention.edition.etat import Etat

    Origines = dict[str, dict[str, dict[str, str]]]
    """Sheets, rows, columns: what each cell held."""


class Bilan(NamedTuple):
    """What a workbook gives."""

    fautes: tuple[Faute, ...]
    """Nothing is written when there is one."""
    remarques: tuple[Faute, ...]
    demandes: tuple[Demande, ...]


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
    if not exercice.isdecimal():
        raise ClasseurRefuseError(f"la feuille cachée {cite(ORIGINE)} a été modifiée", REEXPORTER)
    return Entete(said["genre"], int(exercice), said.get("phase", ""), said.get("adherent", ""))


def read_changes(etat: Etat, classeur: Classeur, jour: date, source: str) -> Bilan:
    """Return the gestures that a workbook of the whole repository asks for.

    Args:
        etat: the repository as it is now.
        classeur: what came back.
        jour: the day of a count that does not exist yet.
        source: where such a count says that it comes from.

    Raises:
        ClasseurRefuseError: it is no workbook of this repository.
    """
    entete, origines = read_origins(classeur)
    if entete.genre != DEPOT:
        raise ClasseurRefuseError("c'est le classeur d'un recensement", "l'importer avec les autres du recensement")
    contexte = Contexte(subject(etat.depot, known_year(etat, entete)), jour, source)
    notes, demandes = Notes(), []
    for feuille in FEUILLES:
        grille = classeur.grilles.get(feuille.nom)
        if grille is None:
            others = [nom for nom in classeur.grilles if nom not in {item.nom for item in FEUILLES}]
            hint = nearest(feuille.nom, others) or f"lui rendre son nom ; le classeur a : {', '.join(others)}"
            notes.fautes.append(Faute(classeur.lieu, f"la feuille {cite(feuille.nom)} manque", hint))
            continue
        sheet = Retour(etat, contexte, feuille, grille, origines.get(feuille.nom, {}), notes)
        demandes += sheet.demandes()
    return Bilan(tuple(notes.fautes), tuple(notes.remarques), merge(demandes))


def known_year(etat: Etat, entete: Entete) -> int:
    """Return the exercice of a workbook, if its figures can still be compared with those of today."""
    exercice = etat.depot.exercices.get(entete.exercice)
    if exercice is None:
        raise ClasseurRefuseError(f"l'exercice {entete.exercice} n'est pas dans ce dépôt", "vérifier le dossier (-C)")
    if str(exercice.phase) != entete.phase:
        message = f"l'exercice {entete.exercice} a changé de phase depuis l'export : il est {exercice.phase.libelle}"
        raise ClasseurRefuseError(message, REEXPORTER)
    return entete.exercice


def merge(demandes: Iterable[Demande]) -> tuple[Demande, ...]:
    """Make one gesture of all the figures that an adherent counts on a day."""
    found: dict[object, Demande] = {}
    for rank, demande in enumerate(demandes):
        if isinstance(demande, Quantifier):
            key = (demande.adherent, demande.exercice, demande.phase, demande.date)
            known = found.get(key)
            found[key] = _both(known, demande) if isinstance(known, Quantifier) else demande
        else:
            found[rank] = demande
    return tuple(found.values())


def _both(first: Quantifier, second: Quantifier) -> Quantifier:
    by_component = {cle: dict(counts) for cle, counts in first.par_composant.items()}
    for cle, counts in second.par_composant.items():
        by_component.setdefault(cle, {}).update(counts)
    figures = {**first.valeurs, **second.valeurs}
    return first.model_copy(update={"valeurs": figures, "par_composant": by_component})
