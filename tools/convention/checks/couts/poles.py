"""EQU: the costs borne have one line for each group of annexe 2, and one for its régie.

Knows: the org chart, the groups of the costs borne. Must not know: their amounts (`equilibre`).
A group is known by its service: annexe 2 ties each one to « l'ensemble de services » that it delivers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.checks.cadre.controle import controle
from convention.checks.cadre.declares import declared_services
from convention.checks.cadre.lecture import ORGANIGRAMME
from convention.checks.cadre.lieux import place, signal
from convention.checks.couts.equilibre import equilibre_path
from convention.model.depot import Reference
from convention.model.vocabulaire import NaturePoste

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot
    from convention.model.tarifs import Equilibre


class _Attendu(NamedTuple):
    """A line that the org chart asks for: the name of its group (or of its régie), where it stands."""

    libelle: str
    reference: Reference


class _Lignes(NamedTuple):
    """The lines of one service in the costs borne, and those that the org chart asks for; by régie or not."""

    annee: int
    service: str
    attendus: Mapping[bool, _Attendu]
    ecrits: Mapping[bool, list[int]]

    @property
    def path(self) -> str:
        """File of the costs borne."""
        return equilibre_path(self.annee)

    def doubtful(self, *, regie: bool) -> bool:
        """Tell whether a line of the other sort is written once too often: it is this one, miswritten."""
        other = not regie
        return len(self.ecrits[other]) > int(other in self.attendus)


@controle("EQU002", "EQU003")
def lines(depot: Depot) -> Iterator[Diagnostic]:
    """EQU002, EQU003: a group missing, twice or unknown; a régie that is not the org chart's."""
    if depot.organigramme is None or "organigramme" in depot.incomplets:
        return
    attendus = _expected(depot)
    for annee, document in sorted(depot.vie.equilibres.items()):
        ecrits = _written(document)
        for service in sorted(attendus.keys() | ecrits.keys() & declared_services(depot)):
            found = ecrits.get(service, {False: [], True: []})
            yield from _service(depot, _Lignes(annee, service, attendus.get(service, {}), found))


def _expected(depot: Depot) -> dict[str, dict[bool, _Attendu]]:
    """Return the lines that the org chart asks for, by service: its agents, its régie."""
    found: dict[str, dict[bool, _Attendu]] = {}
    for rang, pole in enumerate(depot.organigramme.poles if depot.organigramme is not None else ()):
        for index, poste in enumerate(pole.postes):
            regie = poste.nature is NaturePoste.REGIE
            pointer = ("poles", rang, "postes", index) if regie else ("poles", rang, "libelle")
            libelle = poste.fonction if regie else pole.libelle
            lines = found.setdefault(pole.service, {})
            lines.setdefault(regie, _Attendu(libelle, Reference(ORGANIGRAMME, pointer)))
    return found


def _written(document: Equilibre) -> dict[str, dict[bool, list[int]]]:
    found: dict[str, dict[bool, list[int]]] = {}
    for rang, pole in enumerate(document.masse_salariale):
        found.setdefault(pole.service, {False: [], True: []})[pole.regie].append(rang)
    return found


def _service(depot: Depot, item: _Lignes) -> Iterator[Diagnostic]:
    for regie in (False, True):
        if regie in item.attendus:
            if not item.ecrits[regie] and not item.doubtful(regie=regie):
                yield _missing(depot, item, regie=regie)
            yield from _repeated(depot, item, regie=regie)
        else:
            yield from _unexpected(depot, item, regie=regie)


def _missing(depot: Depot, item: _Lignes, *, regie: bool) -> Diagnostic:
    attendu = item.attendus[regie]
    lieu = place(depot, Reference(item.path, ("masse_salariale",)), key=True)
    related = ((place(depot, attendu.reference), "la ligne de l'organigramme"),)
    flag = ", regie: oui" if regie else ""
    hint = f'ajouter « - {{service: {item.service}, libelle: "{attendu.libelle}"{flag}, montants: … }} »'
    if regie:
        message = f"la régie {cite(attendu.libelle)} de {item.service} n'a pas de coût en {item.annee}"
        return signal("EQU003", lieu, message, hint, related)
    message = f"le pôle {cite(attendu.libelle)} ({item.service}) n'a pas de masse salariale en {item.annee}"
    return signal("EQU002", lieu, message, hint, related)


def _repeated(depot: Depot, item: _Lignes, *, regie: bool) -> Iterator[Diagnostic]:
    """Say which lines come after a first one; « regie: oui » may only have been forgotten, or added by mistake."""
    other = not regie
    first, *others = item.ecrits[regie] or [0]
    for rang in others:
        lieu = place(depot, Reference(item.path, ("masse_salariale", rang, "service")))
        related = ((place(depot, Reference(item.path, ("masse_salariale", first, "service"))), "la première ligne"),)
        if other in item.attendus and not item.ecrits[other]:
            what, verb = ("pour sa régie", "ajouter") if other else ("pour ses agents", "retirer")
            where = "à" if other else "de"
            message = f"{item.service} a deux lignes de même nature en {item.annee}, et aucune {what}"
            hint = f"{verb} « regie: oui » {where} la ligne de {cite(item.attendus[other].libelle)}"
            yield signal("EQU003", lieu, message, hint, related)
        else:
            what = "la régie" if regie else "la masse salariale"
            message = f"{what} de {item.service} est donnée deux fois en {item.annee}"
            yield signal("EQU002", lieu, message, "garder une seule des deux, ou les additionner", related)


def _unexpected(depot: Depot, item: _Lignes, *, regie: bool) -> Iterator[Diagnostic]:
    for rang in item.ecrits[regie]:
        if not item.attendus:
            lieu = place(depot, Reference(item.path, ("masse_salariale", rang, "service")))
            message = f"{item.service} n'a pas de pôle dans l'organigramme"
            yield signal("EQU002", lieu, message, f"retirer la ligne, ou ajouter le pôle dans {ORGANIGRAMME}")
        elif regie:
            lieu = place(depot, Reference(item.path, ("masse_salariale", rang, "regie")))
            message = f"« regie: oui » pour {item.service}, où l'organigramme n'a aucune régie"
            hint = f"retirer « regie: oui », ou écrire « nature: regie » dans {ORGANIGRAMME}"
            yield signal("EQU003", lieu, message, hint)
        else:
            lieu = place(depot, Reference(item.path, ("masse_salariale", rang, "service")))
            message = f"{item.service} n'a que de la régie dans l'organigramme, et cette ligne n'en est pas"
            yield signal("EQU003", lieu, message, "ajouter « regie: oui »")
