"""Texts that some medium would obey, cut or lose: a few of our own, and a public list when there is one.

Knows: texts. Must not know: media.
`CONVENTION_CORPUS_CHAINES` is the path of a JSON list of texts, such as `blns.json` of the big list of naughty strings.
It is read where it is, and never copied here.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from convention.loading.yaml.texte import forbidden_character

VARIABLE = "CONVENTION_CORPUS_CHAINES"
NOTRES = (
    # A page, a Markdown comment.
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)> & &lt; &amp;lt; &#64;",
    "a | b \\| c || d",
    "**gras** __gras__ ~~barré~~ `code` ``` ``` \\ 1/2 $x$ :smile:",
    "[lien](javascript:alert(1)) ![image](http://exemple.invalid/a.png) <http://exemple.invalid> www.exemple.invalid",
    "# Titre",
    "- liste",
    "1. liste",
    "> citation",
    "---",
    "===",
    '{#ancre .classe} {{ modele }} {% bloc %} ${{ secrets.X }} --8<-- "/etc/passwd"',
    "@org/equipe, @maire, #12, GH-3, Closes #4",
    "<!-- commentaire --> <!DOCTYPE html> <![CDATA[x]]>",
    # A workbook, a CSV.
    "=1+1",
    "+33 3 83 00 00 00",
    "-1",
    "@SUM(A1:A2)",
    '=HYPERLINK("http://exemple.invalid";"x")',
    "a;b,c\"d'e",
    "'déjà une apostrophe",
    "_x0041_",
    "0012",
    "1E5",
    "TRUE",
    # A terminal, a workflow command.
    "::error file=x,line=1::message",
    "%0A::warning::x %25 %0D",
    "\\x1b[31m \\u202e",
    # The pages of a document.
    '#panic() #import "x" *x* _x_ $x^2$ @ref <label> // x /* x */ ~ -- ---',
    "[U+ 1 392,00 €] « guillemets » l'été n° 8 : oui ; non ?",
    "Œuvre, façade, Noël, Český Krumlov, ΑΒΓ, Ǆ",
    "😀 田中 0⃣ ✓ ½ ﬁ ﷽",
    "שלום, l'hébreu se lit de droite à gauche",
    "%s %d {0} {} %(nom)s ~ ../../etc/passwd C:\\dsit\\nul",
    "null",
    "mot" * 120,
    "'",
)
"""Every one of them may stand in a document of the repository."""
INTERDITES = (
    *("a\x00b", "a\x1b[31mb", "a\x7fb", "a\u202eb", "a\u200bb", "a\u2066b", "a\ufeffb", "a\u00adb", "a\ufffeb"),
    *("a\u3164b", "a\u2800b", "a\u2003b", "a\ufe0fb", "a\U000e0041b"),
)
"""None of them may: the reader of documents refuses them. A name of file or of branch may hold one."""


def textes(origine: str) -> tuple[str, ...]:
    """Return the texts that a document may hold, on one line each: « notres », or « corpus »."""
    found = NOTRES if origine == "notres" else tuple(text for text in corpus() if forbidden_character(text) is None)
    lines = dict.fromkeys(" ".join(text.split()) for text in found)
    return tuple(text for text in lines if text)


def bruts(origine: str) -> tuple[str, ...]:
    """Return every text, those that no document may hold included."""
    return (*NOTRES, *INTERDITES) if origine == "notres" else corpus()


def corpus() -> tuple[str, ...]:
    """Read the public list."""
    path = os.environ.get(VARIABLE)
    if not path:
        pytest.skip(f"{VARIABLE} ne donne pas de liste publique")
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    return tuple(found)
