"""What stops a comparison once it is shown: a correction that costs, a procedure that is not enough (exit code 4).

Knows: click, the sentences of a decision. Must not know: how it was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Procedure


def procedure_of(nom: str, base: Depot, head: Depot) -> Procedure:
    """Find the procedure that an option names; the table of the base decides, as for the changes.

    Raises:
        click.BadParameter: with the nearest name, or all of them.
    """
    from convention.base.french import cite, nearest

    document = base.vie.procedures or head.vie.procedures
    known = document.procedures if document is not None else {}
    if nom not in known:
        listed = f"procédures\u00a0: {', '.join(known)}" if known else "le dépôt n'a pas de catalogue/procedures.yaml"
        hint = nearest(nom, known) or listed
        raise click.BadParameter(f"la procédure {cite(nom)} n'existe pas ({hint})", param_hint="--exiger")
    return known[nom]


def conclude(decision: Decision, comparaison: Comparaison, required: Procedure | None) -> bool:
    """Say on the error stream what stops the change; tell whether something does.

    A correction that moves an amount always does. What is retroactive, and a procedure stricter than the one given,
    only when one is given.
    """
    from convention.base.french import cite
    from convention.reports.comparaison.decision import demanded, who_decides
    from convention.reports.rendus.escape import terminal

    found: list[str] = []
    if decision.correction_payante or required is not None:
        found += who_decides(decision, comparaison).refus
    if required is not None and decision.stricter_than(required.rang):
        found.append(f"La procédure {cite(required.libelle)} ne suffit pas\u00a0:")
        found += [f"  {line}" for line in demanded(decision, required, comparaison)]
    for line in found:
        click.echo(terminal(line), err=True)
    return bool(found)
