"""Sentences about whole documents that come or go, and about sealed calls and closings.

Knows: kinds of documents, seals. Must not know: the fields of one document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, cite, compte, enumere, euros
from convention.compare.changements import Sorte
from convention.model.adherents import Releve
from convention.model.champs import Modele
from convention.model.genres import read_path
from convention.model.sceaux import Sceau
from convention.reports.amendement.comptages import carried_over, census_content
from convention.reports.amendement.contenu import content, item_content
from convention.reports.amendement.textes import citation

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.model.genres import Chemin
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
    "souscriptions": ("souscriptions", "service souscrit", "services souscrits"),
    "titres": ("titres", "pièce", "pièces"),
}
"""What a document holds, and its name in the singular and in the plural."""
_ANNUELS = frozenset({"besoins", "depenses", "quantites", "titres"})
"""Documents of an adherent that have a year: the sentence says which."""
_ENUMERES: Mapping[str, tuple[str, ...]] = {
    "besoins": ("besoins",),
    "composants": ("composants",),
    "depenses": ("depenses",),
    "equilibre": ("masse_salariale", "non_refactures"),
    "forfait": ("valeurs",),
    "litiges": ("litiges",),
    "quantites": ("comptages",),
    "souscriptions": ("souscriptions", "composants"),
    "titres": ("titres",),
}
"""Documents whose items bring money, or what is counted to make it: each is told with its content."""


def document(cas: Cas) -> str:
    """Say that a document comes or goes: its whole content when it is one object or brings money, and its size."""
    done = "ajouté" if cas.changement.sorte is Sorte.AJOUT else "supprimé"
    genre, value = cas.changement.genre, cas.valeur
    if genre in _OBJETS and isinstance(value, Modele):
        name, ending = _OBJETS[genre]
        return f"{name} est {done}{ending}{INSECABLE}: {content(value, cas.depot)}"
    name = _named(genre, cas.annee)
    ending = "e" if name.startswith("la ") else ""
    chemin = cas.chemin
    held = _held(chemin, value, cas.depot) if chemin is not None else ""
    return f"{name} est {done}{ending}{_size(genre, value)}{held}"


def with_folder(cas: Cas) -> str:
    """Tell the documents that come with a new adherent: its counts, its expenses, its budget."""
    folder = f"adherents/{cas.id}/"
    told = [
        f"{_named(chemin.genre.nom, chemin.annee)}{held}"
        for path, fichier in sorted(cas.depot.fichiers.items())
        if path.startswith(folder) and path not in cas.base.fichiers and (chemin := read_path(path)) is not None
        if chemin.genre.nom not in _IDENTITE and (held := _brought(chemin, fichier.document, cas.depot))
    ]
    return "".join(f"{INSECABLE}; {text}" for text in told)


_IDENTITE = frozenset({"adherent", "fonctions", "souscriptions"})
"""Documents of an adherent that say who it is and what it takes: its own sentence does."""


def _brought(chemin: Chemin, value: object, depot: Depot) -> str:
    if chemin.genre.nom in _ENUMERES or not isinstance(value, Modele):
        return _held(chemin, value, depot)
    return f"{INSECABLE}: {content(value, depot)}"


def _named(genre: str, annee: int) -> str:
    name = _OBJETS[genre][0] if genre in _OBJETS else _DOCUMENTS.get(genre, "le document")
    return f"{name} de {annee}" if genre in _ANNUELS else name


def _held(chemin: Chemin, value: object, depot: Depot) -> str:
    """Tell each item of a document: « : dépense « 3 écrans » (…), dépense « 2 serveurs » (…) »."""
    if chemin.genre.nom == "quantites" and carried_over(depot, chemin.id, chemin.annee):
        return f"{INSECABLE}: mêmes quantités qu'en {chemin.annee - 1}"
    items = [item for champ in _ENUMERES.get(chemin.genre.nom, ()) for item in _items(getattr(value, champ, ()))]
    told = [_item(item, nom, depot) for nom, item in items]
    return f"{INSECABLE}: {', '.join(told)}" if told else ""


def _items(value: object) -> list[tuple[str, Modele]]:
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value if isinstance(value, tuple) else (), 1)
    return [(str(nom), item) for nom, item in pairs if isinstance(item, Modele)]


def _item(item: Modele, nom: str, depot: Depot) -> str:
    return census_content(item, depot) if isinstance(item, Releve) else item_content(item, nom, depot)


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
