"""Readings and their other readings: numbers, names, rules, effect, quotations."""

from __future__ import annotations

import pytest

from tests.checks.depots import COUTS, S03, S04, found, mini, plain

LECTURES = "catalogue/lectures.yaml"
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
def test_des_numeros_sautes_sont_donnes(numeros: tuple[int, ...], manquants: str) -> None:
    (message,) = found(mini(files=_with(*map(_lecture, numeros))), "LEC002")
    assert plain(message.message).startswith(f"aucune lecture ne porte {manquants} : celle qui suit")


def test_un_numero_en_double_recoit_le_premier_qui_est_libre() -> None:
    files = _with(_lecture(1), _lecture(2), _lecture(1, "encore"))
    (message,) = found(mini(files=files), "LEC001")
    assert plain(message.message) == "la lecture « encore » porte le numéro 1, déjà celui de « lecture-1 »"
    assert plain(message.hint) == "écrire « numero: 3 »"


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
def test_chaque_nom_d_une_autre_lecture_doit_exister(line: str, message: str) -> None:
    (found_one,) = found(mini(files=_other(line)), "REF001")
    assert plain(found_one.message) == f"{message} n'existe pas"
    assert found_one.span.path == LECTURES


def test_un_nom_peut_etre_dans_un_fichier_illisible() -> None:
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
def test_la_formule_d_une_autre_lecture_suit_les_regles_des_lignes(formule: str, code: str, mot: str) -> None:
    line = f"formules: [{{ligne: serveur-impression, colonne: annuel, formule: {formule}}}]"
    (message,) = found(mini(files=_other(line)), code)
    assert "coût annuel de « serveur-impression », autre lecture « autre » de la lecture 1" in plain(message.message)
    column = len("        ") + line.index(formule) + formule.index(mot) + 1 if mot else message.span.column
    assert (message.span.path, message.span.column) == (LECTURES, column)


def test_une_formule_sans_variable_ne_facturerait_rien() -> None:
    line = "formules: [{ligne: serveur-impression, colonne: annuel, formule: remise * part(postes)}]"
    variables = "    variables: {cout_maintenance: €/an}\n"
    remise = (COUTS, variables, f"{variables}    parametres: {{remise: {{unite: €/an, valeurs: {{2025: 9}}}}}}\n")
    used = (COUTS, "formule: cout_maintenance * part(m", "formule: min(cout_maintenance; remise) * part(m")
    (message,) = found(mini(remise, used, files=_other(line)), "TAR010")
    assert "n'emploierait aucune variable : rien n'en serait facturé" in plain(message.message)


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("sommes: [{cle: postes, somme: [moyens_impression]}]", "TAR016", "cite une autre somme"),
        ("cle_forfait: consommables", "TAR016", "n'est pas un stock compté à une date"),
        ("prerequis: [{service: S03.2, services: [S03.2]}]", "PRE002", "comme son propre prérequis"),
        ("prerequis: [{service: S03, services: [S04]}]", "PRE003", "S03 → S04 → S03"),
    ],
)
def test_une_autre_lecture_suit_les_regles_des_cles_et_des_prerequis(line: str, code: str, message: str) -> None:
    flux = "  consommables: {libelle: livrés, unite: livraison, pluriel: livraisons, comptage: sur_periode}\n"
    depot = mini(("pricing/cles.yaml", "cles:\n", f"cles:\n{flux}"), files=_other(line))
    (found_one,) = found(depot, code)
    assert message in plain(found_one.message)
    assert "(autre lecture « autre » de la lecture 1)" in plain(found_one.message)
    assert (found_one.span.path, found_one.span.line, found_one.span.column) == (LECTURES, 16, 9)


def test_une_boucle_deja_signalee_n_est_pas_repetee_par_une_autre_lecture() -> None:
    loop = (
        S03,
        "texte: S03 Fourniture d'infrastructures\n",
        "texte: S03 Fourniture d'infrastructures\nprerequis: {texte: x, services: [S04]}\n",
    )
    files = _other("prerequis: [{service: S05, services: [S02]}]")
    assert [message.span.path for message in found(mini(loop, files=files), "PRE003")] == [S03]


def test_un_prorata_par_jours_n_a_pas_de_seuil_a_comparer() -> None:
    jours = ("catalogue/convention.yaml", "prorata: {mode: mensuel, seuil: 15", "prorata: {mode: journalier, seuil: 15")
    assert found(mini(jours, files=_other("prorata: {mode: journalier, seuil: 31}")), "LEC004")
    assert not found(mini(files=_other("prorata: {mode: mensuel, seuil: 31}")), "LEC004")


def test_une_autre_lecture_en_mots_ne_remplace_rien_et_n_est_pas_signalee() -> None:
    assert not found(mini(files=_with(_lecture(1, "", "", "# en mots seulement"))), "LEC004")


LUE = (COUTS, "libelle: Serveur d'impression\n", "libelle: Serveur d'impression\n    lecture: Ainsi.\n")


def test_l_unite_d_une_variable_inconnue_est_signalee() -> None:
    lue = "ligne: serveur-impression, colonne: annuel, formule: cout_maintenance * part(postes)"
    (message,) = found(mini(files=_other(f"formules: [{{{lue}, variables: {{cout: €}}}}]")), "LEC003")
    assert plain(message.message) == "la ligne « serveur-impression » n'a pas de variable « cout »"


def test_un_plafond_qui_laisse_deja_ainsi_ce_qu_il_retient_est_signale() -> None:
    cap = 'plafond: {formule: "100", reliquat: gestionnaire}'
    formule = "formule: cout_maintenance * part(moyens_impression)\n"
    plafond = (COUTS, formule, f"{formule}      {cap}\n")
    line = "reliquats: [{{ligne: serveur-impression, colonne: annuel, reliquat: {}}}]"
    (message,) = found(mini(plafond, files=_other(line.format("gestionnaire"))), "LEC004")
    assert "laisse déjà ainsi ce que son plafond retient" in plain(message.message)
    assert not found(mini(plafond, files=_other(line.format("reparti"))), "LEC004")


def test_un_cout_factuel_qui_suit_deja_la_regle_est_signale() -> None:
    politique = "  partage: {factuels_entiers: 2026, origine: demonstration, texte: x}\nposte_de_travail:"
    regle = ("catalogue/convention.yaml", "poste_de_travail:", politique)
    assert found(mini(regle, files=_other("factuels_entiers: 2026")), "LEC004")
    assert not found(mini(regle, files=_other("factuels_entiers: 2027")), "LEC004")


def test_une_ligne_lue_sans_lecture_numerotee_est_signalee_meme_sans_fichier() -> None:
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
def test_une_lecture_qui_cite_ou_remplace_la_ligne_suffit(lecture: str) -> None:
    assert not found(mini(LUE, files=_with(lecture)), "LEC005")


def test_une_ligne_hors_de_l_extrait_n_a_pas_de_texte_a_lire() -> None:
    hors = (
        COUTS,
        "libelle: Serveur d'impression\n    lecture: Ainsi.",
        "libelle: Serveur d'impression\n    hors_extrait: oui\n    lecture: Ainsi.",
    )
    assert not found(mini(LUE, hors), "LEC005")


def test_rien_n_est_dit_des_lignes_quand_les_lectures_sont_mal_formees() -> None:
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
    return [plain(message.hint) for message in found(mini(files=files), "LEC006")]


def test_la_typographie_d_un_extrait_ne_compte_pas() -> None:
    assert not _quoted("article 1", "l’adhérent s'engage:", '"Où  l\'adhérent s’engage :"')


def test_un_mot_change_compte() -> None:
    assert _quoted("article 1", "l'adhérent promet", "l'adhérent s'engage")


def test_un_debut_de_mot_n_est_pas_un_mot() -> None:
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
def test_les_cases_des_tableaux_des_annexes_sont_du_texte(clause: str, texte: str) -> None:
    assert not _quoted(clause, texte)
    assert _quoted("article 1", texte) == [f"ce texte est dans l'{clause} : corriger « clause »"]


def test_rien_n_est_dit_d_un_extrait_quand_le_texte_n_est_pas_dans_le_depot() -> None:
    files = _with(_lecture(1, "", "{clause: article 1, texte: Inventé}"))
    assert not found(mini(files=files), "LEC006")


def test_un_prerequis_lu_demande_aussi_sa_lecture() -> None:
    lue = (S04, "  services: [S03]", "  services: [S03]\n  lecture: Ainsi.")
    assert [message.span.path for message in found(mini(lue), "LEC005")] == [S04]
    asked = _other("prerequis: [{service: S04, services: [S02]}]")
    assert not found(mini(lue, files=asked), "LEC005")
