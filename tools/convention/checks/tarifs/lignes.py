"""TAR: the rows of annexe 4: formulas, units, variables, redactions, examples, what they may recharge (art. 8.1, 12).

Knows: what a row declares, what its formulas say, the figures of its examples, computed again exactly (the amount is
rounded half-up once, as by hand). Must not know: adherents, components (`couts`), the form of keys (`cles`), assets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import Ecrire, ajouter, meant
from convention.base.french import cite, enumere, euros, nombre
from convention.base.money import decimal_text, round_half_up
from convention.checks.cadre.citations import declared as declared_names
from convention.checks.cadre.citations import is_lost
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import rows, service_at
from convention.checks.cadre.lieux import Constat, LaCle, Morceau, signal
from convention.engine.compilation import ABAQUE, compile_formula, is_priced_by_grid
from convention.engine.tables import read_tables
from convention.formulas.evaluate import amount_for_one
from convention.formulas.functions import RANG
from convention.formulas.grilles import SANS_TABLE
from convention.formulas.linear import misplaced_parts
from convention.formulas.nodes import names, parts, tables
from convention.formulas.problems import FormulaError
from convention.formulas.regles.divisions import constant_zero_divisions, zero_divisions
from convention.formulas.regles.rules import Declares, check
from convention.formulas.regles.units import GrilleDeclaree, parse_unit
from convention.formulas.texte.syntax import parse
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.cles import CLES
from convention.model.documents.grilles import Bareme
from convention.model.documents.tarifs import LIGNES
from convention.model.en_vigueur import example_values, grid_at, index_at, revisions_at
from convention.model.mots.communs import ModeBareme, Nature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from convention.checks.cadre.lecture import LigneEcrite, ModeEcrit
    from convention.formulas.grilles import Tables
    from convention.formulas.nodes import Consultation, Expression
    from convention.formulas.problems import FormulaProblem
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Exemple, LigneTarif, Redaction


UNITE_NEUTRE = "1"
"""Unit of `abaque`: the key that stands for it changes with the component."""

_UNITE_ILLISIBLE = "TAR003"
D_UNE_FORMULE = ("TAR001", "TAR002", "TAR003", "TAR005", "TAR006", "TAR007", "TAR008", "TAR009", "TAR023")
"""What may be wrong with a formula, wherever it is written (`formulas.regles.rules.check`)."""


@controle(*D_UNE_FORMULE)
def formulas(depot: Depot) -> Iterator[Constat]:
    """TAR001 to TAR009, TAR023: what is wrong with a formula before any figure is known, under the word concerned."""
    common = declared_by_all(depot)
    unreadable = any(_unit_problem(unite) is not None for unite in common.cles.values())
    for row in rows(depot):
        declares = declared_by(row.ligne, common)
        silent = unreadable or any(_unit_problem(unite) is not None for unite in declares.variables.values())
        for written in row.modes():
            for problem in formula_problems(written, declares):
                # An unreadable unit has its own message (TAR020), at the unit.
                told = silent and problem.code == _UNITE_ILLISIBLE
                if not told and not is_doubtful(depot, written.mode.formule, problem):
                    yield _formula(written, problem)


def declared_by_all(depot: Depot) -> Declares:
    """Return the keys and the grids, that the formulas of any row may use."""
    cles = {nom: cle.unite for nom, cle in depot.cles.items()} | {ABAQUE: UNITE_NEUTRE}
    return Declares({}, cles, _grids(depot), frozenset())


def declared_by(ligne: LigneTarif, common: Declares) -> Declares:
    """Return the names that the formulas of a row may use: its own, and those that any may."""
    return common._replace(variables=ligne.unites, revisions=frozenset(ligne.revisions))


def formula_problems(written: ModeEcrit, declares: Declares) -> tuple[FormulaProblem, ...]:
    """Return the problems of one formula; a direct cost is not shared and reads no key."""
    shared = written.nature is not Nature.DIRECT
    return check(
        written.mode.formule,
        declares if shared else declares._replace(cles={}),
        attendu=written.nature.unite,
        part_fixe=written.ligne.part_fixe or written.ligne.abonnement,
        partagee=shared,
    )


def is_doubtful(depot: Depot, formule: str, problem: FormulaProblem) -> bool:
    """Tell whether a name said to be unknown may be that of a wrong file: nothing is said of it then.

    A key may stand in an unreadable file; a grid may be misshapen, or have a unit that cannot be read (TAR020).
    """
    if problem.code != "TAR002":
        return False
    function, _, arguments = formule[problem.start : problem.end].partition("(")
    if function.strip() != "bareme":
        return "cles" in depot.incomplets
    nom = arguments.partition(";")[0].rstrip(")").strip()
    return nom in depot.baremes or nom in declared_names(depot, "bareme") or is_lost(depot, "bareme")


def _grids(depot: Depot) -> Mapping[str, GrilleDeclaree]:
    """Return the units of each grid, those that can be read (the others have their TAR020)."""
    found = {}
    for nom, bareme in depot.baremes.items():
        if not any(_unit_problem(text) for text in (bareme.unite, *bareme.mesures.values())):
            mesures = tuple(parse_unit(text) for text in bareme.mesures.values())
            value = parse_unit(bareme.unite)
            # By slice, each unit is paid at the price of its tier.
            resultat = value * mesures[0] if bareme.mode is ModeBareme.TRANCHES and mesures else value
            found[nom] = GrilleDeclaree(mesures, resultat)
    return found


@controle("TAR020")
def units(depot: Depot) -> Iterator[Constat]:
    """TAR020: a unit that cannot be read."""
    for row in rows(depot):
        declared = [(unite, row.at("variables", nom)) for nom, unite in row.ligne.variables.items()]
        declared += [(item.unite, row.at("parametres", nom, "unite")) for nom, item in row.ligne.parametres.items()]
        for unite, reference in declared:
            yield from _unit(unite, reference)
    for nom, cle in depot.cles.items():
        yield from _unit(cle.unite, Reference(CLES, ("cles", nom, "unite")))
    for nom, bareme in depot.baremes.items():
        path = path_of(Bareme, nom)
        yield from _unit(bareme.unite, Reference(path, ("unite",)))
        for mesure, unite in bareme.mesures.items():
            yield from _unit(unite, Reference(path, ("mesures", mesure)))


@controle("TAR015")
def without_example(depot: Depot) -> Iterator[Constat]:
    """TAR015: a formula that no worked example illustrates."""
    for row in rows(depot):
        for written in row.modes():
            if not written.mode.exemples:
                message = f"le {written.texte} de {cite(row.ligne.id)} n'a pas d'exemple"
                yield signal("TAR015", written.at("formule"), message, _example_hint(written))


@controle("TAR017", avertit=True)
def unused_names(depot: Depot) -> Iterator[Constat]:
    """TAR017: a variable, a parameter or a revision that no formula of the row uses; the name of none."""
    keys = {*depot.cles, *declared_names(depot, "cles")}
    for row in rows(depot):
        texts = [text for written in row.modes() for text in written.mode.formules]
        read = [compile_formula(text) for text in texts]
        if None in read:
            continue
        used = {nom for formule in read if formule is not None for nom in formule.noms}
        consulted = {nom for formule in read if formule is not None for _, nom in formule.tables}
        if not used <= {*row.ligne.variables, *row.ligne.parametres, *keys, ABAQUE, RANG}:
            # A name that is not declared (TAR002) may be the misspelt one of this variable.
            continue
        declared = [(nom, row.at("variables", nom), "la variable") for nom in row.ligne.variables]
        declared += [(nom, row.at("parametres", nom), "le paramètre") for nom in row.ligne.parametres]
        declared += [(nom, row.at("revisions", nom), "la révision") for nom in row.ligne.revisions]
        for nom, reference, kind in declared:
            if nom not in used | consulted:
                message = f"{kind} {cite(nom)} de {cite(row.ligne.id)} n'est dans aucune de ses formules"
                yield signal("TAR017", LaCle(reference), message)
    declares = {nom for row in rows(depot) for nom in (*row.ligne.variables, *row.ligne.parametres)}
    for nom in sorted(depot.noms_des_prix.keys() - declares):
        message = f"le nom de {cite(nom)} ne sert pas : aucune ligne n'a cette variable ni ce paramètre"
        hint = meant(nom, declares - depot.noms_des_prix.keys()) or "retirer ce nom"
        yield signal("TAR017", LaCle(Reference(LIGNES, ("noms", nom))), message, hint)


@controle("TAR039", avertit=True)
def unnamed(depot: Depot) -> Iterator[Constat]:
    """TAR039: a price that a convention that names its own leaves without a name, said once; two that are alike."""
    noms = depot.noms_des_prix
    told = set(noms)
    for row in rows(depot) if noms else ():
        declared = [("variables", nom, unite, "la variable") for nom, unite in row.ligne.variables.items()]
        declared += [("parametres", nom, item.unite, "le paramètre") for nom, item in row.ligne.parametres.items()]
        alike: dict[tuple[str, str], str] = {}
        for champ, nom, unite, kind in declared:
            named, where = noms.get(nom), LaCle(row.at(champ, nom))
            if nom not in told:
                told.add(nom)
                hint = (
                    f"sous {cite('noms:')}, écrire {cite(f'{nom}:')} et comment une phrase l'appelle, avec son article"
                )
                yield signal("TAR039", where, f"{kind} {cite(nom)} de {cite(row.ligne.id)} n'a pas de nom", hint)
            if named is not None and alike.setdefault((named, unite), nom) != nom:
                message = (
                    f"{cite(alike[named, unite])} et {cite(nom)}, de {cite(row.ligne.id)}, se disent {cite(named)}"
                )
                yield signal(
                    "TAR039", where, f"{message}, dans la même unité", f"leur donner deux noms, sous {cite('noms:')}"
                )


@controle("TAR010")
def without_variable(depot: Depot) -> Iterator[Constat]:
    """TAR010: a shared formula without variable: never billed, or each year for a factual cost priced by a grid."""
    for row in rows(depot):
        for written in row.modes():
            formule = compile_formula(written.mode.formule)
            if formule is None or written.nature is Nature.DIRECT:
                continue
            priced = is_priced_by_grid(row.ligne, formule)
            if priced and written.nature is Nature.INDIRECT_FACTUEL:
                message = (
                    f"le {written.texte} de {cite(row.ligne.id)} ne lit que des barèmes : rien ne dit quelle année il "
                    "a lieu, il serait facturé à chaque exercice"
                )
                hint = "déclarer une variable (un coefficient, un prix), donnée au composant l'année où il a lieu"
                yield signal("TAR010", written.at("formule"), message, hint)
            priced = priced or any(nom in row.ligne.variables for nom in formule.noms)
            if not priced and _is_declared(depot, row, formule.noms):
                message = (
                    f"le {written.texte} de {cite(row.ligne.id)} n'emploie aucune variable : aucun composant ne peut "
                    "en donner le montant, il ne serait jamais facturé"
                )
                hint = "déclarer le prix comme variable, et en donner le montant au composant"
                yield signal("TAR010", written.at("formule"), message, hint)


def _is_declared(depot: Depot, row: LigneEcrite, noms: tuple[str, ...]) -> bool:
    known = {*row.ligne.parametres, *depot.cles, ABAQUE, RANG}
    return all(nom in known for nom in noms)


def _formula(written: ModeEcrit, problem: FormulaProblem) -> Constat:
    message = f"{problem.message} ({written.texte} de {cite(written.ligne.id)})"
    return signal(problem.code, Morceau(written.at("formule"), problem.start, problem.end), message, problem.conseil)


def _unit(unite: str, reference: Reference) -> Iterator[Constat]:
    problem = _unit_problem(unite)
    if problem is not None:
        yield signal("TAR020", Morceau(reference, problem.start, problem.end), problem.message, problem.conseil)


def _unit_problem(unite: str) -> FormulaProblem | None:
    try:
        parse_unit(unite)
    except FormulaError as error:
        return error.problem
    return None


def _example_hint(written: ModeEcrit) -> str:
    formule = compile_formula(written.mode.formule)
    if formule is None:
        return ""
    figures = [f"{nom}: …" for nom in formule.noms]
    shared = [f"{terme.cle}: …" for terme in formule.forme.parts]
    total = [f"total: {{{', '.join(dict.fromkeys(shared))}}}"] if shared else []
    dated = ["exercice: …"] if formule.tables else []
    line = ", ".join([*dated, *figures, *total, "attendu: …"])
    return f"ajouter sous « exemples: » la ligne {cite(f'- {{{line}}}')}"


@controle("TAR037")
def redactions(depot: Depot) -> Iterator[Constat]:
    """TAR037: a year before which nothing was in force, or that never comes; no column; the text already in force."""
    for row in rows(depot):
        for annee, redaction in row.ligne.redactions.items():
            problem = _years(depot, annee) or _content(row, annee, redaction)
            if problem:
                lieu = LaCle(row.at("redactions", str(annee)))
                yield signal("TAR037", lieu, f"{cite(row.ligne.id)}, rédaction de {annee} : {problem[0]}", problem[1])


def _years(depot: Depot, annee: int) -> tuple[str, str] | None:
    first, last = depot.convention.premiere_annee, depot.convention.derniere_annee
    if annee <= first:
        return f"la convention commence en {first}", "écrire ce texte dans la ligne elle-même"
    if annee > last:
        return f"la convention finit en {last}", f"choisir une année de {first + 1} à {last}"
    return None


def _content(row: LigneEcrite, annee: int, redaction: Redaction) -> tuple[str, str] | None:
    columns = redaction.indirects
    if not columns:
        return "elle ne remplace aucune colonne", "ajouter « annuel » ou « factuel », avec sa formule et son texte"
    before = row.ligne.at(annee - 1)
    if all(getattr(before, nom) == mode for nom, mode in columns.items()):
        return "elle répète le texte déjà en vigueur", "retirer la rédaction, ou corriger la formule"
    return None


@controle("TAR033")
def direct_costs(depot: Depot) -> Iterator[Constat]:
    """TAR033: a row of an infrastructure service with a direct cost that is no extension of a member's site."""
    for row in rows(depot):
        service = depot.services.get(row.ligne.service)
        if row.ligne.direct is None or row.ligne.extension_de_site or service is None or not service.infrastructure:
            continue
        message = (
            f"{cite(row.ligne.id)} donne un coût direct à {depot.libelle_service(row.ligne.service)} : "
            f"l'infrastructure commune appartient {depot.convention.noms.gestionnaire.au}, seul un droit d'usage "
            "en est refacturé"
        )
        hint = "écrire « extension_de_site: oui » si cela ne sert qu'un site de l'adhérent, ou retirer « direct »"
        source = service_at(row.ligne.service, "infrastructure")
        yield signal("TAR033", LaCle(row.at("direct")), message, hint, (source, "le service d'infrastructure"))


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
