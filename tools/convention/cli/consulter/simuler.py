"""`convention simuler`: what a scenario would change, for every adherent, without writing anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import Contexte, DonneesError, Sortie, contents_of, read
from convention.cli.cadre.valeurs import option_date, today
from convention.cli.decider.comparer import option_forme, show

if TYPE_CHECKING:
    from datetime import date

    from convention.edition.scenarios.scenario import Lu, Scenario
    from convention.loading.loader import Cache
    from convention.loading.source import Source

BASE = "données actuelles"
CLOS = frozenset({"SCE003", "SCE009"})
"""Errors that a scenario may make: rules are not dated, and closed exercices stay as they were billed."""


@click.command(name="simuler")
@click.argument("fichier", metavar="SCÉNARIO.yaml", type=click.Path(path_type=Path))
@option_forme
@option_date("Jour où l'on décide, pour dire qui décide et avant quand")
@click.pass_obj
def commande(contexte: Contexte, fichier: Path, forme: str, jour: date | None) -> int:
    """Montrer ce qu'un scénario changerait, et ce qu'il coûterait à qui, sur les exercices ouverts.

    Le scénario change ce qu'on veut : une adhésion, une résiliation, une souscription, une quantité, un prix, une clé,
    une formule, une politique. Rien n'est écrit. La réponse est celle de « convention comparer ».

    Exemple : convention simuler docs/exemples/scenarios/souscription.yaml
    """
    from convention.cli.cadre.diagnostics import refuse_errors
    from convention.compare.comparaison import comparer
    from convention.compare.decision.decision import decide
    from convention.edition.apercu import closed_years
    from convention.edition.scenarios.scenario import read_scenario
    from convention.loading.source import Folder
    from convention.reports.comparaison.empreinte import contents
    from convention.reports.rendus.escape import terminal

    cache: Cache = {}
    source = Folder(contexte.racine)
    before = read(source, cache)
    refuse_errors(before)
    lu = read_scenario(str(fichier), contents_of(fichier, "le scénario"))
    scenario = _valid(lu, fichier)
    after = read(_overlaid(lu, scenario, source, cache, fichier), cache)
    where = f"les données, telles que {terminal(str(fichier))} les changerait"
    refuse_errors(after, where, but=CLOS, hidden=CLOS, simule=True)
    comparaison = comparer(before.depot, after.depot)
    closed = closed_years(comparaison)
    if closed:
        years = ", ".join(map(str, closed))
        click.echo(f"Exercices clos, laissés de côté : {years}. Leurs montants sont arrêtés.", err=True)
    opened = replace(comparaison, impacts=tuple(impact for impact in comparaison.impacts if not impact.clos))
    show(opened, BASE, scenario.libelle, forme, decide(opened, jour or today(), contents(opened).empreinte))
    return Sortie.PROPRE


def _valid(lu: Lu, fichier: Path) -> Scenario:
    """Return the scenario, or stop with its errors, each at its line."""
    from convention.base.diagnostic import has_errors, sort_diagnostics
    from convention.reports.depot.diagnostics import terminal_text

    if lu.scenario is not None and not has_errors(lu.diagnostics):
        return lu.scenario
    click.echo(terminal_text(sort_diagnostics(lu.diagnostics), 1, lambda _: _lines(fichier)), err=True, nl=False)
    raise DonneesError(str(fichier))


def _overlaid(lu: Lu, scenario: Scenario, source: Source, cache: Cache, fichier: Path) -> Source:
    from convention.edition.scenarios.simulation import ScenarioRefuseError, overlaid
    from convention.reports.rendus.escape import terminal

    try:
        return overlaid(lu, scenario, source, cache)
    except ScenarioRefuseError as error:
        for rank, (span, message, conseil) in enumerate(error.refus):
            blank = "\n" if rank else ""
            click.echo(f"{blank}{terminal(str(span))} : erreur\n  {terminal(message)}", err=True)
            click.echo(f"  {span.line} | {terminal(_lines(fichier)[span.line - 1])}", err=True)
            if conseil:
                click.echo(f"  Conseil : {terminal(conseil)}", err=True)
        raise DonneesError(str(fichier)) from None


def _lines(fichier: Path) -> list[str]:
    return fichier.read_bytes().decode("utf-8", "replace").split("\n")
