"""What a form would write: the gesture that its answers ask for, the files that change, or why nothing can be.

Knows: which field fills what, loading, gestures, checks. Must not know: the forge, how it is told. Every answer is read
and every problem told at once; whether the gesture makes sense is said by `edition`. No figure is made from data that
are refused.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.base.diagnostic import Diagnostic, Severity, by_cause, has_errors, sort_diagnostics
from convention.base.french import cite, minuscule, nearest, nombre
from convention.checks.registry import run
from convention.edition.gestes import appliquer
from convention.edition.gestes.activer import Activer
from convention.edition.gestes.contester import Contester
from convention.edition.gestes.quantifier import Quantifier, counted
from convention.edition.gestes.resilier import Resilier
from convention.edition.gestes.souscrire import Souscrire
from convention.edition.gestes.valider_quantites import ValiderQuantites
from convention.edition.noms import declared_year, phase_of
from convention.edition.refus import RefusError
from convention.edition.texte.releves import by_table
from convention.forge.commentaire.texte import cause_line
from convention.forge.formulaires import definitions, listes, valeurs
from convention.forge.formulaires.corps import CorpsError, read_body, shown
from convention.forge.formulaires.definitions import formulaires
from convention.loading.loader import load
from convention.loading.source import Superposition
from convention.model.documents.quantites import Place
from convention.model.mots.communs import Derogation
from convention.model.mots.entrees import Contractant
from convention.model.valeurs.chemins import IDENTIFIANT
from convention.reports.rendus.escape import in_comment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from fractions import Fraction

    from convention.edition.demande import DemandeAdherent
    from convention.edition.etat import Modification
    from convention.edition.gestes.quantifier import Comptee
    from convention.forge.formulaires.corps import Reponses
    from convention.loading.loader import Cache, Chargement
    from convention.loading.source import Source
    from convention.model.depot import Depot

DEJA_FAUSSES = "les données du dépôt ont déjà des erreurs : elles sont à corriger d'abord"
EQUIPEMENT = "aucun équipement"
LU = TypeVar("LU")


class Effet(NamedTuple):
    """What a form would write."""

    objet: str
    """« Fontazur, demander, commencer ou arrêter un service »."""
    adherent: str
    """Who asks."""
    avant: Depot
    apres: Depot
    modifications: tuple[Modification, ...]
    """None when the files say it already."""
    avertissements: tuple[str, ...]
    """Those that it brings, in Markdown."""


class Refus(NamedTuple):
    """Why nothing can be written: Markdown sentences, one a problem."""

    problemes: tuple[str, ...]


def instruire(source: Source, corps: str, au: date) -> Effet | Refus:
    """Read a form, make its gesture on the data, and check the result as it reads on a day."""
    cache: Cache = {}
    before = load(source, cache)
    if has_errors(_diagnose(before, au)):
        return Refus((DEJA_FAUSSES,))
    try:
        reponses = read_body(corps, formulaires(before.depot))
        demande = demande_of(before.depot, reponses)
        modifications = appliquer(before, demande)
    except CorpsError as error:
        return Refus(tuple(in_comment(item) for item in error.problemes))
    except RefusError as error:
        # Its advice is for who types a command: the reply says where the text is corrected.
        return Refus((in_comment(error.message), *map(in_comment, error.choix)))
    after = load(Superposition(source, {item.path: item.apres for item in modifications}), cache)
    found = _diagnose(after, au)
    if has_errors(found):
        errors = [item for item in found if item.severity is Severity.ERREUR]
        return Refus(tuple(map(cause_line, by_cause(errors))))
    known = {item.identite for item in _diagnose(before, au)}
    new = tuple(map(cause_line, by_cause([item for item in found if item.identite not in known])))
    objet = f"{reponses.get('adherent')}, {minuscule(reponses.formulaire.nom)}"
    return Effet(objet, demande.adherent, before.depot, after.depot, modifications, new)


def _diagnose(chargement: Chargement, au: date) -> tuple[Diagnostic, ...]:
    return sort_diagnostics((*chargement.diagnostics, *run(chargement.depot, au)))


class _Lecture:
    """Reads answers one by one, and keeps what is wrong with them."""

    def __init__(self, reponses: Reponses) -> None:
        self._reponses = reponses
        self.problemes: list[str] = []

    def lire(self, champ: str, lecteur: Callable[[str], LU]) -> LU | None:
        """Read an answer; None when there is none, or when it cannot be read."""
        text = self._reponses.get(champ)
        if not text:
            return None
        try:
            return lecteur(text)
        except valeurs.ValeurError as error:
            self.problemes.append(f"{cite(self._reponses.formulaire.champ(champ).nom)} : {error}")
            return None

    def nommer(self, known: Mapping[str, str], text: str, aucun: str) -> str:
        """Return what a text names, in capitals or not; tell that it is the name of none, and return it as it is."""
        found = known.get(valeurs.phrase(text).casefold())
        if found is None:
            hint = nearest(text.casefold(), known)
            self.problemes.append(f"{cite(shown(text))} n'est le nom d'{aucun}{f' ; {hint}' if hint else ''}")
        return found or text

    def sans(self, champs: tuple[str, ...], raison: str) -> None:
        """Refuse answers that this request has no use for: they would be lost."""
        for champ in champs:
            if self._reponses.get(champ):
                self.problemes.append(f"{cite(self._reponses.formulaire.champ(champ).nom)} : {raison}")


def demande_of(depot: Depot, reponses: Reponses) -> DemandeAdherent:
    """Return the gesture that a form asks for.

    Raises:
        CorpsError: an answer cannot be read.
    """
    lecture = _Lecture(reponses)
    make = {"1-service": _service, "2-quantites": _quantites, "3-contestation": _contestation}
    demande = make[reponses.formulaire.id](depot, reponses, lecture)
    if lecture.problemes or demande is None:
        raise CorpsError(*lecture.problemes)
    return demande


def _service(depot: Depot, reponses: Reponses, lecture: _Lecture) -> DemandeAdherent | None:
    adherent = listes.adherents(depot)[reponses.get("adherent")]
    objet = listes.objets(depot)[reponses.get("objet")]
    day, asked = lecture.lire("date", valeurs.jour), reponses.get("demande")
    signed, contract = lecture.lire("signature", valeurs.jour), lecture.lire("convention_signature", valeurs.jour)
    if day is None:
        return None
    if asked == definitions.ARRETER:
        lost = ("motif", "archives", "convention", "convention_signature")
        # A component is left without a letter.
        lecture.sans((*lost, "signature") if objet in depot.composants else lost, "un arrêt n'en demande pas")
        end = day + timedelta(days=1)
        return Resilier.model_construct(
            adherent=adherent, objet=objet, fin=end, notification=signed, initiative=Contractant.ADHERENT
        )
    later = asked == definitions.RESERVER
    if not later:
        lecture.sans(("motif",), "ce service commence à la date demandée")
        if any(
            item.service == objet and item.en_attente for item in depot.dossiers[adherent].souscriptions.souscriptions
        ):
            done = ("signature", "archives", "convention", "convention_signature")
            lecture.sans(done, "elle est à la souscription, déjà faite")
            return Activer.model_construct(adherent=adherent, service=objet, debut=day)
    archives = reponses.get("archives")
    return Souscrire.model_construct(
        adherent=adherent,
        objet=objet,
        debut=day,
        demande=signed,
        non_activee=later,
        motif=lecture.lire("motif", valeurs.phrase),
        derogation=Derogation.ARCHIVES_DEPARTEMENTALES if archives == definitions.DEROGATION else None,
        service_archives=archives == definitions.ARCHIVES,
        convention_connexe=lecture.lire("convention", valeurs.phrase),
        signature=contract,
    )


def _quantites(depot: Depot, reponses: Reponses, lecture: _Lecture) -> DemandeAdherent | None:
    adherent = listes.adherents(depot)[reponses.get("adherent")]
    exercice, day = int(reponses.get("exercice")), lecture.lire("date", valeurs.jour)
    phase = definitions.PHASES.get(reponses.get("phase"))
    figures = _figures(depot, lecture.lire("quantites", valeurs.comptes) or [], lecture)
    if reponses.get("demande") == definitions.VALIDER:
        lecture.sans(("source",), "valider ne change aucune quantité ; pour en changer, choisir « corriger »")
        seen = phase_of(depot, declared_year(depot, exercice), phase)
        lecture.problemes += _unlike(counted(depot.dossiers[adherent], exercice, seen), figures) if figures else ()
        if day is None:
            return None
        par = lecture.lire("par", valeurs.phrase)
        return ValiderQuantites.model_construct(
            adherent=adherent, exercice=exercice, phase=phase, date=None, validation=day, par=par
        )
    lecture.sans(("par",), "une quantité corrigée n'est pas validée encore")
    if not reponses.get("quantites"):
        lecture.problemes.append(f"{cite(reponses.formulaire.champ('quantites').nom)} n'est pas rempli")
    if day is None:
        return None
    return Quantifier.model_construct(
        adherent=adherent,
        exercice=exercice,
        phase=phase,
        date=day,
        source=lecture.lire("source", valeurs.phrase),
        **by_table(figures),
    )


def _figures(depot: Depot, counts: Iterable[valeurs.Compte], lecture: _Lecture) -> dict[Place, Fraction]:
    """Return the figures that are given, by key and component."""
    found: dict[Place, Fraction] = {}
    cles, composants = listes.cles(depot), listes.composants(depot)
    for count in counts:
        cle = lecture.nommer(cles, count.nom, "aucune quantité")
        place = Place(cle, lecture.nommer(composants, count.composant, EQUIPEMENT) if count.composant else "")
        if place in found:
            lecture.problemes.append(f"{cite(shown(count.nom))} est donné deux fois")
        found[place] = count.nombre
    return found


def _unlike(written: Mapping[Place, Comptee], seen: Mapping[Place, Fraction]) -> Iterator[str]:
    """Tell where what was seen is not what would be validated: nobody validates a figure that it has not read."""
    for place, number in seen.items():
        now = written[place].nombre if place in written else None
        if now != number:
            is_now = f"vaut {nombre(now)}" if now is not None else "n'est pas comptée"
            yield f"{_said(place)} {is_now}, et non {nombre(number)} : relire les quantités écrites, puis les valider"
    for place, item in written.items():
        if item.releve.a_valider and place not in seen:
            yield f"{_said(place)} n'est pas donnée, et serait validée aussi : relire les quantités écrites"


def _said(place: Place) -> str:
    return cite(f"{place.cle} ({place.composant})" if place.composant else place.cle)


def _contestation(depot: Depot, reponses: Reponses, lecture: _Lecture) -> DemandeAdherent | None:
    montant, contact = lecture.lire("montant", valeurs.montant), lecture.lire("contact", valeurs.jour)
    contestation = lecture.lire("contestation", valeurs.jour)
    if montant is None or contact is None:
        return None
    return Contester.model_construct(
        adherent=listes.adherents(depot)[reponses.get("adherent")],
        titre=valeurs.phrase(reponses.get("titre")),
        service=listes.services(depot)[reponses.get("service")],
        composant=_line(depot, reponses.get("composant"), lecture),
        montant=montant,
        objet=valeurs.phrase(reponses.get("motif")),
        contact=contact,
        contestation=contestation,
    )


def _line(depot: Depot, text: str, lecture: _Lecture) -> str | None:
    """Return the component, or the delivered expense, that is contested; an expense is known by its id only."""
    if not text or re.fullmatch(IDENTIFIANT, text):
        return text or None
    return lecture.nommer(listes.composants(depot), text, EQUIPEMENT)
