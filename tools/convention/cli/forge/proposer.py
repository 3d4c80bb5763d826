"""`convention proposer`: one demande de fusion for what `relever` has written, where exports are left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from convention.base.french import cite, compte
from convention.cli.cadre.contexte import Contexte, EnvironnementError, read
from convention.cli.cadre.diagnostics import diagnose_all, refuse_errors
from convention.cli.cadre.machine import poste
from convention.cli.cadre.valeurs import today
from convention.forge.forge import Contenu, Texte
from convention.loading.git import run_git_on_files
from convention.model.valeurs.chemins import DOSSIERS
from convention.reports.rendus.escape import in_comment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convention.forge.forge import Depart
    from convention.loading.loader import Cache
    from convention.model.depot import Depot

BRANCHE = "releves"
TITRE = "Relevés : quantités et séries à jour"
PROPOSES = re.compile(r"adherents/[a-z0-9-]+/quantites/20[0-9]{2}\.yaml|pricing/releves/20[0-9]{2}/[a-z0-9-]+\.csv")
"""What a count may change, and nothing else."""


@click.command(name="proposer")
@click.option(
    "--branche", metavar="BRANCHE", default=BRANCHE, show_default=True, help="Branche refaite à chaque proposition."
)
@click.pass_obj
def commande(contexte: Contexte, branche: str) -> None:
    """Ouvrir, ou mettre à jour, la demande de fusion de ce que « relever » vient d'écrire.

    Ne propose que des quantités et des séries. L'adresse de la forge, le jeton, le dépôt et le commit viennent de
    l'environnement. La branche qui porte d'autres commits que les nôtres est laissée telle quelle. Voir
    docs/releves.md.
    """
    from convention.forge.proposition import BrancheOccupeeError, propose

    machine = poste()
    depart = machine.depart()
    fichiers = _changed(contexte.racine)
    if not fichiers:
        click.echo("Rien à proposer : le relevé n'a rien changé.")
        return
    texte = _texte(contexte, depart)
    forge = machine.forge(depart.acces)
    try:
        contenu = Contenu(depart.commit, TITRE, fichiers)
        number, done = propose(forge, branche, depart.branche, contenu, texte, PROPOSES)
    except BrancheOccupeeError:
        raise EnvironnementError(
            f"la branche {cite(branche)} a reçu d'autres commits que les nôtres : elle est laissée telle quelle, à "
            "fusionner ou à supprimer"
        ) from None
    click.echo(f"Proposition n° {number} : {done}.")


def _changed(root: Path) -> dict[str, str]:
    """Return the files that differ from the commit; refuse those that no count writes."""
    options = ("--porcelain", "-z", "--no-renames", "--untracked-files=all")
    listing = run_git_on_files(root, "status", *options, "--", *DOSSIERS).decode()
    found = {}
    for row in filter(None, listing.split("\0")):
        path = row[3:]
        if not PROPOSES.fullmatch(path) or "D" in row[:2]:
            raise EnvironnementError(f"un relevé ne change pas {cite(path)} : rien n'est proposé")
        found[path] = (root / path).read_text(encoding="utf-8")
    return found


def _texte(contexte: Contexte, depart: Depart) -> Texte:
    """Write the demande: what changes in words and euros, what is odd in the series."""
    from convention.forge.commentaire.revision import Revision, read_revision
    from convention.forge.commentaire.texte import tell

    cache: Cache = {}
    base = read_revision(contexte.racine, depart.commit, f"{depart.branche} ({depart.commit[:7]})", cache, today())
    after = read(contexte.racine, cache)
    refuse_errors(after, "le relevé (rien n'est proposé)")
    remarques = [in_comment(item.message) for item in diagnose_all(after, today()) if item.code.startswith("REL")]
    sums = [in_comment(item) for item in _sums(base.depot, after.depot)]
    told = tell(base, Revision("le relevé", after.depot, jour=today()), [*sums, *remarques[:20]], _PIED)
    return Texte(TITRE, told.texte)


def _sums(base: Depot | None, after: Depot) -> Iterator[str]:
    """Say, of each series that changes, what became of the lines of its last export."""
    for chemin, serie in sorted(after.series.items()):
        entete = serie.entete
        if base is None or base.series.get(chemin) != serie:
            read = compte(entete.lignes_lues, "ligne lue", "lignes lues")
            aside = compte(entete.lignes_hors_filtre, "écartée")
            unread = compte(entete.lignes_illisibles, "illisible")
            label = cite(after.sources[chemin.source].libelle)
            yield f"{label} : {read} = {compte(entete.lignes_gardees, 'gardée')} + {aside} + {unread}"


_PIED = "*Proposé par un relevé, d'après les exports déposés. Le référent de l'adhérent valide les quantités.*"
