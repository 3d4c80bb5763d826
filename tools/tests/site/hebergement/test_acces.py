"""Who reads what, on a real Apache before a real OpenID Connect provider: what the data say, no more and no less."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tempfile
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convention.cli.publier.niveaux import REPRISE
from convention.reports.depot.apache import CHEZ_MOI, DECONNEXION
from tests.essais import GRAND_NANCY
from tests.site.acces import axe
from tests.site.construction import TOUS, atelier, construit
from tests.site.hebergement.serveur import (
    MEME_SITE,
    Hote,
    Lecteur,
    Reponse,
    brut,
    exiger,
    heberger,
    jeton_de_session,
    ouvrir_guichet,
    par_la_commande,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage


pytestmark = [pytest.mark.long, pytest.mark.navigateur]
EIDAS1 = "eidas1"
COMPTES = {
    "essey": {"siret": "21540184500018", "acr": EIDAS1},
    "laxou": {"siret": "21540304900015", "acr": EIDAS1},
    "dsit": {"siret": "24540067600017", "acr": EIDAS1},
    "inconnu": {"siret": "99999999900011", "acr": EIDAS1},
    "sans-siret": {"acr": EIDAS1},
}
CHEZ = {"essey": {"essey-les-nancy"}, "laxou": {"laxou"}}
"""Whose own folder each account may read; that of the managing body reads all of them."""


@pytest.fixture(scope="module")
def dossier() -> Iterator[Path]:
    """Give a folder that another user can read, whatever the tests' own folders allow."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def hote(dossier: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hote]:
    """Serve the frozen data, as other tests have it published."""
    exiger()
    depot, racine = atelier_de(dossier), dossier / "srv"
    kept = shutil.ignore_patterns(REPRISE)
    shutil.copytree(construit(tmp_path_factory, TOUS), racine, symlinks=True, ignore=kept)
    (dossier / "hote").mkdir()
    window = ouvrir_guichet(dossier / "hote/guichet", "jeton-de-la-file-" + "x" * 32)
    with heberger(racine, dossier / "hote", COMPTES, par_la_commande(depot, *window)) as found:
        yield found


def atelier_de(dossier: Path) -> Path:
    """Write the frozen data."""
    depot = dossier / "depot"
    subprocess.run(["cp", "-r", str(GRAND_NANCY), str(depot)], check=True)
    return atelier(depot)


def adresses(dossier: Path, niveau: str) -> list[str]:
    """List every address of a level."""
    root = dossier / "srv/courant" / niveau
    found = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return sorted(urllib.parse.quote(name.removesuffix("index.html")) for name in found)


def test_anybody_reads_the_public_pages_and_no_cookie_is_set(hote: Hote, dossier: Path) -> None:
    lecteur = Lecteur(hote)
    public = adresses(dossier, "public")
    assert {lecteur.lire(f"/{uri}").code for uri in public} == {200}
    assert len(public) > 100
    assert list(lecteur.temoins) == []


def test_nobody_reads_a_page_of_the_adherents_without_signing_in(hote: Hote, dossier: Path) -> None:
    private = adresses(dossier, "prive")
    assert len(private) > 500
    assert {brut(hote, f"/prive/{uri}")[0] for uri in private} == {401}
    led = Lecteur(hote).lire("/prive/")
    assert led.adresse.startswith(f"{hote.fournisseur}/interaction/")


@pytest.mark.parametrize("compte", COMPTES)
def test_each_one_reads_what_the_data_say_and_nothing_else(hote: Hote, dossier: Path, compte: str) -> None:
    lecteur = Lecteur(hote, compte)
    lecteur.lire("/prive/")
    private = adresses(dossier, "prive")
    read = {uri for uri in private if lecteur.lire(f"/prive/{uri}").code == 200}
    every = {uri.split("/")[1] for uri in private if uri.startswith("chez/")}
    own = every if compte == "dsit" else CHEZ.get(compte, set())
    known = compte in {*CHEZ, "dsit"}
    assert read == {uri for uri in private if known and (not uri.startswith("chez/") or uri.split("/")[1] in own)}
    assert len(every) == 22


@pytest.mark.parametrize(
    ("compte", "mene"),
    [
        ("essey", "/prive/chez/essey-les-nancy/"),
        ("laxou", "/prive/chez/laxou/"),
        ("dsit", "/prive/chez/metropole-grand-nancy/"),
    ],
)
def test_signing_in_from_the_public_home_leads_each_agent_to_the_page_of_its_own(
    hote: Hote, compte: str, mene: str
) -> None:
    home = Lecteur(hote).lire("/").corps.decode()
    assert f'href="{CHEZ_MOI}"' in home
    answer = Lecteur(hote, compte).lire(f"/{CHEZ_MOI}")
    assert (answer.code, answer.adresse) == (200, f"{hote.site}{mene}")


def test_nobody_is_led_without_signing_in_nor_by_what_it_says_of_itself(hote: Hote) -> None:
    said = {"OIDC_CLAIM_siret": "21540304900015", "OIDC-Claim-Siret": "21540304900015"}
    assert brut(hote, f"/{CHEZ_MOI}", entetes=said)[0] == 401
    assert Lecteur(hote, "inconnu").lire(f"/{CHEZ_MOI}").code == 403
    lecteur = Lecteur(hote, "essey")
    for uri in (CHEZ_MOI, f"{CHEZ_MOI}laxou/", f"{CHEZ_MOI}?siret=21540304900015"):
        assert lecteur.lire(f"/{uri}", entetes=said).adresse.startswith(f"{hote.site}/prive/chez/essey-les-nancy/")


@pytest.mark.parametrize("compte", COMPTES)
def test_each_one_is_shown_the_quantities_of_its_own_body_only_of_this_year_and_of_the_next(
    hote: Hote, dossier: Path, compte: str
) -> None:
    """The managing body reads every page; it validates its own quantities only."""
    lecteur = Lecteur(hote, compte)
    lecteur.lire("/prive/")
    every = sorted(path.name for path in (dossier / "srv/courant/prive/chez").iterdir())
    asked = [f"/guichet/{nom}/{annee}" for nom in every for annee in ("", "2026/", "2027/")]
    codes = {uri: lecteur.lire(uri).code for uri in asked}
    own = {**CHEZ, "dsit": {"metropole-grand-nancy"}}.get(compte, set())
    assert codes == {uri: 200 if uri.split("/")[2] in own else 403 for uri in asked}
    assert {brut(hote, uri)[0] for uri in asked} == {401}


@pytest.mark.parametrize("compte", ["essey", "laxou", None])
@pytest.mark.parametrize(
    "chemin",
    [
        "2027%2f",
        "2027%2f../2027/",
        "%32027/",
        "2027/../2027/",
        "../essey-les-nancy/2027/",
        "../laxou/../essey-les-nancy/2027/",
        "2027//",
        "/2027/",
        "2028/",
        "1999/",
        "0000/",
        "02027/",
        "20271/",
        "-2027/",
        "2027.0/",
        "2027%00/",
        "2027%0a/",
        "%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%97/",
        "2027/2027/",
        "2027/ABCD-EFGH",
        "2027/quantites.json",
        "2027;x/",
        "2027?annee=2026",
    ],
)
def test_no_way_to_write_the_year_shows_the_quantities_of_another(hote: Hote, compte: str | None, chemin: str) -> None:
    headers = {}
    if compte is not None:
        lecteur = Lecteur(hote, compte)
        lecteur.lire("/prive/")
        headers = jeton_de_session(lecteur)
    code, body = brut(hote, f"/guichet/essey-les-nancy/{chemin}", entetes=headers)
    shown = re.findall("<h1>.*de.(20..)</h1>", body.decode("utf-8", "replace"))
    assert code in ({200, 400, 403, 404} if compte == "essey" else {400, 401, 403, 404})
    assert shown == (["2027"] if code == 200 else [])


def test_a_form_of_the_year_to_come_is_taken_from_its_own_page_its_own_body_and_this_site_only(
    hote: Hote, dossier: Path
) -> None:
    essey, laxou = Lecteur(hote, "essey"), Lecteur(hote, "laxou")
    now, then = "/guichet/essey-les-nancy/", "/guichet/essey-les-nancy/2027/"
    for lecteur in (essey, laxou):
        lecteur.lire("/prive/")

    def send(lecteur: Lecteur, uri: str, ticket: str, **headers: str) -> int:
        form = {"billet": ticket, "geste": "valider", "fonction": _first(essey.lire(then), "<option>([^<]+)")}
        return lecteur.lire(uri, "POST", headers, urllib.parse.urlencode(form).encode()).code

    today, ticket = (_first(essey.lire(uri), 'name="billet" value="([^"]+)"') for uri in (now, then))
    other = _first(laxou.lire("/guichet/laxou/2027/"), 'name="billet" value="([^"]+)"')
    refused = [
        send(essey, then, ticket),
        send(essey, then, ticket, **{"Sec-Fetch-Site": "cross-site"}),
        send(essey, then, ticket, Origin="https://ailleurs.exemple"),
        send(essey, then, today, **MEME_SITE),
        send(essey, now, ticket, **MEME_SITE),
        send(essey, then, other, **MEME_SITE),
        send(laxou, then, other, **MEME_SITE),
        send(laxou, then, ticket, **MEME_SITE),
        send(Lecteur(hote, "inconnu"), then, ticket, **MEME_SITE),
        send(essey, "/guichet/essey-les-nancy/2028/", ticket, **MEME_SITE),
        brut(hote, then, "POST", MEME_SITE)[0],
    ]
    assert refused == [403, 403, 403, 409, 409, 409, 403, 403, 403, 403, 401]
    kept = dossier / "hote/guichet/demandes"
    assert list(kept.iterdir()) == []
    assert send(essey, then, ticket, **MEME_SITE) == 200
    (demande,) = (json.loads(path.read_bytes()) for path in kept.iterdir())
    assert (demande["adherent"], demande["exercice"]) == ("essey-les-nancy", 2027)


def _first(answer: Reponse, motif: str) -> str:
    found = re.search(motif, answer.corps.decode())
    assert found is not None
    return html.unescape(found[1])


def test_one_who_is_not_known_is_told_why_and_what_to_do(hote: Hote) -> None:
    answer = Lecteur(hote, "inconnu").lire("/prive/")
    assert answer.code == 403
    text = answer.corps.decode()
    assert "n’est pas adhérent" in text
    assert "le dire à la Métropole, en donnant le SIREN de cet organisme" in text


def test_the_page_that_refuses_leads_somewhere_from_any_address(hote: Hote) -> None:
    lecteur = Lecteur(hote, "laxou")
    answer = lecteur.lire("/prive/chez/essey-les-nancy/")
    assert answer.code == 403
    led = set(re.findall(r'(?:href|src)="([^"#:]+)"', answer.corps.decode()))
    assert {f"/{CHEZ_MOI}", "/assets/styles/site.css"} <= led
    assert {lecteur.lire(urllib.parse.urljoin(answer.adresse, uri)).code for uri in led - {DECONNEXION}} == {200}


@pytest.mark.parametrize(
    "cible",
    [
        "/prive/../prive/chez/laxou/",
        "/prive/chez/essey-les-nancy/../laxou/",
        "/prive/chez/essey-les-nancy/%2e%2e/laxou/",
        "/prive/chez/%6caxou/",
        "/prive//chez//laxou/",
        "/prive/chez/laxou/index.html",
        "/prive/chez/LAXOU/",
        "/prive/chez/laxou./",
        "/prive/chez/laxou%20/",
        "/prive/chez/laxou;x/",
        "/prive/chez/laxou%2findex.html",
        "/prive/chez/laxou%5cindex.html",
        "/prive/chez/laxou/%00",
        "/prive/chez/./laxou/",
        "/public/../prive/chez/laxou/",
    ],
)
def test_no_way_to_write_a_path_leads_to_the_page_of_another(hote: Hote, cible: str) -> None:
    lecteur = Lecteur(hote, "essey")
    lecteur.lire("/prive/")
    headers = jeton_de_session(lecteur)
    assert brut(hote, "/prive/chez/essey-les-nancy/", entetes=headers)[0] == 200
    code, body = brut(hote, cible, entetes=headers)
    assert code in {400, 403, 404}
    assert "Laxou, exercice" not in body.decode("utf-8", "replace")


@pytest.mark.parametrize("methode", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"])
def test_a_page_is_only_read(hote: Hote, methode: str) -> None:
    assert brut(hote, "/index.html", methode)[0] in {405, 501, 403}


def test_a_part_or_a_condition_asks_for_the_same_rights(hote: Hote) -> None:
    lecteur = Lecteur(hote, "essey")
    lecteur.lire("/prive/")
    uri = "/prive/chez/laxou/2026-10-LAXOU.pdf"
    for method, headers in (("HEAD", {}), ("GET", {"Range": "bytes=0-9"}), ("GET", {"If-Modified-Since": "now"})):
        assert lecteur.lire(uri, method, headers).code == 403


def test_what_a_reader_says_of_itself_is_not_believed(hote: Hote) -> None:
    said = {"OIDC_CLAIM_siret": "21540304900015", "OIDC-Claim-Siret": "21540304900015", "REMOTE_USER": "laxou"}
    assert brut(hote, "/prive/chez/laxou/", entetes=said)[0] == 401
    forged = {"Cookie": "mod_auth_openidc_session=00000000-0000-0000-0000-000000000000"}
    assert brut(hote, "/prive/chez/laxou/", entetes=forged)[0] == 401


def test_a_cookie_that_was_copied_is_worth_nothing_after_signing_out(hote: Hote) -> None:
    lecteur = Lecteur(hote, "laxou")
    assert lecteur.lire("/prive/chez/laxou/").code == 200
    headers = jeton_de_session(lecteur)
    assert brut(hote, "/prive/chez/laxou/", entetes=headers)[0] == 200
    lecteur.lire(DECONNEXION)
    assert brut(hote, "/prive/chez/laxou/", entetes=headers)[0] == 401


def test_an_answer_of_the_provider_that_nobody_asked_for_opens_nothing(hote: Hote) -> None:
    answer = Lecteur(hote).lire("/oidc/retour?code=un-code&state=un-etat")
    assert answer.code in {400, 401, 403, 404, 500}
    assert Lecteur(hote).lire("/prive/chez/laxou/").adresse.startswith(hote.fournisseur)


def test_a_link_that_leads_out_of_the_site_is_not_followed(hote: Hote, dossier: Path) -> None:
    for level, uri in (("public", "/"), ("prive/chez/essey-les-nancy", "/prive/chez/essey-les-nancy/")):
        (dossier / "srv/courant" / level / "lien.txt").symlink_to("/etc/hostname")
        lecteur = Lecteur(hote, "essey")
        lecteur.lire("/prive/")
        assert lecteur.lire(f"{uri}lien.txt").code == 403
        (dossier / "srv/courant" / level / "lien.txt").unlink()


def test_a_folder_is_never_listed(hote: Hote) -> None:
    assert brut(hote, "/assets/")[0] in {403, 404}


def test_the_headers_say_what_a_browser_may_do_and_that_nobody_keeps_a_private_page(hote: Hote) -> None:
    lecteur = Lecteur(hote, "essey")
    public, private = lecteur.lire("/").entetes, lecteur.lire("/prive/chez/essey-les-nancy/").entetes
    for headers in (public, private):
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert {"script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert (public["X-Robots-Tag"], private["X-Robots-Tag"]) == (None, "noindex")
    assert (public["Cache-Control"], private["Cache-Control"]) == ("no-cache", "private, no-store")
    assert {
        (item.name, item.has_nonstandard_attr("HttpOnly")) for item in lecteur.temoins if "127.0.0.1" in item.domain
    }


def test_a_browser_finds_nothing_to_refuse_in_the_pages(hote: Hote, navigateur: Browser) -> None:
    page = navigateur.new_page()
    refused: list[str] = []
    # What the pages of the provider ask for is none of ours.
    page.on("console", lambda said: refused.append(said.text) if _is_ours(said, hote) else None)
    page.goto(f"{hote.site}/prive/chez/essey-les-nancy/")
    page.get_by_role("link", name="essey").click()
    assert page.url == f"{hote.site}/prive/chez/essey-les-nancy/"
    page.wait_for_load_state("networkidle")
    for uri in ("", "annexes/tarifs/", "simulateur/", "adherents/essey-les-nancy/"):
        page.goto(f"{hote.site}/prive/{uri}")
        page.wait_for_load_state("networkidle")
    for link, place in (
        ("Ouvrir la page de mon organisme", ""),
        ("Reste-t-il des crédits, et sur quel compte", "#credits"),
    ):
        page.goto(f"{hote.site}/prive/")
        page.get_by_role("link", name=link).click()
        assert page.url == f"{hote.site}/prive/chez/essey-les-nancy/{place}"
    page.goto(f"{hote.site}/connexion/")
    assert axe(page) == []
    assert refused == []
    assert page.evaluate("document.documentElement.className").startswith("js")


def _is_ours(said: ConsoleMessage, hote: Hote) -> bool:
    return said.type == "error" and not said.location["url"].startswith(hote.fournisseur)
