"""Who takes what came after the first demonstration: services S07, S10 and S11, and most components.

Knows: subscriptions (all invented). Must not know: quantities (`complements_quantites`), how they are written.
Nothing here bills Essey-lès-Nancy: its contributions are those of the sample documents.
"""

from __future__ import annotations

from generateur.tables import ADHERENTS, ETABLISSEMENT, METROPOLE, Usage

NANCY, VANDOEUVRE, LAXOU, VILLERS = "nancy", "vandoeuvre-les-nancy", "laxou", "villers-les-nancy"
MAXEVILLE, SAINT_MAX, JARVILLE = "maxeville", "saint-max", "jarville-la-malgrange"
LUDRES, MALZEVILLE, LANEUVEVILLE, HEILLECOURT = "ludres", "malzeville", "laneuveville-devant-nancy", "heillecourt"
PULNOY, SEICHAMPS, SAULXURES, HOUDEMONT = "pulnoy", "seichamps", "saulxures-les-nancy", "houdemont"
AUTRES = ("fleville-devant-nancy", "art-sur-meurthe", "dommartemont")

_DEPUIS_2024 = Usage("2024-01-01")
_USAGE = Usage()


def _connexe(service: str, annee: int, signature: str, debut: str = "2024-01-01") -> Usage:
    reference = f"convention {service} n° {annee}-01 (fictive)"
    return Usage(debut, convention_connexe=reference, signature=signature)


_CARTADS = _connexe("Cartads", 2023, "2023-12-11")
SOUSCRIPTIONS: dict[str, dict[str, Usage]] = {
    "S07": {
        **dict.fromkeys((NANCY, VANDOEUVRE, LAXOU, MAXEVILLE, SAINT_MAX, JARVILLE), _DEPUIS_2024),
        VILLERS: Usage("2024-09-01", demande="2024-01-22"),
        MALZEVILLE: Usage("2025-09-01", demande="2024-09-16"),
        SAULXURES: Usage("2026-09-01", demande="2025-09-22"),
        HEILLECOURT: Usage("2024-01-01", "2027-07-01"),
    },
    "S10": {
        **dict.fromkeys((METROPOLE, NANCY), _connexe("Colibris", 2023, "2023-12-11")),
        VANDOEUVRE: _connexe("Colibris", 2024, "2024-09-30", "2025-01-01"),
        LAXOU: _connexe("Colibris", 2025, "2025-09-29", "2026-04-01"),
    },
    "S11": {
        **dict.fromkeys((NANCY, VANDOEUVRE, LAXOU, VILLERS, MAXEVILLE, SAINT_MAX, LUDRES), _CARTADS),
        MALZEVILLE: _connexe("Cartads", 2024, "2024-09-23", "2025-07-01"),
        SEICHAMPS: _connexe("Cartads", 2025, "2025-09-22", "2026-01-01"),
    },
}

_GRANDS = (METROPOLE, NANCY, VANDOEUVRE)
_CINQ = (*_GRANDS, LAXOU, VILLERS)
_SEPT = (*_CINQ, MAXEVILLE, SAINT_MAX)
# Everybody but Essey-lès-Nancy and Tomblaine, whose figures are those of the sample documents.
_PRESQUE_TOUS = tuple(nom for nom in ADHERENTS if nom not in {"essey-les-nancy", "tomblaine"})


def _parmi(*adherents: str, **autres: Usage) -> dict[str, Usage]:
    """Name beneficiaries; the names of those whose dates differ are written with underscores."""
    return {**dict.fromkeys(adherents, _USAGE), **{nom.replace("_", "-"): usage for nom, usage in autres.items()}}


COMPOSANTS: dict[str, dict[str, Usage]] = {
    # S01
    "achats-groupes": _parmi(*_CINQ, MAXEVILLE),
    # S02
    "application-elections": _parmi(*_SEPT[1:], JARVILLE, LUDRES, MALZEVILLE),
    "ancienne-application-courrier": _parmi(METROPOLE, NANCY),
    "application-courrier": _parmi(*_GRANDS, LAXOU, maxeville=Usage("2026-03-01")),
    "application-assemblees": _parmi(*_SEPT, JARVILLE, LUDRES, HEILLECOURT, pulnoy=Usage(fin="2025-10-01")),
    "teletransmission-actes": _parmi(*_PRESQUE_TOUS),
    "application-marches": _parmi(*_GRANDS, LAXOU),
    "application-dette": _parmi(*_GRANDS),
    "application-patrimoine": _parmi(*_GRANDS),
    "application-interventions": _parmi(*_CINQ, saint_max=Usage("2024-10-01")),
    "application-restauration": _parmi(*_SEPT[1:], JARVILLE, MALZEVILLE),
    "application-petite-enfance": _parmi(NANCY, VANDOEUVRE, LAXOU, MAXEVILLE),
    "application-action-sociale": _parmi(ETABLISSEMENT, VANDOEUVRE, LAXOU),
    "application-taxe-sejour": _parmi(METROPOLE),
    "application-salles": _parmi(NANCY, VANDOEUVRE, VILLERS, HEILLECOURT, SEICHAMPS),
    "application-relation-usagers": _parmi(*_GRANDS),
    "application-voirie": _parmi(METROPOLE, NANCY),
    "application-video-verbalisation": _parmi(VANDOEUVRE),
    "application-controle-acces": _parmi(METROPOLE),
    "interface-etat-civil-elections": _parmi(NANCY, VANDOEUVRE, LAXOU, VILLERS),
    "interface-parapheur-actes": _parmi(METROPOLE, NANCY),
    "interface-familles-finances": _parmi(VANDOEUVRE, LAXOU, VILLERS, MAXEVILLE),
    "certificats-signature": _parmi(*_PRESQUE_TOUS),
    "application-conservatoire": _parmi(NANCY, VANDOEUVRE, JARVILLE),
    "application-musees": _parmi(METROPOLE, NANCY),
    "application-archives": _parmi(*_GRANDS),
    "espaces-collaboratifs": _parmi(*_GRANDS, LAXOU, ETABLISSEMENT),
    "application-formation": _parmi(*_GRANDS, ETABLISSEMENT),
    "application-prevention": _parmi(METROPOLE, NANCY),
    "application-flotte": _parmi(*_GRANDS),
    # S03
    "droit-usage-stockage": _parmi(*_CINQ),
    "datacenter": _parmi(*_GRANDS, LAXOU, ETABLISSEMENT),
    "acces-internet": _parmi(*_SEPT),
    "liens-secours": _parmi(*_CINQ),
    "sauvegarde-externalisee": _parmi(NANCY, VANDOEUVRE, LAXOU, JARVILLE, MALZEVILLE, SEICHAMPS),
    # S04
    "consommables-traceurs": _parmi(*_GRANDS, LAXOU),
    "impression-nomade-nancy": _parmi(NANCY),
    "assistance-renforcee": _parmi(NANCY, VANDOEUVRE, LAXOU, SAINT_MAX),
    "inventaire-logiciel": _parmi(*_CINQ, MAXEVILLE, LUDRES),
    "garantie-etendue": _parmi(*_GRANDS, SAINT_MAX, HEILLECOURT),
    # S05
    "maquette-3d": _parmi(METROPOLE, NANCY),
    "plan-corps-de-rue": _parmi(*_CINQ, MAXEVILLE, HEILLECOURT),
    "licences-sig": _parmi(*_GRANDS),
    # S06
    "centre-surveillance": _parmi(*_SEPT),
    "droit-usage-pare-feu": _parmi(*_SEPT),
    "outil-itsm": _parmi(*_GRANDS, LAXOU, ETABLISSEMENT),
    "plateforme-donnees": _parmi(*_GRANDS),
    "sensibilisation": _parmi(*_CINQ, LUDRES, ETABLISSEMENT),
    # S08, S09
    "protection-messagerie": _parmi(*_CINQ, MAXEVILLE, JARVILLE, *AUTRES[1:], ETABLISSEMENT),
    "messagerie-mobile": _parmi(*_GRANDS, LUDRES),
    "double-authentification": _parmi(*_CINQ),
    "bureau-distant": _parmi(METROPOLE, NANCY, ETABLISSEMENT),
}
