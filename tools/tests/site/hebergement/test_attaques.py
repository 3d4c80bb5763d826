"""A forged answer, a stolen or replayed one, a member gone, an outage of the provider let nobody read more."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from convention.reports.depot.apache import DECONNEXION, Serveur, apache_text
from tests.essais import edited, fichiers_nancy, lire, nancy
from tests.site.hebergement.serveur import Hote, Lecteur, brut, exiger, heberger, jeton_de_session, retour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.long
ESSEY, LAXOU, METROPOLE = "21540184500018", "21540304900015", "24540067600017"
COMPTES = {
    "essey": {"siret": ESSEY, "acr": "eidas1"},
    "laxou": {"siret": LAXOU, "acr": "eidas2"},
    "gestionnaire": {"siret": METROPOLE, "acr": "eidas1"},
    "faible": {"siret": ESSEY, "acr": "eidas0"},
    "dsit": {"siret": METROPOLE, "acr": "eidas1-mfa", "organizational_unit": "DSI mutualisée"},
    "ailleurs-dsit": {"siret": "99999999900011", "acr": "eidas1", "organizational_unit": "DSI mutualisée"},
    "boite": {"siret": "99999999900011", "acr": "eidas1", "email": "Mairie@Essey.exemple"},
    "boite-approchante": {"siret": "99999999900011", "acr": "eidas1", "email": "mairie@essey.exemple.evil.example"},
    "boite-sans-point": {"siret": "99999999900011", "acr": "eidas1", "email": "mairie@esseyXexemple"},
}
CHEZ_ESSEY, CHEZ_LAXOU, TOUS = "/prive/chez/essey-les-nancy/", "/prive/chez/laxou/", "/prive/"
DEMAIN = date.today() + timedelta(days=1)  # noqa: DTZ011 (the server's own day)


@pytest.fixture(scope="module")
def hote() -> Iterator[Hote]:
    """Serve a few pages as they are published, before a provider whose answers may be wrong."""
    exiger()
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        dossier = Path(name)
        dossier.chmod(0o755)
        chez = (f"prive/chez/{nom}" for nom in nancy().dossiers)
        pages = ["public", "public/connexion", "prive", *chez]
        for page in pages:
            (dossier / "srv/courant" / page).mkdir(parents=True)
            (dossier / "srv/courant" / page / "index.html").write_text(f"page {page}", "utf-8")
        (dossier / "hote").mkdir()
        with heberger(dossier / "srv", dossier / "hote", COMPTES, selon()) as found:
            yield found


def selon(**fichiers: tuple[str, str]) -> Callable[[Serveur], str]:
    """Write who reads what, once a text of these files was replaced by another."""
    files = fichiers_nancy()
    for nom, (old, new) in fichiers.items():
        path = "catalogue/convention.yaml" if nom == "convention" else f"adherents/{nom}/adherent.yaml"
        files = edited(files, path, old, new)
    depot = lire(files)
    return lambda serveur: apache_text(depot, serveur)


@pytest.fixture
def remis(hote: Hote) -> Iterator[Hote]:
    """Give the server to a test that changes who reads what, then put it back."""
    yield hote
    hote.configurer(selon()(hote.serveur))


def lit(lecteur: Lecteur, *chemins: str) -> list[int]:
    return [lecteur.lire(chemin).code for chemin in chemins]


def test_without_a_fault_each_one_reads_its_own(hote: Hote) -> None:
    assert lit(Lecteur(hote, "essey"), TOUS, CHEZ_ESSEY, CHEZ_LAXOU) == [200, 200, 403]
    assert lit(Lecteur(hote, "laxou"), TOUS, CHEZ_ESSEY, CHEZ_LAXOU) == [200, 403, 200]
    assert lit(Lecteur(hote, "gestionnaire"), TOUS, CHEZ_ESSEY, CHEZ_LAXOU) == [200, 200, 200]


@pytest.mark.parametrize(
    "faute",
    [
        "jeton-expire",
        "jeton-sans-fin",
        "jeton-ancien",
        "autre-destinataire",
        "autre-emetteur",
        "autre-nonce",
        "sans-nonce",
        "niveau-faible",
        "niveau-approchant",
        "autre-cle",
        "secret-partage",
        "cle-publique-en-secret",
        "contenu-change",
        "sans-signature",
        "infos-autre-sujet",
        "infos-alg-none",
        "infos-autre-cle",
        "infos-secret-partage",
        "infos-contenu-change",
        "infos-sans-signature",
    ],
)
def test_an_answer_of_the_provider_that_is_wrong_opens_nothing(hote: Hote, faute: str) -> None:
    lecteur = Lecteur(hote, f"essey&faute={faute}")
    answers = [lecteur.lire(chemin) for chemin in (TOUS, CHEZ_ESSEY, CHEZ_LAXOU)]
    assert {item.code for item in answers} <= {400, 401, 403, 500}, [item.code for item in answers]


def test_one_whose_level_is_too_low_is_asked_to_sign_in_again(hote: Hote) -> None:
    answer = Lecteur(hote, "faible").lire(CHEZ_ESSEY)
    assert answer.adresse.startswith(f"{hote.fournisseur}/interaction/")


@pytest.mark.parametrize("faute", ["alg-none", "infos-en-clair"])
def test_an_answer_without_any_signature_is_believed_only_because_tls_says_who_gave_it(hote: Hote, faute: str) -> None:
    # Debian's module allows it, as OpenID Connect Core 3.1.3.7 does: hence an address of the provider in « https ».
    assert lit(Lecteur(hote, f"essey&faute={faute}"), CHEZ_ESSEY, CHEZ_LAXOU) == [200, 403]


def test_one_whose_answer_was_refused_signs_out_and_in_again(hote: Hote) -> None:
    lecteur = Lecteur(hote, "essey&faute=infos-autre-cle")
    assert lit(lecteur, CHEZ_ESSEY, CHEZ_ESSEY) == [403, 403]
    assert lit(Lecteur(hote, "laxou"), TOUS) == [200]  # the provider answers well again
    lecteur.lire(DECONNEXION)
    assert lit(lecteur, CHEZ_ESSEY) == [200]


def test_an_answer_of_the_provider_serves_once_and_only_who_asked_for_it(hote: Hote) -> None:
    lecteur, address = retour(hote, "essey")
    assert Lecteur(hote).lire(address).code == 400
    assert lecteur.lire(address).code == 200
    assert lit(lecteur, CHEZ_ESSEY) == [200]
    again = Lecteur(hote, "laxou")
    assert lit(again, CHEZ_LAXOU) == [200]
    assert again.lire(address).code == 400
    assert lit(again, CHEZ_ESSEY, CHEZ_LAXOU) == [403, 200]


def test_the_code_of_another_is_refused_in_an_answer_that_one_asked_for(hote: Hote) -> None:
    _, stolen = retour(hote, "essey")
    thief, own = retour(hote, "laxou")
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    forged = own.replace(parse_qs(urlsplit(own).query)["code"][0], code)
    assert forged != own
    assert thief.lire(forged).code in {400, 500}
    thief.compte = None
    assert thief.lire(CHEZ_ESSEY).adresse.startswith(hote.fournisseur)


def test_a_session_that_was_planted_before_signing_in_is_not_the_one_that_opens(hote: Hote) -> None:
    thief, victim = Lecteur(hote, "laxou"), Lecteur(hote, "essey")
    assert lit(thief, TOUS) == [200]
    planted = jeton_de_session(thief)
    session = next(item for item in thief.temoins if item.name == "mod_auth_openidc_session")
    thief.lire(DECONNEXION)
    victim.temoins.set_cookie(session)
    assert lit(victim, CHEZ_ESSEY) == [200]
    assert brut(hote, CHEZ_ESSEY, entetes=planted)[0] == 401


def test_nothing_that_one_reads_may_be_kept_and_given_to_another(hote: Hote) -> None:
    essey, laxou = Lecteur(hote, "essey"), Lecteur(hote, "laxou")
    for lecteur in (essey, laxou):
        lecteur.lire(TOUS)
    read = essey.lire(CHEZ_ESSEY)
    assert read.entetes["Cache-Control"] == "private, no-store"
    known = {"If-Modified-Since": read.entetes["Last-Modified"]}
    assert essey.lire(CHEZ_ESSEY, entetes=known).code == 304
    refused = laxou.lire(CHEZ_ESSEY, entetes=known)
    assert refused.code == 403
    for answer in (refused, Lecteur(hote).lire("/oidc/retour?code=un-code&state=un-etat")):
        assert answer.entetes["Cache-Control"] in {"no-cache", "private, no-store"}
        assert b"page prive" not in answer.corps
    assert brut(hote, CHEZ_ESSEY)[1] == b"page public/connexion"


@pytest.mark.parametrize("methode", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"])
def test_who_is_signed_in_only_reads(hote: Hote, methode: str) -> None:
    lecteur = Lecteur(hote, "essey")
    lecteur.lire(TOUS)
    code, body = brut(hote, CHEZ_ESSEY, methode, jeton_de_session(lecteur))
    assert code in {403, 405}
    assert b"page prive" not in body


def test_a_right_that_is_taken_away_ends_at_the_next_request_of_a_session_that_lives(remis: Hote) -> None:
    lecteur = Lecteur(remis, "essey")
    assert lit(lecteur, TOUS, CHEZ_ESSEY) == [200, 200]
    remis.configurer(selon(**{"essey-les-nancy": ('siren: "215401845"', 'siren: "999999999"')})(remis.serveur))
    assert lit(lecteur, TOUS, CHEZ_ESSEY) == [403, 403]
    remis.configurer(selon()(remis.serveur))
    assert lit(lecteur, TOUS, CHEZ_ESSEY) == [200, 200]


@pytest.mark.parametrize(("fin", "lit_encore"), [(DEMAIN, True), (DEMAIN - timedelta(days=1), False)])
def test_a_member_reads_until_its_last_day_and_the_managing_body_after(
    remis: Hote, fin: date, *, lit_encore: bool
) -> None:
    remis.configurer(selon(laxou=("  debut: 2024-01-01", f"  debut: 2024-01-01\n  fin: {fin}"))(remis.serveur))
    expected = [200, 200] if lit_encore else [403, 403]
    assert lit(Lecteur(remis, "laxou"), TOUS, CHEZ_LAXOU) == expected
    assert lit(Lecteur(remis, "gestionnaire"), CHEZ_LAXOU) == [200]
    assert brut(remis, CHEZ_LAXOU)[0] == 401


def test_one_who_joins_reads_from_its_first_day(remis: Hote) -> None:
    remis.configurer(selon(laxou=("debut: 2024-01-01", f"debut: {DEMAIN}"))(remis.serveur))
    assert lit(Lecteur(remis, "laxou"), TOUS, CHEZ_LAXOU) == [403, 403]


def test_only_the_service_reads_all_once_the_data_say_which_unit_it_is(remis: Hote) -> None:
    said = ("gestionnaire: metropole", "lecteurs:\n  unites: [DSI mutualisée]\ngestionnaire: metropole")
    remis.configurer(selon(convention=said)(remis.serveur))
    own = "/prive/chez/metropole-grand-nancy/"
    assert lit(Lecteur(remis, "dsit"), TOUS, CHEZ_ESSEY, CHEZ_LAXOU, own) == [200, 200, 200, 200]
    assert lit(Lecteur(remis, "gestionnaire"), TOUS, CHEZ_ESSEY, CHEZ_LAXOU, own) == [200, 403, 403, 200]
    assert lit(Lecteur(remis, "ailleurs-dsit"), TOUS, CHEZ_ESSEY) == [403, 403]


def test_the_address_of_a_function_reads_what_the_data_say_and_no_other_address_does(remis: Hote) -> None:
    lecteurs = ('siren: "215401845"', 'siren: "215401845"\nlecteurs: [mairie@essey.exemple]')
    remis.configurer(selon(**{"essey-les-nancy": lecteurs})(remis.serveur))
    assert lit(Lecteur(remis, "boite"), TOUS, CHEZ_ESSEY, CHEZ_LAXOU) == [200, 200, 403]
    for compte in ("boite-approchante", "boite-sans-point"):
        assert lit(Lecteur(remis, compte), TOUS, CHEZ_ESSEY) == [403, 403]


def test_the_journal_names_nobody_but_by_what_the_provider_calls_it(hote: Hote) -> None:
    for compte in ("boite", "essey&faute=autre-cle", "essey&faute=infos-autre-cle"):
        assert lit(Lecteur(hote, compte), CHEZ_LAXOU) != [200]
    assert "user boite: authorization failure" in hote.journal()
    for said in ("99999999900011", ESSEY, "Mairie@Essey.exemple", "eyJ"):
        assert said not in hote.journal()


def test_the_public_pages_and_who_is_signed_in_go_on_without_the_provider(hote: Hote) -> None:
    known = Lecteur(hote, "essey")
    assert lit(known, CHEZ_ESSEY) == [200]
    interrupted, address = retour(hote, "laxou")
    hote.eteindre_fournisseur()
    try:
        assert lit(Lecteur(hote), "/") == [200]
        assert lit(known, CHEZ_ESSEY) == [200]
        answer = interrupted.lire(address)
        assert (answer.code, answer.corps) == (400, b"page public/connexion")
        # Where the provider is was read before: the browser is sent there, and says itself that nothing answers.
        assert brut(hote, TOUS, entetes={"Accept": "text/html"})[0] == 302
    finally:
        hote.allumer_fournisseur()
    assert lit(Lecteur(hote, "laxou"), CHEZ_LAXOU) == [200], "it came back, with other keys"


def test_a_server_that_never_saw_the_provider_says_so_and_serves_the_public_pages(hote: Hote) -> None:
    hote.eteindre_fournisseur()
    hote.eteindre()
    hote.oublier()
    hote.allumer()
    try:
        answer = Lecteur(hote).lire(TOUS)
        assert (answer.code, answer.corps) == (500, b"page public/connexion")
        assert lit(Lecteur(hote), "/") == [200]
    finally:
        hote.allumer_fournisseur()
    assert lit(Lecteur(hote, "essey"), CHEZ_ESSEY) == [200]
