"""`convention calculer`: the contribution of every adherent."""

from __future__ import annotations

import click

from convention.cli.cadre.contexte import Contexte, read
from convention.cli.cadre.demande import chosen_adherent, chosen_exercice, compute, option_exercice, option_phase
from convention.cli.cadre.francais import Parmi


@click.command(name="calculer")
@option_exercice
@option_phase
@click.option("--adherent", metavar="ADHÉRENT", help="Un seul adhérent, ligne par ligne (exemple : exemple-sur-rive).")
@click.option(
    "--par",
    "axe",
    type=Parmi(["nature", "service", "section"]),
    default="nature",
    show_default=True,
    help="Colonnes du tableau.",
)
@click.option(
    "--format",
    "forme",
    type=Parmi(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="Tableau à lire, JSON pour un autre outil, CSV pour un tableur.",
)
@click.pass_obj
def commande(
    contexte: Contexte, exercice: int | None, phase: str | None, adherent: str | None, axe: str, forme: str
) -> None:
    """Calculer la contribution de chaque adhérent, au centime.

    Rien n'est calculé sur des données qui ont des erreurs : elles sont montrées, et le code de sortie est 1.
    """
    from convention.cli.cadre.diagnostics import refuse_errors
    from convention.loading.source import Folder
    from convention.reports.calcul.contributions import Axe, table_text
    from convention.reports.calcul.export import csv_text
    from convention.reports.calcul.json import json_text

    chargement = read(Folder(contexte.racine))
    refuse_errors(chargement)
    depot = chargement.depot
    contribution = compute(depot, chosen_exercice(depot, exercice), phase)
    chosen = None if adherent is None else chosen_adherent(depot, adherent)
    if forme == "json":
        text = json_text(contribution, chosen)
    elif forme == "csv":
        text = csv_text(contribution, depot, chosen)
    else:
        text = table_text(contribution, depot, Axe(axe), chosen)
    click.echo(text, nl=False)
