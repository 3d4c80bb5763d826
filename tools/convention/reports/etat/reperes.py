"""What paying a statement needs, on the day when it is printed: numbers, Chorus Pro codes, what is missing.

Knows: the journal of what was issued, identities, where each fact is written. Must not know: amounts, media.
A sealed statement keeps its amounts and its words; the number of a titre comes after the seal, and is added here, as
is an account that nobody had proposed yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, euros, minuscule
from convention.model.cadre.document import path_of
from convention.model.documents.adherents import Adherent, Budgets
from convention.model.documents.tarifs import LIGNES, Comptes, Forfait
from convention.model.documents.titres import Titre, Titres
from convention.model.forfaits import MASSE_SALARIALE, fee_name
from convention.model.mots.appels import GenrePiece
from convention.reports.etat.genres import GenreEtat, GenrePartie
from convention.reports.etat.parties import debtor, flat_rates, issuer
from convention.reports.etat.pieces import Piece, accounts_of, booked, listed
from convention.reports.etat.valeurs import Etat, LigneDetail, Manque, VoletEtat
from convention.reports.mots import fixed_by_parties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot


def completed(depot: Depot, etat: Etat, depense: str | None = None) -> Etat:
    """Add to a statement what the data say today of who pays and of what was issued; no amount moves.

    `depense` is the expense that it calls, when it is a delivery's.
    """
    payer = debtor(depot, etat.debiteur.id, etat.exercice_budgetaire)
    now, was = issuer(depot), etat.emetteur
    same = now.denomination == was.denomination
    emetteur = was._replace(siren=was.siren or now.siren, siret=was.siret or now.siret) if same else was
    debiteur = etat.debiteur._replace(
        siren=etat.debiteur.siren or payer.siren,
        porteur=etat.debiteur.porteur if etat.debiteur.siren else payer.porteur,
        siret=etat.debiteur.siret or payer.siret,
        facturation=payer.facturation,
        publique=payer.publique,
    )
    pieces = tuple(_numbered(depot, etat, piece, depense) for piece in _booked(depot, etat))
    volets = tuple(_with_accounts(depot, etat, volet, pieces) for volet in etat.volets)
    told = etat._replace(emetteur=emetteur, debiteur=debiteur, pieces=pieces, volets=volets)
    return told._replace(manques=tuple(_missing(depot, told)))


def _booked(depot: Depot, etat: Etat) -> Iterator[Piece]:
    """Add the accounts of documents issued without one: the last line of each stands for them, as when it is issued."""
    natures = {item.piece: item.nature for volet in etat.volets for item in volet.details}
    for piece in etat.pieces:
        known = piece.numero in natures
        yield booked(depot, piece, natures[piece.numero], etat.exercice_budgetaire) if known else piece


def _with_accounts(depot: Depot, etat: Etat, volet: VoletEtat, pieces: tuple[Piece, ...]) -> VoletEtat:
    """Add the accounts of lines called without one."""
    numbered = {piece.numero: piece for piece in pieces}

    def told(item: LigneDetail) -> LigneDetail:
        piece = numbered.get(item.piece) if item.piece is not None else None
        receives, pays = accounts_of(depot, etat.debiteur.id, item.nature, item.section, piece)
        return item._replace(compte_recette=item.compte_recette or receives, compte_depense=item.compte_depense or pays)

    return volet._replace(details=tuple(map(told, volet.details)))


def _numbered(depot: Depot, etat: Etat, piece: Piece, depense: str | None) -> Piece:
    """Add the numbers under which a document was issued: more than one when it was issued in parts."""

    def same(titre: Titre) -> bool:
        if (titre.depense, titre.echeance) != (depense, None if depense is not None else etat.echeance):
            return False
        cle = piece.cle
        key = (cle.objet, cle.exercice, cle.nature, cle.section)
        return (titre.objet, titre.exercice, titre.nature, titre.section) == key

    found = [titre for titre in depot.dossiers[etat.debiteur.id].pieces if same(titre)]
    limits = [titre.limite for titre in found if titre.limite is not None]
    return piece._replace(
        emise=tuple(titre.numero for titre in found), limite=min(limits) if len(limits) == len(found) > 0 else None
    )


def _missing(depot: Depot, etat: Etat) -> Iterator[Manque]:
    if etat.genre is not GenreEtat.LIQUIDATIF or not etat.pieces:
        return
    yield from _of_payer(depot, etat)
    yield from _of_issuer(depot, etat)
    yield from _of_documents(depot, etat)


def _of_payer(depot: Depot, etat: Etat) -> Iterator[Manque]:
    payer, asked = etat.debiteur, etat.debiteur.facturation
    who = _finances(depot, payer.id)
    numbered = payer.publique or payer.siren or payer.siret  # an association may have none
    for quoi, missing, document in (
        ("le SIREN", numbered and not payer.siren, Adherent),
        ("le SIRET", numbered and not payer.siret, Budgets),
        ("le code service Chorus Pro", asked.service_demande and not asked.code_service, Adherent),
        (
            f"le numéro d'engagement de {etat.exercice_budgetaire}",
            asked.engagement_demande and not asked.engagement,
            Adherent,
        ),
    ):
        if missing:
            yield Manque(f"{quoi} {depot.du(payer.id)}", who, path_of(document, payer.id))


def _of_issuer(depot: Depot, etat: Etat) -> Iterator[Manque]:
    manager = depot.convention.gestionnaire
    who, nom = _finances(depot, manager), etat.emetteur.nom.du
    if not etat.emetteur.siren:
        yield Manque(f"le SIREN {nom}", who, path_of(Adherent, manager))
    if not etat.emetteur.siret:
        yield Manque(f"le SIRET {nom}", who, path_of(Budgets, manager))
    called = [item for item in etat.volets if item.genre is not GenrePartie.REGULARISATION]
    for annee in dict.fromkeys(item.exercice for item in called):
        owed = {nom for item in called if item.exercice == annee for nom in item.forfaits}
        for nom, _ in flat_rates(depot, annee, supposed=True):
            if nom in owed:
                name = fee_name(depot, nom)
                fee = "le forfait" if name == MASSE_SALARIALE else name.le
                whose = "les parties" if fixed_by_parties(depot) else depot.convention.noms.assemblee.le
                yield Manque(f"l'acte qui fixe {fee} {annee}", whose, path_of(Forfait, nom))


def _of_documents(depot: Depot, etat: Etat) -> Iterator[Manque]:
    who = _finances(depot, depot.convention.gestionnaire) or etat.emetteur.denomination
    yield from _of_rows(depot, etat)
    bare = [piece for piece in etat.pieces if not piece.compte_adherent]
    if bare:
        yield Manque(f"le compte {listed(bare, 'du')}", who, path_of(Comptes))
    accounts = [
        piece.compte_adherent
        for piece in etat.pieces
        if etat.debiteur.publique and piece.genre.par_mandat and piece.compte_adherent and not piece.chapitre_adherent
    ]  # the accounts of an association have no chapter
    for account in dict.fromkeys(accounts):
        yield Manque(f"le chapitre du compte {account}", who, path_of(Comptes))
    waiting = [piece for piece in etat.pieces if not piece.emise and piece.genre is not GenrePiece.IMPUTATION]
    if waiting:
        number = "les numéros" if len(waiting) > 1 else "le numéro"
        journal = path_of(Titres, etat.debiteur.id, etat.exercice_budgetaire)
        yield Manque(f"{number} {listed(waiting, 'du')}, à l'émission", who, journal)


def _of_rows(depot: Depot, etat: Etat) -> Iterator[Manque]:
    """Tell what is called on rows out of the published extract of the tariffs: an avenant is to set them."""
    called = [item for volet in etat.volets if volet.genre is not GenrePartie.PREVISIONNEL for item in volet.details]
    beyond = [item for item in called if item.hors_extrait and item.somme.montant]
    if beyond:
        lines = compte(len({(item.service, item.objet) for item in beyond}), "ligne")
        cents = euros(sum(item.somme.montant for item in beyond))
        where = depot.convention.clauses.nom("tarifs").du
        yield Manque(
            f"l'avenant qui arrête {lines} hors de l'extrait publié {where}, {cents} ici", "les parties", LIGNES
        )


def _finances(depot: Depot, adherent: str) -> str:
    """Name who answers for money at an adherent's, by function; empty when the data name no function."""
    dossier = depot.dossiers.get(adherent)
    if dossier is None:
        return adherent
    fonctions, nom = dossier.fonctions, dossier.identite.nom
    return f"{minuscule(fonctions.interlocuteurs.financier)}, {nom}" if fonctions is not None else ""
