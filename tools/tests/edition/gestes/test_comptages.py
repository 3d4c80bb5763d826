"""Counting and validating counts: a figure in its count, a count in its order, nothing validated rewritten."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from convention.edition.gestes import suites
from convention.edition.gestes.quantifier import Quantifier, asked_counts
from convention.edition.gestes.valider_quantites import ValiderQuantites
from convention.edition.refus import RefusError
from convention.model.mots.communs import Origine, Phase
from convention.model.resolution import resolve
from tests.edition.depots import faire, refus, relire
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, lire
from tests.maquette import Cout, Membre, maquette

COUTS = {
    "reseau": Cout("cout: 1200.00", annuel="cout * part(postes)"),
    "parapheur": Cout("cout: 600.00", annuel="cout * part(abaque)", suite="abaque: comptes"),
}
FICHIERS = maquette(
    {"metropole": Membre("postes: 10"), "nancy": Membre("postes: 20")},
    COUTS,
    forfait="2024-01-01: 700.00",
    exercices={2026: "revise", 2027: "previsionnel"},
)
PATH = "adherents/nancy/quantites/2026.yaml"
EN_BLOC = """# yaml-language-server: $schema=../../../schemas/quantites.schema.json
origine: demonstration
comptages:
  # Le premier de l'année.
  - phase: previsionnel
    date: 2025-09-30
    source: "Inventaire"
    valeurs:
      postes: 20  # comptés un par un
      stockage: 2.4

  - phase: revise
    date: 2026-01-05
    source: "Inventaire révisé"
    hypothese: "en attente"
    valeurs: {postes: 22}
    par_composant: {comptes: {reseau: 3}}

  - phase: revise
    date: 2026-03-31
    source: "Inventaire révisé"
    validation: 2026-04-02
    valeurs: {stockage: 3}
"""
BLOC = {**FICHIERS, PATH: EN_BLOC}
COMPTE = {**BLOC, PATH: EN_BLOC.replace('    hypothese: "en attente"\n', "")}


def _quantifier(jour: str, phase: str | None = None, source: str | None = None, **valeurs: object) -> Quantifier:
    exercice = valeurs.pop("exercice", 2026)
    par_composant = valeurs.pop("par_composant", {})
    return Quantifier.model_construct(
        adherent="nancy",
        exercice=exercice,
        phase=Phase(phase) if phase else None,
        date=date.fromisoformat(jour),
        source=source,
        valeurs={cle: Fraction(str(valeur)) for cle, valeur in valeurs.items()},
        par_composant=par_composant,
    )


def test_a_figure_of_a_count_is_replaced_beside_its_comment() -> None:
    done = faire(BLOC, _quantifier("2025-09-30", "previsionnel", postes=24))
    assert (done.ajoutees, done.retirees) == (
        ["      postes: 24  # comptés un par un"],
        ["      postes: 20  # comptés un par un"],
    )


def test_a_figure_that_a_count_lacks_is_added_to_it() -> None:
    done = faire(BLOC, _quantifier("2025-09-30", "previsionnel", consommables="12.5"))
    assert (done.ajoutees, done.retirees) == (["      consommables: 12.5"], [])


def test_a_count_of_which_a_figure_comes_from_elsewhere_says_both_sources_and_each_once() -> None:
    asked = ({"postes": 20}, {"postes": 23, "stockage": 3})
    same, other = (faire(BLOC, _quantifier("2025-09-30", "previsionnel", "Parc", **item)).files[PATH] for item in asked)
    assert ('source: "Inventaire"\n' in same, 'source: "Inventaire ; Parc"\n' in other) == (True, True)
    again = faire({**BLOC, PATH: other}, _quantifier("2025-09-30", "previsionnel", "Parc", postes=24))
    assert (again.ajoutees, again.retirees) == (
        ["      postes: 24  # comptés un par un"],
        ["      postes: 23  # comptés un par un"],
    )


@pytest.mark.parametrize(
    ("annee", "origine", "attendu"),
    [(2026, "public", ["    origine: public"]), (2026, "demonstration", []), (2028, "public", ["origine: public"])],
)
def test_a_new_count_says_its_origin_where_it_is_not_that_of_its_file(
    annee: int, origine: str, attendu: list[str]
) -> None:
    demande = _quantifier("2026-06-30", source="Parc", exercice=annee, postes=23)
    files = {**BLOC, "pricing/exercices/2028.yaml": BLOC["pricing/exercices/2027.yaml"].replace("2027", "2028")}
    done = faire(files, demande.model_copy(update={"origine": Origine(origine)}))
    assert [line for line in done.ajoutees if "origine" in line] == attendu


def test_a_figure_by_component_opens_the_tables_that_are_to_hold_it() -> None:
    asked = _quantifier("2025-09-30", "previsionnel", par_composant={"comptes": {"parapheur": Fraction(9)}})
    assert faire(BLOC, asked).ajoutees == ["    par_composant:", "      comptes:", "        parapheur: 9"]


def test_a_figure_by_component_goes_in_the_brackets_that_are_there() -> None:
    asked = _quantifier("2026-01-05", par_composant={"comptes": {"parapheur": Fraction(9)}})
    assert faire(COMPTE, asked).ajoutees == ["    par_composant: {comptes: {reseau: 3, parapheur: 9}}"]


def test_a_new_count_takes_its_place_among_the_phases_and_the_dates() -> None:
    asked = _quantifier(
        "2026-02-01", "revise", "Recomptage", postes=23, par_composant={"comptes": {"parapheur": Fraction(9)}}
    )
    text = faire(BLOC, asked).files[PATH]
    added = """  - phase: revise
    date: 2026-02-01
    source: "Recomptage"
    valeurs:
      postes: 23
    par_composant:
      comptes:
        parapheur: 9

"""
    before, after = EN_BLOC.split("  - phase: revise\n    date: 2026-03-31")
    assert text == f"{before}{added}  - phase: revise\n    date: 2026-03-31{after}"


def test_a_new_count_in_brackets_is_written_in_brackets_and_a_line_too_long_is_broken() -> None:
    assert faire(FICHIERS, _quantifier("2026-02-01", "revise", "Recomptage", postes=23)).ajoutees == [
        "comptages:",
        "  - {phase: previsionnel, date: 2025-09-30, source: essai, valeurs: {postes: 20}, par_composant: {}}",
        '  - {phase: revise, date: 2026-02-01, source: "Recomptage", valeurs: {postes: 23}}',
    ]


def test_a_year_without_counts_gets_its_file() -> None:
    files = {path: text for path, text in FICHIERS.items() if path != "adherents/nancy/quantites/2027.yaml"}
    done = faire(files, _quantifier("2026-09-30", None, "Inventaire", exercice=2027, postes=25))
    found = relire(done.files)
    assert found.diagnostics == ()
    assert found.depot.dossiers["nancy"].quantites[2027].comptages[0].valeurs == {"postes": Fraction(25)}


def test_the_first_counts_of_an_adherent_are_worth_what_the_convention_is() -> None:
    of_nancy = {PATH, "adherents/nancy/quantites/2027.yaml"}
    files = {path: text for path, text in FICHIERS.items() if path not in of_nancy}
    head = "catalogue/convention.yaml"
    files[head] = files[head].replace("origine: demonstration", "origine: convention", 1)
    first = faire(files, _quantifier("2026-03-31", source="Inventaire", postes=20))
    assert first.files[PATH].splitlines()[1] == "origine: convention"


def test_the_phase_is_the_one_in_force_unless_it_is_given() -> None:
    assert faire(COMPTE, _quantifier("2026-01-05", postes=23)).ajoutees == ["    valeurs: {postes: 23}"]


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        (_quantifier("2026-02-01", postes=23), "rien n'est compté le 1er février 2026 dans cette phase"),
        (
            _quantifier("2026-03-31", stockage=4),
            "le comptage révisé du 31 mars 2026 de nancy est validé depuis le 2 avril",
        ),
        (_quantifier("2026-03-31", postes=4), "est validé depuis le 2 avril 2026"),
        (_quantifier("2026-02-01", poste=23), "la clé « poste » est inconnue"),
        (_quantifier("2026-02-01", comptes=23), "la clé « comptes » se compte composant par composant"),
        (
            _quantifier("2026-02-01", par_composant={"postes": {"reseau": Fraction(1)}}),
            "la clé « postes » se compte une fois par adhérent",
        ),
        (_quantifier("2026-02-01", par_composant={"comptes": {"x": Fraction(1)}}), "le composant « x » est inconnu"),
        (_quantifier("2026-02-01"), "aucune quantité n'est donnée"),
        (_quantifier("2026-02-01", exercice=2028, postes=1), "l'exercice 2028 n'est pas ouvert"),
        (_quantifier("2026-02-01", exercice=2099, postes=1), "la convention s'arrête le 31 décembre"),
        (_quantifier("2026-02-01", exercice=2020, postes=1), "elle n'a pas d'exercice 2020"),
    ],
)
def test_a_count_that_makes_no_sense_is_refused(demande: Quantifier, phrase: str) -> None:
    assert phrase in refus(BLOC, demande)


def test_a_closed_exercice_is_not_counted_again() -> None:
    closed = {
        path: text.replace("statut: ouvert\nphase: revise", "statut: clos\nphase: realise")
        for path, text in BLOC.items()
    }
    assert "l'exercice 2026 est clos" in refus(closed, _quantifier("2025-09-30", "previsionnel", postes=24))


def test_a_figure_already_written_changes_nothing_even_validated() -> None:
    assert faire(BLOC, _quantifier("2026-03-31", stockage=3)).modifications == ()


def _valider(
    phase: str | None = None, exercice: int = 2026, jour: date | None = None, par: str | None = None
) -> ValiderQuantites:
    return ValiderQuantites.model_construct(
        adherent="nancy",
        exercice=exercice,
        phase=Phase(phase) if phase else None,
        date=jour,
        validation=date(2026, 4, 10),
        par=par,
    )


ATTENTE = {**BLOC, PATH: EN_BLOC.replace("    validation: 2026-04-02\n", "")}


def test_validating_dates_the_counts_of_the_phase_that_are_not_validated_and_never_an_assumed_one() -> None:
    done = faire(ATTENTE, _valider())
    assert (done.ajoutees, done.retirees) == (["    validation: 2026-04-10"], [])
    assert '    source: "Inventaire révisé"\n    validation: 2026-04-10\n    valeurs: {stockage' in done.files[PATH]
    assert faire(done.files, _valider()).modifications == ()
    assert "est supposé (« en attente ») : il ne se valide pas" in refus(ATTENTE, _valider(jour=date(2026, 1, 5)))


def test_one_count_is_chosen_by_its_date() -> None:
    counted = edited(ATTENTE, PATH, '    hypothese: "en attente"\n', "")
    assert len(faire(counted, _valider()).ajoutees) == 2
    (line,) = faire(counted, _valider(jour=date(2026, 1, 5))).ajoutees
    assert line == "    validation: 2026-04-10"
    phrase = refus(counted, _valider(jour=date(2026, 1, 6)))
    assert "aucun comptage de cette phase n'est daté du 6 janvier 2026" in phrase


def test_who_validated_is_kept_by_its_function_after_the_day() -> None:
    done = faire(ATTENTE, _valider(par='Référent "numérique"'))
    assert done.ajoutees == ["    validation: 2026-04-10", '    valide_par: "Référent \\"numérique\\""']


def test_another_day_or_another_function_than_those_written_is_not_said_to_be_written_already() -> None:
    done = faire(ATTENTE, _valider(par="Référent"))
    assert faire(done.files, _valider(par="Référent")).modifications == ()
    assert "est déjà validé, le 10 avril 2026 (Référent)" in refus(done.files, _valider(par="Direction"))
    assert "est déjà validé, le 2 avril 2026" in refus(BLOC, _valider())


def _suites(files: dict[str, str], demande: Quantifier | ValiderQuantites) -> list[str]:
    told = suites(relire(faire(files, demande).files).depot, demande, date(2026, 4, 10))
    return [espaces(item) for item in told]


def test_each_count_that_is_validated_or_assumed_is_told_with_its_date_and_its_quantities() -> None:
    assert _suites(ATTENTE, _valider())[:2] == [
        "N'est pas validé le comptage révisé du 5 janvier 2026, supposé : 2 quantités.",
        "Est validé le comptage révisé du 31 mars 2026 : 1 quantité.",
    ]


def test_a_count_names_the_command_that_validates_it() -> None:
    (told, *_) = _suites(BLOC, _quantifier("2026-04-01", None, "Recomptage", postes=23))
    assert "« convention valider-quantites nancy --exercice 2026 --date 2026-04-01 --validation DATE »" in told


def test_a_figure_that_no_service_of_the_adherent_counts_is_said_to_bill_nothing() -> None:
    (told, *_) = _suites(COMPTE, _quantifier("2026-04-01", None, "Recomptage", postes=23, consommables=2))
    said = "Aucun des services que prend la commune de nancy en 2026 ne compte « consommables »"
    assert told == f"{said} : rien n'en dépend."


def test_a_figure_that_a_later_count_of_the_phase_replaces_is_said_to_be_without_effect() -> None:
    (told, *_) = _suites(BLOC, _quantifier("2026-02-01", None, "Recomptage", postes=23, stockage=4))
    assert told.startswith("Sans effet sur « stockage » : le comptage du 31 mars 2026, plus récent, l'emporte.")
    assert "stockage=… --exercice 2026 --date 2026-03-31 --source …" in told
    assert not any("Sans effet" in item for item in _suites(BLOC, _quantifier("2026-03-31", None, "x", stockage=4)))


@pytest.mark.parametrize(
    ("hypothese", "postes", "jour", "phase", "told"),
    [
        ("hypothese: repris,", 23, "2026-04-01", None, True),
        # The same figure; a year that is counted; a phase that is over.
        ("hypothese: repris,", 20, "2026-04-01", None, False),
        ("", 23, "2026-04-01", None, False),
        ("hypothese: repris,", 23, "2025-12-01", "previsionnel", False),
    ],
)
def test_a_year_to_come_that_still_supposes_another_figure_than_the_one_in_force_is_named(
    hypothese: str,
    postes: int,
    jour: str,
    phase: str | None,
    told: bool,  # noqa: FBT001 (a parameter)
) -> None:
    files = edited(BLOC, "adherents/nancy/quantites/2027.yaml", "source: essai,", f"source: essai, {hypothese}")
    files = edited(files, PATH, "valeurs: {postes: 22}", "valeurs: {postes: 20}")
    command = "convention quantifier nancy postes=… --exercice 2027 --source …"
    said = f"2027 suppose encore postes=20, sans suivre 2026. Pour le changer : « {command} »."
    assert (said in _suites(files, _quantifier(jour, phase, "Recomptage", postes=postes))) is told


def test_a_validated_figure_is_replaced_the_same_day_by_a_second_count_that_holds_and_is_to_be_validated() -> None:
    asked = _quantifier("2026-03-31", None, "Recomptage", stockage=4)
    done = faire(BLOC, asked)
    assert done.retirees == []
    first, second = relire(done.files).depot.dossiers["nancy"].quantites[2026].comptages[-2:]
    assert (first.validation, second.validation) == (date(2026, 4, 2), None)
    held = resolve(relire(done.files).depot, 2026).volumes.comptages["stockage", ""]["nancy"]
    assert held.valeur == Fraction(4)
    assert faire(done.files, asked).modifications == ()


@pytest.mark.parametrize("jour", ["2026-01-01", "2026-01-05", "2026-01-09"])
def test_what_is_counted_takes_the_place_of_what_is_assumed_whatever_its_day_and_says_its_own_source(jour: str) -> None:
    asked = _quantifier(jour, None, "Recomptage", postes=22)
    done = faire(BLOC, asked)
    assert done.retirees == []
    depot = relire(done.files).depot
    held = resolve(depot, 2026).volumes.comptages["postes", ""]["nancy"]
    rank = held.source.pointer[1]
    assert isinstance(rank, int)
    releve = depot.dossiers["nancy"].quantites[2026].comptages[rank]
    assert (held.valeur, held.hypothese, releve.source) == (Fraction(22), "", "Recomptage")
    assert not any("Sans effet" in item for item in _suites(BLOC, asked))
    assert faire(done.files, asked).modifications == ()
    (validated,) = faire(done.files, _valider(jour=date.fromisoformat(jour))).ajoutees
    assert validated == "    validation: 2026-04-10"


def test_a_count_that_takes_the_place_of_what_is_assumed_is_asked_where_it_comes_from() -> None:
    assert "rien n'est compté le 5 janvier 2026 dans cette phase" in refus(BLOC, _quantifier("2026-01-05", postes=23))


def test_there_is_nothing_to_validate_in_a_phase_without_a_count() -> None:
    assert "nancy n'a pas de comptage réalisé 2026 à valider" in refus(BLOC, _valider("realise"))


def test_a_key_that_nobody_counts_is_not_proposed_for_an_unknown_one() -> None:
    with pytest.raises(RefusError) as refused:
        asked_counts(lire(fichiers(FIGES / "villages")), {"habitants": Fraction(3)}, {})
    assert refused.value.conseil == "aucune clé ne se compte dans ce dépôt"
