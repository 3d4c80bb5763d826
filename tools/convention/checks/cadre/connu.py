"""What was known on a day: the documents without what had not happened yet.

Knows: which fields say a fact (`scalaires.ACCOMPLI`), that a meeting is held on its day. Must not know: which acts
count, the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from convention.checks.cadre.valeurs import fields_of
from convention.model.assemblage import build_depot
from convention.model.cadre.champs import Modele
from convention.model.cadre.formes import Forme, shape_of
from convention.model.documents.gouvernance import Reunion
from convention.model.mots.vie import StatutReunion
from convention.model.valeurs.scalaires import ACCOMPLI

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.model.valeurs.scalaires import Scalaire


def as_of(depot: Depot, au: date | None) -> Depot:
    """Return the documents without what is dated since a day, to read the acts of that day; itself without a day."""
    if au is None:
        return depot
    found = [item._replace(document=_known(item.document, Forme(), au)) for item in depot.fichiers.values()]
    if all(item.document is depot.fichiers[item.path].document for item in found):
        return depot
    kept = (item for item in found if item.document is not None)
    written = depot.sceaux.values(), depot.avenants_consignes.values(), depot.series.values()
    known = build_depot(kept, depot.illisibles, *written)
    return known._replace(scelles=depot.scelles, contenus=depot.contenus, signes=depot.signes)


def is_fact(scalaire: Scalaire) -> bool:
    """Tell whether a type says the day of something that happened."""
    return scalaire is ACCOMPLI


def _known(value: Any, forme: Forme, au: date) -> Any:  # noqa: ANN401 (of any field)
    """Return a value without its later facts, the same one when it has none; None when it cannot be without one."""
    element = forme.element or Forme()
    match value:
        case date() if forme.scalaire is ACCOMPLI and value > au:
            return None
        case Reunion(statut=StatutReunion.TENUE) if value.date > au:
            return None
        case Modele():
            return _model(value, au)
        case tuple():
            items = tuple(after for item in value if (after := _known(item, element, au)) is not None)
            return items if items != value else value
        case Mapping():
            table = {nom: after for nom, item in value.items() if (after := _known(item, element, au)) is not None}
            return MappingProxyType(table) if table != value else value
        case _:
            return value


def _model(model: Modele, au: date) -> Modele | None:
    modele = type(model)
    fields = {champ: getattr(model, champ) for champ in fields_of(modele, is_fact)}
    known = {champ: _known(value, shape_of(modele, champ), au) for champ, value in fields.items()}
    changed = {champ: after for champ, after in known.items() if after is not fields[champ]}
    if any(after is None and modele.model_fields[champ].is_required() for champ, after in changed.items()):
        return None
    return model.model_copy(update=changed) if changed else model
