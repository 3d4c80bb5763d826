"""How scalars are written in YAML: raw text to value, or a refusal with its hint.

Knows: the writing of amounts, quantities, dates, codes. Must not know: types of models (`scalaires`), documents.
Style counts (what `valider` accepts, editors accept too): numbers and dates are written plain; a text that
YAML 1.2 would read as a number, a date, a boolean or a null is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, NoReturn, TypeVar

from pydantic_core import PydanticCustomError

from convention.base.diagnostic import ecrire, split_hint
from convention.base.french import cite, compte, nombre, typeset
from convention.base.nodes import MappingNode, ScalarNode
from convention.model.valeurs.corrections import (
    code_hint,
    date_hint,
    no_date,
    number_hint,
    read_as,
    share_hint,
    shorten,
    two_readings,
    unreal_hint,
    yes_no_hint,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.base.diagnostic import Conseil
    from convention.model.valeurs.corrections import Correction

N = TypeVar("N")
NOMBRE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# What YAML 1.2 (and the timestamp of YAML 1.1) would not read as a text.
_NOT_A_TEXT = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9][0-9_]*|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N|=|<<",
    re.ASCII,
)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TEXTE_MAX = 4000
DANS_UN_NOM = (
    "\\t\\n -~\u00a0-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0-\u00b3\u00b5-\u00b7\u00b9\u00bb-\u00ffŒœŸ‑–—‘’“”…€−\u202f"
)
"""Characters of a name, as a class of a regular expression: those of Latin-1 that nothing else looks like, and French
typography."""
_PAS_DANS_UN_NOM = re.compile(f"[^{DANS_UN_NOM}]")
VALEUR_ABSENTE = "donner la valeur, ou retirer la ligne si elle est inconnue"


def refuse(code: str, message: str, hint: Conseil = "", *, ecrit: bool = False) -> NoReturn:
    """Stop the reading of a scalar with the code, the sentence and the hint of its diagnostic.

    `ecrit`: the value is written as it must be: it is what it says that is refused.
    """
    # The message goes through the context: a brace in it must not be read as a template.
    told = split_hint(hint)
    context = {"message": message, "hint": told.conseil, "conseil": told, "ecrit": ecrit}
    raise PydanticCustomError(code, "{message}", context)


def plain_text(node: Any, attendu: str) -> tuple[str, bool]:  # noqa: ANN401 (whatever YAML gave)
    """Return the text of a scalar (or of a mapping's key) and whether it was written plain; refuse anything else."""
    if isinstance(node, str):
        return node, True
    if not isinstance(node, ScalarNode):
        forme = "une table" if isinstance(node, MappingNode) else "une liste"
        refuse("FOR009", f"il faut ici {attendu}, et non {forme}")
    if node.plain and node.text in _NULLS:
        refuse("FOR003", "la valeur est vide", VALEUR_ABSENTE)
    return node.text, node.plain


BORNE = 999_999_999


@dataclass(frozen=True, slots=True)
class Nombre(Generic[N]):
    """How a number is read: its decimals, its bounds, what is expected there, an example, what it becomes."""

    decimals: int
    minimum: int
    attendu: str
    exemple: str
    rendu: Callable[[int, int], N]
    """Makes it of its digits, and of the power of ten that they are over."""
    maximum: int = BORNE
    strict: bool = False
    """Whether the minimum itself is refused."""

    def schema(self, description: str) -> dict[str, Any]:
        """Describe it in a JSON Schema."""
        least = "exclusiveMinimum" if self.strict else "minimum"
        bounds = {least: self.minimum, "maximum": self.maximum}
        return {"type": "number" if self.decimals else "integer", **bounds, "description": description}

    def _hint(self, text: str) -> Conseil:
        # A price or a count in percent is none: only a share is meant so.
        if self.attendu in {"un nombre", "un taux"}:
            return share_hint(text, NOMBRE, self.exemple, self.maximum)
        return number_hint(text, NOMBRE, self.exemple)

    def __call__(self, node: Any) -> N:  # noqa: ANN401
        """Read it."""
        text, plain = plain_text(node, self.attendu)
        if not plain:
            hint = ecrire(text) if NOMBRE.fullmatch(text) else self._hint(text)
            refuse("FOR004", f"{self.attendu} s'écrit sans guillemets", hint)
        if not NOMBRE.fullmatch(text):
            if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text, re.ASCII) and not re.match(r"-?0[0-9]", text):
                refuse("FOR011", f"{cite(shorten(text))} dépasse neuf chiffres avant la virgule ou six après")
            refuse("FOR004", f"{cite(shorten(text))} n'est pas {self.attendu}", self._hint(text))
        whole, _, decimal = text.partition(".")
        digits = len(decimal)
        if digits > self.decimals:
            limite = f"{self.decimals} au plus" if self.decimals else "aucune n'est permise"
            refuse("FOR011", f"{cite(text)} a {compte(digits, 'décimale')}, {limite} ici")
        # Integers over a power of ten: a Fraction takes three times longer to read a text, or to be compared.
        number, scale = int(whole + decimal), 10**digits
        if text.startswith("-") and number == 0:
            refuse("FOR004", f"{cite(text)} n'est pas {self.attendu}", "zéro s'écrit 0")
        if self.minimum == 0 and (number < 0 or (self.strict and number == 0)):
            least = "plus grand que zéro" if self.strict else "positif ou nul"
            refuse("FOR011", f"{cite(text)} n'est pas permis ici : il faut un nombre {least}")
        if not self.minimum * scale <= number <= self.maximum * scale:
            refuse("FOR011", f"{cite(text)} est hors des bornes : de {_bound(self.minimum)} à {_bound(self.maximum)}")
        return self.rendu(number, scale)


def _bound(number: int) -> str:
    # Years have no thin space.
    return str(number) if abs(number) < 10_000 else nombre(number)  # noqa: PLR2004


def _cents(number: int, scale: int) -> int:
    return number * 100 // scale


def _whole(number: int, _scale: int) -> int:
    return number


_SANS_UNITE = "12 ou 2.4, sans unité"
read_montant = Nombre(2, -BORNE, "un montant", "1234.56", _cents)
read_montant_ou_nul = replace(read_montant, minimum=0)
read_montant_positif = replace(read_montant_ou_nul, strict=True)
read_prix = Nombre(6, 0, "un prix", "27.60", Fraction)
read_quantite = Nombre(6, -BORNE, "une quantité", _SANS_UNITE, Fraction)
read_nombre_ou_nul = Nombre(6, 0, "un nombre", _SANS_UNITE, Fraction)
read_nombre = replace(read_nombre_ou_nul, strict=True)
read_duree = replace(read_nombre, exemple="3, pour 3 ans")
read_taux = Nombre(6, 0, "un taux", "0.5", Fraction, maximum=1)
read_entier = Nombre(0, 0, "un nombre entier", "12", _whole, maximum=10**6)
_EVOLUTION = re.compile(r"(?P<signe>[-+−]?)\s*(?P<nombre>[0-9]{1,4}(?:[.,][0-9]{1,6})?)\s*%")


class Evolution(NamedTuple):
    """A price that moves in percent: « +4% » is a hundredth times four."""

    taux: Fraction
    texte: str
    """As it is shown: « +4 % »."""


def or_evolution(read: Callable[[Any], N]) -> Callable[[Any], N | Evolution]:
    """Read a number as usual, or by how much it moves: 27.60, +4%, -2,5%."""
    return lambda node: read(node) if (found := read_evolution(node)) is None else found


def read_evolution(node: Any) -> Evolution | None:  # noqa: ANN401
    """Read « +4% » or « -2,5% »; None for what is no percentage."""
    text, _ = plain_text(node, "un montant, ou une évolution en %")
    found = _EVOLUTION.fullmatch(text.strip())
    if found is None:
        return None
    number, sign = found["nombre"], found["signe"]
    readings = two_readings(number)
    if readings is not None:
        hint = f"écrire {sign}{readings[0]}% ou {sign}{readings[1]}%"
        refuse("FOR004", f"{cite(text)} se lit de deux façons", hint)
    if not sign:
        refuse("FOR004", f"{cite(text)} ne dit pas si le prix augmente ou diminue", f"écrire +{number}% ou -{number}%")
    taux = Fraction(number.replace(",", ".")) / 100 * (1 if sign == "+" else -1)
    if taux == 0 or taux < -1:
        refuse("FOR011", f"{cite(text)} n'est pas une évolution : un prix ne diminue pas de plus de 100 %, ni de rien")
    return Evolution(taux, typeset(f"{'+' if sign == '+' else '−'}{number.replace('.', ',')} %"))


SEUILS = Nombre(0, 0, "un jour du mois", "15", _whole, maximum=31)
ANNEES = Nombre(0, 2000, "une année", "2026", _whole, maximum=2100)


def read_seuil(node: Any) -> int:  # noqa: ANN401
    """Read a day of a month, from 1 to 31; 0 would measure as 31 does, while it reads as its opposite."""
    seuil = SEUILS(node)
    if not seuil:
        refuse(
            *("FOR011", "« 0 » n'est pas un jour du mois : de 1 à 31"),
            "écrire 1 pour que le mois d'entrée ne compte que si l'on entre le 1er, 31 pour qu'il compte toujours",
        )
    return seuil


def read_annee(node: Any) -> int:  # noqa: ANN401
    """Read a year, from 2000 to 2100."""
    text, plain = plain_text(node, "une année")
    if plain and re.fullmatch("[0-9]{1,3}", text, re.ASCII):
        short = len(text) == 2 and int(text) > 0  # noqa: PLR2004
        hint = ecrire(f"20{text}") if short else "exemple : 2026"
        refuse("FOR011", f"{cite(text)} n'est pas une année : il faut quatre chiffres", hint, ecrit=True)
    return ANNEES(node)


def read_jour(node: Any) -> date:  # noqa: ANN401
    """Read a date written AAAA-MM-JJ, which must exist."""
    text, plain = plain_text(node, "une date")
    if not plain:
        refuse("FOR006", "une date s'écrit sans guillemets", ecrire(text) if _DATE.fullmatch(text) else "")
    if not _DATE.fullmatch(text):
        refuse("FOR006", no_date(text), date_hint(text))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = f"le {text[8:]}/{text[5:7]}/{text[:4]} n'existe pas dans le calendrier"
        refuse("FOR006", message, unreal_hint(text), ecrit=True)
    if not 1990 <= day.year <= 2100:  # noqa: PLR2004 (no convention is older, nor lasts longer)
        unknown = " ; une fin qui n'est pas connue ne s'écrit pas" if day.year > 2100 else ""  # noqa: PLR2004
        refuse("FOR011", f"l'année {text[:4]} est hors des bornes : de 1990 à 2100", f"corriger l'année{unknown}")
    return day


def read_oui_non(node: Any) -> bool:  # noqa: ANN401
    """Read oui or non."""
    text, plain = plain_text(node, "oui ou non")
    if text not in ("oui", "non") or not plain:
        message = f"{cite(shorten(text))} n'est ni oui ni non" if plain else "oui et non s'écrivent sans guillemets"
        refuse("FOR007", message, yes_no_hint(text))
    return text == "oui"


def read_texte(node: Any) -> str:  # noqa: ANN401
    """Read a text, quoted when another tool would read something else; a key is a text, whatever it looks like."""
    text = _sure_text(node, "un texte")
    if not text.strip():
        refuse("FOR003", "le texte est vide", "donner le texte, ou retirer la ligne s'il est inconnu")
    if len(text) > TEXTE_MAX:
        refuse(
            "FOR011", f"le texte a {nombre(len(text))} caractères, {nombre(TEXTE_MAX)} au plus", "raccourcir le texte"
        )
    return text


def _sure_text(node: Any, attendu: str) -> str:  # noqa: ANN401
    text, plain = plain_text(node, attendu)
    if plain and not isinstance(node, str) and _NOT_A_TEXT.fullmatch(text):
        refuse("FOR005", f"{cite(shorten(text))} serait lu comme {read_as(text)}", ecrire(f'"{text}"'))
    return text


def read_libelle(node: Any) -> str:  # noqa: ANN401
    """Read a name: Latin letters of French, digits, punctuation; a look-alike of another script is refused.

    Unicode TR 39 compares the skeletons of names in every script; names that are all written with the same few letters
    need no table of look-alikes.
    """
    text = read_texte(node)
    foreign = _PAS_DANS_UN_NOM.search(text)
    if foreign is not None:
        sign = foreign.group()
        shown = f"{cite(sign)} (U+{ord(sign):04X})" if sign.isprintable() else f"U+{ord(sign):04X}"
        allowed = "lettres du français, chiffres et ponctuation seulement"
        refuse("FOR014", f"le caractère {shown} ne s'emploie pas dans un nom : {allowed}", "le retaper au clavier")
    return text


def quoted_if_needed(text: str) -> str:
    """Write a short text as YAML has it: quoted when another tool would read something else."""
    return f'"{text}"' if _NOT_A_TEXT.fullmatch(text) else text


def pattern_reader(pattern: str, code: str, attendu: str, exemple: str, correct: Correction) -> Callable[[Any], str]:
    """Return the reader of a code that follows a pattern."""
    compiled = re.compile(pattern, re.ASCII)

    def read(node: Any) -> str:  # noqa: ANN401
        text = _sure_text(node, attendu)
        if not compiled.fullmatch(text):
            hint = code_hint(text, correct, compiled, exemple)
            refuse(code, f"{cite(shorten(text))} n'est pas {attendu}", hint)
        return text

    return read
