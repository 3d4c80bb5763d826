"""The CSV of a statement: what a finance software needs before it makes its flow."""

from __future__ import annotations

import csv
import io

from convention.reports.etat.medias.csv import COLONNES, csv_text
from tests.reports.etat.etats import etat


def _rows(echeance: str, adherent: str = "essey-les-nancy") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text([etat(echeance, adherent)]))))


def test_a_row_says_who_calls_what_from_whom_on_which_accounts() -> None:
    assert _rows("2026-04")[1] == {
        "collectivite": "Métropole du Grand Nancy",
        "budget": "Budget principal",
        "exercice_budgetaire": "2026",
        "exercice_concerne": "2026",
        "echeance": "2026-04",
        "numero_etat": "2026-04-ESSEY",
        "adherent": "essey-les-nancy",
        "denomination": "Commune d'Essey-lès-Nancy",
        "siren": "215401845",
        "volet": "acompte",
        "piece": "2",
        "genre_piece": "titre",
        "objet": "Coûts indirects, acompte 2026",
        "service": "S02",
        "composant": "application-finances",
        "libelle": "Application de gestion financière",
        "nature": "indirect_annuel",
        "section": "fonctionnement",
        "compte_recette": "70875",
        "compte_depense": "62876",
        "montant_base": "1113.75",
        "deja_appele": "0.00",
        "montant_appele": "556.88",
        "montant_annonce": "0.00",
        "origine": "demonstration",
    }


def test_a_reversement_is_received_by_the_adherent_and_paid_by_the_metropole() -> None:
    rows = [row for row in _rows("2026-04") if row["genre_piece"] == "reversement"]
    assert {(row["piece"], row["compte_recette"], row["compte_depense"]) for row in rows} == {("3", "773", "673")}
    copieurs = next(row for row in rows if row["composant"] == "location-copieurs")
    assert (copieurs["exercice_concerne"], copieurs["montant_appele"]) == ("2025", "-1150.00")


def test_an_investment_that_is_given_back_goes_through_the_accounts_that_took_it() -> None:
    rows = [row for row in _rows("2026-04", "nancy") if row["genre_piece"] == "reversement"]
    accounts = {(row["section"], row["compte_depense"], row["compte_recette"]) for row in rows}
    assert accounts == {("investissement", "13141", "2041511")}


def test_a_forecast_is_announced_and_never_called() -> None:
    rows = [row for row in _rows("2026-10") if row["volet"] == "previsionnel"]
    assert {(row["piece"], row["montant_appele"]) for row in rows} == {("", "0.00")}
    assert [row["montant_annonce"] for row in rows if row["composant"] == "serveur-impression"] == ["163.11"]


def test_an_imputation_on_the_attribution_is_said() -> None:
    rows = [row for row in _rows("2026-04", "seichamps") if row["volet"] == "acompte"]
    kinds = {(row["section"], row["genre_piece"]) for row in rows}
    assert kinds == {("fonctionnement", "imputation"), ("investissement", "titre")}
    accounts = {(row["compte_recette"], row["compte_depense"]) for row in rows if row["genre_piece"] == "imputation"}
    assert accounts == {("739211", "73211")}


def test_a_text_that_a_spreadsheet_would_obey_is_quoted_and_an_amount_is_not() -> None:
    item = etat("2026-04")
    hostile = item._replace(debiteur=item.debiteur._replace(denomination="=1+1"))
    rows = list(csv.reader(io.StringIO(csv_text([hostile]))))
    name, amount = COLONNES.index("denomination"), COLONNES.index("montant_appele")
    assert {row[name] for row in rows[1:]} == {"'=1+1"}
    assert "-41.08" in {row[amount] for row in rows}
