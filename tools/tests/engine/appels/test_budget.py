"""What an adherent enters in its budget: a row by account and section, beside the credits opened on the day."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.engine.appels.budget import Budget, Inscription, budget, commandes, known_since
from convention.engine.appels.solde import Regularisation
from convention.model.depot import Reference
from convention.model.mots.communs import Nature, Origine, Phase, Section
from tests.arrivees import comes
from tests.engine.appels.petits_appels import COUTS, MEMBRES, appelle, avec_appels, avec_calendrier, fige
from tests.essais import edited, fichiers_nancy, lire
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import Depot

NANCY = "adherents/nancy/budget.yaml"
COMPTES = "pricing/comptes.yaml"
FONCTIONNEMENT, INVESTISSEMENT = Section.FONCTIONNEMENT, Section.INVESTISSEMENT
AVANT_DM, JOUR_DE_DM = date(2026, 11, 30), date(2026, 12, 1)
CALENDRIER = "calendrier: {bp: 2026-02-01, dm: 2026-12-01}"
ACHAT = (
    "{id: poste-neuf, livraison: 2026-03-01, ligne: achat, libelle: Un poste neuf, section: investissement, nombre: 2, "
    "devis: {reference: D1, accepte_le: 2026-02-01}, montants: {prix: 150.00}}"
)
RANGEES = [
    ("masse_salariale", FONCTIONNEMENT, "commune", "6216", "012"),
    # Neither this payer nor this section is that of Nancy's shared costs: their chapters are not taken.
    ("indirect_annuel", FONCTIONNEMENT, "epci", "62876", "999"),
    ("indirect_annuel", INVESTISSEMENT, "commune", "62876", "998"),
    ("indirect_annuel", FONCTIONNEMENT, "commune", "62876", "011"),
    ("indirect_factuel", FONCTIONNEMENT, "commune", "62876", "011"),
    ("direct", INVESTISSEMENT, "commune", "21838", ""),
]


def rangee(values: tuple[str, Section, str, str, str]) -> str:
    """Return a row of the accounts, in YAML."""
    nature, section, payeur, depense, chapitre = values
    where = f', chapitre_depense: "{chapitre}"' if chapitre else ""
    account = f'recette: "70875", depense: "{depense}"{where}'
    return f"  - {{nature: {nature}, section: {section}, payeur: {payeur}, {account}}}\n"


def nancy(lignes: str = "", calendrier: str = CALENDRIER, au: date = AVANT_DM) -> Budget:
    """Return the budget 2026 of Nancy: 3 workstations of 4, a purchase, a shared cost of each nature."""
    files = maquette(
        {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3", depenses=ACHAT)},
        {
            "reseau": Cout("cout: 400.00", annuel="cout * part(postes)"),
            "reprise": Cout("frais: 80.00", factuel="frais * part(postes)"),
        },
        forfait="2024-01-01: 700.00",
    )
    files[COMPTES] = files[COMPTES].partition("comptes:\n")[0] + "comptes:\n" + "".join(map(rangee, RANGEES))
    if lignes:
        year = f"exercices: {{2026: {{{calendrier}, credits: [{lignes}]}}}}\n"
        files[NANCY] = (
            "# yaml-language-server: $schema=../../schemas/budget.schema.json\n"
            "origine: demonstration\nsource: essai\n"
            "budgets: {principal: {libelle: Budget principal, genre: principal}}\n"
            f"reglement: {{fonctionnement: titre, investissement: titre}}\n{year}"
        )
    return budget(lire(files), "nancy", 2026, au)


def credit(compte: str, euros: str, section: Section = FONCTIONNEMENT) -> str:
    """Return a line of credits, in YAML."""
    return f'{{compte: "{compte}", section: {section}, budget: principal, {euros}}}'


@pytest.mark.parametrize(
    ("au", "vote"),
    [(date(2026, 1, 31), date(2026, 2, 1)), (date(2026, 2, 1), None), (date(2026, 2, 2), None)],
)
def test_a_budget_is_a_project_until_the_day_of_its_vote(au: date, vote: date | None) -> None:
    assert nancy(credit("6216", "bp: 1.00"), au=au).vote == vote


def test_a_budget_whose_credits_are_not_known_has_no_day_of_vote() -> None:
    assert nancy(au=date(2026, 1, 1)).vote is None


def test_each_account_has_its_chapter_its_natures_and_its_sum() -> None:
    assert nancy().inscriptions == (
        Inscription(FONCTIONNEMENT, "6216", "012", (Nature.MASSE_SALARIALE,), 210_000, Origine.DEMONSTRATION),
        Inscription(
            FONCTIONNEMENT,
            "62876",
            "011",
            (Nature.INDIRECT_FACTUEL, Nature.INDIRECT_ANNUEL),
            36_000,
            Origine.DEMONSTRATION,
        ),
        Inscription(INVESTISSEMENT, "21838", "", (Nature.DIRECT,), 30_000, Origine.DEMONSTRATION),
    )


def test_a_section_adds_its_accounts_up() -> None:
    assert [nancy().a_inscrire(section) for section in (FONCTIONNEMENT, INVESTISSEMENT)] == [246_000, 30_000]


def test_a_budget_says_whose_it_is_and_what_is_charged_elsewhere() -> None:
    found = nancy()
    assert (found.adherent, found.impute, found.contribution.exercice) == ("nancy", 0, 2026)


def test_credits_of_one_account_add_up_and_others_are_zero() -> None:
    found = nancy(f"{credit('62876', 'bp: 100.00')}, {credit('62876', 'bp: 20.00')}")
    assert [(item.compte, item.ouverts, item.a_voter) for item in found.inscriptions] == [
        ("6216", 0, 0),
        ("62876", 12_000, 0),
        ("21838", 0, 0),
    ]


def test_credits_of_an_account_where_nothing_is_due_are_a_row_of_their_own() -> None:
    found = nancy(f"{credit('65888', 'bp: 50.00')}, {credit('6216', 'bp: 9.00', INVESTISSEMENT)}")
    assert [(*item[:3], item.montant, item.ouverts, item.natures) for item in found.inscriptions] == [
        (FONCTIONNEMENT, "6216", "012", 210_000, 0, (Nature.MASSE_SALARIALE,)),
        (FONCTIONNEMENT, "62876", "011", 36_000, 0, (Nature.INDIRECT_FACTUEL, Nature.INDIRECT_ANNUEL)),
        (FONCTIONNEMENT, "65888", "", 0, 5_000, ()),
        (INVESTISSEMENT, "21838", "", 30_000, 0, (Nature.DIRECT,)),
        (INVESTISSEMENT, "6216", "", 0, 900, ()),
    ]


def voted(au: date, calendrier: str = CALENDRIER) -> tuple[int | None, int]:
    """Return the credits of an account changed by a decision modificative: opened, still to be voted."""
    two = f"{credit('62876', 'bp: 100.00, dm: 30.00')}, {credit('62876', 'bp: 1.00, dm: -10.00')}"
    found = nancy(two, calendrier, au)
    (row,) = (item for item in found.inscriptions if item.compte == "62876")
    return row.ouverts, row.a_voter


def test_a_decision_modificative_opens_its_credits_from_the_day_of_its_vote() -> None:
    assert [voted(AVANT_DM), voted(JOUR_DE_DM)] == [(10_100, 2_000), (12_100, 0)]


def test_without_a_day_a_decision_modificative_is_voted() -> None:
    assert voted(AVANT_DM, "calendrier: {bp: 2026-02-01}") == (12_100, 0)


def test_a_budget_is_of_the_phase_asked_for_and_of_its_adherent_alone() -> None:
    counted = "{phase: realise, date: 2026-12-31, source: essai, valeurs: {postes: 2}}"
    membres = {"nancy": Membre("postes: 3", comptages=counted), "laxou": Membre("postes: 5")}
    depot = lire(maquette(membres, {"copieur": Cout("prix: 7.00", annuel="prix * postes")}))
    rows = {phase: budget(depot, "nancy", 2026, AVANT_DM, phase).inscriptions for phase in (None, Phase.REALISE)}
    assert {phase: [item.montant for item in found] for phase, found in rows.items()} == {
        None: [2_100],
        Phase.REALISE: [1_400],
    }


@pytest.mark.parametrize(
    ("calls", "impute"),
    [
        ({}, 3_000_00),
        ({"2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}"}, 0),
        ({"2026-08": "{genre: acompte, exercice: 2026, taux: 0.5}"}, 3_000_00),
        ({"2026-10": "{genre: solde, exercice: 2026}"}, 0),
    ],
)
def test_a_newcomer_needs_credits_for_what_no_advance_will_charge_elsewhere(calls: dict[str, str], impute: int) -> None:
    # It enters on 1 July.
    files = avec_calendrier({**comes(), **fige("cerisaie", "3000.00")}, calls)
    assert budget(lire(files), "cerisaie", 2026, AVANT_DM).impute == impute


SAULXURES = "saulxures-les-nancy"


def rows_of_saulxures(
    exercice: int, phase: Phase | None = None, files: Mapping[str, str] | None = None
) -> list[tuple[str, int, int, int]]:
    """Give each account of Saulxures: what it costs, of which is charged elsewhere, what is entered."""
    found = budget(lire(files or fichiers_nancy()), SAULXURES, exercice, AVANT_DM, phase)
    return [(item.compte, item.montant, item.impute or 0, item.a_inscrire) for item in found.inscriptions]


def test_what_is_charged_on_the_attribution_de_compensation_needs_no_credits_account_by_account() -> None:
    # 25 000 € in proportion to the lines of 39 083,00 € and 15 256,84 €, each to the largest remainder.
    assert rows_of_saulxures(2027) == [
        ("6216", 39_083_00, 17_980_82, 21_102_18),
        ("62876", 15_256_84, 7_019_18, 8_237_66),
        ("2041511", 335_82, 0, 335_82),
    ]


def test_a_sealed_advance_says_itself_what_it_charged_whatever_is_owed_since() -> None:
    # In proportion to these amounts, it would be 17 973,37 € and 7 026,63 €.
    assert rows_of_saulxures(2026, Phase.PREVISIONNEL) == [
        ("6216", 38_372_40, 18_031_67, 20_340_73),
        ("62876", 15_001_57, 6_968_33, 8_033_24),
        ("2041511", 316_65, 0, 316_65),
    ]


@pytest.mark.parametrize("exercice", [2026, 2027])
def test_what_no_account_is_proposed_for_is_charged_on_none(exercice: int) -> None:
    files = {path: text for path, text in fichiers_nancy().items() if path != COMPTES}
    rows = rows_of_saulxures(exercice, files=files)
    owed = [(compte, impute) for compte, montant, impute, _ in rows if montant]
    assert owed == [("", 25_000_00), ("", 0)]


def test_the_managing_body_enters_nothing() -> None:
    assert budget(lire(fichiers_nancy()), "metropole-grand-nancy", 2026, AVANT_DM).inscriptions == ()


def saulxures(exercice: int, *changes: tuple[str, str, str]) -> Budget:
    """Return its budget once texts of its folder are changed."""
    files = fichiers_nancy()
    for name, before, after in changes:
        path = f"adherents/{SAULXURES}/{name}"
        assert files[path].count(before) == 1
        files = edited(files, path, before, after)
    return budget(lire(files), SAULXURES, exercice, AVANT_DM)


def test_what_is_charged_beyond_what_is_owed_is_given_back_and_nothing_is_entered() -> None:
    found = saulxures(2027, ("budget.yaml", "2027: 25000.00", "2027: 60000.00"))
    assert (found.impute, found.trop, found.a_inscrire(FONCTIONNEMENT)) == (60_000_00, 60_000_00 - 54_339_84, 0)


def test_what_one_kind_of_cost_has_too_much_of_is_not_taken_from_what_another_still_owes() -> None:
    rows = fewer_counts().inscriptions
    told = [(item.compte, item.montant, item.impute, item.trop, item.a_inscrire) for item in rows]
    # The sealed advance charged 18 031,67 € and 6 968,33 €, the balance asked 21 051,33 € and 8 135,28 €: the second
    # kind of cost has more than is owed now, and what its titre asks is paid all the same.
    assert told[:2] == [
        ("6216", 39_083_00, 18_031_67, 0, 21_051_33),
        ("62876", told[1][1], 6_968_33, 6_968_33 + 8_135_28 - told[1][1], 8_135_28),
    ]
    assert 0 < told[1][1] < 6_968_33


@pytest.mark.parametrize(
    ("scellees", "phase", "trop"),
    [
        (("2026-04", "2026-10"), None, 14_00),
        # The balance is still to come: it will ask less, or give back in the year.
        (("2026-04",), None, 0),
        # What was foreseen before the calls is what was to be entered then.
        (("2026-04", "2026-10"), Phase.PREVISIONNEL, 0),
    ],
)
def test_what_titres_asked_beyond_what_is_owed_is_paid_in_the_year_all_the_same(
    scellees: tuple[str, ...], phase: Phase | None, trop: int
) -> None:
    calls = {
        "2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}",
        "2026-10": "{genre: solde, exercice: 2026}, {genre: regularisation, exercice: 2025}",
    }
    files = avec_calendrier(maquette(MEMBRES, COUTS, exercices={2025: "realise", 2026: "revise"}), calls)
    fewer = {path: re.sub(r"\bpostes: 3\b", "postes: 1", text) for path, text in appelle(files, *scellees).items()}
    found = budget(lire(fewer), "nancy", 2026, AVANT_DM, phase)
    assert (found.trop, found.a_inscrire(FONCTIONNEMENT)) == (trop, 7_00 + trop)
    # Once closed, its regularisation gives it back.
    closed = edited(fewer, "pricing/exercices/2026.yaml", "statut: ouvert", "statut: clos")
    assert budget(lire(closed), "nancy", 2026, AVANT_DM, phase).trop == 0


def test_what_titres_of_its_year_asked_until_the_day_for_other_exercices_is_told_beside() -> None:
    issued = [
        ("titre", 2025, "2026-04-15", "10.00"),
        ("titre", 2025, str(AVANT_DM), "2.00"),
        ("titre", 2025, str(JOUR_DE_DM), "300.00"),
        ("imputation", 2025, "2026-04-15", "4000.00"),
        ("titre", 2026, "2026-04-15", "50000.00"),
        ("titre", 2024, "2025-04-15", "600000.00"),
    ]
    files = maquette(MEMBRES, COUTS)
    for annee in (2025, 2026):
        rows = [
            f'{{numero: "{rang}", genre: {genre}, objet: regularisation, exercice: {exercice}, nature: indirects, '
            f"section: fonctionnement, montant: {euros}, emission: {jour}}}"
            for rang, (genre, exercice, jour, euros) in enumerate(issued)
            if jour.startswith(str(annee))
        ]
        path = f"adherents/nancy/titres/{annee}.yaml"
        files[path] = f"{first_line(path)}{DEMO}titres: [{', '.join(rows)}]\n"
    assert budget(lire(files), "nancy", 2026, AVANT_DM).autres == {2025: 12_00}


def fewer_counts() -> Budget:
    """Return the budget 2026 once what Saulxures counted besides its workstations is next to nothing."""
    path = f"adherents/{SAULXURES}/quantites/2026.yaml"
    files = fichiers_nancy()
    counted = "stockage|sites|imprimantes|copieurs|consommables|boites_aux_lettres|serveurs|bornes_wifi|terminaux"
    text = re.sub(rf"\b({counted}): [0-9.]+", r"\1: 0", files[path])
    return budget(lire({**files, path: text}), SAULXURES, 2026, AVANT_DM)


def test_what_is_ordered_and_not_delivered_has_its_cost_its_account_and_its_place() -> None:
    waiting = ACHAT.replace("livraison: 2026-03-01, ", "").replace("poste-neuf", "ecran")
    buyer = Membre("postes: 3", depenses=f"{ACHAT}, {waiting}")
    files = maquette({"metropole": Membre("postes: 1"), "nancy": buyer}, {})
    files[COMPTES] = files[COMPTES].partition("comptes:\n")[0] + "comptes:\n" + "".join(map(rangee, RANGEES))
    (item,) = commandes(lire(files), "nancy", 2026)
    place = Reference("adherents/nancy/depenses/2026.yaml", ("depenses", 1))
    assert (item.depense.id, item.compte, item.montant, item.place) == ("ecran", "21838", 300_00, place)
    without = edited(files, COMPTES, rangee(RANGEES[-1]), "")
    assert [order.compte for order in commandes(lire(without), "nancy", 2026)] == [""]
    assert commandes(lire(files), "nancy", 2025) == commandes(lire(files), "metropole", 2026) == ()


def test_what_is_ordered_of_a_row_that_is_not_there_is_no_order() -> None:
    waiting = ACHAT.replace("livraison: 2026-03-01, ", "")
    files = maquette({"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3", depenses=waiting)}, {})
    path = "adherents/nancy/depenses/2026.yaml"
    assert len(commandes(lire(files), "nancy", 2026)) == 1
    assert commandes(lire(edited(files, path, "ligne: ", "ligne: autre-")), "nancy", 2026) == ()


def test_what_is_ordered_needs_its_credits_on_its_account_as_long_as_the_exercice_is_open() -> None:
    waiting = ACHAT.replace("livraison: 2026-03-01, ", "").replace("poste-neuf", "ecran")
    buyer = Membre("postes: 3", depenses=f"{ACHAT}, {waiting}")
    files = maquette({"metropole": Membre("postes: 1"), "nancy": buyer}, {})
    files[COMPTES] = files[COMPTES].partition("comptes:\n")[0] + "comptes:\n" + "".join(map(rangee, RANGEES))
    closed = edited(files, "pricing/exercices/2026.yaml", "statut: ouvert", "statut: clos")
    told = [
        [(item.compte, item.montant, item.commande, item.a_inscrire) for item in found.inscriptions]
        for found in (budget(lire(data), "nancy", 2026, AVANT_DM) for data in (files, closed))
    ]
    assert told == [[("21838", 300_00, 300_00, 600_00)], [("21838", 300_00, 0, 300_00)]]


@pytest.mark.parametrize(
    ("invented", "origine"),
    [
        ((), Origine.CONVENTION),
        (("adherents/nancy/depenses/2026.yaml",), Origine.DEMONSTRATION),
        (("pricing/couts-de-possession.yaml",), Origine.DEMONSTRATION),
    ],
)
def test_what_is_ordered_alone_has_its_row_its_nature_and_its_weakest_origin(
    invented: tuple[str, ...], origine: Origine
) -> None:
    waiting = ACHAT.replace("livraison: 2026-03-01, ", "")
    files = maquette({"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3", depenses=waiting)}, {})
    said = {path: text.replace("origine: demonstration", "origine: convention") for path, text in files.items()}
    said |= {path: files[path] for path in invented}
    (row,) = budget(lire(said), "nancy", 2026, AVANT_DM).inscriptions
    assert (row.montant, row.commande, row.natures, row.origine) == (0, 300_00, (Nature.DIRECT,), origine)


def _regularised(postes: int, titres: str = "") -> Depot:
    """Return 2024 called for 3 workstations of Nancy, at 7 €, then regularised in April 2025 for as many as said."""
    files = appelle(avec_appels(), "2024-04", "2024-10")
    files = edited(files, "adherents/nancy/quantites/2024.yaml", "postes: 3", f"postes: {postes}")
    path = "adherents/nancy/titres/2025.yaml"
    written = {path: f"{first_line(path)}{DEMO}titres: [{titres}]\n"} if titres else {}
    return lire(appelle(files, "2025-04") | written)


JOUR_D_AVRIL = date(2025, 4, 15)


def test_what_a_sealed_call_asks_for_another_exercice_is_told_from_its_day_in_its_year() -> None:
    depot = _regularised(13)
    assert [budget(depot, "nancy", annee, JOUR_D_AVRIL).autres for annee in (2024, 2025, 2026)] == [
        {},
        {2024: 70_00},
        {},
    ]
    assert budget(depot, "nancy", 2025, date(2025, 4, 14)).autres == {}
    assert budget(depot, "metropole", 2025, JOUR_D_AVRIL).autres == {}


def test_the_regularisations_to_come_are_those_of_the_calls_of_the_year() -> None:
    depot = lire(avec_appels())
    assert [budget(depot, "nancy", annee, JOUR_D_AVRIL).a_venir for annee in (2024, 2025, 2026)] == [
        (),
        (Regularisation(2024, JOUR_D_AVRIL),),
        (Regularisation(2025, date(2026, 4, 15)),),
    ]


def test_what_a_sealed_call_gives_back_for_another_exercice_is_not_asked() -> None:
    assert budget(_regularised(1), "nancy", 2025, JOUR_D_AVRIL).autres == {}


def _titre(echeance: str, exercice: int, objet: str) -> str:
    what = (
        f"numero: T-1, genre: titre, objet: {objet}, exercice: {exercice}, nature: indirects, section: fonctionnement"
    )
    return f"{{{what}, echeance: {echeance}, montant: 5.00, emission: 2025-02-03}}"


def test_titres_of_a_call_take_the_place_of_its_seal_and_add_to_the_seals_of_others() -> None:
    same, other = (
        budget(_regularised(13, _titre(echeance, 2024, "solde")), "nancy", 2025, JOUR_D_AVRIL).autres
        for echeance in ("2025-04", "2024-10")
    )
    assert (same, other) == ({2024: 5_00}, {2024: 75_00})


def test_a_balance_called_in_the_year_after_is_asked_for_the_other_exercice_before_its_titre_is_known() -> None:
    volets = {
        "2024-04": "{genre: acompte, exercice: 2024, taux: 0.5}",
        "2025-04": "{genre: solde, exercice: 2024}",
    }
    files = appelle(appelle(avec_appels(volets=volets), "2024-04"), "2025-04")
    asked = sum(item.montant for item in lire(files).sceaux["2025-04"].lignes if item.adherent == "nancy")
    assert asked > 0
    assert budget(lire(files), "nancy", 2025, JOUR_D_AVRIL).autres == {2024: asked}


def test_what_a_call_regularises_of_its_own_exercice_is_not_for_another() -> None:
    volets = {
        "2024-04": "{genre: acompte, exercice: 2024, taux: 1}",
        "2024-10": "{genre: regularisation, exercice: 2024}",
    }
    files = appelle(avec_appels(volets=volets), "2024-04")
    files = appelle(edited(files, "adherents/nancy/quantites/2024.yaml", "postes: 3", "postes: 13"), "2024-10")
    assert budget(lire(files), "nancy", 2024, date(2024, 12, 31)).autres == {}


def test_actual_figures_are_known_since_when_they_make_another_budget_of_this_adherent() -> None:
    counted = "{phase: realise, date: 2026-12-31, source: essai, valeurs: {postes: 2}}"
    membres = {"nancy": Membre("postes: 3", comptages=counted), "laxou": Membre("postes: 5")}
    depot = lire(maquette(membres, {"copieur": Cout("prix: 7.00", annuel="prix * postes")}))
    said = {nom: known_since(depot, budget(depot, nom, 2026, AVANT_DM)) for nom in membres}
    assert said == {"nancy": True, "laxou": False}
