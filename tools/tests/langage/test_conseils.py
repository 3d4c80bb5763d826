"""What an advice says in words is done: in every case of every code, the message goes, or its value is typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.langage.ecriture.modifications import corrections
from convention.langage.session import Session, judge
from tests.langage.editeur import faits
from tests.les_cas import codes, poser

if TYPE_CHECKING:
    from pathlib import Path


JOUR = date(2027, 12, 31)


@pytest.mark.long
@pytest.mark.parametrize("code", sorted(codes()))
def test_doing_what_a_message_advises_makes_it_go_or_leaves_a_value_to_be_typed(code: str, tmp_path: Path) -> None:
    etat = Session(poser(tmp_path, (code, "invalide")), lambda: JOUR).etat()
    for item in etat.diagnostics:
        lines = range(item.span.line, item.span.line + 1)
        for action in corrections(etat, item.span.path, lines) if not item.a_ecrire else ():
            if item in action.corrige and item.code != "QTE001":
                ((path, text),) = faits(etat, action)
                after = judge(etat.charge({path: text}), etat.au)
                form = {other.code for other in after if other.span.path == path and other.code[:3] in ("SYN", "FOR")}
                if action.a_taper is None:
                    assert item.identite not in {other.identite for other in after}, action.titre
                    assert form <= {other.code for other in etat.diagnostics if other.span.path == path}, action.titre
                else:
                    ici = action.a_taper
                    assert text.split("\n")[ici.line - 1].startswith(ici.avant), action.titre


@pytest.mark.parametrize(
    ("code", "fichier", "conseil", "ecrit"),
    [
        pytest.param(
            "ADH017",
            "adherents/aubepine/budget.yaml",
            "Écrire bp: 78300.00",
            "bp: 78300.00, dm: 100.00}",
            id="un champ qui y est prend la valeur",
        ),
        pytest.param(
            "GOU021",
            "catalogue/documents.yaml",
            "Ajouter consentement: AAAA-MM-JJ",
            "    consentement: \n",
            id="un jour",
        ),
        pytest.param(
            "PRE001",
            "adherents/ccas-aubepine/souscriptions.yaml",
            "Ajouter - {service: S02, debut: 2024-01-01}",
            "\n  - {service: S02, debut: 2024-01-01}\n",
            id="un élément va dans la liste qui a ses champs",
        ),
        pytest.param(
            "SYN005",
            "adherents/bruyere/quantites/2026.yaml",
            "Écrire date: 2025-12-31 à 4 espaces du bord",
            "    date: 2025-12-31\n",
            id="une ligne décalée est remise au niveau des autres",
        ),
    ],
)
def test_an_advice_in_words_is_done_where_its_field_is(
    code: str, fichier: str, conseil: str, ecrit: str, tmp_path: Path
) -> None:
    etat = Session(poser(tmp_path, (code, "invalide")), lambda: JOUR).etat()
    whole = range(1, len(etat.lignes(fichier)) + 1)
    done = {action.titre: action for action in corrections(etat, fichier, whole)}
    ((_, text),) = faits(etat, done[conseil])
    assert ecrit in text


def test_a_first_item_that_is_moved_is_put_back_though_the_next_one_is_shown(tmp_path: Path) -> None:
    racine, path = poser(tmp_path), "adherents/bruyere/souscriptions.yaml"
    texte = (racine / path).read_text("utf-8")
    session = Session(racine, lambda: JOUR)
    session.ecrire(path, texte.replace("\n  - {service: S03", "\n    - {service: S03"))
    etat = session.etat()
    shown = next(item.span.line for item in etat.diagnostics if item.code == "SYN005")
    assert "S04" in etat.lignes(path)[shown - 1]
    # Both lines may be at the level of the other: each is proposed.
    _, action = corrections(etat, path, range(shown, shown + 1))
    ((_, mended),) = faits(etat, action)
    assert mended == texte
