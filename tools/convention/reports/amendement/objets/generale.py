"""The sentence of any field, when no family has a better one: where it stands, what it was, what it becomes.

Knows: fields, values and names. Must not know: what a field means for the convention (`prix`, `tarifs`…).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from convention.base.french import enumere, pluriel
from convention.compare.changements.changements import Sorte
from convention.compare.changements.identites import identity, is_moved
from convention.model.cadre.champs import Modele, field_label, is_ordered
from convention.model.cadre.formes import Forme, sort_of
from convention.model.documents.catalogue import Convention
from convention.model.documents.composants import ParPhase
from convention.model.documents.grilles import Bareme, Tranche
from convention.model.documents.tarifs import Exemple, Parametre
from convention.model.valeurs.scalaires import FIN_EXCLUE
from convention.reports.amendement.mots.noms import (
    agreed,
    is_named,
    label,
    object_name,
    value_unit,
    variable,
    with_article,
)
from convention.reports.amendement.mots.textes import AUTRE_NOM, citation, nommee, words_replaced
from convention.reports.amendement.mots.valeurs import Lecteur, is_text, quoted, said
from convention.reports.amendement.objets.contenu import content, field_said, named_by

if TYPE_CHECKING:
    from convention.reports.amendement.trajet import Cas, Pas


def general(cas: Cas, dans: type[Modele] | None = None) -> str:
    """Say a change of any field, of any item, in an object that the sentence has named already, and the way to it."""
    value, last = cas.valeur, cas.pas[-1]
    known = [rank for rank, step in enumerate(cas.pas[:-1], 1) if dans is not None and isinstance(step.valeur, dans)]
    where = _way(cas, cas.pas[max(known, default=0) : -1])
    if isinstance(value, Modele) and not isinstance(value, ParPhase):
        return _join(where, _object(cas, last, value))
    if last.modele is not None:
        return _join(where, _field(cas, last))
    return _join(where, f"{_entry(cas, last)} : {_moves(cas, last)}")


def way(cas: Cas) -> str:
    """Say where an entry of a table stands: neither the entry, nor the table."""
    return ", ".join(_way(cas, cas.pas[:-2]))


def _join(where: list[str], text: str) -> str:
    return ", ".join([*where, text])


def _way(cas: Cas, steps: tuple[Pas, ...]) -> list[str]:
    """Name what is met on the way: objects, groups of fields, entries of tables; never the lists that hold them."""
    steps = tuple(step for step in steps if (step.modele, step.nom) not in _DITS)
    chemin = cas.chemin
    words = [f"{chemin.genre.bref} {chemin.annee}"] if chemin is not None and chemin.genre.bref else []
    for step in steps:
        value = step.valeur
        if step.modele is None:
            words.append(_entry(cas, step))
        elif isinstance(value, Modele) or (isinstance(value, Mapping) and not _holds_objects(step.forme)):
            words.append(field_said(step.modele, step.nom, cas.depot))
    return words if cas.changement.genre not in _SANS_OBJET else words[1:]


_DITS = frozenset({(Convention, "poste_de_travail")})
"""Groups of fields that the subject names already."""
_SANS_OBJET = frozenset({"couts-de-possession", "composants"})
"""Kinds whose subject names the first object already."""


def _holds_objects(forme: Forme) -> bool:
    element = forme.element
    return element is not None and (is_named(element.modele) or element.cle is not None)


def _entry(cas: Cas, step: Pas) -> str:
    """Name an item: an object by its own name, an entry of a table by its key."""
    if isinstance(step.connu, Modele) and is_named(type(step.connu)):
        return object_name(step.connu, step.nom, cas.depot if step.avant is None else cas.base)
    sorte = sort_of(step.cle.scalaire)
    if sorte is not None:
        return nommee(label(cas.depot, sorte, step.nom))
    return said(step.cle, step.nom, Lecteur(cas.depot))


def _object(cas: Cas, last: Pas, value: Modele) -> str:
    """Say that an object comes or goes, with its whole content; a value that a model holds has the field's name."""
    done = cas.changement.sorte.fait
    if last.modele is None and is_named(type(value)):
        named = with_article(value, last.nom, cas.depot)
        inside = content(value, cas.depot, _unit(cas), named_by(type(value)))
        told = f" : {inside}" if inside else ""
        return f"{named}{_among(cas, value)} est {agreed(value, done)}{told}"
    inside = content(value, cas.depot, _unit(cas))
    told = f" ({inside})" if inside else ""
    return f"{field_label(last.modele, last.nom)} : {_MENTION[done]}{told}"


_MENTION = {"ajouté": "mention ajoutée", "supprimé": "mention supprimée"}


def _field(cas: Cas, last: Pas) -> str:
    """Say that a field changes."""
    name = field_label(last.modele, last.nom)
    if last.modele is not None and issubclass(last.modele, Exemple) and last.nom not in last.modele.model_fields:
        reader = Lecteur(cas.depot, unite=value_unit(cas.depot, last.nom))
        moved = _moves(cas, last._replace(forme=Forme()), reader)
        return f"{variable(cas.depot, last.nom)} : {moved}"
    if last.forme.scalaire is FIN_EXCLUE:
        name = f"{name} (dernier jour)"
    return f"{name} : {_moves(cas, last)}"


def _moves(cas: Cas, last: Pas, reader: Lecteur | None = None) -> str:
    """Say what a value was and becomes, as it is read: as its field says it by default."""
    before, after = cas.changement.avant, cas.changement.apres
    if isinstance(before, tuple) or isinstance(after, tuple):
        return _list_moves(cas, last, _items(before), _items(after))
    if isinstance(before, str) and isinstance(after, str) and is_text(last.forme) and last.nom != "unite":
        return words_replaced(before, after, "du texte")
    reader = reader or _reader(cas)
    if before is None:
        return f"{quoted(last.forme, after, reader)} est ajouté"
    if after is None:
        return f"{quoted(last.forme, before, reader)} est supprimé"
    old = quoted(last.forme, before, reader._replace(depot=cas.base))
    new = quoted(last.forme, after, reader)
    if old == new and sort_of(last.forme.scalaire) is not None:
        return f"{new} {AUTRE_NOM}"
    return f"{old} est remplacé par {new}"


def _list_moves(cas: Cas, last: Pas, before: tuple[object, ...], after: tuple[object, ...]) -> str:
    reader = _reader(cas)
    element = last.forme.element or Forme()
    objects = isinstance((*before, *after)[0], Modele)
    # Objects that come or go are changes of their own; a word may stand several times.
    ordered = is_ordered(last.modele, last.nom)
    old = reader._replace(depot=cas.base)
    more = ((), ()) if objects else (_more(after, before), _more(before, after))
    same = {quoted(element, item, reader) for item in more[0]} & {quoted(element, item, old) for item in more[1]}
    come, gone = (
        [
            _item_at(items, item, element, side, qui if ordered else None)
            for item in moved
            if quoted(element, item, side) not in same
        ]
        for items, moved, side, qui in ((after, more[0], reader, ""), (before, more[1], old, _VENAIT))
    )
    told = [f"{item} {AUTRE_NOM}" for item in sorted(same)]
    told += [f"{enumere(come)} {pluriel(len(come), 'est ajouté', 'sont ajoutés')}"] if come else []
    told += [f"{enumere(gone)} {pluriel(len(gone), 'est supprimé', 'sont supprimés')}"] if gone else []
    if ordered:
        told += _order(before, after, lambda item: _item_name(cas, element, item, reader))
    return " ; ".join(told)


def _more(items: tuple[object, ...], others: tuple[object, ...]) -> list[object]:
    """Return the items of a list that the other has not, as many times as it lacks them."""
    left, kept = list(others), []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            kept.append(item)
    return kept


def _order(before: tuple[object, ...], after: tuple[object, ...], name: Callable[[object], str]) -> list[str]:
    """Say which items stand elsewhere: after which other, or first; nothing when the common ones keep their order."""
    if not is_moved(before, after):
        return []
    was, names = ([name(item) for item in items] for items in (before, after))
    kept: set[int] = set()
    for block in SequenceMatcher(None, was, names, autojunk=False).get_matching_blocks():
        kept |= set(range(block.b, block.b + block.size))
    told = [
        f"{item} vient {_after(names, rank)} et non plus {_after(was, was.index(item))}"
        for rank, item in enumerate(names)
        if rank not in kept and item in was
    ]
    return [f"l'ordre change, {enumere(told)}"]


def _after(names: Sequence[str], rank: int) -> str:
    return f"après {names[rank - 1]}" if rank else "en premier"


_VENAIT = "qui venait "
"""Says that a place is where something stood."""


def _item_at(items: tuple[object, ...], item: object, element: Forme, reader: Lecteur, qui: str | None) -> str:
    """Say an item of a list, and its place, after some words; None when the order of the list says nothing."""
    text = quoted(element, item, reader)
    if qui is None:
        return text
    # Of a word that comes once more, the last one is what comes.
    rank = max(rank for rank, one in enumerate(items) if one == item)
    return f"{text} ({qui}{_after([quoted(element, one, reader) for one in items], rank)})"


def _among(cas: Cas, value: Modele) -> str:
    """Say where an object that comes or goes stands among its siblings, when their order says something."""
    if len(cas.pas) < 2 or not is_ordered(cas.pas[-2].modele, cas.pas[-2].nom):  # noqa: PLR2004 (a list, an item)
        return ""
    # What goes stands where it was, not where it is no more.
    gone = cas.changement.sorte is Sorte.RETRAIT
    items, depot = (_items(cas.pas[-2].avant), cas.base) if gone else (_items(cas.pas[-2].apres), cas.depot)
    rank = next((rank for rank, item in enumerate(items) if item is value), None)
    names = [_item_name(cas, Forme(), item, Lecteur(depot)) for item in items]
    return f" ({_VENAIT if gone else ''}{_after(names, rank)})" if rank is not None else ""


def _item_name(cas: Cas, element: Forme, item: object, reader: Lecteur) -> str:
    if isinstance(item, Modele):
        nom = identity(item)
        return with_article(item, nom, cas.depot) if is_named(type(item)) else citation(nom)
    return quoted(element, item, reader)


def _items(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _reader(cas: Cas) -> Lecteur:
    champ = next((step.nom for step in reversed(cas.pas) if step.modele is not None), "")
    return Lecteur(cas.depot, champ, _unit(cas))


def _unit(cas: Cas) -> str:
    """Return the unit that goes with the numbers: that of the grid, or of the constant."""
    document = cas.porteur
    if isinstance(document, Bareme):
        last = cas.pas[-1] if cas.pas else None
        inside = last is None or (last.modele, last.nom) == (Tranche, "valeur") or isinstance(cas.valeur, Modele)
        return document.unite if inside else ""
    constante = cas.objet(Parametre)
    return constante.unite if constante is not None else ""
