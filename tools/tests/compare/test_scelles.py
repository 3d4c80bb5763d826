"""`compare.scelles`: what the base holds for sealed changes by a declared act only, told for each with its amounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.compare.scelles import Montants, lifted, refusals, resealed
from convention.engine.cloture import actual
from convention.engine.sceller import inscribe, rectify, seal_closing
from convention.model.journal import JOURNAL, ActeSceau, Inscription, entry_text, link
from tests.engine.petits_appels import avec_sceaux, inscrit, scelle
from tests.essais import charger, fichiers_reels, lire

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.model.depot import Depot
    from convention.model.sceaux import Sceau

AVRIL, OCTOBRE, ETATS = "pricing/appels/2024-04.json", "pricing/appels/2024-10.json", "pricing/appels/2024-04"
CLOTURE = "pricing/clotures/2024.json"
BASE = scelle("2024-04", "2024-10")


def plus_cher(sceau: Sceau, rang: int = 0, cents: int = 1_000_000) -> Sceau:
    """Add 10 000 € to a line, and seal again: the file is right, and says something else."""
    ligne = sceau.lignes[rang]
    dearer = ligne._replace(base=ligne.base + cents, montant=ligne.montant + cents)
    return sceau._replace(lignes=(*sceau.lignes[:rang], dearer, *sceau.lignes[rang + 1 :]))


def refait(files: dict[str, str], sceau: Sceau) -> dict[str, str]:
    """Write a seal and a whole new journal: what somebody who rewrites both would do."""
    return inscrit({path: text for path, text in avec_sceaux(files, sceau).items() if path != JOURNAL})


def declare(files: dict[str, str], fichier: str, remplace: str | None = None) -> dict[str, str]:
    """Declare that a decision changes a file: the act that « convention desceller » adds."""
    depot = lire(files)
    assert depot.journal is not None
    held = {item.fichier: item.sha256 for item in depot.journal.sceaux}
    acte = Inscription.model_construct(
        fichier=fichier,
        acte=ActeSceau.DESCELLEMENT,
        le=date(2026, 11, 3),
        sha256=depot.scelles.empreintes.get(fichier),
        remplace=remplace or held[fichier],
        par="Directeur des finances",
        motif="appel émis par erreur",
        decision="décision n° 12",
    )
    linked = acte.model_copy(update={"chaine": link(depot.journal.sceaux[-1].chaine, acte)})
    return {**files, JOURNAL: files[JOURNAL] + entry_text(linked)}


def said(base: dict[str, str], head: dict[str, str]) -> list[tuple[str, str]]:
    found = refusals(lire(base), lire(head))
    return [(item.span.path, item.message.replace("\u00a0", " ").replace("\u202f", " ")) for item in found]


def test_what_is_left_as_it_was_sealed_is_refused_nothing() -> None:
    assert refusals(lire(BASE), lire(BASE)) == ()


def test_a_new_seal_and_its_entry_are_no_change_of_what_was_sealed() -> None:
    assert refusals(lire(scelle("2024-04")), lire(BASE)) == ()


def test_a_call_rewritten_with_its_seal_and_its_journal_is_refused_with_the_amounts_of_each() -> None:
    head = refait(BASE, plus_cher(lire(BASE).sceaux["2024-04"]))
    found = said(BASE, head)
    assert found == [
        (
            JOURNAL,
            "l'inscription n° 1 du journal des sceaux (« pricing/appels/2024-04.json », 15 avril 2024) est changée",
        ),
        (
            AVRIL,
            (
                "la proposition change ce qui est scellé, sans acte qui le déclare (l'appel de « 2024-04 ») : "
                "nancy, 2 121,00 € devient 12 121,00 €"
            ),
        ),
    ]


@pytest.mark.parametrize("gone", [AVRIL, OCTOBRE, "pricing/appels/2024-04/nancy.json", JOURNAL])
def test_a_sealed_file_or_the_journal_that_is_removed_is_refused(gone: str) -> None:
    head = {path: text for path, text in BASE.items() if path != gone}
    assert [path for path, _ in said(BASE, head)] == [ETATS if gone.endswith("nancy.json") else gone]


@pytest.mark.long
@given(rang=st.integers(0, 1), cents=st.integers(1, 10**8), which=st.sampled_from(["2024-04", "2024-10"]))
def test_no_sealed_amount_changes_unsaid_whatever_the_line(rang: int, cents: int, which: str) -> None:
    base = lire(BASE)
    sceau = plus_cher(base.sceaux[which], rang, cents)
    head = lire(refait(BASE, sceau))
    assert sceau.path in {item.span.path for item in refusals(base, head)}


def test_a_statement_that_is_no_longer_the_one_that_was_issued_is_refused_by_name() -> None:
    path = "pricing/appels/2024-04/nancy.json"
    head = {**BASE, path: BASE[path].replace("2024-04-NANCY", "2024-04-AUTRE")}
    assert said(BASE, head) == [
        (
            ETATS,
            (
                "la proposition change ce qui est scellé, sans acte qui le déclare "
                "(les états émis de l'appel de « 2024-04 ») : l'état de nancy n'est plus celui qui a été émis"
            ),
        )
    ]


def test_a_declared_act_lets_the_change_through_and_is_told_with_its_amounts() -> None:
    base = lire(BASE)
    head = lire(declare(avec_sceaux(BASE, plus_cher(base.sceaux["2024-04"])), AVRIL))
    assert refusals(base, head) == ()
    (levee,) = lifted(base, head)
    assert (levee.acte.par, levee.acte.motif, levee.acte.decision) == (
        "Directeur des finances",
        "appel émis par erreur",
        "décision n° 12",
    )
    assert levee.montants == (Montants("nancy", 212_100, 1_212_100),)


def test_an_act_that_replaces_something_else_than_what_was_sealed_lets_nothing_through() -> None:
    head = declare(avec_sceaux(BASE, plus_cher(lire(BASE).sceaux["2024-04"])), AVRIL, remplace="0" * 64)
    assert [path for path, _ in said(BASE, head)] == [AVRIL]


def close(files: dict[str, str]) -> tuple[dict[str, str], Sceau]:
    sceau = seal_closing(actual(lire(files), 2024), date(2025, 5, 2))
    return inscrit(avec_sceaux(files, sceau)), sceau


def corrected(files: dict[str, str], sceau: Sceau, change: Callable[[Sceau], Sceau]) -> dict[str, str]:
    """Correct the workstations of Nancy in the closed year, then do something to the seal."""
    path = "adherents/nancy/quantites/2024.yaml"
    recounted = {**files, path: files[path].replace("postes: 3", "postes: 4")}
    depot = lire(recounted)
    fresh = change(rectify(sceau, actual(depot, 2024), date(2025, 6, 1), "poste oublié"))
    sealed = lire(avec_sceaux(recounted, fresh))
    entries = inscribe(depot, {fresh.path: sealed.scelles.empreintes[fresh.path]}, date(2025, 6, 1))
    return {**avec_sceaux(recounted, fresh), JOURNAL: files[JOURNAL] + "".join(map(entry_text, entries))}


def test_a_closing_that_is_rectified_by_what_it_declares_is_let_through() -> None:
    files, sceau = close(BASE)
    head = corrected(files, sceau, lambda fresh: fresh)
    assert lire(head).sceaux["2024"].rectifications
    assert said(files, head) == []


def test_a_closing_whose_rectification_hides_another_line_is_refused() -> None:
    files, sceau = close(BASE)

    def hide(fresh: Sceau) -> Sceau:
        ligne = fresh.lignes[-1]
        dearer = ligne._replace(base=ligne.base + 100, montant=ligne.montant + 100)
        return fresh._replace(lignes=(*fresh.lignes[:-1], dearer))

    (found,) = said(files, corrected(files, sceau, hide))
    assert found[0] == sceau.path
    assert "1 ligne change sans que la rectification le dise" in found[1]


@pytest.mark.parametrize("fichier", [ETATS, CLOTURE])
def test_a_rectification_of_what_is_no_closing_or_is_one_no_more_lets_nothing_through(fichier: str) -> None:
    files, _ = close(BASE)
    depot = lire(files)
    acte = Inscription.model_construct(
        fichier=fichier,
        acte=ActeSceau.RECTIFICATION,
        le=date(2026, 11, 3),
        sha256="0" * 64,
        remplace=depot.scelles.empreintes[fichier],
    )
    assert depot.journal is not None
    linked = acte.model_copy(update={"chaine": link(depot.journal.sceaux[-1].chaine, acte)})
    without = {path: text for path, text in files.items() if path != fichier and not path.startswith(f"{fichier}/")}
    head = {**without, JOURNAL: files[JOURNAL] + entry_text(linked)}
    assert [path for path, _ in said(files, head)] == [fichier]


def test_what_a_call_sealed_again_changes_is_told_for_each_whose_sum_moves() -> None:
    sceau = lire(BASE).sceaux["2024-04"]
    assert resealed(sceau, plus_cher(sceau)) == (Montants("nancy", 212_100, 1_212_100),)


VOTE, PHRASES = "catalogue/avenants/1/avenant.yaml", "catalogue/avenants/1/avenant.json"


@pytest.mark.parametrize("voted", [True, False])
def test_an_avenant_is_sealed_by_its_vote_and_can_be_drawn_up_again_before(voted: bool) -> None:  # noqa: FBT001
    files = fichiers_reels()
    kept = lire(files).avenants_consignes["1"]
    if voted:
        files[VOTE] += f'empreinte: "{kept.contenu.empreinte}"\n'
    again = kept._replace(niveaux=("adherents",) * len(kept.niveaux))
    assert again != kept
    base, head = (charger({**files, PHRASES: item.texte()}).depot for item in (kept, again))
    assert [item.span.path for item in refusals(base, head)] == ([PHRASES] if voted else [])


def test_going_back_on_a_lifted_seal_is_refused_as_any_other_change() -> None:
    base = lire(BASE)
    head = declare(avec_sceaux(BASE, plus_cher(base.sceaux["2024-04"])), AVRIL)
    assert _paths(lire(head), base) == [JOURNAL, AVRIL]


def _paths(base: Depot, head: Depot) -> list[str]:
    return [item.span.path for item in refusals(base, head)]


def test_a_lifted_seal_that_nothing_replaces_is_said_to_be_removed_else_replaced() -> None:
    base = lire(BASE)
    replaced = lire(declare(avec_sceaux(BASE, plus_cher(base.sceaux["2024-04"])), AVRIL))
    without = {path: text for path, text in BASE.items() if path != OCTOBRE}
    removed = lire(declare(without, OCTOBRE))
    assert [[item.retire for item in lifted(base, head)] for head in (replaced, removed)] == [[False], [True]]
