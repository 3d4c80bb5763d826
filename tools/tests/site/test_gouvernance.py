"""The page of governance hides nothing of what was held and said: what is not shown at once unfolds, and is counted."""

from __future__ import annotations

from datetime import date

import pytest

from convention.site.communes.calendrier import a_venir
from convention.site.communes.gouvernance import MONTREES, reunions
from tests.compare.decision.decisions import reels
from tests.generateur.textes import DEMO, first_line
from tests.site.lecture import JOUR, lire_html, ordinaire, page_reelle, page_seule, site_de, site_reel


@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_every_meeting_is_on_the_page_and_the_folded_ones_are_counted(niveau: str) -> None:
    site, page = site_reel(niveau, JOUR), page_reelle(niveau, JOUR, "gouvernance.md")
    past = sum(item.date < JOUR for item in reunions(site))
    rows = [row for row in page.rangees if row[2:3] and row[2] in {"prévue", "tenue", "reportée", "annulée"}]
    assert len(rows) == len(reunions(site)) > 2 * MONTREES
    assert page.texte.count(f"{past - MONTREES} réunions plus anciennes") == 1


@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_a_meeting_whose_day_is_past_and_of_which_nothing_is_written_is_not_merely_foreseen(niveau: str) -> None:
    days = (date(2026, 12, 3), date(2026, 12, 4))
    pages = [lire_html(page_seule(site_reel(niveau, day), "gouvernance.md")) for day in days]
    told = [next(row for row in page.rangees if row[0] == "3 décembre 2026")[2] for page in pages]
    assert told == ["prévue", "prévue, jour passé"]


def test_every_opinion_is_on_the_page_and_the_folded_ones_are_counted() -> None:
    site, page = site_reel("adherents", JOUR), page_reelle("adherents", JOUR, "gouvernance.md")
    given = [avis.objet for item in reunions(site) for avis in item.avis]
    text = page.texte.replace("1 er ", "1er ")
    assert [objet for objet in given if ordinaire(objet) not in text] == []
    assert f"{len(given) - MONTREES} avis plus anciens" in text


def test_the_home_page_counts_the_dates_that_it_leaves_to_the_calendar() -> None:
    text, every = page_reelle("public", JOUR, "index.md").texte, a_venir(site_reel("public", JOUR))
    assert f"{len(every) - 6} autres dates suivent, dans le calendrier auquel s'abonner ci-dessous." in text


@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_what_the_managing_body_decided_alone_is_on_the_page_the_last_first(niveau: str) -> None:
    path, seal = "catalogue/decisions.yaml", "a" * 64
    text = f"""{first_line(path)}{DEMO}decisions:
  forfait-2026: {{objet: Le forfait de 2026, delibere_le: 2025-09-25, numero: C-9, empreinte: {seal}}}
  forfait-2027:
    objet: Le forfait de 2027
    delibere_le: 2026-09-24
    a_completer: oui
    transmis_le: 2026-09-28
    publie_le: 2026-09-29
    empreinte: {seal}
"""
    page = lire_html(page_seule(site_de({**reels(), path: text}, niveau), "gouvernance.md"))
    assert [row for row in page.rangees if "Le forfait de" in row[1]] == [
        ("24 septembre 2026", "Le forfait de 2027", "à compléter", "28 septembre 2026", "29 septembre 2026"),
        ("25 septembre 2025", "Le forfait de 2026", "C-9", "–", "–"),
    ]
    assert "Les décisions du Conseil métropolitain, sans avenant" in page.texte
    assert "sans avenant" not in page_reelle(niveau, JOUR, "gouvernance.md").texte
