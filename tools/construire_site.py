"""`make site`: the site is built aside, then takes its place at once; whatever stops that leaves the last one whole.

Knows: the command line of MkDocs. Must not know: what a site holds.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from click import Abort as Interruption
from click import ClickException
from mkdocs.__main__ import cli

from convention.cli.cadre.dossier import aside

PLACE = Path("build", "site")
INTERROMPU = 130


def main() -> int:
    """Build the site in a folder of its own; return the exit code of MkDocs."""
    # What stops the machine or a workflow is an interruption too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with aside(PLACE) as new:
            # Never -q: it would silence the dead links that a strict build refuses.
            cli.main(["build", "--strict", "--site-dir", str(new)], prog_name="mkdocs", standalone_mode=False)
    except ClickException as error:
        error.show()
        return error.exit_code
    except (Interruption, KeyboardInterrupt):
        sys.stderr.write("Interrompu avant la fin : le site d'avant, s'il y en avait un, est intact.\n")
        return INTERROMPU
    sys.stdout.write(f"Le site est dans {PLACE}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
