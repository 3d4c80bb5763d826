"""An editor, with the server that it started: one for the tests of a file, that each leave it as they found it."""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003 (pytest-lsp reads the types of its fixture)

import pytest  # noqa: TC002 (idem)
import pytest_asyncio
import pytest_lsp
from pytest_lsp import LanguageClient

from tests.langage.editeur import CONFIGURATION, Editeur, depot


@pytest_lsp.fixture(config=CONFIGURATION, scope="module")  # type: ignore[untyped-decorator] # (no types there)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    yield
    await lsp_client.shutdown_session()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def agent(client: LanguageClient, tmp_path_factory: pytest.TempPathFactory) -> Editeur:
    racine = depot(tmp_path_factory.mktemp("depot"))
    return await Editeur.lancer(client, racine, adherent="essey-les-nancy", exercice=2026)
