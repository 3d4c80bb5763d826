"""The words of prices: what each variable or constant of annexe 4 is called, and its unit.

Knows: names of variables, units. Must not know: amounts. A name that is not here is said from its own letters.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.reports.mots import from_letters

if TYPE_CHECKING:
    from collections.abc import Mapping


class Nomme(NamedTuple):
    """A price in words, around its unit: « le coût » + « annuel » + « du contrat »."""

    tete: str
    """With its article."""
    genre: str = "m"
    """m, f, mp (masculine plural)."""
    suite: str = ""

    @property
    def passe(self) -> str:
        """The verb of what moves."""
        return "passent" if self.genre == "mp" else "passe"

    @property
    def est(self) -> str:
        """The verb of what comes or goes."""
        return "sont" if self.genre == "mp" else "est"

    def accord(self, participe: str) -> str:
        """Agree a participle: « fixé », « fixée », « fixés »."""
        return participe + {"m": "", "f": "e", "mp": "s"}[self.genre]

    def avec(self, unite: str) -> str:
        """Name it with its unit: « la maintenance annuelle », « le prix d'achat par imprimante »."""
        par, annual = unit_words(unite), ""
        if par == "par an":
            par, annual = "", "" if "annuel" in self.tete else _ANNUEL[self.genre]
        return " ".join(filter(None, (self.tete, annual, self.suite, par)))

    @property
    def nu(self) -> str:
        """Name it without its article, for a formula."""
        return _bare(f"{self.tete} {self.suite}" if self.suite else self.tete)

    def nu_avec(self, unite: str) -> str:
        """Name it with its unit, without its article: « prix de la licence par licence et par an »."""
        return _bare(self.avec(unite))


def _bare(text: str) -> str:
    return re.sub("^(?:l[ea] |les |l')", "", text)


_ANNUEL = {"m": "annuel", "f": "annuelle", "mp": "annuels"}


def named_price(nom: str) -> Nomme:
    """Return the words of a variable."""
    return PRIX_NOMMES.get(nom) or Nomme("le montant", suite=cite(from_letters(nom)))


def constant_name(nom: str, unite: str) -> str:
    """Name a constant: an amount as a price, any other by its letters."""
    return named_price(nom).nu if nom in PRIX_NOMMES or unite.startswith("€") else from_letters(nom)


def in_euros(nom: str) -> bool:
    """Tell whether a name of a formula is an amount: neither a number, nor a rate, nor a key."""
    return nom in PRIX_NOMMES and nom not in _NOMBRES


_NOMBRES = frozenset(
    {
        *("annuite", "duree_amortissement", "heures_mco_par_application", "interventions_incluses", "nombre"),
        *("part_incidents", "postes_factures", "seuil_postes", "taux_fctva"),
    }
)


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

PRIX_NOMMES: Mapping[str, Nomme] = MappingProxyType(
    {
        "abonnement_annuel": Nomme("l'abonnement"),
        "annuite": Nomme("la part de l'annuité due dans l'exercice", "f"),
        "contribution_maximale": Nomme("la contribution maximale", "f"),
        "contribution_minimale": Nomme("la contribution minimale", "f"),
        "cout_abonnement": Nomme("le prix de l'abonnement"),
        "cout_achat": Nomme("le prix d'achat"),
        "cout_acquisition": Nomme("le coût d'acquisition"),
        "cout_annuel": Nomme("le coût annuel"),
        "cout_boite": Nomme("le coût"),
        "cout_borne": Nomme("le coût"),
        "cout_campagne": Nomme("le coût de la campagne"),
        "cout_classe": Nomme("le coût"),
        "cout_compte": Nomme("le coût"),
        "cout_configuration": Nomme("le coût de configuration"),
        "cout_consommable": Nomme("le prix"),
        "cout_contrat": Nomme("le coût", suite="du contrat"),
        "cout_deploiement": Nomme("le coût du déploiement"),
        "cout_devis": Nomme("le montant du devis"),
        "cout_dossier": Nomme("le coût"),
        "cout_ecole": Nomme("le coût"),
        "cout_factuel": Nomme("le coût factuel"),
        "cout_garantie": Nomme("le prix de la garantie"),
        "cout_installation": Nomme("le coût d'installation"),
        "cout_intervention": Nomme("le prix"),
        "cout_licence": Nomme("le prix de la licence"),
        "cout_ligne": Nomme("le coût"),
        "cout_location": Nomme("la location", "f"),
        "cout_maintenance": Nomme("la maintenance", "f"),
        "cout_plein": Nomme("le prix plein"),
        "cout_reconditionnement": Nomme("le coût de reconditionnement"),
        "cout_reduit": Nomme("le prix réduit"),
        "cout_residuel": Nomme("le coût résiduel"),
        "cout_serveur": Nomme("le coût"),
        "cout_site": Nomme("le coût"),
        "cout_unite": Nomme("le coût"),
        "duree_amortissement": Nomme("la durée d'amortissement", "f"),
        "frais_raccordement": Nomme("les frais de raccordement", "mp"),
        "frais_suivi": Nomme("les frais", "mp", "de suivi"),
        "hebergement": Nomme("l'hébergement"),
        "heures_mco_par_application": Nomme("le nombre d'heures de maintien en conditions opérationnelles"),
        "interventions_incluses": Nomme("le nombre d'interventions incluses"),
        "maintenance": Nomme("la maintenance", "f"),
        "mco_systeme": Nomme("le maintien", suite="en conditions opérationnelles des systèmes"),
        "nombre": Nomme("le nombre livré"),
        "part_incidents": Nomme("la part des incidents dans la répartition", "f"),
        "postes_factures": Nomme("le nombre de postes facturés"),
        "prestation": Nomme("la prestation", "f"),
        "prestations_changement": Nomme("le montant", suite="des prestations de changement"),
        "prestations_editeur": Nomme("le montant des prestations de l'éditeur"),
        "seuil_postes": Nomme("le seuil, en postes"),
        "subventions": Nomme("le montant des subventions"),
        "taux_fctva": Nomme("le taux du FCTVA récupéré"),
        "taux_mco": Nomme("le taux du maintien en conditions opérationnelles"),
    }
)
"""Closed: a test finds here every name of the data."""
