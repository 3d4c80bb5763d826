"""`convention activer`: a subscribed service comes into use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.geste import dit, executer, option_essai
from convention.cli.valeurs import JOUR

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte


@click.command(name="activer")
@click.argument("adherent", metavar="ADHÉRENT")
@click.argument("service", metavar="SERVICE")
@click.option("--debut", type=JOUR, metavar="DATE", help="Premier jour d'usage (par défaut : aujourd'hui).")
@option_essai
@click.pass_obj
def commande(contexte: Contexte, adherent: str, service: str, debut: date | None, *, essai: bool) -> int:
    """Activer un service souscrit et pas encore en usage : il est facturé à partir de ce jour (article 3).

    Exemple : convention activer pulnoy S09 --debut 2027-01-01 --essai
    """
    from convention.edition.demandes import Activer

    day = dit(debut, "le premier jour d'usage", "--debut")
    gesture = Activer.model_construct(adherent=adherent, service=service, debut=day.jour)
    return executer(contexte, gesture, essai=essai, suppositions=day.suppositions)
