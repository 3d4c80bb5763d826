"""What a sealed file may say: known words, real days, amounts that add up, each line once.

Knows: sealed lines and their corrections. Must not know: JSON, how a seal is computed, what is due today.
A seal proves that nothing changed since it was written; it does not prove that what was written makes sense.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, euros, jour
from convention.loading.yaml.texte import character_name, forbidden_character
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, Origine, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.model.ecrits.sceaux import Identite, LigneScellee, Rectification, Sceau

CLOTURE = "cloture"
_SANS_ANTERIEUR = frozenset({str(GenreVolet.ACOMPTE), CLOTURE})
_VOLETS = frozenset(str(genre) for genre in GenreVolet if genre.titre)
_NATURES, _SECTIONS, _ORIGINES = (frozenset(map(str, mots)) for mots in (Nature, Section, Origine))
_QUANTITE = re.compile(r"(?:-?[0-9]{1,40}(?:\.[0-9]{1,40}|/[1-9][0-9]{0,39})?)?", re.ASCII)
_JOUR = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ANNEES = range(2000, 2101)


class Incoherence(NamedTuple):
    """A sentence on what makes no sense, and the rank of the line that says it; none for the head of the file."""

    message: str
    rang: int | None = None


def incoherence(sceau: Sceau) -> Incoherence | None:
    """Return the first thing that no command could have sealed, or None."""
    return next(_all(sceau), None)


def _all(sceau: Sceau) -> Iterator[Incoherence]:
    head = next(chain(_head(sceau), _corrections(sceau)), None)
    if head is not None:
        yield Incoherence(head)
    seen: set[tuple[int, str, Identite]] = set()
    # Thousands of lines hold a few hundred words: each is looked at once.
    odd = _odd_words({word for ligne in sceau.lignes for word in ligne.identite})
    for rang, ligne in enumerate(sceau.lignes):
        wrong = _line(sceau, ligne) or _words(ligne, odd) or _amounts(ligne)
        if wrong:
            yield Incoherence(wrong, rang)
        key = (ligne.exercice, ligne.volet, ligne.identite)
        if key in seen:
            yield Incoherence(f"la ligne de {cite(ligne.adherent)}, {cite(ligne.objet)} est scellée deux fois", rang)
        seen.add(key)


def _odd_words(words: set[str]) -> dict[str, str]:
    """Find the words that hold a character that no text may hold, and that character."""
    return {word: bad for word in words if (bad := forbidden_character(word)) is not None}


def _head(sceau: Sceau) -> Iterator[str]:
    if sceau.origine not in _ORIGINES:
        yield f"{cite(sceau.origine)} n'est pas une origine"
    if not _is_day(sceau.date):
        yield f"{cite(sceau.date)} n'est pas une date"
    elif not sceau.est_appel and sceau.date[:4] <= sceau.nom:
        yield f"l'exercice {sceau.nom} serait clos le {jour(date.fromisoformat(sceau.date))}, avant sa fin"
    if sceau.est_appel and sceau.rectifications:
        yield "un appel n'a pas de rectification : c'est un exercice clos que l'on rectifie"


def _corrections(sceau: Sceau) -> Iterator[str]:
    for item in sceau.rectifications:
        if not _is_day(item.date):
            yield f"{cite(item.date)} n'est pas une date de rectification"
        wrong = _words(item, _odd_words({*item.identite, item.motif}), item.motif)
        if wrong:
            yield wrong


def _line(sceau: Sceau, ligne: LigneScellee) -> str:
    if ligne.volet not in (_VOLETS if sceau.est_appel else {CLOTURE}):
        return f"{cite(ligne.volet)} n'est pas un volet de ce fichier"
    if ligne.exercice not in _ANNEES or (not sceau.est_appel and str(ligne.exercice) != sceau.nom):
        return f"l'exercice {str(ligne.exercice)[:12]} n'est pas de ce fichier"
    if _QUANTITE.fullmatch(ligne.quantite) is None:
        return f"{cite(ligne.quantite[:40])} n'est pas une quantité"
    return ""


def _words(item: LigneScellee | Rectification, odd: Mapping[str, str], motif: str = "") -> str:
    if item.nature not in _NATURES:
        return f"{cite(item.nature)} n'est pas une nature de coût"
    if item.section not in _SECTIONS:
        return f"{cite(item.section)} n'est pas une section"
    bad = next((odd[word] for word in (*item.identite, motif) if word in odd), None) if odd else None
    return "" if bad is None else f"un {character_name(bad)} ne peut pas être scellé"


def _amounts(ligne: LigneScellee) -> str:
    """An advance and a closing have nothing before them; what is called of the rest is the difference."""
    first = ligne.volet in _SANS_ANTERIEUR
    if first and ligne.anterieur:
        return f"rien n'est appelé avant : {euros(ligne.anterieur)} ne peut pas l'être"
    if ligne.volet == CLOTURE and ligne.montant != ligne.base:
        return f"le montant clos est {euros(ligne.base)}, et non {euros(ligne.montant)}"
    if not first and ligne.montant != ligne.base - ligne.anterieur:
        told = f"{euros(ligne.base)} moins {euros(ligne.anterieur)}"
        return f"le montant appelé est {told}, et non {euros(ligne.montant)}"
    return ""


def _is_day(text: str) -> bool:
    if _JOUR.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
