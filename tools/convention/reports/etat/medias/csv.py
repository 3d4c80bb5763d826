"""The lines of statements for a finance software, before PES: one row a line, decimal point, codes as text.

Knows: statements. Must not know: how they were built.
Nothing of what is only announced stands in the column of what is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.money import decimal_text
from convention.engine.lignes import HORS_SERVICE
from convention.reports.rendus.escape import csv_cell
from convention.reports.rendus.tableur import csv_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convention.reports.etat.valeurs import Etat, LigneDetail, VoletEtat

COLONNES = (
    *("collectivite", "budget", "exercice_budgetaire", "exercice_concerne", "echeance", "numero_etat"),
    *("adherent", "denomination", "siren", "volet", "piece", "genre_piece", "objet"),
    *("service", "composant", "libelle", "nature", "section", "compte_recette", "compte_depense"),
    *("montant_base", "deja_appele", "montant_appele", "montant_annonce", "origine"),
)
MONTANTS = frozenset({"montant_base", "deja_appele", "montant_appele", "montant_annonce"})


def csv_text(etats: Iterable[Etat]) -> str:
    """Write the lines of statements under one row of headers.

    The accounts are those of who receives and of who pays: the managing body and the adherent for a titre, the other
    way round for a reversement. Amounts keep their sign: the lines of a reversement add up to what is given back.
    """
    rows = (row for etat in etats for row in _rows(etat))
    # An amount may start with a minus sign: it is a number, not a formula.
    cells = ([row[name] if name in MONTANTS else csv_cell(row[name]) for name in COLONNES] for row in rows)
    return csv_lines([COLONNES, *cells])


def _rows(etat: Etat) -> Iterator[Mapping[str, str]]:
    common = {
        "collectivite": etat.emetteur.denomination,
        "budget": etat.emetteur.budget,
        "exercice_budgetaire": str(etat.exercice_budgetaire),
        "echeance": etat.echeance,
        "numero_etat": etat.numero,
        "adherent": etat.debiteur.id,
        "denomination": etat.debiteur.denomination,
        "siren": etat.debiteur.siren,
    }
    pieces = {piece.numero: (str(piece.genre), piece.objet) for piece in etat.pieces}
    for volet in etat.volets:
        for item in volet.details:
            genre, objet = pieces.get(item.piece or 0, ("", ""))
            yield {**common, **_line(volet, item), "genre_piece": genre, "objet": objet}


def _line(volet: VoletEtat, item: LigneDetail) -> Mapping[str, str]:
    called, announced = (item.somme.montant, 0) if volet.genre.titre else (0, item.somme.montant)
    return {
        "exercice_concerne": str(volet.exercice),
        "volet": str(volet.genre),
        "piece": "" if item.piece is None else str(item.piece),
        "service": "" if item.service == HORS_SERVICE else item.service,
        "composant": item.objet,
        "libelle": item.libelle,
        "nature": str(item.nature),
        "section": str(item.section),
        "compte_recette": item.compte_recette,
        "compte_depense": item.compte_depense,
        "montant_base": decimal_text(item.somme.base),
        "deja_appele": decimal_text(item.somme.anterieur),
        "montant_appele": decimal_text(called),
        "montant_annonce": decimal_text(announced),
        "origine": str(item.origine),
    }
