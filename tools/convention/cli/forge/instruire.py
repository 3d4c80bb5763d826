"""`convention instruire`: a form that a maintainer has labelled becomes a demande de fusion, from a workflow.

Knows: the environment of a workflow, the order of the work. Must not know: forms, the API.
Everything comes from the event, never from a shell; nothing of it is printed in the log.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, NamedTuple

import click

from convention.cli.cadre.contexte import Contexte, EnvironnementError
from convention.cli.cadre.machine import environment, event_content, variables

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from convention.cli.cadre.machine import Entrees
    from convention.forge.etiquetage import Etiquetage
    from convention.forge.instruction import Effet
    from convention.forge.marque import Marque
    from convention.forge.publication import Fil
    from convention.forge.texte import Texte


PERMIS = re.compile(r"adherents/[a-z0-9-]+/[a-z0-9/-]+\.yaml")
"""What a form may change, and nothing else."""


class Suivi(NamedTuple):
    """One request being handled."""

    entrees: Entrees
    evenement: Etiquetage
    fil: Fil

    @property
    def numero(self) -> int:
        """Number of the request."""
        return self.evenement.issue.number

    @property
    def jour(self) -> date:
        """Day on which it was asked, as the forge gives it."""
        from convention.forge.evenement import day_of

        return day_of(self.evenement.issue.updated_at)


@click.command(name="instruire")
@click.option(
    "--auteur",
    metavar="COMPTE",
    default="github-actions[bot]",
    show_default=True,
    help="Le compte du jeton : seules ses réponses sont mises à jour.",
)
@click.pass_obj
def commande(contexte: Contexte, auteur: str) -> None:
    """Faire d'un formulaire une proposition, depuis un workflow.

    Tout vient de l'environnement que donne la forge : GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY,
    GITHUB_EVENT_PATH (la pose d'une étiquette), GITHUB_RUN_NUMBER, GITHUB_RUN_ATTEMPT et GITHUB_TOKEN. Les réponses
    sont vérifiées comme par les commandes de modification ; la branche formulaire-N, sa demande de fusion et la réponse
    sont tenues à jour. En cas d'erreur, rien n'est écrit que la réponse. Voir docs/forge.md.
    """
    from convention.forge.client import Client, ForgeError
    from convention.forge.evenement import EvenementError
    from convention.forge.publication import Fil, publish
    from convention.loading.source import EnvironmentProblemError

    entrees = environment()
    try:
        evenement = _event(entrees)
        client = Client(entrees.api, entrees.jeton, time.sleep)
        suivi = Suivi(entrees, evenement, Fil(client, entrees.depot, evenement.issue.number, auteur))
        marque = _rank(evenement)
        reason = _nothing_to_do(suivi, marque)
        if reason:
            click.echo(f"Rien à faire : {reason}.")
            return
        texte = _handle(contexte.racine, suivi)
        suite = publish(suivi.fil, marque._replace(etat=texte.etat), texte.texte)
        click.echo(f"Demande n° {suivi.numero} : {suite}.")
    except (EvenementError, ForgeError, EnvironmentProblemError) as error:
        raise EnvironnementError(str(error)) from None


def _event(entrees: Entrees) -> Etiquetage:
    from convention.forge.etiquetage import Etiquetage
    from convention.forge.evenement import EvenementError, read_as

    evenement = read_as(Etiquetage, event_content(entrees))
    if evenement.repository.full_name != entrees.depot:
        raise EvenementError("l'événement est celui d'un autre dépôt que GITHUB_REPOSITORY")
    return evenement


def _rank(evenement: Etiquetage) -> Marque:
    """Place this run among those that answer the same request."""
    from convention.forge.marque import Etat, Marque

    numbers = variables(("GITHUB_RUN_NUMBER", "GITHUB_RUN_ATTEMPT"))
    if not all(item.isascii() and item.isdecimal() and len(item) < 16 for item in numbers):  # noqa: PLR2004 (as marks)
        message = "GITHUB_RUN_NUMBER et GITHUB_RUN_ATTEMPT sont des nombres entiers"
        raise EnvironnementError(message)
    execution, essai = map(int, numbers)
    return Marque(evenement.issue.updated_at, execution, essai, Etat.VALIDE)


def _nothing_to_do(suivi: Suivi, marque: Marque) -> str:
    """Tell why a request is left alone; nothing when it is to be handled."""
    from convention.forge.droits import is_open, may_write
    from convention.forge.publication import is_late
    from convention.forge.reponse import ETIQUETTE

    client, depot = suivi.fil.client, suivi.entrees.depot
    if suivi.evenement.label.name != ETIQUETTE:
        return f"l'étiquette posée n'est pas « {ETIQUETTE} »"
    if not may_write(client, depot, suivi.evenement.sender.login):
        return "qui a posé l'étiquette n'a pas le droit d'écrire dans ce dépôt"
    if not is_open(client, depot, suivi.numero):
        return "la demande est fermée"
    if is_late(suivi.fil, marque):
        return "une exécution plus récente a déjà répondu"
    return ""


def _handle(root: Path, suivi: Suivi) -> Texte:
    """Write the proposal of a form, unless it is refused or changes nothing; return the answer."""
    from convention.forge import reponse
    from convention.forge.branche import BrancheOccupeeError
    from convention.forge.instruction import Refus, instruire
    from convention.forge.marque import Etat
    from convention.forge.texte import Texte
    from convention.loading.source import Folder

    effet = instruire(Folder(root), suivi.evenement.issue.body or "", suivi.jour)
    if isinstance(effet, Refus):
        return Texte(Etat.INVALIDE, reponse.refused(effet.problemes))
    if not effet.modifications:
        return Texte(Etat.VALIDE, reponse.INCHANGE)
    try:
        number = _propose(root, suivi, effet)
    except BrancheOccupeeError:
        return Texte(Etat.INVALIDE, reponse.refused((reponse.OCCUPEE,)))
    url = f"{suivi.entrees.serveur}/{suivi.entrees.depot}/pull/{number}"
    return Texte(Etat.VALIDE, reponse.accepted(effet, number, url))


def _propose(root: Path, suivi: Suivi, effet: Effet) -> int:
    from convention.forge.branche import Place, write_branch
    from convention.forge.proposition import propose
    from convention.forge.reponse import proposal
    from convention.loading.git import resolve_commit

    client, depot, target = suivi.fil.client, suivi.entrees.depot, suivi.evenement.repository.default_branch
    base, branch = resolve_commit(root, "HEAD"), f"formulaire-{suivi.numero}"
    message = f"Formulaire n° {suivi.numero}\n\n{effet.objet}"
    done = write_branch(
        Place(client, depot, branch, base, PERMIS), message, {item.path: item.apres for item in effet.modifications}
    )
    texte = proposal(effet, suivi.numero, f"{target} ({base[:7]})", suivi.jour)
    number = propose(client, depot, branch, target, texte)
    click.echo(f"Proposition n° {number} : {done}.")
    return number
