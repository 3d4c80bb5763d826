"""Subscribing, activating, ending: one line, in its place, or a refusal that says why."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from convention.edition.gestes import suites
from convention.edition.gestes.activer import Activer
from convention.edition.gestes.quantifier import Quantifier
from convention.edition.gestes.resilier import Resilier
from convention.edition.gestes.souscrire import Souscrire
from convention.edition.noms import unknown_object
from convention.edition.refus import RefusError
from convention.model.mots.communs import Derogation, StatutSouscription
from tests.edition.depots import faire, refus, relire
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, lire
from tests.maquette import Cout, Membre, maquette

DATE = date(2026, 4, 10)
COUTS = {
    "reseau": Cout("cout: 1200.00", annuel="cout * part(postes)"),
    "parapheur": Cout("cout: 600.00", annuel="cout * part(postes)", service="S04", suite="beneficiaires: souscription"),
}
FICHIERS = maquette(
    {
        "metropole": Membre("postes: 10", souscriptions="{service: S03, debut: 2024-01-01}"),
        "laxou": Membre(
            "postes: 30", souscriptions="{service: S03.2, debut: 2025-01-01}, {service: S04, debut: 2024-01-01}"
        ),
        "nancy": Membre(
            "postes: 20",
            souscriptions="{service: S03, debut: 2024-01-01}, "
            "{service: S04, debut: 2026-09-01, statut: souscrite_non_activee, motif: x}",
            composants="{composant: parapheur, debut: 2026-09-01}",
        ),
    },
    COUTS,
    forfait="2024-01-01: 700.00",
)
EN_BLOC = """# yaml-language-server: $schema=../../schemas/souscriptions.schema.json
origine: demonstration
source: essai
# Les services de la commune.
souscriptions:
  - {service: S03, debut: 2024-01-01}  # depuis le début

  # Celui-ci vient plus tard.
  - service: S04
    debut: 2026-09-01  # prévu
    statut: souscrite_non_activee
    motif: "portables à livrer"
    demande: 2026-06-15
"""
BLOC = {**FICHIERS, "adherents/laxou/souscriptions.yaml": EN_BLOC}


def _souscrire(adherent: str, objet: str, debut: str = "2026-03-01", **champs: object) -> Souscrire:
    return Souscrire.model_construct(adherent=adherent, objet=objet, debut=date.fromisoformat(debut), **champs)  # type: ignore[arg-type] # (fields of the model)


def _resilier(adherent: str, objet: str | None, fin: str, notification: str | None = None) -> Resilier:
    notified = date.fromisoformat(notification) if notification else None
    return Resilier.model_construct(adherent=adherent, objet=objet, fin=date.fromisoformat(fin), notification=notified)


def _activer(adherent: str, service: str, debut: str) -> Activer:
    return Activer.model_construct(adherent=adherent, service=service, debut=date.fromisoformat(debut))


# --- souscrire ---


@pytest.mark.parametrize(
    ("objet", "rang"), [("S03", 0), ("S03.1", 0), ("S03.10", 1)], ids=["avant", "sous-service", "dix après deux"]
)
def test_a_service_is_written_in_the_order_of_codes(objet: str, rang: int) -> None:
    services = {"catalogue/services/S03.yaml": FICHIERS["catalogue/services/S03.yaml"].replace("S03.1", objet)}
    files = {**FICHIERS, **(services if objet == "S03.10" else {})}
    after = relire(faire(files, _souscrire("laxou", objet)).files).depot.dossiers["laxou"].souscriptions.souscriptions
    assert [line.service for line in after].index(objet) == rang


def test_a_subscription_keeps_every_line_and_comment_of_the_file() -> None:
    done = faire(BLOC, _souscrire("laxou", "S03.2", demande=date(2026, 2, 2)))
    added = "\n\n  - {service: S03.2, debut: 2026-03-01, demande: 2026-02-02}"
    assert done.files["adherents/laxou/souscriptions.yaml"] == EN_BLOC.replace("début\n", f"début{added}\n")


def test_a_subscription_says_all_that_it_is_given() -> None:
    asked = _souscrire(
        "metropole",
        "S03.2",
        demande=date(2026, 1, 5),
        non_activee=True,
        motif='en attente de "matériel"',
        derogation=Derogation.ARCHIVES_DEPARTEMENTALES,
        service_archives=True,
        convention_connexe="n° 1",
        signature=date(2026, 1, 6),
    )
    found = relire(faire(FICHIERS, asked).files).depot.dossiers["metropole"].souscriptions.souscriptions[1]
    assert found.model_dump() == {
        "service": "S03.2",
        "debut": date(2026, 3, 1),
        "fin": None,
        "statut": StatutSouscription.SOUSCRITE_NON_ACTIVEE,
        "demande": date(2026, 1, 5),
        "demande_fin": None,
        "motif": 'en attente de "matériel"',
        "derogation": Derogation.ARCHIVES_DEPARTEMENTALES,
        "service_archives": True,
        "convention_connexe": "n° 1",
        "signature": date(2026, 1, 6),
    }


def _suites(demande: Souscrire | Quantifier) -> list[str]:
    told = suites(relire(faire(FICHIERS, _souscrire("laxou", "S03", "2026-04-01")).files).depot, demande, DATE)
    return [espaces(item) for item in told if "mois sur 12" in item]


def test_who_takes_a_service_for_a_part_of_the_year_is_told_that_quantities_stay_those_of_a_whole_year() -> None:
    told = (
        "« Le reseau » : 9 mois sur 12 en 2026. Le nombre de postes s'écrit comme pour l'année entière ; l'outil en "
        "prend cette part."
    )
    count = Quantifier.model_construct(adherent="laxou", exercice=2026, date=DATE, valeurs={"postes": Fraction(31)})
    assert _suites(_souscrire("laxou", "S03", "2026-04-01")) == [told]
    assert _suites(count) == [told]
    assert _suites(count.model_copy(update={"adherent": "nancy"})) == []


def test_what_is_counted_is_told_whole_of_a_cost_that_is_shared_by_a_product_of_it_too() -> None:
    count = Quantifier.model_construct(
        adherent="college-des-aulnes", exercice=2027, date=date(2026, 11, 15), valeurs={"eleves": Fraction(300)}
    )
    told = suites(lire(fichiers(FIGES / "ecoles")), count, DATE)
    assert espaces(told[0]) == (
        "« Espace numérique de travail » et « Accès à internet » : 4 mois sur 12 en 2027. Le nombre d'élèves s'écrit "
        "comme pour l'année entière ; l'outil en prend cette part."
    )


def test_a_component_goes_to_the_end_of_the_list_or_opens_it() -> None:
    done = faire(BLOC, _souscrire("laxou", "parapheur"))
    assert done.ajoutees == ["composants:", "  - {composant: parapheur, debut: 2026-03-01}"]
    again = faire(FICHIERS, _souscrire("metropole", "parapheur"))
    assert again.ajoutees == ["composants: [{composant: parapheur, debut: 2026-03-01}]"]


def test_a_component_that_another_tool_would_read_as_a_number_is_named_between_quotes() -> None:
    files = {path: text.replace("parapheur", '"2028"') for path, text in BLOC.items()}
    assert '  - {composant: "2028", debut: 2026-03-01}' in faire(files, _souscrire("laxou", "2028")).ajoutees


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        (_souscrire("nanci", "S03"), "l'adhérent « nanci » est inconnu"),
        (_souscrire("nancy", "S33"), "« S33 » n'est ni un service, ni un sous-service, ni un composant"),
        (_souscrire("nancy", "S01"), "S01 Domaine 01 vient avec l'adhésion : il ne se souscrit pas"),
        (_souscrire("nancy", "S03"), "nancy a déjà souscrit S03 Domaine 03 à compter du 1er janvier 2024"),
        (
            _souscrire("nancy", "S03.1"),
            "est compris dans S03 Domaine 03, que nancy a souscrit à compter du 1er janvier",
        ),
        (_souscrire("nancy", "S04"), "nancy a déjà souscrit S04 Domaine 04, sans l'activer"),
        (_souscrire("nancy", "reseau"), "le composant « reseau » va à tous les abonnés de S03 : il ne se souscrit pas"),
        (_souscrire("nancy", "parapheur"), "nancy a déjà souscrit le composant « parapheur » à compter du"),
        (_souscrire("laxou", "S03", motif="x"), "un motif explique pourquoi un service n'est pas activé"),
        (_souscrire("laxou", "parapheur", non_activee=True), "un composant se souscrit sans statut"),
    ],
)
def test_a_subscription_that_makes_no_sense_is_refused(demande: Souscrire, phrase: str) -> None:
    assert phrase in refus(FICHIERS, demande)


def test_the_demand_of_a_line_that_has_none_is_not_called_nothing_to_do() -> None:
    with pytest.raises(RefusError) as refused:
        faire(FICHIERS, _souscrire("nancy", "S03"))
    assert refused.value.conseil.startswith("pour écrire sa demande, --debut 2024-01-01 --demande DATE ; ")


def test_a_sub_service_is_taken_before_the_service_that_will_bring_it_is() -> None:
    path = "adherents/nancy/souscriptions.yaml"
    later = edited(FICHIERS, path, "{service: S03, debut: 2024-01-01}", "{service: S03, debut: 2027-01-01}")
    assert "  - {service: S03.1, debut: 2026-03-01}" in faire(later, _souscrire("nancy", "S03.1")).ajoutees
    assert "que nancy a souscrit" in refus(later, _souscrire("nancy", "S03.1", "2027-01-01"))


def test_a_text_with_an_invisible_character_is_refused() -> None:
    asked = _souscrire("laxou", "S03", non_activee=True, motif="a\u202eb")
    assert refus(FICHIERS, asked) == "le texte « a?b » contient un caractère invisible ou de contrôle U+202E"


# --- activer ---


def test_activating_sets_the_day_and_takes_the_status_and_its_reason_away() -> None:
    done = faire(BLOC, _activer("laxou", "S04", "2027-01-01"))
    assert done.ajoutees == ["    debut: 2027-01-01  # prévu"]
    assert done.retirees == [
        "    debut: 2026-09-01  # prévu",
        "    statut: souscrite_non_activee",
        '    motif: "portables à livrer"',
    ]


def test_activating_a_line_in_brackets_leaves_the_rest_of_it() -> None:
    (line,) = faire(FICHIERS, _activer("nancy", "S04", "2026-10-01")).ajoutees
    assert line == "souscriptions: [{service: S03, debut: 2024-01-01}, {service: S04, debut: 2026-10-01}]"


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        (
            _activer("nancy", "S03", "2026-10-01"),
            "la souscription de nancy à S03 est déjà active, depuis le 1er janvier",
        ),
        (_activer("metropole", "S04", "2026-10-01"), "metropole n'a pas souscrit S04"),
        (_activer("metropole", "S01", "2026-10-01"), "S01 Domaine 01 vient avec l'adhésion : il ne s'active pas"),
        (_activer("metropole", "S99", "2026-10-01"), "« S99 » n'est ni un service"),
    ],
)
def test_an_activation_that_makes_no_sense_is_refused(demande: Activer, phrase: str) -> None:
    assert phrase in refus(FICHIERS, demande)


# --- resilier ---


def test_ending_a_service_writes_its_excluded_end_after_its_beginning() -> None:
    done = faire(BLOC, _resilier("laxou", "S03", "2027-01-01"))
    assert done.ajoutees == ["  - {service: S03, debut: 2024-01-01, fin: 2027-01-01}  # depuis le début"]


def test_the_demand_to_leave_a_service_is_written_beside_its_end_and_a_component_has_none() -> None:
    done = faire(FICHIERS, _resilier("nancy", "S03", "2027-01-01", notification="2026-10-01"))
    assert "  - {service: S03, debut: 2024-01-01, fin: 2027-01-01, demande_fin: 2026-10-01}" in done.ajoutees
    told = refus(FICHIERS, _resilier("nancy", "parapheur", "2027-01-01", notification="2026-10-01"))
    assert "ne se notifie pas : ce n'est pas un service" in told


def test_ending_a_component_without_a_beginning_writes_its_end_alone() -> None:
    files = {
        **FICHIERS,
        "adherents/nancy/souscriptions.yaml": FICHIERS["adherents/nancy/souscriptions.yaml"].replace(
            "{composant: parapheur, debut: 2026-09-01}", "{composant: parapheur}"
        ),
    }
    assert faire(files, _resilier("nancy", "parapheur", "2026-12-01")).ajoutees == [
        "composants: [{composant: parapheur, fin: 2026-12-01}]"
    ]


def test_ending_a_membership_respects_the_notice_of_article_13() -> None:
    late = _resilier("nancy", None, "2026-12-31", notification="2026-10-01")
    assert "le préavis est de 3 mois" in refus(FICHIERS, late)
    done = faire(FICHIERS, _resilier("nancy", None, "2027-01-01", notification="2026-10-01"))
    assert done.ajoutees[0] == "adhesion: {debut: 2024-01-01, fin: 2027-01-01, origine: demonstration}"
    assert (
        done.files["adherents/nancy/resiliation.yaml"]
        == """\
# yaml-language-server: $schema=../../schemas/resiliation.schema.json
origine: demonstration
source: "lettre de résiliation reçue le 1er\u00a0octobre 2026"
genre: simple
initiative: adherent
notification: 2026-10-01
effet: 2027-01-01
"""
    )
    assert relire(done.files).diagnostics == ()
    again = _resilier("nancy", None, "2027-01-01", notification="2026-10-01")
    assert faire(done.files, again).modifications == ()
    later = _resilier("nancy", None, "2027-07-01", notification="2026-10-01")
    assert "l'adhésion de nancy s'arrête déjà le 1er janvier 2027, jour exclu" in refus(done.files, later)


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        (_resilier("nancy", None, "2027-01-01"), "se notifie par lettre"),
        (_resilier("metropole", None, "2027-01-01", "2026-01-01"), "est le gestionnaire"),
        (_resilier("nancy", "S01", "2027-01-01"), "S01 Domaine 01 vient avec l'adhésion : il ne se résilie pas seul"),
        (_resilier("nancy", "S03.1", "2027-01-01"), "nancy n'a pas souscrit S03.1"),
        (_resilier("nancy", "S03", "2024-01-01"), "commence le 1er janvier 2024 : elle ne peut pas finir le"),
        (_resilier("nancy", "S98", "2027-01-01"), "« S98 » n'est ni un service"),
    ],
)
def test_an_end_that_makes_no_sense_is_refused(demande: Resilier, phrase: str) -> None:
    assert phrase in refus(FICHIERS, demande)


def test_an_end_already_written_is_not_written_again_nor_moved() -> None:
    once = faire(FICHIERS, _resilier("nancy", "S03", "2027-01-01")).files
    assert faire(once, _resilier("nancy", "S03", "2027-01-01")).modifications == ()
    assert "s'arrête déjà le 1er janvier 2027, jour exclu" in refus(once, _resilier("nancy", "S03", "2027-07-01"))


def test_another_number_is_another_service_and_none_is_suggested_in_its_place() -> None:
    depot = relire(FICHIERS).depot
    assert "S03" in depot.services
    assert "vouliez-vous dire" not in unknown_object(depot, "S93").conseil
    assert "vouliez-vous dire" in unknown_object(depot, "S3").conseil
