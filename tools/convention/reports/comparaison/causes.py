"""Why amounts differ: who causes what, which services move, the main cause of each écart in a few words.

Knows: effects in cents, their words. Must not know: how they were found.
Every printed row adds up to its écart. A cause that moves nobody has no column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import ecart, enumere
from convention.compare.causes.effets import CauseAdherent, Effets, together
from convention.engine.lignes import HORS_SERVICE
from convention.model.cadre.champs import Partie
from convention.model.genres import chemins
from convention.reports import mots
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import Tableau, markdown_table, terminal_table
from convention.reports.valeurs import signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact


TITRE = "Pourquoi"
COMMUNES = "Les prix et les règles sont ceux de la convention, qu'aucun adhérent ne fixe seul."


class Cause(NamedTuple):
    """An effect: the part of the data that makes it, its words."""

    partie: Partie
    nom: str
    """What it is an effect of, whoever makes it."""
    colonne: str
    court: str
    """In the fewest words, beside an amount."""
    venant: str
    """After « vient », for who votes."""


CAUSES = (
    Cause(Partie.PERIMETRE, "périmètre", "Périmètre, de son fait", "ses services", "de ses services"),
    Cause(
        *(Partie.PERIMETRE, "périmètre", "Périmètre, du fait des autres"),
        *("services des autres", "des services des autres"),
    ),
    Cause(Partie.VOLUMES, "volume", "Volume, de son fait", "ses quantités", "de ses quantités"),
    Cause(Partie.VOLUMES, "volume", "Volume, du fait des autres", "quantités des autres", "des quantités des autres"),
    Cause(Partie.PRIX, "prix", "Prix", "prix", "des prix"),
    Cause(Partie.REGLES, "règle", "Règles", "règle", "des règles de calcul"),
)
"""In the order of `Effets`."""
RANGS = {made: [rang for rang, item in enumerate(CAUSES) if item.partie is made] for made, *_ in CAUSES}
"""Ranks of the effects that a part of the data makes; texts make none."""
PERIMETRE, PERIMETRE_AUTRES = RANGS[Partie.PERIMETRE]
_COMPTENT = frozenset({"adherent", "souscriptions", "quantites", "depenses"})
"""Documents of an adherent that its amounts are computed from."""


def terminal_causes(impact: Impact, comparaison: Comparaison) -> list[str]:
    """Write the section « Pourquoi » of an exercice for a screen; nothing when causes were not asked."""
    if not impact.causes:
        return []
    table = [terminal_table(_table(impact, comparaison, terminal))] if is_tabled(impact) else []
    return ["", TITRE, "", *table, *map(terminal, _sentences(impact, comparaison))]


def markdown_causes(impact: Impact, comparaison: Comparaison, clean: Callable[[str], str]) -> list[str]:
    """Write the same in Markdown, of causes that need a table."""
    told = [f"{clean(sentence)}\n" for sentence in _sentences(impact, comparaison)]
    return [f"**{TITRE}**", "", markdown_table(_table(impact, comparaison, clean)), *told]


def is_tabled(impact: Impact) -> bool:
    """Tell whether causes need a table: when one common decision makes everything, or nobody moves, words say it."""
    return _ranks(impact) not in ([], RANGS[Partie.PRIX], RANGS[Partie.REGLES])


def _ranks(impact: Impact) -> list[int]:
    """List the causes that move somebody, by their places in `Effets`."""
    return [rang for rang in range(len(CAUSES)) if any(cause.effets[rang] for cause in impact.causes)]


def _table(impact: Impact, comparaison: Comparaison, clean: Callable[[str], str]) -> Tableau:
    """Show what each cause does to each adherent, largest écart first."""
    ranked = sorted(
        (cause for cause in impact.causes if any(cause.effets)),
        key=lambda cause: (-abs(cause.effets.ecart), cause.adherent),
    )
    ranks = _ranks(impact)
    rows = [_row(clean(mots.compared_adherent(comparaison, cause.adherent)), cause.effets, ranks) for cause in ranked]
    headers = ("Adhérent", *(f"{CAUSES[rang].colonne} (€)" for rang in ranks), "Écart (€)")
    return Tableau(headers, tuple(rows), (_row("Total", together(cause.effets for cause in ranked), ranks),))


def _sentences(impact: Impact, comparaison: Comparaison) -> list[str]:
    """Say what each cause does to the whole, with the services that it moves; who decides what is common."""
    sentences = [
        f"Effet {nom} : {signed(sum(total))} ({enumere(services)})."
        for nom, ranks in zip(("périmètre", "volume", "prix", "règles"), RANGS.values(), strict=True)
        if (services := list(_services(impact, comparaison, ranks)))
        for total in [[cause.effets[rang] for cause in impact.causes for rang in ranks]]
    ]
    common = any(cause.effets.prix or cause.effets.regles for cause in impact.causes)
    return [*sentences, *([COMMUNES] if common else [])]


def _row(label: str, effets: Effets, ranks: Sequence[int]) -> tuple[str, ...]:
    return (label, *(ecart(effets[rang]) for rang in ranks), ecart(effets.ecart))


def _services(impact: Impact, comparaison: Comparaison, ranks: Sequence[int]) -> Iterator[str]:
    """Yield each service that a cause moves: what it adds to some, what it takes from others."""
    moved: dict[str, list[int]] = {}
    for cause in impact.causes:
        for ligne in cause.lignes:
            moved.setdefault(ligne.service, []).extend(ligne.effets[rang] for rang in ranks)
    # The forfait stands before the services, as everywhere.
    for service in sorted(moved, key=lambda code: (code != HORS_SERVICE, code)):
        added = sum(cents for cents in moved[service] if cents > 0)
        taken = sum(cents for cents in moved[service] if cents < 0)
        told = " et ".join(signed(cents) for cents in (added, taken) if cents)
        if told:
            yield f"{mots.compared_service(comparaison, service)} {told}"


class Moteur(NamedTuple):
    """What moves most: a group of causes and a service; cents."""

    rang: int
    service: str
    effet: int


def drivers(causes: Iterable[CauseAdherent]) -> list[Moteur]:
    """Add effects up by group and service, the largest first."""
    sums: dict[tuple[int, str], int] = {}
    for cause in causes:
        for ligne in cause.lignes:
            for rang, cents in enumerate(ligne.effets):
                key = (rang, ligne.service)
                sums[key] = sums.get(key, 0) + cents
    found = (Moteur(rang, service, cents) for (rang, service), cents in sums.items() if cents)
    return sorted(found, key=lambda item: (-abs(item.effet), item.rang, item.service))


_DITS = 2
"""Comings and leavings that the column of causes names."""


def main_cause(impact: Impact, comparaison: Comparaison, adherent: str) -> str:
    """Say in the fewest words what makes most of an adherent's écart; nothing when nothing of it is known."""
    ranked = drivers([item for item in impact.causes if item.adherent == adherent])
    if not ranked:
        return ""
    first = ranked[0]
    # Its own folder may change too, in what this effect may read: whose doing it is is not said then.
    vague = first.rang == PERIMETRE_AUTRES and adherent in movers(comparaison, impact.exercice)
    groupe = CAUSES[first.rang].nom if vague else CAUSES[first.rang].court
    service = mots.compared_service(comparaison, first.service)
    return _membership(comparaison, adherent, first.rang, impact.exercice) or f"{groupe} : {service}"


def _membership(comparaison: Comparaison, adherent: str, rang: int, exercice: int) -> str:
    """Name a coming or a leaving, when it is what changes in the périmètre; nothing when it is something else.

    Who comes or leaves in a later exercice changes nothing of this one.
    """
    moves = {
        nom: word
        for word, days in (("arrivée", comparaison.arrivals()), ("départ", comparaison.departures()))
        for nom, day in days.items()
        if day.year <= exercice
    }
    if rang == PERIMETRE and adherent in moves:
        return f"son {moves[adherent]}"
    if rang == PERIMETRE_AUTRES and 0 < len(moves) <= _DITS and _of_movers(comparaison):
        return enumere([f"{move} {comparaison.head.du(who)}" for who, move in moves.items()])
    return ""


def _of_movers(comparaison: Comparaison) -> bool:
    """Tell whether all that changes in the périmètre is written by those who come or leave."""
    return comparaison.comes_from((*comparaison.arrivals(), *comparaison.departures()), {Partie.PERIMETRE})


def movers(comparaison: Comparaison, exercice: int) -> frozenset[str]:
    """Return those of whom the proposal changes a document that counts in an exercice: they are not for nothing in it.

    A count that comes with a new component is no effect of its own (docs/causes.md), and yet it is written there.
    """
    paths = (item.source.path for item in comparaison.changements if item.genre in _COMPTENT)
    return frozenset(chemin.id for chemin in chemins(paths) if chemin.annee in {0, exercice})


def relieved(impact: Impact, sauf: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Yield what changes of périmètre add to, then take from, those who did nothing: number of adherents, cents."""
    bystanders = [cause.effets.perimetre_autres for cause in impact.causes if cause.adherent not in sauf]
    for sense in (1, -1):
        moved = [cents for cents in bystanders if cents * sense > 0]
        if moved:
            yield len(moved), sum(moved)
