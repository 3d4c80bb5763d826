"""The queue of the window: one readable file a request, whole or not there, that no other account may read.

Knows: a folder. Must not know: HTTP, who asks. What nobody has fetched after ninety days is removed by the system
(docs/hebergement.md), never here.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from pydantic import ValidationError

from convention.base.files import UnreadableFileError, read_bounded, stage
from convention.cli.ecriture.exclusivite import alone
from convention.reports.depot.guichet import Demande

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

PAR_JOUR = 20
"""Requests of one member within a day."""
PLEINE = 2_000
"""Requests that the queue holds."""
JOUR_SECONDES = 86_400
LUE = "lue"
"""In the folder of the queue: its date is that of the last reading by the forge."""
MARGE_SECONDES = 60
"""Between a request that is received and its file, which a reading of that very minute may have missed."""


class RefuseeError(Exception):
    """A request that is not kept; the message is a French sentence."""

    def __init__(self, message: str, code: int) -> None:
        """Keep the status of HTTP that says why."""
        super().__init__(message)
        self.code = code


def keep(dossier: Path, demande: Demande) -> None:
    """Keep a request on the disk before it is acknowledged; the same one sent again is kept once.

    Raises:
        RefuseeError: too many within a day, a full queue, or a disk that refuses.
    """
    path = _path(dossier, demande.adherent, demande.reference)
    content = demande.model_dump_json(indent=1).encode()
    try:
        with alone(dossier):
            if path.exists():
                return
            _bound(dossier, demande)
            os.replace(stage(path, content, 0o600), path)  # noqa: PTH105 (a name that mkstemp gave)
            descriptor = os.open(dossier, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    except OSError as error:
        logging.getLogger(__name__).warning("file d'attente : %s", error.strerror)
        raise RefuseeError("le serveur ne peut rien enregistrer pour l'instant", 503) from None


def find(dossier: Path, adherent: str, reference: str) -> Demande | None:
    """Return a request of a member."""
    return _read(_path(dossier, adherent, reference))


def held(dossier: Path, adherent: str = "*") -> list[Demande]:
    """Return the requests of a member, or of all, the oldest first."""
    found = map(_read, dossier.glob(f"{adherent}.*.json"))
    return sorted((item for item in found if item is not None), key=lambda item: (item.recue_le, item.reference))


def hand_over(dossier: Path, maintenant: Callable[[], datetime]) -> list[Demande]:
    """Return the whole queue, to be given to the forge: from then on, nothing of it is taken back here."""
    with alone(dossier):  # what is taken back meanwhile is not given
        instant = maintenant()
        found = held(dossier)
        _mark_read(dossier, instant)
    return found


def may_withdraw(dossier: Path, demande: Demande) -> bool:
    """Tell whether nobody can have read a request yet."""
    try:
        return (dossier / LUE).stat().st_mtime <= demande.recue_le.timestamp()
    except FileNotFoundError:
        return True


def withdraw(dossier: Path, adherent: str, reference: str) -> bool:
    """Take a request back; nothing is done to one that is not there, or that the forge may have read.

    Raises:
        RefuseeError: a disk that refuses.
    """
    try:
        with alone(dossier):
            demande = find(dossier, adherent, reference)
            if demande is None or not may_withdraw(dossier, demande):
                return False
            _path(dossier, adherent, reference).unlink()
    except OSError as error:
        logging.getLogger(__name__).warning("file d'attente : %s", error.strerror)
        raise RefuseeError("le serveur ne peut rien retirer pour l'instant", 503) from None
    return True


def _mark_read(dossier: Path, instant: datetime) -> None:
    """Note that the whole queue was given to the forge; a disk that refuses takes nothing from that reading."""
    try:
        (dossier / LUE).touch(0o600)
        os.utime(dossier / LUE, (instant.timestamp(),) * 2)
    except OSError as error:
        logging.getLogger(__name__).warning("lecture de la file, non notée : %s", error.strerror)


def was_read(dossier: Path, demande: Demande) -> bool:
    """Tell whether the forge has read the queue since a request was there."""
    try:
        return (dossier / LUE).stat().st_mtime > demande.recue_le.timestamp() + MARGE_SECONDES
    except OSError:
        return False


def _path(dossier: Path, adherent: str, reference: str) -> Path:
    return dossier / f"{adherent}.{reference}.json"


def _bound(dossier: Path, demande: Demande) -> None:
    every = list(dossier.glob("*.json"))
    if len(every) >= PLEINE:
        raise RefuseeError("le guichet a reçu plus de demandes qu'il n'en peut garder", 503)
    since = demande.recue_le.timestamp() - JOUR_SECONDES
    own = [item for item in every if item.name.startswith(f"{demande.adherent}.") and item.stat().st_mtime > since]
    if len(own) >= PAR_JOUR:
        raise RefuseeError(f"{PAR_JOUR} demandes ont déjà été reçues de votre organisme depuis un jour", 429)


def _read(path: Path) -> Demande | None:
    """Read a request; None when there is none, or when somebody has spoilt its file, which the log then names."""
    try:
        return Demande.model_validate_json(read_bounded(path))
    except FileNotFoundError:
        return None
    except (OSError, UnreadableFileError, ValidationError):
        logging.getLogger(__name__).warning("demande illisible : %s", path.name)
        return None
