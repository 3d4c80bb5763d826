"""Another reading put in force: the Depot with the rules that an alternative of `catalogue/lectures.yaml` replaces.

Knows: which rule each replacement stands for. Must not know: what it costs, whether the names exist (`checks`).
A total function: a replacement that names nothing changes nothing. What does not change is the same object.
"""

from __future__ import annotations

from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from convention.model.documents.catalogue import PolitiquePartage, Prerequis
from convention.model.mots.communs import Colonne, Origine
from convention.model.valeurs.chemins import service_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from convention.model.depot import ComposantRange, Depot
    from convention.model.documents.catalogue import Convention, Service
    from convention.model.documents.cles import Cle
    from convention.model.documents.lectures import (
        AbaqueLu,
        Alternative,
        BeneficiairesLus,
        FormuleLue,
        ParametreLu,
        PrerequisLu,
        ReliquatLu,
        SommeLue,
    )
    from convention.model.documents.tarifs import Forfait, LigneTarif, Redaction

L = TypeVar("L")
V = TypeVar("V")

_PARTAGE_VIDE = PolitiquePartage.model_construct(
    couts_exacts=None, factuels_entiers=None, origine=Origine.DEMONSTRATION, texte=""
)
"""That of a convention that says nothing of it."""


def apply(depot: Depot, alternative: Alternative) -> Depot:
    """Return the Depot as it would be if the text were read so.

    Prices, counts, subscriptions and texts stay as they are: what a computation then moves is the reading's effect.
    """
    lignes = _read(depot.lignes, alternative.formules, attrgetter("ligne"), _formula)
    lignes = _read(lignes, alternative.reliquats, attrgetter("ligne"), _remainder)
    services = _read(depot.services, alternative.prerequis, lambda lu: service_code(lu.service), _prerequisites)
    composants = _read(depot.composants, alternative.abaques, attrgetter("composant"), _component)
    return depot._replace(
        convention=_convention(depot.convention, alternative),
        services=_with_compulsory(services, alternative.obligatoires),
        forfaits=_with_fee_key(depot.forfaits, alternative.cle_forfait),
        cles=_read(depot.cles, alternative.sommes, attrgetter("cle"), _sum),
        lignes=_read(lignes, alternative.parametres, attrgetter("ligne"), _parameter),
        composants=_read(composants, alternative.beneficiaires, attrgetter("composant"), _component),
    )


def _read(
    table: Mapping[str, V], lus: Iterable[L], nom: Callable[[L], str], change: Callable[[V, L], V]
) -> Mapping[str, V]:
    """Change in a table what each replacement names, one after the other; nothing changed, it is the same table."""
    changed: dict[str, V] = {}
    for lu in lus:
        item = changed.get(nom(lu)) or table.get(nom(lu))
        new = change(item, lu) if item is not None else None
        if new is not None and new is not item:
            changed[nom(lu)] = new
    return _replaced(table, changed)


def _formula(ligne: LigneTarif, lue: FormuleLue) -> LigneTarif:
    mode = ligne.modes.get(lue.colonne)
    if mode is None:
        return ligne
    read = mode.model_copy(update={"formule": lue.formule})
    # A fixed part is declared for the whole row: its other columns may have one already.
    fixed = ligne.part_fixe or lue.part_fixe
    later = _without_column(ligne, str(lue.colonne))
    variables = MappingProxyType({**ligne.variables, **lue.variables})
    update = {str(lue.colonne): read, "part_fixe": fixed, "redactions": later, "variables": variables}
    return ligne.model_copy(update=update)


def _without_column(ligne: LigneTarif, colonne: str) -> Mapping[int, Redaction]:
    """Drop the later redactions of a column: a reading holds for every exercice."""
    if not ligne.redactions or colonne == Colonne.DIRECT:
        return ligne.redactions
    read = {annee: item.model_copy(update={colonne: None}) for annee, item in ligne.redactions.items()}
    return MappingProxyType(read)


def _remainder(ligne: LigneTarif, lu: ReliquatLu) -> LigneTarif:
    mode = ligne.modes.get(lu.colonne)
    if mode is None or mode.plafond is None:
        return ligne
    plafond = mode.plafond.model_copy(update={"reliquat": lu.reliquat})
    return ligne.model_copy(update={str(lu.colonne): mode.model_copy(update={"plafond": plafond})})


def _parameter(ligne: LigneTarif, lu: ParametreLu) -> LigneTarif:
    """A reading holds for every exercice: it replaces each dated value."""
    parametre = ligne.parametres.get(lu.parametre)
    if parametre is None:
        return ligne
    values = MappingProxyType(dict.fromkeys(parametre.valeurs, lu.valeur))
    read = {**ligne.parametres, lu.parametre: parametre.model_copy(update={"valeurs": values})}
    return ligne.model_copy(update={"parametres": MappingProxyType(read)})


def _component(item: ComposantRange, lu: AbaqueLu | BeneficiairesLus) -> ComposantRange:
    read = {champ: value for champ, value in lu if champ != "composant"}
    return item._replace(composant=item.composant.model_copy(update=read))


def _sum(cle: Cle, lue: SommeLue) -> Cle:
    """A key read as a sum is no longer counted by itself, nor published, nor fixed."""
    own: dict[str, object] = dict.fromkeys(("comptage", "cumul", "rapport", "reference"))
    own |= {"produit": (), "quotes_parts": MappingProxyType({}), "somme": lue.somme}
    return cle.model_copy(update=own)


def _prerequisites(service: Service, lu: PrerequisLu) -> Service:
    if "." not in lu.service:
        return service.model_copy(update={"prerequis": _prerequis(service.prerequis, lu)})
    if all(sous.code != lu.service for sous in service.sous_services):
        return service
    parts = (
        sous.model_copy(update={"prerequis": _prerequis(sous.prerequis, lu)}) if sous.code == lu.service else sous
        for sous in service.sous_services
    )
    return service.model_copy(update={"sous_services": tuple(parts)})


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
        update["prorata"] = politiques.prorata.model_copy(
            update={"mode": lu.mode, "seuil": lu.seuil or politiques.prorata.seuil}
        )
    if alternative.part_liberee is not None:
        update["part_liberee"] = politiques.part_liberee.model_copy(update={"mode": alternative.part_liberee})
    if alternative.factuels_entiers is not None:
        partage = politiques.partage or _PARTAGE_VIDE
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
