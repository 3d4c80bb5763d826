"""The simulator in a real Chromium: the engine's cents, prerequisites, links, exports, nothing said to the wrong reader."""

from __future__ import annotations

import json
import os
import threading
from contextlib import ExitStack
from datetime import date
from fractions import Fraction
from functools import partial
from http.server import ThreadingHTTPServer
from random import Random
from typing import TYPE_CHECKING, Any, get_args

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from convention.base.money import exact_text
from convention.engine.bornes import Bornes, bound
from convention.formulas import functions, nodes
from convention.formulas.evaluate import evaluate, fraction_at
from convention.formulas.grilles import Grille, Tables
from convention.formulas.nodes import Appel, Consultation, Nom, Part, walk
from convention.formulas.syntax import parse
from convention.model.vocabulaire import Reliquat
from convention.site.acces import lire as acces
from convention.site.compilation import FONCTIONS, FormuleNonCompileeError, compiler
from convention.site.ensemble import assembler
from convention.site.simulateur import fichier
from convention.site.situation import exercices, situation
from tests.cli.commande import lancer
from tests.essais import RACINE, lire
from tests.generateur import depot_fictif
from tests.site.construction import construit
from tests.site.lecture import CHEZ_ESSEY, ESSEY, depot_reel, ordinaire, site_reel
from tests.site.situations import Choix, du_moteur, tirer
from tests.site.test_navigateur import CHROMIUM, REGLES, _Muet
from tests.site.test_niveaux import CITES_PAR_LA_CONVENTION
from tests.site.test_pages import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from convention.model.vue import Vue

pytestmark = [pytest.mark.lent, pytest.mark.navigateur]
JOUR = date(2026, 11, 23)
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
      for (const { composant, nature, cents } of nonRepartis) trouve[`non réparti|${composant}|${nature}`] = Number(cents);
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


@pytest.fixture(scope="module")
def niveaux(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Serve the site of an adherent, and that of the public."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium est absent : l'intégration continue doit l'installer")
        pytest.skip("Chromium est absent")
    with ExitStack() as stack:
        yield {
            niveau: stack.enter_context(_servi(construit(tmp_path_factory, niveau)))
            for niveau in (CHEZ_ESSEY, "public")
        }


class _servi:  # noqa: N801 (a context, used as a function)
    def __init__(self, dossier: Path) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Muet, directory=str(dossier)))

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def adresse(niveaux: dict[str, str]) -> str:
    return niveaux[CHEZ_ESSEY]


@pytest.fixture(scope="module")
def navigateur(niveaux: dict[str, str]) -> Iterator[Browser]:
    assert niveaux
    with sync_playwright() as programme:
        browser = programme.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(navigateur: Browser) -> Iterator[Page]:
    context = navigateur.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    found = context.new_page()
    yield found
    context.close()


def _ouvrir(page: Page, adresse: str, fragment: str = "") -> None:
    page.goto("about:blank")
    page.goto(adresse + fragment)
    page.wait_for_selector("#simulation:not([hidden])")


def _phrase(page: Page) -> str:
    return ordinaire(page.locator("#sim-phrase").inner_text())


def _montants(page: Page, tableau: str, nom: str) -> list[str]:
    row = page.locator(f"{tableau} tr", has=page.locator("th", has_text=nom)).first
    return [ordinaire(text) for text in row.locator("td").all_inner_texts()]


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
            ((Fraction(0),), (Fraction(2),), (Fraction(40),)), (Fraction(9), Fraction(8), Fraction(7)), True
        ),
        "double": Grille(((Fraction(0), Fraction(0)), (Fraction(10), Fraction(3))), (Fraction(100), Fraction(200))),
        "basse": Grille(
            ((Fraction(1), Fraction(0)), (Fraction(10), Fraction(3))), (Fraction(100), Fraction(1, 3)), False, False
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
    alea = Random(1)
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
    alea = Random(2)
    cases = []
    for _ in range(400):
        count = alea.randint(1, 6)
        shares = tuple(
            Fraction(alea.randint(-50 if alea.random() < 0.1 else 0, 900), alea.choice((1, 3))) for _ in range(count)
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
    alea = Random(graine)
    return [Choix(donnees["adherents"][0]["id"]), *(tirer(alea, donnees) for _ in range(nombre))]


def test_random_situations_of_this_repository_cost_in_the_browser_what_the_engine_says(
    page: Page, adresse: str
) -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)
    cas = []
    for annee in (2026, 2027):
        donnees = situation(site, annee)
        cas.append((site.chiffres.vues[annee], donnees, _tires(donnees, 30, annee)))
    assert _comparer(page, adresse, cas) > 50_000


def test_thousands_of_random_situations_of_invented_repositories_cost_what_the_engine_says(
    page: Page, adresse: str
) -> None:
    cas = []
    for graine in range(40):
        site = assembler(lire(depot_fictif(4, 8, graine)), JOUR, acces("adherents"), {})
        donnees = situation(site, 2026)
        cas.append((site.chiffres.vues[2026], donnees, _tires(donnees, 49, graine)))
    assert sum(len(choix) for _, _, choix in cas) == 2000
    assert _comparer(page, adresse, cas) > 40_000


# --- the page ---


def test_a_quantity_moves_one_s_own_contribution_and_the_others_and_the_totals_add_up(page: Page, adresse: str) -> None:
    _ouvrir(page, adresse, ESSEY_2027)
    assert _phrase(page).startswith("Essey-lès-Nancy paierait 108 365,46 € en 2027, autant qu'avec ses choix actuels.")
    page.get_by_label("Nombre d'imprimantes").fill("17")
    assert "de plus qu'avec ses choix actuels" in _phrase(page)
    assert _montants(page, "#sim-autres", "Essey-lès-Nancy")[0] == "108 365,46"
    rows = [
        [ordinaire(text) for text in row.locator("td").all_inner_texts()]
        for row in page.locator("#sim-autres tbody tr").all()
    ]
    cents = [[int(text.replace(" ", "").replace(",", "").replace("−", "-")) for text in row] for row in rows]
    assert len(cents) == 23
    assert [sum(column) for column in zip(*cents[:-1], strict=True)] == cents[-1]
    assert cents[-1][2] == 0
    for table in page.locator("#sim-mien table").all():
        own = [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]
        assert own[-1] == page.locator("#sim-autres tr", has_text="Essey").locator("td").all_inner_texts()


def test_a_link_opens_the_same_situation_and_says_what_it_could_not_take(page: Page, adresse: str) -> None:
    _ouvrir(page, adresse, ESSEY_2027)
    page.get_by_label("S09 Télétravail").check()
    page.get_by_label("Nombre de comptes de télétravail").fill("12,5")
    page.get_by_label("S05 SIG").uncheck()
    told, link = _phrase(page), page.evaluate("location.href")
    assert link.endswith(f"#adherent={ESSEY}&exercice=2027&avec=S09&sans=S05&q.comptes_teletravail=12.5")
    _ouvrir(page, link)
    assert _phrase(page) == told
    assert page.get_by_label("Nombre de comptes de télétravail").input_value() == "12,5"
    _ouvrir(page, link + "&avec=S99&q.inconnue=1")
    assert "laissé de côté : inconnue" in ordinaire(page.locator("#sim-etat").inner_text())


def test_prerequisites_are_taken_too_and_a_service_that_another_asks_for_stays(page: Page, adresse: str) -> None:
    _ouvrir(page, adresse, f"simulateur/#adherent={ESSEY}&exercice=2027&sans=S03,S08")
    page.get_by_label("S09 Télétravail").check()
    assert page.get_by_label("S03 Infrastructures").is_checked()
    assert "S09 Télétravail demande S03 Infrastructures : pris aussi." in ordinaire(
        page.locator(".sim__dit:not(:empty)").inner_text()
    )
    page.get_by_label("S03 Infrastructures").click()
    assert page.get_by_label("S03 Infrastructures").is_checked()
    told = (
        page.locator(".sim__dit:not(:empty)").last
        if page.locator(".sim__dit:not(:empty)").count() > 1
        else page.locator(".sim__dit:not(:empty)")
    )
    assert told.count() == 1
    page.get_by_role("button", name="Laisser S03 et S09").click()
    assert not page.get_by_label("S03 Infrastructures").is_checked()
    assert not page.get_by_label("S09 Télétravail").is_checked()
    assert page.evaluate("document.activeElement.id") == "pris-S03"


def test_what_is_missing_is_said_and_nothing_incomplete_is_exported(page: Page, adresse: str) -> None:
    _ouvrir(page, adresse, f"{ESSEY_2027}&avec=S09")
    assert (
        "Résultat incomplet : 1 quantité n'est pas connue. À saisir : nombre de comptes de télétravail."
        in ordinaire(page.locator("#sim-manques").inner_text())
    )
    page.locator("#sim-exporter").click()
    assert "Scénario non exporté : à saisir d'abord" in ordinaire(page.locator("#sim-etat").inner_text())
    page.get_by_label("Nombre de comptes de télétravail").fill("douze")
    assert page.get_by_label("Nombre de comptes de télétravail").get_attribute("aria-invalid") == "true"


def test_an_exported_scenario_gives_the_command_the_same_euros(page: Page, adresse: str, tmp_path: Path) -> None:
    fragment = "&avec=S07,S09,application-bibliotheques&sans=S05,portail-familles&q.postes=120&q.comptes_teletravail=12"
    _ouvrir(page, adresse, f"{ESSEY_2027}{fragment}")
    for field in page.locator(".sim__quantite:not([hidden]) input").all():
        if not field.input_value():
            field.evaluate("item => item.closest('details') && (item.closest('details').open = true)")
            field.fill("9")
    assert page.locator("#sim-manques li").count() == 0
    with page.expect_download() as download:
        page.locator("#sim-exporter").click()
    scenario = tmp_path / download.value.suggested_filename
    download.value.save_as(scenario)
    run = lancer(RACINE, "simuler", str(scenario), "--format", "json")
    assert (run.code, run.message) == (0, "")
    (answer,) = [item for item in json.loads(run.sortie)["exercices"] if item["exercice"] == 2027]
    moved = {item["adherent"]: (item["avant"], item["apres"]) for item in answer["adherents"]}
    assert len(moved) > 5
    rows = page.locator("#sim-autres tbody tr:not(.total)").all()
    shown = {
        row.locator("th").inner_text().removesuffix(", cet adhérent"): row.locator("td").all_inner_texts()
        for row in rows
    }
    for nom, amounts in moved.items():
        cells = [
            ordinaire(text).replace(" ", "").replace(",", ".")
            for text in shown[depot_reel().dossiers[nom].identite.nom][:2]
        ]
        assert tuple(cells) == amounts, nom


def test_hostile_labels_appear_as_the_texts_that_they_are(page: Page, adresse: str) -> None:
    donnees = situation(site_reel(CHEZ_ESSEY, JOUR), 2027)
    hostile = f"<img src=x onerror=window.perdu=1>{HOSTILE}"
    for item in (*donnees["adherents"], *donnees["services"]):
        item["nom"] = hostile
    for item in (*donnees["composants"].values(), *donnees["quantites"].values()):
        item["libelle"] = item["pluriel"] = hostile
    donnees["noms_des_services"] = dict.fromkeys(donnees["noms_des_services"], hostile)
    page.route("**/2027.json", lambda route: route.fulfill(json=donnees))
    _ouvrir(page, adresse, f"{ESSEY_2027}&avec=S09,<script>alert(1)</script>")
    page.get_by_label("S03").first.click()
    assert page.locator("#simulation :is(img, script)").count() == 0
    assert page.evaluate("window.perdu") is None
    assert "<script>alert(1)</script>" in page.locator("#sim-phrase").inner_text()
    assert "<script>alert(1)</script>" in page.locator("#sim-autres").inner_text()


def test_the_keyboard_alone_reaches_every_choice_and_shows_where_it_is(page: Page, adresse: str) -> None:
    _ouvrir(page, adresse, ESSEY_2027)
    wanted = page.evaluate(
        "[...document.querySelectorAll('#simulation :is(input, select, button, summary)')]"
        ".filter(item => item.offsetParent !== null && !item.closest('details:not([open]) > :not(summary)')).length"
    )
    page.locator("#sim-adherent").focus()
    reached, hidden = set(), []
    for _ in range(wanted + 5):
        inside, name, shown = page.evaluate(
            "(() => { const item = document.activeElement; return [!!item.closest('#simulation'), item.outerHTML.slice(0, 90),"
            " getComputedStyle(item).outlineStyle !== 'none']; })()"
        )
        if not inside:
            break
        reached.add(name)
        hidden += [] if shown else [name]
        page.keyboard.press("Tab")
    assert (len(reached), hidden) == (wanted, [])
    page.get_by_label("Nombre d'imprimantes").focus()
    page.keyboard.press("ArrowUp")
    assert page.get_by_label("Nombre d'imprimantes").input_value() == "8"
    page.get_by_label("S05 SIG").focus()
    page.keyboard.press("Space")
    assert "&sans=S05&q.imprimantes=8" in page.evaluate("location.hash")


@pytest.mark.parametrize(
    ("niveau", "fragment", "largeur", "presentation"),
    [
        (CHEZ_ESSEY, f"{ESSEY_2027}&avec=S09&sans=S05", 1440, "light"),
        (CHEZ_ESSEY, f"{ESSEY_2027}&avec=S09&q.postes=120", 320, "dark"),
        ("public", "simulateur/#exercice=2027&avec=S03,S08&q.postes_forfait=112", 1440, "dark"),
        ("public", "simulateur/#exercice=2027&avec=S03,S04", 390, "light"),
    ],
)
def test_axe_finds_no_violation_and_nothing_is_asked_elsewhere(
    navigateur: Browser, niveaux: dict[str, str], niveau: str, fragment: str, largeur: int, presentation: Any
) -> None:
    context = navigateur.new_context(viewport={"width": largeur, "height": 900}, color_scheme=presentation)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    _ouvrir(page, niveaux[niveau], fragment)
    page.evaluate("document.querySelectorAll('article details').forEach(item => item.open = true)")
    found = Axe().run(page, options=REGLES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    context.close()
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
    assert wide <= 1
    assert [url for url in asked if not url.startswith((niveaux[niveau], "data:"))] == []


# --- the public ---


def test_the_public_s_situation_has_no_adherent_no_quantity_and_no_price() -> None:
    site = site_reel("public", JOUR)
    names = {dossier.identite.nom for dossier in depot_reel().dossiers.values()} - CITES_PAR_LA_CONVENTION
    names |= set(depot_reel().dossiers) - {"nancy", "metropole-grand-nancy"}
    for annee in exercices(site):
        donnees = situation(site, annee)
        text = json.dumps(donnees, ensure_ascii=False)
        assert not {nom for nom in names if nom in text}, fichier(annee)
        assert [item["id"] for item in donnees["adherents"]] == ["moi", "autres"]
        assert (donnees["comptages"], donnees["directs"], donnees["ensuite"]) == ({}, [], [])
        for cout in donnees["couts"]:
            assert (cout["valeurs"], cout["grilles"], cout["coefficients"], cout["exoneres"]) == ({}, {}, {}, {})
            assert (cout["plafond"], cout["plancher"]) == (None, None)


def test_the_public_sees_the_forfait_and_the_shares_of_what_it_types(page: Page, niveaux: dict[str, str]) -> None:
    _ouvrir(page, niveaux["public"], "simulateur/#exercice=2027")
    assert "Le forfait n'est pas compté" in ordinaire(page.locator("#sim-manques").inner_text())
    page.get_by_label("Nombre de postes de travail au 31 décembre").fill("112")
    assert _montants(page, "#sim-mien", "Masse salariale")[-1] == "79 587,20"
    page.get_by_label("S09 Télétravail").check()
    assert page.get_by_label("S04 Parcs").is_checked()
    page.get_by_label("Nombre de comptes de télétravail").fill("12")
    page.get_by_label("nombre de comptes de télétravail, total des autres").fill("300")
    page.locator("section", has=page.get_by_label("S09")).locator("summary").click()
    page.locator("#q-prix-teletravail-indirect_annuel-cout_annuel").fill("72 000")
    assert _montants(page, "#sim-mien", "Accès à distance") == ["3,85 %", "2 769,23"]
    told = _phrase(page)
    assert told.startswith(
        "Vous paieriez 82 356,43 € en 2027, d'après ce que vous saisissez : forfait, et 1 coût compté sur "
    )
    _ouvrir(page, page.evaluate("location.href"))
    assert _phrase(page) == told
