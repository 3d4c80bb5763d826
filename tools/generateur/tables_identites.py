"""Tables of who signs and answers for each adherent, of its calendar and of its needs.

Knows: functions, sizes, needs (all invented, but for what the convention says of Essey-lès-Nancy). Must not know: how
they are written, what anybody owes. No natural person is named: functions only.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from generateur.tables import ESSEY, ETABLISSEMENT, METROPOLE

GRANDES = frozenset({"nancy", "vandoeuvre-les-nancy"})
PETITES = frozenset({"art-sur-meurthe", "dommartemont", "fleville-devant-nancy", "houdemont"})
"""Fewer than 3 500 inhabitants: no budget debate is compulsory, the secretary of the mairie answers for everything."""
ANNEES = (2024, 2025, 2026, 2027)
RECENSEMENTS = (2025, 2026, 2027)


class Profil(NamedTuple):
    """Who answers, by function; an empty text is not written."""

    strategique: str
    financier: str
    operationnel: str
    referent: str
    dpd: str
    mutualise: bool
    besoins: int


_DGS = "Direction générale des services"
_SECRETARIAT = "Secrétariat général de mairie"
_REFERENT = "Référent numérique"
_MUTUALISE = "Délégué à la protection des données mutualisé (organisme fictif)"
PROFILS = {
    "grande": Profil(
        strategique=_DGS,
        financier="Direction des finances",
        operationnel="Direction des usages numériques",
        referent=_REFERENT,
        dpd="Délégué à la protection des données de la ville",
        mutualise=False,
        besoins=4,
    ),
    "moyenne": Profil(_DGS, "Responsable des finances", _DGS, _REFERENT, _MUTUALISE, mutualise=True, besoins=3),
    "petite": Profil(_SECRETARIAT, _SECRETARIAT, _SECRETARIAT, "", _MUTUALISE, mutualise=True, besoins=2),
    "etablissement": Profil(
        strategique="Direction de l'établissement",
        financier="Responsable administratif et financier",
        operationnel="Responsable administratif et financier",
        referent=_REFERENT,
        dpd=_MUTUALISE,
        mutualise=True,
        besoins=2,
    ),
    "metropole": Profil(
        strategique="Direction générale adjointe déléguée aux ressources",
        financier="Direction des finances",
        operationnel="Direction des systèmes d'information et des télécommunications",
        referent="",
        dpd="Délégué à la protection des données de la Métropole",
        mutualise=False,
        besoins=4,
    ),
}


def size(adherent: str) -> str:
    """Return the profile of an adherent."""
    if adherent in {METROPOLE, ETABLISSEMENT}:
        return "metropole" if adherent == METROPOLE else "etablissement"
    return "grande" if adherent in GRANDES else "petite" if adherent in PETITES else "moyenne"


SANS_REFERENT = frozenset({"malzeville", "pulnoy", "saulxures-les-nancy"})
"""Communes of middle size that have not designated a référent (art. 5: it is an option)."""
DANS_L_ORGANIGRAMME = frozenset({METROPOLE, "nancy", "laxou", ESSEY})
PAR_ATTRIBUTION = frozenset({"saulxures-les-nancy", "seichamps"})
"""Communes that settle the running costs through their attribution de compensation."""
ANNEXES = {
    "nancy": ("restauration", "Restauration collective (budget annexe supposé)", "non"),
    METROPOLE: ("eau", "Eau (budget annexe supposé)", "oui"),
}
"""Budgets beside the principal one: its name, what it says, whether it is a SPIC."""
PART_ANNEXE = {"nancy": 4}
"""Percentage of the indirect costs that the annexe budget bears; the métropole votes no credits for its own share."""

EN_DECEMBRE = frozenset({METROPOLE, "nancy", "laxou"})
EN_AVRIL = frozenset({"tomblaine", "ludres", "heillecourt", "pulnoy", ETABLISSEMENT, *PETITES})
"""When the budget is voted: the December before, in April, else in February."""
CALENDRIER_ESSEY_2026 = {
    "rob": date(2026, 1, 26),
    "bp": date(2026, 2, 23),
    "dm": date(2026, 12, 14),
    "cfu": date(2027, 6, 21),
}
CREDITS_ESSEY_2026 = {"6216": (8_000_000, 0), "62876": (2_850_000, 30_000), "21838": (1_200_000, 0)}
"""Cents voted in the budget, then in the decision modificative to come: those of the demonstration's dashboard."""

EN_PLUS = {("tomblaine", 2027, "62876"): 260_000}
"""Cents for a need of the census that no subscription answers yet: the contributions do not count it."""


class Besoin(NamedTuple):
    """A need of the census; no cost is written when it is zero."""

    id: str
    libelle: str
    service: str
    priorite: str
    cout: int = 0
    section: str = ""


_F, _I = "fonctionnement", "investissement"
BESOINS = (
    Besoin("renouvellement-ordinateurs", "Renouveler les ordinateurs les plus anciens", "S04", "normale", 7100, _I),
    Besoin("telephonie-des-ecoles", "Convertir la téléphonie des écoles", "S03", "obligation", 4200, _I),
    Besoin("wifi-de-la-mairie", "Étendre le Wi-Fi de la mairie", "S03", "normale", 2600, _I),
    Besoin("actes-dematerialises", "Transmettre tous les actes sans papier", "S02", "obligation", 1800, _F),
    Besoin("sensibilisation", "Sensibiliser les agents aux risques informatiques", "S06", "forte"),
    Besoin("plan-des-reseaux", "Mettre à jour le plan des réseaux", "S05", "normale", 1500, _F),
    Besoin("boites-des-elus", "Ouvrir une boîte aux lettres à chaque élu", "S08", "forte"),
    Besoin("sauvegarde-des-ecoles", "Sauvegarder les fichiers des écoles", "S03", "forte", 900, _F),
    Besoin("inscriptions-en-ligne", "Ouvrir les inscriptions scolaires en ligne", "S02", "normale", 3100, _F),
    Besoin("remplacement-copieur", "Remplacer le copieur de l'accueil", "S04", "normale"),
    Besoin("etude-archivage", "Étudier l'archivage électronique des marchés", "S03", "normale"),
    Besoin("suivi-des-subventions", "Suivre les subventions dans un tableau de bord", "S06", "normale"),
    Besoin("salle-du-conseil", "Équiper la salle du conseil pour la visioconférence", "S04", "normale", 5400, _I),
    Besoin("etude-teletravail", "Étudier le télétravail pour les agents volontaires", "S09", "normale"),
)
"""Needs drawn for each adherent; the cost is for one of middle size."""
DES_COMMUNES = frozenset({
    *("telephonie-des-ecoles", "wifi-de-la-mairie", "boites-des-elus", "sauvegarde-des-ecoles"),
    *("inscriptions-en-ligne", "salle-du-conseil"),
})  # fmt: skip
"""Needs that only a commune has."""
ETUDES = {"etude-archivage": "S03.5", "etude-teletravail": "S09"}
"""What is studied by those that have not subscribed to it."""
USAGES = {"plan-des-reseaux": "S05"}
"""What is asked by those that have subscribed to it."""
BESOINS_CONNUS: dict[tuple[str, int], tuple[Besoin, ...]] = {
    ("jarville-la-malgrange", 2025): (Besoin("sig", "Consulter le cadastre et les réseaux", "S05", "forte", 1200, _F),),
    (ESSEY, 2026): (
        Besoin("sig", "Consulter le cadastre et les réseaux", "S05", "forte", 720, _F),
        Besoin("ordinateurs-neufs", "Remplacer douze ordinateurs", "S04", "forte", 9466, _I),
    ),
    ("tomblaine", 2027): (Besoin("teletravail", "Ouvrir le télétravail à soixante agents", "S09", "forte", 2600, _F),),
    ("pulnoy", 2027): (Besoin("teletravail", "Livrer les portables du télétravail", "S09", "forte", 4700, _I),),
}
"""Needs that what is subscribed or bought later answers."""
SANS_VALIDATION_2027 = frozenset({"ludres", "art-sur-meurthe", "dommartemont", ETABLISSEMENT})
REVOYURES_A_VENIR = frozenset({"tomblaine", "pulnoy", "malzeville", "saint-max", ETABLISSEMENT})
"""Reviews of 2027 that are not held yet."""
