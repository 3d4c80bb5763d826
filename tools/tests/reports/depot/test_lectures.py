"""Each other reading in euros: the tables add up, and what is computed is that reading alone."""

from __future__ import annotations

from datetime import date

import pytest

from convention.base.french import euros
from convention.base.money import CENTS
from convention.compare.lectures import AutreLecture, other_readings
from convention.model.resolution import resolve
from convention.reports.depot.lectures import readings
from convention.reports.rendus.document import Paragraphe, Titre
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import signed
from tests.essais import CALCULS, nancy
from tests.reports.etat.etats import tel_quel
from tests.site.lecture import lire_html, page_seule, site_reel

ANNEE = 2026


@pytest.fixture(scope="module")
def autres() -> tuple[AutreLecture, ...]:
    return tuple(other_readings(nancy(), ANNEE))


def _cents(text: str) -> int:
    whole, _, rest = tel_quel(text).replace(" ", "").replace("−", "-").lstrip("+").partition(",")
    return int(whole) * CENTS + (-1 if whole.startswith("-") else 1) * int(rest)


def test_the_printed_rows_of_each_table_add_up_to_its_total(autres: tuple[AutreLecture, ...]) -> None:
    page = readings(nancy(), CALCULS(resolve(nancy(), ANNEE)), autres, None)
    tables = [bloc for bloc in page if isinstance(bloc, Tableau)]
    assert tables
    wrong = [
        tableau.lignes[0]
        for tableau in tables
        for column in (1, 2, 3)
        if sum(_cents(row[column]) for row in tableau.lignes) != _cents(tableau.totaux[0][column])
    ]
    assert wrong == []


def test_the_retained_reading_is_what_the_exercice_costs(autres: tuple[AutreLecture, ...]) -> None:
    expected = CALCULS(resolve(nancy(), ANNEE)).totaux.par_adherent
    assert [{part.adherent: part.avant for part in item.parts} for item in autres] == [expected] * len(autres)


def test_every_reading_that_replaces_a_rule_is_told_and_no_other(autres: tuple[AutreLecture, ...]) -> None:
    declared = [
        alternative.libelle
        for lecture in sorted(nancy().vie.lectures.values(), key=lambda item: item.numero)
        for alternative in lecture.alternatives.values()
        if alternative.executable
    ]
    assert [item.alternative.libelle for item in autres] == declared


def test_an_ambiguity_is_headed_once(autres: tuple[AutreLecture, ...]) -> None:
    page = readings(nancy(), CALCULS(resolve(nancy(), ANNEE)), autres, "essey-les-nancy")
    heads = [bloc.texte for bloc in page if isinstance(bloc, Titre)]
    assert len(set(heads)) == len(heads)


def test_readings_that_move_no_amount_are_never_counted_zero(autres: tuple[AutreLecture, ...]) -> None:
    still = [item for item in autres if not item.touches]
    page = readings(nancy(), CALCULS(resolve(nancy(), ANNEE)), still, None)
    head = next(tel_quel(bloc.texte) for bloc in page if isinstance(bloc, Paragraphe))
    assert f"{len(still)} autres lectures changeraient une règle ; aucune ne changerait un montant." in head


def test_what_nobody_is_charged_any_more_stays_with_the_managing_body_and_the_page_says_it(
    autres: tuple[AutreLecture, ...],
) -> None:
    data = nancy()
    (other,) = [item for item in autres if "dont la Métropole porterait le coût" in item.alternative.libelle]
    others = sum(part.avant - part.apres for part in other.parts if part.adherent != data.convention.gestionnaire)
    assert other.reste(data.convention.gestionnaire) == others > 0
    told = f"La Métropole supporterait {tel_quel(euros(others))} de plus, sa propre part comprise : "
    page = readings(data, CALCULS(resolve(data, ANNEE)), [other], None)
    said = [bloc.texte for bloc in page if isinstance(bloc, Paragraphe)]
    assert any(tel_quel(text).startswith(told) for text in said)
    alone = readings(data, CALCULS(resolve(data, ANNEE)), [other], "essey-les-nancy")
    assert not any("supporterait" in bloc.texte for bloc in alone if isinstance(bloc, Paragraphe))
    site = lire_html(page_seule(site_reel("adherents", date(2026, 11, 23)), "lectures.md")).texte
    assert f"21 adhérents paieraient moins ; total : {tel_quel(signed(-others))}. {told}" in tel_quel(site)


def test_where_what_one_pays_less_another_pays_nothing_stays_with_the_managing_body(
    autres: tuple[AutreLecture, ...],
) -> None:
    shared = [item for item in autres if item.touches and not item.total.ecart]
    assert shared
    assert {item.reste(nancy().convention.gestionnaire) for item in shared} == {0}
