"""An adherent whose name is plural: what is said of it agrees, wherever its name is the subject."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import lancer
from tests.essais import FIGES, edited, fichiers
from tests.generateur import write
from tests.site.lecture import bord_dit, ordinaire, site_de

if TYPE_CHECKING:
    from pathlib import Path

IDENTITE, QUANTITES = "adherents/rochemiel/adherent.yaml", "adherents/rochemiel/quantites/2026.yaml"
NOM = "les Amis du canal"
EN_2026 = ("--exercice", "2026")


def amis() -> dict[str, str]:
    """Return the second convention, one of its members being an association with a plural name."""
    return edited(fichiers(FIGES / "syndicat"), IDENTITE, "nom: Rochemiel", f"nom: {NOM}")


@pytest.mark.parametrize(
    ("commande", "verbe"),
    [
        (("budget", "rochemiel", *EN_2026), "inscriraient"),
        (("fiche-sortie", "rochemiel"), "devraient"),
        (("souscrire", "rochemiel", "N03", "--debut", "2026-01-01", "--essai"), "ont déjà souscrit N03"),
    ],
)
def test_a_verb_agrees_with_the_plural_name_of_an_adherent(
    commande: tuple[str, ...], verbe: str, tmp_path: Path
) -> None:
    told = _told(write(tmp_path, amis()), *commande)
    assert f"{NOM} {verbe}" in told
    assert not re.search(rf"{NOM} (?:n'|y )?(?:a|est|compte|devrait|doit|inscrirait|paierait|paie)\b", told)


def test_a_capital_article_is_that_of_one_place_or_else_of_several(tmp_path: Path) -> None:
    lilas = edited(fichiers(FIGES / "syndicat"), IDENTITE, "nom: Rochemiel", "nom: Les Lilas")
    assert "Au budget 2026, Les Lilas inscrirait " in _told(
        write(tmp_path / "a", lilas), "budget", "rochemiel", *EN_2026
    )
    association = write(tmp_path / "b", fichiers(FIGES / "villages"))
    told = _told(association, "budget", "les-villages-du-plateau", *EN_2026)
    assert "Les Villages du Plateau sont le gestionnaire" in told


def test_a_message_about_it_agrees_too(tmp_path: Path) -> None:
    files = amis()
    del files[QUANTITES]
    assert f"{NOM} n'ont aucune quantité en 2026" in _told(write(tmp_path, files), "valider")


def _told(folder: Path, *commande: str) -> str:
    run = lancer(folder, *commande)
    return ordinaire(run.sortie.decode("utf-8") + run.message)


def test_the_page_that_another_reads_calls_it_so() -> None:
    text = bord_dit(site_de(amis(), "adherent:valcendre", date(2026, 11, 23)), "rochemiel")
    assert f"Page écrite pour {NOM} : « vous » les désigne." in text
    assert "Les Amis du canal, exercice 2026" in text
