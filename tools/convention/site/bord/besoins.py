"""What an adherent asks for, as its last census says: what, how pressing, at what cost, what answers it (art. 3, 5).

Knows: needs, projects. Must not know: HTML, who takes what.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, euros, jour, minuscule
from convention.base.money import round_half_up
from convention.checks.cadre.lecture import service_text
from convention.model.mots.communs import Section
from convention.site.rendu.tableau import Cellule, Tableau, rang

if TYPE_CHECKING:
    from convention.model.documents.suivi import Besoin, Besoins
    from convention.site.ensemble import Site


class Recensement(NamedTuple):
    """The last census of an adherent."""

    annee: int
    dit: tuple[str, ...]
    tableau: Tableau


def recensement(site: Site, adherent: str) -> Recensement | None:
    """Lay out the last census that is written; None without any."""
    written = site.depot.dossiers[adherent].besoins
    if not written:
        return None
    annee = max(written)
    document = written[annee]
    answered = "Projet qui y répond|gl" if any(item.projet for item in document.besoins) else ""
    rows = [rang(*_cells(site, item)) for item in document.besoins]
    for section in Section:
        costs = [item.cout_estime for item in document.besoins if item.section is section and item.cout_estime]
        if len(costs) > 1:
            whole = euros(round_half_up(sum(costs, Fraction())))
            rows.append(rang(f"Total chiffré, {section.libelle}", "", whole, "", total=True))
    heads = ("Besoin|g", "Priorité|g", "Coût estimé", answered)
    said = site.legende(f"{compte(len(document.besoins), 'besoin')} pour {annee}")
    return Recensement(annee, _told(site, document), Tableau.de(said, heads, rows, "fiches"))


def _told(site: Site, document: Besoins) -> tuple[str, ...]:
    """Say when the needs were counted and validated, and what the yearly review of the perimeter decided."""
    verb = "validés" if document.besoins else "validé"
    validated = "à valider" if document.validation is None else f"{verb} le {jour(document.validation)}"
    counted = "Recensés" if document.besoins else "Aucun besoin n'est exprimé. Recensement fait"
    told = [f"{counted} le {jour(document.recensement)}, {validated}."]
    review = document.revoyure
    if review is not None:
        planned = "prévu " if review.conclusion is None and review.date > site.jour else ""
        late = " : à conclure" if review.conclusion is None and not planned else ""
        concluded = f" : {_concluded(site, review.conclusion)}" if review.conclusion is not None else late
        told.append(f"Rendez-vous annuel sur les services souscrits, {planned}le {jour(review.date)}{concluded}.")
    if document.besoins:
        told.append("Ce sont des estimations : elles ne sont comprises dans aucun montant de cette page.")
    return tuple(told)


def _concluded(site: Site, text: str) -> str:
    """Write a conclusion after a colon; the name of an adherent keeps its capital."""
    told = text.rstrip(" .")
    named = any(told.startswith(dossier.identite.nom) for dossier in site.depot.dossiers.values())
    return told if named else minuscule(told)


def _cells(site: Site, item: Besoin) -> tuple[Cellule, ...]:
    cost, section, projet = item.cout_estime, item.section, site.depot.vie.projets.get(item.projet or "")
    return (
        Cellule(item.libelle, service_text(site.depot, item.service)),
        Cellule(item.priorite.libelle),
        Cellule("non chiffré", mention="manque")
        if cost is None
        else Cellule(euros(round_half_up(cost)), section.libelle if section is not None else ""),
        Cellule(projet.libelle, projet.statut.bref, "gouvernance.md#projets") if projet is not None else Cellule(),
    )
