"""One cause, one message: what follows from a file that is lost or from a wrong definition is not told again.

Knows: `depots/syndicat`, `depots/mini`. Must not know: which check keeps silent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.base.diagnostic import Severity, Span, diagnose, sort_diagnostics
from convention.cli.cadre.diagnostics import diagnose_all
from tests.checks.depots import found, mini
from tests.checks.textes import UN, article, convention
from tests.checks.vie import GOUVERNANCE, exercice, jalons, reunions, tenue, write
from tests.espaces import espaces
from tests.essais import FIGES, fichiers, relire, retouches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.base.diagnostic import Diagnostic

SYNDICAT = FIGES / "syndicat"
CLES = "pricing/cles.yaml"
FORFAIT = "pricing/forfait.yaml"
POPULATION = "pricing/references/population-municipale.yaml"
COMPTEE = "unite: poste, pluriel: postes, comptage: a_date"


def syndicat(*changes: tuple[str, str, str], without: str = "") -> Mapping[str, str]:
    """Return the files of the syndicate; each change is a path, a text of this file, the text that replaces it."""
    texts = retouches(fichiers(SYNDICAT), changes)
    return {path: text for path, text in texts.items() if not (without and path.startswith(without))}


def errors(files: Mapping[str, str]) -> list[Diagnostic]:
    """Return the errors, in the order in which they are shown."""
    return [item for item in diagnose_all(relire(files), None) if item.severity is Severity.ERREUR]


def places(files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the code and the file of each error."""
    return [(item.code, item.span.path) for item in errors(files)]


# --- a published quantity, a key ---


def test_a_typo_in_a_published_quantity_is_not_said_to_leave_everybody_without_it() -> None:
    assert places(syndicat((POPULATION, "valcendre: 4000", "valcendre: abc"))) == [("FOR004", POPULATION)]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("reference: population-municipale", "reference: population-x", "REF001"),
        ("{2025: 2021, 2027: 2023}", "{2025: 2012, 2027: 2023}", "TAR016"),
        ("    millesimes: {2025: 2021, 2027: 2023}", "    millesimes: {}", "TAR016"),
        ("{trois-vallees: 50, valcendre: 30, rochemiel: 20}", "{}", "TAR016"),
        (COMPTEE, "unite: poste, pluriel: postes, somme: []", "TAR016"),
        (COMPTEE, "unite: poste, pluriel: postes, somme: [postes]", "TAR016"),
        (COMPTEE, "unite: poste, pluriel: postes", "TAR016"),
        (COMPTEE, f"{COMPTEE}, somme: [agents]", "TAR016"),
    ],
)
def test_a_key_that_is_wrongly_defined_is_said_once_at_its_definition(before: str, after: str, code: str) -> None:
    assert places(syndicat((CLES, before, after))) == [(code, CLES)]


def test_two_keys_that_sum_each_other_are_said_at_their_definitions() -> None:
    agents = "unite: agent, pluriel: agents, comptage: a_date"
    loop = [(CLES, COMPTEE, COMPTEE.replace("comptage: a_date", "somme: [agents]"))]
    loop.append((CLES, agents, agents.replace("comptage: a_date", "somme: [postes]")))
    assert places(syndicat(*loop)) == [("TAR016", CLES), ("TAR016", CLES)]


def test_a_forfait_counted_by_a_key_of_components_is_said_once() -> None:
    assert places(syndicat((FORFAIT, "cle: postes", "cle: comptes"))) == [("TAR016", FORFAIT)]


def test_an_exercice_that_no_vintage_serves_is_said_once_for_all_adherents() -> None:
    messages = errors(syndicat((CLES, "{2025: 2021, 2027: 2023}", "{2027: 2023}")))
    assert {(item.code, item.span.path) for item in messages} == {("QTE001", CLES)}
    assert [espaces(item.message) for item in messages] == [
        f"la clé « population » ne lit aucun millésime en {annee} : aucun adhérent n'y a de valeur"
        for annee in (2025, 2026)
    ]


def test_the_adherent_that_a_vintage_leaves_out_is_still_said() -> None:
    (message,) = errors(syndicat((POPULATION, "fontazur: 1900, ", "")))
    assert message.code == "QTE001"
    assert espaces(message.hint) == f"ajouter « fontazur: … » au millésime, dans {POPULATION}"


# --- a whole kind of documents ---


def test_what_is_wrong_with_whole_files_comes_first() -> None:
    spans = [Span("adherents/a/adherent.yaml"), Span("catalogue/convention.yaml"), Span("catalogue/x")]
    codes = ("REF001", "FIC002", "FIC001")
    mixed = [diagnose(code, span, code) for code, span in zip(codes, spans, strict=True)]
    assert [item.code for item in sort_diagnostics([*mixed, *reversed(mixed)])] == ["FIC002", "FIC001", "REF001"]


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("catalogue/services/", "aucun service n'est déclaré"),
        ("pricing/composants/", "aucun composant n'est déclaré"),
    ],
)
def test_a_folder_that_is_gone_is_said_once_and_not_at_each_name_it_held(folder: str, sentence: str) -> None:
    (message,) = errors(syndicat(without=folder))
    assert (message.code, message.span.path) == ("REF001", folder)
    assert espaces(message.message) == f"{sentence} dans {folder}, et d'autres fichiers en citent"
    assert espaces(message.hint) == f"créer ce qui manque, ou le rétablir par « git restore {folder} »"


def test_the_adherents_that_are_all_gone_are_said_once() -> None:
    assert places(syndicat(without="adherents/")) == [("REF001", "adherents/"), ("ADH005", "catalogue/convention.yaml")]


@pytest.mark.parametrize(("path", "field"), [("pricing/couts-de-possession.yaml", "lignes: []"), (CLES, "cles: {}")])
def test_a_file_that_declares_nothing_is_said_once(path: str, field: str) -> None:
    name, _, _ = field.partition(":")
    head, _, _ = syndicat()[path].partition(f"\n{name}:")
    found_there = [item for item in places({**syndicat(), path: f"{head}\n{field}\n"}) if item[0] == "REF001"]
    assert found_there == [("REF001", path)]


def test_a_governance_that_is_gone_is_said_once() -> None:
    held = tenue("une", "suivi", "2026-03-02"), tenue("autre", "suivi", "2026-09-02")
    (message,) = found(mini(files=reunions(2026, *held)), "GOU001")
    assert message.span.path == GOUVERNANCE
    assert espaces(message.message).startswith("aucune instance n'est déclarée dans catalogue/gouvernance.yaml")


def test_a_sub_service_cited_where_no_service_has_any_is_said_at_its_place() -> None:
    component = ("pricing/composants/N02.yaml", "    ligne: ", "    sous_service: N02.1\n    ligne: ")
    assert places(syndicat(component)) == [("REF001", "pricing/composants/N02.yaml")]


# --- an exercice, an adherent, a milestone ---


def test_a_convention_that_stops_too_early_is_said_at_the_first_exercice_that_it_leaves_out() -> None:
    (message,) = errors(syndicat(("catalogue/convention.yaml", "reconductions: 3", "reconductions: 0")))
    assert (message.code, message.span.path) == ("PER004", "pricing/exercices/2026.yaml")
    assert espaces(message.message) == (
        "les exercices 2026 et 2027 sont hors de la convention : la convention va du 1er janvier 2025 au "
        "31 décembre 2025"
    )
    assert [span.path for span, _ in message.related] == ["catalogue/convention.yaml"]


def test_a_convention_that_begins_too_late_is_said_at_the_first_exercice_that_it_leaves_out() -> None:
    found_there = errors(syndicat(("catalogue/convention.yaml", "effet: 2025-01-01", "effet: 2027-01-01")))
    assert {item.code for item in found_there} == {"PER004"}
    assert espaces(found_there[-1].message).startswith("les exercices 2025 et 2026 sont hors de la convention")


def test_a_date_of_a_year_that_no_exercice_has_is_said_where_it_is_written() -> None:
    souscriptions = "adherents/valcendre/souscriptions.yaml"
    (message,) = errors(syndicat((souscriptions, "debut: 2025-01-01", "debut: 2035-01-01")))
    assert (message.code, message.span.path) == ("PER004", souscriptions)


def test_an_adherent_whose_identity_is_missing_is_not_said_to_be_unknown() -> None:
    identity = "adherents/valcendre/adherent.yaml"
    found_there = places(syndicat(without=identity))
    assert ("ADH004", identity) in found_there
    assert not [item for item in found_there if item[0] == "REF001"]


@pytest.mark.parametrize("octobre", ["2025-10-15", "2026-09-15"])
def test_nobody_is_late_for_an_october_call_that_is_misdated(octobre: str) -> None:
    needs = write("adherents/aubepine/besoins/2027.yaml", "recensement: 2026-11-02\nbesoins: []\n")
    assert found(mini(files=needs | exercice(2026, "ouvert", jalons(2026))), "ADH018")
    calls = jalons(2026).replace("2026-10-15", octobre)
    depot = mini(files=needs | exercice(2026, "ouvert", calls))
    assert found(depot, "GOU015")
    assert found(depot, "ADH018") == []


# --- the places that the text cites ---


def test_a_file_that_is_missing_is_said_once_where_it_is_first_cited() -> None:
    passages = ", ".join(
        f"{{texte: Un texte., donnees: [catalogue/gouvernance.yaml{field}]}}"
        for field in ("", "#instances", "#contacts", "#instances.role", "#delai_envoi")
    )
    (message,) = found(mini(files=convention() | {UN: article(3, "article 1", passages)}), "ART003")
    assert espaces(message.message) == (
        "aucun fichier du dépôt ne correspond à « catalogue/gouvernance.yaml » (5 citations)"
    )
    assert message.span.path == UN
    assert [espaces(text) for _, text in message.related] == ["cité aussi ici"] * 3


# --- a grid, a year ---


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("valeur: ", "valeur: -", "FOR011"),
        ("unite: €/an", "unite: €/", "TAR020"),
        ("tranches:", "tranches: [", "SYN005"),
    ],
)
def test_a_grid_that_is_wrong_is_not_said_not_to_exist(before: str, after: str, code: str) -> None:
    path = "pricing/baremes/suivi.yaml"
    assert {item for item in places(syndicat((path, before, after))) if item[0] != code} == set()


def test_an_exercice_that_is_gone_is_said_once_with_the_number_of_files_that_speak_of_it() -> None:
    (message,) = errors(syndicat(without="pricing/exercices/2026.yaml"))
    assert (message.code, message.span.path) == ("PER006", "adherents/fontazur/quantites/2026.yaml")
    assert (
        espaces(message.message) == "l'exercice 2026 n'est pas déclaré (quantités de Fontazur, et 11 autres fichiers)"
    )


def test_needs_of_an_exercice_that_the_convention_leaves_out_are_not_said_again() -> None:
    needs = write("adherents/valcendre/besoins/2027.yaml", "recensement: 2026-09-14\nbesoins: []\n")
    texts = syndicat(("catalogue/convention.yaml", "reconductions: 3", "reconductions: 0"))
    assert places({**texts, **needs}) == [("PER004", "pricing/exercices/2026.yaml")]
