"""The page on tariffs: each excerpt is in the second convention, each calculation is what the tool gives.

Knows: `docs/tarifs.md`, `depots/syndicat`. Must not know: how amounts are computed. A fenced yaml block starts with a
line `# fichier: path, lignes N à M`; its lines stand there in that file. A table that follows
`<!-- calculs : object -->` has, a row, an exercice, an adherent, an operation and an amount.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from convention.base.diagnostic import Severity
from convention.base.french import FINE, INSECABLE
from convention.base.money import decimal_text
from convention.checks.registry import run
from convention.checks.tarifs.lignes import declared_by, declared_by_all
from convention.engine.contribution import calculer
from convention.formulas.regles.rules import check
from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.resolution import resolve
from tests.conventions.dits import SYNDICAT, billed
from tests.conventions.figures_syndicat import FIGURES
from tests.essais import remplacer
from tests.operations import cents, from_french, worth

if TYPE_CHECKING:
    from convention.model.depot import Depot

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "tarifs.md").read_text("utf-8")
EXTRAITS = re.findall(r"```yaml\n# fichier: (\S+), lignes? (\d+)(?: à \d+)?\n(.*?)```", PAGE, re.DOTALL)
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


@pytest.mark.parametrize(("path", "ligne", "excerpt"), EXTRAITS)
def test_an_excerpt_is_at_the_lines_that_it_says_of_the_second_convention(path: str, ligne: str, excerpt: str) -> None:
    shown = excerpt.splitlines()
    written = (SYNDICAT / path).read_text("utf-8").splitlines()[int(ligne) - 1 :][: len(shown)]
    assert shown == written
    told = f"ligne {ligne}\n" if len(shown) == 1 else f"lignes {ligne} à {int(ligne) + len(shown) - 1}\n"
    assert f"# fichier: {path}, {told}{excerpt}" in PAGE


@pytest.mark.parametrize(
    ("formule", "unite", "montant"),
    [
        # In 2026, Fontazur owes 1 200.00 + 727.50 for these two costs, of 20 263.00 for all; 2 000 people at 0.95.
        ("-max(0; socle_numerique - maximum)", "€/an", "-427.50"),
        ("frais * part(socle_numerique)", "€/an", "142.69"),
        ("prix_habitant * population * solidarite", "€/habitant/an", "2850000.00"),
    ],
)
def test_a_formula_that_the_page_names_is_accepted_and_bills(
    formule: str, unite: str, montant: str, tmp_path: Path
) -> None:
    assert f"`{formule}`" in PAGE
    copie = tmp_path / "syndicat"
    shutil.copytree(SYNDICAT, copie)
    lignes, composants = copie / "pricing/couts-de-possession.yaml", copie / "pricing/composants/N03.yaml"
    nom = next(word for word in ("maximum", "frais", "prix_habitant") if word in formule)
    text = lignes.read_text("utf-8")
    start = text.index("    variables: {minimum: €/an}")
    end = text.index("  - id: veille", start)
    row = f"    avoir: oui\n    variables: {{{nom}: {unite}}}\n    annuel: {{formule: {formule}, texte: essai}}\n\n"
    lignes.write_text(f"{text[:start]}{row}{text[end:]}", "utf-8")
    remplacer(composants, "minimum: 2000.00", f"{nom}: 1500.00")
    depot = load(Folder(copie)).depot
    # The example that every formula has is the only thing that this row lacks.
    assert {item.code for item in run(depot) if item.severity is Severity.ERREUR} == {"TAR015"}
    lines = [item for item in calculer(resolve(depot, 2026)).lignes if item.calcul.objet == "minimum-socle"]
    assert {item.adherent: decimal_text(item.montant) for item in lines}["fontazur"] == montant


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
    declares = declared_by(ligne, declared_by_all(depot))._replace(variables=VARIABLES)
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
    remplacer(tmp_path / "syndicat" / path, old, new)
    assert code in PAGE
    assert code in {item.code for item in run(load(Folder(tmp_path / "syndicat")).depot)}
