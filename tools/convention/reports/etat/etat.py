"""A statement, for one adherent: its parts, the documents to issue, the quantities, each line's computation.

Knows: how a call, or a delivery, is told to a finance officer (exemples: an état liquidatif). Must not know: media: a
renderer lays out what is here and computes nothing.
Texts are the data's own, unescaped: each renderer escapes them for its medium. Amounts are cents.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from convention.base.french import A_COMPLETER, compte, du_mois, euros, jour
from convention.engine import bilan
from convention.engine.appels.acomptes import advance_name
from convention.engine.appels.echeances import echeances, regularised_on
from convention.engine.appels.litiges import Desaccord, Situation, delivery_situation, situation
from convention.engine.appels.pieces import claim
from convention.model.forfaits import MASSE_SALARIALE, fee_name, fee_unit
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, weakest
from convention.model.valeurs.chemins import ADHERENTS
from convention.reports import mots
from convention.reports.etat.genres import GenreEtat, GenrePartie
from convention.reports.etat.livraisons import Livree, delivered, delivery_part, delivery_pieces, recalled
from convention.reports.etat.parties import basis, contacts, debtor, flat_rates, issuer, references, short_name, taxes
from convention.reports.etat.pieces import documents
from convention.reports.etat.quantites import hypotheses, quantities, validated_on
from convention.reports.etat.reperes import completed
from convention.reports.etat.valeurs import Contestation, Etat, Livraison, VoletEtat
from convention.reports.etat.volets import part, settled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from convention.engine.appels.appels import AppelCalcule, VoletCalcule
    from convention.engine.lignes import Contribution, Hypothese, Ligne
    from convention.model.depot import Depot


def statement(depot: Depot, appel: AppelCalcule, adherent: str, au: date | None = None) -> Etat:
    """Build the statement of one adherent for a call, with the disagreements of that day (art. 11), or of `au`."""
    pieces = documents(depot, appel, adherent)
    told = (part(depot, appel, volet, adherent, pieces) for volet in appel.volets)
    volets = tuple(volet for volet in told if volet.rangees)
    called = any(volet.genre.titre for volet in volets)
    lines = _lines(appel, adherent)
    counted = quantities(depot, lines)
    etat = begun(depot, adherent, appel.jour, volets)._replace(
        numero=f"{appel.echeance}-{short_name(depot, adherent)}",
        genre=GenreEtat.LIQUIDATIF if called else GenreEtat.PREVISIONNEL,
        sujet=f"échéance {du_mois(appel.jour)} {appel.jour.year}",
        echeance=appel.echeance,
        arrete_le=appel.arrete_le,
        fondement=_basis(depot, appel.jour, volets),
        exercices=" ; ".join(_about(depot, appel, volet) for volet in volets),
        validation=validated_on(depot, appel, adherent),
        livraisons=_recalled(depot, appel, adherent),
        pieces=pieces,
        quantites=counted,
        hypotheses=(*hypotheses(depot, lines), *_of_prices(depot, appel, adherent)),
        situation_au=au or appel.jour,
    )
    return completed(depot, _with_disputes(depot, etat))


def recomputed(etat: Etat) -> Etat:
    """Name a statement for what it is: what the data would give of a call that was issued otherwise, or alike."""
    return etat._replace(
        numero=f"{etat.numero}-RECALCUL", sujet=f"{etat.sujet}, recalculée : ce n'est pas l'état qui a été émis"
    )


def drafted(etat: Etat, le: date) -> Etat:
    """Name a statement for what it is on a day: a draft, as long as the day of its call has not come."""
    if le >= etat.jour:
        return etat
    return etat._replace(numero=f"{etat.numero}-PROJET", sujet=f"{etat.sujet}, projet du {jour(le)}", projet=le)


def seen_on(depot: Depot, etat: Etat, au: date) -> Etat:
    """Return a statement as it was issued, with the disagreements of a later day (art. 11): nothing else moves."""
    return _with_disputes(depot, etat._replace(situation_au=au))


def delivery_statements(
    depot: Depot, contribution: Contribution, adherent: str, au: date | None = None
) -> Iterator[Etat]:
    """Build a statement for each delivered expense of an adherent: direct costs are called at delivery (art. 8.1).

    Its disagreements are those of the day `au` (art. 11), or of the delivery when it is later.
    """
    for item in delivered(depot, contribution, adherent):
        yield _delivery(depot, contribution, item, adherent, max(au or item.livraison, item.livraison))


def assumptions(contributions: Iterable[Contribution], adherent: str) -> tuple[str, ...]:
    """Say which figures stand for others, once each."""
    return tuple(
        _counted((item.exercice, told) for item in contributions for told in mots.assumptions_of(item, adherent))
    )


def without_flat(volet: VoletCalcule) -> Contribution:
    """Return the computation of a part without the assumptions of a forfait that it does not recount (art. 8.3)."""
    contribution = volet.contribution
    if volet.genre is not GenreVolet.REGULARISATION:
        return contribution
    calculs = tuple(item for item in contribution.calculs if item.nature is not Nature.MASSE_SALARIALE)
    lignes = tuple(item for item in contribution.lignes if item.calcul.nature is not Nature.MASSE_SALARIALE)
    return contribution._replace(lignes=lignes, hypotheses=bilan.hypotheses(calculs, volet.exercice))


def _counted(assumed: Iterable[tuple[int, Hypothese]]) -> Iterator[str]:
    """Say each assumption of an exercice once, with the values of all its files."""
    by_year: dict[int, list[Hypothese]] = {}
    for exercice, told in assumed:
        by_year.setdefault(exercice, []).append(told)
    for exercice, found in by_year.items():
        for message, counts in mots.by_message(found).items():
            yield f"Exercice {exercice} : {message} ({compte(sum(counts.values()), 'valeur')})"


def begun(depot: Depot, adherent: str, au: date, volets: tuple[VoletEtat, ...]) -> Etat:
    """Begin a statement of a day: who issues it, who owes, its parts; what it is called and rests on is to be said."""
    return Etat(
        numero="",
        genre=GenreEtat.LIQUIDATIF,
        sujet="",
        echeance="",
        jour=au,
        arrete_le=None,
        emetteur=issuer(depot),
        debiteur=debtor(depot, adherent, au.year),
        fondement="",
        exercices="",
        validation="",
        volets=volets,
        livraisons=(),
        pieces=(),
        quantites=(),
        hypotheses=(),
        contacts=contacts(depot),
        origine=weakest(*(detail.origine for volet in volets for detail in volet.details)),
        situation_au=au,
        renvois=references(depot),
        taxes=taxes(depot, volets),
    )


def _delivery(depot: Depot, contribution: Contribution, item: Livree, adherent: str, seen: date) -> Etat:
    exercice = contribution.exercice
    pieces = delivery_pieces(depot, item, adherent, exercice)
    volets = (delivery_part(depot, item, adherent, exercice, pieces),)
    etat = begun(depot, adherent, item.livraison, volets)._replace(
        numero=f"{item.livraison.isoformat()}-{short_name(depot, adherent)}-{item.depense.id}",
        sujet=f"livraison du {jour(item.livraison)}",
        echeance=item.livraison.isoformat(),
        fondement=basis(depot, item.livraison, "redevances", "couts_directs", "tarifs"),
        exercices=f"{exercice} (coûts directs)",
        validation=f"devis {item.depense.devis.reference} accepté le {jour(item.depense.devis.accepte_le)}",
        pieces=pieces,
        situation_au=seen,
    )
    mine = delivery_situation(depot, adherent, exercice, item.depense.id, seen)
    return completed(depot, _disputed(etat, mine), item.depense.id)


def _recalled(depot: Depot, appel: AppelCalcule, adherent: str) -> tuple[Livraison, ...]:
    """Recall the deliveries of the year, and of the year before, those that followed its last call."""
    year = appel.jour.year
    before = [item.date for item in echeances(depot).values() if item.date.year < year]
    first = {year: date(year, 1, 1), year - 1: max(before) + timedelta(days=1) if before else date(year - 1, 1, 1)}
    contributions = {volet.exercice: volet.contribution for volet in appel.volets if volet.exercice in first}
    found = (
        recalled(depot, contributions[annee], adherent, first[annee], appel.jour) for annee in sorted(contributions)
    )
    return tuple(item for items in found for item in items)


def _lines(appel: AppelCalcule, adherent: str) -> dict[int, list[Ligne]]:
    """List the lines of each exercice, in the order of the parts; the forfait is not recounted (art. 8.3)."""
    found: dict[int, list[Ligne]] = {}
    for volet in appel.volets:
        recounted = volet.genre is GenreVolet.REGULARISATION
        lignes = [item.ligne for item in volet.of(adherent) if item.ligne]
        kept = [ligne for ligne in lignes if not recounted or ligne.calcul.nature is not Nature.MASSE_SALARIALE]
        found.setdefault(volet.exercice, []).extend(kept)
    return found


def _of_prices(depot: Depot, appel: AppelCalcule, adherent: str) -> Iterator[str]:
    """Say which common figures stand for others, where an adherent has a line: its own are with its quantities."""
    volets = [volet for volet in appel.volets if volet.of(adherent)]
    fees = {
        (volet.exercice, item.ligne.calcul.forfait)
        for volet in volets
        for item in volet.of(adherent)
        if volet.genre is not GenreVolet.REGULARISATION
        and item.ligne is not None
        and item.ligne.calcul.nature is Nature.MASSE_SALARIALE
    }
    supposed = {
        (nom, value.reference): value
        for annee in sorted({annee for annee, _ in fees})
        for nom, value in flat_rates(depot, annee, supposed=True)
        if (annee, nom) in fees
    }
    for (nom, text), value in supposed.items():
        yield f"{_fee(depot, nom, 'Forfait')} de {euros(value.montant)} par {fee_unit(depot, nom, 'poste')} : {text}"
    yield from _counted(
        (volet.exercice, told)
        for volet in volets
        for told in mots.assumptions_of(without_flat(volet), adherent)
        if not told.fichier.startswith(ADHERENTS)
    )


def _about(depot: Depot, appel: AppelCalcule, volet: VoletEtat) -> str:
    arrete = settled(depot, appel, volet)
    acompte = advance_name(depot, volet.exercice, appel.echeance)
    piece = claim(depot).nom.lower()
    return volet.genre.sujet.format(annee=volet.exercice, arrete=arrete, acompte=acompte, piece=piece)


def _basis(depot: Depot, au: date, volets: Iterable[VoletEtat]) -> str:
    head = basis(depot, au, "redevances", "couts_indirects", "appels", "forfait", "tarifs")
    settled = {GenrePartie.REGULARISATION, GenrePartie.PREVISIONNEL}
    called = [volet for volet in volets if volet.genre not in settled]
    told = called or [volet for volet in volets if volet.genre is GenrePartie.PREVISIONNEL]
    fees: dict[int, set[str]] = {}
    for volet in told:
        fees.setdefault(volet.exercice, set()).update(volet.forfaits)
    known = [text for annee in fees for text in _cited(depot, annee, fees[annee], supposed=False)]
    unknown = [text for annee in fees for text in _cited(depot, annee, fees[annee], supposed=True)]
    return " ; ".join([head, *known, *unknown])


def _cited(depot: Depot, annee: int, fees: Collection[str], *, supposed: bool) -> Iterator[str]:
    """Cite flat fees of an exercice, each with its act: to be completed, or none where an earlier amount goes on."""
    missing = f"{mots.fixing_act(depot)} n° [{A_COMPLETER}]"
    for nom, value in flat_rates(depot, annee, supposed=supposed):
        if nom in fees:
            act = (mots.carried_over(value, annee) or missing) if supposed else value.reference
            unit = fee_unit(depot, nom, "poste")
            yield f"{_fee(depot, nom, 'forfait')} {annee} : {euros(value.montant)} par {unit} ({act})"


def _fee(depot: Depot, nom: str, usual: str) -> str:
    name = fee_name(depot, nom)
    return usual if name == MASSE_SALARIALE else name.titre if usual[:1].isupper() else name.nu


def _with_disputes(depot: Depot, etat: Etat) -> Etat:
    """Add to a statement the disagreements that concern its call, as they stood on its day (art. 11)."""
    mine = situation(depot, etat.debiteur.id, etat.echeance, etat.situation_au)
    return _disputed(etat, mine, _settled(depot, etat))


def _disputed(etat: Etat, mine: Situation, settled: Iterable[Desaccord] = ()) -> Etat:
    return etat._replace(
        contestations=tuple(map(_told, (*settled, *mine.desaccords))), conteste=mine.conteste, suspendu=mine.suspendu
    )


def _settled(depot: Depot, etat: Etat) -> Iterator[Desaccord]:
    """List those closed before this call, on an exercice that it regularises: its amounts carry what was agreed.

    What was closed before an earlier call regularised the exercice was carried, and told, by that one.
    """
    since = {
        volet.exercice: regularised_on(depot, volet.exercice, etat.echeance)
        for volet in etat.volets
        if volet.genre is GenrePartie.REGULARISATION
    }
    for sceau in depot.sceaux.values():
        if sceau.est_appel and sceau.nom < etat.echeance:
            for item in situation(depot, etat.debiteur.id, sceau.nom, etat.situation_au).desaccords:
                closed, annee = item.litige.cloture, item.titre.exercice
                if annee in since and closed is not None and since[annee] < str(closed) <= str(etat.jour):
                    yield item


def _told(item: Desaccord) -> Contestation:
    litige = item.litige
    return Contestation(
        item.nom,
        litige.objet,
        litige.titre,
        litige.montant,
        item.suspendu if litige.etape.suspend else 0,
        litige.etape,
        litige.cloture,
        litige.issue or "",
        item.titre.genre,
    )
