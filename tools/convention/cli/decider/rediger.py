"""`convention rediger`: the documents of the year (art. 4, 7, 7.1, annexe 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import cite, enumere, nearest
from convention.base.french import jour as en_lettres
from convention.base.period import year_period
from convention.cli.cadre.demande import chosen_exercice, chosen_payer, option_exercice
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.francais import Groupe
from convention.cli.cadre.valeurs import ANNEE, option_date, today
from convention.cli.ecriture.scelles import ScelleError
from convention.cli.ecriture.sorties import give, option_sortie
from convention.model.cadre.document import path_of

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from convention.cli.cadre.contexte import Contexte
    from convention.model.depot import Depot
    from convention.reports.redaction.forfait import Actualisation


@click.group(cls=Groupe, name="rediger", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def commande() -> None:
    """Rédiger les documents de l'année, d'après les données : dossier, rapport, évaluation, acte d'un forfait."""


@commande.command(name="dossier")
@click.argument("reunion", metavar="RÉUNION")
@option_sortie
@click.pass_obj
def dossier(contexte: Contexte, reunion: str, sortie: Path | None) -> None:
    """Rédiger le dossier d'une réunion : ordre du jour, documents, avis, suivi financier, plan de charges."""
    from convention.checks.cadre.vie import meeting, meetings
    from convention.reports.redaction.dossier import pack

    depot = sound(contexte).depot
    found = meeting(depot, reunion)
    if found is None:
        known = [item.reunion.id for item in meetings(depot)]
        hint = nearest(reunion, known) or f"dernières réunions : {', '.join(known[-5:]) or 'aucune'}"
        raise click.UsageError(f"aucune réunion ne s'appelle {cite(reunion)} ; {hint}")
    give(depot, pack(depot, found), sortie)


@commande.command(name="rapport")
@option_exercice("Exercice du rapport (par défaut : le dernier clos, ou le premier).")
@option_date("Jour du rapport : une année qui n'a pas commencé s'y dit à venir", envvar="CONVENTION_DATE")
@option_sortie
@click.pass_obj
def rapport(contexte: Contexte, exercice: int | None, jour: date | None, sortie: Path | None) -> None:
    """Rédiger le rapport annuel à l'instance de pilotage."""
    from convention.reports.redaction.rapport import yearly_report

    depot = sound(contexte).depot
    give(depot, yearly_report(depot, chosen_exercice(depot, exercice, -1), jour or today()), sortie)


@commande.command(name="evaluation")
@option_exercice("Exercice évalué (par défaut : le premier ouvert).")
@option_sortie
@click.pass_obj
def evaluation(contexte: Contexte, exercice: int | None, sortie: Path | None) -> None:
    """Rédiger l'évaluation des services : qui les a, ce qu'ils coûtent, ce qui est mesuré."""
    from convention.reports.redaction.rapport import evaluation as write

    depot = sound(contexte).depot
    give(depot, write(depot, chosen_exercice(depot, exercice)), sortie)


option_forfait = click.option(
    "--forfait", metavar="NOM", help="Lequel, quand plusieurs changent : le nom de son fichier."
)


@commande.command(name="deliberation")
@click.argument("annee", metavar="ANNÉE", type=ANNEE)
@option_forfait
@option_date("Jour où l'on délibère : rien ne se vote pour le passé", envvar="CONVENTION_DATE")
@option_sortie
@click.pass_obj
def deliberation(contexte: Contexte, annee: int, forfait: str | None, jour: date | None, sortie: Path | None) -> None:
    """Rédiger le projet de délibération qui fixe le forfait d'une année."""
    from convention.reports.mots import fixed_by_parties
    from convention.reports.redaction.forfait import deliberation as write

    depot = sound(contexte).depot
    change, day, first = _change(depot, annee, forfait), jour or today(), depot.convention.premier_jour(annee)
    if fixed_by_parties(depot):
        raise ScelleError("les parties signent ce qui fixe ce forfait : « convention avenant etablir » le rédige")
    if first < day:
        began = f"celui de {annee} a pris effet le {en_lettres(first)}, avant le {en_lettres(day)}"
        raise ScelleError(f"un forfait ne se vote pas pour le passé : {began}")
    give(depot, write(depot, change, day), sortie)


@commande.command(name="lettre")
@click.argument("annee", metavar="ANNÉE", type=ANNEE)
@click.argument("adherent", metavar="ADHÉRENT")
@option_forfait
@option_date("Jour de la lettre : elle dit ce qui vient trop tard", envvar="CONVENTION_DATE")
@option_sortie
@click.pass_obj
def lettre(
    contexte: Contexte, annee: int, adherent: str, forfait: str | None, jour: date | None, sortie: Path | None
) -> None:
    """Rédiger la lettre qui notifie à un adhérent le forfait d'une année, avant le vote de son budget."""
    from convention.reports.redaction.forfait import letter

    depot = sound(contexte).depot
    nom, change = chosen_payer(depot, adherent), _change(depot, annee, forfait)
    identite = depot.dossiers[nom].identite
    if identite.adhesion.periode.intersect(year_period(annee)) is None:
        raise click.UsageError(f"{identite.nom} n'est pas adhérent en {annee} : rien n'est à lui notifier")
    give(depot, letter(depot, change, nom, jour or today()), sortie)


def _change(depot: Depot, annee: int, forfait: str | None) -> Actualisation:
    from convention.model.documents.tarifs import Forfait
    from convention.model.forfaits import fee_word
    from convention.reports.redaction.forfait import actualisations

    chosen_exercice(depot, annee)
    if not depot.forfaits:
        raise ScelleError(
            "cette convention n'a pas de forfait, le seul prix dont l'acte est rédigé ici : « convention comparer » "
            "dit qui décide d'un autre"
        )
    noms = [nom for nom in depot.forfaits if forfait in (None, fee_word(nom))]
    if forfait is not None and not noms:
        known = list(map(fee_word, depot.forfaits))
        hint = nearest(forfait, known) or f"forfaits : {', '.join(known)}"
        raise click.UsageError(f"le forfait {cite(forfait)} n'existe pas ; {hint}")
    found = [item for item in actualisations(depot, annee) if item.forfait in noms]
    if not found:
        where = enumere([path_of(Forfait, nom) for nom in noms], "ou")
        raise ScelleError(f"aucun forfait ne prend effet en {annee} : ajouter sa valeur dans {where}")
    if len(found) > 1:
        names = enumere([cite(fee_word(item.forfait)) for item in found])
        raise click.UsageError(f"plusieurs forfaits changent en {annee}, {names} : dire lequel par --forfait NOM")
    return found[0]
