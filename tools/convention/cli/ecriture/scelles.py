"""What the commands that seal share: the refusal of what the data does not allow, files written once they are checked.

Knows: click. Must not know: what is sealed.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.base.files import held
from convention.base.french import enumere
from convention.cli.cadre.contexte import Contexte, DiteError, Sortie, read
from convention.cli.cadre.diagnostics import refuse_errors
from convention.cli.ecriture.exclusivite import write_all
from convention.model.ecrits.scelles import gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from convention.loading.loader import Chargement
    from convention.model.depot import Depot
    from convention.model.ecrits.journal import Inscription


class ScelleError(DiteError):
    """Something that cannot be called, sealed or closed: the data says why."""

    exit_code = Sortie.ERREURS


def from_root(contexte: Contexte, fichier: Path) -> str:
    """Return the path, from the root of the repository, of a file named from where the command is typed.

    Where it leads to no folder of the repository, it is named from the root already, as messages write it.
    """
    folder = fichier.parent.resolve()
    here = folder.is_dir() and folder.is_relative_to(contexte.racine)
    return ((folder / fichier.name).relative_to(contexte.racine) if here else fichier).as_posix()


def write_checked(
    contexte: Contexte,
    textes: Mapping[str, str],
    par: str = "",
    *,
    avec: Mapping[str, str] = MappingProxyType({}),
    essai: bool = False,
) -> None:
    """Write files at once, when the data that they make has no error; else show the errors and write nothing.

    Errors that the command (`par`) may leave prevent nothing. Files that are no data (`avec`) are written with them,
    and those drawn from the data. Nothing is written of what is only tried (`essai`).
    """
    from convention.cli.cadre.derives import derived
    from convention.edition.etat import Modification
    from convention.loading.source import Folder, Superposition

    whole = {**textes, **avec}
    modifications = [Modification(path, _before(contexte.racine / path), texte) for path, texte in whole.items()]
    after = read(Superposition(Folder(contexte.racine), textes))
    refuse_errors(after, "ce qui serait écrit", laisse=par)
    if not essai:
        write_all(contexte.racine, [*modifications, *derived(contexte.racine, after.depot, modifications)])


def write_sealed(
    contexte: Contexte, chargement: Chargement, textes: Mapping[str, str], le: date, par: str, *, essai: bool = False
) -> None:
    """Write sealed files and statements, by path, and their entries in the journal, at once; `par` as above."""
    from convention.engine.appels.sceller import inscribe
    from convention.model.ecrits.journal import JOURNAL

    contents = {path: texte.encode() for path, texte in textes.items()}
    entries = inscribe(chargement.depot, gather(contents.items()).empreintes, le)
    write_checked(contexte, {**textes, JOURNAL: journal_text(chargement, entries)}, par, essai=essai)


def to_sign(depot: Depot, path: str) -> Iterator[str]:
    """Say who signs what has just been sealed, and how."""
    from convention.checks.sceaux.signatures import name_of
    from convention.model.ecrits.signatures import read_sealed_path

    signataires, scelle = depot.vie.signataires, read_sealed_path(path)
    if signataires is not None and scelle is not None and (asked := signataires.demandes(scelle)):
        names = enumere([name_of(signataires, nom) for nom in asked])
        yield f"À signer par {names} : « convention signer {path} --cle CLÉ »."


def journal_text(chargement: Chargement, entries: Sequence[Inscription]) -> str:
    """Return the journal with entries at its end; what stands in it is left as it is."""
    from convention.model.ecrits.journal import ENTETE, JOURNAL, entry_text

    before = chargement.contents.get(JOURNAL, b"").decode()
    head = before if before.endswith("\n") or not before else f"{before}\n"
    return (head or ENTETE) + "".join(map(entry_text, entries))


def _before(path: Path) -> str | None:
    written = held(path)
    return written.decode() if written is not None else None
