"""What formulas name, in French: amounts, rates, durations; and the units of prices.

Knows: the names that a convention gives its prices, how French agrees with them. Must not know: any document.
Several prices may bear one name: « le coût » of a line, « le coût » of a site. What one reader reads together is told
apart (`told_apart`).
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.appellation import Appellation, appellation
from convention.base.french import cite
from convention.formulas.functions import RANG
from convention.formulas.regles.units import is_money
from convention.model.mots.communs import Comptage
from convention.reports.mots import from_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.model.depot import Depot
    from convention.model.documents.tarifs import LigneTarif


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


def bare_name(nom: str, depot: Depot) -> str:
    """Name without its article what formulas name: as the convention does, else in the tool's words or its letters."""
    return _bare(nom, depot).nu


def row_names(ligne: LigneTarif, depot: Depot) -> dict[str, str]:
    """Name bare the prices and the constants of a row, the same wherever it is shown.

    A name that several prices of the convention bear says nothing alone: « coût par site et par an ».
    """
    borne = Counter(depot.noms_des_prix.values())
    unites = {nom: said_unit(unite, depot) for nom, unite in ligne.unites.items()}
    return told_apart({nom: int(borne[depot.noms_des_prix.get(nom, "")] > 1) for nom in unites}, depot, unites)


def told_apart(
    precisions: Mapping[str, int], depot: Depot, unites: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Name bare what is read together: no two of them, and none and a key, are called the same.

    « coût » twice is « coût par site et par an » and « coût par borne et par an »; alike, « coût « cout borne » ».
    `precisions` say how far to tell each, at least: a rank of `_FACONS`.
    """
    cles = {cle.libelle for cle in depot.cles.values()}
    reached = dict(precisions)
    while True:
        told = {nom: _FACONS[rank](nom, unites.get(nom, ""), depot) for nom, rank in reached.items()}
        shown = Counter(told.values())
        alike = [nom for nom, text in told.items() if shown[text] > 1 or text in cles]
        further = {nom: reached[nom] + 1 for nom in alike if reached[nom] + 1 < len(_FACONS)}
        if not further:
            return told
        reached |= further


def _bare(nom: str, depot: Depot) -> Nomme:
    """Return the words of a name of formulas that is told without article."""
    said = depot.noms_des_prix.get(nom)
    return Nomme(Appellation("", _MOTS.get(nom) or from_letters(nom)) if said is None else appellation(said))


_FACONS: tuple[Callable[[str, str, Depot], str], ...] = (
    lambda nom, _unite, depot: bare_name(nom, depot),
    lambda nom, unite, depot: _bare(nom, depot).nu_avec(unite),
    lambda nom, _unite, depot: f"{bare_name(nom, depot)} {cite(from_letters(nom))}",
)
"""How a price may be told, from the shortest to what no other price can be called."""
_MOTS = {
    RANG: "rang de l'exercice",
    "nombre": "nombre livré",
    "cout_acquisition": "coût d'acquisition",
    "subventions": "subventions",
    "taux_fctva": "taux de FCTVA",
    "duree_amortissement": "durée d'amortissement",
    "annuite": "annuité de l'exercice",
}
"""What the tool itself gives to formulas (`model.documents.tarifs.Actif`), where a convention does not name it."""


def in_euros(nom: str, depot: Depot) -> bool:
    """Tell whether a name of a formula is an amount, in some row: neither a number, nor a rate, nor a key."""
    return any(is_money(ligne.variables.get(nom, "")) for ligne in depot.lignes.values())


def said_unit(unite: str, depot: Depot) -> str:
    """Return the unit of a price as it is said: a meal is taken once, though a yearly cost has « €/repas/an »."""
    once = unite.removesuffix("/an")
    counts = {cle.comptage for cle in depot.cles.values() if f"€/{cle.unite}" == once}
    return once if counts == {Comptage.SUR_PERIODE} else unite


def unit_words(unite: str) -> str:
    """Say a unit of price: « €/copieur/an » gives « par copieur et par an »; nothing for a bare amount."""
    _, *each = unite.split("/")
    return " et ".join(f"par {_UNITES.get(item, item)}" for item in each)


def unit_text(unite: str) -> str:
    """Say a unit alone: « euros par an », « sans unité »."""
    if not is_money(unite):
        return "sans unité" if unite == "1" else unite
    return f"euros {unit_words(unite)}".strip()


_UNITES = {"h": "heure", "To": "téraoctet"}
