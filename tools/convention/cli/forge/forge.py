"""`convention forge verifier`: what is set on the forge, beside what is promised of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import Sortie
from convention.cli.cadre.francais import Groupe
from convention.cli.cadre.machine import poste

if TYPE_CHECKING:
    from convention.forge.forge import Reglage


@click.group(cls=Groupe, name="forge", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def commande() -> None:
    """Vérifier que les réglages de la forge tiennent ce que SECURITY.md promet."""


@commande.command(name="verifier")
def verifier() -> int:
    """Comparer les réglages de la forge à ce qui est promis.

    Ceux qui diffèrent sont dits ; rien n'y est changé. L'adresse de l'API, le dépôt et un jeton qui peut lire ses
    réglages viennent de l'environnement, sous les noms que leur donne la forge : docs/forge.md les dit. Code de
    sortie : 0 si tous sont tenus, 1 sinon.

    Exemple : convention forge verifier
    """
    from convention.base.french import compte

    machine = poste()
    reglages = machine.forge(machine.acces(), time.sleep).reglages()
    wrong = [item for item in reglages if not item.tenu]
    for item in reglages:
        click.echo(_line(item))
    kept = compte(len(reglages) - len(wrong), "réglage tenu", "réglages tenus")
    click.echo(f"\n{kept}, {compte(len(wrong), 'autre à régler', 'autres à régler')}." if wrong else f"\n{kept}.")
    return Sortie.ERREURS if wrong else Sortie.PROPRE


def _line(item: Reglage) -> str:
    from convention.reports.rendus.escape import terminal

    if item.tenu:
        return f"tenu      {item.nom} : {terminal(item.lu)}"
    return f"à régler  {item.nom} : {terminal(item.lu)} (promis : {item.promis})"
