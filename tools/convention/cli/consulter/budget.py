"""`convention budget`: what an adherent enters in its budget, by account and section."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.cadre.demande import chosen_adherent, chosen_exercice, option_exercice, option_phase
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.valeurs import option_date, option_format, today

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.cadre.contexte import Contexte


@click.command(name="budget")
@click.argument("adherent", metavar="ADHÉRENT")
@option_exercice("Année du budget (par défaut : celle qui suit l'exercice en cours, si elle est déclarée).")
@option_phase
@option_format(["table", "csv"], "Tableau à lire, CSV à copier dans un logiciel de finances.")
@option_date("Date à laquelle les crédits sont lus")
@click.pass_obj
def commande(
    contexte: Contexte, adherent: str, exercice: int | None, phase: str | None, forme: str, jour: date | None
) -> None:
    """Dire ce qu'un adhérent inscrit à son budget, compte par compte, et ce que laissent les crédits déjà ouverts.

    Exemple : convention budget exemple-sur-rive --exercice 2027
    """
    from convention.engine.appels.budget import budget
    from convention.model.mots.communs import Phase
    from convention.reports.finances.budget import csv_text, text

    depot = sound(contexte).depot
    chosen = chosen_exercice(depot, exercice, 1)
    au = jour or today()
    found = budget(depot, chosen_adherent(depot, adherent), chosen, au, Phase(phase) if phase else None)
    click.echo(csv_text(found, depot) if forme == "csv" else text(found, depot), nl=False)
