"""Readings and their other readings: numbers, names, rules, effect, quotations."""

from __future__ import annotations

import pytest

from tests.checks.depots import COUTS, S03, S04, found, mini
from tests.espaces import espaces

LECTURES = "catalogue/lectures.yaml"
ANNEXES = (
    "catalogue/convention.yaml",
    "gestionnaire:",
    "clauses: {catalogue: annexe 1, prerequis: annexe 3, tarifs: annexe 4}\ngestionnaire:",
)
TETE = """\
# yaml-language-server: $schema=../schemas/lectures.schema.json
origine: demonstration
source: inventé pour les essais
lectures:
"""
ARTICLE = """\
# yaml-language-server: $schema=../../schemas/article.schema.json
origine: convention
ordre: {ordre}
clause: {clause}
titre: Essai
passages:
  - texte: {texte}
    donnees: [catalogue/convention.yaml]
"""


def _lecture(numero: int, nom: str = "", extraits: str = "", *autre: str) -> str:
    text = f"  {nom or f'lecture-{numero}'}:\n    numero: {numero}\n    titre: Essai\n    question: Comment ?\n"
    text += f"    lecture: Ainsi.\n    motif: Il faut choisir.\n    statut: a_confirmer\n    extraits: [{extraits}]\n"
    body = "".join(f"        {line}\n" for line in autre)
    return text + (f"    alternatives:\n      autre:\n        libelle: Autrement\n{body}" if autre else "")


def _with(*lectures: str) -> dict[str, str]:
    return {LECTURES: TETE + "".join(lectures)}


def _other(*lines: str) -> dict[str, str]:
    """Write one reading whose other reading has these lines."""
    return _with(_lecture(1, "", "", *lines))


@pytest.mark.parametrize(
    ("numeros", "manquants"),
    [((2,), "le numéro 1"), ((1, 5), "les numéros 2 à 4"), ((1, 2, 4), "le numéro 3")],
)
def test_skipped_numbers_are_given(numeros: tuple[int, ...], manquants: str) -> None:
    (message,) = found(mini(files=_with(*map(_lecture, numeros))), "LEC002")
    assert espaces(message.message).startswith(f"aucune lecture ne porte {manquants} : celle qui suit")


def test_a_number_used_twice_is_given_the_first_that_is_free() -> None:
    files = _with(_lecture(1), _lecture(2), _lecture(1, "encore"))
    (message,) = found(mini(files=files), "LEC001")
    assert espaces(message.message) == "la lecture « encore » porte le numéro 1, déjà celui de « lecture-1 »"
    assert espaces(message.hint) == "écrire « numero: 3 »"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("formules: [{ligne: inconnue, colonne: annuel, formule: x}]", "la ligne de tarif « inconnue »"),
        ("parametres: [{ligne: inconnue, parametre: x, valeur: 1}]", "la ligne de tarif « inconnue »"),
        ("reliquats: [{ligne: inconnue, colonne: annuel, reliquat: reparti}]", "la ligne de tarif « inconnue »"),
        ("beneficiaires: [{composant: inconnu, beneficiaires: abonnes}]", "le composant « inconnu »"),
        ("abaques: [{composant: inconnu, abaque: postes}]", "le composant « inconnu »"),
        ("abaques: [{composant: application-finances, abaque: poste}]", "la clé de répartition « poste »"),
        ("sommes: [{cle: inconnue, somme: [postes]}]", "la clé de répartition « inconnue »"),
        ("sommes: [{cle: moyens_impression, somme: [copieur]}]", "la clé de répartition « copieur »"),
        ("prerequis: [{service: S03.9, services: [S02]}]", "le service ou sous-service « S03.9 »"),
        ("prerequis: [{service: S03.2, services: [S09]}]", "le service ou sous-service « S09 »"),
        ("obligatoires: [S01, S09]", "le service « S09 »"),
        ("cle_forfait: poste", "la clé de répartition « poste »"),
    ],
)
def test_each_name_in_another_reading_must_exist(line: str, message: str) -> None:
    (found_one,) = found(mini(files=_other(line)), "REF001")
    assert espaces(found_one.message) == f"{message} n'existe pas"
    assert found_one.span.path == LECTURES


def test_a_name_may_be_in_an_unreadable_file() -> None:
    files = _other("abaques: [{composant: application-absente, abaque: postes}]")
    broken = ("pricing/composants/S04.yaml", "composants:", "composants")
    assert not found(mini(broken, files=files), "REF001")


@pytest.mark.parametrize(
    ("formule", "code", "mot"),
    [
        ("cout_maintenance * part(imprimantes", "TAR001", ""),
        ("cout_maintenances * part(imprimantes)", "TAR002", "cout_maintenances"),
        ("cout_maintenance * imprimantes", "TAR003", "cout_maintenance * imprimantes"),
        ("cout_maintenance", "TAR007", "cout_maintenance"),
        ("cout_maintenance * part(postes) + cout_maintenance * part(copieurs)", "TAR005", ""),
    ],
)
def test_the_formula_of_another_reading_follows_the_rules_of_the_rows(formule: str, code: str, mot: str) -> None:
    line = f"formules: [{{ligne: serveur-impression, colonne: annuel, formule: {formule}}}]"
    (message,) = found(mini(files=_other(line)), code)
    assert "coût annuel de « serveur-impression », autre lecture « autre » de la lecture 1" in espaces(message.message)
    column = len("        ") + line.index(formule) + formule.index(mot) + 1 if mot else message.span.column
    assert (message.span.path, message.span.column) == (LECTURES, column)


def test_a_formula_without_any_variable_would_bill_nothing() -> None:
    line = "formules: [{ligne: serveur-impression, colonne: annuel, formule: remise * part(postes)}]"
    variables = "    variables: {cout_maintenance: €/an}\n"
    remise = (COUTS, variables, f"{variables}    parametres: {{remise: {{unite: €/an, valeurs: {{2025: 9}}}}}}\n")
    used = (COUTS, "formule: cout_maintenance * part(m", "formule: min(cout_maintenance; remise) * part(m")
    (message,) = found(mini(remise, used, files=_other(line)), "TAR010")
    assert "n'emploierait aucune variable : rien n'en serait facturé" in espaces(message.message)


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("sommes: [{cle: postes, somme: [moyens_impression]}]", "TAR016", "cite une autre somme"),
        ("cle_forfait: consommables", "TAR016", "n'est pas un stock compté à une date"),
        ("prerequis: [{service: S03.2, services: [S03.2]}]", "PRE002", "comme son propre prérequis"),
        ("prerequis: [{service: S03, services: [S04]}]", "PRE003", "S03 → S04 → S03"),
    ],
)
def test_another_reading_follows_the_rules_of_keys_and_prerequisites(line: str, code: str, message: str) -> None:
    flux = "  consommables: {libelle: livrés, unite: livraison, pluriel: livraisons, comptage: sur_periode}\n"
    depot = mini(("pricing/cles.yaml", "cles:\n", f"cles:\n{flux}"), files=_other(line))
    (found_one,) = found(depot, code)
    assert message in espaces(found_one.message)
    assert "(autre lecture « autre » de la lecture 1)" in espaces(found_one.message)
    assert (found_one.span.path, found_one.span.line, found_one.span.column) == (LECTURES, 16, 9)


def test_a_loop_already_said_is_not_repeated_by_another_reading() -> None:
    loop = (
        S03,
        "texte: S03 Fourniture d'infrastructures\n",
        "texte: S03 Fourniture d'infrastructures\nprerequis: {texte: x, services: [S04]}\n",
    )
    files = _other("prerequis: [{service: S05, services: [S02]}]")
    assert [message.span.path for message in found(mini(loop, files=files), "PRE003")] == [S03]


def test_a_prorata_by_days_has_no_threshold_to_compare() -> None:
    jours = ("catalogue/convention.yaml", "prorata: {mode: mensuel, seuil: 15", "prorata: {mode: journalier, seuil: 15")
    assert found(mini(jours, files=_other("prorata: {mode: journalier, seuil: 31}")), "LEC004")
    assert not found(mini(files=_other("prorata: {mode: mensuel, seuil: 31}")), "LEC004")


def test_another_reading_in_words_replaces_nothing_and_is_not_said() -> None:
    assert not found(mini(files=_with(_lecture(1, "", "", "# en mots seulement"))), "LEC004")


LUE = (COUTS, "libelle: Serveur d'impression\n", "libelle: Serveur d'impression\n    lecture: Ainsi.\n")


def test_the_unit_of_an_unknown_variable_is_said() -> None:
    lue = "ligne: serveur-impression, colonne: annuel, formule: cout_maintenance * part(postes)"
    (message,) = found(mini(files=_other(f"formules: [{{{lue}, variables: {{cout: €}}}}]")), "LEC003")
    assert espaces(message.message) == "la ligne « serveur-impression » n'a pas de variable « cout »"


def test_a_cap_that_already_leaves_what_it_withholds_that_way_is_said() -> None:
    cap = 'plafond: {formule: "100", reliquat: gestionnaire}'
    formule = "formule: cout_maintenance * part(moyens_impression)\n"
    plafond = (COUTS, formule, f"{formule}      {cap}\n")
    line = "reliquats: [{{ligne: serveur-impression, colonne: annuel, reliquat: {}}}]"
    (message,) = found(mini(plafond, files=_other(line.format("gestionnaire"))), "LEC004")
    assert "laisse déjà ainsi ce que son plafond retient" in espaces(message.message)
    assert not found(mini(plafond, files=_other(line.format("reparti"))), "LEC004")


def test_a_factual_cost_that_already_follows_the_rule_is_said() -> None:
    politique = "  partage: {factuels_entiers: 2026, origine: demonstration, texte: x}\nposte_de_travail:"
    regle = ("catalogue/convention.yaml", "poste_de_travail:", politique)
    assert found(mini(regle, files=_other("factuels_entiers: 2026")), "LEC004")
    assert not found(mini(regle, files=_other("factuels_entiers: 2027")), "LEC004")


def test_a_row_read_without_a_numbered_reading_is_said_even_without_a_file() -> None:
    (message,) = found(mini(LUE), "LEC005")
    assert message.span.path == COUTS


@pytest.mark.parametrize(
    "lecture",
    [
        _lecture(1, "", '{clause: annexe 4, texte: "coût maintenance/nb total de moyens*nb moyens adhérent"}'),
        _lecture(
            1,
            "",
            "",
            "formules: [{ligne: serveur-impression, colonne: annuel, formule: cout_maintenance * part(copieurs)}]",
        ),
        _lecture(1, "", "", "abaques: [{composant: serveur-impression, abaque: postes}]"),
    ],
)
def test_a_reading_that_quotes_or_replaces_the_row_is_enough(lecture: str) -> None:
    assert not found(mini(LUE, files=_with(lecture)), "LEC005")


def test_a_row_outside_the_excerpt_has_no_text_to_read() -> None:
    hors = (
        COUTS,
        "libelle: Serveur d'impression\n    lecture: Ainsi.",
        "libelle: Serveur d'impression\n    hors_extrait: oui\n    lecture: Ainsi.",
    )
    assert not found(mini(LUE, hors), "LEC005")


def test_nothing_is_said_of_the_rows_when_the_readings_are_misshapen() -> None:
    files = {LECTURES: TETE + _lecture(1).replace("numero: 1", "numero: un")}
    assert not found(mini(LUE, files=files), "LEC005")


def _articles(texte: str) -> dict[str, str]:
    clauses = {"en-tete": "en-tête", "preambule": "préambule", "article-01": "article 1"}
    clauses |= {f"annexe-{rang}": f"annexe {rang}" for rang in (1, 2, 3, 4)}
    return {
        f"catalogue/articles/{nom}.yaml": ARTICLE.format(
            ordre=rang, clause=clause, texte=texte if nom == "article-01" else "Essai"
        )
        for rang, (nom, clause) in enumerate(clauses.items(), 1)
    }


def _quoted(clause: str, texte: str, article: str = "Essai") -> list[str]:
    files = _with(_lecture(1, "", f'{{clause: {clause}, texte: "{texte}"}}')) | _articles(article)
    return [espaces(message.hint) for message in found(mini(ANNEXES, files=files), "LEC006")]


def test_the_typography_of_a_quotation_does_not_count() -> None:
    assert not _quoted("article 1", "l’adhérent s'engage:", '"Où  l\'adhérent s’engage :"')


def test_a_changed_word_counts() -> None:
    assert _quoted("article 1", "l'adhérent promet", "l'adhérent s'engage")


def test_the_start_of_a_word_is_not_a_word() -> None:
    assert _quoted("article 1", "l'adhér", "l'adhérent s'engage")


@pytest.mark.parametrize(
    ("clause", "texte"),
    [
        ("annexe 1", "S03 Fourniture d'infrastructures"),
        ("annexe 1", "Archivage électronique"),
        ("annexe 3", "Inclus si souscription à S03"),
        ("annexe 4", "coût maintenance / nb total de moyens * nb moyens adhérent"),
        ("annexe 4", "Gestion de parc"),
    ],
)
def test_the_cells_of_the_tables_of_the_annexes_are_text(clause: str, texte: str) -> None:
    assert not _quoted(clause, texte)
    assert _quoted("article 1", texte) == [f"ce texte est dans l'{clause} : corriger « clause »"]


def test_nothing_is_said_of_a_quotation_when_the_text_is_not_in_the_repository() -> None:
    files = _with(_lecture(1, "", "{clause: article 1, texte: Inventé}"))
    assert not found(mini(files=files), "LEC006")


def test_a_prerequisite_that_is_read_asks_for_its_reading_too() -> None:
    lue = (S04, "  services: [S03]", "  services: [S03]\n  lecture: Ainsi.")
    assert [message.span.path for message in found(mini(lue), "LEC005")] == [S04]
    asked = _other("prerequis: [{service: S04, services: [S02]}]")
    assert not found(mini(lue, files=asked), "LEC005")
