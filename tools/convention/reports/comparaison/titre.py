"""What a change costs in one exercice, in one sentence: the total, who pays against it; what calls would ask sooner.

Knows: an impact, who pays more and less, the advances that a comparison moves. Must not know: media. A sentence never
hides that some pay more while the total falls; an exercice that is opened is no increase, one that is withdrawn is no
saving.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, du, enumere, euros, l_appel, majuscule, mois_dit, pluriel, pourcentage
from convention.compare.ecarts import EcartAdherent
from convention.reports import mots
from convention.reports.valeurs import compared_table, payroll_gone, phase_dite, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convention.compare.avances import Avance
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact, Sens
    from convention.reports.rendus.table import Tableau


def told(comparaison: Comparaison) -> list[Impact]:
    """Return the exercices of which something is to be said: amounts that move, or that nobody would pay."""
    return [impact for impact in comparaison.impacts if impact.adherents or impact.impayes]


def later_moves(comparaison: Comparaison) -> list[str]:
    """Say, without a full stop, from when those who leave or arrive weigh, when no open exercice computes it."""
    depot = comparaison.head
    moves = (("Le départ", comparaison.departures()), ("L'arrivée", comparaison.arrivals()))
    told = (mots.later_effect(depot, nom, quoi, day) for quoi, days in moves for nom, day in days.items())
    return [text for text in told if text]


def one_sided(impact: Impact) -> bool:
    """Tell whether one side alone has the exercice: no line of it changes, all of them come or go."""
    return impact.phase_avant is None or impact.phase_apres is None


def repeated(impacts: Iterable[Impact]) -> dict[int, int]:
    """Give, for each exercice where everyone has the same difference as in an earlier one, that exercice."""
    first: dict[tuple[object, ...], int] = {}
    found = {}
    for impact in impacts:
        if not one_sided(impact):
            gaps = tuple(sorted((item.adherent, item.ecart) for item in impact.adherents))
            known = first.setdefault((gaps, impact.adherents_inchanges), impact.exercice)
            if known != impact.exercice:
                found[impact.exercice] = known
    return found


def verdict(impact: Impact) -> str:
    """Say in one conditional sentence what the change costs in one exercice, and who pays more or less."""
    return f"{headline(impact)}."


def headline(impact: Impact) -> str:
    """Say the verdict without its full stop."""
    return " : ".join(part for part in (_total(impact), _who(impact)) if part)


def _who(impact: Impact) -> str:
    """Count those that pay more and less; when some do each, with what it makes for them all."""
    seen = impact.beside()
    if seen is None or not impact.adherents:
        return ""
    sens, than = seen.sens, f" qu'en {impact.precedent.exercice}" if impact.precedent is not None else ""
    sides = ((sens.montent, "plus", sens.plus), (sens.descendent, "moins", sens.moins))
    whole = everyone(sens)
    counted = [
        _side(whole or str(count), pays(impact, count), word, (count, cents if sens.partages else 0))
        for count, word, cents in sides
        if count
    ]
    counted[:1] = [f"{text}{than}" for text in counted[:1]]
    left = seen.payroll_left()
    payroll = f" ; {payroll_gone(left, impact.forfaits)}" if left else ""
    nobody = f"aucun ne {pays(impact, 1)} plus ni moins{than}"
    among = "" if whole else f"sur {compte(sens.adherents, 'adhérent')}, "
    return f"{among}{enumere(counted) or nobody}{payroll}"


def everyone(sens: Sens) -> str:
    """Name those who pay more, or less, when it is all of them; nothing when some do not."""
    if sens.partages or sens.adherents not in {sens.montent, sens.descendent}:
        return ""
    return pluriel(sens.adherents, "le seul adhérent", f"les {sens.adherents} adhérents")


def columns(impact: Impact) -> tuple[str, str]:
    """Name the columns of amounts; an exercice that is opened stands beside the one before."""
    if impact.precedent is not None:
        return f"{impact.precedent.exercice} (€)", f"{impact.exercice} (€)"
    return "Avant (€)", "Après (€)"


def impact_title(impact: Impact, comparaison: Comparaison) -> str:
    """Name an exercice and its phase; both phases when they differ; and that a part of the year only is covered."""
    before, after = impact.phase_avant, impact.phase_apres
    if before is None or after is None:
        opened = "nouvel exercice" if before is None else "exercice retiré"
        return f"Exercice {impact.exercice}, {opened}"
    told = phase_dite(comparaison.head.convention, impact.exercice, after)
    return f"Exercice {impact.exercice}, {told if before is after else f'{before.libelle} avant, {told} après'}"


def pays(impact: Impact, count: int) -> str:
    """Say that some would pay; of an exercice that is closed, they owe: what is asked of it is carried by a call."""
    verbs = ("doit", "doivent") if impact.clos else ("paierait", "paieraient")
    return pluriel(count, *verbs)


def during(impact: Impact) -> str:
    """Say in which exercice: « en 2027 », « pour 2025, exercice clos »."""
    return f"pour {impact.exercice}, exercice clos" if impact.clos else f"en {impact.exercice}"


def _side(who: str, verb: str, word: str, told: tuple[int, int]) -> str:
    """Say that some pay more, or less; and how much together, when there is a sum to say."""
    count, cents = told
    if not cents:
        return f"{who} {verb} {word}"
    return f"{who} {verb} {'ensemble ' if count > 1 else ''}{euros(cents)} de {word}"


def _total(impact: Impact) -> str:
    year = impact.exercice
    if impact.phase_apres is None:
        phase = f" ({impact.phase_avant.libelle})" if impact.phase_avant is not None else ""
        return f"L'exercice {year} est retiré : son total était de {euros(impact.avant)}{phase}"
    if impact.phase_avant is None:
        first = f"{euros(impact.apres)} ({impact.phase_apres.libelle})"
        return f"L'exercice {year} est ouvert : son premier total serait de {first}{_since(impact)}"
    when = majuscule(during(impact))
    if not impact.adherents and impact.impayes:
        unpaid = euros(sum(item.montant for item in impact.impayes))
        return f"{when}, nul ne {pays(impact, 1)} plus ni moins, mais {unpaid} ne seraient payés par personne"
    if impact.ecart == 0:
        return f"{when}, le total ne {'change' if impact.clos else 'changerait'} pas"
    share = f" ({pourcentage(impact.ecart, impact.avant)})" if impact.avant else ""
    return f"L'ensemble des adhérents {pays(impact, 1)} {_gap(impact.ecart)} {during(impact)}{share}"


def _since(impact: Impact) -> str:
    """Say how the first total of an exercice stands beside that of the exercice before."""
    seen, before = impact.beside(), impact.precedent
    if seen is None or before is None:
        return ""
    named = f"{before.exercice} ({before.phase.libelle})"
    if seen.ecart == 0:
        return f", comme celui de {named}"
    share = f", {pourcentage(seen.ecart, seen.avant)}" if seen.avant else ""
    return f", {_gap(seen.ecart)} que celui de {named}{share}"


def _gap(cents: int) -> str:
    return f"{euros(abs(cents))} {'de plus' if cents > 0 else 'de moins'}"


def first_told(impacts: Iterable[Impact]) -> Impact | None:
    """Return the exercice that a title says: the first open one that moves, else the first that moves."""
    return min(impacts, key=lambda item: (not item.adherents, item.clos), default=None)


def asked(avance: Avance, un_seul: EcartAdherent | None = None) -> str:
    """Say what a call would ask in advance: « L'appel d'avril 2027 demanderait 60,00 € d'acompte … »; of one alone."""
    appel, what = majuscule(l_appel(avance.echeance)), f"d'acompte de l'exercice {avance.exercice}"
    cents, whom = (avance, "") if un_seul is None else (un_seul, "lui ")
    if not cents.apres:
        return f"{appel} ne {whom}demanderait plus {euros(cents.avant)} {what}"
    en = "n'en demandait pas" if un_seul is None else "ne lui en demandait pas"
    before = f"au lieu de {euros(cents.avant)} ({signed(cents.ecart)})" if cents.avant else f"et {en}"
    return f"{appel} {whom}demanderait {euros(cents.apres)} {what}{' ' if cents.avant else ', '}{before}"


def asked_table(avance: Avance, comparaison: Comparaison, clean: Callable[[str], str]) -> Tableau:
    """One row an adherent of whom something else is asked, and the total of the advance."""
    rows = [(clean(mots.compared_adherent(comparaison, item.adherent)), item) for item in avance.adherents]
    same = avance.apres - sum(item.apres for item in avance.adherents)
    rows += [("Les autres", EcartAdherent("", same, same))] if same else []
    return compared_table(("Adhérent", "Avant (€)", "Après (€)"), rows, [("Total", avance)])


def asked_title(avance: Avance) -> str:
    """Head the table of a call: « Appel d'avril 2027, acompte de l'exercice 2027 »."""
    return f"Appel {du(mois_dit(avance.echeance))}, acompte de l'exercice {avance.exercice}"
