"""A convention that begins: its smallest repository is sound, computes what the answers say, and its README holds."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from datetime import date
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from convention.base.diagnostic import has_errors
from convention.checks.registry import run
from convention.cli.cadre.valeurs import today
from convention.edition.nouveau.depot import files
from convention.edition.nouveau.lecture import read_answers
from convention.edition.nouveau.partages import Partage
from convention.edition.nouveau.reponses import plural
from convention.loading.yaml.noeuds import read_nodes
from convention.model.mots.communs import Origine, TypeAdherent
from convention.model.valeurs.chemins import DOSSIERS
from convention.site.acces import lire as acces
from convention.site.ensemble import assembler
from tests.cli.commande import Sortie, contenu, lancer
from tests.cli.modifier.naissance import EXEMPLE, REPONSES, demander, naitre, owed
from tests.compare.depots_git import git
from tests.espaces import espaces
from tests.essais import RACINE, fichiers, lire, remplacer
from tests.generateur import write
from tests.site.lecture import liens_rompus, page_seule, pages, pages_lues

if TYPE_CHECKING:
    from pathlib import Path

JOUR = date(2026, 11, 28)


@pytest.fixture
def ne(tmp_path: Path) -> Path:
    """The repository of the example."""
    return naitre(tmp_path)


def _refuse(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    text = REPONSES
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    done = demander(tmp_path, reponses=text)
    assert done.code == 1
    assert not (tmp_path / "brume").exists()
    return done.reproche.splitlines()


RENTREE = REPONSES.replace("exercice: 2027\n", "exercice: 2027\neffet: 2027-09-01\nduree_annees: 2\nduree_mois: 6\n")


def test_a_convention_may_begin_any_day_and_last_years_and_months(tmp_path: Path) -> None:
    depot = naitre(tmp_path, reponses=RENTREE)
    # A third of 85 € by computer and of 60 €, for four months; what is shared is what these four months cost.
    assert owed(depot) == {
        "basse-brume": "1499.03",
        "fontazur": "916.58",
        "haute-brume": "1839.77",
        "pierrelune": "3486.28",
    }
    convention = lire(fichiers(depot)).convention
    assert (convention.terme, convention.derniere_annee) == (date(2030, 3, 1), 2030)
    assert lancer(depot, "valider").code == 0


def test_a_first_day_of_another_year_no_length_and_a_call_before_it_are_refused_at_their_place(tmp_path: Path) -> None:
    early = "appels: [{date: 2027-04-15, taux: 0.5}, {date: 2027-10-15}]\n"
    wrong = RENTREE.replace("duree_annees: 2\nduree_mois: 6\n", "duree_annees: 0\n") + early
    done = demander(tmp_path, reponses=wrong)
    assert done.code == 1
    assert re.findall(r"^r\.yaml:\S+ : .*\n  (.*)", espaces(done.reproche), re.MULTILINE) == [
        "la convention ne dure aucun mois",
        "l'appel du 15 avril 2027 précède le premier jour de la convention, le 1er septembre 2027",
    ]
    done = demander(tmp_path, reponses=wrong.replace("effet: 2027", "effet: 2028").replace("annees: 0", "annees: 1"))
    assert "la convention commence le 1er septembre 2028, et sa première année est 2027" in espaces(done.reproche)


def test_a_part_of_what_is_counted_whole_is_refused_where_it_is_answered(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ("postes: 7, habitants: 640", "postes: 7.5, habitants: 640"))
    assert [espaces(line) for line in told[:2]] == [
        "r.yaml:18:25 : erreur QTE010",
        "  Basse-Brume compte 7,5 « postes », qui se comptent en nombres entiers",
    ]


SURFACES = """titre: Réserves
gestionnaire: Archives
gestionnaire_contribue: non
exercice: 2027
preavis_mois: 6
origine: demonstration
source: inventé
adherents:
  - {nom: Archives, type: association}
  - {nom: Brasserie, type: societe, siren: "100000108", quantites: {m²: 42.25}}
services:
  - {nom: Réserve, partage: prix-par-unite, unite: m², pluriel: m², montant: 61.35}
"""


def test_what_a_service_says_is_counted_in_fractions_too_is_counted_so(tmp_path: Path) -> None:
    told = espaces(demander(tmp_path, reponses=SURFACES).reproche)
    assert "Brasserie compte 42,25 « m2 », qui se comptent en nombres entiers" in told
    assert "s'ils se comptent aussi en fractions, ajouter « entier: non » à leur service" in told
    done = demander(tmp_path, reponses=SURFACES.replace("pluriel: m²,", "pluriel: m², entier: non,"))
    assert done.code == 0, done.message
    assert "comptage: a_date, entier: non}" in (tmp_path / "brume/pricing/cles.yaml").read_text("utf-8")
    assert owed(tmp_path / "brume") == {"brasserie": "2592.04"}


def test_a_manager_that_pays_nothing_lacks_no_count_though_another_answer_is_wrong(tmp_path: Path) -> None:
    wrong = SURFACES.replace("42.25", "42").replace("type: societe", "type: entreprise")
    told = demander(tmp_path, reponses=wrong).reproche
    assert re.findall(r"erreur (\w+)", told) == ["FOR008"]


def test_the_command_that_comes_next_is_one_that_a_shell_takes_whatever_the_folder(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(REPONSES, "utf-8")
    done = lancer(tmp_path, "nouveau", "la brume ; ls", "--reponses", "r.yaml")
    assert "Ensuite : convention -C 'la brume ; ls' calculer (" in done.dit


DU = {"basse-brume": "1935.70", "fontazur": "1183.25", "haute-brume": "1879.77", "pierrelune": "3526.28"}
"""2 400 € by 43 computers, 3 950 € by 3 950 inhabitants, 1 000 € by 4, 60 € each, 85 € by computer for two of them."""


def test_the_example_gives_each_member_what_it_owes(ne: Path) -> None:
    assert owed(ne) == DU


CSV = "Nom;SIREN;Code INSEE;Population;Postes\n{}"
LIGNES = """Haute-Brume;100000108;00001;900;12
Basse-Brume;100000116;00002;640;7
Pierrelune;100000124;00003;2 100;20
"Fontazur";100000132;00004;310;4
"""
PAGE = (RACINE / "docs/demarrer.md").read_text("utf-8")


def test_who_follows_the_page_from_an_empty_folder_sees_what_it_shows(tmp_path: Path) -> None:
    [reponses, *_] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    csv, shown, _ = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert csv == CSV.format(LIGNES).replace('"', "")
    assert reponses == REPONSES
    (tmp_path / "reponses.yaml").write_text(reponses, "utf-8")
    lines = [line for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    given = [shlex.split(line)[1:] for line in lines]
    done = [lancer(tmp_path, *_without_generator(words)) for words in given]
    assert [run.code for run in done] == [0] * len(lines)
    told = espaces(b"".join(run.sortie for run in done).decode("utf-8"))
    assert shown in told


def _without_generator(words: list[str]) -> list[str]:
    """Stop at the pages: MkDocs is slow, and has its own tests."""
    return [*words[:-1], "pages", "--vers", "pages"] if words[-1] == "site" else words


@pytest.mark.long
def test_who_goes_on_with_the_page_validates_completes_amends_and_calls(tmp_path: Path) -> None:
    (tmp_path / "reponses.yaml").write_text(REPONSES, "utf-8")
    who = {f"GIT_{role}_{what}": "essai" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    assert lancer(tmp_path, "nouveau", "brume", "--reponses", "reponses.yaml", "--git", env=who).code == 0
    after = PAGE[PAGE.index("## 8. ") :]
    blocks = re.findall(
        r"^([^\n]*)\n\n```(yaml|shell)\n(.*?)```|^```()shell\n(.*?)```", after, re.DOTALL | re.MULTILINE
    )
    for before, kind, text, _, alone in blocks:
        if kind == "yaml":
            [path] = re.findall(r"`([a-z0-9/.-]+\.yaml)`", before) or ["catalogue/procedures.yaml"]
            file = tmp_path / "brume" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            known = file.read_text("utf-8") if before.startswith("Ajouter à") else ""
            file.write_text(known + text, "utf-8")
            continue
        for program, *words in map(shlex.split, (text or alone).splitlines()):
            # A validation is a fact of the past, and comes no earlier than its count, which is of this very day.
            given = [str(today()) if word == "2026-12-01" else word for word in words]
            if program == "git":
                git(tmp_path, *given)
            else:
                done = lancer(tmp_path, *given, env={"CONVENTION_DATE": "2026-12-01"})
                assert done.code == 0, (given, done.sortie.decode(), done.message)
    written = {path.relative_to(tmp_path / "documents").as_posix() for path in (tmp_path / "documents").rglob("*.pdf")}
    assert {"avenant-1/avenant-1-FONTAZUR.pdf", "etats/2027-04-FONTAZUR-PROJET.pdf"} < written
    sealed = (tmp_path / "brume/pricing/appels/2027-04/fontazur.json").read_text("utf-8")
    assert "finances@haute-brume.example" in sealed


PROCEDURES = next(block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "\nprocedures:" in block)


def test_the_procedures_of_the_page_let_a_past_year_be_settled_and_what_happens_be_written(ne: Path) -> None:
    (ne / "catalogue/procedures.yaml").write_text(PROCEDURES, "utf-8")
    git(ne, "init", "--quiet")
    git(ne, "add", ".")
    git(ne, "commit", "--quiet", "--message", "Procédures")
    assert (
        lancer(ne, "fixer", "messagerie", "cout_annuel", "2450", "--exercice", "2027", "--phase", "realise").code == 0
    )
    assert lancer(ne, "comparer", "HEAD", "--date", "2028-02-01", "--exiger", "gestion").code == 0
    happen = {"titres", "litiges", "reunions", "equilibre", "adhesion", "resiliation", "depenses", "quantites"}
    assert happen < set(re.findall(r"genre: ([a-z-]+)", PROCEDURES))


VILLAGES = """titre: Convention informatique de deux villages
gestionnaire: Haute-Brume
exercice: 2027
preavis_mois: 6
origine: demonstration
source: inventé pour l'exemple
adherents:
  - {nom: Haute-Brume, siren: "100000108", insee: "00001", quantites: {postes: 12}}
  - {nom: Basse-Brume, siren: "100000116", insee: "00002", quantites: {postes: 7}}
services:
  - {nom: Messagerie, partage: par-poste, montant: 1900.00}
"""
A_LA_MAIN = dict(re.findall(r"^`([a-z][^`\n]+\.yaml)`[^\n]*\n\n```yaml\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE))


def test_who_writes_by_hand_the_files_of_the_page_owes_what_it_shows(tmp_path: Path) -> None:
    write(tmp_path, A_LA_MAIN)
    assert lancer(tmp_path, "valider").code == 0
    told = lancer(tmp_path, "calculer").dit
    [shown] = re.findall(r"<!-- à la main -->\n```text\n(.*?)```", PAGE, re.DOTALL)
    assert "Haute-Brume" in shown
    assert shown in told


def test_the_files_of_the_page_are_those_that_the_same_answers_write(tmp_path: Path) -> None:
    naitre(tmp_path, reponses=VILLAGES)
    data = {path: text.decode() for path, text in contenu(tmp_path / "brume").items() if path.startswith(DOSSIERS)}
    on_a_day = re.compile(r"^    date: .*$", re.MULTILINE)
    written, shown = ({path: on_a_day.sub("", text) for path, text in item.items()} for item in (data, A_LA_MAIN))
    assert written == shown


def test_the_page_tells_every_origin_and_every_kind_of_member() -> None:
    lines = dict(re.findall(r"^- \*\*(\w+)\*\*(.*)$", PAGE, re.MULTILINE))
    told = {nom: set(re.findall("`([a-z_]+)`", line)) - {"rattachement"} for nom, line in lines.items()}
    assert told["origine"] - {"source"} == {str(origine) for origine in Origine}
    assert told["type"] == {str(genre) for genre in TypeAdherent}


def test_the_page_tells_every_way_of_sharing() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)[1:] == [str(partage) for partage in Partage]


def _site(ne: Path, niveau: str = "adherents") -> dict[str, str]:
    """Build its site before its first year: what is read on its pages."""
    found = pages(lire(fichiers(ne)), JOUR, acces(niveau))
    read = pages_lues(found)
    assert liens_rompus(found, read) == []
    return {uri: page.texte for uri, page in read.items()}


@pytest.fixture(scope="module")
def lues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is read on the pages of its site."""
    return _site(naitre(tmp_path_factory.mktemp("ne")))


def test_before_its_first_year_nothing_is_said_to_have_begun_or_changed(lues: dict[str, str]) -> None:
    said = re.compile("En vigueur depuis|qu'en 2026|pourquoi cela a changé|Écart sur un an|pas encore souscrit")
    assert {uri for uri, text in lues.items() if said.search(text.replace("\u2019", "'"))} - {"diagnostics.md"} == set()
    assert "court jusqu'à la fin de 2027" in lues["index.md"].replace("\u2019", "'")


def test_the_services_of_its_first_year_are_held_by_those_who_pay_them(lues: dict[str, str]) -> None:
    services = [text for uri, text in lues.items() if uri.startswith("services/s")]
    assert [text for text in services if re.search("ne l.est plus|pas encore [0-9]", text)] == []


def test_its_site_tells_nothing_that_another_convention_says(lues: dict[str, str]) -> None:
    said = re.compile("carte mentale|mise à jour en cours|non connu\\b.*équivalents|impression", re.IGNORECASE)
    assert {uri for uri, text in lues.items() if said.search(text)} - {"diagnostics.md"} == set()


def test_what_its_site_says_of_a_flat_fee_of_fixed_shares_and_of_a_long_name_is_true(tmp_path: Path) -> None:
    text = REPONSES.replace("Pierrelune", "Les Pierres-Lunes") + "forfait_par_poste: 45.50\n"
    taken = text.replace("montant: 1000.00}", "montant: 1000.00, option: oui, pour: [Fontazur]}")
    naitre(tmp_path, reponses=taken)
    read = _site(tmp_path / "brume")
    payroll = re.compile("masse salariale|agents du service|pour les agents", re.IGNORECASE)
    assert {uri for uri, page in read.items() if payroll.search(page)} - {"diagnostics.md"} == set()
    assert "Chacun paie le forfait, puis" in read["index.md"]
    assert "Forfait, coûts annuels." in read["exercices/index.md"]
    assert "partagé selon les parts fixées pour chacun." in read["adherents/basse-brume.md"]
    remplacer(tmp_path / "brume/pricing/forfait.yaml", "libelle: le forfait\n", "")
    site = assembler(lire(fichiers(tmp_path / "brume")), JOUR, acces("adherents"), {})
    assert ">Les Pierres-Lunes</text>" in page_seule(site, "index.md")


def test_a_service_asked_by_its_name_is_met_with_its_code(ne: Path) -> None:
    done = lancer(ne, "souscrire", "pierrelune", "Assistance", "--debut", "2027-04-01")
    assert "vouliez-vous dire « S03 »" in done.reproche


def test_every_gesture_that_its_readme_gives_is_possible(ne: Path) -> None:
    text = (ne / "README.md").read_text("utf-8")
    gestures = [shlex.split(found) for found in re.findall("`convention ([a-z][^`]*)`", text)]
    assert [words[0] for words in gestures] == [
        "valider",
        "calculer",
        "expliquer",
        "comparer",
        "fixer",
        "site",
        "schemas",
    ]
    git(ne, "init", "--quiet")
    git(ne, "add", ".")
    git(ne, "commit", "--quiet", "--message", "Ce qui a changé")
    for words in gestures:
        given = ["120" if word == "MONTANT" else word for word in words]
        assert lancer(ne, *_without_generator(given)).code == 0


TYPES = """titre: "Essai : « un »"
gestionnaire: Le Centre
exercice: 2027
preavis_mois: 6
origine: demonstration
source: inventé
{plus}adherents:
  - {{nom: Le Centre, type: {type}, siren: "100000108", insee: "00001", quantites: {{{counted}}}}}
  - {{nom: L'Écart, siren: "100000116", insee: "00002", quantites: {{{counted}}}}}
  - {{nom: CCAS, type: etablissement_rattache, rattachement: L'Écart, quantites: {{{counted}}}}}
services:
  - {{nom: "Un # service", partage: {partage}{price}}}
"""
TRANCHES = ", tranches: [{a_partir_de: 0, montant: 20.00}, {a_partir_de: 3, montant: 50.5}]"


def _price(partage: Partage) -> str:
    unit = ", unite: lit" if partage.par_unite else ""
    return unit + TRANCHES if partage.par_tranche else unit + ", montant: 30.00" if partage.forme.variable else ""


def test_names_that_another_tool_would_read_as_something_else_are_written_between_quotes(tmp_path: Path) -> None:
    counted = "postes: 3"
    text = TYPES.format(plus="", type="epci", partage="par-poste", counted=counted, price=", montant: 30.00")
    for before, after in (("Un # service", "2027"), ("L'Écart", '"On"'), ("CCAS", '"Null"')):
        text = text.replace(before, after)
    naitre(tmp_path, reponses=text)
    depot = lire(fichiers(tmp_path / "brume"))
    assert (depot.dossiers["null"].identite.rattachement, sorted(depot.lignes)) == ("on", ["2027"])


@pytest.mark.parametrize("partage", Partage, ids=str)
@pytest.mark.parametrize(
    ("gestionnaire", "forfait"),
    [
        (TypeAdherent.EPCI, ""),
        (TypeAdherent.COMMUNE, "forfait_par_poste: 700.00\n"),
        pytest.param(TypeAdherent.EPCI, "forfait_par_poste: 700.00\n", marks=pytest.mark.long),
        pytest.param(TypeAdherent.COMMUNE, "", marks=pytest.mark.long),
    ],
    ids=["epci sans forfait", "commune avec un forfait", "epci avec un forfait", "commune sans forfait"],
)
def test_each_way_of_sharing_gives_a_sound_repository(
    partage: Partage, gestionnaire: TypeAdherent, forfait: str
) -> None:
    cle = partage.compte.cle if partage.compte is not None else "lits" if partage.par_unite else ""
    counted = ", ".join(f"{nom}: 3" for nom in {cle, "postes" if forfait else ""} - {"", "parts"})
    text = TYPES.format(plus=forfait, type=gestionnaire, partage=partage, counted=counted, price=_price(partage))
    root = read_nodes("r.yaml", text.encode()).root
    assert root is not None
    reponses = read_answers(root, "r.yaml").reponses
    assert reponses is not None
    assert not has_errors(run(lire(files(reponses, JOUR))))


def test_each_pays_the_amount_of_the_step_where_its_count_falls(tmp_path: Path) -> None:
    text = TYPES.format(plus="", type="commune", partage="par-tranche-de-postes", counted="postes: 3", price=TRANCHES)
    naitre(tmp_path, reponses=text.replace("postes: 3", "postes: 2", 1))
    assert owed(tmp_path / "brume") == {"ccas": "50.50", "l-ecart": "50.50", "le-centre": "20.00"}


def test_each_pays_a_price_by_what_its_service_counts(tmp_path: Path) -> None:
    price = ", unite: journal, pluriel: journaux, montant: 12.50"
    text = TYPES.format(
        plus="", type="etablissement_public", partage="prix-par-unite", counted="journaux: 3", price=price
    )
    naitre(tmp_path, reponses=text)
    assert owed(tmp_path / "brume") == {"ccas": "37.50", "l-ecart": "37.50", "le-centre": "37.50"}
    assert "poste_de_travail" not in (tmp_path / "brume/catalogue/convention.yaml").read_text("utf-8")


def test_what_is_counted_is_named_with_every_letter_of_its_name(tmp_path: Path) -> None:
    text = TYPES.format(
        plus="", type="commune", partage="prix-par-unite", counted="œuvres: 3", price=", unite: œuvre, montant: 12.50"
    )
    naitre(tmp_path, reponses=text)
    assert "prix_unitaire * oeuvres\n" in (tmp_path / "brume/pricing/couts-de-possession.yaml").read_text("utf-8")


def test_what_is_delivered_to_a_member_is_paid_at_the_price_paid(tmp_path: Path) -> None:
    text = TYPES.format(plus="", type="commune", partage="au-reel", counted="", price="").replace("2027", "2025")
    naitre(tmp_path, reponses=text)
    # It has no price beforehand: nothing is said to be missing.
    assert "avertissement" not in lancer(tmp_path / "brume", "valider").sortie.decode()
    path = tmp_path / "brume" / "adherents" / "l-ecart" / "depenses" / "2025.yaml"
    path.parent.mkdir()
    path.write_text(
        "# yaml-language-server: $schema=../../../schemas/depenses.schema.json\n"
        "origine: demonstration\nsource: inventé\ndepenses:\n"
        "  - {id: un, ligne: un-service, libelle: Un, nombre: 2, montants: {prix_paye: 81.245}, "
        "section: fonctionnement, devis: {reference: n° 1, accepte_le: 2025-02-01}, livraison: 2025-03-01}\n",
        "utf-8",
    )
    assert lancer(tmp_path / "brume", "valider").code == 0
    assert owed(tmp_path / "brume")["l-ecart"] == "162.49"


@pytest.mark.parametrize(
    ("partage", "price", "said"),
    [
        ("par-poste", "", "n'a pas de montant"),
        ("par-poste", TRANCHES + ", montant: 3", "sans tranches"),
        ("par-poste", ", tranches: [], montant: 3", "sans tranches"),
        ("par-tranche-de-postes", "", "n'a pas de tranches"),
        ("par-tranche-de-postes", TRANCHES + ", montant: 3", "ses montants sont dans ses tranches"),
        ("par-tranche-de-postes", TRANCHES.replace("a_partir_de: 3", "a_partir_de: 0"), "ne montent pas"),
        ("au-reel", ", montant: 3", "il s'écrit à chaque livraison"),
        ("par-unite", ", montant: 3", "ne dit pas ce que l'on compte"),
        ("par-poste", ", montant: 3, unite: ligne", "ce que l'on compte est déjà dit"),
        ("par-unite", ", montant: 3, unite: part", "ne peut pas nommer ce que l'on compte"),
        ("par-unite", ", montant: 3, unite: 4G, pluriel: 4G", "ne peut pas nommer ce que l'on compte"),
        ("par-unite", ", montant: 3, unite: fil, pluriel: postes", "compte déjà autre chose que « fil »"),
        (
            "par-unite",
            ", montant: 3, unite: poste, comptage: sur_periode",
            "« postes » se compte déjà « a_date », et non « sur_periode »",
        ),
    ],
)
def test_a_price_that_a_way_of_sharing_lacks_or_has_no_use_for_is_told_at_its_line(
    partage: str, price: str, said: str, tmp_path: Path
) -> None:
    counted = "" if partage in ("au-reel", "par-unite") else "postes: 3"
    text = TYPES.format(plus="", type="commune", partage=partage, counted=counted, price=price)
    done = demander(tmp_path, reponses=text)
    lines = done.reproche.splitlines()
    (place,) = [before for before, told in itertools.pairwise(lines) if said in told]
    assert (done.code, place.split(":")[1]) == (1, "12"), done.message
    assert not (tmp_path / "brume").exists()


def test_answers_that_contradict_each_other_are_all_told_at_their_place_and_nothing_is_written(tmp_path: Path) -> None:
    told = _refuse(
        tmp_path,
        ("gestionnaire: Haute-Brume", "gestionnaire: Brume"),
        ('    insee: "00002"\n', ""),
        ("{postes: 20, habitants: 2100}", "{postes: 20, eleves: 10}"),
        ("pour: [Basse-Brume, Fontazur]", "pour: [Basse-Brume, Fontazure]"),
        ("nom: Certificats", "nom: adhesion"),
    )
    places = [(line, told[rank + 1].strip()) for rank, line in enumerate(told) if line.startswith("r.yaml:")]
    assert places == [
        (
            "r.yaml:3:15 : erreur ADH005",
            "le gestionnaire « Brume » n'est pas l'un des adhérents : Haute-Brume, Basse-Brume, Pierrelune et Fontazur",
        ),
        ("r.yaml:14:10 : erreur ADH003", "Basse-Brume (commune) ne dit pas : « insee »"),
        ("r.yaml:18:10 : erreur QTE001", "Pierrelune ne compte pas : « habitants »"),
        ("r.yaml:22:37 : erreur REF001", "Pierrelune compte « eleves », que rien ne partage"),
        ("r.yaml:31:97 : erreur REF001", "« Assistance » est pour « Fontazure », qui n'est pas un adhérent"),
        ("r.yaml:33:11 : erreur REF006", "« adhesion » ressemble trop à « Adhésion », qui nomme déjà un service"),
    ]


def test_of_a_name_too_long_for_a_folder_the_length_is_told_and_where_the_whole_name_goes(tmp_path: Path) -> None:
    name = "Regroupement de la vallée de la Risle et des Hauts d'Ouche"
    told = _refuse(tmp_path, ("nom: Pierrelune\n", f"nom: {name}\n"))
    assert "en neuf mots au plus" in "".join(told)
    assert "« denomination » dit le nom entier" in "".join(told)


def test_a_wrong_answer_is_shown_at_its_line(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ("partage: par-poste", "partage: par-tete"), ("montant: 60.00", "montant: soixante"))
    assert [line for line in told if line.startswith("r.yaml:")] == [
        "r.yaml:30:32 : erreur FOR008",
        "r.yaml:34:51 : erreur FOR004",
    ]


def test_a_name_and_a_title_hold_on_one_line(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ("titre: Conv", 'titre: "A\\nB" # '), ("nom: Messagerie", 'nom: "Mess\\nagerie"'))
    assert [line for line in told if line.startswith("r.yaml:")] == [
        "r.yaml:2:8 : erreur FOR010",
        "r.yaml:30:11 : erreur FOR010",
    ]


def test_a_title_is_only_a_text_in_its_readme(tmp_path: Path) -> None:
    naitre(tmp_path, reponses=REPONSES.replace("titre: Conv", 'titre: "<b>@tous</b> [x](y)" # '))
    first = (tmp_path / "brume/README.md").read_text("utf-8").partition("\n")[0]
    assert MarkdownIt().renderInline(first.removeprefix("# ")) == "&lt;b&gt;@tous&lt;/b&gt; [x](y)"


def test_a_wrong_siren_is_told_at_its_line_with_the_answers_that_cannot_be_read(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ('"100000116"', '"100000117"'), ("montant: 60.00", "montant: soixante"))
    assert [line for line in told if line.startswith("r.yaml:")] == [
        "r.yaml:16:12 : erreur ADH001",
        "r.yaml:34:51 : erreur FOR004",
    ]


def _csv(tmp_path: Path, content: bytes | str, *, departements: str = "") -> Sortie:
    """Give the answers of the example, their members in a CSV."""
    head, rest = REPONSES.split("adherents:\n")
    services = rest[rest.index("services:") :]
    text = f"{head}{departements}adherents: {{fichier: m.csv}}\n{services}"
    (tmp_path / "m.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    return demander(tmp_path, reponses=text)


@pytest.mark.parametrize(
    "content",
    [
        CSV.format(LIGNES),
        CSV.format(LIGNES).replace(";", "\t"),
        CSV.format(LIGNES).replace("2 100", "2100").replace(";", ","),
        CSV.format(LIGNES).replace("\n", ";;\n"),
        b"\xef\xbb\xbf" + CSV.format(LIGNES).replace("\n", "\r\n").encode(),
    ],
    ids=["points-virgules", "tabulations", "virgules", "colonnes vides", "de Windows"],
)
def test_the_members_of_a_csv_owe_what_those_of_the_answers_do(content: bytes | str, tmp_path: Path) -> None:
    assert _csv(tmp_path, content).code == 0
    assert owed(tmp_path / "brume") == DU


def test_a_column_of_numbers_counts_what_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(
        "nom;siren;insee;Lignes mobiles\nUn;100000108;00001;3\nDeux;100000116;00002;1\n", "utf-8"
    )
    head = REPONSES.split("adherents:\n")[0].replace("Haute-Brume", "Un")
    service = "{nom: Mobiles, partage: par-unite, unite: ligne mobile, pluriel: lignes mobiles, montant: 100.00}"
    naitre(tmp_path, reponses=f"{head}adherents: {{fichier: m.csv}}\nservices: [{service}]\n")
    assert owed(tmp_path / "brume") == {"deux": "25.00", "un": "75.00"}


def test_a_column_close_to_what_is_counted_is_met_with_its_name(tmp_path: Path) -> None:
    content = "Nom;SIREN;Code INSEE;Population;Postes de travail\nUn;100 000 108;00001;900;12\n"
    told = _csv(tmp_path, content).reproche
    assert "vouliez-vous dire « postes » ?" in told
    assert "ajouter sa colonne, ou remplir sa cellule" in told
    assert "ADH001" not in told


def test_the_columns_that_a_table_may_have_are_also_what_the_services_count(tmp_path: Path) -> None:
    text = REPONSES.replace("partage: par-poste", "partage: par-unite, unite: lit")
    (tmp_path / "m.csv").write_text("Nom;Téléphone\nUn;Non\n", "utf-8")
    assert "habitants, lits" in demander(tmp_path, "--adherents", "m.csv", reponses=text).message


def test_what_a_member_lacks_is_told_with_what_another_says_wrong(tmp_path: Path) -> None:
    lines = LIGNES.replace("100000124;", ";").replace("310;4", "310;quatre").replace(";640;", ";;")
    done = _csv(tmp_path, CSV.format(lines))
    assert [line for line in done.message.splitlines() if line.startswith("m.csv:")] == [
        "m.csv:3:1 : erreur QTE001",
        "m.csv:4:1 : erreur ADH003",
        "m.csv:5:32 : erreur FOR004",
    ]


def test_who_runs_the_services_and_counts_nothing_is_told_that_it_may_pay_nothing(tmp_path: Path) -> None:
    told = [*_refuse(tmp_path, ("    quantites: {postes: 12, habitants: 900}\n", ""))]
    told += _csv(tmp_path, CSV.format(LIGNES.replace("900;12", ";"))).message.splitlines()
    free = " ; s'il ne paie rien, écrire « gestionnaire_contribue: non »"
    assert [line for line in told if "Conseil" in line] == [
        f"  Conseil : les ajouter sous « quantites »{free}",
        f"  Conseil : ajouter sa colonne, ou remplir sa cellule ; zéro s'écrit 0{free}",
    ]


def test_a_number_that_a_comma_cuts_in_two_is_told_once(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ("montant: 2400.00", "montant: 1 200,50"))
    assert [line.strip() for line in told if "Conseil" in line] == ["Conseil : écrire 1200.50"]


def test_counts_that_nobody_dated_are_refused_unless_they_are_invented(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ("origine: demonstration", "origine: convention"))
    assert "  il n'est pas dit quel jour les quantités ont été comptées" in told


def test_a_count_of_a_day_to_come_is_told_once_in_the_answers(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ("origine: demonstration", "origine: convention\ncompte_le: 2099-12-31"))
    assert [line for line in told if " : erreur " in line] == ["r.yaml:7:12 : erreur PER012"]
    assert "  les quantités sont dites comptées le 31 décembre 2099, un jour à venir" in told


def test_its_readme_explains_what_a_member_that_pays_owes(ne: Path) -> None:
    assert "`convention expliquer basse-brume`" in (ne / "README.md").read_text("utf-8")


def test_a_band_cannot_be_fixed_and_is_said_to_be_in_its_grid(tmp_path: Path) -> None:
    steps = "tranches: [{a_partir_de: 0, montant: 10}, {a_partir_de: 10, montant: 20}]"
    text = REPONSES.replace("partage: par-poste, montant: 2400.00", f"partage: par-tranche-de-postes, {steps}")
    naitre(tmp_path, reponses=text)
    done = lancer(tmp_path / "brume", "fixer", "messagerie", "montant", "3", "--exercice", "2027")
    assert "variables : aucune ; son prix est dans pricing/baremes/s01.yaml" in done.reproche


def test_a_csv_named_on_the_command_line_takes_the_place_of_the_members_of_the_answers(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(CSV.format(LIGNES.replace(";4\n", ";14\n")), "utf-8")
    done = demander(tmp_path, "--adherents", "m.csv")
    assert "Les adhérents de m.csv remplacent ceux des réponses." in done.dit
    assert "postes: 14" in (tmp_path / "brume/adherents/fontazur/quantites/2027.yaml").read_text("utf-8")


def test_a_csv_that_windows_saves_keeps_its_accents(tmp_path: Path) -> None:
    content = CSV.format(LIGNES.replace("Fontazur", "Évrézé")).encode("cp1252")
    assert _csv(tmp_path, content).message.count("Fontazur")
    naitre(tmp_path, reponses=(tmp_path / "r.yaml").read_text("utf-8").replace("Fontazur", "Évrézé"))
    assert 'nom: "Évrézé"' in (tmp_path / "brume/adherents/evreze/adherent.yaml").read_text("utf-8")


def test_a_wrong_line_of_a_csv_that_windows_saves_is_shown_with_its_accents(tmp_path: Path) -> None:
    lines = LIGNES.replace("100000116", "100000117").replace("Basse-Brume", "Évrézé-Brume")
    assert "Évrézé-Brume;100000117" in _csv(tmp_path, CSV.format(lines).encode("cp1252")).message


def test_a_quantity_of_a_csv_that_reads_two_ways_is_asked_again_at_its_cell(tmp_path: Path) -> None:
    done = _csv(tmp_path, CSV.format(LIGNES.replace(";4\n", ";1.200\n")))
    assert (done.code, "écrire 1200 ou 1.2" in done.message) == (1, True)
    assert "« 1.200 » se lit de deux façons" in done.reproche


def test_every_wrong_code_of_a_csv_is_told_at_its_line_and_column_at_once(tmp_path: Path) -> None:
    lines = LIGNES.replace("100000116;00002", "100000117;97402").replace("100000124;", "100000108;")
    done = _csv(tmp_path, CSV.format(lines.replace("310;4", "310;quatre")), departements='departements: ["00"]\n')
    assert done.code == 1
    assert [line for line in done.message.splitlines() if line.startswith("m.csv:")] == [
        "m.csv:3:13 : erreur ADH001",
        "m.csv:3:23 : erreur FOR013",
        "m.csv:4:12 : erreur ADH002",
        "m.csv:5:32 : erreur FOR004",
    ]
    assert not (tmp_path / "brume").exists()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("Nom;SIREN;Maire\nUn;100000108;Lui\n", "m.csv:1:11 : erreur FOR001"),
        ("Nom;Commune\nUn;Un\n", "m.csv:1:5 : erreur SYN010"),
        ("SIREN\n100000108\n", "m.csv:1:1 : erreur FOR002"),
        ("Nom;SIREN\nUn;1;2\n", "m.csv:2:1 : erreur SYN005"),
        ('Nom;SIREN\nUn;"1\n', "m.csv:2:1 : erreur SYN005"),
        ("Nom\nU\x1bn\n", "m.csv:2:2 : erreur SYN003"),
        ("Nom;SIREN\n;100000108\n", "m.csv:2:2 : erreur FOR002"),
        ("", "m.csv:1:1 : erreur SYN006"),
        ("Nom\n" + "Un\n" * 10_000, "m.csv:1:1 : erreur FIC006"),
        ('Nom\n"' + ";" * 100_000, "m.csv:2:1 : erreur SYN005"),
        ("Nom;SIREN;Lignes\nUn;100000108;\n", "m.csv:1:11 : erreur FOR001"),
    ],
)
def test_what_is_no_table_of_members_is_told_at_its_place(content: str, place: str, tmp_path: Path) -> None:
    done = _csv(tmp_path, content)
    assert (done.code, done.message.splitlines()[0]) == (1, place), done.message
    assert not (tmp_path / "brume").exists()


def test_an_answer_left_empty_is_told_with_what_is_wrong_in_the_table(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("Nom;SIREN\nUn;1;2\n", "utf-8")
    text = REPONSES.replace("exercice: 2027\n", "exercice:\n")
    said = demander(tmp_path, "--adherents", "m.csv", reponses=text).message
    assert [line for line in said.splitlines() if " : erreur " in line] == [
        "m.csv:2:1 : erreur SYN005",
        "r.yaml:4:1 : erreur FOR003",
    ]


def test_a_table_is_a_regular_file_beside_the_answers(tmp_path: Path) -> None:
    assert _csv(tmp_path, CSV.format(LIGNES)).code == 0
    (tmp_path / "m.csv").rename(tmp_path / "vrai.csv")
    (tmp_path / "m.csv").symlink_to("vrai.csv")
    assert lancer(tmp_path, "nouveau", "autre", "--reponses", "r.yaml").code == 3
    text = (tmp_path / "r.yaml").read_text("utf-8")
    (tmp_path / "r.yaml").write_text(text.replace("m.csv", "../m.csv"), "utf-8")
    assert lancer(tmp_path, "nouveau", "autre", "--reponses", "r.yaml").code == 2


@pytest.mark.parametrize("fichier", ["absent.yaml", ".", "/dev/zero"])
def test_answers_that_cannot_be_read_are_one_sentence(fichier: str, tmp_path: Path) -> None:
    done = lancer(tmp_path, "nouveau", "brume", "--reponses", fichier)
    assert (done.code, len(done.message.splitlines())) == (3, 1)
    assert "le fichier de réponses" in done.message
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_as_it_is(ne: Path) -> None:
    before = contenu(ne)
    done = lancer(ne.parent, "nouveau", "brume", "--reponses", str(EXEMPLE))
    assert (done.code, contenu(ne)) == (2, before)
    assert "n'est pas vide" in done.message


def test_no_convention_begins_inside_another(ne: Path) -> None:
    before = contenu(ne)
    done = lancer(ne, "nouveau", "pricing/autre", "--reponses", str(EXEMPLE))
    assert (done.code, contenu(ne)) == (2, before)
    assert "dans le dépôt d'une autre convention" in done.message


def test_its_site_says_nothing_of_what_its_data_do_not_know(ne: Path, lues: dict[str, str]) -> None:
    told = re.compile(
        r"à définir|non connu\b|n['’]en (?:donne|fixe)|ne détaille pas|article 4|annexes? [235]\b|\b0 [a-z]"
    )
    for read in (lues, _site(ne, "public")):
        assert not {"annexes/organigramme.md", "annexes/forfait.md", "annexes/axes.md", "lectures.md"} & read.keys()
        services = {uri: text for uri, text in read.items() if uri.startswith(("annexes/", "services/"))}
        assert [(uri, told.findall(text)) for uri, text in services.items() if told.search(text)] == []


def test_the_evaluation_of_its_services_says_nothing_of_levels_that_no_text_leaves_out(ne: Path) -> None:
    told = lancer(ne, "rediger", "evaluation", "--exercice", "2027").sortie.decode()
    assert "Messagerie" in told
    assert "à définir" not in told
    assert "à désigner" not in told


def test_the_first_call_of_the_answers_asks_its_rate_of_what_each_owes(tmp_path: Path) -> None:
    calls = "appels: [{date: 2027-03-15, taux: 0.3333}, {date: 2027-06-15, taux: 0.3333}, {date: 2027-09-15}]\n"
    naitre(tmp_path, reponses=REPONSES + calls)
    done = lancer(tmp_path / "brume", "appels", "--echeance", "2027-03", "--format", "json")
    called = {item["debiteur"]["adherent"]: item["volets"][0]["montant"] for item in json.loads(done.sortie)["etats"]}
    # 33.33 % of 1 935.70, 1 183.25 and 3 526.28.
    assert called == {"basse-brume": "645.17", "fontazur": "394.38", "pierrelune": "1175.31"}


@pytest.mark.parametrize(
    ("appels", "attendu"),
    [
        ("[{date: 2026-03-15}]", "l'appel du 15 mars 2026 n'est pas de l'exercice 2027"),
        (
            "[{date: 2027-06-15, taux: 0.5}, {date: 2027-03-15}]",
            "l'appel du 15 mars 2027 n'est pas d'un mois qui suit celui du 15 juin 2027",
        ),
        ("[{date: 2027-03-15, taux: 0.5}]", "l'appel du 15 mars 2027 est le dernier : il appelle le solde"),
        (
            "[{date: 2027-03-15}, {date: 2027-06-15}]",
            "l'appel du 15 mars 2027 n'est pas le dernier : il dit quelle part de l'année il appelle",
        ),
        (
            "[{date: 2027-03-15, taux: 0.6}, {date: 2027-06-15, taux: 0.6}, {date: 2027-09-15}]",
            "les acomptes appellent 120 % de l'année",
        ),
    ],
)
def test_calls_that_make_no_sense_are_told(appels: str, attendu: str, tmp_path: Path) -> None:
    told = [line.strip() for line in _refuse(tmp_path, ("services:\n", f"appels: {appels}\nservices:\n"))]
    assert told.count(attendu) == 1
    # The answers give no name to a call.
    assert [line for line in told if "nom de l'appel" in line] == []


def test_a_member_counts_only_what_bills_it_and_says_it_with_its_accents(tmp_path: Path) -> None:
    service = "  - {nom: Prêt, partage: prix-par-unite, unite: véhicule, montant: 10, option: oui, pour: [Fontazur]}\n"
    text = REPONSES.replace("{postes: 4, habitants: 310}", "{postes: 4, habitants: 310, véhicules: 3}")
    naitre(tmp_path, reponses=text + service)
    assert owed(tmp_path / "brume")["fontazur"] == "1213.25"


def test_a_manager_that_the_answers_exempt_pays_nothing(tmp_path: Path) -> None:
    naitre(tmp_path, reponses=REPONSES.replace("exercice: 2027\n", "exercice: 2027\ngestionnaire_contribue: non\n"))
    assert "haute-brume" not in owed(tmp_path / "brume")


def test_a_first_day_of_use_that_nobody_typed_is_not_before_the_convention(tmp_path: Path) -> None:
    naitre(tmp_path, reponses=REPONSES.replace("exercice: 2027", "exercice: 2090"))
    done = lancer(tmp_path / "brume", "souscrire", "pierrelune", "S03")
    assert done.code == 0, done.message
    told = done.dit
    assert "Supposé : le premier jour d'usage, le 1er janvier 2090, aujourd'hui étant trop tôt" in told
    assert "debut: 2090-01-01" in (tmp_path / "brume/adherents/pierrelune/souscriptions.yaml").read_text("utf-8")


def test_what_adds_up_over_the_year_is_not_reduced_to_the_presence(tmp_path: Path) -> None:
    service = (
        "  - {nom: Cantine, partage: prix-par-unite, unite: repas, comptage: sur_periode, montant: 3.45, option: oui, "
        "pour: [Fontazur]}\n"
    )
    text = REPONSES.replace("habitants: 310}", "habitants: 310, repas: 100}") + service
    naitre(tmp_path, reponses=text)
    path = tmp_path / "brume/adherents/fontazur/souscriptions.yaml"
    remplacer(path, "S06, debut: 2027-01-01", "S06, debut: 2027-10-01")
    shown = lancer(tmp_path / "brume", "expliquer", "fontazur").dit
    assert "Cantine (coût annuel, cantine) : 345,00 €" in shown
    assert "du 1er octobre 2027 au 31 décembre 2027, sans effet : ce qui est compté est déjà celui de l'année" in shown
    fixed = lancer(tmp_path / "brume", "fixer", "cantine", "prix_unitaire", "3.60", "--exercice", "2027", "--essai").dit
    assert "cantine : le prix unitaire par repas passe de « 3,45 € » à « 3,60 € »" in espaces(fixed)


def test_square_and_cubic_metres_are_counted_apart(tmp_path: Path) -> None:
    shared = "\n  - {nom: Eau, partage: par-unite, unite: m³, montant: 3.00}"
    shared += "\n  - {nom: Locaux, partage: par-unite, unite: m², montant: 4.00}\n"
    text = TYPES.format(plus="", type="association", counted="m³: 5, m2: 6", partage="", price="")
    (tmp_path / "r.yaml").write_text(text[: text.index("services:")] + f"services:{shared}", "utf-8")
    done = lancer(tmp_path, "nouveau", "brume", "--reponses", "r.yaml")
    assert (done.code, done.message) == (0, "")
    keys = (tmp_path / "brume/pricing/cles.yaml").read_text("utf-8")
    assert re.findall(r"^  (m[23]):.*pluriel: \"(m.)\"", keys, re.MULTILINE) == [("m3", "m³"), ("m2", "m²")]


@pytest.mark.parametrize(
    ("unite", "pluriel"),
    [
        ("lit", "lits"),
        ("boîte aux lettres", "boîtes aux lettres"),
        ("mètre d'archives", "mètres d'archives"),
        ("accès", "accès"),
        ("m3", "m3"),
        ("m³ d'eau", "m³ d'eau"),
    ],
)
def test_the_plural_proposed_is_that_of_what_is_counted(unite: str, pluriel: str) -> None:
    assert plural(unite) == pluriel


def test_a_table_of_communes_may_say_a_population_by_which_nothing_is_shared(tmp_path: Path) -> None:
    services = ("partage: par-habitant, montant: 3950.00", "partage: parts-egales, montant: 3950.00")
    (tmp_path / "m.csv").write_text(CSV.format(LIGNES), "utf-8")
    naitre(tmp_path, "--adherents", "m.csv", reponses=REPONSES.replace(*services))
    assert "habitants" not in (tmp_path / "brume/adherents/fontazur/quantites/2027.yaml").read_text("utf-8")
