"""What editing commands share: make the gesture, check the result, show it, then write it.

Knows: loading, checks, comparison. Must not know: what each gesture changes, how files are replaced.
Nothing is written when the result has an error that the data did not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.diagnostic import Severity, has_errors
from convention.base.french import compte, typeset
from convention.cli.cadre.contexte import Contexte, EnvironnementError, Sortie, read
from convention.cli.cadre.diagnostics import refuse_new_errors, show_new_errors
from convention.cli.cadre.refus import refused_in_words
from convention.cli.cadre.valeurs import today
from convention.cli.ecriture.exclusivite import write_all
from convention.loading.git import try_git
from convention.loading.source import Folder, Superposition
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from convention.cli.cadre.diagnostics import Jugement, Montrer
    from convention.edition.etat import Modification
    from convention.edition.gestes import Demande
    from convention.loading.loader import Cache, Chargement

REFUSE_EN_L_ETAT = (
    "À revoir avant de le proposer : en l'état, la comparaison le refuse (ce qui commence par « Refusé », plus haut)."
)


def executer(
    contexte: Contexte,
    *demandes: Demande,
    essai: bool,
    suppositions: tuple[str, ...] = (),
    montrer: Montrer | None = None,
) -> int:
    """Make gestures on the repository, each on what the one before gives, or only show them."""
    from convention.edition.gestes import enchainer

    cache: Cache = {}
    folder = Folder(contexte.racine)
    before = read(folder, cache)
    with refused_in_words():
        done = enchainer(before, lambda texts: read(Superposition(folder, texts), cache), demandes)
    return conclure(
        *(contexte, before, done, cache),
        essai=essai,
        demandes=demandes,
        suppositions=suppositions,
        montrer=montrer,
    )


def conclure(  # noqa: PLR0913 (what a gesture gives, and what is told of it)
    contexte: Contexte,
    before: Chargement,
    modifications: tuple[Modification, ...],
    cache: Cache,
    *,
    essai: bool,
    demandes: tuple[Demande, ...] = (),
    suppositions: tuple[str, ...] = (),
    montrer: Montrer | None = None,
) -> int:
    """Check what a gesture gives, show it, then write it; nothing is written when it is wrong, or only tried."""
    from convention.cli.cadre.derives import derived
    from convention.edition.apercu import diff_text

    if not modifications:
        click.echo("Rien à changer : les fichiers le disent déjà.")
        return Sortie.PROPRE
    overlay = {item.path: item.apres for item in modifications}
    after = read(Superposition(Folder(contexte.racine), overlay), cache)
    with refused_in_words():
        for demande in demandes:
            demande.verifier(after.depot)
    found = refuse_new_errors(before, after, montrer or show_new_errors)
    written = (*modifications, *derived(contexte.racine, after.depot, modifications))
    effect, refused = _effect(before, after, found, suppositions)
    try:
        click.echo(diff_text(written))
        click.echo(
            effect + _new_warnings(found, written) + _next(contexte.racine, before, after, demandes, refused=refused),
            nl=False,
        )
    except BrokenPipeError:
        raise EnvironnementError("la sortie s'est fermée avant la fin : rien n'a été écrit") from None
    if essai:
        click.echo("\nEssai : rien n'a été écrit.")
        return Sortie.PROPRE
    write_all(contexte.racine, written)
    click.echo("\n" + "\n".join(f"Écrit : {item.path}" for item in written))
    return Sortie.PROPRE


def _effect(before: Chargement, after: Chargement, found: Jugement, suppositions: tuple[str, ...]) -> tuple[str, bool]:
    """Return the effect in euros, none on wrong data, and whether a proposal of it would be refused."""
    from convention.compare.comparaison import comparer
    from convention.compare.decision.decision import decide
    from convention.edition.apercu import effect_text
    from convention.reports.comparaison.decision import irregularities, refusals

    if has_errors(found.avant):
        lines = [*suppositions, "L'effet en euros n'est pas calculé : les données d'avant ont des erreurs."]
        left = sum(item.severity is Severity.ERREUR for item in found.apres)
        if left:
            remain = compte(left, "erreur reste", "erreurs restent")
            lines.append(f"{remain} à corriger, que montre convention valider.")
        return "".join(f"{line}\n" for line in lines), False
    comparaison = comparer(before.depot, after.depot, pourquoi=False)
    decision = decide(comparaison, today())
    told = (*suppositions, *irregularities(decision, comparaison))
    return effect_text(comparaison, told), any(refusals(decision, comparaison))


def _new_warnings(found: Jugement, written: tuple[Modification, ...]) -> str:
    """Return what the checks say that they did not say before, of what is written first."""
    from convention.edition.apercu import warnings_text

    paths = {item.path for item in written}
    new = sorted(found.nouveaux, key=lambda item: item.span.path not in paths)
    return "\n" + warnings_text(tuple(new)) if new else ""


def _next(racine: Path, before: Chargement, after: Chargement, demandes: tuple[Demande, ...], *, refused: bool) -> str:
    """Return what comes next: what would be refused is not to be proposed as it is."""
    from convention.edition.gestes import suites

    avec_git = bool(demandes) and try_git(racine, "rev-parse", "--verify", "--quiet", "HEAD") is not None
    decide = avec_git and not refused
    told = [
        item
        for demande in demandes
        for item in suites(after.depot, demande, today(), avant=before.depot, avec_git=decide)
    ]
    told += [typeset(REFUSE_EN_L_ETAT)] if refused else []
    # What several gestures say comes after what each of them says alone.
    once = reversed(dict.fromkeys(reversed(told)))
    return "\nEnsuite\n" + "".join(f"  {terminal(item)}\n" for item in once) if told else ""
