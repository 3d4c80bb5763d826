"""Gestures that a line offers and does not answer alone: what is asked, and what the answers write.

Knows: requests of gestures, read as a command line reads them. Must not know: the protocol, how an editor asks.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import PydanticCustomError

from convention.base.french import cite
from convention.edition.demande import scalaire_of
from convention.edition.gestes import geste, gestes
from convention.edition.refus import RefusError
from convention.langage.ecriture.modifications import asked_of, line_of, made_of, open_from, priced_at, subscribed_at
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference
from convention.model.documents.adherents import Souscriptions
from convention.model.genres import read_path
from convention.model.schemas.libelles import libelles
from convention.model.valeurs.corrections import as_written, two_readings
from convention.reports.prix_nommes import named_price

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from convention.langage.ecriture.modifications import Remplacement
    from convention.langage.session import Etat
    from convention.model.depot import Depot, Dossier


_SOUSCRITS = (
    ("souscriptions", Sorte.SOUSCRIPTION, "service"),
    ("composants", Sorte.COMPOSANT_SOUSCRIT, "composant"),
)
"""What an adherent takes: the list that holds it, the codes that may be there, its word."""


class Question(NamedTuple):
    """A value that is asked; the words that may answer, and what each is, when it is a choice."""

    champ: str
    invite: str
    propose: str = ""
    choix: tuple[tuple[str, str], ...] = ()


class Demandee(NamedTuple):
    """A gesture: the values that its line gives, as they are typed, and the questions that are left."""

    titre: str
    geste: str
    valeurs: Mapping[str, str | list[str]]
    """A list: one request for each."""
    questions: tuple[Question, ...]


def demandees(etat: Etat, path: str, ligne: int) -> Iterator[Demandee]:
    """List what a line offers once something is asked; nothing while something is wrong."""
    chemin = read_path(path)
    if chemin is None or etat.pause or etat.exercice is None:
        return
    if chemin.genre.nom == "souscriptions" and chemin.id in etat.depot.dossiers:
        yield from _of_subscriptions(etat, etat.depot.dossiers[chemin.id], ligne, date(etat.exercice + 1, 1, 1))
    elif chemin.genre.nom == "composants":
        yield from _of_prices(etat, path, ligne)


def _of_subscriptions(etat: Etat, dossier: Dossier, ligne: int, suivant: date) -> Iterator[Demandee]:
    path = dossier.path(Souscriptions)
    of_dossier = {"adherent": dossier.id}
    for objet, inactif, sans_fin in subscribed_at(etat, dossier, ligne):
        if inactif and sans_fin:
            begins = Question("debut", "Premier jour du service activé (AAAA-MM-JJ)", suivant.isoformat())
            yield Demandee(f"Activer {objet} à partir du…", "activer", {**of_dossier, "service": objet}, (begins,))
        elif sans_fin:
            ends = Question("fin", "Premier jour sans lui (AAAA-MM-JJ), une fin étant exclue", suivant.isoformat())
            yield Demandee(f"Résilier {objet} à partir du…", "resilier", {**of_dossier, "objet": objet}, (ends,))
    begins = Question("debut", "Premier jour (AAAA-MM-JJ)", suivant.isoformat())
    for liste, sorte, what in _SOUSCRITS:
        items = getattr(dossier.souscriptions, liste)
        # A first component is asked where services are.
        if _is_in(etat, Reference(path, (liste if items else "souscriptions",)), ligne):
            taken = {item.objet for item in items}
            every = libelles(etat.depot, sorte).items()
            free = tuple((code, name) for code, name in every if not _is_taken(etat.depot, code, taken))
            asked = Question("objet", what.capitalize(), "", free)
            yield Demandee(f"Souscrire un {what}…", "souscrire", of_dossier, (asked, begins))


def _is_in(etat: Etat, liste: Reference, ligne: int) -> bool:
    """Tell whether a line is the heading of a list, or inside it."""
    return line_of(etat, liste, key=True) <= ligne <= etat.depot.span(liste).last_line


def _is_taken(depot: Depot, code: str, taken: AbstractSet[str]) -> bool:
    """Tell whether an adherent has something: a sub-service comes with its service, unless it is on demand."""
    service, dot, _ = code.partition(".")
    sous = depot.sous_service(code) if dot else None
    return code in taken or (service in taken and sous is not None and not sous.a_la_demande)


def _of_prices(etat: Etat, path: str, ligne: int) -> Iterator[Demandee]:
    amount = Question("montant", "Montant en euros, ou son évolution : +4%")
    for item, annee in priced_at(etat, path, ligne):
        years = open_from(etat, annee)
        for variable in item.composant.montants[annee] if annee in years else ():
            title = f"Fixer ce prix à partir de {annee}… ({named_price(variable, etat.depot).nu})"
            known: dict[str, str | list[str]] = {
                "composant": item.id,
                "variable": variable,
                "exercice": list(map(str, years)),
            }
            yield Demandee(title, "fixer", known, (amount,))


class ReponseRefuseeError(RefusError):
    """An answer that cannot be read."""

    def __init__(self, champ: str, message: str, conseil: str) -> None:
        """Keep which question it answers."""
        super().__init__(message, conseil)
        self.champ = champ


def encore(questions: list[dict[str, Any]], valeurs: Mapping[str, str], refus: RefusError) -> list[dict[str, Any]]:
    """Return the questions that are to be asked again, with what was answered: the one that was ill, or all."""
    champ = refus.champ if isinstance(refus, ReponseRefuseeError) else ""
    again = [{**item, "propose": valeurs.get(item["champ"], item["propose"])} for item in questions]
    return [item for item in again if item["champ"] == champ] or again


def repondre(etat: Etat, nom: str, valeurs: Mapping[str, str | list[str]]) -> tuple[Remplacement, ...]:
    """Make the gesture that was asked, with the answers; return what it writes.

    Raises:
        RefusError: an answer cannot be read, or the gesture makes no sense.
    """
    if nom not in gestes():
        raise RefusError(f"{cite(nom)} n'est pas un geste", "choisir parmi ceux que propose l'éditeur")
    several = next((champ for champ, value in valeurs.items() if isinstance(value, list)), None)
    every: list[dict[str, Any]] = (
        [{**valeurs, several: value} for value in valeurs[several]] if several else [{**valeurs}]
    )
    fields = geste(nom).model_fields.items()
    read = ({champ: _value(champ, field, given[champ]) for champ, field in fields if champ in given} for given in every)
    return made_of(etat, [asked_of(nom, **given) for given in read])


def _value(champ: str, field: Any, texte: str) -> object:  # noqa: ANN401 (a field of pydantic)
    scalaire = scalaire_of(field)
    readings = two_readings(texte) if scalaire.est_nombre else None
    if readings is not None:
        message = f"{cite(texte)} se lit de deux façons"
        raise ReponseRefuseeError(champ, message, f"écrire {readings[0]} ou {readings[1]}")
    try:
        return scalaire.read(as_written(texte) if scalaire.est_nombre else texte)
    except PydanticCustomError as error:
        context = error.context or {}
        raise ReponseRefuseeError(champ, str(context.get("message", texte)), str(context.get("hint", ""))) from None
