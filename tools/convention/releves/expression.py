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

from convention.model.releves import NON_RATTACHE
from convention.model.vocabulaire_releves import Correspondance, Decompte
from convention.releves.entrepot import JOUR, PLACE, roles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ibis.expr.types import BooleanValue, StringValue, Table

    from convention.model.releves import Filtre, MesureRelevee, SourceReleve
    from convention.releves.entrepot import Lot

MONTREES = 10
"""Unknown entities that are shown."""


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
    condition = rows[JOUR].notnull()
    for nom, role in roles_of(source).items():
        if role == "nombre":
            condition &= rows[nom].notnull()
    for nom in _tellers(source):
        condition &= rows[nom].notnull() & (rows[nom] != "")
    return condition


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
    """Count the rows of each day: all of them, those that can be read, those that are of the exercice and wanted."""
    good = readable(rows, source).fill_null(False)  # noqa: FBT003 (of Ibis)
    of_year = good & _of_year(rows, annee).fill_null(False)  # noqa: FBT003 (of Ibis)
    wanted = _wanted(rows, source.filtres)
    within = of_year if wanted is None else of_year & wanted
    return rows.group_by(jour=rows[JOUR]).aggregate(
        lues=rows.count(),
        lisibles=good.ifelse(1, 0).sum(),
        annee=of_year.ifelse(1, 0).sum(),
        gardees=within.ifelse(1, 0).sum(),
    )


def attached(table: Table, source: SourceReleve) -> Table:
    """Give each row its adherent: the rules are tried once an entity, not once a row."""
    entities = table.select(cherchee=table[source.entite]).distinct()
    known = entities.mutate(adherent=_adherent(entities.cherchee, source))
    return table.inner_join(known, table[source.entite] == known.cherchee).drop("cherchee")


def counted(table: Table, source: SourceReleve, mesure: MesureRelevee) -> Table:
    """Count a measure, by day, adherent and account.

    A row said again the same day (the same identifier, the same values) counts once; `lignes` counts it, so that all
    the rows kept are found again.
    """
    wanted = _wanted(table, mesure.filtres)
    filtered = table if wanted is None else table.filter(wanted)
    account = filtered[mesure.compte] if mesure.compte is not None else ibis.literal("")
    summed = mesure.decompte is Decompte.SOMME
    columns: dict[str, Any] = {"jour": filtered[JOUR], "adherent": filtered.adherent, "compte": account}
    apart = mesure.colonne if mesure.decompte is Decompte.DISTINCTS else source.identifiant
    if summed:
        columns["valeur"] = filtered[str(mesure.colonne)]
    if apart is not None:
        columns["distinction"] = filtered[apart]
    chosen = filtered.select(**columns)
    by = ["jour", "adherent", "compte"]
    if apart is None:
        value = chosen.valeur.sum() if summed else chosen.count()
        return chosen.group_by(by).aggregate(lignes=chosen.count(), uniques=chosen.count(), valeur=value)
    once = chosen.group_by(list(columns)).aggregate(fois=_.count())
    value = once.valeur.sum() if summed else once.count()
    return once.group_by(by).aggregate(lignes=once.fois.sum(), uniques=once.count(), valeur=value)


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


def _tellers(source: SourceReleve) -> set[str]:
    counted_in = {item.colonne for item in source.mesures.values() if item.decompte is Decompte.DISTINCTS}
    return {nom for nom in (*counted_in, source.identifiant) if nom is not None}


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
        source.rattachements, key=lambda item: (item.par is not Correspondance.EXACT, -len(item.entite), item.entite)
    )
    for item in ordered:
        wanted = separator.join(part.strip() for part in item.entite.split(separator))
        if item.par is Correspondance.EXACT:
            condition = path == wanted
        elif item.par is Correspondance.PREFIXE:
            condition = path.startswith(wanted)
        else:
            condition = (path == wanted) | path.startswith(wanted + separator)
        branches.append((condition, item.adherent))
    return ibis.cases(*branches, else_=NON_RATTACHE) if branches else ibis.literal(NON_RATTACHE)
