"""The parts of a call: what was sealed is what the milestone declares, for adherents that have their folder."""

from __future__ import annotations

from convention.checks.registry import run
from tests.checks.depots import plain
from tests.essais import fichiers_reels, lire

EXERCICE, SCEAU = "pricing/exercices/2026.yaml", "pricing/appels/2026-04.json"
REGULARISATION = "      - {genre: regularisation, exercice: 2025}\n"


def _said(files: dict[str, str], code: str) -> list[str]:
    return [
        plain(f"{item.span.path}:{item.span.line} {item.message}") for item in run(lire(files)) if item.code == code
    ]


def test_a_part_that_was_sealed_cannot_leave_its_milestone() -> None:
    files = fichiers_reels()
    (said,) = _said({**files, EXERCICE: files[EXERCICE].replace(REGULARISATION, "", 1)}, "SCE004")
    assert said.startswith(f"{SCEAU}:")
    assert said.endswith("est scellé avec la régularisation 2025, que son échéance ne déclare pas")


def test_an_adherent_that_was_called_keeps_its_folder() -> None:
    files = {path: text for path, text in fichiers_reels().items() if not path.startswith("adherents/laxou/")}
    said = _said(files, "SCE004")
    assert [item for item in said if "« 2026-04 » scelle des montants de « laxou »" in item]


def test_a_balance_is_called_once_for_an_exercice() -> None:
    files = fichiers_reels()
    twice = files[EXERCICE].replace(REGULARISATION, "      - {genre: solde, exercice: 2026, taux: 0.5}\n", 1)
    assert _said({**files, EXERCICE: twice}, "SCE005") == [
        f"{EXERCICE}:14 le solde 2026 n'a pas de taux : seul un acompte appelle une part",
        f"{EXERCICE}:20 le solde 2026 figure deux fois : le 15 avril 2026 et le 15 octobre 2026",
    ]


def test_closings_that_calls_have_settled_cannot_all_disappear() -> None:
    files = {path: text for path, text in fichiers_reels().items() if not path.startswith("pricing/clotures/")}
    assert _said(files, "SCE002") == [
        "pricing/exercices/2024.yaml:4 l'exercice 2024 est clos, et ses lignes ne sont pas scellées",
        "pricing/exercices/2025.yaml:4 l'exercice 2025 est clos, et ses lignes ne sont pas scellées",
    ]
