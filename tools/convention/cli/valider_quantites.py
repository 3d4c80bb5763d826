"""`convention valider-quantites`: the référent has validated the counts of a phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.geste import executer, option_essai, option_phase
from convention.cli.valeurs import ANNEE, JOUR

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte


@click.command(name="valider-quantites")
@click.argument("adherent", metavar="ADHÉRENT")
@click.option("--exercice", type=ANNEE, metavar="ANNÉE", required=True, help="Exercice.")
@option_phase
@click.option("--date", "jour", type=JOUR, metavar="DATE", help="Date du comptage ; sans elle, tous ceux de la phase.")
@click.option("--validation", type=JOUR, metavar="DATE", required=True, help="Jour où le référent les a validées.")
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    adherent: str,
    exercice: int,
    phase: str | None,
    jour: date | None,
    validation: date,
    essai: bool,
) -> int:
    """Écrire que le référent a validé les quantités d'une phase (article 5) : celles qui ne l'étaient pas encore.

    Un chiffre supposé (« hypothese ») ne se valide pas. Chaque comptage validé est dit, avec son nombre de quantités.

    Exemple : convention valider-quantites essey-les-nancy --exercice 2026 --validation 2026-11-25 --essai
    """
    from convention.edition.demandes import ValiderQuantites
    from convention.model.vocabulaire import Phase

    gesture = ValiderQuantites.model_construct(
        adherent=adherent, exercice=exercice, phase=Phase(phase) if phase else None, date=jour, validation=validation
    )
    return executer(contexte, gesture, essai=essai)
