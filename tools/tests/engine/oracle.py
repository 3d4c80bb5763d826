"""What everybody owes, computed again with days, fractions and loops: no column, no cache, none of the engine's code.

Knows: documents, and the rows of the invented repository, whose formulas are written again here in Python.
Must not know: the engine, the language of formulas.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from convention.model.depot import ComposantRange, Depot, Dossier
    from convention.model.tarifs import ParPhase

PHASES = ("previsionnel", "revise", "realise")
ZERO = Fraction(0)
Prix: TypeAlias = Mapping[str, Fraction]
Identite: TypeAlias = tuple[str, str, str, str, str]
Sejour: TypeAlias = "tuple[Dossier, frozenset[date]]"


class Terme(NamedTuple):
    """Euros shared according to a key."""

    euros: Callable[[Prix], Fraction]
    cle: str


class Regle(NamedTuple):
    """A formula: what is shared, and a unit price times the quantity of a key (none: once each)."""

    partages: tuple[Terme, ...] = ()
    unitaire: Callable[[Prix], Fraction] | None = None
    cle: str = ""
    bareme: Callable[[Fraction], Fraction] | None = None
    """What a grid makes of the quantity of the key, instead of a unit price."""
    plafond: int | None = None
    """Cents of a year; the managing body bears what is above."""


def _degressif(copieurs: Fraction) -> Fraction:
    return copieurs * (Fraction("8.3") if copieurs >= 20 else Fraction("12.5"))


def _tranches(mobiles: Fraction) -> Fraction:
    first, second = min(mobiles, Fraction(10)), min(mobiles, Fraction(20))
    return first * 9 + (second - first) * Fraction("8.2") + (mobiles - second) * Fraction("7.5")


PLAFONDS = {2020: Fraction(120), 2026: Fraction("130.5")}
ANNUELS = {
    "pilotage": Regle((Terme(lambda p: p["cout_annuel"], "postes"),)),
    "application": Regle((Terme(lambda p: p["maintenance"] + p["hebergement"], "abaque"),)),
    "reseau": Regle((Terme(lambda p: p["cout_annuel"], "stockage"),)),
    "archivage": Regle((Terme(lambda p: p["cout_base"], "postes"), Terme(lambda p: p["cout_volume"], "stockage"))),
    "impression": Regle((Terme(lambda p: p["cout_maintenance"], "moyens_impression"),)),
    "copieur": Regle((), lambda p: p["cout_location"], "copieurs"),
    "telephonie": Regle(
        (Terme(lambda p: p["abonnement"], "mobiles"),), lambda p: min(p["cout_mobile"], p["plafond"]), "mobiles"
    ),
    "sauvegarde": Regle((), lambda p: p["cout_to"], "stockage"),
    "contrat": Regle((), lambda p: p["cout_contrat"]),
    "plafonne": Regle((Terme(lambda p: p["cout_annuel"], "postes"),), plafond=200_000),
    "degressif": Regle(bareme=_degressif, cle="copieurs"),
    "tranches": Regle(bareme=_tranches, cle="mobiles"),
    "indexe": Regle((), lambda p: p["rang_1"] * p["cout_revise"], "copieurs"),
}
FACTUELS = {
    "application": Regle((Terme(lambda p: p["prestations"], "abaque"),)),
    "consommable": Regle((), lambda p: p["cout_consommable"], "consommables"),
}
PESEES = {"postes", "postes_forfait", "comptes", "moyens_impression", "copieurs", "mobiles", ""}


class Oracle:
    """One exercice in one phase."""

    def __init__(self, depot: Depot, annee: int, phase: str) -> None:
        self.depot = depot
        self.annee = annee
        self.phases = PHASES[: PHASES.index(phase) + 1]
        self.annee_entiere = self._days(None, None)
        self.dossiers = sorted(depot.dossiers.values(), key=lambda item: (item.identite.siren or "", item.id))

    def lignes(self) -> dict[Identite, int]:
        """Return the cents of each line, zero ones left out."""
        found: dict[Identite, int] = {}
        for dossier in self.dossiers:
            self._forfait(found, dossier)
            self._depenses(found, dossier)
        for item in self.depot.composants.values():
            for nature, regles in (("indirect_annuel", ANNUELS), ("indirect_factuel", FACTUELS)):
                if item.composant.ligne in regles:
                    self._cost(found, item, nature, regles[item.composant.ligne])
        return {identite: cents for identite, cents in found.items() if cents}

    def _forfait(self, found: dict[Identite, int], dossier: Dossier) -> None:
        (valeur,) = self.depot.forfait.valeurs
        postes = self._count(dossier, "postes_forfait", "")
        exact = Fraction(valeur.montant, 100) * postes * self._measure(self._adhesion(dossier))
        found[dossier.id, "hors-service", "", "masse_salariale", "fonctionnement"] = _cents(exact)

    def _depenses(self, found: dict[Identite, int], dossier: Dossier) -> None:
        document = dossier.depenses.get(self.annee)
        for depense in document.depenses if document else ():
            if depense.livraison is not None:
                exact = (depense.montants["cout_achat"] + depense.montants["cout_pose"]) * depense.nombre
                found[dossier.id, "S04", depense.id, "direct", str(depense.section)] = _cents(exact)

    def _cost(self, found: dict[Identite, int], item: ComposantRange, nature: str, regle: Regle) -> None:
        everybody = [(dossier, self._stay(dossier, item)) for dossier in self.dossiers]
        present = [(dossier, days) for dossier, days in everybody if self._measure(days)]
        for (dossier, days), part in zip(present, self._shared(item, regle, present), strict=True):
            own = self._own(dossier, item, regle)
            if nature == "indirect_annuel" and regle.cle in PESEES:
                own *= self._measure(days)
            section = str(item.composant.section)
            found[dossier.id, item.service, item.id, nature, section] = part + _cents(own)

    def _own(self, dossier: Dossier, item: ComposantRange, regle: Regle) -> Fraction:
        quantity = self._count(dossier, regle.cle, item.id) if regle.cle else Fraction(1)
        if regle.bareme is not None:
            return regle.bareme(quantity)
        if regle.unitaire is None:
            return ZERO
        return regle.unitaire(self._prix(item) | self._first_year_price(dossier, item)) * quantity

    def _first_year_price(self, dossier: Dossier, item: ComposantRange) -> dict[str, Fraction]:
        """Return by what a price is multiplied: 2 in the first year in which the adherent is there, else 1."""
        earlier = (Oracle(self.depot, annee, PHASES[0]) for annee in range(2024, self.annee))
        known = any(oracle._measure(oracle._stay(dossier, item)) for oracle in earlier)
        return {"rang_1": Fraction(1 if known else 2)}

    def _shared(self, item: ComposantRange, regle: Regle, stays: list[Sejour]) -> list[int]:
        prix = self._prix(item) if regle.partages else {}
        exact = [ZERO] * len(stays)
        for terme in regle.partages:
            cle = item.composant.abaque or "" if terme.cle == "abaque" else terme.cle
            weights = self._weights(item, cle, stays)
            whole = sum(weights, ZERO)
            for rank, weight in enumerate(weights):
                exact[rank] += terme.euros(prix) * 100 * weight / whole
        total = _cents(sum((terme.euros(prix) for terme in regle.partages), ZERO))
        return _apportion(total, self._capped(regle, stays, exact))

    def _capped(self, regle: Regle, stays: list[Sejour], exact: list[Fraction]) -> list[Fraction]:
        """Leave to the managing body what each of the others has above its cap, a part of the year counting for it."""
        if regle.plafond is None:
            return exact
        caps = [_cents(Fraction(regle.plafond, 100) * self._measure(days)) for _, days in stays]
        manager = [dossier.id for dossier, _ in stays].index(self.depot.convention.gestionnaire)
        kept = [min(part, Fraction(cap)) for part, cap in zip(exact, caps, strict=True)]
        kept[manager] = exact[manager]
        kept[manager] += sum(exact, ZERO) - sum(kept, ZERO)
        return kept

    def _weights(self, item: ComposantRange, cle: str, stays: list[Sejour]) -> list[Fraction]:
        """Weigh the counts by the presences, under the policy on what an exit frees."""
        policy = str(self.depot.convention.politiques.part_liberee.mode)
        quantities = [self._count(dossier, cle, item.id) for dossier, _ in stays]
        if cle not in PESEES:
            return quantities
        here = [self._measure(days) for _, days in stays]
        kept = [self._measure(self._prolonged(days, item)) for _, days in stays]
        if policy == "gelee":
            return [quantity * until for quantity, until in zip(quantities, kept, strict=True)]
        weights = [quantity * fraction for quantity, fraction in zip(quantities, here, strict=True)]
        if policy == "gestionnaire":
            freed = [
                quantity * (until - fraction) for quantity, until, fraction in zip(quantities, kept, here, strict=True)
            ]
            manager = [dossier.id for dossier, _ in stays].index(self.depot.convention.gestionnaire)
            weights[manager] += sum(freed, ZERO)
        return weights

    def _prolonged(self, days: frozenset[date], item: ComposantRange) -> frozenset[date]:
        """Prolong a stay to the end of the year, or of the component's life."""
        last = max(days)
        return days | {day for day in self._life(item) if day > last}

    def _life(self, item: ComposantRange) -> frozenset[date]:
        composant = item.composant
        return self._days(composant.debut, composant.fin)

    def _adhesion(self, dossier: Dossier) -> frozenset[date]:
        adhesion = dossier.identite.adhesion
        return self._days(adhesion.debut, adhesion.fin)

    def _stay(self, dossier: Dossier, item: ComposantRange) -> frozenset[date]:
        days = self._adhesion(dossier) & self._life(item)
        sous = item.composant.sous_service
        codes = {sous} if sous == "S03.2" else {item.service, sous}
        if item.service != "S01":
            days &= self._union(
                (taken.debut, taken.fin)
                for taken in dossier.souscriptions.souscriptions
                if taken.service in codes and str(taken.statut) == "active"
            )
        if str(item.composant.beneficiaires) == "souscription":
            days &= self._union(
                (taken.debut, taken.fin) for taken in dossier.souscriptions.composants if taken.composant == item.id
            )
        return days

    def _union(self, stays: Iterable[tuple[date | None, date | None]]) -> frozenset[date]:
        return frozenset(day for debut, fin in stays for day in self._days(debut, fin))

    def _days(self, debut: date | None, fin: date | None) -> frozenset[date]:
        """Return the days of the exercice from `debut` to `fin` excluded."""
        first, last = date(self.annee, 1, 1), date(self.annee + 1, 1, 1)
        first, last = max(first, debut or first), min(last, fin or last)
        return frozenset(first + timedelta(rank) for rank in range((last - first).days))

    def _measure(self, days: frozenset[date]) -> Fraction:
        """Measure a stay: a month is due when its threshold day is in it."""
        prorata = self.depot.convention.politiques.prorata
        if not days or str(prorata.mode) == "aucun":
            return Fraction(bool(days))
        if str(prorata.mode) == "journalier":
            return Fraction(len(days), len(self.annee_entiere))
        due = [month for month in range(1, 13) if self._threshold(month, prorata.seuil) in days]
        return Fraction(len(due), 12)

    def _threshold(self, month: int, seuil: int) -> date:
        return date(self.annee, month, min(seuil, monthrange(self.annee, month)[1]))

    def _count(self, dossier: Dossier, cle: str, composant: str) -> Fraction:
        """Return a quantity: that of the latest phase known, of its latest date."""
        if cle == "moyens_impression":
            return self._count(dossier, "imprimantes", "") + self._count(dossier, "copieurs", "")
        found = ZERO
        for phase in self.phases:
            for releve in sorted(dossier.quantites[self.annee].comptages, key=lambda item: item.date):
                if str(releve.phase) == phase:
                    found = releve.valeurs.get(cle, found)
                    found = releve.par_composant.get(cle, {}).get(composant, found)
        return found

    def _prix(self, item: ComposantRange) -> dict[str, Fraction]:
        written = item.composant.montants.get(self.annee, {})
        prix = {nom: self._price(value) for nom, value in written.items()}
        if "cout_entretien" in prix:
            ratio = Fraction("108.7") / Fraction("101.3") if self.annee >= 2026 else Fraction(1)
            prix["cout_revise"] = Fraction(_cents(prix["cout_entretien"] * ratio), 100)
        return {**prix, "plafond": PLAFONDS[2026 if self.annee >= 2026 else 2020]}

    def _price(self, value: ParPhase) -> Fraction:
        known = {"previsionnel": value.previsionnel, "revise": value.revise, "realise": value.realise}
        return [price for phase in self.phases if (price := known[phase]) is not None][-1]


def _cents(euros: Fraction) -> int:
    whole = floor(abs(euros) * 100 + Fraction(1, 2))
    return whole if euros >= 0 else -whole


def _apportion(total: int, exact: list[Fraction]) -> list[int]:
    """Round the exact cents down, then give the rest to the largest remainders, the first rank on a tie."""
    sign = -1 if total < 0 else 1
    exact = [sign * part for part in exact]
    parts = [floor(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda rank: (parts[rank] - exact[rank], rank))
    for rank in order[: abs(total) - sum(parts)]:
        parts[rank] += 1
    return [sign * part for part in parts]
