"""`convention serveur-langage`: the convention in an editor."""

from __future__ import annotations

from pathlib import Path

import click

from convention.cli.cadre.contexte import Contexte, EnvironnementError
from convention.cli.cadre.valeurs import today
from convention.loading.source import EnvironmentProblemError


@click.command(name="serveur-langage")
@click.pass_obj
def commande(contexte: Contexte) -> None:
    """Répondre à un éditeur : erreurs, euros, noms et gestes pendant la frappe.

    L'éditeur lance lui-même cette commande, et lui parle par l'entrée et la sortie (protocole LSP). Ses réglages
    (base, adherent, exercice, site, demander) sont dans docs/editeurs.md.

    Exemple : convention serveur-langage
    """
    try:
        from convention.langage.reponses import servir
    except ModuleNotFoundError as error:
        raise EnvironnementError(
            "pygls, dont se sert cette commande, n'est pas installé : make installer VERROU=verrous/editeur.txt, dans "
            "le dépôt de l'outil ; ailleurs, installer « convention-dsit[editeur] »"
        ) from error

    asked = contexte.demande

    def trouver(dossier: Path) -> Path:
        try:
            return Contexte(dossier if asked == Path() else asked).racine
        except EnvironnementError as error:
            raise EnvironmentProblemError(str(error)) from None

    servir(trouver, today)
