"""`appels.sceller`: a seal holds each line called or closed, with the quantity behind it and the weakest origin."""

from __future__ import annotations

from datetime import date

import pytest

from convention.engine.appels.appels import appeler
from convention.engine.appels.cloture import actual
from convention.engine.appels.sceller import inscribe, rectify, seal, seal_closing
from convention.model.ecrits.journal import JOURNAL, link
from convention.model.ecrits.sceaux import LigneScellee, Rectification, Sceau
from tests.engine.appels.petits_appels import APPELS_PASSES, COUTS, VOLETS, appelle, avec_appels, scelle
from tests.essais import fichiers_nancy, lire
from tests.maquette import Cout, Membre

CLOTURE, CORRECTION = date(2025, 5, 2), date(2026, 3, 2)
ABONNE = Cout("prix: 9.00", annuel="prix")
PART = Cout("cout: 0.02", annuel="cout * part(postes)")


def ligne(adherent: str, objet: str, quantite: str, *cents: int, volet: str = "cloture") -> LigneScellee:
    """Return a line of 2024: its base, what was called of it, its amount."""
    service, nature = ("S03", "indirect_annuel") if objet else ("hors-service", "masse_salariale")
    return LigneScellee(adherent, 2024, volet, service, objet, nature, "fonctionnement", quantite, *cents)


def test_an_advance_is_sealed_line_by_line_with_its_quantities_and_a_forecast_is_not() -> None:
    volets = {"2024-10": "{genre: acompte, exercice: 2024, taux: 0.5}, {genre: previsionnel, exercice: 2025}"}
    files = avec_appels(couts=COUTS | {"ligne": ABONNE}, volets=volets, forfait="2024-01-01: 700.00")
    assert seal(appeler(lire(files), "2024-10")) == Sceau(
        "2024-10",
        "2024-10-15",
        "demonstration",
        (
            ligne("nancy", "", "3", 210_000, 0, 105_000, volet="acompte"),
            ligne("nancy", "copieur", "3", 2_100, 0, 1_050, volet="acompte"),
            ligne("nancy", "ligne", "", 900, 0, 450, volet="acompte"),
        ),
    )


def test_a_line_that_is_no_longer_computed_is_given_back_without_a_quantity() -> None:
    files = appelle(avec_appels(), "2024-04", "2024-10")
    gone = files["adherents/nancy/adherent.yaml"].replace("debut: 2024-01-01", "debut: 2025-01-01")
    sceau = seal(appeler(lire({**files, "adherents/nancy/adherent.yaml": gone}), "2025-04"))
    assert [item for item in sceau.lignes if item.volet == "regularisation"] == [
        ligne("nancy", "copieur", "", 0, 2_100, -2_100, volet="regularisation")
    ]


@pytest.mark.parametrize("origine", ["demonstration", "public"])
def test_a_seal_has_the_weakest_origin_of_its_lines(origine: str) -> None:
    texts = avec_appels(volets={"2024-04": VOLETS["2024-04"]}).items()
    depot = lire({path: text.replace("origine: demonstration", f"origine: {origine}") for path, text in texts})
    assert seal(appeler(depot, "2024-04")).origine == origine
    assert seal_closing(actual(depot, 2024), CLOTURE).origine == origine


def test_a_closing_seals_every_line_of_the_year_that_of_the_managing_body_too() -> None:
    assert seal_closing(actual(lire(avec_appels()), 2024), CLOTURE) == Sceau(
        "2024",
        "2025-05-02",
        "demonstration",
        (ligne("metropole", "copieur", "5", 3_500, 0, 3_500), ligne("nancy", "copieur", "3", 2_100, 0, 2_100)),
    )


def corrected(before: Membre, after: Membre) -> tuple[Sceau, Sceau]:
    """Return the closing of 2024 for a first count of Laxou, then its correction for another."""
    sides = [
        avec_appels({"nancy": Membre("postes: 300"), "laxou": laxou}, {"reseau": PART, "copieur": COUTS["copieur"]})
        for laxou in (before, after)
    ]
    closing = seal_closing(actual(lire(sides[0]), 2024), CLOTURE)
    return closing, rectify(closing, actual(lire(sides[1]), 2024), CORRECTION, "essai")


def test_a_correction_keeps_the_day_of_the_closing_and_tells_what_each_line_was_and_becomes() -> None:
    closing, sceau = corrected(Membre("postes: 2"), Membre("postes: 1"))
    where = ("laxou", "S03", "copieur", "indirect_annuel", "fonctionnement")
    assert (sceau.nom, sceau.date, sceau.rectifications) == (
        closing.nom,
        "2025-05-02",
        (Rectification("2026-03-02", "essai", *where, 1_400, 700),),
    )
    assert {item.identite: item.montant for item in sceau.lignes}[where] == 700


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [(Membre(""), Membre("postes: 1"), (0, 700)), (Membre("postes: 1"), Membre(""), (700, 0))],
)
def test_a_line_that_comes_or_goes_was_or_becomes_nothing(before: Membre, after: Membre, told: tuple[int, int]) -> None:
    # Of 0,02 €, one workstation of 301 bears no cent: its line comes and goes too, and no amount moves.
    _, sceau = corrected(before, after)
    assert [(item.objet, item.avant, item.apres) for item in sceau.rectifications] == [("copieur", *told)]


def test_a_year_that_did_not_move_keeps_its_seal() -> None:
    closing, sceau = corrected(Membre("postes: 2"), Membre("postes: 2"))
    assert sceau is closing


AVRIL, OCTOBRE = "pricing/appels/2024-04.json", "pricing/appels/2024-10.json"
ETATS = [f"pricing/appels/{nom}" for nom in APPELS_PASSES]
"""Folders: their statements have one seal together."""


def test_what_the_journal_lists_already_with_the_same_seal_is_not_listed_again() -> None:
    depot = lire(scelle("2024-04"))
    held = {fichier: depot.scelles.empreintes[fichier] for fichier in (AVRIL,)}
    assert inscribe(depot, held, CORRECTION) == ()


def test_a_journal_begins_with_every_seal_on_its_day_then_with_every_statement_kept_on_the_day_it_begins() -> None:
    depot = lire({path: text for path, text in scelle(*APPELS_PASSES).items() if path != JOURNAL})
    entries = inscribe(depot, {AVRIL: depot.scelles.empreintes[AVRIL]}, CORRECTION)
    assert [(item.fichier, item.le, str(item.acte), item.remplace) for item in entries] == [
        *((f"{path}.json", date.fromisoformat(f"{path[-7:]}-15"), "scellement", None) for path in ETATS),
        *((path, CORRECTION, "scellement", None) for path in ETATS),
    ]
    chain = ""
    for item in entries:
        chain = link(chain, item)
        assert (item.sha256, item.chaine) == (depot.scelles.empreintes[item.fichier], chain)


def test_what_is_sealed_again_replaces_its_seal_and_what_follows_is_listed_too() -> None:
    depot = lire(scelle("2024-04"))
    assert depot.journal is not None
    old, kept = (depot.scelles.empreintes[path] for path in (AVRIL, ETATS[0]))
    entries = inscribe(depot, {ETATS[0]: kept, AVRIL: "f" * 64, OCTOBRE: "e" * 64}, CORRECTION)
    assert [(item.fichier, str(item.acte), item.remplace) for item in entries] == [
        (AVRIL, "rectification", old),
        (OCTOBRE, "scellement", None),
    ]
    assert entries[0].chaine == link(depot.journal.sceaux[-1].chaine, entries[0])


def test_a_journal_lists_calls_and_closings_and_not_the_avenants_that_are_consigned() -> None:
    depot = lire({path: text for path, text in fichiers_nancy().items() if path != JOURNAL})
    assert any(path.startswith("catalogue/") for path in depot.scelles.empreintes)
    assert {item.fichier.partition("/")[0] for item in inscribe(depot, {}, CORRECTION)} == {"pricing"}
