"""`compare.causes.causes` on small repositories: which cause explains which amendment (docs/causes.md)."""

from __future__ import annotations

import re
from itertools import pairwise, permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convention.base.french import ecart
from convention.compare.causes import recombinaison
from convention.compare.causes.completion import completed
from convention.compare.causes.effets import Effets
from convention.engine.contribution import calculer, couts
from tests.compare.causes.causes_naives import cote, effects, explain, vues
from tests.essais import edited
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from convention.model.vue import Vue

RESEAU = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
CHER = {"reseau": Cout("cout: 1500.00", annuel="cout * part(postes)")}
LAXOU, NANCY = Membre("postes: 10"), Membre("postes: 20")
DEUX = {"laxou": LAXOU, "nancy": NANCY}


def _effects(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Effets]:
    return effects(vues(before, after))


# --- one cause at a time ---


def test_a_price_is_an_effect_of_price() -> None:
    found = _effects(maquette(DEUX, RESEAU), maquette(DEUX, CHER))
    assert found == {"laxou": Effets(prix=10_000), "nancy": Effets(prix=20_000)}


def test_a_key_is_an_effect_of_rules() -> None:
    membres = {"laxou": Membre("postes: 10, stockage: 2"), "nancy": Membre("postes: 20, stockage: 2")}
    autre = {"reseau": Cout("cout: 1200.00", annuel="cout * part(stockage)")}
    found = _effects(maquette(membres, RESEAU), maquette(membres, autre))
    assert found == {"laxou": Effets(regles=20_000), "nancy": Effets(regles=-20_000)}


def test_a_count_is_the_volume_of_who_counts_and_of_the_others_for_who_shares() -> None:
    found = _effects(maquette(DEUX, RESEAU), maquette({**DEUX, "laxou": Membre("postes: 20")}, RESEAU))
    assert found == {"laxou": Effets(volume_propre=20_000), "nancy": Effets(volume_autres=-20_000)}


def test_two_counts_are_told_apart() -> None:
    # Laxou alone: 1 200 × 20 ÷ 40 − 400 = +200; after Nancy: 1 200 × (20 ÷ 60 − 10 ÷ 50) = +160: +180 on average.
    after = {"laxou": Membre("postes: 20"), "nancy": Membre("postes: 40")}
    found = _effects(maquette(DEUX, RESEAU), maquette(after, RESEAU))
    assert found["laxou"] == Effets(volume_propre=18_000, volume_autres=-18_000)


def test_a_share_that_is_decided_is_an_effect_of_rules() -> None:
    parts = "  parts: {{libelle: parts, unite: part, pluriel: parts, quotes_parts: {{laxou: {}, nancy: 2}}}}\n"
    reseau = {"reseau": Cout("cout: 1200.00", annuel="cout * part(parts)")}
    before, after = (
        {**files, "pricing/cles.yaml": files["pricing/cles.yaml"] + parts.format(number)}
        for files, number in ((maquette(DEUX, reseau), 1), (maquette(DEUX, reseau), 2))
    )
    found = _effects(before, after)
    assert found == {"laxou": Effets(regles=20_000), "nancy": Effets(regles=-20_000)}


def test_a_flat_fee_that_comes_or_goes_is_an_effect_of_price() -> None:
    path, without = "pricing/forfaits/accueil.yaml", maquette(DEUX, RESEAU)
    value = "{date: 2024-01-01, montant: 50.00, reference: essai, verifie_le: 2026-01-01}"
    fee = {**without, path: f"{first_line(path)}{DEMO}libelle: l'accueil\ncle: postes\nvaleurs: [{value}]\n"}
    assert _effects(without, fee) == {"laxou": Effets(prix=50_000), "nancy": Effets(prix=100_000)}
    assert _effects(fee, without) == {"laxou": Effets(prix=-50_000), "nancy": Effets(prix=-100_000)}


def test_an_expense_is_the_perimetre_of_who_orders_it() -> None:
    depense = (
        "{id: pc, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: 2, montants: {prix: 800.00}, "
        "devis: {reference: D1, accepte_le: 2026-02-02}, livraison: 2026-03-03}"
    )
    after = {**DEUX, "laxou": LAXOU._replace(depenses=depense)}
    found = _effects(maquette(DEUX, RESEAU), maquette(after, RESEAU))
    assert found == {"laxou": Effets(perimetre_propre=160_000)}


def test_a_new_component_with_its_price_and_its_row_is_perimetre_by_the_others() -> None:
    couts = {**RESEAU, "copies": Cout("cout: 3.00", annuel="cout * postes")}
    found = _effects(maquette(DEUX, RESEAU), maquette(DEUX, couts))
    assert found == {"laxou": Effets(perimetre_autres=3_000), "nancy": Effets(perimetre_autres=6_000)}


# --- who comes, who leaves ---


def test_a_new_adherent_is_all_perimetre_of_its_own() -> None:
    found = _effects(maquette({"nancy": NANCY}, RESEAU), maquette(DEUX, CHER))
    assert found["laxou"] == Effets(perimetre_propre=50_000)


def test_an_adherent_that_leaves_is_all_perimetre_of_its_own() -> None:
    found = _effects(maquette(DEUX, RESEAU), maquette({"nancy": NANCY}, CHER))
    assert found["laxou"] == Effets(perimetre_propre=-40_000)


def test_what_one_pays_for_a_neighbour_s_departure_is_perimetre_of_the_others() -> None:
    # 800,00 € of 1 200,00 €, then 1 500,00 €: departure ½ (400 + 500) = +450, price ½ (200 + 300) = +250.
    found = _effects(maquette(DEUX, RESEAU), maquette({"nancy": NANCY}, CHER))
    assert found["nancy"] == Effets(perimetre_autres=45_000, prix=25_000)


def test_two_new_adherents_each_lighten_the_other() -> None:
    # Laxou alone with Nancy: 400,00; with Saint-Max too: 300,00.
    after = {**DEUX, "saint-max": Membre("postes: 10")}
    found = _effects(maquette({"nancy": NANCY}, RESEAU), maquette(after, RESEAU))
    assert found["laxou"] == Effets(perimetre_propre=35_000, perimetre_autres=-5_000)


COPIES = Cout("cout: 900.00", annuel="cout * part(postes)", suite="beneficiaires: souscription")


def test_who_subscribes_to_a_new_component_makes_all_that_it_pays() -> None:
    # Offered for the first time, it costs 300,00 and 600,00 to the two that take it, and nothing to the third.
    takers = {nom: membre._replace(composants="{composant: copies}") for nom, membre in DEUX.items()}
    third = {"saint-max": Membre("postes: 30")}
    before = maquette({**DEUX, **third}, RESEAU)
    found = _effects(before, maquette({**takers, **third}, {**RESEAU, "copies": COPIES}))
    assert found == {"laxou": Effets(perimetre_propre=30_000), "nancy": Effets(perimetre_propre=60_000)}


def test_who_leaves_a_component_that_is_withdrawn_makes_all_that_it_no_more_pays() -> None:
    takers = {nom: membre._replace(composants="{composant: copies}") for nom, membre in DEUX.items()}
    found = _effects(maquette(takers, {**RESEAU, "copies": COPIES}), maquette(DEUX, RESEAU))
    assert found == {"laxou": Effets(perimetre_propre=-30_000), "nancy": Effets(perimetre_propre=-60_000)}


# --- a figure that comes with what reads it ---


def test_a_subscription_with_its_first_quantity_is_no_volume() -> None:
    # Laxou pays the forfait on both sides, and 500,00 € of the network after only: never half an effect of price.
    # For Nancy, the network was 1 200,00 €: 800,00 € or 1 000,00 € with Laxou, 1 500,00 € without.
    stock = {"reseau": Cout("cout: 1200.00", annuel="cout * part(stockage)")}
    cher = {"reseau": Cout("cout: 1500.00", annuel="cout * part(stockage)")}
    before = {"laxou": Membre("postes: 10", ""), "nancy": Membre("postes: 20, stockage: 20")}
    after = {"laxou": Membre("postes: 10, stockage: 10"), "nancy": Membre("postes: 20, stockage: 20")}
    forfait = "2024-01-01: 700.00"
    found = _effects(maquette(before, stock, forfait=forfait), maquette(after, cher, forfait=forfait))
    assert found["laxou"] == Effets(perimetre_propre=50_000)
    assert found["nancy"] == Effets(perimetre_autres=-45_000, prix=25_000)


def test_a_key_with_its_first_quantities_is_no_volume() -> None:
    membres = {"laxou": Membre("postes: 10, stockage: 2"), "nancy": Membre("postes: 20, stockage: 2")}
    autre = {"reseau": Cout("cout: 1200.00", annuel="cout * part(stockage)")}
    found = _effects(maquette(DEUX, RESEAU), maquette(membres, autre))
    assert found == {"laxou": Effets(regles=20_000), "nancy": Effets(regles=-20_000)}


def test_a_quantity_that_was_awaited_is_volume() -> None:
    # Counted for nothing before: of a unit price of 3,00 €, then 5,00 €, Laxou pays 50,00 €, half of the rise of price.
    before, after = (
        maquette({"laxou": Membre(counted), "nancy": NANCY}, {"copies": Cout(cout, annuel="cout * postes")})
        for counted, cout in (("", "cout: 3.00"), ("postes: 10", "cout: 5.00"))
    )
    assert _effects(before, after)["laxou"] == Effets(volume_propre=4_000, prix=1_000)


def test_a_quantity_that_is_withdrawn_is_volume_even_when_a_price_changes_elsewhere() -> None:
    couts = {**RESEAU, "copies": Cout("cout: 3.00", annuel="cout * stockage")}
    before = maquette({"laxou": Membre("postes: 10, stockage: 4"), "nancy": NANCY}, couts)
    after = maquette({"laxou": LAXOU, "nancy": NANCY}, {**couts, **CHER})
    assert _effects(before, after)["laxou"] == Effets(volume_propre=-1_200, prix=10_000)


def test_a_price_set_for_the_first_time_is_price_even_when_a_neighbour_comes() -> None:
    copies = Cout("cout: 3.00", annuel="cout * postes")
    before = edited(maquette(DEUX, {"copies": copies}), "pricing/composants/S03.yaml", "2026: {cout: 3.00}", "")
    after = maquette({**DEUX, "saint-max": Membre("postes: 10")}, {"copies": copies})
    found = _effects(before, after)
    assert (found["laxou"], found["saint-max"]) == (Effets(prix=3_000), Effets(perimetre_propre=3_000))


# --- what it costs ---


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[Vue]:
    """Every Vue with shared costs that a recombination computes."""
    found: list[Vue] = []

    def spied(function: Callable[..., Any]) -> Callable[..., Any]:
        def spy(vue: Vue, *arguments: object) -> object:
            if vue.perimetre.composants:
                found.append(vue)
            return function(vue, *arguments)

        return spy

    monkeypatch.setattr(recombinaison, "calculer", spied(calculer))
    monkeypatch.setattr(recombinaison, "couts", spied(couts))
    return found


@pytest.mark.parametrize(
    "after",
    [
        maquette(DEUX, CHER),
        maquette({**DEUX, "laxou": Membre("postes: 20")}, RESEAU),
        maquette({**DEUX, "saint-max": Membre("postes: 10")}, RESEAU),
        maquette(DEUX, {"reseau": Cout("cout: 1200.00", annuel="cout * postes")}),
        maquette(DEUX, {**RESEAU, "copies": Cout("cout: 3.00", annuel="cout * postes")}),
    ],
    ids=["prix", "volume", "adhesion", "formule", "composant"],
)
def test_one_change_needs_no_recombination(after: Mapping[str, str], computed: list[Vue]) -> None:
    assert explain(vues(maquette(DEUX, RESEAU), after))
    assert computed == []


def test_who_changed_nothing_costs_no_recombination(computed: list[Vue]) -> None:
    autres = {f"commune-{rang}": Membre("postes: 5") for rang in range(20)}
    before = maquette({**DEUX, **autres}, RESEAU)
    after = maquette({**autres, "laxou": Membre("postes: 20"), "nancy": Membre("postes: 40")}, RESEAU)
    assert len(explain(vues(before, after))) == 22
    # For each of the two: its own change alone, and the other's alone.
    assert len(computed) == 4


def test_what_cannot_concern_an_adherent_is_not_computed_for_it(computed: list[Vue]) -> None:
    couts = {**RESEAU, "copies": Cout("cout: 3.00", annuel="cout * part(postes)", service="S04")}
    abonnes = {nom: Membre("postes: 5", "{service: S04, debut: 2024-01-01}") for nom in ("ludres", "pulnoy")}
    before = maquette({**DEUX, **abonnes}, couts)
    explain(vues(before, maquette({**abonnes, "laxou": Membre("postes: 20"), "nancy": Membre("postes: 40")}, couts)))
    assert [list(vue.perimetre.composants) for vue in computed] == [["reseau"]] * 4


@pytest.mark.parametrize("nombre", [10, 20, 40])
def test_the_work_is_that_of_the_adherents_one_by_one_when_everybody_changes(nombre: int, computed: list[Vue]) -> None:
    before, after = (
        maquette({f"commune-{rang:02}": Membre(f"postes: {rang + more}") for rang in range(1, nombre + 1)}, couts)
        for more, couts in ((0, RESEAU), (3, CHER))
    )
    assert len(explain(vues(before, after))) == nombre
    sizes = [len(vue.perimetre.payeurs) for vue in computed]
    # Volumes alone and the price alone are computed for everybody; then each adherent, with both counts at both prices.
    assert [size for size in sizes if size > 1] == [nombre] * 2
    assert len([size for size in sizes if size == 1]) == 4 * nombre


@pytest.mark.parametrize("nombre", [10, 20])
def test_nobody_else_is_computed_when_everybody_s_subscription_changes(nombre: int, computed: list[Vue]) -> None:
    before, after = (
        maquette({f"commune-{rang:02}": Membre(f"postes: {rang}", abonnement) for rang in range(1, nombre + 1)}, couts)
        for abonnement, couts in (("", RESEAU), ("{service: S03, debut: 2026-04-01}", CHER))
    )
    assert len(explain(vues(before, after))) == nombre
    # The subscriptions alone and the price alone are computed for everybody.
    assert [size for vue in computed if (size := len(vue.perimetre.payeurs)) > 1] == [nombre] * 2


def test_a_recombination_is_computed_once(computed: list[Vue]) -> None:
    autre = {"reseau": Cout("cout: 1500.00", annuel="cout * postes")}
    after = maquette({**DEUX, "laxou": Membre("postes: 20"), "saint-max": Membre("postes: 10")}, autre)
    explain(vues(maquette(DEUX, RESEAU), after))
    # Four groups, each changed by one folder at most: 2⁴ recombinations, both ends being known.
    assert len(computed) == 14


# --- which line moves ---


def test_each_line_says_which_cause_moves_it() -> None:
    couts = {**RESEAU, "copies": Cout("cout: 3.00", annuel="cout * stockage", service="S04")}
    abonne = "{service: S03, debut: 2024-01-01}, {service: S04, debut: 2024-01-01}"
    before = {"laxou": Membre("postes: 10, stockage: 4", abonne)}
    after = {"laxou": Membre("postes: 10, stockage: 6", abonne)}
    (cause,) = explain(vues(maquette(before, couts), maquette(after, {**couts, **CHER})))
    assert [(ligne.service, ligne.objet, ligne.effets) for ligne in cause.lignes] == [
        ("S03", "reseau", Effets(prix=30_000)),
        ("S04", "copies", Effets(volume_propre=600)),
    ]


# --- the example of the documentation ---

PAGE = Path(__file__).parents[4] / "docs" / "causes.md"
RANGEE = re.compile(r"^\| (?P<mots>[^|]+?) \| (?P<cellules>.+) \|$", re.MULTILINE)
EXEMPLE = (
    maquette(DEUX, RESEAU),
    maquette({"laxou": Membre("postes: 20"), "nancy": NANCY, "tomblaine": Membre("postes: 20")}, CHER),
)
"""Laxou counts ten workstations more, Tomblaine joins, the network is dearer."""


def _rows(title: str) -> dict[str, list[str]]:
    """Read a table of the page: the cells of each row, by its first words."""
    text = PAGE.read_text("utf-8").split(f"### {title}\n")[1].split("\n#")[0]
    return {found["mots"]: found["cellules"].split(" | ") for found in RANGEE.finditer(text)}


@pytest.mark.parametrize("adherent", ["laxou", "nancy", "tomblaine"])
def test_the_page_shows_the_causes_of_its_example(adherent: str) -> None:
    effets = _effects(*EXEMPLE)[adherent]
    printed = [ecart(cents) for cents in (*effets[:5], effets.ecart)]
    assert _rows("Les causes")[adherent.capitalize()] == printed


def test_the_page_shows_what_each_order_says() -> None:
    base, head = vues(*EXEMPLE)
    steps = {"volume": "volumes", "périmètre": "perimetre", "prix": "prix"}
    filled = completed(cote(base), head)

    def amount(made: set[str]) -> int:
        parts = {steps[nom]: getattr(head, steps[nom]) for nom in made}
        return calculer(filled._replace(regles=head.regles, **parts)).totaux.par_adherent["laxou"]

    rows = _rows("Les six ordres")
    for order in permutations(steps):
        made = [amount(set(order[:rank])) for rank in range(4)]
        gained = {nom: after - before for nom, (before, after) in zip(order, pairwise(made), strict=True)}
        assert rows[", puis ".join(order)] == [ecart(gained[nom]) for nom in ("périmètre", "volume", "prix")]
    assert len(rows) == 6 + 3
