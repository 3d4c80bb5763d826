"""What each object of the data is called in a sentence: « ligne « serveur d'impression » ».

Knows: what each class declares, labels. Must not know: changes.
"""

from __future__ import annotations

from datetime import date
from functools import singledispatch
from operator import attrgetter
from string import Formatter
from typing import TYPE_CHECKING

from convention.base.french import au, compte, d_appel, enumere, jour, minuscule
from convention.base.mots import Mot
from convention.compare.changements.identites import identity
from convention.model.cadre.champs import Modele, field_label, objet_of
from convention.model.cadre.formes import Forme, shape_of, sort_of
from convention.model.cadre.renvois import Sorte
from convention.model.documents import avenants, composants, exercices, gouvernance, grilles, tarifs
from convention.model.forfaits import rubrique
from convention.model.genres import GENRES
from convention.model.mots.communs import GroupeNature, Nature
from convention.model.schemas.libelles import libelles
from convention.model.texte import articles
from convention.reports import mots
from convention.reports.amendement.mots.textes import citation
from convention.reports.mots import from_letters
from convention.reports.prix_nommes import bare_name, in_euros, named_price, said_unit

if TYPE_CHECKING:
    from fractions import Fraction

    from convention.model.depot import Depot


def is_named(modele: type[Modele] | None) -> bool:
    """Tell whether a sentence can name an object: an item of a list or of a table."""
    return modele is not None and bool(objet_of(modele).nom)


def object_name(objet: Modele, nom: str, depot: Depot) -> str:
    """Name an object without an article."""
    return f"{objet_of(type(objet)).nom} {own_name(objet, nom, depot)}".strip()


def with_article(objet: Modele, nom: str, depot: Depot) -> str:
    """Name an object with its definite article: « la ligne « … » », « l'indicateur « … » »."""
    said = object_name(objet, nom, depot)
    article = "l'" if said[:1] in "aeiouéèêh" else "la " if objet_of(type(objet)).feminin else "le "
    return article + said


def agreed(objet: Modele, participe: str) -> str:
    """Agree a participle with an object: « ajoutée », « supprimé »."""
    return f"{participe}e" if objet_of(type(objet)).feminin else participe


def label(depot: Depot, sorte: Sorte, code: str) -> str:
    """Return the name of what a code designates, else the code in words."""
    match sorte.parmi[0]:  # what most sentences cite, found without listing all of them
        case Sorte.ADHERENT if code in depot.dossiers:
            return depot.dossiers[code].identite.nom
        case Sorte.COMPOSANT if code in depot.composants:
            return depot.composants[code].composant.libelle
        case Sorte.CLE if code in depot.cles:
            return depot.cles[code].libelle
    if sorte.parmi[0] in {Sorte.VARIABLE, Sorte.PARAMETRE}:
        return named_price(code, depot).nu
    if sorte is Sorte.MESURE:
        return depot.cles[code].libelle if code in depot.cles else from_letters(code)
    # A column, as its own file calls it: another file may have one of the same name.
    return code if sorte is Sorte.COLONNE else libelles(depot, sorte).get(code) or from_letters(code)


def variable(depot: Depot, nom: str) -> str:
    """Name what a formula reads: a key by its label, else a price."""
    return depot.cles[nom].libelle if nom in depot.cles else named_price(nom, depot).nu


def value_unit(depot: Depot, nom: str) -> str:
    """Return the unit of what a formula reads: « € » for an amount."""
    return "€" if in_euros(nom, depot) and nom not in depot.cles else ""


def price_unit(depot: Depot, ligne: str, nom: str) -> str:
    """Return the unit that a row of the tariffs gives to a price; nothing when there is no such row."""
    known = depot.lignes.get(ligne)
    return said_unit(known.variables.get(nom, ""), depot) if known is not None else ""


def service_name(depot: Depot, code: str) -> str:
    """Name a service by its code and its short name, a sub-service by its label: « S09 « Télétravail » »."""
    sous, service = depot.sous_service(code), depot.services.get(code)
    if sous is not None:
        return f"{code} {citation(sous.libelle)}"
    return f"{code} {citation(service.nom_court)}" if service is not None else code


@singledispatch
def own_name(objet: Modele, nom: str, depot: Depot) -> str:
    """Say what tells an object from the others, as its class declares it; a few need more than their fields."""
    return "".join(
        text + ("" if champ is None else _said(objet, champ, spec or "", depot) if champ else nom)
        for text, champ, spec, _ in Formatter().parse(objet_of(type(objet)).dit)
    )


def _said(objet: Modele, champ: str, spec: str, depot: Depot) -> str:
    value = attrgetter(champ)(objet)
    if spec == "code":
        return service_name(depot, value)
    sorte = sort_of(shape_of(type(objet), champ).scalaire)
    if sorte is not None:
        said = label(depot, sorte, value)
    else:
        said = jour(value) if isinstance(value, date) else word(value, depot) if isinstance(value, Mot) else str(value)
    return citation(said) if spec == "cite" else said


def word(value: Mot, depot: Depot) -> str:
    """Say a word of the data: a kind of cost, as its convention calls it."""
    if isinstance(value, Nature):
        return mots.said(depot, value, value.libelle)
    if isinstance(value, GroupeNature) and (name := rubrique(depot, value)) != value.rubrique:
        return minuscule(name)
    return value.libelle


@own_name.register(articles.Passage)
def _(objet: articles.Passage, _nom: str, _depot: Depot) -> str:
    return f"commençant par : {citation(identity(objet))}"


@own_name.register(articles.SectionArticle)
def _(objet: articles.SectionArticle, _nom: str, _depot: Depot) -> str:
    return f"{objet.clause.removeprefix('article ')} {citation(objet.titre)}"


@own_name.register(avenants.SuiviPartie)
def _(_objet: avenants.SuiviPartie, nom: str, depot: Depot) -> str:
    return depot.du(nom)


@own_name.register(avenants.VisaAcquis)
def _(_objet: avenants.VisaAcquis, nom: str, depot: Depot) -> str:
    return citation(label(depot, Sorte.VISA, nom))


@own_name.register(exercices.Appel)
def _(_objet: exercices.Appel, nom: str, _depot: Depot) -> str:
    return d_appel(nom)


@own_name.register(gouvernance.Changement)
def _(objet: gouvernance.Changement, _nom: str, depot: Depot) -> str:
    kind = label(depot, Sorte.GENRE, objet.genre)
    modele = next((genre.modele for genre in GENRES if genre.nom == objet.genre), None)
    return f"{citation(kind)}, champ {citation(dotted_label(modele, objet.champ))}" if objet.champ else citation(kind)


@own_name.register(gouvernance.Commun)
def _(_objet: gouvernance.Commun, nom: str, _depot: Depot) -> str:
    known = next((genre.modele for genre in GENRES if nom in genre.modele.model_fields), None)
    return citation(field_label(known, nom))


@own_name.register(grilles.Tranche)
def _(objet: grilles.Tranche, _nom: str, depot: Depot) -> str:
    bounds = [_bound(nom, value, depot) for nom, value in objet.a_partir_de.items()]
    return f"à partir de {enumere(bounds)}"


def _bound(nom: str, value: Fraction, depot: Depot) -> str:
    cle = depot.cles.get(nom)
    usual = from_letters(nom)
    return compte(value, *((cle.unite, cle.pluriel) if cle is not None else (usual, usual)))


@own_name.register(tarifs.CoutPole)
def _(objet: tarifs.CoutPole, _nom: str, _depot: Depot) -> str:
    return f"{citation(objet.libelle)} (régie)" if objet.regie else citation(objet.libelle)


@own_name.register(composants.Exoneration)
def _(objet: composants.Exoneration, _nom: str, depot: Depot) -> str:
    return f"accordée {enumere([au(label(depot, Sorte.ADHERENT, item)) for item in objet.adherents])}"


@own_name.register(tarifs.Parametre)
def _(_objet: tarifs.Parametre, nom: str, depot: Depot) -> str:
    return citation(bare_name(nom, depot))


@own_name.register(tarifs.Revision)
def _(_objet: Modele, nom: str, depot: Depot) -> str:
    return citation(bare_name(nom, depot))


def dotted_label(modele: type[Modele] | None, champs: str) -> str:
    """Name a field and the way to it, which tells it from another of the same name: « note (sections, passages) »."""
    *parents, last = champs.split(".")
    way = []
    for parent in parents:
        way.append(field_label(modele, parent))
        modele = _inside(shape_of(modele, parent)) if modele is not None else None
    return f"{field_label(modele, last)} ({', '.join(way)})" if way else field_label(modele, last)


def _inside(forme: Forme | None) -> type[Modele] | None:
    if forme is None or forme.modele is not None:
        return forme.modele if forme is not None else None
    return _inside(forme.element)
