"""The statements to be downloaded: those of the calls, read back, on the adherent's own site only."""

from __future__ import annotations

import io
from functools import cache

from openpyxl import load_workbook

from convention.base.french import euros
from convention.site.acces import lire as acces
from convention.site.bord.appels import etats
from convention.site.communs import Communs
from tests.reports.etat.etats import appel, tel_quel, texte_pdf
from tests.site.lecture import CHEZ_ESSEY, ESSEY, JOUR, ordinaire, site_reel

OCTOBRE = f"adherents/{ESSEY}/2026-10-ESSEY"


@cache
def _fichiers() -> dict[str, bytes]:
    return dict(etats.fichiers(site_reel(CHEZ_ESSEY, JOUR)._replace(communs=Communs())))


def _solde() -> int:
    """Return what the engine calls from Essey in October 2026."""
    return sum(item.montant for volet in appel("2026-10").volets if volet.genre.titre for item in volet.of(ESSEY))


def test_the_pdf_of_october_asks_for_what_the_engine_calls() -> None:
    assert _solde() == 5_418_273
    assert ordinaire(euros(_solde())) in tel_quel(texte_pdf(_fichiers()[f"{OCTOBRE}.pdf"]))


def test_the_workbook_of_october_asks_for_what_the_engine_calls() -> None:
    sheet = load_workbook(io.BytesIO(_fichiers()[f"{OCTOBRE}.xlsx"]), data_only=True)["Synthèse"]
    totals = [row[5] for row in sheet.iter_rows(values_only=True) if row[0] == "Total à payer par l'adhérent"]
    assert totals == [_solde() / 100]


def test_every_sealed_call_the_delivery_and_the_fiche_are_given_in_three_forms() -> None:
    names = ["2026-RATTACHEMENT-ESSEY", "2026-10-ESSEY", "2026-04-ESSEY", "2026-03-03-ESSEY-ordinateurs-mars"]
    names += ["2025-10-ESSEY", "2025-04-ESSEY", "2024-10-ESSEY", "2024-04-ESSEY"]
    expected = [f"adherents/{ESSEY}/{name}.{forme}" for name in names for forme in ("pdf", "xlsx", "csv")]
    assert sorted(_fichiers()) == sorted(expected)


def test_each_is_listed_with_what_it_is_about_and_its_forms() -> None:
    listed = {item.titre: item for item in etats.documents(site_reel(CHEZ_ESSEY, JOUR), ESSEY)}
    october = listed["État liquidatif n° 2026-10-ESSEY"]
    assert october.note == "échéance d'octobre 2026 : 2026 (solde) ; 2027 (prévision, sans titre)"
    assert october.formes[0] == ("PDF", f"{OCTOBRE}.pdf")
    fiche = listed["Fiche de rattachement n° 2026-RATTACHEMENT-ESSEY"]
    assert ordinaire(fiche.note) == "2026, à rattacher au plus tard le 15 janvier 2027"
    assert {uri for item in listed.values() for _, uri in item.formes} == set(_fichiers())


def test_the_managing_body_from_which_nothing_is_called_has_none() -> None:
    site = site_reel("adherents", JOUR)._replace(acces=acces("adherent:metropole-grand-nancy"))
    assert list(etats.fichiers(site)) == []


def test_a_sealed_call_without_its_statements_that_today_s_data_no_longer_gives_is_left_out_and_said() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    sceau = site.depot.sceaux["2026-10"]
    rang = next(rang for rang, ligne in enumerate(sceau.lignes) if ligne.adherent == ESSEY)
    lignes = (*sceau.lignes[:rang], sceau.lignes[rang]._replace(montant=1), *sceau.lignes[rang + 1 :])
    kept = {chemin: content for chemin, content in site.depot.scelles.etats.items() if chemin.echeance != "2026-10"}
    other = site.depot._replace(
        sceaux={**site.depot.sceaux, "2026-10": sceau._replace(lignes=lignes)},
        scelles=site.depot.scelles._replace(etats=kept),
    )
    numbers = [etat.numero for etat in etats.etats(site._replace(depot=other), ESSEY)]
    assert "2026-10-ESSEY" not in numbers
    assert "2026-04-ESSEY" in numbers
    assert etats.absents(site._replace(depot=other), ESSEY) == ("échéance d'octobre 2026",)
    assert etats.absents(site, ESSEY) == ()


def test_the_statement_of_the_last_call_comes_first_and_what_asks_nothing_last() -> None:
    titles = [item.titre for item in etats.documents(site_reel(CHEZ_ESSEY, JOUR), ESSEY)]
    assert [title.partition(" n°")[0] for title in (titles[0], titles[-1])] == [
        "État liquidatif",
        "Fiche de rattachement",
    ]
