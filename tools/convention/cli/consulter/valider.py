"""`convention valider`: every error of every file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.diagnostic import has_errors, sort_diagnostics
from convention.base.french import compte
from convention.cli.cadre.contexte import Contexte, Sortie, read
from convention.cli.cadre.diagnostics import render
from convention.cli.cadre.valeurs import option_date, option_format, today
from convention.cli.cadre.verdicts import Rapport, report_known
from convention.loading.source import Folder, Lue

if TYPE_CHECKING:
    from datetime import date

    from convention.loading.source import Source

_SELON = "avec les clés de ce dossier : que ce sont celles de la branche par défaut, seule une comparaison le dit."


@click.command(name="valider")
@option_format(
    ["terminal", "json", "github", "codequality"],
    "Pour lire à l'écran, pour un autre outil, ou pour ce que la forge montre d'une demande de fusion : les "
    "annotations de GitHub, le rapport « Code Quality » de GitLab.",
)
@option_date("Jour où les données sont lues : un fait ne peut pas lui être postérieur")
@click.pass_obj
def commande(contexte: Contexte, forme: str, jour: date | None) -> int:
    """Vérifier tous les fichiers et montrer chaque erreur à sa ligne.

    Toutes les erreurs de tous les fichiers sont montrées d'un coup. Code de sortie : 0 s'il n'y a pas d'erreur
    (des avertissements peuvent rester), 1 sinon.
    """
    au, source = jour or today(), Lue(Folder(contexte.racine).entries(frozenset()))
    asked = ("valider", str(au), forme, str(contexte.tout))
    rapport = report_known(source.lus, asked, lambda: _report(source, au, forme))
    click.echo(rapport.texte, nl=False)
    return Sortie.ERREURS if rapport.erreurs else Sortie.PROPRE


def _report(source: Source, au: date, forme: str) -> Rapport:
    """Check the files, and write what is wrong with them."""
    from convention.checks.registry import run

    chargement = read(source)
    diagnostics = sort_diagnostics((*chargement.diagnostics, *run(chargement.depot, au)))
    texte = render(diagnostics, chargement, forme)
    signed = len(chargement.depot.signes.signatures)
    if signed and forme == "terminal" and not any(item.code.startswith("SIG") for item in diagnostics):
        texte += f"{compte(signed, 'signature vérifiée', 'signatures vérifiées')}, {_SELON}\n"
    return Rapport(texte, has_errors(diagnostics))
