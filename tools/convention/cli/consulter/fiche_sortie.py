"""`convention fiche-sortie`: notice, what is still due, who bears what is freed, what there is to do (art. 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import cite
from convention.cli.cadre.demande import chosen_adherent
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.valeurs import today
from convention.cli.ecriture.sorties import give, option_sortie

if TYPE_CHECKING:
    from pathlib import Path

    from convention.cli.cadre.contexte import Contexte
    from convention.model.depot import Depot
    from convention.model.documents.entrees_sorties import Resiliation


@click.command(name="fiche-sortie")
@click.argument("adherent", metavar="ADHÉRENT")
@option_sortie
@click.pass_obj
def commande(contexte: Contexte, adherent: str, sortie: Path | None) -> None:
    """Montrer le préavis d'un départ, ce qui reste dû, qui porte la part libérée, ce qu'il reste à faire.

    Le genre de la résiliation, ses dates et les étapes de la sortie viennent de adherents/ADHÉRENT/resiliation.yaml.

    Exemple : convention fiche-sortie exemple-sur-rive
    """
    from convention.reports.fiches.sortie import exit_sheet

    depot = sound(contexte).depot
    nom = chosen_adherent(depot, adherent)
    give(depot, exit_sheet(depot, nom, _termination(depot, nom), today()), sortie)


def _termination(depot: Depot, nom: str) -> Resiliation:
    from convention.model.documents.entrees_sorties import Resiliation

    dossier = depot.dossiers[nom]
    if nom == depot.convention.gestionnaire:
        name, cited = cite(dossier.identite.nom), depot.convention.clauses.selon("gouvernance")
        raise click.UsageError(f"{name} est le gestionnaire{cited} : son adhésion ne se résilie pas")
    if dossier.resiliation is None:
        hint = f"la déclarer par « convention resilier {nom} », ou créer {dossier.path(Resiliation)}"
        raise click.UsageError(f"{cite(dossier.identite.nom)} n'a pas de résiliation ; {hint}")
    return dossier.resiliation
