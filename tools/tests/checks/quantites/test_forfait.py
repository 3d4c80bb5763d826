"""QTE011: no phase of an exercice counts the forfait otherwise than it was called on (art. 8.3, decision 0006)."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.checks.quantites.validations import recounted
from convention.engine.contribution import calculer
from convention.model.mots.communs import PHASES, Phase
from convention.model.resolution import resolve
from tests.checks.depots import found
from tests.espaces import espaces
from tests.essais import fichiers_nancy, lire
from tests.maquette import Membre, maquette

ESSEY = "adherents/essey-les-nancy/quantites/2025.yaml"
REALISE = 'postes du forfait non recomptés"\n    validation: 2026-01-22\n    valeurs:\n      postes_forfait: '


class Comptage(NamedTuple):
    """A count of the workstations."""

    phase: Phase
    mois: int
    postes: int
    hypothese: bool


COMPTAGES = st.lists(
    st.builds(Comptage, st.sampled_from(PHASES), st.integers(1, 12), st.integers(1, 3), st.booleans()),
    max_size=4,
    unique_by=lambda item: (item.phase, item.mois),
)


def _texts(comptages: list[Comptage]) -> dict[str, str]:
    """Write the counts of an adherent: the first, of September 2025, stands for the one still to come."""
    written = ", ".join(
        f"{{phase: {item.phase}, date: 2026-{item.mois:02d}-01, source: essai, valeurs: {{postes: {item.postes}}}"
        + (", hypothese: essai}" if item.hypothese else "}")
        for item in comptages
    )
    return maquette({"laxou": Membre("postes: 2", comptages=written)}, {}, forfait="2024-01-01: 700.00")


def _counted(texts: dict[str, str], phase: Phase) -> int:
    return calculer(resolve(lire(texts), 2026, phase)).totaux.general


@given(COMPTAGES)
def test_what_a_year_ends_on_is_what_was_called_or_the_recount_is_refused(comptages: list[Comptage]) -> None:
    texts = _texts(comptages)
    refused = list(recounted(lire(texts)))
    if _counted(texts, Phase.REALISE) != _counted(texts, Phase.REVISE):
        assert refused
    known = [item for item in comptages if item.phase is not Phase.REALISE and not item.hypothese]
    if not refused and known:
        first = min(known, key=lambda item: (PHASES.index(item.phase), item.mois))
        later = [phase for phase in PHASES if PHASES.index(phase) >= PHASES.index(first.phase)]
        assert {_counted(texts, phase) for phase in later} == {70000 * first.postes}


@pytest.mark.parametrize("phase", PHASES)
def test_the_same_count_told_again_is_no_recount(phase: Phase) -> None:
    assert list(recounted(lire(_texts([Comptage(phase, 3, 2, hypothese=False)])))) == []


def test_a_key_that_is_a_sum_is_followed_in_each_of_its_parts() -> None:
    texts = _texts([Comptage(Phase.REALISE, 3, 3, hypothese=False)])
    texts["pricing/cles.yaml"] += "  parc: {libelle: Parc, unite: parc, pluriel: parcs, somme: [postes]}\n"
    texts["pricing/forfait.yaml"] = texts["pricing/forfait.yaml"].replace("cle: postes", "cle: parc")
    assert len(list(recounted(lire(texts)))) == 1


@pytest.mark.long
def test_the_forfait_of_essey_recounted_at_its_closing_is_refused_at_its_line_with_both_counts() -> None:
    texts = fichiers_nancy()
    assert texts[ESSEY].count(f"{REALISE}108") == 1
    texts = texts | {ESSEY: texts[ESSEY].replace(f"{REALISE}108", f"{REALISE}120")}
    (message,) = found(lire(texts), "QTE011")
    assert (message.span.path, message.span.line) == (ESSEY, 42)
    assert espaces(message.message) == (
        "Essey-lès-Nancy, 2025 : le forfait est compté sur 120 « postes_forfait » (réalisé), et il s'appelle sur "
        "108 : il n'est pas recompté (article 8.3)"
    )
    assert "écrire 108" in message.hint
