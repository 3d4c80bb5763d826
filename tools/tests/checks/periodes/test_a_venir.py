"""PER012, PER013, QTE009: what is said to have happened is not dated of a day to come, nor far from what it serves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from convention.base.diagnostic import Severity, Span
from convention.checks.cadre.lieux import Lieu
from convention.checks.periodes.a_venir import days_of, not_yet
from convention.model.cadre.formes import shape_of
from convention.model.ecrits.sceaux import Rectification
from convention.model.valeurs.scalaires import FIN_EXCLUE, Jour, scalaire_de
from tests.checks.depots import dits, found, mini
from tests.espaces import espaces
from tests.essais import edited, fichiers_nancy, lire, nancy, relire
from tests.model.documents import models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.valeurs import Valeur
    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot
    from convention.model.valeurs.scalaires import Scalaire

DEMAIN = timedelta(days=1)
QUANTITES = "adherents/aubepine/quantites/2026.yaml"
FREE = """
    Actif.mise_en_service Adhesion.debut Adhesion.fin Appel.arrete_le Appel.date Avenant.effet CalendrierBudgetaire.bp
    CalendrierBudgetaire.cfu CalendrierBudgetaire.dm CalendrierBudgetaire.rob CleDeSignature.fin Composant.debut
    Composant.fin
    Contrat.debut Contrat.fin Convention.effet DecisionProjet.date EtapeSortie.prevue Millesime.en_vigueur Projet.debut
    Projet.fin Reconduction.limite RecuperationTiers.prevue Resiliation.effet Reunion.date Revoyure.date
    Souscription.debut Souscription.fin SouscriptionComposant.debut SouscriptionComposant.fin Titre.limite
    ValeurForfait.date
"""
"""Days that may be to come: what is planned, begins, ends, takes effect, or is a fact by the state beside it."""


def _scalar(modele: type[Modele], champ: str) -> Scalaire | None:
    return shape_of(modele, champ).scalaire


def test_each_day_of_the_models_is_either_that_of_a_fact_or_known_to_be_free() -> None:
    days = {scalaire_de(Jour), FIN_EXCLUE}
    free = {f"{modele.__name__}.{champ}" for modele in models() for champ in modele.model_fields
            if _scalar(modele, champ) in days}  # fmt: skip
    assert free == set(FREE.split())


def _facts(depot: Depot) -> Iterator[tuple[str, Valeur]]:
    for fichier in depot.fichiers.values():
        assert fichier.document is not None
        yield from ((fichier.path, fait) for fait in days_of(fichier.document))


def _told(depot: Depot, au: date) -> list[Diagnostic]:
    return [item for item in dits(depot, au) if item.code == "PER012"]


@pytest.mark.long
def test_every_fact_of_the_data_is_refused_until_its_day_at_its_place_and_never_from_then_on() -> None:
    depot = nancy()
    facts = {(path, fait.pointer): fait.valeur for path, fait in _facts(depot)}
    days = sorted(facts.values())
    assert len(days) > 1500
    for au in (days[0] - DEMAIN, *days[:: len(days) // 4], days[-1] - DEMAIN, days[-1]):
        told = {(item.span.path, item.pointer) for item in _told(depot, au)}
        assert told & facts.keys() == {place for place, day in facts.items() if day > au}
    assert _told(depot, days[-1]) == []


@pytest.mark.long
def test_what_is_found_on_a_day_is_a_part_of_what_is_found_on_any_day_before() -> None:
    depot = nancy()
    before: set[tuple[str, str]] | None = None
    for annee in (2023, 2024, 2025, 2026, 2027, 2028, 2100):
        now = {(str(item.span), item.message) for item in _told(depot, date(annee, 6, 30))}
        assert before is None or now < before or now == before == set()
        before = now


def test_without_a_day_nothing_is_said_of_what_is_to_come() -> None:
    depot = mini((QUANTITES, "    valeurs:", "    validation: 2031-01-01\n    valeurs:"))
    assert found(depot, "PER012") == []


def test_a_fact_is_named_without_what_its_description_specifies() -> None:
    where = Lieu(Span(QUANTITES))
    item = not_yet(where, "Date de livraison ; absente, rien n'est facturé", date(2031, 1, 1), date(2030, 12, 31))
    assert espaces(item.message).startswith("date de livraison : un fait accompli")


def test_the_value_is_named_at_its_line_with_the_day_of_reading() -> None:
    depot = mini((QUANTITES, "    valeurs:", "    validation: 2031-01-01\n    valeurs:"))
    (item,) = _told(depot, date(2030, 12, 31))
    assert (item.severity, item.span.path, item.span.line) == (Severity.ERREUR, QUANTITES, 7)
    assert espaces(item.message).endswith(": un fait accompli n'est pas daté d'un jour à venir, le 1er janvier 2031")
    assert espaces(item.hint).endswith("(jour de cette lecture : le 31 décembre 2030)")
    assert _told(depot, date(2031, 1, 1)) == []


def test_the_rest_of_a_misshapen_document_is_read_on_the_day_too() -> None:
    depot = mini((QUANTITES, "    valeurs:", "    couleur: bleu\n    validation: 2031-01-01\n    valeurs:"),
                 (QUANTITES, "origine: demonstration\n", "origine: demonstration\ncouleur: bleu\n"))  # fmt: skip
    assert QUANTITES in depot.illisibles
    assert {item.span.path for item in _told(depot, date(2030, 12, 31))} <= {QUANTITES}


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "old", "new", "place", "last"),
    [
        ("catalogue/reunions/2027.yaml", "statut: prevue", "statut: tenue", ("date",), "2027"),
        ("pricing/exercices/2027.yaml", "statut: ouvert", "statut: clos", ("statut",), "2027-12-31"),
        (
            "pricing/exercices/2028.yaml",
            "statut: a_venir",
            "statut: reconduite",
            ("reconduction", "limite"),
            "2027-09-30",
        ),
        ("catalogue/projets/teletravail-tomblaine.yaml", "statut: demande", "statut: termine", ("fin",), "2027"),
        ("pricing/releves/2026/parc.csv", "# extrait_le: 2026", "# extrait_le: 2027", (), "2027-11-24"),
    ],
)
def test_what_may_be_planned_is_refused_once_said_to_be_done(
    path: str, old: str, new: str, place: tuple[str, ...], last: str
) -> None:
    files = fichiers_nancy()
    changed = relire({**files, path: files[path].replace(old, new, 1)}).depot
    au = date(2026, 11, 27)
    assert _told(lire(files), au) == []
    (item,) = _told(changed, au)
    assert (item.span.path, item.pointer[len(item.pointer) - len(place) :]) == (path, place)
    assert last[:4] in item.message
    assert _told(changed, date(2028, 1, 1)) == []


def test_a_review_that_is_concluded_has_been_held() -> None:
    path = "adherents/pulnoy/besoins/2027.yaml"
    changed = edited(fichiers_nancy(), path, "revoyure:\n", "revoyure:\n  conclusion: Rien ne change\n")
    (item,) = _told(lire(changed), date(2026, 11, 27))
    assert (item.span.path, item.pointer) == (path, ("revoyure", "date"))


@pytest.mark.parametrize(
    ("jour", "dit"),
    [
        ("2024-06-30", ["plus de dix-huit mois avant l'exercice qu'il compte"]),
        ("2024-07-01", []),
        ("2020-03-01", ["plus de dix-huit mois avant l'exercice qu'il compte"]),
        ("2028-01-01", ["plus d'un an après l'exercice qu'il compte"]),
    ],
)
def test_a_count_is_near_the_year_that_it_serves(jour: str, dit: list[str]) -> None:
    told = found(mini((QUANTITES, "date: 2025-12-31", f"date: {jour}")), "QTE009")
    assert [espaces(item.message).partition(", ")[2] for item in told] == dit


def test_a_closing_and_its_corrections_are_not_of_a_day_to_come() -> None:
    depot = nancy()
    closing = depot.sceaux["2025"]
    fixed = (
        Rectification("2027-01-05", "oubli", *line.identite, line.montant, line.montant + 1)
        for line in closing.lignes[:2]
    )
    late = closing._replace(date="2027-01-04", rectifications=tuple(fixed))
    changed = depot._replace(sceaux={**depot.sceaux, "2025": late})
    found = [item for item in _told(changed, date(2026, 11, 27)) if item.span.path == late.path]
    rows = late.texte().split("\n")
    assert [(rows[item.span.line - 1][:22], espaces(item.message)[:12]) for item in found] == [
        (' "date": "2027-01-04",', "clôture : un"),
        ('  {"date": "2027-01-05', "rectificatio"),
        ('  {"date": "2027-01-05', "rectificatio"),
    ]
    assert len({item.span.line for item in found}) == 3
    assert _told(changed, date(2027, 1, 5)) == []
