"""Exports of one inventory, sound or damaged, and what is expected of each: what a night may find in its folder.

Knows: how the export of a day is written, how it may be spoiled. Must not know: how it is counted.
The inventory: 20 computers and 5 printers of Aubépine, 10 and 5 of Bruyère, 5 of its CCAS, 10 of Grandval, 5 retired.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

VEILLE, JOUR = "parc-2026-03-30.csv", "parc-2026-03-31.csv"
EN_TETE = ("Nom", "Entité", "Statut", "Numéro de série", "Type", "Lieu")
PARC = (
    ("Aubépine", "Ordinateur", 20),
    ("Aubépine > Écoles", "Imprimante", 5),
    ("Bruyère", "Ordinateur", 10),
    ("Bruyère", "Imprimante", 5),
    ("CCAS d'Aubépine", "Ordinateur", 5),
    ("Grandval", "Ordinateur", 10),
)
Fichiers = dict[str, bytes]


def export(*, guillemets: bool = False) -> bytes:
    """Write the export of a day: 1 header and 60 rows, each cell in quotes or none."""
    machines = [(entite, "En production", kind) for entite, kind, number in PARC for _ in range(number)]
    machines += [("Aubépine", "Réformé", "Ordinateur")] * 5
    rows = [EN_TETE]
    for rank, (entite, statut, kind) in enumerate(machines, 1):
        rows.append((f"PC-{rank:03}", entite, statut, f"SN{rank:03}", kind, "Mairie"))
    mark = '"' if guillemets else ""
    return "".join(";".join(f"{mark}{cell}{mark}" for cell in row) + "\n" for row in rows).encode()


def nuit(content: bytes, nom: str = JOUR) -> Fichiers:
    """Leave one export in the folder."""
    return {nom: content}


def ligne(content: bytes, number: int, old: str, new: str) -> bytes:
    """Change a line, from 1."""
    lines = content.split(b"\n")
    assert old.encode() in lines[number - 1], lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old.encode(), new.encode(), 1)
    return b"\n".join(lines)


def insere(content: bytes, number: int, *added: str) -> bytes:
    """Insert lines before another one, from 1."""
    lines = content.split(b"\n")
    return b"\n".join([*lines[: number - 1], *(item.encode() for item in added), *lines[number - 1 :]])


def sans(content: bytes, first: int, last: int) -> bytes:
    """Remove lines, from 1, both included."""
    lines = content.split(b"\n")
    return b"\n".join([*lines[: first - 1], *lines[last:]])


def debut(content: bytes, lines: int) -> bytes:
    """Keep the first lines, whole."""
    return b"\n".join([*content.split(b"\n")[:lines], b""])


class Dommage(NamedTuple):
    """A damage, and what is expected of the export."""

    nom: str
    fichiers: Callable[[bytes], Fichiers]
    lignes: str
    """« 61 = 56 + 5 + 0 »: rows read, kept, set aside, unreadable; nothing when the export is refused."""
    dit: str
    """What is said; of a refusal, why."""
    propose: bool = False


SAIN = "60 = 55 + 5 + 0"
DOMMAGES = (
    Dommage("sain", nuit, SAIN, "", propose=True),
    Dommage(
        "machine sous deux adhérents",
        lambda text: nuit(insere(text, 32, "PC-001;Bruyère;En production;SN001;Ordinateur;Mairie")),
        "61 = 56 + 5 + 0",
        "« SN001 » (postes de travail, 31 mars 2026) est sous Aubépine (ligne 2) et Bruyère (ligne 32)",
    ),
    Dommage(
        "ligne redite",
        lambda text: nuit(insere(text, 3, "PC-001;Aubépine;En production;SN001;Ordinateur;Mairie")),
        "61 = 56 + 5 + 0",
        "1 redite, comptée une fois",
        propose=True,
    ),
    Dommage(
        "guillemet au milieu d'une cellule",
        lambda text: nuit(ligne(text, 5, "Ordinateur", 'Ordi"nateur')),
        "60 = 54 + 5 + 1",
        "ligne 5 : les guillemets de la ligne ne se ferment pas, ou ferment autre chose qu'une cellule (« SN004 »)",
    ),
    Dommage(
        "deux guillemets à treize lignes l'un de l'autre",
        lambda text: nuit(ligne(ligne(text, 5, "Ordinateur", '"Ordinateur'), 18, "Ordinateur", 'Ordinateur"')),
        "60 = 53 + 5 + 2",
        "ligne 18 : les guillemets",
    ),
    Dommage(
        "cellule de plusieurs lignes, sans séparateur",
        lambda text: nuit(ligne(text, 4, "Mairie", '"Mairie\nAccueil"')),
        SAIN,
        "",
        propose=True,
    ),
    Dommage(
        "cellule de plusieurs lignes, avec séparateur",
        lambda text: nuit(ligne(text, 4, "Mairie", '"Mairie;\nAccueil"')),
        "61 = 54 + 5 + 2",
        "ligne 4 : les guillemets",
    ),
    Dommage(
        "cellule en trop",
        lambda text: nuit(ligne(text, 4, "Aubépine", "Aubé;pine")),
        "60 = 54 + 5 + 1",
        "ligne 4 : 7 cellules au lieu de 6",
    ),
    Dommage(
        "cellule en moins",
        lambda text: nuit(ligne(text, 4, ";SN003", "")),
        "60 = 54 + 5 + 1",
        "ligne 4 : 5 cellules au lieu de 6",
    ),
    Dommage(
        "coupé dans une cellule",
        lambda text: nuit(text[: text.index(b"SN058") + 3]),
        "58 = 55 + 2 + 1",
        "la dernière ligne n'a pas de fin : l'export est peut-être coupé",
    ),
    Dommage(
        "coupé à la moitié, en fin de ligne",
        lambda text: nuit(debut(text, 31)),
        "30 = 30 + 0 + 0",
        "« Métropole », postes de travail : 10 le 30 mars 2026, 0 le 31 mars 2026, au-delà du seuil de 20 %",
    ),
    Dommage(
        "coupé de deux machines, en fin de ligne",
        lambda text: nuit(debut(text, 54)),
        "53 = 53 + 0 + 0",
        "« Métropole », postes de travail : 10 le 30 mars 2026, 8 le 31 mars 2026",
        propose=True,
    ),
    Dommage(
        "adhérent oublié",
        lambda text: nuit(sans(text, 42, 46)),
        "55 = 50 + 5 + 0",
        "« CCAS d'Aubépine », postes de travail : 5 le 30 mars 2026, 0 le 31 mars 2026, au-delà du seuil de 20 %",
    ),
    Dommage(
        "machine qui change d'adhérent",
        lambda text: nuit(ligne(text, 32, "Bruyère", "Aubépine")),
        SAIN,
        "« Bruyère », postes de travail : 10 le 30 mars 2026, 9 le 31 mars 2026",
        propose=True,
    ),
    Dommage(
        "machine sans numéro de série",
        lambda text: nuit(ligne(text, 4, "SN003", "")),
        "60 = 54 + 5 + 1",
        "ligne 4 : la cellule qui distingue les lignes est vide",
        propose=True,
    ),
    Dommage(
        "type que la source ne connaît pas",
        lambda text: nuit(ligne(text, 4, "Ordinateur", "Ordinateurs")),
        SAIN,
        "1 qu'aucune mesure ne compte",
        propose=True,
    ),
    Dommage("lignes vides", lambda text: nuit(insere(text, 10, "", "")), SAIN, "", propose=True),
    Dommage(
        "daté d'un jour à venir",
        lambda text: nuit(text, "parc-2026-12-31.csv"),
        "",
        "le fichier « parc-2026-12-31.csv » est daté du 31 décembre 2026, qui n'est pas venu",
    ),
    Dommage(
        "daté d'un jour à venir, à côté d'un autre",
        lambda text: {JOUR: text, "parc-2026-12-31.csv": debut(text, 31)},
        SAIN,
        "« parc-2026-12-31.csv » est daté du 31 décembre 2026, qui n'est pas venu : il n'est pas compté",
        propose=True,
    ),
    Dommage(
        "daté d'avant le précédent",
        lambda text: nuit(text, "parc-2026-03-29.csv"),
        "",
        "l'export (« parc-2026-03-29.csv ») est du 29 mars 2026, et le précédent du 30 mars 2026",
    ),
    Dommage(
        "deux fichiers du même jour",
        lambda text: {JOUR: text, "parc-2026-03-31-bis.csv": debut(text, 31)},
        "",
        "« parc-2026-03-31.csv » sont du même jour, et ne disent pas la même chose",
    ),
    Dommage(
        "le même fichier deux fois",
        lambda text: {JOUR: text, "parc-2026-03-31-bis.csv": text},
        SAIN,
        "ce fichier est le même que « parc-2026-03-31-bis.csv » : il n'est compté qu'une fois",
        propose=True,
    ),
)
