"""A whole cycle of invented repositories that change between two calls: called, regularised, closed, corrected."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from convention.checks.registry import run
from convention.engine.appels.appels import appeler, deja_appele
from convention.engine.appels.cloture import actual
from convention.engine.appels.sceller import rectify, seal, seal_closing
from convention.engine.contribution import calculer
from convention.model.mots.communs import Nature, Phase
from convention.model.resolution import resolve
from tests.engine.appels.petits_appels import avec_calendrier, avec_jalons, avec_sceaux
from tests.essais import lire
from tests.generateur import GESTIONNAIRE, depot_fictif
from tests.preuves import exemples

if TYPE_CHECKING:
    from convention.engine.lignes import Ligne
    from convention.model.ecrits.sceaux import Identite, Sceau

ANNEES = (2025, 2026)
VOLETS = {
    "2025-04": "{genre: acompte, exercice: 2025, taux: 0.5}",
    "2025-10": "{genre: solde, exercice: 2025}, {genre: previsionnel, exercice: 2026}",
    "2026-04": "{genre: acompte, exercice: 2026, taux: 0.35}, {genre: regularisation, exercice: 2025}",
    "2026-10": "{genre: solde, exercice: 2026}",
}
CLOTURE = date(2026, 4, 15)
ETATS = st.builds(
    lambda graine, adherents: avec_jalons(depot_fictif(adherents, 8, graine, ANNEES, ANNEES[:1]), ANNEES, VOLETS),
    st.integers(0, 10**6),
    st.integers(1, 6),
)
"""What the data are at some day; who is there, what is taken and what it costs change from one to another."""


TRIMESTRES = {
    "2025-01": "{genre: acompte, exercice: 2025, taux: 0.25}",
    "2025-05": "{genre: acompte, exercice: 2025, taux: 0.3333}",
    "2025-08": "{genre: acompte, exercice: 2025, taux: 0.4}",
    "2025-11": "{genre: solde, exercice: 2025}, {genre: previsionnel, exercice: 2026}",
    "2026-02": "{genre: regularisation, exercice: 2025}",
}
TRIMESTRIELS = st.builds(
    lambda graine, adherents: avec_calendrier(depot_fictif(adherents, 8, graine, ANNEES, ANNEES[:1]), TRIMESTRES),
    st.integers(0, 10**6),
    st.integers(1, 6),
)


def due(files: dict[str, str], annee: int, phase: Phase) -> dict[Identite, Ligne]:
    lignes = calculer(resolve(lire(files), annee, phase)).lignes
    return {
        ligne.identite: ligne
        for ligne in lignes
        if ligne.montant and ligne.adherent != GESTIONNAIRE and ligne.calcul.nature is not Nature.DIRECT
    }


@exemples(5)
@given(ETATS, ETATS, ETATS)
def test_whatever_changed_between_the_calls_they_add_up_to_what_the_year_was(
    april: dict[str, str], october: dict[str, str], after: dict[str, str]
) -> None:
    sceaux: list[Sceau] = []
    for files, echeance in ((april, "2025-04"), (october, "2025-10"), (after, "2026-04")):
        sceaux.append(seal(appeler(lire(avec_sceaux(files, *sceaux)), echeance)))
    called = deja_appele(lire(avec_sceaux(after, *sceaux)), "2026-10")
    # The forfait is not recounted: it stays what the counts called make, whatever is counted afterwards.
    forfait = str(Nature.MASSE_SALARIALE)
    actuals = {key: ligne.montant for key, ligne in due(after, 2025, Phase.REALISE).items() if key[3] != forfait}
    actuals |= {key: ligne.montant for key, ligne in due(after, 2025, Phase.REVISE).items() if key[3] == forfait}
    assert actuals == {key: cents for (annee, key), cents in called.items() if annee == 2025 and cents}


@exemples(5)
@given(TRIMESTRIELS, TRIMESTRIELS, TRIMESTRIELS)
def test_whatever_changed_between_three_advances_their_balance_ends_exactly_and_so_does_the_year(
    winter: dict[str, str], spring: dict[str, str], autumn: dict[str, str]
) -> None:
    sceaux: list[Sceau] = []
    for files, echeance in zip((winter, spring, winter, autumn), TRIMESTRES, strict=False):
        sceaux.append(seal(appeler(lire(avec_sceaux(files, *sceaux)), echeance)))
    called = deja_appele(lire(avec_sceaux(autumn, *sceaux)), "2026-02")
    revised = {key: ligne.montant for key, ligne in due(autumn, 2025, Phase.REVISE).items()}
    assert revised == {key: cents for (_, key), cents in called.items() if cents}
    sealed = avec_sceaux(autumn, *sceaux)
    assert "SCE007" not in {item.code for item in run(lire(sealed))}
    called = deja_appele(lire(avec_sceaux(sealed, seal(appeler(lire(sealed), "2026-02")))), "2026-03")
    forfait = str(Nature.MASSE_SALARIALE)
    actuals = {key: ligne.montant for key, ligne in due(autumn, 2025, Phase.REALISE).items() if key[3] != forfait}
    actuals |= {key: cents for key, cents in revised.items() if key[3] == forfait}
    assert actuals == {key: cents for (_, key), cents in called.items() if cents}


@exemples(5)
@given(ETATS)
def test_two_calls_of_unchanged_data_call_the_revised_amount_and_nothing_is_regularised(files: dict[str, str]) -> None:
    sceaux: list[Sceau] = []
    for echeance in VOLETS:
        sceaux.append(seal(appeler(lire(avec_sceaux(files, *sceaux)), echeance)))
    called = deja_appele(lire(avec_sceaux(files, *sceaux)), "9999-12")
    revised = {key: ligne.montant for key, ligne in due(files, 2026, Phase.REVISE).items()}
    assert revised == {key: cents for (annee, key), cents in called.items() if annee == 2026 and cents}


def _is_member(files: dict[str, str], adherent: str, day: str) -> bool:
    """Read a membership in its file, not by the tool; days written alike are in the order of time."""
    stay = files[f"adherents/{adherent}/adherent.yaml"].partition("adhesion: ")[2]
    debut, fin = (re.search(rf"\b{word}: ([0-9-]+)", stay) for word in ("debut", "fin"))
    return debut is not None and debut[1] <= day and (fin is None or day < fin[1])


@exemples(12)
@given(st.integers(0, 10**6), st.sampled_from(("02", "12")))
def test_an_advance_is_half_of_what_each_member_of_that_day_owes_and_nothing_of_the_others(
    graine: int, mois: str
) -> None:
    call = {f"2025-{mois}": "{genre: acompte, exercice: 2025, taux: 0.5}"}
    files = avec_calendrier(depot_fictif(6, 8, graine, ANNEES, ANNEES[:1]), call)
    owed: dict[tuple[str, bool, str], int] = defaultdict(int)
    for key, ligne in due(files, 2025, Phase.REVISE).items():
        if _is_member(files, key[0], f"2025-{mois}-15"):
            owed[key[0], key[3] == "masse_salariale", key[4]] += ligne.montant
    asked: dict[tuple[str, bool, str], int] = defaultdict(int)
    for volet in appeler(lire(files), f"2025-{mois}").volets:
        for item in volet.montants:
            asked[item.identite[0], item.identite[3] == "masse_salariale", item.identite[4]] += item.montant
    assert dict(asked) == {key: (cents + 1) // 2 for key, cents in owed.items()}


@exemples(5)
@given(ETATS, ETATS)
def test_a_closed_exercice_says_when_a_line_of_it_is_no_longer_what_it_was(
    before: dict[str, str], after: dict[str, str]
) -> None:
    closing = seal_closing(actual(lire(before), 2025), CLOTURE)
    for files in (before, after):
        now = {ligne.identite: ligne.montant for ligne in actual(lire(files), 2025).lignes if ligne.montant}
        moved = now != {ligne.identite: ligne.montant for ligne in closing.lignes if ligne.montant}
        assert moved == ("SCE003" in {item.code for item in run(lire(avec_sceaux(files, closing)))})


@exemples(5)
@given(ETATS, ETATS)
def test_a_declared_correction_makes_the_closing_what_the_year_is_and_says_the_difference(
    before: dict[str, str], after: dict[str, str]
) -> None:
    closing, contribution = seal_closing(actual(lire(before), 2025), CLOTURE), actual(lire(after), 2025)
    corrected = rectify(closing, contribution, date(2026, 6, 1), "essai")
    assert "SCE003" not in {item.code for item in run(lire(avec_sceaux(after, corrected)))}
    gap = contribution.totaux.general - sum(ligne.montant for ligne in closing.lignes)
    assert gap == sum(item.apres - item.avant for item in corrected.rectifications)
