"""Gesture that opens an exercice on the model of the year before: its calendar, its worth until it is prepared.

Knows: `exercices/<année>.yaml`, counts and amounts of the year before. Must not know: what they come to in euros.
Without counts an exercice cannot be computed (QTE001): those of the year before are taken over, and said to be.
"""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date as Date  # noqa: N812 (a field is named date)
from datetime import timedelta
from typing import TYPE_CHECKING

from convention.base.french import cite, d_appel, enumere, jour, majuscule, mois_dit
from convention.base.nodes import ScalarNode, scalars
from convention.checks.gouvernance.echeances import deadline
from convention.edition.demande import Demande, argument, option
from convention.edition.duree import DERNIER, flat, openings, said_to_end, was_the_last
from convention.edition.etat import Modification, editable
from convention.edition.gestes.fixer import insert_amount
from convention.edition.gestes.quantifier import supposed_in_part, taken_from_a_part
from convention.edition.noms import covered_year
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import accolades, montant, texte
from convention.edition.texte.releves import count_of, quantities_file
from convention.engine.appels.echeances import call_of
from convention.model.cadre.document import path_of
from convention.model.documents.exercices import Exercice
from convention.model.documents.quantites import Place, Quantites
from convention.model.documents.tarifs import CoutsDePossession
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Phase, StatutExercice
from convention.model.mots.vie import StatutReconduction
from convention.model.resolution import resolve
from convention.model.valeurs.scalaires import Annee, Jour
from convention.reports.finances.cloture import part_to_add, regularised_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from fractions import Fraction

    from convention.base.nodes import Pointer
    from convention.edition.etat import Document
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.exercices import Appel
    from convention.model.vue import Vue

_ANNEE = re.compile(r"\b20[0-9]{2}\b")
_CHAMPS = frozenset({"origine", "source", "statut", "phase", "reconduction", "jalons"})
_SAMEDI = 5


class OuvrirExercice(Demande):
    """Ouvrir un exercice sur le modèle du précédent, dans les limites de la convention.

    L'exercice est ouvert en prévisionnel, avec sa reconduction et ses appels. Les quantités et les montants de
    l'année précédente sont repris, et dits repris, jusqu'à ce que l'année soit préparée.
    """

    resume = "Ouvrir un exercice sur le modèle du précédent"
    exemples = ("ouvrir-exercice 2028 --essai",)
    usage = "ouvrir-exercice ANNÉE"
    ecrit = "L'exercice, sur le modèle du précédent ; les quantités et les montants sont repris, et dits repris."

    exercice: Annee = argument("Exercice", "ANNÉE")
    date: Jour = option("Date de la reprise", "DATE", suppose="le jour où quantités et prix sont repris")

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Create the exercice, the counts of each adherent, and the amounts of each component, from the year before."""
        depot, annee = etat.depot, covered_year(etat.depot, self.exercice)
        path = path_of(Exercice, annee=annee)
        if annee in depot.exercices or path in depot.illisibles:
            raise RefusError(f"l'exercice {annee} existe déjà ({path})", "pour le modifier, corriger ce fichier")
        if annee - 1 not in depot.exercices:
            message = f"l'exercice {annee - 1} n'existe pas : un exercice s'ouvre sur le modèle du précédent"
            hint = f"ouvrir d'abord {openings(depot, annee - 1)}"
            raise RefusError(message, hint if depot.exercices else "écrire le premier dans pricing/exercices/")
        before = resolve(depot, annee - 1)
        return (
            Modification(path, None, _calendar(etat, annee, self.date)),
            *_no_longer_last(etat, annee - 1).modifications,
            *_counts(depot, before, self),
            *_amounts(etat, before, annee),
        )

    def ensuite(self, depot: Depot, _au: Date) -> Iterator[str]:
        """Say what prepares the year."""
        annee = self.exercice
        dated = _dated(depot, annee)
        if dated:
            path = path_of(Exercice, annee=annee)
            yield f"Appels datés d'après ceux de {annee - 1}, à vérifier dans {path} : {enumere(dated)}."
        yield from _not_taken_over(depot, annee)
        if left := regularised_text(depot, annee - 1):
            yield left
        yield from _left(depot, annee - 1)
        yield from supposed_in_part(depot, annee)
        yield from taken_from_a_part(depot, annee)
        yield f"Compter ce qui change : « convention quantifier ADHÉRENT CLÉ=VALEUR --exercice {annee} --source … »."
        yield f"Fixer les prix qui changent : « convention fixer COMPOSANT VARIABLE MONTANT --exercice {annee} »."
        revisions = ((nom, item) for ligne in depot.lignes.values() for nom, item in ligne.revisions.items())
        last = ((nom, item.mois[max(item.mois)]) for nom, item in revisions if max(item.mois) < annee)
        kept = {f"{cite(nom)}, {mois_dit(mois)}" for nom, mois in last}
        if kept:
            path = path_of(CoutsDePossession)
            yield f"Réviser les prix : écrire le mois de {annee} dans {path} ; sans lui, reste {enumere(sorted(kept))}."

    def a_accorder(self, avant: Depot, apres: Depot) -> Iterator[str]:
        """Say what still says that the convention ended before the year, and where its forecast is to be announced."""
        annee = self.exercice
        if not was_the_last(avant, annee - 1):
            return
        if stale := said_to_end(apres, annee):
            where = enumere(list(stale))
            yield f"Relire ce qui semble dire encore que la convention finissait avant {annee} : {where}."
        to_come = [appel for _, appel in apres.exercices[annee - 1].appels if appel.echeance not in apres.sceaux]
        if to_come and call_of(apres, GenreVolet.PREVISIONNEL, annee) is None:
            add = part_to_add(GenreVolet.PREVISIONNEL, annee, annee - 1)
            yield f"Aucun appel n'annonce l'état prévisionnel de {annee} : {add}."


def _calendar(etat: Chargement, annee: int, au: Date) -> str:
    """Write the exercice: open, forecast, its renewal, to come until its last day has passed, its calls."""
    model = _continued(etat, annee - 1, etat.depot.exercices[annee - 1].jalons)
    source = f"Ouvert sur le modèle de l'exercice {annee - 1} : quantités et montants repris"
    document = model.put(("source",), texte(source), "origine")
    document = document.set(("statut",), str(StatutExercice.OUVERT)).set(("phase",), str(Phase.PREVISIONNEL))
    if (limite := deadline(etat.depot.convention, annee)) is not None:
        statut = StatutReconduction.RECONDUITE if limite < au else StatutReconduction.A_VENIR
        renewal = accolades({"limite": limite, "statut": statut})
        document = document.put(("reconduction",), renewal, "phase")
    else:
        document = document.drop(("reconduction",))
    for name in document.names(()):
        # What happened to the year before is no model for this one.
        document = document if name in _CHAMPS else document.drop((name,))
    return _calls(document, annee, etat.depot).text


def _no_longer_last(etat: Chargement, annee: int) -> Document:
    """Return an exercice once another comes after it: it announces it, and leaves it the calls of its year."""
    depot, jalons = etat.depot, etat.depot.exercices[annee].jalons
    document = _continued(etat, annee, {nom for nom, appel in jalons.items() if appel.echeance not in depot.sceaux})
    held = _of_the_year(depot, annee + 1)
    if held.keys() == jalons.keys():
        return document.put(("jalons",), {}) if held else document
    for nom in held:
        document = document.drop(("jalons", nom))
    return document


def _of_the_year(depot: Depot, annee: int) -> dict[str, Appel]:
    """Return the calls of a year that the last exercice, the one before it, held for want of another (GOU015)."""
    jalons = depot.exercices[annee - 1].jalons
    return {nom: appel for nom, appel in jalons.items() if appel.date.year == annee and appel.regularise_seulement}


def _continued(etat: Chargement, annee: int, noms: Collection[str]) -> Document:
    """Return an exercice whose calls announce the next as those of the year before did, where it was to be the last."""
    document, exercices = editable(etat, path_of(Exercice, annee=annee)), etat.depot.exercices
    models = exercices[annee - 1].jalons if annee - 1 in exercices else {}
    for nom in (nom for nom in exercices[annee].jalons if nom in noms and nom in models):
        appel, before = exercices[annee].jalons[nom], models[nom]
        if DERNIER not in flat(appel.objet) or DERNIER in flat(before.objet):
            continue
        document = document.set(("jalons", nom, "objet"), texte(_a_year_later(before.objet)))
        known, volets = {(item.genre, item.exercice) for item in appel.volets}, ("jalons", nom, "volets")
        for rank, volet in enumerate(before.volets):
            if volet.exercice == annee and (volet.genre, annee + 1) not in known:
                part = editable(etat, path_of(Exercice, annee=annee - 1)).node((*volets, rank))
                written = accolades({at[-1]: _named_later(node, str(at[-1])) for at, node in scalars(part)})
                document = (
                    document.add(volets, written, rank) if document.has(volets) else document.put(volets, [written])
                )
    return document


def _calls(document: Document, annee: int, depot: Depot) -> Document:
    """Move the calls to the next year: dates on working days, the years that they name; none is after the last."""
    derniere, known = depot.convention.derniere_annee, _of_the_year(depot, annee)
    for pointer, node in scalars(document.root):
        if pointer[0] == "jalons" and pointer[1] not in known:
            champ = str(pointer[-1])
            day = _same_day(depot, annee, str(pointer[1]), champ)
            document = document.set(pointer, _named_later(node, champ) if day is None else str(working_day(day)))
    for jalon in document.names(("jalons",)):
        volets = ("jalons", jalon, "volets")
        for rank in reversed(range(document.length(volets))):
            exercice = document.node((*volets, rank, "exercice"))
            if isinstance(exercice, ScalarNode) and int(exercice.text) > derniere:
                alone = document.length(volets) == 1
                document = document.drop(volets) if alone else document.take((*volets, rank))
        objet = document.node(("jalons", jalon, "objet"))
        if isinstance(objet, ScalarNode) and any(int(year) > derniere for year in _ANNEE.findall(objet.text)):
            called = majuscule(enumere(_parts(document, volets))) or f"Exercice {annee}"
            last = f"{called} ; {DERNIER}, donc sans état prévisionnel"
            document = document.set(("jalons", jalon, "objet"), texte(last))
    return _once(document, depot, known)


def _not_taken_over(depot: Depot, annee: int) -> Iterator[str]:
    """Say which calls of the year before are no model, for a sealed one holds their month."""
    opened = depot.exercices.get(annee)
    if opened is None:
        return
    for nom in (nom for nom in depot.exercices[annee - 1].jalons if nom not in opened.jalons):
        told = f"L'appel {d_appel(nom)} n'est pas repris, car un appel scellé a lieu le même mois"
        yield f"{told} : porter à un autre appel de {annee} ce qu'il appelait."


def _once(document: Document, depot: Depot, known: Mapping[str, Appel]) -> Document:
    """Keep one call of a month: the one that is sealed, or else that of the year, once it asks what the other asked."""
    for nom, appel in known.items():
        modelled = [jalon for jalon in document.names(("jalons",)) if jalon not in known]
        for jalon in (item for item in modelled if _month(document, item) == appel.echeance):
            asked, other = (set(_parts(document, ("jalons", item, "volets"))) for item in (nom, jalon))
            if appel.echeance in depot.sceaux:
                document = document.drop(("jalons", jalon))
            elif asked <= other:
                document = document.drop(("jalons", nom))
    return document


def _month(document: Document, jalon: str) -> str:
    day = document.node(("jalons", jalon, "date"))
    return day.text[:7] if isinstance(day, ScalarNode) else ""


def _parts(document: Document, volets: Pointer) -> list[str]:
    """Name the parts of a call."""
    rows = [
        [document.node((*volets, rank, nom)) for nom in ("genre", "exercice")]
        for rank in range(document.length(volets))
    ]
    words = [[node.text for node in row if isinstance(node, ScalarNode)] for row in rows]
    return [f"{GenreVolet(genre).bref} {exercice}" for genre, exercice in words]


def _named_later(node: ScalarNode, champ: str) -> str:
    moved = _a_year_later(node.text)
    return moved if node.plain and champ != "objet" else texte(moved)


def _a_year_later(text: str) -> str:
    return _ANNEE.sub(lambda found: str(int(found[0]) + 1), text)


def _dated(depot: Depot, annee: int) -> list[str]:
    """Say the days of the calls, and what is to be known of them: « 14 avril 2028 (le 15 est un samedi) »."""
    end = depot.convention.dernier_jour
    found, opened = [], depot.exercices.get(annee)
    for nom, appel in opened.appels if opened is not None else ():
        for day, champ in ((appel.date, "date"), (appel.arrete_le, "arrete_le")):
            same = _same_day(depot, annee, nom, champ)
            if day is None or same is None:
                continue
            weekend = "samedi" if same.weekday() == _SAMEDI else "dimanche"
            known = [f"le {jour(same).split()[0]} est un {weekend}"] if day != same else []
            known += [f"la convention finit le {jour(end)}"] if day > end else []
            stopped = "" if day == appel.date else "données arrêtées au "
            found.append(f"{stopped}{jour(day)}" + (f" ({', '.join(known)})" if known else ""))
    return found


def _same_day(depot: Depot, annee: int, jalon: str, champ: str) -> Date | None:
    """Return a day of a call a year after the last one, a week-end included; None for what is no day of it.

    A day that a week-end moved the year before is that of an earlier year again.
    """
    calls = (depot.exercices[year].jalons.get(jalon) for year in sorted(depot.exercices) if year < annee)
    days = [getattr(call, champ, None) for call in calls]
    last = days[-1] if days else None
    if not isinstance(last, Date):
        return None
    known = (day for day in days if isinstance(day, Date) and working_day(in_year(day, last.year)) == last)
    return in_year(next(known, last), last.year + 1)


def in_year(day: Date, year: int) -> Date:
    """Return the same day of another year; the last of February for one that only leap years have."""
    return Date(year, day.month, 28 if (day.month, day.day) == (2, 29) and not isleap(year) else day.day)


def working_day(day: Date) -> Date:
    """Return a day, or the Friday before when it falls on a week-end; the Monday, in its month."""
    friday = day - timedelta(days=max(0, day.weekday() - _SAMEDI + 1))
    return friday if friday.month == day.month else friday + timedelta(days=3)


def _counts(depot: Depot, before: Vue, demande: OuvrirExercice) -> Iterator[Modification]:
    annee = demande.exercice
    for dossier in depot.dossiers.values():
        path = dossier.path(Quantites, annee)
        fin = dossier.identite.adhesion.fin
        quantites = _taken_over(depot, before, dossier, annee)
        if not quantites or path in depot.fichiers or (fin is not None and fin <= Date(annee, 1, 1)):
            continue
        hypothese = f"les quantités de {annee - 1} sont reprises, faute de compte pour {annee}"
        source = f"Reprise des quantités de l'exercice {annee - 1}"
        count = count_of(Phase.PREVISIONNEL, demande.date, source, quantites, hypothese)
        origine = depot.origine(dossier.path(Quantites, annee - 1))
        yield Modification(path, None, quantities_file(path, origine, count))


def _taken_over(depot: Depot, before: Vue, dossier: Dossier, annee: int) -> dict[Place, Fraction]:
    """Return what an adherent counted the year before, in the phase in force; not what others publish."""
    columns = before.volumes.comptages.items()
    counted = ((place, column[dossier.id]) for place, column in columns if dossier.id in column)
    return {
        Place(cle, composant): valeur.valeur
        for (cle, composant), valeur in counted
        if not valeur.publiee and (not composant or _lives(depot, composant, annee))
    }


def _left(depot: Depot, annee: int) -> Iterator[str]:
    """Say whose counts of an exercice are not taken over, for they are of a phase that is not in force yet."""
    phase = depot.exercices[annee].phase
    counts = {nom: dossier.quantites.get(annee) for nom, dossier in depot.dossiers.items()}
    counted = [depot.nom_de(nom) for nom, document in counts.items() if document is not None and document.apres(phase)]
    if counted:
        whose = enumere(counted)
        yield f"Non repris : ce qui est compté après le {phase.libelle} de {annee}, sa phase en vigueur ({whose})."


def _lives(depot: Depot, composant: str, annee: int) -> bool:
    item = depot.composants.get(composant)
    return item is not None and (item.composant.fin is None or item.composant.fin > Date(annee, 1, 1))


def _amounts(etat: Chargement, before: Vue, annee: int) -> Iterator[Modification]:
    paths: dict[str, list[str]] = {}
    for item in etat.depot.composants.values():
        known = item.composant.montants
        if known.get(annee - 1) and annee not in known and _lives(etat.depot, item.id, annee):
            paths.setdefault(item.reference().path, []).append(item.id)
    for path, noms in paths.items():
        document = editable(etat, path)
        for nom in noms:
            prices = before.prix.montants.get(nom, {})
            for variable in etat.depot.composants[nom].composant.montants[annee - 1]:
                if variable in prices:
                    pointer = ("composants", nom, "montants", str(annee), variable)
                    document = insert_amount(document, pointer, montant(prices[variable].valeur))
        yield from document.modifications
