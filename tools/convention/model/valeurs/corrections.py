"""What to write instead: from a scalar written otherwise than expected to the hint of its message.

Knows: how numbers, dates and codes are often written. Must not know: documents. A hint is only given when what it
proposes would be accepted.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.diagnostic import Ecrire, ecrire, split_hint
from convention.base.french import RANG_DU_MOIS, cite, enumere, sans_accents
from convention.base.money import exact_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.base.diagnostic import Conseil

    Correction = Callable[[str], str]

TEXTE_MONTRE_MAX = 40
"""What fits on a line of the terminal."""

_SERVICE = re.compile(
    r"[0-9]*(?P<lettres>[A-Z]{1,3}?)[-_.\s]*(?P<numero>[0-9OIL]{1,3})(?:[-_.,\s]+(?P<sous>[0-9OIL]{1,2}))?", re.ASCII
)
_CHIFFRES = str.maketrans("OIL", "011")
"""Letters taken for figures: O for 0, I and L for 1."""
_GUILLEMETS = "“”„‟«»‘’‚‛"
"""Quotation marks that YAML takes for letters."""
_CALCUL = re.compile(r"[*+×÷=<>]|\w\(")
_BLANCS = re.compile(r"[\s\u00a0\u202f]+")
_A_LA_MAIN = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:[\s\u00a0\u202f][0-9]{3})+)(?:[.,][0-9]+)?", re.ASCII)
_DEUX_LECTURES = re.compile(r"(-?[1-9][0-9]{0,2})[.,]([0-9]{3})", re.ASCII)


def shorten(text: str) -> str:
    """Cut a long text for a message."""
    return text if len(text) <= TEXTE_MONTRE_MAX else f"{text[:TEXTE_MONTRE_MAX]}…"


def unquoted(text: str) -> str:
    """Take away the typographic quotes around a text, which YAML takes for letters: « “54184” » gives 54184."""
    inside = text[1:-1].strip() if len(text) > 1 and text[0] in _GUILLEMETS and text[-1] in _GUILLEMETS else ""
    return inside or text


def quoted(text: str) -> str:
    """Write a text between quotes that YAML reads back as it is; typographic ones around it give way."""
    inside = unquoted(text)
    return f'"{inside}"' if not set(inside) & {'"', "\\"} else "'" + inside.replace("'", "''") + "'"


def two_readings(text: str) -> tuple[str, str] | None:
    """Return both readings of a number whose only separator is before three digits: « 1.200 » is 1200, or 1.2.

    Each is written so that it reads one way only: three decimals that count are followed by a zero.
    """
    found = _DEUX_LECTURES.fullmatch(re.sub(r"[\s\u00a0\u202f]*€?$", "", text.strip()))
    if found is None:
        return None
    whole, three = found[1], found[2]
    decimals = three.rstrip("0") if three.endswith("0") else f"{three}0"
    return f"{whole}{three}", f"{whole}.{decimals}".removesuffix(".")


def as_written(text: str) -> str:
    """Write a number as documents do: « 1 234,50 € » gives 1234.50; any other text comes back as it is.

    Blanks part thousands and nothing else: « 1 2 » is no number.
    """
    bare = text.strip().removesuffix("€").strip()
    return _BLANCS.sub("", bare).replace(",", ".") if _A_LA_MAIN.fullmatch(bare) else text


def number_hint(text: str, accepted: re.Pattern[str], exemple: str) -> Conseil:
    """Propose the number that was meant: « 1 234,50 € » gives 1234.50; both when it reads two ways."""
    original, text = text, unquoted(text)
    readings = two_readings(text)
    if readings is not None:
        return Ecrire(f"écrire {enumere(readings, 'ou')}", readings)
    candidate = re.sub(r"[\s_]|(?:€|euros?)$", "", text).removeprefix("+")
    candidate = _point(candidate)
    candidate = re.sub(r"^(-?)0+(?=[0-9])", r"\1", candidate.removesuffix("."))
    candidate = f"0{candidate}" if candidate.startswith(".") else candidate
    meant = accepted.fullmatch(candidate) and candidate != original
    return ecrire(candidate) if meant else f"exemple : {exemple}"


def share_hint(text: str, accepted: re.Pattern[str], exemple: str, maximum: int) -> Conseil:
    """Propose the share that was meant: « 50 % » gives 0.5; else what is proposed of any number."""
    number, percent, _ = re.sub(r"\s", "", unquoted(text)).partition("%")
    if percent and two_readings(number) is None and accepted.fullmatch(_point(number)):
        meant = exact_text(Fraction(_point(number)) / 100)
        if accepted.fullmatch(meant) and Fraction(meant) <= maximum:
            return ecrire(meant)
    return number_hint(text, accepted, exemple)


def date_hint(text: str) -> Conseil:
    """Propose the date that was meant: 3/12/2026, 3/12/26 and 3 décembre 2026 give 2026-12-03."""
    text = unquoted(text)
    french = _french(text)
    if french is not None:
        return _written(*french) or _month_end(*french) or _UNE_DATE
    iso = re.match(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})(?:[Tt ]|$)", text, re.ASCII)
    found = _written(iso[1], iso[3], iso[4]) or _written(iso[1], iso[4], iso[3]) if iso else ""
    return found or _UNE_DATE


def no_date(text: str) -> str:
    """Say what is wrong with a text that is no date: 31/06/2027 is one that no calendar has."""
    french = _french(unquoted(text))
    known = french is None or _written(*french)
    return f"{cite(shorten(text))} n'est pas une date" if known else f"le {text} n'existe pas dans le calendrier"


def _french(text: str) -> tuple[str, str | int, str] | None:
    """Return the year, the month and the day of a date written as in a letter."""
    plain = " ".join(sans_accents(text).split())
    worded = re.fullmatch(r"([0-9]{1,2})(?:er)? +([a-z]+)\.? +([0-9]{4})", plain, re.ASCII)
    if worded and worded[2] in RANG_DU_MOIS:
        return worded[3], RANG_DU_MOIS[worded[2]], worded[1]
    found = re.fullmatch(r"([0-9]{1,2})(?:[/.-]([0-9]{1,2})[/.-]([0-9]{4})|/([0-9]{1,2})/([0-9]{2}))", text, re.ASCII)
    return (found[3] or f"20{found[5]}", found[2] or found[4], found[1]) if found else None


def unreal_hint(text: str) -> Conseil:
    """Propose the date whose day and month were swapped: 2026-15-04 gives 2026-04-15; else the last of its month."""
    annee, mois, day = text.split("-")
    return _written(annee, day, mois) or _month_end(annee, mois, day)


def read_as(text: str) -> str:
    """Say what other tools would read in a plain text."""
    if re.match(r"[0-9]{4}-[0-9]", text, re.ASCII):
        return "une date"
    if re.match(r"[-+.0-9]", text, re.ASCII):
        return "un nombre"
    return "un signe de YAML" if text in ("=", "<<") else "un booléen"


def yes_no_hint(text: str) -> Conseil:
    """Propose oui or non for their English and YAML writings."""
    word = unquoted(text).casefold()
    if word in ("oui", "true", "yes", "on", "y", "o", "vrai", "1"):
        return Ecrire("écrire oui, sans guillemets", ("oui",))
    if word in ("non", "false", "no", "off", "n", "faux", "0"):
        return Ecrire("écrire non, sans guillemets", ("non",))
    return "écrire oui ou non, sans guillemets"


def code_hint(text: str, correct: Correction, accepted: re.Pattern[str], exemple: str) -> Conseil:
    """Propose a corrected code, show the letter that only looks like a Latin one, or give an example."""
    if _CALCUL.search(text):
        return f"un calcul s'écrit dans une formule, et non ici ; exemple : {exemple}"
    foreign = foreign_letter(text)
    if foreign is not None:
        return f"la lettre {cite(foreign)} (U+{ord(foreign):04X}) n'est pas une lettre latine"
    candidate = correct(unquoted(text))
    quotes = '"' if exemple.startswith('"') else ""
    return ecrire(f"{quotes}{candidate}{quotes}") if accepted.fullmatch(candidate) else f"exemple : {exemple}"


def foreign_letter(text: str) -> str | None:
    """Return the first letter that is not Latin: it only looks like one."""
    return next((letter for letter in text if letter.isalpha() and letter > "\u024f"), None)


def to_id(text: str) -> str:
    """Write a text as an identifier: « Syndicat de Grandval » gives syndicat-de-grandval."""
    return re.sub(r"[^a-z0-9]+", "-", sans_accents(text)).strip("-")


def to_name(text: str) -> str:
    """Write a text as a name: « Moyens d'impression » gives moyens_d_impression."""
    return re.sub(r"[^a-z0-9]+", "_", sans_accents(text)).strip("_")


def to_service(text: str) -> str:
    """Write a text as the code of a service or of a sub-service: s03-5 gives S03.5, S8, SO8 and 60S08 give S08."""
    found = _SERVICE.fullmatch(text.strip().upper())
    if found is None or not re.search(r"[0-9]", found["numero"]):
        return text
    numero, sous = (int((found[part] or "0").translate(_CHIFFRES)) for part in ("numero", "sous"))
    return f"{found['lettres']}{numero:02}" + (f".{sous}" if found["sous"] else "")


def to_digits(text: str) -> str:
    """Write a code without what separates its characters."""
    return re.sub(r"[\s.-]", "", text).upper()


def to_clause(text: str) -> str:
    """Write the name of a clause as the convention does: « Art. 8.3 » gives article 8.3, « Annexe b », annexe B."""
    told = re.sub(r"^art(?:icle)?[. ]*", "article ", " ".join(text.strip().lower().split()))
    return re.sub(r"(?<=^annexe )[a-z]+$", lambda letters: letters[0].upper(), told)


def to_place(text: str) -> str:
    """Write a place of the repository without blanks, its folders after slashes."""
    return re.sub(r"\s", "", text).replace("\\", "/").removeprefix("./")


def to_seal(text: str) -> str:
    """Write a seal as the tool does: without blanks, in lower case."""
    return re.sub(r"\s", "", text).lower()


def to_key(text: str) -> str:
    """Write a public key without its comment, which often names a person."""
    return " ".join(text.split()[:2])


def to_siren(text: str) -> str:
    """Write a SIREN without spaces; a SIRET begins with the SIREN."""
    digits = to_digits(text)
    return digits[:9] if re.fullmatch(r"[0-9]{14}", digits, re.ASCII) else digits


def _point(text: str) -> str:
    """Write the decimals after a point: the last of the two separators is theirs, a repeated one is not."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and (point > comma or (point < 0 and text.count(",") > 1)):
        return text.replace(",", "")
    if comma >= 0:
        return text.replace(".", "").replace(",", ".")
    return text.replace(".", "") if text.count(".") > 1 else text


def _written(annee: str, mois: str | int, day: str) -> Conseil:
    try:
        return ecrire(str(date(int(annee), int(mois), int(day))))
    except ValueError:
        return ""


def _month_end(annee: str, mois: str | int, day: str) -> Conseil:
    """Propose the last day of the month of a 31st that it has not; nothing of any other day."""
    for last in ("30", "29", "28") if int(day) in {29, 30, 31} else ():
        if found := split_hint(_written(annee, mois, last)).conseil:
            return f"{found}, dernier jour de ce mois"
    return ""


_UNE_DATE = "une date s'écrit AAAA-MM-JJ"
