"""The ways of sharing the cost of a service that a convention may begin with, each with its formula and its example.

Knows: rows of annexe 4. Must not know: what is asked, the files.
"""

from __future__ import annotations

from typing import Annotated

from convention.base.mots import Mot, mot
from convention.model.cadre.scalaires import choix
from convention.model.mots.communs import Nature


class Partage(Mot):
    """How the cost of a service is shared; the other ways are in docs/tarifs.md."""

    cle: str
    """What is counted for it; nothing when nothing is."""
    variable: str
    """Name of its price, or of its cost; nothing when the component holds none."""
    variables: str
    """What the row declares: each with its unit."""
    nature: Nature
    """What it costs is: it names the column of annexe 4 that holds its formula."""
    formule: str
    """With the name of its grid, in braces."""
    texte: str
    exemple: str
    """A worked example, as a row of annexe 4 holds it; that of a grid comes from its last step."""

    PARTS_EGALES = mot(
        "parts-egales",
        "Un coût annuel, à parts égales",
        cle="parts",
        variable="cout_annuel",
        variables="{cout_annuel: €/an}",
        nature=Nature.INDIRECT_ANNUEL,
        formule="cout_annuel * part(parts)",
        texte="coût annuel, à parts égales",
        exemple="{cout_annuel: 1000.00, parts: 1, total: {parts: 4}, attendu: 250.00}",
    )
    PAR_POSTE = mot(
        "par-poste",
        "Un coût annuel, selon le nombre de postes",
        cle="postes",
        variable="cout_annuel",
        variables="{cout_annuel: €/an}",
        nature=Nature.INDIRECT_ANNUEL,
        formule="cout_annuel * part(postes)",
        texte="coût annuel, selon le nombre de postes",
        exemple="{cout_annuel: 1000.00, postes: 10, total: {postes: 40}, attendu: 250.00}",
    )
    PAR_HABITANT = mot(
        "par-habitant",
        "Un coût annuel, selon la population",
        cle="habitants",
        variable="cout_annuel",
        variables="{cout_annuel: €/an}",
        nature=Nature.INDIRECT_ANNUEL,
        formule="cout_annuel * part(habitants)",
        texte="coût annuel, selon le nombre d'habitants",
        exemple="{cout_annuel: 1000.00, habitants: 500, total: {habitants: 2000}, attendu: 250.00}",
    )
    PRIX_PAR_POSTE = mot(
        "prix-par-poste",
        "Un prix par poste et par an",
        cle="postes",
        variable="prix_unitaire",
        variables="{prix_unitaire: €/poste/an}",
        nature=Nature.INDIRECT_ANNUEL,
        formule="prix_unitaire * postes",
        texte="prix par poste, multiplié par le nombre de postes",
        exemple="{prix_unitaire: 12.50, postes: 10, attendu: 125.00}",
    )
    PRIX_PAR_HABITANT = mot(
        "prix-par-habitant",
        "Un prix par habitant et par an",
        cle="habitants",
        variable="prix_unitaire",
        variables="{prix_unitaire: €/habitant/an}",
        nature=Nature.INDIRECT_ANNUEL,
        formule="prix_unitaire * habitants",
        texte="prix par habitant, multiplié par la population",
        exemple="{prix_unitaire: 1.10, habitants: 500, attendu: 550.00}",
    )
    FORFAIT = mot(
        "forfait",
        "Le même montant pour chacun",
        cle="",
        variable="abonnement_annuel",
        variables="{abonnement_annuel: €/an}",
        nature=Nature.INDIRECT_ANNUEL,
        formule="abonnement_annuel",
        texte="montant annuel, le même pour chacun",
        exemple="{abonnement_annuel: 300.00, attendu: 300.00}",
    )
    TRANCHES_DE_POSTES = mot(
        "par-tranche-de-postes",
        "Un montant annuel, selon la tranche où tombe le nombre de postes",
        cle="postes",
        variable="",
        variables="",
        nature=Nature.INDIRECT_ANNUEL,
        formule="bareme({}; postes)",
        texte="montant annuel de la tranche où tombe le nombre de postes",
        exemple="",
    )
    TRANCHES_D_HABITANTS = mot(
        "par-tranche-d-habitants",
        "Un montant annuel, selon la tranche où tombe la population",
        cle="habitants",
        variable="",
        variables="",
        nature=Nature.INDIRECT_ANNUEL,
        formule="bareme({}; habitants)",
        texte="montant annuel de la tranche où tombe la population",
        exemple="",
    )
    AU_REEL = mot(
        "au-reel",
        "Ce qui est livré à chacun, au prix payé",
        cle="",
        variable="",
        variables="{prix_paye: €/unité, nombre: unité}",
        nature=Nature.DIRECT,
        formule="prix_paye * nombre",
        texte="prix payé, multiplié par le nombre livré",
        exemple="{prix_paye: 812.45, nombre: 7, attendu: 5687.15}",
    )

    @property
    def par_tranche(self) -> bool:
        """Whether its price is in a grid."""
        return self in (Partage.TRANCHES_DE_POSTES, Partage.TRANCHES_D_HABITANTS)


UnPartage = Annotated[Partage, choix(Partage)]
