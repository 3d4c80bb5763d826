"""`engine.appels.appels`: the parts of a call, each worked out by hand; corrections of closed exercices."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.engine.appels.appels import AppelCalcule, appeler, deja_appele
from convention.engine.appels.cloture import actual
from convention.engine.appels.sceller import rectify, seal_closing
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Origine, Phase
from tests.engine.appels.petits_appels import APPELS_PASSES, MEMBRES, VOLETS, appelle, avec_appels, avec_sceaux
from tests.essais import lire
from tests.maquette import Cout, Membre

if TYPE_CHECKING:
    from convention.engine.appels.appels import VoletCalcule
    from convention.model.ecrits.sceaux import Identite

PARTAGE = {
    "reseau": Cout("cout: 400.01, frais: 80.02", annuel="cout * part(postes)", factuel="frais * part(postes)"),
    "zero": Cout("cout: 0.01", annuel="cout * part(postes)"),
}
UN_QUART = {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3")}
FORFAIT = "2024-01-01: 700.01"


def nancy(service: str, objet: str, nature: str) -> Identite:
    return ("nancy", service, objet, nature, "fonctionnement")


HORS_SERVICE = nancy("hors-service", "", "masse_salariale")
FACTUEL, ANNUEL = nancy("S03", "reseau", "indirect_factuel"), nancy("S03", "reseau", "indirect_annuel")
ZERO, COPIEUR = nancy("S03", "zero", "indirect_annuel"), nancy("S03", "copieur", "indirect_annuel")


def called(volet: VoletCalcule) -> list[tuple[Identite, int, int, int]]:
    """Return the lines of a part: which one, its base, what was called of it, what is called now."""
    return [(item.identite, item.base, item.anterieur, item.montant) for item in volet.montants]


def told(appel: AppelCalcule) -> list[tuple[str, int]]:
    """Return the parts of a call: their kind, their exercice."""
    return [(str(volet.genre), volet.exercice) for volet in appel.volets]


def test_a_call_says_its_milestone_its_day_and_when_its_data_stop() -> None:
    appel = appeler(lire(avec_appels()), "2024-04")
    assert (appel.echeance, appel.jour, appel.arrete_le) == ("2024-04", date(2024, 4, 15), date(2024, 4, 1))


def test_a_call_concerns_those_who_have_a_line_in_it() -> None:
    membres = {nom: Membre("postes: 1") for nom in ("pulnoy", "metropole", "laxou")} | {"nancy": Membre("")}
    assert appeler(lire(avec_appels(membres)), "2024-04").adherents() == ("laxou", "pulnoy")


def test_an_advance_is_rounded_for_the_forfait_then_for_the_other_costs_lines_in_order() -> None:
    # 3 workstations of 4. Forfait: 3 × 700,01 = 2 100,03, half: 1 050,015, so 1 050,02.
    # The rest: 300,01 + 60,01 + 0,01 = 360,03, half: 180,015, so 180,02: the first two halves take the cents.
    files = avec_appels(UN_QUART, PARTAGE, {"2024-04": "{genre: acompte, exercice: 2024, taux: 0.5}"}, FORFAIT)
    (volet,) = appeler(lire(files), "2024-04").volets
    assert called(volet) == [
        (HORS_SERVICE, 210_003, 0, 105_002),
        (FACTUEL, 6_001, 0, 3_001),
        (ANNUEL, 30_001, 0, 15_001),
        (ZERO, 1, 0, 0),
    ]
    assert [item.ligne.identite for item in volet.montants if item.ligne is not None] == [
        item.identite for item in volet.montants
    ]
    assert (volet.genre, volet.exercice, volet.taux, volet.phase) == (
        GenreVolet.ACOMPTE,
        2024,
        Fraction(1, 2),
        Phase.REVISE,
    )
    assert (volet.appele, volet.aux_prix_realises) == (None, None)


def test_an_advance_without_a_rate_calls_nothing() -> None:
    files = avec_appels(volets={"2024-04": "{genre: acompte, exercice: 2024}"})
    (volet,) = appeler(lire(files), "2024-04").volets
    assert called(volet) == [(COPIEUR, 2_100, 0, 0)]


def test_a_balance_is_what_is_left_and_a_forecast_is_the_amount_itself() -> None:
    files = appelle(
        avec_appels(volets={**VOLETS, "2024-04": "{genre: acompte, exercice: 2024, taux: 0.25}"}), "2024-04"
    )
    solde, etat = appeler(lire(files), "2024-10").volets
    # A quarter of 21,00 is 5,25.
    assert (called(solde), called(etat)) == ([(COPIEUR, 2_100, 525, 1_575)], [(COPIEUR, 2_100, 0, 2_100)])


def test_a_regularisation_tells_what_was_called_and_the_same_at_the_actual_prices() -> None:
    membres = {"nancy": Membre("postes: 3", comptages=compte(4, 2024))}
    couts = {"copieur": Cout("prix: {previsionnel: 7.00, realise: 9.00}", annuel="prix * postes")}
    files = avec_appels(membres, couts)
    files = {path: text.replace("prix: {previsionnel: €", "prix: €") for path, text in files.items()}
    files = appelle(files, "2024-04", "2024-10")
    _, volet = appeler(lire(files), "2025-04").volets
    # Called: 3 at 7,00; at the actual price: 3 at 9,00; actual: 4 at 9,00.
    assert volet.appele is not None
    assert volet.aux_prix_realises is not None
    sums = (volet.appele.totaux.general, volet.aux_prix_realises.totaux.general, volet.contribution.totaux.general)
    assert (sums, called(volet)) == ((2_100, 2_700, 3_600), [(COPIEUR, 3_600, 2_100, 1_500)])


@pytest.mark.parametrize("debut", ["2024-12-01", "2024-09-01"])  # after the balance; before it, and told later
def test_whom_the_calls_of_an_exercice_did_not_know_has_no_part_in_what_they_were_computed_from(debut: str) -> None:
    sealed = appelle(avec_appels(), "2024-04", "2024-10")
    entre = {**MEMBRES, "laxou": Membre("postes: 4", adhesion=f"debut: {debut}")}
    _, volet = appeler(lire({**sealed, **avec_appels(entre)}), "2025-04").volets
    assert volet.appele is not None
    assert (set(volet.appele.totaux.par_adherent), {item.identite[0] for item in volet.montants}) == (
        {"metropole", "nancy"},
        {"laxou", "nancy"},
    )


def test_whom_the_calls_of_an_exercice_knew_ahead_has_its_part_in_what_they_were_computed_from() -> None:
    entre = {**MEMBRES, "laxou": Membre("postes: 4", adhesion="debut: 2024-12-01")}
    _, volet = appeler(lire(appelle(avec_appels(entre), "2024-04", "2024-10")), "2025-04").volets
    assert volet.appele is not None
    assert volet.appele.totaux.par_adherent == {"laxou": 233, "metropole": 3_500, "nancy": 2_100}


def test_a_price_that_was_corrected_since_the_calls_of_an_exercice_leaves_them_all_those_whom_they_knew() -> None:
    sealed = appelle(avec_appels({**MEMBRES, "laxou": Membre("postes: 1")}), "2024-04", "2024-10")
    part = {**MEMBRES, "laxou": Membre("postes: 1", adhesion="debut: 2024-01-01, fin: 2024-11-01")}
    dearer = avec_appels(part, {"copieur": Cout("prix: 8.00", annuel="prix * postes")})
    _, volet = appeler(lire({**sealed, **dearer}), "2025-04").volets
    assert volet.appele is not None
    assert volet.appele.totaux.par_adherent == {"laxou": 800, "metropole": 4_000, "nancy": 2_400}


def test_workstations_that_were_not_counted_when_the_forfait_was_called_are_not_called_afterwards() -> None:
    membres = {"nancy": Membre("", comptages=compte(3, 2024))}
    files = appelle(avec_appels(membres, forfait=FORFAIT), "2024-04", "2024-10")
    _, volet = appeler(lire(files), "2025-04").volets
    assert called(volet) == [(COPIEUR, 2_100, 0, 2_100)]


def test_what_was_called_before_a_call_is_not_what_it_calls() -> None:
    depot = lire(appelle(avec_appels(), "2024-04"))
    assert (dict(deja_appele(depot, "2024-04")), dict(deja_appele(depot, "2024-05"))) == ({}, {(2024, COPIEUR): 2_100})


# --- corrections of a closed exercice ---


def compte(postes: int, annee: int) -> str:
    return f"{{phase: realise, date: {annee}-12-31, source: essai, valeurs: {{postes: {postes}}}}}"


def corrige(annee: int = 2024, nom: str = "nancy", jour: date | None = date(2026, 3, 2)) -> dict[str, str]:
    """Return the repository once two exercices are called and closed, then one workstation of one of them removed.

    Without a day, nothing declares the correction.
    """
    files = appelle(avec_appels(), *APPELS_PASSES)
    files = avec_sceaux(files, *(seal_closing(actual(lire(files), year), date(2026, 1, 15)) for year in (2024, 2025)))
    path, count = f"adherents/{nom}/quantites/{annee}.yaml", MEMBRES[nom].valeurs
    assert count in files[path]
    files[path] = files[path].replace(count, f"postes: {int(count[-1]) - 1}")
    depot = lire(files)
    if jour is None:
        return files
    return avec_sceaux(files, rectify(depot.sceaux[str(annee)], actual(depot, annee), jour, "essai"))


@pytest.mark.parametrize("jour", [date(2026, 3, 2), date(2026, 4, 15), date(2026, 4, 30)])
def test_a_correction_is_carried_by_the_next_regularisation(jour: date) -> None:
    appel = appeler(lire(corrige(jour=jour)), "2026-04")
    assert told(appel) == [("regularisation", 2025), ("regularisation", 2024)]
    assert called(appel.volets[1]) == [(COPIEUR, 1_400, 2_100, -700)]


@pytest.mark.parametrize("jour", [date(2026, 5, 1), None])
def test_a_correction_that_is_not_declared_by_then_is_not_called(jour: date | None) -> None:
    assert told(appeler(lire(corrige(jour=jour)), "2026-04")) == [("regularisation", 2025)]


def test_a_correction_of_the_last_day_of_a_month_is_of_that_month() -> None:
    files = corrige(jour=date(2026, 10, 31))
    path = "pricing/exercices/2026.yaml"
    files[path] = files[path].replace(VOLETS["2026-04"], "").replace(VOLETS["2026-10"], VOLETS["2026-04"])
    assert told(appeler(lire(files), "2026-10")) == [("regularisation", 2025), ("regularisation", 2024)]


def test_a_call_that_regularises_nothing_carries_no_correction() -> None:
    assert told(appeler(lire(corrige()), "2026-10")) == [("solde", 2026)]


def test_a_correction_of_the_exercice_that_a_call_regularises_is_in_that_part() -> None:
    appel = appeler(lire(corrige(2025)), "2026-04")
    assert told(appel) == [("regularisation", 2025)]
    assert called(appel.volets[0]) == [(COPIEUR, 1_400, 2_100, -700)]


def test_a_correction_of_the_managing_body_alone_calls_nothing() -> None:
    assert told(appeler(lire(corrige(nom="metropole")), "2026-04")) == [("regularisation", 2025)]


def test_what_is_computed_no_more_comes_from_where_the_calls_that_called_it_came_from() -> None:
    files = appelle(avec_appels(), "2024-04", "2024-10")
    gone = {path: text for path, text in files.items() if not path.startswith("adherents/nancy/quantites/2024")}
    gone["adherents/nancy/souscriptions.yaml"] = gone["adherents/nancy/souscriptions.yaml"].replace(
        "{service: S03, debut: 2024-01-01}", "{service: S03, debut: 2025-01-01}"
    )
    depot = lire(gone)
    sceaux = {nom: sceau._replace(origine="public") for nom, sceau in depot.sceaux.items()}
    # Neither a call of the same line for another exercice, nor one of other lines of this one, has a say in it.
    first = sceaux["2024-04"]
    mine = [ligne for ligne in first.lignes if ligne.adherent == "nancy"]
    others = [ligne._replace(service="S04") for ligne in mine]
    elsewhere = tuple(ligne._replace(exercice=2023) for ligne in mine)
    sceaux["2023-04"] = first._replace(nom="2023-04", origine="demonstration", lignes=elsewhere)
    sceaux["2023-10"] = first._replace(nom="2023-10", origine="demonstration", lignes=tuple(others))
    (volet,) = [item for item in appeler(depot._replace(sceaux=sceaux), "2025-04").volets if item.exercice == 2024]
    (gone_line,) = [item for item in volet.montants if item.identite == COPIEUR]
    assert (gone_line.ligne, gone_line.origine, gone_line.montant) == (None, Origine.PUBLIC, -21_00)
