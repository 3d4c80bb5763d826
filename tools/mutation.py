"""Change the code in small ways, one at a time, and list the changes that no test sees: `make mutation MODULES=engine`.

Knows: mutmut, pytest, which tests concern which package, the list of mutants that change nothing. Must not know: what
is computed. The package is copied under `build/mutation` with all its changes in it, asleep; the tests are imported
once, then each change is awake in a process of its own, a fork that no test has run in (what a module computes when it
is imported is computed unchanged). What was seen is kept in `build/mutation/vus`, and not run again as long as its
function does not change.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from difflib import unified_diff
from itertools import groupby
from pathlib import Path
from signal import ITIMER_PROF, setitimer
from tempfile import TemporaryFile
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation import trampoline
from mutmut.mutation.file_mutation import mutate_file_contents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RACINE = Path(__file__).parents[1]
COPIES = RACINE / "build" / "mutation"
VUS = COPIES / "vus"
LISTE = RACINE / "tools" / "mutants_equivalents.toml"
TESTS = {
    "base": ("tests/base/test_money.py", "tests/formulas/test_grilles.py"),
    "formulas": ("tests/formulas", "tests/engine/partage/test_bornes.py"),
    "engine": ("tests/engine",),
    "compare": ("tests/compare",),
}
MODULES = ("base/money.py", "formulas", "engine", "compare")
SECONDES = 60
"""Of processor time, after which a test never ends: the mutant is seen."""
OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:unraisableexception")
APPELEES: set[str] = set()
trampoline.record_trampoline_hit = lambda name, **_: APPELEES.add(name)
GARDE = re.compile(r", (strict=(True|False|None))?(?=\))")


class Changement(NamedTuple):
    """What a mutant changes: the function, and the line before and after, without their margins."""

    fonction: str
    avant: str
    apres: str


class Mutant(NamedTuple):
    """A change, by the name that wakes it up; its number changes when its function does, whose print is beside."""

    nom: str
    empreinte: str
    changement: Changement


class Passage(NamedTuple):
    """A test that passed: its processor time, and the functions that it called, known when no mutant is awake."""

    secondes: float
    fonctions: Sequence[str]


class Essais:
    """What pytest does once the tests are collected: run them against each mutant, instead of running them."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.mutants = mutants
        self.alive: list[Mutant] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Begin with no change at all, which no test may see: what each calls, and how long it takes, is noted."""
        from tests.essais import lectures  # noqa: PLC0415 - tests are known to pytest alone

        lectures()  # nothing that is mutated reads a file: each mutant begins with what is read already
        passed = _run("stats", session.items)
        if len(passed) < len(session.items):
            raise pytest.UsageError(f"{session.items[len(passed)].nodeid} échoue sans que rien ne change")
        noted = list(zip(session.items, passed, strict=True))
        for function, mutants in groupby(self.mutants, lambda mutant: mutant.nom.partition("__mutmut_")[0]):
            # Those that call the function, then the others, which may have had it from a cache; the shortest first.
            order = sorted(noted, key=lambda note: (function not in note[1].fonctions, note[1].secondes))
            items = [item for item, _ in order]
            for mutant in mutants:
                place = len(_run(mutant.nom, items))
                if place == len(items):
                    self.alive.append(mutant)
                    print("{}\n  - {}\n  + {}".format(*mutant.changement), flush=True)
                    continue
                items.insert(0, items.pop(place))  # what saw a change of a function often sees the next one
                with VUS.open("a", encoding="utf-8") as known:
                    known.write(f"{mutant.empreinte} {mutant.nom}\n")
        return True


def main(modules: Sequence[str]) -> int:
    """Run the mutants of some modules; fail when one is alive that the list does not explain."""
    if len(modules) != 1:  # each in a process of its own, which imports nothing else changed
        runs = [[sys.executable, __file__, module] for module in modules or MODULES]
        return max(subprocess.run(run, check=False).returncode for run in runs)
    os.chdir(RACINE)
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    listed = tomllib.loads(LISTE.read_text(encoding="utf-8"))["mutant"]
    explained = {Changement(item["fonction"], item["avant"], item["apres"]) for item in listed}
    folder = COPIES / modules[0].replace("/", ".")
    mutants = [mutant for mutant in _mutate(folder, modules[0]) if not _explained(mutant.changement, explained)]
    known = set(VUS.read_text(encoding="utf-8").splitlines()) if VUS.exists() else set()
    essais = Essais([mutant for mutant in mutants if f"{mutant.empreinte} {mutant.nom}" not in known])
    tests = [f"tools/{path}" for path in TESTS[modules[0].partition("/")[0]]]
    places = ("-o", f"pythonpath={folder} tools", f"--basetemp={folder / 'tmp'}")
    code = pytest.main([*OPTIONS, *places, *tests], plugins=[essais])
    if not code:
        print(f"{modules[0]} : {len(mutants)} mutants ; {len(essais.alive)} en vie, sans raison écrite.")
    return code or bool(essais.alive)


def _explained(changement: Changement, explained: set[Changement]) -> bool:
    """Tell whether a change is listed, or only takes its guard off a `zip`: other lengths would be a bug elsewhere."""
    return changement in explained or GARDE.sub("", changement.avant) == GARDE.sub("", changement.apres)


def _mutate(folder: Path, module: str) -> Iterator[Mutant]:
    """Copy the package, and write into the copy of a module each of its mutants, beside what it changes."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RACINE / "tools" / "convention", folder / "convention")
    target = folder / "convention" / module
    for path in sorted(target.rglob("*.py")) if target.is_dir() else [target]:
        found = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
        path.write_text(found.code, encoding="utf-8")
        lines = found.code.splitlines()
        prefix = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        for nom in found.mutant_names:
            function = nom.partition("__mutmut_")[0]
            original = f"{function}__mutmut_orig"
            before, after = (
                [line.strip().replace(name, original) for line in lines[span.start - 1 : span.end]]
                for name in (original, nom)
                for span in (found.line_span_by_function_name[name],)
            )
            changed = list(unified_diff(before, after, lineterm=""))[2:]
            yield Mutant(
                f"{prefix}.{nom}",
                found.hash_by_function_name[function],
                Changement(
                    f"{prefix}.{function.removeprefix('x_').replace('xǁ', '').replace('ǁ', '.')}",
                    " ".join(line[1:] for line in changed if line.startswith("-")),
                    " ".join(line[1:] for line in changed if line.startswith("+")),
                ),
            )


def _run(nom: str, items: Sequence[pytest.Item]) -> list[Passage]:
    """Run tests against a mutant until one fails, or never ends; return those that passed."""
    with TemporaryFile("w+", encoding="utf-8") as journal:
        child = os.fork()
        if not child:
            try:
                trampoline.set_mutant_under_test(nom)
                for item, following in zip(items, [*items[1:], None], strict=True):
                    begin = process_time()
                    setitimer(ITIMER_PROF, SECONDES)
                    if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                        break
                    print(json.dumps(Passage(process_time() - begin, sorted(APPELEES))), file=journal, flush=True)
                    APPELEES.clear()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        journal.seek(0)
        return [Passage(*json.loads(line)) for line in journal]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
