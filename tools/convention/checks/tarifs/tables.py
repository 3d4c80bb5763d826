"""TAR024 to TAR027: grids without hole, overlap or cliff, indices of one series, neither read before it begins.

Knows: grids and their tiers, series, the months and the grids that rows read. Must not know: who pays.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from convention.base.diagnostic import ajouter, inscrire, la_ligne, meant
from convention.base.french import cite, enumere, nombre, pluriel, prix
from convention.base.money import exact_text
from convention.checks.cadre.contexte import in_use
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import rows
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.formulas.problems import FormulaError
from convention.formulas.regles.units import parse_unit
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.grilles import Bareme, Indice
from convention.model.en_vigueur import latest
from convention.model.mots.communs import ModeBareme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from convention.base.diagnostic import Conseil
    from convention.checks.cadre.contexte import Contexte
    from convention.checks.cadre.lecture import LigneEcrite
    from convention.engine.compilation import Compilee
    from convention.model.depot import Depot
    from convention.model.documents.grilles import Tranche
    from convention.model.documents.tarifs import LigneTarif, Revision


@controle("TAR026")
def malformed_grids(depot: Depot) -> Iterator[Constat]:
    """TAR026: a grid without measure or tier, a measure that tiers do not bound, a choice or a name to be changed."""
    for nom, bareme in depot.baremes.items():
        for message, hint, pointer in _form(nom, bareme):
            yield signal("TAR026", LaCle(Reference(path_of(Bareme, nom), pointer)), message, hint)
        for annee, tranches in bareme.tranches.items() if bareme.mesures else ():
            for index, tranche in enumerate(tranches):
                yield from _measures(bareme, tranche, Reference(path_of(Bareme, nom), ("tranches", str(annee), index)))
    for nom, bareme, reference, ranked in _yearly(depot):
        for (_, before), (rang, after) in pairwise(ranked):
            yield from _going_down(nom, bareme, (before, after), reference.at(rang, "a_partir_de"))


@controle("TAR024")
def holes_and_overlaps(depot: Depot) -> Iterator[Constat]:
    """TAR024: quantities for which a grid has no value, or two."""
    for nom, bareme, reference, tranches in _yearly(depot):
        for mesure, unite in bareme.mesures.items():
            for index, champ, message, hint in _gaps(nom, mesure, unite, tranches):
                yield signal("TAR024", LaCle(reference.at(index, champ)), message, hint)


@controle("TAR025", avertit=True)
def cliffs(depot: Depot) -> Iterator[Constat]:
    """TAR025: one more unit that makes the whole cost less."""
    for nom, bareme, reference, tranches in _yearly(depot):
        if bareme.mode is not ModeBareme.PALIER or len(bareme.mesures) != 1:
            continue
        ((mesure, unite),) = bareme.mesures.items()
        for (_, before), (index, after) in pairwise(tranches):
            bound = after.a_partir_de.get(mesure)
            text = _cliff(nom, bareme, unite, bound, (before.valeur, after.valeur)) if bound else None
            if text:
                yield signal("TAR025", reference.at(index, "valeur"), *text)


def _yearly(depot: Depot) -> Iterator[tuple[str, Bareme, Reference, list[tuple[int, Tranche]]]]:
    """Yield each dated table of tiers, the lowest bounds first, each tier with its rank in the file."""
    for nom, bareme in depot.baremes.items():
        for annee, tranches in bareme.tranches.items():
            bounds = [[tranche.a_partir_de.get(mesure, 0) for mesure in bareme.mesures] for tranche in tranches]
            ranks = sorted(range(len(tranches)), key=bounds.__getitem__)
            if ranks:
                reference = Reference(path_of(Bareme, nom), ("tranches", str(annee)))
                yield nom, bareme, reference, [(rang, tranches[rang]) for rang in ranks]


def _form(nom: str, bareme: Bareme) -> Iterator[tuple[str, Conseil, tuple[str, ...]]]:
    if "-" in nom or nom[0].isdigit():
        named = nom.replace("-", "_")
        one = f"bareme_{named}" if named[0].isdigit() else named
        message = f"le barème {cite(nom)} ne peut pas être nommé dans une formule : ni tiret, ni chiffre au début"
        yield message, f"renommer le fichier : {path_of(Bareme, one)}", ()
    if not bareme.mesures:
        hint = ajouter("mesures: {postes: poste}")
        yield f"le barème {cite(nom)} ne dit pas ce qu'il mesure", hint, ("mesures",)
    for annee in [None] if not bareme.tranches else [annee for annee, found in bareme.tranches.items() if not found]:
        when, where = ("", ()) if annee is None else (f" à partir de {annee}", (str(annee),))
        hint = ajouter("- {a_partir_de: {postes: 0}, valeur: 0.00}")
        yield f"le barème {cite(nom)} n'a aucune tranche{when}", hint, ("tranches", *where)
    several = len(bareme.mesures) > 1
    if several and bareme.mode is ModeBareme.TRANCHES:
        message = f"le barème {cite(nom)} paie chaque unité dans sa tranche : il ne peut avoir qu'une mesure"
        yield message, "garder une seule mesure, ou " + inscrire("mode: palier"), ("mode",)
    elif several and bareme.rang is None:
        message = f"le barème {cite(nom)} a plusieurs mesures et ne dit pas quelle tranche l'emporte"
        higher, lower = ajouter("rang: plus_haute"), la_ligne("rang: plus_basse")
        yield message, higher + " (une mesure suffit) ou " + lower + " (il les faut toutes)", ("mesures",)


def _measures(bareme: Bareme, tranche: Tranche, reference: Reference) -> Iterator[Constat]:
    missing = [nom for nom in bareme.mesures if nom not in tranche.a_partir_de]
    if missing:
        message = f"la tranche n'a pas de borne basse pour {enumere([cite(nom) for nom in missing])}"
        hint = ajouter(*(f"{nom}: ⟦…⟧" for nom in missing), sous="a_partir_de")
        yield signal("TAR026", LaCle(reference.at("a_partir_de")), message, hint)
    for champ in ("a_partir_de", "moins_de"):
        for nom in getattr(tranche, champ):
            if nom not in bareme.mesures:
                lieu = LaCle(reference.at(champ, nom))
                known = f"mesures du barème : {enumere([cite(mesure) for mesure in bareme.mesures])}"
                yield signal(
                    "TAR026", lieu, f"le barème ne mesure pas {cite(nom)}", meant(nom, bareme.mesures) or known
                )


def _going_down(nom: str, bareme: Bareme, pair: tuple[Tranche, Tranche], reference: Reference) -> Iterator[Constat]:
    """Check that the bounds of each measure rise with those of the first one."""
    for mesure, unite in bareme.mesures.items():
        before, after = (tranche.a_partir_de.get(mesure) for tranche in pair)
        if before is not None and after is not None and after < before:
            message = (
                f"barème {cite(nom)} : cette tranche commence à {_measured(after, unite)}, au-dessous de la "
                f"précédente, qui commence à {_measured(before, unite)}"
            )
            hint = "les bornes de toutes les mesures montent ensemble, d'une tranche à la suivante"
            yield signal("TAR026", reference.at(mesure), message, hint)


def _gaps(
    nom: str, mesure: str, unite: str, tranches: list[tuple[int, Tranche]]
) -> Iterator[tuple[int, str, str, str]]:
    index, first = tranches[0]
    bound = first.a_partir_de.get(mesure, 0)
    if bound > 0:
        message = f"le barème {cite(nom)} n'a pas de valeur au-dessous de {_measured(bound, unite)}"
        hint = f"ajouter la tranche « - {{a_partir_de: {{{mesure}: 0}}, valeur: 0.00}} » si rien n'est dû"
        yield index, "a_partir_de", message, hint
    for (_, before), (index, after) in pairwise(tranches):
        bound = after.a_partir_de.get(mesure, 0)
        if before.a_partir_de == after.a_partir_de:
            if mesure == next(iter(after.a_partir_de), None):
                message = f"le barème {cite(nom)} a deux tranches à partir de {_measured(bound, unite)}"
                yield index, "a_partir_de", message, "en retirer une"
            continue
        text = _junction(nom, mesure, unite, before, after)
        if text:
            yield index, "a_partir_de", *text
    index, last = tranches[-1]
    if mesure in last.moins_de:
        end = _measured(last.moins_de[mesure], unite)
        message = f"le barème {cite(nom)} s'arrête à {end}, et le calcul prolonge sa dernière tranche au-delà"
        hint = "retirer « moins_de » de la dernière tranche, ou ajouter la tranche qui suit"
        yield index, "moins_de", message, hint


def _junction(nom: str, mesure: str, unite: str, before: Tranche, after: Tranche) -> tuple[str, str] | None:
    start, end = after.a_partir_de.get(mesure), before.moins_de.get(mesure)
    if start is None or end is None or end == start:
        return None
    kind = "laisse un trou" if end < start else "fait se chevaucher deux tranches"
    low, high = sorted((end, start))
    message = f"le barème {cite(nom)} {kind}, de {nombre(low)} à {_measured(high, unite)}"
    before_it, here = (f"{{{mesure}: {exact_text(bound)}}}" for bound in (start, end))
    return message, f"écrire « moins_de: {before_it} » à la tranche d'avant, ou « a_partir_de: {here} » à celle-ci"


def _cliff(
    nom: str, bareme: Bareme, unite: str, bound: Fraction, values: tuple[Fraction, Fraction]
) -> tuple[str, Conseil] | None:
    """Compare what the last unit of a tier and the first one of the next cost: a price, a coefficient, an amount."""
    kind = _kind(bareme.unite, unite)
    last = bound - 1
    before, after = values if kind == "montant" else (last * values[0], bound * values[1])
    if last < 0 or after >= before:
        return None
    figures = [prix(amount) if kind != "coefficient" else nombre(amount) for amount in (after, before)]
    at = _measured(bound, unite)
    if kind == "montant":
        hint: Conseil = "à confirmer, ou corriger la valeur de la tranche"
        return f"barème {cite(nom)} : à {at}, {figures[0]}, moins qu'à {nombre(last)} ({figures[1]})", hint
    what = "prix × quantité" if kind == "prix" else "coefficient × quantité"
    paid = f"et dans la formule « bareme({nom}; …) » sans la quantité : chaque unité est alors payée dans sa tranche"
    hint = "à confirmer, ou " + la_ligne("mode: tranches") + f", {paid}"
    return f"barème {cite(nom)} : à {at}, {what} fait {figures[0]}, moins qu'à {nombre(last)} ({figures[1]})", hint


def _kind(value: str, measured: str) -> str:
    """Tell a price by unit measured (€/poste/an), a coefficient (1) and an amount (€/an) apart, by their units."""
    try:
        factors, counted = dict(parse_unit(value).facteurs), parse_unit(measured).facteurs
    except FormulaError:
        return "montant"
    if "€" not in factors:
        return "coefficient"
    by_unit = bool(counted) and all(factors.get(symbol) == -exponent for symbol, exponent in counted)
    return "prix" if by_unit else "montant"


def _measured(number: Fraction | int, unite: str) -> str:
    # A symbol (To, kWh) never takes an « s »; a word does.
    return f"{nombre(number)} {unite if unite != unite.lower() else pluriel(number, unite)}"


@controle("TAR027")
def unknown_months(depot: Depot) -> Iterator[Constat]:
    """TAR027: a month that the series does not give; two series never mix."""
    for row in rows(depot):
        for nom, revision in row.ligne.revisions.items():
            if revision.serie not in depot.indices:
                continue
            yield from _month(depot, row, nom, revision.base, ("base",), revision)
            for annee, mois in revision.mois.items():
                yield from _month(depot, row, nom, mois, ("mois", str(annee)), revision)
                yield from _too_early(depot, row, nom, annee, revision)
            if not revision.mois:
                message = f"la révision {cite(nom)} de {cite(row.ligne.id)} ne dit pas quel mois lire"
                yield signal("TAR027", LaCle(row.at("revisions", nom)), message, ajouter("mois: {2026: 2025-08}"))


_Lue: TypeAlias = tuple[str, str, str]
"""What formulas read: its sort, its row when it is of one, its name."""


@controle_du_calcul("TAR010", "TAR026", "TAR027")
def not_yet_in_force(contexte: Contexte) -> Iterator[Constat]:
    """TAR010, TAR026, TAR027: a parameter, a grid or a revision, that an exercice reads before its first values."""
    depot, early = contexte.depot, _read_too_early(contexte)
    for nom in depot.baremes:
        if ("bareme", "", nom) in early:
            message, hint = _too_late(
                f"le barème {cite(nom)} n'a pas de tranches", "tranches", early["bareme", "", nom]
            )
            yield signal("TAR026", LaCle(Reference(path_of(Bareme, nom), ("tranches",))), message, hint)
    for row in rows(depot):
        for nom in row.ligne.parametres:
            if ("parametre", row.ligne.id, nom) in early:
                annees = early["parametre", row.ligne.id, nom]
                message, _ = _too_late(
                    f"le paramètre {cite(nom)} de {cite(row.ligne.id)} n'a pas de valeur", "", annees
                )
                hint = f"ajouter « {min(annees)}: … » dans ses « valeurs » : une valeur vaut pour les années suivantes"
                yield signal("TAR010", LaCle(row.at("parametres", nom)), message, hint)
        for nom in row.ligne.revisions:
            if ("revision", row.ligne.id, nom) in early:
                what = f"la révision {cite(nom)} de {cite(row.ligne.id)} ne dit pas quel mois lire"
                message, hint = _too_late(what, "mois", early["revision", row.ligne.id, nom])
                yield signal("TAR027", LaCle(row.at("revisions", nom, "mois")), message, hint)


def _read_too_early(contexte: Contexte) -> dict[_Lue, set[int]]:
    """Return what is read before its first value, with the exercices that read it."""
    early: dict[_Lue, set[int]] = {}
    for ligne, formule, annee in in_use(contexte):
        for read, values in _dated(contexte.depot, ligne, formule):
            if latest(values, annee) is None:
                early.setdefault(read, set()).add(annee)
    return early


def _dated(depot: Depot, ligne: LigneTarif, formule: Compilee) -> Iterator[tuple[_Lue, Mapping[int, object]]]:
    """Yield what a formula reads that changes from year to year; a table without any value has its own message."""
    for nom in formule.noms:
        if nom in ligne.parametres:
            yield ("parametre", ligne.id, nom), ligne.parametres[nom].valeurs
    for fonction, nom in formule.tables:
        bareme, revision = depot.baremes.get(nom), ligne.revisions.get(nom)
        if fonction == "bareme" and bareme is not None and bareme.tranches:
            yield ("bareme", "", nom), bareme.tranches
        elif revision is not None and revision.mois:
            yield ("revision", ligne.id, nom), revision.mois


def _month(
    depot: Depot, row: LigneEcrite, nom: str, mois: str, where: tuple[str, ...], revision: Revision
) -> Iterator[Constat]:
    serie = depot.indices[revision.serie]
    if mois in serie.valeurs:
        return
    which = f"révision {cite(nom)} de {cite(row.ligne.id)}"
    message = f"la série {cite(revision.serie)} ne donne pas l'indice de {mois} ({which})"
    others = [cite(other) for other, indice in depot.indices.items() if mois in indice.valeurs]
    hint = f"ajouter « {mois}: … » à {path_of(Indice, revision.serie)}, avec sa source"
    if others:
        hint = f"{enumere(others)} le donne, mais deux séries ne se mêlent pas : lire les deux mois dans la même"
    yield signal("TAR027", row.at("revisions", nom, *where), message, hint)


def _too_early(depot: Depot, row: LigneEcrite, nom: str, annee: int, revision: Revision) -> Iterator[Constat]:
    """TAR027: a month that comes after the exercice that it revises, or before its base."""
    mois, which = revision.mois[annee], f"la révision {cite(nom)} de {cite(row.ligne.id)}"
    first = max(annee, min(depot.exercices, default=annee))
    if mois[:4] > str(first):
        message = f"{which} lit pour {first} l'indice de {mois}, que l'exercice ne connaît pas encore"
        hint = f"citer un mois de {first} au plus tard"
    elif mois < revision.base:
        message = f"{which} lit pour {annee} l'indice de {mois}, antérieur à sa base ({revision.base})"
        hint = "corriger l'un des deux mois"
    else:
        return
    yield signal("TAR027", row.at("revisions", nom, "mois", str(annee)), message, hint)


def _too_late(what: str, champ: str, annees: set[int]) -> tuple[str, str]:
    listed = enumere([str(annee) for annee in sorted(annees)])
    return f"{what} pour {listed}", f"ajouter « {min(annees)}: … » sous « {champ} » : il vaut pour les années suivantes"
