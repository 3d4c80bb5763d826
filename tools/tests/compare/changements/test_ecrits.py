"""`ecrits`: what differs in kept avenants and in series, item by item, each with its place in both files."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from convention.compare.changements.ecrits import CONSIGNE, SERIE, Ecart, MontantConsigne, PhraseConsignee, written
from convention.model.ecrits.avenants_consignes import AvenantConsigne, Contenu
from convention.model.ecrits.series import Chemin, Entete, Grandeur, Point, Serie
from tests.checks.depots import mini

if TYPE_CHECKING:
    from convention.model.depot import Depot

JOUR = date(2026, 1, 1)
LIEU = Chemin(2026, "parc")
ENTETE = Entete(JOUR, "demonstration", "0" * 64, JOUR, JOUR, (), (), 3, 0, 0, 0, 0)
VIDE = mini()
CONSERVE = "catalogue/avenants/{}/avenant.json"


def montant(adherent: str, apres: str, exercice: str = "2026") -> dict[str, str]:
    identity = {"exercice": exercice, "adherent": adherent, "nature": "direct", "section": "fonctionnement"}
    return {**identity, "avant": "1.00", "apres": apres}


def consigne(numero: int, phrases: str, *montants: dict[str, str], niveau: str = "public") -> AvenantConsigne:
    """Keep one sentence a word."""
    words = tuple(phrases.split())
    return AvenantConsigne(numero, Contenu(words, montants), (niveau,) * len(words))


def avenants(*kept: AvenantConsigne) -> Depot:
    return VIDE._replace(avenants_consignes={str(item.numero): item for item in kept})


def point(adherent: str, rang: int, valeur: int = 1) -> Point:
    return Point(Grandeur(adherent, "postes"), JOUR + timedelta(rang), Fraction(valeur))


def serie(*points: Point, entete: Entete = ENTETE, chemin: Chemin = LIEU) -> Serie:
    return Serie(chemin, entete, points)


def series(*found: Serie) -> Depot:
    return VIDE._replace(series={item.chemin: item for item in found})


def test_what_is_the_same_on_both_sides_has_no_difference() -> None:
    both = VIDE._replace(
        avenants_consignes={"1": consigne(1, "a b", montant("nancy", "2.00"))},
        series={LIEU: serie(point("nancy", 0))},
    )
    assert list(written(both, both)) == []


def test_an_avenant_kept_on_one_side_only_is_one_difference_in_the_order_of_the_numbers() -> None:
    two, ten = consigne(2, "a"), consigne(10, "b")
    assert list(written(avenants(ten), avenants(two))) == [
        Ecart(CONSIGNE, CONSERVE.format(2), ("2",), None, two),
        Ecart(CONSIGNE, CONSERVE.format(10), ("10",), ten, None),
    ]


def test_a_sentence_that_changes_comes_or_goes_is_told_by_its_rank_and_its_two_lines() -> None:
    old, new = consigne(1, "a b c d"), consigne(1, "a x c d e")
    assert list(written(avenants(old), avenants(new))) == [
        Ecart(
            CONSIGNE,
            CONSERVE.format(1),
            ("1", "phrases", "n° 2"),
            PhraseConsignee("b", "public"),
            PhraseConsignee("x", "public"),
            (7, 7),
        ),
        Ecart(CONSIGNE, CONSERVE.format(1), ("1", "phrases", "n° 5"), None, PhraseConsignee("e", "public"), (10, 10)),
    ]
    (gone,) = written(avenants(consigne(1, "a b c")), avenants(consigne(1, "b c")))
    assert (gone.chemin, gone.avant, gone.apres) == (("1", "phrases", "n° 1"), PhraseConsignee("a", "public"), None)


def test_a_sentence_that_goes_is_told_by_its_own_rank_not_by_where_it_would_stand() -> None:
    *_, gone = written(avenants(consigne(1, "a b c")), avenants(consigne(1, "x y a c")))
    assert (gone.chemin[-1], gone.apres, gone.lignes) == ("n° 2", None, (7, 9))


def test_a_sentence_that_comes_is_told_by_its_own_rank_whatever_went_before() -> None:
    *_, come = written(avenants(consigne(1, "a b c")), avenants(consigne(1, "c d")))
    assert (come.chemin[-1], come.avant, come.lignes) == ("n° 2", None, (9, 7))


def test_sentences_replaced_together_are_told_one_by_one() -> None:
    found = list(written(avenants(consigne(1, "a b c d")), avenants(consigne(1, "a x y d"))))
    assert [(item.chemin[-1], item.lignes) for item in found] == [("n° 2", (7, 7)), ("n° 3", (8, 8))]


def test_one_sentence_among_hundreds_alike_is_the_only_difference() -> None:
    more, fewer = consigne(1, "y " + "x " * 210), consigne(1, "x " * 210)
    assert [item.chemin[-1] for item in written(avenants(more), avenants(fewer))] == ["n° 1"]


def test_of_equal_amounts_only_those_in_excess_are_told() -> None:
    row = montant("nancy", "2.00")
    (found,) = written(avenants(consigne(1, "a", row, row, row, row)), avenants(consigne(1, "a", row, row)))
    assert (found.avant, found.apres) == ((MontantConsigne(**row), MontantConsigne(**row)), None)


def test_who_may_read_a_sentence_is_a_difference() -> None:
    (found,) = written(avenants(consigne(1, "a")), avenants(consigne(1, "a", niveau="adherents")))
    assert (found.avant, found.apres) == (PhraseConsignee("a", "public"), PhraseConsignee("a", "adherents"))


def test_what_a_sentence_is_about_is_a_difference() -> None:
    old = consigne(1, "a")
    (found,) = written(avenants(old), avenants(old._replace(sujets=(None,))))
    assert (found.avant, found.apres) == (PhraseConsignee("a", "public"), PhraseConsignee("a", "public", None))
    assert found.lignes == (6, 7)


def test_the_services_that_a_sentence_changes_are_a_difference() -> None:
    old = consigne(1, "a")._replace(sujets=(None,))
    (found,) = written(avenants(old), avenants(old._replace(services=((),))))
    assert (found.avant, found.apres) == (
        PhraseConsignee("a", "public", None),
        PhraseConsignee("a", "public", None, ()),
    )
    assert found.lignes == (7, 8)


def test_the_cases_of_a_visa_that_an_avenant_is_are_a_difference() -> None:
    old = consigne(1, "a")._replace(sujets=(None,), cas=())
    (found,) = written(avenants(old), avenants(old._replace(cas=("agents",))))
    assert found[:-1] == (CONSIGNE, CONSERVE.format(1), ("1", "cas"), (), ("agents",))
    assert old._replace(cas=("agents",)).texte().splitlines()[found.lignes[1] - 1] == ' "cas": ["agents"],'


def test_the_amounts_that_differ_are_gathered_by_adherent_each_at_its_two_lines() -> None:
    same = montant("nancy", "2.00", "2027")
    old = consigne(1, "a b", same, montant("laxou", "3.00"), montant("nancy", "5.00"))
    new = consigne(1, "a b", montant("laxou", "3.00"), montant("tomblaine", "1.00"), same, montant("nancy", "6.00"))
    assert list(written(avenants(old), avenants(new))) == [
        Ecart(
            CONSIGNE,
            CONSERVE.format(1),
            ("1", "montants", "nancy"),
            (MontantConsigne(**montant("nancy", "5.00")),),
            (MontantConsigne(**montant("nancy", "6.00")),),
            (12, 13),
        ),
        Ecart(
            CONSIGNE,
            CONSERVE.format(1),
            ("1", "montants", "tomblaine"),
            None,
            (MontantConsigne(**montant("tomblaine", "1.00")),),
            (10, 11),
        ),
    ]


def test_a_series_on_one_side_only_is_one_difference() -> None:
    other = serie(point("nancy", 0), chemin=Chemin(2025, "parc"))
    one = serie(point("nancy", 0))
    assert list(written(series(one), series(other))) == [
        Ecart(SERIE, "pricing/releves/2025/parc.csv", ("parc 2025",), None, other),
        Ecart(SERIE, "pricing/releves/2026/parc.csv", ("parc 2026",), one, None),
    ]


def test_the_points_that_differ_are_gathered_by_adherent_and_the_head_is_told_apart() -> None:
    entete = ENTETE._replace(lignes_lues=4)
    old = serie(point("laxou", 0), point("nancy", 0), point("nancy", 1, 2))
    new = serie(point("laxou", 0), point("laxou", 3), point("nancy", 0), point("nancy", 1, 3), entete=entete)
    assert list(written(series(old), series(new))) == [
        Ecart(SERIE, LIEU.path, ("parc 2026", "entete"), ENTETE, entete),
        Ecart(SERIE, LIEU.path, ("parc 2026", "laxou"), None, (point("laxou", 3),), (14, 15)),
        Ecart(SERIE, LIEU.path, ("parc 2026", "nancy"), (point("nancy", 1, 2),), (point("nancy", 1, 3),), (16, 17)),
    ]


@given(
    old=st.lists(st.sampled_from("abc"), max_size=6),
    new=st.lists(st.sampled_from("abc"), max_size=6),
)
def test_whatever_differs_in_kept_sentences_is_told(old: list[str], new: list[str]) -> None:
    found = list(written(avenants(consigne(1, " ".join(old))), avenants(consigne(1, " ".join(new)))))
    assert (found == []) == (old == new)
