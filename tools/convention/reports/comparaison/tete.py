"""What a reader who has one minute must know of a proposal: what changes, what it costs whom, who decides and by when.

Knows: an impact, the parts of decisions. Must not know: media (the caller escapes), tables. Nothing here is told
nowhere else: each sentence is a shorter form of what stands below it.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import (
    compte,
    enumere,
    euros,
    jour,
    majuscule,
    minuscule,
    pluriel,
    pourcentage,
    sujet,
    typeset,
)
from convention.base.money import CENTS
from convention.compare.impact import Impact, full_year
from convention.model.cadre.champs import Partie
from convention.reports import mots
from convention.reports.amendement.phrases import Phrase, sentences
from convention.reports.comparaison.decision_breve import decides, procedure_line, too_late
from convention.reports.comparaison.delais import carried
from convention.reports.comparaison.effets import Part, ecarts_of, part_of, parts_of, weights
from convention.reports.comparaison.titre import asked, during, everyone, headline, later_moves, pays
from convention.reports.valeurs import last_day, payroll_gone, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.ecarts import EcartAdherent
    from convention.compare.impact import Sens

AUCUN = "Aucun montant ne change"
DU_INCHANGE = "ce qui est dû ne change pas"
TOUT = ", tous points compris"
"""Said of the amounts of a departure, or of an arrival, when something else moves them too."""
DITS = 5
"""Decisions told at the top; the others are counted."""
_NOMMES = 3
_MOTS = 40
"""Words of a decision told at the top: beyond, its whole sentence is below."""


class Ligne(NamedTuple):
    """A decision: its number, what it is about, what it is, what it costs."""

    numero: int
    """As every report prints it."""
    sujet: str
    texte: str
    effet: str


class Tete(NamedTuple):
    """The first lines, in the order of reading; a part that has nothing to say is empty."""

    titre: str
    lignes: tuple[Ligne, ...]
    """Those that may have moved most, in the order of their numbers."""
    reste: int
    """How many other changes there are, told below."""
    euros: str
    decider: tuple[str, ...]


class Decidee(NamedTuple):
    """A decision where it is written: what it costs, to whom, who is to take it."""

    phrase: Phrase
    effet: str
    """Empty when it moves no amount, or when its part cannot be told apart."""
    ecarts: Mapping[str, int]
    """Cents by adherent, likewise."""
    procedure: str
    """With its clause, and by when; empty when nothing is to be decided."""


def decided(comparaison: Comparaison, impact: Impact | None, decision: Decision) -> Iterator[Decidee]:
    """Yield each sentence of a comparison with its part of the écart of an exercice, and who decides it."""
    told = [item for _, item in sentences(comparaison)]
    every = ecarts_of(told, impact, comparaison) if impact is not None else (None,) * len(told)
    if len(told) == 1 and impact is not None and not impact.causes:
        # What one change alone makes needs no causes to be told.
        every = ({gap.adherent: gap.ecart for gap in impact.adherents},)
    for item, ecarts in zip(told, every, strict=True):
        voies = [voie for voie in decision.voies if not set(item.rangs).isdisjoint(voie.numeros)]
        procedure = minuscule(procedure_line(voies[0], decision.au)) if voies else ""
        part = None if ecarts is None else part_of(item, ecarts, comparaison)
        yield Decidee(item, _effect(part), ecarts or {}, procedure)


def top(comparaison: Comparaison, impact: Impact | None, decision: Decision | None) -> Tete:
    """Say in a hundred words what a comparison changes, in the exercice that its title tells, if an amount moves.

    Nothing is said of who decides without a decision.
    """
    told = sentences(comparaison)
    phrases = [item for _, item in told]
    effects: Sequence[str] = ("",) * len(told)
    moved: Sequence[int] = (0,) * len(told)
    if impact is not None:
        effects, moved = _effects(phrases, impact, comparaison), weights(phrases, impact, comparaison)
    lines = {
        rang: Ligne(rang + 1, title, _few(item.bref or item.texte), effects[rang])
        for rang, (title, item) in enumerate(told)
        if not item.accessoire or all(other.accessoire for other in phrases)
    }
    shown = sorted(sorted(lines, key=lambda rang: (-moved[rang], not effects[rang]))[:DITS])
    moving = _movers(comparaison, impact)
    return Tete(
        titre=f"{_title(impact, moving, comparaison)}{too_late(decision, comparaison)}",
        lignes=tuple(lines[rang] for rang in shown),
        reste=len(told) - len(shown) if len(shown) < len(lines) else 0,
        euros=" ".join(_euros(impact, moving, comparaison)),
        decider=tuple(map(typeset, decides(decision, comparaison))) if decision is not None else (),
    )


def _few(text: str) -> str:
    words = text.split(" ")
    if len(words) <= _MOTS:
        return text
    kept = " ".join(words[:_MOTS])
    closed = typeset(" »") * (kept.count("«") - kept.count("»")) + ")" * (kept.count("(") - kept.count(")"))
    return f"{kept} […]{closed}"


def _effects(phrases: Sequence[Phrase], impact: Impact, comparaison: Comparaison) -> list[str]:
    """Say what each decision costs in an exercice; of one that moves nothing there, in the first one that it moves."""
    parts = parts_of(phrases, impact, comparaison)
    effects = [_effect(part) for part in parts]
    # What cannot be told apart in the exercice of the title may move it: another year would hide that.
    unmoved = [rang for rang, part in enumerate(parts) if part is not None and not effects[rang]]
    for other in (item for item in comparaison.impacts if item is not impact and item.adherents):
        others = parts_of(phrases, other, comparaison)
        for rang in (rang for rang in unmoved if not effects[rang]):
            effect = _effect(others[rang])
            effects[rang] = effect and f"{effect} {during(other)}"
    return effects


def _effect(part: Part | None) -> str:
    """Say what a decision costs; whose own it is, then what it makes for the others.

    What passes from some to others is said of each side: their sum, about nothing, would hide it.
    """
    if part is None or not (part.propre or part.nombre):
        return ""
    if not part.propre and part.sens:
        return ", ".join(f"{signed(cents)} pour {compte(count, 'adhérent')}" for cents, count in part.sens)
    if not part.propre:
        return signed(part.autres)
    if not part.autres:
        return signed(part.propre)
    others = compte(part.nombre, "autre", "autres")
    together = " ensemble" if part.nombre > 1 else ""
    return f"{signed(part.propre)}, {others} {signed(part.autres)}{together}"


class _Mouvements(NamedTuple):
    """Those who leave and those who arrive by this proposal, when it is what the exercice tells."""

    departs: Mapping[str, date]
    """The first day when each is no more there."""
    arrivees: Mapping[str, date]
    """The first day of each."""
    seuls: bool
    """Whether nothing else of the proposal moves an amount."""

    @property
    def tous(self) -> tuple[str, ...]:
        """All of them, in the order of telling."""
        return (*self.departs, *self.arrivees)

    def others(self, seen: Impact) -> list[EcartAdherent]:
        """Return the écarts of all others."""
        return [item for item in seen.adherents if item.adherent not in self.tous and item.ecart]


def _movers(comparaison: Comparaison, impact: Impact | None) -> _Mouvements | None:
    """Return those who leave and those who arrive; nobody when none does so in the exercice."""
    if impact is None:
        return None
    departs, arrivees = comparaison.departures(), comparaison.arrivals()
    days = [*departs.values(), *arrivees.values()]
    if not days or len(days) > _NOMMES or min(days).year > impact.exercice:
        return None
    return _Mouvements(departs, arrivees, comparaison.comes_from((*departs, *arrivees), set(Partie) - {Partie.TEXTES}))


def _title(impact: Impact | None, moving: _Mouvements | None, comparaison: Comparaison) -> str:
    if impact is None:
        return unmoved_title(comparaison)
    seen = impact.beside()
    if seen is None:
        return headline(impact)
    if moving is not None:
        return _moving_title(seen, moving, comparaison)
    sens, before = seen.sens, impact.precedent
    opened = f"L'exercice {impact.exercice} est ouvert ; par rapport à "
    when = f"{opened}{before.exercice}" if before is not None else majuscule(during(impact))
    if seen.ecart == 0 and sens.partages:
        return f"{when}, {_passing(sens)}"
    if not seen.ecart:
        return headline(impact)
    sides = [(count, word) for count, word in ((sens.montent, "plus"), (sens.descendent, "moins")) if count]
    count, word = sides[0]
    rest = [f"{number} {other}" for number, other in sides[1:]]
    who = ", ".join([f"{everyone(sens) or compte(count, 'adhérent')} {pays(impact, count)} {word}", *rest])
    total = f"{euros(abs(seen.ecart))} {'de plus' if seen.ecart > 0 else 'de moins'} en tout"
    share = f" ({pourcentage(seen.ecart, seen.avant)})" if seen.avant else ""
    return f"{when}, {total}{share} : {who}"


def unmoved_title(comparaison: Comparaison) -> str:
    """Say what changes when nothing that is owed does: what a call asks sooner, what another phase would make."""
    if comparaison.avances:
        return f"{asked(comparaison.avances[0])} ; {DU_INCHANGE}"
    others = _other_phases(comparaison)
    told = [f"Aucun montant en vigueur ne change ; {others}" if others else AUCUN]
    return " ; ".join([*told, *map(minuscule, later_moves(comparaison))])


def _other_phases(comparaison: Comparaison) -> str:
    """Say what would move in phases that are not in force: « le réalisé 2026 (+5 750,00 €) changerait »."""
    told = [
        f"le {other.phase.libelle} {item.exercice} ({signed(other.apres - other.avant)})"
        for item in comparaison.impacts
        for other in item.autres_phases
    ]
    return f"{enumere(told)} {pluriel(len(told), 'changerait', 'changeraient')}" if told else ""


def _moving_title(seen: Impact, moving: _Mouvements, comparaison: Comparaison) -> str:
    others = [item.ecart for item in moving.others(seen)]
    leave = {nom: last_day(fin) for nom, fin in moving.departs.items()}
    arrive = {nom: jour(debut) for nom, debut in moving.arrivees.items()}
    told = [*_told_moves(leave, "partirai", comparaison), *_told_moves(arrive, "arriverai", comparaison)]
    count, more, total = len(others), sum(cents > 0 for cents in others), sum(others)
    if not others:
        who = f"aucun autre ne {pays(seen, 1)} plus ni moins"
    elif 0 < more < count:
        who = f"sur {count} autres, {more} {pays(seen, more)} plus, {count - more} moins"
    else:
        alone, together = ("autres", " ensemble") if count > 1 else ("autre", "")
        who = f"{count} {alone} {pays(seen, count)}{together} {euros(abs(total))} de {'plus' if more else 'moins'}"
    return f"{majuscule(enumere(told))} ; {who} {during(seen)}{'' if moving.seuls else TOUT}"


def _told_moves(days: Mapping[str, str], verb: str, comparaison: Comparaison) -> Iterator[str]:
    """Say who leaves, or arrives, and when: the verb once, by its stem."""
    for rang, (adherent, day) in enumerate(days.items()):
        side = mots.side_of(comparaison, adherent)
        does = "" if rang else f" {verb}{side.accorde(adherent, 't', 'ent')}"
        yield f"{sujet(side.nom_de(adherent))}{does} le {day}"


def _euros(impact: Impact | None, moving: _Mouvements | None, comparaison: Comparaison) -> Iterator[str]:
    """Say what the title does not: who pays it, what calls would ask sooner, what moves in other phases."""
    if impact is not None and (told := _amounts(impact, moving, comparaison)):
        yield told
    yield from (f"{asked(item)}." for item in comparaison.avances[impact is None :])
    if impact is not None and (report := carried(impact, comparaison)) is not None and (impact.clos or not report.quoi):
        yield f"{majuscule(report.dit)}."
    if (impact is not None or comparaison.avances) and (others := _other_phases(comparaison)):
        yield f"Hors des montants en vigueur, {others}."
    if impact is not None or comparaison.avances:
        yield from (f"{text}." for text in later_moves(comparaison))


def _amounts(impact: Impact, moving: _Mouvements | None, comparaison: Comparaison) -> str:
    """Name those whom it touches most, and what a full year would make of it."""
    seen = impact.beside()
    if seen is None:
        return ""
    if moving is not None:
        return " ".join(_moving(seen, moving, comparaison))
    rises, falls = ([item for item in seen.adherents if item.ecart * sign > 0] for sign in (1, -1))
    sides = ((rises, _NOMMES), (falls, 1 if rises else _NOMMES))
    named = [_first(side, count, comparaison) for side, count in sides if side]
    told = [" ; ".join(named) or _unmoved(seen)]
    full = _full_total(impact, comparaison)
    told += [f"En année pleine, {signed(full)} en tout"] if full is not None else []
    told += [_later(impact, comparaison)]
    return " ".join(f"{text}." for text in told if text)


def _first(touched: list[EcartAdherent], count: int, comparaison: Comparaison) -> str:
    """Name the first ones, so many of them, and count the others: one more rather than leave a single one out."""
    shown = touched if len(touched) == count + 1 else touched[:count]
    rest = len(touched) - len(shown)
    return ", ".join(_named(item, comparaison) for item in shown) + (f" et {rest} autres" if rest else "")


def _unmoved(seen: Impact) -> str:
    """Say what passes from a section to the other, or that lines change, when nobody pays more or less for it."""
    if not seen.adherents:
        return ""
    ranked = sorted(seen.by_section().items(), key=lambda item: item[1])
    (source, _), (target, cents) = ranked[0], ranked[-1]
    if not cents:
        return "Des lignes changent, et se compensent pour chacun"
    verb = pluriel(cents // CENTS, "passerait", "passeraient")
    return f"{euros(cents)} {verb} de la {minuscule(source.aide)} à la {minuscule(target.aide)}"


def _later(impact: Impact, comparaison: Comparaison) -> str:
    """Say what the other exercices would make, all together, when it is something else."""
    others = [item for item in comparaison.impacts if item.exercice != impact.exercice and item.adherents]
    other = [
        f"en {item.exercice}, {_total(item)}"
        for item in others
        if (_total(item), item.phase_avant is None, item.phase_apres is None) != (_total(impact), False, False)
    ]
    return majuscule(" ; ".join(other)) if other else ""


def _total(impact: Impact) -> str:
    """Say the écart of an exercice; what passes from some to others, when it is all that moves."""
    if impact.ecart or not impact.sens.partages:
        return signed(impact.ecart)
    return _passing(impact.sens)


def _passing(sens: Sens) -> str:
    """Say « à total constant, 150,00 € passent de 2 adhérents à un autre »."""
    source = "d'un adhérent" if sens.descendent == 1 else f"de {compte(sens.descendent, 'adhérent')}"
    target = "un autre" if sens.montent == 1 else f"{sens.montent} autres"
    verb = pluriel(sens.plus // CENTS, "passe", "passent")
    return f"à total constant, {euros(sens.plus)} {verb} {source} à {target}"


def _moving(seen: Impact, moving: _Mouvements, comparaison: Comparaison) -> Iterator[str]:
    """Say what those who move pay more or less, what the others pay instead, and what nobody takes over."""
    others = moving.others(seen)
    # Who comes or goes in a later exercice makes it another: it has its own total, and this one no full year.
    more = max(*moving.departs.values(), *moving.arrivees.values(), date.min).year > seen.exercice
    found = full_year(comparaison.base, comparaison.head, seen.exercice) if not more else None
    whole = found.ecarts if found is not None else {}
    for nom in moving.tous:
        told = [f"{signed(item.ecart)} en {annee}" for annee, item in _own(nom, seen, comparaison, later=more)]
        if told:
            if whole.get(nom) not in {None, _due(seen, nom)}:
                told.append(f"{signed(whole[nom])} en année pleine")
            yield f"{mots.compared_adherent(comparaison, nom)} : {', '.join(told)}."
    if others:
        now = sum(item.ecart for item in others)
        rest = sum(cents for nom, cents in whole.items() if nom not in moving.tous) if whole else now
        # What else the proposal changes may be of that exercice alone.
        then = f" ; puis {signed(rest)} par an" if moving.seuls else f" ; {signed(rest)} en année pleine"
        most = f", dont {enumere([_named(item, comparaison) for item in others[:2]])}" if others[1:] else ""
        who = (
            compte(len(others), "autre", "autres") if most else mots.compared_adherent(comparaison, others[0].adherent)
        )
        yield f"{who} : {signed(now)}{'' if moving.seuls else TOUT}{most}{then if rest != now else ''}."
    left = seen.payroll_left()
    if left:
        yield f"{payroll_gone(left, seen.forfaits)}."
    if (more or not moving.seuls) and (later := _later(seen, comparaison)):
        yield f"En tout, {minuscule(later)}."


def _own(nom: str, seen: Impact, comparaison: Comparaison, *, later: bool) -> Iterator[tuple[int, EcartAdherent]]:
    """Yield what who comes or leaves pays more or less: in an exercice, and in the next that is told, if `later`."""
    every = [seen, *(item for item in comparaison.impacts if later and item.exercice > seen.exercice)]
    found = ((item.exercice, item.of(nom)) for item in every)
    yield from islice(((annee, item) for annee, item in found if item is not None), 2)


def _due(seen: Impact, nom: str) -> int | None:
    mine = seen.of(nom)
    return mine.ecart if mine is not None else None


def _full_total(impact: Impact, comparaison: Comparaison) -> int | None:
    """Return the écart of a full year; None when it is that of the exercice, or when the next one says its own."""
    if any(item.exercice == impact.exercice + 1 for item in comparaison.impacts):
        return None
    found = full_year(comparaison.base, comparaison.head, impact.exercice)
    gap = found.apres - found.avant if found is not None else impact.ecart
    return None if gap == impact.ecart else gap


def _named(item: EcartAdherent, comparaison: Comparaison) -> str:
    share = f" ({pourcentage(item.ecart, item.avant)})" if item.avant and abs(item.ecart) * 100 >= item.avant else ""
    return f"{mots.compared_adherent(comparaison, item.adherent)} {signed(item.ecart)}{share}"
