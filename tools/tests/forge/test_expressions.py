"""The evaluator of the rehearsal says what the forge would, and refuses what it does not know."""

from __future__ import annotations

import pytest

from tests.forge.expressions import Evaluateur, ExpressionError

GITHUB = {"event_name": "push", "token": "abc", "event": {"workflow_run": {"conclusion": "Success", "rang": 3}}}


@pytest.fixture
def evaluateur() -> Evaluateur:
    return Evaluateur({"github": GITHUB}, {"cancelled": lambda: False, "failure": lambda: True})


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("github.event_name == 'push'", True),
        ("github.event_name != 'push'", False),
        ("github.event.workflow_run.conclusion == 'success'", True),
        ("!cancelled() && github.event_name == 'pull_request'", False),
        ("!cancelled() && (failure() || github.event_name == 'x')", True),
        ("github.event.absent.plus_loin", None),
        ("'l''été'", "l'été"),
        ("github.event.workflow_run.rang", 3),
    ],
)
def test_an_expression_has_the_value_that_the_forge_gives(
    evaluateur: Evaluateur, source: str, value: str | int | None
) -> None:
    assert evaluateur.valeur(source) == value


def test_the_expressions_of_a_text_are_filled(evaluateur: Evaluateur) -> None:
    assert evaluateur.texte("a-${{ github.token }}-${{ github.event.absent }}") == "a-abc-"


@pytest.mark.parametrize(
    "source", ["secrets.X", "format('{0}', github.token)", "github.event", "1 < 2", "'a", "a b", ""]
)
def test_what_is_not_known_is_refused(evaluateur: Evaluateur, source: str) -> None:
    with pytest.raises((ExpressionError, KeyError)):
        evaluateur.valeur(source)
