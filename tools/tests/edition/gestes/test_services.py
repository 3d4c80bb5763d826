"""Adding a service: what is written is right whatever is asked, and the comparison names it with its price."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convention.base.french import euros
from convention.base.money import round_half_up
from convention.checks.registry import run
from convention.compare.comparaison import comparer
from convention.edition.apercu import effect_text
from convention.edition.gestes.ajouter_service import AjouterService
from convention.edition.gestes.souscrire import Souscrire
from convention.model.mots.communs import Categorie, Origine
from tests.checks.depots import dits
from tests.edition.depots import faire, refus, relire
from tests.espaces import espaces
from tests.essais import FIGES, fichiers_nancy
from tests.essais import fichiers as fichiers_de
from tests.preuves import exemples

if TYPE_CHECKING:
    from convention.loading.loader import Cache

CACHE: Cache = {}
LIBELLES = st.text("aébcdeT 0129'\":#|-%()", min_size=1, max_size=50).filter(lambda text: any(map(str.isalpha, text)))


@cache
def fichiers() -> dict[str, str]:
    return fichiers_nancy()


def _service(**champs: object) -> AjouterService:
    defaut = {
        "code": "S12",
        "libelle": "Signature électronique",
        "nom_court": None,
        "categorie": Categorie.OPTION,
        "prerequis": ("S02",),
        "convention_connexe": False,
        "cle": "postes",
        "montant": Fraction(12000),
        "unitaire": False,
        "exercices": (2027, 2028),
        "composant": None,
        "origine": Origine.DEMONSTRATION,
        "source": AjouterService.model_fields["source"].default,
    }
    return AjouterService.model_construct(**{**defaut, **champs})


def test_a_service_is_written_in_its_documents_and_in_no_other() -> None:
    done = faire(fichiers(), _service(), CACHE)
    assert {item.path for item in done.modifications} == {
        "catalogue/services/S12.yaml",
        "catalogue/articles/annexe-1.yaml",
        "catalogue/articles/annexe-3.yaml",
        "pricing/couts-de-possession.yaml",
        "pricing/composants/S12.yaml",
    }
    assert done.retirees == []
    assert "      - S12 Signature électronique" in done.ajoutees
    assert "      S12 | Signature électronique | Option, souscription à S02" in done.ajoutees


@pytest.mark.parametrize(
    ("depot", "champs", "ajoute"),
    [
        ("nancy", {"cle": "postes", "unitaire": True}, True),
        ("nancy", {"cle": "postes"}, False),
        ("mini", {"cle": "postes", "unitaire": True}, False),
    ],
    ids=["sans nom", "déjà nommé", "rien de nommé"],
)
def test_the_price_is_named_where_the_convention_names_its_prices(
    depot: str, champs: dict[str, Any], *, ajoute: bool
) -> None:
    done = faire(fichiers_de(FIGES / depot), _service(**champs, prerequis=(), exercices=(2026,)))
    assert ('  prix_unitaire: "le prix unitaire"' in done.ajoutees) is ajoute
    assert ("noms:" in done.files["pricing/couts-de-possession.yaml"]) is (depot != "mini")
    assert [item.code for item in dits(relire(done.files).depot) if item.code in {"TAR017", "TAR039"}] == []


@pytest.mark.parametrize(("depot", "cle", "cout"), [("nancy", "incidents", "factuel"), ("ecoles", "eleves", "annuel")])
def test_what_is_counted_over_the_year_is_a_cost_as_the_other_rows_have_it(depot: str, cle: str, cout: str) -> None:
    files = fichiers_de(FIGES / depot)
    files["pricing/cles.yaml"] = files["pricing/cles.yaml"].replace("comptage: a_date", "comptage: sur_periode")
    done = faire(files, _service(cle=cle, unitaire=True, prerequis=(), exercices=(2026,)))
    assert [line for line in ("    factuel:", "    annuel:") if line in done.ajoutees] == [f"    {cout}:"]
    assert [item.code for item in dits(relire(done.files).depot) if item.code == "TAR003"] == []


@pytest.mark.parametrize("composant", ["0e0", "2026-11-30", "2027", "null", "on", "y"])
def test_a_component_whose_name_another_tool_would_read_as_something_else_is_written_between_quotes(
    composant: str,
) -> None:
    done = faire(fichiers(), _service(composant=composant), CACHE)
    after = relire(done.files, CACHE)
    assert [item.code for item in after.diagnostics if item.severity == "erreur"] == []
    assert after.depot.composants[composant].composant.ligne == composant
    assert f'  - id: "{composant}"' in done.ajoutees


DEMANDES = st.fixed_dictionaries(
    {
        "libelle": LIBELLES,
        "cle": st.deferred(lambda: st.sampled_from(sorted(relire(fichiers(), CACHE).depot.cles))),
        "montant": st.decimals(min_value="0.01", max_value=10**6, places=2).map(Fraction),
        "unitaire": st.booleans(),
        "convention_connexe": st.booleans(),
        "categorie": st.sampled_from(list(Categorie)),
        "prerequis": st.lists(st.sampled_from(["S01", "S02", "S03", "S03.5", "S11"]), unique=True).map(tuple),
        "exercices": st.lists(st.sampled_from([2026, 2027, 2028]), min_size=1, unique=True).map(sorted).map(tuple),
    }
)


@pytest.mark.long
@given(champs=DEMANDES)
@exemples(8)
def test_a_service_added_is_without_error_and_the_comparison_names_it_its_component_its_price_and_its_formula(
    champs: dict[str, Any],
) -> None:
    done = faire(fichiers(), _service(**champs), CACHE)
    after = relire(done.files, CACHE)
    found = [*after.diagnostics, *run(after.depot, errors_only=True)]
    assume("REF006" not in {item.code for item in found})
    assert [(item.code, item.message) for item in found if item.severity == "erreur"] == []
    told = espaces(effect_text(comparer(relire(fichiers(), CACHE).depot, after.depot, pourquoi=False)))
    shown = " ".join(champs["libelle"].split())
    for words in (
        f"service S12 « {shown} » : le service est ajouté",
        f"composant « {shown} »",
        f"la ligne « {shown} »",
    ):
        assert words in " ".join(told.split())
    assert espaces(euros(round_half_up(champs["montant"]))) in told
    assert all(f"{annee} : " in told for annee in champs["exercices"])
    assert after.depot.cles[champs["cle"]].libelle in told


def test_a_service_that_is_subscribed_is_paid_at_its_price() -> None:
    files = faire(fichiers(), _service(), CACHE).files
    depot = relire(files, CACHE).depot
    first = next(nom for nom in depot.dossiers if nom != depot.convention.gestionnaire)
    taken = Souscrire.model_construct(
        adherent=first,
        objet="S12",
        debut=date(2027, 1, 1),
        demande=date(2026, 11, 25),
        derogation=None,
        convention_connexe=None,
        motif=None,
        non_activee=False,
        service_archives=False,
        signature=None,
    )
    after = relire(faire(files, taken, CACHE).files, CACHE).depot
    impacts = {impact.exercice: impact for impact in comparer(depot, after, pourquoi=False).impacts}
    assert [(item.adherent, item.apres - item.avant) for item in impacts[2027].adherents] == [(first, 12_000_00)]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"code": "S11"}, "le service S11 existe déjà (catalogue/services/S11.yaml)"),
        ({"prerequis": ("S99",)}, "« S99 » n'est ni un service, ni un sous-service, ni un composant"),
        ({"cle": "poste"}, "la clé « poste » est inconnue"),
        ({"exercices": (2025,)}, "l'exercice 2025 est clos : ses quantités et ses montants sont arrêtés"),
        ({"exercices": ()}, "le service n'a pas de prix : aucun exercice n'est nommé"),
        ({"composant": "messagerie"}, "« messagerie » est déjà le nom d'un composant"),
        ({"libelle": "deux\nlignes"}, "le nom d'un service tient sur une ligne"),
        ({"libelle": "+"}, "« + » ne donne pas de nom au composant"),
        (
            {"origine": Origine.CONVENTION},
            "ce que la convention ne contient pas encore n'est pas d'origine « convention »",
        ),
    ],
)
def test_a_service_that_makes_no_sense_is_refused(champs: dict[str, object], phrase: str) -> None:
    assert refus(fichiers(), _service(**champs)) == phrase


def test_where_no_tariff_is_published_a_service_that_an_act_decides_is_of_the_convention_and_out_of_nothing() -> None:
    files = fichiers_de(FIGES / "ecoles")
    cle = next(nom for nom, item in relire(files).depot.cles.items() if item.comptee)
    asked = {"code": "S90", "prerequis": (), "cle": cle, "exercices": (2027,), "origine": Origine.CONVENTION}
    assert refus(files, _service(**asked)) == "ce que dit la convention a sa source"
    decided = _service(**asked, source="Avenant n° 1")
    done = faire(files, decided)
    assert [item for item in done.ajoutees if "hors_extrait" in item or "demonstration" in item] == []
    told = espaces(effect_text(comparer(relire(files).depot, relire(done.files).depot, pourquoi=False)))
    assert ("coût annuel :" in told, "indirect" in told, "hors de l'extrait" in told) == (True, False, False)
