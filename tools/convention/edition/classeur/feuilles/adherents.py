"""The sheet of members: who they are, since when; to be read.

Knows: identities. Must not know: gestures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from convention.edition.classeur.cadre import Colonne, Feuille, Tableau
from convention.edition.classeur.genres import JOUR

if TYPE_CHECKING:
    from datetime import date

    from convention.edition.classeur.cadre import Sujet

COLONNES = (
    Colonne("adherent", "Identifiant", largeur=28),
    Colonne("nom", "Nom", largeur=30),
    Colonne("denomination", "Dénomination", largeur=44),
    Colonne("type", "Genre"),
    Colonne("siren", "SIREN"),
    Colonne("insee", "Code INSEE"),
    Colonne("rattachement", "Rattaché à", largeur=28),
    Colonne("debut", "Adhésion : premier jour", JOUR),
    Colonne("dernier_jour", "Adhésion : dernier jour", JOUR),
)


def _sheet(sujet: Sujet) -> Tableau:
    rows = []
    for dossier in sujet.dossiers:
        item, adhesion = dossier.identite, dossier.identite.adhesion
        last = adhesion.fin - timedelta(days=1) if adhesion.fin is not None else None
        named = (dossier.id, item.nom, item.denomination, str(item.type), item.siren or "", item.insee or "")
        rows.append((*named, item.rattachement or "", _day(adhesion.debut), _day(last)))
    return Tableau(ADHERENTS.nom, COLONNES, tuple(rows))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""


ADHERENTS = Feuille(
    "Adhérents",
    "Qui est adhérent, et depuis quand. À lire : une adhésion commence et finit par un acte.",
    _sheet,
    ailleurs="une entrée s'écrit par « convention adherer », une sortie par « convention resilier » ; le reste se "
    "corrige dans adherents/…/adherent.yaml",
)
