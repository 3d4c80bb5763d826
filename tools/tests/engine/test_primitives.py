"""What depends on the year or is not counted here: rank, assets, populations, fixed shares, limits; worked by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tests.essais import contribution, lire, montants
from tests.generateur.textes import CLES, DEMO, first_line
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

ANNEES = {2024: "previsionnel", 2025: "previsionnel", 2026: "previsionnel", 2027: "previsionnel"}
METROPOLE = Membre("postes: 10")
JUILLET = "{service: S03, debut: 2026-07-01}"
PREMIERE = Cout("prix: 1.00", annuel="si(rang = 1; 100; 1) * prix * postes")


def limite(suite: str, formule: str = "cout * part(postes)") -> str:
    """Add a cap or a floor to the formula of a column."""
    return f"{formule}\n      {suite}"


def with_file(files: Mapping[str, str], path: str, text: str) -> dict[str, str]:
    return {**files, path: first_line(path) + text}


def by_year(membre: Membre, cout: Cout = PREMIERE, *, seuil: int = 15) -> dict[int, int]:
    """Return what Laxou pays each year, in cents."""
    files = maquette({"laxou": membre}, {"objet": cout}, exercices=ANNEES, seuil=seuil)
    found = {annee: montants(files, "objet", annee).get("laxou", 0) for annee in ANNEES}
    return {annee: cents for annee, cents in found.items() if cents}


# --- rank: 1 in the first exercice in which the adherent is present ---


RETOUR = "{service: S03, debut: 2024-01-01, fin: 2025-01-01}, {service: S03, debut: 2027-01-01}"
SEMAINE = "{service: S03, debut: 2024-03-02, fin: 2024-03-09}, {service: S03, debut: 2026-01-01}"
FETES = "{service: S03, debut: 2024-12-20, fin: 2025-01-10}, {service: S03, debut: 2027-01-01}"


@pytest.mark.parametrize(
    ("souscriptions", "expected"),
    [
        # Three months of 2025 are its first year, however short.
        ("{service: S03, debut: 2025-10-01}", {2025: 25_00, 2026: 1_00, 2027: 1_00}),
        # Begun on 10 December, the month counts: the first year is a twelfth.
        ("{service: S03, debut: 2025-12-10}", {2025: 8_33, 2026: 1_00, 2027: 1_00}),
        # Begun on 20 December, nothing is due in 2025: the first year is 2026.
        ("{service: S03, debut: 2025-12-20}", {2026: 100_00, 2027: 1_00}),
        # Back after two years, it is in its fourth exercice.
        (RETOUR, {2024: 100_00, 2027: 1_00}),
        # A week that counts for nothing is no first year, whatever comes later.
        (SEMAINE, {2026: 100_00, 2027: 1_00}),
        # Around the new year, neither fortnight counts.
        (FETES, {2027: 100_00}),
    ],
)
def test_the_first_year_is_the_first_exercice_in_which_the_presence_counts(
    souscriptions: str, expected: dict[int, int]
) -> None:
    assert expected == by_year(Membre("postes: 1", souscriptions=souscriptions))


def test_the_first_year_is_that_of_the_membership_for_a_service_that_comes_with_it() -> None:
    membre = Membre("postes: 1", souscriptions="", adhesion="debut: 2025-01-01")
    assert by_year(membre, PREMIERE._replace(service="S01")) == {2025: 100_00, 2026: 1_00, 2027: 1_00}


def test_a_component_born_later_has_its_own_first_year() -> None:
    born = PREMIERE._replace(suite="debut: 2026-04-01")
    assert by_year(Membre("postes: 1"), born) == {2026: 75_00, 2027: 1_00}


def test_a_component_taken_one_by_one_counts_its_years_from_there() -> None:
    chosen = PREMIERE._replace(suite="beneficiaires: souscription")
    membre = Membre("postes: 1", composants="{composant: objet, debut: 2026-01-01}")
    assert by_year(membre, chosen) == {2026: 100_00, 2027: 1_00}


def test_each_one_is_in_its_own_year() -> None:
    membres = {"nancy": Membre("postes: 1"), "laxou": Membre("postes: 1", souscriptions=JUILLET)}
    assert montants(maquette(membres, {"objet": PREMIERE}, exercices=ANNEES), "objet") == {
        "nancy": 1_00,
        "laxou": 50_00,
    }


# --- the right of use of an asset ---

NET = "taux_fctva: 0.16404, subventions: 406.304"


def asset(actif: str, annees: Mapping[int, str] = ANNEES) -> dict[int, int]:
    """Return what is billed each year of an asset that Laxou alone uses, in cents."""
    row = "(cout_acquisition * (1 - taux_fctva) - subventions) / duree_amortissement * annuite * part(postes)"
    files = maquette({"laxou": Membre("postes: 1")}, {"baie": Cout("rien: 0", annuel=row)}, exercices=annees)
    names = "cout_acquisition: €, taux_fctva: €, subventions: €, duree_amortissement: €, annuite: €"
    files["pricing/couts-de-possession.yaml"] = files["pricing/couts-de-possession.yaml"].replace("rien: €", names)
    body = f"  baie: {{libelle: Baie, ligne: baie, actif: {{nature: stockage, {actif}}}}}\n"
    files = with_file(files, "pricing/composants/S03.yaml", f"{DEMO}composants:\n{body}")
    found = {annee: montants(files, "baie", annee).get("laxou", 0) for annee in annees}
    return {annee: cents for annee, cents in found.items() if cents}


@pytest.mark.parametrize(
    ("actif", "expected"),
    [
        # 1 200 a year over two years, from 1 April 2025: 9/12, 12/12, 3/12.
        (
            "mise_en_service: 2025-04-01, cout_acquisition: 2400, duree_amortissement: 2",
            {2025: 900_00, 2026: 1200_00, 2027: 300_00},
        ),
        # From 20 April, the month does not count.
        (
            "mise_en_service: 2025-04-20, cout_acquisition: 2400, duree_amortissement: 2",
            {2025: 800_00, 2026: 1200_00, 2027: 400_00},
        ),
        # In service on 31 January for a year: 1/12 of it is due in the year after.
        (
            "mise_en_service: 2024-01-31, cout_acquisition: 1200, duree_amortissement: 1",
            {2024: 1100_00, 2025: 100_00},
        ),
        # A year and a half: 800 a year.
        (
            "mise_en_service: 2025-01-01, cout_acquisition: 1200, duree_amortissement: 1.5",
            {2025: 800_00, 2026: 400_00},
        ),
        # Net of 16.404 % and of the grants: 2 400 × 0.83596 − 406.304 = 1 600.
        (
            "mise_en_service: 2026-01-01, cout_acquisition: 2400, duree_amortissement: 2, " + NET,
            {2026: 800_00, 2027: 800_00},
        ),
        # Paid off before, or not yet in service.
        ("mise_en_service: 2020-06-01, cout_acquisition: 2400, duree_amortissement: 3", {}),
        ("mise_en_service: 2028-01-01, cout_acquisition: 2400, duree_amortissement: 3", {}),
    ],
)
def test_an_asset_is_paid_off_from_the_day_of_service_to_the_last_instalment(
    actif: str, expected: dict[int, int]
) -> None:
    assert expected == asset(actif)


@pytest.mark.parametrize("jour", range(1, 32))
def test_the_instalments_add_up_to_the_net_cost_whatever_the_day_of_service(jour: int) -> None:
    paid = asset(f"mise_en_service: 2024-01-{jour:02d}, cout_acquisition: 3600, duree_amortissement: 3")
    assert sum(paid.values()) == 3600_00


def test_once_paid_off_an_asset_leaves_the_other_amounts_of_its_component() -> None:
    row = "(maintenance + cout_acquisition / duree_amortissement * annuite) * part(postes)"
    cout = Cout("maintenance: 60.00", annuel=row)
    files = maquette({"laxou": Membre("postes: 1")}, {"baie": cout}, exercices=ANNEES)
    rows, body = "pricing/couts-de-possession.yaml", "pricing/composants/S03.yaml"
    names = "maintenance: €, cout_acquisition: €, duree_amortissement: €, annuite: €"
    bien = "actif: {nature: x, mise_en_service: 2024-01-01, cout_acquisition: 900, duree_amortissement: 2}, montants"
    files[rows] = files[rows].replace("maintenance: €", names)
    files[body] = files[body].replace("montants", bien)
    assert [montants(files, "baie", annee)["laxou"] for annee in ANNEES] == [510_00, 510_00, 60_00, 60_00]


# --- populations and fixed shares ---


def published(
    membres: Mapping[str, Membre], couts: Mapping[str, Cout], cle: str, millesimes: str = ""
) -> dict[str, str]:
    """Add a key that nobody counts here, and the population of two vintages."""
    files = maquette(membres, couts, exercices=ANNEES)
    files = with_file(files, "pricing/cles.yaml", f"{CLES}  publiee: {{libelle: x, unite: x, pluriel: x, {cle}}}\n")
    rows = [
        f"  {annee}: {{source: x, en_vigueur: 2024-01-01, verifie_le: 2026-01-01, valeurs: {{{valeurs}}}}}\n"
        for annee, _, valeurs in (item.partition(": ") for item in millesimes.split(" | ") if item)
    ]
    text = f"{DEMO}libelle: Population\nmillesimes:\n{''.join(rows)}"
    return with_file(files, "pricing/references/population.yaml", text) if rows else files


POPULATIONS = "2021: metropole: 0, laxou: 100, nancy: 300 | 2023: metropole: 0, laxou: 200, nancy: 300"
TROIS = {"metropole": METROPOLE, "laxou": Membre(""), "nancy": Membre("")}


@pytest.mark.parametrize(
    ("annee", "expected"),
    [
        (2024, {}),
        (2025, {"laxou": 100_00, "nancy": 300_00}),
        (2026, {"laxou": 100_00, "nancy": 300_00}),
        (2027, {"laxou": 200_00, "nancy": 300_00}),
    ],
)
def test_a_population_is_that_of_the_vintage_in_force(annee: int, expected: dict[str, int]) -> None:
    files = published(
        TROIS,
        {"habitants": Cout("prix: 1.00", annuel="prix * publiee")},
        "reference: population, millesimes: {2025: 2021, 2027: 2023}",
        POPULATIONS,
    )
    assert expected == montants(files, "habitants", annee)


def test_a_population_is_weighed_by_the_presence_shared_or_multiplied() -> None:
    membres = TROIS | {"laxou": Membre("", souscriptions=JUILLET)}
    couts = {
        "unitaire": Cout("prix: 1.00", annuel="prix * publiee"),
        "partage": Cout("cout: 350.00", annuel="cout * part(publiee)"),
    }
    files = published(membres, couts, "reference: population, millesimes: {2025: 2021}", POPULATIONS)
    assert montants(files, "unitaire") == {"laxou": 50_00, "nancy": 300_00}
    # 50 and 300 of 350.
    assert montants(files, "partage") == {"laxou": 50_00, "nancy": 300_00}


def test_fixed_shares_are_those_of_who_is_there_weighed_by_the_presence() -> None:
    membres = TROIS | {"laxou": Membre("", souscriptions=JUILLET), "ludres": Membre("", souscriptions="")}
    couts = {"salle": Cout("cout: 700.00", annuel="cout * part(publiee)")}
    files = published(membres, couts, "quotes_parts: {metropole: 20, laxou: 30, nancy: 35, ludres: 15}")
    # 20, 30 × 6/12 = 15 and 35 of 70; Ludres has not the service.
    assert montants(files, "salle") == {"metropole": 200_00, "laxou": 150_00, "nancy": 350_00}


def test_a_population_adds_up_with_a_counted_stock() -> None:
    couts = {"mixte": Cout("cout: 420.00", annuel="cout * part(somme)")}
    files = published(TROIS, couts, "reference: population, millesimes: {2025: 2021}", POPULATIONS)
    cles = f"{files['pricing/cles.yaml']}  somme: {{libelle: x, unite: x, pluriel: x, somme: [postes, publiee]}}\n"
    # 10 workstations of the métropole, 100 and 300 inhabitants.
    mixed = montants({**files, "pricing/cles.yaml": cles}, "mixte")
    assert mixed == {"metropole": 10_24, "laxou": 102_44, "nancy": 307_32}


# --- limits ---

PARTAGE = {"metropole": Membre("postes: 1, consommables: 1"), "nancy": Membre("postes: 1, consommables: 1")}


def capped(laxou: Membre, suite: str, *, annuel: bool = True) -> dict[str, int]:
    membres = PARTAGE | {"laxou": laxou}
    formule = limite(suite)
    cout = Cout("cout: 900.00", annuel=formule) if annuel else Cout("cout: 900.00", factuel=formule)
    return montants(maquette(membres, {"objet": cout}), "objet")


def test_a_yearly_limit_is_multiplied_by_the_presence_as_its_stocks_are() -> None:
    laxou = Membre("postes: 4", souscriptions=JUILLET)
    # Weights 1, 1 and 2 of 4: 450.00 for Laxou; its cap is 100.00 × 4 × 6/12.
    plafond = "plafond: {formule: 100 * postes, reliquat: gestionnaire}"
    assert capped(laxou, plafond) == {"metropole": 600_00, "nancy": 100_00, "laxou": 200_00}


@pytest.mark.parametrize(("compte", "annuels"), [("postes", (400_00, 100_00, 100_00)), ("consommables", ())])
def test_a_limit_that_the_presence_reduces_keeps_what_it_is_of_a_whole_year(
    compte: str, annuels: tuple[int, ...]
) -> None:
    laxou = Membre("postes: 4, consommables: 4", souscriptions=JUILLET)
    both = f"plafond: {{formule: 100 * {compte}, reliquat: gestionnaire}}\n      plancher: {{formule: 50 * {compte}}}"
    cout = Cout("cout: 900.00", annuel=limite(both))
    (calcul,) = contribution(maquette(PARTAGE | {"laxou": laxou}, {"objet": cout})).calculs
    assert calcul.bornage is not None
    bornes = calcul.bornage.bornes
    assert bornes.plafonds_annuels == annuels
    assert bornes.planchers_annuels == tuple(cap // 2 for cap in annuels)


def test_a_limit_that_counts_a_flow_is_not_multiplied_by_the_presence() -> None:
    laxou = Membre("postes: 4, consommables: 3", souscriptions=JUILLET)
    plafond = "plafond: {formule: 100 * consommables, reliquat: gestionnaire}"
    assert capped(laxou, plafond) == {"metropole": 500_00, "nancy": 100_00, "laxou": 300_00}


def test_a_limit_on_a_factual_cost_is_not_multiplied_by_the_presence() -> None:
    laxou = Membre("postes: 4", souscriptions=JUILLET)
    plafond = 'plafond: {formule: "400", reliquat: gestionnaire}'
    assert capped(laxou, plafond, annuel=False) == {"metropole": 350_00, "nancy": 150_00, "laxou": 400_00}


@pytest.mark.parametrize("annuel", [True, False])
def test_a_managing_body_without_the_service_has_neither_floor_nor_cap(*, annuel: bool) -> None:
    membres = {
        "metropole": Membre("postes: 9", souscriptions=""),
        "nancy": Membre("postes: 3"),
        "laxou": Membre("postes: 1"),
    }
    formule = limite('plafond: {formule: "500", reliquat: gestionnaire}\n      plancher: {formule: "300"}')
    cout = Cout("cout: 900.00", annuel=formule if annuel else "", factuel="" if annuel else formule)
    # Floors first: 300.00 for Laxou and 600.00 for Nancy, cut to 500.00.
    expected = {"metropole": 100_00, "nancy": 500_00, "laxou": 300_00}
    assert expected == montants(maquette(membres, {"objet": cout}), "objet")


def test_what_the_managing_body_takes_over_from_those_who_left_is_not_capped() -> None:
    membres = {
        "metropole": Membre("postes: 9", souscriptions=""),
        "nancy": Membre("postes: 5"),
        "laxou": Membre("postes: 10", souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-07-01}"),
    }
    cout = Cout("cout: 900.00", annuel=limite('plafond: {formule: "400", reliquat: reparti}'))
    files = maquette(membres, {"objet": cout}, part_liberee="gestionnaire")
    # 5, 5 and 5 freed of 15: 300.00 each; Laxou's cap is 200.00, the 100.00 left are shared by the two others.
    assert montants(files, "objet") == {"metropole": 350_00, "nancy": 350_00, "laxou": 200_00}


@pytest.mark.parametrize(
    ("reliquat", "expected", "lost"),
    [
        ("reparti", {"metropole": 450_00, "nancy": 450_00}, 0),
        ("gestionnaire", {"metropole": 600_00, "nancy": 300_00}, 0),
        ("non_recouvre", {"metropole": 300_00, "nancy": 300_00}, 300_00),
    ],
)
def test_the_part_of_an_exempted_one_goes_where_the_data_says(
    reliquat: str, expected: dict[str, int], lost: int
) -> None:
    exempt = f"exonerations: [{{adherents: [laxou], reliquat: {reliquat}, motif: essai}}]"
    cout = Cout("cout: 900.00", annuel="cout * part(postes)", suite=exempt)
    files = maquette(PARTAGE | {"laxou": Membre("postes: 1")}, {"objet": cout})
    assert {**expected, "laxou": 0} == {"laxou": 0, **montants(files, "objet")}
    controle = contribution(files).controle
    assert (controle.ecart_recouvrement, sum(item.montant for item in controle.non_repartis)) == (0, lost)


@pytest.mark.parametrize(("reliquat", "metropole"), [("gestionnaire", 20_00), ("non_recouvre", 10_00)])
def test_a_unit_price_is_exempted_too(reliquat: str, metropole: int) -> None:
    exempt = f"exonerations: [{{adherents: [laxou], exercices: [2026], reliquat: {reliquat}, motif: essai}}]"
    cout = Cout("prix: 10.00", annuel="prix * postes", suite=exempt)
    files = maquette(PARTAGE | {"laxou": Membre("postes: 1")}, {"objet": cout}, exercices=ANNEES)
    assert {**montants(files, "objet"), "laxou": 0} == {"metropole": metropole, "nancy": 10_00, "laxou": 0}
    assert montants(files, "objet", 2027) == {"metropole": 10_00, "nancy": 10_00, "laxou": 10_00}


@pytest.mark.parametrize(
    ("reliquat", "metropole", "lost"), [("gestionnaire", 20_00, 0), ("non_recouvre", 10_00, 10_00)]
)
def test_a_managing_body_that_is_exempted_keeps_the_unit_prices_of_those_it_bears(
    reliquat: str, metropole: int, lost: int
) -> None:
    bears = "{adherents: [laxou], reliquat: gestionnaire, motif: essai}"
    exempt = f"{{adherents: [metropole], reliquat: {reliquat}, motif: essai}}"
    cout = Cout("prix: 10.00", annuel="prix * postes", suite=f"exonerations: [{bears}, {exempt}]")
    files = maquette(PARTAGE | {"laxou": Membre("postes: 1")}, {"objet": cout})
    assert {"metropole": metropole, "nancy": 10_00, "laxou": 0} == {"laxou": 0, **montants(files, "objet")}
    assert lost == sum(item.montant for item in contribution(files).controle.non_repartis)


def test_the_exit_of_an_exempted_one_frees_nothing() -> None:
    exempt = "exonerations: [{adherents: [laxou], reliquat: reparti, motif: essai}]"
    leaving = Membre("postes: 6", souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-07-01}")
    cout = Cout("cout: 900.00", annuel="cout * part(postes)", suite=exempt)
    files = maquette(PARTAGE | {"laxou": leaving}, {"objet": cout}, part_liberee="gestionnaire")
    assert {nom: cents for nom, cents in montants(files, "objet").items() if cents} == {
        "metropole": 450_00,
        "nancy": 450_00,
    }


# --- a price is not a cost ---


def test_a_price_that_nobody_is_there_to_pay_is_not_a_cost_left_to_nobody() -> None:
    nobody = {"metropole": Membre("postes: 1", souscriptions="")}
    couts = {
        "abonnement": Cout("prix: 10.00, ligne: 1.00", annuel="prix + ligne * postes"),
        "grille": Cout("rien: 1.00", annuel="bareme(grille; postes)"),
        "minimum": Cout("prix: 10.00", annuel="max(5; prix * postes)"),
        "cout": Cout("cout: 10.00", annuel="cout"),
    }
    files = maquette(nobody, couts)
    rows = "pricing/couts-de-possession.yaml"
    files[rows] = files[rows].replace("libelle: abonnement\n", "libelle: abonnement\n    abonnement: oui\n")
    tiers = f"{DEMO}libelle: x\nmode: palier\nunite: €/an\nmesures: {{postes: poste}}\n"
    grid = f"{tiers}tranches: {{2024: [{{a_partir_de: {{postes: 0}}, valeur: 40}}]}}\n"
    files = with_file(files, "pricing/baremes/grille.yaml", grid)
    left = contribution(files).controle.non_repartis
    assert [(item.composant, item.montant) for item in left] == [("cout", 10_00)]


def test_an_exercice_before_the_first_tiers_of_a_grid_bills_nothing() -> None:
    files = maquette(PARTAGE, {"grille": Cout("rien: 1.00", annuel="bareme(grille; postes)")}, exercices=ANNEES)
    tiers = f"{DEMO}libelle: x\nmode: palier\nunite: €/an\nmesures: {{postes: poste}}\n"
    grid = f"{tiers}tranches: {{2026: [{{a_partir_de: {{postes: 0}}, valeur: 40}}]}}\n"
    files = with_file(files, "pricing/baremes/grille.yaml", grid)
    assert {nom: cents for nom, cents in montants(files, "grille", 2025).items() if cents} == {}
    assert montants(files, "grille", 2027) == {"metropole": 40_00, "nancy": 40_00}


def test_the_figures_of_an_asset_say_where_they_stand() -> None:
    files = maquette({"laxou": Membre("postes: 1")}, {"baie": Cout("annuite: 1", annuel="annuite * part(postes)")})
    body = "actif: {nature: x, mise_en_service: 2026-07-01, cout_acquisition: 1, duree_amortissement: 2}"
    text = f"{DEMO}composants:\n  baie: {{libelle: Baie, ligne: baie, {body}}}\n"
    depot = lire(with_file(files, "pricing/composants/S03.yaml", text))
    (calcul,) = [
        item for item in contribution(with_file(files, "pricing/composants/S03.yaml", text)).calculs if item.composant
    ]
    annuite = calcul.valeurs["annuite"]
    assert (annuite.valeur, annuite.source.pointer[-1]) == (Fraction(1, 2), "mise_en_service")
    assert depot.span(annuite.source).line == 5
