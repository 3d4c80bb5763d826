"""A statement as a PDF: its pages block by block, then its annex, how each line was computed (exemples: an état).

Knows: the order of a statement and the words of its tables. Must not know: how it was built, the typesetter (`pdf`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import enumere, minuscule, montant
from convention.model.mots.communs import Nature
from convention.reports.etat import phrases
from convention.reports.etat.encadre import box
from convention.reports.etat.genres import GenreEtat, GenrePartie, Somme
from convention.reports.etat.medias.texte import figures, lettre, part_table
from convention.reports.rendus.blocs import (
    Colonne,
    annexe,
    arrete,
    encadre,
    fiche,
    liste,
    mention,
    paragraphe,
    partie,
    sous_partie,
    tableau,
    titre,
)
from convention.reports.rendus.pdf import Page, compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.model.mots.communs import Section
    from convention.reports.etat.encadre import Encadre
    from convention.reports.etat.valeurs import Etat, LigneDetail, Rangee, VoletEtat
    from convention.reports.rendus.blocs import Bloc

Partie = tuple[str, list["Bloc"]]
"""Its heading, without its letter, and its blocks."""
BREVE = 12
"""Quantities of a source that are told again beside the computations of the annex."""
MOTIFS, MOTIFS_LONGS = 5, 1
"""Reasons told in a row, and in one of a long part; the annex tells the others."""
COURTE = 8
"""Lines of an annex that follows on the same page."""
PERDU = "plus de calcul : le composant, ou la présence, n'est plus dans les données"


def pdf_bytes(etat: Etat) -> bytes:
    """Write a statement as a PDF."""
    name = f"{etat.genre.intitule} n° {etat.numero}"
    page = Page(
        titre=f"{name}, {etat.debiteur.denomination}",
        auteur=etat.emetteur.denomination,
        description=f"{etat.sujet} ; {etat.exercices}",
        mots=(etat.echeance, etat.debiteur.nom),
        en_tete=(phrases.mention(etat), name),
        pied=f"{etat.emetteur.denomination} – {etat.debiteur.denomination}",
        serree=True,
    )
    return compose(page, blocks(etat))


def blocks(etat: Etat) -> Iterator[Bloc]:
    """List the blocks of a statement, in the order of the pages."""
    yield from _head(etat)
    parts = [*map(_volet, etat.volets), *_recalled(etat), *_quantities(etat)]
    if etat.genre is GenreEtat.LIQUIDATIF and etat.pieces:
        parts.append((f"Contestation{etat.renvois.desaccord}", list(map(paragraphe, phrases.contest(etat)))))
    for rang, (name, content) in enumerate(parts):
        yield partie(f"{lettre(rang)}. {name}")
        yield from content
    if etat.genre is GenreEtat.RATTACHEMENT and not etat.volets:
        yield paragraphe(phrases.RIEN)
    if etat.genre is not GenreEtat.RATTACHEMENT:
        yield arrete(phrases.closing(etat), phrases.signature(etat))
    tables = list(annex(etat))
    if tables:
        yield annexe(f"Annexe {etat.genre.au} n° {etat.numero}", new_page=_is_apart(etat))
        yield from tables


def _head(etat: Etat) -> Iterator[Bloc]:
    if phrases.mention(etat):
        yield mention(phrases.mention(etat))
    direction = f" – {etat.emetteur.direction}" if etat.emetteur.direction else ""
    yield paragraphe("", f"{etat.emetteur.denomination}{direction}")
    yield titre(f"{etat.genre.intitule.upper()} N° {etat.numero} – {etat.sujet}")
    what, what_not = phrases.what(etat)
    yield paragraphe(f"{what} ", what_not)
    framed = box(etat)
    if framed is not None:
        yield from _box(framed)
    parties = (("Débiteur", phrases.party(etat.debiteur)), ("Fondement", etat.fondement))
    told = (
        *(parties if framed is None else ()),
        ("Exercice budgétaire", etat.exercices),
        phrases.closed_on(etat),
        ("Montants", phrases.taxes(etat)),
        ("Calcul", "celui de chaque ligne, par service, est en annexe" if _is_apart(etat) else ""),
    )
    yield fiche((name, text) for name, text in told if text)


def _is_apart(etat: Etat) -> bool:
    """Tell whether the annex has its own pages: a call may have a hundred lines, a delivery has one."""
    return sum(len(volet.details) for volet in etat.volets) > COURTE


def _box(framed: Encadre) -> Iterator[Bloc]:
    """Lay out what to pay, and under it what is missing."""
    laid = framed.tableau
    *words, amount = laid.entetes
    widths = ("1", "1.2", "auto", "auto", "auto")
    columns = [*map(Colonne, words, widths), Colonne(amount, chiffres=True)]
    table = tableau(columns, [*laid.lignes, *laid.totaux], totaux=[len(laid.lignes)] if framed.total else [])
    yield encadre(
        framed.titre, [table, fiche(framed.reperes), *map(paragraphe, framed.notes), paragraphe("", framed.arrete)]
    )
    if framed.manques:
        yield liste(framed.manques)


def _volet(volet: VoletEtat) -> Partie:
    table = _table_with_reasons(volet) if volet.genre is GenrePartie.REGULARISATION else _table(volet)
    return volet.titre, [table, *([paragraphe(volet.note)] if volet.note else [])]


def _table(volet: VoletEtat) -> Bloc:
    laid = part_table(volet)
    service, nature, *amounts = laid.entetes
    columns = [Colonne(service, "1"), Colonne(nature, "2"), *(Colonne(name, chiffres=True) for name in amounts)]
    return tableau(columns, [*laid.lignes, *laid.totaux], totaux=[-1])


def _table_with_reasons(volet: VoletEtat) -> Bloc:
    """Say why each service moved, beside its amounts."""
    columns = [Colonne("Service", "1.1"), *_money(volet), Colonne("Motif", "2.9")]
    limit = MOTIFS if len(volet.rangees) <= COURTE else MOTIFS_LONGS
    rows = [(_named(row), *figures(volet, row.somme), phrases.reasons_text(row, limit)) for row in volet.rangees]
    parts = [(name, *figures(volet, somme), phrases.over(somme)) for name, somme in volet.sous_totaux]
    total = ("Total", *figures(volet, volet.total), "" if parts else phrases.over(volet.total))
    return tableau(columns, [*rows, *parts, total], totaux=[rank - len(parts) - 1 for rank in range(len(parts) + 1)])


def _named(row: Rangee) -> str:
    """Name a row by its service; its kind of cost is said only when it is not the usual one."""
    return phrases.in_section(f"{row.service} : {row.nature}" if row.forfait else row.service, row.section)


def _money(volet: VoletEtat) -> list[Colonne]:
    return [Colonne(name, chiffres=True) for name in volet.entetes(volet.exercice)]


def _recalled(etat: Etat) -> Iterator[Partie]:
    if etat.livraisons:
        items = [f"{phrases.recalled_text(etat, item)}." for item in etat.livraisons]
        told = [liste(items), paragraphe("Non repris dans le présent état.")]
        yield phrases.recalled_title(etat), told


def _quantities(etat: Etat) -> Iterator[Partie]:
    if not etat.quantites and not etat.hypotheses:
        return
    years = phrases.counted_years(etat)
    told = list(counted(etat, years[0], "plus haut et en annexe", BREVE)) if years else []
    if years[1:]:
        others = enumere(list(map(str, years[1:])))
        told.append(paragraphe(f"Ces quantités sont celles de {years[0]} ; celles de {others} sont en annexe."))
    if told and etat.hypotheses:
        told.append(paragraphe("Hypothèses retenues :"))
    yield "Quantités retenues" if told else "Hypothèses retenues", [*told, *map(liste, filter(None, [etat.hypotheses]))]


def annex(etat: Etat) -> Iterator[Bloc]:
    """Write a table for each part that has lines to explain; the masse salariale is computed in its row."""
    outside = False
    for volet in etat.volets:
        items = [item for item in volet.details if item.nature is not Nature.MASSE_SALARIALE]
        if items:
            outside = outside or any(item.hors_extrait for item in items)
            yield sous_partie(phrases.annex_title(etat, volet))
            yield _annex_table(volet, items)
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
            every = "La quantité" if len(told) == 1 else "Toutes les quantités"
            others = "L'autre quantité" if len(told) == 1 else f"Les {len(told)} autres quantités"
            which = every if len(sources) == 1 else others
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


def _annex_table(volet: VoletEtat, items: Sequence[LigneDetail]) -> Bloc:
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
    shown = volet.entetes(None)
    return shown[:1] if volet.genre is GenrePartie.ACOMPTE else shown


def _figures(volet: VoletEtat, somme: Somme) -> tuple[str, ...]:
    if volet.genre is GenrePartie.ACOMPTE:
        return (montant(volet.genre.montants(somme)[0]),)
    return figures(volet, somme)


def _words(item: LigneDetail) -> tuple[str, str]:
    star = " *" if item.hors_extrait else ""
    mode = f" ({item.nature.mode})" if item.nature is not Nature.INDIRECT_ANNUEL else ""
    told = (item.calcul or PERDU, item.motif)
    return f"{item.libelle}{mode}{star}", " ; ".join(text for text in told if text)
