"""The accounting documents that a call asks for: titres de recettes, and reversements, never netted (art. 8.3).

Knows: accounts proposed by kind of cost, section and payer. Must not know: how a document is issued, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from convention.base.french import BLANC, enumere, minuscule
from convention.engine.appels.acomptes import advance_name
from convention.engine.appels.pieces import Cle, frozen, given_back, kind
from convention.model.forfaits import rubrique
from convention.model.mots.appels import Appele, GenrePiece
from convention.model.mots.communs import GroupeNature, Nature, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from convention.engine.appels.appels import AppelCalcule, VoletCalcule
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Imputation


class Piece(NamedTuple):
    """A document to issue."""

    numero: int
    genre: GenrePiece
    objet: str
    cle: Cle
    """What it gathers."""
    montant: int
    """Cents, always positive."""
    compte_gestionnaire: str
    """Account of the managing body; empty when the data proposes none."""
    compte_adherent: str
    """Account of the payer; empty when the data proposes none."""
    chapitre_adherent: str
    """Chapter of the payer's account; empty when it is not known."""
    emise: tuple[str, ...] = ()
    """Numbers under which it was issued: those of the journal; none until then."""
    limite: date | None = None
    """Last day to pay it, when the journal says it."""
    reduction: bool = False
    """Whether it gives back in the year that took it: it lowers the titre that took it."""

    @property
    def due(self) -> bool:
        """Whether the adherent pays it; a reversement is paid to it."""
        return self.genre is not GenrePiece.REVERSEMENT

    @property
    def section(self) -> Section:
        """Section of the managing body's budget."""
        return self.cle.section

    @property
    def gestionnaire(self) -> str:
        """What the managing body books, as a table shows it: « 70845 », « mandat, 673 », « moins 739211 »."""
        account = self.compte_gestionnaire or BLANC
        return f"{'réduction de titre, ' if self.reduction else self.genre.chez_le_gestionnaire}{account}"


def documents(depot: Depot, appel: AppelCalcule, adherent: str) -> tuple[Piece, ...]:
    """List the documents of an adherent: what it pays first, then what is given back; numbered from 1."""
    called = [volet for volet in appel.volets if volet.genre.titre]
    groups = [group for volet in called for group in _groups(volet, adherent)]
    return issue(depot, groups, appel.jour.year, appel.echeance)


def issue(depot: Depot, groups: Iterable[tuple[Cle, Nature, int]], annee: int, echeance: str = "") -> tuple[Piece, ...]:
    """Number the documents that carry these amounts: what is paid first, then what is given back.

    `groups` say what each document gathers, a nature that stands for its accounts, its cents.
    """
    found = list(groups)
    ordered = [*(item for item in found if item[2] > 0), *(item for item in found if item[2] < 0)]
    return tuple(_piece(depot, annee, echeance, rang, item) for rang, item in enumerate(ordered, 1))


def piece_of(pieces: Iterable[Piece], cle: Cle) -> Piece | None:
    """Return the document that gathers a kind of lines; none when their sum is zero, or announced only."""
    return next((piece for piece in pieces if piece.cle == cle), None)


def listed(pieces: Sequence[Piece], article: Literal["le", "du"]) -> str:
    """Name documents by their numbers, kind by kind: « les titres 1 et 2 et le reversement 3 », « des titres… »."""
    told = []
    for genre in dict.fromkeys(piece.genre for piece in pieces):
        numbers = [str(piece.numero) for piece in pieces if piece.genre is genre]
        singulier, pluriel = (genre.le, "les") if article == "le" else (genre.du, "des")
        told.append(f"{singulier if len(numbers) == 1 else f'{pluriel} {genre.pluriel}'} {enumere(numbers)}")
    return enumere(told)


def booked(depot: Depot, piece: Piece, nature: Nature, annee: int) -> Piece:
    """Add to a document of a year the accounts that it was issued without, as the data propose them today."""
    receives, pays, chapter = _accounts(depot, piece.genre, nature, piece.cle, annee)
    account = piece.compte_adherent or pays
    return piece._replace(
        compte_gestionnaire=piece.compte_gestionnaire or receives,
        compte_adherent=account,
        chapitre_adherent=piece.chapitre_adherent or (chapter if account == pays else ""),
    )


def accounts_of(depot: Depot, adherent: str, nature: Nature, section: Section, piece: Piece | None) -> tuple[str, str]:
    """Return the accounts of a line: of who receives, then of who pays; empty when the data proposes none.

    A line follows its document: below zero inside a titre it keeps the titre's accounts, above zero inside a
    reversement it takes the reversement's; an imputation lowers the accounts of the attribution de compensation.
    """
    if piece is not None and piece.genre is GenrePiece.REVERSEMENT:
        return piece.compte_adherent, piece.compte_gestionnaire
    if piece is not None and piece.genre is GenrePiece.IMPUTATION:
        return piece.compte_gestionnaire, piece.compte_adherent
    proposed = _imputation(depot, nature, section, adherent)
    return ("", "") if proposed is None else (proposed.recette, proposed.depense)


def _groups(volet: VoletCalcule, adherent: str) -> Iterator[tuple[Cle, Nature, int]]:
    """Add up a part by document: masse salariale, indirect costs, section by section."""
    sums: dict[Cle, tuple[Nature, int]] = {}
    for item in volet.of(adherent):
        nature, section = Nature(item.identite[3]), Section(item.identite[4])
        key = Cle(adherent, Appele(volet.genre), volet.exercice, nature.groupe, section)
        sums[key] = (nature, sums.get(key, (nature, 0))[1] + item.montant)
    order = list(GroupeNature)
    for key in sorted(sums, key=lambda item: (order.index(item.nature), item.section)):
        yield key, *sums[key]


def _piece(depot: Depot, annee: int, echeance: str, numero: int, group: tuple[Cle, Nature, int]) -> Piece:
    cle, nature, cents = group
    name = rubrique(depot, cle.nature)
    genre = kind(depot, cle, cents)
    accounts = _accounts(depot, genre, nature, cle, annee)
    if genre is GenrePiece.REVERSEMENT:
        objet = f"Trop-perçu {cle.exercice}, {minuscule(name)}{cle.section.suite}"
        return Piece(numero, genre, objet, cle, -cents, *accounts, reduction=_lowers(depot, cle, annee))
    advance = cle.objet is Appele.ACOMPTE
    called = advance_name(depot, cle.exercice, echeance) if advance else cle.objet.bref
    return Piece(numero, genre, f"{name}{cle.section.suite}, {called} {cle.exercice}", cle, cents, *accounts)


def _accounts(depot: Depot, genre: GenrePiece, nature: Nature, cle: Cle, annee: int) -> tuple[str, str, str]:
    """Return the accounts of a document: of who receives, of who pays, its chapter; empty when none is proposed.

    673 and 773 are for running costs of a year that is over. What is given back in investment, or in the year that
    took it, goes through the accounts that took it; the attribution de compensation was taken through none of them.
    """
    running = genre is GenrePiece.REVERSEMENT and cle.section is not Section.INVESTISSEMENT
    if running and not _lowers(depot, cle, annee):
        return (*given_back(depot, cle.adherent), "")
    if genre is GenrePiece.IMPUTATION:
        found = depot.comptes.attribution
        return (found.depense, found.recette, "") if found is not None else ("", "", "")
    proposed = _imputation(depot, nature, cle.section, cle.adherent)
    return ("", "", "") if proposed is None else (proposed.recette, proposed.depense, proposed.chapitre_depense or "")


def _lowers(depot: Depot, cle: Cle, annee: int) -> bool:
    """Tell whether what is given back in a year lowers what its own accounts took; the attribution took none."""
    return annee == cle.exercice and frozen(depot, cle.adherent, cle.exercice) is None


def _imputation(depot: Depot, nature: Nature, section: Section, adherent: str) -> Imputation | None:
    return depot.comptes.imputation(nature, section, depot.dossiers[adherent].identite.type)
