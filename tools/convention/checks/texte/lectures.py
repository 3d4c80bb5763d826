"""LEC, TAR, PRE: readings are numbered, quote the convention, leave no ambiguous text out; another one replaces a rule.

Knows: readings, the texts of the convention that are data, the replacements of an alternative, each with its place.
Must not know: what they cost (a change of rule may move no euro), where a reading is written (`clauses` looks for it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from convention.base.diagnostic import Ecrire, ajouter, ecrire, meant
from convention.base.french import cite, enumere
from convention.base.period import Prorata
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import LECTURES, MODES, Ecrit, ModeEcrit, requirements, rows
from convention.checks.cadre.lieux import Constat, LaCle, Morceau, signal
from convention.checks.periodes import prerequis
from convention.checks.tarifs import cles
from convention.checks.tarifs.lignes import D_UNE_FORMULE, declared_by, declared_by_all, formula_problems, is_doubtful
from convention.checks.tarifs.lignes import units as unreadable_units
from convention.checks.texte.clauses import clauses, named
from convention.engine.compilation import ABAQUE, compile_formula
from convention.formulas.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text
from convention.model.alternatives import apply
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.base.diagnostic import Diagnostic
    from convention.formulas.problems import FormulaProblem
    from convention.model.depot import Depot
    from convention.model.documents.catalogue import Prerequis
    from convention.model.documents.lectures import Alternative, Lecture
    from convention.model.documents.tarifs import LigneTarif


_MOTS = re.compile(r"[^\W_]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class AlternativeEcrite(Ecrit):
    """Another reading and where it stands."""

    lecture: Lecture
    id: str
    alternative: Alternative

    @property
    def nom(self) -> str:
        """How a sentence names it."""
        return f"autre lecture {cite(self.id)} de la lecture {self.lecture.numero}"


def alternatives(depot: Depot) -> Iterator[AlternativeEcrite]:
    """Yield the other readings of every ambiguity."""
    for nom, lecture in depot.vie.lectures.items():
        for autre, alternative in lecture.alternatives.items():
            where = Reference(LECTURES, ("lectures", nom, "alternatives", autre))
            yield AlternativeEcrite(where, lecture, autre, alternative)


@controle("LEC001", "LEC002")
def numbers(depot: Depot) -> Iterator[Constat]:
    """LEC001, LEC002: one number for two readings, a number that none has."""
    first: dict[int, str] = {}
    for nom, lecture in depot.vie.lectures.items():
        known = first.setdefault(lecture.numero, nom)
        if known != nom:
            message = f"la lecture {cite(nom)} porte le numéro {lecture.numero}, déjà celui de {cite(known)}"
            free = ecrire(str(_free(depot.vie.lectures)), "numero")
            yield signal("LEC001", _numero(nom), message, free, (_numero(known), "la première"))
    previous = 0
    for numero, nom in sorted(first.items()):
        if numero > previous + 1:
            span = (
                f"le numéro {previous + 1}" if numero == previous + 2 else f"les numéros {previous + 1} à {numero - 1}"
            )
            message = f"aucune lecture ne porte {span} : celle qui suit, {cite(nom)}, porte le {numero}"
            hint = f"rétablir la lecture {previous + 1}, ou renuméroter à partir de {cite(nom)}"
            yield signal("LEC002", _numero(nom), message, hint)
        previous = numero


@controle("LEC005", avertit=True, entiers=("lectures",))
def unread(depot: Depot) -> Iterator[Constat]:
    """LEC005: a row or a prerequisite says how its text is read, and no reading quotes or replaces it."""
    quoted = [_words(item.texte) for lecture in depot.vie.lectures.values() for item in lecture.extraits]
    replaced = _replaced(depot)
    for row in rows(depot):
        own = [_words(written.mode.texte) for written in row.modes()]
        said = row.ligne.lecture is not None and not row.ligne.hors_extrait
        if said and row.ligne.id not in replaced and not _quotes(quoted, own):
            message = f"la ligne {cite(row.ligne.id)} dit comment son texte est lu, et aucune lecture ne le cite"
            example = next((written.mode.texte for written in row.modes()), row.ligne.libelle)
            hint = _quote_hint(depot.convention.clauses.tarifs, example)
            yield signal("LEC005", LaCle(row.at("lecture")), message, hint)
    for item in requirements(depot):
        own = [_words(item.prerequis.texte)]
        if item.prerequis.lecture is not None and item.code not in replaced and not _quotes(quoted, own):
            message = f"le prérequis de {item.code} dit comment son texte est lu, et aucune lecture ne le cite"
            hint = _quote_hint(depot.convention.clauses.prerequis, item.prerequis.texte)
            yield signal("LEC005", LaCle(item.at("lecture")), message, hint)


@controle("LEC006")
def quotations(depot: Depot) -> Iterator[Constat]:
    """LEC006: a quotation that its clause does not contain; nothing is said of a clause that is not written."""
    texts = _texts(depot)
    for nom, lecture in depot.vie.lectures.items():
        for index, extrait in enumerate(lecture.extraits):
            words = _words(extrait.texte)
            if extrait.clause not in texts or words in texts[extrait.clause]:
                continue
            elsewhere = [clause for clause, text in texts.items() if words in text]
            hint = (
                f"ce texte est dans {named(elsewhere[0])} : corriger « clause »"
                if elsewhere
                else "recopier mot pour mot le texte de la convention, fautes comprises"
            )
            message = f"la lecture {lecture.numero} cite un texte qui n'est pas dans {named(extrait.clause)}"
            yield signal("LEC006", Reference(LECTURES, ("lectures", nom, "extraits", index, "texte")), message, hint)


def _numero(nom: str) -> Reference:
    return Reference(LECTURES, ("lectures", nom, "numero"))


def _free(lectures: Mapping[str, Lecture]) -> int:
    taken = {lecture.numero for lecture in lectures.values()}
    return next(numero for numero in range(1, len(taken) + 2) if numero not in taken)


def _replaced(depot: Depot) -> set[str]:
    """Name the rows and the services whose rule another reading replaces."""
    found: set[str] = set()
    for written in alternatives(depot):
        other = written.alternative
        found |= {item.ligne for item in other.formules} | {item.ligne for item in other.parametres}
        found |= {item.service for item in other.prerequis}
        known = (depot.composants.get(item.composant) for item in other.abaques)
        found |= {item.composant.ligne for item in known if item is not None}
    return found


def _quotes(quoted: list[str], own: list[str]) -> bool:
    return any(text in words for words in quoted for text in own)


def _quote_hint(clause: str | None, texte: str) -> str:
    return f'ajouter aux extraits d\'une lecture : « - {{clause: {clause or "…"}, texte: "{texte}"}} »'


def _texts(depot: Depot) -> dict[str, str]:
    """Return the words of each clause; the tables of annexes 1 to 4 are data: what is in their cells counts."""
    found: dict[str, str] = {}
    for item in clauses(depot):
        parts = (item.titre, *(passage.texte for passage in item.passages))
        found[item.clause] = found.get(item.clause, "") + "".join(_words(text) for text in parts)
    for clause, text in _cells(depot):
        if text is not None and clause is not None and clause in found:
            found[clause] += _words(text)
    return found


def _cells(depot: Depot) -> Iterator[tuple[str | None, str | None]]:
    said = depot.convention.clauses
    for service in depot.services.values():
        yield said.catalogue, service.texte
        for sous in service.sous_services:
            yield said.catalogue, sous.texte or sous.libelle
    for pole in depot.poles:
        for poste in pole.postes:
            yield said.organigramme, poste.texte or poste.fonction
    for exigence in requirements(depot):
        yield said.prerequis, exigence.prerequis.texte
    for row in rows(depot):
        if not row.ligne.hors_extrait:
            ligne = row.ligne
            told = (ligne.categorie, ligne.famille, ligne.libelle, ligne.cle_texte)
            yield from ((said.tarifs, text) for text in told)
            yield from ((said.tarifs, written.mode.texte) for written in row.modes())


def _words(text: str) -> str:
    """Write the words and signs of a text one space apart, so that line breaks and typography do not count."""
    found = _MOTS.findall(text.replace("’", "'"))
    return f" {' '.join(found)} "


_LU_AINSI = ajouter("part_fixe: oui")
_TERME_ENTIER = "le multiplier par part(clé) ou par une quantité ; si le texte est lu ainsi, " + _LU_AINSI


@controle("LEC003")
def unknown_fields(depot: Depot) -> Iterator[Constat]:
    """LEC003: a column that the row leaves blank, a parameter that it does not declare."""
    for written in alternatives(depot):
        for rang, lue in enumerate(written.alternative.formules):
            ligne = depot.lignes.get(lue.ligne)
            if ligne is not None and lue.colonne not in ligne.modes:
                filled = list(map(cite, ligne.modes))
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
        for champ, replaced in (
            ("formules", [(lue.ligne, str(lue.colonne)) for lue in other.formules]),
            ("reliquats", [(lu.ligne, str(lu.colonne)) for lu in other.reliquats]),
            ("parametres", [(lu.ligne, lu.parametre) for lu in other.parametres]),
        ):
            for rang, (ligne, nom) in enumerate(replaced):
                if (ligne, nom) in replaced[:rang]:
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
    mode = ligne.modes.get(lue.colonne) if ligne is not None else None
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
        mode = ligne.modes.get(lue.colonne) if ligne is not None else None
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
        mode = ligne.modes.get(lu.colonne) if ligne is not None else None
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
    if (
        lu is not None
        and lu.mode is in_force.mode
        and (lu.mode is not Prorata.MENSUEL or lu.seuil in {None, in_force.seuil})
    ):
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
    read = [compile_formula(mode.formule) for mode in ligne.indirects.values()]
    return any(formule is None or ABAQUE in formule.noms for formule in read)


def _prerequis(depot: Depot, code: str) -> Prerequis | None:
    holder = depot.sous_service(code) or depot.services.get(code)
    return holder.prerequis if holder is not None else None
