"""Every gesture, by what it is asked: documents and a request give the texts that change.

Knows: which function answers which request. Must not know: the disk, how a request came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from convention.edition.adhesions import adherer
from convention.edition.comptages import quantifier, valider_quantites
from convention.edition.contestations import contester
from convention.edition.demandes import (
    Activer,
    Adherer,
    AjouterService,
    Contester,
    Fixer,
    FixerForfait,
    OuvrirExercice,
    Quantifier,
    Resilier,
    Souscrire,
    ValiderQuantites,
)
from convention.edition.exercices import ouvrir_exercice
from convention.edition.plis import plier
from convention.edition.resiliations import resilier
from convention.edition.services import ajouter_service
from convention.edition.souscriptions import activer, souscrire
from convention.edition.tarifs import fixer, fixer_forfait

if TYPE_CHECKING:
    from convention.edition.etat import Etat, Modification

Demande: TypeAlias = (
    Adherer
    | Souscrire
    | Activer
    | Resilier
    | Quantifier
    | ValiderQuantites
    | Contester
    | Fixer
    | FixerForfait
    | AjouterService
    | OuvrirExercice
)


def appliquer(etat: Etat, demande: Demande) -> tuple[Modification, ...]:
    """Make a gesture; nothing when what it asks is already so. A line that it writes too long is broken.

    Raises:
        RefusError: it makes no sense.
    """
    return tuple(
        item._replace(apres=plier(item.apres, frozenset((item.avant or "").split("\n"))))
        for item in _made(etat, demande)
    )


def _made(etat: Etat, demande: Demande) -> tuple[Modification, ...]:  # noqa: C901, PLR0911 (one case a gesture)
    match demande:
        case Adherer():
            return adherer(etat, demande)
        case Souscrire():
            return souscrire(etat, demande)
        case Activer():
            return activer(etat, demande)
        case Resilier():
            return resilier(etat, demande)
        case Quantifier():
            return quantifier(etat, demande)
        case ValiderQuantites():
            return valider_quantites(etat, demande)
        case Contester():
            return contester(etat, demande)
        case Fixer():
            return fixer(etat, demande)
        case FixerForfait():
            return fixer_forfait(etat, demande)
        case AjouterService():
            return ajouter_service(etat, demande)
        case OuvrirExercice():
            return ouvrir_exercice(etat, demande)
        case _:
            assert_never(demande)
