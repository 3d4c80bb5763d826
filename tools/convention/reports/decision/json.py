"""Who decides, and by when, for another tool: the block « decision » of the JSON of a comparison.

Knows: what of a decision is said, and under which names. Must not know: how it was found, sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.compare.decision.echeances import Terme
from convention.compare.decision.visas import EtatVisa
from convention.model.mots.avenants import EtatAvenant
from convention.reports.contrat import Enregistrement, Jour, JourOuRien, TexteOuRien, dit

if TYPE_CHECKING:
    from convention.compare.decision.decision import Decision


class _Point(Enregistrement):
    numero: int
    procedure: TexteOuRien = dit(de="requise.id", ou_rien=True)
    motif: TexteOuRien = dit(de="requise.motif", ou_rien=True)
    effet: JourOuRien


class _Parties(Enregistrement):
    fait: int
    attendu: int


class _Acte(Enregistrement):
    date: JourOuRien = dit(de="acquis.date", ou_rien=True)
    sens: TexteOuRien = dit(de="acquis.sens", ou_rien=True)
    numero: TexteOuRien = dit(de="acquis.numero", ou_rien=True)
    parties: _Parties | None


class _Ailleurs(_Acte):
    empreinte: TexteOuRien


class _Demande(Enregistrement):
    visa: str = dit(de="id")
    libelle: str = dit(de="visa.libelle")
    procedure: str
    etat: EtatVisa


class _Visa(_Acte, _Demande):
    ailleurs: tuple[_Ailleurs, ...] = dit("Ce qui fut fait sur une autre empreinte : ne vaut pas")
    quand: TexteOuRien = dit(de="visa.quand")
    reference: TexteOuRien = dit(de="visa.reference")


class _Echeance(Enregistrement):
    procedure: str
    terme: Terme
    date: JourOuRien
    annee: int | None


class _Budget(Enregistrement):
    adherent: str
    vote: Jour = dit(de="date")


class _Avenant(Enregistrement):
    numero: int = dit(de="ecrit.avenant.numero")
    effet: JourOuRien = dit(de="ecrit.avenant.effet")
    etat: EtatAvenant = dit(de="vie.etat")
    parties: dict[str, EtatAvenant] = dit(de="vie.parties")


class _Refus(Enregistrement):
    correction: tuple[int, ...]
    retroactif: tuple[int, ...]
    exercice_anticipe: int | None
    empreinte_perimee: bool


class BlocDecision(Enregistrement):
    """The block."""

    au: JourOuRien = dit("Jour où l'on décide")
    procedure: TexteOuRien = dit("La plus exigeante de celles que demandent les changements")
    rang: int | None
    clause: TexteOuRien
    effet: JourOuRien
    points: tuple[_Point, ...] = dit("Un par changement, dans leur ordre")
    a_part: tuple[tuple[int, ...], ...] = dit("Changements à fusionner à part, chaque groupe avec ses propres actes")
    visas: tuple[_Visa, ...]
    echeances: tuple[_Echeance, ...]
    budgets: tuple[_Budget, ...]
    avenants: tuple[_Avenant, ...]
    refus: _Refus


def decision_block(decision: Decision) -> BlocDecision:
    """Fill the block."""
    requise = decision.requise
    return BlocDecision.model_validate(
        {
            "au": decision.au,
            "procedure": requise.id if requise is not None else None,
            "rang": requise.procedure.rang if requise is not None else None,
            "clause": requise.procedure.clause if requise is not None else None,
            "effet": decision.effet,
            "points": decision.points,
            "a_part": [group.points for group in decision.a_part],
            "visas": decision.visas,
            "echeances": [
                {"procedure": voie.requise.id, "terme": item.terme, "date": item.date, "annee": item.exercice}
                for voie in decision.voies
                for item in voie.echeances
            ],
            "budgets": [item for voie in decision.voies[:1] for item in voie.budgets],
            "avenants": decision.avenants,
            "refus": {
                "correction": decision.correction_payante,
                "retroactif": [point.numero for point in decision.retroactifs],
                "exercice_anticipe": decision.anticipe,
                "empreinte_perimee": decision.empreinte_perimee,
            },
        }
    )
