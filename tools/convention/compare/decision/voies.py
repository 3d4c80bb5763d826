"""What one procedure asks of the points that need it: its visas, its own deadlines, from when they may count (art. 12).

Knows: points, visas, deadlines. Must not know: media, sentences. Each procedure has its own: what a stricter one asks
of other points neither delays nor excuses it.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import months_later
from convention.compare.decision.actes import own_delay
from convention.compare.decision.echeances import Terme, budget_dates, deadlines, standing
from convention.compare.decision.procedures import known_visas
from convention.compare.decision.visas import EtatVisa, VisaDemande, visa_state
from convention.model.mots.avenants import EtapeVisa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from convention.checks.avenants.etapes import AvenantEcrit
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.echeances import DateBudget, Delais, Echeance
    from convention.compare.decision.points import Point
    from convention.model.documents.gouvernance import Requise


class Voie(NamedTuple):
    """One procedure, the points that need it, and what it asks of them."""

    requise: Requise
    points: tuple[Point, ...]
    effet: date | None
    """From when its points count: that of the avenant, when there is one."""
    visas: tuple[VisaDemande, ...]
    echeances: tuple[Echeance, ...]
    budgets: tuple[DateBudget, ...]

    @property
    def numeros(self) -> tuple[int, ...]:
        """Numbers of its points."""
        return tuple(item.numero for item in self.points)

    @property
    def premiers(self) -> tuple[int, ...]:
        """Numbers of its points that count from its effect; the others count later, or from a day that nothing says."""
        return tuple(item.numero for item in self.points if item.effet == self.effet)

    @property
    def manquants(self) -> tuple[VisaDemande, ...]:
        """Visas that are missing, those of conditional cases excepted."""
        return tuple(item for item in self.visas if item.etat is EtatVisa.MANQUANT)

    @property
    def prise(self) -> date | None:
        """Day of the first act that decides, when it is acquired: neither an opinion nor the comparison does.

        What is written one by one (an impact sheet, a letter) decides only where the procedure asks no other act.
        """
        acts = [item for item in self.visas if item.visa.instance is None]
        deciding = [item.acquis for item in acts if item.visa.etape is not None] or [item.acquis for item in acts]
        return min((item.date for item in deciding if item is not None and item.date is not None), default=None)

    def delais(self, au: date | None) -> Delais:
        """Return what its deadlines and budgets are on a day."""
        return standing(self.echeances, self.budgets, self.effet, au, self.prise)

    def possible(self, au: date | None) -> date | None:
        """First day from which it may count, once it is too late for its effect: its notice runs from its act.

        Example: two months of notice, decided on 27 November 2026: 27 January 2027, hence 1 January 2028 for a price.
        """
        day, late = self.prise or au, any(item.terme is Terme.PREAVIS for item in self.delais(au).manquees)
        if day is None or not late:
            return None
        earliest = months_later(day, self.requise.procedure.preavis_mois or 0)
        if not any(item.annuel for item in self.points if item.effet == self.effet):
            return earliest
        first = earliest.replace(month=1, day=1)
        return first if first == earliest else first.replace(year=first.year + 1)

    def tardifs(self, au: date | None) -> tuple[int, ...]:
        """Numbers of its points whose day comes before that from which it may count."""
        possible = self.possible(au)
        dated = ((item.numero, item.effet) for item in self.points if item.effet is not None)
        return tuple(numero for numero, effet in dated if possible is not None and effet < possible)


def voies_of(
    points: Sequence[Point],
    avenants: Sequence[AvenantEcrit],
    comparaison: Comparaison,
    empreinte: str | None,
    au: date | None,
    *,
    refused: bool = False,
) -> tuple[Voie, ...]:
    """Return the procedures that some points need, the strictest first.

    Without the seal of what is decided, only what each point holds is acquired. `refused`: what is to change no amount
    changes some.
    """
    known = known_visas(comparaison)
    needed = {item.requise.id: item.requise for item in points if item.requise is not None}
    found = []
    for requise in sorted(needed.values(), key=attrgetter("procedure.rang"), reverse=True):
        own = tuple(item for item in points if item.needs(requise))
        effet = min((item.effet for item in own if item.effet is not None), default=None)
        changements = [item.changement for item in own]
        noms = [nom for nom in dict.fromkeys(requise.procedure.visas) if nom in known]
        visas = tuple(
            replace(item, etat=EtatVisa.MANQUANT if refused else EtatVisa.ACQUIS)
            if item.visa.etape is EtapeVisa.COMPARAISON
            else visa_state(item, avenants, changements, comparaison, empreinte, au)
            for item in (VisaDemande(nom, known[nom], requise.id) for nom in noms)
        )
        terms = deadlines(requise.procedure, effet, comparaison.head)
        notified = any(item.visa.etape is EtapeVisa.NOTIFICATION for item in visas)
        if notified and all(own_delay(item, comparaison) for item in changements):
            terms = tuple(item for item in terms if item.terme is not Terme.PREAVIS)
        found.append(Voie(requise, own, effet, visas, terms, budget_dates(effet, comparaison)))
    return tuple(found)
