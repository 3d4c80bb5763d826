"""What everybody owes, computed again with days, fractions and loops: no column, no cache, none of the engine's code.

Knows: documents, formulas as `oracle_formules` reads them. Must not know: the engine, the Vue, `formulas`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, cached_property
from math import floor, prod
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tests.engine.oracle.formules import ZERO, Monde, cents, lire_formule
from tests.engine.oracle.partage import Limites, arrondir, limiter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.model.depot import ComposantRange, Depot, Dossier
    from convention.model.documents.cles import Cle, Coefficient, Cumul
    from convention.model.documents.composants import Actif, ParPhase
    from convention.model.documents.grilles import Bareme
    from convention.model.documents.tarifs import Borne, Forfait, LigneTarif, Mode
    from tests.engine.oracle.formules import Formule, Table

PHASES = ("previsionnel", "revise", "realise")
Identite: TypeAlias = tuple[str, str, str, str, str]
Jours: TypeAlias = frozenset[date]


class Sejour(NamedTuple):
    """Who is there, and when; no day for the managing body that only bears what others left."""

    dossier: Dossier
    jours: Jours


class Oracle:
    """One exercice in one phase."""

    def __init__(self, depot: Depot, annee: int, phase: str) -> None:
        self.depot = depot
        self.annee = annee
        self.phases = PHASES[: PHASES.index(phase) + 1]
        self.dossiers = sorted(depot.dossiers.values(), key=lambda item: (item.identite.siren or "", item.id))
        self.gestionnaire = depot.convention.gestionnaire

    def lignes(self) -> dict[Identite, int]:
        """Return the cents of each line, zero ones left out."""
        found: dict[Identite, int] = {}
        for dossier in self.dossiers:
            for nom, forfait in self.depot.forfaits.items():
                due = self._forfait(dossier, forfait)
                found[dossier.id, "hors-service", nom, "masse_salariale", "fonctionnement"] = due
            self._depenses(found, dossier)
        for item in self.depot.composants.values():
            cout = Cout(self, item)
            for nature in ("indirect_factuel", "indirect_annuel"):
                identite = (item.service, item.id, nature, str(item.composant.section))
                found |= {(nom, *identite): montant for nom, montant in cout.montants(nature).items()}
        return {identite: montant for identite, montant in found.items() if montant}

    def _forfait(self, dossier: Dossier, forfait: Forfait) -> int:
        dated = [valeur for valeur in forfait.valeurs if valeur.date <= date(self.annee, 1, 1)]
        if not dated:
            return 0
        montant = Fraction(max(dated, key=lambda valeur: valeur.date).montant, 100)
        return cents(montant * self.compte(dossier, forfait.cle, "") * self.mesure(self.adhesion(dossier)))

    def _depenses(self, found: dict[Identite, int], dossier: Dossier) -> None:
        document = dossier.depenses.get(self.annee)
        for depense in document.depenses if document else ():
            ligne = self.depot.lignes[depense.ligne]
            if depense.livraison is not None and ligne.direct is not None:
                figures = {**self.parametres(ligne), **depense.montants, "nombre": depense.nombre}
                exact = lire_formule(ligne.direct.formule).vaut(Monde(figures, {}, self.tables(ligne)))
                found[dossier.id, ligne.service, depense.id, "direct", str(depense.section)] = cents(exact)

    # --- days ---

    def jours(self, debut: date | None, fin: date | None) -> Jours:
        """Return the days of the exercice from `debut` to `fin` excluded."""
        return _days(self.annee, debut, fin)

    def adhesion(self, dossier: Dossier) -> Jours:
        """Return the days of a membership that pays: a managing body may pay nothing of its own."""
        convention = self.depot.convention
        if dossier.id == convention.gestionnaire and not convention.gestionnaire_contribue:
            return self.jours(None, date.min)
        return self.jours(dossier.identite.adhesion.debut, dossier.identite.adhesion.fin)

    def sejour(self, dossier: Dossier, item: ComposantRange) -> Jours:
        """Return the days on which an adherent benefits from a component."""
        composant, service = item.composant, self.depot.services[item.service]
        days = self.adhesion(dossier) & self.jours(composant.debut, composant.fin)
        demand = {sous.code for sous in service.sous_services if sous.a_la_demande}
        codes = {composant.sous_service} if composant.sous_service in demand else {item.service, composant.sous_service}
        if not service.obligatoire or composant.sous_service in demand:
            days &= self._union(
                (taken.debut, taken.fin)
                for taken in dossier.souscriptions.souscriptions
                if taken.service in codes and str(taken.statut) == "active"
            )
        if str(composant.beneficiaires) == "souscription":
            days &= self._union(
                (taken.debut, taken.fin) for taken in dossier.souscriptions.composants if taken.composant == item.id
            )
        return days

    def _union(self, stays: Iterable[tuple[date | None, date | None]]) -> Jours:
        return frozenset().union(*(self.jours(debut, fin) for debut, fin in stays))

    def mesure(self, days: Jours) -> Fraction:
        """Measure a stay: a month is due when its threshold day is in it."""
        prorata = self.depot.convention.politiques.prorata
        if not days or str(prorata.mode) == "aucun":
            return Fraction(bool(days))
        if str(prorata.mode) == "journalier":
            return Fraction(len(days), len(self.jours(None, None)))
        return Fraction(len(days & _thresholds(self.annee, prorata.dernier_jour)), 12)

    def rang(self, dossier: Dossier, item: ComposantRange) -> Fraction:
        """Count the exercices since the first in which the adherent is there: 1 in that one."""
        years = range(dossier.identite.adhesion.debut.year, self.annee)
        others = (Oracle(self.depot, annee, PHASES[0]) for annee in years)
        known = [other.annee for other in others if other.mesure(other.sejour(dossier, item))]
        return Fraction(self.annee - min(known, default=self.annee) + 1)

    # --- figures ---

    def compte(self, dossier: Dossier, cle: str, composant: str) -> Fraction:
        """Return a quantity: published, or that of the latest phase known, of its latest date."""
        definition = self.depot.cles.get(cle)
        if definition is None:
            return ZERO
        if definition.somme or definition.produit or definition.cumul or definition.rapport:
            return self._made(dossier, definition, composant)
        if definition.quotes_parts:
            return definition.quotes_parts.get(dossier.id, ZERO)
        if definition.reference is not None:
            millesimes = self.depot.references[definition.reference].millesimes
            annee = self.date(definition.millesimes)
            return millesimes[definition.millesimes[annee]].valeurs.get(dossier.id, ZERO) if annee else ZERO
        return self._releve(dossier, definition, cle, composant)

    def _made(self, dossier: Dossier, definition: Cle, composant: str) -> Fraction:
        if definition.cumul is not None:
            return self._cumul(dossier, definition.cumul)
        terms = [self.compte(dossier, part, composant) for part in definition.somme or definition.produit]
        if terms:
            return sum(terms, ZERO) if definition.somme else prod(terms, start=Fraction(1))
        return self._coefficient(dossier, definition.rapport) if definition.rapport is not None else ZERO

    def _cumul(self, dossier: Dossier, cumul: Cumul) -> Fraction:
        """Return what is owed for some components, each amount brought to a full year."""
        if cumul.precedent and self.annee - 1 not in self.depot.exercices:
            return ZERO
        oracle = Oracle(self.depot, self.annee - 1, self.phases[-1]) if cumul.precedent else self
        total = ZERO
        for nom in cumul.composants:
            item = self.depot.composants[nom]
            stay = oracle.mesure(oracle.sejour(dossier, item))
            if stay:
                total += Fraction(Cout(oracle, item).montants("indirect_annuel").get(dossier.id, 0), 100) / stay
        return total

    def _releve(self, dossier: Dossier, definition: Cle, cle: str, composant: str) -> Fraction:
        found, document = ZERO, dossier.quantites.get(self.annee)
        for phase in self.phases:
            for releve in sorted(
                document.comptages if document else (), key=lambda item: (not item.hypothese, item.date)
            ):
                if str(releve.phase) == phase and str(definition.portee) == "composant":
                    found = releve.par_composant.get(cle, {}).get(composant, found)
                elif str(releve.phase) == phase:
                    found = releve.valeurs.get(cle, found)
        return found

    def _coefficient(self, dossier: Dossier, rapport: Coefficient) -> Fraction:
        every = [self.compte(item, rapport.cle, "") for item in self.depot.dossiers.values()]
        some = [value for value in every if value]
        mine = self.compte(dossier, rapport.cle, "")
        if not mine:
            return ZERO
        steps = floor(mine * len(some) / sum(some) / rapport.arrondi + Fraction(1, 2))
        least, most = rapport.minimum, rapport.maximum
        for annee in sorted(rapport.limites):
            if annee <= self.annee:
                least, most = rapport.limites[annee].minimum, rapport.limites[annee].maximum
        low = max(steps * rapport.arrondi, least or ZERO)
        return low if most is None else min(low, most)

    def pese(self, cle: str) -> bool:
        """Tell whether a presence weighs a key: a stock, a population, a fixed share."""
        definition = self.depot.cles.get(cle)
        if definition is None:
            return False
        if definition.somme or definition.produit:
            return all(self.pese(part) for part in definition.somme or definition.produit)
        published = bool(definition.quotes_parts or definition.reference or definition.rapport or definition.cumul)
        return published or str(definition.comptage) == "a_date"

    def date(self, annees: Iterable[int]) -> int:
        """Return the year whose value is in force: the latest one, none to come; 0 when there is none."""
        return max((annee for annee in annees if annee <= self.annee), default=0)

    def parametres(self, ligne: LigneTarif) -> dict[str, Fraction]:
        """Return the constants of a row."""
        dated = {nom: (item.valeurs, self.date(item.valeurs)) for nom, item in ligne.parametres.items()}
        return {nom: valeurs[annee] for nom, (valeurs, annee) in dated.items() if annee}

    def prix(self, item: ComposantRange) -> dict[str, Fraction]:
        """Return the amounts of a component, and the figures of its asset as long as it is paid off."""
        written = item.composant.montants.get(self.annee, {})
        found = {nom: price for nom, value in written.items() if (price := self._price(value)) is not None}
        actif = item.composant.actif
        annuite = self._annuite(actif) if actif is not None else ZERO
        if actif is None or not annuite:
            return found
        noms = ("cout_acquisition", "subventions", "taux_fctva", "duree_amortissement")
        return {**found, **{nom: getattr(actif, nom) for nom in noms}, "annuite": annuite}

    def _price(self, value: ParPhase) -> Fraction | None:
        known = {"previsionnel": value.previsionnel, "revise": value.revise, "realise": value.realise}
        return next((known[phase] for phase in reversed(self.phases) if known[phase] is not None), None)

    def _annuite(self, actif: Actif) -> Fraction:
        service, seuil = actif.mise_en_service, self.depot.convention.politiques.prorata.dernier_jour
        ages = [
            (self.annee - service.year) * 12 + month - service.month - (service.day > seuil) for month in range(1, 13)
        ]
        left = [min(Fraction(1), 12 * actif.duree_amortissement - age) for age in ages if age >= 0]
        return sum((part for part in left if part > 0), ZERO) / 12

    def tables(self, ligne: LigneTarif) -> dict[str, Table]:
        """Return the grids and the price revisions of a row, as functions."""
        found = {
            f"bareme {nom}": _grid(bareme, self.date(bareme.tranches))
            for nom, bareme in self.depot.baremes.items()
            if self.date(bareme.tranches)
        }
        for nom, revision in ligne.revisions.items():
            values = self.depot.indices[revision.serie].valeurs
            if annee := self.date(revision.mois):
                found[f"indice {nom}"] = _index(values[revision.mois[annee]] / values[revision.base])
        return found


@cache
def _days(annee: int, debut: date | None, fin: date | None) -> Jours:
    first, last = date(annee, 1, 1), date(annee + 1, 1, 1)
    first, last = max(first, debut or first), min(last, fin or last)
    return frozenset(first + timedelta(rang) for rang in range((last - first).days))


@cache
def _thresholds(annee: int, seuil: int) -> Jours:
    return frozenset(date(annee, month, min(seuil, monthrange(annee, month)[1])) for month in range(1, 13))


def _index(coefficient: Fraction) -> Table:
    return lambda prices: Fraction(cents(prices[0] * coefficient), 100)


def _grid(bareme: Bareme, annee: int) -> Table:
    mesures = list(bareme.mesures)
    tiers = [([tier.a_partir_de.get(nom, ZERO) for nom in mesures], tier.valeur) for tier in bareme.tranches[annee]]
    tiers.sort()

    def whole(quantities: Sequence[Fraction]) -> Fraction:
        reached = [[bounds[rang] <= quantity for bounds, _ in tiers] for rang, quantity in enumerate(quantities)]
        choose = min if str(bareme.rang) == "plus_basse" else max
        count = choose(sum(column) for column in reached)
        return tiers[count - 1][1] if count else ZERO

    def sliced(quantities: Sequence[Fraction]) -> Fraction:
        ends = [bounds[0] for bounds, _ in tiers[1:]] + [max(quantities[0], tiers[-1][0][0])]
        slices = zip(tiers, ends, strict=True)
        return sum((max(min(quantities[0], end) - bounds[0], ZERO) * value for (bounds, value), end in slices), ZERO)

    return sliced if str(bareme.mode) == "tranches" else whole


class Cout:
    """The costs of a component."""

    def __init__(self, oracle: Oracle, item: ComposantRange) -> None:
        self.oracle = oracle
        self.item = item
        self.ligne = oracle.depot.lignes[item.composant.ligne]
        self.prix = {**oracle.parametres(self.ligne), **oracle.prix(item)}
        self.tables = oracle.tables(self.ligne)
        self.exoneres = {
            nom: str(one.reliquat)
            for one in item.composant.exonerations
            if not one.exercices or oracle.annee in one.exercices
            for nom in one.adherents
        }

    @cached_property
    def presents(self) -> list[Sejour]:
        """Return those who are there, in the order of the ties."""
        stays = [Sejour(dossier, self.oracle.sejour(dossier, self.item)) for dossier in self.oracle.dossiers]
        return [stay for stay in stays if self.oracle.mesure(stay.jours)]

    def montants(self, nature: str) -> dict[str, int]:
        """Return what each one pays of the yearly cost, or of the factual one."""
        mode = self._mode("annuel" if nature == "indirect_annuel" else "factuel")
        formule = lire_formule(mode.formule) if mode is not None else None
        if mode is None or formule is None or not self._concerned(formule):
            return {}
        yearly = nature == "indirect_annuel"
        stays = self._stays(mode)
        shared = self._shared(mode, formule, stays, yearly=yearly)
        own = self._own(formule, stays, yearly=yearly)
        return {stay.dossier.id: part + alone for stay, part, alone in zip(stays, shared, own, strict=True)}

    def _mode(self, colonne: str) -> Mode | None:
        """Return a column of the row as it reads in the exercice."""
        written = {annee: item for annee, item in self.ligne.redactions.items() if getattr(item, colonne) is not None}
        annee = self.oracle.date(written)
        mode: Mode | None = getattr(written[annee] if annee else self.ligne, colonne)
        return mode

    def _concerned(self, formule: Formule) -> bool:
        variables = [nom for nom in formule.noms if nom in self.ligne.variables]
        return any(nom in self.prix for nom in variables) or (formule.grilles and not variables)

    def _stays(self, mode: Mode) -> list[Sejour]:
        """Add the managing body without days of its own, when something is left to it."""
        oracle, stays = self.oracle, self.presents
        capped = mode.plafond is not None and str(mode.plafond.reliquat) == "gestionnaire"
        freed = self._policy == "gestionnaire" and any(self._kept(stay) != oracle.mesure(stay.jours) for stay in stays)
        bears = bool(stays) and (capped or freed or "gestionnaire" in self.exoneres.values())
        if not bears or self._manager(stays) is not None:
            return stays
        known = {stay.dossier.id: stay for stay in stays}
        return [
            known.get(dossier.id) or Sejour(dossier, frozenset())
            for dossier in oracle.dossiers
            if dossier.id in known or dossier.id == oracle.gestionnaire
        ]

    @property
    def _policy(self) -> str:
        return str(self.oracle.depot.convention.politiques.part_liberee.mode)

    def _manager(self, stays: Sequence[Sejour]) -> int | None:
        return next((rang for rang, stay in enumerate(stays) if stay.dossier.id == self.oracle.gestionnaire), None)

    def _kept(self, stay: Sejour) -> Fraction:
        """Measure a stay prolonged to the end of the year, or of the component's life."""
        life = self.oracle.jours(self.item.composant.debut, self.item.composant.fin)
        last = max(stay.jours, default=date.max)
        later = {day for day in life if day > last}
        return self.oracle.mesure(stay.jours | later)

    def _cle(self, nom: str) -> str:
        return (self.item.composant.abaque or "") if nom == "abaque" else nom

    def _cles(self, formule: Formule) -> list[str]:
        """Return the keys whose raw quantity a formula reads."""
        others = {*self.ligne.variables, *self.ligne.parametres, "rang"}
        return [nom for nom in formule.noms if nom not in others]

    def _counted(self, stay: Sejour, nom: str) -> Fraction:
        return self.oracle.compte(stay.dossier, self._cle(nom), self.item.id) if stay.jours else ZERO

    def _alone(self, formule: Formule, stay: Sejour) -> Fraction:
        """Return what a formula is worth for one beneficiary, without what it shares."""
        figures = {**self.prix, **{nom: self._counted(stay, nom) for nom in self._cles(formule)}}
        if "rang" in formule.noms:
            figures["rang"] = self.oracle.rang(stay.dossier, self.item)
        return formule.vaut(Monde(figures, {}, self.tables))

    def _prorata(self, formule: Formule, stay: Sejour, *, yearly: bool) -> Fraction:
        stocks = all(self.oracle.pese(self._cle(nom)) for nom in self._cles(formule))
        return self.oracle.mesure(stay.jours) if yearly and stocks else Fraction(1)

    def _own(self, formule: Formule, stays: Sequence[Sejour], *, yearly: bool) -> list[int]:
        amounts = [
            cents(self._alone(formule, stay) * self._prorata(formule, stay, yearly=yearly)) if stay.jours else 0
            for stay in stays
        ]
        paid = [0 if stay.dossier.id in self.exoneres else amount for stay, amount in zip(stays, amounts, strict=True)]
        manager = self._manager(stays)
        if manager is not None:
            named = zip(stays, amounts, strict=True)
            paid[manager] += sum(
                amount for stay, amount in named if self.exoneres.get(stay.dossier.id) == "gestionnaire"
            )
        return paid

    def _shared(self, mode: Mode, formule: Formule, stays: Sequence[Sejour], *, yearly: bool) -> list[int]:
        alone = formule.vaut(Monde(self.prix, {}, self.tables))
        euros = {nom: formule.vaut(Monde(self.prix, {nom: Fraction(1)}, self.tables)) - alone for nom in formule.parts}
        if len(euros) == 1 and not self._holds("couts_exacts"):
            euros = {nom: Fraction(cents(amount), 100) for nom, amount in euros.items()}
        weights = {nom: self._weights(nom, stays, yearly=yearly) for nom in formule.parts}
        carried = {nom: amount for nom, amount in euros.items() if amount and sum(weights[nom], ZERO) > 0}
        billed = cents(sum(carried.values(), ZERO))
        exact = [
            sum((100 * amount * weights[nom][rang] / sum(weights[nom], ZERO) for nom, amount in carried.items()), ZERO)
            for rang in range(len(stays))
        ]
        if mode.plafond is None and mode.plancher is None and not self.exoneres:
            return arrondir(billed, exact)
        kept = limiter(exact, self._limits(mode, stays, yearly=yearly))
        whole = sum(kept, ZERO)
        return arrondir(billed if whole == sum(exact, ZERO) else cents(whole / 100), kept)

    def _holds(self, regle: str) -> bool:
        """Tell whether a rule of sharing holds in the exercice."""
        since = getattr(self.oracle.depot.convention.politiques.partage, regle, None)
        return since is not None and self.oracle.annee >= since

    def _weights(self, nom: str, stays: Sequence[Sejour], *, yearly: bool) -> list[Fraction]:
        """Weigh the counts by the presences, under the policy on what an exit frees."""
        measure, policy = self.oracle.mesure, self._policy
        out = {who for who, reliquat in self.exoneres.items() if reliquat == "reparti"}
        counts = [ZERO if stay.dossier.id in out else self._counted(stay, nom) for stay in stays]
        factual = not yearly and self._holds("factuels_entiers")
        if factual or not self.oracle.pese(self._cle(nom)):
            return counts
        if policy == "gelee":
            return [count * self._kept(stay) for count, stay in zip(counts, stays, strict=True)]
        weights = [count * measure(stay.jours) for count, stay in zip(counts, stays, strict=True)]
        manager = self._manager(stays)
        if policy == "gestionnaire" and manager is not None:
            weights[manager] += sum(
                (count * (self._kept(stay) - measure(stay.jours)) for count, stay in zip(counts, stays, strict=True)),
                ZERO,
            )
        return weights

    def _limits(self, mode: Mode, stays: Sequence[Sejour], *, yearly: bool) -> Limites:
        ranks = {stay.dossier.id: rang for rang, stay in enumerate(stays)}
        return Limites(
            [self._limit(mode.plafond, stay, yearly=yearly) for stay in stays],
            [self._limit(mode.plancher, stay, yearly=yearly) or ZERO for stay in stays],
            "reparti" if mode.plafond is None else str(mode.plafond.reliquat),
            {ranks[nom]: reliquat for nom, reliquat in self.exoneres.items() if nom in ranks},
            self._manager(stays),
        )

    def _limit(self, borne: Borne | None, stay: Sejour, *, yearly: bool) -> Fraction | None:
        if borne is None or not stay.jours:
            return None
        formule = lire_formule(borne.formule)
        exact = max(self._alone(formule, stay), ZERO) * self._prorata(formule, stay, yearly=yearly)
        return Fraction(cents(exact))
