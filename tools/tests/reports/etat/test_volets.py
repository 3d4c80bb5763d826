"""What the parts of a statement say beside their figures: rounding, what is withheld, what is not netted."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from convention.engine.appels.appels import appeler
from convention.model.mots.communs import TypeAdherent
from convention.reports.etat import phrases
from convention.reports.etat.etat import statement
from convention.reports.etat.genres import GenrePartie
from convention.reports.etat.parties import short_name
from tests.engine.appels.test_volets import corrige
from tests.espaces import espaces
from tests.essais import CALCULS, fichiers_nancy, lire, nancy
from tests.reports.etat.etats import ECHEANCES, appel, etat, etats, tel_quel


@pytest.mark.parametrize("echeance", ECHEANCES)
def test_the_cents_told_of_an_advance_are_those_that_its_services_have_beyond_their_share(echeance: str) -> None:
    wrong = []
    for item in etats(echeance):
        for volet in item.volets:
            for row in volet.rangees:
                told = f"{row.code} (" in volet.note or f"par {row.code}." in volet.note
                below = row.somme.base // 2
                moved = volet.genre is GenrePartie.ACOMPTE and not row.forfait and row.somme.montant != below
                if "Arrondi" in volet.note and moved and not told:
                    wrong.append((item.numero, row.code, row.section))
    assert wrong == []


def test_a_balance_that_is_not_its_advance_to_the_cent_says_why() -> None:
    for item in etats("2026-10"):
        (volet,) = (volet for volet in item.volets if volet.genre is GenrePartie.SOLDE)
        differs = any(row.somme.montant != row.somme.anterieur for row in volet.rangees)
        assert differs is bool(volet.note), item.numero
        assert ("figé" in volet.note) or (("arrondi sur son total" in volet.note) is differs), item.numero
    (laxou,) = (volet for volet in etat("2026-10", "laxou").volets if volet.genre is GenrePartie.SOLDE)
    assert [row.somme[1:] for row in laxou.rangees if row.code == "S02"] == [(904_930, 904_920)]


def test_an_assumption_is_said_once_with_the_values_of_all_its_files() -> None:
    told = [sentence.rpartition(" (")[0] for sentence in etat("2025-04", "dommartemont").hypotheses]
    assert len(told) == len(set(told))
    # Six values of a file, three of another, one of each of four others, when one has all that they are the price of.
    for nom, number in (("nancy", 13), ("dommartemont", 3)):
        assert f"Exercice 2025 : chiffre repris du prévisionnel, faute d'un plus récent ({number} valeurs)" in [
            tel_quel(sentence) for sentence in etat("2025-04", nom).hypotheses
        ]


def test_a_final_account_assumes_nothing_of_a_forfait_that_it_does_not_recount() -> None:
    told = {nom: " ".join(map(tel_quel, etat(nom, "dommartemont").hypotheses)) for nom in ("2025-04", "2026-04")}
    assert ["forfait de 2024 repris" in text for text in told.values()] == [True, False]


def test_what_a_correction_makes_of_an_exercice_that_was_settled_is_not_its_first_final_account() -> None:
    still, closed = "statut: ouvert\nphase: realise", "statut: clos\nphase: realise"
    depot = lire({path: text.replace(still, closed) for path, text in corrige().items()})
    told = statement(depot, appeler(depot, "2026-04"), "nancy")
    assert [volet.titre for volet in told.volets] == ["Décompte définitif 2025", "Décompte définitif rectifié 2024"]
    assert "décompte définitif rectifié de l'exercice 2024" in espaces(told.exercices)


def test_what_is_withheld_is_said_not_to_be_paid() -> None:
    item = etat("2026-04", "saulxures-les-nancy")
    assert item.impute > 0
    assert tel_quel(item.volets[0].titre).startswith("Acompte 2026 : 25 000,00 € imputés sur l'attribution")
    assert "montant figé de 25 000,00 €" in tel_quel(item.volets[0].note)
    assert "imputé" in tel_quel(etat("2026-10", "saulxures-les-nancy").volets[0].note)


def test_parts_of_two_signs_are_added_up_apart() -> None:
    both = [item for item in etats("2026-04") for volet in item.volets if volet.sous_totaux]
    assert both
    for item in both:
        volet = next(volet for volet in item.volets if volet.sous_totaux)
        amounts = [somme.montant for _, somme in volet.sous_totaux]
        assert sum(amounts) == volet.total.montant
        assert sorted(abs(cents) for cents in amounts if cents) == sorted(
            piece.montant for piece in item.pieces if piece.cle.exercice == volet.exercice
        )


def test_a_right_of_use_is_said_net_of_what_the_metropole_gets_back() -> None:
    assert "moins le FCTVA" in phrases.taxes(etat("2026-04", "nancy"))
    assert "FCTVA" not in phrases.taxes(etat("2026-04"))


def test_a_right_of_use_whose_purchase_was_given_nothing_back_is_said_with_all_its_taxes() -> None:
    files = {path: text.replace("taux_fctva: 0.16404", "taux_fctva: 0") for path, text in fichiers_nancy().items()}
    changed = lire(files)
    told = statement(changed, appeler(changed, "2026-04", CALCULS), "nancy")
    assert "FCTVA" not in phrases.taxes(told)


def test_the_words_of_the_data_say_nothing_of_taxes_nor_of_a_rounding() -> None:
    files, cles = fichiers_nancy(), "pricing/cles.yaml"
    files[cles] = files[cles].replace("pluriel: postes,", "pluriel: postes (arrondi du partage × FCTVA),")
    changed = lire(files)
    told = statement(changed, appeler(changed, "2026-04", CALCULS), "essey-les-nancy")
    assert any("arrondi du partage × FCTVA" in item.calcul for volet in told.volets for item in volet.details)
    assert phrases.taxes(told) == phrases.taxes(etat("2026-04"))
    facts = [
        [(item.objet, item.nature, item.arrondi) for volet in one.volets for item in volet.details]
        for one in (told, etat("2026-04"))
    ]
    assert facts[0] == facts[1]


@pytest.mark.parametrize(
    ("adherent", "short"),
    [
        ("essey-les-nancy", "ESSEY"),
        ("saint-max", "SAINT-MAX"),
        ("art-sur-meurthe", "ART-SUR-MEURTHE"),
        ("nancy", "NANCY"),
    ],
)
def test_a_number_names_its_adherent(adherent: str, short: str) -> None:
    assert short_name(nancy(), adherent) == short


def test_numbers_are_cut_alike_or_not_at_all() -> None:
    known = ("mont-clair", "saint-aubin-l-etang", "la-ferte", "villers-sous-bois", "les-amis-de-la-lecture")
    few = nancy()._replace(dossiers=dict.fromkeys(known, nancy().dossiers["nancy"]))
    assert [short_name(few, nom) for nom in known] == [
        *("MONT-CLAIR", "SAINT-AUBIN", "LA-FERTE", "VILLERS", "LES-AMIS-DE-LA-LECTURE")
    ]


def test_the_number_of_who_is_no_commune_is_cut_at_no_word_that_places_one() -> None:
    one = nancy().dossiers["nancy"]
    other = one._replace(identite=one.identite.model_copy(update={"type": TypeAdherent.ASSOCIATION}))
    few = nancy()._replace(dossiers={"ehpad-les-iris": other, "essey-les-nancy": one})
    assert [short_name(few, nom) for nom in few.dossiers] == ["EHPAD-LES-IRIS", "ESSEY"]


def test_no_two_adherents_have_the_same_number() -> None:
    words = ("essarts", "les", "le", "roi", "d", "max")
    names = ["-".join(picked) for length in (1, 2, 3) for picked in product(words, repeat=length)]
    one = nancy().dossiers["nancy"]
    alike = []
    for pair in combinations(names, 2):
        both = nancy()._replace(dossiers=dict.fromkeys(pair, one))
        if short_name(both, pair[0]) == short_name(both, pair[1]):
            alike.append(pair)
    assert alike == []


@pytest.mark.parametrize("echeance", ECHEANCES)
def test_no_titre_issued_after_the_call_is_cited(echeance: str) -> None:
    issued = {
        titre.numero: titre.emission
        for dossier in nancy().dossiers.values()
        for journal in dossier.titres.values()
        for titre in journal.titres
    }
    late = [
        (item.numero, delivery.titre)
        for item in etats(echeance)
        for delivery in item.livraisons
        if delivery.titre and issued[delivery.titre] > item.jour
    ]
    assert late == []


def test_a_delivery_that_followed_the_last_call_of_a_year_is_recalled_in_april() -> None:
    told = {
        (item.debiteur.id, delivery.livraison.isoformat())
        for item in etats("2025-04")
        for delivery in item.livraisons
        if delivery.livraison.year == 2024
    }
    assert told == {("nancy", "2024-11-19")}
    assert appel("2025-04").jour.year == 2025


@pytest.mark.parametrize("echeance", ECHEANCES)
def test_each_quantity_told_with_a_total_has_one_total(echeance: str) -> None:
    for item in etats(echeance):
        told = [(row.exercice, row.texte, row.source, row.objet) for row in item.quantites]
        assert len(set(told)) == len(told)
        assert [row for row in item.quantites if not row.source] == []


def test_a_total_is_told_beside_each_use_of_the_same_count() -> None:
    told = {
        tel_quel(row.texte): row.objet
        for row in etat("2026-04").quantites
        if row.exercice == 2026 and "112 postes" in row.texte
    }
    assert told == {"112 postes": "Masse salariale", "112 postes sur 4 801": "Messagerie électronique"}


def test_what_a_quantity_serves_reads_as_one_sentence() -> None:
    told = {row.objet for item in etats("2026-04") for row in item.quantites}
    assert "Droit d'usage des serveurs et supervision des serveurs" in told
