"""The page of a flat fee that has a name: it is told by it, and not said to pay for the agents."""

from __future__ import annotations

import re
from datetime import date

from tests.engine.equilibres import equilibre
from tests.maquette import Membre, maquette
from tests.site.lecture import lire_html, ordinaire, page_seule, site_de


def test_the_only_fee_that_has_a_name_is_not_said_to_cover_what_the_agents_cost() -> None:
    files = equilibre("  - {service: S03, libelle: Réseaux, montants: 24000.00}\n")
    path = "pricing/forfait.yaml"
    files[path] = files[path].replace("cle: postes", "libelle: la cotisation\ncle: postes")
    read = lire_html(page_seule(site_de(files, "adherents", date(2026, 11, 29)), "annexes/forfait.md"))
    assert "Cotisation 2026" in read.texte
    assert not re.search("couvre|Couverture|[Aa]gents|à la charge", read.texte)


def test_a_year_that_count_and_fee_do_not_make_says_why() -> None:
    members = {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 4", adhesion="debut: 2026-07-01")}
    files = maquette(members, {}, forfait="2024-01-01: 700.00", exercices={2026: "previsionnel", 2027: "previsionnel"})
    read = lire_html(page_seule(site_de(files, "adherents", date(2026, 11, 29)), "annexes/forfait.md"))
    rows = [tuple(map(ordinaire, row[2:4])) for row in read.rangees if row and row[0] in {"2026", "2027"}]
    assert rows == [("5", "2 100,00"), ("5", "3 500,00")]
    assert read.texte.count("réduit à la présence de chacun") == 1
