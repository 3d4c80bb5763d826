"""The annex of a statement: how each line was computed, one table a part.

Knows: the lines of a statement. Must not know: how they were computed, fonts and margins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, minuscule, montant
from convention.model.mots.communs import Nature
from convention.reports.etat import phrases
from convention.reports.etat.genres import GenrePartie, Somme, amounts, headers
from convention.reports.etat.medias.texte import figures
from convention.reports.rendus.blocs import Colonne, paragraphe, sous_partie, tableau

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.model.mots.communs import Section
    from convention.reports.etat.valeurs import Etat, LigneDetail, VoletEtat
    from convention.reports.rendus.blocs import Bloc

RIEN = "plus de calcul : le composant, ou la présence, n'est plus dans les données"


def annex(etat: Etat) -> Iterator[Bloc]:
    """Write a table for each part that has lines to explain; the masse salariale is computed in its row."""
    outside = False
    for volet in etat.volets:
        items = [item for item in volet.details if item.nature is not Nature.MASSE_SALARIALE]
        if items:
            outside = outside or any(item.hors_extrait for item in items)
            yield sous_partie(phrases.annex_title(etat, volet))
            yield _table(volet, items)
    if outside:
        yield paragraphe(f"* Ligne hors de l'extrait publié {etat.renvois.tarifs}, à arrêter par avenant.")
    if any(item.arrondi for volet in etat.volets for item in volet.details):
        yield paragraphe(phrases.NOTE_ARRONDI)
    for annee in phrases.counted_years(etat)[1:]:
        yield sous_partie(f"Quantités {annee}")
        yield from counted(etat, annee, "ci-dessus")


def counted(etat: Etat, exercice: int, calculs: str, limit: int = 0) -> Iterator[Bloc]:
    """Lay out the quantities of an exercice: a paragraph a source, which says when they were counted and validated.

    Args:
        etat: the statement.
        exercice: the year of the quantities.
        calculs: where the computations stand, that hold what the longest source is not told again.
        limit: number of quantities up to which the longest source is told all the same.
    """
    sources = _sources(etat, exercice)
    longest = max(sources, key=lambda source: len(sources[source]))
    brief = len(sources[longest]) > limit
    for source in sorted(sources, key=lambda source: brief and source == longest):
        told = sources[source]
        text = f"{' ; '.join(told)}."
        if brief and source == longest:
            which = "Toutes les quantités" if len(sources) == 1 else f"Les {len(told)} autres quantités"
            text = f"{which} que citent les calculs {calculs}."
        yield paragraphe(text, debut=source)


def _sources(etat: Etat, exercice: int) -> dict[str, list[str]]:
    """Gather the quantities of an exercice by what is said of where they come from."""
    sources: dict[str, list[str]] = {}
    for item in etat.quantites:
        if item.exercice == exercice:
            told = f"{item.texte} ({minuscule(item.objet)})" if item.objet else item.texte
            sources.setdefault(phrases.counted_text(item), []).append(told)
    return sources


def _table(volet: VoletEtat, items: Sequence[LigneDetail]) -> Bloc:
    """Lay lines out by service, each headed by its sum: that of its row in the part."""
    groups: dict[tuple[str, Section], list[LigneDetail]] = {}
    for item in items:
        groups.setdefault((item.service, item.section), []).append(item)
    named = {row.code: row.service for row in volet.rangees}
    rows: list[tuple[str, ...]] = []
    heads: list[int] = []
    for (service, section), lines in groups.items():
        heads.append(len(rows))
        rows.append((phrases.in_section(named.get(service, service), section), "", *_figures(volet, _sum(lines))))
        rows += [(*_words(item), *_figures(volet, item.somme)) for item in lines]
    money = [Colonne(name, chiffres=True) for name in _headers(volet)]
    columns = [Colonne("Ligne", "1"), Colonne("Calcul", "1.6"), *money]
    return tableau(columns, [*rows, ("Total", "", *_figures(volet, _sum(items)))], totaux=[-1], groupes=heads)


def _sum(items: Sequence[LigneDetail]) -> Somme:
    return Somme(*(sum(item.somme[rank] for item in items) for rank in range(len(Somme._fields))))


def _headers(volet: VoletEtat) -> tuple[str, ...]:
    """Return the amounts that a line shows, without the year of the table: of an advance, what it is half of."""
    shown = headers(volet.genre, None, volet.acomptes, prevu=volet.prevu)
    return shown[:1] if volet.genre is GenrePartie.ACOMPTE else shown


def _figures(volet: VoletEtat, somme: Somme) -> tuple[str, ...]:
    if volet.genre is GenrePartie.ACOMPTE:
        return (montant(amounts(volet.genre, somme)[0]),)
    return figures(volet, somme)


def _words(item: LigneDetail) -> tuple[str, str]:
    star = f"{INSECABLE}*" if item.hors_extrait else ""
    mode = f" ({item.nature.mode})" if item.nature is not Nature.INDIRECT_ANNUEL else ""
    told = (item.calcul or RIEN, item.motif)
    return f"{item.libelle}{mode}{star}", " ; ".join(text for text in told if text)
