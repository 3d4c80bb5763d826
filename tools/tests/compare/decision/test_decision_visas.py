"""What is acquired, what is missing, by when: read in the data, never in git."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.compare.decision.visas import EtatVisa
from convention.reports.amendement.phrases import phrase
from convention.reports.comparaison.decision import irregularities, state_text, who_decides
from convention.reports.comparaison.empreinte import contents
from tests.compare.decision.decisions import (
    AU,
    AVENANT,
    FORFAIT,
    ORGANIGRAMME,
    REUNIONS,
    avenant_vote,
    comparaison,
    decided,
    decider,
    decision,
    forfait_2027,
    libelle_change,
    reels,
    sans_avenant,
    scelle,
    souscription,
    texte,
    visa,
)
from tests.espaces import espaces
from tests.essais import edited
from tests.generateur.textes import DEMO, first_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.visas import VisaDemande

NOM = "pricing/composants/S08.yaml"
AVIS = "avis-comite-suivi"
DEUX_PARTIES = """\
parties:
  metropole-grand-nancy: {delibere_le: 2026-11-12, numero: C-41, transmis_le: 2026-11-16, publie_le: 2026-11-17}
  essey-les-nancy: {delibere_le: 2026-11-23, a_completer: oui}
"""


def _propose(rest: str = "") -> dict[str, str]:
    """Propose the avenant of the data, with more acts."""
    return avenant_vote(libelle_change(sans_avenant()), rest)


def _opinion(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Make the opinion on the forfait name the seal of what is proposed."""
    seal = contents(comparaison(before, after)).empreinte
    text = re.sub(r'empreinte: "[0-9a-f]{64}"(?=\n +genres: \[forfait, composants\])', f'empreinte: "{seal}"',
                  after[REUNIONS])  # fmt: skip
    return {**after, REUNIONS: text}


def test_to_consign_a_vote_does_not_reopen_it() -> None:
    voted = libelle_change(reels())
    seals = [contents(comparaison(reels(), {**voted, AVENANT: voted[AVENANT] + acts})) for acts in ("", DEUX_PARTIES)]
    assert seals[0].empreinte == seals[1].empreinte


def test_to_report_the_effect_of_an_avenant_reopens_its_vote() -> None:
    voted = libelle_change(reels())
    later = edited(voted, AVENANT, "effet: 2027-01-01", "effet: 2027-07-01")
    seals = [contents(comparaison(reels(), files)) for files in (voted, later)]
    assert seals[0].empreinte != seals[1].empreinte


def test_the_visas_of_staff_are_asked_when_the_chart_changes() -> None:
    after = edited(libelle_change(reels()), ORGANIGRAMME, "total_etp: 62", "total_etp: 63")
    assert visa(decision(reels(), after), "fiche-impact").etat is EtatVisa.MANQUANT


def test_a_line_of_the_staff_is_decided_as_their_total_when_it_changes_and_alone_when_it_does_not() -> None:
    moved = edited(reels(), ORGANIGRAMME, "Sécurité, etp: 1,", "Sécurité, etp: 2,")
    grown = edited(moved, ORGANIGRAMME, "total_etp: 62", "total_etp: 63")
    asked = [[point.requise.id for point in decision(reels(), head).points if point.requise] for head in (moved, grown)]
    assert asked == [["acte-de-la-dsit"], ["avenant", "avenant"]]


# --- by when ---


def test_a_call_whose_date_is_not_known_is_said_so() -> None:
    path = "pricing/exercices/2026.yaml"
    base = {**reels(), path: reels()[path].partition("jalons:")[0]}
    between = comparaison(base, forfait_2027(base))
    said = texte(who_decides(decider(between, AU), between).delais)
    assert "l'appel d'octobre 2026, dont la date n'est pas connue" in said


# --- the sentences ---


def test_the_section_says_the_procedure_the_points_apart_and_that_merging_is_no_adoption() -> None:
    between = comparaison(reels(), souscription(forfait_2027(reels()), ", demande: 2026-09-24"))
    said = who_decides(decider(between, AU), between)
    assert texte(said.procedure).startswith(
        "Procédure la plus exigeante : actualisation annuelle (annexe 3), pour le point 1."
    )
    assert "☐ Délibération du Conseil métropolitain : manque\n" in texte(said.visas)
    assert ", ou son assemblée : 24 septembre 2026 (date écrite dans les données), pour le point 2\n" in texte(
        said.visas
    )
    assert "À décider avant le 15 octobre 2026, date de l'appel d'octobre 2026 (article 8.3)." in texte(said.delais)
    assert texte(said.a_part) == (
        "Le point 2 relève des procédures « Souscription » et « Acte de gestion » : il peut être fusionné à part, avec "
        "cet acte, fait sur lui seul : « Validation par le référent de l'adhérent ou, à défaut, par sa direction »."
    )
    assert texte(said.fusion).startswith("Fusionner la demande n'est pas adopter")


def test_of_what_several_do_the_day_is_that_of_the_last_act() -> None:
    found = visa(decision(reels(), souscription(reels(), ", demande: 2026-09-24")), "decision-de-l-adherent")
    assert espaces(state_text(found)).startswith("24 septembre 2026")
    several = replace(found, acquis=found.acquis and found.acquis._replace(jours=2))
    assert espaces(state_text(several)).startswith("dernier acte le 24 septembre 2026")


def test_what_lacks_nothing_is_said_to_be_merged_without_waiting() -> None:
    named = edited(reels(), NOM, "libelle: Archivage de la messagerie", "libelle: Archivage")
    between = comparaison(reels(), forfait_2027(named))
    assert texte(who_decides(decider(between, AU), between).a_part) == (
        "Le point 2 relève de la procédure « Correction » : il peut être fusionné seul, sans attendre."
    )


def _delais(au: date, after: Mapping[str, str] | None = None) -> str:
    between = comparaison(reels(), after or forfait_2027(reels()))
    return texte(who_decides(decider(between, au), between).delais)


def test_a_deadline_that_is_past_gives_way_to_what_follows_from_it_and_one_day_of_effect_is_said() -> None:
    assert _delais(date(2026, 11, 27)) == (
        "Trop tard pour le 1er janvier 2027, que les fichiers écrivent : la décision était à prendre le 1er novembre "
        "2026 au plus tard, 2 mois avant son effet. Prise le 27 novembre 2026, elle ne vaudrait qu'à partir du 1er "
        "janvier 2028, l'effet étant au 1er janvier : c'est cette date qu'il faut écrire.\n"
        "L'appel d'octobre 2026 (15 octobre 2026) est passé sans cette décision : ce qu'il annonce pour 2027 ne la "
        "compte pas (article 8.3)."
    )


@pytest.mark.parametrize("au", [date(2026, 9, 1), date(2026, 11, 27)])
def test_the_deadlines_of_a_procedure_are_told_whatever_stricter_one_comes_with_it(au: date) -> None:
    between = comparaison(reels(), libelle_change(forfait_2027(reels())))
    told = texte(who_decides(decider(between, au), between).delais).splitlines()
    alone = [text for text in _delais(au).splitlines() if not text.startswith(("Vote", "Prise"))]
    assert len(alone) > 1
    assert {f"Pour le point 1 (actualisation annuelle), {text[0].lower()}{text[1:]}" for text in alone} <= set(told)


@pytest.mark.parametrize("au", [date(2026, 9, 1), date(2026, 11, 27), date(2027, 3, 1)])
def test_what_a_gesture_tells_late_or_refused_is_what_the_comparison_tells(au: date) -> None:
    between = comparaison(reels(), forfait_2027(reels()))
    found = decider(between, au)
    told = who_decides(found, between)
    past = [text for text in (*told.refus, *told.delais) if text.startswith(("Refusé", "Trop tard", "L'appel"))]
    said = irregularities(found, between)
    assert list(said[: len(past)]) == past
    # What is left are opinions that no meeting gives in time, told beside their visas.
    assert all(
        any(text.removesuffix(".").partition("\u00a0: ")[2] in visa for visa in told.visas)
        for text in said[len(past) :]
    )
    assert len(said) > 0


def test_what_is_decided_has_no_more_day_by_which_to_be() -> None:
    path, letter = (
        "adherents/pulnoy/resiliation.yaml",
        "genre: simple\ninitiative: adherent\nnotification: 2026-11-16\n",
    )
    leaves = edited(
        reels(), "adherents/pulnoy/adherent.yaml", "debut: 2024-01-01", "debut: 2024-01-01\n  fin: 2027-07-01"
    )
    found = comparaison(reels(), {**leaves, path: f"{first_line(path)}{DEMO}{letter}effet: 2027-07-01\n"})
    delais = texte(who_decides(decider(found, date(2026, 11, 16)), found).delais)
    assert ("À décider" in delais, "Prise d'effet le 1er juillet 2027" in delais) == (False, True)


@pytest.mark.parametrize(
    ("lettre", "tard"),
    [
        ("genre: simple\ninitiative: adherent\nnotification: 2026-11-15\n", True),
        # The delay runs from the formal notice, and an agreement has none (article 13).
        ("genre: faute\ninitiative: gestionnaire\nmise_en_demeure: 2026-08-01\nnotification: 2026-11-15\n", False),
        ("genre: commun_accord\ninitiative: adherent\naccord: 2026-11-15\n", False),
    ],
)
def test_the_notice_of_a_letter_is_asked_of_no_fault_and_of_no_agreement(lettre: str, tard: bool) -> None:  # noqa: FBT001
    path = "adherents/pulnoy/resiliation.yaml"
    leaves = edited(
        reels(), "adherents/pulnoy/adherent.yaml", "debut: 2024-01-01", "debut: 2024-01-01\n  fin: 2027-01-01"
    )
    found = comparaison(reels(), {**leaves, path: f"{first_line(path)}{DEMO}{lettre}effet: 2027-01-01\n"})
    delais = texte(who_decides(decider(found, date(2026, 11, 20)), found).delais)
    assert ("Trop tard" in delais, "Prise d'effet le 1er janvier 2027" in delais) == (tard, not tard)


def test_the_budgets_that_are_voted_are_told_apart_from_those_to_come() -> None:
    assert _delais(date(2026, 12, 20), souscription(dict(reels()))).endswith(
        "\n3 adhérents dont le montant change ont déjà voté leur budget 2027 (Métropole du Grand Nancy, Laxou et "
        "Nancy) : l'écart y entre par une décision modificative.\n"
        "Vote des budgets 2027 : du 2 février 2027 (Villers-lès-Nancy) au 7 avril 2027, pour 6 adhérents dont le "
        "montant change et dont la date est connue."
    )


def test_budgets_that_are_voted_on_the_same_day_are_said_to_be_on_that_day() -> None:
    files = {path: text.replace("bp: 2027-04-06", "bp: 2027-04-07") for path, text in reels().items()}
    assert _delais(date(2027, 3, 1), souscription(files)).endswith(
        "\nVote des budgets 2027 : le 7 avril 2027, pour 3 adhérents dont le montant change et dont la date est connue."
    )


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        (
            "abonnements_mobiles: 38",
            "abonnements_mobiles: 40",
            "l'appel du 15 avril 2027, qui compte le réalisé, n'en portera rien.",
        ),
        (
            "stockage: 2.6",
            "stockage: 2.8",
            (
                "l'écart, que portera l'appel du 15 avril 2027, y entre par une décision modificative s'il est "
                "rattaché à 2026, dans celui de 2027 sinon."
            ),
        ),
        # What the forfait would add is recounted by no regularisation.
        ("postes_forfait: 112", "postes_forfait: 113", "l'écart y entre par une décision modificative."),
    ],
)
def test_once_the_balance_is_issued_the_next_call_carries_the_difference(avant: str, apres: str, dit: str) -> None:
    after = edited(dict(reels()), "adherents/essey-les-nancy/quantites/2026.yaml", avant, apres)
    who, _, said = _delais(date(2026, 11, 30), after).partition(" : ")
    assert "déjà voté" in who
    assert said == dit


def test_of_a_year_that_is_over_no_budget_is_left_but_the_call_that_carries_the_difference_is_said() -> None:
    after = edited(dict(reels()), "adherents/essey-les-nancy/quantites/2026.yaml", "stockage: 2.6", "stockage: 2.8")
    assert _delais(date(2027, 2, 1), after) == "L'appel du 15 avril 2027 portera l'écart."


@pytest.mark.parametrize("au", [date(2027, 3, 1), date(2028, 2, 1)])
def test_what_is_refused_for_it_would_count_for_the_past_has_no_deadline(au: date) -> None:
    assert not _delais(au)


@pytest.mark.long
def test_the_section_says_where_the_avenant_stands() -> None:
    between = comparaison(sans_avenant(), scelle(sans_avenant(), _propose(DEUX_PARTIES)))
    said = texte(who_decides(decided(between, date(2026, 12, 20)), between).avenants)
    assert said == "Avenant n° 1, effet le 1er janvier 2027 : avis rendu ; exécutoire pour 1 des 22 parties."
    acts = "delibere_le: 2026-11-12, numero: C-1, transmis_le: 2026-11-16, publie_le: 2026-11-17, signe_le: 2026-11-18"
    every = {path.split("/")[1] for path in reels() if path.startswith("adherents/")}
    done = "".join(f"  {nom}: {{{acts}}}\n" for nom in sorted(every))
    between = comparaison(sans_avenant(), scelle(sans_avenant(), _propose(f"parties:\n{done}")))
    said = texte(who_decides(decided(between, date(2026, 12, 20)), between).avenants)
    assert said == "Avenant n° 1, effet le 1er janvier 2027 : exécutoire pour 22 des 22 parties."


DECISIONS = "catalogue/decisions.yaml"
DELIBERE = """\
decisions:
  actualisation-2027:
    objet: Le forfait de 2027
    delibere_le: 2026-09-20
    numero: C-12
    transmis_le: 2026-09-21
    empreinte: "{}"
"""


def _deliberated(seal: str | None = None) -> Comparaison:
    """Raise the fee; what the managing body decided alone names a seal, or that of the proposal."""
    after = forfait_2027(reels())
    seal = seal or contents(comparaison(reels(), after)).empreinte
    return comparaison(reels(), {**after, DECISIONS: first_line(DECISIONS) + DEMO + DELIBERE.format(seal)})


def test_what_no_party_signs_counts_the_acts_of_the_assembly_that_decides_it() -> None:
    between = _deliberated()
    said = who_decides(decided(between), between)
    assert [line for line in texte(said.visas).splitlines() if "élibération" in line] == [
        "☑ Délibération du Conseil métropolitain : 20 septembre 2026, n° C-12",
        "☑ Transmission de chaque délibération au contrôle de légalité : 21 septembre 2026",
        "☐ Publication de chaque délibération : manque",
    ]
    assert said.avenants == ()


def test_to_write_what_the_managing_body_decided_alone_reopens_nothing_and_goes_with_what_it_decides() -> None:
    alone, between = comparaison(reels(), forfait_2027(reels())), _deliberated()
    assert contents(between).empreinte == contents(alone).empreinte
    assert len(between.changements) == len(alone.changements) + 1
    assert decided(between).a_part == ()


def test_what_was_decided_alone_on_another_proposal_is_told_and_acquires_nothing() -> None:
    between = _deliberated("a" * 64)
    said = texte(who_decides(decided(between), between).visas)
    assert (
        "☐ Délibération du Conseil métropolitain : manque ; acte du 20 septembre 2026, n° C-12, fait sur un autre "
        "texte ou d'autres montants (empreinte aaaa aaaa) : ne vaut pas ici"
    ) in said


def test_what_was_decided_alone_before_this_proposal_is_not_told_of_it() -> None:
    before = {**reels(), DECISIONS: first_line(DECISIONS) + DEMO + DELIBERE.format("a" * 64)}
    between = comparaison(before, forfait_2027(before))
    assert "C-12" not in texte(who_decides(decided(between), between).visas)


def test_the_place_of_what_is_to_be_decided_alone_is_said_until_it_is() -> None:
    told = "La délibération s'écrit dans catalogue/decisions.yaml, à sa date et avec l'empreinte de cette proposition."
    waiting = comparaison(reels(), forfait_2027(reels()))
    assert [texte(who_decides(decided(item), item).avenants) for item in (waiting, _deliberated())] == [told, ""]


def test_an_avenant_does_not_hold_what_no_party_signs() -> None:
    acts = "parties:\n  metropole-grand-nancy: {delibere_le: 2026-09-20, numero: C-12}\n"
    before = sans_avenant()
    between = comparaison(before, scelle(before, avenant_vote(forfait_2027(before), acts)))
    assert "☐ Délibération du Conseil métropolitain : manque\n" in texte(who_decides(decided(between), between).visas)


def test_a_change_for_the_past_is_refused_in_words() -> None:
    between = comparaison(reels(), forfait_2027(reels()))
    said = texte(who_decides(decider(between, date(2027, 1, 2)), between).refus)
    assert said.startswith("Refusé : le point 1 compterait à partir du 1er janvier 2027, avant le 2 janvier 2027")


def test_two_changes_that_one_sentence_tells_are_refused_in_the_singular() -> None:
    files, path = dict(reels()), "pricing/composants/S09.yaml"
    for annee in (2027, 2028):
        files = edited(files, path, f"{annee}: {{cout_annuel: 6240.00}}", f"{annee}: {{cout_annuel: 6300.00}}")
    between = comparaison(reels(), files)
    assert len(between.changements) == 2
    said = texte(who_decides(decider(between, date(2028, 2, 1)), between).refus)
    assert said.startswith("Refusé : le point 1 compterait à partir du 1er janvier 2027")


def test_an_act_that_is_consigned_is_said_with_its_party_its_day_and_its_number() -> None:
    between = comparaison(reels(), avenant_vote(reels(), DEUX_PARTIES))
    told = [espaces(phrase(item, between.base, between.head)) for item in between.changements]
    assert told == [
        (
            "Avenant n° 1 : Métropole du Grand Nancy, délibération du 12 novembre 2026, n° C-41, "
            "transmission du 16 novembre 2026 et publication du 17 novembre 2026 (ajout)"
        ),
        "Avenant n° 1 : Essey-lès-Nancy, délibération du 23 novembre 2026, n° [à compléter] (ajout)",
    ]


def test_an_opinion_and_a_visa_that_are_consigned_are_said_in_words() -> None:
    rest = "visas:\n  notification-adherents: {date: 2026-11-27}\n"
    pilotage = "  - {reunion: comite-de-pilotage-2026, sens: favorable}\n"
    before = edited(reels(), AVENANT, pilotage, "")
    between = comparaison(before, avenant_vote(reels(), rest))
    told = [espaces(phrase(item, between.base, between.head)) for item in between.changements]
    assert told == [
        "Avenant n° 1 : avis favorable, Comité de pilotage, 6 novembre 2026 (ajout)",
        (
            "Avenant n° 1 : visa « Notification du nouveau montant aux adhérents, avant le vote de leur budget », "
            "27 novembre 2026 (ajout)"
        ),
    ]


# --- opinions given in a meeting ---


def _suivi(after: Mapping[str, str]) -> VisaDemande:
    return next(item for item in decision(reels(), after).visas if item.id == AVIS)


@pytest.mark.parametrize("montant", ["718.41", "9600.00"])
def test_the_opinion_given_on_other_amounts_is_shown_as_such_and_acquires_nothing(montant: str) -> None:
    approved = _opinion(reels(), forfait_2027(reels()))
    visa = _suivi(edited(approved, FORFAIT, "montant: 718.40", f"montant: {montant}"))
    assert (visa.etat, [(item.acquis and item.acquis.date) for item in visa.ailleurs]) == (
        EtatVisa.MANQUANT,
        [date(2026, 9, 21)],
    )
    assert espaces(state_text(visa)).startswith(
        "manque ; avis favorable du 21 septembre 2026, donné sur un autre texte ou d'autres montants (empreinte "
    )


def test_an_opinion_that_names_no_seal_counts_for_nothing_and_is_said_so() -> None:
    given = re.sub(r' +empreinte: "[0-9a-f]{64}"\n(?= +genres:)', "", reels()[REUNIONS])
    visa = _suivi({**forfait_2027(reels()), REUNIONS: given})
    assert (visa.etat, espaces(state_text(visa))) == (
        EtatVisa.MANQUANT,
        "manque ; avis favorable du 21 septembre 2026, donné sans dire sur quelle empreinte : ne vaut pas ici",
    )


def test_to_write_an_opinion_or_a_vote_beside_what_they_are_given_on_leaves_its_seal() -> None:
    proposed = _propose()
    voted = scelle(sans_avenant(), _propose(DEUX_PARTIES))
    seals = [contents(comparaison(sans_avenant(), after)).empreinte for after in (proposed, voted)]
    assert seals[0] == seals[1]


def test_the_acts_of_an_avenant_that_names_no_seal_are_told_and_acquire_nothing() -> None:
    found = decision(sans_avenant(), _propose(DEUX_PARTIES), date(2026, 11, 30))
    assert espaces(state_text(visa(found, "deliberation-conseil-metropolitain"))) == (
        "manque ; acte du 12 novembre 2026, n° C-41, fait sans dire sur quelle empreinte : ne vaut pas ici"
    )
    assert espaces(state_text(visa(found, "deliberation-adherent"))) == (
        "manque (0 sur 21) ; 1 acte sur 21, fait sans dire sur quelle empreinte : ne vaut pas ici"
    )
