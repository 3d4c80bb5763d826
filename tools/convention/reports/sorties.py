"""The outputs for other tools whose schemas are published beside those of the documents.

Knows: which outputs. Must not know: their shapes.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.reports.avenant.json import SortieAvenant
from convention.reports.calcul.json import SortieCalcul
from convention.reports.comparaison.json import SortieComparaison
from convention.reports.etat.medias.json import SortieAppel
from convention.reports.finances.equilibre_json import SortieEquilibre

if TYPE_CHECKING:
    from collections.abc import Mapping

SORTIES = (SortieAppel, SortieAvenant, SortieCalcul, SortieComparaison, SortieEquilibre)


@cache
def output_schemas() -> Mapping[str, bytes]:
    """Return the text of each schema by the name of its file."""
    return MappingProxyType({sortie.fichier(): sortie.texte_du_schema() for sortie in SORTIES})
