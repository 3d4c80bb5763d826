"""The exports from which the series of this repository's demonstration were counted: invented, the same at each run.

Knows: quantities in force and notices of 2026. Must not know: how they are counted.
A fleet moves a little in the year and ends as it is in force: what is proposed is what stands. Payments are those of
`adherents/*/titres/2026.yaml`, on the accounts of `pricing/comptes.yaml`.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from convention.base.money import decimal_text
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convention.model.depot import Depot, Dossier
    from convention.model.documents.titres import Titre

PREMIER, DERNIER = date(2026, 1, 1), date(2026, 11, 24)
STABLE = date(2026, 9, 1)
"""From that day on, the fleet is the one in force."""
TYPES = {"postes": "Ordinateur fixe", "imprimantes": "Imprimante", "copieurs": "Copieur"}
COMPTES = {
    ("masse_salariale", "fonctionnement"): ("6216", "6218"),
    ("indirects", "fonctionnement"): ("62876", "62878"),
    ("direct", "fonctionnement"): ("62876", "62878"),
    ("indirects", "investissement"): ("2041511", "2041511"),
    ("direct", "investissement"): ("21838", "21838"),
}


def write_inventories(depot: Depot, folder: Path) -> None:
    """Write an export of the inventory a day."""
    volumes = resolve(depot, 2026).volumes.comptages
    counts = {(adherent, cle): int(value.valeur) for cle in TYPES for adherent, value in volumes[cle, ""].items()}
    for rank in range((DERNIER - PREMIER).days + 1):
        day = PREMIER + timedelta(days=rank)
        with (folder / f"parc-{day}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, delimiter=";", quoting=csv.QUOTE_ALL)
            writer.writerow(["Nom", "Entité", "Statut", "Numéro de série", "Type"])
            for (adherent, cle), number in counts.items():
                nom = depot.dossiers[adherent].identite.nom
                for index in range(_on(day, adherent, cle, number)):
                    mark = f"{adherent}-{cle}-{index}"
                    writer.writerow([mark, f"Entité racine > {nom}", "En production", f"FICTIF-{mark}", TYPES[cle]])


def write_payments(depot: Depot, path: Path) -> None:
    """Write the export of the payments of the year."""
    with path.open("w", encoding="cp1252", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(["SIREN", "N° mandat", "Compte", "Libellé", "Date de paiement", "Montant TTC"])
        for dossier, titre in _paid(depot):
            accounts = COMPTES[str(titre.nature), str(titre.section)]
            account = accounts[dossier.identite.type == "etablissement_rattache"]
            day = titre.paiement
            assert day is not None
            amount = decimal_text(titre.montant).replace(".", ",")
            payer = dossier.identite.siren or "ETABLISSEMENT"
            writer.writerow([payer, titre.numero, account, "Contribution", f"{day:%d/%m/%Y}", amount])


def _paid(depot: Depot) -> Iterator[tuple[Dossier, Titre]]:
    for dossier in depot.dossiers.values():
        document = dossier.titres.get(2026)
        for titre in document.titres if document is not None else ():
            if str(titre.genre) == "titre" and titre.paiement is not None and titre.paiement <= DERNIER:
                yield dossier, titre


def _on(day: date, adherent: str, cle: str, number: int) -> int:
    """Return the fleet of a day: one equipment in fifty comes or goes, each month until it is stable."""
    if day >= STABLE or not number:
        return number
    draw = sha256(f"{adherent}/{cle}/{day.month}".encode()).digest()[0] / 255
    return max(number - round(number / 50 * draw * (STABLE.month - day.month) / 8), 1)
