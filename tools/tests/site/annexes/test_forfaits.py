"""The page of a flat fee that has a name: it is told by it, and not said to pay for the agents."""

from __future__ import annotations

import re
from datetime import date

from tests.engine.equilibres import equilibre
from tests.site.lecture import lire_html, page_seule, site_de


def test_the_only_fee_that_has_a_name_is_not_said_to_cover_what_the_agents_cost() -> None:
    files = equilibre("  - {service: S03, libelle: Réseaux, montants: 24000.00}\n")
    path = "pricing/forfait.yaml"
    files[path] = files[path].replace("cle: postes", "libelle: la cotisation\ncle: postes")
    read = lire_html(page_seule(site_de(files, "adherents", date(2026, 11, 29)), "annexes/forfait.md"))
    assert "Cotisation 2026" in read.texte
    assert not re.search("couvre|Couverture|[Aa]gents|à la charge", read.texte)
