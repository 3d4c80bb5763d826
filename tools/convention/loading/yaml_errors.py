"""The parser's English errors, said in French at the place where the hand must go.

Knows: what libyaml reports. Must not know: documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

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
    ("found unexpected ':'", "mettre la valeur entre guillemets"),
    ("escape character", _DOUBLER),
    ("character escape", _DOUBLER),
    ("hexdecimal", _DOUBLER),
    ("YAML document", _RETIRER),
    ("found duplicate", _RETIRER),
    ("undefined tag handle", "si c'est un texte, le mettre entre guillemets"),
    ("alphabetic or numeric", "si c'est un texte, le mettre entre guillemets"),
)


def explain(path: str, text: str, error: MarkedYAMLError, quoted: Place | None = None) -> Diagnostic:
    """Turn an error of the parser into one diagnostic in French, at the place of the mistake.

    Args:
        path: the name that the diagnostic carries.
        text: the whole text.
        error: what the parser says.
        quoted: where the last quoted scalar stands.
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
    code = "SYN009" if any(word in problem for word in _REFUS) else "SYN005"
    return diagnose(code, Span(path, line, column, line, column + 1), message, hint)


def _culprit(problem: str, error: MarkedYAMLError) -> tuple[int, int]:
    """Return the line and column to show: where the parser stopped, or what it had not finished to read."""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return 1, 1
    unclosed = "expected ',' or" in problem and opened is not None and opened.line < mark.line
    if opened is not None and (unclosed or any(word in problem for word in _EN_RETARD)):
        mark = opened
    return mark.line + 1, mark.column + 1


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
    value = re.fullmatch(r"\s*(?:- )?[^:\s{\[][^:]*:\s+([^'\"\[{].*:.*)", line)
    if value and "mapping values" in problem:
        return f'mettre le texte entre guillemets : "{value[1].strip()}"'
    return next((french for english, french in _CONSEILS if english in problem), "")
