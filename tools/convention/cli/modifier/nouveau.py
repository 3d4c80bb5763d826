"""`convention nouveau`: the repository of a convention that begins, from a few answers.

Knows: click, the disk. Must not know: which files a convention needs (`edition.nouveau`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import Contexte, DonneesError, Sortie, contents_of
from convention.cli.cadre.sorties import Chemin
from convention.cli.cadre.valeurs import today

if TYPE_CHECKING:
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
def commande(dossier: Path, reponses: Path) -> int:
    """Commencer le dépôt d'une convention, d'après quelques réponses.

    Le dépôt écrit est le plus petit qui soit juste : il se vérifie, se calcule et se publie aussitôt. Ce qui
    n'est pas dit par les réponses y est proposé, et porte « démonstration ». Le dossier doit être neuf, ou vide.

    Exemple : convention nouveau ma-convention --reponses reponses.yaml
    """
    from convention.base.french import cite, compte
    from convention.cli.cadre.scelles import write_checked
    from convention.edition.nouveau.depot import files
    from convention.reports.rendus.escape import terminal

    contexte = Contexte(dossier)
    _refuse_occupied(dossier)
    read = _read(reponses)
    lacking = list(read.manques())
    if lacking:
        told = "".join(f"\n- {terminal(text)}" for text in lacking)
        click.echo(f"{cite(terminal(str(reponses)))} ne suffit pas, rien n'est écrit\u00a0:{told}", err=True)
        raise DonneesError(str(reponses))
    texts = files(read, today())
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


def _read(path: Path) -> Reponses:
    from convention.base.diagnostic import sort_diagnostics
    from convention.edition.nouveau.reponses import Reponses
    from convention.loading.bind import bind
    from convention.loading.yaml.noeuds import read_nodes
    from convention.reports.depot.diagnostics import terminal_text

    content = contents_of(path, "le fichier de réponses")
    reading = read_nodes(str(path), content)
    binding = bind(Reponses, str(path), reading.root) if reading.root is not None else None
    found = sort_diagnostics((*reading.diagnostics, *(binding.diagnostics if binding is not None else ())))
    document = binding.document if binding is not None else None
    if found or not isinstance(document, Reponses):
        lines = content.decode("utf-8", "replace").split("\n")
        click.echo(terminal_text(found, 1, lambda _: lines), err=True, nl=False)
        raise DonneesError("les réponses", found)
    return document
