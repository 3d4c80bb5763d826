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
        prix = self._prix(item)
        everybody = [(dossier, self._stay(dossier, item)) for dossier in self.dossiers]
        present = [(dossier, days) for dossier, days in everybody if self._measure(days)]
        for (dossier, days), part in zip(present, self._shared(item, regle, prix, present), strict=True):
            own = ZERO
            if regle.unitaire is not None:
                own = regle.unitaire(prix) * (self._count(dossier, regle.cle, item.id) if regle.cle else 1)
                if nature == "indirect_annuel" and regle.cle in PESEES:
                    own *= self._measure(days)
            section = str(item.composant.section)
            found[dossier.id, item.service, item.id, nature, section] = part + _cents(own)

    def _shared(self, item: ComposantRange, regle: Regle, prix: Prix, stays: list[Sejour]) -> list[int]:
        exact = [ZERO] * len(stays)
        for terme in regle.partages:
            cle = item.composant.abaque or "" if terme.cle == "abaque" else terme.cle
            weights = self._weights(item, cle, stays)
            whole = sum(weights, ZERO)
            for rank, weight in enumerate(weights):
                exact[rank] += terme.euros(prix) * 100 * weight / whole
        total = _cents(sum((terme.euros(prix) for terme in regle.partages), ZERO))
        return _apportion(total, exact)

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
        written = item.composant.montants[self.annee]
        prix = {nom: self._price(value) for nom, value in written.items()}
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
