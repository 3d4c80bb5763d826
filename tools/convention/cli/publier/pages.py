"""`convention pages`: what a generator makes the site of, as files.

Knows: click, the disk. Must not know: what a page says, which generator reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import compte
from convention.cli.cadre.lecteur import Demande, pour_un_lecteur
from convention.cli.ecriture.sorties import autre_chose, option_dossier
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="pages")
@option_dossier("Dossier où les écrire, refait en entier.", "--vers", required=True)
@pour_un_lecteur
def commande(demande: Demande, *, vers: Path) -> None:
    """Écrire les pages du site en Markdown, et tout ce dont un générateur fait un site.

    docs/ a les pages, les téléchargements, les styles et les scripts ; theme/, les gabarits ; mkdocs.yml, le reste :
    MkDocs et Zensical lisent ce dossier tel quel. « convention site » fait de même, et achève ce qu'ils rendent.

    Exemple : convention pages --vers build/pages --niveau public
    """
    from convention.cli.ecriture.dossier import is_ours, write_folder
    from convention.cli.mkdocs.ecrits import ecrits
    from convention.site.pages import ecrire

    if not is_ours(vers):
        raise autre_chose(vers)
    site = demande.lire()
    found = ecrits(demande.contexte.racine, site, ecrire(site))
    write_folder(vers, found)
    click.echo(f"{compte(len(found), 'fichier écrit', 'fichiers écrits')} dans {terminal(str(vers))}.")
