"""The causes of what reads amounts already computed are those of every order; the year before is a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.causes.choix import concerning
from convention.compare.causes.recombinaison import by_adherent
from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from tests.compare.causes.causes_naives import Vues, effects, naive_effects, vues
from tests.essais import FIGES, fichiers, lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from convention.model.vue import Vue

COMPOSANTS = ("hebergement", "licences", "minimum-socle", "veille")
N03 = "pricing/composants/N03.yaml"
ROCHEMIEL = "adherents/rochemiel/quantites/2026.yaml"


def changed(*changes: tuple[str, str, str], exercice: int = 2026) -> Vues:
    """Resolve both sides of changes of the second convention: in a file, a text becomes another, once."""
    before = fichiers(FIGES / "syndicat")
    after = dict(before)
    for path, old, new in changes:
        assert after[path].count(old) == 1
        after[path] = after[path].replace(old, new)
    sides = vues(before, after, exercice)
    return Vues(trimmed(sides.base), trimmed(sides.head))


def trimmed(vue: Vue) -> Vue:
    """Keep the costs that are read, and those that read them: every order of the changes is computed anew."""
    kept = {nom: item for nom, item in vue.perimetre.composants.items() if nom in COMPOSANTS}
    before = trimmed(vue.prix.anterieur) if vue.prix.anterieur is not None else None
    return vue._replace(
        perimetre=vue.perimetre._replace(composants=kept, depenses={}), prix=vue.prix._replace(anterieur=before)
    )


VEILLE_2026 = "    ligne: veille\n    montants:\n      2025: {cout_annuel: 10000.00}\n      2026: {cout_annuel: "
POSTES = (ROCHEMIEL, "postes: 10", "postes: 25")
PRIX = (N03, "2026: {minimum: 2000.00}", "2026: {minimum: 3000.00}")
VEILLE = (N03, f"{VEILLE_2026}12100.00}}", f"{VEILLE_2026}10000.00}}")


@pytest.mark.parametrize("changes", [(PRIX,), pytest.param((POSTES, PRIX, VEILLE), marks=pytest.mark.long)])
def test_the_causes_of_a_cost_that_reads_others_are_those_of_every_order_of_the_changes(
    changes: tuple[tuple[str, str, str], ...],
) -> None:
    sides = changed(*changes)
    found = effects(sides)
    assert found == naive_effects(sides)
    assert found


def _partage(laxou: int, nancy: int, cout: str) -> dict[str, str]:
    """Share a cost by what another one makes due."""
    counts = {"metropole": 7, "laxou": laxou, "nancy": nancy}
    couts = {
        "reseau": Cout(f"cout: {cout}", annuel="cout * part(postes)"),
        "frais": Cout("cout: 1000.00", annuel="cout * part(reseaux)"),
    }
    files = maquette({nom: Membre(f"postes: {count}") for nom, count in counts.items()}, couts)
    reseaux = "  reseaux: {libelle: x, unite: €, pluriel: €, cumul: {composants: [reseau]}}\n"
    return {**files, "pricing/cles.yaml": files["pricing/cles.yaml"] + reseaux}


def test_what_is_shared_by_what_another_cost_makes_due_is_not_computed_for_one_alone() -> None:
    sides = vues(_partage(10, 20, "1200.00"), _partage(13, 26, "1500.00"))
    assert effects(sides) == naive_effects(sides)


def test_what_the_year_before_made_due_moves_the_next_one_as_a_price() -> None:
    found = effects(changed(VEILLE, exercice=2027))
    assert {nom: item.prix for nom, item in found.items()} == {nom: sum(item) for nom, item in found.items()}
    assert found["valcendre"].prix == 381819 - 439027


def test_what_one_adherent_owes_is_the_same_among_the_costs_that_concern_it_alone() -> None:
    files = fichiers(FIGES / "syndicat")
    path = "pricing/couts-de-possession.yaml"
    shared = files[path].replace("max(0; minimum - socle_numerique)", "minimum * part(socle_numerique)")
    vue = resolve(lire({**files, path: shared}), 2026)
    for adherent in vue.perimetre.payeurs:
        whole, alone = (by_adherent(calculer(item)).get(adherent) for item in (vue, concerning(vue, adherent)))
        assert alone == whole
