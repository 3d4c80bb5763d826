"""Sentences about amounts: the forfait (annexe 3), the amounts of components (annexe 4), the prices of expenses.

Knows: who has which price, year after year, on both sides. Must not know: what it costs to whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import MOINS, cite, enumere, euros, jour, pourcentage
from convention.compare.changements.changements import Sorte
from convention.model.cadre.formes import Forme
from convention.model.documents.adherents import Depense
from convention.model.documents.tarifs import Composant, ParPhase, ValeurForfait, phase_prices
from convention.model.forfaits import fee_unit
from convention.model.mots.communs import PHASES, Phase
from convention.reports.amendement.mots.prix_nommes import Nomme, named_price
from convention.reports.amendement.mots.valeurs import Lecteur, amount, said
from convention.reports.amendement.objets.famille import dit_champ, dit_objet, en_bref
from convention.reports.amendement.objets.generale import way
from convention.reports.valeurs import moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.model.depot import Depot
    from convention.reports.amendement.trajet import Cas


class _Prix(NamedTuple):
    """A price that moves: its name with its unit, its verb, its year, and the phase when it is of one only."""

    nomme: Nomme
    nom: str
    variable: str
    annee: int
    phase: str


class _Marche(NamedTuple):
    """One figure of a price that moves: its year, its phase when it has several, what it was and becomes."""

    annee: int
    variable: str
    phase: str
    avant: object
    apres: object

    @property
    def noms(self) -> tuple[str, ...]:
        """The names that lead to it, from the amounts of its component."""
        return (str(self.annee), self.variable, *([self.phase] if self.phase else []))


@dit_objet(ValeurForfait, dits=("date", "montant", "origine", "verifie_le"))
def forfait(cas: Cas, value: ValeurForfait) -> str:
    """Say the amount of annexe 3: « le montant « 710,60 € » par poste… est remplacé par « 718,40 € » »."""
    when = f"à compter du {jour(value.date)}"
    if cas.changement.sorte is Sorte.RETRAIT:
        return f"le montant {cite(euros(value.montant))} {_due(cas)}, {when}, est supprimé"
    before = _forfait_before(cas, value.date)
    if before is None:
        return f"le montant est fixé à {cite(euros(value.montant))} {_due(cas)} {when}"
    return f"{_forfait_moves(cas, before, value.montant)} {when} {_gap(before, value.montant)}"


@en_bref(ValeurForfait)
def forfait_brief(cas: Cas) -> str | None:
    """Say the amount that comes: « 718,40 € par poste de travail au lieu de 710,60 €, au 1er janvier 2027 »."""
    value = cas.changement.apres
    before = _forfait_before(cas, value.date) if isinstance(value, ValeurForfait) else None
    if not isinstance(value, ValeurForfait) or before is None:
        return None
    unit = fee_unit(cas.depot, cas.id, "poste de travail")
    share = f" ({pourcentage(value.montant - before, before)})" if before else ""
    return f"{euros(value.montant)} par {unit} au lieu de {euros(before)}{share}, au {jour(value.date)}"


def first_forfait(cas: Cas) -> tuple[str, ...]:
    """Return the names that lead to the first of the years in which one act sets the same forfait."""
    chemin, value = cas.changement.chemin, cas.changement.apres
    if not isinstance(value, ValeurForfait) or cas.changement.sorte is not Sorte.AJOUT:
        return chemin
    act, known = (value.montant, value.reference), {item.date for item in _fee_values(cas.base, cas)}
    alike = [
        item.date
        for item in _fee_values(cas.head, cas)
        if item.date not in known
        and (item.montant, item.reference) == act
        and _forfait_before(cas, item.date) == _forfait_before(cas, value.date)
    ]
    return (*chemin[:-1], str(min(alike)))


@dit_champ(ValeurForfait, "montant")
def forfait_amended(cas: Cas) -> str:
    """Say that the amount of a date is corrected."""
    before, after = cas.changement.avant, cas.changement.apres
    day = jour(cas.own(ValeurForfait).date)
    return f"{_forfait_moves(cas, before, after)} à compter du {day} {_gap(before, after)}"


@dit_champ(Composant, "montants")
def component_price(cas: Cas) -> str | None:
    """Say an amount of a component: « la maintenance annuelle passe de « 4 800,00 € » à « 5 400,00 € » »."""
    rest = cas.changement.chemin[cas.changement.chemin.index("montants") + 1 :]
    before, after = cas.changement.avant, cas.changement.apres
    if len(rest) > 1:
        return _moves(cas, _named(cas, rest), before, after)
    old, new = (item if isinstance(item, Mapping) else {} for item in (before, after))
    told = [_moves(cas, _named(cas, (*rest, nom)), old.get(nom), new.get(nom)) for nom in dict.fromkeys((*old, *new))]
    return " ; ".join(told) or None


@en_bref(Composant, "montants")
def price_brief(cas: Cas) -> str | None:
    """Say a price that moves: « la maintenance annuelle, 5 400,00 € au lieu de 4 800,00 €, en 2027 »."""
    rest = cas.changement.chemin[cas.changement.chemin.index("montants") + 1 :]
    before, after = cas.changement.avant, cas.changement.apres
    if len(rest) < 2 or before is None or after is None or moves_alike(cas) is not None:  # noqa: PLR2004 (a year, a price)
        return None
    price = _named(cas, rest)
    old, new = (said(Forme(), item, Lecteur(cas.depot, unite="€")) for item in (before, after))
    phase = f" ({price.phase})" if price.phase else ""
    was, comes = (item.unique if isinstance(item, ParPhase) else item for item in (before, after))
    share = ""
    if isinstance(was, Fraction) and isinstance(comes, Fraction) and was:
        share = f" ({pourcentage(comes - was, was)})"
    return f"{price.nom}, {new} au lieu de {old}{share}, en {price.annee}{phase}"


def first_of_run(cas: Cas) -> tuple[str, ...]:
    """Return the names that lead to the first of the figures of a price that move alike: its sentence says them all."""
    alike = _alike(cas)
    start = cas.changement.chemin.index("montants") + 1
    return (*cas.changement.chemin[:start], *alike[0].noms) if alike else cas.changement.chemin


def moves_alike(cas: Cas) -> str | None:
    """Say at once the figures of a price that move by the same rate, year by year or phase by phase.

    « la maintenance annuelle augmente de 4,0 % : de « 4 800,00 € » à « 4 992,00 € » pour l'exercice 2027, de … ». None
    when one pair of figures tells them all, which is a price that passes from one to the other.
    """
    runs = _runs(_alike(cas))
    if len(runs) <= 1:
        return None
    first, rate = runs[0], _rate(runs[0])
    price = _named(cas, first.noms)
    verb = {"+": "augmente", MOINS: "baisse"}[rate[0]] + ("nt" if price.nomme.genre == "mp" else "")
    told = []
    for item in runs:
        old, new = (amount(value, cas.depot) for value in (item.avant, item.apres))
        when = _when(cas, price._replace(annee=item.annee), item.avant, item.apres)
        when = f"pour l'exercice {item.annee} ({Phase(item.phase).libelle})" if item.phase else when
        told.append(f"de {old} à {new} {when}")
    return f"{price.nom} {verb} de {rate[1:]} : {', '.join(told)}"


def _alike(cas: Cas) -> list[_Marche]:
    """Return the figures of the same price that move as this one, in order; none when it is no move of a figure."""
    chemin = cas.changement.chemin
    noms = chemin[chemin.index("montants") + 1 :]
    every = _marches(cas, noms[1]) if len(noms) > 1 else []
    own = next((item for item in every if item.noms == noms), None)
    if own is None:
        return []
    rate = _rate(own)
    if rate[:1] in ("+", MOINS):
        return [item for item in every if _rate(item) == rate]
    same = [item for item in every if (item.phase, item.avant, item.apres) == ("", own.avant, own.apres)]
    return next(([*run] for run in _contiguous(same) if own in run), [own])


def _marches(cas: Cas, variable: str) -> list[_Marche]:
    """List the figures of a price that move, year by year, phase by phase where both sides have their phases."""
    found = []
    for year in sorted({*_years(cas.base, cas), *_years(cas.head, cas)}):
        pair = _pair(cas, year, variable)
        if pair is None:
            continue
        old, new = pair
        if isinstance(old, ParPhase) and isinstance(new, ParPhase) and old.unique is new.unique is None:
            before, after = phase_prices(old), phase_prices(new)
            found += [
                _Marche(year, variable, str(phase), before.get(phase), after.get(phase))
                for phase in PHASES
                if before.get(phase) != after.get(phase)
            ]
        else:
            found.append(_Marche(year, variable, "", old, new))
    return found


def _runs(marches: Sequence[_Marche]) -> list[_Marche]:
    """Keep the first of each run of years in which a price passes from one figure to another."""
    return [run[0] for run in _contiguous(marches)]


def _contiguous(marches: Sequence[_Marche]) -> list[list[_Marche]]:
    found: list[list[_Marche]] = []
    for item in marches:
        last = found[-1][-1] if found else None
        if (
            last is not None
            and not item.phase
            and item == last._replace(annee=item.annee)
            and item.annee == last.annee + 1
        ):
            found[-1].append(item)
        else:
            found.append([item])
    return found


def _rate(marche: _Marche) -> str:
    """Write by how much a figure moves, with its sign; no sign when it does not show, nothing when it is no figure."""
    before, after = (item.unique if isinstance(item, ParPhase) else item for item in (marche.avant, marche.apres))
    if not isinstance(before, Fraction) or not isinstance(after, Fraction):
        return ""
    return pourcentage(after - before, before)


@dit_champ(Depense, "montants")
def expense_price(cas: Cas) -> str | None:
    """Say a price of an expense, with the unit of its row."""
    nom = cas.pas[-1].nom
    if nom == "montants":
        return None
    ligne = cas.depot.lignes.get(cas.own(Depense).ligne)
    nomme = named_price(nom)
    named = nomme.avec(ligne.variables.get(nom, "") if ligne is not None else "")
    return f"{way(cas)}, {_changed(cas, nomme, named, cas.changement.avant, cas.changement.apres)}"


def _changed(cas: Cas, nomme: Nomme, name: str, before: object, after: object) -> str:
    """Say that a price is set, moves or goes."""
    old, new = (amount(item, cas.depot) for item in (before, after))
    if before is None:
        return f"{name} {nomme.est} {nomme.accord('fixé')} à {new}"
    if after is None:
        return f"{name}, {old}, {nomme.est} {nomme.accord('supprimé')}"
    return f"{name} {nomme.passe} de {old} à {new}"


def _named(cas: Cas, rest: tuple[str, ...]) -> _Prix:
    variable, ligne = rest[1], cas.depot.lignes.get(cas.own(Composant).ligne)
    nomme = named_price(variable)
    phase = next((item.libelle for item in Phase if item in rest[2:3]), "")
    unit = ligne.variables.get(variable, "") if ligne is not None else ""
    return _Prix(nomme, nomme.avec(unit), variable, int(rest[0]), phase)


def _moves(cas: Cas, price: _Prix, before: object, after: object) -> str:
    name = f"{price.nom} ({price.phase})" if price.phase else price.nom
    when = f"pour l'exercice {price.annee}" if price.phase else _when(cas, price, before, after)
    return f"{_changed(cas, price.nomme, name, before, after)} {when}"


def _when(cas: Cas, price: _Prix, before: object, after: object) -> str:
    """Say from when the price holds: to the last year known, or for the years that move alike."""
    years = [price.annee]
    while _pair(cas, years[-1] + 1, price.variable) == (before, after):
        years.append(years[-1] + 1)
    known = {*_years(cas.base, cas), *_years(cas.head, cas)}
    if years[-1] >= max(known, default=price.annee):
        return f"à compter du {jour(date(price.annee, 1, 1))}"
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


def _fee_values(depot: Depot, cas: Cas) -> tuple[ValeurForfait, ...]:
    """Return the values of the flat fee of a change, on one side."""
    return depot.forfaits[cas.id].valeurs if cas.id in depot.forfaits else ()


def _forfait_before(cas: Cas, day: date) -> int | None:
    before = [item for item in _fee_values(cas.base, cas) if item.date < day]
    return max(before, key=lambda item: item.date).montant if before else None


def _forfait_moves(cas: Cas, before: int, after: int) -> str:
    return f"le montant {cite(euros(before))} {_due(cas)} est remplacé par {cite(euros(after))}"


def _due(cas: Cas) -> str:
    return f"par {fee_unit(cas.depot, cas.id, 'poste de travail')} et par an"


def _gap(before: int, after: int) -> str:
    if before == after:
        return "(sans changement)"
    return f"({moved(before, after)})"
