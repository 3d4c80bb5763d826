"""Makes the seal of a call, or of a closed exercice (art. 8.3).

Knows: computed lines. Must not know: files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.money import exact_text
from convention.model.sceaux import LigneScellee, Rectification, Sceau
from convention.model.vocabulaire import Origine, weakest

if TYPE_CHECKING:
    from datetime import date

    from convention.engine.appels import AppelCalcule
    from convention.engine.lignes import Contribution, Ligne

CLOTURE = "cloture"


def seal(appel: AppelCalcule) -> Sceau:
    """Seal what a call calls: the parts with a titre; a forecast binds nobody."""
    lignes, origines = [], []
    for volet in appel.volets:
        for item in volet.montants if volet.genre.titre else ():
            adherent, service, objet, nature, section = item.identite
            lignes.append(
                LigneScellee(
                    *(adherent, volet.exercice, str(volet.genre), service, objet, nature, section),
                    *(_quantity(item.ligne), item.base, item.anterieur, item.montant),
                )
            )
            origines.append(item.ligne.origine if item.ligne is not None else Origine.DEMONSTRATION)
    return Sceau(appel.echeance, appel.jour.isoformat(), str(weakest(*origines)), tuple(lignes))


def seal_closing(contribution: Contribution, jour: date) -> Sceau:
    """Seal every line of an exercice as it is closed, the managing body's own share included."""
    origine = weakest(*(ligne.origine for ligne in contribution.lignes))
    lignes = tuple(
        LigneScellee(
            *(item.identite[0], contribution.exercice, CLOTURE, *item.identite[1:]),
            *(_quantity(item), item.montant, 0, item.montant),
        )
        for item in contribution.lignes
    )
    return Sceau(str(contribution.exercice), jour.isoformat(), str(origine), lignes)


def rectify(sceau: Sceau, contribution: Contribution, jour: date, motif: str) -> Sceau:
    """Seal a closed exercice again, with what changed since as declared corrections; the same when nothing did."""
    fresh = seal_closing(contribution, jour)
    before = {ligne.identite: ligne.montant for ligne in sceau.lignes}
    after = {ligne.identite: ligne.montant for ligne in fresh.lignes}
    declared = tuple(
        Rectification(jour.isoformat(), motif, *identite, before.get(identite, 0), after.get(identite, 0))
        for identite in sorted({**before, **after})
        if before.get(identite, 0) != after.get(identite, 0)
    )
    if not declared:
        return sceau
    return fresh._replace(date=sceau.date, rectifications=(*sceau.rectifications, *declared))


def _quantity(ligne: Ligne | None) -> str:
    decompte = ligne.decompte if ligne is not None else None
    return "" if decompte is None or ligne is None else exact_text(decompte.quantite(ligne.rang))
