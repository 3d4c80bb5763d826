"""What one adherent's coming or leaving changes for the others, to the cent."""

from __future__ import annotations

import pytest

from convention.compare.ecarts import EcartAdherent, together
from convention.compare.entrees import arrivee, depart, staying, without_folder
from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from tests.arrivees import BRUYERE, CERISAIE, comes, leaves
from tests.essais import lire, nancy, relire
from tests.maquette import Cout, Membre, maquette

RESEAU = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}


def test_an_arrival_lowers_what_the_others_pay_of_a_shared_cost() -> None:
    (effet,) = arrivee(lire(comes()), "cerisaie")
    # 4 800.00 € over 99 devices, then over 100; direct costs, copiers and payroll do not move.
    assert {part.adherent: part.ecart for part in effet.autres("cerisaie")} == {
        "metropole-grandval": -38_79,
        "aubepine": -6_79,
        "bruyere": -2_42,
        "ccas-aubepine": 0,
    }
    # 700.00 € × 20 workstations × 6/12, and 4 800.00 € × 1/100.
    assert effet.part("cerisaie") == EcartAdherent("cerisaie", 0, 7_048_00)


def test_a_departure_raises_what_the_others_pay_of_a_shared_cost() -> None:
    (effet,) = depart(lire(leaves()), "bruyere")
    # 5 devices weigh 2.5: 4 800.00 € over 96.5 instead of 99.
    assert {part.adherent: part.ecart for part in effet.autres("bruyere")} == {
        "metropole-grandval": 100_49,
        "aubepine": 17_58,
        "ccas-aubepine": 0,
    }
    # 31 workstations and 2 copiers for six months.
    assert effet.part("bruyere") == EcartAdherent(
        "bruyere", 21_700_00 + 2_300_00 + 242_42, 10_850_00 + 1_150_00 + 124_35
    )


@pytest.mark.parametrize("nom", ["cerisaie", "bruyere"])
def test_the_parts_add_up_to_the_totals(nom: str) -> None:
    (effet,) = arrivee(lire(comes()), nom) if nom == "cerisaie" else depart(lire(leaves()), nom)
    whole = together((*effet.autres(nom), effet.part(nom)))
    assert whole == EcartAdherent("", effet.avant.totaux.general, effet.apres.totaux.general)


def test_who_leaves_on_the_first_of_january_pays_nothing_that_year() -> None:
    (effet,) = depart(lire(leaves(effet="2026-01-01")), "bruyere")
    # Had it stayed: 31 workstations, 2 copiers, and 5 of 99 devices.
    assert effet.part("bruyere") == EcartAdherent("bruyere", 21_700_00 + 2_300_00 + 242_42, 0)
    # Nor does its coming change anything of a year when it is no more there.
    assert arrivee(lire(leaves(effet="2026-01-01")), "bruyere") == ()


@pytest.mark.parametrize(
    ("cout", "counted", "paid"),
    [
        # Nothing says what it would have counted, then what it does; a price that each pays needs no count.
        ("cout * part(postes)", False, None),
        ("cout * part(postes)", True, (600_00, 400_00)),
        ("cout", False, (1_200_00, 600_00)),
    ],
)
def test_a_year_whose_counts_are_not_known_is_left_out_unless_nothing_is_counted(
    cout: str, paid: tuple[int, int] | None, *, counted: bool
) -> None:
    leaving = Membre("postes: 10", adhesion="debut: 2024-01-01, fin: 2026-07-01")
    files = maquette(
        {"metropole": Membre("postes: 10"), "laxou": leaving}, {"reseau": Cout("cout: 1200.00", annuel=cout)}
    )
    if not counted:
        del files["adherents/laxou/quantites/2026.yaml"]
    effects = depart(lire(files), "laxou")
    expected = [] if paid is None else [EcartAdherent("laxou", *paid)]
    assert [effet.part("laxou") for effet in effects] == expected
    assert [effet.part("ludres") for effet in effects] == [EcartAdherent("ludres", 0, 0)] * len(expected)


def test_who_paid_nothing_before_is_one_of_the_others() -> None:
    # What Laxou no longer pays of 1 200,00 €, from July, is left to the managing body, which had no part of it.
    left = Membre("postes: 10", "{service: S03, debut: 2024-01-01}", "debut: 2024-01-01, fin: 2026-07-01")
    membres = {"metropole": Membre("", ""), "laxou": left}
    (effet,) = depart(lire(maquette(membres, RESEAU, part_liberee="gestionnaire")), "laxou")
    assert effet.autres("laxou") == (EcartAdherent("metropole", 0, 60_000),)


def test_the_others_are_told_by_the_largest_difference_then_the_largest_amount_then_the_name() -> None:
    # 1 200,00 € over 50 workstations, then over 60; copies at 1,00 € a workstation, for those who take S04.
    both = "{service: S03, debut: 2024-01-01}, {service: S04, debut: 2024-01-01}"
    copies = {"copies": Cout("cout: 1.00", annuel="cout * postes", service="S04")}
    membres = {
        "dombasle": Membre("postes: 20"),
        "bouxieres": Membre("postes: 10", both),
        "custines": Membre("postes: 10"),
        "agincourt": Membre("postes: 10"),
        "laxou": Membre("postes: 10", adhesion="debut: 2026-01-01"),
    }
    (effet,) = arrivee(lire(maquette(membres, {**RESEAU, **copies})), "laxou")
    assert effet.autres("laxou") == (
        EcartAdherent("dombasle", 480_00, 400_00),
        EcartAdherent("bouxieres", 250_00, 210_00),
        EcartAdherent("agincourt", 240_00, 200_00),
        EcartAdherent("custines", 240_00, 200_00),
    )


def test_a_folder_taken_out_leaves_the_repository_as_if_it_had_never_been() -> None:
    files = comes()
    never = {path: text for path, text in files.items() if not path.startswith(CERISAIE)}
    without = without_folder(lire(files), "cerisaie")
    assert resolve(without, 2026) == resolve(lire(never), 2026)


def test_a_folder_taken_out_takes_only_its_own_unreadable_documents() -> None:
    wrong = {f"{CERISAIE}/quantites/2026.yaml", f"{BRUYERE}/quantites/2026.yaml"}
    depot = relire({path: "[" if path in wrong else text for path, text in comes().items()}).depot
    assert depot.illisibles == wrong
    assert without_folder(depot, "cerisaie").illisibles == {f"{BRUYERE}/quantites/2026.yaml"}


def test_what_was_called_stays_called() -> None:
    depot = lire(leaves())
    assert depot.sceaux
    assert without_folder(depot, "bruyere").sceaux == depot.sceaux
    assert staying(depot, "bruyere").sceaux == depot.sceaux


def test_a_departure_undone_is_that_of_the_components_too() -> None:
    appli = {
        "appli": Cout("cout: 120.00", annuel="cout * comptes", suite="abaque: comptes, beneficiaires: souscription")
    }
    stays, ends = (
        lire(
            maquette(
                {
                    "laxou": Membre(
                        adhesion=f"debut: 2024-01-01{fin}",
                        composants=f"{{composant: appli{fin}}}",
                        par_composant="comptes: {appli: 2}",
                    )
                },
                appli,
            )
        )
        for fin in ("", ", fin: 2026-07-01")
    )
    totals = calculer(resolve(staying(ends, "laxou"), 2026)).totaux
    assert totals.par_adherent == {"laxou": 240_00}
    assert totals == calculer(resolve(stays, 2026)).totaux


@pytest.mark.parametrize("ended", ["", ", fin: 2026-07-01"])
def test_a_departure_undone_is_a_membership_without_an_end(ended: str) -> None:
    files = leaves()
    path = f"{BRUYERE}/souscriptions.yaml"
    files[path] = files[path].replace("debut: 2026-01-01", f"debut: 2026-01-01{ended}")
    stays = {
        **leaves(),
        f"{BRUYERE}/adherent.yaml": leaves()[f"{BRUYERE}/adherent.yaml"].replace(", fin: 2026-07-01", ""),
    }
    assert (
        calculer(resolve(staying(lire(files), "bruyere"), 2026)).totaux == calculer(resolve(lire(stays), 2026)).totaux
    )


def test_what_was_left_before_the_departure_stays_left() -> None:
    files = leaves()
    path = f"{BRUYERE}/souscriptions.yaml"
    files[path] = files[path].replace("debut: 2026-01-01", "debut: 2026-01-01, fin: 2026-04-01")
    (effet,) = depart(lire(files), "bruyere")
    assert {part.ecart for part in effet.autres("bruyere")} == {0}


@pytest.mark.parametrize("effet", ["2027-01-01", "2028-07-01"])
def test_a_year_without_quantities_is_left_out(effet: str) -> None:
    assert depart(lire(leaves(effet=effet)), "bruyere") == ()


def test_who_does_not_leave_has_no_departure() -> None:
    assert depart(lire(comes()), "bruyere") == ()


def test_only_open_exercices_from_the_arrival_are_compared() -> None:
    depot = nancy()
    assert [effet.exercice for effet in arrivee(depot, "essey-les-nancy")] == [2026, 2027, 2028]
