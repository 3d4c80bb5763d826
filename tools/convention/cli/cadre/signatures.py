"""What a comparison refuses of the signatures that a proposal brings, and what it says of those that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.files import UnreadableFileError, read_bounded
from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.cadre.diagnostics import stop
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from convention.compare.sceaux.signatures import Confiance
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot
    from convention.model.ecrits.signatures import Signes


def trust(nom: str, depot: Depot) -> Confiance:
    """Trust the keys of a revision; a file of keys that cannot be read would ask for nothing."""
    from convention.checks.sceaux.signatures import SIGNATAIRES
    from convention.compare.sceaux.signatures import Confiance

    if SIGNATAIRES in depot.illisibles:
        message = f"{SIGNATAIRES} de {nom}, dont les clés font foi, ne peut pas être lu : le corriger d'abord"
        raise EnvironnementError(message)
    return Confiance(nom, depot.vie.signataires)


def refuse_signatures(before: Chargement, after: Chargement, where: str, confiance: Confiance, jour: date) -> None:
    """Stop when what is sealed or signed since the base is not signed as the trusted revision asks; else say who signs.

    Both are said on the error stream: they are no part of what is compared.
    """
    from convention.compare.sceaux.signatures import refused, told

    found = refused(before.depot, after.depot, confiance, jour)
    if found:
        stop(found, after, where)
    for clause in told(before.depot, after.depot, confiance):
        click.echo(terminal(f"{clause}."), err=True)


def beside(fichier: Path, path: str) -> Signes:
    """Verify the signatures that stand beside a file, which holds what is sealed at a path."""
    from convention.loading.ecrits.signatures import verify
    from convention.loading.source import EnvironmentProblemError
    from convention.model.ecrits.signatures import read_signature_path

    names = (item.name.removeprefix(fichier.name) for item in fichier.parent.iterdir())
    suffixes = ["", *sorted(name for name in names if read_signature_path(f"{path}{name}") is not None)]
    try:
        contents = {f"{path}{name}": read_bounded(fichier.with_name(f"{fichier.name}{name}")) for name in suffixes}
        return verify(contents)
    except (EnvironmentProblemError, UnreadableFileError) as error:
        raise EnvironnementError(f"les signatures de {fichier} ne peuvent pas être vérifiées : {error}") from None


def judge(signes: Signes, path: str, confiance: Confiance) -> tuple[list[str], list[str]]:
    """Judge the signatures of a sealed file by the keys of a revision.

    Returns:
        What does not hold or lacks, in French clauses; the functions whose signatures hold.
    """
    from convention.checks.sceaux.signatures import SIGNATAIRES, name_of, refusal, unsigned
    from convention.model.ecrits.signatures import read_sealed_path

    scelle, keys = read_sealed_path(path), confiance.signataires
    own = [item for item in signes.signatures if item.fichier == path]
    wrong = [refusal(item, keys, f"{SIGNATAIRES} de {confiance.nom}") for item in own]
    found = [f"{item.span.path} : {item.message}" for item in wrong if item is not None]
    if scelle is None or keys is None:
        return found, []
    found += [item.message for item in unsigned(signes, path, keys, keys.demandes(scelle))]
    return found, [name_of(keys, item.fonction) for item, bad in zip(own, wrong, strict=True) if bad is None]
