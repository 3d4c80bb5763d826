"""The window of the site, without its server: what is shown to whom, what is kept, what is refused."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client, TestResponse

from convention.base.french import nombre
from convention.cli.guichet import attente
from convention.cli.guichet.application import Guichet
from convention.cli.guichet.saisie import certain_of, champ_of
from convention.model.mots.communs import Phase
from convention.reports.depot.guichet import (
    AFFICHE,
    CORPS_MAX,
    Affiche,
    Affichee,
    Demande,
    Etat,
    Geste,
    Quantite,
    Seuil,
)
from tests.espaces import espaces
from tests.essais import RACINE
from tests.site.lecture import ordinaire

if TYPE_CHECKING:
    from pathlib import Path


MAINTENANT = datetime(2026, 11, 28, 17, 3, 12, tzinfo=UTC)
JETON = b"j" * 40
BRUYERE, AUBEPINE = {"siren": "333333334"}, {"siren": "222222226"}
MEME_SITE = {"Sec-Fetch-Site": "same-origin"}
CONNECTE = {"OIDC_CLAIM_siret": "33333333400018", "REMOTE_USER": "compte-1"}
POSTES = Affichee(
    cle="postes",
    composant="",
    libelle="Nombre de postes",
    objet="",
    valeur="31",
    source="Inventaire",
    comptee_le=date(2025, 12, 31),
    etat=Etat.A_VALIDER,
    validee_le=None,
    entiere=True,
    facturee=True,
)
COMPTES = POSTES.model_copy(
    update={"cle": "comptes", "composant": "parapheur", "libelle": "Comptes", "valeur": "2.6", "entiere": False}
)
VALIDEE = {"cle": "sites", "libelle": "Sites", "etat": Etat.VALIDEE, "validee_le": date(2026, 1, 2)}
SITES = POSTES.model_copy(update=VALIDEE)
ACTES = POSTES.model_copy(update={"cle": "actes", "libelle": "Actes", "etat": Etat.SUPPOSEE, "valeur": "38"})
LIMITE = "au plus tard le 15 janvier 2027"
TABLETTES = ACTES.model_copy(update={"cle": "tablettes", "libelle": "Tablettes", "valeur": "0", "facturee": False})


def _affiche(nom: str, siren: str) -> Affiche:
    return Affiche(
        adherent=nom,
        nom=nom.capitalize(),
        siren=siren,
        exercice=2026,
        phase=Phase.PREVISIONNEL,
        limite=None,
        fonctions=("Référent", "Direction"),
        demonstration=nom == "bruyere",
        quantites=(POSTES, COMPTES, SITES),
        total=3,
    )


class Scene:
    """A window whose clock can be moved, and who comes to it."""

    def __init__(self, folder: Path) -> None:
        self.heure = MAINTENANT
        self.publie, self.file = folder / "chez", folder / "demandes"
        self.file.mkdir(mode=0o700)
        for nom, item in (("bruyere", BRUYERE), ("aubepine", AUBEPINE)):
            (self.publie / nom).mkdir(parents=True)
            self.publier(_affiche(nom, **item))
        self.guichet = Guichet(self.publie, self.file, b"k" * 40, JETON, lambda: self.heure)

    def publier(self, affiche: Affiche) -> None:
        (self.publie / affiche.adherent / AFFICHE).write_bytes(affiche.model_dump_json().encode())

    def montrer(self, *quantites: Affichee, total: int = 14) -> str:
        """Publish these quantities of an adherent whose amounts rest on so many; return its page."""
        shown = {"quantites": quantites, "total": total, "limite": date(2027, 1, 15)}
        self.publier(_affiche("bruyere", BRUYERE["siren"]).model_copy(update=shown))
        return ordinaire(self.lire("/bruyere/").text)

    def recu(self, **saisie: str) -> str:
        """Send a form that is accepted; return its receipt."""
        return ordinaire(self.lire(self.envoyer(self.billet(), **saisie).location).text)

    def relever(self) -> TestResponse:
        return self.lire("/_file", "", Authorization=f"Bearer {JETON.decode()}")

    def lire(self, chemin: str, siren: str = "333333334", qui: str = "compte-1", **entetes: str) -> TestResponse:
        signed_in = {"OIDC_CLAIM_siret": f"{siren}00018", "REMOTE_USER": qui} if siren else {}
        return Client(self.guichet).get(chemin, environ_overrides=signed_in, headers=entetes)

    def billet(self, chemin: str = "/bruyere/", **qui: str) -> str:
        found = re.search(r'name="billet" value="([^"]+)"', self.lire(chemin, **qui).text)
        assert found is not None
        return found[1]

    def envoyer(
        self, billet: str, entetes: dict[str, str] | None = None, chemin: str = "/bruyere/", /, **saisie: str
    ) -> TestResponse:
        data = {"billet": billet, "geste": "valider", "fonction": "Référent", **saisie}
        return Client(self.guichet).post(
            chemin, data=data, environ_overrides=CONNECTE, headers=MEME_SITE if entetes is None else entetes
        )

    def preparer(self, *quantites: Affichee) -> None:
        """Publish the quantities of 2026, and these of 2027."""
        now = _affiche("bruyere", BRUYERE["siren"])
        self.publier(
            now.model_copy(update={"suivant": now.model_copy(update={"exercice": 2027, "quantites": quantites})})
        )

    @property
    def gardees(self) -> list[Demande]:
        return attente.held(self.file)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_a_validation_is_kept_with_the_body_that_signed_in_the_function_the_day_and_what_was_read(scene: Scene) -> None:
    sent = scene.envoyer(scene.billet())
    (kept,) = scene.gardees
    assert (sent.status_code, sent.location) == (303, f"/bruyere/{kept.reference}")
    assert kept == Demande(
        reference=kept.reference,
        recue_le=MAINTENANT,
        adherent="bruyere",
        fonction="Référent",
        geste=Geste.VALIDER,
        exercice=2026,
        phase=Phase.PREVISIONNEL,
        source="",
        quantites=(
            Quantite(cle="postes", composant="", nombre="31"),
            Quantite(cle="comptes", composant="parapheur", nombre="2.6"),
        ),
    )
    receipt = scene.lire(sent.location)
    assert receipt.status_code == 200
    assert kept.reference in receipt.text
    assert "pas encore transmise à l'équipe du gestionnaire : elle y sera relue" in ordinaire(receipt.text)
    listed = re.findall("<li>(.+?)</li>", ordinaire(receipt.text))
    assert listed == ["Nombre de postes : 31", "Comptes : 2,6"]
    assert kept.reference in scene.lire("/bruyere/").text
    assert "compte-1" not in next(scene.file.iterdir()).read_text("utf-8")


def test_made_up_quantities_are_said_to_be(scene: Scene) -> None:
    made_up = "Des quantités de cette page sont inventées."
    assert made_up in scene.lire("/bruyere/").text
    assert made_up in scene.lire(scene.envoyer(scene.billet()).location).text
    assert made_up not in scene.lire("/aubepine/", siren="222222226").text


@pytest.mark.parametrize(
    ("quantites", "titre", "dit", "boutons"),
    [
        (
            (SITES, ACTES),
            "Compter ou corriger mes quantités",
            f"À compter : 1 quantité sur 14, puis à valider, {LIMITE}.",
            ["Envoyer ces nombres"],
        ),
        (
            (SITES, POSTES, COMPTES),
            "Valider ou corriger mes quantités",
            f"À valider : 2 quantités sur 14, {LIMITE}.",
            ["Valider 2 quantités", "Envoyer ces nombres"],
        ),
        (
            (SITES, POSTES, ACTES),
            "Compter, valider ou corriger mes quantités",
            f"À compter : 1 quantité sur 14, puis à valider, {LIMITE}. À valider : 1 quantité sur 14, {LIMITE}.",
            ["Valider 1 quantité", "Envoyer ces nombres"],
        ),
        (
            (SITES,),
            "Corriger mes quantités",
            "Aucune quantité n'attend d'être validée ; vous pouvez en corriger.",
            ["Envoyer ces nombres"],
        ),
    ],
)
def test_the_page_names_what_can_be_done_there_now_and_nothing_else(
    scene: Scene, quantites: tuple[Affichee, ...], titre: str, dit: str, boutons: list[str]
) -> None:
    text = scene.montrer(*quantites)
    assert re.findall("<title>(.+?)</title>", text) == [titre]
    assert re.findall("<h1>(.+?)</h1>", text) == [f"{titre} de 2026"]
    assert re.findall('<p class="chapeau">(.+?)</p>', text) == [f"Bruyere, état prévisionnel. {dit}"]
    assert re.findall("<button .*value.*>(.+?)</button>", text) == boutons


def test_what_is_to_count_comes_first_under_the_rule_that_it_is_not_validated(scene: Scene) -> None:
    text = scene.montrer(SITES, POSTES, ACTES)
    assert re.findall('<th scope="row">(.+?)</th>', text) == ["Actes", "Nombre de postes", "Sites"]
    assert text.index("Une quantité supposée ne se valide pas") < text.index("<table")
    assert "Une quantité supposée" not in scene.montrer(SITES, POSTES)


def test_what_makes_no_amount_is_folded_and_left_out_of_what_is_awaited(scene: Scene) -> None:
    text = scene.montrer(TABLETTES, ACTES, SITES)
    assert "À compter : 1 quantité sur 14" in text
    shown, folded = text.split("<details")
    assert re.findall('<th scope="row">(.+?)</th>', shown) == ["Actes", "Sites"]
    assert re.findall('<th scope="row">(.+?)</th>', folded) == ["Tablettes"]
    assert "1 autre quantité, qui ne compte dans aucun de vos montants de 2026</summary>" in folded
    assert "12 autres comptent aussi, publiées ou fixées, sans validation à donner" in shown


def test_what_is_folded_is_validated_with_the_rest_and_the_button_says_so(scene: Scene) -> None:
    text = scene.montrer(POSTES, TABLETTES.model_copy(update={"etat": Etat.A_VALIDER}))
    assert "À valider : 1 quantité sur 14" in text
    assert ">Valider 2 quantités, dont 1 qui ne compte dans aucun montant</button>" in text
    scene.envoyer(scene.billet())
    assert [item.cle for item in scene.gardees[0].quantites] == ["postes", "tablettes"]


def test_a_figure_typed_in_the_fold_is_shown_again_with_what_is_wrong(scene: Scene) -> None:
    scene.montrer(ACTES, TABLETTES)
    answer = scene.envoyer(scene.billet(), geste="corriger", **{champ_of("tablettes", ""): "trois"})
    assert '<details class="tenue" open>' in answer.text
    scene.montrer(TABLETTES)
    assert '<details class="tenue" open>' in scene.envoyer(scene.billet(), geste="corriger").text


def test_every_error_is_told_at_once_and_beside_its_field(scene: Scene) -> None:
    scene.montrer(ACTES, POSTES)
    answer = ordinaire(scene.envoyer(scene.billet(), geste="corriger", fonction="Maire").text)
    fields = [champ_of("actes", ""), "fonction", "source"]
    told = [
        "Aucun nombre n'est écrit dans la colonne « Nombre juste ».",
        "« Votre fonction » : « Maire » n'est pas dans la liste du formulaire.",
        "« D'où viennent ces nombres » n'est pas rempli.",
    ]
    assert re.findall('<p class="alerte"><span><a href="#(.+?)">(.+?)</a>', answer) == list(
        zip(fields, told, strict=True)
    )
    assert re.findall('id="([^"]+)"[^>]* aria-invalid="true" aria-describedby="([^"]+)"', answer) == [
        (field, f"{field}:probleme") for field in fields
    ]
    assert re.findall('<small class="manque" id="(.+?):probleme">(.+?)</small>', answer) == list(
        zip(fields, told, strict=True)
    )


def test_what_is_counted_in_whole_numbers_has_no_fraction(scene: Scene) -> None:
    typed = {champ_of("postes", ""): "31,5", champ_of("comptes", "parapheur"): "2,5"}
    answer = ordinaire(scene.envoyer(scene.billet(), geste="corriger", source="Inventaire", **typed).text)
    assert re.findall('<p class="alerte"><span><a href="#(.+?)">(.+?)</a>', answer) == [
        (champ_of("postes", ""), "« Nombre de postes » se compte en nombre entier.")
    ]


def _typed(scene: Scene, text: str, **saisie: str) -> str:
    """Send a right figure of the workstations, 31 so far, and return what is wrong with it."""
    asked = {"geste": "corriger", "source": "Inventaire", champ_of("postes", ""): text, **saisie}
    found = re.findall(
        r'<p class="alerte">.*?#(.+?)">(.+?)</a>', ordinaire(scene.envoyer(scene.billet(), **asked).text)
    )
    return "".join(phrase for champ, phrase in found if champ == champ_of("postes", ""))


def test_a_figure_far_from_the_one_it_corrects_is_kept_once_it_is_said_to_be_right(scene: Scene) -> None:
    seuil = Seuil(facteur="3", ecart="10")
    scene.publier(_affiche("bruyere", BRUYERE["siren"]).model_copy(update={"seuil": seuil}))
    box = certain_of(champ_of("postes", ""))
    assert _typed(scene, "999 999 999") == (
        "« Nombre de postes » : 999 999 999 au lieu de 31, est-ce bien ce nombre ? Si oui, cochez la case qui est "
        "dessous, puis envoyez."
    )
    assert (
        f'<input type="checkbox" name="{box}" value="93"> 93, c’est juste'
        in scene.envoyer(scene.billet(), geste="corriger", source="Inventaire", **{champ_of("postes", ""): "93"}).text
    )
    assert _typed(scene, "94", **{box: "93"}) != ""
    assert scene.gardees == []
    assert (_typed(scene, "92"), _typed(scene, "93", **{box: "93"})) == ("", "")
    # Received in the same second: in no order.
    assert {item.quantites[0].nombre for item in scene.gardees} == {"92", "93"}


def test_what_was_said_to_be_right_stays_so_while_something_else_is_wrong(scene: Scene) -> None:
    box = certain_of(champ_of("postes", ""))
    seuil = Seuil(facteur="3", ecart="10")
    scene.publier(_affiche("bruyere", BRUYERE["siren"]).model_copy(update={"seuil": seuil}))
    answer = scene.envoyer(scene.billet(), geste="corriger", **{champ_of("postes", ""): "93", box: "93"})
    assert f'<input type="checkbox" name="{box}" value="93" checked>' in answer.text


def test_without_a_rule_of_the_convention_nothing_is_far(scene: Scene) -> None:
    assert _typed(scene, "999 999 999") == ""


def test_a_quantity_says_which_request_is_about_it_until_it_is_taken_up(scene: Scene) -> None:
    def told() -> list[tuple[str, str]]:
        rows = ordinaire(scene.lire("/bruyere/").text).split("<tr>")
        return [
            (row[16 : row.index("</th>")], found[1])
            for row in rows
            if (found := re.search("demande (.{9}) attend", row))
        ]

    scene.montrer(POSTES, SITES)
    scene.envoyer(scene.billet())
    (kept,) = scene.gardees
    assert told() == [("Nombre de postes", kept.reference)]
    scene.montrer(POSTES.model_copy(update={"etat": Etat.VALIDEE, "validee_le": date(2026, 11, 29)}), SITES)
    assert told() == []


def test_the_page_says_what_the_states_that_it_shows_mean_and_no_other(scene: Scene) -> None:
    text = scene.montrer(POSTES, ACTES)
    assert (
        "« À valider » : comptée, que votre référent n'a pas encore dite juste. « À compter » : supposée, faute de "
        "compte : elle se compte d'abord, puis se valide."
    ) in text
    assert "« Validée »" not in text


def test_nobody_s_function_is_chosen_before_somebody_chooses_it(scene: Scene) -> None:
    assert re.findall("<option[^>]*>", scene.lire("/bruyere/").text)[0] == '<option value="">'
    answer = ordinaire(scene.envoyer(scene.billet(), fonction="").text)
    assert "« Votre fonction » n'est pas rempli." in answer


def test_wrong_figures_are_all_told(scene: Scene) -> None:
    typed = {champ_of("postes", ""): "1.200", champ_of("sites", ""): "beaucoup"}
    answer = scene.envoyer(scene.billet(), geste="corriger", **typed)
    assert re.findall(r'<p class="alerte"><span><a href="#([^"]+)"', answer.text) == [*typed, "source"]


@pytest.mark.parametrize(
    ("item", "typed", "quoi", "ligne"),
    [
        (ACTES, "40", "comptage de 1 quantité", "Actes : 38 → 40, compté"),
        (ACTES, "38", "comptage de 1 quantité", "Actes : 38, compté, comme supposé"),
        (SITES, "40", "correction de 1 quantité", "Sites : 31 → 40"),
        (SITES, "31", "correction de 1 quantité", "Sites : 31, inchangé"),
    ],
)
def test_a_receipt_says_what_was_written_instead_of_what_and_from_where(
    scene: Scene, item: Affichee, typed: str, quoi: str, ligne: str
) -> None:
    scene.montrer(item)
    receipt = scene.recu(geste="corriger", source="Inventaire", **{champ_of(item.cle, ""): typed})
    assert f"Bruyere, {quoi} de 2026, état prévisionnel." in receipt
    assert re.findall("<li>(.+?)</li>", receipt) == [ligne]
    assert "<p>Source : Inventaire (Référent).</p>" in receipt


def test_a_receipt_still_says_the_old_figure_once_the_new_one_is_published(scene: Scene) -> None:
    scene.montrer(SITES)
    place = scene.envoyer(
        scene.billet(), geste="corriger", source="Inventaire", **{champ_of("sites", ""): "40"}
    ).location
    scene.montrer(SITES.model_copy(update={"valeur": "40", "source": "Inventaire (Référent)"}))
    receipt = ordinaire(scene.lire(place).text)
    assert "<li>Sites : 31 → 40</li>" in receipt
    assert "Elle est reprise dans vos quantités." in receipt


def test_a_request_says_how_far_it_is_known_to_have_come(scene: Scene) -> None:
    scene.envoyer(scene.billet())

    def told() -> str:
        (line,) = re.findall("<li><strong>.+</li>", ordinaire(scene.lire("/bruyere/").text))
        return str(line).removesuffix("</li>").partition("(Référent), ")[2]

    assert told() == "pas encore transmise à l'équipe du gestionnaire"
    scene.lire("/_file", "", Authorization="Bearer x")
    assert told() == "pas encore transmise à l'équipe du gestionnaire"
    scene.heure += timedelta(hours=2)
    assert scene.relever().status_code == 200
    assert told() == "transmise à l'équipe du gestionnaire"
    validated = {"etat": Etat.VALIDEE, "validee_le": date(2026, 11, 28)}
    scene.montrer(*(item.model_copy(update=validated) for item in (POSTES, COMPTES)))
    assert told() == "reprise dans vos quantités"


def test_the_window_calls_those_who_read_a_request_over_as_the_convention_does(scene: Scene) -> None:
    scene.publier(_affiche("bruyere", **BRUYERE).model_copy(update={"service": "les services numériques"}))
    place = scene.envoyer(scene.billet()).location
    form, kept = ordinaire(scene.lire("/bruyere/").text), ordinaire(scene.lire(place).text)
    assert "Votre demande est lue par les services numériques, et par tous ceux" in form
    assert "demandez aux services numériques où elle en est" in form
    assert "pas encore transmise aux services numériques : elle y sera relue" in kept
    ticket = _billet_de(kept)
    scene.heure += timedelta(seconds=1)
    scene.relever()
    scene.heure += timedelta(hours=2)
    scene.relever()
    passed = ordinaire(scene.lire(place).text)
    assert "Elle est transmise aux services numériques : elle y sera relue" in passed
    assert "dites-le aux services numériques, en citant" in passed
    assert "Dites aux services numériques que vous y renoncez" in ordinaire(_retirer(scene, place, ticket).text)
    assert "équipe du gestionnaire" not in form + kept + passed


def test_a_request_of_the_very_minute_of_a_reading_is_not_said_to_be_passed_on(scene: Scene) -> None:
    scene.envoyer(scene.billet())
    scene.heure += timedelta(seconds=30)
    scene.relever()
    assert "pas encore transmise" in scene.lire("/bruyere/").text


def _retirer(scene: Scene, chemin: str, billet: str, **entetes: str) -> TestResponse:
    return Client(scene.guichet).post(
        chemin, data={"billet": billet}, environ_overrides=CONNECTE, headers={**MEME_SITE, **entetes}
    )


def _billet_de(page: str) -> str:
    return "".join(re.findall('name="billet" value="([^"]+)"', page))


def test_a_request_that_is_not_passed_on_is_taken_back_by_who_may_send_one(scene: Scene) -> None:
    place = scene.envoyer(scene.billet()).location
    ticket = _billet_de(scene.lire(place).text)
    assert _retirer(scene, place, ticket, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert _retirer(scene, place, scene.billet()).status_code == 409
    assert _retirer(scene, place.replace("bruyere", "aubepine"), ticket).status_code == 403
    assert len(scene.gardees) == 1
    taken = ordinaire(_retirer(scene, place, ticket).text)
    assert "est retirée : rien n'en sera transmis." in taken
    assert '<a href="/guichet/bruyere/">Revenir au guichet</a>' in taken
    assert scene.gardees == []
    assert json.loads(scene.relever().text) == []
    assert _retirer(scene, place, ticket).status_code == 409


def test_a_request_that_the_forge_may_have_read_is_not_taken_back_and_the_page_says_what_to_do(scene: Scene) -> None:
    place = scene.envoyer(scene.billet()).location
    ticket = _billet_de(scene.lire(place).text)
    scene.heure += timedelta(seconds=1)
    scene.relever()
    assert _billet_de(scene.lire(place).text) == ""
    told = ordinaire(_retirer(scene, place, ticket).text)
    assert "elle ne se retire plus de ce guichet. Dites à l'équipe du gestionnaire que vous y renoncez" in told
    assert len(scene.gardees) == 1
    scene.heure += timedelta(hours=2)
    scene.relever()
    assert "Elle ne se retire plus ici : pour y renoncer, dites-le à l'équipe du gestionnaire" in ordinaire(
        scene.lire(place).text
    )
    # One that is sent after that reading may be.
    assert _billet_de(scene.lire(scene.envoyer(scene.billet()).location).text) != ""


def test_a_request_kept_before_the_old_figure_was_is_still_read(scene: Scene) -> None:
    scene.envoyer(scene.billet())
    (path,) = scene.file.iterdir()
    kept = json.loads(path.read_bytes())
    for item in kept["quantites"]:
        del item["avant"], item["supposee"]
    path.write_text(json.dumps(kept), "utf-8")
    assert len(scene.gardees) == 1


def test_a_request_is_a_readable_file_that_no_other_account_reads(scene: Scene) -> None:
    scene.envoyer(scene.billet())
    (path,) = scene.file.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_bytes())["adherent"] == "bruyere"


def test_a_correction_is_kept_with_its_source_and_only_what_was_typed(scene: Scene) -> None:
    typed = {champ_of("comptes", "parapheur"): " 1 234,5 ", "source": "Inventaire\u00a0de mai", "geste": "corriger"}
    assert scene.envoyer(scene.billet(), **typed).status_code == 303
    (kept,) = scene.gardees
    assert (kept.geste, kept.source) == (Geste.CORRIGER, "Inventaire de mai (Référent)")
    assert kept.quantites == (Quantite(cle="comptes", composant="parapheur", nombre="1234.5", avant="2.6"),)


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"fonction": "Madame le maire"}, "« Madame le maire » n’est pas dans la liste"),
        ({champ_of("postes", ""): "12"}, "Une correction est commencée"),
        ({"source": "Inventaire de mai"}, "Une correction est commencée"),
        ({"geste": ""}, "Choisissez"),
        ({"geste": "corriger", "source": "x"}, "Aucun nombre n’est écrit"),
        ({"geste": "corriger", champ_of("postes", ""): "12"}, "« D’où viennent ces nombres » n’est pas rempli"),
        ({"geste": "corriger", "source": "x", champ_of("postes", ""): "1.200"}, "se lit de deux façons"),
        ({"geste": "corriger", "source": "x", champ_of("postes", ""): "beaucoup"}, "« beaucoup » n’est pas lu"),
        ({"geste": "corriger", "source": "x", champ_of("postes", ""): "1e9"}, "« 1e9 » n’est pas lu"),
        ({"geste": "corriger", "source": "a\u202eb", champ_of("postes", ""): "2"}, "caractère invisible"),
        ({"geste": "corriger", "source": "x" * 300, champ_of("postes", ""): "2"}, "300 au plus"),
    ],
)
def test_what_is_wrong_is_told_beside_what_was_typed_and_nothing_is_kept(
    scene: Scene, saisie: dict[str, str], phrase: str
) -> None:
    answer = scene.envoyer(scene.billet(), **saisie)
    assert answer.status_code == 422
    assert phrase in espaces(answer.text)
    assert scene.gardees == []
    assert all(f'value="{text}"' in answer.text for nom, text in saisie.items() if nom.startswith("juste") and text)


def test_a_hostile_text_is_shown_as_a_text(scene: Scene) -> None:
    text = '"><script>alert(1)</script>'
    answer = scene.envoyer(scene.billet(), geste="corriger", source=text)
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


# --- the year whose budget is prepared ---

ANNONCES = POSTES.model_copy(update={"valeur": "34"})


def test_the_quantities_of_the_year_to_come_have_their_own_page_and_each_leads_to_the_other(scene: Scene) -> None:
    scene.preparer(ANNONCES)
    now, then = (ordinaire(scene.lire(chemin).text) for chemin in ("/bruyere/", "/bruyere/2027/"))
    assert re.findall('<a href="(/guichet/.+?)">(.+?)</a>', now) == [
        ("/guichet/bruyere/2027/", "mes quantités de 2027")
    ]
    assert re.findall('<a href="(/guichet/.+?)">(.+?)</a>', then) == [("/guichet/bruyere/", "mes quantités de 2026")]
    assert re.findall("<h1>(.+?)</h1>", then) == ["Valider ou corriger mes quantités de 2027"]
    assert re.findall('action="(.+?)"', then) == ["/guichet/bruyere/2027/"]


def test_each_page_says_what_the_other_year_awaits(scene: Scene) -> None:
    scene.preparer(ANNONCES, TABLETTES, ACTES)
    led = [
        re.findall("mes quantités de .+?,", ordinaire(scene.lire(uri).text)) for uri in ("/bruyere/", "/bruyere/2027/")
    ]
    assert led == [
        ["mes quantités de 2027</a> (1 à valider et 1 à compter),"],
        ["mes quantités de 2026</a> (2 à valider),"],
    ]
    scene.preparer(SITES)
    assert "mes quantités de 2027</a>, <a" in ordinaire(scene.lire("/bruyere/").text)


def test_what_is_validated_of_the_year_to_come_is_kept_as_such_and_marked_there_only(scene: Scene) -> None:
    scene.preparer(ANNONCES)
    sent = scene.envoyer(scene.billet("/bruyere/2027/"), None, "/bruyere/2027/")
    (kept,) = scene.gardees
    assert (kept.exercice, kept.quantites) == (2027, (Quantite(cle="postes", composant="", nombre="34"),))
    receipt = ordinaire(scene.lire(sent.location).text)
    assert "validation de 1 quantité de 2027, état prévisionnel" in receipt
    assert re.findall("<li>(.+?)</li>", receipt) == ["Nombre de postes : 34"]
    marked = [
        f"demande {kept.reference} attend" in scene.lire(chemin).text for chemin in ("/bruyere/", "/bruyere/2027/")
    ]
    assert marked == [False, True]


def test_a_request_about_the_year_to_come_is_known_to_be_taken_up_and_can_be_taken_back(scene: Scene) -> None:
    scene.preparer(ANNONCES)
    for _ in range(2):
        scene.envoyer(scene.billet("/bruyere/2027/"), None, "/bruyere/2027/")
    first, second = (item.reference for item in scene.gardees)
    done = scene.envoyer(scene.billet(f"/bruyere/{first}"), None, f"/bruyere/{first}")
    assert f"La demande {first} est retirée" in done.text
    validated = {"etat": Etat.VALIDEE, "validee_le": date(2026, 11, 28)}
    scene.preparer(ANNONCES.model_copy(update=validated))
    assert "reprise dans vos quantités" in ordinaire(scene.lire(f"/bruyere/{second}").text)


def test_a_form_of_one_year_is_not_sent_for_the_other(scene: Scene) -> None:
    scene.preparer(ANNONCES)
    assert scene.envoyer(scene.billet("/bruyere/2027/")).status_code == 409
    assert scene.envoyer(scene.billet(), None, "/bruyere/2027/").status_code == 409
    assert scene.gardees == []


def test_a_year_that_is_not_shown_or_another_s_is_refused(scene: Scene) -> None:
    scene.preparer(ANNONCES)
    asked = [
        ("/bruyere/2028/", "333333334"),
        ("/bruyere/2027/", "222222226"),
        ("/bruyere/2027/", ""),
        ("/bruyere/2027/9", "333333334"),
    ]
    assert [scene.lire(*item).status_code for item in asked] == [403, 403, 403, 404]


# --- who asks ---


@pytest.mark.parametrize("siren", ["222222226", "999999999", ""])
def test_nobody_sees_or_asks_for_another(scene: Scene, siren: str) -> None:
    billet = scene.billet()
    reference = billet.partition(".")[0]
    scene.envoyer(billet)
    for chemin in ("/bruyere/", f"/bruyere/{reference}", "/BRUYERE/", "/../bruyere/", "/bruyere/../aubepine/"):
        assert scene.lire(chemin, siren).status_code in {403, 404}
    sent = Client(scene.guichet).post(
        "/bruyere/",
        data={"billet": scene.billet(), "geste": "valider", "fonction": "Référent", "adherent": "bruyere"},
        environ_overrides={"OIDC_CLAIM_siret": f"{siren}00018", "REMOTE_USER": "compte-1"},
        headers=MEME_SITE,
    )
    assert sent.status_code == 403
    assert len(scene.gardees) == 1


def test_what_a_header_says_of_who_asks_is_not_believed(scene: Scene) -> None:
    forged = {"OIDC_CLAIM_siret": "33333333400018", "OIDC-CLAIM-siret": "33333333400018", "Remote-User": "compte-1"}
    assert scene.lire("/bruyere/", "", **forged).status_code == 403
    assert scene.lire("/bruyere/", "222222226", **forged).status_code == 403


@pytest.mark.parametrize("siret", ["33333333400018,22222222600018", "333333334", "٣٣٣٣٣٣٣٣٤00018", "33333333400018\n"])
def test_a_claim_that_is_no_siret_opens_nothing(scene: Scene, siret: str) -> None:
    env = {"OIDC_CLAIM_siret": siret, "REMOTE_USER": "compte-1"}
    assert Client(scene.guichet).get("/bruyere/", environ_overrides=env).status_code == 403


# --- what another site, a copy or a machine sends ---


@pytest.mark.parametrize(
    "entetes",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "https://ailleurs.exemple"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(scene: Scene, entetes: dict[str, str]) -> None:
    assert scene.envoyer(scene.billet(), entetes).status_code == 403
    assert scene.gardees == []


def test_an_older_browser_says_where_the_form_comes_from(scene: Scene) -> None:
    assert scene.envoyer(scene.billet(), {"Origin": "http://localhost"}).status_code == 303


@pytest.mark.parametrize("genre", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
def test_only_a_form_is_read(scene: Scene, genre: str) -> None:
    assert scene.envoyer(scene.billet(), {**MEME_SITE, "Content-Type": genre}).status_code in {400, 403}
    assert scene.gardees == []


def test_a_ticket_is_of_one_account_one_page_and_one_day(scene: Scene) -> None:
    other, own = scene.billet(qui="compte-2"), scene.billet()
    for wrong in ("", "x", other, own[:-1] + ("0" if own[-1] != "0" else "1"), own.replace("bruyere", "aubepine")[1:]):
        assert scene.envoyer(wrong).status_code == 409
    scene.heure += timedelta(hours=9)
    answer = scene.envoyer(own)
    assert (answer.status_code, "envoyez de nouveau" in answer.text) == (409, True)
    assert scene.gardees == []


def test_nobody_validates_what_it_has_not_read(scene: Scene) -> None:
    billet = scene.billet()
    changed = POSTES.model_copy(update={"valeur": "35"})
    scene.publier(_affiche("bruyere", "333333334").model_copy(update={"quantites": (changed,)}))
    assert scene.envoyer(billet).status_code == 409
    assert scene.gardees == []


def test_the_same_form_sent_again_or_twice_at_once_is_kept_once_and_gets_the_same_receipt(scene: Scene) -> None:
    billet = scene.billet()
    with ThreadPoolExecutor(8) as pool:
        places = {item.location for item in pool.map(lambda _: scene.envoyer(billet), range(16))}
    assert places == {f"/bruyere/{scene.gardees[0].reference}"}
    assert len(scene.gardees) == 1


def test_a_body_is_bounded(scene: Scene) -> None:
    answer = scene.envoyer(scene.billet(), source="x" * CORPS_MAX)
    assert (answer.status_code, "trop long" in answer.text) == (413, True)


@pytest.mark.parametrize("methode", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_else_is_done(scene: Scene, methode: str) -> None:
    assert Client(scene.guichet).open("/bruyere/", method=methode, environ_overrides=CONNECTE).status_code == 404


# --- the queue ---


def test_a_member_asks_so_many_times_a_day_and_takes_no_other_s_place(scene: Scene) -> None:
    for _ in range(attente.PAR_JOUR):
        assert scene.envoyer(scene.billet()).status_code == 303
    for path in scene.file.iterdir():
        os.utime(path, (scene.heure.timestamp(),) * 2)
    refused = scene.envoyer(scene.billet())
    assert (refused.status_code, "20 demandes ont déjà été reçues" in espaces(refused.text)) == (
        429,
        True,
    )
    attente.keep(scene.file, scene.gardees[0].model_copy(update={"adherent": "aubepine"}))
    scene.heure += timedelta(days=1, seconds=1)
    assert scene.envoyer(scene.billet()).status_code == 303


def test_a_full_queue_says_so_and_keeps_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attente, "PLEINE", 0)
    answer = scene.envoyer(scene.billet())
    assert (answer.status_code, "Rien n’est enregistré" in answer.text) == (503, True)
    assert scene.gardees == []


def test_a_full_disk_acknowledges_nothing(scene: Scene) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    billet = scene.billet()
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        answer = scene.envoyer(billet)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert answer.status_code == 503
    assert list(scene.file.iterdir()) == []
    assert scene.envoyer(billet).status_code == 303


def test_the_queue_is_read_with_its_key_only_and_spares_a_spoilt_file(scene: Scene) -> None:
    scene.envoyer(scene.billet())
    (scene.file / "bruyere.ABCD-EFGH.json").write_text("{", "utf-8")
    (scene.file / "bruyere.ABCD-EFGJ.json").symlink_to("/etc/hostname")
    for key in ("", "Bearer ", f"Bearer {'j' * 39}", "Basic x", f"bearer {JETON.decode()}", "Bearer é"):
        assert scene.lire("/_file", "", Authorization=key).status_code == 401
    answer = scene.lire("/_file", "", Authorization=f"Bearer {JETON.decode()}")
    (found,) = json.loads(answer.data)
    assert Demande.model_validate_json(json.dumps(found)) == scene.gardees[0]


def test_the_server_gives_its_own_places_and_a_short_secret_is_refused(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "cle").write_text("k" * 40, "ascii")
    (tmp_path / "jeton").write_text("court", "ascii")
    program = (
        "import sys; from werkzeug.test import Client; from convention.cli.guichet.wsgi import application\n"
        "env = {'CONVENTION_PUBLIE': sys.argv[1], 'CONVENTION_GUICHET': sys.argv[2]}\n"
        "print(Client(application).get('/_file', environ_overrides=env).status_code)"
    )
    command = [sys.executable, "-c", program, str(scene.publie), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "32 caractères au moins" in done.stderr
    (tmp_path / "jeton").write_text("j" * 32, "ascii")
    assert subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout == "401\n"


def test_the_page_of_the_server_says_the_bounds_of_the_window() -> None:
    page = (RACINE / "docs/hebergement.md").read_text("utf-8")
    held = ordinaire(nombre(attente.PLEINE))
    told = f"{attente.PAR_JOUR} demandes par adhérent et par jour, {held} dans la file"
    assert f"{told}, {CORPS_MAX // 1024} Kio par envoi" in page
