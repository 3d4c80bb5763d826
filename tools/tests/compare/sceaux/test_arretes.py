"""`compare.sceaux.scelles`: no figure of a closed exercice, no forecast whose phase is over, changes without a word."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.compare.sceaux.scelles import Chiffre, Cle, figures, refusals, settled
from convention.edition.etat import Document
from convention.loading.loader import load
from convention.model.depot import Reference
from convention.model.ecrits.journal import ActeSceau, Inscription
from convention.model.mots.communs import PHASES, Phase, StatutExercice
from tests.compare.decision.petites_decisions import petit
from tests.espaces import espaces
from tests.essais import Textes, edited, fichiers_nancy, lectures, lire, retouches
from tests.preuves import exemples

if TYPE_CHECKING:
    from convention.base.diagnostic import Diagnostic
    from convention.loading.loader import Cache
    from convention.model.depot import Depot

NEUF = Fraction(987_654)
"""A value that no figure has."""
PARAPHEUR = "pricing/composants/S02.yaml"


@cache
def base() -> Depot:
    return load(Textes(fichiers_nancy()), lectures()).depot


@cache
def closed_figures() -> list[tuple[int, Cle]]:
    years = [annee for annee, item in base().exercices.items() if item.statut is StatutExercice.CLOS]
    return [(annee, cle) for annee in years for cle in sorted(figures(base(), annee))]


def changed(path: str, avant: str, apres: str) -> Depot:
    return load(Textes(retouches(fichiers_nancy(), [(path, avant, apres)])), lectures()).depot


def written(reference: Reference) -> Depot:
    """Write another value in the place of a figure."""
    files, value = fichiers_nancy(), str(NEUF)
    text = files[reference.path]
    document = Document(reference.path, text, text)
    try:
        document = document.set(reference.pointer, value)
    except LookupError:
        # One price for every phase.
        document = document.put(reference.pointer[:-1], value)
    return load(Textes({**files, reference.path: document.text}), lectures()).depot


EXERCICE, PRIX = "pricing/exercices/2026.yaml", "pricing/composants/S03.yaml"
COMPTES, ACHATS = "adherents/laxou/quantites/2026.yaml", "adherents/laxou/depenses/2026.yaml"
LIGNE = "# yaml-language-server: $schema=../../../schemas/{}.schema.json\norigine: demonstration\n"
PETIT = {
    **petit(),
    EXERCICE: petit()[EXERCICE].replace("phase: previsionnel", "phase: realise"),
    PRIX: petit()[PRIX].replace("{cout: 1200.00}", "{cout: {previsionnel: 1200.00, realise: 1250.50}}"),
    COMPTES: LIGNE.format("quantites")
    + """comptages:
  - {phase: revise, date: 2026-03-01, source: b, valeurs: {postes: 32}}
  - {phase: previsionnel, date: 2025-10-01, source: d, valeurs: {postes: 31}}
  - {phase: previsionnel, date: 2025-09-30, source: a, valeurs: {postes: 30}, par_composant: {comptes: {reseau: 4}}}
""",
    ACHATS: LIGNE.format("depenses")
    + """depenses:
  - id: ordinateurs
    ligne: reseau
    libelle: Ordinateurs
    nombre: 12
    montants: {cout_achat: 742.80}
    section: investissement
    devis: {reference: D-1, accepte_le: 2026-02-02}
""",
}
"""Counts, a price and an expense; nothing here says who may change them."""
HOMONYMES = {path: text.replace("reseau", "laxou") for path, text in PETIT.items()}
"""The same, where a component has the name of an adherent."""
CLOS = edited(PETIT, EXERCICE, "statut: ouvert", "statut: clos")


def _told(files: dict[str, str], path: str, avant: str, apres: str) -> list[str]:
    """Say of each refusal of a small change: where it is, what it says, what to do."""
    head = lire(edited(files, path, avant, apres))
    return [espaces(f"{item.span} {item.message} | {item.hint}") for item in settled(lire(files), head, ())]


def test_each_count_price_and_expense_is_a_figure_of_its_phase_where_it_is_written() -> None:
    def there(path: str, *pointer: str | int) -> Reference:
        return Reference(path, pointer)

    metropole, nancy = (f"adherents/{nom}/quantites/2026.yaml" for nom in ("metropole", "nancy"))
    previsionnel, revise, realise = PHASES
    price = there(PRIX, "composants", "reseau", "montants", "2026", "cout", "previsionnel")
    assert figures(lire(PETIT), 2026) == {
        Cle(previsionnel, "metropole", "postes"): Chiffre(
            Fraction(10), there(metropole, "comptages", 0, "valeurs", "postes")
        ),
        Cle(previsionnel, "nancy", "postes"): Chiffre(Fraction(20), there(nancy, "comptages", 0, "valeurs", "postes")),
        # Among the counts of one phase, the order is that of their days.
        Cle(previsionnel, "laxou", "postes"): Chiffre(
            Fraction(30), there(COMPTES, "comptages", 2, "valeurs", "postes")
        ),
        Cle(previsionnel, "laxou", "comptes", "reseau"): Chiffre(
            Fraction(4), there(COMPTES, "comptages", 2, "par_composant", "comptes", "reseau")
        ),
        Cle(previsionnel, "laxou", "postes", rang=1): Chiffre(
            Fraction(31), there(COMPTES, "comptages", 1, "valeurs", "postes")
        ),
        Cle(revise, "laxou", "postes"): Chiffre(Fraction(32), there(COMPTES, "comptages", 0, "valeurs", "postes")),
        Cle(realise, "laxou", "nombre", "ordinateurs"): Chiffre(Fraction(12), there(ACHATS, "depenses", 0, "nombre")),
        Cle(realise, "laxou", "cout_achat", "ordinateurs"): Chiffre(
            Fraction("742.80"), there(ACHATS, "depenses", 0, "montants", "cout_achat"), en_euros=True
        ),
        Cle(previsionnel, "reseau", "cout", est_prix=True): Chiffre(Fraction(1200), price, en_euros=True),
        Cle(revise, "reseau", "cout", est_prix=True): Chiffre(Fraction(1200), price, en_euros=True),
        Cle(realise, "reseau", "cout", est_prix=True): Chiffre(
            Fraction("1250.50"), price._replace(pointer=(*price.pointer[:-1], "realise")), en_euros=True
        ),
    }


CONSTATE = "rétablir la valeur ; si un montant en dépend, « convention rectifier 2026 --motif … » la déclare"
PREVU = (
    "rétablir la valeur : ce qui a été prévu puis appelé ne change plus ; ce qui est dû se corrige au réalisé, puis se "
    "déclare par « convention rectifier 2026 --motif … »"
)


@pytest.mark.parametrize(
    ("path", "avant", "apres", "said"),
    [
        (ACHATS, "12", "13", f"« nombre » (ordinateurs) de laxou (réalisé) change : 12 devient 13 | {CONSTATE}"),
        (
            ACHATS,
            "742.80",
            "742.90",
            f"« cout_achat » (ordinateurs) de laxou (réalisé) change : 742,80 € devient 742,90 € | {CONSTATE}",
        ),
        (
            PRIX,
            "1250.50",
            "1250.60",
            f"« cout » de « reseau » (réalisé) change : 1 250,50 € devient 1 250,60 € | {CONSTATE}",
        ),
        (COMPTES, "30}", "29}", f"« postes » de laxou (prévisionnel) change : 30 devient 29 | {PREVU}"),
    ],
)
def test_a_figure_of_a_closed_exercice_that_changes_is_told_at_its_line_with_both_values(
    path: str, avant: str, apres: str, said: str
) -> None:
    before, _, _ = CLOS[path].partition(avant)
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert _told(CLOS, path, avant, apres) == [f"{path}:{line}:{column} l'exercice 2026 est clos, et {said}"]


def test_only_what_the_other_side_reads_in_another_document_is_read_again() -> None:
    lus: Cache = {}
    depot, autre = (
        load(Textes(files), lus).depot for files in (PETIT, edited(PETIT, COMPTES, "postes: 30", "postes: 29"))
    )
    assert {item.reference.path for item in figures(depot, 2026, autre).values()} == {COMPTES}


def test_a_year_that_nobody_prepared_has_no_figure() -> None:
    assert figures(lire(PETIT), 2031) == {}


def test_a_figure_of_a_closed_exercice_that_goes_or_comes_is_told_for_its_file_or_at_its_line() -> None:
    said = "« comptes » (reseau) de laxou (prévisionnel) change : 4 devient rien"
    found = _told(CLOS, COMPTES, ", par_composant: {comptes: {reseau: 4}}", "")
    assert found == [f"{COMPTES}:1:1 l'exercice 2026 est clos, et {said} | {PREVU}"]
    without = edited(CLOS, COMPTES, ", par_composant: {comptes: {reseau: 4}}", "")
    assert [item.pointer for item in settled(lire(CLOS), lire(without), ())] == [()]
    (come,) = settled(lire(without), lire(CLOS), ())
    assert (come.span.line, espaces(come.message).endswith("change : rien devient 4")) == (6, True)


def test_a_component_that_is_removed_is_told_once_with_what_ends_it() -> None:
    files = {**PETIT, PRIX: PETIT[PRIX][: PETIT[PRIX].index("composants:")] + "composants: {}\n"}
    said = "le composant « reseau » n'existe plus, et son prix est arrêté en 2026"
    (found,) = [item for item in settled(lire(PETIT), lire(files), ()) if "reseau" in item.message]
    assert (found.code, str(found.span), espaces(found.message)) == ("SCE012", f"{PRIX}:1:1", said)
    assert espaces(found.hint) == (
        "le rétablir : ce qui fut annoncé ou appelé ne s'efface pas ; « fin: … » l'arrête, et « renomme_de: reseau » "
        "dit qu'il a changé de nom"
    )


def test_the_price_of_a_component_of_the_name_of_an_adherent_is_that_of_the_component() -> None:
    price = ("previsionnel: 1200", "previsionnel: 1300")
    (found, _) = settled(lire(HOMONYMES), lire(edited(HOMONYMES, PRIX, *price)), ())
    assert "« cout » de « laxou » (prévisionnel) change" in espaces(found.message)


def test_a_component_that_is_removed_hides_no_figure_of_an_adherent_of_its_name() -> None:
    without = {**HOMONYMES, PRIX: HOMONYMES[PRIX][: HOMONYMES[PRIX].index("composants:")] + "composants: {}\n"}
    head = edited(without, COMPTES, "{postes: 32}", "{postes: 33}")
    told = [
        espaces(item.message) for item in settled(lire(HOMONYMES), lire(head), ()) if "existe plus" not in item.message
    ]
    assert [message.partition(", et ")[2] for message in told] == [
        "« postes » de laxou (révisé) change : 32 devient 33"
    ]


def test_a_forecast_that_is_over_is_told_at_its_line_with_both_values() -> None:
    said = "l'exercice 2026 en est au réalisé, sa prévision est annoncée, et « postes » de laxou (révisé) change"
    hint = "rétablir la valeur ; ce qui a changé depuis se dit au réalisé (--phase realise)"
    found = _told(PETIT, COMPTES, "{postes: 32}", "{postes: 33}")
    assert found == [f"{COMPTES}:4:68 {said} : 32 devient 33 | {hint}"]
    assert _told(PETIT, PRIX, "realise: 1250.50", "realise: 1250.60") == []


def test_a_forecast_that_is_over_is_not_changed_by_what_is_said_assumed() -> None:
    assumed = "source: d, hypothese: à confirmer, valeurs"
    files = edited(PETIT, COMPTES, "source: d, valeurs", assumed)
    said = "l'exercice 2026 en est au réalisé, sa prévision est annoncée, et « postes » de laxou (prévisionnel) change"
    hint = "rétablir la valeur ; ce qui a changé depuis se dit au réalisé (--phase realise)"
    assert _told(files, COMPTES, assumed, "source: d, valeurs") == [
        f"{COMPTES}:6:74 {said} : 31 devient 30 | {hint}",
        f"{COMPTES}:5:74 {said} : 30 devient 31 | {hint}",
    ]


def test_a_price_that_begins_in_a_phase_has_no_figure_in_those_before() -> None:
    depot = changed(PARAPHEUR, "previsionnel: ", "revise: ")
    before, after = figures(base(), 2024), figures(depot, 2024)
    (gone,) = before.keys() - after.keys()
    assert gone.phase is Phase.PREVISIONNEL


def said(head: Depot) -> list[Diagnostic]:
    return [item for item in refusals(base(), head) if item.code == "SCE012"]


def phrases(head: Depot) -> list[str]:
    return [item.message.replace("\u00a0", " ") for item in said(head)]


def _each_is_told(annee: int, cle: Cle) -> None:
    found = figures(base(), annee)[cle]
    told = [item for item in said(written(found.reference)) if item.span.path == found.reference.path]
    assert told
    assert all("987\u202f654" in item.message for item in told)
    assert any(f"l'exercice {annee} est clos" in item.message and cle.nom in item.message for item in told)


@given(st.data())
@exemples(5)
def test_every_figure_of_a_closed_exercice_that_changes_is_refused_at_its_line(data: st.DataObject) -> None:
    _each_is_told(*data.draw(st.sampled_from(closed_figures())))


@pytest.mark.long
@given(st.data())
@exemples(300)
def test_every_figure_of_a_closed_exercice_that_changes_is_refused_at_its_line_many_times(data: st.DataObject) -> None:
    _each_is_told(*data.draw(st.sampled_from(closed_figures())))


@cache
def past_figures() -> list[tuple[int, Cle]]:
    return [
        (annee, cle)
        for annee, item in base().exercices.items()
        if item.statut is StatutExercice.OUVERT
        for cle in sorted(figures(base(), annee))
        if cle.phase in PHASES[: PHASES.index(item.phase)]
    ]


@given(st.data())
@exemples(5)
def test_every_figure_of_a_phase_that_is_over_is_refused_though_the_one_in_force_may_read_it(
    data: st.DataObject,
) -> None:
    annee, cle = data.draw(st.sampled_from(past_figures()))
    told = said(written(figures(base(), annee)[cle].reference))
    assert any(cle.nom in item.message and f"({cle.phase.libelle}) change" in item.message for item in told)


def test_a_forecast_of_the_phase_in_force_changes_freely() -> None:
    path = "adherents/laxou/quantites/2027.yaml"
    assert phrases(changed(path, "      postes: 215\n", "      postes: 999\n")) == []


@pytest.mark.parametrize(
    ("acte", "phases"),
    [
        (ActeSceau.RECTIFICATION, [Phase.PREVISIONNEL, Phase.REVISE]),
        (ActeSceau.DESCELLEMENT, []),
    ],
)
def test_a_declared_act_on_the_closing_lets_its_own_figures_change(acte: ActeSceau, phases: list[Phase]) -> None:
    head = changed(
        PARAPHEUR, "2024: {maintenance: {previsionnel: 13800.00, realise: 13620.00}}", "2024: {maintenance: 1.00}"
    )
    inscription = Inscription.model_construct(
        fichier="pricing/clotures/2024.json", acte=acte, le=date(2026, 11, 3), sha256=None, remplace=None
    )
    told = [item.message for item in settled(base(), head, [inscription])]
    assert [any(f"({nom})" in message for message in told) for nom in ("prévisionnel", "révisé")] == [bool(phases)] * 2
    assert not any("(réalisé)" in message for message in told)


def test_a_comment_a_source_or_the_order_of_counts_is_no_figure() -> None:
    path = "adherents/laxou/quantites/2025.yaml"
    assert phrases(changed(path, "comptages:\n", "comptages: # relus\n")) == []
    assert phrases(changed(path, "    source: ", "    hypothese: reprise\n    source: ")) == []
