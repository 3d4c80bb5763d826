"""LEC004: another reading changes something; one that is already in force would not move a cent, and tells nothing.

Knows: what each replacement stands for. Must not know: amounts (a change of rule may still move no euro).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.base.period import Prorata
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.texte.lectures import alternatives
from convention.engine.compilation import ABAQUE, compile_formula
from convention.formulas.regles.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text
from convention.model.alternatives import column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.texte.lectures import AlternativeEcrite
    from convention.model.depot import Depot, Reference
    from convention.model.documents.catalogue import Prerequis


class _Inutile(NamedTuple):
    """A replacement without effect: why, and where it is written."""

    motif: str
    reference: Reference


@controle("LEC004", avertit=True)
def without_effect(depot: Depot) -> Iterator[Constat]:
    """LEC004: what another reading replaces is already so."""
    for written in alternatives(depot):
        for found in (
            *_of_rows(depot, written),
            *_of_limits(depot, written),
            *_of_keys(depot, written),
            *_of_services(depot, written),
        ):
            yield _idle(written, found)
        for found in _of_policies(depot, written):
            yield _idle(written, found)


def _idle(written: AlternativeEcrite, found: _Inutile) -> Constat:
    hint = "retirer ce remplacement, ou écrire ce que donnerait l'autre lecture"
    return signal("LEC004", found.reference, f"l'{written.nom} ne change rien : {found.motif}", hint)


def _of_rows(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    for rang, lue in enumerate(written.alternative.formules):
        ligne = depot.lignes.get(lue.ligne)
        mode = column(ligne, lue.colonne) if ligne is not None else None
        if mode is not None and _canonical(mode.formule) == _canonical(lue.formule):
            motif = f"la formule est déjà celle de la ligne {cite(lue.ligne)}"
            yield _Inutile(motif, written.at("formules", rang, "formule"))
    for rang, lu in enumerate(written.alternative.parametres):
        ligne = depot.lignes.get(lu.ligne)
        parametre = ligne.parametres.get(lu.parametre) if ligne is not None else None
        if parametre is not None and set(parametre.valeurs.values()) == {lu.valeur}:
            motif = f"le paramètre {cite(lu.parametre)} a déjà cette valeur"
            yield _Inutile(motif, written.at("parametres", rang, "valeur"))


def _of_limits(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    for rang, lu in enumerate(written.alternative.reliquats):
        ligne = depot.lignes.get(lu.ligne)
        mode = column(ligne, lu.colonne) if ligne is not None else None
        if mode is not None and (mode.plafond is None or mode.plafond.reliquat is lu.reliquat):
            reason = "n'a pas de plafond" if mode.plafond is None else "laisse déjà ainsi ce que son plafond retient"
            yield _Inutile(f"la ligne {cite(lu.ligne)} {reason}", written.at("reliquats", rang, "reliquat"))
    for rang, lus in enumerate(written.alternative.beneficiaires):
        item = depot.composants.get(lus.composant)
        if item is not None and item.composant.beneficiaires is lus.beneficiaires:
            motif = f"ce sont déjà les bénéficiaires de {cite(lus.composant)}"
            yield _Inutile(motif, written.at("beneficiaires", rang, "beneficiaires"))


def _of_keys(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    for rang, lu in enumerate(written.alternative.abaques):
        item = depot.composants.get(lu.composant)
        where = written.at("abaques", rang, "abaque")
        if item is None:
            continue
        if item.composant.abaque == lu.abaque:
            yield _Inutile(f"{cite(lu.abaque)} est déjà l'abaque de {cite(item.id)}", where)
        elif not _reads_abaque(depot, item.composant.ligne):
            yield _Inutile(f"aucune formule de {cite(item.composant.ligne)} n'emploie d'abaque", where)
    for rang, lue in enumerate(written.alternative.sommes):
        cle = depot.cles.get(lue.cle)
        if cle is not None and cle.somme and set(cle.somme) == set(lue.somme):
            motif = f"{cite(lue.cle)} est déjà cette somme"
            yield _Inutile(motif, written.at("sommes", rang, "somme"))
    cle_forfait = written.alternative.cle_forfait
    if cle_forfait is not None and "" in depot.forfaits and cle_forfait == depot.forfaits[""].cle:
        yield _Inutile(f"le forfait se compte déjà par {cite(cle_forfait)}", written.at("cle_forfait"))


def _of_services(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    for rang, lu in enumerate(written.alternative.prerequis):
        asked = _prerequis(depot, lu.service)
        if asked is not None and set(asked.services) == set(lu.services):
            motif = f"{lu.service} suppose déjà ces services"
            yield _Inutile(motif, written.at("prerequis", rang, "services"))
    codes = set(written.alternative.obligatoires)
    if codes and codes == {code for code, service in depot.services.items() if service.obligatoire}:
        yield _Inutile("ces services viennent déjà avec l'adhésion", written.at("obligatoires"))


def _of_policies(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    politiques, other = depot.convention.politiques, written.alternative
    in_force, lu = politiques.prorata, other.prorata
    # The threshold serves twelfths only.
    if lu is not None and lu.mode is in_force.mode and (lu.mode is not Prorata.MENSUEL or lu.seuil == in_force.seuil):
        yield _Inutile("la présence se mesure déjà ainsi", written.at("prorata"))
    if other.part_liberee is not None and other.part_liberee is politiques.part_liberee.mode:
        yield _Inutile("la part libérée suit déjà cette règle", written.at("part_liberee"))
    since = politiques.partage.factuels_entiers if politiques.partage is not None else None
    if other.factuels_entiers is not None and other.factuels_entiers == since:
        yield _Inutile("la part d'un coût factuel suit déjà cette règle", written.at("factuels_entiers"))


def _canonical(formule: str) -> str:
    try:
        return formula_text(parse(formule))
    except FormulaError:
        return formule


def _reads_abaque(depot: Depot, nom: str) -> bool:
    """Tell whether a row uses the key of its components; one that is unknown or unreadable has other messages."""
    ligne = depot.lignes.get(nom)
    if ligne is None:
        return True
    read = [compile_formula(mode.formule) for mode in (ligne.factuel, ligne.annuel) if mode is not None]
    return any(formule is None or ABAQUE in formule.noms for formule in read)


def _prerequis(depot: Depot, code: str) -> Prerequis | None:
    holder = depot.sous_service(code) or depot.services.get(code)
    return holder.prerequis if holder is not None else None
