"""`compare.visas` on a small repository: what is acquired, by which act, and by how many."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.compare.visas import Acquis, Demande, EtatVisa, VisaDemande, visa_state
from convention.model.gouvernance import Visa
from convention.model.vocabulaire_avenants import EtapeVisa
from convention.model.vocabulaire_vie import SensAvis
from tests.compare.depots_git import edited
from tests.compare.petites_decisions import (
    CLES,
    COMPOSANTS,
    LAXOU,
    MEMBRES,
    NANCY,
    avenant,
    compared,
    decided,
    petit,
    reunions,
)
from tests.generateur_textes import first_line, service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.decision import Decision

PETIT = petit()
CLE = edited(PETIT, CLES, "libelle: stockage,", "libelle: espace,")
"""A key whose name changes: an avenant is needed."""
PRIX = edited(PETIT, COMPOSANTS, "1200.00", "1260.00")
MANQUE, ACQUIS = EtatVisa.MANQUANT, EtatVisa.ACQUIS


def _said(decision: Decision) -> dict[str, tuple[EtatVisa, Acquis | None, int, int]]:
    return {item.id: (item.etat, item.acquis, item.fait, item.attendu) for item in decision.visas}


def test_an_avenant_of_which_nothing_is_done_acquires_nothing() -> None:
    found = decided(PETIT, avenant(CLE)).visas
    assert [(item.id, item.procedure, item.etat, item.acquis, item.fait, item.attendu) for item in found] == [
        ("avis", "avenant", MANQUE, None, 0, 0),
        ("agents", "avenant", EtatVisa.SANS_OBJET, None, 0, 0),
        ("metropole", "avenant", MANQUE, None, 0, 1),
        ("adherents", "avenant", MANQUE, None, 0, 2),
        ("transmission", "avenant", MANQUE, None, 0, 3),
        ("publication", "avenant", MANQUE, None, 0, 3),
        ("signature", "avenant", MANQUE, None, 0, 2),
        ("lettre", "avenant", MANQUE, None, 0, 0),
        # The document of the avenant is a point too.
        ("validation", "gestion", MANQUE, None, 0, 1),
    ]


TOUT = """\
avis:
  - {reunion: reunion-1, sens: defavorable}
  - {reunion: reunion-2, sens: favorable}
  - {reunion: reunion-3, sens: defavorable}
  - {reunion: reunion-4, sens: favorable}
visas: {lettre: {date: 2026-12-20, numero: L-7}}
parties:
  metropole: {delibere_le: 2026-11-02, numero: M-1, transmis_le: 2026-11-03, publie_le: 2026-11-09}
  laxou: {delibere_le: 2026-11-12, numero: X-1, transmis_le: 2026-11-13, publie_le: 2026-11-14, signe_le: 2026-11-18}
  nancy: {delibere_le: 2026-11-10, numero: N-1, transmis_le: 2026-11-11, publie_le: 2026-11-15, signe_le: 2026-11-17}
"""
QUATRE = (
    ("comite", "2026-09-01", ""),
    ("comite", "2026-10-05", ""),
    ("comite", "2026-08-03", ""),
    ("maires", "2026-10-09", ""),
)


def test_an_avenant_acquires_each_visa_with_the_last_of_its_acts() -> None:
    found = _said(decided(reunions(PETIT, *QUATRE), avenant(reunions(CLE, *QUATRE), TOUT)))
    del found["validation"]
    assert found == {
        "avis": (ACQUIS, Acquis(date(2026, 10, 5), SensAvis.FAVORABLE), 0, 0),
        "agents": (EtatVisa.SANS_OBJET, None, 0, 0),
        "metropole": (ACQUIS, Acquis(date(2026, 11, 2), None, "M-1"), 1, 1),
        "adherents": (ACQUIS, Acquis(date(2026, 11, 12)), 2, 2),
        "transmission": (ACQUIS, Acquis(date(2026, 11, 13)), 3, 3),
        "publication": (ACQUIS, Acquis(date(2026, 11, 15)), 3, 3),
        "signature": (ACQUIS, Acquis(date(2026, 11, 18)), 2, 2),
        "lettre": (ACQUIS, Acquis(date(2026, 12, 20), None, "L-7"), 0, 0),
    }


@pytest.mark.parametrize("first", [1, 2])
def test_of_two_avenants_the_one_of_which_less_is_done_counts(first: int) -> None:
    some = "parties:\n  metropole: {delibere_le: 2026-11-02}\n  laxou: {delibere_le: 2026-11-12}\n"
    less = "parties:\n  laxou: {transmis_le: 2026-11-12}\nvisas: {lettre: {date: 2026-12-20}}\n"
    found = _said(decided(PETIT, avenant(avenant(CLE, some, first), less, 3 - first)))
    assert {nom: found[nom] for nom in ("metropole", "adherents", "transmission", "lettre")} == {
        "metropole": (MANQUE, None, 0, 1),
        "adherents": (MANQUE, None, 0, 2),
        "transmission": (MANQUE, None, 0, 3),
        "lettre": (MANQUE, None, 0, 0),
    }


@pytest.mark.parametrize("first", [1, 2])
def test_of_two_avenants_that_acquired_a_visa_the_last_day_counts(first: int) -> None:
    soon, late = "visas: {lettre: {date: 2026-11-20}}\n", "visas: {lettre: {date: 2026-12-20}}\n"
    found = _said(decided(PETIT, avenant(avenant(CLE, late, first), soon, 3 - first)))
    assert found["lettre"] == (ACQUIS, Acquis(date(2026, 12, 20)), 0, 0)


def test_nobody_else_deliberates_when_the_managing_body_is_alone() -> None:
    base = petit({"metropole": MEMBRES["metropole"]})
    after = edited(base, CLES, "libelle: stockage,", "libelle: espace,")
    assert _said(decided(base, avenant(after)))["adherents"] == (MANQUE, None, 0, 0)


def test_staff_is_concerned_by_a_service_that_comes_not_by_its_name() -> None:
    path = "catalogue/services/S05.yaml"
    comes = {**PETIT, path: first_line(path) + service("S05")}
    renamed = edited(PETIT, "catalogue/services/S03.yaml", "libelle: Service S03", "libelle: Autre")
    assert [_said(decided(PETIT, after))["agents"][0] for after in (comes, renamed)] == [MANQUE, EtatVisa.SANS_OBJET]


# --- without an avenant ---


def test_a_price_without_an_avenant_waits_for_an_opinion_and_a_letter() -> None:
    assert _said(decided(PETIT, PRIX)) == {
        "avis": (MANQUE, None, 0, 0),
        "jugement": (EtatVisa.A_APPRECIER, None, 0, 0),
        "lettre": (MANQUE, None, 0, 0),
    }


def _meeting(instance: str, day: str, genres: str, exercice: int, sens: str = "favorable") -> tuple[str, str, str]:
    return instance, day, f"{{objet: essai, sens: {sens}, genres: [{genres}], exercice: {exercice}}}"


def test_the_last_opinion_of_the_body_on_all_these_kinds_and_this_exercice_is_acquired() -> None:
    meetings = (
        _meeting("comite", "2026-02-01", "forfait, composants", 2026),
        _meeting("comite", "2026-03-01", "composants", 2026, "defavorable"),
        _meeting("comite", "2026-02-15", "composants", 2026),
        _meeting("comite", "2026-04-01", "forfait", 2026),
        _meeting("comite", "2026-05-01", "composants", 2027),
        _meeting("maires", "2026-06-01", "composants", 2026),
    )
    found = _said(decided(reunions(PETIT, *meetings), reunions(PRIX, *meetings)))
    assert found["avis"] == (ACQUIS, Acquis(date(2026, 3, 1), SensAvis.DEFAVORABLE), 0, 0)


@pytest.mark.parametrize("sens", list(SensAvis))
def test_of_two_opinions_of_one_day_the_first_one_read_counts_whatever_it_says(sens: SensAvis) -> None:
    (other, *_) = (item for item in SensAvis if item is not sens)
    days = (
        _meeting("comite", "2026-03-01", "composants", 2026, sens),
        _meeting("comite", "2026-03-01", "composants", 2026, other),
    )
    found = _said(decided(reunions(PETIT, *days), reunions(PRIX, *days)))
    assert found["avis"] == (ACQUIS, Acquis(date(2026, 3, 1), sens), 0, 0)
    both = (("comite", "2026-09-01", ""), ("comite", "2026-09-01", ""))
    opinions = f"avis: [{{reunion: reunion-1, sens: {sens}}}, {{reunion: reunion-2, sens: {other}}}]\n"
    written = _said(decided(reunions(PETIT, *both), avenant(reunions(CLE, *both), opinions)))
    assert written["avis"] == (ACQUIS, Acquis(date(2026, 9, 1), sens), 0, 0)


# --- point by point ---


def _joined(days: Mapping[str, str]) -> dict[str, str]:
    """Make two adherents take S04, each with its demand."""
    files, stay = PETIT, "{service: S03, debut: 2024-01-01}"
    for folder, rest in days.items():
        more = f"{stay}, {{service: S04, debut: 2026-07-01{rest}}}"
        files = edited(files, f"{folder}/souscriptions.yaml", stay, more)
    return files


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (", demande: 2026-05-02", (ACQUIS, Acquis(date(2026, 5, 2)), 2, 2)),
        ("", (MANQUE, None, 1, 2)),
    ],
)
def test_demands_are_acquired_with_the_last_of_them(last: str, said: tuple[EtatVisa, Acquis | None, int, int]) -> None:
    found = decided(PETIT, _joined({LAXOU: last, NANCY: ", demande: 2026-04-03"}))
    assert _said(found) == {"demande": said}


def test_a_visa_of_each_point_is_not_acquired_by_no_point() -> None:
    asked = Demande("demande", Visa(libelle="Demande", etape=EtapeVisa.DEMANDE), "souscription")
    assert visa_state(asked, (), (), compared(PETIT, PETIT)) == VisaDemande(*asked, MANQUE)
