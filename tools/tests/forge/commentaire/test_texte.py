"""The text of a comment fits, by whole parts, and what data holds stays text."""

from __future__ import annotations

import re

import pytest

from convention.base.codes import CODES
from convention.base.diagnostic import Diagnostic, Span
from convention.forge.commentaire.publication import Etat
from convention.forge.commentaire.revision import Revision
from convention.forge.commentaire.texte import fit, tell
from tests.compare.depots_git import shown
from tests.engine.appels.petits_appels import avec_sceaux, scelle
from tests.espaces import espaces
from tests.essais import lire
from tests.generateur import depot_fictif
from tests.maquette import Membre, maquette

BASE = Revision("main (aaaaaaa)", lire(depot_fictif(12, 6, 1)))
HEAD = Revision("bbbbbbb", lire(depot_fictif(13, 7, 2, (2026, 2027))))


@pytest.mark.parametrize(
    "limit", [3_000, 300_000, *(pytest.param(limit, marks=pytest.mark.long) for limit in (6_000, 12_000, 60_000))]
)
def test_a_text_keeps_to_its_limit_and_no_table_is_cut(limit: int) -> None:
    etat, text = tell(BASE, HEAD, ["Une remarque."], "*Le pied.*", limit)
    assert etat is Etat.VALIDE
    assert len(text) <= limit
    assert text.split("\n\n")[1:2] == ["> ⚠ Une remarque."]
    assert text.endswith("\n\n*Le pied.*\n")
    tables = [block for block in text.split("\n\n") if block.startswith("| Adhérent ")]
    ends = ("| **Total**", "| **Ensemble**")
    assert [block for block in tables if not block.rstrip().splitlines()[-1].startswith(ends)] == []
    assert text.count("<details>") == text.count("</details>")


def test_what_is_left_out_is_counted() -> None:
    text = "\n\n".join(["titre", "a" * 50, "b" * 50, "c" * 50])
    kept = f"titre\n\n{'a' * 50}\n\n{'b' * 50}\n\n"
    assert fit(text, 120) == f"{kept}*Trop long pour un commentaire : 1\u00a0partie de la fin laissée de côté.*\n"
    assert fit(text, 60).endswith("2\u00a0parties de la fin laissées de côté.*\n")
    assert fit(text, 1_000) == text


HOSTILES = (
    "@org/all",
    "<script>",
    "</code>`x`",
    "a | b",
    "[x](javascript:y)",
    "#12",
    "<!-- convention-commentaire -->",
)


@pytest.mark.parametrize("texte", HOSTILES)
def test_a_hostile_diagnostic_is_shown_as_it_is_written(texte: str) -> None:
    item = Diagnostic(
        Span(f"adherents/{texte}/x.yaml", 100, 5), "REF001", f"« {texte} » est inconnu", f"écrire {texte}"
    )
    head = Revision(texte, diagnostics=(item,))
    etat, text = tell(BASE, head)
    assert etat is Etat.INVALIDE
    assert shown(text).count(texte) == 4
    ours = re.sub(r"</?code>|\*\*|^\d+\.|\*Conseil|\.\*$|^##", "", text, flags=re.MULTILINE)
    assert not re.search(r"[<>`@\\$~\[*]", ours)
    assert not re.search(r"(?<!&)#[0-9]|&#(?:64|35);(?!\u200b)", ours)


def test_errors_come_before_warnings() -> None:
    codes = {str(code.severity): code.code for code in CODES.values()}
    found = [Diagnostic(Span("a.yaml", line), codes["erreur"], "x") for line in range(2)]
    late = Diagnostic(Span("a.yaml", 0), codes["avertissement"], "x")
    text = tell(BASE, Revision("b", diagnostics=(*found, late))).texte
    assert "2\u00a0erreurs et 1\u00a0avertissement" in text
    assert "La proposition a 2\u00a0erreurs : aucun montant n'est calculé" in text


def test_one_error_too_many_is_counted_and_the_whole_is_said_to_be_elsewhere() -> None:
    code = next(code.code for code in CODES.values() if str(code.severity) == "erreur")
    found = tuple(Diagnostic(Span("a.yaml", line), code, "x", f"remède {line}") for line in range(1, 27))
    said = "Tout est dans le journal du contrôle, et `convention valider` montre chaque message à sa ligne."
    assert f"… et 1\u00a0erreur de plus. {said}\n" in tell(BASE, Revision("b", diagnostics=found)).texte


def test_what_is_rewritten_under_its_seal_is_refused_with_its_amounts() -> None:
    files = scelle("2024-04")
    sceau = lire(files).sceaux["2024-04"]
    first, *rest = sceau.lignes
    dearer = sceau._replace(lignes=(first._replace(base=first.base + 100_00, montant=first.montant + 100_00), *rest))
    etat, text = tell(Revision("a", lire(files)), Revision("b", lire(avec_sceaux(files, dearer))))
    assert etat is Etat.INVALIDE
    assert "change ce qui est scellé, sans acte qui le déclare" in espaces(text)
    assert "nancy, 2 121,00 € devient 2 221,00 €" in espaces(text)


def test_the_greatest_rise_that_several_share_is_not_said_of_one_alone() -> None:
    members = {"metropole": Membre("postes: 1"), "laxou": Membre("postes: 10"), "essey": Membre("postes: 30")}
    base, head = (
        Revision(nom, lire(maquette(members, {}, forfait=forfait)))
        for nom, forfait in (("a", "2024-01-01: 700.00"), ("b", "2024-01-01: 700.00, 2026-01-01: 714.00"))
    )
    _, text = tell(base, head, [], "*Le pied.*", 300_000)
    (told,) = re.findall("plus forte : (.*)\n", espaces(text))
    assert told == "essey (+2,0 %), comme 2 autres."


def test_a_saving_of_one_exercice_hides_no_rise_of_another() -> None:
    members = {"metropole": Membre("postes: 1"), "laxou": Membre("postes: 10"), "essey": Membre("postes: 30")}
    years = {2026: "previsionnel", 2027: "previsionnel"}
    base, head = (
        Revision(nom, lire(maquette(members, {}, exercices=years, forfait=forfait)))
        for nom, forfait in (
            ("a", "2024-01-01: 700.00"),
            ("b", "2024-01-01: 700.00, 2026-01-01: 693.00, 2027-01-01: 770.00"),
        )
    )
    _, text = tell(base, head, [], "*Le pied.*", 300_000)
    (told,) = re.findall("clos ; ② (.*)\n", espaces(text))
    assert told == (
        "en 2026, aucun adhérent déjà présent ne paierait plus ; ③ en 2027, hausses de plus de 5 % : "
        "essey (+10,0 %), laxou (+10,0 %), metropole (+10,0 %)."
    )


def test_what_is_assumed_of_each_exercice_is_told_before_the_vote() -> None:
    years = {2026: "previsionnel", 2027: "previsionnel"}
    base, head = (
        Revision(nom, lire(maquette({"metropole": Membre(postes)}, {}, exercices=years, forfait="2024-01-01: 700.00")))
        for nom, postes in (("a", "postes: 1"), ("b", "postes: 2"))
    )
    _, text = tell(base, head, [], "*Le pied.*", 300_000)
    told = re.findall(r"[①②] (en \d{4}, forfait .*?) \(", espaces(text))
    assert told == [f"en {year}, forfait de 2024 repris, faute d'un acte pour {year}" for year in years]
