"""Why an amount differs: effects of périmètre, volume, prices and rules that add up to the écart (conception §5.3).

Knows: two sides of a comparison and what their recombinations compute. Must not know: documents, words, media.
Existence is périmètre, whole: a new subscription is never half an effect of volume. Périmètre and volume are split into
what the adherent's own documents do and what all others do; prices and rules are decided for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from convention.compare.choix import RIEN, Choix
from convention.compare.effets import rounded
from convention.compare.recombinaison import Recombinaisons, by_adherent
from convention.compare.shapley import denominateur, groups, owen, owen_alone, shapley, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convention.compare.completion import Cote
    from convention.compare.effets import CauseAdherent, Exacts
    from convention.compare.recombinaison import Identite
    from convention.compare.shapley import Poids

Colonne: TypeAlias = "Mapping[Identite, int]"
"""An exact effect on each line of an adherent."""


def causes(base: Cote | None, head: Cote | None) -> tuple[CauseAdherent, ...]:
    """Explain the écart of every adherent of which a cause moves a line, in the order of their ids.

    Shapley value over the groups that changed, line by line on the cents, périmètre and volume split by the Owen value;
    the sums of an adherent are rounded by largest remainder. A group that did not change is exactly 0; swapping the
    sides negates every effect; whom existence alone brings in, or takes out, is all périmètre.

    Args:
        base: the amounts before; None when the exercice is new: all is périmètre then, and nobody's own doing.
        head: the amounts after; None when the exercice is withdrawn.

    Example:
        10 workstations at 700,00 € become 12 at 710,00 €: +1 520,00 €, of which volume 2 × 705,00 = +1 410,00 € and
        price 11 × 10,00 = +110,00 €.
    """
    found = _opened(base, head) if base is None or head is None else _explained(_Jeu(Recombinaisons(base, head)))
    return tuple(cause for cause in found if cause.lignes)


def _opened(base: Cote | None, head: Cote | None) -> Iterator[CauseAdherent]:
    """Explain an exercice that one side alone has: it is opened, or withdrawn, for all."""
    before, after = (by_adherent(cote.contribution) if cote is not None else {} for cote in (base, head))
    for nom in sorted(before.keys() | after.keys()):
        gaps = _sum([(-1, before.get(nom, {})), (1, after.get(nom, {}))])
        yield rounded(nom, _assembled({"perimetre": gaps}, {}), 1)


def _explained(jeu: _Jeu) -> Iterator[CauseAdherent]:
    for adherent in jeu.adherents():
        yield rounded(adherent, _assembled(jeu.effects(adherent), jeu.own(adherent)), jeu.denominateur)


class _Jeu:
    """The effects of the groups that changed, drawn from what their recombinations compute."""

    def __init__(self, recombinaisons: Recombinaisons) -> None:
        self._montants, self._lignes = recombinaisons.montants, recombinaisons.lignes
        self._changements = recombinaisons.changements
        self._poids = {groupe: shapley(self._changements, groupe) for groupe in groups(self._changements)}
        self.denominateur = denominateur(self._changements)

    def adherents(self) -> list[str]:
        """Return everybody who pays something on one side at least."""
        return sorted(self._montants(Choix()).keys() | self._montants(self._changements).keys())

    def effects(self, adherent: str) -> dict[str, Colonne]:
        """Return the effect of each group that changed."""
        if self._is_all_perimetre(adherent):
            return {"perimetre": self._weighed(whole(self._changements), adherent)}
        return {groupe: self._weighed(poids, adherent) for groupe, poids in self._poids.items()}

    def own(self, adherent: str) -> dict[str, Colonne]:
        """Return what the adherent's own documents do of the effects of périmètre and volume."""
        changed = [nom for nom in ("perimetre", "volume") if adherent in getattr(self._changements, nom)]
        if self._is_all_perimetre(adherent):
            side = self._changements if self._pays(self._changements, adherent) else Choix()
            poids = {nom: owen_alone(self._changements, adherent, side) for nom in changed if nom == "perimetre"}
        else:
            poids = {nom: owen(self._changements, nom, adherent) for nom in changed}
        return {
            nom: _sum((weight, self._lignes(choix, adherent)) for choix, weight in weights.items() if weight)
            for nom, weights in poids.items()
        }

    def _is_all_perimetre(self, adherent: str) -> bool:
        """Tell whether existence alone, whatever the values, brings an adherent in or takes it out."""
        before, after = self._pays(Choix(), adherent), self._pays(self._changements, adherent)
        if before == after:
            return False
        existence = Choix(perimetre=self._changements.perimetre)
        values = self._changements._replace(perimetre=RIEN)
        return self._pays(existence, adherent) == after and self._pays(values, adherent) == before

    def _pays(self, choix: Choix, adherent: str) -> bool:
        return bool(self._montants(choix).get(adherent))

    def _weighed(self, poids: Poids, adherent: str) -> Colonne:
        return _sum((weight, self._montants(choix).get(adherent, {})) for choix, weight in poids.items() if weight)


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
