"""The dashboard shows what is counted and paid so far, from which source, on which day; nothing of it is billed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from convention.base.french import montant, nombre
from convention.base.money import round_half_up
from convention.engine.releves import realise
from convention.model.ecrits.series import Chemin, Grandeur
from convention.model.mots.communs import Comptage
from convention.site.bord import releves
from tests.essais import nancy
from tests.site.lecture import CHEZ_ESSEY, ESSEY, JOUR, bord_essey, ordinaire, page_reelle, site_reel

PARC, FINANCES = Chemin(2026, "parc"), Chemin(2026, "finances")


def test_each_dashboard_shows_the_count_of_the_day_and_where_the_year_goes() -> None:
    depot, site = nancy(), site_reel("adherents", JOUR)
    shown = 0
    for nom in site.adherents:
        rows = page_reelle("adherents", JOUR, f"adherents/{nom}.md").rangees
        for mesure, label in (
            ("postes", "Postes de travail"),
            ("copieurs", "Copieurs"),
            ("imprimantes", "Imprimantes"),
        ):
            grandeur = Grandeur(nom, mesure)
            if all(point.grandeur != grandeur for point in depot.series[PARC].points):
                continue
            known = realise(depot.series[PARC], grandeur, Comptage.A_DATE, JOUR)
            assert known is not None
            expected = (label, nombre(known.valeur), nombre(known.projection))
            found = [row for row in rows if len(row) == 5 and row[:3] == tuple(map(ordinaire, expected))]
            shown += len(found)
            assert len(found) <= 1, (nom, mesure)
    assert shown >= len(site.adherents)


def test_a_count_comes_with_its_source_and_its_day() -> None:
    text = bord_essey().texte
    assert "Inventaire du parc (fictif) relevé au 23 novembre 2026, extraction du 24 novembre 2026" in text
    assert "Inventaire du parc (fictif), au 23 novembre 2026, le jour même" in text


def test_what_is_paid_stands_beside_the_credits_to_the_cent() -> None:
    expected = sum(
        (
            point.valeur
            for point in nancy().series[FINANCES].points
            if point.grandeur == Grandeur(ESSEY, "paye", "62876") and point.jour <= JOUR
        ),
        Fraction(0),
    )
    page = bord_essey()
    row = next(row for row in page.rangees if row and row[0].startswith("62876"))
    assert row[3] == ordinaire(montant(round_half_up(expected)))
    assert any("Payé au 23 novembre 2026 (€)" in row for row in page.rangees)


def test_a_source_that_is_no_longer_read_is_said_to_be_old() -> None:
    (finances, parc) = releves.fraicheurs(site_reel("adherents", JOUR)._replace(jour=date(2026, 12, 1)))
    assert (finances.finances, ordinaire(finances.age), finances.recente) == (True, "il y a 7 jours", False)
    assert (parc.finances, parc.dernier_jour) == (False, date(2026, 11, 24))


def test_without_any_series_the_dashboard_says_that_accounting_is_not_known() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    empty = site._replace(depot=site.depot._replace(series={}))
    assert releves.fraicheurs(empty) == ()
    assert releves.payes(empty, ESSEY) is None
    assert releves.tableau(empty, ESSEY, ()) is None


def test_a_count_dated_after_the_day_of_the_page_has_no_negative_age() -> None:
    assert [ordinaire(releves.il_y_a(days)) for days in (3, 1, 0, -1, -203)] == [
        "il y a 3 jours",
        "il y a 1 jour",
        "le jour même",
        "dans 1 jour",
        "dans 203 jours",
    ]
