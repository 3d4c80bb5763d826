"""LIT001 to LIT005: a disagreement names a notice, a service of that notice, no more than what it bears (art. 11).

Knows: disputes, documents, sealed lines. Must not know: what a statement shows of them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, inscrire, meant
from convention.base.french import cite, enumere, euros, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import Ecrit
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.checks.sceaux.titres import documents, expense_of
from convention.engine.appels.litiges import limit
from convention.engine.appels.pieces import key_of
from convention.engine.lignes import HORS_SERVICE
from convention.model.cadre.champs import field_called
from convention.model.documents.titres import Litige, Litiges
from convention.model.forfaits import fees_name
from convention.model.mots.appels import Appele

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.sceaux.titres import TitreEcrit
    from convention.model.depot import Depot, Dossier
    from convention.model.ecrits.sceaux import LigneScellee


@dataclass(frozen=True, slots=True)
class LitigeEcrit(Ecrit):
    """A dispute, and where it stands."""

    dossier: Dossier
    nom: str
    litige: Litige


def disputes(depot: Depot) -> Iterator[LitigeEcrit]:
    """Yield every dispute."""
    for dossier in depot.dossiers.values():
        for nom, litige in dossier.litiges.items():
            yield LitigeEcrit(dossier.at(Litiges, "litiges", nom), dossier, nom, litige)


@controle("LIT001")
def unknown_notices(depot: Depot) -> Iterator[Constat]:
    """LIT001: a document that the adherent did not receive, a service that it does not bear, a number of two years."""
    by_payer = _by_payer(depot)
    yield from _ambiguous(depot)
    for item in disputes(depot):
        own = by_payer.get(item.dossier.id, {})
        titre = own.get(item.litige.titre)
        if titre is None:
            if "titres" in depot.incomplets:
                continue
            message = f"{item.dossier.identite.n_a} pas de pièce {cite(item.litige.titre)}"
            known = f"pièces connues : {', '.join(own)}" if own else "compléter le journal des titres"
            yield signal("LIT001", item.at("titre"), message, meant(item.litige.titre, own) or known)
        elif _is_known(depot, titre) and not _borne(depot, item, titre):
            service = depot.libelle_service(item.litige.service)
            message = f"{titre.nom} n'appelle rien pour {service}" + (
                f", {cite(item.litige.composant)}" if item.litige.composant is not None else ""
            )
            services = _services(depot, titre)
            hint = f"services de la pièce : {enumere(services)}" if services else without_service(depot)
            yield signal("LIT001", item.at("service"), message, hint)


def without_service(depot: Depot) -> str:
    """Say what is done of a document that calls no service: the flat fees."""
    done = "rien ne se suspend : un désaccord se dit au premier contact, ou devant le juge"
    return f"{fees_name(depot).du}, {done}{depot.convention.clauses.selon('desaccords')}"


@controle("LIT002")
def too_much(depot: Depot) -> Iterator[Constat]:
    """LIT002: more contested than the line, or the service, bears on that document."""
    by_payer = _by_payer(depot)
    for item in disputes(depot):
        titre = by_payer.get(item.dossier.id, {}).get(item.litige.titre)
        if titre is None or not _is_known(depot, titre):
            continue
        borne = _borne(depot, item, titre)
        if borne and item.litige.montant > abs(borne):
            asked = f"{cite(item.nom)} conteste {euros(item.litige.montant)}"
            message = f"{asked}, et {titre.nom} n'en porte que {euros(abs(borne))}"
            yield signal("LIT002", item.at("montant"), message, "ne contester que ce que la pièce appelle")


@controle("LIT003")
def repeated(depot: Depot) -> Iterator[Constat]:
    """LIT003: two open disputes on one line of one document; one on a whole service holds all its lines."""
    first: dict[tuple[str, str, str], list[LitigeEcrit]] = {}
    for item in disputes(depot):
        if not item.litige.etape.ouvert:
            continue
        others = first.setdefault((item.dossier.id, item.litige.titre, item.litige.service), [])
        others.append(item)
        known = next(other for other in others if other is item or _overlap(other.litige, item.litige))
        if known is not item:
            message = f"{cite(item.nom)} conteste ce que {cite(known.nom)} conteste déjà"
            yield signal(
                "LIT003", LaCle(item.reference), message, "les réunir", (LaCle(known.reference), "le premier désaccord")
            )


@controle("LIT004")
def dates(depot: Depot) -> Iterator[Constat]:
    """LIT004: dates that cannot follow each other, a step without its date."""
    by_payer = _by_payer(depot)
    for item in disputes(depot):
        litige = item.litige
        titre = by_payer.get(item.dossier.id, {}).get(litige.titre)
        if titre is not None and litige.contact < titre.titre.emission:
            issued = f"précède l'émission de la pièce {cite(litige.titre)}"
            message = f"{cite(item.nom)} : le contact du {jour(litige.contact)} {issued}"
            yield signal("LIT004", item.at("contact"), message, "corriger l'une des deux dates")
        if litige.etape.suspend and litige.contestation is None:
            message = f"{cite(item.nom)} suspend un paiement, et ne dit pas depuis quand"
            yield signal("LIT004", item.at("etape"), message, ajouter("contestation: ⟦AAAA-MM-JJ⟧"))
        if not litige.etape.ouvert and litige.cloture is None:
            message = f"{cite(item.nom)} est réglé, et ne dit pas depuis quand"
            yield signal("LIT004", item.at("etape"), message, ajouter("cloture: ⟦AAAA-MM-JJ⟧"))
        if litige.etape.ouvert and litige.cloture is not None:
            message = (
                f"{cite(item.nom)} est encore ouvert ({litige.etape.etat}), et serait réglé le {jour(litige.cloture)}"
            )
            hint = "retirer « cloture », ou " + inscrire("etape: admis") + ", « rejete » ou « retire »"
            yield signal("LIT004", item.at("cloture"), message, hint)
        steps = [(champ, getattr(litige, champ)) for champ in ("contact", "contestation", "cloture")]
        known = [(champ, day) for champ, day in steps if day is not None]
        for (first, before), (champ, after) in itertools.pairwise(known):
            if after < before:
                late, early = (field_called(Litige, nom).le for nom in (champ, first))
                message = f"{cite(item.nom)} : {late} du {jour(after)} précède {early} du {jour(before)}"
                yield signal("LIT004", item.at(champ), message, "corriger l'une des deux dates")


@controle("LIT005", avertit=True)
def too_late(depot: Depot) -> Iterator[Constat]:
    """LIT005: maintained once the two months for litigation are over; only the amicable way is left."""
    by_payer = _by_payer(depot)
    for item in disputes(depot):
        litige = item.litige
        titre = by_payer.get(item.dossier.id, {}).get(litige.titre)
        received = titre.titre.reception if titre is not None else None
        last = limit(titre.titre) if titre is not None else None
        if received is None or last is None or litige.contestation is None or not litige.etape.ouvert:
            continue
        if litige.contestation > last:
            piece = f"la pièce {cite(litige.titre)}, reçue le {jour(received)}"
            message = f"{cite(item.nom)} : {piece}, pouvait être portée devant le juge jusqu'au {jour(last)}"
            hint = "vérifier la date ; sinon, seule la voie amiable reste ouverte"
            yield signal("LIT005", item.at("contestation"), message, hint)


def delivered_service(depot: Depot, titre: TitreEcrit) -> str | None:
    """Return the service of the expense that a document calls; None for a call, or an unknown expense or row."""
    depense = expense_of(titre) if titre.titre.objet is Appele.LIVRAISON else None
    ligne = depot.lignes.get(depense.ligne) if depense is not None else None
    return ligne.service if ligne is not None else None


def _overlap(one: Litige, other: Litige) -> bool:
    return None in {one.composant, other.composant} or one.composant == other.composant


def _ambiguous(depot: Depot) -> Iterator[Constat]:
    """Numbers start again each year: one that two documents of the adherent bear designates neither."""
    twins: dict[tuple[str, str], list[TitreEcrit]] = {}
    for titre in documents(depot):
        twins.setdefault((titre.dossier.id, titre.titre.numero), []).append(titre)
    for item in disputes(depot):
        found = twins.get((item.dossier.id, item.litige.titre), [])
        if len({titre.annee for titre in found}) > 1:
            years = enumere([str(titre.annee) for titre in found])
            message = f"{cite(item.litige.titre)} est le numéro d'une pièce de {years} : laquelle est contestée ?"
            related = tuple((titre.at("numero"), f"la pièce de {titre.annee}") for titre in found)
            hint = "distinguer les numéros dans les journaux, par l'année : « 2026-114 »"
            yield signal("LIT001", item.at("titre"), message, hint, *related)


def _by_payer(depot: Depot) -> dict[str, dict[str, TitreEcrit]]:
    found: dict[str, dict[str, TitreEcrit]] = {}
    for item in documents(depot):
        found.setdefault(item.dossier.id, {}).setdefault(item.titre.numero, item)
    return found


def _lines(depot: Depot, titre: TitreEcrit) -> list[LigneScellee]:
    sceau = depot.sceaux[titre.titre.echeance or ""]
    return [ligne for ligne in sceau.lignes if key_of(ligne) == titre.cle]


def _is_known(depot: Depot, titre: TitreEcrit) -> bool:
    """Tell whether it is known what a document calls: a sealed call, or an expense of a known row."""
    if titre.titre.objet is Appele.LIVRAISON:
        return delivered_service(depot, titre) is not None
    return titre.titre.echeance in depot.sceaux


def _services(depot: Depot, titre: TitreEcrit) -> list[str]:
    delivered = delivered_service(depot, titre)
    if delivered is not None:
        return [delivered]
    return sorted({ligne.service for ligne in _lines(depot, titre)} - {HORS_SERVICE})


def _borne(depot: Depot, item: LitigeEcrit, titre: TitreEcrit) -> int:
    """Add up what a document calls for the service, or the component, that is contested."""
    litige = item.litige
    if titre.titre.objet is Appele.LIVRAISON:
        own = litige.service == delivered_service(depot, titre) and litige.composant in {None, titre.titre.depense}
        return titre.titre.montant if own else 0
    return sum(
        ligne.montant
        for ligne in _lines(depot, titre)
        if ligne.service == litige.service and litige.composant in {None, ligne.objet}
    )
