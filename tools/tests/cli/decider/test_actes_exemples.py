"""The samples of docs/exemples: the act of each is that of its procedure, and every paper tells the same opinions."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from docx import Document as Lecture

from convention.base.french import BLANC
from convention.checks.cadre.vie import meetings
from convention.site.bord.a_faire import a_voter
from tests.cli.commande import contenu, lancer
from tests.compare.decision.petites_decisions import avenant
from tests.compare.depots_git import git, git_repository
from tests.espaces import espaces
from tests.essais import GRAND_NANCY, RACINE, fichiers_nancy, nancy
from tests.site.lecture import CHEZ_ESSEY, ESSEY, ordinaire, site_reel

if TYPE_CHECKING:
    from pathlib import Path

EXEMPLES = RACINE / "docs" / "exemples"
AVENANT_1, FORFAIT = "avenant-1", "forfait-2027"
ETABLIR = ("avenant", "etablir", "--date", "2026-11-25", "base")
CONSIGNE = "catalogue/avenants/1/avenant.json"

AVENANTS = frozenset({AVENANT_1, "cle-messagerie", "formule-internet"})
"""Samples that the parties sign, and that say when they take effect."""
AUTRES = {
    "adhesion-ccas": "« Adhésion » (article 3.1) : « convention fiche-adhesion ccas-fictif »",
    "correction-libelle": "« Correction » : aucun acte n'est demandé",
    FORFAIT: "« convention rediger deliberation 2027 » rédige la délibération, « convention rediger lettre 2027",
    "indice-supervision": "« Actualisation annuelle » (annexe 3) : l'outil ne rédige pas cet acte",
    "organigramme-securite": "« Acte de la DSIT » : aucun acte n'est demandé",
    "prix-copieurs": "« Actualisation annuelle » (annexe 3) : l'outil ne rédige pas cet acte",
    "sortie-pulnoy": "« Résiliation » (article 13) : « convention fiche-sortie pulnoy » dit où elle en est",
    "volume-bornes": "« convention valider-quantites laxou --exercice 2027 --phase previsionnel --validation DATE »",
}
SANS_EFFET = "prerequis-teletravail"
"""Signed by the parties, but nothing says from when."""


@pytest.fixture(scope="module")
def premier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a branch for the amendment n° 1, from « base »."""
    root = tmp_path_factory.mktemp("exemples")
    git_repository(root, [fichiers_nancy()])
    git(root, "branch", "--move", "base")
    return _branches(root, AVENANT_1)


@pytest.fixture(scope="module")
def depot(premier: Path) -> Path:
    """Add a branch for each other sample."""
    return _branches(premier, *({path.stem for path in EXEMPLES.glob("*.patch")} - {AVENANT_1}))


def _branches(root: Path, *exemples: str) -> Path:
    for nom in exemples:
        git(root, "checkout", "--quiet", "-b", nom, "base")
        git(root, "apply", "--index", str(EXEMPLES / f"{nom}.patch"))
        git(root, "commit", "--quiet", "--message", nom)
    git(root, "checkout", "--quiet", "base")
    return root


def test_every_sample_has_its_expected_act() -> None:
    assert {path.stem for path in EXEMPLES.glob("*.patch")} == {*AVENANTS, *AUTRES, SANS_EFFET}


def test_no_sample_cites_an_act_that_is_still_to_come() -> None:
    assert [path.stem for path in EXEMPLES.glob("*.patch") if BLANC in path.read_text()] == []


def _refused(depot: Path, exemple: str, sortie: Path) -> str:
    done = lancer(depot, *ETABLIR, exemple, "--numero", "2", "--sortie", str(sortie))
    assert (done.code, sortie.exists()) == (2, False)
    return espaces(done.message)


@pytest.mark.long
@pytest.mark.parametrize("exemple", sorted(AUTRES))
def test_what_is_not_decided_by_an_avenant_gets_none_and_is_sent_to_its_act(
    depot: Path, tmp_path: Path, exemple: str
) -> None:
    message = _refused(depot, exemple, tmp_path / "rien")
    assert ("rien de ce qui change ne se décide par avenant" in message, AUTRES[exemple] in message) == (True, True)


@pytest.mark.long
def test_what_says_no_day_of_effect_gets_no_avenant(depot: Path, tmp_path: Path) -> None:
    message = _refused(depot, SANS_EFFET, tmp_path / "rien")
    assert "écrire « effet: AAAA-MM-JJ » dans catalogue/avenants/2/avenant.yaml" in message


@pytest.mark.long
def test_the_avenant_that_adds_a_service_carries_its_price(depot: Path, tmp_path: Path) -> None:
    git(depot, "checkout", "--quiet", "-b", "service", "base")
    money = ("--cle", "postes", "--montant", "12000", "--exercice", "2027-2028", "--prerequis", "S02")
    lancer(depot, "ajouter-service", "S12", "Signature", *money)
    told = lancer(depot, "comparer", "base", "--date", "2026-11-27").sortie.decode()
    # The first price of a service is no update of a price, that would have been due before the call of October.
    assert "avenant (article 12), pour les points 1 à 5." in espaces(told)
    assert "trop tard" not in espaces(told).casefold()
    assert "Écrire catalogue/avenants/2/avenant.yaml (origine, source, numero, objet, effet, motifs)" in espaces(told)
    ((path, text),) = avenant({}, numero=2).items()
    (depot / path).parent.mkdir()
    (depot / path).write_text(text, "utf-8")
    git(depot, "add", "--all")
    git(depot, "commit", "--quiet", "--message", "service")
    git(depot, "checkout", "--quiet", "base")
    out = tmp_path / "service"
    done = lancer(depot, *ETABLIR, "service", "--numero", "2", "--sortie", str(out))
    assert done.code == 0, done.message
    assert "12 000,00 €" in espaces((out / "avenant-2.json").read_text("utf-8"))


@pytest.mark.long
def test_the_avenant_that_removes_a_service_removes_its_price(depot: Path) -> None:
    git(depot, "checkout", "--quiet", "-b", "avant", "base")
    money = ("--cle", "postes", "--montant", "12000", "--exercice", "2027-2028", "--prerequis", "S02")
    lancer(depot, "ajouter-service", "S12", "Signature", *money)
    git(depot, "add", "--all")
    git(depot, "commit", "--quiet", "--message", "service")
    told = lancer(depot, "comparer", "avant", "base", "--date", "2026-11-27").sortie.decode()
    assert "avenant (article 12), pour les points 1 à 5." in espaces(told)
    assert "trop tard" not in espaces(told).casefold()


@pytest.mark.long
def test_a_proposal_that_mixes_an_avenant_and_a_price_is_to_be_merged_apart(depot: Path, tmp_path: Path) -> None:
    git(depot, "checkout", "--quiet", "-b", "melange", AVENANT_1)
    git(depot, "apply", "--index", str(EXEMPLES / "prix-copieurs.patch"))
    git(depot, "commit", "--quiet", "--message", "melange")
    git(depot, "checkout", "--quiet", "base")
    message = _refused(depot, "melange", tmp_path / "rien")
    assert "un avenant ne décide que les points 1 et 2" in message
    assert "Le point 3 relève de la procédure « Actualisation annuelle » (annexe 3)" in message


@pytest.mark.long
def test_a_source_that_is_read_again_goes_with_an_avenant(depot: Path, tmp_path: Path) -> None:
    git(depot, "checkout", "--quiet", "-b", "source", AVENANT_1)
    costs = depot / "pricing" / "couts-de-possession.yaml"
    text = costs.read_text()
    assert "\n    source: " in text
    costs.write_text(text.replace("\n    source: ", "\n    source: relue, ", 1).replace('relue, "', '"relue, '))
    git(depot, "commit", "--quiet", "--all", "--message", "source")
    git(depot, "checkout", "--quiet", "base")
    sortie = tmp_path / "papiers"
    done = lancer(
        *(depot, *ETABLIR, "source", "--numero", "2", "--adherent", "essey-les-nancy"),
        *("--sortie", str(sortie)),
    )
    assert (done.code, done.message) == (0, "")
    assert "relue" not in _words(sortie / "avenant-2-ESSEY.docx")


@pytest.mark.long
def test_the_reading_of_a_clause_and_the_row_of_its_number_go_with_the_avenant_that_changes_it(
    depot: Path, tmp_path: Path
) -> None:
    git(depot, "checkout", "--quiet", "-b", "suite", AVENANT_1)
    for path, champ in (("lectures.yaml", "question"), ("nombres.yaml", "raison")):
        file = depot / "catalogue" / path
        text = file.read_text()
        assert f'{champ}: "' in text
        file.write_text(text.replace(f'{champ}: "', f'{champ}: "Relu : ', 1))
    git(depot, "commit", "--quiet", "--all", "--message", "suite")
    git(depot, "checkout", "--quiet", "base")
    sortie = tmp_path / "papiers"
    done = lancer(
        *(depot, *ETABLIR, "suite", "--numero", "2", "--adherent", "essey-les-nancy"),
        *("--sortie", str(sortie)),
    )
    assert (done.code, done.message) == (0, "")
    assert "Relu" not in _words(sortie / "avenant-2-ESSEY.docx")


@pytest.mark.long
def test_the_number_of_an_avenant_of_another_proposal_is_not_taken(depot: Path, tmp_path: Path) -> None:
    done = lancer(
        *(depot, *ETABLIR, "cle-messagerie", "--numero", "1", "--sortie", str(tmp_path / "rien")),
    )
    assert (done.code, "est celui d'une autre proposition" in espaces(done.message)) == (2, True)
    assert not (tmp_path / "rien").exists()


# --- one record: the comment, the terminal, the JSON, the papers, the proof, the site ---


class Papiers(NamedTuple):
    """What each medium says of the amendment n° 1, and where its papers are."""

    textes: dict[str, str]
    decision: dict[str, Any]
    dossier: Path


@pytest.fixture(scope="module")
def papiers(premier: Path, tmp_path_factory: pytest.TempPathFactory) -> Papiers:
    sortie = tmp_path_factory.mktemp("papiers")
    compared = {
        forme: lancer(premier, "comparer", "base", AVENANT_1, "--format", forme).sortie.decode()
        for forme in ("table", "markdown", "json")
    }
    done = lancer(
        *(premier, *ETABLIR, AVENANT_1, "--numero", "1", "--adherent", "essey-les-nancy"),
        *("--sortie", str(sortie)),
    )
    assert (done.code, done.message) == (0, "")
    verified = lancer(premier, "avenant", "verifier", CONSIGNE, "base", AVENANT_1).sortie.decode()
    act = _words(sortie / "avenant-1-ESSEY.docx")
    texts = {"terminal": compared["table"], "commentaire": compared["markdown"], "verifier": verified, "avenant": act}
    return Papiers(
        {nom: espaces(text) for nom, text in texts.items()}, json.loads(compared["json"])["decision"], sortie
    )


def _words(path: Path) -> str:
    word = Lecture(str(path))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells]).replace("’", "'")


_LIGNE = re.compile(r"☑ (?:Avis du|Présentation au) (comité de [a-zé ]+) : ([a-zé ]+), (\d+(?:er)? \S+ \d{4})")
_VU = re.compile(r"l'avis ([a-zé ]+) du (comité de [a-zé ]+) du (\d+(?:er)? \S+ \d{4})")


@pytest.mark.parametrize("medium", ["terminal", "commentaire", "verifier", "avenant"])
def test_every_medium_tells_the_opinions_of_the_record_and_no_other(papiers: Papiers, medium: str) -> None:
    given = {
        (item["visa"], item["sens"], item["date"])
        for item in papiers.decision["visas"]
        if item["etat"] == "acquis" and item["sens"] is not None
    }
    assert given == {
        ("avis-comite-suivi", "favorable", "2026-10-05"),
        ("presentation-comite-pilotage", "favorable", "2026-11-06"),
    }
    text = papiers.textes[medium]
    told = (
        {(body, sens, day) for sens, body, day in _VU.findall(text)}
        if medium == "avenant"
        else set(_LIGNE.findall(text))
    )
    assert told == {
        ("comité de suivi stratégique", "favorable", "5 octobre 2026"),
        ("comité de pilotage", "favorable", "6 novembre 2026"),
    }


@pytest.mark.long
def test_the_avenant_is_about_nothing_that_the_record_lacks(depot: Path, tmp_path: Path) -> None:
    for exemple in sorted(AVENANTS - {AVENANT_1}):
        sortie = tmp_path / exemple
        lancer(
            *(depot, *ETABLIR, exemple, "--numero", "2", "--adherent", "essey-les-nancy"),
            *("--sortie", str(sortie)),
        )
        text = espaces(_words(sortie / "avenant-2-ESSEY.docx"))
        assert (_VU.findall(text), "Considérant" in text) == ([], False)


def test_the_record_names_where_the_avenant_stands(papiers: Papiers) -> None:
    (avenant,) = papiers.decision["avenants"]
    assert (avenant["numero"], avenant["etat"], set(avenant["parties"].values())) == (1, "avis_rendu", {"avis_rendu"})


# --- what an avenant says is in the data, or among its files ---


def test_an_avenant_states_the_grounds_of_its_document(papiers: Papiers) -> None:
    grounds = nancy().vie.avenants["1"].motifs
    assert [text for text in grounds if espaces(text.rstrip(" .;"))[1:] not in papiers.textes["avenant"]] == []


def test_every_paper_that_an_avenant_names_is_among_its_files(papiers: Papiers) -> None:
    named = set(re.findall(r"avenant-1-[a-z]+|avenant-1\.json", papiers.textes["avenant"]))
    produced = {name.rpartition(".")[0] if "json" not in name else name for name in contenu(papiers.dossier)}
    assert (bool(named), named - produced) == (True, set())
    assert "annexes consolidées" not in papiers.textes["avenant"]


def test_the_first_sentences_of_the_avenant_say_one_thing_once(papiers: Papiers) -> None:
    assert papiers.textes["avenant"].count("« Si souscription S03.4 et S02 »") == 1


def test_the_avenant_is_signed_by_those_whom_it_binds(papiers: Papiers) -> None:
    suivi = Lecture(str(papiers.dossier / "avenant-1-suivi.docx"))
    assert len(suivi.tables[0].rows) - 1 == len(nancy().dossiers)  # the métropole signs too


# --- what its readers look for ---


@pytest.mark.long
def test_each_paper_is_written_to_be_signed_and_to_be_annotated(papiers: Papiers) -> None:
    names = {
        f"avenant-1-{name}.{form}"
        for name in ("ESSEY", "ESSEY-rapport", "suivi", "rapport")
        for form in ("pdf", "docx")
    }
    assert set(contenu(papiers.dossier)) == {*names, "avenant-1.json"}


@pytest.mark.long
def test_the_amounts_of_the_avenant_are_those_of_the_comparison(papiers: Papiers) -> None:
    document = json.loads((papiers.dossier / "avenant-1.json").read_text())
    mine = [row for row in document["montants"] if row["adherent"] == "essey-les-nancy" and row["exercice"] == "2027"]
    assert {(row["nature"], row["avant"], row["apres"]) for row in mine} == {
        ("indirect_annuel", "26184.26", "26034.09"),
        ("indirect_factuel", "2594.00", "2594.00"),
        ("masse_salariale", "79587.20", "79587.20"),
    }


A_LA_PREFECTURE = """
représentée par son Président, habilité à cet effet par la délibération du Conseil métropolitain n°
représentée par son maire, habilité à cet effet par la délibération n°
le code général des collectivités territoriales, notamment ses articles L. 2121-29 et L. 2131-1
l'article L. 5211-4-2 du code général des collectivités territoriales, qui permet les services communs
ayant pris effet le 1er janvier 2024, notamment son article 12
l'avis favorable du comité de suivi stratégique du 5 octobre 2026
l'avis favorable du comité de pilotage du 6 novembre 2026
la fiche d'impact prévue à l'article L. 5211-4-2 du code général des collectivités territoriales
Ils n'engagent pas les parties : seules les modalités de calcul ont valeur contractuelle (annexe 4).
Aucun exercice clos n'est modifié.
prend effet le 1er janvier 2027, sous réserve que les délibérations qui l'approuvent soient exécutoires
signé avant cette date par les deux parties
à laquelle un avenant de même rédaction aura été signé avec chacun d'eux
en deux exemplaires originaux
"""
A_SIGNER = [
    ["Pour l'adhérent, la commune d'Essey-lès-Nancy", "Pour la Métropole du Grand Nancy"],
    ["Qualité : Maire", "Qualité : Président"],
    ["Nom :", "Nom :"],
    ["Date :", "Date :"],
    ["Signature :", "Signature :"],
]
TECHNIQUE = re.compile(r"\.ya?ml|\.json|`|sha256|\bconvention [a-z]+er\b|\b[0-9a-f]{7,}\b|avenant-1-suivi")
"""What means nothing to whom votes: files, commands, seals."""


def test_a_paper_says_what_the_prefecture_and_the_accountant_look_for(papiers: Papiers) -> None:
    plain = espaces(_words(papiers.dossier / "avenant-1-ESSEY.docx"))
    assert [sentence for sentence in A_LA_PREFECTURE.strip().splitlines() if sentence not in plain] == []


def test_each_party_has_its_name_its_quality_and_room_for_a_name_a_date_and_a_hand(papiers: Papiers) -> None:
    signed = Lecture(str(papiers.dossier / "avenant-1-ESSEY.docx")).tables[-1]
    assert [[ordinaire(cell.text) for cell in row.cells] for row in signed.rows] == A_SIGNER
    assert [row.height is not None for row in signed.rows] == [False] * 4 + [True]


@pytest.mark.parametrize("name", ["ESSEY", "ESSEY-rapport", "rapport", "suivi"])
def test_what_a_paper_says_of_files_and_seals_stands_under_its_sources_at_the_end(papiers: Papiers, name: str) -> None:
    told = [paragraph.text for paragraph in Lecture(str(papiers.dossier / f"avenant-1-{name}.docx")).paragraphs]
    assert [text for text in told if TECHNIQUE.search(text) and not text.startswith("Sources.")] == []


def test_the_report_of_an_assembly_says_what_the_dashboard_of_its_adherent_says(papiers: Papiers) -> None:
    (asked,) = a_voter(site_reel(CHEZ_ESSEY, date(2026, 11, 23)), ESSEY)
    report = espaces(_words(papiers.dossier / "avenant-1-ESSEY-rapport.docx"))
    assert [text for text in (asked.paye, asked.vote, asked.sinon) if ordinaire(text) not in report] == []
    assert "Essey-lès-Nancy : 150,17 € de moins en 2027" in report


# --- the seals that the data names are those of the samples ---


@pytest.mark.long
@pytest.mark.parametrize(
    ("exemple", "objets"),
    [
        (FORFAIT, ["Actualisation du forfait de masse salariale et des montants de l'annexe 4 au 1er janvier 2027"]),
        (AVENANT_1, ["Projet d'avenant n° 1", "Présentation du projet d'avenant n° 1"]),
    ],
)
def test_the_opinions_of_the_data_name_the_seal_of_the_sample_on_which_they_were_given(
    depot: Path, exemple: str, objets: list[str]
) -> None:
    compared = lancer(depot, "comparer", "base", exemple, "--format", "json").sortie
    seal = json.loads(compared)["empreinte"]
    given = {espaces(avis.objet): avis.empreinte for item in meetings(nancy()) for avis in item.reunion.avis}
    stale = [nom for nom in objets if given[nom] != seal]
    assert stale == [], (
        f"docs/exemples/{exemple}.patch a changé de phrases ou de montants : dans catalogue/reunions/2026.yaml, écrire "
        f'« empreinte: "{seal}" » à {stale}'
        + (f" ; refaire {CONSIGNE} par « convention avenant etablir … --consigner »" if exemple == AVENANT_1 else "")
    )


def test_the_avenant_that_is_kept_has_the_seal_of_its_sample_which_the_terminal_gives_whole_to_cite(
    papiers: Papiers,
) -> None:
    seal = json.loads((GRAND_NANCY / CONSIGNE).read_text())["empreinte"]
    assert f'« empreinte: "{seal}" »' in papiers.textes["terminal"], (
        f"refaire {CONSIGNE} : appliquer docs/exemples/{AVENANT_1}.patch sur une branche, puis « convention avenant "
        f"etablir main BRANCHE --numero 1 --consigner --sortie DOSSIER »"
    )


MOT = re.compile(r"[^\W\d][\w'’.-]*")
"""A word: what begins with a letter; figures are read at a glance."""


@pytest.mark.long
@pytest.mark.parametrize("exemple", sorted({*AVENANTS, *AUTRES, SANS_EFFET}))
def test_what_matters_of_a_comment_is_read_in_a_minute(depot: Path, exemple: str) -> None:
    done = lancer(depot, "comparer", "base", exemple, "--format", "markdown")
    unfolded = re.sub("<details>.*?</details>", "", html.unescape(done.sortie.decode()), flags=re.DOTALL)
    before_the_table = unfolded.partition("\n| ")[0]
    assert len(MOT.findall(before_the_table)) <= 120
    assert len(MOT.findall(unfolded)) <= 300


@pytest.mark.long
def test_the_title_of_what_comes_too_late_says_from_when_it_may_count(depot: Path) -> None:
    done = lancer(depot, "comparer", "base", "prix-copieurs", "--bref", "--date", "2026-11-28")
    title = espaces(done.sortie.decode()).splitlines()[2]
    assert title.endswith(" ; trop tard pour le 1er janvier 2027, possible au 1er janvier 2028.")
