"""Calls: what they ask for adds up to what the year was, for everybody, those who left included (art. 8.3)."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest

from convention.checks.registry import run
from convention.engine.appels.appels import AppelAbsentError, appeler, deja_appele
from convention.engine.appels.cloture import actual
from convention.engine.appels.echeances import echeances
from convention.engine.appels.sceller import inscribe, rectify, seal
from convention.engine.contribution import calculer
from convention.model.ecrits.journal import JOURNAL, entry_text
from convention.model.ecrits.sceaux import sha256
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, Phase
from convention.model.resolution import resolve
from tests.espaces import espaces
from tests.essais import fichiers_nancy, lire

ESSEY = "essey-les-nancy"
LUDRES = "adherents/ludres/adherent.yaml"
FIGES = {"saulxures-les-nancy": 25_000_00, "seichamps": 30_000_00}


def _calls(files: dict[str, str], *until: str) -> dict[str, str]:
    """Make and seal the calls of these milestones, one after the other, as the year goes."""
    kept = {path: text for path, text in files.items() if not path.startswith("pricing/appels/")}
    for echeance in until:
        sceau = seal(appeler(lire(kept), echeance))
        kept[sceau.path] = sceau.texte()
    return kept


def _by_payer(files: dict[str, str], exercice: int, phase: Phase) -> dict[tuple[str, str], int]:
    depot = lire(files)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for ligne in calculer(resolve(depot, exercice, phase)).lignes:
        called = ligne.calcul.nature is not Nature.DIRECT and ligne.adherent != depot.convention.gestionnaire
        if called and ligne.montant:
            sums[ligne.adherent, str(ligne.calcul.section)] += ligne.montant
    return dict(sums)


def _called(files: dict[str, str], exercice: int) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for (annee, identite), cents in deja_appele(lire(files), "9999-12").items():
        if annee == exercice:
            sums[identite[0], identite[4]] += cents
    return {key: cents for key, cents in sums.items() if cents}


@pytest.mark.parametrize("exercice", [2024, 2025])
def test_advance_balance_and_regularisation_are_what_the_year_was(exercice: int) -> None:
    assert _called(fichiers_nancy(), exercice) == _by_payer(fichiers_nancy(), exercice, Phase.REALISE)


def test_one_who_left_in_the_year_is_regularised_after_it_left() -> None:
    files = fichiers_nancy()
    files = {path: text for path, text in files.items() if not path.startswith("pricing/clotures/")}
    files = _calls(files, "2024-04", "2024-10", "2025-04")
    # The departure is known after the advance of April.
    left = files[LUDRES].replace("  debut: 2024-01-01\n", "  debut: 2024-01-01\n  fin: 2025-07-01\n")
    files = _calls({**files, LUDRES: left}, "2024-04", "2024-10", "2025-04", "2025-10", "2026-04")
    actual = _by_payer(files, 2025, Phase.REALISE)
    assert (
        actual["ludres", "fonctionnement"]
        < _by_payer(fichiers_nancy(), 2025, Phase.REALISE)["ludres", "fonctionnement"]
    )
    assert _called(files, 2025) == actual


def test_who_left_before_the_year_owes_only_its_regularisation() -> None:
    files = fichiers_nancy()
    files = {path: text for path, text in files.items() if not path.startswith("pricing/clotures/")}
    left = files[LUDRES].replace("  debut: 2024-01-01\n", "  debut: 2024-01-01\n  fin: 2026-01-01\n")
    files = _calls({**files, LUDRES: left}, "2024-04", "2024-10", "2025-04", "2025-10")
    april = appeler(lire(files), "2026-04")
    parts = {volet.genre: sum(item.montant for item in volet.of("ludres")) for volet in april.volets}
    assert parts[GenreVolet.ACOMPTE] == 0
    assert parts[GenreVolet.REGULARISATION] != 0


def test_the_regularisation_is_against_what_was_called_and_not_against_the_forecast() -> None:
    path, flat = "pricing/composants/S05.yaml", "      2025: {cout_annuel: 24000.00}\n"
    files = fichiers_nancy()
    phases = "      2025: {cout_annuel: {previsionnel: 24000.00, revise: 25000.00, realise: 25500.00}}\n"
    assert flat in files[path]
    changed = files[path].replace(flat, phases, 1)
    bare = {name: text for name, text in files.items() if not name.startswith("pricing/clotures/")}
    files = _calls({**bare, path: changed}, "2024-04", "2024-10", "2025-04", "2025-10")
    (part,) = [volet for volet in appeler(lire(files), "2026-04").volets if volet.genre is GenreVolet.REGULARISATION]
    sig = [item for item in part.montants if item.identite[2] == "sig"]
    assert sum(item.anterieur for item in sig) + sum(item.montant for item in sig) == sum(item.base for item in sig)
    before = calculer(resolve(lire(files), 2025, Phase.REVISE)).lignes
    called = {line.identite: line.montant for line in before if line.calcul.composant == "sig"}
    assert {item.identite: item.anterieur for item in sig} == {item.identite: called[item.identite] for item in sig}


def test_an_advance_is_rounded_on_its_total_and_its_cents_go_to_the_largest_remainders() -> None:
    (advance, *_) = appeler(lire(fichiers_nancy()), "2026-04").volets
    own = advance.of(ESSEY)
    indirect = [item for item in own if item.identite[3] != "masse_salariale"]
    assert sum(item.base for item in indirect) == 28_778_26
    assert sum(item.montant for item in indirect) == 14_389_13
    halves = {item.identite[2]: item.montant for item in indirect if item.base % 2}
    assert halves == {"application-finances": 556_88, "serveur-impression": 81_55}


def test_no_advance_takes_more_than_a_cent_from_the_exact_share() -> None:
    (advance, *_) = appeler(lire(fichiers_nancy()), "2026-04").volets
    half = [item for item in advance.montants if item.identite[0] not in FIGES]
    assert [item for item in half if abs(item.montant - Fraction(item.base, 2)) >= 1] == []


def test_an_amount_frozen_on_the_attribution_de_compensation_is_the_advance_of_its_section() -> None:
    (advance, *_) = appeler(lire(fichiers_nancy()), "2026-04").volets
    called = {
        nom: sum(item.montant for item in advance.of(nom) if item.identite[4] == "fonctionnement") for nom in FIGES
    }
    assert called == FIGES
    invested = [item for nom in FIGES for item in advance.of(nom) if item.identite[4] == "investissement"]
    assert [item for item in invested if abs(item.montant - Fraction(item.base, 2)) >= 1] == []


def test_direct_costs_and_the_managing_body_are_never_in_a_call() -> None:
    depot = lire(fichiers_nancy())
    for echeance in ("2025-04", "2025-10", "2026-04", "2026-10"):
        lines = [item.identite for volet in appeler(depot, echeance).volets for item in volet.montants]
        assert [line for line in lines if line[3] == "direct" or line[0] == depot.convention.gestionnaire] == []


def test_the_forfait_is_not_recounted_and_its_presence_is() -> None:
    path = f"adherents/{ESSEY}/quantites/2025.yaml"
    files = {name: text for name, text in fichiers_nancy().items() if not name.startswith("pricing/clotures/")}
    head, mark, tail = files[path].partition("phase: realise")
    recounted = {
        **files,
        path: head + mark + tail.replace("postes_forfait: 108", "postes_forfait: 150", 1),
    }
    assert recounted[path] != files[path]
    (part,) = [
        volet for volet in appeler(lire(recounted), "2026-04").volets if volet.genre is GenreVolet.REGULARISATION
    ]
    assert [item.montant for item in part.of(ESSEY) if item.identite[3] == "masse_salariale"] == [0]


def test_a_balance_waits_for_the_seal_of_its_advance() -> None:
    files = {path: text for path, text in fichiers_nancy().items() if path != "pricing/appels/2026-04.json"}
    with pytest.raises(AppelAbsentError) as refused:
        appeler(lire(files), "2026-10")
    assert espaces(str(refused.value)) == (
        "l'appel de « 2026-04 » n'est pas scellé : ce qui reste dû de 2026 n'est pas connu ; le sceller par "
        "« convention appels sceller 2026-04 »"
    )


def test_an_unknown_milestone_is_refused_with_those_that_exist() -> None:
    depot = lire(fichiers_nancy())
    with pytest.raises(AppelAbsentError, match="2026-05"):
        appeler(depot, "2026-05")
    assert list(echeances(depot))[:3] == ["2024-04", "2024-10", "2025-04"]


def test_a_corrected_closing_is_carried_by_the_next_call() -> None:
    path = f"adherents/{ESSEY}/quantites/2024.yaml"
    files = fichiers_nancy()
    head, mark, tail = files[path].partition("phase: realise")
    changed = {**files, path: head + mark + tail.replace("copieurs: 6", "copieurs: 5", 1)}
    assert "SCE003" in {item.code for item in run(lire(changed))}
    depot = lire(changed)
    day = dict(depot.exercices[2026].appels)["octobre"].date
    sceau = rectify(depot.sceaux["2024"], actual(depot, 2024), day, "un copieur rendu en 2023")
    mended = {**changed, sceau.path: sceau.texte()}
    entries = inscribe(depot, {sceau.path: sha256(sceau.texte().encode())}, day)
    mended[JOURNAL] += "".join(map(entry_text, entries))
    assert list(run(lire(mended))) == []
    corrected = [volet for volet in appeler(lire(mended), "2027-04").volets if volet.exercice == 2024]
    assert [
        item.montant for volet in corrected for item in volet.of(ESSEY) if item.identite[2] == "location-copieurs"
    ] == [-1_140_00]
