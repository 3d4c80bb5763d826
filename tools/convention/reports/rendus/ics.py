"""A calendar that diaries subscribe to: RFC 5545, days only, the same bytes for the same facts.

Knows: how a calendar is written. Must not know: what its events say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

OCTETS = 75
"""Of a line, the space that begins a continuation included (RFC 5545, 3.1)."""


class Journee(NamedTuple):
    """Something that happens on a day, the whole of it."""

    uid: str
    """The same as long as it is the same fact, whatever is told of it: a diary then changes what it shows."""
    jour: date
    titre: str
    lignes: tuple[str, ...] = ()


def calendrier(nom: str, au: date, journees: Iterable[Journee]) -> bytes:
    """Write a calendar, its events in their order.

    Its stamp is the day when it is what is known: nothing here reads the clock.
    """
    name = _text(nom)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//convention-dsit//FR", f"NAME:{name}", f"X-WR-CALNAME:{name}"]
    lines.append("REFRESH-INTERVAL;VALUE=DURATION:P1D")
    for item in journees:
        lines += ["BEGIN:VEVENT", f"UID:{_text(item.uid)}", f"DTSTAMP:{au:%Y%m%d}T000000Z"]
        lines += [f"DTSTART;VALUE=DATE:{item.jour:%Y%m%d}", f"SUMMARY:{_text(item.titre)}"]
        lines += [f"DESCRIPTION:{_text(*item.lignes)}"] if item.lignes else []
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(*lignes: str) -> str:
    shown = (terminal(ligne).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for ligne in lignes)
    return "\\n".join(shown)


def _folded(line: str) -> str:
    """Fold a line that is too long, and cut no character."""
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += width
    return "\r\n".join(parts)
