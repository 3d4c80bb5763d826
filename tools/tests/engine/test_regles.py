"""`engine.regles`: the rules that a computation used; this repository exercises them all, by its data or by a reading.

1 800,00 € are shared by workstations between the métropole (10), Nancy (20) and Laxou (30); each case changes that
example a little, and adds or removes the rules that it says.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from convention.engine.contribution import calculer
from convention.engine.regles import REGLES, Emplois, rules_of, rules_used
from convention.model.resolution import resolve
from tests.essais import edited, lire, nancy
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

POLITIQUES_DES_AUTRES_LECTURES = {
    "prorata-journalier",
    "prorata-aucun",
    "part-liberee-gestionnaire",
    "part-liberee-gelee",
}
MEMBRES = {"metropole": Membre("postes: 10"), "nancy": Membre("postes: 20"), "laxou": Membre("postes: 30")}
RESEAU = Cout("cout: 1800.00", annuel="cout * part(postes)")
SIMPLE = {
    "nature-indirect-annuel",
    "section-fonctionnement",
    "beneficiaires-abonnes",
    "sans-compte",
    "part",
    "cle-a-date",
}
LIGNES, CLES = "pricing/couts-de-possession.yaml", "pricing/cles.yaml"
PARTI = "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"
ARRIVE = "{service: S03, debut: 2026-07-01}"
REVENU = "{service: S03, debut: 2024-01-01, fin: 2026-04-01}, {service: S03, debut: 2026-10-01}"


def regles(files: Mapping[str, str], exercice: int = 2026) -> frozenset[str]:
    vue = resolve(lire(files), exercice)
    return rules_used(vue, calculer(vue))


def avec(cout: Cout = RESEAU, membres: Mapping[str, Membre] = MappingProxyType({})) -> dict[str, str]:
    """Return the example with another cost, or with other members."""
    return maquette({**MEMBRES, **membres}, {"reseau": cout})


def borne(text: str, suite: str = "") -> dict[str, str]:
    """Return the example with a cap or a floor on its formula."""
    files = avec(RESEAU._replace(suite=suite))
    return edited(files, LIGNES, "part(postes)\n      texte: essai\n", f"part(postes)\n      texte: essai\n{text}")


def plafond(reliquat: str) -> dict[str, str]:
    return borne(f"      plafond: {{formule: '10 * postes', reliquat: {reliquat}}}\n")


def exoneration(reliquat: str) -> dict[str, str]:
    return avec(RESEAU._replace(suite=f"exonerations: [{{adherents: [laxou], reliquat: {reliquat}, motif: essai}}]"))


def test_a_shared_cost_uses_the_rules_that_it_names() -> None:
    assert regles(avec()) == SIMPLE


@pytest.mark.parametrize(
    ("formule", "more", "less"),
    [
        ("cout * part(stockage)", {"cle-moyenne"}, {"cle-a-date"}),
        ("cout * part(consommables)", {"cle-sur-periode"}, {"cle-a-date"}),
        ("cout * part(postes) + cout * part(stockage)", {"parts-composees", "cle-moyenne"}, {"part"}),
        ("cout * part(moyens_impression)", {"cle-somme"}, {"cle-a-date"}),
        ("cout * postes", {"prix-unitaire"}, {"part"}),
        ("min(cout; 9) * part(postes)", {"min"}, set()),
        ("max(cout; 9) * part(postes)", {"max"}, set()),
        ("si(rang = 1; 2; 1) * cout * part(postes)", {"si", "rang"}, set()),
        ("cout", {"abonnement"}, {"part", "cle-a-date"}),
    ],
)
def test_a_formula_uses_the_rules_that_it_writes(formule: str, more: set[str], less: set[str]) -> None:
    counts = "stockage: 1, consommables: 1, imprimantes: 1, copieurs: 1"
    membres = {nom: Membre(f"{membre.valeurs}, {counts}") for nom, membre in MEMBRES.items()}
    files = avec(RESEAU._replace(annuel=formule), membres)
    if "abonnement" in more:
        files = edited(files, LIGNES, "    annuel:", "    abonnement: oui\n    annuel:")
    assert regles(files) == (SIMPLE - less) | more


@pytest.mark.parametrize(
    ("souscriptions", "more"),
    [
        (PARTI, {"prorata-mensuel", "part-liberee-repartie"}),
        (ARRIVE, {"prorata-mensuel"}),
        # Out from April to October: present a part of the year, and nothing is freed.
        (REVENU, {"prorata-mensuel"}),
        # Gone when the year ends, or later: the whole year.
        ("{service: S03, debut: 2024-01-01, fin: 2027-01-01}", set()),
        # Gone for long: it is not of this year.
        ("{service: S03, debut: 2024-01-01, fin: 2025-07-01}", set()),
    ],
)
def test_a_part_of_the_year_is_counted_by_twelfths(souscriptions: str, more: set[str]) -> None:
    assert regles(avec(membres={"laxou": Membre("postes: 30", souscriptions=souscriptions)})) == SIMPLE | more


@pytest.mark.parametrize(
    ("prorata", "part_liberee", "souscriptions", "more"),
    [
        ("journalier", "repartie", PARTI, {"prorata-journalier", "part-liberee-repartie", "centime-restant"}),
        ("mensuel", "gestionnaire", PARTI, {"prorata-mensuel", "part-liberee-gestionnaire"}),
        ("mensuel", "gelee", PARTI, {"prorata-mensuel", "part-liberee-gelee"}),
        ("aucun", "repartie", ARRIVE, {"prorata-aucun"}),
        ("aucun", "repartie", Membre().souscriptions, set()),
    ],
)
def test_a_policy_is_used_where_someone_comes_or_leaves(
    prorata: str, part_liberee: str, souscriptions: str, more: set[str]
) -> None:
    membres = MEMBRES | {"laxou": Membre("postes: 30", souscriptions=souscriptions)}
    assert regles(maquette(membres, {"reseau": RESEAU}, prorata=prorata, part_liberee=part_liberee)) == SIMPLE | more


def test_a_price_frees_nothing() -> None:
    files = avec(RESEAU._replace(annuel="cout * postes"), membres={"laxou": Membre("postes: 30", souscriptions=PARTI)})
    assert regles(files) == (SIMPLE - {"part"}) | {"prix-unitaire", "prorata-mensuel"}


def test_an_average_frees_nothing_since_it_counts_the_exit_already() -> None:
    members = {nom: Membre("stockage: 1") for nom in MEMBRES} | {"laxou": Membre("stockage: 1", souscriptions=PARTI)}
    files = avec(RESEAU._replace(annuel="cout * part(stockage)"), members)
    assert not {rule for rule in regles(files) if rule.startswith("part-liberee")}


@pytest.mark.parametrize("reliquat", ["reparti", "gestionnaire", "non_recouvre"])
def test_a_cap_is_used_when_someone_reaches_it(reliquat: str) -> None:
    rule = f"plafond-{reliquat.replace('_', '-')}"
    assert rule in regles(plafond(reliquat))
    above = edited(plafond(reliquat), LIGNES, "10 * postes", "9999")
    assert regles(above) == SIMPLE


@pytest.mark.parametrize(("formule", "more"), [("450", {"plancher"}), ("3", set()), ("0", set())])
def test_a_floor_is_used_when_someone_reaches_it(formule: str, more: set[str]) -> None:
    assert regles(borne(f"      plancher: {{formule: '{formule}'}}\n")) == SIMPLE | more


def test_a_floor_of_a_cent_is_reached_by_a_share_of_a_cent() -> None:
    # 0,06 € by 10, 20 and 30 workstations: 0,01 €, 0,02 € and 0,03 €.
    files = borne("      plancher: {formule: '0.01'}\n")
    assert regles(edited(files, "pricing/composants/S03.yaml", "1800.00", "0.06")) == SIMPLE | {"plancher"}


@pytest.mark.parametrize("reliquat", ["reparti", "gestionnaire", "non_recouvre"])
def test_an_exemption_says_who_bears_it(reliquat: str) -> None:
    assert regles(exoneration(reliquat)) == SIMPLE | {f"exoneration-{reliquat.replace('_', '-')}"}


def test_a_last_cent_is_given_when_shares_do_not_fall_on_cents() -> None:
    assert regles(avec(RESEAU._replace(montants="cout: 100.00"))) == SIMPLE | {"centime-restant"}


def test_a_beneficiary_that_counts_zero_pays_nothing() -> None:
    assert regles(avec(membres={"laxou": Membre("postes: 0")})) == SIMPLE | {"part-nulle"}


def test_a_purchase_is_a_direct_cost_of_its_section() -> None:
    achat = (
        "{id: neuf, livraison: 2026-03-01, ligne: achat, libelle: Neuf, section: investissement, nombre: 2, "
        "devis: {reference: D1, accepte_le: 2026-02-01}, montants: {prix: 150.00}}"
    )
    assert regles(avec(membres={"nancy": Membre("postes: 20", depenses=achat)})) == SIMPLE | {
        "nature-direct",
        "section-investissement",
    }


def test_the_forfait_is_a_price_by_workstation_and_not_a_component() -> None:
    files = maquette(MEMBRES, {"reseau": RESEAU}, forfait="2024-01-01: 700.00")
    assert regles(files) == SIMPLE | {"nature-masse-salariale"}


def test_a_key_that_the_data_does_not_define_uses_no_rule() -> None:
    files = maquette(MEMBRES, {"reseau": RESEAU}, forfait="2024-01-01: 700.00")
    assert regles(edited(files, "pricing/forfait.yaml", "cle: postes", "cle: inconnue")) == regles(files)


def test_a_cost_of_once_is_told_from_a_cost_of_every_year() -> None:
    files = avec(RESEAU._replace(annuel="", factuel="cout * part(postes)"))
    assert regles(files) == (SIMPLE - {"nature-indirect-annuel"}) | {"nature-indirect-factuel"}


def test_a_component_on_demand_is_paid_by_those_who_take_it() -> None:
    taken = {
        nom: membre._replace(composants="{composant: reseau, debut: 2024-01-01}") for nom, membre in MEMBRES.items()
    }
    files = avec(RESEAU._replace(suite="beneficiaires: souscription"), taken)
    assert regles(files) == (SIMPLE - {"beneficiaires-abonnes"}) | {"beneficiaires-souscription"}


def test_a_part_that_one_pays_whole_is_fixed() -> None:
    files = avec(
        Cout("cout: 100.00", annuel="cout", suite="beneficiaires: souscription"),
        membres={"laxou": Membre("postes: 30", composants="{composant: reseau, debut: 2024-01-01}")},
    )
    files = edited(files, LIGNES, "    annuel:", "    part_fixe: oui\n    annuel:")
    assert regles(files) == {
        "nature-indirect-annuel",
        "section-fonctionnement",
        "beneficiaires-souscription",
        "part-fixe",
    }


def test_a_constant_is_used_when_a_formula_names_it() -> None:
    files = avec(RESEAU._replace(annuel="cout * taux * part(postes)"))
    constant = (
        "    parametres: {taux: {unite: nombre, valeurs: {2020: 0.5}}, autre: {unite: nombre, valeurs: {2020: 1}}}\n"
    )
    written = edited(files, LIGNES, "    annuel:", f"{constant}    annuel:")
    assert regles(written) == SIMPLE | {"parametre"}
    assert regles(edited(written, LIGNES, "taux * part", "1 * part")) == SIMPLE


def test_what_the_right_to_use_an_asset_costs_is_an_asset() -> None:
    formule = "cout_acquisition / duree_amortissement * part(postes)"
    files = avec(Cout("cout_acquisition: 0, duree_amortissement: 1", annuel=formule))
    bien = "actif: {nature: stockage, mise_en_service: 2025-01-01, cout_acquisition: 7200, duree_amortissement: 4}"
    written = "montants: {2026: {cout_acquisition: 0, duree_amortissement: 1}}"
    assert regles(edited(files, "pricing/composants/S03.yaml", written, bien)) == SIMPLE | {"actif"}


@pytest.mark.parametrize(
    ("definition", "more"),
    [
        ("quotes_parts: {metropole: 1, nancy: 2, laxou: 3}", {"cle-quotes-parts"}),
        ("comptage: a_date, portee: composant", {"cle-a-date", "cle-par-composant"}),
    ],
)
def test_a_key_is_used_as_it_is_counted(definition: str, more: set[str]) -> None:
    counted = {nom: Membre(par_composant=f"postes: {{reseau: {rang}}}") for rang, nom in enumerate(MEMBRES, 1)}
    files = edited(
        avec(membres=counted),
        CLES,
        "libelle: postes, unite: poste, pluriel: postes, comptage: a_date",
        f"libelle: postes, unite: poste, pluriel: postes, {definition}",
    )
    assert regles(files) == (SIMPLE - {"cle-a-date"}) | more


REVISE = {2026: "revise"}


@pytest.mark.parametrize(
    ("comptages", "more"),
    [
        # Nobody was counted again: everything is the forecast's.
        ("", {"phase-anterieure", "projection"}),
        (
            "{phase: revise, date: 2026-06-30, source: essai, valeurs: {postes: 30}}",
            {"phase-anterieure", "quantite-a-valider"},
        ),
        (
            "{phase: revise, date: 2026-06-30, source: essai, validation: 2026-07-01, valeurs: {postes: 30}}",
            {"phase-anterieure"},
        ),
        (
            "{phase: revise, date: 2026-06-30, source: essai, hypothese: estimation, valeurs: {postes: 30}}",
            {"phase-anterieure", "hypothese"},
        ),
    ],
)
def test_a_value_says_when_it_stands_for_another(comptages: str, more: set[str]) -> None:
    laxou = Membre("postes: 30", comptages=comptages)
    assert regles(maquette(MEMBRES | {"laxou": laxou}, {"reseau": RESEAU}, exercices=REVISE)) == SIMPLE | more


@cache
def _emplois() -> Emplois:
    return rules_of(nancy())


def test_every_rule_of_the_engine_is_used_by_this_repository() -> None:
    assert _emplois().retenues | _emplois().autrement == REGLES.keys()


def test_only_the_policies_that_were_not_chosen_need_another_reading() -> None:
    assert REGLES.keys() - _emplois().retenues == POLITIQUES_DES_AUTRES_LECTURES
