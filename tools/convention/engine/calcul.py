"""One cost, computed once for all its beneficiaries.

Knows: a row's formula as Σ Aᵢ·part(kᵢ) + B, evaluated on columns. Must not know: totals, accounts.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import CENTS, round_half_up
from convention.engine.lignes import HORS_SERVICE, Calcul, Compte, Terme
from convention.engine.presence import Presence, Presences
from convention.engine.quantites import count, values, weigh
from convention.engine.repartition import Partage, apportion, share
from convention.formulas.evaluate import Colonne, evaluate, fraction_at
from convention.formulas.linear import Forme, linearise
from convention.formulas.nodes import names, parts
from convention.formulas.problems import FormulaError
from convention.formulas.syntax import parse
from convention.model.vocabulaire import Nature, Origine, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.model.tarifs import LigneTarif, Mode
    from convention.model.vue import Valeur, Vue

ABAQUE = "abaque"
"""Name that stands, in a formula, for the key of the component."""


class Compilee(NamedTuple):
    """A formula ready to be evaluated."""

    texte: str
    forme: Forme
    noms: tuple[str, ...]


class Atelier:
    """Computes the costs of one Vue; formulas are read once a row, presences measured once a service."""

    def __init__(self, vue: Vue) -> None:
        """Prepare the presences."""
        self._vue = vue
        self.presences = Presences(vue)
        self._formules: dict[str, Compilee | None] = {}

    def composant(self, nom: str) -> Iterator[Calcul]:
        """Yield the factual and the yearly cost of a component (annexe 4)."""
        vue = self._vue
        regle = vue.regles.composants.get(nom)
        ligne = vue.regles.lignes.get(regle.ligne) if regle is not None else None
        montants = vue.prix.montants.get(nom, {})
        if regle is None or ligne is None or not montants:
            return
        existence = vue.perimetre.composants[nom]
        presences = self.presences.beneficiaries(existence)
        for nature, mode in ((Nature.INDIRECT_FACTUEL, ligne.factuel), (Nature.INDIRECT_ANNUEL, ligne.annuel)):
            formule = self._compiled(mode)
            if formule is None or not concerns(ligne, formule, montants):
                continue
            part = compute(self, ligne, formule, nom, montants, presences, yearly=nature is Nature.INDIRECT_ANNUEL)
            yield Calcul(
                nature=nature,
                section=regle.section,
                service=existence.service,
                sous_service=existence.sous_service,
                composant=nom,
                depense=None,
                ligne_tarif=ligne.id,
                formule=formule.texte,
                valeurs=part.valeurs,
                comptes=part.comptes,
                beneficiaires=tuple(item.adherent for item in presences),
                presences=tuple(item.fraction for item in presences),
                proratise=part.proratise,
                termes=part.termes,
                a_repartir=part.a_repartir,
                partages=part.partage.parts,
                supplements=part.partage.supplements,
                propres=part.propres,
                origine=part.origine,
            )

    def depense(self, place: tuple[str, str]) -> Iterator[Calcul]:
        """Yield a delivered expense, euro for euro (art. 8.1); it is never prorated."""
        vue = self._vue
        regle = vue.regles.depenses.get(place)
        ligne = vue.regles.lignes.get(regle.ligne) if regle is not None else None
        formule = self._compiled(ligne.direct) if ligne is not None else None
        if regle is None or ligne is None or formule is None:
            return
        valeurs = dict(vue.prix.depenses.get(place, {}))
        nombre = vue.volumes.nombres.get(place)
        if nombre is not None:
            valeurs["nombre"] = nombre
        valeurs |= {nom: valeur for nom, valeur in vue.regles.parametres.get(ligne.id, {}).items()}
        used = {nom: valeurs[nom] for nom in formule.noms if nom in valeurs}
        plain = {nom: valeur.valeur for nom, valeur in used.items()}
        reste = formule.forme.reste
        montant = round_half_up(fraction_at(evaluate(reste, plain), 0)) if reste is not None else 0
        yield Calcul(
            nature=Nature.DIRECT,
            section=regle.section,
            service=ligne.service or HORS_SERVICE,
            sous_service=None,
            composant=None,
            depense=place[1],
            ligne_tarif=ligne.id,
            formule=formule.texte,
            valeurs=used,
            comptes={},
            beneficiaires=(place[0],),
            presences=(Fraction(1),),
            proratise=False,
            termes=(),
            a_repartir=0,
            partages=(0,),
            supplements=(),
            propres=(montant,),
            origine=_common_origin(ligne, used, (), {}),
        )

    def keys_of(self, nom: str, formule: Compilee, ligne: LigneTarif, beneficiaires: Sequence[str]) -> dict[str, Compte]:
        """Count the keys that a formula names, for the beneficiaries of a component."""
        vue = self._vue
        regle = vue.regles.composants[nom]
        found = {}
        for written in formule.noms:
            if written in ligne.variables or written in ligne.parametres:
                continue
            cle = (regle.abaque or ABAQUE) if written == ABAQUE else written
            found[written] = count(vue, cle, nom, beneficiaires)
        return found

    def weighted(self, terme: str, coefficient: Fraction, compte: Compte, presences: Sequence[Presence]) -> Terme:
        """Weigh one shared term."""
        return weigh(terme, coefficient, compte, presences, self._vue, self.presences.until_year_end)

    def parameters(self, ligne: LigneTarif) -> Mapping[str, Valeur]:
        """Return the parameters of a row in force."""
        return self._vue.regles.parametres.get(ligne.id, {})

    def _compiled(self, mode: Mode | None) -> Compilee | None:
        if mode is None:
            return None
        if mode.formule not in self._formules:
            self._formules[mode.formule] = compile_formula(mode.formule)
        return self._formules[mode.formule]


class Cout(NamedTuple):
    """A formula computed: what is shared, what is each one's own."""

    valeurs: Mapping[str, Valeur]
    comptes: Mapping[str, Compte]
    termes: tuple[Terme, ...]
    a_repartir: int
    partage: Partage
    propres: tuple[int, ...]
    proratise: bool
    origine: Origine


def compile_formula(texte: str) -> Compilee | None:
    """Read a formula; None when it cannot be read (`checks` says why, the engine counts it for nothing)."""
    try:
        expression = parse(texte)
        return Compilee(texte, linearise(expression), tuple(dict.fromkeys((*parts(expression), *names(expression)))))
    except FormulaError:
        return None


def concerns(ligne: LigneTarif, formule: Compilee, montants: Mapping[str, Valeur]) -> bool:
    """Tell whether a component has the cost of a formula: it gives at least one of its variables."""
    return any(nom in montants for nom in formule.noms if nom in ligne.variables)


def compute(
    atelier: Atelier,
    ligne: LigneTarif,
    formule: Compilee,
    composant: str,
    montants: Mapping[str, Valeur],
    presences: Sequence[Presence],
    *,
    yearly: bool,
) -> Cout:
    """Evaluate Σ Aᵢ·part(kᵢ) + B for all the beneficiaries of a component.

    The shared part is ΣAᵢ rounded half-up to the cent, then split by largest remainder, so that what is billed is what
    is to be recovered. B is multiplied by the presence when the cost is yearly and its quantities are stocks, then
    rounded half-up line by line. Example: 4 800,00 € × 14 ÷ 412 = 163,11 €; 1 150,00 € × 6 = 6 900,00 €.
    """
    beneficiaires = [item.adherent for item in presences]
    known = {**atelier.parameters(ligne), **montants}
    valeurs = {nom: known[nom] for nom in formule.noms if nom in known}
    comptes = atelier.keys_of(composant, formule, ligne, beneficiaires)
    plain: dict[str, Fraction | Colonne] = {nom: valeur.valeur for nom, valeur in valeurs.items()}
    termes = tuple(
        atelier.weighted(
            terme.cle, fraction_at(evaluate(terme.coefficient, plain), 0), comptes[terme.cle], presences
        )
        for terme in formule.forme.parts
    )
    a_repartir, partage = _shared(termes, len(beneficiaires))
    own_keys = _own_keys(formule, comptes)
    proratise = yearly and formule.forme.reste is not None and all(comptes[nom].pese for nom in own_keys)
    plain |= {nom: Colonne(comptes[nom].numerateurs, comptes[nom].denominateur) for nom in own_keys}
    propres = _own(formule.forme, plain, presences, proratise=proratise)
    shared = {terme.cle for terme in formule.forme.parts}
    origine = _common_origin(ligne, valeurs, tuple(shared), comptes)
    return Cout(valeurs, comptes, termes, a_repartir, partage, propres, proratise, origine)


def _shared(termes: tuple[Terme, ...], nombre: int) -> tuple[int, Partage]:
    total = sum((terme.coefficient for terme in termes), Fraction(0))
    a_repartir = round_half_up(total)
    active = [terme for terme in termes if terme.coefficient and any(terme.poids)]
    if len(active) == 1:
        return a_repartir, share(_recoverable(a_repartir, total, active), active[0].poids)
    exact = [Fraction(0)] * nombre
    for terme in active:
        whole = sum(terme.poids)
        for rang, poids in enumerate(terme.poids):
            exact[rang] += terme.coefficient * CENTS * Fraction(poids, whole)
    common = lcm(*(part.denominator for part in exact))
    numerators = [part.numerator * (common // part.denominator) for part in exact]
    return a_repartir, apportion(_recoverable(a_repartir, total, active), numerators, common)


def _recoverable(a_repartir: int, total: Fraction, active: Sequence[Terme]) -> int:
    """Cents that the terms with a weight carry: all of them, unless a term has nobody to pay for it."""
    carried = sum((terme.coefficient for terme in active), Fraction(0))
    return a_repartir if carried == total else round_half_up(carried)


def _own_keys(formule: Compilee, comptes: Mapping[str, Compte]) -> list[str]:
    reste = formule.forme.reste
    return [] if reste is None else [nom for nom in dict.fromkeys(names(reste)) if nom in comptes]


def _own(
    forme: Forme, plain: Mapping[str, Fraction | Colonne], presences: Sequence[Presence], *, proratise: bool
) -> tuple[int, ...]:
    if forme.reste is None:
        return (0,) * len(presences)
    result = evaluate(forme.reste, plain)
    if isinstance(result, Fraction):
        numerators, denominator = (result.numerator,) * len(presences), result.denominator
    else:
        numerators, denominator = result.numerateurs, result.denominateur
    if not proratise or all(item.fraction == 1 for item in presences):
        return tuple(round_cents(number, denominator) for number in numerators)
    return tuple(
        round_cents(number * item.fraction.numerator, denominator * item.fraction.denominator)
        for number, item in zip(numerators, presences, strict=True)
    )


def round_cents(numerator: int, denominator: int) -> int:
    """Round numerator/denominator euros half-up to cents, as `base.money.round_half_up`, without building a Fraction."""
    cents = (2 * CENTS * abs(numerator) + denominator) // (2 * denominator)
    return -cents if numerator < 0 else cents


def _common_origin(
    ligne: LigneTarif, valeurs: Mapping[str, Valeur], shared: Sequence[str], comptes: Mapping[str, Compte]
) -> Origine:
    """Weakest origin of the row, its amounts, and the totals that everybody's quantities make."""
    origine = ligne.origine or Origine.CONVENTION
    for valeur in valeurs.values():
        origine = weakest(origine, valeur.origine)
    for nom in shared:
        for origin in {source.origine for source in values(comptes[nom])}:
            origine = weakest(origine, origin)
    return origine
