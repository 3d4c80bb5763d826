"""GOU028, GOU029: an act has its number and its date, and what was checked was checked lately.

Knows: acts, and the values that carry the day of their last check. Must not know: what they decide.
« Lately » depends on the data only: since 1 January of the year before the exercice under way.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter
from convention.base.french import cite, du, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import fees
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.checks.cadre.vie import PROCEDURES
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Fonctions
from convention.model.documents.catalogue import CONVENTION
from convention.model.documents.grilles import Indice, ReferencePublique

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.catalogue import Acte


class _Verifie(NamedTuple):
    """What was checked, when, and where that is written."""

    quoi: str
    verifie_le: date | None
    reference: Reference
    """Of the date, or of what should carry it."""


@controle("GOU028", avertit=True)
def incomplete_acts(depot: Depot) -> Iterator[Constat]:
    """GOU028: an act without its body, its number or its date that does not say so, or that says so wrongly."""
    for who, acte, reference, numbered in _acts(depot):
        known = (("organe", acte.organe), ("numéro", acte.numero), ("date", acte.date))
        blanks = [nom for nom, value in known if value is None and (numbered or nom != "numéro")]
        lieu, named = LaCle(reference), f"l'acte qui habilite {who}" + (f" ({acte.organe})" if acte.organe else "")
        if blanks and not acte.a_completer:
            lack = f"n'a ni {' ni '.join(blanks)}" if len(blanks) > 1 else f"n'a pas {du(blanks[0])}"
            hint = "ajouter ce qui manque, ou « a_completer: oui » si la convention le laisse en blanc"
            yield signal("GOU028", lieu, f"{named} {lack}", hint)
        elif acte.a_completer and not blanks:
            message = f"{named} a son numéro et sa date : rien n'est à compléter"
            yield signal("GOU028", lieu, message, "retirer « a_completer: oui »")


@controle("GOU029", avertit=True)
def stale(depot: Depot) -> Iterator[Constat]:
    """GOU029: a value, a series or a law last checked before the year that precedes the exercice under way."""
    courant = depot.exercice_courant
    if courant is None:
        return
    since = date(courant - 1, 1, 1)
    for item in _checked(depot, courant):
        lieu = item.reference
        if item.verifie_le is None:
            yield signal("GOU029", lieu, f"{item.quoi} n'a jamais été vérifié", ajouter("verifie_le: ⟦AAAA-MM-JJ⟧"))
        elif item.verifie_le < since:
            message = (
                f"{item.quoi} n'a pas été vérifié depuis le {jour(item.verifie_le)} : l'exercice en cours est {courant}"
            )
            hint = f"relire la source, puis écrire la date de cette relecture (au plus tôt le {jour(since)})"
            yield signal("GOU029", lieu, message, hint)


def _acts(depot: Depot) -> Iterator[tuple[str, Acte, Reference, bool]]:
    if depot.convention.habilitation is not None:
        yield (
            depot.convention.noms.gestionnaire.le,
            depot.convention.habilitation,
            Reference(CONVENTION, ("habilitation",)),
            True,
        )
    for nom, dossier in depot.dossiers.items():
        signataire = dossier.fonctions.signataire if dossier.fonctions is not None else None
        if signataire is not None:
            reference = dossier.at(Fonctions, "signataire", "habilitation")
            yield f"le signataire {dossier.identite.du}", signataire.habilitation, reference, not depot.seul_prive(nom)


def _checked(depot: Depot, courant: int) -> Iterator[_Verifie]:
    # A value replaced since is history: nobody has to read it again.
    for fee in fees(depot):
        in_force = max((item.date for item in fee.forfait.valeurs if item.date.year <= courant), default=date.min)
        for index, valeur in enumerate(fee.forfait.valeurs):
            if valeur.date >= in_force:
                reference = fee.at("valeurs", index, "verifie_le")
                yield _Verifie(f"{fee.texte} du {jour(valeur.date)}", valeur.verifie_le, reference)
    for nom, indice in depot.indices.items():
        yield _Verifie(f"l'indice {cite(nom)}", indice.verifie_le, Reference(path_of(Indice, nom), ("verifie_le",)))
    for nom, publique in depot.references.items():
        last = max(publique.millesimes, default=None)
        if last is not None:
            reference = Reference(path_of(ReferencePublique, nom), ("millesimes", str(last), "verifie_le"))
            quoi = f"le millésime {last} de {cite(nom)}"
            yield _Verifie(quoi, publique.millesimes[last].verifie_le, reference)
    for nom, visa in depot.vie.visas.items():
        if visa.reference is not None:
            field = "verifie_le" if visa.verifie_le is not None else "reference"
            quoi = f"le texte cité par le visa {cite(nom)} ({visa.reference})"
            yield _Verifie(quoi, visa.verifie_le, Reference(PROCEDURES, ("visas", nom, field)))
