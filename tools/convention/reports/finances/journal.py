"""The yearly journal of the documents issued, in the columns that a finance program imports.

Knows: the journal, the accounts proposed, how a format writes it. Must not know: the disk, any program.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.base.money import decimal_text
from convention.engine.appels.pieces import Cle
from convention.model.mots.appels import Appele, GenrePiece
from convention.model.mots.communs import Nature
from convention.model.mots.finances import DonneePiece
from convention.model.mots.releves import Decimale
from convention.reports.etat.parties import debtor
from convention.reports.etat.pieces import issue
from convention.reports.mots import rubrique
from convention.reports.rendus.escape import csv_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.documents.a_part import FormatFinances
    from convention.model.documents.titres import Titre

MONTANTS = frozenset({DonneePiece.MONTANT, DonneePiece.MONTANT_SIGNE})
DATES = frozenset({DonneePiece.EMISSION, DonneePiece.RECEPTION, DonneePiece.LIMITE, DonneePiece.PAIEMENT})


class EcritureRefuseeError(Exception):
    """A journal that the format cannot write; the message is a French sentence."""


def journal_bytes(depot: Depot, annee: int, lu: FormatFinances) -> bytes:
    """Write the documents issued in a year, as a finance program reads them: by day, then by number.

    Raises:
        EcritureRefuseeError: a text has a letter that the encoding does not have.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=lu.separateur.signe, lineterminator="\r\n")
    if lu.entete:
        writer.writerow([csv_cell(titre) for titre in lu.colonnes])
    for row in _rows(depot, annee):
        writer.writerow([_cell(lu, donnee, row) for donnee in lu.colonnes.values()])
    try:
        return buffer.getvalue().encode(lu.encodage.codec)
    except UnicodeEncodeError as error:
        lost = error.object[error.start : error.end]
        message = f"l'encodage {lu.encodage} n'a pas le signe {cite(lost)} : en choisir un autre dans le format"
        raise EcritureRefuseeError(message) from None


class _Emise(NamedTuple):
    """A document of the journal."""

    textes: dict[DonneePiece, str]
    dates: dict[DonneePiece, date | None]
    cents: int
    rendue: bool


def _rows(depot: Depot, annee: int) -> Iterator[_Emise]:
    issued = [
        (titre, nom)
        for nom, dossier in depot.dossiers.items()
        for titre in (dossier.titres[annee].titres if annee in dossier.titres else ())
    ]
    for titre, nom in sorted(issued, key=lambda item: (item[0].emission, item[0].numero, item[1])):
        yield _row(depot, nom, titre)


def _row(depot: Depot, nom: str, titre: Titre) -> _Emise:
    payer = debtor(depot, nom, titre.emission.year)
    rendue = titre.genre is GenrePiece.REVERSEMENT
    cents = titre.montant
    cle = Cle(nom, titre.objet, titre.exercice, titre.nature, titre.section)
    nature = next(item for item in Nature if item.groupe is titre.nature)
    (piece,) = issue(depot, [(cle, nature, -cents if rendue else cents)], titre.echeance or "")
    textes = {
        DonneePiece.NUMERO: titre.numero,
        DonneePiece.GENRE: str(titre.genre),
        DonneePiece.OBJET: piece.objet + _delivered(depot, nom, titre),
        DonneePiece.EXERCICE: str(titre.exercice),
        DonneePiece.EXERCICE_BUDGETAIRE: str(titre.emission.year),
        DonneePiece.NATURE: rubrique(depot, titre.nature),
        DonneePiece.SECTION: str(titre.section),
        DonneePiece.ECHEANCE: titre.echeance or "",
        DonneePiece.COMPTE_GESTIONNAIRE: piece.compte_gestionnaire,
        DonneePiece.COMPTE_ADHERENT: piece.compte_adherent,
        DonneePiece.CHAPITRE_ADHERENT: piece.chapitre_adherent,
        DonneePiece.ADHERENT: nom,
        DonneePiece.DENOMINATION: payer.denomination,
        DonneePiece.SIREN: payer.siren,
        DonneePiece.SIRET: payer.siret,
        DonneePiece.CODE_SERVICE: payer.facturation.code_service,
        DonneePiece.ENGAGEMENT: payer.facturation.engagement,
    }
    dates = {
        DonneePiece.EMISSION: titre.emission,
        DonneePiece.RECEPTION: titre.reception,
        DonneePiece.LIMITE: titre.limite,
        DonneePiece.PAIEMENT: titre.paiement,
    }
    return _Emise(textes, dates, cents, rendue)


def _delivered(depot: Depot, nom: str, titre: Titre) -> str:
    """Name what a titre calls at a delivery."""
    known = depot.dossiers[nom].depenses_de(titre.exercice) if titre.objet is Appele.LIVRAISON else ()
    return next((f" : {item.libelle}" for item in known if item.id == titre.depense), "")


def _cell(lu: FormatFinances, donnee: DonneePiece, row: _Emise) -> str:
    if donnee in MONTANTS:
        signed = -row.cents if row.rendue and donnee is DonneePiece.MONTANT_SIGNE else row.cents
        text = decimal_text(signed)
        return text.replace(".", ",") if lu.decimale is Decimale.VIRGULE else text
    if donnee in DATES:
        day = row.dates[donnee]
        return "" if day is None else day.strftime(lu.dates.forme)
    return csv_cell(row.textes.get(donnee, ""))
