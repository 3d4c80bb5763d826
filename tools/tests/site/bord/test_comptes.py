"""What is due of what was called: what is contested is suspended, document by document, while it is not paid."""

from __future__ import annotations

import csv
import io
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from convention.base.french import typeset
from convention.engine.appels.budget import budget
from convention.reports.finances.budget import text as budget_text
from convention.site.acces import lire as acces
from convention.site.bord import bord
from convention.site.bord.appels.comptes import AILLEURS, appele_par_compte, impute, situation_de
from convention.site.bord.appels.credits import credits_ouverts
from convention.site.bord.appels.echeancier import echeancier
from tests.essais import FIGES, fichiers, fichiers_nancy
from tests.generateur.textes import first_line
from tests.site.lecture import (
    CHEZ_ESSEY,
    CHEZ_SAULXURES,
    ESSEY,
    JOUR,
    SAULXURES,
    bord_dit,
    ordinaire,
    page_dite,
    site_de,
    site_reel,
)

if TYPE_CHECKING:
    from convention.site.ensemble import Site

TITRES, LITIGES = f"adherents/{ESSEY}/titres/2026.yaml", f"adherents/{ESSEY}/litiges.yaml"
CONTESTE = 'numero: "fictif-2026-0117"'
LIVRAISON = "    reception: 2026-03-20\n    paiement: 2026-04-06\n"


def _site(titres: str, litiges: str | None = None) -> Site:
    files = fichiers_nancy()
    changed = {**files, TITRES: titres, LITIGES: litiges or files[LITIGES]}
    return site_de(changed, CHEZ_ESSEY)


def _notes(site: Site) -> list[str]:
    """Return what is said of what is still to be paid."""
    return [ordinaire(item.note) for item in echeancier(site, ESSEY) if item.marque == "recu"]


def test_what_is_contested_and_not_paid_is_suspended() -> None:
    found = situation_de(site_reel(CHEZ_ESSEY, JOUR), ESSEY)
    assert (found.exigible, found.suspendu) == (54_182_73 - 7_197_96, 7_197_96)
    assert [item.exigible for item in found.desaccords] == [54_182_73 - 7_197_96]


def test_nothing_is_suspended_any_more_of_what_was_paid_all_the_same() -> None:
    head, contested, rest = fichiers_nancy()[TITRES].partition(CONTESTE)
    paid = rest.replace("reception: 2026-10-22\n", "reception: 2026-10-22\n    paiement: 2026-11-20\n", 1)
    site = _site(f"{head}{contested}{paid}")
    found = situation_de(site, ESSEY)
    assert (found.exigible, found.suspendu, found.conteste) == (39_793_60, 0, 332_00)
    assert [item.exigible for item in found.desaccords] == [39_793_60]
    assert [" suspendus" in note for note in _notes(site)] == [False]


def test_a_contested_delivery_is_suspended_whole_and_no_other_document_is() -> None:
    files = fichiers_nancy()
    start = files[LITIGES].index("  2026-01:")
    delivery = (
        files[LITIGES][start:]
        .replace("fictif-2026-0117", "fictif-2026-0002")
        .replace("    composant: consommables\n", "")
        .replace("montant: 332.00", "montant: 788.80")
    )
    unpaid = files[TITRES].replace(LIVRAISON, LIVRAISON.splitlines(keepends=True)[0], 1)
    site = _site(unpaid, files[LITIGES][:start] + delivery)
    found = situation_de(site, ESSEY)
    assert (found.exigible, found.suspendu, found.conteste) == (54_182_73, 9_465_60, 788_80)
    assert [(item.desaccord.titre.numero, item.exigible) for item in found.desaccords] == [("fictif-2026-0002", 0)]
    assert ["dont 9 465,60 € suspendus" in note for note in _notes(site)] == [True, False]


def test_two_disputes_that_are_open_are_told_in_the_plural() -> None:
    files = fichiers_nancy()
    head, _, rest = files[LITIGES].partition("    etape: admis\n")
    still = f"{head}    etape: conteste\n{rest[rest.index('  2026-01:') :]}"
    text = bord_dit(_site(files[TITRES], still), ESSEY)
    assert "contestations n° 2025-02 et n° 2026-01" in text


@pytest.mark.parametrize(
    ("jour", "told", "untold"),
    [
        (date(2026, 1, 10), "Contestation n° 2025-02", "Contestations closes"),
        (date(2026, 2, 1), "Contestations closes", "Contestation n° 2025-02"),
    ],
)
def test_a_dispute_is_told_as_open_until_the_day_of_its_end_then_as_over(jour: date, told: str, untold: str) -> None:
    text = page_dite(site_reel(CHEZ_ESSEY, jour), f"adherents/{ESSEY}.md")
    assert told in text
    assert untold not in text


def test_what_is_charged_on_the_attribution_de_compensation_is_told_as_the_command_tells_it() -> None:
    site = site_reel(CHEZ_SAULXURES, JOUR)
    told = [
        line
        for annee in (2026, 2027)
        for line in budget_text(budget(site.depot, SAULXURES, annee, JOUR), site.depot).splitlines()
        if "attribution de compensation" in line
    ]
    assert [ordinaire(line) for line in told] == [
        f"25 000,00 € de fonctionnement sont imputés sur l'attribution de compensation (montant figé de {annee}) : la "
        f"recette au compte 73211 baisse d'autant, et aucun crédit ne s'ouvre pour eux. Le reste, {rest} €, est appelé "
        "par titre."
        for annee, rest in ((2026, "29 186,61"), (2027, "29 339,84"))
    ]
    assert [typeset(impute(site, SAULXURES, annee)) for annee in (2026, 2027)] == told
    # It is in its budget, which nobody else reads: what another reads says no more of one commune than of another.
    told_to_others = {impute(site_reel("adherents", JOUR), SAULXURES, 2027), impute(site, ESSEY, 2027)}
    assert told_to_others == {AILLEURS}


def test_what_is_charged_is_told_beside_what_is_called_the_credits_and_the_budget_to_enter() -> None:
    text = bord_dit(site_reel(CHEZ_SAULXURES, JOUR), SAULXURES)
    called = "fonctionnement de 2026, dont 25 000,00 € imputés sur l'attribution de compensation"
    assert f"Appelé à ce jour 54 186,61 € {called} Exigible et non payé 0,00 €" in text
    assert text.count("Le reste, 29 186,61 €, est appelé par titre.") == 1
    assert text.count("Le reste, 29 339,84 €, est appelé par titre.") == 1
    assert "6216 masse salariale 012 39 083,00 −17 980,82 21 102,18" in text
    assert "Total, fonctionnement 54 339,84 −25 000,00 29 339,84" in text


def test_what_is_charged_takes_no_credits_and_is_called_from_its_call_on() -> None:
    told = {}
    for day in (date(2026, 4, 14), date(2026, 4, 15)):
        site = site_reel(CHEZ_SAULXURES, day)
        called = appele_par_compte(site, SAULXURES, 2026)
        told[day.day] = (
            situation_de(site, SAULXURES).appele,
            situation_de(site, SAULXURES).impute,
            sum(called.values()),
        )
    # What is called to be paid, in April, is only in investment: the running costs are charged elsewhere.
    assert told == {14: (0, 0, 0), 15: (25_000_00, 25_000_00, 152_54)}


def test_what_is_called_paid_and_projected_are_what_credits_pay() -> None:
    found = credits_ouverts(site_reel(CHEZ_SAULXURES, JOUR), SAULXURES)
    assert found is not None
    heads = [ordinaire(head.titre) for head in found.tableau.colonnes]
    total = next(row for row in found.tableau.rangs if row.total)
    assert dict(zip(heads, [ordinaire(cell.texte) for cell in total.cellules], strict=True)) == {
        "Compte": "Fonctionnement",
        "Crédits ouverts (€)": "55 000,00",
        "Appelé (€)": "29 186,61",
        "Payé au 23 novembre 2026 (€)": "29 186,61",
        "Projection (€)": "29 186,61",
        "Disponible (€)": "25 813,39",
    }


def test_what_is_foreseen_elsewhere_is_not_said_to_be_missing() -> None:
    path = f"adherents/{SAULXURES}/budget.yaml"
    files = {**fichiers_nancy()}
    for before, after in (("bp: 39600.00", "bp: 21700.00"), ("bp: 15400.00", "bp: 8500.00")):
        assert files[path].count(before) == 1
        files[path] = files[path].replace(before, after)
    found = credits_ouverts(site_de(files, CHEZ_SAULXURES), SAULXURES)
    assert found is not None
    assert found.manques == ()


def test_only_its_own_page_and_its_own_files_say_what_is_charged_elsewhere() -> None:
    budgets = {}
    for niveau in (CHEZ_SAULXURES, "adherents"):
        site = site_reel(niveau, JOUR)
        files = dict(chain(bord.fichiers(site), bord.fichiers_propres(site)))
        rows = csv.DictReader(io.StringIO(bytes(files[f"adherents/{SAULXURES}/budget-2027.csv"]).decode()))
        budgets[niveau] = [(row["compte"], row["montant"], row["impute"]) for row in rows]
    assert budgets == {
        CHEZ_SAULXURES: [
            ("6216", "21102.18", "17980.82"),
            ("62876", "8237.66", "7019.18"),
            ("2041511", "335.82", "0.00"),
        ],
        "adherents": [("6216", "39083.00", ""), ("62876", "15256.84", ""), ("2041511", "335.82", "")],
    }
    others = bord_dit(site_reel("adherents", JOUR), SAULXURES)
    assert ("Montant (€)" in others, "À inscrire (€)" in others, AILLEURS in others) == (True, False, True)


def test_only_its_own_page_and_its_own_files_say_what_is_ordered() -> None:
    files, folder = fichiers_nancy(), "adherents/pulnoy/depenses"
    files[f"{folder}/2027.yaml"] = files[f"{folder}/2026.yaml"].replace("2026-06-22", "2026-11-22")
    budgets = {}
    for niveau in ("adherent:pulnoy", "adherents"):
        site = site_de(files, niveau)
        told = dict(chain(bord.fichiers(site), bord.fichiers_propres(site)))
        rows = csv.DictReader(io.StringIO(bytes(told["adherents/pulnoy/budget-2027.csv"]).decode()))
        budgets[niveau] = [(row["compte"], row["commande"]) for row in rows]
    assert budgets["adherent:pulnoy"] == [*budgets["adherents"], ("21838", "9100.00")]


def test_on_a_site_of_all_levels_a_dashboard_of_ones_own_leads_to_files_of_ones_own() -> None:
    site = site_reel("adherents", JOUR)._replace(propres=True)
    own = site._replace(acces=acces(CHEZ_SAULXURES))
    (place,) = {path.rpartition("/")[0] for path, _ in bord.fichiers_propres(own)}
    assert place == own.dossier_propre(SAULXURES) != f"adherents/{SAULXURES}"
    assert list(bord.fichiers_propres(site)) == []


def test_what_an_association_asks_is_unpaid_and_nobody_says_that_it_was_received() -> None:
    asked = (
        "origine: demonstration\nsource: inventé\ntitres:\n"
        "  - {numero: A1, genre: appel, objet: acompte, exercice: 2026, nature: indirects, section: fonctionnement, "
        "echeance: 2026-05, montant: 6450.00, emission: 2026-05-15}\n"
    )
    path = "adherents/clairmont/titres/2026.yaml"
    files = {**fichiers(FIGES / "villages"), path: first_line(path) + asked}
    site = site_de(files, "adherent:clairmont", date(2026, 6, 1))
    text = bord_dit(site, "clairmont")
    assert "Exigible et non payé 6 450,00 € appels non payés" in text


def test_where_no_call_is_declared_nothing_is_said_to_have_been_called() -> None:
    site = site_de("syndicat", "adherent:fontazur")
    text = bord_dit(site, "fontazur")
    assert "Appelé à ce jour [non connu] aucun appel n'est déclaré" in text.replace("’", "'")
    assert "Appelé, net" not in text


def test_what_was_called_is_told_whole_before_any_account_is_proposed() -> None:
    files = dict(fichiers_nancy())
    del files["pricing/comptes.yaml"]
    proposed, bare = site_reel(CHEZ_ESSEY, JOUR), site_de(files, CHEZ_ESSEY)
    whole = situation_de(proposed, ESSEY).appele
    assert whole
    assert situation_de(bare, ESSEY).appele == whole
    assert sum(appele_par_compte(bare, ESSEY, 2026).values()) == sum(appele_par_compte(proposed, ESSEY, 2026).values())
