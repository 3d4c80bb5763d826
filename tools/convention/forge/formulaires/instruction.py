"""What a form would write: the files that change and what that changes, or why nothing can be.

Knows: loading, gestures, checks. Must not know: the forge, how it is told. No figure is made from data that is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Diagnostic, Severity, by_cause, has_errors, sort_diagnostics
from convention.base.french import FINE, minuscule
from convention.checks.registry import run
from convention.edition.etat import state_of
from convention.edition.gestes import appliquer
from convention.edition.refus import RefusError
from convention.forge.commentaire.texte import cause_line
from convention.forge.formulaires.corps import CorpsError, read_body
from convention.forge.formulaires.definitions import formulaires
from convention.forge.formulaires.demandes import demande_of
from convention.loading.loader import load
from convention.loading.superposition import Superposition
from convention.reports.rendus.escape import markdown

if TYPE_CHECKING:
    from datetime import date

    from convention.edition.etat import Modification
    from convention.loading.loader import Cache, Chargement
    from convention.loading.source import Source
    from convention.model.depot import Depot

DEJA_FAUSSES = "les données du dépôt ont déjà des erreurs : elles sont à corriger d'abord"


class Effet(NamedTuple):
    """What a form would write."""

    objet: str
    """« Fontazur, demander, commencer ou arrêter un service »."""
    adherent: str
    """Who asks."""
    avant: Depot
    apres: Depot
    modifications: tuple[Modification, ...]
    """None when the files say it already."""
    avertissements: tuple[str, ...]
    """Those that it brings, in Markdown."""


class Refus(NamedTuple):
    """Why nothing can be written: Markdown sentences, one a problem."""

    problemes: tuple[str, ...]


def instruire(source: Source, corps: str, au: date) -> Effet | Refus:
    """Read a form, make its gesture on the data, and check the result as it reads on a day."""
    cache: Cache = {}
    before = load(source, cache)
    if has_errors(_diagnose(before, au)):
        return Refus((DEJA_FAUSSES,))
    try:
        reponses = read_body(corps, formulaires(before.depot))
        demande = demande_of(before.depot, reponses)
        modifications = appliquer(state_of(before), demande)
    except CorpsError as error:
        return Refus(tuple(_clean(item) for item in error.problemes))
    except RefusError as error:
        return Refus((_clean(f"{error.message}{FINE}; {error.conseil}"), *map(_clean, error.choix)))
    after = load(Superposition(source, {item.path: item.apres for item in modifications}), cache)
    found = _diagnose(after, au)
    if has_errors(found):
        errors = [item for item in found if item.severity is Severity.ERREUR]
        return Refus(tuple(map(cause_line, by_cause(errors))))
    known = {item.identite for item in _diagnose(before, au)}
    new = tuple(map(cause_line, by_cause([item for item in found if item.identite not in known])))
    objet = f"{reponses.get('adherent')}, {minuscule(reponses.formulaire.nom)}"
    return Effet(objet, demande.adherent, before.depot, after.depot, modifications, new)


def _diagnose(chargement: Chargement, au: date) -> tuple[Diagnostic, ...]:
    return sort_diagnostics((*chargement.diagnostics, *run(chargement.depot, au)))


def _clean(text: str) -> str:
    return markdown(text, comment=True)
