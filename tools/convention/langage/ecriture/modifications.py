"""What an editor may write by itself: the advice of a message, a gesture of the commands.

Knows: advice that is a text to write, requests of gestures that a line answers alone. Must not know: the protocol.
Nothing is asked here: what a line does not answer alone is asked elsewhere (`questions`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.codes import CODES
from convention.base.diagnostic import Diagnostic, Span
from convention.base.french import compte, enumere, jour
from convention.checks.cadre.passage import Passage
from convention.checks.quantites.comptages import lacking
from convention.edition.gestes import Demande, enchainer, geste
from convention.edition.gestes.quantifier import counted
from convention.edition.refus import RefusError
from convention.edition.texte.releves import by_table
from convention.langage.ecriture.conseils import conseilles, lisibles
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Souscription, Souscriptions
from convention.model.documents.quantites import Quantites
from convention.model.en_vigueur import price_at
from convention.model.genres import read_path
from convention.reports.prix_nommes import named_price

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convention.langage.session import Etat
    from convention.model.depot import ComposantRange, Dossier
    from convention.model.genres import Chemin

PROPOSES_MAX = 5
"""Texts proposed for one message."""
_A_TAPER = re.compile(r": (?=[,}\r\n]|$)|\[(?=\])")
"""What stands before a value that is left to be typed."""


class Remplacement(NamedTuple):
    """A stretch of a file and what it becomes; no stretch: the file is to be created."""

    path: str
    span: Span | None
    texte: str


class Curseur(NamedTuple):
    """A place in a text that an action makes: nothing else knows it before the editor tells it."""

    path: str
    line: int
    avant: str
    """What stands before it on its line."""


class Action(NamedTuple):
    """What the editor may do."""

    titre: str
    remplacements: tuple[Remplacement, ...]
    corrige: tuple[Diagnostic, ...] = ()
    """The messages that it answers."""
    sure: bool = False
    """Whether it is the only answer."""
    a_taper: Curseur | None = None
    """Where the first value that is left to be typed goes, once it is done."""


def corrections(etat: Etat, path: str, lignes: range) -> Iterator[Action]:
    """Propose what the messages of some lines advise to write."""
    for item in etat.diagnostics:
        if item.span.path == path and item.span.line in lignes:
            proposed = item.a_ecrire[:PROPOSES_MAX]
            for texte in proposed:
                label = etat.depot.libelle_service(texte).partition("\n")[0]
                written = texte.replace("\n", "\r\n" if b"\r\n" in etat.chargement.contents[path] else "\n")
                replaced = (Remplacement(path, item.span, written),)
                yield Action(f"Écrire {label}", replaced, (item,), sure=len(proposed) == 1)
            yield from _advised(etat, item)
    for manques in _uncounted(etat, path, lignes):
        yield from _count(etat, manques)


def _advised(etat: Etat, item: Diagnostic) -> Iterator[Action]:
    """Do what the advice of a message says in words, in the places that its data know."""
    path = item.span.path
    written = [*conseilles(etat, item), *lisibles(etat, item)]
    for ecrit in written:
        changed = replacement(path, etat.chargement.contents[path].decode(), ecrit.texte)
        action = Action(ecrit.titre, (changed,), (item,), sure=len(written) == 1)
        yield action._replace(a_taper=_left_to_type(action)) if ecrit.a_taper else action


def gestes(etat: Etat, path: str, ligne: int) -> Iterator[Action]:
    """Propose the gestures that a line answers alone, by the requests of the commands."""
    chemin = read_path(path)
    if chemin is None or etat.pause:
        return
    match chemin.genre.nom:
        case "souscriptions" if chemin.id in etat.depot.dossiers:
            yield from _of_subscriptions(etat, etat.depot.dossiers[chemin.id], ligne)
        case "composants":
            yield from _of_prices(etat, path, ligne)
        case "quantites" if chemin.id in etat.depot.dossiers:
            yield from _of_counts(etat, chemin, ligne)


def _of_subscriptions(etat: Etat, dossier: Dossier, ligne: int) -> Iterator[Action]:
    """End or activate what a line subscribes; on the heading of the list, subscribe what is not."""
    depot, path = etat.depot, dossier.path(Souscriptions)
    if etat.exercice is None:
        return
    suivant = date(etat.exercice + 1, 1, 1)
    for objet, inactif, sans_fin in subscribed_at(etat, dossier, ligne):
        if inactif:
            yield from _made(etat, "Activer", "activer", adherent=dossier.id, service=objet, debut=suivant)
        elif sans_fin:
            yield from _made(etat, "Résilier", "resilier", adherent=dossier.id, objet=objet, fin=suivant)
    if line_of(etat, Reference(path, ("souscriptions",)), key=True) == ligne:
        taken = {item.service for item in dossier.souscriptions.souscriptions}
        for code, service in depot.services.items():
            if code not in taken and not service.obligatoire:
                yield from _made(etat, "Souscrire", "souscrire", adherent=dossier.id, objet=code, debut=suivant)


def subscribed_at(etat: Etat, dossier: Dossier, ligne: int) -> Iterator[tuple[str, bool, bool]]:
    """Yield what a line subscribes, whether it is still to be activated, whether it has no end."""
    for liste in ("souscriptions", "composants"):
        for rang, item in enumerate(getattr(dossier.souscriptions, liste)):
            if line_of(etat, Reference(dossier.path(Souscriptions), (liste, rang))) == ligne:
                yield item.objet, isinstance(item, Souscription) and item.en_attente, item.fin is None


def _of_prices(etat: Etat, path: str, ligne: int) -> Iterator[Action]:
    """Carry a price over to the open exercices that follow."""
    for item, annee in priced_at(etat, path, ligne):
        after = open_from(etat, annee + 1)
        for variable, prix in item.composant.montants[annee].items():
            here = item.reference("montants", str(annee), variable)
            found = price_at(prix, etat.depot.exercices[annee].phase, etat.depot.origine(path), here)
            if found is not None:
                price = {"composant": item.id, "variable": variable, "montant": found.valeur}
                asked = [asked_of("fixer", **price, exercice=year) for year in after]
                title = (
                    f"Reporter ce prix sur {enumere(list(map(str, after)))} ({named_price(variable, etat.depot).nu})"
                )
                yield from all_made(etat, title, asked)


def priced_at(etat: Etat, path: str, ligne: int) -> Iterator[tuple[ComposantRange, int]]:
    """Yield the component, and the exercice, whose prices begin at a line."""
    for item in etat.depot.composants.values():
        if item.reference().path == path:
            for annee in item.composant.montants:
                if line_of(etat, item.reference("montants", str(annee)), key=True) == ligne:
                    yield item, annee


def open_from(etat: Etat, annee: int) -> list[int]:
    """Return the exercices that may still change, from one on."""
    return [year for year in etat.depot.ouverts if year >= annee]


def _of_counts(etat: Etat, chemin: Chemin, ligne: int) -> Iterator[Action]:
    """Write that the référent has validated the count of a line."""
    document = etat.depot.dossiers[chemin.id].quantites.get(chemin.annee)
    for rang, releve in enumerate(document.comptages if document is not None else ()):
        reference = Reference(path_of(Quantites, chemin.id, chemin.annee), ("comptages", rang))
        if line_of(etat, reference) == ligne and releve.a_valider:
            asked = {"exercice": chemin.annee, "phase": releve.phase, "date": releve.date, "validation": etat.au}
            yield from _made(etat, "Valider ces quantités", "valider_quantites", adherent=chemin.id, **asked)


def _uncounted(etat: Etat, path: str, lignes: range) -> Iterator[tuple[Diagnostic, ...]]:
    """Gather what is missing from each file of counts: from its lines, and from what its adherent subscribes.

    A file of counts that does not exist yet has no line.
    """
    chemin = read_path(path)
    missing: dict[str, list[Diagnostic]] = {}
    for item in etat.diagnostics:
        counts = read_path(item.span.path) if "quantifier" in CODES[item.code].regle_par else None
        if chemin is None or counts is None or counts.genre.nom != "quantites" or counts.id not in etat.depot.dossiers:
            continue
        subscribed = chemin.genre.nom == "souscriptions" and chemin.id == counts.id
        if subscribed or (item.span.path == path and item.span.line in lignes):
            missing.setdefault(item.span.path, []).append(item)
    return map(tuple, missing.values())


def _count(etat: Etat, manques: tuple[Diagnostic, ...]) -> Iterator[Action]:
    """Count all that an adherent lacks in an exercice: the values of the one before, the others left to be typed."""
    chemin = read_path(manques[0].span.path)
    if chemin is None:
        return
    dossier, annee = etat.depot.dossiers[chemin.id], chemin.annee
    contexte = Passage(etat.depot).contexte
    alone = replace(contexte, exercices=tuple(item for item in contexte.exercices if item.annee == annee))
    known = counted(dossier, annee - 1)
    wanted = {where: known[where].nombre if where in known else None for where in lacking(alone, dossier.id)}
    phase = etat.depot.exercices[annee].phase
    releves = dossier.quantites[annee].comptages if annee in dossier.quantites else ()
    days = [releve.date for releve in releves if releve.phase is phase and releve.a_valider]
    left = sum(value is None for value in wanted.values())
    asked = asked_of(
        "quantifier",
        adherent=dossier.id,
        exercice=annee,
        phase=phase,
        date=max(days, default=etat.au),
        source="" if left else f"Quantités de {annee - 1}, reprises",
        **by_table(wanted),
    )
    again = f"avec les valeurs de {annee - 1} ({compte(len(wanted) - left, 'quantité')})" if left < len(wanted) else ""
    typed = f"{compte(left, 'valeur')} à taper" if left else ""
    title = ", ".join(part for part in (f"Compter ce qui manque en {annee}", again, typed) if part)
    for action in all_made(etat, title, [asked]):
        yield action._replace(corrige=manques, a_taper=_left_to_type(action) if left else None)


def _left_to_type(action: Action) -> Curseur | None:
    """Find the first value that an action leaves to be typed, in the text that it makes."""
    for item in action.remplacements:
        found = _A_TAPER.search(item.texte)
        if found is not None:
            # What is replaced begins where a line does.
            *above, before = item.texte[: found.end()].split("\n")
            return Curseur(item.path, (item.span.line if item.span is not None else 1) + len(above), before)
    return None


def _made(etat: Etat, verbe: str, nom: str, **valeurs: Any) -> Iterator[Action]:  # noqa: ANN401 (idem)
    """Make one gesture; what it names and when are told after its verb."""
    objet = str(valeurs.get("objet") or valeurs.get("service") or "")
    label = etat.depot.libelle_service(objet) if objet in etat.depot.services else objet
    day = valeurs.get("fin") or valeurs.get("debut")
    when = f"au {jour(day)}" if isinstance(day, date) else ""
    title = " ".join(part for part in (verbe, label, when) if part)
    yield from all_made(etat, title, [asked_of(nom, **valeurs)])


def asked_of(nom: str, **valeurs: Any) -> Demande:  # noqa: ANN401 (the values of any request)
    """Return a request whose other values are those by default."""
    kind = geste(nom)
    defaults = {champ: field.get_default() for champ, field in kind.model_fields.items() if not field.is_required()}
    return kind.model_construct(**{**defaults, **valeurs})


def all_made(etat: Etat, titre: str, demandes: list[Demande]) -> Iterator[Action]:
    """Make gestures one after the other; nothing is proposed when one makes no sense, or changes nothing."""
    try:
        found = made_of(etat, demandes)
    except RefusError:
        return
    if found:
        yield Action(titre, found)


def made_of(etat: Etat, demandes: Iterable[Demande]) -> tuple[Remplacement, ...]:
    """Make gestures one after the other; return what they write.

    Raises:
        RefusError: one makes no sense.
    """
    return tuple(replacement(*item) for item in enchainer(etat.chargement, etat.charge, demandes))


def replacement(path: str, avant: str | None, apres: str) -> Remplacement:
    """Replace only the lines that differ: the cursor and the folds of the others stay; a file may be new."""
    if avant is None:
        return Remplacement(path, None, apres)
    before, after = avant.split("\n"), apres.split("\n")
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    if not end:
        # What is added at the end begins where the last line ends.
        start = min(start, len(before) - 1)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if end:
        # Whole lines, their ends included.
        text = "".join(f"{line}\n" for line in new)
        return Remplacement(path, Span(path, start + 1, 1, start + 1 + len(old), 1), text)
    return Remplacement(path, Span(path, start + 1, 1, len(before), len(before[-1]) + 1), "\n".join(new))


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """Count the first lines that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def line_of(etat: Etat, reference: Reference, *, key: bool = False) -> int:
    """Return the line of a place."""
    return etat.depot.span(reference, key=key).line
