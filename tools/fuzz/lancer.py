"""Look for bytes that break the promise of one reader: `python -m fuzz.lancer CIBLE [options of libFuzzer]`.

Knows: atheris. Must not know: the readers. Only in .venv-fuzz: the other environments have no atheris.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["convention"]):
    from fuzz.cibles import CIBLES


def main() -> None:
    """Search until a promise breaks, or until the time that is given ends."""
    nom, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], CIBLES[nom].lire)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
