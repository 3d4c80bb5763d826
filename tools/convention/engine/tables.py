"""The tables that the formulas of a row consult: grids in force, indices of the months that the row reads.

Knows: grids and series of a Vue. Must not know: how a formula reads them (`formulas.grilles`).
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from convention.formulas.grilles import SANS_TABLE, Grille, Tables
from convention.model.mots.communs import ModeBareme, RangTranche

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convention.engine.compilation import Compilee
    from convention.model.mots.communs import Origine
    from convention.model.vue import BaremeVu, RevisionVue, Valeur, Vue


class RevisionLue(NamedTuple):
    """A price revision: its months, and the two published values."""

    mois: RevisionVue
    base: Valeur
    courant: Valeur

    @property
    def coefficient(self) -> Fraction:
        """S1 ÷ S0."""
        return self.courant.valeur / self.base.valeur


class TablesLues(NamedTuple):
    """What some formulas consult, and where it is written."""

    tables: Tables = SANS_TABLE
    baremes: Mapping[str, BaremeVu] = MappingProxyType({})
    revisions: Mapping[str, RevisionLue] = MappingProxyType({})

    def origines(self) -> Iterator[Origine]:
        """Yield the origin of each table."""
        yield from (bareme.origine for bareme in self.baremes.values())
        yield from (value.origine for revision in self.revisions.values() for value in revision[1:])


AUCUNE: Final = TablesLues()


def tables_of(vue: Vue, ligne: str, formules: Iterable[Compilee]) -> TablesLues:
    """Gather the tables that the formulas of a row consult; those that are missing are left out, and give 0."""
    return read_tables(vue.prix.baremes, vue.prix.indices, vue.regles.revisions.get(ligne, {}), formules)


def read_tables(
    baremes: Mapping[str, BaremeVu],
    indices: Mapping[tuple[str, str], Valeur],
    revisions: Mapping[str, RevisionVue],
    formules: Iterable[Compilee],
) -> TablesLues:
    """Gather the tables that some formulas consult, among grids in force, published values and revisions of a row."""
    asked = [place for formule in formules for place in formule.tables]
    if not asked:
        return AUCUNE
    grids = sorted({nom for fonction, nom in asked if fonction == "bareme"} & baremes.keys())
    names = sorted({nom for fonction, nom in asked if fonction == "indice"} & revisions.keys())
    read = {nom: _revision(indices, revisions[nom]) for nom in names}
    known = {nom: revision for nom, revision in read.items() if revision is not None}
    return TablesLues(
        Tables(
            {nom: grid_of(baremes[nom]) for nom in grids},
            {nom: revision.coefficient for nom, revision in known.items()},
        ),
        {nom: baremes[nom] for nom in grids},
        known,
    )


def grid_of(vu: BaremeVu) -> Grille:
    """Make a grid ready to be read; a bound that a tier does not give is 0."""
    return Grille(
        tuple(tuple(tranche.a_partir_de.get(nom, Fraction(0)) for nom in vu.bareme.mesures) for tranche in vu.tranches),
        tuple(tranche.valeur for tranche in vu.tranches),
        par_tranche=vu.bareme.mode is ModeBareme.TRANCHES,
        plus_haute=vu.bareme.rang is not RangTranche.PLUS_BASSE,
    )


def _revision(indices: Mapping[tuple[str, str], Valeur], mois: RevisionVue) -> RevisionLue | None:
    base, courant = (indices.get((mois.serie, when)) for when in (mois.base, mois.mois))
    return None if base is None or courant is None else RevisionLue(mois, base, courant)
