"""`reports.etat.encadre`, `reports.etat.reperes`: what to pay stands first, and what is missing is said."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.engine.appels.appels import appeler
from convention.model.mots.appels import GenrePiece
from convention.model.mots.communs import Section
from convention.model.resolution import resolve
from convention.reports.etat import phrases
from convention.reports.etat.archive import issued
from convention.reports.etat.encadre import Encadre, box
from convention.reports.etat.etat import delivery_statements, statement
from convention.reports.etat.medias.fichiers import text
from convention.reports.etat.reperes import completed
from tests.essais import CALCULS, edited, fichiers_nancy, lire, nancy, relire, retouches
from tests.reports.etat.etats import ESSEY, etat, etats, tel_quel

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat

IDENTITE = f"adherents/{ESSEY}/adherent.yaml"
TITRES = f"adherents/{ESSEY}/titres/2026.yaml"


def _framed(item: Etat) -> Encadre:
    framed = box(item)
    assert framed is not None
    return framed


def _with(changes: dict[str, tuple[str, str]]) -> Etat:
    """Build the sealed statement of April 2026 from the data, changed."""
    files = retouches(fichiers_nancy(), ((path, *texts) for path, texts in changes.items()))
    item = issued(lire(files), "2026-04", ESSEY)
    assert item is not None
    return item


def _asking(codes: str) -> Etat:
    return _with({IDENTITE: ("adhesion:\n", f"facturation: {{{codes}}}\nadhesion:\n")})


def test_a_code_that_chorus_pro_asks_for_is_printed_beside_who_pays() -> None:
    asked = "service_obligatoire: oui, code_service: FINANCES, engagement_obligatoire: oui, engagements: {2026: E-118}"
    framed = _framed(_asking(asked))
    assert dict(framed.reperes)["Chorus Pro"] == "code service FINANCES, engagement E-118"
    assert not any("Chorus" in item or "engagement" in item for item in framed.manques)


def test_a_code_that_is_asked_for_and_missing_is_said_with_its_file() -> None:
    read = _asking("service_obligatoire: oui, engagement_obligatoire: oui, engagements: {2025: E-90}")
    framed = _framed(read)
    assert dict(framed.reperes)["Chorus Pro"] == "code service [à compléter], engagement [à compléter]"
    missing = ("le code service Chorus Pro d'Essey-lès-Nancy", "le numéro d'engagement de 2026 d'Essey-lès-Nancy")
    told = [f"Il manque {item} (responsable des finances, Essey-lès-Nancy)." for item in missing]
    assert [item for item in told if item not in framed.manques] == []
    assert [item for item in missing if f"{item}, dans {IDENTITE}" not in phrases.sources(read)] == []


def test_the_accounts_of_the_issuer_stand_under_a_heading_that_says_what_they_are() -> None:
    heads = text(etat("2026-04")).splitlines()
    (told,) = (re.split(r"  +", line) for line in heads if line.startswith("Pièce  "))
    assert told == ["Pièce", "Objet", "Compte, chapitre", "Compte de l'émetteur", "Échéance", "Montant (€)"]


def test_who_is_named_by_what_is_missing_is_not_named_again_where_no_function_answers_for_it() -> None:
    files = fichiers_nancy()
    del files[f"adherents/{ESSEY}/fonctions.yaml"]
    files[IDENTITE] = files[IDENTITE].replace("adhesion:\n", "facturation: {service_obligatoire: oui}\nadhesion:\n", 1)
    read = issued(lire(files), "2026-04", ESSEY)
    assert read is not None
    told = [item for item in _framed(read).manques if "Chorus" in item]
    assert told == ["Il manque le code service Chorus Pro d'Essey-lès-Nancy."]


def test_nothing_is_said_of_chorus_pro_when_nothing_is_asked() -> None:
    assert "Chorus Pro" not in dict(_framed(etat("2026-04")).reperes)


def test_the_last_day_to_pay_is_the_one_that_the_journal_gives() -> None:
    item = _with({TITRES: ("    montant: 39793.60\n", "    montant: 39793.60\n    limite: 2026-05-25\n")})
    assert [tel_quel(row.echeance) for row in _framed(item).dues] == ["25 mai 2026", "celle de l'avis"]
    assert item.pieces[0].limite == date(2026, 5, 25)


def test_a_document_that_is_not_issued_yet_has_no_number_and_the_file_where_it_goes_is_said() -> None:
    files = fichiers_nancy()
    head, _, _ = files[TITRES].partition("titres:\n")
    files[TITRES] = f"{head}titres: []\n"
    read = issued(lire(files), "2026-04", ESSEY)
    assert read is not None
    framed = _framed(read)
    assert [row.nom for row in (*framed.dues, *framed.rendues)] == [
        "Titre 1",
        "Titre 2",
        "Mandat de la Métropole (3), à encaisser",
    ]
    numbers = "les numéros des titres 1 et 2 et du reversement 3, à l'émission"
    assert framed.manques[-1] == f"Il manque {numbers} (direction des finances, Métropole du Grand Nancy)."
    assert phrases.sources(read).endswith(f"{numbers}, dans {TITRES}.")


def test_an_account_or_a_chapter_that_the_data_do_not_propose_is_missing() -> None:
    delivered = etat("2026-04")
    bare = delivered._replace(pieces=tuple(piece._replace(compte_adherent="") for piece in delivered.pieces[:1]))
    assert _framed(bare).dues[0].compte == "[à compléter], chapitre 012"


def test_an_account_written_after_the_seal_is_added_to_what_was_issued_without_one() -> None:
    path, files = "pricing/comptes.yaml", fichiers_nancy()
    head, _, _ = files[path].partition("comptes:\n")
    bare = lire({**files, path: f"{head}comptes: []\n"})
    whole = etat("2026-04")
    issued_bare = statement(bare, appeler(bare, "2026-04", CALCULS), ESSEY)
    assert any("le compte" in item for item in _framed(issued_bare).manques)
    assert completed(nancy(), issued_bare) == whole


def test_an_association_calls_contributions_and_an_association_pays_without_mandat() -> None:
    item = etat("2026-04")
    framed = _framed(
        item._replace(emetteur=item.emetteur._replace(publique=False), debiteur=item.debiteur._replace(publique=False))
    )
    assert framed.titre == "À payer"
    assert framed.dues[0].echeance == ""
    assert framed.rendues[0].nom == "Reversement (3), à encaisser, n° fictif-2026-0015"
    assert any(note.startswith("Le trop-perçu n'est pas déduit ") for note in framed.notes)


def test_an_association_without_a_number_is_asked_for_none() -> None:
    item = etat("2026-04")
    none = item.debiteur._replace(publique=False, siren="", siret="")
    said = {
        publique: dict(_framed(item._replace(debiteur=none._replace(publique=publique))).reperes)["À"]
        for publique in (True, False)
    }
    assert said == {
        True: f"{none.denomination}, budget principal, SIREN [à compléter] (SIRET à compléter)",
        False: f"{none.denomination}, budget principal",
    }


def test_an_association_has_no_chapter_and_its_accountant_is_no_public_one() -> None:
    comptes, files = "pricing/comptes.yaml", fichiers_nancy()
    public = {**files, comptes: re.sub(r', chapitre_depense: "\d+"', "", files[comptes])}
    private = edited(public, IDENTITE, "type: commune", "type: association")
    del private[TITRES]
    item = etat("2026-04")
    bare = item._replace(pieces=tuple(piece._replace(chapitre_adherent="") for piece in item.pieces))
    told = [completed(lire(data), bare) for data in (public, private)]
    said = {
        one.debiteur.publique: (
            _framed(one).colonnes[2],
            phrases.approved(one),
            any("chapitre" in manque for manque in _framed(one).manques),
        )
        for one in told
    }
    assert said == {
        True: ("Compte, chapitre", "Imputations proposées, à valider par les comptables publics.", True),
        False: ("Compte", "Imputations proposées, à valider par les comptables.", False),
    }


def test_what_is_only_given_back_is_to_be_cashed_in() -> None:
    item = etat("2026-04")
    framed = _framed(item._replace(pieces=item.pieces[2:]))
    assert (framed.titre, framed.dues, framed.total) == ("À encaisser", (), "")
    assert tel_quel(framed.arrete) == (
        "Rien de cet état n'est contesté au 15 avril 2026. Arrêté à mille deux cent quarante euros et vingt-huit "
        "centimes."
    )


def test_what_is_withheld_from_the_attribution_de_compensation_is_not_to_be_paid() -> None:
    item = next(one for one in etats("2026-04") if one.impute)
    held = tuple(piece for piece in item.pieces if piece.genre is GenrePiece.IMPUTATION)
    withheld = item._replace(pieces=held)
    framed = _framed(withheld)
    assert framed.titre == "Retenu sur l'attribution de compensation"
    assert framed.dues[0].compte == "moins 73211"
    assert phrases.what(withheld) == (
        "Pièce justificative d'une retenue sur l'attribution de compensation.",
        "Aucun mandat n'est à émettre.",
    )
    assert "délais de recours" not in text(withheld)


def test_what_is_announced_without_a_titre_has_no_box() -> None:
    assert box(etat("2026-04")._replace(pieces=())) is None


def test_a_statement_cites_the_fee_that_it_calls_only_and_no_act_of_one_that_goes_on() -> None:
    deliveries = list(delivery_statements(nancy(), CALCULS(resolve(nancy(), 2026)), ESSEY))
    assert deliveries
    assert all("forfait" not in text(item) for item in deliveries)
    coming = etat("2027-04")
    carried = "forfait 2027 : 710,60 € par poste (repris de 2026, rien n'étant fixé)"
    assert carried in tel_quel(coming.fondement)
    assert "l'acte qui fixe le forfait 2027" in [item.quoi for item in coming.manques]


def test_the_amount_of_a_draft_is_not_said_to_be_settled() -> None:
    framed = _framed(etat("2026-04")._replace(projet=date(2026, 4, 1)))
    assert "Arrêté" not in framed.arrete
    assert tel_quel(framed.arrete).startswith("Rien de cet état n'est contesté au 15 avril 2026. Projet : ")


def _given_back(adherent: str, echeance: str, genre: str = "commune") -> list[tuple[str, str]]:
    """Return the accounts of the running costs given back to who leaves in the spring of 2026."""
    path = f"adherents/{adherent}/adherent.yaml"
    files = edited(fichiers_nancy(), path, "-01-01\n", "-01-01\n  fin: 2026-05-01\n")
    depot = lire(edited(files, path, "type: commune", f"type: {genre}"))
    framed = _framed(statement(depot, appeler(depot, echeance, CALCULS), adherent))
    back = [item for item in framed.rendues if item.piece.section is Section.FONCTIONNEMENT]
    return [(item.emetteur, item.compte) for item in back]


_PRIS = [("70845", "6216, chapitre 012"), ("70875", "62876, chapitre 011")]


def test_what_is_given_back_in_the_year_that_took_it_lowers_the_accounts_that_took_it() -> None:
    same = [(f"réduction de titre, {here}", there) for here, there in _PRIS]
    assert _given_back(ESSEY, "2026-10") == same
    assert _given_back(ESSEY, "2027-04") == [("mandat, 673", "773")] * 2
    # Its own accounts follow no public plan.
    assert _given_back(ESSEY, "2027-04", "association") == [("mandat, 673", "[à compléter]")] * 2


def test_what_the_attribution_de_compensation_bore_too_much_of_is_given_back_by_no_account_of_expense() -> None:
    assert _given_back("seichamps", "2026-10") == [("mandat, 673", "773")] * 2


@pytest.mark.parametrize(
    ("effet", "absents", "dit"),
    [
        ("2027-01-01", 0, " ; avenant n° 2, à effet du 1er janvier 2027"),
        ("2027-01-01", 1, ""),
        ("2027-05-01", 0, ""),
    ],
)
def test_a_statement_cites_the_avenants_that_all_have_made_and_that_are_in_force_on_its_day(
    effet: str, absents: int, dit: str
) -> None:
    done = (
        "{delibere_le: 2026-11-12, numero: D-1, transmis_le: 2026-11-16, publie_le: 2026-11-17, signe_le: 2026-12-01}"
    )
    parties = "".join(f"  {nom}: {done}\n" for nom in sorted(nancy().dossiers)[absents:])
    head = f"origine: demonstration\nsource: essai\nnumero: 2\nobjet: La messagerie\neffet: {effet}\n"
    files = {
        **fichiers_nancy(),
        "catalogue/avenants/2/avenant.yaml": f"{head}empreinte: {'a' * 64}\nparties:\n{parties}",
    }
    depot = relire(files).depot
    made = statement(depot, appeler(depot, "2027-04", CALCULS), ESSEY).fondement
    assert tel_quel(made) == tel_quel(etat("2027-04").fondement).replace(" ; forfait", f"{dit} ; forfait")
