"""The page of coverage says, clause by clause, what holds it, what watches it, what uses it, what stays open."""

from __future__ import annotations

from convention.reports.couverture import page
from tests.checks.depots import mini, plain
from tests.checks.textes import FORFAIT, PREAMBULE, UN, article, convention


def lines(*passages: str) -> list[str]:
    """Return the lines of the page that tell article 1, its table without its headers."""
    text = plain(page(mini(files=convention() | {UN: article(3, "article 1", *passages)})))
    return text.partition("## Article 1 : ")[2].partition("\n## ")[0].splitlines()[4:]


def test_a_row_says_the_passage_its_data_its_messages_and_its_uses() -> None:
    passage = FORFAIT.replace("sorties: [calculer]", "controles: [TAR019], sorties: [calculer, expliquer]")
    (row,) = lines(passage)
    assert row.split(" | ") == [
        "| Un forfait par poste.",
        "`pricing/forfait.yaml` : montants par date",
        "TAR019 Forfait manquant",
        "le calcul et l'explication |",
    ]


def test_many_files_are_told_by_their_pattern_so_that_one_more_makes_no_page_stale() -> None:
    (row,) = lines("{texte: Les adhérents., donnees: [adherents/*/adherent.yaml#adhesion], sorties: [calculer]}")
    assert "| les fichiers `adherents/*/adherent.yaml` : période d'adhésion |" in row


def test_the_fields_of_one_file_are_told_together() -> None:
    places = "pricing/forfait.yaml#valeurs.montant, catalogue/convention.yaml, pricing/forfait.yaml#cle"
    (row,) = lines(f"{{texte: Le forfait., donnees: [{places}], sorties: [calculer]}}")
    assert (
        "| `pricing/forfait.yaml` : euros par poste de travail et par an ; clé qui compte les postes de travail"
        "<br>`catalogue/convention.yaml` |" in row
    )


def test_a_passage_that_nothing_holds_says_why() -> None:
    (row,) = lines("{texte: Un rappel., note: Il n'engage à rien.}")
    assert row == "| Un rappel.<br>*Il n'engage à rien.* | – | – | – |"


def test_a_long_passage_is_cut_at_a_word() -> None:
    (row,) = lines(f"{{texte: {'mot ' * 50}, note: Long.}}")
    assert row.startswith(f"| {'mot ' * 40}…<br>")


def test_what_the_data_says_is_never_markup() -> None:
    (row,) = lines('{texte: "<b>|</b> `c`", note: "**d** | e"}')
    text, note = "&#60;b&#62;&#124;&#60;&#47;b&#62; &#96;c&#96;", "&#42;&#42;d&#42;&#42; &#124; e"
    assert row == f"| {text}<br>*{note}* | – | – | – |"


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
        "5 sont tenus par une donnée ; 1 est sans donnée, et une note dit pourquoi. 0 est surveillé par un message.\n"
    ) in plain(page(mini(files=texts)))


def test_the_kinds_that_no_article_cites_are_named() -> None:
    rest = plain(page(mini(files=convention()))).partition("## Ce qu'aucun article ne cite\n")[2]
    assert "- Les clés de répartition (abaques) (`pricing/cles.yaml`)\n" in rest
    assert "- Le registre des documents partagés (`catalogue/documents.yaml`) : aucun fichier encore\n" in rest
    assert "pricing/forfait.yaml" not in rest
