"""`convention site`: the published site of a repository of data.

Knows: click, the disk. Must not know: what a page says, MkDocs (`cli.mkdocs`).
"""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from convention.cli.cadre.lecteur import Demande, pour_un_lecteur
from convention.cli.ecriture.sorties import autre_chose, option_dossier
from convention.reports.rendus.escape import terminal

SITE = Path("build", "site")


@click.command(name="site")
@option_dossier("Dossier où écrire le site, refait en entier (par défaut : build/site, dans le dépôt).", "--vers")
@click.option(
    "--tous",
    is_flag=True,
    help="Construire tous les niveaux à la fois, pour un serveur qui connaît ses lecteurs (docs/hebergement.md).",
)
@click.option("--guichet", is_flag=True, help="Avec --tous : y mener au guichet, où chacun valide ses quantités.")
@pour_un_lecteur
def commande(demande: Demande, *, vers: Path | None, tous: bool, guichet: bool) -> None:
    """Construire le site d'un dépôt de données.

    Rien n'est écrit si les données ont des erreurs : elles sont montrées, et le code de sortie est 1. Le site d'avant
    est remplacé tout à la fois ; un dossier qui contient autre chose est refusé. Ce qu'un dépôt récrit dans son
    mkdocs.yml remplace la présentation de l'outil ; les mots expliqués sont dans son docs/glossaire.md, s'il en a un.

    Exemple : convention site --vers build/site --niveau public

    Exemple : convention site --tous --vers /srv/convention
    """
    from convention.cli.ecriture.dossier import is_ours
    from convention.cli.mkdocs.construire import build_site

    if tous:
        _every_level(demande, vers, guichet=guichet)
        return
    if guichet:
        raise click.UsageError("--guichet ne se dit qu'avec --tous")
    if vers is not None and not is_ours(vers):
        raise autre_chose(vers)
    target = vers or demande.contexte.racine / SITE
    where = terminal(str(vers or (SITE if target.resolve() == SITE.resolve() else target)))
    pour = demande.acces.adherent or demande.acces.nom
    before = build_site(demande.contexte.racine, demande.lire, target, pour)
    click.echo(f"Le site est dans {where} (niveau {terminal(pour)}).")
    if before not in {"", pour}:
        click.echo(f"Il y remplace celui du niveau {terminal(before)} ; « --vers DOSSIER » garde les deux.")


def _every_level(demande: Demande, vers: Path | None, *, guichet: bool) -> None:
    from convention.cli.publier.servie import is_a_publication, served, sources

    one = click.get_current_context().get_parameter_source("niveau") is not ParameterSource.DEFAULT
    if vers is None or one:
        message = "--tous demande --vers DOSSIER, et ne se dit pas avec --niveau"
        raise click.UsageError(message)
    if not is_a_publication(vers):
        raise autre_chose(vers)
    made_from = sources(demande, guichet=guichet)
    version = served(vers, made_from)
    if version is not None:
        click.echo(f"Rien n'a changé : la version {terminal(version)} reste dans {terminal(str(vers))}.")
        return
    from convention.cli.publier.niveaux import publish

    version = publish(demande, vers, made_from, guichet=guichet)
    click.echo(f"Tous les niveaux sont dans {terminal(str(vers))}, version {terminal(version)}.")
