"""The counts of the demonstration, one after the other: their dates, their sources, what each one knows.

Knows: dates and columns of the tables. Must not know: figures.
"""

from __future__ import annotations

from typing import NamedTuple

from generateur import complements_quantites

FORFAIT = frozenset({"postes_forfait"})
# What only the end of the year will tell.
EN_COURS = complements_quantites.EN_COURS | {
    "consommables",
    "abonnements_mobiles",
    "abonnements_tablettes",
    "terminaux",
}


class Comptage(NamedTuple):
    """A count that every adherent goes through: one date, one source, one column of the tables."""

    annee: int
    phase: str
    date: str
    source: str
    colonne: int
    seulement: frozenset[str] = frozenset()
    sans: frozenset[str] = frozenset()
    hypothese: str = ""
    validation: str = ""
    reprise: int = 0
    """The exercice whose quantities are carried over; its own by default."""


def _postes_inconnus(annee: int, repris: int = 0) -> str:
    return f"le décompte au 31 décembre {annee} n'est pas connu, celui de {repris or annee} est repris"


SEPTEMBRE_2023 = ("2023-09-29", "Inventaire fictif, extraction du 29 septembre 2023")
DECEMBRE_2023 = ("2024-01-08", "Inventaire fictif au 31 décembre 2023, extraction du 8 janvier 2024")
CLOTURE_2024 = (
    "2025-01-06",
    "Clôture fictive 2024, quantités arrêtées le 6 janvier 2025 ; postes du forfait non recomptés",
)
SEPTEMBRE_2024 = ("2024-09-30", "Inventaire fictif, extraction du 30 septembre 2024")
DECEMBRE_2024 = ("2025-01-06", "Inventaire fictif au 31 décembre 2024, extraction du 6 janvier 2025")
SEPTEMBRE_2025 = ("2025-09-30", "Inventaire fictif, extraction du 30 septembre 2025")
CLOTURE_2025 = (
    "2026-01-05",
    "Clôture fictive 2025, quantités arrêtées le 5 janvier 2026 ; postes du forfait non recomptés",
)
DECEMBRE_2025 = ("2026-01-05", "Inventaire fictif au 31 décembre 2025, extraction du 5 janvier 2026")
MARS_2026 = ("2026-03-31", "Prévision fictive de l'année, arrêtée au 31 mars 2026")
SEPTEMBRE_2026 = ("2026-09-27", "Inventaire fictif, extraction du 27 septembre 2026")
ANNEE_PREVUE = "quantités prévues, l'année n'étant pas écoulée ; régularisées en avril 2027"
REPRIS_DE_2027 = "les quantités de 2027 sont reprises, faute de compte pour 2028"
POSTES_REPRIS = _postes_inconnus(2027, 2026)
COMPTAGES = (
    Comptage(2024, "previsionnel", *SEPTEMBRE_2023, 0, sans=FORFAIT),
    Comptage(2024, "previsionnel", *DECEMBRE_2023, 0, seulement=FORFAIT),
    Comptage(2024, "realise", *CLOTURE_2024, 1, validation="2025-01-2"),
    Comptage(2025, "previsionnel", *SEPTEMBRE_2024, 2, sans=FORFAIT),
    Comptage(2025, "previsionnel", *DECEMBRE_2024, 2, seulement=FORFAIT),
    Comptage(2025, "realise", *CLOTURE_2025, 3, validation="2026-01-22"),
    Comptage(2026, "previsionnel", *SEPTEMBRE_2025, 4, sans=FORFAIT),
    Comptage(2026, "previsionnel", *SEPTEMBRE_2025, 4, seulement=FORFAIT, hypothese=_postes_inconnus(2025)),
    Comptage(2026, "revise", *DECEMBRE_2025, 5, sans=EN_COURS, validation="2026-01-22"),
    Comptage(2026, "revise", *MARS_2026, 5, seulement=EN_COURS, hypothese=ANNEE_PREVUE),
    Comptage(2027, "previsionnel", *SEPTEMBRE_2026, 6, sans=FORFAIT),
    Comptage(2027, "previsionnel", *SEPTEMBRE_2026, 6, seulement=FORFAIT, hypothese=_postes_inconnus(2026)),
    Comptage(2028, "previsionnel", *SEPTEMBRE_2026, 6, sans=FORFAIT, hypothese=REPRIS_DE_2027, reprise=2027),
    Comptage(2028, "previsionnel", *SEPTEMBRE_2026, 6, seulement=FORFAIT, hypothese=POSTES_REPRIS, reprise=2027),
)
