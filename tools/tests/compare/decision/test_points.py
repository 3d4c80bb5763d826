"""The points of a decision, on a small repository: the procedure of each, from when it counts, what it may move."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.compare.changements.changements import changements
from convention.compare.comparaison import Comparaison
from convention.compare.decision.decision import Decision
from convention.compare.decision.echeances import DateBudget, Echeance, Terme
from convention.compare.decision.points import effect_date, signed
from convention.compare.decision.procedures import field_path, is_signed, known_visas, required
from convention.model.mots.avenants import EtatAvenant
from tests.compare.decision.petites_decisions import (
    CLES,
    COMPOSANTS,
    LAXOU,
    MEMBRES,
    NANCY,
    PROCEDURES,
    REUNIONS,
    avenant,
    compared,
    decided,
    decision_prise,
    petit,
)
from tests.essais import edited, fichiers_nancy, lire, nancy
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Membre
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = petit(exercices=(2026, 2027))
ABONNEMENT = "{service: S03, debut: 2024-01-01}"
POSTES = "postes, unite: {}, pluriel: postes, comptage: a_date}}\n  comptes"
JANVIER, VOTE = date(2026, 1, 1), date(2027, 1, 1)


def _nom_de_cle(files: Mapping[str, str]) -> dict[str, str]:
    return edited(files, CLES, "libelle: stockage,", "libelle: espace,")


def _prix(files: Mapping[str, str], annee: int = 2027) -> dict[str, str]:
    return edited(files, COMPOSANTS, f"{annee}: {{cout: 1200.00}}", f"{annee}: {{cout: 1260.00}}")


def _comptage(files: Mapping[str, str], annee: int = 2026) -> dict[str, str]:
    return edited(files, f"{LAXOU}/quantites/{annee}.yaml", "postes: 30", "postes: 31")


def _abonnement(files: Mapping[str, str], old: str = ABONNEMENT, new: str | None = None) -> dict[str, str]:
    joined = f"{ABONNEMENT}, {{service: S04, debut: 2026-07-01}}"
    return edited(files, f"{NANCY}/souscriptions.yaml", old, new or joined)


def _nom_de_composant(files: Mapping[str, str]) -> dict[str, str]:
    return edited(files, COMPOSANTS, "libelle: Le reseau", "libelle: Le réseau")


def _unite(files: Mapping[str, str]) -> dict[str, str]:
    return edited(files, CLES, POSTES.format("poste"), POSTES.format("ordinateur"))


def _all(files: Mapping[str, str]) -> dict[str, str]:
    return _unite(_nom_de_cle(_prix(_comptage(_abonnement(_nom_de_composant(files))))))


Vu = tuple[str | None, int, date | None, bool, bool]


def _said(decision: Decision) -> dict[tuple[str, ...], Vu]:
    """Return, of each point: procedure, rank, day, whether it is for the past, whether it may move an amount."""
    return {
        point.changement.chemin: (
            point.requise.id if point.requise is not None else None,
            point.rang,
            point.effet,
            point.retroactif,
            point.peut_changer_un_montant,
        )
        for point in decision.points
    }


def test_each_point_has_its_procedure_and_counts_from_its_own_day() -> None:
    assert _said(decided(BASE, _all(BASE), date(2026, 9, 28))) == {
        ("cles", "postes", "unite"): ("avenant", 5, JANVIER, True, True),
        ("cles", "stockage", "libelle"): ("avenant", 5, None, False, False),
        ("composants", "reseau", "libelle"): ("correction", 1, None, False, False),
        ("composants", "reseau", "montants", "2027", "cout"): ("prix", 4, VOTE, False, True),
        ("comptages", "previsionnel 2025-09-30", "valeurs", "postes"): ("gestion", 2, JANVIER, False, True),
        ("souscriptions", "S04"): ("souscription", 3, date(2026, 7, 1), True, True),
    }


def test_an_avenant_dates_what_needs_it_and_nothing_else() -> None:
    assert _said(decided(BASE, avenant(_all(BASE)), date(2026, 9, 28))) == {
        (): ("gestion", 2, JANVIER, False, False),
        ("cles", "postes", "unite"): ("avenant", 5, VOTE, False, True),
        ("cles", "stockage", "libelle"): ("avenant", 5, VOTE, False, False),
        ("composants", "reseau", "libelle"): ("correction", 1, None, False, False),
        ("composants", "reseau", "montants", "2027", "cout"): ("prix", 4, VOTE, False, True),
        ("comptages", "previsionnel 2025-09-30", "valeurs", "postes"): ("gestion", 2, JANVIER, False, True),
        ("souscriptions", "S04"): ("souscription", 3, date(2026, 7, 1), True, True),
    }


def test_what_no_table_says_has_no_procedure_and_is_never_for_the_past() -> None:
    base = edited(BASE, PROCEDURES, "  - {genre: souscriptions, procedure: souscription, motif: un abonnement}\n", "")
    assert _said(decided(base, _abonnement(base), date(2026, 9, 28))) == {
        ("souscriptions", "S04"): (None, 0, date(2026, 7, 1), False, True)
    }


@pytest.mark.parametrize(("au", "past"), [(date(2026, 7, 1), False), (date(2026, 7, 2), True), (None, False)])
def test_the_day_of_the_comparison_is_not_the_past(au: date | None, past: bool) -> None:  # noqa: FBT001 (a parameter)
    (point,) = decided(BASE, _abonnement(BASE), au).points
    assert point.retroactif is past


@pytest.mark.parametrize("instead", ["inconnue", "lettre"])
def test_a_row_of_the_table_that_names_no_procedure_says_nothing(instead: str) -> None:
    old = "procedure: souscription, motif: un abonnement"
    base = edited(BASE, PROCEDURES, old, old.replace("souscription", instead))
    (point,) = decided(base, _abonnement(base)).points
    assert point.requise is None


TARD = petit(exercices=(2026, 2027, 2028))
PRIX_2027 = decided(TARD, _prix(TARD))
COMPOSANT_EN_MAI = edited(TARD, COMPOSANTS, "libelle: Le reseau,", "libelle: Le reseau, debut: 2027-05-01,")


@exemples(200)
@given(au=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_what_is_too_late_may_count_from_the_first_january_that_leaves_it_its_notice(au: date) -> None:
    (voie,) = PRIX_2027.voies
    possible = voie.possible(au)
    assert (possible is None) == (au <= date(2026, 11, 1))
    assert not {item.terme for item in voie.delais(au).a_venir} & {Terme.PREAVIS, Terme.EFFET} or possible is None
    if possible is not None:
        assert possible == date(2028, 1, 1)
        (written,) = decided(TARD, _prix(TARD, 2028)).voies
        assert (written.effet, written.possible(au)) == (possible, None)


def test_what_counts_from_any_day_may_count_as_soon_as_its_notice_ends() -> None:
    (voie,) = decided(TARD, COMPOSANT_EN_MAI).voies
    assert voie.effet == date(2027, 5, 1)
    assert voie.possible(date(2027, 3, 1)) is None
    assert voie.possible(date(2027, 3, 2)) == date(2027, 5, 2)


def test_the_notice_runs_from_the_act_and_not_from_the_day_it_is_told() -> None:
    sceau = f'"{"a" * 64}"'
    acts = f"delibere_le: 2027-03-10, numero: D-1, empreinte: {sceau}, visas: {{lettre: {{date: 2027-03-10}}}}"
    voie = decided(TARD, decision_prise(COMPOSANT_EN_MAI, acts), sceau=sceau).voies[0]
    assert (voie.prise, voie.possible(date(2027, 4, 20))) == (date(2027, 3, 10), date(2027, 5, 10))


def test_a_letter_decides_nothing_where_a_deliberation_is_asked() -> None:
    sceau, lettre = f'"{"a" * 64}"', "visas: {lettre: {date: 2027-03-01}}"
    base = edited(TARD, PROCEDURES, "[avis, jugement, lettre]", "[avis, lettre, metropole]")
    asked = {**COMPOSANT_EN_MAI, PROCEDURES: base[PROCEDURES]}
    taken = decision_prise(asked, f"delibere_le: 2027-03-10, numero: D-1, empreinte: {sceau}, {lettre}")
    assert decided(base, taken, sceau=sceau).voies[0].prise == date(2027, 3, 10)
    waiting = avenant(_nom_de_cle(TARD), f"empreinte: {sceau}\n{lettre}\n", effet="2028-01-01")
    assert decided(TARD, waiting, sceau=sceau).voies[0].prise is None


@pytest.mark.parametrize(
    ("jours", "tardive"),
    [
        ((), None),
        (("2026-12-31",), None),
        (("2027-01-01",), date(2027, 1, 1)),
        (("2027-03-16", "2026-10-20"), None),
        # It is over when it is told: the next one is the second.
        (("2027-03-16", "2026-09-01"), date(2027, 3, 16)),
    ],
)
def test_an_opinion_whose_next_meeting_comes_once_the_change_counts_is_told(
    jours: tuple[str, ...], tardive: date | None
) -> None:
    rows = "".join(
        f"  - {{id: r-{rang}, instance: comite, date: {jour}, statut: prevue, ordre_du_jour: [essai]}}\n"
        for rang, jour in enumerate(jours)
    )
    line = "# yaml-language-server: $schema=../../schemas/reunions.schema.json\n"
    base = {**TARD, **({REUNIONS: f"{line}{DEMO}reunions:\n{rows}"} if jours else {})}
    found = decided(base, _prix(base), date(2026, 9, 28))
    (avis,) = [item for item in found.visas if item.id == "avis"]
    assert found.reunion_tardive(avis) == tardive


def test_a_point_says_its_procedure_in_the_words_of_the_most_precise_row() -> None:
    said = [point.requise for point in decided(BASE, _prix(_nom_de_composant(BASE))).points]
    assert [(item.id, item.motif, item.procedure.libelle) for item in said if item is not None] == [
        ("correction", "un nom", "Correction"),
        ("prix", "un prix", "Prix"),
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "phase"),
    [
        ("1200.00", "1260.00", "previsionnel"),
        ("1200.00", "{previsionnel: 1200.00, revise: 1260.00}", "revise"),
        ("1200.00", "{previsionnel: 1200.00, realise: 1260.00}", "realise"),
        ("{previsionnel: 1200.00, realise: 1260.00}", "1200.00", "realise"),
        ("1200.00, autre: 1.00", "1200.00", "previsionnel"),
        ("1200.00", "1200.00, autre: {realise: 1.00}", "realise"),
    ],
)
def test_a_price_is_a_field_of_the_first_phase_in_which_it_is_another(avant: str, apres: str, phase: str) -> None:
    before, after = (
        edited(BASE, COMPOSANTS, "2027: {cout: 1200.00}", f"2027: {{cout: {cout}}}") for cout in (avant, apres)
    )
    (point,) = decided(before, after).points
    assert field_path(point.changement) == ("composants", "montants", phase)


def test_a_component_counts_from_the_day_on_which_it_is_taken() -> None:
    taken = "composants: [{composant: reseau, debut: 2026-05-01}]"
    after = edited(BASE, f"{LAXOU}/souscriptions.yaml", "composants: []", taken)
    (point,) = decided(BASE, after).points
    assert (point.changement.chemin, point.effet) == (("composants", "reseau"), date(2026, 5, 1))


def test_what_the_parties_sign_is_what_a_procedure_with_a_signature_decides() -> None:
    comparaison = compared(BASE, _prix(_nom_de_cle(BASE)))
    asked = {item.genre: required(item, comparaison.base, comparaison.head) for item in comparaison.changements}
    assert {genre: is_signed(item, comparaison) for genre, item in asked.items()} == {"cles": True, "composants": False}
    assert not is_signed(None, comparaison)
    points = decided(BASE, _prix(_nom_de_cle(BASE))).points
    assert [point.changement.genre for point in signed(points, comparaison)] == ["cles"]


def test_what_is_sealed_is_decided_as_what_opens_and_closes_its_exercice() -> None:
    table = f"{BASE[PROCEDURES]}  - {{genre: exercice, procedure: gestion, motif: un exercice}}\n"
    base = lire({**BASE, PROCEDURES: table})
    sceaux = nancy().sceaux
    for nom, genre in (("2026-04", "appel"), ("2024", "cloture")):
        (change,) = changements(base, base._replace(sceaux=MappingProxyType({nom: sceaux[nom]})))
        found = required(change, base, base)
        assert (change.genre, found.motif if found is not None else "") == (genre, "un exercice")


# --- the decision as a whole ---


def test_a_decision_says_who_decides_by_when_and_what_is_under_way() -> None:
    jalons = "jalons: {avril: {date: 2026-04-15, objet: essai}, octobre: {date: 2026-10-15, objet: essai}}\n"
    budget = f"{NANCY}/budget.yaml"
    base = {
        **BASE,
        "pricing/exercices/2026.yaml": BASE["pricing/exercices/2026.yaml"] + jalons,
        budget: f"{first_line(budget)}{DEMO}budgets: {{principal: {{libelle: Principal, genre: principal}}}}\n"
        "exercices: {2027: {calendrier: {bp: 2027-02-25}}}\n",
    }
    au = date(2026, 9, 28)
    found = decided(base, _prix(_comptage(base)), au)
    # 1 the price of 2027, 2 the count of 2026.
    assert found == Decision(
        au=au,
        points=found.points,
        voies=found.voies,
        a_part=(),
        avenants=(),
        empreinte_perimee=False,
        correction_payante=(),
        anticipe=None,
    )
    assert [
        (voie.requise.id, voie.numeros, voie.effet, [item.id for item in voie.visas], voie.echeances, voie.budgets)
        for voie in found.voies
    ] == [
        (
            "prix",
            (1,),
            VOTE,
            ["avis", "jugement", "lettre"],
            (
                Echeance(Terme.APPEL, date(2026, 10, 15), 2026),
                Echeance(Terme.PREAVIS, date(2026, 11, 1), 2027),
                Echeance(Terme.EFFET, VOTE, 2027),
            ),
            (DateBudget("nancy", date(2027, 2, 25)),),
        ),
        ("gestion", (2,), JANVIER, ["validation"], (), ()),
    ]
    assert [(item.id, item.procedure) for item in found.visas] == [
        ("avis", "prix"),
        ("jugement", "prix"),
        ("lettre", "prix"),
        ("validation", "gestion"),
    ]
    assert [point.numero for point in found.stricter_than(2)] == [1]
    assert (found.of_procedure("prix"), found.of_procedure("gestion"), found.of_procedure("avenant")) == (
        (1,),
        (2,),
        (),
    )


def test_each_visa_is_asked_once_by_the_strictest_procedure_that_knows_it() -> None:
    base = edited(BASE, PROCEDURES, "visas: [validation]", "visas: [inconnu, lettre, validation]")
    found = decided(base, _prix(_comptage(base)))
    assert [(item.id, item.procedure) for item in found.visas] == [
        ("avis", "prix"),
        ("jugement", "prix"),
        ("lettre", "prix"),
        ("validation", "gestion"),
    ]


def test_an_avenant_that_is_added_is_followed_from_its_first_day() -> None:
    found = decided(avenant(BASE), avenant(avenant(_nom_de_cle(BASE)), numero=2, effet="2027-07-01"))
    assert [(item.ecrit.dossier, item.vie.etat) for item in found.avenants] == [("2", EtatAvenant.PROJET)]
    assert found.effet == date(2027, 7, 1)


# --- from when a point counts ---


def _day(before: Mapping[str, str], after: Mapping[str, str]) -> date | None:
    (point,) = decided(before, after).points
    return point.effet


def test_an_end_that_moves_counts_from_the_earlier_of_both() -> None:
    before, after = (_abonnement(BASE, new=f"{ABONNEMENT[:-1]}, fin: {fin}}}") for fin in ("2027-04-01", "2026-10-01"))
    assert (_day(before, after), _day(after, before)) == (date(2026, 10, 1), date(2026, 10, 1))


def test_a_subscription_that_ends_counts_from_its_end() -> None:
    assert _day(BASE, _abonnement(BASE, new=f"{ABONNEMENT[:-1]}, fin: 2026-10-01}}")) == date(2026, 10, 1)


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from(["", ", motif: attente"]),
)
@exemples(4)
def test_an_activation_counts_from_its_first_day_of_use_never_from_the_day_it_was_to_begin(
    prevu: date, usage: date, motif: str
) -> None:
    waiting, used = (
        _abonnement(BASE, new=f"{ABONNEMENT}, {{service: S04, debut: {debut}{more}}}")
        for debut, more in ((prevu, f", statut: souscrite_non_activee{motif}"), (usage, ""))
    )
    for before, after in ((waiting, used), (used, waiting)):
        points = decided(before, after).points
        assert {point.effet for point in points if point.changement.champ in ("debut", "statut")} == {usage}
        assert {point.effet for point in points if point.changement.champ == "motif"} <= {None}


def test_what_is_subscribed_and_never_used_counts_from_no_day() -> None:
    waiting = _abonnement(BASE, new=f"{ABONNEMENT}, {{service: S04, debut: 2026-01-01, statut: souscrite_non_activee}}")
    later = {path: text.replace("2026-01-01, statut", "2026-03-01, statut") for path, text in waiting.items()}
    # Amounts move elsewhere: they are not its own.
    assert _said(decided(BASE, _comptage(waiting)))["souscriptions", "S04"][2] is None
    assert _day(waiting, later) is None


def test_an_adherent_that_comes_counts_from_its_membership() -> None:
    after = petit({**MEMBRES, "saint-max": Membre("postes: 5", "", "debut: 2026-04-01")}, exercices=(2026, 2027))
    assert _day(BASE, after) == date(2026, 4, 1)


def test_a_value_that_is_named_by_its_day_counts_from_it() -> None:
    path, value = "pricing/forfait.yaml", "{{date: 2026-05-01, montant: {}, reference: essai, verifie_le: 2026-01-01}}"
    before, after = (edited(BASE, path, "valeurs: []", f"valeurs: [{value.format(euros)}]") for euros in (700, 710))
    assert _day(before, after) == date(2026, 5, 1)


def test_the_year_of_a_file_is_that_of_what_it_holds() -> None:
    first, second = decided(BASE, _comptage(_comptage(BASE, 2026), 2027)).points
    assert (first.effet, second.effet) == (date(2026, 1, 1), date(2027, 1, 1))


def test_an_act_that_is_consigned_counts_from_its_day() -> None:
    after = avenant(BASE, "visas: {lettre: {date: 2026-11-27}}\n")
    comparaison = compared(avenant(BASE), after)
    assert [effect_date(item, comparaison) for item in comparaison.changements] == [date(2026, 11, 27)]


def test_a_text_counts_from_no_day() -> None:
    assert _day(BASE, _nom_de_composant(BASE)) is None


def test_what_bears_no_day_counts_from_no_day_when_nothing_moves() -> None:
    assert _day(BASE, _unite(BASE)) is None


@pytest.mark.parametrize(("nom", "day"), [("2026-04", None), ("2024", date(2024, 1, 1))])
def test_a_closing_counts_from_its_year_and_a_call_from_no_day(nom: str, day: date | None) -> None:
    head = nancy()
    base = head._replace(sceaux=MappingProxyType({key: item for key, item in head.sceaux.items() if key != nom}))
    (sealed,) = changements(base, head)
    assert effect_date(sealed, Comparaison(base, head, (sealed,), ())) == day


# --- what is refused ---


def _free(files: Mapping[str, str], genre: str) -> dict[str, str]:
    """Let a kind of documents be corrected."""
    row = next(line for line in files[PROCEDURES].splitlines() if f"{{genre: {genre}, procedure" in line)
    return edited(files, PROCEDURES, row, f"  - {{genre: {genre}, procedure: correction, motif: essai}}")


def test_of_the_corrections_those_that_may_move_an_amount_are_refused() -> None:
    base = _free(BASE, "quantites")
    found = decided(base, _comptage(_nom_de_composant(base)))
    assert [(item.numero, item.changement.genre) for item in found.points] == [(1, "composants"), (2, "quantites")]
    assert found.correction_payante == (2,)


def test_corrections_that_should_move_nothing_are_all_refused_when_nothing_else_explains_the_amounts() -> None:
    # The phase in force is no figure, but it chooses them.
    row = "  - {genre: exercice, procedure: correction, motif: essai}\n"
    revised = "{phase: revise, date: 2026-03-31, source: essai, valeurs: {postes: 40}}"
    files = petit({**MEMBRES, "laxou": Membre("postes: 30", comptages=revised)})
    base = {**files, PROCEDURES: files[PROCEDURES] + row}
    after = edited(_nom_de_composant(base), "pricing/exercices/2026.yaml", "phase: previsionnel", "phase: revise")
    assert decided(base, after).correction_payante == (1, 2)


def test_a_correction_is_not_blamed_for_what_another_point_may_have_moved() -> None:
    base = _free(BASE, "quantites")
    assert decided(base, _comptage(_abonnement(base))).correction_payante == ()


def test_a_correction_that_moves_nothing_is_not_refused() -> None:
    found = decided(BASE, _nom_de_composant(BASE))
    assert found.correction_payante == ()
    assert [(item.id, str(item.etat)) for item in found.visas] == [("sans-effet", "acquis")]


def test_the_visa_of_a_refused_correction_is_missing() -> None:
    base = _free(BASE, "quantites")
    assert [(item.id, str(item.etat)) for item in decided(base, _comptage(base)).visas] == [("sans-effet", "manquant")]


# --- amounts that move before an avenant ---


def test_a_year_before_the_avenant_is_said_when_nothing_else_explains_it() -> None:
    row = "  - {genre: couts-de-possession, procedure: avenant, motif: une formule}\n"
    base = {**BASE, PROCEDURES: BASE[PROCEDURES] + row}
    after = avenant(edited(base, "pricing/couts-de-possession.yaml", "cout * part(postes)", "cout * postes"))
    assert decided(base, after).anticipe == 2026
    # A price of 2027 does not explain 2026, a count of 2026 does.
    assert decided(base, _prix(after)).anticipe == 2026
    assert decided(base, _comptage(after)).anticipe is None


COUTS = "pricing/couts-de-possession.yaml"
SIGNES = """  - {genre: couts-de-possession, procedure: avenant, motif: une formule}
  - {genre: composants, procedure: avenant, motif: un prix}
"""


@pytest.mark.parametrize(
    ("path", "old", "new", "early"),
    [
        (COMPOSANTS, "2027: {cout: 1200.00}", "2027: {cout: 1260.00}", 2027),
        (COUTS, "cout * part(postes)", "cout * postes", 2027),
        # What it creates was not there before: it counts from its day.
        (
            COMPOSANTS,
            "composants:\n",
            "composants:\n  copie: {libelle: x, ligne: reseau, montants: {2027: {cout: 9.00}}}\n",
            None,
        ),
    ],
    ids=["price", "rule", "creation"],
)
def test_an_avenant_of_april_carries_nothing_that_counts_from_january(
    path: str, old: str, new: str, early: int | None
) -> None:
    base = petit(exercices=(2027,))
    base[PROCEDURES] = base[PROCEDURES].replace("  - {genre: composants, procedure: prix, motif: un prix}\n", SIGNES)
    after = edited(base, path, old, new)
    found = [decided(base, avenant(after, effet=effet)).anticipe for effet in ("2027-01-01", "2027-04-01")]
    assert found == [None, early]


def test_a_year_that_an_avenant_writes_is_before_it_whatever_else_explains_what_moves() -> None:
    base = petit(exercices=(2027,))
    base[PROCEDURES] = base[PROCEDURES].replace("  - {genre: composants, procedure: prix, motif: un prix}\n", SIGNES)
    assert decided(base, avenant(_comptage(_prix(base), 2027), effet="2027-01-02")).anticipe == 2027


def test_the_year_in_which_the_convention_begins_counts_from_its_first_day() -> None:
    base = edited(petit(exercices=(2027,)), "catalogue/convention.yaml", "effet: 2024-01-01", "effet: 2027-04-01")
    base[PROCEDURES] = base[PROCEDURES].replace("  - {genre: composants, procedure: prix, motif: un prix}\n", SIGNES)
    assert [item.effet for item in decided(base, _prix(base)).points] == [date(2027, 4, 1)]
    found = [decided(base, avenant(_prix(base), effet=effet)).anticipe for effet in ("2027-04-01", "2027-05-01")]
    assert found == [None, 2027]


def test_the_year_of_the_avenant_itself_is_not_before_it() -> None:
    after = avenant(_nom_de_cle(_prix(BASE)))
    assert decided(BASE, after).anticipe is None


# --- whose visas ---


def test_the_visas_of_the_base_hold_and_those_of_the_proposal_are_added() -> None:
    after = edited(BASE, PROCEDURES, "lettre: {libelle: Lettre}", "lettre: {libelle: Mot}\n  sceau: {libelle: Sceau}")
    found = known_visas(compared(BASE, after))
    assert (found["lettre"].libelle, found["sceau"].libelle) == ("Lettre", "Sceau")


def test_the_same_figures_written_phase_by_phase_are_a_price_of_no_phase() -> None:
    after = edited(BASE, COMPOSANTS, "2027: {cout: 1200.00}", "2027: {cout: {previsionnel: 1200.00}}")
    (point,) = decided(BASE, after).points
    assert field_path(point.changement) == ("composants", "montants")


def test_the_fixed_share_of_a_newcomer_counts_from_its_entry() -> None:
    stockage, others = "libelle: stockage, unite: ", {nom: MEMBRES[nom] for nom in ("metropole", "nancy")}
    shared = f"quotes_parts: {{metropole: 1, nancy: 2}}, {stockage}"
    base = edited(petit(others, exercices=(2026, 2027)), CLES, stockage, shared)
    entering = {**others, "laxou": MEMBRES["laxou"]._replace(adhesion="debut: 2027-07-01")}
    head = edited(petit(entering, exercices=(2026, 2027)), CLES, stockage, shared.replace("2}", "2, laxou: 3}"))
    shares = [point.effet for point in decided(base, head).points if "quotes_parts" in point.changement.chemin]
    assert shares == [date(2027, 7, 1)]


@pytest.mark.parametrize(("mois", "first"), [(6, 7), (2, 10)])
def test_another_notice_bears_on_the_letters_that_who_leaves_that_year_writes_before_it(mois: int, first: int) -> None:
    files, path = fichiers_nancy(), "catalogue/convention.yaml"
    after = edited(files, path, "preavis_mois: 3\n", f"preavis_mois: 3\npreavis_suivants: {{2028: {mois}}}\n")
    comparaison = compared(files, after)
    (moved,) = [item for item in comparaison.changements if "preavis_suivants" in item.chemin]
    # Who leaves on 1 January 2028 wrote by 1 October until now.
    assert effect_date(moved, comparaison) == date(2027, first, 1)
