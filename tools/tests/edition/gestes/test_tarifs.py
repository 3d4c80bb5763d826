"""Setting prices: one figure, one figure a phase, a year more, the forfait of a date."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from convention.edition.gestes import suites
from convention.edition.gestes.fixer import Fixer
from convention.edition.gestes.fixer_forfait import FixerForfait
from convention.model.documents.composants import phase_prices
from convention.model.mots.communs import Origine, Phase
from convention.model.valeurs.ecriture import or_evolution, read_prix
from tests.edition.depots import faire, refus, relire
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers
from tests.maquette import Cout, Membre, maquette

FICHIERS = maquette(
    {"metropole": Membre("postes: 10"), "nancy": Membre("postes: 20")},
    {"reseau": Cout("cout: 1200.00, maintenance: 50.00", annuel="(cout + maintenance) * part(postes)")},
    forfait="2024-01-01: 700.00",
    exercices={2026: "revise", 2027: "previsionnel"},
)
PATH = "pricing/composants/S03.yaml"
EN_BLOC = (
    FICHIERS[PATH].split("composants:")[0]
    + """composants:
  reseau:
    libelle: Le réseau
    ligne: reseau
    montants:
      2026: {cout: 1200.00, maintenance: {revise: 50.00}}  # marché
      2027:
        cout: 1250  # estimation

    section: fonctionnement
"""
)
BLOC = {**FICHIERS, PATH: EN_BLOC}
FORFAIT = "pricing/forfait.yaml"


def _fixer(variable: str, montant: str, exercice: int = 2026, phase: str | None = None) -> Fixer:
    return Fixer.model_construct(
        composant="reseau",
        variable=variable,
        montant=or_evolution(read_prix)(montant),
        exercice=exercice,
        phase=Phase(phase) if phase else None,
    )


@pytest.mark.parametrize(
    ("demande", "ligne"),
    [
        (
            _fixer("cout", "1300", phase="revise"),
            "      2026: {cout: {previsionnel: 1200.00, revise: 1300.00}, maintenance: {revise: 50.00}}  # marché",
        ),
        (
            _fixer("cout", "1300", phase="previsionnel"),
            "      2026: {cout: {previsionnel: 1300.00, revise: 1200.00}, maintenance: {revise: 50.00}}  # marché",
        ),
        (
            _fixer("maintenance", "55.125", phase="realise"),
            "      2026: {cout: 1200.00, maintenance: {revise: 50.00, realise: 55.125}}  # marché",
        ),
        (
            _fixer("maintenance", "45", phase="previsionnel"),
            "      2026: {cout: 1200.00, maintenance: {previsionnel: 45.00, revise: 50.00}}  # marché",
        ),
        (_fixer("cout", "1300.5", 2027), "        cout: 1300.50  # estimation"),
        (_fixer("maintenance", "60", 2027), "        maintenance: 60.00"),
        (_fixer("maintenance", "60", 2027, "revise"), "        maintenance: {revise: 60.00}"),
    ],
)
def test_an_amount_changes_its_line_alone(demande: Fixer, ligne: str) -> None:
    done = faire(BLOC, demande)
    assert done.ajoutees == [ligne]
    assert len(done.retirees) <= 1
    found = relire(done.files).depot.composants["reseau"].composant.montants[demande.exercice][demande.variable]
    assert phase_prices(found)[demande.phase or Phase.PREVISIONNEL] == demande.montant
    assert faire(done.files, demande).modifications == ()


@pytest.mark.parametrize(
    ("demande", "ecrit"),
    [
        (_fixer("cout", "1300"), {"previsionnel": 1200, "revise": 1300}),
        (_fixer("cout", "+10%"), {"previsionnel": 1200, "revise": 1320}),
        (_fixer("maintenance", "+10%"), {"revise": 55}),
    ],
)
def test_an_amount_of_an_exercice_under_way_keeps_what_the_phases_that_are_over_announced(
    demande: Fixer, ecrit: dict[str, int]
) -> None:
    found = relire(faire(BLOC, demande).files).depot.composants["reseau"].composant.montants[2026]
    assert phase_prices(found[demande.variable]) == {Phase(nom): Fraction(euros) for nom, euros in ecrit.items()}


def test_the_first_amount_of_an_exercice_under_way_is_of_its_phase() -> None:
    files = {path: text.replace("2026: {cout: 1200.00, ", "2026: {") for path, text in BLOC.items()}
    assert faire(files, _fixer("cout", "1300")).ajoutees == [
        "      2026: {maintenance: {revise: 50.00}, cout: {revise: 1300.00}}  # marché"
    ]


def test_the_first_amount_of_a_component_written_in_braces_stays_in_them() -> None:
    head = EN_BLOC.split("  reseau:")[0]
    files = {**FICHIERS, PATH: f"{head}  reseau: {{libelle: Le réseau, ligne: reseau}}\n"}
    done = faire(files, _fixer("cout", "1300", 2027))
    assert done.ajoutees == ["  reseau: {libelle: Le réseau, ligne: reseau, montants: {2027: {cout: 1300.00}}}"]
    assert relire(done.files).depot.composants["reseau"].composant.montants[2027]


@pytest.mark.parametrize("annee", [2025, 2028])
def test_a_year_more_takes_its_place_among_the_years(annee: int) -> None:
    opened = {f"pricing/exercices/{annee}.yaml": FICHIERS["pricing/exercices/2026.yaml"]}
    text = faire({**BLOC, **opened}, _fixer("cout", "1", annee)).files[PATH]
    line = f"      {annee}: {{cout: {{revise: 1.00}}}}\n"
    where = "    montants:\n" if annee == 2025 else "        cout: 1250  # estimation\n"
    assert text == EN_BLOC.replace(where, where + line)


def test_a_component_without_amounts_gets_its_first() -> None:
    bare = EN_BLOC.split("    montants:")[0]
    text = faire({**BLOC, PATH: bare}, _fixer("cout", "1")).files[PATH]
    assert text == f"{bare}    montants:\n      2026: {{cout: {{revise: 1.00}}}}\n"


def test_an_amount_with_figures_of_its_phases_is_that_of_the_phase_in_force_and_asked_for_before_any_is_over() -> None:
    assert "maintenance: {revise: 1.00}" in faire(BLOC, _fixer("maintenance", "1")).files[PATH]
    ahead = edited(BLOC, PATH, "2026: {cout", "2027: {cout")
    assert "le montant « maintenance » de « reseau » a un chiffre par phase en 2027" in refus(
        ahead, _fixer("maintenance", "1", 2027)
    )


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        (_fixer("cou", "1"), "la variable « cou » n'est pas de la ligne « reseau »"),
        (_fixer("cout", "1", 2025), "l'exercice 2025 n'est pas ouvert"),
        (_fixer("cout", "1", 2099), "elle n'a pas d'exercice 2099"),
    ],
)
def test_an_amount_that_makes_no_sense_is_refused(demande: Fixer, phrase: str) -> None:
    assert phrase in refus(BLOC, demande)


def test_a_constant_of_a_row_is_said_to_be_one_and_where_it_is() -> None:
    asked = Fixer.model_construct(
        composant="sig", variable="plafond_annuel", montant=9600_00, exercice=2027, phase=None
    )
    said = refus(fichiers(FIGES / "syndicat"), asked)
    assert "« plafond_annuel » est une constante de la ligne « sig »" in espaces(said)


def _forfait(jour: str, montant: int = 71060, **champs: Any) -> FixerForfait:  # noqa: ANN401 (fields of the model)
    values = {"reference": "délibération", "verifie_le": date(2026, 11, 25), "origine": Origine.DEMONSTRATION, **champs}
    return FixerForfait.model_construct(montant=montant, date=date.fromisoformat(jour), **values)


def test_a_forfait_takes_its_place_among_the_dates() -> None:
    assert faire(FICHIERS, _forfait("2026-01-01")).ajoutees == [
        "valeurs:",
        "  - {date: 2024-01-01, montant: 700.00, reference: essai, verifie_le: 2026-01-01}",
        '  - {date: 2026-01-01, montant: 710.60, reference: "délibération", verifie_le: 2026-11-25}',
    ]


def test_the_forfait_of_a_date_is_corrected_where_it_stands() -> None:
    (line,) = faire(FICHIERS, _forfait("2024-01-01")).ajoutees
    assert line == 'valeurs: [{date: 2024-01-01, montant: 710.60, reference: "délibération", verifie_le: 2026-11-25}]'


def test_a_forfait_says_its_origin_when_it_is_not_that_of_the_file() -> None:
    *_, line = faire(FICHIERS, _forfait("2026-01-01", origine=Origine.PUBLIC)).ajoutees
    assert "montant: 710.60, origine: public, reference" in line


def test_a_forfait_already_written_changes_nothing() -> None:
    once = faire(FICHIERS, _forfait("2026-01-01")).files
    assert faire(once, _forfait("2026-01-01", verifie_le=date(2026, 12, 1))).modifications == ()


def test_a_forfait_that_stands_for_an_act_says_so_and_the_same_command_gives_it_its_origin() -> None:
    files = {path: text.replace("origine: demonstration", "origine: convention", 1) for path, text in FICHIERS.items()}
    invented, decided = (_forfait("2026-01-01", origine=item) for item in (Origine.DEMONSTRATION, Origine.CONVENTION))
    once = faire(files, invented)
    (told, _) = suites(relire(once.files).depot, invented, date(2026, 11, 30))
    assert "« demonstration »" in espaces(told)
    assert "--origine convention" in told
    (line,) = faire(once.files, decided).ajoutees
    assert "origine: convention" in line
    again = faire(once.files, decided).files
    assert faire(again, decided).modifications == ()
    assert faire(again, invented).modifications == ()
    assert len(list(suites(relire(again).depot, decided, date(2026, 11, 30)))) == 1


def test_a_forfait_after_the_convention_is_refused() -> None:
    assert "la convention s'arrête" in refus(FICHIERS, _forfait("2099-01-01"))
