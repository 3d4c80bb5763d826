"""The samples, counted by hand: what each export gives, row by row of `fichiers/`.

`glpi-ordinateurs.csv`: 14 rows. Aubépine has 001 to 004 (005 is « Réformé », filtered; the printer does not count;
the last row has no serial number, unreadable). Bruyère has two, one of which is said twice. The métropole has one at
the root, one in its own entity. « Aubépine-sur-Meuse » begins as Aubépine and is nobody.
`instantanes/`: the 3rd is missing. `boites.parquet`: bytes, and on the 4th a mailbox of no unit. `finances-mandats`:
one mandat is said twice, one is of 2025, one of another account.
"""

from __future__ import annotations

STOCK = "2026-03-31"
ATTENDUS: dict[str, dict[tuple[str, str, str, str], str]] = {
    "parc": {
        ("aubepine", "postes", "", STOCK): "4",
        ("bruyere", "postes", "", STOCK): "2",
        ("ccas-aubepine", "postes", "", STOCK): "1",
        ("metropole-grandval", "postes", "", STOCK): "2",
        ("non-rattache", "postes", "", STOCK): "1",
    },
    "impression": {
        ("aubepine", "copieurs", "", STOCK): "1",
        ("aubepine", "imprimantes", "", STOCK): "2",
        ("ccas-aubepine", "imprimantes", "", STOCK): "1",
        ("metropole-grandval", "copieurs", "", STOCK): "1",
        ("metropole-grandval", "imprimantes", "", STOCK): "1",
    },
    "instantanes": {
        ("aubepine", "postes", "", "2026-01-01"): "2",
        ("aubepine", "postes", "", "2026-01-02"): "3",
        ("aubepine", "postes", "", "2026-01-05"): "4",
        ("bruyere", "postes", "", "2026-01-01"): "1",
        ("bruyere", "postes", "", "2026-01-04"): "2",
        ("bruyere", "postes", "", "2026-01-05"): "0",
        ("ccas-aubepine", "postes", "", "2026-01-01"): "0",
        ("ccas-aubepine", "postes", "", "2026-01-05"): "1",
    },
    "messagerie": {
        ("aubepine", "boites", "", "2026-01-01"): "2",
        ("aubepine", "stockage", "", "2026-01-01"): "0.6",
        ("aubepine", "stockage", "", "2026-01-03"): "0.7",
        ("ccas-aubepine", "boites", "", "2026-01-01"): "0",
        ("ccas-aubepine", "boites", "", "2026-01-03"): "1",
        ("ccas-aubepine", "stockage", "", "2026-01-01"): "0",
        ("ccas-aubepine", "stockage", "", "2026-01-03"): "0.1",
        ("metropole-grandval", "boites", "", "2026-01-01"): "1",
        ("metropole-grandval", "stockage", "", "2026-01-01"): "1.5",
        ("non-rattache", "boites", "", "2026-01-01"): "0",
        ("non-rattache", "boites", "", "2026-01-04"): "1",
        ("non-rattache", "stockage", "", "2026-01-01"): "0",
        ("non-rattache", "stockage", "", "2026-01-04"): "0.05",
    },
    "finances": {
        ("aubepine", "paye", "6216", "2026-05-20"): "39200",
        ("aubepine", "paye", "62876", "2026-05-20"): "12400.5",
        ("aubepine", "paye", "62876", "2026-07-02"): "-240.25",
        ("bruyere", "paye", "6216", "2026-05-25"): "7000",
        ("ccas-aubepine", "paye", "62876", "2026-05-22"): "800",
    },
}
LIGNES: dict[str, tuple[int, int, int, int, int]] = {
    "parc": (14, 1, 1, 1, 1),
    "impression": (8, 2, 0, 0, 0),
    "instantanes": (17, 0, 0, 0, 0),
    "messagerie": (15, 0, 0, 0, 1),
    "finances": (8, 2, 1, 0, 0),
}
"""Read, out of the filters or of the exercice, said twice, unreadable, of nobody."""
