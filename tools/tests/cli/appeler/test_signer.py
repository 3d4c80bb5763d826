"""From the key of a function to what each command says of its signature, in a real repository."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from convention.compare.comparaison import comparer
from convention.loading.git import GitRevision
from convention.loading.loader import load
from convention.model.ecrits.avenants_consignes import Provenance
from convention.model.ecrits.signatures import signature_path
from convention.reports.avenant.json import consigned
from tests.cles_ssh import cle, signataires, signature
from tests.cli.commande import lancer
from tests.compare.depots_git import git
from tests.espaces import espaces
from tests.essais import remplacer
from tests.les_cas import MINI, textes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.commande import Sortie

AVENANT = "catalogue/avenants/1/avenant.json"
SIGNATAIRES = "catalogue/signataires.yaml"
SIGNATURE = signature_path(AVENANT, "finances")
EXIGENCE = '{sceaux: avenants, depuis: "1", signataires: [finances]}'


def _document(nom: str = "finances", suite: str = "") -> str:
    """Give the function « finances » the key of a name."""
    return signataires({"finances": f"{cle(nom).publique}{suite}"}, EXIGENCE)


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """Make a repository whose base says who signs avenants; nothing is sealed yet."""
    root = tmp_path / "depot"
    shutil.copytree(MINI, root)
    (root / SIGNATAIRES).write_text(_document())
    git(root, "init", "--quiet", "--initial-branch=main")
    _commit(root)
    git(root, "tag", "base")
    return root


@pytest.fixture
def scelle(depot: Path) -> Path:
    """Seal an avenant in the working tree."""
    _write_avenant(depot)
    return depot


def _write_avenant(root: Path) -> None:
    for path, text in textes("AVE008", "valide").items():
        if path.startswith("catalogue/avenants/1/"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")


def _commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "essai")


def _sign(root: Path, nom: str = "finances") -> None:
    made = signature(cle(nom).prive, AVENANT, (root / AVENANT).read_bytes())
    (root / SIGNATURE).write_bytes(made)


def _signer(root: Path, nom: str = "finances", fichier: str = AVENANT) -> Sortie:
    return lancer(root, "signer", fichier, "--cle", str(cle(nom).prive))


# --- signing ---


def test_the_key_of_a_function_signs_a_seal_and_the_tree_is_valid(scelle: Path) -> None:
    assert lancer(scelle, "valider").code == 1
    done = _signer(scelle)
    assert (done.code, done.sortie.decode()) == (0, f"{SIGNATURE} : écrite, à joindre à la proposition.\n")
    done = lancer(scelle, "valider")
    assert done.code == 0
    assert "1\u00a0signature vérifiée, avec les clés de ce dossier" in done.sortie.decode()


def test_what_the_command_signs_is_what_ssh_keygen_signs(scelle: Path) -> None:
    _signer(scelle)
    written = (scelle / SIGNATURE).read_bytes()
    assert written == signature(cle("finances").prive, AVENANT, (scelle / AVENANT).read_bytes())


def test_a_key_that_no_function_has_signs_nothing(scelle: Path) -> None:
    done = _signer(scelle, "intrus")
    assert done.code == 1
    assert f"la clé {cle('intrus').empreinte} n'est pas de ceux qui signent les avenants" in done.message
    assert not (scelle / SIGNATURE).exists()


def test_a_retired_key_signs_nothing(scelle: Path) -> None:
    (scelle / SIGNATAIRES).write_text(_document(suite=", fin: 2025-01-01"))
    done = _signer(scelle)
    assert (done.code, "ne signe plus depuis le 1er\u00a0janvier 2025" in done.message) == (1, True)


def test_what_is_no_key_signs_nothing(scelle: Path) -> None:
    done = lancer(scelle, "signer", AVENANT, "--cle", SIGNATAIRES)
    assert (done.code, "ssh-keygen n'a pas signé" in done.message) == (1, True)
    assert not (scelle / SIGNATURE).exists()


@pytest.mark.parametrize("fichier", [SIGNATAIRES, "pricing/appels/2027-04.json", "../ailleurs.json"])
def test_only_what_is_sealed_is_signed(fichier: str, scelle: Path) -> None:
    done = _signer(scelle, fichier=fichier)
    assert (done.code, "n'est pas un fichier scellé de ce dépôt" in done.message) == (2, True)


def test_a_seal_that_was_changed_is_not_signed(scelle: Path) -> None:
    remplacer(scelle / AVENANT, "90.00", "80.00")
    assert _signer(scelle).code == 1
    assert not (scelle / SIGNATURE).exists()


def test_without_the_file_that_says_who_signs_nothing_is_signed(scelle: Path) -> None:
    (scelle / SIGNATAIRES).unlink()
    done = _signer(scelle)
    assert (done.code, f"{SIGNATAIRES} n'existe pas" in done.message) == (1, True)


def test_without_ssh_keygen_a_signature_is_neither_made_nor_believed(scelle: Path, tmp_path: Path) -> None:
    _sign(scelle)
    nowhere = {"PATH": str(tmp_path / "rien")}
    for arguments in (("valider",), ("calculer",), ("signer", AVENANT, "--cle", str(cle("finances").prive))):
        done = lancer(scelle, *arguments, env=nowhere)
        assert (done.code, done.sortie) == (3, b""), arguments
        assert "ssh-keygen est introuvable" in done.message


def test_what_is_not_signed_needs_no_ssh_keygen(depot: Path, tmp_path: Path) -> None:
    (depot / SIGNATAIRES).unlink()
    _write_avenant(depot)
    done = lancer(depot, "valider", env={"PATH": str(tmp_path / "rien")})
    assert (done.code, done.message) == (0, "")
    assert "signature" not in done.sortie.decode()


# --- comparing ---


def test_a_proposal_signed_with_the_key_of_the_base_passes_and_says_who_signs(scelle: Path) -> None:
    _sign(scelle)
    done = lancer(scelle, "comparer", "base")
    assert (done.code, espaces(done.message)) == (0, f"{AVENANT} est signé par « Fonction finances » (clés de base).\n")
    _commit(scelle)
    done = lancer(scelle, "resumer", "base")
    assert done.code == 0
    assert "Signatures : catalogue/avenants/1/avenant.json est signé par" in done.sortie.decode()


@pytest.mark.parametrize("commande", ["comparer", "resumer"])
def test_a_proposal_that_brings_its_own_key_and_signs_with_it_is_refused(commande: str, scelle: Path) -> None:
    (scelle / SIGNATAIRES).write_text(_document("intrus"))
    _sign(scelle, "intrus")
    assert lancer(scelle, "valider").code == 0
    _commit(scelle)
    done = lancer(scelle, commande, "base", "HEAD")
    assert done.code == 1
    assert "SIG002" in done.sortie.decode() + done.message


@pytest.mark.parametrize("commande", ["comparer", "resumer"])
def test_a_proposal_that_stops_asking_and_seals_unsigned_is_refused(commande: str, scelle: Path) -> None:
    (scelle / SIGNATAIRES).unlink()
    assert lancer(scelle, "valider").code == 0
    _commit(scelle)
    done = lancer(scelle, commande, "base", "HEAD")
    assert done.code == 1
    assert "SIG003" in done.sortie.decode() + done.message


@pytest.mark.parametrize("commande", ["comparer", "resumer"])
def test_a_key_that_has_ended_signs_no_proposal_of_today(commande: str, depot: Path) -> None:
    (depot / SIGNATAIRES).write_text(_document(suite=", fin: 2025-01-01"))
    _commit(depot)
    _write_avenant(depot)
    _sign(depot)
    assert lancer(depot, "valider").code == 0
    _commit(depot)
    done = lancer(depot, commande, "HEAD^", "HEAD")
    assert done.code == 1
    assert "cette clé ne signe plus depuis le 1er\u00a0janvier 2025" in (done.sortie.decode() + done.message)


def test_two_old_revisions_are_compared_with_the_keys_that_one_names(scelle: Path) -> None:
    (scelle / SIGNATAIRES).write_text(_document("suivante"))
    _sign(scelle, "suivante")
    _commit(scelle)
    assert lancer(scelle, "comparer", "base", "HEAD").code == 1
    assert lancer(scelle, "comparer", "base", "HEAD", "--signataires", "HEAD").code == 0


# --- an avenant, verified ---


@pytest.fixture(scope="module")
def consigne(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw up an avenant that the base asks to be signed, and keep it in the working tree."""
    root = tmp_path_factory.mktemp("consigne") / "depot"
    shutil.copytree(MINI, root)
    (root / SIGNATAIRES).write_text(_document())
    (root / AVENANT).parent.mkdir(parents=True)
    written = textes("AVE008", "valide")[AVENANT.replace(".json", ".yaml")]
    (root / AVENANT).with_suffix(".yaml").write_text(written.partition("empreinte:")[0])
    git(root, "init", "--quiet", "--initial-branch=main")
    _commit(root)
    git(root, "checkout", "--quiet", "-b", "proposition")
    remplacer(root / "pricing/forfait.yaml", "700.00", "710.00")
    _commit(root)
    sources = [GitRevision(root, name) for name in ("main", "proposition")]
    comparaison = comparer(*(load(source).depot for source in sources))
    provenance = Provenance(sources[0].commit, sources[1].commit, "0.0.0")
    (root / AVENANT).write_text(consigned(1, comparaison).texte())
    (root.parent / "avenant-1.json").write_text(consigned(1, comparaison, provenance).texte())
    return root


def _verifier(root: Path, fichier: str = AVENANT) -> Sortie:
    return lancer(root, "avenant", "verifier", fichier, "main", "proposition")


def test_an_avenant_that_must_be_signed_and_is_not_does_not_hold(consigne: Path) -> None:
    (consigne / SIGNATURE).unlink(missing_ok=True)
    done = _verifier(consigne)
    assert done.code == 1
    assert espaces(done.sortie.decode()).startswith(
        "La signature de l'avenant n° 1 ne tient pas :\n- « Fonction finances » doit signer"
    )


def test_an_avenant_that_is_signed_says_by_whom_and_with_the_keys_of_which_revision(consigne: Path) -> None:
    _sign(consigne)
    done = _verifier(consigne)
    assert done.code == 0
    assert done.sortie.decode().splitlines()[1:] == [
        "Il est signé par «\u00a0Fonction finances\u00a0», avec les clés de la révision «\u00a0main\u00a0»."
    ]


def test_an_avenant_signed_by_another_key_does_not_hold(consigne: Path) -> None:
    _sign(consigne, "intrus")
    done = _verifier(consigne)
    assert done.code == 1
    assert f"une clé ({cle('intrus').empreinte}) qui n'est pas de" in done.sortie.decode()


def test_what_is_published_of_an_avenant_is_signed_by_what_the_proposal_keeps(consigne: Path) -> None:
    _sign(consigne)
    _commit(consigne)
    published = "../avenant-1.json"
    done = _verifier(consigne, published)
    assert (done.code, "Il est signé par" in done.sortie.decode()) == (0, True)
    git(consigne, "rm", "--quiet", SIGNATURE)
    git(consigne, "rm", "--quiet", SIGNATAIRES)
    _commit(consigne)
    done = _verifier(consigne, published)
    assert done.code == 1
    assert "doit signer ce sceau" in done.sortie.decode()
