"""An agent types in an editor: what is wrong, what each line costs, what it cites are told as commands tell them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.espaces import espaces
from tests.langage.editeur import ligne, position

if TYPE_CHECKING:
    from tests.langage.editeur import Editeur

QUANTITES = "adherents/laxou/quantites/2027.yaml"
PRIX = "pricing/composants/S04.yaml"
SOUSCRIPTIONS = "adherents/laxou/souscriptions.yaml"
CLES = "pricing/cles.yaml"
TARIFS = "pricing/couts-de-possession.yaml"
EXERCICE = "pricing/exercices/2026.yaml"
CIVIL, LIBRE = "pricing/composants/S02.yaml", "application-salles"
COPIEURS = "Location de copieurs 10 350,00 €"


async def test_a_quantity_tells_what_it_costs_then_what_changing_it_costs(agent: Editeur) -> None:
    texte = agent.ouvrir(QUANTITES)
    ici = ligne(texte, "copieurs: 9")
    assert (await agent.au_dessus(QUANTITES))[ici] == [
        f"compte dans 10 606,31 € dus par Laxou en 2027 : {COPIEURS} ; Serveur d'impression 256,31 €"
    ]
    agent.taper(QUANTITES, texte.replace("copieurs: 9", "copieurs: 10"))
    ecart, cout = (await agent.au_dessus(QUANTITES))[ici]
    assert ecart.startswith(
        "Écart : en 2027, Laxou +1 161,00 €, 18 autres −11,00 € ensemble ; acte de gestion (article 5) ; Nancy −3,33 €"
    )
    assert "Essey-lès-Nancy −0,40 €" in ecart
    assert cout.startswith("compte dans 11 767,31 € dus par Laxou en 2027")
    agent.fermer(QUANTITES)
    assert len((await agent.au_dessus(QUANTITES))[ici]) == 1


@pytest.mark.long
async def test_of_two_changes_the_gap_is_first_that_of_both_then_at_rest_that_of_each(
    agent: Editeur,
) -> None:
    prix, quantites = agent.ouvrir(PRIX), agent.ouvrir(QUANTITES)
    agent.taper(PRIX, prix.replace("2027: {cout_location: 1150.00}", "2027: {cout_location: 1200.00}"))
    agent.taper(QUANTITES, quantites.replace("licences_dati: 3", "licences_dati: 4"))
    ici = ligne(prix, "2027: {cout_location: 1150.00}")
    told = (await agent.au_dessus(PRIX))[ici][0]
    assert "€ avec les autres modifications ; " in told
    for _ in range(100):
        first, *_ = (await agent.au_dessus(PRIX))[ici]
        if "avec les autres modifications" not in first:
            break
        await asyncio.sleep(0.5)
    # 165 copiers, 50,00 € more each.
    assert first.startswith("Écart : en 2027, +8 250,00 € ; ")
    agent.fermer(PRIX)
    agent.fermer(QUANTITES)


async def test_a_price_and_a_subscription_tell_what_is_due(agent: Editeur) -> None:
    prix = await agent.au_dessus(PRIX)
    texte = (agent.racine / PRIX).read_text("utf-8")
    assert prix[ligne(texte, "2026: {cout_maintenance: 4800.00}")] == [
        "4 800,00 € partagés entre 19 adhérents en 2026 ; Essey-lès-Nancy 163,11 €"
    ]
    souscriptions = await agent.au_dessus(SOUSCRIPTIONS)
    texte = (agent.racine / SOUSCRIPTIONS).read_text("utf-8")
    assert souscriptions[ligne(texte, "service: S08")] == ["3 058,27 € dus par Laxou en 2026, 2 lignes"]


async def test_a_quantity_that_makes_an_amount_with_others_does_not_tell_it_as_its_own(agent: Editeur) -> None:
    told = await agent.au_dessus(QUANTITES)
    texte = (agent.racine / QUANTITES).read_text("utf-8")
    together = "compte dans 256,31 € dus par Laxou en 2027 : Serveur d'impression"
    assert told[ligne(texte, "traceurs: 1")] == [together]
    assert told[ligne(texte, "terminaux: 83")] == ["Gestion des terminaux (MDM) : 2 290,80 € dus par Laxou en 2027"]


async def test_each_line_tells_the_gap_of_its_own_year(agent: Editeur) -> None:
    texte = agent.ouvrir(PRIX)
    for year, price in (("2027", "5400.00"), ("2028", "5500.00")):
        texte = texte.replace(f"{year}: {{cout_maintenance: 4800.00}}", f"{year}: {{cout_maintenance: {price}}}")
    agent.taper(PRIX, texte)
    told = await agent.au_dessus(PRIX)
    assert told[ligne(texte, "2027: {cout_maintenance")][0].startswith("Écart : en 2027, +600,00 €")
    assert told[ligne(texte, "2028: {cout_maintenance")][0].startswith("Écart : en 2028, +700,00 €")
    agent.fermer(PRIX)


async def test_a_subscription_that_begins_later_tells_its_first_year(agent: Editeur) -> None:
    counts = [f"adherents/tomblaine/quantites/{year}.yaml" for year in (2027, 2028)]
    for path in counts:
        texte = agent.ouvrir(path)
        agent.taper(path, texte.replace("valeurs:\n", "valeurs:\n      comptes_teletravail: 60\n", 1))
    path = "adherents/tomblaine/souscriptions.yaml"
    texte = agent.ouvrir(path).replace("composants:", "  - {service: S09, debut: 2027-01-01}\ncomposants:")
    agent.taper(path, texte)
    assert (await agent.au_dessus(path))[ligne(texte, "service: S09")][-1] == (
        "3 059,49 € dus par Tomblaine en 2027, 1 ligne"
    )
    for opened in (*counts, path):
        agent.fermer(opened)


async def test_a_request_that_is_cancelled_while_it_waits_is_told_so_and_the_others_are_answered(
    agent: Editeur,
) -> None:
    texte = agent.ouvrir(PRIX)
    agent.taper(PRIX, texte.replace("4800.00", "4900.00"))
    first, asked = asyncio.ensure_future(agent.au_dessus(PRIX)), types.CodeLensParams(agent.document(PRIX))
    await asyncio.sleep(0)
    waiting = agent.client.protocol.send_request(types.TEXT_DOCUMENT_CODE_LENS, asked, msg_id="une demande")
    cancelled = asyncio.wrap_future(waiting)
    agent.client.cancel_request(types.CancelParams("une demande"))
    with pytest.raises(JsonRpcException) as told:
        await cancelled
    assert told.value.code == types.LSPErrorCodes.RequestCancelled
    assert not first.done()
    assert await first
    agent.fermer(PRIX)


async def test_what_is_under_the_pointer(agent: Editeur) -> None:
    texte = (agent.racine / QUANTITES).read_text("utf-8")
    found = await agent.client.text_document_hover_async(
        types.HoverParams(agent.document(QUANTITES), position(texte, "copieurs: 9", 2))
    )
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    told = espaces(found.contents.value)
    what, costs, field, *_ = told.split("\n\n")
    assert what == "copieurs : Nombre de copieurs."
    # Where an editor shows nothing above a line, it is read here.
    assert costs == f"Compte dans 10 606,31 € dus par Laxou en 2027 : {COPIEURS} ; Serveur d'impression 256,31 €."
    assert field == "valeurs : Quantité par clé."
    assert told.splitlines()[-1].startswith("Cité 182 fois : ")
    assert "L'annexe 3 (Modalités de tarification des services)." in told
    assert "Lecture n° 15" in told


async def test_a_formula_under_the_pointer_is_said_with_the_names_of_its_prices(agent: Editeur) -> None:
    texte = (agent.racine / TARIFS).read_text("utf-8")
    formula = position(texte, "formule: cout_maintenance * part(moyens_impression)", 12)
    found = await agent.client.text_document_hover_async(types.HoverParams(agent.document(TARIFS), formula))
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    told = espaces(found.contents.value)
    assert "Calcul : maintenance × part de nombre de moyens d'impression." in told
    assert "Unités : cout_maintenance en €/an." in told


async def test_from_what_cites_to_what_declares_and_back(agent: Editeur) -> None:
    texte, cles = ((agent.racine / path).read_text("utf-8") for path in (QUANTITES, CLES))
    here = position(texte, "copieurs: 9", 2)
    home = await agent.client.text_document_definition_async(types.DefinitionParams(agent.document(QUANTITES), here))
    assert isinstance(home, types.Location)
    assert (home.uri, home.range.start) == (agent.uri(CLES), position(cles, "copieurs: {libelle"))
    cited = await agent.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(include_declaration=False), agent.document(CLES), home.range.start)
    )
    assert cited
    assert {agent.uri(QUANTITES), agent.uri("pricing/couts-de-possession.yaml"), agent.uri(CLES)} <= {
        item.uri for item in cited
    }


async def test_a_key_is_renamed_in_every_file_and_tells_its_old_name(agent: Editeur) -> None:
    cles = (agent.racine / CLES).read_text("utf-8")
    edit = await agent.client.text_document_rename_async(
        types.RenameParams(agent.document(CLES), position(cles, "copieurs: {libelle", 2), "photocopieurs")
    )
    assert edit is not None
    assert edit.document_changes
    changed = {
        item.text_document.uri: item.edits[0].new_text
        for item in edit.document_changes
        if isinstance(item, types.TextDocumentEdit) and isinstance(item.edits[0], types.TextEdit)
    }
    assert agent.uri(QUANTITES) in changed
    assert "renomme_de: copieurs}" in changed[agent.uri(CLES)]
    assert "somme: [imprimantes, traceurs, photocopieurs]" in changed[agent.uri(CLES)]
    assert "cout_location * photocopieurs" in changed[agent.uri("pricing/couts-de-possession.yaml")]


async def test_what_a_closed_exercice_names_is_not_asked_another_name_what_only_calls_of_an_open_one_name_is(
    agent: Editeur,
) -> None:
    composants, texte = agent.document(CIVIL), (agent.racine / CIVIL).read_text("utf-8")
    kept, free = (
        types.PrepareRenameParams(composants, position(texte, nom, 2)) for nom in ("application-etat-civil", LIBRE)
    )
    with pytest.raises(JsonRpcException) as refused:
        await agent.client.text_document_prepare_rename_async(kept)
    told = espaces(str(refused.value))
    assert told.startswith("« application-etat-civil » est nommé par ce qui est scellé")
    assert told.endswith("son identifiant ne change plus. Son nom affiché, « libelle », se change librement.")
    assert LIBRE in (agent.racine / "pricing/appels/2026-10/heillecourt.json").read_text("utf-8")
    found = await agent.client.text_document_prepare_rename_async(free)
    assert isinstance(found, types.PrepareRenamePlaceholder)
    assert found.placeholder == LIBRE


async def test_what_has_no_name_to_change_tells_so_in_french(agent: Editeur) -> None:
    texte = (agent.racine / QUANTITES).read_text("utf-8")
    asked = types.PrepareRenameParams(agent.document(QUANTITES), position(texte, "source:", 1))
    with pytest.raises(JsonRpcException) as refused:
        await agent.client.text_document_prepare_rename_async(asked)
    assert espaces(str(refused.value)).startswith("Rien à renommer ici : placer le curseur sur le nom d'un composant, ")


async def test_from_a_line_one_opens_where_its_amount_comes_from_and_the_whole_comparison(agent: Editeur) -> None:
    asked = types.ExecuteCommandParams("convention.expliquer", ["essey-les-nancy", "2026", "serveur-impression"])
    await agent.client.workspace_execute_command_async(asked)
    texte = espaces((agent.racine / "build/editeur/explication.txt").read_text("utf-8"))
    assert "4 800,00 € × 14 ÷ 412" in texte
    quantites = (agent.racine / QUANTITES).read_text("utf-8")
    lenses = types.CodeLensParams(agent.document(QUANTITES))
    every = await agent.client.text_document_code_lens_async(lenses) or ()
    at = ligne(quantites, "copieurs: 9") - 1
    command = next(item.command for item in every if item.range.start.line == at)
    assert command is not None
    opened = types.ExecuteCommandParams(command.command, command.arguments)
    await agent.client.workspace_execute_command_async(opened)
    texte = espaces((agent.racine / "build/editeur/explication.txt").read_text("utf-8"))
    assert texte.splitlines()[-1] == "Total de 2 lignes : 10 606,31 €"
    prix = agent.ouvrir(PRIX)
    agent.taper(PRIX, prix.replace("2027: {cout_maintenance: 4800.00}", "2027: {cout_maintenance: 5400.00}"))
    await agent.client.workspace_execute_command_async(types.ExecuteCommandParams("convention.comparer"))
    texte = espaces((agent.racine / "build/editeur/comparaison.txt").read_text("utf-8"))
    first, _, verdict, *_ = texte.splitlines()
    assert first == "Comparaison de « main » à « textes en cours »"
    assert verdict.startswith("L'ensemble des adhérents paierait 600,00 € de plus en 2027 (+0,01 %)")
    assert "&#" not in texte
    agent.fermer(PRIX)


async def test_what_is_open_follows_what_is_typed(agent: Editeur) -> None:
    prix = agent.ouvrir(PRIX)
    asked = types.ExecuteCommandParams("convention.expliquer", ["essey-les-nancy", "2027", "serveur-impression"])
    await agent.client.workspace_execute_command_async(asked)
    await agent.client.workspace_execute_command_async(types.ExecuteCommandParams("convention.comparer"))
    before = "2027: {cout_maintenance: 4800.00}"
    agent.taper(PRIX, prix.replace(before, "2027: {cout_maintenance: 5500.00}"))
    await _until_told(agent, "comparaison.txt", "700,00 € de plus en 2027")
    await _until_told(agent, "explication.txt", "5 500,00 € × 14 ÷ 412")
    agent.taper(PRIX, prix.replace(before, "2027: {cout_maintenance: beaucoup}"))
    await _until_told(agent, "explication.txt", "Euros en pause : 1 erreur")
    agent.fermer(PRIX)


async def test_of_an_adherent_that_is_gone_nothing_is_explained(agent: Editeur) -> None:
    asked = types.ExecuteCommandParams("convention.expliquer", ["villers", "2027", ""])
    await agent.client.workspace_execute_command_async(asked)
    await _until_told(agent, "explication.txt", "Plus rien n'est calculé de l'adhérent « villers » en 2027.")


async def _until_told(agent: Editeur, nom: str, said: str) -> None:
    """Wait for an open text to say something."""
    shown = agent.racine / "build/editeur" / nom
    for _ in range(100):
        if said in espaces(shown.read_text("utf-8")):
            break
        await asyncio.sleep(0.5)
    assert said in espaces(shown.read_text("utf-8"))


async def test_a_gesture_asks_what_its_line_does_not_say_then_writes_it_as_the_command_would(agent: Editeur) -> None:
    made: list[types.WorkspaceEdit] = []
    agent.client.feature(types.WORKSPACE_APPLY_EDIT)(lambda params: _taken(made, params))
    texte = agent.ouvrir(PRIX)
    ici = types.Position(ligne(texte, "2027: {cout_maintenance: 4800.00}") - 1, 0)
    asked = types.CodeActionParams(agent.document(PRIX), types.Range(ici, ici), types.CodeActionContext([]))
    actions = await agent.client.text_document_code_action_async(asked) or ()
    title = "Fixer ce prix à partir de 2027… (maintenance)"
    command = next(item for item in actions if item.title == title)
    assert isinstance(command, types.Command)
    assert command.command == "convention.demander"
    demande: Any = (command.arguments or ())[0]
    (question,) = demande["questions"]
    assert question["invite"] == "Montant en euros, ou son évolution : +4%"
    valeurs = {**demande["valeurs"], question["champ"]: "5 400,00"}
    given: dict[str, Any] = {**demande, "valeurs": valeurs}
    done = await agent.client.workspace_execute_command_async(types.ExecuteCommandParams("convention.faire", [given]))
    assert done is None
    (edit,) = made
    (document,) = edit.document_changes or ()
    assert isinstance(document, types.TextDocumentEdit)
    written = "".join(item.new_text for item in document.edits if isinstance(item, types.TextEdit))
    assert "2027: {cout_maintenance: 5400.00}" in written
    assert "2028: {cout_maintenance: 5400.00}" in written
    agent.fermer(PRIX)


async def test_an_answer_that_is_refused_is_asked_again_with_what_is_wrong(agent: Editeur) -> None:
    service: dict[str, Any] = {"champ": "objet", "invite": "Service", "propose": "", "choix": []}
    date: dict[str, Any] = {"champ": "debut", "invite": "Premier jour", "propose": "2027-01-01", "choix": []}
    asked: dict[str, Any] = {"titre": "Souscrire un service…", "geste": "souscrire", "questions": [service, date]}
    asked["valeurs"] = {"adherent": "laxou", "objet": "S08", "debut": "demain"}
    again: Any = await agent.client.workspace_execute_command_async(
        types.ExecuteCommandParams("convention.faire", [asked])
    )
    assert again["questions"] == [{**date, "propose": "demain"}]
    assert espaces(again["refus"]).startswith("« demain » n'est pas une date")
    again["valeurs"]["debut"] = "2027-01-01"
    # What makes no sense as a whole: it is subscribed already.
    again = await agent.client.workspace_execute_command_async(
        types.ExecuteCommandParams("convention.faire", [{**again, "questions": [service, date]}])
    )
    assert [item["champ"] for item in again["questions"]] == ["objet", "debut"]
    assert "S08" in again["refus"]


async def test_an_editor_that_kept_no_question_is_told_what_is_wrong(agent: Editeur) -> None:
    asked = {"geste": "souscrire", "valeurs": {"adherent": "laxou", "objet": "S08", "debut": "demain"}}
    done = await agent.client.workspace_execute_command_async(types.ExecuteCommandParams("convention.faire", [asked]))
    assert done is None
    assert espaces(agent.client.messages[-1].message).startswith("« demain » n'est pas une date")


async def test_the_simulator_opens_from_the_file_of_an_adherent_with_what_is_typed(agent: Editeur) -> None:
    texte = agent.ouvrir(QUANTITES)
    agent.taper(QUANTITES, texte.replace("copieurs: 9", "copieurs: 10"))
    ici = types.Position(0, 0)
    asked = types.CodeActionParams(agent.document(QUANTITES), types.Range(ici, ici), types.CodeActionContext([]))
    (command,) = await agent.client.text_document_code_action_async(asked) or ()
    assert isinstance(command, types.Command)
    assert (command.title, command.command) == ("Ouvrir le simulateur (Laxou, 2027)", "convention.simuler")
    opened = types.ExecuteCommandParams(command.command, command.arguments)
    address = "http://127.0.0.1:8000/simulateur/#adherent=laxou&exercice=2027&q.copieurs=10"
    assert await agent.client.workspace_execute_command_async(opened) == address
    # What tells more of an amount is among the actions of its line.
    asked.range = types.Range(*[position(texte, "copieurs: 9")] * 2)
    titles = [item.title for item in await agent.client.text_document_code_action_async(asked) or ()]
    assert titles[1:] == ["Voir toute la comparaison", "Expliquer ce montant"]
    agent.fermer(QUANTITES)


async def test_the_state_of_an_exercice_opens_what_its_closing_lacks_and_nothing_is_sealed(agent: Editeur) -> None:
    texte = agent.ouvrir(EXERCICE)
    ici = position(texte, "statut: ouvert")
    asked = types.CodeActionParams(agent.document(EXERCICE), types.Range(ici, ici), types.CodeActionContext([]))
    (command,) = await agent.client.text_document_code_action_async(asked) or ()
    assert isinstance(command, types.Command)
    assert command.title == "Clore 2026…"
    opened = types.ExecuteCommandParams(command.command, command.arguments)
    address = await agent.client.workspace_execute_command_async(opened)
    assert address == (agent.racine / "build/editeur/cloture.txt").as_uri()
    told = espaces((agent.racine / "build/editeur/cloture.txt").read_text("utf-8"))
    assert told.startswith("L'exercice 2026 ne peut pas être clos : il manque ")
    assert not (agent.racine / "pricing/clotures/2026.json").exists()
    agent.fermer(EXERCICE)


def _taken(made: list[types.WorkspaceEdit], params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
    made.append(params.edit)
    return types.ApplyWorkspaceEditResult(applied=True)
