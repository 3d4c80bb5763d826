"""Every field of every model says what it is, in French, and which part of the Depot it belongs to."""

from __future__ import annotations

import re
from fractions import Fraction
from types import NoneType
from typing import TYPE_CHECKING, get_args

import pytest

from convention.model.cadre.champs import PARTIE, Modele, ModeleSource, Partie, field_label, short_description
from convention.model.cadre.formes import shape_of
from convention.model.documents.avenants import ActePris
from convention.model.documents.quantites import Place
from convention.model.valeurs.scalaires import FIN_EXCLUE, scalaire_de
from tests.essais import nancy
from tests.model.documents import hints, models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

ENGLISH = re.compile(r"\b(?:the|of|and|which|when|who|whether|is|are|date of|name|value)\b", re.IGNORECASE)


def unknown(hint: object) -> list[object]:
    """List the types of an annotation that are neither a scalar of `model/valeurs/scalaires.py` nor a model."""
    if scalaire_de(hint) is not None or hint in (NoneType, Ellipsis):
        return []
    if isinstance(hint, type):
        return [] if issubclass(hint, Modele) else [hint]
    inner = get_args(hint)[:1] if hasattr(hint, "__metadata__") else get_args(hint)
    return [found for argument in inner for found in unknown(argument)] if inner else [hint]


def test_the_walk_reaches_every_model_of_the_package() -> None:
    waiting, every = [Modele], set()
    while waiting:
        inner = [item for item in waiting.pop().__subclasses__() if item.__module__.startswith("convention.model.")]
        waiting += inner
        every |= set(inner)
    assert every - {ModeleSource, ActePris} == set(models())


def test_every_field_has_a_french_description() -> None:
    for modele, name, field in _fields():
        description = field.description or ""
        assert re.match(r"[A-ZÀÉÈÊÎÔ]", description), (modele, name)
        assert not ENGLISH.search(description), (modele, name)


def test_a_field_is_named_without_what_stands_before_it_in_its_document() -> None:
    """A sentence says one field alone: « il paie sa part » would not say who, « et si… » would follow nothing."""
    alone = re.compile(r"(?:ils?|elles?|on|et|ou|mais|chorus)\b")
    assert [(modele, name) for modele, name, _ in _fields() if alone.match(field_label(modele, name))] == []


def test_every_field_belongs_to_one_part_of_the_depot() -> None:
    for modele, name, field in _fields():
        extra = field.json_schema_extra
        assert isinstance(extra, dict), (modele, name)
        assert extra[PARTIE] in tuple(Partie), (modele, name)


def _fields() -> Iterator[tuple[type[Modele], str, FieldInfo]]:
    return ((modele, name, field) for modele in models() for name, field in modele.model_fields.items())


def test_no_field_holds_a_bare_type() -> None:
    for modele in models():
        for name, hint in hints(modele).items():
            assert unknown(hint) == [], (modele, name)


def test_a_bare_type_is_found_wherever_it_hides() -> None:
    assert unknown(int) == [int]
    assert unknown(tuple[str, ...] | None) == [str]


def test_a_day_that_no_more_counts_is_of_a_type_of_its_own() -> None:
    for modele in models():
        typed = {name for name in modele.model_fields if shape_of(modele, name).scalaire is FIN_EXCLUE}
        told = {name for name, field in modele.model_fields.items() if "(exclu)" in (field.description or "")}
        assert typed == told, modele


@pytest.mark.parametrize(
    ("description", "nom"),
    [
        ("Délai de mise en service, en jours ouvrés", "délai de mise en service"),
        ("Récupération des matériels, en mois au plus", "récupération des matériels"),
        ("Ce que l'avenant modifie, en une phrase", "ce que l'avenant modifie"),
    ],
)
def test_how_a_value_is_written_is_not_a_part_of_the_name_of_its_field(description: str, nom: str) -> None:
    assert short_description(description) == nom


def test_what_was_found_from_a_document_is_not_that_of_its_copy() -> None:
    releve = next(iter(nancy().dossiers["essey-les-nancy"].quantites[2026].comptages))
    assert releve.quantites != {}
    copied = releve.model_copy(update={"valeurs": {"postes": Fraction(1)}, "par_composant": {}})
    assert copied.quantites == {Place("postes"): 1}
