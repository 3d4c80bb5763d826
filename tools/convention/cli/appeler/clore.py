"""`convention clore`: seal the actual amounts of an exercice, or say what they lack (art. 8.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import compte, euros
from convention.cli.cadre.demande import chosen_exercice
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.valeurs import ANNEE, option_date, today
from convention.cli.ecriture.scelles import ScelleError, to_sign, write_sealed
from convention.model.cadre.document import path_of

if TYPE_CHECKING:
    from datetime import date

    from convention.cli.cadre.contexte import Contexte
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot


@click.command(name="clore")
@click.argument("exercice", metavar="ANNÉE", type=ANNEE)
@option_date("Date de la clôture")
@click.pass_obj
def commande(contexte: Contexte, exercice: int, jour: date | None) -> None:
    """Clore un exercice : ses lignes réalisées sont scellées dans pricing/clotures/.

    Tant qu'un coût réalisé, une quantité de l'année ou sa validation manque, la liste en est donnée et rien n'est
    écrit. Une fois l'exercice clos, ses montants ne changent plus que par « convention rectifier ».
    """
    from convention.engine.appels.cloture import actual, missing
    from convention.engine.appels.sceller import seal_closing
    from convention.reports.finances.cloture import missing_text, regularised_text, unfinished_text

    chargement = sound(contexte, "clore")
    depot = chargement.depot
    _refuse(depot, exercice)
    contribution = actual(depot, exercice)
    manques = missing(depot, contribution)
    if manques:
        click.echo(missing_text(depot, exercice, manques, tout=contexte.tout), nl=False)
    au = jour or today()
    if early := unfinished_text(depot, exercice, au):
        raise ScelleError(early)
    if manques:
        raise ScelleError(f"l'exercice {exercice} n'est pas clos")
    sceau = seal_closing(contribution, au)
    textes = {sceau.path: sceau.texte(), **_closed(chargement, exercice)}
    write_sealed(contexte, chargement, textes, au, "clore")
    click.echo(
        f"L'exercice {exercice} est clos : {compte(len(sceau.lignes), 'ligne')}, {euros(contribution.totaux.general)}."
    )
    click.echo(f"Empreinte {sceau.empreinte}")
    after = [*to_sign(depot, sceau.path), *filter(None, (regularised_text(depot, exercice),))]
    if after:
        click.echo("\n  ".join(("\nEnsuite", *after)))


def _refuse(depot: Depot, exercice: int) -> None:
    chosen_exercice(depot, exercice)
    if str(exercice) in depot.sceaux:
        raise ScelleError(f"l'exercice {exercice} est déjà clos et scellé ({depot.sceaux[str(exercice)].path})")
    first = depot.exercice_courant
    if first is not None and first < exercice:
        raise ScelleError(f"l'exercice {first} est encore ouvert : les exercices se closent dans l'ordre")


def _closed(chargement: Chargement, exercice: int) -> dict[str, str]:
    """Write « clos » and « realise » in the file of the exercice, and nothing else."""
    from convention.edition.etat import editable
    from convention.model.documents.exercices import Exercice

    document = editable(chargement, path_of(Exercice, annee=exercice))
    for champ, valeur in (("statut", "clos"), ("phase", "realise")):
        if str(getattr(chargement.depot.exercices[exercice], champ)) != valeur:
            document = document.set((champ,), valeur)
    return {document.path: document.text}
