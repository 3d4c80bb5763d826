"""The « fiche de rattachement »: what belongs to an exercice that ends and is not called yet.

Knows: sealed calls, the regularisation to come. Must not know: media.
It is drawn up once the exercice is over, before the adherents close their accounts: what the regularisation will call,
as it is known then, and the deliveries whose titre is not in the journal.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import enumere, jour, pluriel
from convention.engine.appels.appels import Montant, VoletCalcule, appeler
from convention.engine.appels.echeances import echeances, to_come
from convention.engine.appels.pieces import claim
from convention.model.documents.exercices import Appel, Volet
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, weakest
from convention.reports.etat.etat import assumptions, begun, without_flat
from convention.reports.etat.genres import GenreEtat, GenrePartie
from convention.reports.etat.livraisons import delivered, delivery_rows, issued
from convention.reports.etat.motifs import reason
from convention.reports.etat.parties import basis, short_name
from convention.reports.etat.valeurs import Etat, VoletEtat
from convention.reports.etat.volets import in_part, line, rows, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.contribution import Calcule
    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot


class Reste(NamedTuple):
    """What an exercice still has to call, for every adherent."""

    exercice: int
    volet: VoletCalcule
    livraisons: Contribution
    """The computation of the expenses delivered."""


def remaining(depot: Depot, livraisons: Contribution, calcule: Calcule | None = None) -> Reste:
    """Compute what an exercice still has to call: due, as far as it is known, less what was called.

    `livraisons` is the computation of the exercice, for its deliveries.
    """
    annee = livraisons.exercice
    jalon = Appel.model_construct(
        date=_drawn_up(depot, annee),
        objet="",
        arrete_le=None,
        volets=(Volet.model_construct(genre=GenreVolet.REGULARISATION, exercice=annee, taux=None),),
    )
    # A regularisation that nobody seals: the calls of the exercice need not be sealed for it to be known.
    alone = {
        year: item.model_copy(update={"jalons": {"rattachement": jalon} if year == annee else {}})
        for year, item in depot.exercices.items()
    }
    appel = appeler(depot._replace(exercices=alone), f"{jalon.date:%Y-%m}", calcule)
    return Reste(annee, appel.volets[0], livraisons)


def attachment(depot: Depot, reste: Reste, adherent: str, au: date) -> Etat:
    """Build the fiche of one adherent, as it is said on a day; without parts when nothing is left to call."""
    annee, limit = reste.exercice, depot.convention.rattachement(reste.exercice)
    rest, livraisons = _rest(depot, reste, adherent), _deliveries(depot, reste, adherent)
    volets = tuple(volet for volet in (rest, livraisons) if volet)
    last_day = date(annee, 12, 31)
    etat = begun(depot, adherent, last_day, volets)
    last = f" au plus tard le {jour(limit)}" if limit is not None and au <= limit else ""
    # A delivery whose titre is not known waits for it, whatever the calls have settled.
    told = "réglé depuis" if _is_settled(depot, annee) and livraisons is None else f"à rattacher{last}"
    return etat._replace(
        numero=f"{annee}-RATTACHEMENT-{short_name(depot, adherent)}",
        genre=GenreEtat.RATTACHEMENT,
        sujet=f"exercice {annee}",
        echeance=str(annee),
        fondement=basis(depot, last_day, "couts_directs", "appels"),
        exercices=f"{annee}, {told}" if volets else str(annee),
        hypotheses=assumptions([without_flat(reste.volet)], adherent),
        # That nothing is left to call is worth what all that is due is worth.
        origine=weakest(etat.origine, *(item.origine for item in reste.volet.of(adherent))),
    )


def _rest(depot: Depot, reste: Reste, adherent: str) -> VoletEtat | None:
    # A row is a service: what it is due, and what was called of it, are those of all its lines.
    moved = {_row_of(item) for item in reste.volet.of(adherent) if item.montant}
    montants = [item for item in reste.volet.of(adherent) if _row_of(item) in moved]
    if not montants:
        return None
    days = [f"du {jour(appel.date)}" for appel in _carriers(depot, reste.exercice)]
    calls = pluriel(len(days), "par l'appel", "par les appels")
    when = f"{calls} {enumere(days)}" if days else "par un appel qui n'est pas encore déclaré"
    over = _is_settled(depot, reste.exercice)
    since = f" le {jour(_drawn_up(depot, reste.exercice))}" if over else ""
    year = in_part(depot, adherent, reste.exercice, date(reste.exercice, 12, 31))
    told = (
        f"Services dont le montant connu n'était pas ce qui avait été appelé : l'écart fut appelé, ou reversé, {when}."
        if over
        else f"Services dont le montant connu n'est pas ce qui a été appelé : à appeler, ou à reverser, {when}."
    )
    return VoletEtat(
        genre=GenrePartie.RATTACHEMENT,
        exercice=reste.exercice,
        titre=f"Dû pour {reste.exercice}, pas encore appelé{since}",
        note=f"{year} {told}" if year else told,
        rangees=rows(depot, reste.volet, montants),
        sous_totaux=(),
        total=total(montants),
        details=tuple(
            line(depot, item, None)._replace(motif=reason(depot, reste.volet, item).texte if item.montant else "")
            for item in montants
        ),
    )


def _drawn_up(depot: Depot, exercice: int) -> date:
    """Return the day of the fiche: what is called from it on is what was left to call."""
    return depot.convention.rattachement(exercice) or date(exercice + 1, 1, 1)


def _carriers(depot: Depot, exercice: int) -> Iterator[Appel]:
    """Yield the calls that ask what was left of an exercice: those that are sealed since, and those to come."""
    coming, since = to_come(depot, exercice), f"{_drawn_up(depot, exercice):%Y-%m}"
    for nom, appel in echeances(depot).items():
        sealed = depot.sceaux[nom].lignes if nom in depot.sceaux and nom >= since else ()
        if appel in coming or any(ligne.exercice == exercice for ligne in sealed):
            yield appel


def _is_settled(depot: Depot, exercice: int) -> bool:
    """Tell whether what was left of an exercice was asked since, by calls that are all sealed."""
    return any(_carriers(depot, exercice)) and not to_come(depot, exercice)


def _row_of(item: Montant) -> tuple[str, str, str]:
    """Return what makes a line part of a row (`rows`)."""
    _, service, objet, nature, section = item.identite
    return service, objet if nature == Nature.MASSE_SALARIALE else "", section


def _deliveries(depot: Depot, reste: Reste, adherent: str) -> VoletEtat | None:
    known = issued(depot, reste.exercice, adherent)
    items = [item for item in delivered(depot, reste.livraisons, adherent) if item.depense.id not in known]
    if not items:
        return None
    montants = [montant for item in items for montant in item.montants]
    cited, piece = depot.convention.clauses.selon("couts_directs"), claim(depot)
    return VoletEtat(
        genre=GenrePartie.RATTACHEMENT,
        exercice=reste.exercice,
        titre=f"Coûts directs livrés en {reste.exercice}, dont {piece.le} n'est pas connu",
        note=f"Appelés à la livraison{cited} : à rattacher si aucun {piece.nom.lower()} n'a été reçu.",
        sous_totaux=(),
        rangees=tuple(row for item in items for row in delivery_rows(depot, item)),
        total=total(montants),
        details=tuple(line(depot, montant, None) for montant in montants),
    )
