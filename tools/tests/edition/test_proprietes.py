"""Any gesture on the repository's own data: one line, twice is once, and what is read again is what was asked."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.money import round_half_up
from convention.edition.gestes.activer import Activer
from convention.edition.gestes.fixer import Fixer
from convention.edition.gestes.fixer_forfait import FixerForfait
from convention.edition.gestes.quantifier import Quantifier
from convention.edition.gestes.resilier import Resilier
from convention.edition.gestes.souscrire import Souscrire
from convention.edition.refus import RefusError
from convention.model.documents.composants import phase_prices
from convention.model.en_vigueur import forfait_at, price_at
from convention.model.mots.communs import PHASES, Origine, Portee, StatutSouscription
from convention.model.valeurs.ecriture import Evolution, read_evolution
from tests.edition.depots import Resultat, faire, relire
from tests.essais import fichiers_nancy
from tests.preuves import exemples

if TYPE_CHECKING:
    from decimal import Decimal

    from convention.edition.gestes import Demande
    from convention.loading.loader import Cache
    from convention.model.depot import Depot
    from convention.model.mots.communs import Phase

CACHE: Cache = {}
"""Readings of the files that no gesture changes: each is read once."""
ANNEES = st.sampled_from([2026, 2027, 2028])
JOURS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@cache
def fichiers() -> dict[str, str]:
    return fichiers_nancy()


@cache
def depot() -> Depot:
    return relire(fichiers(), CACHE).depot


def _faire(demande: Demande) -> Resultat | None:
    """Make a gesture, then once more: the second time changes nothing. None when it is refused."""
    try:
        done = faire(fichiers(), demande, CACHE)
    except RefusError:
        return None
    assert faire(done.files, demande, CACHE).modifications == ()
    return done


@pytest.mark.long
@given(adherent=st.deferred(lambda: st.sampled_from(sorted(depot().dossiers))), debut=JOURS, data=st.data())
@exemples(40)
def test_a_subscription_adds_one_line_that_is_read_again(adherent: str, debut: date, data: st.DataObject) -> None:
    services = [code for code, service in depot().services.items() if not service.obligatoire]
    objet = data.draw(st.sampled_from([*services, "S03.5", *depot().composants]))
    done = _faire(Souscrire.model_construct(adherent=adherent, objet=objet, debut=debut, demande=debut))
    if done is None or not done.modifications:
        return
    # The demand of a subscription that had none is written on its line.
    waits = [item for item in depot().dossiers[adherent].souscriptions.souscriptions
             if (item.service, item.debut, item.demande) == (objet, debut, None)]  # fmt: skip
    assert (len(done.ajoutees), len(done.retirees)) == (1, len(waits))
    before, after = (
        depot().dossiers[adherent].souscriptions,
        relire(done.files, CACHE).depot.dossiers[adherent].souscriptions,
    )
    added = [*(line for line in after.souscriptions if line not in before.souscriptions)]
    added += [line for line in after.composants if line not in before.composants]  # type: ignore[misc] # (one of both)
    assert [(getattr(line, "service", None) or getattr(line, "composant", None), line.debut) for line in added] == [
        (objet, debut)
    ]


@pytest.mark.long
@given(data=st.data(), jours=st.integers(1, 700))
@exemples(40)
def test_an_end_changes_one_line_that_is_read_again(data: st.DataObject, jours: int) -> None:
    lines = [(nom, line) for nom, item in depot().dossiers.items() for line in item.souscriptions.souscriptions]
    adherent, line = data.draw(st.sampled_from(lines))
    fin = line.debut + timedelta(days=jours)
    done = _faire(Resilier.model_construct(adherent=adherent, objet=line.service, fin=fin))
    if done is None:
        assert line.fin is not None
        return
    after = relire(done.files, CACHE).depot.dossiers[adherent].souscriptions.souscriptions
    assert [item.fin for item in after if item.service == line.service and item.debut == line.debut] == [fin]
    # One line more where the subscription has one a field, its line otherwise.
    assert len(done.ajoutees) == len(done.modifications)
    assert len(done.retirees) <= len(done.modifications)


@pytest.mark.long
@given(debut=JOURS)
@exemples(10)
def test_an_activation_changes_one_subscription(debut: date) -> None:
    waiting = [
        (nom, line)
        for nom, item in depot().dossiers.items()
        for line in item.souscriptions.souscriptions
        if line.statut is StatutSouscription.SOUSCRITE_NON_ACTIVEE
    ]
    for adherent, line in waiting:
        done = _faire(Activer.model_construct(adherent=adherent, service=line.service, debut=debut))
        assert done is not None
        after = relire(done.files, CACHE).depot.dossiers[adherent].souscriptions.souscriptions
        expected = {"debut": debut, "statut": StatutSouscription.ACTIVE, "motif": None}
        assert line.model_copy(update=expected) in after
    assert waiting


def _in_force(annee: int) -> Phase:
    exercice = depot().exercices.get(annee)
    return exercice.phase if exercice is not None else PHASES[0]


@pytest.mark.long
@given(annee=ANNEES, cents=st.integers(1, 10**7), phase=st.sampled_from([None, *PHASES]), data=st.data())
@exemples(60)
def test_a_price_changes_one_line_and_is_read_again(
    annee: int, cents: int, phase: Phase | None, data: st.DataObject
) -> None:
    priced = [
        (nom, variable)
        for nom, item in depot().composants.items()
        for variable in item.composant.montants.get(annee, {})
    ]
    nom, variable = data.draw(st.sampled_from(priced))
    asked = Fraction(cents, 100)
    done = _faire(Fixer.model_construct(composant=nom, variable=variable, montant=asked, exercice=annee, phase=phase))
    known = depot().composants[nom].composant.montants[annee][variable]
    if done is None:
        assert phase is None
        assert len(set(phase_prices(known).values())) > 1 or len(phase_prices(known)) < 3
        return
    after = relire(done.files, CACHE).depot.composants[nom].composant.montants[annee][variable]
    reference = depot().composants[nom].reference()
    first = phase or _in_force(annee)
    for item in PHASES:
        before, now = (price_at(value, item, Origine.PUBLIC, reference) for value in (known, after))
        if item is first:
            assert now is not None
            assert now.valeur == asked
        elif PHASES.index(item) < PHASES.index(first):
            # What was announced stays.
            assert (now and now.valeur) == (before and before.valeur)
    assert len(done.ajoutees) == len(done.retirees) == len(done.modifications)


@pytest.mark.long
@given(annee=ANNEES, quantite=st.decimals(0, 9999, places=2), jour=JOURS, data=st.data())
@exemples(60)
def test_a_count_is_read_again_and_nothing_else_of_its_file_changes(
    annee: int, quantite: object, jour: date, data: st.DataObject
) -> None:
    adherent = data.draw(st.sampled_from(sorted(depot().dossiers)))
    cles = [nom for nom, cle in depot().cles.items() if cle.portee is Portee.ADHERENT]
    cle, nombre = data.draw(st.sampled_from(cles)), Fraction(str(quantite))
    known = depot().dossiers[adherent].quantites[annee].comptages
    day = data.draw(st.just(jour) | st.sampled_from([item.date for item in known]))
    phase = data.draw(st.sampled_from(PHASES))
    asked = Quantifier.model_construct(
        adherent=adherent,
        exercice=annee,
        phase=phase,
        date=day,
        source="Essai",
        valeurs={cle: nombre},
        par_composant={},
    )
    done = _faire(asked)
    if done is None:
        return
    after = relire(done.files, CACHE).depot.dossiers[adherent].quantites[annee].comptages
    same = [item for item in after if (item.phase, item.date) == (phase, day)]
    (holder, *_) = (item for item in same if item.valeurs.get(cle) == nombre)
    assert holder in known or holder.source.endswith("Essai")
    assert [item for item in after if item not in same] == [
        item for item in known if (item.phase, item.date) != (phase, day)
    ]
    assert len([line for line in done.retirees if not line.startswith("    source: ")]) <= 1


TAUX = st.decimals(min_value=-99, max_value=300, places=2).filter(lambda taux: taux != 0)


def _percent(taux: Decimal) -> Evolution:
    found = read_evolution(f"{taux:+f}%")
    assert found is not None
    return found


def _is_still(price: Fraction, taux: Decimal) -> bool:
    """Tell whether a price stays, or moves the other way, once rounded to the cent."""
    moved = Fraction(round_half_up(price * (1 + Fraction(taux) / 100)), 100)
    return moved <= price if taux > 0 else moved >= price


@pytest.mark.long
@given(annee=ANNEES, taux=TAUX, phase=st.sampled_from([None, *PHASES]), data=st.data())
@exemples(60)
def test_a_price_that_moves_in_percent_is_the_old_one_times_one_plus_the_rate_rounded_half_up_phase_by_phase(
    annee: int, taux: Decimal, phase: Phase | None, data: st.DataObject
) -> None:
    nom = data.draw(
        st.sampled_from([nom for nom, item in depot().composants.items() if annee in item.composant.montants])
    )
    variable = data.draw(st.sampled_from(sorted(depot().composants[nom].composant.montants[annee])))
    asked = Fixer.model_construct(composant=nom, variable=variable, montant=_percent(taux), exercice=annee, phase=phase)
    known, reference = depot().composants[nom].composant.montants[annee][variable], depot().composants[nom].reference()
    before = {item: price_at(known, item, Origine.PUBLIC, reference) for item in PHASES}
    expected = {
        item: round_half_up(price.valeur * (1 + Fraction(taux) / 100)) for item, price in before.items() if price
    }
    moved = list(PHASES[PHASES.index(_in_force(annee)) :]) if phase is None else [phase]
    still = [item for item in moved if (price := before[item]) is None or _is_still(price.valeur, taux)]
    if still:
        with pytest.raises(RefusError, match=r"n'a pas de montant|une fois arrondi au centime"):
            faire(fichiers(), asked, CACHE)
        return
    done = faire(fichiers(), asked, CACHE)
    after = relire(done.files, CACHE).depot.composants[nom].composant.montants[annee][variable]
    now = {item: price_at(after, item, Origine.PUBLIC, reference) for item in PHASES}
    assert {item: price.valeur * 100 for item, price in now.items() if price and item in moved} == {
        item: cents for item, cents in expected.items() if item in moved
    }
    kept = [] if phase is None else PHASES[: PHASES.index(phase)]
    assert [price and price.valeur for item in kept for price in (now[item],)] == [
        price and price.valeur for item in kept for price in (before[item],)
    ]


@given(taux=TAUX, annee=ANNEES)
@exemples(10)
def test_a_forfait_that_moves_in_percent_starts_from_the_one_in_force(taux: Decimal, annee: int) -> None:
    asked = FixerForfait.model_construct(
        montant=_percent(taux),
        date=date(annee, 1, 1),
        reference="essai",
        verifie_le=date(2026, 11, 25),
        origine=Origine.DEMONSTRATION,
    )
    before = forfait_at(depot(), "", annee)
    assert before is not None
    expected = round_half_up(before.valeur * (1 + Fraction(taux) / 100))
    if _is_still(before.valeur, taux):
        with pytest.raises(RefusError, match="une fois arrondi au centime"):
            faire(fichiers(), asked, CACHE)
        return
    done = faire(fichiers(), asked, CACHE)
    after = forfait_at(relire(done.files, CACHE).depot, "", annee)
    assert after is not None
    assert after.valeur * 100 == expected
