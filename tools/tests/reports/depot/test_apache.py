"""The configuration of a web server: who reads what, from the data alone."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from convention.model.valeurs.scalaires import Lecteur
from convention.reports.depot.apache import Serveur, ValeurRefuseeError, apache_text
from tests.essais import edited, fichiers_nancy, lire, nancy
from tests.model.documents import reads

SERVEUR = Serveur("/srv/c", "https://f.exemple/o", "site", "/etc/c", "/var/c")
CONVENTION, AIDE = "catalogue/convention.yaml", "lecteurs: {aide: acces@grand.exemple}\n"
ESSEY, LAXOU, METROPOLE, CCAS = "215401845", "215403049", "245400676", "265400111"


def bloc(texte: str, nom: str) -> str:
    """Return the rules of the folder of a member."""
    found = re.search(rf'<Directory "/srv/c/courant/prive/chez/{nom}">(.*?)</Directory>', texte, re.DOTALL)
    assert found is not None
    return found[1]


def lisent(texte: str, nom: str) -> list[str]:
    """Return whose agents read the folder of a member."""
    return re.findall(r"siret~\^([0-9]{9})\[0-9\]\{5\}\$", bloc(texte, nom))


def adherent(nom: str, old: str, new: str) -> str:
    files = edited(fichiers_nancy(), f"adherents/{nom}/adherent.yaml", old, new)
    return apache_text(lire(files), SERVEUR)


def test_a_member_reads_its_folder_and_the_managing_body_reads_all() -> None:
    text = apache_text(nancy(), SERVEUR)
    assert lisent(text, "essey-les-nancy") == [ESSEY, METROPOLE]
    assert lisent(text, "laxou") == [LAXOU, METROPOLE]


def test_the_agents_of_a_body_that_a_member_declares_read_its_folder_and_no_other() -> None:
    text = adherent("essey-les-nancy", f'siren: "{ESSEY}"', f'siren: "{ESSEY}"\nlecteurs: ["{CCAS}"]')
    assert lisent(text, "essey-les-nancy") == [ESSEY, CCAS, METROPOLE]
    assert CCAS not in lisent(text, "laxou")


def test_a_body_that_the_managing_body_declares_reads_its_folder_alone() -> None:
    text = adherent("metropole-grand-nancy", f'siren: "{METROPOLE}"', f'siren: "{METROPOLE}"\nlecteurs: ["{CCAS}"]')
    assert lisent(text, "metropole-grand-nancy") == [METROPOLE, CCAS, METROPOLE]
    assert CCAS not in lisent(text, "essey-les-nancy")


def test_a_membership_opens_on_its_first_day_and_shuts_after_its_last_whatever_the_day_of_the_file() -> None:
    text = adherent("laxou", "  debut: 2024-01-01", "  debut: 2024-01-01\n  fin: 2027-01-01")
    days = 'Require expr "%{TIME} -ge 20240101000000 && %{TIME} -lt 20270101000000"'
    assert days in bloc(text, "laxou")
    assert lisent(text, "laxou") == [LAXOU, METROPOLE]


def test_the_unit_and_the_addresses_that_the_convention_names_read_all_instead_of_every_agent() -> None:
    said = "lecteurs: {unites: [DSI mutualisée], adresses: [dsi@grand.exemple]}\n"
    files = edited(fichiers_nancy(), CONVENTION, "gestionnaire: metro", f"{said}gestionnaire: metro")
    text = apache_text(lire(files), SERVEUR)
    assert 'Require claim "organizational_unit:DSI mutualisée"' in bloc(text, "laxou")
    assert 'Require claim "email~^(?i:dsi@grand[.]exemple)$"' in bloc(text, "laxou")
    assert bloc(text, "laxou").count(METROPOLE) == 1
    assert 'OIDCScope "openid siret email organizational_unit"' in text


def mene(texte: str) -> dict[str, str]:
    """Return where each reader is led once signed in."""
    return dict(re.findall(r'"\^(\S+?)(?:\[0-9\]\{5\})?\$" \[NC\]\n  RewriteRule \^ /prive/chez/([\w-]+)/', texte))


def test_signing_in_leads_to_the_member_one_works_for_or_that_alone_names_the_reader() -> None:
    said = f'siren: "{ESSEY}"\nlecteurs: ["{CCAS}", "{LAXOU}", mairie@essey.exemple]'
    found = mene(adherent("essey-les-nancy", f'siren: "{ESSEY}"', said))
    assert (found[ESSEY], found[CCAS], found["mairie@essey[.]exemple"]) == ("essey-les-nancy",) * 3
    assert found[LAXOU] == "laxou"


def test_a_reader_that_two_members_name_is_led_to_what_all_read() -> None:
    files = fichiers_nancy()
    for nom, siren in (("essey-les-nancy", ESSEY), ("laxou", LAXOU)):
        path = f"adherents/{nom}/adherent.yaml"
        files = edited(files, path, f'siren: "{siren}"', f'siren: "{siren}"\nlecteurs: ["{CCAS}"]')
    assert CCAS not in mene(apache_text(lire(files), SERVEUR))


def test_an_address_to_write_to_opens_no_page() -> None:
    files = edited(fichiers_nancy(), CONVENTION, "gestionnaire: metro", f"{AIDE}gestionnaire: metro")
    assert apache_text(lire(files), SERVEUR) == apache_text(nancy(), SERVEUR)


def test_nothing_is_asked_of_who_signs_in_that_no_rule_reads() -> None:
    assert 'OIDCScope "openid siret"' in apache_text(nancy(), SERVEUR)


@pytest.mark.parametrize(
    ("lecteur", "admis"),
    [
        (CCAS, True),
        ("mairie@commune.exemple", True),
        ("service-finances@commune.exemple", True),
        ("prenom.nom@commune.exemple", False),
        ("Mairie@commune.exemple", False),
        ("mairie", False),
        ("21540184500018", False),
    ],
)
def test_a_reader_is_a_body_or_the_address_of_a_function_never_of_a_person(lecteur: str, *, admis: bool) -> None:
    assert reads(get_args(Lecteur)[1], f'"{lecteur}"') is admis


def test_a_provider_that_tls_does_not_hold_is_refused() -> None:
    with pytest.raises(ValeurRefuseeError, match="https"):
        apache_text(nancy(), SERVEUR._replace(fournisseur="http://f.exemple/o"))


@pytest.mark.parametrize("valeur", ['/srv/"c', "/srv/c d", "/srv/$c", "/srv/c\nInclude x", ""])
def test_a_value_that_the_server_would_read_otherwise_is_refused(valeur: str) -> None:
    with pytest.raises(ValeurRefuseeError, match="racine"):
        apache_text(nancy(), SERVEUR._replace(racine=valeur))
