"""A declared rename is a rename: nothing else of the object changes, and nobody pays otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import changements
from convention.compare.changements.renommages import renames, with_new_names
from convention.compare.comparaison import comparer
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference
from convention.reports.amendement.phrases import phrase
from tests.compare.decision.petites_decisions import petit
from tests.espaces import espaces
from tests.essais import CALCULS, fichiers_nancy, lire, nancy
from tests.maquette import Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import Depot

RENOMMAGES = {
    "composant": (
        ("serveur-impression:\n", "serveur-d-impression:\n    renomme_de: serveur-impression\n"),
        (
            "Service S04, serveur d'impression : le composant « Serveur d'impression » change d'identifiant dans les "
            "données, sans autre effet"
        ),
    ),
    "composant-souscrit": (
        ("application-finances", "finances"),
        (
            "Service S02, application de gestion financière : le composant « Application de gestion financière » "
            "change d'identifiant dans les données, sans autre effet"
        ),
    ),
    "cle": (
        ("boites_aux_lettres", "boites"),
        (
            "Clés de répartition : la clé « nombre de boîtes aux lettres » change d'identifiant dans les données, sans "
            "autre effet"
        ),
    ),
    "ligne": (
        ("id: mdm\n", "id: gestion-terminaux\n    renomme_de: mdm\n"),
        (
            "Annexe 4, ligne « S04 – Mise à disposition d'un MDM » : la ligne « Mise à disposition d'un MDM » change "
            "d'identifiant dans les données, sans autre effet"
        ),
    ),
}


def _renamed(kind: str, files: Mapping[str, str] | None = None) -> dict[str, str]:
    """Rename an object wherever it is cited; sealed files never change."""
    (old, new), _ = RENOMMAGES[kind]
    texts = {
        path: text.replace(old, new) if path.endswith(".yaml") else text
        for path, text in (files or fichiers_nancy()).items()
    }
    if kind == "composant":
        path = "catalogue/gouvernance.yaml"
        texts[path] = texts[path].replace("serveur-impression", "serveur-d-impression")
    if kind == "ligne":
        path = "pricing/composants/S04.yaml"
        texts[path] = texts[path].replace("ligne: mdm\n", "ligne: gestion-terminaux\n")
    if kind == "composant-souscrit":
        path = "pricing/composants/S02.yaml"
        texts[path] = texts[path].replace("  finances:\n", "  finances:\n    renomme_de: application-finances\n", 1)
    if kind == "cle":
        path = "pricing/cles.yaml"
        texts[path] = texts[path].replace("  boites: {", "  boites: {renomme_de: boites_aux_lettres, ", 1)
    return texts


@pytest.mark.parametrize("kind", RENOMMAGES)
def test_a_declared_rename_is_one_sentence_and_no_euro(kind: str) -> None:
    base, head = nancy(), lire(_renamed(kind))
    comparaison = comparer(base, head, calcule=CALCULS)
    told = [espaces(phrase(item, comparaison.base, head)) for item in comparaison.changements]
    assert told == [RENOMMAGES[kind][1]]
    assert comparaison.sans_effet


def test_what_is_renamed_is_still_where_it_was_written() -> None:
    files, path = fichiers_nancy(), "pricing/composants/S04.yaml"
    base = lire(files)
    read = with_new_names(base, lire(_renamed("composant")))
    old, new = "serveur-impression", "serveur-d-impression"
    for rest in ((), ("montants", "2026"), ("montants", "2026", "cout_maintenance")):
        here = Reference(path, ("composants", new, *rest))
        there = Reference(path, ("composants", old, *rest))
        assert read.span(here, key=True) == base.span(there, key=True)
        assert read.span(here) == base.span(there)


def test_what_holds_a_renamed_key_is_still_where_it_was_written() -> None:
    base = nancy()
    read = with_new_names(base, lire(_renamed("cle")))
    path = "adherents/tomblaine/quantites/2026.yaml"
    for rest in ((), (0,), (0, "date"), (0, "valeurs")):
        place = Reference(path, ("comptages", *rest))
        assert (read.span(place), read.span(place, key=True)) == (base.span(place), base.span(place, key=True))
    old, new = (Reference(path, ("comptages", 0, "valeurs", nom)) for nom in ("boites_aux_lettres", "boites"))
    assert read.span(new) == base.span(old)


def test_only_the_folder_of_an_adherent_takes_its_new_name() -> None:
    # An adherent may bear the name of a folder of prices.
    before = petit({"composants": Membre("postes: 1"), "metropole": Membre("postes: 2")})
    after = petit({"nouveau": Membre("postes: 1"), "metropole": Membre("postes: 2")})
    path = "adherents/nouveau/adherent.yaml"
    after[path] = after[path].replace("nom: ", "renomme_de: composants\nnom: ", 1)
    read = with_new_names(lire(before), lire(after))
    assert set(read.fichiers) == set(after)


@pytest.mark.parametrize("kind", RENOMMAGES)
def test_the_other_way_round_it_is_the_same_object(kind: str) -> None:
    base, head = lire(_renamed(kind)), nancy()
    (change,) = changements(base, head)
    assert change.champ == "renomme_de"


@pytest.mark.parametrize("kind", RENOMMAGES)
def test_an_old_rename_renames_nothing_any_more(kind: str) -> None:
    texts = _renamed(kind)
    path = "adherents/tomblaine/quantites/2026.yaml"
    assert [item.champ for item in changements(lire(texts), lire(_counted(texts, path)))] == ["valeurs"]


def _counted(texts: Mapping[str, str], path: str) -> dict[str, str]:
    return {**texts, path: texts[path].replace("imprimantes: 6", "imprimantes: 7", 1)}


@pytest.mark.parametrize(("first", "second"), [("composant", "ligne"), ("composant-souscrit", "cle")])
def test_two_objects_may_be_renamed_at_once(first: str, second: str) -> None:
    base, head = nancy(), lire(_renamed(second, _renamed(first)))
    read = with_new_names(base, head)
    told = {espaces(phrase(item, read, head)) for item in changements(read, head)}
    assert told == {RENOMMAGES[first][1], RENOMMAGES[second][1]}


@pytest.mark.parametrize("kind", ["composant-souscrit", "cle"])
def test_a_document_that_does_not_cite_what_is_renamed_stays_the_same_object(kind: str) -> None:
    (old, _), _ = RENOMMAGES[kind]
    texts = fichiers_nancy()
    base = lire(texts)
    read = with_new_names(base, lire(_renamed(kind)))
    rewritten = {path for path, fichier in base.fichiers.items() if read.fichiers[path] is not fichier}
    assert rewritten == {path for path in base.fichiers if re.search(rf"\b{old}\b", texts[path])}


def test_an_adherent_may_be_renamed() -> None:
    real, old, new = fichiers_nancy(), "art-sur-meurthe", "art-sur-meurthe-commune"
    moved = {path.replace(f"/{old}/", f"/{new}/"): text for path, text in real.items()}
    # Sealed files and kept avenants keep the name that they were written with.
    texts = {path: text if path.endswith(".json") else text.replace(old, new) for path, text in moved.items()}
    path = f"adherents/{new}/adherent.yaml"
    texts[path] += f"renomme_de: {old}\n"
    comparaison = comparer(lire(real), lire(texts), calcule=CALCULS)
    told = [espaces(phrase(item, comparaison.base, comparaison.head)) for item in comparaison.changements]
    assert told == ["Art-sur-Meurthe : l'adhérent change d'identifiant dans les données, sans autre effet"]
    assert comparaison.sans_effet


def _keys(**former: str) -> Depot:
    """Return a repository whose keys declare these former names (or nothing), beside others."""
    lines = [
        f"  {nom}: {{libelle: {nom}, unite: x, pluriel: x, comptage: a_date{f', renomme_de: {was}' if was else ''}}}\n"
        for nom, was in former.items()
    ]
    files = maquette({}, {})
    return lire({**files, "pricing/cles.yaml": files["pricing/cles.yaml"] + "".join(lines)})


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ({"a": ""}, {"b": "a"}, {"a": "b"}),
        ({"b": "a"}, {"a": ""}, {"b": "a"}),
        ({"a": ""}, {"a": "", "b": ""}, {}),
        ({"a": "", "b": ""}, {"a": "b", "b": "a"}, {"a": "b", "b": "a"}),
        # What keeps its name is not made one with what would take it.
        ({"a": "", "b": ""}, {"b": "a"}, {}),
        # Another object took the name that was left: on both sides, all this is old.
        ({"a": "", "b": "a"}, {"a": "", "b": "a"}, {}),
        ({"a": "", "b": "a"}, {"b": "a", "c": "b"}, {"b": "c"}),
        ({"b": "a", "c": "b"}, {"a": "", "b": "a"}, {}),
        # The base never had that name.
        ({"a": ""}, {"a": "", "b": "x"}, {}),
    ],
)
def test_a_name_changes_once_either_way_and_never_takes_that_of_another(
    base: dict[str, str], head: dict[str, str], expected: dict[str, str]
) -> None:
    found = renames(_keys(**base), _keys(**head))
    assert {sorte: noms for sorte, noms in found.items() if noms} == ({Sorte.CLE: expected} if expected else {})


def test_a_base_of_which_nothing_is_renamed_is_the_same_object() -> None:
    base = _keys(a="")
    assert with_new_names(base, _keys(a="", b="")) is base
