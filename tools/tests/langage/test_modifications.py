"""What the editor may write by itself: each advice mends its message, each gesture is that of a command."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.edition.refus import RefusError
from convention.langage.carte import Citation
from convention.langage.cloture import closing_text, cloture
from convention.langage.ecriture.modifications import Action, Curseur, Remplacement, corrections, gestes
from convention.langage.ecriture.questions import demandees, repondre
from convention.langage.renvois import (
    SANS_NOM,
    Deplacement,
    RenommageRefuseError,
    cited_at,
    renommer,
)
from convention.langage.session import Reglages, Session
from convention.langage.simulateur import est_servi
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference
from convention.model.documents.tarifs import LIGNES
from tests.compare.depots_git import commit
from tests.espaces import espaces
from tests.essais import GRAND_NANCY
from tests.langage.editeur import faits, ligne
from tests.les_cas import MINI, poser
from tests.site.chromium import servi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

QUANTITES = "adherents/laxou/quantites/2027.yaml"
PRIX = "pricing/composants/S04.yaml"
SOUSCRIPTIONS = "adherents/laxou/souscriptions.yaml"
PETITES = "adherents/bruyere/souscriptions.yaml"


@pytest.fixture(scope="module")
def ouverte() -> Session:
    return Session(GRAND_NANCY, lambda: date(2026, 11, 28), Reglages(exercice=2026))


@pytest.fixture
def session(ouverte: Session) -> Iterator[Session]:
    """Look at the data as they are on the disk: what a test types is forgotten after it."""
    yield ouverte
    for path in [*ouverte._textes]:
        ouverte.ecrire(path, None)


@pytest.fixture
def petite() -> Session:
    """Look at a small repository, where it is enough."""
    return Session(MINI, lambda: date(2026, 11, 28), Reglages(exercice=2026))


BREF = """\
# yaml-language-server: $schema=../../schemas/souscriptions.schema.json
origine: demonstration
source: inventé pour les essais
souscriptions: []
"""


def lu(path: str, racine: Path = GRAND_NANCY) -> str:
    return (racine / path).read_text("utf-8")


def faite(session: Session, action: Action) -> str:
    """Do an action of one file, as an editor does; return the text."""
    ((path, text),) = faits(session.etat(), action)
    session.ecrire(path, text)
    return text


def nommee(actions: Iterable[Action], titre: str) -> Action:
    found = {action.titre: action for action in actions}
    assert titre in found
    return found[titre]


@pytest.mark.parametrize(
    ("adherent", "proposes"),
    [
        pytest.param("aubepine", ["S04 Parcs"], id="le seul qu'il n'a pas"),
        pytest.param(
            "bruyere",
            ["S04 Parcs", "S02 Applications", "S05 Vidéoprotection"],
            id="ni ceux qu'il a, ni ceux de l'adhésion",
        ),
    ],
)
def test_an_unknown_service_is_fixed_by_the_codes_that_are_still_to_be_subscribed_the_nearest_first(
    adherent: str, proposes: list[str], petite: Session
) -> None:
    path = f"adherents/{adherent}/souscriptions.yaml"
    avant = lu(path, MINI)
    petite.ecrire(path, avant.replace("service: S04", "service: S40"))
    ici = ligne(avant, "service: S04")
    found = list(corrections(petite.etat(), path, range(ici, ici + 1)))
    assert [item.titre.removeprefix("Écrire ") for item in found] == proposes
    assert faite(petite, found[0]) == avant


@pytest.mark.parametrize(
    ("ecrit", "proposes"),
    [
        pytest.param("S033", ["Écrire S03 Infrastructures"], id="un chiffre de trop"),
        pytest.param("S4", ["Écrire S04 Parcs"], id="un zéro de moins"),
        pytest.param("S777", [], id="rien de proche"),
        pytest.param("S77-1", [], id="la forme d'un sous-service que rien ne déclare"),
    ],
)
def test_what_has_the_form_of_no_code_is_fixed_by_a_code_of_the_catalogue_or_by_none(
    ecrit: str, proposes: list[str], petite: Session
) -> None:
    avant = lu(PETITES, MINI)
    petite.ecrire(PETITES, avant.replace("service: S04", f"service: {ecrit}"))
    ici = ligne(avant, "service: S04")
    assert [item.code for item in petite.etat().diagnostics if item.span.line == ici] == ["FOR010"]
    assert [item.titre for item in corrections(petite.etat(), PETITES, range(ici, ici + 1))] == proposes


CCAS = "adherents/ccas-aubepine/souscriptions.yaml"
TARIFS = "pricing/couts-de-possession.yaml"
FORMULE = "formule: cout_location * copieurs"


@pytest.mark.parametrize(
    ("path", "juste", "faux", "titres"),
    [
        pytest.param(TARIFS, FORMULE, FORMULE.replace("cout", "coût"), ["cout_location"], id="un accent"),
        pytest.param(TARIFS, FORMULE + " * 0.5", FORMULE + " * 0,5", [".", ";"], id="une virgule"),
        pytest.param(CCAS, "composants: []", "composants:", ["composants: []"], id="une liste vide"),
        pytest.param(CCAS, "composants: []", "composants: ~", ["[]"], id="une liste nulle"),
    ],
)
def test_what_an_advice_says_to_write_is_written_in_the_place_of_what_is_wrong(
    path: str, juste: str, faux: str, titres: list[str], petite: Session
) -> None:
    # The right text has one line that the frozen data may not have.
    start = lu(path, MINI).replace(FORMULE, juste) if path == TARIFS else f"{BREF}{juste}\n"
    petite.ecrire(path, start.replace(juste, faux))
    ici = ligne(start, juste)
    found = list(corrections(petite.etat(), path, range(ici, ici + 1)))
    assert [item.titre.removeprefix("Écrire ") for item in found] == titres
    assert faite(petite, found[0]) == start


def test_all_that_qte001_asks_for_is_written_at_once_with_the_values_of_the_year_before(session: Session) -> None:
    avant = lu(QUANTITES)
    sans = "".join(
        line for line in avant.splitlines(keepends=True) if line.strip() not in {"copieurs: 9", "imprimantes: 12"}
    )
    session.ecrire(QUANTITES, sans)
    manques = [item for item in session.etat().diagnostics if item.code == "QTE001"]
    assert {item.span.path for item in manques} == {QUANTITES}
    ici = manques[0].span.line
    action = nommee(
        corrections(session.etat(), QUANTITES, range(ici, ici + 1)),
        "Compter ce qui manque en 2027, avec les valeurs de 2026 (2\u00a0quantités)",
    )
    texte = faite(session, action)
    assert "copieurs: 9" in texte
    assert "imprimantes: 12" in texte
    assert session.etat().pause == ""


def test_what_a_new_subscription_asks_is_written_from_its_file_and_is_wrong_until_its_values_are_typed(
    session: Session,
) -> None:
    """Nothing is invented: no number stands where none is known."""
    path, counts = "adherents/tomblaine/souscriptions.yaml", "adherents/tomblaine/quantites/2027.yaml"
    session.ecrire(path, lu(path).replace("composants:", "  - {service: S09, debut: 2027-01-01}\ncomposants:"))
    proposed = list(corrections(session.etat(), path, range(1, 2)))
    assert [espaces(item.titre) for item in proposed] == [
        "Compter ce qui manque en 2027, 1 valeur à taper",
        "Compter ce qui manque en 2028, 1 valeur à taper",
    ]
    ici = proposed[0].a_taper
    texte = faite(session, proposed[0])
    assert ici is not None
    assert texte.splitlines()[ici.line - 1] == ici.avant == "      comptes_teletravail: "
    told = [(item.code, item.span.line) for item in session.etat().diagnostics if item.span.path == counts]
    assert told == [("FOR003", ici.line)]
    session.ecrire(counts, texte.replace("comptes_teletravail: \n", "comptes_teletravail: 4\n"))
    assert counts not in {item.span.path for item in session.etat().diagnostics}


def test_what_qte001_asks_for_has_the_value_of_the_year_before_where_there_is_one(session: Session) -> None:
    for annee, oubliees in ((2026, {"comptes_sig: 19"}), (2027, {"comptes_sig: 20", "copieurs: 9"})):
        path = f"adherents/laxou/quantites/{annee}.yaml"
        lines = lu(path).splitlines(keepends=True)
        session.ecrire(path, "".join(line for line in lines if line.strip() not in oubliees))
    ici = next(item.span.line for item in session.etat().diagnostics if item.span.path == QUANTITES)
    (action,) = corrections(session.etat(), QUANTITES, range(ici, ici + 1))
    assert espaces(action.titre) == (
        "Compter ce qui manque en 2027, avec les valeurs de 2026 (1 quantité), 1 valeur à taper"
    )
    assert [item.code for item in action.corrige] == ["QTE001", "QTE001"]
    texte = faite(session, action)
    assert "      copieurs: 9\n" in texte
    assert "      comptes_sig: \n" in texte


def test_a_new_count_whose_values_are_typed_has_its_source_typed_too(tmp_path: Path) -> None:
    racine = poser(tmp_path)
    counts = "adherents/ccas-aubepine/quantites/2026.yaml"
    (racine / counts).unlink()
    (racine / counts.replace("2026", "2025")).unlink()
    session = Session(racine, lambda: date(2026, 11, 28))
    (action,) = corrections(session.etat(), "adherents/ccas-aubepine/souscriptions.yaml", range(1, 2))
    assert espaces(action.titre) == "Compter ce qui manque en 2026, 1 valeur à taper"
    (created,) = action.remplacements
    assert (created.path, created.span) == (counts, None)
    assert created.texte.endswith("    source: \n    valeurs:\n      postes: \n")
    assert action.a_taper == Curseur(counts, 6, "    source: ")


def test_a_price_is_carried_to_the_exercices_that_follow(session: Session) -> None:
    avant = lu(PRIX)
    session.ecrire(PRIX, avant.replace("2026: {cout_maintenance: 4800.00}", "2026: {cout_maintenance: 5400.00}", 1))
    ici = ligne(avant, "2026: {cout_maintenance: 4800.00}")
    action = nommee(gestes(session.etat(), PRIX, ici), "Reporter ce prix sur 2027 et 2028 (maintenance)")
    texte = faite(session, action)
    assert "2027: {cout_maintenance: 5400.00}" in texte
    assert "2028: {cout_maintenance: 5400.00}" in texte


def test_a_subscription_is_ended_and_taken(session: Session) -> None:
    avant = lu(SOUSCRIPTIONS)
    ici = ligne(avant, "service: S08")
    action = nommee(gestes(session.etat(), SOUSCRIPTIONS, ici), "Résilier S08 Messagerie au 1er\u00a0janvier 2027")
    assert "{service: S08, debut: 2024-01-01, fin: 2027-01-01}" in faite(session, action)
    autre = SOUSCRIPTIONS.replace("laxou", "art-sur-meurthe")
    ici = ligne(lu(autre), "souscriptions:")
    action = nommee(gestes(session.etat(), autre, ici), "Souscrire S05 SIG au 1er\u00a0janvier 2027")
    assert "- {service: S05, debut: 2027-01-01}" in faite(session, action)


def test_wrong_data_has_no_gesture(petite: Session) -> None:
    avant = lu(PETITES, MINI)
    here = ligne(avant, "service: S03")
    assert list(gestes(petite.etat(), PETITES, here)) != []
    petite.ecrire(PETITES, avant.replace("service: S04", "service: S40"))
    assert list(gestes(petite.etat(), PETITES, here)) == []


def test_what_is_asked_of_a_subscription_is_what_the_command_asks(session: Session) -> None:
    etat, texte = session.etat(), lu(SOUSCRIPTIONS)
    resilier, souscrire = demandees(etat, SOUSCRIPTIONS, ligne(texte, "service: S08"))
    # Where services are, one more is offered, from any of them.
    assert souscrire.titre == "Souscrire un service…"
    assert (resilier.titre, [item.champ for item in resilier.questions]) == ("Résilier S08 à partir du…", ["fin"])
    (replaced,) = repondre(etat, resilier.geste, {**resilier.valeurs, "fin": "2027-07-01"})
    assert "{service: S08, debut: 2024-01-01, fin: 2027-07-01}" in replaced.texte
    with pytest.raises(RefusError, match="juillet"):
        repondre(etat, resilier.geste, {**resilier.valeurs, "fin": "1er juillet"})
    autre = SOUSCRIPTIONS.replace("laxou", "art-sur-meurthe")
    (souscrire,) = demandees(etat, autre, ligne(lu(autre), "souscriptions:"))
    service, debut = souscrire.questions
    assert [code for code, _ in service.choix] == ["S05", "S07", "S09", "S10", "S11", "S03.5"]
    assert debut.propose == "2027-01-01"
    (replaced,) = repondre(etat, souscrire.geste, {**souscrire.valeurs, "objet": "S05", "debut": "2027-03-01"})
    assert "- {service: S05, debut: 2027-03-01}" in replaced.texte


def test_the_simulator_is_opened_where_something_answers_and_what_is_elsewhere_is_not_asked(tmp_path: Path) -> None:
    with servi(tmp_path) as here:
        assert est_servi(here)
    assert not est_servi(here)
    assert est_servi("https://convention.exemple.invalid/")


def test_a_component_is_asked_at_its_list_and_at_that_of_services_when_it_is_the_first(
    session: Session, tmp_path: Path
) -> None:
    path = "adherents/essey-les-nancy/souscriptions.yaml"
    avant = lu(path)
    (souscrire,) = demandees(session.etat(), path, ligne(avant, "composants:"))
    assert souscrire.titre == "Souscrire un composant…"
    composant, _debut = souscrire.questions
    assert "parapheur" in dict(composant.choix)
    assert "application-finances" not in dict(composant.choix)
    answers = {**souscrire.valeurs, "objet": "parapheur", "debut": "2027-03-01"}
    (replaced,) = repondre(session.etat(), souscrire.geste, answers)
    assert "- {composant: parapheur, debut: 2027-03-01}" in replaced.texte
    petit = Session(poser(tmp_path), lambda: date(2026, 11, 28)).etat()
    titles = [
        [item.titre for item in demandees(petit, f"adherents/{nom}/souscriptions.yaml", 4)]
        for nom in ("bruyere", "aubepine")
    ]
    assert titles == [["Souscrire un service…", "Souscrire un composant…"], ["Souscrire un service…"]]


def test_an_adherent_takes_another_name_with_its_folder_and_the_comparison_sees_the_same_one(tmp_path: Path) -> None:
    racine = commit(poser(tmp_path))
    session = Session(racine, lambda: date(2026, 11, 28))
    etat = session.etat()
    fichier = "adherents/aubepine/adherent.yaml"
    citation = cited_at(etat.depot, fichier, ligne((racine / fichier).read_text("utf-8"), "nom:"), 1)
    assert citation is not None
    *written, moved = renommer(etat, citation, "aubepines")
    for item in written:
        assert isinstance(item, Remplacement)
        (racine / item.path).write_text(faite(session, Action("", (item,))), "utf-8")
    assert moved == Deplacement("adherents/aubepine", "adherents/aubepines")
    (racine / moved.avant).rename(racine / moved.apres)
    after = Session(racine, lambda: date(2026, 11, 28)).etat()
    assert after.pause == ""
    assert "rattachement: aubepines" in (racine / "adherents/ccas-aubepine/adherent.yaml").read_text("utf-8")
    assert after.comparaison is not None
    assert [item.adherents for item in after.comparaison.impacts] == [()] * len(after.comparaison.impacts)
    with pytest.raises(RenommageRefuseError, match="le dossier adherents/bruyere existe déjà"):
        renommer(etat, citation, "bruyere")


def test_a_service_and_an_adherent_that_something_sealed_names_keep_their_name(session: Session) -> None:
    etat = session.etat()
    service = Citation(Sorte.SERVICE, "S08", Reference("catalogue/services/S08.yaml"))
    with pytest.raises(RenommageRefuseError, match=r"S08.* est le nom d'un fichier"):
        renommer(etat, service, "S12")
    laxou = Citation(Sorte.ADHERENT, "laxou", Reference("adherents/laxou/adherent.yaml"))
    with pytest.raises(RenommageRefuseError) as refused:
        renommer(etat, laxou, "laxou-ville")
    assert espaces(str(refused.value)) == (
        "« laxou » est nommé par ce qui est scellé (appel de 2024-04, appel de 2024-10 et 6 autres) : son identifiant "
        "ne change plus. Son nom affiché, « nom », se change librement."
    )


def test_a_name_that_only_a_formula_knows_is_not_said_to_be_that_of_a_file(session: Session) -> None:
    variable = Citation(Sorte.CLE, "cout_maintenance", Reference(LIGNES, ("lignes", 0, "annuel", "formule")))
    with pytest.raises(RenommageRefuseError) as refused:
        renommer(session.etat(), variable, "cout")
    assert espaces(str(refused.value)) == espaces(SANS_NOM)


@pytest.mark.parametrize(
    ("nom", "refus"),
    [
        pytest.param("mdm", "« mdm » existe déjà (pricing/composants/S04.yaml:69:5) : choisir un autre nom", id="pris"),
        pytest.param(
            "Salles des fêtes",
            "« Salles des fêtes » n'est pas un identifiant (minuscules sans accent, chiffres, tirets) "
            "(adherents/heillecourt/quantites/2026.yaml:32:9)",
            id="pas un nom",
        ),
    ],
)
def test_a_name_that_is_taken_or_is_none_is_refused_for_what_it_is(session: Session, nom: str, refus: str) -> None:
    etat = session.etat()
    free = Citation(Sorte.COMPOSANT, "application-salles", etat.depot.composants["application-salles"].reference())
    with pytest.raises(RenommageRefuseError) as refused:
        renommer(etat, free, nom)
    assert espaces(str(refused.value)) == refus


def test_what_the_base_never_knew_takes_another_name_and_keeps_no_old_one(tmp_path: Path) -> None:
    session = Session(commit(poser(tmp_path)), lambda: date(2026, 11, 28), Reglages(exercice=2026))
    texte = lu(PRIX, MINI)
    new = "  badges:\n    libelle: Badges\n    ligne: copieur\n    montants: {2026: {cout_location: 5.00}}\n"
    session.ecrire(PRIX, texte.replace("composants:\n", f"composants:\n{new}"))
    etat = session.etat()
    (written,) = renommer(
        etat, Citation(Sorte.COMPOSANT, "badges", etat.depot.composants["badges"].reference()), "clefs"
    )
    assert isinstance(written, Remplacement)
    assert written.texte == "  clefs:\n"


def test_an_exercice_is_closed_by_the_command_and_its_file_says_what_is_missing_first(session: Session) -> None:
    etat = session.etat()
    offered = [cloture(etat, f"pricing/exercices/{annee}.yaml", 4) for annee in (2025, 2026, 2027)]
    assert offered == [None, 2026, None]
    assert cloture(etat, "pricing/exercices/2026.yaml", 3) is None
    assert closing_text(etat, 2026).startswith("L'exercice 2026 ne peut pas être clos : il manque ")
    for annee in (2025, 2040):
        assert closing_text(etat, annee) == f"Aucun exercice {annee} n'est ouvert : il n'y a rien à clore.\n"


def test_once_nothing_is_missing_and_the_year_is_over_the_file_says_which_command_closes(tmp_path: Path) -> None:
    today = [date(2026, 11, 28)]
    session = Session(poser(tmp_path), lambda: today[0], Reglages())
    for nom in ("aubepine", "bruyere", "metropole-grandval"):
        path = f"adherents/{nom}/quantites/2026.yaml"
        heading, counts = (tmp_path / path).read_text("utf-8").split("comptages:\n")
        real = counts.replace("previsionnel", "realise").replace("2025-12-31", "2026-10-31\n    validation: 2026-11-15")
        session.ecrire(path, f"{heading}comptages:\n{counts}{real}")
    assert espaces(closing_text(session.etat(), 2026)).startswith("L'exercice 2026 n'est pas fini le 28 novembre 2026")
    today[0] = date(2027, 3, 1)
    session.relire()
    assert "« convention clore 2026 » scelle ses lignes" in espaces(closing_text(session.etat(), 2026))
