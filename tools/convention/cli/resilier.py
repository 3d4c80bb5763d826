"""`convention resilier`: a subscription, or the whole membership, comes to its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from convention.cli.francais import Parmi
from convention.cli.geste import executer, option_essai
from convention.cli.valeurs import JOUR

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte


@click.command(name="resilier")
@click.argument("adherent", metavar="ADHÉRENT")
@click.argument("objet", metavar="[SERVICE|COMPOSANT]", required=False)
@click.option("--fin", type=JOUR, metavar="DATE", help="Premier jour qui n'est plus facturé : la fin est exclue.")
@click.option("--dernier-jour", type=JOUR, metavar="DATE", help="Dernier jour facturé : la veille de la fin.")
@click.option(
    "--notification",
    type=JOUR,
    metavar="DATE",
    help="Réception de la lettre recommandée (article 13) ; demandée pour toute l'adhésion.",
)
@click.option(
    "--initiative",
    type=Parmi(["adherent", "metropole"]),
    default="adherent",
    show_default=True,
    help="Qui résilie l'adhésion.",
)
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    adherent: str,
    objet: str | None,
    fin: date | None,
    dernier_jour: date | None,
    notification: date | None,
    initiative: str,
    essai: bool,
) -> int:
    """Résilier un service ou un composant ; sans objet, toute l'adhésion, préavis vérifié (article 13).

    Exemple : convention resilier pulnoy S08 --dernier-jour 2026-12-31 --essai
    """
    from convention.edition.demandes import Resilier
    from convention.model.vocabulaire_entrees import Contractant

    if (fin is None) == (dernier_jour is None):
        message = "donner l'une des deux dates : --fin (exclue) ou --dernier-jour (compris)"
        raise click.UsageError(message)
    end = fin if dernier_jour is None else dernier_jour + timedelta(days=1)
    gesture = Resilier.model_construct(
        adherent=adherent, objet=objet, fin=end, notification=notification, initiative=Contractant(initiative)
    )
    return executer(contexte, gesture, essai=essai)
