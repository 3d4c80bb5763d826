"""The documents of the demonstration: those that the sealed calls and the deliveries ask for.

Knows: sealed calls, delivered expenses. Must not know: how a call is computed.
Numbers begin with « fictif »; a notice is received six to nine days after its emission, paid three to five weeks after,
unless that day is after 23 November 2026. Seeded by adherent: the same files from run to run; a file that exists is
kept.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from convention.base.money import decimal_text
from convention.engine.appels.pieces import Cle, called, kind
from convention.engine.contribution import calculer
from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.mots.appels import Appele, GenrePiece
from convention.model.mots.communs import GroupeNature, Nature, Section
from convention.model.resolution import resolve
from generateur.ecriture import document, ecrire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot

AUJOURD_HUI = date(2026, 11, 23)
EN_TETE = (
    "origine: demonstration",
    'source: "inventé pour la démonstration, d\'après les appels scellés : docs/demonstration.md"',
    "titres:",
)


def documents(depot: Depot) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each journal."""
    numbers: dict[int, int] = defaultdict(int)
    rows: dict[tuple[str, int], list[str]] = defaultdict(list)
    for emission, key, cents, more in sorted(_pieces(depot), key=lambda item: (item[0], item[1])):
        numbers[emission.year] += 1
        rows[key.adherent, emission.year].append(_row(depot, emission, key, cents, more, numbers[emission.year]))
    for (adherent, annee), lines in rows.items():
        yield f"adherents/{adherent}/titres/{annee}.yaml", document("titres", 3, [*EN_TETE, *lines])


def _pieces(depot: Depot) -> Iterator[tuple[date, Cle, int, dict[str, str]]]:
    for nom, sceau in depot.sceaux.items():
        if sceau.est_appel:
            for key, cents in called(sceau).items():
                yield date.fromisoformat(sceau.date), key, cents, {"echeance": nom}
    for annee in (2024, 2025, 2026):
        for ligne in calculer(resolve(depot, annee)).lignes:
            if ligne.calcul.nature is Nature.DIRECT and ligne.adherent != depot.convention.gestionnaire:
                document = depot.dossiers[ligne.adherent].depenses[annee]
                depense = next(item for item in document.depenses if item.id == ligne.calcul.depense)
                section = Section(ligne.calcul.section)
                key = Cle(ligne.adherent, Appele.LIVRAISON, annee, GroupeNature.DIRECT, section)
                if depense.livraison is not None:
                    yield depense.livraison + timedelta(days=9), key, ligne.montant, {"depense": depense.id}


def _row(depot: Depot, emission: date, key: Cle, cents: int, more: dict[str, str], number: int) -> str:
    genre = kind(depot, key, cents)
    draw = Random(f"{key.adherent} {emission} {number}")  # noqa: S311 (a demonstration, not a secret)
    reception = emission + timedelta(days=draw.randint(6, 9))
    paiement = emission + timedelta(days=draw.randint(21, 35))
    champs: dict[str, object] = {
        "numero": f'"fictif-{emission.year}-{number:04d}"',
        "genre": genre,
        "objet": key.objet,
        "exercice": key.exercice,
        "nature": key.nature,
        "section": key.section,
        **more,
        "montant": decimal_text(abs(cents)),
        "emission": emission,
    }
    if genre is not GenrePiece.IMPUTATION and reception <= AUJOURD_HUI:
        champs["reception"] = reception
    if paiement <= AUJOURD_HUI:
        champs["paiement"] = paiement
    return "  - " + "\n    ".join(f"{nom}: {valeur}" for nom, valeur in champs.items())


if __name__ == "__main__":
    racine = Path(sys.argv[1])
    ecrire(racine, documents(load(Folder(racine)).depot))
