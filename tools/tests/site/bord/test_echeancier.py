"""What a dashboard says of what was called, in the order of time: which advance it was, when there are several."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.site.acces import lire as acces
from convention.site.bord.a_faire import a_faire
from convention.site.bord.appels import comptes
from convention.site.bord.appels.echeancier import Attendu, echeancier
from convention.site.bord.appels.etats import etats
from convention.site.bord.quantites import quantites, tableau
from tests.arrivees import comes
from tests.engine.appels.petits_appels import COUTS, MEMBRES, appelle, avec_appels, avec_calendrier
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, nancy
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import CHEZ_ESSEY, CHEZ_SAULXURES, ESSEY, SAULXURES, bord_dit, ordinaire, site_de, site_reel

if TYPE_CHECKING:
    from convention.site.ensemble import Site

ACOMPTES = {
    "2026-01": "{genre: acompte, exercice: 2026, taux: 0.5}",
    "2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}",
}
TITRES = "adherents/haute-brume/titres/2026.yaml"


def _titre(numero: str, echeance: str) -> str:
    rest = "nature: indirects, section: fonctionnement, montant: 1200.00"
    return (
        f"{{numero: {numero}, genre: titre, objet: acompte, exercice: 2026, echeance: {echeance}, "
        f"emission: {echeance}-16, {rest}}}"
    )


def _steps(volets: dict[str, str]) -> list[tuple[str, str]]:
    written = f"{DEMO}titres: [{_titre('T1', '2026-01')}, {_titre('T2', '2026-04')}]\n"
    files = {**avec_calendrier(fichiers(FIGES / "syndicat"), volets), TITRES: first_line(TITRES) + written}
    site = site_de(files, "adherent:haute-brume", date(2026, 5, 1))
    return [(item.quand, item.quoi) for item in echeancier(site, "haute-brume")]


def _site(*titres: str, jour: date = date(2026, 5, 1), niveau: str = "adherent:haute-brume") -> Site:
    written = f"{DEMO}titres: [{', '.join(titres)}]\n"
    files = {**avec_calendrier(fichiers(FIGES / "syndicat"), ACOMPTES), TITRES: first_line(TITRES) + written}
    return site_de(files, niveau, jour)


def _owed(*titres: str, jour: date = date(2026, 5, 1), niveau: str = "adherent:haute-brume") -> comptes.APayer | None:
    return comptes.a_payer(_site(*titres, jour=jour, niveau=niveau), "haute-brume")


def test_the_days_of_what_is_due_are_told_only_when_they_are_those_of_all_of_it() -> None:
    first, second = _titre("T1", "2026-01"), _titre("T2", "2026-04")
    assert _owed(first) == comptes.APayer(120_000, 0, date(2026, 1, 16), None, None)
    assert _owed(first, second) == comptes.APayer(240_000, 0, None, None, None)


def test_what_is_due_is_told_to_who_owes_it_once_it_is_called() -> None:
    titre = _titre("T1", "2026-01")
    assert _owed(titre, niveau="adherents") is None
    assert _owed(titre, jour=date(2026, 1, 15)) is None


def test_the_last_day_to_go_to_court_stands_among_what_is_to_come_until_it_is_past() -> None:
    told = "Contestation n° 2026-01 : dernier jour du recours contentieux"
    for day, expected in ((date(2026, 12, 22), [("22\xa0décembre 2026", "332,00\xa0€")]), (date(2026, 12, 23), [])):
        steps = echeancier(site_reel(CHEZ_ESSEY, day), "essey-les-nancy")
        assert [(item.quand, item.combien) for item in steps if item.quoi == told] == expected


def test_a_delivery_is_named_by_what_was_delivered_and_when() -> None:
    steps = echeancier(site_reel(CHEZ_ESSEY, date(2026, 11, 23)), ESSEY)
    first = steps[0]
    assert [ordinaire(text) for text in (first.quand, first.quoi, first.note)] == [
        "12 mars 2026",
        "Livraison : 12 ordinateurs neufs, le 3 mars 2026",
        "payé le 6 avril 2026 ; titre n° fictif-2026-0002",
    ]


def test_what_was_delivered_or_called_is_told_as_long_as_no_document_of_it_is_written() -> None:
    files = {path: text for path, text in fichiers_nancy().items() if path != f"adherents/{ESSEY}/titres/2026.yaml"}
    site = site_de(files, CHEZ_ESSEY)
    steps = [item for item in echeancier(site, ESSEY) if "aucune pièce" in item.note]
    assert [tuple(map(ordinaire, (item.quand, item.quoi, item.combien))) for item in steps] == [
        ("3 mars 2026", "12 ordinateurs neufs", "9 465,60 €"),
        ("15 avril 2026", "Appel à contribution", "54 182,73 €"),
        ("15 octobre 2026", "Appel à contribution", "54 182,73 €"),
    ]
    assert steps[0].note == "livré, investissement ; aucune pièce émise n'en est consignée"
    assert steps[0].marque == "acte"  # it is done, and nothing says that it is paid
    closed = site_de(edited(files, "pricing/exercices/2026.yaml", "statut: ouvert", "statut: clos"), CHEZ_ESSEY)
    assert "12 ordinateurs neufs" in [item.quoi for item in echeancier(closed, ESSEY)]
    assert "2026-03-03-ESSEY-ordinateurs-mars" in [item.numero for item in etats(closed, ESSEY)]


def test_what_is_to_be_paid_says_where_its_last_day_is_told_when_it_is_not_known_here() -> None:
    site = site_reel(CHEZ_ESSEY, date(2026, 11, 23))
    (due,) = [item for item in echeancier(site, ESSEY) if item.marque == "recu"]
    assert ordinaire(due.note) == (
        "appelé, reçu le 22 octobre 2026, à payer, dont 7 197,96 € suspendus ; dernier jour pour payer : celui de "
        "l'avis des sommes à payer ; titres n° fictif-2026-0117 et n° fictif-2026-0118"
    )
    known = _titre("T1", "2026-01").replace("}", ", limite: 2026-05-20}")
    steps = [(item.quoi, ordinaire(item.note)) for item in echeancier(_site(known), "haute-brume")]
    assert ("Premier acompte 2026", "appelé ; titre n° T1") in steps
    assert ("Premier acompte 2026 : dernier jour pour payer", "") in steps


def test_of_a_call_that_is_paid_in_part_what_is_left_is_to_be_paid() -> None:
    paid = _titre("T1", "2026-01").replace("}", ", paiement: 2026-02-20}")
    left = _titre("T2", "2026-01").replace("}", ", reception: 2026-01-20, limite: 2026-05-20}")
    steps = [tuple(map(ordinaire, item[2:5])) for item in echeancier(_site(paid, left), "haute-brume")]
    assert steps[:1] == [
        (
            "Premier acompte 2026",
            "appelé, reçu le 20 janvier 2026, 1 200,00 € restant à payer ; titres n° T1 et n° T2",
            "2 400,00 €",
        )
    ]
    assert ("Premier acompte 2026 : dernier jour pour payer", "", "1 200,00 €") in steps


def test_what_is_to_be_paid_stays_in_the_diary_from_one_year_to_the_next() -> None:
    paid = _titre("T2", "2026-04").replace("}", ", paiement: 2026-05-20}")
    site = _site(_titre("T1", "2026-01"), paid, jour=date(2027, 2, 1))
    told = [ordinaire(item.note) for item in echeancier(site, "haute-brume") if "acompte 2026" in item.quoi]
    assert [note.rpartition(" ; ")[2] for note in told] == ["titre n° T1"]


def test_each_of_several_advances_is_told_by_its_rank() -> None:
    assert [text for _, text in _steps(ACOMPTES) if "acompte" in text.lower()] == [
        *("Premier acompte 2026", "Deuxième acompte 2026")
    ]


def test_calls_of_any_month_are_told_until_they_come() -> None:
    later = ACOMPTES | {"2026-09": "{genre: solde, exercice: 2026}", "2027-02": "{genre: solde, exercice: 2027}"}
    to_come = [day for day, text in _steps(later) if text == "Appel à contribution"]
    assert [day.replace("\u00a0", " ") for day in to_come] == ["15 septembre 2026", "15 février 2027"]


def test_quantities_await_until_the_day_that_the_convention_declares_and_no_day_is_said_without_one() -> None:
    site = site_reel(CHEZ_ESSEY, date(2026, 11, 20))
    silent = site.depot.convention.model_copy(update={"delai_rattachement": None})
    told = {}
    for nom, convention in (("dit", site.depot.convention), ("tu", silent)):
        here = site._replace(depot=site.depot._replace(convention=convention))
        cells = [cellule.texte for item in tableau(here, quantites(here, ESSEY)).rangs for cellule in item.cellules]
        steps = [ordinaire(item.quand) for item in echeancier(here, ESSEY) if item.quoi.startswith("Quantités")]
        told[nom] = ({ordinaire(cell) for cell in cells if cell.startswith("à compter")}, steps)
    assert told == {
        "dit": ({"à compter au plus tard le 15 janvier 2027"}, ["15 janvier 2027"]),
        "tu": ({"à compter"}, []),
    }


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        # Sealed on that day: half of 108 365,46 €.
        (date(2026, 9, 1), {"15 octobre 2026": ("54 182,73 €", False), "15 avril 2027": ("montant à venir", False)}),
        # Not sealed: half of 108 365,46 €, and 3,00 € that the quantities of 2026 add.
        (date(2026, 11, 20), {"15 avril 2027": ("54 185,73 €", True)}),
    ],
)
def test_the_next_call_says_what_it_asks_and_the_one_after_nothing(
    jour: date, attendu: dict[str, tuple[str, bool]]
) -> None:
    steps = echeancier(site_reel(CHEZ_ESSEY, jour), ESSEY)
    calls = {
        ordinaire(item.quand): (ordinaire(item.combien), item.note.endswith("montant estimé"))
        for item in steps
        if item.quoi == "Appel à contribution"
    }
    assert calls == {**attendu, "15 octobre 2027": ("montant à venir", False)}


def test_what_a_call_gives_back_is_told_apart_from_what_it_asks() -> None:
    sceau = nancy().sceaux["2026-04"]
    told = Attendu(sceau, scelle=True).de(nancy(), ESSEY)
    assert tuple(map(ordinaire, told)) == ("54 182,73 €", "1 240,28 € rendus à part")


def test_a_call_whose_day_is_past_is_recalled_until_it_is_sealed_then_told_without_a_document() -> None:
    calls = {"2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}", "2026-10": "{genre: solde, exercice: 2026}"}
    told = {}
    for state, files in (
        ("passé", once := avec_calendrier(maquette(MEMBRES, COUTS), calls)),
        ("scellé", appelle(once, "2026-04")),
    ):
        site = site_de(files, "adherents", date(2026, 5, 1))
        told[state] = [[ordinaire(item.texte) for item in a_faire(site, nom, ())] for nom in ("metropole", "nancy")]
        mine = site._replace(acces=acces("adherent:nancy"))
        notes = [item.note for item in echeancier(mine, "nancy") if item.quoi == "Appel à contribution"]
        told[state] += [[ordinaire(note) for note in notes]]
    assert told == {
        "passé": [
            ["appel du 15 avril 2026 à sceller"],
            ["appel du 15 avril 2026 pas encore émis", "prochain appel le 15 octobre 2026"],
            ["essai ; pas encore émis", "essai"],
        ],
        "scellé": [
            [],
            ["prochain appel le 15 octobre 2026"],
            ["essai ; aucune pièce émise n'en est consignée", "essai ; montant estimé"],
        ],
    }


def test_a_sealed_call_that_no_document_issues_is_still_told_the_year_after_while_its_exercice_is_open() -> None:
    calls = {"2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}", "2026-10": "{genre: solde, exercice: 2026}"}
    files = appelle(avec_calendrier(maquette(MEMBRES, COUTS), calls), "2026-04")
    mine = site_de(files, "adherent:nancy", date(2027, 1, 5))
    (told,) = [item for item in echeancier(mine, "nancy") if item.jour == date(2026, 4, 15)]
    assert ordinaire(told.note) == "essai ; aucune pièce émise n'en est consignée"


@pytest.mark.parametrize(("oubliees", "dits"), [({2024}, [2024, 2024]), ({2024, 2025, 2026}, [2026, 2026])])
def test_a_call_of_a_closed_exercice_without_a_document_is_told_to_whom_others_are_written(
    oubliees: set[int], dits: list[int]
) -> None:
    left = {f"adherents/{ESSEY}/titres/{annee}.yaml" for annee in oubliees}
    files = {path: text for path, text in fichiers_nancy().items() if path not in left}
    steps = echeancier(site_de(files, CHEZ_ESSEY), ESSEY)
    told = [item.jour.year for item in steps if "aucune pièce" in item.note and "Appel" in item.quoi]
    assert told == dits


def test_a_call_is_recalled_from_its_own_day_and_a_mere_forecast_never() -> None:
    told = {}
    for genre in ("acompte, taux: 0.5", "previsionnel"):
        calls = {"2026-04": f"{{exercice: 2026, genre: {genre}}}", "2026-10": "{genre: solde, exercice: 2026}"}
        site = site_de(avec_calendrier(maquette(MEMBRES, COUTS), calls), "adherents", date(2026, 4, 15))
        told[genre] = [[ordinaire(item.texte) for item in a_faire(site, nom, ())] for nom in ("metropole", "nancy")]
    soon = "prochain appel le 15 octobre 2026"
    assert told == {
        "acompte, taux: 0.5": [
            ["appel du 15 avril 2026 à sceller"],
            ["appel du 15 avril 2026 pas encore émis", soon],
        ],
        "previsionnel": [[], [soon]],
    }


def test_a_newcomer_reads_that_the_call_before_its_entry_asks_nothing_and_which_one_will() -> None:
    calls = {"2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}", "2026-10": "{genre: solde, exercice: 2026}"}
    files = avec_calendrier(comes(), calls)
    site = site_de(files, "adherent:cerisaie", date(2026, 2, 1))
    assert [ordinaire(item.texte) for item in a_faire(site, "cerisaie", ())] == ["prochain appel le 15 octobre 2026"]
    assert ordinaire(a_faire(site, "aubepine", ())[0].texte) == "prochain appel le 15 avril 2026"
    steps = [item for item in echeancier(site, "cerisaie") if item.quoi == "Appel à contribution"]
    missed = (
        "aucun acompte n'est demandé avant le 1er juillet 2026, premier jour de l'adhésion : le solde du 15 octobre "
        "2026 demande tout ce qui est dû"
    )
    assert [(ordinaire(item.quand), item.combien, ordinaire(item.note)) for item in steps] == [
        ("15 avril 2026", "rien à payer", f"essai ; montant estimé ; {missed}"),
        ("15 octobre 2026", "montant à venir", "essai"),
    ]


def test_a_call_sealed_ahead_of_its_day_calls_nothing_before_it_and_its_amount_is_known() -> None:
    files = appelle(avec_appels(), "2024-04", "2024-10", "2025-04", "2025-10")
    told = {}
    for day in (date(2025, 3, 1), date(2025, 5, 1)):
        site = site_de(files, "adherent:nancy", day)
        shown = [item for item in echeancier(site, "nancy") if item.quoi == "Appel à contribution"]
        told[day.month] = (comptes.appele(site, "nancy", 2025), [ordinaire(item.combien) for item in shown])
    # A call of 2024, whose exercice is still open, and that no document issues; those of 2025; those of 2026.
    steps = ["21,00 €", "21,00 €", "rien à payer", "montant à venir", "montant à venir"]
    assert told == {3: (0, steps), 5: (2100, steps)}


def test_a_quantity_that_comes_to_nothing_is_shown_all_the_same_for_it_decides_that() -> None:
    free = maquette({"a": Membre("postes: 4")}, {"service": Cout("prix: 10.00", annuel="max(0; prix * (postes - 10))")})
    site = site_de(free, "adherents", date(2026, 5, 1))
    assert site.lignes(2026, "a") == ()
    assert [item.valeur for item in quantites(site, "a")] == ["4"]


def _told(site: Site) -> list[tuple[str, ...]]:
    return [
        tuple(map(ordinaire, (item.quand, item.quoi, item.note, item.combien)))
        for item in echeancier(site, SAULXURES)
        if "compensation" in item.quoi or item.quand.startswith("15\xa0avril 2027")
    ]


def test_what_is_charged_on_the_attribution_de_compensation_is_apart_from_what_the_next_call_asks() -> None:
    objet = "Acompte de l'exercice 2027 (titre de recettes) et régularisation des coûts indirects de 2026"
    on_ac = "Imputation sur l'attribution de compensation"
    assert _told(site_reel(CHEZ_SAULXURES, date(2026, 11, 29))) == [
        (
            "15 avril 2026",
            "Acompte 2026, imputé sur l'attribution de compensation",
            "retenu le 15 mai 2026, sans mandat à émettre ; imputations n° fictif-2026-0081 et n° fictif-2026-0083",
            "25 000,00 €",
        ),
        # Half of the 335,82 € of investment.
        ("15 avril 2027", "Appel à contribution", f"{objet} ; montant estimé", "167,91 €"),
        ("15 avril 2027", on_ac, "acompte 2027, montant figé, sans mandat à émettre", "25 000,00 €"),
    ]


def test_what_is_not_yet_withheld_is_not_to_be_paid_either() -> None:
    files, path = fichiers_nancy(), f"adherents/{SAULXURES}/titres/2026.yaml"
    unpaid = files[path].replace("    paiement: 2026-05-15\n", "", 1)
    assert unpaid != files[path]
    site = site_de({**files, path: unpaid}, CHEZ_SAULXURES, date(2026, 11, 29))
    assert _told(site)[0][2] == (
        "pas encore retenu, sans mandat à émettre ; imputations n° fictif-2026-0081 et n° fictif-2026-0083"
    )
    assert comptes.a_payer(site, SAULXURES) is None


def test_what_is_not_yet_given_back_is_to_come_and_never_to_be_paid() -> None:
    back = _titre("T1", "2026-01").replace("genre: titre", "genre: reversement")
    late = back.replace("}", ", reception: 2026-01-20, limite: 2026-05-20}")
    steps = [item for item in echeancier(_site(late), "haute-brume") if "acompte" in item.quoi.lower()]
    assert [(item.marque, item.quoi, item.note) for item in steps][:1] == [
        ("avenir", "Premier acompte 2026, trop-perçu rendu", "pas encore versé ; reversement n° T1")
    ]
    assert not [item for item in steps if "pour payer" in item.quoi]


def test_the_last_day_to_pay_is_not_that_of_what_is_paid() -> None:
    paid = _titre("T1", "2026-01").replace("}", ", limite: 2026-02-15, paiement: 2026-02-01}")
    due = _titre("T2", "2026-01").replace("indirects", "masse_salariale").replace("}", ", limite: 2026-03-15}")
    steps = echeancier(_site(paid, due), "haute-brume")
    assert [ordinaire(item.quand) for item in steps if "pour payer" in item.quoi] == ["15 mars 2026"]


@pytest.mark.parametrize(
    ("nom", "adherent", "told"), [("syndicat", "fontazur", False), ("villages", "clairmont", True)]
)
def test_where_no_call_is_declared_none_is_contested_nor_put_in_a_diary(nom: str, adherent: str, *, told: bool) -> None:
    site = site_de(nom, f"adherent:{adherent}", date(2026, 3, 2))
    text = bord_dit(site, adherent)
    assert ("Contester un appel" in text, "avec ce qui nous a été appelé" in text) == (told, told)
