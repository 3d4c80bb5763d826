"""Two conventions of two more kinds, by data alone: villages in equal parts, colleges by weighted pupils.

Knows: `depots/villages`, `depots/ecoles`, the commands from the first check to the site. Must not know: the engine.
The association of the villages pays nothing, and each year's rise of one service is limited to 3 %; the département of
the colleges pays for no pupil, and the fiscal potential of their towns weighs theirs.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from convention.model.documents.titres import Titre
from convention.site.acces import lire as acces
from convention.site.ensemble import assembler
from tests.cli.commande import lancer
from tests.compare.depots_git import git_repository
from tests.conventions.dits import computed, read_json, said, words
from tests.essais import CALCULS, FIGES, edited, fichiers, lire
from tests.generateur import write
from tests.generateur.textes import avenant
from tests.operations import cents, worth
from tests.site.construction import mkdocs
from tests.site.lecture import lire_html, ordinaire, page_seule, pages, pages_lues

VILLAGES, ECOLES = (fichiers(FIGES / nom) for nom in ("villages", "ecoles"))
JOUR = date(2026, 11, 23)
DEPOTS = {"villages": VILLAGES, "ecoles": ECOLES}
FIGURES = {
    # Equal parts; in 2027 a fifth village is there from July, and the secretariat costs a village 3 % more at most.
    ("villages", 2026): """
        clairmont: 24000.00/4 + 1800.00/4 = 6450.00
        la-roseraie: 24000.00/4 + 1800.00/4 = 6450.00
        ormeval: 24000.00/4 + 1800.00/4 = 6450.00
        vertefosse: 24000.00/4 + 1800.00/4 = 6450.00
    """,
    ("villages", 2027): """
        clairmont: min(28350.00/4.5, 6000.00 * 1.03) + 1890.00/4.5 = 6600.00
        la-roseraie: min(28350.00/4.5, 6000.00 * 1.03) + 1890.00/4.5 = 6600.00
        ormeval: min(28350.00/4.5, 6000.00 * 1.03) + 1890.00/4.5 = 6600.00
        vertefosse: min(28350.00/4.5, 6000.00 * 1.03) + 1890.00/4.5 = 6600.00
        fontbrune: 28350.00 * 0.5/4.5 + 1890.00 * 0.5/4.5 = 3360.00
    """,
    # Pupils × coefficient: 1 100, 700 (0.7, kept at 0.8) and 1 200 against a mean of 1 000; in 2027, a fourth college
    # from September.
    ("ecoles", 2026): """
        college-des-tilleuls: 30080.00 * 480 * 1.1/1504 + 6.50 * 480 = 13680.00
        college-du-lac: 30080.00 * 320 * 0.8/1504 + 6.50 * 320 = 7200.00
        college-emeraude: 30080.00 * 600 * 1.2/1504 + 6.50 * 600 = 18300.00
    """,
    ("ecoles", 2027): """
        college-des-tilleuls: 32680.00 * 480 * 1.1/1634 + 6.80 * 480 = 13824.00
        college-du-lac: 32680.00 * 320 * 0.8/1634 + 6.80 * 320 = 7296.00
        college-emeraude: 32680.00 * 600 * 1.2/1634 + 6.80 * 600 = 18480.00
        college-des-aulnes: 32680.00 * 390 * 4/12/1634 + 6.80 * 390 * 4/12 = 3484.00
    """,
}
ETRANGERS = re.compile(
    r"nancy|métropol|dsit|conférence des maires|comité|masse salariale|par poste|postes de travail|[0-9] habitants"
    r"|None|\b(?:true|false|the)\b|instance consultée|instance de pilotage|0 axe",
    re.IGNORECASE,
)
"""Words of another convention, of another language, of what is counted elsewhere."""


@pytest.fixture(params=DEPOTS)
def nom(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def depot(nom: str, tmp_path: Path) -> Path:
    return git_repository(tmp_path / nom, [DEPOTS[nom]])


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    return git_repository(tmp_path / "villages", [VILLAGES])


@pytest.fixture
def ecoles(tmp_path: Path) -> Path:
    return git_repository(tmp_path / "ecoles", [ECOLES])


def figures(table: str) -> dict[str, tuple[str, str]]:
    """Read what each owes: its operation, its amount."""
    lines = (re.fullmatch(r"([a-z-]+): (.+) = ([0-9.]+)", line.strip()) for line in table.strip().splitlines())
    return {found[1]: (found[2], found[3]) for found in lines if found is not None}


@pytest.mark.parametrize(("nom", "annee"), FIGURES)
def test_what_each_owes_is_the_amount_worked_by_hand(nom: str, annee: int) -> None:
    worked = figures(FIGURES[nom, annee])
    amounts = {who: amount for who, (_, amount) in worked.items()}
    assert computed(FIGES / nom, annee)["totaux"]["par_adherent"] == amounts
    assert {who: f"{cents(worth(operation)) / 100:.2f}" for who, (operation, _) in worked.items()} == amounts


def test_what_the_limit_of_the_rise_leaves_is_recovered_from_nobody() -> None:
    controle = computed(FIGES / "villages", 2027)["controle"]
    left = {item["composant"]: item["montant"] for item in controle["composants_non_recouvres"]}
    assert left == {"secretariat-itinerant": f"{cents(worth('4 * (28350.00/4.5 - 6000.00 * 1.03)')) / 100:.2f}"}


def test_a_constant_is_cited_only_where_a_limit_reads_it() -> None:
    told = {
        annee: said(FIGES / "villages", "expliquer", "clairmont", "--exercice", annee) for annee in ("2026", "2027")
    }
    # Nothing was due the year before the first: its branch of the limit reads no rise.
    assert {annee: "hausse : 0,03" in text for annee, text in told.items()} == {"2026": False, "2027": True}


def test_a_manager_that_pays_nothing_is_said_to_have_no_part() -> None:
    manager = "les-villages-du-plateau"
    told = said(FIGES / "villages", "expliquer", manager)
    assert "L'association n'a pas de part (catalogue/convention.yaml:12)" in told
    assert said(FIGES / "villages", "budget", manager).endswith(
        " sont le gestionnaire : il n'a pas de part à inscrire.\n"
    )


def test_a_manager_that_is_a_body_is_named_with_its_article(tmp_path: Path) -> None:
    files, path = fichiers(FIGES / "villages"), "adherents/les-villages-du-plateau/adherent.yaml"
    files[path] = re.sub("nom: .*", "nom: Fédération des villages", files[path], count=1)
    told = said(write(tmp_path, files), "budget", "les-villages-du-plateau")
    assert told.startswith("La Fédération des villages est le gestionnaire")


CHAINE = {
    "villages": ("clairmont", "fontbrune", "ormeval", "2026-05"),
    "ecoles": ("college-du-lac", "college-des-aulnes", "college-emeraude", "2026-03"),
}
"""Who is read, who comes, who leaves, and the first call."""


def test_a_year_is_led_from_the_check_to_the_exit_without_a_word_of_another_convention(depot: Path, nom: str) -> None:
    who, comes, leaves, echeance = CHAINE[nom]
    steps = [
        ("valider",),
        ("calculer",),
        ("expliquer", who, "--exercice", "2027"),
        ("budget", who, "--exercice", "2027"),
        ("appels", "--echeance", echeance),
        ("appels", "sceller", echeance),
        ("fiche-adhesion", comes),
        ("rediger", "rapport", "--exercice", "2026"),
        ("rediger", "evaluation"),
        ("comparer", "HEAD"),
        ("resilier", leaves, "--dernier-jour", "2027-08-31", "--notification", "2026-11-20"),
        ("fiche-sortie", leaves),
    ]
    told = {step: said(depot, *step) for step in steps}
    assert {step: found[0] for step, text in told.items() if (found := ETRANGERS.search(text))} == {}


def test_the_statements_of_a_call_are_written_in_every_medium(depot: Path, nom: str, tmp_path: Path) -> None:
    who, *_, echeance = CHAINE[nom]
    said(depot, "appels", "--echeance", echeance, "--adherent", who, "--sortie", str(tmp_path / "etats"))
    assert {path.suffix for path in (tmp_path / "etats").iterdir()} == {".pdf", ".xlsx", ".csv", ".json"}


def test_a_nature_of_cost_that_no_row_bills_has_no_column(depot: Path) -> None:
    head = said(depot, "calculer").splitlines()[5]
    assert re.split(r" {2,}", head) == ["Adhérent", "Coûts annuels", "Total"]


def test_an_association_calls_contributions_and_issues_no_titre_de_recettes(villages: Path) -> None:
    told = re.sub(r"adherents/\S+", "", said(villages, "appels", "--echeance", "2026-05").lower())
    assert "appel 1" in told
    assert re.search(r"appel 1 .* non fixée +6 450,00", told) is not None
    assert "arrêté le présent état, pour l'appel 1, à la somme" in told
    assert re.search("titre|public|avis des sommes", told) is None
    assert "avis des sommes" not in " ".join(str(field.description) for field in Titre.model_fields.values())


def test_a_weighted_quantity_shows_in_a_statement_what_makes_it(ecoles: Path) -> None:
    said(ecoles, "appels", "--echeance", "2026-03", "--sortie", "etats")
    told = json.loads((ecoles / "etats/2026-03-COLLEGE-DU-LAC.json").read_text("utf-8"))
    assert "256 élèves pondérés sur 1 504 (320 × 0,8)" in ordinaire(json.dumps(told, ensure_ascii=False))


def test_who_leaves_a_convention_that_counts_nothing_has_its_effect_on_the_others(villages: Path) -> None:
    said(villages, "resilier", "ormeval", "--dernier-jour", "2027-06-30", "--notification", "2026-11-20")
    told = said(villages, "fiche-sortie", "ormeval")
    # 1 890 ÷ 4 instead of ÷ 4.5 for the three, whose secretariat stays at its limit; the fifth has no limit yet.
    assert "ferait monter de 577,50 € ce que paient ensemble les 4 autres adhérents en 2027" in told
    assert "Fontbrune (+420,00 €), Clairmont (+52,50 €)" in told
    assert "Coûts directs" not in told


def test_a_departure_of_a_year_that_is_not_open_yet_is_told_alike_by_the_gesture_the_comparison_and_the_sheet(
    villages: Path,
) -> None:
    later = "d'Ormeval n'aurait d'effet qu'à partir de 2028, exercice qui n'est pas ouvert : rien n'en est calculé."
    told = [
        said(villages, "resilier", "ormeval", "--dernier-jour", "2028-06-30", "--notification", "2026-11-20"),
        said(villages, "comparer", "HEAD"),
        said(villages, "fiche-sortie", "ormeval"),
    ]
    assert [f"\nLe départ {later}\n" in text for text in told] == [True] * 3
    assert f"\nAucun montant ne change ; le départ {later}\n" in said(villages, "comparer", "HEAD", "--bref")
    assert "rien n'en est calculé" not in said(
        villages, "resilier", "clairmont", "--fin", "2027-07-01", "--notification", "2026-11-20", "--essai"
    )


def test_nothing_is_to_be_counted_where_parts_are_equal(villages: Path) -> None:
    run = lancer(villages, "exporter", "--quantites", "2027", "--vers", "recensement")
    assert run.code == 2
    assert "rien n'est à recenser en 2027 : ce qui est facturé ne se compte pas" in run.reproche


def test_without_a_flat_fee_there_is_none_to_vote_nor_to_announce(villages: Path) -> None:
    for written in (("deliberation", "2027"), ("lettre", "2027", "clairmont")):
        run = lancer(villages, "rediger", *written)
        assert run.code == 1
        assert "cette convention n'a pas de forfait, le seul prix dont l'acte est rédigé ici" in run.reproche


def test_who_enters_has_its_fixed_share_with_its_folder(tmp_path: Path) -> None:
    before = {path: text for path, text in VILLAGES.items() if "/fontbrune/" not in path}
    before = edited(before, "pricing/cles.yaml", ", fontbrune: 1}", "}")
    folder = git_repository(tmp_path / "villages", [before])
    identity = ("--nom", "Fontbrune", "--type", "commune", "--siren", "100001106", "--insee", "00025")
    told = said(folder, "adherer", "fontbrune", "parts=1", *identity, "--debut", "2027-07-01", "--source", "inventé")
    assert "à la clé « parts égales », la part de Fontbrune est fixée à « 1 »" in told
    assert "Fontbrune         0,00   3 360,00  +3 360,00" in told


def test_a_form_asks_only_for_what_the_convention_has(villages: Path, ecoles: Path) -> None:
    assert said(villages, "formulaires").startswith("Ce dépôt n'a de fichier d'aucune forge")
    for folder in (villages, ecoles):
        for forge in ("github", "gitlab"):
            said(folder, "formulaires", "--forge", forge)
    written = [{path.name for path in (folder / ".github/ISSUE_TEMPLATE").iterdir()} for folder in (villages, ecoles)]
    assert written == [{"3-contestation.yml"}, {"2-quantites.yml", "3-contestation.yml"}]
    assert [said(folder, "formulaires") for folder in (villages, ecoles)] == [
        "1 formulaire, pour github et gitlab : à jour.\n",
        "2 formulaires, pour github et gitlab : à jour.\n",
    ]
    told = (ecoles / ".github/ISSUE_TEMPLATE/3-contestation.yml").read_text("utf-8")
    assert "La direction de l'éducation relit cette demande et vous répond ici." in told
    assert "écrivez plutôt à la direction de l'éducation" in told
    assert "Laisser vide si vous n'avez qu'échangé avec la direction de l'éducation" in told


@pytest.mark.parametrize(("forge", "ailleurs"), [("github", ".gitlab"), ("gitlab", ".github")])
def test_the_forms_of_one_forge_may_be_asked_alone(tmp_path: Path, forge: str, ailleurs: str) -> None:
    folder = write(tmp_path, VILLAGES)
    stale = lancer(folder, "formulaires", "--forge", forge, "--verifier")
    assert (stale.code, stale.dit.count("\n")) == (1, 1)
    assert f"lancer « convention formulaires --forge {forge} »" in stale.dit
    said(folder, "formulaires", "--forge", forge)
    assert (folder / f".{forge}").is_dir()
    assert not (folder / ailleurs).exists()
    assert (
        lancer(folder, "formulaires", "--forge", forge, "--verifier").dit == f"1 formulaire, pour {forge} : à jour.\n"
    )


ETABLIR = ("avenant", "etablir", "v1", "v2", "--numero", "1")
A_ORMEVAL = (*ETABLIR, "--adherent", "ormeval")
COUTS = "pricing/couts-de-possession.yaml"
AVENANT = avenant(
    "Hausse annuelle limitée à 2 %", "2027-01-01", "Les budgets des villages ne suivent pas une hausse de 3 % par an"
)


@pytest.fixture(scope="module")
def etabli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Propose another limit of the rise, and draw up the amendment in « papiers »."""
    proposed = edited(VILLAGES, COUTS, "valeurs: {2026: 0.03}", "valeurs: {2026: 0.03, 2027: 0.02}")
    proposed["catalogue/avenants/1/avenant.yaml"] = AVENANT
    folder = git_repository(tmp_path_factory.mktemp("etabli"), [VILLAGES, proposed])
    said(folder, *A_ORMEVAL, "--date", JOUR.isoformat(), "--sortie", "papiers")
    return folder


def test_an_amendment_says_a_rule_in_words_and_of_its_parties_only_what_is_so(etabli: Path) -> None:
    told = words(etabli / "papiers/avenant-1-ORMEVAL.docx")
    assert "à partir de l'exercice 2027, la constante « hausse » passe de « 0,03 » à « 0,02 »" in told
    assert "ses articles L. 2121-29 et L. 2131-1 ;" in told
    assert "L'Association des villages du Plateau (SIREN 100 001 007), représentée par son" in told
    # No reading of theirs says that each village signs its own, nor what becomes of a common rule meanwhile.
    assert "ne s'applique qu'à la date à laquelle" not in told
    assert "Effectifs" not in told
    assert "Les montants ci-dessous sont estimés sur les quantités et les prix connus à ce jour." in told
    assert "engagent pas" not in told
    assert "Article 5 – Autres dispositions." in told


def test_what_a_report_quotes_of_an_amendment_is_parted_from_its_reasons(etabli: Path) -> None:
    told = words(etabli / "papiers/avenant-1-rapport.docx")
    assert "Hausse annuelle limitée à 2 %. Considérant que : les budgets" in told


def test_a_share_that_an_amendment_changes_is_told_as_a_rule_not_as_what_others_count(tmp_path: Path) -> None:
    proposed = edited(VILLAGES, "pricing/cles.yaml", "vertefosse: 1", "vertefosse: 2")
    told = said(git_repository(tmp_path / "villages", [VILLAGES, proposed]), "comparer", "v1", "v2")
    assert "Effet règles" in told
    assert "olume" not in told


@pytest.mark.parametrize(
    ("effet", "change", "jour", "refus"),
    [
        ("2027-01-01", "2027: 0.02", "2026-12-31", ""),
        ("2027-01-01", "2027: 0.02", "2027-01-01", ""),
        ("2027-01-01", "2027: 0.02", "2027-01-02", "à partir du 1er janvier 2027, avant le 2 janvier 2027"),
        ("2028-01-01", "2027: 0.02", "2026-11-23", "dès l'exercice 2027, avant la prise d'effet du 1er janvier 2028"),
    ],
)
def test_an_amendment_is_not_drawn_up_for_the_past_which_the_comparison_refuses_in_the_same_words(
    tmp_path: Path, effet: str, change: str, jour: str, refus: str
) -> None:
    proposed = edited(VILLAGES, COUTS, "valeurs: {2026: 0.03}", f"valeurs: {{2026: 0.03, {change}}}")
    proposed["catalogue/avenants/1/avenant.yaml"] = AVENANT.replace("2027-01-01", effet)
    folder = git_repository(tmp_path / "villages", [VILLAGES, proposed])
    made, compared = (
        lancer(folder, *arguments, "--date", jour)
        for arguments in (
            (*A_ORMEVAL, "--sortie", str(tmp_path / "avenant")),
            ("comparer", "v1", "v2", "--exiger", "avenant"),
        )
    )
    assert (made.code, compared.code) == ((4, 4) if refus else (0, 0))
    assert (tmp_path / "avenant").exists() is not bool(refus)
    assert refus in made.reproche
    assert made.message.startswith(compared.message)


def test_an_amendment_whose_day_has_passed_is_written_again_once_each_party_has_done_its_acts(tmp_path: Path) -> None:
    rule = edited(VILLAGES, COUTS, "valeurs: {2026: 0.03}", "valeurs: {2026: 0.03, 2027: 0.02}")
    path = "catalogue/avenants/1/avenant.yaml"
    first = git_repository(tmp_path / "projet", [VILLAGES, {**rule, path: AVENANT}])
    sealed = read_json(first, "comparer", "v1", "v2")["empreinte"]
    manager, members = "les-villages-du-plateau", ("clairmont", "la-roseraie", "ormeval", "vertefosse")
    voted = "delibere_le: 2026-11-10, numero: a, transmis_le: 2026-11-11, publie_le: 2026-11-11, signe_le: 2026-11-12"
    acts = f"  {manager}: {{delibere_le: 2026-11-10, numero: a}}\n"
    acts += "".join(f"  {nom}: {{{voted}}}\n" for nom in members)
    done = {**rule, path: f'{AVENANT}empreinte: "{sealed}"\nparties:\n{acts}'}
    folder = git_repository(tmp_path / "fait", [VILLAGES, done])
    arguments = (*A_ORMEVAL, "--date", "2027-02-01", "--sortie", "papiers")
    assert (lancer(folder, *arguments).message, lancer(first, *arguments).code) == ("", 4)


def test_the_limits_of_a_coefficient_change_from_a_year_on_as_a_rule_does(tmp_path: Path) -> None:
    later = ", limites: {2027: {minimum: 0.6, maximum: 1.15}}}"
    proposed = edited(ECOLES, "pricing/cles.yaml", "maximum: 1.2}", f"maximum: 1.2{later}")
    folder = git_repository(tmp_path / "ecoles", [ECOLES, proposed])
    totals = {annee: computed(folder, annee)["totaux"] for annee in (2026, 2027)}
    assert totals[2026]["par_adherent"] == {who: owed for who, (_, owed) in figures(FIGURES["ecoles", 2026]).items()}
    # 700 ÷ 1 000 is now above the least, 1,2 above the most: 528 + 224 + 690 + 390 × 4 ÷ 12 = 1 572 weighted pupils; of
    # 32 680.00 €, rounded down, two cents are left: they go to the largest remainders, Tilleuls' and Émeraude's.
    assert totals[2027]["par_adherent"] == {
        "college-des-tilleuls": "14240.49",  # 10 976,488… + 6.80 × 480
        "college-du-lac": "6832.69",  # 4 656,692… + 6.80 × 320
        "college-emeraude": "18424.28",  # 14 344,274… + 6.80 × 600
        "college-des-aulnes": "3586.54",  # 2 702,544… + 6.80 × 390 × 4 ÷ 12
    }
    told = said(folder, "comparer", "v1", "v2")
    assert "la paire de limites à partir de l'exercice 2027 est ajoutée : plus petit coefficient : « 0,6 »" in told
    assert "Aucun montant ne change, dans la phase en vigueur, pour l'exercice 2026." in told
    assert "Effet règles : 0,00 €" in told
    assert "Effet volume" not in told


def test_a_limit_that_comes_is_a_sentence_and_a_price_has_its_procedure(tmp_path: Path) -> None:
    uncapped = re.sub(r"      plafond: .*\n", "", VILLAGES[COUTS])
    uncapped = uncapped.replace('    parametres:\n      hausse: {unite: "1", valeurs: {2026: 0.03}}\n', "")
    folder = git_repository(tmp_path / "villages", [{**VILLAGES, COUTS: uncapped}, VILLAGES])
    told = said(folder, "comparer", "v1", "v2")
    assert "la constante « hausse » est ajoutée : unité : « sans unité »" in told
    assert (
        "« si montant dû pour le secrétariat l'année précédente = 0 alors coût annuel sinon montant dû pour le "
        "secrétariat l'année précédente × (1 + hausse) »"
    ) in told
    assert "Procédure la plus exigeante : avenant" in told
    said(folder, "fixer", "site-commun", "cout_annuel", "2100.00", "--exercice", "2027")
    assert "Vote de l'assemblée générale, avant l'appel de mai : manque" in said(folder, "comparer", "HEAD")


def test_who_votes_is_who_the_procedure_says_wherever_it_is_counted() -> None:
    path, every = "catalogue/procedures.yaml", "[vote-du-gestionnaire, vote-des-adherents, signature-des-parties]"
    alone = edited(VILLAGES, path, every, "[vote-des-adherents, signature-des-parties]")
    for files, votes in (
        (VILLAGES, "0 sur 5 5 parties : l'association et 4 adhérents"),
        (alone, "0 sur 4 4 adhérents"),
    ):
        depot = lire({**files, "catalogue/avenants/1/avenant.yaml": AVENANT})
        site = assembler(depot, JOUR, acces("adherents"), {}, calcule=CALCULS)
        told, journal = (lire_html(page_seule(site, f"avenants/{nom}.md")).texte for nom in ("1", "index"))
        assert f"Délibérations {votes} Signatures 0 sur 4" in told
        assert "Délibération du conseil de chaque commune manque (0 sur 4)" in told
        assert f"projet {votes[:7]} 0 sur 4" in journal


def test_no_page_names_an_annexe_nor_a_ruling_that_the_convention_has_not(nom: str) -> None:
    shown = pages_lues(pages(lire(DEPOTS[nom]), JOUR, acces("adherents")))
    owned = re.compile(r"\bannexe|coûts? de possession", re.IGNORECASE)
    assert {uri for uri, page in shown.items() if owned.search(page.texte)} - {"diagnostics.md"} == set()


NAISSANCES = {
    "villages": (
        ("fixer", "secretariat-itinerant", "cout_annuel", "25000", "--exercice", "2027"),
        ("souscrire", "vertefosse", "S02"),
        {"clairmont": "8933.34", "ormeval": "8933.33", "vertefosse": "8933.33"},
        "2027-05",
    ),
    "ecoles": (
        ("fixer", "acces-a-internet", "prix_unitaire", "6.80", "--exercice", "2027"),
        ("quantifier", "college-du-lac", "eleves=400", "--exercice", "2027", "--source", "essai"),
        {"college-du-lac": "14752.00", "college-emeraude": "22128.00"},
        "2027-03",
    ),
    "hopitaux": (
        ("fixer", "telephonie", "prix_unitaire", "100.00", "--exercice", "2027"),
        ("quantifier", "aubrelac", "lignes=200", "--exercice", "2027", "--source", "essai"),
        {"aubrelac": "20000.00", "blanchisserie": "800.00", "sylvemont": "64000.00"},
        "2027-01",
    ),
}
"""Two gestures, what each then owes by hand (26 800 ÷ 3; 30 080 × 400 ÷ 1 000 + 6.80 × 400; 100 × 200), its call."""


@pytest.mark.parametrize(
    "nom", [pytest.param(nom, marks=() if nom == "ecoles" else pytest.mark.long) for nom in NAISSANCES]
)
def test_a_convention_goes_from_an_empty_folder_to_its_calls_an_amendment_and_its_pages(
    nom: str, tmp_path: Path
) -> None:
    price, counts, owed, call = NAISSANCES[nom]
    answers, folder = Path(__file__).parent / "reponses" / f"{nom}.yaml", tmp_path / nom
    said(tmp_path, "nouveau", nom, "--reponses", str(answers))
    procedures = (FIGES / nom / "catalogue/procedures.yaml").read_text("utf-8")
    (folder / "catalogue/procedures.yaml").write_text(procedures, "utf-8")
    git_repository(folder, [fichiers(folder)])
    told = [said(folder, *price), said(folder, *counts), said(folder, "valider")]
    told += [said(folder, "comparer", "HEAD"), said(folder, "appels", "--echeance", call)]
    totals = read_json(folder, "calculer")["totaux"]["par_adherent"]
    assert totals == owed
    shorter = edited(fichiers(folder), "catalogue/convention.yaml", "preavis_mois: 6", "preavis_mois: 4")
    shorter["catalogue/avenants/1/avenant.yaml"] = AVENANT.replace("2027-01-01", "2028-01-01")
    told.append(said(folder, "expliquer", next(iter(owed))))
    amended = git_repository(tmp_path / "suite", [fichiers(folder), shorter])
    said(amended, *ETABLIR, "--date", JOUR.isoformat(), "--sortie", str(tmp_path / "avenant"))
    documents = {path.name for path in (tmp_path / "avenant").glob("avenant-1-*.docx")}
    assert {f"avenant-1-{who.upper()}.docx" for who in owed if who != "sylvemont"} <= documents
    told += [words(path) for path in (tmp_path / "avenant").glob("*.docx")]
    assert "de six mois" not in told[-1]
    said(amended, "pages", "--vers", str(tmp_path / "pages"))
    assert (tmp_path / "pages/index.md").is_file() or any((tmp_path / "pages").rglob("index.md"))
    assert [found[0] for text in told if (found := ETRANGERS.search(text))] == []


@pytest.mark.long
@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_the_site_is_built(nom: str, niveau: str, tmp_path: Path) -> None:
    folder = git_repository(tmp_path / nom, [DEPOTS[nom]])
    run = mkdocs(folder, tmp_path / "site", niveau)
    assert (run.returncode, run.stderr) == (0, "")
    home = (tmp_path / "site/index.html").read_text("utf-8")
    # Neither has an annexe, a meeting, nor an amendment.
    assert "</span> Des chiffres de ce site sont inventés.</p>" in home
    assert "Annexes" not in home
    assert "Catalogue et tarifs" in home


def test_a_party_that_has_nothing_to_do_of_its_own_waits_for_the_others(tmp_path: Path) -> None:
    hospitals = fichiers(FIGES / "hopitaux")
    shorter = edited(hospitals, "catalogue/convention.yaml", "preavis_mois: 6", "preavis_mois: 4")
    shorter["catalogue/avenants/1/avenant.yaml"] = AVENANT
    told = said(git_repository(tmp_path / "hopitaux", [hospitals, shorter]), "comparer", "v1", "v2")
    # The supporting hospital signs with each: nothing is asked of it alone, and nobody has decided yet.
    assert "projet ; exécutoire pour 0 des 5 parties." in told
