"""The accessibility statement, made of the grid (`site.grille`).

Knows: the grid, what the tool itself tries at each change. Must not know: how a criterion is tried, HTML.
The law asks the statement of a public body for its own site: a grid that is not there says that nothing was evaluated,
and is never replaced by another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.engine.appels.pieces import is_public
from convention.site.grille import Constat, Critere, Grille, etat_declare, par_theme, taux
from convention.site.rendu.page import Page
from convention.site.rendu.tableau import Cellule, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.site.ensemble import Site


def pages(site: Site) -> Iterator[Page]:
    """Make the statement."""
    grille = site.grille
    found: dict[str, object] = {"grille": grille, "etat": etat_declare(grille), "publique": is_public(site.depot)}
    if grille is not None:
        found |= {
            "taux": taux(grille),
            "bilan": bilan(grille),
            "restes": tuple(restes(grille)),
            "themes": tuple((nom, tableau(grille, nom, criteres)) for nom, criteres in par_theme(grille)),
            "echantillon": tuple(page.nom for page in grille.echantillon),
            "essais": tuple(essai.quoi for essai in grille.essais.values()),
        }
    yield Page("accessibilite.md", "Accessibilité", "accessibilite", found)


def bilan(grille: Grille) -> Tableau:
    """Count the criteria in each state."""
    rows = (rang(etat.aide, str(grille.nombre(etat))) for etat in Constat)
    total = rang("Total", str(len(grille.criteres)), total=True)
    return Tableau.de(f"Les critères du {grille.referentiel}", ("État|g", "Critères"), (*rows, total))


def restes(grille: Grille) -> Iterator[tuple[str, str]]:
    """Yield what is not met or not decided: its number and title, why."""
    for critere in grille.criteres:
        if critere.etat in {Constat.NON_CONFORME, Constat.NON_DECIDE}:
            yield f"{critere.numero}, {critere.titre} : {critere.etat.libelle}", critere.dit or ""


def tableau(grille: Grille, theme: str, criteres: Sequence[Critere]) -> Tableau:
    """Show the criteria of a theme: what was found, on which pages, how."""
    noms = {page.id: page.nom for page in grille.echantillon}
    rows = []
    for critere in criteres:
        where = ", ".join(noms[page] for page in critere.sur)
        how = " ; ".join(grille.essais[nom].quoi for nom in critere.essais)
        said = " ; ".join(part for part in (critere.dit, f"sur : {where}" if where else "") if part)
        rows.append(rang(Cellule(critere.numero, note=critere.titre), critere.etat.aide, Cellule(how, note=said)))
    return Tableau.de(theme, ("Critère|g", "État|g", "Comment il a été éprouvé|gl"), rows, "fiches")
