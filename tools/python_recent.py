"""Take from the next Debian the Python that this machine has not, for `make runner`: beside it, nothing is installed.

Asks for mmdebstrap. Its libraries are newer than the machine's: it is run with its own, by their own loader, and
whatever it starts has the machine's.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from debian_nue import OPTIONS

RACINE = Path(__file__).resolve().parents[1]
VERSION = "3.14"
DEBIAN = "forky"
DOSSIER = RACINE / f".python-{VERSION}"
PAQUETS = f"python{VERSION}-venv,libstdc++6"
"""The second, for packages that are installed into it."""
ABSENT = (
    f"Aucun python{VERSION} : installez-le, ou mmdebstrap, qui le prendra de Debian ({DEBIAN}). "
    "Ce qui le demande ne sera pas éprouvé."
)
LANCEUR = """#!/bin/sh
exec {loader} --library-path {loader.parent} --argv0 "$0" {usr}/bin/debian "$@"
"""


def main() -> int:
    """Take it, once; a machine that cannot is told what will not be tried."""
    if shutil.which(f"python{VERSION}") is not None or DOSSIER.is_dir():
        return 0
    taken = DOSSIER.with_name(f"{DOSSIER.name}.partiel")
    shutil.rmtree(taken, ignore_errors=True)
    command = ["mmdebstrap", "--quiet", "--variant=extract", "--format=directory", f"--include={PAQUETS}", *OPTIONS]
    if shutil.which("mmdebstrap") is None or subprocess.run([*command, DEBIAN, str(taken)], check=False).returncode:
        print(ABSENT, file=sys.stderr)
        return 0
    usr = DOSSIER / "usr"
    (loader,) = (taken / "usr/lib").glob("*/ld-linux*")
    program = taken / f"usr/bin/python{VERSION}"
    program.rename(program.with_name("debian"))
    program.write_text(LANCEUR.format(usr=usr, loader=DOSSIER / loader.relative_to(taken)), "utf-8")
    program.chmod(0o755)
    # Where Debian keeps pip, for venv.
    (settings,) = (taken / f"usr/lib/python{VERSION}").glob("_sysconfigdata__linux_*")
    text = settings.read_text("utf-8").replace("/usr/share/python-wheels", f"{usr}/share/python-wheels")
    settings.write_text(text, "utf-8")
    taken.rename(DOSSIER)
    return 0


if __name__ == "__main__":
    sys.exit(main())
