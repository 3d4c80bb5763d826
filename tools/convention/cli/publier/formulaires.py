"""`convention formulaires`: the forms of the forge, written or checked.

Knows: files. Must not know: what they ask, how each forge writes them.
"""

from __future__ import annotations

import click

from convention.base.french import compte, enumere
from convention.cli.cadre.contexte import Contexte, Sortie
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.francais import Parmi
from convention.cli.publier.tires import kept
from convention.forge.modeles import FORGES, modeles


@click.command(name="formulaires")
@click.option("--verifier", is_flag=True, help="Ne rien écrire : vérifier que les formulaires sont à jour.")
@click.option("--forge", type=Parmi([*FORGES]), help="Ceux de cette forge ; sans elle, de celle du dépôt.")
@click.pass_obj
def commande(contexte: Contexte, verifier: bool, forge: str | None) -> int:
    """Écrire ou vérifier les formulaires de la forge (.github/ISSUE_TEMPLATE, .gitlab/issue_templates).

    Demander un service, valider ou corriger des quantités, contester une somme : leurs listes viennent des données.
    config.yml, parmi ceux de GitHub, s'écrit à la main. Code de sortie : 0 si tout est à jour, 1 sinon.
    """
    from convention.forge.formulaires.definitions import formulaires

    forms = formulaires(sound(contexte).depot)
    kept_on = [nom for nom in FORGES if any(contexte.racine.glob(f".{nom}*"))]
    forges = [forge] if forge is not None else kept_on
    if not forges:
        click.echo("Ce dépôt n'a de fichier d'aucune forge : « --forge » écrit les formulaires de celle qu'il nomme.")
        return Sortie.PROPRE
    texts = {path: text.encode() for item in forms for path, text in modeles(item, forges)}
    asked = f"formulaires{f' --forge {forge}' if forge is not None else ''}"
    fresh = kept(contexte.racine, texts, asked, verifier=verifier)
    if fresh:
        click.echo(f"{compte(len(forms), 'formulaire')}, pour {enumere(forges)} : à jour.")
    return Sortie.ERREURS if verifier and not fresh else Sortie.PROPRE
