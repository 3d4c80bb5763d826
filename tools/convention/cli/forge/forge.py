"""`convention forge verifier`: what is set on the forge, beside what is promised of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import compte
from convention.cli.cadre.contexte import Contexte, Sortie, contents_of
from convention.cli.cadre.francais import Groupe
from convention.cli.cadre.machine import poste
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from convention.forge.forge import Reglage


@click.group(cls=Groupe, name="forge", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def commande() -> None:
    """Vérifier que les réglages de la forge tiennent ce que le dépôt promet."""


@commande.command(name="verifier")
@click.pass_obj
def verifier(contexte: Contexte) -> int:
    """Comparer les réglages de la forge à ce qui est promis.

    Ceux qui diffèrent sont dits ; rien n'y est changé. Ce qui est promis se lit dans les fichiers du dépôt : les
    contrôles d'une demande sont les travaux de ses workflows, et un réglage des formulaires n'est demandé que s'il en
    instruit. L'adresse de l'API, le dépôt et un jeton qui peut lire ses réglages viennent de l'environnement, sous les
    noms que leur donne la forge : docs/forge.md les dit. Code de sortie : 0 si tous sont tenus, 1 sinon.

    Exemple : convention forge verifier
    """
    machine = poste()
    forge, racine = machine.forge(machine.acces()), contexte.racine
    found = sorted(path for pattern in forge.fichiers for path in racine.glob(pattern))
    texts = {
        path.relative_to(racine).as_posix(): contents_of(path, "le fichier").decode("utf-8", "replace")
        for path in found
    }
    reglages = forge.reglages(texts)
    wrong = [item for item in reglages if not item.tenu]
    for item in reglages:
        click.echo(_line(item))
    kept = compte(len(reglages) - len(wrong), "réglage tenu", "réglages tenus")
    click.echo(f"\n{kept}, {compte(len(wrong), 'autre à régler', 'autres à régler')}." if wrong else f"\n{kept}.")
    return Sortie.ERREURS if wrong else Sortie.PROPRE


def _line(item: Reglage) -> str:
    if item.tenu:
        return f"tenu      {item.nom} : {terminal(item.lu)}"
    return f"à régler  {item.nom} : {terminal(item.lu)} (promis : {item.promis})"
