"""One cost, computed once for all its beneficiaries.

Knows: rows, their formulas evaluated on columns, expenses. Must not know: totals, accounts.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import round_half_up
from convention.engine.compilation import ABAQUE, Compilee, compile_formula, concerns, keys_of
from convention.engine.cout import own_cents, shared_cents
from convention.engine.lignes import Calcul, Decompte, Terme
from convention.engine.presence import Presence, Presences
from convention.engine.quantites import count, values, weigh
from convention.formulas.evaluate import Colonne, evaluate, fraction_at
from convention.formulas.nodes import names
from convention.model.vocabulaire import Nature, Origine, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.engine.repartition import Partage
    from convention.model.tarifs import LigneTarif
    from convention.model.vue import Valeur, Vue


class Cout(NamedTuple):
    """A formula computed: what is shared, what is each one's own."""

    valeurs: Mapping[str, Valeur]
    decomptes: Mapping[str, Decompte]
    termes: tuple[Terme, ...]
    a_repartir: int
    recouvrable: int
    partage: Partage
    propres: tuple[int, ...]
    proratise: bool
    origine: Origine


class Atelier:
    """Computes the costs of one Vue; presences are measured once a service."""

    def __init__(self, vue: Vue) -> None:
        """Prepare the presences."""
        self._vue = vue
        self.presences = Presences(vue)

    def composant(self, nom: str) -> Iterator[Calcul]:
        """Yield the factual and the yearly cost of a component (annexe 4)."""
        vue = self._vue
        regle = vue.regles.composants.get(nom)
        ligne = vue.regles.lignes.get(regle.ligne) if regle is not None else None
        if regle is None or ligne is None or nom not in vue.prix.montants:
            return
        existence = vue.perimetre.composants[nom]
        presences = self.presences.beneficiaries(existence)
        for nature, mode in ((Nature.INDIRECT_FACTUEL, ligne.factuel), (Nature.INDIRECT_ANNUEL, ligne.annuel)):
            formule = compile_formula(mode.formule) if mode is not None else None
            if formule is None or not concerns(ligne, formule, vue.prix.montants[nom]):
                continue
            cout = self._cost(ligne, formule, nom, presences, yearly=nature is Nature.INDIRECT_ANNUEL)
            yield Calcul(
                nature=nature,
                section=regle.section,
                service=existence.service,
                sous_service=existence.sous_service,
                composant=nom,
                depense=None,
                ligne_tarif=ligne.id,
                formule=formule.texte,
                valeurs=cout.valeurs,
                decomptes=cout.decomptes,
                beneficiaires=tuple(item.adherent for item in presences),
                presences=tuple(item.fraction for item in presences),
                jours=tuple(item.jours for item in presences),
                proratise=cout.proratise,
                termes=cout.termes,
                a_repartir=cout.a_repartir,
                recouvrable=cout.recouvrable,
                partages=cout.partage.parts,
                supplements=cout.partage.supplements,
                propres=cout.propres,
                origine=cout.origine,
            )

    def depense(self, place: tuple[str, str]) -> Iterator[Calcul]:
        """Yield a delivered expense, euro for euro (art. 8.1); it is never prorated."""
        vue = self._vue
        regle = vue.regles.depenses.get(place)
        ligne = vue.regles.lignes.get(regle.ligne) if regle is not None else None
        formule = compile_formula(ligne.direct.formule) if ligne is not None and ligne.direct is not None else None
        if regle is None or ligne is None or formule is None or formule.forme.reste is None:
            return
        known = {**vue.prix.depenses.get(place, {}), **vue.regles.parametres.get(ligne.id, {})}
        if place in vue.volumes.nombres:
            known["nombre"] = vue.volumes.nombres[place]
        valeurs = {nom: known[nom] for nom in formule.noms if nom in known}
        plain = {nom: valeur.valeur for nom, valeur in valeurs.items()}
        yield Calcul(
            nature=Nature.DIRECT,
            section=regle.section,
            service=ligne.service,
            sous_service=None,
            composant=None,
            depense=place[1],
            ligne_tarif=ligne.id,
            formule=formule.texte,
            valeurs=valeurs,
            decomptes={},
            beneficiaires=(place[0],),
            presences=(Fraction(1),),
            jours=((),),
            proratise=False,
            termes=(),
            a_repartir=0,
            recouvrable=0,
            partages=(0,),
            supplements=(),
            propres=(round_half_up(fraction_at(evaluate(formule.forme.reste, plain), 0)),),
            origine=self._common_origin(ligne, valeurs, {}, ()),
        )

    def _cost(
        self, ligne: LigneTarif, formule: Compilee, composant: str, presences: Sequence[Presence], *, yearly: bool
    ) -> Cout:
        """Evaluate Σ Aᵢ·part(kᵢ) + B for all the beneficiaries of a component.

        The shared part is ΣAᵢ rounded half-up to the cent, then split by largest remainder: what is billed is what is
        to be recovered. B is multiplied by the presence when the cost is yearly and its quantities are stocks, then
        rounded half-up line by line. Examples: 4 800,00 € × 14 ÷ 412 = 163,11 €; 1 150,00 € × 6 = 6 900,00 €.
        """
        known = {**self._vue.regles.parametres.get(ligne.id, {}), **self._vue.prix.montants[composant]}
        valeurs = {nom: known[nom] for nom in formule.noms if nom in known}
        # A managing body without days of its own has no quantity here, whatever it counts elsewhere.
        decomptes = self._counts(composant, ligne, formule, [item.adherent if item.jours else "" for item in presences])
        common = {nom: valeur.valeur for nom, valeur in valeurs.items()}
        termes = self._terms(formule, composant, common, decomptes, presences)
        partages = shared_cents(termes, len(presences))
        reste = formule.forme.reste
        own = [] if reste is None else [nom for nom in names(reste) if nom in decomptes]
        columns = {nom: Colonne(decomptes[nom].numerateurs, decomptes[nom].denominateur) for nom in own}
        proratise = yearly and reste is not None and all(decomptes[nom].pese for nom in own)
        # A fixed part that nobody is there to pay is part of the cost, and is said.
        unpaid = 0 if presences or reste is None else round_half_up(fraction_at(evaluate(reste, common), 0))
        return Cout(
            valeurs,
            decomptes,
            termes,
            partages.a_repartir + unpaid,
            partages.recouvrable,
            partages.partage,
            own_cents(reste, {**common, **columns}, presences, proratise=proratise),
            proratise,
            self._common_origin(ligne, valeurs, decomptes, [terme.cle for terme in formule.forme.parts]),
        )

    def _terms(
        self,
        formule: Compilee,
        composant: str,
        common: Mapping[str, Fraction],
        decomptes: Mapping[str, Decompte],
        presences: Sequence[Presence],
    ) -> tuple[Terme, ...]:
        until = partial(self.presences.until_end, vie=self._vue.perimetre.composants[composant].vie)
        return tuple(
            weigh(
                Terme(terme.cle, fraction_at(evaluate(terme.coefficient, common), 0), (), 1),
                decomptes[terme.cle],
                presences,
                self._vue,
                until,
            )
            for terme in formule.forme.parts
        )

    def _counts(
        self, composant: str, ligne: LigneTarif, formule: Compilee, beneficiaires: Sequence[str]
    ) -> dict[str, Decompte]:
        abaque = self._vue.regles.composants[composant].abaque or ABAQUE
        return {
            nom: count(self._vue, abaque if nom == ABAQUE else nom, composant, beneficiaires)
            for nom in keys_of(ligne, formule)
        }

    def _common_origin(
        self, ligne: LigneTarif, valeurs: Mapping[str, Valeur], decomptes: Mapping[str, Decompte], shared: Sequence[str]
    ) -> Origine:
        """Weakest origin of the row, its amounts, its keys, and the totals that everybody's quantities make."""
        regles = self._vue.regles
        origine = regles.origines_lignes.get(ligne.id, Origine.DEMONSTRATION)
        for valeur in valeurs.values():
            origine = weakest(origine, valeur.origine)
        for nom, decompte in decomptes.items():
            origine = weakest(origine, regles.origines_cles.get(decompte.cle, Origine.DEMONSTRATION))
            for other in {source.origine for source in values(decompte)} if nom in shared else ():
                origine = weakest(origine, other)
        return origine
