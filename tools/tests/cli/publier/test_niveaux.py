"""`convention site --tous`: every level from one reading, what is the same written once, one version at a time."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import HERITE, PROGRAMME, lancer
from tests.generateur import depot_fictif, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long
TOUS = ("site", "--tous", "--vers", "srv", "--date", "2026-11-23")
ADHERENTS = ("adherent-1", "adherent-2", "metropole")


@pytest.fixture(scope="module")
def publie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a small repository twice, with another label in between, and return its root."""
    root = write(tmp_path_factory.mktemp("publie"), depot_fictif(3, 3, 1))
    for _ in range(2):
        run = lancer(root, *TOUS)
        assert run.code == 0, run.erreurs
        (root / "docs").mkdir(exist_ok=True)
        (root / "docs/glossaire.md").write_text("# Glossaire\n\n## Mot\n\nSon sens.\n", "utf-8")
    return root


def noms(folder: Path) -> set[str]:
    """List the files of a folder, by what comes after it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_one_adherent_alone_may_read_is_in_its_folder_and_nowhere_else(publie: Path) -> None:
    prive, public = publie / "srv/courant/prive", publie / "srv/courant/public"
    assert {path.name for path in (prive / "chez").iterdir()} == set(ADHERENTS)
    alone = re.compile("Page réservée à l’adhérent")
    holding = {
        name for name in noms(prive) if name.endswith(".html") and alone.search((prive / name).read_text("utf-8"))
    }
    assert holding == {f"chez/{nom}/index.html" for nom in ADHERENTS}
    assert not [name for name in noms(public) if name.startswith(("chez/", "adherents/", "exercices/2"))]


def test_no_page_of_an_adherent_names_what_is_in_the_folder_of_another(publie: Path) -> None:
    prive = publie / "srv/courant/prive"
    for nom in ADHERENTS:
        text = (prive / "chez" / nom / "index.html").read_text("utf-8")
        assert {found for found in re.findall(r"chez/([\w-]+)", text) if found != nom} == set(), nom


def test_the_search_of_all_knows_nothing_of_what_one_alone_may_read(publie: Path) -> None:
    index = json.loads((publie / "srv/courant/prive/recherche.json").read_text("utf-8"))
    assert not [page for page in index["pages"] if page[1].startswith("chez/")]


def test_the_search_of_all_leads_to_the_page_of_its_reader_and_says_nothing_of_it(publie: Path) -> None:
    index = json.loads((publie / "srv/courant/prive/recherche.json").read_text("utf-8"))
    (own,) = [rang for rang, page in enumerate(index["pages"]) if page[1] == "chez-moi/"]
    assert index["pages"][own][0] == "La page de mon organisme"
    said = "Elle s’ouvre pour l’organisme au nom duquel vous vous êtes connecté."
    places = {"": "La page de mon organisme", "quantites": "Nos quantités à valider"}  # nothing is called there
    assert [part for part in index["parties"] if part[0] == own] == [
        [own, place, words, said] for place, words in places.items()
    ]


def test_who_is_not_signed_in_is_led_by_the_search_to_the_sign_in(publie: Path) -> None:
    index = json.loads((publie / "srv/courant/public/recherche.json").read_text("utf-8"))
    assert ["La page de mon organisme", "prive/chez-moi/", 2.0] in index["pages"]


def test_each_dashboard_leads_to_the_page_of_its_adherent_and_the_public_home_to_the_sign_in(publie: Path) -> None:
    courant = publie / "srv/courant"
    board = (courant / "prive/adherents/adherent-1/index.html").read_text("utf-8")
    assert 'href="../../chez/adherent-1/"' in board
    assert 'href="prive/chez-moi/"' in (courant / "public/index.html").read_text("utf-8")


def test_robots_are_led_to_the_public_pages_alone(publie: Path) -> None:
    said = (publie / "srv/courant/public/robots.txt").read_text("utf-8")
    assert said == "User-agent: *\nDisallow: /prive/\nDisallow: /guichet/\nDisallow: /oidc/retour\n"


def test_what_is_the_same_at_two_levels_is_written_once(publie: Path) -> None:
    courant = publie / "srv/courant"
    for name in ("assets/scripts/site.js", "assets/polices/eb-garamond.woff2"):
        assert (courant / "public" / name).samefile(courant / "prive" / name), name


def test_the_version_of_before_stays_and_older_ones_go(publie: Path) -> None:
    srv = publie / "srv"
    first, second = (srv / "precedent").resolve().name, (srv / "courant").resolve().name
    assert second == f"{first}-2"  # the data is the same: only the glossary is new
    (publie / "docs/glossaire.md").write_text("# Glossaire\n\n## Mot\n\nSon autre sens.\n", "utf-8")
    assert lancer(publie, *TOUS).code == 0
    assert {path.name for path in (srv / "versions").iterdir()} == {second, (srv / "courant").resolve().name}
    assert (srv / "precedent").resolve().name == second


def test_two_publications_at_once_are_two_versions_and_one_is_served(tmp_path: Path) -> None:
    root = write(tmp_path, depot_fictif(3, 3, 1))
    runs = [subprocess.Popen([*PROGRAMME, *TOUS], cwd=root, env=HERITE, stderr=subprocess.PIPE) for _ in range(2)]
    assert [run.communicate()[1] for run in runs] == [b"", b""]
    versions = {path.name for path in (root / "srv/versions").iterdir()}
    assert {(root / "srv" / link).resolve().name for link in ("courant", "precedent")} == versions
    assert len(versions) == 2


def test_data_in_error_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    root = write(tmp_path, depot_fictif(3, 3, 1))
    assert lancer(root, *TOUS).code == 0
    before = (root / "srv/courant").resolve(), noms(root / "srv")
    (root / "catalogue/convention.yaml").write_text("faux: [", "utf-8")
    assert lancer(root, *TOUS).code == 1
    assert ((root / "srv/courant").resolve(), noms(root / "srv")) == before


def test_a_folder_that_holds_something_else_is_refused_and_left(tmp_path: Path) -> None:
    root = write(tmp_path, depot_fictif(3, 3, 1))
    (root / "srv").mkdir()
    (root / "srv/notes.txt").write_text("à moi", "utf-8")
    run = lancer(root, *TOUS)
    assert (run.code, noms(root / "srv")) == (2, {"notes.txt"})
    assert "contient autre chose" in run.erreurs.decode()


def test_all_levels_ask_where_they_go(tmp_path: Path) -> None:
    root = write(tmp_path, depot_fictif(3, 3, 1))
    for arguments in (("site", "--tous"), (*TOUS, "--niveau", "public")):
        run = lancer(root, *arguments)
        assert run.code == 2
        assert "--tous demande --vers DOSSIER" in run.erreurs.decode()
    assert not (root / "srv").exists()
