"""A workbook, read: its sheets by their names, each cell where it stands (python-calamine).

Knows: what a reader gives of a cell. Must not know: sheets of ours, documents.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from convention.edition.classeur.enveloppe import Indices, damaged, inspect
from convention.edition.classeur.genres import CelluleRefuseeError, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.edition.classeur.genres import Brut, Genre, Lu


class Lieu(NamedTuple):
    """Where a cell stands, rows and columns from 0; where a sheet, or a file, is wrong as a whole, neither."""

    fichier: str
    feuille: str = ""
    ligne: int = -1
    colonne: int = -1

    def __str__(self) -> str:
        """Write it as spreadsheets do: « Quantités!C12 »."""
        if not self.feuille:
            return self.fichier
        cell = f"!{column_name(self.colonne)}{self.ligne + 1}" if self.ligne >= 0 else ""
        return f"{self.fichier}, {self.feuille}{cell}"


class Faute(NamedTuple):
    """What is wrong in a workbook, or is to be known of it: where, why, what to do."""

    lieu: Lieu
    message: str
    conseil: str = ""
    code: str = ""
    """That of the same error in a document."""


class Grille(NamedTuple):
    """The cells of a sheet."""

    lieu: Lieu
    """The sheet."""
    lignes: Sequence[Sequence[Brut]]
    indices: Indices

    def at(self, ligne: int, colonne: int) -> Lieu:
        """Point at a cell."""
        return self.lieu._replace(ligne=ligne, colonne=colonne)

    def read(self, ligne: int, colonne: int, genre: Genre) -> Lu:
        """Read a cell.

        Raises:
            CelluleRefuseeError: it is not what its column holds.
        """
        place = (ligne, colonne)
        if place in self.indices.erreurs:
            raise CelluleRefuseeError(
                "la cellule montre une erreur de calcul", "corriger sa formule, ou taper la valeur"
            )
        if place in self.indices.sans_valeur:
            raise CelluleRefuseeError(
                "la cellule contient une formule dont le résultat n'est pas enregistré",
                "ouvrir le classeur dans un tableur et l'enregistrer, ou taper la valeur",
            )
        row = self.lignes[ligne] if ligne < len(self.lignes) else ()
        return genre.lire(row[colonne] if colonne < len(row) else "")

    def text(self, ligne: int, colonne: int) -> str:
        """Return what names a row or a column; nothing when it cannot be read."""
        row = self.lignes[ligne] if ligne < len(self.lignes) else ()
        try:
            return bare(row[colonne]) if colonne < len(row) else ""
        except CelluleRefuseeError:
            return ""

    def merged(self) -> Iterator[Faute]:
        """Say which cells are several in one: nobody knows whose the value is."""
        for ligne, colonne in sorted(self.indices.fusions):
            yield Faute(self.at(ligne, colonne), "des cellules sont fusionnées", "les défusionner, et remplir chacune")


class Classeur(NamedTuple):
    """A workbook."""

    lieu: Lieu
    """The file."""
    grilles: Mapping[str, Grille]


def read_workbook(fichier: str, content: bytes) -> Classeur:
    """Read a workbook, XLSX or ODS.

    Raises:
        ClasseurRefuseError: it is none, or none that may be read.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    found, lieu = inspect(content), Lieu(fichier)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            rows = {nom: book.get_sheet_by_name(nom).to_python(skip_empty_area=False) for nom in book.sheet_names}
    except BaseException as error:
        # What the reader did not foresee is no exception of ours: it is not told apart but by its name.
        if (
            not isinstance(error, CalamineError | ValueError | OverflowError)
            and type(error).__name__ != "PanicException"
        ):
            raise
        raise damaged("le classeur ne se lit pas : il est endommagé") from None
    grilles = {
        nom: Grille(lieu._replace(feuille=nom), lignes, found.get(nom) or Indices()) for nom, lignes in rows.items()
    }
    return Classeur(lieu, grilles)


def column_name(rank: int) -> str:
    """Return the letters of a column, from 0: « A », « Z », « AA »."""
    name = ""
    rank += 1
    while rank:
        rank, rest = divmod(rank - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
