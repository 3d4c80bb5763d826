"""The table of the contributions says which quantities nobody has validated, whatever the phase."""

from __future__ import annotations

from convention.engine.contribution import calculer
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from convention.reports.calcul.contributions import Axe, table_text
from tests.espaces import espaces
from tests.essais import edited, lire
from tests.maquette import Cout, Membre, maquette

COMPTE = "adherents/nancy/quantites/2026.yaml"


def _assumed(files: dict[str, str], phase: Phase, adherent: str | None = None) -> list[str]:
    depot = lire(files)
    text = table_text(calculer(resolve(depot, 2026, phase)), depot, Axe.NATURE, adherent)
    return [line for line in espaces(text).splitlines() if line.startswith(("- Hypothèse", "- Les quantités"))]


def _files() -> dict[str, str]:
    membres = {"metropole": Membre("postes: 5"), "nancy": Membre("postes: 3, consommables: 2")}
    return maquette(membres, {"un": Cout("cout: 80.00", annuel="cout * part(postes)")})


def test_a_forecast_that_nobody_has_validated_is_said_and_only_those_that_a_cost_reads() -> None:
    files, told = _files(), "- Hypothèse : quantité prévue que l'adhérent n'a pas encore validée"
    assert _assumed(files, Phase.PREVISIONNEL) == [f"{told} (2 valeurs, 2 fichiers)."]
    one = edited(files, COMPTE, "date: 2025-09-30", "date: 2025-09-30, validation: 2025-10-02")
    assert _assumed(one, Phase.PREVISIONNEL) == [f"{told} (1 valeur, 1 fichier)."]
    assert _assumed(one, Phase.PREVISIONNEL, "nancy") == [
        "- Les quantités d'autres adhérents, qui entrent dans les totaux, ont aussi des hypothèses (1)."
    ]


def test_a_count_of_the_year_that_is_not_validated_is_not_said_twice() -> None:
    files = {path: text.replace("phase: previsionnel", "phase: revise") for path, text in _files().items()}
    assert _assumed(files, Phase.REVISE) == [
        "- Hypothèse : quantité que l'adhérent n'a pas encore validée (2 valeurs, 2 fichiers)."
    ]


def test_an_assumption_on_a_price_is_counted_only_for_who_pays_it() -> None:
    both = "{service: S03, debut: 2024-01-01}, {service: S04, debut: 2024-01-01}"
    membres = {"metropole": Membre("postes: 5", both), "nancy": Membre("postes: 3")}
    cout = Cout("cout: 80.00", annuel="cout * part(postes)")
    files = maquette(membres, {"un": cout, "deux": cout._replace(service="S04")})
    files = {path: text.replace("cout: 80.00", "cout: {previsionnel: 80.00}") for path, text in files.items()}
    told = [_assumed(files, Phase.REVISE, nom)[0] for nom in ("nancy", "metropole")]
    said = "- Hypothèse : chiffre repris du prévisionnel, faute d'un plus récent"
    # Its own count, and the prices of one component or of two.
    assert told == [f"{said} (2 valeurs, 2 fichiers).", f"{said} (3 valeurs, 3 fichiers)."]
