"""Answers as people write them, read as the documents read theirs: 01/01/2027, 1 234,50 €, « postes : 112 ».

Knows: French writings. Must not know: which field holds what.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import PydanticCustomError

from convention.base.french import MOIS, cite
from convention.forge.formulaires.corps import shown
from convention.model.valeurs.corrections import as_written, two_readings
from convention.model.valeurs.ecriture import read_jour, read_montant_positif, read_quantite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from fractions import Fraction
    from typing import TypeVar

    LU = TypeVar("LU")

_CHIFFRES = re.compile(r"(?P<jour>[0-9]{1,2})[/.-](?P<mois>[0-9]{1,2})[/.-](?P<annee>[0-9]{4})", re.ASCII)
_LETTRES = re.compile(r"(?P<jour>[0-9]{1,2})(?:er)? (?P<mois>[a-zéû]+) (?P<annee>[0-9]{4})")
_LIGNE = re.compile(
    r"[-*]?\s*(?P<nom>[^:=()]+?)\s*(?:\((?P<composant>[^()]+(?:\([^()]*\))?)\))?\s*[:=]\s*(?P<nombre>.+)"
)


class ValeurError(Exception):
    """An answer that cannot be read; a French sentence."""


class Compte(NamedTuple):
    """A line of quantities."""

    nom: str
    composant: str
    """Empty when the key is counted for the adherent."""
    nombre: Fraction


def jour(text: str) -> date:
    """Read a date: 01/01/2027, 2027-01-01, 1er janvier 2027."""
    plain = phrase(text.lower())
    digits, words = _CHIFFRES.fullmatch(plain), _LETTRES.fullmatch(plain)
    if digits is not None:
        plain = f"{digits['annee']}-{int(digits['mois']):02d}-{int(digits['jour']):02d}"
    elif words is not None and words["mois"] in MOIS:
        plain = f"{words['annee']}-{MOIS.index(words['mois']) + 1:02d}-{int(words['jour']):02d}"
    return _read(read_jour, plain, text, "une date comme 01/01/2027")


def montant(text: str) -> int:
    """Read an amount in euros; return cents."""
    return _read(read_montant_positif, _number(text, text), text, "un montant comme 332,00")


def comptes(text: str) -> list[Compte]:
    """Read quantities, one a line: « postes : 112 », « comptes (parapheur) : 9 »."""
    found = []
    # Blanks are made one, or a line of blanks would take the pattern forever.
    for line in filter(None, (phrase(line) for line in text.split("\n"))):
        parts = _LIGNE.fullmatch(line)
        if parts is None:
            raise ValeurError(f"{cite(shown(line))} : une quantité s'écrit comme « nom : 112 »")
        number = quantite(parts["nombre"], line, "un nombre, comme « nom : 112 »")
        found.append(Compte(parts["nom"], (parts["composant"] or "").strip(), number))
    return found


def quantite(text: str, answer: str = "", attendu: str = "un nombre, comme 112 ou 2,6") -> Fraction:
    """Read a quantity; `answer` is what is repeated when it cannot be, and `attendu` what is to be written instead."""
    found = _read(read_quantite, _number(text, answer or text), answer or text, attendu)
    if found < 0:
        # The data would refuse it (QTE004), when who asked is no more there to be told.
        raise ValeurError(f"{cite(shown(answer or text))} est négatif, et une quantité ne l'est pas : écrire {attendu}")
    return found


def phrase(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


def _number(text: str, answer: str) -> str:
    """Write a number as documents do; one that reads two ways is asked again.

    Raises:
        ValeurError: « 1.200 », which is 1200 or 1,2.
    """
    readings = two_readings(text)
    if readings is not None:
        whole, decimal = readings[0], readings[1].replace(".", ",")
        raise ValeurError(f"{cite(shown(answer))} se lit de deux façons : écrire {whole} ou {decimal}")
    return as_written(text)


def _read(reader: Callable[[str], LU], text: str, written: str, attendu: str) -> LU:
    try:
        return reader(text)
    except PydanticCustomError as error:
        told = error.context or {}
        # What is no number, or no date, is told already; out of bounds, or no day of the calendar, is not.
        exact = f" ({told['message']})" if error.type == "FOR011" or told.get("ecrit") else ""
        raise ValeurError(f"{cite(shown(written))} n'est pas lu : écrire {attendu}{exact}") from None
