"""An amendment as data: what was voted, so that it can be computed again (conception §5.5).

Knows: the contents of a seal and where they come from. Must not know: documents, git commands.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.reports.empreinte import Contenu

if TYPE_CHECKING:
    from collections.abc import Iterator


class Provenance(NamedTuple):
    """Printed beside the seal, and not covered by it."""

    base: str
    """Commit, 40 hexadecimal digits."""
    proposition: str
    outil: str
    """Version of the tool."""


class AvenantIllisibleError(Exception):
    """A file that is not the JSON of an amendment; the message is a French sentence."""


def json_text(numero: int, contenu: Contenu, provenance: Provenance) -> str:
    """Write the amendment: its sentences, its amounts, their seal, where they come from."""
    document = {
        "version": 1,
        "numero": numero,
        "base": provenance.base,
        "proposition": provenance.proposition,
        "outil": provenance.outil,
        "phrases": list(contenu.phrases),
        "montants": list(contenu.montants),
        "empreinte": contenu.empreinte,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


class AvenantLu(NamedTuple):
    """An amendment read back."""

    numero: int
    contenu: Contenu
    provenance: Provenance
    empreinte: str
    """The seal that the file claims."""


def read(text: str) -> AvenantLu:
    """Read the JSON of an amendment.

    Raises:
        AvenantIllisibleError: not JSON, or not the shape that `json_text` writes.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        message = "ce n'est pas du JSON"
        raise AvenantIllisibleError(message) from error
    try:
        return _read(document)
    except (KeyError, TypeError) as error:
        message = "ce n'est pas le JSON d'un avenant, tel que l'écrit « convention avenant etablir »"
        raise AvenantIllisibleError(message) from error


def _read(document: Any) -> AvenantLu:  # noqa: ANN401 (any JSON)
    if document["version"] != 1:
        raise KeyError
    rows = tuple({str(key): _text(value) for key, value in row.items()} for row in document["montants"])
    contenu = Contenu(tuple(map(_text, document["phrases"])), rows)
    base, head, outil = (_text(document[name]) for name in ("base", "proposition", "outil"))
    if not isinstance(document["numero"], int):
        raise TypeError
    return AvenantLu(document["numero"], contenu, Provenance(base, head, outil), _text(document["empreinte"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def differences(lu: Contenu, recalcule: Contenu) -> Iterator[str]:
    """Say how what was sealed differs from what is computed now: sentences, then amounts."""
    for text in lu.phrases:
        if text not in recalcule.phrases:
            yield f"phrase scellée qui n'est plus dite : {text}"
    for text in recalcule.phrases:
        if text not in lu.phrases:
            yield f"phrase nouvelle : {text}"
    before, after = _by_place(lu), _by_place(recalcule)
    for place in sorted(before.keys() | after.keys()):
        sealed, now = before.get(place, "rien"), after.get(place, "rien")
        if sealed != now:
            yield f"{', '.join(place)} : {sealed} scellé, {now} recalculé"
    if lu.phrases != recalcule.phrases and sorted(lu.phrases) == sorted(recalcule.phrases):
        yield "les mêmes phrases, dans un autre ordre"


def _by_place(contenu: Contenu) -> dict[tuple[str, ...], str]:
    names = ("exercice", "adherent", "nature", "section")
    return {
        tuple(row.get(name, "") for name in names): f"{row.get('avant')} € → {row.get('apres')} €"
        for row in contenu.montants
    }
