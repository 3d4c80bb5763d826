"""Each change is said with the right unit and in words: a year is no quantity, a rate is no amount."""

from __future__ import annotations

import pytest

from convention.compare.changements import changements
from convention.reports.phrases import phrase
from tests.checks.depots import plain
from tests.essais import fichiers_reels, lire


@pytest.mark.parametrize(
    ("path", "avant", "apres", "attendu"),
    [
        (
            "pricing/cles.yaml",
            "2026: 2023}",
            "2026: 2022}",
            "Clés de répartition : population, 2026 : 2023 devient 2022",
        ),
        (
            "pricing/cles.yaml",
            "laxou: 8",
            "laxou: 10",
            "Clés de répartition : parts colibris, Laxou : 8 devient 10",
        ),
        (
            "pricing/composants/S03.yaml",
            "taux_fctva: 0.16404, duree_amortissement: 5",
            "taux_fctva: 0.056, duree_amortissement: 5",
            (
                "S03 Infrastructures, Droit d'usage du système de sauvegarde : actif, taux du FCTVA récupéré : "
                "0,16404 devient 0,056"
            ),
        ),
        (
            "pricing/baremes/cartads.yaml",
            "{population: 50000}, valeur: 240.00",
            "{population: 50000}, valeur: 250.00",
            "Barème « Abonnement à Cartads, selon la population » : 2024, 10 000, prix : 240 devient 250",
        ),
        (
            "pricing/indices/syntec-revise.yaml",
            "  2025-01: 315.2\n",
            "  2025-01: 315.2\n  2026-01: 318.0\n",
            "Indice « Indice Syntec révisé » : 2026-01 : 318 (ajout)",
        ),
        (
            "pricing/equilibre/2026.yaml",
            "revise: 379420.00",
            "revise: 380000.00",
            (
                "Coûts supportés 2026 : masse salariale, S06, révision d'avril : "
                "379 420,00 € devient 380 000,00 € (+580,00 €)"
            ),
        ),
        (
            "adherents/ludres/adherent.yaml",
            "  debut: 2024-01-01\n",
            "  debut: 2024-01-01\n  fin: 2027-07-01\n",
            "Ludres, identité : fin : dernier jour 30 juin 2027 (ajout)",
        ),
        (
            "catalogue/lectures.yaml",
            "statut: a_confirmer",
            "statut: confirmee",
            "Lectures de la convention : qui-signe, à confirmer : « à confirmer » devient « confirmée »",
        ),
    ],
)
def test_a_change_is_said_in_words_with_its_unit(path: str, avant: str, apres: str, attendu: str) -> None:
    files = fichiers_reels()
    base, head = lire(files), lire({**files, path: files[path].replace(avant, apres, 1)})
    assert [plain(phrase(item, base, head)) for item in changements(base, head)] == [attendu]
