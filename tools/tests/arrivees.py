"""The small repository with somebody who comes, and somebody who leaves: figures that a hand computes.

Knows: `depots/mini` and its cases. Must not know: what is tested.
In 2026, 4 800.00 € are shared between 14, 80 and 5 printing devices; Cerisaie comes in July with 2: 99 become 100.
"""

from __future__ import annotations

from tests.essais import GRAND_NANCY, fichiers
from tests.les_cas import MINI, textes

CERISAIE, BRUYERE = "adherents/cerisaie", "adherents/bruyere"
PROCEDURES = GRAND_NANCY / "catalogue" / "procedures.yaml"


def comes(adhesion: str | None = None) -> dict[str, str]:
    """Return the small repository with Cerisaie from 1 July 2026: 20 workstations, 2 printers, its demand."""
    files = {**fichiers(MINI), **textes("ENT001", "valide")}
    subscriptions, counts = f"{CERISAIE}/souscriptions.yaml", f"{CERISAIE}/quantites/2026.yaml"
    files[subscriptions] += "  - {service: S04, debut: 2026-07-01}\n"
    files[counts] = files[counts].replace("{postes: 20}", "{postes: 20, imprimantes: 2, copieurs: 0}")
    return files if adhesion is None else {**files, f"{CERISAIE}/adhesion.yaml": adhesion}


def leaves(sortie: str = "", effet: str = "2026-07-01") -> dict[str, str]:
    """Return the small repository with Bruyère, which leaves; the advance of April was called before that."""
    files = {**fichiers(MINI), **textes("LIT004", "valide")}
    kept = {path: text for path, text in files.items() if not path.startswith("adherents/aubepine/litiges")}
    identity, convention = f"{BRUYERE}/adherent.yaml", "catalogue/convention.yaml"
    kept[identity] = kept[identity].replace("debut: 2024-01-01", f"debut: 2024-01-01, fin: {effet}")
    kept[convention] += "delais: {mise_en_demeure_mois: 3, restitution_mois: 3, notification_cnil_heures: 72}\n"
    kept[f"{BRUYERE}/resiliation.yaml"] = (
        "# yaml-language-server: $schema=../../schemas/resiliation.schema.json\n"
        "origine: demonstration\nsource: inventé pour les essais\n"
        f"genre: simple\ninitiative: adherent\nnotification: 2026-03-02\neffet: {effet}\n{sortie}"
    )
    return kept
