"""What a correction of a closed exercice says of the call that carries it."""

from __future__ import annotations

from datetime import date

import pytest

from convention.engine.appels.cloture import Manque, Motif, actual
from convention.engine.appels.sceller import rectify, seal_closing
from convention.reports.finances.cloture import missing_text, rectified_text
from tests.engine.appels.petits_appels import avec_appels, avec_sceaux
from tests.espaces import espaces
from tests.essais import edited, fichiers_nancy, lire


@pytest.mark.parametrize(
    ("volets", "said"),
    [
        ({"2026-04": "{genre: regularisation, exercice: 2025}"}, "l'appel du 15 avril 2026 porte ces écarts."),
        (
            {"2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}"},
            (
                "aucun appel déclaré ne porte encore ces écarts : ajouter « {genre: regularisation, exercice: 2024} » "
                "aux « volets » d'un appel de pricing/exercices/2025.yaml, et le dire à son « objet »."
            ),
        ),
    ],
)
def test_a_correction_says_which_call_carries_it_or_that_none_does_yet(volets: dict[str, str], said: str) -> None:
    files = avec_appels(volets=volets)
    closing = seal_closing(actual(lire(files), 2024), date(2025, 3, 1))
    depot = lire(edited(files, "adherents/nancy/quantites/2024.yaml", "postes: ", "postes: 1"))
    corrected = rectify(closing, actual(depot, 2024), date(2025, 6, 1), "oubli")
    depot = lire(avec_sceaux(files, corrected))
    assert espaces(rectified_text(depot, 2024, corrected.rectifications)).endswith(f"1 ligne rectifiée : {said}\n")


@pytest.mark.parametrize(
    ("avril", "said"),
    [
        ("{genre: regularisation, exercice: 2025}", "« convention ouvrir-exercice 2027 » en écrit un."),
        (
            "{genre: acompte, exercice: 2026, taux: 0.5}",
            (
                "« convention ouvrir-exercice 2027 », puis ajouter « {genre: regularisation, exercice: 2026} » aux "
                "« volets » d'un appel de pricing/exercices/2027.yaml, et le dire à son « objet »."
            ),
        ),
    ],
)
def test_a_correction_after_the_last_call_says_which_year_to_open(avril: str, said: str) -> None:
    assert _after_the_last_call(avec_appels(volets={"2026-04": avril})) == said


def test_what_the_last_exercice_owes_is_called_by_its_own_file_once_it_is_over() -> None:
    files = avec_appels(volets={"2026-04": "{genre: regularisation, exercice: 2025}"})
    ending = edited(files, "catalogue/convention.yaml", "reconductions: 4", "reconductions: 2")
    assert _after_the_last_call(ending) == (
        "ajouter aux « jalons » de pricing/exercices/2026.yaml un appel d'après 2026, au seul volet "
        "« {genre: regularisation, exercice: 2026} »."
    )


def _after_the_last_call(files: dict[str, str]) -> str:
    """Say what a correction of 2025 says to do, when every call declared is sealed."""
    closing = seal_closing(actual(lire(files), 2025), date(2026, 3, 1))
    sealed = {nom: closing._replace(nom=nom) for nom in ("2025-04", "2025-10", "2026-04", "2026-10")}
    told = espaces(rectified_text(lire(files)._replace(sceaux={"2025": closing, **sealed}), 2025, ()))
    return told.removeprefix("0 ligne rectifiée : aucun appel déclaré ne porte encore ces écarts : ").rstrip("\n")


def test_a_closing_names_eight_missing_values_of_an_adherent_and_counts_the_others() -> None:
    lacking = [Manque(Motif.QUANTITE, "nancy", nom, None) for nom in "abcdefghi"]
    said = espaces(missing_text(lire(avec_appels()), 2024, lacking))
    assert " (adherents/nancy/quantites/2024.yaml) : a, b, c, d, e, f, g, h et 1 autre\n" in said
    whole = espaces(missing_text(lire(avec_appels()), 2024, lacking, tout=True))
    assert " (adherents/nancy/quantites/2024.yaml) : a, b, c, d, e, f, g, h et i\n" in whole


def test_a_closing_names_a_missing_count_as_the_command_that_writes_it_takes_it() -> None:
    lacking = [Manque(Motif.QUANTITE, "laxou", nom, None) for nom in ("parapheur:comptes", "postes")]
    said = espaces(missing_text(lire(fichiers_nancy()), 2026, lacking))
    assert (
        "Laxou (adherents/laxou/quantites/2026.yaml) : nombre de comptes (parapheur:comptes) et nombre de postes de "
        "travail (postes)\n"
    ) in said
