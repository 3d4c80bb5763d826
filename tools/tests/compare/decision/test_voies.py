"""`compare.decision.voies`: what each procedure asks of its own points, whatever a stricter one asks of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.decision.echeances import Terme
from tests.compare.decision.petites_decisions import LAXOU, MEMBRES, PROCEDURES, decided, petit
from tests.essais import retouches
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Membre

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.decision.decision import Decision

LETTRE = f"{LAXOU}/resiliation.yaml"
FAUTE = "genre: faute\ninitiative: gestionnaire\nmise_en_demeure: 2026-08-01\nnotification: 2026-11-15\n"
SIMPLE = "genre: simple\ninitiative: adherent\nnotification: 2026-08-01\n"


def _petit(membres: Mapping[str, Membre]) -> dict[str, str]:
    """A membership ends by what notifies it, with three months of notice; a subscription has two months of its own."""
    depart = "{libelle: Départ, rang: 6, description: essai, visas: [fin], preavis_mois: 3}"
    changes = (
        ("procedures:\n", f"  fin: {{libelle: Fin, etape: notification}}\nprocedures:\n  depart: {depart}\n"),
        ("genre: adherent, procedure: avenant", "genre: adherent, procedure: depart"),
        ("visas: [demande]", "visas: [demande], preavis_mois: 2"),
    )
    return retouches(petit(membres), ((PROCEDURES, old, new) for old, new in changes))


def _preavis(found: Decision) -> dict[str, bool]:
    """Tell of each procedure whether a notice runs."""
    return {
        voie.requise.id: any(item.terme is Terme.PREAVIS for item in voie.echeances)
        for voie in found.voies
        if voie.effet is not None
    }


@pytest.mark.parametrize(("lettre", "court"), [(SIMPLE, True), (FAUTE, False)])
def test_a_fault_excuses_the_notice_of_the_membership_and_not_that_of_a_subscription(
    lettre: str,
    court: bool,  # noqa: FBT001
) -> None:
    before = _petit({**MEMBRES, "laxou": Membre("postes: 30")})
    service = "{service: S03, debut: 2024-01-01, fin: 2026-12-01}"
    after = _petit({**MEMBRES, "laxou": Membre("postes: 30", service, "debut: 2024-01-01, fin: 2027-01-01")})
    found = decided(before, {**after, LETTRE: f"{first_line(LETTRE)}{DEMO}{lettre}effet: 2027-01-01\n"})
    assert _preavis(found) == {"depart": court, "souscription": True}


def test_a_membership_taken_away_without_a_letter_keeps_its_notice() -> None:
    gone = {nom: MEMBRES[nom] for nom in ("metropole", "nancy")}
    assert _preavis(decided(_petit(MEMBRES), _petit(gone)))["depart"]
