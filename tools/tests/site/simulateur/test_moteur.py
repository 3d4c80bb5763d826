"""What the simulator computes in a real Chromium is what the engine computes: operations, bounds, whole situations."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any, get_args

import pytest

from convention.base.money import exact_text
from convention.engine.lignes import Bornes
from convention.engine.partage.bornes import bound
from convention.formulas import functions, nodes
from convention.formulas.columns import Colonne
from convention.formulas.evaluate import evaluate, fraction_at
from convention.formulas.grilles import Grille, Tables
from convention.formulas.nodes import Appel, Consultation, Nom, Part, walk
from convention.formulas.texte.syntax import parse
from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.mots.communs import Reliquat
from convention.site.simulateur.couts import FONCTIONS, FormuleNonCompileeError, compiler
from convention.site.simulateur.simulateur import situation
from tests.conventions.dits import SYNDICAT
from tests.conventions.test_forfaits import DEUX
from tests.generateur import depot_fictif
from tests.generateur.limites import depot_limite
from tests.site.lecture import CHEZ_ESSEY, ESSEY, JOUR, site_de, site_reel
from tests.site.simulateur.situations import Choix, du_moteur, tirer

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from convention.model.vue import Vue

pytestmark = [pytest.mark.long, pytest.mark.navigateur]
ESSEY_2027 = f"simulateur/#adherent={ESSEY}&exercice=2027"

CALCULER = """async ([adresse, texte]) => {
  const { preparer, calculer } = await import(`${adresse}assets/scripts/simulateur/calcul.js`);
  return JSON.stringify(JSON.parse(texte).map(({ situation, choix }) => {
    const pret = preparer(situation);
    return choix.map(({ adherent, avec, sans, quantites }) => {
      const lu = { adherent, avec: new Set(avec), sans: new Set(sans), quantites: new Map(Object.entries(quantites)) };
      const { lignes, nonRepartis } = calculer(pret, lu), trouve = {};
      for (const { adherent: rang, service, composant, nature, section, cents } of lignes) {
        trouve[[situation.adherents[rang].id, service, composant, nature, section].join("|")] = Number(cents);
      }
      for (const { composant, nature, cents } of nonRepartis)
        trouve[`non réparti|${composant}|${nature}`] = Number(cents);
      return trouve;
    });
  }));
}"""
EVALUER = """async ([adresse, texte]) => {
  const { compiler, lireTables } = await import(`${adresse}assets/scripts/simulateur/formules.js`);
  const { lire } = await import(`${adresse}assets/scripts/simulateur/nombres.js`);
  const { arbres, tables, valeurs } = JSON.parse(texte), lues = lireTables(tables);
  return arbres.map((arbre) => valeurs.map((noms) => {
    const [haut, bas] = compiler(arbre)((nom) => (nom in noms ? lire(noms[nom]) : undefined), lues);
    return `${haut}/${bas}`;
  }));
}"""
BORNER = """async ([adresse, texte]) => {
  const { borner } = await import(`${adresse}assets/scripts/simulateur/bornes.js`);
  const { lire } = await import(`${adresse}assets/scripts/simulateur/nombres.js`);
  return JSON.parse(texte).map(({ libres, plafonds, planchers, exoneres, ...reste }) => {
    const { exactes, abandonne } = borner(libres.map(lire), {
      ...reste, plafonds: plafonds.map((item) => item === null ? null : lire(item)), planchers: planchers.map(lire),
      exoneres: new Map(exoneres),
    });
    return [...exactes, abandonne].map(([haut, bas]) => `${haut}/${bas}`);
  });
}"""


# --- the formulas ---

FORMULES = (
    "0.25",
    "a",
    "-a",
    "a + b - 2 * c",
    "a / b",
    "a / (b - b)",
    "min(a; b; c)",
    "max(0; a - b)",
    "si(a < b; a; c)",
    "si(a <= b; 1; 0)",
    "si(a > 2; b; -c)",
    "si(a >= b; b; a / 3)",
    "si(a = b; 1; c)",
    "si(rang = 1; 2; 1) * indice(a; syntec) * b",
    "indice(a / 7; inconnu)",
    "bareme(palier; a) * a",
    "bareme(tranches; a)",
    "bareme(double; a; b) + bareme(basse; a; b)",
    "bareme(inconnu; a)",
)
TABLES = Tables(
    {
        "palier": Grille(((Fraction(1),), (Fraction(5, 2),)), (Fraction(25, 2), Fraction(83, 10))),
        "tranches": Grille(
            ((Fraction(0),), (Fraction(2),), (Fraction(40),)), (Fraction(9), Fraction(8), Fraction(7)), par_tranche=True
        ),
        "double": Grille(((Fraction(0), Fraction(0)), (Fraction(10), Fraction(3))), (Fraction(100), Fraction(200))),
        "basse": Grille(
            ((Fraction(1), Fraction(0)), (Fraction(10), Fraction(3))), (Fraction(100), Fraction(1, 3)), plus_haute=False
        ),
    },
    {"syntec": Fraction(3152, 3105)},
)


def test_every_kind_of_node_and_every_function_of_the_language_is_compiled() -> None:
    every = [node for formule in FORMULES for node in walk(parse(formule))]
    assert {*map(type, every)} == {*get_args(nodes.Expression)} - {Part}
    called = {node.fonction for node in every if isinstance(node, Appel | Consultation)}
    assert called == FONCTIONS.keys() == functions.FONCTIONS.keys()
    assert compiler(parse("cout * 2")) == ["*", ["v", "cout"], ["n", "2"]]


@pytest.mark.parametrize("inconnu", [Appel("racine", (Nom("a"),)), Consultation("courbe", "t", (Nom("a"),)), Part("k")])
def test_what_the_script_cannot_compute_is_refused_when_the_site_is_built(inconnu: nodes.Expression) -> None:
    with pytest.raises(FormuleNonCompileeError):
        compiler(inconnu)


def test_every_operation_gives_in_the_browser_what_it_gives_to_the_engine(page: Page, adresse: str) -> None:
    alea = Random(1)  # noqa: S311 (the same draw at each run)
    values = [
        {nom: Fraction(alea.randint(-40, 120), alea.choice((1, 2, 7, 10))) for nom in "abc"} | {"rang": Fraction(rang)}
        for rang in (*range(1, 20), *range(1, 20))
    ]
    asked = {
        "arbres": [compiler(parse(formule)) for formule in FORMULES],
        "valeurs": [{nom: exact_text(value) for nom, value in item.items()} for item in values],
        "tables": {
            "coefficients": {nom: exact_text(value) for nom, value in TABLES.coefficients.items()},
            "grilles": {
                nom: {
                    "seuils": [[exact_text(bound) for bound in bounds] for bounds in grille.seuils],
                    "valeurs": [exact_text(value) for value in grille.valeurs],
                    "par_tranche": grille.par_tranche,
                    "plus_haute": grille.plus_haute,
                }
                for nom, grille in TABLES.grilles.items()
            },
        },
    }
    page.goto(adresse)
    found = page.evaluate(EVALUER, [adresse, json.dumps(asked)])
    for formule, results in zip(FORMULES, found, strict=True):
        expected = [fraction_at(evaluate(parse(formule), item, TABLES), 0) for item in values]
        assert [Fraction(text) for text in results] == expected, formule


def test_caps_floors_and_exemptions_give_in_the_browser_what_they_give_to_the_engine(page: Page, adresse: str) -> None:
    alea = Random(2)  # noqa: S311 (the same draw at each run)
    cases = []
    for _ in range(400):
        count = alea.randint(1, 6)
        shares = Colonne(
            tuple(alea.randint(-50 if alea.random() < 0.1 else 0, 900) for _ in range(count)), alea.choice((1, 3))
        )
        caps = tuple(None if alea.random() < 0.3 else Fraction(alea.randint(0, 600)) for _ in range(count))
        floors = tuple(Fraction(alea.choice((0, alea.randint(0, 200)))) for _ in range(count))
        exempted = {rang: alea.choice([*Reliquat]) for rang in range(count) if alea.random() < 0.15}
        cases.append(
            (
                shares,
                Bornes(caps, floors, alea.choice([*Reliquat]), exempted, alea.choice((None, alea.randrange(count)))),
            )
        )
    asked = [
        {
            "libres": [exact_text(share) for share in shares],
            "plafonds": [None if cap is None else exact_text(cap) for cap in bornes.plafonds],
            "planchers": [exact_text(floor) for floor in bornes.planchers],
            "reliquat": bornes.reliquat,
            "exoneres": list(bornes.exoneres.items()),
            "gestionnaire": -1 if bornes.gestionnaire is None else bornes.gestionnaire,
        }
        for shares, bornes in cases
    ]
    page.goto(adresse)
    found = page.evaluate(BORNER, [adresse, json.dumps(asked)])
    for (shares, bornes), result in zip(cases, found, strict=True):
        expected = bound(shares, bornes)
        assert [Fraction(text) for text in result] == [*expected.exactes, expected.abandonne], (shares, bornes)


# --- the engine, to the cent ---


def _comparer(page: Page, adresse: str, cas: list[tuple[Vue, dict[str, Any], list[Choix]]]) -> int:
    """Compute every situation on both sides; return how many amounts were compared."""
    asked = [{"situation": donnees, "choix": [item.json(donnees) for item in choix]} for _, donnees, choix in cas]
    page.goto(adresse)
    found = json.loads(page.evaluate(CALCULER, [adresse, json.dumps(asked)]))
    count = 0
    for (vue, _, choix), results in zip(cas, found, strict=True):
        for item, result in zip(choix, results, strict=True):
            expected = du_moteur(vue, item)
            assert result == expected, item
            count += len(expected)
    return count


def _tires(donnees: dict[str, Any], nombre: int, graine: int) -> list[Choix]:
    alea = Random(graine)  # noqa: S311 (the same draw at each run)
    return [Choix(donnees["adherents"][0]["id"]), *(tirer(alea, donnees) for _ in range(nombre))]


def test_random_situations_of_another_convention_cost_in_the_browser_what_the_engine_says(
    page: Page, adresse: str
) -> None:
    site = site_de(load(Folder(SYNDICAT)).depot)
    cas = []
    for annee, vue in site.chiffres.vues.items():
        donnees = situation(site, annee)
        cas.append((vue, donnees, _tires(donnees, 40, annee)))
    assert _comparer(page, adresse, cas) > 10_000


def test_random_situations_of_this_repository_cost_in_the_browser_what_the_engine_says(
    page: Page, adresse: str
) -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    cas = []
    for annee in (2026, 2027):
        donnees = situation(site, annee)
        cas.append((site.chiffres.vues[annee], donnees, _tires(donnees, 30, annee)))
    assert _comparer(page, adresse, cas) > 50_000


def test_random_situations_of_invented_repositories_cost_what_the_engine_says(page: Page, adresse: str) -> None:
    depots, nombre, cas = 40, 50, []
    for graine in range(depots):
        # Every other one has limits and exemptions.
        files = depot_limite(4, 8, graine) if graine % 2 else depot_fictif(4, 8, graine)
        site = site_de(files)
        donnees = situation(site, 2026)
        cas.append((site.chiffres.vues[2026], donnees, _tires(donnees, nombre - 1, graine)))
    assert sum(len(choix) for _, _, choix in cas) == depots * nombre
    assert _comparer(page, adresse, cas) > 20 * depots * nombre


def test_random_situations_of_a_convention_with_two_flat_fees_cost_what_the_engine_says(
    page: Page, adresse: str
) -> None:
    site = site_de(DEUX)
    cas = [
        (site.chiffres.vues[annee], donnees, _tires(donnees, 20, annee))
        for annee in (2026, 2027)
        for donnees in [situation(site, annee)]
    ]
    assert _comparer(page, adresse, cas) > 1_000
