"""The configuration of Apache httpd and mod_auth_openidc that shows each reader what it may read (art. 6 and 10).

Knows: members, their SIREN, the shape of a published folder. Must not know: the disk, pages.
A claim of the provider says for which body one works (`siret`, whose first nine digits are its SIREN).
"""

from __future__ import annotations

import re
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from convention.model.depot import Depot

_SUR = re.compile(r"[A-Za-z0-9._~:/?=&%+-]+", re.ASCII)
"""What a value may hold: no quote, no space, no variable of the server."""


class ValeurRefuseeError(ValueError):
    """A value that would say something else to the server; the message is French."""


class Serveur(NamedTuple):
    """What only who runs the server knows."""

    racine: str
    """Folder where every level is published."""
    fournisseur: str
    """Address of the description of the OpenID Connect provider."""
    client: str
    """What the provider calls this site."""
    secrets: str
    """Folder of the two secrets, « client » and « session »."""
    cache: str
    """Folder of the sessions."""
    niveau: str = "eidas1"
    """Level of assurance that is asked, and required."""


def apache_text(depot: Depot, jour: date, serveur: Serveur) -> str:
    """Write the configuration: who reads the pages of all, and whose own page each member's folder is.

    Raises:
        ValeurRefuseeError: a value of `serveur` holds a sign that the server would read otherwise.
    """
    for nom, value in serveur._asdict().items():
        if not _SUR.fullmatch(value):
            message = f"{nom} : « {value} » a un signe qu'un fichier de configuration ne peut porter"
            raise ValeurRefuseeError(message)
    present = {
        nom: dossier.identite
        for nom, dossier in sorted(depot.dossiers.items())
        if dossier.identite.adhesion.fin is None or jour < dossier.identite.adhesion.fin
    }
    manager = depot.convention.gestionnaire
    own = {nom: [*([item.siren] if item.siren else []), *item.lecteurs] for nom, item in present.items()}
    above = own.get(manager, [])
    every = dict.fromkeys(siren for found in own.values() for siren in found)
    folders = "".join(
        f'<Directory "{serveur.racine}/courant/prive/chez/{nom}">\n'
        f"  <RequireAll>\n    Require claim acr:{serveur.niveau}\n    <RequireAny>\n"
        f"{_claims(dict.fromkeys([*found, *above]))}    </RequireAny>\n  </RequireAll>\n</Directory>\n"
        for nom, found in own.items()
    )
    text = files("convention.reports.depot").joinpath("apache.conf").read_text("utf-8")
    return Template(text).substitute(serveur._asdict(), tous=_claims(every), chacun=folders)


def _claims(sirens: Iterable[str]) -> str:
    found = "".join(f"      Require claim siret~^{siren}[0-9]{{5}}$\n" for siren in sirens)
    return found or "      Require all denied\n"
