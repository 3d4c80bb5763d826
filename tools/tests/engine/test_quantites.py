"""`engine.quantites`: keys that multiply others, coefficients of a ratio to the mean."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.engine.quantites import column, count
from convention.model.documents.quantites import Place
from convention.model.resolution import resolve
from tests.essais import lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from convention.model.vue import Vue

CLES = "pricing/cles.yaml"
DERIVEES = (
    "  parts: {libelle: x, unite: u, pluriel: u, quotes_parts: {laxou: 0, nancy: 4, pulnoy: 1}}\n"
    "  produit: {libelle: x, unite: u, pluriel: u, produit: [postes, stockage]}\n"
    "  coefficient: {libelle: x, unite: '1', pluriel: '1', rapport: {cle: parts, arrondi: 0.01, minimum: 0.8}}\n"
)


def _vue(membres: dict[str, Membre]) -> Vue:
    files = maquette(membres, {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")})
    return resolve(lire({**files, CLES: files[CLES] + DERIVEES}), 2026)


def test_a_product_that_lacks_one_of_its_factors_is_nothing() -> None:
    vue = _vue({"laxou": Membre("postes: 3"), "nancy": Membre("postes: 4, stockage: 2.5")})
    counted = count(vue, "produit", "reseau", ["laxou", "nancy"])
    assert [counted.quantite(rang) for rang in range(2)] == [0, 10]


def test_the_coefficient_of_a_zero_is_zero_whatever_the_least_of_the_others() -> None:
    vue = _vue({nom: Membre("postes: 1") for nom in ("laxou", "nancy", "pulnoy")})
    found = column(vue, Place("coefficient", ""))
    assert {nom: item.valeur for nom, item in found.items()} == {
        "laxou": 0,
        "nancy": Fraction(8, 5),
        "pulnoy": Fraction(4, 5),
    }


def test_a_key_that_does_not_exist_is_counted_for_nobody() -> None:
    assert column(_vue({"laxou": Membre("postes: 3")}), Place("inconnue", "")) == {}
