"""`convention servir`: the site shown on this machine, and built again at each change.

Knows: click. Must not know: what a page says, MkDocs (`cli.mkdocs`).
"""

from __future__ import annotations

import click

from convention.cli.cadre.lecteur import Demande, pour_un_lecteur
from convention.cli.cadre.valeurs import option_port


@click.command(name="servir")
@option_port(8000)
@pour_un_lecteur
def commande(demande: Demande, *, port: int) -> None:
    """Montrer le site sur cette machine, et le refaire à chaque modification des données.

    Des données qui ont des erreurs laissent les dernières pages justes, qui disent pourquoi. Ctrl-C l'arrête.

    Exemple : convention servir --niveau public
    """
    from convention.cli.mkdocs.servir import serve_site

    serve_site(demande, port)
