"""What a cell of a workbook holds: how it is read, how it is shown; each value has one text, by which it is compared.

Knows: cells as a reader gives them (texts, floats, days), scalars of the documents. Must not know: sheets, documents.
A float never enters the data: its shortest writing is the number that the spreadsheet shows.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from pydantic_core import PydanticCustomError

from convention.base.diagnostic import split_hint
from convention.base.french import cite, enumere, nearest, nombre
from convention.base.money import CENTS, exact_text
from convention.edition.classeur.periodes import PeriodesIllisiblesError, read_periods
from convention.edition.refus import ConseilleError
from convention.loading.yaml.texte import character_name, forbidden_character
from convention.model.cadre.formes import shape_of
from convention.model.valeurs.corrections import as_written, date_hint, shorten, to_id, two_readings, unreal_hint
from convention.model.valeurs.ecriture import read_jour, read_montant, read_prix, read_quantite
from convention.reports.rendus.feuilles import JOUR as FORMAT_JOUR
from convention.reports.rendus.feuilles import MONTANT as FORMAT_MONTANT

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.base.mots import Mot
    from convention.model.cadre.champs import Modele

Brut: TypeAlias = str | float | bool | date | datetime | time | timedelta
"""A cell, as it is read; an empty text when it is empty."""


T = TypeVar("T")


class CelluleRefuseeError(ConseilleError):
    """A cell that is not what its column holds."""

    def __init__(self, message: str, conseil: str, code: str = "") -> None:
        """Keep the code that the same value would have in a document."""
        super().__init__(message, conseil)
        self.code = code


class Lu(NamedTuple):
    """What a cell says."""

    texte: str
    remarque: str = ""
    """What was understood, when it was not typed as a spreadsheet has it."""


class Genre(NamedTuple):
    """What the cells of a column hold."""

    attendu: str
    """« un nombre »."""
    lire: Callable[[Brut], Lu]
    """Raises `CelluleRefuseeError`; of an empty cell, gives an empty text."""
    montre: str = "General"
    """Number format."""
    est_nombre: bool = False

    def cellule(self, texte: str) -> str | date | Fraction | None:
        """Return what a spreadsheet is to hold for a value."""
        if not texte:
            return None
        if self.est_nombre:
            return Fraction(texte)
        found = _FRANCAISE.fullmatch(texte) if self.montre == FORMAT_JOUR else None
        return _day(found) if found is not None else texte


_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_FRANCAISE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)


def _day(found: re.Match[str]) -> date:
    return date(int(found[3]), int(found[2]), int(found[1]))


def read_day(brut: Brut) -> Lu:
    """Read a day: a date of the spreadsheet, or a text « 01/01/2027 » or « 2027-01-01 »."""
    if isinstance(brut, datetime) and brut.time() != time():
        raise CelluleRefuseeError(f"{cite(f'{brut:%d/%m/%Y %H:%M}')} porte une heure", "ne garder que le jour")
    if isinstance(brut, date):
        return Lu(f"{brut:%d/%m/%Y}")
    text = bare(brut)
    if not text:
        return Lu("")
    french, iso = _FRANCAISE.fullmatch(text), _ISO.fullmatch(text)
    try:
        day = _day(french) if french is not None else date.fromisoformat(text) if iso is not None else None
    except ValueError:
        hint = split_hint(date_hint(text) if iso is None else unreal_hint(text)).conseil
        told = _ISO.sub(r"\3/\2/\1", hint)
        raise CelluleRefuseeError(f"le {text} n'existe pas dans le calendrier", told) from None
    if day is None:
        raise CelluleRefuseeError(f"{cite(shorten(text))} n'est pas une date", "l'écrire JJ/MM/AAAA : 01/01/2027")
    _scalar(read_jour, day.isoformat())
    return Lu(f"{day:%d/%m/%Y}", f"{cite(text)} est un texte, lu comme la date {day:%d/%m/%Y}")


def read_label(brut: Brut) -> Lu:
    """Read a text; a code typed as a number is its digits."""
    return Lu(_digits(brut) if isinstance(brut, float) else bare(brut))


def bare(brut: Brut) -> str:
    """Return a cell as a text, without the blanks around it.

    Raises:
        CelluleRefuseeError: it holds a character that nobody sees.
    """
    text = str(brut).strip()
    hidden = forbidden_character(text)
    if hidden is not None:
        raise CelluleRefuseeError(f"la cellule contient un {character_name(hidden)}", "la retaper")
    return text


def _digits(number: float) -> str:
    """Write a float as its spreadsheet shows it: the shortest decimal that is read back as it."""
    exact = Decimal(repr(number))
    return (
        f"{exact.to_integral_value() if exact == exact.to_integral_value() else exact:f}" if exact.is_finite() else ""
    )


def _number(attendu: str, scalaire: Callable[[str], Fraction]) -> Callable[[Brut], Lu]:
    def read(brut: Brut) -> Lu:
        if isinstance(brut, bool | date | time | timedelta):
            what = "vrai ou faux" if isinstance(brut, bool) else "une date ou une durée"
            message = f"la cellule contient {what}, et non {attendu}"
            raise CelluleRefuseeError(message, "mettre la cellule au format nombre, et retaper le nombre")
        if isinstance(brut, float):
            return Lu(exact_text(_scalar(scalaire, _digits(brut))))
        text = bare(brut)
        if not text:
            return Lu("")
        readings = two_readings(text)
        if readings is not None:
            raise CelluleRefuseeError(
                f"{cite(text)} se lit de deux façons",
                f"taper {' ou '.join(item.replace('.', ',') for item in readings)}",
            )
        written = as_written(text)
        if not re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", written, re.ASCII):
            hint = "taper le nombre seul ; s'il n'est pas connu, remettre ce qu'il y avait, fût-ce rien"
            raise CelluleRefuseeError(f"{cite(shorten(text))} n'est pas {attendu}", hint)
        found = exact_text(_scalar(scalaire, written.removeprefix("+")))
        return Lu(found, f"{cite(text)} est un texte, lu comme le nombre {nombre(Fraction(found))}")

    return read


def _scalar(scalaire: Callable[[str], T], text: str) -> T:
    """Read a value as the documents do: bounds, decimals."""
    try:
        return scalaire(text)
    except PydanticCustomError as error:
        context = error.context or {}
        hint = str(context.get("hint") or "arrondir ou corriger la valeur")
        raise CelluleRefuseeError(str(context.get("message", "")), hint, error.type) from None


def _read_euros(text: str) -> Fraction:
    return Fraction(read_montant(text), CENTS)


def _read_periods(brut: Brut) -> Lu:
    if isinstance(brut, date):
        return read_day(brut)
    text = bare(brut) if not isinstance(brut, float) else _digits(brut)
    try:
        return Lu(" ; ".join(map(str, read_periods(text))))
    except PeriodesIllisiblesError as error:
        if _FRANCAISE.fullmatch(str(error)):
            return read_day(str(error))  # It has no such day, and says so.
        hint = "01/01/2027 ; du 01/01/2024 au 31/12/2026 (dernier jour compris) ; 01/01/2027 (non activé)"
        raise CelluleRefuseeError(f"{cite(shorten(text))} n'est pas une période d'usage", hint) from None


def field_of(modele: type[Modele], champ: str) -> Genre:
    """Return how the cells of a field of a document, which is a text, are read: as the document is."""
    scalaire = shape_of(modele, champ).scalaire
    assert scalaire is not None  # noqa: S101 (a column is a field that is one value)
    read = scalaire.read

    def lire(brut: Brut) -> Lu:
        found = read_label(brut)
        return Lu(str(_scalar(read, found.texte))) if found.texte else found

    return Genre("un texte", lire)


def words_of(enum: type[Mot]) -> Genre:
    """Return how the words of a closed list are read: as a sentence calls them, or as documents write them."""
    known = {to_id(said): item.libelle for item in enum for said in (item.libelle, item)}

    def lire(brut: Brut) -> Lu:
        text = read_label(brut).texte
        if text and to_id(text) not in known:
            words = [item.libelle for item in enum]
            message = f"{cite(shorten(text))} n'est pas une valeur permise : {enumere(words, 'ou')}"
            raise CelluleRefuseeError(message, nearest(text, words) or "choisir dans la liste de la cellule", "FOR008")
        return Lu(known[to_id(text)] if text else "")

    return Genre("un mot de la liste", lire)


TEXTE = Genre("un texte", read_label)
JOUR = Genre("une date", read_day, FORMAT_JOUR)
PERIODES = Genre("une date, ou une période", _read_periods, FORMAT_JOUR)
QUANTITE = Genre("une quantité", _number("une quantité", read_quantite), est_nombre=True)
PRIX = Genre("un prix", _number("un prix", read_prix), "#,##0.00####", est_nombre=True)
MONTANT = Genre("un montant", _number("un montant", _read_euros), FORMAT_MONTANT, est_nombre=True)
