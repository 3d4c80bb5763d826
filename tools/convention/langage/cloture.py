"""Closing an exercice, from its file: what it lacks, then the command that seals it.

Knows: what a closing asks for. Must not know: how it is sealed. An editor shows texts that are not saved, and undoes: a
seal is made of what is saved, once, by the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, majuscule
from convention.engine.appels.cloture import actual, missing
from convention.langage.ecriture.modifications import line_of
from convention.model.depot import Reference
from convention.model.genres import read_path
from convention.reports.finances.cloture import missing_text, unfinished_text

if TYPE_CHECKING:
    from convention.langage.session import Etat


def cloture(etat: Etat, path: str, ligne: int) -> int | None:
    """Return the exercice that the line of its state offers to close; the first open one only: they close in order."""
    chemin = read_path(path)
    if chemin is None or chemin.genre.nom != "exercice" or etat.pause or chemin.annee != etat.depot.exercice_courant:
        return None
    if line_of(etat, Reference(path, ("statut",))) != ligne or str(chemin.annee) in etat.depot.sceaux:
        return None
    return chemin.annee


def closing_text(etat: Etat, annee: int) -> str:
    """Say what keeps an exercice open, or which command seals it."""
    if etat.pause:
        return f"{etat.pause}\n"
    if annee not in etat.depot.exercices or str(annee) in etat.depot.sceaux:
        return f"Aucun exercice {annee} n'est ouvert : il n'y a rien à clore.\n"
    lacking = missing(etat.depot, actual(etat.depot, annee))
    if lacking:
        return missing_text(etat.depot, annee, lacking)
    if early := unfinished_text(etat.depot, annee, etat.au):
        return f"{majuscule(early)}.\n"
    return (
        f"Rien ne manque à l'exercice {annee}. Les fichiers une fois enregistrés, la commande "
        f"{cite(f'convention clore {annee}')} scelle ses lignes ; elles ne changent plus ensuite que par "
        f"{cite('convention rectifier')}.\n"
    )
