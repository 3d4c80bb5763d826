"""What an editor has the server do: open a text or a place, make the gesture whose questions were answered.

Knows: the shapes of the protocol, where what is opened is written. Must not know: what is said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, TypeAlias

from lsprotocol import types

from convention.base.diagnostic import Span
from convention.base.french import cite, typeset
from convention.edition.refus import RefusError
from convention.langage.cloture import closing_text
from convention.langage.ecriture.questions import encore, repondre
from convention.langage.euros import ALLER, COMPARER, EXPLIQUER
from convention.langage.serveur import Serveur
from convention.langage.simulateur import PAGE, est_servi
from convention.reports.calcul.explication import explanation_text
from convention.reports.comparaison.comparaison import terminal_text
from convention.reports.comparaison.empreinte import contents
from convention.reports.mots import object_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.langage.session import Etat

DEMANDER, FAIRE = "convention.demander", "convention.faire"
"""What an editor does (ask the questions of a gesture), what it has done then."""
SIMULER, CLORE = "convention.simuler", "convention.clore"
"""What opens the simulator, how an exercice is closed."""
TAPER = "convention.taper"
"""What a fix has done last: it leaves a value to be typed."""


async def comparer(ls: Serveur) -> str:
    """Open the whole comparison, that follows what is typed, as a screen shows it.

    What protects a comment of a forge would only hide signs.
    """

    def write(etat: Etat) -> str:
        if etat.expliquee is None:
            return etat.sans_ecart
        decision = etat.decide(etat.expliquee, contents(etat.expliquee).empreinte)
        return terminal_text(etat.expliquee, etat.reglages.base, "textes en cours", decision)

    return await ls.montrer("comparaison.txt", write)


async def expliquer(ls: Serveur, adherent: str, annee: str, lignes: str) -> str:
    """Open where an amount of an adherent comes from, as it is typed.

    Some of its lines only, by their objects between commas; none is all.
    """
    asked = frozenset(lignes.split(","))

    def write(etat: Etat) -> str:
        if etat.pause:
            return etat.pause
        contribution = etat.contributions.get(int(annee))
        if contribution is None or adherent not in etat.depot.dossiers:
            return typeset(f"Plus rien n'est calculé de l'adhérent {cite(adherent)} en {annee}.\n")
        own = tuple(item for item in contribution.lignes if item.adherent == adherent)
        kept = tuple(item for item in own if not lignes or object_id(item.calcul) in asked)
        return explanation_text(contribution, etat.depot, adherent, kept)

    return await ls.montrer("explication.txt", write)


async def aller(ls: Serveur, path: str, line: str, column: str) -> str:
    """Open the place of the first error, which keeps amounts from being told."""
    span = Span(path, int(line), int(column), int(line), int(column))
    found = await ls.demande(lambda etat: ls.lieu(etat, span))
    return ls.aller(found.uri, found.range)


async def taper(ls: Serveur, path: str, line: str, column: str) -> str:
    """Open a file where a value is left to be typed: a place of the editor, which may not have told its text yet."""
    ici = types.Position(int(line), int(column))
    return ls.aller(ls.adresses.uri(path), types.Range(ici, ici))


async def simuler(ls: Serveur, adresse: str) -> str:
    """Open the simulator of the site, in a browser; say how the site is served when nobody serves it here."""
    whole = f"{ls.session.site}{PAGE}{adresse.removeprefix(PAGE)}"
    if not await asyncio.to_thread(est_servi, ls.session.site):
        told = (
            f"Le site n'est pas servi à l'adresse {ls.session.site} : lancer « convention servir », puis recommencer."
        )
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Error, typeset(told)))
        return whole
    return ls.aller(whole, dehors=True)


async def clore(ls: Serveur, annee: str) -> str:
    """Open what an exercice lacks to be closed, or the command that closes it."""
    return await ls.montrer("cloture.txt", lambda etat: typeset(closing_text(etat, int(annee))))


async def faire(ls: Serveur, demande: dict[str, Any]) -> dict[str, Any] | None:
    """Make a gesture with what was answered; when it makes no sense, return what to ask again, and why (`refus`)."""

    def write(etat: Etat) -> types.WorkspaceEdit:
        return ls.modification(etat, repondre(etat, demande["geste"], demande["valeurs"]))

    try:
        edit = await ls.demande(write)
    except RefusError as error:
        told = typeset(f"{error.message} : {error.conseil}" if error.conseil else error.message)
        if "questions" in demande:
            return {**demande, "questions": encore(demande["questions"], demande["valeurs"], error), "refus": told}
        # An editor that was set up before refusals were asked again.
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Error, told))
        return None
    await ls.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, label=demande["geste"]))
    return None


Commande: TypeAlias = Callable[Concatenate[Serveur, ...], Any]
COMMANDES: Mapping[str, Commande] = {
    ALLER: aller,
    COMPARER: comparer,
    EXPLIQUER: expliquer,
    FAIRE: faire,
    SIMULER: simuler,
    CLORE: clore,
    TAPER: taper,
}
"""What each command does."""
