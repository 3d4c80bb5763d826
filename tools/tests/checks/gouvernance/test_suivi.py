"""Projects, shared documents, procedures, acts, ages of checks, conformity: each branch of their rules."""

from __future__ import annotations

import re

import pytest

from convention.checks.gouvernance.procedures import unknown_part
from convention.checks.registry import run
from convention.model.documents.composants import Composants
from convention.model.documents.tarifs import Forfait
from tests.checks.depots import messages, mini
from tests.checks.vie import (
    DOCUMENTS,
    GROUPE,
    PROCEDURES,
    exercice,
    gouvernance,
    projet,
    reunion,
    reunions,
    tenue,
    write,
)
from tests.essais import FIGES, fichiers

DECISION = "decision: {reunion: s5, date: 2025-09-23}\n"
CONVENTION = "catalogue/convention.yaml"
TEXTE = fichiers(FIGES / "mini")[CONVENTION]
GROUPES = {CONVENTION: TEXTE.replace("preavis_mois: 3\n", "preavis_mois: 3\nclauses: {groupe_projet: article 7.4}\n")}
COMPLET = f"moa: Directrice de l'enfance\ngroupe: [etudes]\ndebut: 2026-03-02\nfin: 2026-12-18\n{DECISION}"


# ---- Projects ----


@pytest.mark.parametrize("statut", ["demande", "abandonne"])
def test_a_project_that_is_asked_for_or_abandoned_owes_nothing(statut: str) -> None:
    assert messages("GOU017", projet(statut)) == []


@pytest.mark.parametrize(
    ("statut", "without", "lack"),
    [
        ("inscrit", DECISION, "décision"),
        (
            "engage",
            "moa: Directrice de l'enfance\n",
            "référent métier qui représente la maîtrise d'ouvrage",
        ),
        ("engage", "debut: 2026-03-02\n", "date de début"),
        ("termine", "fin: 2026-12-18\n", "date de fin"),
    ],
)
def test_a_project_without_what_its_state_supposes_is_told_what_it_lacks(statut: str, without: str, lack: str) -> None:
    (message,) = messages("GOU017", projet(statut, COMPLET.replace(without, "")))
    assert message.endswith(f" sans {lack}")


def test_a_convention_without_project_groups_asks_none_of_a_project() -> None:
    alone = projet("engage", COMPLET.replace("groupe: [etudes]\n", ""))
    assert messages("GOU017", alone) == []
    assert (
        messages("GOU020", gouvernance(suivi=GROUPE), reunions(2025, tenue("s5", "suivi", "2025-09-23")), alone) == []
    )
    assert messages("GOU017", GROUPES, alone) == ["le projet « portail » est engagé sans groupe projet (article 7.4)"]


def test_a_project_under_way_has_adherents_but_not_always_an_end_date() -> None:
    text = COMPLET.replace("fin: 2026-12-18\n", "") + "adherents: []\n"
    assert messages("GOU017", projet("engage", text)) == ["le projet « portail » est engagé sans adhérent concerné"]


def test_a_project_may_end_on_the_day_on_which_it_begins() -> None:
    same = COMPLET.replace("2026-12-18", "2026-03-02")
    assert messages("GOU018", projet("engage", same)) == []


@pytest.mark.parametrize(
    ("meeting", "said"),
    [
        (tenue("s5", "groupe", "2025-09-23"), ()),
        (tenue("s5", "groupe", "2025-09-24"), ("serait décidé le 23 septembre 2025",)),
        (reunion("s5", "groupe", "2025-09-23", "prevue"), ("n'est pas tenue : elle n'a rien décidé",)),
    ],
)
def test_the_decision_is_that_of_a_meeting_held_on_that_day(meeting: str, said: tuple[str, ...]) -> None:
    texts = messages("GOU019", gouvernance(groupe=GROUPE), reunions(2025, meeting), projet("engage", COMPLET))
    assert [part in text for text, part in zip(texts, said, strict=True)] == [True] * len(said)


def test_a_project_that_is_asked_for_may_wait_for_a_planned_meeting() -> None:
    later = reunions(2025, reunion("s5", "groupe", "2025-09-23", "prevue"))
    assert messages("GOU019", gouvernance(groupe=GROUPE), later, projet("demande", DECISION)) == []


def test_a_planned_meeting_of_the_group_is_enough_and_a_cancelled_one_is_not() -> None:
    files = (GROUPES, gouvernance(groupe=GROUPE), projet("engage", COMPLET))
    for statut, number in (("prevue", 0), ("annulee", 1)):
        group = reunions(2026, reunion("g6", "groupe", "2026-12-02", statut, "projet: portail"))
        assert len(messages("GOU020", *files, group)) == number
    assert messages("GOU020", *files) == []


# ---- Shared documents ----


def _document(text: str) -> dict[str, str]:
    return write(
        DOCUMENTS, f"documents:\n  guide: {{titre: Guide, proprietaire: aubepine, date: 2026-02-03, {text}}}\n"
    )


def test_a_restricted_document_asks_for_neither_agreement_nor_information() -> None:
    assert list(run(mini(files=_document("niveau: restreint")))) == []


@pytest.mark.parametrize("niveau", ["public", "adherents", "adherent_concerne"])
def test_beyond_restricted_a_document_asks_for_agreement_and_information(niveau: str) -> None:
    codes = sorted(item.code for item in run(mini(files=_document(f"niveau: {niveau}"))))
    assert codes == ["GOU021", "GOU022"]


def test_the_agreement_may_precede_the_document_and_fall_on_the_day_of_the_sharing() -> None:
    early = "niveau: adherents, consentement: 2026-01-05, information: 2026-02-03"
    same = "niveau: adherents, consentement: 2026-02-10, information: 2026-02-10"
    assert messages("GOU023", _document(early)) == []
    assert messages("GOU023", _document(same)) == []


def test_a_document_belongs_to_an_adherent_and_is_shared_with_adherents() -> None:
    text = "niveau: restreint, partage_avec: [bruyeres]"
    assert messages("REF001", _document(text)) == ["l'adhérent « bruyeres » n'existe pas"]
    owner = {path: body.replace("aubepine", "aubepin") for path, body in _document("niveau: restreint").items()}
    assert messages("REF001", owner) == ["l'adhérent « aubepin » n'existe pas"]


# ---- Procedures ----


@pytest.mark.parametrize(
    "champ",
    ["valeurs", "valeurs.montant", "composants.montants", "composants.montants.realise", "composants.contrat.fin"],
)
def test_a_field_is_named_without_rank_or_identifier(champ: str) -> None:
    modele = Forfait if champ.startswith("valeurs") else Composants
    assert unknown_part(modele, champ) is None


@pytest.mark.parametrize("champ", ["valeur", "valeurs.0", "valeurs.montant.cents", "valeurs."])
def test_what_leads_to_no_field_is_said(champ: str) -> None:
    assert unknown_part(Forfait, champ) is not None


def test_only_the_kinds_that_are_present_ask_for_a_procedure() -> None:
    text = (
        "visas: {}\nprocedures: {avenant: {libelle: Avenant, rang: 1, description: Tous délibèrent}}\nchangements: []\n"
    )
    [told] = messages("GOU024", write(PROCEDURES, text))
    assert len(re.findall("« [a-z-]+ »", told)) == 14
    assert "« projet »" not in told


@pytest.mark.parametrize(
    ("champ", "dit"), [("source", []), ("montants", []), ("sourse", ["aucun document n'a de champ « sourse »"])]
)
def test_a_field_common_to_all_documents_is_a_field_of_one_at_least(champ: str, dit: list[str]) -> None:
    text = (
        f"visas: {{}}\nprocedures: {{}}\nchangements: []\ncommuns: {{{champ}: {{procedure: avenant, motif: essai}}}}\n"
    )
    assert messages("GOU026", write(PROCEDURES, text)) == dit


# ---- Acts ----


def _signataire(acte: str) -> dict[str, str]:
    people = "interlocuteurs: {strategique: Direction, financier: Finances, operationnel: Direction}"
    text = f"signataire: {{fonction: Maire, habilitation: {{organe: Conseil municipal, objet: Habiliter, {acte}}}}}\n"
    return write("adherents/aubepine/fonctions.yaml", f"{text}{people}\n")


@pytest.mark.parametrize(
    ("acte", "said"),
    [
        ("numero: n° 41, date: 2023-09-25", None),
        ("a_completer: oui", None),
        ("date: 2023-09-25, a_completer: oui", None),
        ("date: 2023-09-25", "n'a pas de numéro"),
        ("numero: n° 41", "n'a pas de date"),
        ("a_completer: non", "n'a ni numéro ni date"),
        ("numero: n° 41, date: 2023-09-25, a_completer: oui", "a son numéro et sa date : rien n'est à compléter"),
    ],
)
def test_an_act_has_its_number_and_its_date_or_says_that_they_are_missing(acte: str, said: str | None) -> None:
    who = "l'acte qui habilite le signataire d'Aubépine (Conseil municipal)"
    assert messages("GOU028", _signataire(acte)) == ([f"{who} {said}"] if said else [])


# ---- Ages of checks ----


def _forfait(*values: str) -> dict[str, str]:
    items = "".join(
        f"  - {{date: {day}, montant: 700.00, reference: essai, verifie_le: {checked}}}\n"
        for day, checked in (value.split(" ") for value in values)
    )
    return write("pricing/forfait.yaml", f"cle: postes\nvaleurs:\n{items}")


def test_a_check_made_on_the_first_of_january_of_the_year_before_is_enough() -> None:
    assert messages("GOU029", _forfait("2024-01-01 2025-01-01")) == []
    (message,) = messages("GOU029", _forfait("2024-01-01 2024-12-31"))
    assert message == (
        "le forfait du 1er janvier 2024 n'a pas été vérifié depuis le 31 décembre 2024 : l'exercice en cours est 2026"
    )


def test_a_replaced_forfait_is_no_longer_to_be_checked_and_the_next_one_is() -> None:
    assert messages("GOU029", _forfait("2024-01-01 2024-01-02", "2026-01-01 2026-01-02")) == []
    assert len(messages("GOU029", _forfait("2024-01-01 2026-01-02", "2027-01-01 2024-01-02"))) == 1


def test_without_an_open_exercice_nothing_is_said_to_be_old() -> None:
    files = exercice(2025, "clos") | exercice(2026, "clos")
    assert messages("GOU029", files, _forfait("2024-01-01 2020-01-01")) == []


def test_only_the_last_vintage_of_a_published_quantite_is_to_be_checked() -> None:
    vintage = "{{source: essai, en_vigueur: 2024-01-01, verifie_le: {0}, valeurs: {{aubepine: 1200}}}}"
    text = f"libelle: Population\nmillesimes: {{2021: {vintage.format('2022-01-01')}, 2022: {vintage.format('{0}')}}}\n"
    for checked, number in (("2026-01-02", 0), ("2024-01-02", 1)):
        path = "pricing/references/population.yaml"
        assert len(messages("GOU029", write(path, text.replace("{0}", checked)))) == number


def test_an_old_index_is_said() -> None:
    text = "libelle: Indice\nverifie_le: 2024-06-30\nvaleurs: {2024-01: 100}\n"
    (message,) = messages("GOU029", write("pricing/indices/syntec.yaml", text))
    assert message.startswith("l'indice « syntec » n'a pas été vérifié depuis le 30 juin 2024")


# ---- Conformity ----


def _conformite(annee: int, pssi: str, rgpd: str = "") -> dict[str, str]:
    text = f"pssi: {{version: essai, dispositions: [], {pssi}}}\nsecurite: {{}}\nrgpd: {{{rgpd}}}\n"
    return write(f"catalogue/conformite/{annee}.yaml", text)


@pytest.mark.parametrize(
    ("pssi", "said"),
    [
        ("adoption: 2024-02-06", ""),
        ("adoption: 2024-02-06, revue: 2024-02-06", ""),
        ("adoption: 2025-02-06, revue: 2024-12-31", "avant son adoption"),
        ("adoption: 2026-02-06", "le fichier est celui de 2025"),
        ("adoption: 2024-02-06, revue: 2026-01-01", "le fichier est celui de 2025"),
    ],
)
def test_the_pssi_is_adopted_then_reviewed_before_the_end_of_the_year(pssi: str, said: str) -> None:
    texts = messages("GOU030", _conformite(2025, pssi))
    assert [said in text for text in texts] == ([True] if said else [])


def test_an_unknown_number_of_violations_contradicts_nothing() -> None:
    assert messages("GOU030", _conformite(2025, "adoption: 2024-02-06", "violations_notifiees: 2")) == []
    notified = _conformite(2025, "adoption: 2024-02-06", "violations: 1, violations_notifiees: 2")
    assert len(messages("GOU030", notified)) == 1


def test_unreadable_yearly_facts_are_not_said_to_be_missing() -> None:
    other = _conformite(2026, "adoption: 2024-02-06")
    assert len(messages("GOU031", other)) == 1
    assert messages("GOU031", other, {"catalogue/conformite/2025.yaml": "pssi: ["}) == []


def test_the_yearly_facts_of_a_closed_exercice_give_all_their_numbers() -> None:
    known = "traitements_declares: 40, aipd: 2, agents_formes: 30, violations: 1, violations_notifiees: 0"
    assert messages("GOU031", _conformite(2025, "adoption: 2024-02-06", known)) == [
        "l'exercice 2025 est clos, et son bilan ne dit pas tout (manque : Exercices de continuité d'activité)",
        "l'exercice 2025 est clos, et son bilan ne dit pas tout (manque : Audits auxquels le service a contribué)",
    ]
