"""The parts of a call: what was sealed is what the milestone declares, for adherents that have their folder."""

from __future__ import annotations

import pytest

from convention.checks.sceaux.scelles import REGLE
from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from tests.checks.depots import dits
from tests.engine.appels.petits_appels import appelle, scelle
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire, relire
from tests.les_cas import textes

EXERCICE, SCEAU = "pricing/exercices/2026.yaml", "pricing/appels/2026-04.json"
REGULARISATION = "      - {genre: regularisation, exercice: 2025}\n"


def _said(files: dict[str, str], code: str) -> list[str]:
    found = dits(lire(files))
    return [espaces(f"{item.span.path}:{item.span.line} {item.message}") for item in found if item.code == code]


def test_a_part_that_was_sealed_cannot_leave_its_milestone() -> None:
    files = fichiers_nancy()
    (said,) = _said(edited(files, EXERCICE, REGULARISATION, ""), "SCE004")
    assert said.startswith(f"{SCEAU}:")
    assert said.endswith("est scellé avec la régularisation 2025, que son échéance ne déclare pas")


def test_an_adherent_that_was_called_keeps_its_folder() -> None:
    files = {path: text for path, text in scelle("2024-04").items() if not path.startswith("adherents/nancy/")}
    said = _said(files, "SCE004")
    assert [item for item in said if "« 2024-04 » scelle des montants de « nancy »" in item]


def test_a_balance_is_called_once_for_an_exercice() -> None:
    files = fichiers_nancy()
    twice = files[EXERCICE].replace(REGULARISATION, "      - {genre: solde, exercice: 2026, taux: 0.5}\n", 1)
    assert _said({**files, EXERCICE: twice}, "SCE005") == [
        f"{EXERCICE}:14 le solde 2026 n'a pas de taux : seul un acompte appelle une part",
        f"{EXERCICE}:20 le solde 2026 figure deux fois : le 15 avril 2026 et le 15 octobre 2026",
    ]


def test_closings_that_calls_have_settled_cannot_all_disappear() -> None:
    files = {path: text for path, text in fichiers_nancy().items() if not path.startswith("pricing/clotures/")}
    assert _said(files, "SCE002") == [
        "pricing/exercices/2024.yaml:4 l'exercice 2024 est clos, et ses lignes ne sont pas scellées",
        "pricing/exercices/2025.yaml:4 l'exercice 2025 est clos, et ses lignes ne sont pas scellées",
    ]


FIGE = "adherents/saulxures-les-nancy/budget.yaml"


def test_a_frozen_amount_is_the_advance_that_was_sealed() -> None:
    files = fichiers_nancy()
    other = files[FIGE].replace("2026: 25000.00", "2026: 24000.00", 1)
    said = "et l'appel d'avril 2026 a imputé 25 000,00 €"
    assert _said({**files, FIGE: other}, "SCE004") == [
        f"{FIGE}:10 le montant figé 2026 de Saulxures-lès-Nancy est de 24 000,00 €, {said}"
    ]


def test_a_frozen_amount_has_a_declared_exercice() -> None:
    files = fichiers_nancy()
    (said,) = _said(edited(files, FIGE, "2027: 25000.00", "2031: 25000.00"), "PER006")
    assert said.startswith(f"{FIGE}:10 ")


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (FIGE, "2027: 25000.00", "2027: -25000.00"),
        ("adherents/essey-les-nancy/depenses/2026.yaml", "nombre: 12", "nombre: -1"),
        ("pricing/forfait.yaml", "montant: 700.00", "montant: -700.00"),
        ("pricing/composants/S02.yaml", "prestations_editeur: 12000.00", "prestations_editeur: -12000.00"),
    ],
)
def test_a_figure_that_cannot_be_read_makes_nothing_else_look_wrong(path: str, before: str, after: str) -> None:
    loaded = relire(edited(fichiers_nancy(), path, before, after))
    assert [(item.code, item.span.path) for item in loaded.diagnostics] == [("FOR011", path)]
    assert {item.code for item in dits(loaded.depot)} & {"SCE003", "TIT001", "TIT002", "TIT004"} == set()


def test_a_gap_found_once_closed_while_the_balance_is_not_sealed_is_for_that_balance_to_carry() -> None:
    exercice = "pricing/exercices/2026.yaml"
    files = appelle(fichiers(FIGES / "ecoles"), "2026-03")
    (prices,) = [path for path, text in files.items() if "2026: {cout_annuel: 30080.00}" in text]
    files[prices] = files[prices].replace("2026: {cout_annuel: 30080.00}", "2026: {cout_annuel: 31080.00}")
    files[exercice] = files[exercice].replace("statut: ouvert", "statut: clos")
    (hint,) = {espaces(item.hint) for item in dits(lire(files)) if item.code == "SCE009"}
    assert hint == (
        "rétablir la valeur ; ou, si l'exercice n'est pas encore clos, sceller d'abord l'appel d'octobre 2026, qui le "
        "solde et porte l'écart "
        "(« convention appels sceller 2026-10 »), puis clore ; "
        "une règle, ou sa clé, qui change à partir d'une année s'écrit sous « redactions » de sa ligne ; pour un seul "
        "des composants de la ligne, l'écrire dans une copie de la ligne, que lui seul nomme"
    )


def test_a_fixed_share_of_a_closed_exercice_says_where_another_one_is_written_from_a_year_on() -> None:
    files = edited(fichiers_nancy(), "pricing/cles.yaml", "vandoeuvre-les-nancy: 12", "vandoeuvre-les-nancy: 15")
    hints = {espaces(item.hint) for item in dits(lire(files)) if item.code == "SCE003"}
    (rule,) = {hint.partition(" ; ")[2] for hint in hints}
    assert rule == REGLE.removeprefix(" ; ")


def test_a_sealed_component_whose_id_changes_is_given_it_again() -> None:
    path = "pricing/composants/S04.yaml"
    files = edited(
        fichiers_nancy(), path, "  serveur-impression:\n", "  impression-serveur:\n    renomme_de: serveur-impression\n"
    )
    (hint,) = {espaces(item.hint) for item in dits(lire(files)) if item.code in {"SCE003", "SCE009"}}
    assert hint == (
        "rendre à « impression-serveur » son identifiant, « serveur-impression », que des lignes scellées nomment : "
        "seul son libellé peut changer"
    )


SIG, COUTS = "pricing/composants/S05.yaml", "pricing/couts-de-possession.yaml"
COPIE = """\
  - id: plan
    service: S05
    categorie: Système d'Information Géographique
    libelle: Plan de corps de rue simplifié
    cle_texte: selon le référentiel
    origine: demonstration
    source: "essai"
    hors_extrait: oui
    variables: {cout_annuel: €/an}
    annuel:
      formule: cout_annuel * part(abaque)
      texte: coût annuel × abaque du référentiel
      exemples:
        - {cout_annuel: 9000.00, abaque: 12, total: {abaque: 400}, attendu: 270.00}
    redactions:
      2027:
        annuel:
          formule: cout_annuel * part(postes)
          texte: coût annuel × postes de l'adhérent ÷ nombre total de postes
          exemples:
            - {cout_annuel: 9000.00, postes: 12, total: {postes: 400}, attendu: 270.00}

"""


def test_a_copy_of_its_row_lets_one_component_change_its_key_from_a_year_on_and_nothing_that_was_sealed() -> None:
    """The copy says of the street map what the row said, then shares it by the workstations."""
    files, row = fichiers_nancy(), "  - id: messagerie\n"
    head, named, tail = files[SIG].partition("  plan-corps-de-rue:\n")
    moved = {
        **edited(files, COUTS, row, COPIE + row),
        SIG: head + named + tail.replace("ligne: referentiel-geographique", "ligne: plan", 1),
    }
    assert [item for item in dits(lire(moved)) if item not in dits(lire(files))] == []
    before, after = (_of_components(item) for item in (files, moved))
    assert {place[:2] for place in before if before[place] != after[place]} == {
        ("plan-corps-de-rue", 2027),
        ("plan-corps-de-rue", 2028),
    }


def _of_components(files: dict[str, str]) -> dict[tuple[str, int, str], int]:
    depot = lire(files)
    return {
        (item.calcul.composant, exercice, item.adherent): item.montant
        for exercice in depot.exercices
        for item in calculer(resolve(depot, exercice)).lignes
        if item.calcul.composant
    }


def test_a_missing_document_of_the_fee_is_said_by_the_name_that_the_data_give_it() -> None:
    files = {**fichiers(FIGES / "mini"), **textes("TIT004", "valide")}
    journal, fee = "adherents/aubepine/titres/2026.yaml", "pricing/forfait.yaml"
    files[journal] = "".join(line for line in files[journal].splitlines(keepends=True) if "masse_salariale" not in line)
    (said,) = _said(edited(files, fee, "cle: ", "libelle: la cotisation\ncle: "), "TIT004")
    assert "(acompte 2026, cotisation, fonctionnement)" in said
