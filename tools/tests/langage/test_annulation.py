"""What is cancelled while it is computed stops: the real server, through the protocol, on a repository of some size.

What the server did is told by what it used of the processor: it depends on nothing else that the machine does.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from convention.langage.euros import COMPARER
from tests.compare.depots_git import commit
from tests.generateur import depot_fictif, write
from tests.langage.conftest import PATIENCE_SECONDES
from tests.langage.editeur import CONFIGURATION, Editeur

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.langage.conftest import Boucle

PRIX = "pricing/composants/S04.yaml"
_DEBUT = 11
"""Where what a process used stands, after its name (proc(5))."""


@pytest.fixture(scope="module")
def agent(boucle: Boucle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editeur]:
    racine = write(tmp_path_factory.mktemp("depot"), depot_fictif(60, 300, 1))
    commit(racine)
    client = boucle.mener(CONFIGURATION.start())
    yield boucle.mener(Editeur.lancer(client, racine))
    boucle.mener(client.shutdown_session())
    boucle.mener(client.stop())


@pytest.mark.long
async def test_a_comparison_that_is_cancelled_once_begun_stops_and_the_next_request_is_answered(agent: Editeur) -> None:
    for path in sorted(agent.racine.glob("adherents/*/quantites/2026.yaml")):
        nom = path.relative_to(agent.racine).as_posix()
        agent.taper(nom, re.sub(r"copieurs: (?=[0-9])", "copieurs: 1", agent.ouvrir(nom)))
    texte = agent.ouvrir(PRIX)
    await _rencherir(agent, texte, 1)
    before = _used(agent)
    await _comparer(agent, "jusqu'au bout")
    whole = _used(agent) - before

    await _rencherir(agent, texte, 2)
    before = _used(agent)
    given_up = asyncio.ensure_future(_comparer(agent, "abandonnée"))
    await _use(agent, before + whole // 4)
    begun = _used(agent)
    agent.client.cancel_request(types.CancelParams("abandonnée"))
    with pytest.raises(JsonRpcException) as told:
        await given_up
    assert told.value.code == types.LSPErrorCodes.RequestCancelled
    assert await agent.client.text_document_folding_range_async(types.FoldingRangeParams(agent.document(PRIX)))
    assert _used(agent) - begun < whole / 2


async def _rencherir(agent: Editeur, texte: str, chiffre: int) -> None:
    """Change every price of a file, and wait for what is told of it."""
    agent.taper(PRIX, re.sub(r"cout_location: (?=[0-9])", f"cout_location: {chiffre}", texte))
    assert await agent.au_dessus(PRIX)


def _comparer(agent: Editeur, nom: str) -> asyncio.Future[object]:
    asked = types.ExecuteCommandParams(COMPARER, [])
    return asyncio.wrap_future(agent.client.protocol.send_request(types.WORKSPACE_EXECUTE_COMMAND, asked, msg_id=nom))


async def _use(agent: Editeur, ticks: int) -> None:
    """Wait until the server has used so much of the processor."""
    for _ in range(PATIENCE_SECONDES * 100):
        if _used(agent) >= ticks:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the server computes nothing")


def _used(agent: Editeur) -> int:
    """Return what the server has used of the processor, in ticks."""
    fields = Path(f"/proc/{agent.serveur}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[_DEBUT : _DEBUT + 2]))
