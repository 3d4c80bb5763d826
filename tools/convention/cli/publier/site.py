"""`convention site`: the pages of the published site, written to the disk for any site generator.

Knows: click, the disk. Must not know: what a page says, MkDocs (`tools/crochet_mkdocs.py` hands it the same pages).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.sorties import Chemin, place
from convention.cli.cadre.valeurs import option_date, today

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.cadre.contexte import Contexte
    from convention.site.acces import Acces
    from convention.site.ensemble import Site

NIVEAU = "adherents"
TEXTES = {"glossaire": "docs/glossaire.md"}
"""Hand-written pages that the site lays out."""


@click.command(name="site")
@click.option(
    "--vers",
    required=True,
    metavar="DOSSIER",
    type=Chemin(path_type=Path, file_okay=False),
    callback=place,
    help="Dossier où écrire les pages (Markdown) et les fichiers à télécharger ; il est refait en entier.",
)
@click.option(
    "--niveau",
    default=NIVEAU,
    show_default=True,
    metavar="NIVEAU",
    help="Pour qui : public, adherents, ou adherent:IDENTIFIANT (exemple : adherent:essey-les-nancy).",
)
@option_date("Jour du site : ce qui y est passé, et depuis quand")
@click.option(
    "--depot-en-ligne",
    "adresse",
    default="",
    metavar="ADRESSE",
    help="Adresse https sous laquelle se lisent les fichiers : chaque chiffre y renvoie, à sa ligne.",
)
@click.option(
    "--depot-public", is_flag=True, help="Tout le monde peut lire ce dépôt : le niveau public y renvoie aussi."
)
@click.pass_obj
def commande(
    contexte: Contexte, *, vers: Path, niveau: str, jour: date | None, adresse: str, depot_public: bool
) -> None:
    """Écrire les pages du site publié, celles que « make site » met en forme.

    Rien n'est écrit si les données ont des erreurs : elles sont montrées, et le code de sortie est 1. Les pages d'avant
    sont remplacées toutes à la fois ; un dossier qui contient autre chose est refusé.

    Exemple : convention site --vers build/pages --niveau public
    """
    from convention.base.french import cite, compte
    from convention.cli.cadre.dossier import is_ours, write_folder
    from convention.reports.rendus.escape import terminal
    from convention.site.pages import ecrire

    if not is_ours(vers):
        message = (
            f"{cite(str(vers))} contient autre chose que des pages écrites ainsi : en choisir un autre, ou le vider"
        )
        raise click.UsageError(message)
    acces = _acces(niveau)
    found = ecrire(lire_site(contexte, acces, jour, _online(acces, adresse, public=depot_public)))
    write_folder(vers, {uri: item if isinstance(item, bytes) else item.encode() for uri, item in found.items()})
    click.echo(f"{compte(len(found), 'fichier écrit', 'fichiers écrits')} dans {terminal(str(vers))}.")


def lire_site(contexte: Contexte, acces: Acces, jour: date | None, en_ligne: str = "") -> Site:
    """Read data without errors and compute a site; what is wrong stops the command.

    Args:
        contexte: where the data is.
        acces: who reads the site.
        jour: the day of the site; by default, today's.
        en_ligne: address under which the files are read, when this reader has access to it.
    """
    from convention.cli.cadre.demande import chosen_adherent
    from convention.cli.cadre.scelles import sound
    from convention.site.ensemble import assembler

    depot = sound(contexte).depot
    if acces.adherent is not None:
        acces = acces._replace(adherent=chosen_adherent(depot, acces.adherent))
    texts = {
        nom: path.read_text("utf-8") for nom, place in TEXTES.items() if (path := contexte.racine / place).is_file()
    }
    return assembler(depot, jour or today(), acces, texts, en_ligne)


def _acces(niveau: str) -> Acces:
    from convention.site.acces import NiveauInconnuError, lire

    try:
        return lire(niveau)
    except NiveauInconnuError as error:
        raise click.UsageError(str(error)) from None


def _online(acces: Acces, adresse: str, *, public: bool) -> str:
    from convention.site.acces import AdresseRefuseeError, depot_en_ligne

    try:
        return depot_en_ligne(acces, adresse, public=public)
    except AdresseRefuseeError as error:
        raise click.UsageError(str(error)) from None
