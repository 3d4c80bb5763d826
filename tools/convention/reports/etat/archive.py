"""A statement as it was issued: its record, kept with the seal of its call, from which it is printed ever after.

Knows: the record of a statement, JSON. Must not know: today's data, media.
Every field of the record is kept: what is printed from it is what was issued, whatever the data became since. A field
added to the record later has a default, so that an older statement is still read.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ConfigDict, TypeAdapter

from convention.model.ecrits.sceaux import close
from convention.model.ecrits.scelles import CheminEtat
from convention.model.mots.appels import EtapeLitige
from convention.model.mots.communs import Nature, Origine, Section
from convention.reports.calcul.tableur import Liquidee, Operande
from convention.reports.etat.genres import GenreEtat, GenrePartie, Somme
from convention.reports.etat.motifs import Motif
from convention.reports.etat.parties import issuer, references
from convention.reports.etat.pieces import Piece
from convention.reports.etat.quantites import QuantiteRetenue
from convention.reports.etat.reperes import completed
from convention.reports.etat.valeurs import Etat, Renvois

if TYPE_CHECKING:
    from convention.model.depot import Depot

VERSION = 3
_TETE = f'{{\n "version": {VERSION},\n'
"""How a file of today's version begins."""
_NOMS = {
    item.__name__: item
    for item in (
        *(date, Nature, Origine, Section, EtapeLitige, GenreEtat, GenrePartie),
        *(Somme, Motif, Piece, QuantiteRetenue, Liquidee, Operande),
    )
}
"""What the records are made of, that their modules import for the type checker only."""


_TUS_EN_1 = {"arrondi": "arrondi du partage", "fctva": "FCTVA"}
"""What version 1 kept of a line by the words of its computation alone: these words, sealed, are all that is left."""


class _Archive(NamedTuple):
    """What a file holds."""

    version: int
    etat: Etat
    empreinte: str


class EtatIllisibleError(Exception):
    """A kept statement that this version of the tool does not read; the message is a French sentence."""


def archive_text(etat: Etat) -> str:
    """Write the file of an issued statement, closed by the sha256 of what stands above."""
    record = json.dumps(_plain(etat), ensure_ascii=False, indent=0, separators=(",", ":"))
    return close(f'{_TETE} "etat": {record},\n')


def record_text(etat: Etat) -> str:
    """Write all that a statement says, for nobody to read: two that say the same are written alike."""
    return json.dumps(_plain(etat), ensure_ascii=False)


def read_archive(path: str, content: bytes) -> Etat:
    """Read an issued statement.

    Raises:
        EtatIllisibleError: it is of another version, or not one.
    """
    try:
        today = content if content.startswith(_TETE.encode()) else _updated(content)
        return _reader().validate_json(today).etat
    except (ValueError, KeyError, TypeError, RecursionError):
        message = f"{path} n'est pas un état que cet outil sait relire : mettre l'outil à jour, ou rétablir le fichier"
        raise EtatIllisibleError(message) from None


def _updated(content: bytes) -> str:
    """Give a statement of an older version the fields and the names of today's; the file stays as it was sealed."""
    data = json.loads(content.decode("utf-8"))
    record, version = data["etat"], data["version"]
    if version not in range(1, VERSION):
        raise ValueError(version)
    if version < 2:  # noqa: PLR2004 (the version that keeps both facts of a line)
        for volet in record["volets"]:
            for item in volet["details"]:
                for nom, words in _TUS_EN_1.items():
                    item[nom] = words in item["calcul"]
    if version < 3:  # noqa: PLR2004 (the version that names no kind of body)
        for piece in record["pieces"]:
            piece["compte_gestionnaire"] = piece.pop("compte_metropole")
    return json.dumps(data)


def issued(depot: Depot, echeance: str, adherent: str) -> Etat | None:
    """Return the statement that was issued to an adherent with a sealed call; None when none was kept.

    Raises:
        EtatIllisibleError: it is of another version, or not one.
    """
    chemin = CheminEtat(echeance, adherent)
    content = depot.scelles.etats.get(chemin)
    if content is None:
        return None
    etat = read_archive(chemin.path, content)
    # Until the convention said its clauses, and how it calls its managing body, a statement kept none of them; it
    # called its costs as its rows do.
    if not etat.emetteur.appele:
        etat = etat._replace(emetteur=etat.emetteur._replace(appele=issuer(depot).appele))
    kept = (
        etat
        if etat.renvois != Renvois()
        else etat._replace(renvois=references(depot)._replace(couts=etat.renvois.couts))
    )
    return completed(depot, kept)


def _plain(value: object) -> object:
    """Return records as tables, days as texts: what JSON holds."""
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return [_plain(item) for item in value]
        return {nom: _plain(item) for nom, item in zip(fields, value, strict=True)}
    return value.isoformat() if isinstance(value, date) else value


@cache
def _reader() -> TypeAdapter[_Archive]:
    """Return what reads a file back: every field of its own type, none more."""
    adapter = TypeAdapter(_Archive, config=ConfigDict(defer_build=True, strict=True))
    adapter.rebuild(_types_namespace=_NOMS)
    return adapter
