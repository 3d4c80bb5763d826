"""What formulas name, in French: amounts, rates, durations; and the units of prices.

Knows: the names that a convention gives its prices, how French agrees with them. Must not know: any document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.appellation import Appellation, appellation
from convention.base.french import cite
from convention.reports.mots import from_letters

if TYPE_CHECKING:
    from convention.model.depot import Depot


class Nomme(NamedTuple):
    """A price, or a constant, in words: « la maintenance », « le coût du contrat »."""

    appellation: Appellation

    @property
    def passe(self) -> str:
        """The verb of what moves."""
        return "passent" if self.appellation.pluriel else "passe"

    @property
    def est(self) -> str:
        """The verb of what comes or goes."""
        return "sont" if self.appellation.pluriel else "est"

    def accord(self, participe: str) -> str:
        """Agree a participle: « fixé », « fixée », « fixés »; what is elided is masculine."""
        return participe + {"la ": "e", "les ": "s"}.get(self.appellation.article, "")

    def avec(self, unite: str) -> str:
        """Name it with its unit: « la maintenance annuelle », « le prix d'achat par imprimante »."""
        return self._with(unite).le

    @property
    def nu(self) -> str:
        """Name it without its article, for a formula."""
        return self.appellation.nu

    def nu_avec(self, unite: str) -> str:
        """Name it with its unit, without its article: « prix de la licence par licence et par an »."""
        return self._with(unite).nu

    def _with(self, unite: str) -> Appellation:
        article, name = self.appellation
        par = unit_words(unite)
        if par != "par an":
            return Appellation(article, f"{name} {par}".rstrip())
        noun, space, rest = name.partition(" ")
        annual = "" if "annuel" in name else f" {ANNUEL.get(article, 'annuel')}"
        return Appellation(article, f"{noun}{annual}{space}{rest}")


ANNUEL = {"la ": "annuelle", "les ": "annuels"}


def named_price(nom: str, depot: Depot) -> Nomme:
    """Return the words of a name of formulas: those that the convention gives it, else its letters."""
    return Nomme(appellation(depot.noms_des_prix.get(nom) or f"le montant {cite(from_letters(nom))}"))


def constant_name(nom: str, depot: Depot) -> str:
    """Name a constant: as the convention does, else by its letters."""
    return named_price(nom, depot).nu if nom in depot.noms_des_prix else from_letters(nom)


def in_euros(nom: str, depot: Depot) -> bool:
    """Tell whether a name of a formula is an amount, in some row: neither a number, nor a rate, nor a key."""
    return any(ligne.variables.get(nom, "").startswith("€") for ligne in depot.lignes.values())


def unit_words(unite: str) -> str:
    """Say a unit of price: « €/copieur/an » gives « par copieur et par an »; nothing for a bare amount."""
    _, *each = unite.split("/")
    return " et ".join(f"par {_UNITES.get(item, item)}" for item in each)


def unit_text(unite: str) -> str:
    """Say a unit alone: « euros par an », « sans unité »."""
    if not unite.startswith("€"):
        return "sans unité" if unite == "1" else unite
    return f"euros {unit_words(unite)}".strip()


_UNITES = {"h": "heure", "To": "téraoctet"}
