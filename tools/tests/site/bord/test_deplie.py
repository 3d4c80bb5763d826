"""An unfolded amount can be redone by hand: what a cap, a floor or an exemption changed stands beside the product."""

from __future__ import annotations

from convention.reports.calcul.liquidation import is_exempt, limit_text
from convention.site.bord.montants.deplie import deplier
from convention.site.rendu.tableau import Jeton, LigneCalcul
from tests.essais import FIGES, fichiers, nancy
from tests.essais import lire as lire_depot
from tests.site.lecture import bord_essey, ordinaire, site_de


def test_what_a_limit_changed_is_told_beside_the_product_that_it_changes() -> None:
    told = exempt = 0
    for depot in (nancy(), lire_depot(fichiers(FIGES / "syndicat"))):
        site = site_de(depot)
        for nom in site.adherents:
            for ligne in site.lignes(site.exercice, nom):
                shown = deplier(site, "calcul", (ligne,)).lignes[0]
                assert limit_text(ligne) in shown.arrondi
                told += bool(limit_text(ligne))
                if is_exempt(ligne):
                    exempt += 1
                    assert "0 mois sur 12" not in shown.arrondi
                    assert ("0", "exonéré") in shown.formule or "paient sa part" not in shown.arrondi
    assert told > exempt > 0


def test_a_rate_and_a_number_of_years_are_read_with_their_unit() -> None:
    site = site_de(nancy())
    lines = (ligne for nom in site.adherents for ligne in site.lignes(site.exercice, nom))
    shown = {jeton for ligne in lines for jeton in deplier(site, "calcul", (ligne,)).lignes[0].formule}
    told = {(ordinaire(item.texte), item.legende) for item in shown}
    assert {("16,404 %", "taux du FCTVA récupéré"), ("7 ans", "durée d'amortissement")} <= told


def test_lines_named_under_a_service_are_told_apart_though_a_name_has_a_comma() -> None:
    told = "Application d'état civil ; Montée de version, gestion financière ; Application de gestion financière ; … "
    assert f"S02 Applications {told}" in bord_essey().texte


def test_a_sign_stays_with_the_value_that_it_bears_on_and_a_bracket_with_the_one_that_it_closes() -> None:
    parts = (
        ("(", ""),
        ("2", "a"),
        ("+", ""),
        ("3", "b"),
        (") ×", ""),
        ("4", "c"),
        ("; 1 −", ""),
        ("5", "d"),
        (")", ""),
    )
    shown = LigneCalcul("", "", tuple(Jeton(*part) for part in parts), "", "", ())
    said = [" ".join(jeton.texte for jeton in terme) for terme in shown.termes]
    assert said == ["( 2", "+ 3 )", "× 4 ;", "1 − 5 )"]
