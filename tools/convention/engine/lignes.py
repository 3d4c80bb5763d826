"""What the engine gives: lines, the computation behind them, totals and controls.

Knows: results and their sums. Must not know: how they were computed, how they are shown.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.model.mots.communs import Reliquat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.base.period import Periode
    from convention.engine.tables import TablesLues
    from convention.formulas.columns import Colonne
    from convention.model.mots.communs import Nature, Origine, Phase, Section
    from convention.model.vue import Valeur

HORS_SERVICE = "hors-service"


class Decompte(NamedTuple):
    """A key counted for the beneficiaries of a computation: the figures used, as a column of integers."""

    cle: str
    sources: tuple[tuple[Valeur, ...], ...]
    """For each beneficiary, the counts that make its quantity (several for a sum of keys)."""
    numerateurs: tuple[int, ...]
    denominateur: int
    pese: bool
    """Whether the presence weighs this key (a stock counted at a date)."""
    cumul: bool = False
    """Whether it adds up amounts already computed: who has none lacks no count."""
    ramenes: frozenset[int] = frozenset()
    """Ranks of those of whom one of these amounts was that of a part of its year, brought to a whole one."""

    def quantite(self, rang: int) -> Fraction:
        """Return one beneficiary's raw quantity."""
        return Fraction(self.numerateurs[rang], self.denominateur)


class Terme(NamedTuple):
    """A shared term of a formula: coefficient × part(cle)."""

    nom: str
    """Name in the formula: the key's, or `abaque`."""
    coefficient: Fraction
    """Euros to share."""
    poids: tuple[int, ...]
    """Weighted quantities, over `denominateur`."""
    denominateur: int
    libere: Fraction = Fraction(0)
    """Weight that the managing body takes over from those who left (policy `gestionnaire`)."""
    porteur: int | None = None
    """Rank of the managing body, when it takes a freed weight."""

    def quantite(self, rang: int) -> Fraction:
        """Return one beneficiary's weighted quantity."""
        return Fraction(self.poids[rang], self.denominateur)

    def repris(self, rang: int) -> Fraction:
        """Return what one beneficiary's weighted quantity holds of those who left: something for `porteur` alone."""
        return self.libere if self.porteur == rang else Fraction(0)

    @property
    def total(self) -> Fraction:
        """Weighted total over the beneficiaries."""
        return Fraction(sum(self.poids), self.denominateur)


class Bornes(NamedTuple):
    """The limits of each beneficiary, by rank."""

    plafonds: tuple[Fraction | None, ...]
    planchers: tuple[Fraction, ...]
    reliquat: Reliquat
    """Who bears what the caps leave; what the floors bring always lightens the others."""
    exoneres: Mapping[int, Reliquat]
    """Who pays nothing, and who bears it (`reparti`: its weight is already zero)."""
    gestionnaire: int | None
    """Rank of the managing body."""
    plafonds_annuels: tuple[Fraction, ...] = ()
    """The caps of a whole year, when the presence reduced them."""
    planchers_annuels: tuple[Fraction, ...] = ()
    """The floors of a whole year, when the presence reduced them."""


class Bornage(NamedTuple):
    """Shares before and after their limits."""

    libres: Colonne
    exactes: Colonne
    bornes: Bornes

    @property
    def abandonne(self) -> Fraction:
        """What a cap or an exemption declares that nobody pays."""
        exoneres = self.bornes.exoneres
        lost = [self.libres[rang] for rang, who in exoneres.items() if who is Reliquat.NON_RECOUVRE]
        if self.bornes.reliquat is Reliquat.NON_RECOUVRE:
            lost += [_sum_but(self.libres, exoneres) - _sum_but(self.exactes, exoneres), self.repris]
        return sum(lost, Fraction(0))

    @property
    def repris(self) -> Fraction:
        """What the managing body bears for those who are exempted, whatever the limits of its own share."""
        exoneres = self.bornes.exoneres if self.bornes.gestionnaire is not None else {}
        borne = (self.libres[rang] for rang, who in exoneres.items() if who is Reliquat.GESTIONNAIRE)
        return sum(borne, Fraction(0))

    def propre(self, rang: int) -> Fraction:
        """Return a share once limited, without what is borne for those who are exempted."""
        return self.exactes[rang] - (self.repris if rang == self.bornes.gestionnaire else 0)


class Calcul(NamedTuple):
    """One cost of one component (or the forfait, or an expense), computed for all its beneficiaries at once."""

    nature: Nature
    section: Section
    service: str
    formule: str
    valeurs: Mapping[str, Valeur]
    """Variables and parameters of the formula."""
    decomptes: Mapping[str, Decompte]
    """Keys of the formula, by their name in it."""
    beneficiaires: tuple[str, ...]
    presences: tuple[Fraction, ...]
    jours: tuple[tuple[Periode, ...], ...]
    """Days that make each presence; none for the managing body that only bears what others left."""
    proratise: bool
    """Whether the unshared terms are multiplied by the presence."""
    partages: tuple[int, ...]
    """Cents of the shared terms."""
    propres: tuple[int, ...]
    """Cents of the unshared terms."""
    origine: Origine
    """Weakest origin of what is common to all beneficiaries."""
    sous_service: str | None = None
    composant: str | None = None
    depense: str | None = None
    ligne_tarif: str | None = None
    forfait: str = ""
    """Id of the flat fee, when it is another than that of annexe 3."""
    termes: tuple[Terme, ...] = ()
    a_repartir: int = 0
    """Cents of the cost: what the shared terms amount to, and a fixed part that nobody is there to pay."""
    recouvrable: int = 0
    """Cents that somebody has a weight for: what must be billed of `a_repartir`."""
    supplements: tuple[int, ...] = ()
    tables: TablesLues | None = None
    """Grids and indices that the formulas consult."""
    rangs: tuple[int, ...] = ()
    """Rank of the exercice for each beneficiary, 1 in the first of its presence; empty when no formula reads it."""
    bornage: Bornage | None = None
    """Shares before and after their caps, floors and exemptions."""
    abandonne: int = 0
    """Cents of `a_repartir` that a cap or an exemption declares not recovered."""

    @property
    def objet(self) -> str:
        """The component, the expense, or the flat fee; empty for that of annexe 3."""
        return self.composant or self.depense or self.forfait

    @property
    def non_reparti(self) -> int:
        """Cents that nobody pays, because no beneficiary has a weight: no decision says so."""
        return self.a_repartir - self.recouvrable - self.abandonne


class Ligne(NamedTuple):
    """What one adherent owes for one cost."""

    adherent: str
    montant: int
    compte_recette: str | None
    compte_depense: str | None
    origine: Origine
    calcul: Calcul
    rang: int

    @property
    def cle(self) -> str | None:
        """The key of the line: the one that shares its cost, else the one that counts it."""
        decompte = self.decompte
        return None if decompte is None else decompte.cle

    @property
    def decompte(self) -> Decompte | None:
        """The counted key of the line, if it has one."""
        nom = self.calcul.termes[0].nom if self.calcul.termes else next(iter(self.calcul.decomptes), None)
        return None if nom is None else self.calcul.decomptes[nom]

    @property
    def quantite(self) -> Fraction | None:
        """The quantity as billed: weighted by the presence where it applies."""
        if self.calcul.termes:
            return self.calcul.termes[0].quantite(self.rang)
        decompte = self.decompte
        if decompte is None:
            return None
        raw = decompte.quantite(self.rang)
        return raw * self.calcul.presences[self.rang] if self.calcul.proratise else raw

    @property
    def quantite_totale(self) -> Fraction | None:
        """The total over the beneficiaries, when the cost is shared."""
        return self.calcul.termes[0].total if self.calcul.termes else None

    @property
    def identite(self) -> tuple[str, str, str, str, str]:
        """What makes it the same line in another Vue."""
        calcul = self.calcul
        return (self.adherent, calcul.service, calcul.objet, str(calcul.nature), str(calcul.section))


class NonReparti(NamedTuple):
    """A cost that nobody pays."""

    composant: str
    nature: Nature
    montant: int
    decide: bool = False
    """Whether a cap or an exemption says that it is not recovered."""


class Hypothese(NamedTuple):
    """Figures that stand for others, by file."""

    code: str
    message: str
    fichier: str
    nombre: int


class Controle(NamedTuple):
    """Differences that must all be zero, and what could not be shared."""

    ecart_adherents: int
    ecart_services: int
    ecart_natures: int
    ecart_sections: int
    ecart_recouvrement: int
    non_repartis: tuple[NonReparti, ...]

    @property
    def juste(self) -> bool:
        """Whether every sum agrees."""
        return not any(self[:5])


class Totaux(NamedTuple):
    """Sums in cents."""

    general: int
    par_adherent: Mapping[str, int]
    par_service: Mapping[str, int]
    par_nature: Mapping[str, int]
    par_section: Mapping[str, int]


class Contribution(NamedTuple):
    """The contributions of all adherents for one exercice and one phase."""

    exercice: int
    phase: Phase
    projection: bool
    lignes: tuple[Ligne, ...]
    """In the order of adherents, then of services."""
    calculs: tuple[Calcul, ...]
    totaux: Totaux
    controle: Controle
    hypotheses: tuple[Hypothese, ...]
    presences: Mapping[str, Fraction]
    """The part of the exercice for which each is an adherent; not the managing body when it has no part of its own."""

    def a_zero(self, ligne: Ligne) -> Ligne | None:
        """Return what becomes here of a line of another computation that comes to nothing: it has no line of its own.

        None when its adherent no longer takes what it pays for, or is not there.
        """
        for calcul in self.calculs:
            here = ligne._replace(calcul=calcul)
            if here.identite == ligne.identite and ligne.adherent in calcul.beneficiaires:
                rang = calcul.beneficiaires.index(ligne.adherent)
                return here._replace(rang=rang, montant=0) if calcul.presences[rang] else None
        return None


def _sum_but(column: Colonne, out: Iterable[int]) -> Fraction:
    numbers = column.numerateurs
    return Fraction(sum(numbers) - sum(numbers[rang] for rang in out), column.denominateur)
