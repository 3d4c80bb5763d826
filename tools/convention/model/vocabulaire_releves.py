"""The closed lists of words of the sources of counts: how an export is written, what is counted in it.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from convention.base.french import nombre
from convention.model.scalaires import choix


class GenreExport(StrEnum):
    """How the rows of an export are kept."""

    CSV = "csv"
    PARQUET = "parquet"


class Separateur(StrEnum):
    """What stands between two cells of a CSV."""

    POINT_VIRGULE = "point_virgule"
    VIRGULE = "virgule"
    TABULATION = "tabulation"


class Encodage(StrEnum):
    """How the letters of a CSV are kept."""

    UTF_8 = "utf-8"
    CP1252 = "cp1252"


class EcritureDate(StrEnum):
    """How the dates of a CSV are written: one way a source."""

    ISO = "aaaa-mm-jj"
    FRANCAISE = "jj/mm/aaaa"
    AMERICAINE = "mm/jj/aaaa"


class Decimale(StrEnum):
    """What stands before the decimals of the numbers of a CSV."""

    VIRGULE = "virgule"
    POINT = "point"


class GenreLignes(StrEnum):
    """What a row is."""

    INSTANTANES = "instantanes"
    EVENEMENTS = "evenements"


class Correspondance(StrEnum):
    """How an entity of an export is recognised."""

    CHEMIN = "chemin"
    PREFIXE = "prefixe"
    EXACT = "exact"


class Decompte(StrEnum):
    """What is counted in the rows that are kept."""

    LIGNES = "lignes"
    DISTINCTS = "distincts"
    SOMME = "somme"


class Echelle(StrEnum):
    """The unit of a key, in units of the export: a terabyte is a thousand billion bytes."""

    KILO = "kilo"
    MEGA = "mega"
    GIGA = "giga"
    TERA = "tera"
    KIBI = "kibi"
    MEBI = "mebi"
    GIBI = "gibi"
    TEBI = "tebi"


ECHELLES = {
    **{echelle: 1000 ** (rang + 1) for rang, echelle in enumerate(list(Echelle)[:4])},
    **{echelle: 1024 ** (rang + 1) for rang, echelle in enumerate(list(Echelle)[4:])},
}


class EtatDepense(StrEnum):
    """How far an expense has gone in the finance software (art. 8.3)."""

    ENGAGE = "engage"
    FACTURE = "facture"
    PAYE = "paye"


UnGenreExport = Annotated[
    GenreExport,
    choix(
        GenreExport,
        {
            GenreExport.CSV: "Un texte, une ligne par enregistrement",
            GenreExport.PARQUET: "Des colonnes typées ; ni séparateur, ni encodage",
        },
    ),
]
UnSeparateur = Annotated[
    Separateur,
    choix(
        Separateur,
        {Separateur.POINT_VIRGULE: ";", Separateur.VIRGULE: ",", Separateur.TABULATION: "tabulation"},
    ),
]
UnEncodage = Annotated[
    Encodage,
    choix(
        Encodage,
        {
            Encodage.UTF_8: "UTF-8, avec ou sans marque d'ordre",
            Encodage.CP1252: "Windows, Europe de l'Ouest (cp1252)",
        },
    ),
]
UneEcritureDate = Annotated[
    EcritureDate,
    choix(
        EcritureDate,
        {
            EcritureDate.ISO: "année, mois et jour entre tirets, suivis ou non d'une heure",
            EcritureDate.FRANCAISE: "25/11/2026, suivie ou non d'une heure",
            EcritureDate.AMERICAINE: "11/25/2026, suivie ou non d'une heure",
        },
    ),
]
UneDecimale = Annotated[Decimale, choix(Decimale, {Decimale.VIRGULE: "1 234,56", Decimale.POINT: "1234.56"})]
UnGenreLignes = Annotated[
    GenreLignes,
    choix(
        GenreLignes,
        {
            GenreLignes.INSTANTANES: "Ce qui existe ce jour-là : tout est redit chaque jour",
            GenreLignes.EVENEMENTS: "Ce qui s'est passé ce jour-là : un ticket, une livraison, un mandat",
        },
    ),
]
UneCorrespondance = Annotated[
    Correspondance,
    choix(
        Correspondance,
        {
            Correspondance.CHEMIN: "Un chemin d'entités, et tout ce qui est dessous",
            Correspondance.PREFIXE: "Le début du texte",
            Correspondance.EXACT: "Tout le texte",
        },
    ),
]
UnDecompte = Annotated[
    Decompte,
    choix(
        Decompte,
        {
            Decompte.LIGNES: "Le nombre de lignes",
            Decompte.DISTINCTS: "Le nombre de valeurs différentes d'une colonne",
            Decompte.SOMME: "La somme d'une colonne",
        },
    ),
]
UneEchelle = Annotated[
    Echelle, choix(Echelle, {echelle: f"1 pour {nombre(unites)}" for echelle, unites in ECHELLES.items()})
]
UnEtatDepense = Annotated[
    EtatDepense,
    choix(
        EtatDepense,
        {
            EtatDepense.ENGAGE: "Commandé",
            EtatDepense.FACTURE: "Facturé",
            EtatDepense.PAYE: "Payé",
        },
    ),
]
