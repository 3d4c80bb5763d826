"""QTE012: a count that is far from the one before.

Knows: counts, in the order in which they replace one another. Must not know: prices, what is counted and missing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convention.base.french import cite, jour, nombre
from convention.checks.cadre.controle import controle_du_calcul
from convention.checks.cadre.lecture import CLES
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.cadre.vie import is_closed
from convention.checks.quantites.comptages import beneficiaries_of, counted_text, counts_of_year
from convention.model.documents.cles import Cles
from convention.model.mots.communs import PHASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.contexte import Contexte, Place
    from convention.checks.quantites.comptages import Compte
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.cles import Vraisemblance
    from convention.model.mots.communs import Phase


@controle_du_calcul("QTE012", avertit=True)
def unlikely_counts(contexte: Contexte) -> Iterator[Constat]:
    """QTE012: a count in force far from the one before: likely a slip, until the référent validates it (art. 5).

    What is itself unlikely is nothing to compare with: what follows it is compared with what was before.
    """
    far = {
        nom: contexte.calculs.des_documents((_far_counts, nom), partial(_far_counts, nom=nom))
        for nom in contexte.depot.dossiers
    }
    years = {annee for told in far.values() for annee, _, _ in told}
    beneficiaries = {item.annee: beneficiaries_of(item) for item in contexte.exercices if item.annee in years}
    for nom, told in far.items():
        for annee, composant, item in told:
            known_to = beneficiaries[annee].get(composant)
            # What nothing bills is told as such (QTE003), and may well come to zero.
            if known_to is None or nom in known_to:
                yield item


def _far_counts(depot: Depot, nom: str) -> tuple[tuple[int, str, Constat], ...]:
    """Say which counts of an adherent are far from the one before, each with its exercice and its component."""
    fichier = depot.fichiers.get(CLES)
    document = fichier.document if fichier is not None else None
    rule = document.vraisemblance if isinstance(document, Cles) else None
    if rule is None:
        return ()
    known: dict[Place, Compte] = {}
    told: list[tuple[int, str, Constat]] = []
    for annee in sorted(depot.exercices):
        found: dict[Place, tuple[Compte, Compte]] = {}
        for count in _in_order(depot.dossiers[nom], annee, depot.exercices[annee].phase):
            before = known.get(count.place, count)
            if rule.is_far(before.quantite, count.quantite) and not _is_settled(depot, count):
                found[count.place] = (before, count)
            else:
                known[count.place] = count
                found.pop(count.place, None)
        told += [(annee, where.composant, _unlikely(*pair, rule)) for where, pair in found.items()]
    return tuple(told)


def _in_order(dossier: Dossier, annee: int, phase: Phase) -> list[Compte]:
    """Return the counts of an exercice as they replace one another, up to the phase in force."""
    counts = (item for item in counts_of_year(dossier, annee) if PHASES.index(item.releve.phase) <= PHASES.index(phase))
    return sorted(counts, key=lambda item: item.releve.ordre)


def _is_settled(depot: Depot, count: Compte) -> bool:
    return count.releve.validation is not None or is_closed(depot, count.annee)


def _unlikely(before: Compte, count: Compte, rule: Vraisemblance) -> Constat:
    dossier, releve = count.dossier, count.releve
    message = (
        f"{dossier.identite.nom} compte {nombre(count.quantite)} {counted_text(count.place)} en {count.annee}, contre "
        f"{nombre(before.quantite)} au comptage précédent ({jour(before.releve.date)}) : l'un vaut au moins "
        f"{nombre(rule.facteur)} fois l'autre, à vérifier"
    )
    command = (
        f"convention valider-quantites {dossier.id} --exercice {count.annee} --phase {releve.phase} --date "
        f"{releve.date} --validation DATE"
    )
    known = f" ; celui-ci, validé par le référent ({cite(command)}), n'est plus signalé"
    valid = known if releve.hypothese is None else ""
    related = (before.reference, "la quantité précédente")
    return signal("QTE012", count.reference, message, f"corriger celui des deux qui est faux{valid}", related)
