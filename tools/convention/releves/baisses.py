"""What the previous export had and this one has no more: told always, and waiting beyond what the source declares.

Knows: days, series, thresholds. Must not know: files, engines. An export cut at the end of a line is a sound export of
fewer rows: only what was there before shows it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, jour, nombre, prix, taux
from convention.model.documents.releves import NON_RATTACHE
from convention.model.ecrits.series import expanded, observed
from convention.model.mots.releves import GenreLignes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from convention.model.documents.releves import MesureRelevee, SourceReleve
    from convention.model.ecrits.series import Grandeur, Serie

    Valeurs = Mapping[tuple[Grandeur, date], Fraction]

ZERO = Fraction(0)


class Baisse(NamedTuple):
    """A quantity that is less than it was, or a past day that is no more what it was."""

    grandeur: Grandeur
    avant_le: date
    jour: date
    avant: Fraction
    apres: Fraction
    attend: bool
    """Whether it goes beyond what the source declares."""

    def phrase(self, nom: str, mesure: MesureRelevee) -> str:
        """Say what it was and what it is."""
        what, avant, apres = mesure.libelle, nombre(self.avant), nombre(self.apres)
        if self.grandeur.compte:
            what, avant, apres = f"{what}, compte {self.grandeur.compte}", prix(self.avant), prix(self.apres)
        head = f"{cite(nom)}, {what} : {avant} le {jour(self.avant_le)}"
        if self.avant_le == self.jour:
            return f"{head} au relevé précédent, {apres} à celui-ci"
        over = f"au-delà du seuil de {taux(mesure.seuil)}" if mesure.seuil is not None else "sans seuil déclaré"
        return f"{head}, {apres} le {jour(self.jour)}{', ' + over if self.attend else ''}"


def falls(source: SourceReleve, jours: Sequence[date], valeurs: Valeurs, before: Serie | None) -> tuple[Baisse, ...]:
    """Return what falls, from the previous export to this one; what waits first, the latest days first."""
    events = source.lignes is GenreLignes.EVENEMENTS
    found = _events(source, valeurs, before) if events else _snapshots(source, jours, valeurs, before)
    told = (item for item in found if item.grandeur.adherent != NON_RATTACHE)
    return tuple(sorted(told, key=lambda item: (not item.attend, -item.jour.toordinal(), item.grandeur)))


def _snapshots(source: SourceReleve, jours: Sequence[date], valeurs: Valeurs, before: Serie | None) -> Iterator[Baisse]:
    """Compare each day with itself, if it was already counted, else with the day observed before it."""
    held = expanded(before) if before is not None else {}
    known = set(observed(before)) if before is not None else set()
    last = before.entete.dernier_jour if before is not None else None
    counted = set(jours)
    known_ones = {grandeur for grandeur, _ in held}
    grandeurs = sorted({grandeur for grandeur, _ in (*valeurs, *held)})
    previous: date | None = None
    for day in sorted(known | counted):
        reference = day if day in known else previous
        previous = day
        if day not in counted or reference is None:
            continue
        base = held if reference in known and (reference == day or reference not in counted) else valeurs
        for grandeur in grandeurs:
            avant, apres = base.get((grandeur, reference), ZERO), valeurs.get((grandeur, day), ZERO)
            rewritten = reference == day and day != last and avant != apres and grandeur in known_ones
            if apres < avant or rewritten:
                waits = rewritten or _beyond(source, grandeur, avant, apres)
                yield Baisse(grandeur, reference, day, avant, apres, waits)


def _events(source: SourceReleve, valeurs: Valeurs, before: Serie | None) -> Iterator[Baisse]:
    """Compare what each past day had: an event that has happened stays."""
    for point in before.points if before is not None else ():
        apres = valeurs.get((point.grandeur, point.jour), ZERO)
        if abs(apres) < abs(point.valeur):
            waits = _beyond(source, point.grandeur, abs(point.valeur), abs(apres))
            yield Baisse(point.grandeur, point.jour, point.jour, point.valeur, apres, waits)


def _beyond(source: SourceReleve, grandeur: Grandeur, avant: Fraction, apres: Fraction) -> bool:
    """Tell whether a fall goes beyond what a measure allows from an export to the next; it allows none by itself."""
    mesure = source.mesures.get(grandeur.mesure)
    seuil = mesure.seuil if mesure is not None else None
    return seuil is None or avant - apres > seuil * avant
