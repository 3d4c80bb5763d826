"""`convention desceller`: declare that a decision replaces, or removes, what was sealed (art. 8.3)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convention.base.french import cite, compte
from convention.cli.cadre.contexte import read
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.valeurs import PHRASE, option_date, today
from convention.cli.ecriture.scelles import ScelleError, from_root, journal_text, write_checked
from convention.cli.ecriture.sorties import Chemin
from convention.loading.git import GitRevision
from convention.model.ecrits.journal import JOURNAL, ActeSceau, Inscription, chained
from convention.model.ecrits.signatures import GenreSceau, read_sealed_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from convention.cli.cadre.contexte import Contexte
    from convention.loading.loader import Chargement


@click.command(name="desceller")
@click.argument("fichiers", metavar="FICHIER…", nargs=-1, required=True, type=Chemin(path_type=Path))
@click.option(
    "--par", type=PHRASE, required=True, metavar="FONCTION", help="Fonction de qui lève le sceau (jamais un nom)."
)
@click.option("--motif", type=PHRASE, required=True, metavar="TEXTE", help="Pourquoi le sceau est levé.")
@click.option(
    "--decision", type=PHRASE, required=True, metavar="TEXTE", help="La décision qui le permet : son numéro, sa date."
)
@option_date("Date de l'acte")
@click.pass_obj
def commande(
    contexte: Contexte, fichiers: tuple[Path, ...], par: str, motif: str, decision: str, jour: date | None
) -> None:
    """Déclarer qu'une décision remplace, ou retire, un fichier scellé.

    Modifier ou retirer d'abord le fichier, puis lancer cette commande : le journal des sceaux garde qui, quand,
    pourquoi, par quelle décision, et l'empreinte de ce qui est remplacé. Sans cet acte, la proposition est refusée ;
    avec lui, le commentaire le montre en premier, avec les montants de chacun.

    Exemple : convention desceller pricing/appels/2026-10.json pricing/appels/2026-10 --par "Directeur des finances"
    --motif "appel émis par erreur" --decision "décision n° 12 du 3 novembre 2026"
    """
    chargement = sound(contexte, "desceller")
    said = {"par": par, "motif": motif, "decision": decision}
    named = tuple(from_root(contexte, item) for item in fichiers)
    entries = _entries(contexte, chargement, named, jour or today(), said)
    write_checked(contexte, {JOURNAL: journal_text(chargement, entries)}, "desceller")
    click.echo(f"{JOURNAL} : {compte(len(entries), 'sceau levé', 'sceaux levés')}.")


def _entries(
    contexte: Contexte, chargement: Chargement, fichiers: tuple[str, ...], le: date, said: Mapping[str, Any]
) -> list[Inscription]:
    depot, found = chargement.depot, list[Inscription]()
    listed = depot.inscriptions
    known = {item.fichier: item.sha256 for item in listed}
    for fichier in fichiers:
        if known.get(fichier) is None:
            found.append(_voted(contexte, fichier, le))
            known[fichier] = found[-1].sha256
        sha256 = depot.scelles.empreintes.get(fichier)
        if sha256 == known[fichier]:
            raise ScelleError(f"{cite(fichier)} est encore ce qui a été scellé : le modifier ou le retirer d'abord")
        acte = {"acte": ActeSceau.DESCELLEMENT, "le": le, "remplace": known[fichier], **said}
        found.append(Inscription.model_construct(fichier=fichier, sha256=sha256, **acte))
        known[fichier] = sha256
    return list(chained(listed, found))


def _voted(contexte: Contexte, fichier: str, jour: date) -> Inscription:
    """Return the entry of a voted avenant, sealed by its vote and not listed yet: as the last commit holds it."""
    scelle = read_sealed_path(fichier)
    if scelle is not None and scelle.genre is GenreSceau.AVENANTS:
        depot = read(GitRevision(contexte.racine, "HEAD")).depot
        avenant, sha256 = depot.vie.avenants.get(scelle.nom), depot.scelles.empreintes.get(fichier)
        if avenant is not None and avenant.empreinte is not None and sha256 is not None:
            return Inscription.model_construct(fichier=fichier, acte=ActeSceau.SCELLEMENT, le=jour, sha256=sha256)
    raise ScelleError(f"{cite(fichier)} n'est pas inscrit au journal des sceaux : il n'y a pas de sceau à lever")
