"""`convention couverture`: the page that says where the repository holds each clause, written or checked.

Knows: click. Must not know: what the page says, where it is (`reports.depot.couverture`).
"""

from __future__ import annotations

import click

from convention.cli.cadre.contexte import Contexte, EnvironnementError, Sortie
from convention.cli.cadre.diagnostics import sound
from convention.cli.publier.tires import kept


@click.command(name="couverture")
@click.option("--verifier", is_flag=True, help="Ne rien écrire : vérifier que la page est à jour.")
@click.pass_obj
def commande(contexte: Contexte, verifier: bool) -> int:
    """Écrire ou vérifier la page qui dit où le dépôt tient chaque clause de la convention.

    La page docs/couverture.md est engendrée d'après catalogue/articles/ : elle ne se modifie pas à la main. Code de
    sortie : 0 si elle est à jour, 1 sinon (ou si les données ont des erreurs), 3 si le texte n'est pas dans le dépôt.
    """
    from convention.reports.depot.couverture import PAGE, page

    depot = sound(contexte).depot
    if not depot.vie.articles:
        message = "le texte de la convention n'est pas dans ce dépôt (catalogue/articles/)"
        raise EnvironnementError(message)
    fresh = kept(contexte.racine, {PAGE: page(depot).encode()}, "couverture", verifier=verifier)
    if fresh:
        click.echo(f"{PAGE} : à jour.")
    return Sortie.ERREURS if verifier and not fresh else Sortie.PROPRE
