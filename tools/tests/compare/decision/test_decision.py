"""Who decides a change: its procedure, the points that may be merged apart, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import changements
from convention.compare.comparaison import comparer
from convention.compare.decision.decision import decide
from convention.compare.decision.procedures import field_path, required
from convention.reports.comparaison.decision import who_decides
from tests.compare.decision.decisions import (
    AU,
    AVENANT,
    COUTS,
    FORFAIT,
    PROCEDURES,
    TOMBLAINE,
    avenant_vote,
    comparaison,
    decision,
    forfait_2027,
    libelle_change,
    reels,
    sans_avenant,
    souscription,
)
from tests.espaces import espaces
from tests.essais import edited, lire

if TYPE_CHECKING:
    from convention.compare.decision.decision import Decision

Edit = Callable[[Mapping[str, str]], dict[str, str]]
NOM = "pricing/composants/S08.yaml"
TARD = date(2026, 11, 27)
RELECTURE = "verifie_le: 2026-11-25}\n"


def _procedures(before: dict[str, str], after: dict[str, str]) -> set[str | None]:
    found = decision(before, after).points
    return {point.requise.id if point.requise is not None else None for point in found}


# --- the procedure of a change ---


def test_the_strictest_procedure_of_all_points_is_the_one_of_the_change() -> None:
    base = dict(reels())
    found = decision(base, souscription(forfait_2027(base)))
    assert found.requise is not None
    assert (found.requise.id, found.of_procedure("actualisation-annuelle")) == ("actualisation-annuelle", (1,))
    assert found.of_procedure("souscription") == (4,)


def test_the_most_precise_field_gives_the_procedure() -> None:
    base = dict(reels())
    text = base[FORFAIT].replace("verifie_le: 2026-11-25", "verifie_le: 2026-11-26")
    assert _procedures(base, {**base, FORFAIT: text}) == {"correction"}


def test_a_typing_error_in_the_name_of_a_component_is_a_correction() -> None:
    base = dict(reels())
    path = "pricing/composants/S08.yaml"
    after = edited(base, path, "libelle: Archivage de la messagerie", "libelle: Archivage des messages")
    assert _procedures(base, after) == {"correction"}


def test_the_names_of_objects_and_the_keys_of_tables_are_no_fields() -> None:
    base = dict(reels())
    path = "pricing/composants/S04.yaml"
    after = edited(base, path, "2025: {cout_maintenance: {previsionnel: 4800.00, realise: 4650.00}}",
                   "2025: {cout_maintenance: {previsionnel: 4800.00, realise: 4660.00}}")  # fmt: skip
    (point,) = decide(comparaison(base, after)).points
    assert field_path(point.changement) == ("composants", "montants", "realise")
    assert point.requise is not None
    assert point.requise.id == "acte-de-la-dsit"


@pytest.mark.parametrize(
    ("avant", "apres", "procedure"),
    [
        ("4800.00", "{previsionnel: 4800.00, realise: 4900.00}", "acte-de-la-dsit"),
        ("4800.00", "{previsionnel: 4800.00, revise: 4900.00}", "acte-de-la-dsit"),
        ("4800.00", "{previsionnel: 4900.00, revise: 4800.00}", "actualisation-annuelle"),
        ("4800.00", "4900.00", "actualisation-annuelle"),
        ("{previsionnel: 4800.00, realise: 4900.00}", "4800.00", "acte-de-la-dsit"),
    ],
)
def test_the_first_phase_in_which_a_price_is_another_gives_the_procedure(
    avant: str, apres: str, procedure: str
) -> None:
    path, line = "pricing/composants/S04.yaml", "2026: {cout_maintenance: 4800.00}"
    base = edited(dict(reels()), path, line, f"2026: {{cout_maintenance: {avant}}}")
    after = edited(dict(reels()), path, line, f"2026: {{cout_maintenance: {apres}}}")
    assert _procedures(base, after) == {procedure}


def test_the_values_of_a_worked_example_are_no_fields() -> None:
    base = dict(reels())
    after = edited(base, COUTS, "62400.00, postes: 112, total:", "62400.00, postes: 113, total:")
    (change,) = changements(lire(base), lire(after))
    assert (change.chemin[-1], field_path(change)) == ("postes", ("lignes", "annuel", "exemples"))


def test_the_table_of_the_base_decides_so_that_nobody_changes_who_decides_and_profits_by_it() -> None:
    base = dict(reels())
    after = edited(forfait_2027(base), PROCEDURES, "{genre: forfait, procedure: actualisation-annuelle,",
                   "{genre: forfait, procedure: correction,")  # fmt: skip
    assert _procedures(base, after) == {"avenant", "actualisation-annuelle"}


def test_a_kind_that_the_base_does_not_know_is_looked_up_in_the_proposal() -> None:
    row = next(rows for rows in reels()[PROCEDURES].split("\n\n") if rows.startswith("  - genre: avenant\n"))
    base = edited(sans_avenant(), PROCEDURES, row, "")
    found = decision(base, avenant_vote(base, "") | {PROCEDURES: reels()[PROCEDURES]})
    assert [point.requise.id for point in found.points if point.requise and point.changement.genre == "avenant"] == [
        "acte-de-la-dsit"
    ]


def test_a_sealed_closing_is_decided_as_its_exercice() -> None:
    depot = comparaison(reels(), reels()).head
    kept = {nom: sceau for nom, sceau in depot.sceaux.items() if nom != "2024"}
    ((changement,),) = (comparer(depot._replace(sceaux=MappingProxyType(kept)), depot).changements,)
    found = required(changement, depot, depot)
    assert found is not None
    assert found.id == "acte-de-la-dsit"


def test_without_a_table_of_procedures_nothing_is_said() -> None:
    base = {path: text for path, text in reels().items() if path != PROCEDURES}
    found = decision(base, forfait_2027(base))
    assert (found.requise, found.voies, found.visas, found.a_part) == (None, (), (), ())


# --- the points that could be merged apart ---


def _apart(decision: Decision) -> list[tuple[int, ...]]:
    return [group.points for group in decision.a_part]


@pytest.mark.parametrize(
    ("light", "heavy"),
    [
        (forfait_2027, libelle_change),
        (souscription, forfait_2027),
        (partial(souscription, rest=", demande: 2026-09-24"), libelle_change),
        (lambda files: edited(files, NOM, "libelle: Archivage de la messagerie", "libelle: Archivage"), forfait_2027),
    ],
    ids=["price", "subscription", "demand", "correction"],
)
def test_what_may_be_merged_apart_lacks_and_awaits_what_it_would_alone(light: Edit, heavy: Edit) -> None:
    base = dict(reels())
    (group,), alone = decision(base, heavy(light(base)), TARD).a_part, decision(base, light(base), TARD)
    assert [(item.id, item.reunion) for item in group.manquants] == [
        (item.id, item.reunion) for item in alone.manquants
    ]
    assert [voie.delais(TARD)[:2] for voie in group.voies] == [voie.delais(TARD)[:2] for voie in alone.voies]
    assert [voie.possible(TARD) for voie in group.voies] == [voie.possible(TARD) for voie in alone.voies]


def test_what_may_be_merged_apart_waits_for_the_next_meeting_from_the_day_it_is_said() -> None:
    value = "{date: 2028-01-01, montant: 718.40, origine: demonstration, reference: inventé, verifie_le: 2026-09-28}"
    base = dict(reels())
    light = {**base, FORFAIT: f"{base[FORFAIT]}  - {value}\n"}
    (group,) = decision(base, libelle_change(light), date(2027, 6, 1)).a_part
    (avis,) = [item for voie in group.voies for item in voie.visas if item.visa.instance is not None]
    # The committee meets on 16 March and on 21 September 2027.
    assert avis.reunion == date(2027, 9, 21)


def test_what_is_refused_for_the_past_is_not_to_be_merged_apart() -> None:
    base = dict(reels())
    assert _apart(decision(base, forfait_2027(libelle_change(base)), date(2027, 1, 2))) == []


def test_a_subscription_and_its_counts_may_be_merged_together_without_waiting_for_the_forfait() -> None:
    base = dict(reels())
    assert _apart(decision(base, souscription(forfait_2027(base)))) == [(2, 3, 4)]


def test_what_is_too_late_is_merged_apart_from_what_is_not_and_does_not_delay_it() -> None:
    base = dict(reels())
    found = decision(base, libelle_change(souscription(forfait_2027(base))), TARD)
    days = [[voie.possible(TARD) for voie in group.voies] for group in found.a_part]
    assert (_apart(found), days) == ([(3, 4, 5), (2,)], [[None, None], [date(2028, 1, 1)]])


def test_what_one_file_holds_is_merged_together_too_late_or_not_and_the_point_that_is_late_is_named() -> None:
    base = dict(reels())
    path = "pricing/composants/S04.yaml"
    named = edited(base, path, "libelle: Location de copieurs", "libelle: Location des copieurs")
    late = edited(named, path, "2027: {cout_location: 1150.00}", "2027: {cout_location: 1180.00}")
    between = comparaison(base, libelle_change(late))
    found = decide(between, TARD)
    assert _apart(found) == [(1, 2)]
    (told,) = who_decides(found, between).a_part
    assert "faits sur eux seuls, le point 3 ne valant qu'à partir du 1er janvier 2028 : «" in espaces(told)


def test_a_point_that_needs_another_is_not_merged_apart() -> None:
    base = dict(reels())
    path = "pricing/composants/S02.yaml"
    component = (
        "  essai:\n    libelle: Essai\n    ligne: application-exploitee\n    abaque: comptes\n"
        "    beneficiaires: souscription\n"
    )
    after = {**base, path: base[path] + component}
    after[TOMBLAINE] = edited(after, TOMBLAINE, "composants:\n", "composants:\n  - {composant: essai}\n")[TOMBLAINE]
    found = decision(base, after)
    assert (len(found.points), found.a_part) == (2, ())


def test_an_avenant_is_not_merged_apart_from_what_it_decides() -> None:
    found = decision(sans_avenant(), avenant_vote(libelle_change(sans_avenant()), ""))
    assert found.requise is not None
    assert (found.requise.id, found.a_part) == ("avenant", ())


def test_a_correction_may_be_merged_apart_from_a_price() -> None:
    base = dict(reels())
    after = edited(base, "pricing/composants/S08.yaml", "libelle: Archivage de la messagerie", "libelle: Archivage")
    assert _apart(decision(base, forfait_2027(after))) == [(1,)]


def test_a_point_without_a_procedure_is_not_merged_apart_the_data_is_refused() -> None:
    row = next(line for line in reels()[PROCEDURES].splitlines(keepends=True) if "{genre: quantites," in line)
    base = edited(dict(reels()), PROCEDURES, row, "")
    path = "adherents/tomblaine/quantites/2026.yaml"
    after = {**base, path: base[path].replace("imprimantes: 6", "imprimantes: 7", 1)}
    found = decision(base, forfait_2027(after))
    assert [point.rang > 0 for point in found.points] == [True, False]
    assert found.a_part == ()


def test_points_of_one_procedure_have_nothing_to_be_merged_apart_from() -> None:
    assert decision(reels(), forfait_2027(reels())).a_part == ()


# --- what is refused ---


def test_a_note_taken_beside_does_not_hide_a_correction_that_moves_an_amount() -> None:
    base = edited(dict(reels()), PROCEDURES, "{genre: forfait, procedure: actualisation-annuelle,",
                  "{genre: forfait, procedure: correction,")  # fmt: skip
    after = forfait_2027(base)
    after = edited(after, "catalogue/reunions/2027.yaml", '"Derniers sites"', '"Sites restants"')
    found = decision(base, after)
    assert found.requise is not None
    assert (found.requise.id, found.correction_payante) == ("acte-de-la-dsit", (2,))


def test_a_correction_without_effect_has_its_visa() -> None:
    base = dict(reels())
    found = decision(base, edited(base, FORFAIT, RELECTURE, RELECTURE.replace("25", "26")))
    assert found.correction_payante == ()
    assert [(item.id, str(item.etat)) for item in found.visas] == [("comparaison-sans-effet", "acquis")]


@pytest.mark.parametrize(("au", "refused"), [(date(2026, 12, 31), ()), (date(2027, 1, 2), (1,)), (None, ())])
def test_a_price_for_the_past_is_refused(au: date | None, refused: tuple[int, ...]) -> None:
    found = decision(reels(), forfait_2027(reels()), au)
    assert tuple(point.numero for point in found.retroactifs) == refused


def test_what_may_be_recorded_afterwards_is_never_retroactive() -> None:
    base = dict(reels())
    after = edited(base, "catalogue/reunions/2027.yaml", '"Derniers sites"', '"Sites restants"')
    assert decision(base, after, date(2030, 1, 1)).retroactifs == ()


def test_amounts_that_move_before_an_avenant_takes_effect_are_said() -> None:
    base = sans_avenant()
    after = {**base, COUTS: base[COUTS].replace("cout_annuel * part(postes)", "cout_annuel * part(comptes_sig)", 1)}
    found = decision(base, avenant_vote(after, ""))
    assert found.anticipe == 2024
    assert found.effet == date(2027, 1, 1)


def test_a_count_that_moves_the_amounts_of_before_explains_them() -> None:
    base = sans_avenant()
    path = "adherents/tomblaine/quantites/2026.yaml"
    old = next(line for line in base[path].splitlines() if "comptes_sig" in line)
    after = avenant_vote(libelle_change(edited(base, path, old, f"{old}0")), "")
    assert decision(base, after).anticipe is None


def test_the_avenant_dates_the_points_that_need_it() -> None:
    found = decision(sans_avenant(), avenant_vote(libelle_change(sans_avenant()), ""), AU)
    assert {point.effet for point in found.points if point.requise and point.requise.id == "avenant"} == {
        date(2027, 1, 1)
    }
    assert [item.ecrit.path for item in found.avenants] == [AVENANT]
