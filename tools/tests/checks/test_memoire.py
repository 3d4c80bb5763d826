"""What is kept of the checks from one text to the next is what they would say anew, whatever is typed."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.checks.cadre.suivi import _Tous, alone, differences, noting
from convention.checks.noms.noms import unknown_names
from convention.checks.registry import memoires, run
from convention.loading.loader import Cache, load
from convention.loading.source import Superposition
from tests.essais import fichiers_nancy, lectures, lire, nancy
from tests.langage.frappes import Disque, frappes
from tests.preuves import FOIS

if TYPE_CHECKING:
    from convention.model.depot import Depot

AU = date(2026, 11, 28)
PAR_GRAINE = 100
GRAINES = range(int(os.environ.get("GRAINE", "0")), int(os.environ.get("GRAINE", "0")) + FOIS)


@pytest.mark.long
@pytest.mark.parametrize("graine", GRAINES)
def test_what_is_kept_is_what_would_be_found_again(graine: int) -> None:
    files = fichiers_nancy()
    disque, gardes, cache = Disque(files), memoires(), dict(lectures())
    for textes in frappes(files, PAR_GRAINE, graine):
        depot = load(Superposition(disque, textes), cache).depot
        assert run(depot, AU, gardes=gardes) == run(depot, AU), textes.keys()


def test_a_document_of_the_catalogue_has_no_quantity_read_again() -> None:
    files, cache = fichiers_nancy(), dict(lectures())
    before = lire(files)
    after = _with(cache, "catalogue/organigramme.yaml", "\n# note\n")
    lus: set[tuple[object, ...]] = set()
    for dossier in noting(before, lus).dossiers.values():
        assert all(document.comptages for document in dossier.quantites.values())
    assert lus.isdisjoint(differences(before, after))
    assert noting(before, lus).organigramme is not None
    assert not lus.isdisjoint(differences(before, after))


def test_a_folder_that_goes_changes_what_was_read_of_it() -> None:
    before, lus = nancy(), set[tuple[object, ...]]()
    assert noting(before, lus).dossiers["laxou"].identite.nom == "Laxou"
    without = {nom: item for nom, item in before.dossiers.items() if nom != "laxou"}
    assert not lus.isdisjoint(differences(before, before._replace(dossiers=without)))


def test_one_adherent_is_read_of_itself_only() -> None:
    before, lus = nancy(), set[tuple[object, ...]]()
    assert list(alone(noting(before, lus), "dossiers", ["laxou"]).dossiers) == ["laxou"]
    other = before.dossiers["nancy"]._replace(besoins={})
    assert lus.isdisjoint(differences(before, before._replace(dossiers={**before.dossiers, "nancy": other})))


def test_one_file_is_read_of_itself_only() -> None:
    before, lus = nancy(), set[tuple[object, ...]]()
    (fichier,) = alone(noting(before, lus), "fichiers", ["pricing/cles.yaml"]).fichiers.values()
    assert fichier.path == "pricing/cles.yaml"
    cache = dict(lectures())
    assert lus.isdisjoint(differences(before, _with(cache, "pricing/comptes.yaml", "\n# note\n")))
    assert not lus.isdisjoint(differences(before, _with(cache, "pricing/cles.yaml", "\n# note\n")))


def test_what_another_reading_replaces_is_not_read_and_the_rest_is_noted_as_it_is_read() -> None:
    before, lus = nancy(), set[tuple[object, ...]]()
    other = noting(before, lus)._replace(cles={})
    assert (dict(other.cles), lus) == ({}, set())
    assert "essey-les-nancy" in other.dossiers
    assert lus == {("dossiers", _Tous.NOMS)}


def test_a_cited_name_is_looked_for_without_reading_the_other_files() -> None:
    before, lus = nancy(), set[tuple[object, ...]]()
    assert list(unknown_names(noting(before, lus))) == []
    after = _with(dict(lectures()), "adherents/laxou/quantites/2027.yaml", "\n# note\n")
    assert lus.isdisjoint(differences(before, after))


def _with(cache: Cache, path: str, suite: str) -> Depot:
    files = fichiers_nancy()
    return load(Superposition(Disque(files), {path: files[path] + suite}), cache).depot
