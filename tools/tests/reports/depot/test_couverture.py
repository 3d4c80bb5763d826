"""The page of coverage says, clause by clause, what holds it, what watches it, what uses it, what stays open."""

from __future__ import annotations

from convention.reports.depot.couverture import page
from tests.checks.depots import mini
from tests.checks.textes import FORFAIT, PREAMBULE, UN, article, convention
from tests.espaces import espaces

HUIT = "catalogue/articles/article-08.yaml"
COUVERTURE = """origine: convention
passages:
  - clause: article 8
    mots: "Elles sont de trois natures."
    messages: [PER009, TAR019, GOU029]
    commandes: [calculer, expliquer]
"""


def told(*passages: str) -> str:
    """Return what the page tells of article 1, without its title."""
    return _told_of("article 1", UN, *passages)


def _told_of(clause: str, path: str, *passages: str, couverture: str = "") -> str:
    served = {"catalogue/couverture.yaml": couverture} if couverture else {}
    text = espaces(page(mini(files=convention() | {path: article(3, clause, *passages)} | served)))
    return text.partition(f"## {clause.capitalize()} : ")[2].partition("\n\n")[2].partition("\n## ")[0]


def test_a_passage_stands_whole_with_its_data_its_messages_and_its_uses() -> None:
    passage = "{texte: Elles sont de trois natures., donnees: [pricing/forfait.yaml#valeurs]}"
    assert _told_of("article 8", HUIT, passage, couverture=COUVERTURE) == (
        "> Elles sont de trois natures.\n"
        "\n"
        "- **Où** : `pricing/forfait.yaml` (montants par date)\n"
        "- **Qui y veille** : PER009 Forfait qui change en cours d'année ; TAR019 Forfait manquant ; "
        "GOU029 Vérification trop ancienne\n"
        "- **Ce qui s'en sert** : la vérification, le calcul et l'explication\n"
    )


def test_a_passage_that_names_no_message_is_watched_by_none() -> None:
    assert "Qui y veille" not in _told_of("article 8", HUIT, FORFAIT)


def test_the_comparison_is_named_where_nothing_else_uses_what_is_data() -> None:
    assert "- **Ce qui s'en sert** : la comparaison\n" in told(FORFAIT)


def test_many_files_are_told_by_their_pattern_so_that_one_more_makes_no_page_stale() -> None:
    text = told("{texte: Les adhérents., donnees: [adherents/*/adherent.yaml#adhesion]}")
    assert "- **Où** : les fichiers `adherents/*/adherent.yaml` (période d'adhésion)\n" in text


def test_the_fields_of_one_file_are_told_together() -> None:
    places = "pricing/forfait.yaml#valeurs.montant, catalogue/convention.yaml, pricing/forfait.yaml#cle"
    assert (
        "- **Où** : `pricing/forfait.yaml` (euros par an, pour chaque unité de la clé ; clé)"
        " ; `catalogue/convention.yaml`\n"
    ) in told(f"{{texte: Le forfait., donnees: [{places}]}}")


def test_a_passage_that_nothing_holds_says_why() -> None:
    assert told("{texte: Un rappel., note: Il n'engage à rien.}") == "> Un rappel.\n\n- *Il n'engage à rien.*\n"


def test_a_long_passage_is_whole_and_keeps_its_lines() -> None:
    text = told('{texte: "Des mots :\\n- un\\n- deux ' + "mot " * 100 + '", note: Long.}')
    assert text.startswith(f"> Des mots :\n> - un\n> - deux {'mot ' * 100}".rstrip())


def test_what_the_data_says_is_never_markup() -> None:
    text = told('{texte: "<b>|</b> `c` 9 + 2\\n+ 1\\n1. deux\\n# trois", note: "**d** | e"}')
    assert text == (
        "> \\<b>\\|\\</b> \\`c\\` 9 + 2\n> \\+ 1\n> 1\\. deux\n> \\# trois\n\n- *&#42;&#42;d&#42;&#42; &#124; e*\n"
    )


def test_what_the_convention_does_not_say_is_listed_with_its_reading() -> None:
    silent = (
        "{numero: 1, titre: Le prorata, extraits: [], question: q, lecture: Par douzièmes., motif: m, "
        "statut: a_confirmer}"
    )
    line = "# yaml-language-server: $schema=../schemas/lectures.schema.json\norigine: demonstration\n"
    files = convention() | {"catalogue/lectures.yaml": f"{line}source: essai\nlectures: {{prorata: {silent}}}\n"}
    assert "\n- **Lecture 1, Le prorata** : Par douzièmes.\n" in espaces(page(mini(files=files)))


def test_the_clauses_come_in_the_order_of_the_convention() -> None:
    texts = convention() | {PREAMBULE: article(5, "préambule", FORFAIT)}
    titles = [line for line in page(mini(files=texts)).splitlines() if line.startswith("##")]
    assert [title.partition(" : ")[0] for title in titles] == [
        "## En-tête",
        "## Article 1",
        "## Article 2",
        "### Article 2.1",
        "### Article 2.2",
        "## Préambule",
        "## Ce qu'aucun article ne cite",
        "## Les règles du calcul",
    ]


def test_the_counts_add_up() -> None:
    texts = convention() | {UN: article(3, "article 1", FORFAIT, "{texte: Un rappel., note: Rien.}")}
    assert (
        "En tout : 4 textes et 2 parties numérotées, soit 6 passages.\n"
        "5 renvoient à des fichiers ; 1 ne renvoie à aucun, et une note dit pourquoi. 0 est surveillé par un message.\n"
    ) in espaces(page(mini(files=texts)))


def test_the_kinds_that_no_article_cites_are_named() -> None:
    rest = espaces(page(mini(files=convention()))).partition("## Ce qu'aucun article ne cite\n")[2]
    assert "- Les clés de répartition (abaques) (`pricing/cles.yaml`)\n" in rest
    assert "- Le registre des documents partagés (`catalogue/documents.yaml`) : aucun fichier encore\n" in rest
    assert "pricing/forfait.yaml" not in rest
