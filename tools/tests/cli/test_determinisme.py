"""Every command gives the same bytes whatever surrounds it: each world is one process, which runs them all.

A world differs from the reference by everything at once: seed of hashes, language, time zone, current folder, order in
which the files were created, depth of the clone.
"""

from __future__ import annotations

import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import click
import pytest

from convention.cli.main import convention
from tests.cli.commande import HERITE, contenu
from tests.cli.determinisme import GESTES, INVENTE, JOUES, REEL, RELEVES, Geste
from tests.cli.modifier.test_gestes import FICHIERS
from tests.compare.depots_git import avec_exemple, git, git_repository
from tests.essais import RACINE, edited, fichiers_nancy
from tests.generateur import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

AILLEURS = {
    "avenant verifier": "cli/decider/test_avenant",
    "commenter": "forge/commentaire/test_commentaire",
    "direct": "cli/decider/test_direct",
    "forge verifier": "forge/test_reglages",
    "importer": "cli/modifier/test_importer",
    "instruire": "forge/formulaires/test_formulaire",
    "nouveau": "cli/modifier/test_nouveau",
    "proposer": "forge/test_releves",
    "recueillir": "forge/formulaires/test_guichet",
    "serveur-langage": "langage/test_serveur",
    "servir": "site/generateur/test_servir",
    "signer": "cli/appeler/test_signer",
}
"""Commands that answer a forge, that only read, that read a workbook, or that begin a repository: compared whole where
they are tested."""
SCENARIO = """libelle: Un prix
gestes:
  - fixer: {composant: composant-0, variable: abonnement, montant: 130.00, exercice: 2026}
"""
PARC = '"Nom";"Entité";"Statut";"Numéro de série";"Type"\n' + "".join(
    f'"n{rang}";"Entité racine > {nom}";"En production";"S{rang}";"Imprimante"\n'
    for rang, nom in enumerate(["Nancy", "Laxou", "Pulnoy"] * 5)
)


class Monde(NamedTuple):
    """What surrounds a process."""

    env: Mapping[str, str]
    dossier: str
    """Where it is started, within the repositories."""
    ailleurs: bool
    """Whether its repositories are shallow clones, whose files were created in another order."""


REFERENCE = Monde({"PYTHONHASHSEED": "0", "TZ": "UTC"}, ".", ailleurs=False)
MONDES = {
    "une autre machine": Monde(
        {
            "PYTHONHASHSEED": "1",
            "TZ": "Pacific/Auckland",
            "LC_ALL": "C",
            "LANG": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        },
        f"{REEL}/adherents/nancy",
        ailleurs=True,
    )
}


def _revisions() -> dict[str, list[dict[str, str]]]:
    """Return two revisions of each repository."""
    reel, invente = {**fichiers_nancy(), "parc-2026-11-24.csv": PARC}, {**FICHIERS, "scenario.yaml": SCENARIO}
    nombre = "mobiles: 152", "mobiles: 160"
    return {
        REEL: [reel, {**reel, **avec_exemple("avenant-1")}],
        INVENTE: [invente, edited(invente, "adherents/metropole/quantites/2026.yaml", *nombre)],
    }


@pytest.fixture(scope="module")
def depots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("depots")
    for nom, revisions in _revisions().items():
        git_repository(folder / nom, revisions)
    return folder


@pytest.fixture(scope="module")
def copies(depots: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clone the repositories as a workflow does, under another name, then create their files in another order."""
    folder = tmp_path_factory.mktemp("ailleurs") / "un autre nom"
    folder.mkdir()
    for nom, (_, files) in _revisions().items():
        git(folder, "clone", "--quiet", "--depth=2", "--no-checkout", f"file://{depots / nom}", nom)
        git(folder / nom, "fetch", "--quiet", "--depth=2", "origin", "tag", "v1", "tag", "v2")
        paths = sorted(files)
        Random(1).shuffle(paths)  # noqa: S311 (an order, not a secret)
        write(folder / nom, {path: files[path] for path in paths})
        git(folder / nom, "reset", "--quiet")
    return folder


def _played(depots: Path, vers: Path, monde: Monde) -> Path:
    """Run every command in one process; return where it left what they gave."""
    subprocess.run(
        [sys.executable, "-m", "tests.cli.determinisme", str(depots), str(vers)],
        cwd=depots / monde.dossier,
        env={**HERITE, "PYTHONPATH": str(RACINE / "tools"), **monde.env},
        check=True,
    )
    return vers


@pytest.fixture(scope="module")
def references(depots: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _played(depots, tmp_path_factory.mktemp("reference"), REFERENCE)


@pytest.fixture(scope="module", params=MONDES)
def autres(
    request: pytest.FixtureRequest, depots: Path, copies: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    monde = MONDES[request.param]
    return _played(copies if monde.ailleurs else depots, tmp_path_factory.mktemp("autre"), monde)


@pytest.mark.long
@pytest.mark.parametrize("rang", range(len(JOUES)), ids=[geste.arguments for geste in JOUES])
def test_a_command_gives_and_writes_the_same_bytes(references: Path, autres: Path, rang: int) -> None:
    found = contenu(references / str(rang))
    # What it is called with does something: it is not the refusal of a line ill written that is compared.
    assert (found["code"], len(found) > 3 or bool(found["sortie"])) == (str(JOUES[rang].code).encode(), True)
    assert found == contenu(autres / str(rang))


# --- nothing is left out ---


def _leaves(command: click.Command, nom: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, by its whole name."""
    if not isinstance(command, click.Group):
        yield nom, command
        return
    if command.invoke_without_command:
        yield nom, command
    context = click.Context(command)
    for name in command.list_commands(context):
        under = command.get_command(context, name)
        assert under is not None
        yield from _leaves(under, f"{nom} {name}".strip())


COMMANDES = dict(_leaves(convention))


def _gestes_of(nom: str) -> list[Geste]:
    """Return the rows of a command, which are not those of a command under it."""
    under = [f"{other} " for other in COMMANDES if other.startswith(f"{nom} ")]
    rows = [geste for geste in (*GESTES, *RELEVES) if f"{geste.arguments} ".startswith(f"{nom} ")]
    return [geste for geste in rows if not any(f"{geste.arguments} ".startswith(other) for other in under)]


def test_every_command_is_run_here_or_said_to_be_elsewhere() -> None:
    assert {nom for nom in COMMANDES if not _gestes_of(nom)} == AILLEURS.keys()
    assert [path for path in AILLEURS.values() if not (RACINE / f"tools/tests/{path}.py").is_file()] == []


@pytest.mark.parametrize("nom", sorted(COMMANDES.keys() - AILLEURS.keys()))
def test_every_form_that_a_command_can_give_is_run(nom: str) -> None:
    options = [item for item in COMMANDES[nom].params if isinstance(item, click.Option)]
    lines = " ".join(f"{geste.arguments} " for geste in _gestes_of(nom))
    formes = [
        f"{option.opts[0]} {choice} "
        for option in options
        if isinstance(option.type, click.Choice) and option.opts[0] in {"--format", "--par"}
        for choice in option.type.choices
    ]
    written = [f"{option.opts[0]} " for option in options if option.opts[0] in {"--sortie", "--vers", "--consigner"}]
    assert [forme for forme in (*formes, *written) if forme not in lines] == []
