"""`convention simuler`: the answer of `comparer` on data that nobody writes, and errors at their place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.commande import contenu, lancer
from tests.compare.depots_git import git, git_repository
from tests.essais import FIGES, RACINE, fichiers, fichiers_nancy, remplacer
from tests.generateur import write
from tests.les_cas import poser

if TYPE_CHECKING:
    from pathlib import Path

EXEMPLES = sorted((RACINE / "docs" / "exemples" / "scenarios").glob("*.yaml"))
UN_EXEMPLE_AU_MOINS = [
    pytest.param(path, id=path.stem, marks=pytest.mark.long if rank else ()) for rank, path in enumerate(EXEMPLES)
]
"""One at each change of the tool, the others with what takes long."""
PAGE = RACINE / "docs" / "scenarios.md"
MINI = FIGES / "mini"


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_repository(tmp_path_factory.mktemp("reel"), [fichiers_nancy()])


@pytest.fixture(scope="module")
def petit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small repository, where a scenario that is refused is refused sooner."""
    return git_repository(tmp_path_factory.mktemp("petit"), [fichiers(MINI)])


def _scenario(folder: Path, text: str) -> str:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def _json(sortie: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(sortie)
    return document


# --- the examples of the documentation ---


def test_three_examples_at_least_are_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(EXEMPLES) >= 3
    assert [path.name for path in EXEMPLES if f"(exemples/scenarios/{path.name})" not in page] == []


@pytest.mark.parametrize("exemple", UN_EXEMPLE_AU_MOINS)
def test_every_open_exercice_is_answered_and_no_closed_one_and_nothing_is_written(reel: Path, exemple: Path) -> None:
    before = contenu(reel)
    found = _json(lancer(reel, "simuler", str(exemple), "--format", "json").sortie)
    assert contenu(reel) == before
    assert [(item["exercice"], item["clos"]) for item in found["exercices"]] == [
        (2026, False),
        (2027, False),
        (2028, False),
    ]
    assert any(item["adherents"] for item in found["exercices"])


@pytest.mark.long
@pytest.mark.parametrize("forme", ["table", "markdown"])
@pytest.mark.parametrize("exemple", EXEMPLES)
def test_an_example_is_told_to_who_reads_it(reel: Path, exemple: Path, forme: str) -> None:
    run = lancer(reel, "simuler", str(exemple), "--format", forme)
    assert (run.code, bool(run.sortie.strip())) == (0, True)


@pytest.mark.long
def test_closed_exercices_that_a_rule_would_move_are_said_to_be_left_out(reel: Path) -> None:
    run = lancer(reel, "simuler", str(RACINE / "docs/exemples/scenarios/tarifs-et-regles.yaml"))
    assert run.message == "Exercices clos, laissés de côté : 2024, 2025. Leurs montants sont arrêtés.\n"


# --- the same answer as `comparer` ---

SIMULE = """libelle: Essai
gestes:
  - quantifier: {adherent: pulnoy, exercice: 2027, date: 2026-09-27, valeurs: {comptes_sig: 6}}
  - quantifier: {adherent: pulnoy, exercice: 2028, date: 2026-09-27, source: essai, valeurs: {comptes_sig: 6}}
  - souscrire: {adherent: pulnoy, objet: S05, debut: 2027-07-01, demande: 2026-11-20}
  - fixer: {composant: serveur-impression, variable: cout_maintenance, montant: 6000.00, exercice: 2027}
  - fixer_forfait: {montant: 720.00, date: 2028-01-01, reference: essai, verifie_le: 2026-11-25}
valeurs:
  - {fichier: adherents/essey-les-nancy/depenses/2026.yaml, emplacement: depenses.ordinateurs-decembre.livraison, \
valeur: 2026-11-20, ajout: oui}
  - {fichier: pricing/composants/S04.yaml, emplacement: composants.location-copieurs.montants.2028, retrait: oui}
"""
GESTES = (
    ("quantifier", "pulnoy", "--exercice", "2027", "--date", "2026-09-27", "comptes_sig=6"),
    ("quantifier", "pulnoy", "--exercice", "2028", "--date", "2026-09-27", "--source", "essai", "comptes_sig=6"),
    ("souscrire", "pulnoy", "S05", "--debut", "2027-07-01", "--demande", "2026-11-20"),
    ("fixer", "serveur-impression", "cout_maintenance", "6000", "--exercice", "2027"),
    ("fixer", "forfait", "720", "--date", "2028-01-01", "--reference", "essai"),
)


@pytest.mark.long
def test_a_simulation_is_the_comparison_of_the_data_once_changed(reel: Path, tmp_path: Path) -> None:
    simulated = _json(lancer(reel, "simuler", _scenario(tmp_path, SIMULE), "--format", "json").sortie)
    git(tmp_path, "clone", "--quiet", str(reel), "clone")
    clone = tmp_path / "clone"
    assert [lancer(clone, *geste).code for geste in GESTES] == [0] * len(GESTES)
    depenses = clone / "adherents/essey-les-nancy/depenses/2026.yaml"
    depenses.write_text(depenses.read_text("utf-8").rstrip("\n") + "\n    livraison: 2026-11-20\n", "utf-8")
    remplacer(clone / "pricing/composants/S04.yaml", "      2028: {cout_location: 1150.00}\n", "")
    compared = _json(lancer(clone, "comparer", "HEAD", "--format", "json").sortie)
    assert simulated["exercices"] == [item for item in compared["exercices"] if not item["clos"]]
    assert all(item["adherents"] for item in simulated["exercices"])
    phrases = [{item["phrase"] for item in document["changements"]} for document in (simulated, compared)]
    assert phrases[0] == phrases[1]


@pytest.mark.long
def test_a_simulation_answers_from_any_folder(reel: Path, tmp_path: Path) -> None:
    path = _scenario(tmp_path, SIMULE)
    assert lancer(tmp_path, "-C", str(reel), "simuler", path).sortie == lancer(reel, "simuler", path).sortie


# --- errors, at their place ---


@pytest.mark.parametrize(
    ("texte", "place", "phrase"),
    [
        ("libelle: x\ngestse: []\n", "2:1 : erreur FOR001", "vouliez-vous dire « gestes »"),
        ("gestes: []\n", "1:1 : erreur FOR002", "il manque le champ « libelle »"),
        ("libelle: x\ngestes:\n  - souscrire: {adherent: aubepine}\n", ":3:5", "il manque le champ « objet »"),
        (
            "libelle: x\ngestes:\n  - achter: {adherent: aubepine}\n",
            ":3:5 : erreur FOR001",
            "le champ « achter » n'existe pas",
        ),
        ("libelle: x\ngestes:\n  - {}\n", ":3:5 : erreur", "est un geste, et un seul"),
        (
            "libelle: x\ngestes:\n  - resilier: {adherent: aubepin, fin: 2027-01-01}\n",
            ":3:5 : erreur",
            "l'adhérent « aubepin » est inconnu",
        ),
        (
            "libelle: x\ngestes:\n  - fixer: {composant: location-copieurs, variable: x, montant: 1, exercice: 2026}\n",
            ":3:5 : erreur",
            "la variable « x » n'est pas de la ligne",
        ),
        (
            "libelle: x\nvaleurs:\n  - {fichier: pricing/cle.yaml, emplacement: cles, valeur: 1}\n",
            ":3:5 : erreur",
            "vouliez-vous dire « pricing/cles.yaml »",
        ),
        (
            "libelle: x\nvaleurs:\n  - {fichier: pricing/cles.yaml, emplacement: cles.postess.libelle, valeur: x}\n",
            ":3:5 : erreur",
            "vouliez-vous dire « postes »",
        ),
        (
            "libelle: x\nvaleurs:\n  - {fichier: pricing/cles.yaml, emplacement: cles.postes.libelle}\n",
            ":3:5 : erreur",
            "il faut une valeur, ou « retrait: oui »",
        ),
        (
            "libelle: x\nvaleurs:\n  - {fichier: pricing/cles.yaml, emplacement: cles.postes, valeur: x, ajout: oui}\n",
            ":3:5 : erreur",
            "« cles.postes » existe déjà",
        ),
        (
            "libelle: x\nvaleurs:\n  - {fichier: README.md, emplacement: a, valeur: 1}\n",
            ":3:5 : erreur",
            "n'est pas un document de données",
        ),
        (
            "libelle: x\nvaleurs:\n  - {fichier: pricing/forfait.yaml, emplacement: valeurs.99.montant, valeur: 1}\n",
            ":3:5 : erreur",
            "donner le rang de l'élément : 0",
        ),
        ("libelle: [x\n", "scenario.yaml:", "erreur SYN005"),
        ("", "scenario.yaml:1:1 : erreur SYN006", "aucune donnée"),
    ],
)
def test_a_scenario_badly_written_is_shown_at_its_line(
    petit: Path, tmp_path: Path, texte: str, place: str, phrase: str
) -> None:
    run = lancer(petit, "simuler", _scenario(tmp_path, texte))
    assert (run.code, run.sortie) == (1, b"")
    shown = run.reproche
    assert place in shown
    assert phrase in shown


def test_all_that_a_scenario_cannot_ask_is_said_at_once(petit: Path, tmp_path: Path) -> None:
    texte = """libelle: x
gestes:
  - souscrire: {adherent: aubepin, objet: S05, debut: 2027-01-01}
  - fixer: {composant: serveur-impression, variable: x, montant: 1, exercice: 2027}
valeurs:
  - {fichier: pricing/cle.yaml, emplacement: cles, valeur: 1}
"""
    run = lancer(petit, "simuler", _scenario(tmp_path, texte))
    assert (run.code, run.sortie) == (1, b"")
    assert [place in run.message for place in (":3:5", ":4:5", ":6:5")] == [True, True, True]


LIVRAISON = """{fichier: adherents/aubepine/depenses/2026.yaml, valeur: 2026-01-15,
    emplacement: depenses.ordinateurs-mars.livraison}"""
FORMULE = "{fichier: pricing/couts-de-possession.yaml, emplacement: lignes.copieur.annuel.formule, valeur: 1 / 0}"
POLITIQUE = "{fichier: catalogue/convention.yaml, emplacement: politiques.prorata.mode, valeur: hebdo}"


def test_a_wrong_rule_is_not_hidden_behind_the_closed_exercices_that_it_would_change(tmp_path: Path) -> None:
    clos = poser(tmp_path / "clos")
    assert lancer(clos, "clore", "2025", "--date", "2026-04-10").code == 0
    double = FORMULE.replace("1 / 0", "2 * cout_location * copieurs")
    run = lancer(clos, "simuler", _scenario(tmp_path, f"libelle: x\nvaleurs:\n  - {double}\n"))
    assert (run.code, "erreur TAR" in run.message, "SCE003" in run.message) == (1, True, False)


@pytest.mark.parametrize(
    ("valeur", "phrase"),
    [
        (LIVRAISON, "adherents/aubepine/depenses/2026.yaml:12:16 : erreur PER007"),
        (FORMULE, "pricing/couts-de-possession.yaml"),
        (POLITIQUE, "catalogue/convention.yaml:11:19 : erreur FOR008"),
    ],
    ids=["livraison avant le devis", "formule", "politique"],
)
def test_data_that_a_scenario_makes_wrong_is_shown_where_it_would_be(
    petit: Path, tmp_path: Path, valeur: str, phrase: str
) -> None:
    lancer(petit, "simuler", _scenario(tmp_path, f"libelle: x\nvaleurs:\n  - {valeur}\n")).refuse(
        1, "Erreurs dans les données, telles que", phrase
    )


@pytest.mark.parametrize(("nom", "phrase"), [("absent.yaml", "fichier introuvable"), (".", "dossier")])
def test_a_scenario_that_cannot_be_read_is_said(petit: Path, tmp_path: Path, nom: str, phrase: str) -> None:
    lancer(petit, "simuler", str(tmp_path / nom)).refuse(3, phrase)


def test_nothing_is_simulated_on_wrong_data(tmp_path: Path) -> None:
    files = fichiers(MINI)
    files["pricing/forfait.yaml"] = files["pricing/forfait.yaml"].replace("montant: 700.00", "montant: 7,00")
    depot = write(tmp_path / "depot", files)
    lancer(depot, "simuler", _scenario(tmp_path, "libelle: x\ngestes: []\n")).refuse(1, "pricing/forfait.yaml:")
