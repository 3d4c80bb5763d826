"""What the lists of the forms offer, and what each answer designates: adherents, services, components, keys, years.

Knows: the data. Must not know: forms. Every list is in the order of the data; a name that two share takes its code.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convention.forge.formulaires.valeurs import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.model.depot import Depot


def adherents(depot: Depot) -> Mapping[str, str]:
    """Return the id of each adherent by its name."""
    return _by_name((nom, phrase(depot.nom_de(nom))) for nom in depot.dossiers)


def objets(depot: Depot) -> Mapping[str, str]:
    """Return what may be subscribed, by its name: services, sub-services on demand, then components."""
    found: list[tuple[str, str]] = []
    for code, service in depot.services.items():
        found += [(code, f"{code} {phrase(service.libelle)}")] if not service.obligatoire else []
        found += [
            (sous.code, f"{sous.code} {phrase(sous.libelle)}") for sous in service.sous_services if sous.a_la_demande
        ]
    for nom, item in depot.composants.items():
        if item.composant.souscrit:
            found.append((nom, f"{item.service}, {phrase(item.composant.libelle)}"))
    return _by_name(found)


def services(depot: Depot) -> Mapping[str, str]:
    """Return the code of each service, by its name."""
    return _by_name((code, f"{code} {phrase(service.libelle)}") for code, service in depot.services.items())


def composants(depot: Depot) -> Mapping[str, str]:
    """Return the id of each component by its name and by itself, in small letters."""
    return _typed((nom, item.composant.libelle) for nom, item in depot.composants.items())


def exercices(depot: Depot, *, clos: bool) -> tuple[str, ...]:
    """Return the years that are closed, whose quantities are settled, or those that are not."""
    return tuple(str(annee) for annee in sorted(depot.exercices) if depot.est_clos(annee) is clos)


def cles(depot: Depot) -> Mapping[str, str]:
    """Return the name of each key by its label and by itself, in small letters."""
    return _typed((nom, cle.libelle) for nom, cle in depot.cles.items())


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    known = list(pairs)
    counts = Counter(name for _, name in known)
    return {name if counts[name] == 1 else f"{name} ({code})": code for code, name in known}


def _typed(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what each designates, by all that one may type."""
    known = {code: phrase(label) for code, label in pairs}
    return {
        **{name.casefold(): code for name, code in _by_name(known.items()).items()},
        **{code: code for code in known},
    }
