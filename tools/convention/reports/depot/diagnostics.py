"""Diagnostics for a terminal (excerpt and caret), for a tool (JSON), for a forge (annotations, Code Quality report).

Knows: how a diagnostic is shown. Must not know: what is checked.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from convention.base.diagnostic import Diagnostic, Severity, Span, by_cause
from convention.base.french import compte
from convention.base.nodes import pointer_text
from convention.reports.rendus.escape import github_message, github_property, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MONTRES_MAX = 200
DE_MEME_MAX = 3
"""How many places of a warning are shown besides the first."""
LARGEUR_EXTRAIT = 110


def terminal_text(
    diagnostics: Sequence[Diagnostic], nombre: int, lines: Callable[[str], list[str]], *, tout: bool = False
) -> str:
    """Write diagnostics for a screen: place, sentence, excerpt with a caret, hint; then the count of files checked.

    What one cause brings is told once, with its other places, unless all is asked for (`tout`).
    """
    # A file of a thousand mistakes is cut into lines once.
    lines = cache(lines)
    groups = tuple((item,) for item in diagnostics) if tout else by_cause(diagnostics)
    shown = groups if tout else groups[:MONTRES_MAX]
    blocks = [_block(first, lines) + _likewise(others) for first, *others in shown]
    rest = sum(map(len, groups[len(shown) :]))
    if rest:
        blocks.append(f"… et {compte(rest, 'autre message', 'autres messages')} (convention --tout …).\n")
    return "\n".join([*blocks, _summary(diagnostics, nombre)])


def json_text(diagnostics: Sequence[Diagnostic], nombre: int) -> str:
    """Write diagnostics for another tool; version 1 of the shape."""
    document = {
        "version": 1,
        "fichiers": nombre,
        "diagnostics": [
            {
                "code": item.code,
                "severite": str(item.severity),
                "message": item.message,
                "conseil": item.hint,
                "pointeur": pointer_text(item.pointer),
                **_place(item.span),
                "lies": [{"message": message, **_place(span)} for span, message in item.related],
            }
            for item in diagnostics
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def github_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Write diagnostics as GitHub workflow commands: one line each, whatever the data holds."""
    return "".join(_command(item) for item in diagnostics)


def codequality_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Write diagnostics as a Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.

    A fingerprint tells the same message from one revision to the next, where lines have moved.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    report = []
    for item in diagnostics:
        seen[item.identite] += 1
        place = json.dumps([*item.identite, seen[item.identite]])
        report.append(
            {
                "description": _said(item),
                "check_name": item.code,
                "fingerprint": hashlib.sha256(place.encode()).hexdigest(),
                "severity": item.severity.qualite,
                "location": {"path": item.span.path, "lines": {"begin": item.span.line}},
            }
        )
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _said(item: Diagnostic) -> str:
    return f"{item.message} ({item.hint})" if item.hint else item.message


def _block(item: Diagnostic, lines: Callable[[str], list[str]]) -> str:
    head = f"{terminal(str(item.span))} : {item.severity} {item.code}\n  {terminal(item.message)}\n"
    text = head + _excerpt(item.span, lines)
    for span, message in item.related:
        text += f"  → {terminal(message)} : {terminal(str(span))}\n"
    if item.hint:
        text += f"  Conseil : {terminal(item.hint)}\n"
    return text


def _likewise(others: Sequence[Diagnostic]) -> str:
    """List the other places of one cause: each of an error, a few of a warning."""
    if not others:
        return ""
    shown = others if others[0].severity is Severity.ERREUR else others[:DE_MEME_MAX]
    text = f"  De même, {compte(len(others), 'autre fois', 'autres fois')} :\n"
    text += "".join(f"    {terminal(str(item.span))} : {terminal(item.message)}\n" for item in shown)
    rest = len(others) - len(shown)
    if rest:
        text += f"    … et {compte(rest, 'autre lieu', 'autres lieux')} (convention --tout … les montre)\n"
    return text


def _excerpt(span: Span, lines: Callable[[str], list[str]]) -> str:
    content = lines(span.path)
    if span == Span(span.path):  # the whole file
        return ""
    if not 1 <= span.line <= len(content) or not content[span.line - 1].strip():
        return ""
    raw = content[span.line - 1].rstrip("\r")
    start = max(0, span.column - 1 - LARGEUR_EXTRAIT // 2) if len(raw) > LARGEUR_EXTRAIT else 0
    shown = raw[start : start + LARGEUR_EXTRAIT]
    end = span.end_column if span.end_line == span.line else len(raw) + 1
    before = terminal(shown[: span.column - 1 - start])
    marked = terminal(shown[span.column - 1 - start : max(end, span.column + 1) - 1 - start])
    margin = str(span.line)
    cut = "…" if start else ""
    rest = "…" if start + LARGEUR_EXTRAIT < len(raw) else ""
    caret = " " * (len(before) + len(cut)) + "^" * max(1, len(marked))
    return f"  {margin} | {cut}{terminal(shown)}{rest}\n  {' ' * len(margin)} | {caret}\n"


def _summary(diagnostics: Sequence[Diagnostic], nombre: int) -> str:
    counts = Counter(item.severity for item in diagnostics)
    checked = f"{compte(nombre, 'fichier vérifié', 'fichiers vérifiés')}"
    if not diagnostics:
        return f"{checked} : aucune erreur.\n"
    errors = compte(counts[Severity.ERREUR], "erreur") if counts[Severity.ERREUR] else "aucune erreur"
    warnings = counts[Severity.AVERTISSEMENT]
    tail = f", {compte(warnings, 'avertissement')}" if warnings else ""
    more = "\nPour en savoir plus sur un code : convention expliquer-code CODE\n"
    return f"{checked} : {errors}{tail}.{more}"


def _place(span: Span) -> dict[str, object]:
    return {
        "fichier": span.path,
        "ligne": span.line,
        "colonne": span.column,
        "fin_ligne": span.end_line,
        "fin_colonne": span.end_column,
    }


def _command(item: Diagnostic) -> str:
    span = item.span
    properties = (
        f"file={github_property(span.path)},line={span.line},endLine={span.end_line},col={span.column},"
        f"endColumn={span.end_column},title={github_property(item.code)}"
    )
    return f"::{item.severity.annotation} {properties}::{github_message(_said(item))}\n"
