"""What each decision of a proposal costs: its own part of the écart, when nothing else may have moved the same amounts.

Knows: causes in cents, what a change may move. Must not know: sentences, media. A part that two decisions may have made
belongs to neither, and a change of which one cannot say what it moves may have made any: no amount is told beside
them, and the causes say the rest. Parts that are all told add up to the écart.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convention.compare.decision.points import year_of
from convention.engine.lignes import HORS_SERVICE
from convention.model.cadre.champs import Partie
from convention.model.documents.adherents import Souscription
from convention.model.forfaits import fee_value
from convention.model.genres import read_path
from convention.model.valeurs.chemins import service_code
from convention.reports.comparaison.causes import RANGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.reports.amendement.phrases import Phrase

_PROPRES = frozenset({0, 2})
"""Those that only one's own documents make."""
TOUTES = ("", "")
"""All lines, where others are those of a service or of an object."""
_Place: TypeAlias = "tuple[int, str, tuple[str, str]]"
"""Where an effect is: its rank, the adherent whose own documents make it or nobody, its lines."""


class Part(NamedTuple):
    """What a decision changes; cents."""

    propre: int
    """For the adherent whose decision it is; zero when it is nobody's own."""
    autres: int
    """For all others."""
    nombre: int
    """How many others it touches."""
    sens: tuple[tuple[int, int], ...] = ()
    """When some of them pay more and some less: the cents of each side, and how many it touches."""


class _Porte(NamedTuple):
    """What a decision may move: effects, lines, and whose it is."""

    rangs: frozenset[int]
    lignes: tuple[str, str] = TOUTES
    adherent: str = ""

    def places(self) -> Iterator[_Place]:
        """Yield where are the effects that it may have made."""
        yield from ((rang, self.adherent if rang in _PROPRES else "", self.lignes) for rang in self.rangs)


def parts_of(phrases: Sequence[Phrase], impact: Impact, comparaison: Comparaison) -> tuple[Part | None, ...]:
    """Return what each sentence costs in an exercice; None when its part cannot be told apart.

    `phrases` are all those of the comparison, what binds nobody included.
    """
    every = zip(phrases, ecarts_of(phrases, impact, comparaison), strict=True)
    return tuple(None if sums is None else part_of(phrase, sums, comparaison) for phrase, sums in every)


def ecarts_of(
    phrases: Sequence[Phrase], impact: Impact, comparaison: Comparaison
) -> tuple[Mapping[str, int] | None, ...]:
    """Return what each sentence costs whom, in cents by adherent; None likewise."""
    found: list[dict[str, int]] = [{} for _ in phrases]
    untold = set(range(len(phrases))) if impact.phase_avant is not impact.phase_apres else set()
    for adherent, cents, claims in _claimed(phrases, impact, comparaison):
        if len(claims) == 1:
            (alone,) = claims
            found[alone][adherent] = found[alone].get(adherent, 0) + cents
        else:
            # An effect that no decision is known to make may be that of any of them.
            untold.update(claims or range(len(phrases)))
    return tuple(None if at in untold else sums for at, sums in enumerate(found))


def weights(phrases: Sequence[Phrase], impact: Impact, comparaison: Comparaison) -> tuple[int, ...]:
    """Return how many cents each sentence may have moved, up or down, those that it shares with others included.

    Who comes or goes in another exercice is no less than one cent: it is told before what moves nothing.
    """
    moves = {
        rank
        for rank, item in enumerate(comparaison.changements, 1)
        if item.genre == "adherent" and Partie.PERIMETRE in item.parties
    }
    found = [int(not moves.isdisjoint(phrase.rangs)) for phrase in phrases]
    for _, cents, claims in _claimed(phrases, impact, comparaison):
        for at in claims:
            found[at] += abs(cents)
    return tuple(found)


def _claimed(
    phrases: Sequence[Phrase], impact: Impact, comparaison: Comparaison
) -> Iterator[tuple[str, int, frozenset[int]]]:
    """Yield each effect that moves cents: adherent, cents, the sentences that may have made it."""
    index: dict[_Place, set[int]] = defaultdict(set)
    for at, phrase in enumerate(phrases):
        for place in (place for porte in _ports(phrase, comparaison, impact.exercice) for place in porte.places()):
            index[place].add(at)

    @cache
    def claims(rang: int, adherent: str, service: str, objet: str) -> frozenset[int]:
        lines = (TOUTES, ("service", service), ("objet", objet))
        return frozenset(at for whose in {"", adherent} for held in lines for at in index.get((rang, whose, held), ()))

    lines = ((cause.adherent, ligne) for cause in impact.causes for ligne in cause.lignes)
    for adherent, ligne in lines:
        for rang, cents in ((rang, cents) for rang, cents in enumerate(ligne.effets) if cents):
            own = adherent if rang in _PROPRES else ""
            yield adherent, cents, claims(rang, own, ligne.service, ligne.objet)
    if impact.phase_avant is None or impact.phase_apres is None:
        # What one side alone has needs no cause: what it costs is that of its prices.
        (prix,) = RANGS[Partie.PRIX]
        for item in impact.adherents:
            for line in item.lignes:
                calcul = line.ligne.calcul
                yield item.adherent, line.ecart, claims(prix, "", calcul.service, calcul.objet)


def part_of(phrase: Phrase, sums: Mapping[str, int], comparaison: Comparaison) -> Part:
    """Return what a sentence costs, from its cents by adherent: whose decision it is apart."""
    own = {item.adherent for item in _ports(phrase, comparaison)}
    mine = next(iter(own)) if len(own) == 1 else ""
    others = [cents for nom, cents in sums.items() if nom != mine and cents]
    sides = [[cents for cents in others if cents * sign > 0] for sign in (1, -1)]
    sens = tuple((sum(side), len(side)) for side in sides) if all(sides) else ()
    return Part(sums.get(mine, 0), sum(others), len(others), sens)


def _ports(phrase: Phrase, comparaison: Comparaison, exercice: int | None = None) -> list[_Porte]:
    """Return what a sentence may move, in an exercice when one is given."""
    told = (comparaison.changements[rank - 1] for rank in phrase.rangs)
    return [port for item in told if _counts_in(item, exercice, comparaison) for port in _port(item, comparaison)]


def _counts_in(changement: Changement, exercice: int | None, comparaison: Comparaison) -> bool:
    """Tell whether a change may move an exercice: amounts and counts are those of a year, a forfait of those it rules.

    It rules the years of which it is the value in force, before or after.
    """
    path = read_path(changement.source.path)
    if exercice is None or path is None:
        return True
    match changement.genre, changement.chemin:
        case ("composants", (_, _, "montants", *_)) | ("quantites", _):
            return year_of(changement) in {None, exercice}
        case "forfait", ("valeurs", debut, *_):
            sides = (depot for depot in (comparaison.base, comparaison.head) if path.id in depot.forfaits)
            values = (fee_value(depot, path.id, exercice) for depot in sides)
            return any(value is not None and value.date.isoformat() == debut for value in values)
        case _:
            return True


def _port(changement: Changement, comparaison: Comparaison) -> Iterator[_Porte]:
    """Yield what a change may move: the effects of the part that it bears on, on the lines that it is about."""
    path = read_path(changement.source.path)
    if path is None:
        return
    rangs = frozenset[int]().union(*(RANGS[partie] for partie in changement.parties if partie in RANGS))
    value = changement.apres or changement.avant
    match changement.genre, changement.chemin:
        case "forfait", ("valeurs", *_):
            yield _Porte(rangs, ("service", HORS_SERVICE))
        case "composants", (_, composant, *rest) if "montants" in rest:
            yield _Porte(rangs, ("objet", composant))
        case "couts-de-possession", (_, row, *_):
            depots = (comparaison.base, comparaison.head)
            own = (item.id for depot in depots for item in depot.composants.values() if item.composant.ligne == row)
            yield from (_Porte(rangs, ("objet", objet)) for objet in own)
        case "souscriptions", _ if isinstance(value, Souscription):
            yield _Porte(rangs, ("service", service_code(value.service)), path.id)
        case (("souscriptions" | "quantites" | "depenses" | "adherent"), _):
            yield _Porte(rangs, adherent=path.id)
        case _:
            yield _Porte(rangs)
