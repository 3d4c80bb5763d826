"""`convention codeowners`: who reads each file again on the forge, written or checked.

Knows: `CODEOWNERS`, the list of files that git follows. Must not know: how the file is made.
"""

from __future__ import annotations

import click

from convention.cli.cadre.contexte import Contexte, EnvironnementError, Sortie, read
from convention.cli.publier.tires import kept
from convention.loading.git import tracked_files


@click.command(name="codeowners")
@click.option(
    "--verifier",
    is_flag=True,
    help="Ne rien écrire : vérifier que le fichier est à jour, et que chaque fichier du dépôt a qui le relise.",
)
@click.pass_obj
def commande(contexte: Contexte, verifier: bool) -> int:
    """Écrire ou vérifier CODEOWNERS : les équipes qui relisent chaque fichier avant qu'il change.

    Il est tiré de « proprietaires », dans catalogue/procedures.yaml, et ne se modifie pas à la main. Relire n'est pas
    décider : les actes sont ceux de la procédure. Code de sortie : 0 si tout est à jour, 1 sinon.
    """
    from convention.reports.depot.codeowners import CHEMIN, codeowners_text, orphans

    document = read(contexte.racine).depot.vie.procedures
    owners = document.proprietaires if document is not None else ()
    if not owners:
        raise EnvironnementError("catalogue/procedures.yaml ne nomme aucun propriétaire (« proprietaires »)")
    orphelins = orphans(tracked_files(contexte.racine), owners)
    fresh = kept(contexte.racine, {CHEMIN: codeowners_text(owners).encode()}, "codeowners", verifier=verifier)
    for path in orphelins:
        click.echo(f"{path} : personne ne le relit en propre, ajouter une ligne à « proprietaires »")
    if fresh and not orphelins:
        click.echo(f"{CHEMIN} : à jour.")
    return Sortie.ERREURS if orphelins or (verifier and not fresh) else Sortie.PROPRE
