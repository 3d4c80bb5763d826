"""What the site gives its window: the quantities of each adherent, and the way that leads there, where there is one."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.model.mots.vie import Niveau
from convention.reports.depot.apache import Programme, Serveur, ValeurRefuseeError, apache_text
from convention.reports.depot.guichet import Affiche, Etat, Seuil
from convention.site.acces import Acces
from convention.site.bord.guichet import A_DEFAUT, adresse_du_guichet, attendues, fichiers
from convention.site.bord.quantites import attente, attente_de, quantites
from convention.site.ensemble import Site, assembler
from convention.site.pages import ecrire, ecrire_bord
from tests import essais
from tests.essais import fichiers_nancy, lire
from tests.forge.projet import DONNEES
from tests.site.lecture import CALCULS, JOUR, bord_dit, ordinaire

if TYPE_CHECKING:
    from collections.abc import Mapping


PATH = "adherents/bruyere/quantites/2026.yaml"
COMPTES = """
  - {phase: previsionnel, date: 2026-01-05, source: Recomptage, validation: 2026-01-06, valeurs: {copieurs: 4}}
  - {phase: previsionnel, date: 2026-01-07, source: Idem, hypothese: inconnu, valeurs: {postes: 90, bornes_wifi: 2}}
"""
FONCTIONS = """# yaml-language-server: $schema=../../schemas/fonctions.schema.json
origine: demonstration
source: Inventé
signataire:
  fonction: Maire
  habilitation: {organe: Conseil municipal, objet: Signer, numero: "1", date: 2023-09-25}
interlocuteurs: {strategique: Direction générale, financier: Finances et budget, operationnel: Informatique}
dpd: {fonction: Délégué, designation: 2023-03-28, communication: 2024-02-20}
autorisation_enquete: 2024-02-27
"""
AWAITED = (Etat.A_VALIDER, Etat.SUPPOSEE)
FORGE = "https://forge.exemple/o/r/blob/main"


def site(change: Mapping[str, str] | None = None, *, guichet: bool = True) -> Site:
    return ouvert({**DONNEES, **(change or {})})._replace(guichet=guichet)


def ouvert(files: Mapping[str, str]) -> Site:
    """Read the site of these files, with a page of its own for each, and a window."""
    found = assembler(lire(files), JOUR, Acces(Niveau.ADHERENTS), {}, FORGE, CALCULS)
    return found._replace(propres=True, guichet=True)


@cache
def reel() -> Site:
    """Read the site of the frozen data, once."""
    return ouvert(fichiers_nancy())


def affiche(found: Site, nom: str = "bruyere") -> Affiche:
    ((uri, content),) = fichiers(found.chez_lui(nom))
    assert uri == f"chez/{nom}/quantites.json"
    return Affiche.model_validate_json(content)


def test_each_adherent_finds_its_quantities_with_where_each_stands() -> None:
    shown = affiche(site({PATH: DONNEES[PATH].rstrip() + COMPTES}))
    assert (shown.adherent, shown.siren, shown.exercice, shown.phase.value) == (
        "bruyere",
        "333333334",
        2026,
        "previsionnel",
    )
    assert shown.demonstration
    assert {item.cle: (item.valeur, item.etat) for item in shown.quantites} == {
        # Counted once for the flat fee: nobody validates it.
        "postes": ("31", Etat.RETENUE),
        "imprimantes": ("3", Etat.A_VALIDER),
        "copieurs": ("4", Etat.VALIDEE),
        "bornes_wifi": ("2", Etat.SUPPOSEE),
    }


def test_the_window_is_told_what_the_convention_says_is_far_from_the_figure_before() -> None:
    path = "pricing/cles.yaml"
    rule = DONNEES[path].replace("\ncles:", "\nvraisemblance: {facteur: 2.5, ecart: 10}\ncles:", 1)
    assert affiche(site({path: rule})).seuil == Seuil(facteur="2.5", ecart="10")
    assert affiche(site()).seuil is None


def test_the_window_is_told_how_the_convention_calls_those_who_read_requests_over() -> None:
    path = "catalogue/convention.yaml"
    named = f"{DONNEES[path].rstrip()}\nappellations: {{service: les services numériques}}\n"
    assert "appellations:" not in DONNEES[path]
    assert affiche(site({path: named})).service == "les services numériques"
    assert affiche(site()).service == "l'équipe du gestionnaire"


def test_the_window_puts_first_what_the_page_counts_in_its_order_and_counts_as_many() -> None:
    spare = "  - {phase: previsionnel, date: 2026-01-07, source: Idem, hypothese: inconnu, valeurs: {bornes_wifi: 2}}\n"
    found = site({PATH: DONNEES[PATH].rstrip() + "\n" + spare}).chez_lui("bruyere")
    shown, counted = affiche(found), quantites(found, "bruyere")
    assert shown.total == len(counted)
    assert [(item.cle, item.facturee) for item in shown.quantites] == [
        *((item.place.cle, True) for item in counted if item.releve_le is not None),
        ("bornes_wifi", False),
    ]


def test_who_answers_is_one_of_the_functions_that_the_adherent_gave_its_finances_too() -> None:
    path = "adherents/bruyere/fonctions.yaml"
    assert affiche(site()).fonctions == A_DEFAUT
    given = affiche(site({path: FONCTIONS})).fonctions
    assert given == ("Informatique", "Direction générale", "Finances et budget")


def test_its_own_page_alone_leads_there_and_nothing_does_without_a_window() -> None:
    with_window, without = ecrire(site()), ecrire(site(guichet=False))
    leading = {uri for uri, text in with_window.items() if isinstance(text, str) and "/guichet/" in text}
    assert leading == {f"chez/{nom}.md" for nom in ("aubepine", "bruyere", "ccas-aubepine", "metropole-grandval")}
    assert 'href="/guichet/bruyere/"' in str(with_window["chez/bruyere.md"])
    assert with_window.keys() - without.keys() == {f"{uri.removesuffix('.md')}/quantites.json" for uri in leading}
    assert [
        uri for uri, text in without.items() if b"guichet" in (text if isinstance(text, bytes) else text.encode())
    ] == []


def test_who_has_no_siren_or_no_open_year_is_not_led_there() -> None:
    path = "adherents/bruyere/adherent.yaml"
    unknown = site({path: DONNEES[path].replace('siren: "333333334"\n', "")}).chez_lui("bruyere")
    assert list(fichiers(unknown)) == []
    assert adresse_du_guichet(unknown, "bruyere") == ""
    year = "pricing/exercices/2026.yaml"
    closed = site({year: DONNEES[year].replace("statut: ouvert", "statut: clos")}).chez_lui("bruyere")
    assert (adresse_du_guichet(closed, "bruyere"), list(fichiers(closed))) == ("", [])


def test_the_server_knows_of_a_window_only_when_there_is_one() -> None:
    depot, server = lire(DONNEES), Serveur("/srv/c", "https://f.exemple/o", "site", "/etc/c", "/var/c")
    program = Programme("/var/lib/g", "guichet", "/srv/depot/.venv", "/srv/depot/outil/wsgi.py")
    plain, more = apache_text(depot, server), apache_text(depot, server, program)
    assert "guichet" not in plain.lower()
    assert more.startswith(plain)
    assert "WSGIScriptAlias /guichet /srv/depot/outil/wsgi.py" in more
    assert "siret~^333333334[0-9]{5}$" in more.removeprefix(plain)
    with pytest.raises(ValeurRefuseeError, match="guichet"):
        apache_text(depot, server, program._replace(guichet='/var/"x'))


def test_an_organisation_that_only_reads_a_page_asks_for_nothing_there() -> None:
    path = "adherents/bruyere/adherent.yaml"
    depot = lire({**DONNEES, path: DONNEES[path] + 'lecteurs: ["555555559"]\n'})
    server = Serveur("/srv/c", "https://f.exemple/o", "site", "/etc/c", "/var/c")
    plain = apache_text(depot, server)
    more = apache_text(depot, server, Programme("/g", "guichet", "/p", "/p/wsgi.py"))
    assert "555555559" in plain
    assert "555555559" not in more.removeprefix(plain)


@pytest.mark.parametrize(("hypothese", "etat"), [("", Etat.A_VALIDER), ("    hypothese: inconnu\n", Etat.SUPPOSEE)])
def test_the_window_and_the_page_await_the_same_quantities(hypothese: str, etat: Etat) -> None:
    found = site({PATH: DONNEES[PATH].replace("    valeurs:", f"{hypothese}    valeurs:")}).chez_lui("bruyere")
    shown = {item.cle: item.etat for item in affiche(found).quantites if item.etat is not Etat.RETENUE}
    awaited = {
        item.place.cle: Etat.A_VALIDER if item.a_valider else Etat.SUPPOSEE
        for item in quantites(found, "bruyere")
        if item.a_valider or item.a_compter
    }
    # The workstations of the flat fee are nobody's to validate.
    keys = ("imprimantes", "copieurs", *(["postes"] if hypothese else []))
    assert awaited == shown == dict.fromkeys(keys, etat)


REALISE = """  - phase: realise
    date: 2026-12-31
    source: Inventaire au 31 décembre 2026
    valeurs: {imprimantes: 3, copieurs: 2}
"""


@pytest.mark.parametrize("validation", ["", "    validation: 2026-01-20\n"])
def test_the_count_of_a_flat_fee_keeps_neither_the_window_nor_the_page_on_what_is_replaced(validation: str) -> None:
    before = DONNEES[PATH].replace("    valeurs:", f"{validation}    valeurs:")
    found = site({PATH: f"{before}{REALISE}"}).chez_lui("bruyere")
    shown = affiche(found)
    awaited = {item.cle for item in shown.quantites if item.etat is Etat.A_VALIDER}
    assert (shown.phase.value, awaited) == ("realise", {"imprimantes", "copieurs"})
    assert {item.place.cle for item in quantites(found, "bruyere") if item.a_valider} == awaited


def test_every_adherent_of_the_frozen_data_reads_the_same_counts_at_the_window_and_on_its_page() -> None:
    found = reel()
    pages, windows = {}, {}
    for nom in found.adherents:
        own = found.chez_lui(nom)
        for _, content in fichiers(own):
            shown = Affiche.model_validate_json(content)
            states = Counter(item.etat for item in shown.quantites if item.facturee)
            windows[nom] = (shown.total, states[Etat.A_VALIDER], states[Etat.SUPPOSEE])
            pages[nom] = (len(quantites(own, nom)), *attente(quantites(own, nom)))
    assert windows == pages
    # Of zero too; of what nothing bills, the window alone tells.
    assert windows["nancy"][2] < sum(item.etat is Etat.SUPPOSEE for item in affiche(found, "nancy").quantites)
    assert any(item.valeur == "0" and item.facturee for item in affiche(found, "essey-les-nancy").quantites)


def test_what_no_amount_rests_on_does_not_keep_the_window_on_what_is_replaced() -> None:
    # Nothing is billed by the badges, and nobody counted them again.
    path, keys = "adherents/blanchisserie-des-monts/quantites/2025.yaml", "pricing/cles.yaml"
    files = {**essais.fichiers(essais.FIGES / "hopitaux")}
    files[path] = files[path].replace("lits: 0}", "lits: 0, badges: 4}").replace("    validation: 2026-01-26\n", "")
    files[keys] += "  badges: {libelle: badges, unite: badge, pluriel: badges, comptage: a_date}\n"
    found = ouvert(files)
    shown = affiche(found, "blanchisserie-des-monts")
    assert (shown.phase.value, [(item.cle, item.etat) for item in shown.quantites]) == (
        "realise",
        [("lignes", Etat.A_VALIDER), ("lits", Etat.A_VALIDER)],
    )
    assert attente(quantites(found, "blanchisserie-des-monts")).a_valider == 2


def test_the_window_is_about_the_later_counts_once_all_of_a_forecast_is_replaced() -> None:
    # 210 lines were foreseen; 216 were counted since, and validated.
    found = ouvert(essais.fichiers(essais.FIGES / "hopitaux"))
    shown = affiche(found, "aubrelac")
    assert (shown.exercice, shown.phase.value) == (2025, "realise")
    assert {item.cle: (item.valeur, item.etat) for item in shown.quantites} == {
        "lignes": ("216", Etat.VALIDEE),
        "lits": ("150", Etat.VALIDEE),
    }


def test_who_prepares_a_budget_finds_at_the_window_what_its_page_says_that_it_rests_on() -> None:
    found = reel()
    pages, windows = {}, {}
    for nom in found.adherents:
        own = found.chez_lui(nom)
        for _, content in fichiers(own):
            shown = Affiche.model_validate_json(content).de(2027)
            assert shown is not None
            states = Counter(item.etat for item in shown.quantites if item.facturee)
            windows[nom] = (shown.exercice, states[Etat.A_VALIDER], states[Etat.SUPPOSEE])
            pages[nom] = (2027, *attente_de(own, nom, 2027))
    assert windows == pages
    assert min(windows["essey-les-nancy"][1:]) > 0


def test_each_page_lists_the_years_that_await_something_and_leads_to_the_window_of_each() -> None:
    found = reel()
    told, windows = {}, {}
    for nom in found.adherents:
        own = found.chez_lui(nom)
        told[nom] = [(item.exercice, *item.attente, item.vers) for item in attendues(own, nom)]
        windows[nom] = [
            (item.exercice, states[Etat.A_VALIDER], states[Etat.SUPPOSEE], vers)
            for _, content in fichiers(own)
            for item, vers in _years(Affiche.model_validate_json(content))
            if any((states := Counter(each.etat for each in item.quantites if each.facturee))[etat] for etat in AWAITED)
        ]
    # It has no SIREN, and no window.
    assert [item[-1] for item in told.pop("etablissement-rattache")] == ["#quantites", "#budget"]
    assert windows.pop("etablissement-rattache") == []
    assert told == windows
    assert len(told["essey-les-nancy"]) == 2


def test_who_is_to_come_is_led_to_the_window_of_the_first_year_that_it_is_to_share() -> None:
    found, nom = ouvert(essais.fichiers(essais.FIGES / "ecoles")), "college-des-aulnes"
    page = ordinaire(ecrire_bord(found.chez_lui(nom), f"adherents/{nom}/") or "")
    assert set(re.findall('href="(/guichet/[^"]+)"', page)) == {f"/guichet/{nom}/"}
    assert "pour 2027, 1 quantité à valider" in page.lower()
    shown = affiche(found, nom)
    assert (shown.exercice, shown.suivant, [item.etat for item in shown.quantites if item.facturee]) == (
        2027,
        None,
        [Etat.A_VALIDER],
    )


def _years(shown: Affiche) -> list[tuple[Affiche, str]]:
    """Return what the window shows of each year, and where."""
    uri = f"/guichet/{shown.adherent}/"
    return [(shown, uri), *([(shown.suivant, f"{uri}{shown.suivant.exercice}/")] if shown.suivant else [])]


def test_without_a_window_each_year_is_told_where_its_page_tells_of_its_quantities() -> None:
    found = reel()._replace(guichet=False)
    managing = found.depot.convention.gestionnaire
    for nom in ("essey-les-nancy", managing):
        page = ordinaire(ecrire_bord(found.chez_lui(nom), f"adherents/{nom}/") or "")
        assert re.findall('href="(#[a-z]+)">[Pp]our (20..),', page) == [("#quantites", "2026"), ("#budget", "2027")]
        assert "mes quantités de 2027" in page


def test_its_own_page_leads_from_the_budget_to_the_quantities_of_that_year() -> None:
    found = reel()
    pages = ecrire_bord(found.chez_lui("essey-les-nancy"), "adherents/essey-les-nancy/")
    assert pages is not None
    assert re.findall(r'href="(/guichet/[^"]+)">([^<]+)<', ordinaire(pages)) == [
        ("/guichet/essey-les-nancy/", "pour 2026, 4 quantités à compter d'ici le 15 janvier 2027"),
        ("/guichet/essey-les-nancy/2027/", "pour 2027, 18 quantités à valider et 1 quantité à compter"),
        ("/guichet/essey-les-nancy/2027/", "Compter, valider ou corriger mes quantités de 2027"),
        ("/guichet/essey-les-nancy/", "Compter ou corriger mes quantités"),
    ]


def test_what_a_budget_rests_on_has_no_last_day_to_be_validated() -> None:
    found = reel()
    shown = affiche(found, "essey-les-nancy")
    assert shown.suivant is not None
    assert (shown.limite, shown.suivant.limite) == (date(2027, 1, 15), None)


def test_a_year_that_is_not_prepared_yet_is_not_shown() -> None:
    assert affiche(site()).suivant is None


def test_nothing_is_awaited_of_the_quantities_of_a_year_that_is_closed() -> None:
    files = essais.fichiers(essais.FIGES / "syndicat")
    told = []
    for closed in ((2026,), (2026, 2027)):
        data = dict(files)
        for annee in closed:
            path = f"pricing/exercices/{annee}.yaml"
            data = essais.edited(data, path, "statut: ouvert", "statut: clos")
        site = assembler(lire(data), date(2028, 1, 10), Acces(Niveau.ADHERENT_CONCERNE, "fontazur"), {})
        told.append([item.exercice for item in attendues(site, "fontazur")])
    assert told == [[2027], []]


def test_the_quantities_of_a_year_are_corrected_from_a_page_until_it_is_closed() -> None:
    closed = essais.edited(DONNEES, "pricing/exercices/2026.yaml", "statut: ouvert", "statut: clos")
    opened, over = (bord_dit(ouvert(files)._replace(propres=False), "aubepine") for files in (DONNEES, closed))
    assert ("orriger mes quantités" in opened, "orriger mes quantités" in over) == (True, False)
