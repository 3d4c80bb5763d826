"""Tables of the demonstration: who takes what, which totals are shared, which figures are fixed.

Knows: figures (all invented, but for the identities). Must not know: how they are shared or written.
Seven columns of figures: previsionnel and realise of 2024 and of 2025, previsionnel and revise of 2026, previsionnel of
2027 (2028 takes it over). Services and applications added since are in `complements`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Colonne = tuple[int, int, int, int, int, int, int]
ESSEY = "essey-les-nancy"
METROPOLE = "metropole-grand-nancy"
ETABLISSEMENT = "etablissement-rattache"


class Identite(NamedTuple):
    """A commune as INSEE (official geographic code) and DGCL name it."""

    nom: str
    insee: str
    siren: str
    liaison: str = "de "


class Usage(NamedTuple):
    """What is said of a subscription to a service or to a component; an empty text is not written."""

    debut: str = ""
    fin: str = ""
    demande: str = ""
    statut: str = ""
    motif: str = ""
    derogation: str = ""
    convention_connexe: str = ""
    signature: str = ""


class Regle(NamedTuple):
    """How totals become quantities: fixed figures first, the rest by weight among `parmi`."""

    poids: Mapping[str, int]
    totaux: Colonne
    fixes: Mapping[str, Colonne]
    parmi: Mapping[str, Usage]
    minimum: int = 0
    vie: Usage = Usage()
    """The life of the component, when it does not last as long as the convention."""


COMMUNES = {
    "nancy": Identite("Nancy", "54395", "215403957"),
    "vandoeuvre-les-nancy": Identite("Vandœuvre-lès-Nancy", "54547", "215405473"),
    "laxou": Identite("Laxou", "54304", "215403049"),
    "villers-les-nancy": Identite("Villers-lès-Nancy", "54578", "215405788"),
    "maxeville": Identite("Maxéville", "54357", "215403577"),
    "saint-max": Identite("Saint-Max", "54482", "215404823"),
    "jarville-la-malgrange": Identite("Jarville-la-Malgrange", "54274", "215402744"),
    "tomblaine": Identite("Tomblaine", "54526", "215405267"),
    ESSEY: Identite("Essey-lès-Nancy", "54184", "215401845", "d'"),
    "ludres": Identite("Ludres", "54328", "215403288"),
    "malzeville": Identite("Malzéville", "54339", "215403395"),
    "laneuveville-devant-nancy": Identite("Laneuveville-devant-Nancy", "54300", "215403007"),
    "heillecourt": Identite("Heillecourt", "54257", "215402579", "d'"),
    "pulnoy": Identite("Pulnoy", "54439", "215404393"),
    "seichamps": Identite("Seichamps", "54498", "215404989"),
    "saulxures-les-nancy": Identite("Saulxures-lès-Nancy", "54495", "215404955"),
    "houdemont": Identite("Houdemont", "54265", "215402652", "d'"),
    "fleville-devant-nancy": Identite("Fléville-devant-Nancy", "54197", "215401977"),
    "art-sur-meurthe": Identite("Art-sur-Meurthe", "54025", "215400250", "d'"),
    "dommartemont": Identite("Dommartemont", "54165", "215401654"),
}
ADHERENTS = (METROPOLE, *COMMUNES, ETABLISSEMENT)


def _table(*figures: int) -> Mapping[str, int]:
    """Name the figures given in the order of the adherents."""
    return MappingProxyType(dict(zip(ADHERENTS, figures, strict=True)))


# Workstations on 31 December 2025 (4801), means of printing (412), mailboxes in 2027 (5640).
POSTES = _table(
    *(1150, 1480, 430, 215, 205, 160, 140, 130, 118, 112, 104), *(96, 84, 78, 68, 66, 55, 38, 36, 17, 7, 12)
)
MOYENS_IMPRESSION = _table(*(96, 118, 38, 22, 20, 15, 13, 12, 12, 14, 11), *(9, 8, 7, 5, 5, 4, 2, 1, 0, 0, 0))
BOITES = _table(
    *(1420, 1760, 498, 246, 228, 178, 150, 136, 126, 118, 118), *(104, 92, 84, 74, 70, 60, 42, 38, 20, 9, 69)
)
TELETRAVAIL = MappingProxyType({
    METROPOLE: 640, "nancy": 420, "vandoeuvre-les-nancy": 96, "villers-les-nancy": 44, "laxou": 38, "maxeville": 30,
    "ludres": 24, ETABLISSEMENT: 60,
})  # fmt: skip

DEPUIS_2024 = Usage("2024-01-01")
TOUS = dict.fromkeys(ADHERENTS, DEPUIS_2024)
SOUSCRIPTIONS: dict[str, dict[str, Usage]] = {
    "S02": TOUS,
    "S03": TOUS,
    "S03.5": {"nancy": Usage("2025-01-01", demande="2024-09-16", derogation="archives_departementales")},
    "S04": TOUS,
    "S05": {
        **dict.fromkeys((METROPOLE, "nancy", "vandoeuvre-les-nancy", "laxou", "villers-les-nancy"), DEPUIS_2024),
        **dict.fromkeys(("maxeville", "saint-max", "tomblaine", "malzeville", "heillecourt"), DEPUIS_2024),
        "jarville-la-malgrange": Usage("2025-07-01", demande="2024-09-16"),
        ESSEY: Usage("2026-01-01", demande="2025-09-22"),
        "ludres": Usage("2024-01-01", "2026-07-01"),
    },
    "S08": TOUS,
    "S09": {
        **dict.fromkeys(TELETRAVAIL, DEPUIS_2024),
        "pulnoy": Usage(
            "2026-09-01",
            demande="2026-06-15",
            statut="souscrite_non_activee",
            motif="portables à livrer",
        ),
    },
}
_PETITES = frozenset({"art-sur-meurthe", "dommartemont"})
_USAGE = Usage()
_RH = dict.fromkeys((METROPOLE, "nancy", "vandoeuvre-les-nancy", "laxou", "villers-les-nancy", ETABLISSEMENT), _USAGE)
COMPOSANTS: dict[str, dict[str, Usage]] = {
    "application-finances": dict.fromkeys(ADHERENTS, _USAGE),
    "application-etat-civil": dict.fromkeys(COMMUNES, _USAGE),
    "portail-familles": dict.fromkeys([nom for nom in COMMUNES if nom not in {"nancy", *_PETITES}], _USAGE),
    "application-rh": _RH,
    "interface-finances-rh": _RH,
    "application-bibliotheque": dict.fromkeys(
        ("nancy", "vandoeuvre-les-nancy", "laxou", "maxeville", "saint-max"), _USAGE
    ),
    "application-police-municipale": {"nancy": _USAGE},
    "parapheur": {
        **dict.fromkeys((METROPOLE, "nancy"), _USAGE),
        **dict.fromkeys(("vandoeuvre-les-nancy", "laxou", "villers-les-nancy", "saint-max"), Usage("2025-09-01")),
    },
    "application-cimetieres": {
        **dict.fromkeys(("nancy", "vandoeuvre-les-nancy", "laxou", "jarville-la-malgrange", "malzeville"), _USAGE),
        "houdemont": Usage(fin="2026-10-01"),
    },
    "licence-cao-partagee": dict.fromkeys((METROPOLE, "nancy", "vandoeuvre-les-nancy"), _USAGE),
    "impression-nomade": {METROPOLE: _USAGE},
    "orthophotographie": dict.fromkeys((METROPOLE, "nancy", "vandoeuvre-les-nancy", "laxou", "maxeville"), _USAGE),
    "archivage-messagerie": dict.fromkeys((METROPOLE, "nancy", "vandoeuvre-les-nancy", "villers-les-nancy"), _USAGE),
}


def _postes(totaux: Colonne, essey: Colonne, minimum: int = 0) -> Regle:
    return Regle(POSTES, totaux, {ESSEY: essey}, TOUS, minimum)


_ZERO: Colonne = (0, 0, 0, 0, 0, 0, 0)
# Kept out of the files: printers are what is left of it.
MOYENS = Regle(MOYENS_IMPRESSION, (408, 410, 412, 409, 412, 412, 412), {ESSEY: (14, 14, 14, 14, 14, 14, 14)}, TOUS)
VALEURS: dict[str, Regle] = {
    "postes_forfait": _postes((4596, 4596, 4708, 4708, 4708, 4801, 4801), (104, 104, 108, 108, 108, 112, 112)),
    "postes": _postes((4590, 4648, 4700, 4724, 4716, 4801, 4801), (104, 106, 108, 108, 108, 112, 112)),
    "stockage": _postes((1120, 1130, 1200, 1180, 1220, 1240, 1240), (23, 23, 24, 24, 24, 26, 26), 1),
    "sites": _postes((242, 244, 246, 246, 246, 248, 248), (6, 6, 6, 6, 6, 6, 6), 1),
    "bornes_wifi": _postes((340, 352, 380, 392, 396, 410, 424), _ZERO),
    "lignes_telephoniques": _postes((1500, 1484, 1460, 1452, 1450, 1440, 1420), _ZERO),
    "serveurs": _postes((90, 92, 96, 96, 98, 102, 102), _ZERO),
    "traceurs": Regle(MOYENS_IMPRESSION, (18, 18, 18, 18, 18, 18, 18), {ESSEY: (1, 1, 1, 1, 1, 1, 1)}, TOUS),
    "copieurs": Regle(MOYENS_IMPRESSION, (164, 165, 165, 164, 165, 165, 165), {ESSEY: (6, 6, 6, 5, 6, 6, 6)}, TOUS),
    "consommables": Regle(
        MOYENS_IMPRESSION, (1780, 1742, 1720, 1655, 1700, 1690, 1690), {ESSEY: (62, 61, 60, 52, 60, 56, 56)}, TOUS
    ),
    "abonnements_mobiles": _postes((1300, 1346, 1380, 1410, 1400, 1460, 1460), (32, 33, 34, 36, 34, 38, 38)),
    "abonnements_tablettes": _postes((120, 132, 140, 146, 150, 160, 160), _ZERO),
    "terminaux": _postes((1610, 1668, 1720, 1760, 1760, 1850, 1850), (38, 40, 42, 44, 42, 46, 46)),
    "licences_dati": _postes((60, 62, 64, 66, 66, 72, 72), _ZERO),
    # Ludres leaves on 1 July 2026: its 16 accounts weigh 8, and 400 accounts share the cost of 2026.
    "comptes_sig": Regle(
        POSTES,
        (356, 362, 372, 376, 400, 408, 400),
        {ESSEY: (0, 0, 0, 0, 12, 12, 12), "ludres": (15, 15, 15, 16, 16, 16, 0)},
        SOUSCRIPTIONS["S05"],
    ),
    "boites_aux_lettres": Regle(
        BOITES, (5320, 5376, 5420, 5448, 5470, 5566, 5640), {ESSEY: (106, 110, 112, 113, 112, 116, 118)}, TOUS
    ),
    "comptes_teletravail": Regle(TELETRAVAIL, (1080, 1132, 1180, 1204, 1220, 1290, 1352), {}, SOUSCRIPTIONS["S09"]),
}
EN_DIXIEMES = frozenset({"stockage"})
"""Keys whose figures above are tenths of their unit."""


def _composant(composant: str, totaux: Colonne, essey: Colonne | None = None, minimum: int = 1) -> Regle:
    return Regle(POSTES, totaux, {} if essey is None else {ESSEY: essey}, COMPOSANTS[composant], minimum)


PAR_COMPOSANT: dict[str, dict[str, Regle]] = {
    "comptes": {
        "application-finances": _composant(
            "application-finances", (318, 320, 320, 320, 320, 320, 320), (9, 9, 9, 9, 9, 9, 9)
        ),
        "application-rh": _composant("application-rh", (114, 116, 118, 120, 118, 122, 122)),
        "application-bibliotheque": _composant("application-bibliotheque", (80, 82, 84, 84, 84, 86, 86)),
        "interface-finances-rh": _composant("interface-finances-rh", (36, 36, 36, 36, 36, 36, 36)),
        "parapheur": _composant("parapheur", (150, 154, 210, 206, 214, 226, 232)),
    },
    "postes_equipes": {
        "application-etat-civil": _composant(
            "application-etat-civil", (96, 96, 96, 96, 96, 96, 96), (4, 4, 4, 4, 4, 4, 4)
        ),
        "application-cimetieres": _composant("application-cimetieres", (24, 24, 24, 24, 24, 24, 23)),
    },
    "dossiers": {
        "portail-familles": _composant(
            "portail-familles",
            (12400, 12460, 12500, 12480, 12500, 12500, 12500),
            (1410, 1420, 1450, 1430, 1450, 1450, 1450),
        ),
        "archivage-electronique": Regle(POSTES, (0, 0, 3200, 3260, 3500, 3700, 4200), {}, SOUSCRIPTIONS["S03.5"]),
    },
    "licences": {"licence-cao-partagee": _composant("licence-cao-partagee", (14, 14, 15, 15, 15, 16, 16))},
    "applications": {
        "application-bibliotheque": _composant("application-bibliotheque", (5, 5, 5, 5, 5, 5, 5)),
        "application-police-municipale": _composant("application-police-municipale", (1, 1, 1, 1, 1, 1, 1)),
    },
}
