"""`convention fixer`: an amount of a component, or the forfait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.geste import executer, option_essai
from convention.cli.valeurs import ANNEE, FORFAIT, JOUR, PRIX, today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from convention.cli.contexte import Contexte
    from convention.edition.gestes import Demande

LE_FORFAIT = "forfait"


@click.command(name="fixer")
@click.argument("cible", metavar="COMPOSANT|forfait")
@click.argument("valeurs", metavar="[VARIABLE] MONTANT", nargs=-1, required=True)
@click.option("--exercice", type=ANNEE, metavar="ANNÉE", help="Exercice (composant).")
@click.option(
    "--phase",
    type=click.Choice(["previsionnel", "revise", "realise"]),
    help="Phase qui a ce montant (composant) ; sans elle, il vaut pour toutes.",
)
@click.option("--date", "jour", type=JOUR, metavar="DATE", help="Prise d'effet, un 1er janvier (forfait).")
@click.option("--reference", metavar="TEXTE", help="Acte qui fixe le montant (forfait).")
@click.option(
    "--origine",
    type=click.Choice(["convention", "public", "demonstration"]),
    default="demonstration",
    show_default=True,
    help="D'où vient le montant (forfait).",
)
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    cible: str,
    valeurs: tuple[str, ...],
    exercice: int | None,
    phase: str | None,
    jour: date | None,
    reference: str | None,
    origine: str,
    essai: bool,
) -> int:
    """Fixer un montant d'un composant pour un exercice, ou le forfait à partir d'une date.

    Exemple : convention fixer serveur-impression cout_maintenance 5000.00 --exercice 2027 --phase revise --essai

    Exemple : convention fixer forfait 720.00 --date 2027-01-01 --reference "délibération du 10 décembre" --essai
    """
    if cible == LE_FORFAIT:
        _refuse(cible, {"--exercice": exercice, "--phase": phase})
        gesture = _forfait(valeurs, jour, reference, origine)
    else:
        _refuse(cible, {"--date": jour, "--reference": reference})
        gesture = _amount(cible, valeurs, exercice, phase)
    return executer(contexte, gesture, essai=essai)


def _refuse(cible: str, options: Mapping[str, object]) -> None:
    """Refuse the options that say nothing of what is set."""
    for option, value in options.items():
        if value is not None:
            message = f"{option} ne sert pas à fixer «\u00a0{cible}\u00a0»"
            raise click.UsageError(message)


def _forfait(valeurs: tuple[str, ...], jour: date | None, reference: str | None, origine: str) -> Demande:
    from convention.edition.demandes import FixerForfait
    from convention.model.vocabulaire import Origine

    if len(valeurs) != 1 or jour is None or reference is None:
        message = "écrire : convention fixer forfait MONTANT --date DATE --reference TEXTE"
        raise click.UsageError(message)
    return FixerForfait.model_construct(
        montant=FORFAIT.convert(valeurs[0], None, None),
        date=jour,
        reference=reference,
        verifie_le=today(),
        origine=Origine(origine),
    )


def _amount(cible: str, valeurs: tuple[str, ...], exercice: int | None, phase: str | None) -> Demande:
    from convention.edition.demandes import Fixer
    from convention.model.vocabulaire import Phase

    if len(valeurs) != 2 or exercice is None:  # noqa: PLR2004 (a variable and an amount)
        message = "écrire : convention fixer COMPOSANT VARIABLE MONTANT --exercice ANNÉE"
        raise click.UsageError(message)
    return Fixer.model_construct(
        composant=cible,
        variable=valeurs[0],
        montant=PRIX.convert(valeurs[1], None, None),
        exercice=exercice,
        phase=Phase(phase) if phase else None,
    )
