"""`convention hebergement`: what a web server needs to show each reader what it may read.

Knows: click. Must not know: how the file is made.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.francais import Groupe

if TYPE_CHECKING:
    from convention.cli.cadre.contexte import Contexte

WSGI = Path(__file__).resolve().parents[1] / "guichet" / "wsgi.py"
"""What the server runs for the window: only where it is matters here."""


@click.group(cls=Groupe, name="hebergement", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def commande() -> None:
    """Écrire ce qu'un serveur web doit savoir, d'après les données : qui lit quoi."""


@commande.command(name="apache")
@click.option("--racine", default="/srv/convention", show_default=True, metavar="DOSSIER", help="Où est le site.")
@click.option("--fournisseur", required=True, metavar="ADRESSE", help="Description du fournisseur OpenID Connect.")
@click.option("--client", required=True, metavar="NOM", help="Nom de ce site chez le fournisseur.")
@click.option("--secrets", default="/etc/convention", show_default=True, metavar="DOSSIER", help="Les deux secrets.")
@click.option("--cache", default="/var/cache/convention", show_default=True, metavar="DOSSIER", help="Les sessions.")
@click.option("--niveau", "niveaux", multiple=True, metavar="ACR", help="Niveau de garantie admis ; à répéter.")
@click.option("--guichet", metavar="DOSSIER", help="Ouvrir le guichet : où sont sa file et ses deux secrets.")
@click.option("--compte", default="guichet", show_default=True, metavar="COMPTE", help="Le compte du guichet.")
@click.pass_obj
def apache(contexte: Contexte, /, *, niveaux: tuple[str, ...], guichet: str | None, compte: str, **values: str) -> None:
    """Écrire la configuration d'Apache et de mod_auth_openidc (docs/hebergement.md).

    Chaque adhérent lit les pages de tous, et la sienne, d'après le SIREN de son dossier et ses lecteurs, du premier au
    dernier jour de son adhésion ; le gestionnaire lit tout, ou ceux que nomme la convention (« lecteurs »). À refaire
    quand l'un de ces faits change.

    Exemple : convention hebergement apache --client site --fournisseur
    https://fournisseur.exemple/.well-known/openid-configuration > convention.conf
    """
    from convention.reports.depot.apache import NIVEAUX, Programme, Serveur, ValeurRefuseeError, apache_text

    server = Serveur(niveaux=niveaux or NIVEAUX, **values)
    program = Programme(guichet, compte, sys.prefix, str(WSGI)) if guichet else None
    try:
        click.echo(apache_text(sound(contexte).depot, server, program), nl=False)
    except ValeurRefuseeError as error:
        raise click.UsageError(str(error)) from None
