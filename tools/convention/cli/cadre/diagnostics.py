"""Checking a loaded revision, printing what is wrong with it, reading a sound one: shared by all commands."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

import click

from convention.base.codes import CODES
from convention.base.diagnostic import Diagnostic, Severity, has_errors, sort_diagnostics
from convention.base.french import compte
from convention.cli.cadre.contexte import Contexte, DonneesError, read
from convention.cli.cadre.valeurs import today
from convention.cli.cadre.verdicts import run_known
from convention.reports.depot.diagnostics import codequality_text, github_text, json_text, terminal_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from convention.checks.registry import Memoires
    from convention.engine.contribution import Calcule
    from convention.loading.a_part import Lu
    from convention.loading.loader import Cache, Chargement
    from convention.model.cadre.champs import Modele

    Montrer = Callable[[tuple[Diagnostic, ...], Chargement], None]
    """How the errors that a gesture would bring are shown."""
    M = TypeVar("M", bound=Modele)


def diagnose_all(
    chargement: Chargement, au: date | None, gardes: Callable[[], Memoires | None] = lambda: None
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of files and of checks; without a day, nothing is said of what is still to come."""
    return sort_diagnostics((*chargement.diagnostics, *run_known(chargement, au, gardes=gardes)))


def render(diagnostics: tuple[Diagnostic, ...], chargement: Chargement, forme: str) -> str:
    """Write the diagnostics in one of the four forms."""
    match forme:
        case "json":
            return json_text(diagnostics, chargement.nombre)
        case "github":
            return github_text(diagnostics)
        case "codequality":
            return codequality_text(diagnostics)
        case _:
            return terminal_text(diagnostics, chargement.nombre, chargement.lines, tout=_tout())


def _tout() -> bool:
    """Tell whether each message was asked for, even those of one cause."""
    context = click.get_current_context(silent=True)
    asked = context.find_object(Contexte) if context is not None else None
    return asked is not None and asked.tout


def refuse_errors(
    chargement: Chargement,
    where: str = "",
    *,
    regle: str = "",
    laisse: str = "",
    simule: bool = False,
    gardes: Memoires | None = None,
) -> None:
    """Stop with the errors, and them alone, on the error stream when the data has some: no amount is printed on them.

    Errors that the command is there to settle (`regle`), or may leave in what it writes (`laisse`), stop nothing, and
    are not shown beside the others: each code says which. A command that only supposes (`simule`) lets what is still
    to come be written as done.
    """
    au = None if simule else today()
    if gardes is None:
        found = run_known(chargement, au, errors_only=True)
    else:
        from convention.checks.registry import run

        found = run(chargement.depot, au, errors_only=True, gardes=gardes)

    def stops(item: Diagnostic) -> bool:
        return regle not in CODES[item.code].regle_par and laisse not in CODES[item.code].laisse_par

    errors = [item for item in (*chargement.diagnostics, *found) if item.severity is Severity.ERREUR and stops(item)]
    if errors:
        stop(sort_diagnostics(errors), chargement, where)


def stop(found: tuple[Diagnostic, ...], chargement: Chargement, where: str) -> NoReturn:
    """Show what is wrong, and where when it is said, on the error stream; then stop."""
    _show(found, chargement, where)
    raise DonneesError(where, tuple(item for item in found if item.severity is Severity.ERREUR))


def stop_at_file(found: Iterable[Diagnostic], contents: Mapping[str, bytes], quoi: str, suite: str = "") -> NoReturn:
    """Show what is wrong with files that are no data, each at its line, and what follows from it; then stop."""

    def lines(path: str) -> list[str]:
        return contents[path].decode("utf-8", "replace").split("\n")

    shown = sort_diagnostics(found)
    click.echo(terminal_text(shown, len(contents), lines) + suite, err=True, nl=False)
    raise DonneesError(quoi, shown)


def document_of(lu: Lu[M]) -> M:
    """Return a document that is no data; what is wrong with it stops the command, each error at its line."""
    if lu.document is None or has_errors(lu.diagnostics):
        stop_at_file(lu.diagnostics, {lu.path: lu.content}, lu.path)
    return lu.document


def _show(found: tuple[Diagnostic, ...], chargement: Chargement, where: str) -> None:
    if where:
        click.echo(f"Erreurs dans {where} :\n", err=True)
    click.echo(render(found, chargement, "terminal"), err=True, nl=False)


def show_new_errors(new: tuple[Diagnostic, ...], after: Chargement) -> None:
    """Show the errors that a gesture would bring, each at its line of the result."""
    _show(new, after, "le résultat (rien n'a été écrit)")
    usual = "Compléter la commande, ou corriger d'abord ce que disent ces conseils ; puis la refaire."
    told = next(filter(None, (CODES[item.code].au_geste for item in new)), usual)
    click.echo(f"\n{told}", err=True)


class Reprises(NamedTuple):
    """What was read of the data before, found in it, computed from it: what has not changed is taken again."""

    lectures: Cache
    gardes: Memoires
    calcule: Calcule


def sound(contexte: Contexte, regle: str = "", *, reprises: Reprises | None = None) -> Chargement:
    """Load the working tree and refuse its errors, but those that the command is there to settle (`regle`).

    `reprises` is what a process that goes on has read, and found in it, before.
    """
    from convention.loading.loader import forget

    lectures: Cache = {} if reprises is None else reprises.lectures
    chargement = read(contexte.racine, lectures)
    forget(lectures, chargement.depot)
    refuse_errors(chargement, regle=regle, gardes=reprises and reprises.gardes)
    return chargement


def reprises() -> Reprises:
    """Return what keeps them, from a first reading on."""
    from convention.checks.registry import memoires
    from convention.engine.contribution import Calculs

    return Reprises({}, memoires(), Calculs())


class Jugement(NamedTuple):
    """What is wrong before a gesture, and after it."""

    avant: tuple[Diagnostic, ...]
    apres: tuple[Diagnostic, ...]

    @property
    def nouveaux(self) -> tuple[Diagnostic, ...]:
        """What was not there before."""
        known = {item.identite for item in self.avant}
        return tuple(item for item in self.apres if item.identite not in known)


def refuse_new_errors(before: Chargement, after: Chargement, montrer: Montrer) -> Jugement:
    """Stop with the errors that a gesture would bring; those that are there already do not prevent it.

    When some files cannot be read, what the others lack is not known: any error stops it.
    """
    from convention.compare.sceaux.scelles import refusals

    gardes = cache(_memoires)
    found = Jugement(diagnose_all(before, today(), gardes), diagnose_all(after, today(), gardes))
    unread = before.depot.illisibles or before.depot.incomplets
    new = (*(found.apres if unread else found.nouveaux), *refusals(before.depot, after.depot))
    errors = tuple(item for item in new if item.severity is Severity.ERREUR)
    if errors:
        montrer(errors, after)
        raise DonneesError("le résultat", errors)
    return found


def first_errors(erreurs: Sequence[Diagnostic], montrees: int) -> Iterator[str]:
    """Say the first errors in a few words, each at its place, and how many others there are."""
    for item in erreurs[:montrees]:
        yield f"{item.span} : {item.message}"
    rest = len(erreurs) - montrees
    if rest > 0:
        yield f"… et {compte(rest, 'autre erreur', 'autres erreurs')}"


def refuse_either(base: tuple[Chargement, str], head: tuple[Chargement, str]) -> None:
    """Stop with the diagnostics of each side that has errors: mending one then brings no surprise from the other.

    Stop too when the proposal changes what its base holds for sealed, without a declared act.
    """
    from convention.compare.sceaux.scelles import refusals

    refused: list[DonneesError] = []
    gardes = cache(_memoires)
    for chargement, where in (base, head):
        found = run_known(chargement, today(), errors_only=True, gardes=gardes)
        if not has_errors((*chargement.diagnostics, *found)):
            continue
        if refused:
            click.echo(err=True)
        try:
            refuse_errors(chargement, where)
        except DonneesError as error:
            refused.append(error)
    if refused:
        raise refused[0]
    if found := refusals(base[0].depot, head[0].depot):
        stop(found, *head)


def _memoires() -> Memoires:
    """Return what keeps what is found in one revision for another that hardly differs."""
    from convention.checks.registry import memoires

    return memoires()
