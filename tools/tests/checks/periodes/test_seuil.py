"""PER015: the threshold of twelfths is asked where twelfths are counted, and nowhere else."""

from __future__ import annotations

import pytest

from convention.engine.contribution import calculer
from convention.model.alternatives import apply
from convention.model.resolution import resolve
from tests.checks.depots import found, mini
from tests.espaces import espaces
from tests.essais import edited, lire
from tests.maquette import Cout, Membre, maquette

CONVENTION, COMPOSANTS = "catalogue/convention.yaml", "pricing/composants/S03.yaml"
SEUIL = (CONVENTION, "mode: mensuel, seuil: 15", "mode: journalier")
LECTURE = """\
# yaml-language-server: $schema=../schemas/lectures.schema.json
origine: demonstration
source: inventé pour les essais
lectures:
  prorata:
    numero: 1
    titre: Essai
    question: Comment ?
    lecture: Ainsi.
    motif: Il faut choisir.
    statut: a_confirmer
    extraits: []
    alternatives:
      autre: {libelle: Autrement, prorata: {PRORATA}}
"""


def test_a_convention_that_counts_days_has_no_threshold_and_is_computed() -> None:
    days, told = mini(SEUIL), mini((*SEUIL[:2], "mode: journalier, seuil: 3"))
    assert not found(days, "PER015")
    assert calculer(resolve(days, 2026)).totaux == calculer(resolve(told, 2026)).totaux


def test_the_use_of_an_asset_asks_for_one_whatever_the_policy() -> None:
    membres = {"metropole": Membre("postes: 10")}
    formule = "cout_acquisition / duree_amortissement * part(postes)"
    cout = Cout("cout_acquisition: 0, duree_amortissement: 1", annuel=formule)
    bien = "actif: {nature: stockage, mise_en_service: 2025-01-01, cout_acquisition: 7200, duree_amortissement: 4}"
    written = "montants: {2026: {cout_acquisition: 0, duree_amortissement: 1}}"
    files = edited(edited(maquette(membres, {"baie": cout}), *SEUIL), COMPOSANTS, written, bien)
    (message,) = found(lire(files), "PER015")
    assert espaces(message.message).startswith("le droit d'usage du bien de « ")


@pytest.mark.parametrize(
    ("policy", "other", "faults"),
    [
        ("mode: journalier", "mode: mensuel", 1),
        ("mode: journalier", "mode: mensuel, seuil: 15", 0),
        ("mode: journalier", "mode: aucun", 0),
        ("mode: mensuel, seuil: 15", "mode: mensuel", 0),
    ],
)
def test_another_reading_that_counts_twelfths_has_its_own_or_that_of_the_policy(
    policy: str, other: str, faults: int
) -> None:
    files = {"catalogue/lectures.yaml": LECTURE.replace("PRORATA", other)}
    depot = mini((*SEUIL[:2], policy), files=files)
    assert [item.span.path for item in found(depot, "PER015")] == ["catalogue/lectures.yaml"] * faults
    read = apply(depot, depot.vie.lectures["prorata"].alternatives["autre"])
    assert read.convention.politiques.prorata.seuil == (15 if "15" in policy + other else None)
