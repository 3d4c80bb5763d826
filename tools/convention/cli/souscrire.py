"""`convention souscrire`: an adherent takes a service, a sub-service or a component."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.geste import dit, executer, option_essai
from convention.cli.valeurs import JOUR

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte


def _fin(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
    """Point to the gesture that ends a subscription."""
    if value is not None:
        message = "une souscription finit par un autre geste : convention resilier ADHÉRENT SERVICE --fin DATE"
        raise click.UsageError(message)


@click.command(name="souscrire")
@click.argument("adherent", metavar="ADHÉRENT")
@click.argument("objet", metavar="SERVICE|COMPOSANT")
@click.option(
    "--debut",
    type=JOUR,
    metavar="DATE",
    help="Premier jour d'usage, donc de facturation (par défaut : celui de la demande).",
)
@click.option(
    "--demande", type=JOUR, metavar="DATE", help="Date de la demande signée ; sans elle, aucune n'est écrite."
)
@click.option("--non-activee", is_flag=True, help="Souscrire sans activer : rien n'est facturé.")
@click.option("--motif", metavar="TEXTE", help="Pourquoi le service n'est pas activé.")
@click.option("--derogation", is_flag=True, help="Dérogation des archives départementales obtenue (annexe 3).")
@click.option("--service-archives", is_flag=True, help="L'adhérent a un service d'archives (annexe 3).")
@click.option("--convention-connexe", metavar="TEXTE", help="Référence de la convention spécifique (article 3).")
@click.option("--signature", type=JOUR, metavar="DATE", help="Date de signature de la convention spécifique.")
@click.option("--fin", hidden=True, expose_value=False, callback=_fin)
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    adherent: str,
    objet: str,
    debut: date | None,
    demande: date | None,
    non_activee: bool,
    motif: str | None,
    derogation: bool,
    service_archives: bool,
    convention_connexe: str | None,
    signature: date | None,
    essai: bool,
) -> int:
    """Souscrire un service (S05), un sous-service (S03.5) ou un composant pour un adhérent.

    Une seule ligne est ajoutée dans adherents/ADHÉRENT/souscriptions.yaml. Ce qu'elle change et ce qu'elle coûte est
    montré ; rien n'est écrit si le résultat a une erreur.

    Exemple : convention souscrire pulnoy S05 --debut 2027-01-01 --essai
    """
    from convention.edition.demandes import Souscrire
    from convention.model.vocabulaire import Derogation

    day = dit(debut or demande, "le premier jour d'usage", "--debut")
    gesture = Souscrire.model_construct(
        adherent=adherent,
        objet=objet,
        debut=day.jour,
        demande=demande,
        non_activee=non_activee,
        motif=motif,
        derogation=Derogation.ARCHIVES_DEPARTEMENTALES if derogation else None,
        service_archives=service_archives,
        convention_connexe=convention_connexe,
        signature=signature,
    )
    return executer(contexte, gesture, essai=essai, suppositions=day.suppositions)
