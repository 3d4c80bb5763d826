"""`convention fiche-sortie`: notice, what is still due, who bears what is freed, what there is to do (art. 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import cite
from convention.cli.contexte import Contexte, read
from convention.cli.demande import chosen_adherent
from convention.cli.fiche_adhesion import option_format

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.model.entrees_sorties import Resiliation


@click.command(name="fiche-sortie")
@click.argument("adherent", metavar="ADHÉRENT")
@option_format
@click.pass_obj
def commande(contexte: Contexte, adherent: str, forme: str) -> None:
    """Montrer le préavis d'un départ, ce qui reste dû, qui porte la part libérée, ce qu'il reste à faire (article 13).

    Le genre de la résiliation, ses dates et les étapes de la sortie viennent de adherents/ADHÉRENT/resiliation.yaml.

    Exemple : convention fiche-sortie etablissement-rattache
    """
    from convention.cli.diagnostics import refuse_errors
    from convention.loading.source import Folder
    from convention.reports.document import markdown_text, terminal_text
    from convention.reports.fiche import sheet_document
    from convention.reports.fiche_sortie import exit_sheet

    chargement = read(Folder(contexte.racine))
    refuse_errors(chargement)
    nom = chosen_adherent(chargement.depot, adherent)
    document = sheet_document(exit_sheet(chargement.depot, nom, _termination(chargement.depot, nom)))
    click.echo(markdown_text(document) if forme == "markdown" else terminal_text(document), nl=False)


def _termination(depot: Depot, nom: str) -> Resiliation:
    dossier = depot.dossiers[nom]
    if dossier.resiliation is None:
        hint = f"la déclarer par « convention resilier {nom} », ou créer {dossier.path('resiliation.yaml')}"
        message = f"{cite(dossier.identite.nom)} n'a pas de résiliation ; {hint}"
        raise click.UsageError(message)
    return dossier.resiliation
