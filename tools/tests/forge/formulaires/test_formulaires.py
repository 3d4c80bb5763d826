"""A form is hostile until it is read: exact headings, bounded answers, French values, and texts that stay texts."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from time import process_time
from typing import TYPE_CHECKING

import pytest

from convention.edition.gestes.activer import Activer
from convention.edition.gestes.contester import Contester
from convention.edition.gestes.quantifier import Quantifier
from convention.edition.gestes.resilier import Resilier
from convention.edition.gestes.souscrire import Souscrire
from convention.edition.gestes.valider_quantites import ValiderQuantites
from convention.forge.client import Client
from convention.forge.formulaires import definitions, valeurs
from convention.forge.formulaires.corps import CorpsError, Genre, body_of, read_body
from convention.forge.formulaires.definitions import formulaires
from convention.forge.formulaires.instruction import DEJA_FAUSSES, Effet, Refus, demande_of, instruire
from convention.forge.formulaires.reponse import OCCUPEE, accepted, proposal, refused
from convention.forge.github.api import GitHub
from convention.forge.github.formulaire import modele_text
from convention.forge.gitlab import formulaire as gitlab
from convention.forge.gitlab.api import GitLab
from tests.compare.depots_git import shown
from tests.espaces import espaces
from tests.essais import FIGES, Textes, edited, fichiers, lire
from tests.forge.corps import FICHIERS, REPONSES, corps, depot, formulaire
from tests.forge.execution import load_workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.edition.gestes import Demande

FORMULAIRES = sorted(REPONSES)
SOUSCRIPTIONS = "adherents/bruyere/souscriptions.yaml"
JOUR = date(2026, 11, 28)


def _demande(texte: str) -> Demande:
    return demande_of(depot(), read_body(texte, formulaires(depot())))


def _problemes(texte: str) -> list[str]:
    """Return why a text is refused, unbreakable spaces made plain."""
    with pytest.raises(CorpsError) as caught:
        _demande(texte)
    return [espaces(item) for item in caught.value.problemes]


def _effet(texte: str, files: Mapping[str, str] = FICHIERS) -> Effet:
    found = instruire(Textes(files), texte, JOUR)
    assert isinstance(found, Effet), found
    return found


def _refus(texte: str, files: Mapping[str, str] = FICHIERS) -> str:
    found = instruire(Textes(files), texte, JOUR)
    assert isinstance(found, Refus), found
    return "\n".join(espaces(shown(item)) for item in found.problemes)


# --- what each form asks for ---


def test_no_form_supposes_what_a_convention_is_about() -> None:
    written = [modele_text(item) for item in formulaires(lire(fichiers(FIGES / "ecoles")))]
    assert len(written) > 1
    assert re.findall(r"informatique|Référent numérique|équipement|application|postes? ", "".join(written)) == []
    assert "eleves : 112" in "".join(written)


def test_quantities_are_asked_of_the_years_that_are_still_open_and_of_none_when_all_are_closed() -> None:
    assert depot().est_clos(2025)
    assert formulaire("2-quantites").champ("exercice").choix == ("2026",)
    closed = edited(FICHIERS, "pricing/exercices/2026.yaml", "statut: ouvert", "statut: clos")
    assert [item.id for item in formulaires(lire(closed))] == ["1-service", "3-contestation"]


@pytest.mark.parametrize("fin", ["", "\n", "\r\n\r\n"])
def test_a_form_is_read_whatever_ends_its_lines(fin: str) -> None:
    texte = corps("1-service")
    assert _demande(texte.replace("\n", "\r\n") + fin) == _demande(texte)


def test_a_service_that_begins_is_subscribed_or_put_in_use_when_it_already_was() -> None:
    assert isinstance(_demande(corps("1-service")), Souscrire)
    waiting = FICHIERS[SOUSCRIPTIONS] + "  - {service: S02, debut: 2026-01-01, statut: souscrite_non_activee}\n"
    held = lire({**FICHIERS, SOUSCRIPTIONS: waiting})
    asked = demande_of(held, read_body(corps("1-service"), formulaires(held)))
    assert asked == Activer.model_construct(adherent="bruyere", service="S02", debut=date(2026, 4, 1))
    with pytest.raises(CorpsError, match=r"Date de la demande signée\s» : elle est à la souscription, déjà faite"):
        demande_of(held, read_body(corps("1-service", signature="02/11/2025"), formulaires(held)))


def test_a_service_that_waits_says_why_and_one_that_ends_is_billed_until_its_last_day() -> None:
    later = _demande(corps("1-service", demande=definitions.RESERVER, motif="Après les\ttravaux", signature="2/3/2026"))
    assert isinstance(later, Souscrire)
    assert (later.non_activee, later.motif, later.demande) == (True, "Après les travaux", date(2026, 3, 2))
    end = _demande(corps("1-service", demande=definitions.ARRETER, objet="S04 Gestion de parcs", date="31/12/2026"))
    assert isinstance(end, Resilier)
    assert (end.objet, end.fin) == ("S04", date(2027, 1, 1))


def test_the_day_of_a_signed_demand_is_that_of_the_service_left_and_is_refused_where_nothing_would_hold_it() -> None:
    stop = {"demande": definitions.ARRETER, "date": "31/12/2026", "signature": "02/11/2026"}
    end = _demande(corps("1-service", objet="S04 Gestion de parcs", **stop))
    assert isinstance(end, Resilier)
    assert end.notification == date(2026, 11, 2)
    lost = "« Date de la demande signée » : un arrêt n'en demande pas"
    assert _problemes(corps("1-service", objet="S02, Application des finances", **stop)) == [lost]


def test_quantities_are_named_by_what_they_count_or_by_their_name_and_components_too() -> None:
    texte = "- Nombre de postes : 1 234,5\n\ncomptes (application-finances) = 9"
    twice = f"{texte}\nNOMBRE DE COMPTES (Application des finances): 3"
    assert _problemes(corps("2-quantites", quantites=twice)) == ["« NOMBRE DE COMPTES » est donné deux fois"]
    asked = _demande(corps("2-quantites", quantites=texte, phase="Révisé"))
    assert isinstance(asked, Quantifier)
    assert (asked.valeurs, asked.par_composant) == (
        {"postes": Fraction("1234.5")},
        {"comptes": {"application-finances": Fraction(9)}},
    )
    assert (str(asked.phase), asked.exercice) == ("revise", 2026)


def test_quantities_are_validated_on_their_day() -> None:
    asked = _demande(corps("2-quantites", demande=definitions.VALIDER, quantites=""))
    assert asked == ValiderQuantites.model_construct(
        adherent="bruyere", exercice=2026, phase=None, date=None, validation=date(2025, 12, 31)
    )


def test_a_contestation_names_a_component_or_the_whole_service() -> None:
    asked = _demande(corps("3-contestation"))
    assert isinstance(asked, Contester)
    assert (asked.composant, asked.montant, asked.contact) == ("serveur-impression", 12_50, date(2026, 5, 4))
    whole = _demande(corps("3-contestation", composant=""))
    assert isinstance(whole, Contester)
    assert whole.composant is None


# --- values ---


@pytest.mark.parametrize(
    "text", ["01/04/2026", "1/4/2026", "1-4-2026", "01.04.2026", "2026-04-01", "1er avril 2026", "1 Avril\u00a02026"]
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert valeurs.jour(text) == date(2026, 4, 1)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "13/13/2026", "01/04/26", "demain", "\u0661/4/2026", "1 avril", "1er 4 2026"]
)
def test_what_is_no_date_is_refused_with_its_form(text: str) -> None:
    with pytest.raises(valeurs.ValeurError, match="01/01/2027"):
        valeurs.jour(text)


@pytest.mark.parametrize("text", ["1234,50", "1 234,50 €", "1\u202f234.5", "1234.50€"])
def test_an_amount_is_read_as_people_write_it(text: str) -> None:
    assert valeurs.montant(text) == 1_234_50


@pytest.mark.parametrize(
    ("text", "readings"), [("1.200", "1200 ou 1,2"), ("1,200", "1200 ou 1,2"), ("12.345 €", "12345 ou 12,3450")]
)
def test_a_number_that_reads_two_ways_is_asked_again_with_both(text: str, readings: str) -> None:
    for read, answer in ((valeurs.montant, text), (valeurs.comptes, f"postes : {text}")):
        with pytest.raises(valeurs.ValeurError, match=f"se lit de deux façons : écrire {readings}"):
            read(answer)
    problems = _problemes(corps("2-quantites", quantites=f"imprimantes : {text}"))
    assert problems == [f"« Quantités » : « imprimantes : {text} » se lit de deux façons : écrire {readings}"]


def test_a_part_of_what_is_counted_whole_is_refused_with_what_to_write() -> None:
    assert "écrire 5 ou 6" in _refus(corps("2-quantites", quantites="imprimantes : 5,5"))


@pytest.mark.parametrize("text", ["-3", "\u22123", "-0,5"])
def test_less_than_nothing_is_no_count(text: str) -> None:
    with pytest.raises(valeurs.ValeurError):
        valeurs.comptes(f"postes : {text}")
    with pytest.raises(valeurs.ValeurError):
        valeurs.quantite(text)
    assert valeurs.quantite("0") == 0


@pytest.mark.parametrize("text", ["-1", "0", "1e9", "1,234.50", "1 2", "12 34,5", "\uff11", "€", "9" * 400, "NaN"])
def test_what_is_no_amount_is_refused_with_its_form(text: str) -> None:
    with pytest.raises(valeurs.ValeurError, match="332,00"):
        valeurs.montant(text)


@pytest.mark.parametrize("text", ["postes", "postes : beaucoup", ": 3", "(x) : 3", "a:b:3", "a" + " b" * 1_900])
def test_a_line_that_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(valeurs.ValeurError, match="nom : 112"):
        valeurs.comptes(text)


# --- texts that are not the answers to a form ---


@pytest.mark.parametrize("identifiant", FORMULAIRES)
@pytest.mark.parametrize(
    ("ajout", "phrase"),
    [
        ("\n\n### Montant\n\n5", "le titre « Montant » n'est pas du formulaire"),
        ("\n\n### Adhérent\n\nAubépine", "le titre « Adhérent » est écrit deux fois"),
        ("\n\n### " + "x" * 500, "n'est pas du formulaire"),
        ("\n\n### ", "n'est pas du formulaire"),
    ],
)
def test_a_heading_of_another_hand_is_refused(identifiant: str, ajout: str, phrase: str) -> None:
    (problem,) = _problemes(corps(identifiant, ajout))
    assert phrase in problem
    assert len(problem) < 250


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "Bonjour",
        "### Adhérent\n\nBruyère",
        corps("1-service") + "\n\n" + corps("2-quantites"),
        "x" * 1_000_000,
        "#" * 70_000,
        corps("1-service").replace("### ", "#### "),
    ],
    ids=["empty", "free", "no-form", "two-forms", "one-megabyte", "headings", "other-level"],
)
def test_what_no_form_makes_is_refused_in_one_sentence(texte: str) -> None:
    assert len(_problemes(texte)) == 1


def test_what_is_written_before_the_form_or_in_another_order_is_refused() -> None:
    (before,) = _problemes("Bonjour\n\n" + corps("1-service"))
    head, *sections = corps("1-service").split("### ")
    (order,) = _problemes("### ".join([head, *reversed(sections)]))
    assert "ne suit plus l'ordre" in before
    assert "ne suit plus l'ordre" in order


def test_every_problem_is_told_at_once() -> None:
    wrong = corps("3-contestation", titre="", service="S04", motif="a\u202eb", montant="1" * 301)
    assert _problemes(wrong) == [
        "« Numéro de la pièce » n'est pas rempli",
        "« Service contesté » : « S04 » n'est pas dans la liste du formulaire",
        "« Montant contesté, en euros » a 301 caractères, 300 au plus",
        "« Ce qui est contesté, et pourquoi » contient un caractère invisible ou de contrôle U+202E : le retaper",
    ]


@pytest.mark.parametrize(
    ("identifiant", "change", "phrase"),
    [
        ("1-service", {"adherent": "Bruyère\nAubépine"}, "« Adhérent » s'écrit sur une seule ligne"),
        ("1-service", {"adherent": "bruyere"}, "« bruyere » n'est pas dans la liste"),
        ("1-service", {"motif": "x"}, "« Pourquoi l'usage attend » : ce service commence"),
        ("1-service", {"demande": definitions.ARRETER, "archives": definitions.ARCHIVES}, "un arrêt n'en demande pas"),
        ("2-quantites", {"demande": definitions.VALIDER, "source": "x"}, "valider ne change aucune quantité"),
        ("2-quantites", {"demande": definitions.VALIDER}, "« imprimantes » vaut 3, et non 5"),
        ("2-quantites", {"demande": definitions.VALIDER}, "« postes » n'est pas donnée, et serait validée aussi"),
        ("2-quantites", {"par": "Référent"}, "une quantité corrigée n'est pas validée encore"),
        ("2-quantites", {"quantites": ""}, "« Quantités » n'est pas rempli"),
        ("2-quantites", {"quantites": "imprimante : 3"}, "vouliez-vous dire « imprimantes » ?"),
        ("2-quantites", {"quantites": "comptes (finance) : 3"}, "« finance » n'est le nom d'aucun équipement"),
        ("3-contestation", {"composant": "Machin"}, "« Machin » n'est le nom d'aucun équipement"),
    ],
)
def test_an_answer_that_would_be_lost_or_misread_is_refused(
    identifiant: str, change: dict[str, str], phrase: str
) -> None:
    assert phrase in "\n".join(_problemes(corps(identifiant, **change)))


# --- what they would write ---

HOSTILE = '"}], x: [&a *a !!python/x  # ${{ github.token }} `$(id)` @org/all <script>alert(1)</script> ::error::y \\" é'


@pytest.mark.parametrize(("forge", "attend"), [(GitHub, True), (GitLab, False)])
def test_a_proposal_says_that_its_controles_wait_for_somebody_only_where_they_do(
    forge: type[GitHub | GitLab], *, attend: bool
) -> None:
    pied = forge(Client("https://forge.exemple", "jeton"), "dsit/convention", "https://forge.exemple").attente
    told = proposal(_effet(corps("2-quantites")), 12, "main", JOUR, pied).corps
    assert ("ses contrôles attendent qu'une personne qui peut écrire les approuve" in told) == attend


def test_what_who_asks_would_pay_is_told_with_its_article() -> None:
    files = fichiers(FIGES / "ecoles")
    form = next(item for item in formulaires(lire(files)) if item.id == "2-quantites")
    answers = {"adherent": "Collège du Lac", "exercice": "2026", "phase": definitions.EN_VIGUEUR}
    answers |= {"demande": definitions.CORRIGER, "date": "01/10/2026", "quantites": "eleves : 300", "source": "Rentrée"}
    effet = instruire(Textes(files), body_of(form, answers), date(2026, 11, 28))
    assert isinstance(effet, Effet), effet
    told = espaces(accepted(effet, 34, "https://forge.exemple/x/pull/34"))
    assert "\nLe Collège du Lac paierait " in told


def test_a_hostile_text_is_written_as_a_text_and_told_without_any_markup() -> None:
    effet = _effet(corps("3-contestation", motif=HOSTILE))
    after = effet.apres.dossiers["aubepine"].litiges["2026-02"]
    assert after.objet == " ".join(HOSTILE.split())
    (item,) = effet.modifications
    assert (item.path, item.apres.startswith(item.avant or "?")) == ("adherents/aubepine/litiges.yaml", True)
    for told in (accepted(effet, 34, "https://forge.exemple/x/pull/34"), proposal(effet, 12, "main", JOUR, "").corps):
        assert "alert" in shown(told)
        assert [mark for mark in ("<script", "@org", "`$(", "::error") if mark in told] == []


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        (corps("3-contestation", titre="T-9"), "Aubépine n'a pas reçu de pièce « T-9 »"),
        (corps("3-contestation", montant="999999"), "LIT002"),
        (corps("1-service", objet="S05 Vidéoprotection"), "adherents/bruyere/souscriptions.yaml:"),
        (corps("2-quantites", exercice="2025"), "l'exercice 2025 est clos"),
        (corps("2-quantites", date="30/12/2025"), "un nouveau comptage dit d'où il vient"),
        (corps("1-service", date="01/01/2031"), "PER"),
    ],
)
def test_what_the_commands_would_refuse_is_refused(texte: str, phrase: str) -> None:
    assert phrase in _refus(texte)


def test_what_was_seen_is_validated_with_the_function_of_who_did() -> None:
    seen = "postes : 31\nimprimantes : 3\ncopieurs : 2"
    effet = _effet(corps("2-quantites", demande=definitions.VALIDER, quantites=seen, par="Référent numérique"))
    (count, *_) = [item for item in effet.apres.dossiers["bruyere"].quantites[2026].comptages if item.validation]
    assert (str(count.validation), count.valide_par) == ("2025-12-31", "Référent numérique")


def test_a_form_that_changes_nothing_writes_nothing() -> None:
    same = corps("2-quantites", quantites="imprimantes : 3")
    assert _effet(same).modifications == ()


def test_what_is_asked_for_an_exemption_names_the_service_that_takes_one() -> None:
    path = "catalogue/services/S03.yaml"
    form, *_ = formulaires(lire(edited(FICHIERS, path, "Archivage électronique", "Coffre-fort")))
    assert [(item.nom, item.aide) for item in form.champs if item.id == "archives"] == [
        ("Coffre-fort : votre situation", "Seulement pour S03.2.")
    ]


def test_what_a_gesture_refuses_is_told_without_the_options_of_its_command() -> None:
    stop = corps("1-service", demande=definitions.ARRETER, objet="S04 Gestion de parcs", date="31/12/2026")
    ended = FICHIERS[SOUSCRIPTIONS].replace("S04, debut: 2026-01-01", "S04, debut: 2026-01-01, fin: 2026-07-01")
    said = "la souscription de Bruyère à S04 Parcs s'arrête déjà le 1er juillet 2026, jour exclu"
    assert _refus(stop, {**FICHIERS, SOUSCRIPTIONS: ended}) == said


def test_data_that_is_already_wrong_takes_no_form() -> None:
    wrong = {**FICHIERS, "pricing/forfait.yaml": FICHIERS["pricing/forfait.yaml"].replace("700.00", "700,00")}
    assert "ont déjà des erreurs" in _refus(corps("1-service"), wrong)


@pytest.mark.parametrize("probleme", [DEJA_FAUSSES, OCCUPEE])
def test_who_asked_has_no_text_to_mend_when_what_is_wrong_is_elsewhere(probleme: str) -> None:
    said = "Rien n'est écrit. Quand ce sera fait, demander à qui tient ce dépôt de retirer puis de remettre l'étiquette"
    assert refused([probleme]).splitlines()[2:] == [f"1. {probleme}", "", f"{said} « à instruire »."]


def test_many_problems_are_counted_and_the_answer_stays_short() -> None:
    text = refused([f"problème {rank}" for rank in range(2_000)])
    assert len(text) < 2_000
    assert "et 1\u202f975\u00a0autres" in text


# --- how they are shown ---


@pytest.mark.parametrize("identifiant", FORMULAIRES)
def test_a_form_puts_no_label_and_shows_what_is_read(identifiant: str) -> None:
    """A label put by the form would start the workflow without anybody's reading."""
    shown_form = load_workflow(modele_text(formulaire(identifiant)))
    assert shown_form.keys() == {"name", "description", "title", "body"}
    fields = [item for item in shown_form["body"] if item["type"] != "markdown"]
    types = {Genre.LISTE: "dropdown", Genre.LIGNE: "input", Genre.TEXTE: "textarea"}
    wanted = [
        (champ.nom, types[champ.genre], list(champ.choix), champ.obligatoire)
        for champ in formulaire(identifiant).champs
    ]
    assert [
        (
            item["attributes"]["label"],
            item["type"],
            item["attributes"].get("options", []),
            item["validations"]["required"],
        )
        for item in fields
    ] == wanted


@pytest.mark.parametrize("identifiant", FORMULAIRES)
def test_a_form_without_fields_is_read_once_completed_below_its_headings(identifiant: str) -> None:
    text = gitlab.modele_text(formulaire(identifiant))
    for champ in formulaire(identifiant).champs:
        text = re.sub(
            rf"(^### {re.escape(champ.nom)}\n\n(?:<!--.*?-->\n)?)",
            lambda found, champ=champ: f"{found[1]}{REPONSES[identifiant].get(champ.id, '')}\n\n",  # type: ignore[misc]
            text,
            flags=re.MULTILINE | re.DOTALL,
        )
    expected = read_body(corps(identifiant), formulaires(depot()))
    assert read_body(text, formulaires(depot())) == expected


def test_what_is_not_shown_of_a_form_is_not_read() -> None:
    shown_body = corps("3-contestation")
    hidden = shown_body.replace("Quatorze", "<!-- caché -->\nQuatorze")
    assert read_body(hidden, formulaires(depot())) == read_body(shown_body, formulaires(depot()))


@pytest.mark.parametrize("texte", ["<!--\n" * 13_000, "<!-- -->x\n" * 6_500])
def test_no_number_of_comments_makes_a_reading_long(texte: str) -> None:
    start = process_time()
    with pytest.raises(CorpsError):
        read_body(texte, formulaires(depot()))
    assert process_time() - start < 1


def test_two_adherents_of_one_name_are_told_apart() -> None:
    path = "adherents/aubepine/adherent.yaml"
    twins = lire(edited(FICHIERS, path, "nom: Aubépine", "nom: Bruyère"))
    choices = next(iter(formulaires(twins))).champ("adherent").choix
    assert choices[:2] == ("Bruyère (aubepine)", "Bruyère (bruyere)")
