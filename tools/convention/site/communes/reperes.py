"""What helps to read the rest: glossary, messages of the checks, personal data and security.

Knows: tables of words. Must not know: HTML.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from convention.base.codes import FAMILLES, Code, Famille, famille
from convention.base.french import enumere, majuscule
from convention.base.nodes import MappingNode, Node, SequenceNode
from convention.model.cadre.champs import field_label
from convention.model.documents.suivi import Rgpd
from convention.model.mots.vie import Niveau
from convention.reports.depot.apache import claims
from convention.site.annexes import texte
from convention.site.rendu.page import Page, Porte
from convention.site.rendu.tableau import Cellule, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.site.ensemble import Site

_MARQUES = re.compile(r"(?<!\\)\*\*?|`|\\(?=[|*])")
_LIEN = re.compile(r"\[([^\]]*)\]\([^)]*\)")


DITS = {
    "siret": "l'organisme où vous travaillez (son SIRET)",
    "email": "votre adresse électronique, comparée à celles des fonctions qui ont accès",
    "organizational_unit": "le service où vous y travaillez",
}
"""What a provider says of who signs in, in words."""


class Terme(NamedTuple):
    """A word, what it means, how files write it."""

    nom: str
    definition: str
    mot: str


def pages(site: Site) -> Iterator[Page]:
    """Make the pages that help to read the others."""
    words = glossaire(site.textes.get("glossaire", ""))
    if words:
        told = tuple(_said(site.textes.get("glossaire", "")))
        yield Page("glossaire.md", "Glossaire", "glossaire", {"sections": words, "synonymes": told}, poids=0.7)
    clauses = site.clauses
    families = tuple(item for item in map(partial(_concerned, site.depot), FAMILLES) if item.codes)
    yield Page("diagnostics.md", "Messages de contrôle", "diagnostics", {"familles": families}, poids=0.1)
    yield Page(
        "rgpd-et-securite.md",
        "RGPD et sécurité",
        "rgpd",
        {
            "securite": texte.annexe(site, "securite"),
            "rgpd": texte.annexe(site, "donnees_personnelles"),
            "delai": site.depot.convention.delais.notification_cnil_heures,
            "dits": enumere(["un identifiant", *(DITS[nom] for nom in claims(site.depot))]),
            "delegues": [item for item in site.depot.vie.contacts if "protection des données" in item.fonction],
            "prevenus": [item for item in site.depot.vie.contacts if item.clause in clauses.de("violations")],
            "faits": None if site.acces.public else _facts(site),
            "niveaux": _levels(site),
            "documents": _documents(site),
        },
        portes=(
            Porte("documents", "Qui voit quoi", "#niveaux"),
            Porte("securite", "RGPD et sécurité"),
            Porte("donnees_personnelles", "RGPD et sécurité"),
        ),
    )


def _concerned(depot: Depot, prefixe: str) -> Famille:
    """Keep the messages of a family that may concern this convention, and those that its text cites."""
    known = famille(prefixe)
    cited = {code for item in depot.vie.couverture for code in item.messages}
    codes = {nom: code for nom, code in known.codes.items() if nom in cited or concerns(depot, code)}
    return known._replace(codes=codes)


def concerns(depot: Depot, code: Code) -> bool:
    """Tell whether a convention has what a message supposes."""
    return not code.suppose or any(_there(depot, *item.split("#")) for item in code.suppose)


def _there(depot: Depot, genre: str, champ: str = "") -> bool:
    """Tell whether a document of a kind is there, with a field when one is named."""
    documents = [item.root for item in depot.fichiers.values() if item.chemin.genre.nom == genre]
    return any(not champ or _holds(root, champ) for root in documents)


def _holds(node: Node, champ: str) -> bool:
    if isinstance(node, MappingNode):
        return any(key == champ or _holds(value, champ) for key, value in node.items())
    return isinstance(node, SequenceNode) and any(_holds(item, champ) for item in node)


def glossaire(text: str) -> tuple[tuple[str, tuple[Terme, ...]], ...]:
    """Read the hand-written glossary: its sections, each a table of three columns."""
    found: list[tuple[str, list[Terme]]] = []
    for line in text.splitlines():
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        elif line.startswith("| ") and found and not line.startswith(("| ---", "| terme")):
            cells = _cells(line)
            if len(cells) == len(Terme._fields):
                found[-1][1].append(Terme(*cells))
    return tuple((titre, tuple(terms)) for titre, terms in found if terms)


def synonymes(text: str) -> tuple[tuple[str, str], ...]:
    """Pair, for the search, each word that people say with each that the site writes instead."""
    return tuple((dit, ecrit) for dits, ecrits in _said(text) for dit in dits for ecrit in ecrits)


def _said(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Read, in the hand-written glossary, what people say and what the site writes: a table of two columns."""
    for line in text.splitlines():
        cells = _cells(line)
        if len(cells) == 2 and not cells[0].startswith(("---", "on dit")):  # noqa: PLR2004 (two columns)
            dits, ecrits = ([word.strip() for word in cell.split(",")] for cell in cells)
            yield dits, ecrits


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a table, as plain text."""
    return [_MARQUES.sub("", _LIEN.sub(r"\1", cell)).strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def _facts(site: Site) -> Tableau | None:
    """Counts only, never a case."""
    years = site.depot.vie.conformite
    if not years:
        return None
    rows = []
    for champ in Rgpd.model_fields:
        values = [getattr(document.rgpd, champ) for document in years.values()]
        cells = [Cellule("non connu", mention="manque") if value is None else Cellule(str(value)) for value in values]
        rows.append(rang(majuscule(field_label(Rgpd, champ)), *cells))
    return Tableau.de(
        site.legende("Des nombres seulement"),
        ("Fait|g", *(f"{annee}{', à ce jour' if annee >= site.jour.year else ''}" for annee in years)),
        rows,
    )


def _levels(site: Site) -> Tableau:
    vie = site.depot.vie
    shown = {
        "le texte": vie.articles,
        "le catalogue": True,
        "les formules": True,
        "l'organigramme": site.depot.organigramme,
        "les axes": vie.axes,
        "les totaux": True,
    }
    met = ", réunions" if vie.reunions else ""
    budgets = "crédits, " if site.traits.credits else ""
    quotes = "devis, " if "direct" in site.natures else ""
    needs = "besoins, " if any(dossier.besoins for dossier in site.depot.dossiers.values()) else ""
    rows = (
        rang(NOMS_LONGS[0], ", ".join(nom for nom, there in shown.items() if there)),
        rang(NOMS_LONGS[1], f"en plus : tableaux de bord, contributions de chacun, prix des composants{met}"),
        rang(NOMS_LONGS[2], f"en plus, chez lui seul : {budgets}pièces et paiements, {needs}{quotes}contestations"),
        rang(NOMS_LONGS[3], "résultats de sécurité ; jamais publiés ici" if vie.conformite else "jamais publié ici"),
    )
    legend = f"Quatre niveaux{site.clauses.selon('documents')}"
    return Tableau.de(legend, ("Niveau|g", "Ce qui s'y voit|g"), rows)


NOMS_LONGS = tuple(majuscule(niveau.lecteurs) for niveau in Niveau)


def _documents(site: Site) -> Tableau | None:
    rows = []
    for item in site.depot.vie.documents.values():
        if site.acces.voit(item.niveau, item.proprietaire, *item.partage_avec):
            owner = "" if site.acces.public else site.nom(item.proprietaire)
            rows.append(rang(item.titre, owner or "le gestionnaire ou un adhérent", item.niveau.lecteurs))
    if not rows:
        return None
    legend = site.legende("Documents que ce niveau permet de connaître")
    return Tableau.de(legend, ("Document|g", "Propriétaire|g", "Niveau|g"), rows, "fiches")
