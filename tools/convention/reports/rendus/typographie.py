"""French typography for print: spaces that do not break, a true apostrophe.

Knows: what a line may not be cut before. Must not know: what a text tells, blocks.
"""

from __future__ import annotations

import re

from convention.base.french import INSECABLE, MOIS, typeset
from convention.reports.rendus.escape import terminal

_MOIS = "|".join(MOIS)
_MOTS = "et|ou|à|au|aux|de|du|des|en|sur|par|pour|le|la|les|dont|est|sont"
"""What follows a number without being counted by it."""
_RANGS = "articles?|annexes?|titres?|imputations?|chapitres?|comptes?|exercices?|[Pp]ages?|forfait|acompte|solde|en"
_INSECABLE = re.compile(
    r" (?=\(€\)|\([+\u2212]\d|\*$)|(?<=[nN]°) |(?<=\bà) (?=compléter\])"
    rf"|(?<=\d) (?=(?!(?:{_MOTS})\b)[a-zà-öø-ÿœ]|(?:To|Go)\b)"
    rf"|(?<=[\d\u00a0]) (?=(?:{_MOIS})\b)"
)
_NUMEROTE = re.compile(rf"\b({_MOIS}|{_RANGS}) (?=\d)")
"""A month and its year, « article 8 », « exercice 2026 »."""
_ANNEE = re.compile(r" (?=(?:19|20)\d\d\b)")
"""A year, which never begins a line of a heading."""
_LIGNE = 40
"""Signs of the title that surely fit on a line."""
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w«])")


def typographie(text: str) -> str:
    """Write a text as French printing wants it."""
    shown = _NUMEROTE.sub(rf"\1{INSECABLE}", _INSECABLE.sub(INSECABLE, typeset(terminal(text))))
    return _APOSTROPHE.sub("\u2019", shown)


def intitule(text: str) -> str:
    """Write a heading."""
    return _ANNEE.sub(INSECABLE, typographie(text))


def titre(text: str) -> str:
    """Write the title of a document; what follows its dash stays on one line."""
    name, dash, subject = intitule(text).rpartition(" – ")
    if dash and len(subject) <= _LIGNE:
        return f"{name}{INSECABLE}– {subject.replace(' ', INSECABLE)}"
    return f"{name}{dash}{subject}"
