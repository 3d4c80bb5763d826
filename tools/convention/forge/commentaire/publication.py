"""One comment a demande: posted, updated, or left alone when a later run has written it.

Knows: which comments are ours, by the hidden mark of their first line: which run wrote it, whether it holds figures.
Must not know: what they say. Data text never begins a comment, so it cannot forge a mark.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from convention.forge.client import retry

if TYPE_CHECKING:
    from convention.forge.forge import Forge, Sujet

_MARQUE = re.compile(
    "<!-- convention-commentaire creation=(?P<creation>[0-9TZ:-]{20}) execution=(?P<execution>[0-9]{1,16}) "
    "essai=(?P<essai>[0-9]{1,16}) etat=(?P<etat>valide|invalide|echec) -->",
    re.ASCII,
)
REMPLACE = "<!-- convention-commentaire remplace -->"


class Etat(StrEnum):
    """What a comment holds; a new comment is posted when it changes, so that people are told."""

    VALIDE = "valide"
    """Figures."""
    INVALIDE = "invalide"
    """Errors, and no figure."""
    ECHEC = "echec"
    """Neither: what is proposed could not be read, or not to the end."""


class Marque(NamedTuple):
    """Who wrote a comment. Ordered: a run that was created later comes after."""

    creation: str
    execution: int
    essai: int
    etat: Etat

    @property
    def rang(self) -> tuple[str, int, int]:
        """Its place among the runs."""
        return self[:3]


def mark_line(marque: Marque) -> str:
    """Write the mark: a line that Markdown does not show."""
    return (
        f"<!-- convention-commentaire creation={marque.creation} execution={marque.execution} "
        f"essai={marque.essai} etat={marque.etat} -->"
    )


def read_mark(body: str) -> Marque | None:
    """Read the mark of a comment: it is the whole first line."""
    found = _MARQUE.fullmatch(first_line(body))
    if found is None:
        return None
    return Marque(found["creation"], int(found["execution"]), int(found["essai"]), Etat(found["etat"]))


def folded(body: str) -> str:
    """Write a comment that another replaces: folded, unmarked, its text untouched."""
    rest = body.replace("\r\n", "\n").partition("\n")[2].strip("\n")
    summary = "<details><summary>Remplacé par un commentaire plus récent, plus bas</summary>"
    return f"{REMPLACE}\n{summary}\n\n{rest}\n\n</details>\n"


def first_line(body: str) -> str:
    """Return the first line of a comment, whatever ends its lines."""
    return body.partition("\n")[0].removesuffix("\r")


class Suite(StrEnum):
    """What was done."""

    PUBLIE = "commentaire publié"
    MIS_A_JOUR = "commentaire mis à jour"
    INCHANGE = "commentaire déjà à jour"
    PERIME = "rien à écrire : une exécution plus récente a déjà commenté"
    DEJA_DIT = "rien à écrire : un commentaire de cette exécution porte déjà sur ce commit"


class Fil(NamedTuple):
    """A discussion, and the account under which we write in it."""

    forge: Forge
    sujet: Sujet
    auteur: str


class _Notre(NamedTuple):
    marque: Marque
    identifiant: int
    body: str


def publish(fil: Fil, marque: Marque, texte: str) -> Suite:
    """Write the comment of a run.

    A failure that may not last starts all over, from the reading of the discussion: a comment that was posted although
    the answer got lost is found, not posted twice.

    Raises:
        ForgeError: the forge refuses.
    """
    return retry(lambda: _write(fil, marque, texte))


def is_late(fil: Fil, marque: Marque) -> bool:
    """Tell whether a later run has already written in the discussion."""
    ours = retry(lambda: _ours(fil))
    return bool(ours) and ours[-1].marque.rang > marque.rang


def _write(fil: Fil, marque: Marque, texte: str) -> Suite:
    ours = _ours(fil)
    last = ours[-1] if ours else None
    if last is not None and last.marque.rang > marque.rang:
        return Suite.PERIME
    if last is not None and marque.etat is Etat.ECHEC and last.marque.rang == marque.rang:
        return Suite.DEJA_DIT
    body = f"{mark_line(marque)}\n{texte}"
    if last is not None and last.marque.etat is marque.etat:
        suite = Suite.INCHANGE if same(last.body, body) else Suite.MIS_A_JOUR
        if suite is Suite.MIS_A_JOUR:
            fil.forge.commenter(fil.sujet, body, last.identifiant)
        ours = ours[:-1]
    else:
        fil.forge.commenter(fil.sujet, body)
        suite = Suite.PUBLIE
    for item in ours:
        fil.forge.commenter(fil.sujet, folded(item.body), item.identifiant)
    return suite


def _ours(fil: Fil) -> list[_Notre]:
    """Return our comments, the last written at the end; anybody may write our mark, only we write as ourselves."""
    found = []
    for item in fil.forge.commentaires(fil.sujet):
        marque = read_mark(item.corps)
        if marque is not None and item.auteur == fil.auteur:
            found.append(_Notre(marque, item.identifiant, item.corps))
    return sorted(found, key=lambda item: (item.marque.rang, item.identifiant))


def same(old: str, new: str) -> bool:
    """Tell whether two texts read alike."""
    return old.replace("\r\n", "\n").rstrip() == new.rstrip()
