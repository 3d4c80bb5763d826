"""`compare.impact`: what a change costs whom, line by line, in the phase in force and in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.causes.effets import Effets
from convention.compare.comparaison import comparer
from convention.compare.impact import AutrePhase, Impact, impacts
from convention.model.mots.communs import Phase, Section
from tests.essais import contribution, edited, lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPOSANTS = "pricing/composants/S03.yaml"
RESEAU = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
COPIES = {"copies": Cout("cout: 3.00", annuel="cout * copieurs")}
CENTIME = {"centime": Cout("cout: 0.01", annuel="cout * part(postes)")}
DEUX = {"laxou": Membre("postes: 10"), "nancy": Membre("postes: 20")}
PREVISIONNEL, REVISE, REALISE = Phase.PREVISIONNEL, Phase.REVISE, Phase.REALISE

Lignes = tuple[tuple[str, int, int], ...]


def _impacts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Impact, ...]:
    return impacts(lire(before), lire(after))


def _lignes(impact: Impact) -> dict[str, Lignes]:
    """Return the lines of each adherent that moves, in order: component, before, after."""
    return {
        item.adherent: tuple(
            (line.ligne.calcul.composant or "", line.montant_avant, line.montant_apres) for line in item.lignes
        )
        for item in impact.adherents
    }


def _sums(impact: Impact) -> list[tuple[str, int, int]]:
    return [(item.adherent, item.avant, item.apres) for item in impact.adherents]


# --- one exercice ---


def test_who_moves_is_told_by_the_largest_difference_and_the_others_are_counted() -> None:
    # Nancy goes from 12 copiers to 4, Laxou has one more. Nancy bears a shared cent; Pulnoy joins, and bears 0,00 €.
    before = maquette(
        {
            "laxou": Membre("postes: 10, copieurs: 4"),
            "ludres": Membre("postes: 5, copieurs: 0"),
            "nancy": Membre("postes: 20, copieurs: 12"),
            "tomblaine": Membre("postes: 5, copieurs: 2"),
        },
        {**COPIES, **CENTIME},
    )
    after = maquette(
        {
            "laxou": Membre("postes: 10, copieurs: 5"),
            "ludres": Membre("postes: 5, copieurs: 0"),
            "nancy": Membre("postes: 20, copieurs: 4"),
            "pulnoy": Membre("postes: 5, copieurs: 0"),
            "tomblaine": Membre("postes: 5, copieurs: 2"),
        },
        {**COPIES, **CENTIME},
    )
    (impact,) = _impacts(before, after)
    assert _sums(impact) == [("nancy", 36_01, 12_01), ("laxou", 12_00, 15_00)]
    assert _lignes(impact) == {"nancy": (("copies", 36_00, 12_00),), "laxou": (("copies", 12_00, 15_00),)}
    assert (impact.avant, impact.apres, impact.ecart, impact.nul) == (54_01, 33_01, -21_00, False)
    # Ludres and Tomblaine pay what they did, Pulnoy nothing; four lines of the cent, and the copies of Tomblaine.
    assert (impact.adherents_inchanges, impact.total_inchanges, impact.lignes_identiques) == (3, 6_00, 5)
    assert (impact.exercice, impact.clos, impact.phase_avant, impact.phase_apres) == (
        2026,
        False,
        PREVISIONNEL,
        PREVISIONNEL,
    )
    assert (impact.of("laxou"), impact.of("tomblaine")) == (impact.adherents[1], None)
    assert impact.by_section() == {Section.FONCTIONNEMENT: -21_00, Section.INVESTISSEMENT: 0}
    assert (impact.contribution, impact.forfaits) == (contribution(after), "masse salariale")
    assert {cause.adherent: cause.effets for cause in impact.causes} == {
        "laxou": Effets(volume_propre=3_00),
        "nancy": Effets(volume_propre=-24_00),
    }


def test_the_lines_of_an_adherent_are_told_by_the_largest_difference() -> None:
    costs = {
        "a": Cout("cout: 10.00", annuel="cout * postes"),
        "b": Cout("cout: 50.00", annuel="cout * postes"),
        "c": Cout("cout: 20.00", annuel="cout * postes"),
        "d": Cout("cout: 20.00", annuel="cout * postes"),
    }
    before = maquette({"laxou": Membre("postes: 1")}, costs)
    after = before
    for old, new in (("cout: 10.00", "cout: 12.00"), ("cout: 50.00", "cout: 40.00"), ("cout: 20.00", "cout: 25.00")):
        after = {**after, COMPOSANTS: after[COMPOSANTS].replace(old, new)}
    (impact,) = _impacts(before, after)
    assert _lignes(impact) == {
        "laxou": (("b", 50_00, 40_00), ("c", 20_00, 25_00), ("d", 20_00, 25_00), ("a", 10_00, 12_00)),
    }


def test_who_comes_and_who_leaves_pay_nothing_on_the_side_that_does_not_have_them() -> None:
    (impact,) = _impacts(
        maquette({"laxou": Membre("postes: 10, copieurs: 4"), "nancy": Membre("copieurs: 2")}, COPIES),
        maquette({"nancy": Membre("copieurs: 2"), "pulnoy": Membre("postes: 5, copieurs: 1")}, COPIES),
    )
    assert _sums(impact) == [("laxou", 12_00, 0), ("pulnoy", 0, 3_00)]
    assert (impact.adherents_inchanges, impact.total_inchanges, impact.lignes_identiques) == (1, 6_00, 1)


def test_two_causes_that_make_up_for_each_other_move_nobody() -> None:
    # 4 copiers at 3,00 €, then 6 at 2,00 €.
    (impact,) = _impacts(
        maquette({"laxou": Membre("copieurs: 4")}, COPIES),
        maquette({"laxou": Membre("copieurs: 6")}, {"copies": Cout("cout: 2.00", annuel="cout * copieurs")}),
    )
    assert (impact.adherents, impact.causes, impact.nul, impact.lignes_identiques) == ((), (), True, 1)


@pytest.mark.parametrize("statut", ["ouvert", "clos"])
def test_an_exercice_is_closed_as_the_base_says(statut: str) -> None:
    files = maquette(DEUX, RESEAU)
    closed = edited(files, "pricing/exercices/2026.yaml", "statut: ouvert", f"statut: {statut}")
    assert [impact.clos for impact in _impacts(closed, files)] == [statut == "clos"]
    assert [impact.clos for impact in _impacts(files, closed)] == [False]


# --- an exercice that one side alone has ---


def _annees(*annees: int) -> dict[str, str]:
    return maquette(DEUX, RESEAU, exercices=dict.fromkeys(annees, "revise"))


def test_an_exercice_that_is_opened_counts_whole() -> None:
    same, opened = _impacts(_annees(2026), _annees(2026, 2027))
    assert (same.exercice, same.nul, same.avant, same.apres) == (2026, True, 120_000, 120_000)
    assert (same.lignes_identiques, same.adherents_inchanges) == (2, 2)
    assert (opened.exercice, opened.phase_avant, opened.phase_apres) == (2027, None, REVISE)
    assert (opened.avant, opened.apres, opened.clos, opened.autres_phases) == (0, 120_000, False, ())
    assert _sums(opened) == [("nancy", 0, 80_000), ("laxou", 0, 40_000)]
    assert (opened.adherents_inchanges, opened.total_inchanges, opened.lignes_identiques) == (0, 0, 0)
    assert opened.contribution == contribution(_annees(2026, 2027), 2027)
    beside = opened.beside()
    assert beside is not None
    assert (beside.adherents, beside.adherents_inchanges, beside.total_inchanges) == ((), 2, 120_000)
    # Nothing made it larger: there is no cause to look for.
    assert opened.causes == ()
    assert opened.precedent == same.contribution


def test_an_exercice_that_is_opened_stands_beside_the_one_before() -> None:
    before = _annees(2026)
    after = edited(_annees(2026, 2027), "adherents/laxou/quantites/2027.yaml", "postes: 10", "postes: 20")
    _, opened = _impacts(before, after)
    seen = opened.beside()
    assert seen is not None
    assert (seen.phase_avant, seen.avant, seen.apres) == (REVISE, 120_000, 120_000)
    assert _sums(seen) == [("laxou", 40_000, 60_000), ("nancy", 80_000, 60_000)]
    assert seen.beside() is seen


def test_an_exercice_without_another_before_has_nothing_beside_it() -> None:
    opened, _ = _impacts(_annees(2026), _annees(2025, 2026))
    withdrawn, _ = _impacts(_annees(2025, 2026), _annees(2026))
    assert (opened.exercice, opened.beside(), withdrawn.beside()) == (2025, None, None)


@pytest.mark.parametrize("suite", ["", "beneficiaires: souscription"])
def test_a_new_cost_that_nobody_would_pay_is_told(suite: str) -> None:
    # Nobody subscribes to it, or nobody has a copier to share it by.
    files = {**RESEAU, "copies": Cout("cout: 900.00", annuel="cout * part(copieurs)", suite=suite)}
    (impact,) = _impacts(maquette(DEUX, RESEAU), maquette(DEUX, files))
    assert (impact.adherents, impact.avant, impact.apres) == ((), 120_000, 120_000)
    assert [(item.composant, item.montant) for item in impact.impayes] == [("copies", 90_000)]
    (same,) = _impacts(maquette(DEUX, files), maquette(DEUX, files))
    assert same.impayes == ()


@pytest.mark.parametrize(
    ("suite", "impayes"),
    [
        ("beneficiaires: souscription", [("copies", 90_000)]),
        ("exonerations: [{adherents: [laxou, nancy], reliquat: non_recouvre, motif: essai}]", []),
    ],
)
def test_of_an_exercice_that_is_opened_what_nobody_would_pay_is_told_unless_the_data_decides_it(
    suite: str, impayes: list[tuple[str, int]]
) -> None:
    couts = {**RESEAU, "copies": Cout("cout: 900.00", annuel="cout * part(postes)", suite=suite)}
    closed, opened = (
        maquette(DEUX, couts, exercices=dict.fromkeys(years, "revise")) for years in ([2026], [2026, 2027])
    )
    _, impact = _impacts(closed, opened)
    assert [(item.composant, item.montant) for item in impact.impayes] == impayes


def test_an_exercice_that_is_withdrawn_counts_whole() -> None:
    withdrawn, _ = _impacts(_annees(2025, 2026), _annees(2026))
    assert (withdrawn.exercice, withdrawn.phase_avant, withdrawn.phase_apres) == (2025, REVISE, None)
    assert (withdrawn.avant, withdrawn.apres, withdrawn.clos, withdrawn.autres_phases) == (120_000, 0, False, ())
    assert _sums(withdrawn) == [("nancy", 80_000, 0), ("laxou", 40_000, 0)]
    assert (withdrawn.adherents_inchanges, withdrawn.lignes_identiques, withdrawn.contribution) == (0, 0, None)
    assert (withdrawn.causes, withdrawn.precedent) == ((), None)


def test_more_workstations_at_a_lower_fee_bring_nothing_of_what_a_departure_leaves() -> None:
    before = maquette({"laxou": Membre("postes: 1"), "nancy": Membre("postes: 10")}, {}, forfait="2024-01-01: 700.00")
    parti = Membre("postes: 1", adhesion="debut: 2024-01-01, fin: 2026-01-01")
    after = maquette({"laxou": parti, "nancy": Membre("postes: 11")}, {}, forfait="2024-01-01: 600.00")
    (impact,) = _impacts(before, after)
    assert _sums(impact) == [("laxou", 700_00, 0), ("nancy", 7_000_00, 6_600_00)]
    assert impact.payroll_left() == 700_00


# --- the other phases ---


def _phases(prix: str, en_vigueur: str = "revise", laxou: str = "", pulnoy: str = "") -> dict[str, str]:
    """Copies at prices by phase: Laxou has 4 copiers, and other counts by phase; Nancy 2, and a shared cent to bear."""
    membres = {"laxou": Membre("copieurs: 4", comptages=laxou), "nancy": Membre("postes: 9, copieurs: 2")}
    if pulnoy:
        membres["pulnoy"] = Membre(pulnoy)
    copies = {"copies": Cout("cout: 9.99", annuel="cout * copieurs")}
    files = maquette(membres, {**copies, **CENTIME}, exercices={2026: en_vigueur})
    return edited(files, COMPOSANTS, "{cout: 9.99}", f"{{cout: {prix}}}")


def _autres(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[AutrePhase, ...]:
    (impact,) = _impacts(before, after)
    return impact.autres_phases


TROIS = "{previsionnel: 3.00, revise: 4.00, realise: 5.00}"


def test_a_phase_that_is_not_in_force_is_told_when_its_price_changes() -> None:
    before = _phases(TROIS)
    assert _autres(before, _phases(TROIS.replace("3.00", "3.50"))) == (AutrePhase(PREVISIONNEL, 18_01, 21_01, 2),)
    assert _autres(before, _phases(TROIS.replace("5.00", "4.50"))) == (AutrePhase(REALISE, 30_01, 27_01, 2),)
    assert _autres(before, _phases(TROIS.replace("4.00", "4.50"))) == ()


def test_every_phase_that_is_not_in_force_is_told() -> None:
    before, after = (
        _phases(prix, "previsionnel") for prix in (TROIS, "{previsionnel: 3.00, revise: 6.00, realise: 7.00}")
    )
    assert _autres(before, after) == (AutrePhase(REVISE, 24_01, 36_01, 2), AutrePhase(REALISE, 30_01, 42_01, 2))


def test_a_phase_that_is_in_force_on_one_side_is_not_told_apart() -> None:
    prices = TROIS.replace("5.00", "6.00")
    assert _autres(_phases(TROIS, "previsionnel"), _phases(prices, "revise")) == (AutrePhase(REALISE, 30_01, 36_01, 2),)


def test_a_phase_that_repeats_the_one_in_force_is_not_said_twice() -> None:
    before, after = "{previsionnel: 3.00, revise: 4.00}", "{previsionnel: 3.00, revise: 4.50}"
    assert _autres(_phases(before), _phases(after)) == ()


@pytest.mark.parametrize("swapped", [False, True])
def test_a_phase_that_repeats_the_one_in_force_on_one_side_only_is_told(*, swapped: bool) -> None:
    sides = [
        _phases("{previsionnel: 3.00, revise: 4.00}"),
        _phases("{previsionnel: 3.00, revise: 4.00, realise: 5.00}"),
    ]
    # Nothing is observed yet: 24,00 € and the cent, as revised.
    amounts = (30_01, 24_01) if swapped else (24_01, 30_01)
    assert _autres(*(reversed(sides) if swapped else sides)) == (AutrePhase(REALISE, *amounts, 2),)


def test_each_side_of_a_phase_is_computed_with_its_own_presences() -> None:
    parti, reste = (
        Membre("copieurs: 4", souscriptions=f"{{service: S03, debut: 2024-01-01{fin}}}")
        for fin in (", fin: 2026-07-01", "")
    )
    before, after = (
        edited(maquette({"laxou": laxou}, COPIES), COMPOSANTS, "{cout: 3.00}", f"{{cout: {TROIS}}}")
        for laxou in (parti, reste)
    )
    # In force, 3,00 € × 4 copiers; 4,00 € and 5,00 € otherwise, for six months of twelve before.
    assert _autres(before, after) == (AutrePhase(REVISE, 8_00, 16_00, 1), AutrePhase(REALISE, 10_00, 20_00, 1))


COMPTE = "{{phase: realise, date: 2026-12-31, source: essai, valeurs: {{copieurs: {}}}}}"


def test_a_phase_that_has_its_own_counts_is_told() -> None:
    # At 3,00 € in every phase: 4 and 2 copiers, then 6 and 2 observed.
    before, after = (_phases("3.00", laxou=laxou) for laxou in (COMPTE.format(5), COMPTE.format(6)))
    assert _autres(before, after) == (AutrePhase(REALISE, 21_01, 24_01, 1),)


@pytest.mark.parametrize("swapped", [False, True])
def test_who_pays_nothing_on_one_side_and_is_not_on_the_other_is_not_counted(*, swapped: bool) -> None:
    sides = [_phases(TROIS), _phases(TROIS.replace("3.00", "3.50"), pulnoy="postes: 1")]
    amounts = (21_01, 18_01) if swapped else (18_01, 21_01)
    (previsionnel,) = _autres(*(reversed(sides) if swapped else sides))
    assert previsionnel == AutrePhase(PREVISIONNEL, *amounts, 2)


@pytest.mark.parametrize("swapped", [False, True])
def test_who_pays_on_one_side_and_is_not_on_the_other_is_counted(*, swapped: bool) -> None:
    sides = [_phases(TROIS), _phases(TROIS.replace("3.00", "3.50"), pulnoy="copieurs: 1")]
    found = _autres(*(reversed(sides) if swapped else sides))
    assert [(item.phase, item.adherents) for item in found] == [(PREVISIONNEL, 3), (REALISE, 1)]


# --- why, when it is asked ---


def test_causes_are_looked_for_unless_they_are_not_wanted() -> None:
    base, head = (
        lire(maquette(DEUX, couts))
        for couts in (RESEAU, {"reseau": RESEAU["reseau"]._replace(montants="cout: 1260.00")})
    )
    said = [Effets(prix=20_00), Effets(prix=40_00)]
    assert [cause.effets for impact in impacts(base, head) for cause in impact.causes] == said
    assert [cause.effets for impact in comparer(base, head).impacts for cause in impact.causes] == said
    assert [impact.causes for impact in comparer(base, head, pourquoi=False).impacts] == [()]
