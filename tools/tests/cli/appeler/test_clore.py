"""Closing and sealing: what is missing is said, what is sealed does not change, a refusal writes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.model.ecrits.journal import JOURNAL
from tests.cles_ssh import cle, signataires
from tests.cli.commande import contenu, lancer, sceller
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, remplacer
from tests.generateur import write

if TYPE_CHECKING:
    from pathlib import Path


EXERCICE = "pricing/exercices/2025.yaml"
AUBEPINE_2025 = "adherents/aubepine/quantites/2025.yaml"
ESSEY_2025 = "adherents/essey-les-nancy/quantites/2025.yaml"


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay the repository once, for what must not change it."""
    return write(tmp_path_factory.mktemp("intact"), fichiers_nancy())


@pytest.fixture(scope="module")
def petit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay a small repository, of which 2025 is closed and sealed."""
    root = write(tmp_path_factory.mktemp("petit"), fichiers(FIGES / "mini"))
    assert lancer(root, "clore", "2025", "--date", "2026-04-10").code == 0
    return root


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    return write(tmp_path, fichiers_nancy())


def _refused(root: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = contenu(root)
    sortie = lancer(root, *arguments)
    shown = sortie.reproche
    assert (sortie.code, said in shown, contenu(root) == before) == (code, True, True)


def test_closing_an_exercice_under_way_lists_what_is_missing_and_writes_nothing(intact: Path) -> None:
    before = contenu(intact)
    sortie = lancer(intact, "clore", "2026")
    assert (sortie.code, contenu(intact) == before) == (1, True)
    assert "Quantités de l'année qui ne sont pas comptées" in sortie.sortie.decode()
    assert "adherents/essey-les-nancy/quantites/2026.yaml" in sortie.sortie.decode()
    assert "convention quantifier ADHÉRENT CLÉ=VALEUR --exercice 2026 --phase realise" in sortie.sortie.decode()
    assert "n'est pas fini le" in sortie.message


@pytest.mark.long
def test_closing_again_gives_the_same_seal(depot: Path) -> None:
    before = contenu(depot)
    for path in ("pricing/clotures/2025.json", JOURNAL):
        (depot / path).unlink()
    assert lancer(depot, "clore", "2025", "--date", "2026-04-10").code == 0
    assert {**contenu(depot), JOURNAL: b""} == {**before, JOURNAL: b""}


def test_an_exercice_is_not_closed_before_its_end(tmp_path: Path) -> None:
    root = write(tmp_path, fichiers(FIGES / "mini"))
    _refused(root, ("clore", "2025", "--date", "2025-12-31"), 1, "n'est pas fini le 31 décembre 2025")


def test_closing_opens_nothing_and_writes_the_status_of_an_open_exercice(tmp_path: Path) -> None:
    root = write(tmp_path, fichiers(FIGES / "mini"))
    written = (root / EXERCICE).read_bytes().replace(b"\n", b"\r\n")
    (root / EXERCICE).write_bytes(written.replace(b"statut: clos", b"statut: ouvert  # en avril"))
    assert lancer(root, "clore", "2025", "--date", "2026-04-10").code == 0
    assert (root / EXERCICE).read_bytes() == written.replace(b"statut: clos", b"statut: clos  # en avril")


def test_closing_an_exercice_takes_it_out_of_the_forms_that_the_repository_keeps(tmp_path: Path) -> None:
    root = write(tmp_path, edited(fichiers(FIGES / "mini"), EXERCICE, "statut: clos", "statut: ouvert"))
    assert lancer(root, "formulaires", "--forge", "gitlab").code == 0
    form = root / ".gitlab/issue_templates/2-quantites.md"
    before = form.read_text("utf-8")
    assert lancer(root, "clore", "2025", "--date", "2026-04-10").code == 0
    assert form.read_text("utf-8") == before.replace("\n2025\n2026\n", "\n2026\n") != before
    assert not (root / ".github").exists()


def test_a_quantity_not_validated_keeps_the_exercice_open(tmp_path: Path) -> None:
    files = edited(fichiers(FIGES / "mini"), AUBEPINE_2025, "    validation: 2026-01-15\n", "")
    root = write(tmp_path, edited(files, EXERCICE, "statut: clos", "statut: ouvert"))
    sortie = lancer(root, "clore", "2025")
    assert (sortie.code, (root / "pricing/clotures/2025.json").exists()) == (1, False)
    assert "que l'adhérent n'a pas encore validées" in sortie.sortie.decode()


APPEL = "jalons:\n  avril: {{date: {annee}-04-10, objet: Appel, volets: [{{genre: {genre}, exercice: 2025{taux}}}]}}\n"


@pytest.mark.parametrize("portee", [False, True])
def test_a_closing_whose_regularisation_no_call_carries_says_where_to_add_it(tmp_path: Path, *, portee: bool) -> None:
    files = fichiers(FIGES / "mini")
    files["pricing/exercices/2025.yaml"] += APPEL.format(annee=2025, genre="acompte", taux=", taux: 0.5")
    if portee:
        files["pricing/exercices/2026.yaml"] += APPEL.format(annee=2026, genre="regularisation", taux="")
    said = lancer(write(tmp_path, files), "clore", "2025", "--date", "2026-04-10").sortie.decode()
    where = "« {genre: regularisation, exercice: 2025} » aux « volets » d'un appel de pricing/exercices/2026.yaml"
    assert (where in espaces(said), "Ensuite" in said) == (not portee, not portee)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("appels", "sceller", "2027-04"), 1, "l'exercice 2026 est encore ouvert : sa régularisation"),
        *(
            pytest.param(arguments, 1, said, marks=pytest.mark.long)
            for arguments, said in (
                (("clore", "2027"), "l'exercice 2026 est encore ouvert"),
                (("appels", "sceller", "2026-10"), "est déjà scellé"),
                (("appels", "sceller", "2027-10"), "n'est pas scellé"),
            )
        ),
    ],
)
def test_what_is_not_its_turn_is_refused_and_nothing_is_written(
    intact: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    _refused(intact, arguments, code, said)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("clore", "2025"), 1, "l'exercice 2025 est déjà clos et scellé"),
        (("clore", "2031"), 2, "l'exercice 2031 n'est pas déclaré dans pricing/exercices/ (exercices connus : "),
        (("rectifier", "2026", "--motif", "essai"), 1, "l'exercice 2026 n'est pas clos"),
        (("rectifier", "2025", "--motif", "essai"), 1, "aucun montant de 2025 n'a changé"),
        (("rectifier", "2025"), 2, "--motif"),
        (("rectifier", "2025", "--motif", " "), 2, "« --motif » : le texte est vide : l'écrire sur une ligne"),
        (("rectifier", "2031", "--motif", "essai"), 2, "l'exercice 2031 n'est pas déclaré"),
        (
            ("rectifier", "2025", "--motif", "essai", "--date", "2026-04-09"),
            2,
            "du 9 avril 2026 précéderait la clôture du 10 avril 2026",
        ),
        (("rectifier", "2025", "--motif", "a\x1b[31m"), 2, "caractère invisible ou de contrôle U+001B"),
        (("rectifier", "2025", "--motif", "a\nb"), 2, "l'écrire sur une ligne"),
        (("clore", "\u0662\u0660\u0662\u0666"), 2, "n'est pas une année"),
        (("appels", "sceller", "2026-11"), 2, "aucun appel n'a lieu en"),
    ],
)
def test_a_refusal_is_a_sentence_and_writes_nothing(
    petit: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    _refused(petit, arguments, code, said)


@pytest.mark.long
def test_a_closed_quantity_that_changes_is_an_error_then_a_declared_correction(depot: Path) -> None:
    path = depot / ESSEY_2025
    head, mark, tail = path.read_text(encoding="utf-8").partition("phase: realise")
    path.write_text(head + mark + tail.replace("copieurs: 5", "copieurs: 6"), encoding="utf-8")
    refused = lancer(depot, "valider")
    assert refused.code == 1
    assert "Essey-lès-Nancy, 5 750,00 € devient 6 900,00 €" in refused.dit
    declared = lancer(depot, "rectifier", "2025", "--motif", "copieur oublié", "--date", "2026-11-20")
    assert (declared.code, lancer(depot, "valider").code) == (0, 0)
    assert declared.sortie.decode().startswith("- Essey-lès-Nancy, Location de copieurs : +1\u202f150,00\u00a0€\n")
    assert ": l'appel du 15 avril 2027 porte ces écarts." in espaces(declared.sortie.decode())
    assert '"motif": "copieur oublié", "adherent": "essey-les-nancy"' in (
        depot / "pricing/clotures/2025.json"
    ).read_text(encoding="utf-8")
    call = lancer(depot, "appels", "--echeance", "2027-04", "--adherent", "essey-les-nancy")
    assert "Location de copieurs : exercice clos rectifié : « copieur oublié » (+1 150,00)" in espaces(
        call.sortie.decode()
    )


def test_a_signed_closing_is_rectified_then_signed_again(tmp_path: Path) -> None:
    asked = signataires(
        {"finances": cle("finances").publique}, '{sceaux: clotures, depuis: "2025", signataires: [finances]}'
    )
    root = write(tmp_path, {**fichiers(FIGES / "mini"), "catalogue/signataires.yaml": asked})
    closing, key = "pricing/clotures/2025.json", str(cle("finances").prive)
    told = f"À signer par « Fonction finances » : « convention signer {closing} --cle CLÉ »."
    assert told in espaces(lancer(root, "clore", "2025", "--date", "2026-04-10").sortie.decode())
    assert lancer(root, "signer", closing, "--cle", key).code == 0
    counts = root / AUBEPINE_2025
    head, mark, tail = counts.read_text("utf-8").partition("phase: realise")
    counts.write_text(head + mark + re.sub(r"postes: (\d)", r"postes: 1\1", tail, count=1), "utf-8")
    declared = lancer(root, "rectifier", "2025", "--motif", "postes oubliés", "--date", "2026-04-20")
    assert (declared.code, told in espaces(declared.sortie.decode())) == (0, True)
    assert [lancer(root, *command).code for command in (("signer", closing, "--cle", key), ("valider",))] == [0, 0]


@pytest.mark.long
def test_a_seal_that_is_taken_out_is_not_sealed_again_unsaid(depot: Path) -> None:
    (depot / "pricing/clotures/2025.json").unlink()
    _refused(depot, ("clore", "2025", "--date", "2026-04-10"), 1, "« pricing/clotures/2025.json », scellé le 10 avril")


@pytest.mark.long
def test_a_decision_lifts_a_seal_and_the_call_is_sealed_again(depot: Path) -> None:
    for path in (depot / "pricing/appels").glob("2026-10/*.json"):
        path.unlink()
    (depot / "pricing/appels/2026-10.json").unlink()
    sealed = ("pricing/appels/2026-10.json", "pricing/appels/2026-10/")
    act = ("--par", "Directeur des finances", "--motif", "émis par erreur", "--decision", "décision n° 12")
    early = ("desceller", *sealed, *act, "--date", "2026-10-14")
    _refused(depot, early, 1, "« pricing/appels/2026-10.json » : un acte du 14 octobre 2026 y suit celui du 15")
    assert lancer(depot, "desceller", *sealed, *act, "--date", "2026-11-28").code == 0
    journal = (depot / JOURNAL).read_text(encoding="utf-8")
    assert journal.startswith(fichiers_nancy()[JOURNAL])
    assert 'par: "Directeur des finances"\n    motif: "émis par erreur"\n    decision: "décision n° 12"' in journal
    assert sceller(depot, "2026-10", "--date", "2026-11-29").code == 0
    assert (depot / JOURNAL).read_text(encoding="utf-8").startswith(journal)
    assert lancer(depot, "valider").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("pricing/clotures/2025.json",), 1, "est encore ce qui a été scellé"),
        (("pricing/clotures/2031.json",), 1, "n'est pas inscrit au journal des sceaux"),
        (
            ("pricing/clotures/2025.json", "--motif", "a\nb"),
            2,
            "« --motif » : le texte a plusieurs lignes : l'écrire sur une ligne",
        ),
        (
            ("pricing/clotures/2025.json", "--decision", " "),
            2,
            "« --decision » : le texte est vide : l'écrire sur une ligne",
        ),
    ],
)
def test_a_seal_that_cannot_be_lifted_is_a_sentence_and_writes_nothing(
    petit: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    act = ("--par", "Directeur", "--motif", "essai", "--decision", "n° 12")
    _refused(petit, ("desceller", *act, *arguments), code, said)


def test_a_file_whose_seal_is_lifted_is_named_from_where_the_command_is_typed(petit: Path) -> None:
    act = ("--par", "Directeur", "--motif", "essai", "--decision", "n° 12")
    done = lancer(petit / "pricing", "desceller", "./clotures/2025.json", *act)
    assert (done.code, "« pricing/clotures/2025.json » est encore ce qui a été scellé" in done.reproche) == (1, True)


@pytest.mark.long
def test_a_frozen_advance_above_what_is_due_is_told_and_an_ordinary_one_is_not(depot: Path) -> None:
    asked = ("appels", "--echeance", "2027-04", "--adherent", "saulxures-les-nancy", "--format", "csv")
    assert lancer(depot, *asked).message == ""
    remplacer(depot / "adherents/saulxures-les-nancy/budget.yaml", "2027: 25000.00", "2027: 250000.00")
    said = lancer(depot, *asked)
    assert (said.code, said.message.count("À noter")) == (0, 1)
    assert "l'acompte 2027 de Saulxures-lès-Nancy, figé à 250\u202f000,00\u00a0€, dépasse ce qui est dû" in said.message
