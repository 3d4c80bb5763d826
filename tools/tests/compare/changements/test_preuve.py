"""`compare.changements.preuve`: a file that differs is proved to hold the same document, or is not."""

from __future__ import annotations

import pytest

from convention.compare.changements.preuve import differing, neutral, unexplained
from tests.checks.depots import AUBEPINE, S03, mini
from tests.compare.changements.test_ecrits import LIEU, point, serie, series
from tests.les_cas import MINI

COMPTES = "adherents/aubepine/quantites/2026.yaml"
TEXTES = {path: (MINI / path).read_text("utf-8") for path in (AUBEPINE, COMPTES, S03)}
PREMIERE, SECONDE = (f"  - {{service: {code}, debut: 2024-01-01}}\n" for code in ("S02", "S03"))


def proved(path: str, before: str, after: str) -> bool:
    """Tell whether a text of a file may be replaced without a word; both answers of the module agree."""
    base, head = mini(), mini((path, before, after))
    assert list(differing(base, head)) == [path]
    kept, left = neutral(base, head, ()), unexplained(base, head, ())
    assert sorted(kept + left) == [path]
    return kept == (path,)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (AUBEPINE, "souscriptions:\n", "# Un commentaire.\nsouscriptions:\n\n"),
        (AUBEPINE, "{service: S03, debut: 2024-01-01}", "{debut: 2024-01-01, service: S03}"),
        (AUBEPINE, PREMIERE + SECONDE, SECONDE + PREMIERE),
        (AUBEPINE, "  - {composant: application-finances}", "  - composant: application-finances"),
        (AUBEPINE, "origine: demonstration", 'origine: "demonstration"'),
        (COMPTES, "{postes: 112, imprimantes: 8, copieurs: 6}", "{copieurs: 6, postes: 112, imprimantes: 8}"),
    ],
)
def test_a_comment_the_layout_and_the_order_of_a_list_without_order_say_nothing(
    path: str, before: str, after: str
) -> None:
    assert proved(path, before, after)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (AUBEPINE, "{service: S03, debut: 2024-01-01}", "{service: S03, debut: 2024-02-01}"),
        (AUBEPINE, SECONDE, ""),
        (AUBEPINE, "inventé pour les essais", "inventé pour un essai"),
        (COMPTES, "postes: ", "postes: 1"),
    ],
)
def test_a_value_that_changes_comes_or_goes_is_never_proved_to_be_the_same(path: str, before: str, after: str) -> None:
    assert not proved(path, before, after)


def test_the_order_of_a_list_that_is_read_in_order_says_something() -> None:
    first, second = "  - {code: S03.1, libelle: Réseau}\n", TEXTES[S03].partition("libelle: Réseau}\n")[2]
    assert not proved(S03, first + second, second + first)


def test_what_changes_tell_is_neither_proved_nor_left_unexplained() -> None:
    base, head = mini(), mini((AUBEPINE, PREMIERE + SECONDE, SECONDE + PREMIERE))
    assert (neutral(base, head, (AUBEPINE,)), unexplained(base, head, (AUBEPINE,))) == ((), ())


def test_a_file_that_is_on_one_side_only_is_not_proved() -> None:
    base = mini()
    contenus = {**base.contenus, "catalogue/inconnu.yaml": "1"}
    for one, other in ((base, base._replace(contenus=contenus)), (base._replace(contenus=contenus), base)):
        assert (neutral(one, other, ()), unexplained(one, other, ())) == ((), ("catalogue/inconnu.yaml",))


def test_a_series_that_holds_other_points_is_not_proved() -> None:
    one, other = (series(serie(point("nancy", 0, valeur))) for valeur in (1, 2))
    base, head = (depot._replace(contenus={LIEU.path: str(depot.series)}) for depot in (one, other))
    assert neutral(base, head, ()) == ()
    assert neutral(base, base._replace(contenus={LIEU.path: "autre"}), ()) == (LIEU.path,)


@pytest.mark.parametrize("illisible", ["avant", "apres"])
def test_a_file_that_cannot_be_read_as_its_document_is_not_proved(illisible: str) -> None:
    wrong = ("service: S03, debut: 2024-01-01", "service: S03, debut: jamais")
    sides = [mini((AUBEPINE, *wrong)), mini()]
    base, head = sides if illisible == "avant" else sides[::-1]
    assert unexplained(base, head, ()) == (AUBEPINE,)
