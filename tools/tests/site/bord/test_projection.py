"""The dashboard says what separates the projection from what was called, what an avenant would change, where to ask."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.model.mots.communs import GroupeNature, Section
from convention.site.acces import lire as lire_acces
from convention.site.avenants.effets import par_exercice
from convention.site.bord.a_faire import a_faire, a_voter
from convention.site.bord.appels import credits as bord_credits
from convention.site.bord.appels.comptes import prevu, titres
from convention.site.bord.appels.credits import credits_ouverts
from convention.site.bord.guichet import Attendues
from convention.site.bord.quantites import Attente
from convention.site.bord.releves import payes
from convention.site.bord.souscriptions import offres
from convention.site.ensemble import fonctionnement
from tests.compare.depots_git import avec_exemple
from tests.essais import edited, fichiers_nancy, lire
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import (
    CHEZ_ESSEY,
    ESSEY,
    JOUR,
    bord_dit,
    bord_essey,
    bord_seul,
    lire_html,
    ordinaire,
    page_dite,
    page_reelle,
    site_de,
    site_reel,
)

if TYPE_CHECKING:
    from convention.site.ensemble import Site

STAFF = GroupeNature.MASSE_SALARIALE
JARVILLE, VEILLE, PAIEMENT = "jarville-la-malgrange", date(2026, 5, 14), date(2026, 5, 15)
FORGE = "https://forge.exemple/dsit/convention"


def bord_de(nom: str, jour: date) -> str:
    """Read the dashboard of an adherent, as it reads it."""
    return bord_dit(site_reel(f"adherent:{nom}", jour), nom)


def test_the_sentence_of_the_projection_adds_up_to_what_separates_it_from_what_was_called() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    assert ordinaire(bord_credits.pourquoi_projete(site, ESSEY)) == (
        "La projection tient compte de 40 abonnements de téléphonie mobile (+196,80 €), 48 terminaux gérés (+55,20 €) "
        "et 50 consommables d'impression livrés (−249,00 €), au lieu des prévisions."
    )
    gap = fonctionnement(site.connues(2026, ESSEY)) - fonctionnement(site.lignes(2026, ESSEY))
    assert gap == 19680 + 5520 - 24900 == 300


def test_what_was_foreseen_is_what_the_last_call_stated_whatever_the_data_become() -> None:
    """60 000,00 € of mailboxes instead of 62 400,00 €, since the balance: 112 workstations out of 4 801 of them."""
    old, new = (f"2026: {{cout_annuel: {cout}.00}}" for cout in (62400, 60000))
    site = site_de(edited(fichiers_nancy(), "pricing/composants/S08.yaml", old, new), CHEZ_ESSEY, JOUR)
    assert prevu(site, ESSEY) == prevu(site_reel(CHEZ_ESSEY, JOUR), ESSEY) == 10_836_546
    told = ordinaire(bord_credits.pourquoi_projete(site, ESSEY))
    assert told.endswith(" au lieu des prévisions. Les données ont changé depuis l'appel : −55,99 €.")
    assert "L'état révisé prévoyait 108 365,46 €, soit 52,99 € de plus." in bord_dit(site, ESSEY)


def test_the_credits_say_which_votes_opened_them_and_what_a_vote_to_come_would_add() -> None:
    opened = "Les crédits sont ceux du budget primitif, voté le 23 février 2026"
    voted = f"{opened}, et de la décision modificative du 14 décembre 2026."
    to_come = f"{opened}. Une décision modificative est prévue le 14 décembre 2026 : +300,00 € au compte 62876."
    for day, expected in ((JOUR, to_come), (date(2026, 12, 14), voted)):
        found = credits_ouverts(site_reel(CHEZ_ESSEY, day), ESSEY)
        assert found is not None
        assert ordinaire(found.pourquoi[0]) == expected


def test_the_budget_to_enter_says_on_how_many_counts_it_rests_that_nobody_has_validated() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    told = "Il repose sur 18 quantités à valider et 1 quantité à compter, et peut changer avec elles."
    assert told in map(ordinaire, bord_credits.suppositions(site, ESSEY, 2027))
    # Those of 2025 are validated, and its accounts closed.
    assert not any("Il repose" in text for text in bord_credits.suppositions(site, ESSEY, 2025))


def test_the_budget_to_enter_says_what_is_ordered_this_year_and_would_be_entered_if_it_came_later() -> None:
    days = {JOUR: "passait", date(2027, 1, 2): "est passée"}
    told = [ordinaire(bord_credits.suppositions(site_reel(CHEZ_ESSEY, day), ESSEY, 2027)[-1]) for day in days]
    assert told == [
        "Il ne comprend pas ce qui est commandé en 2026 : 2 ordinateurs neufs, 1 577,60 €, à inscrire en plus si la "
        f"livraison {late} en 2027."
        for late in days.values()
    ]


def test_what_a_budget_rests_on_is_told_of_its_amount_where_no_fee_is_due() -> None:
    site = site_de("ecoles", "adherents", date(2026, 3, 2))
    told = "Ce montant repose sur 1 quantité à compter, et peut changer avec elle."
    assert [*map(ordinaire, bord_credits.suppositions(site, "college-du-lac", 2027))] == [told]


def test_where_adherents_sign_in_a_dashboard_says_where_figures_come_from_without_a_file_of_the_data() -> None:
    hosted = site_reel("adherents", JOUR)._replace(propres=True).chez_lui(ESSEY)
    told = {site.propres: bord_seul(site, ESSEY) for site in (hosted, site_reel(CHEZ_ESSEY, JOUR))}
    assert {propres: (".yaml" in text or "releves/" in text) for propres, text in told.items()} == {
        True: False,
        False: True,
    }
    text = lire_html(told[True]).texte
    assert "Solde 2026 appelé, reçu le 22 octobre 2026" in text
    assert "titres n° fictif-2026-0117 et n° fictif-2026-0118" in text
    assert "Inventaire fictif au 31 décembre 2025, extraction du 5 janvier 2026 comptée le 5 janvier 2026" in text


@pytest.mark.parametrize(
    ("prix", "realise", "told"),
    [
        ("{previsionnel: 10.00, realise: 12.00}", 4, "Les prix constatés et d'autres quantités comptent pour +8,00 €."),
        ("10.00", 0, "Les prix constatés et d'autres quantités comptent pour −40,00 €."),
        ("10.00", 5, "La projection tient compte de 5 postes (+10,00 €), au lieu des prévisions."),
    ],
)
def test_what_a_price_moves_or_a_line_that_is_no_more_is_not_said_of_the_others(
    prix: str, realise: int, told: str
) -> None:
    counted = f"{{phase: realise, date: 2026-03-31, source: essai, valeurs: {{postes: {realise}}}}}"
    members = {"metropole": Membre("postes: 4"), "nancy": Membre("postes: 4", comptages=counted)}
    files = maquette(members, {"reseau": Cout("prix: 10.00", annuel="prix * postes")})
    files = edited(files, "pricing/composants/S03.yaml", "prix: 10.00", f"prix: {prix}")
    site = site_de(files)
    assert ordinaire(bord_credits.pourquoi_projete(site, "nancy")) == told


def test_an_adherent_counted_as_foreseen_has_no_sentence() -> None:
    assert bord_credits.pourquoi_projete(site_reel("adherents", JOUR), "laxou") == ""


def test_what_is_ordered_is_projected_on_its_account_and_not_called() -> None:
    (ordered,) = bord_credits.commandes(site_reel(CHEZ_ESSEY, JOUR), ESSEY)
    assert (ordered.depense.id, ordered.compte, ordered.montant) == ("ordinateurs-decembre", "21838", 157760)
    text = bord_essey().texte
    assert "Commandé, et dû à la livraison : 2 ordinateurs neufs, 1 577,60 €." in text


def test_what_was_paid_for_another_exercice_is_told_beside_the_credits() -> None:
    # The regularisation of 2025, issued in April 2026, on the account of the indirect costs.
    told = (
        "Dont, dans « Payé au 15 mai 2026 » : 85,14 € au titre de 2025. Ce qui fut rattaché à son exercice ne prend "
        "pas sur"
    )
    sites = (site_reel(f"adherent:{JARVILLE}", day) for day in (VEILLE, PAIEMENT))
    found = [credits_ouverts(site, JARVILLE) for site in sites]
    assert [told in ordinaire(" ".join(item.pourquoi)) for item in found if item is not None] == [False, True]


def test_what_was_given_back_for_another_exercice_is_no_payment() -> None:
    # 1 240,28 € of 2025 was given back to Essey in 2026.
    assert "au titre de 2025" not in bord_essey().texte


def test_what_was_paid_for_another_exercice_is_within_what_the_accounts_say_is_paid() -> None:
    site = site_reel("adherent:tomblaine", JOUR)
    paid = payes(site, "tomblaine")
    assert paid is not None
    issued = [item for item in titres(site, "tomblaine") if item.genre.par_mandat and item.emission.year == 2026]
    by_year = {
        annee: sum(item.montant for item in issued if item.exercice == annee and item.nature is not STAFF)
        for annee in (2025, 2026)
    }
    assert by_year == {2025: 23_79, 2026: paid.par_compte["62876"] + paid.par_compte["2041511"] - 23_79}


def test_what_was_paid_since_the_accounts_were_read_is_in_no_column() -> None:
    path = "adherents/ludres/titres/2026.yaml"
    files, paid = fichiers_nancy(), "    paiement: 2026-05-"
    head, found, rest = files[path].rpartition("objet: regularisation")
    assert found
    assert paid in rest
    late = re.sub(paid + r"\d\d", "    paiement: 2026-11-27", rest, count=1)
    site = site_de({**files, path: f"{head}{found}{late}"}, "adherent:ludres", date(2026, 11, 29))
    opened = credits_ouverts(site, "ludres")
    assert opened is not None
    assert ordinaire(opened.pourquoi[-1]) == (
        "Payés en 2026, sans être dans ces colonnes : 10,66 € au titre de 2025. Ce qui fut rattaché à son exercice ne "
        "prend pas sur les crédits de 2026 ; le reste est à ôter du disponible."
    )


def test_what_is_ordered_on_an_account_without_credits_has_its_line_and_its_alert() -> None:
    files, path = fichiers_nancy(), "adherents/pulnoy/budget.yaml"
    opened = '      - {compte: "21838", section: investissement, budget: principal, bp: 9400.00}\n'
    site = site_de(edited(files, path, opened, ""), "adherent:pulnoy")
    found = credits_ouverts(site, "pulnoy")
    assert found is not None
    rows = [[ordinaire(cell.texte) for cell in row.cellules] for row in found.tableau.rangs]
    assert rows[-2:] == [
        ["21838", "0,00", "0,00", "0,00", "9 100,00", "−9 100,00"],
        ["Investissement", "600,00", "521,24", "521,24", "9 621,24", "−9 021,24"],
    ]
    assert found.tableau.rangs[-2].cellules[0].note == "coûts directs, investissement"
    assert [ordinaire(fact) for fact, _ in found.manques] == ["Il manque 9 100,00 € au compte 21838."]


def test_what_is_ordered_when_no_account_is_proposed_for_it_is_missing_all_the_same() -> None:
    files, path = fichiers_nancy(), "pricing/comptes.yaml"
    kept = [line for line in files[path].splitlines(keepends=True) if "21838" not in line]
    assert len(kept) < len(files[path].splitlines())
    site = site_de({**files, path: "".join(kept)}, "adherent:pulnoy")
    found = credits_ouverts(site, "pulnoy")
    assert found is not None
    assert "à préciser" in [row.cellules[0].texte for row in found.tableau.rangs]
    assert [ordinaire(fact) for fact, _ in found.manques] == ["Il manque 9 100,00 € à un compte à préciser."]


def test_the_budget_to_enter_says_what_the_avenant_in_progress_would_make_of_it() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    assert par_exercice(site.depot.avenants_consignes["1"], ESSEY, Section.FONCTIONNEMENT)[2027].ecart == -15017
    text = bord_essey().texte
    assert "Si l'avenant n° 1 est signé par tous : 108 215,29 € (−150,17 €)." in text.replace("’", "'")
    # Higher on the page, 7 105,73 € with it, of which 13,19 € of investment.
    small = bord_de("dommartemont", JOUR)
    assert "Si l'avenant n° 1 est signé par tous : 7 092,54 € de fonctionnement (+8,60 €)." in small


def test_a_form_is_one_click_away_when_the_reader_is_led_to_the_forge_and_else_whom_to_write_to() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    assert site.formulaire("2-quantites") == ""
    led = site._replace(depot_en_ligne=f"{FORGE}/blob/main")
    assert led.formulaire("2-quantites") == f"{FORGE}/issues/new?template=2-quantites.yml"
    led = site._replace(depot_en_ligne=f"{FORGE}/-/blob/main")
    assert led.formulaire("2-quantites") == f"{FORGE}/-/issues/new?issuable_template=2-quantites"
    text = bord_essey().texte
    assert "Demander un service : adresse non publiée, passer par votre interlocuteur habituel" in ordinaire(text)


def test_a_service_that_the_reader_has_is_not_offered_to_it_again() -> None:
    has, has_not = (page_reelle(CHEZ_ESSEY, JOUR, f"services/{code}.md").texte for code in ("s04", "s09"))
    assert "Essey-lès-Nancy l'a déjà souscrit." in has.replace("’", "'")
    assert "l'a déjà souscrit" not in has_not.replace("’", "'")


def test_a_service_that_is_subscribed_for_later_is_not_offered_again() -> None:
    own = offres(site_reel("adherent:laxou", date(2026, 3, 1)), "laxou")
    assert [ordinaire(item.note) for item in own.souscrits if item.code == "S10"] == [
        "à partir du 1er avril 2026 ; convention Colibris n° 2025-01 (fictive)"
    ]
    assert "S10" not in {item.code for item in (*own.disponibles, *own.manquants)}


def test_what_is_only_assumed_says_what_was_assumed_since_and_is_not_counted() -> None:
    text = bord_essey().texte
    assert "régularisées en avril 2027 ; depuis, 40 au 20 novembre 2026" in text
    assert "supposée le 31 mars 2026" in text
    assert "comptée le 31 mars 2026" not in text
    assert "Quantités : dernier comptage le 5 janvier 2026" in text


def test_what_is_ordered_is_told_beside_what_is_invested() -> None:
    text = bord_essey().texte
    invested = "9 465,60 € d'investissement (0,00 € en 2025), et 1 577,60 € de commandes qui ne sont pas livrées."
    assert f"S'y ajoutent {invested}" in text
    assert "11 043,20" in text


def test_what_awaits_an_adherent_stands_at_the_top_of_its_page() -> None:
    text = bord_essey().texte.replace("1 er", "1er")
    # 54 182,73 € called, of which 7 197,96 € are suspended.
    due = (
        "46 984,77 € à payer, sur 54 182,73 € appelés le 15 octobre 2026 (appel reçu le 22 octobre 2026), "
        "7 197,96 € étant suspendus"
    )
    counted, following, asked = (
        "pour 2026, 4 quantités à compter d'ici le 15 janvier 2027",
        "pour 2027, 18 quantités à valider et 1 quantité à compter",
        "avenant n° 1 à décider avant le 1er janvier 2027",
    )
    assert f"À faire. {due} · {counted} · {following} · {asked} · prochain appel le 15 avril 2027" in text
    assert "appelé, reçu le 22 octobre 2026, à payer, dont 7 197,96 € suspendus" in text
    assert (
        "En 2027, 108 365,46 € sans l'avenant n° 1, 108 215,29 € avec lui (−150,17 €, −0,1 %). Montants estimés."
        in text
    )
    voted = "Autoriser le maire à signer l'avenant n° 1, avant le 1er janvier 2027."
    assert f"{voted} Le vote du budget 2027, le 25 février 2027, viendrait trop tard." in text


def test_nobody_is_asked_to_decide_before_a_day_that_is_past() -> None:
    site = site_reel("adherents", JOUR)._replace(jour=date(2027, 2, 10))
    (asked,) = a_voter(site, ESSEY)
    assert ordinaire(asked.vote) == (
        "Autoriser le maire à signer l'avenant n° 1. Le 1er janvier 2027, jour prévu de son effet, est passé."
    )
    text = page_dite(site, "services/s08.md").replace("1 er", "1er")
    assert "avis rendu, prise d'effet prévue le 1er janvier 2027, jour passé." in text


def test_a_budget_that_is_voted_before_the_effect_is_said_to_be_voted_once_it_is() -> None:
    site = site_reel("adherents", JOUR)
    told = {day: a_voter(site._replace(jour=date(2026, 12, day)), "laxou")[0].vote for day in (15, 16)}
    assert {day: ordinaire(text).partition(". ")[2] for day, text in told.items()} == {
        15: "Le budget 2027 se vote le 16 décembre 2026.",
        16: "Le budget 2027 a été voté le 16 décembre 2026.",
    }


@cache
def _merged() -> Site:
    """Compute the site once what the avenant changes is merged, before anybody signed it."""
    return site_de(avec_exemple("avenant-1"), CHEZ_ESSEY)


def _read(uri: str) -> str:
    return page_dite(_merged(), uri).replace("1 er", "1er")


def test_an_avenant_that_is_merged_before_it_is_signed_is_counted_once_and_said_to_be() -> None:
    text = _read(f"adherents/{ESSEY}.md")
    assert (
        "En 2027, 108 365,46 € sans l'avenant n° 1, 108 215,29 € avec lui (−150,17 €, −0,1 %). Montants estimés."
        in text
    )
    assert "Ce montant compte l'avenant n° 1, que tous n'ont pas signé ; sans lui : 108 365,46 €." in text
    counted = "Les montants de ce site le comptent déjà."
    assert f"il ne s'applique pas encore. {counted}" in _read("index.md")
    assert "Ceux que ce site publie le comptent déjà." in _read("avenants/1.md")
    assert counted not in page_reelle(CHEZ_ESSEY, JOUR, "index.md").texte


def test_the_simulator_says_which_of_its_exercices_count_an_avenant_that_does_not_apply() -> None:
    counted = "Les montants de 2027 et 2028 comptent l'avenant n° 1, que tous n'ont pas signé. Ce qu'il change"
    assert counted in _read("simulateur.md")
    assert counted in page_dite(_merged()._replace(acces=lire_acces("public")), "simulateur.md")
    assert "l'avenant" not in page_reelle(CHEZ_ESSEY, JOUR, "simulateur.md").texte


def test_what_was_merged_of_an_avenant_that_is_given_up_is_still_said_to_be_counted() -> None:
    files = avec_exemple("avenant-1")
    files["catalogue/avenants/1/avenant.yaml"] += "sans_suite: 2026-11-21\n"
    site = site_de(files, CHEZ_ESSEY)
    told = page_dite(site, "avenants/1.md")
    assert "L'avenant est sans suite depuis le 21 novembre 2026" in told
    assert "Ceux que ce site publie le comptent encore." in told
    since = "sans suite depuis le 21 novembre 2026"
    assert f"Ce montant compte encore l'avenant n° 1, {since} ; sans lui : 108 365,46 €." in bord_dit(site, ESSEY)
    assert f", {since}. Cette page le compte encore." in page_dite(site, "services/s08.md")
    assert "Les montants de ce site le comptent encore." in page_dite(site, "index.md")
    counted = f"Les montants de 2027 et 2028 comptent encore l'avenant n° 1, {since}."
    assert counted in page_dite(site, "simulateur.md").replace("1 er", "1er")


def test_an_avenant_that_is_given_up_unmerged_weighs_on_no_page_but_its_own() -> None:
    files = {**fichiers_nancy()}
    files["catalogue/avenants/1/avenant.yaml"] += "sans_suite: 2026-11-21\n"
    site = site_de(files, CHEZ_ESSEY)
    told = [bord_dit(site, ESSEY), page_dite(site, "services/s08.md"), page_dite(site, "index.md")]
    assert ["avenant n° 1" in text.lower() for text in told] == [False, False, False]


def test_an_avenant_that_is_merged_is_known_though_a_quantity_moved_since() -> None:
    files, path = avec_exemple("avenant-1"), "adherents/laxou/quantites/2027.yaml"
    files[path] = re.sub(r"postes: (\d+)", lambda item: f"postes: {int(item[1]) + 1}", files[path], count=1)
    site = site_de(files)
    told = {nom: bord_dit(site, nom) for nom in (ESSEY, "laxou")}
    counted = "Ce montant compte l'avenant n° 1, que tous n'ont pas signé"
    assert f"{counted} ; sans lui : 108 365,46 €." in told[ESSEY]
    assert f"{counted}." in told["laxou"]


def test_an_avenant_drawn_up_on_other_amounts_says_only_its_difference() -> None:
    files = fichiers_nancy()
    path = f"adherents/{ESSEY}/quantites/2027.yaml"
    files[path] = files[path].replace("postes: 112", "postes: 113")
    text = bord_dit(site_de(files, CHEZ_ESSEY), ESSEY)
    told = "L'avenant n° 1, que tous n'ont pas signé, fait une différence de −150,17 €, calculée le jour où il a été"
    assert f"{told} établi." in text
    assert "En 2027, 108 365,46 € sans l'avenant n° 1" in text
    since = "Montants estimés. Ce sont ceux du jour où il a été établi : les nôtres ont changé depuis."
    assert since in text
    assert "Ce sont ceux du jour" not in bord_essey().texte


def test_to_whom_an_avenant_changed_nothing_it_says_so_of_its_own_day() -> None:
    site = site_reel("adherents", JOUR)
    kept = site.depot.avenants_consignes["1"]
    rows = tuple(row for row in kept.contenu.montants if row["adherent"] != ESSEY)
    without = {"1": kept._replace(contenu=kept.contenu._replace(montants=rows))}
    (asked,) = a_voter(site._replace(depot=site.depot._replace(avenants_consignes=without)), ESSEY)
    assert asked.paye == "Aucun de nos montants ne changeait le jour où il a été établi."
    path = f"adherents/{ESSEY}/adherent.yaml"
    late = lire(edited(fichiers_nancy(), path, "debut: 2024-01-01", "debut: 2026-12-01"))
    (asked,) = a_voter(site._replace(depot=late._replace(avenants_consignes=without)), ESSEY)
    assert asked.paye == "Nous n'étions pas encore partie le jour où il a été établi."


def test_the_public_is_told_nothing_that_one_adherent_would_pay() -> None:
    site = site_reel("public", JOUR)
    assert a_voter(site, ESSEY) == ()


def test_what_was_announced_is_told_when_today_s_data_gives_another_amount() -> None:
    pages = {nom: bord_de(nom, JOUR) for nom in (JARVILLE, ESSEY)}
    told = (
        "L'état d'octobre 2026 annonçait 130 402,64 € pour 2027 ; les données d'aujourd'hui donnent 130 402,63 € "
        "(−0,01 €)."
    )
    assert {nom: told in page for nom, page in pages.items()} == {JARVILLE: True, ESSEY: False}
    assert "annonçait" not in pages[ESSEY]


def test_a_day_that_is_past_is_no_deadline() -> None:
    # The count of 2026 is to be validated by the 15th of January 2027.
    site = site_reel(CHEZ_ESSEY, JOUR)
    asked = [Attendues(2026, Attente(3, 1), date(2027, 1, 15), "#quantites")]
    told = [
        ordinaire(a_faire(site._replace(jour=day), ESSEY, asked)[0].texte)
        for day in (date(2027, 1, 15), date(2027, 1, 16))
    ]
    awaited = "pour 2026, 3 quantités à valider et 1 quantité à compter"
    assert told == [f"{awaited} d'ici le 15 janvier 2027", awaited]


@pytest.mark.parametrize(
    ("statut", "repris"),
    [
        ("ouvert", "les quantités constatées à ce jour, et les prévisions pour le reste"),
        ("clos", "les chiffres du révisé"),
    ],
)
def test_what_the_projection_takes_over_is_said_of_a_year_that_is_open_or_closed(statut: str, repris: str) -> None:
    gone = ("pricing/exercices/2027.yaml", "pricing/exercices/2028.yaml")
    files = {path: text for path, text in fichiers_nancy().items() if path not in gone}
    files = edited(files, "pricing/exercices/2026.yaml", "statut: ouvert", f"statut: {statut}")
    page = ordinaire(bord_seul(site_de(files, CHEZ_ESSEY), ESSEY))
    assert re.findall(r"La projection reprend ([^.]+)\.", page) == [repris]


def test_the_lines_to_download_say_the_state_that_they_are_in_beside_a_projection() -> None:
    text = bord_essey().texte
    assert "Projection au 31 décembre" in text
    assert "Mes lignes de calcul 2026, révisé" in text
