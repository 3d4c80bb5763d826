"""The closed lists of words, said to a reader: « prévisionnel », « coût direct », « par douzièmes ».

Knows: the words of the models and their descriptions. Must not know: which field holds them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.model.vocabulaire import Beneficiaires, Comptage, Nature, Origine, Phase, Portee, Section, TypeAdherent
from convention.model.vocabulaire_entrees import Contractant, GenreResiliation, StatutAdhesion
from convention.model.vocabulaire_vie import StatutLecture, StatutProjet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from convention.model.scalaires import Scalaire


def choice_text(scalaire: Scalaire | None, value: StrEnum) -> str:
    """Say a word of a closed list: in few words when they exist, else as its description does."""
    if value in _BREFS.get(type(value), {}):
        return _BREFS[type(value)][value]
    schema = scalaire.schema if scalaire is not None else {}
    if "enumDescriptions" not in schema:
        return str(value).replace("_", " ")
    described: str = schema["enumDescriptions"][schema["enum"].index(str(value))]
    return described if described[1:2].isupper() else described[:1].lower() + described[1:]


_BREFS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = MappingProxyType(
    {
        Beneficiaires: {
            Beneficiaires.ABONNES: "tous les abonnés du service",
            Beneficiaires.SOUSCRIPTION: "ceux qui prennent le composant",
        },
        Comptage: {
            Comptage.A_DATE: "stock compté à une date, pesé par la présence",
            Comptage.MOYENNE: "moyenne de l'année, jamais pesée",
            Comptage.SUR_PERIODE: "flux compté sur l'année, jamais pesé",
        },
        Contractant: {Contractant.METROPOLE: "la Métropole", Contractant.ADHERENT: "l'adhérent"},
        GenreResiliation: {GenreResiliation.FAUTE: "pour faute"},
        Nature: {
            Nature.MASSE_SALARIALE: "masse salariale",
            Nature.DIRECT: "coût direct",
            Nature.INDIRECT_FACTUEL: "coût indirect factuel",
            Nature.INDIRECT_ANNUEL: "coût indirect annuel",
        },
        Origine: {
            Origine.CONVENTION: "convention",
            Origine.PUBLIC: "source publique",
            Origine.DEMONSTRATION: "démonstration",
        },
        Phase: {Phase.PREVISIONNEL: "prévisionnel", Phase.REVISE: "révisé", Phase.REALISE: "réalisé"},
        Portee: {Portee.ADHERENT: "par adhérent", Portee.COMPOSANT: "par adhérent et par composant"},
        Section: {Section.FONCTIONNEMENT: "fonctionnement", Section.INVESTISSEMENT: "investissement"},
        StatutAdhesion: {StatutAdhesion.AVIS_RENDU: "avis rendu"},
        StatutLecture: {StatutLecture.A_CONFIRMER: "à confirmer", StatutLecture.CONFIRMEE: "confirmée par un avenant"},
        StatutProjet: {StatutProjet.DEMANDE: "demandé"},
        TypeAdherent: {
            TypeAdherent.EPCI: "établissement intercommunal",
            TypeAdherent.COMMUNE: "commune",
            TypeAdherent.ETABLISSEMENT_RATTACHE: "établissement rattaché",
        },
    }
)
