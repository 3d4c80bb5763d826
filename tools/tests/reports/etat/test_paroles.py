"""A statement says only what its convention says: its managing body's whole name, no dispute rule, no delegation."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from convention.engine.appels.appels import appeler
from convention.engine.contribution import calculer
from convention.model.mots.appels import GenrePiece
from convention.model.resolution import resolve
from convention.reports.etat import phrases
from convention.reports.etat.document import document
from convention.reports.etat.etat import delivery_statements, drafted, statement
from convention.reports.etat.medias.fichiers import text
from convention.reports.etat.rattachement import attachment, remaining
from convention.reports.etat.reperes import completed
from convention.reports.rendus.document import Titre, terminal_text
from tests.engine.appels.petits_appels import MEMBRES, VOLETS, appelle, avec_appels, avec_calendrier
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire
from tests.les_cas import MINI
from tests.maquette import Membre
from tests.reports.etat.etats import ESSEY, tel_quel
from tests.reports.etat.etats import etat as de_nancy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.reports.etat.valeurs import Etat


def _etat(nom: str, echeance: str, adherent: str) -> Etat:
    depot = lire(fichiers(FIGES / nom))
    return statement(depot, appeler(depot, echeance), adherent)


@pytest.mark.parametrize(
    ("appellation", "called"),
    [("  gestionnaire: l'association\n", "l'association"), ("", "l'association des villages du Plateau")],
)
def test_who_manages_is_called_as_its_convention_does_else_by_its_whole_name(appellation: str, called: str) -> None:
    path, files = "catalogue/convention.yaml", fichiers(FIGES / "villages")
    depot = lire(edited(files, path, "  gestionnaire: l'association\n", appellation))
    etat = statement(depot, appeler(depot, "2026-05"), "ormeval")
    assert etat.emetteur.nom.le == called
    assert f"supportées par {called} comprises" in phrases.taxes(etat._replace(taxes=None))


def test_a_statement_says_of_taxes_what_its_convention_says_and_nothing_when_it_does_not() -> None:
    path, files = "catalogue/convention.yaml", fichiers(FIGES / "villages")
    said = "taxes: {comprises: toutes taxes comprises, refacturation: soumise à la TVA au taux normal}\n"
    depot = lire({**files, path: files[path] + said})
    assert phrases.taxes(statement(depot, appeler(depot, "2026-05"), "ormeval")) == (
        "toutes taxes comprises ; refacturation soumise à la TVA au taux normal"
    )
    silent = _etat("villages", "2026-05", "ormeval")
    assert phrases.taxes(silent) == ""
    assert "TVA" not in str(document(silent, annexe=True))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("taxes: {comprises: toutes taxes comprises}\n", "toutes taxes comprises, hors taxes pour Site commun"),
        ("", "hors taxes pour Site commun"),
    ],
)
def test_a_statement_names_the_lines_whose_amounts_are_without_taxes(said: str, told: str) -> None:
    convention, prices = "catalogue/convention.yaml", "pricing/composants/S02.yaml"
    files = edited(
        fichiers(FIGES / "villages"), prices, "    ligne: site-commun\n", "    ligne: site-commun\n    taxe: ht\n"
    )
    depot = lire({**files, convention: files[convention] + said})
    assert phrases.taxes(statement(depot, appeler(depot, "2026-05"), "ormeval")) == told


def test_a_statement_counts_quantities_once_those_that_are_not_validated() -> None:
    told = espaces(terminal_text(document(de_nancy("2027-04", "laxou"), annexe=False)))
    assert "Les autres quantités que citent les calculs plus haut et en annexe." in told
    assert re.findall(r"(\d+)\s(?:autres )?quantités", told) == ["50"]


def test_where_nothing_is_counted_only_a_new_price_makes_a_balance_revised() -> None:
    files = fichiers(FIGES / "villages")
    path = "pricing/composants/S02.yaml"
    revised = edited(files, path, "1800.00", "{previsionnel: 1800.00, revise: 1860.00}")
    assert _balance(files) == "Solde 2026 : montant prévu, appelé en une fois"
    assert _balance(revised) == "Solde 2026 : montant révisé, appelé en une fois"


def test_where_counts_are_those_of_the_forecast_a_new_price_makes_an_advance_revised_all_the_same() -> None:
    forecast = edited(fichiers_nancy(), "pricing/exercices/2027.yaml", "phase: previsionnel", "phase: revise")
    old, new = "2027: {cout_annuel: 96000.00}", "2027: {cout_annuel: {previsionnel: 96000.00, revise: 126000.00}}"
    told = []
    for files in (forecast, edited(forecast, "pricing/composants/S03.yaml", old, new)):
        depot = lire(files)
        told.append(statement(depot, appeler(depot, "2027-04"), ESSEY).volets[0].titre)
    assert list(map(tel_quel, told)) == [
        f"Acompte 2027 : 50 % du montant {word}" for word in ("prévu", "révisé d'avril")
    ]


def _balance(files: Mapping[str, str]) -> str:
    depot = lire(files)
    return statement(depot, appeler(depot, "2026-05"), "ormeval").volets[0].titre


def test_where_no_rule_of_dispute_is_said_nothing_is_said_to_be_suspended() -> None:
    told = text(_etat("villages", "2026-05", "ormeval"))
    assert "Exigible" in told
    assert "Suspendu" not in told
    assert "Contesté" not in told


CONTACTS = """\
# yaml-language-server: $schema=../schemas/gouvernance.schema.json
origine: convention
delai_envoi: {jours: 7, origine: convention, texte: en amont}
instances: {}
contacts:
  accueil: {fonction: Équipe de l'association, objet: Toute question, courriel: accueil@exemple.fr}
  litiges: {fonction: trésorier, objet: Un désaccord, clause: article 9, courriel: tresorier@exemple.fr}
"""


@pytest.mark.parametrize(
    ("clauses", "first", "held"),
    [
        (
            "clauses: {desaccords: article 9}\n",
            "trésorier, tresorier@exemple.fr",
            " : seul le paiement de ces services peut être suspendu",
        ),
        ("", "Équipe de l'association, accueil@exemple.fr", ""),
    ],
)
def test_who_disagrees_writes_first_to_whom_its_article_names_and_suspends_only_as_it_says(
    clauses: str, first: str, held: str
) -> None:
    path, files = "catalogue/convention.yaml", fichiers(FIGES / "villages")
    depot = lire({**files, path: files[path] + clauses, "catalogue/gouvernance.yaml": CONTACTS})
    told = tel_quel(text(statement(depot, appeler(depot, "2026-05"), "ormeval"))).splitlines()
    asked = f"En cas de désaccord, s'adresser d'abord à : {first}, en désignant le ou les services contestés{held}."
    assert asked in told


@pytest.mark.parametrize(
    ("change", "told", "manques"),
    [
        ({}, "SIREN 444 444 442 (SIRET à compléter)", ["le SIRET du CCAS d'Aubépine"]),
        (
            {'siren: "444444442"\n': ""},
            "SIREN 222 222 226 de la commune d'Aubépine (SIRET à compléter)",
            ["le SIRET du CCAS d'Aubépine"],
        ),
        (
            {'siren: "444444442"\n': "", "rattachement: aubepine\n": ""},
            "SIREN [à compléter] (SIRET à compléter)",
            ["le SIREN du CCAS d'Aubépine", "le SIRET du CCAS d'Aubépine"],
        ),
    ],
)
def test_who_has_no_siren_of_its_own_is_billed_under_that_of_the_body_it_is_attached_to(
    change: dict[str, str], told: str, manques: list[str]
) -> None:
    path = "adherents/ccas-aubepine/adherent.yaml"
    files = fichiers(MINI)
    for old, new in change.items():
        files[path] = files[path].replace(old, new)
    depot = lire(avec_calendrier(files, {"2026-06": "{genre: solde, exercice: 2026}"}))
    etat = completed(depot, statement(depot, appeler(depot, "2026-06"), "ccas-aubepine"))
    assert tel_quel(phrases.party(etat.debiteur)).endswith(told)
    assert [tel_quel(item.quoi) for item in etat.manques if "CCAS" in item.quoi] == manques


def test_where_nobody_delegates_a_statement_is_signed_by_no_delegation() -> None:
    assert "délégation" not in phrases.signature(_etat("villages", "2026-05", "ormeval"))


def test_a_place_whose_name_has_an_article_is_written_with_it() -> None:
    etat = _etat("villages", "2026-05", "ormeval")
    etat = etat._replace(emetteur=etat.emetteur._replace(lieu="Le Mesnil"))
    assert phrases.signature(etat).startswith("Au Mesnil, le ")


def test_a_debtor_whose_short_name_is_no_place_is_named_with_an_article() -> None:
    path, files = "adherents/ormeval/adherent.yaml", fichiers(FIGES / "villages")
    text = files[path].replace('nom: "Ormeval"', 'nom: "Ciné-club"').replace("type: commune", "type: association")
    text = text.replace("Commune d'Ormeval", "Ciné-club du Plateau")
    depot = lire({**files, path: text})
    etat = completed(depot, statement(depot, appeler(depot, "2026-05"), "ormeval"))
    assert "le SIRET de l'association Ciné-club du Plateau" in [item.quoi for item in etat.manques]


def test_the_pdf_heads_with_the_name_as_it_is_written_and_names_no_file_of_the_data() -> None:
    etat = _etat("villages", "2026-05", "ormeval")
    told = document(etat, annexe=True)
    assert etat.emetteur.denomination in repr(told[:2])
    assert ("yaml" in text(etat), "yaml" in repr(told)) == (True, False)


def test_who_is_only_given_back_money_reads_of_no_titre_and_of_no_notice() -> None:
    files = appelle(avec_appels(), "2024-04", "2024-10", "2025-04", "2025-10")
    path = "adherents/nancy/adherent.yaml"
    left = {**files, path: files[path].replace("debut: 2024-01-01", "debut: 2024-01-01, fin: 2025-11-01")}
    depot = lire(left)
    etat = statement(depot, appeler(depot, "2026-04"), "nancy")
    assert [piece.genre for piece in etat.pieces] == [GenrePiece.REVERSEMENT]
    assert phrases.what(etat) == ("Pièce justificative jointe aux mandats de reversement.", "Rien n'est à payer.")
    assert "avis des sommes à payer" not in tel_quel(text(etat))


def test_an_assumption_of_a_year_is_said_to_who_is_asked_something_of_it() -> None:
    both = f"{VOLETS['2026-04']}, {{genre: acompte, exercice: 2026, taux: 1}}"
    members = {**MEMBRES, "vallon": Membre("postes: 2, consommables: 3"), "laxou": Membre("postes: 1")}
    files = avec_appels(members, forfait="2024-01-01: 700.00", volets={**VOLETS, "2026-04": both})
    files = appelle(files, "2024-04", "2024-10", "2025-04", "2025-10")
    path = "adherents/nancy/adherent.yaml"
    fee = files["pricing/forfait.yaml"].replace("cle: postes", "libelle: la dîme\ncle: consommables")
    left = {path: files[path].replace("debut: 2024-01-01", "debut: 2024-01-01, fin: 2025-11-01")}
    depot = lire({**files, **left, "pricing/forfaits/dime.yaml": fee.replace("../", "../../", 1)})
    appel = appeler(depot, "2026-04")
    told = {nom: " ".join(statement(depot, appel, nom).hypotheses) for nom in ("nancy", "vallon", "laxou")}
    assert [("2026" in text, "Dîme" in text) for text in told.values()] == [(False, False), (True, True), (True, False)]
    counts = "adherents/vallon/quantites/2026.yaml"
    assumed = lire({**files, counts: files[counts].replace("source: essai", "source: essai, hypothese: supposé")})
    vallon = " ".join(map(tel_quel, statement(assumed, appeler(assumed, "2026-04"), "vallon").hypotheses))
    assert "Quantités 2026 pour « Masse salariale » et « Le copieur » : supposé" in vallon


def test_what_is_owed_at_delivery_is_said_to_be_called_once_what_calls_it_is_known() -> None:
    item = de_nancy("2026-04")
    waiting = item._replace(livraisons=tuple(delivery._replace(titre="") for delivery in item.livraisons))
    association = item._replace(emetteur=item.emetteur._replace(publique=False))
    assert [phrases.recalled_title(told).partition(" à la livraison")[0] for told in (item, association, waiting)] == [
        "Pour mémoire, déjà titré",
        "Pour mémoire, déjà appelé",
        "Pour mémoire, dû",
    ]


def test_what_was_delivered_to_who_has_no_public_budget_is_of_no_section_of_it() -> None:
    item = de_nancy("2026-04")
    company = item._replace(debiteur=item.debiteur._replace(publique=False))
    told = [re.findall(r"ordinateurs = (.*?), titre", espaces(text(etat))) for etat in (item, company)]
    assert told == [["9 465,60 €, section d'investissement"], ["9 465,60 €, investissement"]]


def test_an_association_issues_no_titre_nor_mandat_whatever_it_calls() -> None:
    path, files = "adherents/metropole-grand-nancy/adherent.yaml", fichiers(FIGES / "nancy")
    unissued = {nom: text for nom, text in files.items() if "/titres/" not in nom}
    unissued[path] = files[path].replace("type: epci", "type: association")
    convention = "catalogue/convention.yaml"  # what it says of its taxes names a public accountant
    depot = lire(edited(unissued, convention, " (à confirmer par le comptable public)", ""))
    (contribution, exercised) = (calculer(resolve(depot, annee)) for annee in (2026, 2025))
    who, spring, autumn = "essey-les-nancy", appeler(depot, "2026-04"), appeler(depot, "2026-10")
    told = [
        *map(text, (statement(depot, spring, who), statement(depot, autumn, who))),
        *map(text, delivery_statements(depot, contribution, who)),
        text(attachment(depot, remaining(depot, contribution), who, date(2027, 1, 4))),
        text(attachment(depot, remaining(depot, exercised), who, date(2027, 1, 4))),
    ]
    assert "Pour mémoire, dû à la livraison (article 8.1)" in told[0]
    assert "État prévisionnel 2027, annoncé sans appel" in told[1]
    assert "dont l'appel n'est pas connu" in told[3]
    assert {re.search(r"(?i)\b(?:titres?|mandat)\b(?!/)|déjà titré|publics?\b", item) for item in told} == {None}


def _dit(etat: Etat) -> tuple[str, str]:
    """Return what the terminal and the pages say."""
    return tel_quel(text(etat)), tel_quel(terminal_text(document(etat, annexe=True)))


def test_before_the_day_of_its_call_a_statement_is_a_draft_that_stops_nothing_and_is_not_signed() -> None:
    issued = de_nancy("2027-04", ESSEY)
    closed, before = issued.arrete_le, issued.jour - timedelta(days=1)
    assert closed is not None
    assert drafted(issued, issued.jour) == issued
    for said in _dit(drafted(issued, closed - timedelta(days=1))):
        assert "2027-04-ESSEY-PROJET" in said
        assert "projet du 30 mars 2027" in said
        assert "Données à arrêter le" in said
        assert "Projet du 30 mars 2027, avant l'échéance du 15 avril 2027 : rien n'est arrêté." in said
        assert not re.search("Arrêté le présent état|arrêtées|par délégation|Pièce justificative", said)
    for said in _dit(drafted(issued, before)):
        assert "Données arrêtées au" in said
    for said in _dit(issued):
        assert "PROJET" not in said
        assert "Arrêté le présent état" in said


def test_what_is_actual_of_an_exercice_still_open_is_said_to_be_projected() -> None:
    terminal, pages = _dit(de_nancy("2027-04", ESSEY))
    assert "Projeté 2026 (€)" in terminal
    assert "Liquidation des coûts indirects projetés 2026" in pages
    assert not re.search("[Rr]éalisé", terminal + pages)
    assert "Réalisé 2025 (€)" in _dit(de_nancy("2026-04", ESSEY))[0]


def test_a_statement_of_many_parts_prints_each_under_its_own_letter() -> None:
    short = de_nancy("2026-10")
    etat = short._replace(volets=tuple(short.volets[0]._replace(titre=f"Volet {rang}") for rang in range(28)))
    letters = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB")
    expected = [f"{letter}. Volet {rang}" for rang, letter in enumerate(letters)]
    assert [line for line in text(etat).splitlines() if ". Volet " in line] == expected
    titles = [bloc.texte for bloc in document(etat, annexe=True) if isinstance(bloc, Titre)]
    assert [line for line in titles if ". Volet " in line] == expected


@pytest.mark.parametrize("tu", ["exercices", "fondement", "volets", "livraisons", "pieces", "hypotheses"])
def test_what_a_statement_has_nothing_to_say_of_leaves_no_hole(tu: str) -> None:
    etat = de_nancy("2026-10")
    quiet = etat._replace(volets=tuple(volet._replace(note="") for volet in etat.volets), arrete_le=None)
    quiet = quiet._replace(**{tu: type(getattr(etat, tu))()})
    assert [told for told in map(text, (etat, quiet)) if "\n\n\n" in told] == []
