"""`compare.decision.actes`: the act of each point, for what came with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.compare.decision.actes import Acquis, Actes, acts_of_decisions, acts_of_points, to_validate
from convention.compare.decision.decision import decide
from convention.compare.decision.visas import EtatVisa
from convention.edition.gestes.resilier import Resilier
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.entrees import Contractant
from convention.reports.fiches.adhesion import membership_sheet
from convention.reports.fiches.sortie import exit_sheet
from convention.reports.rendus.document import Liste
from tests.compare.decision.petites_decisions import MEMBRES, compared, decided, decision_prise, petit
from tests.edition.depots import faire
from tests.essais import fichiers_nancy, lire
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Membre

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.reports.rendus.document import Document

COMPTE = "{{phase: {}, date: {}, source: essai, validation: {}, valeurs: {{postes: {}}}}}"
DEPENSE = (
    "{{id: {}, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: {}, montants: {{prix: 800.00}}, "
    "devis: {{reference: D1, accepte_le: 2026-02-02}}, livraison: 2026-03-03}}"
)


def _acts(etape: EtapeVisa, before: Membre, after: Membre) -> Mapping[tuple[str, ...], date | None]:
    """Return the act of each change that Laxou makes."""
    sides = (petit({**MEMBRES, "laxou": membre}) for membre in (before, after))
    comparaison = compared(*sides)
    acts = acts_of_points(etape, comparaison.changements, comparaison)
    return {item.chemin: day for item, day in zip(comparaison.changements, acts, strict=True)}


def test_a_validation_holds_for_the_figures_of_its_count_alone() -> None:
    before, after = (
        Membre("postes: 30", comptages=", ".join(COMPTE.format(*count) for count in counts))
        for counts in (
            (
                ("revise", "2026-03-31", "2026-04-01", 31),
                ("revise", "2026-04-30", "2026-05-01", 31),
                ("realise", "2026-06-30", "2026-07-01", 32),
            ),
            (
                ("revise", "2026-03-31", "2026-04-20", 32),  # counted and validated again
                ("revise", "2026-04-30", "2026-05-01", 33),  # counted again only
                ("realise", "2026-12-31", "2027-01-08", 32),  # another count, instead of that of June
            ),
        )
    )
    assert _acts(EtapeVisa.VALIDATION, before, after) == {
        ("comptages", "revise 2026-03-31", "validation"): date(2026, 4, 20),
        ("comptages", "revise 2026-03-31", "valeurs", "postes"): date(2026, 4, 20),
        ("comptages", "revise 2026-04-30", "valeurs", "postes"): None,
        ("comptages", "realise 2026-06-30"): None,
        ("comptages", "realise 2026-12-31"): date(2027, 1, 8),
    }


SUPPOSE = "{phase: revise, date: 2026-03-31, source: essai, hypothese: inconnu, valeurs: {copieurs: 2}}"
COMPTEE = "{phase: revise, date: 2026-03-31, source: essai, valeurs: {postes: 31}}"
VALIDEE = COMPTE.format("revise", "2026-03-31", "2026-04-01", 31)


@pytest.mark.parametrize(
    ("comptes", "visa"),
    [
        (SUPPOSE, (EtatVisa.SANS_OBJET, None, 0, 0)),
        (f"{SUPPOSE}, {VALIDEE}", (EtatVisa.ACQUIS, Acquis(date(2026, 4, 1)), 1, 1)),
        (COMPTEE, (EtatVisa.MANQUANT, None, 0, 1)),
    ],
)
@pytest.mark.parametrize("nouveau", [True, False])
def test_what_is_assumed_waits_for_no_validation_in_a_file_that_is_known_or_new(
    comptes: str, visa: tuple[object, ...], *, nouveau: bool
) -> None:
    before, path = petit(), "adherents/laxou/quantites/2027.yaml"
    counted = petit({**MEMBRES, "laxou": Membre("postes: 30", comptages=comptes)})
    head = (
        {**before, path: f"{first_line(path)}origine: demonstration\ncomptages: [{comptes}]\n"} if nouveau else counted
    )
    (found,) = decided(before, head).visas
    assert (found.etat, found.acquis, found.fait, found.attendu) == visa


@pytest.mark.parametrize(("comptes", "restent"), [(f"{SUPPOSE}, {VALIDEE}", []), (f"{SUPPOSE}, {COMPTEE}", [None])])
def test_the_counts_of_a_new_file_that_are_still_to_be_validated_are_neither_assumed_nor_validated(
    comptes: str, restent: list[None]
) -> None:
    before, path = petit(), "adherents/laxou/quantites/2027.yaml"
    head = {**before, path: f"{first_line(path)}origine: demonstration\ncomptages: [{comptes}]\n"}
    comparaison = compared(before, head)
    (change,) = comparaison.changements
    assert [item.hypothese for item in to_validate(change, comparaison)] == restent


@pytest.mark.parametrize(
    ("avant", "visa"), [(VALIDEE, (EtatVisa.MANQUANT, 0, 3)), (SUPPOSE, (EtatVisa.SANS_OBJET, 0, 0))]
)
def test_what_is_assumed_instead_of_a_count_waits_for_its_act(avant: str, visa: tuple[object, ...]) -> None:
    before, after = (
        petit({**MEMBRES, "laxou": Membre("postes: 30", comptages=counts)})
        for counts in (avant, SUPPOSE.replace("copieurs: 2", "postes: 20" if avant == VALIDEE else "copieurs: 3"))
    )
    (found,) = decided(before, after).visas
    assert (found.etat, found.fait, found.attendu) == visa


@pytest.mark.parametrize("reste", [SUPPOSE, VALIDEE])
def test_a_count_that_is_removed_waits_for_its_act_whatever_is_left(reste: str) -> None:
    removed, path = COMPTE.format("realise", "2026-12-31", "2027-01-08", 32), "adherents/laxou/quantites/2027.yaml"
    head = f"{first_line(path)}origine: demonstration\ncomptages: "
    before, after = ({**petit(), path: f"{head}[{counts}]\n"} for counts in (f"{reste}, {removed}", reste))
    (found,) = decided(before, after).visas
    assert (found.etat, found.fait, found.attendu) == (EtatVisa.MANQUANT, 0, 1)


def test_a_second_count_of_the_same_day_is_validated_by_its_own_act() -> None:
    first, second = (
        COMPTE.format("revise", "2026-03-31", *count) for count in (("2026-04-01", 31), ("2026-04-02", 32))
    )
    before, after = (Membre("postes: 30", comptages=counts) for counts in (first, f"{first}, {second}"))
    assert list(_acts(EtapeVisa.VALIDATION, before, after).values()) == [date(2026, 4, 2)]


def test_an_accepted_estimate_holds_for_the_expense_that_comes_with_it() -> None:
    before, after = (
        Membre("postes: 30", depenses=", ".join(DEPENSE.format(*item) for item in items))
        for items in ((("pc", 2), ("ecran", 1)), (("pc", 3), ("ecran", 1), ("borne", 1)))
    )
    assert _acts(EtapeVisa.VALIDATION, before, after) == {
        ("depenses", "pc", "nombre"): None,
        ("depenses", "borne"): date(2026, 2, 2),
    }


def test_nothing_validates_a_document_that_comes_whole() -> None:
    files = petit()
    path = "adherents/laxou/quantites/2027.yaml"
    comparaison = compared(files, {**files, path: files["adherents/laxou/quantites/2026.yaml"]})
    assert acts_of_points(EtapeVisa.VALIDATION, comparaison.changements, comparaison) == (None,)


def test_a_demand_holds_for_the_subscription_that_it_opens() -> None:
    stay = "{service: S03, debut: 2024-01-01, demande: 2023-11-20}"
    before = Membre("postes: 30", stay)
    after = Membre(
        "postes: 30", f"{stay[:-1]}, fin: 2027-01-01}}, {{service: S04, debut: 2026-07-01, demande: 2026-05-02}}"
    )
    assert _acts(EtapeVisa.DEMANDE, before, after) == {
        ("souscriptions", "S03", "fin"): None,
        ("souscriptions", "S04"): date(2026, 5, 2),
    }


AVANT = "{service: S03, debut: 2024-01-01}, {service: S04, debut: 2026-09-01, demande: 2026-06-15"


@pytest.mark.parametrize(
    ("before", "after", "acts"),
    [
        pytest.param(
            f"{AVANT}}}",
            f"{AVANT}, fin: 2027-07-01, demande_fin: 2026-11-20}}",
            {"fin": date(2026, 11, 20), "demande_fin": date(2026, 11, 20)},
            id="leaving",
        ),
        pytest.param(
            f"{AVANT}, fin: 2027-07-01, demande_fin: 2026-11-20}}",
            f"{AVANT}, fin: 2027-10-01, demande_fin: 2026-11-20}}",
            {"fin": None},
            id="leaving on another day that nobody asked",
        ),
        pytest.param(
            f"{AVANT}, statut: souscrite_non_activee, motif: attente}}",
            f"{AVANT}}}".replace("2026-09", "2027-01"),
            {"debut": date(2026, 6, 15), "statut": date(2026, 6, 15), "motif": date(2026, 6, 15)},
            id="activating what was asked",
        ),
        pytest.param(
            f"{AVANT}}}",
            f"{AVANT}}}".replace("2026-09", "2027-01"),
            {"debut": None},
            id="another first day that nobody asked",
        ),
        pytest.param(
            f"{AVANT}}}",
            f"{AVANT}}}".replace("2026-09", "2027-01").replace("06-15", "07-15"),
            {"debut": date(2026, 7, 15), "demande": date(2026, 7, 15)},
            id="another first day that is asked",
        ),
    ],
)
def test_what_an_adherent_takes_leaves_or_activates_is_decided_by_the_demand_that_came_with_it(
    before: str, after: str, acts: Mapping[str, date | None]
) -> None:
    found = _acts(EtapeVisa.DEMANDE, Membre("postes: 30", before), Membre("postes: 30", after))
    assert {chemin[-1]: day for chemin, day in found.items()} == acts


def test_an_activation_asks_no_validation_beside_the_demand_that_it_carries_out() -> None:
    waiting = Membre("postes: 30", f"{AVANT}, statut: souscrite_non_activee, motif: attente}}")
    found = _acts(EtapeVisa.VALIDATION, waiting, Membre("postes: 30", f"{AVANT}}}"))
    assert set(found.values()) == {date(2026, 6, 15)}


@pytest.mark.parametrize("evaluation", [None, date(2026, 11, 10)])
def test_the_membership_sheet_and_the_comparison_say_the_evaluation_on_the_same_day(evaluation: date | None) -> None:
    path = "adherents/laxou/adhesion.yaml"
    done = f"evaluation: {{date: {evaluation}, etp_requis: 0, charges_techniques: essai, plannings: essai}}\n"
    state = f"statut: evaluee\n{done}" if evaluation is not None else "statut: demande\n"
    after = petit()
    before = {nom: text for nom, text in after.items() if not nom.startswith("adherents/laxou/")}
    entree = {**after, path: f"{first_line(path)}{DEMO}nom: Laxou\ndemande: 2026-09-14\n{state}"}
    comparaison = compared(before, entree)
    acts = acts_of_points(EtapeVisa.EVALUATION, comparaison.changements, comparaison)
    said = {item.genre: day for item, day in zip(comparaison.changements, acts, strict=True)}
    assert said["adherent"] == evaluation
    head = comparaison.head
    sheet = membership_sheet(head, "laxou", head.dossiers["laxou"].demande_adhesion)
    # The procedure of an entry asks no evaluation here: what is done is told, and nothing is said to be missing.
    told = [point.partition(" — ")[0] for point in _points(sheet) if "Évaluation de la demande" in point]
    assert told == ([] if evaluation is None else ["le 10\u00a0novembre 2026"])


def _points(sheet: Document) -> list[str]:
    return [point for bloc in sheet if isinstance(bloc, Liste) for point in bloc.lignes]


@pytest.mark.parametrize("effet", ["2027-07-01", "2027-08-01"])
def test_a_letter_holds_for_the_end_of_membership_that_it_gives(effet: str) -> None:
    after = petit({**MEMBRES, "laxou": Membre("postes: 30", "", "debut: 2024-01-01, fin: 2027-07-01")})
    path = "adherents/laxou/resiliation.yaml"
    letter = f"genre: simple\ninitiative: adherent\nnotification: 2026-11-20\neffet: {effet}\n"
    before = petit({**MEMBRES, "laxou": Membre("postes: 30", "", "debut: 2024-01-01")})
    comparaison = compared(before, {**after, path: f"{first_line(path)}{DEMO}{letter}"})
    acts = dict(
        zip(
            (item.chemin for item in comparaison.changements),
            acts_of_points(EtapeVisa.NOTIFICATION, comparaison.changements, comparaison),
            strict=True,
        )
    )
    assert acts["adhesion", "fin"] == (date(2026, 11, 20) if effet == "2027-07-01" else None)


@pytest.mark.long
def test_the_exit_sheet_and_the_comparison_say_the_letter_acquired_on_the_same_day() -> None:
    asked = Resilier.model_construct(
        adherent="pulnoy",
        objet=None,
        fin=date(2027, 7, 1),
        notification=date(2026, 11, 20),
        initiative=Contractant.ADHERENT,
    )
    base = fichiers_nancy()
    comparaison = compared(base, faire(base, asked).files)
    found = {item.id: item for item in decide(comparaison, date(2026, 11, 27)).visas}["notification-de-la-resiliation"]
    assert (found.etat, found.acquis) == (EtatVisa.ACQUIS, Acquis(date(2026, 11, 20)))
    resiliation = comparaison.head.dossiers["pulnoy"].resiliation
    assert resiliation is not None
    sheet = exit_sheet(comparaison.head, "pulnoy", resiliation)
    (told,) = [point for point in _points(sheet) if point.endswith("Lettre de résiliation")]
    assert told.startswith("le 20\u00a0novembre 2026 — ")


def test_a_decision_without_an_avenant_is_the_act_of_the_managing_body_and_of_no_other() -> None:
    depot = lire(decision_prise(petit(), f"delibere_le: 2026-09-24, numero: D-1, empreinte: {'a' * 64}"))
    (taken,) = depot.vie.decisions_prises.values()
    assert list(acts_of_decisions(depot)) == [Actes("metropole", (), frozenset(), {"metropole": taken}, "a" * 64)]
