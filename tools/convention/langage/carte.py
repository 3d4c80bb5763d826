"""What stands at a place of a document: its field, what it cites, where what it cites is declared.

Knows: raw nodes, what each field declares of itself. Must not know: editors, amounts. A document that is misshapen has
its nodes: what can be read of it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode, find
from convention.formulas.nodes import Nom, Part, walk
from convention.formulas.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.model.cadre.document import path_of
from convention.model.cadre.formes import Forme, shape_of, sort_of
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent
from convention.model.documents.catalogue import Service
from convention.model.documents.cles import CLES
from convention.model.documents.gouvernance import Gouvernance, Procedures, Reunions
from convention.model.documents.tarifs import LIGNES, Exemple
from convention.model.texte.articles import Article
from convention.model.valeurs.chemins import service_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.base.nodes import Node, Place, Pointer
    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot, Fichier

FORMULE = "formule"
"""The field that holds a formula, wherever it is."""


class Endroit(NamedTuple):
    """A place of a document: the value or the key under a position, its field."""

    pointer: Pointer
    node: Node
    cle_node: ScalarNode | None
    """The key, when it is what is there, and not the value."""
    modele: type[Modele] | None
    """Model that holds the field."""
    champ: str
    """The last field on the way."""
    forme: Forme
    """Shape of the value."""
    forme_cles: Forme
    """Shape of the table that holds it, when its key is data."""

    @property
    def cle(self) -> bool:
        """Whether it is the key of the value, and not the value."""
        return self.cle_node is not None

    @property
    def place(self) -> Place:
        """Where it stands: a key, or the stretch of a value."""
        return self.cle_node.place if self.cle_node is not None else self.node.place


class Citation(NamedTuple):
    """A code that a document cites."""

    sorte: Sorte
    code: str
    reference: Reference
    cle: bool = False
    """Whether the key of a value cites it, and not the value."""
    etendue: tuple[int, int] | None = None
    """Characters of a formula."""


def endroit(fichier: Fichier, line: int, column: int) -> Endroit:
    """Find what stands at a line and a column, from 1: the innermost key or value."""
    found = Endroit(
        (), fichier.root, cle_node=None, modele=None, champ="", forme=_document(fichier), forme_cles=Forme()
    )
    while True:
        inside = _inside(found, line, column)
        if inside is None:
            return found
        found = inside
        if found.cle:
            return found


def _inside(at: Endroit, line: int, column: int) -> Endroit | None:
    """Return the child of a collection under a position: the last one that begins before it."""
    best: Endroit | None = None
    if isinstance(at.node, MappingNode):
        for nom, node in at.node.items():
            key_node = at.node.key_nodes[nom]
            key = key_node.place
            if (key.line, key.column) > (line, column):
                break
            # Between a key and its value, it is the key.
            before = (node.place.line, node.place.column) > (line, column)
            best = _child(at, nom, node, key_node if before or _holds(key, line, column) else None)
    elif isinstance(at.node, SequenceNode):
        for rang, node in enumerate(at.node):
            if (node.place.line, node.place.column) > (line, column):
                break
            best = at._replace(pointer=(*at.pointer, rang), node=node, forme=at.forme.element or Forme())
    return best


def _holds(place: Place, line: int, column: int) -> bool:
    return (place.line, place.column) <= (line, column) <= (place.end_line, place.end_column)


def _child(at: Endroit, nom: str, node: Node, cle_node: ScalarNode | None) -> Endroit:
    """Return what a key names: a field of the model, or an item of the table that a field holds."""
    modele, pointer = at.forme.modele, (*at.pointer, nom)
    if modele is None:
        shape = at.forme.element or Forme()
        return at._replace(pointer=pointer, node=node, cle_node=cle_node, forme=shape, forme_cles=at.forme)
    return Endroit(pointer, node, cle_node, modele, nom, shape_of(modele, nom), Forme())


def forme_at(fichier: Fichier, pointer: Pointer) -> Forme:
    """Return the shape of what a pointer leads to."""
    forme = _document(fichier)
    for part in pointer:
        own = forme.modele is not None and isinstance(part, str)
        forme = (shape_of(forme.modele, part) if own else forme.element) or Forme()
    return forme


def _document(fichier: Fichier) -> Forme:
    return Forme(modele=fichier.chemin.genre.modele)


_CITEES: dict[tuple[str, str], tuple[Citation, ...]] = {}
"""By path and content: what a file cites is looked for once, and kept without the file."""
_CITEES_MAX = 4096


def citations(fichier: Fichier) -> tuple[Citation, ...]:
    """List the codes that a document cites, formulas included, in the order of the file."""
    found = _CITEES.get((fichier.path, fichier.sha))
    if found is None:
        found = tuple(_walk(fichier.path, _document(fichier), fichier.root, ()))
        if len(_CITEES) >= _CITEES_MAX:
            _CITEES.clear()
        _CITEES[fichier.path, fichier.sha] = found
    return found


def _walk(path: str, forme: Forme, node: Node, pointer: Pointer) -> Iterator[Citation]:
    here = Reference(path, pointer)
    if isinstance(node, ScalarNode):
        sorte = sort_of(forme.scalaire)
        if sorte is not None:
            yield Citation(sorte, node.text, here)
        if pointer and pointer[-1] == FORMULE:
            yield from _of_formula(node.text, here)
    elif isinstance(node, SequenceNode):
        for rang, item in enumerate(node):
            yield from _walk(path, forme.element or Forme(), item, (*pointer, rang))
    else:
        sorte = sort_of(forme.cle)
        for nom, value in node.items():
            inside = (*pointer, nom)
            if sorte is not None:
                yield Citation(sorte, nom, Reference(path, inside), cle=True)
            elif forme.modele is Exemple and nom not in Exemple.model_fields:
                # The values of an example are those of the names of its formula.
                yield Citation(Sorte.CLE, nom, Reference(path, inside), cle=True)
            shape = shape_of(forme.modele, nom) if forme.modele is not None else forme.element
            yield from _walk(path, shape or Forme(), value, inside)


def _of_formula(texte: str, here: Reference) -> Iterator[Citation]:
    try:
        expression = parse(texte)
    except FormulaError:
        return
    for node in walk(expression):
        match node:
            case Nom(nom=nom):
                yield Citation(Sorte.CLE, nom, here, etendue=(node.start, node.end))
            case Part(cle=cle):
                start = texte.index(cle, node.start + 1)
                yield Citation(Sorte.CLE, cle, here, etendue=(start, start + len(cle)))
            case _:
                pass


def declaration(depot: Depot, sorte: Sorte, code: str) -> Reference | None:
    """Return where what a code designates is declared; None when it is nowhere, or only in the file that cites it."""
    found = (_LIEUX[nom](depot, code) for nom in sorte.parmi if nom in _LIEUX)
    return next((place for place in found if place is not None), None)


def variable(depot: Depot, citation: Citation) -> Reference | None:
    """Return where the row that a formula, a price or an expense belongs to declares a name."""
    path, pointer = citation.reference
    if path == LIGNES and len(pointer) > 1 and isinstance(pointer[1], int):
        rang = pointer[1]
    else:
        fichier, rows = depot.fichiers.get(path), list(depot.lignes)
        row = find(fichier.root, (*pointer[:2], "ligne")) if fichier is not None else None
        if not isinstance(row, ScalarNode) or row.text not in rows:
            return None
        rang = rows.index(row.text)
    tables = ("variables", "parametres", "revisions")
    places = (Reference(LIGNES, ("lignes", rang, table, citation.code)) for table in tables)
    root = depot.fichiers[LIGNES].root
    return next((place for place in places if find(root, place.pointer) is not None), None)


def _reunion(depot: Depot, code: str) -> Reference | None:
    for annee, document in depot.vie.reunions.items():
        for rang, reunion in enumerate(document.reunions):
            if reunion.id == code:
                return Reference(path_of(Reunions, annee=annee), ("reunions", rang, "id"))
    return None


def _service(depot: Depot, code: str) -> Reference | None:
    path = path_of(Service, service_code(code))
    service = depot.services.get(service_code(code))
    if "." not in code:
        return Reference(path) if path in depot.fichiers else None
    codes = [item.code for item in service.sous_services] if service is not None else []
    return Reference(path, ("sous_services", codes.index(code), "code")) if code in codes else None


def _in_folder(dossier: str) -> Callable[[Depot, str], Reference | None]:
    """Find a code as the name of a file."""

    def find(depot: Depot, code: str) -> Reference | None:
        path = f"{dossier}/{code}.yaml"
        return Reference(path) if path in depot.fichiers else None

    return find


def _in_tables(path: str) -> Callable[[Depot, str], Reference | None]:
    """Find a code among the keys of the tables of a document."""

    def find(depot: Depot, code: str) -> Reference | None:
        fichier = depot.fichiers.get(path)
        tables = fichier.root.items() if fichier is not None else ()
        named = (nom for nom, table in tables if isinstance(table, MappingNode) and code in table)
        return next((Reference(path, (nom, code)) for nom in named), None)

    return find


def _clause(depot: Depot, code: str) -> Reference | None:
    for nom, article in depot.vie.articles.items():
        path = path_of(Article, nom)
        if article.clause == code:
            return Reference(path, ("clause",))
        for rang, section in enumerate(article.sections):
            if section.clause == code:
                return Reference(path, ("sections", rang, "clause"))
    return None


_LIEUX: Mapping[str, Callable[[Depot, str], Reference | None]] = {
    Sorte.ADHERENT: lambda depot, code: (
        Reference(depot.dossiers[code].path(Adherent)) if code in depot.dossiers else None
    ),
    Sorte.SERVICE: _service,
    Sorte.SOUS_SERVICE: _service,
    Sorte.CLE: lambda depot, code: Reference(CLES, ("cles", code)) if code in depot.cles else None,
    Sorte.COMPOSANT: lambda depot, code: depot.composants[code].reference() if code in depot.composants else None,
    Sorte.LIGNE: lambda depot, code: (
        Reference(LIGNES, ("lignes", list(depot.lignes).index(code), "id")) if code in depot.lignes else None
    ),
    **dict.fromkeys((Sorte.INSTANCE, Sorte.COMMUNAUTE, Sorte.EQUIPE), _in_tables(path_of(Gouvernance))),
    **dict.fromkeys((Sorte.PROCEDURE, Sorte.VISA), _in_tables(path_of(Procedures))),
    Sorte.PROJET: _in_folder("catalogue/projets"),
    Sorte.REFERENCE: _in_folder("pricing/references"),
    Sorte.INDICE: _in_folder("pricing/indices"),
    Sorte.REUNION: _reunion,
    Sorte.CLAUSE: _clause,
}
"""Where the objects of a sort are declared."""
