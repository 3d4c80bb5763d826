"""Direct costs in statements: recalled in a call, or called by a statement of their own at delivery (art. 8.1).

Knows: expenses and their computation. Must not know: media, the parts of a call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import jour
from convention.engine.appels.appels import Montant
from convention.engine.appels.pieces import Cle
from convention.model.mots.appels import Appele
from convention.model.mots.communs import GroupeNature, Nature
from convention.reports import mots
from convention.reports.calcul.liquidation import liquidation
from convention.reports.calcul.tableur import redone
from convention.reports.etat.genres import GenrePartie
from convention.reports.etat.pieces import Piece, issue, piece_of
from convention.reports.etat.valeurs import Livraison, Rangee, VoletEtat
from convention.reports.etat.volets import line, total

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Depense
    from convention.model.documents.titres import Titre


class Livree(NamedTuple):
    """A delivered expense, with the lines that compute it."""

    depense: Depense
    livraison: date
    lignes: tuple[Ligne, ...]

    @property
    def montants(self) -> tuple[Montant, ...]:
        """Its lines, as amounts never called before."""
        return tuple(
            Montant(ligne.identite, ligne.montant, 0, ligne.montant, ligne, ligne.origine) for ligne in self.lignes
        )


def delivered(depot: Depot, contribution: Contribution, adherent: str) -> tuple[Livree, ...]:
    """List the delivered expenses of an adherent that the exercice computes, in the order of their days."""
    lignes: dict[str, list[Ligne]] = {}
    for ligne in contribution.lignes:
        if ligne.adherent == adherent and ligne.calcul.depense is not None:
            lignes.setdefault(ligne.calcul.depense, []).append(ligne)
    found = (
        Livree(item, item.livraison, tuple(lignes[item.id]))
        for item in depot.dossiers[adherent].depenses_de(contribution.exercice)
        if item.livraison is not None and item.id in lignes
    )
    return tuple(sorted(found, key=lambda item: (item.livraison, item.depense.id)))


def issued(depot: Depot, exercice: int, adherent: str) -> Mapping[str, Titre]:
    """Return the titres already issued for the deliveries of an exercice, by expense."""
    return {
        titre.depense: titre
        for titre in depot.dossiers[adherent].pieces
        if titre.objet is Appele.LIVRAISON and titre.exercice == exercice and titre.depense is not None
    }


def recalled(
    depot: Depot, contribution: Contribution, adherent: str, since: date, until: date
) -> tuple[Livraison, ...]:
    """Recall what was delivered from a day to another: it was called then, once, and is not called again."""
    known = issued(depot, contribution.exercice, adherent)
    titres = {nom: titre for nom, titre in known.items() if titre.emission <= until}
    return tuple(
        Livraison(
            item.depense.libelle,
            item.livraison,
            item.depense.devis.accepte_le,
            titres[item.depense.id].numero if item.depense.id in titres else "",
            " + ".join(liquidation(ligne, depot) for ligne in item.lignes),
            item.depense.section,
            sum(ligne.montant for ligne in item.lignes),
        )
        for item in delivered(depot, contribution, adherent)
        if since <= item.livraison <= until
    )


def delivery_pieces(depot: Depot, item: Livree, adherent: str, exercice: int) -> tuple[Piece, ...]:
    """Return the titre of a delivery."""
    cents = sum(ligne.montant for ligne in item.lignes)
    pieces = issue(depot, [(_key(item, adherent, exercice), Nature.DIRECT, cents)], exercice)
    return tuple(piece._replace(objet=f"{piece.objet} : {item.depense.libelle}") for piece in pieces)


def delivery_part(depot: Depot, item: Livree, adherent: str, exercice: int, pieces: tuple[Piece, ...]) -> VoletEtat:
    """Tell a delivery as the only part of its statement."""
    devis, piece = item.depense.devis, piece_of(pieces, _key(item, adherent, exercice))
    return VoletEtat(
        genre=GenrePartie.LIVRAISON,
        exercice=exercice,
        titre=f"Coûts directs {exercice}, livraison du {jour(item.livraison)}",
        sous_totaux=(),
        note=(
            f"Devis {devis.reference}, accepté le {jour(devis.accepte_le)}. Appelé à la livraison, une fois et en "
            f"entier{depot.convention.clauses.selon('couts_directs')} : ni acompte, ni prorata."
        ),
        rangees=delivery_rows(depot, item),
        total=total(item.montants),
        details=tuple(
            line(depot, montant, piece)._replace(liquidee=redone(ligne, depot))
            for ligne, montant in zip(item.lignes, item.montants, strict=True)
        ),
    )


def delivery_rows(depot: Depot, item: Livree) -> tuple[Rangee, ...]:
    """Tell a delivery as rows: its service, what was bought."""
    cost = GroupeNature.DIRECT.rubrique
    return tuple(
        Rangee(
            ligne.calcul.service,
            mots.service_name(depot, ligne.calcul.service),
            f"{cost} : {item.depense.libelle}",
            cost,
            ligne.calcul.section,
            total([montant]),
            (),
        )
        for ligne, montant in zip(item.lignes, item.montants, strict=True)
    )


def _key(item: Livree, adherent: str, exercice: int) -> Cle:
    return Cle(adherent, Appele.LIVRAISON, exercice, GroupeNature.DIRECT, item.depense.section)
