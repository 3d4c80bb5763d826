"""`engine.calcul`: what a cost is computed from, and what it says of itself; what is missing counts for nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from convention.base.period import Periode, year_period
from convention.engine.appels.budget import commandes
from convention.engine.calcul import Atelier
from convention.engine.contribution import calculer, couts
from convention.engine.lignes import Calcul, Decompte
from convention.engine.presence import Presences
from convention.engine.quantites import count
from convention.engine.tables import TablesLues
from convention.model.depot import Reference
from convention.model.mots.communs import Nature, Origine, Reliquat, Section
from convention.model.resolution import resolve
from convention.model.vue import RevisionVue, Valeur
from tests.essais import contribution, edited, lire, montants
from tests.generateur.textes import BAREMES, INDICE, first_line
from tests.maquette import ACHAT, Cout, Membre, maquette

LIGNES, CLES, GRILLE = "pricing/couts-de-possession.yaml", "pricing/cles.yaml", "pricing/baremes/degressif.yaml"
SERIE = "pricing/indices/salaires.yaml"
GRILLE_DOUBLE = "bareme(degressif; postes; copieurs)"
JUILLET = "{service: S03, debut: 2026-07-01}"
PARTI = "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"
RESEAU = Cout("cout: 400.00", annuel="cout * part(postes)")
EXTRAS = (
    "    parametres: {taux: {unite: nombre, valeurs: {2020: 0.5}}}\n"
    "    revisions: {annuelle: {serie: salaires, base: 2023-01, mois: {2020: 2023-01, 2026: 2025-01}}}\n"
)
"""A constant of 0.5; an index that makes 1 087,00 of 1 013,00."""


def achat(ligne: str = "achat") -> Membre:
    return Membre(
        "postes: 1",
        depenses=f"{{id: pc, libelle: PC, ligne: {ligne}, section: investissement, nombre: 2, livraison: 2026-03-03, "
        "montants: {prix: 1013.00}, devis: {reference: D1, accepte_le: 2026-02-02}}",
    )


def reecrit(files: dict[str, str], before: str, after: str, path: str = LIGNES) -> dict[str, str]:
    assert before in files[path]
    return {**files, path: files[path].replace(before, after), SERIE: first_line(SERIE) + INDICE}


def direct(formule: str, extras: str = "") -> dict[str, str]:
    """Return a repository with a purchase, whose row has another formula."""
    files = maquette({"laxou": achat()}, {})
    row = ACHAT.replace("prix * nombre", formule).replace("    direct:", f"{extras}    direct:")
    return reecrit(files, ACHAT, row)


def test_a_purchase_is_one_cost_of_its_adherent() -> None:
    (calcul,) = contribution(maquette({"laxou": achat()}, {})).calculs
    assert {nom: valeur.valeur for nom, valeur in calcul.valeurs.items()} == {"prix": 1013, "nombre": 2}
    assert calcul == Calcul(
        nature=Nature.DIRECT,
        section=Section.INVESTISSEMENT,
        service="S04",
        sous_service=None,
        composant=None,
        depense="pc",
        ligne_tarif="achat",
        formule="prix * nombre",
        valeurs=calcul.valeurs,
        decomptes={},
        beneficiaires=("laxou",),
        presences=(Fraction(1),),
        jours=((),),
        proratise=False,
        termes=(),
        a_repartir=0,
        recouvrable=0,
        partages=(0,),
        supplements=(),
        propres=(202_600,),
        origine=Origine.DEMONSTRATION,
        tables=TablesLues(),
    )


def test_a_purchase_reads_the_constants_and_the_indices_of_its_row() -> None:
    assert montants(direct("indice(prix; annuelle) * nombre * taux", EXTRAS), "pc") == {"laxou": 108_700}


def test_what_is_ordered_costs_what_it_will_once_delivered_constants_and_indices_of_its_row_included() -> None:
    delivered = direct("indice(prix; annuelle) * nombre * taux", EXTRAS)
    ordered = edited(delivered, "adherents/laxou/depenses/2026.yaml", "livraison: 2026-03-03, ", "")
    assert [item.montant for item in commandes(lire(ordered), "laxou", 2026)] == [108_700]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(maquette({"laxou": achat("inconnue")}, {}), id="an unknown row"),
        pytest.param(maquette({"laxou": achat("reseau")}, {"reseau": RESEAU}), id="a row without direct costs"),
        pytest.param(direct("prix *"), id="a formula that cannot be read"),
        pytest.param(direct("prix * part(postes)"), id="a formula that only shares"),
    ],
)
def test_a_purchase_that_no_formula_prices_costs_nothing(files: dict[str, str]) -> None:
    assert montants(files, "pc") == {}


def test_what_a_vue_does_not_have_costs_nothing() -> None:
    vue = resolve(lire(maquette({"laxou": achat()}, {"reseau": RESEAU})), 2026)
    atelier = Atelier(vue)
    assert (list(atelier.composant("absent")), list(atelier.depense(("laxou", "absente")))) == ([], [])
    (calcul,) = Atelier(vue._replace(prix=vue.prix._replace(depenses={}))).depense(("laxou", "pc"))
    assert calcul.propres == (0,)


@pytest.mark.parametrize(
    ("formule", "natures"),
    [
        ("cout * part(postes)", ["indirect_factuel", "indirect_annuel"]),
        # It cannot be read, or no variable of it is given.
        ("cout *", ["indirect_annuel"]),
        ("frais * part(postes)", ["indirect_annuel"]),
    ],
)
def test_a_component_has_a_cost_when_it_gives_a_variable_of_its_formula(formule: str, natures: list[str]) -> None:
    calculs = contribution(
        maquette({"laxou": Membre("postes: 1")}, {"reseau": RESEAU._replace(factuel=formule)})
    ).calculs
    assert [str(calcul.nature) for calcul in calculs] == natures


def test_a_shared_cost_says_all_that_it_was_computed_from() -> None:
    # 400,01 € by 1, 2 and 1 (two for half a year): 100,0025, 200,005 and 100,0025: the cent goes to the second.
    membres = {
        "laxou": Membre("postes: 1"),
        "nancy": Membre("postes: 2"),
        "pulnoy": Membre("postes: 2", souscriptions=JUILLET),
    }
    cout = Cout("cout: 400.01", annuel="si(rang = 1; 1; 1) + cout * part(postes)", suite="sous_service: S03.1")
    (calcul,) = contribution(maquette(membres, {"reseau": cout})).calculs
    year = year_period(2026)
    assert (calcul.service, calcul.sous_service, calcul.composant, calcul.ligne_tarif, calcul.formule) == (
        *("S03", "S03.1", "reseau", "reseau"),
        "si(rang = 1; 1; 1) + cout * part(postes)",
    )
    assert (calcul.partages, calcul.supplements, calcul.rangs) == ((10_000, 20_001, 10_000), (1,), (3, 3, 1))
    half = Periode(year.debut.replace(month=7), year.fin)
    assert calcul.presences == (Fraction(1), Fraction(1), Fraction(1, 2))
    assert calcul.jours == ((year,), (year,), (half,))
    assert (calcul.tables, calcul.bornage, calcul.abandonne) == (TablesLues(), None, 0)


def test_an_exemption_says_its_limits_and_what_it_gives_up_of_both_terms() -> None:
    exempt = "exonerations: [{adherents: [laxou], reliquat: non_recouvre, motif: essai}]"
    cout = Cout("cout: 4.00, prix: 1.00", annuel="cout * part(postes) + prix * postes", suite=exempt)
    membres = {nom: Membre("postes: 1") for nom in ("laxou", "nancy")}
    (calcul,) = contribution(maquette(membres, {"reseau": cout})).calculs
    assert calcul.bornage is not None
    assert calcul.bornage.bornes.exoneres == {0: Reliquat.NON_RECOUVRE}
    assert (calcul.partages, calcul.propres, calcul.abandonne) == ((0, 200), (0, 100), 300)


# --- values, tables, keys ---


@pytest.mark.parametrize(
    ("formule", "cents"),
    [
        ("fixe * taux * part(postes)", 50_650),
        ("indice(fixe; annuelle) * part(postes)", 108_700),
        ("fixe * postes / 3 - fixe * postes", -67_533),
        ("fixe / 3", 33_767),
        ("-(fixe / 3)", -33_767),
        # Twice 2,5 To.
        ("fixe * stockage", 253_250),
    ],
)
def test_a_formula_reads_constants_indices_and_exact_quantities(formule: str, cents: int) -> None:
    files = maquette({"laxou": Membre("postes: 1, stockage: 2.5")}, {"contrat": Cout("fixe: 1013.00", annuel=formule)})
    files = reecrit(files, "    annuel:", f"{EXTRAS}    annuel:")
    assert montants(files, "contrat") == {"laxou": cents}


@pytest.mark.parametrize(("formule", "total"), [("prix * stockage", None), ("prix * part(stockage)", Fraction(5, 2))])
def test_a_line_shows_its_exact_quantity(formule: str, total: Fraction | None) -> None:
    (ligne,) = contribution(maquette({"laxou": Membre("stockage: 2.5")}, {"to": Cout("prix: 1.00", formule)})).lignes
    assert (ligne.quantite, ligne.quantite_totale) == (Fraction(5, 2), total)


def test_a_price_of_a_grid_needs_no_amount() -> None:
    files = maquette(
        {"laxou": Membre("copieurs: 4")}, {"copieur": Cout("rien: 1.00", "bareme(degressif; copieurs) * copieurs")}
    )
    files[GRILLE] = first_line(GRILLE) + BAREMES["degressif"]
    files = reecrit(files, "2026: {rien: 1.00}", "", "pricing/composants/S03.yaml")
    # Four at 12,50 €.
    assert montants(files, "copieur") == {"laxou": 5_000}


def test_an_unknown_key_counts_for_nothing_and_is_not_weighed() -> None:
    vue = resolve(lire(maquette({"laxou": Membre("postes: 4")}, {})), 2026)
    assert count(vue, "inconnue", "", ("laxou",)) == Decompte("inconnue", ((),), (0,), 1, pese=False)


@pytest.mark.parametrize(
    ("somme", "pese"),
    [
        ("imprimantes, copieurs", True),
        ("imprimantes, consommables", False),
        ("consommables, stockage", False),
        ("imprimantes, inconnue", False),
    ],
)
def test_a_sum_of_keys_is_weighed_when_all_of_them_are(somme: str, *, pese: bool) -> None:
    files = reecrit(maquette({"laxou": Membre("imprimantes: 4")}, {}), "imprimantes, copieurs", somme, CLES)
    assert count(resolve(lire(files), 2026), "moyens_impression", "", ("laxou",)).pese is pese


def test_a_managing_body_that_only_bears_what_another_left_counts_nothing_of_its_own() -> None:
    membres = {
        "metropole": Membre("postes: 9, consommables: 9", souscriptions=""),
        "laxou": Membre("postes: 2, consommables: 1", souscriptions=PARTI),
        "nancy": Membre("postes: 1, consommables: 1"),
    }
    cout = Cout("a: 3.00, b: 2.00", annuel="a * part(postes) + b * part(consommables)")
    # 3,00 € by 1, 1 and the 1 that Laxou frees; 2,00 € by the consumables of the two others.
    assert montants(maquette(membres, {"reseau": cout}, part_liberee="gestionnaire"), "reseau") == {
        "laxou": 200,
        "metropole": 100,
        "nancy": 200,
    }


# --- limits ---


def limite(membres: dict[str, Membre], borne: str, cout: Cout = RESEAU) -> dict[str, int]:
    files = maquette(membres, {"reseau": cout})
    return montants(reecrit(files, "part(postes)\n", f"part(postes)\n      {borne}\n"), "reseau")


def test_a_yearly_floor_follows_the_presence() -> None:
    membres = {"metropole": Membre("postes: 39"), "laxou": Membre("postes: 1", souscriptions=JUILLET)}
    # Half of 200,00 €, instead of 400,00 × 0,5 / 39,5.
    assert limite(membres, "plancher: {formule: '200'}") == {"metropole": 30_000, "laxou": 10_000}


def test_who_counts_nothing_pays_nothing_under_a_cap() -> None:
    membres = {"nancy": Membre("postes: 1"), "laxou": Membre("postes: 0")}
    assert limite(membres, "plafond: {formule: '500', reliquat: reparti}") == {"nancy": 40_000}


def test_an_amount_that_a_key_adds_up_is_that_of_a_full_year_and_is_cited_at_its_component() -> None:
    couts = {"reseau": Cout("prix: 120.00", annuel="prix"), "frais": Cout("taux: 0.10", annuel="taux * reseaux")}
    files = maquette({"laxou": Membre("postes: 1", souscriptions=JUILLET)}, couts)
    cles = f"{files[CLES]}  reseaux: {{libelle: x, unite: €, pluriel: €, cumul: {{composants: [reseau]}}}}\n"
    (calcul,) = [item for item in contribution({**files, CLES: cles}).calculs if item.composant == "frais"]
    ((amount,),) = calcul.decomptes["reseaux"].sources
    where = Reference("pricing/composants/S03.yaml", ("composants", "reseau"))
    assert amount == Valeur(Fraction(120), Origine.DEMONSTRATION, where, publiee=True)


def test_what_a_cost_would_read_of_itself_is_nothing() -> None:
    files = maquette({"laxou": Membre("postes: 1")}, {"reseau": RESEAU._replace(annuel="cout * part(postes) + soi")})
    cles = f"{files[CLES]}  soi: {{libelle: x, unite: €, pluriel: €, cumul: {{composants: [reseau]}}}}\n"
    assert montants({**files, CLES: cles}, "reseau") == {"laxou": 40_000}


# --- origins ---


def public(files: dict[str, str], *invented: str) -> Origine:
    """Return the origin of the only line, when every document is public but some."""
    declared = {
        path: text if path in invented else text.replace("origine: demonstration", "origine: public")
        for path, text in files.items()
    }
    (ligne,) = contribution(declared).lignes
    return ligne.origine


def test_a_grid_weakens_a_line_as_its_row_does() -> None:
    files = maquette(
        {"laxou": Membre("copieurs: 4")}, {"copieur": Cout("rien: 1.00", "bareme(degressif; copieurs) * copieurs")}
    )
    files[GRILLE] = first_line(GRILLE) + BAREMES["degressif"]
    assert [public(files), public(files, GRILLE), public(files, LIGNES)] == [
        Origine.PUBLIC,
        Origine.DEMONSTRATION,
        Origine.DEMONSTRATION,
    ]


def test_an_unknown_key_weakens_a_line() -> None:
    files = maquette(
        {"laxou": Membre("postes: 1")}, {"reseau": RESEAU._replace(annuel="cout * part(postes) + inconnue")}
    )
    assert public(files) is Origine.DEMONSTRATION


# --- the forfait, tables, limits again ---


def test_the_forfait_is_one_cost_of_all_the_members() -> None:
    membres = {"laxou": Membre("postes: 3", adhesion="debut: 2026-07-01"), "nancy": Membre("postes: 2")}
    result = contribution(maquette(membres, {}, forfait="2024-01-01: 100.00"))
    (calcul,) = result.calculs
    year = year_period(2026)
    assert {nom: valeur.valeur for nom, valeur in calcul.valeurs.items()} == {"forfait": 100}
    assert calcul == Calcul(
        nature=Nature.MASSE_SALARIALE,
        section=Section.FONCTIONNEMENT,
        service="hors-service",
        sous_service=None,
        composant=None,
        depense=None,
        ligne_tarif=None,
        formule="forfait * postes",
        valeurs=calcul.valeurs,
        decomptes=calcul.decomptes,
        beneficiaires=("laxou", "nancy"),
        presences=(Fraction(1, 2), Fraction(1)),
        jours=((Periode(year.debut.replace(month=7), year.fin),), (year,)),
        proratise=True,
        termes=(),
        a_repartir=0,
        recouvrable=0,
        partages=(0, 0),
        supplements=(),
        propres=(15_000, 20_000),
        origine=Origine.DEMONSTRATION,
    )
    assert (result.exercice, result.phase, [ligne.rang for ligne in result.lignes]) == (2026, "previsionnel", [0, 1])


@pytest.mark.parametrize("invented", ["pricing/forfait.yaml", CLES])
def test_the_forfait_and_its_key_both_weaken_its_lines(invented: str) -> None:
    files = maquette({"laxou": Membre("postes: 1")}, {}, forfait="2024-01-01: 700.00")
    assert [public(files), public(files, invented)] == [Origine.PUBLIC, Origine.DEMONSTRATION]


def test_a_forfait_counted_by_an_unknown_key_is_invented() -> None:
    files = maquette({"laxou": Membre("postes: 1")}, {}, forfait="2024-01-01: 700.00")
    files = {path: text.replace("origine: demonstration", "origine: public") for path, text in files.items()}
    (calcul,) = contribution(reecrit(files, "cle: postes\n", "cle: inconnue\n", "pricing/forfait.yaml")).calculs
    assert (calcul.propres, calcul.origine) == ((0,), Origine.DEMONSTRATION)


def test_a_managing_body_has_its_rank_in_a_cost() -> None:
    membres = {"laxou": Membre("postes: 1"), "metropole": Membre("postes: 1")}
    lignes = contribution(maquette(membres, {"reseau": RESEAU})).lignes
    assert [(ligne.adherent, ligne.rang) for ligne in lignes] == [("laxou", 0), ("metropole", 1)]


def test_a_managing_body_has_the_origin_of_its_figures() -> None:
    assert public(maquette({"metropole": Membre("postes: 1")}, {}, forfait="2024-01-01: 700.00")) is Origine.PUBLIC


def test_a_cost_that_is_only_shared_has_nothing_of_its_own_to_prorate() -> None:
    (calcul,) = contribution(maquette({"laxou": Membre("postes: 1")}, {"reseau": RESEAU})).calculs
    assert (calcul.propres, calcul.proratise, calcul.rangs) == ((0,), False, ())


def test_two_exemptions_give_up_both_amounts() -> None:
    exempt = "exonerations: [{adherents: [laxou, nancy], reliquat: non_recouvre, motif: essai}]"
    membres = {nom: Membre("postes: 1") for nom in ("laxou", "nancy", "pulnoy")}
    (calcul,) = contribution(maquette(membres, {"ligne": Cout("prix: 1.00", "prix * postes", suite=exempt)})).calculs
    assert (calcul.propres, calcul.abandonne) == ((0, 0, 100), 200)


@pytest.mark.parametrize(("plafond", "cents"), [("0.5", 50), ("indice(10.13; annuelle)", 1_087)])
def test_a_cap_may_be_less_than_a_euro_and_may_read_an_index(plafond: str, cents: int) -> None:
    files = maquette({"laxou": Membre("postes: 1")}, {"reseau": RESEAU})
    files = reecrit(
        files, "part(postes)\n", f"part(postes)\n      plafond: {{formule: '{plafond}', reliquat: non_recouvre}}\n"
    )
    assert montants(reecrit(files, "    annuel:", f"{EXTRAS}    annuel:"), "reseau") == {"laxou": cents}


def test_a_price_revised_by_a_month_that_is_not_published_is_nothing() -> None:
    files = maquette(
        {"laxou": Membre("copieurs: 4")}, {"revise": Cout("cout: 1.00", "indice(cout; annuelle) * copieurs")}
    )
    files = reecrit(files, "    annuel:", f"{EXTRAS}    annuel:")
    files[SERIE] = files[SERIE].replace(", 2025-01: 108.7", "")
    assert contribution(files).totaux.general == 0


def test_presences_that_are_already_measured_are_those_of_the_computation() -> None:
    membres = {"metropole": Membre("postes: 1"), "laxou": Membre("postes: 1", souscriptions=JUILLET)}
    vue = resolve(lire(maquette(membres, {"reseau": RESEAU})), 2026)
    parts = [calcul.partages for calcul in (*couts(vue), *couts(vue, Presences(vue, pleine=True)))]
    assert parts == [(13_333, 26_667), (20_000, 20_000)]
    assert calculer(vue, Presences(vue, pleine=True)).totaux.par_adherent == {"laxou": 20_000, "metropole": 20_000}


@pytest.mark.parametrize(("rang", "cents"), [("", 200), ("rang: plus_haute\n", 200), ("rang: plus_basse\n", 100)])
def test_two_measures_name_the_highest_tier_or_the_lowest_and_a_bound_that_is_not_given_is_zero(
    rang: str, cents: int
) -> None:
    # Twelve workstations name the second tier, no printer the first one.
    files = maquette({"laxou": Membre("postes: 12, copieurs: 0")}, {"prix": Cout("rien: 1.00", GRILLE_DOUBLE)})
    files[GRILLE] = (
        f"{first_line(GRILLE)}origine: demonstration\nsource: essai\nlibelle: Essai\nmode: palier\nunite: €/an\n{rang}"
        "mesures: {postes: poste, copieurs: copieur}\n"
        "tranches: {2024: [{a_partir_de: {postes: 0}, valeur: 1}, "
        "{a_partir_de: {postes: 10, copieurs: 5}, valeur: 2}]}\n"
    )
    assert montants(files, "prix") == {"laxou": cents}


def test_a_formula_reads_no_grid_nor_index_that_it_does_not_name() -> None:
    couts = {
        "indexe": Cout("cout: 1.00", "indice(cout; annuelle) * copieurs"),
        "range": Cout("cout: 1.00", "bareme(degressif; copieurs) * cout"),
    }
    files = reecrit(maquette({"laxou": Membre("copieurs: 4")}, couts), "    annuel:", f"{EXTRAS}    annuel:")
    files[GRILLE] = first_line(GRILLE) + BAREMES["degressif"]
    read = [calcul.tables for calcul in contribution(files).calculs]
    tables = [item for item in read if item is not None]
    named = [([*item.baremes], {nom: lue.mois for nom, lue in item.revisions.items()}) for item in tables]
    assert named == [([], {"annuelle": RevisionVue("salaires", "2023-01", "2025-01")}), (["degressif"], {})]


def test_a_cost_whose_row_only_another_revision_has_is_made_up() -> None:
    vue = resolve(lire(maquette({"laxou": Membre("postes: 1")}, {"reseau": RESEAU})), 2026)
    (calcul,) = couts(vue._replace(regles=vue.regles._replace(origines_lignes={})))
    assert calcul.origine is Origine.DEMONSTRATION


def test_a_payer_of_whom_nothing_is_known_has_the_accounts_of_a_commune() -> None:
    vue = resolve(lire(maquette({"laxou": Membre("postes: 1")}, {"reseau": RESEAU})), 2026)
    lignes = calculer(vue._replace(regles=vue.regles._replace(qualites={}))).lignes
    assert [(ligne.compte_recette, ligne.compte_depense) for ligne in lignes] == [("70875", "62876")]
