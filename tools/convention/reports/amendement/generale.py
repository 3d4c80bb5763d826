"""The sentence of any field, when no family has a better one: where it stands, what it was, what it becomes.

Knows: fields, values and names. Must not know: what a field means for the convention (`prix`, `tarifs`…).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, enumere
from convention.compare.changements import Sorte
from convention.model.catalogue import Convention
from convention.model.champs import Modele
from convention.model.formes import Forme, sort_of
from convention.model.grilles import Bareme, Tranche
from convention.model.tarifs import Exemple, Parametre, ParPhase
from convention.reports.amendement.champs import field_label, is_excluded_end
from convention.reports.amendement.contenu import content
from convention.reports.amendement.noms import NOMINATIONS, agreed, label, object_name, with_article
from convention.reports.amendement.prix_nommes import in_euros, named_price
from convention.reports.amendement.textes import words_replaced
from convention.reports.amendement.valeurs import Lecteur, is_text, quoted, said

if TYPE_CHECKING:
    from convention.reports.amendement.trajet import Cas, Pas

_ANNUELS = {
    "besoins": "besoins",
    "depenses": "dépenses directes",
    "titres": "pièces émises en",
    "quantites": "quantités",
}
"""Kinds of an adherent's documents that have a year: the sentence says which."""


def general(cas: Cas) -> str:
    """Say a change of any field, of any item."""
    value, last = cas.valeur, cas.pas[-1]
    where = _way(cas, cas.pas[:-1])
    if isinstance(value, Modele) and not isinstance(value, ParPhase):
        return _join(where, _object(cas, last, value))
    if last.modele is not None:
        return _join(where, _field(cas, last))
    return _join(where, f"{_entry(cas, last)}{INSECABLE}: {_moves(cas, last)}")


def way(cas: Cas) -> str:
    """Say where a change stands, its last step left out."""
    return ", ".join(_way(cas, cas.pas[:-1]))


def _join(where: list[str], text: str) -> str:
    return ", ".join([*where, text])


def _way(cas: Cas, steps: tuple[Pas, ...]) -> list[str]:
    """Name what is met on the way: objects, groups of fields, entries of tables; never the lists that hold them."""
    steps = tuple(step for step in steps if (step.modele, step.nom) not in _DITS)
    words = [f"{_ANNUELS[cas.changement.genre]} {cas.annee}"] if cas.changement.genre in _ANNUELS else []
    for step in steps:
        value = step.valeur
        if step.modele is None:
            words.append(_entry(cas, step))
        elif isinstance(value, Modele) or (isinstance(value, Mapping) and not _holds_objects(step.forme)):
            words.append(field_label(step.modele, step.nom))
    return words if cas.changement.genre not in _SANS_OBJET else words[1:]


_DITS = frozenset({(Convention, "poste_de_travail")})
"""Groups of fields that the subject names already."""
_SANS_OBJET = frozenset({"couts-de-possession", "composants"})
"""Kinds whose subject names the first object already."""


def _holds_objects(forme: Forme) -> bool:
    element = forme.element
    return element is not None and (element.modele in NOMINATIONS or element.cle is not None)


def _entry(cas: Cas, step: Pas) -> str:
    """Name an item: an object by its own name, an entry of a table by its key."""
    if isinstance(step.connu, Modele) and type(step.connu) in NOMINATIONS:
        return object_name(step.connu, step.nom, cas.depot)
    sorte = sort_of(step.cle.scalaire)
    if sorte is not None:
        return label(cas.depot, sorte, step.nom)
    if step.nom in cas.depot.cles:
        return cas.depot.cles[step.nom].libelle
    if step.nom.isdigit():
        return step.nom
    return said(step.cle, step.nom, Lecteur(cas.depot)) if "-" in step.nom else named_price(step.nom).nu


def _object(cas: Cas, last: Pas, value: Modele) -> str:
    """Say that an object comes or goes, with its whole content; a value that a model holds has the field's name."""
    done = "ajouté" if cas.changement.sorte is Sorte.AJOUT else "supprimé"
    if last.modele is None and type(value) in NOMINATIONS:
        named = with_article(value, last.nom, cas.depot)
        inside = content(value, cas.depot, _unit(cas), named)
        told = f"{INSECABLE}: {inside}" if inside else ""
        return f"{named} est {agreed(value, done)}{told}"
    inside = content(value, cas.depot, _unit(cas))
    told = f" ({inside})" if inside else ""
    return f"{field_label(last.modele, last.nom)}{INSECABLE}: {_MENTION[done]}{told}"


_MENTION = {"ajouté": "mention ajoutée", "supprimé": "mention supprimée"}


def _field(cas: Cas, last: Pas) -> str:
    """Say that a field changes."""
    name = field_label(last.modele, last.nom)
    if last.modele is not None and issubclass(last.modele, Exemple) and last.nom not in last.modele.model_fields:
        name = cas.depot.cles[last.nom].libelle if last.nom in cas.depot.cles else named_price(last.nom).nu
        return f"{name}{INSECABLE}: {_example_moves(cas, last)}"
    if is_excluded_end(last.modele, last.nom):
        name = f"{name} (dernier jour)"
    return f"{name}{INSECABLE}: {_moves(cas, last)}"


def _moves(cas: Cas, last: Pas) -> str:
    """Say what a value was and becomes."""
    before, after = cas.changement.avant, cas.changement.apres
    if isinstance(before, tuple) or isinstance(after, tuple):
        return _list_moves(cas, last, _items(before), _items(after))
    if isinstance(before, str) and isinstance(after, str) and is_text(last.forme) and last.nom != "unite":
        return words_replaced(before, after, "du texte")
    reader = _reader(cas, last)
    if before is None:
        return f"{quoted(last.forme, after, reader)} est ajouté"
    if after is None:
        return f"{quoted(last.forme, before, reader)} est supprimé"
    old = quoted(last.forme, before, reader._replace(depot=cas.base))
    return f"{old} est remplacé par {quoted(last.forme, after, reader)}"


def _example_moves(cas: Cas, last: Pas) -> str:
    """Say a value of a worked example: an amount when the variable is one."""
    unit = "€" if in_euros(last.nom) and last.nom not in cas.depot.cles else ""
    old, new = (
        quoted(Forme(), item, Lecteur(cas.depot, unite=unit)) for item in (cas.changement.avant, cas.changement.apres)
    )
    if cas.changement.sorte is Sorte.MODIFICATION:
        return f"{old} est remplacé par {new}"
    return f"{new} est ajouté" if cas.changement.sorte is Sorte.AJOUT else f"{old} est supprimé"


def _list_moves(cas: Cas, last: Pas, before: tuple[object, ...], after: tuple[object, ...]) -> str:
    reader = _reader(cas, last)
    element = last.forme.element or Forme()
    come = [quoted(element, item, reader) for item in after if item not in before]
    gone = [quoted(element, item, reader._replace(depot=cas.base)) for item in before if item not in after]
    told = [f"{enumere(come)} {_agree(come, 'est ajouté', 'sont ajoutés')}"] if come else []
    told += [f"{enumere(gone)} {_agree(gone, 'est supprimé', 'sont supprimés')}"] if gone else []
    return f"{INSECABLE}; ".join(told) or "le nombre de fois où chaque mention figure change"


def _agree(items: list[str], one: str, several: str) -> str:
    return one if len(items) == 1 else several


def _items(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _reader(cas: Cas, last: Pas) -> Lecteur:
    champ = last.nom if last.modele is not None else _field_above(cas)
    return Lecteur(cas.depot, champ, _unit(cas), is_excluded_end(last.modele, last.nom))


def _field_above(cas: Cas) -> str:
    return next((step.nom for step in reversed(cas.pas) if step.modele is not None), "")


def _unit(cas: Cas) -> str:
    """Return the unit that goes with the numbers: that of the grid, or of the constant."""
    path = cas.reference.path if cas.reference is not None else ""
    fichier = cas.depot.fichiers.get(path)
    document = fichier.document if fichier is not None else None
    if isinstance(document, Bareme):
        last = cas.pas[-1] if cas.pas else None
        inside = last is None or (last.modele, last.nom) == (Tranche, "valeur") or isinstance(cas.valeur, Modele)
        return document.unite if inside else ""
    constante = cas.objet(Parametre)
    return constante.unite if isinstance(constante, Parametre) else ""
