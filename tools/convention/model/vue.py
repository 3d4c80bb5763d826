"""The Vue: the Depot resolved for one exercice and one phase, without the year in its keys.

Knows: four parts as flat records (existence, volumes, prices, rules). Must not know: texts, how amounts are computed.
Two revisions, two exercices or two phases compare as two Vues; a part of one can stand beside a part of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from convention.base.period import Periode, Prorata
    from convention.model.depot import Reference
    from convention.model.documents.cles import Cle
    from convention.model.documents.grilles import Bareme, Tranche
    from convention.model.documents.tarifs import LigneTarif
    from convention.model.mots.communs import (
        Beneficiaires,
        Nature,
        Origine,
        PartLiberee,
        Phase,
        Reliquat,
        Section,
        TypeAdherent,
    )


class Valeur(NamedTuple):
    """A figure and where it comes from."""

    valeur: Fraction
    origine: Origine
    source: Reference
    phase: Phase | None = None
    """The earlier phase it was taken from, when the phase asked has none of its own."""
    hypothese: str = ""
    """Why it stands for a figure not yet known, in the words of the data."""
    publiee: bool = False
    """Whether it belongs to no phase: a published quantity, a fixed share."""
    a_valider: bool = False
    """Whether it is a count of the year that the référent has not validated yet (art. 5, 8.3)."""
    retenue: bool = False
    """Whether a flat fee is due on it: counted once for the year, it is neither recounted nor validated (art. 8.3)."""
    compare: tuple[Fraction, Fraction] | None = None
    """For a coefficient: the quantity, and the mean that it is compared with."""


class Payeur(NamedTuple):
    """An adherent as the engine sees it."""

    id: str
    adhesion: Periode


class ComposantVu(NamedTuple):
    """A component's existence: whose it is, since when, for whom."""

    id: str
    service: str
    sous_service: str | None
    beneficiaires: Beneficiaires
    vie: Periode | None
    """None: since always, until further notice."""


class DepenseVue(NamedTuple):
    """A delivered expense's existence."""

    adherent: str
    id: str
    livraison: date


class Perimetre(NamedTuple):
    """What exists, who takes part in it, and when."""

    payeurs: Mapping[str, Payeur]
    gestionnaire: str
    obligatoires: frozenset[str]
    """Services that come with the membership."""
    a_la_demande: frozenset[str]
    """Sub-services that their service does not cover."""
    abonnements: Mapping[tuple[str, str], tuple[Periode, ...]]
    """Days of use, by adherent and service or sub-service; subscriptions not activated are not here."""
    souscrits: Mapping[tuple[str, str], tuple[Periode | None, ...]]
    """Days of use, by adherent and component; None: the whole time."""
    composants: Mapping[str, ComposantVu]
    depenses: Mapping[tuple[str, str], DepenseVue]
    gestionnaire_contribue: bool = True
    """Whether the managing body has a part of its own; it may still bear what limits leave."""
    terme: date | None = None
    """First day after a convention that ends within a year: nobody leaves then, it ends for everybody."""


class Volumes(NamedTuple):
    """What is counted."""

    comptages: Mapping[tuple[str, str], Mapping[str, Valeur]]
    """Quantity by (key, component or "") and adherent."""
    nombres: Mapping[tuple[str, str], Valeur]
    """Number delivered, by adherent and expense."""


class BaremeVu(NamedTuple):
    """A grid in force: its tiers, from the lowest bounds up, and where they are written."""

    bareme: Bareme
    tranches: tuple[Tranche, ...]
    origine: Origine
    sources: tuple[Reference, ...]


class PrixVus(NamedTuple):
    """What things cost."""

    forfaits: Mapping[str, Valeur]
    """Euros by unit of its key, by flat fee."""
    montants: Mapping[str, Mapping[str, Valeur]]
    """Euros by component and variable."""
    depenses: Mapping[tuple[str, str], Mapping[str, Valeur]]
    """Euros by expense and variable."""
    baremes: Mapping[str, BaremeVu]
    indices: Mapping[tuple[str, str], Valeur]
    """Published values by series and month, those that the rows read."""
    anterieur: Vue | None = None
    """The exercice before, in the same phase, when what it made due caps what this one does."""


class RevisionVue(NamedTuple):
    """The months of an index that a row reads in the exercice."""

    serie: str
    base: str
    mois: str


class RegleComposant(NamedTuple):
    """How a component is shared."""

    ligne: str
    abaque: str | None
    section: Section
    exonerations: Mapping[str, Reliquat]
    """Who pays nothing of it, and who bears that instead."""


class RegleDepense(NamedTuple):
    """How an expense is refunded."""

    ligne: str
    section: Section


class Imputes(NamedTuple):
    """Accounts of both sides."""

    recette: str
    depense: str


class Qualite(NamedTuple):
    """What the rules need to know of an adherent."""

    siren: str
    type: TypeAdherent


class Regles(NamedTuple):
    """How costs become contributions."""

    cles: Mapping[str, Cle]
    lignes: Mapping[str, LigneTarif]
    origines_cles: Mapping[str, Origine]
    origines_lignes: Mapping[str, Origine]
    parametres: Mapping[str, Mapping[str, Valeur]]
    revisions: Mapping[str, Mapping[str, RevisionVue]]
    composants: Mapping[str, RegleComposant]
    depenses: Mapping[tuple[str, str], RegleDepense]
    qualites: Mapping[str, Qualite]
    forfaits: Mapping[str, str]
    """The key that counts each flat fee."""
    prorata: Prorata
    seuil: int
    part_liberee: PartLiberee
    couts_exacts: bool
    """Whether a cost is shared before it is rounded, whatever the number of its keys."""
    factuels_entiers: bool
    """Whether a factual cost is shared by raw quantities, whoever is there part of the year."""
    imputations: Mapping[tuple[Nature, Section, TypeAdherent], Imputes]


class Vue(NamedTuple):
    """All that the engine reads, for one exercice and one phase."""

    exercice: int
    phase: Phase
    perimetre: Perimetre
    volumes: Volumes
    prix: PrixVus
    regles: Regles
