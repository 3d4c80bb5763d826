"""The first minute of a comparison: what each decision costs, what the title may leave to the fold, how long it is."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.compare.comparaison import comparer
from convention.reports.amendement.phrases import sentences
from convention.reports.commentaire.commentaire import markdown_text
from convention.reports.comparaison.comparaison import terminal_text
from convention.reports.comparaison.decision import who_decides
from convention.reports.comparaison.effets import Part, parts_of
from convention.reports.comparaison.tete import DITS, top
from convention.reports.comparaison.titre import first_told, verdict
from tests.compare.decision.decisions import PROCEDURES, decided
from tests.compare.depots_git import avec_exemple, shown
from tests.engine.appels.petits_appels import scelle
from tests.espaces import espaces
from tests.essais import CALCULS, FIGES, RACINE, edited, fichiers, fichiers_nancy, lire
from tests.generateur import depot_fictif
from tests.maquette import Cout, Membre, maquette
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.comparaison import Comparaison

EXEMPLES = [path.stem for path in sorted((RACINE / "docs" / "exemples").glob("*.patch"))]
LAXOU, NANCY = Membre("postes: 10"), Membre("postes: 30")
MEMBRES = {"metropole": Membre("postes: 60"), "laxou": LAXOU, "nancy": NANCY}
RESEAU, COPIES = Cout("cout: 1000.00", annuel="cout * part(postes)"), Cout("prix: 5.00", annuel="prix * postes")
COUTS = {"reseau": RESEAU, "copies": COPIES}
FORFAIT = "2024-01-01: 700.00"
DEPOTS = st.builds(depot_fictif, st.integers(2, 6), st.integers(2, 10), st.integers(0, 10**6))


def _compared(before: Mapping[str, str], after: Mapping[str, str]) -> Comparaison:
    return comparer(lire(before), lire(after), calcule=CALCULS)


@cache
def _sample(nom: str) -> Comparaison:
    """Compare a sample amendment, once for all that is asked of it."""
    return _compared(fichiers_nancy(), avec_exemple(nom))


@cache
def _comment_of(nom: str) -> str:
    return _commented(_sample(nom))


def _parts(comparaison: Comparaison) -> dict[str, Part | None]:
    """Return what each sentence costs in the only exercice."""
    (impact,) = comparaison.impacts
    told = [item for _, item in sentences(comparaison)]
    return dict(zip([espaces(item.texte) for item in told], parts_of(told, impact, comparaison), strict=True))


def _modele(
    membres: Mapping[str, Membre] = MEMBRES, couts: Mapping[str, Cout] = COUTS, forfait: str = FORFAIT
) -> dict[str, str]:
    return maquette(membres, couts, forfait=forfait)


# --- what is long is cut ---


def test_a_sentence_that_is_cut_closes_the_quotation_that_it_cuts() -> None:
    files, path = fichiers(FIGES / "villages"), "catalogue/services/S01.yaml"
    head = edited(files, path, 'texte: "Secrétariat itinérant"', f'texte: "Secrétariat {" et encore" * 40}"')
    (line, *_) = top(comparer(lire(files), lire(head)), None, None).lignes
    assert espaces(line.texte).endswith(" encore […] »")
    assert line.texte.count("«") == line.texte.count("»")


def test_a_sentence_that_is_cut_closes_the_bracket_that_it_cuts() -> None:
    files, path = fichiers(FIGES / "villages"), "pricing/exercices/2027.yaml"
    call = (
        "  acompte: {date: 2027-02-15, arrete_le: 2027-01-31, objet: Acompte de l'année, "
        "volets: [{genre: acompte, exercice: 2027, taux: 0.5}]}\n"
    )
    (line, *_) = top(
        comparer(lire(files), lire(edited(files, path, "jalons:\n", f"jalons:\n{call}"))), None, None
    ).lignes
    assert espaces(line.texte).endswith("(genre : « acompte […] »)")


# --- what each decision costs ---


def test_decisions_that_touch_nothing_in_common_each_have_what_they_would_cost_alone() -> None:
    base, dearer = _modele(), {**COUTS, "copies": COPIES._replace(montants="prix: 6.00")}
    both = _parts(_compared(base, _modele(couts=dearer, forfait="2024-01-01: 710.00")))
    alone = [
        _parts(_compared(base, _modele(forfait="2024-01-01: 710.00"))),
        _parts(_compared(base, _modele(couts=dearer))),
    ]
    # 100 workstations at 10 € more, and at 1 € more.
    assert sorted(part for part in both.values() if part) == [Part(0, 10_000, 3), Part(0, 100_000, 3)]
    assert both == {text: part for parts in alone for text, part in parts.items()}


def test_what_one_counts_costs_it_and_lightens_the_others() -> None:
    # 20 of 110 workstations instead of 10 of 100; its own forfait and copies are for it alone.
    comparaison = _compared(_modele(), _modele({**MEMBRES, "laxou": Membre("postes: 20")}))
    (part,) = _parts(comparaison).values()
    assert part == Part(18_182 - 10_000 + 10 * 500 + 10 * 70_000, -8_182, 2)


def test_what_passes_from_some_to_others_is_said_of_each_side() -> None:
    comparaison = _sample("avenant-1")
    impact = next(item for item in comparaison.impacts if item.exercice == 2027)
    told = [espaces(ligne.effet) for ligne in top(comparaison, impact, None).lignes]
    assert told == ["", "+1 616,46 € pour 5 adhérents, −1 616,46 € pour 17 adhérents"]


def test_another_exercice_where_the_total_stays_says_what_passes_from_some_to_others() -> None:
    copies = ("pricing/composants/S04.yaml", "2027: {cout_location: 1150.00}", "2027: {cout_location: 1200.00}")
    comparaison = _compared(fichiers_nancy(), edited(avec_exemple("avenant-1"), *copies))
    impact = next(item for item in comparaison.impacts if item.exercice == 2027)
    euros = espaces(top(comparaison, impact, None).euros)
    assert euros.endswith(" En 2028, à total constant, 1 616,46 € passent de 17 adhérents à 5 autres.")


def test_an_exercice_where_more_passes_from_some_to_others_is_told_beside_one_where_less_does() -> None:
    members = {"metropole": Membre("postes: 10, mobiles: 20"), "laxou": Membre("postes: 10, mobiles: 10")}
    sides = []
    for key in ("postes", "mobiles"):
        files = maquette(
            members,
            {"reseau": Cout("cout: 300.00", annuel=f"cout * part({key})")},
            exercices={2026: "previsionnel", 2027: "previsionnel"},
        )
        sides.append(edited(files, "pricing/composants/S03.yaml", "2027: {cout: 300.00}", "2027: {cout: 900.00}"))
    found = _compared(*sides)
    tete = top(found, found.touches[0], None)
    assert espaces(tete.titre) == "En 2026, à total constant, 50,00 € passent d'un adhérent à un autre"
    assert espaces(tete.euros).endswith("En 2027, à total constant, 150,00 € passent d'un adhérent à un autre.")


def test_of_five_who_pay_more_three_are_named_and_the_others_are_counted() -> None:
    members = {nom: Membre(f"postes: {postes}") for postes, nom in enumerate(("metropole", "a", "b", "c", "d"), 1)}
    sides = (_modele(members, {"copies": COPIES._replace(montants=f"prix: {prix}.00")}, "") for prix in (5, 6))
    comparaison = _compared(*sides)
    euros = espaces(top(comparaison, comparaison.touches[0], None).euros)
    assert euros == "d +5,00 € (+20,0 %), c +4,00 € (+20,0 %), b +3,00 € (+20,0 %) et 2 autres."


def test_of_an_exercice_that_opens_the_first_lines_are_those_of_its_largest_prices() -> None:
    costs = {f"cout-{rang}": Cout(f"cout: {rang}.00", annuel="cout * part(postes)") for rang in range(1, 8)}
    years = ({2026: "previsionnel"}, {2026: "previsionnel", 2027: "previsionnel"})
    comparaison = _compared(*(maquette({"metropole": LAXOU}, costs, exercices=item) for item in years))
    lines = top(comparaison, comparaison.touches[0], None).lignes
    assert [line.sujet.rpartition(", ")[2] for line in lines] == [f"le cout-{rang}" for rang in range(3, 8)]


def test_two_that_move_the_same_shared_cost_have_no_amount_told() -> None:
    after = _modele({**MEMBRES, "laxou": Membre("postes: 20"), "nancy": Membre("postes: 20")})
    assert list(_parts(_compared(_modele(), after)).values()) == [None, None]


def test_a_new_component_and_a_subscription_of_its_service_have_no_amount_told() -> None:
    without = {**MEMBRES, "nancy": Membre("postes: 30", souscriptions="")}
    costs = {**COUTS, "borne": Cout("cout: 90.00", annuel="cout * part(postes)")}
    parts = _parts(_compared(_modele(without), _modele(couts=costs)))
    # The formula of what is new moves nothing of its own.
    assert list(parts.values()) == [Part(0, 0, 0), None, None]


def test_no_title_says_that_nothing_moves_when_a_phase_that_is_not_in_force_does() -> None:
    before, tetes = maquette(MEMBRES, {"reseau": RESEAU}), []
    for foreseen in ("1000.00", "1010.00"):
        new = f"cout: {{previsionnel: {foreseen}, realise: 1060.00}}"
        found = _compared(before, edited(before, "pricing/composants/S03.yaml", "cout: 1000.00", new))
        tetes.append(top(found, next(iter(found.touches), None), None))
    assert espaces(tetes[0].titre) == "Aucun montant en vigueur ne change ; le réalisé 2026 (+60,00 €) changerait"
    assert espaces(tetes[1].titre) == "En 2026, 10,00 € de plus en tout (+1,0 %) : les 3 adhérents paieraient plus"
    assert "Hors des montants en vigueur, le réalisé 2026 (+60,00 €) changerait." in espaces(tetes[1].euros)


def test_an_exercice_whose_phase_changes_too_has_no_amount_told() -> None:
    closed = Membre("postes: 60", comptages="{phase: realise, date: 2026-12-31, source: x, valeurs: {postes: 61}}")
    membres = {nom: closed._replace(valeurs=item.valeurs) for nom, item in MEMBRES.items()}
    before = maquette(membres, COUTS, forfait=FORFAIT)
    after = maquette(membres, COUTS, forfait="2024-01-01: 710.00", exercices={2026: "realise"})
    assert set(_parts(_compared(before, after)).values()) == {None}


@pytest.mark.long
@exemples(50)
@given(DEPOTS, DEPOTS)
def test_parts_that_are_all_told_add_up_to_the_ecart(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    _assert_parts_add_up(_compared(before, after))


@pytest.mark.parametrize("nom", EXEMPLES)
def test_the_parts_of_a_sample_amendment_add_up_to_its_ecart(nom: str) -> None:
    assert _assert_parts_add_up(_sample(nom))


def _assert_parts_add_up(comparaison: Comparaison) -> bool:
    """Prove it of every exercice whose parts are told; tell whether all of them are."""
    told = [item for _, item in sentences(comparaison)]
    every = [(impact, parts_of(told, impact, comparaison)) for impact in comparaison.impacts]
    known = [(impact, [part for part in parts if part is not None]) for impact, parts in every if None not in parts]
    for impact, parts in known:
        assert sum(part.propre + part.autres for part in parts) == impact.ecart
    return len(known) == len(every)


def test_what_moves_most_is_told_at_the_top_under_its_own_number_wherever_it_is_written() -> None:
    costs, dearer = (
        {**COUTS, **{f"c{rang}": Cout(f"cout: {price}.00", annuel="cout * part(postes)") for rang in range(6)}}
        for price in (1, 2)
    )
    more = {**MEMBRES, "laxou": Membre("postes: 20")}
    # What binds nobody is told last: it is one more of those that are left for below.
    head = edited(
        _modele(more, dearer), "catalogue/convention.yaml", "source: inventé pour les essais", "source: autre"
    )
    comparaison = _compared(_modele(couts=costs), head)
    (impact,) = comparaison.impacts
    found = top(comparaison, impact, None)
    assert [(item.numero, item.sujet) for item in found.lignes][-1] == (7, "laxou")
    assert (len(found.lignes), found.reste) == (5, 3)
    comment = espaces(markdown_text(comparaison, "v1", "v2"))
    assert "- 7\\. **laxou** : " in comment


# --- the fold says what the title may leave out, and nothing above it is long ---


@pytest.mark.parametrize("nom", EXEMPLES)
def test_the_comment_of_a_sample_says_who_pays_how_much_more_and_less(nom: str) -> None:
    told = [espaces(verdict(item)) for item in _sample(nom).impacts if item.adherents]
    assert [sentence for sentence in told if sentence not in _comment_of(nom)] == []


MOTS_DEVANT, MOTS_OUVERTS = 120, 600
"""Words that a reader who has one minute reads: before the table, and unfolded in all."""


@pytest.mark.parametrize("nom", EXEMPLES)
def test_the_comment_of_a_sample_is_read_in_a_minute(nom: str) -> None:
    comment = _comment_of(nom)
    opened = re.sub(r"<details>.*?</details>", "", comment, flags=re.DOTALL)
    assert _words(opened.split("\n|")[0]) <= MOTS_DEVANT
    assert _words(opened) <= MOTS_OUVERTS


def test_a_quotation_told_with_its_text_is_not_decided_beside_it() -> None:
    path, readings, rows = "catalogue/articles/article-11.yaml", "catalogue/lectures.yaml", "catalogue/procedures.yaml"
    row = "  - {genre: lectures, champ: lectures.question,"
    cited = f"  - {{genre: lectures, champ: lectures.extraits, procedure: correction, motif: citer}}\n{row}"
    base = edited(fichiers_nancy(), rows, row, cited)
    after = edited(base, path, "auprès de sa Trésorerie.", "auprès de son comptable.")
    head = edited(after, readings, "auprès de sa Trésorerie}", "auprès de son comptable}")
    # Beside another correction, which has its own line, too.
    renamed = edited(head, "adherents/laxou/adherent.yaml", "nom: Laxou", "nom: Ville de Laxou")
    for after, corrected in ((head, False), (renamed, True)):
        (told,) = [line for line in _decided_comment(base, after).splitlines() if line.startswith("**Décider.**")]
        assert ("1 : avenant" in told, ". 2 : correction" in told, " correction" in told) == (
            True,
            corrected,
            corrected,
        )
        comparaison = _compared(base, after)
        visas = " ".join(who_decides(decided(comparaison), comparaison).visas)
        assert ("d'écart pour chaque adhérent" in visas) == corrected
        assert "points 1 et 2" not in espaces(visas)


A_PART = (
    "L'avenant n° 1, qui n'est pas compté ici, changerait aussi 2027 : +1 616,46 € pour 5 adhérents et −1 616,46 € "
    "pour 17 adhérents."
)


def test_a_proposal_says_that_an_amendment_drawn_up_apart_moves_the_same_amounts() -> None:
    assert f"{A_PART} Les deux ensemble ne font pas toujours la somme des deux." in _comment_of("forfait-2027")


def test_a_proposal_names_what_an_amendment_not_applied_yet_rewrites_too() -> None:
    row = "récrit aussi : Annexe 4, ligne « S08 – Messagerie électronique ». Accorder les deux avant de voter."
    assert f"L'avenant n° 1, qui n'est pas compté ici, {row}" in _comment_of("cle-messagerie")


@pytest.mark.parametrize("nom", ["avenant-1", "correction-libelle"])
def test_what_the_proposal_is_or_what_moves_nothing_with_it_is_not_said_to_be_apart(nom: str) -> None:
    assert "À part." not in _comment_of(nom)


def test_nothing_is_said_of_an_amendment_that_started_from_other_amounts() -> None:
    """Either it is counted already, or its figures are of another day."""
    files = fichiers_nancy()
    forfait, prices = "pricing/forfait.yaml", ("710.60", "711.60", "712.60")
    now, before, after = (edited(files, forfait, prices[0], price) for price in prices)
    assert "À part." in _decided_comment(now, before)
    assert "À part." not in _decided_comment(before, after)


def _decided_comment(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    return _commented(_compared(before, after))


def _commented(comparaison: Comparaison) -> str:
    return espaces(shown(markdown_text(comparaison, "v1", "v2", decision=decided(comparaison, date(2026, 11, 27)))))


def _euros(couts: Mapping[str, Cout]) -> list[str]:
    """Say in euros what other costs than those of two subscribers of 10 and 30 workstations make."""
    text = espaces(markdown_text(_compared(_modele(couts=COUTS), _modele(couts=couts)), "v1", "v2"))
    return re.findall(r"\*\*En euros\.\*\* (.*)", text)


def test_what_passes_from_a_section_to_the_other_is_said_when_nobody_pays_more_or_less() -> None:
    invested = RESEAU._replace(suite="section: investissement")
    told = "passeraient de la section de fonctionnement à la section d'investissement."
    assert _euros({**COUTS, "reseau": invested}) == [f"1 000,00 € {told}"]


def test_lines_that_change_and_make_up_for_one_another_are_said_to() -> None:
    # The network costs 100 € less, which the copies, shared alike, cost more.
    couts = {"reseau": RESEAU._replace(montants="cout: 900.00"), "copies": Cout("prix: 6.00", annuel="prix * postes")}
    assert _euros(couts) == ["Des lignes changent, et se compensent pour chacun."]


def _told(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return what the decisions told at the top are about."""
    comparaison = _compared(before, after)
    return [ligne.sujet for ligne in top(comparaison, None, None).lignes]


def test_what_binds_nobody_is_told_when_nothing_else_changes() -> None:
    files, path = fichiers_nancy(), "pricing/cles.yaml"
    source = edited(files, path, "autres sont proposées, à arrêter", "autres sont des propositions, à arrêter")
    assert _told(files, source) == ["Clés de répartition"]
    both = edited(source, "pricing/forfait.yaml", "montant: 710.60", "montant: 715.00")
    assert _told(files, both) == ["Annexe 3, masse salariale"]


def test_a_line_of_the_journal_of_seals_is_not_told_beside_what_is_sealed() -> None:
    told = _told(scelle("2024-04"), scelle("2024-04", "2024-10"))
    assert told
    assert "Journal des sceaux" not in told


def test_a_change_that_binds_nobody_is_not_decided_at_the_top_where_it_has_no_line() -> None:
    files, (old, new) = fichiers_nancy(), (f"2027: {{cout_annuel: {cout}.00}}" for cout in (62400, 66000))
    after = edited(files, "pricing/composants/S08.yaml", old, new)
    after[PROCEDURES] = files[PROCEDURES].replace("verifie_le: 2026-11-25", "verifie_le: 2026-11-26", 1)
    comparaison = _compared(files, after)
    head = top(comparaison, first_told(comparaison.impacts), decided(comparaison, date(2026, 11, 30)))
    assert [ligne.numero for ligne in head.lignes] == [1]
    assert "correction" not in " ".join(head.decider)


@pytest.mark.parametrize(
    ("path", "avant", "apres", "porte"),
    [
        ("quantites/2026.yaml", "stockage: 2.6", "stockage: 2.8", " portera l'écart ;"),
        # The mobile phones of the year are counted already, its tablets are not.
        (
            "quantites/2026.yaml",
            "abonnements_mobiles: 38\n      abonnements_tablettes: 0",
            "abonnements_mobiles: 40\n      abonnements_tablettes: 1",
            " portera l'écart du réalisé, +",
        ),
        (
            "quantites/2026.yaml",
            "abonnements_mobiles: 38",
            "abonnements_mobiles: 40",
            ", qui compte le réalisé, n'en portera rien",
        ),
        ("quantites/2026.yaml", "postes_forfait: 112", "postes_forfait: 113", ""),
        ("quantites/2027.yaml", "abonnements_mobiles: 38", "abonnements_mobiles: 40", ""),
    ],
)
def test_what_is_issued_does_not_change_and_the_comment_says_which_call_carries_the_difference(
    path: str, avant: str, apres: str, porte: str
) -> None:
    files = fichiers_nancy()
    after = edited(files, f"adherents/essey-les-nancy/{path}", avant, apres)
    said, text = "ce qui est appelé de 2026 ne change pas", espaces(markdown_text(_compared(files, after), "v1", "v2"))
    assert f"{said} : l'appel du 15 avril 2027{porte}" in text if porte else said not in text


def test_who_leaves_sooner_is_named_first_and_what_is_given_back_to_it_is_told_as_the_rest() -> None:
    files, own = fichiers_nancy(), "adherents/etablissement-rattache"
    after = edited(files, f"{own}/adherent.yaml", "fin: 2029-01-01", "fin: 2028-01-01")
    for old, new in (("effet: 2029", "effet: 2028"), ("donnees: {prevue: 2028", "donnees: {prevue: 2027")):
        after = edited(after, f"{own}/resiliation.yaml", old, new)
    comparaison = _compared(files, after)
    head = top(comparaison, first_told(comparaison.impacts), None)
    assert espaces(head.titre).startswith("L'Établissement rattaché (fictif) partirait le 31 décembre 2027 ; 21 autres")
    assert "restitution des données de l'adhérent, date prévue" in head.lignes[-1].texte


def test_a_direct_cost_is_asked_at_its_delivery_and_by_no_call() -> None:
    files, path = fichiers_nancy(), "adherents/essey-les-nancy/depenses/2026.yaml"
    accepted = "accepte_le: 2026-09-14}"
    after = edited(files, path, accepted, f"{accepted}\n    livraison: 2026-11-25")
    said = "1 577,60 €, se demandent à la livraison, et non par un appel (article 8.1)"
    assert said in espaces(markdown_text(_compared(files, after), "v1", "v2"))


def _two_years(de_2027: str, de_2028: str) -> Comparaison:
    """Change what the mailboxes cost in 2027 and in 2028, for 62 400 € a year."""
    files, path = fichiers_nancy(), "pricing/composants/S08.yaml"
    first, second = (f"      {annee}: {{cout_annuel: 62400.00}}\n" for annee in (2027, 2028))
    after = edited(files, path, first + second, first.replace("62400", de_2027) + second.replace("62400", de_2028))
    return _compared(files, after)


def _effets(comparaison: Comparaison, exercice: int) -> list[str]:
    """Return what the first lines say that each decision costs, under the title of an exercice."""
    impact = next(item for item in comparaison.impacts if item.exercice == exercice)
    return [espaces(ligne.effet) for ligne in top(comparaison, impact, None).lignes]


def test_an_amount_of_another_year_than_that_of_the_title_says_which_it_moves_and_makes_nothing_of_the_first() -> None:
    comparaison = _two_years("66000", "58800")
    assert _effets(comparaison, 2027) == ["+3 600,00 €", "−3 600,00 € en 2028"]
    assert _effets(comparaison, 2028) == ["+3 600,00 € en 2027", "−3 600,00 €"]


def test_a_fee_moves_only_the_years_of_which_it_is_the_one_in_force() -> None:
    years = {2026: "previsionnel", 2027: "previsionnel"}
    before, after = (
        maquette(MEMBRES, {}, forfait=f"2026-01-01: {first}.00, 2027-01-01: {then}.00", exercices=years)
        for first, then in ((700, 700), (710, 720))
    )
    # 100 workstations, at 10 € more then at 20 € more.
    comparaison = _compared(before, after)
    assert _effets(comparaison, 2026) == ["+1 000,00 €", "+2 000,00 € en 2027"]
    assert _effets(comparaison, 2027) == ["+1 000,00 € en 2026", "+2 000,00 €"]


def test_what_is_opened_beside_is_no_increase_of_any_decision() -> None:
    opened = {2026: "previsionnel", 2027: "previsionnel"}
    before, after = (
        maquette(MEMBRES, COUTS, forfait=f"2024-01-01: {price}.00", exercices=years)
        for price, years in ((700, {2026: "previsionnel"}), (710, opened))
    )
    assert not any("2027" in effet for effet in _effets(_compared(before, after), 2026))


@pytest.mark.parametrize(
    ("de_2028", "dit"),
    [
        ("58800", "trop tard pour le point 1 au 1er janvier 2027"),
        ("66000", "trop tard pour le 1er janvier 2027, possible au 1er janvier 2028"),
    ],
)
def test_the_title_says_of_which_points_it_is_too_late(de_2028: str, dit: str) -> None:
    comparaison = _two_years("66000", de_2028)
    impact = next(item for item in comparaison.impacts if item.exercice == 2027)
    assert espaces(top(comparaison, impact, decided(comparaison, date(2026, 11, 30))).titre).endswith(f" ; {dit}")


def test_nothing_is_said_not_to_change_when_all_does() -> None:
    dearer = {"copies": COPIES._replace(montants="prix: 6.00")}
    before, after = _modele(couts={"copies": COPIES}, forfait=""), _modele(couts=dearer, forfait="")
    comparaison = _compared(before, after)
    assert "Ce qui ne change pas" not in markdown_text(comparaison, "v1", "v2")
    assert "Ce qui ne change pas" not in terminal_text(comparaison, "v1", "v2")


def test_no_euro_is_said_of_a_cost_that_nobody_would_pay() -> None:
    alone = Cout("cout: 500.00", annuel="cout * part(postes)", suite="beneficiaires: souscription")
    assert _euros({**COUTS, "seul": alone}) == []


def _departure(
    couts: Mapping[str, Cout], ensuite: Mapping[str, Cout] | None = None, nancy: Membre = NANCY
) -> list[str]:
    """Write the comment when Laxou leaves at the end of June 2026; costs, and what Nancy does, may change too."""
    leaves = LAXOU._replace(adhesion="debut: 2024-01-01, fin: 2026-07-01")
    membres = {**MEMBRES, "laxou": leaves, "nancy": nancy}
    after = _compared(_modele(MEMBRES, couts), _modele(membres, ensuite or couts))
    return espaces(markdown_text(after, "v1", "v2")).splitlines()


def test_the_title_of_a_departure_says_how_much_the_others_pay_instead() -> None:
    # Of 1 000 € a year, they bear 90 workstations of 95, instead of 90 of 100.
    assert _departure(COUTS)[0] == (
        "## Laxou partirait le 30 juin 2026 ; 2 autres paieraient ensemble 47,37 € de plus en 2026"
    )


def test_the_title_of_a_departure_says_that_nobody_else_pays_more_or_less() -> None:
    assert _departure({"copies": COPIES})[0] == (
        "## Laxou partirait le 30 juin 2026 ; aucun autre ne paierait plus ni moins en 2026"
    )


def test_what_a_departure_and_a_price_make_together_is_not_said_to_come_of_the_departure() -> None:
    dearer = {**COUTS, "reseau": RESEAU._replace(montants="cout: 1900.00")}
    # Of 1 900 € a year, they bear 90 workstations of 95, instead of 90 of 100 of 1 000 €.
    told = _departure(COUTS, dearer)
    assert told[0] == (
        "## Laxou partirait le 30 juin 2026 ; 2 autres paieraient ensemble 900,00 € de plus en 2026, tous points "
        "compris"
    )
    assert any("900,00 €, tous points compris, dont " in line for line in told)
    assert any(" ; +1 000,00 € en année pleine." in line for line in told)


def test_what_a_departure_and_a_document_that_comes_whole_make_together_is_not_said_to_come_of_the_departure() -> None:
    depense = (
        "{id: pc, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: 2, montants: {prix: 800.00}, "
        "devis: {reference: D1, accepte_le: 2026-02-02}, livraison: 2026-03-03}"
    )
    assert _departure(COUTS, nancy=NANCY._replace(depenses=depense))[0] == (
        "## Laxou partirait le 30 juin 2026 ; 2 autres paieraient ensemble 1 647,37 € de plus en 2026, tous points "
        "compris"
    )


def _moves(membres: Mapping[str, Membre]) -> list[str]:
    """Write the comment when, of four members, some leave and some arrive."""
    before = {**MEMBRES, "heillecourt": Membre("postes: 20")}
    return espaces(markdown_text(_compared(_modele(before), _modele({**before, **membres})), "v1", "v2")).splitlines()


PART_EN_JUIN = Membre("postes: 10", adhesion="debut: 2024-01-01, fin: 2026-07-01")
PART_EN_SEPTEMBRE = Membre("postes: 20", adhesion="debut: 2024-01-01, fin: 2026-10-01")
ARRIVE_EN_JUILLET = Membre("postes: 10", adhesion="debut: 2026-07-01")


def test_the_title_of_two_departures_says_how_much_those_who_stay_pay_instead() -> None:
    told = _moves({"laxou": PART_EN_JUIN, "heillecourt": PART_EN_SEPTEMBRE})
    # Of 1 000 € a year, they bear 90 workstations of 110 (10 for six months, 20 for nine), instead of 90 of 120.
    assert told[0] == (
        "## Heillecourt partirait le 30 septembre 2026 et laxou le 30 juin 2026 ; 2 autres paieraient ensemble "
        "68,18 € de plus en 2026"
    )


def test_the_title_of_an_arrival_says_how_much_those_who_are_there_pay_less() -> None:
    # Of 1 000 € a year, they bear 120 workstations of 125, instead of all.
    told = _moves({"tomblaine": ARRIVE_EN_JUILLET})
    assert told[0] == (
        "## Tomblaine arriverait le 1er juillet 2026 ; 4 autres paieraient ensemble 40,00 € de moins en 2026"
    )
    files = _modele({**MEMBRES, "tomblaine": ARRIVE_EN_JUILLET})
    named = edited(files, "adherents/tomblaine/adherent.yaml", "nom: tomblaine", "nom: CCAS")
    assert markdown_text(_compared(_modele(MEMBRES), named), "v1", "v2").startswith("## Le CCAS arriverait le")
    (amounts,) = [line for line in told if line.startswith("**En euros.**")]
    assert amounts == (
        "**En euros.** tomblaine : +3 565,00 € en 2026, +7 126,92 € en année pleine. 4 autres : −40,00 €, dont "
        "metropole −20,00 € et nancy −10,00 € ; puis −76,92 € par an."
    )


def test_a_whole_year_is_not_told_twice_of_who_arrives_on_its_first_day() -> None:
    (amounts,) = [
        line for line in _moves({"tomblaine": Membre("postes: 10", adhesion="debut: 2026-01-01")}) if "En euros" in line
    ]
    assert amounts == (
        "**En euros.** tomblaine : +7 126,92 € en 2026. 4 autres : −76,92 €, dont metropole −38,46 € et nancy −19,23 €."
    )


def test_the_title_tells_who_leaves_then_who_arrives_and_each_is_a_cause() -> None:
    told = _moves({"laxou": PART_EN_JUIN, "tomblaine": ARRIVE_EN_JUILLET})
    assert told[0] == (
        "## Laxou partirait le 30 juin 2026 et tomblaine arriverait le 1er juillet 2026 ; aucun autre ne paierait plus "
        "ni moins en 2026"
    )


def test_one_who_leaves_after_the_exercice_is_not_in_its_title() -> None:
    told = _moves({"laxou": Membre("postes: 12", adhesion="debut: 2024-01-01, fin: 2027-01-01")})
    assert told[0].startswith("## En 2026, ")


def test_one_who_leaves_after_the_exercice_is_told_before_what_moves_nothing() -> None:
    files = fichiers_nancy()
    after = edited(
        files, "adherents/essey-les-nancy/quantites/2026.yaml", "abonnements_mobiles: 38", "abonnements_mobiles: 40"
    )
    after = edited(after, "adherents/pulnoy/adherent.yaml", "debut: 2024-01-01", "debut: 2024-01-01\n  fin: 2027-01-01")
    for code in ("S02", "S03", "S04", "S05", "S07"):
        path = f"catalogue/services/{code}.yaml"
        after[path] = files[path].replace("nom_court: ", "nom_court: Nos ", 1)
    comparaison = _compared(files, after)
    head = top(comparaison, first_told(comparaison.impacts), None)
    assert [ligne.sujet for ligne in head.lignes][-2:] == ["Essey-lès-Nancy", "Pulnoy"]
    assert len(head.lignes) == DITS


def test_one_who_comes_after_the_exercice_is_named_with_who_leaves_in_it_and_tells_no_full_year() -> None:
    told = _moves({"laxou": PART_EN_JUIN, "tomblaine": Membre("postes: 10", adhesion="debut: 2027-01-01")})
    assert told[0].startswith(
        "## Laxou partirait le 30 juin 2026 et tomblaine arriverait le 1er janvier 2027 ; 3 autres paieraient ensemble "
    )
    assert not any("en année pleine" in line or "par an," in line for line in told)


def test_a_departure_is_the_cause_of_what_it_moves_for_each() -> None:
    causes = {row[1]: row[6] for line in _departure(COUTS) if len(row := [*map(str.strip, line.split("|"))]) > 7}
    assert {causes[nom] for nom in ("metropole", "nancy")} == {"départ de laxou"}
    assert causes["laxou"] == "son départ"


def test_who_comes_in_a_later_exercice_is_the_cause_of_nothing_before_and_its_amount_is_told_of_its_own() -> None:
    years = {2026: "previsionnel", 2027: "previsionnel"}
    laxou = Membre(LAXOU.valeurs, adhesion="debut: 2024-01-01, fin: 2026-07-01")
    after = {**MEMBRES, "laxou": laxou, "tomblaine": Membre("postes: 10", adhesion="debut: 2027-01-01")}
    sides = [maquette(members, COUTS, exercices=years) for members in (MEMBRES, after)]
    told = markdown_text(_compared(*sides), "v1", "v2").split("## ")
    (first,) = [text for text in told if text.startswith("Laxou")]
    amounts = next(line for line in first.splitlines() if line.startswith("**En euros.**"))
    assert re.search(
        r"laxou : −[0-9 ,]+ € en 2026, −[0-9 ,]+ € en 2027[.] tomblaine : [+][0-9 ,]+ € en 2027[.]", espaces(amounts)
    )
    assert "arrivée de tomblaine et départ de laxou" not in "".join(
        text for text in told if "2026" in text.partition("\n")[0]
    )


def _words(text: str) -> int:
    return len(re.findall(r"[^\W\d_][\w’'-]*", text))
