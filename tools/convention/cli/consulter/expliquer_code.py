"""`convention expliquer-code`: what a message means."""

from __future__ import annotations

import textwrap

import click

from convention.base.codes import CODES, FAMILLES, famille
from convention.base.french import cite, nearest


@click.command(name="expliquer-code")
@click.argument("code", required=False)
def commande(code: str | None) -> None:
    """Dire ce que signifie un code de message, et quoi faire. Sans code : la liste.

    Exemple : convention expliquer-code TAR007
    """
    if code is None:
        click.echo("\n".join(_listing()))
        return
    row = CODES.get(code.upper())
    if row is None:
        message = f"le code {cite(code)} n'existe pas. {nearest(code.upper(), CODES)}"
        raise click.UsageError(message.strip())
    click.echo(f"{row.code} ({row.severity}) – {row.titre}\nFamille : {famille(row.code[:3]).nom}\n")
    click.echo(textwrap.fill(row.explication, 90))
    click.echo(f"\nQue faire : {textwrap.fill(row.remede, 90)}")


def _listing() -> list[str]:
    lines = []
    for family in map(famille, FAMILLES):
        lines += ["", family.nom]
        lines += [f"  {row.code}  {row.titre}" for row in family.codes.values()]
    return lines[1:]
