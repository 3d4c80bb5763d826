"""`compare`: what changes and what it costs, between two revisions, in memory or of a real git repository."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import Sorte
from convention.compare.comparaison import comparer
from convention.engine.contribution import calculer
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from tests.compare.depots_git import git, git_repository, load_revisions
from tests.essais import edited, lire, melanger
from tests.generateur import depot_fictif
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from pathlib import Path

    from convention.engine.lignes import Contribution
    from convention.engine.presence import Presences
    from convention.model.depot import Depot
    from convention.model.vue import Vue

RESEAU = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
MEMBRES = {"metropole": Membre("postes: 10"), "laxou": Membre("postes: 30"), "nancy": Membre("postes: 20")}
PETIT = maquette(MEMBRES, RESEAU, forfait="2024-01-01: 700.00")


# --- algebra ---


def test_a_revision_compared_with_itself_shows_nothing() -> None:
    depot = lire(depot_fictif(4, 8, 1))
    comparaison = comparer(depot, depot)
    assert (comparaison.changements, comparaison.sans_effet, comparaison.identique) == ((), True, True)


def test_a_text_that_changes_moves_no_amount_and_is_a_difference() -> None:
    comparaison = comparer(lire(PETIT), lire(edited(PETIT, "pricing/composants/S03.yaml", "Le reseau", "Le réseau")))
    assert (comparaison.sans_effet, comparaison.identique) == (True, False)


def test_swapping_the_sides_turns_additions_into_removals() -> None:
    base, head = lire(depot_fictif(4, 8, 1)), lire(depot_fictif(6, 12, 2))
    forth, back = (comparer(*sides, pourquoi=False).changements for sides in ((base, head), (head, base)))
    opposite = {Sorte.AJOUT: Sorte.RETRAIT, Sorte.RETRAIT: Sorte.AJOUT, Sorte.MODIFICATION: Sorte.MODIFICATION}
    assert {(opposite[item.sorte], item.genre, item.chemin) for item in forth} == {
        (item.sorte, item.genre, item.chemin) for item in back
    }


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_an_ecart_is_what_its_lines_make_and_the_total_is_what_the_adherents_make(graine: int) -> None:
    base, head = lire(depot_fictif(6, 12, graine)), lire(depot_fictif(7, 12, graine + 100))
    for impact in comparer(base, head, pourquoi=False).impacts:
        assert [item.ecart for item in impact.adherents] == [
            sum(line.ecart for line in item.lignes) for item in impact.adherents
        ]
        assert impact.ecart == sum(item.ecart for item in impact.adherents)
        assert impact.avant == sum(item.avant for item in impact.adherents) + impact.total_inchanges
        assert impact.apres == sum(item.apres for item in impact.adherents) + impact.total_inchanges


def test_a_line_is_held_by_the_proposal_and_by_the_base_when_it_disappears() -> None:
    base = lire(PETIT)
    head = lire(maquette({nom: MEMBRES[nom] for nom in ("metropole", "laxou")}, RESEAU, forfait="2024-01-01: 700.00"))
    found = comparer(base, head, pourquoi=False)
    held = {item.adherent: {id(found.holder(line)) for line in item.lignes} for item in found.impacts[0].adherents}
    assert held == {"metropole": {id(head)}, "laxou": {id(head)}, "nancy": {id(found.base)}}


def test_who_keeps_what_it_has_computed_and_resolved_is_asked_for_it() -> None:
    computed, resolved = [], []

    def calcule(vue: Vue, presences: Presences | None = None, /) -> Contribution:
        computed.append(vue.exercice)
        return calculer(vue, presences)

    def resout(depot: Depot, exercice: int, phase: Phase | None = None, /) -> Vue:
        resolved.append((exercice, phase))
        return resolve(depot, exercice, phase)

    head = lire(edited(PETIT, "pricing/composants/S03.yaml", "1200.00", "1260.00"))
    comparer(lire(PETIT), head, pourquoi=False, calcule=calcule, resout=resout)
    others = [(2026, phase) for phase in (Phase.REVISE, Phase.REALISE) for _ in ("base", "head")]
    assert (computed, resolved) == ([2026, 2026], [(2026, None), (2026, None), *others])


# --- what is not a change ---


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_the_order_of_files_keys_and_items_is_not_a_change(graine: int) -> None:
    files = depot_fictif(5, 10, graine)
    mixed = melanger(files, Random(graine))  # noqa: S311 (an order, not a secret)
    comparaison = comparer(lire(files), lire(mixed), pourquoi=False)
    # The order of annexe 1 is read: it is told.
    assert {item.champ for item in comparaison.changements} <= {"sous_services"}
    assert (comparaison.sans_effet, bool(comparaison.neutres)) == (True, True)


def test_trailing_zeros_of_an_amount_are_not_a_change() -> None:
    after = edited(PETIT, "pricing/composants/S03.yaml", "1200.00", "1200")
    assert comparer(lire(PETIT), lire(after)).changements == ()


# --- git ---


def test_a_content_common_to_both_sides_is_the_same_object(tmp_path: Path) -> None:
    after = edited(PETIT, "pricing/composants/S03.yaml", "1200.00", "1260.00")
    base, head = load_revisions(git_repository(tmp_path, [PETIT, after]))
    shared = {path for path in PETIT if base.fichiers[path] is head.fichiers[path]}
    assert set(PETIT) - {"pricing/composants/S03.yaml"} == shared


def test_comparing_leaves_the_working_tree_and_the_index_as_they_are(tmp_path: Path) -> None:
    after = edited(PETIT, "pricing/composants/S03.yaml", "1200.00", "1260.00")
    repository = git_repository(tmp_path / "depot", [PETIT, after])
    (repository / "pricing" / "forfait.yaml").write_text("en cours\n", encoding="utf-8")
    (repository / "catalogue" / "nouveau.yaml").write_text("en cours\n", encoding="utf-8")
    git(repository, "add", "catalogue/nouveau.yaml")
    before = (git(repository, "status", "--porcelain=v2", "--branch"), _bytes(repository))
    load_revisions(repository)
    assert before == (git(repository, "status", "--porcelain=v2", "--branch"), _bytes(repository))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
