"""`convention valider-quantites`: the référent has validated the counts of a phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.geste import executer, option_essai, option_phase
from convention.cli.valeurs import ANNEE, option_date, today

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte


@click.command(name="valider-quantites")
@click.argument("adherent", metavar="ADHÉRENT")
@click.option("--exercice", type=ANNEE, metavar="ANNÉE", required=True, help="Exercice.")
@option_phase
@option_date("Date de validation")
@option_essai
@click.pass_obj
def commande(
    contexte: Contexte, *, adherent: str, exercice: int, phase: str | None, jour: date | None, essai: bool
) -> int:
    """Écrire que le référent a validé les quantités d'une phase (article 5) : celles qui ne l'étaient pas encore.

    Exemple : convention valider-quantites essey-les-nancy --exercice 2026 --date 2026-11-25 --essai
    """
    from convention.edition.demandes import ValiderQuantites
    from convention.model.vocabulaire import Phase

    gesture = ValiderQuantites.model_construct(
        adherent=adherent, exercice=exercice, phase=Phase(phase) if phase else None, date=jour or today()
    )
    return executer(contexte, gesture, essai=essai)
