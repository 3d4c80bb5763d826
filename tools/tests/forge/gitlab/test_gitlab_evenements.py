"""The events of GitLab are hostile until they are read; a pipeline says when it began, and nobody can choose it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from convention.forge.client import ForgeError
from convention.forge.forge import Acces
from convention.forge.gitlab.poste import PosteGitLab
from convention.forge.recu import EvenementError
from tests.forge.api import DEPOT
from tests.forge.description import laid
from tests.forge.runner.gitlab_local import DEMANDE, TICKET

ACCES = Acces("https://forge.exemple/api/v4", "jeton", DEPOT, "https://forge.exemple")
VARIABLES = {"CI_PIPELINE_CREATED_AT": "2026-11-28T06:12:00Z", "CI_PIPELINE_IID": "42"}
POSTE = PosteGitLab(VARIABLES)
HOSTILE = "valeur-hostile"


def _bytes(event: dict[str, Any], change: dict[str, Any] | None = None) -> bytes:
    return json.dumps(laid(event, change or {})).encode()


def test_a_demande_is_read_by_its_number_and_its_commit_only() -> None:
    found = POSTE.controle(ACCES, _bytes(DEMANDE, {"object_attributes": {"title": "\ud800", "source_branch": ["x"]}}))
    assert found is not None
    assert found.commit == DEMANDE["object_attributes"]["last_commit"]["id"]
    assert found.rang == ("2026-11-28T06:12:00Z", 42, 1)
    assert found.jour.isoformat() == "2026-11-28"
    assert found.adresse == f"https://forge.exemple/{DEPOT}/-/merge_requests/7/pipelines"


def test_each_command_leaves_the_event_of_the_other() -> None:
    assert POSTE.controle(ACCES, _bytes(TICKET)) is None
    assert POSTE.soumission(ACCES, _bytes(DEMANDE)) is None
    assert POSTE.controle(ACCES, b'{"object_kind": "push"}') is None


@pytest.mark.parametrize(
    ("event", "change"),
    [
        (DEMANDE, {"object_attributes": {"iid": "7"}}),
        (DEMANDE, {"object_attributes": {"iid": True}}),
        (DEMANDE, {"object_attributes": {"last_commit": {"id": HOSTILE}}}),
        (DEMANDE, {"object_attributes": {"last_commit": {"id": f"{'a' * 40}\n"}}}),
        (DEMANDE, {"project": {"default_branch": f"-{HOSTILE}"}}),
        (DEMANDE, {"object_kind": ["merge_request"]}),
        (TICKET, {"object_attributes": {"description": [HOSTILE]}}),
        (TICKET, {"user": {"id": f"1/../{HOSTILE}"}}),
        (TICKET, {"changes": {"labels": {"current": HOSTILE}}}),
        (DEMANDE, {"project": {"path_with_namespace": HOSTILE}}),
        (TICKET, {"project": {"path_with_namespace": HOSTILE}}),
    ],
)
def test_a_field_of_another_form_or_another_project_is_refused_without_repeating_it(
    event: dict[str, Any], change: dict[str, Any]
) -> None:
    read = POSTE.controle if event is DEMANDE else POSTE.soumission
    with pytest.raises(EvenementError, match=r"la forme attendue|celui d'un autre dépôt") as caught:
        read(ACCES, _bytes(event, change))
    assert HOSTILE not in str(caught.value)


def test_only_a_label_that_this_gesture_puts_counts() -> None:
    put = POSTE.soumission(ACCES, _bytes(TICKET))
    assert put is not None
    assert (put.etiquettes, put.par, put.vers) == (frozenset({"à instruire"}), "31", "main")
    known = {"changes": {"labels": {"previous": [{"title": "à instruire"}]}}}
    for change in (known, {"changes": {"labels": None}}):
        again = POSTE.soumission(ACCES, _bytes(TICKET, change))
        assert again is not None
        assert again.etiquettes == frozenset()


@pytest.mark.parametrize("instant", ["hier", "2026-02-30T06:12:00Z", "2026-11-28T06:12:00Z\n", "1970-01-01T00:00:00Z"])
def test_an_instant_that_no_calendar_has_stops_the_command(instant: str) -> None:
    with pytest.raises(EvenementError):
        PosteGitLab({**VARIABLES, "CI_PIPELINE_CREATED_AT": instant}).controle(ACCES, _bytes(DEMANDE))


def test_a_number_of_pipeline_is_a_number() -> None:
    with pytest.raises(ForgeError, match=r"^CI_PIPELINE_IID, que donne l'environnement, n'est pas un nombre entier$"):
        PosteGitLab({**VARIABLES, "CI_PIPELINE_IID": "1; id"}).controle(ACCES, _bytes(DEMANDE))


def test_the_machine_that_counts_exports_gives_the_same_values_by_other_names() -> None:
    given = {"CI_API_V4_URL": "https://forge.exemple/api/v4/", "CONVENTION_JETON": "jeton", "CI_PROJECT_PATH": DEPOT}
    depart = PosteGitLab({**given, "CI_COMMIT_SHA": "a" * 40, "CI_COMMIT_REF_NAME": "main"}).depart()
    assert (depart.acces._replace(serveur=ACCES.serveur), depart.commit, depart.branche) == (ACCES, "a" * 40, "main")
    with pytest.raises(ForgeError, match="il manque CI_COMMIT_SHA, CI_COMMIT_REF_NAME"):
        PosteGitLab(given).depart()
