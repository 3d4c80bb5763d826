"""The table of families adds up to what the adherent pays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.base.french import ecart, montant
from convention.site.bord.bord import entete
from convention.site.bord.montants.tableaux import familles, lignes_changees, services
from tests.espaces import espaces
from tests.essais import edited, fichiers_nancy
from tests.site.lecture import site_de, site_reel

if TYPE_CHECKING:
    from convention.site.ensemble import Site


@pytest.fixture(scope="module")
def site() -> Site:
    return site_reel("adherents", date(2026, 11, 23))


def _cents(text: str) -> int:
    return int("".join(sign for sign in text.replace("−", "-") if sign in "-0123456789"))


def test_the_families_and_the_rest_make_the_running_costs_of_both_years(site: Site) -> None:
    tables = {nom: table for nom in site.adherents if (table := familles(site, nom)) is not None}
    assert len(tables) > 1
    for nom, table in tables.items():
        top = entete(site, nom)
        *rows, total = ([cell.texte for cell in row.cellules] for row in table.rangs)
        before = top.precedent or 0
        shown = ["Total de fonctionnement", montant(before), montant(top.projete), ecart(top.projete - before)]
        assert total == shown, nom
        for rank in (1, 2, 3):
            assert sum(_cents(row[rank]) for row in rows) == _cents(total[rank]), nom


def test_what_two_counts_of_a_line_share_is_told_once(site: Site) -> None:
    table = familles(site, "laxou")
    assert table is not None
    (told,) = (row.cellules[0].note for row in table.rangs if "Plateforme Cartads" in row.cellules[0].note)
    assert told.count("habitants au lieu de") == 1


def test_of_who_joins_no_family_has_a_year_before() -> None:
    files = edited(fichiers_nancy(), "adherents/ludres/adherent.yaml", "debut: 2024-01-01", "debut: 2026-07-01")
    table = familles(site_de(files), "ludres")
    assert table is not None
    assert [column.titre for column in table.colonnes] == ["Famille de l'annexe 4", "2026 (€)"]
    assert [row.cellules[0].note for row in table.rangs if "nouveau" in row.cellules[0].note] == []


def test_a_year_of_which_the_convention_covers_a_part_only_is_compared_with_none() -> None:
    files = edited(fichiers_nancy(), "catalogue/convention.yaml", "effet: 2024-01-01", "effet: 2025-09-01")
    site = site_de(files, jour=date(2026, 11, 23))
    assert (site.exercice, site.precedent) == (2026, None)
    assert entete(site, "laxou").precedent is None
    table = familles(site, "laxou")
    assert table is not None
    assert [column.titre for column in table.colonnes] == ["Famille de l'annexe 4", "2026 (€)"]
    told = services(site, "laxou")
    assert [column.titre for column in told.colonnes if "Écart" in column.titre] == []


def test_what_is_counted_at_zero_is_told_so_and_only_what_is_left_has_ended() -> None:
    path = "adherents/essey-les-nancy/quantites/2026.yaml"
    revised = "copieurs: 6\n      licences_dati: 0\n      comptes_sig"
    at_zero = edited(fichiers_nancy(), path, revised, revised.replace("6", "0"))
    left = edited(
        fichiers_nancy(),
        "adherents/essey-les-nancy/souscriptions.yaml",
        "{service: S04, debut: 2024-01-01}",
        "{service: S04, debut: 2024-01-01, fin: 2026-01-01}",
    )
    for files, why in ((at_zero, "0 copieur au lieu de 5"), (left, "terminé")):
        told = espaces(lignes_changees(site_de(files, jour=date(2026, 11, 23)), "essey-les-nancy"))
        assert f"Location de copieurs : −5 750,00 € ({why})" in told, told
