"""Show the main job on the repository: check it, compute it, then compare a sample proposal with it.

Each command is printed before it runs, so that it can be typed again. The proposal (docs/exemples/) is applied in a
temporary clone: the repository itself is not touched. It is this one, or the folder that is named.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
PROPOSITION = RACINE / "docs" / "exemples" / "forfait-2027.patch"
SUITE = """
# Et ensuite
.venv/bin/convention expliquer essey-les-nancy   pourquoi une commune paie ce qu'elle paie, ligne par ligne
make servir                                      le site, sur ce poste, refait à chaque changement
.venv/bin/convention --help                      tout ce que l'outil sait faire
docs/demarrer.md                                 commencer une autre convention"""
ENVIRONNEMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def main() -> int:
    """Run the demonstration; return the exit code of the first command that fails."""
    depot = Path(sys.argv[1]) if sys.argv[1:] else RACINE
    with tempfile.TemporaryDirectory(prefix="convention-demo-") as folder:
        clone = Path(folder, "clone")
        steps = (
            ("Vérifier tous les fichiers", ("convention", "valider"), depot),
            ("Calculer l'exercice en cours", ("convention", "calculer"), depot),
            (
                "Appliquer une proposition d'exemple dans une copie : ce qu'elle change, et ce qu'elle coûte à qui",
                ("git", "clone", "--quiet", str(depot), str(clone)),
                depot,
            ),
            ("", ("git", "apply", str(PROPOSITION)), clone),
            ("", ("convention", "comparer", "HEAD", "--bref"), clone),
        )
        for title, command, where in steps:
            named = {str(clone): "…", str(PROPOSITION): f"./{PROPOSITION.relative_to(RACINE)}", str(depot): "."}
            shown = " ".join(named.get(part, part) for part in command)
            print(*([f"\n# {title}"] if title else []), f"$ {shown}", sep="\n", flush=True)
            code = subprocess.run(_program(command), cwd=where, check=False, env=ENVIRONNEMENT).returncode
            if code:
                return code
    print(SUITE)
    return 0


def _program(command: tuple[str, ...]) -> list[str]:
    if command[0] == "convention":
        return [sys.executable, "-m", "convention.cli.main", *command[1:]]
    return list(command)


if __name__ == "__main__":
    sys.exit(main())
