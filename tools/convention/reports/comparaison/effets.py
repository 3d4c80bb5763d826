"""What each decision of a proposal costs: its own part of the écart, when nothing else may have moved the same amounts.

Knows: causes in cents, what a change may move. Must not know: sentences, media. A part that two decisions may have made
belongs to neither: no amount is told beside them, and the causes say the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.engine.lignes import HORS_SERVICE
from convention.model.cadre.genres import read_path
from convention.model.documents.adherents import Souscription

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from convention.compare.causes.effets import CauseLigne
    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.reports.amendement.phrases import Phrase

_PERIMETRE, _VOLUME = frozenset({0, 1}), frozenset({2, 3})
_PRIX, _REGLES = frozenset({4}), frozenset({4, 5})
"""Ranks of the effects, in the order of `Effets`."""


class Part(NamedTuple):
    """What a decision changes; cents."""

    propre: int
    """For the adherent whose decision it is; zero when it is nobody's own."""
    autres: int
    """For all others."""
    nombre: int
    """How many others it touches."""

    @property
    def total(self) -> int:
        """For all of them."""
        return self.propre + self.autres


class _Porte(NamedTuple):
    """What a decision may move: effects, lines, and whose it is."""

    rangs: frozenset[int]
    vise: Callable[[CauseLigne], bool]
    adherent: str = ""


def parts_of(phrases: Sequence[Phrase], impact: Impact, comparaison: Comparaison) -> tuple[Part | None, ...]:
    """Return what each sentence of an amendment costs in an exercice; None when its part cannot be told apart."""
    portes = [_ports(phrase, comparaison) for phrase in phrases]
    found: list[dict[str, int]] = [{} for _ in phrases]
    shared: set[int] = set()
    for cause in impact.causes:
        for ligne in cause.lignes:
            for rang, cents in enumerate(ligne.effets):
                claims = [at for at, own in enumerate(portes) if cents and _claims(own, rang, ligne)]
                if len(claims) == 1:
                    sums = found[claims[0]]
                    sums[cause.adherent] = sums.get(cause.adherent, 0) + cents
                else:
                    shared.update(claims)
    return tuple(None if at in shared else _part(found[at], own) for at, own in enumerate(portes))


def _part(sums: dict[str, int], portes: Sequence[_Porte]) -> Part | None:
    own = {item.adherent for item in portes}
    mine = next(iter(own)) if len(own) == 1 else ""
    others = [cents for nom, cents in sums.items() if nom != mine and cents]
    return Part(sums.get(mine, 0), sum(others), len(others)) if sums else None


def _claims(portes: Sequence[_Porte], rang: int, ligne: CauseLigne) -> bool:
    return any(rang in item.rangs and item.vise(ligne) for item in portes)


def _ports(phrase: Phrase, comparaison: Comparaison) -> list[_Porte]:
    return [port for rank in phrase.rangs for port in _port(comparaison.changements[rank - 1], comparaison)]


def _port(changement: Changement, comparaison: Comparaison) -> Iterator[_Porte]:
    path = read_path(changement.source.path)
    nom, value = path.id if path is not None else "", changement.apres or changement.avant
    match changement.genre:
        case "forfait":
            yield _Porte(_PRIX, lambda ligne: ligne.service == HORS_SERVICE)
        case "composants" if "montants" in changement.chemin:
            yield _Porte(_PRIX, lambda ligne: ligne.objet == changement.chemin[1])
        case "couts-de-possession":
            depots = (comparaison.base, comparaison.head)
            row = changement.chemin[1] if len(changement.chemin) > 1 else ""
            objets = {item.id for depot in depots for item in depot.composants.values() if item.composant.ligne == row}
            yield _Porte(_REGLES, lambda ligne: ligne.objet in objets)
        case "souscriptions":
            if isinstance(value, Souscription):
                code = value.service.partition(".")[0]
                yield _Porte(_PERIMETRE, lambda ligne: ligne.service == code, nom)
        case "quantites":
            yield _Porte(_VOLUME, lambda _: True, nom)
        case "adherent" if not changement.chemin or changement.chemin[0] == "adhesion":
            yield _Porte(_PERIMETRE, lambda _: True, nom)
        case _:
            return
