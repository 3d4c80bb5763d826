"""The site of conventions that are not that of Nancy: their own words, and none of hers."""

from __future__ import annotations

import csv
import re
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from convention.base.appellation import Noms
from convention.base.codes import CODES
from convention.base.french import ecart, montant
from convention.cli.mkdocs.ecrits import ICI
from convention.model.schemas.schemas import schemas
from convention.site.acces import lire
from convention.site.communes.connexion import renvois
from convention.site.communes.reperes import concerns
from tests import les_cas
from tests.cli.commande import lancer
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, nancy
from tests.essais import lire as depot_de
from tests.generateur import write
from tests.generateur.textes import DEMO, first_line
from tests.site.lecture import (
    JOUR,
    Page,
    liens_rompus,
    lire_html,
    page_dite,
    page_reelle,
    page_seule,
    pages,
    pages_figees,
    pages_lues,
    site_de,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from convention.site.ensemble import Site


SYNDICAT, VILLAGES, ECOLES = (fichiers(FIGES / nom) for nom in ("syndicat", "villages", "ecoles"))
LECTEURS = [
    *(("syndicat", niveau) for niveau in ("public", "adherent:pierrelune")),
    *(("villages", niveau) for niveau in ("public", "adherents", "adherent:clairmont")),
    *(("ecoles", niveau) for niveau in ("public", "adherents", "adherent:college-du-lac")),
]


def _lues(nom: str, niveau: str) -> Mapping[str, Page]:
    return pages_lues(pages_figees(nom, niveau, JOUR))


def _texts(nom: str, niveau: str) -> dict[str, str]:
    return {uri: page.texte for uri, page in _lues(nom, niveau).items()}


def _page(files: dict[str, str], niveau: str, uri: str) -> str:
    return page_dite(site_de(files, niveau), uri)


@pytest.mark.parametrize(("nom", "niveau"), LECTEURS)
def test_the_pages_of_another_convention_name_nobody_of_nancy(nom: str, niveau: str) -> None:
    here = nancy()
    bodies = {body.nu for body in {*here.convention.noms} - {*Noms()}} | {
        item.identite.nom for item in here.dossiers.values()
    }
    told = re.compile(rf"\b(?:{'|'.join(map(re.escape, bodies))})\b")
    assert {uri: found for uri, text in _texts(nom, niveau).items() if (found := told.findall(text))} == {}


@pytest.mark.parametrize(("nom", "niveau"), LECTEURS)
def test_no_cost_is_called_indirect_where_no_clause_calls_it_so(nom: str, niveau: str) -> None:
    called = {uri: re.findall(r"[^.]*indirect[^.]*", text, re.IGNORECASE) for uri, text in _texts(nom, niveau).items()}
    assert {uri: found for uri, found in called.items() if found} == {}


@pytest.mark.parametrize(("nom", "niveau"), LECTEURS)
def test_every_link_leads_somewhere_though_the_text_of_the_convention_is_not_there(nom: str, niveau: str) -> None:
    assert liens_rompus(pages_figees(nom, niveau, JOUR), _lues(nom, niveau)) == []


def test_the_home_page_says_who_shares_what_in_the_words_of_the_data() -> None:
    accueil = "accueil: {titre: Trois vallées en réseau, objet: Sept communes partagent un réseau.}\ngestionnaire:"
    files = {**SYNDICAT}
    path = "catalogue/convention.yaml"
    files[path] = files[path].replace("gestionnaire:", accueil, 1)
    text = _page(files, "public", "index.md")
    assert "Trois vallées en réseau" in text
    assert "Sept communes partagent un réseau." in text
    assert (
        "Trois Vallées et 6 autres adhérents partagent des services communs."
        in _texts("syndicat", "public")["index.md"]
    )


@pytest.mark.parametrize(
    ("nom", "told"),
    [
        # The association manages the services and uses none: the page counts four adherents, and so does its sentence.
        ("villages", "Les Villages du Plateau et 4 adhérents partagent des services communs."),
        ("hopitaux", "Sylvemont et 4 autres adhérents partagent des services communs."),
    ],
    ids=["gérant sans part", "gérant adhérent"],
)
def test_the_home_page_counts_the_manager_among_the_adherents_only_when_it_is_one(nom: str, told: str) -> None:
    text = _texts(nom, "public")["index.md"]
    assert told in text
    (figure,) = re.findall(r"Adhérents ([0-9]+)", text)
    (others,) = re.findall(r" et ([0-9]+) (?:autres )?adhérents", told)
    assert int(figure) == int(others) + ("autres" in told)


def test_a_convention_that_counts_no_workstation_has_its_pages() -> None:
    files = {path: re.sub(r"(\bpostes: )[0-9.]+", r"\g<1>0", text) for path, text in SYNDICAT.items()}
    assert files != SYNDICAT
    text = _page(files, "adherents", "index.md")
    assert "La part de chacun" not in text
    assert "À payer : un forfait par poste pour les agents, puis, pour chacun, sa part du coût" in text


def test_the_shares_of_the_strip_add_up_to_the_whole() -> None:
    files = {path: re.sub(r"(\bpostes: )[0-9.]+", r"\g<1>7", text) for path, text in SYNDICAT.items()}
    (told,) = re.findall(r"Parts dans [^.]*[.] ([^.]*)", _page(files, "adherents", "index.md"))
    assert sum(int(part.replace(",", "")) for part in re.findall(r"([0-9]+,[0-9])\s%", told)) == 1000


def test_the_home_page_tells_of_no_choice_no_count_and_no_article_that_the_data_has_not() -> None:
    text = _texts("villages", "adherents")["index.md"]
    assert "Chacun bénéficie des 2 services du catalogue." in text
    assert "Les sommes d'une année sont appelées en mai, puis régularisées." in text
    assert "article" not in text
    assert "souscrire" not in text
    # The colleges are asked money in March and in October, and never settled: no call says so. Nothing is revised.
    colleges = _texts("ecoles", "adherents")
    told = "annoncées en octobre de l'année d'avant, appelées en mars et en octobre."
    assert told in colleges["index.md"]
    assert "Prévu en octobre de l'année d'avant, puis constaté à la clôture" in colleges["exercices/index.md"]


def test_a_published_quantity_that_is_no_population_makes_no_inhabitants() -> None:
    texts = _texts("ecoles", "adherents")
    told = {uri: text for uri, text in texts.items() if uri != "diagnostics.md"}
    assert [uri for uri, text in told.items() if re.search(r"[0-9] habitants|Par habitant", text)] == []
    assert "soit 440,00 €" not in texts["adherents/college-du-lac.md"]


def test_the_limits_of_a_share_are_in_words_with_who_bears_what_they_leave() -> None:
    texts = _texts("villages", "public")
    told = (
        "Plafond par bénéficiaire : si montant dû pour le secrétariat l'année précédente = 0 alors coût annuel sinon "
        "montant dû pour le secrétariat l'année précédente × (1 + hausse) ; le reste n'est recouvré auprès de personne."
    )
    assert [uri for uri, text in texts.items() if told in text] == ["services/s01.md", "annexes/tarifs.md"]


def test_what_nobody_pays_is_on_the_page_of_its_year() -> None:
    texts = _texts("villages", "adherents")
    assert "Non recouvré : Secrétariat itinérant, coût annuel, 480,00 €." in texts["exercices/2027.md"]
    assert "Non recouvré" not in texts["exercices/2026.md"]


def test_a_dashboard_asks_to_validate_only_what_is_counted() -> None:
    counted = _texts("ecoles", "adherent:college-du-lac")["adherents/college-du-lac.md"]
    # Nobody says who the référent is.
    assert "1 quantité sur 2 à valider" in counted
    assert "à valider par le référent" not in counted
    assert "Coefficient de solidarité 0,8" in counted
    fixed = _texts("villages", "adherent:clairmont")["adherents/clairmont.md"]
    assert "à valider par le référent" not in fixed
    assert "Quantités à valider" not in fixed


def test_where_nothing_is_chosen_nor_counted_there_is_no_simulator() -> None:
    assert "simulateur.md" not in _texts("villages", "adherents")
    assert "simulateur.md" in _texts("ecoles", "adherents")


def test_who_decides_is_what_the_procedures_say() -> None:
    told = _texts("villages", "public")["gouvernance.md"]
    assert "L'assemblée générale de l'association fixe les prix de l'année suivante." in told
    assert "L'assemblée du gestionnaire, après avis" not in told
    assert (
        "Qui décide d'un prix, d'une formule ou d'une quantité n'est pas encore dit ici."
        in _texts("syndicat", "public")["gouvernance.md"]
    )


PROCEDURES = {
    "annexes/forfait.md": "actualisation-annuelle",
    "adherents/laxou.md": "avenant",
    "services/s11.md": "souscription",
    "gouvernance.md": "acte-de-gestion",
}


@cache
def _drawn_by_lot() -> Site:
    """Make the site of Nancy where lots, each of its own, decide of what these pages tell."""
    path, files = "catalogue/procedures.yaml", fichiers(FIGES / "nancy")
    for procedure in PROCEDURES.values():
        written = rf"(  {procedure}:\n    libelle: .*\n(?: {{4}}(?!description).*\n)*    description: )"
        text = r"(?:>-\n(?: {6}.*\n)+|.*\n)"
        files[path], found = re.subn(written + text, rf"\g<1>Le sort « {procedure} » en décide\n", files[path])
        assert found == 1
    return site_de(files)


@pytest.mark.parametrize("uri", PROCEDURES)
def test_a_page_says_who_decides_in_the_words_of_the_procedure(uri: str) -> None:
    text = page_dite(_drawn_by_lot(), uri)
    assert f"Le sort « {PROCEDURES[uri]} » en décide." in text
    assert "après avis" not in text


SANS_FORFAIT = {path: text for path, text in SYNDICAT.items() if path != "pricing/forfait.yaml"}


@pytest.mark.parametrize("niveau", ["public", "adherent:pierrelune"])
def test_without_a_flat_fee_no_page_tells_of_one_nor_links_to_it(niveau: str) -> None:
    found = pages(depot_de(SANS_FORFAIT), JOUR, lire(niveau))
    read = pages_lues(found)
    assert liens_rompus(found, read) == []
    said = re.compile("masse salariale|forfait par|par poste de travail", re.IGNORECASE)
    assert {uri for uri, page in read.items() if said.search(page.texte)} - {"diagnostics.md"} == set()


def test_without_a_flat_fee_the_data_is_sound_and_the_table_has_no_payroll(tmp_path: Path) -> None:
    root = write(tmp_path, SANS_FORFAIT)
    assert lancer(root, "valider").code == 0
    table = lancer(root, "calculer").sortie.decode()
    assert re.search("^Adhérent .*Coûts directs", table, re.MULTILINE)
    assert "Masse salariale" not in table


def test_a_repository_writes_again_what_it_wants_of_the_presentation(tmp_path: Path) -> None:
    own = {
        "mkdocs.yml": "site_name: Un titre\ntheme: {favicon: assets/le-notre.svg, custom_dir: notre}\n"
        "hooks: [crochet.py]\nextra: {lien: 'https://exemple.fr'}\n",
        "notre/404.html": "Perdu",
        "notre/assets/le-notre.svg": "<svg/>",
        "crochet.py": "",
    }
    root = write(tmp_path / "depot", {**VILLAGES, **own})
    assert lancer(root, "pages", "--vers", "../pages").code == 0
    found = YAML(typ="safe").load((tmp_path / "pages/mkdocs.yml").read_text("utf-8"))
    assert (found["site_name"], found["hooks"]) == ("Un titre", ["crochet.py"])
    assert (found["theme"]["favicon"], found["theme"]["name"]) == ("assets/le-notre.svg", "material")
    assert (found["extra"]["lien"], found["extra"]["demonstration"]) == ("https://exemple.fr", True)
    given = ("404.html", "assets/le-notre.svg")
    assert [(tmp_path / "pages/theme" / name).read_text("utf-8") for name in given] == ["Perdu", "<svg/>"]
    assert {path.name for path in (tmp_path / "pages").iterdir()} >= {"crochet.py", "docs", "theme"}
    assert (tmp_path / "pages/theme/main.html").read_bytes() == (ICI / "theme/main.html").read_bytes()


@pytest.mark.parametrize("nom", ["villages", "ecoles", "syndicat"])
def test_no_column_of_the_open_data_is_empty(nom: str) -> None:
    shown = pages_figees(nom, "public", JOUR)
    tables = {uri: [*csv.DictReader(_csv(page))] for uri, page in shown.items() if uri.endswith(".csv")}
    assert "donnees/cles.csv" in tables
    empty = {uri: [nom for nom in rows[0] if not any(row[nom] for row in rows)] for uri, rows in tables.items()}
    assert {uri: columns for uri, columns in empty.items() if columns} == {}


def test_the_open_data_of_a_tariff_hold_the_limits_of_what_one_pays() -> None:
    rows = csv.DictReader(_csv(pages_figees("villages", "public", JOUR)["donnees/couts-de-possession.csv"]))
    told = {row["id"]: row["plafond"] for row in rows}
    assert told == {
        "secretariat-itinerant": "si(secretariat_precedent = 0; cout_annuel; secretariat_precedent * (1 + hausse))",
        "site-commun": "",
    }
    keys = csv.DictReader(_csv(pages_figees("ecoles", "public", JOUR)["donnees/cles.csv"]))
    assert "au moins 0,8, au plus 1,2" in {row["cle"]: row["definition"] for row in keys}["solidarite"]


@pytest.mark.parametrize(("nom", "niveau"), [("ecoles", "adherent:college-du-lac"), ("hopitaux", "adherent:aubrelac")])
def test_a_body_keeps_its_article_after_a_preposition(nom: str, niveau: str) -> None:
    bare = re.compile(r"\b(?:pour|à|de|par|chez|avec|que) (?:Collège|Blanchisserie)\b.{12}")
    texts = _texts(nom, niveau)
    assert {uri: found for uri, text in texts.items() if (found := bare.findall(text))} == {}


@pytest.mark.parametrize("nom", ["villages", "ecoles", "hopitaux"])
def test_the_messages_of_a_site_are_those_that_may_concern_its_convention(nom: str) -> None:
    text = _texts(nom, "adherents")["diagnostics.md"]
    assert {"SYN001", "TAR004", "QTE001", "AVE005"} <= set(re.findall(r"[A-Z]{3}\d{3}", text))
    # No derogation, no settlement by another body, no budget, no flat fee, no text, no org chart, no grid.
    absent = re.compile(r"PRE005|ADH012|ADH013|TAR019|ART\d|IND\d|TAR024|archives|masse salariale|temps plein|comité")
    assert absent.findall(text) == []


def test_every_kind_and_field_that_a_message_supposes_is_one_that_data_may_have() -> None:
    known = schemas()
    supposed = {item for code in CODES.values() for item in code.suppose}
    for genre, _, champ in (item.partition("#") for item in supposed):
        assert f'"{champ}"'.encode() in known[f"{genre}.schema.json"] or not champ, (genre, champ)


def test_no_message_is_left_out_of_a_site_but_one_that_supposes_what_its_convention_lacks() -> None:
    text = page_reelle("adherents", JOUR, "diagnostics.md").texte
    # To whom each of these is shown: `test_cas.py`.
    lacking = {code for code in les_cas.codes() if not concerns(nancy(), CODES[code])}
    assert set(CODES) - set(re.findall(r"\b[A-Z]{3}\d{3}\b", text)) == lacking


def _csv(content: str | bytes) -> StringIO:
    return StringIO(content if isinstance(content, str) else content.decode("utf-8-sig"))


@pytest.mark.parametrize("nom", ["villages", "ecoles", "hopitaux", "syndicat"])
def test_whoever_shares_an_exercice_that_is_shown_has_its_page(nom: str) -> None:
    shared = site_de(nom).chiffres.contributions.values()
    members = {adherent for item in shared for adherent in item.totaux.par_adherent}
    assert {f"adherents/{adherent}.md" for adherent in members} <= set(pages_figees(nom, "adherents", JOUR))


def test_what_who_has_left_paid_the_year_before_is_counted_in_the_total_of_the_list() -> None:
    files, path = fichiers(FIGES / "syndicat"), "adherents/fontazur/adherent.yaml"
    files[path] = re.sub(r"debut: 2025-01-01", "debut: 2025-01-01, fin: 2026-01-01", files[path], count=1)
    site = site_de(files, "adherents", JOUR)
    rows = lire_html(page_seule(site, "adherents/index.md")).rangees
    before, after = (site.contributions[annee].totaux.par_section["fonctionnement"] for annee in (2025, 2026))
    gone, total = (next(row for row in rows if row[0] == said) for said in ("Qui est parti depuis", "Total"))
    assert gone[2] == "0,00"
    assert total[2:4] == (espaces(montant(after)), espaces(ecart(after - before)))


@pytest.mark.parametrize("genre", ["societe", pytest.param("association", marks=pytest.mark.long)])
def test_only_a_public_budget_has_a_running_section(genre: str) -> None:
    files, essey = fichiers(FIGES / "nancy"), "essey-les-nancy"
    private = edited(files, f"adherents/{essey}/adherent.yaml", "type: commune", f"type: {genre}")
    of_all, own = (_page(item, f"adherent:{essey}", f"adherents/{essey}.md").casefold() for item in (files, private))
    said = of_all.count("fonctionnement")
    assert said
    assert (own.count("fonctionnement"), own.count("hors investissement")) == (0, said)


def test_who_joins_in_a_year_to_come_is_told_of_that_year() -> None:
    found = pages_figees("villages", "adherents", JOUR)
    text = lire_html(str(found["adherents/fontbrune.md"])).texte
    assert "Fontbrune, exercice 2027" in text
    assert "Adhésion le 1 er juillet 2027." in text
    assert "En 2027, la commune devrait payer 3 360,00 € de fonctionnement." in text
    assert "Pourquoi 2027 diffère de 2026" not in text
    assert "adherents/fontbrune/lignes-2027.csv" in found
    assert "Fontbrune exercice 2027" in lire_html(str(found["adherents/index.md"])).texte
    # The year of the others is another: neither their number nor their total changes.
    assert "4 adhérents, projeté" in lire_html(str(found["adherents/index.md"])).texte
    own = pages_figees("villages", "adherent:fontbrune", JOUR)
    # Nothing of a year that has not begun is to be attached to it.
    assert [uri for uri in own if "RATTACHEMENT" in uri] == []
    assert "en 2027, la commune devrait payer 3 360,00 €" in lire_html(str(own["index.md"])).texte.lower()


def test_a_catalogue_counts_those_who_have_a_service_as_its_page_does() -> None:
    found = pages_figees("villages", "adherents", JOUR)
    assert "va à chaque adhérent 4 S02" in lire_html(str(found["annexes/catalogue.md"])).texte


def test_a_page_speaks_of_credits_and_of_a_common_total_only_where_there_are() -> None:
    texts = _texts("ecoles", "adherents")
    assert [uri for uri, text in texts.items() if uri != "diagnostics.md" and "rédits" in text] == []
    assert "Total commun" not in texts["adherents/college-du-lac.md"]
    assert "Total commun" in _texts("villages", "adherents")["adherents/clairmont.md"]


@pytest.mark.parametrize(
    ("files", "places"),
    [
        (VILLAGES, ["", "echeancier", "documents"]),
        (ECOLES, ["", "echeancier", "quantites", "documents"]),
    ],
    ids=["villages", "écoles"],
)
def test_the_search_leads_home_who_looks_for_what_a_convention_has(files: dict[str, str], places: list[str]) -> None:
    site = site_de(files)._replace(propres=True)
    (home,) = renvois(site)
    assert [place for _, place in home.lieux] == places


def test_the_limit_of_a_rise_is_given_with_the_prices_of_its_year() -> None:
    told = "Secrétariat itinérant : coût annuel 24 000,00 €, hausse 0,03."
    assert told in _texts("villages", "adherents")["annexes/tarifs.md"]


def test_the_managing_body_is_led_to_no_statement_of_its_own() -> None:
    text = _texts("hopitaux", "adherents")["adherents/sylvemont.md"]
    assert "ne sont montrés" not in text
    assert "états des appels" not in text.lower()


CONTACTS = """# yaml-language-server: $schema=../schemas/gouvernance.schema.json
origine: demonstration
source: "inventé pour l'exemple"
instances: {}
contacts:
  finances: {fonction: finances, objet: "Un appel", clause: article 9, courriel: finances@plateau.example}
"""


def test_where_there_are_contacts_and_no_committee_the_page_names_none() -> None:
    found = pages(depot_de({**VILLAGES, "catalogue/gouvernance.yaml": CONTACTS}), JOUR, lire("adherents"))
    read = pages_lues(found)
    # The clause is cited, and its text is not there to be led to.
    assert liens_rompus(found, read) == []
    text = read["gouvernance.md"].texte
    assert "Gouvernance : qui décide" in text
    assert "finances@plateau.example" in text
    assert [word for word in ("comités", "Instances") if word in text] == []


def test_any_body_that_all_have_is_among_what_comes_next() -> None:
    body = "bureau: {libelle: Bureau, composition: [], role: [], frequence: {texte: Au besoin}}"
    bodies, path = CONTACTS.replace("instances: {}", f"instances: {{{body}}}"), "catalogue/reunions/2026.yaml"
    day = "{id: bureau-1, instance: bureau, date: 2026-12-15, statut: prevue, ordre_du_jour: [Prix]}"
    meeting = f"{first_line(path)}{DEMO}reunions: [{day}]\n"
    files = {**VILLAGES, "catalogue/gouvernance.yaml": bodies, path: meeting}
    assert "Bureau" in _page(files, "adherents", "index.md")


def test_that_a_body_decides_nothing_is_said_only_where_procedures_ask_for_its_opinion_alone() -> None:
    body = "bureau: {libelle: Bureau, composition: [], role: [], frequence: {texte: Au besoin}}"
    named = {**VILLAGES, "catalogue/gouvernance.yaml": CONTACTS.replace("instances: {}", f"instances: {{{body}}}")}
    rules, prices = "catalogue/procedures.yaml", "    visas: [vote-des-prix]"
    silent = {path: text for path, text in named.items() if path != rules}
    told = edited(named, rules, "visas:\n", 'visas:\n  avis: {libelle: "Avis du bureau", instance: bureau}\n')
    asked = edited(told, rules, prices, "    visas: [avis, vote-des-prix]")
    seized = edited(asked, rules, prices.replace("vote", "avis, vote"), f"    instances: [bureau]\n{prices}")
    alone = edited(told, rules, prices, "    visas: [avis]")
    texts = [_page(files, "adherents", "gouvernance.md") for files in (asked, named, silent, seized, alone)]
    assert ["Bureau" in text for text in texts] == [True, True, True, True, True]
    assert ["Ne donne qu'un avis, sans décider : bureau." in espaces(text) for text in texts] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_verbs_agree_with_those_who_render_the_services_when_they_are_several() -> None:
    path, files = "catalogue/convention.yaml", fichiers(FIGES / "nancy")
    files[path] = files[path].replace("service: la DSIT", "service: les équipes numériques", 1)
    site = site_de(files)
    text = page_dite(site, "rgpd-et-securite.md")
    assert re.findall(r"[Ll]es équipes numériques (\w+ent)\b", text) == ["aident"]


def test_a_service_of_which_nobody_pays_yet_has_no_empty_total() -> None:
    row, empty = "pricing/couts-de-possession.yaml", "pricing/composants/S02.yaml"
    files = {path: text for path, text in VILLAGES.items() if path != empty}
    head, _, _ = files[row].partition("  - id: site-commun")
    files[row] = f"""{head}  - id: borne
    service: S02
    categorie: Borne
    libelle: Borne
    variables: {{prix_paye: €/unité, nombre: unité}}
    direct: {{formule: prix_paye * nombre, texte: "prix payé, multiplié par le nombre livré"}}
"""
    text = _page(files, "adherents", "services/s02.md")
    assert "4 bénéficiaires en 2026, aucun n'en paie de part ; coût refacturé" in text
    assert "Total" not in text


def test_who_joins_in_the_year_has_its_services_from_its_first_day() -> None:
    texts = {
        nom: _texts(convention, "adherents")[f"adherents/{nom}.md"]
        for convention, nom in (("villages", "fontbrune"), ("hopitaux", "fontanelle"))
    }
    assert {nom: "Compris dans l'adhésion S01" in text for nom, text in texts.items()} == {
        "fontbrune": True,
        "fontanelle": True,
    }
    assert "2026 prévisionnel" not in texts["fontbrune"]
