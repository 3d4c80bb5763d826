"""An identity is corrected: the lines that are given and differ, at their place; nothing else moves."""

from __future__ import annotations

from typing import Any

import pytest

from convention.edition.gestes.corriger_adherent import CorrigerAdherent
from convention.model.mots.communs import TypeAdherent
from tests.edition.depots import faire, refus
from tests.essais import fichiers_nancy, lectures

FICHIERS = fichiers_nancy()
ESSEY, RATTACHE = (f"adherents/{nom}/adherent.yaml" for nom in ("essey-les-nancy", "etablissement-rattache"))


def corriger(adherent: str = "essey-les-nancy", **champs: Any) -> CorrigerAdherent:  # noqa: ANN401 (any field)
    return CorrigerAdherent.model_construct(None, adherent=adherent, **champs)


def ecrit(demande: CorrigerAdherent) -> dict[str, str]:
    return {item.path: item.apres for item in faire(FICHIERS, demande, lectures()).modifications}


REMPLACES = {
    "nom": ("Essey", "nom: Essey-lès-Nancy", 'nom: "Essey"'),
    "denomination": ("Ville d'Essey", "denomination: Commune d'Essey-lès-Nancy", 'denomination: "Ville d\'Essey"'),
    "type": (TypeAdherent.SYNDICAT, "type: commune", "type: syndicat"),
    "siren": ("200040715", 'siren: "215401845"', 'siren: "200040715"'),
    "insee": ("54395", 'insee: "54184"', 'insee: "54395"'),
}


@pytest.mark.parametrize("champ", REMPLACES)
def test_a_field_is_replaced_on_its_line(champ: str) -> None:
    value, before, after = REMPLACES[champ]
    assert ecrit(corriger(**{champ: value})) == {ESSEY: FICHIERS[ESSEY].replace(before, after)}


def test_a_field_that_is_not_there_is_written_in_the_order_of_the_file() -> None:
    changed = ecrit(corriger("etablissement-rattache", siren="200040715"))
    line = "type: etablissement_rattache\n"
    assert changed == {RATTACHE: FICHIERS[RATTACHE].replace(line, f'{line}siren: "200040715"\n')}


def test_what_is_already_so_changes_nothing() -> None:
    assert ecrit(corriger(nom="Essey-lès-Nancy", siren="215401845")) == {}


def test_nothing_given_is_refused() -> None:
    assert refus(FICHIERS, corriger()) == "rien n'est à corriger d'Essey-lès-Nancy"


def test_an_attachment_that_another_tool_would_read_as_a_number_is_written_between_quotes() -> None:
    files = {path.replace("adherents/laxou/", "adherents/2028/"): text for path, text in FICHIERS.items()}
    assert faire(files, corriger("etablissement-rattache", rattachement="2028")).ajoutees == ['rattachement: "2028"']


def test_an_attachment_to_nobody_is_refused() -> None:
    asked = corriger("etablissement-rattache", rattachement="nanci")
    assert refus(FICHIERS, asked) == "l'adhérent « nanci » est inconnu"
