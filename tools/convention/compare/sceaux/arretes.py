"""What a proposal does of settled figures: those of a closed exercice, and forecasts whose phase is over (art. 8.3).

Knows: counts, prices and expenses, by exercice and phase. Must not know: git, media, what a figure comes to in euros.
A closed amount that moves is an error of the data (`checks.sceaux.scelles`). A figure that no seal restates, such as a
forecast that a revision has replaced, leaves no trace but the base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Span
from convention.base.french import cite, du, nombre, prix
from convention.checks.cadre.lieux import Lieu, diagnostic, place
from convention.compare.changements.renommages import with_new_names
from convention.model.depot import Reference
from convention.model.ecrits.journal import ActeSceau
from convention.model.en_vigueur import price_at
from convention.model.mots.communs import PHASES, Phase, StatutExercice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from fractions import Fraction

    from convention.base.diagnostic import Diagnostic
    from convention.base.nodes import Pointer
    from convention.model.depot import Depot, Dossier
    from convention.model.ecrits.journal import Inscription


class _Exercice(NamedTuple):
    """An exercice as the base has it."""

    annee: int
    phase: Phase
    """The phase in force."""
    clos: bool


class Cle(NamedTuple):
    """What a figure is of."""

    phase: Phase
    porteur: str
    """The adherent that counts or buys, or the component that costs."""
    nom: str
    """Key, or variable."""
    composant: str = ""
    """Component that is counted, or expense."""
    rang: int = 0
    """Its order among the counts of the same phase, by date."""


class Chiffre(NamedTuple):
    """A figure, and where it stands."""

    valeur: Fraction
    reference: Reference
    en_euros: bool = False


def settled(base: Depot, head: Depot, actes: Collection[Inscription]) -> Iterator[Diagnostic]:
    """SCE012: a figure of a closed exercice, or a forecast whose phase is over, that a proposal changes.

    `actes` are what it declares of what is sealed: the closing that is rectified, or replaced by decision.
    """
    base = with_new_names(base, head)
    for annee, declared in base.exercices.items():
        exercice = _Exercice(annee, declared.phase, declared.statut is StatutExercice.CLOS)
        before, after, allowed = figures(base, annee, head), figures(head, annee, base), _allowed(annee, actes)
        changed = [
            cle
            for cle in sorted({**before, **after})
            if _value(before.get(cle)) != _value(after.get(cle)) and cle.phase not in allowed
            # Who and what comes with the proposal has its own messages.
            if cle.porteur in base.dossiers or cle.porteur in base.composants
        ]
        if not exercice.clos:
            # A phase that is over was announced, whether or not the one in force still reads its figures.
            changed = [cle for cle in changed if cle.phase in PHASES[: PHASES.index(exercice.phase)]]
        for cle in changed:
            known = after[cle] if cle in after else before[cle]
            yield from _told(head, exercice, cle, (before.get(cle), after.get(cle)), known.reference)


def figures(depot: Depot, annee: int, autre: Depot | None = None) -> dict[Cle, Chiffre]:
    """Return every count, price and expense of an exercice, phase by phase.

    What another side has read in the same document is left out.
    """
    found: dict[Cle, Chiffre] = {}
    for dossier in depot.dossiers.values():
        other = autre.dossiers.get(dossier.id) if autre is not None else None
        if other is None or other.quantites.get(annee) is not dossier.quantites.get(annee):
            found |= _counts(dossier, annee)
        if other is None or other.depenses.get(annee) is not dossier.depenses.get(annee):
            found |= _expenses(dossier, annee)
    for item in depot.composants.values():
        known = autre.composants.get(item.id) if autre is not None else None
        if known is not None and known.composant is item.composant:
            continue
        origine = depot.origine(item.reference().path)
        for variable, prices in item.composant.montants.get(annee, {}).items():
            where = item.reference("montants", str(annee), variable)
            for phase in PHASES:
                price = price_at(prices, phase, origine, where)
                if price is not None:
                    found[Cle(phase, item.id, variable)] = Chiffre(price.valeur, price.source, en_euros=True)
    return found


def _counts(dossier: Dossier, annee: int) -> Iterator[tuple[Cle, Chiffre]]:
    document = dossier.quantites.get(annee)
    # As a phase reads them: what is told assumed, or no more so, may change which one holds.
    counts = sorted(enumerate(document.comptages if document is not None else ()), key=lambda item: item[1].ordre)
    seen: dict[Cle, int] = {}
    for rank, releve in counts:
        places: list[tuple[Pointer, str, str, Fraction]]
        places = [(("valeurs", cle), cle, "", value) for cle, value in releve.valeurs.items()]
        places += [
            (("par_composant", cle, nom), cle, nom, value)
            for cle, values in releve.par_composant.items()
            for nom, value in values.items()
        ]
        for pointer, cle, composant, value in places:
            first = Cle(releve.phase, dossier.id, cle, composant)
            seen[first] = seen.get(first, -1) + 1
            where = Reference(dossier.path(f"quantites/{annee}.yaml"), ("comptages", rank, *pointer))
            yield first._replace(rang=seen[first]), Chiffre(value, where)


def _expenses(dossier: Dossier, annee: int) -> Iterator[tuple[Cle, Chiffre]]:
    path = dossier.path(f"depenses/{annee}.yaml")
    for rank, depense in enumerate(dossier.depenses_de(annee)):
        count = Reference(path, ("depenses", rank, "nombre"))
        yield Cle(Phase.REALISE, dossier.id, "nombre", depense.id), Chiffre(depense.nombre, count)
        for nom, value in depense.montants.items():
            where = Reference(path, ("depenses", rank, "montants", nom))
            yield Cle(Phase.REALISE, dossier.id, nom, depense.id), Chiffre(value, where, en_euros=True)


def _value(chiffre: Chiffre | None) -> Fraction | None:
    return chiffre.valeur if chiffre is not None else None


def _allowed(annee: int, actes: Collection[Inscription]) -> frozenset[Phase]:
    """Return the phases whose figures a declared act on the closing lets change."""
    found = {item.acte for item in actes if item.fichier == f"pricing/clotures/{annee}.json"}
    if ActeSceau.DESCELLEMENT in found:
        return frozenset(PHASES)
    return frozenset({Phase.REALISE}) if ActeSceau.RECTIFICATION in found else frozenset()


def _told(
    head: Depot, exercice: _Exercice, cle: Cle, sides: tuple[Chiffre | None, Chiffre | None], source: Reference
) -> Iterator[Diagnostic]:
    annee, phase = exercice.annee, exercice.phase.libelle
    if not exercice.clos:
        state = f"l'exercice {annee} en est au {phase}, sa prévision est annoncée"
        hint = f"rétablir la valeur ; ce qui a changé depuis se dit au {phase} (--phase {exercice.phase})"
    elif cle.phase is Phase.REALISE:
        state = f"l'exercice {annee} est clos"
        hint = f"rétablir la valeur ; si un montant en dépend, « convention rectifier {annee} --motif … » la déclare"
    else:
        state = f"l'exercice {annee} est clos"
        hint = (
            "rétablir la valeur : ce qui a été prévu puis appelé ne change plus ; ce qui est dû se corrige au réalisé, "
            f"puis se déclare par « convention rectifier {annee} --motif … »"
        )
    said = " devient ".join(map(_said, sides))
    lieu = place(head, source) if sides[1] is not None else Lieu(Span(source.path), "")
    yield diagnostic("SCE012", lieu, f"{state}, et {_named(head, cle)} change : {said}", hint)


def _named(head: Depot, cle: Cle) -> str:
    dossier = head.dossiers.get(cle.porteur)
    of = f" ({cle.composant})" if cle.composant else ""
    whose = dossier.identite.nom if dossier is not None else cite(cle.porteur)
    return f"{cite(cle.nom)}{of} {du(whose)} ({cle.phase.libelle})"


def _said(chiffre: Chiffre | None) -> str:
    if chiffre is None:
        return "rien"
    return prix(chiffre.valeur) if chiffre.en_euros else nombre(chiffre.valeur)
