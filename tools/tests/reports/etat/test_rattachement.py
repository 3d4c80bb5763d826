"""What belongs to an exercice that ends and is not called yet; what is called at delivery (art. 8.1, 8.3)."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from convention.reports.etat.document import document
from convention.reports.etat.etat import delivery_statements
from convention.reports.etat.genres import GenrePartie
from convention.reports.etat.medias.fichiers import pdf_bytes, text
from convention.reports.etat.rattachement import attachment, remaining
from convention.reports.rendus.document import Titre
from tests.engine.appels.petits_appels import appelle
from tests.engine.appels.test_volets import corrige
from tests.espaces import espaces
from tests.essais import CALCULS, FIGES, edited, fichiers, lire, nancy
from tests.reports.etat.etats import ESSEY, etat, texte_pdf

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.reports.etat.valeurs import Etat

SANS_SOLDE = (
    "pricing/exercices/2026.yaml",
    "[{genre: solde, exercice: 2026}, {genre: previsionnel, exercice: 2027}]",
    "[{genre: previsionnel, exercice: 2027}]",
)


def _fiche(data: Depot, exercice: int, adherent: str = ESSEY, au: date = date(2027, 1, 15)) -> Etat:
    return attachment(data, remaining(data, CALCULS(resolve(data, exercice)), CALCULS), adherent, au)


def _sealed(echeance: str, volet: str, adherent: str = ESSEY) -> dict[str, int]:
    lines = [line for line in nancy().sceaux[echeance].lignes if line.adherent == adherent and line.volet == volet]
    return {f"{line.objet} {line.nature}": line.montant for line in lines if line.montant}


def _shown(fiche: Etat) -> dict[str, int]:
    return {f"{line.objet} {line.nature}": line.somme.montant for line in fiche.volets[0].details if line.somme.montant}


def _as_foreseen() -> Depot:
    """Return the data before the counts of November, which Essey-lès-Nancy alone has."""
    item = nancy().dossiers[ESSEY]
    written = item.quantites[2026]
    counts = tuple(count for count in written.comptages if count.phase is not Phase.REALISE)
    quantites = {**item.quantites, 2026: written.model_copy(update={"comptages": counts})}
    return nancy()._replace(dossiers={**nancy().dossiers, ESSEY: item._replace(quantites=quantites)})


def _without_titres(before: Depot, adherent: str = ESSEY) -> Depot:
    """Return a repository before any delivery of an adherent was called."""
    item = before.dossiers[adherent]._replace(titres=MappingProxyType({}))
    return before._replace(dossiers={**before.dossiers, adherent: item})


def test_january_knows_what_april_calls() -> None:
    fiche = _fiche(nancy(), 2025)
    assert _shown(fiche) == _sealed("2026-04", "regularisation")
    assert fiche.volets[0].total.montant == -124_028


def test_a_balance_that_is_not_sealed_is_still_to_be_called() -> None:
    sceaux = {nom: sceau for nom, sceau in nancy().sceaux.items() if nom != "2026-10"}
    assert _shown(_fiche(_as_foreseen()._replace(sceaux=sceaux), 2026)) == _sealed("2026-10", "solde")


def test_nothing_is_called_by_the_fiche() -> None:
    fiche = _fiche(nancy(), 2025)
    assert (fiche.pieces, fiche.a_payer, fiche.a_reverser) == ((), 0, 0)
    assert [volet.genre.titre for volet in fiche.volets] == [False]


def test_a_delivery_is_to_be_attached_until_its_titre_is_known() -> None:
    assert _fiche(_as_foreseen(), 2026).volets == ()
    (volet,) = _fiche(_without_titres(_as_foreseen()), 2026).volets
    assert [(row.nature, row.somme.montant) for row in volet.rangees] == [
        ("Coûts directs : 12 ordinateurs neufs", 946_560)
    ]


def test_a_fiche_without_anything_says_so() -> None:
    fiche = _fiche(_as_foreseen(), 2026)
    assert fiche.exercices == "2026"
    assert ["Rien n'est à rattacher" in told for told in (text(fiche), texte_pdf(pdf_bytes(fiche)))] == [True, True]


def test_what_is_counted_otherwise_than_foreseen_is_to_be_attached() -> None:
    (volet,) = _fiche(nancy(), 2026).volets
    assert [(line.objet, line.somme.montant) for line in volet.details if line.motif] == [
        ("abonnements-mobiles", 19_680),
        ("consommables", -24_900),
        ("mdm", 5_520),
    ]


def test_the_fiche_is_printed_as_such() -> None:
    printed = texte_pdf(pdf_bytes(_fiche(nancy(), 2025)))
    assert "FICHE DE RATTACHEMENT N° 2025-RATTACHEMENT-ESSEY – exercice 2025" in printed
    assert "Ce n'est ni un titre de recettes, ni un avis des sommes à payer." in printed
    assert "Total 26 255,43 27 495,71 −1 240,28" in printed


def test_a_fiche_that_lists_no_quantity_does_not_announce_any() -> None:
    printed = texte_pdf(pdf_bytes(_fiche(nancy(), 2026)))
    assert ("B. Hypothèses retenues" in printed, "Quantités retenues" in printed) == (True, False)
    assert "Ces quantités sont celles de 2026 ; celles de 2025 sont en annexe." in texte_pdf(pdf_bytes(etat("2026-04")))


def test_a_delivery_has_its_own_statement_for_its_whole_amount() -> None:
    contribution = CALCULS(resolve(nancy(), 2026))
    (item,) = delivery_statements(nancy(), contribution, ESSEY)
    (piece,) = item.pieces
    assert (item.numero, str(item.jour)) == ("2026-03-03-ESSEY-ordinateurs-mars", "2026-03-03")
    assert (piece.objet, piece.montant, piece.gestionnaire, piece.compte_adherent) == (
        *("Coûts directs, investissement, livraison 2026 : 12 ordinateurs neufs", 946_560),
        *("4582", "21838"),
    )
    assert [line.piece for line in item.volets[0].details] == [1]


def test_the_statements_of_deliveries_are_all_the_direct_costs_of_the_year() -> None:
    for annee in (2025, 2026):
        contribution = CALCULS(resolve(nancy(), annee))
        called = {
            nom: sum(item.a_payer for item in delivery_statements(nancy(), contribution, nom))
            for nom in nancy().dossiers
        }
        direct = dict.fromkeys(called, 0)
        for ligne in contribution.lignes:
            if ligne.calcul.depense is not None:
                direct[ligne.adherent] += ligne.montant
        assert called == direct
        assert sum(called.values()) > 0


def test_a_statement_of_one_line_does_not_begin_a_page_for_its_annex() -> None:
    contribution = CALCULS(resolve(nancy(), 2026))
    (item,) = delivery_statements(nancy(), contribution, ESSEY)
    told = [bloc.texte for bloc in document(item, annexe=True) if isinstance(bloc, Titre) and bloc.page is False]
    assert told == ["Annexe à l'état liquidatif n° 2026-03-03-ESSEY-ordinateurs-mars"]
    assert "page 1 sur 1" in texte_pdf(pdf_bytes(item))


def test_the_last_day_to_attach_is_the_one_that_the_convention_declares() -> None:
    assert espaces(_fiche(nancy(), 2026).exercices) == "2026, à rattacher au plus tard le 15 janvier 2027"
    assert _fiche(nancy(), 2026, au=date(2027, 1, 16)).exercices == "2026, à rattacher"


def test_no_day_is_told_when_no_convention_declares_one_and_the_amounts_are_the_same() -> None:
    silent = nancy()._replace(convention=nancy().convention.model_copy(update={"delai_rattachement": None}))
    fiche = _fiche(silent, 2026)
    assert fiche.exercices == "2026, à rattacher"
    assert _shown(fiche) == _shown(_fiche(nancy(), 2026))


def test_what_no_call_is_declared_to_settle_waits_for_one() -> None:
    files = edited(fichiers(FIGES / "ecoles"), *SANS_SOLDE)
    fiche = _fiche(lire(appelle(files, "2026-03")), 2026, "college-du-lac")
    told = "à appeler, ou à reverser, par un appel qui n'est pas encore déclaré."
    assert [volet.note.endswith(told) for volet in fiche.volets] == [True]


def test_what_was_left_is_said_to_be_asked_by_the_calls_that_did_it_and_by_the_one_that_corrects() -> None:
    (settled,) = _fiche(nancy(), 2025).volets
    (corrected,) = _fiche(lire(corrige()), 2024, "nancy").volets
    assert espaces(settled.titre) == "Dû pour 2025, pas encore appelé le 15 janvier 2026"
    assert espaces(settled.note).endswith(" : l'écart fut appelé, ou reversé, par l'appel du 15 avril 2026.")
    assert corrected.titre == "Dû pour 2024, pas encore appelé"
    assert espaces(corrected.note).endswith(
        "à appeler, ou à reverser, par les appels du 15 avril 2025 et du 15 avril 2026."
    )


def test_the_head_of_a_fiche_says_what_is_settled_since_and_not_what_waits_for_a_titre() -> None:
    assert _fiche(nancy(), 2025).exercices == "2025, réglé depuis"
    assert _fiche(lire(corrige()), 2024, "nancy").exercices == "2024, à rattacher"
    assert _fiche(_without_titres(nancy(), "laxou"), 2025, "laxou").exercices == "2025, à rattacher"


def test_what_the_balance_is_to_call_is_not_said_to_have_changed() -> None:
    fiche = _fiche(lire(appelle(fichiers(FIGES / "ecoles"), "2026-03")), 2026, "college-du-lac")
    (volet,) = fiche.volets
    assert espaces(volet.note).endswith("à appeler, ou à reverser, par l'appel du 15 octobre 2026.")
    motifs = {detail.motif.partition(" (")[0] for detail in volet.details if detail.motif}
    assert motifs == {"solde pas encore appelé"}


def test_what_the_fiche_says_of_a_service_is_what_the_statement_says_of_it() -> None:
    fiche = _fiche(nancy(), 2026)
    ((told,), (volet,)) = (fiche.volets[0].rangees, fiche.volets)
    (known,) = [
        row
        for part in etat("2027-04").volets
        if part.genre is GenrePartie.REGULARISATION
        for row in part.rangees
        if row.service == told.service
    ]
    assert (told.service, told.somme) == ("S04 Parcs", known.somme)
    assert [sum(line.somme[rank] for line in volet.details) for rank in range(3)] == list(told.somme)


def test_that_nothing_is_left_to_call_is_told_of_invented_data_as_such() -> None:
    told = text(_fiche(nancy(), 2026, "laxou"))
    assert ("Rien n'est à rattacher" in told, "Données de démonstration" in told) == (True, True)
