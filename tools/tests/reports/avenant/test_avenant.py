"""An avenant of a convention that says little: parties named for what they are, and only what its data say."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.compare.comparaison import comparer
from convention.model.mots.communs import TypeAdherent
from convention.reports.amendement.phrases import sentences
from convention.reports.avenant.avenant import avenant, followup, report
from convention.reports.avenant.incidence import incidence
from convention.reports.avenant.nous import for_adherent, vote
from convention.reports.avenant.projet import Projet, parts
from convention.reports.avenant.refus import refusal
from convention.reports.commentaire.commentaire import markdown_text
from convention.reports.comparaison.comparaison import terminal_text
from convention.reports.comparaison.tete import top
from convention.reports.etat.parties import issuer
from convention.reports.etat.phrases import quality
from convention.reports.rendus.table import Tableau
from tests.arrivees import CERISAIE, comes
from tests.compare.decision.decisions import decided
from tests.compare.decision.petites_decisions import CLES, compared, petit
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, fichiers_nancy, lire, retouches
from tests.generateur.textes import first_line, service
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.comparaison import Comparaison
    from convention.reports.rendus.document import Document

SECRETARIAT = "pricing/composants/S01.yaml"
VILLAGES = {
    path: re.sub(r"(denomination: \")(?:Commune (?:d'|de )|Association )", r"\1", text)
    for path, text in fichiers(FIGES / "villages").items()
}


PROCEDURES = "catalogue/procedures.yaml"
VOTES = "[vote-du-gestionnaire, vote-des-adherents, signature-des-parties]"


@cache
def _text(adherent: str) -> str:
    return _avenant(VILLAGES, adherent)


def _avenant(files: Mapping[str, str], adherent: str) -> str:
    projet = Projet(1, "", date(2027, 7, 1), (), (), {})
    return _plain(avenant(_compare(files), projet, (), adherent, "0" * 64))


def _compare(files: Mapping[str, str]) -> Comparaison:
    return comparer(lire(files), lire(edited(files, SECRETARIAT, "28350.00", "28360.00")))


def _plain(document: Document) -> str:
    return re.sub(r"\\xa0|\\u202f", " ", repr(document))


@pytest.mark.parametrize(
    ("adherent", "named"), [("ormeval", "la commune d'Ormeval"), ("la-roseraie", "la commune de La Roseraie")]
)
def test_a_party_whose_name_does_not_say_what_it_is_is_named_by_what_it_is(adherent: str, named: str) -> None:
    assert f"et {named} (SIREN" in _text(adherent)
    assert "représentée par [à compléter], en vertu de la délibération" in _text(adherent)


@pytest.mark.parametrize(
    ("genre", "nom", "named"),
    [
        (TypeAdherent.ASSOCIATION, "Les Amis de la lecture", "l'association Les Amis de la lecture"),
        (TypeAdherent.SYNDICAT, "Trois Vallées", "le syndicat Trois Vallées"),
        (TypeAdherent.COMMUNE, "Le Vallon", "la commune du Vallon"),
        (TypeAdherent.COMMUNE, "villers-sous-Bois", "la commune de villers-sous-Bois"),
        (TypeAdherent.ETABLISSEMENT_RATTACHE, "Caisse des écoles d'Ormeval", "la caisse des écoles d'Ormeval"),
        (TypeAdherent.ETABLISSEMENT_RATTACHE, "CCAS d'Ormeval", "le CCAS d'Ormeval"),
        (TypeAdherent.DEPARTEMENT, "le Département de la Brume", "le Département de la Brume"),
        (TypeAdherent.ETABLISSEMENT_PUBLIC, "l'Office de tourisme", "l'Office de tourisme"),
        (TypeAdherent.ASSOCIATION, "les Amis du canal", "l'association les Amis du canal"),
        (TypeAdherent.SOCIETE, "Brasseries de la Brume", "la société Brasseries de la Brume"),
        (TypeAdherent.GROUPEMENT, "GIE Imagerie de la Brume", "le GIE Imagerie de la Brume"),
        (TypeAdherent.ETABLISSEMENT_PUBLIC, "CH de la Brume", "le CH de la Brume"),
    ],
)
def test_a_name_takes_the_article_that_it_has_else_that_of_its_kind(genre: TypeAdherent, nom: str, named: str) -> None:
    (identite,) = [item.identite for item in lire(VILLAGES).dossiers.values() if item.identite.nom == "Ormeval"]
    assert identite.model_copy(update={"type": genre, "denomination": nom}).appellation.le == named


def test_an_avenant_and_its_follow_up_ask_of_a_party_only_what_its_procedure_asks() -> None:
    alone = edited(VILLAGES, PROCEDURES, VOTES, "[vote-des-adherents, signature-des-parties]")
    projet, both = Projet(1, "", date(2027, 7, 1), (), (), {}), ("les-villages-du-plateau", "ormeval")
    told = {
        nom: (
            _avenant(files, "ormeval").count("en vertu de la délibération"),
            _plain(followup(_compare(files), projet, both)).count("sans objet"),
        )
        for nom, files in (("each", VILLAGES), ("not who manages", alone))
    }
    assert told == {"each": (2, 0), "not who manages": (1, 1)}


@pytest.mark.parametrize(("genre", "organe"), [("association", "l'assemblée"), ("societe", "la société")])
def test_a_private_body_among_communes_decides_by_no_deliberation(genre: str, organe: str) -> None:
    files = edited(VILLAGES, "adherents/ormeval/adherent.yaml", "type: commune", f"type: {genre}")
    projet = Projet(1, "", date(2027, 7, 1), (), (), {})
    told = _avenant(files, "ormeval")
    assert "en vertu de la délibération de l'assemblée générale n° " in told
    assert "en vertu de la décision en date du" in told
    assert ("Total, hors investissement" in told, "fonctionnement" in told) == (True, False)
    assert "que les délibérations et décisions qui l'approuvent soient prises" in told
    assert f"Ce que {organe} décide" in _plain(report(_compare(files), projet, (), "ormeval"))
    table = _plain(followup(_compare(files), projet, tuple(lire(files).dossiers)))
    assert ("Décision" in table, "Délibération" in table) == (True, False)


def test_what_is_decided_is_made_executory_only_where_it_is_transmitted_to_the_state() -> None:
    sent = edited(VILLAGES, PROCEDURES, VOTES, f"{VOTES[:-1]}, envoi]")
    sent = edited(sent, PROCEDURES, "visas:\n", "visas:\n  envoi: {libelle: Transmission, etape: transmission}\n")
    assert "que les délibérations qui l'approuvent soient prises et qu'il" in _text("ormeval")
    assert "que les délibérations qui l'approuvent soient exécutoires et qu'il" in _avenant(sent, "ormeval")
    private = edited(sent, "adherents/ormeval/adherent.yaml", "type: commune", "type: societe")
    projet, both = Projet(1, "", date(2027, 7, 1), (), (), {}), ("clairmont", "ormeval")
    table = _plain(followup(_compare(private), projet, both))
    assert [table.count(word) for word in ("Transmission", "sans objet")] == [1, 1]
    voted = edited(VILLAGES, "catalogue/convention.yaml", "appellations:\n", "appellations:\n  acte: le vote\n")
    assert "que les votes qui l'approuvent soient pris et qu'il" in _avenant(voted, "ormeval")


def test_who_has_no_siren_of_its_own_signs_under_that_of_the_body_it_is_attached_to() -> None:
    path = "adherents/la-roseraie/adherent.yaml"
    (siren,) = re.findall(r'^siren: "(.+)"', VILLAGES["adherents/ormeval/adherent.yaml"], re.MULTILINE)
    attached = re.sub(
        r"type: commune\nsiren: .*", "type: etablissement_rattache\nrattachement: ormeval", VILLAGES[path]
    )
    told = _avenant({**VILLAGES, path: attached}, "la-roseraie")
    assert f"(SIREN {siren[:3]} {siren[3:6]} {siren[6:]} de la commune d'Ormeval), représenté" in told


@pytest.mark.parametrize(
    ("autres", "who"), [({}, "le seul adhérent"), ({"pulnoy": Membre("postes: 0")}, "l'ensemble des 2 adhérents")]
)
def test_all_those_whom_the_total_concerns_are_counted_who_pays_nothing_too(
    autres: dict[str, Membre], who: str
) -> None:
    members = {"laxou": Membre("postes: 4"), **autres}
    sides = (maquette(members, {"lan": Cout(f"prix: {prix}.00", annuel="prix * postes")}) for prix in (250, 275))
    told = _plain(incidence(comparer(*map(lire, sides)), "laxou"))
    moved = "le total passe de 1 000,00 € à 1 100,00 € (+100,00 €) : 1 adhérent paierait 100,00 € de plus."
    assert f"En 2026, pour {who}, {moved}" in told


@pytest.mark.parametrize(("objet", "demande"), [("service: S11", True), ("composant: application-finances", False)])
def test_a_component_is_left_by_no_demand_that_the_adherent_signs(objet: str, *, demande: bool) -> None:
    files, path = fichiers_nancy(), "adherents/laxou/souscriptions.yaml"
    comparaison = comparer(lire(files), lire(edited(files, path, objet, f"{objet}, fin: 2028-01-01")))
    told = espaces(refusal(decided(comparaison), comparaison))
    assert ("la demande de l'adhérent, qu'il signe" in told, "l'outil ne rédige pas cet acte" in told) == (
        demande,
        not demande,
    )


def test_a_frozen_convention_names_each_of_its_members_as_its_data_do() -> None:
    for files in (fichiers_nancy(), *(fichiers(FIGES / nom) for nom in ("villages", "ecoles", "hopitaux", "syndicat"))):
        for dossier in lire(files).dossiers.values():
            assert dossier.identite.titre == dossier.identite.denomination


def test_what_nobody_says_of_how_the_convention_is_signed_is_not_in_its_avenant() -> None:
    text = _text("ormeval")
    assert [said for said in ("exemplaires", "même rédaction", "deux parties", "investissement") if said in text] == []
    assert "prenant effet le 1er janvier 2026" in text


FONCTIONS = """\
# yaml-language-server: $schema=../../schemas/fonctions.schema.json
origine: demonstration
source: "inventé pour l'exemple"
signataire:
  fonction: {fonction}
  habilitation: {{organe: conseil municipal, objet: signer, a_completer: oui}}
interlocuteurs: {{strategique: secrétaire, operationnel: secrétaire, financier: secrétaire}}
"""


@pytest.mark.parametrize(
    ("fonction", "signe", "autorise"),
    [
        ("Maire", "représentée par son maire, habilité à cet effet par", "le maire"),
        ("Présidente", "représentée par sa présidente, habilitée à cet effet par", "la présidente"),
        ("la présidence", "représentée par sa présidence, habilitée à cet effet par", "la présidence"),
        ("le bureau", "représentée par son bureau, habilité à cet effet par", "le bureau"),
        ("l'adjointe", "représentée par son adjointe, habilitée à cet effet par", "l'adjointe"),
        (
            "Adjointe au maire",
            "représentée par son adjointe au maire, habilitée à cet effet par",
            "l'adjointe au maire",
        ),
        ("Secrétaire générale", "représentée par sa secrétaire générale, habilitée à", "la secrétaire générale"),
        (
            "Président de la commission permanente",
            "par son président de la commission permanente, habilité à",
            "le pré",
        ),
    ],
)
def test_who_signs_is_told_in_the_gender_of_its_function(fonction: str, signe: str, autorise: str) -> None:
    files = {**VILLAGES, "adherents/ormeval/fonctions.yaml": FONCTIONS.format(fonction=fonction)}
    path = "catalogue/convention.yaml"
    files[path] = files[path].replace("gestionnaire: les-v", f"signataire: {fonction}\ngestionnaire: les-v")
    manager, _, other = _avenant(files, "ormeval").partition("d'une part")
    assert (signe in other, signe.partition("par ")[2].lower() in manager.lower()) == (True, True)
    # Both parties have a signatory: whose this act is, is said.
    assert "habilitant le signataire de l'adhérent ;" in " ".join(other.split())
    depot = lire(files)
    assert vote(depot, Projet(1, "", None, (), (), {}), "ormeval").startswith(f"Autoriser {autorise}")
    assert quality(issuer(depot)).lower().startswith(f"pour {autorise}")


def test_a_convention_that_has_another_kind_of_title_is_named_by_it() -> None:
    agreed = edited(VILLAGES, "catalogue/convention.yaml", "Convention de secrétariat", "Accord-cadre de secrétariat")
    title = "à la convention « Accord-cadre de secrétariat numérique des villages du Plateau » conclue"
    assert title in _avenant(agreed, "ormeval").replace("«\u00a0", "« ")
    assert "à la convention de secrétariat numérique des villages du Plateau conclue" in _text("ormeval")


def test_who_comes_by_an_avenant_is_not_said_to_be_a_party_to_the_convention_already() -> None:
    others = {path: text for path, text in VILLAGES.items() if not path.startswith("adherents/ormeval/")}
    projet = Projet(1, "", date(2027, 7, 1), (), (), {})
    comparaison = comparer(lire(others), lire(VILLAGES))
    told = {nom: _plain(avenant(comparaison, projet, (), nom, "0" * 64)) for nom in ("ormeval", "la-roseraie")}
    assert {nom: "conclue entre" in text for nom, text in told.items()} == {"ormeval": False, "la-roseraie": True}


def test_the_avenant_by_which_an_adherent_comes_says_so_and_copies_none_of_its_documents() -> None:
    head = edited(VILLAGES, PROCEDURES, "genre: adherent, procedure: adhesion", "genre: adherent, procedure: avenant")
    base = {path: text for path, text in head.items() if not path.startswith("adherents/ormeval/")}
    comparaison = comparer(lire(base), lire(head))
    assert [item for _, item in sentences(comparaison) if "; fiche de l'adhérent" in espaces(item.texte)]
    told = [text for part in parts(comparaison, decided(comparaison)) for text in part.phrases if "arrivée de" in text]
    assert [espaces(text) for text in told] == [
        "Ormeval : arrivée de l'adhérent « Ormeval », à compter du 1er janvier 2026."
    ]


def test_who_arrives_is_told_with_the_services_that_come_with_its_membership() -> None:
    head, coming = fichiers_nancy(), "adherents/tomblaine/"
    base = {path: text for path, text in head.items() if not path.startswith(coming)}
    comparaison = comparer(lire(base), lire(head))
    (line,) = [item.texte for item in top(comparaison, None, None).lignes if item.texte.startswith("arrive")]
    assert espaces(line).endswith(" S05 et S08 ; S01 et S06 viennent avec l'adhésion")
    told = _plain(report(comparaison, Projet(1, "", date(2027, 7, 1), (), (), {}), (), "nancy"))
    assert "Avec l'adhésion de Tomblaine viennent : S01 Administration et S06 Missions transverses." in told


def test_the_documents_that_come_with_an_adherent_stand_one_a_line_on_every_screen() -> None:
    base = {path: text for path, text in VILLAGES.items() if not path.startswith("adherents/ormeval/")}
    comparaison = comparer(lire(base), lire(VILLAGES))
    screens = terminal_text(comparaison, "base", "proposition"), markdown_text(comparaison, "base", "proposition")
    for mark, screen in zip(("   – ", "    - "), screens, strict=True):
        held = [line.removeprefix(mark) for line in screen.splitlines() if line.startswith(mark)]
        assert [re.split(" : |&", espaces(line))[0].lower() for line in held] == [
            "fiche de l'adhérent",
            "la liste des souscriptions",
        ]


def test_the_demand_that_was_there_before_its_adherent_comes_is_no_part_of_what_comes() -> None:
    after = lire(comes())
    known = {path: text for path, text in comes().items() if path == f"{CERISAIE}/adhesion.yaml"}
    others = {path: text for path, text in comes().items() if not path.startswith(CERISAIE)}
    told = [
        [espaces(text) for _, item in sentences(comparer(lire(files), after)) for text in item.avec]
        for files in (others, {**others, **known})
    ]
    assert [any(text.startswith("la demande d'adhésion") for text in side) for side in told] == [True, False]
    assert [len(side) for side in told] == [4, 3]


@pytest.mark.parametrize(
    ("couts", "told"),
    [
        (4, ["Le c1 : 10,00 €", "Le c2 : 20,00 €", "Le c3 : 30,00 €", "Le c4 : 40,00 €"]),
        (6, ["Le c4 : 40,00 €", "Le c5 : 50,00 €", "Le c6 : 60,00 €", "3 autres lignes : +60,00 € ensemble."]),
    ],
)
def test_the_lines_that_a_report_tells_add_up_to_what_changes(couts: int, told: list[str]) -> None:
    costs = {f"c{rank}": Cout(f"cout: {rank}0.00", annuel="cout * part(postes)") for rank in range(1, couts + 1)}
    base = maquette({"metropole": Membre("postes: 0")}, costs)
    head = maquette({"metropole": Membre("postes: 0"), "nord": Membre("postes: 3")}, costs)
    nous = for_adherent(comparer(lire(base), lire(head)), Projet(1, "", date(2027, 1, 1), (), (), {}), "nord")
    total = f"{sum(range(1, couts + 1))}0,00 €"
    assert espaces(nous.paye) == f"En 2026, 0,00 € sans l'avenant n° 1, {total} avec lui (+{total}). Montants estimés."
    assert sorted(espaces(line).split(" au lieu")[0] for line in nous.pourquoi[1:]) == sorted(told)


def test_a_report_says_what_nobody_would_pay_of_what_an_avenant_adds() -> None:
    price, extra = Cout("cout: 10.00", annuel="cout * part(postes)"), "beneficiaires: souscription"
    base = maquette({"metropole": Membre("postes: 1"), "nord": Membre("postes: 3")}, {"reseau": price})
    more = {"reseau": price._replace(montants="cout: 20.00"), "labo": price._replace(suite=extra)}
    head = maquette({"metropole": Membre("postes: 1"), "nord": Membre("postes: 3")}, more)
    told = _plain(report(comparer(lire(base), lire(head)), Projet(1, "", date(2027, 1, 1), (), (), {}), (), "nord"))
    assert "En 2026, 10,00 € de plus ne seraient payés par personne : Le labo, coût annuel." in told


def test_who_decides_nothing_of_an_avenant_is_only_asked_to_sign_it() -> None:
    signed = edited(VILLAGES, PROCEDURES, VOTES, "[vote-du-gestionnaire, signature-des-parties]")
    files = {"adherents/ormeval/fonctions.yaml": FONCTIONS.format(fonction="Maire")}
    told = {
        nom: _plain(report(_compare({**data, **files}), Projet(1, "", date(2027, 7, 1), (), (), {}), (), "ormeval"))
        for nom, data in (("votes", VILLAGES), ("signs", signed))
    }
    assert "Ce que le conseil municipal décide" in told["votes"]
    club = lire(edited(VILLAGES, "adherents/ormeval/adherent.yaml", "type: commune", "type: association"))
    assert club.organe_de("les-villages-du-plateau").le == "l'assemblée générale"
    # A hospital has no assembly.
    silent = edited(VILLAGES, "catalogue/convention.yaml", "  organe: le conseil municipal\n", "")
    for genre, organe in (("etablissement_public", "l'établissement"), ("departement", "l'assemblée")):
        typed = edited(silent, "adherents/ormeval/adherent.yaml", "type: commune", f"type: {genre}")
        assert lire(typed).organe_de("ormeval").le == organe
    assert "Autoriser le maire à signer l'avenant n° 1" in told["votes"]
    assert ("Ce qui est demandé" in told["signs"], "décide" in told["signs"]) == (True, False)
    assert "Signer l'avenant n° 1, avant le 1er juillet 2027." in told["signs"]


def test_the_report_to_the_manager_opens_as_each_other_with_what_it_pays_what_it_votes_and_the_opinions_given() -> None:
    files, before = fichiers_nancy(), "2027: {cout_annuel: 62400.00}"
    base, head = lire(files), lire(edited(files, "pricing/composants/S08.yaml", before, before.replace("624", "625")))
    projet = Projet(1, "", date(2027, 1, 1), ("l'avis favorable du comité du 5 octobre 2026",), (), {})
    told = _plain(report(comparer(base, head), projet, (), "metropole-grand-nancy"))
    assert "Métropole du Grand Nancy : 23,95 € de plus en 2027" in told
    assert "Ce que le Conseil métropolitain décide" in told
    assert "Autoriser le président à signer l'avenant n° 1, avant le 1er janvier 2027." in told
    assert "L'avis favorable du comité du 5 octobre 2026." in told


def test_an_avenant_says_of_who_is_gone_that_it_pays_nothing_and_shows_no_empty_table() -> None:
    path, price = "adherents/pulnoy/adherent.yaml", "2028: {cout_annuel: 62400.00}"
    files = edited(fichiers_nancy(), path, "debut: 2024-01-01", "debut: 2024-01-01\n  fin: 2027-07-01")
    head = edited(files, "pricing/composants/S08.yaml", price, price.replace("624", "625"))
    document = incidence(comparer(lire(files), lire(head)), "pulnoy")
    assert "L'adhérent ne paie rien en 2028, sans l'avenant ni avec lui." in _plain(document)
    assert [bloc for bloc in document if isinstance(bloc, Tableau)] == []


def test_its_papers_do_not_say_that_nothing_moves_when_a_phase_that_is_not_in_force_does() -> None:
    before = maquette(
        {"laxou": Membre("postes: 4"), "metropole": Membre("postes: 1")},
        {"lan": Cout("cout: 1000.00", annuel="cout * part(postes)")},
    )
    new = "cout: {previsionnel: 1000.00, realise: 1060.00}"
    found = comparer(lire(before), lire(edited(before, "pricing/composants/S03.yaml", "cout: 1000.00", new)))
    told = "Aucun montant en vigueur ne change ; le réalisé 2026 (+60,00 €) changerait."
    projet = Projet(1, "", date(2027, 1, 1), (), (), {})
    for document in (incidence(found, "laxou"), report(found, projet, (), "laxou")):
        assert told in _plain(document)


@pytest.mark.parametrize(
    ("moves", "told"),
    [
        (("Sécurité, etp: 1", "Sécurité, etp: 2"), "garde son total : 62 équivalents temps plein, dont 2 en régie."),
        (
            ("total_etp: 62", "total_etp: 63"),
            "est modifié : 62 équivalents temps plein, dont 2 en régie, avant l'avenant ; 63 équivalents temps plein,",
        ),
    ],
)
def test_an_avenant_does_not_say_of_a_total_that_stays_that_it_changes(moves: tuple[str, str], told: str) -> None:
    files, projet = fichiers_nancy(), Projet(1, "", date(2027, 7, 1), (), (), {})
    found = comparer(lire(files), lire(edited(files, "catalogue/organigramme.yaml", *moves)))
    text = _plain(avenant(found, projet, (), "nancy", "0" * 64))
    assert f"L'organigramme de l'annexe 2 {told}" in text
    # No amount moves: no budget has to be voted.
    assert espaces(for_adherent(found, projet, "nancy").vote).endswith("l'avenant n° 1, avant le 1er juillet 2027.")


@pytest.mark.parametrize(
    ("total", "told"),
    [
        (
            "63",
            [
                "Le total passe de « 62 » à « 63 » équivalents temps plein.",
                (
                    "Pôle « Missions Transverses », ligne « Sécurité » : 2 équivalents temps plein au lieu de 1 (pôle "
                    ": 7 au lieu de 6 ; ensemble : 63 au lieu de 62)."
                ),
            ],
        ),
        ("62", []),
    ],
)
def test_a_total_of_the_staff_that_changes_comes_with_the_lines_that_make_it(total: str, told: list[str]) -> None:
    files, chart = fichiers_nancy(), "catalogue/organigramme.yaml"
    head = edited(
        edited(files, chart, "Sécurité, etp: 1", "Sécurité, etp: 2"), chart, "total_etp: 62", f"total_etp: {total}"
    )
    comparaison = comparer(lire(files), lire(head))
    found = parts(comparaison, decided(comparaison))
    assert [espaces(text) for partie in found for text in partie.phrases] == told


def test_the_report_tells_an_adherent_the_first_year_when_it_pays_more_then_the_others() -> None:
    files = fichiers_nancy()
    head = edited(files, "pricing/composants/S03.yaml", "2027: {cout_annuel: 9900.00}", "2027: {cout_annuel: 9800.00}")
    head = edited(head, "pricing/composants/S08.yaml", "2028: {cout_annuel: 62400.00}", "2028: {cout_annuel: 62500.00}")
    comparaison, projet = comparer(lire(files), lire(head)), Projet(1, "", date(2027, 1, 1), (), (), {})
    told = {nom: espaces(for_adherent(comparaison, projet, nom).titre) for nom in ("essey-les-nancy", "nancy")}
    assert told == {
        "essey-les-nancy": "Essey-lès-Nancy : 2,33 € de plus en 2028",
        "nancy": "Nancy : 38,29 € de moins en 2027",
    }
    assert "L'écart serait de +30,83 € en 2028." in espaces(for_adherent(comparaison, projet, "nancy").paye)
    tables = [bloc for bloc in report(comparaison, projet, (), "essey-les-nancy") if isinstance(bloc, Tableau)]
    assert [(table.entetes[0], table.lignes[0][0]) for table in tables] == [("Exercice 2028", "Essey-lès-Nancy")]


def test_what_is_counted_by_a_key_that_comes_or_goes_with_the_avenant_goes_with_it_and_nothing_else_does() -> None:
    key = "  badges: {libelle: badges, unite: badge, pluriel: badges, comptage: a_date}\n"
    before = petit({"metropole": Membre("postes: 10"), "laxou": Membre("postes: 30")})
    for postes, alone in ((30, True), (31, False)):
        counted = petit({"metropole": Membre("postes: 10"), "laxou": Membre(f"postes: {postes}, badges: 4")})
        after = {**counted, CLES: counted[CLES] + key}
        for found in (compared(before, after), compared(after, before)):
            assert (refusal(decided(found), found) == "") == alone


@pytest.mark.parametrize(
    ("prix", "dit"),
    [
        ("62400", "l'établir sans le reste, car le point 2 ne peut venir qu'après lui"),
        (
            "62500",
            "fusionner le point 2 à part, puis l'établir sans le reste, car le point 3 ne peut venir qu'après lui",
        ),
    ],
)
def test_what_supposes_the_avenant_is_not_to_be_merged_before_it(prix: str, dit: str) -> None:
    files, added, taken = fichiers_nancy(), "catalogue/services/S12.yaml", "adherents/laxou/souscriptions.yaml"
    head = {**files, added: f"{first_line(added)}{service('S12')}"}
    head = edited(head, taken, "souscriptions:\n", "souscriptions:\n  - {service: S12, debut: 2028-01-01}\n")
    head = edited(head, "pricing/composants/S08.yaml", "2028: {cout_annuel: 62400", f"2028: {{cout_annuel: {prix}")
    found = comparer(lire(files), lire(head))
    told = espaces(refusal(decided(found), found))
    assert told.startswith("un avenant ne décide que le point 1, et ses montants seraient ceux de toute la proposition")
    assert f" : {dit}. " in told


LAXOU_2027, LAXOU_2028, LUDRES_2027 = (
    f"adherents/{nom}.yaml" for nom in ("laxou/quantites/2027", "laxou/quantites/2028", "ludres/quantites/2027")
)
COMPTAGE = "  - phase: previsionnel\n    date: 2026-09-27\n"


def _sent_to(*edits: tuple[str, str, str]) -> str:
    """Return where the counts so changed are sent, beside a service that an avenant adds."""
    files, added = fichiers_nancy(), "catalogue/services/S12.yaml"
    head = retouches({**files, added: f"{first_line(added)}{service('S12')}"}, edits)
    found = comparer(lire(files), lire(head))
    return espaces(refusal(decided(found), found)).partition("« Acte de gestion » (article 5) : ")[2]


VALIDER = (
    "« convention valider-quantites {} --exercice 2027 --phase previsionnel --validation DATE » "
    "écrit la validation du référent"
)
LAXOU = VALIDER.format("laxou")


@pytest.mark.parametrize(
    ("edits", "dit"),
    [
        ([(LAXOU_2027, "postes: 215", "postes: 216")], f"{LAXOU}."),
        (
            [(LAXOU_2027, "bornes_wifi: 19", "bornes_wifi: 25"), (LAXOU_2028, "bornes_wifi: 19", "bornes_wifi: 25")],
            f"{LAXOU}.",
        ),
        (
            [(LAXOU_2027, "postes: 215", "postes: 216"), (LUDRES_2027, "sites: ", "sites: 1")],
            f"{VALIDER.format('ADHÉRENT')}.",
        ),
        ([(LAXOU_2027, "postes_forfait: 215", "postes_forfait: 216")], "aucun acte n'est demandé."),
        (
            [
                (LAXOU_2027, "postes: 215", "postes: 216"),
                (LAXOU_2027, COMPTAGE, f"{COMPTAGE}    validation: 2026-10-02\n"),
            ],
            "le référent l'a validé le 2 octobre 2026.",
        ),
        (
            [(LAXOU_2027, "2026-09-27", "2026-09-28")],
            f"l'outil ne rédige pas cet acte, pour le point 2 ; {LAXOU}, pour le point 3.",
        ),
    ],
)
def test_counts_are_sent_to_one_whole_command_and_those_that_nobody_validates_or_that_are_to_none(
    edits: list[tuple[str, str, str]], dit: str
) -> None:
    assert _sent_to(*edits) == dit
