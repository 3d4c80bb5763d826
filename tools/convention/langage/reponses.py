"""What an editor asks, and who answers: each request of the protocol, from the records of the other modules.

Knows: the shapes of the protocol. Must not know: what is said.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import to_fs_path

from convention.langage.carte import endroit
from convention.langage.cloture import cloture
from convention.langage.commandes import CLORE, COMMANDES, DEMANDER, SIMULER, TAPER
from convention.langage.completion import completer as completion
from convention.langage.ecriture.modifications import corrections, gestes
from convention.langage.ecriture.questions import demandees
from convention.langage.euros import COMPARER, EXPLIQUER, a_la_ligne, annoter
from convention.langage.renvois import (
    SANS_NOM,
    RenommageRefuseError,
    check_renamable,
    cited_at,
    definition,
    objets,
    references,
    renommer,
    where,
)
from convention.langage.reperes import plis, reperes, symboles
from convention.langage.serveur import Serveur
from convention.langage.simulateur import lien
from convention.langage.survol import survol
from convention.loading.source import EnvironmentProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from convention.langage.carte import Citation
    from convention.langage.ecriture.modifications import Action, Curseur
    from convention.langage.ecriture.questions import Demandee
    from convention.langage.reperes import Symbole
    from convention.langage.session import Etat

_DIRE_PLUS = {EXPLIQUER: "Expliquer ce montant", COMPARER: "Voir toute la comparaison"}


def servir(trouver: Callable[[Path], Path], aujourdhui: Callable[[], date]) -> None:
    """Answer an editor on the standard streams, until it leaves.

    Nothing else may be written where the protocol is: what would be printed goes to the error stream. `trouver` finds
    the root of the data from the folder that the editor opens.
    """
    sortie = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if not os.environ.get("CONVENTION_TRACE"):
        # The library logs a traceback of all that goes wrong, which `report_server_error` says.
        logging.getLogger("pygls").addHandler(logging.NullHandler())
    serveur = Serveur(trouver, aujourdhui)
    for demande, reponse in _REPONSES.items():
        serveur.feature(demande)(reponse)
    for commande, action in COMMANDES.items():
        serveur.command(commande)(action)
    serveur.start_io(stdout=sortie)


def ouvrir_dossier(ls: Serveur, params: types.InitializeParams) -> None:
    """Look at the folder that the editor opens."""
    uri = params.workspace_folders[0].uri if params.workspace_folders else params.root_uri
    dossier = to_fs_path(uri) if uri else params.root_path
    try:
        ls.ouvrir(Path(dossier) if dossier else Path(), params.initialization_options)
    except EnvironmentProblemError as error:
        raise _refuse(str(error)) from None


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


def lentilles(ls: Serveur, _params: types.CodeLensParams, etat: Etat, path: str) -> list[types.CodeLens]:
    """Say above each line what it costs."""
    return [
        types.CodeLens(
            ls.texte(etat, path).debut(item.span),
            types.Command(item.texte, item.commande, arguments=list(item.arguments)),
        )
        for item in annoter(etat, path)
    ]


def actions(
    ls: Serveur, params: types.CodeActionParams, etat: Etat, path: str
) -> list[types.CodeAction | types.Command]:
    """Propose what may be written by itself at a line."""
    first, last = params.range.start.line + 1, params.range.end.line + 1
    written = (*corrections(etat, path, range(first, last + 1)), *gestes(etat, path, first))
    return [
        *(_action(ls, etat, item) for item in written),
        *_opening(etat, path),
        *_closing(etat, path, first),
        *_telling(etat, path, first),
        *(_question(item) for item in demandees(etat, path, first) if ls.pose_des_questions),
    ]


def _action(ls: Serveur, etat: Etat, action: Action) -> types.CodeAction:
    fixed = action.corrige
    return types.CodeAction(
        action.titre,
        kind=types.CodeActionKind.QuickFix if fixed else types.CodeActionKind.RefactorRewrite,
        diagnostics=[ls.diagnostic(etat, item) for item in fixed] or None,
        is_preferred=action.sure or None,
        edit=ls.modification(etat, action.remplacements),
        command=_typing(ls, action.a_taper) if action.a_taper is not None else None,
    )


def _typing(ls: Serveur, ici: Curseur) -> types.Command:
    """Have the cursor go, once a fix is made, where a value is to be typed."""
    column = ls.workspace.position_codec.client_num_units(ici.avant)
    return types.Command("Taper la valeur", TAPER, arguments=[ici.path, str(ici.line - 1), str(column)])


def _telling(etat: Etat, path: str, ligne: int) -> Iterator[types.Command]:
    """Open what tells more of an amount, for an editor that shows nothing above lines."""
    for item in a_la_ligne(etat, path, ligne):
        if item.commande in _DIRE_PLUS:
            yield types.Command(_DIRE_PLUS[item.commande], item.commande, arguments=list(item.arguments))


def _opening(etat: Etat, path: str) -> Iterator[types.Command]:
    found = lien(etat, path)
    if found is not None:
        title, address = found
        yield types.Command(title, SIMULER, arguments=[address])


def _closing(etat: Etat, path: str, ligne: int) -> Iterator[types.Command]:
    annee = cloture(etat, path, ligne)
    if annee is not None:
        yield types.Command(f"Clore {annee}…", CLORE, arguments=[str(annee)])


def _question(demandee: Demandee) -> types.Command:
    """Have the editor ask what is left, then come back with the answers (`faire`): the protocol has no question."""
    questions = [
        {**item._asdict(), "choix": [{"code": code, "libelle": name} for code, name in item.choix]}
        for item in demandee.questions
    ]
    asked = {"titre": demandee.titre, "geste": demandee.geste, "valeurs": demandee.valeurs, "questions": questions}
    return types.Command(demandee.titre, DEMANDER, arguments=[asked])


def survoler(ls: Serveur, params: types.HoverParams, etat: Etat, path: str) -> types.Hover | None:
    """Say what stands under the pointer."""
    text = ls.texte(etat, path)
    found = survol(etat, path, *text.place(params.position))
    if found is None:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, found[0]), text.etendue(found[1]))


def _cited(ls: Serveur, etat: Etat, path: str, position: types.Position) -> Citation | None:
    return cited_at(etat.depot, path, *ls.texte(etat, path).place(position))


def definir(ls: Serveur, params: types.DefinitionParams, etat: Etat, path: str) -> types.Location | None:
    """Go where a code is declared."""
    cited = _cited(ls, etat, path, params.position)
    span = definition(etat.depot, cited) if cited is not None else None
    return ls.lieu(etat, span) if span is not None else None


def citer(ls: Serveur, params: types.ReferenceParams, etat: Etat, path: str) -> list[types.Location]:
    """List all that cite the same object, and where it is declared when that is asked too."""
    cited = _cited(ls, etat, path, params.position)
    if cited is None:
        return []
    spans = [where(etat.depot, item) for item in references(etat.depot, cited)]
    home = definition(etat.depot, cited)
    spans += [home] if home is not None and params.context.include_declaration else []
    return [ls.lieu(etat, span) for span in dict.fromkeys(spans)]


def preparer_nom(
    ls: Serveur, params: types.PrepareRenameParams, etat: Etat, path: str
) -> types.PrepareRenamePlaceholder | None:
    """Say which code would be given another name."""
    text = ls.texte(etat, path)
    here = text.place(params.position)
    cited = cited_at(etat.depot, path, *here)
    if cited is None:
        raise RenommageRefuseError(etat.pause or SANS_NOM)
    check_renamable(etat, cited)
    # An adherent is renamed from its own file too, where its folder is not written.
    own = not cited.reference.pointer
    span = endroit(etat.depot.fichiers[path], *here).place if own else where(etat.depot, cited)
    return types.PrepareRenamePlaceholder(text.etendue(span), cited.code)


def changer_nom(ls: Serveur, params: types.RenameParams, etat: Etat, path: str) -> types.WorkspaceEdit | None:
    """Give another name to an object, in all the files that cite it."""
    cited = _cited(ls, etat, path, params.position)
    return ls.modification(etat, renommer(etat, cited, params.new_name)) if cited is not None else None


def plan(ls: Serveur, _params: types.DocumentSymbolParams, etat: Etat, path: str) -> list[types.DocumentSymbol]:
    """Return the outline of a document."""
    text = ls.texte(etat, path)

    def symbol(item: Symbole) -> types.DocumentSymbol:
        inside = [symbol(inner) for inner in item.dedans]
        kind = types.SymbolKind.Object if inside else types.SymbolKind.Property
        whole = text.etendue(item.span)
        # VS Code refuses what is selected outside of the whole.
        start = types.Range(whole.start, whole.start)
        return types.DocumentSymbol(item.nom or "–", kind, whole, start, detail=item.detail or None, children=inside)

    return [symbol(item) for item in symboles(etat.depot, path)]


async def chercher(ls: Serveur, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """Find the objects whose code or name holds a text."""

    def search(etat: Etat) -> list[types.WorkspaceSymbol]:
        asked = params.query.casefold()
        return [
            types.WorkspaceSymbol(
                ls.lieu(etat, etat.depot.span(item.reference, key=True)),
                f"{item.code} — {item.libelle}",
                types.SymbolKind.Object,
                container_name=str(item.sorte),
            )
            for item in objets(etat.depot)
            if asked in f"{item.code} {item.libelle}".casefold()
        ]

    return await ls.demande(search)


def completer(ls: Serveur, params: types.CompletionParams, etat: Etat, path: str) -> list[types.CompletionItem]:
    """Propose what may be written."""
    place = ls.texte(etat, path).place(params.position)
    return [
        types.CompletionItem(
            item.texte,
            detail=item.detail,
            insert_text=f"{item.texte}: " if item.cle else item.texte,
            kind=types.CompletionItemKind.Field if item.cle else types.CompletionItemKind.Value,
            sort_text=f"{rang:04}",
        )
        for rang, item in enumerate(completion(etat.depot, path, etat.lignes(path), *place))
    ]


def plier(_ls: Serveur, _params: types.FoldingRangeParams, etat: Etat, path: str) -> list[types.FoldingRange]:
    """Say what may be folded."""
    return [types.FoldingRange(start - 1, end - 1) for start, end in plis(etat.depot, path)]


def annoncer(ls: Serveur, _params: types.InlayHintParams, etat: Etat, path: str) -> list[types.InlayHint]:
    """Say after each quantity its unit, and its last count."""
    text = ls.texte(etat, path)
    return [types.InlayHint(text.etendue(span).end, told) for span, told in reperes(etat.depot, path)]


def _d_un_fichier(
    repondre: Callable[[Serveur, Any, Etat, str], Any], sinon: list[Any] | None = None
) -> Callable[..., Any]:
    """Have the worker answer what is asked of a file; `sinon` is the answer where there is no data."""

    async def answer(ls: Serveur, params: Any) -> Any:  # noqa: ANN401 (whatever is asked)
        try:
            found = await ls.repond(params.text_document.uri, lambda etat, path: repondre(ls, params, etat, path))
        except RenommageRefuseError as error:
            raise _refuse(str(error)) from None
        return sinon if found is None else found

    return answer


def _refuse(pourquoi: str) -> JsonRpcException:
    """Answer that a request cannot be done, and why."""
    return JsonRpcException(pourquoi, types.LSPErrorCodes.RequestFailed)


_REPONSES: Mapping[str, Callable[..., Any]] = {
    types.INITIALIZE: ouvrir_dossier,
    types.INITIALIZED: commencer,
    types.TEXT_DOCUMENT_DID_OPEN: ouvrir,
    types.TEXT_DOCUMENT_DID_CHANGE: modifier,
    types.TEXT_DOCUMENT_DID_CLOSE: fermer,
    types.TEXT_DOCUMENT_DID_SAVE: regarder,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: regarder,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: regler,
    types.TEXT_DOCUMENT_CODE_LENS: _d_un_fichier(lentilles, []),
    types.TEXT_DOCUMENT_CODE_ACTION: _d_un_fichier(actions, []),
    types.TEXT_DOCUMENT_HOVER: _d_un_fichier(survoler),
    types.TEXT_DOCUMENT_DEFINITION: _d_un_fichier(definir),
    types.TEXT_DOCUMENT_REFERENCES: _d_un_fichier(citer, []),
    types.TEXT_DOCUMENT_PREPARE_RENAME: _d_un_fichier(preparer_nom),
    types.TEXT_DOCUMENT_RENAME: _d_un_fichier(changer_nom),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: _d_un_fichier(plan, []),
    types.WORKSPACE_SYMBOL: chercher,
    types.TEXT_DOCUMENT_COMPLETION: _d_un_fichier(completer, []),
    types.TEXT_DOCUMENT_FOLDING_RANGE: _d_un_fichier(plier, []),
    types.TEXT_DOCUMENT_INLAY_HINT: _d_un_fichier(annoncer, []),
}
