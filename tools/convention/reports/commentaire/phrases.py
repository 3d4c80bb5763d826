"""What a comment says around its table: in plain words, what holds, what to know before voting (exemples: a comment).

Knows: a comparison, its effects, kept avenants. Must not know: tables, media (the caller escapes). A proposal is costed
alone: another amendment that moves the same amounts is named.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import compte, enumere, euros, pluriel, pourcentage, taux
from convention.base.money import read_decimal
from convention.compare.causes.effets import together
from convention.compare.impact import full_year
from convention.model.mots.communs import Section
from convention.reports import mots
from convention.reports.comparaison.causes import EFFETS, drivers, movers, relieved
from convention.reports.comparaison.titre import one_sided, verdict
from convention.reports.valeurs import signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.ecarts import EcartAdherent
    from convention.compare.impact import Impact
    from convention.engine.lignes import Contribution, Controle
    from convention.model.ecrits.avenants_consignes import AvenantConsigne


SEUIL = Fraction(5, 100)
"""Increase above which an adherent is named before the vote."""
_PRESQUE_TOUT, _ESSENTIEL = Fraction(9, 10), Fraction(1, 2)
_NOMMES = 3


def plainly(impact: Impact, comparaison: Comparaison) -> str:
    """Say who pays more or less and how much, where most of it comes from, what falls on those who did nothing."""
    return " ".join([verdict(impact), *_driver(impact, comparaison), *_others(impact, comparaison)])


def _driver(impact: Impact, comparaison: Comparaison) -> Iterator[str]:
    gap = impact.ecart
    ranked = [item for item in drivers(impact.causes) if gap and item.effet * gap > 0]
    if not ranked:
        return
    first = ranked[0]
    share = Fraction(first.effet, gap)
    if not _ESSENTIEL <= share <= 1:
        return
    what = "Tout l'écart" if share == 1 else "Presque tout l'écart" if share >= _PRESQUE_TOUT else "L'essentiel"
    amount = "" if share == 1 else f" ({euros(abs(first.effet))} sur {euros(abs(gap))})"
    whence = mots.compared_service(comparaison, first.service)
    yield f"{what}{amount} vient d'un effet de {EFFETS[first.rang]} : {whence}."


def _others(impact: Impact, comparaison: Comparaison) -> Iterator[str]:
    for count, cents in relieved(impact, movers(comparaison, impact.exercice)):
        verb = "allègent" if cents < 0 else "alourdissent"
        yield (
            f"Les changements de périmètre {verb} de {euros(abs(cents))} la part de "
            f"{compte(count, 'adhérent')} qui n'y {pluriel(count, 'est', 'sont')} pour rien."
        )


def why(impact: Impact) -> str:
    """Give the total of each cause that moves something, in one line: they add up to the écart."""
    total = together(cause.effets for cause in impact.causes)
    sums = (("périmètre", total.perimetre), ("volume", total.volume), ("prix", total.prix), ("règle", total.regles))
    told = [f"effet {nom} {signed(cents)}" for nom, cents in sums if cents]
    told = told or ["des effets contraires, qui s'annulent"]
    return f"{' ; '.join(told)}. Ensemble : {signed(total.ecart)}."


def control(impact: Impact, contribution: Contribution) -> str:
    """Say which sums the computation of the proposal found equal, what it shares, and where the écart falls."""
    sums = dict.fromkeys((Section.FONCTIONNEMENT, Section.INVESTISSEMENT), 0)
    for item in impact.adherents:
        for line in item.lignes:
            sums[line.ligne.calcul.section] += line.ecart
    sections = ", ".join(f"{section} {signed(cents)}" for section, cents in sums.items())
    total, proven = euros(contribution.totaux.general), contribution.controle.juste
    equal = f"somme des adhérents = somme des services = somme des natures = {total} ✓" if proven else ""
    by_section = f"écart par section : {sections}" if not one_sided(impact) else ""
    return f"{' · '.join(filter(None, (equal, _shared(contribution.controle), by_section)))}."


def _shared(controle: Controle) -> str:
    unpaid = controle.non_repartis
    if not unpaid:
        return "coûts partagés entièrement répartis ✓"
    decided = all(item.decide for item in unpaid)
    total = euros(sum(item.montant for item in unpaid))
    return f"{total} qu'aucun adhérent ne paie{', par décision' if decided else ''}"


def yearly(impact: Impact, comparaison: Comparaison) -> str:
    """Say what a full year would cost, when the exercice is not one for somebody; nothing otherwise."""
    found = full_year(comparaison.base, comparaison.head, impact.exercice)
    if found is None:
        return ""
    now = {item.adherent: item.ecart for item in impact.adherents}
    moved = [nom for nom in {**now, **found.ecarts} if found.ecarts.get(nom, 0) != now.get(nom, 0)]
    if not moved:
        return ""
    moved.sort(key=lambda nom: (-abs(found.ecarts.get(nom, 0) - now.get(nom, 0)), nom))
    gap = found.apres - found.avant
    total = "même total" if gap == impact.ecart else f"écart total de {signed(gap)}"
    named = [
        f"{mots.compared_adherent(comparaison, nom)} {signed(found.ecarts.get(nom, 0))}" for nom in moved[:_NOMMES]
    ]
    rest = len(moved) - len(named)
    more = f", {compte(rest, 'autre', 'autres')} aussi" if rest > 0 else ""
    return f"{total} ; {', '.join(named)}{more}."


def before_voting(impact: Impact, comparaison: Comparaison) -> Iterator[str]:
    """List what must be known before the vote: assumptions, closed exercices, the largest increase."""
    yield from _assumptions(impact)
    closed = [str(annee) for annee in comparaison.clos]
    if closed:
        yield f"l'effet touche {pluriel(len(closed), 'un exercice clos', 'des exercices clos')} ({enumere(closed)})"
    else:
        yield "l'effet ne touche aucun exercice clos"
    seen = impact.beside()
    if seen is not None:
        since = f"par rapport à {impact.precedent.exercice}, " if impact.precedent is not None else ""
        yield from (f"{since}{text}" for text in _largest(seen, comparaison))


def _assumptions(impact: Impact) -> Iterator[str]:
    counts: dict[str, int] = {}
    for item in impact.contribution.hypotheses if impact.contribution is not None else ():
        counts[item.message] = counts.get(item.message, 0) + item.nombre
    if counts:
        message, count = max(counts.items(), key=lambda item: (item[1], item[0]))
        others = sum(counts.values()) - count
        more = f" ; {compte(others, 'autre hypothèse', 'autres hypothèses')}" if others else ""
        yield f"{message} ({compte(count, 'hypothèse')}){more}"


def _largest(impact: Impact, comparaison: Comparaison) -> Iterator[str]:
    # Who arrives paid nothing: no rate says what its share is.
    risen = [item for item in impact.adherents if item.ecart > 0 and item.avant]
    if not risen:
        yield "aucun adhérent déjà présent ne paierait plus"
        return
    above = [item for item in risen if Fraction(item.ecart, item.avant) > SEUIL]
    whole = taux(SEUIL)
    if above:
        names = [_risen(item, comparaison) for item in above[:_NOMMES]]
        rest = len(above) - len(names)
        more = f" et {compte(rest, 'autre', 'autres')}" if rest > 0 else ""
        yield f"hausses de plus de {whole} : {', '.join(names)}{more}"
        return
    top = max(risen, key=lambda item: (Fraction(item.ecart, item.avant), item.ecart))
    yield f"aucun adhérent ne dépasse {whole} de hausse ; plus forte : {_risen(top, comparaison)}"


def _risen(item: EcartAdherent, comparaison: Comparaison) -> str:
    return f"{mots.compared_adherent(comparaison, item.adherent)} ({pourcentage(item.ecart, item.avant)})"


def not_counted(comparaison: Comparaison, decision: Decision) -> Iterator[str]:
    """Name each other amendment drawn up that would move, from the same amounts, those whom the proposal moves."""
    decided = {item.ecrit.dossier for item in decision.avenants if item.decide}
    for dossier, kept in comparaison.head.avenants_consignes.items():
        moved = ((impact, _gaps(kept, impact)) for impact in comparaison.impacts if dossier not in decided)
        impact, gaps = next((item for item in moved if item[1]), (None, []))
        if impact is not None:
            sides = ([gap for gap in gaps if gap * sign > 0] for sign in (1, -1))
            told = [f"{signed(sum(side))} pour {compte(len(side), 'adhérent')}" for side in sides if side]
            yield (
                f"L'avenant n° {kept.numero}, qui n'est pas compté ici, changerait aussi {impact.exercice} : "
                f"{enumere(told)}. Les deux ensemble ne font pas toujours la somme des deux."
            )


def _gaps(kept: AvenantConsigne, impact: Impact) -> list[int]:
    """Return what an avenant makes for each, in cents; nothing when it starts from other amounts, or moves others."""
    before, after = Counter[str](), Counter[str]()
    for row in kept.contenu.montants:
        if row["exercice"] == str(impact.exercice):
            for sums, side in ((before, "avant"), (after, "apres")):
                sums[row["adherent"]] += read_decimal(row[side])
    common = [item for item in impact.adherents if item.adherent in before]
    if not common or any(item.avant != before[item.adherent] for item in common):
        return []
    return [gap for nom in before if (gap := after[nom] - before[nom])]
