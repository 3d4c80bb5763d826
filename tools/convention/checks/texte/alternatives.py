"""LEC003, LEC004, TAR, PRE: what another reading replaces exists, holds by the rules in force, changes something.

Knows: the replacements of an alternative, each with its place. Must not know: what they cost: a change of rule may move
no euro.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from convention.base.diagnostic import Ecrire, ajouter, meant
from convention.base.french import cite, enumere
from convention.base.period import Prorata
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import MODES, ModeEcrit
from convention.checks.cadre.lieux import Constat, LaCle, Morceau, signal
from convention.checks.periodes import prerequis
from convention.checks.tarifs import cles
from convention.checks.tarifs.lignes import D_UNE_FORMULE, declared_by, declared_by_all, formula_problems, is_doubtful
from convention.checks.tarifs.lignes import units as unreadable_units
from convention.checks.texte.lectures import alternatives
from convention.engine.compilation import ABAQUE, compile_formula
from convention.formulas.regles.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text
from convention.model.alternatives import apply, column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.base.diagnostic import Diagnostic
    from convention.checks.texte.lectures import AlternativeEcrite
    from convention.formulas.regles.problems import FormulaProblem
    from convention.model.depot import Depot, Reference
    from convention.model.documents.catalogue import Prerequis
    from convention.model.documents.tarifs import LigneTarif

_LU_AINSI = ajouter("part_fixe: oui")
_TERME_ENTIER = "le multiplier par part(clé) ou par une quantité ; si le texte est lu ainsi, " + _LU_AINSI


@controle("LEC003")
def unknown_fields(depot: Depot) -> Iterator[Constat]:
    """LEC003: a column that the row leaves blank, a parameter that it does not declare."""
    for written in alternatives(depot):
        for rang, lue in enumerate(written.alternative.formules):
            ligne = depot.lignes.get(lue.ligne)
            if ligne is not None and column(ligne, lue.colonne) is None:
                filled = [cite(nom) for nom in MODES if getattr(ligne, nom) is not None]
                message = f"la ligne {cite(ligne.id)} n'a pas de {MODES[lue.colonne].court}"
                where = written.at("formules", rang, "colonne")
                yield signal("LEC003", where, message, f"colonnes de la ligne : {enumere(filled)}")
            if ligne is not None:
                yield from _unknown_units(written, rang, ligne)
        for rang, lu in enumerate(written.alternative.parametres):
            ligne = depot.lignes.get(lu.ligne)
            if ligne is not None and lu.parametre not in ligne.parametres:
                message = f"la ligne {cite(ligne.id)} n'a pas de paramètre {cite(lu.parametre)}"
                known = ", ".join(ligne.parametres)
                hint = meant(lu.parametre, ligne.parametres) or (f"paramètres de la ligne : {known}" if known else "")
                hint = hint or "la ligne ne déclare aucun paramètre"
                yield signal("LEC003", written.at("parametres", rang, "parametre"), message, hint)


def _unknown_units(written: AlternativeEcrite, rang: int, ligne: LigneTarif) -> Iterator[Constat]:
    for nom in written.alternative.formules[rang].variables:
        if nom not in ligne.variables:
            where = LaCle(written.at("formules", rang, "variables", nom))
            hint = meant(nom, ligne.variables) or f"variables de la ligne : {', '.join(ligne.variables)}"
            yield signal("LEC003", where, f"la ligne {cite(ligne.id)} n'a pas de variable {cite(nom)}", hint)


@controle("LEC003")
def repeated(depot: Depot) -> Iterator[Constat]:
    """LEC003: another reading that gives two formulas to one column, or two values to one parameter."""
    for written in alternatives(depot):
        other = written.alternative
        for champ, named in (
            ("formules", [(lue.ligne, str(lue.colonne)) for lue in other.formules]),
            ("reliquats", [(lu.ligne, str(lu.colonne)) for lu in other.reliquats]),
            ("parametres", [(lu.ligne, lu.parametre) for lu in other.parametres]),
        ):
            for rang, (ligne, nom) in enumerate(named):
                if (ligne, nom) in named[:rang]:
                    message = f"l'{written.nom} remplace deux fois {cite(nom)} de {cite(ligne)} : laquelle vaudrait ?"
                    yield signal("LEC003", written.at(champ, rang), message, "en garder une seule")


@controle(*D_UNE_FORMULE, "TAR010", entiers=("cles",))
def formulas(depot: Depot) -> Iterator[Constat]:
    """TAR001 to TAR009, TAR010, TAR023: what is wrong with the formula of another reading, under the word concerned."""
    common = declared_by_all(depot)
    # An unreadable unit has its own message (TAR020), and makes those of the formulas doubtful.
    silent = any(True for _ in unreadable_units(depot))
    for written in alternatives(depot):
        for rang in range(len(written.alternative.formules)):
            mode = _read_mode(depot, written, rang)
            if mode is None:
                continue
            problems = formula_problems(mode, declared_by(mode.ligne, common))
            for problem in problems:
                told = silent and problem.code == "TAR003"
                if not told and not is_doubtful(depot, mode.mode.formule, problem):
                    yield _formula(written, mode, problem)
            if not problems and not _has_variable(mode):
                message = (
                    f"le {mode.texte} de {cite(mode.ligne.id)} n'emploierait aucune variable : rien n'en serait facturé"
                )
                yield signal("TAR010", mode.at("formule"), f"{message} ({written.nom})")


@controle("TAR016", "PRE002", "PRE003")
def rules(depot: Depot) -> Iterator[Constat]:
    """TAR016, PRE002, PRE003: keys and prerequisites that would not hold if the text were read so."""
    before = {champ: {_said(item) for item in check(depot)} for champ, check in _REGLES.items()}
    for written in alternatives(depot):
        other = written.alternative
        filled = [champ for champ in _REGLES if getattr(other, champ)]
        read = apply(depot, other) if filled else depot
        for champ in filled:
            for item in _REGLES[champ](read):
                if _said(item) not in before[champ]:
                    hint = Ecrire(item.hint, lignes=item.lignes)
                    yield signal(item.code, LaCle(written.at(champ)), f"{item.message} ({written.nom})", hint)


def _read_mode(depot: Depot, written: AlternativeEcrite, rang: int) -> ModeEcrit | None:
    """Return the column as it would be read; None when it names no row, or a blank column."""
    lue = written.alternative.formules[rang]
    ligne = depot.lignes.get(lue.ligne)
    mode = column(ligne, lue.colonne) if ligne is not None else None
    if ligne is None or mode is None:
        return None
    read = mode.model_copy(update={"formule": lue.formule})
    # A fixed part is announced with the formula that has one: the row's own declaration is about another formula.
    units = {**ligne.variables, **lue.variables}
    row = ligne.model_copy(update={"part_fixe": lue.part_fixe, "abonnement": False, "variables": units})
    return ModeEcrit(written.at("formules", rang), row, str(lue.colonne), read)


def _has_variable(mode: ModeEcrit) -> bool:
    formule = compile_formula(mode.mode.formule)
    return formule is not None and any(nom in mode.ligne.variables for nom in formule.noms)


def _formula(written: AlternativeEcrite, mode: ModeEcrit, problem: FormulaProblem) -> Constat:
    lieu = Morceau(mode.at("formule"), problem.start, problem.end)
    message = f"{problem.message} ({mode.texte} de {cite(mode.ligne.id)}, {written.nom})"
    return signal(problem.code, lieu, message, _TERME_ENTIER if problem.code == "TAR007" else problem.conseil)


def _said(item: Diagnostic) -> tuple[str, str]:
    return item.code, item.message


def _prerequisites(depot: Depot) -> Iterator[Diagnostic]:
    yield from prerequis.self_required(depot)
    yield from prerequis.cycles(depot)


_REGLES: Mapping[str, Callable[[Depot], Iterator[Diagnostic]]] = {
    "sommes": cles.definitions,
    "cle_forfait": cles.forfait,
    "prerequis": _prerequisites,
}
"""By replacement, the checks of the rules that it may break; they read the Depot, not its files."""


_Inutile: TypeAlias = "tuple[str, Reference]"
"""A replacement without effect: why, and where it is written."""


@controle("LEC004", avertit=True)
def without_effect(depot: Depot) -> Iterator[Constat]:
    """LEC004: what another reading replaces is already so."""
    hint = "retirer ce remplacement, ou écrire ce que donnerait l'autre lecture"
    for written in alternatives(depot):
        for find in (_of_rows, _of_limits, _of_keys, _of_services, _of_policies):
            for motif, reference in find(depot, written):
                yield signal("LEC004", reference, f"l'{written.nom} ne change rien : {motif}", hint)


def _of_rows(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    for rang, lue in enumerate(written.alternative.formules):
        ligne = depot.lignes.get(lue.ligne)
        mode = column(ligne, lue.colonne) if ligne is not None else None
        if mode is not None and _canonical(mode.formule) == _canonical(lue.formule):
            motif = f"la formule est déjà celle de la ligne {cite(lue.ligne)}"
            yield motif, written.at("formules", rang, "formule")
    for rang, lu in enumerate(written.alternative.parametres):
        ligne = depot.lignes.get(lu.ligne)
        parametre = ligne.parametres.get(lu.parametre) if ligne is not None else None
        if parametre is not None and set(parametre.valeurs.values()) == {lu.valeur}:
            motif = f"le paramètre {cite(lu.parametre)} a déjà cette valeur"
            yield motif, written.at("parametres", rang, "valeur")


def _of_limits(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    for rang, lu in enumerate(written.alternative.reliquats):
        ligne = depot.lignes.get(lu.ligne)
        mode = column(ligne, lu.colonne) if ligne is not None else None
        if mode is not None and (mode.plafond is None or mode.plafond.reliquat is lu.reliquat):
            reason = "n'a pas de plafond" if mode.plafond is None else "laisse déjà ainsi ce que son plafond retient"
            yield f"la ligne {cite(lu.ligne)} {reason}", written.at("reliquats", rang, "reliquat")
    for rang, lus in enumerate(written.alternative.beneficiaires):
        item = depot.composants.get(lus.composant)
        if item is not None and item.composant.beneficiaires is lus.beneficiaires:
            motif = f"ce sont déjà les bénéficiaires de {cite(lus.composant)}"
            yield motif, written.at("beneficiaires", rang, "beneficiaires")


def _of_keys(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    for rang, lu in enumerate(written.alternative.abaques):
        item = depot.composants.get(lu.composant)
        where = written.at("abaques", rang, "abaque")
        if item is None:
            continue
        if item.composant.abaque == lu.abaque:
            yield f"{cite(lu.abaque)} est déjà l'abaque de {cite(item.id)}", where
        elif not _reads_abaque(depot, item.composant.ligne):
            yield f"aucune formule de {cite(item.composant.ligne)} n'emploie d'abaque", where
    for rang, lue in enumerate(written.alternative.sommes):
        cle = depot.cles.get(lue.cle)
        if cle is not None and cle.somme and set(cle.somme) == set(lue.somme):
            motif = f"{cite(lue.cle)} est déjà cette somme"
            yield motif, written.at("sommes", rang, "somme")
    cle_forfait = written.alternative.cle_forfait
    if cle_forfait is not None and "" in depot.forfaits and cle_forfait == depot.forfaits[""].cle:
        yield f"le forfait se compte déjà par {cite(cle_forfait)}", written.at("cle_forfait")


def _of_services(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    for rang, lu in enumerate(written.alternative.prerequis):
        asked = _prerequis(depot, lu.service)
        if asked is not None and set(asked.services) == set(lu.services):
            motif = f"{lu.service} suppose déjà ces services"
            yield motif, written.at("prerequis", rang, "services")
    codes = set(written.alternative.obligatoires)
    if codes and codes == {code for code, service in depot.services.items() if service.obligatoire}:
        yield "ces services viennent déjà avec l'adhésion", written.at("obligatoires")


def _of_policies(depot: Depot, written: AlternativeEcrite) -> Iterator[_Inutile]:
    politiques, other = depot.convention.politiques, written.alternative
    in_force, lu = politiques.prorata, other.prorata
    # The threshold serves twelfths only.
    if lu is not None and lu.mode is in_force.mode and (lu.mode is not Prorata.MENSUEL or lu.seuil == in_force.seuil):
        yield "la présence se mesure déjà ainsi", written.at("prorata")
    if other.part_liberee is not None and other.part_liberee is politiques.part_liberee.mode:
        yield "la part libérée suit déjà cette règle", written.at("part_liberee")
    since = politiques.partage.factuels_entiers if politiques.partage is not None else None
    if other.factuels_entiers is not None and other.factuels_entiers == since:
        yield "la part d'un coût factuel suit déjà cette règle", written.at("factuels_entiers")


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
