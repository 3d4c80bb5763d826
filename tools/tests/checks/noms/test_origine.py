"""ORI002: what is said to come from the convention, whose text is here, repeats one of its numbers."""

from __future__ import annotations

import pytest

from tests.checks.depots import APPLICATIONS, found, mini
from tests.checks.textes import UN, article, convention
from tests.essais import fichiers
from tests.les_cas import MINI

NOMBRES = "catalogue/nombres.yaml"
S04 = "pricing/composants/S04.yaml"
QUANTITES = "adherents/bruyere/quantites/2026.yaml"
TEXTE = article(3, "article 1", "{texte: Un copieur coûte 1150 euros par an., donnees: [pricing/forfait.yaml#valeurs]}")


def told(path: str, edited: tuple[str, str], bound: str) -> list[str]:
    """Return the places where ORI002 is said of a document, once a number of the text is bound to another place."""
    nombres = (
        "# yaml-language-server: $schema=../schemas/nombres.schema.json\norigine: convention\nnombres:\n"
        f'  - {{clause: article 1, mots: "1150 euros", donnees: ["{bound}"]}}\n'
    )
    document = fichiers(MINI)[path].replace(*edited, 1)
    files = {**convention(), UN: TEXTE, NOMBRES: nombres, path: document}
    return [f"{item.span.path}:{item.span.line}" for item in found(mini(files=files), "ORI002")]


@pytest.mark.parametrize(
    ("path", "edited", "line", "place"),
    [
        (S04, ("origine: demonstration", "origine: convention"), 2, "composants.location-copieurs.montants.2026"),
        (
            APPLICATIONS,
            ("  application-finances:", "  application-finances:\n    origine: convention"),
            6,
            "composants.application-finances.montants",
        ),
        (QUANTITES, ("origine: demonstration", "origine: convention"), 2, "comptages"),
        (QUANTITES, ("  - phase: previsionnel", "  - origine: convention\n    phase: previsionnel"), 4, "comptages"),
    ],
)
def test_what_repeats_a_number_of_the_text_may_come_from_it_and_nothing_else(
    path: str, edited: tuple[str, str], line: int, place: str
) -> None:
    assert told(path, edited, f"{path}#{place}") == []
    assert told(path, edited, "pricing/forfait.yaml#valeurs") == [f"{path}:{line}"]
