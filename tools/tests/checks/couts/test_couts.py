"""Costs recovered once, from somebody, all year long; counts that a bill needs."""

from __future__ import annotations

import pytest

from convention.checks.cadre.lecture import COMPTES
from convention.checks.couts.montants import CLOS, CLOS_DIRECT
from tests.checks.depots import APPLICATIONS, AUBEPINE, COUTS, dits, found, mini, subscriptions
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire, retouches

FIXE = (COUTS, "formule: cout_maintenance * part(abaque)", "formule: cout_maintenance")
EXEMPLE = (
    COUTS,
    "{cout_maintenance: 9800.00, abaque: 9, total: {abaque: 49}, attendu: 1800.00}",
    "{cout_maintenance: 9800.00, attendu: 9800.00}",
)
LIGNE = (COUTS, "libelle: Application exploitée", "libelle: Application exploitée\n    part_fixe: oui")
SANS_ABAQUE = (APPLICATIONS, "    abaque: comptes\n", "")
METROPOLE = "adherents/metropole-grandval/souscriptions.yaml"


def _takes(debut: str = "", fin: str = "") -> str:
    dates = "".join(f", {nom}: {day}" for nom, day in (("debut", debut), ("fin", fin)) if day)
    lines = ("service: S02, debut: 2024-01-01", "service: S03, debut: 2024-01-01", "service: S04, debut: 2024-01-01")
    return subscriptions(*lines) + f"composants:\n  - {{composant: application-finances{dates}}}\n"


def test_a_fixed_part_billed_to_two_beneficiaries_is_recovered_twice() -> None:
    depot = mini(FIXE, EXEMPLE, LIGNE, SANS_ABAQUE, files={METROPOLE: _takes(), AUBEPINE: _takes()})
    assert len(found(depot, "TAR005")) == 2
    assert "part fixe de 9 750,00 €" in espaces(found(depot, "TAR005")[0].message)


def test_two_beneficiaries_one_after_the_other_pay_only_once() -> None:
    files = {METROPOLE: _takes(fin="2026-07-01"), AUBEPINE: _takes(debut="2026-07-01")}
    assert not found(mini(FIXE, EXEMPLE, LIGNE, SANS_ABAQUE, files=files), "TAR005")


def test_a_shared_cost_without_beneficiary_is_said() -> None:
    nobody = subscriptions(*(f"service: {code}, debut: 2024-01-01" for code in ("S02", "S03", "S04")))
    messages = found(mini(files={METROPOLE: nobody, AUBEPINE: nobody}), "TAR013")
    shown = [espaces(message.message) for message in messages if "application-finances" in message.message]
    nobody_pays = "le coût annuel {} de « application-finances » n'a aucun bénéficiaire : {} ne sont payés par personne"
    assert shown == [nobody_pays.format(2025, "9 750,00 €"), nobody_pays.format(2026, "9 900,00 €")]


def test_a_cost_of_a_year_when_its_composant_is_no_more_is_to_be_removed() -> None:
    over = (APPLICATIONS, "    abaque: comptes\n", "    abaque: comptes\n    fin: 2026-01-01\n")
    (message,) = found(mini(over, files={METROPOLE: _takes(), AUBEPINE: _takes()}), "TAR013")
    told = "le composant n'existe pas en 2026 : retirer ses montants de cette année, ou changer ses dates"
    assert espaces(message.hint or "") == told


def test_what_a_closed_composant_leaves_of_its_equipment_is_said_in_cents_without_amounts_to_remove() -> None:
    named = "  droit-usage-ecoles:\n"
    files = retouches(fichiers_nancy(), [("pricing/composants/S07.yaml", named, f"{named}    fin: 2028-01-01\n")])
    (message,) = found(lire(files), "TAR013")
    assert "1 580,43 € ne sont payés par personne" in espaces(message.message)
    told = "où son matériel s'amortit encore : changer ses dates, ou laisser ce reste au gestionnaire"
    assert espaces(message.hint or "") == f"le composant n'existe pas en 2028, {told}"


def test_the_months_without_beneficiary_are_given() -> None:
    files = {METROPOLE: _takes(fin="2026-03-01"), AUBEPINE: _takes(debut="2026-09-01")}
    (message,) = found(mini(files=files), "TAR014")
    assert "du 1er mars 2026 au 31 août 2026" in espaces(message.message)


def test_a_fortnight_that_the_prorata_does_not_count_is_no_gap() -> None:
    files = {METROPOLE: _takes(fin="2026-03-01"), AUBEPINE: _takes(debut="2026-03-12")}
    assert not found(mini(files=files), "TAR014")


def test_before_the_convention_nobody_is_to_benefit_from_anything() -> None:
    files = {METROPOLE: _takes(debut="2026-03-01"), AUBEPINE: _takes(debut="2026-09-01")}
    begun = ("catalogue/convention.yaml", "effet: 2024-01-01", "effet: 2026-03-01")
    assert len(found(mini(files=files), "TAR014")) == 1
    assert not found(mini(begun, files=files), "TAR014")


def test_the_life_of_a_composant_bounds_the_months_to_cover() -> None:
    files = {METROPOLE: _takes(debut="2026-09-01"), AUBEPINE: _takes(debut="2026-10-01")}
    born = (APPLICATIONS, "    abaque: comptes\n", "    abaque: comptes\n    debut: 2026-09-01\n")
    assert found(mini(files=files), "TAR014")
    assert not found(mini(born, files=files), "TAR014")


def test_a_closed_exercice_that_lacks_an_amount_of_a_new_formula_keeps_the_formula_of_then() -> None:
    # 2025 is closed, 2026 is not.
    priced = (
        (COUTS, "{cout_location: €/copieur/an}", "{cout_location: €/copieur/an, cout_page: €}"),
        (
            "pricing/composants/S04.yaml",
            "2026: {cout_location: 1150.00}",
            "2026: {cout_location: 1150.00, cout_page: 5}",
        ),
    )
    formule = "    annuel:\n      formule: cout_location * copieurs\n"
    autre = "(cout_location + cout_page) * copieurs"
    (said,) = found(mini(*priced, (COUTS, formule, f"    annuel:\n      formule: {autre}\n")), "TAR010")
    assert espaces(said.message).startswith("le coût annuel de « location-copieurs » en 2025 demande « cout_page »")
    assert espaces(said.hint) == espaces(CLOS)
    redactions = f"    redactions: {{2026: {{annuel: {{formule: {autre}, texte: essai}}}}}}\n"
    assert not found(mini(*priced, (COUTS, formule, redactions + formule)), "TAR010")


def test_a_closed_expense_that_lacks_an_amount_of_a_new_formula_leaves_the_row_as_it_was() -> None:
    files = retouches(
        fichiers_nancy(),
        [
            (
                COUTS,
                "variables: {cout_achat: €/ordinateur",
                "variables: {envoi: €/ordinateur, cout_achat: €/ordinateur",
            ),
            (COUTS, "formule: (cout_achat + cout_configuration)", "formule: (envoi + cout_achat + cout_configuration)"),
        ],
    )
    years: dict[str, set[bool]] = {}
    for item in found(lire(files), "TAR010"):
        years.setdefault(item.span.path[-9:-5], set()).add(espaces(item.hint) == espaces(CLOS_DIRECT))
    assert years == {"2024": {True}, "2025": {True}, "2026": {False}}


@pytest.mark.parametrize(
    ("annee", "conseil"),
    [
        (
            2025,
            (
                "l'exercice est clos : s'il est dû, l'écrire au seul « realise », puis "
                "« convention rectifier 2025 --motif … »"
            ),
        ),
        (2027, "ajouter « 2027: … » (0.00 s'il est nul), ou « fin: 2027-01-01 » au composant"),
    ],
)
def test_a_cost_that_stops_in_a_closed_exercice_is_not_to_be_written_but_as_a_correction(
    annee: int, conseil: str
) -> None:
    files = edited(fichiers_nancy(), "pricing/composants/S04.yaml", f"      {annee}: {{cout_location: 1150.00}}\n", "")
    (said,) = found(lire(files), "TAR022")
    assert espaces(said.hint) == conseil


@pytest.mark.parametrize(("montant", "nombre"), [("9900.00", 1), ("0.00", 0)])
def test_a_zero_cost_asks_for_no_quantite(montant: str, nombre: int) -> None:
    depot = mini(
        (APPLICATIONS, "2026: {cout_maintenance: 9900.00}", f"2026: {{cout_maintenance: {montant}}}"),
        ("adherents/aubepine/quantites/2026.yaml", "\n    par_composant: {comptes: {application-finances: 9}}", ""),
    )
    assert len(found(depot, "QTE001")) == nombre


def test_a_sum_asks_for_each_of_its_keys() -> None:
    depot = mini(("adherents/bruyere/quantites/2026.yaml", ", imprimantes: 3", ""))
    (message,) = found(depot, "QTE001")
    assert "« imprimantes »" in espaces(message.message)
    assert message.span.path == "adherents/bruyere/quantites/2026.yaml"


def test_a_convention_that_proposes_no_account_is_asked_for_none() -> None:
    [first, *_] = found(mini((COMPTES, "payeur: commune, recette", "payeur: region, recette")), "TAR018")
    assert "aucun compte pour" in first.message
    assert not found(mini(without=[COMPTES]), "TAR018")
    assert not found(mini(without=[COMPTES]), "FIC002")


def test_no_account_is_asked_for_a_kind_of_payer_that_has_no_inhabitant_where_inhabitants_pay() -> None:
    regie = "  - {nature: masse_salariale, section: fonctionnement, payeur: etablissement_rattache, "
    changes = (
        (COMPTES, regie + 'recette: "70848", depense: "6218"}\n', ""),
        (
            "pricing/composants/N01.yaml",
            "ligne: contribution-habitant\n",
            "ligne: contribution-habitant\n    section: investissement\n",
        ),
    )
    files = retouches(fichiers(FIGES / "syndicat"), changes)
    by_inhabitant = retouches(files, [("pricing/forfait.yaml", "cle: postes", "cle: population")])
    by_workstation, told = (
        [espaces(item.message) for item in found(lire(side), "TAR018")] for side in (files, by_inhabitant)
    )
    communes = "aucun compte pour le coût annuel en investissement, payeur « commune »"
    assert told == [communes]
    assert by_workstation == ["aucun compte pour la masse salariale, payeur « etablissement_rattache »", communes]


def test_an_expense_divided_by_a_published_price_is_not_divided_by_zero() -> None:
    files, lignes = fichiers_nancy(), "pricing/couts-de-possession.yaml"
    formule = "(cout_achat + cout_configuration) * nombre"
    revision = "revisions: {contrat: {serie: syntec-revise, base: 2023-01, mois: {2024: 2023-01}}}"
    revised = f"{revision}\n    direct:\n      formule: {formule} * (cout_achat / indice(cout_achat; contrat))\n"
    assert files[lignes].count(f"direct:\n      formule: {formule}\n") == 1
    depot = lire(edited(files, lignes, f"direct:\n      formule: {formule}\n", revised))
    assert {item.code for item in dits(depot)} == {"TAR004"}
