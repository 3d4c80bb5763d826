"""Gestures on counts: correct one, add one, say that the référent has validated them (art. 5, 8.2).

Knows: `quantites/<année>.yaml`, keys and their reach. Must not know: who is billed for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, du, enumere, jour
from convention.edition.ecriture import accolades
from convention.edition.etat import Modification
from convention.edition.noms import cle_of, composant_of, declared_year, dossier_of, open_year, phase_of
from convention.edition.refus import RefusError
from convention.edition.releves import Quantite, count_text, quantities_file
from convention.model.vocabulaire import PHASES, Portee

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from convention.base.nodes import Pointer
    from convention.edition.demandes import Quantifier, ValiderQuantites
    from convention.edition.etat import Document, Etat
    from convention.model.adherents import Releve
    from convention.model.depot import Depot, Dossier
    from convention.model.vocabulaire import Phase

COMPTAGES = "comptages"
_AVANT_VALIDATION = ("phase", "date", "source", "origine", "hypothese")
_AVANT_VALEURS = (*_AVANT_VALIDATION, "validation")


def quantifier(etat: Etat, demande: Quantifier) -> tuple[Modification, ...]:
    """Set the figures of the count of a phase and a date; add the count, or the file, when there is none."""
    depot = etat.depot
    dossier = dossier_of(depot, demande.adherent)
    phase = phase_of(depot, open_year(depot, demande.exercice), demande.phase)
    quantites = asked_counts(depot, demande.valeurs, demande.par_composant)
    if not quantites:
        raise RefusError("aucune quantité n'est donnée", "écrire CLÉ=VALEUR, ou COMPOSANT:CLÉ=VALEUR")
    path = dossier.path(f"quantites/{demande.exercice}.yaml")
    if path not in depot.fichiers and path not in depot.illisibles:
        text = quantities_file(
            path, _origin(depot, dossier), [count_text(phase, demande.date, _source(demande), quantites)]
        )
        return (Modification(path, None, text),)
    document = etat.document(path)
    releves = dossier.quantites[demande.exercice].comptages
    same = [rank for rank, item in enumerate(releves) if (item.phase, item.date) == (phase, demande.date)]
    again = []
    for quantite in quantites:
        holder = _holder(document, releves, same, quantite)
        if holder is None:
            again.append(quantite)
        else:
            document = _set(document, releves[holder], holder, quantite)
    if again:
        _ask_for_source(dossier, [releves[rank] for rank in same], demande)
        document = _add_count(document, releves, phase, demande, again)
    return document.modifications


def valider_quantites(etat: Etat, demande: ValiderQuantites) -> tuple[Modification, ...]:
    """Write the day of validation on the counts of a phase that have none; what is assumed is nobody's to validate."""
    depot = etat.depot
    dossier = dossier_of(depot, demande.adherent)
    phase = phase_of(depot, declared_year(depot, demande.exercice), demande.phase)
    quantites = dossier.quantites.get(demande.exercice)
    of_phase = {
        rank: item
        for rank, item in enumerate(quantites.comptages if quantites is not None else ())
        if item.phase is phase
    }
    if not of_phase:
        named = f"de comptage {phase.libelle} {demande.exercice}"
        raise RefusError(f"{dossier.identite.nom} n'a pas {named} à valider", "« convention quantifier » en ajoute un")
    document = etat.document(dossier.path(f"quantites/{demande.exercice}.yaml"))
    for rank in _to_validate(of_phase, demande.date):
        names = document.names((COMPTAGES, rank))
        if "validation" not in names:
            previous = [name for name in names if name in _AVANT_VALIDATION][-1]
            document = document.put((COMPTAGES, rank, "validation"), str(demande.validation), previous)
    return document.modifications


def _to_validate(of_phase: Mapping[int, Releve], day: date | None) -> list[int]:
    dated = {rank: item for rank, item in of_phase.items() if day in (None, item.date)}
    if not dated and day is not None:
        days = enumere([jour(item) for item in sorted({item.date for item in of_phase.values()})])
        raise RefusError(f"aucun comptage de cette phase n'est daté du {jour(day)}", f"ceux qu'elle a : {days}")
    counted = [rank for rank, item in dated.items() if item.hypothese is None]
    if not counted:
        assumed = next(iter(dated.values()))
        message = (
            f"le comptage du {jour(assumed.date)} est supposé ({cite(assumed.hypothese or '')}) : il ne se valide pas"
        )
        raise RefusError(message, "« convention quantifier » écrit ce qui est compté")
    return counted


def asked_counts(
    depot: Depot, valeurs: Mapping[str, Fraction], par_composant: Mapping[str, Mapping[str, Fraction]]
) -> list[Quantite]:
    """Check each figure asked for against its key."""
    found = []
    for cle, nombre in valeurs.items():
        _countable(depot, cle, Portee.ADHERENT)
        found.append(Quantite(("valeurs", cle), nombre))
    for cle, counts in par_composant.items():
        _countable(depot, cle, Portee.COMPOSANT)
        for nom, nombre in counts.items():
            found.append(Quantite(("par_composant", cle, composant_of(depot, nom).id), nombre))
    return found


def _countable(depot: Depot, nom: str, portee: Portee) -> None:
    cle = cle_of(depot, nom)
    if cle.somme:
        raise RefusError(f"la clé {cite(nom)} est une somme : elle ne se compte pas", f"compter {', '.join(cle.somme)}")
    if cle.reference is not None or cle.quotes_parts:
        where = f"pricing/references/{cle.reference}.yaml" if cle.reference is not None else "pricing/cles.yaml"
        message = f"la clé {cite(nom)} est publiée ou fixée d'avance : elle ne se compte pas"
        raise RefusError(message, f"sa valeur est dans {where}")
    if cle.portee is not portee:
        if portee is Portee.ADHERENT:
            raise RefusError(f"la clé {cite(nom)} se compte composant par composant", f"écrire COMPOSANT:{nom}=VALEUR")
        raise RefusError(f"la clé {cite(nom)} se compte une fois par adhérent", f"écrire {nom}=VALEUR")


def _holder(document: Document, releves: Sequence[Releve], same: Sequence[int], quantite: Quantite) -> int | None:
    """Find which count of a day takes a figure: the last that has it, else the first that may be written.

    None when it takes another count: what is validated is not rewritten, and of one day the last written holds.
    """
    having = [rank for rank in same if document.has((COMPTAGES, rank, *quantite.place))][-1:]
    if having and _written(releves[having[0]], quantite) == quantite.nombre:
        return having[0]
    writable = [rank for rank in having or same if releves[rank].validation is None]
    return min(writable, key=lambda rank: releves[rank].hypothese is not None, default=None)


def _set(document: Document, releve: Releve, rank: int, quantite: Quantite) -> Document:
    """Set a figure in a count, or add it."""
    pointer: Pointer = (COMPTAGES, rank, *quantite.place)
    if not document.has(pointer):
        return _add_figure(document, (COMPTAGES, rank), quantite)
    return document if _written(releve, quantite) == quantite.nombre else document.set(pointer, quantite.texte)


def _ask_for_source(dossier: Dossier, same: Sequence[Releve], demande: Quantifier) -> None:
    validated = next(((item, item.validation) for item in same if item.validation is not None), None)
    if validated is not None and demande.source is None:
        releve, since = validated
        raise RefusError(
            f"le comptage {releve.phase.libelle} du {jour(releve.date)} {du(dossier.identite.nom)} est validé "
            f"depuis le {jour(since)} : une quantité validée ne se récrit pas",
            "donner --source « … » : un second comptage de ce jour, à valider, la remplace",
        )


def _add_figure(document: Document, count: Pointer, quantite: Quantite) -> Document:
    """Add a figure to a count, with the tables that are to hold it."""
    *tables, name = quantite.place
    held = 0
    while held < len(tables) and document.has((*count, *tables[: held + 1])):
        held += 1
    flow = document.is_flow((*count, *tables[:held]))
    value, missing = quantite.texte, [*tables[held + 1 :], name]
    if held == len(tables):
        return document.put((*count, *tables, name), value)
    for depth in range(len(missing) - 1, -1, -1):
        value = (
            accolades({missing[depth]: value}) if flow else f"\n{'  ' * (depth + 1)}{missing[depth]}:{_below(value)}"
        )
    names = document.names(count)
    previous = [item for item in names if item in (*_AVANT_VALEURS, "valeurs")][-1] if held == 0 else None
    return document.put((*count, *tables[: held + 1]), value, previous)


def _below(value: str) -> str:
    return value if value.startswith("\n") else f" {value}"


def _add_count(
    document: Document, releves: Sequence[Releve], phase: Phase, demande: Quantifier, quantites: Sequence[Quantite]
) -> Document:
    flow = document.is_flow((COMPTAGES,))
    written = count_text(phase, demande.date, _source(demande), quantites, flow=flow)
    order = (PHASES.index(phase), demande.date)
    earlier = [rank for rank, item in enumerate(releves) if (PHASES.index(item.phase), item.date) <= order]
    return document.add((COMPTAGES,), written, max(earlier, default=-1) + 1)


def _written(releve: Releve, quantite: Quantite) -> Fraction | None:
    table, cle, *rest = quantite.place
    return releve.valeurs.get(cle) if table == "valeurs" else releve.par_composant[cle].get(rest[0])


def _source(demande: Quantifier) -> str:
    if demande.source is None:
        message = f"aucun comptage de cette phase n'est daté du {jour(demande.date)} : un nouveau dit d'où il vient"
        raise RefusError(message, "donner --source « … », ou la --date du comptage à corriger")
    return demande.source


def _origin(depot: Depot, dossier: Dossier) -> str:
    """Return the origin of the latest counts of an adherent: those of another year are made the same way."""
    years = sorted(dossier.quantites)
    return str(depot.origine(dossier.path(f"quantites/{years[-1] if years else 0}.yaml")))
