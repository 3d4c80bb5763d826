"""`convention adherer`: a demand of membership, or the whole folder of who enters (art. 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.francais import Parmi
from convention.cli.geste import GesteRefuseError, conclure, dit, made, option_essai, overlaid
from convention.cli.valeurs import JOUR, Lu, option_date

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.contexte import Contexte
    from convention.edition.demandes import Adherer
    from convention.loading.loader import Cache, Chargement


LIBELLE, SIREN, INSEE = Lu("nom", "Libelle"), Lu("SIREN", "Siren"), Lu("code", "CodeInsee")


@click.command(name="adherer")
@click.argument("adherent", metavar="ADHÉRENT")
@click.argument("elements", metavar="[SERVICE|COMPOSANT|[COMPOSANT:]CLÉ=VALEUR]…", nargs=-1)
@click.option("--nom", type=LIBELLE, metavar="TEXTE", help="Nom court (par défaut : celui de la demande).")
@click.option("--denomination", type=LIBELLE, metavar="TEXTE", help="Nom dans une phrase (par défaut : le nom court).")
@click.option("--type", "sorte", type=Parmi(["commune", "epci", "etablissement_rattache"]), help="Qui entre.")
@click.option("--rattachement", metavar="ADHÉRENT", help="Collectivité de rattachement d'un établissement.")
@click.option("--siren", type=SIREN, metavar="SIREN", help="SIREN, s'il est connu.")
@click.option("--insee", type=INSEE, metavar="CODE", help="Code INSEE d'une commune.")
@click.option("--demande", type=JOUR, metavar="DATE", help="Date de la demande d'adhésion.")
@click.option("--debut", type=JOUR, metavar="DATE", help="Premier jour de l'adhésion ; sans lui, la demande seule.")
@option_date("Date du comptage")
@click.option("--source", metavar="TEXTE", help="D'où viennent ces données.")
@click.option(
    "--origine",
    type=Parmi(["convention", "public", "demonstration"]),
    default="demonstration",
    show_default=True,
    help="Origine de ces données.",
)
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    adherent: str,
    elements: tuple[str, ...],
    nom: str | None,
    denomination: str | None,
    sorte: str | None,
    rattachement: str | None,
    siren: str | None,
    insee: str | None,
    demande: date | None,
    debut: date | None,
    jour: date | None,
    source: str | None,
    origine: str,
    essai: bool,
) -> int:
    """Écrire une demande d'adhésion (--demande), ou l'entrée d'un adhérent (--debut), avec tout son dossier.

    L'entrée écrit d'un coup l'identité, les souscriptions et les quantités de chaque exercice ouvert : celles du
    premier sont reprises dans les suivants, et dites reprises. Les quantités qui manquent sont nommées.

    Exemple : convention adherer ccas-fictif S03 S04 postes=12 sites=1 --debut 2027-01-01 --essai
    """
    from convention.cli.contexte import read
    from convention.cli.quantifier import read_counts
    from convention.edition.demandes import Adherer
    from convention.loading.source import Folder
    from convention.model.vocabulaire import Origine, TypeAdherent

    day = dit(jour, "la date du comptage", "--date")
    own, by_component = read_counts(item for item in elements if "=" in item)
    gesture = Adherer.model_construct(
        adherent=adherent,
        nom=nom,
        denomination=denomination,
        type=TypeAdherent(sorte) if sorte is not None else None,
        rattachement=rattachement,
        siren=siren,
        insee=insee,
        demande=demande,
        debut=debut,
        objets=tuple(item for item in elements if "=" not in item),
        date=day.jour,
        source=source,
        origine=Origine(origine),
        valeurs=own,
        par_composant=by_component,
    )
    cache: Cache = {}
    before = read(Folder(contexte.racine), cache)
    modifications = made(before, gesture)
    if debut is not None:
        after = read(overlaid(contexte, modifications), cache)
        _refuse_lacking(after, gesture)
    told = day.suppositions if by_component or own else ()
    return conclure(contexte, before, modifications, cache, essai=essai, demandes=(gesture,), suppositions=told)


def _refuse_lacking(after: Chargement, gesture: Adherer) -> None:
    """Name at once every count that the services bill and that the command does not give."""
    from convention.checks.cadre.contexte import build
    from convention.checks.quantites.comptages import assignment, lacking

    depot = after.depot
    missing = lacking(build(depot), gesture.adherent) if gesture.adherent in depot.dossiers else ()
    if missing:
        nom = depot.dossiers[gesture.adherent].identite.nom
        written = " ".join(map(assignment, missing))
        raise GesteRefuseError(
            f"il manque les quantités que facturent les services de {nom}",
            f"ajouter à la commande, zéro s'écrivant 0 : {written}",
            tuple(f"{where.cle} : {depot.cles[where.cle].libelle}" for where in missing if where.cle in depot.cles),
        )
