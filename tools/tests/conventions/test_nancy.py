"""The frozen data of the Grand Nancy: what comes out, to the cent, and the contract of the JSON that carries it.

The figures of Essey-lès-Nancy are « figures de démonstration »: invented, but exact from one document to the other
(docs/demonstration.md); each table below was worked out by hand from a price and a quantity, not by the tool.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from convention.base.money import round_half_up
from convention.engine.contribution import calculer
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from convention.reports.calcul.contributions import Axe, table_text
from convention.reports.calcul.json import json_text
from tests.essais import nancy

if TYPE_CHECKING:
    from convention.engine.lignes import Contribution

ESSEY = "essey-les-nancy"
ETATS = [(annee, phase) for annee in range(2024, 2029) for phase in Phase]


@cache
def _contribution(annee: int, phase: str) -> Contribution:
    return calculer(resolve(nancy(), annee, Phase(phase)))


def _json(annee: int, phase: str, adherent: str | None = None) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json_text(_contribution(annee, phase), adherent))
    return document


def _cents(text: str) -> int:
    return round_half_up(Fraction(text))


# --- every state adds up ---


@pytest.mark.parametrize(("annee", "phase"), ETATS)
def test_every_control_is_zero_and_nothing_is_left_unshared(annee: int, phase: str) -> None:
    controle = _json(annee, phase)["controle"]
    zeros = {"ecart_adherents", "ecart_services", "ecart_natures", "ecart_sections", "ecart_recouvrement"}
    given_up = {item["composant"] for item in controle.pop("composants_non_recouvres")}
    assert {**dict.fromkeys(sorted(zeros), "0.00"), "composants_non_repartis": []} == controle
    # The only cost of which a cap and an exemption say that a part is not recovered.
    assert given_up <= {"tice-formation"}


@pytest.mark.parametrize(("annee", "phase"), ETATS)
def test_the_totals_are_the_sums_of_the_lines_shown(annee: int, phase: str) -> None:
    document = _json(annee, phase)
    sums: dict[str, dict[str, int]] = {}
    for ligne in document["lignes"]:
        for axe in ("adherent", "service", "nature", "section"):
            column = sums.setdefault(f"par_{axe}", {})
            column[ligne[axe]] = column.get(ligne[axe], 0) + _cents(ligne["montant"])
    totaux = document["totaux"]
    general = _cents(totaux.pop("general"))
    assert sums == {axe: {nom: _cents(text) for nom, text in found.items()} for axe, found in totaux.items()}
    assert general == sum(_cents(ligne["montant"]) for ligne in document["lignes"])


# --- Essey-lès-Nancy, line by line ---

# Component: price of the year, its quantity, total quantity (none: a unit price), amount, as worked out by hand.
PREVU_2025 = """
masse-salariale            700.00   108               75600.00
application-finances       38400    9      320        1080.00
application-etat-civil     15600    4      96         650.00
portail-familles           29000    1450   12500      3364.00
application-finances*      12000    9      320        337.50
stockage-sauvegarde        96000    2.4    120        1920.00
raccordement-sites         780      6                 4680.00
serveur-impression         4800     14     412        163.11
location-copieurs          1150     6                 6900.00
abonnements-mobiles        98.4     34                3345.60
mdm                        27.6     42                1159.20
consommables*              41.5     60                2490.00
messagerie                 61200    108    4700       1406.30
"""
REALISE_2025 = """
masse-salariale            700.00   108               75600.00
application-finances       39600    9      320        1113.75
application-etat-civil     15600    4      96         650.00
portail-familles           29000    1430   12480      3322.92
application-finances*      12000    9      320        337.50
stockage-sauvegarde        94800    2.4    118        1928.14
raccordement-sites         780      6                 4680.00
serveur-impression         4650     14     409        159.17
location-copieurs          1150     5                 5750.00
abonnements-mobiles        98.4     36                3542.40
mdm                        27.6     44                1214.40
consommables*              41.5     52                2158.00
messagerie                 61200    108    4724       1399.15
"""
REVISE_2026 = """
masse-salariale            710.60   112               79587.20
application-finances       39600    9      320        1113.75
application-etat-civil     15600    4      96         650.00
portail-familles           30000    1450   12500      3480.00
application-finances*      9600     9      320        270.00
stockage-sauvegarde        96000    2.6    124        2012.90
raccordement-sites         780      6                 4680.00
serveur-impression         4800     14     412        163.11
location-copieurs          1150     6                 6900.00
abonnements-mobiles        98.4     38                3739.20
mdm                        27.6     46                1269.60
consommables*              41.5     56                2324.00
sig                        24000    12     400        720.00
messagerie                 62400    112    4801       1455.70
"""
# What is known of 2027 is what was known of 2026.
FIGURES_DE_DEMONSTRATION = {
    (2025, "previsionnel"): PREVU_2025,
    (2025, "realise"): REALISE_2025,
    (2026, "revise"): REVISE_2026,
    (2027, "previsionnel"): REVISE_2026,
}


def _table(text: str) -> dict[str, tuple[str, ...]]:
    rows = [line.split() for line in text.strip().splitlines()]
    return {row[0]: tuple(row[1:]) for row in rows}


def _named(ligne: dict[str, Any]) -> str:
    """Name a line as the tables do: a factual cost has a star."""
    star = "*" if ligne["nature"] == "indirect_factuel" else ""
    return f"{ligne['composant'] or 'masse-salariale'}{star}"


@pytest.mark.parametrize(("annee", "phase"), FIGURES_DE_DEMONSTRATION)
def test_every_line_of_essey_is_the_figure_worked_out_by_hand(annee: int, phase: str) -> None:
    expected = {nom: row[-1] for nom, row in _table(FIGURES_DE_DEMONSTRATION[annee, phase]).items()}
    lignes = [ligne for ligne in _json(annee, phase, ESSEY)["lignes"] if ligne["nature"] != "direct"]
    assert expected == {_named(ligne): ligne["montant"] for ligne in lignes}


@pytest.mark.parametrize(("annee", "phase"), FIGURES_DE_DEMONSTRATION)
def test_every_line_of_essey_shows_the_quantities_of_the_hand_calculation(annee: int, phase: str) -> None:
    expected = {
        nom: (row[1], row[2] if len(row) == 4 else None)
        for nom, row in _table(FIGURES_DE_DEMONSTRATION[annee, phase]).items()
    }
    lignes = [ligne for ligne in _json(annee, phase, ESSEY)["lignes"] if ligne["nature"] != "direct"]
    assert expected == {_named(ligne): (ligne["quantite"], ligne["quantite_totale"]) for ligne in lignes}


@pytest.mark.parametrize("state", FIGURES_DE_DEMONSTRATION)
def test_the_tables_of_this_file_are_exact(state: tuple[int, str]) -> None:
    for prix, quantite, *rest in _table(FIGURES_DE_DEMONSTRATION[state]).values():
        total = Fraction(rest[0]) if len(rest) == 2 else Fraction(1)
        assert _cents(rest[-1]) == round_half_up(Fraction(prix) * Fraction(quantite) / total)


# Annexe of the état liquidatif n° 2026-04-ESSEY, « liquidation des coûts indirects révisés 2026 ».
ANNEXE_2026 = """
S02  Application de gestion financière          1113.75
S02  Application d'état civil                   650.00
S02  Portail familles, hébergement externalisé  3480.00
S02  Montée de version, gestion financière      270.00
S03  Stockage et sauvegarde                     2012.90
S03  Raccordement des sites                     4680.00
S04  Serveur d'impression                       163.11
S04  Location de copieurs                       6900.00
S04  Abonnements de téléphonie mobile           3739.20
S04  Gestion des terminaux (MDM)                1269.60
S04  Consommables d'impression                  2324.00
S05  Système d'information géographique         720.00
S08  Messagerie électronique                    1455.70
"""


def test_the_indirect_costs_of_2026_are_those_of_the_annexe() -> None:
    rows = [re.split(r" {2,}", line) for line in ANNEXE_2026.strip().splitlines()]
    composants = nancy().composants
    found = []
    for ligne in _json(2026, "revise", ESSEY)["lignes"]:
        if ligne["nature"].startswith("indirect"):
            composant = composants[ligne["composant"]].composant
            factual = composant.libelle_factuel if ligne["nature"] == "indirect_factuel" else None
            found.append([ligne["service"], factual or composant.libelle, ligne["montant"]])
    assert sorted(rows) == sorted(found)


def test_the_indirect_costs_of_2026_total_what_the_annexe_says() -> None:
    natures = _json(2026, "revise", ESSEY)["totaux"]["par_nature"]
    assert _cents("28778.26") == _cents(natures["indirect_annuel"]) + _cents(natures["indirect_factuel"])


def test_the_direct_cost_of_2026_is_the_twelve_computers_delivered() -> None:
    (direct,) = [ligne for ligne in _json(2026, "revise", ESSEY)["lignes"] if ligne["nature"] == "direct"]
    assert (direct["montant"], direct["section"]) == ("9465.60", "investissement")


@pytest.mark.parametrize(
    ("annee", "phase", "par_service"),
    [
        (2025, "realise", {"S02": "5424.17", "S03": "6608.14", "S04": "12823.97", "S08": "1399.15"}),
        (
            2026,
            "revise",
            {"S02": "5513.75", "S03": "6692.90", "S04": "14395.91", "S05": "720.00", "S08": "1455.70"},
        ),
    ],
)
def test_the_services_of_essey_total_what_the_documents_say(
    annee: int, phase: str, par_service: dict[str, str]
) -> None:
    totaux: dict[str, int] = {}
    for ligne in _json(annee, phase, ESSEY)["lignes"]:
        if ligne["nature"].startswith("indirect"):
            totaux[ligne["service"]] = totaux.get(ligne["service"], 0) + _cents(ligne["montant"])
    assert {service: _cents(text) for service, text in par_service.items()} == totaux


# --- where figures come from ---


def test_a_figure_that_rests_on_invented_counts_says_so() -> None:
    assert {"demonstration"} == {ligne["origine"] for ligne in _json(2026, "revise")["lignes"]}


def test_the_table_warns_that_its_figures_are_a_demonstration() -> None:
    text = table_text(_contribution(2026, "revise"), nancy(), Axe.NATURE)
    assert "Données de démonstration, sans valeur comptable." in text.splitlines()


def test_counts_not_yet_known_are_listed_with_their_file() -> None:
    hypotheses = _json(2026, "revise")["hypotheses"]
    assert {"HYP002", "HYP004"} == {item["code"] for item in hypotheses}
    assert "adherents/essey-les-nancy/quantites/2026.yaml" in {item["fichier"] for item in hypotheses}


def test_counts_that_nobody_validated_are_listed_with_their_file() -> None:
    awaited = {item["fichier"] for item in _json(2026, "revise")["hypotheses"] if item["code"] == "HYP004"}
    assert {
        f"adherents/{nom}/quantites/2026.yaml"
        for nom in ("art-sur-meurthe", "dommartemont", "etablissement-rattache", "ludres")
    } == awaited


# --- the JSON is a contract ---

CLES = ["version", "exercice", "phase", "projection", "lignes", "totaux", "controle", "hypotheses"]
TEXTE, FACULTATIF = (str,), (str, type(None))
LIGNE = {
    "adherent": TEXTE,
    "service": TEXTE,
    "sous_service": FACULTATIF,
    "composant": FACULTATIF,
    "ligne_tarif": FACULTATIF,
    "nature": TEXTE,
    "section": TEXTE,
    "cle": FACULTATIF,
    "quantite": FACULTATIF,
    "quantite_totale": FACULTATIF,
    "montant": TEXTE,
    "compte_recette": FACULTATIF,
    "compte_depense": FACULTATIF,
    "origine": TEXTE,
}
MONTANT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]{2}", re.ASCII)
QUANTITE = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9]|/[1-9][0-9]*)?", re.ASCII)


def test_the_json_has_its_keys_in_order() -> None:
    assert (
        list(_json(2026, "revise")),
        *(_json(2026, "revise")[nom] for nom in CLES[:4]),
    ) == (CLES, 1, 2026, "revise", False)


def test_every_line_has_the_keys_and_types_of_the_contract() -> None:
    for ligne in _json(2026, "revise")["lignes"]:
        assert list(LIGNE) == list(ligne)
        assert [nom for nom, types in LIGNE.items() if not isinstance(ligne[nom], types)] == []


def test_amounts_are_decimal_strings_with_two_digits() -> None:
    document = _json(2026, "revise")
    totaux = [
        document["totaux"].pop("general"),
        *(text for sums in document["totaux"].values() for text in sums.values()),
    ]
    amounts = [*totaux, *(ligne["montant"] for ligne in document["lignes"])]
    assert [text for text in amounts if not MONTANT.fullmatch(text) or text == "-0.00"] == []


def test_quantities_are_decimals_or_reduced_fractions() -> None:
    lignes = _json(2027, "previsionnel")["lignes"]
    written = {ligne[nom] for ligne in lignes for nom in ("quantite", "quantite_totale") if ligne[nom] is not None}
    assert [text for text in written if not QUANTITE.fullmatch(text)] == []
    assert [text for text in written if "/" in text and str(Fraction(text)) != text] == []


def test_lines_are_sorted_and_each_one_is_there_once() -> None:
    lignes = _contribution(2026, "revise").lignes
    identities = [ligne.identite for ligne in lignes]
    assert len(set(identities)) == len(identities)
    assert sorted(item.adherent for item in lignes) == [item.adherent for item in lignes]


def test_the_managing_body_has_no_account_and_all_the_others_have_both() -> None:
    lignes = _json(2026, "revise")["lignes"]
    unaccounted = {ligne["adherent"] for ligne in lignes if None in (ligne["compte_recette"], ligne["compte_depense"])}
    assert {"metropole-grand-nancy"} == unaccounted
