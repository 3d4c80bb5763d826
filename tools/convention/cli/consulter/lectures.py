"""`convention lectures`: what each ambiguity of the convention is worth, in euros, adherent by adherent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.cadre.demande import chosen_adherent, chosen_exercice, compute, option_exercice
from convention.cli.cadre.diagnostics import sound
from convention.cli.ecriture.sorties import give, option_sortie

if TYPE_CHECKING:
    from pathlib import Path

    from convention.cli.cadre.contexte import Contexte


@click.command(name="lectures")
@option_exercice()
@click.option("--adherent", metavar="ADHÉRENT", help="Un seul adhérent (exemple : exemple-sur-rive).")
@option_sortie
@click.pass_obj
def commande(contexte: Contexte, exercice: int | None, adherent: str | None, sortie: Path | None) -> None:
    """Chiffrer chaque autre lecture de la convention qui change un calcul, sur les données d'aujourd'hui.

    Les lectures et leurs autres réponses sont dans catalogue/lectures.yaml ; chacune est calculée seule.

    Exemple : convention lectures --adherent exemple-sur-rive
    """
    from convention.compare.lectures import other_readings
    from convention.reports.depot.lectures import readings

    depot = sound(contexte).depot
    annee = chosen_exercice(depot, exercice)
    chosen = None if adherent is None else chosen_adherent(depot, adherent)
    contribution = compute(depot, annee, None)
    give(depot, readings(depot, contribution, tuple(other_readings(depot, annee)), chosen), sortie)
