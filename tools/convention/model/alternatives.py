"""Another reading put in force: the Depot with the rules that an alternative of `catalogue/lectures.yaml` replaces.

Knows: which rule each replacement stands for. Must not know: what it costs, whether the names exist (`checks`).
A total function: a replacement that names nothing changes nothing. What does not change is the same object.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, assert_never

from convention.model.cadre.vides import PARTAGE_VIDE
from convention.model.documents.catalogue import Prerequis
from convention.model.mots.communs import Colonne

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import ComposantRange, Depot
    from convention.model.documents.catalogue import Convention, Service, SousService
    from convention.model.documents.cles import Cle
    from convention.model.documents.tarifs import Forfait, LigneTarif, Mode, Redaction
    from convention.model.texte.lectures import (
        AbaqueLu,
        Alternative,
        BeneficiairesLus,
        FormuleLue,
        ParametreLu,
        PrerequisLu,
        ReliquatLu,
        SommeLue,
    )

V = TypeVar("V")


def apply(depot: Depot, alternative: Alternative) -> Depot:
    """Return the Depot as it would be if the text were read so.

    Prices, counts, subscriptions and texts stay as they are: what a computation then moves is the reading's effect.
    """
    bounded = _with_remainders(_with_formulas(depot.lignes, alternative.formules), alternative.reliquats)
    lignes = _with_parameters(bounded, alternative.parametres)
    return depot._replace(
        convention=_convention(depot.convention, alternative),
        services=_with_compulsory(_with_prerequisites(depot.services, alternative.prerequis), alternative.obligatoires),
        forfaits=_with_fee_key(depot.forfaits, alternative.cle_forfait),
        cles=_with_sums(depot.cles, alternative.sommes),
        lignes=lignes,
        composants=_with_beneficiaries(_with_keys(depot.composants, alternative.abaques), alternative.beneficiaires),
    )


def column(ligne: LigneTarif, colonne: Colonne) -> Mode | None:
    """Return a column of a row of annexe 4; None when the row leaves it blank."""
    match colonne:
        case Colonne.DIRECT:
            return ligne.direct
        case Colonne.FACTUEL:
            return ligne.factuel
        case Colonne.ANNUEL:
            return ligne.annuel
    assert_never(colonne)


def _with_formulas(lignes: Mapping[str, LigneTarif], lues: tuple[FormuleLue, ...]) -> Mapping[str, LigneTarif]:
    changed: dict[str, LigneTarif] = {}
    for lue in lues:
        ligne = changed.get(lue.ligne) or lignes.get(lue.ligne)
        mode = column(ligne, lue.colonne) if ligne is not None else None
        if ligne is not None and mode is not None:
            read = mode.model_copy(update={"formule": lue.formule})
            # A fixed part is declared for the whole row: its other columns may have one already.
            fixed = ligne.part_fixe or lue.part_fixe
            later = _without_column(ligne, str(lue.colonne))
            variables = MappingProxyType({**ligne.variables, **lue.variables})
            update = {str(lue.colonne): read, "part_fixe": fixed, "redactions": later, "variables": variables}
            changed[ligne.id] = ligne.model_copy(update=update)
    return _replaced(lignes, changed)


def _with_remainders(lignes: Mapping[str, LigneTarif], lus: tuple[ReliquatLu, ...]) -> Mapping[str, LigneTarif]:
    changed: dict[str, LigneTarif] = {}
    for lu in lus:
        ligne = changed.get(lu.ligne) or lignes.get(lu.ligne)
        mode = column(ligne, lu.colonne) if ligne is not None else None
        if ligne is not None and mode is not None and mode.plafond is not None:
            plafond = mode.plafond.model_copy(update={"reliquat": lu.reliquat})
            update = {str(lu.colonne): mode.model_copy(update={"plafond": plafond})}
            changed[ligne.id] = ligne.model_copy(update=update)
    return _replaced(lignes, changed)


def _without_column(ligne: LigneTarif, colonne: str) -> Mapping[int, Redaction]:
    """Drop the later redactions of a column: a reading holds for every exercice."""
    if not ligne.redactions or colonne == Colonne.DIRECT:
        return ligne.redactions
    read = {annee: item.model_copy(update={colonne: None}) for annee, item in ligne.redactions.items()}
    return MappingProxyType(read)


def _with_parameters(lignes: Mapping[str, LigneTarif], lus: tuple[ParametreLu, ...]) -> Mapping[str, LigneTarif]:
    """A reading holds for every exercice: it replaces each dated value."""
    changed: dict[str, LigneTarif] = {}
    for lu in lus:
        ligne = changed.get(lu.ligne) or lignes.get(lu.ligne)
        parametre = ligne.parametres.get(lu.parametre) if ligne is not None else None
        if ligne is not None and parametre is not None:
            values = MappingProxyType(dict.fromkeys(parametre.valeurs, lu.valeur))
            read = {**ligne.parametres, lu.parametre: parametre.model_copy(update={"valeurs": values})}
            changed[ligne.id] = ligne.model_copy(update={"parametres": MappingProxyType(read)})
    return _replaced(lignes, changed)


def _with_keys(composants: Mapping[str, ComposantRange], lus: tuple[AbaqueLu, ...]) -> Mapping[str, ComposantRange]:
    changed = {}
    for lu in lus:
        item = composants.get(lu.composant)
        if item is not None:
            changed[item.id] = item._replace(composant=item.composant.model_copy(update={"abaque": lu.abaque}))
    return _replaced(composants, changed)


def _with_beneficiaries(
    composants: Mapping[str, ComposantRange], lus: tuple[BeneficiairesLus, ...]
) -> Mapping[str, ComposantRange]:
    changed = {}
    for lu in lus:
        item = composants.get(lu.composant)
        if item is not None:
            update = {"beneficiaires": lu.beneficiaires}
            changed[item.id] = item._replace(composant=item.composant.model_copy(update=update))
    return _replaced(composants, changed)


def _with_sums(cles: Mapping[str, Cle], lues: tuple[SommeLue, ...]) -> Mapping[str, Cle]:
    """A key read as a sum is no longer counted by itself, nor published, nor fixed."""
    own: dict[str, object] = {
        "comptage": None,
        "produit": (),
        "cumul": None,
        "rapport": None,
        "reference": None,
        "quotes_parts": MappingProxyType({}),
    }
    changed = {lue.cle: cles[lue.cle].model_copy(update={**own, "somme": lue.somme}) for lue in lues if lue.cle in cles}
    return _replaced(cles, changed)


def _with_prerequisites(services: Mapping[str, Service], lus: tuple[PrerequisLu, ...]) -> Mapping[str, Service]:
    changed: dict[str, Service] = {}
    for lu in lus:
        code = lu.service.partition(".")[0]
        service = changed.get(code) or services.get(code)
        if service is None:
            continue
        if lu.service == code:
            changed[code] = service.model_copy(update={"prerequis": _prerequis(service.prerequis, lu)})
        elif any(sous.code == lu.service for sous in service.sous_services):
            parts = tuple(_sous_service(sous, lu) for sous in service.sous_services)
            changed[code] = service.model_copy(update={"sous_services": parts})
    return _replaced(services, changed)


def _sous_service(sous: SousService, lu: PrerequisLu) -> SousService:
    if sous.code != lu.service:
        return sous
    return sous.model_copy(update={"prerequis": _prerequis(sous.prerequis, lu)})


def _prerequis(prerequis: Prerequis | None, lu: PrerequisLu) -> Prerequis:
    """Replace the services required; the derogation and the side agreement stay required."""
    asked = prerequis or Prerequis.model_construct(texte="")
    return asked.model_copy(update={"services": lu.services})


def _with_compulsory(services: Mapping[str, Service], codes: tuple[str, ...]) -> Mapping[str, Service]:
    """Make these services, and no other, come with the membership; none named: nothing is said of it."""
    if not codes:
        return services
    changed = {
        code: service.model_copy(update={"obligatoire": code in codes})
        for code, service in services.items()
        if service.obligatoire is not (code in codes)
    }
    return _replaced(services, changed)


def _convention(convention: Convention, alternative: Alternative) -> Convention:
    politiques = convention.politiques
    update: dict[str, object] = {}
    if alternative.prorata is not None:
        lu = alternative.prorata
        update["prorata"] = politiques.prorata.model_copy(update={"mode": lu.mode, "seuil": lu.seuil})
    if alternative.part_liberee is not None:
        update["part_liberee"] = politiques.part_liberee.model_copy(update={"mode": alternative.part_liberee})
    if alternative.factuels_entiers is not None:
        partage = politiques.partage or PARTAGE_VIDE
        update["partage"] = partage.model_copy(update={"factuels_entiers": alternative.factuels_entiers})
    if not update:
        return convention
    return convention.model_copy(update={"politiques": politiques.model_copy(update=update)})


def _with_fee_key(forfaits: Mapping[str, Forfait], cle: str | None) -> Mapping[str, Forfait]:
    """Count the flat fee of annexe 3, and no other, by another key."""
    own = forfaits.get("")
    return forfaits if own is None or cle is None else _replaced(forfaits, {"": own.model_copy(update={"cle": cle})})


def _replaced(table: Mapping[str, V], changed: Mapping[str, V]) -> Mapping[str, V]:
    return MappingProxyType({**table, **changed}) if changed else table
