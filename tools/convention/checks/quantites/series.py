"""REL: a series of counts is of its source, and what is odd in it is told.

Knows: `pricing/releves/<année>/<source>.csv`, its source, who is billed on what. Must not know: exports.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, compte, enumere, jour, nearest, nombre, pluriel, pourcentage, taux
from convention.checks.cadre.controle import controle, controle_du_calcul, controle_du_jour
from convention.checks.cadre.lieux import Constat, Lieu, of_file, signal
from convention.checks.periodes.a_venir import not_yet
from convention.checks.quantites.comptages import needed
from convention.checks.quantites.releves import source_path
from convention.model.documents.releves import NON_RATTACHE
from convention.model.mots.releves import GenreLignes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from convention.checks.cadre.contexte import Contexte
    from convention.model.depot import Depot
    from convention.model.documents.releves import SourceReleve
    from convention.model.ecrits.series import Point, Serie

JOURS_CITES = 5


class Variation(NamedTuple):
    """A move beyond the threshold that a measure declares."""

    rang: int
    point: Point
    avant: Fraction


@controle("REL006")
def without_object(depot: Depot) -> Iterator[Constat]:
    """REL006: a series without its source; a line of no measure, no adherent, or no day of the exercice."""
    for serie in depot.series.values():
        source = depot.sources.get(serie.chemin.source)
        path = source_path(serie.chemin.source)
        if source is None:
            if path not in depot.illisibles:
                message = f"la source {cite(serie.chemin.source)} de cette série n'existe pas"
                yield signal("REL006", of_file(serie.path, 1), message, f"rétablir {path}, ou retirer la série")
            continue
        for rang, point in enumerate(serie.points):
            fault = _stray(depot, source, serie, point)
            if fault:
                yield signal("REL006", of_file(serie.path, serie.ligne(rang)), *fault)
                break


@controle("REL007", avertit=True)
def unattached_rows(depot: Depot) -> Iterator[Constat]:
    """REL007: rows of entities that no rule knows."""
    for serie in depot.series.values():
        number = serie.entete.lignes_non_rattachees
        if number:
            verb = pluriel(number, "n'est rattachée", "ne sont rattachées")
            message = f"{compte(number, 'ligne')} de la dernière extraction {verb} à personne"
            hint = f"ajouter le rattachement de leur entité dans {source_path(serie.chemin.source)}"
            yield signal("REL007", _head(serie, "lignes_non_rattachees"), message, hint)


@controle("REL011", avertit=True)
def unreadable_rows(depot: Depot) -> Iterator[Constat]:
    """REL011: rows that could not be read."""
    for serie in depot.series.values():
        number = serie.entete.lignes_illisibles
        if number:
            message = f"{compte(number, 'ligne illisible', 'lignes illisibles')} dans la dernière extraction"
            hint = f"elle en avait {nombre(serie.entete.lignes_lues)} en tout"
            yield signal("REL011", _head(serie, "lignes_illisibles"), message, hint)


@controle("REL009", avertit=True)
def odd_days(depot: Depot) -> Iterator[Constat]:
    """REL009: days without a snapshot, days whose rows are said twice."""
    for serie in depot.series.values():
        if serie.entete.jours_manquants:
            days = serie.entete.jours_manquants
            message = f"{compte(len(days), 'jour')} sans instantané : {_days(days)}"
            yield signal("REL009", _head(serie, "jours_manquants"), message, "la valeur de la veille y est gardée")
        if serie.entete.jours_doubles:
            days = serie.entete.jours_doubles
            message = f"{compte(len(days), 'jour')} où des lignes sont redites : {_days(days)}"
            yield signal("REL009", _head(serie, "jours_doubles"), message, "chacune n'est comptée qu'une fois")


@controle_du_jour("PER012")
def extracted_later(depot: Depot, au: date) -> Iterator[Constat]:
    """PER012: an extraction, or a last day counted, that has not come."""
    for serie in depot.series.values():
        for champ, said in (("extrait_le", "Extraction"), ("dernier_jour", "Dernier jour relevé")):
            day: date = getattr(serie.entete, champ)
            if day > au:
                yield not_yet(_head(serie, champ), said, day, au)


@controle("REL010", avertit=True)
def moves(depot: Depot) -> Iterator[Constat]:
    """REL010: a quantity that moves, from a day to the next, more than its measure allows."""
    for serie in depot.series.values():
        source = depot.sources.get(serie.chemin.source)
        for move in variations(source, serie) if source is not None else ():
            grandeur, valeur = move.point.grandeur, move.point.valeur
            seuil = source.mesures[grandeur.mesure].seuil if source is not None else None
            change = pourcentage(int((valeur - move.avant) * 10**6), int(move.avant * 10**6))
            message = (
                f"{cite(grandeur.mesure)} de {cite(grandeur.adherent)} passe de {nombre(move.avant)} à "
                f"{nombre(valeur)} le {jour(move.point.jour)} ({change})"
            )
            hint = f"le seuil déclaré est de {taux(seuil or 0)} : vérifier l'export de ce jour"
            yield signal("REL010", of_file(serie.path, serie.ligne(move.rang)), message, hint)


def variations(source: SourceReleve, serie: Serie) -> Iterator[Variation]:
    """Yield the moves beyond the threshold of their measure; events have none."""
    if source.lignes is GenreLignes.EVENEMENTS:
        return
    for rang, (before, after) in enumerate(pairwise(serie.points), 1):
        mesure = source.mesures.get(after.grandeur.mesure)
        if mesure is None or mesure.seuil is None or before.grandeur != after.grandeur or not before.valeur:
            continue
        if abs(after.valeur - before.valeur) > mesure.seuil * abs(before.valeur):
            yield Variation(rang, after, before.valeur)


@controle_du_calcul("REL008", avertit=True)
def without_data(contexte: Contexte) -> Iterator[Constat]:
    """REL008: adherents that a key bills, and of whom the series has nothing."""
    depot = contexte.depot
    for exercice in contexte.exercices:
        series = [item for item in depot.series.values() if item.chemin.annee == exercice.annee]
        asked = needed(exercice, frozenset()) if series else {}
        for serie in series:
            source = depot.sources.get(serie.chemin.source)
            for id_, mesure in source.mesures.items() if source is not None else ():
                last = {item.grandeur: item.valeur for item in serie.points if item.grandeur.mesure == id_}
                where = (mesure.cle or "", mesure.composant or "")
                # Who has none, and is known to have none, lacks nothing.
                known = exercice.vue.volumes.comptages.get(where, {})
                there = {grandeur.adherent for grandeur, value in last.items() if value}
                there |= {adherent for adherent, value in known.items() if not value.valeur}
                lacking = sorted(
                    nom for nom, (cle, composant) in asked if (cle, composant) == where and nom not in there
                )
                if lacking:
                    names = enumere([cite(depot.dossiers[nom].identite.nom) for nom in lacking])
                    message = f"la clé {cite(str(mesure.cle))} facture {names}, et le relevé n'en a aucune ligne"
                    yield signal("REL008", of_file(serie.path, 1), message, "vérifier l'export et les rattachements")


def _stray(depot: Depot, source: SourceReleve, serie: Serie, point: Point) -> tuple[str, str] | None:
    grandeur, entete = point.grandeur, serie.entete
    if grandeur.mesure not in source.mesures:
        return f"la source n'a pas de mesure {cite(grandeur.mesure)}", nearest(grandeur.mesure, source.mesures)
    known = {*depot.dossiers, NON_RATTACHE}
    if grandeur.adherent not in known and "adherent" not in depot.incomplets:
        return f"l'adhérent {cite(grandeur.adherent)} n'existe pas", nearest(grandeur.adherent, depot.dossiers)
    if point.jour.year != serie.chemin.annee or not entete.premier_jour <= point.jour <= entete.dernier_jour:
        return f"le {jour(point.jour)} n'est pas un jour de cette série", "refaire le relevé"
    return None


def _days(days: tuple[date, ...]) -> str:
    """Name the first days, and count the others."""
    shown = enumere([jour(day) for day in days[:JOURS_CITES]])
    rest = len(days) - JOURS_CITES
    return f"{shown}, et {compte(rest, 'autre')}" if rest > 0 else shown


def _head(serie: Serie, champ: str) -> Lieu:
    return of_file(serie.path, serie.ligne_entete(champ))
