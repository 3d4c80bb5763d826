"""How an editor sells a business application is said beside its key (art. 8.1)."""

from __future__ import annotations

from tests.essais import edited
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import page_dite, site_de

MEMBRES = {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3")}
COMPOSANTS = "pricing/composants/S03.yaml"


def test_the_page_of_a_service_says_how_the_editor_sells_what_it_shares() -> None:
    files = maquette(MEMBRES, {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")})
    del files["pricing/forfait.yaml"]
    sold = edited(files, COMPOSANTS, "ligne: reseau,", "ligne: reseau, financement: licences,")
    told = "Vendu par l'éditeur par licence."
    assert [told in page_dite(site_de(item, "adherents"), "services/s03.md") for item in (files, sold)] == [False, True]
