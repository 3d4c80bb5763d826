"""`convention calculer`: the contribution of every adherent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import Contexte, read
from convention.cli.cadre.demande import chosen_adherent, chosen_exercice, compute, option_exercice, option_phase
from convention.cli.cadre.diagnostics import refuse_errors
from convention.cli.cadre.francais import Parmi
from convention.cli.cadre.valeurs import option_format, today
from convention.cli.cadre.verdicts import Rapport, report_known
from convention.loading.source import Folder, Lue

if TYPE_CHECKING:
    from convention.loading.source import Source


@click.command(name="calculer")
@option_exercice()
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
@option_format(["table", "json", "csv"], "Tableau à lire ; pour un outil, JSON ou CSV (virgules, point décimal).")
@click.pass_obj
def commande(
    contexte: Contexte, exercice: int | None, phase: str | None, adherent: str | None, axe: str, forme: str
) -> None:
    """Calculer la contribution de chaque adhérent, au centime.

    Rien n'est calculé sur des données qui ont des erreurs : elles sont montrées, et le code de sortie est 1.
    """
    source = Lue(Folder(contexte.racine).entries(frozenset()))
    asked = ("calculer", today(), contexte.tout, exercice, phase, adherent, axe, forme)

    def written() -> Rapport:
        return Rapport(_computed(source, exercice, phase, adherent, axe, forme), erreurs=False)

    click.echo(report_known(source.lus, map(repr, asked), written).texte, nl=False)


def _computed(
    source: Source, exercice: int | None, phase: str | None, adherent: str | None, axe: str, forme: str
) -> str:
    """Compute, and write what everyone owes."""
    from convention.reports.calcul.contributions import Axe, table_text
    from convention.reports.calcul.export import csv_text
    from convention.reports.calcul.json import json_text

    chargement = read(source)
    refuse_errors(chargement)
    depot = chargement.depot
    contribution = compute(depot, chosen_exercice(depot, exercice), phase)
    chosen = None if adherent is None else chosen_adherent(depot, adherent)
    if forme == "json":
        return json_text(contribution, chosen)
    if forme == "csv":
        return csv_text(contribution, depot, chosen)
    return table_text(contribution, depot, Axe(axe), chosen)
