"""The table of what is counted of an adherent: its own, beside what all count; how old it is."""

from __future__ import annotations

import re
from datetime import date

from convention.base.french import nombre
from convention.site.bord.quantites import quantites
from tests.site.lecture import lire_html, ordinaire, page_seule, site_reel

JOUR = date(2026, 11, 30)


def test_what_all_count_is_set_beside_what_one_counts_whatever_part_of_the_year_each_is_there() -> None:
    site, lines = site_reel("adherents", JOUR), "nombre de lignes téléphoniques"
    found = [item for nom in site.adherents for item in quantites(site, nom) if item.libelle == lines]
    # A switchboard that goes on the 1st of July is shared on half of them: 720.
    assert {item.total for item in found} == {nombre(1440)}
    assert sum(int(re.sub(r"\D", "", item.valeur)) for item in found) == 1440


def test_the_last_reading_of_the_year_is_said_beside_the_last_count_that_is_billed() -> None:
    told = "dernier comptage le 5 janvier 2026, il y a 329 jours ; dernier relevé le 24 novembre 2026"
    assert told in ordinaire(lire_html(page_seule(site_reel("adherents", JOUR), "adherents/pulnoy.md")).texte)
