"""What the simulator writes in a real Chromium is what the tool writes: amounts, percentages, days, sentences."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest

from convention.base.french import compte, ecart, enumere, euros, jour, majuscule, montant, nombre, pourcentage
from convention.site.rendu.typographie import texte
from convention.site.simulateur.simulateur import situation
from tests.site.lecture import CHEZ_ESSEY, site_reel

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.navigateur]

ECRIRE = """async ([adresse, demandes]) => {
  const ecrire = await import(`${adresse}assets/scripts/simulateur/francais.js`);
  const lire = (valeur) => /^-?\\d+n$/.test(valeur) ? BigInt(valeur.slice(0, -1)) : valeur;
  return JSON.parse(demandes).map(([nom, ...valeurs]) => ecrire[nom](...valeurs.map(lire)));
}"""


def _written(page: Page, adresse: str, *demandes: tuple[object, ...]) -> list[str]:
    """Have the script write values; a whole number of cents is « 1200n »."""
    page.goto(adresse)
    found: list[str] = page.evaluate(ECRIRE, [adresse, json.dumps(demandes)])
    return found


def _cents() -> list[int]:
    alea = Random(1)  # noqa: S311 (the same draw at each run)
    return [0, 1, -1, 99, -100, *(alea.randint(-(10**size), 10**size) for size in range(1, 12) for _ in range(10))]


def test_amounts_are_written_as_the_tool_writes_them(page: Page, adresse: str) -> None:
    for nom, ecrire in {"montant": montant, "euros": euros, "ecart": ecart}.items():
        asked = [(nom, f"{cents}n") for cents in _cents()]
        assert _written(page, adresse, *asked) == [ecrire(cents) for cents in _cents()]


def test_percentages_are_written_as_the_tool_writes_them(page: Page, adresse: str) -> None:
    pairs = [(cents, base) for cents in _cents() for base in (-7, 0, 1, 2_000, 1_598_798, 500_000_000)]
    asked = [("pourcentage", f"{cents}n", f"{base}n") for cents, base in pairs]
    assert _written(page, adresse, *asked) == [pourcentage(cents, base) for cents, base in pairs]


def test_days_counts_lists_and_capitals_are_written_as_the_tool_writes_them(page: Page, adresse: str) -> None:
    days = [date(2027, 1, 1) + timedelta(31 * number) for number in range(12)] + [date(2027, 8, 1)]
    counts = [0, 1, 2, 1_000, 1_234_567]
    lists = [[], ["S05"], ["S05", "S06"], ["S05", "S06", "S08"]]
    begun = ["", "la convention", "à compter", "l'eau", "m³", "kWh"]
    numbers = ["0", "1450", "2.4", "1234567.25", "0.000001"]
    asked = [
        *(("jour", str(day)) for day in days),
        *(("compte", count, "coût", "coûts") for count in counts),
        *(("enumere", words) for words in lists),
        *(("nombre", number) for number in numbers),
        *(("majuscule", text) for text in begun),
    ]
    assert _written(page, adresse, *asked) == [
        *map(jour, days),
        *(compte(count, "coût", "coûts") for count in counts),
        *map(enumere, lists),
        *(nombre(Fraction(number)) for number in numbers),
        *map(majuscule, begun),
    ]


def test_a_sentence_has_the_spaces_and_the_apostrophes_of_every_page(page: Page, adresse: str) -> None:
    sentences = ["Retirer S05, puis S06 ?", "c'est « le sien » : rien d'autre ; ou 50 %", "12,00 € !"]
    assert _written(page, adresse, *(("dire", item) for item in sentences)) == [texte(item) for item in sentences]


def test_each_adherent_is_named_with_its_article() -> None:
    members = situation(site_reel(CHEZ_ESSEY, date(2026, 11, 23)), 2027)["adherents"]
    told = {item["id"]: item["du"] for item in members}
    assert told["metropole-grand-nancy"] == "de la Métropole du Grand Nancy"
    assert told["essey-les-nancy"] == "d’Essey-lès-Nancy"
