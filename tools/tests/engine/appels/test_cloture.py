"""`engine.appels.cloture`: the figures that keep an exercice open, each said once and where it stands."""

from __future__ import annotations

import re

import pytest

from convention.engine.appels.cloture import Motif, actual, missing, uncalled, unvalidated
from tests.engine.appels.petits_appels import COUTS, appelle, avec_appels
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire
from tests.maquette import Cout, Membre, maquette

REALISE = "{{phase: realise, date: 2026-12-31, source: essai, valeurs: {{postes: 4}}{}}}"
VALIDE = REALISE.format(", validation: 2027-01-15")
PRIX = "cout: 400.00"
QUANTITES = "adherents/metropole/quantites/2026.yaml"


def lacking(comptages: str, montants: str = PRIX, *, annuel: str = "cout * part(postes)") -> list[tuple[str, ...]]:
    """Return what the year lacks: why, of whom or of what, which figure, where."""
    files = maquette(
        {"metropole": Membre("postes: 3", comptages=comptages)}, {"reseau": Cout("cout: 400.00", annuel=annuel)}
    )
    files = {path: text.replace("{cout: 400.00}", f"{{{montants}}}") for path, text in files.items()}
    depot = lire(files)
    return [
        (str(item.motif), item.objet, item.nom, item.source.path if item.source else "")
        for item in missing(depot, actual(depot, 2026))
    ]


def test_a_year_counted_validated_and_priced_lacks_nothing() -> None:
    assert lacking(VALIDE) == []


@pytest.mark.parametrize(
    ("comptages", "motif"),
    [
        ("", Motif.QUANTITE),
        (REALISE.format(", hypothese: année en cours"), Motif.QUANTITE),
        (REALISE.format(""), Motif.VALIDATION),
    ],
)
def test_a_count_that_is_not_the_one_of_the_year_keeps_it_open(comptages: str, motif: Motif) -> None:
    assert lacking(comptages) == [(str(motif), "metropole", "postes", QUANTITES)]


def test_a_price_of_an_earlier_phase_keeps_it_open() -> None:
    assert lacking(VALIDE, "cout: {previsionnel: 400.00}") == [
        (str(Motif.COUT), "reseau", "cout", "pricing/composants/S03.yaml")
    ]


def test_a_quantity_that_nobody_counted_keeps_it_open() -> None:
    assert lacking(VALIDE, annuel="cout * part(postes) + cout * part(stockage)") == [
        (str(Motif.QUANTITE), "metropole", "stockage", "")
    ]


@pytest.mark.parametrize("compte", [True, False])
def test_a_count_that_is_lacking_is_named_as_the_command_that_writes_it_takes_it(*, compte: bool) -> None:
    files, path = fichiers_nancy(), "adherents/laxou/quantites/2026.yaml"
    if not compte:
        files[path] = re.sub(r" +(parapheur|postes): \d+\n", "", files[path])
    depot = lire(files)
    lacking = {item.nom: item.source for item in missing(depot, actual(depot, 2026)) if item.objet == "laxou"}
    found = {nom: lacking[nom] is not None for nom in ("parapheur:comptes", "postes")}
    assert found == {"parapheur:comptes": compte, "postes": compte}


def test_what_a_year_lacks_is_said_once_costs_first_then_quantities_then_validations() -> None:
    counts = "{imprimantes: 1, copieurs: 2, postes: 4}"
    counted = f"{{phase: realise, date: 2026-12-31, source: essai, valeurs: {counts}}}"
    # The key of `b` is a sum: neither of its two counts is of the year, and they are what is to be counted.
    couts = {
        "b": Cout("cout: 400.00", annuel="cout * part(moyens_impression)", factuel="cout * part(postes)"),
        "a": Cout("frais: 1.00", annuel="frais * part(postes)"),
    }
    membres = {"nancy": Membre("imprimantes: 1, copieurs: 2, postes: 4"), "laxou": Membre("", comptages=counted)}
    files = maquette(membres, couts, forfait="2024-01-01: 700.00")
    prices = "pricing/composants/S03.yaml"
    for price in ("400.00", "1.00"):
        files[prices] = files[prices].replace(f": {price}", f": {{previsionnel: {price}}}")
    depot = lire(files)
    assert [(str(item.motif), item.objet, item.nom) for item in missing(depot, actual(depot, 2026))] == [
        ("cout", "a", "frais"),
        ("cout", "b", "cout"),
        ("quantite", "nancy", "copieurs"),
        ("quantite", "nancy", "imprimantes"),
        ("quantite", "nancy", "postes"),
        ("validation", "laxou", "copieurs"),
        ("validation", "laxou", "imprimantes"),
        ("validation", "laxou", "postes"),
    ]


def test_what_is_computed_or_published_is_not_to_be_counted() -> None:
    # The villages count nothing: parts fixed once, and what was due the year before; the colleges count their pupils,
    # which a published coefficient weighs.
    assert {nom: asked(nom) for nom in ("villages", "ecoles")} == {"villages": set(), "ecoles": {"eleves"}}


def asked(nom: str) -> set[str]:
    """Return the keys that a frozen convention lacks for its first year."""
    depot = lire(fichiers(FIGES / nom))
    return {item.nom for item in missing(depot, actual(depot, 2026))}


def test_the_workstations_of_the_forfait_are_not_counted_again() -> None:
    depot = lire(maquette({"nancy": Membre("postes: 4")}, {}, forfait="2024-01-01: 700.00"))
    assert missing(depot, actual(depot, 2026)) == ()


def test_a_constant_of_a_row_is_of_no_phase() -> None:
    files = maquette(
        {"metropole": Membre("postes: 3", comptages=VALIDE)},
        {"reseau": Cout(PRIX, annuel="cout * taux * part(postes)")},
    )
    rows = "pricing/couts-de-possession.yaml"
    constant = "    parametres: {taux: {unite: nombre, valeurs: {2020: 0.5}}}\n"
    files[rows] = files[rows].replace("    annuel:", f"{constant}    annuel:")
    depot = lire(files)
    assert missing(depot, actual(depot, 2026)) == ()


def owed(volets: dict[str, str], *sealed: str) -> int | None:
    """Return what of 2025 no call asks, once some of them are sealed; one more workstation is counted since."""
    files = appelle(avec_appels(volets=volets), *sealed)
    path = "adherents/nancy/quantites/2025.yaml"
    return uncalled(lire(edited(files, path, "postes: ", "postes: 1")), 2025)


ACOMPTE, SOLDE = "{genre: acompte, exercice: 2025, taux: 0.5}", "{genre: solde, exercice: 2025}"


def test_what_a_year_owes_beyond_its_calls_is_told_when_no_call_to_come_asks_it() -> None:
    asked = {"2025-04": ACOMPTE, "2025-10": SOLDE}
    assert owed(asked, "2025-04") is None  # its balance is to come
    depot = lire(appelle(avec_appels(volets=asked), "2025-04", "2025-10"))
    assert sum(ligne.montant for sceau in depot.sceaux.values() for ligne in sceau.lignes) == 3 * 7_00
    # Ten workstations more, at 7 €.
    assert owed(asked, "2025-04", "2025-10") == 70_00
    # The balance of another year is to come: it asks nothing of this one.
    assert owed({**asked, "2026-10": "{genre: solde, exercice: 2026}"}, "2025-04", "2025-10") == 70_00
    later = {**asked, "2026-04": "{genre: regularisation, exercice: 2025}"}
    assert owed(later, "2025-04", "2025-10") is None
    assert owed({}) is None


def test_a_cost_that_came_after_the_last_call_of_a_year_is_owed_whole() -> None:
    asked = {"2025-04": ACOMPTE, "2025-10": SOLDE}
    called = appelle(avec_appels(volets=asked), "2025-04", "2025-10")
    more = avec_appels(couts={**COUTS, "ecran": Cout("prix: 2.00", annuel="prix * postes")}, volets=asked)
    assert uncalled(lire({**called, **more}), 2025) == 3 * 2_00


def test_a_year_that_was_called_as_it_is_owes_nothing_more() -> None:
    asked = {"2025-04": ACOMPTE, "2025-10": SOLDE}
    assert uncalled(lire(appelle(avec_appels(volets=asked), "2025-04", "2025-10")), 2025) is None


@pytest.mark.parametrize(("validation", "attendus"), [("", {"nancy"}), (", validation: 2027-01-15", set())])
def test_who_validated_the_counts_of_the_year_has_nothing_left_to_validate_of_the_flat_fee(
    validation: str, attendus: set[str]
) -> None:
    revised = "{phase: revise, date: 2026-03-31, source: essai, valeurs: {postes: 4, stockage: 2}}"
    counted = f"{{phase: realise, date: 2026-12-31, source: essai{validation}, valeurs: {{stockage: 3}}}}"
    costs = {"reseau": Cout("cout: 400.00", annuel="cout * part(stockage)")}
    members = {"nancy": Membre(comptages=f"{revised}, {counted}")}
    assert unvalidated(lire(maquette(members, costs, forfait="2024-01-01: 700.00")), 2026) == attendus
