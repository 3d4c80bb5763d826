"""A comparison as the comment of a pull request, read by people who vote (exemples: a comment).

Knows: the order of reading, what may be left out of a comment that is too long; a comparison, its effects, kept
avenants. Must not know: how they were found.
Figures are cents: the printed rows add up to the printed total, the row of the others included. Beyond what a comment
holds, whole sections are left out and named: never a part of a table, never a wrong total. A proposal is costed alone:
another amendment that moves the same amounts is named.
"""

from __future__ import annotations

import sys
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import (
    compte,
    enumere,
    euros,
    majuscule,
    minuscule,
    pluriel,
    pourcentage,
    taux,
    typeset,
)
from convention.base.money import read_decimal
from convention.checks.avenants.etapes import amendments, life
from convention.compare.causes.effets import together
from convention.compare.decision.points import signed as signed_points
from convention.compare.impact import Impact, full_year
from convention.model.mots.avenants import EtatAvenant
from convention.model.mots.communs import Nature
from convention.reports import mots
from convention.reports.amendement.phrases import Phrase, sentences
from convention.reports.commentaire.rangees import rangees
from convention.reports.comparaison.causes import CAUSES, drivers, is_tabled, markdown_causes, movers, relieved
from convention.reports.comparaison.comparaison import (
    CARACTERES_MAX,
    LIGNES_OUVERTES,
    RIEN,
    lines_table,
    neutral_files,
    one_sided_table,
    other_phases,
    section_gaps,
    unchanged,
    warnings,
)
from convention.reports.comparaison.decision import TITRE, who_decides
from convention.reports.comparaison.delais import carried
from convention.reports.comparaison.empreinte import contents
from convention.reports.comparaison.tete import Tete, top
from convention.reports.comparaison.titre import (
    asked_table,
    asked_title,
    columns,
    during,
    first_told,
    impact_title,
    one_sided,
    pays,
    told,
    verdict,
)
from convention.reports.rendus.escape import in_comment
from convention.reports.rendus.table import Tableau, markdown_table
from convention.reports.valeurs import amounts_row, short, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.ecarts import EcartAdherent
    from convention.engine.lignes import Contribution, Controle
    from convention.model.ecrits.avenants_consignes import AvenantConsigne

ENTETES = ("Écart (€)", "Écart (%)", "Pourquoi, surtout", "Vote du budget")
LIGNES_MAX = 150
"""Adherents that a comment holds a line of; beyond, the others are gathered in one."""
SEUIL = Fraction(5, 100)
"""Increase above which an adherent is named before the vote."""
_PRESQUE_TOUT, _ESSENTIEL = Fraction(9, 10), Fraction(1, 2)
_NOMMES = 3
_AILLEURS = "Tout est dans `convention comparer BASE PROPOSITION`."


class Partie(NamedTuple):
    """A part of the comment."""

    texte: str
    nom: str = ""
    """What is said to be left out."""
    garde: int = 0
    """0: never left out; otherwise, the lower, the later it is."""


def markdown_text(
    comparaison: Comparaison, base: str, head: str, limit: int = CARACTERES_MAX, decision: Decision | None = None
) -> str:
    """Write the comment of a comparison, of so many characters; nothing is said of who decides without a decision."""
    if comparaison.identique:
        return "\n\n".join([f"## {RIEN}", *map(in_comment, neutral_files(comparaison))]) + "\n"
    sections = [item for item in _sections(comparaison, base, head, decision) if item.texte.strip()]
    kept = {rank for rank, item in enumerate(sections) if not item.garde}
    # What matters most is put back first; what does not fit is named.
    for rank in sorted(set(range(len(sections))) - kept, key=lambda rank: (sections[rank].garde, rank)):
        if len(_joined(sections, kept | {rank})) <= limit:
            kept.add(rank)
    return _joined(sections, kept)


def _joined(sections: Sequence[Partie], kept: AbstractSet[int]) -> str:
    texts = [item.texte for rank, item in enumerate(sections) if rank in kept]
    left = [item.nom for rank, item in enumerate(sections) if rank not in kept]
    if left:
        told = enumere(list(dict.fromkeys(left)))
        texts.insert(-1, f"*Trop long pour un commentaire, et laissé de côté : {told}. {_AILLEURS}*")
    return typeset("\n\n".join(text.strip("\n") for text in texts) + "\n")


def _sections(comparaison: Comparaison, base: str, head: str, decision: Decision | None) -> Iterator[Partie]:
    """Yield what one reads in a minute, the table of everyone, then the rest, folded."""
    every = told(comparaison)
    first = first_told(every)
    tete = top(comparaison, first, decision)
    yield Partie(f"## {in_comment(tete.titre)}")
    yield Partie("\n".join(f"> ⚠ **{in_comment(text)}**\n>" for text in warnings(comparaison)))
    yield Partie(_lines(tete))
    yield Partie(f"**En euros.** {in_comment(tete.euros)}" if tete.euros else "")
    yield Partie(f"**Décider.** {in_comment(' '.join(tete.decider))}" if tete.decider else "")
    if first is not None and first.adherents:
        table = markdown_table(_table(first, comparaison, LIGNES_MAX))
        yield Partie(f"**{in_comment(impact_title(first, comparaison))}**\n\n{table}")
    apart = _not_counted(comparaison, decision) if decision is not None else ()
    yield Partie("\n\n".join(f"**À part.** {in_comment(text)}" for text in apart))
    for avance in comparaison.avances:
        calls = markdown_table(asked_table(avance, comparaison, in_comment))
        yield Partie(_fold(asked_title(avance), calls), "ce que demanderaient les appels", 5)
    others = (item for item in every if item is not first and not item.adherents)
    yield Partie("\n\n".join(in_comment(verdict(item)) for item in others))
    yield Partie(_changes(comparaison, limit=LIGNES_OUVERTES))
    yield Partie(_changes(comparaison, start=LIGNES_OUVERTES), "la suite de ce qui change", 3)
    if decision is not None:
        yield Partie(_decision(decision, comparaison))
    if first is not None and first.adherents:
        yield from _explained(first, comparaison)
    for impact in every:
        if impact is not first and impact.adherents:
            yield Partie(_folded_exercice(impact, comparaison), f"le détail de {impact.exercice}", 4)
            yield from _folded_lines(impact, comparaison, 8)
    yield Partie("\n\n".join(in_comment(text.strip()) for text in other_phases(comparaison)))
    yield Partie(_sources(comparaison, base, head))


def _lines(tete: Tete) -> str:
    """Number the decisions, a sentence each; Markdown numbers a list itself, whatever some of it left out."""
    mark = "- {}\\." if tete.reste else "{}."
    rows = [
        f"{mark.format(item.numero)} **{in_comment(item.sujet)}** : {in_comment(item.texte)}"
        f"{f' : **{in_comment(item.effet)}**' if item.effet else ''}."
        for item in tete.lignes
    ]
    more = f"\n\n… et {compte(tete.reste, 'autre changement', 'autres changements')}, plus bas." if tete.reste else ""
    return "\n".join(rows) + more


def _changes(comparaison: Comparaison, start: int = 0, limit: int | None = None) -> str:
    """Number the whole sentences of the amendment, each with where it is written; what binds nobody comes last."""
    rows = [
        f"{number}. **{in_comment(title)}** : {in_comment(item.propre)}. {_places(item)}"
        + "".join(f"\n    - {majuscule(in_comment(text))}." for text in item.avec)
        for number, (title, item) in enumerate(sentences(comparaison), 1)
    ]
    end = len(rows) if limit is None else start + limit
    shown = rows[start:end]
    if not shown:
        return ""
    if start:
        return _fold(f"La suite de ce qui change ({len(shown)})", "\n".join(shown))
    return _fold(f"Ce qui change, mot à mot ({len(rows)})", "\n".join(shown))


def _places(item: Phrase) -> str:
    where = [f"`{fichier}`, {lignes}" for fichier, lignes in item.lignes.items()]
    others = len(where) - 2
    more = f" et {compte(others, 'autre fichier', 'autres fichiers')}" if others > 0 else ""
    return " · ".join(where[:2]) + more


def _decision(decision: Decision, comparaison: Comparaison) -> str:
    """Write who decides, act by act: sentences, then the visas as a list to tick, then the delays."""
    told = who_decides(decision, comparaison)
    if not told.lignes:
        return ""
    head = " ".join(in_comment(text) for text in (*told.refus, *told.procedure))
    visas = "\n".join(f"- {in_comment(text)}" for text in told.visas)
    rest = " ".join(in_comment(text) for text in (*told.delais, *told.avenants, *told.a_part, *told.fusion))
    return _fold(f"{TITRE}, acte par acte", "\n\n".join(text for text in (head, visas, rest) if text))


def _explained(impact: Impact, comparaison: Comparaison) -> Iterator[Partie]:
    """Yield why: causes, controls, what to know before voting, the lines."""
    told = [in_comment(plainly(impact, comparaison))]
    told += [f"**Par cause** : {in_comment(_why(impact))}"] if impact.causes else []
    if impact.contribution is not None:
        told.append(f"**Contrôle** : {in_comment(_control(impact, impact.contribution))}")
    full = _yearly(impact, comparaison)
    if full:
        told.append(f"**Année pleine** : {in_comment(full)}")
    known = enumerate(_before_voting(comparaison))
    known_first = " ; ".join(f"{chr(ord('①') + rank)} {in_comment(text)}" for rank, text in known)
    told.append(f"**À savoir avant de voter** : {known_first}.")
    if not one_sided(impact):
        told += unchanged(impact)
    yield Partie(_fold("Pourquoi, et à savoir avant de voter", "\n\n".join(told)))
    if not one_sided(impact) and is_tabled(impact):  # else, « Pourquoi » has said everything
        causes = "\n".join(markdown_causes(impact, comparaison, in_comment))
        title = f"Pourquoi chacun {pays(impact, 1)} plus ou moins {during(impact)}"
        yield Partie(_fold(title, causes), "les causes de chacun", 6)
    yield from _folded_lines(impact, comparaison, 7)


def _folded_exercice(impact: Impact, comparaison: Comparaison) -> str:
    table = markdown_table(_table(impact, comparaison, sys.maxsize))
    return _fold(f"Le détail de {impact.exercice}", f"{in_comment(verdict(impact))}\n\n{table}")


def _folded_lines(impact: Impact, comparaison: Comparaison, garde: int) -> Iterator[Partie]:
    title = f"Les lignes qui changent en {impact.exercice}"
    if not one_sided(impact):
        lines = markdown_table(lines_table(impact, comparaison, in_comment))
        yield Partie(_fold(title, lines), minuscule(title), garde)


def _fold(title: str, content: str) -> str:
    return f"<details><summary>{in_comment(title)}</summary>\n\n{content.strip()}\n\n</details>"


def _table(impact: Impact, comparaison: Comparaison, tous: int) -> Tableau:
    """One row an adherent, as many as it may hold, the unmoved ones included; the others in one row; the total."""
    seen = impact.beside()
    if seen is None:
        return one_sided_table(impact, comparaison, in_comment)
    rows = [
        (
            *amounts_row(
                f"*{in_comment(item.nom)}*" if item.plusieurs else in_comment(item.nom), item.avant, item.apres
            ),
            in_comment(item.pourquoi),
            in_comment(item.vote),
        )
        for item in rangees(impact, seen, comparaison, tous, LIGNES_OUVERTES)
    ]
    heads = ("Adhérent", *columns(impact), *ENTETES)
    total = (*amounts_row("Total", seen.avant, seen.apres), "", "")
    # Of an exercice that is closed, the budget is past.
    shown = len(heads) - impact.clos
    kept = tuple(row[:shown] for row in rows)
    return Tableau(heads[:shown], kept, (total[:shown],), mots_a_la_fin=2 - impact.clos)


def _sources(comparaison: Comparaison, base: str, head: str) -> str:
    """Fold what proves the figures: the seal, both sides, the files that change nothing."""
    seal = short(contents(comparaison).empreinte)
    proved = (
        f"Empreinte n° {seal} : elle porte sur les phrases et sur les montants ; toute modification de l'un "
        f"ou de l'autre rouvre les avis. Base {in_comment(base)}, proposition {in_comment(head)}."
    )
    return _fold("Sources", "\n\n".join([proved, *map(in_comment, neutral_files(comparaison))]))


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
    yield f"{what}{amount} vient d'un effet de {CAUSES[first.rang].nom} : {whence}."


def _others(impact: Impact, comparaison: Comparaison) -> Iterator[str]:
    for count, cents in relieved(impact, movers(comparaison, impact.exercice)):
        verb = "allègent" if cents < 0 else "alourdissent"
        yield (
            f"Les changements de périmètre {verb} de {euros(abs(cents))} la part de "
            f"{compte(count, 'adhérent')} qui n'y {pluriel(count, 'est', 'sont')} pour rien."
        )


def _why(impact: Impact) -> str:
    """Give the total of each cause that moves something, in one line: they add up to the écart."""
    total = together(cause.effets for cause in impact.causes)
    sums = (("périmètre", total.perimetre), ("volume", total.volume), ("prix", total.prix), ("règle", total.regles))
    told = [f"effet {nom} {signed(cents)}" for nom, cents in sums if cents]
    told = told or ["des effets contraires, qui s'annulent"]
    return f"{' ; '.join(told)}. Ensemble : {signed(total.ecart)}."


def _control(impact: Impact, contribution: Contribution) -> str:
    """Say which sums the computation of the proposal found equal, what it shares, and where the écart falls."""
    total, proven = euros(contribution.totaux.general), contribution.controle.juste
    equal = f"somme des adhérents = somme des services = somme des natures = {total} ✓" if proven else ""
    by_section = f"écart par section : {section_gaps(impact)}" if not one_sided(impact) else ""
    return f"{' · '.join(filter(None, (equal, _shared(contribution.controle), by_section)))}."


def _shared(controle: Controle) -> str:
    unpaid = controle.non_repartis
    if not unpaid:
        return "coûts partagés entièrement répartis ✓"
    decided = all(item.decide for item in unpaid)
    total = euros(sum(item.montant for item in unpaid))
    return f"{total} qu'aucun adhérent ne paie{', par décision' if decided else ''}"


def _yearly(impact: Impact, comparaison: Comparaison) -> str:
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


def _before_voting(comparaison: Comparaison) -> Iterator[str]:
    """List what must be known before the vote: assumptions, closed exercices, the largest increase of each exercice."""
    moved = [item for item in told(comparaison) if item.adherents]
    yield from (f"{during(item)}, {text}" for item in moved for text in _assumptions(item))
    closed = [str(annee) for annee in comparaison.clos]
    if closed:
        yield f"l'effet touche {pluriel(len(closed), 'un exercice clos', 'des exercices clos')} ({enumere(closed)})"
    else:
        yield "l'effet ne touche aucun exercice clos"
    for item in moved:
        report = carried(item, comparaison)
        if report is not None:
            yield f"ce qui est appelé de {item.exercice} ne change pas : {report.dit}"
        lines = (line for adherent in item.adherents for line in adherent.lignes)
        delivered = sum(line.ecart for line in lines if line.ligne.calcul.nature is Nature.DIRECT)
        if delivered:
            clause = comparaison.head.convention.clauses.selon("couts_directs")
            asked = "se demandent à la livraison, et non par un appel"
            yield f"les coûts directs de {item.exercice}, {signed(delivered)}, {asked}{clause}"
    for item in moved:
        seen = item.beside()
        if seen is not None:
            since = f", par rapport à {item.precedent.exercice}" if item.precedent is not None else ""
            yield f"{during(item)}{since}, {_largest(seen, comparaison)}"


def _assumptions(impact: Impact) -> Iterator[str]:
    counts: dict[str, int] = {}
    for item in impact.contribution.hypotheses if impact.contribution is not None else ():
        counts[item.message] = counts.get(item.message, 0) + item.nombre
    if counts:
        message, count = max(counts.items(), key=lambda item: (item[1], item[0]))
        others = sum(counts.values()) - count
        more = f" ; {compte(others, 'autre hypothèse', 'autres hypothèses')}" if others else ""
        yield f"{message} ({compte(count, 'hypothèse')}){more}"


def _largest(impact: Impact, comparaison: Comparaison) -> str:
    # Who arrives paid nothing: no rate says what its share is.
    risen = [item for item in impact.adherents if item.ecart > 0 and item.avant]
    if not risen:
        return f"aucun adhérent déjà présent ne {pays(impact, 1)} plus"
    above = [item for item in risen if Fraction(item.ecart, item.avant) > SEUIL]
    whole = taux(SEUIL)
    if above:
        names = [_risen(item, comparaison) for item in above[:_NOMMES]]
        rest = len(above) - len(names)
        more = f" et {compte(rest, 'autre', 'autres')}" if rest > 0 else ""
        return f"hausses de plus de {whole} : {', '.join(names)}{more}"
    top = max(risen, key=lambda item: (Fraction(item.ecart, item.avant), item.ecart))
    alike = sum(Fraction(item.ecart, item.avant) == Fraction(top.ecart, top.avant) for item in risen) - 1
    more = f", comme {compte(alike, 'autre', 'autres')}" if alike else ""
    return f"aucun adhérent ne dépasse {whole} de hausse ; plus forte : {_risen(top, comparaison)}{more}"


def _risen(item: EcartAdherent, comparaison: Comparaison) -> str:
    return f"{mots.compared_adherent(comparaison, item.adherent)} ({pourcentage(item.ecart, item.avant)})"


def _not_counted(comparaison: Comparaison, decision: Decision) -> Iterator[str]:
    """Name each other amendment drawn up, not applied yet, that rewrites the same, or moves the same amounts."""
    decided, head = {item.ecrit.dossier for item in decision.avenants if item.decide}, comparaison.head
    states = {item.dossier: life(head, item.avenant).etat for item in amendments(head)}
    voted = {point.numero for point in signed_points(decision.points, comparaison)}
    titles = dict.fromkeys(title for title, item in sentences(comparaison) if voted.intersection(item.rangs))
    for dossier, kept in head.avenants_consignes.items():
        if dossier in decided or states.get(dossier) is EtatAvenant.SANS_SUITE:
            continue
        other = f"L'avenant n° {kept.numero}, qui n'est pas compté ici,"
        both = [title for title in titles if dossier in states and states[dossier].attend and title in kept.sujets_dits]
        if both:
            yield f"{other} récrit aussi : {' ; '.join(both)}. Accorder les deux avant de voter."
        moved = ((impact, _gaps(kept, impact)) for impact in comparaison.impacts)
        impact, gaps = next((item for item in moved if item[1]), (None, []))
        if impact is not None:
            sides = ([gap for gap in gaps if gap * sign > 0] for sign in (1, -1))
            told = [f"{signed(sum(side))} pour {compte(len(side), 'adhérent')}" for side in sides if side]
            sums = "" if both else " Les deux ensemble ne font pas toujours la somme des deux."
            yield f"{other} changerait aussi {impact.exercice} : {enumere(told)}.{sums}"


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
