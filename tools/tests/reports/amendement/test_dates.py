"""What holds from a date is said beside what held before, or holds again, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import changements
from convention.reports.amendement.phrases import amendment, phrase
from tests.espaces import espaces
from tests.essais import edited, fichiers_nancy, lire

if TYPE_CHECKING:
    from collections.abc import Mapping

COUTS = "pricing/couts-de-possession.yaml"
FORFAIT = "pricing/forfait.yaml"
CARTADS = "pricing/baremes/cartads.yaml"


def _said(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    base, head = lire(before), lire(after)
    return [espaces(phrase(item, base, head)) for item in changements(base, head)]


@pytest.mark.parametrize(
    ("path", "entries", "begins", "told"),
    [
        (
            "pricing/cles.yaml",
            ("2026: 2023}", "2027: 2022}", "2027: 2023}"),
            (
                "Clés de répartition : à la clé « population municipale », à partir de l'exercice 2027, le millésime "
                "retenu "
            ),
            ("est 2022 au lieu du millésime 2023", "est 2023 au lieu du millésime 2022", "reste 2023"),
        ),
        (
            COUTS,
            ("2024: 300}}}", "2027: 250}}}", "2027: 300}}}"),
            (
                "Annexe 4, ligne « S04 – Inventaire des logiciels installés » : à partir de l'exercice 2027, la "
                "constante « seuil, en postes » "
            ),
            (
                "passe de « 300 postes » à « 250 postes »",
                "passe de « 250 postes » à « 300 postes »",
                "reste « 300 postes »",
            ),
        ),
        (
            COUTS,
            ("2026: 2025-01}", "2027: 2024-12}", "2027: 2025-01}"),
            (
                "Annexe 4, ligne « S03 – Supervision des serveurs » : à partir de l'exercice 2027, la révision de prix "
                "« contrat » suit "
            ),
            (
                "l'indice de décembre 2024 au lieu de celui de janvier 2025",
                "l'indice de janvier 2025 au lieu de celui de décembre 2024",
                "toujours l'indice de janvier 2025",
            ),
        ),
    ],
)
def test_an_entry_of_an_exercice_is_said_beside_the_one_before(
    path: str, entries: tuple[str, str, str], begins: str, told: tuple[str, str, str]
) -> None:
    files, (fin, *others) = fichiers_nancy(), entries
    moved, kept = (edited(files, path, fin, f"{fin.rstrip('}')}, {last}") for last in others)
    found = _said(files, moved), _said(moved, files), _said(files, kept), _said(kept, files)
    assert found == tuple([begins + text] for text in (*told, told[-1]))


def test_an_entry_is_said_until_the_next_one_takes_its_place() -> None:
    files = fichiers_nancy()
    (said,) = _said(files, edited(files, COUTS, "2025: 2024-01", "2025: 2024-02"))
    assert said.endswith(
        "pour l'exercice 2025, la révision de prix « contrat » suit l'indice de février 2024 au lieu de celui de "
        "janvier 2024"
    )


def test_the_first_entry_of_a_table_has_none_before() -> None:
    files = fichiers_nancy()
    base = edited(files, COUTS, "mois: {2024: 2023-01, 2025", "mois: {2025")
    name = "Annexe 4, ligne « S03 – Supervision des serveurs » : pour l'exercice 2024, la révision de prix « contrat »"
    assert _said(base, files) == [f"{name} suit l'indice de janvier 2023"]
    assert _said(files, base) == [f"{name} ne suit plus l'indice de janvier 2023"]


NOM = "Barème « Abonnement à Cartads, selon la population » : "
PREMIERE = f"{NOM}le prix de la tranche à partir de 0 habitant passe de "
GRILLE = """  {annee}:
    - {{a_partir_de: {{population: 0}}, moins_de: {{population: {borne}}}, valeur: 130.00}}
    - {{a_partir_de: {{population: {borne}}}, valeur: 480.00}}
"""


def test_a_grid_of_a_new_exercice_is_said_beside_the_one_in_force() -> None:
    files = fichiers_nancy()
    grid = files[CARTADS] + GRILLE.format(annee=2028, borne=50000)
    there, back = _said(files, {**files, CARTADS: grid}), _said({**files, CARTADS: grid}, files)
    bounds = "(borne haute, exclue : population municipale : « %s »)"
    assert there == [
        (
            f"{PREMIERE}« 126,00 € » à « 130,00 € » par an, à compter de l'exercice 2028 {bounds % '50 000'} ; "
            "la tranche à partir de 10 000 habitants ne vaut plus"
        ),
        (
            f"{NOM}le prix de la tranche à partir de 50 000 habitants reste « 480,00 € » par an, à compter de "
            "l'exercice 2028"
        ),
    ]
    assert back == [
        (
            f"{PREMIERE}« 130,00 € » à « 126,00 € » par an, à compter de l'exercice 2028 {bounds % '10 000'} ; "
            "la tranche à partir de 10 000 habitants vaut à nouveau : borne haute, exclue : population municipale : "
            "« 50 000 » ; valeur : « 240,00 € par an »"
        ),
        there[1],
    ]


def test_a_tier_that_the_grid_in_force_has_not_comes_with_its_exercice() -> None:
    files = fichiers_nancy()
    grid = files[CARTADS] + GRILLE.format(annee=2028, borne=20000)
    said = _said(files, {**files, CARTADS: grid})
    told = "la tranche à partir de 20 000 habitants est ajoutée : valeur : « 480,00 € par an »"
    assert said[1] == f"{NOM}à compter de l'exercice 2028, {told}"


def test_a_forfait_that_goes_leaves_the_one_before() -> None:
    files = fichiers_nancy()
    begins = files[FORFAIT].index("  - date: 2026-01-01")
    (said,) = _said(files, {**files, FORFAIT: files[FORFAIT][:begins]})
    assert said.startswith(
        "Annexe 3, masse salariale : à compter du 1er janvier 2026, le montant par poste de travail et par an est à "
        "nouveau « 700,00 € » (−10,60 €, −1,5 %) : celui de « 710,60 € » est supprimé (d'où vient le montant : "
    )


def test_a_forfait_holds_until_the_next_one() -> None:
    files = fichiers_nancy()
    new = "  - {date: 2025-01-01, montant: 705.00, reference: Délibération, verifie_le: 2026-11-25}\n"
    after = edited(files, FORFAIT, "  - date: 2026-01-01", f"{new}  - date: 2026-01-01")
    base, head = lire(files), lire(after)
    (change,) = changements(base, head)
    assert espaces(phrase(change, base, head)).startswith(
        "Annexe 3, masse salariale : le montant « 700,00 € » par poste de travail et par an est remplacé par "
        "« 705,00 € » du 1er janvier 2025 au 31 décembre 2025 (+5,00 €, +0,7 %)"
    )
    (groupe,) = amendment([change], base, head)
    brief = espaces(groupe.phrases[0].bref)
    assert brief.endswith("au lieu de 700,00 € (+0,7 %), du 1er janvier 2025 au 31 décembre 2025")


def test_a_number_and_its_unit_agree() -> None:
    files = fichiers_nancy()
    (said,) = _said(
        files, edited(files, COUTS, "intervention/site, valeurs: {2024: 2}", "intervention/site, valeurs: {2024: 1}")
    )
    assert said.endswith("passe de « 2 interventions par site » à « 1 intervention par site »")


def test_a_second_amount_of_one_date_which_is_refused_is_told_all_the_same() -> None:
    files = fichiers_nancy()
    twice = "  - {date: 2026-01-01, montant: 705.00, reference: Délibération, verifie_le: 2026-11-25}\n"
    after = edited(files, FORFAIT, "  - date: 2026-01-01", f"{twice}  - date: 2026-01-01")
    assert _brief(files, after).startswith("705,00 € par poste de travail au lieu de 700,00 €")


@pytest.mark.parametrize(
    ("annees", "quand"),
    [((2027, 2028), "dès 2027"), ((2027,), "en 2027"), ((2026, 2027), "en 2026 et 2027")],
)
def test_a_price_says_in_few_words_since_when_or_for_which_exercices(annees: tuple[int, ...], quand: str) -> None:
    files, path = fichiers_nancy(), "pricing/composants/S09.yaml"
    after = dict(files)
    for annee in annees:
        after = edited(after, path, f"{annee}: {{cout_annuel: 6240.00}}", f"{annee}: {{cout_annuel: 6300.00}}")
    base, head = lire(files), lire(after)
    (groupe,) = amendment(changements(base, head), base, head)
    assert [espaces(item.bref) for item in groupe.phrases] == [
        f"le coût annuel, 6 300,00 € au lieu de 6 240,00 € (+1,0 %), {quand}"
    ]


def _brief(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    base, head = lire(before), lire(after)
    (groupe,) = amendment(changements(base, head), base, head)
    return espaces(groupe.phrases[0].bref)


def test_an_expense_says_in_few_words_whether_it_is_delivered_hence_due() -> None:
    files, path = fichiers_nancy(), "adherents/essey-les-nancy/depenses/2026.yaml"
    start = files[path].index("  - id: ordinateurs-mars")
    end = files[path].index("  # Commandés")
    without = {**files, path: files[path][:start] + files[path][end:]}
    waiting = edited(files, path, "    livraison: 2026-03-03\n", "")
    assert _brief(without, files) == "la dépense « 12 ordinateurs neufs » est ajoutée, livrée le 3 mars 2026"
    told = "la dépense « 12 ordinateurs neufs » est %s, pas encore livrée : rien n'en %s dû"
    assert _brief(without, waiting) == told % ("ajoutée", "est")
    assert _brief(waiting, without) == told % ("supprimée", "était")


def test_a_component_that_has_a_first_day_may_have_another_or_none() -> None:
    files, path = fichiers_nancy(), "pricing/composants/S04.yaml"
    name = "    libelle: Location de copieurs\n"
    begun = edited(files, path, name, f"{name}    debut: 2025-01-01\n")
    later = edited(files, path, name, f"{name}    debut: 2026-01-01\n")
    subject = "Service S04, location de copieurs : le composant"
    assert _said(begun, later) == [f"{subject} commence le 1er janvier 2026 au lieu du 1er janvier 2025"]
    assert _said(begun, files) == [f"{subject} n'a plus de premier jour (il commençait le 1er janvier 2025)"]


@pytest.mark.parametrize(
    ("prevu", "dit", "bref"),
    [
        ("4800.00", "4 800,00 €", "5 000,00 € au lieu de 4 800,00 € (+4,2 %), en 2026 (révisé)"),
        (
            "4700.00",
            "4 700,00 €",
            "« 4 700,00 € » (prévisionnel) et « 5 000,00 € » (révisé) au lieu de 4 800,00 €, en 2026",
        ),
    ],
)
def test_a_price_that_gets_figures_of_its_own_says_which_phase_each_is_of(prevu: str, dit: str, bref: str) -> None:
    files, path = fichiers_nancy(), "pricing/composants/S04.yaml"
    phases = f"2026: {{cout_maintenance: {{previsionnel: {prevu}, revise: 5000.00}}}}"
    after = edited(files, path, "2026: {cout_maintenance: 4800.00}", phases)
    assert _brief(files, after) == f"la maintenance annuelle, {bref}"
    assert _said(files, after) == [
        (
            "Service S04, serveur d'impression : la maintenance annuelle passe de « 4 800,00 € » à "
            f"« {dit} » (prévisionnel) et « 5 000,00 € » (révisé) pour l'exercice 2026"
        )
    ]


MESSAGERIE = "        - {cout_annuel: 62400.00, postes: 112, total: {postes: 4801}, attendu: 1455.70}\n"
ANNUEL = "annuel: {{formule: cout_annuel * part({cle}), texte: {texte}}}"
S08 = "Annexe 4, ligne « S08 – Messagerie électronique » : "


def _redactions(*rows: str) -> dict[str, str]:
    """Add redactions to the row of the mail."""
    added = "".join(f"      {row}\n" for row in rows)
    return edited(fichiers_nancy(), COUTS, MESSAGERIE, f"{MESSAGERIE}    redactions:\n{added}")


def test_what_changes_in_a_redaction_or_before_it_says_when_it_holds() -> None:
    boites = ANNUEL.format(cle="boites_aux_lettres", texte="selon les boîtes")
    files = _redactions(f"2027: {{cle_texte: boîtes, {boites}}}")
    column, key = "dans la colonne « Coût indirect (annuel) »", "dans la colonne « Clé de répartition »"
    (later,) = _said(files, edited(files, COUTS, "selon les boîtes", "selon le nombre de boîtes"))
    assert later.startswith(f"{S08}à compter du 1er janvier 2027, {column}, la formule : « selon les boîtes » est ")
    (words,) = _said(files, edited(files, COUTS, "cle_texte: boîtes", "cle_texte: nombre de boîtes"))
    assert words.startswith(f"{S08}à compter du 1er janvier 2027, {key}, les mots : « boîtes » sont remplacés ")
    own = 'cle_texte: nombre de postes de travail\n    origine: demonstration\n    source: "ligne inventée'
    first = files[COUTS].index("libelle: Messagerie électronique")
    begins = files[COUTS][:first], files[COUTS][first:].replace(own, own.replace("nombre de postes", "postes"), 1)
    (before,) = _said(files, {**files, COUTS: "".join(begins)})
    assert before.startswith(f"{S08}jusqu'au 31 décembre 2026, {key}, les mots : « nombre de postes de travail »")


def test_a_formula_in_few_words_is_what_it_becomes() -> None:
    """Cut short, what it was would be all that a reader sees."""
    column, without = "dans la colonne « Coût indirect (annuel) »", fichiers_nancy()
    files = _redactions(f"2027: {{{ANNUEL.format(cle='boites_aux_lettres', texte='selon les boîtes')}}}")
    words = "coût annuel × nombre de {0} de l'adhérent ÷ nombre total de {0} des bénéficiaires"
    boites, postes = (words.format(nom) for nom in ("boîtes aux lettres", "postes de travail"))
    assert _brief(without, files) == (
        f"au 1er janvier 2027, {column}, la formule devient : « selon les boîtes » (calcul : « {boites} »)"
    )
    reworded = edited(files, COUTS, "texte: selon les boîtes", "texte: selon les boîtes comptées")
    begins = f"à compter du 1er janvier 2027, {column}"
    assert _brief(files, reworded) == f"{begins}, la formule devient : « selon les boîtes comptées »"
    recounted = edited(files, COUTS, "part(boites_aux_lettres), texte", "part(postes), texte")
    assert _brief(files, recounted) == f"{begins}, le calcul devient : « {postes} »"


def test_a_redaction_holds_until_another_of_the_same_column() -> None:
    boites = ANNUEL.format(cle="boites_aux_lettres", texte="selon les boîtes")
    later = f"2028: {{{ANNUEL.format(cle='comptes_sig', texte='selon les comptes')}}}"
    both = f"2027: {{cle_texte: boîtes, {boites}}}"
    (said,) = _said(_redactions(later), _redactions(both, later))
    assert said.startswith(f"{S08}à compter du 1er janvier 2027, dans la colonne « Clé de répartition », ")
    assert " ; du 1er janvier 2027 au 31 décembre 2027, dans la colonne « Coût indirect (annuel) », " in said


def test_a_redaction_that_is_undone_says_what_is_in_force_again() -> None:
    boites = ANNUEL.format(cle="boites_aux_lettres", texte="selon les boîtes")
    with_key, alone = (_redactions(f"2027: {{{words}{boites}}}") for words in ("cle_texte: boîtes, ", ""))
    (said,) = _said(with_key, fichiers_nancy())
    assert said.startswith(f"{S08}à compter du 1er janvier 2027, dans la colonne « Clé de répartition », les mots : ")
    assert "les mots : « boîtes » sont remplacés par les mots : « nombre de postes de travail » ; " in said
    assert "la formule : « selon les boîtes » est remplacée par la formule : « coût annuel × nombre de postes" in said
    brief = "clé « nombre de postes de travail » au lieu de « boîtes », au 1er janvier 2027"
    assert _brief(with_key, fichiers_nancy()) == brief
    begins = "au 1er janvier 2027, dans la colonne « Coût indirect (annuel) », la formule devient : « coût annuel × "
    assert _brief(alone, fichiers_nancy()).startswith(begins)


def test_a_direct_cost_has_no_redaction_to_come() -> None:
    begins = "unite: h/application, valeurs: {2024: 4}}}\n"
    added = f"{begins}    redactions: {{2027: {{{ANNUEL.format(cle='comptes', texte='selon les comptes')}}}}}\n"
    files = edited(fichiers_nancy(), COUTS, begins, added)
    start = files[COUTS].index(added)
    moved = files[COUTS][start:].replace("de modules/licences", "de modules", 1)
    (said,) = _said(files, {**files, COUTS: files[COUTS][:start] + moved})
    assert ") » : dans la colonne « Coût direct" in said


def test_a_redaction_says_what_its_text_does_not_its_calculation_and_its_limits() -> None:
    mode = "formule: cout_annuel * part(postes), texte: selon les postes, plafond: {formule: cout_annuel}"
    capped = f"2027: {{annuel: {{{mode}}}}}"
    free = "2028: {annuel: {formule: cout_annuel * postes, texte: coût annuel × nombre de postes de travail}}"
    words = (
        "coût annuel × nombre de postes de travail de l'adhérent ÷ nombre total de postes de travail des bénéficiaires"
    )
    rest = "qui porte ce que la borne laisse : « les autres bénéficiaires se le partagent »"
    cap = f"plafond par bénéficiaire : formule : « coût annuel » ; {rest}"
    (said,) = _said(fichiers_nancy(), _redactions(capped))
    assert said.endswith(f"est remplacée par la formule : « selon les postes » (calcul : « {words} » ; {cap})")
    (then,) = _said(_redactions(capped), _redactions(capped, free))
    assert then.endswith(
        "par la formule : « coût annuel × nombre de postes de travail » (sans plafond par bénéficiaire)"
    )


def test_a_redaction_of_the_same_text_says_what_it_does_otherwise_and_replaces_no_text_by_itself() -> None:
    text = "texte: selon les postes"
    first, other = (
        f"{annee}: {{annuel: {{formule: cout_annuel * part(postes), {text}, plafond: {{formule: cout_annuel{who}}}}}}}"
        for annee, who in ((2027, ", reliquat: gestionnaire"), (2028, ""))
    )
    (said,) = _said(_redactions(first), _redactions(first, other))
    assert "le texte de la formule, « selon les postes », est sans changement, mais s'y lit : " in said
    assert said.endswith("qui porte ce que la borne laisse : « les autres bénéficiaires se le partagent »")


def test_a_text_that_changes_with_its_limit_is_not_said_to_change_no_operation() -> None:
    first, other, only = (
        f"2027: {{annuel: {{formule: cout_annuel * part(postes), texte: {text}, plafond: {{formule: {limit}}}}}}}"
        for text, limit in (("selon", "cout_annuel"), ("autrement", "2 * cout_annuel"), ("autrement", "cout_annuel"))
    )
    told = [" ; ".join(_said(_redactions(first), _redactions(after))) for after in (other, only)]
    assert ["sans que l'opération change" in text for text in told] == [False, True]


def test_what_holds_from_the_year_in_which_the_convention_begins_holds_from_its_first_day() -> None:
    path, boites = "pricing/composants/S09.yaml", ANNUEL.format(cle="boites_aux_lettres", texte="selon les boîtes")
    written = edited(
        _redactions(f"2027: {{{boites}}}"), "catalogue/convention.yaml", "effet: 2024-01-01", "effet: 2027-09-01"
    )
    written = edited(written, path, "      2028: {cout_licence: 6.24}\n", "")
    files = {**written, COUTS: fichiers_nancy()[COUTS]}
    fee = "  - {date: 2027-01-01, montant: 720.00, reference: Délibération, verifie_le: 2026-11-25}\n"
    (price,) = _said(files, edited(files, path, "2027: {cout_licence: 6.24}", "2027: {cout_licence: 6.50}"))
    (forfait,) = _said(files, {**files, FORFAIT: files[FORFAIT] + fee})
    (there,), (back,) = _said(files, written), _said(written, files)
    since = "à compter du 1er septembre 2027"
    assert [since in said for said in (price, forfait, there, back)] == [True] * 4
    assert _brief(files, written).startswith("au 1er septembre 2027, dans la colonne ")
