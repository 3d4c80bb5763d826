"""A request at the window: what was typed, or every problem, each beside its field; then what became of it.

Knows: the names of the fields, quantities as they are now published. Must not know: HTTP, who asks, where anything is
kept. What is typed is hostile. Whether somebody has read a request over, or refused it, is not known here.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, compte, enumere, nombre
from convention.base.money import exact_text
from convention.forge.formulaires.corps import Champ, Genre, wrong
from convention.forge.formulaires.valeurs import ValeurError, phrase, quantite
from convention.model.documents.cles import is_far
from convention.reports.depot.guichet import Affiche, Affichee, Demande, Etat, Geste, Quantite, Seuil

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


FONCTION, SOURCE = "fonction", "source"
"""Names of fields."""
RANGS = (Etat.SUPPOSEE, Etat.A_VALIDER, Etat.RETENUE, Etat.VALIDEE)
"""What nobody but the member can give comes first."""
A_EFFACER = "Une correction est commencée : envoyez-la, ou effacez-la pour valider."
SANS_GESTE = "Choisissez : valider, ou envoyer des nombres."
SANS_NOMBRE = "Aucun nombre n'est écrit dans la colonne « Nombre juste »."
RIEN_A_VALIDER = "Aucune quantité n'attend d'être validée."


class Probleme(NamedTuple):
    """What is wrong, and the field that it is about; none when it is about the whole page."""

    champ: str
    phrase: str
    a_confirmer: str = ""
    """What was typed, when one only has to say that it is right."""


def champ_of(cle: str, composant: str) -> str:
    """Name the field of the right figure of a quantity."""
    return f"juste:{cle}:{composant}"


def certain_of(champ: str) -> str:
    """Name the box by which one says that the figure of a field is right."""
    return f"certain:{champ}"


def _champ(item: Affichee) -> str:
    return champ_of(item.cle, item.composant)


def in_order(quantites: Iterable[Affichee]) -> list[Affichee]:
    """Put the quantities as the page shows them: those of an amount first, then by what is awaited."""
    return sorted(quantites, key=lambda item: (not item.facturee, RANGS.index(item.etat)))


def read_demande(
    affiche: Affiche, saisie: Mapping[str, str], reference: str, recue_le: datetime
) -> Demande | list[Probleme]:
    """Read what is asked; or every problem, one a sentence."""
    if saisie.get("geste") not in set(Geste):
        return [Probleme("", SANS_GESTE)]
    geste = Geste(saisie["geste"])
    fonction, source = (phrase(saisie.get(nom, "")) for nom in (FONCTION, SOURCE))
    source = f"{source} ({fonction})" if source else ""
    typed = [(item, text) for item in in_order(affiche.quantites) if (text := phrase(saisie.get(_champ(item), "")))]
    problems: list[Probleme] = []
    found: list[Quantite] = []
    if geste is Geste.VALIDER:
        begun = [*(_champ(item) for item, _ in typed), *([SOURCE] if source else [])]
        problems += [Probleme(begun[0], A_EFFACER)] if begun else []
        # What a flat fee takes is read with the count that holds it.
        found = [
            Quantite(cle=item.cle, composant=item.composant, nombre=item.valeur)
            for item in affiche.quantites
            if item.etat in {Etat.A_VALIDER, Etat.RETENUE}
        ]
        waiting = any(item.etat is Etat.A_VALIDER for item in affiche.quantites)
        problems += [] if waiting else [Probleme("", RIEN_A_VALIDER)]
    else:
        first = next((_champ(item) for item in in_order(affiche.quantites)), "")
        problems += [] if typed else [Probleme(first, SANS_NOMBRE)]
    for item, text in typed:
        sure = phrase(saisie.get(certain_of(_champ(item)), "")) == text
        read = _read(item, text, None if sure else affiche.seuil)
        if isinstance(read, Probleme):
            problems.append(read)
        elif geste is Geste.CORRIGER:
            found.append(read)
    problems += _about(Champ("", "Votre fonction", Genre.LISTE, choix=affiche.fonctions), FONCTION, fonction)
    problems += _about(Champ("", "D'où viennent ces nombres"), SOURCE, source) if geste is Geste.CORRIGER else []
    return problems or Demande(
        reference=reference,
        recue_le=recue_le.replace(microsecond=0),
        adherent=affiche.adherent,
        fonction=fonction,
        geste=geste,
        exercice=affiche.exercice,
        phase=affiche.phase,
        source=source,
        quantites=tuple(found),
    )


def _about(champ: Champ, nom: str, text: str) -> list[Probleme]:
    said = wrong(champ, text)
    return [Probleme(nom, f"{said}.")] if said else []


def _read(item: Affichee, text: str, seuil: Seuil | None) -> Quantite | Probleme:
    """Read the right figure of a quantity; one that is far from what is shown has to be confirmed."""
    name = f"{item.libelle}, {item.objet}" if item.objet else item.libelle
    if said := wrong(Champ("", name), text):
        return Probleme(_champ(item), f"{said}.")
    try:
        counted = quantite(text)
    except ValeurError as error:
        return Probleme(_champ(item), f"{cite(name)} : {error}.")
    if item.entiere and counted.denominator != 1:
        return Probleme(_champ(item), f"{cite(name)} se compte en nombre entier.")
    before = Fraction(item.valeur)
    if seuil is not None and is_far(before, counted, Fraction(seuil.facteur), Fraction(seuil.ecart)):
        far = f"{cite(name)} : {nombre(counted)} au lieu de {nombre(before)}, est-ce bien ce nombre ?"
        return Probleme(_champ(item), f"{far} Si oui, cochez la case qui est dessous, puis envoyez.", text)
    right = exact_text(counted)
    supposed = item.etat is Etat.SUPPOSEE
    return Quantite(cle=item.cle, composant=item.composant, nombre=right, avant=item.valeur, supposee=supposed)


class Suite(StrEnum):
    """What became of a request."""

    ATTEND = "pas encore transmise {}"
    TRANSMISE = "transmise {}"
    REPRISE = "reprise dans vos quantités"

    def dite(self, affiche: Affiche) -> str:
        """Say it, with those to whom a request goes: « transmise à l'équipe du gestionnaire »."""
        return self.format(affiche.relecteur.au)


def suite_of(demande: Demande, affiche: Affiche, *, lue: bool) -> Suite:
    """Say what became of a request: what is published says it best, then whether the forge has read the queue."""
    shown = {(item.cle, item.composant): item for item in affiche.quantites}
    asked_of = (demande.exercice, demande.phase) == (affiche.exercice, affiche.phase)
    if asked_of and all(_taken(demande, item, shown.get((item.cle, item.composant))) for item in demande.quantites):
        return Suite.REPRISE
    return Suite.TRANSMISE if lue else Suite.ATTEND


def _taken(demande: Demande, item: Quantite, shown: Affichee | None) -> bool:
    if shown is None or shown.valeur != item.nombre:
        return False
    return shown.etat is Etat.VALIDEE if demande.geste is Geste.VALIDER else shown.source == demande.source


def asked(demande: Demande) -> str:
    """Say what is asked: « validation de 3 quantités », « comptage de 1 quantité et correction de 2 quantités »."""
    counted = sum(item.supposee for item in demande.quantites)
    other = "validation" if demande.geste is Geste.VALIDER else "correction"
    parts = (("comptage", counted), (other, len(demande.quantites) - counted))
    said = enumere([f"{what} de {compte(count, 'quantité')}" for what, count in parts if count])
    return f"{said} de {demande.exercice}, état {demande.phase.libelle}"
