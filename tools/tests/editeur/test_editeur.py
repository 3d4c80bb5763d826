"""VS Code and its YAML extension on every kind of document: what is completed, what hover says, what is refused.

Knows: the language server of that extension, run without a screen under the settings of `.vscode/settings.json`.
Must not know: how a schema is made. What is expected is read from the models; a new kind is tested by itself.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convention.model.assemblage import build_depot
from convention.model.cadre.renvois import CODES as LISTES
from convention.model.cadre.renvois import Sorte
from convention.model.genres import GENRES
from convention.model.schemas.codes_schema import cited_lists, codes_schema
from convention.model.schemas.schemas import schemas
from tests.editeur.codes import PROPOSES, petit_depot
from tests.editeur.fautes import SORTES, fautes, fautif
from tests.editeur.pages import Page, citations, complet, debut, lieux, listes, place, saisie, tables, texte
from tests.editeur.serveur import Constat, Proposition, Serveur, servir
from tests.essais import fichiers_nancy, nancy
from tests.machine import exiger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.cadre.document import Genre
    from convention.model.depot import Depot, Fichier

ICI = Path(__file__).parent
RACINE = Path(__file__).resolve().parents[3]
EXECUTABLE = ICI / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
COMPLET = "complet"

PAR_NOM = {genre.nom: genre for genre in GENRES}
FAUTES = [(genre, sorte) for genre in GENRES for sorte in SORTES if any(fautes(genre, sorte))]

chaque_genre = pytest.mark.parametrize("genre", [pytest.param(genre, id=genre.nom) for genre in GENRES])


@pytest.fixture(scope="module")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """Run the server on a folder that holds the schemas and the codes of a small repository."""
    with servir_depot(tmp_path_factory.mktemp("depot"), petit_depot()) as running:
        yield running


@contextmanager
def servir_depot(folder: Path, depot: Depot | None) -> Iterator[Serveur]:
    """Run the server on the schemas, beside the codes of a repository if any; documents are opened without a file."""
    node = shutil.which("node")
    exiger(node and EXECUTABLE.is_file(), "il faut node et npm, puis « make test » : il installe le serveur YAML")
    (folder / "schemas").mkdir()
    texts = dict(schemas())
    if depot is not None:
        texts[LISTES] = codes_schema(depot, cited_lists(texts))
    for name, text in texts.items():
        (folder / "schemas" / name).write_bytes(text)
    with servir((str(node), str(EXECUTABLE), "--stdio"), folder, reglages()) as running:
        yield running


@pytest.fixture(scope="module")
def ouverts(serveur: Serveur) -> Serveur:
    """Open at once the complete document of each kind, and its wrong ones: the server waits before it checks one."""
    for genre in GENRES:
        serveur.open(chemin(genre, COMPLET), texte(genre, complet(genre)))
    for genre, sorte in FAUTES:
        serveur.open(chemin(genre, sorte), fautif(genre, sorte).texte)
    return serveur


def reglages() -> dict[str, Any]:
    """Read the settings of the workspace by section, as VS Code hands them over."""
    settings: dict[str, Any] = {}
    for name, value in json.loads((RACINE / ".vscode" / "settings.json").read_text("utf-8")).items():
        *sections, last = [name] if name.startswith("[") else name.split(".")
        table = settings
        for section in sections:
            table = table.setdefault(section, {})
        table[last] = value
    return settings


def chemin(genre: Genre, nom: str) -> str:
    """Name a document in the folder where those of its kind stand."""
    return f"{genre.exemple.rpartition('/')[0]}/{genre.nom} {nom}.yaml"


@cache
def propositions(serveur: Serveur, genre: Genre, page: Page) -> tuple[Proposition, ...]:
    """Ask what is completed at the caret of a page, once."""
    path = chemin(genre, "en cours")
    serveur.open(path, page.texte)
    return serveur.completion(path, page.ligne, page.colonne)


@chaque_genre
def test_each_table_completes_its_fields_with_their_french_description_and_only_them(
    serveur: Serveur, genre: Genre
) -> None:
    for lieu, modele in tables(genre):
        proposed = propositions(serveur, genre, debut(genre, lieu.pointer))
        shown = {item.mot: item.explication.splitlines()[0] for item in proposed if item.est_cle}
        assert shown == {name: field.description for name, field in modele.model_fields.items()}, lieu


@chaque_genre
def test_each_table_proposes_its_required_fields_at_once_and_no_other(serveur: Serveur, genre: Genre) -> None:
    for lieu, modele in tables(genre):
        required = [name for name, field in modele.model_fields.items() if field.is_required()]
        proposed = propositions(serveur, genre, debut(genre, lieu.pointer))
        margin = "  " if lieu.pointer and isinstance(lieu.pointer[-1], int) else ""
        first_level = re.compile(rf"^(?:{margin})?(\w+):", re.MULTILINE)
        written = [first_level.findall(item.ecrit) for item in proposed if not item.est_cle]
        assert written == ([required] if required else []), lieu


@chaque_genre
def test_each_closed_list_completes_its_words_with_their_meaning_and_only_them(serveur: Serveur, genre: Genre) -> None:
    for lieu, meanings in listes(genre):
        proposed = propositions(serveur, genre, debut(genre, lieu.pointer, valeur=True))
        assert {item.mot: item.explication for item in proposed} == meanings, lieu


@chaque_genre
def test_hovering_a_field_shows_its_french_description(ouverts: Serveur, genre: Genre) -> None:
    text = texte(genre, complet(genre))
    for lieu in lieux(genre):
        key = place(text, lieu.pointer).key
        # Over a year, which YAML reads as a number, the server shows nothing.
        if key is not None and not str(lieu.pointer[-1]).isdigit():
            shown = ouverts.hover(chemin(genre, COMPLET), key.line, key.column + 1)
            assert lieu.description in affiche(shown), lieu


def affiche(markdown: str) -> str:
    """Read Markdown as it is displayed, without its escapes."""
    return re.sub(r"\\(.)", r"\1", markdown)


def test_a_document_that_holds_every_field_has_no_message(ouverts: Serveur) -> None:
    assert {genre.nom: ouverts.constats(chemin(genre, COMPLET)) for genre in GENRES} == {
        genre.nom: () for genre in GENRES
    }


def test_the_longest_of_the_frozen_documents_of_each_kind_has_no_message(serveur: Serveur) -> None:
    # Its schema accepts every one of them (`model/test_schemas`): here, the server reads YAML as the tool does.
    longest = {fichier.chemin.genre: fichier.path for fichier in sorted(nancy().fichiers.values(), key=_length)}
    for path in longest.values():
        serveur.open(path, fichiers_nancy()[path])
    assert {path: found for path in longest.values() if (found := serveur.constats(path))} == {}


def _length(fichier: Fichier) -> int:
    return len(fichiers_nancy()[fichier.path])


def test_a_fault_is_reported_at_its_line_in_french_and_nothing_else_is(ouverts: Serveur) -> None:
    judged = {(genre.nom, sorte): _told(ouverts, genre, sorte) for genre, sorte in FAUTES}
    assert judged == dict.fromkeys(judged, ([], []))


def _told(ouverts: Serveur, genre: Genre, sorte: str) -> tuple[list[str], list[Constat]]:
    """Return what a fault should have been told and was not, and what was told and should not have been."""
    wrong = fautif(genre, sorte)
    found = ouverts.constats(chemin(genre, sorte))
    said = {line: [item.message for item in found if item.ligne == line] for line in (item.ligne for item in found)}
    unsaid = [
        text for line, texts in wrong.attendu.items() for text in texts if text not in "\n".join(said.get(line, ()))
    ]
    unexpected = [item for item in found if not any(text in item.message for text in wrong.attendu.get(item.ligne, ()))]
    return unsaid, unexpected


def test_an_exercice_is_refused_as_an_agent_reads_it(serveur: Serveur) -> None:
    genre = PAR_NOM["exercice"]
    page = saisie(
        genre,
        "origine: demonstration\n"
        "statut: ferme|\n"
        "phase: previsionnel\n"
        "jalons:\n"
        "  avril: {date: 3 avril, objet: Avance}\n"
        "  octobre: {date: 2026-10-05, objt: Solde}\n",
    )
    serveur.open(chemin(genre, "faux"), page.texte)
    assert sorted(serveur.constats(chemin(genre, "faux"))) == [
        Constat(3, 9, "Valeurs permises\u00a0: ouvert ou clos."),
        Constat(6, 17, "Une date s'écrit AAAA-MM-JJ, sans guillemets."),
        Constat(7, 3, "Champs possibles\u00a0: date et objet (obligatoires)\u202f; arrete_le et volets (facultatifs)."),
    ]


def test_hovering_a_word_of_a_closed_list_shows_what_each_means(serveur: Serveur) -> None:
    genre = PAR_NOM["exercice"]
    page = saisie(genre, "statut: clo|s\n")
    serveur.open(chemin(genre, "survol"), page.texte)
    assert serveur.hover(chemin(genre, "survol"), page.ligne, page.colonne) == (
        "#### L'état d'un exercice\n\nOuvert ou clos\n\nValeurs autorisées:\n\n"
        "* `clos`: Arrêté\n* `ouvert`: En cours ou à venir\n"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "souscriptions:\n  - service: S04\n    statut: |\n",
        "souscriptions:\n  - {service: S04, statut: |}\n",
        "souscriptions:\n  - {service: S04, statut: act|}\n",
    ],
)
def test_a_word_is_completed_however_the_table_is_written(serveur: Serveur, typed: str) -> None:
    genre = PAR_NOM["souscriptions"]
    proposed = propositions(serveur, genre, saisie(genre, typed))
    assert [item.mot for item in proposed] == ["active", "souscrite_non_activee"]


def test_an_empty_document_is_begun_with_what_is_required_at_every_depth(serveur: Serveur) -> None:
    genre = PAR_NOM["souscriptions"]
    (whole,) = (item for item in propositions(serveur, genre, saisie(genre, "|")) if not item.est_cle)
    assert whole.mot == "Les souscriptions d'un adhérent"
    assert whole.ecrit == "origine: $1\nsouscriptions:\n  - service: $2\n    debut: $3"


def test_each_sort_of_code_is_cited_by_a_field_and_declared_by_the_small_repository() -> None:
    cited = {sorte for genre in GENRES for _, sorte in citations(genre)}
    assert cited == PROPOSES.keys() == set(Sorte)


@chaque_genre
def test_each_field_that_cites_an_object_proposes_the_codes_of_the_repository(serveur: Serveur, genre: Genre) -> None:
    for lieu, sorte in citations(genre):
        if lieu.cle is None:
            proposed = propositions(serveur, genre, debut(genre, lieu.pointer, valeur=True))
            shown = {item.ecrit.strip('"'): (item.mot.removesuffix("…"), item.explication) for item in proposed}
            assert shown == {code: (_mot(code, nom), nom) for code, nom in PROPOSES[sorte].items()}, lieu


@chaque_genre
def test_each_table_by_code_proposes_the_codes_as_its_keys(serveur: Serveur, genre: Genre) -> None:
    for lieu, sorte in citations(genre):
        if lieu.cle is not None:
            proposed = propositions(serveur, genre, debut(genre, lieu.pointer))
            assert [item for item in proposed if not item.est_cle] == [], lieu
            assert {item.mot: item.explication for item in proposed} == PROPOSES[sorte], lieu
            assert {item.ecrit for item in proposed} == {f"{_cle(code)}: " for code in PROPOSES[sorte]}, lieu


def _mot(code: str, nom: str) -> str:
    """Name a code as editors show it: the server cuts what is longer than sixty signs, so nothing is."""
    word = f"{code} — {nom}"
    return word if len(word) <= 60 else word[:59].rstrip()


def _cle(code: str) -> str:
    return f'"{code}"' if code.isdigit() else code


@pytest.mark.parametrize(
    "typed",
    [
        "services:\n  - |\n",
        "services:\n  - S01\n  - |\n",
        "services:\n  - S01\n  - S0|\n",
        "services: [|]\n",
        "services: [S01, |]\n",
        "services: [S01, S0|]\n",
    ],
)
def test_a_code_is_completed_however_the_list_is_written(serveur: Serveur, typed: str) -> None:
    genre = PAR_NOM["projet"]
    proposed = propositions(serveur, genre, saisie(genre, typed))
    expected = [(f"{code} — {nom}", code) for code, nom in PROPOSES[Sorte.SERVICE].items()]
    assert [(item.mot, item.ecrit) for item in proposed] == expected


@pytest.mark.parametrize(
    "typed",
    [
        "souscriptions:\n  - service: |\n",
        "souscriptions:\n  - service: S0|\n",
        "souscriptions:\n  - {service: |}\n",
        "souscriptions:\n  - {service: S0|, debut: 2026-01-01}\n",
    ],
)
def test_a_code_is_completed_however_the_table_is_written(serveur: Serveur, typed: str) -> None:
    genre = PAR_NOM["souscriptions"]
    proposed = propositions(serveur, genre, saisie(genre, typed))
    assert [item.ecrit for item in proposed] == list(PROPOSES[Sorte.SOUSCRIPTION])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("valeurs:\n      |\n", ["postes"]),
        ("valeurs:\n      po|\n", ["postes"]),
        ("valeurs: {po|}\n", ["postes"]),
        ("valeurs:\n      copieurs: 3\n      |\n", ["postes"]),
        ("valeurs:\n      postes: 3\n      |\n", []),
        ("par_composant:\n      |\n", ["comptes"]),
        ("par_composant:\n      comptes:\n        |\n", ["2025", "finances"]),
        ("par_composant:\n      comptes: {finances: 3, '2025': 2}\n      |\n", []),
    ],
)
def test_the_keys_that_are_counted_are_completed_once(serveur: Serveur, typed: str, expected: list[str]) -> None:
    genre = PAR_NOM["quantites"]
    proposed = propositions(serveur, genre, saisie(genre, f"comptages:\n  - {typed}"))
    assert [item.mot for item in proposed] == expected


def test_no_code_is_proposed_where_a_field_goes(serveur: Serveur) -> None:
    genre = PAR_NOM["souscriptions"]
    proposed = propositions(serveur, genre, saisie(genre, "souscriptions:\n  - service: S04\n    |\n"))
    assert {item.mot for item in proposed if item.est_cle} >= {"debut", "fin"}
    assert [item.mot for item in proposed if "S0" in item.mot] == []


def test_no_code_is_proposed_where_a_whole_list_goes(serveur: Serveur) -> None:
    genre = PAR_NOM["projet"]
    assert propositions(serveur, genre, saisie(genre, "services: |\n")) == ()


def test_a_code_that_is_a_number_is_proposed_between_quotes(serveur: Serveur) -> None:
    genre = PAR_NOM["budget"]
    page = saisie(genre, "exercices:\n  2026:\n    credits:\n      - compte: |\n")
    assert [item.ecrit for item in propositions(serveur, genre, page)] == ['"62876"']


def test_hovering_a_code_used_as_a_key_shows_what_it_designates(serveur: Serveur) -> None:
    genre = PAR_NOM["quantites"]
    page = saisie(genre, "comptages:\n  - valeurs: {pos|tes: 3}\n")
    serveur.open(chemin(genre, "survol"), page.texte)
    assert "nombre de postes" in serveur.hover(chemin(genre, "survol"), page.ligne, page.colonne)


INCONNUS = {
    "souscriptions": "origine: demonstration\nsouscriptions:\n  - {service: S9|9, debut: 2026-01-01}\n",
    "projet": (
        "origine: demonstration\nlibelle: x\nobjet: x\nstatut: engage\nrole_service_commun: moe\n"
        "adherents: [inc|onnu]\nservices: [S99]\n"
    ),
    "quantites": (
        "origine: demonstration\ncomptages:\n  - phase: realise\n    date: 2026-01-01\n    source: x\n"
        "    par_composant: {inconnue: {inconnu: 3}}\n    valeurs:\n      inc|onnue: 3\n"
    ),
}
chaque_inconnu = pytest.mark.parametrize("nom", INCONNUS)


@chaque_inconnu
def test_a_code_that_does_not_exist_has_no_message_in_the_editor(serveur: Serveur, nom: str) -> None:
    genre = PAR_NOM[nom]
    page = saisie(genre, INCONNUS[nom])
    assert propositions(serveur, genre, page) != ()
    assert serveur.constats(chemin(genre, "en cours")) == ()


@pytest.fixture(scope="module")
def perime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """Run the server beside the codes of a repository that had none yet."""
    with servir_depot(tmp_path_factory.mktemp("perime"), build_depot((), ())) as running:
        yield running


@chaque_inconnu
def test_codes_that_are_stale_propose_less_and_have_no_message(perime: Serveur, nom: str) -> None:
    genre = PAR_NOM[nom]
    assert propositions(perime, genre, saisie(genre, INCONNUS[nom])) == ()
    assert perime.constats(chemin(genre, "en cours")) == ()


def test_codes_that_are_missing_have_one_message_and_leave_no_help(tmp_path: Path) -> None:
    # Unavoidable: the server resolves a schema as a whole. The file is committed, and `schemas --verifier` requires it.
    genre = PAR_NOM["souscriptions"]
    with servir_depot(tmp_path, None) as lacking:
        lacking.open(chemin(genre, "en cours"), saisie(genre, INCONNUS["souscriptions"]).texte)
        (constat,) = lacking.constats(chemin(genre, "en cours"))
        assert (constat.ligne, constat.colonne) == (2, 1)
        assert LISTES in constat.message
        assert propositions(lacking, genre, debut(genre, ())) == ()


def test_what_the_server_says_in_its_own_words_is_french(serveur: Serveur) -> None:
    genre = PAR_NOM["organigramme"]
    page = saisie(genre, "origine: convention\ntotal_etp: 99999999999|\npoles: []\n")
    serveur.open(chemin(genre, "borne"), page.texte)
    assert serveur.constats(chemin(genre, "borne")) == (
        Constat(3, 12, "La valeur est supérieure au maximum de 999999999."),
    )


def test_the_lock_pins_every_package_and_names_no_registry() -> None:
    package, lock = (json.loads((ICI / name).read_text("utf-8")) for name in ("package.json", "package-lock.json"))
    installed = {name: entry for name, entry in lock["packages"].items() if name}
    assert (
        installed["node_modules/yaml-language-server"]["version"] == package["devDependencies"]["yaml-language-server"]
    )
    assert [name for name, entry in installed.items() if "integrity" not in entry or "resolved" in entry] == []
