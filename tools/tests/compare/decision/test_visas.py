"""`compare.decision.visas` on a small repository: what is acquired, by which act, and by how many."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.checks.avenants.etapes import amendments
from convention.compare.decision.actes import Acquis
from convention.compare.decision.visas import Ailleurs, EtatVisa, VisaDemande, cases, progress, visa_state
from convention.model.documents.gouvernance import Visa
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.vie import SensAvis
from convention.reports.comparaison.decision_breve import decides
from convention.reports.comparaison.empreinte import contents
from tests.compare.decision.petites_decisions import (
    CLES,
    COMPOSANTS,
    LAXOU,
    MEMBRES,
    NANCY,
    PROCEDURES,
    avenant,
    compared,
    decided,
    decision_prise,
    petit,
    reunions,
)
from tests.espaces import espaces
from tests.essais import edited
from tests.generateur.textes import DEMO, first_line, service
from tests.maquette import Membre

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.decision.decision import Decision

PETIT = petit()
CLE = edited(PETIT, CLES, "libelle: stockage,", "libelle: espace,")
"""A key whose name changes: an avenant is needed."""
PRIX = edited(PETIT, COMPOSANTS, "1200.00", "1260.00")
MANQUE, ACQUIS = EtatVisa.MANQUANT, EtatVisa.ACQUIS


def _said(decision: Decision) -> dict[str, tuple[EtatVisa, Acquis | None, int, int]]:
    return {item.id: (item.etat, item.acquis, item.fait, item.attendu) for item in decision.visas}


def test_an_avenant_of_which_nothing_is_done_acquires_nothing() -> None:
    found = decided(PETIT, avenant(CLE)).visas
    assert [(item.id, item.procedure, item.etat, item.acquis, item.fait, item.attendu) for item in found] == [
        ("avis", "avenant", MANQUE, None, 0, 0),
        ("agents", "avenant", EtatVisa.SANS_OBJET, None, 0, 0),
        ("metropole", "avenant", MANQUE, None, 0, 1),
        ("adherents", "avenant", MANQUE, None, 0, 2),
        ("transmission", "avenant", MANQUE, None, 0, 3),
        ("publication", "avenant", MANQUE, None, 0, 3),
        ("signature", "avenant", MANQUE, None, 0, 2),
        ("lettre", "avenant", MANQUE, None, 0, 0),
        # The document of the avenant is a point too.
        ("validation", "gestion", MANQUE, None, 0, 1),
    ]


SCEAU, AUTRE = f'"{"7c1e52d0" * 8}"', f'"{"3fa90b1c" * 8}"'
NOMME = f"empreinte: {SCEAU}\n"
TOUT = """\
avis:
  - {reunion: reunion-1, sens: defavorable}
  - {reunion: reunion-2, sens: favorable}
  - {reunion: reunion-3, sens: defavorable}
  - {reunion: reunion-4, sens: favorable}
visas: {lettre: {date: 2026-12-20, numero: L-7}}
parties:
  metropole: {delibere_le: 2026-11-02, numero: M-1, transmis_le: 2026-11-03, publie_le: 2026-11-09}
  laxou: {delibere_le: 2026-11-12, numero: X-1, transmis_le: 2026-11-13, publie_le: 2026-11-14, signe_le: 2026-11-18}
  nancy: {delibere_le: 2026-11-10, numero: N-1, transmis_le: 2026-11-11, publie_le: 2026-11-15, signe_le: 2026-11-17}
"""
QUATRE = (
    ("comite", "2026-09-01", f"{{objet: essai, sens: defavorable, empreinte: {SCEAU}}}"),
    ("comite", "2026-10-05", f"{{objet: essai, sens: favorable, empreinte: {SCEAU}}}"),
    ("comite", "2026-08-03", f"{{objet: essai, sens: defavorable, empreinte: {SCEAU}}}"),
    ("maires", "2026-10-09", f"{{objet: essai, sens: favorable, empreinte: {SCEAU}}}"),
)


def test_an_avenant_acquires_each_visa_with_the_last_of_its_acts() -> None:
    found = _said(decided(reunions(PETIT, *QUATRE), avenant(reunions(CLE, *QUATRE), TOUT + NOMME), sceau=SCEAU))
    del found["validation"]
    assert found == {
        "avis": (ACQUIS, Acquis(date(2026, 10, 5), SensAvis.FAVORABLE), 0, 0),
        "agents": (EtatVisa.SANS_OBJET, None, 0, 0),
        "metropole": (ACQUIS, Acquis(date(2026, 11, 2), None, "M-1"), 1, 1),
        "adherents": (ACQUIS, Acquis(date(2026, 11, 12), jours=2), 2, 2),
        "transmission": (ACQUIS, Acquis(date(2026, 11, 13), jours=3), 3, 3),
        "publication": (ACQUIS, Acquis(date(2026, 11, 15), jours=3), 3, 3),
        "signature": (ACQUIS, Acquis(date(2026, 11, 18), jours=2), 2, 2),
        "lettre": (ACQUIS, Acquis(date(2026, 12, 20), None, "L-7"), 0, 0),
    }


@pytest.mark.parametrize(
    ("sens", "told"),
    [
        ("favorable", "(5 octobre 2026)"),
        ("favorable_avec_reserves", "(favorable avec réserves, 5 octobre 2026)"),
        ("defavorable", "(défavorable, 5 octobre 2026)"),
    ],
)
def test_in_short_too_an_opinion_that_is_not_merely_favourable_is_said_to_be_so(sens: str, told: str) -> None:
    given = ("comite", "2026-10-05", f"{{objet: essai, sens: {sens}, empreinte: {SCEAU}}}")
    before, after = reunions(PETIT, given), avenant(reunions(CLE, given), NOMME)
    (line,) = [
        text for text in decides(decided(before, after, sceau=SCEAU), compared(before, after)) if "Acquis" in text
    ]
    assert told in espaces(line)


@pytest.mark.parametrize("first", [1, 2])
def test_of_two_avenants_the_one_of_which_less_is_done_counts(first: int) -> None:
    some = "parties:\n  metropole: {delibere_le: 2026-11-02}\n  laxou: {delibere_le: 2026-11-12}\n"
    less = "parties:\n  laxou: {transmis_le: 2026-11-12}\nvisas: {lettre: {date: 2026-12-20}}\n"
    found = _said(decided(PETIT, avenant(avenant(CLE, some + NOMME, first), less + NOMME, 3 - first), sceau=SCEAU))
    assert {nom: found[nom] for nom in ("metropole", "adherents", "transmission", "lettre")} == {
        "metropole": (MANQUE, None, 0, 1),
        "adherents": (MANQUE, None, 0, 2),
        "transmission": (MANQUE, None, 0, 3),
        "lettre": (MANQUE, None, 0, 0),
    }


@pytest.mark.parametrize("first", [1, 2])
def test_of_two_avenants_that_acquired_a_visa_the_last_day_counts(first: int) -> None:
    soon, late = "visas: {lettre: {date: 2026-11-20}}\n", "visas: {lettre: {date: 2026-12-20}}\n"
    found = _said(decided(PETIT, avenant(avenant(CLE, late + NOMME, first), soon + NOMME, 3 - first), sceau=SCEAU))
    assert found["lettre"] == (ACQUIS, Acquis(date(2026, 12, 20)), 0, 0)


def test_nobody_else_deliberates_when_the_managing_body_is_alone() -> None:
    base = petit({"metropole": MEMBRES["metropole"]})
    after = edited(base, CLES, "libelle: stockage,", "libelle: espace,")
    assert _said(decided(base, avenant(after)))["adherents"] == (MANQUE, None, 0, 0)


def test_staff_is_concerned_by_a_service_that_comes_not_by_its_name() -> None:
    path = "catalogue/services/S05.yaml"
    comes = {**PETIT, path: first_line(path) + service("S05")}
    renamed = edited(PETIT, "catalogue/services/S03.yaml", "libelle: Service S03", "libelle: Autre")
    assert [_said(decided(PETIT, after))["agents"][0] for after in (comes, renamed)] == [MANQUE, EtatVisa.SANS_OBJET]


def test_nothing_is_to_be_notified_when_nobody_pays_another_amount() -> None:
    letter = "lettre: {libelle: Lettre"
    base = edited(PETIT, PROCEDURES, letter, f"{letter}, quand: Quand un montant change, cas: montants")
    named, dearer = (
        edited(base, CLES, "libelle: stockage,", "libelle: espace,"),
        edited(base, COMPOSANTS, "1200.00", "1260.00"),
    )
    assert [_said(decided(base, after))["lettre"][0] for after in (named, dearer)] == [EtatVisa.SANS_OBJET, MANQUE]
    # What the one procedure decides changes none, what the other does.
    both = decided(base, {**dearer, CLES: named[CLES]})
    states = [item.etat for voie in both.voies for item in voie.visas if item.id == "lettre"]
    assert (states, _said(both)["lettre"][0]) == ([EtatVisa.SANS_OBJET, MANQUE], MANQUE)


def test_the_cases_that_a_comparison_recognises_are_those_of_its_changes() -> None:
    path = "catalogue/services/S05.yaml"
    named, comes = edited(PETIT, CLES, "libelle: stockage,", "libelle: espace,"), first_line(path) + service("S05")
    proposals = (named, {**PETIT, path: comes}, edited(PETIT, COMPOSANTS, "1200.00", "1260.00"))
    assert [cases(compared(PETIT, after)) for after in proposals] == [(), ("agents",), ("montants",)]


# --- without an avenant ---


def test_a_price_without_an_avenant_waits_for_an_opinion_and_a_letter() -> None:
    assert _said(decided(PETIT, PRIX)) == {
        "avis": (MANQUE, None, 0, 0),
        "jugement": (EtatVisa.A_APPRECIER, None, 0, 0),
        "lettre": (MANQUE, None, 0, 0),
    }


SEULE = edited(
    PETIT, PROCEDURES, "visas: [avis, jugement, lettre]", "visas: [avis, jugement, lettre, metropole, publication]"
)
CHER = {**PRIX, PROCEDURES: SEULE[PROCEDURES]}
DECIDE = "delibere_le: 2026-09-24, numero: D-1"
LETTRE = "visas: {lettre: {date: 2026-10-02, numero: L-1}}"


@pytest.mark.parametrize("sceau", [SCEAU, AUTRE])
def test_what_was_decided_alone_counts_on_the_seal_that_it_names_and_is_told_of_another(sceau: str) -> None:
    found = decided(SEULE, decision_prise(CHER, f"{DECIDE}, {LETTRE}, empreinte: {sceau}"), sceau=SCEAU)
    acts = {
        "lettre": (Acquis(date(2026, 10, 2), None, "L-1"), 0),
        "metropole": (Acquis(date(2026, 9, 24), None, "D-1"), 1),
    }
    here = sceau == SCEAU
    assert {item.id: item.acquis for item in found.visas if item.acquis is not None} == (
        {nom: acquis for nom, (acquis, _) in acts.items()} if here else {}
    )
    assert {item.id: item.ailleurs for item in found.visas if item.ailleurs} == (
        {} if here else {nom: (Ailleurs(act, AUTRE.strip('"'), done, done),) for nom, (act, done) in acts.items()}
    )


@pytest.mark.parametrize("named", ["", f"empreinte: {AUTRE}\n", NOMME])
def test_an_avenant_says_nothing_of_what_no_party_signs(named: str) -> None:
    found = decided(SEULE, avenant(CHER, TOUT + named), sceau=SCEAU)
    said = {item.id: (item.etat, item.acquis, item.ailleurs) for item in found.visas if item.procedure == "prix"}
    assert {nom: said[nom] for nom in ("lettre", "metropole", "publication")} == dict.fromkeys(
        ("lettre", "metropole", "publication"), (MANQUE, None, ())
    )


def _meeting(
    instance: str, day: str, genres: str = "", sens: str = "favorable", sceau: str = SCEAU
) -> tuple[str, str, str]:
    named = f", empreinte: {sceau}" if sceau else ""
    kinds = f", genres: [{genres}]" if genres else ""
    return instance, day, f"{{objet: essai, sens: {sens}{named}{kinds}}}"


_AVIS = Acquis(date(2026, 3, 1), SensAvis.DEFAVORABLE)


def test_the_last_opinion_of_the_body_on_this_seal_and_all_these_kinds_is_acquired() -> None:
    meetings = (
        _meeting("comite", "2026-02-01"),
        _meeting("comite", "2026-03-01", "forfait, composants", "defavorable"),
        _meeting("comite", "2026-02-15", "composants"),
        _meeting("comite", "2026-04-01", "forfait"),
        _meeting("comite", "2026-05-01", sceau=AUTRE),
        _meeting("comite", "2026-05-02", sceau=""),
        _meeting("maires", "2026-06-01", "composants"),
    )
    sides = reunions(PETIT, *meetings), reunions(PRIX, *meetings)
    assert _said(decided(*sides, sceau=SCEAU))["avis"] == (ACQUIS, _AVIS, 0, 0)
    # An opinion given after the day that is asked about was not given yet.
    assert _said(decided(*sides, date(2026, 3, 1), SCEAU))["avis"] == (ACQUIS, _AVIS, 0, 0)
    (before,) = [item for item in decided(*sides, date(2026, 1, 31), SCEAU).visas if item.id == "avis"]
    assert (before.etat, before.ailleurs) == (MANQUE, ())


@pytest.mark.parametrize("sens", list(SensAvis))
def test_of_two_opinions_of_one_day_the_first_one_read_counts_whatever_it_says(sens: SensAvis) -> None:
    (other, *_) = (item for item in SensAvis if item is not sens)
    days = (_meeting("comite", "2026-03-01", sens=sens), _meeting("comite", "2026-03-01", sens=other))
    found = _said(decided(reunions(PETIT, *days), reunions(PRIX, *days), sceau=SCEAU))
    assert found["avis"] == (ACQUIS, Acquis(date(2026, 3, 1), sens), 0, 0)


# --- what was done on something else ---


def test_an_opinion_on_another_seal_is_told_when_it_bears_on_some_of_these_kinds_and_this_exercice() -> None:
    meetings = (
        _meeting("comite", "2026-02-01", "forfait, composants", sceau=AUTRE),
        _meeting("comite", "2026-02-02", "composants", "defavorable", sceau=""),
        _meeting("comite", "2026-02-03", "forfait", sceau=AUTRE),
        _meeting("maires", "2026-02-04", "composants", sceau=AUTRE),
        _meeting("comite", "2026-02-05", sceau=AUTRE),
        ("comite", "2026-02-06", "{objet: essai, sens: favorable, genres: [composants], exercice: 2025}"),
        ("comite", "2026-02-07", "{objet: essai, sens: favorable, genres: [composants], exercice: 2026}"),
    )
    found = decided(reunions(PETIT, *meetings), reunions(PRIX, *meetings), sceau=SCEAU)
    (avis,) = [item for item in found.visas if item.id == "avis"]
    assert (avis.etat, avis.ailleurs) == (
        MANQUE,
        (
            Ailleurs(Acquis(date(2026, 2, 1), SensAvis.FAVORABLE), AUTRE.strip('"')),
            Ailleurs(Acquis(date(2026, 2, 2), SensAvis.DEFAVORABLE), None),
            Ailleurs(Acquis(date(2026, 2, 7), SensAvis.FAVORABLE), None),
        ),
    )


@pytest.mark.parametrize("named", ["", f"empreinte: {AUTRE}\n"])
def test_what_an_avenant_says_was_done_on_another_seal_or_on_none_is_told_and_acquires_nothing(named: str) -> None:
    days = tuple((instance, day, opinion.replace(SCEAU, AUTRE)) for instance, day, opinion in QUATRE)
    found = decided(reunions(PETIT, *days), avenant(reunions(CLE, *days), TOUT + named), sceau=SCEAU)
    seal = AUTRE.strip('"')
    acts = seal if named else None
    told = {item.id: (item.etat, item.ailleurs) for item in found.visas if item.ailleurs}
    assert told == {
        "avis": (
            MANQUE,
            tuple(
                Ailleurs(Acquis(day, sens), seal)
                for day, sens in (
                    (date(2026, 9, 1), SensAvis.DEFAVORABLE),
                    (date(2026, 10, 5), SensAvis.FAVORABLE),
                    (date(2026, 8, 3), SensAvis.DEFAVORABLE),
                )
            ),
        ),
        "metropole": (MANQUE, (Ailleurs(Acquis(date(2026, 11, 2), None, "M-1"), acts, 1, 1),)),
        "adherents": (MANQUE, (Ailleurs(Acquis(date(2026, 11, 12), jours=2), acts, 2, 2),)),
        "transmission": (MANQUE, (Ailleurs(Acquis(date(2026, 11, 13), jours=3), acts, 3, 3),)),
        "publication": (MANQUE, (Ailleurs(Acquis(date(2026, 11, 15), jours=3), acts, 3, 3),)),
        "signature": (MANQUE, (Ailleurs(Acquis(date(2026, 11, 18), jours=2), acts, 2, 2),)),
        "lettre": (MANQUE, (Ailleurs(Acquis(date(2026, 12, 20), None, "L-7"), acts),)),
    }


# --- an entry, decided by both assemblies (art. 3.1) ---

DEMANDE = "adherents/arrivant/adhesion.yaml"
ETAPES = """\
deliberations:
  - partie: adherent
    acte: {organe: "Conseil", objet: "Adhérer", numero: A-1, date: 2026-11-12}
    transmission: 2026-11-13
  - partie: gestionnaire
    acte: {organe: "Conseil", objet: "Admettre", numero: M-1, date: 2026-11-02}
    transmission: 2026-11-03
    publication: 2026-11-04
signature: 2026-11-20
"""


def _entry(steps: str, seal: str = "") -> dict[str, str]:
    """Have a newcomer enter, with the steps that its demand holds."""
    head = "# yaml-language-server: $schema=../../schemas/adhesion.schema.json\n"
    demand = f"{head}{DEMO}nom: Arrivant\nstatut: demande\ndemande: 2026-09-01\n{steps}{seal}"
    return {**petit({**MEMBRES, "arrivant": Membre("postes: 5")}), DEMANDE: demand}


def test_what_both_assemblies_did_of_the_entry_that_they_name_is_acquired() -> None:
    found = _said(decided(PETIT, _entry(ETAPES, NOMME), sceau=SCEAU))
    assert {nom: found[nom] for nom in ("metropole", "adherents", "transmission", "publication", "signature")} == {
        "metropole": (ACQUIS, Acquis(date(2026, 11, 2), None, "M-1"), 1, 1),
        "adherents": (ACQUIS, Acquis(date(2026, 11, 12)), 1, 1),
        "transmission": (ACQUIS, Acquis(date(2026, 11, 13), jours=2), 2, 2),
        "publication": (MANQUE, None, 1, 2),
        "signature": (ACQUIS, Acquis(date(2026, 11, 20)), 1, 1),
    }


@pytest.mark.parametrize("named", ["", f"empreinte: {AUTRE}\n"])
def test_what_was_done_of_another_entry_or_of_none_is_told_and_acquires_nothing(named: str) -> None:
    found = decided(PETIT, _entry(ETAPES, named), sceau=SCEAU)
    seal = AUTRE.strip('"') if named else None
    told = {item.id: (item.etat, item.acquis, item.ailleurs) for item in found.visas if item.ailleurs}
    assert told == {
        "metropole": (MANQUE, None, (Ailleurs(Acquis(date(2026, 11, 2), None, "M-1"), seal, 1, 1),)),
        "adherents": (MANQUE, None, (Ailleurs(Acquis(date(2026, 11, 12)), seal, 1, 1),)),
        "transmission": (MANQUE, None, (Ailleurs(Acquis(date(2026, 11, 13), jours=2), seal, 2, 2),)),
        "publication": (MANQUE, None, (Ailleurs(None, seal, 1, 2),)),
        "signature": (MANQUE, None, (Ailleurs(Acquis(date(2026, 11, 20)), seal, 1, 1),)),
    }


def _opinion(meeting: tuple[str, str, str]) -> VisaDemande:
    """Return the opinion that an entry asks, and cites as given by a meeting."""
    avis = "avis: {reunion: reunion-1, sens: favorable}\n"
    found = decided(reunions(PETIT, meeting), reunions(_entry(avis), meeting), sceau=SCEAU)
    (asked,) = [item for item in found.visas if item.id == "avis"]
    return asked


@pytest.mark.parametrize(("opinion", "seal"), [(AUTRE, AUTRE.strip('"')), ("", None), (SCEAU, "acquired")])
def test_the_opinion_that_a_demand_cites_is_told_when_its_meeting_gave_it_on_something_else(
    opinion: str, seal: str | None
) -> None:
    asked = _opinion(_meeting("comite", "2026-10-05", sceau=opinion))
    given = Acquis(date(2026, 10, 5), SensAvis.FAVORABLE)
    if seal == "acquired":
        assert (asked.etat, asked.acquis, asked.ailleurs) == (ACQUIS, given, ())
    else:
        assert (asked.etat, asked.ailleurs) == (MANQUE, (Ailleurs(given, seal),))


def test_the_opinion_that_a_demand_cites_on_this_very_proposal_is_not_told_as_given_on_another() -> None:
    # On this seal, and on one kind only: it is not acquired for the others.
    asked = _opinion(_meeting("comite", "2026-10-05", "forfait", sceau=SCEAU))
    assert (asked.etat, asked.ailleurs) == (MANQUE, ())


def test_an_entry_that_nobody_decided_yet_waits_for_both_assemblies() -> None:
    found = _said(decided(PETIT, _entry("", NOMME), sceau=SCEAU))
    assert [found[nom] for nom in ("metropole", "adherents", "signature")] == [(MANQUE, None, 0, 1)] * 3


def test_writing_the_steps_of_an_entry_leaves_its_seal_as_it_is() -> None:
    seals = {contents(compared(PETIT, _entry(*rest))).empreinte for rest in ((ETAPES,), (ETAPES, NOMME))}
    assert seals == {contents(compared(PETIT, _entry(""))).empreinte}


# --- point by point ---


def _joined(days: Mapping[str, str]) -> dict[str, str]:
    """Make two adherents take S04, each with its demand."""
    files, stay = PETIT, "{service: S03, debut: 2024-01-01}"
    for folder, rest in days.items():
        more = f"{stay}, {{service: S04, debut: 2026-07-01{rest}}}"
        files = edited(files, f"{folder}/souscriptions.yaml", stay, more)
    return files


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (", demande: 2026-05-02", (ACQUIS, Acquis(date(2026, 5, 2), jours=2), 2, 2)),
        ("", (MANQUE, None, 1, 2)),
    ],
)
def test_demands_are_acquired_with_the_last_of_them(last: str, said: tuple[EtatVisa, Acquis | None, int, int]) -> None:
    found = decided(PETIT, _joined({LAXOU: last, NANCY: ", demande: 2026-04-03"}))
    assert _said(found) == {"demande": said}


def test_an_act_of_a_later_day_is_not_done_yet_whatever_holds_it() -> None:
    proposals = (
        (reunions(PETIT, *QUATRE), avenant(reunions(CLE, *QUATRE), TOUT + NOMME), date(2026, 11, 10)),
        (PETIT, _entry(ETAPES, NOMME), date(2026, 11, 3)),
        (PETIT, _joined({LAXOU: ", demande: 2026-05-02", NANCY: ", demande: 2026-04-03"}), date(2026, 5, 1)),
    )
    found = [_said(decided(before, after, au, SCEAU)) for before, after, au in proposals]
    assert [{nom: (etat, fait) for nom, (etat, _, fait, _) in item.items()} for item in found] == [
        {
            "avis": (ACQUIS, 0),
            "agents": (EtatVisa.SANS_OBJET, 0),
            "metropole": (ACQUIS, 1),
            "adherents": (MANQUE, 1),
            "transmission": (MANQUE, 1),
            "publication": (MANQUE, 1),
            "signature": (MANQUE, 0),
            "lettre": (MANQUE, 0),
            "validation": (MANQUE, 0),
        },
        {
            "avis": (MANQUE, 0),
            "agents": (EtatVisa.SANS_OBJET, 0),
            "metropole": (ACQUIS, 1),
            "adherents": (MANQUE, 0),
            "transmission": (MANQUE, 1),
            "publication": (MANQUE, 0),
            "signature": (MANQUE, 0),
            "lettre": (MANQUE, 0),
        },
        {"demande": (MANQUE, 1)},
    ]


def test_a_visa_of_each_point_is_not_acquired_by_no_point() -> None:
    asked = VisaDemande("demande", Visa(libelle="Demande", etape=EtapeVisa.DEMANDE), "souscription")
    assert visa_state(asked, (), (), compared(PETIT, PETIT), None) == asked


# --- which avenants are followed ---


def _followed(before: Mapping[str, str], after: Mapping[str, str], sceau: str | None) -> list[tuple[bool, int, str]]:
    """Say of each avenant that is followed: whether it decides, how many parties acted, where it stands."""
    return [
        (item.decide, len(item.actes.parties), str(item.vie.etat))
        for item in decided(before, after, sceau=sceau).avenants
    ]


def test_an_avenant_that_comes_decides_and_holds_what_was_done_on_this_very_seal() -> None:
    head = avenant(reunions(CLE, *QUATRE), TOUT + NOMME)
    base = reunions(PETIT, *QUATRE)
    assert _followed(base, head, SCEAU) == [(True, 3, "executoire")]
    assert _followed(base, head, AUTRE) == [(True, 0, "projet")]
    assert _followed(base, head, None) == [(True, 0, "projet")]


def test_an_avenant_that_the_base_has_is_followed_for_its_acts_or_for_its_seal_and_for_nothing_else() -> None:
    files = reunions(CLE, *QUATRE)
    before, after = avenant(files, NOMME), avenant(files, TOUT + NOMME)
    # Its acts are written, on its own seal, whatever else is compared.
    assert _followed(before, after, AUTRE) == [(False, 3, "executoire")]
    assert not decided(before, after, sceau=AUTRE).empreinte_perimee
    assert _followed(after, after, AUTRE) == []
    assert _followed(after, after, None) == []
    # It decides what bears its seal.
    assert _followed(after, after, SCEAU) == [(True, 3, "executoire")]


def test_an_avenant_that_was_given_up_decides_nothing_from_that_day_on() -> None:
    base, given_up = reunions(PETIT, *QUATRE), avenant(reunions(CLE, *QUATRE), f"{TOUT}{NOMME}sans_suite: 2026-12-21\n")
    for au, holds in ((date(2026, 12, 20), True), (date(2026, 12, 21), False)):
        found = decided(base, given_up, au, SCEAU)
        assert [item.decide for item in found.avenants] == [holds]
        assert any(item.acquis is not None for item in found.visas if item.id == "signature") is holds


@pytest.mark.parametrize(
    ("named", "sceau", "stale"),
    [(NOMME, SCEAU, False), (NOMME, AUTRE, True), ("", AUTRE, False), (NOMME, None, False)],
)
def test_a_vote_on_another_seal_is_open_again(named: str, sceau: str | None, *, stale: bool) -> None:
    assert decided(PETIT, avenant(CLE, TOUT + named), sceau=sceau).empreinte_perimee is stale


def test_an_opinion_of_the_body_cited_by_an_avenant_is_told_with_its_sense() -> None:
    days = tuple((instance, day, opinion.replace(SCEAU, AUTRE)) for instance, day, opinion in QUATRE)
    base, head = reunions(PETIT, *days), avenant(reunions(CLE, *days), TOUT)
    comparaison = compared(base, head)
    (item,) = amendments(comparaison.head)
    asked = Visa(libelle="Avis", instance="comite")
    assert progress("avis", asked, item, comparaison.head).acquis == Acquis(date(2026, 10, 5), SensAvis.FAVORABLE)
    none = Visa(libelle="Avis", instance="autre")
    assert progress("avis", none, item, comparaison.head).acquis is None


def test_an_entry_is_read_whatever_else_the_proposal_changes() -> None:
    # The key comes first among the changes.
    both = {**_entry(ETAPES, NOMME), CLES: CLE[CLES]}
    assert _said(decided(PETIT, both, sceau=SCEAU))["metropole"][1] == Acquis(date(2026, 11, 2), None, "M-1")


def test_a_convention_signed_before_any_deliberation_is_signed_by_the_newcomer_alone() -> None:
    found = _said(decided(PETIT, _entry("signature: 2026-11-20\n", NOMME), sceau=SCEAU))
    assert (found["signature"], found["metropole"]) == (
        (ACQUIS, Acquis(date(2026, 11, 20)), 1, 1),
        (MANQUE, None, 0, 1),
    )


@pytest.mark.parametrize("attendu", [0, 3])
def test_what_is_asked_of_each_party_says_how_many_did_it(attendu: int) -> None:
    told = Ailleurs(None, None, fait=1, attendu=attendu)
    assert told.parties == (told if attendu else None)


def test_each_visa_says_its_parties_when_it_is_asked_of_them() -> None:
    found = decided(PETIT, _entry(ETAPES, NOMME), sceau=SCEAU).visas
    assert {item.id for item in found if item.parties} == {item.id for item in found if item.attendu}
    assert {bool(item.attendu) for item in found} == {True, False}
