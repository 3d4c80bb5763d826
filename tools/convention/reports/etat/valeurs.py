"""What a statement holds: frozen values, texts as the data writes them, amounts in cents.

Knows: the shape of a statement. Must not know: how it is built, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.appellation import Appellation, Noms, appellation
from convention.engine.lignes import HORS_SERVICE
from convention.model.mots.appels import EtapeLitige, GenrePiece
from convention.model.mots.communs import GroupeNature, Nature, Origine, Section
from convention.reports.etat.genres import GenreEtat, GenrePartie, Somme, said

if TYPE_CHECKING:
    from datetime import date

    from convention.reports.calcul.tableur import Liquidee
    from convention.reports.etat.motifs import Motif
    from convention.reports.etat.pieces import Piece
    from convention.reports.etat.quantites import QuantiteRetenue


class Rangee(NamedTuple):
    """A row of a part: one service, one kind of cost, one section."""

    code: str
    """Code of the service; « hors-service » for the masse salariale."""
    service: str
    """« S04 Parcs », « Hors des services »."""
    nature: str
    """« Coûts indirects », « Masse salariale : 112 postes × 710,60 € »."""
    rubrique: str
    """« Coûts indirects », « Coûts des services », « Coûts directs », « Masse salariale »."""
    section: Section
    somme: Somme
    motifs: tuple[Motif, ...]
    """Why a regularisation is not zero, line by line; nothing elsewhere."""

    @property
    def forfait(self) -> bool:
        """Whether it is the masse salariale."""
        return self.code == HORS_SERVICE


class LigneDetail(NamedTuple):
    """One line of a part: how its base was computed."""

    service: str
    """Code of the service; « hors-service » for the masse salariale."""
    objet: str
    """Id of the component or of the expense; nothing for the masse salariale."""
    libelle: str
    hors_extrait: bool
    """Whether its row is not in the published extract of annexe 4."""
    nature: Nature
    section: Section
    calcul: str
    """In figures; nothing when no computation gives it any more."""
    arrondi: bool
    """Whether sharing the cost moved its cents from its own rounding."""
    fctva: bool
    """Whether it is net of the FCTVA: a right of use whose purchase was given back in part (readings 56 and 57)."""
    motif: str
    """Why a regularisation is not zero; nothing elsewhere."""
    somme: Somme
    compte_recette: str
    """Account of who receives; empty when the data proposes none."""
    compte_depense: str
    """Account of who pays."""
    piece: int | None
    """Number of the document that calls it, or gives it back."""
    origine: Origine
    liquidee: Liquidee | None = None
    """Its base as a spreadsheet redoes it; none when the data do not give it any more."""

    def rubrique(self, renvois: Renvois) -> str:
        """« Coûts indirects », « Masse salariale »: that of its row in the summary."""
        if self.nature is Nature.MASSE_SALARIALE:
            return self.libelle
        groupe = self.nature.groupe
        return renvois.couts if groupe is GroupeNature.INDIRECTS else groupe.rubrique


class VoletEtat(NamedTuple):
    """A part: advance, balance, regularisation, forecast, delivery, what is to be attached."""

    genre: GenrePartie
    exercice: int
    titre: str
    note: str
    """What the reader must know of it: rounding, what is not regularised."""
    rangees: tuple[Rangee, ...]
    sous_totaux: tuple[tuple[str, Somme], ...]
    """Of what is paid and of what is given back, by document, when the total would net them; nothing elsewhere."""
    total: Somme
    details: tuple[LigneDetail, ...]
    provisoire: bool = False
    """Whether it regularises an exercice that is not closed."""
    acomptes: int = 1
    """Number of advances of its exercice."""
    prevu: bool = False
    """Whether nothing of it is revised yet: it calls what was forecast."""
    taux: str = ""
    """What part of its base an advance calls, exact: « 0.5 », « 1/3 »; empty when it is not known."""

    @property
    def forfaits(self) -> frozenset[str]:
        """Ids of the flat fees that it holds."""
        return frozenset(item.objet for item in self.details if item.nature is Nature.MASSE_SALARIALE)

    def entetes(self, exercice: int | None) -> tuple[str, ...]:
        """Return the headers of its amounts, without their year where the table says it: « Acompte appelé (€) »."""
        bare, linked = ("", "") if exercice is None else (f" {exercice}", f" pour {exercice}")
        before = ("Déjà appelé", "Acompte", "Acomptes")[min(self.acomptes, 2)]
        titles = (said(title, prevu=self.prevu, provisoire=self.provisoire) for _, title in self.genre.colonnes)
        return tuple(title.format(annee=bare, pour_annee=linked, acomptes=before) for title in titles)


class Livraison(NamedTuple):
    """An expense already called at its delivery (art. 8.1), recalled and not called again."""

    libelle: str
    livraison: date
    accepte_le: date
    titre: str
    """Number of the titre that called it; empty when none is known."""
    calcul: str
    section: Section
    montant: int


class Emetteur(NamedTuple):
    """Who issues the documents: the managing body."""

    denomination: str
    budget: str
    """Empty when it is not known."""
    direction: str
    """The service that renders them; empty when it is not known."""
    signataire: str
    """Function of who signs, or delegates."""
    lieu: str
    """Where documents are signed; empty when it is not known."""
    publique: bool = True
    """Whether it issues titres de recettes, as who keeps public accounts."""
    siren: str = ""
    """Empty when it is not known."""
    siret: str = ""
    """Empty when it is not known."""
    appele: str = ""
    """How sentences call it, with its article; empty in a statement issued before this was kept."""

    @property
    def nom(self) -> Appellation:
        """How sentences call it: « la Région », « le Centre hospitalier de Sylvemont »."""
        return appellation(self.appele) if self.appele else Noms().gestionnaire


class Taxes(NamedTuple):
    """What taxes the amounts hold, as the convention says it; empty when it does not."""

    comprises: str = ""
    refacturation: str = ""


class Facturation(NamedTuple):
    """What the debtor asks for on Chorus Pro; a code that is asked for and empty is missing."""

    service_demande: bool = False
    code_service: str = ""
    engagement_demande: bool = False
    engagement: str = ""
    """That of the budget year of the statement."""


class Manque(NamedTuple):
    """What a finance officer needs and the data do not say: what, who can fill it in, in which file.

    `qui` is empty when the data name nobody but the one that « le SIRET de Basse-Brume » already names.
    """

    quoi: str
    qui: str
    fichier: str


class Debiteur(NamedTuple):
    """Who owes."""

    id: str
    nom: str
    denomination: str
    siren: str
    """Empty when it is not known."""
    budget: str
    """Empty when it is not known."""
    siret: str
    """Empty when it is not known."""
    facturation: Facturation = Facturation()
    publique: bool = True
    """Whether it pays by a mandat, as who keeps public accounts."""
    porteur: str = ""
    """Whose SIREN it uses, with its article: « la commune d'Aubépine »; empty when it is its own."""


class Contact(NamedTuple):
    """Whom to write to (art. 11)."""

    fonction: str
    objet: str
    adresse: str
    """Empty when it is not known."""


class Contestation(NamedTuple):
    """A disagreement of the adherent on what was called (art. 11)."""

    numero: str
    objet: str
    titre: str
    """Number of the contested document."""
    montant: int
    suspendu: int
    etape: EtapeLitige
    cloture: date | None
    issue: str
    """What was agreed, or judged; empty when nothing is."""
    genre: GenrePiece | None = None
    """What the contested document is; unknown of a statement sealed before it was told."""


class Renvois(NamedTuple):
    """What a statement cites of the convention, as its sentences take it."""

    livraison: str = ""
    """«  (article 8.1) »: where it calls a delivery; empty when it does not say."""
    desaccord: str = ""
    """«  (article 11) »: where it settles disagreements; empty when it does not say."""
    tarifs: str = "de la convention"
    """« de l'annexe 4 », « de la convention »."""
    couts: str = GroupeNature.INDIRECTS.rubrique
    """How it calls the costs that are neither direct nor a flat fee."""


class Etat(NamedTuple):
    """A statement."""

    numero: str
    """« 2026-04-FONTAZUR »."""
    genre: GenreEtat
    sujet: str
    """« échéance d'avril 2026 », « livraison du 3 mars 2026 »."""
    echeance: str
    """« 2026-04 »; the day of a delivery; the exercice of what is to be attached."""
    jour: date
    arrete_le: date | None
    emetteur: Emetteur
    debiteur: Debiteur
    fondement: str
    exercices: str
    """What it is about, by exercice: « 2026 (acompte) ; décompte définitif de l'exercice 2025 »."""
    validation: str
    volets: tuple[VoletEtat, ...]
    livraisons: tuple[Livraison, ...]
    pieces: tuple[Piece, ...]
    quantites: tuple[QuantiteRetenue, ...]
    hypotheses: tuple[str, ...]
    contacts: tuple[Contact, ...]
    origine: Origine
    situation_au: date
    """Day of what is told of disagreements."""
    contestations: tuple[Contestation, ...] = ()
    conteste: int = 0
    """Cents that the adherent contests (art. 11)."""
    suspendu: int = 0
    """Cents whose payment a contestation suspends."""
    renvois: Renvois = Renvois()
    manques: tuple[Manque, ...] = ()
    """What is missing to pay it, on the day when it is printed."""
    taxes: Taxes | None = None
    """None in a statement issued before this was kept."""
    projet: date | None = None
    """Day when it is printed, before that of its call and without a seal; none for what is issued."""

    @property
    def a_payer(self) -> int:
        """Cents of the documents that the adherent owes: what is given back is never deducted from them."""
        return sum(piece.montant for piece in self.pieces if piece.due)

    @property
    def impute(self) -> int:
        """Cents that are withheld from its attribution de compensation: nothing of them is to be paid."""
        return sum(piece.montant for piece in self.pieces if piece.genre is GenrePiece.IMPUTATION)

    @property
    def a_reverser(self) -> int:
        """Cents that the adherent is given back."""
        return sum(piece.montant for piece in self.pieces if not piece.due)

    @property
    def exercice_budgetaire(self) -> int:
        """Year of the budget in which its documents are issued."""
        return self.jour.year

    @property
    def exigible(self) -> int:
        """Cents that the adherent must pay whatever it contests."""
        return self.a_payer - self.suspendu
