"""The window: shows a member its quantities, takes what it asks, gives the queue to the forge.

Knows: HTTP, what the web server says of who asks. Must not know: the data, the forge, where anything is kept.
Who asks is never read in what is sent: the server gives the claims of the sign-in in the environment, which no header
can fill. What is sent is hostile until read.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.exceptions import Forbidden, HTTPException, RequestEntityTooLarge
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from convention.base.files import UnreadableFileError, read_bounded
from convention.base.french import compte, jour, nombre
from convention.cli.guichet import attente
from convention.cli.guichet.saisie import Probleme, Suite, asked, certain_of, champ_of, in_order, read_demande, suite_of
from convention.model.valeurs.chemins import IDENTIFIANT
from convention.reports.depot.apache import DECONNEXION, PRIVE, PROPRES
from convention.reports.depot.guichet import (
    AFFICHE,
    CORPS_MAX,
    FILE,
    REFERENCE,
    SIGNES,
    Affiche,
    Demande,
    Etat,
    Geste,
    au_guichet,
    geste_offert,
    legende,
)
from convention.site.rendu.rendu import html_environment
from convention.site.rendu.typographie import typographier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

    from jinja2 import Environment

DECIMALES = 6
DUREE = timedelta(hours=8)
"""How long a form may stay open: as long as a session."""
_BILLET = re.compile(rf"(?P<reference>{REFERENCE})\.(?P<emis>[0-9]{{10}})\.(?P<signe>[0-9a-f]{{64}})", re.ASCII)
_ANNEE = re.compile("[0-9]{4}", re.ASCII)
_SIRET = re.compile("(?P<siren>[0-9]{9})[0-9]{5}", re.ASCII)
AILLEURS = "Vous n'êtes pas connecté au nom de cet adhérent, ou rien n'est à valider pour lui."
TROP_LONG = "Ce qui est envoyé est trop long : rien n'est enregistré."
ILLISIBLE = "Ce qui est envoyé ne se lit pas : rien n'est enregistré."
DEHORS = "Cette demande ne vient pas de la page du guichet."
PERIMEE = (
    "Cette page n'était plus à jour : elle est restée ouverte trop longtemps, ou les quantités ont changé. "
    "Relisez-les, puis envoyez de nouveau."
)
RETIREE = "La demande {} est retirée : rien n'en sera transmis."
GARDEE = (
    "La demande {} n'est plus ici, ou a été transmise : elle ne se retire plus de ce guichet. Dites {} "
    "que vous y renoncez, en citant sa référence."
)


class Requete(Request):
    """A request, no larger than a form of ours."""

    max_content_length = CORPS_MAX
    max_form_memory_size = CORPS_MAX


class Ouverture(NamedTuple):
    """What is shown to somebody: the member for which it has signed in, its quantities, its requests."""

    affiche: Affiche
    sceau: str
    """The fingerprint of what is shown."""
    publiee: Affiche
    """What is published of the current exercice, and of the next."""
    qui: str
    """The account; only signed, never kept."""

    @property
    def adresse(self) -> str:
        """Where this is shown."""
        shown = self.affiche
        return au_guichet(shown.adherent, None if shown is self.publiee else shown.exercice)

    def de(self, demande: Demande) -> Affiche:
        """Return what is published of the exercice of a request; of the current one when it is no more."""
        return self.publiee.de(demande.exercice) or self.publiee


@dataclass(frozen=True, slots=True)
class Guichet:
    """The application, and what the server gives it."""

    publie: Path
    """Where each member has its folder."""
    file: Path
    cle: bytes
    """Signs the forms."""
    jeton: bytes
    """Opens the queue to the forge, to be read."""
    maintenant: Callable[[], datetime]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        try:
            answer = self._answer(Requete(environ))
        except RequestEntityTooLarge:
            answer = _message(TROP_LONG, 413)
        except Forbidden:
            answer = _message(AILLEURS, 403)
        except HTTPException as error:
            answer = _message(ILLISIBLE, error.code or 400)
        return answer(environ, start_response)

    def _answer(self, request: Requete) -> Response:
        parts = [part for part in request.path.split("/") if part]
        match request.method, parts:
            case "GET" | "HEAD", [nom] if nom == FILE:
                return self._queue(request)
            case "GET" | "HEAD", [nom, *annee] if _says_a_year(annee):
                return self._form(self._open(request, nom, *annee))
            case "POST", [nom, *annee] if _says_a_year(annee):
                return self._receive(request, self._open(request, nom, *annee))
            case "GET" | "HEAD", [nom, reference] if re.fullmatch(REFERENCE, reference):
                opened = self._open(request, nom)
                kept = attente.find(self.file, nom, reference)
                return self._receipt(opened, kept) if kept else _message(AILLEURS, 403)
            case "POST", [nom, reference] if re.fullmatch(REFERENCE, reference):
                return self._withdraw(request, self._open(request, nom), reference)
            case _:
                return _message("Cette page n'existe pas.", 404)

    def _queue(self, request: Requete) -> Response:
        """Give the whole queue to who has its key."""
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), b"Bearer " + self.jeton):
            return _message("Cette adresse est celle d'une machine.", 401)
        read = request.method == "GET"
        every = attente.hand_over(self.file, self.maintenant) if read else attente.held(self.file)
        found = ",\n".join(item.model_dump_json() for item in every)
        return Response(f"[{found}]", mimetype="application/json")

    def _open(self, request: Requete, nom: str, annee: str = "") -> Ouverture:
        """Return what may be shown of a member to somebody who has signed in for it; `Forbidden` to anybody else.

        Of an exercice, the current one when none is said.
        """
        siret, qui = _SIRET.fullmatch(request.environ.get("OIDC_CLAIM_siret", "")), request.remote_user
        if siret is None or not qui or not re.fullmatch(IDENTIFIANT, nom):
            raise Forbidden
        try:
            content = read_bounded(self.publie / nom / AFFICHE)
        except (OSError, UnreadableFileError):
            raise Forbidden from None
        every = Affiche.model_validate_json(content)
        affiche = every.de(int(annee)) if annee else every
        if affiche is None or (every.siren, every.adherent) != (siret["siren"], nom):
            raise Forbidden
        sceau = sha256(affiche.model_copy(update={"suivant": None}).model_dump_json().encode()).hexdigest()
        return Ouverture(affiche, sceau, every, qui)

    def _receipt(self, opened: Ouverture, demande: Demande) -> Response:
        affiche, kept = opened.de(demande), attente.may_withdraw(self.file, demande)
        billet = self._ticket(opened, demande.reference) if kept else ""
        return _page("recu", affiche=affiche, demande=demande, suite=self._suite(opened, demande), billet=billet)

    def _withdraw(self, request: Requete, opened: Ouverture, reference: str) -> Response:
        if not _is_from_here(request):
            return _message(DEHORS, 403)
        retour = au_guichet(opened.affiche.adherent)
        if self._reference(opened, request.form.get("billet", "")) != reference:
            return _message(PERIMEE, 409, retour)
        try:
            done = attente.withdraw(self.file, opened.affiche.adherent, reference)
        except attente.RefuseeError as error:
            return _message(f"Rien n'est retiré : {error}.", error.code, retour)
        said = RETIREE if done else GARDEE
        return _message(said.format(reference, opened.affiche.relecteur.au), 200 if done else 409, retour)

    def _suite(self, opened: Ouverture, demande: Demande) -> Suite:
        return suite_of(demande, opened.de(demande), lue=attente.was_read(self.file, demande))

    def _form(
        self,
        opened: Ouverture,
        saisie: Mapping[str, str] | None = None,
        problemes: Iterable[Probleme] = (),
        code: int = 200,
    ) -> Response:
        reference = "-".join("".join(secrets.choice(SIGNES) for _ in range(4)) for _ in range(2))
        every = attente.held(self.file, opened.affiche.adherent)
        demandes = [(item, self._suite(opened, item)) for item in every]
        here = opened.affiche.exercice
        waiting = [item for item, suite in demandes if suite is not Suite.REPRISE and item.exercice == here]
        return _page(
            "formulaire",
            code,
            affiche=opened.affiche,
            adresse=opened.adresse,
            publiee=opened.publiee,
            billet=self._ticket(opened, reference),
            saisie=saisie or {},
            problemes=list(problemes),
            demandes=demandes,
            attendues={(item.cle, item.composant): asks.reference for asks in waiting for item in asks.quantites},
        )

    def _ticket(self, opened: Ouverture, reference: str) -> str:
        """Give a form the reference that it will send, signed now."""
        emis = f"{int(self.maintenant().timestamp()):010d}"
        return f"{reference}.{emis}.{self._sign(opened, reference, emis)}"

    def _sign(self, opened: Ouverture, reference: str, emis: str) -> str:
        """Sign a form for one account, one member, and what it was shown."""
        signed = f"{reference} {emis} {opened.affiche.adherent} {opened.sceau} {opened.qui}"
        return hmac.new(self.cle, signed.encode(), sha256).hexdigest()

    def _receive(self, request: Requete, opened: Ouverture) -> Response:
        if not _is_from_here(request):
            return _message(DEHORS, 403)
        saisie = request.form.to_dict()
        reference = self._reference(opened, saisie.get("billet", ""))
        if reference is None:
            return self._form(opened, saisie, [Probleme("", PERIMEE)], 409)
        demande = read_demande(opened.affiche, saisie, reference, self.maintenant())
        if not isinstance(demande, Demande):
            return self._form(opened, saisie, demande, 422)
        try:
            attente.keep(self.file, demande)
        except attente.RefuseeError as error:
            return self._form(opened, saisie, [Probleme("", f"Rien n'est enregistré : {error}.")], error.code)
        return redirect(f"{request.script_root}/{demande.adherent}/{reference}", 303)

    def _reference(self, opened: Ouverture, billet: str) -> str | None:
        """Return the reference that a form was given; None when it is not ours, not its own, or too old."""
        found = _BILLET.fullmatch(billet)
        if found is None:
            return None
        signed = self._sign(opened, found["reference"], found["emis"])
        age = self.maintenant().timestamp() - int(found["emis"])
        fresh = 0 <= age <= DUREE.total_seconds()
        return found["reference"] if hmac.compare_digest(found["signe"], signed) and fresh else None


def _says_a_year(parts: list[str]) -> bool:
    """Tell whether what follows a member in an address is an exercice, or nothing."""
    return not parts or (len(parts) == 1 and _ANNEE.fullmatch(parts[0]) is not None)


def _is_from_here(request: Requete) -> bool:
    """Tell whether a form was sent by a page of this site, as browsers say; one that says nothing is refused."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return False
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site else request.headers.get("Origin") == request.host_url.rstrip("/")


def _message(text: str, code: int, retour: str = "") -> Response:
    return _page("message", code, message=text, retour=retour)


def _page(gabarit: str, code: int = 200, **values: object) -> Response:
    html = _templates().get_template("guichet.html").render(gabarit=gabarit, **values)
    return Response(typographier(html), code, mimetype="text/html")


@cache
def _templates() -> Environment:
    env = html_environment("convention.cli", "guichet")
    env.filters |= {"jour": jour, "exact": lambda text: nombre(Fraction(text), DECIMALES)}
    env.filters |= {"compte": compte, "quoi": asked, "en_ordre": in_order}
    env.globals |= {"Etat": Etat, "Geste": Geste, "Suite": Suite, "champ_of": champ_of, "certain_of": certain_of}
    env.globals |= {"au_guichet": au_guichet, "geste_offert": geste_offert, "legende": legende}
    env.globals |= {"DECONNEXION": DECONNEXION, "chez": f"/{PRIVE}/{PROPRES}"}
    return env
