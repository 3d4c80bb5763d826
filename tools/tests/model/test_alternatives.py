"""Another reading put in force: each kind of replacement changes the rule that it names, and nothing else.

The repository is `tools/tests/depots/mini`; each reading is written as it would be in `catalogue/lectures.yaml`.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from convention.base.period import Prorata
from convention.model.alternatives import apply
from convention.model.depot import Depot
from convention.model.mots.communs import Beneficiaires, Comptage, Derogation, PartLiberee, Reliquat
from tests.essais import edited, fichiers, lire

MINI = Path(__file__).parents[1] / "depots" / "mini"
LECTURES = """\
# yaml-language-server: $schema=../schemas/lectures.schema.json
origine: demonstration
source: inventé pour les essais
lectures:
  essai:
    numero: 1
    titre: Essai
    question: Comment lire ?
    lecture: Ainsi.
    motif: Il faut choisir.
    statut: a_confirmer
    alternatives:
      autre:
        libelle: Autrement
"""
PARAMETRE = (
    "pricing/couts-de-possession.yaml",
    "variables: {cout_location: €/copieur/an}",
    "variables: {cout_location: €/copieur/an}\n    parametres: {remise: {unite: '1', valeurs: {2024: 1, 2026: 2}}}",
)


def _depot(*lines: str, change: tuple[str, str, str] | None = None) -> Depot:
    """Load the small repository with one other reading, whose fields are these lines."""
    texts = fichiers(MINI)
    texts["catalogue/lectures.yaml"] = LECTURES + "".join(f"        {line}\n" for line in lines)
    return lire(edited(texts, *change) if change is not None else texts)


def _read(depot: Depot) -> Depot:
    return apply(depot, depot.vie.lectures["essai"].alternatives["autre"])


def _changed(before: Depot, after: Depot) -> set[str]:
    """Name the parts of the Depot that are not the same objects."""
    return {nom for nom in Depot._fields if getattr(before, nom) is not getattr(after, nom)}


def test_an_alternative_in_words_only_changes_nothing() -> None:
    depot = _depot()
    alternative = depot.vie.lectures["essai"].alternatives["autre"]
    assert (_changed(depot, apply(depot, alternative)), alternative.executable) == (set(), False)


def test_a_formula_replaces_that_of_its_column_and_no_other_row() -> None:
    formule = "cout_maintenance * part(imprimantes)"
    depot = _depot("formules:", f"  - {{ligne: serveur-impression, colonne: annuel, formule: {formule}}}")
    read = _read(depot)
    assert _changed(depot, read) == {"lignes"}
    before, after = depot.lignes["serveur-impression"], read.lignes["serveur-impression"]
    assert before.annuel is not None
    assert after.annuel == before.annuel.model_copy(update={"formule": formule})
    assert after == before.model_copy(update={"annuel": after.annuel})
    assert [nom for nom in depot.lignes if depot.lignes[nom] is not read.lignes[nom]] == ["serveur-impression"]
    assert list(depot.lignes) == list(read.lignes)


def test_a_formula_with_a_fixed_part_declares_it_for_the_row() -> None:
    depot = _depot("formules:", "  - {ligne: application, colonne: annuel, formule: cout_maintenance, part_fixe: oui}")
    assert (depot.lignes["application"].part_fixe, _read(depot).lignes["application"].part_fixe) == (False, True)


def test_two_columns_of_one_row_are_both_replaced() -> None:
    direct = (
        "    annuel:\n      formule: cout_location",
        "    direct: {formule: x, texte: x}\n    annuel:\n      formule: cout_location",
    )
    depot = _depot(
        "formules:",
        "  - {ligne: copieur, colonne: direct, formule: a}",
        "  - {ligne: copieur, colonne: annuel, formule: b}",
        change=("pricing/couts-de-possession.yaml", *direct),
    )
    read = _read(depot).lignes["copieur"]
    assert {nom: mode.formule for nom, mode in read.modes.items()} == {"direct": "a", "annuel": "b"}


ANNUEL = "    annuel:\n      formule: cout_location"
AUTRES = "    redactions: {2027: {factuel: {formule: f, texte: f}, annuel: {formule: a, texte: a}}}\n"
REDACTION = ("pricing/couts-de-possession.yaml", ANNUEL, f"{AUTRES}    direct: {{formule: x, texte: x}}\n{ANNUEL}")


def test_a_formula_holds_for_every_exercice_whatever_an_avenant_made_of_its_column_since() -> None:
    depot = _depot("formules:", "  - {ligne: copieur, colonne: annuel, formule: b}", change=REDACTION)
    before, after = (read.lignes["copieur"].redactions[2027] for read in (depot, _read(depot)))
    assert before.annuel is not None
    assert after == before.model_copy(update={"annuel": None})


def test_no_avenant_rewrites_a_direct_cost() -> None:
    depot = _depot("formules:", "  - {ligne: copieur, colonne: direct, formule: b}", change=REDACTION)
    assert _read(depot).lignes["copieur"].redactions == depot.lignes["copieur"].redactions


def test_a_parameter_takes_its_value_in_every_exercice() -> None:
    depot = _depot("parametres:", "  - {ligne: copieur, parametre: remise, valeur: 0.5}", change=PARAMETRE)
    read = _read(depot)
    assert _changed(depot, read) == {"lignes"}
    before, after = (item.lignes["copieur"].parametres["remise"] for item in (depot, read))
    assert dict(before.valeurs) == {2024: Fraction(1), 2026: Fraction(2)}
    assert dict(after.valeurs) == {2024: Fraction(1, 2), 2026: Fraction(1, 2)}
    assert after.unite == before.unite


def test_a_key_replaces_the_abaque_of_its_component() -> None:
    depot = _depot("abaques:", "  - {composant: application-finances, abaque: postes}")
    read = _read(depot)
    assert _changed(depot, read) == {"composants"}
    before, after = (item.composants["application-finances"] for item in (depot, read))
    assert after.composant == before.composant.model_copy(update={"abaque": "postes"})
    assert read.composants["serveur-impression"] is depot.composants["serveur-impression"]


def test_a_sum_replaces_the_terms_of_its_key() -> None:
    depot = _depot("sommes:", "  - {cle: moyens_impression, somme: [imprimantes]}")
    read = _read(depot)
    assert _changed(depot, read) == {"cles"}
    assert read.cles["moyens_impression"].somme == ("imprimantes",)
    assert read.cles["postes"] is depot.cles["postes"]


def test_a_counted_key_read_as_a_sum_is_no_longer_counted() -> None:
    depot = _depot("sommes:", "  - {cle: postes, somme: [imprimantes, copieurs]}")
    assert (depot.cles["postes"].comptage, _read(depot).cles["postes"].comptage) == (Comptage.A_DATE, None)


def test_the_prerequisites_of_a_sub_service_are_replaced_and_its_derogation_stays() -> None:
    depot = _depot("prerequis:", "  - {service: S03.2, services: [S02]}")
    read = _read(depot)
    assert _changed(depot, read) == {"services"}
    sous = read.sous_service("S03.2")
    assert sous is not None
    assert sous.prerequis is not None
    assert (sous.prerequis.services, sous.prerequis.derogation) == (("S02",), Derogation.ARCHIVES_DEPARTEMENTALES)
    assert read.sous_service("S03.1") is depot.sous_service("S03.1")
    assert read.services["S04"] is depot.services["S04"]


@pytest.mark.parametrize(("service", "asked"), [("S04", "S02"), ("S02", "S03")])
def test_a_service_takes_other_prerequisites_even_if_it_had_none(service: str, asked: str) -> None:
    depot = _depot("prerequis:", f"  - {{service: {service}, services: [{asked}]}}")
    prerequis = _read(depot).services[service].prerequis
    assert prerequis is not None
    assert prerequis.services == (asked,)


def test_the_services_that_come_with_the_membership_are_those_and_no_other() -> None:
    depot = _depot("obligatoires: [S02, S03]")
    read = _read(depot)
    assert _changed(depot, read) == {"services"}
    compulsory = [[code for code, service in item.services.items() if service.obligatoire] for item in (depot, read)]
    assert compulsory == [["S01"], ["S02", "S03"]]
    assert read.services["S04"] is depot.services["S04"]


def test_the_prorata_replaces_its_policy_and_no_other() -> None:
    depot = _depot("prorata: {mode: journalier, seuil: 31}")
    read = _read(depot)
    assert _changed(depot, read) == {"convention"}
    before, after = depot.convention.politiques, read.convention.politiques
    assert (after.prorata.mode, after.prorata.seuil) == (Prorata.JOURNALIER, 31)
    assert after.prorata.texte == before.prorata.texte
    assert after.part_liberee is before.part_liberee


def test_the_freed_share_replaces_its_policy_and_no_other() -> None:
    depot = _depot("part_liberee: gelee")
    read = _read(depot)
    assert _changed(depot, read) == {"convention"}
    before, after = depot.convention.politiques, read.convention.politiques
    assert (before.part_liberee.mode, after.part_liberee.mode) == (PartLiberee.REPARTIE, PartLiberee.GELEE)
    assert after.prorata is before.prorata


def test_another_key_counts_the_forfait_and_its_amounts_stay() -> None:
    depot = _depot("cle_forfait: imprimantes")
    read = _read(depot)
    assert _changed(depot, read) == {"forfaits"}
    assert read.forfaits == {"": depot.forfaits[""].model_copy(update={"cle": "imprimantes"})}


def test_names_that_designate_nothing_change_nothing() -> None:
    depot = _depot(
        "formules:",
        "  - {ligne: inconnue, colonne: annuel, formule: x}",
        "  - {ligne: copieur, colonne: factuel, formule: x}",
        "parametres:",
        "  - {ligne: inconnue, parametre: x, valeur: 1}",
        "  - {ligne: copieur, parametre: x, valeur: 1}",
        "abaques: [{composant: inconnu, abaque: postes}]",
        "beneficiaires: [{composant: inconnu, beneficiaires: souscription}]",
        "sommes: [{cle: inconnue, somme: [postes]}]",
        "prerequis: [{service: S99, services: [S01]}, {service: S03.9, services: [S01]}]",
    )
    assert _changed(depot, _read(depot)) == set()


def test_what_is_replaced_cannot_be_altered() -> None:
    depot = _depot("sommes:", "  - {cle: moyens_impression, somme: [imprimantes]}")
    with pytest.raises(TypeError):
        _read(depot).cles["x"] = depot.cles["postes"]  # type: ignore[index]


def test_the_first_exercice_of_a_rule_of_sharing_replaces_it_and_no_other() -> None:
    depot = _depot("factuels_entiers: 2029")
    read = _read(depot)
    assert _changed(depot, read) == {"convention"}
    partage = read.convention.politiques.partage
    assert partage is not None
    assert (partage.factuels_entiers, partage.couts_exacts) == (2029, None)
    assert read.convention.politiques.prorata is depot.convention.politiques.prorata


def test_the_beneficiaries_of_a_component_replace_those_of_no_other() -> None:
    depot = _depot("beneficiaires:", "  - {composant: application-finances, beneficiaires: souscription}")
    read = _read(depot)
    assert _changed(depot, read) == {"composants"}
    assert read.composants["application-finances"].composant.beneficiaires is Beneficiaires.SOUSCRIPTION


PLAFOND = (
    "pricing/couts-de-possession.yaml",
    "formule: cout_maintenance * part(moyens_impression)\n",
    'formule: cout_maintenance * part(moyens_impression)\n      plafond: {formule: "100", reliquat: gestionnaire}\n',
)


def test_what_a_cap_leaves_goes_to_others_and_the_cap_stays() -> None:
    reliquat = "  - {ligne: serveur-impression, colonne: annuel, reliquat: non_recouvre}"
    depot = _depot("reliquats:", reliquat, change=PLAFOND)
    read = _read(depot)
    assert _changed(depot, read) == {"lignes"}
    mode = read.lignes["serveur-impression"].annuel
    assert mode is not None
    assert mode.plafond is not None
    assert (mode.plafond.formule, mode.plafond.reliquat) == ("100", Reliquat.NON_RECOUVRE)


def test_a_variable_takes_another_unit_with_another_formula() -> None:
    formule = "formule: cout_maintenance * 2 * part(copieurs), variables: {cout_maintenance: €}"
    lue = f"{{ligne: serveur-impression, colonne: annuel, {formule}}}"
    read = _read(_depot("formules:", f"  - {lue}"))
    assert read.lignes["serveur-impression"].variables["cout_maintenance"] == "€"
