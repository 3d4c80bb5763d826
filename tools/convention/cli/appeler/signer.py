"""`convention signer`: the signature of a function beside a sealed file, made by its SSH key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.base.french import cite, enumere, jour
from convention.cli.cadre.contexte import Contexte, read
from convention.cli.cadre.diagnostics import refuse_errors
from convention.cli.cadre.valeurs import today
from convention.cli.ecriture.exclusivite import write_all
from convention.cli.ecriture.scelles import ScelleError, from_root
from convention.cli.ecriture.sorties import Chemin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.loading.loader import Chargement


@click.command(name="signer")
@click.argument("fichiers", nargs=-1, required=True, type=Chemin(path_type=Path), metavar="FICHIER…")
@click.option(
    "--cle",
    required=True,
    type=Chemin(exists=True, dir_okay=False, path_type=Path),
    metavar="CLÉ",
    help="Clé SSH qui signe : la clé privée, ou la clé publique (.pub) d'une clé que garde l'agent SSH ou une carte.",
)
@click.pass_obj
def commande(contexte: Contexte, fichiers: tuple[Path, ...], cle: Path) -> None:
    """Signer des fichiers scellés (appel, clôture, avenant consigné), au nom d'une fonction.

    La signature s'écrit à côté : pricing/appels/2027-04.json.finances.sig. La fonction est celle à qui
    catalogue/signataires.yaml donne cette clé. C'est ssh-keygen qui signe, et qui demande ce qu'il lui faut.

    Exemple : convention signer pricing/appels/2027-04.json --cle ~/.ssh/id_ed25519
    """
    from convention.edition.etat import Modification

    chargement = read(contexte.racine)
    refuse_errors(chargement, regle="signer")
    modifications = []
    for path in _sealed(contexte, chargement, fichiers):
        written, texte = _signature(chargement, path, cle)
        before = chargement.contents.get(written)
        modifications.append(Modification(written, before.decode() if before is not None else None, texte))
    write_all(contexte.racine, modifications)
    for item in modifications:
        click.echo(f"{item.path} : écrite, à joindre à la proposition.")


def _sealed(contexte: Contexte, chargement: Chargement, fichiers: Sequence[Path]) -> list[str]:
    """Return the sealed files that are named, by their paths from the root."""
    found = []
    for fichier in dict.fromkeys(fichiers):
        path = from_root(contexte, fichier)
        if path not in chargement.depot.signes.scelles:
            message = f"{cite(str(fichier))} n'est pas un fichier scellé de ce dépôt (appel, clôture, avenant consigné)"
            raise click.UsageError(message)
        found.append(path)
    return found


def _signature(chargement: Chargement, path: str, cle: Path) -> tuple[str, str]:
    """Sign a file; return where the signature goes, and its text, once it is that of a function."""
    from convention.loading.ecrits.signatures import sign, signer_of
    from convention.model.ecrits.signatures import signature_path

    content = chargement.contents[path]
    made = sign(path, content, cle)
    if made is None:
        raise ScelleError(f"ssh-keygen n'a pas signé {path} avec la clé {cle} : ce qu'il en dit est au-dessus")
    empreinte, probleme = signer_of(path, content, made)
    if probleme:
        raise ScelleError(f"la signature de {path} n'est pas gardée : {probleme}")
    return signature_path(path, _function(chargement, path, empreinte)), made.decode()


def _function(chargement: Chargement, path: str, empreinte: str) -> str:
    """Find whose key it is, among those who sign this kind of seal today."""
    from convention.checks.sceaux.signatures import SIGNATAIRES
    from convention.model.ecrits.signatures import read_sealed_path

    signataires, scelle = chargement.depot.vie.signataires, read_sealed_path(path)
    if signataires is None or scelle is None:
        message = f"{SIGNATAIRES} n'existe pas : y dire d'abord qui signe, avec quelle clé publique"
        raise ScelleError(message)
    for fonction in sorted(signataires.admis(scelle.genre)):
        known = signataires.cle(fonction, empreinte)
        if known is not None:
            if known.fin is not None and known.fin <= today():
                message = f"cette clé de {cite(fonction)} ne signe plus depuis le {jour(known.fin)} ({SIGNATAIRES})"
                raise ScelleError(message)
            return fonction
    names = enumere([cite(nom) for nom in sorted(signataires.admis(scelle.genre))], "ou") or "personne"
    message = f"la clé {empreinte} n'est pas de ceux qui signent les {scelle.genre.bref} ({names}, dans {SIGNATAIRES})"
    raise ScelleError(message)
