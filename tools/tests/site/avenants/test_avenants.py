"""The pages of the avenants: what is acquired and missing, the sentences, the euros, and what each reader may see."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.base.french import INSECABLE, ecart, montant
from convention.site.avenants import avenants
from convention.site.avenants.suivi import suite, suivis, verdict
from convention.site.bord import a_faire
from convention.site.communes import calendrier
from convention.site.pages import commun
from convention.site.rendu.rendu import rendre
from tests.compare.depots_git import avec_exemple
from tests.essais import edited, fichiers_nancy, lire, nancy
from tests.site.lecture import (
    CHEZ_ESSEY,
    JOUR,
    Page,
    lire_html,
    ordinaire,
    page_dite,
    page_seule,
    site_de,
    site_reel,
)
from tests.site.test_pages import HOSTILE

if TYPE_CHECKING:
    from convention.site.ensemble import Site

AVENANT = "catalogue/avenants/1/avenant.yaml"
CONSIGNE = "catalogue/avenants/1/avenant.json"
REUNIONS = "catalogue/reunions/2026.yaml"
UNE = "avenants/1.md"
GESTIONNAIRE = "{delibere_le: 2026-11-12, numero: '2026-118', transmis_le: 2026-11-14, publie_le: 2026-11-15}"
FAIT = "{delibere_le: 2026-11-16, numero: D-7, transmis_le: 2026-11-17, publie_le: 2026-11-18, signe_le: 2026-11-20}"


def _pages(files: dict[str, str], niveau: str = "adherents", jour: date = JOUR) -> dict[str, Page]:
    """Write the pages of the avenants of these files: they change no amount."""
    site = site_reel(niveau, JOUR)._replace(depot=lire(files), jour=jour)
    return {page.uri: lire_html(rendre(page, commun(site))) for page in avenants.pages(site)}


@cache
def _reelles(niveau: str = "adherents") -> dict[str, Page]:
    return _pages(fichiers_nancy(), niveau)


def _avenant(*parties: str) -> dict[str, str]:
    files = fichiers_nancy()
    files[AVENANT] += "".join(["parties:\n", *(f"  {partie}\n" for partie in parties)] if parties else [])
    files[AVENANT] += f'empreinte: "{nancy().avenants_consignes["1"].contenu.empreinte}"\n'
    return files


def _all_but(*names: str) -> list[str]:
    others = sorted(set(nancy().dossiers) - {"metropole-grand-nancy", *names})
    return [f"metropole-grand-nancy: {GESTIONNAIRE}", *(f"{nom}: {FAIT}" for nom in others)]


def _itself(said: str) -> str:
    """Say something of the avenant itself, as its own document changes it."""
    return f"Avenant n°{INSECABLE}1{INSECABLE}: {said}"


def _row(page: Page, first: str) -> tuple[str, ...]:
    return next(row for row in page.rangees if row and row[0].startswith(first))


def _last(page: Page, first: str) -> tuple[str, ...]:
    return [row for row in page.rangees if row and row[0].startswith(first)][-1]


def _shown(cents: int) -> str:
    return ordinaire(montant(cents))


# --- where it stands ---


def test_the_journal_says_the_day_the_state_the_votes_and_what_comes_next() -> None:
    page = _reelles()["avenants/index.md"]
    expected = (
        "Avenant n° 1",
        "1er janvier 2027",
        "avis rendu",
        "0 sur 22",
        "0 sur 21",
        "la délibération des 22 parties",
    )
    assert _row(page, "Avenant n° 1") == expected
    assert "aucun n'est exécutoire : la convention s'applique telle qu'elle a été signée" in page.texte


@pytest.mark.parametrize(
    ("parties", "told"), [((), "le seul adhérent n'a pas signé"), ((f"laxou: {FAIT}",), "le seul adhérent a signé")]
)
def test_the_only_adherent_that_signs_is_not_told_as_several(parties: tuple[str, ...], told: str) -> None:
    (each,) = suivis(site_reel("adherents", JOUR)._replace(depot=lire(_avenant(*parties))))
    both = {nom: each.vie.demandes[nom] for nom in ("metropole-grand-nancy", "laxou")}
    assert verdict(each._replace(vie=each.vie._replace(demandes=both))).endswith(told)


def test_nobody_has_voted_as_long_as_nothing_is_written() -> None:
    page = _reelles()[UNE]
    assert "Aucune des 22 parties n'a décidé, aucun des 21 adhérents n'a signé." in page.texte
    assert _last(page, "Ludres")[1:6] == ("à faire", "à faire", "à faire", "à faire", "avis rendu")


def test_each_act_of_a_party_is_shown_with_its_day_and_its_line() -> None:
    files = _avenant(f"metropole-grand-nancy: {GESTIONNAIRE}", f"ludres: {FAIT}", "laxou: {delibere_le: 2026-11-19}")
    page = _pages(files)[UNE]
    line = files[AVENANT].splitlines().index(f"  ludres: {FAIT}") + 1
    days = ("16 novembre 2026", "17 novembre 2026", "18 novembre 2026", "20 novembre 2026")
    assert _last(page, "Ludres")[1:] == (*days, "exécutoire", str(line))
    assert _last(page, "Laxou")[1:6] == ("19 novembre 2026", "à faire", "à faire", "à faire", "décidé")
    assert _last(page, "Métropole du Grand Nancy")[4:6] == ("avec chacun", "exécutoire")
    assert "3 des 22 parties ont décidé, 1 des 21 adhérents a signé." in page.texte


def test_an_act_of_a_day_to_come_is_not_done_yet() -> None:
    files = _avenant(f"metropole-grand-nancy: {GESTIONNAIRE}", f"ludres: {FAIT}", "laxou: {delibere_le: 2026-11-19}")
    (each,) = suivis(site_reel("adherents", date(2026, 11, 18))._replace(depot=lire(files)))
    assert ordinaire(verdict(each)) == "2 des 22 parties ont décidé, aucun des 21 adhérents n'a signé"


def test_who_is_missing_is_named_when_few_are() -> None:
    page = _pages(_avenant(*_all_but("ludres", "laxou")))[UNE]
    assert _row(page, "Signature par chaque partie")[1:3] == ("manque (19 sur 21)", "Laxou et Ludres")
    assert _row(page, "Délibération du Conseil métropolitain")[1:3] == ("acquis", "")
    assert _row(page, "Notification du nouveau montant")[1:3] == ("manque", "Métropole du Grand Nancy")
    assert "Prochaine étape : la délibération de 2 parties ." in page.texte


@pytest.mark.parametrize(
    ("fait", "attendu"),
    [
        (
            "delibere_le: 2026-11-16, numero: D-7",
            "délibération sur l'avenant n° 1 à transmettre au contrôle de légalité",
        ),
        (
            "delibere_le: 2026-11-16, numero: D-7, transmis_le: 2026-11-17, publie_le: 2026-11-18",
            "avenant n° 1 à signer",
        ),
    ],
)
def test_an_adherent_reads_what_it_has_still_to_do_and_no_more_that_it_votes(fait: str, attendu: str) -> None:
    site = site_reel(CHEZ_ESSEY, JOUR)._replace(depot=lire(_avenant(f"essey-les-nancy: {{{fait}}}")))
    told = [ordinaire(item.texte) for item in a_faire.a_faire(site, "essey-les-nancy", ())]
    assert told == [f"{attendu} avant le 1er janvier 2027", "prochain appel le 15 avril 2027"]
    assert a_faire.a_faire(site, "essey-les-nancy", ())[-1].vers == "#echeancier"
    assert a_faire.a_voter(site, "essey-les-nancy") == ()
    assert _votes(site) == ["Il manque la délibération de 21 parties."]


def test_nobody_votes_any_more_once_everybody_did() -> None:
    voted = _avenant(f"metropole-grand-nancy: {GESTIONNAIRE}", *_all_but()[1:])
    assert _votes(site_reel("public", JOUR)._replace(depot=lire(voted))) == []


def test_who_has_left_since_the_day_of_effect_is_asked_for_nothing_any_more() -> None:
    files = edited(
        _avenant(*_all_but("ludres")), "adherents/ludres/adherent.yaml", "2024-01-01", "2024-01-01\n  fin: 2027-03-01"
    )
    for day, asked in ((date(2027, 2, 28), ["avenant n° 1 à décider"]), (date(2027, 3, 1), [])):
        site = site_reel("adherents", JOUR)._replace(depot=lire(files), jour=day)
        told = [ordinaire(item.texte) for item in a_faire.a_faire(site, "ludres", ())]
        assert [text for text in told if "avenant" in text] == asked
        assert len(a_faire.a_voter(site, "ludres")) == len(asked)
        assert [text for _, text, _ in a_faire.attendus(site, "ludres") if "rien de plus à faire" in text] != asked
        (each,) = suivis(site)
        following = "la délibération d'une partie" if asked else "une prise d'effet reportée au départ de Ludres"
        assert ordinaire(suite(site, each)) == following


def _votes(site: Site) -> list[str]:
    return [item.note for item in calendrier.evenements(site) if item.fait == "vote-avenant-1"]


def test_an_opinion_that_is_missing_comes_before_the_votes() -> None:
    page = _pages(_given_on_another(fichiers_nancy(), "Présentation du projet d'avenant n° 1"))[UNE]
    assert "Prochaine étape : présentation au comité de pilotage ." in page.texte
    assert _row(page, "Avis du comité de suivi stratégique")[1] == "favorable"
    assert _row(page, "Présentation au comité de pilotage")[1] == (
        "manque ; avis favorable du 6 novembre 2026, donné sur un autre texte ou d'autres montants (empreinte "
        "7c1e 52d0) : ne vaut pas ici"
    )


def _given_on_another(files: dict[str, str], objet: str) -> dict[str, str]:
    """Make an opinion name another seal."""
    head, mark, rest = files[REUNIONS].partition(f'      - objet: "{objet}"\n')
    seal = nancy().avenants_consignes["1"].contenu.empreinte
    assert (bool(mark), seal in rest) == (True, True)
    return {**files, REUNIONS: head + mark + rest.replace(seal, "7c1e52d0" * 8, 1)}


@pytest.mark.parametrize(("niveau", "dite"), [("adherents", True), ("public", False)])
def test_the_reserves_of_the_meeting_on_an_avenant_are_told_to_the_adherents(niveau: str, dite: bool) -> None:  # noqa: FBT001
    opinion = '      - objet: "Projet d\'avenant n° 1"\n        sens: favorable\n'
    files = edited(fichiers_nancy(), REUNIONS, opinion, f'{opinion}        reserves: "Un bilan à six mois"\n')
    assert ("avis favorable : Un bilan à six mois" in _pages(files, niveau)[UNE].texte) == dite


def test_acts_that_name_no_seal_are_told_and_count_for_nothing() -> None:
    files = fichiers_nancy()
    files[AVENANT] += f"parties:\n  metropole-grand-nancy: {GESTIONNAIRE}\n"
    page = _pages(files)[UNE]
    assert _row(page, "Délibération du Conseil métropolitain")[1] == (
        "manque ; acte du 12 novembre 2026, n° 2026-118, fait sans dire sur quelle empreinte : ne vaut pas ici"
    )
    assert "Aucune des 22 parties n'a décidé" in page.texte


def test_once_all_have_signed_it_applies_from_its_day() -> None:
    files = _avenant(*_all_but())
    before, after = (_pages(files, jour=jour)[UNE].texte for jour in (JOUR, date(2027, 2, 1)))
    assert "L'avenant est exécutoire : il s'applique à compter du 1 er janvier 2027 ." in before
    assert "L'avenant est exécutoire : il s'applique depuis le 1 er janvier 2027 ." in after


def test_a_day_of_effect_that_passes_without_all_acts_is_said() -> None:
    told = "La date d'effet est passée sans que tous les actes soient pris."
    assert told not in _reelles()[UNE].texte
    assert told in _pages(_avenant(*_all_but("ludres")), jour=date(2027, 1, 1))[UNE].texte


def test_an_avenant_that_is_given_up_awaits_nothing_any_more() -> None:
    files = _avenant(*_all_but("ludres"))
    files[AVENANT] += "sans_suite: 2026-11-21\n"
    site = site_reel("adherents", JOUR)._replace(depot=lire(files), jour=date(2027, 1, 1))
    pages = {page.uri: lire_html(rendre(page, commun(site))).texte for page in avenants.pages(site)}
    assert "L'avenant est sans suite depuis le 21 novembre 2026 ." in pages[UNE]
    assert not re.search("Prochaine étape|date d'effet est passée|exécutoire :", pages[UNE])
    assert "Aucun avenant n'est proposé" in pages["avenants/index.md"]
    assert (a_faire.attendus(site, "ludres"), _votes(site)) == ((), [])


# --- what it changes, what it would cost ---


def test_every_sentence_is_the_one_that_is_kept_word_for_word() -> None:
    text = _reelles()[UNE].texte
    kept = nancy().avenants_consignes["1"]
    assert len(kept.contenu.phrases) == 2
    for phrase in kept.contenu.phrases:
        assert ordinaire(phrase).replace("1er ", "1 er ") in text


def test_each_adherent_finds_what_it_would_pay_before_and_after() -> None:
    found: dict[str, tuple[int, int]] = {}
    for row in nancy().avenants_consignes["1"].contenu.montants:
        if row["exercice"] == "2027":
            before, after = found.get(row["adherent"], (0, 0))
            found[row["adherent"]] = (
                before + int(row["avant"].replace(".", "")),
                after + int(row["apres"].replace(".", "")),
            )
    assert len(found) == 22
    page, site = _reelles()[UNE], site_reel("adherents", JOUR)
    for nom, (before, after) in found.items():
        expected = (_shown(before), _shown(after), ordinaire(ecart(after - before)))
        assert _row(page, site.nom(nom))[1:4] == expected
    before, after = (sum(amounts[side] for amounts in found.values()) for side in (0, 1))
    assert _row(page, "Total")[1:4] == (_shown(before), _shown(after), "0,00")
    assert "Tous les adhérents, 2027 ; mêmes écarts en 2028" in page.texte


def test_essey_reads_the_figures_of_its_avenant_on_its_own_site() -> None:
    page = _reelles(CHEZ_ESSEY)[UNE]
    assert _row(page, "Indirects annuels")[1:4] == ("26 184,26", "26 034,09", "−150,17")
    assert _row(page, "Total, section de fonctionnement")[1:4] == ("108 365,46", "108 215,29", "−150,17")
    assert not [row for row in _reelles()[UNE].rangees if row[0] == "Indirects annuels"]


def test_who_would_pay_more_and_less_is_said_in_a_sentence() -> None:
    assert (
        "En 2027 et 2028, chaque année, 5 adhérents paieraient ensemble 1 616,46 € de plus et 17 adhérents "
        "paieraient ensemble 1 616,46 € de moins : le total resterait le même."
    ) in _reelles()[UNE].texte


def test_what_an_avenant_that_applies_costs_is_said_as_it_is_and_no_more_as_it_would_be() -> None:
    for niveau, told in (
        ("adherents", "5 adhérents paient ensemble 1 616,46 € de plus"),
        ("public", "5 adhérents paient plus"),
    ):
        text = _pages(_avenant(*_all_but()), niveau)[UNE].texte
        assert f"En 2027 et 2028, chaque année, {told}" in text
        assert "le total reste le même." in text
        assert "Ce que cela coûte {#euros}" in text
        assert [verb for verb in ("paierai", "resterait", "coûterait") if verb in text] == []


def test_the_deliberation_of_the_managing_body_is_cited_at_its_own_line() -> None:
    files = _avenant(*_all_but()[1:], f"metropole-grand-nancy: {GESTIONNAIRE}")
    line = files[AVENANT].splitlines().index(f"  metropole-grand-nancy: {GESTIONNAIRE}") + 1
    assert _row(_pages(files)[UNE], "Délibération du Conseil métropolitain")[3] == f"ligne {line}"


def test_where_nobody_would_pay_less_what_all_pay_together_is_said_once() -> None:
    kept = nancy().avenants_consignes["1"]
    dearer = tuple({**row, "apres": str(Decimal(row["avant"]) + 1)} for row in kept.contenu.montants[:2])
    files = {**fichiers_nancy(), CONSIGNE: kept._replace(contenu=kept.contenu._replace(montants=dearer)).texte()}
    page = _pages(files)[UNE]
    assert re.findall(r"En 2027, .*? de plus[^.]*\.", page.texte) == [
        "En 2027, 1 adhérent paierait 2,00 € de plus et 21 parties paieraient autant."
    ]
    assert "Ceux qui changent, 2027" in page.texte
    assert _row(page, "Total de ceux qui changent")[3] == "+2,00"


def test_a_manager_that_pays_nothing_is_not_counted_among_those_who_would_pay_as_much() -> None:
    kept, path = nancy().avenants_consignes["1"], "catalogue/convention.yaml"
    dearer = tuple({**row, "apres": str(Decimal(row["avant"]) + 1)} for row in kept.contenu.montants[:2])
    files = {**fichiers_nancy(), CONSIGNE: kept._replace(contenu=kept.contenu._replace(montants=dearer)).texte()}
    files[path] += "gestionnaire_contribue: non\n"
    assert "1 adhérent paierait 2,00 € de plus et 20 parties paieraient autant." in _pages(files)[UNE].texte


def test_what_calls_would_ask_in_advance_is_told_to_the_adherents() -> None:
    kept, told = nancy().avenants_consignes["1"], "L'appel d'avril 2027 demanderait plus."
    kept = kept._replace(contenu=kept.contenu._replace(montants=()), appels=(told,))
    for niveau, seen in (("public", False), ("adherents", True)):
        text = _pages({**fichiers_nancy(), CONSIGNE: kept.texte()}, niveau)[UNE].texte
        assert (told in text, "Ce qui est dû ne change pas" in text) == (seen, True)


def test_an_avenant_that_nobody_drew_up_says_so() -> None:
    files = fichiers_nancy()
    del files[CONSIGNE]
    page = _pages(files)[UNE]
    assert "[non établi]" in page.texte
    assert "Ce que cela coûterait" not in page.texte


def test_without_any_avenant_the_journal_says_that_nothing_changed() -> None:
    files = {path: text for path, text in fichiers_nancy().items() if not path.startswith("catalogue/avenants/")}
    (page,) = _pages(files).values()
    assert "la convention s'applique telle qu'elle a été signée" in page.texte


# --- who may see what ---


def test_the_public_sees_how_many_voted_and_no_amount_of_anybody() -> None:
    files = _avenant(*_all_but("ludres", "laxou"))
    text = _pages(files, "public")[UNE].texte
    assert "20 des 22 parties ont décidé, 19 des 21 adhérents ont signé." in text
    assert "5 adhérents paieraient plus et 17 adhérents paieraient moins : le total resterait le même." in text
    names = {dossier.identite.nom for nom, dossier in nancy().dossiers.items()} - {
        *("Nancy", "Essey-lès-Nancy", "Métropole du Grand Nancy")
    }
    assert not [nom for nom in names if nom in text]
    assert not [told for told in ("1 616,46", "108 365,46", "150,17") if told in text]


@pytest.mark.parametrize(("niveau", "seen"), [("public", False), ("adherents", True)])
def test_a_sentence_kept_for_the_adherents_is_not_told_to_the_public(niveau: str, seen: bool) -> None:  # noqa: FBT001
    before, after = (f'"niveaux": ["public", "{second}"]' for second in ("public", "adherents"))
    files = edited(fichiers_nancy(), CONSIGNE, before, after)
    text = _pages(files, niveau)[UNE].texte
    assert ("nombre de boîtes aux lettres" in text) is seen
    assert ("1 changement n'est montré qu'aux adhérents." in text) is not seen


def test_the_page_asks_for_an_opinion_of_a_case_as_the_comparison_does() -> None:
    kept, told = nancy().avenants_consignes["1"], []
    for item in (kept, kept._replace(cas=("agents",)), kept._replace(sujets=None, services=None, cas=None)):
        rows = _pages({**fichiers_nancy(), CONSIGNE: item.texte()}, "adherents")[UNE].rangees
        told.append(next(row[1] for row in rows if row and row[0].startswith("Avis du ou des comités sociaux")))
    assert told == ["sans objet ici", "manque", "à demander si ce cas se présente"]


@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_what_a_sentence_says_of_the_avenant_itself_is_left_to_its_document(niveau: str) -> None:
    kept = nancy().avenants_consignes["1"]
    files = fichiers_nancy()
    told = kept.contenu._replace(phrases=(kept.contenu.phrases[0], _itself("la date d'effet est avancée")))
    files[CONSIGNE] = kept._replace(contenu=told, sujets=("Annexe 3, modalités de tarification", None)).texte()
    text = _pages(files, niveau)[UNE].texte
    assert "Annexe 3, modalités de tarification : à la ligne « Archivage électronique »" in text
    assert "la date d'effet est avancée" not in text
    assert "changement n'est montré" not in text


def test_what_was_kept_before_its_subjects_shows_every_sentence_whole() -> None:
    kept = nancy().avenants_consignes["1"]
    told = kept.contenu._replace(phrases=(kept.contenu.phrases[0], _itself("la date d'effet est avancée")))
    old = kept._replace(contenu=told, sujets=None, services=None, cas=None)
    text = _pages({**fichiers_nancy(), CONSIGNE: old.texte()}, "adherents")[UNE].texte
    assert "Annexe 3, modalités de tarification : à la ligne « Archivage électronique »" in text
    assert "Avenant n° 1 : la date d'effet est avancée" in text


def test_a_hostile_avenant_is_shown_as_the_text_that_it_is() -> None:
    files = fichiers_nancy()
    written = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    files[AVENANT] = files[AVENANT].replace("Le présent avenant précise", f"{written} précise")
    files[AVENANT] += f'parties:\n  ludres: {{delibere_le: 2026-11-16, numero: "{written}"}}\n'
    kept = nancy().avenants_consignes["1"]
    hostile = kept.contenu._replace(phrases=(f"{HOSTILE}{INSECABLE}: {HOSTILE}", _itself(HOSTILE)))
    files[CONSIGNE] = kept._replace(contenu=hostile, sujets=(HOSTILE, None)).texte()
    files[AVENANT] += f'empreinte: "{hostile.empreinte}"\n'
    for uri, page in _pages(files, CHEZ_ESSEY).items():
        assert "<script>alert(1)</script> & *gras*" in page.texte, uri
        assert "http://exemple.invalid" not in page.liens, uri


def test_each_adherent_that_an_avenant_moves_has_its_row_however_many_they_are() -> None:
    kept = nancy().avenants_consignes["1"]
    (row,) = [row for row in kept.contenu.montants if row["adherent"] == "dommartemont"][:1]
    montants = tuple({**row, "adherent": f"commune-{rank}"} for rank in range(200))
    site = site_reel("adherents", JOUR)
    many = {"1": kept._replace(contenu=kept.contenu._replace(montants=montants))}
    page = lire_html(page_seule(site._replace(depot=site.depot._replace(avenants_consignes=many)), UNE))
    assert len([found for found in page.rangees if found and found[0].startswith("commune-")]) == 200


# --- the page of a service ---


@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_the_page_of_a_service_says_what_an_avenant_makes_of_its_key(niveau: str) -> None:
    site = site_reel(niveau, JOUR)
    told = page_dite(site, "services/s08.md")
    assert "Avenant n° 1 , avis rendu, prise d'effet prévue le 1 er janvier 2027. Il ne s'applique pas encore." in told
    assert "les mots : « nombre de postes de travail » sont remplacés par les mots : « nombre de boîtes aux" in told
    assert ("Archivage électronique" in told, "Si souscription S03.4" in told) == (False, False)
    assert "Avenant n° 1" not in page_dite(site, "services/s09.md")
    tariffs = lire_html(page_seule(site, "annexes/tarifs.md"))
    assert [link for link in tariffs.liens if link.endswith("#avenants")] == [
        f"../../services/{code}/#avenants" for code in ("s03", "s08")
    ]


def test_an_avenant_that_the_data_count_before_all_signed_says_so_on_the_page_of_its_service() -> None:
    told = page_dite(site_de(avec_exemple("avenant-1")), "services/s08.md")
    assert "Cette page le compte déjà, que tous n'ont pas signé." in told


def test_an_avenant_that_all_signed_waits_for_nothing_on_the_page_of_its_service() -> None:
    site = site_reel("adherents", JOUR)._replace(depot=lire(_avenant(*_all_but())))
    told = page_dite(site, "services/s08.md")
    assert "Avenant n° 1 , exécutoire, prise d'effet le 1 er janvier 2027. Annexe 4" in told


def test_the_page_of_a_service_tells_the_public_no_sentence_that_is_for_adherents() -> None:
    site = site_reel("public", JOUR)
    kept = site.depot.avenants_consignes["1"]
    for niveaux, there in ((("public", "public"), True), (("public", "adherents"), False)):
        changed = {"1": kept._replace(niveaux=niveaux)}
        told = page_dite(site._replace(depot=site.depot._replace(avenants_consignes=changed)), "services/s08.md")
        assert ("Avenant n° 1" in told) is there


def test_what_was_kept_before_its_services_were_is_on_the_page_of_none() -> None:
    site = site_reel("adherents", JOUR)
    old = {"1": site.depot.avenants_consignes["1"]._replace(services=None)}
    assert "Avenant n° 1" not in page_dite(
        site._replace(depot=site.depot._replace(avenants_consignes=old)), "services/s08.md"
    )
