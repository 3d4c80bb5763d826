"""The calendar that diaries read, read back by a library that nobody here wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime

import hypothesis.strategies as st
from hypothesis import given
from icalendar import Calendar

from convention.reports.rendus.escape import terminal
from convention.reports.rendus.ics import OCTETS, Journee, calendrier

JOUR = date(2026, 11, 23)
TEXTES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)


def lues(content: bytes, au: date = JOUR) -> list[tuple[str, date, str, str]]:
    """Read the events back, and refuse what is not exactly as the standard says."""
    found = Calendar.from_ical(content)
    assert found.errors == []
    assert found.walk("VEVENT") == found.events
    for event in found.events:
        assert event.errors == []
        assert event.stamp == datetime(au.year, au.month, au.day, tzinfo=UTC)
    return [(item.uid, item.start, item.summary or "", item.description or "") for item in found.events]


@given(TEXTES, TEXTES, st.lists(TEXTES, max_size=3))
def test_any_text_is_read_as_it_was_written_on_lines_that_are_not_too_long(
    uid: str, titre: str, lignes: list[str]
) -> None:
    content = calendrier(titre, JOUR, [Journee(uid, JOUR, titre, tuple(lignes))])
    told = "\n".join(terminal(ligne) for ligne in lignes)
    assert lues(content) == [(terminal(uid), JOUR, terminal(titre), told)]
    *lines, last = content.split(b"\r\n")
    assert last == b""
    assert all(0 < len(line) <= OCTETS for line in lines)
    assert not [line for line in lines if b"\n" in line or b"\r" in line]


def test_the_whole_of_a_calendar() -> None:
    day = Journee("appel-2027-04@valmont", date(2027, 4, 15), "Appel, d'avril", ("Acompte ; régularisation", "Suite"))
    assert calendrier("Convention", JOUR, [day]).decode() == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//convention-dsit//FR\r\nNAME:Convention\r\n"
        "X-WR-CALNAME:Convention\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\n"
        "BEGIN:VEVENT\r\nUID:appel-2027-04@valmont\r\nDTSTAMP:20261123T000000Z\r\nDTSTART;VALUE=DATE:20270415\r\n"
        "SUMMARY:Appel\\, d'avril\r\nDESCRIPTION:Acompte \\; régularisation\\nSuite\r\nTRANSP:TRANSPARENT\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
