"""The language server: the texts that an editor holds, and what is wrong with them as they change.

Knows: the protocol of editors. Must not know: what is asked beside (`reponses`), what is wrong, what a line costs.
One worker computes: the latest version of the texts wins. What became stale, or is cancelled, is not computed, and what
is being computed then stops (`arret`): a request that still waits is answered from the texts as they became.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.protocol.language_server import LanguageServerProtocol, lsp_method

from convention.base.arret import AbandonError, tant_que
from convention.base.codes import Severity
from convention.base.defaut import defaut
from convention.base.files import write_atomic
from convention.base.french import majuscule, typeset
from convention.langage.protocole import Adresses, Texte
from convention.langage.renvois import Deplacement
from convention.langage.session import Reglages, Session
from convention.loading.source import EnvironmentProblemError
from convention.model.valeurs.chemins import DOSSIERS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from datetime import date
    from pathlib import Path

    from pygls.server import ServerErrors

    from convention.base.diagnostic import Diagnostic, Span
    from convention.langage.ecriture.modifications import Remplacement
    from convention.langage.session import Etat

R = TypeVar("R")
NOM = "convention"
SITES = ("http://", "https://")
MONTRES = "build/editeur"
"""Where what a command opens is written: like all that is built, it is ignored by git."""
HORS_PROTOCOLE = typeset("L'éditeur a envoyé un message qui n'est pas du protocole LSP : il est laissé de côté.")
_REPOS_SECONDES = 0.5
"""Without a keystroke, before what takes longer is computed."""
_ATTENTE_SECONDES = 0.1
"""Before what is asked has what is computed at rest stop."""
_RANGER_TOUS_LES = 50
"""Versions between two collections of what refers to itself: the rest is freed at once."""


class _Protocole(LanguageServerProtocol):
    """Texts, whole: Helix may tell what one becomes before it opens it, when it changes many; commands that stop."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[Any, Any, None]:
        """Take a text, unless a later one is known."""
        known = self.workspace.text_documents.get(unquote(params.text_document.uri))
        if known is None or known.version is None or known.version <= params.text_document.version:
            yield from super().lsp_text_document__did_open(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        """Take what a text becomes."""
        document = params.text_document
        if unquote(document.uri) not in self.workspace.text_documents:
            self.workspace.put_text_document(types.TextDocumentItem(document.uri, "yaml", document.version, ""))
        yield from super().lsp_text_document__did_change(params)

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    async def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> object:  # type: ignore[override] # (a task, and not the steps of one)
        """Run a command in the task of its request: cancelling the request stops it."""
        handler, arguments, named = next(super().lsp_workspace__execute_command(params))
        return await handler(*arguments, **named)


class Serveur(LanguageServer):
    """A folder of data as one editor sees it."""

    def __init__(self, trouver: Callable[[Path], Path], aujourdhui: Callable[[], date]) -> None:
        """Wait for an editor: the folder that it opens leads to the root of the data, which is read on a day."""
        # Whole texts: they are short, and no count of units can then put a keystroke in the wrong place.
        super().__init__(NOM, version("convention-dsit"), types.TextDocumentSyncKind.Full, protocol_cls=_Protocole)
        self._trouver = trouver
        self._aujourdhui = aujourdhui
        self._ouvrier = ThreadPoolExecutor(max_workers=1, thread_name_prefix=NOM)
        self._version = 0
        self._demandees: dict[Event, float] = {}
        """What is asked and not answered yet, the oldest first, and since when."""
        self._publies: dict[str, list[types.Diagnostic]] = {}
        self._dits: set[str] = set()
        self._suivis: dict[Path, Callable[[Etat], str]] = {}
        """What writes the texts that were opened and follow what is typed."""

    def ouvrir(self, dossier: Path, options: object) -> None:
        """Look at the folder that an editor opened."""
        racine = self._trouver(dossier)
        self.adresses = Adresses(racine)
        self.session = Session(racine, self._aujourdhui, reglages(options))
        self.pose_des_questions = isinstance(options, dict) and options.get("demander") is True
        """Whether the editor asks questions, which no request of the protocol does."""

    async def calcule(self, fonction: Callable[..., R], *arguments: object) -> R:
        """Have the worker answer, after what it was asked before."""
        return await asyncio.get_running_loop().run_in_executor(self._ouvrier, partial(fonction, *arguments))

    async def demande(self, fonction: Callable[[Etat], R]) -> R:
        """Have the worker answer from the texts as they are when its turn comes; what is cancelled stops."""
        annulee = Event()
        self._demandees[annulee] = monotonic()
        try:
            while True:
                try:
                    return await self.calcule(self._demandee, fonction, annulee)
                except AbandonError:
                    # The texts have changed: after what they changed is told, the answer is found from them.
                    continue
        except asyncio.CancelledError:
            annulee.set()
            raise
        finally:
            del self._demandees[annulee]

    def _demandee(self, fonction: Callable[[Etat], R], annulee: Event) -> R:
        # Reading the texts is not stopped: whatever comes next reads them too.
        etat = self.session.etat()
        with tant_que(lambda: not annulee.is_set() and self.session.est_a_jour(etat)):
            return fonction(etat)

    async def ecrire(self, uri: str, texte: str | None) -> None:
        """Take the text of a file; None: the editor does not hold it any more. What is no data is left alone."""
        path = self.adresses.path(uri)
        if path is not None and path.partition("/")[0] in DOSSIERS:
            self.session.ecrire(path, texte)
            await self.changer()

    async def repond(self, uri: str, fonction: Callable[[Etat, str], R]) -> R | None:
        """Have the worker answer of a file of data, as its texts are when its turn comes."""
        path = self.adresses.path(uri)
        if path is None or path.partition("/")[0] not in DOSSIERS:
            return None
        try:
            return await self.demande(lambda etat: fonction(etat, path))
        except EnvironmentProblemError:
            # Told once, when it was found.
            return None

    def regler(self, options: object) -> None:
        """Take what a user chooses."""
        self.session.regler(reglages(options))

    async def changer(self) -> None:
        """Say what is wrong now that something changed, then why amounts differ; a later change is told instead."""
        self._version += 1
        numero = self._version
        await self.calcule(self._publier, numero)
        patience = _ATTENTE_SECONDES
        while numero == self._version:
            await asyncio.sleep(_REPOS_SECONDES)
            try:
                if await self.calcule(self._expliquer, numero, patience):
                    self.workspace_code_lens_refresh(None)
                await self.calcule(self._suivre, numero, patience)
                break
            except AbandonError:
                # What is asked goes first; it waits longer each time, or what is asked again and again would be all.
                patience *= 2

    def _expliquer(self, numero: int, patience: float) -> bool:
        """Find the causes at rest; tell whether what is shown is to be asked again.

        Raises:
            AbandonError: something else was typed, or what is asked has waited too long.
        """
        if numero != self._version:
            return False
        if self.session.regarder():
            self._publier(numero)
        etat = self.session.etat()
        workspace = self.client_capabilities.workspace
        shown = workspace is not None and workspace.code_lens is not None and workspace.code_lens.refresh_support
        with tant_que(lambda: numero == self._version and not self._attend(patience)):
            if etat.est_expliquee or etat.comparaison is None or etat.comparaison.identique:
                return False
            return etat.expliquee is not None and bool(shown)

    def _suivre(self, numero: int, patience: float) -> None:
        """Write again the texts that follow what is typed, likewise: what has been found is shown before."""
        if numero != self._version or not self._suivis:
            return
        etat = self.session.etat()
        with tant_que(lambda: numero == self._version and not self._attend(patience)):
            for path, ecrire in tuple(self._suivis.items()):
                if path.is_file():
                    write_atomic(path, ecrire(etat).encode())
                else:  # removed: nobody reads it any more
                    del self._suivis[path]

    def _attend(self, secondes: float) -> bool:
        """Tell whether something that is asked waits since some seconds."""
        oldest = next(iter(tuple(self._demandees.values())), None)
        return oldest is not None and monotonic() - oldest > secondes

    def texte(self, etat: Etat, path: str) -> Texte:
        """Return a file as the editor counts it."""
        return Texte(etat.lignes(path), self.workspace.position_codec)

    def lieu(self, etat: Etat, span: Span) -> types.Location:
        """Return where a stretch stands, for the editor to go."""
        return types.Location(self.adresses.uri(span.path), self.texte(etat, span.path).etendue(span))

    def _publier(self, numero: int) -> None:
        if numero != self._version:
            return
        try:
            etat = self.session.etat()
        except EnvironmentProblemError as error:
            self.dire(str(error))
            return
        found: dict[str, list[types.Diagnostic]] = {}
        for item in etat.diagnostics:
            found.setdefault(item.span.path, []).append(self.diagnostic(etat, item))
        for path in sorted(found.keys() | self._publies.keys()):
            if found.get(path) != self._publies.get(path):
                told = types.PublishDiagnosticsParams(self.adresses.uri(path), found.get(path, []))
                self.text_document_publish_diagnostics(told)
        self._publies = found
        if etat.base.raison:
            self.dire(etat.base.raison)
        if numero % _RANGER_TOUS_LES == 1:
            gc.collect()
            gc.freeze()

    def diagnostic(self, etat: Etat, item: Diagnostic) -> types.Diagnostic:
        """Say a message as `valider` does: its sentence, then its advice."""
        return types.Diagnostic(
            range=self.texte(etat, item.span.path).etendue(item.span),
            message=typeset(f"{item.message}\nConseil : {item.hint}") if item.hint else item.message,
            severity=types.DiagnosticSeverity(1 + list(Severity).index(item.severity)),
            code=item.code,
            source=NOM,
            related_information=[
                types.DiagnosticRelatedInformation(self.lieu(etat, span), text) for span, text in item.related
            ],
        )

    def modification(self, etat: Etat, remplacements: Iterable[Remplacement | Deplacement]) -> types.WorkspaceEdit:
        """Say what an editor is to write, to create, to move."""
        changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile] = []
        start = types.Position(0, 0)
        for item in remplacements:
            if isinstance(item, Deplacement):
                changes.append(types.RenameFile(self.adresses.uri(item.avant), self.adresses.uri(item.apres)))
                continue
            uri = self.adresses.uri(item.path)
            changes += [] if item.span else [types.CreateFile(uri)]
            where = self.texte(etat, item.path).etendue(item.span) if item.span else types.Range(start, start)
            document = types.OptionalVersionedTextDocumentIdentifier(uri)
            changes.append(types.TextDocumentEdit(document, [types.TextEdit(where, item.texte)]))
        return types.WorkspaceEdit(document_changes=list(changes))

    def dire(self, message: str) -> None:
        """Tell the user something, once."""
        if message not in self._dits:
            self._dits.add(message)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """Say in a sentence what the library would tell by a traceback: a message that is none, a defect of the tool.

        Who asked for something has its answer already.
        """
        raised = sys.exception() or error
        if source is JsonRpcException:
            self.dire(HORS_PROTOCOLE)
        elif isinstance(error, JsonRpcInternalError) or not isinstance(raised, JsonRpcException):
            sys.stderr.write(f"{majuscule(defaut(raised))} : le signaler, avec ce qui était tapé.\n")

    async def montrer(self, nom: str, ecrire: Callable[[Etat], str]) -> str:
        """Have the editor open a text, that follows what is typed from then on; return its address."""
        path = self.session.racine / MONTRES / nom

        def write(etat: Etat) -> None:
            # By the worker, which follows texts too: what was shown there before is not written again over this one.
            write_atomic(path, ecrire(etat).encode())
            self._suivis[path] = ecrire

        await self.demande(write)
        return self.aller(path.as_uri())

    def aller(self, uri: str, ici: types.Range | None = None, *, dehors: bool = False) -> str:
        """Have the editor open an address, at a stretch of it, by itself or out of it; return it."""
        window = self.client_capabilities.window
        if window is not None and window.show_document is not None and window.show_document.support:
            self.window_show_document(types.ShowDocumentParams(uri, dehors, not dehors, ici))
        return uri


def reglages(options: object) -> Reglages:
    """Read what a user chose; what is not a setting is left as it is by default."""
    given: dict[str, object] = options if isinstance(options, dict) else {}
    own = given.get(NOM)
    given = own if isinstance(own, dict) else given
    base, adherent, exercice = given.get("base"), given.get("adherent"), given.get("exercice")
    site = given.get("site")
    return Reglages(
        base=base if isinstance(base, str) and base else Reglages().base,
        adherent=adherent if isinstance(adherent, str) else "",
        exercice=exercice if isinstance(exercice, int) else None,
        site=f"{site.rstrip('/')}/" if isinstance(site, str) and site.startswith(SITES) else Reglages().site,
    )
