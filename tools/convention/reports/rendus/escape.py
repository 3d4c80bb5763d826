"""Data text made harmless for its medium: terminal, GitHub commands, Markdown, CSV.

Knows: what each medium would interpret. Must not know: what the text says.
"""

from __future__ import annotations

import re

from convention.base.signes import INVISIBLES

_CONTROLS = re.compile(f"[{INVISIBLES}\t\n\r]")
# Any ASCII punctuation may be markup somewhere; these never are: a comma, an apostrophe, a bracket; a plus before a
# figure; a full stop after a letter, a sign of money, what closes, or a number that begins nothing; a hyphen, a stop or
# a slash inside a word; a colon, a semicolon, a question mark or a percent sign after a blank and before another.
_PUNCTUATION = re.compile(
    r"(?![,'()])(?!\+[0-9])"
    r"(?!(?:(?<=[^\W\d]|[€%»)])|(?<=\w [0-9])|(?<=\w [0-9]{2})|(?<=\w [0-9]{3})|(?<=\w [0-9]{4}))\.(?:\s|$))"
    r"(?!(?<=\w)[-./](?=\w))(?!(?<=\s)[:;?](?:\s|$))(?!(?<=[\s(])%(?:[\s).;]|$))[!-/:-@\[-`{-~]"
)
_ADRESSE = re.compile(r"://|www\.", re.IGNORECASE)
_TOUTE = re.compile(r"[!-/:-@\[-`{-~]")
# Markup anywhere in a line, then what is markup at its beginning only, a dash apart.
_QUOTED = re.compile(r"[\\`*_\[\]<|~&]|^[>#+]|^=(?==)|(?<=^[0-9])[.)](?=\s)|(?<=^[0-9][0-9])[.)](?=\s)")
# « @ » and « # »; then « ! », « $ », « % », « & » and « ~ », before what they would designate.
_MENTION = re.compile(r"&#(?:64|35);|&#(?:33|36|37|38|126);(?=\w|&#34;)")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


def terminal(text: str) -> str:
    r"""Show control characters instead of sending them: an escape sequence is printed as ``\\x1b``."""
    return _CONTROLS.sub(lambda found: _visible(found.group()), text)


def github_message(text: str) -> str:
    """Escape the message of a workflow command: it stays on its line, and its control characters are shown."""
    return terminal(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def github_property(text: str) -> str:
    """Escape a property of a workflow command."""
    return github_message(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """Write a text so that Markdown shows it as it is, on one line: punctuation that could be markup is an entity.

    Control characters are shown, as on a terminal: a name of file may hold what turns the line around it.
    """
    pattern = _TOUTE if _ADRESSE.search(text) else _PUNCTUATION
    return pattern.sub(lambda found: f"&#{ord(found.group())};", terminal(_on_one_line(text)))


def in_comment(text: str) -> str:
    """Write a text likewise for a comment on a forge, where entities are decoded before mentions are looked for.

    A zero-width space after ``@`` and ``#``, and after what some forges read too (``!7``, ``~nom``), keeps them from
    being links.
    """
    return _MENTION.sub("\\g<0>\u200b", markdown(text))


def markdown_quote(text: str) -> str:
    """Write a text of several lines as a Markdown quotation that shows it word for word; its dashes stay lists.

    Only what would be markup is escaped, by a backslash, so that the page can still be searched for the words.
    """
    lines = (_QUOTED.sub(r"\\\g<0>", terminal(line).strip()) for line in text.strip().splitlines())
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _on_one_line(text: str) -> str:
    return re.sub(r"[\t\n\r ]+", " ", text).strip()


def csv_cell(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_START) else text


def _visible(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 (one byte)
