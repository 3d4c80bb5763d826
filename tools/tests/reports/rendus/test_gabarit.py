"""`rendus.gabarit`: the marks of a template become blocks; a value never makes one, nor is it forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader

from convention.base.french import typeset
from convention.reports.rendus import gabarit
from convention.reports.rendus.document import Fiche, Liste, Mention, Paragraphe, Titre
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from convention.reports.rendus.document import Document

TABLEAU = Tableau(("A", "B"), (("1", "2"),))
REPORTS = Path(gabarit.__file__).parents[1]


def written(text: str, **valeurs: object) -> Document:
    """Write a template that stands in no file."""
    environment = gabarit._environment().overlay(loader=DictLoader({"essai.j2": text}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gabarit, "_environment", lambda: environment)
        return gabarit.ecrire("essai.j2", **valeurs)


def test_each_mark_makes_its_block() -> None:
    heads = "> Attention\n\n# Un titre\n@marges Court\n\n### Une part\n\n"
    text = "Une phrase\nqui continue.\n\n**Article 2.** Le texte.\n\n- un\n- deux,\n  sa suite\n\n"
    names = "| Débiteur | la commune\n| Fondement | {{ rien }}\n"
    assert written(heads + text + names, rien="") == (
        Mention("Attention"),
        Titre("Un titre", 1, "Court"),
        Titre("Une part", 3),
        Paragraphe("Une phrase qui continue."),
        Paragraphe("Le texte.", "Article 2."),
        Liste(("un", "deux, sa suite")),
        Fiche((("Débiteur", "la commune"),)),
    )


def test_a_table_and_blocks_stand_alone_on_their_line() -> None:
    assert written("{{ table }}\n\n{{ blocs }}\n\n{{ rien }}\n", table=TABLEAU, blocs=(Mention("m"),), rien=()) == (
        TABLEAU,
        Mention("m"),
    )


def test_a_text_of_nothing_leaves_no_empty_paragraph() -> None:
    assert written("Avant.\n\n{{ rien }}\n\nAprès.\n", rien="") == (Paragraphe("Avant."), Paragraphe("Après."))


@pytest.mark.parametrize("value", [None, 1.5, True, TABLEAU])
def test_what_is_no_text_is_never_written_in_a_sentence(value: object) -> None:
    with pytest.raises(TypeError):
        written("Le montant est de {{ valeur }}.", valeur=value)


def test_bold_that_begins_no_paragraph_is_refused_rather_than_printed() -> None:
    with pytest.raises(TypeError):
        written("{% if vrai %}Un objet.{% endif %}\n\n**Considérant que :**\n", vrai=1)


def test_a_title_that_would_swallow_what_follows_is_refused_rather_than_losing_it() -> None:
    with pytest.raises(TypeError):
        written("## Qui siège{% if vrai %} (article 7){% endif %}\n\n- le maire\n", vrai=1)


def test_a_name_that_nothing_gives_is_refused() -> None:
    with pytest.raises(TypeError):
        written("{{ inconnu }}")


@given(st.text(st.sampled_from(" \n#>-*@{}%ab"), min_size=1, max_size=20))
def test_a_value_makes_no_mark_whatever_it_holds(value: str) -> None:
    template = "{{ valeur }}\n\n# {{ valeur }}\n\n- {{ valeur }}\n\n> {{ valeur }}\n"
    said = typeset(value)
    assert written(template, valeur=value) == (Paragraphe(said), Titre(said, 1), Liste((said,)), Mention(said))


def test_what_is_not_known_is_left_blank() -> None:
    told = written("n° {{ numero | ou_blanc }} du {{ jour | jour_ou_blanc }}", numero=None, jour=None)
    assert told == (Paragraphe("n° [à compléter] du [à compléter]"),)


@pytest.mark.parametrize("path", sorted(REPORTS.rglob("*.j2")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_template_holds_sentences_and_no_unbreakable_space(path: Path) -> None:
    assert not set(path.read_text("utf-8")) & {"\u00a0", "\u202f"}
