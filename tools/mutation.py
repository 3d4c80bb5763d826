"""Change the code in small ways, one at a time, and list the changes that no test sees: `make mutation MODULES=engine`.

Knows: mutmut, pytest, which tests concern which package, the list of mutants that change nothing. Must not know: what
is computed. The package is copied under `build/mutation` with all its changes in it, asleep; the tests are imported
once, then each change is awake in a process of its own, a fork that no test has run in (what a module computes when it
is imported is computed unchanged). What was seen is kept in `build/mutation/vus`, and not run again as long as its
function does not change.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from difflib import unified_diff
from itertools import groupby
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from signal import ITIMER_PROF, setitimer
from typing import TYPE_CHECKING, NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test

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


class Essais:
    """What pytest does once the tests are collected: run them against each mutant, instead of running them."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.mutants = mutants
        self.alive: list[Mutant] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Begin with no change at all, which no test may see."""
        from tests.essais import lectures  # noqa: PLC0415 - tests are known to pytest alone

        lectures()  # nothing that is mutated reads a file: each mutant begins with what is read already
        if _seen("", session.items) is not None:
            raise pytest.UsageError("un test échoue sans que rien ne change")
        for function, mutants in groupby(self.mutants, lambda mutant: mutant.nom.partition("__mutmut_")[0]):
            items = _nearest(session.items, function.partition(".x")[0].rpartition(".")[2])
            for mutant in mutants:
                place = _seen(mutant.nom, items)
                if place is None:
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


def _nearest(items: Sequence[pytest.Item], module: str) -> list[pytest.Item]:
    """Sort tests: those of the module, then those that import it; those that try many examples last."""
    importing = re.compile(rf"^(from .*\b{module}\b import|from .* import .*\b{module}\b)", re.MULTILINE)
    near = {path for path in {item.path for item in items} if importing.search(path.read_text(encoding="utf-8"))}
    tried = {item: item.get_closest_marker("hypothesis") is not None for item in items}
    return sorted(items, key=lambda item: (tried[item], item.path.name != f"test_{module}.py", item.path not in near))


def _seen(nom: str, items: Sequence[pytest.Item]) -> int | None:
    """Return the place of the first test that sees a mutant: it fails, or never ends; None when none does."""
    place = RawValue("i")
    child = os.fork()
    if not child:
        code = 1
        try:
            set_mutant_under_test(nom)
            for place.value, (item, following) in enumerate(zip(items, [*items[1:], None], strict=True)):
                setitimer(ITIMER_PROF, SECONDES)
                if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                    break
            else:
                code = 0
        finally:
            os._exit(code)
    return place.value if os.waitpid(child, 0)[1] else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
