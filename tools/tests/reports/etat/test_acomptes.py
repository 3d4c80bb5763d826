"""What statements say of several advances, of a single call, of an advance cut to what is left, or not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.engine.appels.appels import appeler
from convention.reports.etat.archive import archive_text, read_archive
from convention.reports.etat.etat import statement
from convention.reports.etat.medias.fichiers import pdf_bytes, text
from convention.reports.etat.medias.xlsx import xlsx_bytes
from convention.reports.mots import no_advance
from tests.arrivees import BRUYERE, comes
from tests.engine.appels.petits_appels import appelle, avec_calendrier, fige
from tests.essais import edited, fichiers, lire
from tests.les_cas import MINI
from tests.reports.etat.etats import tel_quel, texte_pdf

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat

TRIMESTRES = {
    "2026-01": "{genre: acompte, exercice: 2026, taux: 0.25}",
    "2026-04": "{genre: acompte, exercice: 2026, taux: 0.25}",
    "2026-07": "{genre: acompte, exercice: 2026, taux: 0.25}",
    "2026-10": "{genre: solde, exercice: 2026}",
}


def _files(volets: dict[str, str]) -> dict[str, str]:
    files = fichiers(MINI)
    return avec_calendrier(files, volets)


def _etat(files: dict[str, str], echeance: str, nom: str = "bruyere") -> Etat:
    depot = lire(files)
    return statement(depot, appeler(depot, echeance), nom)


def test_each_of_several_advances_says_its_rank() -> None:
    etat = _etat(appelle(_files(TRIMESTRES), "2026-01"), "2026-04")
    assert etat.exercices == "2026 (deuxième acompte)"
    assert tel_quel(etat.volets[0].titre) == "Deuxième acompte de l'exercice 2026 : 25 % du montant prévu"
    assert [piece.objet for piece in etat.pieces] == [
        "Masse salariale, deuxième acompte 2026",
        "Coûts des services, deuxième acompte 2026",
    ]
    assert "Deuxième acompte de l'exercice 2026" in texte_pdf(pdf_bytes(etat))
    assert xlsx_bytes(etat)


def test_the_balance_of_several_advances_says_them_all_and_is_read_back_as_it_was_issued() -> None:
    files = appelle(_files(TRIMESTRES), "2026-01", "2026-04", "2026-07")
    etat = _etat(files, "2026-10")
    assert etat.volets[0].titre == "Solde 2026 : montant prévu, moins les acomptes"
    assert "Acomptes (€)" in text(etat)
    assert etat.volets[0].total.base == etat.volets[0].total.anterieur + etat.volets[0].total.montant
    assert read_archive("essai", archive_text(etat).encode()) == etat


def test_a_single_call_says_that_it_calls_everything() -> None:
    etat = _etat(_files({"2026-06": "{genre: solde, exercice: 2026}"}), "2026-06")
    assert etat.volets[0].titre == "Solde 2026 : montant prévu, appelé en une fois"
    assert "Acompte" not in text(etat)
    assert etat.volets[0].total.montant == etat.volets[0].total.base


def test_an_advance_that_stops_at_what_is_left_says_so() -> None:
    path = "pricing/composants/S04.yaml"
    files = appelle(_files(TRIMESTRES), "2026-01", "2026-04")
    etat = _etat({**files, path: files[path].replace("1150.00", "500.00")}, "2026-07")
    # Two copiers at 500,00 €, 242,42 € of the server; a half of 2 300,00 € and of 242,42 € was called.
    assert tel_quel(etat.volets[0].note) == (
        "Coûts des services : 0,00 € au lieu de 310,61 €, car le reste de 1 242,42 € a déjà été appelé."
    )


def test_a_balance_says_which_amount_is_no_longer_that_of_its_advance() -> None:
    """Two copiers at 1 150,00 €, then at 500,00 €; 242,42 € of the server, and 31 workstations, stay."""
    files, path = appelle(_files(ANNEE), "2026-04"), "pricing/composants/S04.yaml"
    changed = "Changé depuis l'acompte : S04 Parcs, 1 242,42 € au lieu de 2 542,42 €."
    after = {**files, path: files[path].replace("1150.00", "500.00")}
    assert tel_quel(_etat(after, "2026-10").volets[0].note).endswith(changed)
    assert "Changé" not in _etat(files, "2026-10").volets[0].note


def test_an_advance_says_its_part_of_a_frozen_amount_and_when_the_rest_is_called() -> None:
    files = {**_files(TRIMESTRES), **fige("bruyere", "9000.00")}
    etat = _etat(files, "2026-01")
    assert tel_quel(etat.volets[0].titre) == (
        "Premier acompte de l'exercice 2026 : 3 000,00 € imputés sur l'attribution de compensation"
    )
    assert tel_quel(etat.volets[0].note) == (
        "En fonctionnement, le montant de 3 000,00 €, pris sur le montant figé de 9 000,00 € (délibérations "
        "concordantes [à compléter]) tient lieu d'acompte, réparti entre les lignes ; le reste est appelé par titre, "
        "en octobre."
    )
    solde = _etat(appelle(files, "2026-01", "2026-04", "2026-07"), "2026-10").volets[0]
    assert tel_quel(solde.note).startswith("Les acomptes de fonctionnement, figés à 9 000,00 €, ont été imputés")


DEMI = "{genre: acompte, exercice: 2026, taux: 0.5}"
ANNEE = {"2025-10": "{genre: previsionnel, exercice: 2026}", "2026-04": DEMI, "2026-10": TRIMESTRES["2026-10"]}
TOUT = (
    "Aucun acompte n'est demandé avant le 1er juillet 2026, premier jour de l'adhésion : le solde du 15 octobre 2026 "
    "demande tout ce qui est dû."
)
EN_PARTIE = "Exercice 2026, une partie de l'année seulement : adhérent depuis le 1er juillet 2026. "


def test_the_forecast_of_a_newcomer_says_which_call_will_ask_it_and_that_call_says_why_it_asks_everything() -> None:
    files = avec_calendrier(comes(), ANNEE)
    forecast = _etat(files, "2025-10", "cerisaie").volets[0]
    assert (forecast.total.montant, tel_quel(forecast.note)) == (
        704_800,
        EN_PARTIE.replace("depuis le", "à partir du") + TOUT,
    )
    etat = _etat(appelle(files, "2026-04"), "2026-10", "cerisaie")
    (solde,) = etat.volets
    assert solde.titre == "Solde 2026 : montant prévu, appelé en une fois"
    assert (solde.total, tel_quel(solde.note)) == ((704_800, 0, 704_800), EN_PARTIE + TOUT)
    assert "Déjà appelé (€)" in text(etat)


def test_an_advance_that_follows_the_entry_is_its_own_rate_and_says_that_the_balance_asks_the_rest() -> None:
    files = appelle(avec_calendrier(comes(), TRIMESTRES), "2026-01", "2026-04")
    (third,) = _etat(files, "2026-07", "cerisaie").volets
    told = TOUT.replace("tout ce qui est dû", "ce qui reste")
    assert tel_quel(third.titre) == "Troisième acompte de l'exercice 2026 : 25 % du montant prévu"
    assert (third.total.base, third.total.montant, tel_quel(third.note).endswith(told)) == (704_800, 176_200, True)
    balance = _etat(appelle(files, "2026-07"), "2026-10", "cerisaie").volets[0]
    # Three advances were called of the others, one of it.
    assert balance.titre == "Solde 2026 : montant prévu, moins l'acompte"
    assert (balance.total.montant, tel_quel(balance.note).endswith(told)) == (528_600, True)


def test_who_left_before_an_advance_is_told_that_the_balance_asks_the_rest() -> None:
    files, identity = _files(ANNEE), f"{BRUYERE}/adherent.yaml"
    left = edited(files, identity, "debut: 2024-01-01", "debut: 2024-01-01, fin: 2026-04-01")
    assert left != files
    (solde,) = _etat(appelle(left, "2026-04"), "2026-10").volets
    assert tel_quel(solde.note) == (EN_PARTIE + TOUT).replace(
        "depuis le 1er juillet 2026", "jusqu'au 31 mars 2026 inclus"
    ).replace("avant le 1er juillet", "après le 31 mars").replace("premier", "dernier")
    assert solde.total.anterieur == 0


def test_who_comes_and_leaves_between_advances_is_told_both_days() -> None:
    files, identity = _files(TRIMESTRES), f"{BRUYERE}/adherent.yaml"
    passing = files[identity].replace("debut: 2024-01-01", "debut: 2026-02-01, fin: 2026-06-01")
    told = no_advance(lire({**files, identity: passing}), "bruyere", 2026)
    assert tel_quel(told) == TOUT.replace(
        "avant le 1er juillet 2026, premier jour de l'adhésion",
        "avant le 1er février 2026, premier jour de l'adhésion, ni après le 31 mai 2026, dernier jour de l'adhésion",
    ).replace("tout ce qui est dû.", "ce qui reste")


def test_a_frozen_amount_that_no_advance_could_charge_is_not_said_to_be_charged() -> None:
    files = appelle(avec_calendrier({**comes(), **fige("cerisaie", "3000.00")}, ANNEE), "2026-04")
    (solde,) = _etat(files, "2026-10", "cerisaie").volets
    assert (solde.total.montant, tel_quel(solde.note)) == (704_800, EN_PARTIE + TOUT)
