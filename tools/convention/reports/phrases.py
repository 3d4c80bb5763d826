"""Each change said in one French sentence, for somebody who does not read YAML.

Knows: how objects, fields and values are named. Must not know: media (the caller escapes), euros of the effect.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from convention.base.french import cite, compte, ecart, enumere, euros, jour, nombre
from convention.compare.changements import Changement, Sorte
from convention.model.adherents import Adherent, Adhesion, Releve, Souscription, SouscriptionComposant
from convention.model.champs import Modele, Partie
from convention.model.entrees_sorties import DemandeAdhesion
from convention.model.genres import read_path
from convention.model.sceaux import Sceau
from convention.model.tarifs import Composant, ParPhase, ValeurForfait
from convention.reports.mots import PHASES as MOTS_PHASES
from convention.reports.valeurs import difference, last_day, spoken, value_text

if TYPE_CHECKING:
    from convention.model.depot import Depot, Reference

_GENRES = {
    "convention": "Convention",
    "organigramme": "Annexe 2, organigramme",
    "forfait": "Annexe 3, masse salariale",
    "cles": "Clés de répartition",
    "couts-de-possession": "Annexe 4, coûts de possession",
    "comptes": "Imputations comptables",
    "gouvernance": "Article 7, gouvernance",
    "procedures": "Procédures de changement",
    "lectures": "Lectures de la convention",
    "documents": "Article 6, documents partagés",
    "appel": "Appels à contribution",
    "cloture": "Clôture des exercices",
}
_GENRES_DATES = {
    "exercice": "Exercice",
    "reunions": "Réunions",
    "conformite": "Sécurité et données personnelles",
    "equilibre": "Coûts supportés",
}
_SORTES = {Sorte.AJOUT: "ajout", Sorte.RETRAIT: "retrait", Sorte.MODIFICATION: "modification"}


def phrase(changement: Changement, base: Depot, head: Depot) -> str:
    """Say one change: who or what it concerns, then what it was and what it becomes."""
    depot = base if changement.sorte is Sorte.RETRAIT else head
    reference = changement.source_apres or changement.source_avant
    subject = _subject(changement, depot, reference.path if reference is not None else "")
    return f"{subject} : {_what(changement, base, head)}"


def _subject(changement: Changement, depot: Depot, path: str) -> str:
    found = read_path(path)
    genre, chemin = changement.genre, changement.chemin
    if found is None or genre in _GENRES:
        return _GENRES.get(genre, genre)
    if genre == "service":
        return f"Annexe 1, service {depot.libelle_service(found.id)}"
    if genre in _GENRES_DATES:
        return f"{_GENRES_DATES[genre]} {found.annee}"
    if genre in _NOMMES:
        return _named(genre, found.id, depot)
    if genre == "composants":
        composant = depot.composants.get(chemin[1]) if len(chemin) > 1 else None
        name = f", {composant.composant.libelle}" if composant is not None else "" if chemin else ", composants"
        return f"{depot.libelle_service(found.id)}{name}"
    nom = _applicant(depot, path, found.id)
    documents = {
        "adherent": "identité",
        "souscriptions": "souscriptions",
        "quantites": f"quantités {found.annee}",
        "depenses": f"dépenses directes {found.annee}",
        "fonctions": "fonctions et interlocuteurs",
        "budget": "budgets",
        "besoins": f"besoins {found.annee}",
        "titres": f"pièces émises en {found.annee}",
        "litiges": "désaccords",
        "adhesion": "demande d'adhésion",
        "resiliation": "résiliation",
    }
    return f"{nom}, {documents[genre]}"


def _applicant(depot: Depot, path: str, adherent: str) -> str:
    """Name an adherent; who only asks to come is named by the demand itself."""
    if adherent in depot.dossiers:
        return depot.dossiers[adherent].identite.nom
    fichier = depot.fichiers.get(path)
    demande = fichier.document if fichier is not None else None
    return demande.nom if isinstance(demande, DemandeAdhesion) else adherent


_NOMMES = {
    "article": "Texte de la convention",
    "axe": "Annexe 5, axe",
    "projet": "Projet",
    "bareme": "Barème",
    "indice": "Indice",
    "reference": "Quantité publiée",
}


def _named(genre: str, nom: str, depot: Depot) -> str:
    """Name a document that has a file of its own: by its title, or by its file when it is gone."""
    if genre == "article":
        article = depot.vie.articles.get(nom)
        return f"{_NOMMES[genre]}, {article.clause if article is not None else nom}"
    known = {
        "axe": depot.vie.axes,
        "projet": depot.vie.projets,
        "bareme": depot.baremes,
        "indice": depot.indices,
        "reference": depot.references,
    }
    titles: dict[str, Any] = dict(known[genre])
    return f"{_NOMMES[genre]} {cite(titles[nom].libelle if nom in titles else nom)}"


def _what(changement: Changement, base: Depot, head: Depot) -> str:  # noqa: PLR0911 (one return a kind of object)
    value = changement.apres if changement.sorte is not Sorte.RETRAIT else changement.avant
    match value:
        case ValeurForfait():
            return _forfait(changement, value, base)
        case Souscription():
            return _subscription(changement, value, head)
        case SouscriptionComposant():
            return f"{_SORTES[changement.sorte]} du composant {_component(value.composant, base, head)}{_dates(value)}"
        case Releve():
            return f"{_SORTES[changement.sorte]} du comptage {_releve(value)}"
        case Adherent():
            verb = "retrait" if changement.sorte is Sorte.RETRAIT else "arrivée"
            return f"{verb} de l'adhérent {cite(value.denomination)}, adhésion {_dates(value.adhesion).lstrip(', ')}"
        case Composant():
            return f"{_SORTES[changement.sorte]} du composant {cite(value.libelle)}"
        case Sceau():
            return _seal(changement, value)
        case _ if isinstance(value, Modele) and not changement.chemin:
            return _whole(changement)
        case _ if isinstance(value, Modele) and not isinstance(value, ParPhase):
            return f"{_SORTES[changement.sorte]} de {cite(changement.chemin[-1])} ({_summary(value)})"
        case _:
            return _value_change(changement, base, head)


def _whole(changement: Changement) -> str:
    """Say that a file comes or goes: the subject names the object that it describes, or the document that it is."""
    done = "retiré" if changement.sorte is Sorte.RETRAIT else "ajouté"
    if changement.genre in _AU_FEMININ:
        return f"{done}e"
    return done if changement.genre in _AU_MASCULIN else f"document {done}"


_AU_MASCULIN = frozenset({"axe", "bareme", "exercice", "indice", "projet", "service"})
_AU_FEMININ = frozenset({"reference"})
"""Kinds whose file is one object, that the subject of the sentence names: « Projet « … » : ajouté »."""


def _forfait(changement: Changement, value: ValeurForfait, base: Depot) -> str:
    when = f"à compter du {jour(value.date)}"
    amount = f"{euros(value.montant)} par poste de travail et par an"
    before = [item for item in base.forfait.valeurs if item.date < value.date]
    if changement.sorte is Sorte.RETRAIT:
        return f"le montant de {amount}, {when}, est retiré"
    if not before:
        return f"{amount} {when}"
    old = max(before, key=lambda item: item.date).montant
    return f"le montant de {euros(old)} est remplacé par {amount}, {when} ({ecart(value.montant - old)} €)"


def _subscription(changement: Changement, value: Souscription, head: Depot) -> str:
    sous = head.sous_service(value.service)
    name = f"{value.service} {sous.libelle}" if sous is not None else head.libelle_service(value.service)
    verb = "souscription" if changement.sorte is Sorte.AJOUT else "retrait de la souscription"
    pending = ", non activée" if str(value.statut) != "active" else ""
    return f"{verb} du service {name}{pending}{_dates(value)}"


def _seal(changement: Changement, value: Sceau) -> str:
    what = f"appel de {cite(value.nom)}" if value.est_appel else f"exercice {value.nom}"
    total = euros(sum(ligne.montant for ligne in value.lignes))
    sealed = f"{what}, {compte(len(value.lignes), 'ligne scellée', 'lignes scellées')}, {total}"
    before = changement.avant
    if changement.sorte is not Sorte.MODIFICATION or not isinstance(before, Sceau):
        return f"{sealed} ({_SORTES[changement.sorte]})"
    reasons = list(dict.fromkeys(item.motif for item in value.rectifications[len(before.rectifications) :]))
    return f"{sealed}, rectifié : {enumere(list(map(cite, reasons)))}" if reasons else f"{sealed}, scellé à nouveau"


def _dates(value: Souscription | SouscriptionComposant | Adhesion) -> str:
    text = f", à compter du {jour(value.debut)}" if value.debut is not None else ""
    return text if value.fin is None else f"{text}, jusqu'au {last_day(value.fin)} inclus"


def _component(nom: str, base: Depot, head: Depot) -> str:
    found = head.composants.get(nom) or base.composants.get(nom)
    return cite(found.composant.libelle if found is not None else nom)


def _releve(value: Releve) -> str:
    per_component = [
        f"{cle} ({nom}) {nombre(count)}" for cle, counts in value.par_composant.items() for nom, count in counts.items()
    ]
    counted = [f"{cle} {nombre(quantity)}" for cle, quantity in value.valeurs.items()]
    return f"{MOTS_PHASES[value.phase]} du {jour(value.date)} : {enumere([*counted, *per_component])}"


def _value_change(changement: Changement, base: Depot, head: Depot) -> str:
    name = _field(changement, base, head)
    before, after = value_text(changement, changement.avant), value_text(changement, changement.apres)
    if changement.sorte is Sorte.AJOUT:
        return f"{name} : {after} (ajout)"
    if changement.sorte is Sorte.RETRAIT:
        return f"{name} : {before} (retrait)"
    return f"{name} : {before} devient {after}{difference(changement)}"


def _field(changement: Changement, base: Depot, head: Depot) -> str:
    """Name what changes: the objects on the way, then the field in the words of its description."""
    names = [part for part in changement.chemin if part not in _SILENT]
    if changement.genre == "composants":
        names = names[1:]
    words = []
    for part in names:
        cle = head.cles.get(part) or base.cles.get(part)
        dossier = head.dossiers.get(part) or base.dossiers.get(part)
        if dossier is not None:
            words.append(dossier.identite.nom)
        else:
            words.append(cle.libelle if cle is not None and changement.partie is Partie.VOLUMES else spoken(part))
    # The last name is a field when the walk ended on one: its description reads better than its key.
    ends_on_field = bool(names) and changement.chemin[-1] == names[-1] and changement.champ == names[-1]
    if ends_on_field and changement.champ == "fin":
        words[-1] = "fin"
    elif ends_on_field and changement.libelle:
        words[-1] = _lower(changement.libelle.partition(" (")[0].partition(",")[0].partition(" :")[0])
    return ", ".join(words) or "document"


_SILENT = frozenset(
    {
        *("adhesion", "alternatives", "besoins", "budgets", "changements", "cles", "communautes", "composants"),
        *("comptages", "comptes", "contacts", "credits", "depenses", "documents", "exercices", "indicateurs"),
        *(
            "instances",
            "interlocuteurs",
            "lectures",
            "lignes",
            "mesures",
            "millesimes",
            "montants",
            "passages",
            "poles",
        ),
        *("postes", "procedures", "quotes_parts", "reunions", "rgpd", "sections", "securite", "souscriptions"),
        *("sous_services", "tranches", "valeurs", "visas"),
    }
)
"""Names of lists and groups: what they hold is named on its own."""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in "' " else text


def _summary(value: Modele) -> str:
    shown: list[str] = []
    for name in type(value).model_fields:
        item = getattr(value, name)
        if isinstance(item, str) and not isinstance(item, StrEnum) and len(shown) < 2:  # noqa: PLR2004 (enough to recognise it)
            shown.append(f"{name} {cite(item)}")
    return ", ".join(shown) or "document entier"


def place(reference: Reference | None, depot: Depot) -> str:
    """Return where a change stands: « pricing/forfait.yaml, ligne 9 »."""
    if reference is None:
        return ""
    span = depot.span(reference, key=True)
    return f"{span.path}, ligne {span.line}"
