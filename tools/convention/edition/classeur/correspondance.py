"""Any workbook, read by a small file that says where its quantities are: sheet, titles, columns, whose each row is.

Knows: how a row names an adherent, what a column counts. Must not know: sheets of ours, the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, nearest
from convention.edition.classeur.enveloppe import ClasseurRefuseError
from convention.edition.classeur.feuilles.quantites import new_count
from convention.edition.classeur.genres import QUANTITE, TEXTE
from convention.edition.classeur.importation import checked
from convention.edition.classeur.retour import Demandee, Notes
from convention.edition.gestes.quantifier import asked_counts
from convention.edition.noms import dossier_of
from convention.edition.texte.releves import by_table
from convention.model.documents.quantites import Place
from convention.model.valeurs.corrections import to_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.edition.classeur.cadre import Apport
    from convention.edition.classeur.importation import Bilan
    from convention.edition.classeur.lecture import Classeur, Grille
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot
    from convention.model.documents.releves import Correspondance


def read_mapped(etat: Chargement, classeur: Classeur, lue: Correspondance, apport: Apport) -> Bilan:
    """Return the counts that a workbook brings, where they are not those in force.

    Raises:
        ClasseurRefuseError: the sheet is not there.
        RefusError: the mapping names a key, or an adherent, that is not in the repository.
    """
    places = {titre: Place.read(nom) for titre, nom in lue.colonnes.items()}
    for place in places.values():
        asked_counts(etat.depot, **by_table({place: None}))
    known = _names(etat.depot, lue)
    notes = Notes()
    grille = _sheet(classeur, lue)
    notes.fautes += grille.merged()
    columns = _columns(grille, lue, notes)
    asked: list[Demandee] = []
    if lue.adherent.colonne in columns:
        for adherent, rank in _rows(grille, lue, columns[lue.adherent.colonne], known, notes):
            for titre, place in places.items():
                if titre in columns:
                    asked += _cell(grille, rank, columns[titre], apport, (adherent, place), notes)
    return checked(etat, asked, notes)


def _names(depot: Depot, lue: Correspondance) -> dict[str, str]:
    """Return the adherents by all that may name them: what the mapping says, ids, names, SIREN, INSEE code."""
    found: dict[str, str] = {}
    for dossier in depot.dossiers.values():
        item = dossier.identite
        for name in (item.siren, item.insee, item.denomination, item.nom, dossier.id):
            if name:
                found[to_id(name)] = dossier.id
    return found | {to_id(said): dossier_of(depot, nom).id for said, nom in lue.adherent.noms.items()}


def _sheet(classeur: Classeur, lue: Correspondance) -> Grille:
    nom = lue.feuille or next(iter(classeur.grilles), "")
    if nom not in classeur.grilles:
        hint = nearest(nom, classeur.grilles) or f"le classeur a : {', '.join(classeur.grilles)}"
        raise ClasseurRefuseError(f"la feuille {cite(nom)} manque", hint)
    return classeur.grilles[nom]


def _columns(grille: Grille, lue: Correspondance, notes: Notes) -> dict[str, int]:
    """Find each column by its title; tell those that are lost or doubled."""
    titles = lue.entete - 1
    width = len(grille.lignes[titles]) if 0 <= titles < len(grille.lignes) else 0
    there = [" ".join(grille.text(titles, column).split()) for column in range(width)]
    found: dict[str, int] = {}
    for titre in (lue.adherent.colonne, *lue.colonnes):
        ranks = [column for column, text in enumerate(there) if text == titre]
        if len(ranks) == 1:
            found[titre] = ranks[0]
        elif ranks:
            message = f"le titre {cite(titre)} est sur deux colonnes"
            notes.wrong(grille.at(titles, ranks[1]), message, "n'en garder qu'une, ou la renommer")
        else:
            hint = nearest(titre, filter(None, there)) or f"les titres sont attendus ligne {lue.entete}"
            notes.wrong(grille.lieu, f"la colonne {cite(titre)} manque", hint)
    return found


def _rows(
    grille: Grille, lue: Correspondance, column: int, known: Mapping[str, str], notes: Notes
) -> Iterator[tuple[str, int]]:
    """Yield the rows of adherents; tell those that are of nobody known, or of one that has another."""
    left = set(map(to_id, lue.adherent.ignorer))
    seen: dict[str, int] = {}
    for rank in range(lue.entete, len(grille.lignes)):
        place = grille.at(rank, column)
        read = notes.read(grille, place, TEXTE)
        said = read.texte if read is not None else ""
        if not said or to_id(said) in left:
            continue
        adherent = known.get(to_id(said))
        if adherent is None:
            hint = nearest(said, known) or "l'écrire sous « noms », ou sous « ignorer » s'il n'est pas adhérent"
            notes.wrong(place, f"l'adhérent {cite(said)} est inconnu", hint)
        elif adherent in seen:
            message = f"{cite(said)} est deux fois dans la feuille, d'abord ligne {seen[adherent] + 1}"
            notes.wrong(place, message, "n'en garder qu'une, ou en faire la somme")
        else:
            seen[adherent] = rank
            yield adherent, rank


def _cell(
    grille: Grille, rank: int, column: int, apport: Apport, quoi: tuple[str, Place], notes: Notes
) -> Iterator[Demandee]:
    """Count what is not written already; an empty cell says nothing."""
    lieu = grille.at(rank, column)
    read = notes.read(grille, lieu, QUANTITE)
    if read is None or not read.texte:
        return
    for demande in new_count(apport, *quoi, read.texte):
        notes.remark(grille, lieu, read.remarque)
        yield Demandee(lieu, demande)
