"""Costs borne and recharged, worked out by hand on a small repository (`equilibres`); the controls hold on any data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.engine.contribution import ControlError, calculer
from convention.engine.equilibre import Supporte, equilibrer
from convention.engine.lignes import Hypothese, NonReparti
from convention.model.depot import Reference
from convention.model.documents.composants import ParPhase
from convention.model.documents.tarifs import CoutNonRefacture, CoutPole, Equilibre, EstimationSeul
from convention.model.mots.communs import Nature, Origine, Phase
from convention.model.resolution import resolve
from convention.model.vue import Valeur
from tests.engine.equilibres import COUTS, LOCAUX, MEMBRES, POLES, SEUL, equilibre
from tests.engine.test_gestionnaire import GESTIONNAIRE, exempt
from tests.essais import contribution, edited, lire
from tests.generateur import depot_fictif
from tests.generateur.textes import DEMO, first_line
from tests.maquette import maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.engine.equilibre import Bilan


DOCUMENT = "pricing/equilibre/2026.yaml"


def bilan(files: Mapping[str, str], phase: str = "previsionnel") -> Bilan:
    depot = lire(files)
    computed = calculer(resolve(depot, 2026, Phase(phase)))
    return equilibrer(computed, depot.vie.equilibres[2026], depot)


# Forfait: 20 and 12 postes, and 8 for half a year: 14 000,00 + 8 400,00 + 2 800,00 = 25 200,00.
# Groups: 24 000,00 + 4 000,10 of agents, 2 500,00 of régie = 30 500,10.
# Network: 1 000,00 over weights 20, 12 and 4: 555,56 + 333,33 + 111,11.


def test_whether_the_managing_body_has_a_part_of_its_own_is_told() -> None:
    path, said = "catalogue/convention.yaml", "gestionnaire: metropole\n"
    without = edited(equilibre(), path, said, f"{said}gestionnaire_contribue: non\n")
    assert [bilan(files).contribue for files in (equilibre(), without)] == [True, False]


def test_the_forfait_stands_against_the_groups_and_the_regie() -> None:
    result = bilan(equilibre())
    assert tuple(result.natures[Nature.MASSE_SALARIALE]) == (3050010, 2520000, 530010)
    assert (result.masse_salariale, result.regie) == (2800010, 250000)
    assert result.couverture == Fraction(2520000, 3050010)


COTISATION = f"""{DEMO}libelle: la cotisation
cle: postes
valeurs: [{{date: 2024-01-01, montant: 10.00, reference: essai, verifie_le: 2026-01-01}}]
"""


@pytest.mark.parametrize(
    ("path", "personnel"),
    [("pricing/forfaits/cotisation.yaml", (3050010, 2520000, 530010)), ("pricing/forfait.yaml", None)],
)
def test_only_the_fee_of_the_payroll_is_set_against_what_the_groups_cost(
    path: str, personnel: tuple[int, ...] | None
) -> None:
    assert bilan({**equilibre(), path: first_line(path) + COTISATION}).personnel == personnel


def test_other_natures_are_recharged_but_for_what_nobody_pays() -> None:
    natures = bilan(equilibre()).natures
    assert tuple(natures[Nature.DIRECT]) == (30000, 30000, 0)
    assert tuple(natures[Nature.INDIRECT_ANNUEL]) == (100000, 100000, 0)
    assert tuple(natures[Nature.INDIRECT_FACTUEL]) == (30000, 0, 30000)


def test_the_total_adds_what_is_not_recharged() -> None:
    result = bilan(equilibre())
    assert tuple(result.hors_natures) == (80000, 0, 80000)
    assert tuple(result.total) == (3290010, 2650000, 640010)


def test_the_managing_body_bears_its_own_share_and_all_that_is_left() -> None:
    result = bilan(equilibre())
    assert (result.part_gestionnaire, result.charge_gestionnaire) == (1455556, 1455556 + 640010)


def test_each_adherent_is_compared_with_its_estimate_for_its_part_of_the_year() -> None:
    result = bilan(equilibre())
    assert [tuple(item) for item in result.comparaisons] == [
        ("metropole", 1455556, 3000000, 1544444),
        ("nord", 903333, 2000000, 1096667),
        ("sud", 291111, 600000, 308889),
    ]
    assert tuple(result.comparees) == (3, 2650000, 5600000, 2950000)


def test_an_adherent_without_estimate_is_left_out_of_the_sums_of_the_compared() -> None:
    result = bilan(equilibre(seul=SEUL.replace("nord: 20000.00, ", "")))
    assert [(item.adherent, item.seul, item.gain) for item in result.comparaisons][1] == ("nord", None, None)
    assert tuple(result.comparees) == (2, 1746667, 3600000, 1853333)
    assert result.total.refacture == 2650000


def without_forfait() -> dict[str, str]:
    return edited(equilibre(), "pricing/forfait.yaml", "date: 2024-01-01", "date: 2027-01-01")


def test_without_any_forfait_each_estimate_is_still_for_its_part_of_the_year() -> None:
    assert [(item.adherent, item.seul) for item in bilan(without_forfait()).comparaisons][2] == ("sud", 6_000_00)


def test_without_any_forfait_nothing_is_said_to_cover_what_groups_cost() -> None:
    result = bilan(without_forfait())
    assert (result.forfaitaire, result.couverture, result.masse_salariale) == (False, None, 2800010)


def test_a_managing_body_that_bears_only_what_others_leave_is_compared_to_a_whole_year() -> None:
    depot = lire(exempt())
    document = lire(equilibre()).vie.equilibres[2026]
    alone = EstimationSeul.model_construct(methode="essai", valeurs={GESTIONNAIRE: Fraction(100)})
    result = equilibrer(contribution(exempt()), document.model_copy(update={"seul": alone}), depot)
    assert [item.seul for item in result.comparaisons if item.adherent == GESTIONNAIRE] == [100_00]


def test_without_any_estimate_nothing_is_compared() -> None:
    result = bilan(equilibre(seul=""))
    assert (tuple(result.comparees), result.methode) == ((0, 0, 0, 0), "")


def test_a_phase_without_figure_takes_the_latest_earlier_one_and_says_so() -> None:
    result = bilan(equilibre(), "realise")
    assert [item.montant for item in result.equipes] == [2410000, 400010, 250000]
    assert ("HYP001", "pricing/equilibre/2026.yaml", 2) in {
        (item.code, item.fichier, item.nombre) for item in result.hypotheses
    }


def test_a_figure_of_a_later_phase_is_never_taken() -> None:
    result = bilan(equilibre(POLES.replace("previsionnel: 24000.00, ", "")))
    assert (result.equipes[0].valeur, result.equipes[0].montant) == (None, 0)


def test_a_forfait_above_the_cost_of_the_groups_is_negative_on_the_side_of_what_is_left() -> None:
    result = bilan(equilibre(POLES.replace("24000.00", "14000.00"), ""))
    assert tuple(result.natures[Nature.MASSE_SALARIALE]) == (2050010, 2520000, -469990)
    assert result.total.non_recouvre == -469990 + 30000
    assert result.couverture is not None
    assert result.couverture > 1


def test_groups_that_cost_nothing_have_no_rate() -> None:
    assert bilan(equilibre("  []\n")).couverture is None


def test_an_amount_is_rounded_half_up_on_its_own() -> None:
    result = bilan(equilibre(POLES.replace("4000.10", "4000.105"), LOCAUX.replace("800.00", "800.005")))
    assert (result.equipes[1].montant, result.non_refactures[0].montant) == (400011, 80001)


def test_a_result_is_worth_its_weakest_figure() -> None:
    assert bilan(equilibre()).origine is Origine.DEMONSTRATION


def test_a_computation_whose_lines_do_not_add_up_gives_no_total() -> None:
    files = equilibre()
    computed, depot = contribution(files), lire(files)
    document = depot.vie.equilibres[2026]
    wrong = [
        computed._replace(totaux=computed.totaux._replace(general=computed.totaux.general + 1)),
        computed._replace(controle=computed.controle._replace(non_repartis=())),
        computed._replace(calculs=computed.calculs[:-1]),
        computed._replace(totaux=computed.totaux._replace(par_adherent={"nord": 1})),
    ]
    for other in wrong:
        with pytest.raises(ControlError, match=r"2026 previsionnel: \("):
            equilibrer(other, document, depot)


def supporte(libelle: str, where: tuple[str, int], euros: str, phase: Phase) -> Supporte:
    """Return a cost without service nor reason, whose figure is written for a phase."""
    place = (*where, "montants")
    valeur = Valeur(Fraction(euros), Origine.DEMONSTRATION, Reference(DOCUMENT, (*place, str(phase))))
    earlier = None if phase is Phase.REALISE else phase
    return Supporte(
        libelle, "", regie=False, motif="", valeur=valeur._replace(phase=earlier), reference=Reference(DOCUMENT, place)
    )


def test_a_declared_cost_says_what_it_is_its_figure_and_where_they_are_written() -> None:
    result = bilan(equilibre(), "realise")
    assert result.equipes == (
        supporte("Réseaux", ("masse_salariale", 0), "24100", Phase.REALISE)._replace(service="S03"),
        supporte("Parcs", ("masse_salariale", 1), "4000.10", Phase.PREVISIONNEL)._replace(service="S04"),
        supporte("Livraison", ("masse_salariale", 2), "2500", Phase.REALISE)._replace(service="S04", regie=True),
    )
    locaux = supporte("Locaux", ("non_refactures", 0), "800", Phase.PREVISIONNEL)
    assert result.non_refactures == (locaux._replace(motif="Frais généraux"),)
    taken = "chiffre repris du prévisionnel, faute d'un plus récent"
    assert [item for item in result.hypotheses if item.fichier == DOCUMENT] == [Hypothese("HYP001", taken, DOCUMENT, 2)]


@pytest.mark.parametrize(("phase", "projection"), [("previsionnel", False), ("revise", True)])
def test_a_result_says_what_it_is_about(phase: str, *, projection: bool) -> None:
    result = bilan(equilibre(), phase)
    assert (result.exercice, result.phase, result.projection) == (2026, Phase(phase), projection)
    assert (result.gestionnaire, result.methode) == ("metropole", "Au prix d'un prestataire.")
    assert result.non_repartis == (NonReparti("laboratoire", Nature.INDIRECT_FACTUEL, 30000),)


def test_costs_that_nobody_pays_add_up_in_their_nature() -> None:
    files = equilibre()
    couts = COUTS | {"essais": COUTS["laboratoire"]}
    files |= {
        path: text for path, text in maquette(MEMBRES, couts).items() if path.startswith(("pricing/c", "pricing/l"))
    }
    assert tuple(bilan(files).natures[Nature.INDIRECT_FACTUEL]) == (60000, 0, 60000)


def test_a_managing_body_that_shares_nothing_bears_only_what_is_left() -> None:
    files = equilibre()
    elsewhere = lire(edited(files, "catalogue/convention.yaml", "gestionnaire: metropole", "gestionnaire: syndicat"))
    result = equilibrer(contribution(files), elsewhere.vie.equilibres[2026], elsewhere)
    assert (result.part_gestionnaire, result.charge_gestionnaire) == (0, 640010)


@pytest.mark.parametrize(
    ("document", "lignes", "origine"),
    [
        ("public", "public", Origine.PUBLIC),
        ("demonstration", "public", Origine.DEMONSTRATION),
        ("public", "demonstration", Origine.DEMONSTRATION),
    ],
)
def test_declared_costs_and_lines_both_weaken_a_result(document: str, lignes: str, origine: Origine) -> None:
    files = {
        path: text.replace("origine: demonstration", f"origine: {document if path == DOCUMENT else lignes}")
        for path, text in equilibre().items()
    }
    assert bilan(files).origine is origine


# --- any data ---


@pytest.mark.parametrize("graine", range(20))
def test_the_controls_are_zero_on_any_repository(graine: int) -> None:
    depot = lire(depot_fictif(6, 12, graine))
    price = ParPhase.model_construct(previsionnel=Fraction(graine * 7919, 3), revise=None, realise=None)
    document = Equilibre.model_construct(
        origine=Origine.DEMONSTRATION,
        source=None,
        masse_salariale=(CoutPole.model_construct(service="S02", libelle="Études", regie=False, montants=price),),
        non_refactures=(CoutNonRefacture.model_construct(libelle="Locaux", montants=price, motif="essai"),),
        seul=EstimationSeul.model_construct(methode="essai", valeurs=dict.fromkeys(depot.dossiers, Fraction(1, 3))),
    )
    for phase in Phase:
        computed = calculer(resolve(depot, 2026, phase))
        result = equilibrer(computed, document, depot)
        assert (tuple(result.controle), result.total.refacture) == ((0, 0, 0, 0), computed.totaux.general)
