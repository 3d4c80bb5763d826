"""`convention fiche-adhesion`: what an arrival costs whom, what it asks, what is still missing (art. 3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from convention.base.french import cite, enumere, nearest
from convention.cli.cadre.demande import folder_named
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.valeurs import today
from convention.cli.ecriture.sorties import give, option_sortie

if TYPE_CHECKING:
    from pathlib import Path

    from convention.cli.cadre.contexte import Contexte
    from convention.model.depot import Depot
    from convention.model.documents.entrees_sorties import DemandeAdhesion


@click.command(name="fiche-adhesion")
@click.argument("adherent", metavar="ADHÉRENT")
@option_sortie
@click.pass_obj
def commande(contexte: Contexte, adherent: str, sortie: Path | None) -> None:
    """Montrer l'effet d'une adhésion sur chaque adhérent, ce qu'elle demande et ce qui manque.

    Les exercices ouverts sont calculés sans le dossier de l'adhérent, puis avec lui. L'évaluation, l'avis, les
    délibérations et la signature viennent de adherents/ADHÉRENT/adhesion.yaml.

    Elle se lit avant l'entrée et après : d'un adhérent dont la demande n'est pas dans le dépôt, les étapes ne sont pas
    connues, et l'effet est calculé.

    Exemple : convention fiche-adhesion ccas-fictif
    """
    from convention.reports.fiches.adhesion import membership_sheet

    depot = sound(contexte).depot
    nom, demande = _demand(depot, adherent)
    give(depot, membership_sheet(depot, nom, demande, today()), sortie)


def _demand(depot: Depot, asked: str) -> tuple[str, DemandeAdhesion | None]:
    """Return the demand asked for, by its folder or its name, or the adherent that has none."""
    from convention.checks.adhesions.demandes import demands

    known = {item.id: item.demande for item in demands(depot)}
    nom = folder_named(asked, {nom: demande.nom for nom, demande in known.items()})
    if nom is not None:
        return nom, known[nom]
    member = folder_named(asked, {nom: dossier.identite.nom for nom, dossier in depot.dossiers.items()})
    if member == depot.convention.gestionnaire:
        name = cite(depot.dossiers[member].identite.nom)
        cited = depot.convention.clauses.selon("gouvernance")
        raise click.UsageError(f"{name} est le gestionnaire{cited} : sans cet adhérent, il n'y a rien à calculer")
    if member is not None:
        return member, None
    others = f"demandes connues : {enumere(list(known))}" if known else "aucune demande n'est connue"
    hint = nearest(asked, known) or others
    slug = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", asked)
    how = f" ; pour l'écrire : « convention adherer {asked} --demande DATE »" if slug else ""
    raise click.UsageError(f"{cite(asked)} n'a pas de demande d'adhésion ; {hint}{how}")
