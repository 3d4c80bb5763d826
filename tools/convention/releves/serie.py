"""Counts laid on the series already kept: days counted again replace theirs, the others stay.

Knows: days, series. Must not know: exports, quantities.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.model.documents.releves import NON_RATTACHE
from convention.model.ecrits.series import Entete, Point, Serie, compress, days_between, expanded, observed
from convention.model.mots.releves import GenreLignes

if TYPE_CHECKING:
    from convention.model.documents.releves import SourceReleve
    from convention.model.ecrits.series import Chemin, Grandeur
    from convention.releves.comptage import Comptes

ZERO = Fraction(0)


def series_of(chemin: Chemin, source: SourceReleve, comptes: Comptes, before: Serie | None) -> Serie:
    """Return the series of a source after a count."""
    events = source.lignes is GenreLignes.EVENEMENTS
    before = None if before is None or events else before
    jours = tuple(sorted({*comptes.jours, *(observed(before) if before is not None else ())}))
    points = _amounts(comptes) if events else _daily(comptes, before, jours)
    doubles = (*comptes.jours_doubles, *(before.entete.jours_doubles if before is not None else ()))
    entete = Entete(
        extrait_le=max([comptes.extrait_le, *([before.entete.extrait_le] if before is not None else [])]),
        origine=str(source.origine),
        empreinte=comptes.empreinte,
        # Events are said from the beginning of the year to the extraction, whatever days had some.
        premier_jour=date(chemin.annee, 1, 1) if events else jours[0],
        dernier_jour=max(jours[-1], min(comptes.extrait_le, date(chemin.annee, 12, 31))) if events else jours[-1],
        jours_manquants=missing_days(jours, source.lignes),
        jours_doubles=tuple(sorted(set(doubles) - (set(comptes.jours) - set(comptes.jours_doubles)))),
        lignes_lues=comptes.lignes.lues,
        lignes_hors_filtre=comptes.lignes.hors_filtre,
        lignes_redites=comptes.lignes.redites,
        lignes_illisibles=comptes.lignes.illisibles,
        lignes_non_rattachees=comptes.lignes.non_rattachees,
    )
    return Serie(chemin, entete, points)


def missing_days(jours: tuple[date, ...], lignes: GenreLignes) -> tuple[date, ...]:
    """List the days without a snapshot between the first and the last one; events have none every day."""
    if lignes is GenreLignes.EVENEMENTS or not jours:
        return ()
    return days_between(min(jours), max(jours), sauf=jours)


def _amounts(comptes: Comptes) -> tuple[Point, ...]:
    return tuple(sorted(Point(grandeur, day, value) for (grandeur, day), value in comptes.valeurs.items() if value))


def _daily(comptes: Comptes, before: Serie | None, jours: tuple[date, ...]) -> tuple[Point, ...]:
    """Give each quantity a value every day observed: none there is zero."""
    held = expanded(before) if before is not None else {}
    counted = set(comptes.jours)
    grandeurs: set[Grandeur] = {grandeur for grandeur, _ in (*comptes.valeurs, *held)}
    points = []
    for grandeur in sorted(grandeurs):
        values = [
            Point(grandeur, day, (comptes.valeurs if day in counted else held).get((grandeur, day), ZERO))
            for day in jours
        ]
        if grandeur.adherent != NON_RATTACHE or any(point.valeur for point in values):
            points += values
    return compress(points)
