"""`gh release`, as far as `make joindre` uses it: releases are folders of the forge. Anything else is refused.

Knows: a tag must exist, a name is taken once unless `--clobber`, a token is asked for. Must not know: what is joined.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def main(origine: str, forge: str, *arguments: str) -> None:
    """Do what one call asks."""
    if not os.environ.get("GH_TOKEN"):
        sys.exit("gh : GH_TOKEN manque")
    match arguments:
        case ["release", "view", tag]:
            if not _release(forge, tag).is_dir():
                sys.exit("release not found")
        case ["release", "create", tag, "--verify-tag", "--title", title, "--notes", notes]:
            subprocess.run(["git", "rev-parse", "--verify", "--quiet", f"refs/tags/{tag}"], cwd=origine, check=True)
            _release(forge, tag).mkdir(parents=True)
            (_release(forge, tag) / "notes.txt").write_text(f"{title}\n{notes}\n", encoding="utf-8")
        case ["release", "upload", tag, "--clobber", *files]:
            for file in files:
                shutil.copy(file, _release(forge, tag))
        case _:
            sys.exit(f"gh : appel non répété : {arguments}")


def _release(forge: str, tag: str) -> Path:
    return Path(forge) / "versions" / tag


if __name__ == "__main__":
    main(*sys.argv[1:])
