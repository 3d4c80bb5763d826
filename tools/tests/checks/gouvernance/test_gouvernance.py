"""Bodies, meetings, calls and renewals: what is due and what is wrong, from the data alone."""

from __future__ import annotations

import re

import pytest

from convention.checks.gouvernance.procedures import SCELLES
from convention.checks.registry import run
from convention.model.genres import GENRES
from convention.reports.etat.parties import contacts
from tests.checks.depots import dits, found, messages, mini
from tests.checks.vie import (
    GOUVERNANCE,
    GROUPE,
    PILOTAGE,
    PROCEDURES,
    PROJET,
    SUIVI,
    exercice,
    gouvernance,
    jalons,
    projet,
    reunion,
    reunions,
    tenue,
    write,
)
from tests.espaces import espaces
from tests.essais import FIGES, fichiers, nancy

RAPPORT = "rapport: {titre: Rapport, exercice: 2024}"


CONVENTION = "catalogue/convention.yaml"


# ---- The data of this repository ----


def test_the_repository_has_no_message_about_governance() -> None:
    assert [item for item in dits(nancy()) if item.code.startswith("GOU")] == []


def test_each_kind_of_document_has_its_procedure() -> None:
    procedures = nancy().vie.procedures
    assert procedures is not None
    general = [changement.genre for changement in procedures.changements if changement.champ is None]
    assert sorted(general) == sorted({SCELLES.get(genre.nom, genre.nom) for genre in GENRES})


def test_no_committee_sets_a_price() -> None:
    procedures = nancy().vie.procedures
    assert procedures is not None
    (forfait,) = [item.procedure for item in procedures.changements if (item.genre, item.champ) == ("forfait", None)]
    actualisation = procedures.procedures[forfait]
    assert "deliberation-conseil-metropolitain" in actualisation.visas
    assert "notification-adherents" in actualisation.visas
    assert not actualisation.retroactive


# ---- How often bodies meet ----


def test_a_repository_without_governance_owes_no_meeting() -> None:
    assert list(run(mini())) == []


def test_a_cancelled_meeting_does_not_count() -> None:
    files = (
        gouvernance(pilotage=PILOTAGE),
        reunions(2025, tenue("p5", "pilotage", "2025-11-07", RAPPORT)),
        reunions(2026, reunion("p6", "pilotage", "2026-11-06", "annulee", "motif: Salle indisponible")),
    )
    (message,) = messages("GOU005", *files)
    assert "aucune réunion tenue ou prévue en 2026" in message


def test_a_year_to_come_owes_its_meetings_only_once_its_file_is_open() -> None:
    past = (
        gouvernance(pilotage=PILOTAGE),
        reunions(2025, tenue("p5", "pilotage", "2025-11-07", RAPPORT)),
        reunions(2026, tenue("p6", "pilotage", "2026-11-06", RAPPORT)),
        exercice(2027, "ouvert"),
    )
    assert messages("GOU005", *past) == []
    (message,) = messages("GOU005", *past, reunions(2027))
    assert "en 2027" in message


def test_the_words_agree_with_the_number_of_meetings() -> None:
    files = (
        gouvernance(suivi=SUIVI),
        reunions(2025, tenue("s5", "suivi", "2025-03-07")),
        reunions(2026, tenue("s6", "suivi", "2026-03-06"), reunion("s7", "suivi", "2026-09-18", "prevue")),
    )
    (message,) = messages("GOU005", *files)
    assert message == "« Instance suivi » : 1 réunion tenue en 2025, il en faut au moins 2 (article 7)"


@pytest.mark.parametrize(
    ("effet", "least"), [("2025-01-01", "au moins 2"), ("2025-04-15", "au moins une"), ("2025-08-01", "")]
)
def test_a_year_that_the_convention_covers_in_part_asks_its_part_of_the_meetings(effet: str, least: str) -> None:
    files = {
        CONVENTION: fichiers(FIGES / "mini")[CONVENTION].replace("effet: 2024-01-01", f"effet: {effet}"),
        **gouvernance(suivi=SUIVI),
        **reunions(2026, tenue("s6", "suivi", "2026-03-06"), reunion("s7", "suivi", "2026-09-18", "prevue")),
    }
    told = [text for text in messages("GOU005", files) if "en 2025" in text]
    assert [least in text for text in told] == ([True] if least else [])


def test_a_misspelt_name_does_not_make_a_meeting_seem_missing() -> None:
    files = (
        gouvernance(pilotage=PILOTAGE),
        reunions(2025, tenue("p5", "pilotag", "2025-11-07")),
        reunions(2026, tenue("p6", "pilotage", "2026-11-06", RAPPORT)),
    )
    assert messages("GOU005", *files) == []
    assert messages("GOU001", *files) == ["l'instance « pilotag » n'existe pas"]


@pytest.mark.parametrize("text", ["reunions: [", "# vide\nreunions: 3\n"])
def test_an_unreadable_file_of_meetings_does_not_make_any_seem_missing(text: str) -> None:
    depot = mini(
        files=gouvernance(pilotage=PILOTAGE)
        | reunions(2026, tenue("p6", "pilotage", "2026-11-06", RAPPORT))
        | {"catalogue/reunions/2025.yaml": text}
    )
    assert [item for item in run(depot) if item.code.startswith("GOU")] == []


def test_an_unreadable_governance_makes_no_body_unknown() -> None:
    depot = mini(files={GOUVERNANCE: "instances: ["} | reunions(2026, tenue("p6", "pilotage", "2026-11-06")))
    assert found(depot, "GOU001") == []


def test_a_call_that_no_exercice_declares_is_unknown_once_one_exercice_declares_its_own() -> None:
    cited = gouvernance(suivi="frequence: {texte: Semestrielle, avant: [avril, automne]}")
    assert messages("GOU001", cited) == []
    (message,) = found(mini(files=cited | exercice(2026, "ouvert", jalons(2026))), "GOU001")
    assert espaces(message.message) == "l'appel « automne » n'existe pas"
    assert (message.span.path, message.span.line) == (GOUVERNANCE, 6)
    assert message.hint is not None
    assert "« jalons »" in espaces(message.hint)


def test_a_procedure_cites_a_call_of_an_exercice() -> None:
    rows = "changements: []\nvisas: {}\n"
    procedure = "procedures: {prix: {libelle: Prix, rang: 1, description: essai, avant: octobr}}\n"
    files = write(PROCEDURES, f"{rows}{procedure}") | exercice(2026, "ouvert", jalons(2026))
    (message,) = found(mini(files=files), "GOU001")
    assert espaces(message.message) == "l'appel « octobr » n'existe pas"
    assert espaces(message.hint or "") == "vouliez-vous dire « octobre » ?"


# ---- Before each call ----


def _calendrier(**calls: str) -> dict[str, str]:
    """Return an exercice with these calls: their day, by name."""
    return exercice(
        2026,
        "ouvert",
        f"jalons: {{{', '.join(f'{nom}: {{date: {day}, objet: Appel}}' for nom, day in calls.items())}}}\n",
    )


def test_calls_are_named_and_dated_as_one_likes_in_their_year() -> None:
    assert messages("GOU015", _calendrier(hiver="2026-01-15", ete="2026-07-01", fevrier="2026-02-02")) == []
    assert messages("GOU015", _calendrier()) == []


@pytest.mark.parametrize(
    ("calls", "message"),
    [
        (
            {"hiver": "2027-01-15"},
            "l'appel « hiver » 2026 est daté du 15 janvier 2027 : il a lieu en 2026",
        ),
        (
            {"fevrier": "2026-03-01"},
            "l'appel de février 2026 est daté du 1er mars 2026 : il a lieu en février 2026",
        ),
        (
            {"solde": "2026-07-20", "ete": "2026-07-01"},
            "l'appel « solde » 2026 a lieu le même mois que celui « ete » : une échéance est un mois",
        ),
    ],
)
def test_a_call_out_of_its_year_of_the_month_of_its_name_or_in_the_month_of_another_is_said(
    calls: dict[str, str], message: str
) -> None:
    assert messages("GOU015", _calendrier(**calls)) == [message]


@pytest.mark.parametrize(
    ("derniere", "day", "genres", "refus"),
    [
        (2026, "2027-04-15", ["regularisation"], 0),
        (2026, "2026-04-15", ["regularisation"], 0),
        (2026, "2025-04-15", ["regularisation"], 1),
        (2026, "2027-04-15", ["regularisation", "solde"], 1),
        (2026, "2027-04-15", [], 1),
        (2028, "2027-04-15", ["regularisation"], 1),
    ],
)
def test_a_call_after_its_year_is_one_that_only_regularises_the_last_exercice(
    derniere: int, day: str, genres: list[str], refus: int
) -> None:
    renewed = f"reconductions: {derniere - 2024}"
    convention = fichiers(FIGES / "mini")[CONVENTION].replace("reconductions: 4", renewed)
    volets = ", ".join(f"{{genre: {genre}, exercice: 2026}}" for genre in genres)
    call = f"jalons: {{final: {{date: {day}, objet: Appel, volets: [{volets}]}}}}\n"
    assert len(messages("GOU015", {CONVENTION: convention}, exercice(2026, "ouvert", call))) == refus


@pytest.mark.parametrize(
    ("others", "where"),
    [
        ({}, "ouvrir 2027 par « convention ouvrir-exercice 2027 », qui l'y porte"),
        (exercice(2027, "ouvert"), "le déplacer sous les « jalons » de pricing/exercices/2027.yaml"),
    ],
)
def test_a_call_that_an_exercice_held_as_the_last_one_is_told_its_new_place_once_it_is_no_longer(
    others: dict[str, str], where: str
) -> None:
    volets = "volets: [{genre: regularisation, exercice: 2026}]"
    call = f"jalons: {{final: {{date: 2027-04-15, objet: Appel, {volets}}}}}\n"
    (told,) = found(mini(files={**exercice(2026, "ouvert", call), **others}), "GOU015")
    assert (espaces(told.message), espaces(str(told.hint))) == (
        "l'appel « final » 2026 est daté du 15 avril 2027, et 2026 n'est pas le dernier exercice de la convention",
        f"écrire 2026-MM-JJ, ou {where}",
    )


def test_the_call_that_settles_the_last_exercice_shares_no_month_with_those_of_its_year() -> None:
    convention = fichiers(FIGES / "mini")[CONVENTION].replace("reconductions: 4", "reconductions: 2")
    settles = "volets: [{genre: regularisation, exercice: 2026}]"
    calls = f"jalons: {{avril: {{date: 2026-04-15, objet: A}}, final: {{date: 2027-04-15, objet: F, {settles}}}}}\n"
    assert messages("GOU015", {CONVENTION: convention}, exercice(2026, "ouvert", calls)) == []


def test_an_exercice_without_calls_is_told_those_of_the_nearest_and_may_say_that_it_has_none() -> None:
    calls, other = _calendrier(annuel="2026-06-30"), exercice(2025, "clos")
    assert messages("GOU016", calls, other) == ["l'exercice 2025 n'a pas son appel à contribution « annuel »"]
    assert messages("GOU016", calls, exercice(2025, "clos", "jalons: {}\n")) == []


@pytest.mark.parametrize(("tenue_le", "manque"), [("2026-06-20", 0), ("2026-07-02", 1)])
def test_a_call_of_any_name_is_prepared_by_a_meeting_since_the_call_before(tenue_le: str, manque: int) -> None:
    suivi = gouvernance(suivi="frequence: {texte: Annuelle, avant: [ete]}")
    calls = _calendrier(hiver="2026-01-15", ete="2026-07-01")
    assert len(messages("GOU007", suivi, calls, reunions(2026, tenue("s", "suivi", tenue_le)))) == manque


def _appels(*days: str) -> list[str]:
    meetings = [tenue(f"s{rank}", "suivi", day) for rank, day in enumerate(days)]
    by_year = {annee: [item for item in meetings if f"date: {annee}" in item] for annee in (2025, 2026)}
    files = [reunions(annee, *items) for annee, items in by_year.items()]
    exercices = (exercice(2025, "clos", jalons(2025)), exercice(2026, "ouvert", jalons(2026)))
    return messages("GOU007", gouvernance(suivi=SUIVI), *files, *exercices)


def test_a_meeting_between_two_calls_prepares_the_second() -> None:
    assert _appels("2025-03-04", "2025-09-09", "2025-12-02", "2026-10-14") == []


def test_a_meeting_on_the_day_of_the_call_comes_too_late() -> None:
    (message,) = _appels("2025-03-04", "2025-10-15", "2026-09-08")
    assert message == (
        "« Instance suivi » : aucune réunion entre le 15 avril 2025 et l'appel du 15 octobre 2025, "
        "qu'une réunion doit précéder (article 7)"
    )


# ---- A meeting ----


def test_the_report_at_one_of_the_meetings_of_the_year_is_enough() -> None:
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
def test_the_delay_of_a_sending_counts_whole_days(envoi: str, said: str) -> None:
    meeting = reunion(
        "p6", "pilotage", "2026-11-06", "prevue", f"documents: [{{titre: Note, envoi: {envoi}, niveau: adherents}}]"
    )
    texts = messages("GOU008", gouvernance(pilotage=PILOTAGE), reunions(2026, meeting))
    assert [text.endswith(said) for text in texts] == ([True] if said else [])


def test_where_no_delay_is_declared_a_document_is_late_after_the_meeting_alone() -> None:
    sent = [f"{{titre: Note {day}, envoi: 2026-11-{day}, niveau: adherents}}" for day in ("05", "06", "07")]
    meeting = reunion("p6", "pilotage", "2026-11-06", "prevue", f"documents: [{', '.join(sent)}]")
    bodies = gouvernance(pilotage=PILOTAGE)
    bodies = {path: re.sub("delai_envoi.*\n", "", text) for path, text in bodies.items()}
    assert messages("GOU008", bodies, reunions(2026, meeting)) == [
        "le document « Note 07 » de la réunion « p6 » du 6 novembre 2026 est envoyé le 7 novembre 2026, après elle"
    ]


def test_a_project_group_names_its_project_and_a_committee_names_none() -> None:
    bodies = gouvernance(pilotage=PILOTAGE, groupe=GROUPE)
    meetings = (
        tenue("g6", "groupe", "2026-04-02"),
        tenue("p6", "pilotage", "2026-11-06", "projet: portail"),
        tenue("g7", "groupe", "2026-05-05", "projet: portail"),
    )
    files = {**bodies, **reunions(2026, *meetings), **projet("demande")}
    named = mini(
        (CONVENTION, "preavis_mois: 3\n", "preavis_mois: 3\nclauses: {groupe_projet: article 7.4}\n"), files=files
    )
    texts = [espaces(item.message).split(" du ")[0] for item in found(named, "GOU004")]
    assert texts == ["la réunion « g6 »", "la réunion « p6 »"]


def test_a_body_that_meets_at_need_names_a_project_or_none_where_no_clause_says_that_it_is_a_project_group() -> None:
    meetings = tenue("g6", "groupe", "2026-04-02"), tenue("g7", "groupe", "2026-05-05", "projet: portail")
    bodies = gouvernance(groupe=GROUPE)
    assert messages("GOU004", bodies, reunions(2026, *meetings), projet("demande")) == []


def test_a_body_and_a_contact_are_known_without_any_clause() -> None:
    bodies = gouvernance("", groupe=GROUPE)
    text = bodies[GOUVERNANCE].replace("clause: article 7.4, ", "")
    contact = "contacts:\n  finances: {fonction: responsable des finances, objet: Un appel, courriel: f@exemple.fr}\n"
    depot = mini(files={GOUVERNANCE: text + contact})
    assert [item.code for item in run(depot) if item.span.path == GOUVERNANCE] == []
    assert depot.vie.gouvernance is not None
    assert [item.fonction for item in contacts(depot)] == ["responsable des finances"]


# ---- The yearly review ----


def _besoins(adherent: str, annee: int, rest: str) -> dict[str, str]:
    return write(f"adherents/{adherent}/besoins/{annee}.yaml", f"recensement: {annee - 1}-09-10\n{rest}besoins: []\n")


ADHERENTS = ("aubepine", "bruyere", "ccas-aubepine", "metropole-grandval")
REVOYURE = "revoyure: {{date: {0}-06-10, conclusion: Inchangé}}\n"


def test_the_revoyure_of_an_exercice_to_come_may_be_missing() -> None:
    assert messages("GOU012", exercice(2027, "ouvert"), *(_besoins(nom, 2027, "") for nom in ADHERENTS)) == []


def test_who_is_not_a_member_yet_has_no_revoyure() -> None:
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


@pytest.mark.parametrize(
    ("preavis", "avant", "limite"),
    [
        ("3", "2024-09-30", "2025-09-30"),
        ("0", "2024-12-31", "2025-12-31"),
        ("2\npreavis_suivants: {2026: 6}", "2024-10-31", "2025-06-30"),
    ],
)
def test_the_limit_is_the_eve_of_the_notice_of_its_year(preavis: str, avant: str, limite: str) -> None:
    change = ("catalogue/convention.yaml", "preavis_mois: 3", f"preavis_mois: {preavis}")
    files = exercice(2025, "clos", f"reconduction: {{limite: {avant}, statut: reconduite}}\n")
    files |= exercice(2026, "ouvert", f"reconduction: {{limite: {limite}, statut: reconduite}}\n")
    assert found(mini(change, files=files), "GOU013") == []


def test_an_excessive_notice_makes_nothing_fail() -> None:
    change = ("catalogue/convention.yaml", "preavis_mois: 3", "preavis_mois: 900000")
    files = exercice(2026, "ouvert", "reconduction: {limite: 2025-09-30, statut: reconduite}\n")
    assert len(found(mini(change, files=files), "GOU013")) == 1


def test_the_first_exercice_is_no_renewal() -> None:
    files = exercice(2024, "clos", "reconduction: {limite: 2023-09-30, statut: reconduite}\n")
    assert messages("GOU013", files) == ["l'exercice 2024 n'est pas ouvert par une reconduction"]


def test_an_exercice_is_not_renewed_before_the_previous_one() -> None:
    files = (
        exercice(2027, "ouvert", "reconduction: {limite: 2026-09-30, statut: a_venir}\n"),
        exercice(2028, "ouvert", "reconduction: {limite: 2027-09-30, statut: reconduite}\n"),
    )
    (message,) = messages("GOU013", *files)
    assert message == "l'exercice 2028 serait reconduit, et la reconduction de 2027 est encore à venir"


def test_a_convention_of_two_years_is_renewed_only_every_other_year() -> None:
    change = ("catalogue/convention.yaml", "duree_annees: 1", "duree_annees: 2")
    files = exercice(2026, "ouvert", "reconduction: {limite: 2025-09-30, statut: reconduite}\n")
    assert found(mini(change, files=files), "GOU014") == []


def test_a_missing_renewal_gives_the_line_to_write() -> None:
    files = exercice(2026, "ouvert", "reconduction: {limite: 2025-09-30, statut: reconduite}\n")
    files |= exercice(2027, "ouvert")
    hints = [espaces(item.hint) for item in found(mini(files=files), "GOU014")]
    assert hints == [
        "ajouter « reconduction: {limite: 2024-09-30, statut: reconduite} »",
        "ajouter « reconduction: {limite: 2026-09-30, statut: a_venir} »",
    ]


# ---- What governance cites ----


def test_a_community_cites_services_and_composants_of_the_repository() -> None:
    known = "finances: {libelle: Finances, services: [S12], composants: [application-finance]}"
    assert messages("REF001", gouvernance(known, groupe=GROUPE)) == [
        "le service « S12 » n'existe pas",
        "le composant « application-finance » n'existe pas",
    ]


def test_the_composant_that_a_project_cites_need_not_exist_until_the_project_is_over() -> None:
    rest = "adherents: [aubepin]\ncomposant: portail\n"
    assert messages("REF001", projet("demande", rest)) == ["l'adhérent « aubepin » n'existe pas"]
    ended = projet("termine", rest.replace("aubepin", "aubepine"))
    assert messages("REF001", ended) == ["le composant « portail » n'existe pas"]


def test_an_unreadable_project_keeps_its_name() -> None:
    files = gouvernance(groupe=GROUPE) | reunions(2026, tenue("g6", "groupe", "2026-04-02", "projet: portail"))
    assert found(mini(files=files | {PROJET: "libelle: ["}), "GOU001") == []
