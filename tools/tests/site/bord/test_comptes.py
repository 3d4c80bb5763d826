"""What is due of what was called: what is contested is suspended, document by document, while it is not paid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.site.acces import lire as acces
from convention.site.bord.comptes import situation_de
from convention.site.bord.echeancier import echeancier
from convention.site.ensemble import assembler
from tests.essais import fichiers_nancy, lire
from tests.site.lecture import CHEZ_ESSEY, ESSEY, lire_html, ordinaire, page_seule, site_reel

if TYPE_CHECKING:
    from convention.site.ensemble import Site

JOUR = date(2026, 11, 23)
TITRES, LITIGES = f"adherents/{ESSEY}/titres/2026.yaml", f"adherents/{ESSEY}/litiges.yaml"
CONTESTE = 'numero: "fictif-2026-0117"'
LIVRAISON = "    reception: 2026-03-20\n    paiement: 2026-04-06\n"


def _site(titres: str, litiges: str | None = None) -> Site:
    files = fichiers_nancy()
    changed = {**files, TITRES: titres, LITIGES: litiges or files[LITIGES]}
    return assembler(lire(changed), JOUR, acces(CHEZ_ESSEY), {})


def _notes(site: Site) -> list[str]:
    """Return what is said of what is still to be paid."""
    return [ordinaire(item.note) for item in echeancier(site, ESSEY) if item.marque == "recu"]


def test_what_is_contested_and_not_paid_is_suspended() -> None:
    found = situation_de(site_reel(CHEZ_ESSEY, JOUR), ESSEY)
    assert (found.exigible, found.suspendu) == (54_182_73 - 7_197_96, 7_197_96)
    assert [item.exigible for item in found.desaccords] == [54_182_73 - 7_197_96]


def test_nothing_is_suspended_any_more_of_what_was_paid_all_the_same() -> None:
    head, contested, rest = fichiers_nancy()[TITRES].partition(CONTESTE)
    paid = rest.replace("reception: 2026-10-22\n", "reception: 2026-10-22\n    paiement: 2026-11-20\n", 1)
    site = _site(f"{head}{contested}{paid}")
    found = situation_de(site, ESSEY)
    assert (found.exigible, found.suspendu, found.conteste) == (39_793_60, 0, 332_00)
    assert [item.exigible for item in found.desaccords] == [39_793_60]
    assert [" suspendus" in note for note in _notes(site)] == [False]


def test_a_contested_delivery_is_suspended_whole_and_no_other_document_is() -> None:
    files = fichiers_nancy()
    start = files[LITIGES].index("  2026-01:")
    delivery = (
        files[LITIGES][start:]
        .replace("fictif-2026-0117", "fictif-2026-0002")
        .replace("    composant: consommables\n", "")
        .replace("montant: 332.00", "montant: 788.80")
    )
    unpaid = files[TITRES].replace(LIVRAISON, LIVRAISON.splitlines(keepends=True)[0], 1)
    site = _site(unpaid, files[LITIGES][:start] + delivery)
    found = situation_de(site, ESSEY)
    assert (found.exigible, found.suspendu, found.conteste) == (54_182_73, 9_465_60, 788_80)
    assert [(item.desaccord.titre.numero, item.exigible) for item in found.desaccords] == [("fictif-2026-0002", 0)]
    assert ["dont 9 465,60 € suspendus" in note for note in _notes(site)] == [True, False]


@pytest.mark.parametrize(
    ("jour", "told", "untold"),
    [
        (date(2026, 1, 10), "Contestation n° 2025-02", "Contestations closes"),
        (date(2026, 2, 1), "Contestations closes", "Contestation n° 2025-02"),
    ],
)
def test_a_dispute_is_told_as_open_until_the_day_of_its_end_then_as_over(jour: date, told: str, untold: str) -> None:
    text = ordinaire(lire_html(page_seule(site_reel(CHEZ_ESSEY, jour), f"adherents/{ESSEY}.md")).texte)
    assert told in text
    assert untold not in text
