"""The page of a flat fee that has a name: it is told by it, and what it covers with it."""

from __future__ import annotations

from datetime import date

from tests.engine.equilibres import equilibre
from tests.site.lecture import lire_html, page_seule, site_de


def test_the_only_fee_is_told_by_its_name_and_the_managing_body_once() -> None:
    files = equilibre("  - {service: S03, libelle: Réseaux, montants: 24000.00}\n")
    path = "pricing/forfait.yaml"
    files[path] = files[path].replace("cle: postes", "libelle: la cotisation\ncle: postes")
    read = lire_html(page_seule(site_de(files, "adherents", date(2026, 11, 29)), "annexes/forfait.md"))
    assert "Ce que couvre la cotisation" in read.texte
    assert "Le reste est à la charge du gestionnaire." in read.texte
    assert "le gestionnaire" not in read.texte
    assert next(row for row in read.rangees if "Couverture" in row)[1] == "Agents (€)"
