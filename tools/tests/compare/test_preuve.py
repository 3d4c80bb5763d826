"""« Aucune différence » is a proof: each file that differs is told, or proved to hold the same document."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from convention.compare.comparaison import Comparaison, comparer
from convention.loading.avenants_consignes import read_kept
from convention.model.avenants_consignes import Contenu
from convention.reports.commentaire import markdown_text
from convention.reports.comparaison import RIEN, terminal_text
from convention.reports.comparaison_json import json_text
from convention.reports.empreinte import contents
from convention.reports.phrases import phrase
from tests.checks.depots import plain
from tests.compare.depots_git import edited, shown
from tests.essais import fichiers_reels, lire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MANDATS, PARC = "pricing/releves/2026/finances.csv", "pricing/releves/2026/parc.csv"
CONSIGNE, ARTICLE, FORFAIT = (
    "catalogue/avenants/1/avenant.json",
    "catalogue/articles/article-04.yaml",
    "pricing/forfait.yaml",
)
RELEVE = "Relevé « Inventaire du parc (fictif) » de 2026"
MANDAT = "nancy;paye;2041511;2026-05-11;7903.66\n"


def compared(after: Mapping[str, str]) -> Comparaison:
    return comparer(lire(fichiers_reels()), lire(after), pourquoi=False)


def told(comparaison: Comparaison) -> list[str]:
    return [plain(phrase(item, comparaison.base, comparaison.head)) for item in comparaison.changements]


def kept(change: Callable[[list[str], list[dict[str, str]], list[str]], None]) -> dict[str, str]:
    """Rewrite the kept avenant: its sentences, its amounts, its levels; its seal is made again."""
    files = fichiers_reels()
    avenant = read_kept(CONSIGNE, files[CONSIGNE].encode()).avenant
    assert avenant is not None
    phrases, niveaux = list(avenant.contenu.phrases), list(avenant.niveaux)
    montants = [dict(row) for row in avenant.contenu.montants]
    change(phrases, montants, niveaux)
    contenu = Contenu(tuple(phrases), tuple(montants))
    return {**files, CONSIGNE: avenant._replace(contenu=contenu, niveaux=tuple(niveaux)).texte()}


def nothing_is_said(comparaison: Comparaison) -> list[bool]:
    """Tell, medium by medium, whether it says that nothing changes."""
    texts = (terminal_text(comparaison, "v1", "v2"), shown(markdown_text(comparaison, "v1", "v2")))
    return [RIEN in text for text in texts]


# --- files that say the same ---


def test_equal_trees_are_no_difference() -> None:
    comparaison = compared(fichiers_reels())
    assert (nothing_is_said(comparaison), comparaison.neutres) == ([True, True], ())


@pytest.mark.parametrize(
    ("old", "new"), [("valeurs:", "# relu\nvaleurs:"), ("valeurs:\n", "valeurs:\n\n"), ("710.60", "710.6")]
)
def test_comments_blanks_and_other_writings_of_a_number_are_named_as_no_difference(old: str, new: str) -> None:
    comparaison = compared(edited(fichiers_reels(), FORFAIT, old, new))
    assert (nothing_is_said(comparaison), comparaison.neutres) == ([True, True], (FORFAIT,))
    for text in (terminal_text(comparaison, "v1", "v2"), shown(markdown_text(comparaison, "v1", "v2"))):
        assert (
            "1 fichier de données ne change que par la forme (commentaires, ordre sans effet, mise en page)"
            in plain(text)
        )
        assert f"« {FORFAIT} »" in plain(text)
    assert f'"neutres": [\n    "{FORFAIT}"\n  ]' in json_text(comparaison, "v1", "v2")


# --- what is no YAML document ---


def test_a_payment_that_changes_is_told_with_both_values() -> None:
    comparaison = compared(edited(fichiers_reels(), MANDATS, MANDAT, MANDAT.replace("7903.66", "99999.99")))
    where = "Relevé « Mandats payés (fictif) » de 2026 : Nancy, « mandats payés », compte 2041511, le 11 mai 2026"
    assert told(comparaison) == [f"{where} : « 99 999,99 € » au lieu de « 7 903,66 € »"]
    assert nothing_is_said(comparaison) == [False, False]
    (change,) = comparaison.changements
    assert comparaison.head.span(change.source).line == 1 + fichiers_reels()[MANDATS].partition(MANDAT)[0].count("\n")


def test_many_counts_that_change_are_summed_up_never_silent() -> None:
    rows = fichiers_reels()[PARC].splitlines()
    new = [f"{row.rpartition(';')[0]};9" if row.startswith("nancy;postes;") else row for row in rows]
    comparaison = compared({**fichiers_reels(), PARC: "\n".join([*new, ""])})
    assert told(comparaison) == [
        (
            f"{RELEVE} : Nancy, 9 lignes changent : « postes de travail », 9 lignes, "
            "total 81 au lieu de 13 279, plus grande différence le 1er septembre 2026 (« 9 » au lieu de « 1 480 »)"
        )
    ]


def test_an_extraction_that_says_another_day_is_told() -> None:
    comparaison = compared(edited(fichiers_reels(), PARC, "# extrait_le: 2026-11-24", "# extrait_le: 2026-11-25"))
    assert told(comparaison) == [
        (f"{RELEVE} : extraction, jour de l'extraction : « 25 novembre 2026 » au lieu de « 24 novembre 2026 »")
    ]


def test_a_kept_avenant_that_is_rewritten_is_told_sentence_by_sentence() -> None:
    def rewrite(phrases: list[str], _: list[dict[str, str]], niveaux: list[str]) -> None:
        phrases[0] = phrases[0].replace("S03.4", "S03.9")
        niveaux[1] = "adherents"
        phrases.append("Une phrase de plus")
        niveaux.append("public")

    comparaison = compared(kept(rewrite))
    name = "Avenant n° 1, tel qu'il est consigné"
    assert told(comparaison) == [
        (
            f"{name} : phrase n° 1 : les mots : « Si souscription S03.4 et S02 » sont remplacés par les mots : « Si "
            "souscription S03.9 et S02 ». Le reste de la phrase est sans changement"
        ),
        f"{name} : phrase n° 2 : lisible par les adhérents, au lieu de lisible par tous",
        f"{name} : phrase n° 3 : « Une phrase de plus » (lisible par tous) est ajoutée",
    ]
    assert nothing_is_said(comparaison) == [False, False]


def test_an_amount_of_a_kept_avenant_that_is_rewritten_is_told_with_both() -> None:
    def rewrite(_: list[str], montants: list[dict[str, str]], __: list[str]) -> None:
        row = next(row for row in montants if row["adherent"] == "nancy")
        row["apres"] = "1.00"

    (text,) = told(compared(kept(rewrite)))
    assert text.startswith("Avenant n° 1, tel qu'il est consigné : Nancy, 2027, ")
    assert "1,00 € après » au lieu de « " in text


def test_to_keep_an_avenant_does_not_reopen_its_vote() -> None:
    files = fichiers_reels()
    without = {path: text for path, text in files.items() if path != CONSIGNE}
    comparaison = comparer(lire(without), lire(files), pourquoi=False)
    assert len(told(comparaison)) == 1
    assert contents(comparaison).phrases == ()


# --- what nothing explains ---


def test_a_file_that_nothing_explains_is_named() -> None:
    base = lire(fichiers_reels())
    head = base._replace(contenus=MappingProxyType({**base.contenus, "pricing/appels/2026-04.sig": "0123456789"}))
    comparaison = comparer(base, head, pourquoi=False)
    assert told(comparaison) == [
        "Fichier modifié que rien n'explique : « pricing/appels/2026-04.sig » est ajouté (contenu 01234567)"
    ]
    assert nothing_is_said(comparaison) == [False, False]


# --- order ---


def test_the_order_of_a_text_is_told() -> None:
    files = fichiers_reels()
    first, second = "  - texte: ", "\n  - texte: "
    before = files[ARTICLE]
    start = before.index(first)
    middle = before.index(second, start) + 1
    end = before.index(second, middle) + 1
    moved = before[:start] + before[middle:end] + before[start:middle] + before[end:]
    (text,) = told(compared({**files, ARTICLE: moved}))
    assert "l'ordre change" in text
    assert "en premier" in text
