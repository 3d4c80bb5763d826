"""What is wrong with the name of a file: where it should stand, how it should be spelt, what it collides with.

Knows: the layout of the repository, names that other systems refuse. Must not know: contents.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite, nearest, sans_accents
from convention.model.genres import GENRES, read_path
from convention.model.valeurs.chemins import ADHERENTS
from convention.model.valeurs.corrections import foreign_letter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_IGNORE = "ce fichier n'est pas à une place prévue : il serait ignoré"
_RESERVES = re.compile(r"(?:^|/)(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=[./]|$)", re.IGNORECASE)
_ANNEE = re.compile(r"(?:pricing/exercices|adherents/[^/]+/(?:quantites|depenses))/([0-9]{4})\.yaml")
_SCHEMA = re.compile(rb"# yaml-language-server: \$schema=[./]*schemas/([a-z-]+)\.schema\.json")
_SEPARATEURS = re.compile(r"[\s_'’]+")


def unexpected(path: str, others: Collection[str] = (), content: bytes = b"") -> Diagnostic:
    """Say what is wrong with a path that holds no kind of document.

    No advice would replace one of the `others`, and examples are taken from them; its first line says what it is.
    """
    span = Span(path)
    if below(path):
        message = "ce n'est pas un dossier ordinaire : un lien symbolique, ou un fichier, tient sa place"
        return diagnose("FIC005", span, message, "le remplacer par un dossier ordinaire, avec ses fichiers")
    candidate = next((text for text in _spellings(path) if text != path and read_path(text)), None)
    if candidate is not None:
        hint = f"renommer en {candidate}"
        if candidate in others:
            hint = _taken(candidate)
        foreign = foreign_letter(path)
        if foreign is not None:
            hint = f"la lettre {cite(foreign)} (U+{ord(foreign):04X}) n'est pas une lettre latine : la retaper"
        return diagnose("FIC003", span, f"le nom {cite(path)} est mal formé", hint)
    year = _ANNEE.fullmatch(path)
    if year is not None and read_path(path.replace(year[1], "2026")):
        message = f"l'année {year[1]} est hors des bornes : de 2000 à 2099"
        return diagnose("FIC003", span, message, "corriger l'année, ou retirer le fichier")
    meant = home(path, others, content)
    if meant is not None:
        hint = f"le déplacer en {meant}" if meant not in others else _taken(meant)
        if _only_an_example(meant, path):
            hint = f"lui donner le nom de ce qu'il porte, comme {meant}"
        return diagnose("FIC001", span, _IGNORE, hint)
    hint = nearest(path, [_at_home(genre.exemple, path, others) for genre in GENRES]) if path.endswith(".yaml") else ""
    return diagnose("FIC001", span, _IGNORE, hint or "le retirer, ou le ranger ailleurs que parmi les données")


def home(path: str, others: Collection[str], content: bytes) -> str | None:
    """Return where a document belongs, as the schema of its first line says; None when nothing says where."""
    schema = _SCHEMA.match(content)
    genre = next((item for item in GENRES if schema is not None and item.nom == schema[1].decode()), None)
    of_whom = genre is not None and genre.exemple.startswith(ADHERENTS)
    if genre is None or (of_whom and not path.startswith(ADHERENTS)):
        return None
    usual = _at_home(genre.exemple, path, others)
    named = f"{usual.rpartition('/')[0]}/{path.rpartition('/')[2]}"
    return named if read_path(named) else usual


def _only_an_example(meant: str, path: str) -> bool:
    """Tell that nothing in the name of a file says of which object, or of which year, it is."""
    said = read_path(meant)
    if said is None or meant.rpartition("/")[2] == path.rpartition("/")[2]:
        return False
    return not re.search(r"20[0-9]{2}", path) if said.annee else bool(said.id) and not path.startswith(ADHERENTS)


def _taken(path: str) -> str:
    return f"{path} existe déjà : y déplacer ce qui manque, puis retirer ce fichier"


def below(path: str) -> frozenset[str]:
    """Return a document of each kind that stands below a path: only a folder may have such a path."""
    depth = path.count("/") + 1
    found = (
        "/".join([path, *genre.exemple.split("/")[depth:]]) for genre in GENRES if genre.exemple.count("/") >= depth
    )
    return frozenset(document for document in found if read_path(document) is not None)


def reserved(path: str) -> Diagnostic | None:
    """Refuse a name that Windows keeps for its devices: the repository could not be copied there."""
    found = _RESERVES.search(path)
    if found is None:
        return None
    message = f"Windows réserve le nom {cite(found[1])} : le dépôt ne pourrait pas y être copié"
    return diagnose("FIC003", Span(path), message, "en choisir un autre")


def collisions(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Find the names that differ by their case or by the writing of an accent only."""
    seen: dict[str, str] = {}
    for path in paths:
        key = unicodedata.normalize("NFC", path).casefold()
        first = seen.setdefault(key, path)
        if first != path:
            message = f"certains systèmes confondent ce nom avec {cite(first)}"
            related = ((Span(first), "l'autre fichier"),)
            yield diagnose("FIC004", Span(path), message, "garder un seul des deux fichiers", related=related)


def _spellings(path: str) -> Iterator[str]:
    """Yield the correct spellings that a name may have been meant for."""
    stem, dot, extension = path.rpartition(".")
    if dot and extension.lower() in ("yaml", "yml"):
        yield f"{stem}.yaml"
    plain = sans_accents(stem if dot else path)
    kebab = "/".join(part.strip("-") for part in _SEPARATEURS.sub("-", plain).split("/"))
    folder, slash, name = kebab.rpartition("/")
    named = name.replace("-", "_")
    code = re.sub(r"^S([0-9])$", r"S0\1", name.upper())
    for text in (named, f"bareme_{named}", name, code, f"20{name}"):
        yield f"{folder}{slash}{text}.yaml"


def _at_home(exemple: str, path: str, others: Collection[str]) -> str:
    """Put an example in the folder of the adherent that the path names, else of the first; in the year that it does."""
    folders = (re.match(r"adherents/[a-z0-9-]+/", item) for item in (path, *sorted(others)))
    found = next((folder for folder in folders if folder is not None), None)
    year = re.search(r"20[0-9]{2}", path)
    moved = re.sub(r"^adherents/[^/]+/", found[0], exemple) if found else exemple
    return re.sub(r"20[0-9]{2}", year[0], moved) if year else moved
