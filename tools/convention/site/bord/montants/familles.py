"""What a kind of equipment costs an adherent in all (printing, telephony, software), and why it is not last year's.

Knows: lines of an adherent over two exercices, families of annexe 4. Must not know: HTML, causes (`causes`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from convention.base.french import compte, ecart, montant
from convention.model.mots.communs import Section
from convention.reports import mots
from convention.reports.calcul.differences import differences
from convention.reports.valeurs import signed
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from convention.engine.lignes import Ligne
    from convention.site.ensemble import Site

    Paire = tuple[Ligne | None, Ligne | None]
    """The same line in both exercices; None where it does not exist."""

EXPLIQUEES = 3
"""Lines that a family tells, those that moved most first."""


def familles(site: Site, nom: str) -> Tableau | None:
    """Compare what equipment of a kind costs in all, and say which lines moved, and by how much."""
    annee, every = site.exercice, _pairs(site, nom)
    # Of who joins, nothing is told of the year before.
    joins = site.precedent is None or not site.lignes(site.precedent, nom)
    found: dict[str, list[Paire]] = defaultdict(list)
    for pair in every:
        ligne = pair[1] or pair[0]
        tarif = site.depot.lignes.get(ligne.calcul.ligne_tarif or "") if ligne is not None else None
        found[(tarif.famille if tarif is not None else None) or ""].append(pair)
    several = {family: pairs for family, pairs in found.items() if family and len(pairs) > 1}
    if not several:
        return None
    rest = [pair for family, pairs in found.items() if family not in several for pair in pairs]
    rows = [_row(site, family, pairs, joins=joins) for family, pairs in several.items()]
    rows += [_sum("Tout le reste", rest)] if rest else []
    rows.append(_sum("Total de fonctionnement", every, total=True))
    family = f"Famille {site.clauses.nom('tarifs').du}|g"
    moved, before, gap = ("", "", "") if joins else (", et ce qui y a changé", f"{annee - 1} (€)", "Écart (€)")
    legend = f"Montants en euros, fonctionnement ; les familles de plusieurs lignes{moved}"
    return Tableau.de(legend, (family, before, f"{annee} (€)", gap), rows, "fiches")


def lignes_changees(site: Site, nom: str) -> str:
    """Say which lines of an adherent moved most since the year before, and why; nothing when none did."""
    told = _moved(site, _pairs(site, nom))
    return f"{' ; '.join(told)}." if told else ""


def _pairs(site: Site, nom: str) -> list[Paire]:
    """Set each running cost of the current exercice beside that of the year before; at zero, where none is counted."""
    found: dict[tuple[str, ...], list[Ligne | None]] = {}
    for rank, year in enumerate((site.exercice - 1, site.exercice)):
        for ligne in site.connues(year, nom):
            if ligne.calcul.section is Section.FONCTIONNEMENT:
                found.setdefault(ligne.identite[1:], [None, None])[rank] = ligne
    return [
        (_known(site, site.exercice - 1, *pair), _known(site, site.exercice, *pair[::-1])) for pair in found.values()
    ]


def _known(site: Site, annee: int, ligne: Ligne | None, autre: Ligne | None) -> Ligne | None:
    """Return a line of a year, at zero when its adherent has it there and nothing is due."""
    if ligne is not None or autre is None or annee not in site.contributions:
        return ligne
    return site.connue(annee).contribution.a_zero(autre)


def _amounts(pairs: list[Paire]) -> tuple[int, int]:
    """Add up both years, in cents."""
    before, after = (sum(line.montant for line in side if line is not None) for side in zip(*pairs, strict=True))
    return before, after


def _sum(nom: str, pairs: list[Paire], *, total: bool = False) -> Rang:
    before, after = _amounts(pairs)
    return rang(nom, montant(before), montant(after), ecart(after - before), total=total)


def _row(site: Site, family: str, pairs: list[Paire], *, joins: bool) -> Rang:
    before, after = _amounts(pairs)
    services = {new.calcul.service for _, new in pairs if new is not None and new.montant}
    vers = f"#calcul-{services.pop().lower()}" if len(services) == 1 else ""
    names = ", ".join(dict.fromkeys(_name(site, pair) for pair in pairs))
    told = [] if joins else _moved(site, pairs)
    return rang(
        Cellule(family, names if joins else f"{' ; '.join(told)}." if told else f"{names} : rien n'a changé."),
        montant(before),
        Cellule(montant(after), vers=vers),
        ecart(after - before),
    )


def _moved(site: Site, pairs: list[Paire]) -> list[str]:
    """Say what moved most: « Location de copieurs : +1 150,00 € (6 copieurs au lieu de 5) »."""
    moved = sorted((pair for pair in pairs if _gap(pair)), key=lambda pair: -abs(_gap(pair)))
    told = [
        f"{_name(site, pair)} : {signed(_gap(pair))} ({differences(*pair, site.depot)})" for pair in moved[:EXPLIQUEES]
    ]
    if len(moved) > EXPLIQUEES:
        rest = sum(_gap(pair) for pair in moved[EXPLIQUEES:])
        told.append(f"{compte(len(moved) - EXPLIQUEES, 'autre ligne', 'autres lignes')} : {signed(rest)}")
    return told


def _gap(pair: Paire) -> int:
    old, new = pair
    return (new.montant if new is not None else 0) - (old.montant if old is not None else 0)


def _name(site: Site, pair: Paire) -> str:
    ligne = pair[1] if pair[1] is not None else pair[0]
    return mots.line_name(site.depot, ligne.calcul, ligne.adherent) if ligne is not None else ""
