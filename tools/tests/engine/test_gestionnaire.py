"""A managing body that pays nothing: the others pay it all, and it bears only what their limits leave."""

from __future__ import annotations

from convention.engine.contribution import calculer
from convention.model.mots.communs import Nature
from convention.model.resolution import resolve
from convention.reports.calcul.explication import explanation_text
from tests.engine.oracle.oracle import Oracle
from tests.espaces import espaces
from tests.essais import FIGES, contribution, edited, fichiers, lire

CONVENTION = "catalogue/convention.yaml"
GESTIONNAIRE = "trois-vallees"


def exempt() -> dict[str, str]:
    """Return the second convention, its managing body paying nothing."""
    said = f"gestionnaire: {GESTIONNAIRE}"
    return edited(fichiers(FIGES / "syndicat"), CONVENTION, said, f"{said}\ngestionnaire_contribue: non")


def test_a_managing_body_that_pays_nothing_bears_only_what_the_limits_of_the_others_leave() -> None:
    mine = [item for item in contribution(exempt()).lignes if item.adherent == GESTIONNAIRE]
    assert sorted(item.calcul.objet for item in mine if item.montant) == ["annuaire", "archivage", "veille"]
    assert not any(item.calcul.jours[item.rang] for item in mine)


def test_what_it_no_longer_pays_of_a_shared_cost_the_others_pay() -> None:
    costs = [
        {item.calcul.objet: item.calcul.a_repartir for item in contribution(files).lignes if item.calcul.termes}
        for files in (fichiers(FIGES / "syndicat"), exempt())
    ]
    assert costs[0] == {**costs[1], "salle-blanche": costs[0]["salle-blanche"]}


def test_it_is_none_of_the_beneficiaries_whose_limits_it_bears() -> None:
    depot = lire(exempt())
    billed = calculer(resolve(depot, 2026))
    own = [item for item in billed.lignes if (item.adherent, item.calcul.objet) == (GESTIONNAIRE, "annuaire")]
    told = espaces(explanation_text(billed, depot, GESTIONNAIRE, own))
    assert "agents : non compté\n" in told
    assert " agents pour 6 bénéficiaires\n" in told
    assert "n'en bénéficie pas : ne porte que ce que les autres laissent\n" in told


def test_it_owes_no_flat_fee() -> None:
    lines = [item for item in contribution(exempt()).lignes if item.calcul.nature is Nature.MASSE_SALARIALE]
    assert GESTIONNAIRE not in {item.adherent for item in lines}


def test_every_line_is_that_of_a_naive_computation() -> None:
    depot = lire(exempt())
    for annee in depot.exercices:
        vue = resolve(depot, annee)
        billed = {item.identite: item.montant for item in calculer(vue).lignes if item.montant}
        assert {key: cents for key, cents in Oracle(depot, annee, str(vue.phase)).lignes().items() if cents} == billed
