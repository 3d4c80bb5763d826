"""The quantities of the simulator: what each column counts, whether in whole numbers, who fixes it.

Knows: the distribution keys that costs read. Must not know: who counts how much, the script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convention.reports.rendus.escape import terminal
from convention.site.rendu.typographie import texte
from convention.site.simulateur.couts import place_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.engine.lignes import Calcul
    from convention.model.documents.cles import Cle
    from convention.model.vue import Vue
    from convention.site.ensemble import Site

DECISION, PUBLICATION = "decision", "publication"


def quantites(site: Site, vue: Vue, calculs: Sequence[Calcul]) -> dict[str, dict[str, Any]]:
    """Say what each column of quantities counts; one that is published, or fixed, is nobody's to type."""
    asked = [(vue.regles.forfaits[nom], "") for nom in vue.prix.forfaits]
    asked += [(item.cle, calcul.composant or "") for calcul in calculs for item in calcul.decomptes.values()]
    found: dict[str, dict[str, Any]] = {}
    for cle, composant in asked:
        for place in place_names(vue, cle, composant):
            nom, _, reach = place.partition("/")
            definition = vue.regles.cles.get(nom)
            if definition is None or place in found:
                continue
            component = site.depot.composants.get(reach)
            fixee = "" if site.acces.public else fixed_by(definition)
            found[place] = {
                "cle": nom,
                "composant": reach,
                "objet": texte(terminal(component.composant.libelle)) if component is not None else "",
                "libelle": texte(terminal(definition.libelle)),
                "unite": texte(terminal(definition.unite)),
                "pluriel": texte(terminal(definition.pluriel)),
                "saisie": not fixee,
                "fixee": fixee,
                "entiere": definition.entiere,
            }
    return found


def fixed_by(cle: Cle) -> str:
    """Say what fixes a quantity that nobody types: a decision, a publication; nothing when it is typed."""
    if cle.quotes_parts:
        return DECISION
    return PUBLICATION if cle.publiee else ""
