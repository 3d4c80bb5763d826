"""The published schema of `convention comparer --format json` (and of `simuler`): a contract between tools.

Knows: the shape of that document. Must not know: how it is filled (`reports.comparaison.json`).
"""

from __future__ import annotations

import json
from typing import Any

from convention.compare.changements.changements import Sorte
from convention.model.cadre.champs import Partie
from convention.model.mots.communs import Nature, Phase, Section
from convention.reports.contrat import amount, closed_object, words
from convention.reports.decision.contrat import decision_schema

NOM = "sortie-comparaison.schema.json"
_TEXTE = {"type": "string"}
_TEXTE_OU_RIEN = {"type": ["string", "null"]}
_NOMBRE = {"type": "integer", "minimum": 0}


def comparison_schema() -> bytes:
    """Return the JSON Schema (Draft 2020-12) of the output of `comparer`, as written in `schemas/`."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:convention-dsit:schema:sortie-comparaison:2",
        "title": "Sortie de « convention comparer --format json »",
        "description": "Version 2. Montants : euros à deux décimales, en texte.",
        **closed_object(
            {
                "version": {"const": 2},
                "base": {**_TEXTE, "description": "Révision de départ"},
                "proposition": {**_TEXTE, "description": "Révision proposée"},
                "empreinte": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{64}$",
                    "description": "Des phrases, des montants",
                },
                "sceaux_leves": {"type": "array", "items": _lifted(), "description": "Sceaux levés par une décision"},
                "changements": {"type": "array", "items": _change(), "description": "Ce qui change, en phrases"},
                "neutres": {
                    "type": "array",
                    "items": _TEXTE,
                    "description": "Fichiers qui diffèrent et disent la même chose : commentaires, ordre, mise en page",
                },
                "remarques": {
                    "type": "array",
                    "items": _TEXTE,
                    "description": "Ce qui change et n'est pas une donnée : l'outil, le site ; ce qui n'est pas compté",
                },
                "decision": decision_schema(),
                "exercices": {"type": "array", "items": _year(), "description": "Ce que cela coûte, et pourquoi"},
            }
        ),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _lifted() -> dict[str, Any]:
    side = {"type": ["string", "null"], "pattern": amount()["pattern"]}
    seal = {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"}
    return closed_object(
        {
            "fichier": {**_TEXTE, "description": "Fichier scellé"},
            "le": {"type": "string", "format": "date", "description": "Jour de l'acte"},
            "par": {**_TEXTE_OU_RIEN, "description": "Fonction de qui lève le sceau"},
            "motif": _TEXTE_OU_RIEN,
            "decision": _TEXTE_OU_RIEN,
            "remplace": {**seal, "description": "Sha256 de ce qui était scellé"},
            "sha256": {**seal, "description": "Sha256 de ce qui le remplace ; rien quand il est retiré"},
            "adherents": {
                "type": "array",
                "items": closed_object({"adherent": _TEXTE, "avant": side, "apres": side}),
                "description": "Montants scellés de chacun ; rien quand seul son état change",
            },
        }
    )


def _change() -> dict[str, Any]:
    return closed_object(
        {
            "sorte": words(Sorte),
            "genre": {**_TEXTE, "description": "Genre du document"},
            "chemin": {"type": "array", "items": _TEXTE, "description": "Champs et noms qui mènent à la valeur"},
            "partie": words(Partie),
            "phrase": _TEXTE,
            "avant": {**_TEXTE, "description": "Fichier et ligne de départ ; vide pour un ajout"},
            "apres": {**_TEXTE, "description": "Fichier et ligne proposés ; vide pour un retrait"},
        }
    )


def _year() -> dict[str, Any]:
    phase = {"type": ["string", "null"], "enum": [*map(str, Phase), None]}
    return closed_object(
        {
            "exercice": {"type": "integer"},
            "clos": {"type": "boolean"},
            "phase_avant": {**phase, "description": "Absente quand l'exercice est nouveau"},
            "phase_apres": {**phase, "description": "Absente quand l'exercice est retiré"},
            **_amounts(),
            "precedent": _before(),
            "impayes": {
                "type": "array",
                "items": closed_object({"composant": _TEXTE, "nature": words(Nature), "montant": amount()}),
                "description": "Ce que personne ne paierait, et que le départ n'a pas ainsi",
            },
            "adherents": {"type": "array", "items": _adherent(), "description": "Adhérents dont une ligne change"},
            "causes": _causes(),
            "adherents_inchanges": _NOMBRE,
            "total_inchanges": amount(),
            "lignes_identiques": _NOMBRE,
            "autres_phases": {
                "type": "array",
                "items": closed_object(
                    {"phase": words(Phase), "avant": amount(), "apres": amount(), "adherents": _NOMBRE}
                ),
            },
        }
    )


def _adherent() -> dict[str, Any]:
    line = {**_line(), "avant": _side(), "apres": _side(), "ecart": amount()}
    return closed_object({"adherent": _TEXTE, **_amounts(), "lignes": {"type": "array", "items": closed_object(line)}})


def _side(description: str = "") -> dict[str, Any]:
    told = {"description": description} if description else {}
    return {"type": ["string", "null"], "pattern": amount()["pattern"], **told}


def _amounts() -> dict[str, Any]:
    return {
        "avant": _side("Vide quand l'exercice est nouveau"),
        "apres": _side("Vide quand l'exercice est retiré"),
        "ecart": _side("Vide quand l'exercice est nouveau ou retiré"),
    }


def _before() -> dict[str, Any]:
    known = {
        "exercice": {"type": "integer"},
        "phase": words(Phase),
        "total": amount(),
        "adherents": {"type": "object", "additionalProperties": amount()},
    }
    return {
        "oneOf": [closed_object(known), {"type": "null"}],
        "description": "L'exercice d'avant, quand celui-ci est nouveau : ce à quoi le comparer",
    }


def _causes() -> dict[str, Any]:
    lines = {
        "type": "array",
        "items": closed_object({**_line(), **_effects()}),
        "description": "Cause par cause, la somme des lignes est l'effet sur l'adhérent",
    }
    adherent = closed_object({"adherent": _TEXTE, **_effects(), "lignes": lines})
    return {
        **closed_object(
            {"total": closed_object(_effects()), "adherents": {"type": "array", "items": adherent}},
        ),
        "description": "Effets dont la somme est l'écart, pour chaque adhérent et au total",
    }


def _effects() -> dict[str, Any]:
    shared = closed_object({"de_son_fait": amount(), "du_fait_des_autres": amount()})
    return {
        "perimetre": {**shared, "description": "Ce qui existe : adhésions, souscriptions, composants, dépenses"},
        "volume": {**shared, "description": "Ce qui est compté"},
        "prix": {**amount(), "description": "Décision commune"},
        "regles": {**amount(), "description": "Décision commune"},
        "ecart": amount(),
    }


def _line() -> dict[str, Any]:
    return {
        "service": {**_TEXTE, "description": "Code du service ; « hors-service » pour la masse salariale"},
        "composant": {**_TEXTE_OU_RIEN, "description": "Composant, ou dépense pour un coût direct"},
        "nature": words(Nature),
        "section": words(Section),
    }
