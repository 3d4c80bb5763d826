"""Makes the seal of a call, or of a closed exercice, and its entry in the journal (art. 8.3).

Knows: computed lines, the journal. Must not know: files.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from convention.base.money import exact_text
from convention.model.ecrits.journal import ActeSceau, Inscription, chained
from convention.model.ecrits.sceaux import LigneScellee, Rectification, Sceau
from convention.model.mots.communs import weakest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.engine.appels.appels import AppelCalcule
    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot

CLOTURE = "cloture"
PRIX = "pricing/"
"""Where seals are: what is kept of an avenant is sealed by its vote."""


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
            origines.append(item.origine)
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


def inscribe(depot: Depot, empreintes: Mapping[str, str], le: date) -> tuple[Inscription, ...]:
    """Return the entries that a journal lacks: what was sealed before it began, then what is sealed now.

    Args:
        depot: the data, with its journal if it has one.
        empreintes: sha256 of what is sealed now, by path, in order; a closing that was sealed already is rectified.
        le: the day.
    """
    listed = depot.inscriptions
    known = {item.fichier: item.sha256 for item in listed}
    found: list[Inscription] = []
    for fichier, sha256, jour in (*_unlisted(depot, known, le), *((nom, sha, le) for nom, sha in empreintes.items())):
        held = known.get(fichier)
        if held == sha256:
            continue
        acte = ActeSceau.SCELLEMENT if held is None else ActeSceau.RECTIFICATION
        found.append(Inscription.model_construct(fichier=fichier, acte=acte, le=jour, sha256=sha256, remplace=held))
        known[fichier] = sha256
    return tuple(chained(listed, found))


def _unlisted(depot: Depot, known: Mapping[str, str | None], le: date) -> list[tuple[str, str, date]]:
    """List what is sealed and in no journal, in the order of its seals; statements are kept from today on."""
    days = {sceau.path: date.fromisoformat(sceau.date) for sceau in depot.sceaux.values()}
    found = [
        (fichier, sha256, days.get(fichier, le))
        for fichier, sha256 in depot.scelles.empreintes.items()
        if fichier.startswith(PRIX) and fichier not in known
    ]
    return sorted(found, key=lambda item: (item[2], item[0]))


def _quantity(ligne: Ligne | None) -> str:
    decompte = ligne.decompte if ligne is not None else None
    return "" if decompte is None or ligne is None else exact_text(decompte.quantite(ligne.rang))
