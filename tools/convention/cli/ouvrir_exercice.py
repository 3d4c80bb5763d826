"""`convention ouvrir-exercice`: a new exercice, on the model of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.geste import dit, executer, option_essai
from convention.cli.valeurs import ANNEE, option_date

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte


@click.command(name="ouvrir-exercice")
@click.argument("exercice", metavar="ANNÉE", type=ANNEE)
@option_date("Date de la reprise")
@option_essai
@click.pass_obj
def commande(contexte: Contexte, exercice: int, jour: date | None, *, essai: bool) -> int:
    """Ouvrir un exercice sur le modèle du précédent, dans les limites de la convention (article 14).

    L'exercice est ouvert en prévisionnel, avec sa reconduction et ses deux appels. Les quantités et les montants de
    l'année précédente sont repris, et dits repris, jusqu'à ce que l'année soit préparée.

    Exemple : convention ouvrir-exercice 2028 --essai
    """
    from convention.edition.demandes import OuvrirExercice

    day = dit(jour, "le jour où quantités et prix sont repris", "--date")
    gesture = OuvrirExercice.model_construct(exercice=exercice, date=day.jour)
    return executer(contexte, gesture, essai=essai, suppositions=day.suppositions)
