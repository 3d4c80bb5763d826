"""What tests do with texts: load them from memory, compute them, read the lines.

Knows: the loader and the engine. Must not know: what is tested.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from convention.engine.contribution import Calculs, calculer
from convention.loading.loader import Cache, Chargement, load
from convention.loading.source import Entry, blob_id
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from tests.les_cas import textes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction
    from random import Random

    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot

RACINE = Path(__file__).parents[2]
FIGES = Path(__file__).parent / "depots"
GRAND_NANCY = FIGES / "nancy"
"""The data of this repository on a day: what its agents change since breaks no test of the tool."""
DONNEES = ("adherents", "catalogue", "pricing")
REEL = "adherents/essey-les-nancy/adherent.yaml"
"""A file that only these data have."""
LECTURES: Cache = {}
"""The last small files that were read: most are those of many tests."""
LECTURES_MAX = 500
CALCULS = Calculs()
"""What one comparison of these data has computed, the others do not compute again."""


class Textes:
    """Files held in memory, as a source; listed in the order of the mapping."""

    def __init__(self, files: Mapping[str, str] | Mapping[str, bytes]) -> None:
        self._files = files

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        """Return every file."""
        del known
        return tuple(_entree(path, text) for path, text in self._files.items())


@lru_cache(maxsize=4096)
def _entree(path: str, text: str | bytes) -> Entry:
    """Make a file of a text, once for the repositories that have it."""
    content = text.encode() if isinstance(text, str) else text
    return Entry(path, blob_id(content), content)


def charger(files: Mapping[str, str]) -> Chargement:
    """Load files; refuse those that have a message, which no test wants by accident.

    The frozen files are read once: a test that changes one of them reads that one only.
    """
    return _charges(tuple(files.items()))


@lru_cache(maxsize=64)
def _charges(files: tuple[tuple[str, str], ...]) -> Chargement:
    """Keep the last ones: the tests that follow one another often read the same."""
    chargement = relire(dict(files))
    assert chargement.diagnostics == ()
    return chargement


def relire(files: Mapping[str, str] | Mapping[str, bytes]) -> Chargement:
    """Load files, whatever is wrong with them; what was read already is not read again."""
    if len(LECTURES) > LECTURES_MAX:
        LECTURES.clear()
    return load(Textes(files), dict(lectures()) if REEL in files else LECTURES)


@cache
def lectures() -> Cache:
    """Read the frozen files, once."""
    found: Cache = {}
    load(Textes(fichiers_nancy()), found)
    return found


def lire(files: Mapping[str, str]) -> Depot:
    """Load files as documents; the frozen data, once."""
    return nancy() if files == _nancy() else charger(files).depot


@cache
def nancy() -> Depot:
    """Load the frozen data, once."""
    return charger(_nancy()).depot


def contribution(files: Mapping[str, str], exercice: int = 2026, phase: str | None = None) -> Contribution:
    """Compute an exercice of these files."""
    return calculer(resolve(lire(files), exercice, Phase(phase) if phase else None))


def fichiers_nancy() -> dict[str, str]:
    """Return the texts of the frozen data, read once."""
    return dict(_nancy())


@cache
def _nancy() -> dict[str, str]:
    return fichiers(GRAND_NANCY)


def edited(files: Mapping[str, str], path: str, old: str, new: str) -> dict[str, str]:
    """Replace a text that stands once in a file."""
    assert files[path].count(old) == 1
    return {**files, path: files[path].replace(old, new)}


def retouches(files: Mapping[str, str], changes: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Make changes: a path, a text of this file, the text that replaces it where it first stands."""
    texts = dict(files)
    for path, old, new in changes:
        assert old in texts[path]
        texts[path] = texts[path].replace(old, new, 1)
    return texts


def remplacer(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file of the disk, wherever it does."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def de_tout_genre(files: Mapping[str, str]) -> dict[str, str]:
    """Add the kinds of documents that this repository does without, as cases write them."""
    cases = {"catalogue/signataires.yaml": "SIG004", "catalogue/decisions.yaml": "AVE007"}
    return {**files, **{path: textes(code, "valide")[path] for path, code in cases.items()}}


def fichiers(racine: Path) -> dict[str, str]:
    """Return the texts of the data of a folder."""
    every = (path for folder in DONNEES for path in (racine / folder).rglob("*"))
    paths = sorted(path for path in every if path.suffix in {".csv", ".json", ".yaml"})
    return {path.relative_to(racine).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def montants(files: Mapping[str, str], nom: str, exercice: int = 2026, phase: str | None = None) -> dict[str, int]:
    """Return what each one pays of a component or an expense (of the forfait, when the name is empty), in cents."""
    lignes = contribution(files, exercice, phase).lignes
    return {
        item.adherent: item.montant for item in lignes if (item.calcul.composant or item.calcul.depense or "") == nom
    }


def presences(files: Mapping[str, str], composant: str, exercice: int = 2026) -> dict[str, Fraction]:
    """Return the presence of each beneficiary of a component."""
    (calcul,) = [item for item in contribution(files, exercice).calculs if item.composant == composant]
    return dict(zip(calcul.beneficiaires, calcul.presences, strict=True))


def melanger(files: Mapping[str, str], alea: Random) -> dict[str, str]:
    """Write the same documents with files, keys and items in another order."""
    loaded = charger(files).depot.fichiers
    paths = list(files)
    alea.shuffle(paths)
    return {path: f"{files[path].splitlines()[0]}\n{_flow(loaded[path].root, alea)}\n" for path in paths}


def _flow(node: object, alea: Random) -> str:
    """Write a node in flow style, its keys and items in another order."""
    if isinstance(node, dict):
        pairs = [f"{key}: {_flow(value, alea)}" for key, value in node.items()]
        alea.shuffle(pairs)
        return f"{{{', '.join(pairs)}}}"
    if isinstance(node, list):
        items = [_flow(item, alea) for item in node]
        alea.shuffle(items)
        return f"[{', '.join(items)}]"
    text, plain = getattr(node, "text", ""), getattr(node, "plain", False)
    return text if plain and not set(text) & set(",[]{}") else f'"{text}"'
