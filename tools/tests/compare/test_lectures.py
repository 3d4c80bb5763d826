"""`compare.lectures`: what another reading of the convention would cost whom."""

from __future__ import annotations

from convention.compare.ecarts import EcartAdherent
from convention.compare.lectures import other_readings
from tests.essais import lire
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette

LECTURES = "catalogue/lectures.yaml"
RESTE = "titre: t, extraits: [], question: q, lecture: l, motif: m, statut: a_confirmer, "
TEXTE = f"""{DEMO}lectures:
  inclus: {{numero: 7, {RESTE}alternatives: {{avec-l-adhesion: {{libelle: a, obligatoires: [S03]}}}}}}
  depart:
    {{numero: 3, {RESTE}alternatives: {{ailleurs: {{libelle: b}}, partage: {{libelle: c, part_liberee: repartie}}}}}}
"""
"""What an exit frees is borne by the managing body here: it might be shared; S03 might come with the membership."""
DEUX = "{service: S03, debut: 2024-01-01}, {service: S04, debut: 2024-01-01}"
FILES = maquette(
    {
        "metropole": Membre("", ""),
        "laxou": Membre("postes: 10", "{service: S03, debut: 2024-01-01, fin: 2026-07-01}"),
        "nancy": Membre("postes: 20"),
        "bouxieres": Membre("postes: 5", DEUX),
        "agincourt": Membre("postes: 5"),
        "pulnoy": Membre("postes: 20", ""),
    },
    {
        "reseau": Cout("cout: 1200.00", annuel="cout * part(postes)"),
        "copies": Cout("cout: 1.00", annuel="cout * postes", service="S04"),
    },
    part_liberee="gestionnaire",
)
DEPOT = lire({**FILES, LECTURES: f"{first_line(LECTURES)}{TEXTE}"})


def test_each_reading_that_replaces_a_rule_says_who_would_pay_what_by_the_largest_difference() -> None:
    partage, adhesion = other_readings(DEPOT, 2026)
    # 1 200,00 € over 40 workstations, 150,00 € of which Laxou frees in July; shared: over 5 + 20 + 5 + 5.
    assert (partage.lecture.numero, partage.alternative.libelle) == (3, "c")
    assert partage.parts == (
        EcartAdherent("metropole", 150_00, 0),
        EcartAdherent("nancy", 600_00, 685_71),
        EcartAdherent("bouxieres", 155_00, 176_43),
        EcartAdherent("agincourt", 150_00, 171_43),
        EcartAdherent("laxou", 150_00, 171_43),
    )
    # With the membership, which Laxou keeps: over 10 + 20 + 5 + 5 + 20.
    assert (adhesion.lecture.numero, adhesion.alternative.libelle) == (7, "a")
    assert adhesion.parts == (
        EcartAdherent("pulnoy", 0, 400_00),
        EcartAdherent("nancy", 600_00, 400_00),
        EcartAdherent("metropole", 150_00, 0),
        EcartAdherent("bouxieres", 155_00, 105_00),
        EcartAdherent("agincourt", 150_00, 100_00),
        EcartAdherent("laxou", 150_00, 200_00),
    )


def test_another_reading_shares_the_same_total_between_those_whom_it_touches() -> None:
    partage, _ = other_readings(DEPOT, 2026)
    assert partage.total == EcartAdherent("", 1_205_00, 1_205_00)
    assert partage.touches == partage.parts


def test_who_pays_the_same_is_not_touched() -> None:
    partage, _ = other_readings(DEPOT, 2026)
    same = EcartAdherent("villers", 10_00, 10_00)
    assert partage._replace(parts=(*partage.parts, same)).touches == partage.parts
