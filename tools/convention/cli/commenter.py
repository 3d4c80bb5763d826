"""`convention commenter`: the comment of a demande de fusion, from the workflow that follows its contrôle.

The tool that runs is that of the branch checked out. The proposal is brought as git objects and read, never run.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from convention.cli.contexte import Contexte, EnvironnementError
from convention.cli.machine import environment, event_content

if TYPE_CHECKING:
    from pathlib import Path

    from convention.cli.machine import Entrees
    from convention.forge.demandes import Demande
    from convention.forge.evenement import Execution
    from convention.forge.publication import Fil
    from convention.forge.texte import Texte
    from convention.loading.loader import Cache

OUTIL = ("tools", "pyproject.toml", "verrous", "Makefile", ".github")
"""What decides how data is read, computed and checked."""


@click.command(name="commenter")
@click.option(
    "--auteur",
    metavar="COMPTE",
    default="github-actions[bot]",
    show_default=True,
    help="Le compte du jeton : seuls ses commentaires sont mis à jour.",
)
@click.pass_obj
def commande(contexte: Contexte, auteur: str) -> None:
    """Commenter une demande de fusion, depuis un workflow.

    Tout vient de l'environnement que donne la forge : GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY,
    GITHUB_EVENT_PATH (la fin d'un contrôle) et GITHUB_TOKEN. Le commentaire est mis à jour ; il en est publié un
    nouveau quand les données deviennent valides ou cessent de l'être. Voir docs/forge.md.

    Pour lire le texte sans rien publier : convention resumer main
    """
    from convention.forge.client import Client, ForgeError
    from convention.forge.demandes import find_demandes
    from convention.forge.evenement import EvenementError
    from convention.forge.publication import Fil
    from convention.loading.source import EnvironmentProblemError

    entrees = environment()
    try:
        execution = _execution(entrees)
        client = Client(entrees.api, entrees.jeton, time.sleep)
        demandes = find_demandes(client, entrees.depot, execution)
        if not demandes:
            click.echo("Rien à écrire : aucune demande ouverte ne propose plus ce commit.")
        for demande in demandes:
            fil = Fil(client, entrees.depot, demande.number, auteur)
            _comment(contexte, entrees, execution, demande, fil)
    except (EvenementError, ForgeError, EnvironmentProblemError) as error:
        raise EnvironnementError(str(error)) from None


def _execution(entrees: Entrees) -> Execution:
    from convention.forge.evenement import EvenementError, read_event

    event = read_event(event_content(entrees))
    if event.repository.full_name != entrees.depot:
        raise EvenementError("l'événement est celui d'un autre dépôt que GITHUB_REPOSITORY")
    if event.workflow_run.event != "pull_request":
        raise EvenementError("l'événement ne suit pas le contrôle d'une demande de fusion")
    return event.workflow_run


def _comment(contexte: Contexte, entrees: Entrees, execution: Execution, demande: Demande, fil: Fil) -> None:
    from convention.forge.marque import Marque
    from convention.forge.publication import publish

    etat, texte = _tell(contexte, entrees, execution, demande)
    marque = Marque(execution.created_at, execution.run_number, execution.run_attempt, etat)
    suite = publish(fil, marque, texte)
    click.echo(f"Demande n° {demande.number} : {suite}.")


def _tell(contexte: Contexte, entrees: Entrees, execution: Execution, demande: Demande) -> Texte:
    """Compare the proposal with the commit of the base from which it starts."""
    from convention.cli.signatures import trust
    from convention.cli.valeurs import today
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
    base = read_revision(root, start, f"{demande.base.ref} ({start[:7]})", cache)
    # The keys that count are those of the branch checked out: the tool's own, the default one.
    proposal = read_revision(root, head, head[:7], cache)
    if base.depot is not None:
        keys = trust("la branche par défaut", load(GitRevision(root, "HEAD"), cache).depot)
        proposal = signed_by(base.depot, proposal, keys, today())
    url = f"{entrees.serveur}/{entrees.depot}/actions/runs/{execution.id}"
    pied = f"*[Contrôle n° {execution.run_number}]({url}) : tests, annotations et résumé complet.*"
    return tell(base, proposal, _remarks(root, demande, (start, target, head)), pied)


def _remarks(root: Path, demande: Demande, commits: tuple[str, str, str]) -> list[str]:
    from convention.base.french import compte
    from convention.loading.histoire import changed_among, commits_between
    from convention.reports.escape import markdown

    start, target, head = commits
    branch = markdown(demande.base.ref, comment=True)
    remarks = []
    late = commits_between(root, start, target)
    if late:
        remarks.append(
            f"**La branche {branch} a avancé de {compte(late, 'commit')} depuis que la proposition en est partie.** "
            "Les montants ci-dessous sont ceux de ce point de départ ; mettre la proposition à jour les refait."
        )
    changed = changed_among(root, start, head, OUTIL)
    if changed:
        remarks.append(
            f"**La proposition change aussi l'outil ou ses contrôles** ({', '.join(map(markdown, changed))}). "
            "Ce commentaire est fait par l'outil de la branche par défaut, jamais par celui qui est proposé."
        )
    return remarks
