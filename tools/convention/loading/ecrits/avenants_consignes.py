"""Reads what is kept of an avenant; what was changed since by hand is refused.

Knows: JSON, the canonical text of a kept avenant. Must not know: what the avenant changes, whether it was voted.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import INSECABLE
from convention.loading.yaml.texte import forbidden_character
from convention.model.ecrits.avenants_consignes import (
    COLONNES,
    AvenantConsigne,
    Contenu,
    Provenance,
    avenant_title,
)
from convention.model.mots.avenants import CasVisa
from convention.model.mots.communs import Nature, Section
from convention.model.mots.vie import Niveau
from convention.model.valeurs.chemins import IDENTIFIANT

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMES = {
    "exercice": re.compile(r"20[0-9]{2}", re.ASCII),
    "adherent": re.compile(IDENTIFIANT, re.ASCII),
    "nature": re.compile("|".join(map(str, Nature))),
    "section": re.compile("|".join(map(str, Section))),
    **dict.fromkeys(("avant", "apres"), re.compile(r"-?(?:0|[1-9][0-9]{0,9})\.[0-9]{2}", re.ASCII)),
}
_VERSIONS = (1, 2)
_COMMIT = re.compile(r"[0-9a-f]{40}", re.ASCII)
_NIVEAUX = frozenset({str(Niveau.PUBLIC), str(Niveau.ADHERENTS)})
_CAS = frozenset(map(str, CasVisa))
_CONSEIL = "rétablir le fichier (git restore), ou le refaire par « convention avenant etablir … --consigner »"


class AvenantLu(NamedTuple):
    """An avenant, whatever happened to its file since it was drawn up, and the seal that the file claims."""

    avenant: AvenantConsigne
    empreinte: str


class AvenantIllisibleError(Exception):
    """A file that is not what `avenant etablir` writes."""


def read_avenant(content: bytes) -> AvenantLu:
    """Read the shape of an avenant; its seal is for the reader to compare.

    Raises:
        AvenantIllisibleError: it has another shape.
    """
    try:
        data = json.loads(content.decode("utf-8"))
        return AvenantLu(_avenant(data), *_texts([data["empreinte"]]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AvenantIllisibleError from None


def read_kept(path: str, content: bytes) -> tuple[AvenantConsigne | None, tuple[Diagnostic, ...]]:
    """Read a kept avenant; it must be, byte for byte, what the tool writes for the same sentences and amounts."""
    try:
        found, empreinte = read_avenant(content)
    except AvenantIllisibleError:
        message = "ce n'est pas un avenant consigné par « convention avenant etablir … --consigner »"
        return None, (diagnose("AVE008", Span(path), message, _CONSEIL),)
    if found.path != path:
        message = f"c'est l'avenant n° {found.numero} qui est consigné dans le dossier d'un autre"
        return None, (diagnose("AVE008", Span(path), message, _CONSEIL),)
    if found.texte().encode() == content and _begins_so(found):
        return found, ()
    line = max(content.count(b"\n") - 1, 1)  # the seal stands on the last line but one
    told = (
        "il n'est plus écrit comme l'outil l'avait écrit"
        if empreinte == found.contenu.empreinte
        else "l'empreinte n'est plus celle de ses phrases et de ses montants"
    )
    message = f"l'avenant n° {found.numero} a été modifié après avoir été consigné : {told}"
    return None, (diagnose("AVE008", Span(path, line, 1, line, 1), message, _CONSEIL),)


def _avenant(data: Mapping[str, object]) -> AvenantConsigne:
    numero = data["numero"]
    if data["version"] not in _VERSIONS or not isinstance(numero, int) or isinstance(numero, bool):
        raise ValueError(numero)
    phrases, niveaux = _texts(data["phrases"]), _texts(data["niveaux"])
    if len(niveaux) != len(phrases) or not set(niveaux) <= _NIVEAUX:
        raise ValueError(niveaux)
    latest = data["version"] == _VERSIONS[-1]
    sujets = _subjects(data["sujets"], phrases) if latest else None
    services = _services(data["services"], phrases) if latest and "services" in data else None
    cas = _texts(data["cas"]) if latest and "cas" in data else None
    if not set(cas or ()) <= _CAS:
        raise ValueError(cas)
    rows = data["montants"]
    montants = tuple(map(_amount, rows)) if isinstance(rows, list) else _refuse(rows)
    kept, calls = Contenu(phrases, montants), _texts(data.get("appels", []))
    return AvenantConsigne(numero, kept, niveaux, _provenance(data), sujets, services, cas, calls)


def _subjects(values: object, phrases: tuple[str, ...]) -> tuple[str | None, ...]:
    if not isinstance(values, list) or len(values) != len(phrases):
        raise TypeError(values)
    return tuple(None if value is None else _texts([value])[0] for value in values)


def _services(values: object, phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    if not isinstance(values, list) or len(values) != len(phrases):
        raise TypeError(values)
    return tuple(map(_texts, values))


def _begins_so(avenant: AvenantConsigne) -> bool:
    """Tell whether each sentence begins by saying what it is about, those that its page leaves out too."""
    itself = avenant_title(avenant.numero)
    every = zip(avenant.sujets, avenant.contenu.phrases, strict=True) if avenant.sujets is not None else ()
    return all(text.startswith(f"{itself if head is None else head}{INSECABLE}: ") for head, text in every)


def _provenance(data: Mapping[str, object]) -> Provenance | None:
    if "base" not in data:
        return None
    base, head, outil = _texts([data[nom] for nom in Provenance._fields])
    if _COMMIT.fullmatch(base) is None or _COMMIT.fullmatch(head) is None:
        raise ValueError(base, head)
    return Provenance(base, head, outil)


def _amount(row: object) -> dict[str, str]:
    if not isinstance(row, dict) or tuple(row) != COLONNES:
        raise TypeError(row)
    found = dict(zip(row, _texts(list(row.values())), strict=True))
    if any(_FORMES[nom].fullmatch(text) is None for nom, text in found.items()):
        raise ValueError(row)
    return found


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(values)
    for value in values:
        if not isinstance(value, str) or forbidden_character(value) is not None:
            raise TypeError(value)
    return tuple(values)


def _refuse(value: object) -> tuple[dict[str, str], ...]:
    raise TypeError(value)
