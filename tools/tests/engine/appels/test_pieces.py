"""`engine.appels.pieces`: what carries each amount of a sealed call."""

from __future__ import annotations

import pytest

from convention.engine.appels.pieces import Cle, called, claim, given_back, kind, withheld
from convention.model.ecrits.sceaux import LigneScellee, Sceau
from convention.model.mots.appels import Appele, GenrePiece
from convention.model.mots.communs import GroupeNature, Section
from tests.engine.appels.petits_appels import MEMBRES, avec_appels
from tests.essais import FIGES, edited, fichiers, lire, nancy
from tests.maquette import Membre

SOLDE = Cle("nancy", Appele.SOLDE, 2024, GroupeNature.INDIRECTS, Section.FONCTIONNEMENT)


@pytest.mark.parametrize(
    ("cents", "genre"), [(-1, GenrePiece.REVERSEMENT), (0, GenrePiece.TITRE), (1, GenrePiece.TITRE)]
)
def test_only_what_is_below_zero_is_given_back(cents: int, genre: GenrePiece) -> None:
    assert kind(lire(avec_appels()), SOLDE, cents) is genre


def test_a_document_adds_up_the_factual_and_the_yearly_costs_of_its_section() -> None:
    def ligne(nature: str, section: str, cents: int) -> LigneScellee:
        return LigneScellee("nancy", 2024, "solde", "S03", "reseau", nature, section, "", 0, 0, cents)

    lines = (
        ligne("indirect_factuel", "fonctionnement", 100),
        ligne("indirect_annuel", "fonctionnement", 20),
        ligne("indirect_annuel", "investissement", 3),
        # Nothing is left of it: no document.
        ligne("masse_salariale", "fonctionnement", 5),
        ligne("masse_salariale", "fonctionnement", -5),
    )
    found = called(Sceau("2024-10", "2024-10-15", "demonstration", lines))
    assert found == {SOLDE: 120, SOLDE._replace(section=Section.INVESTISSEMENT): 3}


def test_what_a_frozen_amount_stands_for_is_withheld_and_nothing_else_is() -> None:
    depot = nancy()
    found = {
        nom: [(key.nature, key.section, cents) for key, cents in withheld(depot, depot.sceaux["2026-04"], nom).items()]
        for nom in ("saulxures-les-nancy", "essey-les-nancy")
    }
    assert found == {
        "saulxures-les-nancy": [
            (GroupeNature.MASSE_SALARIALE, Section.FONCTIONNEMENT, 18_031_67),
            (GroupeNature.INDIRECTS, Section.FONCTIONNEMENT, 6_968_33),
        ],
        "essey-les-nancy": [],
    }


@pytest.mark.parametrize(
    ("nom", "genre"), [("villages", GenrePiece.APPEL), ("ecoles", GenrePiece.TITRE), ("hopitaux", GenrePiece.TITRE)]
)
def test_an_association_asks_by_a_call_and_a_public_body_by_a_titre(nom: str, genre: GenrePiece) -> None:
    assert claim(lire(fichiers(FIGES / nom))) is genre


def test_what_is_given_back_has_the_accounts_that_are_declared_an_association_among_public_bodies_none() -> None:
    files = avec_appels({**MEMBRES, "club": Membre("postes: 1")})
    files = edited(files, "adherents/club/adherent.yaml", "type: commune", "type: association")
    assert given_back(lire(files), "nancy") == ("", "")
    files["pricing/comptes.yaml"] += 'reversement: {depense: "673", recette: "773"}\n'
    depot = lire(files)
    assert [given_back(depot, nom) for nom in ("nancy", "club")] == [("673", "773"), ("673", "")]
