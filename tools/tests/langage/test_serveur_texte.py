"""What is typed tells of itself in a small repository: what is wrong, its fix, what can be written, its outline."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from tests.cli.commande import lancer
from tests.espaces import espaces
from tests.langage.editeur import ligne, place, position
from tests.les_cas import poser

if TYPE_CHECKING:
    from pathlib import Path

    from tests.langage.editeur import Editeur

QUANTITES = "adherents/bruyere/quantites/2026.yaml"
PRIX = "pricing/composants/S04.yaml"
SOUSCRIPTIONS = "adherents/bruyere/souscriptions.yaml"


@pytest.fixture(scope="module")
def racine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return poser(tmp_path_factory.mktemp("depot"))


async def test_what_is_wrong_is_told_as_valider_tells_it_and_no_amount_is(agent: Editeur) -> None:
    texte = agent.ouvrir(SOUSCRIPTIONS)
    faux = texte.replace("S04", "S40").replace("S03, debut: 2024", "S30, debut: 2023")
    agent.taper(SOUSCRIPTIONS, faux)
    messages = await agent.messages(SOUSCRIPTIONS)
    (agent.racine / SOUSCRIPTIONS).write_text(faux, "utf-8")
    done = lancer(agent.racine, "valider", "--format", "json")
    (agent.racine / SOUSCRIPTIONS).write_text(texte, "utf-8")
    told = [item for item in json.loads(done.sortie)["diagnostics"] if item["fichier"] == SOUSCRIPTIONS]
    assert messages == [
        (
            item["code"],
            f"{item['ligne']}:{item['colonne']}-{item['fin_ligne']}:{item['fin_colonne']}",
            espaces(f"{item['message']}\nConseil : {item['conseil']}"),
        )
        for item in told
    ]
    assert {"REF001", "PER005"} <= {code for code, _, _ in messages}
    dits = await agent.au_dessus(PRIX)
    assert list(dits) == [1]
    ici = ligne(texte, "service: S03")
    assert f" erreurs, la première dans {SOUSCRIPTIONS}:{ici}:15 (le service ou sous-service « S30 »" in dits[1][0]
    agent.fermer(SOUSCRIPTIONS)
    assert await agent.messages(SOUSCRIPTIONS) == []


async def test_why_the_euros_are_in_pause_opens_the_first_error(agent: Editeur) -> None:
    texte = agent.ouvrir(SOUSCRIPTIONS)
    agent.taper(SOUSCRIPTIONS, texte.replace("service: S04", "service: S40"))
    (pause,) = await agent.client.text_document_code_lens_async(types.CodeLensParams(agent.document(PRIX))) or ()
    assert pause.command is not None
    asked = types.ExecuteCommandParams(pause.command.command, pause.command.arguments)
    await agent.client.workspace_execute_command_async(asked)
    shown = agent.client.shown_documents[-1]
    here = position(texte, "S04")
    assert (shown.uri, shown.selection) == (agent.uri(SOUSCRIPTIONS), types.Range(here, here))
    agent.fermer(SOUSCRIPTIONS)


async def test_an_unknown_service_is_underlined_with_its_fix_even_after_an_emoji(agent: Editeur) -> None:
    texte = agent.ouvrir(SOUSCRIPTIONS)
    connexe = 'convention_connexe: "cœur 🏛", signature: 2023-01-02, service'
    agent.taper(SOUSCRIPTIONS, texte.replace("{service: S04", f"{{{connexe}: S40").replace("\n", "\r\n"))
    ici = ligne(texte, "service: S04")
    ((code, ou, _),) = [item for item in await agent.messages(SOUSCRIPTIONS) if item[0] == "REF001"]
    # UTF-16 counts the emoji twice.
    start = len("  - {") + len(connexe) + 1 + len(": ") + 1
    assert (code, ou) == ("REF001", f"{ici}:{start}-{ici}:{start + 3}")
    actions = await agent.client.text_document_code_action_async(
        types.CodeActionParams(
            agent.document(SOUSCRIPTIONS),
            types.Range(types.Position(ici - 1, 0), types.Position(ici - 1, 0)),
            types.CodeActionContext([]),
        )
    )
    assert actions
    first = actions[0]
    assert isinstance(first, types.CodeAction)
    assert (first.title, first.kind) == ("Écrire S04 Parcs", types.CodeActionKind.QuickFix)
    assert first.edit is not None
    assert first.edit.document_changes is not None
    (change,) = first.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    (edit,) = change.edits
    assert isinstance(edit, types.TextEdit)
    assert (edit.new_text, place(edit.range)) == ("S04", ou)
    agent.fermer(SOUSCRIPTIONS)


async def test_a_text_that_is_told_before_it_is_opened_as_helix_does_is_the_one_that_counts(agent: Editeur) -> None:
    texte = (agent.racine / SOUSCRIPTIONS).read_text("utf-8")
    document = types.VersionedTextDocumentIdentifier(1, agent.uri(SOUSCRIPTIONS))
    told = types.TextDocumentContentChangeWholeDocument(texte.replace("service: S04", "service: S40"))
    agent.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [told]))
    opened = types.TextDocumentItem(agent.uri(SOUSCRIPTIONS), "yaml", 0, texte)
    agent.client.text_document_did_open(types.DidOpenTextDocumentParams(opened))
    assert "REF001" in {code for code, _, _ in await agent.messages(SOUSCRIPTIONS)}
    agent.fermer(SOUSCRIPTIONS)
    assert await agent.messages(SOUSCRIPTIONS) == []


async def test_what_can_be_written_is_proposed_with_its_name_and_its_unit_what_cannot_be_left_out_first(
    agent: Editeur,
) -> None:
    services = await _proposed(agent, SOUSCRIPTIONS, "  - {service: S04", "  - {service: S\n  - {service: S04", "S\n")
    assert "Gestion de parcs" in {item.detail for item in services}
    keys = await _proposed(
        agent, QUANTITES, "{postes: 31, imprimantes: 3, copieurs: 2}", "\n      postes: 31\n      cop", "cop\n"
    )
    assert {item.label: item.detail for item in keys}["copieurs"] == "nombre de copieurs"
    fields = await _proposed(agent, SOUSCRIPTIONS, "  - {service: S04", "  - \n  - {service: S04", "- \n")
    assert min(fields, key=lambda item: item.sort_text or item.label).label == "service"


async def _proposed(agent: Editeur, path: str, avant: str, apres: str, fin: str) -> list[types.CompletionItem]:
    """Type something, and return what is proposed at the end of its line."""
    texte = agent.ouvrir(path).replace(avant, apres, 1)
    agent.taper(path, texte)
    at = position(texte, fin, len(fin) - 1)
    found = await agent.client.text_document_completion_async(types.CompletionParams(agent.document(path), at))
    agent.fermer(path)
    assert isinstance(found, list)
    return found


async def test_the_outline_the_folds_and_the_units_of_a_file(agent: Editeur) -> None:
    document = agent.document(QUANTITES)
    plan = await agent.client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert plan
    assert [item.name for item in plan][:2] == ["origine", "comptages"]
    waiting = [item for item in plan if isinstance(item, types.DocumentSymbol)]
    assert len(waiting) == len(plan)
    for item in waiting:
        assert item.range.start <= item.selection_range.start <= item.selection_range.end <= item.range.end
        waiting += item.children or ()
    plis = await agent.client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert plis
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    hints = await agent.client.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
    assert hints
    assert " postes (30 en 2025)" in [espaces(str(item.label)) for item in hints]
    services = types.InlayHintParams(agent.document(SOUSCRIPTIONS), whole)
    named = await agent.client.text_document_inlay_hint_async(services) or ()
    assert " Parcs" in [espaces(str(item.label)) for item in named]
    found = await agent.client.workspace_symbol_async(types.WorkspaceSymbolParams("bruy"))
    assert found
    assert "bruyere — Bruyère" in [item.name for item in found]
