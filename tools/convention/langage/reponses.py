"""What an editor asks, and who answers: each request of the protocol, from the records of the other modules.

Knows: the shapes of the protocol. Must not know: what is said.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.uris import to_fs_path

from convention.compare.decision.decision import decide
from convention.langage.euros import COMPARER, EXPLIQUER, annoter
from convention.langage.modifications import corrections, gestes
from convention.langage.serveur import Serveur
from convention.reports.calcul.explication import explanation_text
from convention.reports.commentaire.commentaire import markdown_text
from convention.reports.comparaison.empreinte import contents
from convention.reports.mots import object_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from convention.langage.modifications import Action
    from convention.langage.session import Etat


def servir(trouver: Callable[[Path], Path], aujourdhui: Callable[[], date]) -> None:
    """Answer an editor on the standard streams, until it leaves.

    Nothing else may be written where the protocol is: what would be printed goes to the error stream.

    Args:
        trouver: finds the root of the data from the folder that the editor opens.
        aujourdhui: gives the day on which the data is read.
    """
    sortie = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serveur = Serveur(trouver, aujourdhui)
    for demande, reponse in _REPONSES.items():
        serveur.feature(demande)(reponse)
    for commande, action in ((COMPARER, comparer), (EXPLIQUER, expliquer)):
        serveur.command(commande)(action)
    serveur.start_io(stdout=sortie)


def ouvrir_dossier(ls: Serveur, params: types.InitializeParams) -> None:
    """Look at the folder that the editor opens."""
    uri = params.workspace_folders[0].uri if params.workspace_folders else params.root_uri
    dossier = to_fs_path(uri) if uri else params.root_path
    ls.ouvrir(Path(dossier) if dossier else Path(), params.initialization_options)


async def commencer(ls: Serveur, _params: types.InitializedParams) -> None:
    """Say what is wrong before anything is opened."""
    await ls.changer()


async def ouvrir(ls: Serveur, params: types.DidOpenTextDocumentParams) -> None:
    """Take a text that is opened."""
    await ls.ecrire(params.text_document.uri, params.text_document.text)


async def modifier(ls: Serveur, params: types.DidChangeTextDocumentParams) -> None:
    """Take a text that is being typed."""
    uri = params.text_document.uri
    await ls.ecrire(uri, ls.workspace.get_text_document(uri).source)


async def fermer(ls: Serveur, params: types.DidCloseTextDocumentParams) -> None:
    """Take the file of the disk again."""
    await ls.ecrire(params.text_document.uri, None)


async def regarder(ls: Serveur, _params: object) -> None:
    """Look again at the disk and at the base."""
    ls.session.relire()
    await ls.changer()


async def regler(ls: Serveur, params: types.DidChangeConfigurationParams) -> None:
    """Take what the user chooses."""
    ls.regler(params.settings)
    await ls.changer()


async def lentilles(ls: Serveur, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Say above each line what it costs."""
    return (
        await ls.repond(
            params.text_document.uri,
            lambda etat, path: [
                types.CodeLens(
                    ls.texte(etat, path).debut(item.span),
                    types.Command(item.texte, item.commande, arguments=list(item.arguments)),
                )
                for item in annoter(etat, path)
            ],
        )
        or []
    )


async def actions(ls: Serveur, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Propose what may be written by itself at a line."""
    return (
        await ls.repond(
            params.text_document.uri,
            lambda etat, path: [
                _action(ls, etat, item)
                for item in (
                    *corrections(etat, path, range(params.range.start.line + 1, params.range.end.line + 2)),
                    *gestes(etat, path, params.range.start.line + 1),
                )
            ],
        )
        or []
    )


def _action(ls: Serveur, etat: Etat, action: Action) -> types.CodeAction:
    changes: list[types.TextDocumentEdit | types.CreateFile] = []
    for item in action.remplacements:
        uri = ls.adresses.uri(item.path)
        start = types.Position(0, 0)
        where = ls.texte(etat, item.path).etendue(item.span) if item.span else types.Range(start, start)
        if item.span is None:
            changes.append(types.CreateFile(uri))
        document = types.OptionalVersionedTextDocumentIdentifier(uri)
        changes.append(types.TextDocumentEdit(document, [types.TextEdit(where, item.texte)]))
    fixed = action.corrige
    return types.CodeAction(
        action.titre,
        kind=types.CodeActionKind.QuickFix if fixed is not None else types.CodeActionKind.RefactorRewrite,
        diagnostics=[ls.diagnostic(etat, fixed)] if fixed is not None else None,
        is_preferred=action.sure or None,
        edit=types.WorkspaceEdit(document_changes=list(changes)),
    )


async def comparer(ls: Serveur) -> str:
    """Open the whole comparison, as the comment of a proposal tells it."""

    def write(etat: Etat) -> str:
        if etat.comparaison is None:
            return etat.sans_ecart
        decision = decide(etat.comparaison, etat.au, contents(etat.comparaison).empreinte)
        return markdown_text(etat.comparaison, etat.reglages.base, "textes en cours", decision=decision)

    return ls.montrer("comparaison.md", await ls.calcule(lambda: write(ls.session.etat())))


async def expliquer(ls: Serveur, adherent: str, annee: str, ligne: str) -> str:
    """Open where an amount of an adherent comes from."""

    def write(etat: Etat) -> str:
        if etat.pause:
            return etat.pause
        contribution = etat.contributions[int(annee)]
        own = tuple(item for item in contribution.lignes if item.adherent == adherent)
        kept = tuple(item for item in own if ligne in ("", object_id(item.calcul)))
        return explanation_text(contribution, etat.depot, adherent, kept)

    return ls.montrer("explication.txt", await ls.calcule(lambda: write(ls.session.etat())))


_REPONSES: Mapping[str, Callable[..., Any]] = {
    types.INITIALIZE: ouvrir_dossier,
    types.INITIALIZED: commencer,
    types.TEXT_DOCUMENT_DID_OPEN: ouvrir,
    types.TEXT_DOCUMENT_DID_CHANGE: modifier,
    types.TEXT_DOCUMENT_DID_CLOSE: fermer,
    types.TEXT_DOCUMENT_DID_SAVE: regarder,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: regarder,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: regler,
    types.TEXT_DOCUMENT_CODE_LENS: lentilles,
    types.TEXT_DOCUMENT_CODE_ACTION: actions,
}
