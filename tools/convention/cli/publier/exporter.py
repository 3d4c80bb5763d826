"""`convention exporter`: the data as a workbook, for those who live in spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.demande import chosen_exercice, option_exercice
from convention.cli.cadre.scelles import sound
from convention.cli.cadre.sorties import Chemin, place, write

if TYPE_CHECKING:
    from convention.cli.cadre.contexte import Contexte


@click.command(name="exporter")
@click.option(
    "--classeur",
    metavar="FICHIER.xlsx",
    type=Chemin(path_type=Path, dir_okay=False),
    callback=place,
    required=True,
    help="Classeur à écrire : adhérents, souscriptions, quantités, prix, budgets.",
)
@option_exercice
@click.pass_obj
def commande(contexte: Contexte, *, classeur: Path, exercice: int | None) -> int:
    """Écrire les données dans un classeur, que « convention importer » relit.

    Exemple : convention exporter --classeur convention-2027.xlsx --exercice 2027
    """
    from convention.cli.cadre.contexte import Sortie
    from convention.edition.classeur.cadre import subject
    from convention.edition.classeur.export import workbook_bytes
    from convention.reports.rendus.escape import terminal

    if classeur.suffix.lower() != ".xlsx":
        raise click.UsageError(f"« {classeur.name} » : le nom du classeur finit par .xlsx")
    depot = sound(contexte).depot
    write(classeur, workbook_bytes(subject(depot, chosen_exercice(depot, exercice))))
    click.echo(f"{terminal(str(classeur))} : écrit.")
    return Sortie.PROPRE
