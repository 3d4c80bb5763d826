"""`base.diagnostic`: advice, what makes a message the same, what one cause brings."""

from __future__ import annotations

import json
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from convention.base.diagnostic import (
    Diagnostic,
    Ligne,
    Span,
    ajouter,
    by_cause,
    diagnose,
    inscrire,
    la_ligne,
    sort_diagnostics,
)
from convention.reports.depot.diagnostics import codequality_text, github_text, json_text, terminal_text
from tests.espaces import espaces
from tests.preuves import exemples

DITS = ("QTE009", "QTE001"), ("un message", "un autre"), ("corriger", "compter")
PLACES = [Span(path, line) for path in ("a.yaml", "b.yaml") for line in range(1, 100)]
TOUS = [Diagnostic(*parts) for parts in product(PLACES, *DITS)]
DIAGNOSTICS = st.lists(st.sampled_from(TOUS), max_size=30).map(sort_diagnostics)


def test_advice_that_is_joined_says_all_its_words_and_holds_all_its_lines() -> None:
    hint = "clore, " + inscrire("phase: realise", "releve") + " ou " + la_ligne("statut: ouvert") + ", ensuite"
    found = diagnose("QTE001", Span("essai.yaml"), "essai", ajouter("cle: ⟦…⟧", "fin: ⟦AAAA-MM-JJ⟧") + " ; " + hint)
    assert espaces(found.hint) == (
        "ajouter « cle: … » et « fin: AAAA-MM-JJ » ; "
        "clore, écrire « phase: realise » sous « releve » ou « statut: ouvert », ensuite"
    )
    assert found.lignes == (
        Ligne("cle: …", "cle: ", ajout=True),
        Ligne("fin: AAAA-MM-JJ", "fin: ", ajout=True),
        Ligne("phase: realise", "phase: realise", "releve"),
        Ligne("statut: ouvert", "statut: ouvert"),
    )
    assert [item.a_taper for item in found.lignes] == [True, True, False, False]


def test_a_message_is_the_same_in_another_revision_where_lines_have_moved_and_no_other_is() -> None:
    one, moved, other = (
        diagnose("QTE009", Span("a.yaml", line), message) for line, message in ((3, "x"), (9, "x"), (3, "y"))
    )
    assert one.identite == moved.identite != other.identite


@given(DIAGNOSTICS)
@exemples(50)
def test_what_one_cause_brings_is_told_once_with_every_place(diagnostics: tuple[Diagnostic, ...]) -> None:
    groups = by_cause(diagnostics)
    assert sorted(item for group in groups for item in group) == sorted(diagnostics)
    for group in groups:
        same = [item for item in diagnostics if (item.code, item.hint) == (group[0].code, group[0].hint)]
        assert list(group) == (same if len(same) > group[0].severity.separes_max else [group[0]])
    assert [group[0] for group in groups] == [item for item in diagnostics if item in {group[0] for group in groups}]


@given(DIAGNOSTICS)
@exemples(50)
def test_a_tool_a_forge_and_who_asks_for_all_have_every_message(diagnostics: tuple[Diagnostic, ...]) -> None:
    assert len(json.loads(json_text(diagnostics, 1))["diagnostics"]) == len(diagnostics)
    assert github_text(diagnostics).count("\n") == len(diagnostics)
    report = json.loads(codequality_text(diagnostics))
    assert [(item["check_name"], item["location"]["lines"]["begin"]) for item in report] == [
        (item.code, item.span.line) for item in diagnostics
    ]
    assert len({item["fingerprint"] for item in report}) == len(diagnostics)
    whole = terminal_text(diagnostics, 1, lambda _: [], tout=True)
    assert whole.count("  Conseil : ") == len(diagnostics)
    # Every place of an error is shown, whoever asks.
    shown = terminal_text(diagnostics, 1, lambda _: [])
    assert all(f"{item.span} : " in shown for item in diagnostics if item.code == "QTE001")
