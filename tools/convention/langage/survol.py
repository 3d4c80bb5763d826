"""What is said of a place under the pointer: what its field is, the clause and the reading behind it, what it cites.

Knows: what fields, words and codes say of themselves, who cites a place. Must not know: editors. It is plain text: what
the data hold is shown as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, du, enumere, euros, les_premiers, majuscule, minuscule, typeset
from convention.base.nodes import ScalarNode
from convention.checks.cadre.emplacements import designated, matching
from convention.checks.texte.clauses import clauses, named
from convention.formulas.nodes import names
from convention.formulas.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import substitute
from convention.langage.carte import FORMULE, endroit
from convention.langage.euros import a_la_ligne
from convention.langage.renvois import cited_at, references
from convention.model.cadre.renvois import Sorte
from convention.model.documents.tarifs import LIGNES
from convention.model.schemas.libelles import libelles
from convention.reports import mots
from convention.reports.prix_nommes import told_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.nodes import Place, Pointer
    from convention.langage.carte import Citation, Endroit
    from convention.langage.session import Etat
    from convention.model.depot import Depot

_CITES_MAX, _LECTURES_MAX = 5, 2


def survol(etat: Etat, path: str, line: int, column: int) -> tuple[str, Place] | None:
    """Return what is said of a place, and the stretch that it is about; None where nothing stands."""
    fichier = etat.depot.fichiers.get(path)
    if fichier is None:
        return None
    here = endroit(fichier, line, column)
    if not here.pointer:
        return None
    citation = cited_at(etat.depot, path, line, column)
    told = [
        *_object(etat.depot, citation),
        *(f"{majuscule(item.texte)}." for item in a_la_ligne(etat, path, line)),
        *_field(here),
        *_formula(etat, path, here),
        *_clauses(etat.depot, path, here),
        *_cited(etat.depot, citation),
    ]
    return (typeset("\n\n".join(told)), here.place) if told else None


def _field(here: Endroit) -> Iterator[str]:
    """Say what the field is, what may be written, what a word of a closed list means."""
    field = here.modele.model_fields.get(here.champ) if here.modele is not None else None
    if field is not None and field.description:
        yield f"{here.champ} : {field.description}."
    scalaire = here.forme.scalaire
    schema = scalaire.schema if scalaire is not None else {}
    words = dict(zip(schema.get("enum", ()), schema.get("enumDescriptions", ()), strict=False))
    if isinstance(here.node, ScalarNode) and here.node.text in words and not here.cle:
        yield f"{here.node.text} : {minuscule(words[here.node.text])}."
    elif words:
        yield f"Valeurs permises : {enumere(list(words), 'ou')}."
    elif schema.get("description") and "sorte" not in schema:
        yield f"{schema['description']}."


def _object(depot: Depot, citation: Citation | None) -> Iterator[str]:
    """Say what a code designates."""
    libelle = libelles(depot, citation.sorte).get(citation.code) if citation is not None else None
    if citation is not None and libelle is not None:
        yield f"{citation.code} : {majuscule(libelle)}{_unit(depot, citation)}."


def _cited(depot: Depot, citation: Citation | None) -> Iterator[str]:
    """Say who cites a code."""
    every = references(depot, citation) if citation is not None else ()
    if every:
        files = list(dict.fromkeys(item.reference.path for item in every))
        shown = les_premiers(files, _CITES_MAX, "autre fichier", "autres fichiers")
        yield f"Cité {compte(len(every), 'fois', 'fois')} : {shown}."


def _unit(depot: Depot, citation: Citation) -> str:
    cle = depot.cles.get(citation.code) if Sorte.CLE in citation.sorte.parmi else None
    return cle.en_unite if cle is not None else ""


def _formula(etat: Etat, path: str, here: Endroit) -> Iterator[str]:
    """Say a formula in words, the units of its names, and what it gives for the adherent that is followed."""
    if here.champ != FORMULE or not isinstance(here.node, ScalarNode):
        return
    try:
        expression = parse(here.node.text)
    except FormulaError:
        return
    cles = {nom: cle.libelle for nom, cle in etat.depot.cles.items()}
    prices = told_apart({nom: 0 for nom in names(expression) if nom not in cles}, etat.depot)
    parts = {nom: f"part {du(libelle)}" for nom, libelle in cles.items()}
    yield f"Calcul : {substitute(expression, prices | cles, parts)}."
    rang = here.pointer[1] if path == LIGNES and len(here.pointer) > 1 else None
    if not isinstance(rang, int) or rang >= len(etat.depot.lignes):
        return
    row = list(etat.depot.lignes.values())[rang]
    if row.unites:
        yield f"Unités : {enumere([f'{nom} en {unite}' for nom, unite in row.unites.items()])}."
    yield from _result(etat, row.id)


def _result(etat: Etat, ligne: str) -> Iterator[str]:
    """Say what the row costs the adherent that is followed; why nothing is said when something is wrong."""
    if etat.pause:
        yield etat.pause
        return
    followed = etat.reglages.adherent
    if etat.exercice is None or followed not in etat.depot.dossiers:
        return
    own = [
        f"{mots.line_name(etat.depot, item.calcul, followed)} {euros(item.montant)}"
        for item in etat.contributions[etat.exercice].lignes
        if item.adherent == followed and item.calcul.ligne_tarif == ligne
    ]
    name = etat.depot.nom_de(followed)
    yield f"{name} en {etat.exercice} : {enumere(own) if own else 'rien'}."


def _clauses(depot: Depot, path: str, here: Endroit) -> Iterator[str]:
    """Name the clauses and the readings that the data holds at this place."""
    fields = tuple(part for part in here.pointer if isinstance(part, str))
    told = dict.fromkeys(
        f"{named(item.clause)} ({item.titre})"
        for item in clauses(depot)
        for passage in item.passages
        for emplacement in passage.donnees
        if _is_about(depot, emplacement, path, fields)
    )
    if told:
        yield f"{majuscule(enumere(list(told)))}."
    every = [
        item
        for item in depot.vie.lectures.values()
        if any(_is_about(depot, emplacement, path, fields) for emplacement in item.donnees)
    ]
    # A few are told; many bear on all that is written so, and are only named.
    for lecture in every[: _LECTURES_MAX if len(every) <= _LECTURES_MAX else 0]:
        yield f"Lecture n° {lecture.numero}, {minuscule(lecture.titre)} : {lecture.lecture}"
    if len(every) > _LECTURES_MAX:
        named_too = [f"{item.numero} ({minuscule(item.titre)})" for item in every]
        yield f"Lectures n° {enumere(named_too)}."


def _is_about(depot: Depot, emplacement: str, path: str, fields: Pointer) -> bool:
    """Tell whether a cited place is this field, or holds it; a whole file is about nothing in particular."""
    lieu = designated(emplacement)
    return bool(lieu.champs) and path in matching(depot, lieu.motif) and _follows(lieu.champs, fields)


def _follows(asked: Pointer, fields: Pointer) -> bool:
    """Tell whether fields are asked for, in this order, whatever names of items stand between."""
    rest = iter(fields)
    return all(any(part == field for field in rest) for part in asked)
