"""A value said as its field means it: an amount, a date, a name for a code, a number with its unit.

Knows: the shape of each field. Must not know: changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, compte, enumere, euros, jour, minuscule, mois_dit, nombre, pluriel, prix, taux
from convention.base.mots import Mot
from convention.checks.cadre.emplacements import designated, matching, way
from convention.formulas.regles.units import is_money
from convention.model.cadre.formes import Forme, sort_of
from convention.model.cadre.renvois import Sorte
from convention.model.documents.composants import ParPhase, phase_prices
from convention.model.genres import chemins
from convention.model.schemas.libelles import libelles
from convention.model.valeurs import scalaires
from convention.model.valeurs.scalaires import scalaire_de
from convention.reports.amendement.mots.noms import label, variable, word
from convention.reports.amendement.mots.textes import citation, nommee
from convention.reports.mots import from_letters
from convention.reports.prix_nommes import unit_text, unit_words
from convention.reports.valeurs import last_day, short

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle


class Lecteur(NamedTuple):
    """What it takes to say a value: the names of a Depot, the field, the unit that goes with its numbers."""

    depot: Depot
    champ: str = ""
    unite: str = ""


def quoted(forme: Forme, value: object, lecteur: Lecteur) -> str:
    """Say a value between quotation marks; each item of a list has its own."""
    if isinstance(value, tuple):
        return enumere([quoted(forme.element or Forme(), item, lecteur) for item in value]) or "rien"
    if isinstance(value, ParPhase) and value.unique is None:
        return said(forme, value, lecteur)
    return citation(said(forme, value, lecteur))


def amount(value: object, depot: Depot) -> str:
    """Say a price between quotation marks: one figure is that of every phase."""
    return quoted(Forme(), value, Lecteur(depot, unite="€"))


def said(forme: Forme, value: object, lecteur: Lecteur) -> str:  # noqa: PLR0911 (one return a kind of value)
    """Say a value in words."""
    match value:
        case None:
            return "rien"
        case bool():
            return "oui" if value else "non"
        case Mot():
            return word(value, lecteur.depot)
        case str():
            return _text(forme, value, lecteur)
        case date():
            return last_day(value) if forme.scalaire is scalaires.FIN_EXCLUE else jour(value)
        case int() | Fraction():
            return _number(forme, value, lecteur)
        case ParPhase():
            return _by_phase(value)
        case tuple():
            return enumere([said(forme.element or Forme(), item, lecteur) for item in value])
        case Mapping():
            key = Forme(forme.cle)
            pairs = value.items()
            return enumere(
                [f"{said(key, name, lecteur)} {said(forme.element or Forme(), item, lecteur)}" for name, item in pairs]
            )
        case _:
            return str(value)


def _text(forme: Forme, value: str, lecteur: Lecteur) -> str:
    sorte = sort_of(forme.scalaire)
    if sorte is not None:
        return _code(sorte, value, lecteur.depot)
    if forme.scalaire is _LU:
        return variable(lecteur.depot, value)
    if forme.scalaire in _EMPLACEMENTS:
        return place_text(lecteur.depot, value)
    if forme.scalaire in _COURTS:
        return _COURTS[forme.scalaire](value)
    if forme.scalaire in _SIREN:
        return " ".join([*re.findall(r"\d{3}", value[:9]), *([value[9:]] if value[9:] else [])])
    return unit_text(value) if lecteur.champ in {"unite", "pluriel"} and (value == "1" or "€" in value) else value


def _code(sorte: Sorte, value: str, depot: Depot) -> str:
    if {Sorte.SERVICE, Sorte.SOUS_SERVICE} & set(sorte.parmi):
        known = label(depot, Sorte.SERVICE_OU_SOUS_SERVICE, value)
        return f"{value} {known}" if known != value else value
    return value if sorte in {Sorte.CLAUSE, Sorte.COMPTE} else label(depot, sorte, value)


def is_text(forme: Forme) -> bool:
    """Tell whether a value is words of the data: neither a code, nor a date."""
    return forme.scalaire in _TEXTES


def place_text(depot: Depot, emplacement: str) -> str:
    """Say a place of the repository: what its files hold, which one, the field and the way to it."""
    lieu = designated(emplacement)
    named = [*chemins(matching(depot, lieu.motif))]
    files = minuscule(min((item.genre.libelle for item in named), default="fichiers du dépôt"))
    if "*" not in lieu.motif and named:
        fichier = depot.fichiers.get(lieu.motif)
        own = getattr(fichier and fichier.document, "libelle", "") or _called(depot, named[0].id)
        files += "".join(f" {citation(text)}" for text in (own, str(named[0].annee or "")) if text)
    parts = list(way(depot, lieu))
    rank = max((rank for rank, part in enumerate(parts) if part.champ), default=0)
    others = (*parts[:rank], *parts[rank + 1 :])
    around = [part.texte if part.champ else citation(_called(depot, part.texte)) for part in others]
    told = [parts[rank].texte + (f" ({', '.join(around)})" if around else "")] if parts else []
    return ", ".join([files, *told])


def _called(depot: Depot, code: str) -> str:
    """Say a code of the data, whatever it is of."""
    return next((names[code] for sorte in Sorte if code in (names := libelles(depot, sorte))), from_letters(code))


def _number(forme: Forme, value: Fraction | int, lecteur: Lecteur) -> str:
    kind = forme.scalaire
    if kind in _CENTS:
        return euros(int(value))
    if kind is _ANNEE:
        return str(value)
    if kind is _PRIX or is_money(lecteur.unite):
        par = unit_words(lecteur.unite)
        return f"{prix(Fraction(value))} {par}".strip()
    if kind in _TAUX:
        return taux(value)
    if kind is not None and kind.unite:
        return compte(value, *kind.unite)
    return _of_unit(value, lecteur) if lecteur.unite not in {"", "1"} else nombre(value)


def _of_unit(value: Fraction | int, lecteur: Lecteur) -> str:
    """Write a number with its unit, agreed as a key that counts it is: « 2 interventions par site »."""
    one, par = lecteur.unite.partition("/")[0], unit_words(lecteur.unite)
    several = next((cle.pluriel for cle in lecteur.depot.cles.values() if cle.unite == one), one)
    return f"{compte(value, one, several)} {par}".strip()


def _by_phase(value: ParPhase) -> str:
    if value.unique is not None:
        return prix(value.unique)
    return enumere([f"{cite(prix(amount))} ({phase.libelle})" for phase, amount in phase_prices(value).items()])


_CENTS = set(map(scalaire_de, (scalaires.Montant, scalaires.MontantPositif, scalaires.MontantPositifOuNul)))
_ANNEE, _PRIX, _LU = map(scalaire_de, (scalaires.Annee, scalaires.Prix, scalaires.NomLu))
_TAUX = set(map(scalaire_de, (scalaires.Taux, scalaires.TauxRecupere)))
_SIREN = set(map(scalaire_de, (scalaires.Siren, scalaires.Siret)))
_TEXTES = set(map(scalaire_de, (scalaires.Texte, scalaires.Libelle)))
_EMPLACEMENTS = set(map(scalaire_de, (scalaires.Emplacement, scalaires.Donnee)))
_COURTS = {scalaire_de(scalaires.Mois): mois_dit, scalaire_de(scalaires.Empreinte): short}


def counted(quantite: Fraction, cle: Cle, lien: str = ", ") -> str:
    """Write a quantity and what is counted: « 6 lignes téléphoniques », « lignes téléphoniques, 1 », « débit, 2 Mo ».

    A key declares the singular of its noun only: what follows is not put in the singular by guess.
    """
    if not says_what(cle):
        return f"{nommee(cle.libelle)}{lien}{with_unit(quantite, cle)}"
    suite = cle.choses.removeprefix(cle.pluriel)
    if pluriel(quantite, "un", "plusieurs") == "un" and any(word.endswith(("s", "x")) for word in suite.split()):
        return f"{cle.choses}{lien}{nombre(quantite)}"
    return compte(quantite, f"{cle.unite}{suite}", cle.choses)


def with_unit(quantite: Fraction, cle: Cle) -> str:
    """Write a quantity and its unit: « 60 comptes »."""
    return compte(quantite, cle.unite, cle.pluriel)


def says_what(cle: Cle) -> bool:
    """Tell whether a quantity of the key says what is counted; a volume or a population needs the key's label."""
    return cle.choses.startswith(cle.pluriel) and nommee(cle.choses) == cle.choses
