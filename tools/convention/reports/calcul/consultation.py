"""How a grid or a price revision read for one beneficiary is told, so that it can be redone by hand.

Knows: tables as a computation consulted them. Must not know: the rest of the operation (`operation`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, euros, mois_dit, nombre, pluriel, prix
from convention.base.money import CENTS
from convention.engine.tables import RevisionLue, grid_of
from convention.formulas.evaluate import evaluate, fraction_at
from convention.formulas.functions import FONCTIONS, RANG
from convention.formulas.grilles import SANS_TABLE, ranks_of, tier_of
from convention.formulas.nodes import Appel, Consultation, Expression, names, parts, tables
from convention.formulas.reduction import follow
from convention.formulas.regles.units import is_money
from convention.formulas.texte.syntax import parse
from convention.model.mots.communs import ModeBareme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.engine.lignes import Calcul, Ligne
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Mode
    from convention.model.vue import BaremeVu


def figures_of(calcul: Calcul, rang: int) -> dict[str, Fraction]:
    """Return the figures that the formulas of a computation read for one beneficiary, by name."""
    known = {nom: valeur.valeur for nom, valeur in calcul.valeurs.items()}
    known |= {nom: decompte.quantite(rang) for nom, decompte in calcul.decomptes.items()}
    return known | ({RANG: Fraction(calcul.rangs[rang])} if calcul.rangs else {})


def grid_read(node: Consultation, calcul: Calcul) -> BaremeVu | None:
    """Return the grid that a formula consults; None when it consults an index, or the grid is not there."""
    return calcul.tables.baremes.get(node.table) if calcul.tables is not None and node.fonction == "bareme" else None


def revision_read(node: Consultation, calcul: Calcul) -> RevisionLue | None:
    """Return the price revision that a formula consults; None when it consults a grid, or no index is known."""
    return calcul.tables.revisions.get(node.table) if calcul.tables is not None and node.fonction == "indice" else None


def worth(expression: Expression, calcul: Calcul, rang: int) -> Fraction:
    """Compute an expression without part for one beneficiary, exactly."""
    tables_used = SANS_TABLE if calcul.tables is None else calcul.tables.tables
    return fraction_at(evaluate(expression, figures_of(calcul, rang), tables_used), 0)


def followed(ligne: Ligne, formule: str | None = None) -> tuple[Expression, tuple[Appel, ...]]:
    """Return a formula of a line, its own by default, without the branches not taken; the choices that it meets."""
    return follow(parse(formule or ligne.calcul.formule), lambda node: worth(node, ligne.calcul, ligne.rang))


def mode_of(calcul: Calcul, depot: Depot, exercice: int) -> Mode | None:
    """Return how the row of a computation was written for an exercice: its formula, its text, its limits."""
    ligne = depot.lignes.get(calcul.ligne_tarif or "")
    mode: Mode | None = getattr(ligne.at(exercice), calcul.nature.mode) if ligne is not None else None
    return mode


def formulas(calcul: Calcul, depot: Depot, exercice: int) -> tuple[str, ...]:
    """Return the formula of a computation, then those of its limits."""
    mode = mode_of(calcul, depot, exercice)
    return (calcul.formule, *(mode.formules[1:] if mode is not None else ()))


def unread(ligne: Ligne, depot: Depot, exercice: int) -> set[str]:
    """Return the names that only branches not taken read, in the formula of a line and in those of its limits."""
    every = formulas(ligne.calcul, depot, exercice)
    read = {nom for text in every for node in _read(ligne, text) for nom in (*names(node), *parts(node))}
    return {nom for text in every for nom in names(parse(text))} - read


def _read(ligne: Ligne, formule: str | None = None) -> tuple[Expression, ...]:
    """Return what a formula of a line reads: the branch taken, the condition of each choice, what was compared."""
    taken, choices = followed(ligne, formule)
    compared = (item.arguments[:1] if FONCTIONS[item.fonction].condition else item.arguments for item in choices)
    return (taken, *(argument for arguments in compared for argument in arguments))


def results(ligne: Ligne) -> dict[Consultation, str]:
    """Write what each grid and each revision gives to a beneficiary: an amount, or a coefficient."""
    return {node: _result(node, ligne) for node in _consulted(ligne)}


def read_text(node: Consultation, ligne: Ligne, depot: Depot) -> str:
    """Write the operands that a grid, or a price revision, was read with: enough to redo it by hand."""
    vu, lue = grid_read(node, ligne.calcul), revision_read(node, ligne.calcul)
    if vu is not None:
        return f"barème : {_tier(node, vu, ligne, depot)}"
    if lue is not None:
        before = worth(node.arguments[0], ligne.calcul, ligne.rang)
        return f"prix révisé : {prix(before)} × {nombre(lue.courant.valeur)} ÷ {nombre(lue.base.valeur)}"
    return "prix révisé" if node.fonction == "indice" else "barème"


def consultation_lines(ligne: Ligne, depot: Depot, *, details: bool) -> Iterator[str]:
    """Tell how each grid and each revision was read, and where it is written.

    With `details`, a revision is called by the name that its formula gives it.
    """
    for node in _consulted(ligne):
        vu, lue = grid_read(node, ligne.calcul), revision_read(node, ligne.calcul)
        if vu is not None:
            yield _grid(node, vu, ligne, depot)
        elif lue is not None:
            name = f"révision {node.table}" if details else "révision"
            yield f"{name} : {_revision(node, lue, ligne, depot)}"
    if ligne.calcul.rangs:
        rang = ligne.calcul.rangs[ligne.rang]
        yield f"rang : {rang}{'er' if rang == 1 else 'e'} exercice de présence"


def _consulted(ligne: Ligne) -> tuple[Consultation, ...]:
    return tuple(dict.fromkeys(node for expression in _read(ligne) for node in tables(expression)))


def _result(node: Consultation, ligne: Ligne) -> str:
    value, bareme = worth(node, ligne.calcul, ligne.rang), grid_read(node, ligne.calcul)
    return prix(value) if bareme is None or is_money(bareme.bareme.unite) else nombre(value)


def _grid(node: Consultation, vu: BaremeVu, ligne: Ligne, depot: Depot) -> str:
    mesures = [worth(argument, ligne.calcul, ligne.rang) for argument in node.arguments]
    units = vu.bareme.mesures
    counted = [_measured(number, unit, depot) for number, unit in zip(mesures, units.values(), strict=False)]
    label = f"barème {cite(vu.bareme.libelle)}, {' et '.join(counted)}"
    tier = tier_of(grid_of(vu), mesures)
    told = _tier(node, vu, ligne, depot)
    if tier < 0:
        return f"{label} : {told}"
    sliced = vu.bareme.mode is ModeBareme.TRANCHES
    how = f", tranche par tranche : {told}" if sliced else f" : {told} : {_result(node, ligne)}"
    return f"{label}{how} ({depot.lieu(vu.sources[tier])})"


def _tier(node: Consultation, vu: BaremeVu, ligne: Ligne, depot: Depot) -> str:
    """Say which tiers of a grid apply: « 2 × 60,00 € + 1,7 × 48,00 € », « tranche de 10 à 49 postes »."""
    mesures = [worth(argument, ligne.calcul, ligne.rang) for argument in node.arguments]
    tier = tier_of(grid_of(vu), mesures)
    if tier < 0:
        return "au-dessous de la première tranche, rien n'est dû"
    if vu.bareme.mode is ModeBareme.TRANCHES:
        return _slices(vu, mesures[0])
    return f"tranche {tranche_atteinte(depot, vu, mesures)}"


def tranche(depot: Depot, vu: BaremeVu, rang: int) -> str:
    """Say which quantities a tier is for: « de 0 à 999 habitants », « à partir de 2 500 habitants »."""
    told = [
        _span(depot, vu, nom, unit, rang)
        for nom, unit in vu.bareme.mesures.items()
        if nom in vu.tranches[rang].a_partir_de
    ]
    return enumere(told)


def tranche_atteinte(depot: Depot, vu: BaremeVu, mesures: Sequence[Fraction]) -> str:
    """Say which tier quantities reach, and which of them gives it when they do not all reach the same.

    « de 0 à 9 postes » ; « à partir de 50 agents, la plus haute des deux » for 4 000 inhabitants and 60 agents.
    """
    grille = grid_of(vu)
    ranks, rang = ranks_of(grille, mesures), tier_of(grille, mesures)
    if len(set(ranks)) == 1:
        return tranche(depot, vu, rang)
    measured = zip(vu.bareme.mesures.items(), ranks, strict=False)
    told = [_span(depot, vu, nom, unit, rang) for (nom, unit), rank in measured if rank == rang]
    return f"{enumere(told)}, {la_retenue(vu)}"


def la_retenue(vu: BaremeVu) -> str:
    """Say which tier holds when measures reach several: « la plus haute des deux »."""
    count = len(vu.bareme.mesures)
    which = "haute" if grid_of(vu).plus_haute else "basse"
    return f"la plus {which} des {'deux' if count == 2 else count}"  # noqa: PLR2004 (a word for the usual number)


def _span(depot: Depot, vu: BaremeVu, nom: str, unit: str, rang: int) -> str:
    first = vu.tranches[rang].a_partir_de[nom]
    after = min(
        (item.a_partir_de[nom] for item in vu.tranches if item.a_partir_de.get(nom, first) > first), default=None
    )
    if vu.bareme.mode is ModeBareme.TRANCHES and (first or after is not None):
        # Each unit has the price of its own slice: the last of one ends where the next begins.
        end = "" if after is None else f" à {_measured(after, unit, depot)}"
        return f"de {nombre(first)}{end}" if end else f"au-delà de {_measured(first, unit, depot)}"
    if after is None:
        return f"à partir de {_measured(first, unit, depot)}"
    whole = _is_whole(depot, nom) and all(item.a_partir_de.get(nom, first).denominator == 1 for item in vu.tranches)
    last = after - 1 if whole else after
    return f"de {nombre(first)} à {'' if whole else 'moins de '}{_measured(last, unit, depot)}"


def _is_whole(depot: Depot, nom: str) -> bool:
    """Tell whether a measure counts whole things: between 1 and 2 To, there are halves that a tier is for too."""
    cle = depot.cles.get(nom)
    if cle is None:
        return True
    if cle.termes:
        return all(_is_whole(depot, terme) for terme in cle.termes)
    return cle.entiere if cle.comptee else cle.reference is not None


def _slices(vu: BaremeVu, quantity: Fraction) -> str:
    bounds = [next(iter(tranche.a_partir_de.values())) for tranche in vu.tranches]
    ends = [*bounds[1:], quantity]
    money = is_money(vu.bareme.unite)
    pieces = [
        f"{nombre(min(end, quantity) - bound)} × {prix(tranche.valeur) if money else nombre(tranche.valeur)}"
        for tranche, bound, end in zip(vu.tranches, bounds, ends, strict=True)
        if quantity > bound
    ]
    return " + ".join(pieces)


def _revision(node: Consultation, lue: RevisionLue, ligne: Ligne, depot: Depot) -> str:
    (price,) = node.arguments
    before, after = worth(price, ligne.calcul, ligne.rang), worth(node, ligne.calcul, ligne.rang)
    indice = depot.indices[lue.mois.serie]
    base = f" et {depot.span(lue.base.source).line}" if lue.base.source != lue.courant.source else ""
    return (
        f"{prix(before)} × {nombre(lue.courant.valeur)} ({mois_dit(lue.mois.mois)}) ÷ "
        f"{nombre(lue.base.valeur)} ({mois_dit(lue.mois.base)}) = {euros(int(after * CENTS))}, au centime "
        f"({indice.libelle}, {depot.lieu(lue.courant.source)}{base})"
    )


def _measured(number: Fraction, unit: str, depot: Depot) -> str:
    known = next((cle.pluriel for cle in depot.cles.values() if cle.unite == unit), None)
    return f"{nombre(number)} {pluriel(number, unit, known)}"
