"""Opening an exercice: within the convention, once, on the model of the year before, its figures taken over."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from convention.edition.duree import DERNIER, openings
from convention.edition.gestes import suites
from convention.edition.gestes.ouvrir_exercice import OuvrirExercice, in_year, working_day
from convention.edition.refus import RefusError
from convention.model.ecrits.sceaux import Sceau
from convention.model.mots.communs import Phase, StatutExercice
from tests.edition.depots import Resultat, faire, refus, relire
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire
from tests.maquette import Cout, Membre, maquette

COUTS = {
    "reseau": Cout("cout: 1200.00", annuel="cout * part(postes)"),
    "ancien": Cout("cout: 10.00", annuel="cout * part(abaque)", suite="abaque: comptes, fin: 2026-12-01"),
    "parapheur": Cout(
        "cout: {previsionnel: 10.00, revise: 12.50}", annuel="cout * part(abaque)", suite="abaque: comptes"
    ),
}
FICHIERS = maquette(
    {
        "metropole": Membre("postes: 10", par_composant="comptes: {ancien: 1, parapheur: 2}"),
        "nancy": Membre(
            "postes: 20, stockage: 1.5",
            par_composant="comptes: {ancien: 1, parapheur: 3}",
            comptages="{phase: revise, date: 2026-01-05, source: essai, valeurs: {postes: 22}}",
        ),
        "partie": Membre("postes: 5", adhesion="debut: 2024-01-01, fin: 2027-01-01"),
    },
    COUTS,
    forfait="2024-01-01: 700.00",
    exercices={2026: "revise"},
)
AVANT = """# yaml-language-server: $schema=../../schemas/exercice.schema.json
origine: demonstration
source: essai
statut: ouvert  # l'année en cours
phase: revise
reconduction: {limite: 2025-09-30, statut: reconduite}
jalons:
  avril:
    date: 2026-04-15
    objet: "Acompte de l'exercice 2026 et régularisation de 2025"
  octobre: {date: 2026-10-15, objet: "Solde de l'exercice 2026 et état prévisionnel 2027"}
"""
CALENDRIER = {**FICHIERS, "pricing/exercices/2026.yaml": AVANT}
CONVENTION = "catalogue/convention.yaml"


def _ouvrir(annee: int) -> OuvrirExercice:
    return OuvrirExercice.model_construct(exercice=annee, date=date(2026, 11, 25))


def test_an_exercice_opens_as_a_forecast_a_year_later() -> None:
    done = faire(CALENDRIER, _ouvrir(2027))
    assert (
        done.files["pricing/exercices/2027.yaml"]
        == """# yaml-language-server: $schema=../../schemas/exercice.schema.json
origine: demonstration
source: "Ouvert sur le modèle de l'exercice 2026 : quantités et montants repris"
statut: ouvert  # l'année en cours
phase: previsionnel
reconduction: {limite: 2026-09-30, statut: reconduite}
jalons:
  avril:
    date: 2027-04-15
    objet: "Acompte de l'exercice 2027 et régularisation de 2026"
  octobre: {date: 2027-10-15, objet: "Solde de l'exercice 2027 et état prévisionnel 2028"}
"""
    )


def test_what_comes_after_says_what_is_taken_over_from_a_part_of_a_year_and_counts_for_a_whole_one() -> None:
    couts = COUTS | {"copies": Cout("prix: 0.10", annuel="prix * consommables")}
    membres = {
        "metropole": Membre("postes: 10, consommables: 500", par_composant="comptes: {ancien: 1, parapheur: 2}"),
        "laxou": Membre("postes: 5, consommables: 90", adhesion="debut: 2026-07-01"),
        "nancy": Membre("postes: 20, consommables: 0"),
    }
    whole = maquette(membres, couts, exercices={2026: "revise"})
    begun = edited(whole, CONVENTION, "effet: 2024-01-01", "effet: 2026-05-01")
    told = [
        [
            espaces(text)
            for text in suites(relire(faire(files, _ouvrir(2027)).files).depot, _ouvrir(2027), date(2026, 11, 25))
        ]
        for files in (whole, begun)
    ]
    count = "Repris tel quel d'une partie de 2026, à recompter pour 2027 : consommables"
    shared = "Repris tels quels d'une partie de 2026, à revoir pour 2027 : les coûts partagés."
    assert [[text for text in texts if text.startswith("Repris")] for texts in told] == [
        [f"{count} (laxou)."],
        [f"{count} (laxou).", shared],
    ]


@pytest.mark.parametrize(
    ("day", "moved"), [("04-17", "16 avril 2027 (le 17 est un"), ("05-01", "3 mai 2027 (le 1er est un")]
)
def test_what_comes_after_says_the_days_of_the_calls_and_why_one_was_moved(day: str, moved: str) -> None:
    files = {**CALENDRIER, "pricing/exercices/2026.yaml": AVANT.replace("2026-04-15", f"2026-{day}")}
    after = relire(faire(files, _ouvrir(2027)).files).depot
    told = [espaces(text) for text in suites(after, _ouvrir(2027), date(2026, 11, 25))]
    assert (
        f"Appels datés d'après ceux de 2026, à vérifier dans pricing/exercices/2027.yaml : {moved} "
        "samedi) et 15 octobre 2027."
    ) in told


def test_what_comes_after_says_whose_later_counts_are_not_taken_over() -> None:
    membres = {
        "metropole": Membre("postes: 10"),
        "laxou": Membre(
            "postes: 5", comptages="{phase: realise, date: 2026-12-31, source: essai, valeurs: {postes: 6}}"
        ),
    }
    opened, told = _ouvrir(2027), {}
    for phase in ("previsionnel", "realise"):
        files = faire(maquette(membres, COUTS, exercices={2026: phase}), opened).files
        told[phase] = [espaces(text) for text in suites(relire(files).depot, opened, date(2027, 1, 25))]
    left = "Non repris : ce qui est compté après le prévisionnel de 2026, sa phase en vigueur (laxou)."
    assert {phase: [text for text in texts if text.startswith("Non repris")] for phase, texts in told.items()} == {
        "previsionnel": [left],
        "realise": [],
    }


def test_what_comes_after_names_the_price_that_would_keep_the_index_of_a_year_before() -> None:
    files = fichiers(FIGES / "syndicat")
    stale = edited(files, "pricing/couts-de-possession.yaml", ", 2027: 2026-08", "")
    told = [
        [espaces(text) for text in suites(lire(each), _ouvrir(2027), date(2026, 11, 25))] for each in (files, stale)
    ]
    start = "Réviser les prix : écrire le mois de 2027 dans pricing/couts-de-possession.yaml"
    kept = f"{start} ; sans lui, reste « indice_services », août 2025."
    assert [[text for text in texts if text.startswith("Réviser")] for texts in told] == [[], [kept]]


def test_a_call_that_comes_after_the_end_of_the_convention_is_said_to() -> None:
    ends = CALENDRIER[CONVENTION].replace(
        "duree_annees: 1\nreconductions: 4", "duree_annees: 3\nduree_mois: 6\nreconductions: 0"
    )
    files = {**CALENDRIER, CONVENTION: ends}
    after = relire(faire(files, _ouvrir(2027)).files).depot
    told = " ".join(espaces(text) for text in suites(after, _ouvrir(2027), date(2026, 11, 25)))
    assert "15 avril 2027 et 15 octobre 2027 (la convention finit le 30 juin 2027)." in told


def test_the_last_exercice_announces_none_after_it() -> None:
    last = CALENDRIER[CONVENTION].replace("reconductions: 4", "reconductions: 3")
    assert last != CALENDRIER[CONVENTION]
    done = faire({**CALENDRIER, CONVENTION: last}, _ouvrir(2027))
    assert "dernier exercice de la convention" in done.files["pricing/exercices/2027.yaml"]
    assert "2028" not in done.files["pricing/exercices/2027.yaml"]


def test_the_last_exercice_says_what_each_of_its_calls_still_calls() -> None:
    path = "pricing/exercices/2026.yaml"
    calls = (
        "jalons:\n  ete: {date: 2026-07-15, objet: essai, volets: [{genre: acompte, exercice: 2026, taux: 0.5}]}\n"
        '  automne:\n    date: 2026-11-16\n    objet: "Acompte 2026 et état prévisionnel 2027"\n    volets:\n'
        "      - {genre: acompte, exercice: 2026, taux: 0.4}\n      - {genre: previsionnel, exercice: 2027}\n"
    )
    last = CALENDRIER[CONVENTION].replace("reconductions: 4", "reconductions: 3")
    files = {**CALENDRIER, CONVENTION: last, path: AVANT.partition("jalons:")[0] + calls}
    found = relire(faire(files, _ouvrir(2027)).files).depot.exercices[2027]
    assert [(nom, appel.date) for nom, appel in found.appels] == [
        ("ete", date(2027, 7, 15)),
        ("automne", date(2027, 11, 16)),
    ]
    automne = dict(found.appels)["automne"]
    assert automne.objet == (
        "Acompte de l'exercice 2027 ; dernier exercice de la convention, donc sans état prévisionnel"
    )
    assert [(volet.genre, volet.exercice) for volet in automne.volets] == [("acompte", 2027)]


def test_the_counts_in_force_are_taken_over_and_said_to_be() -> None:
    found = relire(faire(FICHIERS, _ouvrir(2027)).files)
    assert found.diagnostics == ()
    (count,) = found.depot.dossiers["nancy"].quantites[2027].comptages
    assert (count.phase, count.date) == (Phase.PREVISIONNEL, date(2026, 11, 25))
    assert count.hypothese == "les quantités de 2026 sont reprises, faute de compte pour 2027"
    assert dict(count.valeurs) == {"postes": Fraction(22), "stockage": Fraction(3, 2)}
    assert {cle: dict(counts) for cle, counts in count.par_composant.items()} == {"comptes": {"parapheur": Fraction(3)}}


def test_an_adherent_that_has_left_and_a_component_that_has_ended_are_not_taken_over() -> None:
    found = relire(faire(FICHIERS, _ouvrir(2027)).files).depot
    assert 2027 not in found.dossiers["partie"].quantites
    assert 2027 not in found.composants["ancien"].composant.montants


def test_the_amounts_in_force_are_taken_over() -> None:
    done = faire(FICHIERS, _ouvrir(2027))
    found = relire(done.files).depot
    assert found.exercices[2027].statut is StatutExercice.OUVERT
    assert {
        nom: found.composants[nom].composant.montants[2027]["cout"].previsionnel for nom in ("reseau", "parapheur")
    } == {"reseau": Fraction(1200), "parapheur": Fraction("12.5")}


@pytest.mark.parametrize(
    ("annee", "phrase"),
    [
        (2026, "l'exercice 2026 existe déjà"),
        (2028, "l'exercice 2027 n'existe pas : un exercice s'ouvre sur le modèle du précédent"),
        (2099, "elle n'a pas d'exercice 2099"),
        (2023, "elle n'a pas d'exercice 2023"),
    ],
)
def test_an_exercice_that_makes_no_sense_is_refused(annee: int, phrase: str) -> None:
    assert phrase in refus(FICHIERS, _ouvrir(annee))


@pytest.mark.parametrize(
    ("annee", "commande"),
    [
        (2027, "« convention ouvrir-exercice 2027 »"),
        (2028, "« convention ouvrir-exercice 2027 », et ainsi jusqu'à 2028"),
    ],
)
def test_to_open_a_year_the_first_one_that_is_missing_is_opened_first(annee: int, commande: str) -> None:
    assert openings(lire(FICHIERS), annee) == commande


def test_an_exercice_after_the_end_names_each_text_that_says_how_long_the_convention_lasts_or_when_it_ends() -> None:
    last = CALENDRIER[CONVENTION].replace("reconductions: 4", "reconductions: 2")
    said = AVANT.replace("source: essai", "source: dernier exercice de la convention")
    said = said.replace("régularisation de 2025", "régularisation de 2025, avant le 31 décembre 2026")
    path = "pricing/exercices/2026.yaml"
    with pytest.raises(RefusError) as refused:
        faire({**CALENDRIER, CONVENTION: last, path: said}, _ouvrir(2027))
    meant = [
        rank
        for rank, line in enumerate(said.split("\n"), 1)
        if "dernier exercice" in line or "31 décembre 2026" in line
    ]
    assert [int(line) for line in re.findall(rf"{re.escape(path)}:(\d+):", refused.value.conseil)] == meant
    assert len(meant) == len(("source", "objet"))


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 4, 15), date(2027, 4, 15)),
        (date(2027, 4, 15), date(2028, 4, 14)),
        (date(2027, 10, 15), date(2028, 10, 13)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        # A call stays in its month: the Friday before would be in December, or in June.
        (date(2027, 1, 1), date(2028, 1, 3)),
        (date(2028, 7, 1), date(2029, 7, 2)),
    ],
)
def test_a_call_falls_on_a_working_day(jour: date, attendu: date) -> None:
    assert working_day(in_year(jour, jour.year + 1)) == attendu


def test_a_call_that_a_week_end_moved_goes_back_to_its_day_the_year_after() -> None:
    # In 2028, April 15 is a Saturday: the call was moved to the 14th.
    files = fichiers_nancy()
    files[CONVENTION] = edited(files, CONVENTION, "reconductions: 4", "reconductions: 6")[CONVENTION]
    done = faire(faire(files, _ouvrir(2029)).files, _ouvrir(2030)).files
    days = [re.findall("(?:date|arrete_le): (.*)", done[f"pricing/exercices/{annee}.yaml"]) for annee in (2029, 2030)]
    assert days == [
        ["2029-04-13", "2029-03-30", "2029-10-15", "2029-09-28"],
        ["2030-04-15", "2030-03-29", "2030-10-15", "2030-09-30"],
    ]


def test_what_still_says_that_the_convention_ended_before_the_year_is_named_until_it_is_corrected() -> None:
    files = fichiers_nancy()
    files["catalogue/convention.yaml"] = files["catalogue/convention.yaml"].replace(
        "reconductions: 4", "reconductions: 5"
    )
    asked = OuvrirExercice.model_construct(exercice=2029, date=date(2026, 11, 27))
    (told,) = [item for item in suites(lire(files), asked, date(2026, 11, 27)) if "finissait avant 2029" in item]
    places = re.findall(r"([a-z0-9/-]+\.yaml):([0-9]+):", told)
    assert "pricing/exercices/2028.yaml" in dict(places)
    said = [" ".join(" ".join(files[path].splitlines()[int(line) - 1 :][:4]).split()) for path, line in places]
    assert [text for text in said if "31 décembre 2028" not in text and DERNIER not in text] == []
    for path in dict(places):
        files[path] = files[path].replace("31 décembre 2028", "31 décembre 2029").replace(f" ; {DERNIER}", "")
    assert "finissait avant" not in " ".join(suites(lire(files), asked, date(2026, 11, 27)))


PROLONGEE = edited(fichiers_nancy(), CONVENTION, "reconductions: 4", "reconductions: 6")
REUNIONS = "catalogue/reunions/2027.yaml"


@cache
def _prolongee() -> Resultat:
    """Open 2029 in the convention that goes on: once for the tests that read what it gives."""
    return faire(PROLONGEE, _ouvrir(2029))


def _a_relire(files: dict[str, str], annee: int) -> list[str]:
    """Return the places that are said, once a year is opened, to speak of the end that was."""
    after = relire(faire(files, _ouvrir(annee)).files).depot
    told = suites(after, _ouvrir(annee), date(2026, 11, 25), avant=lire(files))
    return re.findall(r"([a-z0-9/-]+\.yaml):[0-9]+:", " ".join(item for item in told if "finissait avant" in item))


def test_the_agenda_of_a_meeting_to_come_is_to_be_read_again_and_not_that_of_one_that_was_held() -> None:
    planned = "    date: 2027-11-05\n    statut: prevue\n"
    held = edited(PROLONGEE, REUNIONS, planned, planned.replace("prevue", "tenue"))
    assert [_a_relire(files, 2029).count(REUNIONS) for files in (PROLONGEE, held)] == [2, 1]


@pytest.mark.parametrize("champ", ["source", "hypothese"])
def test_the_day_that_a_figure_is_of_does_not_say_that_the_convention_ends_on_it(champ: str) -> None:
    path = "adherents/nancy/quantites/2028.yaml"
    dated = re.sub(rf'(?m)^    {champ}: ".*"$', f'    {champ}: "Prévision au 31 décembre 2028"', PROLONGEE[path])
    assert "31 décembre 2028" in dated
    assert _a_relire({**PROLONGEE, path: dated}, 2029) == _a_relire(PROLONGEE, 2029) != []


def test_the_exercice_that_is_no_longer_the_last_announces_the_next_one_as_the_year_before_announced_it() -> None:
    done = _prolongee()
    assert [item.path for item in done.modifications][:2] == [
        "pricing/exercices/2029.yaml",
        "pricing/exercices/2028.yaml",
    ]
    assert [
        done.files[f"pricing/exercices/{annee}.yaml"].partition("objet: ")[2].partition("objet: ")[2]
        for annee in (2028, 2029)
    ] == [
        f"""\
"Solde de l'exercice {annee} (titre de recettes) et état prévisionnel {annee + 1}, annoncé sans titre"
    volets:
      - {{genre: solde, exercice: {annee}}}
      - {{genre: previsionnel, exercice: {annee + 1}}}
"""
        for annee in (2028, 2029)
    ]


ANNONCE = """
jalons:
  printemps: {date: 2026-04-15, objet: "Acompte 2026", volets: [{genre: acompte, exercice: 2026, taux: 0.4}]}
  automne:
    date: 2026-11-16
    objet: "État prévisionnel 2027"
    volets: [{genre: previsionnel, exercice: 2027}]
"""
"""A call that only announces the forecast of the next year."""
DEUX_ANS = {
    **FICHIERS,
    CONVENTION: FICHIERS[CONVENTION].replace("reconductions: 4", "reconductions: 3"),
    "pricing/exercices/2026.yaml": AVANT.partition("jalons:")[0] + ANNONCE.lstrip(),
}
"""2027 is its last exercice."""


def _volets(files: dict[str, str], annee: int) -> dict[str, list[tuple[str, int]]]:
    return {
        nom: [(str(volet.genre), volet.exercice) for volet in appel.volets]
        for nom, appel in relire(files).depot.exercices[annee].appels
    }


def test_a_call_that_only_announces_a_forecast_has_nothing_to_call_in_the_last_exercice() -> None:
    done = faire(DEUX_ANS, _ouvrir(2027))
    assert _volets(done.files, 2027) == {"printemps": [("acompte", 2027)], "automne": []}


def test_a_call_that_had_nothing_left_announces_the_next_exercice_again_once_there_is_one() -> None:
    last = faire(DEUX_ANS, _ouvrir(2027)).files
    done = faire({**last, CONVENTION: FICHIERS[CONVENTION]}, _ouvrir(2028))
    assert _volets(done.files, 2027) == {"printemps": [("acompte", 2027)], "automne": [("previsionnel", 2028)]}
    assert "Exercice 2027 ; dernier" not in done.files["pricing/exercices/2027.yaml"]


def test_a_part_that_is_announced_already_is_not_announced_twice() -> None:
    path, part = "pricing/exercices/2028.yaml", "      - {genre: solde, exercice: 2028}\n"
    half = edited(PROLONGEE, path, part, f"{part}      - {{genre: previsionnel, exercice: 2029}}\n")
    assert _volets(faire(half, _ouvrir(2029)).files, 2028)["octobre"] == [("solde", 2028), ("previsionnel", 2029)]


def test_where_no_exercice_shows_how_to_announce_the_next_one_what_to_add_is_said() -> None:
    files = {**CALENDRIER, "pricing/exercices/2026.yaml": AVANT.replace("et état prévisionnel 2027", f"; {DERNIER}")}
    told = suites(relire(faire(files, _ouvrir(2027)).files).depot, _ouvrir(2027), date(2026, 11, 25), avant=lire(files))
    assert (
        "Aucun appel n'annonce l'état prévisionnel de 2027 : ajouter « {genre: previsionnel, exercice: 2027} » aux "
        "« volets » d'un appel de pricing/exercices/2026.yaml, et le dire à son « objet »."
    ) in [espaces(item) for item in told]


def _scellee() -> dict[str, str]:
    """Return data whose last exercice, 2026, has sealed calls, and that go on one year more."""
    gone = re.compile(r".*/202[78]\.yaml")
    files = {path: text for path, text in fichiers_nancy().items() if not gone.fullmatch(path)}
    path = "pricing/exercices/2026.yaml"
    objet = re.findall('objet: "(Solde .*)"', files[path])[0]
    return edited(files, path, objet, f"Solde de l'exercice 2026 ; {DERNIER}")


def test_a_sealed_call_stays_as_it_was_issued_and_is_not_to_be_read_again() -> None:
    files = _scellee()
    assert "pricing/exercices/2026.yaml" not in [item.path for item in faire(files, _ouvrir(2027)).modifications]
    assert "pricing/exercices/2026.yaml" not in _a_relire(files, 2027)
    assert "état prévisionnel 2028" in faire(files, _ouvrir(2027)).files["pricing/exercices/2027.yaml"]


def _gardes(appels: str) -> dict[str, str]:
    """Return data of a convention that goes on, whose last exercice held these calls for the year after it."""
    path = "pricing/exercices/2028.yaml"
    return {**PROLONGEE, path: PROLONGEE[path] + appels}


@pytest.mark.parametrize(
    ("appel", "gardes"),
    [
        ("{date: 2029-04-16, objet: R, volets: [{genre: regularisation, exercice: 2028}]}", {}),
        (
            "{date: 2029-06-15, objet: R, volets: [{genre: regularisation, exercice: 2028}]}",
            {"tardif": [("regularisation", 2028)]},
        ),
    ],
    ids=["the call of its month asks it", "no other asks it in its month"],
)
def test_a_call_that_the_last_exercice_held_for_the_year_after_it_is_of_that_year_once_it_is_opened(
    appel: str, gardes: dict[str, list[tuple[str, int]]]
) -> None:
    done = faire(_gardes(f"  tardif: {appel}\n"), _ouvrir(2029))
    assert _volets(done.files, 2028) == _volets(_prolongee().files, 2028)
    assert _volets(done.files, 2029) == {**_volets(_prolongee().files, 2029), **gardes}
    assert "date: 2030" not in done.files["pricing/exercices/2029.yaml"]


def test_an_exercice_that_held_no_call_but_those_of_the_year_after_has_none_left() -> None:
    path, call = (
        "pricing/exercices/2028.yaml",
        "{date: 2029-06-15, objet: R, volets: [{genre: regularisation, exercice: 2028}]}",
    )
    alone = f"{PROLONGEE[path].partition('jalons:')[0]}jalons:\n  tardif: {call}\n"
    done = faire({**PROLONGEE, path: alone}, _ouvrir(2029))
    assert [_volets(done.files, annee) for annee in (2028, 2029)] == [{}, {"tardif": [("regularisation", 2028)]}]


def test_a_sealed_call_of_the_year_after_keeps_its_month_and_the_call_that_it_replaces_is_told() -> None:
    path = "pricing/exercices/2026.yaml"
    call = "  final: {date: 2027-04-15, objet: R, volets: [{genre: regularisation, exercice: 2026}]}\n"
    sealed = Sceau("2027-04", "2027-04-15", "demonstration", ())
    files = {**_scellee(), path: _scellee()[path] + call, sealed.path: sealed.texte()}
    done = faire(files, _ouvrir(2027))
    assert [*_volets(done.files, 2027)] == ["final", "octobre"]
    assert (
        "L'appel d'avril n'est pas repris, car un appel scellé a lieu le même mois : porter à un autre appel de 2027 "
        "ce qu'il appelait."
    ) in [espaces(item) for item in suites(relire(done.files).depot, _ouvrir(2027), date(2027, 5, 1))]
