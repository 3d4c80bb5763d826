"""A year that the convention covers in part is told as such wherever its amounts are given."""

from __future__ import annotations

from datetime import date

import pytest

from convention.compare.comparaison import comparer
from convention.engine.appels.budget import inscrire
from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from convention.reports.calcul.contributions import Axe, table_text
from convention.reports.calcul.explication import explanation_text
from convention.reports.comparaison.titre import impact_title
from convention.reports.finances.budget import text
from convention.reports.redaction.rapport import evaluation, yearly_report
from convention.reports.rendus.document import terminal_text
from tests.espaces import espaces
from tests.essais import edited, lire
from tests.maquette import Cout, Membre, maquette

COUTS = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}


@pytest.mark.parametrize(
    ("effet", "phase"),
    [("2026-04-15", "prévisionnel, une partie de l'année"), ("2026-01-01", "prévisionnel")],
    ids=["entamée", "entière"],
)
def test_a_year_that_the_convention_covers_in_part_is_told_so(effet: str, phase: str) -> None:
    files = maquette({"metropole": Membre("postes: 1"), "nancy": Membre("postes: 1")}, COUTS)
    files = edited(files, "catalogue/convention.yaml", "effet: 2024-01-01", f"effet: {effet}")
    depot, dearer = lire(files), lire(edited(files, "pricing/composants/S03.yaml", "1200.00", "1400.00"))
    comparaison = comparer(depot, dearer)
    year = calculer(resolve(depot, 2026))
    own = [ligne for ligne in year.lignes if ligne.adherent == "nancy"]
    told = "\n".join(
        (
            table_text(year, depot, Axe.NATURE),
            explanation_text(year, depot, "nancy", own),
            text(inscrire(depot, "nancy", year, own, date(2026, 2, 1)), depot),
            terminal_text(yearly_report(depot, 2026)),
            terminal_text(evaluation(depot, 2026)),
            impact_title(comparaison.impacts[0], comparaison),
        )
    )
    for sentence in (
        f"Contributions 2026, {phase} (en euros)",
        f"nancy, contributions 2026, {phase}\n",
        f"nancy inscrirait 600,00 € de fonctionnement ({phase}).",
        f"En 2026 ({phase}), les adhérents",
        f"Coûts refacturés ({phase}) : 1 200,00 €",
        f"Exercice 2026, {phase}",
    ):
        assert sentence in espaces(told)
