"""What an avenant changes and what it would cost, as it was kept with its seal: sentences, then euros.

Knows: kept avenants. Must not know: HTML, how a comparison is made, where the avenant stands (`suivi`).
The amounts are those of the day when the avenant was drawn up: estimates, only the methods bind (annexe 3).
The public sees the sentences that hold neither a price nor an adherent, and totals; never what one adherent pays.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial, reduce
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.base.french import INSECABLE, compte, ecart, enumere, euros, montant, pluriel, pourcentage
from convention.base.money import read_decimal
from convention.model.mots.communs import Nature, Section
from convention.model.mots.vie import Niveau
from convention.reports.avenant.incidence import Somme
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from convention.model.ecrits.avenants_consignes import AvenantConsigne
    from convention.site.ensemble import Site

K = TypeVar("K")
_ADHERENT = itemgetter("adherent")
_ECARTS = ("Avant (€)", "Après (€)", "Écart (€)", "Écart (%)")


class Point(NamedTuple):
    """A sentence of the amendment: what it is about, and the rest of it."""

    sujet: str
    suite: str


class Verbes(NamedTuple):
    """How what an avenant costs is said: as it is once it applies, until then as it would be."""

    paie: str
    paient: str
    reste: str


class Effet(NamedTuple):
    """What one exercice, or several that move alike, would cost."""

    phrase: str
    chez_lui: Tableau | None
    """What the reader's own adherent would pay, on its own site."""
    tableau: Tableau | None
    """What each adherent would pay; nothing for the public."""


def phrases(site: Site, kept: AvenantConsigne) -> tuple[tuple[Point, ...], int]:
    """Return the sentences that the reader may see, word for word as they are sealed, and how many are for others."""
    every = zip(kept.sujets_dits, kept.contenu.phrases, kept.niveaux, strict=True)
    # The page says of the avenant itself what its own file says: its object, its reasons, its day. A file of version 1
    # does not tell those sentences apart, and no text is read back: all are shown, until it is drawn up again.
    others = [(_point(subject, text), niveau) for subject, text, niveau in every if subject is not None]
    told = [point for point, niveau in others if site.acces.voit(Niveau(niveau))]
    return tuple(told), len(others) - len(told)


def phrases_du_service(site: Site, kept: AvenantConsigne, code: str) -> tuple[Point, ...]:
    """Return the sentences that change a service, those that the reader may see; none where it was not kept."""
    every = zip(kept.sujets_dits, kept.contenu.phrases, kept.niveaux, kept.services_dits, strict=True)
    return tuple(
        _point(subject, text)
        for subject, text, niveau, services in every
        if subject is not None and code in (services or ()) and site.acces.voit(Niveau(niveau))
    )


def _point(subject: str, text: str) -> Point:
    return Point(subject, text.removeprefix(f"{subject}{INSECABLE}: "))


def effets(site: Site, kept: AvenantConsigne, parties: int, *, executoire: bool) -> tuple[Effet, ...]:
    """Say what each exercice costs, or would, those who share it, so many; those that move alike together."""
    years: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in kept.contenu.montants:
        years[row["exercice"]].append(row)
    alike: dict[tuple[tuple[str, int], ...], list[str]] = defaultdict(list)
    for annee, rows in sorted(years.items()):
        alike[tuple((nom, somme.ecart) for nom, somme in _sums(rows, _ADHERENT).items())].append(annee)
    verbes = Verbes("paie", "paient", "reste") if executoire else Verbes("paierait", "paieraient", "resterait")
    return tuple(_effect(site, annees, years[annees[0]], parties, verbes) for annees in alike.values())


def _effect(site: Site, annees: list[str], rows: list[dict[str, str]], parties: int, verbes: Verbes) -> Effet:
    """Tell several exercices of the same écarts together; the tables show the first one."""
    sums, first, rest = _sums(rows, _ADHERENT), annees[0], annees[1:]
    when = f"{first} ; mêmes écarts en {enumere(rest)}" if rest else first
    mine = site.acces.adherent
    own = [row for row in rows if row["adherent"] == mine]
    return Effet(
        _sentence(site, f"{enumere(annees)}{', chaque année' if rest else ''}", sums, parties, verbes),
        _own(site, when, mine, own) if mine is not None and own else None,
        None if site.acces.public else _everyone(site, when, sums, parties),
    )


def par_exercice(kept: AvenantConsigne, nom: str, *sections: Section) -> dict[int, Somme]:
    """Return what an adherent would pay without an avenant, then with it, in sections, by exercice, in order."""
    mine = (row for row in kept.contenu.montants if row["adherent"] == nom and row["section"] in sections)
    return dict(sorted(_sums(mine, lambda row: int(row["exercice"])).items()))


def est_compte(site: Site, kept: AvenantConsigne) -> bool:
    """Tell whether the data of the site hold an avenant: what it is merged with is published before it is signed."""
    read = partial(_all_sections, site)
    return site.une_fois(f"avenant {kept.numero} compté", lambda: kept.compte(read))


def _all_sections(site: Site, annee: int, adherent: str) -> int:
    return aujourd_hui(site, annee, adherent, *Section)


def aujourd_hui(site: Site, annee: int, adherent: str, *sections: Section) -> int:
    """Return what an adherent pays today, in cents."""
    return sum(ligne.montant for ligne in site.lignes(annee, adherent) if ligne.calcul.section in sections)


def _sums(rows: Iterable[Mapping[str, str]], key: Callable[[Mapping[str, str]], K]) -> dict[K, Somme]:
    """Add up the rows that have a key in common."""
    sums: dict[K, Somme] = defaultdict(Somme)
    for row in rows:
        sums[key(row)] = sums[key(row)].plus(_sum(row))
    return sums


def _sum(row: Mapping[str, str]) -> Somme:
    before, after = (read_decimal(row[nom]) for nom in ("avant", "apres"))
    return Somme(before, after)


def _sentence(site: Site, when: str, sums: Mapping[str, Somme], parties: int, verbes: Verbes) -> str:
    """Say who pays more and who less, in the tense of the verb; how much together, to those who may see amounts."""
    gaps = [somme.ecart for somme in sums.values()]
    sides = ((sorted(gap for gap in gaps if gap > 0), "plus"), (sorted(gap for gap in gaps if gap < 0), "moins"))
    told = [_side(site, side, sense, verbes) for side, sense in sides if side]
    # What those of one side pay together is already the whole.
    alone = len(told) == 1 and not site.acces.public
    still = parties - sum(gap != 0 for gap in gaps)
    told += [f"{compte(still, 'partie')} {pluriel(still, *verbes[:2])} autant"] if still > 0 else []
    total = sum(gaps)
    sense = "de plus" if total > 0 else "de moins"
    whole = f"l'ensemble {verbes.paie} {euros(abs(total))} {sense}" if total else f"le total {verbes.reste} le même"
    return f"En {when}, {enumere(told)}{'' if alone else f' : {whole}'}."


def _side(site: Site, gaps: list[int], sense: str, verbes: Verbes) -> str:
    who = f"{compte(len(gaps), 'adhérent')} {pluriel(len(gaps), *verbes[:2])}"
    if site.acces.public:
        return f"{who} {sense}"
    return f"{who}{pluriel(len(gaps), '', ' ensemble')} {euros(abs(sum(gaps)))} de {sense}"


def _everyone(site: Site, when: str, sums: Mapping[str, Somme], parties: int) -> Tableau:
    """Lay out what each whose amount was kept would pay, most more first; the rows add up to the total."""
    who, whole = (
        ("Tous les adhérents", "Total") if len(sums) == parties else ("Ceux qui changent", "Total de ceux qui changent")
    )
    ordered = sorted(sums, key=lambda nom: (-sums[nom].ecart, site.nom(nom)))
    rows = [_row(site.cellule(nom), sums[nom]) for nom in ordered]
    rows.append(_row(Cellule(whole), reduce(Somme.plus, sums.values(), Somme()), total=True))
    return Tableau.de(f"{who}, {when}", ("Adhérent|g", *_ECARTS), rows, triable=True)


def _own(site: Site, when: str, nom: str, rows: Sequence[Mapping[str, str]]) -> Tableau:
    """Lay out what one adherent would pay, by kind of cost, then by section: what it would enter in its budget."""
    totals = _sums(rows, itemgetter("section"))
    found = [
        _row(Cellule(f"{site.nature(Nature(row['nature']))}{Section(row['section']).suite}"), _sum(row))
        for row in sorted(rows, key=lambda row: list(Nature).index(Nature(row["nature"])))
    ]
    found += [
        _row(Cellule(section.total(site.depot.dossiers[nom].identite.type)), totals[section], total=True)
        for section in Section
        if section in totals
    ]
    return Tableau.de(f"{site.nom(nom)}, {when}", ("Nature|g", *_ECARTS), found, "compact")


def _row(first: Cellule, somme: Somme, *, total: bool = False) -> Rang:
    relative = pourcentage(somme.ecart, somme.avant) if somme.avant else "–"
    cents = ((montant, somme.avant), (montant, somme.apres), (ecart, somme.ecart))
    return rang(first, *(Cellule(write(value), valeur=str(value)) for write, value in cents), relative, total=total)
