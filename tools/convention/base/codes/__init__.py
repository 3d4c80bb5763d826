"""What each message means and what to do about it: one data file for each family of codes.

Knows: the files of this folder, read only for a message that is there. Must not know: where a code is raised.
A code is never given again to another meaning. Each has a case in `tools/tests/cas/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.mots import Mot, mot

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CODES", "FAMILLES", "Code", "Famille", "Severity", "famille"]

FAMILLES = (
    *("FIC", "SYN", "FOR", "REF", "PRE", "PER", "TAR", "QTE", "ADH", "ORI", "IND", "EQU"),
    *("SCE", "SIG", "TIT", "LIT", "ENT", "SOR", "AVE", "REL", "ART", "LEC", "GOU"),
)
"""The first letters of the codes of each family, in the order in which families are shown."""


class Severity(Mot):
    """How serious a message is: only errors refuse the data."""

    pluriel: str
    annotation: str
    """What it is called in an annotation."""
    qualite: str
    """What it is called in a Code Quality report."""
    separes_max: int
    """Up to how many messages of one cause are told one by one: a few errors are mended one by one, at their line."""

    ERREUR = mot("erreur", libelle="erreur", pluriel="erreurs", annotation="error", qualite="critical", separes_max=10)
    AVERTISSEMENT = mot(
        "avertissement",
        libelle="avertissement",
        pluriel="avertissements",
        annotation="warning",
        qualite="minor",
        separes_max=3,
    )


class Code(NamedTuple):
    """The words of one code, and what a message that bears it hangs on or makes doubtful."""

    code: str
    severity: Severity
    titre: str
    explication: str
    remede: str
    d_une_valeur: bool = False
    """It depends on one value, whatever else its file says: it holds in a misshapen document."""
    d_une_ligne: bool = False
    """A line keeps the text from being read: other ways of writing it are tried."""
    d_un_absent: bool = False
    """It is said of what is not there."""
    compare_a_l_identite: bool = False
    """It compares a folder with the type or the membership of its adherent: nothing without them."""
    suppose: tuple[str, ...] = ()
    """Kinds of documents, one of which a convention has when the message may concern it: « forfait »; with a field
    that one of them is to hold: « service#derogation ». Nothing: it may concern any convention."""
    depend_de: tuple[str, ...] = ()
    """Files without which the message, computed, means nothing."""
    empeche_le_calcul: bool = False
    """For it, a line is not computed, or not as meant: what then differs from a seal only follows from it."""
    compare_un_sceau: bool = False
    """It compares a seal with what is computed today."""
    au_geste: str = ""
    """What to do when a gesture would bring it, if not as the messages say."""
    regle_par: tuple[str, ...] = ()
    """Commands that are there to settle it: it stops none of them, which do not show it beside what stops them."""
    laisse_par: tuple[str, ...] = ()
    """Commands that may leave it in what they write, or suppose: it is settled after them, or need not be."""


class Famille(NamedTuple):
    """The codes that begin with the same letters."""

    prefixe: str
    nom: str
    codes: Mapping[str, Code]


@cache
def famille(prefixe: str) -> Famille:
    """Read one of the families, once."""
    import tomllib  # noqa: PLC0415 -- 3 ms, that a command without any message does not pay

    table = tomllib.loads(_text(prefixe))
    nom = table.pop("famille")
    codes = {code: _code(code, words) for code, words in table.items()}
    return Famille(prefixe, nom, MappingProxyType(codes))


def _code(code: str, row: dict[str, Any]) -> Code:
    severity = Severity(row.pop("gravite"))
    # A long sentence is written on several lines.
    words = {
        nom: row.pop(nom).strip().replace("\n", " ")
        for nom in ("titre", "explication", "remede", "au_geste")
        if nom in row
    }
    for nom, value in row.items():
        row[nom] = tuple(value) if isinstance(value, list) else value
    return Code(code, severity, **words, **row)


@cache
def _text(prefixe: str) -> str:
    return Path(__file__).with_name(f"{prefixe}.toml").read_text(encoding="utf-8")


class _Codes(Mapping[str, Code]):
    """All the codes; one code reads only its family, and whether it exists only looks for its heading."""

    def __getitem__(self, code: str) -> Code:
        if code not in self:
            raise KeyError(code)
        return famille(code[:3]).codes[code]

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code[:3] in FAMILLES and f"\n[{code}]\n" in _text(code[:3])

    def __iter__(self) -> Iterator[str]:
        return (code for prefixe in FAMILLES for code in famille(prefixe).codes)

    def __len__(self) -> int:
        return sum(1 for _ in self)


CODES: Mapping[str, Code] = _Codes()
