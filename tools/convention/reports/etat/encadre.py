"""The box that opens a statement: what to pay, on which account, to whom, on what basis, and what is missing.

Knows: a statement. Must not know: how it was built, media: each one lays out what is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import BLANC, jour, montant
from convention.base.lettres import amount_in_words
from convention.model.mots.appels import GenrePiece
from convention.reports.etat import phrases
from convention.reports.etat.genres import GenreEtat
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.reports.etat.pieces import Piece
    from convention.reports.etat.valeurs import Etat

SELON_AVIS, NON_FIXEE = "celle de l'avis", "non fixée"
CHEZ_L_EMETTEUR = "Compte de l'émetteur"
"""Heads what the issuer books, that « mandat, 673 » or « [à compléter] » says."""


class LigneEncadre(NamedTuple):
    """A document: its name and number, its object, its accounts, when it is due."""

    nom: str
    """« Titre 1, n° fictif-2026-0014 »."""
    compte: str
    """« 6216, chapitre 012 »."""
    echeance: str
    emetteur: str
    """What who issues it books: « mandat, 673 »; an association has no mandat."""
    piece: Piece

    @property
    def mots(self) -> tuple[str, ...]:
        """Its words in the order of `Encadre.colonnes`."""
        return (self.nom, self.piece.objet, self.compte, self.echeance)


class Encadre(NamedTuple):
    """The box."""

    titre: str
    colonnes: tuple[str, ...]
    """What a row says besides its amount, and the account of who issues it."""
    dues: tuple[LigneEncadre, ...]
    total: str
    """Names the total of what is due; empty when nothing is."""
    rendues: tuple[LigneEncadre, ...]
    reperes: tuple[tuple[str, str], ...]
    """Who asks, who pays, on what basis, with which codes."""
    notes: tuple[str, ...]
    """What is withheld, when it is paid, by which decision."""
    arrete: str
    """What is contested, and the amount in words."""
    manques: tuple[str, ...]
    """What is missing, each in one line, under the box."""

    @property
    def tableau(self) -> Tableau:
        """What is due, its total, then what is given back."""
        dues, back = (
            tuple((*row.mots[:-1], row.emetteur, row.echeance, montant(row.piece.montant)) for row in rows)
            for rows in (self.dues, self.rendues)
        )
        due = montant(sum(row.piece.montant for row in self.dues))
        total = ((self.total, "", "", "", "", due),) if self.total else ()
        heads = (*self.colonnes[:-1], CHEZ_L_EMETTEUR, self.colonnes[-1], "Montant (€)")
        return Tableau(heads, dues, (*total, *back), a_gauche=5, largeurs=("1", "1.2"), hors_total=len(back))


def box(etat: Etat) -> Encadre | None:
    """Return the box of a statement; None when it asks for nothing and gives nothing back."""
    if not etat.pieces or etat.genre is not GenreEtat.LIQUIDATIF:
        return None
    dues = tuple(_line(etat, piece) for piece in etat.pieces if piece.due)
    return Encadre(
        titre=_title(etat),
        colonnes=("Pièce", "Objet", "Compte, chapitre" if etat.debiteur.publique else "Compte", "Échéance"),
        dues=dues,
        total=phrases.total_due(etat) if dues else "",
        rendues=tuple(_line(etat, piece) for piece in etat.pieces if not piece.due),
        reperes=tuple(_marks(etat)),
        notes=tuple(filter(None, (phrases.imputed(etat), phrases.cash(etat), phrases.approved(etat)))),
        arrete=_stopped(etat),
        manques=tuple(f"Il manque {item.quoi}{f' ({item.qui})' if item.qui else ''}." for item in etat.manques),
    )


def _title(etat: Etat) -> str:
    if not etat.a_payer:
        return "À encaisser"
    if etat.impute == etat.a_payer:
        return "Retenu sur l'attribution de compensation"
    return "À mandater" if etat.debiteur.publique else "À payer"


def _line(etat: Etat, piece: Piece) -> LigneEncadre:
    number = f", n° {' et '.join(piece.emise)}" if piece.emise else ""
    chapter = f", chapitre {piece.chapitre_adherent}" if piece.chapitre_adherent else ""
    account = f"{'moins ' if piece.genre is GenrePiece.IMPUTATION else ''}{piece.compte_adherent or BLANC}"
    booked = piece.gestionnaire if etat.emetteur.publique else piece.compte_gestionnaire or BLANC
    return LigneEncadre(f"{_name(etat, piece)}{number}", f"{account}{chapter}", _due(etat, piece), booked, piece)


def _name(etat: Etat, piece: Piece) -> str:
    """Name a document; what is given back is, for who receives it, a mandat, or a titre lowered, to cash in."""
    if piece.due:
        return f"{piece.genre.nom} {piece.numero}"
    booked = "Réduction de titre" if piece.reduction else "Mandat"
    name = f"{booked} {etat.emetteur.nom.du}" if etat.emetteur.publique else piece.genre.nom
    return f"{name} ({piece.numero}), à encaisser"


def _due(etat: Etat, piece: Piece) -> str:
    if piece.limite is not None:
        return jour(piece.limite)
    if piece.genre is GenrePiece.TITRE and etat.emetteur.publique:
        return SELON_AVIS
    return NON_FIXEE if piece.genre is GenrePiece.APPEL else ""


def _marks(etat: Etat) -> Iterator[tuple[str, str]]:
    yield "De", phrases.party(etat.emetteur)
    yield "À", phrases.party(etat.debiteur)
    yield "Fondement", etat.fondement
    asked = etat.debiteur.facturation
    codes = [
        f"{name} {code or BLANC}"
        for name, code, wanted in (
            ("code service", asked.code_service, asked.service_demande),
            ("engagement", asked.engagement, asked.engagement_demande),
        )
        if code or wanted
    ]
    if codes:
        yield "Chorus Pro", ", ".join(codes)


def _stopped(etat: Etat) -> str:
    # Before its day, no disagreement may be about it.
    none = f"Rien de cet état n'est contesté au {jour(etat.situation_au)}." if etat.situation_au >= etat.jour else ""
    contested = phrases.due_text(etat) if etat.conteste or etat.suspendu else none
    said = "Projet :" if etat.projet is not None else "Arrêté à"
    return f"{contested} {said} {amount_in_words(etat.a_payer or etat.a_reverser)}.".lstrip()
