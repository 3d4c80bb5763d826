"""What is added is told with its money, and nobody is said to be for nothing in what its own folder changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.french import euros, prix
from convention.compare.changements.changements import changements
from convention.compare.comparaison import comparer
from convention.model.assemblage import build_depot
from convention.model.cadre.champs import Modele
from convention.model.cadre.formes import Forme, shape_of
from convention.model.documents.composants import ParPhase, phase_prices
from convention.model.documents.tarifs import Exemple
from convention.model.valeurs import scalaires
from convention.model.valeurs.scalaires import scalaire_de
from convention.reports.amendement.phrases import phrase
from convention.reports.commentaire.commentaire import markdown_text, plainly
from convention.reports.comparaison.comparaison import terminal_text
from convention.reports.comparaison.tete import top
from convention.reports.comparaison.titre import first_told, headline, verdict
from tests.compare.depots_git import MONTANT, cents, git, git_repository
from tests.espaces import espaces
from tests.essais import CALCULS, RACINE, edited, fichiers_nancy, lire, nancy
from tests.generateur import depot_fictif
from tests.maquette import Cout, Membre, maquette
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.model.depot import Depot

# --- each amount of what is added is in its sentence ---

LISTES = {
    "composants": ("composants",),
    "depenses": ("depenses",),
    "equilibre": ("masse_salariale", "non_refactures"),
    "forfait": ("valeurs",),
    "litiges": ("litiges",),
    "titres": ("titres",),
}
"""Lists of the data whose items hold amounts."""
_CENTS = {scalaire_de(item) for item in (scalaires.Montant, scalaires.MontantPositif, scalaires.MontantPositifOuNul)}
_PRIX = scalaire_de(scalaires.Prix)


def _amounts(value: object, forme: Forme) -> Iterator[str]:
    """Yield every amount in euros that a value holds, as it is written in a sentence; worked examples left out."""
    match value:
        case ParPhase():
            yield from (prix(amount) for amount in phase_prices(value).values())
        case Exemple():
            return
        case Modele():
            modele = type(value)
            for champ in modele.model_fields:
                yield from _amounts(getattr(value, champ), shape_of(modele, champ))
        case Mapping() | tuple():
            for item in value.values() if isinstance(value, Mapping) else value:
                yield from _amounts(item, forme.element or Forme())
        case int() if forme.scalaire in _CENTS:
            yield euros(value)
        case Fraction() if forme.scalaire is _PRIX:
            yield prix(value)


def _said(base: Depot, head: Depot) -> str:
    return " ".join(phrase(item, base, head) for item in changements(base, head))


def _places(depot: Depot) -> list[tuple[str, str, int]]:
    """List each item of each list that holds amounts: its file, its field, its rank."""
    return [
        (path, champ, rank)
        for path, fichier in sorted(depot.fichiers.items())
        for champ in LISTES.get(fichier.chemin.genre.nom, ())
        for rank in range(len(getattr(fichier.document, champ)))
    ]


def _without(depot: Depot, path: str, champ: str, rank: int) -> tuple[Depot, object]:
    """Take one item out of a document; return it too."""
    document = depot.fichiers[path].document
    assert isinstance(document, Modele)
    items = getattr(document, champ)
    if isinstance(items, Mapping):
        taken = list(items.values())[rank]
        update: dict[str, object] = {champ: {key: item for key, item in items.items() if item is not taken}}
    else:
        taken = items[rank]
        update = {champ: (*items[:rank], *items[rank + 1 :])}
    changed = depot.fichiers[path]._replace(document=document.model_copy(update=update), sha="autre")
    others = [changed if item.path == path else item for item in depot.fichiers.values()]
    return build_depot(others, (), depot.sceaux.values()), taken


@pytest.mark.long
@exemples(60)
@given(st.data())
def test_an_item_that_is_added_is_told_with_all_its_amounts(data: st.DataObject) -> None:
    after = nancy()
    before, taken = _without(after, *data.draw(st.sampled_from(_places(after))))
    text = _said(before, after)
    assert [amount for amount in _amounts(taken, Forme()) if amount not in text] == []


@pytest.mark.long
@exemples(30)
@given(st.data())
def test_a_document_that_is_added_is_told_with_all_its_amounts(data: st.DataObject) -> None:
    after = nancy()
    path = data.draw(st.sampled_from(sorted({path for path, _, _ in _places(after)})))
    before = build_depot((item for item in after.fichiers.values() if item.path != path), (), after.sceaux.values())
    text = _said(before, after)
    fichier = after.fichiers[path]
    modele = fichier.chemin.genre.modele
    fields = ((getattr(fichier.document, champ), champ) for champ in LISTES[fichier.chemin.genre.nom])
    held = [amount for value, champ in fields for amount in _amounts(value, shape_of(modele, champ))]
    assert held
    assert [amount for amount in held if amount not in text] == []


@pytest.mark.parametrize("adherent", ["essey-les-nancy", "laxou", "nancy"])
def test_an_adherent_that_comes_is_told_with_its_expenses_and_its_disputes(adherent: str) -> None:
    after, folder = nancy(), f"adherents/{adherent}/"
    kept = [item for path, item in after.fichiers.items() if not path.startswith(folder)]
    text = _said(build_depot(kept, (), after.sceaux.values()), after)
    dossier = after.dossiers[adherent]
    held = [
        amount for document in (*dossier.depenses.values(), dossier.litiges) for amount in _amounts(document, Forme())
    ]
    assert held
    assert [amount for amount in held if amount not in text] == []


QUANTITES_2028 = "adherents/tomblaine/quantites/2028.yaml"


def _counts_of_2028(files: Mapping[str, str]) -> str:
    before = {name: text for name, text in files.items() if name != QUANTITES_2028}
    return espaces(_said(lire(before), lire(files)))


def test_a_year_of_counts_that_repeats_the_last_one_says_so_and_what_it_assumes() -> None:
    source = "source : « Inventaire fictif, extraction du 27 septembre 2026 »"
    census = f"comptage prévisionnel du 27 septembre 2026 ({source} ; hypothèse : « %s »)"
    assumed = (
        "les quantités de 2027 sont reprises, faute de compte pour 2028",
        "le décompte au 31 décembre 2027 n'est pas connu, celui de l'exercice 2026 est repris",
    )
    assert _counts_of_2028(fichiers_nancy()) == (
        "Tomblaine : l'état des quantités de 2028 est ajouté (2 comptages) : mêmes quantités qu'en 2027 : "
        f"{', '.join(census % words for words in assumed)} ; origine des données : « démonstration »"
    )


def test_counts_that_replace_others_of_their_year_are_all_told() -> None:
    # Six at last, as in 2027, but three had been counted the day before.
    files = edited(fichiers_nancy(), QUANTITES_2028, "imprimantes: 6", "imprimantes: 3")
    again = "\n  - {phase: previsionnel, date: 2026-09-28, source: Courriel, valeurs: {imprimantes: 6}}\n"
    text = _counts_of_2028({**files, QUANTITES_2028: files[QUANTITES_2028].rstrip() + again})
    assert "mêmes quantités" not in text
    assert "3 imprimantes" in text


def test_a_number_whose_figures_the_name_holds_is_told_all_the_same() -> None:
    path = "adherents/essey-les-nancy/depenses/2026.yaml"
    files = fichiers_nancy()
    old = '    libelle: "12 ordinateurs neufs"\n    nombre: 12\n'
    renamed = edited(files, path, old, old.replace("12 ordinateurs", "ordinateurs du lot 12"))
    bought = "  - id: ordinateurs-mars\n"
    start, end = renamed[path].index(bought), renamed[path].index("  # Commandés")
    before = {**renamed, path: renamed[path][:start] + renamed[path][end:]}
    assert "nombre livré : « 12 »" in espaces(_said(lire(before), lire(renamed)))


RESEAU = Cout("cout: 1200.00", annuel="cout * part(postes)")
COPIES = Cout("cout: 900.00", annuel="cout * part(postes)", suite="beneficiaires: souscription")
PLAFONNE = "cout * part(postes)\n      plafond: {reliquat: non_recouvre, formule: '"
MEMBRES = {"laxou": Membre("postes: 10"), "nancy": Membre("postes: 20"), "pulnoy": Membre("postes: 30")}


def test_a_new_component_says_who_pays_it_by_which_formula_and_its_price() -> None:
    before, after = (
        lire(maquette(MEMBRES, {"reseau": RESEAU})),
        lire(maquette(MEMBRES, {"reseau": RESEAU, "copies": COPIES})),
    )
    text = espaces(_said(before, after))
    assert "coût annuel : « cout × postes de l'adhérent ÷ postes, total des bénéficiaires »" in text
    assert "qui en paie une part : « ceux qui prennent le composant »" in text
    assert "2026 : montant « cout » : « 900,00 € »" in text


def test_a_cost_that_nobody_would_pay_is_said_in_the_title() -> None:
    before, after = maquette(MEMBRES, {"reseau": RESEAU}), maquette(MEMBRES, {"reseau": RESEAU, "copies": COPIES})
    comparaison = comparer(lire(before), lire(after), calcule=CALCULS)
    said = "En 2026, nul ne paierait plus ni moins, mais 900,00 € ne seraient payés par personne"
    assert espaces(markdown_text(comparaison, "v1", "v2")).splitlines()[0] == f"## {said}"
    terminal = espaces(terminal_text(comparaison, "v1", "v2"))
    assert f"{said}.\n" in terminal
    assert "En 2026, 900,00 € ne seraient payés par personne : Le copies, coût annuel." in terminal
    assert "Aucun montant ne change" not in terminal


def test_what_a_cap_leaves_more_to_nobody_is_no_saving() -> None:
    """A cap that goes down, a cost that rises when all pay their cap; a cap that goes up leaves nothing more."""
    avant, bas, nul, cher = (
        lire(maquette(MEMBRES, {"reseau": Cout(f"cout: {cout}.00", annuel=f"{PLAFONNE}{plafond}'}}")}))
        for cout, plafond in ((1800, 600), (1800, 400), (1800, 100), (1900, 100))
    )
    assert "En 2026, 400,00 € de plus ne seraient payés par personne : Le reseau, coût annuel." in _lines(avant, bas)
    assert "En 2026, nul ne paierait plus ni moins, mais 100,00 € ne seraient payés par personne." in _lines(nul, cher)
    assert not [line for line in _lines(bas, avant) if "personne" in line]


def _lines(before: Depot, after: Depot) -> list[str]:
    return espaces(terminal_text(comparer(before, after, calcule=CALCULS), "v1", "v2")).splitlines()


def test_all_the_adherents_are_not_so_many_among_as_many() -> None:
    before, after = (
        lire(maquette(MEMBRES, {"reseau": cout})) for cout in (RESEAU, RESEAU._replace(montants="cout: 1800.00"))
    )
    comparaison = comparer(before, after, calcule=CALCULS)
    (impact,) = comparaison.impacts
    assert espaces(headline(impact)) == (
        "L'ensemble des adhérents paierait 600,00 € de plus en 2026 (+50,0 %) : les 3 adhérents paieraient plus"
    )
    title = "En 2026, 600,00 € de plus en tout (+50,0 %) : les 3 adhérents paieraient plus"
    assert espaces(top(comparaison, impact, None).titre) == title


@pytest.mark.parametrize(
    ("path", "avant", "apres", "dit"),
    [
        (
            "pricing/composants/S03.yaml",
            "2027: {cout: 1200.00}",
            "2027: {cout: 1800.00}",
            "600,00 € de plus en tout (+50,0 %) : les 3 adhérents paieraient plus",
        ),
        (
            "adherents/laxou/quantites/2027.yaml",
            "postes: 10",
            "postes: 20",
            "à total constant, 142,86 € passent de 2 adhérents à un autre",
        ),
    ],
)
def test_the_title_of_an_exercice_that_is_opened_says_what_moves_since_the_one_before(
    path: str, avant: str, apres: str, dit: str
) -> None:
    before, after = (
        maquette(MEMBRES, {"reseau": RESEAU}, exercices=dict.fromkeys(annees, "revise"))
        for annees in ((2026,), (2026, 2027))
    )
    comparaison = comparer(lire(before), lire(edited(after, path, avant, apres)))
    titre = top(comparaison, first_told(comparaison.impacts), None).titre
    assert espaces(titre) == f"L'exercice 2027 est ouvert ; par rapport à 2026, {dit}"


def test_who_subscribes_to_a_new_component_is_not_for_nothing_in_it() -> None:
    takers = {
        nom: membre._replace(composants="{composant: copies}") for nom, membre in MEMBRES.items() if nom != "pulnoy"
    }
    before = maquette(MEMBRES, {"reseau": RESEAU})
    after = maquette({**MEMBRES, **takers}, {"reseau": RESEAU, "copies": COPIES})
    text = espaces(markdown_text(comparer(lire(before), lire(after), calcule=CALCULS), "v1", "v2"))
    assert "pour rien" not in text
    assert "services des autres" not in text
    assert text.count("ses services : S03") == 2


def test_who_counts_what_a_new_component_reads_is_not_for_nothing_in_it() -> None:
    # Nancy and Laxou count copies in their own folders: what they pay is not said to be no doing of theirs.
    counted = {nom: Membre(f"{membre.valeurs}, consommables: 4") for nom, membre in MEMBRES.items() if nom != "pulnoy"}
    copies = Cout("cout: 9.00", annuel="cout * postes + cout * consommables")
    before = maquette(MEMBRES, {"reseau": RESEAU})
    after = maquette({**MEMBRES, **counted}, {"reseau": RESEAU, "copies": copies})
    text = espaces(markdown_text(comparer(lire(before), lire(after), calcule=CALCULS), "v1", "v2"))
    assert "la part de 1 adhérent qui n'y est pour rien" in text
    assert (text.count("| périmètre : S03"), text.count("| services des autres : S03")) == (2, 1)


# --- the title and the plain words hide nobody ---


def test_an_exit_says_who_pays_more_and_the_payroll_that_nobody_takes_over(tmp_path: Path) -> None:
    files = fichiers_nancy()
    git_repository(tmp_path / "depot", [files])
    git(tmp_path / "depot", "apply", str(RACINE / "docs" / "exemples" / "sortie-pulnoy.patch"))
    new = "adherents/pulnoy/resiliation.yaml"
    after = {path: (tmp_path / "depot" / path).read_text(encoding="utf-8") for path in (*files, new)}
    impact = next(item for item in comparer(lire(files), lire(after), calcule=CALCULS).impacts if item.exercice == 2027)
    assert espaces(headline(impact)) == (
        "L'ensemble des adhérents paierait 29 961,30 € de moins en 2027 (−0,6 %) : sur 22 adhérents, 21 paieraient "
        "ensemble 1 740,14 € de plus et 1 paierait 31 701,44 € de moins ; 24 160,40 € de masse salariale ne seraient "
        "plus apportés, et nul ne les reprend"
    )


def test_a_payroll_that_another_takes_over_is_not_said_to_be_left() -> None:
    # Pulnoy's workstations go to Nancy on the same day.
    before = maquette(MEMBRES, {}, forfait="2024-01-01: 700.00")
    moved = {**MEMBRES, "nancy": Membre("postes: 50")}
    del moved["pulnoy"]
    (impact,) = comparer(lire(before), lire(maquette(moved, {}, forfait="2024-01-01: 700.00"))).impacts
    assert "masse salariale" not in verdict(impact)


DEPOTS = st.builds(depot_fictif, st.integers(2, 6), st.integers(2, 10), st.integers(0, 10**6))
EN_PLUS = re.compile(
    rf"(?P<nombre>[0-9]+) paier(?:ait|aient ensemble) (?P<somme>{MONTANT.pattern})\u00a0€ de (?P<sens>plus|moins)"
)


def _assert_hides_nobody(impact: Impact, text: str) -> None:
    """Read back how many pay more and less, and how much: it is in the title as soon as some do each."""
    sens = impact.sens
    if not sens.partages:
        return
    sides = {item["sens"]: (int(item["nombre"]), cents(item["somme"])) for item in EN_PLUS.finditer(text)}
    assert sides == {"plus": (sens.montent, sens.plus), "moins": (sens.descendent, sens.moins)}
    assert sides["plus"][1] - sides["moins"][1] == impact.ecart


@pytest.mark.long
@exemples(25)
@given(DEPOTS, DEPOTS)
def test_the_title_of_any_comparison_hides_nobody(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    for impact in comparer(lire(before), lire(after), calcule=CALCULS).impacts:
        seen = impact.beside()
        if seen is not None and impact.adherents:
            _assert_hides_nobody(seen, headline(impact))


def _movers(before: Mapping[str, str], after: Mapping[str, str], exercice: int) -> set[str]:
    """Return those of whom a file that counts differs, as texts."""
    counts = rf"adherents/([^/]+)/(?:(?:adherent|souscriptions)|(?:quantites|depenses)/{exercice})\.yaml"
    found = ((path, re.fullmatch(counts, path)) for path in before.keys() | after.keys())
    return {match[1] for path, match in found if match is not None and before.get(path) != after.get(path)}


def _assert_bystanders(comparaison: Comparaison, impact: Impact, movers: set[str]) -> None:
    said = re.findall(
        r"la part de ([0-9]+) adhérents? qui n'y (?:est|sont) pour rien", espaces(plainly(impact, comparaison))
    )
    others = [item.effets.perimetre_autres for item in impact.causes if item.adherent not in movers]
    expected = [sum(cents < 0 for cents in others), sum(cents > 0 for cents in others)]
    assert [int(count) for count in said] == [count for count in expected if count]


@pytest.mark.long
@exemples(25)
@given(DEPOTS, DEPOTS)
def test_nobody_is_for_nothing_in_what_its_own_folder_changes(
    before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    comparaison = comparer(lire(before), lire(after), calcule=CALCULS)
    for impact in comparaison.impacts:
        _assert_bystanders(comparaison, impact, _movers(before, after, impact.exercice))


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ((1, 3, 4, 4), (2, 2, 4, 4), "100,00 € passent d'un adhérent à un autre"),
        ((3, 3, 3, 3), (2, 2, 4, 4), "200,00 € passent de 2 adhérents à 2 autres"),
    ],
)
def test_what_passes_between_adherents_is_told_in_words_that_agree(
    avant: tuple[int, ...], apres: tuple[int, ...], dit: str
) -> None:
    before, after = (
        lire(
            maquette(
                {
                    nom: Membre(f"postes: {postes}")
                    for nom, postes in zip(("metropole", "a", "b", "c"), side, strict=True)
                },
                {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")},
            )
        )
        for side in (avant, apres)
    )
    title = espaces(markdown_text(comparer(before, after, calcule=CALCULS), "v1", "v2")).splitlines()[0]
    assert title == f"## En 2026, à total constant, {dit}"
