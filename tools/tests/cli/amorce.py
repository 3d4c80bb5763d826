"""A process that knows the tool and the frozen data, and forks itself for each run: a test pays for the work.

Knows: fork, streams. Must not know: what is run. Each run is a process of its own, with its own folder, environment,
streams and exit code; only how it starts differs from `python -m convention.cli.main`.

One request a line of JSON on the input; one exit code a line on the output.
"""

from __future__ import annotations

import io
import json
import os
import pkgutil
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from convention.base.codes import CODES
from convention.cli.cadre.verdicts import tool
from convention.cli.publier.schemas import output_schemas
from convention.loading import loader
from convention.loading.source import Folder
from convention.model.schemas.schemas import schemas
from convention.reports.rendus import gabarit
from convention.site.rendu import rendu

SOUVENT = ("click._textwrap", "click._termui_impl", "python_calamine", "tomllib", "typst", "xlsxwriter")
"""What many runs import late."""
TARDIFS = {"relever": ("duckdb", "pandas", "ibis.backends.duckdb", "ibis.formats.pandas", "convention.releves")}
"""What a command alone needs: imported when it is first asked for."""


def servir() -> None:
    """Answer requests until the input closes."""
    _import("convention", sauf="convention.releves")
    for package in SOUVENT:
        import_module(package)
    tool()
    dict(CODES)  # as the sum of the tool above: of the tool alone, which no run changes
    schemas()  # their models are built too: the commands read documents by them
    output_schemas()
    loader._read_content = cache(loader._read_content)  # what a run changes of the frozen data is read by it alone
    for depot in (Path(__file__).parents[1] / "depots").iterdir():
        loader.load(Folder(depot))
    for environment in (gabarit._environment(), rendu._environment()):
        for nom in environment.list_templates(["j2", "html"]):
            environment.get_template(nom)
    for row in sys.stdin:
        asked = json.loads(row)
        for command, packages in TARDIFS.items():
            if command in asked["arguments"]:
                for package in packages:
                    _import(package)
        pid = os.fork()
        if pid == 0:
            _run(asked)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _import(package: str, sauf: str = "") -> None:
    found = import_module(package)
    if not package.startswith("convention"):
        return
    for item in pkgutil.walk_packages(found.__path__, f"{package}."):
        if not sauf or not item.name.startswith(sauf):
            import_module(item.name)


def _run(asked: dict[str, Any]) -> NoReturn:
    os.chdir(asked["dossier"])
    os.environ.clear()
    os.environ.update(asked["env"])
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, (path, flags) in enumerate(zip(asked["flux"], (os.O_RDONLY, write, write), strict=True)):
        os.dup2(os.open(path, flags, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(open(number, mode, closefd=False), encoding="utf-8", errors=errors)  # noqa: SIM115
        for number, mode, errors in ((0, "rb", "strict"), (1, "wb", "strict"), (2, "wb", "backslashreplace"))
    )
    sys.argv = ["convention", *asked["arguments"]]
    import_module("convention.cli.main").main()
    os._exit(0)  # `main` ends the process itself


if __name__ == "__main__":
    servir()
