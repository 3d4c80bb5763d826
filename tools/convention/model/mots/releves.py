"""The closed lists of words of the sources of counts: how an export is written, what is counted in it.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from convention.base.french import nombre
from convention.base.mots import Membre, mot
from convention.model.valeurs.scalaires import MotEcrit


class GenreExport(MotEcrit):
    """How the rows of an export are kept."""

    CSV = "csv", "Un texte, une ligne par enregistrement"
    PARQUET = "parquet", "Des colonnes typées ; ni séparateur, ni encodage"


class Separateur(MotEcrit):
    """What stands between two cells of a CSV."""

    signe: str

    POINT_VIRGULE = mot("point_virgule", ";", signe=";")
    VIRGULE = mot("virgule", ",", signe=",")
    TABULATION = mot("tabulation", "tabulation", signe="\t")


class Encodage(MotEcrit):
    """How the letters of a CSV are kept."""

    UTF_8 = "utf-8", "UTF-8, avec ou sans marque d'ordre"
    CP1252 = "cp1252", "Windows, Europe de l'Ouest (cp1252)"


class EcritureDate(MotEcrit):
    """How the dates of a CSV are written: one way a source."""

    motif: str
    """What it looks like, without its hour."""

    ISO = mot(
        "aaaa-mm-jj",
        "année, mois et jour entre tirets, suivis ou non d'une heure",
        motif="(?P<annee>[0-9]{4})-(?P<mois>[0-9]{2})-(?P<jour>[0-9]{2})",
    )
    FRANCAISE = mot(
        "jj/mm/aaaa",
        "25/11/2026, suivie ou non d'une heure",
        motif="(?P<jour>[0-9]{2})/(?P<mois>[0-9]{2})/(?P<annee>[0-9]{4})",
    )
    AMERICAINE = mot(
        "mm/jj/aaaa",
        "11/25/2026, suivie ou non d'une heure",
        motif="(?P<mois>[0-9]{2})/(?P<jour>[0-9]{2})/(?P<annee>[0-9]{4})",
    )


class Decimale(MotEcrit):
    """What stands before the decimals of the numbers of a CSV."""

    motif: str
    """What a number looks like, its thousands not parted."""

    VIRGULE = mot("virgule", "1 234,56", motif="[-+]?[0-9]{1,15}(?:,[0-9]{1,6})?")
    POINT = mot("point", "1234.56", motif=r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,6})?")


class GenreLignes(MotEcrit):
    """What a row is."""

    INSTANTANES = "instantanes", "Ce qui existe ce jour-là : tout est redit chaque jour"
    EVENEMENTS = "evenements", "Ce qui s'est passé ce jour-là : un ticket, une livraison, un mandat"


class Reconnaissance(MotEcrit):
    """How an entity of an export is recognised."""

    CHEMIN = "chemin", "Un chemin d'entités, et tout ce qui est dessous"
    PREFIXE = "prefixe", "Le début du texte"
    EXACT = "exact", "Tout le texte"


class Decompte(MotEcrit):
    """What is counted in the rows that are kept."""

    LIGNES = "lignes", "Le nombre de lignes"
    DISTINCTS = "distincts", "Le nombre de valeurs différentes d'une colonne"
    SOMME = "somme", "La somme d'une colonne"


def _echelle(nom: str, unites: int) -> Membre:
    return mot(nom, f"1 pour {nombre(unites)}", unites=unites)


class Echelle(MotEcrit):
    """The unit of a key, in units of the export: a terabyte is a thousand billion bytes."""

    unites: int
    """How many units of the export make one."""

    KILO = _echelle("kilo", 1000)
    MEGA = _echelle("mega", 1000**2)
    GIGA = _echelle("giga", 1000**3)
    TERA = _echelle("tera", 1000**4)
    KIBI = _echelle("kibi", 1024)
    MEBI = _echelle("mebi", 1024**2)
    GIBI = _echelle("gibi", 1024**3)
    TEBI = _echelle("tebi", 1024**4)


class EtatDepense(MotEcrit):
    """How far an expense has gone in the finance software (art. 8.3)."""

    ENGAGE = "engage", "Commandé"
    FACTURE = "facture", "Facturé"
    PAYE = "paye", "Payé"
