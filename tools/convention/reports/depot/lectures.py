"""The ambiguities of the convention in euros: each other reading, and what it would change for whom.

Knows: readings and their effects. Must not know: how they were computed, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, ecart, montant, pourcentage
from convention.model.mots.communs import weakest
from convention.reports import mots
from convention.reports.rendus.document import Mention, Paragraphe, Table, Titre
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.compare.lectures import AutreLecture, Part
    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot
    from convention.reports.rendus.document import Bloc, Document


def readings(depot: Depot, contribution: Contribution, found: Sequence[AutreLecture], adherent: str | None) -> Document:
    """Write the page of the readings: one section an ambiguity, one table another reading.

    Args:
        depot: the data.
        contribution: the exercice as the convention is read here.
        found: the other readings that replace a rule.
        adherent: the only one to tell; everyone that it moves, by default.
    """
    return (
        Titre(f"Les lectures de la convention en {contribution.exercice}", 1),
        *_warning(contribution),
        Paragraphe(
            f"La convention peut se lire de plusieurs façons. {_count(found)}. Montants de l'exercice "
            f"{contribution.exercice}, {contribution.phase.libelle} ; une lecture ne change que par avenant "
            "(article 12)."
        ),
        *(
            bloc
            for numero in dict.fromkeys(item.lecture.numero for item in found)
            for bloc in _ambiguity(depot, [item for item in found if item.lecture.numero == numero], adherent)
        ),
    )


def _warning(contribution: Contribution) -> Iterator[Bloc]:
    text = weakest(*(ligne.origine for ligne in contribution.lignes)).mention
    if text:
        yield Mention(f"{text}.")


def _count(found: Sequence[AutreLecture]) -> str:
    moving = [item for item in found if item.touches]
    told = compte(len(found), "autre lecture changerait une règle", "autres lectures changeraient une règle")
    return f"{told} ; {compte(len(moving), 'changerait un montant', 'changeraient un montant')}"


def _ambiguity(depot: Depot, items: Sequence[AutreLecture], adherent: str | None) -> Iterator[Bloc]:
    lecture = items[0].lecture
    yield Titre(f"{lecture.numero}. {lecture.titre}")
    yield Paragraphe(lecture.lecture, "Lecture retenue.")
    for item in items:
        yield from _reading(depot, item, adherent)


def _reading(depot: Depot, item: AutreLecture, adherent: str | None) -> Iterator[Bloc]:
    yield Paragraphe(item.alternative.libelle, "Autre lecture.")
    parts = [part for part in item.parts if adherent in (None, part.adherent)]
    if adherent is None and not item.touches:
        yield Paragraphe("Aucun montant ne changerait, sur les données d'aujourd'hui.")
        return
    yield Table(_table(depot, item, parts, adherent))


def _table(depot: Depot, item: AutreLecture, parts: Sequence[Part], adherent: str | None) -> Tableau:
    """Those that move one by one, the others together: the printed rows add up to the total."""
    headers = ("Adhérent", "Lecture retenue (€)", "Autre lecture (€)", "Écart (€)", "Écart (%)")
    if adherent is not None:
        return Tableau(headers, tuple(_row(mots.adherent_name(depot, part.adherent), part) for part in parts))
    rows = [_row(mots.adherent_name(depot, part.adherent), part) for part in item.touches]
    still = [part for part in parts if not part.ecart]
    if still:
        label = compte(len(still), "adhérent inchangé", "adhérents inchangés")
        same = sum(part.retenue for part in still)
        rows.append(_row(label, item.total._replace(retenue=same, autre=same)))
    return Tableau(headers, tuple(rows), (_row("Total", item.total),))


def _row(label: str, part: Part) -> tuple[str, ...]:
    share = pourcentage(part.ecart, part.retenue)
    return (label, montant(part.retenue), montant(part.autre), ecart(part.ecart), share)
