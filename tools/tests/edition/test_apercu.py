"""What a gesture shows before it is done is what the comparison says of it: the same sentences, one a decision.

Knows: gestures, comparisons. Must not know: the command line.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.base.diagnostic import Span, diagnose
from convention.compare.comparaison import comparer
from convention.edition.apercu import effect_text, warnings_text
from convention.edition.gestes.fixer import Fixer
from convention.edition.gestes.fixer_forfait import FixerForfait
from convention.model.mots.communs import Origine
from convention.model.valeurs.ecriture import Evolution
from convention.reports.comparaison.comparaison import terminal_text
from tests.edition.depots import faire, relire
from tests.espaces import espaces
from tests.essais import CALCULS, fichiers_nancy, lectures

if TYPE_CHECKING:
    from convention.edition.gestes import Demande

PRIX = "pricing/composants/S04.yaml"
PLUS, MOINS = Evolution(Fraction(4, 100), "+4 %"), Evolution(Fraction(-4, 100), "−4 %")


def sur_deux_ans(evolution: Evolution) -> list[Demande]:
    return [
        Fixer.model_construct(
            composant="serveur-impression", variable="cout_maintenance", montant=evolution, exercice=annee, phase=None
        )
        for annee in (2027, 2028)
    ]


def forfait(evolution: Evolution) -> list[Demande]:
    acts = {"reference": "acte", "verifie_le": date(2026, 11, 27), "origine": Origine.DEMONSTRATION}
    return [
        FixerForfait.model_construct(montant=evolution, date=date(annee, 1, 1), **acts)  # type: ignore[arg-type] # (fields of the model)
        for annee in (2028, 2027)
    ]


@pytest.mark.parametrize(
    ("demandes", "ecrit", "dit"),
    [
        (
            sur_deux_ans(PLUS),
            {},
            "la maintenance annuelle passe de « 4 800,00 € » à « 4 992,00 € » à compter du 1er janvier 2027",
        ),
        (
            sur_deux_ans(PLUS),
            {"2028: {cout_maintenance: 4800.00}": "2028: {cout_maintenance: 5100.00}"},
            (
                "la maintenance annuelle augmente de 4,0 % : de « 4 800,00 € » à « 4 992,00 € » pour l'exercice 2027, "
                "de « 5 100,00 € » à « 5 304,00 € » à compter du 1er janvier 2028"
            ),
        ),
        (
            sur_deux_ans(MOINS),
            {"2027: {cout_maintenance: 4800.00}": "2027: {cout_maintenance: {previsionnel: 4800.00, revise: 5000.00}}"},
            (
                "la maintenance annuelle baisse de 4,0 % : de « 4 800,00 € » à « 4 608,00 € » pour l'exercice 2027 "
                "(prévisionnel), de « 5 000,00 € » à « 4 800,00 € » pour l'exercice 2027 (révisé), "
                "de « 4 800,00 € » à « 4 608,00 € » à compter du 1er janvier 2028"
            ),
        ),
        (
            forfait(PLUS),
            {},
            (
                "le montant « 710,60 € » par poste de travail et par an est remplacé par « 739,02 € » "
                "à compter du 1er janvier 2027 (+28,42 €, +4,0 %)"
            ),
        ),
    ],
    ids=["une-paire", "deux-paires", "par-phase", "forfait"],
)
def test_one_decision_over_several_years_or_phases_is_one_sentence_of_the_gesture_as_of_the_comparison(
    demandes: list[Demande], ecrit: dict[str, str], dit: str
) -> None:
    files = fichiers_nancy()
    for old, new in ecrit.items():
        assert old in files[PRIX]
        files[PRIX] = files[PRIX].replace(old, new)
    after = files
    for demande in demandes:
        after = faire(after, demande, dict(lectures())).files
    base, head = (relire(item, dict(lectures())).depot for item in (files, after))
    comparaison = comparer(base, head, pourquoi=False, calcule=CALCULS)
    shown = espaces(effect_text(comparaison)).splitlines()
    assert dit in shown[1]
    assert shown[2] == ""
    compared = espaces(terminal_text(comparaison, "a", "b")).splitlines()
    assert [line for line in compared if line.startswith(("Ce qui change (", "1. "))] == [
        "Ce qui change (1)",
        shown[1].strip(),
    ]


def test_a_place_that_several_warnings_share_is_told_once() -> None:
    found = [diagnose("SCE008", Span("a.yaml", 7, 3), f"ligne {rank}", "régulariser") for rank in range(9)]
    assert espaces(warnings_text(found)).endswith("De même, 8 autres fois : a.yaml:7:3\n")
