"""`convention exporter`: the data as workbooks, for those who live in spreadsheets; a census, one workbook a member."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import Sortie
from convention.cli.cadre.demande import chosen_exercice, option_exercice
from convention.cli.cadre.scelles import sound
from convention.cli.cadre.sorties import Chemin, place, write
from convention.cli.cadre.valeurs import ANNEE

if TYPE_CHECKING:
    from convention.cli.cadre.contexte import Contexte
    from convention.model.depot import Depot


@click.command(name="exporter")
@click.option(
    "--classeur",
    metavar="FICHIER.xlsx",
    type=Chemin(path_type=Path, dir_okay=False),
    callback=place,
    help="Classeur à écrire : adhérents, souscriptions, quantités, prix, budgets.",
)
@option_exercice
@click.option(
    "--quantites", "annee", type=ANNEE, metavar="ANNÉE", help="Recenser les quantités d'une année : avec --vers."
)
@click.option(
    "--vers",
    metavar="DOSSIER",
    type=Chemin(path_type=Path, file_okay=False),
    callback=place,
    help="Dossier où écrire le classeur de chaque adhérent.",
)
@click.pass_obj
def commande(
    contexte: Contexte, *, classeur: Path | None, exercice: int | None, annee: int | None, vers: Path | None
) -> int:
    """Écrire les données dans un classeur, que « convention importer » relit.

    Avec --quantites, écrire un classeur par adhérent, qui demande ce qui se compte chez lui : il se remplit, revient
    par courriel, et se relit de même.

    Exemple : convention exporter --classeur convention-2027.xlsx --exercice 2027

    Exemple : convention exporter --quantites 2027 --vers recensement-2027
    """
    from convention.base.french import cite

    if (annee is None) != (vers is None) or (annee is None) == (classeur is None):
        raise click.UsageError("donner --classeur FICHIER.xlsx, ou --quantites ANNÉE et --vers DOSSIER")
    if classeur is not None and classeur.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{cite(classeur.name)} : le nom du classeur finit par .xlsx")
    depot = sound(contexte).depot
    if classeur is not None:
        _whole(depot, classeur, chosen_exercice(depot, exercice))
    elif annee is not None and vers is not None:
        _census(depot, annee, vers)
    return Sortie.PROPRE


def _whole(depot: Depot, classeur: Path, exercice: int) -> None:
    from convention.edition.classeur.cadre import subject
    from convention.edition.classeur.export import workbook_bytes
    from convention.reports.rendus.escape import terminal

    write(classeur, workbook_bytes(subject(depot, exercice)))
    click.echo(f"{terminal(str(classeur))} : écrit.")


def _census(depot: Depot, annee: int, vers: Path) -> None:
    """Write every workbook of a census."""
    from convention.base.french import compte
    from convention.cli.cadre.refus import refused_in_words
    from convention.edition.classeur.cadre import subject
    from convention.edition.classeur.recensement import census_bytes, expected
    from convention.edition.refus import RefusError
    from convention.reports.rendus.escape import terminal

    with refused_in_words():
        asked = expected(depot, annee)
        if not asked:
            hint = "une part fixe, une quantité publiée sont dans pricing/"
            raise RefusError(f"rien n'est à recenser en {annee} : ce qui est facturé ne se compte pas", hint)
    sujet = subject(depot, annee)
    for adherent, places in asked.items():
        write(vers / f"quantites-{annee}-{adherent}.xlsx", census_bytes(sujet, adherent, places))
    number = compte(len(asked), "classeur écrit", "classeurs écrits")
    click.echo(f"{terminal(str(vers))} : {number}, un par adhérent. À leur retour : « convention importer DOSSIER ».")
