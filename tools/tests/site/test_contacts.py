"""Whom to write to: a link when there is an address, and otherwise what to do; never a link to a blank."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from convention.model.documents.catalogue import Lecteurs
from convention.reports.depot.apache import CHEZ_MOI
from convention.site.bord.quantites import courriel, quantites
from tests.essais import nancy
from tests.site.lecture import (
    CHEZ_ESSEY,
    ESSEY,
    JOUR,
    bord_seul,
    lire_html,
    ordinaire,
    page_reelle,
    page_seule,
    pages_reelles,
    site_de,
    site_reel,
)

if TYPE_CHECKING:
    from convention.site.ensemble import Site

BORD, SERVICE, GOUVERNANCE = f"adherents/{ESSEY}.md", "services/s09.md", "gouvernance.md"
FONCTION = "responsable administratif et financier de la DSIT"
SANS_ADRESSE = "adresse non publiée, passer par votre interlocuteur habituel"


def ecrit(**champs: str) -> str:
    """Write the dashboard of Essey, as it reads it, the contact of its calls having an address or a telephone."""
    depot, nom = nancy(), "responsable-administratif-et-financier"
    gouvernance = depot.vie.gouvernance
    assert gouvernance is not None
    contacts = {**gouvernance.contacts, nom: gouvernance.contacts[nom].model_copy(update=champs)}
    vie = depot.vie._replace(gouvernance=gouvernance.model_copy(update={"contacts": contacts}))
    return bord_seul(site_de(depot._replace(vie=vie), CHEZ_ESSEY), ESSEY)


def test_without_an_address_a_page_says_what_to_do() -> None:
    board, service, gouvernance = (page_reelle(CHEZ_ESSEY, JOUR, uri).texte for uri in (BORD, SERVICE, GOUVERNANCE))
    assert f"Contester un appel : {FONCTION}, {SANS_ADRESSE}." in board
    assert f"Demander ce service : {SANS_ADRESSE}." in service
    assert f"{FONCTION}, {SANS_ADRESSE} ( article 11 )" in gouvernance


def test_an_address_in_the_data_is_a_button_that_writes_there() -> None:
    page = ordinaire(ecrit(courriel="finances@exemple.fr"))
    assert 'href="mailto:finances@exemple.fr?subject=Contester%20un%20appel">Contester un appel</a>' in page


def test_the_e_mail_that_validates_quantities_is_already_written() -> None:
    links = lire_html(ecrit(courriel="quantités+dsit@exemple.fr", clause="article 5")).liens
    mails = [link for link in links if link.startswith("mailto:") and "Quantit" in link]
    assert [re.findall("20[0-9]{2}", unquote(link))[0] for link in mails] == ["2027", "2026"]
    mail = mails[-1]
    address, _, fields = mail.removeprefix("mailto:").partition("?")
    assert mail.isascii()
    assert unquote(address) == "quantités+dsit@exemple.fr"
    told = {nom: ordinaire(values[0]) for nom, values in parse_qs(fields, strict_parsing=True).items()}
    assert told == {
        "subject": "Quantités 2026, Essey-lès-Nancy",
        "body": (
            "Commune d'Essey-lès-Nancy, SIREN 215401845. Quantités de l'exercice 2026.\r\n\r\n"
            "Compter ce qui n'est que supposé, et dire d'où viennent les nombres :\r\n"
            "- nombre d'abonnements de téléphonie mobile (38) :\r\n"
            "- nombre de consommables d'impression livrés (56) :\r\n"
            "- nombre de terminaux gérés (46) :\r\n"
            "- nombre d'abonnements de tablettes (0) :\r\n\r\n"
            "Fonction de qui valide :\r\nDate :"
        ),
    }


def test_the_e_mail_tells_what_was_counted_and_awaits_validation_from_what_is_only_supposed() -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    counted, supposed, *_ = (item for item in quantites(site, ESSEY) if item.a_compter)
    subject, lines = courriel(site, ESSEY, (counted._replace(a_valider=True, hypothese=""), supposed))
    assert subject == "Quantités 2026, Essey-lès-Nancy"
    assert [ordinaire(line) for line in lines[2:-3]] == [
        "Garder les nombres justes, corriger les autres et dire d'où ils viennent :",
        "- nombre d'abonnements de téléphonie mobile : 38, le 31 mars 2026",
        "Compter ce qui n'est que supposé, et dire d'où viennent les nombres :",
        "- nombre de consommables d'impression livrés (56) :",
    ]


def test_a_telephone_alone_is_said() -> None:
    told = lire_html(ecrit(telephone="03 00 00 00 00")).texte
    assert f"Contester un appel : {FONCTION}, 03 00 00 00 00." in told


def test_no_page_writes_to_nobody_nor_says_that_an_address_is_missing() -> None:
    found = pages_reelles(CHEZ_ESSEY, JOUR)
    texts = {uri: ordinaire(str(content)) for uri, content in found.items() if uri.endswith(".md")}
    assert [uri for uri, text in texts.items() if 'href="mailto:"' in text or "adresse à compléter" in text] == []


def sign_in(site: Site) -> str:
    return page_seule(site, "connexion.md")


def test_one_who_is_refused_is_told_whom_to_write_to_when_the_data_say_so_and_what_to_do_otherwise() -> None:
    site = site_reel("public", JOUR)._replace(connexion=CHEZ_MOI)
    without = lire_html(sign_in(site)).texte
    assert "Si c'est une erreur, le dire à la Métropole, en donnant le SIREN de cet organisme." in without
    named = site.depot.convention.model_copy(update={"lecteurs": Lecteurs(aide="acces@metropole.exemple")})
    page = lire_html(sign_in(site._replace(depot=site.depot._replace(convention=named))))
    assert "Si cela dure, écrire à acces@metropole.exemple , en donnant l'heure de l'essai." in ordinaire(page.texte)
    assert len([link for link in page.liens if link.startswith("mailto:acces@metropole.exemple?subject=")]) == 2
