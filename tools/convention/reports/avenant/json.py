"""An amendment as data: what was voted, so that it can be computed again (conception §5.5).

Knows: the contents of a seal and where they come from. Must not know: documents, git commands.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.model.ecrits.avenants_consignes import AvenantConsigne, Contenu, Provenance
from convention.reports.avenant.niveaux import level
from convention.reports.comparaison.empreinte import contents, voted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.comparaison import Comparaison


class AvenantIllisibleError(Exception):
    """A file that is not the JSON of an amendment; the message is a French sentence."""


def consigned(numero: int, comparaison: Comparaison, provenance: Provenance | None = None) -> AvenantConsigne:
    """Draw an amendment up as data: its sentences, its amounts, where they come from."""
    niveaux = tuple(str(level(item)) for item in voted(comparaison))
    return AvenantConsigne(numero, contents(comparaison), niveaux, provenance)


class AvenantLu(NamedTuple):
    """An amendment read back."""

    numero: int
    contenu: Contenu
    provenance: Provenance | None
    """None when the file, kept in the data, does not name commits."""
    empreinte: str
    """The seal that the file claims."""


def read(text: str) -> AvenantLu:
    """Read the JSON of an amendment.

    Raises:
        AvenantIllisibleError: not JSON, or not the shape that the tool writes.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
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
    names = Provenance._fields if "base" in document else ()
    commits = [_text(document[name]) for name in names]
    if not isinstance(document["numero"], int):
        raise TypeError
    provenance = Provenance(*commits) if commits else None
    return AvenantLu(document["numero"], contenu, provenance, _text(document["empreinte"]))


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
