"""What each object of the data is called in a sentence: « ligne « serveur d'impression » ».

Knows: the models and their labels. Must not know: fields, changes. Every model of a list or a table is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.french import INSECABLE, du, enumere, jour, nombre
from convention.compare.changements.identites import identity
from convention.model.cadre.champs import field_label
from convention.model.cadre.formes import shape_of
from convention.model.cadre.genres import GENRES
from convention.model.cadre.libelles import libelles
from convention.model.cadre.renvois import Sorte
from convention.model.documents import (
    adherents,
    articles,
    avenants,
    catalogue,
    entrees_sorties,
    exercices,
    gouvernance,
    grilles,
    lectures,
    nombres,
    releves,
    signataires,
    suivi,
    tarifs,
    titres,
)
from convention.model.ecrits import journal
from convention.reports.amendement.mots.prix_nommes import from_letters, named_price
from convention.reports.amendement.mots.textes import citation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.model.cadre.champs import Modele
    from convention.model.cadre.formes import Forme
    from convention.model.depot import Depot


class Nomination(NamedTuple):
    """How an object is called: a noun, its gender, and what tells it from the others."""

    nom: str
    feminin: bool
    propre: Callable[[Any, str, Depot], str]
    """From the object, its name among its siblings, and the Depot."""


def object_name(objet: Modele, nom: str, depot: Depot) -> str:
    """Name an object without an article."""
    said = NOMINATIONS[type(objet)]
    return f"{said.nom} {said.propre(objet, nom, depot)}".strip()


def with_article(objet: Modele, nom: str, depot: Depot) -> str:
    """Name an object with its definite article: « la ligne « … » », « l'indicateur « … » »."""
    said = NOMINATIONS[type(objet)]
    article = "l'" if said.nom[:1] in "aeiouéèêh" else "la " if said.feminin else "le "
    return article + object_name(objet, nom, depot)


def agreed(objet: Modele, participe: str) -> str:
    """Agree a participle with an object: « ajoutée », « supprimé »."""
    return f"{participe}e" if NOMINATIONS[type(objet)].feminin else participe


def label(depot: Depot, sorte: Sorte, code: str) -> str:
    """Return the name of what a code designates, else the code in words."""
    found = _DIRECTS[sorte](depot, code) if sorte in _DIRECTS else None
    if found is not None:
        return found
    if sorte is Sorte.VARIABLE or sorte is Sorte.PARAMETRE:
        return named_price(code).nu
    if sorte is Sorte.MESURE:
        return depot.cles[code].libelle if code in depot.cles else from_letters(code)
    return libelles(depot, sorte).get(code) or from_letters(code)


def _adherent(depot: Depot, code: str) -> str | None:
    return depot.dossiers[code].identite.nom if code in depot.dossiers else None


def _composant(depot: Depot, code: str) -> str | None:
    return depot.composants[code].composant.libelle if code in depot.composants else None


def _cle(depot: Depot, code: str) -> str | None:
    return depot.cles[code].libelle if code in depot.cles else None


_DIRECTS: Mapping[Sorte, Callable[[Depot, str], str | None]] = {
    Sorte.ADHERENT: _adherent,
    Sorte.CLE: _cle,
    Sorte.CLE_PAR_ADHERENT: _cle,
    Sorte.CLE_PAR_COMPOSANT: _cle,
    Sorte.COMPOSANT: _composant,
    Sorte.COMPOSANT_SOUSCRIT: _composant,
}
"""Sorts that most sentences cite: found without listing all of them."""


def service_name(depot: Depot, code: str) -> str:
    """Name a service by its code and its short name, a sub-service by its label: « S09 « Télétravail » »."""
    sous, service = depot.sous_service(code), depot.services.get(code)
    if sous is not None:
        return f"{code} {citation(sous.libelle)}"
    return f"{code} {citation(service.nom_court)}" if service is not None else code


def _libelle(objet: Any, _nom: str, _depot: Depot) -> str:  # noqa: ANN401 (objects that have a label)
    return citation(objet.libelle)


def _fonction(objet: Any, _nom: str, _depot: Depot) -> str:  # noqa: ANN401
    return citation(objet.fonction)


def _titre(objet: Any, _nom: str, _depot: Depot) -> str:  # noqa: ANN401
    return citation(objet.titre)


def _of(sorte: Sorte, champ: str) -> Callable[[Any, str, Depot], str]:
    return lambda objet, _nom, depot: citation(label(depot, sorte, getattr(objet, champ)))


def _year(_objet: object, nom: str, _depot: Depot) -> str:
    return nom


def _choice(objet: Modele, champ: str) -> str:
    said: str = getattr(objet, champ).libelle
    return said


def _imputation(objet: tarifs.Imputation, _nom: str, _depot: Depot) -> str:
    return f"« {', '.join(_choice(objet, champ) for champ in ('nature', 'section', 'payeur'))} »".replace(" ", " ")


def _reunion(objet: gouvernance.Reunion, _nom: str, depot: Depot) -> str:
    return f"du {jour(objet.date)} ({label(depot, Sorte.INSTANCE, objet.instance)})"


def _releve(objet: adherents.Releve, _nom: str, _depot: Depot) -> str:
    return f"{_choice(objet, 'phase')} du {jour(objet.date)}"


def _tranche(objet: grilles.Tranche, _nom: str, depot: Depot) -> str:
    bounds = [_bound(nom, value, depot) for nom, value in objet.a_partir_de.items()]
    return f"à partir de {enumere(bounds)}"


def _bound(nom: str, value: Any, depot: Depot) -> str:  # noqa: ANN401 (a Fraction)
    cle = depot.cles.get(nom)
    return f"{nombre(value)}{INSECABLE}{(cle.unite if value < 2 else cle.pluriel) if cle else from_letters(nom)}"  # noqa: PLR2004 (a plural)


def _exoneration(objet: tarifs.Exoneration, _nom: str, depot: Depot) -> str:
    return f"accordée à {enumere([label(depot, Sorte.ADHERENT, item) for item in objet.adherents])}"


def _pole_cost(objet: tarifs.CoutPole, _nom: str, _depot: Depot) -> str:
    return f"{citation(objet.libelle)} (régie)" if objet.regie else citation(objet.libelle)


def _rule(objet: gouvernance.Changement, _nom: str, depot: Depot) -> str:
    kind = label(depot, Sorte.GENRE, objet.genre)
    modele = next((genre.modele for genre in GENRES if genre.nom == objet.genre), None)
    return f"{citation(kind)}, champ {citation(dotted_label(modele, objet.champ))}" if objet.champ else citation(kind)


def _volet(objet: exercices.Volet, _nom: str, _depot: Depot) -> str:
    return f"{objet.genre.bref} {objet.exercice}"


def _opinion(objet: avenants.AvisRendu, _nom: str, depot: Depot) -> str:
    return f"rendu par la réunion {citation(label(depot, Sorte.REUNION, objet.reunion))}"


def _party(nom: str, depot: Depot) -> str:
    return label(depot, Sorte.ADHERENT, nom)


def _passage(objet: articles.Passage, _nom: str, _depot: Depot) -> str:
    return f"commençant par{INSECABLE}: {citation(identity(objet))}"


NOMINATIONS: Mapping[type[Modele], Nomination] = {
    adherents.AnneeBudgetaire: Nomination("exercice", feminin=False, propre=_year),
    adherents.Budget: Nomination("budget", feminin=False, propre=_libelle),
    adherents.Credit: Nomination("crédit", feminin=False, propre=lambda item, *_: f"du compte {item.compte}"),
    adherents.Depense: Nomination("dépense", feminin=True, propre=_libelle),
    adherents.Releve: Nomination("comptage", feminin=False, propre=_releve),
    adherents.Souscription: Nomination(
        "souscription", feminin=True, propre=lambda item, _, depot: f"du service {service_name(depot, item.service)}"
    ),
    adherents.SouscriptionComposant: Nomination("usage du composant", False, _of(Sorte.COMPOSANT, "composant")),  # noqa: FBT003 (masculine)
    articles.Passage: Nomination("alinéa", feminin=False, propre=_passage),
    articles.SectionArticle: Nomination(
        "article",
        feminin=False,
        propre=lambda item, *_: f"{item.clause.removeprefix('article ')} {citation(item.titre)}",
    ),
    avenants.AvisRendu: Nomination("avis", feminin=False, propre=_opinion),
    avenants.SuiviPartie: Nomination("suivi", feminin=False, propre=lambda _, nom, depot: du(_party(nom, depot))),
    avenants.VisaAcquis: Nomination(
        "visa", feminin=False, propre=lambda _, nom, depot: citation(label(depot, Sorte.VISA, nom))
    ),
    catalogue.Pole: Nomination("pôle", feminin=False, propre=_libelle),
    catalogue.Poste: Nomination("ligne", feminin=True, propre=_fonction),
    catalogue.SousService: Nomination(
        "sous-service", feminin=False, propre=lambda item, *_: f"{item.code} {citation(item.libelle)}"
    ),
    entrees_sorties.Deliberation: Nomination(
        "délibération", feminin=True, propre=lambda item, *_: f"({_choice(item, 'partie')})"
    ),
    entrees_sorties.RecuperationTiers: Nomination(
        "récupération de données", feminin=True, propre=lambda item, *_: f"par {citation(item.prestataire)}"
    ),
    exercices.Volet: Nomination("volet", feminin=False, propre=_volet),
    gouvernance.Avis: Nomination("avis", feminin=False, propre=lambda item, *_: citation(item.objet)),
    gouvernance.Changement: Nomination("procédure des changements", feminin=True, propre=_rule),
    gouvernance.Proprietaire: Nomination(
        "relecture", feminin=True, propre=lambda item, *_: f"de {citation(item.chemin)}"
    ),
    gouvernance.Communaute: Nomination("communauté d'utilisateurs", feminin=True, propre=_libelle),
    gouvernance.Contact: Nomination("contact", feminin=False, propre=_fonction),
    gouvernance.DocumentEnvoye: Nomination("document envoyé", feminin=False, propre=_titre),
    gouvernance.Instance: Nomination("instance", feminin=True, propre=_libelle),
    gouvernance.Membres: Nomination("composition", True, lambda item, *_: f"pour {citation(item.pour)}"),  # noqa: FBT003
    gouvernance.Procedure: Nomination("procédure", feminin=True, propre=_libelle),
    gouvernance.Reunion: Nomination("réunion", feminin=True, propre=_reunion),
    gouvernance.Visa: Nomination("visa", feminin=False, propre=_libelle),
    grilles.Millesime: Nomination("millésime", feminin=False, propre=_year),
    grilles.Tranche: Nomination("tranche", feminin=True, propre=_tranche),
    journal.Inscription: Nomination(
        "inscription",
        feminin=True,
        propre=lambda item, *_: f"du {jour(item.le)}{INSECABLE}: {item.acte!s} de {citation(item.fichier)}",
    ),
    lectures.AbaqueLu: Nomination("clé lue du composant", True, _of(Sorte.COMPOSANT, "composant")),  # noqa: FBT003
    lectures.Alternative: Nomination("autre lecture", feminin=True, propre=_libelle),
    lectures.BeneficiairesLus: Nomination(
        "bénéficiaires lus du composant", feminin=False, propre=_of(Sorte.COMPOSANT, "composant")
    ),
    lectures.Extrait: Nomination("extrait", False, lambda item, *_: f"({item.clause})"),  # noqa: FBT003
    lectures.FormuleLue: Nomination("formule lue de la ligne", True, _of(Sorte.LIGNE, "ligne")),  # noqa: FBT003
    lectures.Lecture: Nomination(
        "lecture", feminin=True, propre=lambda item, *_: f"n° {item.numero} {citation(item.titre)}"
    ),
    lectures.ParametreLu: Nomination("constante lue", True, _of(Sorte.PARAMETRE, "parametre")),  # noqa: FBT003
    lectures.PrerequisLu: Nomination(
        "prérequis lu", feminin=False, propre=lambda item, _, depot: f"de {service_name(depot, item.service)}"
    ),
    lectures.ReliquatLu: Nomination(
        "reliquat lu du plafond de la ligne", feminin=False, propre=_of(Sorte.LIGNE, "ligne")
    ),
    lectures.SommeLue: Nomination("somme lue de la clé", True, _of(Sorte.CLE, "cle")),  # noqa: FBT003
    nombres.NombreDeClause: Nomination(
        "nombre", feminin=False, propre=lambda item, *_: f"{citation(item.mots)} ({item.clause})"
    ),
    signataires.CleDeSignature: Nomination("clé", feminin=True, propre=lambda item, *_: citation(item.cle)),
    signataires.ExigenceDeSignature: Nomination(
        "exigence",
        feminin=True,
        propre=lambda item, *_: f"de signature des {item.sceaux.bref} depuis {citation(item.depuis)}",
    ),
    signataires.FonctionSignataire: Nomination("signataire", feminin=False, propre=_fonction),
    suivi.Besoin: Nomination("besoin", feminin=False, propre=_libelle),
    suivi.DocumentPartage: Nomination("document partagé", feminin=False, propre=_titre),
    suivi.Indicateur: Nomination("indicateur", feminin=False, propre=_libelle),
    suivi.Mesure: Nomination("mesure de l'exercice", feminin=True, propre=_year),
    releves.Filtre: Nomination(
        "filtre", feminin=False, propre=lambda item, *_: f"de la colonne {citation(item.colonne)}"
    ),
    releves.MesureRelevee: Nomination("mesure", feminin=True, propre=_libelle),
    releves.Rattachement: Nomination(
        "rattachement", feminin=False, propre=lambda item, *_: f"de l'entité {citation(item.entite)}"
    ),
    tarifs.Redaction: Nomination("rédaction", feminin=True, propre=lambda _, nom, __: f"de {nom}"),
    tarifs.Cle: Nomination("clé", feminin=True, propre=_libelle),
    tarifs.Composant: Nomination("composant", feminin=False, propre=_libelle),
    tarifs.CoutNonRefacture: Nomination("coût non refacturé", feminin=False, propre=_libelle),
    tarifs.CoutPole: Nomination("coût du pôle", feminin=False, propre=_pole_cost),
    tarifs.Exemple: Nomination("exemple", feminin=False, propre=lambda _, nom, __: "chiffré " + _number(nom)),
    tarifs.Exoneration: Nomination("exonération", feminin=True, propre=_exoneration),
    tarifs.Imputation: Nomination("imputation", feminin=True, propre=_imputation),
    tarifs.LigneTarif: Nomination("ligne", feminin=True, propre=_libelle),
    tarifs.Parametre: Nomination("constante", True, lambda _, nom, __: citation(named_price(nom).nu)),  # noqa: FBT003
    tarifs.Revision: Nomination(
        "révision de prix", feminin=True, propre=lambda _, nom, __: citation(named_price(nom).nu)
    ),
    tarifs.ValeurForfait: Nomination(
        "montant", feminin=False, propre=lambda item, *_: f"à compter du {jour(item.date)}"
    ),
    titres.Litige: Nomination("désaccord", feminin=False, propre=lambda item, nom, _: f"n° {nom} ({item.objet})"),
    titres.Titre: Nomination("pièce", feminin=True, propre=lambda item, *_: f"n° {item.numero}"),
}


def _number(nom: str) -> str:
    """Say the rank of a worked example: « n° 1 », then « n° 2 » for « n° 1 (2) »."""
    return f"n° {nom.rpartition('(')[2].rstrip(')')}" if "(" in nom else nom


def dotted_label(modele: type[Modele] | None, champs: str) -> str:
    """Name a field by the way to it: `lignes.revisions.mois` is « mois de l'indice à partir de l'exercice »."""
    *parents, last = champs.split(".")
    for parent in parents:
        modele = _inside(shape_of(modele, parent)) if modele is not None else None
    return field_label(modele, last)


def _inside(forme: Forme | None) -> type[Modele] | None:
    if forme is None or forme.modele is not None:
        return forme.modele if forme is not None else None
    return _inside(forme.element)
