"""Calls of any number and date: several advances of one exercice, one call alone, none; what they add up to."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.checks.registry import run
from convention.engine.appels.acomptes import advance, advance_name, all_frozen, balance_of, owes_advances
from convention.engine.appels.appels import (
    AppelAbsentError,
    advances_to_come,
    appeler,
    concerns,
    deja_appele,
    stated,
)
from convention.engine.appels.echeances import call_of, echeances, money_calls
from convention.model.mots.appels import GenreVolet
from convention.reports.mots import no_advance
from tests.arrivees import comes
from tests.engine.appels.petits_appels import MEMBRES, appelle, avec_calendrier, fige
from tests.espaces import espaces
from tests.essais import edited, fichiers, lire
from tests.les_cas import MINI
from tests.maquette import Cout, Membre, maquette

TRIMESTRES = {
    "2026-01": "{genre: acompte, exercice: 2026, taux: 0.25}",
    "2026-04": "{genre: acompte, exercice: 2026, taux: 0.25}",
    "2026-07": "{genre: acompte, exercice: 2026, taux: 0.25}",
    "2026-10": "{genre: solde, exercice: 2026}, {genre: previsionnel, exercice: 2027}",
}
PRIX = "pricing/composants/S03.yaml"
COPIEURS = "pricing/composants/S04.yaml"


def _files(volets: dict[str, str] | None = None, prix: str = "100.00") -> dict[str, str]:
    """Three workstations of Nancy at a price: 300,00 € a year by default."""
    costs = {"copieur": Cout(f"prix: {prix}", annuel="prix * postes")}
    exercices = {2026: "previsionnel", 2027: "previsionnel"}
    return avec_calendrier(maquette(MEMBRES, costs, exercices=exercices), TRIMESTRES if volets is None else volets)


def _a_prix(files: dict[str, str], prix: str) -> dict[str, str]:
    """Return the repository at another price, its seals kept."""
    return {**files, PRIX: _files(prix=prix)[PRIX]}


def _called(files: dict[str, str], echeance: str) -> int:
    """Return what a call asks of Nancy with a titre; cents."""
    return sum(
        item.montant
        for volet in appeler(lire(files), echeance).volets
        if volet.genre.titre
        for item in volet.of("nancy")
    )


def test_each_advance_is_its_rate_of_the_amount_known_that_day_and_the_balance_is_what_is_left() -> None:
    files = appelle(_files(), "2026-01")
    files = appelle(_a_prix(files, "120.00"), "2026-04", "2026-07")
    # 25 % of 300,00 €, twice 25 % of 360,00 €; what is left of 360,00 €.
    by_call = [
        sum(ligne.montant for ligne in lire(files).sceaux[nom].lignes) for nom in ("2026-01", "2026-04", "2026-07")
    ]
    assert [*by_call, _called(files, "2026-10")] == [75_00, 90_00, 90_00, 105_00]


def test_an_advance_never_calls_more_than_what_is_left_and_gives_nothing_back() -> None:
    files = appelle(_files(), "2026-01", "2026-04")
    # 150,00 € were called: 25 % of 180,00 € would be 45,00 €, and 30,00 € are left.
    assert _called(_a_prix(files, "60.00"), "2026-07") == 30_00
    files = appelle(_a_prix(files, "40.00"), "2026-07")
    assert (_called(files, "2026-10"), len(lire(files).sceaux["2026-07"].lignes)) == (-30_00, 1)


def test_the_advances_to_come_are_those_that_are_not_sealed_each_after_those_before_it() -> None:
    half = "{genre: acompte, exercice: 2026, taux: 0.5}"
    files = _files({**TRIMESTRES, "2026-01": half, "2026-04": half, "2026-07": half})
    # Half of 300,00 €, twice, and nothing is left; of 360,00 €, half, then what is left once 150,00 € were called.
    for depot, asked in (
        (files, {"2026-01": [150_00], "2026-04": [150_00], "2026-07": [0]}),
        (_a_prix(appelle(files, "2026-01"), "120.00"), {"2026-04": [180_00], "2026-07": [30_00]}),
    ):
        found = advances_to_come(lire(depot), 2026)
        assert {nom: [item.montant for item in lines] for nom, lines in found.items()} == asked


def test_what_the_last_call_before_a_milestone_stated_of_an_adherent_is_what_it_was_known_to_owe() -> None:
    depot = lire(appelle(_a_prix(appelle(_files(), "2026-01"), "120.00"), "2026-04"))
    found = [stated(depot, "nancy", 2026, nom) for nom in ("2026-01", "2026-04", "2026-07")]
    assert [list(known.values()) for known in found] == [[], [300_00], [360_00]]
    assert stated(depot, "nancy", 2026) == found[-1]


def test_a_third_written_in_decimals_ends_exactly_by_the_balance() -> None:
    third = "{genre: acompte, exercice: 2026, taux: 0.3333}"
    volets = {"2026-02": third, "2026-05": third, "2026-08": third, "2026-11": "{genre: solde, exercice: 2026}"}
    files = appelle(_files(volets, "33.33"), *volets)
    called = deja_appele(lire(files), "9999-12").values()
    assert [sum(ligne.montant for ligne in sceau.lignes) for sceau in lire(files).sceaux.values()] == [
        33_33,
        33_33,
        33_33,
        0,
    ]
    assert sum(called) == 99_99


def _asked(adhesion: str, fige_a: str = "") -> tuple[int, ...]:
    """Return what each of the four calls asks of a member with three workstations at 100,00 €; cents."""
    taken = f"{{service: S03, {adhesion}}}"
    membres = {**MEMBRES, "laxou": Membre("postes: 3", adhesion=adhesion, souscriptions=taken)}
    costs = {"copieur": Cout("prix: 100.00", annuel="prix * postes")}
    files = avec_calendrier(
        maquette(membres, costs, exercices={2026: "previsionnel", 2027: "previsionnel"}), TRIMESTRES
    )
    files |= fige("laxou", fige_a) if fige_a else {}
    files = appelle(files, *TRIMESTRES)
    assert not {item.code for item in run(lire(files))} & {"SCE004", "SCE005", "SCE007", "SCE008"}
    return tuple(
        sum(ligne.montant for ligne in sceau.lignes if ligne.adherent == "laxou")
        for sceau in lire(files).sceaux.values()
    )


@pytest.mark.parametrize(
    ("adhesion", "asked"),
    [
        ("debut: 2024-01-01", (75_00, 75_00, 75_00, 75_00)),
        # Six months: 150,00 €. A quarter in July, the rest in October: no advance catches up those of before.
        ("debut: 2026-07-01", (0, 0, 37_50, 112_50)),
        # The day of the call is the first one, then the one before the first.
        ("debut: 2026-07-15", (0, 0, 37_50, 112_50)),
        ("debut: 2026-07-16", (0, 0, 0, 125_00)),
        # After the balance, which is the last call of the year: two months.
        ("debut: 2026-11-01", (0, 0, 0, 50_00)),
        # Two months, gone before April; the end is not a day of the membership.
        ("debut: 2024-01-01, fin: 2026-03-01", (12_50, 0, 0, 37_50)),
        ("debut: 2024-01-01, fin: 2026-04-15", (18_75, 0, 0, 56_25)),
        ("debut: 2024-01-01, fin: 2026-04-16", (25_00, 25_00, 0, 50_00)),
        # Three months, between two calls.
        ("debut: 2026-01-16, fin: 2026-04-01", (0, 0, 0, 50_00)),
    ],
)
def test_an_advance_is_asked_of_the_members_of_that_day_and_the_balance_of_all(
    adhesion: str, asked: tuple[int, ...]
) -> None:
    assert _asked(adhesion) == asked


def test_the_advances_of_a_newcomer_charge_together_all_that_is_frozen_of_its_year() -> None:
    # From February, eleven months: 275,00 €. Two advances of the same rate charge 100,01 €; the balance is by titre.
    assert _asked("debut: 2026-02-01", "100.01") == (0, 50_01, 50_00, 174_99)
    # In no advance: nothing can be charged.
    assert _asked("debut: 2026-08-01", "100.01") == (0, 0, 0, 125_00)


def test_an_advance_that_was_sealed_for_who_is_found_to_begin_later_is_history_and_the_balance_carries_the_rest() -> (
    None
):
    april = {"2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}", "2026-10": "{genre: solde, exercice: 2026}"}
    files = appelle(_files(april), "2026-04")
    dates = ("adherents/nancy/adherent.yaml", "adherents/nancy/souscriptions.yaml")
    files |= {path: files[path].replace("debut: 2024-01-01", "debut: 2026-08-01") for path in dates}
    # Five months are due, 125,00 €, and a half of the year was called.
    assert (_called(files, "2026-10"), [item.montant for item in lire(files).sceaux["2026-04"].lignes]) == (
        -25_00,
        [150_00],
    )


def test_who_is_found_to_begin_before_a_sealed_advance_is_charged_all_that_is_frozen_by_the_next_one() -> None:
    calls = {"2026-01": TRIMESTRES["2026-01"], "2026-04": TRIMESTRES["2026-04"]}
    files = {**appelle(avec_calendrier(comes(), calls), "2026-01"), **fige("cerisaie", "3000.00")}
    known = {nom: text.replace("debut: 2026-07-01", "debut: 2026-01-01") for nom, text in files.items()}
    assert known != files
    assert all_frozen(lire(known), 2026, "2026-04") == {"cerisaie": 3_000_00}
    assert no_advance(lire(known), "cerisaie", 2026) == ""


def test_a_call_that_asked_nothing_of_who_was_no_member_yet_is_still_what_the_data_gives() -> None:
    files = appelle(avec_calendrier(comes(), TRIMESTRES), "2026-01", "2026-04")
    assert [item.code for item in run(lire(files)) if item.code.startswith("SCE")] == ["SCE010"]
    counts = "adherents/cerisaie/quantites/2026.yaml"
    more = edited(files, counts, "imprimantes: 2", "imprimantes: 4")
    # The share that it does not pay is told of the others only, as far as the sealed advances asked it of them.
    (said,) = [item for item in run(lire(more)) if item.code == "SCE008"]
    assert "Cerisaie" not in said.message


@pytest.mark.parametrize(
    ("sealed", "waited", "named", "asked"),
    [((), "2026-01", "de janvier", "2026-04"), (("2026-01", "2026-04"), "2026-07", "de juillet", "2026-10")],
)
def test_an_advance_or_a_balance_waits_for_the_seal_of_the_call_before(
    sealed: tuple[str, ...], waited: str, named: str, asked: str
) -> None:
    with pytest.raises(AppelAbsentError) as refused:
        appeler(lire(appelle(_files(), *sealed)), asked)
    assert espaces(str(refused.value)) == (
        f"l'appel {named} 2026 n'est pas scellé : ce qui reste dû de 2026 n'est pas connu ; le sceller par "
        f"« convention appels sceller {waited} »"
    )


def test_sealed_advances_are_what_their_rates_give_and_the_last_one_is_what_is_compared() -> None:
    files = fichiers(MINI)
    files = appelle(avec_calendrier(files, TRIMESTRES), "2026-01")
    dearer = {**files, COPIEURS: files[COPIEURS].replace("1150.00", "1250.00")}
    assert dearer[COPIEURS] != files[COPIEURS]
    dearer = appelle(dearer, "2026-04", "2026-07")
    assert [item.code for item in run(lire(dearer)) if item.code.startswith("SCE")] == ["SCE010"]
    back = {**dearer, COPIEURS: files[COPIEURS]}
    (said,) = [item for item in run(lire(back)) if item.code == "SCE008"]
    assert "l'appel de juillet 2026 est émis" in espaces(said.message)
    assert "l'appel d'octobre 2026 portera l'écart" in espaces(said.hint or "")


def test_a_single_call_calls_everything_and_no_call_calls_nothing() -> None:
    annuel = {"2026-06": "{genre: solde, exercice: 2026}"}
    assert _called(_files(annuel), "2026-06") == 300_00
    for volets, known in (({}, "aucune"), (annuel, "« 2026-06 »")):
        with pytest.raises(AppelAbsentError) as refused:
            appeler(lire(_files(volets)), "2026-07")
        told = f"aucun appel n'a lieu en « 2026-07 » (échéances du dépôt : {known})"
        assert espaces(str(refused.value)) == told


def test_a_milestone_that_does_not_say_what_it_calls_is_refused() -> None:
    with pytest.raises(AppelAbsentError) as refused:
        appeler(lire(_files({"2026-06": ""})), "2026-06")
    assert espaces(str(refused.value)) == (
        "l'appel de juin 2026 ne dit pas ce qu'il contient : ajouter ses « volets » à l'exercice"
    )


def _with_laxou(adhesion: str, volets: dict[str, str] | None = None) -> dict[str, str]:
    """Have Laxou join, or leave, with three workstations, in a repository of four calls a year, then two."""
    membres = {**MEMBRES, "laxou": Membre("postes: 3", f"{{service: S03, {adhesion}}}", adhesion)}
    costs = {"copieur": Cout("prix: 100.00", annuel="prix * postes")}
    exercices = dict.fromkeys((2026, 2027), "previsionnel")
    return avec_calendrier(maquette(membres, costs, exercices=exercices), volets or {**TRIMESTRES, **APRES})


APRES = {"2027-01": "{genre: acompte, exercice: 2027, taux: 0.5}", "2027-10": "{genre: solde, exercice: 2027}"}


def test_a_balance_says_how_many_advances_of_its_year_each_was_called() -> None:
    files = appelle(_with_laxou("debut: 2026-07-01"), "2026-01")
    assert [volet.acomptes for volet in appeler(lire(files), "2026-04").volets] == [{}]
    files = appelle(files, "2026-04", "2026-07")
    assert [volet.acomptes for volet in appeler(lire(files), "2026-10").volets] == [{"nancy": 3, "laxou": 1}, {}]
    (balance,) = appeler(lire(appelle(files, "2026-10", "2027-01")), "2027-10").volets
    assert balance.acomptes == {"nancy": 1, "laxou": 1}


def test_an_advance_of_nothing_is_none() -> None:
    files = appelle(_a_prix(appelle(_files(), "2026-01", "2026-04"), "40.00"), "2026-07")
    assert [item.montant for item in lire(files).sceaux["2026-07"].lignes] == [0]
    assert appeler(lire(files), "2026-10").volets[0].acomptes == {"nancy": 2}


def test_the_calls_that_ask_money_of_a_year_are_its_advances_and_its_balance() -> None:
    depot = lire(_with_laxou("debut: 2024-01-01"))
    assert money_calls(depot, 2026) == tuple(date(2026, month, 15) for month in (1, 4, 7, 10))
    assert money_calls(depot, 2027) == (date(2027, 1, 15), date(2027, 10, 15))


def test_a_part_of_a_year_is_found_in_the_first_call_that_declares_it() -> None:
    depot = lire(_with_laxou("debut: 2024-01-01"))
    asked = [(GenreVolet.ACOMPTE, 2026), (GenreVolet.SOLDE, 2026), (GenreVolet.SOLDE, 2027), (GenreVolet.SOLDE, 2028)]
    found = [call_of(depot, genre, annee) for genre, annee in asked]
    assert [appel.date if appel is not None else None for appel in found] == [
        *(date(2026, 1, 15), date(2026, 10, 15), date(2027, 10, 15), None)
    ]


def test_a_balance_is_that_of_who_may_be_asked_it_or_was_once_it_is_sealed() -> None:
    before = appelle(avec_calendrier(_files({}), TRIMESTRES), *TRIMESTRES)
    seals = {path: text for path, text in before.items() if path.endswith(".json")}
    depot, sealed = (lire({**_with_laxou("debut: 2024-01-01"), **more}) for more in ({}, seals))
    waited, asked = (
        [
            getattr(balance_of(of, nom, annee), "date", None)
            for nom in ("nancy", "laxou")
            for annee in (2026, 2027, 2028)
        ]
        for of in (depot, sealed)
    )
    october = date(2026, 10, 15)
    assert waited == [october, date(2027, 10, 15), None, october, date(2027, 10, 15), None]
    # Laxou is found to have been there once the balance of 2026 is sealed without it.
    assert asked == [october, date(2027, 10, 15), None, None, date(2027, 10, 15), None]


@pytest.mark.parametrize(
    ("adhesion", "concerned"),
    [
        ("debut: 2024-01-01", "111111"),
        # An advance asks of who is there that day; a balance or a forecast is of a year.
        ("debut: 2026-07-01", "001111"),
        ("debut: 2026-11-01", "000111"),
        ("debut: 2027-02-01", "000101"),
        ("debut: 2024-01-01, fin: 2026-04-15", "100100"),
        ("debut: 2024-01-01, fin: 2026-01-01", "000000"),
    ],
)
def test_a_call_concerns_those_of_whom_it_asks_or_to_whom_it_announces_something(adhesion: str, concerned: str) -> None:
    depot = lire(_with_laxou(adhesion))
    assert "".join(str(int(concerns(depot, "laxou", appel))) for appel in echeances(depot).values()) == concerned


def test_an_advance_after_the_end_of_the_convention_asks_nothing_and_the_balance_asks_what_is_left() -> None:
    term = {
        "effet: 2024-01-01": "effet: 2024-06-01",
        "duree_annees: 1": "duree_annees: 2",
        "reconductions: 4": "reconductions: 0",
    }
    files, path = _files(), "catalogue/convention.yaml"
    for old, new in term.items():
        files = edited(files, path, old, new)
    files = appelle(files, "2026-01", "2026-04", "2026-07")
    depot = lire(files)
    # Five months are due, 125,00 €, of which each advance calls a quarter until 31 May 2026.
    assert [sum(ligne.montant for ligne in sceau.lignes) for sceau in depot.sceaux.values()] == [31_25, 31_25, 0]
    assert _called(files, "2026-10") == 62_50
    assert not concerns(depot, "nancy", echeances(depot)["2026-07"])
    last, after = date(2026, 5, 31), date(2026, 6, 1)
    assert [owes_advances(depot, "nancy", day) for day in (last, after)] == [True, False]
    assert espaces(no_advance(depot, "nancy", 2026)) == (
        "Aucun acompte n'est demandé après le 31 mai 2026, dernier jour de la convention : "
        "le solde du 15 octobre 2026 demande ce qui reste"
    )


def test_a_call_that_does_not_say_yet_what_it_asks_concerns_everybody() -> None:
    depot = lire(_with_laxou("debut: 2024-01-01, fin: 2025-01-01", {"2026-01": ""}))
    assert concerns(depot, "laxou", echeances(depot)["2026-01"])


def test_an_advance_that_is_all_that_is_left_is_its_rate_line_by_line() -> None:
    one, two = (("nancy", "S03", nom, "indirect_annuel", "fonctionnement") for nom in ("un", "deux"))
    # A third of 5 cents is 2, and 3 were called: 1/3 and 4/3, whose remainders are equal.
    assert advance({one: 1, two: 4}, Fraction(1, 3), {}, {one: 1, two: 2}) == {one: 1, two: 1}


def test_advances_are_named_by_their_rank_when_there_are_several() -> None:
    depot = lire(_files())
    assert [advance_name(depot, 2026, nom) for nom in TRIMESTRES] == [
        *("premier acompte", "deuxième acompte", "troisième acompte", "acompte")
    ]
    alone = lire(_files({"2026-03": TRIMESTRES["2026-01"]}))
    assert advance_name(alone, 2026, "2026-03") == "acompte"


def test_several_advances_share_a_frozen_amount_to_the_cent() -> None:
    files = {**_files(), **fige("nancy", "100.01")}
    parts = [all_frozen(lire(files), 2026, nom)["nancy"] for nom in ("2026-01", "2026-04", "2026-07")]
    assert parts == [33_34, 33_33, 33_34]
    files = appelle(files, "2026-01", "2026-04", "2026-07")
    assert _called(files, "2026-10") == 300_00 - 100_01
    assert not [item for item in run(lire(files)) if item.code == "SCE004"]
    other = lire({**files, **fige("nancy", "90.00")})
    said = [espaces(item.message) for item in run(other) if item.code == "SCE004"]
    assert said == [
        f"le montant figé 2026 de nancy est de 90,00 €, dont 30,00 € pour l'appel {mois} 2026, qui a imputé {cents} €"
        for mois, cents in (("d'avril", "33,33"), ("de janvier", "33,34"), ("de juillet", "33,34"))
    ]


@pytest.mark.parametrize(
    ("volets", "message"),
    [
        (
            TRIMESTRES | {"2026-09": "{genre: acompte, exercice: 2026, taux: 0.26}"},
            "les acomptes 2026 appellent ensemble 101 % du montant révisé",
        ),
        (
            TRIMESTRES | {"2026-12": "{genre: acompte, exercice: 2026, taux: 0.25}"},
            "l'acompte 2026 est appelé le 15 décembre 2026, et le solde le 15 octobre 2026",
        ),
    ],
)
def test_advances_that_call_too_much_or_follow_the_balance_are_refused(volets: dict[str, str], message: str) -> None:
    assert [espaces(item.message) for item in run(lire(_files(volets))) if item.code == "SCE005"] == [message]


BASES = st.lists(st.integers(0, 10**6), min_size=1, max_size=4)


@given(st.lists(BASES, min_size=1, max_size=4), st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_whatever_the_amounts_become_no_advance_calls_more_than_what_is_left(
    states: list[list[int]], rates: list[int]
) -> None:
    called: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    for bases, rate in zip(states, rates, strict=False):
        lines = {
            ("nancy", "S03", f"ligne-{rank}", "indirect_annuel", "fonctionnement"): cents
            for rank, cents in enumerate(bases)
        }
        before = sum(called.values())
        for line, cents in advance(lines, Fraction(rate, 10_000), {}, called).items():
            assert cents >= 0
            called[line] += cents
        assert sum(called.values()) <= max(before, sum(bases))


@given(BASES, st.lists(st.integers(1, 10_000), min_size=2, max_size=4))
def test_of_amounts_that_do_not_move_each_advance_is_its_rate_and_the_balance_ends_exactly(
    bases: list[int], parts: list[int]
) -> None:
    lines = {
        ("nancy", "S03", f"ligne-{rank}", "indirect_annuel", "fonctionnement"): cents
        for rank, cents in enumerate(bases)
    }
    rates = [Fraction(part, sum(parts) + 1) for part in parts]
    called: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    for rate in rates:
        now = advance(lines, rate, {}, called)
        # Half a cent at most, unless that would call more than there is.
        assert abs(sum(now.values()) - rate * sum(bases)) <= max(Fraction(1, 2), len(rates) * Fraction(1, 2))
        for line, cents in now.items():
            called[line] += cents
    assert sum(bases) - sum(called.values()) >= 0
