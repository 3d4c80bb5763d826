"""`convention commenter`: the comment of a demande de fusion, from the workflow that follows its contrôle.

The tool that runs is that of the branch checked out. The proposal is brought as git objects and read, never run.
What reads it, compares it and tells it is imported when it serves: a defect there is what `--echec` has to tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from convention.cli.cadre.contexte import Contexte, EnvironnementError
from convention.cli.cadre.machine import event_content, option_auteur, poste

if TYPE_CHECKING:
    from pathlib import Path

    from convention.forge.commentaire.publication import Etat, Fil
    from convention.forge.commentaire.texte import Texte
    from convention.forge.forge import Acces, Controle, Demande
    from convention.loading.loader import Cache

SUR_QUOI = (
    "*Sur le commit `{}`. Si la demande en propose un autre, ce commentaire est dépassé : attendre celui qui le suit.*"
)
"""First line of every comment: the whole id, since two commits are easily made to begin alike."""
ETABLI = "un commentaire de la demande porte sur ce commit"
NON_ETABLI = "ce que change ce commit n'a pas pu être établi"
ARRET = "l'outil n'est pas allé au bout (temps ou mémoire épuisés, annulation, forge injoignable, ou défaut)"


class Suivi(NamedTuple):
    """What is commented, and where."""

    racine: Path
    acces: Acces
    controle: Controle
    journal: str
    """Address of the log of this run."""


@click.command(name="commenter")
@option_auteur("seuls ses commentaires sont mis à jour")
@click.option(
    "--echec",
    is_flag=True,
    help="Ne rien lire de la proposition : dire qu'elle n'a pas pu l'être, si rien n'a été dit de ce commit.",
)
@click.pass_obj
def commande(contexte: Contexte, auteur: str | None, *, echec: bool) -> None:
    """Commenter une demande de fusion, depuis un workflow.

    Tout vient de l'environnement que donne la forge : ses adresses, son jeton, le fichier de l'événement qui a lancé le
    workflow. Le commentaire est mis à jour ; il en est publié un nouveau quand les données deviennent valides, cessent
    de l'être ou n'ont pas pu être lues. Le commit commenté reçoit le statut « Commentaire ». Voir docs/forge.md.

    Pour lire le texte sans rien publier : convention resumer main
    """
    from convention.forge.commentaire.publication import Etat, Fil
    from convention.forge.forge import Sujet

    machine = poste()
    acces, evenement = machine.travail()
    controle = machine.controle(acces, event_content(evenement))
    if controle is None:
        click.echo("Rien à écrire : l'événement n'est pas celui d'une demande de fusion.")
        return
    suivi = Suivi(contexte.racine, acces, controle, machine.journal(acces))
    forge = machine.forge(acces)
    demandes = forge.demandes(controle.commit)
    if not demandes:
        click.echo("Rien à écrire : aucune demande ouverte ne propose plus ce commit.")
        return
    fils = [(demande, Fil(forge, Sujet(demande.numero), auteur or forge.auteur())) for demande in demandes]
    told = [_comment(suivi, demande, fil, echec=echec) for demande, fil in fils]
    etabli = all(etat is not Etat.ECHEC for etat, _ in told)
    forge.marquer(controle.commit, etabli=etabli, texte=ETABLI if etabli else NON_ETABLI)
    problemes = [probleme for _, probleme in told if probleme]
    if problemes:
        raise EnvironnementError(" ; ".join(problemes))


def _comment(suivi: Suivi, demande: Demande, fil: Fil, *, echec: bool) -> tuple[Etat, str]:
    """Write the comment of a demande; return what it says, and what prevented it from saying more."""
    from convention.forge.commentaire.echec import unknown_text
    from convention.forge.commentaire.publication import Etat, Marque, publish
    from convention.loading.source import EnvironmentProblemError

    probleme = ""
    try:
        if echec:
            etat, texte = Etat.ECHEC, unknown_text(ARRET, suivi.journal)
        else:
            etat, texte = _tell(suivi, demande)
    except EnvironmentProblemError as error:
        probleme = str(error)
        etat, texte = Etat.ECHEC, unknown_text(probleme, suivi.journal)
    suite = publish(fil, Marque(*suivi.controle.rang, etat), f"{SUR_QUOI.format(demande.commit)}\n\n{texte}")
    click.echo(f"Demande n° {demande.numero} : {suite}.")
    return etat, probleme


def _tell(suivi: Suivi, demande: Demande) -> Texte:
    """Compare the proposal with the commit of the base from which it starts."""
    from convention.cli.cadre.signatures import trust
    from convention.cli.decider.remarques import apart
    from convention.forge.commentaire.revision import read_revision, signed_by
    from convention.forge.commentaire.texte import tell
    from convention.loading.git import GitRevision, resolve_commit
    from convention.loading.histoire import commits_between, fetch_commit, fork_point
    from convention.loading.loader import load
    from convention.reports.comparaison.hors_donnees import drawn
    from convention.reports.rendus.escape import in_comment

    root, controle, head = suivi.racine, suivi.controle, demande.commit
    target = resolve_commit(root, f"refs/remotes/origin/{demande.vers}")
    fetch_commit(root, head, suivi.acces.serveur, suivi.acces.jeton)
    start = fork_point(root, target, head)
    cache: Cache = {}
    jour = controle.jour
    base = read_revision(root, start, f"{demande.vers} ({start[:7]})", cache, jour)
    proposal = read_revision(root, head, head[:7], cache, jour)
    if base.depot is not None:
        # The keys that count are those of the branch checked out: the tool's own, the default one.
        keys = trust("la branche par défaut", load(GitRevision(root, "HEAD"), cache).depot)
        proposal = signed_by(base.depot, proposal, keys, jour)
    others, following = apart(root, start, head, proposal.depot)
    told = f"*[{controle.nom}]({controle.adresse}) : tests, annotations et résumé complet.*"
    pied = "\n\n".join([*map(in_comment, drawn(following)), told])
    return tell(base, proposal, _remarks(others, demande, commits_between(root, start, target)), pied)


def _remarks(others: tuple[str, ...], demande: Demande, late: int) -> list[str]:
    """Say what is to be read before the figures: how late the proposal is, what it changes that is not data."""
    from convention.base.french import compte
    from convention.model.cadre.hors_donnees import Role
    from convention.reports.comparaison.hors_donnees import beside, by_role
    from convention.reports.rendus.escape import in_comment

    branch = in_comment(demande.vers)
    remarks = []
    if late:
        remarks.append(
            f"**La branche {branch} a avancé de {compte(late, 'commit')} depuis que la proposition en est partie.** "
            "Les montants ci-dessous sont ceux de ce point de départ ; mettre la proposition à jour les refait."
        )
    remarks += [in_comment(text) for text in beside(others)]
    if by_role(others).keys() & {Role.OUTIL, Role.SITE}:
        remarks.append(
            "Ce commentaire est fait par l'outil de la branche par défaut, jamais par celui qui est proposé."
        )
    return remarks
