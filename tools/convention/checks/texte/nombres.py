"""ART010 to ART013: each number of the convention's text is that of the data that repeats it, or has its reason.

Knows: numbers in a text, the words that `catalogue/nombres.yaml` binds. Must not know: what a number counts.
A code of service is bound by itself: it names a file of the catalogue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import la_ligne
from convention.base.french import MOIS, cite, compte, enumere, jour, nombre
from convention.base.nodes import MappingNode, ScalarNode, SequenceNode
from convention.base.nombres import Valeur, read_numbers
from convention.checks.cadre.citations import declared_services
from convention.checks.cadre.controle import controle
from convention.checks.cadre.emplacements import designated, matching
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.texte.clauses import clauses, named
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.texte.articles import Nombres
from convention.model.valeurs.corrections import to_id
from convention.model.valeurs.ecriture import NOMBRE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.base.nodes import Node
    from convention.base.nombres import NombreEcrit
    from convention.model.depot import Depot
    from convention.model.texte.articles import NombreDeClause

NOMBRES = path_of(Nombres)
_CODE = re.compile(r"\b[A-Z]{1,3}[0-9]{2}(?:\.[1-9][0-9]?)?\b", re.ASCII)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_AUTOUR = 24
"""Characters shown on each side of a number that nothing binds."""


class PassageLu(NamedTuple):
    """A title or a passage on one line, and its numbers but the codes of services, which the catalogue binds."""

    clause: str
    texte: str
    nombres: tuple[NombreEcrit, ...]
    reference: Reference


class Liaison(NamedTuple):
    """A row of `nombres.yaml`, and the numbers of the text that its words hold."""

    item: NombreDeClause
    reference: Reference
    passage: PassageLu | None
    """The first passage that has these words; None when none does."""
    nombres: frozenset[tuple[Reference, int]]
    """Each by its passage and its first character there."""
    dit: tuple[Valeur, ...]
    """What they are worth, in order; a number written twice in a row, « quatre (4) », counts once."""


@controle("ART010", "ART011", "ART012")
def numbers(depot: Depot) -> Iterator[Constat]:
    """ART010 to ART012: each number of the text is bound to the data that repeat it, or explained."""
    lus = tuple(passages(depot))
    liaisons = bindings(depot, lus)
    yield from _unlike(depot, liaisons)
    yield from _unbound(depot, liaisons, lus)
    yield from _misbound(depot, liaisons)


def _unlike(depot: Depot, liaisons: Iterable[Liaison]) -> Iterator[Constat]:
    """ART010: a datum that is not worth what the words of its clause say."""
    for liaison in liaisons:
        for donnee in liaison.item.donnees if liaison.nombres else ():
            for reference, node in data(depot, donnee):
                if not isinstance(node, ScalarNode) or _alike(liaison.dit, _worth(node)):
                    continue
                clause, mots = named(liaison.item.clause), " ".join(liaison.item.mots.split())
                message = f"{cite(node.text)} n'est pas ce que dit {clause} : {cite(mots)}"
                hint = f"écrire {_shown(liaison.dit)}, ou changer aussi le texte de la clause, par avenant"
                related = [(liaison.passage.reference, "le texte")] if liaison.passage else []
                related.append((liaison.reference, "ce qui les lie"))
                yield signal("ART010", reference, message, hint, *tuple(related))


def _unbound(depot: Depot, liaisons: Iterable[Liaison], lus: Iterable[PassageLu]) -> Iterator[Constat]:
    """ART011: a number of the text that no row binds to its data, nor explains."""
    if NOMBRES not in depot.fichiers:
        return
    known = {found for liaison in liaisons for found in liaison.nombres}
    for passage in lus:
        for item in passage.nombres:
            if (passage.reference, item.debut) not in known:
                written = passage.texte[item.debut : item.fin]
                around = passage.texte[max(0, item.debut - _AUTOUR) : item.fin + _AUTOUR].strip()
                where = f"{named(passage.clause)}, « …{around}… »"
                message = f"{cite(written)}, dans {where}, n'a ni donnée qui le répète, ni raison"
                hint = f'ajouter à {NOMBRES} : - {{clause: {passage.clause}, mots: "…", donnees: [fichier.yaml#champ]}}'
                if code := _code(passage.texte, item):
                    message = f"{cite(code)}, dans {where}, n'est le code d'aucun service du catalogue"
                    given = "donner ce code à un service, ou l'ôter de la clause, par avenant"
                    hint = f"{given} ; si ce n'en est pas un, {hint}"
                yield signal("ART011", passage.reference, message, f"{hint}, ou " + la_ligne("raison: ⟦…⟧"))


def _code(texte: str, item: NombreEcrit) -> str:
    """Return what is written as the code of a service and holds a number; nothing when none does."""
    found = (match for match in _CODE.finditer(texte) if match.start() <= item.debut and item.fin <= match.end())
    return next((match[0] for match in found), "")


@controle("ART013", avertit=True)
def without_bindings(depot: Depot) -> Iterator[Constat]:
    """ART013: a text with numbers, and no file that binds them: revisions older than this rule have none."""
    if NOMBRES in depot.fichiers or NOMBRES in depot.illisibles:
        return
    first = next((passage for passage in passages(depot) if passage.nombres), None)
    if first is not None:
        count = sum(len(passage.nombres) for passage in passages(depot))
        message = f"le texte de la convention a {compte(count, 'nombre')}, et rien ne dit quelles données les répètent"
        yield signal("ART013", first.reference, message, f"créer {NOMBRES}, une ligne par nombre")


def _misbound(depot: Depot, liaisons: Iterable[Liaison]) -> Iterator[Constat]:
    """ART012: a row whose words are not in the clause, hold no number, or are bound to nothing."""
    first: dict[tuple[Reference, int], Liaison] = {}
    for liaison in liaisons:
        item, at = liaison.item, liaison.reference
        words = at.at("mots")
        if not liaison.nombres:
            what = "n'ont aucun nombre" if liaison.passage else f"ne sont pas dans {named(item.clause)}"
            hint = "recopier mot pour mot la clause, nombre compris, ou retirer cette ligne"
            yield signal("ART012", words, f"les mots {cite(item.mots)} {what}", hint)
        elif (other := next((first[found] for found in liaison.nombres if found in first), None)) is not None:
            related = (other.reference, "la première ligne")
            yield signal("ART012", words, "ce nombre a déjà sa ligne", "garder une seule des deux lignes", related)
        first.update(dict.fromkeys(liaison.nombres, liaison))
        if bool(item.donnees) == (item.raison is not None):
            message = "un nombre a soit ses « donnees », soit sa « raison »"
            yield signal("ART012", at, message, "écrire l'une des deux, et une seule")
        for rang, donnee in enumerate(item.donnees):
            values = list(data(depot, donnee))
            if not values or not all(isinstance(node, ScalarNode) for _, node in values):
                message = f"{cite(donnee)} ne désigne aucune valeur du dépôt"
                hint = "corriger le fichier ou le champ ; un élément d'une liste se désigne par son nom ou par son rang"
                yield signal("ART012", at.at("donnees", rang), message, hint)


def passages(depot: Depot) -> Iterator[PassageLu]:
    """Yield the titles and the passages of the convention with their numbers, in order."""
    known = declared_services(depot)
    for item in clauses(depot):
        texts = [(item.titre, item.at("titre"))]
        texts += [(passage.texte, item.at("passages", rang, "texte")) for rang, passage in enumerate(item.passages)]
        for written, reference in texts:
            texte = " ".join(written.split())
            codes = [match.span() for match in _CODE.finditer(texte) if _is_service(depot, match[0], known)]
            numbers = tuple(
                found
                for found in read_numbers(texte)
                if not any(start <= found.debut and found.fin <= end for start, end in codes)
            )
            yield PassageLu(item.clause, texte, numbers, reference)


def bindings(depot: Depot, lus: Iterable[PassageLu] = ()) -> list[Liaison]:
    """Return the rows of `nombres.yaml`, each with the numbers that its words hold in the passages of the text."""
    by_clause: defaultdict[str, list[PassageLu]] = defaultdict(list)
    for passage in lus or passages(depot):
        by_clause[passage.clause].append(passage)
    return [
        _binding(item, Reference(NOMBRES, ("nombres", rang)), by_clause[item.clause])
        for rang, item in enumerate(depot.vie.nombres)
    ]


def data(depot: Depot, donnee: str) -> Iterator[tuple[Reference, Node]]:
    """Yield what a place designates, in each of its files that can be read; nothing where it leads nowhere."""
    lieu = designated(donnee)
    champs = lieu.champs
    if champs == ("preavis_mois",) and (dated := depot.convention.preavis_suivants):
        # The clause says the last notice: those before it are those of the years before.
        champs = ("preavis_suivants", str(max(dated)))
    for path in matching(depot, lieu.motif):
        if path in depot.fichiers:
            node: Node | None = depot.fichiers[path].root
            pointer: list[str | int] = []
            for part in champs:
                node, step = _step(node, part)
                pointer.append(step)
            if node is not None:
                yield Reference(path, tuple(pointer)), node


def _binding(item: NombreDeClause, reference: Reference, own: Iterable[PassageLu]) -> Liaison:
    words = " ".join(item.mots.split())
    first: PassageLu | None = None
    found: set[tuple[Reference, int]] = set()
    said: tuple[Valeur, ...] = ()
    for passage in own:
        for start in _places(words, passage.texte):
            end = start + len(words)
            inside = [one for one in passage.nombres if one.debut < end and one.fin > start]
            # A row does not bind a piece of a number: « 3 agents » is not in « 13 agents ».
            if all(start <= one.debut and one.fin <= end for one in inside):
                first = first or passage
                found |= {(passage.reference, one.debut) for one in inside}
                said = said or tuple(value for value, _ in groupby(one.valeur for one in inside))
    return Liaison(item, reference, first, frozenset(found), said)


def _places(words: str, texte: str) -> Iterator[int]:
    start = texte.find(words)
    while start >= 0:
        yield start
        start = texte.find(words, start + max(1, len(words)))


def _is_service(depot: Depot, code: str, known: frozenset[str]) -> bool:
    return code in known if "." not in code else depot.sous_service(code) is not None


def _step(node: Node | None, part: str) -> tuple[Node | None, str | int]:
    """Follow a part of a place: a field, the rank of an item, or the only item of this name; None where it stops."""
    if isinstance(node, MappingNode):
        return node.get(part), part
    if not isinstance(node, SequenceNode):
        return None, part
    if part.isdecimal():
        ranks = [int(part) - 1] if 1 <= int(part) <= len(node) else []
    else:
        ranks = [rank for rank, item in enumerate(node) if to_id(part) in _names(item)]
    return (node[ranks[0]], ranks[0]) if len(ranks) == 1 else (None, part)


def _names(item: Node) -> set[str]:
    values = item.values() if isinstance(item, MappingNode) else [item]
    return {to_id(value.text) for value in values if isinstance(value, ScalarNode)}


def _worth(node: ScalarNode) -> tuple[Valeur, ...]:
    """Return what a datum is worth: its number, its day, or the numbers of its text."""
    if node.plain and NOMBRE.fullmatch(node.text):
        return (Fraction(node.text),)
    if _ISO.fullmatch(node.text):
        with suppress(ValueError):
            return (date.fromisoformat(node.text),)
    return tuple(value for value, _ in groupby(item.valeur for item in read_numbers(node.text)))


def _alike(said: tuple[Valeur, ...], held: tuple[Valeur, ...]) -> bool:
    """Tell whether a datum holds what words say, among the other numbers of its text if it is one.

    Words that say a month only are worth any day of it.
    """
    if all(isinstance(value, str) for value in said):
        held = tuple(MOIS[value.month - 1] if isinstance(value, date) else value for value in held)
    return any(said == held[start : start + len(said)] for start in range(len(held)))


def _shown(values: tuple[Valeur, ...]) -> str:
    return enumere([item if isinstance(item, str) else _said(item) for item in values])


def _said(value: Fraction | date) -> str:
    return jour(value) if isinstance(value, date) else nombre(value)
