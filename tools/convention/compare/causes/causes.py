"""Why an amount differs: effects of périmètre, volume, prices and rules that add up to the écart (docs/causes.md).

Knows: two sides of a comparison and what their recombinations compute. Must not know: documents, words, media.
Existence is périmètre, whole: a new subscription is never half an effect of volume. Périmètre and volume are split into
what the adherent's own documents do and what all others do; prices and rules are decided for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from convention.compare.causes.choix import RIEN, Choix
from convention.compare.causes.effets import rounded
from convention.compare.causes.recombinaison import Recombinaisons, Seul
from convention.compare.causes.shapley import (
    denominateur,
    groups,
    made_by,
    owen,
    owen_alone,
    owen_among,
    shapley,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.compare.causes.completion import Cote
    from convention.compare.causes.effets import CauseAdherent, Exacts
    from convention.compare.causes.recombinaison import Identite
    from convention.compare.causes.shapley import Poids
    from convention.engine.contribution import Calcule

Colonne: TypeAlias = "Mapping[Identite, int]"
"""An exact effect on each line of an adherent."""


def causes(base: Cote, head: Cote) -> tuple[CauseAdherent, ...]:
    """Explain the écart of every adherent of which a cause moves a line, in the order of their ids.

    Shapley value over the groups that changed, line by line on the cents, périmètre and volume split by the Owen value;
    the sums of an adherent are rounded by largest remainder. A group that did not change is exactly 0; swapping the
    sides negates every effect; a line that existence brings in, or takes out, is all périmètre.

    Example: 10 workstations at 700,00 € become 12 at 710,00 €: +1 520,00 €, of which volume 2 × 705,00 = +1 410,00 €
    and price 11 × 10,00 = +110,00 €.
    """
    asked = Causes(base, head)
    return tuple(cause for cause in map(asked.of, asked.adherents) if cause.lignes)


class Causes:
    """The causes of each adherent, found when they are asked for."""

    def __init__(self, base: Cote, head: Cote, calcule: Calcule | None = None) -> None:
        """Compute what everybody needs, before anybody's own."""
        self._tous = tous = Recombinaisons(base, head, calcule)
        self._poids = {groupe: shapley(tous.changements, groupe) for groupe in groups(tous.changements)}
        for choix in dict.fromkeys(choix for weights in self._poids.values() for choix in weights):
            tous.montants(choix)
        self.adherents = sorted(tous.montants(Choix()).keys() | tous.montants(tous.changements).keys())

    def of(self, adherent: str) -> CauseAdherent:
        """Explain the écart of one of the adherents."""
        jeu = _Jeu(self._tous, self._poids, adherent)
        lignes = {**_assembled(jeu.effects(), jeu.own()), **jeu.brought(), **jeu.taken()}
        return rounded(adherent, lignes, denominateur(self._tous.changements))


class _Jeu:
    """The effects of the groups that changed on one adherent, drawn from what their recombinations compute."""

    def __init__(self, tous: Recombinaisons, poids: Mapping[str, Poids], adherent: str) -> None:
        self._montants, self._changements = tous.montants, tous.changements
        self._poids, self._adherent = poids, adherent
        self._seul = Seul(tous, adherent)

    def effects(self) -> dict[str, Colonne]:
        """Return the effect of each group that changed."""
        return {groupe: self._weighed(poids) for groupe, poids in self._poids.items()}

    def own(self) -> dict[str, Colonne]:
        """Return what the adherent's own documents do of the effects of périmètre and volume."""
        changed = [nom for nom in ("perimetre", "volume") if self._adherent in getattr(self._changements, nom)]
        return {nom: self._weighed(owen(self._changements, nom, self._adherent)) for nom in changed}

    def brought(self) -> dict[Identite, Exacts]:
        """Return the effects on the lines that would not appear without a change of existence: all périmètre."""
        values = self._changements._replace(perimetre=RIEN)
        lines = self._known(self._changements).keys() - self._known(Choix()).keys() - self._known(values).keys()
        return self._all_perimetre(lines, self._changements)

    def taken(self) -> dict[Identite, Exacts]:
        """Return the effects on the lines that a change of existence makes disappear: all périmètre."""
        existence = Choix(perimetre=self._changements.perimetre)
        lines = self._known(Choix()).keys() - self._known(self._changements).keys() - self._known(existence).keys()
        return self._all_perimetre(lines, Choix())

    def _known(self, choix: Choix) -> Colonne:
        return self._montants(choix).get(self._adherent, {})

    def _all_perimetre(self, lines: set[Identite], side: Choix) -> dict[Identite, Exacts]:
        """Split the whole écart of some lines, which exist on one side, between own documents and the others'."""
        if not lines:
            return {}
        effects = self._weighed(whole(self._changements))
        is_own = self._adherent in self._changements.perimetre
        own = self._own_lines(lines, side) if is_own else {}
        return _assembled({"perimetre": _only(lines, effects)}, {"perimetre": own})

    def _own_lines(self, lines: set[Identite], side: Choix) -> Colonne:
        """Return what the adherent's own documents do on lines that existence brings in, or takes out.

        A line that they would not make alone (the service is new too) waits for the others' documents: who subscribes
        to it makes all of it, as nobody pays a service for being offered it.
        """
        changements, nom = self._changements, self._adherent
        alone = self._seul.lignes(made_by(changements, nom, side)).keys()
        both = self._weighed(owen_alone(changements, nom, side))
        among = self._weighed(owen_among(changements, nom, side))
        return {**_only(lines & alone, both), **_only(lines - alone, among)}

    def _weighed(self, poids: Poids) -> Colonne:
        return _sum((weight, self._seul.lignes(choix)) for choix, weight in poids.items() if weight)


def _only(lines: set[Identite], column: Colonne) -> Colonne:
    return {identite: column[identite] for identite in sorted(lines) if identite in column}


def _sum(terms: Iterable[tuple[int, Colonne]]) -> Colonne:
    """Add up weight × cents, line by line."""
    found: dict[Identite, int] = {}
    for weight, column in terms:
        for identite, cents in column.items():
            found[identite] = found.get(identite, 0) + weight * cents
    return found


def _assembled(effects: Mapping[str, Colonne], own: Mapping[str, Colonne]) -> dict[Identite, Exacts]:
    """Put the effects in the order of `Effets`; what is not one's own is the others'."""
    lines = dict.fromkeys(identite for column in (*effects.values(), *own.values()) for identite in column)
    return {identite: _exacts(identite, effects, own) for identite in lines}


def _exacts(identite: Identite, effects: Mapping[str, Colonne], own: Mapping[str, Colonne]) -> Exacts:
    perimetre, volume, prix, regles = (effects.get(nom, {}).get(identite, 0) for nom in Choix._fields)
    mine, counted = (own.get(nom, {}).get(identite, 0) for nom in ("perimetre", "volume"))
    return (mine, perimetre - mine, counted, volume - counted, prix, regles)
