"""The lines of statements for a finance software, before PES: one row a line, decimal point, codes as text.

Knows: statements. Must not know: how they were built.
Nothing of what is only announced stands in the column of what is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.engine.lignes import HORS_SERVICE
from convention.reports.rendus.feuilles import Euros
from convention.reports.rendus.tableur import Valeur, csv_machine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.reports.etat.valeurs import Etat

COLONNES = (
    *("collectivite", "budget", "exercice_budgetaire", "exercice_concerne", "echeance", "numero_etat"),
    *("adherent", "denomination", "siren", "volet", "piece", "genre_piece", "objet"),
    *("service", "composant", "libelle", "nature", "section", "compte_recette", "compte_depense"),
    *("montant_base", "deja_appele", "montant_appele", "montant_annonce", "origine"),
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
        for item in volet.details:
            somme = item.somme
            called, announced = (somme.montant, 0) if volet.genre.titre else (0, somme.montant)
            yield (
                *(etat.emetteur.denomination, etat.emetteur.budget, etat.exercice_budgetaire, volet.exercice),
                *(etat.echeance, etat.numero, payer.id, payer.denomination, payer.siren),
                *(volet.genre, item.piece, *pieces.get(item.piece or 0, ("", ""))),
                *("" if item.service == HORS_SERVICE else item.service, item.objet, item.libelle),
                *(item.nature, item.section, item.compte_recette, item.compte_depense),
                *map(Euros, (somme.base, somme.anterieur, called, announced)),
                item.origine,
            )
