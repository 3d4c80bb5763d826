"""`convention simuler`: what a scenario would change, for every adherent, without writing anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from convention.cli.cadre.contexte import Contexte, DonneesError, Sortie, contents_of, read
from convention.cli.cadre.diagnostics import document_of, refuse_errors
from convention.cli.cadre.valeurs import option_date, today
from convention.cli.decider.comparer import option_forme, show
from convention.loading.source import Folder
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from datetime import date

    from convention.edition.scenarios.simulation import ScenarioRefuseError
    from convention.loading.loader import Cache

BASE = "données actuelles"


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
    from convention.compare.comparaison import comparer
    from convention.compare.decision.decision import decide
    from convention.edition.scenarios.scenario import Scenario
    from convention.edition.scenarios.simulation import ScenarioRefuseError, overlaid
    from convention.loading.a_part import read_apart
    from convention.reports.comparaison.empreinte import contents

    cache: Cache = {}
    source = Folder(contexte.racine)
    before = read(source, cache)
    refuse_errors(before)
    lu = read_apart(Scenario, str(fichier), contents_of(fichier, "le scénario"))
    scenario = document_of(lu)
    try:
        overlay = overlaid(lu, scenario, source, cache)
    except ScenarioRefuseError as error:
        _refuse(error, lu.content.decode("utf-8", "replace").split("\n"))
    after = read(overlay, cache)
    where = f"les données, telles que {terminal(str(fichier))} les changerait"
    refuse_errors(after, where, laisse="simuler", simule=True)
    comparaison = comparer(before.depot, after.depot)
    if comparaison.clos:
        years = ", ".join(map(str, comparaison.clos))
        click.echo(f"Exercices clos, laissés de côté : {years}. Leurs montants sont arrêtés.", err=True)
    opened = replace(comparaison, impacts=tuple(impact for impact in comparaison.impacts if not impact.clos))
    show(opened, BASE, scenario.libelle, forme, decide(opened, jour or today(), contents(opened).empreinte))
    return Sortie.PROPRE


def _refuse(error: ScenarioRefuseError, lines: list[str]) -> NoReturn:
    """Say what of a scenario makes no sense, each at its line, then stop."""
    for rank, (span, message, conseil) in enumerate(error.refus):
        blank = "\n" if rank else ""
        click.echo(f"{blank}{terminal(str(span))} : erreur\n  {terminal(message)}", err=True)
        click.echo(f"  {span.line} | {terminal(lines[span.line - 1])}", err=True)
        if conseil:
            click.echo(f"  Conseil : {terminal(conseil)}", err=True)
    raise DonneesError(error.refus[0][0].path)
