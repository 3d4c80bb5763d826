"""A departure leaves nothing to be done that no gesture does: counts and estimates without an object.

Knows: gestures, the checks. Must not know: how they are found.
"""

from __future__ import annotations

import shlex
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.checks.registry import run
from convention.edition.gestes import suites
from convention.edition.gestes.quantifier import Quantifier, read_counts
from convention.edition.gestes.resilier import Resilier
from tests.conventions.dits import SYNDICAT
from tests.edition.depots import faire, relire
from tests.espaces import espaces
from tests.essais import fichiers
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import Depot

ADHERENTS = ("fontazur", "pierrelune", "valcendre")
"""Those that count their licences, but the managing body."""
ESTIMATION = """# yaml-language-server: $schema=../../schemas/equilibre.schema.json
origine: demonstration
source: "inventé"
masse_salariale: []
seul:
  methode: "inventée"
  valeurs: {fontazur: 1000.00, pierrelune: 1000.00, trois-vallees: 1000.00, valcendre: 1000.00}
"""
FICHIERS = {**fichiers(SYNDICAT), **{f"pricing/equilibre/{annee}.yaml": ESTIMATION for annee in (2026, 2027)}}
FIN, AUJOURD_HUI = date(2026, 9, 1), date(2026, 12, 15)


def sans_objet(files: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the warnings on counts and estimates that lose their object."""
    chargement = relire(files)
    assert chargement.diagnostics == ()
    found = {(item.code, item.span.path) for item in run(chargement.depot)}
    return {item for item in found if item[0] in {"QTE003", "EQU001"}}


def resilier(adherent: str, objet: str | None) -> Resilier:
    return Resilier.model_construct(adherent=adherent, objet=objet, fin=FIN, notification=date(2026, 1, 5))


def nommes(depot: Depot, demande: Resilier) -> list[Quantifier]:
    """Read the counts that the sentences of a gesture ask for, as their commands write them."""
    found = []
    for text in suites(depot, demande, AUJOURD_HUI):
        command = espaces(text).partition("« convention quantifier ")[2].partition(" »")[0]
        if command:
            adherent, *counts, _, annee, _, source = shlex.split(command)
            written = read_counts(counts)
            found.append(
                Quantifier.model_construct(
                    adherent=adherent,
                    exercice=int(annee),
                    phase=None,
                    date=AUJOURD_HUI,
                    source=source,
                    valeurs={cle: Fraction(value) for cle, value in written["valeurs"].items()},
                    par_composant={
                        cle: {nom: Fraction(value) for nom, value in counts.items()}
                        for cle, counts in written["par_composant"].items()
                    },
                )
            )
    return found


@pytest.mark.parametrize(("objet", "hypothese"), [(None, True), ("S03", True), ("S03", False)])
def test_what_is_supposed_of_a_year_cut_short_is_said_to_count_whole(objet: str | None, *, hypothese: bool) -> None:
    why = "hypothese: reprise, " if hypothese else ""
    counted = f"{{phase: previsionnel, date: 2026-01-01, source: x, {why}valeurs: {{consommables: 8}}}}"
    membres = {"metropole": Membre("consommables: 9"), "a": Membre("postes: 1", comptages=counted)}
    files = maquette(membres, {"x": Cout("cout: 300.00", annuel="cout * part(consommables)")})
    demande = Resilier.model_construct(adherent="a", objet=objet, fin=date(2026, 7, 1), notification=date(2026, 1, 5))
    told = espaces("".join(suites(relire(faire(files, demande).files).depot, demande, AUJOURD_HUI)))
    whole = "a, 6 mois sur 12 en 2026 : ce qui est supposé compte entier (consommables : 8 consommables)."
    command = "« convention quantifier a consommables=… --exercice 2026 --source … »"
    assert (whole in told, command in told) == (hypothese, hypothese)


@pytest.mark.parametrize("adherent", ADHERENTS)
def test_the_end_of_a_membership_leaves_nothing_without_an_object(adherent: str) -> None:
    assert sans_objet(FICHIERS) == set()
    done = faire(FICHIERS, resilier(adherent, None))
    assert sans_objet(done.files) == set()
    # What it would pay alone still stands for the year that it begins, and is gone from the next one.
    alone = {annee: relire(done.files).depot.vie.equilibres[annee].seul for annee in (2026, 2027)}
    assert {annee: adherent in found.valeurs for annee, found in alone.items() if found} == {2026: True, 2027: False}


@pytest.mark.parametrize("adherent", ADHERENTS)
def test_what_the_exit_sheet_reads_of_a_year_without_the_adherent_is_kept(adherent: str) -> None:
    done = faire(FICHIERS, resilier(adherent, None))
    assert not [item.path for item in done.modifications if "/quantites/" in item.path]


@pytest.mark.parametrize("adherent", ADHERENTS)
def test_the_end_of_a_service_names_the_gestures_after_which_nothing_unbilled_is_counted(adherent: str) -> None:
    demande = resilier(adherent, "N02")
    files = faire(FICHIERS, demande).files
    assert sans_objet(files) == {("QTE003", f"adherents/{adherent}/quantites/2027.yaml")}
    for count in nommes(relire(files).depot, demande):
        files = faire(files, count).files
    assert sans_objet(files) == set()
    assert nommes(relire(files).depot, demande) == []
