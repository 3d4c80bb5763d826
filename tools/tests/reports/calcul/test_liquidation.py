"""The computation printed in a statement can be redone by hand: what changes an amount is told, rounding included."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.engine.contribution import calculer
from convention.engine.lignes import Terme
from convention.formulas.linear import linearise
from convention.formulas.texte.syntax import parse
from convention.model.mots.communs import Nature, Phase
from convention.model.resolution import resolve
from convention.reports.calcul.consultation import worth
from convention.reports.calcul.explication import explanation_text
from convention.reports.calcul.liquidation import cost_exact, limit_text, liquidation, shared_exact, weightless
from convention.reports.calcul.quantite import presence_in, rounded, shared
from tests.espaces import espaces
from tests.essais import contribution, lire, nancy
from tests.maquette import Cout, Membre, depuis, maquette
from tests.reports.etat.etats import appel

if TYPE_CHECKING:
    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot

MEMBRES = {
    "a": Membre("postes: 4", souscriptions="{service: S03, debut: 2026-07-01}"),
    "b": Membre("postes: 1"),
    "c": Membre("postes: 3"),
}


def told(formule: str, montants: str, adherent: str = "a") -> str:
    data: Depot = lire(maquette(MEMBRES, {"service": Cout(montants, annuel=formule)}))
    (ligne,) = [item for item in calculer(resolve(data, 2026)).lignes if item.adherent == adherent]
    return espaces(liquidation(ligne, data))


def called(echeance: str, adherent: str, composant: str) -> str:
    for volet in appel(echeance).volets:
        for item in volet.of(adherent):
            if item.identite[2] == composant and item.ligne is not None:
                return espaces(liquidation(item.ligne, nancy()))
    raise AssertionError(composant)


def test_a_part_of_the_year_is_told_in_months() -> None:
    assert told("prix * postes", "prix: 10.00") == "10,00 € × 4 postes × 6 mois ÷ 12"


def test_a_quantity_weighed_by_the_presence_is_told_before_and_after() -> None:
    assert told("cout * part(postes)", "cout: 60.00") == "60,00 € × 2 ÷ 6 postes ; 4 postes, 6 mois sur 12"


def test_the_price_that_applies_is_told_alone() -> None:
    assert told("si(postes >= 3; reduit; plein) * postes", "reduit: 8.00, plein: 9.00", "b") == "9,00 € × 1 poste"


def test_a_cent_that_the_sharing_takes_is_told() -> None:
    # 5 cents over 2, 1 and 3 sixths: 1.67, 0.83 and 2.5, which alone would be 2, 1 and 3: the last one gives a cent.
    assert told("cout * part(postes)", "cout: 0.05", "b") == "0,05 € × 1 ÷ 6 postes"
    assert told("cout * part(postes)", "cout: 0.05", "c") == "0,05 € × 3 ÷ 6 postes ; arrondi du partage : −0,01 €"


@pytest.mark.parametrize(
    ("adherent", "composant", "text"),
    [
        ("art-sur-meurthe", "protection-messagerie", "part de 21,84 € portée au minimum de 30,00 €"),
        (
            *("nancy", "tice-assistance"),
            "part de 1 159,42 € plafonnée à 1 000,00 €, le reste est porté par le gestionnaire",
        ),
        (
            "etablissement-rattache",
            "bureau-distant",
            "part de 73,41 €, plus 9,22 € que les plafonds des autres",
        ),
    ],
)
def test_a_limit_that_changed_the_share_is_told(adherent: str, composant: str, text: str) -> None:
    assert text in called("2026-04", adherent, composant)


# Shares of 1 000, 500 and 1 500 €; the first one is there for half a year.
@pytest.mark.parametrize(
    ("limite", "etat", "explication"),
    [
        (
            "plancher: {formule: si(postes > 3; 2400; 0)}",
            "part de 1 000,00 € portée au minimum de 1 200,00 € (2 400,00 € × 6 mois ÷ 12)",
            "plancher : 2 400,00 € × 6 mois ÷ 12\n    part avant limites : 1 000,00 €, portée au plancher de 1 200",
        ),
        (
            "plafond: {formule: si(postes > 3; 1600; 9000), reliquat: reparti}",
            "part de 1 000,00 € plafonnée à 800,00 € (1 600,00 € × 6 mois ÷ 12), le reste est réparti",
            "plafond : 1 600,00 € × 6 mois ÷ 12\n    part avant limites : 1 000,00 €, ramenée au plafond de 800,00 €",
        ),
        ("plancher: {formule: '150'}", "6 mois sur 12", "plancher : 150,00 € × 6 mois ÷ 12\n    cout : 3 000,00 €"),
    ],
)
def test_a_limit_that_the_presence_reduces_is_told_with_that_of_the_year(
    limite: str, etat: str, explication: str
) -> None:
    data = lire(maquette(MEMBRES, {"x": Cout("cout: 3000.00", annuel=f"cout * part(postes)\n      {limite}")}))
    found = calculer(resolve(data, 2026))
    (ligne,) = [item for item in found.lignes if item.adherent == "a"]
    assert etat in espaces(liquidation(ligne, data))
    assert explication in espaces(explanation_text(found, data, "a", [ligne]))


def test_a_presence_that_reduces_only_a_limit_is_not_said_without_effect() -> None:
    membres = {"a": MEMBRES["a"]._replace(valeurs="consommables: 1"), "b": Membre("consommables: 29")}
    for limite, said in (("", True), ("\n      plancher: {formule: '900'}", False)):
        cout = Cout("cout: 3000.00", annuel=f"cout * part(consommables){limite}")
        data = lire(maquette(membres, {"x": cout}))
        found = calculer(resolve(data, 2026))
        text = explanation_text(found, data, "a", [item for item in found.lignes if item.adherent == "a"])
        assert ("sans effet" in text) is said


# Shares of 600, 100 and 300 €: the managing body bears the 100 € of who is exempt beside what its own limit leaves.
@pytest.mark.parametrize(
    ("limite", "etat", "explication"),
    [
        (
            "plafond: {formule: '550', reliquat: non_recouvre}",
            "plafonnée à 550,00 €, le reste n'est recouvré auprès de personne, plus 100,00 € que les autres",
            "ramenée au plafond de 550,00 €, plus 100,00 € que les plafonds et exonérations laissent au gestionnaire",
        ),
        (
            "plafond: {formule: '500', reliquat: non_recouvre}",
            "plafonnée à 500,00 €, le reste n'est recouvré auprès de personne, plus 100,00 € que les autres",
            "ramenée au plafond de 500,00 €, plus 100,00 € que les plafonds et exonérations laissent au gestionnaire",
        ),
        (
            "plancher: {formule: '160 * postes - 350'}",
            "portée au minimum de 610,00 €, plus 100,00 € que les autres ne paient plus",
            "portée au plancher de 610,00 €, plus 100,00 € que les plafonds et exonérations laissent au gestionnaire",
        ),
        (
            "plancher: {formule: '60 * (10 - postes)'}",
            "ramenée à 480,00 € par le minimum que d'autres paient (× 4 ÷ 5), plus 100,00 € que les autres ne paient",
            "diminuée à 480,00 € (× 4/5), pour que le coût reste couvert, plus 100,00 € que les plafonds",
        ),
    ],
)
def test_what_the_managing_body_bears_of_others_is_told_beside_its_own_limit(
    limite: str, etat: str, explication: str
) -> None:
    membres = {nom: Membre(f"postes: {rank}") for nom, rank in (("metropole", 6), ("laxou", 1), ("nancy", 3))}
    exempt = "exonerations: [{adherents: [laxou], reliquat: gestionnaire, motif: essai}]"
    cout = Cout("cout: 1000.00", annuel="cout * part(postes)", suite=exempt)
    formula = "formule: cout * part(postes)\n"
    files = {
        path: text.replace(formula, f"{formula}      {limite}\n")
        for path, text in maquette(membres, {"x": cout}).items()
    }
    found, data = contribution(files), lire(files)
    (ligne,) = [item for item in found.lignes if item.adherent == "metropole"]
    assert f"part de 600,00 € {etat}" in espaces(liquidation(ligne, data))
    assert f"part avant limites : 600,00 €, {explication}" in espaces(
        explanation_text(found, data, "metropole", [ligne])
    )


def test_a_share_and_what_the_caps_of_others_add_to_it_make_the_amount() -> None:
    # Of 10.00 over 3, 2 and 1 sixths, the first one pays 4.02: of 5.98, 1.6667 becomes 1.9933, which is 1.67 plus 0.32.
    limite = "prix * part(postes)\n      plafond: {formule: plafond, reliquat: reparti}"
    members = {"a": Membre("postes: 3"), "b": Membre("postes: 2"), "c": Membre("postes: 1")}
    depot = lire(maquette(members, {"service": Cout("prix: 10.00, plafond: 4.02", annuel=limite)}))
    said = {item.adherent: (espaces(limit_text(item)), item.montant) for item in calculer(resolve(depot, 2026)).lignes}
    assert said["c"] == ("part de 1,67 €, plus 0,32 € que les plafonds des autres laissent", 199)
    for text, cents in said.values():
        shown = [int(part.replace(",", "")) for part in re.findall(r"\d+,\d\d", text)]
        assert text.startswith("part de ")
        assert shown[1] == cents if "plafonnée" in text else sum(shown) == cents


def test_the_factors_of_a_right_of_use_are_named() -> None:
    assert "(1 − 16,404 % de FCTVA)" in called("2026-04", "vandoeuvre-les-nancy", "droit-usage-pare-feu")


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (Fraction(1, 2), "6 mois sur 12"),
        (Fraction(1, 12), "1 mois sur 12"),
        (Fraction(184, 365), "184 jours sur 365"),
        (Fraction(1, 366), "1 jour sur 366"),
        (Fraction(2, 7), "2 parts sur 7"),
    ],
)
def test_a_part_of_a_year_is_counted_as_people_do(fraction: Fraction, text: str) -> None:
    assert str(presence_in(fraction)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(Fraction(268, 3), "89,3333"), (Fraction(2, 3), "0,6667"), (Fraction(7, 2), "3,5"), (Fraction(6), "6")],
)
def test_a_weighed_total_is_read_to_four_decimals(number: Fraction, text: str) -> None:
    assert rounded(number) == text


@pytest.mark.parametrize(("cout", "total"), [(460, "36,6667"), (46_000, "36,66667")])
def test_a_share_has_the_decimals_that_its_cent_needs_to_be_redone(cout: int, total: str) -> None:
    assert shared(Terme("berceaux", Fraction(cout), (60, 160), 6), 0) == ("10", total)


@pytest.mark.parametrize(
    ("composant", "text"),
    [
        ("supervision-serveurs", "7 078,33 € (prix révisé : 6 600,00 € × 315,2 ÷ 293,9) × 5 ÷ 102 serveurs"),
        ("sauvegarde-externalisee", "201,60 € (barème : 2 × 60,00 € + 1,7 × 48,00 €)"),
        ("cartads-plateforme", "240,00 € (barème : tranche de 10 000 à 49 999 habitants)"),
        ("droit-usage-pare-feu", "coût de 7 022,064 €, arrondi à 7 022,06 € avant le partage"),
        ("protection-messagerie", "ramenée à 263,85 € par le minimum que d'autres paient (× 121 635 ÷ 122 344)"),
    ],
)
def test_a_computation_in_two_steps_shows_its_operands(composant: str, text: str) -> None:
    assert text in called("2026-04", "laxou", composant)


@pytest.mark.parametrize(
    ("formule", "nothing"),
    [("prix + cout * part(postes)", {"postes"}), ("prix * postes + cout * part(postes)", set[str]())],
)
def test_a_quantity_makes_no_amount_when_only_a_share_of_nothing_reads_it(formule: str, nothing: set[str]) -> None:
    texts = maquette(MEMBRES, {"service": Cout("cout: 0.00, prix: 10.00", annuel=formule)})
    (ligne,) = [item for item in contribution(texts).lignes if item.adherent == "b"]
    assert weightless(ligne) == nothing


TROIS = maquette(
    {nom: Membre("postes: 1") for nom in ("metropole", "laxou", "nancy")},
    {"droit": Cout("cout: 10.00", annuel="cout / 7 * part(postes)")},
)


def _from_its_formula(ligne: Ligne) -> Fraction:
    """Compute the shared part of a line again, from its formula and its values."""
    calcul = ligne.calcul
    weights = {terme.nom: terme for terme in calcul.termes}
    return sum(
        (
            worth(part.coefficient, calcul, ligne.rang)
            * Fraction(weights[part.cle].poids[ligne.rang], weights[part.cle].denominateur)
            / weights[part.cle].total
            for part in linearise(parse(calcul.formule)).parts
            if weights[part.cle].total
        ),
        Fraction(0),
    )


@pytest.mark.long
@pytest.mark.parametrize("annee", [2024, 2025, 2026, 2027, 2028])
def test_an_exact_share_is_what_its_formula_gives_or_its_cost_is_told_to_have_been_rounded(annee: int) -> None:
    depot = nancy()
    for phase in Phase:
        lignes = [
            ligne
            for ligne in calculer(resolve(depot, annee, phase)).lignes
            if ligne.calcul.nature is not Nature.MASSE_SALARIALE and ligne.calcul.bornage is None
        ]
        rounded = {ligne.identite for ligne in lignes if cost_exact(ligne) is not None}
        otherwise = {ligne.identite for ligne in lignes if shared_exact(ligne) != _from_its_formula(ligne)}
        assert otherwise == rounded
        assert bool(rounded) is (annee < 2027)


@pytest.mark.parametrize(("annee", "told"), [(2026, False), (2027, True)])
def test_the_rounding_of_a_cost_before_it_is_shared_is_told_with_both_figures(annee: int, *, told: bool) -> None:
    texts = depuis(TROIS, f"couts_exacts: {annee}")
    found = contribution(texts)
    lignes = [ligne for ligne in found.lignes if ligne.adherent == "laxou"]
    text = espaces(explanation_text(found, lire(texts), "laxou", lignes))
    assert ("coût : 1,428571… €, arrondi à 1,43 € avant d'être partagé (catalogue/convention.yaml:" in text) is told
    assert ("avant d'être partagé" in text) is told
