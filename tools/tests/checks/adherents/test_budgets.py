"""Budgets: who settles how, on which accounts, within which dates, with enough credits or not."""

from __future__ import annotations

from datetime import date

import pytest

from convention.checks.adherents.budgets import last_vote
from convention.checks.registry import run
from tests.checks.depots import found, mini
from tests.espaces import espaces

AUBEPINE = "adherents/aubepine/budget.yaml"
BRUYERE = "adherents/bruyere/budget.yaml"
CCAS = "adherents/ccas-aubepine/budget.yaml"
METROPOLE = "adherents/metropole-grandval/budget.yaml"
EXERCICE = "pricing/exercices/2026.yaml"
CALENDRIER = "rob: 2026-01-26, bp: 2026-02-23"
# What Aubépine owes for 2026: 112 × 700; 9 900 × 9 ÷ 51 + 4 800 × 14 ÷ 99 + 1 150 × 6; 12 × (742,80 + 46).
DU = {"6216": "78400.00", "62876": "9325.85", "21838": "9465.60"}


def _budget(
    *credits_: str, calendrier: str = CALENDRIER, siret: str = "", reglement: str = "titre", annee: int = 2026
) -> str:
    lines = "".join(f"      - {{{line}}}\n" for line in credits_)
    number = f', siret: "{siret}"' if siret else ""
    return (
        "# yaml-language-server: $schema=../../schemas/budget.schema.json\n"
        "origine: demonstration\nsource: inventé pour les essais\n"
        f"budgets:\n  principal: {{libelle: Budget principal, genre: principal{number}}}\n"
        "  eau: {libelle: Eau, genre: annexe, spic: oui}\n"
        f"reglement: {{fonctionnement: {reglement}, investissement: titre}}\n"
        f"exercices:\n  {annee}:\n    calendrier: {{{calendrier}}}\n" + (f"    credits:\n{lines}" if lines else "")
    )


def _credit(compte: str, bp: str, *, budget: str = "principal", suite: str = "") -> str:
    section = "investissement" if compte.startswith("2") else "fonctionnement"
    return f'compte: "{compte}", section: {section}, budget: {budget}, bp: {bp}{suite}'


def _messages(code: str, *changes: tuple[str, str, str], **files: str) -> list[str]:
    paths = {"aubepine": AUBEPINE, "bruyere": BRUYERE, "ccas": CCAS, "metropole": METROPOLE}
    depot = mini(*changes, files={paths[nom]: text for nom, text in files.items()})
    return [espaces(item.message) for item in found(depot, code)]


# --- credits ---


def test_credits_equal_to_the_contribution_are_enough_to_the_cent() -> None:
    assert _messages("ADH017", aubepine=_budget(*(_credit(*item) for item in DU.items()))) == []


@pytest.mark.parametrize(
    ("compte", "vote", "fin"),
    [
        ("6216", "78399.99", "contribution (prévisionnel) y est de 78 400,00 € : il manque 0,01 €"),
        ("62876", "9000.00", "contribution (prévisionnel) y est de 9 325,85 € : il manque 325,85 €"),
        ("21838", "0.00", "contribution (prévisionnel) y est de 9 465,60 € : il manque 9 465,60 €"),
    ],
)
def test_what_is_missing_is_said_to_the_cent(compte: str, vote: str, fin: str) -> None:
    credits_ = [_credit(nom, vote if nom == compte else montant) for nom, montant in DU.items()]
    (message,) = _messages("ADH017", aubepine=_budget(*credits_))
    assert message.endswith(fin)


def test_a_decision_modificative_adds_to_the_budget_primitif() -> None:
    credits_ = [_credit("6216", "78000.00", suite=", dm: 400.00"), _credit("62876", DU["62876"])]
    assert len(_messages("ADH017", aubepine=_budget(*credits_))) == 1  # the computers of the account 21838


def test_a_decision_modificative_may_take_credits_away() -> None:
    credits_ = [
        _credit("6216", "78500.00", suite=", dm: -200.00"),
        *(_credit(nom, DU[nom]) for nom in ("62876", "21838")),
    ]
    (message,) = _messages("ADH017", aubepine=_budget(*credits_))
    assert message.endswith("il manque 100,00 €")


def test_the_credits_of_two_budgets_add_up() -> None:
    credits_ = [
        _credit("6216", DU["6216"]),
        _credit("62876", "9000.00"),
        _credit("62876", "325.85", budget="eau"),
        _credit("21838", DU["21838"]),
    ]
    assert _messages("ADH017", aubepine=_budget(*credits_)) == []


@pytest.mark.parametrize(
    ("vote", "fin"),
    [
        # 78 400,00 − 8 936,93 : ce que 10 000 € figés portent de ce compte, à proportion.
        ("69463.07", []),
        (
            "69463.06",
            ["y est de 69 463,07 €, sans ce qui est imputé sur l'attribution de compensation : il manque 0,01 €"],
        ),
    ],
)
def test_what_the_attribution_de_compensation_bears_needs_no_credits(vote: str, fin: list[str]) -> None:
    credits_ = (_credit("6216", vote), *(_credit(nom, DU[nom]) for nom in ("62876", "21838")))
    on_ac = "attribution_de_compensation, montants_figes: {2026: 10000.00}"
    messages = _messages("ADH017", aubepine=_budget(*credits_, reglement=on_ac))
    assert [message.partition("(prévisionnel) ")[2] for message in messages] == fin


def test_what_is_charged_elsewhere_beyond_what_is_owed_needs_no_credits_either() -> None:
    on_ac = "attribution_de_compensation, montants_figes: {2026: 100000.00}"
    credits_ = (_credit("6216", "0.00"), _credit("21838", DU["21838"]))
    assert _messages("ADH017", aubepine=_budget(*credits_, reglement=on_ac)) == []


def test_an_account_without_credits_gives_the_line_to_write() -> None:
    credits_ = [_credit(nom, DU[nom]) for nom in ("6216", "62876")]
    (message,) = found(mini(files={AUBEPINE: _budget(*credits_)}), "ADH017")
    line = '- {compte: "21838", section: investissement, budget: principal, bp: 9465.60}'
    assert espaces(message.hint) == f"ajouter la ligne « {line} »"


def test_who_voted_nothing_that_year_is_not_at_fault() -> None:
    assert _messages("ADH017", aubepine=_budget()) == []


def test_a_closed_exercice_is_no_longer_compared_with_its_credits() -> None:
    assert _messages("ADH017", aubepine=_budget(_credit("6216", "1.00"), annee=2025)) == []


def test_the_phase_in_force_is_the_one_that_counts() -> None:
    releve = "  - {phase: revise, date: 2026-04-01, source: essai, valeurs: {postes: 113}}"
    path = "adherents/aubepine/quantites/2026.yaml"
    counts = ((path, "date: 2025-12-31", "date: 2025-09-30"), (path, "comptages:\n", f"comptages:\n{releve}\n"))
    budget = _budget(*(_credit(*item) for item in DU.items()))
    assert _messages("ADH017", *counts, aubepine=budget) == []
    (message,) = _messages("ADH017", *counts, (EXERCICE, "phase: previsionnel", "phase: revise"), aubepine=budget)
    assert "(révisé)" in message
    assert message.endswith("il manque 700,00 €")


def test_an_error_elsewhere_silences_the_credits() -> None:
    wrong = ("pricing/forfait.yaml", "2024-01-01", "2024-02-01")
    assert _messages("ADH017", wrong, aubepine=_budget(_credit("6216", "1.00"))) == []


# --- accounts, budgets ---


def test_the_accounts_are_those_of_the_kind_of_payer() -> None:
    credits_ = (_credit("6216", "1.00"), _credit("6218", "9000.00"))
    (message,) = _messages("ADH016", ccas=_budget(*credits_))
    assert message == "aucune contribution du CCAS d'Aubépine ne s'impute au compte « 6216 » en fonctionnement"


def test_the_same_account_in_two_budgets_or_in_two_sections_is_no_duplicate() -> None:
    line = 'compte: "62876", section: investissement, budget: principal, bp: 1.00'
    credits_ = (_credit("62876", "1.00"), _credit("62876", "1.00", budget="eau"), line)
    assert _messages("ADH015", aubepine=_budget(*credits_)) == []


def test_a_misshapen_budget_does_not_make_its_credits_unknown() -> None:
    text = _budget(_credit("6216", "80000.00", budget="eau")).replace("spic: oui", "spic: vrai")
    assert found(mini(files={AUBEPINE: text}), "ADH014") == []


# --- SIRET, settlement ---


def test_a_sound_siret_of_its_own_siren_passes() -> None:
    assert _messages("ADH011", aubepine=_budget(siret="22222222600011")) == []


def test_a_siret_without_a_known_siren_is_checked_by_its_control_digit_alone() -> None:
    identity = ("adherents/ccas-aubepine/adherent.yaml", 'siren: "444444442"\n', "")
    assert _messages("ADH011", identity, ccas=_budget(siret="22222222600011")) == []
    (message,) = _messages("ADH011", identity, ccas=_budget(siret="22222222600012"))
    assert "sa clé de contrôle ne tombe pas juste" in message


def test_only_a_commune_settles_through_the_attribution_de_compensation() -> None:
    attribution = _budget(reglement="attribution_de_compensation")
    assert _messages("ADH012", aubepine=attribution) == []
    assert len(_messages("ADH012", ccas=attribution)) == 1


def test_the_managing_body_settles_nothing_whatever_the_mode() -> None:
    for mode in ("titre", "attribution_de_compensation"):
        (message,) = _messages("ADH012", metropole=_budget(reglement=mode))
        assert "sa part ne donne lieu à aucun titre" in message


# --- calendar ---


@pytest.mark.parametrize(("annee", "limite"), [(2024, "04-15"), (2025, "04-15"), (2026, "04-30"), (2027, "04-15")])
def test_the_vote_is_expected_by_april_15_and_in_an_election_year_by_april_30(annee: int, limite: str) -> None:
    assert last_vote(annee) == date.fromisoformat(f"{annee}-{limite}")


@pytest.mark.parametrize(
    ("calendrier", "debut"),
    [
        ("bp: 2026-04-30", ""),
        ("bp: 2026-05-01", "le budget primitif est du 1er mai 2026, après le 30 avril 2026"),
        ("bp: 2025-12-15", ""),
        ("bp: 2024-12-15", "le budget primitif est du 15 décembre 2024, plus d'un an avant l'exercice"),
        ("rob: 2026-02-23, bp: 2026-02-23", ""),
        ("rob: 2026-02-24, bp: 2026-02-23", "le débat d'orientation est du 24 février 2026, après le budget primitif"),
        ("rob: 2025-12-15, bp: 2026-02-23", ""),
        ("rob: 2025-12-14, bp: 2026-02-23", "le débat d'orientation est du 14 décembre 2025, plus de dix semaines"),
        ("bp: 2026-02-23, dm: 2026-02-22", "la décision modificative est du 22 février 2026, avant le budget primitif"),
        ("bp: 2026-02-23, cfu: 2027-06-30", ""),
        ("bp: 2026-02-23, cfu: 2027-07-01", "le compte financier unique est du 1er juillet 2027, après le 30 juin"),
        ("bp: 2026-02-23, cfu: 2026-12-31", "le compte financier unique est du 31 décembre 2026, avant la fin"),
    ],
)
def test_each_date_of_the_calendar_has_its_bound(calendrier: str, debut: str) -> None:
    messages = _messages("ADH013", aubepine=_budget(calendrier=calendrier))
    assert [message.startswith(debut) for message in messages] == ([True] if debut else [])


# --- years ---


def test_a_year_outside_the_convention_is_said_at_its_key() -> None:
    depot = mini(files={AUBEPINE: _budget(annee=2029, calendrier="bp: 2029-02-23")})
    (message,) = found(depot, "PER004")
    assert espaces(message.message) == "budget d'Aubépine de 2029 : la convention va de 2024 à 2028"
    assert message.span.line == 9


def test_a_repository_without_budgets_has_nothing_to_say() -> None:
    assert run(mini()) == ()
