"""`convention commenter`: the comment of a demande de fusion, from the workflow that follows its contrôle.

The tool that runs is that of the branch checked out. The proposal is brought as git objects and read, never run.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import click

from convention.cli.cadre.contexte import Contexte, EnvironnementError
from convention.cli.cadre.machine import environment, event_content, variables

if TYPE_CHECKING:
    from pathlib import Path

    from convention.cli.cadre.machine import Entrees
    from convention.forge.demandes import Demande
    from convention.forge.evenement import Execution
    from convention.forge.marque import Etat
    from convention.forge.publication import Fil
    from convention.forge.texte import Texte
    from convention.loading.loader import Cache
    from convention.model.depot import Depot

SUR_QUOI = (
    "*Sur le commit `{}`. Si la demande en propose un autre, ce commentaire est dépassé : attendre celui qui le suit.*"
)
"""First line of every comment: the whole id, since two commits are easily made to begin alike."""
ETABLI = "un commentaire de la demande porte sur ce commit"
NON_ETABLI = "ce que change ce commit n'a pas pu être établi"
ARRET = "l'outil n'est pas allé au bout (temps ou mémoire épuisés, annulation, forge injoignable, ou défaut)"


class Dit(NamedTuple):
    """What a comment says, and what prevented it from saying more."""

    etat: Etat
    probleme: str


@click.command(name="commenter")
@click.option(
    "--auteur",
    metavar="COMPTE",
    default="github-actions[bot]",
    show_default=True,
    help="Le compte du jeton : seuls ses commentaires sont mis à jour.",
)
@click.option(
    "--echec",
    is_flag=True,
    help="Ne rien lire de la proposition : dire qu'elle n'a pas pu l'être, si rien n'a été dit de ce commit.",
)
@click.pass_obj
def commande(contexte: Contexte, auteur: str, *, echec: bool) -> None:
    """Commenter une demande de fusion, depuis un workflow.

    Tout vient de l'environnement que donne la forge : GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY,
    GITHUB_RUN_ID, GITHUB_EVENT_PATH (la fin d'un contrôle) et GITHUB_TOKEN. Le commentaire est mis à jour ; il en est
    publié un nouveau quand les données deviennent valides, cessent de l'être ou n'ont pas pu être lues. Le commit
    commenté reçoit le statut « Commentaire ». Voir docs/forge.md.

    Pour lire le texte sans rien publier : convention resumer main
    """
    from convention.forge.client import Client, ForgeError
    from convention.forge.demandes import find_demandes, mark_commit
    from convention.forge.evenement import EvenementError
    from convention.forge.marque import Etat
    from convention.forge.publication import Fil

    entrees = environment()
    try:
        execution = _execution(entrees)
        client = Client(entrees.api, entrees.jeton, time.sleep)
        demandes = find_demandes(client, entrees.depot, execution.head_sha)
        if not demandes:
            click.echo("Rien à écrire : aucune demande ouverte ne propose plus ce commit.")
            return
        told = []
        for demande in demandes:
            fil = Fil(client, entrees.depot, demande.number, auteur)
            told.append(_comment(contexte, entrees, execution, demande, fil, echec=echec))
        etat, texte = ("error", NON_ETABLI) if any(item.etat is Etat.ECHEC for item in told) else ("success", ETABLI)
        mark_commit(client, entrees.depot, execution.head_sha, etat, texte)
    except (EvenementError, ForgeError) as error:
        raise EnvironnementError(str(error)) from None
    problemes = [item.probleme for item in told if item.probleme]
    if problemes:
        raise EnvironnementError(" ; ".join(problemes))


def _execution(entrees: Entrees) -> Execution:
    from convention.forge.evenement import EvenementError, read_event

    event = read_event(event_content(entrees))
    if event.repository.full_name != entrees.depot:
        raise EvenementError("l'événement est celui d'un autre dépôt que GITHUB_REPOSITORY")
    if event.workflow_run.event != "pull_request":
        raise EvenementError("l'événement ne suit pas le contrôle d'une demande de fusion")
    return event.workflow_run


def _comment(
    contexte: Contexte, entrees: Entrees, execution: Execution, demande: Demande, fil: Fil, *, echec: bool
) -> Dit:
    """Write the comment of a demande, whatever comes out of reading it."""
    from convention.forge.echec import unknown_text
    from convention.forge.marque import Etat, Marque
    from convention.forge.publication import publish
    from convention.loading.source import EnvironmentProblemError

    probleme = ""
    (run,) = variables(("GITHUB_RUN_ID",))
    journal = f"{entrees.serveur}/{entrees.depot}/actions/runs/{run}"
    try:
        if echec:
            etat, texte = Etat.ECHEC, unknown_text(ARRET, journal)
        else:
            etat, texte = _tell(contexte, entrees, execution, demande)
    except EnvironmentProblemError as error:
        probleme = str(error)
        etat, texte = Etat.ECHEC, unknown_text(probleme, journal)
    marque = Marque(execution.created_at, execution.run_number, execution.run_attempt, etat)
    suite = publish(fil, marque, f"{SUR_QUOI.format(demande.head.sha)}\n\n{texte}")
    click.echo(f"Demande n° {demande.number} : {suite}.")
    return Dit(etat, probleme)


def _tell(contexte: Contexte, entrees: Entrees, execution: Execution, demande: Demande) -> Texte:
    """Compare the proposal with the commit of the base from which it starts."""
    from convention.cli.cadre.signatures import trust
    from convention.forge.evenement import day_of
    from convention.forge.revision import read_revision, signed_by
    from convention.forge.texte import tell
    from convention.loading.git import GitRevision, resolve_commit
    from convention.loading.histoire import fetch_commit, fork_point
    from convention.loading.loader import load

    root, head = contexte.racine, demande.head.sha
    target = resolve_commit(root, f"refs/remotes/origin/{demande.base.ref}")
    fetch_commit(root, head, entrees.serveur, entrees.jeton)
    start = fork_point(root, target, head)
    cache: Cache = {}
    jour = day_of(execution.updated_at)
    base = read_revision(root, start, f"{demande.base.ref} ({start[:7]})", cache, jour)
    proposal = read_revision(root, head, head[:7], cache, jour)
    if base.depot is not None:
        # The keys that count are those of the branch checked out: the tool's own, the default one.
        keys = trust("la branche par défaut", load(GitRevision(root, "HEAD"), cache).depot)
        proposal = signed_by(base.depot, proposal, keys, jour)
    url = f"{entrees.serveur}/{entrees.depot}/actions/runs/{execution.id}"
    pied = f"*[Contrôle n° {execution.run_number}]({url}) : tests, annotations et résumé complet.*"
    return tell(base, proposal, _remarks(root, demande, (start, target, head), proposal.depot), pied)


def _remarks(root: Path, demande: Demande, commits: tuple[str, str, str], depot: Depot | None) -> list[str]:
    from convention.base.french import compte
    from convention.cli.decider.remarques import apart
    from convention.loading.histoire import commits_between
    from convention.model.cadre.hors_donnees import Role
    from convention.reports.comparaison.hors_donnees import beside, by_role
    from convention.reports.rendus.escape import markdown

    start, target, head = commits
    branch = markdown(demande.base.ref, comment=True)
    remarks = []
    late = commits_between(root, start, target)
    if late:
        remarks.append(
            f"**La branche {branch} a avancé de {compte(late, 'commit')} depuis que la proposition en est partie.** "
            "Les montants ci-dessous sont ceux de ce point de départ ; mettre la proposition à jour les refait."
        )
    others, following = apart(root, start, head, depot)
    remarks += [markdown(text, comment=True) for text in beside(others, following)]
    if by_role(others).keys() & {Role.OUTIL, Role.SITE}:
        remarks.append(
            "Ce commentaire est fait par l'outil de la branche par défaut, jamais par celui qui est proposé."
        )
    return remarks
