"""What an adherent asks for, as its last census says: what, how pressing, at what cost, what answers it (art. 3, 5).

Knows: needs, projects. Must not know: HTML, who takes what.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, euros, minuscule
from convention.base.money import round_half_up
from convention.model.mots.communs import Section
from convention.site.rendu.tableau import Cellule, Tableau, rang

if TYPE_CHECKING:
    from convention.model.documents.suivi import Besoin, Besoins
    from convention.model.mots.communs import TypeAdherent
    from convention.site.ensemble import Site


class Recensement(NamedTuple):
    """The last census of an adherent."""

    annee: int
    document: Besoins
    conclusion: str
    """What the yearly review of the perimeter decided; nothing when it did not, or was not held."""
    tableau: Tableau


def recensement(site: Site, adherent: str) -> Recensement | None:
    """Lay out the last census that is written; None without any."""
    written = site.depot.dossiers[adherent].besoins
    if not written:
        return None
    annee = max(written)
    document = written[annee]
    answered = "Projet qui y répond|gl" if any(item.projet for item in document.besoins) else ""
    payeur = site.depot.dossiers[adherent].identite.type
    rows = [rang(*_cells(site, item, payeur)) for item in document.besoins]
    for section in Section:
        costs = [item.cout_estime for item in document.besoins if item.section is section and item.cout_estime]
        if len(costs) > 1:
            whole = euros(round_half_up(sum(costs, Fraction())))
            rows.append(rang(f"Total chiffré, {section.dite(payeur)}", "", whole, "", total=True))
    heads = ("Besoin|g", "Priorité|g", "Coût estimé", answered)
    said = site.legende(f"{compte(len(document.besoins), 'besoin')} pour {annee}")
    review = document.revoyure
    concluded = _concluded(site, review.conclusion) if review is not None and review.conclusion is not None else ""
    return Recensement(annee, document, concluded, Tableau.de(said, heads, rows, "fiches"))


def _concluded(site: Site, text: str) -> str:
    """Write a conclusion after a colon; the name of an adherent keeps its capital."""
    told = text.rstrip(" .")
    named = any(told.startswith(dossier.identite.nom) for dossier in site.depot.dossiers.values())
    return told if named else minuscule(told)


def _cells(site: Site, item: Besoin, payeur: TypeAdherent) -> tuple[Cellule, ...]:
    cost, section, projet = item.cout_estime, item.section, site.depot.vie.projets.get(item.projet or "")
    return (
        Cellule(item.libelle, site.depot.libelle_service(item.service)),
        Cellule(item.priorite.libelle),
        Cellule("non chiffré", mention="manque")
        if cost is None
        else Cellule(euros(round_half_up(cost)), section.dite(payeur) if section is not None else ""),
        Cellule(projet.libelle, projet.statut.bref, "gouvernance.md#projets") if projet is not None else Cellule(),
    )
