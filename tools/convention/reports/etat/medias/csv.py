"""The lines of statements for a finance software, before PES: one row a line, decimal point, codes as text.

Knows: statements. Must not know: how they were built.
Nothing of what is only announced stands in the column of what is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.reports.etat.medias.json import said
from convention.reports.rendus.feuilles import Euros
from convention.reports.rendus.tableur import Valeur, csv_machine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.reports.etat.valeurs import Etat

_LIGNE = ("service", "composant", "libelle", "nature", "section", "compte_recette", "compte_depense")
_FIN = ("origine",)
"""What is said of a line as its JSON says it."""
COLONNES = (
    *("collectivite", "budget", "exercice_budgetaire", "exercice_concerne", "echeance", "numero_etat"),
    *("adherent", "denomination", "siren", "volet", "piece", "genre_piece", "objet", *_LIGNE),
    *("montant_base", "deja_appele", "montant_appele", "montant_annonce", *_FIN),
)


def csv_text(etats: Iterable[Etat]) -> str:
    """Write the lines of statements under one row of headers.

    The accounts are those of who receives and of who pays: the managing body and the adherent for a titre, the other
    way round for a reversement. Amounts keep their sign: the lines of a reversement add up to what is given back.
    """
    return csv_machine(COLONNES, (row for etat in etats for row in _rows(etat)))


def _rows(etat: Etat) -> Iterator[tuple[Valeur, ...]]:
    pieces = {piece.numero: (piece.genre, piece.objet) for piece in etat.pieces}
    payer = etat.debiteur
    for volet in etat.volets:
        for item, ligne in zip(volet.details, said(volet), strict=True):
            somme = item.somme
            called, announced = (somme.montant, 0) if volet.genre.titre else (0, somme.montant)
            yield (
                *(etat.emetteur.denomination, etat.emetteur.budget, etat.exercice_budgetaire, volet.exercice),
                *(etat.echeance, etat.numero, payer.id, payer.denomination, payer.siren),
                *(volet.genre, item.piece, *pieces.get(item.piece or 0, ("", ""))),
                *(ligne[nom] for nom in _LIGNE),
                *map(Euros, (somme.base, somme.anterieur, called, announced)),
                *(ligne[nom] for nom in _FIN),
            )
