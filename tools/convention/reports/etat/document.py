"""A statement as a document: its tables, and what its template (`etat.j2`) reads.

Knows: the words of its tables, what the annex tells instead of a page. Must not know: how it was built, media.
"""

from __future__ import annotations

from itertools import count
from string import ascii_uppercase
from typing import TYPE_CHECKING

from convention.base.french import ecart, minuscule, montant
from convention.model.mots.appels import GenrePiece
from convention.model.mots.communs import Nature, Section
from convention.reports.etat import phrases
from convention.reports.etat.encadre import Encadre, box
from convention.reports.etat.genres import GenreEtat, GenrePartie, Somme
from convention.reports.rendus.document import Arrete, Cadre, Document, Fiche, Paragraphe, Titre
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.reports.etat.valeurs import Etat, LigneDetail, VoletEtat

BREVE = 12
"""Quantities of a source that are told again beside the computations of the annex."""
MOTIFS, MOTIFS_LONGS = 5, 1
"""Reasons told in a row, and in one of a long part, when the annex tells the others."""
COURTE = 8
"""Lines of an annex that follows on the same page."""
PERDU = "plus de calcul : le composant, ou la présence, n'est plus dans les données"


def document(etat: Etat, *, annexe: bool) -> Document:
    """Write a statement, with its annex or without."""
    framed, letters = box(etat), map(lettre, count())
    what, what_not = phrases.what(etat)
    longue = sum(len(volet.details) for volet in etat.volets) > COURTE
    tableaux = list(annex(etat))
    quantites = [
        (str(annee), tuple(counted(etat, annee, *(("ci-dessus", 0) if rank else ("plus haut et en annexe", BREVE)))))
        for rank, annee in enumerate(phrases.counted_years(etat))
    ]
    head = Titre(f"Annexe {etat.genre.au} n° {etat.numero}", page=longue)
    return ecrire(
        "etat/etat.j2",
        etat=etat,
        phrases=phrases,
        nature=Paragraphe(what, fin=what_not),
        # What asks for money.
        piece=GenrePiece.TITRE if etat.emetteur.publique else GenrePiece.APPEL,
        cadre="" if framed is None else _framed(framed),
        manques=() if framed is None else framed.manques,
        longue=longue,
        lettre=letters.__next__,
        volets=[(volet, _part(volet, annexe=annexe)) for volet in etat.volets],
        quantites=quantites,
        avec_avis=any(piece.due and piece.genre is GenrePiece.TITRE for piece in etat.pieces),
        arrete="" if etat.genre is GenreEtat.RATTACHEMENT else Arrete(phrases.closing(etat), phrases.signature(etat)),
        annexe=annexe,
        titre_annexe=head if tableaux or quantites[1:] else "",
        tableaux=tableaux,
        hors_extrait=any(item.hors_extrait for volet in etat.volets for item in _explained(volet)),
        arrondi=any(item.arrondi for volet in etat.volets for item in volet.details),
    )


def lettre(rang: int) -> str:
    """Letter a part of a statement, from its rank: A to Z, then AA."""
    series, last = divmod(rang, len(ascii_uppercase))
    return f"{ascii_uppercase[series - 1] if series else ''}{ascii_uppercase[last]}"


def _framed(framed: Encadre) -> Cadre:
    marks, stopped = Fiche(framed.reperes), Paragraphe("", framed.arrete)
    return Cadre(framed.titre, (framed.tableau, marks, *map(Paragraphe, framed.notes), stopped))


def _part(volet: VoletEtat, *, annexe: bool) -> Tableau:
    """Lay a part out: one row a service and a kind of cost; why it moved, unless the annex tells it."""
    if annexe and volet.genre is GenrePartie.REGULARISATION:
        return _beside_reasons(volet)
    rows = [
        (
            *(row.service, f"{row.nature}{row.section.suite}"),
            *figures(volet, row.somme),
            phrases.reasons_text(row),
        )
        for row in volet.rangees
    ]
    sums = [(name, "", *figures(volet, somme), "") for name, somme in (*volet.sous_totaux, ("Total", volet.total))]
    heads = ("Service", "Nature", *volet.entetes(volet.exercice), "Motif")
    laid = Tableau(heads, tuple(rows), tuple(sums), a_gauche=2, mots_a_la_fin=1, largeurs=("1", "2"))
    return laid.parted()[0] if annexe else laid


def _beside_reasons(volet: VoletEtat) -> Tableau:
    """Say why each service moved, beside its amounts: a page has no room left for the kinds of costs."""
    limit = MOTIFS if len(volet.rangees) <= COURTE else MOTIFS_LONGS
    # A kind of cost is said only when it is not the usual one.
    names = [f"{row.service} : {row.nature}" if row.forfait else row.service for row in volet.rangees]
    rows = [
        (f"{name}{row.section.suite}", *figures(volet, row.somme), phrases.reasons_text(row, limit))
        for name, row in zip(names, volet.rangees, strict=True)
    ]
    parts = [(name, *figures(volet, somme), phrases.over(somme)) for name, somme in volet.sous_totaux]
    total = ("Total", *figures(volet, volet.total), "" if parts else phrases.over(volet.total))
    amounts = volet.entetes(volet.exercice)
    widths = ("1.1", *("auto" for _ in amounts), "2.9")
    return Tableau(("Service", *amounts, "Motif"), tuple(rows), (*parts, total), mots_a_la_fin=1, largeurs=widths)


def figures(volet: VoletEtat, somme: Somme) -> tuple[str, ...]:
    """Write the amounts of a row in the order of its columns; a difference carries its sign."""
    cents = volet.genre.montants(somme)
    shown = [montant(item) for item in cents]
    if volet.genre.ecart:
        shown[-1] = ecart(cents[-1])
    return tuple(shown)


def counted(etat: Etat, exercice: int, calculs: str, limit: int = 0) -> Iterator[Paragraphe]:
    """Lay out the quantities of an exercice: a paragraph a source, which says when they were counted and validated.

    The longest source is not told again when `calculs` hold it, unless it has no more quantities than `limit`.
    """
    sources = _sources(etat, exercice)
    longest = max(sources, key=lambda source: len(sources[source]))
    brief = len(sources[longest]) > limit
    for source in sorted(sources, key=lambda source: brief and source == longest):
        told = sources[source]
        text = f"{' ; '.join(told)}."
        if brief and source == longest:
            every = "La quantité" if len(told) == 1 else "Toutes les quantités"
            others = "L'autre quantité" if len(told) == 1 else "Les autres quantités"
            which = every if len(sources) == 1 else others
            text = f"{which} que citent les calculs {calculs}."
        yield Paragraphe(text, source)


def _sources(etat: Etat, exercice: int) -> dict[str, list[str]]:
    """Gather the quantities of an exercice by what is said of where they come from."""
    sources: dict[str, list[str]] = {}
    for item in etat.quantites:
        if item.exercice == exercice:
            told = f"{item.texte} ({minuscule(item.objet)})" if item.objet else item.texte
            sources.setdefault(phrases.counted_text(item), []).append(told)
    return sources


def annex(etat: Etat) -> Iterator[tuple[str, Tableau]]:
    """Write a table, with its title, for each part that has lines to explain."""
    for volet in etat.volets:
        items = _explained(volet)
        if items:
            yield phrases.annex_title(etat, volet), _annex_table(volet, items)


def _explained(volet: VoletEtat) -> list[LigneDetail]:
    """Return the lines that the annex explains; the masse salariale is computed in its row."""
    return [item for item in volet.details if item.nature is not Nature.MASSE_SALARIALE]


def _annex_table(volet: VoletEtat, items: Sequence[LigneDetail]) -> Tableau:
    """Lay lines out by service, each headed by its sum: that of its row in the part."""
    groups: dict[tuple[str, Section], list[LigneDetail]] = {}
    for item in items:
        groups.setdefault((item.service, item.section), []).append(item)
    named = {row.code: row.service for row in volet.rangees}
    # Of an advance, only what it is a part of.
    shown = slice(1 if volet.genre is GenrePartie.ACOMPTE else None)
    rows: list[tuple[str, ...]] = []
    heads: list[int] = []
    for (service, section), lines in groups.items():
        heads.append(len(rows))
        name = f"{named.get(service, service)}{section.suite}"
        rows.append((name, "", *figures(volet, _sum(lines))[shown]))
        rows += [(*_words(item), *figures(volet, item.somme)[shown]) for item in lines]
    titles = ("Ligne", "Calcul", *volet.entetes(None)[shown])
    total = ("Total", "", *figures(volet, _sum(items))[shown])
    return Tableau(titles, tuple(rows), (total,), a_gauche=2, largeurs=("1", "1.6"), groupes=tuple(heads))


def _sum(items: Sequence[LigneDetail]) -> Somme:
    return Somme(*(sum(item.somme[rank] for item in items) for rank in range(len(Somme._fields))))


def _words(item: LigneDetail) -> tuple[str, str]:
    star = " *" if item.hors_extrait else ""
    mode = f" ({item.nature.mode})" if item.nature is not Nature.INDIRECT_ANNUEL else ""
    told = (item.calcul or PERDU, item.motif)
    return f"{item.libelle}{mode}{star}", " ; ".join(text for text in told if text)
