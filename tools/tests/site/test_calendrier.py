"""The calendars that diaries subscribe to: what is dated for all, and what one adherent was called, for it alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.base.french import euros
from convention.engine.appels.appels import appeler
from convention.site.bord.appels import echeancier
from convention.site.communes import calendrier
from tests.essais import nancy
from tests.maquette import Membre, maquette
from tests.reports.rendus.test_ics import lues
from tests.site.lecture import (
    CHEZ_ESSEY,
    ESSEY,
    JOUR,
    ordinaire,
    page_reelle,
    pages_reelles,
    site_de,
    site_reel,
)

if TYPE_CHECKING:
    from convention.site.ensemble import Site

PROPRE = f"adherents/{ESSEY}/calendrier.ics"


def evenements(content: str | bytes, au: date = JOUR) -> dict[str, tuple[date, str, str]]:
    """Read a calendar back: the day, title and text of each fact."""
    assert isinstance(content, bytes)
    found = {uid: (day, ordinaire(titre), ordinaire(texte)) for uid, day, titre, texte in lues(content, au)}
    assert len(found) == content.count(b"BEGIN:VEVENT")
    return found


def chez_essey(site: Site) -> dict[str, tuple[date, str, str]]:
    """Read the calendar of an adherent."""
    return evenements(dict(echeancier.fichiers(site))[PROPRE], site.jour)


def test_the_calendar_of_an_adherent_says_what_the_engine_calls_from_it_and_by_when_it_votes() -> None:
    found = evenements(pages_reelles(CHEZ_ESSEY, JOUR)[PROPRE])
    appel = appeler(nancy(), "2026-10")
    called = sum(item.montant for volet in appel.volets if volet.genre.titre for item in volet.of(ESSEY))
    amount = ordinaire(euros(called))
    assert found[f"appel-2026-10@{ESSEY}"] == (
        date(2026, 10, 15),
        f"Appel à contribution (Solde 2026 : {amount})",
        (
            "Solde de l'exercice 2026 (titre de recettes) et état prévisionnel 2027, annoncé sans titre\n"
            "Solde 2026 : appelé, reçu le 22 octobre 2026, à payer, dont 7 197,96 € suspendus ; dernier jour pour "
            "payer : celui de l'avis des sommes à payer ; titres n° fictif-2026-0117 et n° fictif-2026-0118"
        ),
    )
    assert found[f"vote-avenant-1@{ESSEY}"] == (
        date(2026, 12, 31),
        "Délibération sur l'avenant n° 1, par notre assemblée, au plus tard",
        (
            "Autoriser le maire à signer l'avenant n° 1, avant le 1er janvier 2027. "
            "Le vote du budget 2027, le 25 février 2027, viendrait trop tard."
        ),
    )
    days = {uid.partition("@")[0]: day for uid, (day, _, _) in found.items()}
    assert days["quantites-2026"] == date(2027, 1, 15)
    assert days["donnees-2027-04"] == date(2027, 3, 31)
    assert days["reconduction-2028"] == date(2027, 9, 30)


@pytest.mark.parametrize("niveau", ["public", "adherents", CHEZ_ESSEY])
def test_the_calendar_of_all_has_no_amount_of_anybody_and_leads_from_the_home_page(niveau: str) -> None:
    found = evenements(pages_reelles(niveau, JOUR)["calendrier.ics"])
    assert {day for day, titre, _ in found.values() if titre.startswith("Appel")} >= {date(2027, 4, 15)}
    assert not [titre for _, titre, _ in found.values() if "€" in titre and not titre.startswith("Forfait")]
    assert "calendrier.ics" in page_reelle(niveau, JOUR, "index.md").liens


def test_a_call_is_the_same_event_before_and_after_it_is_made() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    uid = f"appel-2026-10@{ESSEY}"
    before, after = chez_essey(site._replace(jour=date(2026, 10, 1)))[uid], chez_essey(site)[uid]
    assert (before[0], before[1]) == (after[0], "Appel à contribution")


def test_the_last_day_to_pay_is_told_while_a_call_is_not_paid() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    dossier = site.depot.dossiers[ESSEY]
    journal = dossier.titres[2026]
    told = {}
    for paid in (None, date(2026, 11, 20)):
        titres = tuple(
            item.model_copy(update={"limite": date(2026, 11, 21), "paiement": paid})
            if item.echeance == "2026-10"
            else item
            for item in journal.titres
        )
        changed = dossier._replace(titres={**dossier.titres, 2026: journal.model_copy(update={"titres": titres})})
        here = site._replace(depot=site.depot._replace(dossiers={**site.depot.dossiers, ESSEY: changed}))
        told[paid is not None] = [item[1] for uid, item in chez_essey(here).items() if uid.startswith("paiement")]
    assert told == {False: ["Solde 2026 : dernier jour pour payer : 54 182,73 €"], True: []}


@pytest.mark.parametrize(
    ("niveau", "qui", "dit"),
    [
        ("public", "chaque partie", "Il manque la délibération des 22 parties."),
        (CHEZ_ESSEY, "notre assemblée", "Autoriser le maire à signer l'avenant n° 1"),
    ],
)
def test_the_votes_of_an_amendment_under_way_are_among_what_comes_next(niveau: str, qui: str, dit: str) -> None:
    text = page_reelle(niveau, JOUR, "index.md").texte
    assert f"Délibération sur l'avenant n° 1, par {qui}, au plus tard {dit}" in text


@pytest.mark.parametrize(
    ("montant", "told"),
    [
        ("700.00", ("Forfait : toujours 700,00 € par poste", "")),
        ("714.00", ("Forfait : de 700,00 € à 714,00 € par poste", "+2,0 %")),
    ],
)
def test_a_fee_that_is_set_again_at_its_amount_is_not_said_to_move(montant: str, told: tuple[str, str]) -> None:
    files = maquette({"metropole": Membre("postes: 4")}, {}, forfait=f"2024-01-01: 700.00, 2027-01-01: {montant}")
    (found,) = calendrier.evenements(site_de(files, "public"))
    assert (ordinaire(found.quoi), ordinaire(found.combien)) == told
