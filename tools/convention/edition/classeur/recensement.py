"""The census of quantities by mail: one workbook for each member, then what comes back, from whom, and what it changes.

Knows: what each is billed on, last year's figures, how an answer is told. Must not know: amounts, mail.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import au, cite, compte, enumere, nombre, pluriel, pourcentage
from convention.checks.cadre.contexte import see
from convention.checks.quantites.comptages import needed
from convention.edition.classeur.cadre import Apport, Colonne, Feuille, Sujet, Tableau, subject
from convention.edition.classeur.ensemble import RECENSEMENT, Entete
from convention.edition.classeur.enveloppe import ClasseurRefuseError
from convention.edition.classeur.export import book_bytes, worth_of
from convention.edition.classeur.feuilles.quantites import (
    QUANTITES,
    counted,
    figure,
    new_count,
    title,
)
from convention.edition.classeur.genres import QUANTITE
from convention.edition.classeur.importation import checked, known_year, read_origins, sheet_of
from convention.edition.classeur.retour import Notes, Retour
from convention.edition.noms import countable, open_year
from convention.model.cadre.document import path_of
from convention.model.documents.quantites import Place, Quantites
from convention.model.mots.communs import PHASES, Comptage
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from convention.edition.classeur.cadre import Changement
    from convention.edition.classeur.importation import Bilan, Origines
    from convention.edition.classeur.lecture import Classeur
    from convention.edition.classeur.retour import Demandee
    from convention.edition.demande import Demande
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot

CONSIGNE = "Feuille « Quantités » : remplir la colonne jaune. Zéro s'écrit 0 ; ce qui n'est pas connu reste vide."
ENTIER = (
    "Ce qui se compte à un jour donné s'écrit comme pour l'année entière, même de qui n'y est pas toujours : la part "
    "en est prise ensuite."
)
RAPPEL = (
    "À côté est rappelé ce qui était compté l'année d'avant : une quantité qui n'a pas changé se retape quand même."
)
PREMIER = "Rien n'était compté en {} : il n'y a rien à rappeler."
FLUX = "Ce qui se compte sur l'année ({}) s'écrit pour toute l'année : ce qui en est prévu, ou ce qui en fut."
RENVOI = (
    "Puis renvoyer ce classeur {}, avant le jour que dit son envoi. Une fois écrits, ces chiffres restent à valider "
    "par votre référent."
)


class Ecart(NamedTuple):
    """A quantity that is not that of the year before."""

    adherent: str
    quoi: str
    avant: Fraction | None
    """None when nothing was counted."""
    apres: Fraction


class Recensement(NamedTuple):
    """What came back of a census."""

    exercice: int
    bilan: Bilan
    recus: tuple[str, ...]
    manquants: tuple[str, ...]
    """Adherents of whom no workbook came back."""
    incomplets: Mapping[str, tuple[str, ...]]
    """What is left blank, by adherent."""
    ecarts: tuple[Ecart, ...]


class Attendu(NamedTuple):
    """What a census asks."""

    attendus: Mapping[str, list[Place]]
    """What each adherent is to count: what bills it; before prices are known, what it counted last year."""
    exempts: tuple[str, ...]
    """Of whom nothing is asked: all that they would count was zero the year before, and is."""


def census(depot: Depot, exercice: int) -> Attendu:
    """Return what the census of an exercice asks.

    Raises:
        RefusError: the exercice is closed, or is not declared.
    """
    sujet = subject(depot, open_year(depot, exercice))
    billed = _billed(sujet)
    exempt = tuple(nom for nom, asked in billed.items() if _nothing(sujet, nom, asked))
    return Attendu({nom: asked for nom, asked in billed.items() if nom not in exempt}, exempt)


def _billed(sujet: Sujet) -> dict[str, list[Place]]:
    """Return what bills each adherent; before prices are known, what it counted last year."""
    depot = sujet.depot
    places, keys = counted(depot, sujet.vue, sujet.precedente), countable(depot)
    if sujet.vue.phase is not PHASES[0]:
        # What a flat fee was called on is not counted again (QTE011).
        for forfait in depot.forfaits.values():
            keys.pop(forfait.cle, None)
    vu = see(depot.composants, sujet.vue)
    here = {presence.adherent for presence in vu.presences.members()}
    billed = {(adherent, where) for adherent, where in needed(vu) if where.cle in keys}
    every = [*places, *sorted({place for _, place in billed} - set(places))]
    found: dict[str, list[Place]] = {}
    for dossier in (item for item in sujet.dossiers if item.id in here):
        asked = [place for place in every if (dossier.id, place) in billed]
        found[dossier.id] = asked or [place for place in places if figure(sujet.precedente, place, dossier.id)]
    return {nom: asked for nom, asked in found.items() if asked}


def _nothing(sujet: Sujet, adherent: str, places: Sequence[Place]) -> bool:
    """Tell whether an adherent counts nothing, such as a managing body that bears the service for others."""
    known = [(figure(sujet.precedente, place, adherent), figure(sujet.vue, place, adherent)) for place in places]
    return all(before == "0" and now in {"", "0"} for before, now in known)


def census_bytes(sujet: Sujet, adherent: str, places: Sequence[Place]) -> bytes:
    """Write the workbook that an adherent is to fill."""
    head = f"{sujet.depot.convention.intitule} : quantités {sujet.depot.du(adherent)} pour {sujet.exercice}"
    sheet = _declared(adherent, places).tableau(sujet)
    recalled = RAPPEL if _recalls(sujet, adherent, places) else PREMIER.format(sujet.exercice - 1)
    flows = [cle.pluriel for place in places if (cle := sujet.depot.cles[place.cle]).comptage is Comptage.SUR_PERIODE]
    flow = (FLUX.format(enumere(list(dict.fromkeys(flows)))),) if flows else ()
    shown = [path_of(Quantites, adherent, annee) for annee in (sujet.exercice - 1, sujet.exercice)]
    worth = worth_of(sujet.depot, *shown)
    told = (head, *worth, CONSIGNE, ENTIER, *flow, recalled, RENVOI.format(_returned_to(sujet.depot)))
    return book_bytes(sujet.depot, told, (sheet,), Entete(RECENSEMENT, sujet.exercice, str(sujet.vue.phase), adherent))


def _returned_to(depot: Depot) -> str:
    """Say to whom a workbook comes back: the managing body, and the mailbox by which it is reached for all."""
    mailbox = next((item.courriel for item in depot.vie.contacts if item.clause is None and item.courriel), None)
    body = au(depot.dossiers[depot.convention.gestionnaire].identite.nom)
    return f"{body}, {mailbox}" if mailbox is not None else body


def _recalls(sujet: Sujet, adherent: str, places: Sequence[Place]) -> bool:
    """Tell whether something was counted the year before: not of who was no member."""
    return any(figure(sujet.precedente, place, adherent) for place in places)


def _declared(adherent: str, places: Sequence[Place]) -> Feuille:
    return Feuille(
        QUANTITES.nom,
        "Ce que compte l'adhérent.",
        partial(_sheet, adherent, places),
        partial(_write, adherent),
        "le comptage",
    )


def _sheet(adherent: str, places: Sequence[Place], sujet: Sujet) -> Tableau:
    before, year = sujet.precedente, sujet.exercice
    recalls = _recalls(sujet, adherent, places)
    columns = (
        Colonne("cle", "Nom dans la convention", largeur=44),
        Colonne("quantite", "Ce qui est compté", largeur=70),
        *((Colonne("avant", f"en {year - 1}", QUANTITE),) if recalls else ()),
        Colonne("reponse", f"en {year}, à remplir", QUANTITE, ouverte=True, aide="Un nombre ; zéro s'écrit 0."),
    )
    rows = []
    for place in places:
        known = (figure(before, place, adherent),) if recalls else ()
        rows.append((str(place), title(sujet.depot, place), *known, ""))
    return Tableau(QUANTITES.nom, columns, tuple(rows))


def _write(adherent: str, apport: Apport, changement: Changement) -> Iterator[Demande]:
    """Count anew what is not written already."""
    yield from new_count(apport, adherent, Place.read(changement.cles[0]), changement.apres)


def is_census(classeurs: Sequence[Classeur]) -> bool:
    """Tell whether workbooks are those of a census: one of them says so."""
    return any(_genre(classeur) == RECENSEMENT for classeur in classeurs)


def _genre(classeur: Classeur) -> str:
    try:
        return read_origins(classeur)[0].genre
    except ClasseurRefuseError:
        return ""


def read_census(etat: Chargement, classeurs: Sequence[Classeur], jour: date, source: str | None) -> Recensement:
    """Return what the workbooks of a census change, and who is still to answer.

    Raises:
        ClasseurRefuseError: none is of an exercice that is there.
        RefusError: the exercice is closed.
    """
    notes = Notes()
    year = known_year(etat, next(read_origins(item)[0] for item in classeurs if _genre(item) == RECENSEMENT))
    asked = census(etat.depot, year).attendus
    apport = Apport(subject(etat.depot, year), jour, source or f"Recensement {year}, réponse de l'adhérent")
    known: dict[str, Classeur] = {}
    demandes: list[Demandee] = []
    ecarts: list[Ecart] = []
    blank: dict[str, tuple[str, ...]] = {}
    for classeur in classeurs:
        try:
            nom, origines = _answer_of(etat, classeur, year, known)
        except ClasseurRefuseError as refus:
            notes.refused(classeur.lieu, refus)
            continue
        known[nom] = classeur
        sheet = sheet_of(apport, _declared(nom, asked.get(nom, ())), classeur, origines, notes)
        if sheet is not None:
            demandes += sheet.demandes()
            ecarts += _moved(apport.sujet, nom, sheet)
            blank[nom] = _blank(apport.sujet, sheet)
    return Recensement(
        year,
        checked(etat, demandes, notes),
        tuple(known),
        tuple(nom for nom in asked if nom not in known),
        {nom: left for nom, left in blank.items() if left},
        tuple(ecarts),
    )


def _answer_of(etat: Chargement, classeur: Classeur, year: int, known: Mapping[str, Classeur]) -> tuple[str, Origines]:
    """Return who answers by a workbook; refuse one of no census, of another, of somebody who has answered."""
    entete, origines = read_origins(classeur)
    nom = entete.adherent
    if entete.genre != RECENSEMENT or known_year(etat, entete) != year:
        raise ClasseurRefuseError(f"ce classeur n'est pas du recensement {year}", "l'importer à part")
    if nom in known:
        message = f"c'est un second classeur de {cite(nom)} : le premier est {known[nom].lieu}"
        raise ClasseurRefuseError(message, "n'en garder qu'un")
    if nom not in etat.depot.dossiers:
        raise ClasseurRefuseError(f"c'est le classeur de {cite(nom)}, qui n'est pas un adhérent", "vérifier le dossier")
    return nom, origines


def _moved(sujet: Sujet, adherent: str, sheet: Retour) -> Iterator[Ecart]:
    for (cle, _), text in sheet.lues.items():
        place = Place.read(cle)
        before, after = figure(sujet.precedente, place, adherent), Fraction(text)
        if not before or Fraction(before) != after:
            yield Ecart(adherent, title(sujet.depot, place), Fraction(before) if before else None, after)


def _blank(sujet: Sujet, sheet: Retour) -> tuple[str, ...]:
    answered = {cle for cle, _ in sheet.lues}
    return tuple(title(sujet.depot, Place.read(cle)) for cle in sheet.ici if cle not in answered)


def census_text(depot: Depot, recensement: Recensement) -> str:
    """Write what came back of a census."""
    return "\n".join(map(terminal, _lines(depot, recensement))) + "\n"


def _lines(depot: Depot, recensement: Recensement) -> Iterator[str]:
    came, missing = len(recensement.recus), recensement.manquants
    answers = compte(came, "classeur revenu", "classeurs revenus")
    yield f"Recensement {recensement.exercice} : {answers} sur {came + len(missing)}"
    if missing:
        yield f"{pluriel(len(missing), 'Manque', 'Manquent')} : {enumere([depot.nom_de(nom) for nom in missing])}"
    if recensement.incomplets:
        yield "Ce qui est resté vide"
        for nom, left in recensement.incomplets.items():
            yield f"  {depot.nom_de(nom)} : {' ; '.join(left)}"
    before = recensement.exercice - 1
    if not recensement.ecarts:
        yield f"Aucune quantité donnée ne diffère de {before}"
        return
    yield f"Ce qui diffère de {before}"
    yield from (f"  {depot.nom_de(item.adherent)} : {_compared(item)}" for item in recensement.ecarts)


def _compared(item: Ecart) -> str:
    if item.avant is None:
        return f"{item.quoi} : {nombre(item.apres)}, rien n'était compté"
    moved = f" ({pourcentage(item.apres - item.avant, item.avant)})" if item.avant else ""
    return f"{item.quoi} : {nombre(item.apres)} au lieu de {nombre(item.avant)}{moved}"
