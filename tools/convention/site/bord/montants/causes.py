"""Why an adherent pays another amount than the year before, its running costs only.

Knows: effects of causes, how they are said. Must not know: HTML, how effects are found (`compare.causes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import ecart, euros, montant
from convention.base.period import year_period
from convention.compare.causes.entre_exercices import EntreExercices
from convention.model.mots.communs import Section
from convention.site import graphiques
from convention.site.ensemble import fonctionnement
from convention.site.rendu.tableau import Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from convention.compare.causes.effets import Effets
    from convention.site.ensemble import Site

NOMS = (
    ("Périmètre", "de votre fait", "soi", "ce que vous avez souscrit, quitté ou acheté"),
    ("Périmètre", "du fait des autres", "autres", "ce que d'autres ont souscrit ou quitté, ce qui commence ou finit"),
    ("Volume", "de votre fait", "soi", "vos quantités ont changé"),
    ("Volume", "du fait des autres", "autres", "les totaux communs ont changé"),
    ("Prix", "de la convention", "prix", "montants, forfaits, barèmes, indices"),
    ("Règles", "de la convention", "prix", "clés, formules, paramètres"),
)
"""In the order of `Effets`: the cause, whose doing, its texture, what it holds.

Who decides a price, or a rule, is not said here: the procedures do, each its own (« Qui décide quoi »).
"""
PHRASES = (
    ("a souscrit ou acheté davantage", "a quitté des services ou acheté moins"),
    ("prend sa part de coûts nouveaux, ou que d'autres ont quittés", "partage des coûts avec de nouveaux venus"),
    ("voit ses quantités augmenter", "voit ses quantités diminuer"),
    ("pèse davantage dans les totaux communs", "pèse moins dans les totaux communs"),
    ("subit la hausse des prix", "profite de la baisse des prix"),
    ("paie davantage par une règle nouvelle", "profite d'une règle nouvelle"),
)
"""What the largest cause does, up and down."""
PRESENCE = ("est là plus longtemps dans l'année", "est là moins longtemps dans l'année")
"""The same, of who enters or leaves in one of the two years."""
SANS_CHOIX = ("le temps où vous êtes adhérent dans l'année", "qui est entré ou parti, ce qui commence ou finit")
"""What the perimeter holds, one's own and the others', where nothing is taken by choice."""


def expliquer(site: Site) -> Mapping[str, Effets]:
    """Return, for each adherent, why its running costs of the current exercice are not those of the year before."""
    annee = site.exercice
    if site.precedent is None:
        return {}
    before, after = site.connue(annee - 1), site.connue(annee)
    sides, calcule = (before, after), site.chiffres.calcule
    return site.une_fois("causes", lambda: EntreExercices(site.depot, *sides, Section.FONCTIONNEMENT, calcule))


def cascade(site: Site, adherent: str, effets: Effets) -> tuple[str, Markup, Tableau, str]:
    """Draw the waterfall: its title, the drawing, the same amounts as a table, where its scale starts."""
    annee = site.exercice
    before, after = (fonctionnement(site.connues(year, adherent)) for year in (annee - 1, annee))
    phases = [site.etat(year) for year in (annee - 1, annee)]
    known = zip(_noms(site), effets, strict=True)
    shown = [(nom, cents) for nom, cents in known if cents or nom[1] != "du fait des autres"]
    steps = [graphiques.Marche(str(annee - 1), phases[0], before, "total")]
    steps += [graphiques.Marche(cause, whose, cents, texture) for (cause, whose, texture, _), cents in shown]
    steps.append(graphiques.Marche(str(annee), phases[1], after, "total"))
    amounts = (montant(step.cents) if step.genre == "total" else ecart(step.cents) for step in steps)
    told = ", ".join(f"{step.nom} {step.note} : {amount} €" for step, amount in zip(steps, amounts, strict=True))
    drawing, scale = graphiques.cascade("pourquoi", f"Cascade. {told}.", steps)
    title = f"De {euros(before)} en {annee - 1} à {euros(after)} en {annee}"
    return title, drawing, _table(site, adherent, (before, after), shown), graphiques.unites(scale.bas)


def premiere(site: Site, adherent: str, effets: Effets) -> str:
    """Say the largest cause: « subit la hausse des prix »."""
    rank = max(range(len(effets)), key=lambda place: abs(effets[place]))
    if not effets[rank]:
        return ""
    # One is a member during a part only of one of the two years.
    here, years = site.depot.dossiers[adherent].identite.adhesion.periode, (site.exercice - 1, site.exercice)
    in_part = any(here.intersect(year_period(annee)) != year_period(annee) for annee in years)
    said = PRESENCE if rank == 0 and in_part else PHRASES[rank]
    return said[0 if effets[rank] > 0 else 1]


def _noms(site: Site) -> tuple[tuple[str, str, str, str], ...]:
    """Return `NOMS`, in the words of a convention where each chooses, or has everything."""
    if site.traits.au_choix:
        return NOMS
    return (*((*nom[:3], told) for nom, told in zip(NOMS, SANS_CHOIX, strict=False)), *NOMS[len(SANS_CHOIX) :])


def _table(
    site: Site, adherent: str, totals: tuple[int, int], shown: Sequence[tuple[tuple[str, str, str, str], int]]
) -> Tableau:
    annee = site.exercice
    phases = [site.etat(year) for year in (annee - 1, annee)]
    rows = [rang(f"{annee - 1}, {phases[0]}", montant(totals[0]), "", "")]
    rows += [rang(cause, ecart(cents), whose, text) for (cause, whose, _, text), cents in shown]
    rows.append(rang(f"{annee}, {phases[1]}", montant(totals[1]), "", "", total=True))
    heads = ("Cause|g", "Écart (€)", "De quel fait|g", "Ce que cela recouvre|g")
    legend = f"Les mêmes montants, en euros, {site.depot.dossiers[adherent].identite.type.courant}"
    return Tableau.de(legend, heads, rows, "resume")
