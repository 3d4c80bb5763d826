"""The caret of a formula's message stands under the word concerned, however the formula is written."""

from __future__ import annotations

import pytest

from tests.checks.depots import COUTS, found, mini, plain

FORMULE = "formule: cout_location * copieurs"


@pytest.mark.parametrize(
    ("ecrite", "decalage", "longueur"),
    [
        ("cout_location * copieur", 16, 7),
        ('"cout_location * copieur"', 17, 7),
        ("'cout_location * copieur'", 17, 7),
    ],
)
def test_le_repere_est_sous_le_mot(ecrite: str, decalage: int, longueur: int) -> None:
    (message,) = found(mini((COUTS, FORMULE, f"formule: {ecrite}")), "TAR002")
    column = len("      formule: ") + 1 + decalage
    assert (message.span.column, message.span.end_column) == (column, column + longueur)
    assert message.span.line == message.span.end_line


def test_une_formule_sur_plusieurs_lignes_est_montree_en_entier() -> None:
    depot = mini((COUTS, FORMULE, "formule: >-\n        cout_location\n        * copieur"))
    (message,) = found(depot, "TAR002")
    assert message.span.line < message.span.end_line


def test_un_texte_avec_echappement_est_montre_en_entier() -> None:
    depot = mini((COUTS, FORMULE, 'formule: "cout_location \\x2a copieur"'))
    (message,) = found(depot, "TAR002")
    assert message.span.end_column - message.span.column == len('"cout_location \\x2a copieur"')


def test_un_exemple_faux_donne_le_montant_trouve() -> None:
    (message,) = found(mini((COUTS, "attendu: 6900.00", "attendu: 6900.10")), "TAR004")
    assert plain(message.message) == "l'exemple 1 de « copieur » (coût annuel) donne 6 900,00 €, et non 6 900,10 €"
    assert "« attendu: 6900.00 »" in plain(message.hint)


def test_un_exemple_dont_le_total_est_plus_petit_que_la_part_est_refuse() -> None:
    (message,) = found(mini((COUTS, "total: {moyens_impression: 412}", "total: {moyens_impression: 13}")), "TAR004")
    assert "14 « moyens_impression » pour un total de 13" in plain(message.message)


def test_l_abaque_n_a_pas_d_unite_propre() -> None:
    depot = mini((COUTS, "cout_maintenance * part(abaque)", "cout_maintenance * part(abaque) + 2 * cout_maintenance"))
    assert not found(depot, "TAR003")
    assert found(depot, "TAR007")


CLES = ("pricing/cles.yaml", "  moyens_impression:", "  pages: {CLE}\n  moyens_impression:")
MELANGE = (COUTS, "cout_maintenance * part(abaque)", "cout_maintenance * abaque * copieurs")


@pytest.mark.parametrize(("comptage", "erreurs"), [("a_date", 0), ("moyenne", 1), ("sur_periode", 1)])
def test_un_abaque_compte_autrement_que_le_reste_est_un_melange(comptage: str, erreurs: int) -> None:
    cle = f"{{libelle: pages, unite: page, pluriel: pages, comptage: {comptage}}}"
    depot = mini(
        (CLES[0], CLES[1], CLES[2].replace("{CLE}", cle)),
        MELANGE,
        ("pricing/composants/S02.yaml", "abaque: comptes", "abaque: pages"),
    )
    assert len(found(depot, "TAR021")) == erreurs


def test_ce_qui_se_partage_peut_etre_compte_autrement() -> None:
    cle = "{libelle: pages, unite: page, pluriel: pages, comptage: sur_periode}"
    shared = (COUTS, "cout_location * copieurs", "cout_location * copieurs + cout_location * part(pages)")
    assert not found(mini((CLES[0], CLES[1], CLES[2].replace("{CLE}", cle)), shared), "TAR021")
