"""Decisions on the data of this repository, with a few texts changed: what the tests of `compare.decision` ask.

Knows: the real data, the loader. Must not know: what is tested.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from convention.compare.comparaison import Comparaison, comparer
from convention.compare.decision.decision import Decision, decide
from convention.reports.comparaison.empreinte import contents
from tests.espaces import espaces
from tests.essais import CALCULS, edited, fichiers_nancy, lire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.decision.visas import VisaDemande

AU = date(2026, 9, 28)
AVENANT = "catalogue/avenants/1/avenant.yaml"
CONSIGNE = "catalogue/avenants/1/avenant.json"
FORFAIT = "pricing/forfait.yaml"
ORGANIGRAMME = "catalogue/organigramme.yaml"
PROCEDURES = "catalogue/procedures.yaml"
REUNIONS = "catalogue/reunions/2026.yaml"
TOMBLAINE = "adherents/tomblaine/souscriptions.yaml"
COUTS = "pricing/couts-de-possession.yaml"
decider = partial(decide, fautes=lambda _: ())
"""Decides as if no state of the data had an error: what the checks say of what is merged apart is in `test_a_part`."""


@lru_cache(maxsize=1)
def reels() -> Mapping[str, str]:
    """Return the texts of the data, read once."""
    return fichiers_nancy()


def sans_avenant() -> dict[str, str]:
    """Return the texts of the data before its avenant, that article 12 does not cite yet."""
    files = {path: text for path, text in reels().items() if path not in {AVENANT, CONSIGNE}}
    return edited(files, "catalogue/articles/article-12.yaml", "      - catalogue/avenants/*/avenant.yaml\n", "")


def forfait_2027(files: Mapping[str, str]) -> dict[str, str]:
    """Fix the forfait of 2027."""
    value = "{date: 2027-01-01, montant: 718.40, origine: demonstration, reference: inventé, verifie_le: 2026-09-28}"
    return {**files, FORFAIT: f"{files[FORFAIT]}  - {value}\n"}


def souscription(files: Mapping[str, str], rest: str = "") -> dict[str, str]:
    """Make Tomblaine subscribe to S09 in March 2027, with its counts."""
    stay = "  - {service: S08, debut: 2024-01-01}\n"
    files = edited(files, TOMBLAINE, stay, f"{stay}  - {{service: S09, debut: 2027-03-01{rest}}}\n")
    for annee in (2027, 2028):
        path, counted = f"adherents/tomblaine/quantites/{annee}.yaml", "      comptes_sig: 11\n"
        files = edited(files, path, counted, f"{counted}      comptes_teletravail: 60\n")
    return files


def libelle_change(files: Mapping[str, str]) -> dict[str, str]:
    """Change a row of annexe 4: an avenant is needed, and no amount moves."""
    old = "    cle_texte: nombre de postes de travail\n    origine: demonstration\n"
    return {**files, COUTS: files[COUTS].replace(old, old.replace("nombre de postes", "nombre des postes"), 1)}


def avenant_vote(files: Mapping[str, str], rest: str) -> dict[str, str]:
    """Add the avenant of the data, with more acts."""
    return {**files, AVENANT: reels()[AVENANT] + rest}


def comparaison(before: Mapping[str, str], after: Mapping[str, str]) -> Comparaison:
    """Compare two states of the data, once; who decides is not a matter of causes."""
    return _comparaison(tuple(before.items()), tuple(after.items()))


@lru_cache(maxsize=32)
def _comparaison(before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]) -> Comparaison:
    return comparer(lire(dict(before)), lire(dict(after)), pourquoi=False, calcule=CALCULS)


def decision(before: Mapping[str, str], after: Mapping[str, str], au: date | None = AU) -> Decision:
    """Decide between two states of the data."""
    return decided(comparaison(before, after), au)


def decided(between: Comparaison, au: date | None = AU) -> Decision:
    """Decide a comparison, under its own seal."""
    return decider(between, au, contents(between).empreinte)


def scelle(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Make the avenant, and the opinions on the one of the data, name the seal of what is proposed."""
    seal = contents(comparaison(before, after)).empreinte
    opinions = after[REUNIONS].replace(json.loads(reels()[CONSIGNE])["empreinte"], seal)
    return {**after, AVENANT: f'{after[AVENANT]}empreinte: "{seal}"\n', REUNIONS: opinions}


def visa(decision: Decision, nom: str) -> VisaDemande:
    """Find one of the visas that are asked."""
    return next(item for item in decision.visas if item.id == nom)


def texte(lines: tuple[str, ...]) -> str:
    """Join sentences, with the spaces that a keyboard has."""
    return espaces("\n".join(lines))
