"""A line that an edit writes too long: broken, its values the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.edition.gestes.fixer_forfait import FixerForfait
from convention.edition.texte.ecriture import bloc, texte
from convention.edition.texte.plis import LARGEUR, plier
from convention.model.mots.communs import Origine
from tests.edition.arbres import brut, tree
from tests.edition.depots import faire, relire
from tests.edition.ecritures import FINS
from tests.edition.gestes.test_tarifs import FICHIERS, FORFAIT

MOTS = st.lists(
    st.sampled_from(["tarif", "«", "»", ":", "; ", "718,40", "€", "#", "-", "l'abaque", "{x}", '"', "\\", "n° 12"]),
    min_size=30,
    max_size=120,
)
LONG = "tarif de l'année " * 10
PLACES = ("a: {}", "a:\n  - {}", "- b: 1\n  c: {}", "{{b: 1, c: {}}}", "[1, {}]", "[{{b: [1, {}]}}]")


@given(mots=MOTS, place=st.sampled_from(PLACES), fin=FINS)
def test_the_values_of_a_line_that_is_broken_are_the_same(mots: list[str], place: str, fin: str) -> None:
    below = place.format(texte(" tarif ".join(mots).strip())).replace("\n", "\n  ")
    text = f"table:\n  {below}\nsuite: 1\n".replace("\n", fin)
    broken = plier(text)
    assert brut(tree(broken)) == brut(tree(text))
    assert [line for line in broken.split(fin) if len(line) > LARGEUR] == []


@pytest.mark.parametrize(
    "ligne",
    [
        pytest.param(f"a: 1  # {LONG}", id="comment"),
        pytest.param(f'a: "{LONG}"  # vu', id="comment beside"),
        pytest.param(f'a: "{LONG.strip()}\\n{LONG.strip()}"', id="own lines"),
        pytest.param(f'a: "{LONG}"', id="space at the end"),
    ],
)
def test_what_cannot_be_broken_stays(ligne: str) -> None:
    assert plier(f"{ligne}\nb: 2\n") == f"{ligne}\nb: 2\n"


def test_a_sign_stays_with_what_it_goes_with() -> None:
    text = f'a: "{"x" * 100} « tarif » : 718,40 € {"y" * 110} ?"\n'
    assert plier(text) == f"a: >-\n  {'x' * 100} « tarif » :\n  718,40 €\n  {'y' * 110} ?\n"


def test_a_gesture_breaks_the_line_that_it_writes_and_leaves_the_others() -> None:
    head = FICHIERS[FORFAIT].split("valeurs:")[0]
    long = f'  - {{date: 2024-01-01, montant: 705.00, reference: "{LONG}", verifie_le: 2026-01-01}}\n'
    files = {**FICHIERS, FORFAIT: f"{head}valeurs:\n{long}"}
    demande = FixerForfait.model_construct(
        date=date(2027, 1, 1),
        montant=71840,
        reference=LONG.strip(),
        origine=Origine.DEMONSTRATION,
        verifie_le=date(2026, 9, 28),
    )
    done = faire(files, demande)
    assert done.retirees == []
    assert relire(done.files).depot.forfaits[""].valeurs[-1].reference == LONG.strip()
    assert max(map(len, done.ajoutees)) <= LARGEUR


def test_what_a_list_holds_that_is_empty_is_written_empty_and_not_lost() -> None:
    held = {"adherents": [{}, {"nom": "a"}, [], {"siren": None}]}
    assert bloc(held) == "adherents:\n  - {}\n  - nom: a\n  - []\n  - {}"
