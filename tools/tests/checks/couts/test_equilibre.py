"""The costs borne against the org chart and the adherents: one mistake, one message, at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.checks.registry import run
from tests.checks.depots import found, mini
from tests.checks.textes import convention
from tests.espaces import espaces

if TYPE_CHECKING:
    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot

PATH = "pricing/equilibre/2026.yaml"
LIGNE = "# yaml-language-server: $schema=../../schemas/equilibre.schema.json"
AGENTS = "{service: S02, libelle: Études, montants: 57200.00}"
REGIE = "{service: S02, libelle: Configuration, regie: oui, montants: 118400.00}"
EXERCICE = "# yaml-language-server: $schema=../../schemas/exercice.schema.json"
CLOS = f"{EXERCICE}\norigine: demonstration\nsource: essai\nstatut: ouvert\nphase: previsionnel\n"


def document(*poles: str, rest: str = "") -> str:
    groups = "".join(f"  - {pole}\n" for pole in poles)
    return f"{LIGNE}\norigine: demonstration\nsource: essai\nmasse_salariale:\n{groups}{rest}"


def depot(*poles: str, rest: str = "", **others: str) -> Depot:
    """Lay the costs borne of 2026 over the small repository, whose S02 has one group and its régie."""
    return mini(files={PATH: document(*poles, rest=rest), **others}, without=["pricing/exercices/2025.yaml"])


def equ(data: Depot) -> list[Diagnostic]:
    return [item for item in run(data) if item.code.startswith("EQU") or "/equilibre/" in item.span.path]


def test_the_lines_of_the_org_chart_have_no_message() -> None:
    assert equ(depot(AGENTS, REGIE)) == []


def test_an_unknown_service_has_one_message() -> None:
    (message,) = equ(depot(AGENTS, REGIE, "{service: S20, libelle: Essai, montants: 1.00}"))
    assert (message.code, espaces(message.message)) == ("REF001", "le service « S20 » n'existe pas")


def test_a_regie_where_the_org_chart_has_none_is_not_also_a_missing_group() -> None:
    organigramme = ("catalogue/organigramme.yaml", "nature: regie", "nature: interne")
    data = mini(organigramme, files={PATH: document(REGIE)}, without=["pricing/exercices/2025.yaml"])
    (message,) = equ(data)
    assert (message.code, message.span.line) == ("EQU003", 5)
    assert espaces(message.message) == "« regie: oui » pour S02, où l'organigramme n'a aucune régie"


def test_a_group_that_is_all_regie_is_not_also_a_missing_regie() -> None:
    organigramme = ("catalogue/organigramme.yaml", "nature: interne", "nature: regie")
    data = mini(organigramme, files={PATH: document(AGENTS)}, without=["pricing/exercices/2025.yaml"])
    (message,) = equ(data)
    assert (message.code, espaces(message.hint)) == ("EQU003", "ajouter « regie: oui »")


def test_two_regies_and_no_agents_is_one_regie_too_many() -> None:
    (message,) = equ(depot(REGIE, REGIE.replace("Configuration", "Études")))
    assert espaces(message.message) == "S02 a deux lignes de même nature en 2026, et aucune pour ses agents"
    assert espaces(message.hint) == "retirer « regie: oui » de la ligne de « Études »"


def test_a_regie_that_the_org_chart_has_must_be_given() -> None:
    (message,) = equ(depot(AGENTS))
    assert (message.code, message.span.line) == ("EQU003", 4)
    assert espaces(message.message) == "la régie « Configuration » de S02 n'a pas de coût en 2026"


def test_a_regie_written_twice_is_said_twice_given() -> None:
    (message,) = equ(depot(AGENTS, REGIE, REGIE))
    assert (message.code, message.message) == ("EQU002", "la régie de S02 est donnée deux fois en 2026")


@pytest.mark.parametrize("text", ["x: [", "poles: douze\n"])
def test_an_org_chart_that_cannot_be_read_says_nothing_of_the_groups(text: str) -> None:
    assert equ(depot(REGIE, **{"catalogue/organigramme.yaml": text})) == []


def test_costs_borne_that_cannot_be_read_are_not_said_to_lack() -> None:
    data = mini(files={PATH: "x: [", "pricing/equilibre/2025.yaml": document(AGENTS, REGIE)})
    assert equ(data) == []


def test_costs_borne_of_a_year_without_exercice_are_refused() -> None:
    data = mini(files={PATH: document(AGENTS, REGIE), "pricing/equilibre/2031.yaml": document(AGENTS, REGIE)})
    (message,) = found(data, "PER006")
    assert message.span.path == "pricing/equilibre/2031.yaml"
    assert espaces(message.message) == "l'exercice 2031 n'est pas déclaré (coûts supportés)"


def test_the_year_without_costs_borne_is_told_which_file_to_imitate() -> None:
    data = mini(files={"pricing/equilibre/2025.yaml": document(AGENTS, REGIE), "pricing/exercices/2027.yaml": CLOS})
    assert [espaces(item.hint) for item in found(data, "EQU006")] == [
        f"créer pricing/equilibre/{annee}.yaml, sur le modèle de pricing/equilibre/2025.yaml" for annee in (2026, 2027)
    ]


def test_an_unknown_adherent_is_not_also_an_adherent_that_lacks() -> None:
    seul = "seul: {methode: essai, valeurs: {aubepine: 1.00, bruyerre: 1.00}}\n"
    (message,) = equ(depot(AGENTS, REGIE, rest=seul))
    assert (message.code, espaces(message.hint)) == ("REF001", "vouliez-vous dire « bruyere » ?")


def test_without_any_estimate_nobody_lacks_one() -> None:
    assert equ(depot(AGENTS, REGIE, rest="seul: {methode: essai, valeurs: {}}\n")) == []


def test_an_estimate_without_its_method_is_refused_by_the_model() -> None:
    data = depot(AGENTS, REGIE, rest="seul: {valeurs: {aubepine: 1.00}}\n")
    assert PATH in data.illisibles


def test_a_figure_of_an_earlier_phase_is_enough() -> None:
    exercice = ("pricing/exercices/2026.yaml", "phase: previsionnel", "phase: revise")
    poles = (AGENTS.replace("57200.00", "{previsionnel: 1.00}"), REGIE.replace("118400.00", "{realise: 1.00}"))
    data = mini(exercice, files={PATH: document(*poles)}, without=["pricing/exercices/2025.yaml"])
    (message,) = equ(data)
    assert espaces(message.message) == "« Configuration » n'a pas de montant en révisé, phase en vigueur de 2026"


def test_the_convention_is_not_made_to_give_a_payroll() -> None:
    text = document(AGENTS, REGIE).replace("origine: demonstration", "origine: convention")
    (message,) = found(mini(files={**convention(), PATH: text}), "ORI002")
    assert (message.span.path, message.span.line) == (PATH, 2)
