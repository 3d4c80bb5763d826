"""Tables, limits and assets read by costs: what would be billed 0 in silence is said, what is no mistake is not.

Knows: `depots/syndicat`, with some texts replaced. Must not know: the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.checks.registry import run
from convention.loading.names import unexpected
from convention.model.genres import read_path
from tests.cli.commande import lancer
from tests.conventions.dits import SYNDICAT
from tests.espaces import espaces
from tests.essais import fichiers, relire, retouches
from tests.generateur import write

if TYPE_CHECKING:
    from pathlib import Path

LIGNES, BAREMES, COMPOSANTS = "pricing/couts-de-possession.yaml", "pricing/baremes", "pricing/composants"
TEXTES = fichiers(SYNDICAT)
FALAISES = ["TAR025", "TAR025"]
"""The two cliffs of the second convention."""


def codes(*changes: tuple[str, str, str], taken_by_nobody: str = "") -> list[str]:
    """Return the codes that the second convention gets beside its cliffs, once some texts are replaced."""
    texts = retouches(TEXTES, changes)
    for path in texts if taken_by_nobody else ():
        if path.endswith("souscriptions.yaml"):
            lines = [line for line in texts[path].splitlines() if f"composant: {taken_by_nobody}" not in line]
            texts[path] = "\n".join(lines) + "\n"
    found = sorted(item.code for item in run(relire(texts).depot))
    for code in FALAISES:
        found.remove(code)
    return found


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # Read in 2025 and 2026, begun in 2027: the example, of 2025, says so too.
        ((f"{BAREMES}/parametrage.yaml", "  2025:", "  2027:"), {"TAR004", "TAR026"}),
        ((LIGNES, "mois: {2025: 2024-08, 2026", "mois: {2026"), {"TAR027"}),
        ((LIGNES, "valeurs: {2025: 60.00}", "valeurs: {2027: 60.00}"), {"TAR010"}),
        ((LIGNES, "{exercice: 2025, stockage", "{exercice: 2024, stockage"), {"TAR004"}),
        (("pricing/cles.yaml", "{2025: 2021, 2027: 2023}", "{2026: 2021, 2027: 2023}"), {"QTE001", "TAR013"}),
    ],
    ids=["grid", "index", "parameter of a cap", "example", "vintage"],
)
def test_what_an_exercice_reads_before_its_first_value_is_said(
    change: tuple[str, str, str], expected: set[str]
) -> None:
    assert expected == set(codes(change))


def test_a_quantity_that_only_a_cap_reads_is_needed() -> None:
    path = "adherents/trois-vallees/quantites/2026.yaml"
    by_station = (LIGNES, "plafond_agent * agents", "plafond_agent * lignes")
    unit = (LIGNES, "€/agent/an", "€/ligne/an")
    counted = [
        (path.replace("trois-vallees", nom), "agents: ", "lignes: 1, agents: ")
        for nom in ("trois-vallees", "valcendre")
    ]
    assert "QTE001" in codes(by_station, unit)
    assert len(codes(by_station, unit)) == len(codes(by_station, unit, *counted)) + 2


def test_an_amount_that_only_a_cap_reads_is_asked_of_the_component() -> None:
    parametre = "    parametres:\n      plafond_agent: {unite: €/agent/an, valeurs: {2025: 60.00}}\n"
    variables = "    variables: {cout_annuel: €/an}\n"
    asked = "    variables: {cout_annuel: €/an, plafond_agent: €/agent/an}\n"
    assert codes((LIGNES, f"{variables}{parametre}", asked)) == ["TAR010"] * 3


def test_a_factual_cost_priced_by_a_grid_alone_would_come_back_each_year() -> None:
    start = "    libelle: Assistance, au forfait selon la taille\n"
    unit = (f"{BAREMES}/assistance.yaml", "unite: €/an", "unite: €")
    assert codes((LIGNES, f"{start}    annuel:", f"{start}    factuel:"), unit) == ["TAR010", "TAR018"]


@pytest.mark.parametrize("composant", ["delegue", "parametrage", "telephonie"])
def test_a_price_that_nobody_takes_is_not_a_cost_that_nobody_pays(composant: str) -> None:
    left = codes(taken_by_nobody=composant)
    assert not {"TAR013", "TAR014"} & set(left)


def test_a_contract_that_nobody_takes_is_a_cost_that_nobody_pays() -> None:
    assert codes(taken_by_nobody="accompagnement") == ["TAR013"] * 3


def test_an_asset_that_is_paid_off_needs_no_other_amount() -> None:
    assert codes((f"{COMPOSANTS}/N03.yaml", "duree_amortissement: 5", "duree_amortissement: 1")) == []


def test_the_rest_of_the_formula_of_an_asset_needs_its_amounts() -> None:
    variables = (LIGNES, "variables: {cout_acquisition: €,", "variables: {maintenance: €/an, cout_acquisition: €,")
    formule = (LIGNES, "annuite * part(postes)", "annuite * part(postes) + maintenance * part(postes)")
    exemple = (LIGNES, "- {cout_acquisition: 60000.00,", "- {maintenance: 0, cout_acquisition: 60000.00,")
    nom = (LIGNES, "\nnoms:\n", "\nnoms:\n  maintenance: la maintenance\n")
    assert codes(variables, formule, exemple, nom) == ["TAR010"] * 3


def test_a_divisor_read_in_a_grid_is_not_zero() -> None:
    libelle = "    libelle: Hébergement, partagé selon les postes\n"
    parametre = f"{libelle}    parametres: {{seuil: {{unite: poste, valeurs: {{2025: 10}}}}}}\n"
    divided = "formule: cout_annuel / bareme(assistance; seuil) * part(postes)\n"
    found = codes((LIGNES, libelle, parametre), (LIGNES, "formule: cout_annuel * part(postes)\n", divided))
    assert "TAR009" not in found


@pytest.mark.parametrize(
    "change",
    [
        (LIGNES, "bareme(assistance; postes)", "bareme(assistance; postes; agents)"),
        (LIGNES, "bareme(parametrage; population; agents)", "bareme(parametrage; population)"),
        (f"{BAREMES}/suivi.yaml", "mode: palier", "mode: tranches"),
        (f"{BAREMES}/assistance.yaml", "mesures: {postes: poste}", "mesures: {}"),
        (f"{BAREMES}/suivi.yaml", "{population: 2500, agents: 20}", "{agents: 20}"),
        (f"{BAREMES}/suivi.yaml", "{population: 2500, agents: 20}", "{population: 2500, agents: 20, postes: 3}"),
    ],
    ids=["one too many", "one too few", "two by slice", "no measure", "no bound", "unknown measure"],
)
def test_a_grid_that_does_not_fit_its_formula_gets_messages_and_no_failure(change: tuple[str, str, str]) -> None:
    assert {"TAR023", "TAR026"} & set(codes(change))


def named(nom: str) -> dict[str, str]:
    """Return the second convention, its grid of maintenance under another name, in its file and in the formulas."""
    texts = {path: text.replace("bareme(maintenance;", f"bareme({nom};") for path, text in TEXTES.items()}
    texts[f"{BAREMES}/{nom}.yaml"] = texts.pop(f"{BAREMES}/maintenance.yaml")
    return texts


def test_a_grid_is_named_with_low_lines_as_a_formula_names_it() -> None:
    assert {item.code for item in run(relire(named("maintenance_des_postes")).depot)} == {"TAR025"}


@pytest.mark.parametrize(("nom", "advised"), [("par-poste", "par_poste"), ("2025-postes", "bareme_2025_postes")])
def test_a_grid_that_no_formula_can_name_is_told_a_name_that_one_can(nom: str, advised: str) -> None:
    (found,) = [item for item in run(relire(named(nom)).depot) if item.code == "TAR026"]
    assert espaces(found.hint) == f"renommer le fichier : {BAREMES}/{advised}.yaml"


@pytest.mark.parametrize(("nom", "advised"), [("Ma Grille", "ma_grille"), ("2025 Postes", "bareme_2025_postes")])
def test_the_file_of_a_grid_is_told_a_name_that_a_formula_can_read(nom: str, advised: str) -> None:
    path = f"{BAREMES}/{advised}.yaml"
    assert (unexpected(f"{BAREMES}/{nom}.yaml").hint, read_path(path) is not None) == (f"renommer en {path}", True)


def test_a_file_out_of_place_is_told_the_place_of_one_of_an_adherent_of_the_data() -> None:
    found = unexpected("adherent/souscription.yaml", TEXTES)
    assert espaces(found.hint) == "vouliez-vous dire « adherents/fontazur/souscriptions.yaml » ?"


@pytest.mark.parametrize("commande", [("calculer",), ("expliquer", "valcendre")])
def test_nothing_is_billed_by_a_grid_that_gives_no_price_to_a_quantity(tmp_path: Path, commande: tuple[str]) -> None:
    path = f"{BAREMES}/maintenance.yaml"
    hole = TEXTES[path].replace("moins_de: {postes: 25}", "moins_de: {postes: 24}")
    assert hole != TEXTES[path]
    write(tmp_path, {**TEXTES, path: hole})
    told = lancer(tmp_path, *commande)
    assert (told.code, told.sortie, "TAR024" in told.message) == (1, b"", True)


def test_an_example_that_says_its_exercice_takes_its_parameters() -> None:
    own = "{prix_session: 90.00, sessions: 9, minimum: 120.00, maximum: 600.00, attendu: 600.00}"
    assert codes((LIGNES, own, "{exercice: 2025, prix_session: 90.00, sessions: 9, attendu: 600.00}")) == []


def test_an_example_may_give_another_value_to_a_parameter_of_its_exercice() -> None:
    own = "{prix_session: 90.00, sessions: 9, minimum: 120.00, maximum: 600.00, attendu: 600.00}"
    assert codes((LIGNES, own, own.replace("{", "{exercice: 2025, ").replace("600.00", "500.00"))) == []
