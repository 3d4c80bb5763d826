"""What an adherent enters in its budget: what it owes, account by account, and what its credits leave."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.base.french import jour
from convention.engine.appels.budget import Budget, budget, inscrire
from convention.model.mots.communs import Phase, Section
from convention.reports.finances.budget import csv_text, tableur, text
from tests.engine.appels.test_volets import corrige
from tests.espaces import espaces
from tests.essais import FIGES, contribution, edited, fichiers, fichiers_nancy, lire, nancy
from tests.generateur.textes import DEMO, first_line

if TYPE_CHECKING:
    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot

ESSEY = "essey-les-nancy"
AVANT_DM, APRES_DM = date(2026, 11, 23), date(2026, 12, 14)


def _budget(exercice: int, au: date = AVANT_DM, phase: str = "revise") -> Budget:
    return budget(nancy(), ESSEY, exercice, au, Phase(phase))


def test_the_accounts_of_essey_are_those_of_its_documents() -> None:
    found = _budget(2026)
    assert {item.compte: item.montant for item in found.inscriptions} == {
        "6216": 79_587_20,
        "62876": 28_778_26,
        "21838": 9_465_60,
    }
    assert [found.a_inscrire(section) for section in Section] == [108_365_46, 9_465_60 + 1_577_60]


@pytest.mark.parametrize(("au", "ouverts", "a_voter"), [(AVANT_DM, 28_500_00, 300_00), (APRES_DM, 28_800_00, 0)])
def test_a_decision_modificative_opens_nothing_before_its_vote(au: date, ouverts: int, a_voter: int) -> None:
    (row,) = [item for item in _budget(2026, au).inscriptions if item.compte == "62876"]
    assert (row.ouverts, row.a_voter) == (ouverts, a_voter)


@cache
def _contribution(exercice: int) -> Contribution:
    return contribution(fichiers_nancy(), exercice)


def _entered(depot: Depot, nom: str, exercice: int, au: date) -> Budget:
    known = _contribution(exercice)
    return inscrire(depot, nom, known, [ligne for ligne in known.lignes if ligne.adherent == nom], au)


@pytest.mark.long
def test_no_credit_is_said_to_be_opened_before_the_vote_of_its_budget() -> None:
    depot = nancy()
    for nom, dossier in depot.dossiers.items():
        for annee, year in dossier.budget.exercices.items() if dossier.budget is not None else ():
            eve, day = year.calendrier.bp - timedelta(days=1), year.calendrier.bp
            before, after = (_entered(depot, nom, annee, au) for au in (eve, day))
            assert (before.vote, after.vote) == (day, None)
            said = text(before, depot)
            assert ("Crédits ouverts" in said, "Crédits prévus" in text(after, depot)) == (False, False)
            assert all(not row["credits_ouverts"] for row in csv.DictReader(io.StringIO(csv_text(before, depot))))
            if year.credits:
                assert f"le vote du budget {annee} est prévu le {jour(day)}" in said


def test_what_the_statement_of_the_forecast_announced_is_said_beside_what_the_data_gives_today() -> None:
    told = espaces(text(_entered(nancy(), "jarville-la-malgrange", 2027, AVANT_DM), nancy()))
    assert (
        "L'état d'octobre 2026 annonçait 130 402,64 € pour 2027 ; les données d'aujourd'hui donnent 130 402,63" in told
    )


def test_what_is_missing_is_told_account_by_account() -> None:
    told = espaces(text(_budget(2026), nancy()))
    assert told.startswith(
        "Au budget 2026, Essey-lès-Nancy inscrirait 108 365,46 € de fonctionnement et 11 043,20 € d'investissement "
        "(révisé).\n\nDonnées de démonstration, sans valeur comptable.\n"
    )
    assert "Il manque 278,26 € au compte 62876" in told
    assert "la décision modificative prévue en ajouterait 300,00 €." in told


def test_every_adherent_enters_all_that_it_owes_what_is_charged_elsewhere_apart() -> None:
    depot = nancy()
    for nom in depot.dossiers:
        found = _entered(depot, nom, 2026, AVANT_DM)
        due = sum(ligne.montant for ligne in found.contribution.lignes if ligne.adherent == nom)
        expected = 0 if nom == depot.convention.gestionnaire else due
        assert (nom, sum(item.montant for item in found.inscriptions)) == (nom, expected)
        assert (nom, sum(map(found.a_inscrire, Section))) == (nom, expected + found.commande - found.impute)


def test_the_csv_adds_up_to_the_table() -> None:
    depot = nancy()
    rows = list(csv.DictReader(io.StringIO(csv_text(_budget(2026), depot))))
    assert [(row["compte"], row["chapitre"], row["section"], row["montant"]) for row in rows] == [
        ("6216", "012", "fonctionnement", "79587.20"),
        ("62876", "011", "fonctionnement", "28778.26"),
        ("21838", "", "investissement", "11043.20"),
    ]


def test_without_accounts_what_is_owed_is_told_all_the_same_and_no_section_that_owes_nothing() -> None:
    files = {path: text for path, text in fichiers(FIGES / "villages").items() if path != "pricing/comptes.yaml"}
    depot = lire(files)
    told = espaces(text(budget(depot, "ormeval", 2026, AVANT_DM), depot))
    assert told.startswith("Au budget 2026, Ormeval inscrirait 6 450,00 € de fonctionnement (prévisionnel).\n")
    assert "Aucun compte n'est proposé" in told
    assert "investissement" not in told


def test_credits_that_are_opened_where_nothing_is_owed_are_told() -> None:
    path = "adherents/fontbrune/budget.yaml"
    opened = (
        f"{first_line(path)}{DEMO}budgets: {{principal: {{libelle: Principal, genre: principal}}}}\n"
        "exercices: {2026: {calendrier: {rob: 2026-01-20, bp: 2026-02-17}, credits: ["
        '{compte: "65561", section: fonctionnement, budget: principal, bp: 100.00}]}}\n'
    )
    files = fichiers(FIGES / "villages")
    told = [
        espaces(text(budget(depot, "fontbrune", 2026, AVANT_DM), depot))
        for depot in map(lire, (files, {**files, path: opened}))
    ]
    assert told[0] == "Au budget 2026, Fontbrune n'a rien à inscrire : rien ne lui est facturé cette année-là.\n"
    assert "rien cette année 0,00 100,00 +100,00" in " ".join(told[1].split())


SAULXURES = "saulxures-les-nancy"
PARTI = "  debut: 2024-01-01\n  fin: 2027-01-01\n"
A_VENIR = "N'y est pas : la régularisation de 2026, que demande ou rend l'appel du 15 avril 2027."


def test_what_the_attribution_de_compensation_bears_is_not_entered_and_the_columns_add_up() -> None:
    depot = nancy()
    found = budget(depot, SAULXURES, 2027, AVANT_DM)
    told = " ".join(espaces(text(found, depot)).split())
    assert told.startswith(
        "Au budget 2027, Saulxures-lès-Nancy inscrirait 29 339,84 € de fonctionnement et 335,82 € d'investissement"
    )
    assert "Contribution (€) Imputé (€) À inscrire (€) Crédits prévus (€) Il reste (€)" in told
    assert "6216 012 masse salariale 39 083,00 −17 980,82 21 102,18 40 300,00 +19 197,82" in told
    assert "Total, fonctionnement 54 339,84 −25 000,00 29 339,84 55 800,00 +26 460,16" in told
    assert told.endswith(
        "25 000,00 € de fonctionnement sont imputés sur l'attribution de compensation (montant figé de 2027) : la "
        "recette au compte 73211 baisse d'autant, et aucun crédit ne s'ouvre pour eux. Le reste, 29 339,84 €, est "
        f"appelé par titre. {A_VENIR}"
    )
    rows = list(csv.DictReader(io.StringIO(csv_text(found, depot))))
    assert [(row["compte"], row["montant"], row["impute"]) for row in rows] == [
        ("6216", "21102.18", "17980.82"),
        ("62876", "8237.66", "7019.18"),
        ("2041511", "335.82", "0.00"),
    ]


def _frozen(fige: str) -> Depot:
    path, files = f"adherents/{SAULXURES}/budget.yaml", fichiers_nancy()
    return lire(edited(files, path, "2027: 25000.00", f"2027: {fige}"))


def test_nothing_is_left_to_be_called_when_all_is_charged_elsewhere() -> None:
    depot = _frozen("54339.84")
    told = espaces(text(budget(depot, SAULXURES, 2027, AVANT_DM), depot)).strip()
    assert told.endswith(
        f"la recette au compte 73211 baisse d'autant, et aucun crédit ne s'ouvre pour eux.\n\n{A_VENIR}"
    )


def test_what_is_charged_elsewhere_beyond_what_is_owed_is_given_back_and_no_expense_is_below_zero() -> None:
    depot = _frozen("60000.00")
    found = budget(depot, SAULXURES, 2027, AVANT_DM)
    told = " ".join(espaces(text(found, depot)).split())
    assert told.startswith("Au budget 2027, Saulxures-lès-Nancy inscrirait 0,00 € de fonctionnement et 335,82 €")
    assert "Total, fonctionnement 54 339,84 −60 000,00 5 660,16 0,00 55 800,00 +55 800,00" in told
    assert told.endswith(
        f"5 660,16 € sont appelés de plus que ce qui est dû : ils sont reversés, au compte 773. {A_VENIR}"
    )
    amounts = [row["montant"] for row in csv.DictReader(io.StringIO(csv_text(found, depot)))]
    assert amounts == ["0.00", "0.00", "335.82"]


def test_the_french_spreadsheet_says_phase_and_origin_in_french_and_each_amount_of_its_table() -> None:
    depot = nancy()
    lines = espaces(tableur(budget(depot, SAULXURES, 2027, AVANT_DM), depot).decode("utf-8-sig")).splitlines()
    assert lines[0].endswith("Ce qu'il paie;Contribution (€);Imputé (€);À inscrire (€);Phase;Origine")
    assert lines[1].endswith(";39083,00;-17980,82;21102,18;prévisionnel;démonstration")
    essey = espaces(tableur(_budget(2026), depot).decode("utf-8-sig")).splitlines()
    assert essey[1].endswith(";masse salariale;79587,20;0,00;79587,20;révisé;démonstration")
    assert ";indirects factuels et indirects annuels;" in essey[2]


def test_what_is_ordered_keeps_its_credits_beside_what_is_owed_and_the_columns_add_up() -> None:
    told = " ".join(espaces(text(_budget(2026), nancy())).split())
    assert "fonctionnement et 11 043,20 € d'investissement (révisé)" in told
    assert "Contribution (€) Commandé (€) À inscrire (€) Crédits ouverts (€) Il reste (€)" in told
    assert "21838 à préciser coûts directs 9 465,60 1 577,60 11 043,20 12 000,00 +956,80" in told
    rows = list(csv.DictReader(io.StringIO(csv_text(_budget(2026), nancy()))))
    assert [(row["compte"], row["montant"], row["commande"]) for row in rows][-1] == ("21838", "11043.20", "1577.60")


def test_what_is_ordered_and_what_is_known_since_are_said_beside_these_amounts() -> None:
    ordered = "Commandé, et dû à la livraison : 2 ordinateurs neufs, 1 577,60 €. La colonne « Commandé » en garde"
    since = "Ces montants sont ceux du révisé ; « --phase realise » donne ce qui est connu depuis."
    known, projected, closed = (
        espaces(text(_budget(annee, phase=phase), nancy()))
        for annee, phase in ((2026, "revise"), (2026, "realise"), (2025, "realise"))
    )
    assert (ordered in known, since in known) == (True, True)
    assert (ordered in projected, since in projected) == (True, False)
    assert (ordered in closed, since in closed) == (False, False)


@pytest.mark.parametrize(("au", "said"), [(date(2026, 4, 14), False), (date(2026, 4, 15), True)])
def test_what_titres_of_the_year_ask_for_another_exercice_is_said_from_their_day_and_not_entered(
    au: date, *, said: bool
) -> None:
    told = espaces(text(_entered(nancy(), "nancy", 2026, au), nancy()))
    assert ("N'y sont pas : 1 914,03 € au titre de 2025, appelés en 2026. Ce qui fut rattaché" in told) is said
    assert "1 600 567,96 €" in told


def test_what_a_sealed_call_asks_for_another_exercice_is_said_before_its_titres_are_written() -> None:
    files = fichiers_nancy()
    del files["adherents/nancy/titres/2026.yaml"]
    depot = lire(files)
    told = espaces(text(_entered(depot, "nancy", 2026, AVANT_DM), depot))
    assert "N'y sont pas : 1 914,03 € au titre de 2025, appelés en 2026. Ce qui fut rattaché" in told


def test_who_left_enters_no_contribution_but_the_regularisation_of_its_last_year_is_still_to_come() -> None:
    files = edited(fichiers_nancy(), "adherents/pulnoy/adherent.yaml", "  debut: 2024-01-01\n", PARTI)
    del files["adherents/pulnoy/budget.yaml"]
    depot = lire(files)
    assert espaces(text(budget(depot, "pulnoy", 2027, AVANT_DM), depot)) == (
        "Au budget 2027, Pulnoy n'a pas de contribution à inscrire : rien ne lui est facturé au titre de cette "
        f"année-là.\n\n{A_VENIR}\n"
    )


def test_years_that_one_call_regularises_are_told_at_once() -> None:
    depot = lire(corrige())
    told = espaces(text(budget(depot, "nancy", 2026, date(2026, 4, 1)), depot))
    assert re.findall("N'y est pas.*", told) == [
        "N'y est pas : la régularisation de 2024 et de 2025, que demande ou rend l'appel du 15 avril 2026."
    ]


def test_another_phase_is_proposed_only_when_it_knows_something_else() -> None:
    told = {
        nom: espaces(text(_entered(nancy(), nom, 2026, AVANT_DM), nancy())) for nom in ("essey-les-nancy", "pulnoy")
    }
    assert {nom: "« --phase realise »" in page for nom, page in told.items()} == {
        "essey-les-nancy": True,
        "pulnoy": False,
    }


def test_what_a_closed_exercice_cost_is_past_and_nothing_of_it_is_still_to_be_entered() -> None:
    told = espaces(text(_budget(2025, phase="realise"), nancy()))
    assert told.startswith("Au budget 2025, clos, Essey-lès-Nancy avait à inscrire ")
    assert "Charge (€)" in told
    assert not re.search("inscrirait|À inscrire|Il manque ", told)


def test_a_payer_whose_accounts_are_not_public_has_no_chapter() -> None:
    identity = f"adherents/{ESSEY}/adherent.yaml"
    depot = lire(edited(fichiers_nancy(), identity, "type: commune", "type: societe"))
    private, public = (text(_entered(item, ESSEY, 2026, AVANT_DM), item) for item in (depot, nancy()))
    assert [re.findall(r"Compte .*?paie", espaces(told))[0].split() for told in (private, public)] == [
        ["Compte", "Ce", "qu'il", "paie"],
        ["Compte", "Chapitre", "Ce", "qu'il", "paie"],
    ]
    assert ["fonctionnement" in told for told in (private, public)] == [False, True]
