"""The text of the convention: its clauses are held, its places exist, its numbers have no hole."""

from __future__ import annotations

import pytest

from convention.base.diagnostic import split_hint
from convention.checks.cadre.emplacements import fault
from tests.checks.depots import found, mini
from tests.checks.textes import DEUX, ENTETE, FORFAIT, PREAMBULE, UN, article, convention
from tests.checks.vie import exercice, jalons
from tests.espaces import espaces

FAMILLE = ("ART001", "ART003", "ART005", "ART006", "ART007", "ART008")


def messages(code: str, **files: str) -> list[str]:
    """Return the messages of a code on the small convention with some of its files replaced."""
    texts = convention() | {globals()[name]: text for name, text in files.items()}
    return [espaces(item.message) for item in found(mini(files=texts), code)]


def test_a_repository_without_the_text_has_no_message() -> None:
    assert [code for code in FAMILLE if found(mini(), code)] == []


def test_a_whole_text_has_no_message() -> None:
    assert [code for code in FAMILLE if found(mini(files=convention()), code)] == []


def test_the_parts_of_an_article_do_not_hold_what_it_says_itself() -> None:
    part = f"{{clause: article 2.1, titre: Partie, passages: [{FORFAIT}]}}"
    own = "{texte: Les redevances., note: Rien n'en est tenu.}"
    assert messages("ART001", DEUX=article(4, "article 2", own, sections=part)) == [
        "aucun fichier ne porte ce que dit l'article 2 (« Titre de article 2 »)"
    ]


def test_what_an_article_says_itself_does_not_hold_its_parts() -> None:
    part = "{clause: article 2.1, titre: Partie, passages: [{texte: Coûts directs., note: Rien n'en est tenu.}]}"
    assert messages("ART001", DEUX=article(4, "article 2", FORFAIT, sections=part)) == [
        "aucun fichier ne porte ce que dit l'article 2.1 (« Partie »)"
    ]


def test_an_article_without_any_text_has_no_home() -> None:
    assert len(messages("ART001", UN=article(3, "article 1"))) == 1


def test_the_text_of_an_article_is_no_data_that_holds_another() -> None:
    own = FORFAIT.replace("pricing/forfait.yaml#valeurs", UN)
    assert len(messages("ART001", PREAMBULE=article(2, "préambule", own))) == 1


def test_a_field_is_looked_for_in_lists_and_tables() -> None:
    depot = mini()
    for field in ("comptages.phase", "comptages.valeurs", "comptages.par_composant"):
        assert fault(depot, f"adherents/*/quantites/*.yaml#{field}") is None, field


def test_a_field_that_only_has_its_default_is_not_filled() -> None:
    found = fault(mini(), "catalogue/services/S03.yaml#obligatoire")
    assert found is not None
    assert espaces(found.message) == "le fichier catalogue/services/S03.yaml ne remplit pas le champ « obligatoire »"


def test_an_unknown_field_below_a_known_one_is_shown_alone() -> None:
    emplacement = "adherents/*/quantites/*.yaml#comptages.valeur"
    found = fault(mini(), emplacement)
    assert found is not None
    assert emplacement[found.debut : found.fin] == "valeur"
    assert espaces(split_hint(found.conseil).conseil) == "vouliez-vous dire « valeurs » ?"


@pytest.mark.parametrize(
    ("motif", "conseil"),
    [
        ("catalogue/service/*.yaml", "vouliez-vous dire « catalogue/services/*.yaml » ?"),
        ("adherents/aubepin/adherent.yaml", "vouliez-vous dire « adherents/aubepine/adherent.yaml » ?"),
        ("zzz", "corriger le chemin, ou créer le fichier"),
    ],
)
def test_a_path_that_leads_nowhere_gets_the_nearest(motif: str, conseil: str) -> None:
    found = fault(mini(), motif)
    assert found is not None
    assert espaces(split_hint(found.conseil).conseil) == conseil


def test_an_item_of_a_table_is_cited_by_its_name() -> None:
    depot = mini(files=exercice(2026, "ouvert", jalons(2026)))
    assert fault(depot, "pricing/exercices/*.yaml#jalons.octobre.volets") is None
    unfilled = fault(depot, "pricing/exercices/*.yaml#jalons.avril.volets")
    assert unfilled is not None
    assert "ne remplit le champ « jalons.avril.volets »" in espaces(unfilled.message)
    unknown = fault(depot, "pricing/exercices/*.yaml#jalons.octobr.volets")
    assert unknown is not None
    assert espaces(split_hint(unknown.conseil).conseil) == "vouliez-vous dire « octobre » ?"


def test_a_file_that_cannot_be_read_is_given_the_benefit_of_the_doubt() -> None:
    for text in ("valeurs: [", "valeurs: douze"):
        assert fault(mini(files={"pricing/forfait.yaml": text}), "pricing/forfait.yaml#valeurs.reference") is None, text


def test_a_number_that_is_skipped_is_named_with_the_one_that_follows() -> None:
    texts = {path: text for path, text in convention().items() if path != UN}
    (message,) = found(mini(files=texts), "ART006")
    assert (espaces(message.message), message.span.path) == ("il manque l'article 1, avant l'article 2", DEUX)


def test_many_numbers_that_are_skipped_make_one_message() -> None:
    texts = convention() | {"catalogue/articles/annexe-6.yaml": article(5, "annexe 6", FORFAIT)}
    (message,) = found(mini(files=texts), "ART006")
    assert espaces(message.message) == "il manque l'annexe 1 et ce qui suit, jusqu'à l'annexe 5, avant l'annexe 6"


def test_an_annexe_that_has_a_letter_follows_none_and_has_its_file() -> None:
    texts = {
        f"catalogue/articles/annexe-{nom.lower()}.yaml": article(rang, f"annexe {nom}", FORFAIT)
        for rang, nom in ((5, "C"), (6, "VI"))
    }
    depot = mini(files=convention() | texts)
    assert [*found(depot, "ART006"), *found(depot, "ART007")] == []


def test_an_article_that_cannot_be_read_is_not_said_to_be_missing() -> None:
    for text in ("clause: [", "clause: article premier"):
        assert messages("ART006", UN=text) == [], text


def test_a_clause_that_a_rule_is_said_to_come_from_is_in_the_text() -> None:
    rules = ("catalogue/convention.yaml", "gestionnaire:", "clauses: {objet: article 1, axes: annexe 5}\ngestionnaire:")
    (message,) = found(mini(rules, files=convention()), "ART006")
    assert espaces(message.message).startswith("l'annexe 5, cité ici, n'est pas dans le texte de la convention")


def test_a_convention_may_have_neither_heading_nor_preamble() -> None:
    texts = {path: text for path, text in convention().items() if path not in (ENTETE, PREAMBULE)}
    assert found(mini(files=texts), "ART006") == []


def test_a_passage_without_data_is_not_said_to_be_forgotten_twice() -> None:
    bare = "{texte: Un forfait par poste.}"
    assert len(messages("ART001", UN=article(3, "article 1", bare))) == 1
    assert messages("ART008", UN=article(3, "article 1", bare)) == []
