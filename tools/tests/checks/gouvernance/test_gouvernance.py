"""Bodies, meetings, calls and renewals: what is due and what is wrong, from the data alone."""

from __future__ import annotations

import pytest

from convention.checks.gouvernance.procedures import SCELLES
from convention.checks.registry import run
from convention.model.cadre.genres import GENRES
from tests.checks.depots import found, mini, plain
from tests.checks.vie import (
    GOUVERNANCE,
    GROUPE,
    PILOTAGE,
    PROJET,
    SUIVI,
    UTILISATEURS,
    exercice,
    gouvernance,
    jalons,
    projet,
    reunion,
    reunions,
    tenue,
    write,
)
from tests.essais import fichiers_nancy, lire

RAPPORT = "rapport: {titre: Rapport, exercice: 2024}"


def messages(code: str, *files: dict[str, str]) -> list[str]:
    """Lay documents over the small repository and return the messages of a code."""
    together = {path: text for group in files for path, text in group.items()}
    return [plain(item.message) for item in found(mini(files=together), code)]


# ---- The data of this repository ----


def test_le_depot_n_a_aucun_message_de_gouvernance() -> None:
    assert [item for item in run(lire(fichiers_nancy())) if item.code.startswith("GOU")] == []


def test_chaque_genre_de_document_a_sa_procedure() -> None:
    procedures = lire(fichiers_nancy()).vie.procedures
    assert procedures is not None
    general = [changement.genre for changement in procedures.changements if changement.champ is None]
    assert sorted(general) == sorted({SCELLES.get(genre.nom, genre.nom) for genre in GENRES})


def test_aucun_comite_ne_fixe_un_prix() -> None:
    procedures = lire(fichiers_nancy()).vie.procedures
    assert procedures is not None
    (forfait,) = [item.procedure for item in procedures.changements if (item.genre, item.champ) == ("forfait", None)]
    actualisation = procedures.procedures[forfait]
    assert "deliberation-conseil-metropolitain" in actualisation.visas
    assert "notification-adherents" in actualisation.visas
    assert not actualisation.retroactive


# ---- How often bodies meet ----


def test_un_depot_sans_gouvernance_ne_doit_aucune_reunion() -> None:
    assert list(run(mini())) == []


def test_un_exercice_clos_ne_compte_que_les_reunions_tenues() -> None:
    files = (
        gouvernance(pilotage=PILOTAGE),
        reunions(2025, reunion("p5", "pilotage", "2025-11-07", "prevue")),
        reunions(2026, reunion("p6", "pilotage", "2026-11-06", "prevue")),
    )
    (message,) = messages("GOU005", *files)
    assert message == "« Instance pilotage » : aucune réunion tenue en 2025, il en faut au moins une (article 7)"


def test_une_reunion_annulee_ne_compte_pas() -> None:
    files = (
        gouvernance(pilotage=PILOTAGE),
        reunions(2025, tenue("p5", "pilotage", "2025-11-07", RAPPORT)),
        reunions(2026, reunion("p6", "pilotage", "2026-11-06", "annulee", "motif: Salle indisponible")),
    )
    (message,) = messages("GOU005", *files)
    assert "aucune réunion tenue ou prévue en 2026" in message


def test_une_annee_a_venir_ne_doit_ses_reunions_qu_une_fois_son_fichier_ouvert() -> None:
    past = (
        gouvernance(pilotage=PILOTAGE),
        reunions(2025, tenue("p5", "pilotage", "2025-11-07", RAPPORT)),
        reunions(2026, tenue("p6", "pilotage", "2026-11-06", RAPPORT)),
        exercice(2027, "ouvert"),
    )
    assert messages("GOU005", *past) == []
    (message,) = messages("GOU005", *past, reunions(2027))
    assert "en 2027" in message


def test_le_nombre_de_reunions_s_accorde() -> None:
    files = (
        gouvernance(suivi=SUIVI),
        reunions(2025, tenue("s5", "suivi", "2025-03-07")),
        reunions(2026, tenue("s6", "suivi", "2026-03-06"), reunion("s7", "suivi", "2026-09-18", "prevue")),
    )
    (message,) = messages("GOU005", *files)
    assert message == "« Instance suivi » : 1 réunion tenue en 2025, il en faut au moins 2 (article 7)"


def test_chaque_communaute_doit_sa_reunion() -> None:
    known = "finances: {libelle: Finances, services: [S02]}, parcs: {libelle: Parcs, services: [S04]}"
    files = (
        gouvernance(known, usagers=UTILISATEURS),
        reunions(2025, tenue("f5", "usagers", "2025-06-06", "communaute: finances"), _parcs(2025)),
        reunions(2026, _parcs(2026)),
    )
    (message,) = messages("GOU005", *files)
    assert "communauté « Finances » : aucune réunion tenue ou prévue en 2026" in message


def _parcs(annee: int) -> str:
    return tenue(f"p{annee}", "usagers", f"{annee}-06-12", "communaute: parcs")


def test_un_nom_mal_ecrit_ne_fait_pas_croire_qu_une_reunion_manque() -> None:
    files = (
        gouvernance(pilotage=PILOTAGE),
        reunions(2025, tenue("p5", "pilotag", "2025-11-07")),
        reunions(2026, tenue("p6", "pilotage", "2026-11-06", RAPPORT)),
    )
    assert messages("GOU005", *files) == []
    assert messages("GOU001", *files) == ["l'instance « pilotag » n'existe pas"]


@pytest.mark.parametrize("text", ["reunions: [", "# vide\nreunions: 3\n"])
def test_un_fichier_de_reunions_illisible_ne_fait_pas_croire_qu_il_en_manque(text: str) -> None:
    depot = mini(
        files=gouvernance(pilotage=PILOTAGE)
        | reunions(2026, tenue("p6", "pilotage", "2026-11-06", RAPPORT))
        | {"catalogue/reunions/2025.yaml": text}
    )
    assert [item for item in run(depot) if item.code.startswith("GOU")] == []


def test_une_gouvernance_illisible_ne_rend_inconnue_aucune_instance() -> None:
    depot = mini(files={GOUVERNANCE: "instances: ["} | reunions(2026, tenue("p6", "pilotage", "2026-11-06")))
    assert found(depot, "GOU001") == []


# ---- Before each call ----


def _appels(*days: str) -> list[str]:
    meetings = [tenue(f"s{rank}", "suivi", day) for rank, day in enumerate(days)]
    by_year = {annee: [item for item in meetings if f"date: {annee}" in item] for annee in (2025, 2026)}
    files = [reunions(annee, *items) for annee, items in by_year.items()]
    exercices = (exercice(2025, "clos", jalons(2025)), exercice(2026, "ouvert", jalons(2026)))
    return messages("GOU007", gouvernance(suivi=SUIVI), *files, *exercices)


def test_une_reunion_entre_deux_appels_prepare_le_second() -> None:
    assert _appels("2025-03-04", "2025-09-09", "2025-12-02", "2026-10-14") == []


def test_une_reunion_le_jour_de_l_appel_vient_trop_tard() -> None:
    (message,) = _appels("2025-03-04", "2025-10-15", "2026-09-08")
    assert message == (
        "« Instance suivi » : aucune réunion entre le 15 avril 2025 et l'appel du 15 octobre 2025, "
        "qu'une réunion doit précéder (article 7)"
    )


# ---- A meeting ----


def test_le_rapport_suffit_a_une_des_reunions_de_l_annee() -> None:
    extra = (tenue("p5", "pilotage", "2025-05-06"), tenue("p5b", "pilotage", "2025-11-07", RAPPORT))
    last = reunions(2026, tenue("p6", "pilotage", "2026-11-06", RAPPORT))
    assert messages("GOU006", gouvernance(pilotage=PILOTAGE), reunions(2025, *extra), last) == []
    assert len(messages("GOU006", gouvernance(pilotage=PILOTAGE), reunions(2025, extra[0]), last)) == 1


@pytest.mark.parametrize(
    ("envoi", "said"),
    [
        ("2026-11-06", "le jour même : le délai est de 7 jours"),
        ("2026-11-05", "1 jour avant elle : le délai est de 7 jours"),
        ("2026-10-30", ""),
    ],
)
def test_le_delai_d_envoi_compte_les_jours_pleins(envoi: str, said: str) -> None:
    meeting = reunion(
        "p6", "pilotage", "2026-11-06", "prevue", f"documents: [{{titre: Note, envoi: {envoi}, niveau: adherents}}]"
    )
    texts = messages("GOU008", gouvernance(pilotage=PILOTAGE), reunions(2026, meeting))
    assert [text.endswith(said) for text in texts] == ([True] if said else [])


def test_un_groupe_projet_nomme_son_projet_et_un_comite_n_en_nomme_pas() -> None:
    bodies = gouvernance(pilotage=PILOTAGE, groupe=GROUPE)
    meetings = (
        tenue("g6", "groupe", "2026-04-02"),
        tenue("p6", "pilotage", "2026-11-06", "projet: portail"),
        tenue("g7", "groupe", "2026-05-05", "projet: portail"),
    )
    texts = messages("GOU004", bodies, reunions(2026, *meetings), projet("demande"))
    assert [text.split(" du ")[0] for text in texts] == ["la réunion « g6 »", "la réunion « p6 »"]


# ---- The yearly review ----


def _besoins(adherent: str, annee: int, rest: str) -> dict[str, str]:
    return write(f"adherents/{adherent}/besoins/{annee}.yaml", f"recensement: {annee - 1}-09-10\n{rest}besoins: []\n")


ADHERENTS = ("aubepine", "bruyere", "ccas-aubepine", "metropole-grandval")
REVOYURE = "revoyure: {{date: {0}-06-10, conclusion: Inchangé}}\n"


def test_la_revoyure_n_est_due_que_si_l_annee_a_des_besoins() -> None:
    files = [_besoins(nom, 2026, REVOYURE.format(2026)) for nom in ADHERENTS]
    assert messages("GOU012", *files) == []
    assert messages("GOU012", *files[1:]) == ["la revoyure annuelle d'Aubépine manque pour 2026 (article 3)"]


def test_la_revoyure_d_un_exercice_a_venir_peut_manquer() -> None:
    assert messages("GOU012", exercice(2027, "ouvert"), *(_besoins(nom, 2027, "") for nom in ADHERENTS)) == []


def test_qui_n_adhere_pas_encore_n_a_pas_de_revoyure() -> None:
    depot = mini(
        ("adherents/ccas-aubepine/adherent.yaml", "debut: 2024-01-01", "debut: 2027-01-01"),
        files={
            path: text
            for nom in ADHERENTS
            if nom != "ccas-aubepine"
            for path, text in _besoins(nom, 2026, REVOYURE.format(2026)).items()
        },
    )
    assert found(depot, "GOU012") == []


# ---- Renewals and calls ----


@pytest.mark.parametrize(("preavis", "limite"), [(3, "2025-09-30"), (0, "2025-12-31"), (2, "2025-10-31")])
def test_la_limite_est_la_veille_du_preavis(preavis: int, limite: str) -> None:
    change = ("catalogue/convention.yaml", "preavis_mois: 3", f"preavis_mois: {preavis}")
    files = exercice(2025, "clos", f"reconduction: {{limite: 2024{limite[4:]}, statut: reconduite}}\n")
    files |= exercice(2026, "ouvert", f"reconduction: {{limite: {limite}, statut: reconduite}}\n")
    assert found(mini(change, files=files), "GOU013") == []


def test_un_preavis_demesure_ne_fait_rien_echouer() -> None:
    change = ("catalogue/convention.yaml", "preavis_mois: 3", "preavis_mois: 900000")
    files = exercice(2026, "ouvert", "reconduction: {limite: 2025-09-30, statut: reconduite}\n")
    assert len(found(mini(change, files=files), "GOU013")) == 1


def test_le_premier_exercice_n_est_pas_une_reconduction() -> None:
    files = exercice(2024, "clos", "reconduction: {limite: 2023-09-30, statut: reconduite}\n")
    assert messages("GOU013", files) == ["l'exercice 2024 n'est pas ouvert par une reconduction (article 14)"]


def test_un_exercice_n_est_pas_reconduit_avant_le_precedent() -> None:
    files = (
        exercice(2027, "ouvert", "reconduction: {limite: 2026-09-30, statut: a_venir}\n"),
        exercice(2028, "ouvert", "reconduction: {limite: 2027-09-30, statut: reconduite}\n"),
    )
    (message,) = messages("GOU013", *files)
    assert message == "l'exercice 2028 serait reconduit, et la reconduction de 2027 est encore à venir"


def test_une_convention_de_deux_ans_n_est_reconduite_qu_un_an_sur_deux() -> None:
    change = ("catalogue/convention.yaml", "duree_annees: 1", "duree_annees: 2")
    files = exercice(2026, "ouvert", "reconduction: {limite: 2025-09-30, statut: reconduite}\n")
    assert found(mini(change, files=files), "GOU014") == []


def test_la_reconduction_qui_manque_donne_la_ligne_a_ecrire() -> None:
    files = exercice(2026, "ouvert", "reconduction: {limite: 2025-09-30, statut: reconduite}\n")
    files |= exercice(2027, "ouvert")
    hints = [plain(item.hint) for item in found(mini(files=files), "GOU014")]
    assert hints == [
        "ajouter « reconduction: {limite: 2024-09-30, statut: reconduite} »",
        "ajouter « reconduction: {limite: 2026-09-30, statut: a_venir} »",
    ]


# ---- What governance cites ----


def test_une_communaute_cite_des_services_et_des_composants_du_depot() -> None:
    known = "finances: {libelle: Finances, services: [S12], composants: [application-finance]}"
    assert messages("REF001", gouvernance(known, groupe=GROUPE)) == [
        "le service « S12 » n'existe pas",
        "le composant « application-finance » n'existe pas",
    ]


def test_un_projet_ne_doit_citer_un_composant_qui_existe_qu_une_fois_termine() -> None:
    rest = "adherents: [aubepin]\ncomposant: portail\n"
    assert messages("REF001", projet("demande", rest)) == ["l'adhérent « aubepin » n'existe pas"]
    ended = projet("termine", rest.replace("aubepin", "aubepine"))
    assert messages("REF001", ended) == ["le composant « portail » n'existe pas"]


def test_un_projet_illisible_garde_son_nom() -> None:
    files = gouvernance(groupe=GROUPE) | reunions(2026, tenue("g6", "groupe", "2026-04-02", "projet: portail"))
    assert found(mini(files=files | {PROJET: "libelle: ["}), "GOU001") == []
