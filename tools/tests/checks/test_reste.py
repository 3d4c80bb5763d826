"""In a misshapen document, what is right is still checked."""

from __future__ import annotations

import pytest

from convention.checks.registry import run
from convention.loading.salvage import salvage
from convention.loading.yaml.noeuds import read_nodes
from convention.model.documents.adherents import Souscriptions
from tests.checks.depots import found, mini

QUANTITES = "adherents/bruyere/quantites/2026.yaml"


def test_une_valeur_mal_ecrite_n_en_cache_pas_une_autre_du_meme_fichier() -> None:
    depot = mini((QUANTITES, "postes: 31", "postes: trente"), (QUANTITES, "imprimantes: 3", "imprimantes: -3"))
    (message,) = found(depot, "QTE004")
    assert message.span.path == QUANTITES


def test_ni_une_reference_inconnue() -> None:
    depot = mini((QUANTITES, "postes: 31", "postes: trente"), (QUANTITES, "imprimantes: 3", "imprimante: 3"))
    (message,) = found(depot, "REF001")
    assert message.span.path == QUANTITES


def test_rien_n_est_calcule_de_ce_qui_reste() -> None:
    depot = mini((QUANTITES, "postes: 31", "postes: trente"))
    assert list(run(depot)) == []


def test_ce_qui_reste_garde_ses_places() -> None:
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


def test_un_document_dont_un_champ_a_lui_est_faux_ne_laisse_rien() -> None:
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
def test_une_identite_fausse_ne_cache_rien_du_dossier(faute: tuple[str, str]) -> None:
    right, wrong = (run(mini(*changes, NEGATIVE, SANS_PREREQUIS)) for changes in ((), ((IDENTITE, *faute),)))
    assert {item.code for item in right} == {"QTE004", "PRE001"}
    assert [item.span for item in wrong] == [item.span for item in right]


@pytest.mark.parametrize("faute", FAUTES.values(), ids=FAUTES)
def test_une_identite_fausse_ne_fait_rien_inventer(faute: tuple[str, str]) -> None:
    assert run(mini((IDENTITE, *faute))) == ()


def test_une_identite_fausse_dit_encore_ce_qui_est_faux_chez_elle() -> None:
    depot = mini(
        (IDENTITE, "type: commune", "type: village"),
        (IDENTITE, "debut: 2024-01-01", "debut: 2024-01-01, fin: 2023-01-01"),
    )
    (message,) = found(depot, "PER001")
    assert message.span.path == IDENTITE


def test_sans_nom_un_adherent_est_dit_par_son_dossier() -> None:
    (message,) = found(mini((IDENTITE, "nom: Bruyère", "nom: []"), SANS_PREREQUIS), "PRE001")
    assert "bruyere ne l'a pas" in message.message


def test_ce_qui_cite_un_nom_attend_les_fichiers_qui_nomment() -> None:
    unknown = (QUANTITES, "imprimantes: 3", "imprimante: 3")
    wrong = (IDENTITE, "type: commune", "type: village")
    assert found(mini(wrong, unknown), "REF001")
    assert not found(mini(wrong, unknown, files={"pricing/cles.yaml": "cles: ["}), "REF001")
