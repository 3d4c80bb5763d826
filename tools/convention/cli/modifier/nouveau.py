"""`convention nouveau`: the repository of a convention that begins, from a few answers.

Knows: click, the disk. Must not know: which files a convention needs (`edition.nouveau`).
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, NoReturn

import click

from convention.base.files import TEMPORAIRE
from convention.base.french import cite, compte
from convention.base.nodes import scalars
from convention.cli.cadre.contexte import Contexte, EnvironnementError, Sortie, contents_of
from convention.cli.cadre.diagnostics import stop_at_file
from convention.cli.cadre.valeurs import today
from convention.cli.ecriture.scelles import write_checked
from convention.cli.ecriture.sorties import Chemin, write
from convention.loading.git import try_git
from convention.loading.source import Folder, Superposition
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.base.diagnostic import Diagnostic
    from convention.base.nodes import MappingNode, Pointer
    from convention.edition.nouveau.reponses import Reponses
    from convention.edition.nouveau.tableau import Tableau


REPONSES = "reponses.yaml"


@click.command(name="nouveau")
@click.argument("dossier", type=Chemin(path_type=Path, file_okay=False), metavar="DOSSIER")
@click.option(
    "--reponses",
    type=click.Path(path_type=Path),
    metavar="FICHIER.yaml",
    help="Le titre, les adhérents, les services et leurs coûts (exemple : docs/exemples/reponses.yaml).",
)
@click.option(
    "--adherents",
    type=click.Path(path_type=Path),
    metavar="FICHIER.csv",
    help="Les adhérents, d'un tableur ; la première ligne nomme les colonnes : nom, siren, insee, population, postes.",
)
@click.option(
    "--outil",
    type=click.Path(path_type=Path),
    metavar="FICHIER.txt",
    help="Le verrou de l'outil, outil.txt, à côté de son paquet ; sans lui, le dépôt ne nomme que sa version.",
)
@click.option("--git", "avec_git", is_flag=True, help="Faire du dossier un dépôt git, et son premier commit.")
def commande(
    dossier: Path, reponses: Path | None, adherents: Path | None, outil: Path | None, *, avec_git: bool
) -> int:
    """Commencer le dépôt d'une convention, d'après quelques réponses.

    Sans --reponses, elles se demandent dans le terminal, et sont gardées dans DOSSIER/reponses.yaml.

    Le dépôt écrit est le plus petit qui soit juste : il se vérifie, se calcule et se publie aussitôt. Ce qui
    n'est pas dit par les réponses y est proposé, et porte « démonstration ». Le dossier doit être neuf, ou vide.

    Exemple : convention nouveau ma-convention --reponses reponses.yaml --git
    """
    from shlex import quote

    from convention.cli.modifier.outillage import lock, tooling
    from convention.edition.nouveau.depot import files
    from convention.loading.loader import load

    _refuse_occupied(dossier)
    verrou = lock(outil)
    if avec_git:
        _refuse_unknown_author()
    given = _read(reponses, adherents) if reponses is not None else _ask(dossier, adherents)
    data = files(given, today())
    absent = not dossier.exists()
    dossier.mkdir(parents=True, exist_ok=True)
    try:
        depot = load(Superposition(Folder(dossier), data)).depot
        others = tooling(given, depot, verrou, avec_git=avec_git)
        write_checked(Contexte(dossier), data, avec=others)
    except BaseException:
        if absent:
            rmtree(dossier, ignore_errors=True)
        raise
    where, written = terminal(str(dossier)), len(data) + len(others)
    schemas = sum(path.startswith("schemas/") for path in others)
    click.echo(f"{where} : {compte(written, 'fichier écrit', 'fichiers écrits')}, dont {schemas} pour les éditeurs.")
    if avec_git:
        _commit(dossier)
    if outil is None:
        click.echo("outil.txt ne nomme que la version de l'outil : le remplacer par celui qui accompagne son paquet.")
    click.echo(f"Ensuite : convention -C {terminal(quote(str(dossier)))} calculer (et son README.md).")
    return Sortie.PROPRE


def _refuse_unknown_author() -> None:
    """Refuse, before any question, a commit that git could not sign with a name."""
    if try_git(Path.cwd(), "var", "GIT_COMMITTER_IDENT") is None:
        raise EnvironnementError(
            "git ne sait pas qui écrit : « git config --global user.name NOM », puis « git config --global user.email "
            "ADRESSE », ou se passer de --git"
        )


def _commit(dossier: Path) -> None:
    steps = (
        *([] if (dossier / ".git").exists() else [("init", "--quiet", "--initial-branch=main")]),
        ("add", "."),
        ("commit", "--quiet", "--message", "Premier état de la convention"),
    )
    for step in steps:
        if try_git(dossier, *step) is None:
            raise EnvironnementError(f"le dépôt est écrit, mais « git {step[0]} » a échoué : le lancer dans {dossier}")
    click.echo("Le premier commit est fait.")


def _refuse_occupied(dossier: Path) -> None:
    """Refuse a folder that holds something, or that stands inside the repository of another convention."""
    held = {path.name for path in dossier.iterdir()} if dossier.is_dir() else set()
    if any(nom not in (".git", REPONSES) and not nom.startswith(TEMPORAIRE) for nom in held):
        raise click.UsageError(f"{cite(str(dossier))} n'est pas vide : en choisir un autre")
    above = next((folder for folder in dossier.resolve().parents if (folder / "catalogue").is_dir()), None)
    if above is not None:
        raise click.UsageError(f"{cite(str(dossier))} est dans le dépôt d'une autre convention ({above})")


def _ask(dossier: Path, table: Path | None) -> Reponses:
    """Ask in the terminal; whatever stops the questions, the answers given are kept, to be replayed."""
    from convention.cli.modifier.questions import Entretien
    from convention.edition.nouveau.lecture import complete_table, read_answers
    from convention.edition.nouveau.saisie import Saisie, passed

    if not sys.stdin.isatty():
        raise click.UsageError("les questions se posent dans un terminal ; ailleurs, donner --reponses FICHIER.yaml")
    # A byte that is no letter is refused with the answer that holds it.
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    kept = dossier / REPONSES
    root, content = None, b""
    if kept.exists():
        root, _, content = _nodes(kept)
    saisie = Saisie(root, passed(content.decode("utf-8", "replace")))
    fixes: list[Pointer] = []
    if table is not None:
        contents, tableau = _table(table, saisie.root)
        fixes += [("adherents", *place) for place, _ in scalars(tableau.membres)]
        complete_table(saisie.root, tableau)
        # Asked of nobody, with the table or when the answers are gone on with without it.
        asked = [(rank, champ) for rank in range(len(tableau.membres)) for champ in ("denomination", "type")]
        for rank, champ in (*asked, (len(tableau.membres), "nom")):
            saisie.skip(("adherents", rank, champ))
        read = read_answers(saisie.root, "", str(table), en_cours=True).diagnostics
        wrong = [item for item in read if item.span.path == str(table)]
        if tableau.diagnostics or wrong:
            _refuse([*tableau.diagnostics, *wrong], contents)

    def keep() -> None:
        write(kept, saisie.text().encode())

    try:
        Entretien(saisie, keep, fixes).ask_all(tableau=table is not None)
    except (click.Abort, KeyboardInterrupt):
        _tell_interrupted(kept)
        raise click.exceptions.Exit(Sortie.INTERROMPU) from None
    keep()
    click.echo(f"\nLes réponses sont dans {kept}.", err=True)
    return _read(kept, None)


def _tell_interrupted(kept: Path) -> None:
    told = "aucune réponse n'est gardée"
    if kept.exists():
        told = f"les réponses sont dans {kept} ; la même commande reprend à la première qui manque"
    click.echo(f"\nInterrompu avant la fin : {told}. Le dépôt n'est pas écrit.", err=True)


def _nodes(path: Path) -> tuple[MappingNode, tuple[Diagnostic, ...], bytes]:
    """Read a file of answers, finished or not: its nodes, what is wrong with them, its text."""
    from convention.loading.yaml.noeuds import read_nodes

    content = contents_of(path, "le fichier de réponses")
    reading = read_nodes(str(path), content)
    if reading.root is None:
        _refuse(reading.diagnostics, {str(path): content})
    return reading.root, reading.diagnostics, content


def _read(path: Path, table: Path | None) -> Reponses:
    """Read the answers and the CSV of their members; show everything that is wrong with them."""
    from convention.edition.nouveau.lecture import cited_table, read_answers, use_table

    root, found, content = _nodes(path)
    contents, problems, cited = {str(path): content}, list(found), cited_table(root)
    if table is not None and "adherents" in root:
        click.echo(f"Les adhérents de {terminal(str(table))} remplacent ceux des réponses.")
    table = table or (_beside(path, cited.text) if cited is not None else None)
    if table is not None:
        more, tableau = _table(table, root)
        contents |= more
        problems += tableau.diagnostics
        use_table(root, tableau)
    lecture = read_answers(root, str(path), str(table) if table is not None else None, au=today())
    # A table that cannot be cut into cells has no member: that there must be one is no news.
    problems += [item for item in lecture.diagnostics if not problems or item.pointer != ("adherents",)]
    if problems or lecture.reponses is None:
        _refuse(problems, contents)
    return lecture.reponses


def _table(path: Path, root: MappingNode) -> tuple[dict[str, bytes], Tableau]:
    """Read the CSV of the members, whose columns may be what the services of the answers count."""
    from convention.edition.nouveau.lecture import counted
    from convention.edition.nouveau.tableau import read_table, to_utf_8

    content = contents_of(path, "le tableau des adhérents")
    return {str(path): to_utf_8(content)}, read_table(str(path), content, counted(root))


def _beside(path: Path, nom: str) -> Path:
    """Find the file that the answers cite: it stands beside them."""
    if Path(nom).name != nom:
        raise click.UsageError(f"« adherents » cite {cite(nom)} : c'est le nom d'un fichier, à côté de {path.name}")
    return path.parent / nom


def _refuse(found: Iterable[Diagnostic], contents: Mapping[str, bytes]) -> NoReturn:
    stop_at_file(found, contents, "les réponses", "Le dépôt n'est pas écrit.\n")
