"""Which value is in force: the price of a phase, the forfait of a year, the parameters of a row.

Knows: dated values and phases. Must not know: who pays.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.period import months_index, year_period
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.composants import phase_prices
from convention.model.documents.grilles import Bareme, Indice
from convention.model.documents.tarifs import LIGNES, Forfait
from convention.model.mots.communs import PHASES
from convention.model.vue import BaremeVu, RevisionVue, Valeur

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convention.model.depot import ComposantRange, Depot
    from convention.model.documents.composants import Actif, ParPhase
    from convention.model.documents.grilles import Tranche
    from convention.model.documents.tarifs import Exemple, LigneTarif
    from convention.model.mots.communs import Origine, Phase


def price_at(prix: ParPhase, phase: Phase, origine: Origine, source: Reference) -> Valeur | None:
    """Return the price of a phase: its own, else the latest earlier one (an assumption); None when there is none."""
    own = phase_prices(prix)
    for candidate in reversed(PHASES[: PHASES.index(phase) + 1]):
        if candidate in own:
            pointer = (*source.pointer, str(candidate))
            earlier = None if candidate is phase else candidate
            return Valeur(own[candidate], origine, Reference(source.path, pointer), earlier)
    return None


def forfait_at(depot: Depot, nom: str, exercice: int) -> Valeur | None:
    """Return a flat fee in force on 1 January of the exercice (annexe 3: « montants actualisés annuellement »)."""
    day, forfait = year_period(exercice).debut, depot.forfaits[nom]
    usable = [(valeur.date, index) for index, valeur in enumerate(forfait.valeurs) if valeur.date <= day]
    if not usable:
        return None
    _, index = max(usable)
    valeur = forfait.valeurs[index]
    source = Reference(path_of(Forfait, nom), ("valeurs", index, "montant"))
    # « Actualisée annuellement » (art. 8): what no act updated is carried over, which is an assumption (reading 16).
    carried = (
        "" if valeur.date.year == exercice else f"forfait de {valeur.date.year} repris, faute d'un acte pour {exercice}"
    )
    return Valeur(Fraction(valeur.montant, 100), valeur.origine or forfait.origine, source, hypothese=carried)


def parameters_at(depot: Depot, ligne: LigneTarif, exercice: int) -> dict[str, Valeur]:
    """Return the parameters of a row in force in an exercice: the latest value at or before it."""
    found = {}
    index = list(depot.lignes).index(ligne.id)
    for nom, parametre in ligne.parametres.items():
        annee = latest(parametre.valeurs, exercice)
        if annee is not None:
            pointer = ("lignes", index, "parametres", nom, "valeurs", str(annee))
            source = Reference(LIGNES, pointer)
            origine = ligne.origine or depot.origine(source.path)
            found[nom] = Valeur(parametre.valeurs[annee], origine, source)
    return found


def example_values(depot: Depot, ligne: LigneTarif, exemple: Exemple) -> dict[str, Fraction]:
    """Return the figures of an example: its own, and the parameters of the row in its exercice, when it names one."""
    dated = {} if exemple.exercice is None else parameters_at(depot, ligne, exemple.exercice)
    return {nom: valeur.valeur for nom, valeur in dated.items()} | exemple.valeurs


def latest(annees: Iterable[int], exercice: int) -> int | None:
    """Return the latest year at or before an exercice: a dated value holds until the next one."""
    return max((annee for annee in annees if annee <= exercice), default=None)


def grid_at(depot: Depot, nom: str, bareme: Bareme, exercice: int) -> BaremeVu | None:
    """Return a grid with its tiers in force in an exercice, the lowest bounds first."""
    annee = latest(bareme.tranches, exercice)
    if annee is None:
        return None
    path = path_of(Bareme, nom)
    ranked = sorted(enumerate(bareme.tranches[annee]), key=lambda item: _bounds(bareme, item[1]))
    sources = tuple(Reference(path, ("tranches", str(annee), index)) for index, _ in ranked)
    return BaremeVu(bareme, tuple(tranche for _, tranche in ranked), depot.origine(path), sources)


def _bounds(bareme: Bareme, tranche: Tranche) -> tuple[Fraction, ...]:
    return tuple(tranche.a_partir_de.get(mesure, Fraction(0)) for mesure in bareme.mesures)


def revisions_at(ligne: LigneTarif, exercice: int) -> dict[str, RevisionVue]:
    """Return the months of the indices of a row in an exercice."""
    found = {}
    for nom, revision in ligne.revisions.items():
        annee = latest(revision.mois, exercice)
        if annee is not None:
            found[nom] = RevisionVue(revision.serie, revision.base, revision.mois[annee])
    return found


def index_at(depot: Depot, serie: str, mois: str) -> Valeur | None:
    """Return the published value of a month."""
    indice = depot.indices.get(serie)
    if indice is None or mois not in indice.valeurs:
        return None
    return Valeur(indice.valeurs[mois], indice.origine, Reference(path_of(Indice, serie), ("valeurs", mois)))


def asset_at(depot: Depot, item: ComposantRange, exercice: int) -> dict[str, Valeur]:
    """Return the figures of a component's asset in an exercice (art. 8.1, right of use).

    `annuite`: the part of a year's instalment due in the exercice, by twelfths from the day of service: 7/12 for a
    service on 1 June. Outside the life of the asset, nothing, unless the component has other amounts: then 0.
    """
    actif = item.composant.actif
    part = ANNUITE_NULLE if actif is None else _instalment(depot, actif, exercice)
    if actif is None or not part:
        return {}
    figures = {nom: Valeur(getattr(actif, nom), item.origine, item.reference("actif", nom)) for nom in _ECRITES}
    return figures | {"annuite": Valeur(part, item.origine, item.reference("actif", "mise_en_service"))}


ANNUITE_NULLE = Fraction(0)
_ECRITES = ("cout_acquisition", "subventions", "taux_fctva", "duree_amortissement")
VARIABLES_ACTIF = (*_ECRITES, "annuite")
"""Variables that an asset gives to the formula of its component's row."""


def _instalment(depot: Depot, actif: Actif, exercice: int) -> Fraction:
    seuil = depot.convention.politiques.prorata.dernier_jour
    first = Fraction(months_index(year_period(exercice).debut, seuil))
    debut = Fraction(months_index(actif.mise_en_service, seuil))
    fin = debut + 12 * actif.duree_amortissement
    return max((min(fin, first + 12) - max(debut, first)) / 12, ANNUITE_NULLE)
