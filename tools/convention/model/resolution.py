"""From the Depot to a Vue: one exercice, one phase, each value with its provenance.

Knows: which figure stands for a phase, which value is in force at a date. Must not know: sharing, rounding.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import Periode
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Depenses
from convention.model.documents.cles import CLES
from convention.model.documents.grilles import ReferencePublique
from convention.model.documents.quantites import Place, Quantites
from convention.model.documents.tarifs import LIGNES
from convention.model.en_vigueur import (
    asset_at,
    forfait_at,
    grid_at,
    index_at,
    latest,
    parameters_at,
    price_at,
    revisions_at,
)
from convention.model.mots.communs import Phase, StatutSouscription
from convention.model.vue import (
    ComposantVu,
    DepenseVue,
    Imputes,
    Payeur,
    Perimetre,
    PrixVus,
    Qualite,
    RegleComposant,
    RegleDepense,
    Regles,
    Valeur,
    Volumes,
    Vue,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import ComposantRange, Depot, Dossier
    from convention.model.documents.adherents import Depense
    from convention.model.documents.composants import Composant
    from convention.model.mots.communs import Reliquat


class Commun(NamedTuple):
    """What does not change from one exercice to another: who takes part, and most rules."""

    perimetre: Perimetre
    regles: Regles


def prepare(depot: Depot) -> Commun:
    """Resolve once what every exercice shares, for who needs several."""
    return Commun(_perimetre(depot), _regles(depot))


def resolve(depot: Depot, exercice: int, phase: Phase | None = None, commun: Commun | None = None) -> Vue:
    """Resolve a Depot for one exercice, by default in the phase in force (`previsionnel` when it is not declared).

    `commun` is what the exercices of this Depot share, when it is already resolved.
    """
    declared = depot.exercices.get(exercice)
    asked = phase or (declared.phase if declared is not None else Phase.PREVISIONNEL)
    known = commun or prepare(depot)
    return Vue(
        exercice=exercice,
        phase=asked,
        perimetre=perimetre_of(depot, exercice, known),
        volumes=volumes_of(depot, exercice, asked),
        prix=prix_of(depot, exercice, asked),
        regles=regles_of(depot, exercice, known),
    )


def rephase(depot: Depot, vue: Vue, phase: Phase) -> Vue:
    """Resolve the same exercice for another phase: existence and rules are the same, volumes and prices are not."""
    volumes, prix = volumes_of(depot, vue.exercice, phase), prix_of(depot, vue.exercice, phase)
    return vue._replace(phase=phase, volumes=volumes, prix=prix)


def perimetre_of(depot: Depot, exercice: int, commun: Commun) -> Perimetre:
    """Resolve what exists in an exercice, and who takes part in it."""
    return commun.perimetre._replace(depenses=_expenses(_delivered(depot, exercice)))


def regles_of(depot: Depot, exercice: int, commun: Commun) -> Regles:
    """Resolve how the costs of an exercice become contributions."""
    exempted = {
        item.id: commun.regles.composants[item.id]._replace(exonerations=_exempted(item.composant, exercice))
        for item in depot.composants.values()
        if item.composant.exonerations
    }
    depenses, lignes = _delivered(depot, exercice), depot.lignes.values()
    partage = depot.convention.politiques.partage
    return commun.regles._replace(
        couts_exacts=partage is not None and _holds(partage.couts_exacts, exercice),
        factuels_entiers=partage is not None and _holds(partage.factuels_entiers, exercice),
        cles={nom: cle.at(exercice) for nom, cle in depot.cles.items()},
        lignes={ligne.id: ligne.at(exercice) for ligne in lignes},
        parametres={ligne.id: parameters_at(depot, ligne, exercice) for ligne in lignes if ligne.parametres},
        revisions={ligne.id: revisions_at(ligne, exercice) for ligne in lignes if ligne.revisions},
        composants={**commun.regles.composants, **exempted},
        depenses={place: RegleDepense(depense.ligne, depense.section) for place, (_, _, depense) in depenses.items()},
    )


def _delivered(depot: Depot, exercice: int) -> dict[tuple[str, str], tuple[Dossier, int, Depense]]:
    """Expenses of the exercice that were delivered: the only ones that are due (art. 8.1, « à la livraison »)."""
    found = {}
    for dossier in depot.dossiers.values():
        for index, depense in enumerate(dossier.depenses_de(exercice)):
            if depense.livraison is not None:
                found[dossier.id, depense.id] = (dossier, index, depense)
    return found


def _perimetre(depot: Depot) -> Perimetre:
    abonnements: dict[tuple[str, str], tuple[Periode, ...]] = {}
    souscrits: dict[tuple[str, str], tuple[Periode | None, ...]] = {}
    for dossier in depot.dossiers.values():
        for souscription in dossier.souscriptions.souscriptions:
            if souscription.statut is StatutSouscription.ACTIVE:
                cle = (dossier.id, souscription.service)
                abonnements[cle] = (*abonnements.get(cle, ()), souscription.periode)
        for choix in dossier.souscriptions.composants:
            place = (dossier.id, choix.composant)
            souscrits[place] = (*souscrits.get(place, ()), _open_period(choix.debut, choix.fin))
    # At the end of a year, no exercice is cut.
    terme = None if depot.convention.entiere(depot.convention.derniere_annee) else depot.convention.terme
    return Perimetre(
        payeurs={
            dossier.id: Payeur(dossier.id, dossier.identite.adhesion.periode.until(terme))
            for dossier in depot.dossiers.values()
        },
        gestionnaire=depot.convention.gestionnaire,
        obligatoires=frozenset(code for code, service in depot.services.items() if service.obligatoire),
        a_la_demande=frozenset(
            sous.code for service in depot.services.values() for sous in service.sous_services if sous.a_la_demande
        ),
        abonnements=abonnements,
        souscrits=souscrits,
        composants={
            item.id: ComposantVu(
                item.id,
                item.service,
                item.composant.sous_service,
                item.composant.beneficiaires,
                _open_period(item.composant.debut, item.composant.fin),
            )
            for item in depot.composants.values()
        },
        depenses={},
        gestionnaire_contribue=depot.convention.gestionnaire_contribue,
        terme=terme,
    )


def _expenses(depenses: Mapping[tuple[str, str], tuple[Dossier, int, Depense]]) -> dict[tuple[str, str], DepenseVue]:
    return {
        place: DepenseVue(dossier.id, depense.id, depense.livraison)
        for place, (dossier, _, depense) in depenses.items()
        if depense.livraison is not None
    }


def _open_period(debut: date | None, fin: date | None) -> Periode | None:
    return None if debut is None and fin is None else Periode(debut or date.min, fin)


def volumes_of(depot: Depot, exercice: int, phase: Phase) -> Volumes:
    """Resolve what is counted in a phase of an exercice."""
    depenses = _delivered(depot, exercice)
    comptages: dict[tuple[str, str], dict[str, Valeur]] = {}
    for dossier in depot.dossiers.values():
        document = dossier.quantites.get(exercice)
        if document is not None:
            for place, valeur in _counted(dossier, exercice, document, phase).items():
                comptages.setdefault(place, {})[dossier.id] = valeur
    comptages |= _published(depot, exercice)
    return Volumes(
        comptages=comptages,
        nombres={
            place: Valeur(
                depense.nombre,
                dossier.depenses[exercice].origine,
                Reference(dossier.path(Depenses, exercice), ("depenses", index, "nombre")),
            )
            for place, (dossier, index, depense) in depenses.items()
        },
    )


def _published(depot: Depot, exercice: int) -> dict[tuple[str, str], dict[str, Valeur]]:
    """Put in columns the keys that nobody counts here: a population of a vintage, fixed shares."""
    columns: dict[tuple[str, str], dict[str, Valeur]] = {}
    for nom, cle in depot.cles.items():
        if cle.quotes_parts:
            origine = cle.origine or depot.origine(CLES)
            columns[nom, ""] = {
                adherent: Valeur(part, origine, Reference(CLES, ("cles", nom, "quotes_parts", adherent)), publiee=True)
                for adherent, part in cle.quotes_parts.items()
            }
        elif cle.reference is not None:
            columns[nom, ""] = _vintage(depot, cle.reference, cle.millesimes, exercice)
    for nom, cle in depot.cles.items():
        if cle.rapport is not None:
            columns[nom, ""] = _compared(columns.get((cle.rapport.cle, ""), {}))
    return columns


def _compared(published: Mapping[str, Valeur]) -> dict[str, Valeur]:
    """Divide each published quantity by the mean of those that are not zero; its key says what coefficient it makes."""
    known = [value.valeur for value in published.values() if value.valeur]
    mean = sum(known, Fraction(0)) / max(len(known), 1)
    return {
        adherent: value._replace(valeur=value.valeur / mean, compare=(value.valeur, mean)) if value.valeur else value
        for adherent, value in published.items()
    }


def _vintage(depot: Depot, nom: str, millesimes: Mapping[int, int], exercice: int) -> dict[str, Valeur]:
    reference, annee = depot.references.get(nom), latest(millesimes, exercice)
    millesime = millesimes[annee] if annee is not None else 0
    if reference is None or millesime not in reference.millesimes:
        return {}
    path = path_of(ReferencePublique, nom)
    pointer = ("millesimes", str(millesime), "valeurs")
    return {
        adherent: Valeur(quantite, reference.origine, Reference(path, (*pointer, adherent)), publiee=True)
        for adherent, quantite in reference.millesimes[millesime].valeurs.items()
    }


def _counted(dossier: Dossier, exercice: int, document: Quantites, phase: Phase) -> Mapping[Place, Valeur]:
    """Return the counts of one adherent: the phase's own, else the latest earlier phase's."""
    path = dossier.path(Quantites, exercice)
    return {
        place: Valeur(
            releve.quantites[place],
            releve.origine or document.origine,
            Reference(path, ("comptages", index, *place.pointer)),
            None if releve.phase is phase else releve.phase,
            releve.hypothese or "",
            # A forecast is not validated.
            a_valider=releve.phase is not Phase.PREVISIONNEL and releve.a_valider,
        )
        for place, (index, releve) in document.retenus[phase].items()
    }


def prix_of(
    depot: Depot, exercice: int, phase: Phase, composants: Mapping[str, ComposantRange] | None = None
) -> PrixVus:
    """Resolve what things cost in a phase of an exercice.

    Args:
        depot: the documents.
        exercice: the year.
        phase: the phase.
        composants: the components, when they are known to be those of the Depot in this exercice.
    """
    depenses = _delivered(depot, exercice)
    montants: dict[str, dict[str, Valeur]] = {}
    for item in (depot.composants if composants is None else composants).values():
        for nom, prix in item.composant.montants.get(exercice, {}).items():
            valeur = price_at(prix, phase, item.origine, item.reference("montants", str(exercice), nom))
            if valeur is not None:
                montants.setdefault(item.id, {})[nom] = valeur
        asset = asset_at(depot, item, exercice)
        if asset:
            montants.setdefault(item.id, {}).update(asset)
    return PrixVus(
        forfaits={nom: fee for nom in depot.forfaits if (fee := forfait_at(depot, nom, exercice)) is not None},
        montants=montants,
        depenses={
            place: {
                nom: Valeur(
                    prix,
                    dossier.depenses[exercice].origine,
                    Reference(dossier.path(Depenses, exercice), ("depenses", index, "montants", nom)),
                )
                for nom, prix in depense.montants.items()
            }
            for place, (dossier, index, depense) in depenses.items()
        },
        baremes={
            nom: found
            for nom, bareme in depot.baremes.items()
            if (found := grid_at(depot, nom, bareme, exercice)) is not None
        },
        indices=_indices(depot, exercice),
        anterieur=_before(depot, exercice, phase),
    )


def _before(depot: Depot, exercice: int, phase: Phase) -> Vue | None:
    """Resolve the exercice before, when a key reads what it made due."""
    read = any(cle.cumul is not None and cle.cumul.precedent for cle in depot.cles.values())
    return resolve(depot, exercice - 1, phase) if read and exercice - 1 in depot.exercices else None


def _indices(depot: Depot, exercice: int) -> dict[tuple[str, str], Valeur]:
    read = [revision for ligne in depot.lignes.values() for revision in revisions_at(ligne, exercice).values()]
    months = {(revision.serie, mois) for revision in read for mois in (revision.base, revision.mois)}
    return {place: found for place in sorted(months) if (found := index_at(depot, *place)) is not None}


def _holds(since: int | None, exercice: int) -> bool:
    """Tell whether a rule holds; data written before it, which say nothing of it, are computed as they were called."""
    return since is not None and exercice >= since


def _regles(depot: Depot) -> Regles:
    politiques = depot.convention.politiques
    return Regles(
        cles=depot.cles,
        lignes=depot.lignes,
        origines_cles={nom: cle.origine or depot.origine(CLES) for nom, cle in depot.cles.items()},
        origines_lignes={nom: ligne.origine or depot.origine(LIGNES) for nom, ligne in depot.lignes.items()},
        parametres={},
        revisions={},
        composants={
            item.id: RegleComposant(item.composant.ligne, item.composant.abaque, item.composant.section, {})
            for item in depot.composants.values()
        },
        depenses={},
        qualites={
            dossier.id: Qualite(dossier.identite.siren or "", dossier.identite.type)
            for dossier in depot.dossiers.values()
        },
        forfaits={nom: forfait.cle for nom, forfait in depot.forfaits.items()},
        prorata=politiques.prorata.mode,
        seuil=politiques.prorata.dernier_jour,
        part_liberee=politiques.part_liberee.mode,
        couts_exacts=False,
        factuels_entiers=False,
        imputations=MappingProxyType(
            {
                (item.nature, item.section, item.payeur): Imputes(item.recette, item.depense)
                for item in depot.comptes.comptes
            }
        ),
    )


def _exempted(composant: Composant, exercice: int) -> dict[str, Reliquat]:
    return {
        adherent: exoneration.reliquat
        for exoneration in composant.exonerations
        if not exoneration.exercices or exercice in exoneration.exercices
        for adherent in exoneration.adherents
    }
