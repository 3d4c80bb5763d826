"""`convention importer`: what workbooks change, written by the gestures; all that is wrong is said, at its cell."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.base.french import compte
from convention.cli.cadre.contexte import DonneesError, EnvironnementError, contents_of, read
from convention.cli.cadre.demande import chosen_exercice, option_exercice
from convention.cli.cadre.diagnostics import document_of, refuse_errors, show_new_errors
from convention.cli.cadre.refus import refused_in_words
from convention.cli.cadre.valeurs import option_date, option_essai, today
from convention.cli.modifier.geste import executer
from convention.edition.refus import RefusError
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from convention.base.diagnostic import Diagnostic
    from convention.cli.cadre.contexte import Contexte
    from convention.edition.classeur.importation import Bilan
    from convention.edition.classeur.lecture import Classeur, Faute
    from convention.loading.loader import Chargement

SUFFIXES = {".xlsx", ".ods"}


@click.command(name="importer")
@click.argument("classeurs", metavar="CLASSEUR…", nargs=-1, required=True, type=click.Path(path_type=Path))
@option_date("Jour d'un comptage nouveau")
@click.option(
    "--source", metavar="TEXTE", help="D'où viennent les chiffres (par défaut : le classeur, ou le recensement)."
)
@click.option(
    "--selon",
    metavar="CORRESPONDANCE.yaml",
    type=click.Path(path_type=Path),
    help="D'un classeur qui n'a pas été exporté : où sont ses quantités (imports/….yaml).",
)
@option_exercice("Avec --selon : exercice (par défaut : le premier qui est ouvert).")
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    classeurs: tuple[Path, ...],
    jour: date | None,
    source: str | None,
    selon: Path | None,
    exercice: int | None,
    essai: bool,
) -> int:
    """Lire un classeur exporté, et n'écrire que ce qui y a été changé.

    Chaque cellule changée devient le geste qui l'écrit : corriger-adherent, souscrire, activer, resilier, quantifier,
    fixer ; un crédit se récrit à sa ligne. Toutes les erreurs sont dites, chacune à sa cellule ; rien n'est écrit s'il
    en reste une.

    D'un recensement, donner tous les classeurs, ou leur dossier : ce qui manque et ce qui change d'une année à l'autre
    sont dits d'abord.

    Un classeur venu d'ailleurs se lit avec --selon : ce fichier dit sa feuille, ses titres, ce que chacun compte.

    Exemple : convention importer convention-2027.xlsx --essai

    Exemple : convention importer recensement-2027 --essai
    """
    from convention.edition.classeur.enveloppe import ClasseurRefuseError
    from convention.edition.classeur.lecture import Faute

    if exercice is not None and selon is None:
        raise click.UsageError("--exercice va avec --selon : un classeur exporté dit le sien")
    books, fautes = _read(list(_listed(classeurs)))
    if fautes:
        raise _refused(fautes)
    before = read(contexte.racine)
    if before.depot.illisibles:
        # What cannot be read would be said to be no more.
        refuse_errors(before, "les données (rien n'a été lu du classeur)")
    try:
        with refused_in_words():
            bilan = _reader(books, selon, exercice)(before, books, jour or today(), source)
    except ClasseurRefuseError as refus:
        raise _refused([Faute(books[0].lieu, refus.message, refus.conseil)]) from None
    if bilan.fautes:
        raise _refused(bilan.fautes)
    _tell("À noter", [f"{item.lieu} : {item.message}" for item in bilan.remarques])
    return executer(contexte, *bilan.demandes, essai=essai, montrer=partial(_show, before, bilan))


def _listed(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files given, and those of the folders given; not what a spreadsheet that is open leaves beside them."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(item for item in path.iterdir() if item.suffix.lower() in SUFFIXES)
        found = [item for item in inside if not item.name.startswith((".", "~"))]
        if not found:
            raise EnvironnementError(f"le dossier « {path} » n'a aucun classeur .xlsx ou .ods")
        yield from found


def _read(paths: Sequence[Path]) -> tuple[list[Classeur], list[Faute]]:
    """Read every workbook; one that cannot be read hides no other."""
    from convention.edition.classeur.enveloppe import FICHIER_MAX, ClasseurRefuseError
    from convention.edition.classeur.lecture import Faute, Lieu, read_workbook

    books, fautes = [], []
    for path in paths:
        try:
            books.append(read_workbook(path.name, contents_of(path, "le classeur", FICHIER_MAX)))
        except ClasseurRefuseError as refus:
            fautes.append(Faute(Lieu(path.name), refus.message, refus.conseil))
    return books, fautes


def _reader(books: Sequence[Classeur], selon: Path | None, exercice: int | None) -> Callable[..., Bilan]:
    """Choose what reads workbooks: what a mapping tells of, those of a census, one that was exported."""
    from convention.edition.classeur.recensement import is_census

    if selon is not None:
        return partial(_mapped, selon, exercice)
    return _census if is_census(books) else _whole


def _whole(etat: Chargement, books: Sequence[Classeur], jour: date, source: str | None) -> Bilan:
    from convention.edition.classeur.importation import read_changes

    if len(books) > 1:
        raise click.UsageError("un seul classeur à la fois, sauf ceux d'un recensement")
    return read_changes(etat, books[0], jour, source or f"Classeur {books[0].lieu}")


def _mapped(
    path: Path, exercice: int | None, etat: Chargement, books: Sequence[Classeur], jour: date, source: str | None
) -> Bilan:
    """Read a workbook that was not exported."""
    from convention.edition.classeur.cadre import Apport, subject
    from convention.edition.classeur.correspondance import read_mapped
    from convention.edition.classeur.lecture import Faute, Lieu
    from convention.edition.noms import open_year
    from convention.loading.a_part import read_apart
    from convention.model.documents.releves import Correspondance

    if len(books) > 1:
        raise click.UsageError("un seul classeur à la fois, avec --selon")
    mapping = document_of(read_apart(Correspondance, str(path), contents_of(path, "le fichier de correspondance")))
    sujet = subject(etat.depot, open_year(etat.depot, chosen_exercice(etat.depot, exercice)))
    apport = Apport(sujet, jour, source or f"{mapping.libelle} ({books[0].lieu})")
    try:
        return read_mapped(etat, books[0], mapping, apport)
    except RefusError as refus:
        raise _refused([Faute(Lieu(str(path)), refus.message, refus.conseil)]) from None


def _census(etat: Chargement, books: Sequence[Classeur], jour: date, source: str | None) -> Bilan:
    """Read a census, and say who answered what."""
    from convention.edition.classeur.recensement import census_text, read_census

    found = read_census(etat, books, jour, source)
    if not found.bilan.fautes:
        click.echo(census_text(etat.depot, found))
    return found.bilan


def _show(etat: Chargement, bilan: Bilan, new: tuple[Diagnostic, ...], after: Chargement) -> None:
    """Say at its cell what a check says of the result; at its line, what no cell brings alone."""
    from convention.edition.classeur.importation import cell_of
    from convention.edition.classeur.lecture import Faute

    found, left = [], []
    for item in new:
        lieu = cell_of(etat, bilan, item, "".join(after.lines(item.span.path)[item.span.line - 1 : item.span.line]))
        if lieu is None:
            left.append(item)
        else:
            found.append(Faute(lieu, item.message, item.hint, item.code))
    if left:
        show_new_errors(tuple(left), after)
    if found:
        _refused(found)


def _refused(fautes: Sequence[Faute]) -> DonneesError:
    """Say everything that is wrong, in the order of the sheets."""
    for item in fautes:
        click.echo(
            f"{terminal(str(item.lieu))} : {f'erreur {item.code}'.strip()}\n  {terminal(item.message)}", err=True
        )
        if item.conseil:
            click.echo(f"  Conseil : {terminal(item.conseil)}", err=True)
    click.echo(f"\n{compte(len(fautes), 'erreur')} ; rien n'a été écrit.", err=True)
    return DonneesError("le classeur")


def _tell(titre: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo("\n".join([titre, *(f"  {terminal(line)}" for line in lines), ""]))
