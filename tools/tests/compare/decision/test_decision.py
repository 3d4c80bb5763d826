"""Who decides a change: its procedure, the points that may be merged apart, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import changements
from convention.compare.decision.decision import decide
from convention.compare.decision.procedures import field_path
from convention.reports.comparaison.decision import who_decides
from tests.compare.decision.decisions import (
    AU,
    COUTS,
    FORFAIT,
    PROCEDURES,
    avenant_vote,
    comparaison,
    decider,
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


def _procedures(before: dict[str, str], after: dict[str, str]) -> set[str | None]:
    found = decision(before, after).points
    return {point.requise.id if point.requise is not None else None for point in found}


# --- the procedure of a change ---


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


@pytest.mark.parametrize(
    ("path", "avant", "apres", "attendu"),
    [
        ("adherents/pulnoy/adherent.yaml", "adhésion supposée", "adhésion admise", "correction"),
        (COUTS, "62400.00, postes: 112, total:", "62400.00, postes: 113, total:", "correction"),
        ("pricing/indices/syntec-revise.yaml", "verifie_le: 2026-11-25", "verifie_le: 2026-11-26", "correction"),
        ("adherents/pulnoy/adherent.yaml", "nom: Pulnoy", "nom: Le Pulnoy", "correction"),
        ("adherents/pulnoy/adherent.yaml", "type: commune", "type: syndicat", "adhesion"),
    ],
)
def test_a_field_common_to_all_documents_has_one_procedure_unless_a_row_of_its_kind_names_it(
    path: str, avant: str, apres: str, attendu: str
) -> None:
    source, exemples = ("{procedure: correction, motif: essai}",) * 2
    common = (
        f"communs:\n  source: {source}\n  exemples: {exemples}\n  verifie_le: {{procedure: avenant, motif: essai}}\n"
    )
    base = dict(reels()) | {PROCEDURES: reels()[PROCEDURES] + common}
    assert _procedures(base, edited(base, path, avant, apres)) == {attendu}


def test_a_kind_that_the_base_does_not_know_is_looked_up_in_the_proposal() -> None:
    row = next(rows for rows in reels()[PROCEDURES].split("\n\n") if rows.startswith("  - genre: avenant\n"))
    base = edited(sans_avenant(), PROCEDURES, row, "")
    found = decision(base, avenant_vote(base, "") | {PROCEDURES: reels()[PROCEDURES]})
    assert [point.requise.id for point in found.points if point.requise and point.changement.genre == "avenant"] == [
        "acte-de-la-dsit"
    ]


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
    # With all that the checks of the data find.
    assert _apart(decide(comparaison(base, souscription(forfait_2027(base))), AU)) == [(2, 3, 4)]


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
    found = decider(between, TARD)
    assert _apart(found) == [(1, 2)]
    (told,) = who_decides(found, between).a_part
    assert "faits sur eux seuls, le point 3 ne valant qu'à partir du 1er janvier 2028 : «" in espaces(told)


def test_an_avenant_is_not_merged_apart_from_what_it_decides() -> None:
    found = decision(sans_avenant(), avenant_vote(libelle_change(sans_avenant()), ""))
    assert found.requise is not None
    assert (found.requise.id, found.a_part) == ("avenant", ())


def test_a_point_without_a_procedure_is_not_merged_apart_the_data_is_refused() -> None:
    row = next(line for line in reels()[PROCEDURES].splitlines(keepends=True) if "{genre: quantites," in line)
    base = edited(dict(reels()), PROCEDURES, row, "")
    path = "adherents/tomblaine/quantites/2026.yaml"
    after = {**base, path: base[path].replace("imprimantes: 6", "imprimantes: 7", 1)}
    found = decide(comparaison(base, forfait_2027(after)), AU)
    assert [point.rang > 0 for point in found.points] == [True, False]
    assert found.a_part == ()


# --- what is refused ---


def test_a_note_taken_beside_does_not_hide_a_correction_that_moves_an_amount() -> None:
    base = edited(dict(reels()), PROCEDURES, "{genre: forfait, procedure: actualisation-annuelle,",
                  "{genre: forfait, procedure: correction,")  # fmt: skip
    after = forfait_2027(base)
    after = edited(after, "catalogue/reunions/2027.yaml", '"Derniers sites"', '"Sites restants"')
    found = decision(base, after)
    assert found.requise is not None
    # What is refused is not to be merged apart either.
    assert (found.requise.id, found.correction_payante, found.a_part) == ("acte-de-la-dsit", (2,), ())
