"""`convention rectifier`: declare the correction of a closed exercice, with its motive."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from convention.base.french import jour as date_text
from convention.cli.cadre.demande import chosen_exercice
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.valeurs import ANNEE, PHRASE, option_date, today
from convention.cli.ecriture.scelles import ScelleError, to_sign, write_sealed
from convention.model.mots.appels import GenreVolet

if TYPE_CHECKING:
    from convention.cli.cadre.contexte import Contexte
    from convention.model.ecrits.sceaux import Sceau


@click.command(name="rectifier")
@click.argument("exercice", metavar="ANNÉE", type=ANNEE)
@click.option("--motif", type=PHRASE, required=True, metavar="TEXTE", help="Pourquoi l'exercice clos est corrigé.")
@option_date("Date de la correction")
@click.pass_obj
def commande(contexte: Contexte, exercice: int, motif: str, jour: date | None) -> None:
    """Déclarer la correction d'un exercice clos : ses lignes sont scellées à nouveau, l'ancienne et la nouvelle dites.

    Modifier d'abord la quantité ou le coût fautif, puis lancer cette commande : le prochain appel qui régularise un
    exercice portera l'écart.
    """
    from convention.engine.appels.cloture import actual
    from convention.engine.appels.sceller import rectify
    from convention.reports.finances.cloture import rectified_text

    chargement = sound(contexte, "rectifier")
    depot = chargement.depot
    chosen_exercice(depot, exercice)
    sceau = depot.sceaux.get(str(exercice))
    if sceau is None:
        message = f"l'exercice {exercice} n'est pas clos : il n'y a rien à rectifier, modifier ses fichiers suffit"
        raise ScelleError(message)
    au = jour or today()
    latest = max([sceau.date, *(item.date for item in sceau.rectifications)])
    if au.isoformat() < latest:
        known = "la correction" if sceau.rectifications and latest == sceau.rectifications[-1].date else "la clôture"
        message = f"la correction du {date_text(au)} précéderait {known} du {date_text(date.fromisoformat(latest))}"
        raise click.UsageError(message)
    settled = max(
        (item.date for item in depot.sceaux.values() if item.est_appel and _settles(item, exercice)), default=""
    )
    if au.isoformat() <= settled:
        told = date_text(date.fromisoformat(settled))
        message = f"l'exercice {exercice} a été régularisé par l'appel du {told} : la correction vient après lui"
        raise click.UsageError(message)
    fresh = rectify(sceau, actual(depot, exercice), au, motif)
    if fresh is sceau:
        raise ScelleError(f"aucun montant de {exercice} n'a changé depuis sa clôture : il n'y a rien à rectifier")
    write_sealed(contexte, chargement, {fresh.path: fresh.texte()}, au, "rectifier")
    corrected = depot._replace(sceaux={**depot.sceaux, fresh.nom: fresh})
    click.echo(rectified_text(corrected, exercice, fresh.rectifications[len(sceau.rectifications) :]), nl=False)
    for text in to_sign(depot, fresh.path):
        click.echo(text)


def _settles(sceau: Sceau, exercice: int) -> bool:
    """Tell whether a call regularised an exercice: it restates what was closed then."""
    return any(ligne.volet == GenreVolet.REGULARISATION and ligne.exercice == exercice for ligne in sceau.lignes)
