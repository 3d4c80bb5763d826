"""What the site says to persons: what it knows of them, whom to write to, what the server is told."""

from __future__ import annotations

import pytest

from convention.reports.depot.apache import Serveur, apache_text
from convention.site.communes import reperes
from convention.site.rendu.rendu import rendre
from tests.essais import fichiers_nancy, lire
from tests.site.lecture import JOUR, lire_html, page_reelle, site_reel

CONNEXION = "rien d'autre ne lui est demandé"


@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_a_person_reads_first_what_the_site_knows_of_it_and_whom_to_write_to(niveau: str) -> None:
    page = page_reelle(niveau, JOUR, "rgpd-et-securite.md")
    known, asked = page.texte.index("Dans ses pages Rien."), page.texte.index("votre mairie ou votre employeur")
    assert known < asked < page.texte.index("Sans attendre, prévenir qui la convention désigne (article 10.2)")
    assert "mailto:cnil@grandnancy.eu" in page.liens
    assert CONNEXION not in page.texte
    assert "rgpd-et-securite/#personnes" in page_reelle("public", JOUR, "index.md").liens
    assert "Un habitant s'adresse à sa mairie" in page_reelle("public", JOUR, "gouvernance.md").texte


@pytest.mark.parametrize(
    ("lecteurs", "dit", "demande"),
    [
        ("", "un identifiant et l'organisme où vous travaillez (son SIRET) ; rien d'autre", "openid siret"),
        (
            "lecteurs: {unites: [DSIT], adresses: [dsit@exemple.fr]}\n",
            "celles des fonctions qui ont accès et le service où vous y travaillez ; rien d'autre",
            "openid siret email organizational_unit",
        ),
    ],
)
def test_who_signs_in_is_told_what_the_server_asks_of_the_provider_and_it_asks_no_more(
    lecteurs: str, dit: str, demande: str
) -> None:
    files = fichiers_nancy()
    files["catalogue/convention.yaml"] += lecteurs
    site = site_reel("public", JOUR)._replace(connexion="prive/", depot=lire(files))
    page = next(page for page in reperes.pages(site) if page.gabarit == "rgpd")
    common = {"site": site, "acces": site.acces, "noms": site.depot.convention.noms}
    text = lire_html(rendre(page, {**common, "clauses": site.depot.convention.clauses})).texte
    assert dit in text
    assert CONNEXION in text
    server = Serveur("/srv", "https://idp.exemple.fr/conf", "site", "/etc/convention", "/var/cache/convention")
    asked = [line for line in apache_text(site.depot, server).splitlines() if line.startswith("OIDCScope")]
    assert asked == [f'OIDCScope "{demande}"']


def test_a_word_of_the_glossary_is_read_without_the_marks_that_its_file_holds() -> None:
    text = "## Quand\n\n| périmètre | Chacun est *de son fait* ou **du fait des autres** ; 2 \\* 3. | `volume` |\n"
    ((_, (terme,)),) = reperes.glossaire(text)
    assert terme == ("périmètre", "Chacun est de son fait ou du fait des autres ; 2 * 3.", "volume")
