"""`decision.decide` on a small repository: which avenant decides what, on which seal, seen from which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.checks.cadre.vie import meetings
from convention.compare.decision.actes import acts_of_points
from convention.compare.decision.points import counts_by_exercice
from convention.compare.decision.visas import EtatVisa, seals_of_opinion
from convention.model.depot import Reference
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.vie import SensAvis
from tests.compare.decision.petites_decisions import (
    CLES,
    COMPOSANTS,
    PROCEDURES,
    RESEAU,
    avenant,
    compared,
    decided,
    decision_prise,
    petit,
    reunions,
)
from tests.essais import edited, lire
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre

if TYPE_CHECKING:
    from collections.abc import Mapping

SCEAU, AUTRE = "a" * 64, "b" * 64
AU = date(2026, 11, 30)
DEUX_ANS = (2026, 2027)
ACTES = 'parties: {laxou: {delibere_le: 2026-10-01, numero: "4"}}\n'
RESTE = f'empreinte: "{SCEAU}"\n{ACTES}'


def renamed(files: Mapping[str, str]) -> dict[str, str]:
    """Rename a key: an avenant is needed, and no amount moves."""
    return edited(files, CLES, "{libelle: stockage,", "{libelle: espace,")


def dearer(files: Mapping[str, str]) -> dict[str, str]:
    """Raise a price."""
    return edited(files, COMPOSANTS, "cout: 1200.00", "cout: 1300.00")


def _planned(*days: str) -> dict[str, str]:
    """Plan meetings of the committee."""
    rows = "".join(
        f"  - {{id: r{rang}, instance: comite, date: {day}, statut: prevue, ordre_du_jour: [essai]}}\n"
        for rang, day in enumerate(days)
    )
    files: dict[str, str] = {}
    for annee in {day[:4] for day in days}:
        line = "# yaml-language-server: $schema=../../schemas/reunions.schema.json\n"
        files[f"catalogue/reunions/{annee}.yaml"] = f"{line}origine: demonstration\nsource: essai\nreunions:\n{rows}"
    return files


# --- the day, what is refused ---


def test_a_decision_is_seen_from_its_day_and_a_missing_opinion_names_the_next_meeting_from_that_day() -> None:
    files = {**petit(), **_planned("2026-03-10", "2026-12-10")}
    for au, prochaine in ((date(2026, 2, 1), date(2026, 3, 10)), (AU, date(2026, 12, 10))):
        found = decided(files, dearer(files), au)
        asked = {item.id: item.reunion for voie in found.voies for item in voie.visas}
        assert (found.au, asked["avis"]) == (au, prochaine)


# --- what comes or goes with the object that a proposal creates or removes ---


@pytest.mark.parametrize("ote", [False, True])
def test_the_first_or_last_price_of_a_component_that_an_avenant_makes_or_ends_is_decided_with_it(*, ote: bool) -> None:
    visas = "visas: [avis, agents, metropole, adherents, transmission, publication, signature, lettre]"
    files = edited(petit(), PROCEDURES, visas, visas.replace("avis,", "avis, jugement,"))
    key = "  badges: {libelle: badges, unite: badge, pluriel: badges, comptage: a_date}\n"
    membres = {"metropole": Membre("postes: 10, badges: 3"), "laxou": Membre("postes: 30, badges: 4")}
    before = {**petit(membres={nom: Membre(item.valeurs.partition(",")[0]) for nom, item in membres.items()})}
    after = petit(membres, RESEAU | {"portes": Cout("cout: 90.00", annuel="cout * part(badges)")})
    before, after = ({**side, PROCEDURES: files[PROCEDURES]} for side in (before, after))
    after[CLES] = f"{after[CLES]}{key}"
    found = decided(after, before, AU) if ote else decided(before, after, AU)
    asked = {point.changement.genre: point.requise.id for point in found.points if point.requise is not None}
    assert (asked["cles"], asked["composants"]) == ("avenant", "avenant")


# --- when it counts, and whether a meeting comes in time ---


def dearer_in_2027(files: Mapping[str, str]) -> dict[str, str]:
    """Raise a price of 2027 alone."""
    return edited(files, COMPOSANTS, "2027: {cout: 1200.00}", "2027: {cout: 1300.00}")


@pytest.mark.parametrize(
    ("au", "compte", "tardive"),
    [
        (None, date(2027, 1, 1), True),
        (date(2026, 9, 1), date(2027, 1, 1), True),
        # Too late for 2027: the notice of two months leads to 2028, and the meeting comes before.
        (date(2026, 11, 30), date(2028, 1, 1), False),
        (date(2027, 1, 1), date(2028, 1, 1), False),
        # What already counts is not waiting for a meeting.
        (date(2027, 2, 1), date(2027, 1, 1), False),
    ],
)
def test_a_meeting_is_late_when_it_comes_once_the_change_counts(
    au: date | None, compte: date, *, tardive: bool
) -> None:
    files = {**petit(exercices=DEUX_ANS), **_planned("2027-03-10")}
    found = decided(files, dearer_in_2027(files), au)
    (avis,) = [item for item in found.visas if item.id == "avis"]
    assert (found.counts_from(avis), found.reunion_tardive(avis)) == (compte, date(2027, 3, 10) if tardive else None)


@pytest.mark.parametrize(("au", "tardive"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_on_its_day_an_avenant_counts_and_waits_for_no_meeting(au: date, *, tardive: bool) -> None:
    files = {**petit(), **_planned("2027-03-10")}
    found = decided(files, avenant(renamed(files)), au)
    (avis,) = [item for item in found.visas if item.id == "avis"]
    assert found.reunion_tardive(avis) == (date(2027, 3, 10) if tardive else None)


def test_an_avenant_decided_one_notice_before_a_first_of_january_counts_from_that_very_day() -> None:
    files = edited(petit(), PROCEDURES, "    rang: 5\n", "    rang: 5\n    preavis_mois: 6\n")
    for au, compte in ((date(2027, 6, 30), date(2028, 1, 1)), (date(2027, 7, 1), date(2028, 1, 1))):
        (voie,) = decided(files, avenant(renamed(files), effet="2027-07-01"), au).voies[:1]
        assert (voie.requise.id, voie.possible(au)) == ("avenant", compte)


def test_a_visa_counts_from_the_procedure_that_asks_for_it_and_for_it_alone() -> None:
    files = petit(exercices=DEUX_ANS)
    counted = edited(files, "adherents/laxou/quantites/2026.yaml", "postes: 30", "postes: 31")
    found = decided(files, dearer_in_2027(counted), date(2026, 9, 1))
    days = {item.id: found.counts_from(item) for item in found.visas}
    assert (days["validation"], days["avis"]) == (date(2026, 1, 1), date(2027, 1, 1))


def test_a_deadline_that_the_first_act_kept_is_not_missed() -> None:
    files = petit(exercices=DEUX_ANS)
    done = f'delibere_le: 2026-09-01, numero: D-1, empreinte: "{SCEAU}", visas: {{lettre: {{date: 2026-09-01}}}}'
    missed = []
    for after in (dearer_in_2027(files), decision_prise(dearer_in_2027(files), done)):
        (voie,) = [item for item in decided(files, after, AU, SCEAU).voies if item.requise.id == "prix"]
        missed.append(bool(voie.delais(AU).manquees))
    assert missed == [True, False]


# --- acts on this very seal, and elsewhere ---


def test_acts_half_done_on_the_seal_of_the_proposal_are_not_told_as_done_elsewhere() -> None:
    found = decided(petit(), avenant(renamed(petit()), RESTE), AU, SCEAU)
    (asked,) = [item for item in found.visas if item.id == "adherents"]
    assert (asked.etat, asked.fait, asked.ailleurs) == (EtatVisa.MANQUANT, 1, ())


def test_an_act_to_come_that_both_sides_write_is_no_act_of_the_comparison() -> None:
    files = avenant(petit(), RESTE)
    assert decided(files, dearer(files), date(2026, 9, 1)).avenants == ()


def test_acts_are_told_as_done_elsewhere_when_nothing_is_known_of_the_seal() -> None:
    found = decided(petit(), avenant(renamed(petit()), RESTE), AU)
    (asked,) = [item for item in found.visas if item.id == "adherents"]
    assert [(item.fait, item.empreinte) for item in asked.ailleurs] == [(1, SCEAU)]


def test_an_opinion_on_this_seal_for_some_kinds_only_is_missing_and_not_told_as_given_elsewhere() -> None:
    avis = f'{{objet: essai, sens: favorable, empreinte: "{SCEAU}", genres: [cles]}}'
    files = reunions(petit(), ("comite", "2026-10-05", avis))
    after = edited(renamed(files), "catalogue/services/S03.yaml", "libelle: Service S03", "libelle: Domaine S03")
    for proposed in (after, avenant(after, "avis: [{reunion: reunion-1, sens: favorable}]\n")):
        (asked,) = [item for item in decided(files, proposed, AU, SCEAU).visas if item.id == "avis"]
        assert (asked.etat, asked.ailleurs) == (EtatVisa.MANQUANT, ())


def test_the_seals_of_an_opinion_are_those_of_its_sense() -> None:
    given = (("favorable", AUTRE), ("defavorable", SCEAU))
    avis = ", ".join(f'{{objet: essai, sens: {sens}, empreinte: "{seal}"}}' for sens, seal in given)
    (meeting,) = meetings(lire(reunions(petit(), ("comite", "2026-10-05", avis))))
    assert seals_of_opinion(meeting, SensAvis.FAVORABLE) == (AUTRE,)


# --- the acts of each point ---


@pytest.mark.parametrize(
    "etape", [EtapeVisa.NOTIFICATION, EtapeVisa.EVALUATION, EtapeVisa.VALIDATION, EtapeVisa.DEMANDE]
)
def test_what_leaves_or_has_no_document_has_no_act(etape: EtapeVisa) -> None:
    files = petit()
    gone = {path: text for path, text in files.items() if not path.startswith("adherents/nancy/")}
    comparaison = compared(files, gone)
    sealed = replace(comparaison.changements[0], source_avant=Reference("pricing/appels/2026-04.json", ()))
    assert set(acts_of_points(etape, (*comparaison.changements, sealed), comparaison)) == {None}


def test_a_subscription_that_comes_goes_or_changes_asks_no_validation() -> None:
    line = "{service: S04, debut: 2026-03-01, demande: 2026-01-05}"
    with_it = petit({"metropole": Membre("postes: 10"), "laxou": Membre("postes: 30", line)})
    without = petit({"metropole": Membre("postes: 10"), "laxou": Membre("postes: 30", "")})
    ended = petit({"metropole": Membre("postes: 10"), "laxou": Membre("postes: 30", line[:-1] + ", fin: 2026-12-01}")})
    for before, after in ((without, with_it), (with_it, without), (with_it, ended)):
        comparaison = compared(before, after)
        assert set(acts_of_points(EtapeVisa.VALIDATION, comparaison.changements, comparaison)) == {None}
    comparaison = compared(with_it, without)
    assert set(acts_of_points(EtapeVisa.DEMANDE, comparaison.changements, comparaison)) == {None}


def test_a_change_of_an_adherent_that_is_already_there_is_no_entry_nor_exit() -> None:
    path, identity = "adherents/laxou/adhesion.yaml", "adherents/laxou/adherent.yaml"
    done = "evaluation: {date: 2026-10-01, etp_requis: 0, charges_techniques: essai, plannings: essai}\n"
    demand = f"{first_line(path)}{DEMO}nom: Laxou\ndemande: 2026-09-14\nstatut: evaluee\n{done}"
    files = {**petit(), path: demand}
    comparaison = compared(files, edited(files, identity, "denomination: laxou", "denomination: Laxou"))
    assert acts_of_points(EtapeVisa.EVALUATION, comparaison.changements, comparaison) == (None,)
    assert acts_of_points(EtapeVisa.NOTIFICATION, comparaison.changements, comparaison) == (None,)


# --- what the demand of a newcomer cites ---


def _entered(*demandes: tuple[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Bring newcomers in, each with what its demand adds."""
    comite = ("comite", "2026-10-05", f'{{objet: essai, sens: favorable, empreinte: "{AUTRE}"}}')
    after = reunions(petit(), comite)
    before = {path: text for path, text in after.items() if path.split("/")[1] not in dict(demandes)}
    for nom, more in demandes:
        path = f"adherents/{nom}/adhesion.yaml"
        after[path] = f"{first_line(path)}{DEMO}nom: {nom}\ndemande: 2026-09-14\nstatut: demande\n{more}"
    return before, after


def test_the_opinion_that_a_demand_cites_is_told_with_what_it_was_given_on_whatever_the_other_demands_say() -> None:
    before, after = _entered(("laxou", ""), ("nancy", "avis: {reunion: reunion-1, sens: favorable}\n"))
    (asked,) = [item for item in decided(before, after, AU, SCEAU).visas if item.id == "avis"]
    assert (asked.etat, [item.empreinte for item in asked.ailleurs]) == (EtatVisa.MANQUANT, [AUTRE])


def test_an_opinion_of_a_meeting_that_nobody_knows_is_told_nowhere() -> None:
    before, after = _entered(("laxou", "avis: {reunion: inconnue, sens: favorable}\n"))
    (asked,) = [item for item in decided(before, after, AU, SCEAU).visas if item.id == "avis"]
    assert (asked.etat, asked.ailleurs) == (EtatVisa.MANQUANT, ())


def test_the_acts_of_an_entry_half_done_on_this_seal_are_not_told_as_done_elsewhere() -> None:
    acte = "{organe: Conseil, objet: essai, numero: A-1, date: 2026-10-10}"
    deliberation = f"{{partie: adherent, acte: {acte}, transmission: 2026-10-12}}"
    before, after = _entered(("laxou", f'empreinte: "{SCEAU}"\ndeliberations: [{deliberation}]\n'))
    (asked,) = [item for item in decided(before, after, AU, SCEAU).visas if item.id == "transmission"]
    assert (asked.etat, asked.fait, asked.ailleurs) == (EtatVisa.MANQUANT, 1, ())


@pytest.mark.parametrize(("genre", "parties"), [("commune", 2), ("association", 1), ("etablissement_public", 1)])
def test_both_parties_transmit_what_they_voted_of_an_entry_but_an_association_or_a_hospital_transmits_nothing(
    genre: str, parties: int
) -> None:
    before, after = _entered(("laxou", ""))
    files = edited(after, "adherents/laxou/adherent.yaml", "type: commune", f"type: {genre}")
    (asked,) = [item for item in decided(before, files, AU, SCEAU).visas if item.id == "transmission"]
    assert asked.attendu == parties


# --- from when a change counts ---


def test_a_rule_without_a_day_counts_for_whole_exercices_and_a_subscription_from_its_day() -> None:
    comparaison = compared(petit(), renamed(petit()))
    assert [counts_by_exercice(item, comparaison) for item in comparaison.changements] == [True]
    line = "{service: S04, debut: 2026-03-01, demande: 2026-01-05}"
    comparaison = compared(petit({"laxou": Membre("postes: 30", "")}), petit({"laxou": Membre("postes: 30", line)}))
    assert [counts_by_exercice(item, comparaison) for item in comparaison.changements] == [False]


def test_without_a_table_of_procedures_nothing_is_asked() -> None:
    files = {path: text for path, text in petit().items() if path != PROCEDURES}
    found = decided(files, renamed(files), AU)
    assert [point.requise for point in found.points] == [None]
    assert (found.requise, found.effet, found.voies, found.visas, found.a_part) == (None, None, (), (), ())
