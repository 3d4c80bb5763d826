"""QTE: every count that a bill needs is there, in its place, and nothing else.

Knows: counts, keys, beneficiaries. Must not know: prices. A phase without its own count takes the latest earlier one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, enumere, nombre
from convention.checks.contexte import Place
from convention.checks.lecture import FORFAIT, ORGANIGRAMME, expenses
from convention.checks.lieux import place, signal
from convention.model.depot import Reference
from convention.model.vocabulaire import PHASES, Portee

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from convention.base.diagnostic import Diagnostic
    from convention.checks.contexte import Contexte, ExerciceVu
    from convention.model.depot import Depot, Dossier


class _Compte(NamedTuple):
    """A count as written."""

    dossier: Dossier
    annee: int
    place: Place
    quantite: Fraction
    reference: Reference


def misplaced_counts(depot: Depot) -> Iterator[Diagnostic]:
    """QTE002: a count by component that is to be by adherent, or the reverse; a count of a sum."""
    for written in _counts(depot):
        cle, composant = written.place
        definition = depot.cles.get(cle)
        if definition is None or (definition.somme and definition.comptage is not None):
            continue
        if definition.somme:
            message = f"la clé {cite(cle)} est une somme : elle ne se compte pas"
            hint = f"compter {enumere([cite(part) for part in definition.somme])}, et retirer cette ligne"
        elif composant and definition.portee is Portee.ADHERENT:
            message = f"la clé {cite(cle)} se compte une fois par adhérent, et non par composant"
            hint = f"écrire « {cle}: … » sous « valeurs »"
        elif not composant and definition.portee is Portee.COMPOSANT:
            message = f"la clé {cite(cle)} se compte composant par composant"
            hint = f"écrire « {cle}: {{nom-du-composant: …}} » sous « par_composant »"
        else:
            continue
        yield signal("QTE002", place(depot, written.reference, key=True), message, hint)


def negative_counts(depot: Depot) -> Iterator[Diagnostic]:
    """QTE004: a count below zero."""
    for written in _counts(depot):
        if written.quantite < 0:
            message = f"la quantité de {_counted(written.place)} est négative : {nombre(written.quantite)}"
            yield signal("QTE004", place(depot, written.reference), message)
    for item in expenses(depot):
        if item.depense.nombre < 0:
            message = f"le nombre livré de {cite(item.depense.id)} est négatif : {nombre(item.depense.nombre)}"
            yield signal("QTE004", place(depot, item.at("nombre")), message)


def staff_total(depot: Depot) -> Iterator[Diagnostic]:
    """QTE005: a total of annexe 2 that is not the sum of its lines."""
    organigramme = depot.organigramme
    if organigramme is None:
        return
    found = sum(poste.etp for pole in organigramme.poles for poste in pole.postes)
    if found != organigramme.total_etp:
        message = f"l'organigramme annonce {nombre(organigramme.total_etp)} ETP, et ses lignes en font {nombre(found)}"
        yield signal("QTE005", place(depot, Reference(ORGANIGRAMME, ("total_etp",))), message)


def missing_counts(contexte: Contexte) -> Iterator[Diagnostic]:
    """QTE001: a beneficiary without a count for a key that bills it."""
    for exercice in contexte.exercices:
        counted = exercice.vue.volumes.comptages
        for (adherent, where), cause in _needed(exercice).items():
            if adherent not in counted.get(where, {}):
                yield _missing(contexte.depot, exercice, contexte.depot.dossiers[adherent], where, cause)


def unbilled_counts(contexte: Contexte) -> Iterator[Diagnostic]:
    """QTE003: a count of a component of which the adherent is no beneficiary that year."""
    for exercice in contexte.exercices:
        beneficiaries = {
            nom: {item.adherent for item in exercice.presences.beneficiaries(composant) if item.jours}
            for nom, composant in exercice.vue.perimetre.composants.items()
        }
        seen: set[tuple[str, Place]] = set()
        for dossier in contexte.depot.dossiers.values():
            for written in _of_year(dossier, exercice.annee):
                known = beneficiaries.get(written.place.composant)
                if known is None or dossier.id in known or not written.quantite or (dossier.id, written.place) in seen:
                    continue
                seen.add((dossier.id, written.place))
                message = (
                    f"{dossier.identite.nom} compte {nombre(written.quantite)} {cite(written.place.cle)} pour "
                    f"{cite(written.place.composant)} sans en être bénéficiaire en {exercice.annee}"
                )
                hint = "retirer la quantité, ou souscrire le composant"
                yield signal("QTE003", place(contexte.depot, written.reference), message, hint)


def _needed(exercice: ExerciceVu) -> dict[tuple[str, Place], Reference]:
    """List what is to be counted, by adherent, with the first cost that needs it."""
    needed: dict[tuple[str, Place], Reference] = {}
    for cout in exercice.couts:
        if not cout.actif:
            continue
        places = [where for cle in cout.cles() for where in exercice.places(cle, cout.item.id)]
        for presence in cout.presences:
            for where in places:
                needed.setdefault((presence.adherent, where), cout.reference(exercice.annee))
    if exercice.vue.prix.forfait is not None:
        for presence in exercice.presences.members():
            for where in exercice.places(exercice.vue.regles.forfait_cle, ""):
                needed.setdefault((presence.adherent, where), Reference(FORFAIT, ("cle",)))
    return needed


def _missing(depot: Depot, exercice: ExerciceVu, dossier: Dossier, where: Place, cause: Reference) -> Diagnostic:
    path = dossier.path(f"quantites/{exercice.annee}.yaml")
    phase = exercice.vue.phase
    message = (
        f"{dossier.identite.nom} n'a pas de quantité pour {_counted(where)} en {exercice.annee} "
        f"(phase {cite(str(phase))} ou antérieure)"
    )
    line, champ = f"{where.cle}: …", "valeurs"
    if where.composant:
        line, champ = f"{where.cle}: {{{where.composant}: …}}", "par_composant"
    hint = f"ajouter la ligne {cite(line)} sous {cite(champ)} (zéro s'écrit 0)"
    document = dossier.quantites.get(exercice.annee)
    reference = Reference(path, ("comptages",))
    if document is not None:
        ranks = [PHASES.index(releve.phase) for releve in document.comptages]
        usable = [index for index, rank in enumerate(ranks) if rank <= PHASES.index(phase)]
        # At the last count that the phase in force reads: the line is to be added there.
        last = max(usable, key=lambda index: (ranks[index], index), default=None)
        reference = reference if last is None else Reference(path, ("comptages", last, "phase"))
    else:
        hint = f"créer {path}, et y {hint}"
    related = ((place(depot, cause, key=True), "ce que la quantité facture"),)
    return signal("QTE001", place(depot, reference, key=document is not None), message, hint, related)


def _counted(where: Place) -> str:
    return f"{cite(where.cle)} ({where.composant})" if where.composant else cite(where.cle)


def _counts(depot: Depot) -> Iterator[_Compte]:
    for dossier in depot.dossiers.values():
        for annee in sorted(dossier.quantites):
            yield from _of_year(dossier, annee)


def _of_year(dossier: Dossier, annee: int) -> Iterator[_Compte]:
    document = dossier.quantites.get(annee)
    path = dossier.path(f"quantites/{annee}.yaml")
    for index, releve in enumerate(document.comptages if document is not None else ()):
        for cle, quantite in releve.valeurs.items():
            reference = Reference(path, ("comptages", index, "valeurs", cle))
            yield _Compte(dossier, annee, Place(cle, ""), quantite, reference)
        for cle, counts in releve.par_composant.items():
            for nom, quantite in counts.items():
                reference = Reference(path, ("comptages", index, "par_composant", cle, nom))
                yield _Compte(dossier, annee, Place(cle, nom), quantite, reference)
