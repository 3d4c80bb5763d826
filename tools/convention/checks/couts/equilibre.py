"""EQU: the costs borne of an exercice are those of annexe 2, have their figures, compare every adherent.

Knows: `pricing/equilibre/`, the org chart, exercices, adherents. Must not know: what is recharged (`engine.equilibre`).
A group is known by its service: annexe 2 ties each one to « l'ensemble de services » that it delivers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter
from convention.base.french import cite, compte, enumere
from convention.base.period import year_period
from convention.checks.cadre.citations import declared_services
from convention.checks.cadre.controle import controle
from convention.checks.cadre.couverture import is_ordered
from convention.checks.cadre.lecture import ORGANIGRAMME, exercice_at, one_at
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.engine.equilibre import groups, not_recharged
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent
from convention.model.documents.tarifs import Equilibre
from convention.model.mots.communs import NaturePoste

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.model.depot import Depot, Dossier


equilibre_at = partial(one_at, Equilibre)


@controle("EQU004")
def without_figure(depot: Depot) -> Iterator[Constat]:
    """EQU004: a cost without any figure for the phase in force: it would count for nothing."""
    for annee, document in sorted(depot.vie.equilibres.items()):
        exercice = depot.exercices.get(annee)
        if exercice is None:
            continue
        phase = exercice.phase
        for item in (*groups(document, annee, phase), *not_recharged(document, annee, phase)):
            if item.valeur is None:
                lieu = LaCle(item.reference)
                message = f"{cite(item.libelle)} n'a pas de montant en {phase.libelle}, phase en vigueur de {annee}"
                yield signal("EQU004", lieu, message, f"ajouter « {phase}: … » à ses montants (0.00 s'il est nul)")


@controle("EQU005", avertit=True)
def without_estimate(depot: Depot) -> Iterator[Constat]:
    """EQU005: an adherent that cannot be compared, when others can."""
    for annee, document in sorted(depot.vie.equilibres.items()):
        known = document.seul.valeurs if document.seul is not None else {}
        # A name that does not exist may be the one that seems to lack.
        if not known or not known.keys() <= depot.dossiers.keys():
            continue
        lieu = LaCle(equilibre_at(annee, "seul", "valeurs"))
        others = f"cela l'est pour {compte(len(known), 'adhérent')}"
        for nom, dossier in depot.dossiers.items():
            if nom not in known and _takes_part(dossier, annee):
                who = cite(dossier.identite.nom)
                message = f"ce que {who} paierait sans la mutualisation en {annee} n'est pas estimé, alors que {others}"
                yield signal("EQU005", lieu, message, ajouter(f"{nom}: ⟦…⟧") + ", en euros par an")


@controle("EQU001", avertit=True)
def without_object(depot: Depot) -> Iterator[Constat]:
    """EQU001: an estimate for an adherent that takes no part in the exercice."""
    for annee, document in sorted(depot.vie.equilibres.items()):
        for nom in document.seul.valeurs if document.seul is not None else ():
            dossier = depot.dossiers.get(nom)
            if dossier is None or not is_ordered(dossier.identite.adhesion.periode) or _takes_part(dossier, annee):
                continue
            lieu = LaCle(equilibre_at(annee, "seul", "valeurs", nom))
            message = f"{cite(dossier.identite.nom)} a une estimation pour {annee}, année où son adhésion ne court pas"
            related = (dossier.at(Adherent, "adhesion"), "l'adhésion")
            yield signal("EQU001", lieu, message, "retirer la ligne, ou corriger les dates de l'adhésion", related)


@controle("EQU006", avertit=True)
def without_document(depot: Depot) -> Iterator[Constat]:
    """EQU006: an exercice without its costs borne, when others have theirs (art. 8)."""
    documents = depot.vie.equilibres
    written = documents.keys() | {annee for annee in depot.exercices if _is_there(depot, annee)}
    for annee in sorted(depot.exercices.keys() - written) if documents else ():
        others = enumere([str(other) for other in sorted(documents)])
        message = f"l'exercice {annee} n'a pas ses coûts supportés, alors que d'autres les ont ({others})"
        nearest_year = min(documents, key=lambda other: (abs(other - annee), other))
        hint = f"créer {path_of(Equilibre, annee=annee)}, sur le modèle de {path_of(Equilibre, annee=nearest_year)}"
        yield signal("EQU006", LaCle(exercice_at(annee, "statut")), message, hint)


def _takes_part(dossier: Dossier, annee: int) -> bool:
    adhesion = dossier.identite.adhesion.periode
    return is_ordered(adhesion) and adhesion.intersect(year_period(annee)) is not None


def _is_there(depot: Depot, annee: int) -> bool:
    """Tell whether the document exists, be it unreadable: its own messages say what is wrong with it."""
    path = path_of(Equilibre, annee=annee)
    return path in depot.fichiers or path in depot.illisibles


class _Attendu(NamedTuple):
    """A line that the org chart asks for: the name of its group (or of its régie), where it stands."""

    libelle: str
    reference: Reference


class _Lignes(NamedTuple):
    """The lines of one service in the costs borne, and those that the org chart asks for; by régie or not."""

    annee: int
    clos: bool
    service: str
    attendus: Mapping[bool, _Attendu]
    ecrits: Mapping[bool, list[int]]

    def at(self, *parts: str | int) -> Reference:
        """Point at one of the costs borne."""
        return equilibre_at(self.annee, "masse_salariale", *parts)

    def doubtful(self, *, regie: bool) -> bool:
        """Tell whether a line of the other sort is written once too often: it is this one, miswritten."""
        other = not regie
        return len(self.ecrits[other]) > int(other in self.attendus)


@controle("EQU002", "EQU003", entiers=("organigramme",))
def lines(depot: Depot) -> Iterator[Constat]:
    """EQU002, EQU003: a group missing, twice or unknown; a régie that is not the org chart's."""
    if depot.organigramme is None:
        return
    attendus = _expected(depot)
    for annee, document in sorted(depot.vie.equilibres.items()):
        ecrits = _written(document)
        for service in sorted(attendus.keys() | ecrits.keys() & declared_services(depot)):
            found = ecrits.get(service, {False: [], True: []})
            yield from _service(_Lignes(annee, depot.est_clos(annee), service, attendus.get(service, {}), found))


def _expected(depot: Depot) -> dict[str, dict[bool, _Attendu]]:
    """Return the lines that the org chart asks for, by service: its agents, its régie."""
    found: dict[str, dict[bool, _Attendu]] = {}
    for rang, pole in enumerate(depot.poles):
        for index, poste in enumerate(pole.postes):
            regie = poste.nature is NaturePoste.REGIE
            pointer = ("poles", rang, "postes", index) if regie else ("poles", rang, "libelle")
            libelle = poste.fonction if regie else pole.libelle
            lines = found.setdefault(pole.service, {})
            lines.setdefault(regie, _Attendu(libelle, Reference(ORGANIGRAMME, pointer)))
    return found


def _written(document: Equilibre) -> dict[str, dict[bool, list[int]]]:
    found: dict[str, dict[bool, list[int]]] = {}
    for rang, pole in enumerate(document.masse_salariale):
        found.setdefault(pole.service, {False: [], True: []})[pole.regie].append(rang)
    return found


def _service(item: _Lignes) -> Iterator[Constat]:
    for regie in (False, True):
        if item.clos:  # the org chart is today's: it says nothing of a year that is over
            yield from _repeated(item, regie=regie)
        elif regie in item.attendus:
            if not item.ecrits[regie] and not item.doubtful(regie=regie):
                yield _missing(item, regie=regie)
            yield from _repeated(item, regie=regie)
        else:
            yield from _unexpected(item, regie=regie)


def _missing(item: _Lignes, *, regie: bool) -> Constat:
    attendu = item.attendus[regie]
    lieu = LaCle(item.at())
    related = (attendu.reference, "la ligne de l'organigramme")
    flag = ", regie: oui" if regie else ""
    hint = ajouter(f'- {{service: {item.service}, libelle: "{attendu.libelle}"{flag}, montants: ⟦… ⟧}}')
    if regie:
        message = f"la régie {cite(attendu.libelle)} de {item.service} n'a pas de coût en {item.annee}"
        return signal("EQU003", lieu, message, hint, related)
    message = f"le pôle {cite(attendu.libelle)} ({item.service}) n'a pas de masse salariale en {item.annee}"
    return signal("EQU002", lieu, message, hint, related)


def _repeated(item: _Lignes, *, regie: bool) -> Iterator[Constat]:
    """Say which lines come after a first one; « regie: oui » may only have been forgotten, or added by mistake."""
    other = not regie
    first, *others = item.ecrits[regie] or [0]
    for rang in others:
        lieu = item.at(rang, "service")
        related = (item.at(first, "service"), "la première ligne")
        if other in item.attendus and not item.ecrits[other]:
            what, verb = ("pour sa régie", "ajouter") if other else ("pour ses agents", "retirer")
            where = "à" if other else "de"
            message = f"{item.service} a deux lignes de même nature en {item.annee}, et aucune {what}"
            hint = f"{verb} « regie: oui » {where} la ligne de {cite(item.attendus[other].libelle)}"
            yield signal("EQU003", lieu, message, hint, related)
        else:
            what = "la régie" if regie else "la masse salariale"
            message = f"{what} de {item.service} est donnée deux fois en {item.annee}"
            yield signal("EQU002", lieu, message, "garder une seule des deux, ou les additionner", related)


def _unexpected(item: _Lignes, *, regie: bool) -> Iterator[Constat]:
    for rang in item.ecrits[regie]:
        if not item.attendus:
            lieu = item.at(rang, "service")
            message = f"{item.service} n'a pas de pôle dans l'organigramme"
            yield signal("EQU002", lieu, message, f"retirer la ligne, ou ajouter le pôle dans {ORGANIGRAMME}")
        elif regie:
            message = f"« regie: oui » pour {item.service}, où l'organigramme n'a aucune régie"
            hint = f"retirer « regie: oui », ou écrire « nature: regie » dans {ORGANIGRAMME}"
            yield signal("EQU003", item.at(rang, "regie"), message, hint)
        else:
            message = f"{item.service} n'a que de la régie dans l'organigramme, et cette ligne n'en est pas"
            yield signal("EQU003", item.at(rang, "service"), message, ajouter("regie: oui"))
