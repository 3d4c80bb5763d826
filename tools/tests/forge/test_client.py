"""The client of the API: whole lists or none, bounded patience, and a token that goes to one address only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.forge.client import Client, ForgeError, PassagereError, retry
from convention.forge.forge import Commentaire, Sujet
from convention.forge.github.api import ENTETES, GitHub
from tests.forge.api import DEPOT, JETON, Panne

if TYPE_CHECKING:
    from tests.forge.api import Forge

CHEMIN = f"/repos/{DEPOT}/issues/7/comments"


@pytest.fixture
def attentes(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr("time.sleep", found.append)
    return found


@pytest.fixture
def client(forge: Forge, attentes: list[float]) -> Client:
    assert attentes == []
    return Client(forge.adresse, JETON, ENTETES)


def _comments(client: Client) -> tuple[Commentaire, ...]:
    return GitHub(client, DEPOT, "https://forge.exemple").commentaires(Sujet(7))


def test_a_list_of_several_pages_is_read_whole(client: Client, forge: Forge) -> None:
    for number in range(200):
        forge.dire("un-adherent", str(number))
    assert [item.corps for item in _comments(client)] == [str(number) for number in range(200)]
    assert [item.requete["page"] for item in forge.requetes] == ["1", "2", "3"]


def test_a_failure_is_tried_again_three_times_longer_and_longer(
    client: Client, forge: Forge, attentes: list[float]
) -> None:
    forge.pannes += [Panne(500), Panne(503), Panne(429)]
    assert list(client.pages(CHEMIN)) == []
    assert attentes == [1, 3, 9]


def test_a_failure_that_lasts_is_said_after_four_tries(client: Client, forge: Forge) -> None:
    forge.pannes += [Panne(502)] * 5
    with pytest.raises(ForgeError, match="la forge répond 502"):
        list(client.pages(CHEMIN))
    assert len(forge.requetes) == 4


def test_the_wait_that_the_forge_asks_for_is_kept(client: Client, forge: Forge, attentes: list[float]) -> None:
    forge.pannes += [Panne(429, {"retry-after": "7"}), Panne(403, {"retry-after": "20"})]
    assert list(client.pages(CHEMIN)) == []
    assert attentes == [7, 20]


def test_a_wait_too_long_is_not_waited_for(client: Client, forge: Forge, attentes: list[float]) -> None:
    forge.pannes.append(Panne(429, {"retry-after": "3600"}))
    with pytest.raises(PassagereError):
        list(client.pages(CHEMIN))
    assert attentes == []


@pytest.mark.parametrize(("statut", "phrase"), [(401, "le jeton est refusé"), (403, "n'a pas ce droit"), (422, "422")])
def test_a_refusal_is_not_tried_again(client: Client, forge: Forge, statut: int, phrase: str) -> None:
    forge.pannes.append(Panne(statut))
    with pytest.raises(ForgeError, match=phrase):
        list(client.pages(CHEMIN))
    assert len(forge.requetes) == 1


def test_a_redirection_is_an_error(client: Client, forge: Forge) -> None:
    forge.pannes.append(Panne(301, {"location": f"{forge.adresse}{CHEMIN}"}))
    with pytest.raises(ForgeError, match="301"):
        list(client.pages(CHEMIN))
    assert len(forge.requetes) == 1


def test_an_answer_of_another_form_is_refused(client: Client, forge: Forge) -> None:
    forge.tordue = True
    forge.commentaires.append({"id": "12", "user": {"login": "x"}, "body": "secret", "numero": 7})
    with pytest.raises(ForgeError, match="n'a pas la forme attendue \\(id\\)"):
        _comments(client)


def test_a_silent_forge_is_said_without_any_secret(attentes: list[float]) -> None:
    with pytest.raises(ForgeError, match="la forge ne répond pas") as caught:
        list(Client("http://127.0.0.1:9", JETON).pages(CHEMIN))
    assert JETON not in str(caught.value)
    assert attentes == [1, 3, 9]


@pytest.mark.parametrize(
    "adresse",
    [
        "http://api.exemple",
        "ftp://api.exemple",
        "https://a@b",
        "https://api.exemple/?x",
        "https://é.fr",
        "",
        "http://127.0.0.1:1\n",
    ],
)
def test_an_address_where_the_token_would_travel_in_clear_is_refused(adresse: str) -> None:
    with pytest.raises(ForgeError, match="https"):
        Client(adresse, JETON)


@pytest.mark.parametrize("jeton", [f"{JETON}\n", "jeton\r\nHost: ailleurs", "à", "un deux", ""])
def test_a_token_that_no_request_can_carry_is_refused_unsaid(jeton: str) -> None:
    with pytest.raises(ForgeError, match="le jeton pour le guichet a un espace") as caught:
        Client("https://api.exemple/v3", jeton, qui="le guichet")
    assert JETON not in str(caught.value)


def test_a_path_that_no_request_can_name_is_refused(client: Client, forge: Forge) -> None:
    with pytest.raises(ForgeError, match="ne peut pas se demander à la forge"):
        client.get("/repos/a/é")
    assert forge.requetes == []


def test_a_client_that_is_printed_does_not_show_its_token() -> None:
    assert JETON not in repr(Client("https://api.exemple/v3", JETON))


def test_what_passes_is_done_once() -> None:
    done: list[int] = []
    retry(lambda: done.append(1))
    assert done == [1]
