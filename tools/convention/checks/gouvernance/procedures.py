"""GOU024 to GOU027: each change has one procedure, and procedures are ranked.

Knows: the table of procedures, the kinds of documents and their fields. Must not know: what a revision changes
(`compare`), whether bodies and visas exist (`noms`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter_ligne, meant
from convention.base.french import cite, enumere
from convention.checks.cadre.controle import controle
from convention.checks.cadre.emplacements import fields, inside
from convention.checks.cadre.lecture import repeats
from convention.checks.cadre.lieux import Constat, LaCle, Morceau, signal
from convention.checks.cadre.vie import PROCEDURES
from convention.model.depot import Reference
from convention.model.genres import GENRES, read_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot

MODELES = {genre.nom: genre.modele for genre in GENRES}
"""The model of each kind of documents, by its name."""
SCELLES = {"appel": "exercice", "cloture": "exercice", "etats": "exercice", "sceaux": "exercice"}
"""What the tool seals, and their journal: decided as what opens and closes the exercice (art. 8.3)."""


@controle("GOU024")
def without_procedure(depot: Depot) -> Iterator[Constat]:
    """GOU024: a kind of documents of the repository that no row covers as a whole."""
    document = depot.vie.procedures
    if document is None:
        return
    covered = {changement.genre for changement in document.changements if changement.champ is None}
    first: dict[str, str] = {}
    for path in depot.fichiers:
        chemin = read_path(path)
        if chemin is not None:
            first.setdefault(chemin.genre.nom, path)
    names = [item.nom for item in GENRES if item.nom in first and SCELLES.get(item.nom, item.nom) not in covered]
    if names:
        known = sorted(document.procedures, key=lambda nom: -document.procedures[nom].rang)
        only = known[0] if len(known) == 1 else "⟦…⟧"
        line = f'- {{genre: {names[0]}, procedure: {only}, motif: ⟦"…"⟧}}'
        message = f"aucune procédure n'est dite pour les fichiers du genre {cite(names[0])} ({first[names[0]]})"
        hint = ajouter_ligne(line)
        if len(names) > 1:
            message = f"aucune procédure n'est dite pour les fichiers des genres {enumere(list(map(cite, names)))}"
            others = enumere([cite(nom) for nom in names[1:]])
            hint = ajouter_ligne(line) + f", et de même pour {others}"
        if len(known) > 1:
            hint += f" ; les procédures déclarées sont {enumere(list(map(cite, known)))}"
        yield signal("GOU024", LaCle(Reference(PROCEDURES, ("changements",))), message, hint)


@controle("GOU025")
def twice(depot: Depot) -> Iterator[Constat]:
    """GOU025: two rows for one kind and one field."""
    rows = enumerate(depot.vie.changements)
    for (known, _), (index, changement) in repeats(rows, lambda row: (row[1].genre, row[1].champ)):
        field = f"le champ {cite(changement.champ)}" if changement.champ else "l'ensemble des champs"
        message = f"{field} du genre {cite(changement.genre)} a déjà sa procédure"
        first, again = (Reference(PROCEDURES, ("changements", rang)) for rang in (known, index))
        yield signal("GOU025", again, message, "garder une seule des deux lignes", (first, "la première ligne"))


@controle("GOU026")
def unknown_fields(depot: Depot) -> Iterator[Constat]:
    """GOU026: a field that the documents of a kind do not have; a kind that does not exist is told by GOU001."""
    for index, changement in enumerate(depot.vie.changements):
        modele = MODELES.get(changement.genre)
        if modele is not None and changement.champ is not None:
            found = unknown_part(modele, changement.champ)
            if found is not None:
                lieu = Morceau(Reference(PROCEDURES, ("changements", index, "champ")), 0, len(found[0]))
                message = f"un document du genre {cite(changement.genre)} n'a pas de champ {cite(changement.champ)}"
                choices = f"champs possibles : {', '.join(sorted(found[1]))}"
                hint = meant(*found) or (choices if found[1] else "ce champ n'en contient aucun autre")
                yield signal("GOU026", lieu, message, hint)


@controle("GOU026")
def unknown_common_fields(depot: Depot) -> Iterator[Constat]:
    """GOU026: a field that no document has."""
    document = depot.vie.procedures
    for champ in document.communs if document is not None else ():
        if champ not in _every_field():
            message = f"aucun document n'a de champ {cite(champ)}"
            hint = meant(champ, _every_field()) or "nommer un seul champ, sans point, ou retirer cette ligne"
            yield signal("GOU026", LaCle(Reference(PROCEDURES, ("communs", champ))), message, hint)


@controle("GOU027")
def same_rank(depot: Depot) -> Iterator[Constat]:
    """GOU027: two procedures of one rank: which is the strictest?"""
    for (known, _), (nom, procedure) in repeats(depot.vie.procedures_dites.items(), lambda item: item[1].rang):
        message = f"les procédures {cite(known)} et {cite(nom)} ont le même rang, {procedure.rang}"
        related = (Reference(PROCEDURES, ("procedures", known, "rang")), "l'autre procédure")
        lieu = Reference(PROCEDURES, ("procedures", nom, "rang"))
        yield signal("GOU027", lieu, message, "donner un autre rang à l'une des deux", related)


@cache
def _every_field() -> frozenset[str]:
    """Name the fields of all documents, those of what they hold included."""
    found, waiting = frozenset[str](), frozenset(MODELES.values())
    while new := fields(waiting) - found:
        found |= new
        waiting = frozenset().union(*(inside(waiting, champ) for champ in fields(waiting)))
    return found


def unknown_part(modele: type[Modele], champ: str) -> tuple[str, frozenset[str]] | None:
    """Find where a field's path leads nowhere: the path as far as there, and the paths that stand there.

    A path names fields only: the ranks of a list and the names of a table are passed over (« valeurs.montant »).
    """
    here, before = frozenset({modele}), ""
    for part in champ.split("."):
        known = fields(here)
        if part not in known:
            return f"{before}{part}", frozenset(f"{before}{field}" for field in known)
        here, before = inside(here, part), f"{before}{part}."
    return None
