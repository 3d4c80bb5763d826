"""The page on tariffs: each excerpt is in the second convention, each calculation is what the tool gives.

Knows: `docs/tarifs.md`, `depots/syndicat`. Must not know: the engine. A fenced yaml block starts with a line
`# fichier: path`; its lines stand together in that file. A table that follows `<!-- calculs : object -->` has, a row,
an exercice, an adherent, an operation and an amount.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from convention.base.french import FINE, INSECABLE
from convention.checks.registry import run
from convention.checks.tarifs.lignes import declares_of
from convention.formulas.regles.rules import check
from convention.loading.loader import load
from convention.loading.source import Folder
from tests.figures_syndicat import FIGURES
from tests.operations import cents, from_french, worth
from tests.syndicat import SYNDICAT, billed

if TYPE_CHECKING:
    from convention.model.depot import Depot

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "tarifs.md").read_text("utf-8")
EXTRAITS = re.findall(r"```yaml\n# fichier: (\S+)\n(.*?)```", PAGE, re.DOTALL)
TABLES = re.findall(r"<!-- calculs : (\S+) -->\n\|.*\n\|.*\n((?:\|.*\n)+)", PAGE)
REFUS = re.findall(r"^\| `([^`]+)` \| (TAR[0-9]{3})[^|]* \| `([^`]+)`", PAGE, re.MULTILINE)


class Calcul(NamedTuple):
    """A row of a table of calculations."""

    objet: str
    annee: int
    adherent: str
    operation: str
    montant: str


def calculs() -> list[Calcul]:
    rows = [(objet, line) for objet, table in TABLES for line in table.splitlines()]
    cells = [(objet, [cell.strip() for cell in line.strip("|").split("|")]) for objet, line in rows]
    return [Calcul(objet, int(annee), nom, operation, montant) for objet, (annee, nom, operation, montant) in cells]


@pytest.fixture(scope="module")
def depot() -> Depot:
    return load(Folder(SYNDICAT)).depot


def test_every_yaml_block_says_which_file_it_comes_from() -> None:
    assert len(EXTRAITS) == PAGE.count("```yaml")


@pytest.mark.parametrize(("path", "excerpt"), EXTRAITS)
def test_an_excerpt_is_in_the_second_convention_line_for_line(path: str, excerpt: str) -> None:
    assert f"\n{excerpt}" in (SYNDICAT / path).read_text("utf-8")


@pytest.mark.parametrize("calcul", calculs(), ids=lambda item: f"{item.objet}-{item.annee}-{item.adherent}")
def test_a_calculation_gives_its_amount_which_is_what_the_tool_bills(calcul: Calcul, depot: Depot) -> None:
    (adherent,) = [dossier.id for dossier in depot.dossiers.values() if dossier.identite.nom == calcul.adherent]
    worked = cents(worth(from_french(calcul.operation)))
    assert worked == cents(worth(from_french(calcul.montant)))
    assert f"{worked / 100:.2f}" == billed(calcul.objet, calcul.annee)[adherent]


def test_every_component_of_the_second_convention_is_on_the_page() -> None:
    assert {objet for objet, _ in TABLES} == set(FIGURES)


def test_amounts_are_written_with_french_spaces() -> None:
    prose = re.sub(r"```.*?```|`[^`]*`", "", PAGE, flags=re.DOTALL)
    assert re.findall(rf"[0-9] [0-9]{{3}}(?![0-9])|[^{INSECABLE}]€|[^{FINE}];|« | »", prose) == []


VARIABLES = {
    "cout_annuel": "€/an",
    "plafond_annuel": "€/an",
    "prix_poste": "€/poste/an",
}


def problems(formule: str, depot: Depot) -> list[str]:
    """Return the codes that a formula of a yearly row would get."""
    ligne = depot.lignes["maintenance-serveurs"]
    declares = declares_of(depot, ligne)._replace(variables=VARIABLES)
    return [item.code for item in check(formule, declares, attendu="€/an", part_fixe=False, partagee=True)]


@pytest.mark.parametrize(("formule", "code", "instead"), REFUS)
def test_a_formula_that_the_page_says_refused_is_and_what_replaces_it_is_not(
    formule: str, code: str, instead: str, depot: Depot
) -> None:
    assert code in problems(formule, depot)
    assert problems(instead, depot) == []


LIGNES, BAREMES = "pricing/couts-de-possession.yaml", "pricing/baremes"
EXONERATION = "    exonerations:\n      - adherents: [regie-valcendre]\n        reliquat: reparti"
LIMITES = [
    ("TAR027", LIGNES, "2026: 2025-08,", "2026: 2025-09,"),
    ("TAR028", LIGNES, "* population\n", "* population\n      plafond: {formule: prix_habitant}\n"),
    ("TAR031", LIGNES, "valeurs: {2025: 7000.00}", "valeurs: {2025: 1000.00}"),
    ("TAR031", LIGNES, "valeurs: {2025: 500.00}", "valeurs: {2025: 5000.00}"),
    (
        "TAR029",
        "pricing/composants/N01.yaml",
        f"ligne: cout-par-agent\n{EXONERATION}",
        f"ligne: contribution-habitant\n{EXONERATION}",
    ),
    ("TAR024", f"{BAREMES}/objets.yaml", "moins_de: {stockage: 2}", "moins_de: {stockage: 3}"),
    ("TAR026", f"{BAREMES}/suivi.yaml", "{population: 5000, agents: 50}", "{population: 5000, agents: 10}"),
    ("TAR026", f"{BAREMES}/suivi.yaml", "mode: palier", "mode: tranches"),
    ("TAR005", LIGNES, "abonnement: oui", "part_fixe: oui"),
    ("TAR005", LIGNES, "(0.6 * part(postes) + 0.4 *", "(0.6 * part(postes) + 0.5 *"),
    ("TAR007", LIGNES, "    abonnement: oui\n", ""),
    ("TAR023", LIGNES, "indice(prix_serveur; indice", "indice(bareme(maintenance; serveurs); indice"),
]


@pytest.mark.parametrize(("code", "path", "old", "new"), LIMITES)
def test_a_limit_that_the_page_states_is_watched(code: str, path: str, old: str, new: str, tmp_path: Path) -> None:
    shutil.copytree(SYNDICAT, tmp_path / "syndicat")
    file = tmp_path / "syndicat" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert code in PAGE
    assert code in {item.code for item in run(load(Folder(tmp_path / "syndicat")).depot)}
