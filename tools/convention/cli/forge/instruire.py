"""`convention instruire`: a form that a maintainer has labelled becomes a demande de fusion, from a workflow.

Knows: the order of the work. Must not know: forms, the API, the environment of a workflow.
Everything comes from the event, never from a shell; nothing of it is printed in the log.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.machine import event_content, option_auteur, poste
from convention.forge.forge import ETIQUETTE, Contenu, Sujet
from convention.loading.git import resolve_commit
from convention.loading.source import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from convention.cli.cadre.contexte import Contexte
    from convention.forge.commentaire.publication import Fil, Marque
    from convention.forge.commentaire.texte import Texte
    from convention.forge.forge import Soumission
    from convention.forge.formulaires.instruction import Effet


PERMIS = re.compile(r"adherents/[a-z0-9-]+/[a-z0-9/-]+\.yaml")
"""What a form may change, and nothing else."""


@click.command(name="instruire")
@option_auteur("seules ses réponses sont mises à jour")
@click.pass_obj
def commande(contexte: Contexte, auteur: str | None) -> None:
    """Faire d'un formulaire une proposition, depuis un workflow.

    Tout vient de l'environnement que donne la forge : ses adresses, son jeton, le fichier de l'événement (la pose d'une
    étiquette). Les réponses sont vérifiées comme par les commandes de modification ; la branche formulaire-N, sa
    demande de fusion et la réponse sont tenues à jour. En cas d'erreur, rien n'est écrit que la réponse. Voir
    docs/forge.md.
    """
    from convention.forge.commentaire.publication import Etat, Fil, Marque, publish

    machine = poste()
    acces, evenement = machine.travail()
    soumission = machine.soumission(acces, event_content(evenement))
    if soumission is None:
        click.echo("Rien à faire : l'événement n'est pas celui d'un formulaire.")
        return
    forge = machine.forge(acces)
    fil = Fil(forge, Sujet(soumission.numero, formulaire=True), auteur or forge.auteur())
    marque = Marque(*soumission.rang, Etat.VALIDE)
    reason = _nothing_to_do(fil, soumission, marque)
    if reason:
        click.echo(f"Rien à faire : {reason}.")
        return
    texte = _handle(contexte.racine, fil, soumission)
    suite = publish(fil, marque._replace(etat=texte.etat), texte.texte)
    click.echo(f"Demande n° {soumission.numero} : {suite}.")


def _nothing_to_do(fil: Fil, soumission: Soumission, marque: Marque) -> str:
    """Tell why a request is left alone; nothing when it is to be handled."""
    from convention.forge.commentaire.publication import is_late

    if ETIQUETTE not in soumission.etiquettes:
        return f"l'étiquette posée n'est pas « {ETIQUETTE} »"
    if not fil.forge.may_write(soumission.par):
        return "qui a posé l'étiquette n'a pas le droit d'écrire dans ce dépôt"
    if not fil.forge.is_open(soumission.numero):
        return "la demande est fermée"
    if is_late(fil, marque):
        return "une exécution plus récente a déjà répondu"
    return ""


def _handle(root: Path, fil: Fil, soumission: Soumission) -> Texte:
    """Write the proposal of a form, unless it is refused or changes nothing; return the answer."""
    from convention.forge.commentaire.publication import Etat
    from convention.forge.commentaire.texte import Texte
    from convention.forge.formulaires import reponse
    from convention.forge.formulaires.instruction import Refus, instruire
    from convention.forge.proposition import BrancheOccupeeError

    effet = instruire(Folder(root), soumission.corps, soumission.jour)
    if isinstance(effet, Refus):
        return Texte(Etat.INVALIDE, reponse.refused(effet.problemes))
    if not effet.modifications:
        return Texte(Etat.VALIDE, reponse.INCHANGE)
    try:
        number = _propose(root, fil, soumission, effet)
    except BrancheOccupeeError:
        return Texte(Etat.INVALIDE, reponse.refused((reponse.OCCUPEE,)))
    return Texte(Etat.VALIDE, reponse.accepted(effet, number, fil.forge.adresse(number)))


def _propose(root: Path, fil: Fil, soumission: Soumission, effet: Effet) -> int:
    from convention.forge.formulaires.reponse import proposal
    from convention.forge.proposition import propose

    base, branch = resolve_commit(root, "HEAD"), f"formulaire-{soumission.numero}"
    message = f"Formulaire n° {soumission.numero}\n\n{effet.objet}"
    contenu = Contenu(base, message, {item.path: item.apres for item in effet.modifications})
    texte = proposal(effet, soumission.numero, f"{soumission.vers} ({base[:7]})", soumission.jour, fil.forge.attente)
    number, done = propose(fil.forge, branch, soumission.vers, contenu, texte, PERMIS)
    click.echo(f"Proposition n° {number} : {done}.")
    return number
