"""Who arrives is told what its amounts suppose; who leaves, until when its page is read and what to do then."""

from __future__ import annotations

from datetime import date

import pytest

from convention.site.acces import lire as lire_acces
from convention.site.bord.appels.echeancier import echeancier
from convention.site.bord.appels.echeancier import fichiers as agendas
from convention.site.communs import Communs
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire
from tests.generateur.textes import first_line
from tests.les_cas import textes
from tests.site.lecture import JOUR, bord_dit, bord_seul, lire_html, page_seule, site_de, site_reel

RESILIATION = "adherents/pulnoy/resiliation.yaml"
ENSUITE = (
    "Après ce jour, cette page ne s'ouvre plus à ses agents : télécharger avant ce qui est à garder ; "
    "ensuite, le demander à la Métropole."
)


@pytest.mark.parametrize(("cote", "dit"), [("invalide", True), ("valide", False)])
def test_the_amounts_of_a_membership_that_nobody_signed_are_said_to_suppose_it(*, cote: str, dit: bool) -> None:
    text = bord_dit(site_de(fichiers(FIGES / "mini") | textes("ENT006", cote)), "cerisaie")
    supposed = "Adhésion : décidée, pas encore signée. Les montants de cette page la supposent signée, à effet du "
    assert (supposed in text) is dit


@pytest.mark.parametrize(("propres", "dit"), [(True, True), (False, False)])
def test_a_page_that_shuts_after_the_last_day_says_so_before(*, propres: bool, dit: bool) -> None:
    files = fichiers_nancy()
    left = "genre: simple\ninitiative: adherent\nnotification: 2026-11-16\neffet: 2027-07-01\n"
    files[RESILIATION] = f"{first_line(RESILIATION)}origine: demonstration\nsource: essai\n{left}"
    site = site_reel("adherents", JOUR)._replace(depot=lire(files), propres=propres).chez_lui("pulnoy")
    text = bord_dit(site, "pulnoy")
    assert "Départ notifié le 16 novembre 2026. Dernier jour dans la convention : 30 juin 2027" in text
    assert (ENSUITE in text) is dit
    assert ("Page réservée à l'adhérent et à la Métropole." in text) is propres


def test_who_can_not_open_its_page_is_told_nothing_of_the_day_when_it_shuts() -> None:
    hosted = site_reel("adherents", JOUR)._replace(propres=True)
    rattache, pulnoy = (bord_dit(hosted.chez_lui(nom), nom) for nom in ("etablissement-rattache", "pulnoy"))
    unread = "L'adhérent ne peut pas encore l'ouvrir : ni SIREN ni lecteur n'est déclaré pour lui."
    assert "Dernier jour dans la convention : 31 décembre 2028" in rattache
    assert (unread in rattache, ENSUITE in rattache, unread in pulnoy) == (True, False, False)


def test_who_leaves_reads_what_its_leaving_asks_for_and_nobody_else_does() -> None:
    shared = site_reel("adherents", JOUR)
    asked = (
        "Prévu le 15 novembre 2028 : Récupération par Éditeur (fictif) (Application de gestion financière), "
        "à la charge de l'adhérent : 1 800,00 €."
    )
    for site, told in ((shared._replace(propres=True).chez_lui("etablissement-rattache"), True), (shared, False)):
        assert (asked in bord_dit(site, "etablissement-rattache")) is told


def test_who_has_left_is_offered_no_service_any_more() -> None:
    files = edited(
        fichiers(FIGES / "mini"), "adherents/bruyere/adherent.yaml", "2024-01-01", "2024-01-01, fin: 2026-06-01"
    )
    for day, told in ((date(2026, 5, 31), True), (date(2026, 6, 1), False)):
        text = bord_seul(site_de(files, "adherents", day), "bruyere")
        assert ("Mes services" in text, "Demander un service" in text) == (told, told)
        home = page_seule(site_de(files, "adherent:bruyere", day), "index.md")
        assert ("adherents/bruyere/#mes-services" in lire_html(home).liens) is told


def test_of_the_calls_to_come_who_has_left_reads_only_what_settles_its_last_year() -> None:
    path = "adherents/pulnoy/adherent.yaml"
    files = edited(fichiers_nancy(), path, "debut: 2024-01-01\n", "debut: 2024-01-01\n  fin: 2026-07-01\n")
    site = site_de(files, "adherent:pulnoy", JOUR)
    april, october = date(2027, 4, 15), date(2027, 10, 15)
    advance = "Acompte de l'exercice 2027 (titre de recettes) et régularisation des coûts indirects de 2026"
    balance = "Solde de l'exercice 2027 (titre de recettes) et état prévisionnel 2028, annoncé sans titre"
    for adherent, expected in (
        ("pulnoy", {april: "Régularisation de l'exercice 2026"}),
        ("laxou", {april: advance, october: balance}),
    ):
        steps = (item for item in echeancier(site, adherent) if item.quoi == "Appel à contribution")
        assert {item.jour: item.note.partition(" ; ")[0] for item in steps if item.jour > JOUR} == expected
    agenda = dict(agendas(site))["adherents/pulnoy/calendrier.ics"].decode()
    assert ("appel-2027-04@pulnoy" in agenda, "appel-2027-10@pulnoy" in agenda) == (True, False)
    text = bord_dit(site, "pulnoy")
    assert "2026 : adhérent jusqu'au 30 juin 2026 inclus, et non toute l'année." in text
    assert "Rien : aucun montant n'est prévu en 2027. Ce qu'un autre exercice laisse à payer ou à recevoir" in text


@pytest.mark.parametrize(
    ("jour", "tous", "elle"),
    [(date(2026, 4, 14), True, True), (date(2026, 4, 15), False, True), (date(2026, 5, 19), False, True)],
)
def test_who_left_keeps_its_page_until_its_last_exercice_is_called_and_its_own_until_it_is_paid(
    jour: date, *, tous: bool, elle: bool
) -> None:
    path = "adherents/pulnoy/adherent.yaml"
    files = edited(fichiers_nancy(), path, "debut: 2024-01-01\n", "debut: 2024-01-01\n  fin: 2025-07-01\n")
    del files["adherents/pulnoy/titres/2026.yaml"]
    paid = site_de(files, "adherent:pulnoy", jour)
    unpaid = "    emission: 2025-10-15\n    reception: 2025-10-23\n"
    path = "adherents/pulnoy/titres/2025.yaml"
    owing = site_de(edited(files, path, f"{unpaid}    paiement: 2025-11-06\n", unpaid), "adherent:pulnoy", jour)
    shared = owing._replace(acces=lire_acces("adherents"), communs=Communs())
    assert [site.annees.get("pulnoy") for site in (shared, paid, owing)] == [
        2025 if tous else None,
        2025 if tous else None,
        2025 if elle else None,
    ]
