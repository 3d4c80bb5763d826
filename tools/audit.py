"""Looks, in the lock files, for versions that have a known flaw: `make audit` says how.

Asks the public base of pip-audit or, when CONVENTION_FAILLES names a folder of OSV records (one a file, YAML or JSON:
a clone of pypa/advisory-database), a server of this machine that answers from them: no network is needed.
A lock file that could not be audited whole is a failure, as is a folder without any record.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from ruamel.yaml import YAML

from convention.base.french import compte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Fiche = dict[str, Any]
Base = dict[str, list[Fiche]]
"""Records by package."""


def main(verrous: Sequence[str]) -> int:
    """Audit each lock file; return 0 when none has a known flaw."""
    folder = os.environ.get("CONVENTION_FAILLES")
    if not folder:
        return _audit(verrous, ())
    base = read(Path(folder))
    records = [record for found in base.values() for record in found]
    if not records:
        sys.exit(f"Aucune fiche OSV dans « {folder} » (CONVENTION_FAILLES)")
    last = max(str(record["modified"]) for record in records)[:10]
    print(f"Base de {compte(len(records), 'fiche', 'fiches')}, la dernière du {last}", file=sys.stderr)
    with served(base) as url:
        return _audit(verrous, ("--vulnerability-service", "osv", "--osv-url", url))


def read(folder: Path) -> Base:
    """Read every record of a folder that bears on a Python package."""
    base: Base = {}
    yaml = YAML(typ="safe", pure=False)
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".yaml"}):
        text = path.read_text(encoding="utf-8")
        record: Fiche = json.loads(text) if path.suffix == ".json" else yaml.load(text)
        for name in {canonicalize_name(item["package"]["name"]) for item in _affected(record)}:
            base.setdefault(name, []).append(record)
    return base


def answer(base: Base, query: Mapping[str, Any]) -> list[Fiche]:
    """Return the records that bear on the version of a package."""
    name, version = canonicalize_name(query["package"]["name"]), Version(query["version"])
    return [
        record
        for record in base.get(name, ())
        if any(
            _touches(item, version) for item in _affected(record) if canonicalize_name(item["package"]["name"]) == name
        )
    ]


@contextmanager
def served(base: Base) -> Iterator[str]:
    """Answer queries as OSV does, on a free port of this machine; yield the address."""

    class Guichet(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["content-length"])))
            content = json.dumps({"vulns": answer(base, query)}, default=str).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the library)
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Guichet) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()
            thread.join()


def _affected(record: Fiche) -> list[Fiche]:
    return [item for item in record.get("affected", ()) if item.get("package", {}).get("ecosystem") == "PyPI"]


def _touches(item: Fiche, version: Version) -> bool:
    """Tell whether a version is listed, or lies from `introduced` to before `fixed`, or to `last_affected`."""
    if any(_same(listed, version) for listed in item.get("versions", ())):
        return True
    inside = False
    for span in (span for span in item.get("ranges", ()) if span["type"] == "ECOSYSTEM"):
        events = [(Version(str(value)), kind) for event in span["events"] for kind, value in event.items()]
        for place, kind in sorted(events):
            if kind == "introduced" and version >= place:
                inside = True
            elif (kind == "fixed" and version >= place) or (kind == "last_affected" and version > place):
                inside = False
        if inside:
            return True
    return False


def _same(listed: object, version: Version) -> bool:
    try:
        return Version(str(listed)) == version
    except InvalidVersion:
        return False


def _audit(verrous: Sequence[str], service: Sequence[str]) -> int:
    codes = []
    for verrou in verrous:
        print(verrou, file=sys.stderr)
        options = ("--strict", "--progress-spinner", "off", "--require-hashes", "--disable-pip", *service, "-r", verrou)
        codes.append(subprocess.run([sys.executable, "-m", "pip_audit", *options], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
