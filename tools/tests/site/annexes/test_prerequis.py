"""What a service asks is said and drawn, of one that is itself asked for too."""

from __future__ import annotations

from convention.site.annexes.catalogue import graphe
from tests.essais import edited, fichiers_nancy, lire
from tests.site.lecture import ordinaire

TICE = "S07 TICE demande S03 Infrastructures et S04 Parcs."
TELETRAVAIL = "S09 Télétravail demande S07 TICE."


def test_a_service_that_is_asked_for_and_asks_for_others_stands_on_both_sides() -> None:
    files = edited(fichiers_nancy(), "catalogue/services/S09.yaml", "services: [S04, S03]", "services: [S07]")
    depot = lire(files)
    for code, told in (("S07", [TICE, TELETRAVAIL]), ("S09", [TELETRAVAIL])):
        drawn = graphe(depot, code, "essai")
        assert drawn is not None
        svg, text = drawn
        assert ordinaire(text) == " ".join(told)
        assert svg.count('class="arete') == (3 if code == "S07" else 1)
        assert svg.count("noeud--option") == svg.count(">S07<") + svg.count(">S09<")
