"""What is missing, or cannot be read, counts for nothing: the engine computes every Vue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from tests.essais import lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from convention.model.vue import Vue

ACHAT = (
    "{id: pc, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: 2, montants: {prix: 500.00}, "
    "devis: {reference: D1, accepte_le: 2026-02-02}, livraison: 2026-03-03}"
)
FILES = maquette(
    {"metropole": Membre("postes: 10"), "laxou": Membre("postes: 30", depenses=ACHAT)},
    {"reseau": Cout("cout: 400.00", annuel="cout * part(postes)")},
    forfait="2024-01-01: 700.00",
)


def billed(vue: Vue) -> dict[str, int]:
    return {str(nature): cents for nature, cents in calculer(vue).totaux.par_nature.items() if cents}


def without(vue: Vue, champ: str, *noms: object) -> Vue:
    """Take some rules away."""
    kept: dict[str, Any] = {champ: {nom: rule for nom, rule in getattr(vue.regles, champ).items() if nom not in noms}}
    return vue._replace(regles=vue.regles._replace(**kept))


def test_everything_is_billed_when_nothing_is_missing() -> None:
    vue = resolve(lire(FILES), 2026)
    assert billed(vue) == {"masse_salariale": 28_000_00, "direct": 1_000_00, "indirect_annuel": 400_00}


@pytest.mark.parametrize("champ", ["composants", "lignes"])
def test_a_component_without_its_rule_or_its_row_costs_nothing(champ: str) -> None:
    vue = resolve(lire(FILES), 2026)
    assert "indirect_annuel" not in billed(without(vue, champ, "reseau"))


@pytest.mark.parametrize("champ", ["depenses", "lignes"])
def test_an_expense_without_its_rule_or_its_row_costs_nothing(champ: str) -> None:
    vue = resolve(lire(FILES), 2026)
    assert "direct" not in billed(without(vue, champ, "achat", ("laxou", "pc")))


def test_an_expense_whose_number_is_unknown_costs_nothing() -> None:
    vue = resolve(lire(FILES), 2026)
    assert "direct" not in billed(vue._replace(volumes=vue.volumes._replace(nombres={})))
