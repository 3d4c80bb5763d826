"""The one table of codes: what each message means and what to do about it.

Knows: the families and all their rows. Must not know: where a code is raised.
A code is never given again to another meaning. Each has a case in `tools/tests/cas/`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.base import (
    table_adherents,
    table_appels,
    table_avenants,
    table_entrees,
    table_equilibre,
    table_fichiers,
    table_gouvernance,
    table_lectures,
    table_objets,
    table_releves,
    table_signatures,
    table_tarifs,
    table_textes,
)
from convention.base.code import Code, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CODES", "FAMILLES", "Code", "Severity"]

FAMILLES: Mapping[str, str] = MappingProxyType(
    {
        "FIC": "Fichiers et dossiers",
        "SYN": "Écriture du YAML et encodage",
        "FOR": "Forme des documents",
        "REF": "Références",
        "PRE": "Prérequis",
        "PER": "Périodes",
        "TAR": "Tarifs et formules",
        "QTE": "Quantités",
        "ADH": "Adhérents",
        "ORI": "Origine des données",
        "IND": "Indicateurs",
        "EQU": "Équilibre",
        "SCE": "Appels et clôtures scellés",
        "SIG": "Signatures des sceaux",
        "TIT": "Journal des titres",
        "LIT": "Désaccords",
        "ENT": "Adhésions",
        "SOR": "Résiliations",
        "AVE": "Avenants",
        "REL": "Relevés",
        "ART": "Texte de la convention",
        "LEC": "Lectures",
        "GOU": "Gouvernance et suivi",
    }
)

_TABLES = (
    table_fichiers.TABLE,
    table_objets.TABLE,
    table_adherents.TABLE,
    table_tarifs.TABLE,
    table_textes.TABLE,
    table_equilibre.TABLE,
    table_gouvernance.TABLE,
    table_lectures.TABLE,
    table_appels.TABLE,
    table_entrees.TABLE,
    table_avenants.TABLE,
    table_releves.TABLE,
    table_signatures.TABLE,
)

CODES: Mapping[str, Code] = MappingProxyType({row.code: row for table in _TABLES for row in table})
