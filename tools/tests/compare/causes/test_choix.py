"""`choix` and `completion`: who changed what, once each side has the figures that it has no use for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.causes.choix import AUTRES, COMMUN, Choix, changes
from convention.compare.causes.completion import completed
from convention.compare.causes.effets import Effets
from convention.engine.contribution import calculer
from tests.compare.causes.causes_naives import Vues, cote, effects, explain, naive_effects, vues
from tests.essais import FIGES, edited, fichiers
from tests.generateur.textes import BAREMES, INDICE, first_line, siren
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

CLES, LIGNES, COMPOSANTS = "pricing/cles.yaml", "pricing/couts-de-possession.yaml", "pricing/composants/S03.yaml"
GRILLE, SERIE = "pricing/baremes/degressif.yaml", "pricing/indices/salaires.yaml"
RESEAU = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
DEUX = {"laxou": Membre("postes: 10, copieurs: 4"), "nancy": Membre("postes: 20, copieurs: 2")}
COPIEURS = {"copies": Cout("cout: 5.00", annuel="cout + bareme(degressif; copieurs) * copieurs")}
ENTRETIEN = {"entretien": Cout("cout: 10.00", annuel="indice(cout; annuelle) * copieurs")}
PLAFOND = {"mobiles": Cout("cout: 7.00", annuel="min(cout; plafond) * copieurs")}
REVISION = "    revisions: {annuelle: {serie: salaires, base: 2023-01, mois: {2020: 2023-01, 2026: 2025-01}}}\n"
PARAMETRE = "    parametres: {plafond: {unite: €/an, valeurs: {2020: 5}}}\n"


def _made(before: Mapping[str, str], after: Mapping[str, str]) -> Choix:
    """Find who changed what, as the recombinations do."""
    base, head = vues(before, after)
    return changes(completed(cote(base), head), completed(cote(head), base))


def _with(files: Mapping[str, str], path: str, text: str) -> dict[str, str]:
    return {**files, path: f"{first_line(path)}{text}"}


def _row(files: Mapping[str, str], nom: str, more: str) -> dict[str, str]:
    """Give a row of annexe 4 its parameters or its revisions."""
    return edited(files, LIGNES, f"    libelle: {nom}\n", f"    libelle: {nom}\n{more}")


GRILLES = _with(maquette(DEUX, COPIEURS), GRILLE, BAREMES["degressif"])
INDEXE = _with(_row(maquette(DEUX, ENTRETIEN), "entretien", REVISION), SERIE, INDICE)
PLAFONNE = _row(maquette(DEUX, PLAFOND), "mobiles", PARAMETRE)


# --- what is no change ---


def test_where_rules_come_from_and_their_accounts_change_nothing() -> None:
    before = maquette(DEUX, RESEAU)
    after = dict(before)
    for path, old, new in (
        (CLES, "origine: demonstration", "origine: convention"),
        (LIGNES, "origine: demonstration", "origine: convention"),
        ("pricing/comptes.yaml", "62876", "62878"),
    ):
        after[path] = after[path].replace(old, new)
    base, head = (side.regles for side in vues(before, after))
    different = {nom for nom in base._fields if getattr(base, nom) != getattr(head, nom)}
    assert different == {"origines_cles", "origines_lignes", "imputations"}
    assert _made(before, after) == Choix()


def test_a_parameter_that_stands_elsewhere_is_the_same_one() -> None:
    first = {"seul": Cout("cout: 1.00", annuel="cout * postes")}
    before, after = (
        _row(maquette(DEUX, couts), "mobiles", PARAMETRE) for couts in ({**first, **PLAFOND}, {**PLAFOND, **first})
    )
    sides = vues(before, after)
    assert sides.base.regles.parametres != sides.head.regles.parametres
    assert _made(before, after) == Choix()


def _everything() -> tuple[dict[str, str], dict[str, str]]:
    """Bring in at once an adherent, an expense, and costs with their rows, their keys, their grids, their months."""
    depense = (
        "{id: pc, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: 2, montants: {prix: 800.00}, "
        "devis: {reference: D1, accepte_le: 2026-02-02}, livraison: 2026-03-03}"
    )
    badges = {"badges": Cout("cout: 3.00", annuel="cout * badges")}
    membres = {
        "laxou": Membre("postes: 10, copieurs: 4, badges: 6", depenses=depense),
        "nancy": Membre("postes: 20, copieurs: 2, badges: 7"),
        "saint-max": Membre("postes: 5, copieurs: 1, badges: 8"),
    }
    after = maquette(membres, {**RESEAU, **COPIEURS, **ENTRETIEN, **PLAFOND, **badges})
    after = _with(_with(after, GRILLE, BAREMES["degressif"]), SERIE, INDICE)
    after = _row(_row(after, "mobiles", PARAMETRE), "entretien", REVISION)
    after = {
        **after,
        CLES: f"{after[CLES]}  badges: {{libelle: badges, unite: badge, pluriel: badges, comptage: a_date}}\n",
    }
    return maquette(DEUX, RESEAU), after


@pytest.mark.parametrize("swapped", [False, True])
def test_what_comes_with_all_that_it_reads_is_a_change_of_existence_alone(*, swapped: bool) -> None:
    before, after = _everything()
    made = _made(after, before) if swapped else _made(before, after)
    assert made == Choix(perimetre=frozenset({AUTRES, "laxou", "saint-max"}))


# --- a figure that is read, on both sides or on one ---


def test_a_tier_that_changes_is_a_price() -> None:
    # Four copiers of Laxou, two of Nancy: 12,50 € each, then 13,00 €.
    after = edited(GRILLES, GRILLE, "valeur: 12.5", "valeur: 13")
    assert effects(vues(GRILLES, after)) == {"laxou": Effets(prix=200), "nancy": Effets(prix=100)}


def test_a_published_month_that_changes_is_a_price() -> None:
    # 10,00 € × 108,7 ÷ 101,3 = 10,73 €, then × 113,456 ÷ 101,3 = 11,20 €: 4 and 2 copiers.
    after = edited(INDEXE, SERIE, "2025-01: 108.7", "2025-01: 113.456")
    assert effects(vues(INDEXE, after)) == {"laxou": Effets(prix=188), "nancy": Effets(prix=94)}


def test_a_parameter_that_changes_is_a_rule() -> None:
    # A copier costs 5,00 €, then 6,00 €.
    after = edited(PLAFONNE, LIGNES, "2020: 5", "2020: 6")
    assert effects(vues(PLAFONNE, after)) == {"laxou": Effets(regles=400), "nancy": Effets(regles=200)}


def _without(files: Mapping[str, str], path: str) -> dict[str, str]:
    return {name: text for name, text in files.items() if name != path}


LATER = {
    "paramètre": PARAMETRE.replace("2020", "2030"),
    "révision": REVISION.replace("2020: 2023-01, 2026", "2030"),
}
"""Figures that begin after the exercice: nothing is found in it."""
READ: Mapping[str, tuple[Mapping[str, str], Mapping[str, str], Choix]] = {
    "barème": (_without(GRILLES, GRILLE), GRILLES, Choix(prix=COMMUN)),
    "indice": (edited(INDEXE, SERIE, ", 2025-01: 108.7", ""), INDEXE, Choix(prix=COMMUN)),
    "paramètre": (edited(PLAFONNE, LIGNES, PARAMETRE, LATER["paramètre"]), PLAFONNE, Choix(regles=COMMUN)),
    "révision": (edited(INDEXE, LIGNES, REVISION, LATER["révision"]), INDEXE, Choix(regles=COMMUN)),
}


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize("swapped", [False, True])
def test_a_figure_that_was_awaited_is_a_change_of_its_own(kind: str, *, swapped: bool) -> None:
    before, after, made = READ[kind]
    assert _made(*((after, before) if swapped else (before, after))) == made


def test_a_grid_that_a_limit_reads_is_awaited_too() -> None:
    capped = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
    limited = edited(
        maquette(DEUX, capped),
        LIGNES,
        "formule: cout * part(postes)\n",
        "formule: cout * part(postes)\n      plafond: {formule: 'bareme(degressif; copieurs) * copieurs'}\n",
    )
    assert _made(limited, _with(limited, GRILLE, BAREMES["degressif"])) == Choix(prix=COMMUN)


def test_a_formula_that_cannot_be_read_awaits_nothing() -> None:
    before = edited(GRILLES, LIGNES, "cout + bareme(degressif; copieurs) * copieurs", "cout +")
    assert _made(_without(before, GRILLE), GRILLES) == Choix(regles=COMMUN)


def test_the_price_of_an_expense_that_was_awaited_is_a_price() -> None:
    depense = (
        "{{id: pc, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: 2, montants: {{{}}}, "
        "devis: {{reference: D1, accepte_le: 2026-02-02}}, livraison: 2026-03-03}}"
    )
    before, after = (
        maquette({"laxou": Membre("postes: 10", depenses=depense.format(prix))}, RESEAU)
        for prix in ("", "prix: 800.00")
    )
    assert effects(vues(before, after)) == {"laxou": Effets(prix=160_000)}


@pytest.mark.parametrize("cle", ["postes", "comptes"])
def test_a_count_that_the_forfait_awaits_is_a_volume(cle: str) -> None:
    # 700,00 € each, of which nobody had counted any; three are counted. Accounts are otherwise counted by component.
    before, after = (
        edited(
            maquette({"laxou": Membre(counted)}, {}, forfait="2024-01-01: 700.00"),
            "pricing/forfait.yaml",
            "cle: postes",
            f"cle: {cle}",
        )
        for counted in ("", f"{cle}: 3")
    )
    assert effects(vues(before, after)) == {"laxou": Effets(volume_propre=210_000)}


def test_a_fixed_share_that_changes_is_a_rule() -> None:
    shared = "pluriel: To, quotes_parts: {{laxou: {}, nancy: 2}}"
    files = maquette(DEUX, {"disque": Cout("cout: 900.00", annuel="cout * part(stockage)")})
    before, after = (edited(files, CLES, "pluriel: To, comptage: moyenne", shared.format(part)) for part in (1, 3))
    made = _made(before, after)
    assert made == Choix(regles=frozenset({AUTRES}))


@pytest.mark.parametrize("swapped", [False, True])
def test_shares_that_were_decided_and_are_counted_change_by_a_rule_alone(*, swapped: bool) -> None:
    counted = {"laxou": Membre("stockage: 1"), "nancy": Membre("stockage: 5")}
    after = maquette(counted, {"disque": Cout("cout: 900.00", annuel="cout * part(stockage)")})
    before = edited(after, CLES, "pluriel: To, comptage: moyenne", "pluriel: To, quotes_parts: {laxou: 1, nancy: 2}")
    sides = (after, before) if swapped else (before, after)
    assert _made(*sides) == Choix(regles=frozenset({AUTRES}))
    # With a price that changes too, from 900,00 to 1 200,00 €: Laxou pays a third, then a sixth.
    dearer = edited(sides[1], COMPOSANTS, "cout: 900.00", "cout: 1200.00")
    rule = 17_500 if swapped else -17_500
    found = effects(vues(sides[0], dearer))
    assert {nom: item.regles for nom, item in found.items()} == {"laxou": rule, "nancy": -rule}
    assert [nom for nom, item in found.items() if item.volume] == []


def test_a_quantity_that_is_published_is_nobody_s_own() -> None:
    before, path = fichiers(FIGES / "ecoles"), "pricing/references/potentiel-fiscal.yaml"
    after = edited(before, path, "700, college-emeraude: 1200}", "900, college-emeraude: 1200}")
    assert _made(before, after) == Choix(volume=frozenset({AUTRES}))
    # A coefficient that compares it moves with it, whatever the price becomes.
    both = vues(
        before, edited(after, "pricing/composants/S01.yaml", "2026: {cout_annuel: 30080", "2026: {cout_annuel: 40080")
    )
    assert effects(both) == naive_effects(both)


# --- a stay that changes with a count ---


SEJOURS = ("debut: 2024-01-01", "debut: 2026-04-01", "debut: 2024-01-01, fin: 2026-10-01")


@pytest.mark.parametrize("sejour", SEJOURS[1:])
@pytest.mark.parametrize("part_liberee", ["repartie", "gestionnaire"])
def test_a_membership_that_changes_with_everybody_s_counts_is_told_as_it_is_defined(
    sejour: str, part_liberee: str
) -> None:
    before, after = (
        maquette(
            {"metropole": Membre(f"postes: {10 + more}"), "laxou": Membre(f"postes: {30 + more}", adhesion=adhesion)},
            RESEAU,
            part_liberee=part_liberee,
        )
        for more, adhesion in ((0, SEJOURS[0]), (7, sejour))
    )
    both = vues(before, after)
    assert effects(both) == naive_effects(both)
    assert effects(Vues(both.head, both.base)) == naive_effects(Vues(both.head, both.base))


@pytest.mark.long
@pytest.mark.parametrize(
    ("before", "after"), [("100000001", "100000001"), ("300000003", "300000003"), ("100000001", "300000003")]
)
def test_the_cent_of_who_comes_goes_by_the_order_of_the_siren(before: str, after: str) -> None:
    # 100,01 € between equals: alone with Nancy, Laxou has 50,01 € or 50,00 €, as its SIREN comes first or last.
    reseau = {"reseau": Cout("cout: 100.01", annuel="cout * part(postes)")}
    nancy, pulnoy = Membre("postes: 10", siren="200000002"), Membre("postes: 10", siren="400000004")
    both = vues(
        maquette({"laxou": Membre("postes: 10", "", siren=before), "nancy": nancy}, reseau),
        maquette({"laxou": Membre("postes: 10", siren=after), "nancy": nancy, "pulnoy": pulnoy}, reseau),
    )
    assert effects(both) == naive_effects(both)
    assert effects(Vues(both.head, both.base)) == naive_effects(Vues(both.head, both.base))


def test_what_a_cap_leaves_to_the_managing_body_is_told_as_it_is_defined() -> None:
    # The managing body leaves the network, Laxou takes it for the whole year: 300,00 € at most for each of the others.
    whole, part = "{service: S03, debut: 2024-01-01}", "{service: S03, debut: 2026-04-01}"
    before, after = (
        edited(
            maquette(
                {
                    "metropole": Membre("postes: 35", own),
                    "laxou": Membre("postes: 10", other),
                    "nancy": Membre("postes: 15"),
                },
                RESEAU,
            ),
            LIGNES,
            "formule: cout * part(postes)\n",
            "formule: cout * part(postes)\n      plafond: {formule: '300', reliquat: gestionnaire}\n",
        )
        for own, other in ((whole, part), ("", whole))
    )
    both = vues(before, after)
    assert effects(both) == naive_effects(both)


# --- what each adherent owes alone ---

TROIS = {"laxou": "352", "nancy": "351", "saint-max": "353"}
"""The first digits of a SIREN: a cent that several deserve goes to the lowest."""
TOUT = {
    "reseau": Cout("cout: 0.01", annuel="cout * (part(postes) + part(copieurs))"),
    "ligne": Cout("prix: 7.00", annuel="prix * copieurs"),
}


def test_the_effects_of_tied_cents_unit_prices_and_the_fee_are_those_of_every_order_of_the_changes() -> None:
    membres = {nom: Membre("postes: 10, copieurs: 4", siren=siren(int(f"{head}00000"))) for nom, head in TROIS.items()}
    before = maquette(membres, TOUT, forfait="2024-01-01: 700.00")
    moved = {
        "laxou": Membre("postes: 11, copieurs: 3", siren=siren(35300000)),
        "nancy": Membre("postes: 10, copieurs: 4", siren=siren(35100000)),
        "saint-max": Membre("postes: 9, copieurs: 4", siren=siren(35200000)),
    }
    dear = {
        "reseau": TOUT["reseau"]._replace(montants="cout: 0.02"),
        "ligne": TOUT["ligne"]._replace(montants="prix: 9.00"),
    }
    after = maquette(moved, dear, forfait="2024-01-01: 710.60")
    sides = vues(before, after)
    assert _made(before, after) == Choix(volume=frozenset({"laxou", "saint-max"}), prix=COMMUN, regles=COMMUN)
    assert effects(sides) == naive_effects(sides)
    every = {ligne.identite for vue in sides for ligne in calculer(vue).lignes}
    told = {(cause.adherent, *item[:4]) for cause in explain(sides) for item in cause.lignes}
    assert told <= every


@pytest.mark.parametrize("sirens", [("351", "353"), ("353", "351")])
def test_the_effects_of_newcomers_who_share_a_tied_cent_are_those_of_every_order(sirens: tuple[str, str]) -> None:
    # Three cents: one and a half to each of two equals.
    couts = {"reseau": Cout("cout: 0.03", annuel="cout / 2 * (part(postes) + part(copieurs))")}
    known = {"nancy": Membre("postes: 10, copieurs: 4", siren=siren(35200000))}
    out = "{service: S04, debut: 2024-01-01}"
    before, after = (
        maquette(
            {
                "laxou": Membre("postes: 10, copieurs: 4", subscribed, siren=siren(int(f"{head[0]}00000"))),
                "saint-max": Membre("postes: 10, copieurs: 4", subscribed, siren=siren(int(f"{head[1]}00000"))),
                **known,
            },
            couts,
        )
        for subscribed, head in ((out, sirens), ("{service: S03, debut: 2024-01-01}", sirens[::-1]))
    )
    sides = vues(before, after)
    assert _made(before, after) == Choix(perimetre=frozenset({"laxou", "saint-max"}), regles=COMMUN)
    assert effects(sides) == naive_effects(sides)


def test_a_managing_body_that_had_no_line_is_a_newcomer_like_the_others() -> None:
    def shared(souscription: str) -> dict[str, str]:
        newcomers = {nom: Membre("postes: 10", souscription) for nom in ("metropole", "laxou")}
        return maquette(newcomers | {"nancy": Membre("postes: 9")}, RESEAU)

    sides = vues(shared("{service: S04, debut: 2024-01-01}"), shared("{service: S03, debut: 2024-01-01}"))
    assert effects(sides) == naive_effects(sides)


def test_a_fee_that_changes_is_a_price() -> None:
    files = maquette(DEUX, {}, forfait="2024-01-01: 700.00")
    assert _made(files, edited(files, "pricing/forfait.yaml", "700.00", "710.60")) == Choix(prix=COMMUN)
