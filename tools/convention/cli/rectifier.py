"""`convention rectifier`: declare the correction of a closed exercice, with its motive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.scelles import ScelleError, sound, write_checked
from convention.cli.valeurs import option_date, today

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte


@click.command(name="rectifier")
@click.argument("exercice", metavar="ANNÉE", type=int)
@click.option("--motif", required=True, metavar="TEXTE", help="Pourquoi l'exercice clos est corrigé.")
@option_date("Date de la correction")
@click.pass_obj
def commande(contexte: Contexte, exercice: int, motif: str, jour: date | None) -> None:
    """Déclarer la correction d'un exercice clos : ses lignes sont scellées à nouveau, l'ancienne et la nouvelle dites.

    Modifier d'abord la quantité ou le coût fautif, puis lancer cette commande : l'appel suivant portera l'écart.
    """
    from convention.engine.cloture import actual
    from convention.engine.sceller import rectify
    from convention.reports.cloture import rectified_text

    depot = sound(contexte, but=frozenset({"SCE003"})).depot
    sceau = depot.sceaux.get(str(exercice))
    if sceau is None:
        message = f"l'exercice {exercice} n'est pas clos : il n'y a rien à rectifier, modifier ses fichiers suffit"
        raise ScelleError(message)
    if not motif.strip():
        message = "le motif est vide : dire pourquoi l'exercice clos est corrigé"
        raise click.UsageError(message)
    fresh = rectify(sceau, actual(depot, exercice), jour or today(), motif.strip())
    if fresh is sceau:
        message = f"aucun montant de {exercice} n'a changé depuis sa clôture : il n'y a rien à rectifier"
        raise ScelleError(message)
    write_checked(contexte, {fresh.path: fresh.texte()})
    click.echo(rectified_text(depot, fresh.rectifications[len(sceau.rectifications) :]), nl=False)
