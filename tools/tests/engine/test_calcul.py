"""What each kind of cost becomes: one hand-worked figure for each rule of the definitions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from convention.engine.lignes import Ligne, NonReparti
from convention.model.mots.communs import Nature, Origine
from tests.essais import contribution, montants
from tests.maquette import Cout, Membre, depuis, maquette

JUILLET = "{service: S03, debut: 2026-07-01}"
METROPOLE = Membre("postes: 10, stockage: 10, consommables: 10")


def _line(files: dict[str, str], adherent: str = "laxou", *, phase: str | None = None) -> Ligne:
    (found,) = [item for item in contribution(files, phase=phase).lignes if item.adherent == adherent]
    return found


# --- what the presence weighs ---


def test_a_stock_is_shared_in_proportion_to_the_presence() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 10", souscriptions=JUILLET)}
    files = maquette(membres, {"reseau": Cout("cout: 300.00", annuel="cout * part(postes)")})
    assert montants(files, "reseau") == {"metropole": 20_000, "laxou": 10_000}


def test_a_flow_is_never_prorated() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("consommables: 10", souscriptions=JUILLET)}
    couts = {
        "partage": Cout("cout: 300.00", annuel="cout * part(consommables)"),
        "unitaire": Cout("prix: 7.00", annuel="prix * consommables"),
    }
    files = maquette(membres, couts)
    assert montants(files, "partage") == {"metropole": 15_000, "laxou": 15_000}
    assert montants(files, "unitaire") == {"metropole": 7_000, "laxou": 7_000}


def test_an_average_is_never_weighted_twice() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("stockage: 10", souscriptions=JUILLET)}
    couts = {
        "partage": Cout("cout: 300.00", annuel="cout * part(stockage)"),
        "unitaire": Cout("prix: 7.00", annuel="prix * stockage"),
    }
    files = maquette(membres, couts)
    assert montants(files, "partage") == {"metropole": 15_000, "laxou": 15_000}
    assert montants(files, "unitaire") == {"metropole": 7_000, "laxou": 7_000}


def test_a_yearly_unit_price_is_multiplied_once_by_the_presence() -> None:
    membres = {"laxou": Membre("postes: 10", souscriptions="{service: S03, debut: 2026-04-01}")}
    files = maquette(membres, {"copieur": Cout("prix: 7.00", annuel="prix * postes")})
    # 7,00 × 10 × 9/12.
    assert montants(files, "copieur") == {"laxou": 5_250}


def test_a_square_of_a_quantity_is_still_multiplied_once_by_the_presence() -> None:
    membres = {"laxou": Membre("postes: 10", souscriptions=JUILLET)}
    files = maquette(membres, {"copieur": Cout("prix: 1.00", annuel="prix * postes * postes")})
    assert montants(files, "copieur") == {"laxou": 5_000}


def test_a_fixed_part_is_multiplied_once_by_the_presence() -> None:
    membres = {"laxou": Membre("", souscriptions=JUILLET)}
    files = maquette(membres, {"contrat": Cout("cout: 360.00", annuel="cout")})
    assert montants(files, "contrat") == {"laxou": 18_000}


def test_a_factual_unit_price_is_not_prorated() -> None:
    membres = {"laxou": Membre("postes: 10", souscriptions=JUILLET)}
    files = maquette(membres, {"version": Cout("prix: 7.00", factuel="prix * postes")})
    assert montants(files, "version") == {"laxou": 7_000}


@pytest.mark.parametrize("politique", ["repartie", "gestionnaire", "gelee"])
@pytest.mark.parametrize("prorata", ["mensuel", "journalier", "aucun"])
@pytest.mark.parametrize("formule", ["cout * part(postes)", "cout * postes", "cout * (part(postes) + part(stockage))"])
@pytest.mark.parametrize("sejour", ["debut: 2026-07-01", "debut: 2024-01-01, fin: 2026-10-01"])
def test_presence_never_reduces_a_factual_cost(politique: str, prorata: str, formule: str, sejour: str) -> None:
    laxou = Membre("postes: 10, stockage: 5")
    couts = {"version": Cout("cout: 300.00", factuel=formule)}
    part = laxou._replace(souscriptions=f"{{service: S03, {sejour}}}")
    whole, partial = (
        montants(
            maquette(
                {"metropole": METROPOLE._replace(valeurs="postes: 10, stockage: 10"), "laxou": membre},
                couts,
                prorata=prorata,
                part_liberee=politique,
            ),
            "version",
        )
        for membre in (laxou, part)
    )
    assert whole == partial


def test_a_factual_cost_called_before_the_rule_stays_weighed_by_the_presence() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 10", souscriptions=JUILLET)}
    files = maquette(membres, {"version": Cout("cout: 300.00", factuel="cout * part(postes)")})
    assert montants(depuis(files, "factuels_entiers: 2027"), "version") == {"metropole": 20_000, "laxou": 10_000}
    assert montants(depuis(files, "factuels_entiers: 2026"), "version") == {"metropole": 15_000, "laxou": 15_000}


def test_data_that_say_nothing_of_the_rules_of_sharing_are_computed_as_they_were_called() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 10", souscriptions=JUILLET)}
    couts = {"version": Cout("cout: 1.00", factuel="cout / 7 * part(postes)")}
    path = "catalogue/convention.yaml"
    files = maquette(membres, couts)
    silent = {**files, path: "".join(line for line in files[path].splitlines(keepends=True) if "partage:" not in line)}
    before = depuis(files, "couts_exacts: 2027, factuels_entiers: 2027")
    assert contribution(silent).calculs == contribution(before).calculs
    assert contribution(silent).calculs != contribution(files).calculs


def test_a_cost_called_before_the_rule_stays_rounded_before_one_key_shares_it() -> None:
    # 0,02 € ÷ 3 × 100 are 0,666… €: 0,67 € shared by 10, 10 and 1 give 31,9 cents; 0,666… € give 31,7.
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 10"), "nancy": Membre("postes: 1")}
    files = maquette(membres, {"droit": Cout("cout: 0.02", annuel="cout / 3 * 100 * part(postes)")})
    shared = []
    for annee in (2027, 2026):
        (calcul,) = contribution(depuis(files, f"couts_exacts: {annee}")).calculs
        shared.append([terme.coefficient for terme in calcul.termes])
    assert shared == [[Fraction(67, 100)], [Fraction(2, 3)]]


def test_two_keys_shared_exactly_before_the_rule_too() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 10"), "nancy": Membre("postes: 1")}
    files = maquette(membres, {"droit": Cout("cout: 0.02", annuel="cout / 3 * part(postes) + cout * part(stockage)")})
    shared = []
    for annee in (2027, 2026):
        (calcul,) = contribution(depuis(files, f"couts_exacts: {annee}")).calculs
        shared.append([terme.coefficient for terme in calcul.termes])
    assert shared == [[Fraction(2, 300), Fraction(2, 100)]] * 2


def test_a_price_without_quantity_leaves_nothing_to_share_once_somebody_owes_it() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 10")}
    found = contribution(maquette(membres, {"droit": Cout("cout: 50.00", annuel="cout")}))
    (calcul,) = found.calculs
    assert (calcul.a_repartir, calcul.propres) == (0, (5_000, 5_000))
    assert {ligne.quantite for ligne in found.lignes} == {None}


MASSE = {"metropole": Membre("postes: 1"), "laxou": Membre("postes: 10", adhesion="debut: 2026-07-01")}


def test_a_line_has_the_accounts_of_the_kind_of_its_payer() -> None:
    files = maquette(MASSE | {"ccas": Membre("postes: 1")}, {}, forfait="2024-01-01: 700.00")
    identity, path = "adherents/ccas/adherent.yaml", "pricing/comptes.yaml"
    row = 'payeur: etablissement_rattache, recette: "70875", depense: "62876"'
    other = 'payeur: etablissement_rattache, recette: "70841", depense: "6215"'
    files[identity] = files[identity].replace("type: commune", "type: etablissement_rattache")
    lignes = contribution({**files, path: files[path].replace(row, other)}).lignes
    assert [(item.adherent, item.compte_recette, item.compte_depense) for item in lignes] == [
        ("ccas", "70841", "6215"),
        ("laxou", "70875", "62876"),
        ("metropole", None, None),
    ]


def test_a_shared_part_and_a_unit_price_add_up_in_one_line() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 30")}
    files = maquette(membres, {"mixte": Cout("cout: 400.00, prix: 2.00", annuel="cout * part(postes) + prix * postes")})
    assert montants(files, "mixte") == {"metropole": 10_000 + 2_000, "laxou": 30_000 + 6_000}


def test_a_sum_of_keys_counts_each_of_them() -> None:
    membres = {"metropole": Membre("imprimantes: 4, copieurs: 6"), "laxou": Membre("imprimantes: 30")}
    files = maquette(membres, {"serveur": Cout("cout: 400.00", annuel="cout * part(moyens_impression)")})
    assert montants(files, "serveur") == {"metropole": 10_000, "laxou": 30_000}


def test_a_key_by_component_counts_each_component_apart() -> None:
    membres = {
        "metropole": Membre(par_composant="comptes: {finances: 1, parapheur: 3}"),
        "laxou": Membre(par_composant="comptes: {finances: 3, parapheur: 1}"),
    }
    cout = Cout("cout: 400.00", annuel="cout * part(abaque)", suite="abaque: comptes")
    files = maquette(membres, {"finances": cout, "parapheur": cout})
    assert montants(files, "finances") == {"metropole": 10_000, "laxou": 30_000}
    assert montants(files, "parapheur") == {"metropole": 30_000, "laxou": 10_000}


# --- the forfait, the expenses ---


def test_the_forfait_is_multiplied_by_the_workstations_and_the_membership() -> None:
    membres = {"laxou": Membre("postes: 112", adhesion="debut: 2026-10-01"), "nancy": Membre("postes: 1480")}
    files = maquette(membres, {}, forfait="2024-01-01: 700.00, 2026-01-01: 710.60")
    assert montants(files, "") == {"laxou": 1_989_680, "nancy": 105_168_800}


def test_the_forfait_of_a_year_is_the_one_in_force_on_its_first_of_january() -> None:
    files = maquette(
        {"laxou": Membre("postes: 10")},
        {},
        forfait="2024-01-01: 700.00, 2026-01-01: 710.60, 2027-01-01: 718.40",
        exercices={2025: "realise", 2026: "revise", 2027: "previsionnel"},
    )
    assert [montants(files, "", annee) for annee in (2025, 2026, 2027)] == [
        {"laxou": 700_000},
        {"laxou": 710_600},
        {"laxou": 718_400},
    ]


def test_a_forfait_that_is_not_yet_in_force_is_not_due() -> None:
    files = maquette({"laxou": Membre("postes: 10")}, {}, forfait="2027-01-01: 718.40")
    assert montants(files, "") == {}


def test_the_forfait_of_a_year_nobody_is_a_member_in_is_no_cost() -> None:
    files = maquette({"laxou": Membre("postes: 10", adhesion="debut: 2027-01-01")}, {}, forfait="2024-01-01: 700.00")
    assert contribution(files).calculs == ()


DEPENSE = "libelle: Ordinateurs, ligne: achat, section: investissement, devis: {reference: D1, accepte_le: 2026-02-02}"


def test_a_direct_expense_is_never_prorated() -> None:
    depense = f"{{id: pc, {DEPENSE}, nombre: 12, montants: {{prix: 788.80}}, livraison: 2026-03-03}}"
    membre = Membre("", adhesion="debut: 2026-02-01", souscriptions="", depenses=depense)
    assert montants(maquette({"laxou": membre}, {}), "pc") == {"laxou": 946_560}


def test_an_expense_is_due_once_delivered() -> None:
    depense = f"{{id: pc, {DEPENSE}, nombre: 12, montants: {{prix: 788.80}}}}"
    assert montants(maquette({"laxou": Membre("", depenses=depense)}, {}), "pc") == {}


# --- cents ---


def test_each_unshared_line_is_rounded_by_itself_as_by_hand() -> None:
    membres = {nom: Membre("stockage: 0.5") for nom in ("laxou", "nancy", "pulnoy")}
    files = maquette(membres, {"to": Cout("prix: 0.01", annuel="prix * stockage")})
    assert montants(files, "to") == {"laxou": 1, "nancy": 1, "pulnoy": 1}


def test_the_sum_of_two_shared_terms_is_rounded_once() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 10, stockage: 10")}
    formule = "a * part(postes) + b * part(stockage)"
    result = contribution(maquette(membres, {"mixte": Cout("a: 0.004, b: 0.004", annuel=formule)}))
    assert (result.totaux.general, sum(calcul.a_repartir for calcul in result.calculs)) == (1, 1)


@pytest.mark.parametrize(
    ("sirens", "receiver"),
    [({"laxou": "200000008", "nancy": "100000009"}, "nancy"), ({"laxou": "", "nancy": ""}, "laxou")],
)
def test_a_tied_cent_goes_to_the_first_siren_then_to_the_first_id(sirens: dict[str, str], receiver: str) -> None:
    membres = {nom: Membre("postes: 1", siren=siren) for nom, siren in sirens.items()}
    files = maquette(membres, {"reseau": Cout("cout: 0.01", annuel="cout * part(postes)")})
    assert {receiver: 1} == {nom: cents for nom, cents in montants(files, "reseau").items() if cents}


def test_a_line_that_comes_to_nothing_is_that_of_its_cost_at_zero_as_long_as_its_adherent_takes_it() -> None:
    couts = {nom: Cout("prix: 7.00", annuel="prix * postes") for nom in ("disque", "imprimante")}
    laxou, gone = Membre("postes: 1"), "{service: S03, debut: 2024-01-01, fin: 2026-01-01}"
    before, none, left, absent = (
        contribution(maquette({"laxou": laxou, **more}, couts))
        for more in (
            {"heillecourt": Membre("postes: 2"), "nancy": Membre("postes: 3")},
            {"nancy": Membre("")},
            {"nancy": Membre("", gone)},
            {},
        )
    )
    ligne = before.lignes[-1]
    here = none.a_zero(ligne)
    assert here is not None
    assert (ligne.adherent, here.identite, here.montant) == ("nancy", ligne.identite, 0)
    assert (here.calcul, here.calcul.beneficiaires[here.rang]) == (none.calculs[-1], "nancy")
    assert (left.a_zero(ligne), absent.a_zero(ligne)) == (None, None)


def test_a_share_too_small_for_a_cent_has_its_line_and_a_zero_quantity_has_none() -> None:
    membres = {"metropole": Membre("postes: 1000"), "laxou": Membre("postes: 1"), "nancy": Membre("postes: 0")}
    files = maquette(membres, {"reseau": Cout("cout: 1.00", annuel="cout * part(postes)")})
    assert montants(files, "reseau") == {"metropole": 100, "laxou": 0}


def test_a_credit_is_shared_as_a_charge() -> None:
    membres = {nom: Membre("postes: 1") for nom in ("laxou", "nancy", "pulnoy")}
    files = maquette(membres, {"avoir": Cout("cout: 1.00", factuel="-cout * part(postes)")})
    assert montants(files, "avoir") == {"laxou": -34, "nancy": -33, "pulnoy": -33}


# --- what nobody pays ---


def test_a_cost_without_beneficiary_is_listed() -> None:
    membres = {"laxou": Membre("postes: 10", souscriptions="")}
    controle = contribution(maquette(membres, {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")})).controle
    assert (0, (NonReparti("reseau", Nature.INDIRECT_ANNUEL, 120_000),)) == (
        controle.ecart_recouvrement,
        controle.non_repartis,
    )


def test_a_cost_whose_quantities_are_all_zero_is_listed() -> None:
    membres = {"laxou": Membre("postes: 0"), "nancy": Membre("")}
    controle = contribution(maquette(membres, {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")})).controle
    assert (NonReparti("reseau", Nature.INDIRECT_ANNUEL, 120_000),) == controle.non_repartis


def test_the_term_that_nobody_weighs_is_listed_and_the_other_is_shared() -> None:
    membres = {"laxou": Membre("postes: 10"), "nancy": Membre("postes: 30")}
    files = maquette(membres, {"mixte": Cout("a: 400.00, b: 50.00", annuel="a * part(postes) + b * part(stockage)")})
    assert montants(files, "mixte") == {"laxou": 10_000, "nancy": 30_000}
    assert (NonReparti("mixte", Nature.INDIRECT_ANNUEL, 5_000),) == contribution(files).controle.non_repartis


# --- phases and exercices ---

PHASES = Membre(
    "postes: 10",
    comptages="{phase: realise, date: 2026-12-31, source: essai, valeurs: {postes: 30}}",
)


@pytest.mark.parametrize(("phase", "cents"), [("previsionnel", 1_000), ("revise", 1_000), ("realise", 3_000)])
def test_a_quantity_without_its_phase_is_the_latest_earlier_one(phase: str, cents: int) -> None:
    files = maquette({"laxou": PHASES}, {"copieur": Cout("prix: 1.00", annuel="prix * postes")})
    assert {"laxou": cents} == montants(files, "copieur", phase=phase)


@pytest.mark.parametrize(("phase", "cents"), [("previsionnel", 100), ("revise", 200), ("realise", 200)])
def test_a_price_without_its_phase_is_the_latest_earlier_one(phase: str, cents: int) -> None:
    prix = "prix: {previsionnel: 1.00, revise: 2.00}"
    files = maquette({"laxou": Membre("postes: 1")}, {"copieur": Cout("prix: 1.00", annuel="prix * postes")})
    files = {path: text.replace("{prix: 1.00}", f"{{{prix}}}") for path, text in files.items()}
    assert {"laxou": cents} == montants(files, "copieur", phase=phase)


def test_a_later_phase_never_stands_for_an_earlier_one() -> None:
    membre = Membre("", comptages="{phase: realise, date: 2026-12-31, source: essai, valeurs: {postes: 30}}")
    files = maquette({"laxou": membre}, {"copieur": Cout("prix: 1.00", annuel="prix * postes")})
    assert montants(files, "copieur", phase="revise") == {}


def test_another_exercice_never_stands_for_this_one() -> None:
    couts = {"copieur": Cout("prix: 1.00", annuel="prix * postes")}
    files = maquette({"laxou": Membre("postes: 10")}, couts, exercices={2025: "realise", 2026: "previsionnel"})
    del files["adherents/laxou/quantites/2026.yaml"]
    assert (montants(files, "copieur", 2025), montants(files, "copieur", 2026)) == ({"laxou": 1_000}, {})


def test_two_counts_of_a_phase_keep_the_latest_whatever_their_order() -> None:
    later = "{phase: previsionnel, date: 2026-01-31, source: essai, valeurs: {postes: 20}}"
    earlier = "{phase: previsionnel, date: 2025-01-31, source: essai, valeurs: {postes: 5}}"
    couts = {"copieur": Cout("prix: 1.00", annuel="prix * postes")}
    orders = (f"{later}, {earlier}", f"{earlier}, {later}")
    assert [
        montants(maquette({"laxou": Membre("postes: 10", comptages=order)}, couts), "copieur") for order in orders
    ] == [{"laxou": 2_000}] * 2


@pytest.mark.parametrize(
    ("phase", "more", "codes"),
    [
        ("previsionnel", "", []),
        ("revise", "", ["HYP004"]),
        ("realise", "", ["HYP004"]),
        ("realise", ", validation: 2027-01-15", []),
        ("revise", ", hypothese: année en cours", ["HYP002"]),
    ],
)
def test_a_count_of_the_year_that_nobody_validated_is_an_assumption(phase: str, more: str, codes: list[str]) -> None:
    count = f"{{phase: {phase}, date: 2026-12-31, source: essai, valeurs: {{postes: 12}}{more}}}"
    files = maquette({"laxou": Membre("", comptages=count)}, {"copieur": Cout("prix: 1.00", annuel="prix * postes")})
    assert codes == [item.code for item in contribution(files, phase=phase).hypotheses]


@pytest.mark.parametrize(("phase", "projection"), [("previsionnel", False), ("revise", True), ("realise", False)])
def test_a_phase_without_any_count_of_its_own_is_a_projection(phase: str, *, projection: bool) -> None:
    files = maquette({"laxou": PHASES}, {"copieur": Cout("prix: 1.00", annuel="prix * postes")})
    assert projection is contribution(files, phase=phase).projection


# --- what a line says ---


def test_a_line_shows_the_weighted_quantity_and_its_total() -> None:
    membres = {"metropole": METROPOLE, "laxou": Membre("postes: 35", souscriptions="{service: S03, debut: 2026-11-01}")}
    line = _line(maquette(membres, {"reseau": Cout("cout: 300.00", annuel="cout * part(postes)")}))
    assert ("postes", Fraction(35, 6), Fraction(95, 6)) == (line.cle, line.quantite, line.quantite_totale)


def test_a_line_of_a_unit_price_shows_the_quantity_billed_and_no_total() -> None:
    membres = {"laxou": Membre("postes: 10", souscriptions=JUILLET)}
    line = _line(maquette(membres, {"copieur": Cout("prix: 7.00", annuel="prix * postes")}))
    assert (line.cle, line.quantite, line.quantite_totale) == ("postes", Fraction(5), None)


def _declared(files: dict[str, str], origine: str, *paths: str) -> dict[str, str]:
    """Say that documents have another origin than the demonstration."""
    changed = {path: files[path].replace("origine: demonstration", f"origine: {origine}", 1) for path in paths}
    return {**files, **changed}


@pytest.mark.parametrize(("counts", "origine"), [("public", Origine.PUBLIC), ("demonstration", Origine.DEMONSTRATION)])
def test_a_line_has_the_weakest_origin_of_its_figures(counts: str, origine: Origine) -> None:
    files = maquette({"laxou": Membre("postes: 10", origine=counts)}, {}, forfait="2024-01-01: 700.00")
    assert origine is _line(_declared(files, "convention", "pricing/forfait.yaml", "pricing/cles.yaml")).origine


@pytest.mark.parametrize(
    "invented", ["pricing/composants/S03.yaml", "pricing/couts-de-possession.yaml", "pricing/cles.yaml"]
)
def test_an_invented_price_row_or_key_weakens_a_line(invented: str) -> None:
    files = maquette(
        {"laxou": Membre("postes: 10", origine="public")}, {"reseau": Cout("cout: 1.00", annuel="cout * part(postes)")}
    )
    paths = {"pricing/composants/S03.yaml", "pricing/couts-de-possession.yaml", "pricing/cles.yaml"}
    assert Origine.PUBLIC is _line(_declared(files, "public", *paths)).origine
    assert Origine.DEMONSTRATION is _line(_declared(files, "public", *(paths - {invented}))).origine


def test_one_member_s_demonstration_count_weakens_the_shares_of_all() -> None:
    membres = {"nancy": Membre("postes: 10"), "laxou": Membre("postes: 10", origine="public")}
    files = maquette(membres, {"reseau": Cout("cout: 300.00", annuel="cout * part(postes)")})
    paths = ("pricing/composants/S03.yaml", "pricing/couts-de-possession.yaml", "pricing/cles.yaml")
    assert Origine.DEMONSTRATION is _line(_declared(files, "public", *paths)).origine


def test_one_member_s_demonstration_count_does_not_weaken_the_unit_prices_of_the_others() -> None:
    membres = {"nancy": Membre("postes: 10"), "laxou": Membre("postes: 10", origine="public")}
    files = maquette(membres, {"copieur": Cout("prix: 7.00", annuel="prix * postes")})
    paths = ("pricing/composants/S03.yaml", "pricing/couts-de-possession.yaml", "pricing/cles.yaml")
    files = _declared(files, "public", *paths)
    assert (_line(files).origine, _line(files, "nancy").origine) == (Origine.PUBLIC, Origine.DEMONSTRATION)


def test_a_direct_expense_stands_among_the_components_of_its_service_by_its_name() -> None:
    depense = f"{{id: m, {DEPENSE}, nombre: 1, montants: {{prix: 788.80}}, livraison: 2026-03-03}}"
    couts = {nom: Cout("cout: 1.00", annuel="cout * part(postes)", service="S04") for nom in ("z", "a")}
    membre = Membre("postes: 1", souscriptions="{service: S04, debut: 2024-01-01}", depenses=depense)
    lignes = contribution(maquette({"laxou": membre}, couts)).lignes
    assert [item.calcul.composant or item.calcul.depense for item in lignes] == ["a", "m", "z"]


def test_lines_come_by_adherent_the_forfait_first_then_by_service_component_and_nature() -> None:
    membres = {"nancy": Membre("postes: 1"), "laxou": Membre("postes: 1")}
    couts = {
        "z": Cout("cout: 1.00, prix: 1.00", annuel="cout * part(postes)", factuel="prix * postes"),
        "a": Cout("cout: 1.00", annuel="cout * part(postes)"),
        "m": Cout("cout: 1.00", annuel="cout * part(postes)", service="S01"),
    }
    lignes = contribution(maquette(membres, couts, forfait="2024-01-01: 700.00")).lignes
    order = [(item.calcul.service, item.calcul.composant, str(item.calcul.nature)) for item in lignes]
    expected = [
        ("hors-service", None, "masse_salariale"),
        ("S01", "m", "indirect_annuel"),
        ("S03", "a", "indirect_annuel"),
        ("S03", "z", "indirect_factuel"),
        ("S03", "z", "indirect_annuel"),
    ]
    assert expected * 2 == order
    assert sorted(item.adherent for item in lignes) == [item.adherent for item in lignes]
