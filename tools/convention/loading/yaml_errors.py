"""The parser's English errors, said in French at the place where the hand must go.

Knows: what libyaml reports. Must not know: documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.diagnostic import Diagnostic, Span, diagnose

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_MESSAGES = (
    ("mapping values are not allowed", "un second « : » sur cette ligne, ou une ligne décalée"),
    ("found unexpected end of stream", "un guillemet n'est pas fermé"),
    ("found character that cannot start any token", "ce caractère ne peut pas commencer une valeur"),
    ("could not find expected ':'", "il manque « : » après la clé"),
    ("did not find expected ',' or ']'", "la liste entre crochets n'est pas fermée, ou une virgule manque"),
    ("did not find expected ',' or '}'", "la table entre accolades n'est pas fermée, ou une virgule manque"),
    ("did not find expected '-' indicator", "un tiret est attendu : la ligne n'est pas au même niveau que la liste"),
    ("did not find expected key", "la ligne n'est pas au même niveau que les autres clés"),
    ("did not find expected node content", "une valeur est attendue ici"),
    ("block sequence entries are not allowed", "un tiret de liste ne peut pas commencer ici"),
    ("block mapping", "une clé ne peut pas commencer ici"),
    ("found undefined tag handle", "une étiquette (!) est refusée"),
    ("incompatible YAML document", "la directive %YAML est refusée"),
    ("found unknown escape character", "« \\ » n'est pas suivi d'un caractère permis"),
    ("found duplicate", "une directive ou une ancre est écrite deux fois"),
)


def explain(path: str, text: str, error: MarkedYAMLError) -> Diagnostic:
    """Turn an error of the parser into one diagnostic in French, at the parser's place.

    An unclosed quote is shown where it opens, since the parser only notices it at the end of the file.
    """
    problem = str(error.problem or "")
    mark = error.problem_mark or error.context_mark
    if "unexpected end of stream" in problem and error.context_mark is not None:
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    lines = text.splitlines() or [""]
    line = min(line, len(lines))
    found = lines[line - 1]
    column = min(column, len(found) + 1)
    code = "SYN009" if "YAML document" in problem or "tag handle" in problem else "SYN005"
    message = next((french for english, french in _MESSAGES if english in problem), "le YAML ne se lit pas ici")
    return diagnose(code, Span(path, line, column, line, column + 1), message, _hint(found, column))


def _hint(line: str, column: int) -> str:
    if re.match(r"[ ]*\t", line):
        return "remplacer la tabulation en début de ligne par des espaces"
    character = line[column - 1 : column]
    if line.startswith("%"):
        return "retirer la ligne qui commence par %"
    if character and character in "@`%":
        return f"mettre entre guillemets la valeur qui commence par « {character} »"
    value = re.fullmatch(r"\s*(?:- )?[^:\s][^:]*:\s+([^'\"\[{].*:.*)", line)
    if value:
        return f'mettre le texte entre guillemets : "{value[1].strip()}"'
    return ""
