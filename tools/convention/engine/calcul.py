"""One cost, computed once for all its beneficiaries.

Knows: rows, their formulas evaluated on columns, expenses. Must not know: totals, accounts.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import CENTS, round_half_up
from convention.engine.compilation import ABAQUE, compile_mode, concerns, fixed_terms, keys_of, limits_of
from convention.engine.cumuls import cumulate
from convention.engine.lignes import Bornes, Calcul, Decompte
from convention.engine.partage.cout import own_cents, shared_cents
from convention.engine.presence import Presences
from convention.engine.quantites import count, values, weigh
from convention.engine.tables import TablesLues, tables_of
from convention.formulas.evaluate import Colonne, evaluate, fraction_at
from convention.formulas.functions import RANG
from convention.formulas.nodes import names
from convention.model.mots.communs import Nature, Origine, Reliquat, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.engine.compilation import Compilee
    from convention.engine.lignes import Terme
    from convention.engine.presence import Presence
    from convention.formulas.evaluate import Valeur as Figure
    from convention.formulas.nodes import Expression
    from convention.model.documents.tarifs import Borne, LigneTarif, Mode
    from convention.model.vue import RegleComposant, Valeur, Vue


class Entrees(NamedTuple):
    """What the formulas of a cost are computed from."""

    valeurs: Mapping[str, Valeur]
    decomptes: Mapping[str, Decompte]
    tables: TablesLues
    rangs: tuple[int, ...]

    def common(self) -> dict[str, Fraction]:
        """Return the values common to all the beneficiaries."""
        return {nom: valeur.valeur for nom, valeur in self.valeurs.items()}

    def figures(self, noms: Sequence[str]) -> dict[str, Figure]:
        """Return the common values, and the raw quantities of some keys, one a beneficiary."""
        read = [nom for nom in dict.fromkeys(noms) if nom in self.decomptes]
        columns = {nom: Colonne(self.decomptes[nom].numerateurs, self.decomptes[nom].denominateur) for nom in read}
        ranks = {RANG: Colonne(self.rangs)} if self.rangs else {}
        return {**self.common(), **columns, **ranks}

    def unweighed(self) -> Entrees:
        """Keep the presence from weighing anything: a factual cost happens once (reading 30)."""
        raw = {nom: decompte._replace(pese=False) for nom, decompte in self.decomptes.items()}
        return self._replace(decomptes=raw)


class Propres(NamedTuple):
    """The unshared terms of a cost, in cents."""

    montants: tuple[int, ...]
    abandonnes: int
    """What those who are exempted do not pay, and nobody instead."""
    proratise: bool


class Atelier:
    """Computes the costs of one Vue; presences are measured once a service."""

    def __init__(
        self, vue: Vue, presences: Presences | None = None, connus: Mapping[str, tuple[Calcul, ...]] | None = None
    ) -> None:
        """Prepare the presences, when they are not measured yet; some costs may be known."""
        self._vue = vue
        self.presences = presences or Presences(vue)
        self._composants = dict(connus or {})

    @cached_property
    def _avant(self) -> Atelier | None:
        """The costs of the exercice before, when a key reads them."""
        anterieur = self._vue.prix.anterieur
        return None if anterieur is None else Atelier(anterieur)

    def composant(self, nom: str) -> tuple[Calcul, ...]:
        """Return the factual and the yearly cost of a component (annexe 4)."""
        if nom not in self._composants:
            # What a cost would read of itself is nothing (TAR016 says so).
            self._composants[nom] = ()
            self._composants[nom] = tuple(self._costs(nom))
        return self._composants[nom]

    def _costs(self, nom: str) -> Iterator[Calcul]:
        vue = self._vue
        regle = vue.regles.composants.get(nom)
        ligne = vue.regles.lignes.get(regle.ligne) if regle is not None else None
        if regle is None or ligne is None or nom not in vue.perimetre.composants:
            return
        montants = vue.prix.montants.get(nom, {})
        for nature, mode in ((Nature.INDIRECT_FACTUEL, ligne.factuel), (Nature.INDIRECT_ANNUEL, ligne.annuel)):
            formule = compile_mode(mode)
            if mode is not None and formule is not None and concerns(ligne, formule, montants):
                yield self._cost(nom, regle, ligne, nature, mode, formule)

    def depense(self, place: tuple[str, str]) -> Iterator[Calcul]:
        """Yield a delivered expense, euro for euro (art. 8.1); it is never prorated."""
        vue = self._vue
        regle = vue.regles.depenses.get(place)
        ligne = vue.regles.lignes.get(regle.ligne) if regle is not None else None
        formule = compile_mode(ligne.direct) if ligne is not None else None
        if regle is None or ligne is None or formule is None or formule.forme.reste is None:
            return
        known = {**vue.prix.depenses.get(place, {}), **vue.regles.parametres.get(ligne.id, {})}
        if place in vue.volumes.nombres:
            known["nombre"] = vue.volumes.nombres[place]
        tables = tables_of(vue, ligne.id, (formule,))
        entrees = Entrees({nom: known[nom] for nom in formule.noms if nom in known}, {}, tables, ())
        exact = evaluate(formule.forme.reste, entrees.common(), tables.tables)
        yield Calcul(
            nature=Nature.DIRECT,
            section=regle.section,
            service=ligne.service,
            depense=place[1],
            ligne_tarif=ligne.id,
            formule=formule.texte,
            valeurs=entrees.valeurs,
            decomptes={},
            beneficiaires=(place[0],),
            presences=(Fraction(1),),
            jours=((),),
            proratise=False,
            partages=(0,),
            propres=(round_half_up(fraction_at(exact, 0)),),
            origine=self._common_origin(ligne, entrees, ()),
            tables=tables,
        )

    def _cost(
        self, nom: str, regle: RegleComposant, ligne: LigneTarif, nature: Nature, mode: Mode, formule: Compilee
    ) -> Calcul:
        """Evaluate Σ Aᵢ·part(kᵢ) + B for all the beneficiaries of a component.

        The shared part is ΣAᵢ·part(kᵢ), exact, cut into cents by largest remainder so that it adds up to ΣAᵢ rounded
        half-up: what is billed is what is to be recovered. B is multiplied by the presence when the cost is yearly and
        its quantities are stocks, then rounded half-up line by line. Examples: 4 800,00 € × 14 ÷ 412 = 163,11 €;
        1 150,00 € × 6 = 6 900,00 €.
        """
        yearly = nature is Nature.INDIRECT_ANNUEL
        existence = self._vue.perimetre.composants[nom]
        presences = self.presences.beneficiaries(existence, with_manager=manager_bears(regle, mode))
        entrees = self._inputs(nom, ligne, (formule, *limits_of(mode)), presences)
        if not yearly and self._vue.regles.factuels_entiers:
            entrees = entrees.unweighed()
        termes = self._terms(formule, nom, regle, entrees, presences)
        bornes = self._limits(regle, mode, entrees, presences, yearly=yearly)
        partages = shared_cents(termes, len(presences), bornes)
        propres = _own(formule.forme.reste, entrees, presences, bornes, yearly=yearly)
        unpaid = 0 if presences else _unpaid(fixed_terms(ligne, formule), entrees)
        return Calcul(
            nature=nature,
            section=regle.section,
            service=existence.service,
            sous_service=existence.sous_service,
            composant=nom,
            ligne_tarif=ligne.id,
            formule=formule.texte,
            valeurs=entrees.valeurs,
            decomptes=entrees.decomptes,
            beneficiaires=tuple(item.adherent for item in presences),
            presences=tuple(item.fraction for item in presences),
            jours=tuple(item.jours for item in presences),
            proratise=propres.proratise,
            termes=termes,
            a_repartir=partages.a_repartir + propres.abandonnes + unpaid,
            recouvrable=partages.recouvrable,
            partages=partages.partage.parts,
            supplements=partages.partage.supplements,
            propres=propres.montants,
            origine=self._common_origin(ligne, entrees, [terme.cle for terme in formule.forme.parts]),
            tables=entrees.tables,
            rangs=entrees.rangs,
            bornage=partages.bornage,
            abandonne=partages.abandonne + propres.abandonnes,
        )

    def _inputs(
        self, composant: str, ligne: LigneTarif, formules: Sequence[Compilee], presences: Sequence[Presence]
    ) -> Entrees:
        vue = self._vue
        known = {**vue.regles.parametres.get(ligne.id, {}), **vue.prix.montants.get(composant, {})}
        noms = tuple(dict.fromkeys(nom for formule in formules for nom in formule.noms))
        abaque = vue.regles.composants[composant].abaque or ABAQUE
        keys = dict.fromkeys(nom for formule in formules for nom in keys_of(ligne, formule))
        # A managing body without days of its own has no quantity here, whatever it counts elsewhere.
        counted = [item.adherent if item.jours else "" for item in presences]
        return Entrees(
            {nom: known[nom] for nom in noms if nom in known},
            {nom: self.count(abaque if nom == ABAQUE else nom, composant, counted) for nom in keys},
            tables_of(vue, ligne.id, formules),
            self._ranks(composant, presences) if RANG in noms else (),
        )

    def count(self, cle: str, composant: str, counted: Sequence[str]) -> Decompte:
        """Count a key for some beneficiaries of a component; amounts already computed are added up."""
        definition = self._vue.regles.cles.get(cle)
        cumul = definition.cumul if definition is not None else None
        if cumul is None:
            return count(self._vue, cle, composant, counted)
        atelier = self._avant if cumul.precedent else self
        costs = [cost for nom in cumul.composants for cost in (atelier.composant(nom) if atelier is not None else ())]
        return cumulate(cle, [cost for cost in costs if cost.nature is Nature.INDIRECT_ANNUEL], counted)

    def _ranks(self, composant: str, presences: Sequence[Presence]) -> tuple[int, ...]:
        existence = self._vue.perimetre.composants[composant]
        firsts = (self.presences.first_year(item.adherent, existence) for item in presences)
        return tuple(self._vue.exercice - first + 1 for first in firsts)

    def _terms(
        self,
        formule: Compilee,
        composant: str,
        regle: RegleComposant,
        entrees: Entrees,
        presences: Sequence[Presence],
    ) -> tuple[Terme, ...]:
        until = partial(self.presences.until_end, vie=self._vue.perimetre.composants[composant].vie)
        # Whose part the others share weighs nothing, nor does what its exit would free.
        out = {nom for nom, reliquat in regle.exonerations.items() if reliquat is Reliquat.REPARTI}
        return tuple(
            weigh(
                terme.cle,
                self._coefficient(formule, terme.coefficient, entrees),
                _without(entrees.decomptes[terme.cle], out, presences),
                presences,
                self._vue,
                until,
            )
            for terme in formule.forme.parts
        )

    def _coefficient(self, formule: Compilee, coefficient: Expression, entrees: Entrees) -> Fraction:
        """Evaluate what a key shares; alone, it shared whole cents until costs were shared exactly (decision 0003)."""
        exact = fraction_at(evaluate(coefficient, entrees.common(), entrees.tables.tables), 0)
        if self._vue.regles.couts_exacts or len(formule.forme.parts) > 1:
            return exact
        return Fraction(round_half_up(exact), CENTS)

    def _limits(
        self, regle: RegleComposant, mode: Mode, entrees: Entrees, presences: Sequence[Presence], *, yearly: bool
    ) -> Bornes | None:
        if mode.plafond is None and mode.plancher is None and not regle.exonerations:
            return None
        ranks = {item.adherent: rang for rang, item in enumerate(presences)}
        count = len(presences)
        caps, yearly_caps = _amounts(mode.plafond, entrees, presences, yearly=yearly) or ((None,) * count, ())
        floors, yearly_floors = _amounts(mode.plancher, entrees, presences, yearly=yearly) or (
            (Fraction(0),) * count,
            (),
        )
        # A managing body without days of its own only bears what others left: no limit is for it.
        return Bornes(
            plafonds=tuple(cap if item.jours else None for cap, item in zip(caps, presences, strict=True)),
            planchers=tuple(
                floor if item.jours else Fraction(0) for floor, item in zip(floors, presences, strict=True)
            ),
            reliquat=Reliquat.REPARTI if mode.plafond is None else mode.plafond.reliquat,
            exoneres={ranks[nom]: reliquat for nom, reliquat in regle.exonerations.items() if nom in ranks},
            gestionnaire=ranks.get(self._vue.perimetre.gestionnaire),
            plafonds_annuels=yearly_caps,
            planchers_annuels=yearly_floors,
        )

    def _common_origin(self, ligne: LigneTarif, entrees: Entrees, shared: Sequence[str]) -> Origine:
        """Weakest origin of the row, its amounts, its tables, its keys, and the totals that all the quantities make."""
        regles = self._vue.regles
        counted = entrees.decomptes.items()
        return weakest(
            regles.origines_lignes.get(ligne.id, Origine.DEMONSTRATION),
            *(valeur.origine for valeur in entrees.valeurs.values()),
            *entrees.tables.origines(),
            *(regles.origines_cles.get(decompte.cle, Origine.DEMONSTRATION) for _, decompte in counted),
            *{source.origine for nom, decompte in counted if nom in shared for source in values(decompte)},
        )


def manager_bears(regle: RegleComposant, mode: Mode) -> bool:
    """Tell whether a cap or an exemption leaves something to the managing body."""
    reliquats = {*regle.exonerations.values(), *([mode.plafond.reliquat] if mode.plafond is not None else [])}
    return Reliquat.GESTIONNAIRE in reliquats


def _without(decompte: Decompte, out: set[str], presences: Sequence[Presence]) -> Decompte:
    if not out:
        return decompte
    counted = zip(presences, decompte.numerateurs, strict=True)
    return decompte._replace(numerateurs=tuple(0 if item.adherent in out else number for item, number in counted))


def _amounts(
    borne: Borne | None, entrees: Entrees, presences: Sequence[Presence], *, yearly: bool
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]] | None:
    """Compute a limit for each beneficiary, in whole cents; then, exact, what the presence reduced, if it did.

    As an unshared term, a yearly one is multiplied by the presence when the quantities that it reads are stocks.
    """
    formule = compile_mode(borne)
    if formule is None or formule.forme.reste is None:
        return None
    exact = evaluate(formule.forme.reste, entrees.figures(formule.noms), entrees.tables.tables)
    counted = (entrees.decomptes[nom] for nom in formule.noms if nom in entrees.decomptes)
    proratise = yearly and all(decompte.pese for decompte in counted)
    year = tuple(max(fraction_at(exact, rang), Fraction(0)) for rang in range(len(presences)))
    parts = (item.fraction if proratise else 1 for item in presences)
    limits = tuple(Fraction(round_half_up(limit * part)) for limit, part in zip(year, parts, strict=True))
    return limits, tuple(limit * CENTS for limit in year) if proratise else ()


def _unpaid(fixes: Sequence[Expression], entrees: Entrees) -> int:
    """Compute the fixed cost that nobody is there to pay."""
    values = (evaluate(term, entrees.common(), entrees.tables.tables) for term in fixes)
    return round_half_up(sum((fraction_at(value, 0) for value in values), Fraction(0)))


def _own(
    reste: Expression | None,
    entrees: Entrees,
    presences: Sequence[Presence],
    bornes: Bornes | None,
    *,
    yearly: bool,
) -> Propres:
    """Compute the unshared terms; what an exemption leaves to nobody is lost, which is said."""
    if reste is None:
        return Propres((0,) * len(presences), 0, proratise=False)
    tables = entrees.tables.tables
    own = [nom for nom in names(reste) if nom in entrees.decomptes]
    proratise = yearly and all(entrees.decomptes[nom].pese for nom in own)
    own_amounts = own_cents(reste, entrees.figures(own), presences, tables, proratise=proratise)
    amounts, lost = list(own_amounts), 0
    for rang, reliquat in bornes.exoneres.items() if bornes is not None else ():
        amounts[rang] -= own_amounts[rang]
        if reliquat is Reliquat.GESTIONNAIRE and bornes is not None and bornes.gestionnaire is not None:
            amounts[bornes.gestionnaire] += own_amounts[rang]
        else:
            lost += own_amounts[rang]
    return Propres(tuple(amounts), lost, proratise)
