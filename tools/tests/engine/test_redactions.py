"""A row of annexe 4 that an avenant rewrites from an exercice on: what came before is untouched (art. 12)."""

from __future__ import annotations

from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from tests.essais import edited, fichiers_nancy, lire

COUTS = "pricing/couts-de-possession.yaml"
AVANT = "        - {cout_annuel: 62400.00, postes: 112, total: {postes: 4801}, attendu: 1455.70}\n"
REDACTION = (
    "    redactions:\n"
    "      2027:\n"
    "        cle_texte: nombre de boîtes aux lettres\n"
    "        annuel:\n"
    "          formule: cout_annuel * part(boites_aux_lettres)\n"
    "          texte: coût annuel × nombre de boîtes de l'adhérent ÷ nombre total de boîtes\n"
    "          exemples:\n"
    "            - cout_annuel: 62400.00\n"
    "              boites_aux_lettres: 118\n"
    "              total: {boites_aux_lettres: 5640}\n"
    "              attendu: 1305.53\n"
)


def _with_redaction() -> dict[str, str]:
    return edited(fichiers_nancy(), COUTS, AVANT, AVANT + REDACTION)


def _messagerie(files: dict[str, str], exercice: int) -> dict[str, int]:
    lignes = calculer(resolve(lire(files), exercice)).lignes
    return {item.adherent: item.montant for item in lignes if item.calcul.composant == "messagerie"}


def test_the_key_of_an_avenant_applies_from_its_exercice_and_costs_what_the_document_says() -> None:
    before, after = _messagerie(fichiers_nancy(), 2027), _messagerie(_with_redaction(), 2027)
    assert (before["essey-les-nancy"], after["essey-les-nancy"]) == (1_455_70, 1_305_53)
    gaps = [after[nom] - before[nom] for nom in before]
    assert (sum(gap for gap in gaps if gap > 0), sum(gap for gap in gaps if gap < 0)) == (1_616_46, -1_616_46)
    assert (sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)) == (5, 17)


def test_the_exercices_before_it_do_not_move() -> None:
    files = _with_redaction()
    assert [_messagerie(files, annee) for annee in (2024, 2025, 2026)] == [
        _messagerie(fichiers_nancy(), annee) for annee in (2024, 2025, 2026)
    ]
