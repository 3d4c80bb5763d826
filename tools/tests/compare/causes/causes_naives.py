"""Causes computed as they are defined: every order of the changes, every recombination made and computed once.

Knows: Vues and the engine. Must not know: `compare.causes.completion`, `recombinaison`, `shapley`, `effets`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import permutations
from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.compare.causes.causes import causes
from convention.compare.causes.completion import Cote
from convention.compare.causes.effets import Effets
from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from tests.essais import lire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from convention.compare.causes.effets import CauseAdherent
    from convention.model.vue import Vue

Joueur = tuple[str, str]
Ligne = tuple[str, ...]
JOUEURS: tuple[tuple[Joueur, ...], ...] = (
    (("perimetre", "propre"), ("perimetre", "autres")),
    (("volume", "propre"), ("volume", "autres")),
    (("prix", ""),),
    (("regles", ""),),
)
"""The unions, in the order of `Effets`."""


class Vues(NamedTuple):
    """Both sides of one exercice."""

    base: Vue
    head: Vue


def vues(before: Mapping[str, str], after: Mapping[str, str], exercice: int = 2026) -> Vues:
    """Resolve two states of a repository."""
    return Vues(resolve(lire(before), exercice), resolve(lire(after), exercice))


def explain(sides: Vues) -> tuple[CauseAdherent, ...]:
    """Ask for the causes, as the comparison does."""
    return causes(cote(sides.base), cote(sides.head))


def cote(vue: Vue) -> Cote:
    """Compute one side."""
    return Cote(vue, calculer(vue))


def effects(sides: Vues) -> dict[str, Effets]:
    """Return the effects of those whom a cause moves."""
    return {cause.adherent: cause.effets for cause in explain(sides) if any(cause.effets)}


def naive_effects(sides: Vues) -> dict[str, Effets]:
    """Compute the same, as it is defined."""
    filled = Vues(_filled(sides.base, sides.head), _filled(sides.head, sides.base))
    payers = sorted({ligne.adherent for vue in sides for ligne in calculer(vue).lignes})
    found = {nom: _effects(nom, sides, filled) for nom in payers}
    return {nom: effets for nom, effets in found.items() if any(effets)}


def _effects(adherent: str, ends: Vues, sides: Vues) -> Effets:
    found = _game(adherent, ends, sides, JOUEURS)
    # A line that existence brings in, or takes out: values stay those of the side that has it.
    for end, start in ((1, 0), (0, 1)):
        whole = Vues(*(sides[end]._replace(perimetre=vue.perimetre) for vue in sides))
        alone = _game(adherent, ends, whole, JOUEURS[:1])
        own, others = {("perimetre", "propre")}, {("perimetre", "autres")}
        mine, theirs, every, none = (
            _amounts(_mix(whole, adherent, made if end else (own | others) - made), adherent)
            for made in (own, others, own | others, set())
        )
        sign = 1 if end else -1
        for ligne in _brought(adherent, (ends[start], ends[end]), Vues(sides[start], sides[end])):
            found[ligne] = alone[ligne]
            if ligne not in mine:
                # The service is new too: its own documents come last, where those of the others are.
                last = Fraction(every.get(ligne, 0) - theirs.get(ligne, 0))
                rest = Fraction(theirs.get(ligne, 0) - none.get(ligne, 0))
                found[ligne] = [sign * last, sign * rest, *[Fraction(0)] * (len(alone[ligne]) - 2)]
    return Effets(*_round([sum(shares, Fraction(0)) for shares in zip(*found.values(), strict=True)]))


def _game(
    adherent: str, ends: Vues, sides: Vues, unions: tuple[tuple[Joueur, ...], ...]
) -> dict[Ligne, list[Fraction]]:
    """Average what each change adds to each line, over all the orders."""
    everybody = {joueur for union in unions for joueur in union}
    ranks = [joueur for union in JOUEURS for joueur in union]
    found: dict[Ligne, list[Fraction]] = {}

    @cache
    def value(made: frozenset[Joueur]) -> dict[Ligne, int]:
        end = ends.base if not made else ends.head if made == everybody else None
        return _amounts(end or _mix(sides, adherent, made), adherent)

    orders = list(_orders(unions))
    for order in orders:
        made: frozenset[Joueur] = frozenset()
        for joueur in order:
            before = value(made)
            made |= {joueur}
            after = value(made)
            for ligne in before.keys() | after.keys():
                gained = Fraction(after.get(ligne, 0) - before.get(ligne, 0), len(orders))
                found.setdefault(ligne, [Fraction(0)] * len(ranks))[ranks.index(joueur)] += gained
    return found


def _brought(adherent: str, ends: tuple[Vue, Vue], sides: Vues) -> set[Ligne]:
    """Find the lines that are there after only, and never with the existence of before."""
    values = _mix(sides, adherent, {joueur for union in JOUEURS[1:] for joueur in union})
    return _amounts(ends[1], adherent).keys() - _amounts(ends[0], adherent).keys() - _amounts(values, adherent).keys()


def _orders(joueurs: Iterable[tuple[Joueur, ...]]) -> Iterator[tuple[Joueur, ...]]:
    """Yield the orders of all changes in which no union is cut in two."""
    for unions in permutations(joueurs):
        starts: list[tuple[Joueur, ...]] = [()]
        for union in unions:
            starts = [(*start, *order) for start in starts for order in permutations(union)]
        yield from starts


def _amounts(vue: Vue, adherent: str) -> dict[Ligne, int]:
    return {ligne.identite: ligne.montant for ligne in calculer(vue).lignes if ligne.adherent == adherent}


def _round(shares: list[Fraction]) -> list[int]:
    total = sum(shares, Fraction(0))
    first = next((share for share in (total, *shares) if share), Fraction(1))
    sign = 1 if first > 0 else -1
    parts = [floor(sign * share) for share in shares]
    rests = sorted(range(len(shares)), key=lambda rank: (parts[rank] - sign * shares[rank], rank))
    for rank in rests[: int(sign * total) - sum(parts)]:
        parts[rank] += 1
    return [sign * part for part in parts]


# --- a Vue made of both sides, record by record ---


def _mix(sides: Vues, adherent: str, made: AbstractSet[Joueur]) -> Vue:
    base, head = sides

    def taken(groupe: str, *, own: bool) -> bool:
        return (groupe, "propre" if own else "autres") in made

    def existence(name: str) -> dict[Any, Any]:
        old, new = getattr(base.perimetre, name), getattr(head.perimetre, name)
        keys = {*old, *new}
        owners = {key: key if isinstance(key, str) else key[0] for key in keys}
        side = {key: new if taken("perimetre", own=owners[key] == adherent) else old for key in keys}
        return {key: side[key][key] for key in keys if key in side[key]}

    def counts(place: tuple[str, str]) -> dict[str, Any]:
        decided = {nom for side in sides for nom, cle in side.regles.cles.items() if cle.quotes_parts}
        if place[0] in decided:
            return dict((head if ("regles", "") in made else base).volumes.comptages.get(place, {}))
        old, new = base.volumes.comptages.get(place, {}), head.volumes.comptages.get(place, {})
        published = {nom for column in (old, new) for nom, valeur in column.items() if valeur.publiee}
        names = {*old, *new}
        side = {nom: new if taken("volume", own=nom == adherent and nom not in published) else old for nom in names}
        return {nom: side[nom][nom] for nom in names if nom in side[nom]}

    offered = (head if taken("perimetre", own=False) else base).perimetre
    places = {*base.volumes.comptages, *head.volumes.comptages}
    numbers = {*base.volumes.nombres, *head.volumes.nombres}
    chosen = {key: (head if taken("volume", own=key[0] == adherent) else base).volumes.nombres for key in numbers}
    return base._replace(
        perimetre=offered._replace(
            payeurs=existence("payeurs"),
            abonnements=existence("abonnements"),
            souscrits=existence("souscrits"),
            depenses=existence("depenses"),
        ),
        volumes=base.volumes._replace(
            comptages={place: counts(place) for place in places},
            nombres={key: chosen[key][key] for key in numbers if key in chosen[key]},
        ),
        prix=(head if ("prix", "") in made else base).prix,
        regles=(head if ("regles", "") in made else base).regles,
    )


# --- a side and the figures of the other that it has no use for ---

FIGURES = (
    ("volumes", "comptages"),
    ("prix", "montants"),
    ("prix", "depenses"),
    ("regles", "parametres"),
    ("regles", "revisions"),
)
"""Figures by object and name."""
RECORDS = (
    ("volumes", "nombres"),
    ("prix", "baremes"),
    ("prix", "indices"),
    *(("regles", name) for name in ("cles", "lignes", "composants", "depenses", "qualites")),
)


def _filled(own: Vue, other: Vue) -> Vue:
    """Add one by one the values that the other side alone has; what changes a result was read: it is left out."""
    results = _results(own)
    for group, name in (*RECORDS, *FIGURES):
        for key, value in getattr(getattr(other, group), name).items():
            leaves = value.items() if (group, name) in FIGURES else [(None, value)]
            for leaf, figure in leaves:
                tried = _with(own, group, name, (key, leaf, figure))
                if tried is not None and _results(tried) == results:
                    own = tried
    return own


def _with(vue: Vue, group: str, name: str, record: tuple[Any, Any, Any]) -> Vue | None:
    key, leaf, figure = record
    part = getattr(vue, group)
    records = getattr(part, name)
    if leaf is None:
        if key in records:
            return None
        added = {**records, key: figure}
    else:
        if leaf in records.get(key, {}):
            return None
        added = {**records, key: {**records.get(key, {}), leaf: figure}}
    return vue._replace(**{group: part._replace(**{name: added})})


def _results(vue: Vue) -> tuple[object, ...]:
    result = calculer(vue)
    return [(ligne.identite, ligne.montant) for ligne in result.lignes], result.controle, len(result.calculs)
