"""`choix.recombined`: which side each part of a Vue is taken from, and which costs concern an adherent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.compare.causes.choix import AUTRES, COMMUN, Choix, concerning, recombined
from convention.model.mots.communs import Phase
from tests.compare.causes.causes_naives import vues
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

COUTS = {
    "reseau": Cout("cout: 1200.00", annuel="cout * part(postes)"),
    "appli": Cout("cout: 3.00", annuel="cout * part(abaque)", suite="abaque: comptes, beneficiaires: souscription"),
    "copies": Cout("cout: 1.00", annuel="cout * postes", service="S04"),
}
DEPENSE = (
    "{{id: {}, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: 2, montants: {{prix: 800.00}}, "
    "devis: {{reference: D1, accepte_le: 2026-02-02}}, livraison: 2026-03-03}}"
)
TOUT = frozenset({AUTRES, "laxou", "nancy"})


def _files(laxou: str, nancy: str, couts: Mapping[str, Cout], part_liberee: str) -> dict[str, str]:
    membres = {"laxou": Membre(laxou, depenses=DEPENSE.format("pc")), "nancy": Membre(nancy)}
    return maquette(membres, couts, part_liberee=part_liberee)


BEFORE = _files("postes: 10", "postes: 20", COUTS, "repartie")
CHER = {**COUTS, "reseau": Cout("cout: 1500.00", annuel="cout * part(postes)")}
AFTER = _files("postes: 12, stockage: 2", "postes: 21", CHER, "gelee")
"""Everybody counts again, Laxou its storage too; a price and a policy change."""


def test_nothing_is_taken_from_the_proposal_or_all_is() -> None:
    base, head = vues(BEFORE, AFTER)
    assert recombined(base, head, Choix(TOUT, TOUT, COMMUN, COMMUN)) == head
    # Nobody has storage in the base: the column is there, and empty.
    counts = {**base.volumes.comptages, ("stockage", ""): {}}
    completed = base._replace(volumes=base.volumes._replace(comptages=counts))
    assert recombined(base, head, Choix()) == completed
    assert recombined(head, base, Choix(TOUT, TOUT, COMMUN, COMMUN)) == completed


def test_each_adherent_has_its_own_counts_on_either_side() -> None:
    base, head = vues(BEFORE, AFTER)
    counts = recombined(base, head, Choix(volume=frozenset({"laxou"}))).volumes.comptages
    taken = {place: {nom: int(found.valeur) for nom, found in column.items()} for place, column in counts.items()}
    assert taken == {("postes", ""): {"laxou": 12, "nancy": 20}, ("stockage", ""): {"laxou": 2}}


def _existence(debut: str, service: str, composant: str, achat: str) -> dict[str, str]:
    """Return a repository whose two adherents have the same membership, subscriptions, component and purchase."""
    taken = f"{{service: S03, debut: {debut}}}, {{service: {service}, debut: {debut}}}"
    chosen = f"{{composant: {composant}, debut: {debut}}}"
    membre = Membre("", taken, f"debut: {debut}", chosen, depenses=DEPENSE.format(achat))
    return maquette({"laxou": membre, "nancy": membre}, {**COUTS, "autre": COUTS["appli"]})


def test_each_adherent_has_its_own_existence_on_either_side() -> None:
    base, head = vues(_existence("2024-01-01", "S01", "appli", "pc"), _existence("2026-02-01", "S04", "autre", "ecran"))
    laxou = frozenset({"laxou"})
    read = recombined(base, head, Choix(perimetre=laxou, volume=laxou))
    old, new, found = base.perimetre, head.perimetre, read.perimetre
    assert found.payeurs == {"laxou": new.payeurs["laxou"], "nancy": old.payeurs["nancy"]}
    assert old.payeurs["laxou"] != new.payeurs["laxou"]
    assert [set(table) for table in (found.abonnements, found.souscrits, found.depenses, read.volumes.nombres)] == [
        {("laxou", "S03"), ("laxou", "S04"), ("nancy", "S03"), ("nancy", "S01")},
        {("laxou", "autre"), ("nancy", "appli")},
        {("laxou", "ecran"), ("nancy", "pc")},
        {("laxou", "ecran"), ("nancy", "pc")},
    ]


def test_the_exercice_goes_with_the_existence_that_nobody_owns_and_the_phase_is_that_of_the_proposal() -> None:
    base, head = vues(BEFORE, AFTER)
    head = head._replace(exercice=2027, phase=Phase.REVISE)
    own, common = (recombined(base, head, Choix(perimetre=owners)) for owners in (frozenset({"laxou"}), COMMUN))
    assert (own.exercice, common.exercice) == (2026, 2027)
    assert (own.phase, common.phase) == (Phase.REVISE, Phase.REVISE)


def test_an_adherent_is_concerned_by_the_costs_of_what_it_takes_and_by_its_own_expenses() -> None:
    membres = {
        "metropole": Membre("postes: 1", "", depenses=DEPENSE.format("serveur")),
        "laxou": Membre("postes: 10", depenses=DEPENSE.format("laxou")),
        "nancy": Membre("postes: 20", composants="{composant: appli}", depenses=DEPENSE.format("pc")),
    }
    (vue, _) = vues(maquette(membres, COUTS), BEFORE)
    seen = {nom: concerning(vue, nom).perimetre for nom in membres}
    assert {nom: (set(item.composants), set(item.depenses)) for nom, item in seen.items()} == {
        "metropole": (set(COUTS), {("metropole", "serveur"), ("laxou", "laxou"), ("nancy", "pc")}),
        "laxou": ({"reseau"}, {("laxou", "laxou")}),
        "nancy": ({"reseau", "appli"}, {("nancy", "pc")}),
    }
