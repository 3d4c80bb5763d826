"""Which procedure each change needs: the most precise row of `catalogue/procedures.yaml` for its field (art. 12).

Knows: changes, the table of procedures, the fields of models. Must not know: what is acquired, euros, media.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from convention.checks.avenants.etapes import asks_one_alone, signed_by_parties
from convention.checks.gouvernance.procedures import MODELES, SCELLES
from convention.compare.changements.ecrits import CONSIGNE, SERIE
from convention.model.cadre.formes import Forme, shape_of
from convention.model.documents.catalogue import Pole, Poste
from convention.model.documents.composants import ParPhase
from convention.model.ecrits.signatures import SIGNATURE
from convention.model.en_vigueur import price_at
from convention.model.mots.communs import PHASES, Origine

if TYPE_CHECKING:
    from fractions import Fraction

    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot, Reference
    from convention.model.documents.gouvernance import Requise, Visa
    from convention.model.mots.communs import Phase

_ECRITS = {**SCELLES, SIGNATURE: "exercice", CONSIGNE: "avenant", SERIE: "source-releve"}
"""What the tool writes is no YAML document: what it seals is decided as what opens and closes the exercice (art. 8.3),
a kept avenant as what is consigned of it, a series as the way in which it is counted."""


def required(changement: Changement, base: Depot, head: Depot) -> Requise | None:
    """Find the procedure of a change; None when no table says it.

    The table of the base decides, so that nobody changes who decides and profits by it in one go; a kind of documents
    that it does not know yet is looked up in the proposal.
    """
    genre, path = _ECRITS.get(changement.genre, changement.genre), field_path(changement)
    return base.vie.decide(genre, *path) or head.vie.decide(genre, *path)


def needed_by_each(comparaison: Comparaison) -> tuple[Requise | None, ...]:
    """Find the procedure of each change; a line of the staff is decided as their total is, when it changes too."""
    every = comparaison.changements
    found = tuple(required(item, comparaison.base, comparaison.head) for item in every)
    total = next((requise for item, requise in zip(every, found, strict=True) if _is_staff(item, "total_etp")), None)
    return tuple(
        total if total is not None and _is_staff(item, "poles") else requise
        for item, requise in zip(every, found, strict=True)
    )


def _is_staff(changement: Changement, champ: str) -> bool:
    """Tell whether a change moves the staff of annexe 2: its total, or what its groups add up to."""
    staff = changement.champ in {"total_etp", "etp"} or isinstance(changement.apres or changement.avant, (Pole, Poste))
    return staff and changement.chemin[0] == champ


def is_signed(requise: Requise | None, comparaison: Comparaison) -> bool:
    """Tell whether what a change needs is signed by the parties: an avenant decides it (art. 12)."""
    return requise is not None and signed_by_parties(requise.procedure, known_visas(comparaison))


def asks_manager_alone(nom: str, comparaison: Comparaison) -> bool:
    """Tell whether a procedure asks no act of the other parties."""
    known = known_visas(comparaison)
    procedure = comparaison.base.vie.procedures_dites.get(nom) or comparaison.head.vie.procedures_dites[nom]
    return asks_one_alone(procedure, known)


def known_visas(comparaison: Comparaison) -> dict[str, Visa]:
    """Return the visas of both sides; those of the base hold."""
    return {**comparaison.head.vie.visas, **comparaison.base.vie.visas}


def field_path(changement: Changement) -> tuple[str, ...]:
    """Return the fields that lead to a change: the names of objects and the keys of tables are passed over.

    One figure for all phases that gets another in one of them changes in that phase, and in those that take it over.
    What commands write (a seal, a series) has no model, and no field.
    """
    return (*_fields(MODELES.get(changement.genre), changement.chemin), *_first_phase(changement))


def _first_phase(changement: Changement) -> tuple[str, ...]:
    """Return the first phase in which a price is another; none for what is no price by phase."""
    sides = (changement.avant, changement.apres)
    if not all(side is None or isinstance(side, ParPhase) for side in sides):
        return ()
    for phase in PHASES:
        before, after = (_figure(side, phase, changement.source) for side in sides)
        if before != after:
            return (str(phase),)
    return ()


def _figure(price: ParPhase | None, phase: Phase, where: Reference) -> Fraction | None:
    """Return the figure of a phase, as the computation reads it."""
    found = price_at(price, phase, Origine.CONVENTION, where) if price is not None else None
    return found.valeur if found is not None else None


@lru_cache(maxsize=10_000)  # a pure function, asked for each of the changes of a file
def _fields(modele: type[Modele] | None, chemin: tuple[str, ...]) -> tuple[str, ...]:
    here, found = Forme(modele=modele), []
    for part in chemin:
        if here.modele is None:  # The name of an item, or a key: it stands between a field and what the field holds.
            here = here.element or Forme()
        elif part in here.modele.model_fields:
            here = shape_of(here.modele, part)
            found.append(part)
        else:  # The value of a worked example.
            break
    return tuple(found)
