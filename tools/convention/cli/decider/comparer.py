"""`convention comparer`: what a change changes, and what it costs whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import cite, nearest, typeset
from convention.cli.cadre.contexte import Contexte, Sortie, read
from convention.cli.cadre.diagnostics import refuse_either
from convention.cli.cadre.signatures import refuse_signatures, trust
from convention.cli.cadre.valeurs import option_date, option_format, today
from convention.cli.decider.remarques import remarks
from convention.loading.git import GitRevision, resolve_commit
from convention.reports.rendus.escape import markdown, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.loading.loader import Cache
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Procedure


option_forme = option_format(
    ["table", "markdown", "json"],
    "Tableau à lire, Markdown pour une demande de fusion, JSON pour un autre outil.",
)


@click.command(name="comparer")
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[PROPOSITION]", required=False)
@option_forme
@click.option("--bref", is_flag=True, help="En tableau, l'essentiel : ce qui change, pour qui, qui décide et quand.")
@click.option(
    "--exiger",
    metavar="PROCÉDURE",
    help="Refuser (code de sortie 4) ce qui demande une procédure plus exigeante que celle-ci : acte-de-gestion…",
)
@option_date("Jour où l'on décide, pour dire ce qui est passé")
@click.option(
    "--signataires",
    "confiance",
    metavar="RÉVISION",
    help="Révision dont les clés font foi pour ce qui est signé depuis la base (par défaut : BASE).",
)
@click.pass_obj
def commande(  # noqa: PLR0913, PLR0917 (one argument an option)
    contexte: Contexte,
    base: str,
    head: str | None,
    forme: str,
    exiger: str | None,
    jour: date | None,
    confiance: str | None,
    *,
    bref: bool,
) -> int:
    """Montrer ce qui change entre deux révisions, et ce que cela coûte à qui.

    BASE et PROPOSITION sont des révisions git (branche, étiquette, commit), lues sans toucher au dossier de travail.
    Sans PROPOSITION, c'est le dossier de travail qui est comparé, tel qu'il est.

    Une correction qui changerait un montant est refusée (code de sortie 4). Une signature est jugée par les clés de la
    base : celles que la proposition apporterait ne comptent pas (code de sortie 1).

    Exemple : convention comparer main
    """
    from convention.compare.comparaison import comparer
    from convention.compare.decision.decision import decide
    from convention.reports.comparaison.empreinte import contents

    cache: Cache = {}
    root = contexte.racine
    before = read(GitRevision(root, base), cache)
    name = head or "dossier de travail"
    where = f"la proposition ({name})"
    after = read(GitRevision(root, head) if head is not None else root, cache)
    refuse_either((before, f"la base ({base})"), (after, where))
    trusted = before if confiance is None else read(GitRevision(root, confiance), cache)
    keys = trust(confiance or base, trusted.depot)
    refuse_signatures(before, after, where, keys, jour or today())
    required = _procedure(exiger, before.depot, after.depot) if exiger is not None else None
    comparaison = comparer(before.depot, after.depot)
    decision = decide(comparaison, jour or today(), contents(comparaison).empreinte)
    commits = resolve_commit(root, base), None if head is None else resolve_commit(root, head)
    ailleurs = remarks(root, *commits, after.depot)
    show(comparaison, base, name, "bref" if bref and forme == "table" else forme, decision, ailleurs)
    return Sortie.DECISION if _conclude(decision, comparaison, required) else Sortie.PROPRE


def show(
    comparaison: Comparaison,
    base: str,
    head: str,
    forme: str,
    decision: Decision | None = None,
    ailleurs: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> None:
    """Print a comparison in the form that was asked for, « bref » among them.

    `ailleurs` are sentences about what is not data: those to read before the figures, those that may be read after.
    """
    avant, apres = ailleurs
    if forme == "markdown":
        from convention.forge.commentaire.texte import with_remarks
        from convention.reports.commentaire.commentaire import markdown_text

        told = markdown_text(comparaison, base, head, decision=decision)
        text = with_remarks(told, map(markdown, avant), " ".join(map(markdown, apres)))
    elif forme == "json":
        from convention.reports.comparaison.json import json_text

        text = json_text(comparaison, base, head, decision, (*avant, *apres))
    else:
        from convention.reports.comparaison.comparaison import brief_text, terminal_text

        render = brief_text if forme == "bref" else terminal_text
        text = render(comparaison, base, head, decision, (*avant, *apres))
    click.echo(text, nl=False)


def _procedure(nom: str, base: Depot, head: Depot) -> Procedure:
    """Find the procedure that an option names; the table of the base decides, as for the changes.

    Raises:
        click.BadParameter: with the nearest name, or all of them.
    """
    known = base.vie.procedures_dites or head.vie.procedures_dites
    if nom not in known:
        listed = f"procédures : {', '.join(known)}" if known else "le dépôt n'a pas de catalogue/procedures.yaml"
        hint = nearest(nom, known) or listed
        raise click.BadParameter(f"la procédure {cite(nom)} n'existe pas ({hint})", param_hint="--exiger")
    return known[nom]


def _conclude(decision: Decision, comparaison: Comparaison, required: Procedure | None) -> bool:
    """Say on the error stream what stops the change; tell whether something does.

    A correction that moves an amount always does. What is retroactive, and a procedure stricter than the one given,
    only when one is given.
    """
    from convention.reports.comparaison.decision import demanded, who_decides

    found: list[str] = []
    if decision.correction_payante or required is not None:
        found += who_decides(decision, comparaison).refus
    if required is not None and decision.stricter_than(required.rang):
        found.append(f"La procédure {cite(required.libelle)} ne suffit pas :")
        found += [f"  {line}" for line in demanded(decision, required, comparaison)]
    for line in found:
        click.echo(typeset(terminal(line)), err=True)
    return bool(found)
