"""What differs in what only the tool writes: kept avenants, series of counts.

Knows: their shape. Must not know: documents, how differences are told.
Both are read back byte for byte: two equal values are two equal files. Rows are gathered by adherent, because a new
extraction moves hundreds of them: all are here, their sentence sums them up.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.model.ecrits.avenants_consignes import chemin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.model.depot import Depot
    from convention.model.ecrits.avenants_consignes import AvenantConsigne
    from convention.model.ecrits.series import Serie

LIGNE = TypeVar("LIGNE")
CONSIGNE = "avenant-consigne"
SERIE = "serie"
CAS = "cas"
"""Where the cases of a kept avenant stand."""


class PhraseConsignee(NamedTuple):
    """A sentence of a kept avenant, who may read it, and what it is about (`AvenantConsigne.sujets`)."""

    texte: str
    niveau: str
    sujet: str | None = ""
    """Empty where it is not kept."""
    services: tuple[str, ...] | None = None
    """Those that it changes; None where they are not kept."""


class MontantConsigne(NamedTuple):
    """An amount of a kept avenant, as it is written."""

    exercice: str
    adherent: str
    nature: str
    section: str
    avant: str
    apres: str


class Ecart(NamedTuple):
    """One difference: what it is of, its names, both values, and the line of its file where each stands."""

    genre: str
    path: str
    chemin: tuple[str, ...]
    avant: object
    apres: object
    lignes: tuple[int, int] = (1, 1)


def written(base: Depot, head: Depot) -> Iterator[Ecart]:
    """Yield the differences between the kept avenants of both sides, then between their series."""
    for numero in sorted({*base.avenants_consignes, *head.avenants_consignes}, key=int):
        kept, other = base.avenants_consignes.get(numero), head.avenants_consignes.get(numero)
        if kept is not None and other is not None:
            yield from _sentences(numero, kept, other)
            if kept.cas != other.cas:
                yield Ecart(CONSIGNE, other.path, (numero, CAS), kept.cas, other.cas, (kept.ligne_cas, other.ligne_cas))
            yield from _amounts(numero, kept, other)
        else:
            yield Ecart(CONSIGNE, chemin(numero), (numero,), kept, other)
    for place in sorted({*base.series, *head.series}):
        serie, new = base.series.get(place), head.series.get(place)
        name = f"{place.source} {place.annee}"
        if serie is not None and new is not None:
            yield from _series(name, serie, new)
        else:
            yield Ecart(SERIE, place.path, (name,), serie, new)


def _sentences(numero: str, old: AvenantConsigne, new: AvenantConsigne) -> Iterator[Ecart]:
    before, after = (_levelled(kept) for kept in (old, new))
    for gesture, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if gesture == "equal":
            continue
        for step, (one, other) in enumerate(zip_longest(before[start:end], after[first:last])):
            ranks = start + step, first + step
            name = f"n° {(ranks[0] if other is None else ranks[1]) + 1}"
            lines = old.ligne_phrase(ranks[0]), new.ligne_phrase(ranks[1])
            yield Ecart(CONSIGNE, new.path, (numero, "phrases", name), one, other, lines)


def _levelled(kept: AvenantConsigne) -> tuple[PhraseConsignee, ...]:
    return tuple(map(PhraseConsignee, kept.contenu.phrases, kept.niveaux, kept.sujets_dits, kept.services_dits))


def _amounts(numero: str, old: AvenantConsigne, new: AvenantConsigne) -> Iterator[Ecart]:
    before, after = (tuple(MontantConsigne(**row) for row in kept.contenu.montants) for kept in (old, new))
    gone, come = _without(before, after), _without(after, before)
    for nom in dict.fromkeys(item.adherent for item in (*gone, *come)):
        left, right = (tuple(item for item in rows if item.adherent == nom) for rows in (gone, come))
        lines = old.ligne_montant(_rank(left, before)), new.ligne_montant(_rank(right, after))
        yield Ecart(CONSIGNE, new.path, (numero, "montants", nom), left or None, right or None, lines)


def _series(name: str, old: Serie, new: Serie) -> Iterator[Ecart]:
    if old.entete != new.entete:
        yield Ecart(SERIE, new.path, (name, "entete"), old.entete, new.entete)
    gone, come = _without(old.points, new.points), _without(new.points, old.points)
    for nom in sorted({item.grandeur.adherent for item in (*gone, *come)}):
        left, right = (tuple(item for item in points if item.grandeur.adherent == nom) for points in (gone, come))
        lines = old.ligne(_rank(left, old.points)), new.ligne(_rank(right, new.points))
        yield Ecart(SERIE, new.path, (name, nom), left or None, right or None, lines)


def _without(rows: Sequence[LIGNE], others: Sequence[LIGNE]) -> list[LIGNE]:
    """Leave out the rows that the other side has too, one for one."""
    left, kept = Counter(others), []
    for item in rows:
        if left[item]:
            left[item] -= 1
        else:
            kept.append(item)
    return kept


def _rank(found: tuple[object, ...], every: Sequence[object]) -> int:
    return every.index(found[0]) if found else 0
