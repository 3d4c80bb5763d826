"""What is missing, or cannot be read, counts for nothing: the engine computes every Vue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from convention.engine.appels.appels import AppelAbsentError, appeler
from convention.engine.appels.cloture import actual
from convention.engine.appels.sceller import rectify, seal_closing
from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from tests.espaces import espaces
from tests.essais import contribution, edited, lire, montants
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


def test_a_row_without_direct_column_bills_no_expense() -> None:
    depense = ACHAT.replace("ligne: achat", "ligne: reseau")
    files = maquette(
        {"metropole": Membre("postes: 10", depenses=depense)}, {"reseau": Cout("prix: 4.00", annuel="prix * postes")}
    )
    assert montants(files, "pc") == {}


def test_a_forfait_counted_by_a_key_that_does_not_exist_is_not_due() -> None:
    path = "pricing/forfait.yaml"
    files = edited(FILES, path, "cle: postes", "cle: absente")
    assert montants(files, "") == {}


def test_a_formula_that_cannot_be_read_costs_nothing() -> None:
    files = maquette({"metropole": Membre("postes: 10")}, {"reseau": Cout("cout: 400.00", annuel="cout * (postes")})
    assert montants(files, "reseau") == {}


@pytest.mark.parametrize(
    ("formule", "left"),
    [("cout - 100", 300_00), ("-(40 - cout)", 360_00), ("cout - postes", 400_00), ("(cout + postes) * 2", 800_00)],
)
def test_of_a_cost_that_nobody_is_there_to_pay_the_fixed_terms_are_left(formule: str, left: int) -> None:
    files = maquette(
        {"metropole": Membre("postes: 10", souscriptions="")}, {"contrat": Cout("cout: 400.00", annuel=formule)}
    )
    assert [left] == [item.montant for item in contribution(files).controle.non_repartis]


def test_a_milestone_that_does_not_say_what_it_calls_is_refused() -> None:
    calls = ", ".join(
        f"{nom}: {{date: 2026-{mois}-15, objet: essai}}" for nom, mois in (("avril", "04"), ("octobre", "10"))
    )
    path = "pricing/exercices/2026.yaml"
    with pytest.raises(AppelAbsentError) as refused:
        appeler(lire({**FILES, path: f"{FILES[path]}jalons: {{{calls}}}\n"}), "2026-04")
    assert espaces(str(refused.value)) == (
        "l'appel de « 2026-04 » ne dit pas ce qu'il contient : ajouter ses « volets » à l'exercice"
    )


def test_a_repository_without_milestones_has_no_call() -> None:
    with pytest.raises(AppelAbsentError, match="échéances du dépôt : aucune"):
        appeler(lire(FILES), "2026-04")


def test_a_correction_that_corrects_nothing_is_the_same_seal() -> None:
    closed = actual(lire(FILES), 2026)
    sceau = seal_closing(closed, date(2027, 4, 15))
    assert rectify(sceau, closed, date(2027, 6, 1), "essai") is sceau
