"""How many of each: the quantities of what came after the first demonstration.

Knows: totals (all invented) and the weights that share them. Must not know: how they are shared or written.
A total goes from a first to a last figure in seven equal steps, one a column.
"""

from __future__ import annotations

from generateur.complements import (
    COMPOSANTS,
    HEILLECOURT,
    JARVILLE,
    LAXOU,
    LUDRES,
    MALZEVILLE,
    MAXEVILLE,
    NANCY,
    SAINT_MAX,
    SAULXURES,
    SEICHAMPS,
    SOUSCRIPTIONS,
    VANDOEUVRE,
    VILLERS,
)
from generateur.tables import ADHERENTS, POSTES, Colonne, Regle, Usage

_USAGE = Usage()
# Population municipale 2021 (INSEE), which weighs what is counted in schools and in town planning.
POPULATION = {
    NANCY: 104260, VANDOEUVRE: 29537, LAXOU: 14671, VILLERS: 14761, MAXEVILLE: 9921, SAINT_MAX: 10073, JARVILLE: 9374,
    LUDRES: 6081, MALZEVILLE: 7927, HEILLECOURT: 5377, SEICHAMPS: 5141, SAULXURES: 4285,
}  # fmt: skip


def steps(premier: int, dernier: int) -> Colonne:
    """Go from a first to a last figure in seven columns: 10 to 16 gives 10, 11, 12… 16."""
    gap = dernier - premier
    a, b, c, d, e, f, g = (premier + gap * rang // 6 for rang in range(7))
    return a, b, c, d, e, f, g


def _union(*composants: str) -> dict[str, Usage]:
    """Return who benefits from at least one of some components, in the order of the adherents."""
    takers = {nom for composant in composants for nom in COMPOSANTS[composant]}
    return {nom: _USAGE for nom in ADHERENTS if nom in takers}


def _cle(premier: int, dernier: int, parmi: dict[str, Usage], minimum: int = 1) -> Regle:
    return Regle(POSTES, steps(premier, dernier), {}, parmi, minimum)


def _ecoles(premier: int, dernier: int) -> Regle:
    return Regle(POPULATION, steps(premier, dernier), {}, SOUSCRIPTIONS["S07"], 1)


VALEURS: dict[str, Regle] = {
    "debit": _cle(1450, 2400, COMPOSANTS["acces-internet"], 20),
    "sites_secourus": _cle(12, 18, COMPOSANTS["liens-secours"]),
    "unites_baie": _cle(96, 128, COMPOSANTS["datacenter"]),
    "volume_sauvegarde": _cle(240, 420, COMPOSANTS["sauvegarde-externalisee"], 4),
    "consommables_traceurs": _cle(54, 60, COMPOSANTS["consommables-traceurs"], 2),
    "interventions": _cle(180, 220, COMPOSANTS["assistance-renforcee"], 6),
    "incidents": _cle(6200, 7100, _union("centre-surveillance", "outil-itsm"), 12),
    "jeux_de_donnees": _cle(90, 168, COMPOSANTS["plateforme-donnees"], 4),
    "eleves": _ecoles(12800, 13100),
    "classes": _ecoles(540, 566),
    "ecoles": _ecoles(88, 96),
    "dossiers_urbanisme": Regle(POPULATION, steps(2050, 2360), {}, SOUSCRIPTIONS["S11"], 10),
    "actes": _cle(9200, 11400, COMPOSANTS["teletransmission-actes"], 60),
}
EN_DIXIEMES = frozenset({"volume_sauvegarde"})
EN_COURS = frozenset({
    "debit", "volume_sauvegarde", "consommables_traceurs", "interventions", "incidents", "dossiers_urbanisme", "actes",
})  # fmt: skip
"""Averages and flows: what only the end of the year will tell."""


def _composant(composant: str, premier: int, dernier: int, vie: Usage = _USAGE) -> Regle:
    return Regle(POSTES, steps(premier, dernier), {}, COMPOSANTS[composant], 1, vie)


COMPTES = {
    "application-elections": (44, 50),
    "ancienne-application-courrier": (60, 60),
    "application-courrier": (90, 120),
    "application-assemblees": (120, 138),
    "application-dette": (9, 9),
    "application-patrimoine": (34, 40),
    "application-interventions": (110, 140),
    "application-action-sociale": (46, 52),
    "application-taxe-sejour": (4, 4),
    "application-salles": (30, 34),
    "application-relation-usagers": (70, 96),
    "application-voirie": (26, 28),
    "interface-etat-civil-elections": (20, 20),
    "interface-parapheur-actes": (24, 26),
    "application-musees": (18, 20),
    "application-archives": (16, 20),
    "espaces-collaboratifs": (420, 780),
    "application-formation": (30, 36),
    "application-prevention": (12, 14),
    "application-flotte": (15, 18),
    "messagerie-mobile": (150, 240),
    "bureau-distant": (60, 90),
}
DOSSIERS = {
    "application-marches": (210, 240),
    "application-restauration": (8600, 9000),
    "application-petite-enfance": (1900, 2050),
    "interface-familles-finances": (3400, 3600),
    "application-conservatoire": (2100, 2240),
}
VIES = {
    "ancienne-application-courrier": Usage(fin="2025-07-01"),
    "application-courrier": Usage("2025-07-01"),
    "application-salles": Usage("2026-05-01"),
}
PAR_COMPOSANT: dict[str, dict[str, Regle]] = {
    "comptes": {nom: _composant(nom, *totaux, VIES.get(nom, _USAGE)) for nom, totaux in COMPTES.items()},
    "postes_equipes": {"garantie-etendue": _composant("garantie-etendue", 800, 1100)},
    "dossiers": {nom: _composant(nom, *totaux) for nom, totaux in DOSSIERS.items()},
    "licences": {
        "certificats-signature": _composant("certificats-signature", 70, 84),
        "licences-sig": _composant("licences-sig", 10, 12),
        "double-authentification": _composant("double-authentification", 300, 640),
    },
    "applications": {
        "application-patrimoine": _composant("application-patrimoine", 3, 3),
        "application-voirie": _composant("application-voirie", 2, 2),
        "application-video-verbalisation": _composant("application-video-verbalisation", 1, 1),
        "application-controle-acces": _composant("application-controle-acces", 1, 1),
        "application-musees": _composant("application-musees", 2, 2),
    },
}
