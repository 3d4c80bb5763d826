"""Declaring a disagreement: under the next number of its year, on a document that was received, never twice."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from convention.base.french import euros, jour
from convention.checks.registry import run
from convention.cli.modifier.gestes import commande_of
from convention.edition.gestes import suites
from convention.edition.gestes.contester import Contester
from convention.edition.refus import RefusError
from convention.engine.appels.litiges import limit, suspended
from convention.model.mots.appels import EtapeLitige
from convention.model.mots.communs import GroupeNature, StatutExercice
from tests.edition.depots import faire, refus, relire
from tests.espaces import espaces
from tests.forge.projet import DONNEES
from tests.les_cas import textes

FICHIERS = {**DONNEES, **textes("LIT004", "valide")}
"""Documents that aubépine received in 2026, and a disagreement, « 2026-01 », on one of them."""
PATH = "adherents/aubepine/litiges.yaml"
SANS = {path: text for path, text in FICHIERS.items() if path != PATH}


ASKED = Contester.model_construct(
    adherent="aubepine",
    titre="T-2",
    service="S04",
    composant="serveur-impression",
    montant=12_50,
    objet="Un serveur de trop",
    contact=date(2026, 5, 4),
    contestation=None,
)


def _contester(**change: object) -> Contester:
    return ASKED.model_copy(update=change)


def test_a_disagreement_takes_the_next_number_of_its_year_and_a_contact_suspends_nothing() -> None:
    done = faire(FICHIERS, _contester())
    assert done.retirees == []
    assert done.ajoutees == [
        "  2026-02:",
        '    titre: "T-2"',
        '    objet: "Un serveur de trop"',
        "    service: S04",
        "    composant: serveur-impression",
        "    montant: 12.50",
        "    contact: 2026-05-04",
        "    etape: contact",
    ]


def test_a_component_that_another_tool_would_read_as_a_number_is_named_between_quotes() -> None:
    files = {path: text.replace("serveur-impression", '"2028"') for path, text in FICHIERS.items()}
    assert '    composant: "2028"' in faire(files, _contester(composant="2028")).ajoutees


def test_the_first_disagreement_writes_its_file_which_is_read_again() -> None:
    done = faire(SANS, _contester(objet='Un « : » de trop, "vraiment"', contestation=date(2026, 5, 20)))
    assert [item.path for item in done.modifications] == [PATH]
    depot = relire(done.files).depot
    assert run(depot, errors_only=True) == ()
    litige = depot.dossiers["aubepine"].litiges["2026-01"]
    assert (litige.objet, litige.montant, str(litige.etape)) == ('Un « : » de trop, "vraiment"', 12_50, "conteste")


def test_the_same_disagreement_asked_again_changes_nothing() -> None:
    first = faire(FICHIERS, _contester())
    assert faire(first.files, _contester()).modifications == ()


def test_a_contact_that_is_maintained_says_since_when_and_suspends() -> None:
    first = faire(FICHIERS, _contester())
    then = faire(first.files, _contester(contestation=date(2026, 5, 20)))
    assert (then.retirees, then.ajoutees) == (
        ["    etape: contact"],
        ["    contestation: 2026-05-20", "    etape: conteste"],
    )


SUITE = ASKED.model_copy(update={"montant": None, "objet": None})


def _suite(**change: object) -> Contester:
    return SUITE.model_copy(update=change)


@pytest.mark.parametrize("composant", ["serveur-impression", None])
def test_a_second_step_keeps_the_amount_and_the_object_that_are_written(composant: str | None) -> None:
    first = faire(SANS, _contester())
    then = faire(first.files, _suite(composant=composant, contestation=date(2026, 5, 20)))
    assert (then.retirees, then.ajoutees) == (
        ["    etape: contact"],
        ["    contestation: 2026-05-20", "    etape: conteste"],
    )


@pytest.mark.parametrize("etape", [item for item in EtapeLitige if not item.ouvert])
@pytest.mark.parametrize("contestation", [None, date(2026, 5, 20)])
def test_the_end_of_a_disagreement_says_its_day_and_what_was_agreed_and_suspends_nothing(
    etape: EtapeLitige, contestation: date | None
) -> None:
    first = faire(SANS, _contester(contestation=contestation))
    ended = _suite(etape=etape, cloture=date(2026, 6, 9), issue="Un serveur rendu")
    then = faire(first.files, ended)
    assert then.ajoutees == [f"    etape: {etape}", "    cloture: 2026-06-09", '    issue: "Un serveur rendu"']
    depot = relire(then.files).depot
    assert run(depot, errors_only=True) == ()
    assert "il ne suspend plus rien" in suites(depot, ended, date(2026, 6, 9))[0]
    assert faire(then.files, ended).modifications == ()


def test_what_is_admitted_says_by_which_gesture_it_is_corrected() -> None:
    first = faire(SANS, _contester())
    admitted = _suite(etape=EtapeLitige.ADMIS, cloture=date(2026, 6, 9), issue="Un serveur rendu")
    depot = relire(faire(first.files, admitted).files).depot
    (exercice,) = {item.exercice for item in depot.dossiers["aubepine"].titres[2026].titres if item.numero == "T-2"}
    told = " ".join(suites(depot, admitted, date(2026, 6, 9)))
    assert f"convention quantifier aubepine CLÉ=VALEUR --exercice {exercice}" in told
    closed = {**depot.exercices, exercice: depot.exercices[exercice].model_copy(update={"statut": StatutExercice.CLOS})}
    told = " ".join(suites(depot._replace(exercices=closed), admitted, date(2026, 6, 9)))
    assert f"convention rectifier {exercice} --motif" in told
    assert "convention quantifier" not in told


def test_the_gesture_that_comes_next_is_one_that_the_tool_takes() -> None:
    maintained = _contester(contestation=date(2026, 5, 20))
    told = " ".join(suites(relire(faire(SANS, maintained).files).depot, maintained, date(2026, 5, 20)))
    options = set(re.findall(r"--[a-z]+", told))
    known = {name for item in commande_of("contester").params for name in item.opts}
    assert {"--etape", "--cloture", "--issue"} <= options <= known


def test_a_number_that_a_shell_would_cut_is_quoted_in_the_command_that_comes_next() -> None:
    path, numero = "adherents/aubepine/titres/2026.yaml", "T 2 <b>"
    files = {**SANS, path: re.sub('"?T-2"?', f'"{numero}"', SANS[path])}
    asked = _contester(titre=numero)
    told = " ".join(suites(relire(faire(files, asked).files).depot, asked, date(2026, 5, 4)))
    assert "« convention contester aubepine 'T 2 <b>' S04 --composant serveur-impression " in espaces(told)


def test_a_day_that_is_past_is_told_as_past() -> None:
    depot = relire(faire(SANS, _contester()).files).depot
    last = limit(next(item for item in depot.dossiers["aubepine"].titres[2026].titres if item.numero == "T-2"))
    assert last is not None
    before, after = (" ".join(suites(depot, ASKED, day)) for day in (last, last + timedelta(days=1)))
    assert "peut être saisi jusqu'au" in before
    assert "pouvait être saisi jusqu'au" in after
    assert "Ce délai est passé" in after


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"etape": EtapeLitige.ADMIS}, "la fin d'un désaccord a un jour"),
        ({"cloture": date(2026, 6, 9)}, "demande de dire comment le désaccord finit"),
        ({"issue": "Rendu"}, "demande de dire comment le désaccord finit"),
        ({"montant": 99_00, "etape": EtapeLitige.AMIABLE}, "conteste déjà cette ligne"),
        ({"objet": "Autre chose", "etape": EtapeLitige.AMIABLE}, "conteste déjà cette ligne"),
        ({"titre": "T-1", "etape": EtapeLitige.AMIABLE}, "n'a pas de désaccord ouvert"),
    ],
)
def test_a_step_that_does_not_follow_what_is_written_is_refused(change: dict[str, object], phrase: str) -> None:
    assert phrase in refus(faire(SANS, _contester()).files, _suite(**change))


def test_a_document_without_a_service_says_that_nothing_of_it_is_suspended() -> None:
    depot = relire(FICHIERS).depot
    payroll = [
        titre.numero
        for titre in depot.dossiers["aubepine"].titres[2026].titres
        if titre.nature is GroupeNature.MASSE_SALARIALE
    ]
    assert payroll
    for numero in payroll:
        found = _refused(titre=numero, service="")
        assert (found.choix, "n'appelle aucun service" in found.message) == ((), True)


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"adherent": "aubepin"}, "l'adhérent « aubepin » est inconnu"),
        ({"titre": "T-9"}, "n'a pas reçu de pièce « T-9 »"),
        ({"service": "S99"}, "le service « S99 » est inconnu"),
        ({"composant": "location-copieurs", "montant": 1}, "conteste déjà cette ligne : désaccord 2026-01, 575,00 €"),
        ({"objet": "\x07"}, "le texte « ? » contient un"),
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, object], phrase: str) -> None:
    assert phrase in espaces(refus(FICHIERS, _contester(**change)))


def _refused(**change: object) -> RefusError:
    with pytest.raises(RefusError) as found:
        faire(FICHIERS, _contester(**change))
    return found.value


def test_each_document_to_choose_from_shows_what_it_calls_its_day_and_its_amount() -> None:
    choices = [espaces(item) for item in _refused(titre="").choix]
    titres = [
        titre for journal in relire(FICHIERS).depot.dossiers["aubepine"].titres.values() for titre in journal.titres
    ]
    assert len(choices) == len(titres) > 1
    for titre in titres:
        (choice,) = [item for item in choices if item.startswith(f"{titre.numero} : ")]
        assert espaces(euros(titre.montant)) in choice
        assert espaces(jour(titre.emission)) in choice
        assert f" {titre.exercice}, " in choice


def test_where_no_document_is_written_those_that_were_called_are_given_to_be_written() -> None:
    journal = "adherents/aubepine/titres/2026.yaml"
    with pytest.raises(RefusError) as found:
        faire({path: text for path, text in SANS.items() if path != journal}, _contester(titre=""))
    assert journal in (found.value.conseil or "")
    (fee, costs) = found.value.choix
    what = "genre: titre, objet: acompte, exercice: 2026, nature: indirects, section: fonctionnement"
    assert costs == f'- {{numero: "…", {what}, echeance: 2026-04, montant: 4662.93, emission: AAAA-MM-JJ}}'
    assert "nature: masse_salariale" in fee


def test_each_service_to_choose_from_is_one_that_the_document_calls_with_its_amount() -> None:
    depot = relire(FICHIERS).depot
    (titre,) = [item for item in depot.dossiers["aubepine"].titres[2026].titres if item.numero == "T-2"]
    called = {nom: suspended(depot, "aubepine", titre, nom) for nom in depot.services}
    assert _refused(service="").choix == tuple(
        f"{depot.libelle_service(nom)} : {euros(cents)}" for nom, cents in called.items() if cents
    )


def test_a_contact_says_that_it_suspends_nothing_and_how_and_until_when_to_maintain_it() -> None:
    depot = relire(faire(FICHIERS, ASKED).files).depot
    told = [espaces(item) for item in suites(depot, ASKED, date(2026, 5, 4))]
    assert told[0].startswith("C'est un premier contact : il ne suspend rien, et toute la pièce « T-2 » reste à payer")
    command = "contester aubepine T-2 S04 --composant serveur-impression"
    assert f"convention {command} --contestation DATE" in told[1]
    maintained = _contester(contestation=date(2026, 5, 20))
    after = relire(faire(FICHIERS, maintained).files).depot
    assert "est suspendu, soit" in suites(after, maintained, date(2026, 5, 20))[0]


def test_of_a_document_already_paid_nothing_is_said_suspended_nor_to_pay() -> None:
    # T-2 was paid on 20 May.
    gestures = (ASKED, _contester(contestation=date(2026, 5, 20)))
    first, second = (suites(relire(faire(FICHIERS, item).files).depot, item, date(2026, 5, 21)) for item in gestures)
    told = "la pièce « T-2 » est payée depuis le 20 mai 2026"
    assert espaces(first[0]) == f"C'est un premier contact : il ne suspend rien, et {told}."
    assert espaces(second[0]) == f"Le désaccord est maintenu : {told}, et rien n'est suspendu."


def test_a_number_that_two_years_bear_is_refused() -> None:
    twin = FICHIERS["adherents/aubepine/titres/2026.yaml"].replace("exercice: 2026", "exercice: 2025")
    files = {**FICHIERS, "adherents/aubepine/titres/2025.yaml": twin}
    assert "« T-2 » est le numéro d'une pièce de 2025 et 2026" in refus(files, _contester())
