"""`convention direct`: what the files being edited change, on the wall of a meeting.

Knows: click, the clock. Must not know: what is shown, HTTP (`cli.direct`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import read
from convention.cli.cadre.demande import option_exercice
from convention.cli.cadre.valeurs import option_date, option_port, today
from convention.loading.git import resolve_commit

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.cadre.contexte import Contexte


@click.command(name="direct")
@click.argument("base", metavar="[BASE]", default="main")
@option_exercice("Exercice montré tant que rien ne change (par défaut : le courant).")
@option_port(8001)
@option_date("Jour où l'on décide, pour dire ce qui est passé")
@click.pass_obj
def commande(contexte: Contexte, base: str, exercice: int | None, port: int, jour: date | None) -> None:
    """Montrer en grand, pendant une réunion, ce que changent les fichiers, dès qu'ils sont enregistrés.

    La page, à projeter, compare le dossier de travail à BASE (main par défaut) : ce qui change, ce que chacun
    paierait, pourquoi, qui décide. Elle ne se lit que sur cette machine, et ne permet que de lire. Tant que les
    fichiers ont des erreurs, la dernière image juste reste, et le dit. Ctrl-C l'arrête.

    Exemple : convention direct main
    """
    from convention.cli.direct.serveur import Fil, servir, suivre
    from convention.langage.session import Reglages, Session

    racine = contexte.racine
    read(racine)
    session = Session(racine, lambda: jour or today(), Reglages(base, exercice=exercice))
    fil = Fil()
    adresse = servir(fil, port)
    # Without a base nothing can be shown: who types the command is told, not who looks at the wall.
    resolve_commit(racine, base)
    click.echo(f"La réunion se suit sur {adresse} ; Ctrl-C l'arrête.", err=True)
    try:
        suivre(session, base, fil, lambda: datetime.now().astimezone())
    except KeyboardInterrupt:
        return
