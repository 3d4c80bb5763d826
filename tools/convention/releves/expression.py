"""The counting, written once: the same expression runs on every engine that Ibis knows.

Knows: Ibis. Must not know: engines, files, what becomes of the counts.
"""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from convention.model.documents.releves import NON_RATTACHE
from convention.model.mots.releves import Decompte, GenreLignes, Reconnaissance
from convention.releves.entrepot import JOUR, PLACE, roles_of, tellers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ibis.expr.types import BooleanValue, StringValue, Table

    from convention.model.documents.releves import Filtre, MesureRelevee, SourceReleve
    from convention.releves.entrepot import Lot

MONTREES = 10
"""Unknown entities that are shown."""
DOUBLES_MAX = 1_000
"""What is said twice and can be decided one by one; beyond, the export is not what its source describes."""


def rows_of(read: Callable[[tuple[str, ...]], Table], lots: Iterable[Lot], source: SourceReleve) -> Table:
    """Return the rows of an export, their columns named and typed as the source says."""
    tables = []
    for lot in lots:
        table = read(lot.paths)
        columns = {nom: _typed(table[lot.colonnes[nom]], role) for nom, role in roles_of(source).items()}
        if JOUR in lot.colonnes:
            day = table[JOUR]
        elif source.jour is not None:
            day = columns[source.jour]
        else:
            day = ibis.literal(lot.jour, type="date")
        place = table[PLACE] if lot.placee else ibis.literal(0, type="int64")
        tables.append(table.select(**columns, **{JOUR: day, PLACE: place}))
    return reduce(lambda one, other: one.union(other), tables)


def readable(rows: Table, source: SourceReleve) -> BooleanValue:
    """Tell the rows that can be counted: a day, what tells rows apart, what is summed."""
    condition = rows[JOUR].notnull() & _identified(rows, source)
    for nom, role in roles_of(source).items():
        if role == "nombre":
            condition &= rows[nom].notnull()
    return condition


def _identified(rows: Table, source: SourceReleve) -> BooleanValue:
    told = [rows[nom].fill_null("") != "" for nom in sorted(tellers_of(source))]
    return reduce(lambda one, other: one & other, told, ibis.literal(True))  # noqa: FBT003 (of Ibis)


def kept(rows: Table, source: SourceReleve, annee: int) -> Table:
    """Keep the readable rows of an exercice that the source wants; an entity that is missing is an empty text."""
    of_year = rows.filter(readable(rows, source) & _of_year(rows, annee))
    wanted = _wanted(of_year, source.filtres)
    filtered = of_year if wanted is None else of_year.filter(wanted)
    return filtered.mutate(**{source.entite: filtered[source.entite].fill_null("")})


def within(table: Table, first: date, last: date) -> Table:
    """Keep the rows of some days, both included."""
    return table.filter(_between(table, first, last))


def tally(rows: Table, source: SourceReleve, annee: int) -> Table:
    """Count the rows of each day, and what becomes of them.

    Those that can be read, those of the exercice, those that each filter sets aside (the first one that does), those
    that are kept, those of them that a measure counts.
    """
    good = readable(rows, source).fill_null(False)  # noqa: FBT003 (of Ibis)
    within = of_year = good & _of_year(rows, annee).fill_null(False)  # noqa: FBT003 (of Ibis)
    counts = {
        "lues": rows.count(),
        "identifiees": _many(_identified(rows, source)),
        "lisibles": _many(good),
        "annee": _many(of_year),
        "place": rows[PLACE].min(),
    }
    for rang, filtre in enumerate(source.filtres):
        wanted = _wanted(rows, (filtre,))
        if wanted is not None:
            counts[f"filtre_{rang}"] = _many(within & ~wanted)
            within &= wanted
    counts["gardees"] = _many(within)
    counts["comptees"] = _many(within & _measured(rows, source))
    return rows.group_by(jour=rows[JOUR]).aggregate(**counts)


def _measured(rows: Table, source: SourceReleve) -> BooleanValue:
    """Tell the rows that a measure counts, at least."""
    conditions = [_wanted(rows, mesure.filtres) for mesure in source.mesures.values()]
    every = [ibis.literal(True) if item is None else item for item in conditions]  # noqa: FBT003 (of Ibis)
    return reduce(lambda one, other: one | other, every)


def attached(table: Table, source: SourceReleve) -> Table:
    """Give each row its adherent: the rules are tried once an entity, not once a row."""
    entities = table.select(cherchee=table[source.entite]).distinct()
    known = entities.mutate(adherent=_adherent(entities.cherchee, source))
    return table.inner_join(known, table[source.entite] == known.cherchee).drop("cherchee")


def counted(table: Table, source: SourceReleve, mesure: MesureRelevee) -> Table:
    """Count a measure, by day, adherent and account.

    A row said again the same day (the same identifier, the same values) counts once; `lignes` counts it, so that all
    the rows kept are found again. What has several adherents, or several values, is counted apart (`double`), under no
    one: `said_twice` lists it.
    """
    chosen = _chosen(table, source, mesure)
    by = ["jour", "adherent", "compte", "double"]
    no = ibis.literal(False)  # noqa: FBT003 (of Ibis)
    summed = mesure.decompte is Decompte.SOMME
    if distinction_of(source, mesure) is None:
        value = chosen.valeur.sum() if summed else chosen.count()
        told = chosen.mutate(double=no).group_by(by)
        return told.aggregate(lignes=_.count(), uniques=_.count(), valeur=value)
    once = _once_each(chosen, source, mesure) if mesure.cle is not None else _once(chosen).mutate(double=no)
    value = _.valeur.sum() if summed else _.count()
    return once.group_by(by).aggregate(lignes=_.fois.sum(), uniques=_.count(), valeur=value)


def said_twice(table: Table, source: SourceReleve, mesure: MesureRelevee) -> Table:
    """List what is one, and counts several times a day: under several adherents, or with several values."""
    chosen = _chosen(table, source, mesure)
    each = _once_each(chosen, source, mesure)
    double = each.filter(each.double).select("jour", "distinction")
    return _once(chosen.semi_join(double, ["jour", "distinction"])).order_by(["jour", "place"]).limit(DOUBLES_MAX + 1)


def _once_each(chosen: Table, source: SourceReleve, mesure: MesureRelevee) -> Table:
    """Gather the rows of each thing, whoever has it: one pass tells both how many there are and which are double.

    Two values of one thing are two events of it, as two visits for one ticket.
    """
    by = ["jour", "distinction"]
    double = _.adherent != _.autre
    values: dict[str, Any] = {}
    if mesure.decompte is Decompte.SOMME and source.lignes is GenreLignes.EVENEMENTS:
        by = [*by, "valeur"]
    elif mesure.decompte is Decompte.SOMME:
        values = {"valeur": _.valeur.min(), "plus": _.valeur.max()}
        double |= _.valeur != _.plus
    once = chosen.group_by(by).aggregate(fois=_.count(), adherent=_.adherent.min(), autre=_.adherent.max(), **values)
    return once.mutate(double=double, compte=ibis.literal(""))


def left_or_moved(table: Table, source: SourceReleve, mesure: MesureRelevee, avant: date, apres: date) -> Table:
    """List what an adherent had a day and has no more another day; `apres` is who has it, if anybody."""
    both = _chosen(table.filter(table[JOUR].isin([avant, apres])), source, mesure)
    there = both.group_by("distinction").aggregate(
        avant=both.adherent.max(where=both.jour == ibis.literal(avant, type="date")),
        apres=both.adherent.max(where=both.jour == ibis.literal(apres, type="date")),
        place=both.place.min(where=both.jour == ibis.literal(avant, type="date")),
    )
    gone = there.filter(there.avant.notnull() & (there.apres.fill_null("") != there.avant))
    return gone.order_by(["avant", "place", "apres"]).limit(DOUBLES_MAX)


def distinction_of(source: SourceReleve, mesure: MesureRelevee) -> str | None:
    """Name the column that tells the rows of a measure apart."""
    return mesure.colonne if mesure.decompte is Decompte.DISTINCTS else source.identifiant


def _chosen(table: Table, source: SourceReleve, mesure: MesureRelevee) -> Table:
    """Keep the rows that a measure counts, and what counts them."""
    wanted = _wanted(table, mesure.filtres)
    filtered = table if wanted is None else table.filter(wanted)
    account = filtered[mesure.compte] if mesure.compte is not None else ibis.literal("")
    apart = distinction_of(source, mesure)
    columns: dict[str, Any] = {
        "jour": filtered[JOUR],
        "adherent": filtered.adherent,
        "compte": account,
        "place": filtered[PLACE],
    }
    if mesure.decompte is Decompte.SOMME:
        columns["valeur"] = filtered[str(mesure.colonne)]
    if apart is not None:
        columns["distinction"] = filtered[apart]
    return filtered.select(**columns)


def _once(chosen: Table) -> Table:
    """Gather the rows that say the same thing."""
    by = [nom for nom in chosen.columns if nom != "place"]
    return chosen.group_by(by).aggregate(fois=_.count(), place=_.place.min())


def _many(condition: BooleanValue) -> Any:  # noqa: ANN401 (an integer column)
    return condition.ifelse(1, 0).sum()


def unknown_entities(table: Table, source: SourceReleve) -> tuple[Table, Table]:
    """Count the rows of nobody, then list the entities that no rule knows: the most frequent, with their first row.

    No filter stands on the adherent: an engine would try the rules on every row, before it groups them.
    """
    grouped = table.group_by(entite=table[source.entite]).aggregate(toutes=table.count(), place=table[PLACE].min())
    alone = (_adherent(grouped.entite, source) == NON_RATTACHE).ifelse(grouped.toutes, 0)
    stray = grouped.mutate(lignes=alone)
    shown = stray.order_by([ibis.desc("lignes"), "entite"]).limit(MONTREES)
    return stray.aggregate(lignes=stray.lignes.sum()), shown


def _typed(column: Any, role: str) -> Any:  # noqa: ANN401 (any column)
    if role == "jour":
        return column.cast("date")
    if role == "nombre":
        return column.cast("decimal(28, 6)")
    return column.cast("string")


def _of_year(rows: Table, annee: int) -> BooleanValue:
    return _between(rows, date(annee, 1, 1), date(annee, 12, 31))


def _between(rows: Table, first: date, last: date) -> BooleanValue:
    return (rows[JOUR] >= ibis.literal(first, type="date")) & (rows[JOUR] <= ibis.literal(last, type="date"))


def _wanted(table: Table, filtres: tuple[Filtre, ...]) -> BooleanValue | None:
    """Tell the rows that every filter keeps; a missing value is an empty text."""
    conditions: list[BooleanValue] = []
    for filtre in filtres:
        column = table[filtre.colonne].fill_null("")
        if filtre.parmi:
            conditions.append(column.isin(list(filtre.parmi)))
        if filtre.sauf:
            conditions.append(column.notin(list(filtre.sauf)))
    return reduce(lambda one, other: one & other, conditions) if conditions else None


def _adherent(entity: StringValue, source: SourceReleve) -> StringValue:
    """Apply the rules: an exact text before any other, then the longest."""
    separator = (source.separateur_entites or ">").strip()
    path = entity.re_replace(rf"\s*{re.escape(separator)}\s*", separator).strip()
    branches = []
    ordered = sorted(
        source.rattachements, key=lambda item: (item.par is not Reconnaissance.EXACT, -len(item.entite), item.entite)
    )
    for item in ordered:
        wanted = separator.join(part.strip() for part in item.entite.split(separator))
        if item.par is Reconnaissance.EXACT:
            condition = path == wanted
        elif item.par is Reconnaissance.PREFIXE:
            condition = path.startswith(wanted)
        else:
            condition = (path == wanted) | path.startswith(wanted + separator)
        branches.append((condition, item.adherent))
    return ibis.cases(*branches, else_=NON_RATTACHE) if branches else ibis.literal(NON_RATTACHE)
