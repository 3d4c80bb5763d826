"""Characters that nobody sees: no document holds them, and whoever shows a text shows them as what they are.

Knows: Unicode. Must not know: documents, media.
"""

from __future__ import annotations

INVISIBLES = (
    # Controls, halves of characters, signs of layout, tags, what is no character.
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\uffff\U00013430-\U0001345f\U000e0000-\U000e0fff"
    # Default ignorable code points (Unicode, DerivedCoreProperties).
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    # Blank, or a space that is neither the keyboard's nor one of French typography.
    "\u1680\u2000-\u200a\u205f\u2800\u3000\U00016fe4\U0001d159"
)
"""As a class of a regular expression; line breaks and the tabulation apart."""
