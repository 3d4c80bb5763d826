"""Écrit les fonctions, les budgets et les besoins de démonstration des adhérents.

Ce programme a servi une fois. Depuis, les fichiers se tiennent à la main ; il reste là pour montrer d'où viennent les
chiffres, et il ne réécrit jamais un fichier existant. Les dates et les besoins sont tirés au sort d'une graine propre à
chaque adhérent : la même graine donne les mêmes fichiers. Les crédits suivent les contributions que l'outil calcule.

Depuis la racine du dépôt : PYTHONPATH=tools python -m generateur.identites DOSSIER
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from convention.base.french import jour
from convention.loading.loader import load
from convention.loading.source import Folder
from generateur.budgets import budget, weekday
from generateur.ecriture import INVENTE, document, ecrire
from generateur.tables import ADHERENTS, ESSEY, ETABLISSEMENT, METROPOLE
from generateur.tables_identites import (
    BESOINS,
    BESOINS_CONNUS,
    DANS_L_ORGANIGRAMME,
    DES_COMMUNES,
    ETUDES,
    PROFILS,
    RECENSEMENTS,
    REVOYURES_A_VENIR,
    SANS_REFERENT,
    SANS_VALIDATION_2027,
    USAGES,
    Besoin,
    size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot

GRAINE = "2026-11-25"
EN_TETE = ("origine: demonstration", f'source: "{INVENTE}"')
DERNIERE = 2027
COUTS = {"grande": 40, "moyenne": 10, "petite": 4, "etablissement": 5, "metropole": 50}
"""How many tenths of the cost of a need, by size."""


def documents(depot: Depot) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each document."""
    for adherent in ADHERENTS:
        dossier = f"adherents/{adherent}"
        yield (
            f"{dossier}/fonctions.yaml",
            document("fonctions", 2, [*EN_TETE, *_fonctions(adherent, _draw(adherent, "fonctions"))]),
        )
        yield (
            f"{dossier}/budget.yaml",
            document("budget", 2, [*EN_TETE, *budget(depot, adherent, _draw(adherent, "budget"))]),
        )
        for annee in RECENSEMENTS:
            lines = _besoins(depot, adherent, annee, _draw(adherent, f"besoins {annee}"))
            yield f"{dossier}/besoins/{annee}.yaml", document("besoins", 3, [*EN_TETE, *lines])


def _draw(adherent: str, quoi: str) -> Random:
    return Random(f"{GRAINE} {adherent} {quoi}")  # noqa: S311 (figures of a demonstration, not secrets)


def _fonctions(adherent: str, alea: Random) -> list[str]:
    profil = PROFILS[size(adherent)]
    referent = "" if adherent in SANS_REFERENT else profil.referent
    lines = [] if adherent == METROPOLE else ["signataire:", *_signataire(adherent, alea)]
    lines += ["interlocuteurs:", f'  strategique: "{profil.strategique}"', f'  financier: "{profil.financier}"']
    lines += [f'  operationnel: "{profil.operationnel}"', *([f'  referent: "{referent}"'] if referent else [])]
    lines += ["dpd:", f'  fonction: "{profil.dpd}"', *(["  mutualise: oui"] if profil.mutualise else [])]
    lines.append(f"  designation: {weekday(alea, date(2018, 5, 28), date(2023, 6, 29))}")
    lines.append(f"  communication: {weekday(alea, date(2024, 1, 8), date(2024, 3, 28))}")
    lines.append(f"autorisation_enquete: {weekday(alea, date(2024, 1, 8), date(2024, 2, 29))}")
    return [*lines, "organigramme: oui"] if adherent in DANS_L_ORGANIGRAMME else lines


def _signataire(adherent: str, alea: Random) -> list[str]:
    if adherent == ESSEY:
        return [
            "  fonction: Maire",
            "  # La convention écrit « délibération du XXXXX du 25 septembre 2023 » : organe et numéro y manquent.",
            "  habilitation:",
            '    objet: "Habiliter le maire à signer la convention"',
            "    date: 2023-09-25",
            "    a_completer: oui",
            "    origine: convention",
        ]
    organe, fonction, qui = "Conseil municipal", "Maire", "le maire"
    if adherent == ETABLISSEMENT:
        organe, fonction, qui = "Conseil d'administration", "Président du conseil d'administration", "son président"
    return [
        f'  fonction: "{fonction}"',
        "  habilitation:",
        f'    organe: "{organe}"',
        f'    objet: "Approuver la convention de mutualisation et habiliter {qui} à la signer"',
        f'    numero: "fictif-2023-{alea.randint(11, 99)}"',
        f"    date: {weekday(alea, date(2023, 9, 11), date(2023, 12, 14))}",
    ]


def _besoins(depot: Depot, adherent: str, annee: int, alea: Random) -> list[str]:
    recensement = weekday(alea, date(annee - 1, 9, 7), date(annee - 1, 9, 24))
    lines = [f"recensement: {recensement}"]
    if annee < DERNIERE or adherent not in SANS_VALIDATION_2027:
        lines.append(f"validation: {weekday(alea, recensement + timedelta(5), recensement + timedelta(12))}")
    lines += ["revoyure:", *_revoyure(depot, adherent, annee, alea), "besoins:"]
    for besoin in _needs(depot, adherent, annee, alea):
        champs = {
            "id": besoin.id,
            "libelle": f'"{besoin.libelle}"',
            "service": besoin.service,
            "priorite": besoin.priorite,
        }
        if besoin.cout:
            champs |= {"cout_estime": f"{besoin.cout}.00", "section": besoin.section}
        lines += [f"  {'  ' if rang else '- '}{nom}: {valeur}" for rang, (nom, valeur) in enumerate(champs.items())]
    return lines


def _needs(depot: Depot, adherent: str, annee: int, alea: Random) -> list[Besoin]:
    known = BESOINS_CONNUS.get((adherent, annee), ())
    taken = {besoin.service for besoin in known}
    others = [item for item in BESOINS if item.service not in taken and _suits(depot, adherent, annee, item)]
    drawn = alea.sample(others, max(PROFILS[size(adherent)].besoins - len(known), 1))
    times = COUTS[size(adherent)]
    priced = [besoin._replace(cout=besoin.cout * times * alea.randint(80, 125) // 10_000 * 10) for besoin in drawn]
    return [*known, *priced]


def _suits(depot: Depot, adherent: str, annee: int, besoin: Besoin) -> bool:
    """Tell whether a need makes sense for an adherent, given what it has subscribed to by then."""
    choices = depot.dossiers[adherent].souscriptions.souscriptions
    taken = {item.service for item in choices if item.debut.year <= annee}
    if besoin.id in DES_COMMUNES and adherent in {METROPOLE, ETABLISSEMENT}:
        return False
    return ETUDES.get(besoin.id) not in taken and (besoin.id not in USAGES or USAGES[besoin.id] in taken)


def _revoyure(depot: Depot, adherent: str, annee: int, alea: Random) -> list[str]:
    """The yearly review, in the autumn before: what enters and what leaves during the year."""
    if annee == DERNIERE and adherent in REVOYURES_A_VENIR:
        return [f"  date: {weekday(alea, date(annee - 1, 12, 1), date(annee - 1, 12, 17))}"]
    choices = depot.dossiers[adherent].souscriptions.souscriptions
    moves = [
        f"entrée dans {depot.libelle_service(item.service)} au {jour(item.debut)}"
        for item in choices
        if item.debut.year == annee
    ]
    moves += [
        f"sortie de {depot.libelle_service(item.service)} au {jour(item.fin)}"
        for item in choices
        if item.fin is not None and item.fin.year == annee
    ]
    text = " ; ".join(moves) or "périmètre reconduit sans changement"
    conclusion = f"{text[0].upper()}{text[1:]}"
    day = weekday(alea, date(annee - 1, 10, 12), date(annee - 1, 11, 19))
    return [f"  date: {day}", f'  conclusion: "{conclusion}"']


if __name__ == "__main__":
    racine = Path(sys.argv[1])
    ecrire(racine, documents(load(Folder(racine)).depot))
