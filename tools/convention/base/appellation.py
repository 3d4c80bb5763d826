"""A name with its article, as a sentence needs it: « la Région », « de la Région », « à la Région ».

Knows: the forms of a name. Must not know: who is named.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from convention.base.french import DE, A, majuscule

MOTIF = r"(?:le |la |les |l['’])\S.*"
"""A name with its article, in small letters."""
_PARTS = re.compile(r"(le |la |les |l['’])(.+)", re.DOTALL)


class Appellation(NamedTuple):
    """A name that a sentence uses."""

    article: str
    """« la », with its space; « l' » without."""
    nu: str

    @property
    def le(self) -> str:
        """As a subject: « la Région »."""
        return f"{self.article}{self.nu}"

    @property
    def du(self) -> str:
        """After « de »: « de la Région », « du syndicat », « des villes »."""
        return f"{DE.get(self.article, f'de {self.article}')}{self.nu}"

    @property
    def au(self) -> str:
        """After « à »: « à la Région », « au syndicat », « aux villes »."""
        return f"{A.get(self.article, f'à {self.article}')}{self.nu}"

    @property
    def notre(self) -> str:
        """Said by those whose it is: « notre assemblée », « nos conseils »."""
        return f"{'nos' if self.pluriel else 'notre'} {self.nu}"

    @property
    def nus(self) -> str:
        """Several of it, without article: « délibérations », « décisions du directeur »."""
        first, space, rest = self.nu.partition(" ")
        return f"{first if first.endswith(('s', 'x', 'z')) else f'{first}s'}{space}{rest}"

    @property
    def en_tete(self) -> str:
        """At the head of a sentence: « La Région »."""
        return majuscule(self.le)

    @property
    def titre(self) -> str:
        """At the head of a column: « Région »."""
        return majuscule(self.nu)

    @property
    def pluriel(self) -> bool:
        """Whether verbs agree with several."""
        return self.article == "les "


def appellation(text: str) -> Appellation:
    """Read a name with its article.

    Raises:
        ValueError: it has none.
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Appellation(*found.groups())


DECISION = appellation("la décision")
"""By what a private body decides; and several, of which one is."""


class Noms(NamedTuple):
    """How sentences call those of whom every convention speaks."""

    gestionnaire: Appellation = appellation("le gestionnaire")
    """Who bears the common service, and bills it."""
    service: Appellation = appellation("l'équipe du gestionnaire")
    """Those who render it."""
    assemblee: Appellation = appellation("l'assemblée du gestionnaire")
    """Whose deliberation fixes a price."""
    organe: Appellation = appellation("l'assemblée")
    """Who decides for an adherent: its assembly, its director."""
    acte: Appellation = appellation("la délibération")
    """By what an adherent, or the managing body, decides."""
    avis: Appellation = appellation("l'instance consultée")
    """Whose opinion is asked before."""
    rapport: Appellation = appellation("l'instance de pilotage")
    """To whom the yearly report is presented."""
