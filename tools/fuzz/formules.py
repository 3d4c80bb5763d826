"""What reading a formula promises for any text: a problem at its place, or a tree that is written and read again.

Knows: the package of formulas. Must not know: models, files.
"""

from __future__ import annotations

from convention.formulas.regles.problems import FormulaError
from convention.formulas.regles.rules import Declares, check
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text

COURTE, MOINS_MAX = 40, 10
DECLARES = Declares({"cout": "€/an", "prix": "€/unité", "taux": "1"}, {"postes": "poste", "abaque": "unité"})


def read_formula(content: bytes) -> None:
    """Read a text as a formula, then look for all that is wrong with it, in a shared row and in a direct one."""
    text = content.decode("utf-8", "replace")
    for partagee in (True, False):
        for problem in check(text, DECLARES, attendu="€/an" if partagee else "€", part_fixe=False, partagee=partagee):
            assert 0 <= problem.start <= problem.end <= len(text) + 1, problem
    try:
        written = formula_text(parse(text))
    except FormulaError:
        return
    # Written again, a formula has more spaces and parentheses: it may become too long, or too deep, to be read.
    if len(text) <= COURTE and text.count("-") <= MOINS_MAX:
        assert formula_text(parse(written)) == written
