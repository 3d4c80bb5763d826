"""The table of what is counted of an adherent: its own, beside what all count; how old it is."""

from __future__ import annotations

import re
from datetime import date

from convention.base.french import nombre
from convention.site.bord.quantites import quantites
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import lire_html, ordinaire, page_seule, site_de, site_reel

JOUR = date(2026, 11, 30)


def test_what_all_count_is_set_beside_what_one_counts_whatever_part_of_the_year_each_is_there() -> None:
    site, lines = site_reel("adherents", JOUR), "nombre de lignes téléphoniques"
    found = [item for nom in site.adherents for item in quantites(site, nom) if item.libelle == lines]
    # A switchboard that goes on the 1st of July is shared on half of them: 720.
    assert {item.total for item in found} == {nombre(1440)}
    assert {item.partage for item in found} == {"720 dans le calcul, chacun au prorata du temps où il partage ce coût"}
    assert sum(int(re.sub(r"\D", "", item.valeur)) for item in found) == 1440


def test_a_total_that_the_cost_is_not_shared_on_says_on_how_many_and_why() -> None:
    # Ludres leaves on the 1st of July: 8 of its 16 accounts bear a part of the year.
    board = lire_html(page_seule(site_reel("adherents", JOUR), "adherents/essey-les-nancy.md"))
    row = next(row for row in board.rangees if row[:1] == ("Nombre de comptes SIG",))
    assert row[1:3] == ("12", "408")
    assert "408 400 dans le calcul, chacun au prorata du temps où il partage ce coût" in board.texte
    assert "12 vos comptes ÷ 400 comptes en tout" in board.texte


def test_a_total_on_which_costs_are_not_all_shared_alike_says_so() -> None:
    late = Cout("cout: 1200.00", annuel="cout * part(postes)", suite="debut: 2026-07-01")
    members = {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3")}
    site = site_de(maquette(members, {"reseau": late._replace(suite=""), "liens": late}))
    (found,) = quantites(site, "nancy")
    assert (found.total, found.partage) == ("4", "d'autres totaux dans le calcul, selon le coût")


def test_the_last_reading_of_the_year_is_said_beside_the_last_count_that_is_billed() -> None:
    told = "dernier comptage le 5 janvier 2026, il y a 329 jours ; dernier relevé le 24 novembre 2026"
    assert told in ordinaire(lire_html(page_seule(site_reel("adherents", JOUR), "adherents/pulnoy.md")).texte)
