"""Change the code in small ways, one at a time, and list the changes that no test sees: `make mutation MODULES=engine`.

Knows: mutmut, which tests concern which package, the list of mutants that change nothing. Must not know: what is
computed. Each package has its own copy of the repository under `build/mutation`, laid out as mutmut wants it; what is
already known there is not run again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

RACINE = Path(__file__).parents[1]
COPIES = RACINE / "build" / "mutation"
LISTE = RACINE / "tools" / "mutants_equivalents.toml"
MUTMUT = Path(sys.executable).with_name("mutmut")
TESTS = {
    "base": ("tests/base/test_money.py", "tests/formulas/test_grilles.py"),
    "formulas": ("tests/formulas", "tests/engine/partage/test_bornes.py"),
    "engine": ("tests/engine",),
    "compare": ("tests/compare",),
}
SECONDES = 8
"""Of processor time. The first tests, which import the module, see most of its mutants: the other tests wait."""
MODULES = ("base/money.py", "formulas", "engine", "compare")
VUS = {1, 24, -24}
"""How tests that see a mutant end: one fails, or they never end (SIGXCPU)."""
GARDE = re.compile(r", (strict=(True|False|None))?(?=\))")
ENDROITS = (("tools/convention/", "src/convention/"), ("tools/tests/", "tests/"))


class Mutant(NamedTuple):
    """A change that no test saw: the function, and the line before and after, without their margins."""

    fonction: str
    avant: str
    apres: str


def main(modules: list[str]) -> int:
    """Run the mutants of some modules; fail when one is alive that the list does not explain."""
    known = {Mutant(item["fonction"], item["avant"], item["apres"]) for item in _list()}
    alive: set[Mutant] = set()
    total = 0
    for module in modules or MODULES:
        folder = _copy(module)
        _run(folder, SECONDES)
        # Without limit, whatever tests were written since: mutmut does not run by itself what was alive.
        unexplained = [nom for nom in _alive(folder) if not _explained(_read(folder, nom), known)]
        if unexplained:
            _run(folder, inf, *unexplained)
        total += len(_states(folder))
        alive |= {_read(folder, nom) for nom in _alive(folder)}
    wrong = sorted(mutant for mutant in alive if not _explained(mutant, known))
    for mutant in wrong:
        print(f"{mutant.fonction}\n  - {mutant.avant}\n  + {mutant.apres}")
    print(f"{total} mutants ; {len(alive)} en vie, dont {len(wrong)} sans raison écrite.")
    return bool(wrong)


def _explained(mutant: Mutant, known: Collection[Mutant]) -> bool:
    """Tell whether a change is listed, or only takes its guard off a `zip`: other lengths would be a bug elsewhere."""
    return mutant in known or GARDE.sub("", mutant.avant) == GARDE.sub("", mutant.apres)


def _list() -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads(LISTE.read_text(encoding="utf-8"))["mutant"]
    return found


def _copy(module: str) -> Path:
    """Lay the repository out again: the package in `src`, the tests beside it, the data around."""
    folder = COPIES / module.replace("/", ".")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-c", "-o", "--exclude-standard"], cwd=RACINE, capture_output=True, check=True
    )
    for path in filter(None, listed.stdout.decode().split("\0")):
        place = next((new + path.removeprefix(old) for old, new in ENDROITS if path.startswith(old)), path)
        source, target = RACINE / path, folder / place
        if source.is_file() and (not target.exists() or source.read_bytes() != target.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    text = (RACINE / "pyproject.toml").read_text(encoding="utf-8").replace('["tools"]', '["src", "."]')
    tests = ", ".join(f'"{path}"' for path in TESTS[module.split("/", maxsplit=1)[0]])
    settings = f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/convention/{module if module.endswith(".py") else module + "/*"}"]
also_copy = ["tests"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:unraisableexception"]
pytest_add_cli_args_test_selection = [{tests}]
process_isolation = "forkserver" # un mutant n'hérite pas de ce que les tests ont déjà mis en mémoire
on_dependency_change = "ignore"
timeout_constant = 60.0 # secondes ajoutées à ce que durent les tests : au-delà, un mutant ne finit pas, et il est vu
timeout_multiplier = 1.0
"""
    (folder / "pyproject.toml").write_text(text + settings, encoding="utf-8")
    return folder


def _run(folder: Path, seconds: float, *noms: str) -> None:
    env = {**os.environ, "HYPOTHESIS_PROFILE": "mutants", "MUTANT_SECONDES": str(seconds)}
    subprocess.run([MUTMUT, "run", *noms], cwd=folder, check=True, env=env)


def _states(folder: Path) -> dict[str, int | None]:
    """Read how the tests ended against each mutant; mutmut itself takes tests that could not begin for a timeout."""
    files = (folder / "mutants" / "src").rglob("*.meta")
    return {nom: code for path in files for nom, code in json.loads(path.read_bytes())["exit_code_by_key"].items()}


def _alive(folder: Path) -> list[str]:
    return sorted(nom for nom, code in _states(folder).items() if code not in VUS)


def _read(folder: Path, nom: str) -> Mutant:
    """Read a mutant as the lines that it changes: its number changes when its function does."""
    lines = _ask(folder, "show", nom).splitlines()
    removed = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    added = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    module, _, function = nom.partition("__mutmut_")[0].rpartition(".")
    return Mutant(
        f"{module}.{function.removeprefix('x_').replace('xǁ', '').replace('ǁ', '.')}",
        " ".join(removed),
        " ".join(added),
    )


def _ask(folder: Path, *words: str) -> str:
    return subprocess.run([MUTMUT, *words], cwd=folder, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
