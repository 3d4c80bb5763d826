"""`convention exporter`: the data as workbooks, for those who live in spreadsheets; a census, one workbook a member."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import cite, compte, enumere, nearest
from convention.cli.cadre.contexte import Contexte, Sortie
from convention.cli.cadre.demande import chosen_exercice, option_exercice
from convention.cli.cadre.diagnostics import document_of, sound
from convention.cli.cadre.refus import refused_in_words
from convention.cli.cadre.valeurs import ANNEE
from convention.cli.ecriture.sorties import option_dossier, option_fichier, write
from convention.edition.refus import RefusError
from convention.model.cadre.document import path_of
from convention.model.documents.titres import FormatFinances
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from convention.model.depot import Depot


@click.command(name="exporter")
@option_fichier("--classeur", "FICHIER.xlsx", "Classeur à écrire : adhérents, souscriptions, quantités, prix, budgets.")
@option_exercice()
@click.option(
    "--quantites", "annee", type=ANNEE, metavar="ANNÉE", help="Recenser les quantités d'une année : avec --vers."
)
@option_dossier("Dossier où écrire le classeur de chaque adhérent.", "--vers")
@click.option("--journal", type=ANNEE, metavar="ANNÉE", help="Les pièces émises une année, pour un logiciel financier.")
@click.option("--format-finances", "nom", metavar="NOM", help="Ses colonnes : exports/NOM.yaml.")
@option_fichier("--fichier", "FICHIER.csv", "Fichier où écrire ces pièces.")
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    classeur: Path | None,
    exercice: int | None,
    annee: int | None,
    vers: Path | None,
    journal: int | None,
    nom: str | None,
    fichier: Path | None,
) -> int:
    """Écrire les données dans un classeur, que « convention importer » relit.

    Avec --quantites, écrire un classeur par adhérent, qui demande ce qui se compte chez lui : il se remplit, revient
    par courriel, et se relit de même.

    Avec --journal, écrire les pièces émises une année dans les colonnes qu'un logiciel financier importe, telles que
    les dit un fichier du dossier exports/.

    Exemple : convention exporter --classeur convention-2027.xlsx --exercice 2027

    Exemple : convention exporter --quantites 2027 --vers recensement-2027

    Exemple : convention exporter --journal 2026 --format-finances titres --fichier titres-2026.csv
    """
    if (journal, nom, fichier) != (None, None, None):
        if journal is None or nom is None or fichier is None:
            raise click.UsageError("donner ensemble --journal ANNÉE, --format-finances NOM et --fichier FICHIER.csv")
        if (classeur, exercice, annee, vers) != (None,) * 4:
            raise click.UsageError("--journal ne va ni avec un classeur, ni avec un recensement : les écrire à part")
        _journal(contexte, journal, nom, fichier)
        return Sortie.PROPRE
    if (annee is None) != (vers is None) or (annee is None) == (classeur is None):
        ways = "--classeur FICHIER.xlsx, ou --quantites ANNÉE et --vers DOSSIER, ou --journal ANNÉE"
        raise click.UsageError(f"donner {ways}")
    if classeur is None and exercice is not None:
        raise click.UsageError("--exercice va avec --classeur : un recensement est de l'année que dit --quantites")
    if classeur is not None and classeur.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{cite(classeur.name)} : le nom du classeur finit par .xlsx")
    depot = sound(contexte).depot
    if classeur is not None:
        _whole(depot, classeur, chosen_exercice(depot, exercice))
    elif annee is not None and vers is not None:
        _census(depot, annee, vers)
    return Sortie.PROPRE


def _journal(contexte: Contexte, annee: int, nom: str, fichier: Path) -> None:
    """Write the documents issued in a year, as a finance program imports them."""
    from convention.reports.finances.journal import EcritureRefuseeError, journal_bytes

    depot = sound(contexte).depot
    lu = _format(contexte.racine, nom)
    number = sum(len(item.titres[annee].titres) for item in depot.dossiers.values() if annee in item.titres)
    with refused_in_words():
        if not number:
            raise RefusError(f"aucune pièce n'est au journal de {annee}", "adherents/*/titres/ les tient, par année")
        try:
            content = journal_bytes(depot, annee, lu)
        except EcritureRefuseeError as error:
            raise RefusError(str(error), "utf-8 les a tous") from None
    write(fichier, content)
    click.echo(f"{terminal(str(fichier))} : {compte(number, 'pièce écrite', 'pièces écrites')} ({lu.libelle}).")


def _format(racine: Path, nom: str) -> FormatFinances:
    """Read a format, or stop with its errors, each at its line and column."""
    from convention.loading.a_part import read_apart

    folder = racine / "exports"
    known = sorted(path.stem for path in folder.glob("*.yaml"))
    if nom not in known:
        hint = nearest(nom, known) or (f"formats : {', '.join(known)}" if known else "en écrire un dans exports/")
        raise click.UsageError(f"le format {cite(nom)} n'est pas dans exports/ ; {hint}")
    return document_of(read_apart(FormatFinances, path_of(FormatFinances, nom), (folder / f"{nom}.yaml").read_bytes()))


def _whole(depot: Depot, classeur: Path, exercice: int) -> None:
    from convention.edition.classeur.cadre import subject
    from convention.edition.classeur.export import workbook_bytes

    write(classeur, workbook_bytes(subject(depot, exercice)))
    click.echo(f"{terminal(str(classeur))} : écrit.")


def _census(depot: Depot, annee: int, vers: Path) -> None:
    """Write every workbook of a census."""
    from convention.edition.classeur.cadre import subject
    from convention.edition.classeur.recensement import census, census_bytes

    with refused_in_words():
        asked, left = census(depot, annee)
        if not asked:
            hint = "une part fixe, une quantité publiée sont dans pricing/"
            raise RefusError(f"rien n'est à recenser en {annee} : ce qui est facturé ne se compte pas", hint)
    sujet = subject(depot, annee)
    for adherent, places in asked.items():
        write(vers / f"quantites-{annee}-{adherent}.xlsx", census_bytes(sujet, adherent, places))
    number = compte(len(asked), "classeur écrit", "classeurs écrits")
    click.echo(f"{terminal(str(vers))} : {number}, un par adhérent. À leur retour : « convention importer DOSSIER ».")
    if left:
        names = terminal(enumere([depot.dossiers[nom].identite.nom for nom in left]))
        click.echo(f"Rien n'est demandé à {names} : tout ce qui y est compté est à zéro.")
