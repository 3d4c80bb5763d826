"""The text of this repository's convention: whole, word for word, and quoted without a change by the data."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import convention
from convention.base.french import cite
from convention.checks.texte.clauses import clauses, copies, unfaithful, unknown_messages
from convention.cli.main import COMMANDES
from convention.model.mots.vie import Usage
from tests.espaces import espaces
from tests.essais import edited, fichiers_nancy, lire, nancy

MOTS, EMPREINTE = 6055, "95ab7f6dc3bb75c40a5199ea582ccf1a3045ce70c662ffacf05f7e09d5b070cf"
"""Of the words of the text that was signed: an avenant that changes one of them changes both."""
PARTIES = {3: 1, 7: 4, 8: 3, 10: 2}
"""Numbered parts by article."""
ARTICLE_DE_LOI = re.compile(r"\b[LRD]\. ?\d{3,4}-\d+")
PAQUET = Path(convention.__path__[0])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_every_clause_is_there_in_order() -> None:
    articles = [
        clause
        for number in range(1, 15)
        for clause in (f"article {number}", *(f"article {number}.{part + 1}" for part in range(PARTIES.get(number, 0))))
    ]
    annexes = [f"annexe {number}" for number in range(1, 6)]
    assert [item.clause for item in clauses(nancy())] == ["en-tête", "préambule", *articles, *annexes]


def test_the_words_are_those_of_the_convention() -> None:
    texts = [(item.titre, *(passage.texte for passage in item.passages)) for item in clauses(nancy())]
    words = [word for text in texts for part in text for word in _words(part)]
    assert (len(words), hashlib.sha256(" ".join(words).encode()).hexdigest()) == (MOTS, EMPREINTE)


def test_a_message_that_the_tool_does_not_have_watches_nothing() -> None:
    depot = lire(edited(fichiers_nancy(), "catalogue/couverture.yaml", "REF002, REF003]", "REF902, REF003]"))
    assert [(item.code, item.message) for item in unknown_messages(depot)] == [
        ("ART003", f"aucun message n'a pour code {cite('REF902')}")
    ]


def test_each_use_of_the_text_is_a_command() -> None:
    assert {str(usage) for usage in Usage} <= COMMANDES.keys()


def test_which_articles_of_law_a_convention_cites_is_written_in_its_data_and_nowhere_in_the_tool() -> None:
    sources = [path for suffix in ("py", "j2", "html", "js") for path in PAQUET.rglob(f"*.{suffix}")]
    cited = {path.name: found for path in sources if (found := ARTICLE_DE_LOI.findall(path.read_text("utf-8")))}
    assert (len(sources) > 500, cited) == (True, {})


def test_the_data_quotes_the_clauses_that_it_should() -> None:
    quoted = {copy.clause for copy in copies(nancy())}
    bodies = {"article 7.1", "article 7.2", "article 7.3", "article 7.4"}
    assert {"article 1", "article 2", "article 9", *bodies, *(f"annexe {number}" for number in range(1, 6))} == quoted
    assert list(unfaithful(nancy())) == []


@pytest.mark.parametrize(
    ("path", "avant", "apres", "attendu"),
    [
        (
            "catalogue/gouvernance.yaml",
            "Définir et faire évoluer le catalogue",
            "Abolir le catalogue",
            "« Abolir le catalogue de services ; » n'est pas dans l'article 7.1",
        ),
        (
            "catalogue/axes/securisation-du-si.yaml",
            "- Disponibilité des services",
            "- Indisponibilité des services",
            "« Assurer la sécurité du système d'information en termes de :… » n'est pas dans l'annexe 5",
        ),
        (
            "pricing/couts-de-possession.yaml",
            "coût location*nb copieurs",
            "coût location*nb scanners",
            "« coût location*nb scanners » n'est pas dans l'annexe 4",
        ),
    ],
)
def test_a_word_changed_in_the_data_alone_is_found(path: str, avant: str, apres: str, attendu: str) -> None:
    files = fichiers_nancy()
    changed = lire(edited(files, path, avant, apres))
    assert [espaces(item.message) for item in unfaithful(changed)] == [attendu]
