"""A year that the convention covers in part is told as such wherever its amounts are given."""

from __future__ import annotations

import json
from datetime import date

import pytest

from convention.compare.comparaison import comparer
from convention.engine.appels.appels import appeler
from convention.engine.appels.budget import inscrire
from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from convention.reports.calcul.contributions import Axe, table_text
from convention.reports.calcul.explication import explanation_text
from convention.reports.comparaison.titre import impact_title
from convention.reports.etat.etat import statement
from convention.reports.etat.medias import fichiers as medias_fichiers
from convention.reports.etat.medias.json import json_text
from convention.reports.finances.budget import text
from convention.reports.redaction.rapport import evaluation, yearly_report
from convention.reports.rendus.document import terminal_text
from tests.engine.appels.petits_appels import avec_jalons
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
            terminal_text(yearly_report(depot, 2026, date(2026, 11, 23))),
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


ANNEE = {2026: "previsionnel"}
COMMENCE = (
    "La convention commence le 15 avril 2026 : elle ne couvre qu'une partie de 2026, qui ne se compare pas à une année "
    "entière."
)


def _note(adhesion: str = "debut: 2024-01-01", effet: str = "2024-01-01", prorata: str = "mensuel") -> str:
    """Return what the balance of 2026 says below its table, the same in each of its media."""
    members = {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 1", adhesion=adhesion)}
    files = avec_jalons(maquette(members, COUTS, prorata=prorata), ANNEE, {"2026-10": "{genre: solde, exercice: 2026}"})
    depot = lire(edited(files, "catalogue/convention.yaml", "effet: 2024-01-01", f"effet: {effet}"))
    etat = statement(depot, appeler(depot, "2026-10"), "nancy")
    (volet,) = etat.volets
    assert espaces(volet.note) in espaces(medias_fichiers.text(etat))
    assert json.loads(json_text([etat]))["etats"][0]["volets"][0]["note"] == (volet.note or None)
    return espaces(volet.note)


@pytest.mark.parametrize(
    ("adhesion", "jours"),
    [
        ("debut: 2026-04-15", "depuis le 15 avril 2026"),
        ("debut: 2026-11-01", "à partir du 1er novembre 2026"),
        ("debut: 2024-01-01, fin: 2026-12-01", "jusqu'au 30 novembre 2026 inclus"),
        ("debut: 2026-02-01, fin: 2026-12-01", "depuis le 1er février 2026, jusqu'au 30 novembre 2026 inclus"),
    ],
)
def test_a_statement_says_which_part_of_the_year_its_adherent_is_there(adhesion: str, jours: str) -> None:
    assert _note(adhesion) == f"Exercice 2026, une partie de l'année seulement : adhérent {jours}."


@pytest.mark.parametrize(
    ("adhesion", "prorata", "entiere"),
    [
        ("debut: 2024-01-01", "journalier", True),
        ("debut: 2026-01-10", "journalier", False),
        ("debut: 2026-01-10", "mensuel", True),
        ("debut: 2026-04-15", "aucun", True),
    ],
)
def test_a_statement_that_calls_a_whole_year_says_nothing_of_its_days(
    adhesion: str, prorata: str, *, entiere: bool
) -> None:
    assert (_note(adhesion, prorata=prorata) == "") is entiere


def test_a_statement_says_which_part_of_the_year_the_convention_covers_and_not_twice() -> None:
    assert _note(effet="2026-04-15") == COMMENCE
    assert _note("debut: 2026-04-15", effet="2026-04-15") == COMMENCE
    alone = "Exercice 2026, une partie de l'année seulement : adhérent depuis le 1er juin 2026."
    assert _note("debut: 2026-06-01", effet="2026-04-15") == f"{COMMENCE} {alone}"
