"""TAR: a component, or an expense, gives the amounts that its row asks for, and no other; its contract covers them.

Knows: names of amounts and the formulas that read them, contracts (art. 8.2). Must not know: who pays (`composants`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter, meant
from convention.base.french import cite, enumere, jour, nombre, prix
from convention.base.money import CENTS, round_half_up
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import NOMBRE, LigneEcrite, components, expenses
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.engine.compilation import ABAQUE, compile_formula, limits_of
from convention.model.depot import ComposantRange, Reference
from convention.model.en_vigueur import VARIABLES_ACTIF, asset_at, price_at
from convention.model.mots.communs import Nature, Origine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.checks.cadre.lecture import ComposantEcrit, DepenseEcrite, ModeEcrit
    from convention.engine.compilation import Compilee
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import LigneTarif


# Another figure of a closed exercice, even of nothing, is refused (SCE012); a direct cost has no « redactions ».
CLOS = "l'exercice est clos : garder la formule d'alors, et écrire celle qui suit sous « redactions » de la ligne"
CLOS_DIRECT = "l'exercice est clos : garder la formule de la ligne, et écrire celle qui suit à une autre ligne"


class _Besoin(NamedTuple):
    """A formula of a row, the variables that it and its limits read, all the names in it."""

    written: ModeEcrit
    variables: tuple[str, ...]
    noms: tuple[str, ...]


@controle("TAR010", "TAR011", "TAR032")
def component_amounts(depot: Depot) -> Iterator[Constat]:
    """TAR010, TAR011, TAR032: amounts missing for a formula, amounts that no formula reads."""
    for item, ligne, besoins in _with_row(depot):
        shared = [besoin for besoin in besoins if besoin.written.nature is not Nature.DIRECT]
        yield from _asset(item, shared)
        for besoin in shared:
            yield from _beside_asset(depot, item, besoin)
        for annee in item.composant.montants:
            of_year = (_asked(ligne.at(annee)) if ligne.redactions else None) or besoins
            yield from _unexpected(item, ligne, of_year, annee)
            for besoin in of_year:
                if besoin.written.nature is not Nature.DIRECT:
                    yield from _missing(depot, item, besoin, annee)


@controle("TAR036", avertit=True)
def idle_assets(depot: Depot) -> Iterator[Constat]:
    """TAR036: an asset that no exercice pays off: not yet in service, or paid off already."""
    for item in components(depot) if depot.exercices else ():
        if item.composant.actif is not None and not any(
            asset_at(depot, _ranged(item), annee) for annee in depot.exercices
        ):
            lieu = LaCle(item.at("actif"))
            message = f"le bien de {cite(item.id)} n'est amorti dans aucun exercice : rien n'en serait refacturé"
            yield signal("TAR036", lieu, message, "corriger la mise en service ou la durée, ou retirer le composant")


@controle("TAR010", "TAR011")
def expense_amounts(depot: Depot) -> Iterator[Constat]:
    """TAR010, TAR011: the same for an expense, and the row that has no direct cost."""
    for item in expenses(depot):
        ligne = depot.lignes.get(item.depense.ligne)
        besoins = _asked(ligne) if ligne is not None else None
        if ligne is not None and besoins is not None:
            direct = next((besoin for besoin in besoins if besoin.written.nature is Nature.DIRECT), None)
            yield from _expense(item, ligne, direct, clos=depot.est_clos(item.annee))


@controle("TAR012")
def abaques(depot: Depot) -> Iterator[Constat]:
    """TAR012: a component without the key that its row asks for, or with a key that its row does not use."""
    for item, ligne, besoins in _with_row(depot):
        uses = any(ABAQUE in besoin.noms for besoin in besoins)
        if uses and item.composant.abaque is None:
            message = f"la ligne {cite(ligne.id)} dit « abaque » : le composant {cite(item.id)} ne dit pas quelle clé"
            yield signal("TAR012", LaCle(item.reference), message, ajouter("abaque: ⟦nom-de-la-clé⟧"))
        elif not uses and item.composant.abaque is not None:
            message = f"la ligne {cite(ligne.id)} ne dit pas « abaque » : {cite(item.composant.abaque)} n'y sert à rien"
            lieu = LaCle(item.at("abaque"))
            yield signal("TAR012", lieu, message, "retirer la ligne « abaque », ou corriger la formule")


def _with_row(depot: Depot) -> Iterator[tuple[ComposantEcrit, LigneTarif, tuple[_Besoin, ...]]]:
    """Yield the components whose row is known, readable, and of their service (REF003 says it when it is not)."""
    asked = {nom: _asked(ligne) for nom, ligne in depot.lignes.items()}
    for item in components(depot):
        ligne, besoins = depot.lignes.get(item.composant.ligne), asked.get(item.composant.ligne)
        if ligne is not None and besoins is not None and ligne.service == item.service:
            yield item, ligne, besoins


def _asked(ligne: LigneTarif) -> tuple[_Besoin, ...] | None:
    """Return what the formulas of a row ask for; None for a row that cannot be read."""
    modes = tuple(LigneEcrite(Reference(""), ligne).modes())
    besoins = [_besoin(written, compile_formula(written.mode.formule)) for written in modes]
    return tuple(besoin for besoin in besoins if besoin is not None) if None not in besoins else None


def _besoin(written: ModeEcrit, formule: Compilee | None) -> _Besoin | None:
    if formule is None:
        return None
    noms = dict.fromkeys(nom for read in (formule, *limits_of(written.mode)) for nom in read.noms)
    return _Besoin(written, tuple(nom for nom in noms if nom in written.ligne.variables), formule.noms)


def _unexpected(item: ComposantEcrit, ligne: LigneTarif, besoins: tuple[_Besoin, ...], annee: int) -> Iterator[Constat]:
    everywhere = {nom for besoin in besoins for nom in besoin.variables}
    read = {nom for besoin in besoins if besoin.written.nature is not Nature.DIRECT for nom in besoin.variables}
    for nom in item.composant.montants[annee]:
        # A variable that no formula uses is a mistake of the row (TAR017), not of each of its components.
        if nom not in read and (nom in everywhere or nom not in ligne.variables):
            lieu = LaCle(item.at("montants", str(annee), nom))
            message = f"le composant {cite(item.id)} donne {cite(nom)}, que {cite(ligne.id)} ne facture pas"
            yield signal("TAR011", lieu, message, _why_unread(ligne, nom) or meant(nom, read))


def _asset(item: ComposantEcrit, shared: list[_Besoin]) -> Iterator[Constat]:
    """Check a right of use: its figures are read by the row, and stand under « actif » only."""
    actif = item.composant.actif
    if actif is None:
        return
    read = {nom for besoin in shared for nom in besoin.variables}
    if not read & set(VARIABLES_ACTIF):
        message = f"{cite(item.id)} a un « actif » qu'aucune formule de {cite(item.composant.ligne)} n'emploie"
        named = enumere([cite(nom) for nom in VARIABLES_ACTIF], "ou")
        yield signal("TAR032", LaCle(item.at("actif")), message, f"choisir une ligne dont la formule lit {named}")
    for annee, montants in item.composant.montants.items():
        for nom in montants:
            if nom in VARIABLES_ACTIF:
                lieu = LaCle(item.at("montants", str(annee), nom))
                yield signal("TAR032", lieu, f"{cite(nom)} est déjà donné par « actif »", "retirer ce montant")
    if actif.taux_fctva >= 1:
        message = f"le taux du FCTVA de {cite(item.id)} vaut {nombre(actif.taux_fctva)} : il récupérerait tout l'achat"
        yield signal("TAR032", item.at("actif", "taux_fctva"), message, "écrire le taux : 0.16404")
    net = actif.cout_acquisition * (1 - actif.taux_fctva)
    if actif.taux_fctva < 1 and actif.subventions > net:
        received, paid = prix(actif.subventions), prix(Fraction(round_half_up(net), CENTS))
        message = f"les subventions de {cite(item.id)}, {received}, dépassent ce que l'achat coûte"
        message += f" une fois le FCTVA déduit, {paid}" if actif.taux_fctva else f", {paid}"
        yield signal("TAR032", item.at("actif", "subventions"), message, "corriger l'un des montants")


def _ranged(item: ComposantEcrit) -> ComposantRange:
    # What is asked of it is whether it is paid off, wherever its figures come from.
    return ComposantRange(item.id, item.service, item.composant, Origine.DEMONSTRATION)


def _beside_asset(depot: Depot, item: ComposantEcrit, besoin: _Besoin) -> Iterator[Constat]:
    """Check that the rest of a formula has its amounts in each exercice in which the asset is being paid off."""
    if item.composant.actif is None or not set(besoin.variables) & set(VARIABLES_ACTIF):
        return
    others = [nom for nom in besoin.variables if nom not in VARIABLES_ACTIF]
    ranged = _ranged(item)
    for annee in sorted(depot.exercices) if others else ():
        given = item.composant.montants.get(annee, {})
        if not any(nom in given for nom in others) and asset_at(depot, ranged, annee):
            missing = enumere([cite(nom) for nom in others])
            what = f"le {besoin.written.texte} de {cite(item.id)} en {annee}"
            message = f"{what} demande {missing}, que son « actif » ne donne pas"
            said = f"ajouter sous « montants » : « {annee}: {{{', '.join(f'{nom}: …' for nom in others)}}} »"
            hint = CLOS if depot.est_clos(annee) else said
            yield signal("TAR010", LaCle(item.at("actif")), message, hint)


def _why_unread(ligne: LigneTarif, nom: str) -> str:
    if nom in ligne.parametres:
        return f"{cite(nom)} est un paramètre : sa valeur se donne à la ligne, dans pricing/couts-de-possession.yaml"
    if nom in ligne.variables:
        return f"{cite(nom)} sert au coût direct : il se donne dans les dépenses de l'adhérent"
    return ""


def _missing(depot: Depot, item: ComposantEcrit, besoin: _Besoin, annee: int) -> Iterator[Constat]:
    given = item.composant.montants[annee]
    exercice = depot.exercices.get(annee)
    what = f"le {besoin.written.texte} de {cite(item.id)} en {annee}"
    if not any(nom in given for nom in besoin.variables):
        return
    for nom in besoin.variables:
        if item.composant.actif is not None and nom in VARIABLES_ACTIF:
            continue
        if nom not in given:
            lieu = LaCle(item.at("montants", str(annee)))
            message = f"{what} demande {cite(nom)} (ligne {cite(besoin.written.ligne.id)})"
            hint = CLOS if depot.est_clos(annee) else f"ajouter « {nom}: 0.00 » s'il est nul"
            yield signal("TAR010", lieu, message, hint)
        elif exercice is not None:
            # The year's first phases may have no figure; the phase in force takes the latest earlier one, if any.
            reference = item.at("montants", str(annee), nom)
            if price_at(given[nom], exercice.phase, Origine.DEMONSTRATION, reference) is None:
                phase = cite(str(exercice.phase))
                message = (
                    f"{what} n'a de {cite(nom)} ni pour la phase en vigueur, {phase}, ni pour une phase antérieure"
                )
                yield signal("TAR010", reference, message, ajouter(f"{exercice.phase}: ⟦…⟧"))


def _expense(item: DepenseEcrite, ligne: LigneTarif, direct: _Besoin | None, *, clos: bool) -> Iterator[Constat]:
    depense = item.depense
    if direct is None:
        message = (
            f"la ligne {cite(ligne.id)} n'a pas de coût direct : la dépense {cite(depense.id)} ne serait pas facturée"
        )
        yield signal("TAR011", item.at("ligne"), message)
        return
    wanted = [nom for nom in direct.variables if nom != NOMBRE]
    for nom in wanted:
        if nom not in depense.montants:
            message = f"la dépense {cite(depense.id)} ne donne pas {cite(nom)}, que demande la ligne {cite(ligne.id)}"
            said = f"ajouter « {nom}: … » dans « montants » (0.00 s'il est nul)"
            hint = replace(ajouter(f"{nom}: ⟦…⟧", sous="montants"), conseil=said)
            yield signal("TAR010", LaCle(item.at("montants")), message, CLOS_DIRECT if clos else hint)
    yield from _extra(item, ligne, wanted)


def _extra(item: DepenseEcrite, ligne: LigneTarif, wanted: list[str]) -> Iterator[Constat]:
    for nom in item.depense.montants:
        if nom not in wanted:
            lieu = LaCle(item.at("montants", nom))
            message = f"la dépense {cite(item.depense.id)} donne {cite(nom)}, que {cite(ligne.id)} ne facture pas"
            yield signal("TAR011", lieu, message, _direct_hint(ligne, nom) or meant(nom, wanted))


def _direct_hint(ligne: LigneTarif, nom: str) -> str:
    if nom == NOMBRE:
        return "« nombre » se donne à côté de « montants », pas dedans"
    names: Mapping[str, object] = ligne.variables
    return f"{cite(nom)} est une variable d'un coût partagé : il se donne au composant" if nom in names else ""


@controle("TAR035", avertit=True)
def contracts(depot: Depot) -> Iterator[Constat]:
    """TAR035: a contract that ends before it begins, or that is over before an exercice with amounts."""
    for item in components(depot):
        contrat = item.composant.contrat
        if contrat is None or contrat.fin is None:
            continue
        lieu, who = item.at("contrat", "fin"), f"le contrat de {cite(item.id)}"
        if contrat.fin <= contrat.debut:
            message = f"{who} finit le {jour(contrat.fin)} et commence le {jour(contrat.debut)}"
            yield signal("TAR035", lieu, message, "la date de fin est exclue : elle vient après le début")
            continue
        after = [annee for annee, montants in item.composant.montants.items() if montants and _over(contrat.fin, annee)]
        if after:
            last = jour(contrat.fin - timedelta(days=1))
            hint = "corriger la date, citer le contrat suivant, ou retirer les montants"
            yield signal("TAR035", lieu, f"{who} finit le {last}, et des montants sont donnés pour {min(after)}", hint)


def _over(fin: date, annee: int) -> bool:
    return fin <= date(annee, 1, 1)
