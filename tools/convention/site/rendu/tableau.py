"""Tables, unfolded computations and other blocks that templates lay out.

Knows: the shape of what is shown, whose page there is. Must not know: HTML, where figures come from.
"""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from convention.base import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from markupsafe import Markup


_FERMANTS = re.compile(r"[);\s]*")
"""What ends the term before it."""


class Colonne(NamedTuple):
    """A header; numbers stand on the right, words on the left."""

    titre: str
    gauche: bool = False
    large: bool = False
    """On a phone, it takes the whole width."""


class Cellule(NamedTuple):
    """A cell: its text, a line under it, a mark."""

    texte: str = ""
    note: str = ""
    vers: str = ""
    mention: str = ""
    """`manque`, `ok`, `alerte`: the text is then a mark."""
    svg: Markup | None = None
    valeur: str = ""
    """What it is sorted by, when its text does not do."""
    alerte: bool = False
    source: Source | None = None
    """Where its figure is written."""


class Jeton(NamedTuple):
    """A value of a formula and its caption, or a sign."""

    texte: str
    legende: str = ""


class Source(NamedTuple):
    """Where a value is written."""

    texte: str
    """What the value is, or how its file is named there."""
    chemin: str
    ligne: int


class LigneCalcul(NamedTuple):
    """The computation of a line, as it unfolds."""

    nom: str
    note: str
    formule: tuple[Jeton, ...]
    """Values and signs, in order."""
    montant: str
    arrondi: str
    sources: tuple[Source, ...]

    @property
    def termes(self) -> tuple[tuple[Jeton, ...], ...]:
        """The same, each value with the sign before it and the bracket after it: a line is cut between two terms."""
        termes: list[list[Jeton]] = [[]]
        for jeton in self.formule:
            opens = jeton.texte if jeton.legende else _FERMANTS.sub("", jeton.texte, count=1)
            if closes := jeton.texte.removesuffix(opens).strip():
                termes[-1].append(Jeton(closes))
            if opens:
                if any(known.legende for known in termes[-1]):
                    termes.append([])
                termes[-1].append(jeton._replace(texte=opens))
        return tuple(map(tuple, termes))


class Calcul(NamedTuple):
    """What unfolds under a row."""

    ancre: str
    resume: str
    lignes: tuple[LigneCalcul, ...]
    controle: str = ""


class Rang(NamedTuple):
    """A row."""

    cellules: tuple[Cellule, ...]
    total: bool = False
    calcul: Calcul | None = None


class Tableau(NamedTuple):
    """A ruled table."""

    legende: str
    colonnes: tuple[Colonne, ...]
    rangs: tuple[Rang, ...]
    forme: str = ""
    """On a phone: `fiches` (a row becomes a card), `resume`, `compact`; nothing for a few short columns."""
    triable: bool = False

    @classmethod
    def de(
        cls, legende: str, titres: Sequence[str], rangs: Iterable[Rang], forme: str = "", *, triable: bool = False
    ) -> Tableau:
        """Rule rows under their titles: « Service|g » stands on the left, « État|gl » is wide on a phone.

        A column without a title is not shown, nor is its cell of each row.
        """
        heads = (titre.partition("|") for titre in titres if titre)
        columns = tuple(Colonne(nom, "g" in marks, "l" in marks) for nom, _, marks in heads)
        rows = tuple(item._replace(cellules=tuple(compress(item.cellules, titres))) for item in rangs)
        return cls(legende, columns, rows, forme, triable)


class Etape(NamedTuple):
    """A dated fact: a line of a calendar, an event of a diary."""

    jour: date
    marque: str
    """`paye`, `recu`, `avenir`, `acte` or `jour`: each has its shape."""
    quoi: str
    note: str = ""
    combien: str = ""
    manque: str = ""
    vers: str = ""
    sources: tuple[Source, ...] = ()
    """Where its amount, or its date, is written."""
    fait: str = ""
    """What it is, whatever is told of it: « appel-2026-10 »."""
    sans_date: str = ""
    """« à la livraison », when its day only says where it stands."""

    @property
    def quand(self) -> str:
        """When it is, in words."""
        return self.sans_date or french.jour(self.jour)


def ce_jour(jour: date) -> Etape:
    """Mark the day of the page among other steps."""
    return Etape(jour, "jour", "Jour de cette page")


def rang(*cellules: str | Cellule, total: bool = False, calcul: Calcul | None = None) -> Rang:
    """Write a row of texts and cells."""
    return Rang(tuple(item if isinstance(item, Cellule) else Cellule(item) for item in cellules), total, calcul)
