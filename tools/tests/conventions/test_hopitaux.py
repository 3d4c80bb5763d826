"""A group of hospitals, by data alone: priced by the line and by the bed, a minimum over both, four calls a year.

Knows: `depots/hopitaux`, the commands. Must not know: the engine, pages (`site/test_hopitaux_site.py`).
Orvelle leaves on 1 April 2026, Fontanelle comes on 1 July. Hospitals, places and amounts are invented.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.cli.commande import lancer, sceller
from tests.compare.depots_git import git, git_repository
from tests.conventions.dits import HOPITAUX, computed, read_json, said, words
from tests.espaces import espaces
from tests.essais import fichiers, remplacer
from tests.generateur.textes import avenant

if TYPE_CHECKING:
    from pathlib import Path

APPELS_2025 = ("2025-01", "2025-04", "2025-07", "2025-10")


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """Copy the repository, under git, to be written in."""
    return git_repository(tmp_path / "hopitaux", [fichiers(HOPITAUX)])


@pytest.fixture(scope="module")
def scelle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the repository, and seal the four calls of 2025 in their order."""
    root = tmp_path_factory.mktemp("scelle") / "hopitaux"
    shutil.copytree(HOPITAUX, root)
    for appel in APPELS_2025:
        said(root, "appels", "sceller", appel)
    return root


def test_the_data_is_sound_and_no_message_is_given() -> None:
    found = read_json(HOPITAUX, "valider")
    assert found["diagnostics"] == []


REPONSES = """\
titre: Convention de téléphonie des Monts de Sylve
gestionnaire: Sylvemont
exercice: 2026
preavis_mois: 6
origine: demonstration
source: "inventé pour l'exemple"
adherents:
  - {nom: Sylvemont, type: etablissement_public, siren: "200000107", quantites: {lignes: 640}}
  - {nom: Blanchisserie, type: groupement, siren: "200000503", quantites: {lignes: 8}}
services:
  - {nom: Téléphonie, partage: prix-par-unite, unite: ligne, montant: 96.35}
"""


def test_a_group_of_hospitals_begins_without_the_accounts_of_towns(tmp_path: Path) -> None:
    (tmp_path / "reponses.yaml").write_text(REPONSES, "utf-8")
    said(tmp_path, "nouveau", "sylve", "--reponses", "reponses.yaml")
    assert not (tmp_path / "sylve/pricing/comptes.yaml").exists()
    totals = read_json(tmp_path / "sylve", "calculer")["totaux"]["par_adherent"]
    assert totals == {"blanchisserie": "770.80", "sylvemont": "61664.00"}


# 96.35 a line and 14.50 a bed in 2025, 99.50 and 14.50 in 2026; at least 1 200.00 for both, over a whole year.
MONTANTS = {
    2025: {
        ("sylvemont", "telephonie"): "61664.00",  # 96.35 × 640
        ("sylvemont", "appel-malade"): "5945.00",  # 14.50 × 410
        ("aubrelac", "telephonie"): "20233.50",  # 96.35 × 210
        ("aubrelac", "appel-malade"): "2175.00",  # 14.50 × 150
        ("combefroide", "telephonie"): "4335.75",  # 96.35 × 45
        ("combefroide", "appel-malade"): "870.00",  # 14.50 × 60
        ("orvelle", "telephonie"): "1156.20",  # 96.35 × 12
        ("orvelle", "appel-malade"): "1160.00",  # 14.50 × 80
        ("blanchisserie-des-monts", "telephonie"): "770.80",  # 96.35 × 8
        ("blanchisserie-des-monts", "minimum"): "429.20",  # 1 200.00 − 770.80
    },
    2026: {
        ("sylvemont", "telephonie"): "63680.00",  # 99.50 × 640
        ("sylvemont", "appel-malade"): "5945.00",
        ("aubrelac", "telephonie"): "20895.00",  # 99.50 × 210
        ("aubrelac", "appel-malade"): "2175.00",
        ("combefroide", "telephonie"): "4477.50",  # 99.50 × 45
        ("combefroide", "appel-malade"): "870.00",
        ("orvelle", "telephonie"): "298.50",  # 99.50 × 12 × 3 ÷ 12
        ("orvelle", "appel-malade"): "290.00",  # 14.50 × 80 × 3 ÷ 12
        ("fontanelle", "telephonie"): "298.50",  # 99.50 × 6 × 6 ÷ 12
        ("fontanelle", "appel-malade"): "217.50",  # 14.50 × 30 × 6 ÷ 12
        ("fontanelle", "minimum"): "84.00",  # (1 200.00 − 597.00 − 435.00) × 6 ÷ 12
        ("blanchisserie-des-monts", "telephonie"): "796.00",  # 99.50 × 8
        ("blanchisserie-des-monts", "minimum"): "404.00",  # 1 200.00 − 796.00
    },
}


@pytest.mark.parametrize("annee", MONTANTS)
def test_every_amount_is_the_one_worked_by_hand(annee: int) -> None:
    lines = computed(HOPITAUX, annee)["lignes"]
    found = {(line["adherent"], line["composant"]): line["montant"] for line in lines}
    assert {key: amount for key, amount in found.items() if amount != "0.00"} == MONTANTS[annee]


def test_the_minimum_is_explained_by_the_amounts_that_it_completes() -> None:
    printed = said(HOPITAUX, "expliquer", "fontanelle", "--exercice", "2026")
    assert "(1 200,00 € − 1 032,00 €) × 1/2" in printed


# A quarter, half-up on the total; the balance is what is left: 22 408.50 − 3 × 5 602.13.
APPELES = {
    "aubrelac": ("5602.13", "5602.13", "5602.13", "5602.11"),
    "combefroide": ("1301.44", "1301.44", "1301.44", "1301.43"),
    "orvelle": ("579.05", "579.05", "579.05", "579.05"),
    "blanchisserie-des-monts": ("300.00", "300.00", "300.00", "300.00"),
}


@cache
def _called(root: Path, appel: str) -> dict[str, str]:
    states = read_json(root, "appels", "--echeance", appel)["etats"]
    return {item["debiteur"]["adherent"]: item["a_payer"] for item in states}


def test_the_four_calls_of_a_year_are_those_worked_by_hand(scelle: Path) -> None:
    calls = [_called(scelle, appel) for appel in APPELS_2025]
    assert {nom: tuple(call[nom] for call in calls) for nom in calls[0]} == APPELES


def test_no_statement_calls_a_cost_indirect_where_no_clause_calls_it_so(scelle: Path, tmp_path: Path) -> None:
    printed = said(scelle, "appels", "--echeance", "2025-10")
    said(scelle, "appels", "--echeance", "2025-10", "--sortie", str(tmp_path))
    book = load_workbook(tmp_path / "2025-10-AUBRELAC.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert re.findall(r".*indirect.*", "\n".join((printed, *cells)), re.IGNORECASE) == []
    assert [cell for cell in cells if "Coûts" in cell and not cell.startswith("=")] == [
        "Coûts des services, solde 2025",
        *("Coûts des services",) * 4,
    ]


# Orvelle leaves on 1 April: a quarter in January of 588.50, the rest with the balance. Fontanelle comes on 1 July:
# a quarter of 600.00 in July, the rest with the balance. In April, Orvelle has the settlement of 2025: nothing.
DE_PASSAGE = {"orvelle": ("147.13", "0.00", None, "441.37"), "fontanelle": (None, None, "150.00", "450.00")}


def _closed(scelle: Path, root: Path) -> Path:
    """Copy the repository, its first year closed."""
    shutil.copytree(scelle, root)
    remplacer(root / "pricing" / "exercices" / "2025.yaml", "phase: previsionnel", "phase: realise")
    said(root, "clore", "2025")
    return root


def test_no_advance_is_asked_of_who_is_no_member_on_the_day_of_the_call(scelle: Path, tmp_path: Path) -> None:
    root = _closed(scelle, tmp_path / "passage")
    calls = []
    for appel in ("2026-01", "2026-04", "2026-07", "2026-10"):
        calls.append(_called(root, appel))
        assert sceller(root, appel).code == 0
    asked = {nom: tuple(call.get(nom) for call in calls) for nom in DE_PASSAGE}
    assert asked == DE_PASSAGE
    printed = said(root, "appels", "--echeance", "2026-01", "--adherent", "fontanelle")
    told = "Aucun acompte n'est demandé avant le 1er juillet 2026, premier jour de l'adhésion : le solde du 20 octobre"
    assert told in printed
    assert read_json(root, "valider")["diagnostics"] == []


def test_a_year_is_closed_then_settled_by_the_second_call_of_the_next(scelle: Path, tmp_path: Path) -> None:
    root = _closed(scelle, tmp_path / "clos")
    said(root, "appels", "sceller", "2026-01")
    states = read_json(root, "appels", "--echeance", "2026-04")["etats"]
    settled = {
        state["debiteur"]["adherent"]: volet["montant"]
        for state in states
        for volet in state["volets"]
        if volet["genre"] == "regularisation"
    }
    # 216 lines instead of 210, 44 instead of 45; one line more at the blanchisserie, and so much less of its minimum.
    assert settled == {
        "aubrelac": "578.10",
        "combefroide": "-96.35",
        "orvelle": "0.00",
        "blanchisserie-des-monts": "0.00",
    }
    printed = said(root, "appels", "--echeance", "2026-04")
    assert (
        "Minimum annuel : montants dus pour les lignes et les lits : 867,15 € au lieu de 770,80 € (−96,35)" in printed
    )
    assert "masse salariale" not in printed


CHAINE = (
    "calculer",
    "expliquer orvelle --exercice 2026",
    "budget orvelle --exercice 2026",
    "fiche-sortie orvelle",
    "fiche-adhesion fontanelle",
    "rediger rapport --exercice 2026",
    "rediger evaluation --exercice 2025",
    "lectures",
    "exporter --classeur classeur.xlsx --exercice 2026",
    "importer classeur.xlsx",
    "exporter --quantites 2026 --vers recensement",
    "fixer minimum minimum 1300.00 --exercice 2026",
    "comparer HEAD",
    "appels --echeance 2025-01 --sortie etats",
    "pages --vers pages --date 2026-03-02",
)
# What no document of theirs may say: a flat fee, axes, staff, steps of a leaving that nothing asks for.
ABSENT = re.compile(
    r"masse salariale|Aucun axe|\bETP\b|Révisé|Destruction|\bCentre\b(?! hospitalier)|adhérents? sur 6 "
)


def test_the_chain_of_commands_says_what_this_convention_has(depot: Path) -> None:
    told = {line: said(depot, *line.split()) for line in CHAINE}
    assert {line: found for line, text in told.items() if (found := ABSENT.findall(text))} == {}
    assert "5 adhérents sur 5" in told["rediger evaluation --exercice 2025"]
    assert "à préciser" in told["budget orvelle --exercice 2026"]
    assert "Rien à changer" in told["importer classeur.xlsx"]
    # Of the minimum, one hundred a year: 100.00 at the blanchisserie, 50.00 at Fontanelle, there for six months.
    assert "150,00 € de plus en 2026" in told["comparer HEAD"]


def test_without_a_procedure_no_avenant_is_drawn_up_and_what_is_compared_says_where_to_write_one(depot: Path) -> None:
    (depot / "catalogue" / "procedures.yaml").unlink()
    git(depot, "commit", "-qam", "sans procédures")
    git(depot, "checkout", "-qb", "proposition")
    said(depot, "fixer", "minimum", "minimum", "1300.00", "--exercice", "2026")
    git(depot, "commit", "-qam", "proposition")
    run = lancer(depot, "avenant", "etablir", "main", "proposition", "--numero", "1", "--sortie", "papiers")
    assert run.code == 2
    unsaid = "Aucune procédure n'est dite pour le point 1 : l'écrire dans catalogue/procedures.yaml"
    assert unsaid in espaces(run.message)
    assert f"Décider. {unsaid}." in said(depot, "comparer", "main", "proposition", "--bref")
    assert f"Qui décide\n  {unsaid}." in said(depot, "comparer", "main", "proposition")


AVENANT = avenant(
    "Le présent avenant mesure le minimum sur les seules lignes.",
    "2025-01-01",
    "Un établissement sans lit paie le même minimum qu'un autre.",
)


ASSEMBLEE = re.compile(r"délib\w*|assemblée|\bvot\w*|\bconseil\b")
# Their directors decide.


@pytest.mark.long
def test_an_avenant_is_written_for_hospitals(depot: Path, tmp_path: Path) -> None:
    git(depot, "checkout", "-qb", "proposition")
    path = depot / "catalogue" / "avenants" / "1" / "avenant.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(AVENANT, "utf-8")
    remplacer(depot / "pricing" / "cles.yaml", "[telephonie, appel-malade]", "[telephonie]")
    git(depot, "add", "-A")
    git(depot, "commit", "-qm", "proposition")
    paper = tmp_path / "avenant"
    said(
        depot,
        *["avenant", "etablir", "main", "proposition", "--numero", "1", "--date", "2024-12-01", "--sortie"],
        str(paper),
    )
    told = {path.name: words(path) for path in paper.glob("*.docx")}
    text, followup = (told[f"avenant-1-{name}.docx"] for name in ("COMBEFROIDE", "suivi"))
    assert "et l'hôpital de Combefroide (SIREN 200 000 305), représenté par" in text
    absent = (
        "représentée",
        "dénommée",
        "L. 2121-29",
        "équivalents temps plein",
        "instance consultée",
        "autres services",
    )
    assert [word for word in absent if word in text] == []
    assert {name: found for name, text in told.items() if (found := ASSEMBLEE.findall(text))} == {}
    assert "habilité à cet effet par la décision n°" in text or "en vertu de la décision n°" in text
    assert "Ce que le directeur décide." in told["avenant-1-COMBEFROIDE-rapport.docx"]
    assert "contrôle de légalité" not in followup
    assert "Publié le" not in followup
