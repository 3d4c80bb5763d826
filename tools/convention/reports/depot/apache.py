"""The configuration of Apache httpd and mod_auth_openidc that shows each reader what it may read (art. 6 and 10).

Knows: members, their SIREN, the shape of a published folder. Must not know: the disk, pages.
A claim of the provider says for which body one works (`siret`, whose first nine digits are its SIREN).
"""

from __future__ import annotations

import re
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from convention.reports.depot.guichet import FILE, GUICHET

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from convention.model.depot import Depot

COURANT, PUBLIC, PRIVE, PROPRES = "courant", "public", "prive", "chez"
"""The link to the published version; what anybody reads; what who signs in does; in it, the folders of each member."""
CONNEXION, RETOUR = "connexion", "/oidc/retour"
"""The public page that says how to sign in; where the provider sends back who did, and where one signs out."""
DECONNEXION = f"{RETOUR}?logout=%2F"
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


class Programme(NamedTuple):
    """The window that the server runs, under an account of its own."""

    guichet: str
    """Folder of its queue (« demandes ») and of its two secrets, « cle » and « jeton »."""
    compte: str
    """The account, the only one to read that folder."""
    python: str
    """Where the Python is that has the tool."""
    programme: str
    """The file that it runs."""


def apache_text(depot: Depot, jour: date, serveur: Serveur, programme: Programme | None = None) -> str:
    """Write the configuration: who reads the pages of all, and whose own page each member's folder is.

    Args:
        depot: the data.
        jour: the day on which one is a member, or not.
        serveur: what only who runs the server knows.
        programme: the window, where there is one: each member asks there, under its own SIREN.

    Raises:
        ValeurRefuseeError: a value of `serveur`, or of `programme`, holds a sign that the server would read otherwise.
    """
    for nom, value in (serveur._asdict() | (programme._asdict() if programme else {})).items():
        if not _SUR.fullmatch(value):
            message = f"{nom} : « {value} » a un signe qu'un fichier de configuration ne peut porter"
            raise ValeurRefuseeError(message)
    present = {
        nom: dossier.identite
        for nom, dossier in sorted(depot.dossiers.items())
        if dossier.identite.adhesion.debut <= jour
        and (dossier.identite.adhesion.fin is None or jour < dossier.identite.adhesion.fin)
    }
    manager = present.get(depot.convention.gestionnaire)
    above = [manager.siren] if manager is not None and manager.siren else []
    own = {nom: [*([item.siren] if item.siren else []), *item.lecteurs] for nom, item in present.items()}
    every = dict.fromkeys(siren for found in own.values() for siren in found)
    folders = "".join(
        f'<Directory "{serveur.racine}/{COURANT}/{PRIVE}/{PROPRES}/{nom}">\n'
        f"  <RequireAll>\n    Require claim acr:{serveur.niveau}\n    <RequireAny>\n"
        f"{_claims(dict.fromkeys([*found, *above]))}    </RequireAny>\n  </RequireAll>\n</Directory>\n"
        for nom, found in own.items()
    )
    places = {
        "publie": f"{serveur.racine}/{COURANT}",
        "public": PUBLIC,
        "prive": PRIVE,
        "propres": PROPRES,
        "connexion": CONNEXION,
        "retour": RETOUR,
    }
    text = _template("apache.conf").substitute(serveur._asdict(), **places, tous=_claims(every), chacun=folders)
    if programme is None:
        return text
    asking = dict.fromkeys(item.siren for item in present.values() if item.siren)
    dossier, _, fichier = programme.programme.rpartition("/")
    values = {**serveur._asdict(), **programme._asdict(), **places, "dossier": dossier, "fichier": fichier}
    return text + _template("guichet.conf").substitute(values, adresse=GUICHET, file=FILE, demandeurs=_claims(asking))


def _template(nom: str) -> Template:
    return Template(files("convention.reports.depot").joinpath(nom).read_text("utf-8"))


def _claims(sirens: Iterable[str]) -> str:
    found = "".join(f"      Require claim siret~^{siren}[0-9]{{5}}$\n" for siren in sirens)
    return found or "      Require all denied\n"
