"""The proposal: the quantities that a series moves, as gestures of the editing layer, and the series itself.

Knows: series, quantities in force, who is billed on what. Must not know: exports, how a gesture is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import jour, pluriel
from convention.checks.cadre.contexte import see
from convention.checks.quantites.comptages import needed
from convention.edition.etat import Modification
from convention.edition.gestes import appliquer
from convention.edition.gestes.quantifier import Quantifier
from convention.edition.noms import open_year, phase_of
from convention.edition.texte.releves import by_table
from convention.engine.releves import realise
from convention.model.ecrits.series import Grandeur
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from fractions import Fraction
    from typing import TypeAlias

    from convention.engine.releves import Realise
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot
    from convention.model.documents.quantites import Place
    from convention.model.documents.releves import SourceReleve
    from convention.model.ecrits.series import Serie
    from convention.model.mots.communs import Phase
    from convention.model.vue import Valeur

    EnVigueur: TypeAlias = Mapping[tuple[str, str], Mapping[str, Valeur]]

EMPREINTE_CITEE = 12


class Ecart(NamedTuple):
    """A quantity that is proposed far from the one in force, beyond the threshold of its measure."""

    grandeur: Grandeur
    avant: Fraction
    apres: Fraction


class Proposition(NamedTuple):
    """What a count would change."""

    modifications: tuple[Modification, ...]
    """Quantities first, the series last."""
    realises: tuple[Realise, ...]
    """What the series says of each key at the date, whoever is billed."""
    sans_donnee: tuple[Grandeur, ...]
    """Quantities that are billed, that the series had, and that have no row any more: nothing is proposed of them."""
    ecarts: tuple[Ecart, ...]


def propose(
    etat: Chargement, source: SourceReleve, serie: Serie, jour_: date, phase: Phase | None, confirmees: int
) -> Proposition:
    """Propose the quantities that differ from those in force.

    `phase` is the one that is fed, None for the one in force; the count says `confirmees`, the anomalies that somebody
    has accepted.

    Raises:
        RefusError: the exercice is closed, or a quantity of that date is validated.
    """
    annee = serie.chemin.annee
    asked = phase_of(etat.depot, open_year(etat.depot, annee), phase)
    realises = tuple(_realised(etat.depot, source, serie, jour_))
    modifications: list[Modification] = []
    billed = _billed(etat.depot, source, annee)
    gone = tuple(item.grandeur for item in realises if item.grandeur in billed and not _held(serie, item))
    kept = tuple(item for item in realises if item.grandeur in billed and item.grandeur not in gone)
    in_force = resolve(etat.depot, annee, asked).volumes.comptages
    for adherent, figures in sorted(_moved(source, in_force, kept).items()):
        demande = Quantifier.model_construct(
            adherent=adherent,
            exercice=annee,
            phase=asked,
            date=min(jour_, serie.entete.dernier_jour),
            source=source_text(source, serie) + _confirmed(confirmees),
            origine=source.origine,
            **by_table(figures),
        )
        modifications += appliquer(etat, demande)
    return Proposition(
        (*modifications, *_series_file(etat, serie)), realises, gone, tuple(_far(source, in_force, kept))
    )


def source_text(source: SourceReleve, serie: Serie) -> str:
    """Say where a count comes from: its name, its extraction, the beginning of its sha256."""
    entete = serie.entete
    mark = entete.empreinte[:EMPREINTE_CITEE]
    return f"{source.libelle}, extraction du {jour(entete.extrait_le)}, sha256 {mark}".replace("\u00a0", " ")


def _confirmed(number: int) -> str:
    return f", confirmé malgré {number} {pluriel(number, 'anomalie')}" if number else ""


def _realised(depot: Depot, source: SourceReleve, serie: Serie, jour_: date) -> Iterator[Realise]:
    there = sorted({point.grandeur for point in serie.points})
    for grandeur in there:
        mesure = source.mesures[grandeur.mesure]
        cle = depot.cles.get(mesure.cle or "")
        if cle is not None and cle.comptage is not None:
            found = realise(serie, grandeur, cle.comptage, jour_)
            if found is not None:
                yield found


def _billed(depot: Depot, source: SourceReleve, annee: int) -> frozenset[Grandeur]:
    """Return the quantities by which somebody is billed; the others are left alone."""
    asked = needed(see(depot.composants, resolve(depot, annee)))
    return frozenset(
        Grandeur(adherent, nom)
        for nom, mesure in source.mesures.items()
        for adherent in depot.dossiers
        if (adherent, mesure.place) in asked
    )


def _held(serie: Serie, item: Realise) -> bool:
    """Tell whether a quantity still has rows: a snapshot that forgets somebody is no count of zero."""
    last = [point.valeur for point in serie.points if point.grandeur == item.grandeur and point.jour <= item.a_date]
    return bool(last and last[-1])


def _far(source: SourceReleve, in_force: EnVigueur, realises: tuple[Realise, ...]) -> Iterator[Ecart]:
    """Yield what moves, from the quantity in force, more than its measure allows from a day to the next."""
    for item in realises:
        mesure = source.mesures[item.grandeur.mesure]
        known = in_force.get(mesure.place, {}).get(item.grandeur.adherent)
        if known is not None and mesure.exceeds(known.valeur, item.valeur):
            yield Ecart(item.grandeur, known.valeur, item.valeur)


def _moved(
    source: SourceReleve, in_force: EnVigueur, realises: tuple[Realise, ...]
) -> dict[str, dict[Place, Fraction]]:
    """Return the figures that differ from those in force, or that were only assumed, by adherent."""
    moved: dict[str, dict[Place, Fraction]] = {}
    for item in realises:
        where, adherent = source.mesures[item.grandeur.mesure].place, item.grandeur.adherent
        known = in_force.get(where, {}).get(adherent)
        if known is None or known.hypothese or known.valeur != item.valeur:
            moved.setdefault(adherent, {})[where] = item.valeur
    return moved


def _series_file(etat: Chargement, serie: Serie) -> tuple[Modification, ...]:
    before = etat.contents.get(serie.path)
    avant = before.decode("utf-8", "replace") if before is not None else None
    return (Modification(serie.path, avant, serie.texte()),) if avant != serie.texte() else ()
