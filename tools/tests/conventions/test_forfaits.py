"""Several flat fees in one convention: each has its line, its name, its key; the others do not move by a cent.

Knows: `depots/syndicat` with a second fee, the commands. Must not know: the engine.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.site.acces import lire as acces
from convention.site.ensemble import assembler
from convention.site.pages import ecrire
from convention.site.simulateur import simulateur
from tests.cli.commande import lancer
from tests.compare.depots_git import git_repository
from tests.conventions.dits import computed, read_json, said
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire
from tests.generateur import write
from tests.site.lecture import liens_rompus, lire_html, ordinaire, page_seule, pages_lues, site_de

if TYPE_CHECKING:
    from pathlib import Path

    from convention.site.ensemble import Site

JOUR = date(2026, 11, 23)
SYNDICAT = fichiers(FIGES / "syndicat")
CHEMIN = "pricing/forfaits/cotisation.yaml"
COTISATION = """# yaml-language-server: $schema=../../schemas/forfait.schema.json
origine: demonstration
source: inventé pour les essais
libelle: la cotisation
cle: population
valeurs:
  - {date: 2025-01-01, montant: 0.00, reference: Délibération fictive, verifie_le: 2026-11-25}
  - {date: 2026-01-01, montant: 2.00, reference: Délibération fictive, verifie_le: 2026-11-25}
  - {date: 2027-01-01, montant: 2.10, reference: Délibération fictive, verifie_le: 2026-11-25}
"""
DEUX = {**SYNDICAT, CHEMIN: COTISATION}
FORFAIT = "pricing/forfait.yaml"
NOMME = edited(SYNDICAT, FORFAIT, "cle: postes", "libelle: la contribution\ncle: postes")
"""The only fee has a name of its own."""
AILLEURS = {path: text for path, text in DEUX.items() if path != FORFAIT}
"""The only fee is counted by inhabitant, under its own name."""

HABITANT = {**SYNDICAT, FORFAIT: SYNDICAT[FORFAIT].replace("cle: postes", "cle: population")}
"""The only fee has no name, and is counted by inhabitant."""


@pytest.fixture(scope="module")
def deux(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("deux"), DEUX)


@pytest.fixture(scope="module")
def proposee(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose last revision adds the second fee."""
    return git_repository(tmp_path_factory.mktemp("proposee"), [SYNDICAT, DEUX])


CONVENTIONS = {"deux": DEUX, "nommé": NOMME, "ailleurs": AILLEURS, "habitant": HABITANT}


@cache
def site(nom: str) -> Site:
    """Return the site of these data: what all its readers ask alike is computed once."""
    return site_de(CONVENTIONS[nom], "public", JOUR)


@cache
def texts(nom: str, niveau: str) -> dict[str, str]:
    """Return what each page of the site says; every link must lead somewhere."""
    found = ecrire(site(nom)._replace(acces=acces(niveau)))
    read = pages_lues(found)
    assert liens_rompus(found, read) == []
    return {uri: ordinaire(page.texte) for uri, page in read.items() if uri != "diagnostics.md"}


ATTENDUS = {
    2025: {},
    2026: {
        "fontazur": "4000.00",
        "haute-brume": "2000.00",
        "pierrelune": "6000.00",
        "rochemiel": "2000.00",
        "valcendre": "8000.00",
    },
    2027: {
        "fontazur": "3990.00",
        "haute-brume": "4200.00",
        "pierrelune": "6300.00",
        "rochemiel": "630.00",
        "valcendre": "8610.00",
    },
}
"""By inhabitant, by hand: 0.00, 2.00, then 2.10; 6/12 of 2026 for Haute-Brume, 3/12 of 2027 for Rochemiel."""


@pytest.mark.parametrize(("annee", "expected"), ATTENDUS.items())
def test_each_fee_has_its_lines_and_a_year_at_nothing_has_none(
    deux: Path, annee: int, expected: dict[str, str]
) -> None:
    own = [line for line in computed(deux, annee)["lignes"] if line["composant"] == "cotisation"]
    assert {line["adherent"]: line["montant"] for line in own} == expected
    assert {(line["nature"], line["cle"]) for line in own} <= {("masse_salariale", "population")}


@pytest.mark.parametrize("annee", [2025, 2026, 2027])
def test_nothing_else_moves_and_every_sum_agrees(deux: Path, tmp_path: Path, annee: int) -> None:
    alone, both = computed(write(tmp_path, SYNDICAT), annee), computed(deux, annee)
    assert [line for line in both["lignes"] if line["composant"] != "cotisation"] == alone["lignes"]
    assert {gap for nom, gap in both["controle"].items() if nom.startswith("ecart_")} == {"0.00"}


def test_a_fee_is_explained_by_its_own_operation_and_its_own_file(deux: Path) -> None:
    told = said(deux, "expliquer", "haute-brume", "--exercice", "2026", "--ligne", "cotisation")
    assert "Cotisation (part forfaitaire, cotisation) : 2 000,00 €" in told
    assert "= 2,00 € × 2 000 habitants × 1/2" in told
    assert "règle : forfait par habitant, pricing/forfaits/cotisation.yaml" in told


def test_what_the_fees_make_together_has_one_column_and_each_its_row(deux: Path) -> None:
    assert "Part forfaitaire  Coûts directs" in said(deux, "calculer", "--exercice", "2026")
    rows = said(deux, "calculer", "--exercice", "2026", "--adherent", "valcendre").split("\n")
    assert [re.split(r" {2,}", row)[1] for row in rows if "part forfaitaire" in row] == [
        "Masse salariale",
        "Cotisation",
    ]


def test_a_new_fee_is_a_price_and_the_sentence_names_it(proposee: Path) -> None:
    told = said(proposee, "comparer", "HEAD~1", "HEAD")
    assert "Cotisation : la liste des montants est ajoutée" in told
    assert "Effet prix : +22 000,00 € (part forfaitaire +22 000,00 €)" in told
    assert "par poste" not in told


def test_a_fee_is_fixed_by_its_name_when_there_are_several(deux: Path) -> None:
    asked = ("fixer", "forfait", "+10%", "--date", "2028-01-01", "--reference", "essai", "--essai")
    refused = lancer(deux, *asked)
    assert refused.code != 0
    assert "« forfait » et « cotisation »" in refused.reproche
    told = said(deux, *asked, "--forfait", "cotisation")
    assert "le montant « 2,10 € » par habitant et par an est remplacé par « 2,31 € »" in told
    unknown = lancer(deux, *asked, "--forfait", "cotisations")
    assert "vouliez-vous dire « cotisation »" in unknown.reproche


def test_a_fee_is_simulated_by_its_name(proposee: Path, tmp_path: Path) -> None:
    step = "{forfait: cotisation, montant: 3.10, date: 2027-01-01, reference: essai, verifie_le: 2026-11-25}"
    (tmp_path / "s.yaml").write_text(f"libelle: essai\ngestes:\n  - fixer_forfait: {step}\n", encoding="utf-8")
    told = said(proposee, "simuler", str(tmp_path / "s.yaml"))
    # One euro more for 11 300 inhabitants.
    assert "L'ensemble des adhérents paierait 11 300,00 € de plus en 2027" in told


def test_a_fee_brought_to_nothing_is_told_with_what_each_paid_of_it_and_one_that_was_nothing_without_a_percentage(
    tmp_path: Path, deux: Path
) -> None:
    root = write(tmp_path, edited(DEUX, CHEMIN, "montant: 2.10", "montant: 0.00"))
    act = said(root, "rediger", "deliberation", "2027", "--forfait", "cotisation", "--date", "2026-11-01")
    assert re.search(r"^Valcendre +4 100 +12 mois sur 12 +8 200,00 +0,00 +−8 200,00$", act, re.MULTILINE)
    assert re.search(r"^Total +12 200 +22 600,00 +0,00 +−22 600,00$", act, re.MULTILINE)
    letter = said(root, "rediger", "lettre", "2027", "rochemiel", "--forfait", "cotisation")
    assert "serait de 0,00 €, contre 600,00 € à sa valeur précédente : −600,00 €." in letter
    first = said(deux, "rediger", "deliberation", "2026", "--forfait", "cotisation", "--date", "2025-11-01")
    assert "est fixé à 2,00 € par habitant et par an ; il était de 0,00 €." in first


def test_the_deliberation_and_the_letter_of_a_fee_name_it(deux: Path) -> None:
    refused = lancer(deux, "rediger", "deliberation", "2027")
    assert "dire lequel par --forfait NOM" in refused.message
    asked = ("rediger", "deliberation", "2027", "--forfait", "cotisation", "--date")
    told = said(deux, *asked, "2027-01-01")
    assert "Le montant de la cotisation est fixé à 2,10 € par habitant et par an" in told
    letter = said(deux, "rediger", "lettre", "2027", "valcendre", "--forfait", "cotisation")
    assert "Pour 4 100 habitants, votre contribution 2027 à la cotisation serait de 8 610,00 €" in letter
    assert "poste" not in told + letter
    late = lancer(deux, *asked, "2027-01-02")
    assert late.code == 1
    assert "un forfait ne se vote pas pour le passé" in late.reproche


def test_why_no_fee_is_deliberated_is_the_year_that_is_not_declared_the_name_or_the_file_to_complete(
    tmp_path: Path, deux: Path
) -> None:
    last = "  - {date: 2027-01-01, montant: 2.10, reference: Délibération fictive, verifie_le: 2026-11-25}\n"
    root = write(tmp_path, edited(AILLEURS, CHEMIN, last, ""))
    refus = [
        lancer(depot, "rediger", *asked).reproche.splitlines()[-1].removeprefix("Erreur : ")
        for depot, *asked in (
            (root, "deliberation", "2027"),
            (root, "lettre", "2027", "fontazure"),
            (deux, "deliberation", "2031"),
            (deux, "deliberation", "2027", "--forfait", "taxe"),
        )
    ]
    assert refus == [
        "aucun forfait ne prend effet en 2027 : ajouter sa valeur dans pricing/forfaits/cotisation.yaml",
        "l'adhérent « fontazure » est inconnu ; vouliez-vous dire « fontazur » ?",
        "l'exercice 2031 n'est pas déclaré dans pricing/exercices/ (exercices connus : 2025, 2026 et 2027)",
        "le forfait « taxe » n'existe pas ; forfaits : forfait, cotisation",
    ]


def test_a_letter_agrees_with_one_unit_and_is_written_to_none_who_is_not_there_that_year(tmp_path: Path) -> None:
    files = {**fichiers(FIGES / "syndicat")}
    count = "adherents/fontazur/quantites/2027.yaml"
    assert "postes: 20" in files[count]
    files[count] = files[count].replace("postes: 20", "postes: 1")
    files["pricing/forfait.yaml"] += "libelle: la cotisation\n"
    folder = write(tmp_path, files)
    assert "Pour 1 poste, votre contribution" in said(folder, "rediger", "lettre", "2027", "fontazur")
    # Nobody paid the first one before.
    lines = COTISATION.splitlines(keepends=True)
    first = {**files, CHEMIN: "".join(line for line in lines if not re.search(r"date: 202[56]", line))}
    told = said(write(tmp_path / "neuve", first), "rediger", "lettre", "2027", "fontazur", "--forfait", "cotisation")
    assert "votre contribution 2027 à la cotisation serait de 3 990,00 €." in told
    path = "adherents/fontazur/adherent.yaml"
    left = write(
        tmp_path / "parti",
        {**files, path: re.sub(r"debut: (\S+?)(,|$)", r"debut: \1, fin: 2026-12-01\2", files[path], count=1)},
    )
    refused = lancer(left, "rediger", "lettre", "2027", "fontazur")
    assert "Fontazur n'est pas adhérent en 2027" in refused.reproche


def test_a_statement_has_a_row_for_each_fee_and_one_document_for_both(tmp_path: Path) -> None:
    fee = COTISATION.replace("population", "postes_forfait").replace("montant: 2.10", "montant: 1.00")
    fee = "".join(line for line in fee.splitlines(keepends=True) if not re.search(r"date: 202[56]", line))
    folder = write(tmp_path, {**fichiers_nancy(), CHEMIN: fee})
    told = said(folder, "appels", "--echeance", "2027-04", "--adherent", "essey-les-nancy")
    assert "Masse salariale : 112 postes × 710,60 €" in told
    assert "Cotisation : 112 postes × 1,00 €" in told
    # Half of 79 587,20 € and of 112,00 €.
    assert re.search(r"Part forfaitaire, acompte 2027 .* 39 849,60", told)
    assert "masse salariale est" not in told


@pytest.mark.parametrize("niveau", ["public", "adherents", "adherent:pierrelune"])
def test_the_site_tells_every_fee(niveau: str) -> None:
    read = texts("deux", niveau)
    annexe = read["annexes/forfait.md"]
    assert "Masse salariale, par poste de travail et par an" in annexe
    assert "Cotisation, par habitant et par an" in annexe
    assert "un forfait par poste pour les agents et la cotisation, puis sa part du coût" in read["index.md"]


def test_a_fee_that_is_to_come_is_told_from_its_first_year_and_not_as_unknown() -> None:
    lines = COTISATION.splitlines(keepends=True)
    files = {**SYNDICAT, CHEMIN: "".join(line for line in lines if not re.search(r"date: 202[56]", line))}
    site = assembler(lire(files), date(2026, 11, 25), acces("adherents"), {})
    text = ordinaire(lire_html(page_seule(site, "annexes/forfait.md")).texte)
    assert "Cotisation 2027 2,10 € par habitant et par an" in text
    assert "non connu" not in text.partition("Cotisation 2027")[2]


def test_a_page_says_a_fee_only_to_those_who_pay_it() -> None:
    read = texts("deux", "adherents")
    supposed = "Ce montant suppose un forfait de 2,10 € par habitant (cotisation), fixé pour 2027."
    assert supposed in read["adherents/fontazur.md"]
    assert supposed not in read["adherents/regie-valcendre.md"]


@pytest.mark.parametrize("niveau", ["public", "adherents", "adherent:pierrelune"])
@pytest.mark.parametrize("seul", ["nommé", "ailleurs"])
def test_a_fee_with_a_name_is_never_called_masse_salariale(seul: str, niveau: str) -> None:
    read = texts(seul, niveau)
    said_of_annexe_3 = re.compile("masse salariale|par poste de travail", re.IGNORECASE)
    assert {uri for uri, text in read.items() if said_of_annexe_3.search(text)} == set()
    name = "contribution" if seul == "nommé" else "cotisation"
    assert f"la {name}" in read["annexes/forfait.md"].lower()


def test_the_only_fee_that_is_counted_gives_each_its_size_under_its_own_name() -> None:
    read = texts("nommé", "adherents")
    home, board, year = (read[uri] for uri in ("index.md", "adherents/valcendre.md", "exercices/2026.md"))
    # 44,44 + 17,78 + 13,33 + 24,44 %: what is left of 100 goes to the largest remainders, as in every table of shares.
    assert "un trait par adhérent, large comme son nombre de postes Parts dans 225 postes. Valcendre : 44,5 %" in home
    assert "Contribution 2026, par poste et par an 500,00 €" in home
    assert "Payons-nous plus que nos voisins de même taille ?" in home
    # 124 029,60 € ÷ 100 postes, ÷ 4 000 habitants.
    assert "124 029,60 € de fonctionnement, soit 1 240,30 € par poste et 31,01 € par habitant" in board
    assert "par poste et par habitant : fonctionnement seul" in year
    assert "Couverture du forfait" not in year


def test_two_fees_that_are_counted_give_no_size_nor_does_one_by_inhabitant() -> None:
    agents = {**NOMME, CHEMIN: COTISATION.replace("cle: population", "cle: agents")}
    both = lire_html(page_seule(assembler(lire(agents), JOUR, acces("adherents"), {}), "index.md")).texte
    for home in (ordinaire(both), texts("ailleurs", "adherents")["index.md"]):
        assert "La part de chacun" not in home
        assert "Total refacturé en 2026" in home


def test_the_name_of_the_only_fee_heads_its_column(tmp_path: Path) -> None:
    folder = write(tmp_path, NOMME)
    assert "Contribution  Coûts directs" in said(folder, "calculer", "--exercice", "2026")
    told = said(folder, "expliquer", "valcendre", "--exercice", "2026", "--ligne", "masse-salariale")
    assert "  Contribution : 50 000,00 €" in told


def test_a_fee_that_begins_later_is_no_missing_forfait(tmp_path: Path) -> None:
    later = "".join(line for line in COTISATION.splitlines(keepends=True) if not re.search(r"date: 202[56]", line))
    found = read_json(write(tmp_path, {**SYNDICAT, CHEMIN: later}), "valider")
    assert {item["code"] for item in found["diagnostics"]} == {"TAR025"}


def test_a_fee_that_has_no_value_yet_is_sound_and_bills_nothing(tmp_path: Path) -> None:
    empty = COTISATION.partition("valeurs:")[0] + "valeurs: []\n"
    folder = write(tmp_path, {**SYNDICAT, CHEMIN: empty})
    found = read_json(folder, "valider")
    assert {item["code"] for item in found["diagnostics"]} == {"TAR025"}
    assert [line for line in computed(folder, 2026)["lignes"] if line["composant"] == "cotisation"] == []


def test_a_fee_without_a_name_is_due_for_what_its_key_counts(tmp_path: Path) -> None:
    root, due = write(tmp_path, HABITANT), "512,50 € par habitant et par an"
    assert due in said(root, "rediger", "deliberation", "2027", "--date", "2026-11-01")
    letter = said(root, "rediger", "lettre", "2027", "valcendre")
    assert (due in letter, "Pour 4 100 habitants" in letter, "sur les postes" in letter) == (True, True, False)
    read = texts("habitant", "adherents")
    assert "# Le forfait par habitant" in read["annexes/forfait.md"]
    assert [word for word in ("poste", "prerequis") if word in read["annexes/forfait.md"]] == []
    assert "Le forfait par habitant et son histoire" in texts("habitant", "public")["index.md"]
    assert "un forfait de 512,50 € par habitant, fixé pour 2027" in read["adherents/valcendre.md"]
    # The simulator asks for its own count, and for no workstation.
    (told,) = [text for uri, text in simulateur.fichiers(site("habitant")) if uri.endswith("2027.json")]
    assert [fee["prix"] for fee in json.loads(told)["forfaits"]] == ["512.5"]
    # It has no inhabitant: no fee.
    assert "un forfait de" not in read["adherents/regie-valcendre.md"]


LITS = """# yaml-language-server: $schema=../schemas/forfait.schema.json
origine: demonstration
source: "inventé pour l'exemple"
libelle: l'abonnement
cle: lits
valeurs:
  - {date: 2025-01-01, montant: 2.00, reference: Prix convenu, verifie_le: 2026-11-25}
  - {date: 2026-01-01, montant: 3.00, reference: Prix proposé, verifie_le: 2026-11-25}
"""
FIXE_PAR = "  - {{genre: forfait, procedure: {}, motif: Un prix se fixe}}\n"


def test_what_fixes_a_fee_is_the_act_of_its_convention_and_nothing_more_is_said_of_it(tmp_path: Path) -> None:
    hospitals, where = {**fichiers(FIGES / "hopitaux"), FORFAIT: LITS}, "catalogue/procedures.yaml"
    del hospitals["pricing/comptes.yaml"]
    decided, signed = (
        write(tmp_path / nom, {**hospitals, where: hospitals[where] + FIXE_PAR.format(nom)})
        for nom in ("prix", "avenant-signe")
    )
    told = said(decided, "rediger", "deliberation", "2026", "--date", "2025-11-01")
    assert "Projet de décision : abonnement 2026" in told
    assert "Directeur de l'établissement support ; décision n° [à compléter] du [à compléter]." in told
    letter = said(decided, "rediger", "lettre", "2026", "aubrelac")
    assert "(décision du directeur de l'établissement support n° [à compléter] du [à compléter])" in letter
    # Nobody is consulted, no rule of change is known, no hospital is said to vote a budget.
    assert re.findall("(?i)délib|séance|avis|actualis|vote", told + letter) == []
    assert "(avenant n° [à compléter] du [à compléter])" in said(signed, "rediger", "lettre", "2026", "aubrelac")
    refused = lancer(signed, "rediger", "deliberation", "2026", "--date", "2025-11-01")
    assert "les parties signent ce qui fixe ce forfait : « convention avenant etablir » le rédige" in refused.reproche
