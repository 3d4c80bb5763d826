"""A price is called as its convention calls it, in every medium; what is read together is told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.engine.contribution import calculer
from convention.formulas.nodes import names
from convention.formulas.texte.syntax import parse
from convention.model.documents.tarifs import LigneTarif
from convention.model.resolution import resolve
from convention.reports.amendement.objets.contenu import formula_words
from convention.reports.calcul.differences import differences
from convention.reports.calcul.explication import explanation_text
from convention.reports.calcul.tableur import redone
from convention.reports.prix_nommes import row_names, told_apart
from convention.site.rendu.formule import Lecteur, en_mots
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, lire, nancy
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot

NOMS = ("a", "b", "b_b", "cout_annuel", "nombre")
DITS = ("le coût", "le coût annuel", "le coût par site", "les frais", "le coût « b b »", "le nombre de copieurs")
UNITES = ("€", "€/an", "€/site", "€/borne/an", "1")


def _row(variables: Mapping[str, str]) -> LigneTarif:
    return LigneTarif.model_construct(variables=variables, parametres={})


@pytest.mark.long
@given(
    dits=st.dictionaries(st.sampled_from(NOMS), st.sampled_from(DITS)),
    variables=st.dictionaries(st.sampled_from(NOMS), st.sampled_from(UNITES)),
)
def test_two_prices_of_a_row_or_of_a_formula_or_a_price_and_a_key_are_never_called_the_same(
    dits: dict[str, str], variables: dict[str, str]
) -> None:
    depot = lire(fichiers(FIGES / "mini"))._replace(noms_des_prix=dits)
    for named in (row_names(_row(variables), depot), told_apart(dict.fromkeys(variables, 0), depot)):
        assert named.keys() == variables.keys()
        assert len(set(named.values())) == len(named)
        assert not {cle.libelle for cle in depot.cles.values()} & set(named.values())


@pytest.mark.parametrize(
    ("dits", "unites", "dit"),
    [
        ({"a": "la maintenance"}, {"a": "€/an"}, {"a": "maintenance"}),
        # Another row has a « coût » too.
        ({"a": "le coût", "z": "le coût"}, {"a": "€/site/an"}, {"a": "coût par site et par an"}),
        # What adds up over the year is there once.
        ({"a": "le coût", "z": "le coût"}, {"a": "€/intervention/an"}, {"a": "coût par intervention"}),
        (
            {"a": "le coût", "b": "le coût"},
            {"a": "€/site", "b": "€/borne"},
            {"a": "coût par site", "b": "coût par borne"},
        ),
        ({"a": "le coût", "b": "le coût"}, {"a": "€/an", "b": "€/an"}, {"a": "coût « a »", "b": "coût « b »"}),
        ({"a": "le nombre de copieurs"}, {"a": "€/an"}, {"a": "nombre annuel de copieurs"}),
        (
            {},
            {"cout_energie": "€/an", "taux_fctva": "1"},
            {"cout_energie": "cout energie", "taux_fctva": "taux de FCTVA"},
        ),
    ],
)
def test_a_name_that_is_not_enough_takes_its_unit_then_its_letters(
    dits: dict[str, str], unites: dict[str, str], dit: dict[str, str]
) -> None:
    named = row_names(_row(unites), nancy()._replace(noms_des_prix=dits))
    assert {nom: espaces(text) for nom, text in named.items()} == dit


def test_an_amendment_tells_apart_two_prices_of_one_formula() -> None:
    depot = nancy()._replace(noms_des_prix={"a": "le coût", "b": "le coût"})
    assert espaces(formula_words("a + b * postes", depot)) == (
        "« coût « a » + coût « b » × nombre de postes de travail »"
    )
    assert espaces(formula_words("a * postes", depot)) == "« coût × nombre de postes de travail »"


def _ligne(files: Mapping[str, str]) -> tuple[Depot, Ligne]:
    depot = lire(files)
    (ligne,) = calculer(resolve(depot, 2026)).lignes
    return depot, ligne


def test_every_medium_calls_a_price_as_its_convention_does() -> None:
    files = maquette({"a": Membre("postes: 4")}, {"reseau": Cout("cout: 1200.00", annuel="cout * postes")})
    path = "pricing/couts-de-possession.yaml"
    files = edited(files, path, "lignes:\n", "noms: {cout: la redevance}\nlignes:\n")
    (depot, ligne), (_, after) = _ligne(files), _ligne(edited(files, "pricing/composants/S03.yaml", "1200", "1300"))
    assert "\n    redevance : 1 200,00 € (pricing/composants/S03.yaml" in espaces(
        explanation_text(calculer(resolve(depot, 2026)), depot, "a", [ligne])
    )
    assert espaces(differences(ligne, after, depot)) == "redevance : 1 300,00 € au lieu de 1 200,00 €"
    assert [item.nom for item in redone(ligne, depot).operandes] == ["postes", "redevance"]
    assert en_mots(Lecteur.de(depot, "reseau"), "cout * postes") == "redevance × postes"
    assert espaces(formula_words("cout * postes", depot)) == "« redevance × postes »"


def test_every_price_of_the_metropole_has_a_name_of_its_own_on_the_site() -> None:
    depot = nancy()
    read = {
        (row.id, nom): Lecteur.de(depot, row.id).nom(nom)
        for row in depot.lignes.values()
        for mode in row.modes.values()
        for nom in names(parse(mode.formule))
    }
    assert read["raccordement-site", "cout_site"] == "coût par site et par an"
    assert read["serveur-impression", "cout_maintenance"] == "maintenance annuelle"
    assert "cout" not in " ".join(read.values())
