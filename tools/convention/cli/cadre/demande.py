"""What commands on a computation ask for: an exercice, a phase, an adherent; each checked against the Depot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from convention.base.french import cite, enumere, nearest
from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.cadre.francais import Parmi
from convention.cli.cadre.valeurs import ANNEE
from convention.model.mots.communs import Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot


class _Exercice(click.Option):
    """An option that tells how to write a year that is given as an argument: « calculer 2027 »."""

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        """Refuse a year that is left over once arguments are taken."""
        if args and self.name not in opts and re.fullmatch("[0-9]{4}", args[0]):
            raise click.UsageError(f"l'exercice se donne par une option : écrire --exercice {args[0]}", ctx)
        return super().handle_parse_result(ctx, opts, args)


def option_exercice(
    aide: str = "Exercice (par défaut : le premier qui est ouvert).",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the option by which a command is told a year."""
    return click.option("--exercice", cls=_Exercice, type=ANNEE, metavar="ANNÉE", help=aide)


option_phase = click.option(
    "--phase", type=Parmi([*map(str, Phase)]), help="État des chiffres (par défaut : celui qui est en vigueur)."
)


def refuse_no_exercice(depot: Depot) -> None:
    """Refuse a repository where nothing is to be computed yet (exit code 3, as where there is nothing to check)."""
    if not depot.exercices:
        raise EnvironnementError("aucun exercice n'est déclaré : écrire le premier dans pricing/exercices/")


def chosen_exercice(depot: Depot, exercice: int | None, apres: int = 0) -> int:
    """Return the exercice asked for, else the one that comes so long after the current one, else the current one.

    One that is asked for and is not declared is refused.
    """
    refuse_no_exercice(depot)
    chosen = depot.exercice_courant if exercice is None else exercice
    if exercice is None and chosen is not None and chosen + apres in depot.exercices:
        chosen += apres
    if chosen is None:
        raise click.UsageError("aucun exercice n'est ouvert : en donner un avec --exercice")
    if chosen not in depot.exercices:
        known = enumere([str(annee) for annee in sorted(depot.exercices)])
        message = f"l'exercice {chosen} n'est pas déclaré dans pricing/exercices/ (exercices connus : {known})"
        raise click.UsageError(message)
    return chosen


def folder_named(asked: str, noms: Mapping[str, str]) -> str | None:
    """Return the folder asked for, by its id or by its name in any case, among those whose names are given."""
    return asked if asked in noms else {nom.lower(): folder for folder, nom in noms.items()}.get(asked.lower())


def chosen_adherent(depot: Depot, adherent: str) -> str:
    """Return the adherent asked for; refuse an unknown one and suggest the nearest."""
    found = folder_named(adherent, {nom: dossier.identite.nom for nom, dossier in depot.dossiers.items()})
    if found is None:
        hint = nearest(adherent, depot.dossiers) or f"adhérents : {', '.join(sorted(depot.dossiers))}"
        raise click.UsageError(f"l'adhérent {cite(adherent)} est inconnu ; {hint}")
    return found


def chosen_payer(depot: Depot, adherent: str) -> str:
    """Return an adherent that receives titres; the managing body bears its share without any."""
    chosen = chosen_adherent(depot, adherent)
    if chosen == depot.convention.gestionnaire:
        own, cited = "il supporte sa part sans titre", depot.convention.clauses.selon("gouvernance")
        if not depot.convention.gestionnaire_contribue:
            own = "il n'a pas de part, et ne reçoit pas de titre"
        raise click.UsageError(f"l'adhérent {cite(chosen)} est le gestionnaire{cited} : {own}")
    return chosen


def compute(depot: Depot, exercice: int, phase: str | None) -> Contribution:
    """Compute an exercice, in the phase asked for or in force."""
    from convention.engine.contribution import calculer
    from convention.model.resolution import resolve

    return calculer(resolve(depot, exercice, Phase(phase) if phase else None))
