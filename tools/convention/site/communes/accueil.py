"""The home page: the convention in five sentences, key figures, the way for each reader, what comes next.

Knows: what is shown first. Must not know: HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE, enumere, euros, jour, nombre
from convention.model.mots.communs import Origine
from convention.site.bord.familles import familles
from convention.site.communes.calendrier import a_venir
from convention.site.graphiques import frise as svg_frise
from convention.site.rendu.page import ACCUEIL, Page, tableau_de_bord
from convention.site.rendu.tableau import Chiffre, Lien

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from markupsafe import Markup

    from convention.site.ensemble import Site

GRANDES = 3
"""Largest shares that the strip names."""


class Phrase(NamedTuple):
    """A sentence and the clause that it tells."""

    clause: str
    vers: str
    texte: str


def pages(site: Site) -> Iterator[Page]:
    """Make the home page."""
    yield Page(
        ACCUEIL,
        "Accueil",
        "accueil",
        {
            "phrases": _sentences(site),
            "lecteurs": _readers(site),
            "chiffres": _figures(site),
            "frise": None if site.acces.public else _strip(site),
            "bientot": a_venir(site),
            "nombre_adherents": len(site.adherents),
        },
        forme="accueil",
        cacher=("navigation", "toc"),
    )


def _sentences(site: Site) -> tuple[Phrase, ...]:
    socle = sum(1 for item in site.depot.services.values() if item.categorie == "socle")
    every = len(site.depot.services)
    convention = site.depot.convention
    return (
        Phrase(
            "art. 1 et 2",
            "convention.md#article-2",
            "La Métropole du Grand Nancy, des communes et des établissements qui leur sont rattachés partagent une "
            "même direction informatique : un service commun, au sens du code général des collectivités territoriales.",
        ),
        Phrase(
            "art. 3, annexe 1",
            "annexes/annexe-1.md",
            f"Chacun choisit dans un catalogue de {nombre(every)} services : {nombre(socle)} forment un socle, "
            f"{nombre(every - socle)} sont en option.",
        ),
        Phrase(
            "art. 8, annexe 3",
            "annexes/annexe-3.md",
            "Chacun paie un forfait par poste de travail pour les agents, puis sa part du coût des seuls services dont "
            "il bénéficie.",
        ),
        Phrase(
            "art. 8.3",
            "convention.md#article-8-3",
            "Les sommes sont annoncées en octobre, revues en avril, puis régularisées sur des quantités que chacun "
            "valide.",
        ),
        Phrase(
            "art. 7, 12 et 14",
            "gouvernance.md",
            f"En vigueur depuis le {jour(convention.effet)}, la convention se renouvelle chaque année jusqu'en "
            f"{convention.derniere_annee} et ne change que par avenant.",
        ),
    )


def _readers(site: Site) -> tuple[tuple[str, tuple[Lien, ...]], ...]:
    return (
        ("Vous êtes maire ou élu", _elected(site)),
        ("Vous tenez les finances", _finances(site)),
        ("Vous travaillez à la DSIT", _department()),
    )


def _home(site: Site, ancre: str) -> str:
    """Lead to one's own dashboard on one's own site, else to the list of them."""
    mine = site.acces.adherent
    return f"{tableau_de_bord(mine)}#{ancre}" if mine is not None else "adherents/index.md"


def _families(site: Site) -> str:
    mine = site.acces.adherent
    return "familles" if mine is not None and familles(site, mine) is not None else "services-montants"


def _elected(site: Site) -> tuple[Lien, ...]:
    if site.acces.public:
        return (
            Lien("Ce que la convention organise, article par article", "convention.md"),
            Lien("Ce que coûte le service commun, au total", "exercices/index.md"),
            Lien("Qui décide d'un changement de prix", "gouvernance.md#qui-decide"),
            Lien("Ce qui est mesuré, axe par axe", "annexes/annexe-5.md"),
        )
    return (
        Lien("Ce que nous payons, et pourquoi cela a changé", _home(site, "pourquoi")),
        Lien("Payons-nous plus que nos voisins de même taille ?", _home(site, "comparer")),
        Lien("Ce que nous pouvons encore souscrire", _home(site, "mes-services")),
        Lien("Ce qui sera soumis au prochain comité", "gouvernance.md#calendrier"),
        Lien("Qui décide d'un changement de prix", "gouvernance.md#qui-decide"),
    )


def _finances(site: Site) -> tuple[Lien, ...]:
    if site.acces.public:
        return (
            Lien("Comment un montant se calcule", "annexes/annexe-4.md"),
            Lien("Le forfait par poste et son histoire", "annexes/annexe-3.md"),
            Lien("Quand les sommes sont annoncées et appelées", "convention.md#article-8-3"),
            Lien("Données ouvertes", "donnees-ouvertes.md"),
        )
    following = site.exercice + 1
    return (
        Lien(f"Ce que j'inscris au budget {following}", _home(site, "budget")),
        Lien("Reste-t-il des crédits, et sur quel compte", _home(site, "credits")),
        Lien("Vérifier un montant, ligne par ligne", _home(site, "services-montants")),
        Lien("Ce que coûte l'impression, et pourquoi cela a changé", _home(site, _families(site))),
        Lien("Contester un avis des sommes à payer", "convention.md#article-11"),
    )


def _department() -> tuple[Lien, ...]:
    return (
        Lien("Les services : périmètre, prérequis, formules", "annexes/annexe-1.md"),
        Lien("L'organigramme fonctionnel", "annexes/annexe-2.md"),
        Lien("Les lectures à confirmer par avenant", "lectures.md"),
        Lien("Un mot pour une chose : le glossaire", "glossaire.md"),
        Lien("Comprendre un message de contrôle", "diagnostics.md"),
    )


def _figures(site: Site) -> tuple[Chiffre, ...]:
    depot = site.depot
    postes = sum(site.postes(site.exercice).values())
    value = site.forfait(site.exercice)
    first = depot.forfait.valeurs[0] if depot.forfait.valeurs else None
    organigramme = depot.organigramme
    etp = "non connu" if organigramme is None else nombre(organigramme.total_etp)
    return (
        Chiffre("Adhérents", nombre(len(site.adherents)), "adhésion d'Essey-lès-Nancy attestée ; les autres :", "demo"),
        Chiffre("Postes de travail partagés", nombre(postes), f"comptés pour {site.exercice}", "demo"),
        Chiffre(
            f"Forfait {site.exercice}, par poste et par an",
            euros(value.montant) if value is not None else "non connu",
            f"{euros(first.montant)} en {first.date.year}, {first.reference.partition(' :')[0].lower()}"
            if first
            else "",
            "demo" if value is not None and value.origine is Origine.DEMONSTRATION else "",
            absent=value is None,
        ),
        Chiffre("Agents, en équivalents temps plein", etp, "annexe 2 de la convention", absent=organigramme is None),
    )


def parts(site: Site) -> Mapping[str, Fraction | int]:
    """Return the shares of the strip; equal ones for the public, who sees no adherent's data."""
    if site.acces.public:
        return {str(rang): 1 for rang in range(len(site.adherents))}
    counts = site.postes(site.exercice)
    return {nom: counts[nom] for nom in site.adherents}


def _strip(site: Site) -> tuple[Markup, str]:
    counts = parts(site)
    total = sum(counts.values())
    shares = [(nom, f"{round(100 * counts[nom] / total)}{INSECABLE}%") for nom in list(counts)[:GRANDES]]
    others = len(counts) - len(shares)
    rest = f"{round(100 * sum(list(counts.values())[GRANDES:]) / total)}{INSECABLE}%"
    marks = [(nom, _short(site.nom(nom)), part) for nom, part in shares]
    told = [f"{site.nom(nom)} : {part}" for nom, part in shares]
    told += [f"les {others} autres ensemble : {rest}"] if others > 0 else []
    if others > 0:
        marks.append(("", f"{others} autres", rest))
    description = f"Parts dans {nombre(total)} postes de travail. {enumere(told)}."
    return svg_frise.grande("frise", description, counts, marks), description


def _short(nom: str) -> str:
    return nom.partition(" ")[0].removesuffix("-lès-Nancy")
