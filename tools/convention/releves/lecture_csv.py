"""The rows of a CSV, one after the other: its letters, its header, its cells; what cannot be read is told at its line.

Knows: CSV, bounded lines, how a source says that dates and numbers are written. Must not know: what is counted. Only
the columns of the source are kept; what a cell cannot be is said without repeating it.

A line is a row by itself, or begins a cell of several lines that holds no separator. A quote that is left open, or in
excess, costs its line alone: reading goes on at the next one, where a reader of CSV would swallow what follows.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import deque
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.french import cite, enumere, nearest
from convention.loading.yaml.texte import character_name, forbidden_character
from convention.model.mots.releves import EcritureDate, Encodage
from convention.releves.refus import Journal, ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from convention.model.documents.releves import FormatExport, SourceReleve
    from convention.releves.fichiers import Fichier

_HEURE = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_BLANCS = re.compile("[\u0020\u00a0\u202f]")
_GROUPES = re.compile("[-+]?[0-9]{1,3}(?:[\u0020\u00a0\u202f][0-9]{3})+(?![0-9\u0020\u00a0\u202f])", re.ASCII)
_FORMULE = ("=", "@", "+", "\t")
LIGNE_MAX = 1024**2
CELLULE_MAX = 64 * 1024
SUITES_MAX = 200
"""Lines that a row may have."""
MACHINE_MAX = 80
OUVERT = "les guillemets de la ligne ne se ferment pas, ou ferment autre chose qu'une cellule"
_ABIMES = ("Ã©", "Ã¨", "Ã´", "Â°")


class IllisibleError(Exception):
    """A cell that is not what its column is to hold; the message does not repeat it."""


class Lecteurs(NamedTuple):
    """How the cells of a source are read."""

    texte: Callable[[str], str]
    jour: Callable[[str], date]
    nombre: Callable[[str], Decimal]


def readers(formats: FormatExport) -> Lecteurs:
    """Return the readers of a format."""
    dates, nombres = _date_pattern(formats.dates), re.compile(formats.decimale.motif, re.ASCII)

    def jour(text: str) -> date:
        found = dates.fullmatch(text.strip())
        if found is None:
            _refuse_other_dates(text.strip(), formats.dates)
            raise IllisibleError(f"la date ne s'écrit pas {formats.dates}")
        try:
            return date(int(found["annee"]), int(found["mois"]), int(found["jour"]))
        except ValueError:
            raise IllisibleError(f"la date n'existe pas, ou ne s'écrit pas {formats.dates}") from None

    def nombre(text: str) -> Decimal:
        bare = text.strip()
        # Blanks part thousands and nothing else: « 1 2 » is no number.
        bare = _BLANCS.sub("", bare) if _GROUPES.match(bare) else bare
        if nombres.fullmatch(bare) is None:
            refuse_formula(bare[:1] if bare[:1] != "+" else "")
            raise IllisibleError(f"le nombre ne s'écrit pas avec une {formats.decimale}, ou n'en est pas un")
        return Decimal(bare.replace(",", "."))

    return Lecteurs(read_text, jour, nombre)


def _date_pattern(ecriture: EcritureDate) -> re.Pattern[str]:
    return re.compile(ecriture.motif + _HEURE, re.ASCII)


def read_text(text: str) -> str:
    """Return a text without the blanks around it, its accents written one way."""
    bare = text.strip()
    if bare.startswith(_FORMULE):
        refuse_formula(bare)
    if bare.isascii():
        return bare
    hidden = forbidden_character(bare)
    if hidden is not None:
        raise IllisibleError(f"une cellule contient un {character_name(hidden)}")
    return unicodedata.normalize("NFC", bare)


def refuse_formula(text: str) -> None:
    """Refuse a cell that a spreadsheet would compute: an export of an inventory holds none.

    Raises:
        ReleveRefuseError: it begins as a formula.
    """
    if text.startswith(_FORMULE):
        raise ReleveRefuseError(
            "une cellule contient une formule", "reprendre l'export à sa source, sans passer par un tableur"
        )


def _refuse_other_dates(text: str, declared: EcritureDate) -> None:
    """Refuse an export that writes its dates in several ways: those that seem right may not be."""
    if any(_date_pattern(other).fullmatch(text) for other in EcritureDate if other is not declared):
        raise ReleveRefuseError(
            f"une date s'écrit autrement que « {declared} »", "choisir une seule écriture des dates dans l'export"
        )


class Ligne(NamedTuple):
    """A row that was read: its first line in the file, its cells by column of the source."""

    numero: int
    cellules: tuple[Any, ...]


def read_csv(fichier: Fichier, source: SourceReleve, roles: dict[str, str], journal: Journal) -> Iterator[Ligne]:
    """Yield the readable rows of a CSV, and note the others (REL011); lines that are no row are counted.

    `roles` are the columns wanted, in order, each `texte`, `jour` or `nombre`.

    Raises:
        ReleveRefuseError: the file is not what the source describes.
    """
    csv.field_size_limit(CELLULE_MAX)
    records = _Enregistrements(_lines(fichier, source.format.encodage), source.format.separateur.signe, journal)
    header = _header(fichier, records)
    places = _places(fichier, source, roles, header)
    lecteurs = readers(source.format)
    reads: list[tuple[int, Callable[[str], Any]]] = [
        (places[nom], getattr(lecteurs, role)) for nom, role in roles.items()
    ]
    width, teller = len(header), places.get(source.identifiant or "")
    for number, cells in records.rows(width):
        if isinstance(cells, Illisible):
            which = cells.machine(teller, width, records.separateur)
            journal.note(fichier.nom, number, "REL011", f"{cells.raison}{which}", attend=True)
            continue
        try:
            yield Ligne(number, tuple(read(cells[rank]) for rank, read in reads))
        except IllisibleError as fault:
            journal.note(fichier.nom, number, "REL011", str(fault), attend=True)
        except ReleveRefuseError as refus:
            raise ReleveRefuseError(f"{fichier.nom}, ligne {number} : {refus.message}", refus.conseil) from None
    if not fichier.finie:
        message = "la dernière ligne n'a pas de fin : l'export est peut-être coupé"
        journal.note(fichier.nom, fichier.lignes, "REL015", message, attend=True)


def cells_at(fichier: Fichier, source: SourceReleve, colonne: str, numeros: Container[int]) -> dict[int, str]:
    """Read again the cells of a column at some lines: what a decision is to name."""
    rows = read_csv(fichier, source, {colonne: "texte"}, Journal())
    return {ligne.numero: ligne.cellules[0] for ligne in rows if ligne.numero in numeros}


class Illisible(NamedTuple):
    """A line that is no row, and why."""

    raison: str
    texte: str

    def machine(self, place: int | None, width: int, separateur: str) -> str:
        """Name what the line was about, where its cells can still be told apart."""
        cells = self.texte.replace('"', "").rstrip("\r\n").split(separateur)
        named = cells[place].strip()[:MACHINE_MAX] if place is not None and len(cells) == width else ""
        return f" ({cite(named)})" if named else ""


class _Enregistrements:
    """The rows of a text, by its lines; those that were looked at and not taken are read again."""

    def __init__(self, lines: Iterator[str], separateur: str, journal: Journal) -> None:
        mark = re.escape(separateur)
        cell = rf'(?:"[^"]*+(?:""[^"]*+)*+"|[^{mark}"\r\n]*+)'
        self._whole = re.compile(rf"{cell}(?:{mark}{cell})*+\r?\n?")
        self._open = re.compile(rf'(?:{cell}{mark})*+"(?P<reste>[^"]*+(?:""[^"]*+)*+)')
        self.separateur = separateur
        self._lines, self._back, self._number = lines, deque[str](), 0
        self._journal = journal

    def header(self) -> list[str] | Illisible | None:
        """Read the first row; None when the first line is blank, or missing."""
        line = self._next()
        if line is None or not line.strip("\r\n"):
            return None
        taken, found = self._record(line, None)
        self._journal.en_tetes += taken
        return found

    def rows(self, width: int) -> Iterator[tuple[int, list[str] | Illisible]]:
        """Yield each row with its first line."""
        while (line := self._next()) is not None:
            number = self._number
            if not line.strip("\r\n"):
                self._journal.vides += 1
                continue
            taken, found = self._record(line, width)
            self._journal.suites += taken - 1
            yield number, found

    def _next(self) -> str | None:
        line = self._back.popleft() if self._back else next(self._lines, None)
        self._number += line is not None
        return line

    def _record(self, line: str, width: int | None) -> tuple[int, list[str] | Illisible]:
        """Read the row that begins with a line; return how many lines it takes."""
        if '"' not in line:
            bare = line.rstrip("\n").removesuffix("\r")
            cells = bare.split(self.separateur)
            if "\r" in bare or (len(bare) > CELLULE_MAX and max(map(len, cells)) > CELLULE_MAX):
                return 1, Illisible("une cellule trop longue, ou un retour à la ligne incomplet", line)
            return 1, self._of_width(cells, width, line)
        if self._whole.fullmatch(line):
            return 1, self._of_width(self._cells(line), width, line)
        followers = self._followers(line) if width != 1 else []
        cells = self._cells(line + "".join(followers)) if followers else []
        if not cells or len(cells) != (width or len(cells)) or any(map(self._swallows, cells)):
            self._number -= len(followers)
            self._back.extendleft(reversed(followers))
            return 1, Illisible(OUVERT, line)
        return 1 + len(followers), cells

    def _followers(self, line: str) -> list[str]:
        """Take the lines that close the cell which a line leaves open; none of them when it does not close."""
        text, taken = line, list[str]()
        while (opened := self._open.fullmatch(text)) and not self._swallows("\n" + opened["reste"]):
            following = self._next() if len(taken) < SUITES_MAX and len(text) < CELLULE_MAX else None
            if following is None:
                break
            taken.append(following)
            text += following
            if self._whole.fullmatch(text):
                return taken
        self._number -= len(taken)
        self._back.extendleft(reversed(taken))
        return []

    def _swallows(self, cell: str) -> bool:
        """Tell whether a cell holds rows: a line break, and what separates cells."""
        return "\n" in cell and self.separateur in cell

    def _cells(self, text: str) -> list[str]:
        try:
            return next(csv.reader((text,), delimiter=self.separateur, strict=True))
        except csv.Error:
            return []

    def _of_width(self, cells: list[str], width: int | None, line: str) -> list[str] | Illisible:
        if not cells:
            return Illisible(OUVERT, line)
        return (
            cells
            if len(cells) == (width or len(cells))
            else Illisible(f"{len(cells)} cellules au lieu de {width}", line)
        )


def _header(fichier: Fichier, records: _Enregistrements) -> list[str]:
    header = records.header()
    if header is None:
        raise ReleveRefuseError(f"le fichier {cite(fichier.nom)} est vide, ou commence par une ligne vide")
    if isinstance(header, Illisible):
        message = f"les en-têtes de {cite(fichier.nom)} ne se lisent pas avec le séparateur que déclare la source"
        raise ReleveRefuseError(message, "corriger « separateur » dans la source, ou reprendre l'export")
    return header


def _lines(fichier: Fichier, encodage: Encodage) -> Iterator[str]:
    """Yield lines of bounded length, in the encoding that the source declares."""
    codec = str(encodage)
    with fichier.path.open("rb") as handle:
        number = 0
        while raw := handle.readline(LIGNE_MAX + 1):
            number += 1
            if len(raw) > LIGNE_MAX:
                message = f"{fichier.nom}, ligne {number} : plus de {LIGNE_MAX // 1024**2} Mio sans fin de ligne"
                raise ReleveRefuseError(message, "ce n'est pas un CSV : reprendre l'export")
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if b"\0" in raw:
                raise ReleveRefuseError(
                    f"{fichier.nom}, ligne {number} : un octet nul", "ce n'est pas un CSV : l'enregistrer en CSV"
                )
            try:
                yield raw.decode(codec)
            except UnicodeDecodeError as fault:
                if fault.reason == "unexpected end of data" and fault.end == len(raw) and not raw.endswith(b"\n"):
                    message = f"{fichier.nom}, ligne {number} : l'export est coupé au milieu d'un caractère"
                    raise ReleveRefuseError(message, "reprendre l'export") from None
                raise _badly_encoded(fichier.nom, number, encodage) from None


def _badly_encoded(nom: str, number: int, encodage: Encodage) -> ReleveRefuseError:
    other = Encodage.CP1252 if encodage is Encodage.UTF_8 else Encodage.UTF_8
    return ReleveRefuseError(
        f"{nom}, ligne {number} : le texte n'est pas en {encodage}, que déclare la source",
        f"écrire « encodage: {other} » dans la source si tous ses exports le sont, ou reprendre l'export",
    )


def _places(fichier: Fichier, source: SourceReleve, roles: dict[str, str], header: list[str]) -> dict[str, int]:
    """Find each column by one of its headers."""
    known = [title.strip().casefold() for title in header]
    if any(mark in title for title in header for mark in _ABIMES):
        raise _badly_encoded(fichier.nom, 1, source.format.encodage)
    places: dict[str, int] = {}
    for nom in roles:
        ranks = [
            rank for rank, title in enumerate(known) if title in {item.casefold() for item in source.colonnes[nom]}
        ]
        if not ranks:
            raise missing_column(fichier.nom, nom, source, header)
        if len(ranks) > 1:
            titles = enumere([cite(header[rank]) for rank in ranks])
            raise ReleveRefuseError(f"{fichier.nom} : {titles} désignent tous la colonne {cite(nom)}")
        places[nom] = ranks[0]
    return places


def missing_column(fichier: str, nom: str, source: SourceReleve, header: list[str]) -> ReleveRefuseError:
    """Say that no header is that of a column, and which one may have been renamed so."""
    wanted = enumere([cite(item) for item in source.colonnes[nom]], "ou")
    # The first row of a file without headers is data: it is never repeated, but for a name that is near.
    near = nearest(source.colonnes[nom][0], header) if source.colonnes[nom] else ""
    begins = f"{near} Si" if near else "ouvrir le fichier ; si"
    advice = f"{begins} l'en-tête a changé, l'ajouter à « colonnes » dans la source"
    return ReleveRefuseError(f"{fichier} : aucun en-tête n'est {wanted} (colonne {cite(nom)})", advice)
