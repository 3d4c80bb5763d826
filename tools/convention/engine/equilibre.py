"""Costs borne against costs recharged, for one exercice (art. 8: « transparence complète et détaillée »).

Knows: a Contribution, the declared costs of its exercice. Must not know: files to read, how a result is shown.
What is recharged is what the Contribution bills; the managing body bears its own share in it, and all that is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.money import round_half_up
from convention.engine.contribution import ControlError
from convention.engine.lignes import Hypothese
from convention.engine.supporte import Bilan, Comparaison, Comparaisons, ControleEquilibre, Rubrique, Supporte
from convention.model.depot import Reference
from convention.model.en_vigueur import price_at
from convention.model.mots.communs import Nature, weakest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from convention.engine.lignes import Contribution
    from convention.model.documents.tarifs import Equilibre
    from convention.model.mots.communs import Origine, Phase


def equilibrer(contribution: Contribution, document: Equilibre, gestionnaire: str) -> Bilan:
    """Set the costs borne against what the adherents pay.

    Args:
        contribution: what is recharged, for an exercice and a phase.
        document: the declared costs of the same exercice.
        gestionnaire: the adherent that manages the common service (art. 7).

    Raises:
        ControlError: a sum does not agree: a bug.
    """
    exercice, phase = contribution.exercice, contribution.phase
    equipes = groups(document, exercice, phase)
    autres = not_recharged(document, exercice, phase)
    natures = _natures(contribution, _sum(equipes))
    hors = Rubrique(_sum(autres), 0, _sum(autres))
    total = _add([*natures.values(), hors])
    comparaisons = tuple(_comparaisons(contribution, document))
    comparees = _compared(comparaisons)
    controle = ControleEquilibre(
        ecart_natures=sum(abs(item.ecart) for item in natures.values()),
        ecart_total=total.supporte - contribution.totaux.general - total.non_recouvre,
        ecart_adherents=sum(item.paye for item in comparaisons) - total.refacture,
        ecart_gains=comparees.seul - comparees.paye - comparees.gain,
    )
    if not controle.juste:
        # Never on any data: a bug of the engine, and no total may be shown.
        message = f"{exercice} {phase}: {tuple(controle)}"
        raise ControlError(message)
    return Bilan(
        exercice=exercice,
        phase=phase,
        projection=contribution.projection,
        origine=_origin(contribution, document),
        gestionnaire=gestionnaire,
        equipes=equipes,
        non_refactures=autres,
        non_repartis=contribution.controle.non_repartis,
        natures=natures,
        hors_natures=hors,
        total=total,
        contribue=any(item.adherent == gestionnaire and item.calcul.jours[item.rang] for item in contribution.lignes),
        part_gestionnaire=contribution.totaux.par_adherent.get(gestionnaire, 0),
        methode=document.seul.methode if document.seul is not None else "",
        comparaisons=comparaisons,
        comparees=comparees,
        controle=controle,
        hypotheses=tuple(sorted((*contribution.hypotheses, *_assumed([*equipes, *autres])))),
    )


def groups(document: Equilibre, exercice: int, phase: Phase) -> tuple[Supporte, ...]:
    """Return what each group of annexe 2 costs in a phase, and the régie."""
    found = []
    for rang, pole in enumerate(document.masse_salariale):
        source = _source(exercice, "masse_salariale", rang)
        valeur = price_at(pole.montants, phase, document.origine, source)
        found.append(Supporte(pole.libelle, pole.service, pole.regie, "", valeur, source))
    return tuple(found)


def not_recharged(document: Equilibre, exercice: int, phase: Phase) -> tuple[Supporte, ...]:
    """Return what the managing body bears and does not recharge."""
    found = []
    for rang, cout in enumerate(document.non_refactures):
        source = _source(exercice, "non_refactures", rang)
        valeur = price_at(cout.montants, phase, document.origine, source)
        found.append(Supporte(cout.libelle, "", False, cout.motif, valeur, source))  # noqa: FBT003 (no régie)
    return tuple(found)


def _source(exercice: int, champ: str, rang: int) -> Reference:
    return Reference(f"pricing/equilibre/{exercice}.yaml", (champ, rang, "montants"))


def _natures(contribution: Contribution, equipes: int) -> Mapping[Nature, Rubrique]:
    """Borne: the figures of the formulas; recharged: the lines; not recovered: what the controls name.

    The three come from different places, so that their agreement proves something.
    """
    borne, left = dict.fromkeys(Nature, 0), dict.fromkeys(Nature, 0)
    for calcul in contribution.calculs:
        borne[calcul.nature] += calcul.a_repartir + sum(calcul.propres)
    for item in contribution.controle.non_repartis:
        left[item.nature] += item.montant
    billed = {nature: contribution.totaux.par_nature.get(str(nature), 0) for nature in Nature}
    # The forfait is a price: what it pays for is the groups of annexe 2 and the régie.
    borne[Nature.MASSE_SALARIALE] = equipes
    left[Nature.MASSE_SALARIALE] = equipes - billed[Nature.MASSE_SALARIALE]
    return {nature: Rubrique(borne[nature], billed[nature], left[nature]) for nature in Nature}


def _comparaisons(contribution: Contribution, document: Equilibre) -> Iterator[Comparaison]:
    """Compare like with like: the estimate of a whole year is reduced to the presence, as the forfait is."""
    presences = _presences(contribution)
    estimates = document.seul.valeurs if document.seul is not None else {}
    for adherent, paye in contribution.totaux.par_adherent.items():
        if adherent in estimates:
            seul = round_half_up(estimates[adherent] * presences.get(adherent, 1))
            yield Comparaison(adherent, paye, seul, seul - paye)
        else:
            yield Comparaison(adherent, paye, None, None)


def _presences(contribution: Contribution) -> Mapping[str, Fraction]:
    for calcul in contribution.calculs:
        if calcul.nature is Nature.MASSE_SALARIALE:
            return dict(zip(calcul.beneficiaires, calcul.presences, strict=True))
    return {}


def _compared(comparaisons: Iterable[Comparaison]) -> Comparaisons:
    known = [item for item in comparaisons if item.seul is not None]
    paye = sum(item.paye for item in known)
    seul = sum(item.seul for item in known if item.seul is not None)
    return Comparaisons(len(known), paye, seul, sum(item.gain for item in known if item.gain is not None))


def _origin(contribution: Contribution, document: Equilibre) -> Origine:
    return weakest(document.origine, *(ligne.origine for ligne in contribution.lignes))


def _assumed(supportes: Sequence[Supporte]) -> Iterator[Hypothese]:
    """List the figures taken from an earlier phase (HYP001), as the computation lists its own."""
    counts: dict[tuple[str, str], int] = {}
    for item in supportes:
        if item.valeur is not None and item.valeur.phase is not None:
            place = (item.valeur.phase.reprise, item.reference.path)
            counts[place] = counts.get(place, 0) + 1
    for (message, path), number in counts.items():
        yield Hypothese("HYP001", message, path, number)


def _sum(supportes: Iterable[Supporte]) -> int:
    return sum(item.montant for item in supportes)


def _add(rubriques: Sequence[Rubrique]) -> Rubrique:
    return Rubrique(
        sum(item.supporte for item in rubriques),
        sum(item.refacture for item in rubriques),
        sum(item.non_recouvre for item in rubriques),
    )
