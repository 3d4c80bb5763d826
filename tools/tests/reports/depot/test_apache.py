"""The configuration of a web server: who reads what, from the data alone."""

from __future__ import annotations

import re
from datetime import date

import pytest

from convention.reports.depot.apache import Serveur, ValeurRefuseeError, apache_text
from tests.compare.depots_git import edited
from tests.essais import fichiers_nancy, lire

SERVEUR = Serveur("/srv/c", "https://f.exemple/o", "site", "/etc/c", "/var/c")
ESSEY, LAXOU, METROPOLE, CCAS = "215401845", "215403049", "245400676", "265400111"
JOUR = date(2026, 11, 23)


def lisent(texte: str, nom: str) -> list[str]:
    """Return whose agents read the folder of a member."""
    block = re.search(rf'<Directory "/srv/c/courant/prive/chez/{nom}">(.*?)</Directory>', texte, re.DOTALL)
    return re.findall(r"siret~\^([0-9]{9})\[0-9\]\{5\}\$", block[1]) if block is not None else []


def adherent(nom: str, old: str, new: str) -> str:
    files = edited(fichiers_nancy(), f"adherents/{nom}/adherent.yaml", old, new)
    return apache_text(lire(files), JOUR, SERVEUR)


def test_a_member_reads_its_folder_and_the_managing_body_reads_all() -> None:
    text = apache_text(lire(fichiers_nancy()), JOUR, SERVEUR)
    assert lisent(text, "essey-les-nancy") == [ESSEY, METROPOLE]
    assert lisent(text, "laxou") == [LAXOU, METROPOLE]


def test_the_agents_of_a_body_that_a_member_declares_read_its_folder_and_no_other() -> None:
    text = adherent("essey-les-nancy", f'siren: "{ESSEY}"', f'siren: "{ESSEY}"\nlecteurs: ["{CCAS}"]')
    assert lisent(text, "essey-les-nancy") == [ESSEY, CCAS, METROPOLE]
    assert CCAS not in lisent(text, "laxou")


def test_a_body_that_the_managing_body_declares_reads_its_folder_alone() -> None:
    text = adherent("metropole-grand-nancy", f'siren: "{METROPOLE}"', f'siren: "{METROPOLE}"\nlecteurs: ["{CCAS}"]')
    assert lisent(text, "metropole-grand-nancy") == [METROPOLE, CCAS]
    assert CCAS not in lisent(text, "essey-les-nancy")


@pytest.mark.parametrize(
    ("debut", "fin", "lit"),
    [
        ("2026-11-23", "2026-11-24", True),
        ("2020-01-01", "2026-11-23", False),
        ("2026-11-24", "2030-01-01", False),
    ],
)
def test_a_folder_opens_on_the_first_day_of_a_membership_and_shuts_after_the_last(
    debut: str, fin: str, *, lit: bool
) -> None:
    files = fichiers_nancy()
    depot = lire(files)
    dossier = depot.dossiers["laxou"]
    adhesion = dossier.identite.adhesion.model_copy(
        update={"debut": date.fromisoformat(debut), "fin": date.fromisoformat(fin)}
    )
    moved = dossier._replace(identite=dossier.identite.model_copy(update={"adhesion": adhesion}))
    text = apache_text(depot._replace(dossiers={**depot.dossiers, "laxou": moved}), JOUR, SERVEUR)
    assert bool(lisent(text, "laxou")) is lit
    assert (LAXOU in text) is lit


@pytest.mark.parametrize("valeur", ['/srv/"c', "/srv/c d", "/srv/$c", "/srv/c\nInclude x", ""])
def test_a_value_that_the_server_would_read_otherwise_is_refused(valeur: str) -> None:
    with pytest.raises(ValeurRefuseeError, match="racine"):
        apache_text(lire(fichiers_nancy()), JOUR, SERVEUR._replace(racine=valeur))
