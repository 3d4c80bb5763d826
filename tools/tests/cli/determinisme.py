"""Every command in one process: what each prints, returns and writes, kept in a folder for another process to compare.

Knows: the commands and their options, a folder that holds git repositories. Must not know: what surrounds a run.
`python -m tests.cli.determinisme DÉPÔTS VERS` runs the table; what a command changes in a repository is put back.
"""

from __future__ import annotations

import io
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from convention.cli.main import run
from tests.compare.depots_git import git

if TYPE_CHECKING:
    from collections.abc import Sequence

SORTIE = "SORTIE"
"""Stands, in an argument, for a folder that is empty before each command."""
REEL, INVENTE = "reel", "invente"
"""This project's own data; a small repository, where it says enough."""
ESSEY = "essey-les-nancy"
ESSEY_2025 = f"adherents/{ESSEY}/quantites/2025.yaml"


class Geste(NamedTuple):
    """A command line, on which repository, and the file that is changed there before (removed, when it has no text)."""

    depot: str
    arguments: str
    fichier: str = ""
    avant: str = ""
    apres: str | None = None
    code: int = 0


GESTES = (
    Geste(INVENTE, "valider --format terminal", "pricing/forfait.yaml", "cle: ", "cles: ", code=1),
    Geste(INVENTE, "valider --format json", "pricing/forfait.yaml", "cle: ", "cles: ", code=1),
    Geste(INVENTE, "valider --format github", "pricing/forfait.yaml", "cle: ", "cles: ", code=1),
    Geste(INVENTE, "valider --format codequality", "pricing/forfait.yaml", "cle: ", "cles: ", code=1),
    Geste(REEL, "calculer --format json"),
    Geste(INVENTE, "calculer --exercice 2026 --phase revise --par service --format csv"),
    Geste(INVENTE, "calculer --par section --format table"),
    Geste(INVENTE, "calculer --adherent metropole --par nature"),
    Geste(REEL, "equilibre --exercice 2026 --phase previsionnel --format json"),
    Geste(REEL, f"equilibre --format table --sortie {SORTIE}/equilibre.pdf"),
    Geste(INVENTE, "expliquer metropole --exercice 2026 --phase realise"),
    Geste(INVENTE, "expliquer metropole --ligne composant-0"),
    Geste(REEL, "comparer v1 v2 --format markdown --date 2026-11-25 --exiger acte-de-gestion", code=4),
    Geste(INVENTE, "comparer v1 v2 --format table --date 2026-11-25"),
    Geste(INVENTE, "comparer v1 --format json --date 2026-11-25"),
    Geste(REEL, f"lectures --exercice 2026 --adherent {ESSEY} --sortie {SORTIE}/lectures.md"),
    Geste(
        REEL,
        f"avenant etablir v1 v2 --numero 1 --date 2026-11-25 --adherent {ESSEY} --sortie {SORTIE}/avenant --consigner",
    ),
    Geste(INVENTE, "resumer v1 v2"),
    Geste(REEL, f"appels --echeance 2026-10 --adherent {ESSEY} --sortie {SORTIE}/etats"),
    Geste(INVENTE, "appels --livraison 2026 --format table --au 2026-11-25"),
    Geste(REEL, "appels --livraison 2026 --format csv"),
    Geste(INVENTE, "appels --rattachement 2026 --format json"),
    Geste(REEL, "appels sceller 2026-10 --date 2026-11-27", "pricing/sceaux.yaml"),
    Geste(
        REEL,
        "desceller pricing/appels/2026-10 --par Directeur --motif erreur --decision n°12 --date 2026-11-27",
        f"pricing/appels/2026-10/{ESSEY}.json",
    ),
    Geste(REEL, f"budget {ESSEY} --exercice 2027 --format table --date 2026-11-25"),
    Geste(REEL, f"budget {ESSEY} --phase previsionnel --format csv"),
    Geste(REEL, f"rediger dossier comite-de-pilotage-2026 --sortie {SORTIE}/dossier.md"),
    Geste(REEL, f"rediger rapport --exercice 2025 --sortie {SORTIE}/rapport.pdf"),
    Geste(INVENTE, f"rediger evaluation --exercice 2026 --sortie {SORTIE}/evaluation.md"),
    Geste(REEL, f"rediger deliberation 2026 --date 2025-11-25 --sortie {SORTIE}/deliberation.pdf"),
    Geste(REEL, f"rediger lettre 2026 {ESSEY} --date 2025-11-25 --sortie {SORTIE}/lettre.md"),
    Geste(INVENTE, "clore 2026 --date 2027-04-10", code=1),
    Geste(REEL, "rectifier 2025 --motif oubli --date 2026-11-20", ESSEY_2025, "copieurs: 5", "copieurs: 6"),
    Geste(REEL, "couverture"),
    Geste(
        REEL,
        f"site --vers {SORTIE}/site --date 2026-11-25 --niveau public "
        "--depot-en-ligne https://exemple.fr/d --depot-public",
    ),
    Geste(INVENTE, f"pages --vers {SORTIE}/site --date 2026-11-25 --niveau adherents"),
    Geste(INVENTE, f"pages --vers {SORTIE}/site --date 2026-11-25 --niveau adherent:metropole"),
    Geste(INVENTE, "simuler scenario.yaml --date 2026-11-25 --format table"),
    Geste(INVENTE, "simuler scenario.yaml --date 2026-11-25 --format markdown"),
    Geste(INVENTE, "simuler scenario.yaml --date 2026-11-25 --format json"),
    Geste(REEL, f"fiche-adhesion ccas-fictif --sortie {SORTIE}/fiche.md"),
    Geste(REEL, f"fiche-sortie etablissement-rattache --sortie {SORTIE}/fiche.md"),
    Geste(INVENTE, "adherer mairie --nom Mairie --demande 2026-01-05 --source essai"),
    Geste(INVENTE, "corriger-adherent adherent-1 --nom Mairie"),
    Geste(INVENTE, "souscrire adherent-1 S04 --debut 2026-03-01 --demande 2026-01-05"),
    Geste(INVENTE, "souscrire adherent-1 S04 --debut 2026-03-01 --demande 2026-01-05 --non-activee --motif attente"),
    Geste(INVENTE, "activer adherent-1 S02 --debut 2026-07-01"),
    Geste(INVENTE, "resilier adherent-1 S05 --dernier-jour 2026-06-30"),
    Geste(INVENTE, "resilier adherent-2 --fin 2026-09-01 --notification 2026-03-01 --initiative adherent"),
    Geste(INVENTE, "quantifier adherent-1 --exercice 2026 --phase previsionnel --date 2026-01-01 mobiles=210"),
    Geste(INVENTE, "valider-quantites adherent-1 --exercice 2026 --validation 2026-02-05"),
    Geste(REEL, f"contester {ESSEY} fictif-2026-0013 S04 --montant 10 --objet copieurs --contact 2026-05-02"),
    # Not the forfait: it keeps the day when it was checked, today's where the command is typed.
    Geste(INVENTE, "ajouter-service S12 Signature --cle postes --montant 1200 --exercice 2026"),
    Geste(INVENTE, "fixer composant-0 abonnement 130 --exercice 2026"),
    Geste(INVENTE, "ouvrir-exercice 2027 --date 2026-11-25"),
    Geste(INVENTE, f"exporter --classeur {SORTIE}/convention.xlsx --exercice 2026"),
    Geste(INVENTE, f"exporter --quantites 2026 --vers {SORTIE}/recensement"),
    Geste(REEL, "codeowners"),
    Geste(REEL, "hebergement apache --client site --fournisseur https://f.exemple/o"),
    Geste(REEL, "formulaires --forge github"),
    Geste(INVENTE, "schemas"),
    Geste(INVENTE, "expliquer-code"),
    Geste(INVENTE, "expliquer-code TAR007"),
)
_PARC = "relever --source parc parc-2026-11-24.csv --exercice 2026"
RELEVES = (
    Geste(REEL, f"{_PARC} --format json", code=1),
    Geste(REEL, f"{_PARC} --confirmer bc6aeb7bde7e --format terminal"),
)
"""Counted where the libraries that count are installed: what falls waits, then is confirmed."""
JOUES = (*GESTES, *RELEVES) if find_spec("ibis") else GESTES


def main(depots: Path, vers: Path) -> None:
    """Run every command, from the folder where this process was started."""
    for rang, geste in enumerate(JOUES):
        _play(depots / geste.depot, geste, vers / str(rang))


def _play(depot: Path, geste: Geste, vers: Path) -> None:
    sortie = vers / "ecrits"
    sortie.mkdir(parents=True)
    if geste.fichier:
        _prepare(depot / geste.fichier, geste)
    own = {SORTIE: str(sortie), "parc-": str(depot / "parc-"), "scenario": str(depot / "scenario")}
    arguments = [_placed(argument, own) for argument in geste.arguments.split(" ")]
    code, printed, said = _run(["-C", str(depot), *arguments])
    for name, content in (("code", str(code).encode()), ("sortie", printed), ("erreurs", said)):
        (vers / name).write_bytes(content.replace(str(sortie).encode(), SORTIE.encode()))
    for path in _changed(depot):
        if (depot / path).is_file():
            (vers / "depot" / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(depot / path, vers / "depot" / path)
    git(depot, "reset", "--quiet", "--hard")
    git(depot, "clean", "--quiet", "--force", "-d")


def _prepare(path: Path, geste: Geste) -> None:
    text = path.read_text(encoding="utf-8")
    path.unlink()
    if geste.apres is not None:
        # The last phase of a year is the actual one.
        start, _, end = text.rpartition(geste.avant)
        path.write_text(start + geste.apres + end, encoding="utf-8")


def _placed(argument: str, folders: dict[str, str]) -> str:
    for start, folder in folders.items():
        if argument.startswith(start):
            return folder + argument.removeprefix(start)
    return argument


def _run(arguments: Sequence[str]) -> tuple[int, bytes, bytes]:
    """Run a command line with streams as this process opened its own."""
    own = sys.stdout, sys.stderr
    printed, said = io.BytesIO(), io.BytesIO()
    sys.stdout = io.TextIOWrapper(printed, encoding=own[0].encoding, errors=own[0].errors)
    sys.stderr = io.TextIOWrapper(said, encoding=own[1].encoding, errors=own[1].errors)
    try:
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return code, printed.getvalue(), said.getvalue()
    finally:
        sys.stdout, sys.stderr = own


def _changed(depot: Path) -> list[str]:
    listing = git(depot, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all")
    return [row[3:] for row in listing.split("\0") if row]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
