"""The impact sheet and the exit sheet: a verdict in euros, who pays more, what is acquired, what is missing."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from convention.compare.ecarts import EcartAdherent
from convention.reports.fiches.adhesion import membership_sheet
from convention.reports.fiches.communs import who_moves
from convention.reports.fiches.sortie import exit_sheet
from convention.reports.rendus.document import Mention, markdown_text, pdf_bytes, terminal_text
from tests.arrivees import BRUYERE, CERISAIE, PROCEDURES, comes, leaves
from tests.engine.appels.petits_appels import appelle, avec_calendrier
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire, nancy
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette

ADHESION = f"{CERISAIE}/adhesion.yaml"
PARTI = "debut: 2024-01-01\n  fin: 2027-01-01"
RESILIATION = (
    f"{first_line('adherents/pulnoy/resiliation.yaml')}{DEMO}genre: simple\ninitiative: adherent\n"
    "notification: 2026-09-15\neffet: 2027-01-01\n"
)
LE_30_JUIN = "jusqu'au 30 juin 2026, dernier jour de l'adhésion"
TITRE = "Ce qui est écrit, ce qui manque"


def impact(files: dict[str, str], nom: str = "cerisaie") -> str:
    """Write the impact sheet of a demand, its unbreakable spaces as plain ones."""
    depot = lire(files)
    demande = depot.fichiers[f"adherents/{nom}/adhesion.yaml"].document
    return espaces(terminal_text(membership_sheet(depot, nom, demande)))  # type: ignore[arg-type]


def sortie(files: dict[str, str], nom: str = "bruyere") -> str:
    """Write the exit sheet of an adherent."""
    depot = lire(files)
    resiliation = depot.dossiers[nom].resiliation
    assert resiliation is not None
    return espaces(terminal_text(exit_sheet(depot, nom, resiliation)))


def section(page: str, title: str) -> list[str]:
    """Return the lines below a title, as far as the next one."""
    lines = page.splitlines()
    start = lines.index(title) + 2
    ends = [
        rank for rank, line in enumerate(lines) if rank > start and line and not line.strip("─") and "  " not in line
    ]
    return [line for line in lines[start : (ends[0] - 1 if ends else len(lines))] if line]


def with_procedures(files: dict[str, str]) -> dict[str, str]:
    """Add the procedures of this repository."""
    return {**files, "catalogue/procedures.yaml": PROCEDURES.read_text("utf-8")}


# --- the impact sheet ---


def test_the_impact_sheet_opens_with_its_verdict_in_euros() -> None:
    cost, _, who = impact(comes()).splitlines()[3:6]
    told, brought = cost.split(" ; ")
    assert (
        told == "L'arrivée de Cerisaie ferait baisser de 48,00 € ce que paient ensemble les 4 adhérents actuels en 2026"
    )
    assert brought == "Cerisaie paierait 7 048,00 €."
    assert who == "Sur 4 autres adhérents, 3 paieraient moins et 1 paierait autant : personne ne paierait plus."


def test_years_that_are_alike_are_said_once() -> None:
    depot = nancy()
    sheet = espaces(terminal_text(membership_sheet(depot, "pulnoy", None))).splitlines()
    assert sheet[7] == (
        "L'arrivée de Pulnoy ferait baisser de 5 105,25 € ce que paient ensemble les 21 adhérents actuels en 2027 et "
        "2028, chaque année ; Pulnoy paierait 65 899,35 €."
    )
    assert [line for line in sheet if line.startswith("L'arrivée de Pulnoy")] == [sheet[3], sheet[7]]
    assert [line.partition(" : ")[0] for line in section("\n".join(sheet), "Ce que paierait Pulnoy")] == [
        "- 2026",
        "- 2027 et 2028, chaque année",
    ]


def test_a_body_keeps_its_article_where_it_is_the_subject() -> None:
    sheet = espaces(terminal_text(membership_sheet(lire(fichiers(FIGES / "ecoles")), "college-des-aulnes", None)))
    assert "; le Collège des Aulnes paierait 3 484,00 €." in sheet
    assert "\nCe que paierait le Collège des Aulnes\n" in sheet


def test_the_impact_sheet_says_which_call_will_ask_the_newcomer_what_it_owes() -> None:
    sheet = impact(avec_calendrier(comes(), {"2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}"}))
    (told,) = section(sheet, "Ce que paierait Cerisaie")
    assert told == (
        "- 2026 : 7 000,00 € de masse salariale et 48,00 € de coûts annuels, soit 7 048,00 €. Aucun acompte "
        "n'est demandé avant le 1er juillet 2026, premier jour de l'adhésion : la régularisation demande tout ce qui "
        "est dû."
    )


def test_a_balance_that_was_sealed_before_the_newcomer_was_known_is_not_said_to_ask_it_the_rest() -> None:
    calls = {"2026-04": "{genre: acompte, exercice: 2026, taux: 0.5}", "2026-06": "{genre: solde, exercice: 2026}"}
    come = avec_calendrier(comes(), calls)
    before = {path: text for path, text in come.items() if not path.startswith(CERISAIE)}
    sealed = {**come, **appelle(before, *calls)}
    told = ["\n".join(section(impact(files), "Ce que paierait Cerisaie")) for files in (come, sealed)]
    assert [re.findall("adhésion : (.*?) demande", text) for text in told] == [
        ["le solde du 15 juin 2026"],
        ["la régularisation"],
    ]


@pytest.mark.parametrize(
    ("metropole", "told"),
    [
        (
            Membre("postes: 6"),
            [
                (
                    "L'arrivée de laxou ferait baisser de 400,00 € ce que paie l'adhérent actuel en 2026 ; "
                    "laxou paierait 400,00 €."
                ),
                "Sur 1 autre adhérent, 1 paierait moins : personne ne paierait plus.",
            ],
        ),
        (
            Membre(souscriptions=""),
            ["L'arrivée de laxou ne changerait rien pour personne d'autre en 2026 ; laxou paierait 1 000,00 €."],
        ),
    ],
)
def test_one_other_is_not_told_in_the_plural_and_nothing_is_told_of_nobody(metropole: Membre, told: list[str]) -> None:
    costs = {"reseau": Cout("cout: 1000.00", annuel="cout * part(postes)")}
    depot = lire(maquette({"metropole": metropole, "laxou": Membre("postes: 4")}, costs))
    lines = [line for line in espaces(terminal_text(membership_sheet(depot, "laxou", None))).splitlines() if line]
    assert lines[2 : lines.index("Données de démonstration, sans valeur comptable.")] == told


TABLEAU = """\
Adhérent           Sans (€)    Avec (€)  Écart (€)  Écart (%)
───────────────  ──────────  ──────────  ─────────  ─────────
Métropole        672 031,73  671 992,94     −38,79    −0,01 %
Aubépine          97 191,45   97 184,66      −6,79    −0,01 %
Bruyère           24 242,42   24 240,00      −2,42    −0,01 %
CCAS d'Aubépine    8 400,00    8 400,00       0,00     0,00 %
───────────────  ──────────  ──────────  ─────────  ─────────
Tous les autres  801 865,60  801 817,60     −48,00    −0,01 %
Cerisaie               0,00    7 048,00  +7 048,00          –
Total            801 865,60  808 865,60  +7 000,00     +0,9 %"""


def test_every_current_adherent_has_its_row_and_the_rows_add_up() -> None:
    assert section(impact(comes()), "Effet sur chaque adhérent en 2026 (prévisionnel)") == TABLEAU.splitlines()


def test_an_arrival_in_the_year_says_which_year_is_the_first_whole_one() -> None:
    assert "Présence à partir du 1er juillet 2026 : la première année pleine est 2027." in impact(comes())


def test_an_arrival_on_the_first_of_january_has_no_partial_year() -> None:
    files = comes().copy()
    identity = f"{CERISAIE}/adherent.yaml"
    files[identity] = files[identity].replace("debut: 2026-07-01", "debut: 2026-01-01")
    assert "première année pleine" not in impact(files)


def test_the_sheet_says_what_the_newcomer_takes_and_what_payroll_it_brings() -> None:
    assert section(impact(comes()), "Ce que prendrait Cerisaie") == [
        "S03 Infrastructures et S04 Parcs ; avec l'adhésion : S01 Administration."
    ]
    assert section(impact(comes()), "Ce que paierait Cerisaie") == [
        "- 2026 : 7 000,00 € de masse salariale et 48,00 € de coûts annuels, soit 7 048,00 €"
    ]


SUR_TROIS = "Sur 3 autres adhérents, 1 paierait plus, 1 paierait moins et 1 paierait autant"
SUR_SIX = "Tous les autres paieraient plus"


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ((-3, -2), "Tous les autres paieraient moins."),
        ((0, 0), "Tous les autres paieraient autant."),
        ((0,), "Sur 1 autre adhérent, 1 paierait autant : personne ne paierait plus."),
        (
            (5, -1, 0),
            f"{SUR_TROIS}. Paieraient plus : a (+0,05 €).",
        ),
        (
            (7, 6, 5, 4, 3, 2),
            f"{SUR_SIX} : a (+0,07 €), b (+0,06 €), c (+0,05 €), d (+0,04 €), e (+0,03 €) et 1 autre.",
        ),
    ],
)
def test_who_would_pay_more_is_named(gaps: tuple[int, ...], said: str) -> None:
    parts = [EcartAdherent(nom, 100, 100 + gap) for nom, gap in zip("abcdef", gaps, strict=False)]
    assert espaces(who_moves(lire(comes()), parts)) == said


def test_the_load_of_the_dsit_is_told_as_evaluated() -> None:
    assert section(impact(comes()), "Ce que l'arrivée demanderait à l'équipe du gestionnaire") == [
        "Évaluation de l'équipe du gestionnaire, le 20 février 2026.",
        "- Ressources humaines : 0,2 équivalent temps plein de plus",
        "- Gestion technique : Raccorder la mairie au réseau",
        "- Plannings : Le renouvellement des postes prend deux mois de plus",
    ]


ACQUIS = """\
Un acte ne vaut que pour les phrases et les montants dont il nomme l'empreinte : la comparaison dit \
lesquels valent pour la proposition.
- le 20 février 2026 — Évaluation par la DSIT : charges humaines et techniques, plannings, part de chaque adhérent \
actuel
- favorable, le 17 mars 2026 (aucune empreinte) — Avis du comité de suivi stratégique sur l'adhésion
- gestionnaire : n° 2026-41 du 9 avril 2026 (aucune empreinte) — Délibération du Conseil métropolitain
- adhérent : n° 2026-12 du 4 mai 2026 (aucune empreinte) — Délibération de l'assemblée de l'adhérent
- gestionnaire : le 14 avril 2026 ; adhérent : manque (aucune empreinte) — Transmission de chaque \
délibération au contrôle de légalité
- gestionnaire : le 16 avril 2026 ; adhérent : manque (aucune empreinte) — Publication de chaque délibération
- le 2 juin 2026 (aucune empreinte) — Signature de la convention par la Métropole et par le nouvel adhérent"""


def test_what_is_done_has_its_date_and_on_what_and_what_is_missing_says_so() -> None:
    assert section(impact(with_procedures(comes())), TITRE) == ACQUIS.splitlines()


AVIS_RENDU, SCEAU = "- {objet: Adhésion de Cerisaie, sens: favorable}", "7c1e52d0" * 8
RESERVE = 'sens: favorable, reserves: "Après la reprise des courriers"'


@pytest.mark.parametrize(
    ("avis", "empreinte", "dite"),
    [
        (f"- {{objet: Adhésion de Cerisaie, {RESERVE}}}", "", " : Après la reprise des courriers"),
        (
            f"- {{objet: Autre adhésion, sens: favorable}}\n      - {{objet: Adhésion, {RESERVE}, empreinte: {SCEAU}}}",
            f"empreinte: {SCEAU}\n",
            " : Après la reprise des courriers",
        ),
        (f"- {{objet: Adhésion, {RESERVE}}}\n      - {{objet: Autre adhésion, sens: favorable}}", "", ""),
        (f"- {{objet: Adhésion, {RESERVE}, empreinte: {'ab' * 32}}}", f"empreinte: {SCEAU}\n", ""),
    ],
)
def test_the_reserves_of_the_meeting_on_this_very_arrival_follow_its_opinion(
    avis: str, empreinte: str, dite: str
) -> None:
    files = edited(with_procedures(comes()), "catalogue/reunions/2026.yaml", AVIS_RENDU, avis)
    files[ADHESION] += empreinte
    (told,) = [step for step in section(impact(files), TITRE) if step.startswith("- favorable, le 17 mars 2026")]
    assert told.partition(" — ")[0].partition(")")[2] == dite


ENTREE = """# yaml-language-server: $schema=../schemas/procedures.schema.json
origine: demonstration
source: essai
visas:
  lettre: {libelle: Lettre aux membres}
  decision: {libelle: Décision de chaque membre, etape: deliberation_adherents}
  signature: {libelle: Signature de chacun, etape: signature}
procedures:
  avenant: {libelle: Avenant, rang: 1, description: Essai, visas: [lettre, decision, signature]}
changements: [{genre: adherent, CHAMPprocedure: avenant, motif: Essai}]
"""


def test_an_arrival_is_told_by_the_procedure_that_makes_an_adherent_enter_whatever_its_name() -> None:
    files = {**comes(), "catalogue/procedures.yaml": ENTREE.replace("CHAMP", "")}
    assert section(impact(files), TITRE)[1:] == [
        "- à vérifier : les données n'en disent rien — Lettre aux membres",
        "- adhérent : n° 2026-12 du 4 mai 2026 (aucune empreinte) — Décision de chaque membre",
        "- le 2 juin 2026 (aucune empreinte) — Signature de chacun",
        # What it does not ask, and was done.
        "- le 20 février 2026 — Évaluation de la demande",
        "- favorable, le 17 mars 2026 (aucune empreinte) — Avis",
        "- gestionnaire : n° 2026-41 du 9 avril 2026 (aucune empreinte) — Décision du gestionnaire",
        "- gestionnaire : le 14 avril 2026 ; adhérent : manque (aucune empreinte) — Transmission des décisions",
        "- gestionnaire : le 16 avril 2026 ; adhérent : manque (aucune empreinte) — Publication des décisions",
    ]


def test_without_a_procedure_only_the_signature_is_said_to_be_missing() -> None:
    demande = "\n".join(line for line in comes()[ADHESION].splitlines()[:6] if "statut" not in line)
    files = {**comes(), ADHESION: f"{demande}\nstatut: demande\n"}
    del files["catalogue/procedures.yaml"]
    page = impact(files)
    assert section(page, TITRE)[1:] == ["- manque — Signature de la convention"]
    assert "évalué" not in page


def test_a_visa_that_no_step_acquires_is_the_signature_only_where_it_ends_everything() -> None:
    told = {}
    for visas in ("[lettre, decision]", "[decision, lettre]"):
        table = ENTREE.replace("CHAMP", "").replace("[lettre, decision, signature]", visas)
        steps = section(impact({**comes(), "catalogue/procedures.yaml": table}), TITRE)
        told[visas] = [step for step in steps if "Lettre" in step or "Signature" in step]
    assert told == {
        "[lettre, decision]": [
            "- à vérifier : les données n'en disent rien — Lettre aux membres",
            "- le 2 juin 2026 (aucune empreinte) — Signature des parties",
        ],
        "[decision, lettre]": ["- le 2 juin 2026 (aucune empreinte) — Lettre aux membres"],
    }


def test_a_departure_is_told_by_the_procedure_of_the_end_of_a_membership_whatever_its_name() -> None:
    files = {**leaves(), "catalogue/procedures.yaml": ENTREE.replace("CHAMP", "champ: adhesion.fin, ")}
    assert section(sortie(files), TITRE) == [
        "- à vérifier : les données n'en disent rien — Lettre aux membres",
        "- à vérifier : les données n'en disent rien — Décision de chaque membre",
        "- à vérifier : les données n'en disent rien — Signature de chacun",
        "- le 2 mars 2026 — Lettre de résiliation",
    ]


def test_an_act_names_the_proposal_on_which_it_was_done() -> None:
    files = with_procedures(comes())
    path = f"{CERISAIE}/adhesion.yaml"
    steps = section(impact({**files, path: f'{files[path]}empreinte: "{"7c1e52d0" * 8}"\n'}), TITRE)
    done = [step for step in steps if "(empreinte 7c1e 52d0) — " in step]
    assert [step.partition(" — ")[2].partition(" ")[0] for step in done] == [
        "Délibération",
        "Délibération",
        "Transmission",
        "Publication",
        "Signature",
    ]


DEMANDE = f"""# yaml-language-server: $schema=../../schemas/adhesion.schema.json
{DEMO}nom: Cerisaie
statut: demande
demande: 2026-01-12
"""
PREVUE = f"""# yaml-language-server: $schema=../../schemas/reunions.schema.json
{DEMO}reunions:
  - {{id: comite, instance: comite-de-suivi-strategique, date: JOUR, statut: prevue, ordre_du_jour: [essai]}}
"""


@pytest.mark.parametrize(("jour", "tard"), [("2026-06-30", False), ("2026-07-01", True), ("2026-09-21", True)])
def test_a_meeting_that_comes_once_the_newcomer_is_in_says_what_to_do(jour: str, tard: bool) -> None:  # noqa: FBT001 (a parameter)
    files = with_procedures(comes(DEMANDE))
    files["catalogue/gouvernance.yaml"] = fichiers_nancy()["catalogue/gouvernance.yaml"]
    files["catalogue/reunions/2026.yaml"] = PREVUE.replace("JOUR", jour)
    (said,) = section(impact(files), "Prochaine réunion qui peut en être saisie")
    what = ", et l'entrée est au 1er juillet 2026 : réunir plus tôt, ou reporter l'entrée"
    assert (what in said) == tard


def test_an_arrival_that_is_past_is_told_as_past_and_no_meeting_is_to_come_before_it() -> None:
    files = with_procedures(comes(DEMANDE))
    files["catalogue/gouvernance.yaml"] = fichiers_nancy()["catalogue/gouvernance.yaml"]
    depot = lire({**files, "catalogue/reunions/2026.yaml": PREVUE.replace("JOUR", "2026-09-21")})
    demande = depot.dossiers["cerisaie"].demande_adhesion
    before, after = (
        espaces(terminal_text(membership_sheet(depot, "cerisaie", demande, day)))
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    )
    assert (
        "ferait baisser de 48,00 € ce que paient ensemble les 4 adhérents actuels en 2026 ; Cerisaie paierait" in before
    )
    assert "fait baisser de 48,00 € ce que paient ensemble les 4 autres adhérents en 2026 ; Cerisaie paie 7" in after
    assert "3 paient moins et 1 paie autant : personne ne paie plus." in after
    told = ("Ce que paierait Cerisaie", "Ce que paie Cerisaie", "Prochaine réunion")
    assert [[words in page for words in told] for page in (before, after)] == [
        [True, False, True],
        [False, True, False],
    ]


def test_a_demand_that_is_refused_is_told_so_first_and_waits_for_nothing() -> None:
    refused = edited(fichiers_nancy(), "adherents/ccas-fictif/adhesion.yaml", "statut: evaluee", "statut: refusee")
    page = impact(refused, "ccas-fictif")
    assert page.splitlines()[3] == "La demande d'adhésion du CCAS (fictif) est refusée."
    assert "- le 10 novembre 2026 — Évaluation par la DSIT" in page
    assert not re.search("manque|pas encore|Prochaine réunion|Pour écrire l'entrée", page)


def test_a_demand_alone_in_its_folder_has_no_amount_and_says_why() -> None:
    page = impact(fichiers_nancy(), "ccas-fictif")
    assert "n'est pas encore calculé : seule sa demande est connue." in page
    assert "€" not in page
    assert section(page, "Prochaine réunion qui peut en être saisie") == [
        "Comité de suivi stratégique : le 16 mars 2027.",
        (
            "Pour écrire l'entrée : « convention adherer ccas-fictif SERVICE… CLÉ=VALEUR… --debut DATE "
            "--type … --source … »."
        ),
    ]


def test_invented_figures_are_said_to_be() -> None:
    assert "Données de démonstration, sans valeur comptable." in impact(comes())
    assert "Données de démonstration, sans valeur comptable." in sortie(leaves())


def test_missing_quantities_of_the_newcomer_are_said() -> None:
    files = comes()
    counts = f"{CERISAIE}/quantites/2026.yaml"
    files[counts] = files[counts].replace(", imprimantes: 2, copieurs: 0", "")
    assert "Quantités supposées de Cerisaie. En 2026, quantité absente, comptée pour zéro" in impact(files)


# --- the exit sheet ---


def test_the_exit_sheet_opens_with_what_is_due_then_what_it_costs_the_others() -> None:
    owed, _, cost, _, who = sortie(leaves()).splitlines()[3:8]
    assert owed == f"De ce qui est dû {LE_30_JUIN}, Bruyère devrait encore 3,14 € par les appels."
    assert cost == (
        "Le départ de Bruyère ferait monter de 118,07 € ce que paient ensemble les 3 autres adhérents en 2026 ; "
        "Bruyère y paierait 12 124,35 €."
    )
    assert who.startswith("Sur 3 autres adhérents, 2 paieraient plus et 1 paierait autant. Paieraient plus : ")
    assert who.endswith(" : Métropole (+100,49 €) et Aubépine (+17,58 €).")


def test_what_was_called_in_excess_would_be_given_back_to_who_leaves() -> None:
    files = {
        path: text.replace("nom: Bruyère", "nom: CCAS de Bruyère") for path, text in leaves(effet="2026-06-01").items()
    }
    assert sortie(files).splitlines()[3] == (
        "De ce qui est dû jusqu'au 31 mai 2026, dernier jour de l'adhésion, 2 017,13 € seraient à rendre au CCAS de "
        "Bruyère par les appels."
    )


@pytest.mark.parametrize(("jour", "verbe"), [("2026-12-02", "est"), ("2027-02-01", "était")])
def test_who_leaves_with_all_called_owes_nothing_more_but_what_the_regularisation_will_tell(
    jour: str, verbe: str
) -> None:
    files = edited(fichiers_nancy(), "adherents/pulnoy/adherent.yaml", "debut: 2024-01-01", PARTI)
    depot = lire({**files, "adherents/pulnoy/resiliation.yaml": RESILIATION})
    resiliation = depot.dossiers["pulnoy"].resiliation
    assert resiliation is not None
    told = espaces(terminal_text(exit_sheet(depot, "pulnoy", resiliation, date.fromisoformat(jour))))
    last = "jusqu'au 31 décembre 2026, dernier jour de l'adhésion,"
    assert f"\nTout ce qui {verbe} dû {last} est appelé, à la régularisation près.\n" in told
    assert "0,00 € par les appels" not in told


def test_a_departure_that_is_past_is_told_as_past() -> None:
    depot = lire(leaves(SORTIE))
    resiliation = depot.dossiers["bruyere"].resiliation
    assert resiliation is not None
    told = espaces(terminal_text(exit_sheet(depot, "bruyere", resiliation, date(2026, 8, 1))))
    owed = f"De ce qui était dû {LE_30_JUIN}, Bruyère devrait encore 3,14 € par les appels."
    assert owed in told
    assert "Bruyère fait monter de 118,07 € ce que paient ensemble les 3 autres adhérents en 2026" in told
    assert "2 paient plus et 1 paie autant. Paient plus : " in told
    assert "10 850,00 € de masse salariale ne sont plus apportés, et nul ne les reprend" in told
    assert "d'ici" not in told
    late = espaces(terminal_text(exit_sheet(depot, "bruyere", resiliation, date(2026, 10, 2))))
    assert "- prévu le 15 septembre 2026, jour passé — Récupération des matériels du gestionnaire, au plus" in late
    assert ("1er octobre 2026. Postes" in told, "1er octobre 2026, jour passé. Postes" in late) == (True, True)


def test_where_nothing_is_called_the_exit_sheet_says_what_is_due_and_speaks_of_no_call_to_come() -> None:
    depot = lire(leaves())
    resiliation = depot.dossiers["bruyere"].resiliation
    assert resiliation is not None
    exercices = {annee: item.model_copy(update={"jalons": {}}) for annee, item in depot.exercices.items()}
    sceaux = {nom: item for nom, item in depot.sceaux.items() if not item.est_appel}
    depot = depot._replace(exercices=exercices, sceaux=sceaux)
    told = espaces(terminal_text(exit_sheet(depot, "bruyere", resiliation)))
    due = "Bruyère devrait 12 124,35 €, qu'aucun appel déclaré ne demande."
    assert due in told
    assert re.findall(r"(?i)\bappel\w*", told.replace(due, "")) == []


def test_of_who_left_and_is_settled_nothing_is_left_to_call_nor_to_compute() -> None:
    files = leaves(effet="2025-12-01")
    depot = lire({path: text for path, text in files.items() if path != f"{BRUYERE}/quantites/2026.yaml"})
    resiliation = depot.dossiers["bruyere"].resiliation
    assert resiliation is not None
    told = espaces(terminal_text(exit_sheet(depot, "bruyere", resiliation, date(2026, 8, 1))))
    nothing = "rien ne reste à appeler à Bruyère, ni à lui rendre."
    assert told.splitlines()[3:6] == [
        f"Dernier jour de l'adhésion : 30 novembre 2025 ; {nothing}",
        "",
        "L'adhésion de Bruyère a pris fin.",
    ]
    assert "n'est pas calculé" not in told
    assert "Reste à appeler" not in told


def test_the_notice_is_counted_from_the_letter() -> None:
    assert section(sortie(leaves()), "Le préavis") == [
        "Résiliation simple, à l'initiative de l'adhérent.",
        "- Lettre de résiliation reçue le 2 mars 2026",
        "- Délai de 3 mois, qui mène au 2 juin 2026",
        "- Prend effet le 1er juillet 2026 : dernier jour, 30 juin 2026",
    ]


def test_what_is_due_is_the_contribution_less_what_was_called() -> None:
    rows = section(sortie(leaves()), "Ce qui est dû jusqu'au dernier jour")
    (row,) = [line for line in rows if line.startswith("2026")]
    assert row.split()[2:] == ["6", "mois", "sur", "12", "12", "124,35", "12", "121,21", "3,14"]
    assert (
        "- Régularisation de 2026 (réalisé moins appelé) : à un appel qui n'est pas encore déclaré, due ou rendue"
        in ("\n".join(rows))
    )


def test_the_exit_sheet_says_which_calls_ask_what_is_left_of_each_year() -> None:
    rows = section(sortie(fichiers_nancy(), "etablissement-rattache"), "Ce qui est dû jusqu'au dernier jour")
    assert [row for row in rows if row.startswith("- Reste")] == [
        "- Reste de 2027 : l'acompte du 15 avril 2027 puis le solde du 15 octobre 2027",
        "- Reste de 2028 : l'acompte du 14 avril 2028 puis le solde du 13 octobre 2028",
    ]


def test_an_exit_sheet_warns_once_of_all_that_is_supposed_and_holds_on_one_page() -> None:
    depot = lire(fichiers_nancy())
    resiliation = depot.dossiers["etablissement-rattache"].resiliation
    assert resiliation is not None
    sheet = exit_sheet(depot, "etablissement-rattache", resiliation)
    assert sum(isinstance(bloc, Mention) for bloc in sheet) == 2
    with pikepdf.open(BytesIO(pdf_bytes(sheet, "Métropole du Grand Nancy"))) as pdf:
        assert len(pdf.pages) == 1


def test_the_exit_sheet_says_that_no_advance_is_asked_after_the_last_day() -> None:
    left = leaves(effet="2026-04-01")
    # The advance of April was called before the departure was known: it is history.
    assert "Aucun acompte" not in sortie(left)
    told = "- Aucun acompte n'est demandé après le 31 mars 2026, dernier jour de l'adhésion : la régularisation demande"
    before = {path: text for path, text in left.items() if path != "pricing/appels/2026-04.json"}
    assert told in " ".join(section(sortie(before), "Ce qui est dû jusqu'au dernier jour"))


@pytest.mark.parametrize("mois", range(2, 13))
def test_a_presence_is_written_in_months_never_as_digits_without_an_end(mois: int) -> None:
    rows = section(sortie(leaves(effet=f"2026-{mois:02d}-01")), "Ce qui est dû jusqu'au dernier jour")
    (row,) = [line for line in rows if line.startswith("2026")]
    assert row.split()[2:6] == [str(mois - 1), "mois", "sur", "12"]


@pytest.mark.parametrize(("effet", "told"), [("2026-07-01", (True, True)), ("2027-01-01", (False, False))])
def test_the_rules_of_a_part_of_a_year_are_told_only_of_who_leaves_in_one(effet: str, told: tuple[bool, bool]) -> None:
    page = sortie(leaves(effet=effet))
    assert ("- Prorata : " in page, "Les bénéficiaires restants se partagent la part libérée." in page) == told


def test_the_payroll_that_nobody_takes_over_is_said() -> None:
    lines = section(sortie(leaves()), "Qui porte la part libérée")
    assert lines == [
        "Les bénéficiaires restants se partagent la part libérée.",
        "- En 2026, 10 850,00 € de masse salariale ne seraient plus apportés, et nul ne les reprend",
    ]


def test_a_cost_without_a_payer_left_is_said() -> None:
    """Who alone had printers leaves on 31 December: the next year, nobody is there for the server."""
    files = next_year(leaves(effet="2027-01-01"))
    for nom in ("aubepine", "metropole-grandval"):
        path = f"adherents/{nom}/souscriptions.yaml"
        files[path] = files[path].replace("  - {service: S04, debut: 2024-01-01}\n", "")
    counts = files[f"{BRUYERE}/quantites/2026.yaml"]
    lines = section(sortie({**files, f"{BRUYERE}/quantites/2027.yaml": counts}), "Qui porte la part libérée")
    assert lines == [
        "- En 2027, 21 700,00 € de masse salariale ne seraient plus apportés, et nul ne les reprend",
        "- En 2027, 4 800,00 € de « Serveur d'impression » ne seraient payés par personne",
    ]


SORTIE = """\
sortie:
  materiels: {prevue: 2026-09-15, note: Postes}
  donnees: {faite: 2026-06-12}
  recuperation_tiers:
    - {prestataire: Éditeur, logiciel: Finances, cout: 1800.00, prevue: 2026-06-20}
    - {prestataire: Autre éditeur}
"""


ETAPES = """\
- fait le 12 juin 2026 — Restitution des données de l'adhérent
- prévu le 20 juin 2026 — Récupération par Éditeur (Finances), à la charge de l'adhérent : 1 800,00 €
- prévu le 15 septembre 2026 — Récupération des matériels du gestionnaire, au plus tard le 1er octobre 2026. Postes
- sans date — Restitution des licences de l'adhérent
- sans date — Destruction, par l'adhérent, des données communes qu'il détient
- sans date — Récupération par Autre éditeur, à la charge de l'adhérent : coût à chiffrer"""


def test_each_step_is_done_planned_or_without_a_date_in_the_order_of_days() -> None:
    assert section(sortie(leaves(SORTIE)), "Ce qu'il reste à faire") == ETAPES.splitlines()


def test_the_sheet_says_who_ends_the_membership() -> None:
    files, path = leaves(), "adherents/bruyere/resiliation.yaml"
    for initiative, told in (("adherent", "de l'adhérent"), ("gestionnaire", "du gestionnaire")):
        written = {**files, path: re.sub("initiative: .*", f"initiative: {initiative}", files[path])}
        assert section(sortie(written), "Le préavis")[0] == f"Résiliation simple, à l'initiative {told}."


def test_the_first_sentence_holds_what_is_called_and_not_paid_yet() -> None:
    files, path = fichiers_nancy(), "adherents/essey-les-nancy/adherent.yaml"
    letter = "genre: simple\ninitiative: adherent\nnotification: 2026-11-16\neffet: 2027-07-01\n"
    files = edited(files, path, "debut: 2024-01-01", "debut: 2024-01-01\n  fin: 2027-07-01")
    written = "adherents/essey-les-nancy/resiliation.yaml"
    files = {**files, written: f"{first_line(written)}{DEMO}{letter}"}
    first = sortie(files, "essey-les-nancy").splitlines()[3]
    assert first.endswith(" par les appels, outre 54 182,73 € déjà appelés et pas encore payés.")


def test_an_agreement_has_no_delay() -> None:
    files = leaves()
    path = "adherents/bruyere/resiliation.yaml"
    files[path] = files[path].replace("simple", "commun_accord").replace("notification", "accord")
    assert section(sortie(files), "Le préavis")[:2] == [
        "Résiliation d'un commun accord, à l'initiative de l'adhérent.",
        "- Accord des deux parties le 2 mars 2026",
    ]
    assert "Délai de" not in sortie(files)


def test_the_visa_of_the_termination_has_its_date_and_the_opinion_is_to_be_looked_for() -> None:
    first, second = section(sortie(with_procedures(leaves())), TITRE)
    assert first == "- le 2 mars 2026 — Lettre de résiliation"
    assert second.startswith("- à vérifier : les données n'en disent rien — Avis du comité de suivi stratégique")


def test_a_departure_in_a_year_that_is_not_opened_is_said_not_to_be_computed() -> None:
    files = edited(fichiers_nancy(), "catalogue/convention.yaml", "reconductions: 4", "reconductions: 5")
    effect = sortie(files, "etablissement-rattache").splitlines()[5]
    assert "n'aurait d'effet qu'à partir de 2029, exercice qui n'est pas ouvert : " in effect


def test_a_departure_on_the_day_when_the_convention_ends_changes_nothing_for_the_others() -> None:
    effect = sortie(fichiers_nancy(), "etablissement-rattache").splitlines()[5]
    assert effect.startswith(
        "La convention finit le 31 décembre 2028 : le départ de l'Établissement rattaché (fictif) ne"
    )


def test_nobody_is_said_to_take_over_the_share_of_who_leaves_when_the_convention_ends() -> None:
    assert "Qui porte la part libérée" not in sortie(fichiers_nancy(), "etablissement-rattache")


def test_a_year_without_quantities_is_said_not_to_be_computed() -> None:
    page = sortie(next_year(leaves(effet="2027-01-01")))
    assert "- Sans quantités de Bruyère pour 2027, l'effet n'y est pas calculé" in page


def test_what_is_supposed_of_who_leaves_is_said_of_what_it_owes_and_of_what_it_would_have_paid() -> None:
    files = next_year(leaves(effet="2027-01-01"))
    counts = f"{BRUYERE}/quantites/2026.yaml"
    supposed = files[counts].replace("    valeurs:", '    hypothese: "repris faute de compte"\n    valeurs:')
    page = sortie({**files, counts: supposed, f"{BRUYERE}/quantites/2027.yaml": supposed})
    assert "Quantités supposées de Bruyère. En 2026 et 2027, chaque année, repris faute de compte (3 valeurs)." in page
    assert page.splitlines()[-1] == (
        "Sources. Quantités supposées : adherents/bruyere/quantites/2026.yaml et adherents/bruyere/quantites/2027.yaml."
    )


def next_year(files: dict[str, str]) -> dict[str, str]:
    """Open 2027, at the prices of 2026."""
    exercice, _, _ = files["pricing/exercices/2026.yaml"].partition("jalons:")
    prices = files["pricing/composants/S04.yaml"]
    for nom, amount in (("cout_maintenance", "4800.00"), ("cout_location", "1150.00")):
        line = f"2026: {{{nom}: {amount}}}"
        prices = prices.replace(line, f"{line}\n      2027: {{{nom}: {amount}}}")
    return {**files, "pricing/exercices/2027.yaml": exercice, "pricing/composants/S04.yaml": prices}


# --- media ---


@pytest.mark.parametrize("nom", ["<script>", "a|b", "**gras**"])
def test_a_name_is_no_markup(nom: str) -> None:
    files = comes()
    files[ADHESION] = files[ADHESION].replace("nom: Cerisaie", f'nom: "{nom}"')
    depot = lire(files)
    demande = depot.dossiers["cerisaie"].demande_adhesion
    assert demande is not None
    assert nom not in markdown_text(membership_sheet(depot, "cerisaie", demande))
