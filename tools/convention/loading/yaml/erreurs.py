"""The parser's English errors, said in French at the place where the hand must go.

Knows: what libyaml reports. Must not know: documents.
"""

from __future__ import annotations

import re
from itertools import islice, takewhile
from math import inf
from typing import TYPE_CHECKING, TypeAlias

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined] # (its stubs do not say so)
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite
from convention.model.valeurs.corrections import quoted

if TYPE_CHECKING:
    from convention.base.nodes import Place

_MESSAGES = (
    (" directive", "les directives (%) sont refusées"),
    ("mapping values are not allowed", "un second « : » sur cette ligne, ou une ligne décalée"),
    ("found unexpected end of stream", "le guillemet ouvert ici n'est pas fermé"),
    ("found character that cannot start any token", "ce caractère ne peut pas commencer une valeur"),
    ("could not find expected ':'", "il manque « : » après la clé"),
    ("did not find expected ',' or ']'", "la liste entre crochets n'est pas fermée, ou une virgule manque"),
    ("did not find expected ',' or '}'", "la table entre accolades n'est pas fermée, ou une virgule manque"),
    ("did not find expected '-' indicator", "un tiret est attendu : la ligne n'est pas au même niveau que la liste"),
    ("did not find expected key", "la ligne n'est pas au même niveau que les autres clés"),
    ("did not find expected node content", "une valeur est attendue ici"),
    ("block sequence entries are not allowed", "un tiret de liste ne peut pas commencer ici"),
    ("mapping keys are not allowed", "une clé ne peut pas commencer ici"),
    ("found undefined tag handle", "les étiquettes (!) sont refusées"),
    ("incompatible YAML document", "les directives (%) sont refusées"),
    ("found unexpected ':'", "entre accolades ou crochets, « : » ne peut pas être dans un texte sans guillemets"),
    ("found unknown escape character", "« \\ » n'est pas suivi d'un caractère permis"),
    ("found invalid Unicode character escape code", "« \\ » n'est pas suivi du code d'un caractère"),
    ("did not find expected hexdecimal number", "« \\ » n'est pas suivi du code d'un caractère"),
    ("did not find expected alphabetic or numeric character", "les ancres (&) et les renvois (*) sont refusés"),
    ("did not find expected comment or line break", "un texte en bloc commence à la ligne qui suit « | » ou « > »"),
    ("found duplicate", "les directives (%) sont refusées"),
    ("did not find expected <document start>", "cette ligne ne fait pas partie du document : elle ne serait pas lue"),
)
_DE_MARGE = frozenset(
    french
    for english, french in _MESSAGES
    if english.startswith(
        ("mapping values", "did not find expected '-'", "did not find expected key", "block sequence")
    )
    or "<document start>" in english
)
"""What is said when a line does not begin where another one did."""
_REFUS = (" directive", "undefined tag handle", "YAML document", "found duplicate", "alphabetic or numeric")
_EN_RETARD = (" directive", "unexpected end of stream", "could not find expected ':'", "alphabetic or numeric")
"""Errors that the parser notices late: what opened the passage is the culprit."""
_ALIGNER = "donner à la ligne autant d'espaces de tête qu'à ses voisines"
_DOUBLER = "doubler la barre (« \\\\ »), ou mettre le texte entre apostrophes"
_RETIRER = "retirer la ligne qui commence par %"
_CONSEILS = (
    (" directive", _RETIRER),
    ("did not find expected key", _ALIGNER),
    ("'-' indicator", _ALIGNER),
    ("<document start>", _ALIGNER),
    ("expected ',' or '}'", "fermer l'accolade par « } » à la fin de la table, ou mettre la virgule qui manque"),
    ("expected ',' or ']'", "fermer le crochet par « ] » à la fin de la liste, ou mettre la virgule qui manque"),
    ("found unexpected ':'", "mettre la valeur entre guillemets"),
    ("escape character", _DOUBLER),
    ("character escape", _DOUBLER),
    ("hexdecimal", _DOUBLER),
    ("YAML document", _RETIRER),
    ("found duplicate", _RETIRER),
    ("undefined tag handle", "si c'est un texte, le mettre entre guillemets"),
    ("alphabetic or numeric", "si c'est un texte, le mettre entre guillemets"),
)


_BLANCS = {"\u00a0": "une espace insécable", "\u202f": "une espace fine insécable"}
_BLANC = re.compile(
    r"^(?P<tete>[^\S\t]*(?![ \t])\s[^\S\t]*)(?=\S)|^(?P<tiret>\s*-) ?(?![ \t])\s"
    r"|(?P<cle>(?:^\s*(?:- +)?|[{,]\s*)\w+:) ?(?![ \t])\s"
)
"""A blank that is no space where YAML wants one: ahead of a line, after a dash, after a key."""
_COLLEE = re.compile(r"(?P<avant>(?:^\s*(?:- +)?|[{,]\s*))(?P<cle>[a-z]\w*):(?P<valeur>[^\s,}\]/][^,}\]]*)", re.ASCII)
"""A key whose value touches its colon."""
_UNE_ESPACE = "mettre à la place une espace ordinaire"
_CLE_ET_VALEUR = re.compile(r"(?P<cle>\w+:|-(?=\s))(?P<signe>[{\[]|\s)")
_ESSAIS = 5
"""How many suspected lines are tried, from the one where the parser stumbles upwards: it reads on as long as it can."""


def explain(path: str, text: str, error: MarkedYAMLError, quoted: Place | None = None) -> Diagnostic:
    """Turn an error of the parser into one diagnostic in French, at the place of the mistake.

    `quoted` is where the last quoted scalar stands.
    """
    lines = text.splitlines() or [""]
    problem = f"{error.context or ''}: {error.problem or ''}"
    line, column = _culprit(problem, error)
    line = min(line, len(lines))
    column = min(column, len(lines[line - 1]) + 1)
    problem = f" directive: {problem}" if lines[line - 1].startswith("%") else problem
    message = next((french for english, french in _MESSAGES if english in problem), "le YAML ne se lit pas ici")
    hint = _hint(problem, lines[line - 1], column)
    if quoted is not None and _follows(quoted, lines, line, column):
        line, column, message, hint = _after_quote(lines, quoted, column)
    else:
        line, column, message, hint = _above(lines, error, (line, column, message, hint))
    code = "SYN009" if any(word in problem for word in _REFUS) else "SYN005"
    return diagnose(code, Span(path, line, column, line, column + 1), message, hint)


def odd_key(text: str) -> tuple[str, str] | None:
    """Say what is wrong with a key that begins with a blank that is no space, or that holds its value; what to do."""
    if text[:1].isspace():
        return f"{_blank_name(text[0])} commence la ligne", _UNE_ESPACE
    found = _CLE_ET_VALEUR.match(text)
    if found is None:
        return None
    if found["signe"].isspace():
        return f"{_blank_name(found['signe'])} suit {cite(found['cle'])}", _UNE_ESPACE
    return (
        f"il manque une espace après {cite(found['cle'])}",
        f"écrire {cite(found['cle'] + ' ' + found['signe'] + '…')}",
    )


def _blank_name(sign: str) -> str:
    return f"{_BLANCS.get(sign, 'un blanc inattendu')} (U+{ord(sign):04X})"


def _culprit(problem: str, error: MarkedYAMLError) -> tuple[int, int]:
    """Return the line and column to show: where the parser stopped, or what it had not finished to read."""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return 1, 1
    unclosed = "expected ',' or" in problem and opened is not None and opened.line < mark.line
    if opened is not None and (unclosed or any(word in problem for word in _EN_RETARD)):
        mark = opened
    return mark.line + 1, mark.column + 1


_Faute: TypeAlias = tuple[int, int, str, str]
"""A line, a column, what is wrong there, what to do."""


def _above(lines: list[str], error: MarkedYAMLError, told: _Faute) -> _Faute:
    """Return the mistake itself when the parser only stumbles on it further down; what is told otherwise."""
    stop = error.problem_mark.line + 1 if error.problem_mark is not None else told[0]
    above = range(min(stop, len(lines)), 0, -1)
    suspected = (sign(number, lines[number - 1]) for number in above for sign in (_blank, _glued))
    for found, mended in islice((item for item in suspected if item is not None), _ESSAIS):
        number = found[0]
        if _stops_at("\n".join([*lines[: number - 1], mended, *lines[number:]])) > stop:
            return found
    return _misaligned(lines, error, told)


def _blank(number: int, line: str) -> tuple[_Faute, str] | None:
    found = _BLANC.search(line)
    if found is None:
        return None
    at = found.end() - 1 if found["tete"] is None else next(at for at, sign in enumerate(line) if sign not in " \t")
    sign = line[at]
    where = (
        "commence la ligne"
        if found["tete"] is not None
        else f"suit {cite((found['tiret'] or found['cle']).strip(' {,'))}"
    )
    message = f"{_blank_name(sign)} {where}"
    mended = line[: found.start()] + re.sub(r"[^\S\t]", " ", found.group()) + line[found.end() :]
    return (number, at + 1, message, _UNE_ESPACE), mended


def _glued(number: int, line: str) -> tuple[_Faute, str] | None:
    """Return the mistake and the line mended."""
    found = _COLLEE.search(line)
    if found is None:
        return None
    cle, valeur = found["cle"], found["valeur"].strip()
    message = f"il manque une espace après {cite(f'{cle}:')}"
    colon = found.end("cle") + 1
    return (number, colon, message, f"écrire {cite(f'{cle}: {valeur}')}"), f"{line[:colon]} {line[colon:]}"


def _misaligned(lines: list[str], error: MarkedYAMLError, told: _Faute) -> _Faute:
    """Accuse the line whose margin is odd where the others are even: the parser takes the first one for the right."""
    line, _, message, _ = told
    if message not in _DE_MARGE:
        return told
    own = _margin(lines[line - 1])
    written = [number for number in range(line - 1, 0, -1) if lines[number - 1].strip()[:1] not in ("", "#")]
    deeper = list(takewhile(lambda number: _margin(lines[number - 1]) > own, written))
    sibling = min(deeper, key=lambda number: _margin(lines[number - 1]), default=line)
    opened = error.context_mark.line + 1 if error.context_mark is not None else line
    for number in (line, *written[:1], sibling, opened):
        margin = _margin(lines[number - 1])
        if margin % 2 and (number == line or own % 2 == 0):
            return number, margin + 1, "la ligne n'est pas au même niveau que ses voisines", _ALIGNER
    return told


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _stops_at(text: str) -> float:
    """Return the line where the parser stops; none is as far as can be."""
    parser = CParser(text)
    try:
        while parser.get_event() is not None:
            pass
    except MarkedYAMLError as error:
        return error.problem_mark.line + 1 if error.problem_mark is not None else 0
    except YAMLError:
        return 0
    return inf


def _follows(quoted: Place, lines: list[str], line: int, column: int) -> bool:
    """Tell whether a quoted text ends right before a place."""
    return line == quoted.end_line and not lines[line - 1][quoted.end_column - 1 : column - 1].strip()


def _after_quote(lines: list[str], quoted: Place, column: int) -> tuple[int, int, str, str]:
    """Say that a closing quote stands too early, or too late (it then opens another text)."""
    if quoted.line < quoted.end_line:
        message = f"le guillemet ouvert ici n'est fermé qu'à la ligne {quoted.end_line}"
        return quoted.line, quoted.column, message, "fermer le guillemet à la fin du texte"
    sign = lines[quoted.line - 1][quoted.column - 1]
    hint = "mettre tout le texte entre guillemets"
    if sign == "'":
        hint = 'si le texte contient une apostrophe, le mettre entre guillemets droits (")'
    return quoted.end_line, column, "rien ne peut suivre le guillemet fermant", hint


def _hint(problem: str, line: str, column: int) -> str:
    character = line[column - 1 : column]
    if re.match(r"[ ]*\t", line):
        return "remplacer la tabulation en début de ligne par des espaces"
    if "cannot start any token" in problem and character.strip():
        return f"mettre entre guillemets la valeur qui commence par {cite(character)}"
    value = re.fullmatch(r"\s*(?:- )?[^:\s{\[][^:]*:\s+([^'\"\[{].*?:.*?)(?:\s#.*)?", line)
    if value and "mapping values" in problem:
        return f"mettre le texte entre guillemets : {quoted(value[1].strip())}"
    return next((french for english, french in _CONSEILS if english in problem), "")
