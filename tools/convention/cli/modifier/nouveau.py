"""`convention nouveau`: the repository of a convention that begins, from a few answers.

Knows: click, the disk. Must not know: which files a convention needs (`edition.nouveau`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from convention.cli.cadre.contexte import Contexte, DonneesError, Sortie, contents_of
from convention.cli.cadre.sorties import Chemin
from convention.cli.cadre.valeurs import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.base.diagnostic import Diagnostic
    from convention.edition.nouveau.reponses import Reponses


@click.command(name="nouveau")
@click.argument("dossier", type=Chemin(path_type=Path, file_okay=False), metavar="DOSSIER")
@click.option(
    "--reponses",
    type=click.Path(path_type=Path),
    metavar="FICHIER.yaml",
    required=True,
    help="Le titre, les adhérents, les services et leurs coûts (exemple : docs/exemples/reponses.yaml).",
)
@click.option(
    "--adherents",
    type=click.Path(path_type=Path),
    metavar="FICHIER.csv",
    help="Les adhérents, d'un tableur ; la première ligne nomme les colonnes : nom, siren, insee, population, postes.",
)
def commande(dossier: Path, reponses: Path, adherents: Path | None) -> int:
    """Commencer le dépôt d'une convention, d'après quelques réponses.

    Le dépôt écrit est le plus petit qui soit juste : il se vérifie, se calcule et se publie aussitôt. Ce qui
    n'est pas dit par les réponses y est proposé, et porte « démonstration ». Le dossier doit être neuf, ou vide.

    Exemple : convention nouveau ma-convention --reponses reponses.yaml
    """
    from convention.base.french import compte
    from convention.cli.cadre.scelles import write_checked
    from convention.edition.nouveau.depot import files
    from convention.reports.rendus.escape import terminal

    contexte = Contexte(dossier)
    _refuse_occupied(dossier)
    texts = files(_read(reponses, adherents), today())
    data = {path: text for path, text in texts.items() if path != "README.md"}
    absent = not dossier.exists()
    dossier.mkdir(parents=True, exist_ok=True)
    try:
        write_checked(contexte, data)
    except BaseException:
        if absent:
            dossier.rmdir()
        raise
    (dossier / "README.md").write_text(texts["README.md"], encoding="utf-8")
    click.echo(f"{terminal(str(dossier))} : {compte(len(texts), 'fichier écrit', 'fichiers écrits')}.")
    click.echo(f"Ensuite : convention -C {terminal(str(dossier))} calculer (et son README.md).")
    return Sortie.PROPRE


def _refuse_occupied(dossier: Path) -> None:
    """Refuse a folder that holds something, or that stands inside the repository of another convention."""
    from convention.base.french import cite

    if dossier.is_dir() and any(path.name != ".git" for path in dossier.iterdir()):
        raise click.UsageError(f"{cite(str(dossier))} n'est pas vide : en choisir un autre")
    above = next((folder for folder in dossier.resolve().parents if (folder / "catalogue").is_dir()), None)
    if above is not None:
        raise click.UsageError(f"{cite(str(dossier))} est dans le dépôt d'une autre convention ({above})")


def _read(path: Path, table: Path | None) -> Reponses:
    """Read the answers and the CSV of their members; show everything that is wrong with them."""
    from convention.edition.nouveau.lecture import cited_table, read_answers, use_table
    from convention.edition.nouveau.tableau import read_table
    from convention.loading.yaml.noeuds import read_nodes

    contents = {str(path): contents_of(path, "le fichier de réponses")}
    reading = read_nodes(str(path), contents[str(path)])
    if reading.root is None:
        _refuse(reading.diagnostics, contents)
    cited = cited_table(reading.root)
    table = table or (_beside(path, cited.text) if cited is not None else None)
    problems = list(reading.diagnostics)
    if table is not None:
        contents[str(table)] = contents_of(table, "le tableau des adhérents")
        tableau = read_table(str(table), contents[str(table)])
        problems += tableau.diagnostics
        use_table(reading.root, tableau)
    lecture = read_answers(reading.root, str(path), str(table) if table is not None else None)
    # A table that cannot be cut into cells has no member: that there must be one is no news.
    problems += [item for item in lecture.diagnostics if not problems or item.code != "FOR003"]
    if problems or lecture.reponses is None:
        _refuse(problems, contents)
    return lecture.reponses


def _beside(path: Path, nom: str) -> Path:
    """Find the file that the answers cite: it stands beside them."""
    from convention.base.french import cite

    if Path(nom).name != nom:
        raise click.UsageError(f"« adherents » cite {cite(nom)} : c'est le nom d'un fichier, à côté de {path.name}")
    return path.parent / nom


def _refuse(found: Iterable[Diagnostic], contents: Mapping[str, bytes]) -> NoReturn:
    from convention.base.diagnostic import sort_diagnostics
    from convention.reports.depot.diagnostics import terminal_text

    def lines(path: str) -> list[str]:
        return contents[path].decode("utf-8", "replace").split("\n")

    shown = sort_diagnostics(found)
    click.echo(terminal_text(shown, len(contents), lines), err=True, nl=False)
    click.echo("Rien n'est écrit.", err=True)
    raise DonneesError("les réponses", shown)
