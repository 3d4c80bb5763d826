"""Sentences about amounts: the forfait (annexe 3), the amounts of components (annexe 4), the prices of expenses.

Knows: who has which price, year after year, on both sides. Must not know: what it costs to whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE, cite, ecart, enumere, euros, jour, pourcentage
from convention.compare.changements.changements import Sorte
from convention.model.adherents import Depense
from convention.model.formes import Forme
from convention.model.tarifs import Composant, ParPhase, ValeurForfait
from convention.reports.amendement.generale import way
from convention.reports.amendement.prix_nommes import Nomme, named_price
from convention.reports.amendement.valeurs import Lecteur, quoted
from convention.reports.mots import PHASES

if TYPE_CHECKING:
    from datetime import date

    from convention.model.depot import Depot
    from convention.reports.amendement.trajet import Cas

_PAR_POSTE = "par poste de travail et par an"


class _Prix(NamedTuple):
    """A price that moves: its name with its unit, its verb, its year, and the phase when it is of one only."""

    nomme: Nomme
    nom: str
    variable: str
    annee: int
    phase: str


def forfait(cas: Cas) -> str | None:
    """Say the amount of annexe 3: « le montant « 710,60 € » par poste… est remplacé par « 718,40 € » »."""
    value = cas.valeur
    if not isinstance(value, ValeurForfait):
        return None
    when = f"à compter du {jour(value.date)}"
    if cas.changement.sorte is Sorte.RETRAIT:
        return f"le montant {cite(euros(value.montant))} {_PAR_POSTE}, {when}, est supprimé"
    before = _forfait_before(cas.base, value.date)
    if before is None:
        return f"le montant est fixé à {cite(euros(value.montant))} {_PAR_POSTE} {when}"
    return f"{_forfait_moves(before, value.montant)} {when} {_gap(before, value.montant)}"


def forfait_amended(cas: Cas) -> str | None:
    """Say that the amount of a date is corrected."""
    before, after = cas.changement.avant, cas.changement.apres
    value = cas.objet(ValeurForfait)
    if not isinstance(before, int) or not isinstance(after, int) or not isinstance(value, ValeurForfait):
        return None
    return f"{_forfait_moves(before, after)} à compter du {jour(value.date)} {_gap(before, after)}"


def component_price(cas: Cas) -> str | None:
    """Say an amount of a component: « la maintenance annuelle passe de « 4 800,00 € » à « 5 400,00 € » »."""
    rest = cas.changement.chemin[cas.changement.chemin.index("montants") + 1 :]
    before, after = cas.changement.avant, cas.changement.apres
    if len(rest) > 1:
        return _moves(cas, _named(cas, rest), before, after)
    old, new = (item if isinstance(item, Mapping) else {} for item in (before, after))
    told = [_moves(cas, _named(cas, (*rest, nom)), old.get(nom), new.get(nom)) for nom in dict.fromkeys((*old, *new))]
    return f"{INSECABLE}; ".join(told) or None


def first_of_run(cas: Cas) -> tuple[str, ...]:
    """Return the names that lead to the first of the years in which a price moves alike: its sentence says them all."""
    chemin = cas.changement.chemin
    start = chemin.index("montants") + 1
    rest = chemin[start:]
    if len(rest) != 2 or not rest[0].isdigit():  # noqa: PLR2004 (a year, a variable)
        return chemin
    year, variable = int(rest[0]), rest[1]
    while _pair(cas, year - 1, variable) == (cas.changement.avant, cas.changement.apres):
        year -= 1
    return (*chemin[:start], str(year), variable)


def expense_price(cas: Cas) -> str | None:
    """Say a price of an expense, with the unit of its row."""
    depense, nom = cas.objet(Depense), cas.pas[-1].nom
    if not isinstance(depense, Depense) or nom == "montants":
        return None
    ligne = cas.depot.lignes.get(depense.ligne)
    nomme = named_price(nom)
    named = nomme.avec(ligne.variables.get(nom, "") if ligne is not None else "")
    return f"{way(cas).removesuffix(', prix')}, {_verb(cas, nomme, named)}"


def _verb(cas: Cas, nomme: Nomme, named: str) -> str:
    reader = Lecteur(cas.depot)
    old, new = (quoted(Forme(), _priced(item), reader) for item in (cas.changement.avant, cas.changement.apres))
    if cas.changement.sorte is Sorte.AJOUT:
        return f"{named} est {nomme.accord('fixé')} à {new}"
    if cas.changement.sorte is Sorte.RETRAIT:
        return f"{named}, {old}, est {nomme.accord('supprimé')}"
    return f"{named} {nomme.passe} de {old} à {new}"


def _priced(value: object) -> object:
    """Make one figure the price of every phase: it is then written as an amount."""
    return value if value is None else ParPhase.model_construct(previsionnel=value, revise=value, realise=value)


def _named(cas: Cas, rest: tuple[str, ...]) -> _Prix:
    composant, variable = cas.objet(Composant), rest[1]
    ligne = cas.depot.lignes.get(composant.ligne) if isinstance(composant, Composant) else None
    nomme = named_price(variable)
    phase = _PHASES.get(rest[2], "") if len(rest) > 2 else ""  # noqa: PLR2004 (a year, a variable, a phase)
    unit = ligne.variables.get(variable, "") if ligne is not None else ""
    return _Prix(nomme, nomme.avec(unit), variable, int(rest[0]), phase)


def _moves(cas: Cas, price: _Prix, before: object, after: object) -> str:
    reader = Lecteur(cas.depot)
    old, new = (
        quoted(Forme(), item if isinstance(item, ParPhase) else _priced(item), reader) for item in (before, after)
    )
    name = f"{price.nom} ({price.phase})" if price.phase else price.nom
    when = f"pour l'exercice {price.annee}" if price.phase else _when(cas, price, before, after)
    be = "sont" if price.nomme.genre == "mp" else "est"
    if before is None:
        return f"{name} {be} {price.nomme.accord('fixé')} à {new} {when}"
    if after is None:
        return f"{name}, {old}, {be} {price.nomme.accord('supprimé')} {when}"
    return f"{name} {price.nomme.passe} de {old} à {new} {when}"


def _when(cas: Cas, price: _Prix, before: object, after: object) -> str:
    """Say from when the price holds: to the last year known, or for the years that move alike."""
    years = [price.annee]
    while _pair(cas, years[-1] + 1, price.variable) == (before, after):
        years.append(years[-1] + 1)
    known = {*_years(cas.base, cas), *_years(cas.head, cas)}
    if years[-1] >= max(known, default=price.annee):
        return f"à compter du 1er{INSECABLE}janvier {price.annee}"
    noun = "l'exercice" if len(years) == 1 else "les exercices"
    return f"pour {noun} {enumere(list(map(str, years)))}"


def _pair(cas: Cas, year: int, variable: str) -> tuple[object, object] | None:
    """Return the price of a year on both sides; None when nothing moves."""
    nom = cas.changement.chemin[1] if len(cas.changement.chemin) > 1 else ""
    old, new = (_amount(depot, nom, year, variable) for depot in (cas.base, cas.head))
    return None if old == new else (old, new)


def _amount(depot: Depot, composant: str, year: int, variable: str) -> object:
    found = depot.composants.get(composant)
    return found.composant.montants.get(year, {}).get(variable) if found is not None else None


def _years(depot: Depot, cas: Cas) -> tuple[int, ...]:
    found = depot.composants.get(cas.changement.chemin[1])
    return tuple(found.composant.montants) if found is not None else ()


def _forfait_before(base: Depot, day: date) -> int | None:
    before = [item for item in base.forfait.valeurs if item.date < day]
    return max(before, key=lambda item: item.date).montant if before else None


def _forfait_moves(before: int, after: int) -> str:
    return f"le montant {cite(euros(before))} {_PAR_POSTE} est remplacé par {cite(euros(after))}"


def _gap(before: int, after: int) -> str:
    if before == after:
        return "(sans changement)"
    return f"({ecart(after - before)}{INSECABLE}€, {pourcentage(after - before, before)})"


_PHASES: Mapping[str, str] = {str(phase): name for phase, name in PHASES.items()}
