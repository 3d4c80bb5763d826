"""The ways of sharing the cost of a service that a convention may begin with, each with its formula and its example.

Knows: rows of annexe 4. Must not know: what is asked, the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, nearest
from convention.base.mots import mot
from convention.edition.texte.services import NOMS
from convention.formulas.functions import NOMS_RESERVES
from convention.model.mots.communs import Comptage, Nature
from convention.model.valeurs.corrections import to_name
from convention.model.valeurs.scalaires import MotEcrit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Compte(NamedTuple):
    """What is counted of each member: the name of its key, its unit, on a day or over the year."""

    cle: str
    unite: str
    pluriel: str
    comptage: Comptage = Comptage.A_DATE
    entier: bool = True
    """Whether it is made of whole things: square metres are not."""


class Forme(NamedTuple):
    """What a row is written as; in braces, what is counted (`cle`, `unite`, `pluriel`) and the grid (`bareme`)."""

    variable: str
    """Name of its price, or of its cost; nothing when the component holds none."""
    noms: Mapping[str, str]
    """What a sentence calls each."""
    variables: str
    """What the row declares: each with its unit."""
    formule: str
    texte: str
    exemple: str
    """A worked example, as a row holds it; that of a grid comes from its last step."""
    nature: Nature = Nature.INDIRECT_ANNUEL
    """What it costs is: it names the column of annexe 4 that holds its formula."""


PART = Forme(
    "cout_annuel",
    {"cout_annuel": NOMS["cout_annuel"]},
    "{{cout_annuel: €/an}}",
    "cout_annuel * part({cle})",
    "coût annuel, partagé selon les {pluriel}",
    "{{cout_annuel: 1000.00, {cle}: 10, total: {{{cle}: 40}}, attendu: 250.00}}",
)
EGALE = PART._replace(
    texte="coût annuel, à parts égales",
    exemple="{{cout_annuel: 1000.00, {cle}: 1, total: {{{cle}: 4}}, attendu: 250.00}}",
)
PRIX = Forme(
    "prix_unitaire",
    {"prix_unitaire": NOMS["prix_unitaire"]},
    "{{prix_unitaire: €/{unite}/an}}",
    "prix_unitaire * {cle}",
    "prix unitaire, multiplié par les {pluriel}",
    "{{prix_unitaire: 12.50, {cle}: 10, attendu: 125.00}}",
)
TRANCHE = Forme("", {}, "", "bareme({bareme}; {cle})", "montant annuel de la tranche où tombent les {pluriel}", "")
ABONNEMENT = Forme(
    "abonnement_annuel",
    {"abonnement_annuel": "l'abonnement"},
    "{{abonnement_annuel: €/an}}",
    "abonnement_annuel",
    "montant annuel, le même pour chacun",
    "{{abonnement_annuel: 300.00, attendu: 300.00}}",
)
REEL = Forme(
    "",
    {"prix_paye": "le prix payé", "nombre": "le nombre livré"},
    "{{prix_paye: €/unité, nombre: unité}}",
    "prix_paye * nombre",
    "prix payé, multiplié par le nombre livré",
    "{{prix_paye: 812.45, nombre: 7, attendu: 5687.15}}",
    Nature.DIRECT,
)
PARTS = Compte("parts", "part", "parts")
"""The same for each, that nobody counts."""
POSTES = Compte("postes", "poste", "postes")
HABITANTS = Compte("habitants", "habitant", "habitants")
RESERVES = NOMS_RESERVES | {PARTS.cle, "prix_paye", "nombre"} | {forme.variable for forme in (PART, PRIX, ABONNEMENT)}
"""Names that a formula, or an example, has a use for."""


def proche(dit: str, comptes: Iterable[str]) -> str:
    """Propose what is counted for what was said of it: « Postes de travail » holds postes."""
    choices = [*comptes]
    held = next((nom for nom in choices if nom in to_name(dit).split("_")), "")
    return f"vouliez-vous dire {cite(held)} ?" if held else nearest(dit, choices)


class Partage(MotEcrit):
    """How the cost of a service is shared; the other ways are in docs/tarifs.md."""

    forme: Forme
    compte: Compte | None
    """What is counted for it; nothing when nothing is, or when the service says it."""

    PARTS_EGALES = mot("parts-egales", "Un coût annuel, à parts égales", forme=EGALE, compte=PARTS)
    PAR_POSTE = mot("par-poste", "Un coût annuel, selon le nombre de postes", forme=PART, compte=POSTES)
    PAR_HABITANT = mot("par-habitant", "Un coût annuel, selon la population", forme=PART, compte=HABITANTS)
    PAR_UNITE = mot("par-unite", "Un coût annuel, selon ce que l'on compte : lignes, lits", forme=PART, compte=None)
    PRIX_PAR_POSTE = mot("prix-par-poste", "Un prix par poste et par an", forme=PRIX, compte=POSTES)
    PRIX_PAR_HABITANT = mot("prix-par-habitant", "Un prix par habitant et par an", forme=PRIX, compte=HABITANTS)
    PRIX_PAR_UNITE = mot("prix-par-unite", "Un prix par chose comptée et par an : ligne, lit", forme=PRIX, compte=None)
    FORFAIT = mot("forfait", "Le même montant pour chacun", forme=ABONNEMENT, compte=None)
    TRANCHES_DE_POSTES = mot(
        "par-tranche-de-postes", "Un montant annuel, selon le nombre de postes", forme=TRANCHE, compte=POSTES
    )
    TRANCHES_D_HABITANTS = mot(
        "par-tranche-d-habitants", "Un montant annuel, selon la population", forme=TRANCHE, compte=HABITANTS
    )
    TRANCHES_D_UNITES = mot(
        "par-tranche-d-unites", "Un montant annuel, selon le nombre de ce que l'on compte", forme=TRANCHE, compte=None
    )
    AU_REEL = mot("au-reel", "Ce qui est livré à chacun, au prix payé", forme=REEL, compte=None)

    @property
    def par_unite(self) -> bool:
        """Whether the service says what is counted for it."""
        return self.compte is None and self.forme in (PART, PRIX, TRANCHE)

    @property
    def par_tranche(self) -> bool:
        """Whether its price is in a grid."""
        return self.forme is TRANCHE
