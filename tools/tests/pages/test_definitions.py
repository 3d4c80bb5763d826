"""The page on definitions: each example is what the engine gives, written as the page writes it.

Knows: `docs/definitions.md`, small repositories. Must not know: how the engine computes.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convention.base.french import enumere, euros
from convention.base.period import Periode, Prorata, year_fraction
from convention.engine.appels.acomptes import advance
from convention.engine.lignes import Bornes
from convention.engine.partage.bornes import bound
from convention.engine.partage.repartition import apportion, share
from convention.formulas.columns import Colonne
from convention.model.en_vigueur import asset_at
from convention.model.mots.communs import Reliquat
from tests.espaces import espaces
from tests.essais import lire, montants
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "definitions.md").read_text("utf-8")
EXEMPLES: list[str] = re.findall(r"^> (.*)$", PAGE, re.MULTILINE)
AN = date(2027, 1, 1)


def example(start: str) -> str:
    """Return the only example that begins so."""
    (found,) = [text for text in EXEMPLES if text.startswith(start)]
    return found


def listed(cents: Sequence[int]) -> str:
    return enumere([euros(item) for item in cents])


@pytest.mark.parametrize(
    ("debut", "fin", "said"),
    [
        (date(2026, 3, 10), AN, "entrer le 10 mars 2026 compte 10/12"),
        (date(2026, 3, 20), AN, "le 20 mars, 9/12"),
        (date(2026, 1, 1), date(2026, 3, 16), "Partir le 16 mars (premier jour hors du service) compte 3/12"),
        (date(2026, 1, 1), date(2026, 3, 15), "le 15 mars, 2/12"),
    ],
)
def test_a_presence_is_measured_as_the_page_says(debut: date, fin: date, said: str) -> None:
    twelfths = year_fraction(Periode(debut, fin), 2026, Prorata.MENSUEL, 15) * 12
    assert said.endswith(f" {twelfths}/12")
    assert said in espaces(example("Seuil de 15"))


def test_the_rest_of_a_yearly_formula_is_multiplied_by_the_presence_once() -> None:
    membres = {"nancy": Membre("postes: 17", souscriptions="{service: S03, debut: 2026-08-01}")}
    found = montants(maquette(membres, {"prix": Cout("cout: 700.00", annuel="cout * postes")}), "prix")
    assert example("700,00").endswith(f"= {euros(found['nancy'])}.")


def test_a_third_of_a_hundred_euros_gives_its_cent_to_the_first_rank() -> None:
    assert listed(share(10_000, [1, 1, 1]).parts) in example("100,00")


def test_a_part_that_has_a_large_remainder_receives_a_cent() -> None:
    assert euros(share(480_000, [14, 398]).parts[0]) == "163,11\u00a0€"
    assert "163,11\u00a0€" in example("4\u202f800,00")


@pytest.mark.parametrize("politique", ["repartie", "gestionnaire", "gelee"])
def test_what_a_departure_frees_goes_where_the_policy_says(politique: str) -> None:
    membres = {
        "laxou": Membre("postes: 10", souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-07-01}"),
        "nancy": Membre("postes: 20"),
        "metropole": Membre("postes: 10"),
    }
    couts = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
    found = montants(maquette(membres, couts, part_liberee=politique), "reseau")
    told = listed([found[nom] for nom in membres])
    assert re.search(rf"`{politique}`[^`]*, donc {re.escape(told)}\.", example("1\u202f200,00"))


@pytest.mark.parametrize(
    ("parts", "plafond", "plancher", "said"),
    [
        ((800, 150, 50), 500, 0, "un plafond de 500,00\u00a0€ `reparti`\u00a0: "),
        ((800, 150, 50), 500, 100, "un plancher de 100,00\u00a0€ en plus\u00a0: "),
        ((800, 150, 50), 500, 200, "un plancher de 200,00\u00a0€\u00a0: "),
        ((800, 150, 50), None, 500, "Trois planchers de 500,00\u00a0€\u00a0: "),
    ],
)
def test_limits_are_solved_together(parts: tuple[int, ...], plafond: int | None, plancher: int, said: str) -> None:
    cap = None if plafond is None else Fraction(plafond * 100)
    bornes = Bornes((cap,) * 3, (Fraction(plancher * 100),) * 3, Reliquat.REPARTI, {}, None)
    exact = bound(Colonne(tuple(part * 100 for part in parts), 1), bornes).exactes
    told = listed(apportion(100_000, exact.numerateurs, exact.denominateur).parts)
    assert f"{said}{told}" in example("1\u202f000,00")


def test_an_instalment_counts_the_months_of_service() -> None:
    exercices = dict.fromkeys((2024, 2025, 2026), "previsionnel")
    files = maquette({"laxou": Membre("postes: 1")}, {"baie": Cout("cout: 1.00", annuel="cout")}, exercices=exercices)
    bien = "actif: {nature: x, mise_en_service: 2024-06-01, cout_acquisition: 900, duree_amortissement: 2}, montants"
    files["pricing/composants/S03.yaml"] = files["pricing/composants/S03.yaml"].replace("montants", bien)
    depot = lire(files)
    parts = [asset_at(depot, depot.composants["baie"], annee)["annuite"].valeur * 12 for annee in exercices]
    said = "{}/12 la première année, {}/12 ensuite, {}/12 la dernière".format(*parts)
    assert said in example("Une mise en service le 1er")


@pytest.mark.parametrize(
    ("bases", "said"),
    [
        ((5_513, 1_344), "en tout, donc 27,57\u00a0€ et 6,72\u00a0€"),
        ((1_001, 2_001), "en tout, donc 5,01\u00a0€ et 10,00\u00a0€"),
    ],
)
def test_half_of_two_lines_is_rounded_on_their_total(bases: tuple[int, int], said: str) -> None:
    lines = [("nancy", "S03", nom, "indirect_annuel", "fonctionnement") for nom in ("a", "b")]
    found = advance(dict(zip(lines, bases, strict=True)), Fraction(1, 2), {})
    whole, parts = sum(found.values()), listed(list(found.values()))
    assert said.endswith(parts)
    assert f"{euros(whole)} {said}" in example("Moitié")


def test_every_example_of_the_page_is_proved() -> None:
    starts = ("Seuil de 15", "700,00", "100,00", "4\u202f800,00", "1\u202f200,00", "1\u202f000,00",
              "Une mise en service le 1er", "Moitié")  # fmt: skip
    assert sorted(map(example, starts)) == sorted(EXEMPLES)
