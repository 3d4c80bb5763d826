"""`compare.causes.entre_exercices`: whose doing it is when an adherent pays another amount than the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from convention.compare.causes.effets import Effets
from convention.compare.causes.entre_exercices import EntreExercices
from convention.engine.contribution import calculer
from convention.model.mots.communs import Section
from convention.model.resolution import resolve
from tests.compare.causes.causes_naives import cote
from tests.essais import lire
from tests.generateur import depot_fictif
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

ANNEES = {2025: "previsionnel", 2026: "previsionnel"}
RESEAU = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
LAXOU, NANCY = Membre("postes: 10"), Membre("postes: 20")


def _effects(membres: Mapping[str, Membre], couts: Mapping[str, Cout] = RESEAU) -> Mapping[str, Effets]:
    depot = lire(maquette(membres, couts, exercices=ANNEES))
    base, head = (cote(resolve(depot, annee)) for annee in ANNEES)
    return EntreExercices(depot, base, head, Section.FONCTIONNEMENT)


def test_a_subscription_that_begins_is_one_s_own_doing() -> None:
    # 2025: nothing, then Nancy alone pays 1 200,00; 2026: 400,00 and 800,00.
    found = _effects({"laxou": LAXOU._replace(souscriptions="{service: S03, debut: 2026-01-01}"), "nancy": NANCY})
    assert found == {"laxou": Effets(perimetre_propre=40_000), "nancy": Effets(perimetre_autres=-40_000)}


def test_a_subscription_of_some_months_that_lasts_the_whole_year_is_one_s_own_doing() -> None:
    # 2025, six months: 1 200,00 × 5 ÷ 25 = 240,00; 2026: 400,00.
    found = _effects({"laxou": LAXOU._replace(souscriptions="{service: S03, debut: 2025-07-01}"), "nancy": NANCY})
    assert found["laxou"] == Effets(perimetre_propre=16_000)


def test_a_component_that_begins_is_nobody_s_own_doing() -> None:
    reseau = RESEAU["reseau"]._replace(suite="debut: 2026-01-01")
    found = _effects({"laxou": LAXOU, "nancy": NANCY}, {"reseau": reseau})
    assert found == {"laxou": Effets(perimetre_autres=40_000), "nancy": Effets(perimetre_autres=80_000)}


def test_the_cent_that_rounding_leaves_goes_to_the_largest_effect_up_or_down() -> None:
    # Both costs: 0,03 €, then 0,01 € for six months, rounded up to 0,01. Presence: ½ (−1 + 0) = −½ cent; price:
    # ½ (−2 − 1) = −1½. Of −1 and −3 over two lines, the first gets −1 and −2, whereas it only lost 2 cents.
    couts = {
        "reseau": Cout("cout: 0.03", annuel="cout * postes"),
        "serveurs": Cout("cout: 0.03", annuel="cout * postes", suite="section: investissement"),
    }
    leaves = Membre("postes: 1", "{service: S03, debut: 2024-01-01, fin: 2026-07-01}")
    files = maquette({"laxou": leaves}, couts, exercices=ANNEES)
    path = "pricing/composants/S03.yaml"
    depot = lire({**files, path: files[path].replace("2026: {cout: 0.03}", "2026: {cout: 0.01}")})
    base, head = (cote(resolve(depot, annee)) for annee in ANNEES)
    found = EntreExercices(depot, base, head, Section.FONCTIONNEMENT)
    assert found == {"laxou": Effets(perimetre_propre=-1, prix=-1)}


@pytest.mark.parametrize("graine", range(4))
def test_the_effects_of_everybody_make_the_ecart_of_the_section(graine: int) -> None:
    depot = lire(depot_fictif(5, 10, graine, (2025, 2026)))
    base, head = (cote(resolve(depot, annee)) for annee in (2025, 2026))
    for section in Section:
        before, after = (side.contribution.totaux.par_section.get(str(section), 0) for side in (base, head))
        effets = EntreExercices(depot, base, head, section).values()
        assert sum(item.ecart for item in effets) == after - before, section


def test_what_is_computed_between_two_exercices_is_asked_of_who_keeps_what_it_has_computed() -> None:
    kept = Mock(side_effect=calculer)
    depot = lire(depot_fictif(5, 10, 0, (2025, 2026)))
    base, head = (cote(resolve(depot, annee)) for annee in ANNEES)
    EntreExercices(depot, base, head, Section.FONCTIONNEMENT, kept)
    assert kept.called


def test_who_has_no_cause_or_is_unknown_is_not_there() -> None:
    # Laxou has nothing but its name in both exercices.
    found = _effects({"laxou": Membre(""), "nancy": NANCY})
    for nom in ("laxou", "pulnoy"):
        with pytest.raises(KeyError, match=nom):
            _ = found[nom]
        assert nom not in found


def test_who_has_causes_is_counted() -> None:
    found = _effects({"laxou": LAXOU._replace(souscriptions="{service: S03, debut: 2026-01-01}"), "nancy": NANCY})
    assert (len(found), sorted(found)) == (2, ["laxou", "nancy"])
    assert len(_effects({"laxou": LAXOU, "nancy": NANCY})) == 0
