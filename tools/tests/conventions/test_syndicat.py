"""A second convention, of another kind, by data alone: every amount equals a figure worked by hand.

Knows: `depots/syndicat`, `figures_syndicat`, the commands. Must not know: the engine.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.conventions.dits import SYNDICAT, billed, computed, read_json, said
from tests.conventions.figures_syndicat import FIGURES
from tests.operations import cents, worth

if TYPE_CHECKING:
    from collections.abc import Iterator

EXERCICES = (2025, 2026, 2027)
_FIGURE = re.compile(r"(?P<annee>\d{4}) (?P<adherent>[a-z-]+): (?P<operation>.+) = (?P<montant>-?\d+\.\d{2})")


class Figure(NamedTuple):
    """A line of the tables: who owes what, by which operation."""

    objet: str
    annee: int
    adherent: str
    operation: str
    montant: str


def figures() -> Iterator[Figure]:
    for objet, table in FIGURES.items():
        for line in table.strip().splitlines():
            found = _FIGURE.fullmatch(line.strip())
            assert found is not None, line
            yield Figure(objet, int(found["annee"]), found["adherent"], found["operation"], found["montant"])


LUES = tuple(figures())


@pytest.mark.parametrize("annee", EXERCICES)
@pytest.mark.parametrize("objet", FIGURES)
def test_every_amount_of_every_beneficiary_is_the_one_worked_by_hand(objet: str, annee: int) -> None:
    expected = {item.adherent: item.montant for item in LUES if (item.objet, item.annee) == (objet, annee)}
    assert expected == billed(objet, annee)


def test_every_operation_written_by_hand_gives_its_amount() -> None:
    wrong = [item for item in LUES if f"{cents(worth(item.operation)) / 100:.2f}" != item.montant]
    assert wrong == []


@pytest.mark.parametrize("annee", EXERCICES)
def test_nothing_is_billed_that_no_figure_worked_by_hand_foresees(annee: int) -> None:
    objects = {line["composant"] or "masse-salariale" for line in computed(SYNDICAT, annee)["lignes"]}
    assert objects == {item.objet for item in LUES if item.annee == annee}


@pytest.mark.parametrize("annee", EXERCICES)
def test_every_control_is_zero(annee: int) -> None:
    gaps = {gap for nom, gap in computed(SYNDICAT, annee)["controle"].items() if nom.startswith("ecart_")}
    assert gaps == {"0.00"}


# The cap of the portail leaves 10 000.00 − 8 100.00; the exemption of the régie, 10.00 by agent.
@pytest.mark.parametrize(
    ("annee", "expected"),
    [
        (2025, {"alerte": "50.00", "portail": "1900.00"}),
        (2026, {"alerte": "50.00", "portail": "1900.00"}),
        (2027, {"portail": "2010.00"}),
    ],
)
def test_only_what_the_data_leaves_to_nobody_is_not_recovered(annee: int, expected: dict[str, str]) -> None:
    controle = computed(SYNDICAT, annee)["controle"]
    assert expected == {item["composant"]: item["montant"] for item in controle["composants_non_recouvres"]}
    assert controle["composants_non_repartis"] == []


def test_the_second_convention_has_no_message_but_its_two_cliffs() -> None:
    found = read_json(SYNDICAT, "valider")["diagnostics"]
    assert [(item["code"], item["fichier"]) for item in found] == [("TAR025", "pricing/baremes/maintenance.yaml")] * 2


EXPLICATIONS = [
    ("masse-salariale", "haute-brume", "500,00 € × 20 postes × 1/2"),
    ("contribution-habitant", "rochemiel", "1,10 € × 1 000 habitants"),
    ("intranet", "valcendre", "3 000,00 € × 60 ÷ 150 agents"),
    ("licences", "fontazur", "48,50 € × 15 comptes"),
    ("messagerie", "valcendre", "4 000,00 € × 90 ÷ 200 comptes"),
    ("ordinateurs-mairie", "valcendre", "812,45 € × 7 ordinateur"),
    ("formation", "pierrelune", "90,00 € × 1 session"),
    ("hebergement", "haute-brume", "12 600,00 € × 10 ÷ 210 postes"),
    ("supervision", "valcendre", "11 000,00 € × (0,6 × 100 ÷ 210 postes + 0,4 × 4 000 ÷ 11 000 habitants)"),
    ("cybersecurite", "fontazur", "(0,5 × 2 000 ÷ 11 000 habitants + (1 − 0,5) × 20 ÷ 210 postes)"),
    ("sig", "valcendre", "ramenée au plafond de 7 000,00 €"),
    ("guichet", "fontazur", "21 300,00 € × 1 900 ÷ 11 120 habitants pondérés"),
    ("minimum-socle", "haute-brume", "(ramené à une année entière) : 1 200,00 €"),
    ("veille", "rochemiel", "ramenée au plafond de 1 050,00 €"),
    ("avoir-hebergeur", "valcendre", "−2 100,00 € × 100 ÷ 210 postes"),
    ("retard-messagerie", "fontazur", "25,00 € × 12 jours"),
    ("archivage", "trois-vallees", "plus 2 000,00 € que les plafonds et exonérations laissent au gestionnaire"),
    ("portail", "fontazur", "ramenée au plafond de 720,00 €"),
    ("pare-feu", "rochemiel", "portée au plancher de 500,00 €"),
    ("annuaire", "pierrelune", "3 100,00 € × 25 ÷ 155 agents"),
    ("alerte", "pierrelune", "1 550,00 € × 25 ÷ 155 agents"),
    ("objets", "trois-vallees", "2 × 120,00 € + 8 × 96,00 € + 4 × 72,00 €"),
    ("maintenance-serveurs", "valcendre", "350,00 € × 104,3 (août 2025) ÷ 101,7 (août 2024) = 358,95 €"),
    ("baies", "valcendre", "(60 000,00 € × (1 − 0,16404) − 10 000,00 €) ÷ 5 × 1 × 100 ÷ 210 postes"),
    ("assistance", "pierrelune", "tranche de 10 à 49 postes : 400,00 €"),
    ("maintenance-postes", "pierrelune", "27,00 € × 30 postes"),
    ("salle-blanche", "valcendre", "8 000,00 € × 30 ÷ 100 quotes-parts"),
    ("delegue", "haute-brume", "tranche de 20 à 49 agents, la plus haute des deux : 1 000,00 €"),
    ("parametrage", "pierrelune", "480,00 €"),
    ("telephonie", "haute-brume", "(180,00 € + 24,00 € × 8 lignes) × 1/2"),
    ("accompagnement", "valcendre", "3 600,00 €"),
]


def test_every_primitive_has_an_explanation_to_check() -> None:
    assert sorted(objet for objet, _, _ in EXPLICATIONS) == sorted(FIGURES)


@pytest.mark.parametrize(("objet", "adherent", "operation"), EXPLICATIONS, ids=[item[0] for item in EXPLICATIONS])
def test_the_explanation_of_an_amount_contains_its_operation(objet: str, adherent: str, operation: str) -> None:
    assert operation in said(SYNDICAT, "expliquer", adherent, "--exercice", "2026", "--ligne", objet)


def test_a_price_that_its_index_leaves_as_it_was_names_its_line_once() -> None:
    told = said(SYNDICAT, "expliquer", "valcendre", "--exercice", "2025", "--ligne", "maintenance-serveurs")
    assert "350,00 €, au centime (Indice fictif des services, pricing/indices/services.yaml:7)\n" in told


@pytest.mark.parametrize(
    ("adherent", "du"), [("haute-brume", " (ramené à une année entière) : 2 200,00 €"), ("rochemiel", " : 1 050,00 €")]
)
def test_an_amount_of_the_year_before_is_brought_to_a_full_year_when_that_year_was_cut(adherent: str, du: str) -> None:
    # Haute-Brume entered in July 2026, whatever it does in 2027; Rochemiel, that leaves in 2027, was there all of 2026.
    told = said(SYNDICAT, "expliquer", adherent, "--exercice", "2027", "--ligne", "veille")
    assert f"montant dû pour la veille l'année précédente{du}\n" in told
