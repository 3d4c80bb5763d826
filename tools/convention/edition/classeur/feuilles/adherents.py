"""The sheet of members: who they are, which may be corrected; since when, which is to be read.

Knows: identities. Must not know: what a number must be.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from convention.edition.classeur.cadre import Colonne, Feuille, Tableau
from convention.edition.classeur.genres import JOUR, field_of, words_of
from convention.edition.gestes.corriger_adherent import CorrigerAdherent
from convention.edition.refus import RefusError
from convention.model.documents.adherents import Adherent
from convention.model.mots.communs import TypeAdherent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.edition.classeur.cadre import Apport, Changement, Sujet
    from convention.edition.demande import Demande

GENRE = words_of(TypeAdherent)


def _open(champ: str, titre: str, largeur: int = 14) -> Colonne:
    return Colonne(champ, titre, field_of(Adherent, champ), ouverte=True, largeur=largeur)


COLONNES = (
    Colonne("adherent", "Identifiant", largeur=28),
    _open("nom", "Nom", 30),
    _open("denomination", "Dénomination", 44),
    Colonne(
        *("type", "Genre", GENRE), ouverte=True, largeur=28, propositions=tuple(item.libelle for item in TypeAdherent)
    ),
    _open("siren", "SIREN"),
    _open("insee", "Code INSEE"),
    _open("rattachement", "Rattaché à (identifiant)", 28),
    Colonne("debut", "Adhésion : premier jour", JOUR),
    Colonne("dernier_jour", "Adhésion : dernier jour", JOUR),
)


def _sheet(sujet: Sujet) -> Tableau:
    rows = []
    for dossier in sujet.dossiers:
        item, adhesion = dossier.identite, dossier.identite.adhesion
        last = adhesion.fin - timedelta(days=1) if adhesion.fin is not None else None
        named = (dossier.id, item.nom, item.denomination, item.type.libelle, item.siren or "", item.insee or "")
        rows.append((*named, item.rattachement or "", _day(adhesion.debut), _day(last)))
    return Tableau(ADHERENTS.nom, COLONNES, tuple(rows))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""


def _write(apport: Apport, changement: Changement) -> Iterator[Demande]:
    adherent, champ, value = changement.cles[0], changement.colonne, changement.apres
    if not value:
        path = apport.sujet.depot.dossiers[adherent].path(Adherent)
        known = f"remettre {changement.avant}"
        hint = known if Adherent.model_fields[champ].is_required() else f"{known}, ou retirer sa ligne de {path}"
        raise RefusError("ce qui dit qui est un adhérent ne s'efface pas ici", hint)
    read = next(item for item in TypeAdherent if item.libelle == value) if champ == "type" else value
    yield CorrigerAdherent.model_construct(None, **{"adherent": adherent, champ: read})


ADHERENTS = Feuille(
    "Adhérents",
    "Qui est adhérent, et depuis quand. Noms, numéros, genre et rattachement se corrigent ; une adhésion commence et "
    "finit par un acte.",
    _sheet,
    _write,
    ailleurs="une entrée s'écrit par « convention adherer », une sortie par « convention resilier »",
)
