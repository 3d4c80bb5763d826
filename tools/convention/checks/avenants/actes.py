"""AVE002, AVE006: the acts of an avenant follow each other, and none is missing before another (art. 12).

Knows: the dates of opinions, visas and parties. Must not know: numbers, parties that do not adhere (`dossiers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, jour
from convention.checks.avenants.etapes import amendments, opinions
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import place, signal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.base.diagnostic import Diagnostic
    from convention.checks.avenants.etapes import AvenantEcrit
    from convention.model.avenants import SuiviPartie
    from convention.model.depot import Depot

_ACTES = {
    "delibere_le": "la délibération",
    "transmis_le": "la transmission",
    "publie_le": "la publication",
    "signe_le": "la signature",
}
_SUITES = (("delibere_le", "transmis_le"), ("delibere_le", "publie_le"), ("transmis_le", "signe_le"))
"""What comes before what: a deliberation is transmitted and published, and empowers whoever signs."""


@controle("AVE002")
def dates(depot: Depot) -> Iterator[Diagnostic]:
    """AVE002: a deliberation before an opinion, or an act before the one that it supposes."""
    for item in amendments(depot):
        given = opinions(depot, item.avenant)
        last = max(given, key=lambda rang: given[rang].reunion.date, default=None)
        for nom, suivi in item.avenant.parties.items():
            if last is not None and suivi.delibere_le is not None and suivi.delibere_le < given[last].reunion.date:
                known = given[last].reunion.date
                message = f"{_who(depot, nom)} délibère le {jour(suivi.delibere_le)}, avant l'avis du {jour(known)}"
                related = ((place(depot, item.at("avis", last, "reunion")), "l'avis"),)
                lieu = place(depot, item.at("parties", nom, "delibere_le"))
                yield signal("AVE002", lieu, f"{item.texte} : {message}", "corriger l'une des deux dates", related)
            yield from _order(depot, item, nom, suivi)


@controle("AVE006")
def missing_acts(depot: Depot) -> Iterator[Diagnostic]:
    """AVE006: an act without the one that it supposes, or a deliberation without its number."""
    for item in amendments(depot):
        for nom, suivi in item.avenant.parties.items():
            who = f"{item.texte}, {_who(depot, nom)}"
            for before, after in _SUITES:
                if getattr(suivi, after) is not None and getattr(suivi, before) is None:
                    lieu = place(depot, item.at("parties", nom, after))
                    message = f"{who} : {_ACTES[after]} est datée, sans {_ACTES[before]}"
                    yield signal("AVE006", lieu, message, f"ajouter « {before}: AAAA-MM-JJ »")
            yield from _number(depot, item, nom, suivi)


def _order(depot: Depot, item: AvenantEcrit, nom: str, suivi: SuiviPartie) -> Iterator[Diagnostic]:
    for before, after in _SUITES:
        first: date | None = getattr(suivi, before)
        second: date | None = getattr(suivi, after)
        if first is not None and second is not None and second < first:
            what = f"{_ACTES[after]} du {jour(second)} avant {_ACTES[before]} du {jour(first)}"
            message = f"{item.texte}, {_who(depot, nom)} : {what}"
            related = ((place(depot, item.at("parties", nom, before)), _ACTES[before]),)
            lieu = place(depot, item.at("parties", nom, after))
            yield signal("AVE002", lieu, message, "corriger l'une des deux dates", related)


def _number(depot: Depot, item: AvenantEcrit, nom: str, suivi: SuiviPartie) -> Iterator[Diagnostic]:
    who, lieu = f"{item.texte}, {_who(depot, nom)}", place(depot, item.at("parties", nom), key=True)
    if suivi.delibere_le is not None and suivi.numero is None and not suivi.a_completer:
        message = f"{who} : la délibération du {jour(suivi.delibere_le)} n'a pas de numéro"
        yield signal("AVE006", lieu, message, 'ajouter « numero: "…" », ou « a_completer: oui »')
    elif suivi.delibere_le is None and suivi.numero is not None:
        message = f"{who} : la délibération n° {cite(suivi.numero)} n'a pas de date"
        yield signal("AVE006", lieu, message, "ajouter « delibere_le: AAAA-MM-JJ »")
    elif suivi.a_completer and suivi.numero is not None:
        message = f"{who} : la délibération a son numéro, rien n'est à compléter"
        yield signal("AVE006", lieu, message, "retirer « a_completer: oui »")


def _who(depot: Depot, nom: str) -> str:
    dossier = depot.dossiers.get(nom)
    return dossier.identite.nom if dossier is not None else nom
