"""The contributions of one Vue: forfait, direct expenses, shared and unit costs, with their controls.

Knows: the order of the computation (art. 8, annexes 3 and 4). Must not know: files, texts, how results are shown.
A total function: what is missing counts for nothing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from convention.base.arret import poursuivre
from convention.base.money import round_half_up
from convention.engine.bilan import controls, hypotheses, is_projection, totals
from convention.engine.calcul import Atelier
from convention.engine.lignes import HORS_SERVICE, Calcul, Contribution, Ligne
from convention.engine.presence import Presences
from convention.engine.quantites import count, origin_at
from convention.engine.reprise import Connue, held_costs, same_frame
from convention.model.mots.communs import Nature, Origine, Section, TypeAdherent, weakest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convention.model.vue import Valeur, Vue


class ControlError(AssertionError):
    """A total that does not add up."""


VUES_GARDEES = 32
"""Computations kept: the exercices of both sides in their phases, several keystrokes of one of them."""


class Calcule(Protocol):
    """Computes a Vue as `calculer` does: itself, or who keeps what it has already given."""

    def __call__(self, vue: Vue, presences: Presences | None = None, /) -> Contribution:
        """Return what every adherent owes."""
        ...


def calculer(vue: Vue, presences: Presences | None = None, connue: Connue | None = None) -> Contribution:
    """Compute what every adherent owes (art. 8).

    `connue` is a Vue that differs little, and what it came to: its costs that read the same figures are those of this
    one, and are not computed again.

    Returns:
        Lines sorted by adherent, service, component and nature; totals; controls, all zero; the assumptions that the
        figures rest on.

    Raises:
        ControlError: a sum does not agree: a bug.
    """
    return contribution_of(bill(vue, presences, connue))


def contribution_of(facture: Connue) -> Contribution:
    """Add up the lines of a Vue, and check that every sum agrees; raises as `calculer`."""
    vue, calculs, lignes = facture.vue, facture.calculs, facture.lignes
    assumed = hypotheses(calculs, vue.exercice)
    sums = totals(lignes)
    controle = controls(calculs, lignes, sums)
    if not controle.juste:  # pragma: no cover
        # Never on any data: a bug of the engine, and no total may be shown.
        message = f"{vue.exercice} {vue.phase}: {controle[:5]}"
        raise ControlError(message)
    return Contribution(
        exercice=vue.exercice,
        phase=vue.phase,
        projection=is_projection(calculs),
        lignes=lignes,
        calculs=calculs,
        totaux=sums,
        controle=controle,
        hypotheses=assumed,
        presences=MappingProxyType({item.adherent: item.fraction for item in facture.presences.members()}),
    )


class Calculs:
    """Computes as `calculer` does: what reads the same figures as before is not computed again, a Vue or one cost."""

    def __init__(self) -> None:
        """Begin with nothing computed."""
        self._connues: list[tuple[Connue, Contribution]] = []

    def __call__(self, vue: Vue, presences: Presences | None = None, /) -> Contribution:
        """Return what every adherent owes."""
        for rang, (known, contribution) in enumerate(self._connues):
            if known.vue == vue:
                self._connues.insert(0, self._connues.pop(rang))
                return contribution
        near = next((known for known, _ in self._connues if same_frame(vue, known.vue)), None)
        known = bill(vue, near.presences if near is not None else presences, near)
        found = contribution_of(known)
        self._connues = [(known, found), *self._connues[: VUES_GARDEES - 1]]
        return found


def bill(vue: Vue, presences: Presences | None = None, connue: Connue | None = None) -> Connue:
    """Compute the costs and their lines, without their totals and their controls."""
    measured = presences or Presences(vue)
    held = held_costs(vue, connue) if connue is not None else {}
    calculs = couts(vue, measured, held)
    lignes = _billed(vue, calculs, connue, held) if connue is not None and held else facturer(vue, calculs)
    return Connue(vue, measured, calculs, lignes)


def couts(
    vue: Vue, presences: Presences | None = None, held: Mapping[str, tuple[Calcul, ...]] = MappingProxyType({})
) -> tuple[Calcul, ...]:
    """Compute every cost, without its lines and their totals."""
    return tuple(_calculs(Atelier(vue, presences, held), vue))


def facturer(vue: Vue, calculs: Iterable[Calcul]) -> tuple[Ligne, ...]:
    """Return the lines of costs, without their totals and their controls."""
    return tuple(sorted((ligne for calcul in calculs for ligne in _lignes(vue, calcul)), key=_rank))


def _billed(
    vue: Vue, calculs: Iterable[Calcul], connue: Connue, held: Mapping[str, tuple[Calcul, ...]]
) -> tuple[Ligne, ...]:
    """Return the lines of costs, those of the costs that hold being what they were."""
    kept = {id(calcul) for costs in held.values() for calcul in costs}
    lines = [ligne for ligne in connue.lignes if id(ligne.calcul) in kept]
    lines += [ligne for calcul in calculs if id(calcul) not in kept for ligne in _lignes(vue, calcul)]
    return tuple(sorted(lines, key=_rank))


def _calculs(atelier: Atelier, vue: Vue) -> Iterator[Calcul]:
    for nom, forfait in vue.prix.forfaits.items():
        yield from _forfait(vue, atelier.presences, nom, forfait)
    for place in sorted(vue.perimetre.depenses):
        yield from atelier.depense(place)
    for nom in sorted(vue.perimetre.composants):
        poursuivre()
        yield from atelier.composant(nom)


def _forfait(vue: Vue, presences: Presences, nom: str, forfait: Valeur) -> Iterator[Calcul]:
    """Forfait × workstations × presence of the membership, half-up (art. 8, annexe 3)."""
    members = presences.members()
    if not members:
        return
    noms = tuple(item.adherent for item in members)
    fractions = tuple(item.fraction for item in members)
    counted = count(vue, vue.regles.forfaits.get(nom, ""), "", noms)
    # It is no indirect cost: its count is the référent's to validate only where another cost is shared by it.
    decompte = counted._replace(
        sources=tuple(
            tuple(valeur._replace(a_valider=False, retenue=True) for valeur in found) for found in counted.sources
        )
    )
    propres = tuple(
        round_half_up(forfait.valeur * decompte.quantite(rang) * fraction) for rang, fraction in enumerate(fractions)
    )
    yield Calcul(
        nature=Nature.MASSE_SALARIALE,
        section=Section.FONCTIONNEMENT,
        service=HORS_SERVICE,
        formule=f"forfait * {decompte.cle}",
        valeurs={"forfait": forfait},
        decomptes={decompte.cle: decompte},
        beneficiaires=noms,
        presences=fractions,
        jours=tuple(item.jours for item in members),
        proratise=True,
        partages=(0,) * len(noms),
        propres=propres,
        origine=weakest(forfait.origine, vue.regles.origines_cles.get(decompte.cle, Origine.DEMONSTRATION)),
        forfait=nom,
    )


def _lignes(vue: Vue, calcul: Calcul) -> Iterator[Ligne]:
    """One line a beneficiary that has an amount, or a share too small for a cent."""
    imputations = vue.regles.imputations
    for rang, adherent in enumerate(calcul.beneficiaires):
        montant = calcul.partages[rang] + calcul.propres[rang]
        counted = any(decompte.numerateurs[rang] for decompte in calcul.decomptes.values())
        if montant == 0 and not (calcul.a_repartir and counted):
            continue
        origine = origin_at(calcul, rang)
        qualite = vue.regles.qualites.get(adherent)
        genre = qualite.type if qualite is not None else TypeAdherent.COMMUNE
        comptes = imputations.get((calcul.nature, calcul.section, genre))
        # The managing body bears its share: it receives no titre, so it has no account (art. 7).
        if comptes is None or adherent == vue.perimetre.gestionnaire:
            yield Ligne(adherent, montant, None, None, origine, calcul, rang)
        else:
            yield Ligne(adherent, montant, comptes.recette, comptes.depense, origine, calcul, rang)


def _rank(ligne: Ligne) -> tuple[str, bool, str, str]:
    """Order lines; the natures of one component keep the order in which they are computed."""
    calcul = ligne.calcul
    return ligne.adherent, calcul.service != HORS_SERVICE, calcul.service, str(calcul.composant or calcul.depense)
