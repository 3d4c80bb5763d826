"""ENT001 to ENT007, GOU001: a demand of membership goes step by step, and a membership follows from it (art. 3.1).

Knows: demands, the meetings that they cite, the dates of memberships. Must not know: what an arrival costs whom.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter, ecrire, inscrire
from convention.base.french import cite, du, enumere, jour
from convention.checks.adhesions.etapes import (
    ADHESION,
    ENTREE,
    ETATS,
    is_open,
    lacks,
    meeting_of,
    reached,
    steps,
    supposed,
)
from convention.checks.cadre.citations import DOSSIER
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import exercice_at, files_of
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent
from convention.model.documents.entrees_sorties import DemandeAdhesion
from convention.model.genres import read_path
from convention.model.mots.entrees import StatutAdhesion
from convention.model.mots.vie import StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Adhesion

_SUPPOSENT_UNE_IDENTITE = frozenset({ADHESION, "resiliation", "titres", "litiges"})
"""Kinds that only an adherent has, a demand once it is signed."""
_REFUSEE, _SIGNEE = StatutAdhesion.REFUSEE, StatutAdhesion.SIGNEE


class DemandeEcrite(NamedTuple):
    """A demand of membership, where it stands, and who became a member from it, when it is written."""

    id: str
    demande: DemandeAdhesion
    identite: Adherent | None

    @property
    def adhesion(self) -> Adhesion | None:
        """The membership that follows from it."""
        return self.identite.adhesion if self.identite is not None else None

    def at(self, *champ: str | int) -> Reference:
        """Point at one of its values."""
        return Reference(path_of(DemandeAdhesion, self.id), champ)

    @property
    def texte(self) -> str:
        """How a sentence names it."""
        return f"l'adhésion {of_applicant(self.demande, self.identite)}"


def of_applicant(demande: DemandeAdhesion, identite: Adherent | None) -> str:
    """Name an applicant after « de »: as its identity does, once it is written."""
    return identite.du if identite is not None else du(demande.nom)


def demands(depot: Depot) -> Iterator[DemandeEcrite]:
    """Yield every demand, those of a folder without an identity too."""
    for fichier in files_of(depot, ADHESION):
        if isinstance(fichier.document, DemandeAdhesion):
            dossier = depot.dossiers.get(fichier.chemin.id)
            identite = dossier.identite if dossier is not None else None
            yield DemandeEcrite(fichier.chemin.id, fichier.document, identite)


@controle("ENT001")
def incomplete(depot: Depot) -> Iterator[Constat]:
    """ENT001: a state, or a step already written, without what it supposes."""
    for item in demands(depot):
        statut, lieu = item.demande.statut, item.at("statut")
        if statut is _REFUSEE and item.demande.avis is None and not item.demande.deliberations:
            message = f"{item.texte} est {cite(statut)} sans avis ni décision"
            yield signal("ENT001", lieu, message, "ajouter « avis », ou la décision qui refuse")
        declared = 0 if statut is _REFUSEE else ETATS.index(statut)
        written, what = supposed(item.demande)
        for lack in lacks(depot, item.demande, item.id):
            rank = ETATS.index(lack.etat)
            if rank <= max(declared, written):
                state = f"est {cite(statut)}" if rank <= declared else f"a déjà : {what},"
                yield signal("ENT001", lieu, f"{item.texte} {state} sans {lack.quoi}", ajouter(lack.ligne))


@controle("ENT002")
def dates(depot: Depot) -> Iterator[Constat]:
    """ENT002: a step before one that it follows, an act transmitted or published before it was taken."""
    for item in demands(depot):
        known = steps(depot, item.demande, item.id)
        for step in known:
            before = max((other for other in known if other.rang < step.rang), key=attrgetter("jour"), default=step)
            if step.jour < before.jour:
                message = f"{item.texte} : {step.quoi} du {jour(step.jour)} avant {before.quoi} du {jour(before.jour)}"
                related = (item.at(*before.champ), before.quoi)
                yield signal("ENT002", item.at(*step.champ), message, "corriger l'une des deux dates", related)
        yield from _formalities(item)


@controle("ENT003")
def opinions(depot: Depot) -> Iterator[Constat]:
    """ENT003: an opinion that its meeting did not give: not held, another body, no such opinion (art. 7.2)."""
    for item in demands(depot):
        meeting = meeting_of(depot, item.demande)
        if meeting is None or item.demande.avis is None:
            continue
        found = _of_another_body(depot, meeting) or meeting.not_given(item.demande.avis.sens)
        if found is not None:
            message, hint = f"{item.texte} : {found[0]}", found[1]
            yield signal("ENT003", item.at("avis", "reunion"), message, hint, (meeting.at("statut"), "la réunion"))


@controle("ENT004")
def too_early(depot: Depot) -> Iterator[Constat]:
    """ENT004: a membership that begins before what decides it, or that was refused."""
    for item in demands(depot):
        if item.adhesion is None:
            continue
        debut = item.adhesion.debut
        lieu = Reference(path_of(Adherent, item.id), ("adhesion", "debut"))
        last = max(steps(depot, item.demande, item.id), key=attrgetter("jour"))
        if item.demande.statut is _REFUSEE:
            message = f"{item.texte} est refusée, et commencerait le {jour(debut)}"
            hint = f"ne garder dans adherents/{item.id}/ que adhesion.yaml : rien d'autre n'y compte"
            yield signal("ENT004", lieu, message, hint, (item.at("statut"), "le refus"))
        elif debut < last.jour:
            message = f"{item.texte} commence le {jour(debut)}, avant {last.quoi} du {jour(last.jour)}"
            related = (item.at(*last.champ), last.quoi)
            yield signal("ENT004", lieu, message, inscrire(f"debut: {last.jour}") + ", ou un jour qui suit", related)
        elif depot.est_clos(debut.year) and item.demande.statut is not _SIGNEE:
            message = f"{item.texte} n'est pas signée, et commence le {jour(debut)}, dans un exercice clos"
            related = (exercice_at(debut.year, "statut"), "l'exercice")
            yield signal("ENT004", lieu, message, "corriger la date, ou compléter adhesion.yaml", related)


@controle("ENT005", avertit=True)
def late_states(depot: Depot) -> Iterator[Constat]:
    """ENT005: a demand that holds all that a further state supposes."""
    for item in demands(depot):
        statut, there = item.demande.statut, reached(depot, item.demande, item.id)
        if statut is not _REFUSEE and ETATS.index(there) > ETATS.index(statut):
            message = f"{item.texte} est {cite(statut)}, et a tout ce que suppose {cite(there)}"
            yield signal("ENT005", item.at("statut"), message, ecrire(str(there), "statut"))


@controle("ENT006", avertit=True)
def not_signed(depot: Depot) -> Iterator[Constat]:
    """ENT006: a membership that the computation counts and that nobody signed yet."""
    for item in demands(depot):
        if item.adhesion is not None and is_open(depot, item.demande, item.id):
            state, debut = cite(item.demande.statut), jour(item.adhesion.debut)
            message = f"{item.texte} n'est pas signée ({state}), et le calcul la compte à partir du {debut}"
            hint = f"« convention fiche-adhesion {item.id} » dit ce qui manque"
            yield signal("ENT006", item.at("statut"), message, hint)


@controle("ENT007")
def of_nobody(depot: Depot) -> Iterator[Constat]:
    """ENT007: a termination, documents, disputes or a signed demand in a folder without an identity."""
    chemins = {path: chemin for path in depot.fichiers if (chemin := read_path(path)) is not None}
    # A folder that has subscriptions or counts is said to lack its identity already.
    told = {chemin.id for chemin in chemins.values() if chemin.genre.nom in DOSSIER}
    signed = {item.id for item in demands(depot) if item.demande.statut is _SIGNEE}
    for path, chemin in chemins.items():
        identity = path_of(Adherent, chemin.id)
        genre = chemin.genre
        needs = genre.nom in _SUPPOSENT_UNE_IDENTITE and (genre.nom != ADHESION or chemin.id in signed)
        if needs and not {identity} & {*chemins, *depot.illisibles} and chemin.id not in told:
            message = f"{genre.nomme} de {cite(chemin.id)} suppose une identité, et son dossier n'en a pas"
            yield signal("ENT007", LaCle(Reference(path, ("origine",))), message, f"créer {identity}")


def _formalities(item: DemandeEcrite) -> Iterator[Constat]:
    for rang, deliberation in enumerate(item.demande.deliberations):
        taken = deliberation.acte.date
        for champ, what in (("transmission", "transmise"), ("publication", "publiée")):
            day = getattr(deliberation, champ)
            if taken is not None and day is not None and day < taken:
                message = f"{item.texte} : une délibération du {jour(taken)} serait {what} le {jour(day)}"
                yield signal("ENT002", item.at("deliberations", rang, champ), message, "corriger l'une des deux dates")


def _of_another_body(depot: Depot, meeting: ReunionEcrite) -> tuple[str, str] | None:
    """Say that a meeting that was held is not that of a body which gives its opinion on a membership."""
    decided = depot.vie.decide(ENTREE)
    instances = decided.procedure.instances if decided is not None else ()
    if not instances or meeting.reunion.statut is not StatutReunion.TENUE or meeting.reunion.instance in instances:
        return None
    whose = depot.vie.instance_dite(meeting.reunion.instance)
    wanted = enumere([cite(nom) for nom in instances], "ou")
    return f"{meeting.texte} est celle de {cite(whose)}", f"citer une réunion de {wanted}"
