"""Sentences about whole documents that come or go, and about sealed calls and closings.

Knows: kinds of documents, seals. Must not know: the fields of one document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, cite, compte, enumere, euros
from convention.compare.changements import Sorte
from convention.model.champs import Modele
from convention.model.sceaux import Sceau
from convention.reports.amendement.contenu import content
from convention.reports.amendement.textes import citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.reports.amendement.trajet import Cas

_OBJETS = {
    "avenant": ("l'avenant", ""),
    "axe": ("l'axe", ""),
    "bareme": ("le barème", ""),
    "exercice": ("l'exercice", ""),
    "indice": ("l'indice", ""),
    "projet": ("le projet", ""),
    "reference": ("la quantité publiée", "e"),
    "source-releve": ("la source des relevés", "e"),
    "service": ("le service", ""),
    "resiliation": ("la résiliation", "e"),
    "adhesion": ("la demande d'adhésion", "e"),
}
"""Kinds whose file is one object: its whole content is told, and how it agrees."""
_DOCUMENTS = {
    "article": "le texte de l'article",
    "besoins": "le recensement des besoins",
    "budget": "la fiche des budgets",
    "cles": "la liste des clés de répartition",
    "composants": "la liste des composants",
    "comptes": "la liste des imputations",
    "conformite": "le suivi de la sécurité et des données personnelles",
    "convention": "le document de la convention",
    "couts-de-possession": "la liste des lignes",
    "depenses": "la liste des dépenses directes",
    "documents": "le registre des documents partagés",
    "equilibre": "l'état des coûts supportés",
    "fonctions": "la fiche des fonctions et interlocuteurs",
    "forfait": "la liste des montants",
    "gouvernance": "le document de la gouvernance",
    "lectures": "la liste des lectures",
    "litiges": "la liste des désaccords",
    "organigramme": "l'organigramme",
    "procedures": "la liste des procédures",
    "quantites": "l'état des quantités",
    "reunions": "la liste des réunions",
    "signataires": "la liste des signataires des sceaux",
    "souscriptions": "la liste des souscriptions",
    "titres": "la liste des pièces émises",
}
_CONTENUS: Mapping[str, tuple[str, str, str]] = {
    "article": ("passages", "alinéa", "alinéas"),
    "besoins": ("besoins", "besoin", "besoins"),
    "budget": ("budgets", "budget", "budgets"),
    "cles": ("cles", "clé", "clés"),
    "composants": ("composants", "composant", "composants"),
    "comptes": ("comptes", "imputation", "imputations"),
    "couts-de-possession": ("lignes", "ligne", "lignes"),
    "depenses": ("depenses", "dépense", "dépenses"),
    "documents": ("documents", "document", "documents"),
    "equilibre": ("masse_salariale", "pôle", "pôles"),
    "forfait": ("valeurs", "montant", "montants"),
    "gouvernance": ("instances", "instance", "instances"),
    "lectures": ("lectures", "lecture", "lectures"),
    "litiges": ("litiges", "désaccord", "désaccords"),
    "organigramme": ("poles", "pôle", "pôles"),
    "procedures": ("procedures", "procédure", "procédures"),
    "quantites": ("comptages", "comptage", "comptages"),
    "reunions": ("reunions", "réunion", "réunions"),
    "signataires": ("signataires", "fonction", "fonctions"),
    "souscriptions": ("souscriptions", "service souscrit", "services souscrits"),
    "titres": ("titres", "pièce", "pièces"),
}
"""What a document holds, and its name in the singular and in the plural."""
_ANNUELS = frozenset({"besoins", "depenses", "quantites", "titres"})
"""Documents of an adherent that have a year: the sentence says which."""


def document(cas: Cas) -> str:
    """Say that a document comes or goes: its whole content when it is one object, else how much it holds."""
    done = "ajouté" if cas.changement.sorte is Sorte.AJOUT else "supprimé"
    genre, value = cas.changement.genre, cas.valeur
    if genre in _OBJETS and isinstance(value, Modele):
        name, ending = _OBJETS[genre]
        return f"{name} est {done}{ending}{INSECABLE}: {content(value, cas.depot)}"
    name = _DOCUMENTS.get(genre, "le document")
    year = f" de {cas.annee}" if genre in _ANNUELS else ""
    ending = "e" if name.startswith("la ") else ""
    return f"{name}{year} est {done}{ending}{_size(genre, value)}"


def seal(cas: Cas) -> str:
    """Say that a call or a closing is sealed, corrected or removed."""
    value, before = cas.valeur, cas.changement.avant
    if not isinstance(value, Sceau):
        return document(cas)
    what = f"l'appel de {cite(value.nom)}" if value.est_appel else f"l'exercice {value.nom}"
    total = euros(sum(ligne.montant for ligne in value.lignes))
    told = f"{what}, {compte(len(value.lignes), 'ligne scellée', 'lignes scellées')}, {total},"
    if cas.changement.sorte is Sorte.AJOUT:
        return f"{told} est scellé"
    if cas.changement.sorte is Sorte.RETRAIT or not isinstance(before, Sceau):
        return f"{told} n'est plus scellé"
    reasons = dict.fromkeys(item.motif for item in value.rectifications[len(before.rectifications) :])
    if not reasons:
        return f"{told} est scellé à nouveau"
    return f"{told} est rectifié{INSECABLE}: {enumere([citation(reason) for reason in reasons])}"


def _size(genre: str, value: object) -> str:
    """Count what a document holds: « (4 comptages) »."""
    if genre not in _CONTENUS:
        return ""
    champ, one, several = _CONTENUS[genre]
    count = len(getattr(value, champ, ()))
    return f" ({compte(count, one, several)})" if count else ""
