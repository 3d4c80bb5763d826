"""Faults made on purpose in a whole document, one kind of fault wherever it can be made, and what an editor must say.

Knows: the models, the words of the messages. Must not know: the schemas that carry them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.french import enumere
from convention.model.cadre.champs import Modele
from convention.model.documents.composants import ParPhase
from convention.model.documents.tarifs import Exemple
from convention.model.valeurs.scalaires import Scalaire, scalaire_de
from tests.editeur.pages import Lieu, complet, lieux, ligne, texte
from tests.model.documents import hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convention.base.nodes import Pointer
    from convention.model.cadre.document import Genre
    from tests.model.documents import Written

NOMBRE = "Un nombre est attendu, sans guillemets, avec un point décimal. Exemple\u00a0: 1234.56"
ENTIER = "Un nombre entier est attendu, sans guillemets."
TEXTE = "Un texte est attendu. S'il ressemble à un nombre, le mettre entre guillemets."
LISTE = "Une liste est attendue."
PRIX = "Un prix est attendu, sans guillemets, ou une table de prix\u00a0: previsionnel, revise, realise."
CLE = " comme clé. Exemple"


class Faute(NamedTuple):
    """What is written instead of a value (None: nothing), where it is reported, words of the message."""

    pointer: Pointer
    source: str | None
    signalee: Pointer
    message: str


class Fautif(NamedTuple):
    """A wrong text, and the words expected at each line: several faults may be reported at the same one."""

    texte: str
    attendu: Mapping[int, frozenset[str]]


def fautes(genre: Genre, sorte: str) -> Iterator[Faute]:
    """List the faults of a kind; none if the documents give no occasion for one."""
    return (fault for lieu in lieux(genre) for fault in SORTES[sorte](lieu))


@cache
def fautif(genre: Genre, sorte: str) -> Fautif:
    """Make the faults of a kind."""
    faults = list(fautes(genre, sorte))
    document: Written = complet(genre)
    for fault in reversed(faults):
        _change(document, fault.pointer, fault.source)
    text = texte(genre, document)
    expected: dict[int, frozenset[str]] = {}
    for fault in faults:
        line = ligne(text, fault.signalee)
        expected[line] = expected.get(line, frozenset()) | {fault.message}
    return Fautif(text, expected)


def _change(document: Any, pointer: Pointer, source: str | None) -> None:  # noqa: ANN401 (a table or a list)
    for part in pointer[:-1]:
        document = document[part]
    if source is None:
        del document[pointer[-1]]
    else:
        document[pointer[-1]] = source


def _wrong_word(lieu: Lieu) -> Iterator[Faute]:
    if words := _schema(lieu).get("enum"):
        yield _instead(lieu, "tartempion", f"Valeurs permises\u00a0: {enumere(words, 'ou')}.")


def _quoted_number(lieu: Lieu) -> Iterator[Faute]:
    kind = _schema(lieu).get("type")
    if kind in ("number", "integer"):
        yield _instead(lieu, '"12"', NOMBRE if kind == "number" else ENTIER)


def _bare_number(lieu: Lieu) -> Iterator[Faute]:
    schema = _schema(lieu)
    if schema.get("type") == "string" and "enum" not in schema:
        yield _instead(lieu, "12.5", schema.get("patternErrorMessage", TEXTE))


def _other_form(lieu: Lieu) -> Iterator[Faute]:
    if message := _schema(lieu).get("patternErrorMessage"):
        # A Cyrillic letter: no form accepts it.
        yield _instead(lieu, "Pas comme \u0430", message)


def _unknown_field(lieu: Lieu) -> Iterator[Faute]:
    pointer = (*lieu.pointer, "inconnu")
    modele = _modele(lieu)
    if modele is not None and modele is not Exemple:  # an example holds a number by variable, whatever its name
        yield Faute(pointer, "12", pointer, PRIX if modele is ParPhase else _fields(modele))


def _missing_field(lieu: Lieu) -> Iterator[Faute]:
    """Leave out the first required field that holds no other."""
    modele = _modele(lieu)
    if modele is not None:
        simple = (name for name in _required(modele) if scalaire_de(hints(modele)[name]))
        for name in islice(simple, 1):
            yield Faute((*lieu.pointer, name), None, lieu.pointer, _fields(modele))


def _other_key(lieu: Lieu) -> Iterator[Faute]:
    if lieu.forme is Mapping:
        pointer = (*lieu.pointer, "Pas comme ça")
        yield Faute(pointer, "12", pointer, CLE)


def _text_instead(lieu: Lieu) -> Iterator[Faute]:
    """Write a text where a list or a table stands, at the top only: what was inside is no more."""
    if len(lieu.pointer) == 1 and not isinstance(lieu.forme, Scalaire):
        modele = _modele(lieu)
        yield _instead(lieu, "oui", LISTE if lieu.forme is tuple else CLE if modele is None else _fields(modele))


def _instead(lieu: Lieu, source: str, message: str) -> Faute:
    return Faute(lieu.pointer, source, lieu.pointer, message)


def _schema(lieu: Lieu) -> dict[str, Any]:
    return lieu.forme.schema if isinstance(lieu.forme, Scalaire) else {}


def _modele(lieu: Lieu) -> type[Modele] | None:
    return lieu.forme if isinstance(lieu.forme, type) and issubclass(lieu.forme, Modele) else None


def _fields(modele: type[Modele]) -> str:
    required = _required(modele)
    names, kind = (required, "obligatoire") if required else (list(modele.model_fields), "facultatif")
    return f"Champs possibles\u00a0: {enumere(names, 'et')} ({kind}"


def _required(modele: type[Modele]) -> list[str]:
    return [name for name, field in modele.model_fields.items() if field.is_required()]


SORTES: Mapping[str, Callable[[Lieu], Iterator[Faute]]] = MappingProxyType(
    {
        "mot hors de la liste": _wrong_word,
        "nombre entre guillemets": _quoted_number,
        "nombre au lieu d'un texte": _bare_number,
        "texte d'une autre forme": _other_form,
        "champ inconnu": _unknown_field,
        "champ manquant": _missing_field,
        "clé d'une autre forme": _other_key,
        "texte au lieu d'une table": _text_instead,
    }
)
