"""`convention appels` writes the statements of a call under every form, where it is asked to and nowhere else."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from convention.cli.appeler.etats import Choix, asked
from tests.cli.commande import HERITE, PROGRAMME, contenu, lancer, sceller
from tests.engine.appels.petits_appels import COUTS, MEMBRES, appelle, avec_calendrier
from tests.espaces import espaces
from tests.essais import DONNEES, FIGES, GRAND_NANCY, lire
from tests.maquette import maquette

if TYPE_CHECKING:
    from pathlib import Path

ESSEY = ("--echeance", "2026-04", "--adherent", "essey-les-nancy")
VILLAGES = FIGES / "villages"
ORMEVAL = ("--echeance", "2026-05", "--adherent", "ormeval")


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("depot")
    for name in DONNEES:
        shutil.copytree(GRAND_NANCY / name, root / name)
    return root


def test_a_statement_is_written_under_its_number_in_every_form(depot: Path, tmp_path: Path) -> None:
    done = lancer(depot, "appels", *ESSEY, "--sortie", str(tmp_path / "a" / "b"))
    assert (done.code, done.message) == (0, "")
    assert done.dit == f"{tmp_path}/a/b : 1 état, 4 fichiers écrits.\n"
    assert sorted(contenu(tmp_path)) == [f"a/b/2026-04-ESSEY.{form}" for form in ("csv", "json", "pdf", "xlsx")]


@pytest.mark.long
def test_what_is_printed_is_what_is_written(depot: Path, tmp_path: Path) -> None:
    lancer(depot, "appels", *ESSEY, "--sortie", str(tmp_path))
    written = contenu(tmp_path)
    for form in ("csv", "json"):
        assert lancer(depot, "appels", *ESSEY, "--format", form).sortie == written[f"2026-04-ESSEY.{form}"]


@pytest.mark.parametrize("folder", ["adherents", "pricing/appels", "catalogue/nouveau", "lien/etats"])
def test_nothing_is_written_among_the_data(depot: Path, folder: str) -> None:
    link = depot / "lien"
    if not link.exists():
        link.symlink_to(depot / "adherents")
    before = contenu(depot)
    done = lancer(depot, "appels", *ESSEY, "--sortie", folder)
    assert done.code == 2
    assert "que l'outil lit : en choisir un autre" in espaces(done.message)
    assert contenu(depot) == before


@pytest.mark.parametrize("place", ["pricing/forfait.md", "catalogue/axes/rapport.pdf", "lien2/rapport.md", ".git/x.md"])
def test_no_document_is_written_among_the_data(depot: Path, place: str) -> None:
    link = depot / "lien2"
    if not link.exists():
        link.symlink_to(depot / "adherents")
    before = contenu(depot)
    done = lancer(depot, "rediger", "rapport", "--sortie", place)
    assert (done.code, contenu(depot) == before) == (2, True)
    assert "en choisir un autre" in done.message


def test_a_document_that_the_disk_refuses_is_named(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    done = lancer(VILLAGES, "appels", *ORMEVAL, "--sortie", str(tmp_path / "fichier" / "etats"))
    assert done.code == 3
    assert "/fichier/etats/2026-05-ORMEVAL.pdf\u00a0» ne peut pas être écrit (" in done.message


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "etats").write_text("", encoding="utf-8")
    assert lancer(VILLAGES, "appels", *ORMEVAL, "--sortie", str(tmp_path / "etats")).code == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--echeance", "2026-05", "--livraison", "2026"), "s'excluent"),
        ((*ORMEVAL, "--format", "csv", "--sortie", "etats"), "--format ne sert pas avec --sortie"),
        (("--adherent", "ormeval"), "il manque l'option --echeance (échéances du dépôt : 2026-05, 2027-05)"),
        (("--adherent", "ormeval", "sceller", "2027-05"), "--adherent ne sert pas avec « sceller »"),
        (("--livraison", "2\uff1026"), "n'est pas une année"),
        ((*ORMEVAL, "--sortie", "tools/etats"), "est dans tools/, qui n'est pas pour cela"),
        (("--echeance", "2026-05", "--adherent", "a\x1b[31m\u202e"), "« a\\x1b[31m\\u202e » est inconnu"),
        (("--echeance", "2026-05", "--adherent", "les-villages-du-plateau"), "il n'a pas de part, et ne reçoit pas de"),
        (("--livraison", "2023"), "l'exercice 2023 n'est pas déclaré"),
        *(
            pytest.param(arguments, sentence, marks=pytest.mark.long)
            for arguments, sentence in (
                (("--livraison", "20_26"), "n'est pas une année"),
                ((*ORMEVAL, "--sortie", ""), "le chemin est vide"),
                (("--echeance", "2026-05", "--adherent", "ormevil"), "vouliez-vous dire « ormeval »"),
                (("--rattachement", "2023"), "l'exercice 2023 n'est pas déclaré"),
            )
        ),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...], sentence: str) -> None:
    done = lancer(VILLAGES, "appels", *arguments)
    assert (done.code, done.sortie) == (2, b"")
    assert sentence in done.reproche.replace("\n", " ")


def test_the_manager_has_no_statement(depot: Path) -> None:
    done = lancer(depot, "appels", "--echeance", "2026-04", "--adherent", "metropole-grand-nancy")
    done.refuse(2, "est le gestionnaire (article 7) : il supporte sa part sans titre")


def test_a_milestone_that_does_not_exist_is_refused() -> None:
    lancer(VILLAGES, "appels", "--echeance", "2026-06").refuse(2, "aucun appel n'a lieu en")


def test_where_no_call_is_declared_it_is_said_where_to_declare_one() -> None:
    done = lancer(FIGES / "mini", "appels")
    said = "écrire ses dates dans les « jalons » d'un fichier de pricing/exercices/"
    assert (done.code, done.reproche) == (3, f"Erreur : aucun appel n'est déclaré, pour aucun exercice ; {said}\n")


@pytest.mark.long
def test_a_person_sees_how_far_the_work_is_and_a_program_does_not(depot: Path, tmp_path: Path) -> None:
    arguments = ("appels", "--echeance", "2026-10", "--sortie", str(tmp_path))
    assert lancer(depot, *arguments).erreurs == b""
    main, terminal = pty.openpty()
    done = subprocess.run(
        [*PROGRAMME, *arguments], cwd=depot, env=dict(HERITE), stdout=subprocess.PIPE, stderr=terminal, check=True
    )
    os.close(terminal)
    assert "Écriture des états" in os.read(main, 100_000).decode()
    assert espaces(done.stdout.decode()).endswith(" : 21 états, 84 fichiers écrits.\n")


def test_deliveries_have_their_statements(depot: Path) -> None:
    done = lancer(depot, "appels", "--livraison", "2026", "--format", "json")
    found = json.loads(done.sortie)["etats"]
    assert "2026-03-03-ESSEY-ordinateurs-mars" in {item["numero"] for item in found}
    assert {part["genre"] for item in found for part in item["volets"]} == {"livraison"}


def test_a_year_without_deliveries_says_so() -> None:
    done = lancer(VILLAGES, "appels", "--livraison", "2027")
    assert (done.code, done.sortie.decode()) == (0, "Aucune dépense n'a été livrée en 2027.\n")


def test_that_there_is_nothing_is_said_of_the_adherent_asked_for_and_of_no_other(depot: Path) -> None:
    delivered = lancer(depot, "appels", "--livraison", "2026", "--adherent", "art-sur-meurthe")
    assert delivered.dit == "Aucune dépense n'a été livrée à Art-sur-Meurthe en 2026.\n"
    called = lancer(VILLAGES, "appels", "--echeance", "2026-05", "--adherent", "fontbrune")
    assert called.dit == "L'appel de mai 2026 ne demande ni n'annonce rien à Fontbrune.\n"


@pytest.mark.long
def test_only_those_who_have_something_to_attach_get_a_fiche(depot: Path, tmp_path: Path) -> None:
    done = lancer(depot, "appels", "--rattachement", "2025", "--format", "json")
    found = json.loads(done.sortie)["etats"]
    assert [item["numero"] for item in found if not item["volets"]] == []
    assert "2025-RATTACHEMENT-ESSEY" in {item["numero"] for item in found}
    current = json.loads(lancer(depot, "appels", "--rattachement", "2026", "--format", "json").sortie)["etats"]
    assert [item["numero"] for item in current] == ["2026-RATTACHEMENT-ESSEY"]
    foreseen = tmp_path / "sans-comptage-de-novembre"
    shutil.copytree(depot, foreseen)
    path = foreseen / "adherents" / "essey-les-nancy" / "quantites" / "2026.yaml"
    path.write_text(path.read_text("utf-8").partition("\n  - phase: realise\n")[0] + "\n", "utf-8")
    nothing = lancer(foreseen, "appels", "--rattachement", "2026", "--sortie", str(tmp_path / "etats"))
    assert nothing.sortie.decode().startswith("Rien n'est à rattacher")
    assert not (tmp_path / "etats").exists()


def test_disagreements_are_told_on_the_day_asked_for(depot: Path) -> None:
    october = ("--echeance", "2026-10", "--adherent", "essey-les-nancy", "--format", "json")
    told = {
        day: json.loads(lancer(depot, "appels", *october, *day).sortie)["etats"][0]
        for day in ((), ("--au", "2026-11-25"))
    }
    assert [(item["situation_au"], item["exigible"]) for item in told.values()] == [
        ("2026-10-15", "54182.73"),
        ("2026-11-25", "46984.77"),
    ]


def test_nothing_is_said_of_a_day_still_to_come(depot: Path) -> None:
    april = ("--echeance", "2027-04", "--adherent", "essey-les-nancy", "--format", "json")
    told = [
        json.loads(lancer(depot, "appels", *april, *day).sortie)["etats"][0]["situation_au"]
        for day in ((), ("--au", "2026-11-25"))
    ]
    today = datetime.now().astimezone().date()
    assert told == [min(today, date(2027, 4, 15)).isoformat(), "2026-11-25"]


def test_nor_is_it_when_a_call_sealed_ahead_of_its_day_is_computed_again() -> None:
    calls = {"2098-06": "{genre: acompte, exercice: 2098, taux: 0.5}"}
    files = appelle(avec_calendrier(maquette(MEMBRES, COUTS, exercices={2098: "previsionnel"}), calls), "2098-06")
    again = Choix(None, "2098-06", None, None, None, recalculer=True)
    (etat,) = asked(lire(files), again).etablir("nancy")
    assert etat.situation_au == datetime.now().astimezone().date()


def test_what_is_sealed_before_the_day_of_the_call_says_what_is_known_that_day(tmp_path: Path) -> None:
    shutil.copytree(VILLAGES, tmp_path / "villages")
    sealed = lancer(tmp_path / "villages", "appels", "sceller", "2026-05", "--date", "2026-05-04")
    assert (sealed.code, sealed.message) == (0, "")
    kept = json.loads((tmp_path / "villages/pricing/appels/2026-05/ormeval.json").read_text("utf-8"))
    assert kept["etat"]["situation_au"] == "2026-05-04"


ECOLES = FIGES / "ecoles"
A_CONFIRMER = "Attendre, ou ajouter --confirmer be7ded634349, pour le sceller tel qu'il est"
A_VALIDER = "Attention : en 2026, 3 quantités ne sont pas encore validées ; le montant qui en dépend est figé aussi."


def test_what_may_still_change_is_said_before_a_call_is_sealed_and_asks_to_be_confirmed(tmp_path: Path) -> None:
    root = shutil.copytree(ECOLES, tmp_path / "ecoles")
    tried = lancer(root, "appels", "sceller", "2026-03", "--date", "2026-01-04")
    assert (tried.code, tried.sortie, tried.reproche.splitlines()) == (
        1,
        b"",
        [
            "Attention : cet appel est daté du 16 mars 2026 ; ce qui change d'ici là n'y sera pas.",
            A_VALIDER,
            f"Erreur : l'appel de mars 2026 peut encore changer ; rien n'a été scellé. {A_CONFIRMER}",
        ],
    )
    assert contenu(root) == contenu(ECOLES)


def test_a_call_that_is_confirmed_is_sealed(tmp_path: Path) -> None:
    root = shutil.copytree(ECOLES, tmp_path / "ecoles")
    confirmed = ("--confirmer", "be7ded634349")
    sealed = lancer(root, "appels", "sceller", "2026-03", "--date", "2026-03-01", *confirmed)
    assert (sealed.code, sealed.reproche.splitlines()) == (0, [A_VALIDER])
    assert (root / "pricing/appels/2026-03.json").is_file()


@pytest.mark.parametrize("confirmee", ["be7ded", "be7ded634340"])
def test_what_is_confirmed_is_what_is_sealed_or_nothing_is(tmp_path: Path, confirmee: str) -> None:
    root = shutil.copytree(ECOLES, tmp_path / "ecoles")
    tried = lancer(root, "appels", "sceller", "2026-03", "--date", "2026-03-01", "--confirmer", confirmee)
    tried.refuse(1, f"--confirmer « {confirmee} » ne désigne pas l'appel de mars 2026 tel qu'il est")
    assert contenu(root) == contenu(ECOLES)


@pytest.mark.parametrize(
    ("nom", "echeance", "suite"), [("ecoles", "2026-03", " --confirmer be7ded634349"), ("villages", "2026-05", "")]
)
def test_a_trial_shows_what_would_be_sealed_and_writes_nothing(
    tmp_path: Path, nom: str, echeance: str, suite: str
) -> None:
    root = shutil.copytree(FIGES / nom, tmp_path / nom)
    tried = lancer(root, "appels", "sceller", echeance, "--date", f"{echeance}-04", "--essai")
    assert tried.code == 0
    command = f"« convention appels sceller {echeance}{suite} »"
    assert tried.dit.splitlines()[2:] == ["", f"Essai : rien n'a été écrit. Pour le sceller : {command}."]
    assert contenu(root) == contenu(FIGES / nom)
    sealed = sceller(root, echeance, "--date", f"{echeance}-04")
    assert sealed.dit.splitlines()[:2] == [
        line.replace("états à garder", "états gardés") for line in tried.dit.splitlines()[:2]
    ]
    assert "états à garder" in tried.dit


def test_a_call_sealed_on_assumed_quantities_says_how_many_are_still_to_be_counted(tmp_path: Path) -> None:
    root = shutil.copytree(ECOLES, tmp_path / "ecoles")
    for path in sorted(root.glob("adherents/*/quantites/2026.yaml"))[:2]:
        path.write_text(path.read_text("utf-8").replace("    valeurs:", "    hypothese: essai\n    valeurs:"), "utf-8")
    assert sceller(root, "2026-03", "--date", "2026-03-01").reproche.splitlines() == [
        "Attention : en 2026, 1 quantité n'est pas encore validée ; le montant qui en dépend est figé aussi.",
        "Attention : en 2026, 2 quantités sont supposées, à compter ; le montant qui en dépend est figé aussi.",
    ]


def test_a_call_sealed_before_its_accounts_are_written_says_so_and_that_they_are_added_later(tmp_path: Path) -> None:
    root = shutil.copytree(ECOLES, tmp_path / "ecoles")
    (root / "pricing/comptes.yaml").unlink()
    assert sceller(root, "2026-03", "--date", "2026-03-01").reproche.splitlines()[-1] == (
        "Attention : 3 pièces sans compte ; chaque état le dira dès que pricing/comptes.yaml le propose."
    )


def test_a_call_that_is_sealed_says_what_comes_next(tmp_path: Path) -> None:
    shutil.copytree(VILLAGES, tmp_path / "villages")
    sealed = lancer(tmp_path / "villages", "appels", "sceller", "2026-05", "--date", "2026-05-04")
    assert sealed.dit.partition("\nEnsuite\n")[2].splitlines() == [
        "  Garder ce sceau avec les données : « git add pricing », puis « git commit ».",
        "  « convention appels --echeance 2026-05 --sortie DOSSIER » écrit l'état de chacun, à envoyer.",
        "  Une fois les pièces émises, écrire leurs numéros dans adherents/…/titres/.",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--echeance", "2026-10", "--au", "2026-10-14"), "précède l'appel, du 15 octobre 2026"),
        (("--rattachement", "2025", "--au", "2026-11-25"), "n'appelle rien"),
        (("--echeance", "2026-10", "--au", "25/11/2026"), "2026-11-25"),
    ],
)
def test_a_day_that_no_call_answers_is_refused(depot: Path, options: tuple[str, ...], message: str) -> None:
    done = lancer(depot, "appels", *options)
    assert (done.code, message in done.reproche) == (2, True)
