"""TAR004, TAR009: the worked examples of the formulas, computed again exactly.

Knows: an example's figures. Must not know: adherents, components. The amount is rounded half-up once, as by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import Ecrire, ajouter, meant
from convention.base.french import cite, enumere, euros, nombre
from convention.base.money import decimal_text, round_half_up
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import rows
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.engine.compilation import ABAQUE, compile_formula
from convention.engine.tables import read_tables
from convention.formulas.evaluate import amount_for_one
from convention.formulas.functions import RANG
from convention.formulas.grilles import SANS_TABLE
from convention.formulas.linear import misplaced_parts
from convention.formulas.nodes import names, parts, tables
from convention.formulas.regles.divisions import constant_zero_divisions, zero_divisions
from convention.formulas.regles.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.model.en_vigueur import example_values, grid_at, index_at, revisions_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from convention.checks.cadre.lecture import ModeEcrit
    from convention.formulas.grilles import Tables
    from convention.formulas.nodes import Consultation, Expression
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Exemple


@controle("TAR004")
def examples(depot: Depot) -> Iterator[Constat]:
    """TAR004: an example whose figures do not give the amount it announces; TAR009: it divides by zero."""
    for row in rows(depot):
        for written in row.modes():
            expression = _readable(depot, written)
            if expression is None:
                continue
            for rang, exemple in enumerate(written.mode.exemples):
                problems = tuple(_figures(depot, written, expression, rang, exemple))
                yield from problems or _amount(depot, written, expression, rang, exemple)


def _readable(depot: Depot, written: ModeEcrit) -> Expression | None:
    """Read a formula; None when it has its own message already, which its examples would only repeat."""
    try:
        expression = parse(written.mode.formule)
    except FormulaError:
        return None
    known = {*written.ligne.variables, *written.ligne.parametres, *depot.cles, ABAQUE, RANG}
    wrong = misplaced_parts(expression) or constant_zero_divisions(expression)
    return None if wrong or not known.issuperset((*names(expression), *parts(expression))) else expression


def _figures(
    depot: Depot, written: ModeEcrit, expression: Expression, rang: int, exemple: Exemple
) -> Iterator[Constat]:
    """Compare the names of an example with those of the formula."""
    shared = parts(expression)
    needed = tuple(dict.fromkeys((*names(expression), *shared)))
    which = f"l'exemple {rang + 1} de {cite(written.ligne.id)} ({written.texte})"
    lieu = written.at("exemples", rang)
    consulted = tables(expression)
    if consulted and exemple.exercice is None:
        message = f"{which} consulte {cite(consulted[0].table)} sans dire pour quel exercice"
        yield signal("TAR004", lieu, message, ajouter("exercice: 2026"))
    missing = [nom for nom in needed if nom not in example_values(depot, written.ligne, exemple)]
    if missing:
        message = f"{which} ne donne pas {enumere([cite(nom) for nom in missing])}"
        yield signal("TAR004", lieu, message, ajouter(*(f"{nom}: ⟦…⟧" for nom in missing)))
    untotalled = [cle for cle in shared if cle not in exemple.total]
    if untotalled:
        message = f"{which} ne donne pas le total de {enumere([cite(cle) for cle in untotalled])}"
        yield signal("TAR004", lieu, message, ajouter(f"total: {{{', '.join(f'{cle}: ⟦…⟧' for cle in untotalled)}}}"))
    for nom in exemple.valeurs:
        if nom not in needed:
            extra = LaCle(written.at("exemples", rang, nom))
            yield signal("TAR004", extra, f"{which} donne {cite(nom)}, absent de la formule", meant(nom, needed))
    for nom in exemple.total:
        extra = LaCle(written.at("exemples", rang, "total", nom))
        if nom not in shared:
            message = f"{which} donne le total de {cite(nom)}, que la formule ne répartit pas"
            yield signal("TAR004", extra, message, meant(nom, shared))
        elif exemple.total[nom] <= 0 or exemple.total[nom] < exemple.valeurs.get(nom, 0):
            quantity, whole = nombre(exemple.valeurs.get(nom, 0)), nombre(exemple.total[nom])
            message = f"{which} a {quantity} {cite(nom)} pour un total de {whole}"
            yield signal("TAR004", extra, message, "le total compte tous les bénéficiaires, l'adhérent compris")


def _amount(depot: Depot, written: ModeEcrit, expression: Expression, rang: int, exemple: Exemple) -> Iterator[Constat]:
    which = f"l'exemple {rang + 1} de {cite(written.ligne.id)} ({written.texte})"
    consulted = _tables(depot, written, exemple)
    unread = [node for node in tables(expression) if node.table not in _known(consulted, node)]
    if unread:
        # A table that is not known, or has no value at all, has its own message.
        if _begins_later(depot, written, unread[0], exemple.exercice or 0):
            lieu = written.at("exemples", rang, "exercice")
            message = f"{which} lit {cite(unread[0].table)}, qui n'a pas encore de valeur en {exemple.exercice}"
            yield signal("TAR004", lieu, message, "choisir un exercice où il en a une")
        return
    values = example_values(depot, written.ligne, exemple)
    problems = zero_divisions(expression, values, consulted)
    if problems:
        lieu = written.at("exemples", rang)
        yield from (signal("TAR009", lieu, f"{which} : {problem.message}", problem.hint) for problem in problems)
        return
    found = round_half_up(amount_for_one(expression, values, exemple.total, consulted))
    if found != exemple.attendu:
        message = f"{which} donne {euros(found)}, et non {euros(exemple.attendu)}"
        written_amount = decimal_text(found)
        hint = Ecrire(
            f"si la formule et les valeurs sont justes, écrire « attendu: {written_amount} »", (written_amount,)
        )
        yield signal("TAR004", written.at("exemples", rang, "attendu"), message, hint)


def _known(consulted: Tables, node: Consultation) -> Collection[str]:
    return consulted.grilles if node.fonction == "bareme" else consulted.coefficients


def _begins_later(depot: Depot, written: ModeEcrit, node: Consultation, annee: int) -> bool:
    bareme, revision = depot.baremes.get(node.table), written.ligne.revisions.get(node.table)
    dated: Iterable[int] = ()
    if node.fonction == "bareme":
        dated = bareme.tranches if bareme is not None else ()
    elif revision is not None:
        dated = revision.mois
    return min(dated, default=annee) > annee


def _tables(depot: Depot, written: ModeEcrit, exemple: Exemple) -> Tables:
    """Return the grids and the revisions that an example consults, in its exercice."""
    formule = compile_formula(written.mode.formule)
    if formule is None or exemple.exercice is None or not formule.tables:
        return SANS_TABLE
    annee, noms = exemple.exercice, {nom for fonction, nom in formule.tables if fonction == "bareme"}
    grids = {nom: grid_at(depot, nom, depot.baremes[nom], annee) for nom in noms & depot.baremes.keys()}
    revisions = revisions_at(written.ligne, annee)
    months = {(item.serie, mois) for item in revisions.values() for mois in (item.base, item.mois)}
    values = {place: index_at(depot, *place) for place in months}
    return read_tables(
        {nom: grid for nom, grid in grids.items() if grid is not None},
        {place: value for place, value in values.items() if value is not None},
        revisions,
        (formule,),
    ).tables
