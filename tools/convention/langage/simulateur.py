"""The simulator of the site, opened from the file of an adherent: what is typed and differs from the base is in it.

Knows: how a link to the simulator is written. Must not know: where the site is, editors.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from convention.base.money import exact_text
from convention.edition.gestes.quantifier import counted
from convention.model.genres import read_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.langage.session import Etat
    from convention.model.depot import Dossier

PAGE = "simulateur/"
_ICI = frozenset({"127.0.0.1", "localhost", "::1"})
_GENRES = frozenset({"adherent", "depenses", "quantites", "souscriptions"})


def lien(etat: Etat, path: str) -> tuple[str, str] | None:
    """Return what opens the simulator for the adherent of a file, and the end of its address.

    None elsewhere, or while something is wrong.
    """
    chemin = read_path(path)
    if chemin is None or etat.pause or chemin.genre.nom not in _GENRES or chemin.id not in etat.depot.dossiers:
        return None
    annee = chemin.annee if chemin.annee in etat.depot.exercices else etat.exercice
    if annee is None:
        return None
    known = etat.base.depot.dossiers.get(chemin.id) if etat.base.depot is not None else None
    state = {"adherent": chemin.id, "exercice": str(annee)}
    state |= dict(_differing(known, etat.depot.dossiers[chemin.id], annee)) if known is not None else {}
    title = f"Ouvrir le simulateur ({etat.depot.nom_de(chemin.id)}, {annee})"
    return title, f"{PAGE}#{urlencode(state)}"


def est_servi(site: str) -> bool:
    """Tell whether a site of this machine answers; one that is elsewhere is not asked."""
    address = urlsplit(site)
    if address.hostname not in _ICI:
        return True
    try:
        socket.create_connection((address.hostname, address.port or 80), timeout=1).close()
    except OSError:
        return False
    return True


def _differing(avant: Dossier, apres: Dossier, annee: int) -> Iterator[tuple[str, str]]:
    """Say what is taken, left, counted otherwise, as the simulator writes it."""
    before, after = _taken(avant), _taken(apres)
    for champ, codes in (("avec", after - before), ("sans", before - after)):
        if codes:
            yield champ, ",".join(sorted(codes))
    known = counted(avant, annee)
    for place, found in counted(apres, annee).items():
        if place not in known or known[place].nombre != found.nombre:
            yield f"q.{'/'.join(filter(None, place))}", exact_text(found.nombre)


def _taken(dossier: Dossier) -> set[str]:
    return {item.objet for item in dossier.souscriptions.toutes if item.fin is None}
