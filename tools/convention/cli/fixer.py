"""`convention fixer`: an amount of a component, or the forfait."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from convention.cli.francais import Parmi
from convention.cli.geste import dit, executer, option_essai
from convention.cli.valeurs import FORFAIT, JOUR, PRIX, years

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.cli.contexte import Contexte
    from convention.edition.gestes import Demande

LE_FORFAIT = "forfait"
_BAISSE = re.compile(r"-(?=\s*[0-9][0-9.,]*\s*%$)")


class _AvecEvolutions(click.Command):
    """A command one of whose values may be « -2,5% », which is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write a decrease with the minus sign, which no option begins with."""
        return super().parse_args(ctx, [_BAISSE.sub("−", item) if _BAISSE.match(item) else item for item in args])


@click.command(name="fixer", cls=_AvecEvolutions)
@click.argument("cible", metavar="COMPOSANT|forfait")
@click.argument("valeurs", metavar="[VARIABLE] MONTANT|±N%", nargs=-1, required=True)
@click.option(
    "--exercice", "exercices", metavar="ANNÉE", multiple=True, help="Exercice, ou plusieurs : répéter, ou 2027-2028."
)
@click.option(
    "--phase",
    type=Parmi(["previsionnel", "revise", "realise"]),
    help="Phase qui a ce montant (composant) ; sans elle, il vaut pour celles qui ne sont pas passées.",
)
@click.option("--date", "jour", type=JOUR, metavar="DATE", help="Prise d'effet, un 1er janvier (forfait).")
@click.option("--reference", metavar="TEXTE", help="Acte qui fixe le montant (forfait).")
@click.option(
    "--verifie-le", type=JOUR, metavar="DATE", help="Date de la vérification (forfait ; par défaut : aujourd'hui)."
)
@click.option(
    "--origine",
    type=Parmi(["convention", "public", "demonstration"]),
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
    exercices: tuple[str, ...],
    phase: str | None,
    jour: date | None,
    reference: str | None,
    verifie_le: date | None,
    origine: str,
    essai: bool,
) -> int:
    """Fixer un montant d'un composant pour un exercice, ou le forfait à partir d'une date.

    Une évolution (+4%, -2,5%) part de ce qui est écrit pour chaque exercice nommé, phase par phase ; le résultat est
    arrondi au centime. D'une année à l'autre, elle ne se cumule pas.

    Exemple : convention fixer serveur-impression cout_maintenance 5000.00 --exercice 2027 --phase revise --essai

    Exemple : convention fixer serveur-impression cout_maintenance +4% --exercice 2027 --exercice 2028 --essai

    Exemple : convention fixer forfait 720.00 --date 2027-01-01 --reference "délibération du 10 décembre" --essai
    """
    if cible == LE_FORFAIT:
        _refuse(cible, {"--phase": phase})
        verified = dit(verifie_le, "la date de la vérification", "--verifie-le")
        suppositions = verified.suppositions
        gestures = _forfaits(valeurs, jour, years(exercices), reference, verified.jour, origine)
    else:
        _refuse(cible, {"--date": jour, "--reference": reference, "--verifie-le": verifie_le})
        suppositions = ()
        gestures = _amounts(cible, valeurs, years(exercices), phase)
    return executer(contexte, *gestures, essai=essai, suppositions=suppositions)


def _refuse(cible: str, options: Mapping[str, object]) -> None:
    """Refuse the options that say nothing of what is set."""
    for option, value in options.items():
        if value is not None:
            message = f"{option} ne sert pas à fixer «\u00a0{cible}\u00a0»"
            raise click.UsageError(message)


def _forfaits(
    valeurs: tuple[str, ...],
    jour: date | None,
    exercices: list[int],
    reference: str | None,
    verifie_le: date,
    origine: str,
) -> list[Demande]:
    from convention.base.french import enumere
    from convention.edition.demandes import FixerForfait
    from convention.model.vocabulaire import Origine

    if len(valeurs) != 1:
        message = f"le forfait n'a qu'un montant, et aucune variable : {enumere(valeurs)} en font {len(valeurs)}"
        raise click.UsageError(message)
    if jour is not None and exercices:
        message = "--date et --exercice disent deux fois le jour d'effet : n'en garder qu'un"
        raise click.UsageError(message)
    lacking = [] if jour is not None or exercices else ["son jour d'effet (--date DATE, ou --exercice ANNÉE)"]
    lacking += [] if reference is not None else ["l'acte qui le fixe (--reference TEXTE)"]
    if lacking or reference is None:
        message = f"il manque au forfait {enumere(lacking)}"
        raise click.UsageError(message)
    days = [jour] if jour is not None else [date(annee, 1, 1) for annee in exercices]
    asked = FORFAIT.convert(valeurs[0], None, None)
    # The last year first: each starts from what was in force before the gesture.
    return [
        FixerForfait.model_construct(
            montant=asked, date=day, reference=reference, verifie_le=verifie_le, origine=Origine(origine)
        )
        for day in reversed(days)
    ]


def _amounts(cible: str, valeurs: tuple[str, ...], exercices: list[int], phase: str | None) -> list[Demande]:
    from convention.edition.demandes import Fixer
    from convention.model.vocabulaire import Phase

    if len(valeurs) != 2 or not exercices:  # noqa: PLR2004 (a variable and an amount)
        message = "écrire : convention fixer COMPOSANT VARIABLE MONTANT --exercice ANNÉE"
        raise click.UsageError(message)
    asked = PRIX.convert(valeurs[1], None, None)
    return [
        Fixer.model_construct(
            composant=cible,
            variable=valeurs[0],
            montant=asked,
            exercice=annee,
            phase=Phase(phase) if phase else None,
        )
        for annee in exercices
    ]
