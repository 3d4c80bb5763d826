"""`convention valider`: every error of every file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import Contexte, Sortie, read
from convention.cli.cadre.francais import Parmi
from convention.cli.cadre.valeurs import option_date, today

if TYPE_CHECKING:
    from datetime import date

_SELON = "avec les clés de ce dossier : que ce sont celles de la branche par défaut, seule une comparaison le dit."


@click.command(name="valider")
@click.option(
    "--format",
    "forme",
    type=Parmi(["terminal", "json", "github", "codequality"]),
    default="terminal",
    show_default=True,
    help="Pour lire à l'écran, pour un autre outil, ou pour ce que la forge montre d'une demande de fusion : les "
    "annotations de GitHub, le rapport « Code Quality » de GitLab.",
)
@option_date("Jour où les données sont lues : un fait ne peut pas lui être postérieur")
@click.pass_obj
def commande(contexte: Contexte, forme: str, jour: date | None) -> int:
    """Vérifier tous les fichiers et montrer chaque erreur à sa ligne.

    Toutes les erreurs de tous les fichiers sont montrées d'un coup. Code de sortie : 0 s'il n'y a pas d'erreur
    (des avertissements peuvent rester), 1 sinon.
    """
    from convention.base.diagnostic import has_errors
    from convention.base.french import compte
    from convention.cli.cadre.diagnostics import diagnose_all, render
    from convention.loading.source import Folder

    chargement = read(Folder(contexte.racine))
    diagnostics = diagnose_all(chargement, jour or today())
    click.echo(render(diagnostics, chargement, forme), nl=False)
    signed = len(chargement.depot.signes.signatures)
    if signed and forme == "terminal" and not any(item.code.startswith("SIG") for item in diagnostics):
        click.echo(f"{compte(signed, 'signature vérifiée', 'signatures vérifiées')}, {_SELON}")
    return Sortie.ERREURS if has_errors(diagnostics) else Sortie.PROPRE
