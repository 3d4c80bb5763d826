"""From a source to a Depot and everything that is wrong with its files.

Knows: the order of the steps (names, YAML, schema line, format, binding). Must not know: what documents say to each
other (`checks`).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from convention.base.diagnostic import Diagnostic, Ecrire, Span, diagnose, ecrire, sort_diagnostics
from convention.base.french import enumere, minuscule
from convention.loading.bind import bind
from convention.loading.ecrits.avenants_consignes import read_kept
from convention.loading.ecrits.sceaux import read_seal
from convention.loading.ecrits.series import read_series
from convention.loading.ecrits.signatures import verify
from convention.loading.migrations import migrate, read_format
from convention.loading.names import below, collisions, home, reserved, unexpected
from convention.loading.salvage import salvage
from convention.loading.yaml.noeuds import read_nodes
from convention.model.assemblage import build_depot
from convention.model.depot import Depot, Fichier
from convention.model.documents.catalogue import CONVENTION, FORMAT
from convention.model.ecrits.avenants_consignes import AvenantConsigne
from convention.model.ecrits.sceaux import Sceau
from convention.model.ecrits.scelles import gather, read_statement_path
from convention.model.ecrits.series import Serie, read_series_path
from convention.model.ecrits.signatures import read_sealed_path, read_signature_path
from convention.model.genres import GENRES, Chemin, read_path, schema_line
from convention.model.valeurs.chemins import AVENANTS, SERVICE, SOUS_SERVICE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from convention.base.nodes import MappingNode
    from convention.loading.source import Entry, Source
    from convention.model.cadre.document import Genre


Lu: TypeAlias = Fichier | Sceau | AvenantConsigne | Serie
"""What a content is: a document, or what the tool wrote."""
Relu: TypeAlias = tuple[Lu | None, tuple[Diagnostic, ...]]
"""What the tool wrote, read again, and what is wrong with it."""
T = TypeVar("T", bound=Lu)


class Lecture(NamedTuple):
    """One content read and bound: shared by every revision that holds it at the same path."""

    lu: Lu | None
    diagnostics: tuple[Diagnostic, ...]
    content: bytes = b""
    """Kept for excerpts."""


Cache = dict[tuple[str, str], Lecture]
"""Readings by path and blob id."""


class Chargement(NamedTuple):
    """A revision, loaded: its Depot, its diagnostics, and the number of its files."""

    depot: Depot
    diagnostics: tuple[Diagnostic, ...]
    nombre: int
    contents: Mapping[str, bytes]

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file as they were read, for excerpts; none when it could not be read."""
        return self.contents.get(path, b"").decode("utf-8", "replace").split("\n")


def load(source: Source, cache: Cache | None = None) -> Chargement:
    """Load a revision; two that share a `cache`, completed in place, read common files once."""
    cache = {} if cache is None else cache
    entries = source.entries(frozenset(cache))
    version = _format(entries, cache)
    if version != FORMAT:
        # The same bytes give another document in an older shape: its readings are its own.
        cache = {}
        entries = source.entries(frozenset())
    lus: list[Lu] = []
    contents: dict[str, bytes] = {}
    illisibles: set[str] = set()
    egares: set[str | None] = set()
    paths = frozenset(entry.path for entry in entries)
    diagnostics = list(collisions(entry.path for entry in entries))
    for entry in entries:
        chemin = read_path(entry.path)
        known = chemin is not None or _kept_as_is(entry.path) or any(whose(entry.path) for whose, _ in _ECRITS)
        refusal = reserved(entry.path) if known else unexpected(entry.path, paths, entry.content)
        if not known or refusal is not None:
            diagnostics += [refusal] if refusal is not None else []
            # A link in the place of a folder hides documents of these kinds: they are not known to be missing.
            illisibles |= below(entry.path) if chemin is None else set()
            egares.add(home(entry.path, paths, entry.content))
            continue
        lecture = _read(entry, chemin, version, cache)
        diagnostics += lecture.diagnostics
        contents[entry.path] = lecture.content
        if lecture.lu is not None:
            lus.append(lecture.lu)
        elif not _kept_as_is(entry.path):
            illisibles.add(entry.path)
    if entries:
        present = {chemin.genre.nom for chemin in map(read_path, paths | illisibles) if chemin}
        diagnostics += _absent(present)
        illisibles |= {genre.exemple for genre in GENRES if genre.obligatoire and genre.nom not in present}
    # What a file out of its place says is not read either.
    illisibles |= {path for path in egares if path is not None and path not in paths}
    contenus = MappingProxyType({entry.path: entry.sha for entry in entries})
    depot = build_depot(
        _those(lus, Fichier), illisibles, _those(lus, Sceau), _those(lus, AvenantConsigne), _those(lus, Serie)
    )
    depot = depot._replace(scelles=gather(contents.items()), contenus=contenus, signes=verify(contents))
    return Chargement(depot, sort_diagnostics(_existing(diagnostics, depot, contents)), len(entries), contents)


def _those(lus: Iterable[Lu], genre: type[T]) -> list[T]:
    return [item for item in lus if isinstance(item, genre)]


_ECRITS: tuple[tuple[Callable[[str], object], Callable[[str, bytes], Relu]], ...] = (
    (read_sealed_path, lambda path, content: (read_kept if path.startswith(AVENANTS) else read_seal)(path, content)),
    (read_series_path, read_series),
)
"""What the tool wrote, and no schema describes: whose path it is, how it is read."""


def _kept_as_is(path: str) -> bool:
    """Tell whether a file is a statement, printed as it is and proved by the journal, or a signature."""
    return read_statement_path(path) is not None or read_signature_path(path) is not None


def forget(cache: Cache, *depots: Depot | None) -> None:
    """Forget the readings of what these Depots do not hold: one by change would fill the memory."""
    held = {place for depot in depots if depot is not None for place in depot.contenus.items()}
    for place in cache.keys() - held:
        del cache[place]


def _format(entries: tuple[Entry, ...], cache: Cache) -> int:
    """Find the format that the convention announces; today's when it announces nothing readable."""
    for entry in entries:
        if entry.path == CONVENTION and not entry.code:
            known = cache.get((entry.path, entry.sha))
            root = (
                known.lu.root if known and isinstance(known.lu, Fichier) else read_nodes(entry.path, entry.content).root
            )
            found = read_format(root) if root is not None else None
            return FORMAT if found is None else found
    return FORMAT


def _read(entry: Entry, chemin: Chemin | None, version: int, cache: Cache) -> Lecture:
    key = (entry.path, entry.sha)
    if entry.code:
        return Lecture(None, (diagnose(entry.code, Span(entry.path), entry.problem),))
    if _kept_as_is(entry.path):
        return Lecture(None, (), entry.content)
    if key not in cache:
        cache[key] = _read_content(entry, chemin, version)
    return cache[key]


def _read_content(entry: Entry, chemin: Chemin | None, version: int) -> Lecture:
    if chemin is None:
        read = next(read for whose, read in _ECRITS if whose(entry.path))
        lu, faults = read(entry.path, entry.content)
        return Lecture(lu, faults, entry.content)
    reading = read_nodes(entry.path, entry.content)
    diagnostics = list(reading.diagnostics)
    if reading.root is None:
        return Lecture(None, tuple(diagnostics), entry.content)
    diagnostics += _schema_line(entry, chemin)
    root = reading.root
    if not 1 <= version <= FORMAT:
        if entry.path == CONVENTION:
            diagnostics.append(_unknown_format(root, version))
        return Lecture(None, tuple(diagnostics), entry.content)
    root = migrate(entry.path, root, version)
    binding = bind(chemin.genre.modele, entry.path, root)
    reste = salvage(chemin.genre.modele, root) if binding.document is None else None
    fichier = Fichier(entry.path, chemin, entry.sha, root, binding.document, reste)
    return Lecture(fichier, (*diagnostics, *binding.diagnostics), entry.content)


def _schema_line(entry: Entry, chemin: Chemin) -> list[Diagnostic]:
    expected = schema_line(entry.path, chemin.genre)
    first = entry.content.split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
    if first == expected:
        return []
    span = Span(entry.path, 1, 1, 1, len(first) + 1)
    if first.startswith("# yaml-language-server:"):
        message = "la première ligne donne un autre schéma que celui du document"
        return [diagnose("FIC007", span, message, Ecrire(f"écrire : {expected}", (expected,)))]
    message = "la première ligne ne donne pas le schéma du document"
    hint = Ecrire(f"ajouter au-dessus : {expected}", (f"{expected}\n{first}",))
    return [diagnose("FIC007", span, message, hint)]


def _unknown_format(root: MappingNode, version: int) -> Diagnostic:
    span = Span(CONVENTION, *root["format"].place)
    message = f"les données sont au format {version}, cet outil lit les formats 1 à {FORMAT}"
    hint = "mettre l'outil à jour" if version > FORMAT else ecrire(str(FORMAT), "format")
    return diagnose("FOR012", span, message, hint)


def _absent(present: set[str]) -> list[Diagnostic]:
    missing = [genre for genre in GENRES if genre.obligatoire and genre.nom not in present]
    return [diagnose("FIC002", Span(genre.exemple), *_restore(genre)) for genre in missing]


def _restore(genre: Genre) -> tuple[str, str]:
    libelle = minuscule(genre.libelle)
    return f"il manque ce fichier ({libelle})", f"le créer, ou le rétablir par « git restore {genre.exemple} »"


_CODE = re.compile(f"{SERVICE}|{SOUS_SERVICE}", re.ASCII)


def _existing(diagnostics: Sequence[Diagnostic], depot: Depot, contents: Mapping[str, bytes]) -> list[Diagnostic]:
    """Propose codes of services that exist, which a form alone does not tell; what declares one may propose another."""
    return [item if _stands(item, depot) else _among(item, depot, contents) for item in diagnostics]


def _stands(item: Diagnostic, depot: Depot) -> bool:
    """Tell whether what is proposed is no code of service, is declared, or may be where the catalogue is not read."""
    found = _CODE.fullmatch(item.a_ecrire[0]) if item.code == "FOR010" and len(item.a_ecrire) == 1 else None
    chemin = read_path(item.span.path)
    if found is None or chemin is None or chemin.genre.nom == "service" or "service" in depot.incomplets:
        return True
    return not depot.services or found[0] in _declared(depot)


def _declared(depot: Depot) -> list[str]:
    return [
        code
        for nom, service in depot.services.items()
        for code in (nom, *(sous.code for sous in service.sous_services))
    ]


def _among(item: Diagnostic, depot: Depot, contents: Mapping[str, bytes]) -> Diagnostic:
    """Propose the codes that one character too many made of what is written: S03 of « S033 »; else list them."""
    line = contents[item.span.path].decode("utf-8", "replace").split("\n")[item.span.line - 1]
    text = line[item.span.column - 1 : item.span.end_column - 1].upper()
    shorter = {f"{text[:rank]}{text[rank + 1 :]}" for rank in range(len(text))}
    near = tuple(code for code in _declared(depot) if code in shorter)
    if not near:
        return item._replace(hint=f"codes du catalogue : {', '.join(depot.services)}", a_ecrire=())
    return item._replace(hint=f"écrire {enumere(near, 'ou')}", a_ecrire=near)
