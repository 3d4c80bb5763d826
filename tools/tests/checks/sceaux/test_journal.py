"""SCE006 to SCE010: what is sealed is listed, linked and restated; what the data becomes is told apart."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.model.ecrits.journal import JOURNAL, ActeSceau, chained, entry_text
from tests.checks.depots import dits
from tests.engine.appels.petits_appels import avec_sceaux, inscrit, scelle
from tests.espaces import espaces
from tests.essais import fichiers_nancy, lire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convention.base.diagnostic import Diagnostic
    from convention.model.ecrits.sceaux import LigneScellee

FILES = scelle("2024-04", "2024-10")
SCELLES = ("SCE006", "SCE007", "SCE008", "SCE009", "SCE010")


def of_seals(files: dict[str, str]) -> list[tuple[str, str, str]]:
    return [_told(item) for item in dits(lire(files)) if item.code in SCELLES]


def _told(item: Diagnostic) -> tuple[str, str, str]:
    return item.code, f"{item.span.path}:{item.span.line}", espaces(item.message)


def codes(files: dict[str, str]) -> set[str]:
    return {code for code, _, _ in of_seals(files)}


def test_what_was_sealed_and_listed_has_no_message() -> None:
    assert of_seals(FILES) == []


@given(place=st.integers(0, 10**6), digit=st.sampled_from("0123456789abcdef"))
def test_any_digit_of_the_journal_that_changes_is_seen(place: int, digit: str) -> None:
    digits = [found.start() for found in re.finditer(r"(?<=[\"0-9a-f])[0-9a-f](?=[0-9a-f]*\")", FILES[JOURNAL])]
    at = digits[place % len(digits)]
    text = f"{FILES[JOURNAL][:at]}{digit}{FILES[JOURNAL][at + 1 :]}"
    assert codes({**FILES, JOURNAL: text}) == (set() if text == FILES[JOURNAL] else {"SCE006"})


@pytest.mark.parametrize("rang", range(4))
def test_any_entry_that_is_taken_out_is_seen(rang: int) -> None:
    head, *entries = FILES[JOURNAL].split("  - ")
    assert len(entries) == 4
    kept = "  - ".join([head, *entries[:rang], *entries[rang + 1 :]])
    assert codes({**FILES, JOURNAL: kept}) == {"SCE006"}


@pytest.mark.parametrize("path", [path for path in FILES if path.startswith("pricing/appels/")])
def test_a_sealed_file_that_is_taken_out_is_named_at_its_entry(path: str) -> None:
    found = of_seals({name: text for name, text in FILES.items() if name != path})
    assert found
    assert {code for code, _, _ in found} <= {"SCE006", "SCE007"}
    assert found[-1][1].startswith(f"{JOURNAL}:")


def test_no_act_on_a_file_is_dated_before_the_one_that_it_follows() -> None:
    known = lire(FILES).journal
    assert known is not None
    first = known.sceaux[0]
    act = {"acte": ActeSceau.DESCELLEMENT, "remplace": first.sha256, "par": "a", "motif": "b", "decision": "c"}
    for days, expected in ((0, []), (-1, [("SCE006", "un acte du 14 avril 2024 y suit celui du 15 avril 2024")])):
        later = first.model_copy(update={**act, "sha256": None, "le": first.le + timedelta(days)})
        text = FILES[JOURNAL] + "".join(map(entry_text, chained(known.sceaux, (later,))))
        without = {path: content for path, content in FILES.items() if path != first.fichier}
        found = [(code, message.partition(" : ")[2]) for code, _, message in of_seals({**without, JOURNAL: text})]
        assert [item for item in found if item[0] == "SCE006"] == expected


def test_a_journal_that_is_missing_is_a_warning_that_says_how_to_write_it() -> None:
    found = of_seals({path: text for path, text in FILES.items() if path != JOURNAL})
    assert [(code, place) for code, place, _ in found] == [("SCE010", "pricing/appels/2024-04:1")]


def rewritten(files: dict[str, str], nom: str, lignes: Iterable[LigneScellee]) -> dict[str, str]:
    """Write a call otherwise, its seal and the journal made again: only what other seals state can contradict it."""
    sceau = lire(files).sceaux[nom]._replace(lignes=tuple(lignes))
    return inscrit({path: text for path, text in avec_sceaux(files, sceau).items() if path != JOURNAL})


@pytest.mark.long
@given(rang=st.integers(0, 1), cents=st.integers(1, 10**7))
def test_no_amount_of_an_advance_is_another_than_its_rate_times_its_base(rang: int, cents: int) -> None:
    lignes = list(lire(FILES).sceaux["2024-04"].lignes)
    lignes[rang] = lignes[rang]._replace(montant=lignes[rang].montant + cents)
    found = of_seals(rewritten(FILES, "2024-04", lignes))
    assert ("SCE007", f"pricing/appels/2024-04.json:{7 + rang}") in {item[:2] for item in found}


@pytest.mark.long
@given(rang=st.integers(0, 1), cents=st.integers(1, 10**7))
def test_a_balance_restates_what_the_earlier_seals_called(rang: int, cents: int) -> None:
    lignes = list(lire(FILES).sceaux["2024-10"].lignes)
    ligne = lignes[rang]
    lignes[rang] = ligne._replace(anterieur=ligne.anterieur - cents, montant=ligne.montant + cents)
    found = of_seals(rewritten(FILES, "2024-10", lignes))
    assert [item[:2] for item in found if item[0] == "SCE007"] == [
        ("SCE007", f"pricing/appels/2024-10.json:{7 + rang}")
    ]


def test_a_balance_that_leaves_a_called_line_out_is_refused() -> None:
    lignes = lire(FILES).sceaux["2024-10"].lignes
    found = of_seals(rewritten(FILES, "2024-10", lignes[:1]))
    assert [message for code, _, message in found if code == "SCE007"] == [
        "« 2024-10 » oublie 21,00 € déjà appelés : nancy, S03, copieur"
    ]


def test_a_quantity_that_changes_after_its_call_is_told_at_its_line_with_both_amounts_and_where_they_go() -> None:
    path, files = "adherents/laxou/quantites/2026.yaml", fichiers_nancy()
    changed = {**files, path: files[path].replace("copieurs: 9", "copieurs: 99")}
    (found,) = [item for item in dits(lire(changed)) if item.code == "SCE008" and "location" in item.message]
    assert found.span.path == path
    assert espaces(found.message) == (
        "l'appel d'octobre 2026 est émis, et les données ne redonnent plus le coût annuel de « location-copieurs » : "
        "Laxou, 10 350,00 € devient 113 850,00 €"
    )
    assert "ce qui est émis ne change pas, l'appel d'avril 2027 portera l'écart du réalisé ;" in espaces(found.hint)


PRIX = "pricing/composants/S04.yaml"


@pytest.mark.parametrize(
    ("annee", "code"), [("2026", {"SCE008"}), pytest.param("2025", {"SCE003", "SCE009"}, marks=pytest.mark.long)]
)
def test_a_price_that_changes_after_its_call_is_a_warning_then_once_closed_an_error(annee: str, code: set[str]) -> None:
    files = fichiers_nancy()
    head, mark, tail = files[PRIX].partition(f"{annee}: {{cout_location: ")
    changed = f"{head}{mark}9{tail}"
    assert mark
    assert codes({**files, PRIX: changed}) | {"SCE003"} == code | {"SCE003"}
