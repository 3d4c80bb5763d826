"""REL: a source of counts says how its exports are read, and counts what somebody is billed on; its series follow it.

Knows: `pricing/releves/<source>.yaml`, `pricing/releves/<année>/<source>.csv`, keys and their ways of counting, who is
billed on what. Must not know: exports.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter, inscrire, la_ligne, meant
from convention.base.french import (
    cite,
    compte,
    enumere,
    jour,
    les_premiers,
    nearest,
    nombre,
    pluriel,
    pourcentage,
    taux,
)
from convention.checks.cadre.controle import controle, controle_du_calcul, controle_du_jour
from convention.checks.cadre.lecture import one_at, repeats
from convention.checks.cadre.lieux import Constat, LaCle, Lieu, of_file, signal
from convention.checks.periodes.a_venir import not_yet
from convention.checks.quantites.comptages import needed
from convention.model.cadre.document import path_of
from convention.model.documents.cles import CLES
from convention.model.documents.releves import NON_RATTACHE, SourceReleve
from convention.model.ecrits.series import days_said
from convention.model.mots.communs import Comptage, Portee
from convention.model.mots.releves import Decompte, GenreLignes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from convention.base.diagnostic import Conseil
    from convention.base.nodes import Pointer
    from convention.checks.cadre.contexte import Contexte
    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle
    from convention.model.documents.releves import Filtre, MesureRelevee
    from convention.model.ecrits.series import Point, Serie


source_at = partial(one_at, SourceReleve)


@controle("REL001")
def undeclared_columns(depot: Depot) -> Iterator[Constat]:
    """REL001: a column that the source does not declare; a header that two columns claim."""
    for nom, source in depot.sources.items():
        for pointer, colonne in _cited(source):
            if colonne not in source.colonnes:
                hint = meant(colonne, source.colonnes) or f"colonnes déclarées : {enumere(list(source.colonnes))}"
                yield signal("REL001", source_at(nom, *pointer), f"la colonne {cite(colonne)} n'est pas déclarée", hint)
        headers = ((item, rang, text) for item, texts in source.colonnes.items() for rang, text in enumerate(texts))
        for (first, _, _), (colonne, rang, header) in repeats(headers, lambda item: item[2].casefold()):
            if first != colonne:
                lieu = source_at(nom, "colonnes", colonne, rang)
                message = f"l'en-tête {cite(header)} est aussi celui de la colonne {cite(first)}"
                yield signal("REL001", lieu, message, "le laisser à une seule colonne")


@controle("REL001")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """REL001: a source or a measure whose fields do not go together."""
    for nom, source in depot.sources.items():
        if source.jour is not None and source.jour_du_nom:
            message = "la date est donnée deux fois : par une colonne, et par le nom des fichiers"
            yield signal("REL001", source_at(nom, "jour_du_nom"), message, "retirer « jour_du_nom », ou « jour »")
        if source.lignes is GenreLignes.EVENEMENTS and source.jour is None:
            message = "des événements ont chacun leur date, et aucune colonne ne la donne"
            yield signal("REL001", source_at(nom, "lignes"), message, ajouter("jour: ⟦…⟧"))
        for id_, mesure in source.mesures.items():
            for champ, message, hint in _faults(mesure):
                where = LaCle(source_at(nom, "mesures", id_, champ))
                yield signal("REL001", where, f"la mesure {cite(id_)} {message}", hint)


@controle("REL002")
def uncountable_keys(depot: Depot) -> Iterator[Constat]:
    """REL002: a key that is not counted, or not in such rows; a quantity that two measures feed."""
    fed: dict[tuple[str, str], str] = {}
    for nom, source in depot.sources.items():
        for id_, mesure in source.mesures.items():
            cle = depot.cles.get(mesure.cle or "")
            if cle is None or mesure.cle is None:
                continue
            lieu = source_at(nom, "mesures", id_, "cle")
            fault = _uncountable(mesure, cle, source.lignes)
            if fault:
                yield signal("REL002", lieu, f"la clé {cite(mesure.cle)} {fault[0]}", fault[1])
            first = fed.setdefault((mesure.cle, mesure.composant or ""), f"{nom}, {id_}")
            if first != f"{nom}, {id_}":
                message = f"la quantité {cite(mesure.cle)} est déjà alimentée par une autre mesure ({first})"
                yield signal("REL002", lieu, message, "garder une seule des deux")


@controle("REL004")
def attached_twice(depot: Depot) -> Iterator[Constat]:
    """REL004: the same entity under two rules."""
    for nom, source in depot.sources.items():
        rules = enumerate(source.rattachements)
        for (_, first), (rang, item) in repeats(rules, lambda rule: (rule[1].par, rule[1].entite.casefold())):
            lieu = source_at(nom, "rattachements", rang, "entite")
            message = f"l'entité {cite(item.entite)} est déjà rattachée à {cite(first.adherent)}"
            yield signal("REL004", lieu, message, "retirer l'un des deux rattachements")


@controle_du_calcul("REL003", avertit=True)
def unbilled_keys(contexte: Contexte) -> Iterator[Constat]:
    """REL003: a key by which nobody is billed in any open exercice."""
    depot = contexte.depot
    opened = [item for item in contexte.exercices if item.annee in depot.ouverts]
    if not depot.sources or not opened:
        return
    billed = {(where.cle, where.composant) for item in opened for _, where in needed(item)}
    for nom, source in depot.sources.items():
        for id_, mesure in source.mesures.items():
            if mesure.cle in depot.cles and (mesure.cle, mesure.composant or "") not in billed:
                message = f"personne n'est facturé selon la clé {cite(str(mesure.cle))} dans un exercice ouvert"
                yield signal("REL003", source_at(nom, "mesures", id_, "cle"), message, f"les clés sont dans {CLES}")


def _cited(source: SourceReleve) -> Iterator[tuple[Pointer, str]]:
    for champ in ("entite", "jour", "identifiant"):
        colonne = getattr(source, champ)
        if colonne is not None:
            yield (champ,), colonne
    yield from _filtered(("filtres",), source.filtres)
    for id_, mesure in source.mesures.items():
        for champ in ("colonne", "compte"):
            colonne = getattr(mesure, champ)
            if colonne is not None:
                yield ("mesures", id_, champ), colonne
        yield from _filtered(("mesures", id_, "filtres"), mesure.filtres)


def _filtered(pointer: Pointer, filtres: tuple[Filtre, ...]) -> Iterator[tuple[Pointer, str]]:
    for rang, filtre in enumerate(filtres):
        yield (*pointer, rang, "colonne"), filtre.colonne


def _faults(mesure: MesureRelevee) -> Iterator[tuple[str, str, Conseil]]:
    """Yield the fields of a measure that contradict others: which one, what is wrong, what to do."""
    if mesure.decompte is Decompte.LIGNES and mesure.colonne is not None:
        yield "colonne", "compte des lignes, et nomme une colonne", "retirer « colonne », ou compter ses valeurs"
    if mesure.decompte is not Decompte.LIGNES and mesure.colonne is None:
        yield "decompte", "ne dit pas quelle colonne elle compte", ajouter("colonne: ⟦…⟧")
    if mesure.echelle is not None and mesure.decompte is not Decompte.SOMME:
        yield "echelle", "change l'unité de ce qui n'est pas une somme", "retirer « echelle »"
    if (mesure.cle is None) == (mesure.compte is None):
        yield (
            "libelle",
            "n'alimente ni une clé, ni des comptes, ou bien les deux",
            "donner « cle: … », ou " + la_ligne("compte: ⟦…⟧"),
        )
    if mesure.composant is not None and mesure.cle is None:
        yield "composant", "nomme un composant sans clé", "donner « cle: … »"
    if (mesure.compte is None) != (mesure.etat is None):
        champ = "compte" if mesure.etat is None else "etat"
        yield champ, "donne des comptes sans dire l'état des dépenses, ou l'inverse", "donner « compte » et « etat »"
    if mesure.compte is not None and mesure.decompte is not Decompte.SOMME:
        yield "compte", "donne des comptes : elle somme des montants", inscrire("decompte: somme")


def _uncountable(mesure: MesureRelevee, cle: Cle, lignes: GenreLignes) -> tuple[str, Conseil] | None:
    if not cle.comptee:
        return f"{cle.sorte} : elle ne se compte pas", "relever ce dont elle est faite"
    if (cle.portee is Portee.COMPOSANT) != (mesure.composant is not None):
        if mesure.composant is None:
            return "se compte composant par composant", ajouter("composant: ⟦…⟧")
        return "se compte une fois par adhérent", "retirer « composant »"
    flow = cle.comptage is Comptage.SUR_PERIODE
    if flow and lignes is GenreLignes.INSTANTANES:
        return (
            "compte ce qui se passe dans l'année, et la source donne des instantanés",
            inscrire("lignes: evenements"),
        )
    if not flow and lignes is GenreLignes.EVENEMENTS:
        return "compte un stock ou une moyenne, et la source donne des événements", inscrire("lignes: instantanes")
    return None


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
        path = path_of(SourceReleve, serie.chemin.source)
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


@controle("REL007", "REL011", avertit=True)
def rows_left_out(depot: Depot) -> Iterator[Constat]:
    """REL007, REL011: rows of entities that no rule knows, rows that could not be read."""
    for serie in depot.series.values():
        if number := serie.entete.lignes_non_rattachees:
            verb = pluriel(number, "n'est rattachée", "ne sont rattachées")
            message = f"{compte(number, 'ligne')} de la dernière extraction {verb} à personne"
            hint = f"ajouter le rattachement de leur entité dans {path_of(SourceReleve, serie.chemin.source)}"
            yield signal("REL007", _head(serie, "lignes_non_rattachees"), message, hint)
        if number := serie.entete.lignes_illisibles:
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
        if mesure is None or before.grandeur != after.grandeur or not before.valeur:
            continue
        if mesure.exceeds(before.valeur, after.valeur):
            yield Variation(rang, after, before.valeur)


@controle_du_calcul("REL008", avertit=True)
def without_data(contexte: Contexte) -> Iterator[Constat]:
    """REL008: adherents that a key bills, and of whom the series has nothing."""
    depot = contexte.depot
    for exercice in contexte.exercices:
        series = [item for item in depot.series.values() if item.chemin.annee == exercice.annee]
        asked = needed(exercice) if series else {}
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
    return les_premiers(days_said(days), JOURS_CITES)


def _head(serie: Serie, champ: str) -> Lieu:
    return of_file(serie.path, serie.ligne_entete(champ))
