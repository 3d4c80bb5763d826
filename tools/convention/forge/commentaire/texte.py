"""The text of a comment, and of the summary of a contrôle: a comparison, or why none is made.

Knows: Markdown, how much a comment holds. Must not know: the API, git.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Severity, by_cause
from convention.base.french import compte, enumere, majuscule, pluriel
from convention.compare.comparaison import comparer
from convention.compare.decision.decision import decide
from convention.compare.sceaux.scelles import refusals
from convention.forge.commentaire.publication import Etat
from convention.reports.commentaire.commentaire import markdown_text
from convention.reports.comparaison.comparaison import CARACTERES_MAX
from convention.reports.comparaison.empreinte import contents
from convention.reports.rendus.escape import in_comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.base.diagnostic import Diagnostic, Span
    from convention.forge.commentaire.revision import Revision
    from convention.model.depot import Depot

MONTRES_MAX = 25
LIEUX_MONTRES = 5
SIGNATURES_MONTREES = 5
RESERVE = 1_000
"""Characters kept for the mark, and for what says that the rest is left out."""
_LISTE_ENTIERE = "Tout est dans le journal du contrôle, et `convention valider` montre chaque message à sa ligne."


class Texte(NamedTuple):
    """What is said, and whether it holds figures."""

    etat: Etat
    texte: str


def tell(
    base: Revision, head: Revision, remarques: Sequence[str] = (), pied: str = "", limit: int = CARACTERES_MAX
) -> Texte:
    """Write what a proposal changes: in figures when both sides are sound; otherwise what is wrong, and no figure.

    `remarques` are Markdown sentences to read before the figures, `pied` the last one; `limit` is in characters.
    """
    if base.depot is not None and head.depot is not None:
        head = _with_refusals(base.depot, head.depot, head)
    signed = _signatures(head)
    room = limit - RESERVE - sum(map(len, remarques)) - len(signed) - len(pied)
    if base.depot is not None and head.depot is not None:
        etat, text = Etat.VALIDE, _figures(base.depot, head.depot, base, head, room)
    else:
        etat = Etat.ECHEC if base.motif or head.motif else Etat.INVALIDE
        text = _refusal(base, head)
    return Texte(etat, with_remarks(fit(text, room), remarques, pied, signed))


def with_remarks(text: str, remarques: Iterable[str], pied: str = "", signed: str = "") -> str:
    """Put Markdown sentences to read before the figures below the title of a text, then who signs, one at its end."""
    title, _, rest = text.partition("\n")
    notes = "".join(f"> ⚠ {remarque}\n\n" for remarque in remarques)
    return "\n\n".join(part.strip("\n") for part in (title, notes, signed, rest, pied) if part.strip()) + "\n"


def _with_refusals(before: Depot, after: Depot, head: Revision) -> Revision:
    """Refuse a proposal that changes what its base holds for sealed, as any other error."""
    found = refusals(before, after)
    return head._replace(depot=None, diagnostics=found) if found else head


def _figures(before: Depot, after: Depot, base: Revision, head: Revision, room: int) -> str:
    comparaison = comparer(before, after)
    decision = decide(comparaison, head.jour, contents(comparaison).empreinte)
    return markdown_text(comparaison, base.nom, head.nom, room, decision)


def _signatures(head: Revision) -> str:
    """Say who signs what the proposal seals."""
    shown, rest = head.signatures[:SIGNATURES_MONTREES], head.signatures[SIGNATURES_MONTREES:]
    more = [f"{compte(len(rest), 'autre fichier est signé', 'autres fichiers sont signés')} aussi"] if rest else []
    return f"*Signatures : {' ; '.join([*map(in_comment, shown), *more])}.*" if shown else ""


def fit(text: str, limit: int) -> str:
    """Keep the whole blocks (a paragraph, a list, a table) that fit; say that others are left out."""
    if len(text) <= limit:
        return text
    blocks = text.split("\n\n")
    size = kept = 0
    while size + len(blocks[kept]) + 2 <= limit:
        size += len(blocks[kept]) + 2
        kept += 1
    # What is folded is whole, or left out.
    while "\n\n".join(blocks[:kept]).count("<details>") > "\n\n".join(blocks[:kept]).count("</details>"):
        kept -= 1
    left = len(blocks) - kept
    said = f"{compte(left, 'partie')} de la fin {pluriel(left, 'laissée', 'laissées')} de côté"
    return "\n\n".join([*blocks[:kept], f"*Trop long pour un commentaire : {said}.*"]) + "\n"


def _refusal(base: Revision, head: Revision) -> str:
    sides = [("base", base), ("proposition", head)]
    wrong = [_side_title(nom, side) for nom, side in sides if side.depot is None]
    parts = [f"## {majuscule(enumere(wrong))} : aucun montant n'est calculé", ""]
    for nom, side in sides:
        parts += _side(nom, side)
    return "\n".join(parts) + "\n"


def _side_title(nom: str, side: Revision) -> str:
    if side.motif:
        return f"la {nom} ne peut pas être lue"
    return f"la {nom} a {_counted([item for item in side.diagnostics if item.severity is Severity.ERREUR])}"


def _side(nom: str, side: Revision) -> list[str]:
    head = f"**La {nom}, {in_comment(side.nom)}**"
    if side.motif:
        return [f"{head} : {in_comment(side.motif)}.", ""]
    if side.depot is not None:
        return [f"{head}, n'a pas d'erreur.", ""]
    causes = by_cause(side.diagnostics)
    shown, rest = causes[:MONTRES_MAX], [item for cause in causes[MONTRES_MAX:] for item in cause]
    fix = " La corriger d'abord : rien ne peut lui être comparé." if nom == "base" else ""
    parts = [f"{head} : {_counted(side.diagnostics)}.{fix}", ""]
    parts += [f"{number}. {cause_line(cause)}" for number, cause in enumerate(shown, 1)]
    parts.append("")
    if rest:
        parts += [f"… et {_counted(rest)} de plus. {_LISTE_ENTIERE}", ""]
    return parts


def cause_line(cause: Sequence[Diagnostic]) -> str:
    """Write what one cause brings on one line of Markdown: its first message, and its other places."""
    first, *others = cause
    if not others:
        return _line(first)
    places = [*dict.fromkeys(item.span._replace(end_line=0, end_column=0) for item in others)]
    shown, rest = ", ".join(map(_place, places[:LIEUX_MONTRES])), len(places) - LIEUX_MONTRES
    more = f" et {compte(rest, 'autre lieu', 'autres lieux')}" if rest > 0 else ""
    return f"{_line(first)} De même, {compte(len(others), 'autre fois', 'autres fois')} : {shown}{more}."


def _line(item: Diagnostic) -> str:
    """Write a diagnostic: its place, its code, its sentence, its advice."""
    hint = f" *Conseil : {in_comment(item.hint)}.*" if item.hint else ""
    level = "" if item.severity is Severity.ERREUR else f" ({item.severity})"
    return f"{_place(item.span)} {item.code}{level} : {in_comment(item.message)}.{hint}"


def _place(span: Span) -> str:
    # In code, or « :100: » would be an emoji.
    return f"<code>{in_comment(span.path)}:{span.line}:{span.column}</code>"


def _counted(diagnostics: Sequence[Diagnostic]) -> str:
    counts = Counter(item.severity for item in diagnostics)
    return enumere([compte(counts[level], level.libelle, level.pluriel) for level in Severity if counts[level]])
