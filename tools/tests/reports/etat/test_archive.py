"""`reports.etat.archive`: a sealed call is printed as it was issued, whatever the data have become."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.model.ecrits.sceaux import is_intact
from convention.model.ecrits.scelles import CheminEtat
from convention.reports.etat import phrases
from convention.reports.etat.archive import EtatIllisibleError, archive_text, issued, read_archive
from convention.reports.etat.etat import seen_on, statement
from convention.reports.etat.medias.fichiers import pdf_bytes
from convention.reports.etat.medias.refaire import explained
from tests.espaces import espaces
from tests.essais import fichiers_nancy, lire, nancy
from tests.reports.etat.etats import ESSEY, appel, etats

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Rangee


@pytest.mark.parametrize("echeance", ["2024-04", "2025-10", "2026-04"])
def test_a_statement_that_is_kept_is_read_back_field_by_field(echeance: str) -> None:
    made = etats(echeance)
    assert tuple(read_archive("x.json", archive_text(etat).encode()) for etat in made) == made


def test_a_statement_that_is_sealed_now_keeps_the_figures_that_redo_it() -> None:
    called = appel("2026-04")
    etat = explained(nancy(), called, statement(nancy(), called, "nancy"))
    kept = read_archive("x.json", archive_text(etat).encode())
    assert kept == etat
    assert all(item.liquidee is not None for item in kept.volets[0].details)
    assert kept.volets[0].taux == "0.5"


def _as_was_said(rangee: Rangee) -> Rangee:
    return rangee._replace(service="Hors service") if rangee.forfait else rangee


def test_what_is_kept_in_the_data_is_what_the_data_gave_when_it_was_sealed() -> None:
    called = appel("2026-10")
    kept, now = issued(nancy(), "2026-10", ESSEY), statement(nancy(), called, ESSEY)
    assert kept is not None
    # Its sentences are those of the day when it was issued: it cited the forfait of the year that it only announced,
    # did not say why a balance is not its advance to the cent, and named otherwise what belongs to no service.
    notes = tuple(
        ours._replace(
            note=theirs.note,
            rangees=tuple(map(_as_was_said, ours.rangees)),
        )
        for ours, theirs in zip(now.volets, kept.volets, strict=True)
    )
    assert kept == now._replace(hypotheses=kept.hypotheses, fondement=kept.fondement, volets=notes, taxes=None)
    # What was sealed stays as it was said; that nobody updated the forfait for 2027 is told since.
    told_since = [espaces(text) for text in now.hypotheses if text not in kept.hypotheses]
    assert told_since == ["Exercice 2027 : forfait de 2026 repris, faute d'un acte pour 2027 (1 valeur)"]


def test_a_kept_statement_is_printed_to_the_byte_whatever_the_data_have_become() -> None:
    files = fichiers_nancy()
    before = issued(nancy(), "2026-04", ESSEY)
    for path in [path for path in files if path.startswith(f"adherents/{ESSEY}/quantites/")]:
        files[path] = files[path].replace("postes: 112", "postes: 999")
    after = issued(lire(files), "2026-04", ESSEY)
    assert before is not None
    assert after is not None
    assert pdf_bytes(before) == pdf_bytes(after)


def test_a_statement_of_version_1_says_the_taxes_and_the_rounding_that_it_said() -> None:
    chemin = CheminEtat("2026-04", "nancy")
    assert nancy().scelles.etats[chemin].startswith(b'{\n "version": 1,')
    kept, now = issued(nancy(), "2026-04", "nancy"), statement(nancy(), appel("2026-04"), "nancy")
    assert kept is not None
    assert phrases.taxes(kept) == phrases.taxes(now)
    assert "FCTVA" in phrases.taxes(kept)
    facts = [[(item.arrondi, item.fctva) for volet in item.volets for item in volet.details] for item in (kept, now)]
    assert facts[0] == facts[1]
    assert {arrondi for arrondi, _ in facts[0]} == {False, True}


def test_a_kept_statement_calls_its_costs_as_it_did_though_no_clause_does_any_more() -> None:
    files = fichiers_nancy()
    files["catalogue/convention.yaml"] = files["catalogue/convention.yaml"].replace(
        "  couts_indirects: article 8.2\n", ""
    )
    kept = issued(lire(files), "2026-10", ESSEY)
    assert kept is not None
    for volet in kept.volets:
        rows = {row.rubrique for row in volet.rangees}
        assert {item.rubrique(kept.renvois) for item in volet.details} == rows
    assert phrases.annex_title(kept, kept.volets[0]) == "Liquidation des coûts indirects révisés 2026"


def test_a_statement_of_an_older_version_keeps_its_accounts_and_its_seal() -> None:
    content = nancy().scelles.etats[CheminEtat("2026-04", ESSEY)]
    assert b'"compte_metropole":"70845"' in content
    assert is_intact(content)
    kept, now = issued(nancy(), "2026-04", ESSEY), statement(nancy(), appel("2026-04"), ESSEY)
    assert kept is not None
    assert kept.pieces == now.pieces
    assert kept.pieces[0].compte_gestionnaire == "70845"
    assert read_archive("x.json", archive_text(kept).encode()) == kept


def test_a_later_day_tells_other_disagreements_and_no_other_amount() -> None:
    etat = issued(nancy(), "2026-10", ESSEY)
    assert etat is not None
    later = seen_on(nancy(), etat, etat.jour.replace(month=12))
    assert later.contestations
    assert etat.contestations == ()
    assert later._replace(situation_au=etat.situation_au, contestations=(), conteste=0, suspendu=0) == etat


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"version": 1', '"version": 9'),
        ('"jour":"2026-10-15"', '"jour":"15 octobre"'),
        ('"genre":"liquidatif"', '"genre":"autre"'),
        ('"numero":"2026-10-ESSEY"', '"numero":12'),
        ('"numero":', '"autre":'),
        ("{", "["),
    ],
)
def test_a_kept_statement_that_says_anything_else_is_refused_in_a_sentence(before: str, after: str) -> None:
    content = nancy().scelles.etats[CheminEtat("2026-10", ESSEY)].decode()
    assert before in content
    with pytest.raises(EtatIllisibleError, match=r"x\.json n'est pas un état que cet outil sait relire"):
        read_archive("x.json", content.replace(before, after, 1).encode())


def test_a_kept_statement_is_closed_by_its_own_sha256() -> None:
    content = nancy().scelles.etats[CheminEtat("2026-10", ESSEY)]
    assert is_intact(content)
    assert not is_intact(content.replace(b"ESSEY", b"AUTRE", 1))
