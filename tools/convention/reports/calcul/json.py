"""The contributions of an exercice for another tool: the JSON of `convention calculer`, version 1.

Knows: what of a computation is said, and under which names. Must not know: how it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from convention.engine.bilan import totals
from convention.model.mots.communs import Nature, Origine, Phase, Section
from convention.reports.contrat import Cents, Enregistrement, OuRien, Quantite, Sortie, TexteOuRien, dit
from convention.reports.mots import assumptions_of, lines_of

if TYPE_CHECKING:
    from convention.engine.lignes import Contribution

_Nul = Annotated[Cents, WithJsonSchema({"const": "0.00"})]
_ECART = "Un écart non nul n'est jamais écrit : l'outil s'arrête"


class LigneCalculee(Enregistrement):
    """One line: what an adherent owes for a cost."""

    adherent: str
    service: str = dit("Code du service ; « hors-service » pour la masse salariale", de="calcul.service")
    sous_service: TexteOuRien = dit(de="calcul.sous_service")
    composant: TexteOuRien = dit("Composant ; dépense d'un coût direct ; forfait qui a un nom", de="calcul.objet")
    ligne_tarif: TexteOuRien = dit("Ligne de tarif", de="calcul.ligne_tarif")
    nature: Nature = dit(de="calcul.nature")
    section: Section = dit(de="calcul.section")
    cle: TexteOuRien = dit("Clé qui partage ou compte le coût ; la première si la formule en a plusieurs")
    quantite: OuRien[Quantite] = dit("Quantité facturée, pesée par la présence")
    quantite_totale: OuRien[Quantite] = dit("Total des bénéficiaires d'un coût partagé")
    montant: Cents
    compte_recette: TexteOuRien
    compte_depense: TexteOuRien
    origine: Origine


class _Totaux(Enregistrement):
    general: Cents
    par_adherent: dict[str, Cents]
    par_service: dict[str, Cents]
    par_nature: dict[str, Cents]
    par_section: dict[str, Cents]


class NonReparti(Enregistrement):
    """A cost that nobody pays."""

    composant: str
    nature: Nature
    montant: Cents


NonRepartis: TypeAlias = Annotated[
    tuple[NonReparti, ...], BeforeValidator(lambda costs: tuple(item for item in costs if not item.decide))
]
NonRecouvres: TypeAlias = Annotated[
    tuple[NonReparti, ...], BeforeValidator(lambda costs: tuple(item for item in costs if item.decide))
]
SANS_PAYEUR = "Coûts que personne ne paie, sans qu'on l'ait décidé"
PAR_DECISION = "Coûts qu'un plafond ou une exonération laisse à personne, par décision"


class _Controle(Enregistrement):
    ecart_adherents: _Nul = dit(_ECART)
    ecart_services: _Nul = dit(_ECART)
    ecart_natures: _Nul = dit(_ECART)
    ecart_sections: _Nul = dit(_ECART)
    ecart_recouvrement: _Nul = dit(_ECART)
    composants_non_repartis: NonRepartis = dit(SANS_PAYEUR, de="non_repartis")
    composants_non_recouvres: NonRecouvres = dit(PAR_DECISION, de="non_repartis")


class Hypothese(Enregistrement):
    """Figures that stand for others, by file."""

    code: str
    message: str
    fichier: str
    nombre: int = dit(ge=1)


class SortieCalcul(
    Sortie,
    nom="sortie-calcul",
    titre="Sortie de « convention calculer --format json »",
    precision="Quantités en texte aussi.",
):
    """The whole output."""

    version: Literal[1] = 1
    exercice: int = dit("Année calculée")
    phase: Phase
    projection: bool = dit("Aucune quantité de la phase n'est connue")
    lignes: tuple[LigneCalculee, ...] = dit("Une ligne par coût et par adhérent")
    totaux: _Totaux
    controle: _Controle
    hypotheses: tuple[Hypothese, ...]


def json_text(contribution: Contribution, adherent: str | None = None) -> str:
    """Write contributions; totals are those of the lines shown, controls those of the whole computation."""
    lignes = lines_of(contribution, adherent)
    document = {
        "exercice": contribution.exercice,
        "phase": contribution.phase,
        "projection": contribution.projection,
        "lignes": lignes,
        "totaux": totals(lignes),
        "controle": contribution.controle,
        "hypotheses": assumptions_of(contribution, adherent),
    }
    return SortieCalcul.model_validate(document).texte()
