"""Where an avenant stands: derived from its acts, party by party."""

from __future__ import annotations

import pytest

from convention.checks.avenants.etapes import acts_of, amendments, life, parties_on
from convention.model.mots.avenants import EtatAvenant
from tests.checks.depots import found, mini
from tests.checks.vie import write
from tests.espaces import espaces
from tests.essais import edited, fichiers_nancy, lire, relire

CHEMIN, DECISIONS = "catalogue/avenants/1/avenant.yaml", "catalogue/decisions.yaml"
PRIS = "delibere_le: 2026-04-09, numero: D-12"


def avenant(parties: str = "", effet: str = "2026-07-01") -> dict[str, str]:
    text = f"numero: 1\nobjet: La clé de l'impression change\neffet: {effet}\nparties: {{{parties}}}\n"
    return write(CHEMIN, text)


@pytest.mark.parametrize(
    ("actes", "etat"),
    [
        ("", EtatAvenant.PROJET),
        (PRIS, EtatAvenant.VOTE),
        (f"{PRIS}, publie_le: 2026-04-14", EtatAvenant.VOTE),
        (f"{PRIS}, transmis_le: 2026-04-13", EtatAvenant.TRANSMIS),
        (f"{PRIS}, transmis_le: 2026-04-13, publie_le: 2026-04-14", EtatAvenant.TRANSMIS),
        (f"{PRIS}, transmis_le: 2026-04-13, signe_le: 2026-05-04", EtatAvenant.SIGNE),
        (f"{PRIS}, transmis_le: 2026-04-13, publie_le: 2026-04-14, signe_le: 2026-05-04", EtatAvenant.EXECUTOIRE),
    ],
)
def test_a_party_is_as_far_as_its_last_act_of_which_all_that_comes_before_is_there(
    actes: str, etat: EtatAvenant
) -> None:
    depot = mini(files=avenant(f"aubepine: {{{actes}}}"))
    ((_, document),) = amendments(depot)
    assert life(depot, document).parties["aubepine"] is etat


def test_the_managing_body_signs_with_each_of_the_others_and_has_no_signature_of_its_own() -> None:
    depot = mini(files=avenant(f"metropole-grandval: {{{PRIS}, transmis_le: 2026-04-13, publie_le: 2026-04-14}}"))
    ((_, document),) = amendments(depot)
    assert life(depot, document).parties["metropole-grandval"] is EtatAvenant.EXECUTOIRE


@pytest.mark.parametrize(("genre", "faits"), [("commune", 1), ("association", 0), ("societe", 0)])
def test_who_transmits_nothing_to_the_state_signs_once_it_has_decided(genre: str, faits: int) -> None:
    typed = ("adherents/aubepine/adherent.yaml", "type: commune", f"type: {genre}")
    signed = mini(typed, files=avenant(f"aubepine: {{{PRIS}, signe_le: 2026-05-04}}"))
    assert len(found(signed, "AVE006")) == faits
    unnumbered = mini(typed, files=avenant("aubepine: {delibere_le: 2026-04-08}"))
    assert len(found(unnumbered, "AVE006")) == faits
    undecided = mini(typed, files=avenant("aubepine: {signe_le: 2026-05-04}"))
    assert len(found(undecided, "AVE006")) == 1
    early = mini(typed, files=avenant(f"aubepine: {{{PRIS}, signe_le: 2026-04-02}}"))
    assert len(found(early, "AVE002")) == 1 - faits


@pytest.mark.parametrize(
    ("genre", "asked"),
    [
        ("commune", {"delibere_le", "transmis_le", "publie_le", "signe_le"}),
        ("etablissement_public", {"delibere_le", "signe_le"}),
        ("groupement", {"delibere_le", "signe_le"}),
        ("societe", {"delibere_le", "signe_le"}),
    ],
)
def test_what_communes_transmit_to_the_state_is_asked_of_no_hospital_nor_company(genre: str, asked: set[str]) -> None:
    files = edited(fichiers_nancy(), "adherents/laxou/adherent.yaml", "type: commune", f"type: {genre}")
    assert acts_of(lire(files), "laxou") == asked


def test_an_avenant_is_as_far_as_its_slowest_party() -> None:
    every = ("aubepine", "bruyere", "ccas-aubepine", "metropole-grandval")
    done = f"{PRIS}, transmis_le: 2026-04-13, publie_le: 2026-04-14, signe_le: 2026-05-04"
    states = []
    for parties in (every, every[1:]):
        depot = mini(files=avenant(", ".join(f"{nom}: {{{done}}}" for nom in parties)))
        ((_, document),) = amendments(depot)
        states.append(life(depot, document).etat)
    assert states == [EtatAvenant.EXECUTOIRE, EtatAvenant.PROJET]


def test_the_managing_body_is_the_first_of_the_parties_from_the_first_day_of_the_convention_on() -> None:
    depot = mini(files=avenant())
    ((_, document),) = amendments(depot)
    for day in (document.effet, depot.convention.effet):
        assert parties_on(depot, day) == ("metropole-grandval", "aubepine", "bruyere", "ccas-aubepine")


def test_a_party_that_does_not_exist_is_unknown() -> None:
    (message,) = found(mini(files=avenant("aubepin: {}")), "REF001")
    assert espaces(message.message) == "l'adhérent « aubepin » n'existe pas"


def test_an_opinion_of_a_meeting_that_does_not_exist_and_an_unknown_visa_are_said() -> None:
    files = avenant()
    files[CHEMIN] += "avis: [{reunion: suivi-2026, sens: favorable}]\nvisas: {fiche: {date: 2026-05-04}}\n"
    assert sorted(espaces(item.message) for item in found(mini(files=files), "GOU001")) == [
        "la réunion « suivi-2026 » n'existe pas",
        "le visa « fiche » n'existe pas",
    ]


def test_a_seal_of_another_form_is_refused() -> None:
    files = avenant()
    files[CHEMIN] += 'empreinte: "7c1e"\n'
    (message,) = [item.message for item in relire(files).diagnostics if item.code == "FOR013"]
    assert espaces(message).startswith("« 7c1e » n'est pas une empreinte")


def decision(acts: str) -> dict[str, str]:
    return write(DECISIONS, f"decisions: {{forfait: {{objet: Le forfait, empreinte: {'a' * 64}, {acts}}}}}\n")


@pytest.mark.parametrize(
    ("acts", "code", "said"),
    [
        ("delibere_le: 2026-04-09", "AVE006", "la délibération du 9 avril 2026 n'a pas de numéro"),
        (
            f"{PRIS}, transmis_le: 2026-04-08",
            "AVE002",
            "la transmission du 8 avril 2026 avant la délibération du 9 avril 2026",
        ),
        (
            f"{PRIS}, publie_le: 2026-04-08",
            "AVE002",
            "la publication du 8 avril 2026 avant la délibération du 9 avril 2026",
        ),
    ],
)
def test_what_the_managing_body_decides_alone_has_its_number_and_its_formalities_after_it(
    acts: str, code: str, said: str
) -> None:
    assert not found(mini(files=decision(f"{PRIS}, transmis_le: 2026-04-13, publie_le: 2026-04-09")), code)
    (message,) = found(mini(files=decision(acts)), code)
    assert espaces(message.message) == f"la décision « Le forfait » : {said}"


def test_a_visa_that_a_decision_acquires_by_itself_has_no_date_of_its_own() -> None:
    table = "visas: {transmission: {libelle: Transmission, etape: transmission}}\nprocedures: {}\nchangements: []\n"
    dated = decision(f"{PRIS}, visas: {{transmission: {{date: 2026-04-13}}}}")
    (message,) = found(mini(files={**write("catalogue/procedures.yaml", table), **dated}), "AVE007")
    told = "le visa « transmission » se lit dans la décision elle-même, et « visas » lui donne une date"
    assert espaces(message.message) == told


PROCEDURES = """visas:
  avis: {libelle: Avis du comité de suivi, instance: comite-de-suivi}
  vote: {libelle: Délibération, etape: deliberation_gestionnaire}
  notification: {libelle: Notification aux adhérents}
procedures:
  prix: {libelle: Prix, rang: 1, description: Le gestionnaire décide, visas: [avis, vote, notification]}
changements: []
"""


@pytest.mark.parametrize(
    ("vote", "notification", "said"),
    [
        ("2026-03-17", "2026-03-17", []),
        ("2026-03-16", "2026-03-17", ["avant le visa « avis du comité de suivi » du 17 mars 2026"]),
        ("2026-04-09", "2026-04-08", ["après le visa « notification aux adhérents » du 8 avril 2026"]),
    ],
)
def test_what_the_managing_body_decides_alone_follows_the_opinion_on_it_and_is_notified_after_it(
    vote: str, notification: str, said: list[str]
) -> None:
    acts = f"delibere_le: {vote}, numero: D-12, visas: {{notification: {{date: {notification}}}}}"
    opinion = f"{{objet: Le forfait, sens: favorable, empreinte: {'a' * 64}}}"
    held = "id: suivi-2026, instance: comite-de-suivi, date: 2026-03-17, statut: tenue, ordre_du_jour: [Forfait]"
    files = {
        **decision(acts),
        **write("catalogue/procedures.yaml", PROCEDURES),
        **write("catalogue/reunions/2026.yaml", f"reunions: [{{{held}, avis: [{opinion}]}}]\n"),
    }
    told = [espaces(item.message) for item in found(mini(files=files), "AVE002")]
    day = {"2026-03-16": "16 mars", "2026-04-09": "9 avril"}.get(vote)
    assert told == [f"la décision « Le forfait » : la délibération du {day} 2026 {side}" for side in said]


@pytest.mark.parametrize(
    ("seconde", "domaine", "dits"),
    [
        ("a", "rh", []),
        ("b", "rh", ["avant l'avis du 20 avril 2026"]),
        ("a", "finances", ["avant l'avis du 20 avril 2026"]),
    ],
)
def test_an_opinion_given_again_on_what_was_voted_does_not_make_the_vote_come_too_early(
    seconde: str, domaine: str, dits: list[str]
) -> None:
    def held(nom: str, day: str, communaute: str, sceau: str) -> str:
        opinion = f"objet: Avenant n° 1, sens: favorable, empreinte: {sceau * 64}"
        meeting = f"id: {nom}, instance: utilisateurs, communaute: {communaute}, date: {day}, statut: tenue"
        return f"{{{meeting}, ordre_du_jour: [x], avis: [{{{opinion}}}]}}"

    files = avenant(f"aubepine: {{{PRIS}}}")
    files[CHEMIN] += "avis: [{reunion: mars, sens: favorable}, {reunion: avril, sens: favorable}]\n"
    files[CHEMIN] += f"empreinte: {seconde * 64}\n"
    march, april = held("mars", "2026-03-17", "rh", "a"), held("avril", "2026-04-20", domaine, seconde)
    depot = mini(files={**files, **write("catalogue/reunions/2026.yaml", f"reunions: [{march}, {april}]\n")})
    told = [espaces(item.message) for item in found(depot, "AVE002")]
    assert told == [f"l'avenant n° 1 : Aubépine décide le 9 avril 2026, {dit}" for dit in dits]
