"""PRE007: a derogation is declared where annexe 3 asks for one, and only there.

Knows: derogations, archives services. Must not know: whether one is missing (`prerequis`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import service_text, within
from convention.checks.cadre.lieux import place, signal
from convention.checks.periodes.prerequis import binding
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.adherents import Souscription
    from convention.model.depot import Depot, Dossier


@controle("PRE007", avertit=True)
def needless(depot: Depot) -> Iterator[Diagnostic]:
    """PRE007: a derogation for a service that asks for none, or beside an archives service."""
    if "service" in depot.incomplets:
        return
    bound = binding(depot)
    for dossier in depot.dossiers.values():
        for index, souscription in enumerate(dossier.souscriptions.souscriptions):
            derogation, code = souscription.derogation, souscription.service
            # A service that does not exist has its own message (REF001).
            if derogation is None or code not in bound:
                continue
            asked = any(exigence.prerequis.derogation is derogation for exigence in bound[code])
            if asked and not souscription.service_archives:
                continue
            line = Reference(dossier.path("souscriptions.yaml"), ("souscriptions", index))
            say = _archives if asked else _unasked
            yield say(depot, dossier, souscription, line)


def _archives(depot: Depot, dossier: Dossier, souscription: Souscription, line: Reference) -> Diagnostic:
    nom, service = dossier.identite.nom, service_text(depot, souscription.service)
    message = f"{nom} a un service d'archives : {service} ne lui demande aucune dérogation"
    related = ((place(depot, within(line, "service_archives")), "le service d'archives"),)
    hint = f"retirer « derogation: {souscription.derogation} », ou « service_archives: oui »"
    return signal("PRE007", place(depot, within(line, "derogation")), message, hint, related)


def _unasked(depot: Depot, dossier: Dossier, souscription: Souscription, line: Reference) -> Diagnostic:
    message = f"{service_text(depot, souscription.service)} ne demande aucune dérogation ({dossier.identite.nom})"
    lieu = place(depot, within(line, "derogation"))
    return signal("PRE007", lieu, message, f"retirer « derogation: {souscription.derogation} »")
