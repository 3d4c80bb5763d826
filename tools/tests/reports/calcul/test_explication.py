"""An explanation prints the branch taken and why: nothing of the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.model.resolution import resolve
from convention.reports.calcul.explication import explanation_text
from tests.espaces import espaces
from tests.essais import CALCULS, lire, nancy
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from convention.engine.lignes import Contribution, Ligne


def explained(formule: str, montants: str) -> list[str]:
    """Return the lines that explain a cost of one member, who has 4 postes and 2 To; those of its rule left out."""
    membre = Membre("postes: 4, stockage: 2")
    data = lire(maquette({"a": membre}, {"service": Cout(montants, annuel=formule)}))
    contribution = CALCULS(resolve(data, 2026))
    own = [item for item in contribution.lignes if item.adherent == "a"]
    text = espaces(explanation_text(contribution, data, "a", own, details=True))
    lines = [line.strip() for line in text.split("\n") if line.startswith("    ")]
    return [
        re.sub(r" \((?:adherents|pricing)/.*", "", line) for line in lines if not line.startswith(("règle", "texte"))
    ]


def test_a_condition_that_holds_is_told_with_its_branch() -> None:
    assert explained("si(postes > 3; prix * postes; autre * stockage)", "prix: 10.00, autre: 5.00") == [
        "= 10,00 € × 4 postes",
        "condition remplie : 4 postes > 3",
        "prix : 10,00 €",
        "postes : 4 postes",
    ]


def test_a_condition_that_does_not_hold_is_told_with_the_other_branch() -> None:
    assert explained("si(postes > 4; prix * postes; autre * stockage)", "prix: 10.00, autre: 5.00") == [
        "= 5,00 € × 2 To",
        "condition non remplie : 4 postes > 4",
        "autre : 5,00 €",
        "postes : 4 postes",
        "stockage : 2 To",
    ]


def test_the_least_is_told_with_what_it_was_compared_to() -> None:
    assert explained("min(prix * postes; autre)", "prix: 10.00, autre: 25.00") == [
        "= 25,00 €",
        "retenu : le plus petit de (10,00 € × 4 postes ; 25,00 €)",
        "prix : 10,00 €",
        "autre : 25,00 €",
        "postes : 4 postes",
    ]


def test_what_is_compared_has_no_branch_that_is_not_taken() -> None:
    told = explained("max(autre; min(prix * postes; maximum))", "prix: 10.00, autre: 45.00, maximum: 70.00")
    assert told[:2] == ["= 45,00 €", "retenu : le plus grand de (45,00 € ; 10,00 € × 4 postes)"]
    assert "maximum : 70,00 €" not in told


def test_a_reader_who_asks_no_details_meets_no_name_of_a_formula() -> None:
    contribution = CALCULS(resolve(nancy(), 2026))
    for nom in ("laxou", "nancy", "etablissement-rattache"):
        own = [item for item in contribution.lignes if item.adherent == nom]
        text = re.sub(
            r"\((?:coût|adherents|pricing|catalogue)[^)]*\)|« [^»]* »", "", espaces(_text(contribution, nom, own))
        )
        assert re.findall(r"\w*[a-z]_\w*|part\(|bareme\(|indice\(", text) == []


def test_details_add_the_names_of_the_formulas_and_lose_nothing() -> None:
    contribution = CALCULS(resolve(nancy(), 2026))
    own = [item for item in contribution.lignes if item.adherent == "laxou"]
    told, bare = (
        espaces(explanation_text(contribution, nancy(), "laxou", own, details=details)) for details in (True, False)
    )
    assert "cout_maintenance : 6 600,00 € (pricing/composants/S03.yaml" in told
    assert "règle : indice(cout_maintenance; contrat) * part(serveurs) (pricing/couts-de-possession.yaml" in told
    assert "maintenance annuelle : 6 600,00 € (pricing/composants/S03.yaml" in bare
    # Each amount, each place of a value is told in both.
    for pattern in (r"\d+,\d{2} €", r"adherents/[\w./:-]+"):
        assert set(re.findall(pattern, bare)) == set(re.findall(pattern, told))


def _text(contribution: Contribution, nom: str, own: list[Ligne]) -> str:
    return explanation_text(contribution, nancy(), nom, own)


def test_who_has_the_service_and_counts_none_is_among_those_who_could_share() -> None:
    members = {"a": Membre("postes: 4"), "b": Membre("postes: 0")}
    data = lire(maquette(members, {"service": Cout("prix: 10.00", annuel="prix * part(postes)")}))
    contribution = CALCULS(resolve(data, 2026))
    told = espaces(explanation_text(contribution, data, "a", list(contribution.lignes), details=False))
    assert "total : 4 postes pour 1 des 2 bénéficiaires" in told


def test_of_who_is_exempt_no_presence_is_said() -> None:
    exempt = 'exonerations: [{adherents: [a], reliquat: reparti, motif: "x"}]'
    members = {"a": Membre("postes: 4"), "b": Membre("postes: 2")}
    data = lire(maquette(members, {"service": Cout("prix: 10.00", annuel="prix * part(postes)", suite=exempt)}))
    contribution = CALCULS(resolve(data, 2026))
    own = [item for item in contribution.lignes if item.adherent == "a"]
    told = espaces(explanation_text(contribution, data, "a", own))
    assert "exonéré : les autres bénéficiaires paient sa part" in told
    assert "comptée" not in told
    assert "gelée" not in told


def test_a_supposed_quantity_that_no_presence_reduces_is_not_said_to_be_that_of_the_year() -> None:
    supposed = "{phase: previsionnel, date: 2026-01-01, source: x, hypothese: reprise, valeurs: {consommables: 8}}"
    half = "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"
    members = {"a": Membre("postes: 1", half, comptages=supposed), "b": Membre("consommables: 2", half)}
    cost = Cout("prix: 10.00", annuel="prix * part(consommables)")
    data = lire(maquette(members, {"service": cost}))
    contribution = CALCULS(resolve(data, 2026))
    told = {
        nom: espaces(
            explanation_text(contribution, data, nom, [item for item in contribution.lignes if item.adherent == nom])
        )
        for nom in members
    }
    whole = "supposé pour l'année entière, il se diminue"
    counted = "ce qui est compté est déjà celui de l'année"
    assert {nom: (text.count(whole), text.count(counted)) for nom, text in told.items()} == {"a": (2, 0), "b": (0, 2)}
