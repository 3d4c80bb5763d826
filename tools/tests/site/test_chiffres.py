"""Every published figure is the engine's: the pages are read back."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.base.french import ecart, euros, montant
from convention.base.money import round_half_up
from convention.checks.cadre.lecture import rows
from convention.engine.appels.litiges import situation
from convention.engine.contribution import calculer
from convention.model.ecrits.sceaux import Rectification
from convention.model.mots.communs import Nature, Phase, Section
from convention.model.resolution import resolve
from convention.site.annexes.tarifs import amount
from convention.site.bord.montants import causes
from convention.site.ensemble import fonctionnement
from tests.essais import edited, nancy
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import (
    CHEZ_ESSEY,
    ESSEY,
    JOUR,
    bord_dit,
    bord_essey,
    lire_html,
    ordinaire,
    page_dite,
    page_reelle,
    page_seule,
    site_de,
    site_reel,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.causes.effets import Effets

BORD = f"adherents/{ESSEY}.md"
ANNEES = (2024, 2025, 2026, 2027, 2028)


def _shown(cents: int) -> str:
    return ordinaire(montant(cents))


def _row(uri: str, first: str, niveau: str = CHEZ_ESSEY) -> tuple[str, ...]:
    return next(row for row in page_reelle(niveau, JOUR, uri).rangees if row and row[0].startswith(first))


@pytest.mark.parametrize("annee", ANNEES)
def test_the_page_of_an_exercice_gives_each_adherent_the_total_of_the_engine(annee: int) -> None:
    contribution = calculer(resolve(nancy(), annee))
    published = page_reelle("adherents", JOUR, f"exercices/{annee}.md").rangees
    totals = {row[0]: row[1] for row in published if len(row) == 7}
    expected = {
        site_reel("adherents", JOUR).nom(nom): _shown(cents) for nom, cents in contribution.totaux.par_adherent.items()
    }
    assert expected.items() <= totals.items()
    assert totals["Total"] == _shown(contribution.totaux.general)


def test_the_page_of_an_exercice_says_who_bears_what_why_and_what_each_would_pay_alone() -> None:
    page = page_reelle("adherents", JOUR, "exercices/2026.md")
    # 112 workstations at 1 820,00 €; 108 365,46 € and 9 465,60 € of investment.
    assert ("Essey-lès-Nancy", "117 831,06", "203 840,00", "+86 008,94", "42,2 %") in page.rangees
    assert "Locaux de la DSIT (loyer, énergie, entretien), 153 900,00 €. Bâtiment de la métropole" in page.texte
    assert "(3 543 265,00 € d'agents, 128 640,00 € de prestation achetée) ; il manque 260 314,40 €." in page.texte
    home = {niveau: page_reelle(niveau, JOUR, "index.md") for niveau in ("adherents", "public")}
    assert {niveau: "exercices/2026/#equilibre" in item.liens for niveau, item in home.items()} == {
        "adherents": True,
        "public": False,
    }


@pytest.mark.parametrize("annee", ANNEES)
def test_the_page_of_an_exercice_gives_each_service_the_total_of_the_engine(annee: int) -> None:
    contribution = calculer(resolve(nancy(), annee))
    published = {row[1] for row in page_reelle("adherents", JOUR, f"exercices/{annee}.md").rangees if len(row) == 3}
    assert {_shown(cents) for cents in contribution.totaux.par_service.values()} <= published


def test_the_public_totals_are_those_of_the_engine() -> None:
    for annee in ANNEES:
        contribution = calculer(resolve(nancy(), annee))
        row = _row("exercices/index.md", str(annee), "public")
        natures = [contribution.totaux.par_nature.get(nature, 0) for nature in Nature]
        left = site_reel("public", JOUR).chiffres.bilans[annee].total.non_recouvre
        assert row[1:] == tuple(map(_shown, (*natures, contribution.totaux.general, left)))


def test_every_dashboard_gives_each_service_the_amounts_of_the_engine() -> None:
    site = site_reel("adherents", JOUR)
    for nom in site.adherents:
        for code in ("Masse salariale", "S02", "S04", "Total de fonctionnement"):
            service = {"Masse salariale": "hors-service", "Total de fonctionnement": None}.get(code, code)
            lines = {
                annee: [
                    line.montant
                    for line in site.connues(annee, nom)
                    if service in (None, line.calcul.service) and line.calcul.section is Section.FONCTIONNEMENT
                ]
                for annee in (2025, 2026, 2027)
            }
            if not any(map(sum, lines.values())):
                continue
            before, now, after = map(sum, lines.values())
            row = _row(f"adherents/{nom}.md", code, "adherents")
            assert row[1:] == (_shown(before), _shown(now), ordinaire(ecart(now - before)), _shown(after)), (nom, code)


def test_every_line_of_a_dashboard_is_unfolded_with_its_amount() -> None:
    site = site_reel("adherents", JOUR)
    for nom in site.adherents:
        text = page_reelle("adherents", JOUR, f"adherents/{nom}.md").texte
        for line in site.connues(site.exercice, nom):
            if line.calcul.section is Section.FONCTIONNEMENT:
                assert ordinaire(euros(line.montant)) in text, (nom, line.identite)


@pytest.fixture(scope="module")
def effets() -> Mapping[str, Effets]:
    return causes.expliquer(site_reel("adherents", JOUR))


@pytest.mark.long
def test_the_causes_of_every_adherent_add_up_to_its_ecart_to_the_cent(effets: Mapping[str, Effets]) -> None:
    site = site_reel("adherents", JOUR)
    for nom, found in effets.items():
        gap = fonctionnement(site.connues(2026, nom)) - fonctionnement(site.lignes(2025, nom))
        assert found.ecart == gap, nom


@pytest.mark.long
def test_a_subscription_that_begins_is_an_effect_of_perimetre_of_one_s_own_doing(
    effets: Mapping[str, Effets],
) -> None:
    found = effets[ESSEY]
    assert (found.perimetre_propre, found.perimetre_autres) == (72_000, 0)


def test_the_sentence_of_the_mayor_gives_the_projection_of_the_engine() -> None:
    contribution = calculer(resolve(nancy(), 2026, Phase.REALISE))
    cents = fonctionnement(line for line in contribution.lignes if line.adherent == ESSEY)
    text = bord_essey().texte
    assert f"En 2026, la commune devrait payer {ordinaire(euros(cents))} de fonctionnement" in text
    assert f"soit {ordinaire(euros(round_half_up(Fraction(cents, 100) / 112)))} par poste de travail" in text


def test_the_headline_of_a_dashboard_is_the_amount_of_its_charts_and_tables() -> None:
    site = site_reel("adherents", JOUR)
    for nom in site.adherents:
        page = page_reelle("adherents", JOUR, f"adherents/{nom}.md")
        cents = fonctionnement(site.connues(2026, nom))
        verb = "supporter, pour sa part," if nom == nancy().convention.gestionnaire else "payer"
        assert f"devrait {verb} {ordinaire(euros(cents))} de fonctionnement" in page.texte, nom
        assert f"à {_shown(cents)} € en 2026" in page.texte, nom
        ends = [row[1] for row in page.rangees if row and row[0] in {"2026, projeté", "2026, révisé"}]
        years = [row[-3] for row in page.rangees if row and row[0] == "2026"]
        total = next(row[2] for row in page.rangees if row and row[0] == "Total de fonctionnement")
        assert [*ends, *years, total] == [_shown(cents)] * 3, nom


def test_a_dashboard_tells_its_managing_body_what_it_bears() -> None:
    text = page_reelle("adherents", JOUR, "adherents/metropole-grand-nancy.md").texte
    told = (
        "En 2026, la Métropole devrait supporter, pour sa part, ",
        "Ce que nous supporterions ",
    )
    assert [item in text for item in told] == [True] * 2
    assert [word in text for word in ("devrait payer", "nous paierions")] == [False] * 2


def test_the_lines_that_changed_most_are_told_with_their_reason_and_add_up_to_the_ecart() -> None:
    text = bord_essey().texte
    told = re.search(r"Ce qui a le plus changé\. (.*?€)\. ", text)
    assert told is not None
    assert told[1] == (
        "Masse salariale : +3 987,20 € (112 postes au lieu de 108, forfait : 710,60 € au lieu de 700,00 €) ; "
        "Location de copieurs : +1 150,00 € (6 copieurs au lieu de 5) ; "
        "Système d'information géographique : +720,00 € (nouveau) ; "
        "8 autres lignes : +655,83 €"
    )
    assert 398_720 + 115_000 + 72_000 + 65_583 == 651_303  # the écart of the headline


def test_a_quantity_awaits_to_be_validated_or_counted_first_when_it_is_only_assumed() -> None:
    states = {
        nom: {row[-1] for row in page_reelle("adherents", JOUR, f"adherents/{nom}.md").rangees if row}
        for nom in ("ludres", ESSEY)
    }
    by = "au plus tard le 15 janvier 2027"
    told = (f"à valider {by}", f"à compter {by}", "validée le 22 janvier 2026")
    assert {nom: [text in found for text in told] for nom, found in states.items()} == {
        "ludres": [True, True, False],
        ESSEY: [False, True, True],  # what is only foreseen
    }


def test_a_quantity_is_said_validated_apart_from_where_its_figures_come_from() -> None:
    text = bord_essey().texte
    counted = "Inventaire fictif au 31 décembre 2025, extraction du 5 janvier 2026"
    assert f", quantité validée le 22 janvier 2026 (source : {counted})" in text


def test_what_is_due_contested_and_suspended_is_what_the_engine_says() -> None:
    state = situation(nancy(), ESSEY, "2026-10", JOUR)
    text = bord_essey().texte
    assert (state.conteste, state.suspendu) == (33_200, 719_796)
    days = "Pièce reçue le 22 octobre 2026 Premier contact le 10 novembre 2026 Désaccord maintenu le 10 novembre 2026"
    assert f"{days} Contesté 332,00 € , service S04 Parcs" in text
    assert "Suspendu 7 197,96 € , tout le service S04 Parcs sur cette pièce" in text
    assert "Exigible et non payé 46 984,77 €" in text
    assert "Recours contentieux (Tribunal Administratif de Nancy) possible jusqu'au 22 décembre 2026." in text
    assert "La convention demande d'abord : voie amiable. Un échange amiable ne suspend pas ce délai" in text
    late = bord_dit(site_reel(CHEZ_ESSEY, date(2026, 12, 23)), ESSEY)
    assert "(Tribunal Administratif de Nancy) : délai passé, dont le dernier jour fut le 22 décembre 2026." in late


def test_the_credits_of_an_adherent_stand_beside_what_is_called_and_projected() -> None:
    assert _row(BORD, "62876")[1:] == ("28 500,00", "28 778,26", "14 389,13", "28 781,26", "−281,26 dépassement")
    assert _row(BORD, "6216")[1:] == ("80 000,00", "79 587,20", "39 793,60", "79 587,20", "412,80")
    assert _row(BORD, "21838")[1:] == ("12 000,00", "9 465,60", "9 465,60", "11 043,20", "956,80")


def test_printing_costs_essey_what_its_three_lines_add_up_to() -> None:
    row = _row(BORD, "Mise à disposition de moyens d'impression")
    assert row[1:] == ("8 067,17", "9 138,11", "+1 070,94")


def test_what_makes_printing_cost_more_is_told_line_by_line_and_adds_up() -> None:
    text = bord_essey().texte
    assert "Location de copieurs : +1 150,00 € (6 copieurs au lieu de 5)" in text
    assert "Consommables d'impression : −83,00 € (50 consommables au lieu de 52)" in text
    assert "Serveur d'impression : +3,94 € (maintenance annuelle : 4 800,00 € au lieu de 4 650,00 €" in text
    assert _row(BORD, "Mise à disposition de moyens d'impression")[3] == ordinaire(ecart(115_000 - 8_300 + 394))


def test_every_example_of_annexe_4_is_computed_again_and_gives_what_it_announces() -> None:
    site = site_reel("adherents", JOUR)
    text = page_reelle("adherents", JOUR, "annexes/tarifs.md").texte
    count = 0
    for row in rows(site.depot):
        for mode in row.modes():
            for exemple in mode.mode.exemples:
                assert amount(site, mode, exemple) == exemple.attendu, row.ligne.id
                assert ordinaire(euros(exemple.attendu)) in text
                count += 1
    assert count > 50


def test_the_forfait_and_its_coverage_are_those_of_the_engine() -> None:
    site = site_reel("public", JOUR)
    for annee, bilan in site.chiffres.bilans.items():
        rubrique = bilan.natures[Nature.MASSE_SALARIALE]
        matching = [
            row for row in page_reelle("public", JOUR, "annexes/forfait.md").rangees if row and row[0] == str(annee)
        ]
        assert _shown(rubrique.supporte) in matching[-1]
        assert _shown(rubrique.refacture) in matching[0]


def test_the_org_chart_adds_up_to_62() -> None:
    assert _row("annexes/organigramme.md", "Total", "public") == ("Total", "", "62", "100,0 %")


def test_the_shares_of_the_org_chart_add_up_and_its_legend_says_what_is_drawn() -> None:
    site = site_reel("public", JOUR)
    chart = site.depot.organigramme
    assert chart is not None
    first, second = chart.poles[:2]

    def drawn(etp: int, autres: int) -> str:
        poles = tuple(
            pole.model_copy(update={"postes": (pole.postes[0].model_copy(update={"etp": Fraction(number)}),)})
            for pole, number in ((first, etp), (second, autres))
        )
        of_two = chart.model_copy(update={"total_etp": Fraction(etp + autres), "poles": poles})
        return page_seule(site._replace(depot=site.depot._replace(organigramme=of_two)), "annexes/organigramme.md")

    page = drawn(1, 15)
    # One of sixteen is 6,25 %, and the rest 93,75 %.
    assert [row[-1] for row in lire_html(page).rangees[1:]] == ["6,3 %", "93,7 %", "100,0 %"]
    assert [row[-1] for row in lire_html(drawn(1, 2499)).rangees[1:]] == ["0,04 %", "99,96 %", "100,00 %"]
    assert "1\u00a0ETP" in page
    assert not any(text in page for text in ("régie", "un demi-ETP", "n’en dit pas plus"))


def test_one_team_one_agent_and_one_measure_are_told_in_the_singular() -> None:
    site = site_reel("public", JOUR)
    chart, (nom, axe) = site.depot.organigramme, next(iter(site.depot.vie.axes.items()))
    assert chart is not None
    chart = chart.model_copy(update={"total_etp": Fraction(1), "poles": chart.poles[:1]})
    axes = {nom: axe.model_copy(update={"indicateurs": axe.indicateurs[:1]})}
    alone = site.depot._replace(organigramme=chart, vie=site.depot.vie._replace(axes=axes))
    told = [page_dite(site._replace(depot=alone), f"annexes/{uri}.md") for uri in ("organigramme", "axes")]
    assert "1 équivalent temps plein en 1 pôle." in told[0]
    assert "1 axe, 1 indicateur nommé par la convention" in told[1]


def test_the_plan_de_charges_says_when_for_how_many_days_and_at_what_cost() -> None:
    page = page_reelle("adherents", JOUR, "gouvernance.md")
    row = next(row for row in page.rangees if row and row[0] == "Double authentification des accès")
    assert row[1:4] == ("engagé", "du 1er avril 2026 au 29 janvier 2027", "S06, S08 et S09")
    assert row[-1] == "32 000,00 €"
    assert "inscrit le 23 septembre 2025 ; 90 jours de travail" in ordinaire(page.texte)
    waiting = next(row for row in page.rangees if row and row[0] == "Infocentre des finances")
    assert waiting[1:3] == ("demandé", "")


def test_who_has_no_workstation_pays_nothing_that_is_not_known_by_workstation() -> None:
    members = {"metropole": Membre("postes: 4"), "nancy": Membre("postes: 0, stockage: 4")}
    files = maquette(members, {"reseau": Cout("prix: 10.00", annuel="prix * stockage")}, forfait="2024-01-01: 700.00")
    text = bord_dit(site_de(files), "nancy")
    assert "En 2026, la commune devrait payer 40,00 € de fonctionnement." in ordinaire(text)
    assert ("0 poste de travail" in ordinaire(text), "non connu" in text) == (True, False)


def test_prices_and_rules_are_those_of_the_convention_and_nobody_is_said_there_to_decide_them() -> None:
    text = bord_essey().texte
    assert "Prix de la convention : +1 271,41 €, Règles de la convention : 0,00 €" in text


def test_who_bought_less_than_the_year_before_is_not_said_to_have_left_services() -> None:
    bought = (
        "{id: neuf, livraison: 2025-03-01, ligne: achat, libelle: Neuf, section: fonctionnement, nombre: 1, "
        "montants: {prix: 90.00}, devis: {reference: D1, accepte_le: 2025-02-02}}"
    )
    members = {"metropole": Membre("postes: 4"), "nancy": Membre("postes: 4", depenses=bought)}
    costs = {"reseau": Cout("prix: 10.00", annuel="prix * postes")}
    files = maquette(members, costs, forfait="2024-01-01: 0.00", exercices={2025: "realise", 2026: "previsionnel"})
    del files["adherents/nancy/depenses/2026.yaml"]
    files = edited(files, "pricing/exercices/2025.yaml", "statut: ouvert", "statut: clos")
    text = bord_dit(site_de(files), "nancy")
    assert (
        "C'est 90,00 € de moins qu'en 2025 (−69,2 %), d'abord parce qu'elle a quitté des services ou acheté moins."
        in text.replace("’", "'")
    )


def test_of_a_closed_exercice_nothing_is_said_to_be_still_unknown() -> None:
    told = page_reelle("adherents", JOUR, "exercices/2025.md").texte
    assert "forfait de 2024 repris, faute d'un acte pour 2025" in ordinaire(told)
    assert "pas encore connus" not in told


def test_what_a_service_costs_year_by_year_says_what_was_called_at_its_delivery() -> None:
    told = ordinaire(lire_html(page_seule(site_reel("adherents", JOUR), "services/s04.md")).texte)
    assert "512 180,64 dont 18 167,40 € à la livraison révisé" in told
    assert "2027 494 227,84 estimé" in told


def test_the_page_of_a_closed_exercice_says_what_was_corrected_of_it_since_and_why() -> None:
    depot = nancy()
    closing = depot.sceaux["2025"]
    (first, second), day = [item for item in closing.lignes if item.montant][:2], date(2026, 11, 20)
    moved = [item._replace(montant=item.montant + 12_00) for item in (first, second)]
    fixed = [
        Rectification(day.isoformat(), "copieur oublié", *item.identite, item.montant - 12_00, item.montant)
        for item in moved
    ]
    corrected = depot._replace(sceaux={**depot.sceaux, "2025": closing._replace(rectifications=tuple(fixed))})
    told = "Rectifié le 20 novembre 2026, après sa clôture ( « copieur oublié » ) : 2 lignes, +24,00 € en tout."
    assert told in ordinaire(page_dite(site_de(corrected), "exercices/2025.md"))
    assert "Rectifié" not in page_reelle("adherents", JOUR, "exercices/2025.md").texte
