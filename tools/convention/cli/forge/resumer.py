"""`convention resumer`: what the comment of a demande de fusion will say, in the summary of a contrôle or on screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import Contexte, Sortie
from convention.cli.cadre.machine import event_content, poste
from convention.cli.cadre.signatures import trust
from convention.cli.cadre.valeurs import today
from convention.cli.decider.remarques import remarks
from convention.loading.git import resolve_commit
from convention.reports.rendus.escape import in_comment

if TYPE_CHECKING:
    from convention.loading.loader import Cache

CARACTERES_DU_RESUME = 300_000
"""A summary holds 1 MiB; a character takes three bytes at most."""


@click.command(name="resumer")
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[PROPOSITION]", default="HEAD")
@click.pass_obj
def commande(contexte: Contexte, base: str, head: str) -> int:
    """Écrire ce que change une proposition, comme le dira son commentaire.

    BASE et PROPOSITION (par défaut : HEAD) sont des révisions git. Le texte, en Markdown, s'ajoute au fichier où
    la forge prend le résumé d'un contrôle ; ailleurs, il s'affiche. S'il y a des erreurs d'un côté ou de l'autre,
    elles sont dites à leur ligne et rien n'est calculé : le code de sortie est 1 ; il est 3 si l'un des côtés ne peut
    pas être lu.

    Exemple : convention resumer main
    """
    from convention.forge.commentaire.publication import Etat
    from convention.forge.commentaire.revision import read_revision, signed_by
    from convention.forge.commentaire.texte import tell

    cache: Cache = {}
    machine = poste()
    commits = [resolve_commit(contexte.racine, ref) for ref in (base, head)]
    jour = machine.jour(event_content) or today()
    before, after = (read_revision(contexte.racine, commit, commit[:7], cache, jour) for commit in commits)
    avant, apres = (
        [in_comment(text) for text in texts] for texts in remarks(contexte.racine, commits[0], commits[1], after.depot)
    )
    if before.depot is not None:
        after = signed_by(before.depot, after, trust(before.nom, before.depot), jour)
    etat, texte = tell(before, after, avant, " ".join(apres), limit=CARACTERES_DU_RESUME)
    path = machine.resume()
    if path:
        with Path(path).open("a", encoding="utf-8") as summary:
            summary.write(texte)
    else:
        click.echo(texte, nl=False)
    return {Etat.VALIDE: Sortie.PROPRE, Etat.INVALIDE: Sortie.ERREURS, Etat.ECHEC: Sortie.ENVIRONNEMENT}[etat]
