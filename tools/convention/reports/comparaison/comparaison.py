"""A comparison for a terminal, whole or for one minute, and the words that its other renderers share (`commentaire`).

Knows: how a comparison is shown. Must not know: how it was made. Figures are cents: what is printed adds up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, compte, ecart, euros, jour, majuscule, montant, typeset
from convention.compare.ecarts import EcartAdherent, EcartLigne
from convention.compare.sceaux.scelles import Levee, amounts_text, declared
from convention.reports import mots
from convention.reports.amendement.phrases import RENOMME, sentences
from convention.reports.comparaison.causes import terminal_causes
from convention.reports.comparaison.decision import TITRE, who_decides
from convention.reports.comparaison.empreinte import contents
from convention.reports.comparaison.hors_donnees import neutral
from convention.reports.comparaison.tete import AUCUN, DU_INCHANGE, top
from convention.reports.comparaison.titre import (
    asked,
    asked_table,
    asked_title,
    columns,
    first_told,
    impact_title,
    later_moves,
    one_sided,
    told,
    verdict,
)
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import Tableau, terminal_table
from convention.reports.valeurs import compared_table, exercices, mentions, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.impact import AutrePhase, Impact


LIGNES_OUVERTES = 25
CARACTERES_MAX = 60_000
"""A comment holds 65,536 characters on one forge, more on another."""
RIEN = "Aucune différence : ni les données, ni les montants ne changent."
_TOUT = "Tout, mot à mot, acte par acte et ligne par ligne : la même commande, sans --bref."


def terminal_text(
    comparaison: Comparaison, base: str, head: str, decision: Decision | None = None, ailleurs: Sequence[str] = ()
) -> str:
    """Write a comparison for a screen: verdict, changes, who decides, who pays what, which lines moved.

    `ailleurs` are sentences about what is not data.
    """
    parts, beside = opening(comparaison, base, head, ailleurs)
    if comparaison.identique:
        return "\n".join([*parts, RIEN, *beside]) + "\n"
    parts += [verdict(impact) for impact in told(comparaison)]
    parts += _without_effect(comparaison)
    parts += [f"{text}." for text in (*later_moves(comparaison), *map(asked, comparaison.avances))]
    parts += [terminal(text) for text in warnings(comparaison)]
    rows = numbered_changes(comparaison)
    parts += ["", f"Ce qui change ({len(rows)})", *rows, *beside]
    parts += _deciders(decision, comparaison)
    for impact in comparaison.touches:
        table = terminal_table(adherents_table(impact, comparaison, terminal)).rstrip("\n")
        parts += ["", impact_title(impact, comparaison), "", table]
        if one_sided(impact):
            continue
        # Said when it is not the total: both sections move.
        beneath = [f"Écart par section : {section_gaps(impact)}."] if all(impact.by_section().values()) else []
        beneath += unchanged(impact)
        parts += ["", *beneath] if beneath else []
        parts += terminal_causes(impact, comparaison)
        parts += ["", "Les lignes qui changent"]
        for item in impact.adherents:
            parts.append(f"  {terminal(mots.compared_adherent(comparaison, item.adherent))} : {signed(item.ecart)}")
            parts += [f"    {terminal(name)} : {_moves(line)}" for name, line in _named_lines(item, comparaison)]
    for avance in comparaison.avances:
        parts += ["", asked_title(avance), "", terminal_table(asked_table(avance, comparaison, terminal)).rstrip("\n")]
    parts += other_phases(comparaison)
    return typeset("\n".join(parts) + "\n")


def brief_text(
    comparaison: Comparaison, base: str, head: str, decision: Decision | None = None, ailleurs: Sequence[str] = ()
) -> str:
    """Write what a reader who has one minute must know of a comparison.

    `ailleurs` are sentences about what is not data.
    """
    parts, beside = opening(comparaison, base, head, ailleurs)
    if comparaison.identique:
        return "\n".join([*parts, RIEN, *beside]) + "\n"
    every = told(comparaison)
    first = first_told(every)
    tete = top(comparaison, first, decision)
    parts += [f"{terminal(tete.titre)}.", *(terminal(text) for text in warnings(comparaison)), ""]
    for item in tete.lignes:
        effect = f" : {terminal(item.effet)}" if item.effet else ""
        parts.append(f"{item.numero}. {terminal(item.sujet)} : {terminal(item.texte)}{effect}.")
    parts += [f"… et {tete.reste} de plus."] if tete.reste else []
    parts += ["", f"En euros. {terminal(tete.euros)}"] if tete.euros else []
    parts += ["", f"Décider. {terminal(' '.join(tete.decider))}"] if tete.decider else []
    if first is not None and first.adherents:
        table = terminal_table(adherents_table(first, comparaison, terminal)).rstrip("\n")
        parts += ["", impact_title(first, comparaison), "", table]
    parts += ["", *(verdict(item) for item in every if item is not first)] if len(every) > 1 else []
    return typeset("\n".join([*parts, *beside, "", _TOUT]) + "\n")


def opening(comparaison: Comparaison, base: str, head: str, ailleurs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Name the two states; say what differs beside the data, which comes later."""
    first = [f"Comparaison de {terminal(cite(base))} à {terminal(cite(head))}", ""]
    return first, [terminal(text) for text in (*neutral_files(comparaison), *ailleurs)]


def neutral_files(comparaison: Comparaison) -> list[str]:
    """Say which files differ without changing anything."""
    base, head = comparaison.base.convention.format, comparaison.head.convention.format
    others = {
        "nom déclaré changé": any(item.champ == RENOMME for item in comparaison.changements),
        f"mots que le format {head} n'a plus": base != head,
    }
    return neutral(comparaison.neutres, [words for words, holds in others.items() if holds])


def _without_effect(comparaison: Comparaison) -> list[str]:
    said = told(comparaison)
    years = [impact.exercice for impact in comparaison.impacts if impact not in said]
    if not years:
        return []
    what = majuscule(DU_INCHANGE) if comparaison.avances else AUCUN
    return [f"{what}, dans la phase en vigueur, pour {exercices(years)}."]


def warnings(comparaison: Comparaison) -> list[str]:
    """Say what must be known before any figure: lifted seals, invented data, closed years, costs that nobody pays."""
    found = [_lifted(levee, comparaison) for levee in comparaison.levees]
    contributions = [impact.contribution for impact in told(comparaison) if impact.contribution is not None]
    origins = {ligne.origine for contribution in contributions for ligne in contribution.lignes}
    # An exercice that is withdrawn is in the base alone.
    moved = (item for impact in comparaison.touches for item in impact.adherents)
    origins |= {line.ligne.origine for item in moved for line in item.lignes}
    origins |= {avance.origine for avance in comparaison.avances}
    found += mentions(origins)
    for impact in told(comparaison):
        if impact.clos and impact.adherents and not declared(comparaison.base, comparaison.head, impact.exercice):
            found.append(
                f"L'exercice {impact.exercice} est clos : changer ses montants arrêtés demande une correction déclarée."
            )
        found += _unshared(impact, comparaison)
    return found


def _lifted(levee: Levee, comparaison: Comparaison) -> str:
    """Say a seal that the proposal lifts: what, who, when, why, by which decision, and for whom it changes what."""
    acte = levee.acte
    done = "retire" if levee.retire else "remplace"
    who, why, how = (cite(text or "") for text in (acte.par, acte.motif, acte.decision))
    head = (
        f"La proposition {done} ce qui était scellé : {levee.nom}. Sceau levé le {jour(acte.le)}, par {who}, "
        f"motif : {why}, décision : {how}."
    )
    told = amounts_text(levee.montants, comparaison.base)
    return f"{head} {majuscule(told)}." if told else head


def _unshared(impact: Impact, comparaison: Comparaison) -> list[str]:
    """Name the costs that nobody would pay, and what a cap or an exemption leaves more: they are no saving."""
    unshared = impact.contribution.controle.non_repartis if impact.contribution is not None else ()
    left = [(item, "") for item in unshared if not item.decide]
    left += [(item, " de plus") for item in impact.impayes if item.decide]
    return [
        mots.unpaid(comparaison.head, impact.exercice, item, more)
        for item, more in sorted(left, key=lambda pair: -pair[0].montant)
    ]


def numbered_changes(comparaison: Comparaison) -> list[str]:
    """Number the sentences of the amendment, in the order in which a council reads them."""
    rows = []
    for number, (title, item) in enumerate(sentences(comparaison), 1):
        places = " ; ".join(f"{fichier}, {lignes}" for fichier, lignes in item.lignes.items())
        rows.append(f"{number}. {terminal(title)} : {terminal(item.propre)} ({terminal(places)})")
        rows[-1] += "".join(f"\n   – {terminal(text)}" for text in item.avec)
    return rows


def _deciders(decision: Decision | None, comparaison: Comparaison) -> list[str]:
    if decision is None or not (lines := who_decides(decision, comparaison).lignes):
        return []
    seal = contents(comparaison).empreinte
    cited = f'Un avis ou un acte qui porte sur cette proposition la désigne par « empreinte: "{seal}" ».'
    return ["", TITRE, *(f"  {terminal(line)}" for line in (*lines, *([cited] if decision.voies else [])))]


def adherents_table(impact: Impact, comparaison: Comparaison, clean: Callable[[str], str]) -> Tableau:
    """One row an adherent that moved, one row for the others, the total: the printed rows add up to it."""
    seen = impact.beside()
    if seen is None:
        return one_sided_table(impact, comparaison, clean)
    rows = [(clean(mots.compared_adherent(comparaison, item.adherent)), item) for item in seen.adherents]
    if seen.adherents_inchanges:
        label = compte(seen.adherents_inchanges, "adhérent inchangé", "adhérents inchangés")
        rows.append((label, EcartAdherent("", seen.total_inchanges, seen.total_inchanges)))
    return compared_table(("Adhérent", *columns(impact)), rows, [("Total", seen)])


def one_sided_table(impact: Impact, comparaison: Comparaison, clean: Callable[[str], str]) -> Tableau:
    """Show the amounts of an exercice that has nothing to be compared with."""
    rows = [
        (clean(mots.compared_adherent(comparaison, item.adherent)), montant(item.avant + item.apres))
        for item in impact.adherents
    ]
    return Tableau(("Adhérent", "Montant (€)"), tuple(rows), (("Total", montant(impact.avant + impact.apres)),))


def lines_table(impact: Impact, comparaison: Comparaison, clean: Callable[[str], str]) -> Tableau:
    """Lay out each line that moves, with their sum."""
    rows = [
        (
            clean(mots.compared_adherent(comparaison, item.adherent)),
            clean(name),
            montant(line.montant_avant),
            montant(line.montant_apres),
            ecart(line.ecart),
        )
        for item in impact.adherents
        for name, line in _named_lines(item, comparaison)
    ]
    headers = ("Adhérent", "Ligne", "Avant (€)", "Après (€)", "Écart (€)")
    before = sum(line.montant_avant for item in impact.adherents for line in item.lignes)
    after = sum(line.montant_apres for item in impact.adherents for line in item.lignes)
    return Tableau(headers, tuple(rows), (("Total", "", montant(before), montant(after), ecart(after - before)),), 2)


def _named_lines(item: EcartAdherent, comparaison: Comparaison) -> Iterator[tuple[str, EcartLigne]]:
    """Name each line that moves; two of one name, with the section of the budget that tells one from the other."""
    names = [_line_name(line, comparaison) for line in item.lignes]
    for name, line in zip(names, item.lignes, strict=True):
        yield name if names.count(name) == 1 else f"{name}, {line.ligne.calcul.section}", line


def _line_name(line: EcartLigne, comparaison: Comparaison) -> str:
    depot, calcul = comparaison.holder(line), line.ligne.calcul
    label = mots.line_name(depot, calcul, line.ligne.adherent)
    service = mots.service_name(depot, calcul.service)
    if calcul.composant is None and calcul.depense is None:
        return label
    return service if service == f"{calcul.service} {label}" else f"{service}, {label}"


def _moves(line: EcartLigne) -> str:
    if line.avant is None:
        return f"{signed(line.ecart)} (nouvelle ligne)"
    if line.apres is None:
        return f"{signed(line.ecart)} (ligne retirée)"
    return f"{euros(line.montant_avant)} devient {euros(line.montant_apres)} ({signed(line.ecart)})"


def section_gaps(impact: Impact) -> str:
    """Say the écart of each section of the budgets: « fonctionnement −12,00 €, investissement 0,00 € »."""
    return ", ".join(f"{section} {signed(cents)}" for section, cents in impact.by_section().items())


def unchanged(impact: Impact) -> list[str]:
    """Count what does not change, in a sentence; none when all changes."""
    counts = (
        (impact.adherents_inchanges, "adhérent inchangé", "adhérents inchangés"),
        (impact.lignes_identiques, "ligne de calcul identique", "lignes de calcul identiques"),
    )
    told = [compte(*item) for item in counts if item[0]]
    return [f"Ce qui ne change pas : {', '.join(told)}."] if told else []


def _totals(other: AutrePhase) -> str:
    if other.avant == other.apres:
        return f"total inchangé, de {euros(other.apres)}"
    return f"total de {euros(other.avant)} à {euros(other.apres)} ({signed(other.apres - other.avant)})"


def other_phases(comparaison: Comparaison) -> list[str]:
    """Say which phases that are not in force would move too."""
    return [
        f"\nLe {other.phase.libelle} {impact.exercice}, qui n'est pas en vigueur, changerait aussi : "
        f"{_totals(other)}, "
        f"{compte(other.adherents, 'adhérent concerné', 'adhérents concernés')}."
        for impact in comparaison.impacts
        for other in impact.autres_phases
    ]
