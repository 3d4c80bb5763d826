"""`convention expliquer`: where each amount of an adherent comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import cite, nearest
from convention.cli.cadre.demande import chosen_adherent, chosen_exercice, compute, option_exercice, option_phase
from convention.cli.cadre.diagnostics import sound

if TYPE_CHECKING:
    from convention.cli.cadre.contexte import Contexte


@click.command(name="expliquer")
@click.argument("adherent", metavar="ADHÉRENT")
@option_exercice()
@option_phase
@click.option(
    "--ligne",
    metavar="NOM",
    help="Une seule ligne : le nom d'un composant, d'une dépense, d'un forfait, ou « masse-salariale ».",
)
@click.option("--details", is_flag=True, help="Dire aussi les noms que les formules emploient, et chaque formule.")
@click.pass_obj
def commande(
    contexte: Contexte, adherent: str, *, exercice: int | None, phase: str | None, ligne: str | None, details: bool
) -> None:
    """Dire d'où vient chaque montant d'un adhérent.

    Pour chaque ligne : le calcul en chiffres, la valeur exacte quand elle est arrondie et qui reçoit le centime
    restant, chaque valeur avec son fichier et sa ligne, la règle dans le texte de la convention. --details y ajoute les
    noms que les formules emploient, et les formules.

    Exemple : convention expliquer exemple-sur-rive --exercice 2026 --ligne serveur-impression
    """
    from convention.reports.calcul.explication import explanation_text
    from convention.reports.mots import object_id

    depot = sound(contexte).depot
    chosen = chosen_adherent(depot, adherent)
    contribution = compute(depot, chosen_exercice(depot, exercice), phase)
    own = tuple(item for item in contribution.lignes if item.adherent == chosen)
    kept = own if ligne is None else tuple(item for item in own if object_id(item.calcul) == ligne)
    if ligne is not None and not kept:
        names = sorted({object_id(item.calcul) for item in own})
        listed = f"lignes : {', '.join(names)}" if names else "rien n'est dû cette année-là"
        message = f"la ligne {cite(ligne)} n'existe pas pour {chosen} en {contribution.exercice}"
        raise click.UsageError(f"{message} ; {nearest(ligne, names) or listed}")
    click.echo(explanation_text(contribution, depot, chosen, kept, details=details), nl=False)
