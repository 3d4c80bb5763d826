"""An arrival: its demand alone, or its whole folder at once, read again without an error."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from convention.base.diagnostic import has_errors
from convention.checks.cadre.passage import Passage
from convention.checks.quantites.comptages import lacking
from convention.checks.registry import run
from convention.edition.gestes import suites
from convention.edition.gestes.adherer import Adherer
from convention.edition.refus import RefusError
from convention.model.mots.communs import Origine, StatutExercice, TypeAdherent
from convention.reports.fiches.adhesion import membership_sheet
from convention.reports.rendus.document import terminal_text
from tests.checks.depots import GARDES
from tests.edition.depots import faire, refus, relire
from tests.espaces import espaces
from tests.essais import FIGES, fichiers, fichiers_nancy, lectures, lire
from tests.maquette import Cout, Membre, maquette

FICHIERS = fichiers_nancy()
DOSSIER = "adherents/ccas-de-laxou"
DEMANDE = Adherer.model_construct(
    adherent="ccas-de-laxou",
    nom="CCAS de Laxou",
    denomination=None,
    type=None,
    rattachement=None,
    siren=None,
    insee=None,
    demande=date(2026, 5, 20),
    debut=None,
    objets=(),
    date=date(2026, 11, 27),
    source="inventé pour les essais",
    origine=Origine.DEMONSTRATION,
    valeurs={},
    par_composant={},
)
ENTREE = DEMANDE.model_copy(
    update={
        "type": TypeAdherent.ETABLISSEMENT_RATTACHE,
        "rattachement": "laxou",
        "debut": date(2027, 1, 1),
        "objets": ("S04", "S02", "application-finances"),
    }
)


def _entree(**change: object) -> Adherer:
    return ENTREE.model_copy(update=change)


def _complete(demande: Adherer, files: dict[str, str] = FICHIERS) -> Adherer:
    """Give every count that is said to be missing."""
    depot = relire(faire(files, demande, lectures()).files, lectures()).depot
    own: dict[str, Fraction] = {}
    by_component: dict[str, dict[str, Fraction]] = {}
    for cle, composant in lacking(Passage(depot).contexte, demande.adherent):
        figures, nom = (by_component.setdefault(cle, {}), composant) if composant else (own, cle)
        figures[nom] = Fraction(3)
    return demande.model_copy(update={"valeurs": own, "par_composant": by_component})


def test_a_demand_alone_is_one_document_and_changes_no_amount() -> None:
    done = faire(FICHIERS, DEMANDE, lectures())
    assert [item.path for item in done.modifications] == [f"{DOSSIER}/adhesion.yaml"]
    assert run(relire(done.files, lectures()).depot, errors_only=True, gardes=GARDES) == ()
    assert "ccas-de-laxou" not in relire(done.files, lectures()).depot.dossiers
    assert faire(done.files, DEMANDE, lectures()).modifications == ()
    other = refus(done.files, DEMANDE.model_copy(update={"source": "une autre lettre"}))
    assert "la demande du CCAS de Laxou est déjà écrite, et dit autre chose" in espaces(other)


@pytest.mark.parametrize("debut", [date(2027, 1, 1), date(2026, 7, 1), date(2028, 4, 1)])
def test_an_entry_with_the_counts_that_were_missing_leaves_sound_data(debut: date) -> None:
    done = faire(FICHIERS, _complete(_entree(debut=debut)), lectures())
    depot = relire(done.files, lectures()).depot
    assert not has_errors(run(depot, errors_only=True, gardes=GARDES))
    dossier = depot.dossiers["ccas-de-laxou"]
    years = [annee for annee, item in depot.exercices.items() if item.statut is StatutExercice.OUVERT]
    assert sorted(dossier.quantites) == [annee for annee in sorted(years) if annee >= debut.year]
    assert [line.service for line in dossier.souscriptions.souscriptions] == ["S02", "S04"]
    assert {item.debut for item in dossier.souscriptions.souscriptions} == {debut}
    told = [[count.hypothese for count in item.comptages] for _, item in sorted(dossier.quantites.items())]
    assert told[0] == [None]
    assert all(f"les quantités de {debut.year} sont reprises" in str(hypothese) for (hypothese,) in told[1:])


def test_an_entry_attached_to_who_another_tool_would_read_as_a_number_names_it_between_quotes() -> None:
    files = {path.replace("adherents/laxou/", "adherents/2028/"): text for path, text in FICHIERS.items()}
    assert 'rattachement: "2028"' in faire(files, _entree(rattachement="2028")).ajoutees


def test_who_asked_before_enters_under_the_name_of_its_demand() -> None:
    asked = faire(FICHIERS, DEMANDE, lectures()).files
    entered = faire(asked, _complete(_entree(nom=None, demande=None), asked), lectures())
    assert relire(entered.files, lectures()).depot.dossiers["ccas-de-laxou"].identite.nom == "CCAS de Laxou"


def test_what_the_membership_or_another_service_brings_is_not_written_and_said() -> None:
    demande = _complete(_entree(objets=("S01", "S03.1", "S01", "S03", "S03.5")))
    done = faire(FICHIERS, demande, lectures())
    assert [line for line in done.ajoutees if "service:" in line] == [
        "  - {service: S03, debut: 2027-01-01}",
        "  - {service: S03.5, debut: 2027-01-01}",
    ]
    told = map(espaces, suites(relire(done.files, lectures()).depot, demande, date(2026, 11, 27)))
    assert [text for text in told if "n'est pas écrit" in text] == [
        "S01 n'est pas écrit : il vient avec l'adhésion.",
        "S03.1 n'est pas écrit : il vient avec S03.",
    ]


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        (_entree(debut=None, demande=None), "rien n'est à écrire"),
        (_entree(adherent="laxou"), "Laxou est déjà adhérent, depuis le 1er janvier 2024"),
        (_entree(siren="215401846"), "le SIREN « 215401846 » (CCAS de Laxou) est faux"),
        (_entree(debut=None, siren="215401846"), "le SIREN « 215401846 » (CCAS de Laxou) est faux"),
        (_entree(nom=None, source=None, type=None), "le nom, la source et la sorte d'adhérent"),
        (_entree(rattachement=None), "la collectivité de rattachement"),
        (_entree(type=TypeAdherent.COMMUNE), "le SIREN et le code INSEE"),
        (_entree(rattachement="laxouu"), "l'adhérent « laxouu » est inconnu"),
        (_entree(objets=("S99",)), "n'est ni un service"),
        (_entree(debut=date(2025, 6, 1)), "l'exercice 2025 est clos"),
        (_entree(debut=date(2023, 6, 1)), "elle n'a pas d'exercice 2023"),
        (_entree(objets=("messagerie",)), "va à tous les abonnés de S08"),
        (_entree(valeurs={"postess": Fraction(1)}), "la clé « postess » est inconnue"),
    ],
)
def test_an_arrival_that_makes_no_sense_is_refused(demande: Adherer, phrase: str) -> None:
    assert phrase in refus(FICHIERS, demande)


def test_who_left_comes_back_with_a_second_folder_and_the_same_siren() -> None:
    files, public = fichiers(FIGES / "hopitaux"), TypeAdherent.ETABLISSEMENT_PUBLIC
    back = _entree(adherent="orvelle", debut=date(2026, 9, 1), objets=(), rattachement=None, type=public)
    assert refus(files, back) == "Orvelle n'est plus adhérent depuis le 1er avril 2026"
    again = {"adherent": "orvelle-2", "nom": "Orvelle, de retour", "siren": "200000404", "demande": None}
    entered = faire(files, _complete(back.model_copy(update=again), files)).files
    assert not has_errors(run(relire(entered).depot, errors_only=True, gardes=GARDES))
    at_once = {path: text.replace("2026-09-01", "2026-03-01") for path, text in entered.items()}
    assert "ADH002" in {item.code for item in run(relire(at_once).depot, errors_only=True, gardes=GARDES)}


@pytest.mark.parametrize("adherent", ["laxou", "ccas-de-laxou"])
def test_the_sheet_of_an_adherent_without_a_demand_has_its_effect_and_says_that_no_step_is_known(adherent: str) -> None:
    files = FICHIERS if adherent == "laxou" else faire(FICHIERS, _complete(_entree(demande=None)), lectures()).files
    depot = relire(files, lectures()).depot
    page = espaces(terminal_text(membership_sheet(depot, adherent, None)))
    head, _, steps = page.partition("Ce qui est écrit, ce qui manque\n")
    assert "paierait" in head
    assert f"\nIl manque adherents/{adherent}/adhesion.yaml" in steps
    assert "\n- " not in steps


@pytest.mark.parametrize(("debut", "said"), [(date(2027, 1, 1), False), (date(2027, 7, 1), True)])
def test_who_comes_in_a_year_is_told_what_the_next_one_takes_over_from_its_part(debut: date, *, said: bool) -> None:
    demande = _complete(_entree(debut=debut, objets=("S03",)))
    told = suites(relire(faire(FICHIERS, demande, lectures()).files, lectures()).depot, demande, date(2026, 11, 27))
    count = "Repris tel quel d'une partie de 2027, à recompter pour 2028 : espace de stockage (CCAS de Laxou)."
    assert (count in map(espaces, told)) == said


def test_a_count_that_is_asked_for_says_in_what_it_is_counted() -> None:
    couts = {
        "baie": Cout("cout: 1.00", annuel="cout * stockage"),
        "copies": Cout("cout: 1.00", annuel="cout * copieurs"),
    }
    depot = lire(maquette({"laxou": Membre()}, couts))
    with pytest.raises(RefusError) as found:
        Adherer.model_construct(adherent="laxou", debut=date(2026, 1, 1)).verifier(depot)
    assert {"stockage : stockage, en To", "copieurs : copieurs"} <= set(found.value.choix)


def test_a_fixed_share_that_is_not_given_is_asked_with_the_counts() -> None:
    files = maquette({"laxou": Membre()}, {"juriste": Cout("cout: 1.00", annuel="cout * part(parts)")})
    files["pricing/cles.yaml"] += "  parts: {libelle: parts, unite: part, pluriel: parts, quotes_parts: {nancy: 1}}\n"
    with pytest.raises(RefusError) as found:
        Adherer.model_construct(adherent="laxou", debut=date(2026, 1, 1)).verifier(lire(files))
    assert "parts=1" in (found.value.conseil or "")


def test_a_demand_says_what_it_does_not_keep_and_the_entry_repeats_it() -> None:
    asked = DEMANDE.model_copy(
        update={"type": TypeAdherent.ETABLISSEMENT_PUBLIC, "denomination": "Office de L'Aigle", "siren": "200001089"}
    )
    told = [espaces(text) for text in suites(relire(faire(FICHIERS, asked).files).depot, asked, date(2026, 5, 20))]
    assert "La demande ne garde pas --type, --denomination ni --siren : à redire à l'entrée." in told
    again = (
        '--debut DATE --type etablissement_public --denomination "Office de L\'Aigle" --siren 200001089 --source … »'
    )
    assert any(again in text for text in told)


def test_a_demand_keeps_neither_services_nor_counts_says_it_and_supposes_no_day_of_count() -> None:
    counts = {"valeurs": {"postes": Fraction(7)}, "par_composant": {"comptes": {"parapheur": Fraction(3)}}}
    asked = DEMANDE.model_copy(update={"objets": ("S03",), **counts})
    told = [espaces(text) for text in suites(relire(faire(FICHIERS, asked).files).depot, asked, date(2026, 5, 20))]
    assert "La demande ne garde pas S03, postes=7 ni parapheur:comptes=3 : à redire à l'entrée." in told
    again = f"« convention adherer {asked.adherent} S03 postes=7 parapheur:comptes=3 --debut DATE"
    assert any(again in text for text in told)
    assert [Adherer.attend("date", {**counts, "debut": day}) for day in (None, date(2026, 7, 1))] == [False, True]


def test_an_entry_in_a_year_not_open_is_refused_with_its_counts_rather_than_written_without_them() -> None:
    asked = _entree(debut=date(2028, 1, 1), objets=("S02",))
    files = {path: text for path, text in FICHIERS.items() if "2028" not in path}
    counted = asked.model_copy(update={"valeurs": {"postes": Fraction(7)}})
    assert refus(files, counted) == "l'exercice 2028 n'est pas ouvert : aucune quantité ne peut y être écrite"


@pytest.mark.parametrize(("origine", "dit"), [(Origine.DEMONSTRATION, True), (Origine.CONVENTION, False)])
def test_an_arrival_that_stands_for_a_decision_says_so(origine: Origine, *, dit: bool) -> None:
    asked = DEMANDE.model_copy(update={"origine": origine})
    told = [espaces(text) for text in suites(relire(faire(FICHIERS, asked).files).depot, asked, date(2026, 5, 20))]
    assert any("dit « demonstration »" in text for text in told) is dit
    assert any("--origine convention »" in text for text in told) is not dit
