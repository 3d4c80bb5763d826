"""Sentences about amounts: the forfait (annexe 3), the amounts of components (annexe 4), the prices of expenses.

Knows: who has which price, year after year, on both sides. Must not know: what it costs to whom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import MOINS, cite, enumere, euros, jour, pourcentage
from convention.compare.changements.changements import Sorte
from convention.model.cadre.formes import Forme
from convention.model.documents.adherents import Depense
from convention.model.documents.composants import Composant, ParPhase, phase_prices
from convention.model.documents.tarifs import ValeurForfait
from convention.model.forfaits import fee_unit
from convention.model.mots.communs import PHASES, Phase
from convention.reports.amendement.mots.noms import object_name, price_unit
from convention.reports.amendement.mots.valeurs import Lecteur, amount, said
from convention.reports.amendement.objets.famille import dit_champ, dit_objet, en_bref
from convention.reports.amendement.objets.generale import way
from convention.reports.prix_nommes import Nomme, named_price
from convention.reports.valeurs import exercices, last_day, moved

if TYPE_CHECKING:
    from datetime import date

    from convention.model.depot import Depot
    from convention.reports.amendement.trajet import Cas


class _Marche(NamedTuple):
    """A price that moves: its variable, its year, its phase when it is of one only, what it was and becomes."""

    annee: int
    variable: str
    phase: str
    avant: object
    apres: object

    @property
    def noms(self) -> tuple[str, ...]:
        """The names that lead to it, from the amounts of its component."""
        return (str(self.annee), self.variable, *([self.phase] if self.phase else []))

    @property
    def dite(self) -> str:
        """Its phase, after what has one."""
        return f" ({Phase(self.phase).libelle})" if self.phase else ""


@dit_objet(ValeurForfait, dits=("date", "montant", "origine", "verifie_le"))
def forfait(cas: Cas, value: ValeurForfait) -> str:
    """Say the amount of annexe 3: « le montant « 710,60 € » par poste… est remplacé par « 718,40 € » »."""
    when = _held(cas, value)
    if cas.changement.sorte is Sorte.RETRAIT:
        after = _forfait_before(cas.head, cas, value.date)
        if after is None:
            return f"le montant {cite(euros(value.montant))} {_due(cas)}, {when}, est supprimé"
        if after == value.montant:
            return (
                f"{when}, le montant {_due(cas)} reste {cite(euros(after))} : ce qui le fixait de nouveau est supprimé"
            )
        gap, gone = _gap(value.montant, after), cite(euros(value.montant))
        return f"{when}, le montant {_due(cas)} est à nouveau {cite(euros(after))} {gap} : celui de {gone} est supprimé"
    before = _forfait_before(cas.base, cas, value.date)
    if before is None:
        return f"le montant est fixé à {cite(euros(value.montant))} {_due(cas)} {when}"
    if before == value.montant:
        return f"le montant reste fixé à {cite(euros(before))} {_due(cas)} {when}"
    return f"{_forfait_moves(cas, before, value.montant)} {when} {_gap(before, value.montant)}"


@en_bref(ValeurForfait)
def forfait_brief(cas: Cas) -> str | None:
    """Say the amount that comes: « 718,40 € par poste de travail au lieu de 710,60 €, au 1er janvier 2027 »."""
    value = cas.changement.apres
    before = _forfait_before(cas.base, cas, value.date) if isinstance(value, ValeurForfait) else None
    if not isinstance(value, ValeurForfait) or before is None:
        return None
    unit = fee_unit(cas.depot, cas.id, "poste de travail")
    share = f" ({pourcentage(value.montant - before, before)})" if before else ""
    was = f" au lieu de {euros(before)}{share}" if value.montant != before else ", comme avant"
    return f"{euros(value.montant)} par {unit}{was}, {_held(cas, value, 'au')}"


def first_forfait(cas: Cas) -> tuple[str, ...]:
    """Return the names that lead to the first of the years in which one act sets the same forfait."""
    chemin, value = cas.changement.chemin, cas.changement.apres
    if not isinstance(value, ValeurForfait) or cas.changement.sorte is not Sorte.AJOUT:
        return chemin
    # Two amounts of one date, which are refused, are of no act.
    return (*chemin[:-1], str(min((item.date for item in _of_one_act(cas, value)), default=value.date)))


def _of_one_act(cas: Cas, value: ValeurForfait) -> list[ValeurForfait]:
    """Return the amounts that one act sets alike, in place of the same one."""
    act, known = (value.montant, value.reference), {item.date for item in _fee_values(cas.base, cas)}
    return [
        item
        for item in _fee_values(cas.head, cas)
        if item.date not in known
        and (item.montant, item.reference) == act
        and _forfait_before(cas.base, cas, item.date) == _forfait_before(cas.base, cas, value.date)
    ]


@dit_champ(ValeurForfait, "montant")
def forfait_amended(cas: Cas) -> str:
    """Say that the amount of a date is corrected."""
    before, after = cas.changement.avant, cas.changement.apres
    return f"{_forfait_moves(cas, before, after)} {_held(cas, cas.own(ValeurForfait))} {_gap(before, after)}"


@dit_champ(Composant, "montants")
def component_price(cas: Cas) -> str | None:
    """Say an amount of a component: « la maintenance annuelle passe de « 4 800,00 € » à « 5 400,00 € » »."""
    noms = _noms(cas)
    before, after = cas.changement.avant, cas.changement.apres
    if len(noms) > 1:
        return _moves(cas, _marche(noms, before, after))
    old, new = (item if isinstance(item, Mapping) else {} for item in (before, after))
    every = (_marche((*noms, nom), old.get(nom), new.get(nom)) for nom in dict.fromkeys((*old, *new)))
    return " ; ".join(_moves(cas, item) for item in every) or None


@en_bref(Composant, "montants")
def price_brief(cas: Cas) -> str | None:
    """Say a price that moves: « la maintenance annuelle, 5 400,00 € au lieu de 4 800,00 €, dès 2027 »."""
    noms = _noms(cas)
    before, after = cas.changement.avant, cas.changement.apres
    if len(noms) < 2 or before is None or after is None or moves_alike(cas) is not None:  # noqa: PLR2004 (a year, a price)
        return None
    marche = _only_phase(_marche(noms, before, after))
    old, new = (said(Forme(), item, Lecteur(cas.depot, unite="€")) for item in (marche.avant, marche.apres))
    share = f" ({_rate(marche)})" if _rate(marche) else ""
    years = _held_years(cas, marche)
    when = f"en {enumere(list(map(str, years)))}" if years else f"dès {marche.annee}"
    return f"{_name(cas, marche)}, {new} au lieu de {old}{share}, {when}{marche.dite}"


def first_of_run(cas: Cas) -> tuple[str, ...]:
    """Return the names that lead to the first of the figures of a price that move alike: its sentence says them all."""
    alike, chemin, noms = _alike(cas), cas.changement.chemin, _noms(cas)
    first = alike[0].noms if alike else (str(_first_year(cas)),) if len(noms) == 1 else noms
    return (*chemin[: len(chemin) - len(noms)], *first)


def _first_year(cas: Cas) -> int:
    """Return the first of the years, one after the other, whose amounts all come or go as those of this one."""
    sides, year = [_amounts(depot, cas) for depot in (cas.base, cas.head)], int(_noms(cas)[0])
    written = {*sides[0], *sides[1]}
    while year - 1 in written and [side.get(year - 1) for side in sides] == [side.get(year) for side in sides]:
        year -= 1
    return year


def moves_alike(cas: Cas) -> str | None:
    """Say at once the figures of a price that move by the same rate, year by year or phase by phase.

    « la maintenance annuelle augmente de 4,0 % : de « 4 800,00 € » à « 4 992,00 € » pour l'exercice 2027, de … ». None
    when one pair of figures tells them all, which is a price that passes from one to the other.
    """
    runs = [run[0] for run in _contiguous(_alike(cas))]
    if len(runs) <= 1:
        return None
    rate, several = _rate(runs[0]), named_price(runs[0].variable, cas.depot).appellation.pluriel
    verb = {"+": "augmente", MOINS: "baisse"}[rate[0]] + ("nt" if several else "")
    told = []
    for item in runs:
        old, new = (amount(value, cas.depot) for value in (item.avant, item.apres))
        told.append(f"de {old} à {new} {_when(cas, item)}{item.dite}")
    return f"{_name(cas, runs[0])} {verb} de {rate[1:]} : {', '.join(told)}"


def _alike(cas: Cas) -> list[_Marche]:
    """Return the figures of the same price that move as this one, in order; none when it is no move of a figure."""
    noms = _noms(cas)
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
    for year in _years(cas):
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


def _only_phase(marche: _Marche) -> _Marche:
    """Return the only phase whose own figure is not the one that held for every phase, where there is one."""
    before, after = marche.avant, marche.apres
    if not isinstance(before, ParPhase) or before.unique is None or not isinstance(after, ParPhase):
        return marche
    moved = [(str(phase), price) for phase, price in phase_prices(after).items() if price != before.unique]
    if after.unique is not None or len(moved) != 1:
        return marche
    ((phase, price),) = moved
    return marche._replace(phase=phase, avant=before.unique, apres=price)


def _contiguous(marches: Sequence[_Marche]) -> list[list[_Marche]]:
    """Part figures in runs of years in which the price passes from one to the same other."""
    found: list[list[_Marche]] = []
    for item in marches:
        last = found[-1][-1] if found and not item.phase else None
        if last is not None and item == last._replace(annee=last.annee + 1):
            found[-1].append(item)
        else:
            found.append([item])
    return found


def _rate(marche: _Marche) -> str:
    """Write by how much a figure moves, with its sign when it shows; nothing when it is no figure, or was zero."""
    before, after = (item.unique if isinstance(item, ParPhase) else item for item in (marche.avant, marche.apres))
    if not isinstance(before, Fraction) or not isinstance(after, Fraction) or not before:
        return ""
    return pourcentage(after - before, before)


@dit_champ(Depense, "montants")
def expense_price(cas: Cas) -> str | None:
    """Say a price of an expense, with the unit of its row."""
    nom = cas.pas[-1].nom
    if nom == "montants":
        return None
    nomme = named_price(nom, cas.depot)
    named = nomme.avec(price_unit(cas.depot, cas.own(Depense).ligne, nom))
    return f"{way(cas)}, {_changed(cas, nomme, named, cas.changement.avant, cas.changement.apres)}"


@dit_champ(Depense, "livraison")
def delivery(cas: Cas) -> str:
    """Say that an expense is delivered, hence due, or that it no more is (art. 8.1)."""
    before, after = cas.changement.avant, cas.changement.apres
    name = f"{way(cas)}, la {object_name(cas.own(Depense), '', cas.depot)}"
    if after is None:
        return f"{name} n'est plus livrée (elle l'était le {jour(before)}) : rien n'en est dû"
    if before is None:
        return f"{name}, livrée le {jour(after)}, est due"
    return f"{name} est livrée le {jour(after)} au lieu du {jour(before)}"


@en_bref(Depense)
def expense_brief(cas: Cas) -> str:
    """Say in a few words an expense that comes or goes, and whether it is delivered, hence due (art. 8.1)."""
    value, gone = cas.own(Depense), cas.changement.sorte is Sorte.RETRAIT
    due = f"pas encore livrée : rien n'en {'était' if gone else 'est'} dû"
    day = f"livrée le {jour(value.livraison)}" if value.livraison is not None else due
    return f"la {object_name(value, '', cas.depot)} est {cas.changement.sorte.fait}e, {day}"


def _changed(cas: Cas, nomme: Nomme, name: str, before: object, after: object) -> str:
    """Say that a price is set, moves or goes."""
    old, new = (amount(item, cas.depot) for item in (before, after))
    if before is None:
        return f"{name} {nomme.est} {nomme.accord('fixé')} à {new}"
    if after is None:
        return f"{name}, {old}, {nomme.est} {nomme.accord('supprimé')}"
    return f"{name} {nomme.passe} de {old} à {new}"


def _noms(cas: Cas) -> tuple[str, ...]:
    """Return the names that lead to a change from the amounts of its component: a year, a price, a phase."""
    chemin = cas.changement.chemin
    return chemin[chemin.index("montants") + 1 :]


def _marche(noms: tuple[str, ...], before: object, after: object) -> _Marche:
    phase = next((str(item) for item in Phase if item in noms[2:3]), "")
    return _Marche(int(noms[0]), noms[1], phase, before, after)


def _name(cas: Cas, marche: _Marche) -> str:
    """Name a price with the unit that its row gives it."""
    return named_price(marche.variable, cas.depot).avec(
        price_unit(cas.depot, cas.own(Composant).ligne, marche.variable)
    )


def _moves(cas: Cas, marche: _Marche) -> str:
    name = f"{_name(cas, marche)}{marche.dite}"
    told = _changed(cas, named_price(marche.variable, cas.depot), name, marche.avant, marche.apres)
    return f"{told} {_when(cas, marche)}"


def _when(cas: Cas, marche: _Marche) -> str:
    """Say from when the price holds: to the last year known, or for the years that move alike; of a phase, its year."""
    years = _held_years(cas, marche)
    if not years:
        return f"à compter du {jour(cas.depot.convention.premier_jour(marche.annee))}"
    return f"pour {exercices(years)}"


def _held_years(cas: Cas, marche: _Marche) -> list[int]:
    """Return the years that move alike, one after the other; none when they go to the last year known."""
    years = [marche.annee]
    while not marche.phase and _pair(cas, years[-1] + 1, marche.variable) == (marche.avant, marche.apres):
        years.append(years[-1] + 1)
    return [] if not marche.phase and years[-1] >= max(_years(cas), default=marche.annee) else years


def _pair(cas: Cas, year: int, variable: str) -> tuple[object, object] | None:
    """Return the price of a year on both sides; None when nothing moves."""
    old, new = (_amounts(depot, cas).get(year, {}).get(variable) for depot in (cas.base, cas.head))
    return None if old == new else (old, new)


def _years(cas: Cas) -> list[int]:
    """List the years of which a side has amounts."""
    return sorted({*_amounts(cas.base, cas), *_amounts(cas.head, cas)})


def _amounts(depot: Depot, cas: Cas) -> Mapping[int, Mapping[str, ParPhase]]:
    found = depot.composants.get(cas.changement.chemin[1])
    return found.composant.montants if found is not None else {}


def _fee_values(depot: Depot, cas: Cas) -> tuple[ValeurForfait, ...]:
    """Return the values of the flat fee of a change, on one side."""
    return depot.forfaits[cas.id].valeurs if cas.id in depot.forfaits else ()


def _held(cas: Cas, value: ValeurForfait, depuis: str = "à compter du") -> str:
    """Say from when an amount holds, and until when another takes its place."""
    comes = cas.changement.sorte is Sorte.AJOUT
    same = {item.date for item in _of_one_act(cas, value)} if comes else set()
    later = [item.date for item in _fee_values(cas.head, cas) if item.date > value.date and item.date not in same]
    first = jour(max(value.date, cas.depot.convention.effet))
    return f"du {first} au {last_day(min(later))}" if later else f"{depuis} {first}"


def _forfait_before(depot: Depot, cas: Cas, day: date) -> int | None:
    before = [item for item in _fee_values(depot, cas) if item.date < day]
    return max(before, key=lambda item: item.date).montant if before else None


def _forfait_moves(cas: Cas, before: int, after: int) -> str:
    return f"le montant {cite(euros(before))} {_due(cas)} est remplacé par {cite(euros(after))}"


def _due(cas: Cas) -> str:
    return f"par {fee_unit(cas.depot, cas.id, 'poste de travail')} et par an"


def _gap(before: int, after: int) -> str:
    if before == after:
        return "(sans changement)"
    return f"({moved(before, after)})"
