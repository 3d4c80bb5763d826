"""All the checks together: the real data is clean, a wrong file hides no error of another, no code is an orphan."""

from __future__ import annotations

import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import pytest

from convention import checks
from convention.base.codes import CODES, Severity
from convention.checks.adherents.identite import is_luhn
from convention.checks.cadre.controle import controle, controle_du_calcul, controle_du_jour
from convention.checks.registry import run
from convention.checks.tarifs.lignes import D_UNE_FORMULE
from tests.checks.depots import dits, found, mini
from tests.espaces import espaces
from tests.essais import nancy

if TYPE_CHECKING:
    from convention.checks.cadre.controle import Controle

PAQUET = Path(__file__).parents[2] / "convention"
SIREN = ("245400676", "215400250", "215401845", "215403957", "215405788")


def test_the_data_of_the_repository_have_no_error() -> None:
    assert [item for item in dits(nancy()) if item.severity is Severity.ERREUR] == []


MANQUE = ("adherents/bruyere/quantites/2026.yaml", ", imprimantes: 3", "")
AUTRES_ERREURS = {
    "QTE005": ("catalogue/organigramme.yaml", "total_etp: 3", "total_etp: 4"),
    "PER009": ("pricing/forfait.yaml", "2024-01-01", "2024-02-01"),
    "TAR004": ("pricing/couts-de-possession.yaml", "attendu: 6900.00", "attendu: 6900.01"),
    "PER001": ("adherents/aubepine/adherent.yaml", "debut: 2024-01-01,", "debut: 2024-01-01, fin: 2023-01-01,"),
    "": ("adherents/aubepine/quantites/2026.yaml", "postes: 112", "postes: douze"),
}
"""By code; a misshapen file has none here: the loader says it."""


@pytest.mark.parametrize("code", AUTRES_ERREURS)
def test_an_error_does_not_hide_another(code: str) -> None:
    depot = mini(MANQUE, AUTRES_ERREURS[code])
    assert [item for item in found(depot, "QTE001") if item.span.path == MANQUE[0]]
    assert not code or found(depot, code)


FICHIERS_COMMUNS = (
    "catalogue/convention.yaml",
    "catalogue/organigramme.yaml",
    "catalogue/services/S02.yaml",
    "pricing/comptes.yaml",
    "pricing/composants/S02.yaml",
    "pricing/forfait.yaml",
)


@pytest.mark.parametrize("path", FICHIERS_COMMUNS)
def test_an_unreadable_common_file_does_not_hide_a_missing_quantite(path: str) -> None:
    (message,) = found(mini(MANQUE, files={path: "x: ["}), "QTE001")
    assert message.span.path == MANQUE[0]


@pytest.mark.parametrize("path", FICHIERS_COMMUNS)
def test_an_unreadable_common_file_makes_the_computation_invent_nothing(path: str) -> None:
    codes = {item.code for item in run(mini(files={path: "x: ["})) if item.severity is Severity.ERREUR}
    assert not codes & {"QTE001", "TAR005", "TAR009", "TAR010", "TAR018", "TAR019"}


def test_an_unreadable_file_of_an_adherent_lets_nothing_be_said_of_its_quantites() -> None:
    depot = mini(files={"adherents/bruyere/quantites/2026.yaml": "comptages: ["})
    assert not found(depot, "QTE001")


def test_errors_silence_the_warnings_drawn_from_the_computation() -> None:
    missing = ("pricing/composants/S02.yaml", "\n      2026: {cout_maintenance: 9900.00}", "")
    assert found(mini(missing), "TAR022")
    assert not found(mini(missing, AUTRES_ERREURS["QTE005"]), "TAR022")


def test_the_names_of_a_misshapen_file_stay_known() -> None:
    wrong = ("pricing/cles.yaml", "comptage: a_date, portee", "comptage: a_jour, portee")
    unknown = ("adherents/bruyere/quantites/2026.yaml", "imprimantes: 3", "imprimante: 3")
    (message,) = found(mini(wrong, unknown), "REF001")
    assert message.span.path == unknown[0]


def test_a_misspelt_name_or_an_unreadable_file_silences_its_kind() -> None:
    misspelt = ("pricing/cles.yaml", "  imprimantes:", "  Imprimantes:")
    assert not found(mini(misspelt), "REF001")
    assert not found(mini(files={"pricing/composants/S02.yaml": "composants: ["}), "REF001")


def test_a_row_of_an_unknown_service_is_not_said_to_be_misfiled() -> None:
    depot = mini(("pricing/couts-de-possession.yaml", "service: S02", "service: S12"))
    assert not found(depot, "REF003")
    (message,) = found(depot, "REF001")
    assert espaces(message.hint) == "codes du catalogue : S01, S02, S03, S04, S05"


def test_a_variable_is_not_said_to_be_useless_when_the_formula_has_an_unknown_name() -> None:
    depot = mini(("pricing/couts-de-possession.yaml", "cout_location * copieurs", "cout_locatoin * copieurs"))
    assert found(depot, "TAR002")
    assert not found(depot, "TAR017")


def test_a_share_in_a_direct_cost_has_only_one_message() -> None:
    formule = ("(cout_achat + cout_configuration) * nombre\n", "(cout_achat + cout_configuration) * part(postes)\n")
    depot = mini(("pricing/couts-de-possession.yaml", *formule))
    assert found(depot, "TAR006")
    assert not found(depot, "TAR002")


def test_each_code_is_raised_somewhere() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in PAQUET.rglob("*.py"))
    assert [code for code in CODES if f'"{code}"' not in sources] == []


@pytest.mark.parametrize("siren", SIREN)
def test_a_sound_siren_passes_and_a_wrong_digit_is_seen(siren: str) -> None:
    wrong = {siren[:rank] + digit + siren[rank + 1 :] for rank in range(9) for digit in "0123456789"} - {siren}
    assert is_luhn(siren)
    assert not any(is_luhn(other) for other in wrong)


CONTROLES: tuple[Controle[...], ...] = (
    *controle.controles,
    *controle_du_calcul.controles,
    *controle_du_jour.controles,
)


def test_a_check_is_declared_only_once() -> None:
    assert len({check.fonction for check in CONTROLES}) == len(CONTROLES)


def test_a_check_without_errors_has_only_warnings_and_any_other_has_an_error() -> None:
    for check in CONTROLES:
        severities = {CODES[code].severity for code in check.codes}
        assert severities == {Severity.AVERTISSEMENT} if check.avertit else Severity.ERREUR in severities, check


def test_the_sentence_of_a_check_names_its_codes() -> None:
    for check in CONTROLES:
        head = (check.fonction.__doc__ or "").partition(":")[0]
        spans = re.findall(r"([A-Z]{3})([0-9]{3})(?: to [A-Z]{3}([0-9]{3}))?", head)
        named = {
            f"{letters}{rang:03}"
            for letters, first, last in spans
            for rang in range(int(first), int(last or first) + 1)
        }
        assert set(check.codes) <= named, check
        assert set(re.findall("[A-Z]{3}[0-9]{3}", head)) <= set(check.codes), check


def test_a_declared_code_is_written_by_its_module_or_by_those_that_it_uses() -> None:
    for check in CONTROLES:
        assert set(check.codes) <= _written(check.fonction.__module__), check


@cache
def _written(module: str) -> frozenset[str]:
    """Return the codes that a module of the checks or of the formulas writes, or one that it uses."""
    seen, todo, codes = {module}, [module], set[str]()
    while todo:
        read = import_module(todo.pop())
        codes |= set(re.findall('"([A-Z]{3}[0-9]{3})"', re.sub(r"(?m)^@controle.*$", "", inspect.getsource(read))))
        used = {found.__name__ for found in map(inspect.getmodule, vars(read).values()) if found is not None}
        new = {name for name in used if name.startswith(("convention.checks.", "convention.formulas."))} - seen
        seen |= new
        todo += new
    return frozenset(codes)


def test_a_function_that_checks_the_whole_repository_is_declared() -> None:
    modules = [import_module(item.name) for item in walk_packages(checks.__path__, f"{checks.__name__}.")]
    public = {
        function
        for module in modules
        for nom, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not nom.startswith("_")
    }
    findings = {"Iterator[Constat]", "Iterator[Diagnostic]"}
    said = {item for item in public if item.__annotations__.get("return") in findings}
    whole = {item for item in said if set(item.__annotations__) <= {"depot", "contexte", "au", "return"}}
    assert whole == {check.fonction for check in CONTROLES}


def test_what_may_be_wrong_in_a_formula_is_what_its_rules_say() -> None:
    assert set(D_UNE_FORMULE) == _written("convention.formulas.regles.rules")


def test_who_is_attached_to_itself_is_told_to_name_another() -> None:
    path = "adherents/ccas-aubepine/adherent.yaml"
    (message,) = found(mini((path, "rattachement: aubepine", "rattachement: ccas-aubepine")), "ADH003")
    assert message.hint == "désigner l'adhérent dont il dépend"
