"""One sheet that comes back: each cell that differs from what it held when it went out, as the gesture that writes it.

Knows: a sheet as it declares itself, what it held, what the data say now. Must not know: which sheets there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, nearest
from convention.edition.classeur.cadre import CLE, Changement, shown
from convention.edition.classeur.ensemble import TOTAL
from convention.edition.classeur.genres import TEXTE, CelluleRefuseeError
from convention.edition.classeur.lecture import Faute, Grille, Lieu
from convention.edition.refus import RefusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.edition.classeur.cadre import Apport, Feuille, Tableau
    from convention.edition.classeur.genres import Genre, Lu
    from convention.edition.demande import Demande
    from convention.edition.refus import ConseilleError

TITRES_MAX = 20
"""Rows among which the names of columns are looked for."""
REEXPORTER = "reprendre sur un classeur exporté aujourd'hui : « convention exporter »"


class Demandee(NamedTuple):
    """A gesture, and the cell that asks for it."""

    lieu: Lieu
    demande: Demande


class Notes:
    """What is wrong, and what is to be known, as it is found."""

    def __init__(self) -> None:
        self.fautes: list[Faute] = []
        self.remarques: list[Faute] = []

    def wrong(self, lieu: Lieu, message: str, conseil: str) -> None:
        """Tell what is wrong, where, and what to do."""
        self.fautes.append(Faute(lieu, message, conseil))

    def read(self, grille: Grille, lieu: Lieu, genre: Genre) -> Lu | None:
        """Read a cell; None when it is refused, and told."""
        try:
            return grille.read(lieu.ligne, lieu.colonne, genre)
        except CelluleRefuseeError as error:
            self.refused(lieu, error)
            return None

    def refused(self, lieu: Lieu, refus: ConseilleError) -> None:
        """Tell what is refused, where."""
        self.fautes.append(Faute(lieu, refus.message, refus.conseil, getattr(refus, "code", "")))

    def remark(self, grille: Grille, lieu: Lieu, remarque: str) -> None:
        """Tell what was understood of a cell, and that it does not show."""
        if remarque:
            self.remarques.append(Faute(lieu, remarque))
        if grille.indices.is_hidden(lieu.ligne):
            self.remarques.append(Faute(lieu, "cette ligne est masquée : ce qui y est changé est lu quand même"))


class Retour:
    """One sheet that comes back."""

    def __init__(
        self,
        apport: Apport,
        feuille: Feuille,
        grille: Grille,
        origines: Mapping[str, Mapping[str, str]],
        notes: Notes,
    ) -> None:
        self.apport, self.feuille = apport, feuille
        self.grille, self.notes = grille, notes
        self.attendues = origines.get("", {})
        """Columns that went out."""
        self.origines = {cle: cells for cle, cells in origines.items() if cle}
        self.tableau: Tableau = feuille.tableau(apport.sujet)
        self.colonnes = {item.cle: item for item in self.tableau.colonnes}
        self.ici = {
            self.tableau.cle(ligne): dict(zip(self.colonnes, ligne, strict=True)) for ligne in self.tableau.lignes
        }
        """What the data say now."""
        self.lues: dict[tuple[str, str], str] = {}
        """What is in each cell that may be typed in, by its row and its column; not those that are empty."""

    def demandes(self) -> list[Demandee]:
        """Return the gestures that the changed cells ask for."""
        self.notes.fautes += self.grille.merged()
        titles = find_titles(self.grille, self.tableau.colonnes[0].cle)
        if titles is None:
            message = "la ligne qui nomme les colonnes (la deuxième) ne se retrouve pas"
            self.notes.wrong(self.grille.lieu, message, REEXPORTER)
            return []
        columns = self._columns(titles)
        names = [item.cle for item in self.tableau.colonnes[: self.tableau.cles]]
        if any(nom not in columns for nom in names):
            return []
        found: list[Demandee] = []
        for cle, rank in self._rows(titles + 1, [columns[nom] for nom in names]):
            for nom, column in columns.items():
                if nom not in names:
                    found += self._cell(cle, nom, rank, column)
        return found

    def _columns(self, titles: int) -> dict[str, int]:
        """Find each column by its name, wherever it stands; tell those that are lost, doubled, unknown."""
        known, expected = self.colonnes, self.attendues
        found: dict[str, int] = {}
        for column in range(len(self.grille.lignes[titles])):
            nom, place = self.grille.text(titles, column), self.grille.at(titles, column)
            if nom in found:
                message = f"la colonne {cite(nom)} est deux fois dans la feuille"
                self.notes.wrong(place, message, "n'en garder qu'une")
            elif nom in expected:
                found[nom] = column
            elif nom and not (nom in known and known[nom].somme):
                hint = nearest(nom, [item for item in expected if item not in found])
                hint = hint or "retirer cette colonne ; ce qui se compte est dans pricing/cles.yaml"
                self.notes.wrong(place, f"la colonne {cite(nom)} est inconnue", hint)
        for nom in expected:
            if nom not in found:
                titre = known[nom].titre if nom in known else nom
                message = f"la colonne {cite(nom)} ({titre}) manque"
                hint = "la remettre, son nom sur la deuxième ligne : une colonne retirée n'efface rien"
                self.notes.wrong(self.grille.lieu, message, hint)
        return found

    def _rows(self, first: int, columns: list[int]) -> Iterator[tuple[str, int]]:
        """Yield the rows by their names; tell those that are lost, doubled, unknown."""
        seen: dict[str, int] = {}
        for rank in range(first, len(self.grille.lignes)):
            names = [self._name(rank, column) for column in columns]
            cle, place = CLE.join(names), self.grille.at(rank, columns[0])
            if names[0] == TOTAL or not any(map(str, self.grille.lignes[rank])):
                continue
            what = f"{self.feuille.ligne} {cite(cle)}"
            if not all(names):
                self.notes.wrong(place, "la ligne n'a pas de nom", "remettre son identifiant, ou l'ôter")
            elif cle not in self.origines:
                hint = nearest(cle, self.origines) or self.feuille.ailleurs or "retirer cette ligne"
                self.notes.wrong(place, f"{what} est inconnu", hint)
            elif cle in seen:
                twice = f"{what} est deux fois dans la feuille, d'abord ligne {seen[cle] + 1}"
                self.notes.wrong(place, twice, "n'en garder qu'une")
            else:
                seen[cle] = rank
                yield cle, rank
        for cle in self.origines:
            if cle not in seen and cle in self.ici:
                message = f"{self.feuille.ligne} {cite(cle)} n'est pas dans la feuille"
                hint = "remettre sa ligne : une ligne ôtée n'efface rien"
                self.notes.wrong(self.grille.lieu, message, hint)

    def _name(self, rank: int, column: int) -> str:
        try:
            return self.grille.read(rank, column, TEXTE).texte
        except CelluleRefuseeError:
            return ""

    def _cell(self, cle: str, nom: str, rank: int, column: int) -> Iterator[Demandee]:
        """Ask for what a cell changes, if it changes something."""
        colonne = self.colonnes.get(nom)
        place, before = self.grille.at(rank, column), self.origines[cle].get(nom, "")
        read = self.notes.read(self.grille, place, colonne.genre if colonne is not None else TEXTE)
        if read is None:
            return
        is_open = colonne is not None and colonne.ouverte
        if is_open and read.texte and cle in self.ici:
            self.lues[cle, nom] = read.texte
        if read.texte == before:
            return
        now = self.ici.get(cle, {}).get(nom, "")
        if not is_open:
            hint = self.feuille.ailleurs or "remettre ce qu'il y avait ; une cellule qui se change est jaune"
            message = f"cette cellule ne se change pas ici ; à l'export : {shown(colonne, before)}"
            self.notes.wrong(place, message, hint)
        elif cle not in self.ici:
            message = f"{self.feuille.ligne} {cite(cle)} n'est plus dans le dépôt"
            self.notes.wrong(place, message, REEXPORTER)
        elif now not in {before, read.texte}:
            message = (
                f"la donnée a changé depuis l'export : {shown(colonne, before)} ; maintenant {shown(colonne, now)}"
            )
            self.notes.wrong(place, message, REEXPORTER)
        elif now != read.texte:
            self.notes.remark(self.grille, place, read.remarque)
            yield from self._asked(place, Changement(tuple(cle.split(CLE)), nom, before, read.texte))

    def _asked(self, place: Lieu, changement: Changement) -> Iterator[Demandee]:
        try:
            yield from (Demandee(place, demande) for demande in self.feuille.ecrire(self.apport, changement))
        except RefusError as refus:
            self.notes.refused(place, refus)


def find_titles(grille: Grille, nom: str) -> int | None:
    """Return the row that names the columns."""
    ranks = range(min(TITRES_MAX, len(grille.lignes)))
    return next((rank for rank in ranks if nom in grille.lignes[rank]), None)
