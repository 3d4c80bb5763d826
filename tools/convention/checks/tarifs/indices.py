"""TAR027: indices read in one series, for months that it gives; TAR026, TAR027: tables read before their first values.

Knows: series, the months and the grids that rows read. Must not know: tiers (`tables`), who pays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, enumere
from convention.checks.cadre.contexte import in_use
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import rows
from convention.checks.cadre.lieux import place, signal
from convention.checks.tarifs.tables import grid_path
from convention.model.depot import Reference
from convention.model.en_vigueur import latest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.contexte import Contexte
    from convention.checks.cadre.lecture import LigneEcrite
    from convention.model.depot import Depot
    from convention.model.tarifs import Revision


@controle("TAR027")
def unknown_months(depot: Depot) -> Iterator[Diagnostic]:
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
                lieu = place(depot, row.at("revisions", nom), key=True)
                yield signal("TAR027", lieu, message, "ajouter « mois: {2026: 2025-08} »")


@controle_du_calcul("TAR026", "TAR027")
def not_yet_in_force(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR026, TAR027: a grid, or a revision, that an exercice reads before its first values: it would give 0."""
    depot = contexte.depot
    grids: dict[str, set[int]] = {}
    revisions: dict[tuple[str, str], set[int]] = {}
    for ligne, formule, annee in in_use(contexte):
        for fonction, nom in formule.tables:
            bareme, revision = depot.baremes.get(nom), ligne.revisions.get(nom)
            if fonction == "bareme" and bareme is not None and bareme.tranches:
                if latest(bareme.tranches, annee) is None:
                    grids.setdefault(nom, set()).add(annee)
            elif revision is not None and revision.mois and latest(revision.mois, annee) is None:
                revisions.setdefault((ligne.id, nom), set()).add(annee)
    for nom, annees in grids.items():
        message, hint = _too_late(f"le barème {cite(nom)} n'a pas de tranches", "tranches", annees)
        yield signal("TAR026", place(depot, Reference(grid_path(nom), ("tranches",)), key=True), message, hint)
    for row in rows(depot):
        for nom in row.ligne.revisions:
            if (row.ligne.id, nom) in revisions:
                what = f"la révision {cite(nom)} de {cite(row.ligne.id)} ne dit pas quel mois lire"
                message, hint = _too_late(what, "mois", revisions[row.ligne.id, nom])
                yield signal("TAR027", place(depot, row.at("revisions", nom, "mois"), key=True), message, hint)


def _month(
    depot: Depot, row: LigneEcrite, nom: str, mois: str, where: tuple[str, ...], revision: Revision
) -> Iterator[Diagnostic]:
    serie = depot.indices[revision.serie]
    if mois in serie.valeurs:
        return
    which = f"révision {cite(nom)} de {cite(row.ligne.id)}"
    message = f"la série {cite(revision.serie)} ne donne pas l'indice de {mois} ({which})"
    others = [cite(other) for other, indice in depot.indices.items() if mois in indice.valeurs]
    hint = f"ajouter « {mois}: … » à pricing/indices/{revision.serie}.yaml, avec sa source"
    if others:
        hint = f"{enumere(others)} le donne, mais deux séries ne se mêlent pas : lire les deux mois dans la même"
    yield signal("TAR027", place(depot, row.at("revisions", nom, *where)), message, hint)


def _too_early(depot: Depot, row: LigneEcrite, nom: str, annee: int, revision: Revision) -> Iterator[Diagnostic]:
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
    yield signal("TAR027", place(depot, row.at("revisions", nom, "mois", str(annee))), message, hint)


def _too_late(what: str, champ: str, annees: set[int]) -> tuple[str, str]:
    listed = enumere([str(annee) for annee in sorted(annees)])
    return f"{what} pour {listed}", f"ajouter « {min(annees)}: … » sous « {champ} » : il vaut pour les années suivantes"
