"""`convention importer`: what a workbook changes, written by the gestures; all that is wrong is said, at its cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import DonneesError, contents_of, read
from convention.cli.cadre.valeurs import JOUR, today
from convention.cli.modifier.geste import executer, option_essai

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from convention.cli.cadre.contexte import Contexte
    from convention.edition.classeur.lecture import Faute


@click.command(name="importer")
@click.argument("classeur", metavar="CLASSEUR", type=click.Path(path_type=Path))
@click.option(
    "--date", "jour", type=JOUR, metavar="DATE", help="Jour d'un comptage nouveau (par défaut : aujourd'hui)."
)
@click.option("--source", metavar="TEXTE", help="D'où viennent les chiffres (par défaut : le nom du classeur).")
@option_essai
@click.pass_obj
def commande(contexte: Contexte, *, classeur: Path, jour: date | None, source: str | None, essai: bool) -> int:
    """Lire un classeur exporté, et n'écrire que ce qui y a été changé.

    Chaque case changée devient le geste qui l'écrit : souscrire, resilier, quantifier, fixer. Toutes les erreurs sont
    dites, chacune à sa case ; rien n'est écrit s'il en reste une.

    Exemple : convention importer convention-2027.xlsx --essai
    """
    from convention.edition.classeur.enveloppe import FICHIER_MAX, ClasseurRefuseError
    from convention.edition.classeur.importation import read_changes
    from convention.edition.classeur.lecture import Faute, Lieu, read_workbook
    from convention.edition.etat import state_of
    from convention.loading.source import Folder

    etat = state_of(read(Folder(contexte.racine)))
    day, said = jour or today(), source or f"Classeur {classeur.name}"
    try:
        found = read_workbook(classeur.name, contents_of(classeur, "le classeur", FICHIER_MAX))
        bilan = read_changes(etat, found, day, said)
    except ClasseurRefuseError as refus:
        raise _refused([Faute(Lieu(classeur.name), refus.message, refus.conseil)]) from None
    if bilan.fautes:
        raise _refused(bilan.fautes)
    _tell("À noter", bilan.remarques)
    return executer(contexte, *bilan.demandes, essai=essai)


def _refused(fautes: Sequence[Faute]) -> DonneesError:
    """Say everything that is wrong, in the order of the sheets."""
    from convention.base.french import compte
    from convention.reports.rendus.escape import terminal

    for item in fautes:
        click.echo(f"{terminal(str(item.lieu))} : erreur\n  {terminal(item.message)}", err=True)
        if item.conseil:
            click.echo(f"  Conseil : {terminal(item.conseil)}", err=True)
    click.echo(f"\n{compte(len(fautes), 'erreur')} ; rien n'a été écrit.", err=True)
    return DonneesError("le classeur")


def _tell(titre: str, remarques: Sequence[Faute]) -> None:
    from convention.reports.rendus.escape import terminal

    if remarques:
        lines = (f"  {terminal(str(item.lieu))} : {terminal(item.message)}" for item in remarques)
        click.echo("\n".join([titre, *lines, ""]))
