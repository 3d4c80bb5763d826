"""What editing commands share: make the gesture, check the result, show it, then write it.

Knows: loading, checks, comparison. Must not know: what each gesture changes, how files are replaced.
Nothing is written when the result has an error that the data did not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import typeset
from convention.cli.cadre.contexte import Contexte, EnvironnementError, Sortie, read
from convention.cli.cadre.refus import refused_in_words
from convention.cli.cadre.valeurs import today

if TYPE_CHECKING:
    from pathlib import Path

    from convention.cli.cadre.diagnostics import Montrer
    from convention.edition.etat import Modification
    from convention.edition.gestes import Demande
    from convention.loading.loader import Cache, Chargement

option_essai = click.option("--essai", is_flag=True, help="Montrer ce qui changerait, sans rien écrire.")


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
    from convention.loading.source import Folder
    from convention.loading.superposition import Superposition

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
    from convention.cli.cadre.diagnostics import refuse_new_errors, show_new_errors
    from convention.cli.ecriture.exclusivite import write_all
    from convention.cli.modifier.derives import derived
    from convention.loading.source import Folder
    from convention.loading.superposition import Superposition

    if not modifications:
        click.echo("Rien à changer : les fichiers le disent déjà.")
        return Sortie.PROPRE
    overlay = {item.path: item.apres for item in modifications}
    after = read(Superposition(Folder(contexte.racine), overlay), cache)
    with refused_in_words():
        for demande in demandes:
            demande.verifier(after.depot)
    refuse_new_errors(before, after, montrer or show_new_errors)
    follows = derived(contexte.racine, after.depot, modifications)
    refused = _show(contexte.racine, (*modifications, *follows), before, after, demandes, suppositions)
    if essai:
        click.echo("\nEssai : rien n'a été écrit.")
        return Sortie.PROPRE
    write_all(contexte.racine, (*modifications, *follows))
    click.echo("\n" + "\n".join(f"Écrit : {item.path}" for item in (*modifications, *follows)))
    if refused:
        click.echo(typeset(REFUSE_EN_L_ETAT))
    return Sortie.PROPRE


def _show(
    racine: Path,
    modifications: tuple[Modification, ...],
    before: Chargement,
    after: Chargement,
    demandes: tuple[Demande, ...],
    suppositions: tuple[str, ...],
) -> bool:
    """Show the lines that change, what they change and what comes next; what nobody has seen is not done.

    Tell whether a proposal of it would be refused.
    """
    from convention.edition.apercu import diff_text
    from convention.edition.gestes import suites
    from convention.loading.git import try_git
    from convention.reports.rendus.escape import terminal

    try:
        click.echo(diff_text(modifications))
        refused = _show_effect(before, after, suppositions, frozenset(item.path for item in modifications))
        avec_git = bool(demandes) and try_git(racine, "rev-parse", "--verify", "--quiet", "HEAD") is not None
        told = dict.fromkeys(
            item for demande in demandes for item in suites(after.depot, demande, today(), avec_git=avec_git)
        )
        if told:
            click.echo("\nEnsuite\n" + "\n".join(f"  {terminal(item)}" for item in told))
    except BrokenPipeError:
        raise EnvironnementError("la sortie s'est fermée avant la fin : rien n'a été écrit") from None
    return refused


def _show_effect(before: Chargement, after: Chargement, suppositions: tuple[str, ...], changed: frozenset[str]) -> bool:
    """Show the effect in euros, then the new warnings, those of what was written first.

    No amount is computed on wrong data. Tell whether a proposal of it would be refused.
    """
    from convention.base.diagnostic import Severity, has_errors
    from convention.base.french import compte
    from convention.cli.cadre.diagnostics import diagnose_all
    from convention.compare.comparaison import comparer
    from convention.compare.decision.decision import decide
    from convention.edition.apercu import effect_text, warnings_text
    from convention.reports.comparaison.decision import irregularities, refusals

    old = diagnose_all(before, today())
    known, found = {item.identite for item in old}, diagnose_all(after, today())
    new = tuple(item for item in found if item.identite not in known)
    new = tuple(sorted(new, key=lambda item: item.span.path not in changed))
    refused = False
    if has_errors(old):
        click.echo(
            "\n".join((*suppositions, "L'effet en euros n'est pas calculé : les données d'avant ont des erreurs."))
        )
        left = [item for item in found if item.severity is Severity.ERREUR]
        if left:
            click.echo(
                f"{compte(len(left), 'erreur reste', 'erreurs restent')} à corriger, que montre convention valider."
            )
    else:
        comparaison = comparer(before.depot, after.depot, pourquoi=False)
        decision = decide(comparaison, today())
        refused = any(refusals(decision, comparaison))
        told = (*suppositions, *irregularities(decision, comparaison))
        click.echo(effect_text(comparaison, told), nl=False)
    if new:
        click.echo("\n" + warnings_text(new), nl=False)
    return refused
