"""Say what is wrong when the text of a formula does not follow the grammar.

Knows: what people get wrong (a missing operator, a comma, a parenthesis left open), so that `syntax` stays short.
Must not know: how the tree is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from convention.base.diagnostic import meant
from convention.base.french import enumere
from convention.formulas.functions import FONCTIONS, NOMS_DE_FONCTIONS, PART, arity_text, example_of
from convention.formulas.problems import quote, refuse
from convention.formulas.texte.tokens import INDICES

if TYPE_CHECKING:
    from convention.base.diagnostic import Conseil
    from convention.formulas.texte.tokens import Token

COMPARATEURS = frozenset({"<", "<=", ">", ">=", "="})
_FAUX_OPERATEURS = {
    ("*", "*"): INDICES["^"],
    ("/", "/"): "la division s'écrit « / »",
    ("=", "="): "l'égalité s'écrit « = »",
    ("<", ">"): INDICES["!"],
}


def refuse_missing_value(token: Token, before: Token | None) -> NoReturn:
    """Refuse what stands where a value is expected; `before` is the token that precedes."""
    after = f" après {quote(before.texte)}" if before else ""
    if token.genre == "fin":
        message = f"la formule s'arrête trop tôt : une valeur est attendue{after}" if before else "la formule est vide"
        _refuse(token, message)
    hint = _FAUX_OPERATEURS.get((before.texte, token.texte), "") if before else ""
    _refuse(token, f"une valeur est attendue{after}, et non {quote(token.texte)}", hint)


def refuse_continuation(token: Token, before: Token, opened: Token | None) -> NoReturn:
    """Refuse what follows a complete value; `opened` is the parenthesis that waits to be closed."""
    if token.genre == "fin" and opened:
        _refuse(opened, "la parenthèse ouverte ici n'est jamais fermée", "ajouter « ) »")
    if token.texte == ")":
        _refuse(token, "cette parenthèse est fermée sans avoir été ouverte")
    if token.texte == ";":
        _refuse(token, "« ; » ne sépare que les arguments d'une fonction")
    if token.texte in COMPARATEURS:
        hint = f"exemple : {example_of('si')}"
        _refuse(token, "une comparaison ne se place que dans la condition d'un « si »", hint)
    message = f"il manque un opérateur entre {quote(before.texte)} et {quote(token.texte)}"
    _refuse(token, message, "ajouter « * » s'il s'agit d'une multiplication")


def refuse_reserved(token: Token) -> NoReturn:
    """Refuse the name of a function used as a value."""
    message = f"{quote(token.texte)} est le nom d'une fonction, suivi d'une parenthèse"
    _refuse(token, message, f"exemple : {example_of(token.texte)}")


def refuse_function(token: Token) -> NoReturn:
    """Refuse a call to a function that does not exist."""
    known = f"fonctions : {enumere(sorted(NOMS_DE_FONCTIONS))}"
    hint = meant(token.texte, NOMS_DE_FONCTIONS) or f"{known} ; pour multiplier, écrire « {token.texte} * (…) »"
    _refuse(token, f"la fonction {quote(token.texte)} n'existe pas", hint)


def refuse_part(token: Token) -> NoReturn:
    """Refuse what stands in `part(…)` and is not the name of one key."""
    message = f"{quote(PART)} reçoit le nom d'une clé de répartition, et rien d'autre"
    _refuse(token, message, f"exemple : {example_of(PART)}")


def refuse_condition(token: Token) -> NoReturn:
    """Refuse a `si` whose first argument is not a comparison."""
    message = "le premier argument de « si » est une comparaison : < <= > >= ou ="
    _refuse(token, message, f"exemple : {example_of('si')}")


def refuse_arity(token: Token, end: int, count: int) -> NoReturn:
    """Refuse a call with too few or too many arguments; it ends at `end`."""
    fonction = FONCTIONS[token.texte]
    message = f"{quote(token.texte)} attend {arity_text(fonction)}, et en reçoit {count}"
    refuse("TAR001", message, token.start, end, f"exemple : {fonction.exemple}")


def refuse_table(token: Token, start: int, end: int) -> NoReturn:
    """Refuse what stands where `bareme` or `indice` takes the name of a table."""
    named = {"bareme": "d'abord le nom d'un barème", "indice": "en dernier le nom d'une révision de la ligne"}
    message = f"{quote(token.texte)} reçoit {named[token.texte]}"
    refuse("TAR001", message, start, end, f"exemple : {example_of(token.texte)}")


def refuse_depth(start: int, end: int, limit: int) -> NoReturn:
    """Refuse a formula that nests, or chains, too many operations."""
    message = f"la formule emboîte ou enchaîne plus de {limit} opérations"
    refuse("TAR001", message, start, end, "répartir le calcul entre plusieurs lignes ou variables")


def _refuse(token: Token, message: str, hint: Conseil = "") -> NoReturn:
    refuse("TAR001", message, token.start, token.end, hint)
