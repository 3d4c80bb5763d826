"""`convention quantifier`: what is counted for an adherent, corrected or added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.geste import dit, executer, option_essai, option_phase
from convention.cli.valeurs import ANNEE, Nombre, option_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from fractions import Fraction

    from convention.cli.contexte import Contexte

QUANTITE = Nombre("quantité", "read_quantite")


@click.command(name="quantifier")
@click.argument("adherent", metavar="ADHÉRENT")
@click.argument("quantites", metavar="[COMPOSANT:]CLÉ=VALEUR…", nargs=-1, required=True)
@click.option("--exercice", type=ANNEE, metavar="ANNÉE", required=True, help="Exercice.")
@option_phase
@option_date("Date du comptage")
@click.option("--source", metavar="TEXTE", help="D'où viennent les chiffres ; demandée pour un nouveau comptage.")
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    adherent: str,
    quantites: tuple[str, ...],
    exercice: int,
    phase: str | None,
    jour: date | None,
    source: str | None,
    essai: bool,
) -> int:
    """Écrire des quantités : corriger le comptage de cette phase et de cette date, ou en ajouter un.

    Une quantité validée par le référent ne se récrit pas : un nouveau comptage, du même jour ou d'après, la remplace.

    Exemple : convention quantifier pulnoy --exercice 2027 serveurs=2 --source "Inventaire du 25 novembre" --essai
    """
    from convention.edition.demandes import Quantifier
    from convention.model.vocabulaire import Phase

    own, by_component = read_counts(quantites)
    day = dit(jour, "la date du comptage", "--date")
    gesture = Quantifier.model_construct(
        adherent=adherent,
        exercice=exercice,
        phase=Phase(phase) if phase else None,
        date=day.jour,
        source=source,
        valeurs=own,
        par_composant=by_component,
    )
    return executer(contexte, gesture, essai=essai, suppositions=day.suppositions)


def read_counts(quantites: Iterable[str]) -> tuple[dict[str, Fraction], dict[str, dict[str, Fraction]]]:
    """Read the counts of a command: those of the adherent by key, and those of components by key."""
    own: dict[str, Fraction] = {}
    by_component: dict[str, dict[str, Fraction]] = {}
    for written in quantites:
        composant, cle, value = _split(written)
        figures, name = (by_component.setdefault(cle, {}), composant) if composant else (own, cle)
        if name in figures:
            message = f"«\u00a0{written.partition('=')[0]}\u00a0» est donné deux fois : garder une seule valeur"
            raise click.UsageError(message)
        figures[name] = value
    return own, by_component


def _split(written: str) -> tuple[str, str, Fraction]:
    """Read « postes=112 » or « parapheur:comptes=9 »."""
    from fractions import Fraction

    name, equal, value = written.partition("=")
    composant, colon, cle = name.rpartition(":")
    if not equal or not cle or (colon and not composant):
        message = f"«\u00a0{written}\u00a0» n'est pas une quantité : écrire CLÉ=VALEUR, ou COMPOSANT:CLÉ=VALEUR"
        raise click.UsageError(message)
    read = QUANTITE.convert(value, None, None)
    return composant, cle, read if isinstance(read, Fraction) else Fraction(0)
