"""Play docs/hebergement.md on a bare Debian, command by command as it is written, then ask for the site.

Asks for root and mmdebstrap. The system is a chroot that apt fills as it fills this machine; what a chroot has not is
said: `systemctl`, stood for by `apachectl`, and certbot, which wants a public name and is installed but not run.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
PAGE = RACINE / "docs/hebergement.md"
SYSTEMCTL = '#!/bin/sh\n[ "$2" = apache2 ] && exec apachectl -k restart\n'
NON_JOUEE = "certbot --"
DE_LA_MACHINE = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", "/root/.config/pip")
"""What says how this machine reaches Python packages: lent to the chroot, to read."""
OPTIONS = [
    *(f"--aptopt={path}" for path in sorted(Path("/etc/apt/apt.conf.d").glob("[0-9]*"))),
    '--aptopt=Dir::Etc::netrcparts "/etc/apt/auth.conf.d"',
]
"""So that mmdebstrap reaches packages as this machine's apt does."""
CERTIFICATS = Path("/etc/ssl/certs/ca-certificates.crt")
"""Of those whom this machine believes; a bare Debian has none."""
ESSAI = r"""
code() { curl --silent --output /tmp/page --write-out '%{http_code}' "http://127.0.0.1$1"; }
test "$(code /)" = 200
test "$(code /connexion/)" = 200
# Le fournisseur n'est pas joint d'ici : rien ne s'ouvre, et la page le dit.
case "$(code /prive/)" in 401 | 500) grep --quiet 'id="panne"' /tmp/page ;; *) false ;; esac
test "$(code /prive/chez/)" != 200
runuser -u www-data -- test ! -r /etc/convention/client
apachectl -k stop
"""


def commandes(page: str) -> list[str]:
    """Return the commands of the page: the block under the title that counts them."""
    found = re.search(r"^## D'une Debian nue.*?^```sh\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    if found is None:
        message = f"{PAGE} n'a pas de commandes sous son titre"
        raise SystemExit(message)
    return found[1].splitlines()


def main() -> int:
    """Play the page; return what the shell returned."""
    missing = [nom for nom in ("mmdebstrap", "unshare") if shutil.which(nom) is None]
    if os.geteuid() != 0 or missing:
        print(f"Il faut être administrateur, et avoir mmdebstrap et unshare ({', '.join(missing)}).", file=sys.stderr)
        return 3
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="debian-nue-") as name:
        racine = Path(name)
        racine.chmod(0o755)
        _debian(racine)
        for nom in ("outil", "depot"):
            subprocess.run(["git", "clone", "--quiet", str(RACINE), str(racine / "srv" / nom)], check=True)
        (racine / "usr/local/sbin/systemctl").write_text(SYSTEMCTL, "utf-8")
        (racine / "usr/local/sbin/systemctl").chmod(0o755)
        played = [item for item in commandes(PAGE.read_text("utf-8")) if not item.startswith(NON_JOUEE)]
        (racine / "jouer").write_text("\n".join(["set -euxo pipefail", *played, ESSAI]), "utf-8")
        done = subprocess.run(["unshare", "--mount", "--pid", "--fork", "bash", "-euc", _entree(racine)], check=False)
    print(f"{len(played)} commandes jouées en {time.monotonic() - start:.0f} s ; certbot n'est pas lancé.")
    return done.returncode


def _debian(racine: Path) -> None:
    every = Path("/etc/apt/sources.list.d").glob("*.sources")
    sources = [str(path) for path in every if "URIs: http" in path.read_text("utf-8")]
    command = ["mmdebstrap", "--quiet", "--variant=minbase", "--format=directory", *OPTIONS]
    subprocess.run([*command, "trixie", str(racine), *sources], check=True)


def _entree(racine: Path) -> str:
    lent = [Path(path) for path in DE_LA_MACHINE if Path(path).exists()]
    places = [f"mkdir -p {racine}{path if path.is_dir() else path.parent}" for path in lent]
    places += [f"touch {racine}{path}" for path in lent if not path.is_dir()]
    places += [f"mount --bind -o ro {path} {racine}{path}" for path in lent]
    places += [f"mount --rbind {path} {racine}{path}" for path in ("/dev", "/proc")]
    kept = [f"{nom}={value}" for nom, value in os.environ.items() if nom.startswith("PIP_") and "FIND" not in nom]
    env = ["PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "DEBIAN_FRONTEND=noninteractive"]
    if CERTIFICATS.is_file():
        shutil.copy(CERTIFICATS, racine / "certificats")
        env += [f"{nom}=/certificats" for nom in ("SSL_CERT_FILE", "PIP_CERT")]
    words = [shlex.quote(item) for item in (*kept, *env)]
    return "\n".join([*places, f"exec chroot {racine} env -i {' '.join(words)} bash /jouer"])


if __name__ == "__main__":
    sys.exit(main())
