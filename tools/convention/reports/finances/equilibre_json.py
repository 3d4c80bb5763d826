"""Costs borne and recharged for another tool: the JSON of `convention equilibre`, version 1 of its shape.

Knows: what of a Bilan is said, and under which names. Must not know: how it was computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from convention.model.mots.communs import Nature, Origine, Phase
from convention.reports.calcul.json import PAR_DECISION, SANS_PAYEUR, Hypothese, NonRecouvres, NonRepartis
from convention.reports.contrat import Cents, Enregistrement, OuRien, Quantite, Sortie, TexteOuRien, dit

if TYPE_CHECKING:
    from convention.engine.equilibre import Bilan


class _Rubrique(Enregistrement):
    supporte: Cents
    refacture: Cents
    non_recouvre: Cents


class _Equipe(Enregistrement):
    service: str
    libelle: str
    regie: bool
    montant: Cents


class _NonRefacture(Enregistrement):
    libelle: str
    motif: str
    montant: Cents


class _Estimation(Enregistrement):
    methode: TexteOuRien = dit(ou_rien=True)
    adherents_compares: int = dit(de="nombre")
    paye: Cents
    seul: Cents
    gain: Cents


class _Adherent(Enregistrement):
    adherent: str
    paye: Cents
    seul: OuRien[Cents] = dit("Ce que le service coûterait sans la convention ; rien quand nul ne l'a estimé")
    gain: OuRien[Cents]


class _Controle(Enregistrement):
    ecart_natures: Cents
    ecart_total: Cents
    ecart_adherents: Cents
    ecart_gains: Cents


class SortieEquilibre(
    Sortie,
    nom="sortie-equilibre",
    titre="Sortie de « convention equilibre --format json »",
    precision="Ce que nul n'a estimé est nul ; le taux est un nombre exact.",
):
    """The whole output."""

    version: Literal[1] = 1
    exercice: int
    phase: Phase
    projection: bool = dit("Aucune quantité de la phase n'est connue")
    origine: Origine
    gestionnaire: str
    taux_couverture_forfait: OuRien[Quantite] = dit(de="couverture")
    natures: dict[Nature, _Rubrique]
    hors_natures: _Rubrique
    total: _Rubrique
    part_gestionnaire: Cents
    charge_gestionnaire: Cents
    equipes: tuple[_Equipe, ...]
    masse_salariale: Cents
    regie: Cents
    non_refactures: tuple[_NonRefacture, ...]
    composants_non_repartis: NonRepartis = dit(SANS_PAYEUR, de="non_repartis")
    composants_non_recouvres: NonRecouvres = dit(PAR_DECISION, de="non_repartis")
    estimation: _Estimation = dit(de="comparees")
    adherents: tuple[_Adherent, ...] = dit(de="comparaisons")
    controle: _Controle
    hypotheses: tuple[Hypothese, ...]


def json_text(bilan: Bilan) -> str:
    """Write a Bilan: adherents sorted by id."""
    found = SortieEquilibre.model_validate(bilan)
    estimation = found.estimation.model_copy(update={"methode": bilan.methode or None})
    return found.model_copy(update={"estimation": estimation}).texte()
