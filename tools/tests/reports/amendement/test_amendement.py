"""The sentences of the sample documents, word for word, and the order in which a council reads them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.base.french import majuscule
from convention.compare.changements.changements import changements
from convention.model.documents.cles import Cle
from convention.model.mots.communs import Comptage
from convention.reports.amendement.mots.valeurs import counted
from convention.reports.amendement.phrases import amendment
from tests.compare.depots_git import git, git_repository
from tests.espaces import espaces
from tests.essais import RACINE, edited, fichiers_nancy, lire, nancy
from tests.maquette import Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COUTS = "pricing/couts-de-possession.yaml"
S03 = "catalogue/services/S03.yaml"
ANNEXE_3 = "catalogue/articles/annexe-3.yaml"

# The comment of the pull request n° 42 (exemples, §1), word for word, but for two marks: each sentence follows its
# heading and a colon, and ends without the full stop, which its renderer adds; what the data says besides (the act that
# fixes an amount, the day of a signed request) follows it.
COMMENTAIRE = {
    "Annexe 3, masse salariale": [
        (
            "le montant « 710,60 € » par poste de travail et par an est remplacé par « 718,40 € » à compter du "
            "1er janvier 2027 (+7,80 €, +1,1 %) "
            "(d'où vient le montant : « Montant supposé pour la démonstration »)"
        )
    ],
    "Service S04, serveur d'impression": [
        "la maintenance annuelle passe de « 4 800,00 € » à « 5 400,00 € » à compter du 1er janvier 2027"
    ],
    "Tomblaine": [
        (
            "souscription du service S09 « Télétravail », 60 comptes, à compter du 1er mars 2027 "
            "(dix douzièmes en 2027) ; les prérequis S03 et S04 sont remplis"
            " (date de la demande signée : « 24 septembre 2026 »)"
        )
    ],
}


def _groups(base: Mapping[str, str], head: Mapping[str, str]) -> dict[str, list[str]]:
    before, after = lire(base), lire(head)
    found = amendment(changements(before, after), before, after)
    return {
        espaces(item.titre): [espaces(text.texte) for text in item.phrases if not text.accessoire] for item in found
    }


def _paragraphs(base: Mapping[str, str], head: Mapping[str, str]) -> list[str]:
    before, after = lire(base), lire(head)
    found = amendment(changements(before, after), before, after)
    return [espaces(f"{majuscule(text.texte)}.") for item in found for text in item.phrases if not text.accessoire]


def _patched(folder: Path) -> dict[str, str]:
    """Apply the sample of docs/exemples to a copy of the data."""
    files = fichiers_nancy()
    git_repository(folder, [files])
    git(folder, "apply", str(RACINE / "docs" / "exemples" / "forfait-2027.patch"))
    return {path: (folder / path).read_text(encoding="utf-8") for path in files}


def test_the_comment_says_its_three_sentences_in_its_order(tmp_path: Path) -> None:
    found = _groups(fichiers_nancy(), _patched(tmp_path / "depot"))
    assert list(found.items()) == list(COMMENTAIRE.items())


def test_a_forfait_that_an_act_fixes_again_stays_what_it_was() -> None:
    files, path = fichiers_nancy(), "pricing/forfait.yaml"
    again = f"{files[path]}  - {{date: 2027-01-01, montant: 710.60, reference: essai, verifie_le: 2026-11-25}}\n"
    head = {**files, path: again}
    whose = "« 710,60 € » par poste de travail et par an à compter du 1er janvier 2027"
    assert _groups(files, head) == {
        "Annexe 3, masse salariale": [f"le montant reste fixé à {whose} (d'où vient le montant : « essai »)"]
    }
    assert _groups(head, files) == {
        "Annexe 3, masse salariale": [
            (
                "à compter du 1er janvier 2027, le montant par poste de travail et par an reste « 710,60 € » : ce qui "
                "le fixait de nouveau est supprimé (d'où vient le montant : « essai »)"
            )
        ]
    }
    before, after = lire(files), lire(head)
    (brief,) = [item.bref for group in amendment(changements(before, after), before, after) for item in group.phrases]
    assert espaces(brief) == "710,60 € par poste de travail, comme avant, au 1er janvier 2027"


def test_each_of_the_six_edits_has_its_place_under_a_sentence(tmp_path: Path) -> None:
    base, head = nancy(), lire(_patched(tmp_path / "depot"))
    groups = amendment(changements(base, head), base, head)
    assert {item.titre: [place for text in item.phrases for place in text.lignes.items()] for item in groups} == {
        "Annexe 3, masse salariale": [("pricing/forfait.yaml", "ligne 15")],
        "Service S04, serveur d'impression": [
            ("pricing/composants/S04.yaml", "lignes 12 et 13"),
        ],
        "Tomblaine": [
            ("adherents/tomblaine/souscriptions.yaml", "ligne 10"),
            ("adherents/tomblaine/quantites/2027.yaml", "ligne 23"),
            ("adherents/tomblaine/quantites/2028.yaml", "ligne 24"),
        ],
    }


def test_adherents_stand_in_the_order_of_letters_whatever_their_accents() -> None:
    noms = {"bezange": "Bezange", "belair": "Bélair", "ecrouves": "Écrouves"}
    base, head = (
        {
            path: text.replace(f"nom: {(nom := path.split('/')[1])}\n", f"nom: {noms.get(nom, nom)}\n")
            for path, text in maquette(dict.fromkeys(noms, Membre(f"postes: {postes}")), {}).items()
        }
        for postes in (1, 2)
    )
    assert [*_groups(base, head)] == ["Bélair", "Bezange", "Écrouves"]


def test_article_2_of_the_avenant_numbers_the_sub_services() -> None:
    # The data already has the numbers of the avenant: the base is the same with the archiving under another number.
    real = fichiers_nancy()
    base = {
        path: text.replace("S03.5", "S03.7") if path.endswith(("souscriptions.yaml", S03)) else text
        for path, text in real.items()
    }
    base[S03] = base[S03].replace("souscription S03.7", "souscription S03.5").replace("« S03.7 »", "« S03.5 »")
    head = edited(real, S03, "  - code: S03.5\n", "  - code: S03.5\n    renomme_de: S03.7\n")
    assert _paragraphs(base, head) == [
        (
            "Les sous-services du service S03 sont numérotés comme suit : S03.1 Réseau Lan/ WIFI ; S03.2 Réseau MAN ; "
            "S03.3 Télécoms ; S03.4 Systèmes ; S03.5 Archivage électronique ; S03.6 Datacenter mutualisé."
        )
    ]


def test_article_3_of_the_avenant_replaces_the_words_of_a_line() -> None:
    real = fichiers_nancy()
    head = edited(real, S03, "texte: Si souscription S03.5 et S02", "texte: Si souscription S03.4 et S02")
    assert _groups(real, head).keys() == {"Annexe 3, modalités de tarification"}
    assert _paragraphs(real, head) == [
        (
            "À la ligne « Archivage électronique », les mots : « Si souscription S03.5 et S02 » sont remplacés par les "
            "mots : « Si souscription S03.4 et S02 ». Le reste de la ligne est sans changement."
        )
    ]


def test_article_3_of_the_avenant_completes_the_annexe() -> None:
    real = fichiers_nancy()
    text = (
        "Est un poste de travail, au sens de la présente annexe, tout ordinateur fixe ou portable, ou terminal léger, "
        "affecté à l'adhérent et géré par la DSIT au 31 décembre de l'année précédant l'exercice, à l'exclusion des "
        "tablettes, des téléphones et des matériels en stock ou réformés."
    )
    head = {**real, ANNEXE_3: f"{real[ANNEXE_3]}  - texte: |-\n      {text}\n"}
    assert _paragraphs(real, head) == [f"L'annexe 3 est complétée par un alinéa ainsi rédigé : « {text} »."]


def test_a_paragraph_that_comes_first_or_goes_is_told_at_its_place() -> None:
    path, first = "catalogue/articles/article-01.yaml", "passages:\n  - texte: |-\n      L'objet de la"
    real = fichiers_nancy()
    two = edited(real, path, first, f"passages:\n  - texte: Un préambule\n{first.partition(chr(10))[2]}")
    assert _paragraphs(real, two) == [
        "À l'article 1, au début, il est inséré un alinéa ainsi rédigé : « Un préambule »."
    ]
    assert _paragraphs(two, real) == ["À l'article 1, au début, l'alinéa ainsi rédigé : « Un préambule » est supprimé."]
    more = {**real, path: f"{real[path]}  - texte: Une suite\n"}
    (said,) = _paragraphs(more, real)
    assert said.startswith("À l'article 1, après l'alinéa commençant par : « L'objet de la")
    assert said.endswith(", l'alinéa ainsi rédigé : « Une suite » est supprimé.")


def test_article_4_of_the_avenant_replaces_the_key_and_the_formula() -> None:
    real = fichiers_nancy()
    before, row, after = real[COUTS].partition("  - id: messagerie\n")
    for old, new in (
        ("cle_texte: nombre de postes de travail", "cle_texte: nombre de boîtes aux lettres"),
        ("cout_annuel * part(postes)", "cout_annuel * part(boites_aux_lettres)"),
        (
            "nombre de postes de travail de l'adhérent ÷ nombre total de postes de travail",
            "nombre de boîtes aux lettres de l'adhérent ÷ nombre total de boîtes aux lettres",
        ),
        (
            "{cout_annuel: 62400.00, postes: 112, total: {postes: 4801}, attendu: 1455.70}",
            "{cout_annuel: 62400.00, boites_aux_lettres: 118, total: {boites_aux_lettres: 5640}, attendu: 1305.53}",
        ),
    ):
        after = after.replace(old, new, 1)
    head = {**real, COUTS: before + row + after}
    assert _groups(real, head).keys() == {"Annexe 4, ligne « S08 – Messagerie électronique »"}
    assert _paragraphs(real, head) == [
        (
            "Dans la colonne « Clé de répartition », les mots : « nombre de postes de travail » sont remplacés par les "
            "mots : « nombre de boîtes aux lettres »."
        ),
        (
            "Dans la colonne « Coût indirect (annuel) », la formule : « coût annuel × nombre de postes de travail de "
            "l'adhérent ÷ nombre total de postes de travail des bénéficiaires » est remplacée par la formule : « coût "
            "annuel × nombre de boîtes aux lettres de l'adhérent ÷ nombre total de boîtes aux lettres des "
            "bénéficiaires »."
        ),
    ]


def test_a_formula_whose_text_stays_says_what_is_computed() -> None:
    real = fichiers_nancy()
    before, row, after = real[COUTS].partition("  - id: messagerie\n")
    head = {**real, COUTS: before + row + after.replace("part(postes)", "part(boites_aux_lettres)", 1)}
    (text,) = _paragraphs(real, head)
    assert "est sans changement, mais son calcul : « coût annuel × nombre de postes de travail de l'adhérent ÷" in text
    assert "est remplacé par le calcul : « coût annuel × nombre de boîtes aux lettres de l'adhérent ÷" in text


def test_the_staff_of_a_group_is_told_with_its_totals() -> None:
    real, path = fichiers_nancy(), "catalogue/organigramme.yaml"
    head = edited(real, path, "{fonction: Centre de Services, etp: 5", "{fonction: Centre de Services, etp: 6")
    head = edited(head, path, "total_etp: 62", "total_etp: 63")
    assert _paragraphs(real, head) == [
        "Le total passe de « 62 » à « 63 » équivalents temps plein.",
        (
            "Pôle « Environnement utilisateur », ligne « Centre de Services » : 6 équivalents temps plein au lieu de 5 "
            "(pôle : 19 au lieu de 18 ; ensemble : 63 au lieu de 62)."
        ),
    ]


def test_what_only_follows_the_text_is_told_after_what_anyone_pays() -> None:
    real, lecture = fichiers_nancy(), "catalogue/lectures.yaml"
    counted = edited(
        real, "adherents/tomblaine/quantites/2026.yaml", "boites_aux_lettres: 122", "boites_aux_lettres: 1"
    )
    head = edited(counted, lecture, 'libelle: "Les deux mots seraient', 'libelle: "Ces mots seraient')
    assert list(_groups(real, head)) == ["Tomblaine", "Lectures de la convention"]


def test_a_component_that_comes_says_who_pays_from_when_and_how_much_before_how_it_is_computed() -> None:
    real, path = fichiers_nancy(), "pricing/composants/S08.yaml"
    comes = "  annuaire: {libelle: A, ligne: messagerie, debut: 2027-07-01, montants: {2027: {cout_annuel: 3000.00}}}"
    (told,) = _paragraphs(real, {**real, path: f"{real[path]}{comes}\n"})
    assert told.index("tous les abonnés") < told.index("1er juillet") < told.index("3 000,00 €") < told.index("÷")


def test_a_price_that_moves_for_some_years_says_which() -> None:
    real, path = fichiers_nancy(), "pricing/composants/S04.yaml"
    head = edited(real, path, "2026: {cout_maintenance: 4800.00}", "2026: {cout_maintenance: 4900.00}")
    assert _paragraphs(real, head) == [
        "La maintenance annuelle passe de « 4 800,00 € » à « 4 900,00 € » pour l'exercice 2026."
    ]


@pytest.mark.parametrize(
    ("ans", "quand"), [((2027, 2028), "à compter du 1er janvier 2027"), ((2027,), "pour l'exercice 2027")]
)
def test_the_amounts_of_years_that_come_or_go_alike_are_one_sentence(ans: tuple[int, ...], quand: str) -> None:
    files, path = fichiers_nancy(), "pricing/composants/S10.yaml"
    lines = "".join(f"      {annee}: {{cout_annuel: 7440.00}}\n" for annee in ans)
    without = edited(files, path, lines, "")
    assert _paragraphs(files, without) == [f"Le coût annuel, « 7 440,00 € », est supprimé {quand}."]
    assert _paragraphs(without, files) == [f"Le coût annuel est fixé à « 7 440,00 € » {quand}."]


def test_the_price_of_a_phase_says_which() -> None:
    real, path = fichiers_nancy(), "pricing/composants/S04.yaml"
    head = edited(real, path, "{previsionnel: 4800.00, realise: 4650.00}", "{previsionnel: 4800.00, realise: 4700.00}")
    assert _paragraphs(real, head) == [
        "La maintenance annuelle (réalisé) passe de « 4 650,00 € » à « 4 700,00 € » pour l'exercice 2025."
    ]


def test_a_quantity_says_what_it_counts_its_year_its_phase_and_its_day() -> None:
    real, path = fichiers_nancy(), "adherents/tomblaine/quantites/2026.yaml"
    head = edited(real, path, "boites_aux_lettres: 122", "boites_aux_lettres: 2")
    assert _groups(real, head) == {
        "Tomblaine": ["2 boîtes aux lettres au lieu de 122 en 2026 (prévisionnel, comptage du 30 septembre 2025)"]
    }


@pytest.mark.parametrize(
    ("libelle", "dit"),
    [
        ("nombre d'usagers", "1 usager"),
        ("nombre d'usagers par jour", "1 usager par jour"),
        ("nombre d'usagers inscrits", "usagers inscrits, 1"),
        ("fréquentation", "fréquentation, 1 usager"),
    ],
)
def test_what_a_key_declares_no_singular_of_is_not_put_in_the_singular(libelle: str, dit: str) -> None:
    cle = Cle(libelle=libelle, unite="usager", pluriel="usagers", comptage=Comptage.A_DATE)
    assert espaces(counted(Fraction(1), cle)) == dit


def test_a_census_says_the_quantities_that_it_takes_the_place_of() -> None:
    real, path = fichiers_nancy(), "adherents/tomblaine/quantites/2027.yaml"
    counted = "{boites_aux_lettres: 140, imprimantes: 6}"
    row = "  - {{phase: {}, date: 2026-11-30, source: recensement, valeurs: {}}}\n"
    for phase, told in (
        ("previsionnel", "140 boîtes aux lettres au lieu de 126 et 6 imprimantes"),
        ("realise", "140 boîtes aux lettres au lieu de 126 et 6 imprimantes"),
    ):
        (sentence,) = _groups(real, {**real, path: real[path] + row.format(phase, counted)})["Tomblaine"]
        assert sentence.endswith(f"exercice 2027, est ajouté : {told} (source : « recensement »)")
    later = {**real, path: real[path] + row.format("realise", counted)}
    (sentence,) = _groups(later, {**later, path: later[path] + row.format("previsionnel", counted)})["Tomblaine"]
    assert "est ajouté : 140 boîtes aux lettres et 6 imprimantes" in sentence
    # Of what a later count holds only.
    part = {**real, path: real[path] + row.format("realise", "{imprimantes: 6}")}
    (sentence,) = _groups(part, {**part, path: part[path] + row.format("previsionnel", counted)})["Tomblaine"]
    assert "est ajouté : 140 boîtes aux lettres au lieu de 126 et 6 imprimantes" in sentence


def test_a_paragraph_whose_first_words_change_is_the_same_paragraph() -> None:
    real, path = fichiers_nancy(), "catalogue/articles/article-08.yaml"
    head = edited(real, path, "Les redevances versées par les adhérents", "Les contributions versées par les adhérents")
    assert _paragraphs(real, head) == [
        (
            "À l'article 8, les mots : « Les redevances versées par » sont remplacés par les mots : « Les "
            "contributions versées par ». Le reste de l'alinéa est sans changement."
        )
    ]


def test_a_row_that_is_deleted_is_told_whole() -> None:
    real = fichiers_nancy()
    before, row, after = real[COUTS].partition("  - id: archivage-messagerie\n")
    head = {**real, COUTS: before + after[after.index("  - id: teletravail\n") :]}
    assert row
    (text,) = _paragraphs(real, head)
    assert text.startswith("La ligne « Archivage de la messagerie » est supprimée : service du catalogue : « S08 ")
    assert "formule : « coût annuel d'une boîte × nombre de boîtes aux lettres de l'adhérent »" in text


def test_a_service_that_ends_says_its_last_day_and_its_part_of_the_year() -> None:
    real, path = fichiers_nancy(), "adherents/tomblaine/souscriptions.yaml"
    stay = "{service: S05, debut: 2024-01-01"
    head = edited(real, path, stay, f"{stay}, fin: 2027-07-01")
    assert _groups(real, head) == {
        "Tomblaine": ["la souscription du service S05 « SIG » prend fin le 30 juin 2027 inclus (six douzièmes en 2027)"]
    }


def test_what_is_counted_of_the_year_alone_is_not_said_to_be_due_for_a_part_of_it() -> None:
    path, keys = "adherents/tomblaine/souscriptions.yaml", "pricing/cles.yaml"
    (line,) = [item for item in fichiers_nancy()[keys].splitlines() if item.startswith("  comptes_sig:")]
    real = edited(fichiers_nancy(), keys, line, line.replace("comptage: a_date", "comptage: sur_periode"))
    ((counted,),) = _groups(fichiers_nancy(), real).values()
    assert (
        "« nombre à une date, au prorata de la présence » est remplacé par « total de l'année, sans prorata »"
        in counted
    )
    stay, said = "{service: S05, debut: 2024-01-01", "payé en 2027 selon ce qui y est compté, et non au mois"
    assert _groups(real, edited(real, path, stay, f"{stay}, fin: 2027-07-01")) == {
        "Tomblaine": [f"la souscription du service S05 « SIG » prend fin le 30 juin 2027 inclus ({said})"]
    }


def test_a_subscription_says_which_prerequisite_is_missing() -> None:
    real, path = fichiers_nancy(), "adherents/tomblaine/souscriptions.yaml"
    base = edited(real, path, "  - {service: S04, debut: 2024-01-01}\n", "")
    stay = "  - {service: S08, debut: 2024-01-01}\n"
    head = edited(base, path, stay, f"{stay}  - {{service: S09, debut: 2027-01-01}}\n")
    assert _groups(base, head) == {
        "Tomblaine": [
            (
                "souscription du service S09 « Télétravail », à compter du 1er janvier 2027 ; le prérequis S03 est "
                "rempli ; le prérequis S04 n'est pas rempli"
            )
        ]
    }


def test_a_comment_or_an_order_says_nothing() -> None:
    real, path = fichiers_nancy(), "adherents/tomblaine/souscriptions.yaml"
    first, second = "  - {service: S04, debut: 2024-01-01}\n", "  - {service: S05, debut: 2024-01-01}\n"
    head = edited(real, path, first + second, f"{second}  # ordre changé\n{first}")
    assert _groups(real, head) == {}


def test_what_somebody_would_pay_alone_is_an_estimate_that_binds_nobody() -> None:
    files, path = fichiers_nancy(), "pricing/equilibre/2027.yaml"
    assert _paragraphs(files, edited(files, path, "pulnoy: 126140.00", "pulnoy: 126150.00")) == []
