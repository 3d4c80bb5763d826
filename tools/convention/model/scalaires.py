"""The only scalar types of the models: each reads a raw YAML scalar and gives its own JSON Schema.

Knows: how an amount, a quantity, a date, a code is written in YAML. Must not know: which document holds it.
Style counts (conception: what `valider` accepts, editors accept too): numbers and dates are written plain; a text that
YAML 1.2 would read as a number, a date, a boolean or a null is quoted.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

from pydantic_core import PydanticCustomError, core_schema

from convention.base.french import cite, compte, enumere, nombre
from convention.base.french import nearest as nearest_word
from convention.base.nodes import MappingNode, ScalarNode
from convention.model.corrections import (
    code_hint,
    date_hint,
    number_hint,
    read_as,
    shorten,
    swapped_hint,
    to_digits,
    to_id,
    to_name,
    to_service,
    to_siren,
    yes_no_hint,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from convention.model.corrections import Correction

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
MILLION = 10**6
TEXTE_MAX = 4000
VALEUR_ABSENTE = "donner la valeur, ou retirer la ligne si elle est inconnue"


class Scalaire:
    """How a scalar is read (raw node to value) and how the JSON Schema describes it; compared by identity."""

    __slots__ = ("read", "schema")

    def __init__(self, read: Callable[[Any], Any], schema: dict[str, Any]) -> None:
        """Keep the reader and the schema."""
        self.read = read
        self.schema = schema

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:  # noqa: ANN401
        """Let pydantic call `read` and nothing else."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: Any) -> dict[str, Any]:  # noqa: ANN401
        """Describe what is written in the YAML, not what it becomes."""
        return dict(self.schema)


def _refuse(code: str, message: str, hint: str = "") -> NoReturn:
    # The message goes through the context: a brace in it must not be read as a template.
    raise PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def plain_text(node: Any, attendu: str) -> tuple[str, bool]:  # noqa: ANN401 (whatever YAML gave)
    """Return the text of a scalar (or of a mapping's key) and whether it was written plain; refuse anything else."""
    if isinstance(node, str):
        return node, True
    if not isinstance(node, ScalarNode):
        forme = "une table" if isinstance(node, MappingNode) else "une liste"
        _refuse("FOR009", f"il faut ici {attendu}, et non {forme}")
    if node.plain and node.text in _NULLS:
        _refuse("FOR003", "la valeur est vide", VALEUR_ABSENTE)
    return node.text, node.plain


def _number_reader(
    decimals: int, *, minimum: int, maximum: int, attendu: str, exemple: str, strict: bool = False
) -> Callable[[Any], Fraction]:
    # `strict`: the minimum itself is refused.
    def read(node: Any) -> Fraction:  # noqa: ANN401
        text, plain = plain_text(node, attendu)
        if not plain:
            hint = f"écrire {text}" if NOMBRE.fullmatch(text) else number_hint(text, NOMBRE, exemple)
            _refuse("FOR004", f"{attendu} s'écrit sans guillemets", hint)
        if not NOMBRE.fullmatch(text):
            if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text, re.ASCII) and not re.match(r"-?0[0-9]", text):
                _refuse("FOR011", f"{cite(shorten(text))} dépasse neuf chiffres avant la virgule ou six après")
            _refuse("FOR004", f"{cite(shorten(text))} n'est pas {attendu}", number_hint(text, NOMBRE, exemple))
        digits = len(text.partition(".")[2])
        if digits > decimals:
            limite = f"{decimals} au plus" if decimals else "aucune n'est permise"
            _refuse("FOR011", f"{cite(text)} a {compte(digits, 'décimale')}, {limite} ici")
        value = Fraction(text)
        if text.startswith("-") and value == 0:
            _refuse("FOR004", f"{cite(text)} n'est pas {attendu}", "zéro s'écrit 0")
        if minimum == 0 and (value < 0 or (strict and value == 0)):
            least = "plus grand que zéro" if strict else "positif ou nul"
            _refuse("FOR011", f"{cite(text)} n'est pas permis ici : il faut un nombre {least}")
        if not minimum <= value <= maximum:
            _refuse("FOR011", f"{cite(text)} est hors des bornes : de {_bound(minimum)} à {_bound(maximum)}")
        return value

    return read


def _bound(number: int) -> str:
    # Years have no thin space.
    return str(number) if abs(number) < 10_000 else nombre(number)  # noqa: PLR2004


_BORNE = 999_999_999


def _number_schema(description: str, minimum: int, maximum: int = _BORNE) -> dict[str, Any]:
    return {"type": "number", "minimum": minimum, "maximum": maximum, "description": description}


def _positive_schema(description: str) -> dict[str, Any]:
    return {"type": "number", "exclusiveMinimum": 0, "maximum": _BORNE, "description": description}


_read_montant_euros = _number_reader(2, minimum=-_BORNE, maximum=_BORNE, attendu="un montant", exemple="1234.56")


def _read_montant(node: Any) -> int:  # noqa: ANN401
    return int(_read_montant_euros(node) * 100)


_read_euros_positifs = _number_reader(
    2, minimum=0, maximum=_BORNE, attendu="un montant", exemple="1234.56", strict=True
)


def _read_montant_positif(node: Any) -> int:  # noqa: ANN401
    return int(_read_euros_positifs(node) * 100)


_read_prix = _number_reader(6, minimum=0, maximum=_BORNE, attendu="un prix", exemple="27.60")
_read_quantite = _number_reader(6, minimum=-_BORNE, maximum=_BORNE, attendu="une quantité", exemple="12 ou 2.4")
_read_nombre = _number_reader(6, minimum=0, maximum=_BORNE, attendu="un nombre", exemple="12 ou 2.4", strict=True)
_read_entier_fraction = _number_reader(0, minimum=0, maximum=MILLION, attendu="un nombre entier", exemple="12")
_read_seuil_fraction = _number_reader(0, minimum=0, maximum=31, attendu="un jour du mois", exemple="15")
_read_annee_fraction = _number_reader(0, minimum=2000, maximum=2100, attendu="une année", exemple="2026")


def _read_entier(node: Any) -> int:  # noqa: ANN401
    return int(_read_entier_fraction(node))


def _read_seuil(node: Any) -> int:  # noqa: ANN401
    return int(_read_seuil_fraction(node))


def _read_annee(node: Any) -> int:  # noqa: ANN401
    return int(_read_annee_fraction(node))


def _read_jour(node: Any) -> date:  # noqa: ANN401
    text, plain = plain_text(node, "une date")
    if not plain:
        _refuse("FOR006", "une date s'écrit sans guillemets", f"écrire {text}" if _DATE.fullmatch(text) else "")
    if not _DATE.fullmatch(text):
        _refuse("FOR006", f"{cite(shorten(text))} n'est pas une date", date_hint(text))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = f"le {text[8:]}/{text[5:7]}/{text[:4]} n'existe pas dans le calendrier"
        _refuse("FOR006", message, swapped_hint(text))
    if not 1990 <= day.year <= 2100:  # noqa: PLR2004 (the DSIT exists since 1999)
        _refuse("FOR011", f"l'année {text[:4]} est hors des bornes : de 1990 à 2100")
    return day


def _read_oui_non(node: Any) -> bool:  # noqa: ANN401
    text, plain = plain_text(node, "oui ou non")
    if text not in ("oui", "non") or not plain:
        message = f"{cite(shorten(text))} n'est ni oui ni non" if plain else "oui et non s'écrivent sans guillemets"
        _refuse("FOR007", message, yes_no_hint(text))
    return text == "oui"


def _read_texte(node: Any) -> str:  # noqa: ANN401
    text, plain = plain_text(node, "un texte")
    if plain and _NOT_A_TEXT.fullmatch(text):
        _refuse("FOR005", f"{cite(shorten(text))} serait lu comme {read_as(text)}", f'écrire "{text}"')
    if not text.strip():
        _refuse("FOR003", "le texte est vide", "donner le texte, ou retirer la ligne s'il est inconnu")
    if len(text) > TEXTE_MAX:
        _refuse("FOR011", f"le texte a {len(text)} caractères, {TEXTE_MAX} au plus")
    return text


def _pattern_reader(pattern: str, code: str, attendu: str, exemple: str, correct: Correction) -> Callable[[Any], str]:
    compiled = re.compile(pattern, re.ASCII)

    def read(node: Any) -> str:  # noqa: ANN401
        text, plain = plain_text(node, attendu)
        if isinstance(node, ScalarNode) and plain and _NOT_A_TEXT.fullmatch(text):
            _refuse("FOR005", f"{cite(shorten(text))} serait lu comme {read_as(text)}", f'écrire "{text}"')
        if not compiled.fullmatch(text):
            hint = code_hint(text, correct, compiled, exemple)
            _refuse(code, f"{cite(shorten(text))} n'est pas {attendu}", hint)
        return text

    return read


def _pattern_scalar(
    pattern: str, code: str, attendu: str, exemple: str, description: str, *, correct: Correction
) -> Scalaire:
    return Scalaire(
        _pattern_reader(pattern, code, attendu, exemple, correct),
        {
            "type": "string",
            "pattern": f"^(?:{pattern})$",
            "patternErrorMessage": f"{attendu[0].upper()}{attendu[1:]} est attendu. Exemple : {exemple}",
            "description": description,
        },
    )


def choix(enum: type[StrEnum], descriptions: dict[Any, str]) -> Scalaire:
    """Read a closed list of words, described one by one in the JSON Schema."""
    words = [str(member) for member in enum]

    def read(node: Any) -> StrEnum:  # noqa: ANN401
        text, _ = plain_text(node, "un mot de la liste")
        if text not in words:
            message = f"{cite(shorten(text))} n'est pas une valeur permise : {enumere([cite(w) for w in words], 'ou')}"
            _refuse("FOR008", message, nearest_word(text, words))
        return enum(text)

    schema = {"type": "string", "enum": words, "enumDescriptions": [descriptions[member] for member in enum]}
    return Scalaire(read, schema)


_CODE = "[A-Z]{1,3}[0-9]{2}"

Montant = Annotated[
    int, Scalaire(_read_montant, _number_schema("Montant en euros, deux décimales au plus : 1234.56", -_BORNE))
]
"""Cents."""
MontantPositif = Annotated[
    int, Scalaire(_read_montant_positif, _positive_schema("Montant en euros, deux décimales au plus : 1234.56"))
]
"""Cents, one at least."""
Prix = Annotated[
    Fraction, Scalaire(_read_prix, _number_schema("Prix ou coût en euros, six décimales au plus : 27.60", 0))
]
"""Euros, exact."""
Quantite = Annotated[
    Fraction, Scalaire(_read_quantite, _number_schema("Quantité, six décimales au plus : 12 ou 2.4", -_BORNE))
]
NombrePositif = Annotated[
    Fraction, Scalaire(_read_nombre, _positive_schema("Nombre plus grand que zéro, six décimales au plus : 12"))
]
Entier = Annotated[int, Scalaire(_read_entier, {**_number_schema("Nombre entier", 0, MILLION), "type": "integer"})]
Seuil = Annotated[
    int,
    Scalaire(_read_seuil, {**_number_schema("Jour du mois, de 0 à 31", 0, 31), "type": "integer"}),
]
Annee = Annotated[int, Scalaire(_read_annee, {**_number_schema("Année : 2026", 2000, 2100), "type": "integer"})]
Jour = Annotated[
    date,
    Scalaire(
        _read_jour,
        {
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "patternErrorMessage": "Une date s'écrit AAAA-MM-JJ, sans guillemets.",
            "description": "Date AAAA-MM-JJ, sans guillemets",
        },
    ),
]
OuiNon = Annotated[
    bool, Scalaire(_read_oui_non, {"type": "string", "enum": ["oui", "non"], "description": "oui ou non"})
]
Texte = Annotated[
    str, Scalaire(_read_texte, {"type": "string", "minLength": 1, "maxLength": TEXTE_MAX, "pattern": "\\S"})
]
Id = Annotated[
    str,
    _pattern_scalar(
        "[a-z0-9]{1,30}(?:-[a-z0-9]{1,30}){0,8}",
        "FOR010",
        "un identifiant (minuscules sans accent, chiffres, tirets)",
        "essey-les-nancy",
        "Identifiant : minuscules sans accent, chiffres et tirets",
        correct=to_id,
    ),
]
Nom = Annotated[
    str,
    _pattern_scalar(
        "[a-z][a-z0-9_]{0,59}",
        "FOR010",
        "un nom (minuscules sans accent, chiffres, tirets bas)",
        "moyens_impression",
        "Nom : minuscules sans accent, chiffres et tirets bas",
        correct=to_name,
    ),
]
CodeService = Annotated[
    str,
    _pattern_scalar(_CODE, "FOR010", "un code de service", "S04", "Code de service : S04", correct=to_service),
]
CodeSousService = Annotated[
    str,
    _pattern_scalar(
        rf"{_CODE}\.[1-9][0-9]?",
        "FOR010",
        "un code de sous-service",
        "S03.5",
        "Code de sous-service : S03.5",
        correct=to_service,
    ),
]
CodeSouscription = Annotated[
    str,
    _pattern_scalar(
        rf"{_CODE}(?:\.[1-9][0-9]?)?",
        "FOR010",
        "un code de service ou de sous-service",
        "S04 ou S03.5",
        "Code de service ou de sous-service : S04, S03.5",
        correct=to_service,
    ),
]
Siren = Annotated[
    str,
    _pattern_scalar(
        "[0-9]{9}", "FOR013", "un SIREN (neuf chiffres)", '"215401845"', "SIREN, entre guillemets", correct=to_siren
    ),
]
CodeInsee = Annotated[
    str,
    _pattern_scalar(
        "[0-9AB]{5}", "FOR013", "un code INSEE (cinq caractères)", '"54184"', "Code INSEE", correct=to_digits
    ),
]
Compte = Annotated[
    str,
    _pattern_scalar(
        "[0-9]{3,8}", "FOR013", "un numéro de compte", '"62876"', "Compte, entre guillemets", correct=to_digits
    ),
]
