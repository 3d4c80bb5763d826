"""A comparison for another tool, as JSON; version 2 of the shape.

Knows: how a comparison is written. Must not know: how it was made.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from convention.base.money import decimal_text
from convention.compare.causes.effets import together
from convention.reports.amendement.phrases import phrase, place
from convention.reports.comparaison.empreinte import contents
from convention.reports.decision.json import decision_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.compare.causes.effets import CauseAdherent, Effets
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.impact import EcartAdherent, EcartLigne, Impact
    from convention.compare.sceaux.scelles import Levee
    from convention.engine.lignes import Contribution


def json_text(
    comparaison: Comparaison, base: str, head: str, decision: Decision | None = None, ailleurs: Sequence[str] = ()
) -> str:
    """Write a comparison for another tool; version 2 of the shape. `ailleurs` are sentences about what is not data."""
    document = {
        "version": 2,
        "base": base,
        "proposition": head,
        "empreinte": contents(comparaison).empreinte,
        "sceaux_leves": [_json_lifted(levee) for levee in comparaison.levees],
        "changements": [
            {
                "sorte": str(item.sorte),
                "genre": item.genre,
                "chemin": list(item.chemin),
                "partie": str(item.partie),
                "phrase": phrase(item, comparaison.base, comparaison.head),
                "avant": place(item.source_avant, comparaison.base),
                "apres": place(item.source_apres, comparaison.head),
            }
            for item in comparaison.changements
        ],
        "neutres": list(comparaison.neutres),
        "remarques": list(ailleurs),
        "decision": decision_block(decision) if decision is not None else None,
        "exercices": [_json_impact(impact) for impact in comparaison.impacts],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _json_lifted(levee: Levee) -> dict[str, object]:
    acte = levee.acte
    return {
        "fichier": acte.fichier,
        "le": acte.le.isoformat(),
        "par": acte.par,
        "motif": acte.motif,
        "decision": acte.decision,
        "remplace": acte.remplace,
        "sha256": acte.sha256,
        "adherents": [
            {
                "adherent": item.adherent,
                "avant": decimal_text(item.avant) if item.avant is not None else None,
                "apres": decimal_text(item.apres) if item.apres is not None else None,
            }
            for item in levee.montants
        ],
    }


def _json_impact(impact: Impact) -> dict[str, object]:
    opened, withdrawn = impact.phase_avant is None, impact.phase_apres is None
    return {
        "exercice": impact.exercice,
        "clos": impact.clos,
        "phase_avant": str(impact.phase_avant) if impact.phase_avant is not None else None,
        "phase_apres": str(impact.phase_apres) if impact.phase_apres is not None else None,
        **_json_amounts(impact, opened=opened, withdrawn=withdrawn),
        "precedent": _json_before(impact.precedent),
        "impayes": [
            {"composant": item.composant, "nature": str(item.nature), "montant": decimal_text(item.montant)}
            for item in impact.impayes
        ],
        "adherents": [
            {
                "adherent": item.adherent,
                **_json_amounts(item, opened=opened, withdrawn=withdrawn),
                "lignes": [_json_line(line) for line in item.lignes],
            }
            for item in impact.adherents
        ],
        "causes": {
            "total": _json_effects(together(cause.effets for cause in impact.causes)),
            "adherents": [_json_cause(cause) for cause in impact.causes],
        },
        "adherents_inchanges": impact.adherents_inchanges,
        "total_inchanges": decimal_text(impact.total_inchanges),
        "lignes_identiques": impact.lignes_identiques,
        "autres_phases": [
            {
                "phase": str(other.phase),
                "avant": decimal_text(other.avant),
                "apres": decimal_text(other.apres),
                "adherents": other.adherents,
            }
            for other in impact.autres_phases
        ],
    }


def _json_amounts(item: Impact | EcartAdherent, *, opened: bool, withdrawn: bool) -> dict[str, object]:
    """Write amounts before and after; an exercice that one side alone has is neither an increase nor a saving."""
    return {
        "avant": None if opened else decimal_text(item.avant),
        "apres": None if withdrawn else decimal_text(item.apres),
        "ecart": None if opened or withdrawn else decimal_text(item.ecart),
    }


def _json_before(precedent: Contribution | None) -> dict[str, object] | None:
    if precedent is None:
        return None
    return {
        "exercice": precedent.exercice,
        "phase": str(precedent.phase),
        "total": decimal_text(precedent.totaux.general),
        "adherents": {nom: decimal_text(cents) for nom, cents in sorted(precedent.totaux.par_adherent.items())},
    }


def _json_line(line: EcartLigne) -> dict[str, object]:
    calcul = line.ligne.calcul
    return {
        "service": calcul.service,
        "composant": calcul.composant or calcul.depense,
        "nature": str(calcul.nature),
        "section": str(calcul.section),
        "avant": None if line.avant is None else decimal_text(line.avant.montant),
        "apres": None if line.apres is None else decimal_text(line.apres.montant),
        "ecart": decimal_text(line.ecart),
    }


def _json_cause(cause: CauseAdherent) -> dict[str, object]:
    return {
        "adherent": cause.adherent,
        **_json_effects(cause.effets),
        "lignes": [
            {
                "service": ligne.service,
                "composant": ligne.objet or None,
                "nature": ligne.nature,
                "section": ligne.section,
                **_json_effects(ligne.effets),
            }
            for ligne in cause.lignes
        ],
    }


def _json_effects(effets: Effets) -> dict[str, object]:
    return {
        "perimetre": {
            "de_son_fait": decimal_text(effets.perimetre_propre),
            "du_fait_des_autres": decimal_text(effets.perimetre_autres),
        },
        "volume": {
            "de_son_fait": decimal_text(effets.volume_propre),
            "du_fait_des_autres": decimal_text(effets.volume_autres),
        },
        "prix": decimal_text(effets.prix),
        "regles": decimal_text(effets.regles),
        "ecart": decimal_text(effets.ecart),
    }
