"""The reports of a comparison: what is printed adds up with its printed figures alone, and data text stays text."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.cli.publier.schemas import validator
from convention.compare.comparaison import Comparaison, comparer
from convention.engine.appels.cloture import actual
from convention.engine.appels.sceller import rectify
from convention.reports.commentaire.commentaire import LIGNES_MAX, _folded_exercice, markdown_text
from convention.reports.comparaison.comparaison import LIGNES_OUVERTES, terminal_text
from convention.reports.comparaison.json import SortieComparaison, json_text
from tests.compare.depots_git import (
    ADHERENT,
    LIGNE,
    MONTANT,
    Table,
    causes_tables,
    cents,
    markdown_tables,
    shown,
    terminal_tables,
)
from tests.engine.appels.petits_appels import avec_sceaux
from tests.espaces import espaces
from tests.essais import CALCULS, edited, fichiers_nancy, lire
from tests.generateur import depot_fictif
from tests.maquette import Cout, Membre, maquette
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ESSEY = "adherents/essey-les-nancy"


def _real(path: str, old: str, new: str) -> Comparaison:
    files = fichiers_nancy()
    return comparer(lire(files), lire(edited(files, path, old, new)), calcule=CALCULS)


def _phase() -> Comparaison:
    return _real("pricing/exercices/2026.yaml", "phase: revise", "phase: previsionnel")


def _price() -> Comparaison:
    return _real("pricing/composants/S03.yaml", "2026: {cout_annuel: 96000.00}", "2026: {cout_annuel: 95999.99}")


def _departure() -> Comparaison:
    return _real(f"{ESSEY}/adherent.yaml", "  debut: 2024-01-01\n", "  debut: 2024-01-01\n  fin: 2026-06-01\n")


def _policy() -> Comparaison:
    files = fichiers_nancy()
    after = edited(files, "catalogue/convention.yaml", "mode: mensuel", "mode: journalier")
    after = edited(after, "catalogue/convention.yaml", "mode: repartie", "mode: gelee")
    return comparer(lire(files), lire(after), calcule=CALCULS)


def _everything() -> Comparaison:
    return comparer(lire(depot_fictif(30, 10, 1)), lire(depot_fictif(33, 12, 2, (2026, 2027))))


CHANGES: Mapping[str, Callable[[], Comparaison]] = {
    "phase": _phase,
    "prix": _price,
    "départ": _departure,
    "politique": _policy,
    "tout": _everything,
}


chaque_changement = pytest.mark.parametrize(
    "nom", [pytest.param(nom, marks=pytest.mark.long if nom in {"phase", "prix"} else ()) for nom in CHANGES]
)


@cache
def _compared(nom: str) -> Comparaison:
    result = CHANGES[nom]()
    assert not result.sans_effet
    return result


@cache
def _markdown(nom: str) -> str:
    return _comment(_compared(nom))


@cache
def _terminal(nom: str) -> str:
    return terminal_text(_compared(nom), "v1", "v2")


def _comment(comparaison: Comparaison) -> str:
    return markdown_text(comparaison, "v1", "v2")


def _assert_adds_up(table: Table) -> None:
    """Add back the printed columns, and the printed rows."""
    assert table.total.montants == tuple(map(sum, zip(*(row.montants for row in table.lignes), strict=True)))
    for avant, apres, ecart in (row.montants for row in (*table.lignes, table.total)):
        assert apres - avant == ecart


@chaque_changement
def test_the_table_of_the_terminal_adds_up(nom: str) -> None:
    tables = terminal_tables(_terminal(nom))
    assert len([impact for impact in _compared(nom).impacts if impact.adherents and impact.beside()]) == len(tables)
    for table in tables:
        _assert_adds_up(table)


@chaque_changement
def test_every_table_of_the_markdown_adds_up(nom: str) -> None:
    tables = markdown_tables(_markdown(nom))
    moved = [impact for impact in _compared(nom).impacts if impact.adherents and impact.beside()]
    # Every exercice has its table, unless the comment would be too long for it: it is then named.
    left = _markdown(nom).count("le détail de 20")
    assert len(_totals(tables)) == len(moved) - left
    for table in tables:
        _assert_adds_up(table)


def _totals(tables: list[Table]) -> list[tuple[int, ...]]:
    """Keep the totals of the tables that tell every adherent."""
    return [table.total.montants for table in tables if table.total.mots == ("Total",)]


def test_a_comment_fits_and_says_what_it_leaves_out() -> None:
    text = _markdown("tout")
    assert len(text) <= 60_000
    assert "laissé de côté\u00a0: la suite de ce qui change" in text


def test_the_table_of_each_exercice_is_left_out_after_the_lines_of_all() -> None:
    text = markdown_text(_compared("départ"), "v1", "v2", 20_000)
    (left,) = [line for line in text.splitlines() if "laissé de côté" in line]
    assert ("les lignes qui changent en 2027" in left, "<summary>Le détail de 2027" in text) == (True, True)


@chaque_changement
def test_the_total_of_the_markdown_is_that_of_the_terminal(nom: str) -> None:
    shown_there = _totals(terminal_tables(_terminal(nom)))
    shown_here = _totals(markdown_tables(_markdown(nom)))
    assert shown_here
    assert [total for total in shown_here if total not in shown_there] == []


def test_where_nothing_stays_the_same_no_blank_line_follows_another() -> None:
    files = maquette({"metropole": Membre("postes: 10")}, {"reseau": Cout("cout: 12.00", annuel="cout * part(postes)")})
    dearer = {path: text.replace("cout: 12.00", "cout: 13.00") for path, text in files.items()}
    text = terminal_text(comparer(lire(files), lire(dearer), calcule=CALCULS), "base", "tête")
    assert "Ce qui ne change pas" not in text
    assert "\n\n\n" not in text


@chaque_changement
def test_the_lines_printed_make_the_ecart_of_their_adherent(nom: str) -> None:
    for section in _terminal(nom).split("Les lignes qui changent\n")[1:]:
        for name, gap, lines in _sections(section):
            assert lines, name
            assert cents(gap) == sum(cents(line["ecart"]) for line in lines), name
            changed = [line for line in lines if line["avant"]]
            assert [cents(line["ecart"]) for line in changed] == [
                cents(line["apres"]) - cents(line["avant"]) for line in changed
            ]


def _sections(text: str) -> Iterator[tuple[str, str, list[re.Match[str]]]]:
    heads = list(ADHERENT.finditer(text))
    for head, end in zip(heads, [*(item.start() for item in heads[1:]), len(text)], strict=True):
        yield head["nom"], head["ecart"], list(LIGNE.finditer(text, head.end(), end))


VERDICT = re.compile(
    rf"(?:paierait|doit|[)],) (?P<ecart>{MONTANT.pattern})\u00a0€ (?P<sens>de plus|de moins) "
    "(?:en|pour|que celui de) 20"
)


@chaque_changement
def test_the_verdict_says_the_difference_of_the_table(nom: str) -> None:
    found = VERDICT.finditer(_terminal(nom))
    said = [cents(item["ecart"]) if item["sens"] == "de plus" else -cents(item["ecart"]) for item in found]
    assert [gap for table in terminal_tables(_terminal(nom)) if (gap := table.total.montants[2])] == said


def test_what_a_closed_exercice_is_corrected_by_is_owed_for_it_and_the_call_that_carries_it_is_told() -> None:
    files = fichiers_nancy()
    after = edited(files, "pricing/composants/S04.yaml", "realise: 4650.00", "realise: 4950.00")
    closing = rectify(lire(files).sceaux["2025"], actual(lire(after), 2025), date(2026, 12, 2), "facture retrouvée")
    text = espaces(_comment(comparer(lire(files), lire(avec_sceaux(after, closing)), calcule=CALCULS)))
    assert text.startswith("## Pour 2025, exercice clos, 300,00 € de plus en tout (+0,01 %) : 19 adhérents doivent")
    assert "et 16 autres. L'appel du 15 avril 2027 portera l'écart." in text
    assert (
        "L'ensemble des adhérents doit 300,00 € de plus pour 2025, exercice clos (+0,01 %) : sur 22 adhérents, 19 "
        "doivent plus."
    ) in text
    # Nobody would pay in 2025, whose budget was voted long ago.
    assert ("paierai" in text, "Vote du budget" in text) == (False, False)


def test_every_adherent_has_its_line_before_the_vote() -> None:
    table = markdown_tables(_markdown("tout"))[0]
    assert not any("autres adhérents" in row.mots[0] for row in table.lignes)
    assert len(table.lignes) == len(_compared("tout").head.dossiers)


def test_more_adherents_than_a_comment_holds_fold_into_one_row_that_still_adds_up_and_into_the_line_of_each() -> None:
    adherents = {nom: Membre("postes: 10") for nom in ("metropole", *(f"ville-{rang}" for rang in range(LIGNES_MAX)))}
    files = maquette(adherents, {"reseau": Cout("cout: 12.00", annuel="cout * postes")})
    compared = comparer(lire(files), lire(edited(files, "pricing/composants/S03.yaml", "12.00", "13.00")))
    table = markdown_tables(_comment(compared))[0]
    assert any("autres adhérents" in row.mots[0] for row in table.lignes)
    assert len(table.lignes) <= LIGNES_OUVERTES + 2
    _assert_adds_up(table)
    (impact,) = compared.impacts
    fold = _folded_exercice(impact, compared)
    assert [
        nom for nom in adherents if f"| {nom.replace('-', '&#45;')} |" not in fold and f"| {nom} |" not in fold
    ] == []


# --- why ---


@chaque_changement
def test_every_row_of_causes_makes_its_ecart_and_every_column_its_total(nom: str) -> None:
    for table in causes_tables(_markdown(nom)):
        for row in (*table.lignes, table.total):
            assert sum(row.montants[:-1]) == row.montants[-1]
        assert table.total.montants == tuple(map(sum, zip(*(row.montants for row in table.lignes), strict=True)))


@chaque_changement
def test_the_output_of_comparer_follows_its_published_schema(nom: str) -> None:
    validator(json.loads(SortieComparaison.texte_du_schema())).validate(
        json.loads(json_text(_compared(nom), "v1", "v2"))
    )


def test_a_cause_that_moves_nobody_has_no_column() -> None:
    row = next(row for row in _markdown("départ").splitlines() if "Périmètre" in row)
    headers = [cell.strip() for cell in row.split("|")[1:-1]]
    assert headers == ["Adhérent", "Périmètre, de son fait (€)", "Périmètre, du fait des autres (€)", "Écart (€)"]


def test_a_common_decision_alone_is_said_in_words() -> None:
    text = _terminal("prix")
    assert "Pourquoi\n\nEffet prix\u00a0: \u22120,01\u00a0€ (S03 Infrastructures" in text
    assert "Les prix et les règles sont ceux de la convention, qu'aucun adhérent ne fixe seul." in text
    assert causes_tables(_markdown("prix")) == []


def test_what_passes_from_a_section_to_the_other_names_the_section_of_each_line_and_shows_no_empty_table() -> None:
    reseau, members = Cout("cout: 1000.00", annuel="cout * part(postes)"), {"laxou": Membre("postes: 10")}
    invested = reseau._replace(suite="section: investissement")
    comparaison = comparer(*(lire(maquette(members, {"reseau": cout})) for cout in (reseau, invested)))
    text, comment = espaces(terminal_text(comparaison, "v1", "v2")), espaces(_comment(comparaison))
    assert "Écart par section : fonctionnement −1 000,00 €, investissement +1 000,00 €." in text
    assert "reseau, fonctionnement : −1 000,00 € (ligne retirée)" in text.lower()
    assert "reseau, investissement : +1 000,00 € (nouvelle ligne)" in text.lower()
    assert re.search(r"reseau, fonctionnement \| 1 000,00 \| 0,00 ", comment, re.IGNORECASE)
    assert causes_tables(comment) == []
    assert "Pourquoi\n\nEffet règles : 0,00 €" in text


def test_one_section_that_moves_has_no_word_of_its_own() -> None:
    assert "Écart par section" not in espaces(_terminal("prix"))


def _seul(*phases: str) -> dict[str, str]:
    """Return a repository where one adherent owes 7 000,00 € a year from 2026 on, in these phases."""
    exercices = dict(enumerate(phases, 2026))
    return maquette({"metropole": Membre("postes: 10")}, {}, forfait="2024-01-01: 700.00", exercices=exercices)


def test_a_new_exercice_is_opened_and_no_increase() -> None:
    both = comparer(lire(_seul("previsionnel")), lire(_seul("revise", "revise")))
    text = espaces(terminal_text(both, "v1", "v2"))
    first = "L'exercice 2027 est ouvert : son premier total serait de 7 000,00 € (révisé), comme celui de 2026 (révisé)"
    assert f"{first} : sur 1 adhérent, aucun ne paierait plus ni moins qu'en 2026." in text
    assert "de plus" not in text
    assert "Pourquoi" not in text


def test_another_tool_reads_no_increase_in_an_exercice_that_is_opened() -> None:
    one, two = lire(_seul("previsionnel")), lire(_seul("previsionnel", "revise"))
    opened = json.loads(json_text(comparer(one, two), "v1", "v2"))["exercices"][1]
    withdrawn = json.loads(json_text(comparer(two, one), "v1", "v2"))["exercices"][1]
    read = ("avant", "apres", "ecart")
    assert [opened[name] for name in read] == [None, "7000.00", None]
    assert [opened["adherents"][0][name] for name in read] == [None, "7000.00", None]
    before = {"exercice": 2026, "phase": "previsionnel", "total": "7000.00", "adherents": {"metropole": "7000.00"}}
    assert (opened["precedent"], opened["causes"]["adherents"]) == (before, [])
    assert [withdrawn[name] for name in read] == ["7000.00", None, None]


def test_an_exercice_that_is_withdrawn_is_no_saving() -> None:
    before = _seul("revise", "revise")
    after = {path: text for path, text in before.items() if "2027" not in path}
    text = espaces(terminal_text(comparer(lire(before), lire(after)), "v1", "v2"))
    assert "L'exercice 2027 est retiré : son total était de 7 000,00 € (révisé)." in text
    assert "de moins" not in text


def test_a_gesture_does_not_look_for_causes() -> None:
    result = comparer(lire(depot_fictif(3, 3, 1)), lire(depot_fictif(3, 3, 2)), pourquoi=False)
    assert not any(impact.causes for impact in result.impacts)
    assert "Pourquoi" not in terminal_text(result, "v1", "v2")


DEPOTS = st.builds(depot_fictif, st.integers(2, 6), st.integers(2, 10), st.integers(0, 10**6))


@pytest.mark.long
@exemples(15)
@given(DEPOTS, DEPOTS)
def test_any_two_repositories_are_told_and_add_up(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    result = comparer(lire(before), lire(after))
    assert json_text(result, "v1", "v2").startswith('{\n  "version": 2,')
    for table in (*terminal_tables(terminal_text(result, "v1", "v2")), *markdown_tables(_comment(result))):
        _assert_adds_up(table)


# --- nothing to say ---


def test_no_difference_is_one_sentence() -> None:
    depot = lire(depot_fictif(3, 3, 1))
    result = comparer(depot, depot)
    assert "Aucune différence : ni les données, ni les montants ne changent." in terminal_text(result, "v1", "v2")
    assert markdown_text(result, "v1", "v2") == "## Aucune différence : ni les données, ni les montants ne changent.\n"


def test_a_change_without_any_exercice_has_a_title() -> None:
    before = {path: text for path, text in maquette({}, {}).items() if "exercices" not in path}
    after = edited(before, "catalogue/convention.yaml", "Convention inventée", "Convention rebaptisée")
    text = markdown_text(comparer(lire(before), lire(after)), "v1", "v2")
    assert text.splitlines()[0] == "## Aucun montant ne change"


# --- data text stays text ---

HOSTILES = (
    "<script>alert(1)</script>",
    "a | b",
    "`code` ``` et ```",
    "@org/all à @maire",
    "Closes #3, fixes GH-4",
    "[x](javascript:alert(1)) ![y](http://exemple.org/z.png)",
    "</details></summary> <b>gras</b> &lt;script&gt; &#64;",
    "**gras** __souligné__ ~~barré~~ 1/2 \\ $x$ :smile:",
    "::error::annotation %0A ${{ secrets.X }} {{ x }} =HYPERLINK()",
)


def _hostile(label: str, old: str = "Le reseau") -> Comparaison:
    quoted = "'" + label.replace("'", "''") + "'"
    files = maquette({"metropole": Membre("postes: 10")}, {"reseau": Cout("cout: 12.00", annuel="cout * part(postes)")})
    after = edited(files, "pricing/composants/S03.yaml", f"libelle: {old}", f"libelle: {quoted}")
    after = edited(after, "pricing/composants/S03.yaml", "12.00", "13.00")
    after = edited(after, "adherents/metropole/adherent.yaml", "nom: metropole\nd", f"nom: {quoted}\nd")
    return comparer(lire(files), lire(after))


@pytest.mark.parametrize("label", HOSTILES)
def test_a_hostile_label_is_shown_as_it_is_written(label: str) -> None:
    adherents, lignes = markdown_tables(_comment(_hostile(label)))
    assert label == adherents.lignes[0].mots[0]
    assert (label, f"S03 Domaine 03, {label}") == lignes.lignes[0].mots[:2]


@pytest.mark.parametrize("label", HOSTILES)
def test_a_hostile_label_brings_no_markup(label: str) -> None:
    text = markdown_text(_hostile(label), "v1", "v2")
    ours = re.sub(r"</?(details|summary)>|^>( ⚠ )?|`[a-z0-9/._A-Z-]+`", "", text, flags=re.MULTILINE)
    assert not re.search(r"[<>`@\\$~\[]", ours)
    assert not re.search(r"(?<!&)#[0-9]", ours)
    espaces = markdown_text(_hostile("x y"), "v1", "v2")
    assert text.count("<details>") == text.count("</details>") == espaces.count("<details>")


@pytest.mark.parametrize("label", ["@org/all", "#3"])
def test_a_mention_does_not_survive_the_decoding_of_entities(label: str) -> None:
    text = markdown_text(_hostile(label), "v1", "v2")
    sign = f"&#{ord(label[0])};"
    assert text.count(sign) == text.count(f"{sign}\u200b") > 0


def test_hostile_names_of_revisions_are_shown_as_they_are_written() -> None:
    name = "<b>@org | `x`"
    assert f" Base {name}, proposition {name}.\n" in shown(markdown_text(_hostile("x y"), name, name))


def test_an_escape_sequence_never_reaches_the_terminal() -> None:
    result = _hostile("a\\x1b")
    assert "\x1b" not in terminal_text(result, "v1\x1b[31m", "v2\u202e")
    assert "«\u00a0v1\\x1b[31m\u00a0» à «\u00a0v2\\u202e\u00a0»" in terminal_text(result, "v1\x1b[31m", "v2\u202e")
