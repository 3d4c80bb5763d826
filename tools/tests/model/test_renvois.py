"""A field that holds a code either declares an object or cites one, and then says of which sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from convention.model.cadre import renvois
from convention.model.cadre.renvois import SORTE, Sorte
from convention.model.valeurs.scalaires import (
    Clause,
    CodeService,
    CodeSouscription,
    CodeSousService,
    Compte,
    Id,
    Nom,
    NomLu,
    Scalaire,
    scalaire_de,
)
from tests.model.documents import hints, models

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = {scalaire_de(scalaire) for scalaire in (Id, Nom, NomLu, Clause, CodeService, CodeSousService, CodeSouscription)}
DECLARENT = {
    "Adherent": ("renomme_de",),
    "Article": ("clause",),
    "Bareme": ("mesures",),
    "Besoin": ("id",),
    "Budgets": ("budgets",),
    "Cle": ("renomme_de",),
    "Cles": ("cles",),
    "Composant": ("renomme_de",),
    "Composants": ("composants",),
    "Depense": ("id",),
    "Decisions": ("decisions",),
    "Documents": ("documents",),
    "Exercice": ("jalons",),
    "Gouvernance": ("instances", "communautes", "equipes", "contacts"),
    "Indicateur": ("id",),
    "Lecture": ("alternatives",),
    "Lectures": ("lectures",),
    "LigneTarif": ("id", "variables", "parametres", "revisions", "renomme_de"),
    "Litiges": ("litiges",),
    "Procedures": ("visas", "procedures"),
    "Reunion": ("id",),
    "SectionArticle": ("clause",),
    "SourceReleve": ("colonnes", "mesures"),
    "Signataires": ("signataires",),
    "SousService": ("code", "renomme_de"),
}
"""Fields that give an object its code, or its former one.

A new one is added here, or cites an object by a type of `model/cadre/renvois.py`.
"""


def scalars(hint: object) -> Iterator[Scalaire]:
    """Yield the scalars of an annotation that are codes: values, items of a list, keys of a table."""
    scalaire = scalaire_de(hint)
    if scalaire is not None:
        yield scalaire
        return
    for argument in get_args(hint):
        yield from scalars(argument)


def test_a_field_that_holds_a_code_declares_an_object_or_says_which_sort_it_cites() -> None:
    bare = {
        f"{modele.__name__}.{name}"
        for modele in models()
        for name, hint in hints(modele).items()
        if CODES & set(scalars(hint))
    }
    assert bare == {f"{modele}.{name}" for modele, names in DECLARENT.items() for name in names}


def test_a_code_that_cites_an_object_is_read_as_any_other() -> None:
    readers = {scalaire.read for scalaire in (*CODES, scalaire_de(Compte)) if scalaire is not None}
    cited = [
        scalaire for alias in vars(renvois).values() if (scalaire := scalaire_de(alias)) and SORTE in scalaire.schema
    ]
    assert {scalaire.schema[SORTE] for scalaire in cited} == set(Sorte)
    assert {scalaire.read for scalaire in cited} <= readers
