"""Three conventions read as a mayor, a school head, a hospital director would: nothing false, empty, or of another.

Knows: `depots/villages`, `depots/ecoles`, `depots/hopitaux`, their commands and pages. Must not know: how any is made.
Each test is a sentence that was false, or that said nothing, and what is read in its place.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from convention.engine.contribution import calculer
from convention.forge.formulaires.definitions import formulaires
from convention.model.resolution import resolve
from convention.reports.etat.phrases import what
from convention.reports.etat.rattachement import attachment, remaining
from convention.site.acces import lire as acces
from convention.site.ensemble import assembler
from convention.site.simulateur import simulateur
from tests.compare.depots_git import git_repository
from tests.conventions.dits import said, words
from tests.essais import CALCULS, FIGES, edited, fichiers, lire
from tests.generateur.textes import avenant
from tests.site.lecture import lire_html, ordinaire, page_seule

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOMS = ("villages", "ecoles", "hopitaux")
DEPOTS = {nom: fichiers(FIGES / nom) for nom in NOMS}
JOUR = date(2026, 11, 29)
PROPRES = {"villages": "clairmont", "ecoles": "college-du-lac", "hopitaux": "orvelle"}


def site(files: dict[str, str], niveau: str = "adherents") -> Callable[[str], str]:
    """Return what gives the text of a page that a reader of a level finds."""
    found = assembler(lire(files), JOUR, acces(niveau), {}, calcule=CALCULS)
    return lambda uri: lire_html(page_seule(found, uri)).texte


@pytest.fixture(scope="module")
def clos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hospitals, the year 2025 called, then closed."""
    root = git_repository(tmp_path_factory.mktemp("clos") / "hopitaux", [DEPOTS["hopitaux"]])
    for echeance, jour in (("01", "20"), ("04", "22"), ("07", "21"), ("10", "20")):
        said(root, "appels", "sceller", f"2025-{echeance}", "--date", f"2025-{echeance}-{jour}")
    said(root, "clore", "2025", "--date", "2026-02-01")
    return root


@pytest.fixture(scope="module")
def apres(clos: Path) -> Callable[[str], str]:
    return site(fichiers(clos))


def test_who_has_left_is_no_longer_counted_among_those_who_share_the_services(apres: Callable[[str], str]) -> None:
    # Orvelle pays for three months of 2026, and left on 31 March.
    assert "Sylvemont et 4 autres adhérents partagent des services communs." in apres("index.md")
    assert "Adhérents 5 dont l'établissement support" in apres("index.md")


def test_a_departure_that_has_passed_is_not_told_as_one_to_come(clos: Path) -> None:
    text = site(fichiers(clos), "adherent:orvelle")("adherents/orvelle.md")
    assert "Dernier jour dans la convention, passé : 31 mars 2026" in text
    # Nothing is to come after today; what it was to be asked as long as it was there, and is not sealed, is recalled.
    assert "29 novembre 2026 Jour de cette page Contester un appel" in text
    assert "Appel à contribution Régularisation de l'exercice 2025 ; pas encore émis" in text
    assert "Deuxième acompte" not in text
    assert "Troisième acompte" not in text


def test_who_left_in_the_year_pays_less_because_it_was_there_a_shorter_time(apres: Callable[[str], str]) -> None:
    text = apres("adherents/orvelle.md")
    assert "d'abord parce qu'il est là moins longtemps dans l'année." in text
    assert "le temps où vous êtes adhérent dans l'année" in text
    assert not re.search("souscrit|quitté|postes", text)


def test_a_beneficiary_that_has_left_is_said_to_be_one_no_more(apres: Callable[[str], str]) -> None:
    assert "Orvelle ne l'est plus" in apres("services/s01.md")


def test_two_amounts_already_computed_are_named_where_they_differ(clos: Path, apres: Callable[[str], str]) -> None:
    moved = "montants dus pour les lignes et les lits : {} € au lieu de {} €"
    assert moved.format("796,00", "867,15") in apres("adherents/blanchisserie-des-monts.md")
    assert moved.format("867,15", "770,80") in said(clos, "appels", "--rattachement", "2025")


def test_a_year_that_costs_as_much_is_not_said_to_differ(apres: Callable[[str], str]) -> None:
    text = apres("adherents/blanchisserie-des-monts.md")
    assert "Ce qui a changé depuis 2025 " in text
    assert "diffère de" not in text


def test_closing_a_year_is_told_in_sentences_and_not_as_what_changes_no_amount(tmp_path: Path) -> None:
    root = git_repository(tmp_path / "hopitaux", [DEPOTS["hopitaux"]])
    said(root, "clore", "2025", "--date", "2026-02-01")
    told = said(root, "comparer", "HEAD")
    assert "aucun montant ne change" not in told
    assert "du 1er février 2026, sur « pricing/clotures/2025.json » : le fichier est scellé : il ne change plus" in told


def test_the_home_page_of_a_newcomer_leads_to_no_budget_that_its_own_page_does_not_have() -> None:
    found = site(DEPOTS["hopitaux"], "adherent:fontanelle")
    assert ["budget" in found(uri) for uri in ("index.md", "adherents/fontanelle.md")] == [False, False]


@pytest.mark.parametrize("nom", NOMS)
def test_the_messages_explained_are_those_of_a_convention_without_abaque_nor_readings(nom: str) -> None:
    text = site(DEPOTS[nom], "public")("diagnostics.md")
    assert re.findall(r"(?i)abaque|\(lecture \d+\)", text) == []


@pytest.mark.parametrize("nom", NOMS)
def test_the_catalogue_promises_only_what_the_pages_of_the_services_hold(nom: str) -> None:
    found = site(DEPOTS[nom])
    assert "Chaque service a sa page : comment son coût se calcule." in found("annexes/catalogue.md")
    assert "Les services et leurs formules" in found("index.md")


@pytest.mark.parametrize(
    ("nom", "quantites", "source"),
    [
        ("villages", "1 quantité : 1 fixée", "Parts égales 1 4 fixée"),
        ("ecoles", "2 quantités : 1 publiée, 1 à valider", "Coefficient de solidarité 0,8 publiée"),
    ],
)
def test_a_quantity_that_nobody_counts_is_said_published_or_fixed_as_it_is(
    nom: str, quantites: str, source: str
) -> None:
    text = site(DEPOTS[nom], f"adherent:{PROPRES[nom]}")(f"adherents/{PROPRES[nom]}.md")
    assert (quantites in text, source in text, "publiée ou fixée" in text) == (True, True, False)


@pytest.mark.parametrize("nom", NOMS)
def test_a_report_has_no_section_that_says_that_there_is_nothing_in_it(nom: str) -> None:
    told = said(FIGES / nom, "rediger", "rapport")
    assert "Activité" not in told
    assert ("y compris" in told) == (nom == "hopitaux")


def test_who_owes_nothing_in_a_year_enters_nothing_in_its_budget() -> None:
    told = said(FIGES / "villages", "budget", "fontbrune", "--exercice", "2026")
    assert told == "Au budget 2026, Fontbrune n'a rien à inscrire : rien ne lui est facturé cette année-là.\n"
    assert "il n'a pas de part à inscrire" in said(FIGES / "ecoles", "budget", "val-dore")


def test_an_association_does_not_say_that_its_sheet_is_no_titre_de_recettes() -> None:
    depot = lire(DEPOTS["villages"])
    left = remaining(depot, calculer(resolve(depot, 2026)))
    told, denied = what(attachment(depot, left, "clairmont", date(2027, 1, 4)))
    assert denied == "Ce n'est pas un appel de contribution."
    assert told == "Document de fin d'exercice, pour les écritures de rattachement."


def test_a_workbook_names_no_flat_fee_of_a_convention_that_has_none(tmp_path: Path) -> None:
    made = tmp_path / "classeur.xlsx"
    said(FIGES / "villages", "exporter", "--classeur", str(made))
    with ZipFile(made) as parts:
        told = parts.read("xl/sharedStrings.xml").decode("utf-8")
    assert "Ne sont pas ici : les formules des tarifs, les appels." in ordinaire(told)


@pytest.mark.parametrize(
    ("geste", "jour"),
    [
        (("resilier", "ormeval", "--dernier-jour", "2027-08-31", "--notification", "2026-11-20"), "1er septembre 2027"),
        (
            (
                *("adherer", "gerbeval", "parts=1", "--nom", "Gerbeval", "--type", "commune", "--siren", "100001114"),
                *("--insee", "00026", "--debut", "2027-12-01", "--source", "inventé"),
            ),
            "1er décembre 2027",
        ),
    ],
    ids=["départ", "entrée"],
)
def test_a_departure_or_an_entry_takes_effect_on_its_own_day(geste: tuple[str, ...], jour: str, tmp_path: Path) -> None:
    root = git_repository(tmp_path / "villages", [DEPOTS["villages"]])
    said(root, *geste)
    assert re.findall("Prise d'effet le (.*?) :", said(root, "comparer", "HEAD")) == [jour]


def test_a_departure_by_letter_asks_no_hospital_to_decide(tmp_path: Path) -> None:
    root = git_repository(tmp_path / "hopitaux", [DEPOTS["hopitaux"]])
    said(root, "resilier", "combefroide", "--dernier-jour", "2026-12-31", "--notification", "2026-05-20")
    assert "Décision de chaque établissement" not in said(root, "comparer", "HEAD")
    assert "— Lettre de résiliation\n" in said(root, "fiche-sortie", "combefroide")


@pytest.mark.parametrize("nom", NOMS)
def test_a_request_to_enter_is_written_and_misses_what_its_procedure_asks_and_the_signature_that_ends_it(
    nom: str, tmp_path: Path
) -> None:
    root = git_repository(tmp_path / nom, [DEPOTS[nom]])
    said(root, "adherer", "nouveau", "--nom", "Gerbeval", "--demande", "2026-11-02", "--source", "inventé")
    told = said(root, "fiche-adhesion", "nouveau")
    assert "Il le sera quand son entrée sera écrite" in told
    asked = {"hopitaux": ["Décision de chaque établissement", "Signature de chaque partie"]}
    assert re.findall("manque — (.*)", told) == asked.get(nom, ["Signature de la convention"])


AVENANT = avenant("Préavis de quatre mois", "2027-01-01", "Six mois sont trop longs", "Les budgets ne suivent pas")


def test_the_page_and_the_report_of_an_amendment_tell_it_once_in_whole_sentences(tmp_path: Path) -> None:
    after = edited(DEPOTS["villages"], "catalogue/convention.yaml", "preavis_mois: 6", "preavis_mois: 4")
    after["catalogue/avenants/1/avenant.yaml"] = AVENANT
    root, made = git_repository(tmp_path / "villages", [DEPOTS["villages"], after]), tmp_path / "avenant"
    drawn = ("avenant", "etablir", "v1", "v2", "--numero", "1", "--date", "2026-11-23")
    said(root, *drawn, "--sortie", str(made), "--consigner")
    files = fichiers(root)
    assert '"sujets": [null, "Convention"],' in files["catalogue/avenants/1/avenant.json"]
    # Of itself, the page says what its own document says: its object, its day, its reasons.
    assert "Ce qui change {#phrases} Convention : préavis de résiliation" in site(files)("avenants/1.md")
    assert "six mois sont trop longs ; les budgets ne suivent pas." in words(made / "avenant-1-rapport.docx")


def test_the_simulator_names_a_college_with_its_article() -> None:
    site = assembler(lire(DEPOTS["ecoles"]), JOUR, acces("adherents"), {}, calcule=CALCULS)
    (text,) = [text for uri, text in simulateur.fichiers(site) if "2027" in uri]
    assert '"sujet":"le Collège du Lac"' in ordinaire(text.decode())


@pytest.mark.parametrize(("nom", "manager"), [("villages", "Les Villages du Plateau"), ("ecoles", "Val-Doré")])
def test_who_is_called_nothing_is_not_offered_to_contest_it(nom: str, manager: str) -> None:
    forms = {item.id: item for item in formulaires(lire(DEPOTS[nom]))}
    (asked,) = [champ for champ in forms["3-contestation"].champs if champ.id == "adherent"]
    assert manager not in asked.choix


APPEL = """\
# yaml-language-server: $schema=../../../schemas/titres.schema.json
origine: demonstration
source: "inventé pour l'exemple"
titres:
  - numero: "2026-03"
    genre: appel
    objet: solde
    exercice: 2026
    nature: indirects
    section: fonctionnement
    echeance: 2026-05
    montant: 6450.00
    emission: 2026-05-18
    reception: 2026-10-02
"""


def test_no_delay_of_public_law_runs_from_the_call_of_an_association(tmp_path: Path) -> None:
    root = git_repository(tmp_path / "villages", [DEPOTS["villages"]])
    said(root, "appels", "sceller", "2026-05", "--date", "2026-05-15")
    (root / "adherents/clairmont/titres").mkdir()
    (root / "adherents/clairmont/titres/2026.yaml").write_text(APPEL, "utf-8")
    when = ("--contact", "2026-10-10", "--contestation", "2026-10-20")
    told = said(root, "contester", "clairmont", "2026-03", "S02", "--montant", "30", "--objet", "Panne", *when)
    text = site(fichiers(root), "adherent:clairmont")("adherents/clairmont.md")
    assert "Panne, appel n° 2026-03" in text
    assert re.findall("(?i)juge|recours|ordonnateur|administratif|[^-]avis", f"{told} {text}") == []


INSTANCES = """\
# yaml-language-server: $schema=../schemas/gouvernance.schema.json
origine: demonstration
source: "inventé pour l'exemple"
delai_envoi: {jours: 10, origine: demonstration, texte: "Les documents partent dix jours avant la réunion"}
instances:
  reunion-des-directeurs:
    libelle: Réunion des directeurs
    clause: article 5
    composition: [{pour: chaque établissement, fonctions: ["directeur"]}]
    role: ["Suivre les coûts et préparer les prix"]
    frequence: {texte: "Une fois par an", minimum_par_an: 1}
"""
REUNION = """\
# yaml-language-server: $schema=../../schemas/reunions.schema.json
origine: demonstration
source: "inventé pour l'exemple"
reunions:
  - {id: decembre, instance: reunion-des-directeurs, date: 2026-12-15, statut: prevue, ordre_du_jour: ["Prix de 2027"]}
"""


def test_a_meeting_file_says_validated_only_what_is_counted(tmp_path: Path) -> None:
    where = "catalogue/procedures.yaml"
    lines = "".join(
        f'  - {{genre: {genre}, procedure: correction, motif: "Cela se consigne"}}\n'
        for genre in ("gouvernance", "reunions")
    )
    files = {**DEPOTS["hopitaux"], where: DEPOTS["hopitaux"][where] + lines}
    files |= {"catalogue/gouvernance.yaml": INSTANCES, "catalogue/reunions/2026.yaml": REUNION}
    root = git_repository(tmp_path / "hopitaux", [files])
    told = said(root, "rediger", "dossier", "decembre")
    assert "Quantités 2025 : tout est validé" in told
    assert "besoins" not in told
    assert "Réunions tenues : 0 sur 1 prévue." in said(root, "rediger", "rapport", "--exercice", "2026")


@pytest.mark.parametrize("nom", NOMS)
def test_what_a_disagreement_suspends_is_said_only_where_a_clause_rules_it(nom: str) -> None:
    def contest(files: dict[str, str]) -> str:
        (form,) = [item for item in formulaires(lire(files)) if item.id == "3-contestation"]
        return f"{form.presentation} {' '.join(champ.aide for champ in form.champs)}"

    path = "catalogue/convention.yaml"
    ruled = edited(DEPOTS[nom], path, "politiques:\n", "clauses: {desaccords: article 9}\npolitiques:\n")
    assert ["suspend" in contest(files) for files in (DEPOTS[nom], ruled)] == [False, True]
