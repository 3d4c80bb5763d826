"""The yearly journal of the documents issued, in the columns that a finance program imports.

Knows: the journal, the accounts proposed, how a format writes it. Must not know: the disk, any program.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, TypeAlias

from convention.base.french import cite
from convention.base.money import decimal_text
from convention.engine.appels.pieces import Cle
from convention.model.forfaits import rubrique
from convention.model.mots.appels import Appele, GenrePiece
from convention.model.mots.communs import Nature
from convention.model.mots.finances import DonneePiece
from convention.model.mots.releves import Decimale
from convention.reports.etat.parties import debtor
from convention.reports.etat.pieces import issue
from convention.reports.rendus.escape import csv_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.documents.titres import FormatFinances, Titre

Emise: TypeAlias = "dict[DonneePiece, str | date | int | None]"
"""A document of the journal: texts, days, cents."""


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
        writer.writerow([_cell(lu, row.get(donnee)) for donnee in lu.colonnes.values()])
    try:
        return buffer.getvalue().encode(lu.encodage.codec)
    except UnicodeEncodeError as error:
        lost = error.object[error.start : error.end]
        message = f"l'encodage {lu.encodage} n'a pas le signe {cite(lost)} : en choisir un autre dans le format"
        raise EcritureRefuseeError(message) from None


def _rows(depot: Depot, annee: int) -> Iterator[Emise]:
    issued = [
        (titre, nom)
        for nom, dossier in depot.dossiers.items()
        for titre in (dossier.titres[annee].titres if annee in dossier.titres else ())
    ]
    for titre, nom in sorted(issued, key=lambda item: (item[0].emission, item[0].numero, item[1])):
        yield _row(depot, nom, titre)


def _row(depot: Depot, nom: str, titre: Titre) -> Emise:
    payer = debtor(depot, nom, titre.emission.year)
    signed = -titre.montant if titre.genre is GenrePiece.REVERSEMENT else titre.montant
    cle = Cle(nom, titre.objet, titre.exercice, titre.nature, titre.section)
    nature = next(item for item in Nature if item.groupe is titre.nature)
    (piece,) = issue(depot, [(cle, nature, signed)], titre.emission.year, titre.echeance or "")
    return {
        DonneePiece.NUMERO: titre.numero,
        DonneePiece.GENRE: str(titre.genre),
        DonneePiece.OBJET: piece.objet + _delivered(depot, nom, titre),
        DonneePiece.EXERCICE: str(titre.exercice),
        DonneePiece.EXERCICE_BUDGETAIRE: str(titre.emission.year),
        DonneePiece.NATURE: rubrique(depot, titre.nature),
        DonneePiece.SECTION: str(titre.section),
        DonneePiece.ECHEANCE: titre.echeance,
        DonneePiece.COMPTE_GESTIONNAIRE: piece.compte_gestionnaire,
        DonneePiece.COMPTE_ADHERENT: piece.compte_adherent,
        DonneePiece.CHAPITRE_ADHERENT: piece.chapitre_adherent,
        DonneePiece.ADHERENT: nom,
        DonneePiece.DENOMINATION: payer.denomination,
        DonneePiece.SIREN: payer.siren,
        DonneePiece.SIRET: payer.siret,
        DonneePiece.CODE_SERVICE: payer.facturation.code_service,
        DonneePiece.ENGAGEMENT: payer.facturation.engagement,
        DonneePiece.MONTANT: titre.montant,
        DonneePiece.MONTANT_SIGNE: signed,
        DonneePiece.EMISSION: titre.emission,
        DonneePiece.RECEPTION: titre.reception,
        DonneePiece.LIMITE: titre.limite,
        DonneePiece.PAIEMENT: titre.paiement,
    }


def _delivered(depot: Depot, nom: str, titre: Titre) -> str:
    """Name what a titre calls at a delivery."""
    known = depot.dossiers[nom].depenses_de(titre.exercice) if titre.objet is Appele.LIVRAISON else ()
    return next((f" : {item.libelle}" for item in known if item.id == titre.depense), "")


def _cell(lu: FormatFinances, value: str | date | int | None) -> str:
    match value:
        case None:
            return ""
        case str():
            return csv_cell(value)
        case int():
            return decimal_text(value).replace(".", "," if lu.decimale is Decimale.VIRGULE else ".")
        case _:
            return value.strftime(lu.dates.forme)
