"""`convention contester`: a disagreement on a notice, declared, maintained, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.francais import Parmi
from convention.cli.geste import dit, executer, option_essai
from convention.cli.valeurs import JOUR, POSITIF
from convention.model.vocabulaire_appels import EtapeLitige

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte

_SUITES = tuple(etape for etape in EtapeLitige if etape not in {EtapeLitige.CONTACT, EtapeLitige.CONTESTE})


@click.command(name="contester")
@click.argument("adherent", metavar="ADHÉRENT")
@click.argument("titre", metavar="PIÈCE", default="")
@click.argument("service", metavar="SERVICE", default="")
@click.option("--montant", type=POSITIF, metavar="EUROS", help="Montant contesté : 332.00.")
@click.option("--objet", metavar="TEXTE", help="Ce qui est contesté, et pourquoi, en une phrase.")
@click.option("--composant", metavar="COMPOSANT", help="Composant, ou dépense, en cause (défaut : tout le service).")
@click.option("--contact", type=JOUR, metavar="DATE", help="Premier contact avec la DSIT (par défaut : aujourd'hui).")
@click.option("--contestation", type=JOUR, metavar="DATE", help="Jour où le désaccord est maintenu : il suspend.")
@click.option(
    "--etape",
    type=Parmi([str(etape) for etape in _SUITES]),
    help="Où en est un désaccord déjà écrit ; les trois derniers mots sont sa fin.",
)
@click.option("--cloture", type=JOUR, metavar="DATE", help="Jour de sa fin (par défaut : aujourd'hui).")
@click.option("--issue", metavar="TEXTE", help="Ce qui fut convenu, ou jugé.")
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    adherent: str,
    titre: str,
    service: str,
    montant: int | None,
    objet: str | None,
    composant: str | None,
    contact: date | None,
    contestation: date | None,
    etape: str | None,
    cloture: date | None,
    issue: str | None,
    essai: bool,
) -> int:
    """Déclarer un désaccord sur une pièce, dire qu'il est maintenu, puis comment il finit (article 11).

    Un contact ne suspend rien ; un désaccord maintenu suspend le service, sur cette pièce. L'un et l'autre laissent
    courir le délai de recours. Le montant et l'objet se disent une fois. Sans PIÈCE, ou sans SERVICE, ceux entre
    lesquels choisir sont montrés.

    Exemple : convention contester essey-les-nancy fictif-2026-0117 S02 --montant 120 --objet "Neuf comptes" --essai
    """
    from convention.edition.demandes import Contester

    step = EtapeLitige(etape) if etape is not None else None
    ended = step is not None and not step.ouvert
    day = dit(contact or contestation, "le premier contact", "--contact")
    end = dit(cloture, "la fin du désaccord", "--cloture") if ended else None
    gesture = Contester.model_construct(
        adherent=adherent,
        titre=titre,
        service=service,
        composant=composant,
        montant=montant,
        objet=objet,
        contact=day.jour,
        contestation=contestation,
        etape=step,
        cloture=cloture if end is None else end.jour,
        issue=issue,
    )
    # A step that follows writes no first contact.
    first = day.suppositions if step is None else ()
    told = first if end is None else end.suppositions
    return executer(contexte, gesture, essai=essai, suppositions=told)
