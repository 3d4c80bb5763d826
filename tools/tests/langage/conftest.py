"""An editor, with the server that it started."""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003 (pytest-lsp reads the types of its fixture)

import pytest_lsp
from pytest_lsp import LanguageClient

from tests.langage.editeur import CONFIGURATION


@pytest_lsp.fixture(config=CONFIGURATION)  # type: ignore[untyped-decorator] # (no types there)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    yield
    await lsp_client.shutdown_session()
