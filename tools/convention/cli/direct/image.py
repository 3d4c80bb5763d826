"""What the wall shows: the first lines of an amendment and the row of everyone, or why they are not those of now.

Knows: a state of the texts, the records of the comment. Must not know: HTTP, the disk.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from convention.base.codes import Severity
from convention.base.french import compte, ecart, euros, montant, pourcentage
from convention.cli.cadre.diagnostics import first_errors
from convention.reports import mots
from convention.reports.commentaire.rangees import Rangee, rangees
from convention.reports.comparaison.comparaison import RIEN, warnings
from convention.reports.comparaison.empreinte import contents
from convention.reports.comparaison.tete import Tete, top
from convention.reports.comparaison.titre import columns, first_told, impact_title, told
from convention.site.rendu.rendu import html_environment
from convention.site.rendu.typographie import typographier

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2 import Environment

    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.langage.session import Etat

RANGEES_MAX, OUVERTES = 24, 20
"""Rows that are read from the back of a room; the largest differences, when there are more."""
ERREURS_MAX = 4
LONGUE = 700
"""Characters beyond which the words are smaller."""


class Tableau(NamedTuple):
    """The amounts of everyone, in cents; one column when there is nothing to be compared with."""

    titre: str
    colonnes: tuple[str, ...]
    rangees: tuple[Rangee, ...]
    total: Rangee


class Image(NamedTuple):
    """What the files change, at a time."""

    prise: datetime
    tete: Tete
    avertissements: tuple[str, ...]
    tableau: Tableau | None

    @property
    def longue(self) -> bool:
        """Whether there is much to read."""
        lines = (text for ligne in self.tete.lignes for text in (ligne.sujet, ligne.texte, ligne.effet))
        words = (*self.avertissements, self.tete.euros, *self.tete.decider, *lines)
        return sum(map(len, words)) > LONGUE


class Mur(NamedTuple):
    """What is on the wall."""

    convention: str
    base: str
    image: Image | None
    """The last one without errors."""
    arret: str = ""
    """Why it is not what the files say now; empty when it is."""
    erreurs: tuple[str, ...] = ()


def mur(etat: Etat, avant: Mur | None, maintenant: datetime) -> Mur:
    """Look at the files: a new picture, or the one before with why there is none."""
    name = etat.depot.convention.intitule
    known = avant.image if avant is not None else None
    if etat.pause:
        wrong = [item for item in etat.diagnostics if item.severity is Severity.ERREUR]
        stop = f"{compte(len(wrong), 'erreur')} dans les fichiers"
        return Mur(name, etat.reglages.base, known, stop, tuple(first_errors(wrong, ERREURS_MAX)))
    if etat.sans_ecart:
        return Mur(name, etat.reglages.base, known, etat.sans_ecart)
    return Mur(name, etat.reglages.base, _picture(etat, maintenant))


def _picture(etat: Etat, maintenant: datetime) -> Image:
    comparaison = etat.expliquee
    if comparaison is None:
        raise AssertionError
    if comparaison.identique:
        return _still(etat, maintenant)
    first = first_told(told(comparaison))
    decision = etat.decide(comparaison, contents(comparaison).empreinte)
    table = _table(first, comparaison) if first is not None else None
    return Image(maintenant, top(comparaison, first, decision), tuple(warnings(comparaison)), table)


def _table(impact: Impact, comparaison: Comparaison) -> Tableau:
    seen = impact.beside()
    if seen is None:
        return _alone(
            impact_title(impact, comparaison),
            "Montant (€)",
            [
                (mots.compared_adherent(comparaison, item.adherent), item.avant + item.apres)
                for item in impact.adherents
            ],
        )
    rows = tuple(rangees(impact, seen, comparaison, RANGEES_MAX, OUVERTES))
    return Tableau(impact_title(impact, comparaison), columns(impact), rows, Rangee("Total", seen.avant, seen.apres))


def _still(etat: Etat, maintenant: datetime) -> Image:
    """Show what everyone owes while nothing changes."""
    head = Tete(RIEN, (), 0, "", ())
    if etat.exercice is None:
        return Image(maintenant, head, (), None)
    contribution = etat.contributions[etat.exercice]
    mentions = {f"{ligne.origine.mention}." for ligne in contribution.lignes if ligne.origine.mention}
    sums = contribution.totaux.par_adherent
    ranked = [(etat.depot.nom_de(nom), sums[nom]) for nom in sorted(sums, key=lambda nom: -sums[nom])]
    title = f"Exercice {etat.exercice}, {contribution.phase.libelle}"
    return Image(maintenant, head, tuple(sorted(mentions)), _alone(title, f"{etat.exercice} (€)", ranked))


def _alone(titre: str, colonne: str, montants: list[tuple[str, int]]) -> Tableau:
    """Lay out amounts that nothing is compared with, the largest by themselves when there are many."""
    shown = montants if len(montants) <= RANGEES_MAX else montants[:OUVERTES]
    rows = [Rangee(nom, cents, cents) for nom, cents in shown]
    rest = [cents for _, cents in montants[len(shown) :]]
    rows += [Rangee(compte(len(rest), "autre adhérent", "autres adhérents"), sum(rest), sum(rest))] if rest else []
    total = sum(cents for _, cents in montants)
    return Tableau(titre, (colonne,), tuple(rows), Rangee("Total", total, total))


def html(shown: Mur) -> str:
    """Write what is on the wall, without the page around it."""
    return typographier(_gabarits().get_template("mur.html").render(mur=shown))


def page(shown: Mur | None) -> str:
    """Write the whole page; the files may still be being read."""
    return typographier(_gabarits().get_template("page.html").render(mur=shown))


@cache
def _gabarits() -> Environment:
    env = html_environment("convention.cli.direct", "page")
    env.filters |= {"ecart": ecart, "euros": euros, "montant": montant}
    env.globals["pourcentage"] = pourcentage
    return env


PAGE = Path(__file__).resolve().parent / "page"
"""The templates, the style sheet and the script of the page."""
