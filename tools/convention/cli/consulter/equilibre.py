"""`convention equilibre`: what the managing body bears, what it recharges (art. 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import cite, enumere
from convention.cli.cadre.contexte import Contexte, EnvironnementError
from convention.cli.cadre.demande import chosen_exercice, compute, option_exercice, option_phase
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.valeurs import option_format
from convention.cli.ecriture.sorties import give, option_sortie
from convention.model.cadre.document import genre_of, path_of

if TYPE_CHECKING:
    from pathlib import Path

    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Equilibre
    from convention.model.mots.communs import Phase


@click.command(name="equilibre")
@option_exercice()
@option_phase
@option_format(["table", "json"], "Page à lire, ou JSON pour un autre outil.")
@option_sortie
@click.pass_obj
def commande(contexte: Contexte, exercice: int | None, phase: str | None, forme: str, sortie: Path | None) -> None:
    """Montrer les coûts supportés et refacturés, et ce que couvre le forfait.

    Les coûts supportés viennent de pricing/equilibre/ANNÉE.yaml, les coûts refacturés du calcul des contributions.
    La page dit aussi ce que chaque adhérent paierait seul, d'après l'estimation déclarée dans ce fichier.

    Exemple : convention equilibre --exercice 2026
    """
    from convention.engine.equilibre import equilibrer
    from convention.reports.finances.equilibre import balance
    from convention.reports.finances.equilibre_json import json_text

    if forme == "json" and sortie is not None:
        raise click.UsageError("--format json ne sert pas avec --sortie, qui écrit la page à lire")
    depot = sound(contexte).depot
    annee = chosen_exercice(depot, exercice)
    document = _document(depot, annee, asked=exercice is not None)
    contribution = compute(depot, annee, phase)
    _refuse_unknown(document, annee, contribution.phase)
    bilan = equilibrer(contribution, document, depot)
    if forme == "json":
        click.echo(json_text(bilan), nl=False)
    else:
        give(depot, balance(bilan, depot), sortie)


def _document(depot: Depot, annee: int, *, asked: bool) -> Equilibre:
    """Return the costs borne of the exercice; refuse an exercice without any, as one that is not declared.

    The command is badly written only when it asks for that exercice and others have their costs.
    """
    documents = depot.vie.equilibres
    if annee in documents:
        return documents[annee]
    remedy = f"créer {_costs_file(annee)}, {_needed(depot, annee)}"
    if not documents:
        raise EnvironnementError(f"aucun coût supporté n'est déclaré, pour aucun exercice ; {remedy}")
    known = enumere([str(other) for other in sorted(documents)])
    message = f"les coûts supportés de {annee} ne sont pas déclarés ; {remedy} (exercices qui les ont : {known})"
    if not asked:
        raise EnvironnementError(message)
    raise click.UsageError(message)


def _refuse_unknown(document: Equilibre, annee: int, phase: Phase) -> None:
    """Refuse a phase for which a cost has no figure: a rate that leaves it out would be wrong."""
    from convention.engine.equilibre import groups, not_recharged

    items = (*groups(document, annee, phase), *not_recharged(document, annee, phase))
    unknown = [cite(item.libelle) for item in items if item.valeur is None]
    if unknown:
        verb = "n'a" if len(unknown) == 1 else "n'ont"
        raise click.UsageError(
            f"en {phase.libelle}, {enumere(unknown)} {verb} pas de montant dans {_costs_file(annee)} ; demander "
            "une autre phase, ou compléter le fichier"
        )


def _needed(depot: Depot, annee: int) -> str:
    """Say the first line of its file, the fields that it must have, and those of each group of agents."""
    from convention.model.cadre.champs import ModeleSource
    from convention.model.documents.tarifs import CoutPole, Equilibre
    from convention.model.genres import schema_line

    whole, each = (
        enumere([cite(nom) for nom, field in kind.model_fields.items() if field.is_required() or nom in given])
        for kind, given in ((Equilibre, ModeleSource.model_fields), (CoutPole, {}))
    )
    first = cite(schema_line(_costs_file(annee), genre_of(Equilibre)))
    payroll = f"« masse_salariale » (de chaque pôle de l'organigramme, {each})"
    if depot.organigramme is None:
        payroll = f"des agents qu'aucun service ne paie déjà, « masse_salariale » (de chaque pôle, {each})"
    return f"dont la première ligne est {first}, avec {whole}, et {payroll}"


def _costs_file(annee: int) -> str:
    from convention.model.documents.tarifs import Equilibre

    return path_of(Equilibre, annee=annee)
