"""`convention codeowners`: who reads each file again on the forge, written or checked.

Knows: `CODEOWNERS`, the list of files that git follows. Must not know: how the file is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import Contexte, EnvironnementError, Sortie, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from convention.model.documents.gouvernance import Proprietaire


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
    from convention.base.files import held, write_atomic
    from convention.loading.source import Folder
    from convention.reports.depot.codeowners import CHEMIN, codeowners_text

    document = read(Folder(contexte.racine)).depot.vie.procedures
    owners = document.proprietaires if document is not None else ()
    if not owners:
        raise EnvironnementError("catalogue/procedures.yaml ne nomme aucun propriétaire (« proprietaires »)")
    text, path = codeowners_text(owners).encode(), contexte.racine / CHEMIN
    stale = held(path) != text
    problems = [
        f"{item} : personne ne le relit en propre, ajouter une ligne à « proprietaires »"
        for item in _orphans(contexte.racine, owners)
    ]
    if verifier and stale:
        problems.insert(0, f"{CHEMIN} : périmé ou absent, lancer « convention codeowners »")
    for problem in problems:
        click.echo(problem)
    if stale and not verifier:
        write_atomic(path, text)
        click.echo(f"{CHEMIN} : écrit")
    elif not problems:
        click.echo(f"{CHEMIN} : à jour.")
    return Sortie.ERREURS if problems else Sortie.PROPRE


def _orphans(root: Path, owners: Sequence[Proprietaire]) -> tuple[str, ...]:
    """List the files of the repository that nobody owns."""
    from convention.loading.git import tracked_files
    from convention.loading.source import EnvironmentProblemError
    from convention.reports.depot.codeowners import orphans

    try:
        return orphans(tracked_files(root), owners)
    except EnvironmentProblemError as error:
        raise EnvironnementError(str(error)) from None
