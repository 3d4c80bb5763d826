"""In a misshapen document, what is right is still checked."""

from __future__ import annotations

import pytest

from convention.checks.registry import run
from convention.loading.salvage import salvage
from convention.loading.yaml.noeuds import read_nodes
from convention.model.documents.adherents import Souscriptions
from tests.checks.depots import found, mini

QUANTITES = "adherents/bruyere/quantites/2026.yaml"


def test_a_badly_written_value_does_not_hide_another_of_the_same_file() -> None:
    depot = mini((QUANTITES, "postes: 31", "postes: trente"), (QUANTITES, "imprimantes: 3", "imprimantes: -3"))
    (message,) = found(depot, "QTE004")
    assert message.span.path == QUANTITES


def test_a_badly_written_value_does_not_hide_an_unknown_reference() -> None:
    depot = mini((QUANTITES, "postes: 31", "postes: trente"), (QUANTITES, "imprimantes: 3", "imprimante: 3"))
    (message,) = found(depot, "REF001")
    assert message.span.path == QUANTITES


def test_nothing_is_computed_from_what_remains() -> None:
    depot = mini((QUANTITES, "postes: 31", "postes: trente"))
    assert list(run(depot)) == []


def test_what_remains_keeps_its_places() -> None:
    text = (
        "origine: public\n"
        "souscriptions:\n"
        "  - {service: s4, debut: 2024-01-01}\n"
        "  - {service: S04, debut: 2024-01-01, fin: 2023-01-01}\n"
    )
    root = read_nodes("x.yaml", text.encode()).root
    assert root is not None
    reste = salvage(Souscriptions, root)
    assert reste is not None
    assert isinstance(reste.document, Souscriptions)
    assert [item.service for item in reste.document.souscriptions] == ["S04"]
    kept = reste.root["souscriptions"]
    assert isinstance(kept, list)
    assert kept[0].place.line == 4


def test_a_document_with_a_wrong_field_of_its_own_leaves_nothing() -> None:
    root = read_nodes("x.yaml", b"origine: public\nsouscriptions: rien\n").root
    assert root is not None
    assert salvage(Souscriptions, root) is None


IDENTITE = "adherents/bruyere/adherent.yaml"
FAUTES = {
    "SIREN faux": ('siren: "333333334"', "siren: trois"),
    "champ inconnu": ("type: commune", "type: commune\ncouleur: bleu"),
    "type inconnu": ("type: commune", "type: village"),
    "nom absent": ("nom: Bruyère", "# le nom manque"),
    "date fausse": ("debut: 2024-01-01", "debut: 2024-13-01"),
    "fichier illisible": ("type: commune", "type: [commune"),
}
NEGATIVE = (QUANTITES, "imprimantes: 3", "imprimantes: -3")
SANS_PREREQUIS = ("adherents/bruyere/souscriptions.yaml", "\n  - {service: S03, debut: 2024-01-01}", "")


@pytest.mark.parametrize("faute", FAUTES.values(), ids=FAUTES)
def test_a_wrong_identity_hides_nothing_of_the_folder(faute: tuple[str, str]) -> None:
    right, wrong = (run(mini(*changes, NEGATIVE, SANS_PREREQUIS)) for changes in ((), ((IDENTITE, *faute),)))
    assert {item.code for item in right} == {"QTE004", "PRE001"}
    assert [item.span for item in wrong] == [item.span for item in right]


@pytest.mark.parametrize("faute", FAUTES.values(), ids=FAUTES)
def test_a_wrong_identity_makes_nothing_be_invented(faute: tuple[str, str]) -> None:
    assert run(mini((IDENTITE, *faute))) == ()


def test_a_wrong_identity_still_says_what_is_wrong_in_it() -> None:
    depot = mini(
        (IDENTITE, "type: commune", "type: village"),
        (IDENTITE, "debut: 2024-01-01", "debut: 2024-01-01, fin: 2023-01-01"),
    )
    (message,) = found(depot, "PER001")
    assert message.span.path == IDENTITE


def test_an_adherent_without_a_name_is_named_by_its_folder() -> None:
    (message,) = found(mini((IDENTITE, "nom: Bruyère", "nom: []"), SANS_PREREQUIS), "PRE001")
    assert "bruyere ne l'a pas" in message.message


def test_what_cites_a_name_waits_for_the_files_that_give_names() -> None:
    unknown = (QUANTITES, "imprimantes: 3", "imprimante: 3")
    wrong = (IDENTITE, "type: commune", "type: village")
    assert found(mini(wrong, unknown), "REF001")
    assert not found(mini(wrong, unknown, files={"pricing/cles.yaml": "cles: ["}), "REF001")


def test_what_cites_a_name_too_long_to_be_one_waits_for_it_to_be_written_otherwise() -> None:
    composants, souscriptions = "pricing/composants/S02.yaml", "adherents/aubepine/souscriptions.yaml"
    longer = (composants, "application-finances:", f"application-{'f' * 31}:")
    unknown = (souscriptions, "composant: application-finances", "composant: application-finance")
    assert found(mini(unknown), "REF001")
    assert not found(mini(longer, unknown), "REF001")
