"""The page of who runs a web server says commands that are so; `make debian-nue` plays them all."""

from __future__ import annotations

import os
import re
import shlex
import tomllib

from debian_nue import PAGE, commandes
from tests.cli.commande import lancer
from tests.essais import GRAND_NANCY, RACINE

TEXTE = PAGE.read_text("utf-8")


def test_the_commands_are_as_many_as_their_title_says() -> None:
    assert len(commandes(TEXTE)) == 10


def test_the_command_that_writes_who_reads_what_is_one_of_the_tool() -> None:
    (written,) = (item for item in commandes(TEXTE) if "hebergement apache" in item)
    words = shlex.split(written.partition(" > ")[0])
    run = lancer(RACINE, "-C", str(GRAND_NANCY), *words[words.index("hebergement") :])
    assert (run.code, run.message) == (0, "")
    assert b"OIDCProviderMetadataURL https://auth.agentconnect.gouv.fr/" in run.sortie


def test_what_the_page_installs_has_all_that_the_site_and_its_guichet_ask() -> None:
    (lock,) = re.findall(r"VERROU=(\S+)", "\n".join(commandes(TEXTE)))
    locked = set(re.findall(r"^([\w-]+)==", (RACINE / lock).read_text("utf-8"), re.MULTILINE))
    extras = tomllib.loads((RACINE / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    asked = {re.split(r"[^\w-]", item)[0] for nom in ("site", "guichet") for item in extras[nom]}
    assert "werkzeug" in asked
    assert asked - locked == set()


def test_what_the_service_starts_is_there_and_may_be_run() -> None:
    (path,) = re.findall(r"^ExecStart=/srv/outil/(\S+) https", TEXTE, re.MULTILINE)
    assert os.access(RACINE / path, os.X_OK)
