"""Prerequisites: the same dates, sub-services, services that come with the membership, loops."""

from __future__ import annotations

from datetime import date

import pytest

from convention.base.period import Periode
from convention.checks.cadre.couverture import covered, first_gap
from tests.checks.depots import AUBEPINE, BRUYERE, S03, S04, found, mini, plain, subscriptions

ANNEE_2024 = Periode(date(2024, 1, 1), date(2025, 1, 1))
ANNEE_2025 = Periode(date(2025, 1, 1), date(2026, 1, 1))
DEPUIS_2024, DEPUIS_2025 = Periode(date(2024, 1, 1)), Periode(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("besoin", "couverts", "manque"),
    [
        (ANNEE_2025, [], ANNEE_2025),
        (ANNEE_2025, [DEPUIS_2024], None),
        (ANNEE_2025, [ANNEE_2024], ANNEE_2025),
        (ANNEE_2025, [ANNEE_2024, ANNEE_2025], None),
        (DEPUIS_2024, [ANNEE_2024], DEPUIS_2025),
        (DEPUIS_2024, [DEPUIS_2025], ANNEE_2024),
        (ANNEE_2024, [DEPUIS_2025], ANNEE_2024),
    ],
)
def test_le_premier_trou_est_ce_que_rien_ne_couvre(
    besoin: Periode, couverts: list[Periode], manque: Periode | None
) -> None:
    assert first_gap(besoin, couverts) == manque


def test_le_message_donne_le_premier_jour_sans_prerequis_et_la_date_a_deplacer() -> None:
    files = {
        BRUYERE: subscriptions("service: S03, debut: 2024-01-01, fin: 2025-05-01", "service: S04, debut: 2025-01-01")
    }
    (message,) = found(mini(files=files), "PRE001")
    assert plain(message.message) == (
        "S04 Parcs suppose S03 Infrastructures aux mêmes dates : Bruyère ne l'a pas le 1er mai 2025"
    )
    assert plain(message.hint) == (
        "résilier d'abord S04 : « convention resilier bruyere S04 --fin 2025-05-01 » ; ou prolonger la "
        "souscription à S03 : retirer « fin: 2025-05-01 »"
    )
    assert (message.span.path, message.span.line) == (BRUYERE, 6)
    assert message.related[0][0].path == S04


def test_deux_periodes_qui_se_suivent_couvrent_comme_une_seule() -> None:
    lines = ("service: S03, debut: 2024-01-01, fin: 2025-05-01", "service: S03, debut: 2025-05-01")
    assert not found(mini(files={BRUYERE: subscriptions(*lines, "service: S04, debut: 2025-01-01")}), "PRE001")


def test_un_prerequis_souscrit_sans_etre_active_ne_couvre_rien() -> None:
    lines = ("service: S03, debut: 2024-01-01, statut: souscrite_non_activee", "service: S04, debut: 2024-01-01")
    (message,) = found(mini(files={BRUYERE: subscriptions(*lines)}), "PRE001")
    assert message.hint.startswith("activer la souscription à S03")


def test_un_service_non_active_ne_demande_rien() -> None:
    lines = ("service: S04, debut: 2024-01-01, statut: souscrite_non_activee",)
    assert not found(mini(files={BRUYERE: subscriptions(*lines)}), "PRE001")


def test_un_service_couvre_ses_sous_services_sauf_a_la_demande() -> None:
    depot = mini(files={BRUYERE: subscriptions("service: S03, debut: 2024-01-01")})
    dossier = depot.dossiers["bruyere"]
    assert covered(depot, dossier, "S03.1") == [DEPUIS_2024]
    assert covered(depot, dossier, "S03.2") == []


def test_un_sous_service_ne_couvre_pas_son_service() -> None:
    depot = mini(files={BRUYERE: subscriptions("service: S03.1, debut: 2024-01-01")})
    assert covered(depot, depot.dossiers["bruyere"], "S03") == []


def test_un_service_obligatoire_est_couvert_par_l_adhesion() -> None:
    depot = mini(
        (S04, "services: [S03]", "services: [S01]"), files={BRUYERE: subscriptions("service: S04, debut: 2024-01-01")}
    )
    assert not found(depot, "PRE001")


def test_un_sous_service_a_la_demande_a_ses_propres_prerequis_aux_memes_dates() -> None:
    lines = (
        "service: S03, debut: 2024-01-01",
        "service: S02, debut: 2025-06-01",
        "service: S03.2, debut: 2025-01-01, derogation: archives_departementales",
    )
    (message,) = found(mini(files={BRUYERE: subscriptions(*lines)}), "PRE001")
    assert "S03.2 Archivage électronique suppose S02 Applications" in message.message
    assert plain(message.hint).startswith(
        "avancer la souscription à S02 : « debut: 2025-01-01 » au lieu de 2025-06-01, ou "
    )


def test_un_prerequis_jamais_souscrit_donne_la_ligne_a_ajouter() -> None:
    (message,) = found(mini(files={BRUYERE: subscriptions("service: S04, debut: 2025-01-01")}), "PRE001")
    assert plain(message.hint).startswith("ajouter la ligne « - {service: S03, debut: 2025-01-01} », ou ")


def test_un_prerequis_qui_s_arrete_est_prolonge_jusqu_a_la_fin_du_besoin() -> None:
    lines = ("service: S03, debut: 2024-01-01, fin: 2025-05-01", "service: S04, debut: 2025-01-01, fin: 2026-01-01")
    (message,) = found(mini(files={BRUYERE: subscriptions(*lines)}), "PRE001")
    assert plain(message.hint).startswith(
        "prolonger la souscription à S03 : « fin: 2026-01-01 » au lieu de 2025-05-01, ou "
    )


def test_une_boucle_est_ecrite_dans_le_sens_ou_les_services_se_demandent() -> None:
    loop = "prerequis: {texte: essai, services: [S05]}\n"
    depot = mini(
        ("catalogue/services/S05.yaml", "  convention_connexe: oui", "  services: [S04]\n  convention_connexe: oui"),
        (S03, "sous_services:", f"{loop}sous_services:"),
    )
    (message,) = found(depot, "PRE003")
    assert plain(message.message) == "les prérequis tournent en boucle : S03 → S05 → S04 → S03"
    assert [text for _, text in message.related] == ["S05 demande S04", "S04 demande S03"]


def test_deux_boucles_distinctes_sont_dites_toutes_les_deux() -> None:
    depot = mini(
        (S03, "sous_services:", "prerequis: {texte: essai, services: [S04]}\nsous_services:"),
        ("catalogue/services/S02.yaml", "texte: S02", "prerequis: {texte: essai, services: [S05]}\ntexte: S02"),
        ("catalogue/services/S05.yaml", "  convention_connexe: oui", "  services: [S02]"),
    )
    loops = [plain(message.message).partition(" : ")[2] for message in found(depot, "PRE003")]
    assert loops == ["S02 → S05 → S02", "S03 → S04 → S03"]


def test_un_composant_sans_dates_suit_son_service() -> None:
    lines = subscriptions("service: S02, debut: 2026-01-01") + "composants:\n  - {composant: application-finances}\n"
    assert not found(mini(files={BRUYERE: lines}), "PRE001")


@pytest.mark.parametrize(
    "choix", ["composant: application-finances", "composant: application-finances, debut: 2025-01-01"]
)
def test_un_composant_sans_son_service_ne_serait_pas_facture(choix: str) -> None:
    service = "service: S02, debut: 2026-01-01" if "debut" in choix else "service: S03, debut: 2024-01-01"
    lines = subscriptions(service) + f"composants:\n  - {{{choix}}}\n"
    (message,) = found(mini(files={BRUYERE: lines}), "PRE001")
    assert "rien ne serait facturé" in message.message


def test_une_reference_a_un_service_illisible_n_est_pas_inconnue() -> None:
    depot = mini(files={S03: "sous_services: ["})
    assert not found(depot, "REF001")
    assert not found(depot, "PRE001")
    assert found(mini((AUBEPINE, "service: S03,", "service: S09,")), "REF001")
