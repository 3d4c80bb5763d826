"""The statement of Essey-lès-Nancy in April 2026, as the finance officers asked for it: each figure, typed by hand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from convention.reports.etat.document import document
from convention.reports.etat.medias.fichiers import pdf_bytes, text
from convention.reports.etat.medias.xlsx import xlsx_bytes
from convention.reports.rendus.document import Cadre, Fiche, Liste, Paragraphe, Titre
from convention.reports.rendus.table import Tableau
from tests.reports.etat.etats import etat, tel_quel, texte_pdf

if TYPE_CHECKING:
    from convention.reports.rendus.document import Document

Rangees = list[tuple[str, ...]]
ACOMPTE: Rangees = [
    ("Hors des services", "Masse salariale : 112 postes × 710,60 €", "79 587,20", "39 793,60"),
    ("S02 Applications", "Coûts indirects", "5 513,75", "2 756,88"),
    ("S03 Infrastructures", "Coûts indirects", "6 692,90", "3 346,45"),
    ("S04 Parcs", "Coûts indirects", "14 395,91", "7 197,95"),
    ("S05 SIG", "Coûts indirects", "720,00", "360,00"),
    ("S08 Messagerie", "Coûts indirects", "1 455,70", "727,85"),
    ("Total", "", "108 365,46", "54 182,73"),
]
DECOMPTE: Rangees = [
    ("S02 Applications", "5 431,50", "5 424,17", "−7,33"),
    ("S03 Infrastructures", "6 600,00", "6 608,14", "+8,14"),
    ("S04 Parcs", "14 057,91", "12 823,97", "−1 233,94"),
    ("S08 Messagerie", "1 406,30", "1 399,15", "−7,15"),
    ("Total", "27 495,71", "26 255,43", "−1 240,28"),
]
EFFETS = {
    "S02 Applications": ("(+33,75)", "(−41,08)"),
    "S03 Infrastructures": ("(−24,00)", "(+32,14)"),
    "S04 Parcs": ("(−1 150,00)", "(−332,00)", "(+196,80)", "(+55,20)", "(−5,10)", "(+1,16)"),
    "S08 Messagerie": ("(−7,15)",),
}
A_MANDATER: Rangees = [
    (
        *("Titre 1, n° fictif-2026-0014", "Masse salariale, acompte 2026", "6216, chapitre 012", "70845"),
        *("celle de l'avis", "39 793,60"),
    ),
    (
        *("Titre 2, n° fictif-2026-0013", "Coûts indirects, acompte 2026", "62876, chapitre 011", "70875"),
        *("celle de l'avis", "14 389,13"),
    ),
    ("Total à payer par l'adhérent", "", "", "", "", "54 182,73"),
    (
        *("Mandat de la Métropole (3), à encaisser, n° fictif-2026-0015", "Trop-perçu 2025, coûts indirects", "773"),
        *("mandat, 673", "", "1 240,28"),
    ),
]
REPERES = {
    "De": "Métropole du Grand Nancy, budget principal, SIREN 245 400 676 (SIRET à compléter)",
    "À": "Commune d'Essey-lès-Nancy, budget principal, SIREN 215 401 845 (SIRET à compléter)",
    "Fondement": (
        "Convention de mutualisation des systèmes d'informations, articles 8, 8.2 et 8.3, annexes 3 et 4 ; forfait "
        "2026 : 710,60 € par poste (délibération du Conseil métropolitain n° [à compléter])"
    ),
}
MANQUES = [
    (
        "le SIRET d'Essey-lès-Nancy",
        "responsable des finances, Essey-lès-Nancy",
        "adherents/essey-les-nancy/budget.yaml",
    ),
    (
        *("le SIRET de la Métropole", "direction des finances, Métropole du Grand Nancy"),
        "adherents/metropole-grand-nancy/budget.yaml",
    ),
    ("l'acte qui fixe le forfait 2026", "le Conseil métropolitain", "pricing/forfait.yaml"),
    (
        "l'avenant qui arrête 4 lignes hors de l'extrait publié de l'annexe 4, 4 435,29 € ici",
        *("les parties", "pricing/couts-de-possession.yaml"),
    ),
]
ANNEXE: Rangees = [
    ("S02 Applications", "", "5 513,75"),
    ("Application de gestion financière", "39 600,00 € × 9 ÷ 320 comptes", "1 113,75"),
    ("Application d'état civil", "15 600,00 € × 4 ÷ 96 postes", "650,00"),
    (
        *("Portail familles, hébergement externalisé", "(21 000,00 € + 9 000,00 €) × 1 450 ÷ 12 500 dossiers"),
        "3 480,00",
    ),
    ("Montée de version, gestion financière (factuel)", "9 600,00 € × 9 ÷ 320 comptes", "270,00"),
    ("S03 Infrastructures", "", "6 692,90"),
    ("Stockage et sauvegarde *", "96 000,00 € × 2,6 ÷ 124 To", "2 012,90"),
    ("Raccordement des sites *", "780,00 € × 6 sites", "4 680,00"),
    ("S04 Parcs", "", "14 395,91"),
    ("Serveur d'impression", "4 800,00 € × 14 ÷ 412 moyens d'impression", "163,11"),
    ("Location de copieurs", "1 150,00 € × 6 copieurs", "6 900,00"),
    ("Abonnements de téléphonie mobile", "98,40 € × 38 abonnements", "3 739,20"),
    ("Gestion des terminaux (MDM)", "27,60 € × 46 terminaux", "1 269,60"),
    ("Consommables d'impression (factuel)", "41,50 € × 56 consommables", "2 324,00"),
    ("S05 SIG", "", "720,00"),
    ("Système d'information géographique *", "24 000,00 € × 12 ÷ 400 comptes", "720,00"),
    ("S08 Messagerie", "", "1 455,70"),
    ("Messagerie électronique *", "62 400,00 € × 112 ÷ 4 801 postes", "1 455,70"),
    ("Total", "", "28 778,26"),
]
QUANTITES = (
    *("112 postes", "9 comptes sur 320", "4 postes sur 96", "1 450 dossiers sur 12 500", "2,6 To sur 124", "6 sites"),
    *("14 moyens d'impression sur 412", "6 copieurs", "38 abonnements", "46 terminaux", "56 consommables"),
    *("12 comptes sur 400", "112 postes sur 4 801"),
)
PHRASES = (
    "ÉTAT LIQUIDATIF N° 2026-04-ESSEY – échéance d'avril 2026",
    "Pièce justificative jointe aux titres de recettes. Le présent état n'est pas l'avis des sommes à payer.",
    "Commune d'Essey-lès-Nancy, budget principal, SIREN 215 401 845 (SIRET à compléter)",
    "2026 (acompte) ; décompte définitif de l'exercice 2025",
    "31 mars 2026 ; quantités 2025 validées par le référent de l'adhérent le 22 janvier 2026",
    "l'acompte des coûts indirects est de 14 389,13 € (50 % de 28 778,26 €) ; le centime est porté par S02.",
    "Coûts indirects seulement (article 8.3) ; la masse salariale est forfaitaire et n'est pas régularisée.",
    (
        "12 ordinateurs neufs, livraison du 3 mars 2026, devis accepté le 2 février 2026 : (742,80 € + 46,00 €) × 12 "
        "ordinateurs = 9 465,60 €, section d'investissement"
    ),
    "Pour la trésorerie seulement : 54 182,73 € − 1 240,28 € = 52 942,45 €.",
    "Situation au 15 avril 2026. Exigible : 54 182,73 €. Contesté : 0,00 €. Suspendu : 0,00 €.",
    "Les voies et délais de recours figurent sur l'avis des sommes à payer ; un simple contact ne les prolonge pas.",
    (
        "Arrêté le présent état, pour les titres 1 et 2, à la somme de cinquante-quatre mille cent quatre-vingt-deux "
        "euros et soixante-treize centimes."
    ),
    "À Nancy, le 15 avril 2026. Pour le Président et par délégation, [fonction du signataire à compléter].",
    "page 1 sur 3",
)


def _document() -> Document:
    return document(etat("2026-04"), annexe=True)


def _box() -> Cadre:
    return next(bloc for bloc in _document() if isinstance(bloc, Cadre))


def _tables() -> list[Rangees]:
    return [_rows(bloc) for bloc in _document() if isinstance(bloc, Tableau)]


def _rows(table: Tableau) -> Rangees:
    return [tuple(map(tel_quel, row)) for row in (*table.lignes, *table.totaux)]


def test_the_advance_is_that_of_the_document() -> None:
    assert _tables()[0] == ACOMPTE


def test_the_final_account_is_that_of_the_document() -> None:
    assert [row[:4] for row in _tables()[1]] == DECOMPTE


def test_each_regularisation_tells_the_effects_of_the_document() -> None:
    told = {row[0]: row[4] for row in _tables()[1]}
    assert [(nom, effect) for nom, effects in EFFETS.items() for effect in effects if effect not in told[nom]] == []
    assert told["Total"] == "trop-perçu, à reverser à l'adhérent"


def test_page_1_opens_with_what_to_pay_to_whom_on_what_basis() -> None:
    framed = _box()
    assert framed.titre == "À mandater"
    table, marks, *_, stopped = framed.blocs
    assert isinstance(table, Tableau)
    assert isinstance(marks, Fiche)
    assert isinstance(stopped, Paragraphe)
    assert _rows(table) == A_MANDATER
    assert {nom: tel_quel(text) for nom, text in marks.rangees} == REPERES
    assert tel_quel(stopped.debut) == (
        "Rien de cet état n'est contesté au 15 avril 2026. Arrêté à cinquante-quatre mille cent quatre-vingt-deux "
        "euros et soixante-treize centimes."
    )


def test_what_is_missing_is_told_under_the_box_with_who_can_fill_it_in_and_on_the_terminal_in_which_file() -> None:
    found = _document()
    below = found[found.index(_box()) + 1]
    assert isinstance(below, Liste)
    told = [tel_quel(item) for item in below.lignes]
    assert told == [f"Il manque {quoi} ({qui})." for quoi, qui, _ in MANQUES]
    closing = tel_quel(text(etat("2026-04")).splitlines()[-1])
    assert [f"{quoi}, dans {fichier}" for quoi, _, fichier in MANQUES if f"{quoi}, dans {fichier}" not in closing] == []


def test_the_terminal_and_the_workbook_open_with_the_same_box() -> None:
    rows = [tuple(line.split("  ")[0] for line in text(etat("2026-04")).splitlines()[9:19])]
    assert rows[0][0] == "À mandater"
    assert [row[0] for row in A_MANDATER] == [line for line in rows[0] if line.startswith(("Titre", "Total", "Mandat"))]
    sheet = load_workbook(io.BytesIO(xlsx_bytes(etat("2026-04"))), data_only=True)["Synthèse"]
    told = [(row[0], row[5]) for row in sheet.iter_rows(min_row=5, max_row=8, values_only=True)]
    assert told == [
        ("Titre 1, n° fictif-2026-0014", 39793.6),
        ("Titre 2, n° fictif-2026-0013", 14389.13),
        ("Total à payer par l'adhérent", 54182.73),
        ("Mandat de la Métropole (3), à encaisser, n° fictif-2026-0015", 1240.28),
    ]


def test_the_quantities_are_those_of_the_document() -> None:
    heads = ("Inventaire fictif", "Prévision fictive")
    told = [bloc.texte for bloc in _document() if isinstance(bloc, Paragraphe) and bloc.debut.startswith(heads)]
    written = [one for text in told for one in tel_quel(text).rstrip(".").split(" ; ")]
    assert sorted(one.rpartition(" (")[0].removesuffix(" (gestion des terminaux") for one in written) == sorted(
        QUANTITES
    )


def test_the_annex_is_that_of_the_document() -> None:
    assert _tables()[2] == ANNEXE


def test_the_pages_print_the_sentences_of_the_document() -> None:
    printed = texte_pdf(pdf_bytes(etat("2026-04"))).replace("soixante- treize", "soixante-treize")
    assert [phrase for phrase in PHRASES if phrase not in printed] == []


def test_the_parts_come_in_the_order_of_the_document() -> None:
    titles = [bloc for bloc in _document() if isinstance(bloc, Titre) and bloc.niveau == 2 and bloc.page is None]
    assert [tel_quel(title.texte) for title in titles] == [
        "A. Acompte 2026 : 50 % du montant révisé d'avril",
        "B. Décompte définitif 2025",
        "C. Pour mémoire, déjà titré à la livraison (article 8.1)",
        "D. Quantités retenues",
        "E. Contestation (article 11)",
    ]
