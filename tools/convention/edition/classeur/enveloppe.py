"""The file of a workbook before it is read: what kind it is, how much it holds, what its XML says and readers do not.

Knows: zip, the XML of XLSX and of ODS. Must not know: values (`lecture`), sheets of ours.
Nothing is opened by a reader before its true size is known: a few bytes may ask for a thousand million cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat  # no entity is ever declared: a DOCTYPE is refused where it begins
from zlib import error as ZlibError  # noqa: N812 (an exception, named as one)

from convention.base.french import nombre
from convention.edition.refus import ConseilleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MIO = 1024**2
FICHIER_MAX = 20 * MIO
OUVERT_MAX = 64 * MIO
"""Bytes that a workbook may hold once opened."""
CELLULES_MAX = 1_000_000
MEMBRES_MAX = 2_000
_GENRES = ("content.xml", "xl/workbook.xml", "xl/workbook.bin")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_FAUTIF = (
    *(zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError),
    *(expat.ExpatError, LookupError, OverflowError, ValueError),
)
_TROP_GRAND = "n'y garder que les feuilles à importer, sans lignes ni colonnes vides mises en forme"


class ClasseurRefuseError(ConseilleError):
    """A file that is no workbook to be read."""


@dataclass(slots=True)
class Indices:
    """What the XML of a sheet says of its cells; rows and columns from 0."""

    lignes: int = 0
    colonnes: int = 0
    fusions: set[tuple[int, int]] = field(default_factory=set)
    sans_valeur: set[tuple[int, int]] = field(default_factory=set)
    """Formulas whose result was not kept."""
    erreurs: set[tuple[int, int]] = field(default_factory=set)
    """Cells that show an error: « #DIV/0! »."""
    masquees: list[range] = field(default_factory=list)
    """Hidden rows."""

    def is_hidden(self, ligne: int) -> bool:
        """Tell whether a row does not show."""
        return any(ligne in hidden for hidden in self.masquees)

    def extend(self, ligne: int, colonne: int) -> None:
        """Note that a cell holds something.

        Raises:
            ClasseurRefuseError: a reader would need more memory than there is.
        """
        self.lignes, self.colonnes = max(self.lignes, ligne + 1), max(self.colonnes, colonne + 1)
        if self.lignes * self.colonnes > CELLULES_MAX:
            message = f"une feuille s'étend sur {nombre(self.lignes)} lignes et {nombre(self.colonnes)} colonnes"
            raise ClasseurRefuseError(message, _TROP_GRAND)


def inspect(content: bytes) -> Mapping[str, Indices]:
    """Return what each sheet of a workbook holds, by its name.

    Raises:
        ClasseurRefuseError: no XLSX nor ODS, a password, macros, too much, or damaged.
    """
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _locked()
        raise ClasseurRefuseError("le classeur est d'un ancien format (.xls)", "l'enregistrer en .xlsx ou en .ods")
    with _sound(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = _read_through(archive)
        # What is of two kinds at once might be measured as one and read as the other.
        match [kind for kind in _GENRES if kind in members]:
            case ["content.xml"]:
                if b"encryption-data" in members.get("meta-inf/manifest.xml", b""):
                    raise _locked()
                _refuse_macros(any(name.startswith("basic/") for name in members))
                return _ods(members["content.xml"])
            case ["xl/workbook.xml"]:
                _refuse_macros(any(name.endswith("vbaproject.bin") for name in members))
                return _xlsx(members)
            case _:
                pass
    raise ClasseurRefuseError("le fichier n'est pas un classeur .xlsx ou .ods", "l'enregistrer en .xlsx ou en .ods")


@contextmanager
def _sound() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise (_locked() if "password" in str(error) else damaged()) from None
    except _FAUTIF:
        raise damaged() from None


def damaged(message: str = "le fichier n'est pas un classeur, ou il est endommagé") -> ClasseurRefuseError:
    """Return the refusal of a file that a spreadsheet may still repair."""
    return ClasseurRefuseError(message, "l'ouvrir dans un tableur, et l'enregistrer en .xlsx ou en .ods")


def _locked() -> ClasseurRefuseError:
    return ClasseurRefuseError("le classeur est protégé par un mot de passe", "l'enregistrer sans mot de passe")


def _refuse_macros(there: bool) -> None:  # noqa: FBT001 (what was found)
    if there:
        raise ClasseurRefuseError("le classeur contient des macros", "l'enregistrer en .xlsx ou en .ods, sans macro")


def _read_through(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Read every member, by its name in small letters, as readers look for it; none may hide another.

    What each says of its size is checked before it is read, and by its sum as it is.
    """
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    if size > OUVERT_MAX or len(infos) > MEMBRES_MAX:
        message = f"le classeur contient {nombre(size // MIO)} Mio une fois ouvert, {OUVERT_MAX // MIO} au plus"
        raise ClasseurRefuseError(message, _TROP_GRAND)
    members = {info.filename.lower(): archive.read(info) for info in infos}
    if len(members) != len(infos):
        raise damaged()
    return members


def _parse(
    content: bytes,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk a document; names are given without their prefix."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.Parse(content, True)  # noqa: FBT003 (that is all of it)


def _refuse_doctype(*_: object) -> None:
    raise damaged()


def _xlsx(members: Mapping[str, bytes]) -> dict[str, Indices]:
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "").lower()
            targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            (reference,) = (value for key, value in attributes.items() if key.endswith(":id"))
            sheets[attributes.get("name", "")] = reference

    _parse(members.get("xl/_rels/workbook.xml.rels", b""), relation)
    _parse(members["xl/workbook.xml"], sheet)
    return {name: _FeuilleXlsx().read(members[targets[reference]]) for name, reference in sheets.items()}


class _FeuilleXlsx:
    """The walk of the XML of one sheet."""

    def __init__(self) -> None:
        self.indices = Indices()
        self.ligne = self.colonne = -1
        self.formule = self.valeur = self.est_texte = self.plein = False

    def read(self, content: bytes) -> Indices:
        _parse(content, self.start, self.end, self.text)
        return self.indices

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "row":
                self.ligne, self.colonne = int(attributes.get("r") or self.ligne + 2) - 1, -1
                if attributes.get("hidden") in {"1", "true"}:
                    self.indices.masquees.append(range(self.ligne, self.ligne + 1))
            case "c":
                self.ligne, self.colonne = _place(attributes.get("r", ""), self.ligne, self.colonne + 1)
                self.formule = self.valeur = self.plein = False
                # A formula may give an empty text.
                self.est_texte = attributes.get("t") == "str"
                if attributes.get("t") == "e":
                    self.indices.erreurs.add((self.ligne, self.colonne))
            case "f":
                self.formule = self.plein = True
            case "v" | "is":
                self.plein, self.valeur = True, self.est_texte
            case "mergeCell":
                self.indices.fusions.add(_place(attributes.get("ref", "").partition(":")[0], 0, 0))
            case _:
                pass

    def text(self, text: str) -> None:
        self.valeur = self.valeur or bool(text.strip())

    def end(self, name: str) -> None:
        if name == "f":
            # The text of a formula is no value.
            self.valeur = False
        if name != "c":
            return
        if self.plein:
            self.indices.extend(self.ligne, self.colonne)
        if self.formule and not self.valeur:
            self.indices.sans_valeur.add((self.ligne, self.colonne))


def _place(reference: str, ligne: int, colonne: int) -> tuple[int, int]:
    """Read « C12 »; what is not given is where the walk stands."""
    if not reference:
        return ligne, colonne
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference.upper())
    if found is None:
        raise ValueError(reference)
    rank = 0
    for letter in found[1]:
        rank = rank * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, rank - 1


def _ods(content: bytes) -> dict[str, Indices]:
    walk = _FeuillesOds()
    _parse(content, walk.start, walk.end)
    return walk.feuilles


class _FeuillesOds:
    """The walk of the XML of all the sheets of an ODS, whose rows and cells may be repeated."""

    def __init__(self) -> None:
        self.feuilles: dict[str, Indices] = {}
        self.indices = Indices()
        self.ligne = self.colonne = self.repetees = 0
        self.derniere = (0, 0)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        match name:
            case "table":
                self.indices = self.feuilles.setdefault(given.get("name", ""), Indices())
                self.ligne = 0
            case "table-row":
                self.colonne, self.repetees = 0, int(given.get("number-rows-repeated", "1"))
                if given.get("visibility", "visible") != "visible":
                    self.indices.masquees.append(range(self.ligne, self.ligne + self.repetees))
            case "table-cell" | "covered-table-cell":
                self.cell(given)
            case "p":
                # An empty text that a formula gives has no type, but a paragraph.
                self.indices.sans_valeur.discard(self.derniere)
            case _:
                pass

    def cell(self, given: Mapping[str, str]) -> None:
        place = self.derniere = (self.ligne, self.colonne)
        repeated = int(given.get("number-columns-repeated", "1"))
        self.colonne += repeated
        if {"value-type", "formula"} & given.keys():
            self.indices.extend(self.ligne + self.repetees - 1, self.colonne - 1)
        if "formula" in given and "value-type" not in given:
            self.indices.sans_valeur.add(place)
        # LibreOffice says « error » beside the text that stands for it.
        if given.get("value-type") == "error":
            self.indices.erreurs.add(place)
        if {given.get("number-columns-spanned", "1"), given.get("number-rows-spanned", "1")} != {"1"}:
            self.indices.fusions.add(place)

    def end(self, name: str) -> None:
        if name == "table-row":
            self.ligne += self.repetees
