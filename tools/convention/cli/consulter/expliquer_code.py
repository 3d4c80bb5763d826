"""`convention expliquer-code`: what a message means."""

from __future__ import annotations

import textwrap

import click

from convention.base.codes import CODES, FAMILLES, famille
from convention.base.french import cite, nearest, pluriel, typeset
from convention.cli.cadre.contexte import Contexte, EnvironnementError, read


@click.command(name="expliquer-code")
@click.argument("code", required=False)
@click.pass_obj
def commande(contexte: Contexte, code: str | None) -> None:
    """Dire ce que signifie un code de message, et quoi faire. Sans code : la liste.

    Dans le dépôt d'une convention dont le texte nomme ce message, les clauses auxquelles il veille sont données.

    Exemple : convention expliquer-code TAR007
    """
    if code is None:
        click.echo("\n".join(_listing()))
        return
    row = CODES.get(code.upper())
    if row is None:
        hint = nearest(code.upper(), CODES) or "sans code, cette commande les liste tous"
        raise click.UsageError(f"le code {cite(code)} n'existe pas ; {hint}")
    click.echo(f"{row.code} ({row.severity}) – {row.titre}\nFamille : {famille(row.code[:3]).nom}\n")
    # Set first: a line begins by no « : », nor closes a quotation.
    click.echo(textwrap.fill(typeset(row.explication), 90))
    click.echo(f"\n{textwrap.fill(typeset(f'Que faire : {row.remede}'), 90)}")
    found = _watched(contexte, row.code)
    if found:
        click.echo(f"\n{pluriel(len(found), 'Clause', 'Clauses')} : {', '.join(found)}")


def _watched(contexte: Contexte, code: str) -> list[str]:
    """Return the clauses that a message watches; none outside a repository, or in one that cannot be read."""
    try:
        depot = read(contexte.racine, partial=True).depot
    except EnvironnementError:
        return []
    return list(dict.fromkeys(item.clause for item in depot.vie.couverture if code in item.messages))


def _listing() -> list[str]:
    lines = []
    for family in map(famille, FAMILLES):
        lines += ["", family.nom]
        lines += [f"  {row.code}  {row.titre}" for row in family.codes.values()]
    return lines[1:]
