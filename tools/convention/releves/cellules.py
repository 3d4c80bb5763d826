"""What a cell of a CSV says: a text, a date, a number; French sentences for what it cannot be, without repeating it.

Knows: how a source says that dates and numbers are written. Must not know: files, columns.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from convention.loading.yaml.texte import character_name, forbidden_character
from convention.model.mots.releves import EcritureDate
from convention.releves.refus import ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.model.documents.releves import FormatExport

_HEURE = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_BLANCS = re.compile("[\u0020\u00a0\u202f]")
_GROUPES = re.compile("[-+]?[0-9]{1,3}(?:[\u0020\u00a0\u202f][0-9]{3})+(?![0-9\u0020\u00a0\u202f])", re.ASCII)
_FORMULE = ("=", "@", "+", "\t")


class IllisibleError(Exception):
    """A cell that is not what its column is to hold; the message does not repeat it."""


class Lecteurs(NamedTuple):
    """How the cells of a source are read."""

    texte: Callable[[str], str]
    jour: Callable[[str], date]
    nombre: Callable[[str], Decimal]


def readers(formats: FormatExport) -> Lecteurs:
    """Return the readers of a format."""
    dates, nombres = _date_pattern(formats.dates), re.compile(formats.decimale.motif, re.ASCII)

    def jour(text: str) -> date:
        found = dates.fullmatch(text.strip())
        if found is None:
            _refuse_other_dates(text.strip(), formats.dates)
            raise IllisibleError(f"la date ne s'écrit pas {formats.dates}")
        try:
            return date(int(found["annee"]), int(found["mois"]), int(found["jour"]))
        except ValueError:
            raise IllisibleError(f"la date n'existe pas, ou ne s'écrit pas {formats.dates}") from None

    def nombre(text: str) -> Decimal:
        bare = text.strip()
        # Blanks part thousands and nothing else: « 1 2 » is no number.
        bare = _BLANCS.sub("", bare) if _GROUPES.match(bare) else bare
        if nombres.fullmatch(bare) is None:
            refuse_formula(bare[:1] if bare[:1] != "+" else "")
            raise IllisibleError(f"le nombre ne s'écrit pas avec une {formats.decimale}, ou n'en est pas un")
        return Decimal(bare.replace(",", "."))

    return Lecteurs(read_text, jour, nombre)


def _date_pattern(ecriture: EcritureDate) -> re.Pattern[str]:
    return re.compile(ecriture.motif + _HEURE, re.ASCII)


def read_text(text: str) -> str:
    """Return a text without the blanks around it, its accents written one way."""
    bare = text.strip()
    if bare.startswith(_FORMULE):
        refuse_formula(bare)
    if bare.isascii():
        return bare
    hidden = forbidden_character(bare)
    if hidden is not None:
        raise IllisibleError(f"une cellule contient un {character_name(hidden)}")
    return unicodedata.normalize("NFC", bare)


def refuse_formula(text: str) -> None:
    """Refuse a cell that a spreadsheet would compute: an export of an inventory holds none.

    Raises:
        ReleveRefuseError: it begins as a formula.
    """
    if text.startswith(_FORMULE):
        raise ReleveRefuseError(
            "une cellule contient une formule", "reprendre l'export à sa source, sans passer par un tableur"
        )


def _refuse_other_dates(text: str, declared: EcritureDate) -> None:
    """Refuse an export that writes its dates in several ways: those that seem right may not be."""
    if any(_date_pattern(other).fullmatch(text) for other in EcritureDate if other is not declared):
        raise ReleveRefuseError(
            f"une date s'écrit autrement que « {declared} »", "choisir une seule écriture des dates dans l'export"
        )
