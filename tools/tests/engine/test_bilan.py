"""A control that cannot fail proves nothing: each is shown to fail on a computation made wrong on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.engine.bilan import controls, totals
from tests.essais import contribution
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.engine.lignes import Calcul, Contribution, Controle, Ligne


@pytest.fixture(scope="module")
def juste() -> Contribution:
    """Compute 100,00 € shared among three, 33,34 + 33,33 + 33,33."""
    membres = {nom: Membre("postes: 1") for nom in ("laxou", "nancy", "pulnoy")}
    return contribution(maquette(membres, {"reseau": Cout("cout: 100.00", annuel="cout * part(postes)")}))


def _controls(calculs: tuple[Calcul, ...], lignes: tuple[Ligne, ...]) -> Controle:
    return controls(calculs, lignes, totals(lignes))


def _with_parts(juste: Contribution, change: Callable[[int], int]) -> Controle:
    """Control the same computation after each shared part was changed, lines included."""
    wrong = [calcul._replace(partages=tuple(map(change, calcul.partages))) for calcul in juste.calculs]
    lignes = tuple(
        ligne._replace(calcul=calcul, montant=calcul.partages[ligne.rang] + calcul.propres[ligne.rang])
        for old, calcul in zip(juste.calculs, wrong, strict=True)
        for ligne in juste.lignes
        if ligne.calcul is old
    )
    return _controls(tuple(wrong), lignes)


def test_the_controls_of_a_right_computation_are_zero(juste: Contribution) -> None:
    assert juste.controle.juste


def test_a_cent_lost_by_the_sharing_is_seen(juste: Contribution) -> None:
    assert _with_parts(juste, lambda cents: cents - 1).ecart_recouvrement == 3


def test_a_cent_billed_too_much_is_seen(juste: Contribution) -> None:
    assert _with_parts(juste, lambda cents: cents + 1).ecart_recouvrement == 3


def test_a_line_that_is_forgotten_is_seen(juste: Contribution) -> None:
    billed = sum(ligne.montant for ligne in juste.lignes[-1:])
    assert billed == _controls(juste.calculs, juste.lignes[:-1]).ecart_recouvrement


def test_totals_of_other_lines_are_seen(juste: Contribution) -> None:
    sums = totals(juste.lignes)._replace(general=0)
    controle = controls(juste.calculs, juste.lignes, sums)
    assert (controle.juste, controle.ecart_adherents) == (False, sum(sums.par_adherent.values()))
