"""The readings of this repository: what is in force is the reading chosen, and every other one can be computed.

A reading that would move no cent says why here; the day it moves one, it leaves the table.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from convention.engine.contribution import bill, calculer, contribution_of
from convention.model.alternatives import apply
from convention.model.mots.communs import Phase
from convention.model.mots.vie import StatutLecture
from convention.model.resolution import resolve
from tests.essais import nancy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.lignes import Contribution, Controle, NonReparti
    from convention.engine.reprise import Connue
    from convention.model.depot import Depot
    from convention.model.documents.lectures import Alternative

EXERCICES = (2026, 2024, 2025, 2027, 2028)
"""That of the worked examples first: most readings move a cent in it."""
SEUL_BENEFICIAIRE = "chaque composant de la ligne est propre à un adhérent : sa part est le tout"
PREMIER_DU_MOIS = "toutes les entrées et sorties ont lieu un premier du mois"
PREREQUIS = "un prérequis ouvre ou ferme une souscription, il ne déplace pas d'euro"
SANS_EFFET = {
    ("numero-s03-5", "centre-de-donnees"): PREREQUIS,
    ("numero-s03-5", "applications-seules"): PREREQUIS,
    ("inclus-si-souscription", "infrastructures-seules"): PREREQUIS,
    ("mois-entame", "mois-d-entree-du"): PREMIER_DU_MOIS,
    ("mois-entame", "mois-de-sortie-du"): PREMIER_DU_MOIS,
    ("une-fois-ou-factuel", "reduit-par-la-presence"): "à partir de 2027, nul n'est présent une partie de l'année",
    ("impression-nomade", "contrat-partage"): SEUL_BENEFICIAIRE,
    ("partage-iaas-non-standard", "tout-partager"): SEUL_BENEFICIAIRE,
}
"""Other readings that move no cent with the figures of the repository, and why."""


class Autre(NamedTuple):
    """Another reading that the engine can run."""

    lecture: str
    nom: str
    alternative: Alternative


@cache
def _facture(annee: int, phase: Phase) -> Connue:
    return bill(resolve(nancy(), annee, phase))


@cache
def _en_vigueur(annee: int, phase: Phase) -> Contribution:
    return contribution_of(_facture(annee, phase))


@cache
def _lue(lecture: str, nom: str, annee: int, phase: Phase) -> Contribution:
    """Compute an exercice as another reading has it: what it does not replace is not computed again."""
    return calculer(resolve(_autre(lecture, nom), annee, phase), None, _facture(annee, phase))


@cache
def _autre(lecture: str, nom: str) -> Depot:
    return apply(nancy(), nancy().vie.lectures[lecture].alternatives[nom])


def _executables() -> Iterator[Autre]:
    for lecture, contenu in nancy().vie.lectures.items():
        for nom, alternative in contenu.alternatives.items():
            if alternative.executable:
                yield Autre(lecture, nom, alternative)


def _montants(contribution: Contribution) -> dict[tuple[str, ...], int]:
    """Return the cents of each line, by adherent, component or expense, and nature."""
    return {
        (
            ligne.adherent,
            ligne.calcul.composant or "",
            ligne.calcul.depense or "",
            str(ligne.calcul.nature),
        ): ligne.montant
        for ligne in contribution.lignes
    }


def _moves(other: Autre) -> bool:
    """Tell whether a line of an exercice, in a phase, is not the same to the cent."""
    return any(
        _montants(_lue(other.lecture, other.nom, annee, phase)) != _montants(_en_vigueur(annee, phase))
        for annee in EXERCICES
        for phase in Phase
    )


def test_the_exercices_are_those_of_the_repository() -> None:
    assert set(nancy().exercices) == set(EXERCICES)


def test_readings_are_numbered_from_one() -> None:
    numeros = [lecture.numero for lecture in nancy().vie.lectures.values()]
    assert numeros == list(range(1, len(numeros) + 1))


def test_every_ambiguity_has_another_reading_and_waits_for_an_avenant() -> None:
    lectures = nancy().vie.lectures
    assert [nom for nom, lecture in lectures.items() if not lecture.alternatives] == []
    assert {lecture.statut for lecture in lectures.values()} == {StatutLecture.A_CONFIRMER}


def test_a_reading_that_bears_on_a_computation_says_where_it_is_written() -> None:
    assert [other.lecture for other in _executables() if not nancy().vie.lectures[other.lecture].donnees] == []


def test_each_kind_of_replacement_is_used() -> None:
    fields = {nom for other in _executables() for nom in other.alternative.model_fields_set}
    kinds = set(type(next(_executables()).alternative).model_fields)
    assert fields == kinds


def _unpaid(controle: Controle) -> list[NonReparti]:
    return [item for item in controle.non_repartis if not item.decide]


@pytest.mark.long
@pytest.mark.parametrize("annee", EXERCICES)
def test_every_other_reading_computes_with_its_controls_at_zero(annee: int) -> None:
    wrong = []
    for other in _executables():
        for phase in Phase:
            controle = _lue(other.lecture, other.nom, annee, phase).controle
            # What a cap declares not recovered moves with the shares; what nobody is there to pay does not.
            if not controle.juste or _unpaid(controle) != _unpaid(_en_vigueur(annee, phase).controle):
                wrong.append((other.lecture, other.nom, phase, controle))
    assert wrong == []


@pytest.mark.long
def test_every_other_reading_moves_a_cent_or_says_why_not() -> None:
    assert {(other.lecture, other.nom) for other in _executables() if not _moves(other)} == set(SANS_EFFET)


def test_a_reading_said_without_effect_for_its_prerequisites_replaces_nothing_else() -> None:
    fields = {
        nom
        for other in _executables()
        if SANS_EFFET.get((other.lecture, other.nom)) == PREREQUIS
        for nom in other.alternative.model_fields_set
    }
    assert fields == {"libelle", "prerequis"}


@pytest.mark.parametrize(
    ("lecture", "autre", "composant", "en_vigueur", "lu"),
    [
        # 4 800,00 € × 7 ÷ 229 imprimantes (146,7248…), au lieu de 14 ÷ 412 moyens d'impression.
        ("moyens-d-impression", "imprimantes-seules", "serveur-impression", 16311, 14673),
        # 62 400,00 € × 116 ÷ 5 566 boîtes aux lettres (1 300,4671…), au lieu de 112 ÷ 4 801 postes.
        ("cle-de-chaque-cout", "boites-aux-lettres", "messagerie", 145570, 130047),
        # 21 000,00 € + 9 000,00 € × 1 450 ÷ 12 500 dossiers, au lieu de 30 000,00 € × 1 450 ÷ 12 500.
        ("hebergement-externalise", "a-la-lettre", "portail-familles", 348000, 2204400),
        # 742,80 € × 12 ordinateurs livrés, au lieu de (742,80 € + 46,00 €) × 12.
        ("configuration-deja-payee", "comprise-dans-le-forfait", "", 946560, 891360),
    ],
)
def test_essey_pays_in_2026_what_was_worked_out_by_hand_for_each_reading(
    lecture: str, autre: str, composant: str, en_vigueur: int, lu: int
) -> None:
    read = _lue(lecture, autre, 2026, Phase.REVISE)
    assert [_pays(_en_vigueur(2026, Phase.REVISE), composant), _pays(read, composant)] == [en_vigueur, lu]


@pytest.mark.parametrize(
    ("lecture", "autre", "place", "en_vigueur", "lu"),
    [
        # 1 200,00 € × 6 ÷ 98 comptes (8 comptes, 9 mois sur 12), au lieu de 8 ÷ 100.
        ("une-fois-ou-factuel", "des-le-debut", ("laxou", "colibris-plateforme", "indirect_factuel"), 7347, 9600),
        # 1 250,00 € à chacun des cinq, au lieu de 1 250,00 € à partager.
        (
            *("iaas-standard", "prestations-partagees"),
            ("laxou", "application-bibliotheque", "indirect_factuel"),
            *(125000, 25000),
        ),
        # 7 022,06 € × 112 ÷ 4 801 postes, au lieu de rien.
        (
            "securite-au-choix",
            "outils-pour-tous",
            ("essey-les-nancy", "droit-usage-pare-feu", "indirect_annuel"),
            0,
            16381,
        ),
        # Ce que laisse le plafond de Nancy, 1 000,00 €, à qui n'a pas le service.
        ("reste-d-un-plafond", "aux-autres", ("metropole-grand-nancy", "tice-assistance", "indirect_annuel"), 15942, 0),
        ("reste-d-un-plafond", "a-personne", ("metropole-grand-nancy", "tice-assistance", "indirect_annuel"), 15942, 0),
    ],
)
def test_what_the_amounts_show_is_worth_what_each_reading_says(
    lecture: str, autre: str, place: tuple[str, str, str], en_vigueur: int, lu: int
) -> None:
    found = [
        sum(
            ligne.montant
            for ligne in contribution.lignes
            if (ligne.adherent, ligne.calcul.composant, str(ligne.calcul.nature)) == place
        )
        for contribution in (_en_vigueur(2026, Phase.REVISE), _lue(lecture, autre, 2026, Phase.REVISE))
    ]
    assert found == [en_vigueur, lu]


def _pays(contribution: Contribution, composant: str) -> int:
    """Return what Essey-lès-Nancy pays of a component; of its direct expenses, when none is named."""
    return sum(
        ligne.montant
        for ligne in contribution.lignes
        if ligne.adherent == "essey-les-nancy"
        and (ligne.calcul.composant == composant if composant else ligne.calcul.depense)
    )
