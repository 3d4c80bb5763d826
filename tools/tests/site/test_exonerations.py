"""Who pays nothing of a service, and why, is told to the adherents; the public has no name and no reason (art. 8)."""

from __future__ import annotations

from tests.essais import nancy
from tests.site.lecture import page_dite, site_de

SERVICE = "services/s07.md"


def lue(niveau: str, motif: str) -> str:
    """Read the page of a service, the reason of each of its exemptions being another."""
    depot = nancy()
    composants = {
        nom: item._replace(
            composant=item.composant.model_copy(
                update={
                    "exonerations": tuple(
                        item.model_copy(update={"motif": motif}) for item in item.composant.exonerations
                    )
                }
            )
        )
        for nom, item in depot.composants.items()
    }
    site = site_de(depot._replace(composants=composants), niveau)
    return page_dite(site, SERVICE)


def test_an_exemption_is_told_with_its_reason_which_ends_by_one_stop() -> None:
    told = lue("adherents", "Année de découverte, par délibération.")
    assert "Saulxures-lès-Nancy, « " in told
    assert "en 2026 : les autres bénéficiaires paient sa part. Motif : Année de découverte, par délibération. " in told
    assert "Année de découverte" not in lue("public", "Année de découverte")
