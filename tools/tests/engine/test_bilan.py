"""A control that cannot fail proves nothing: each is shown to fail on a computation made wrong on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.engine.bilan import controls, is_counted, totals, unpaid_more
from convention.engine.lignes import Hypothese, NonReparti, Totaux
from convention.model.mots.communs import Nature
from tests.essais import contribution
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.engine.lignes import Calcul, Contribution, Controle, Ligne


@pytest.fixture(scope="module")
def juste() -> Contribution:
    """Compute 100,00 € shared among three, 33,34 + 33,33 + 33,33."""
    membres = {nom: Membre("postes: 1") for nom in ("laxou", "nancy", "pulnoy")}
    return contribution(maquette(membres, {"reseau": Cout("cout: 100.00", annuel="cout * part(postes)")}))


def _controls(calculs: tuple[Calcul, ...], lignes: tuple[Ligne, ...]) -> Controle:
    return controls(calculs, lignes, totals(lignes))


def _with_parts(juste: Contribution, change: Callable[[int], int]) -> Controle:
    """Control the same computation after each shared part was changed, lines included."""
    wrong = [calcul._replace(partages=tuple(map(change, calcul.partages))) for calcul in juste.calculs]
    lignes = tuple(
        ligne._replace(calcul=calcul, montant=calcul.partages[ligne.rang] + calcul.propres[ligne.rang])
        for old, calcul in zip(juste.calculs, wrong, strict=True)
        for ligne in juste.lignes
        if ligne.calcul is old
    )
    return _controls(tuple(wrong), lignes)


def test_the_controls_of_a_right_computation_are_zero(juste: Contribution) -> None:
    assert (juste.controle.juste, tuple(juste.controle)) == (True, (0, 0, 0, 0, 0, ()))


def test_a_cent_lost_by_the_sharing_is_seen(juste: Contribution) -> None:
    assert _with_parts(juste, lambda cents: cents - 1).ecart_recouvrement == 3


def test_a_cent_billed_too_much_is_seen(juste: Contribution) -> None:
    assert _with_parts(juste, lambda cents: cents + 1).ecart_recouvrement == 3


def test_a_line_that_is_forgotten_is_seen(juste: Contribution) -> None:
    billed = sum(ligne.montant for ligne in juste.lignes[-1:])
    assert billed == _controls(juste.calculs, juste.lignes[:-1]).ecart_recouvrement


def test_totals_of_other_lines_are_seen(juste: Contribution) -> None:
    sums = totals(juste.lignes)._replace(general=0)
    controle = controls(juste.calculs, juste.lignes, sums)
    assert (controle.juste, tuple(controle)) == (False, (10_000, 10_000, 10_000, 10_000, 0, ()))


def test_what_nobody_would_pay_is_told_cost_by_cost_as_far_as_it_is_more_than_before(juste: Contribution) -> None:
    def unpaid(**cents: int) -> Controle:
        found = tuple(NonReparti(nom, Nature.INDIRECT_ANNUEL, montant) for nom, montant in cents.items())
        return juste.controle._replace(non_repartis=found)

    before, after = unpaid(plus=500, moins=500, autant=500), unpaid(plus=501, moins=499, autant=500, neuf=70)
    assert unpaid_more(before, after) == unpaid(plus=1, neuf=70).non_repartis


# --- sums, assumptions ---

ACHAT = (
    "{id: neuf, livraison: 2026-03-01, ligne: achat, libelle: Neuf, section: investissement, nombre: 1, "
    "devis: {reference: D1, accepte_le: 2026-02-01}, montants: {prix: 150.00}}"
)


def test_lines_add_up_by_adherent_service_nature_and_section_each_in_its_order() -> None:
    membres = {"nancy": Membre("postes: 2", depenses=ACHAT), "laxou": Membre("postes: 1")}
    couts = {"copieur": Cout("prix: 7.00, pose: 1.00", annuel="prix * postes", factuel="pose * postes")}
    sums = contribution(maquette(membres, couts, forfait="2024-01-01: 100.00")).totaux
    assert sums == Totaux(
        47_400,
        {"laxou": 10_800, "nancy": 36_600},
        {"S03": 2_400, "S04": 15_000, "hors-service": 30_000},
        {"direct": 15_000, "indirect_annuel": 2_100, "indirect_factuel": 300, "masse_salariale": 30_000},
        {"fonctionnement": 32_400, "investissement": 15_000},
    )
    for column in sums[1:]:
        assert list(column) == sorted(column)


QUANTITES = "adherents/{}/quantites/2026.yaml"
DEUX_CLES = {"mixte": Cout("a: 4.00, b: 5.00", annuel="a * part(postes) + b * part(stockage)")}


def revise(more: str) -> str:
    return f"{{phase: revise, date: 2026-06-30, source: essai, valeurs: {{postes: 2, stockage: 1}}{more}}}"


@pytest.mark.parametrize(
    ("comptages", "code", "message"),
    [
        ("", "HYP001", "chiffre repris du prévisionnel, faute d'un plus récent"),
        (revise(", hypothese: en cours"), "HYP002", "en cours"),
        (revise(""), "HYP004", "quantité que l'adhérent n'a pas encore validée"),
    ],
)
def test_two_assumed_counts_of_a_file_are_said_together_however_many_costs_read_them(
    comptages: str, code: str, message: str
) -> None:
    membres = {"laxou": Membre("postes: 1, stockage: 1", comptages=comptages)}
    files = maquette(membres, DEUX_CLES | {"autre": DEUX_CLES["mixte"]})
    found = contribution(files, phase="revise").hypotheses
    assert found == (Hypothese(code, message, QUANTITES.format("laxou"), 2),)


def test_missing_counts_are_said_cost_by_cost() -> None:
    membres = {"nancy": Membre("postes: 1, stockage: 1"), "laxou": Membre("")}
    files = maquette(membres, DEUX_CLES | {"reseau": Cout("cout: 1.00", annuel="cout * part(postes)")})
    message = "quantité absente, comptée pour zéro"
    assert contribution(files).hypotheses == (Hypothese("HYP003", message, QUANTITES.format("laxou"), 3),)


def test_a_managing_body_that_only_bears_what_another_left_misses_no_count() -> None:
    parti = "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"
    membres = {"metropole": Membre("", ""), "laxou": Membre("postes: 2", parti), "nancy": Membre("postes: 2")}
    couts = {"reseau": Cout("cout: 4.00", annuel="cout * part(postes)")}
    result = contribution(maquette(membres, couts, part_liberee="gestionnaire"))
    assert (dict(result.totaux.par_adherent), result.hypotheses) == (
        {"laxou": 100, "metropole": 100, "nancy": 200},
        (),
    )


def test_what_an_exemption_leaves_to_nobody_is_decided_and_what_nobody_counts_is_not() -> None:
    exempt = "exonerations: [{adherents: [laxou], reliquat: non_recouvre, motif: essai}]"
    couts = {
        "reseau": Cout("cout: 4.00", annuel="cout * part(postes)", suite=exempt),
        "volume": Cout("cout: 3.00", annuel="cout * part(stockage)"),
        "contrat": Cout("cout: 2.00", annuel="cout", suite=exempt),
    }
    membres = {nom: Membre("postes: 1") for nom in ("laxou", "nancy")}
    assert contribution(maquette(membres, couts)).controle.non_repartis == (
        NonReparti("contrat", Nature.INDIRECT_ANNUEL, 200, decide=True),
        NonReparti("reseau", Nature.INDIRECT_ANNUEL, 200, decide=True),
        NonReparti("volume", Nature.INDIRECT_ANNUEL, 300, decide=False),
    )


@pytest.mark.parametrize(
    ("comptages", "annuel", "projection"),
    [
        ("", "prix * postes", True),
        (revise(""), "prix * postes", False),
        # Nothing is counted at all.
        ("", "prix", False),
    ],
)
def test_a_result_is_a_projection_when_every_count_is_carried_over(
    comptages: str, annuel: str, *, projection: bool
) -> None:
    membres = {"nancy": Membre("postes: 1"), "laxou": Membre("postes: 1", comptages=comptages)}
    files = maquette(membres, {"copieur": Cout("prix: 1.00", annuel=annuel)})
    assert contribution(files, phase="revise").projection is projection


@pytest.mark.parametrize(
    ("annee", "told"),
    [(2024, []), (2025, ["2024", "2025"]), (2026, []), (2027, ["2026", "2027"]), (2028, ["2026", "2028"])],
)
def test_a_forfait_that_no_act_updated_for_the_exercice_is_an_assumption(annee: int, told: list[str]) -> None:
    exercices = dict.fromkeys(range(2024, 2029), "previsionnel")
    files = maquette(
        {"laxou": Membre("postes: 10")}, {}, forfait="2024-01-01: 700.00, 2026-01-01: 710.60", exercices=exercices
    )
    found = [item for item in contribution(files, annee).hypotheses if item.fichier == "pricing/forfait.yaml"]
    assert [item.message for item in found] == (
        [f"forfait de {told[0]} repris, faute d'un acte pour {told[1]}"] if told else []
    )


def test_a_cost_without_quantity_counts_nothing_and_a_published_one_is_counted_by_nobody(juste: Contribution) -> None:
    assert is_counted(juste.calculs)
    alone = contribution(maquette({"nancy": Membre("postes: 1")}, {"reseau": Cout("cout: 100.00", annuel="cout")}))
    assert not is_counted(alone.calculs)
    published = [
        calcul._replace(
            decomptes={
                nom: item._replace(sources=tuple(tuple(v._replace(publiee=True) for v in own) for own in item.sources))
                for nom, item in calcul.decomptes.items()
            }
        )
        for calcul in juste.calculs
    ]
    assert not is_counted(published)
    # What adds up amounts already computed counts nothing either.
    sums = [
        calcul._replace(decomptes={nom: item._replace(cumul=True) for nom, item in calcul.decomptes.items()})
        for calcul in juste.calculs
    ]
    assert not is_counted(sums)
