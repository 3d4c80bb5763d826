"""A comparison for a terminal and for a pull request (Markdown): two renderers of one model.

Knows: how a comparison is shown. Must not know: how it was made. Figures are cents: what is printed adds up.
`comparaison_json` is the third renderer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, compte, ecart, enumere, euros, montant, pluriel, pourcentage
from convention.reports import mots
from convention.reports.comparaison_causes import markdown_causes, terminal_causes
from convention.reports.escape import markdown, terminal
from convention.reports.phrases import phrase, place
from convention.reports.table import Tableau, markdown_table, terminal_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import EcartAdherent, EcartLigne, Impact

ENTETES = ("Adhérent", "Avant (€)", "Après (€)", "Écart (€)", "Écart (%)")
LIGNES_OUVERTES = 25
CARACTERES_MAX = 60_000
"""A GitHub comment holds 65,536 characters."""
_AILLEURS = "Le tableau complet : `convention comparer BASE PROPOSITION`."
_RIEN = "Aucune différence : ni les données, ni les montants ne changent."


def terminal_text(comparaison: Comparaison, base: str, head: str) -> str:
    """Write a comparison for a screen: verdict, changes, who pays what, which lines moved."""
    parts = [f"Comparaison de {terminal(cite(base))} à {terminal(cite(head))}", ""]
    if not comparaison.changements and comparaison.sans_effet:
        return "\n".join([*parts, _RIEN]) + "\n"
    parts += [verdict(impact) for impact in _moved(comparaison)]
    parts += [*_without_effect(comparaison), *(terminal(text) for text in _warnings(comparaison))]
    parts += ["", f"Ce qui change ({len(comparaison.changements)})", *_numbered(comparaison, terminal)]
    for impact in _moved(comparaison):
        parts += ["", _title(impact), "", terminal_table(_table(impact, comparaison, terminal))]
        parts += [*_folded(impact), *terminal_causes(impact, comparaison)]
        parts += ["", "Les lignes qui changent"]
        for item in impact.adherents:
            parts += _lines(item, comparaison)
    parts += _other_phases(comparaison)
    return "\n".join(parts) + "\n"


def markdown_text(comparaison: Comparaison, base: str, head: str, limit: int = CARACTERES_MAX) -> str:
    """Write a comparison as the comment of a pull request: same content, details folded.

    Beyond `limit`, which is what a comment may hold, whole sections are left out, and the text says which.
    """
    if not comparaison.changements and comparaison.sans_effet:
        return f"## {_RIEN}\n"
    full = _markdown(comparaison, base, head, details=True)
    return full if len(full) <= limit else _markdown(comparaison, base, head, details=False)


def _markdown(comparaison: Comparaison, base: str, head: str, *, details: bool) -> str:
    moved = _moved(comparaison)
    unmoved = _without_effect(comparaison)
    title = verdict(moved[0]) if moved else "".join(unmoved) or "Aucun montant ne change."
    parts = [f"## {title}", "", *(f"> ⚠ **{_clean(text)}**\n>" for text in _warnings(comparaison)), ""]
    parts += [f"{verdict(impact)}\n" for impact in moved[1:]]
    parts += [f"{sentence}\n" for sentence in unmoved if moved]
    rows = _numbered(comparaison, _clean)
    shown = rows if details else rows[:LIGNES_OUVERTES]
    parts += ["**Ce qui change**", "", *shown, ""]
    if len(rows) > len(shown):
        parts += [f"… et {compte(len(rows) - len(shown), 'autre changement', 'autres changements')}.", ""]
    for impact in moved:
        parts += _markdown_impact(impact, comparaison, details=details)
    if not details:
        parts += [f"*Trop long pour un commentaire : le détail des lignes est laissé de côté. {_AILLEURS}*", ""]
    parts += _other_phases(comparaison)
    parts.append(f"*Base {_clean(base)}, proposition {_clean(head)}.*")
    return "\n".join(parts) + "\n"


def _markdown_impact(impact: Impact, comparaison: Comparaison, *, details: bool) -> list[str]:
    parts = [f"**{_title(impact)}**", "", markdown_table(_table(impact, comparaison, _clean, LIGNES_OUVERTES))]
    parts += markdown_causes(impact, comparaison, _clean, LIGNES_OUVERTES)
    if not details:
        return [*parts, *_folded(impact), ""]
    parts += [f"<details><summary>Les lignes qui changent en {impact.exercice}</summary>", ""]
    parts += [markdown_table(_line_table(impact, comparaison, _clean)), "</details>", ""]
    return [*parts, *_folded(impact), ""]


def _clean(text: str) -> str:
    return markdown(text, comment=True)


def verdict(impact: Impact) -> str:
    """Say in one conditional sentence what the change costs in one exercice."""
    gap = impact.ecart
    if gap == 0:
        return f"En {impact.exercice}, le total ne changerait pas : {_who(impact)}."
    amount = f"{euros(abs(gap))} {'de plus' if gap > 0 else 'de moins'}"
    share = pourcentage(gap, impact.avant)
    return f"L'ensemble des adhérents paierait {amount} en {impact.exercice} ({share}) : {_who(impact)}."


def _who(impact: Impact) -> str:
    up = sum(1 for item in impact.adherents if item.ecart > 0)
    down = sum(1 for item in impact.adherents if item.ecart < 0)
    total = len(impact.adherents) + impact.adherents_inchanges
    words = ((up, "plus"), (down, "moins"))
    told = [f"{count} {pluriel(count, 'paierait', 'paieraient')} {word}" for count, word in words if count]
    return f"sur {compte(total, 'adhérent')}, {enumere(told) or 'aucun ne paierait plus ni moins'}"


def _moved(comparaison: Comparaison) -> list[Impact]:
    return [impact for impact in comparaison.impacts if impact.adherents]


def _without_effect(comparaison: Comparaison) -> list[str]:
    years = [str(impact.exercice) for impact in comparaison.impacts if not impact.adherents]
    if not years:
        return []
    noun = pluriel(len(years), "l'exercice", "les exercices")
    return [f"Aucun montant ne change, dans la phase en vigueur, pour {noun} {enumere(years)}."]


def _warnings(comparaison: Comparaison) -> list[str]:
    found = []
    contributions = [impact.contribution for impact in _moved(comparaison) if impact.contribution is not None]
    origins = {ligne.origine for contribution in contributions for ligne in contribution.lignes}
    found += [f"{mots.MENTIONS[origine]}." for origine in sorted(origins) if mots.MENTIONS[origine]]
    for impact in _moved(comparaison):
        if impact.clos:
            found.append(
                f"L'exercice {impact.exercice} est clos : changer ses montants arrêtés demande une correction déclarée."
            )
        found += _unshared(impact, comparaison)
    return found


def _unshared(impact: Impact, comparaison: Comparaison) -> list[str]:
    """Name the costs that nobody would pay: what they take from the total is no saving."""
    unshared = impact.contribution.controle.non_repartis if impact.contribution is not None else ()
    composants = comparaison.head.composants
    return [
        f"En {impact.exercice}, {euros(item.montant)} ne seraient payés par personne : "
        f"{composants[item.composant].composant.libelle}, {mots.NATURES[item.nature]}."
        for item in unshared
    ]


def _numbered(comparaison: Comparaison, clean: Callable[[str], str]) -> list[str]:
    rows = []
    for number, item in enumerate(comparaison.changements, 1):
        where = place(item.source_apres, comparaison.head) or place(item.source_avant, comparaison.base)
        rows.append(f"{number}. {clean(phrase(item, comparaison.base, comparaison.head))} ({clean(where)})")
    return rows


def _title(impact: Impact) -> str:
    before, after = impact.phase_avant, impact.phase_apres
    if before is None or after is None:
        opened = "nouvel exercice" if before is None else "exercice retiré"
        return f"Exercice {impact.exercice}, {opened}"
    if before is after:
        return f"Exercice {impact.exercice}, {mots.PHASES[after]}"
    return f"Exercice {impact.exercice}, {mots.PHASES[before]} avant, {mots.PHASES[after]} après"


def _table(impact: Impact, comparaison: Comparaison, clean: Callable[[str], str], limit: int | None = None) -> Tableau:
    """One row an adherent that moved, one row for the others, the total: the printed rows add up to it."""
    shown = impact.adherents[:limit]
    rows = [_row(clean(_name(item, comparaison)), item.avant, item.apres) for item in shown]
    rest = impact.adherents[len(shown) :]
    if rest:
        before, after = sum(item.avant for item in rest), sum(item.apres for item in rest)
        rows.append(_row(compte(len(rest), "autre qui change", "autres qui changent"), before, after))
    if impact.adherents_inchanges:
        label = compte(impact.adherents_inchanges, "adhérent inchangé", "adhérents inchangés")
        rows.append(_row(label, impact.total_inchanges, impact.total_inchanges))
    return Tableau(ENTETES, tuple(rows), (_row("Total", impact.avant, impact.apres),))


def _row(label: str, before: int, after: int) -> tuple[str, ...]:
    gap = after - before
    return (label, montant(before), montant(after), ecart(gap), pourcentage(gap, before))


def _name(item: EcartAdherent, comparaison: Comparaison) -> str:
    depot = comparaison.head if item.adherent in comparaison.head.dossiers else comparaison.base
    return mots.adherent_name(depot, item.adherent)


def _lines(item: EcartAdherent, comparaison: Comparaison) -> list[str]:
    head = f"  {terminal(_name(item, comparaison))} : {ecart(item.ecart)} €"
    return [head, *(f"    {terminal(_line_name(line, comparaison))} : {_moves(line)}" for line in item.lignes)]


def _line_table(impact: Impact, comparaison: Comparaison, clean: Callable[[str], str]) -> Tableau:
    rows = [
        (
            clean(_name(item, comparaison)),
            clean(_line_name(line, comparaison)),
            montant(line.montant_avant),
            montant(line.montant_apres),
            ecart(line.ecart),
        )
        for item in impact.adherents
        for line in item.lignes
    ]
    headers = ("Adhérent", "Ligne", "Avant (€)", "Après (€)", "Écart (€)")
    before = sum(line.montant_avant for item in impact.adherents for line in item.lignes)
    after = sum(line.montant_apres for item in impact.adherents for line in item.lignes)
    return Tableau(headers, tuple(rows), (("Total", "", montant(before), montant(after), ecart(after - before)),), 2)


def _line_name(line: EcartLigne, comparaison: Comparaison) -> str:
    depot = comparaison.head if line.apres is not None else comparaison.base
    calcul = line.ligne.calcul
    label = mots.line_name(depot, calcul, line.ligne.adherent)
    service = mots.service_name(depot, calcul.service)
    return label if calcul.composant is None and calcul.depense is None else f"{service}, {label}"


def _moves(line: EcartLigne) -> str:
    if line.avant is None:
        return f"{ecart(line.ecart)} € (nouvelle ligne)"
    if line.apres is None:
        return f"{ecart(line.ecart)} € (ligne retirée)"
    return f"{montant(line.montant_avant)} € devient {montant(line.montant_apres)} € ({ecart(line.ecart)} €)"


def _unchanged(impact: Impact) -> str:
    lines = compte(impact.lignes_identiques, "ligne de calcul identique", "lignes de calcul identiques")
    if not impact.adherents_inchanges:
        return lines
    return f"{compte(impact.adherents_inchanges, 'adhérent inchangé', 'adhérents inchangés')}, {lines}"


def _folded(impact: Impact) -> list[str]:
    return [f"Ce qui ne change pas : {_unchanged(impact)}."]


def _other_phases(comparaison: Comparaison) -> list[str]:
    return [
        f"\nLe {mots.PHASES[other.phase]} {impact.exercice}, qui n'est pas en vigueur, changerait aussi : total de "
        f"{euros(other.avant)} à {euros(other.apres)} ({ecart(other.apres - other.avant)} €), "
        f"{compte(other.adherents, 'adhérent concerné', 'adhérents concernés')}."
        for impact in comparaison.impacts
        for other in impact.autres_phases
    ]
