"""What amounts hold of taxes: the page of the rows names the components whose amounts hold none."""

from __future__ import annotations

from datetime import date

from tests.essais import FIGES, edited, fichiers
from tests.site.lecture import lire_html, page_seule, site_de


def test_the_page_of_the_rows_names_the_components_whose_amounts_are_without_taxes() -> None:
    files = edited(
        fichiers(FIGES / "villages"),
        "pricing/composants/S02.yaml",
        "    ligne: site-commun\n",
        "    ligne: site-commun\n    taxe: ht\n",
    )
    files["catalogue/convention.yaml"] += "taxes: {comprises: toutes taxes comprises}\n"
    read = lire_html(page_seule(site_de(files, "adherents", date(2026, 11, 29)), "annexes/tarifs.md"))
    assert "Montants : toutes taxes comprises, hors taxes pour Site commun." in read.texte
