"""From a code to what it designates, to all that cite it, to another name; the objects of the repository by name.

Knows: what documents cite and declare (`carte`). Must not know: editors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Severity, Span
from convention.base.french import cite, les_premiers, typeset
from convention.checks.cadre.lieux import place, place_inside
from convention.edition.etat import editable
from convention.edition.refus import RefusError
from convention.langage.carte import Citation, citations, declaration, endroit, forme_at, variable
from convention.langage.ecriture.modifications import Remplacement, replacement
from convention.langage.session import judge
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference
from convention.model.schemas.libelles import libelles
from convention.model.valeurs.ecriture import quoted_if_needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.nodes import Pointer
    from convention.langage.session import Etat
    from convention.model.depot import Depot

OBJETS = (
    *(Sorte.ADHERENT, Sorte.SERVICE, Sorte.SOUS_SERVICE, Sorte.COMPOSANT, Sorte.CLE, Sorte.LIGNE, Sorte.CLAUSE),
    *(Sorte.PROCEDURE, Sorte.VISA, Sorte.INSTANCE, Sorte.PROJET, Sorte.REUNION, Sorte.INDICE, Sorte.REFERENCE),
)
"""What has a name and a home in the whole repository."""
_SCELLE = ("SCE", "TIT")
"""Codes of what no longer agrees with what is sealed."""
_NOMMES = 2
SANS_NOM = typeset(
    "Rien à renommer ici : placer le curseur sur le nom d'un composant, d'une clé, d'une ligne de tarif, d'un adhérent"
)


class Objet(NamedTuple):
    """An object of the repository: its code, its name, where it is declared."""

    sorte: Sorte
    code: str
    libelle: str
    reference: Reference


class Deplacement(NamedTuple):
    """A folder that takes another name."""

    avant: str
    apres: str


class RenommageRefuseError(Exception):
    """Why a name cannot be changed; a French sentence."""


def objets(depot: Depot) -> Iterator[Objet]:
    """Yield what has a name and a home in the whole repository."""
    for sorte in OBJETS:
        for code, libelle in libelles(depot, sorte).items():
            reference = declaration(depot, sorte, code)
            if reference is not None:
                yield Objet(sorte, code, libelle, reference)


def cited_at(depot: Depot, path: str, line: int, column: int) -> Citation | None:
    """Return the code that a position cites, or declares."""
    fichier = depot.fichiers.get(path)
    if fichier is None:
        return None
    here = endroit(fichier, line, column)
    reference = Reference(path, here.pointer)
    for item in citations(fichier):
        if item.reference == reference and item.cle == here.cle:
            span = where(depot, item)
            if item.etendue is None or span.column <= column <= span.end_column:
                return item
    own = (
        item for item in objets(depot) if item.reference == reference or _is_file(item.reference, path, here.pointer)
    )
    return next((Citation(item.sorte, item.code, item.reference, cle=here.cle) for item in own), None)


def _is_file(reference: Reference, path: str, pointer: Pointer) -> bool:
    """Tell whether a position is the name of the object that a whole file is."""
    return not reference.pointer and reference.path == path and pointer in {(), ("nom",), ("libelle",)}


def definition(depot: Depot, citation: Citation) -> Span | None:
    """Return where what is cited is declared: the key of its table, its identifier, its file."""
    found = declaration(depot, citation.sorte, citation.code) or variable(depot, citation)
    if found is None:
        return None
    named = found.pointer[-1:] == (citation.code,)
    return depot.span(found, key=named) if found.pointer else Span(found.path)


def references(depot: Depot, citation: Citation) -> tuple[Citation, ...]:
    """Return all that cite the same object, in the order of files."""
    home = declaration(depot, citation.sorte, citation.code)
    if home is None:
        return ()
    every = (item for fichier in depot.fichiers.values() for item in citations(fichier))
    same = (item for item in every if item.code == citation.code)
    return tuple(item for item in same if declaration(depot, item.sorte, item.code) == home)


def where(depot: Depot, citation: Citation) -> Span:
    """Return the place of a code that is cited."""
    if citation.etendue is not None:
        return place_inside(depot, citation.reference, *citation.etendue).span
    return place(depot, citation.reference, key=citation.cle).span


def renommer(etat: Etat, citation: Citation, nom: str) -> tuple[Remplacement | Deplacement, ...]:
    """Give another name to an object wherever it is cited, and declare it where a rename must be declared.

    An adherent is a folder: it is moved, once what is written in it is changed.

    Raises:
        RenommageRefuseError: it has no name of its own, or the result would be wrong.
    """
    depot, home = etat.depot, _home(etat, citation)
    folders = (f"adherents/{citation.code}", f"adherents/{nom}") if not home.pointer else None
    if folders is not None and nom in depot.dossiers:
        raise RenommageRefuseError(f"le dossier {folders[1]} existe déjà")
    taken = declaration(depot, citation.sorte, nom)
    if taken is not None:
        raise RenommageRefuseError(typeset(f"{cite(nom)} existe déjà ({depot.span(taken)}) : choisir un autre nom"))
    spans = {where(depot, item) for item in references(depot, citation)}
    if folders is None:
        spans.add(depot.span(home, key=home.pointer[-1] == citation.code))
    texts = {path: _renamed(etat, path, citation.code, nom, spans) for path in sorted({span.path for span in spans})}
    declared = _declared(etat, citation, nom, home, texts)
    after = etat.charge(_moved(etat, declared, folders))
    wrong = [item for item in judge(after, etat.au) if item.severity is Severity.ERREUR]
    if any(item.code.startswith(_SCELLE) for item in wrong) and sealed_by(depot, citation):
        raise RenommageRefuseError(_kept(depot, citation))
    if wrong:
        raise RenommageRefuseError(f"{wrong[0].message} ({wrong[0].span})")
    changed = ((path, etat.chargement.contents[path].decode(), text) for path, text in declared.items())
    written = tuple(replacement(path, before, text) for path, before, text in changed)
    return written if folders is None else (*written, Deplacement(*folders))


def check_renamable(etat: Etat, citation: Citation) -> None:
    """Refuse another name before it is asked: nothing is renamed while something is wrong, nor what is sealed ever.

    Raises:
        RenommageRefuseError: its name is kept.
    """
    _home(etat, citation)
    if sealed_by(etat.depot, citation):
        renommer(etat, citation, f"{citation.code}x")


def _home(etat: Etat, citation: Citation) -> Reference:
    """Return where a name that may change is declared: what is a whole file keeps its own, an adherent apart."""
    if etat.pause:
        raise RenommageRefuseError(etat.pause)
    home = declaration(etat.depot, citation.sorte, citation.code)
    if home is None:
        raise RenommageRefuseError(SANS_NOM)
    if not home.pointer and citation.sorte is not Sorte.ADHERENT:
        raise RenommageRefuseError(
            typeset(f"{cite(citation.code)} est le nom d'un fichier, dont rien ne dirait l'ancien nom")
        )
    return home


def sealed_by(depot: Depot, citation: Citation) -> list[str]:
    """List the sealed calls and closings that name an object, the first sealed first."""
    of_adherent = citation.sorte is Sorte.ADHERENT
    if not of_adherent and Sorte.COMPOSANT not in citation.sorte.parmi:
        return []
    return [
        f"{'appel' if sceau.est_appel else 'clôture'} de {sceau.nom}"
        for sceau in sorted(depot.sceaux.values(), key=lambda item: (item.date, item.nom))
        if any(citation.code == (ligne.adherent if of_adherent else ligne.objet) for ligne in sceau.lignes)
    ]


def _kept(depot: Depot, citation: Citation) -> str:
    found = sealed_by(depot, citation)
    shown = cite("nom" if citation.sorte is Sorte.ADHERENT else "libelle")
    return typeset(
        f"{cite(citation.code)} est nommé par ce qui est scellé ({les_premiers(found, _NOMMES)}) : son "
        f"identifiant ne change plus. Son nom affiché, {shown}, se change librement."
    )


def _moved(etat: Etat, texts: dict[str, str], folders: tuple[str, str] | None) -> dict[str, str | None]:
    """Return the texts where they go: those of a folder that is moved leave it."""
    found: dict[str, str | None] = {**texts}
    if folders is not None:
        for path in [path for path in etat.chargement.contents if path.startswith(f"{folders[0]}/")]:
            text = found.get(path) or etat.chargement.contents[path].decode()
            found |= {path: None, f"{folders[1]}{path.removeprefix(folders[0])}": text}
    return found


def _renamed(etat: Etat, path: str, ancien: str, nom: str, spans: set[Span]) -> str:
    """Write a text with another name at some places, the last first."""
    lines = list(etat.lignes(path))
    for span in sorted((item for item in spans if item.path == path), reverse=True):
        line = lines[span.line - 1]
        start = line.index(ancien, span.column - 1)
        lines[span.line - 1] = f"{line[:start]}{nom}{line[start + len(ancien) :]}"
    return "\n".join(lines)


def _declared(etat: Etat, citation: Citation, nom: str, home: Reference, texts: dict[str, str]) -> dict[str, str]:
    """Add « renomme_de » where the object declares it, so that the comparison sees the same object."""
    known = etat.base.depot
    if known is not None and declaration(known, citation.sorte, citation.code) is None:
        # The base never knew it: there is nothing to recognize.
        return texts
    *parent, last = home.pointer or ("",)
    table = (*parent, nom) if last == citation.code else tuple(parent)
    state = etat.charge(texts)
    try:
        document = editable(state, home.path)
    except RefusError:
        # The new name is none: what is wrong with it is told by who reads the whole.
        return texts
    modele = forme_at(state.depot.fichiers[home.path], table).modele
    if modele is None or "renomme_de" not in modele.model_fields or document.has((*table, "renomme_de")):
        return texts
    return texts | {home.path: document.put((*table, "renomme_de"), quoted_if_needed(citation.code)).text}
