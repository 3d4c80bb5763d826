"""The documents of the year: each figure is the computation's, nothing unknown is invented (art. 4, 7, 7.1)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.base.french import euros, montant
from convention.checks.cadre.vie import meeting
from convention.compare.comparaison import comparer
from convention.model.mots.communs import Nature
from convention.model.resolution import resolve
from convention.reports.comparaison.empreinte import contents
from convention.reports.redaction.dossier import pack
from convention.reports.redaction.finances import by_adherent
from convention.reports.redaction.forfait import actualisations, deliberation, letter
from convention.reports.redaction.rapport import evaluation, yearly_report
from convention.reports.rendus.document import Document, Liste, Paragraphe, Titre, markdown_text, terminal_text
from convention.reports.rendus.table import Tableau
from tests.espaces import espaces
from tests.essais import CALCULS, FIGES, edited, fichiers, fichiers_nancy, lire, nancy
from tests.generateur.textes import DEMO, first_line

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.reports.redaction.forfait import Actualisation

ESSEY, JOUR = "essey-les-nancy", date(2025, 9, 30)


def _text(document: Document) -> str:
    return espaces(terminal_text(document))


@cache
def _documents() -> dict[str, Document]:
    depot = nancy()
    (change,), reunion = actualisations(depot, 2026), meeting(depot, "comite-de-suivi-septembre-2026")
    assert reunion is not None
    return {
        "rapport": yearly_report(depot, 2025, JOUR),
        "evaluation": evaluation(depot, 2025),
        "dossier": pack(depot, reunion),
        "deliberation": deliberation(depot, change, JOUR),
        "lettre": letter(depot, change, ESSEY, JOUR),
    }


@pytest.mark.parametrize("nom", ["rapport", "evaluation", "dossier", "deliberation", "lettre"])
def test_a_document_built_on_invented_figures_says_so(nom: str) -> None:
    assert "Données de démonstration, sans valeur comptable." in _text(_documents()[nom])


@pytest.mark.parametrize(
    ("invente", "dit"),
    [
        *((name, True) for name in ("quantites/2024", "axes/", "conformite/2025", "equilibre/2025", "reunions/2025")),
        ("quantites/2026", False),
    ],
)
def test_a_report_says_what_is_invented_in_it_beside_the_amounts_of_its_year(invente: str, dit: bool) -> None:  # noqa: FBT001 (expected)
    real = {
        path: text if invente in path else text.replace("origine: demonstration", "origine: public")
        for path, text in fichiers_nancy().items()
    }
    told = "Données de démonstration, sans valeur comptable." in _text(yearly_report(lire(real), 2025, JOUR))
    assert told is dit


def test_the_report_opens_with_money_and_covers_the_four_roles() -> None:
    total = euros(CALCULS(resolve(nancy(), 2025)).totaux.general)
    document = yearly_report(nancy(), 2025, JOUR)
    first = next(bloc for bloc in document if isinstance(bloc, Paragraphe) and "supportent" in bloc.texte)
    assert first.texte == f"En 2025 (réalisé), les adhérents, y compris la Métropole, supportent ensemble {total}."
    assert [bloc.texte for bloc in document if isinstance(bloc, Titre) and bloc.niveau == 2] == [
        "Suivi financier de la convention (article 7.1)",
        "Axes stratégiques (annexe 5)",
        "Catalogue de services (annexe 1)",
        "Activité de la DSIT",
    ]


def test_the_report_of_a_closed_year_tells_its_projects_as_they_stood_on_its_last_day() -> None:
    # Ended in August 2026, decided in September 2026, begun in 2026: the report of 2025 knows none of it.
    text = _text(yearly_report(nancy(), 2025, JOUR))
    assert "- Projets au 31 décembre 2025 : 3 inscrits, 1 engagé et 2 terminés." in text
    assert "- Projets dont rien ne dit depuis quand : 2 demandés et 1 abandonné." in text
    assert "- Projets : " in _text(yearly_report(nancy(), 2026, date(2026, 1, 1)))


def test_the_report_of_a_year_to_come_says_nothing_as_done() -> None:
    text = _text(yearly_report(nancy(), 2027, JOUR))
    assert [word for word in ("supportent", "coûtent", "tenues", "mesuré", "Axes stratégiques") if word in text] == []
    assert ("supporteraient" in text, "- Projets, à ce jour : " in text) == (True, True)


def test_an_indicator_of_restricted_access_is_in_no_report() -> None:
    text = _text(yearly_report(nancy(), 2025, JOUR))
    assert "analyses de vulnérabilités" not in text
    assert "obsolètes" not in text
    assert "non mesuré" in text


def test_every_service_is_evaluated_and_no_level_of_service_is_invented() -> None:
    document = evaluation(nancy(), 2025)
    assert [bloc.texte for bloc in document if isinstance(bloc, Titre) and bloc.texte[:1] == "S"] == [
        nancy().libelle_service(code) for code in nancy().services
    ]
    told = [line for bloc in document if isinstance(bloc, Liste) for line in bloc.lignes if "Niveaux" in line]
    assert set(map(espaces, told)) == {"Niveaux de service : à définir, aucun n'est écrit."}


def test_a_service_whose_first_price_is_of_a_later_exercice_is_in_no_document_of_those_before() -> None:
    path, price = "pricing/composants/S02.yaml", "      2026: {cout_annuel: 1800.00}\n"
    depot = lire(edited(fichiers(FIGES / "villages"), path, price, ""))
    told = [(evaluation(depot, annee), yearly_report(depot, annee, JOUR)) for annee in (2026, 2027)]
    for before, after in zip(*told, strict=True):
        catalogue = [_text(document).rpartition("Catalogue de services")[2] for document in (before, after)]
        assert [("S01" in text, "S02" in text) for text in catalogue] == [(True, False), (True, True)]


def test_a_pack_holds_the_agenda_the_documents_and_what_awaits_a_validation() -> None:
    text = _text(_documents()["dossier"])
    assert "Comité de suivi stratégique, 21 septembre 2026" in text
    assert "- Recensement des besoins 2027" in text
    assert "Proposition d'actualisation du forfait 2027" in text
    assert "Quantités 2026 : 4 adhérents (" in text


def test_a_pack_plans_no_project_that_was_over_before_the_year_of_the_meeting() -> None:
    depot = nancy()
    shown = []
    for nom in ("comite-de-suivi-septembre-2026", "comite-de-suivi-mars-2027"):
        reunion = meeting(depot, nom)
        assert reunion is not None
        (plan,) = [bloc for bloc in pack(depot, reunion) if isinstance(bloc, Tableau) and bloc.entetes[0] == "Projet"]
        shown.append([espaces(row[3]) for row in plan.lignes if row[1] == "terminé"])
    assert shown == [["28 août 2026"], []]


def test_the_pack_of_a_meeting_of_a_past_year_tells_that_year() -> None:
    depot = nancy()
    reunion = meeting(depot, "comite-de-pilotage-2025")
    assert reunion is not None
    document = pack(depot, reunion)
    headers = [bloc.entetes[1] for bloc in document if isinstance(bloc, Tableau) and bloc.entetes[0] == "Adhérent"]
    (plan,) = [bloc for bloc in document if isinstance(bloc, Tableau) and bloc.entetes[0] == "Projet"]
    states = {row[0]: row[1] for row in plan.lignes}
    assert headers == ["2024, réalisé (€)"]
    assert "Quantités 2025 : tout est validé" in _text(document)
    # The first was decided, then ended, in 2026; the other, begun in 2026, was decided before.
    assert "Équipement numérique des écoles de Saulxures-lès-Nancy" not in states
    assert states["Téléphonie sur le réseau informatique"] == "inscrit"


def test_a_pack_says_for_which_domain_or_project_the_body_meets() -> None:
    depot = nancy()
    titles = []
    for nom in ("utilisateurs-bibliotheques-2026", "groupe-authentification-decembre-2026"):
        reunion = meeting(depot, nom)
        assert reunion is not None
        titles.append(_text(pack(depot, reunion)).splitlines()[0])
    assert titles == [
        "Comités d'utilisateurs, application des bibliothèques, 3 décembre 2026",
        "Groupes de travail / groupe Projet, double authentification des accès, 10 décembre 2026",
    ]


def test_the_pack_of_a_meeting_that_is_cancelled_says_why_and_asks_to_send_nothing() -> None:
    planned, path = "    date: 2027-03-16\n    statut: ", "catalogue/reunions/2027.yaml"
    cancelled = planned + 'annulee\n    motif: "Reportée après les élections."'
    depot = lire(edited(fichiers_nancy(), path, f"{planned}prevue", cancelled))
    reunion = meeting(depot, "comite-de-suivi-mars-2027")
    assert reunion is not None
    text = _text(pack(depot, reunion))
    assert "Réunion annulée : reportée après les élections." in text
    assert ("non envoyé" in text, "à envoyer" in text) == (True, False)


def test_a_pack_says_who_sits_in_the_body_that_meets() -> None:
    document = _documents()["dossier"]
    after = next(rang for rang, bloc in enumerate(document) if isinstance(bloc, Titre) and "Composition" in bloc.texte)
    liste = document[after + 1]
    assert isinstance(liste, Liste)
    assert [espaces(ligne).split(" : ")[0] for ligne in liste.lignes] == [
        "Pour la métropole du Grand Nancy",
        "Pour les adhérents",
    ]


def test_the_deliberation_leaves_blank_what_is_not_known() -> None:
    text = _text(_documents()["deliberation"])
    assert "Conseil métropolitain, séance du [à compléter] ; délibération n° [à compléter]." in text
    assert "Le forfait est fixé à 710,60 € par poste de travail et par an ; il était de 700,00 € (+1,5 %)." in text


def test_the_deliberation_says_where_the_proposed_amount_comes_from() -> None:
    origin = "Montant supposé pour la démonstration, par indexation Syntec"
    assert f"Origine du montant proposé : « {origin}" in _text(_documents()["deliberation"])


_FIXE = {
    "pricing/forfait.yaml": fichiers_nancy()["pricing/forfait.yaml"]
    + "  - {date: 2027-01-01, montant: 718.40, origine: demonstration, reference: inventé, verifie_le: 2026-09-28}\n"
}


@cache
def _fixed() -> tuple[Depot, Actualisation]:
    """Fix the fee of 2027 and nothing else: the opinion of September was given on more than that."""
    depot = lire({**fichiers_nancy(), **_FIXE})
    (change,) = actualisations(depot, 2027)
    return depot, change


def test_the_deliberation_and_the_letter_say_when_it_is_too_late() -> None:
    depot, change = _fixed()
    late, in_time = date(2026, 11, 27), date(2026, 10, 1)
    acts = [_text(deliberation(depot, change, day)) for day in (late, in_time)]
    letters = [_text(letter(depot, change, ESSEY, day)) for day in (late, in_time)]
    assert "Prise le 27 novembre 2026, elle ne vaudrait qu'à partir du 1er janvier 2028" in acts[0]
    assert "La décision devait être prise le 1er novembre 2026 au plus tard, 2 mois avant son effet." in letters[0]
    assert ["Trop tard" in acts[1], "devait être prise" in letters[1]] == [False, False]


def test_the_letter_that_comes_once_the_budget_is_voted_says_how_the_difference_enters_it() -> None:
    depot, change = _fixed()
    voted = "Votre budget 2027 a été voté le 25 février 2027 : ce qu'il ne prévoit pas y entre par une décision"
    days = date(2027, 2, 25), date(2027, 2, 26), date(2028, 1, 1)
    assert [voted in _text(letter(depot, change, ESSEY, day)) for day in days] == [False, True, False]


def test_the_letter_cites_the_decision_taken_on_this_very_amount() -> None:
    depot, _ = _fixed()
    path, seal = "catalogue/decisions.yaml", contents(comparer(nancy(), depot, calcule=CALCULS)).empreinte
    act = f'{{objet: essai, delibere_le: 2026-09-24, numero: C-12, empreinte: "{seal}"}}'
    decided = lire({**fichiers_nancy(), **_FIXE, path: f"{first_line(path)}{DEMO}decisions:\n  forfait: {act}\n"})
    day = date(2026, 10, 1)
    letters = [_text(letter(item, actualisations(item, 2027)[0], ESSEY, day)) for item in (depot, decided)]
    assert [re.findall(r"\(délibération du Conseil métropolitain (.+?)\)", text) for text in letters] == [
        ["n° [à compléter] du [à compléter]"],
        ["n° C-12 du 24 septembre 2026"],
    ]


def test_who_is_there_for_a_part_of_the_year_is_told_what_it_counts_and_that_part() -> None:
    path = "adherents/pulnoy/adherent.yaml"
    files = edited(fichiers_nancy(), path, "debut: 2024-01-01", "debut: 2024-01-01\n  fin: 2027-07-01")
    depot = lire({**files, **_FIXE})
    (change,) = actualisations(depot, 2027)
    told = _text(letter(depot, change, "pulnoy", JOUR))
    assert "Pour 68 postes, 6 mois sur 12, votre contribution 2027 à la masse salariale serait de 24 425,60 €" in told
    (table,) = [bloc for bloc in deliberation(depot, change, JOUR) if isinstance(bloc, Tableau)]
    (row,) = [row for row in table.lignes if row[0] == "Pulnoy"]
    assert [*table.entetes[:3], *map(espaces, row[1:3])] == ["Adhérent", "Postes", "Présence", "68", "6 mois sur 12"]


def test_the_deliberation_cites_an_opinion_only_where_its_procedure_asks_for_one() -> None:
    rules, asked = "catalogue/procedures.yaml", "{genre: forfait, procedure: actualisation-annuelle"
    alone = edited(
        {**fichiers_nancy(), **_FIXE}, rules, asked, asked.replace("actualisation-annuelle", "acte-de-la-dsit")
    )
    acts = []
    for depot in (_fixed()[0], lire(alone)):
        (change,) = actualisations(depot, 2027)
        acts.append(_text(deliberation(depot, change, JOUR)))
    assert ["l'avis " in act for act in acts] == [True, False]


def test_the_deliberation_cites_the_opinion_given_on_this_very_amount_and_no_other() -> None:
    depot, change = _fixed()
    opinion = "l'avis favorable du comité de suivi stratégique du 21 septembre 2026"
    elsewhere = _text(deliberation(depot, change, date(2026, 10, 1)))
    assert f"L{opinion[1:]} n'a pas été donné sur ce seul montant, mais sur l'empreinte « c566 a46d »" in elsewhere
    assert "- l'avis du comité de suivi stratégique, le [à compléter]." in elsewhere
    reunion = "catalogue/reunions/2026.yaml"
    own = contents(comparer(nancy(), depot, calcule=CALCULS)).empreinte
    sealed = re.sub(r"c566[0-9a-f]{60}", own, fichiers_nancy()[reunion])
    given = lire({**fichiers_nancy(), **_FIXE, reunion: sealed})
    text = _text(deliberation(given, actualisations(given, 2027)[0], date(2026, 10, 1)))
    assert (f"- {opinion}." in text, "donné sur" in text) == (True, False)


def test_a_forfait_fixed_again_at_the_same_amount_is_as_before() -> None:
    files, path = fichiers_nancy(), "pricing/forfait.yaml"
    value = "{date: 2027-01-01, montant: 710.60, origine: demonstration, reference: inventé, verifie_le: 2026-09-28}"
    depot = lire({**files, path: f"{files[path]}  - {value}\n"})
    (change,) = actualisations(depot, 2027)
    act = _text(deliberation(depot, change, JOUR))
    assert "Le forfait est fixé à 710,60 € par poste de travail et par an, comme auparavant." in act
    assert "serait de 79 587,20 €, comme au forfait précédent." in _text(letter(depot, change, ESSEY, JOUR))


def test_a_forfait_of_the_year_in_which_the_convention_begins_is_due_from_its_first_day() -> None:
    files = fichiers(FIGES / "syndicat")
    depot = lire(edited(files, "catalogue/convention.yaml", "effet: 2025-01-01", "effet: 2027-03-01"))
    (change,) = actualisations(depot, 2027)
    for act in (deliberation(depot, change, JOUR), letter(depot, change, "valcendre", JOUR)):
        assert "à compter du 1er mars 2027" in _text(act)


def test_where_no_body_is_consulted_and_a_decision_is_taken_the_draft_says_so() -> None:
    files, path = fichiers(FIGES / "syndicat"), "catalogue/convention.yaml"
    said = "appellations: {organe: le conseil, acte: la décision, assemblee: l'assemblée générale}\n"
    depot = lire({**files, path: files[path] + said})
    text = _text(deliberation(depot, actualisations(depot, 2027)[0], JOUR))
    assert text.startswith("Projet de décision : ")
    assert "Décide" in text
    assert "Délibère" not in text
    assert "l'avis de" not in text


def test_the_printed_effects_of_the_forfait_add_up() -> None:
    (change,) = actualisations(nancy(), 2026)
    assert change is not None
    (table,) = [bloc for bloc in deliberation(nancy(), change, JOUR) if isinstance(bloc, Tableau)]
    lines = CALCULS(resolve(nancy(), 2026)).lignes
    total = sum(line.montant for line in lines if line.calcul.nature is Nature.MASSE_SALARIALE)
    assert espaces(table.totaux[0][3]) == espaces(euros(total)).removesuffix(" €")


def test_the_letter_to_who_counts_nothing_says_that_nothing_would_be_due() -> None:
    path = f"adherents/{ESSEY}/quantites/2026.yaml"
    files = {
        key: re.sub(r"(postes_forfait: )[0-9]+", r"\g<1>0", text) if key == path else text
        for key, text in fichiers_nancy().items()
    }
    depot = lire(files)
    (change,) = actualisations(depot, 2026)
    text = _text(letter(depot, change, ESSEY, JOUR))
    assert "Sur ce qui est compté à ce jour, vous n'en devriez rien en 2026." in text
    assert "estimation, sur" not in text


FIGURES = (
    "Pour 112 postes, votre contribution 2026 à la masse salariale {} de 79 587,20 €, contre 78 400,00 € au "
    "forfait précédent : +1 187,20 €."
)


def test_the_letter_gives_the_adherent_its_own_figures_an_estimate_as_long_as_no_call_holds_them() -> None:
    files = {path: content for path, content in fichiers_nancy().items() if "pricing/appels/2026" not in path}
    depot = lire(files)
    (change,) = actualisations(depot, 2026)
    called, coming = _text(_documents()["lettre"]), _text(letter(depot, change, ESSEY, JOUR))
    assert FIGURES.format("serait") in coming
    assert "Ce montant est une estimation" in coming
    assert FIGURES.format("est") in called
    assert "Ce montant est celui du révisé 2026, dont des appels sont déjà scellés." in called
    assert "serait" not in called


def test_the_letter_is_for_the_adherent_and_for_the_function_that_signs_for_it() -> None:
    assert "Destinataire : commune d'Essey-lès-Nancy (maire)." in _text(_documents()["lettre"])


def test_the_letter_names_the_convention_its_clauses_and_the_account() -> None:
    text = " ".join(_text(_documents()["lettre"]).split())
    assert (
        "Le forfait de la convention de mutualisation des systèmes d'informations (article 8, annexe 3) est de" in text
    )
    assert "Compte proposé : 6216, à valider par le comptable public." in text


def test_the_letter_says_what_the_adherent_is_where_its_long_name_does_not() -> None:
    path, files = f"adherents/{ESSEY}/adherent.yaml", fichiers_nancy()
    depot = lire(edited(files, path, "denomination: Commune d'Essey", "denomination: Essey"))
    (change,) = actualisations(depot, 2026)
    assert "Destinataire : commune d'Essey-lès-Nancy (maire)." in _text(letter(depot, change, ESSEY, JOUR))


def test_the_report_says_what_is_in_no_service_by_its_name() -> None:
    tables = [bloc for bloc in _documents()["rapport"] if isinstance(bloc, Tableau)]
    (by_service,) = [table for table in tables if table.entetes[0] == "Service" and "Écart (€)" in table.entetes]
    assert [row[0] for row in by_service.lignes[:2]] == ["Masse salariale (hors des services)", "S03 Infrastructures"]


def test_no_forfait_changes_in_a_year_without_a_value() -> None:
    assert actualisations(nancy(), 2025) == ()


def test_a_text_of_the_data_is_never_markup() -> None:
    hostile = "<b>|*x*\n# titre"
    document: Document = (
        Titre(hostile),
        Paragraphe(hostile),
        Liste((hostile,)),
        Tableau((hostile,), ((hostile,),)),
    )
    text = markdown_text(document)
    assert ("<b>" in text, "*x*" in text, "\n# titre" in text) == (False, False, False)


@pytest.mark.parametrize("nom", ["rapport", "dossier"])
def test_what_was_called_at_its_delivery_is_told_beside_what_each_pays(nom: str) -> None:
    text = _text(_documents()[nom])
    assert "Coûts directs compris, appelés à la livraison : " in text
    assert ("Essey-lès-Nancy 9 465,60 €" in text) is (nom == "dossier")


def test_a_year_of_which_the_convention_covers_a_part_only_says_so_beside_its_amounts_and_is_not_compared() -> None:
    depot = nancy()
    late = depot._replace(convention=depot.convention.model_copy(update={"effet": date(2025, 9, 1)}))
    before, after = (CALCULS(resolve(late, annee)) for annee in (2025, 2026))
    assert by_adherent(late, (before, after)).entetes[1:] == (
        "2025, réalisé, une partie de l'année (€)",
        "2026, révisé (€)",
    )
    assert "En 2025 (réalisé, une partie de l'année), les adhérents" in _text(yearly_report(late, 2025, JOUR))


def test_the_first_exercice_has_nothing_before_it_and_its_report_says_what_each_pays_and_what_each_service_costs() -> (
    None
):
    depot = nancy()
    tables = [bloc for bloc in yearly_report(depot, 2024, JOUR) if isinstance(bloc, Tableau)][:2]
    total = montant(CALCULS(resolve(depot, 2024)).totaux.general)
    assert [table.entetes for table in tables] == [("Adhérent", "2024, réalisé (€)"), ("Service", "2024, réalisé (€)")]
    assert [table.totaux for table in tables] == [(("Total", total),)] * 2
    assert {table.lignes[0][0] for table in tables} == {"Nancy", "Masse salariale (hors des services)"}


def test_a_meeting_of_the_first_exercice_follows_it_alone() -> None:
    depot = nancy()
    first = depot._replace(exercices={2026: depot.exercices[2026]})
    reunion = meeting(first, "comite-de-suivi-septembre-2026")
    assert reunion is not None
    followed = [bloc for bloc in pack(first, reunion) if isinstance(bloc, Tableau) and bloc.entetes[0] == "Adhérent"]
    assert [table.entetes for table in followed] == [("Adhérent", "2026, révisé (€)")]


def test_an_axis_is_named_once_above_its_indicators() -> None:
    table = next(
        bloc for bloc in yearly_report(nancy(), 2025, JOUR) if isinstance(bloc, Tableau) and bloc.entetes[0] == "Axe"
    )
    names = [row[0] for row in table.lignes if row[0]]
    assert len(names) == len(set(names)) < len(table.lignes)
    assert table.lignes[0][0]
