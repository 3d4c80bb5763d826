"""The configuration of Apache httpd and mod_auth_openidc that shows each reader what it may read (art. 6 and 10).

Knows: members, their SIREN, the shape of a published folder. Must not know: the disk, pages.
Claims of the provider say for which body one works (`siret`, whose first nine digits are its SIREN), in which of its
units, and under which address.
"""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from string import Template
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple

from convention.reports.depot.guichet import CORPS_MAX, FILE, GUICHET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.model.depot import Depot
    from convention.model.documents.adherents import Adherent

COURANT, PUBLIC, PRIVE, PROPRES = "courant", "public", "prive", "chez"
"""The link to the published version; what anybody reads; what who signs in does; in it, the folders of each member."""
CHEZ_MOI = f"{PRIVE}/chez-moi/"
"""Where one signs in: it leads each reader to the folder of its member, or to the pages of all."""
CONNEXION, RETOUR = "connexion", "/oidc/retour"
"""The public page that says how to sign in; where the provider sends back who did, and where one signs out."""
DECONNEXION = f"{RETOUR}?logout="
"""Signing out leads home by the address of the site in full: a provider refuses any other."""
NIVEAUX = ("eidas1", "eidas1-mfa", "eidas2", "eidas3")
"""Levels of assurance of ProConnect for whom a body knows as its own, from the weakest."""
ROBOTS = f"User-agent: *\nDisallow: /{PRIVE}/\nDisallow: /{GUICHET}/\nDisallow: {RETOUR}\n"
"""What is said to robots: the public pages are theirs to read; to the others, they would only be asked to sign in."""
_NOBODY = "Require all denied\n"
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
    niveaux: tuple[str, ...] = NIVEAUX
    """Levels of assurance that are enough, one of which is asked and required."""


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


def apache_text(depot: Depot, serveur: Serveur, programme: Programme | None = None) -> str:
    """Write the configuration: who reads the pages of all, and the folder of each member, from when to when.

    Where there is a window (`programme`), each member asks there, under its own SIREN, while it is one.

    Raises:
        ValeurRefuseeError: a value of `serveur`, or of `programme`, holds a sign that the server would read otherwise,
            or a provider that anybody on the way could be taken for.
    """
    _refuse_unsafe(serveur, programme)
    members = {nom: dossier.identite for nom, dossier in sorted(depot.dossiers.items())}
    above = _who_reads_all(depot)
    own = {nom: _all(_while_member(item), _any(_readers(item))) for nom, item in members.items()}
    level = f'Require claim "acr~^(?:{"|".join(map(_exactly, serveur.niveaux))})$"\n'
    propres = f"{serveur.racine}/{COURANT}/{PRIVE}/{PROPRES}"
    folders = "".join(
        f'<Directory "{propres}/{nom}">\n{_indented(_all(level, _any([own[nom], *above])))}</Directory>\n'
        for nom in members
    )
    values = {
        **serveur._asdict(),
        "publie": f"{serveur.racine}/{COURANT}",
        "public": PUBLIC,
        "prive": PRIVE,
        "propres": PROPRES,
        "chez_moi": CHEZ_MOI.rstrip("/"),
        "menes": _indented(_led(members)),
        "connexion": CONNEXION,
        "retour": RETOUR,
        "demande": " ".join(["openid", *claims(depot)]),
        "niveaux": "%2C".join(f"%22{niveau}%22" for niveau in serveur.niveaux),
        "tous": _indented(_all(level, _any([*own.values(), *above]))),
        "chacun": folders,
    }
    text = _template("apache.conf").substitute(values)
    if programme is None:
        return text
    asking = [_all(_while_member(item), _agents(item.siren)) for item in members.values() if item.siren]
    return text + _window(programme, values, _indented(_all(level, _any(asking))))


def _window(programme: Programme, values: dict[str, str], demandeurs: str) -> str:
    """Write what the window adds to the configuration; who may ask there is already written."""
    dossier, _, fichier = programme.programme.rpartition("/")
    own = {"dossier": dossier, "fichier": fichier, "adresse": GUICHET, "file": FILE, "corps": CORPS_MAX}
    return _template("guichet.conf").substitute(values, **programme._asdict(), **own, demandeurs=demandeurs)


def _refuse_unsafe(serveur: Serveur, programme: Programme | None) -> None:
    for nom, said in (serveur._asdict() | (programme._asdict() if programme else {})).items():
        for value in (said,) if isinstance(said, str) else said:
            if not _SUR.fullmatch(value):
                message = f"{nom} : « {value} » a un signe qu'un fichier de configuration ne peut porter"
                raise ValeurRefuseeError(message)
    if not serveur.fournisseur.startswith(("https://", "http://127.0.0.1:")):
        # Debian's module believes an unsigned answer: only TLS says who gave it.
        message = f"fournisseur : « {serveur.fournisseur} » ne commence pas par https://"
        raise ValeurRefuseeError(message)


def claims(depot: Depot) -> tuple[str, ...]:
    """Return what the provider is asked of who signs in: nothing but what a rule reads."""
    read = "".join(
        [*_who_reads_all(depot), *(rule for item in depot.dossiers.values() for rule in _readers(item.identite))]
    )
    asked = {"siret": "siret~", "email": "email~", "organizational_unit": "organizational_unit:"}
    return tuple(nom for nom, rule in asked.items() if rule in read)


def _template(nom: str) -> Template:
    return Template(files("convention.reports.depot").joinpath(nom).read_text("utf-8"))


def _who_reads_all(depot: Depot) -> list[str]:
    """Return the rules of those who read every folder, of members to come or gone too (art. 13)."""
    manager = depot.dossiers[depot.convention.gestionnaire].identite
    said = depot.convention.lecteurs
    agents = _agents(manager.siren) if manager.siren else _NOBODY
    if said is None or not (said.unites or said.adresses):
        return [agents]
    units = [f'Require claim "organizational_unit:{unite}"\n' for unite in said.unites]
    return [*([_all(agents, _any(units))] if units else []), *map(_address, said.adresses)]


def _readers(adherent: Adherent) -> list[str]:
    known = [*([adherent.siren] if adherent.siren else []), *adherent.lecteurs]
    return [_address(item) if "@" in item else _agents(item) for item in known]


def _led(members: Mapping[str, Adherent]) -> str:
    """Return where each reader is led once signed in: to its own folder, else to the only one that names it."""
    named = Counter(reader for item in members.values() for reader in item.lecteurs)
    led = {reader: nom for nom, item in members.items() for reader in item.lecteurs if named[reader] == 1}
    led |= {item.siren: nom for nom, item in members.items() if item.siren}
    return "".join(
        f'RewriteCond "%{{ENV:OIDC_CLAIM_{_said(reader)}" [NC]\nRewriteRule ^ /{PRIVE}/{PROPRES}/{nom}/ [R=303,L]\n'
        for reader, nom in sorted(led.items())
    )


def _said(reader: str) -> str:
    return f'email}}" "^{_exactly(reader)}$' if "@" in reader else f'siret}}" "^{reader}[0-9]{{5}}$'


def _while_member(adherent: Adherent) -> str:
    """Return the rule of the days of a membership: the server holds it by itself, whatever the day of the file."""
    debut, fin = adherent.adhesion.debut, adherent.adhesion.fin
    until = f" && %{{TIME}} -lt {fin:%Y%m%d}000000" if fin is not None else ""
    return f'Require expr "%{{TIME}} -ge {debut:%Y%m%d}000000{until}"\n'


def _agents(siren: str) -> str:
    return f"Require claim siret~^{siren}[0-9]{{5}}$\n"


def _address(adresse: str) -> str:
    return f'Require claim "email~^(?i:{_exactly(adresse)})$"\n'


def _exactly(text: str) -> str:
    """Return the pattern of a text, without a backslash: the module takes them away."""
    return re.sub("[.?+]", "[\\g<0>]", text)


def _any(rules: Sequence[str]) -> str:
    if len(rules) < 2:  # noqa: PLR2004 (one rule stands by itself)
        return "".join(rules) or _NOBODY
    return f"<RequireAny>\n{_indented(''.join(rules))}</RequireAny>\n"


def _all(*rules: str) -> str:
    return f"<RequireAll>\n{_indented(''.join(rules))}</RequireAll>\n"


def _indented(text: str) -> str:
    return indent(text, "  ")
