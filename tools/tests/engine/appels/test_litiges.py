"""Exigible, contested, suspended: the line is contested, the service is suspended on that notice (art. 11)."""

from __future__ import annotations

from datetime import date

import pytest

from convention.base.period import months_later
from convention.engine.appels.litiges import delivery_situation, documents_situation, limit, situation
from convention.model.documents.titres import Titre
from convention.model.mots.appels import GenrePiece
from tests.essais import edited, fichiers_nancy, lire, nancy

ESSEY = "essey-les-nancy"
AU = date(2026, 11, 25)
LITIGES, TITRES = f"adherents/{ESSEY}/litiges.yaml", f"adherents/{ESSEY}/titres/2026.yaml"


def test_a_contested_line_suspends_its_whole_service_on_that_notice() -> None:
    found = situation(nancy(), ESSEY, "2026-10", AU)
    assert (found.conteste, found.suspendu) == (332_00, 7_197_96)
    assert [item.recours for item in found.desaccords] == [date(2026, 12, 22)]


def test_a_settled_dispute_is_told_and_suspends_nothing() -> None:
    found = situation(nancy(), ESSEY, "2025-10", AU)
    assert [(item.nom, str(item.litige.etape)) for item in found.desaccords] == [("2025-02", "admis")]
    assert (found.conteste, found.suspendu) == (0, 0)


def test_a_mere_contact_suspends_nothing() -> None:
    files = fichiers_nancy()
    contact = files[LITIGES].replace("    contestation: 2026-11-10\n    etape: conteste", "    etape: contact")
    found = situation(lire({**files, LITIGES: contact}), ESSEY, "2026-10", AU)
    assert (found.conteste, found.suspendu) == (332_00, 0)


def test_two_disputes_on_one_service_suspend_it_once() -> None:
    files = fichiers_nancy()
    start = files[LITIGES].index("  2026-01:")
    second = files[LITIGES][start:].replace("2026-01:", "2026-02:").replace("consommables\n", "location-copieurs\n")
    found = situation(lire({**files, LITIGES: files[LITIGES] + second}), ESSEY, "2026-10", AU)
    assert (found.conteste, found.suspendu) == (664_00, 7_197_96)


def test_a_dispute_that_begins_later_is_not_known_yet() -> None:
    assert situation(nancy(), ESSEY, "2026-10", date(2026, 11, 9)).desaccords == ()


@pytest.mark.parametrize(
    ("day", "step", "suspended"),
    [(date(2025, 11, 4), "contact", 0), (date(2025, 11, 18), "conteste", 7_028_95), (date(2026, 1, 22), "admis", 0)],
)
def test_a_dispute_stands_where_it_stood_that_day(day: date, step: str, suspended: int) -> None:
    depot = lire(edited(fichiers_nancy(), f"adherents/{ESSEY}/titres/2025.yaml", "    paiement: 2025-11-13\n", ""))
    found = situation(depot, ESSEY, "2025-10", day)
    assert ([str(item.litige.etape) for item in found.desaccords], found.suspendu) == ([step], suspended)


def test_a_dispute_that_is_not_settled_yet_has_no_end_and_no_issue() -> None:
    (item,) = situation(nancy(), ESSEY, "2025-10", date(2026, 1, 21)).desaccords
    assert (str(item.litige.etape), item.litige.cloture, item.litige.issue) == ("conteste", None, None)


@pytest.mark.parametrize(("day", "suspended"), [(date(2026, 11, 20), 7_197_96), (date(2026, 11, 21), 0)])
def test_what_is_paid_is_contested_and_suspended_no_more(day: date, suspended: int) -> None:
    received = 'numero: "fictif-2026-0117"\n'
    depot = lire(edited(fichiers_nancy(), TITRES, received, f"{received}    paiement: 2026-11-20\n"))
    found = situation(depot, ESSEY, "2026-10", day)
    assert (found.conteste, found.suspendu) == (332_00, suspended)


def test_a_notice_that_gives_money_back_suspends_nothing() -> None:
    written = 'numero: "fictif-2026-0117"\n    genre: '
    files = edited(fichiers_nancy(), TITRES, f"{written}titre", f"{written}reversement")
    assert situation(lire(files), ESSEY, "2026-10", AU).suspendu == 0


def test_a_call_that_is_not_sealed_suspends_nothing() -> None:
    files = {path: text for path, text in fichiers_nancy().items() if path != "pricing/appels/2026-10.json"}
    found = situation(lire(files), ESSEY, "2026-10", AU)
    assert (found.conteste, found.suspendu) == (332_00, 0)


def test_a_contested_delivery_suspends_its_whole_notice() -> None:
    files = edited(fichiers_nancy(), LITIGES, "titre: fictif-2026-0117", "titre: fictif-2026-0002")
    depot = lire(edited(files, TITRES, "    paiement: 2026-04-06\n", ""))
    found = delivery_situation(depot, ESSEY, 2026, "ordinateurs-mars", AU)
    assert ([item.nom for item in found.desaccords], found.conteste, found.suspendu) == (
        ["2026-01"],
        332_00,
        9_465_60,
    )
    for exercice, depense in ((2025, "ordinateurs-mars"), (2026, "ordinateurs-avril")):
        assert delivery_situation(depot, ESSEY, exercice, depense, AU).desaccords == ()


def test_a_notice_that_is_not_known_to_be_received_has_no_limit() -> None:
    received = Titre.model_construct(reception=date(2026, 5, 4), genre=GenrePiece.TITRE)
    assert [limit(received), limit(Titre.model_construct(reception=None))] == [date(2026, 7, 4), None]


def test_another_call_has_no_dispute() -> None:
    assert situation(nancy(), ESSEY, "2026-04", AU).desaccords == ()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 10, 22), 2, date(2026, 12, 22)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_a_delay_in_months_ends_the_same_day_or_the_last_of_its_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_the_disputes_on_some_documents_are_those_of_these_numbers_as_they_stood_on_a_day() -> None:
    depot = nancy()
    pieces = depot.dossiers[ESSEY].pieces
    (contested,) = {item.titre.numero for item in situation(depot, ESSEY, "2026-10", AU).desaccords}
    mine = [titre for titre in pieces if titre.numero == contested]
    others = [titre for titre in pieces if titre.numero != contested and titre.exercice == 2026]
    found = documents_situation(depot, ESSEY, mine, AU)
    assert (found.conteste, found.suspendu) == (332_00, 7_197_96)
    assert documents_situation(depot, ESSEY, mine, date(2026, 11, 9)).desaccords == ()
    assert documents_situation(depot, ESSEY, others, AU).desaccords == ()
    assert documents_situation(depot, "laxou", mine, AU).desaccords == ()
