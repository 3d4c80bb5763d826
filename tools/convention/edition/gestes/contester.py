"""Gesture on a disagreement: declare it, then say where the one that is written stands, until its end (art. 11).

Knows: `litiges.yaml`, the journal of documents, what each calls. Must not know: how a statement tells a disagreement.
"""

from __future__ import annotations

from itertools import count
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.diagnostic import la_ligne
from convention.base.french import cite, enumere, euros, jour
from convention.base.money import decimal_text
from convention.checks.sceaux.litiges import delivered_service, without_service
from convention.checks.sceaux.titres import documents, item_text
from convention.edition.demande import DemandeAdherent, argument, choix, option
from convention.edition.etat import Modification, editable
from convention.edition.noms import dossier_of
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import fichier, identifiant, texte
from convention.engine.appels.litiges import limit, suspended
from convention.engine.appels.pieces import called
from convention.model.cadre.champs import described
from convention.model.cadre.renvois import IdComposant, ServiceCite
from convention.model.documents.titres import Litige, Litiges, Titres
from convention.model.forfaits import fees_name, rubrique
from convention.model.mots.appels import EtapeLitige
from convention.model.valeurs.scalaires import Jour, MontantPositif, Texte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from convention.checks.sceaux.titres import TitreEcrit
    from convention.edition.etat import Document
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.titres import Titre

LITIGES = "litiges"
_SUITES = tuple(etape for etape in EtapeLitige if etape not in {EtapeLitige.CONTACT, EtapeLitige.CONTESTE})


class Contester(DemandeAdherent):
    """Déclarer un désaccord sur une pièce, dire qu'il est maintenu, puis comment il finit.

    Un contact ne suspend rien ; un désaccord maintenu suspend le service, sur cette pièce. L'un et l'autre laissent
    courir le délai de recours. Le montant et l'objet se disent une fois. Sans PIÈCE, ou sans SERVICE, ceux entre
    lesquels choisir sont montrés.
    """

    resume = "Déclarer un désaccord sur une pièce, le maintenir, dire sa fin"
    exemples = ('contester exemple-sur-rive fictif-2026-0117 S02 --montant 120 --objet "Neuf comptes" --essai',)
    usage = "contester ADHÉRENT PIÈCE SERVICE"
    ecrit = (
        "Un désaccord de `litiges.yaml`, sous le numéro suivant de l'année ; d'un désaccord déjà écrit, le jour où "
        "il est maintenu, puis sa fin."
    )
    a_decider = False

    titre: Texte = argument(described(Litige, "titre"), "PIÈCE", facultatif=True, question="Numéro de la pièce")
    service: ServiceCite = argument("Service contesté", "SERVICE", facultatif=True)
    montant: MontantPositif | None = option(
        "Montant contesté : 332.00", "EUROS", None, question=described(Litige, "montant")
    )
    objet: Texte | None = option(
        "Ce qui est contesté, et pourquoi, en une phrase", "TEXTE", None, question=described(Litige, "objet")
    )
    composant: IdComposant | None = option(
        "Composant, ou dépense, en cause", "COMPOSANT", None, absent="tout le service", question="Ligne contestée"
    )
    contact: Jour = option("Premier contact à ce sujet", "DATE", suppose="le premier contact", sinon="contestation")
    contestation: Jour | None = option(
        "Jour où le désaccord est maintenu : il suspend", "DATE", None, question="Désaccord maintenu depuis le"
    )
    etape: EtapeLitige | None = choix(
        "Où en est un désaccord déjà écrit ; les trois derniers mots sont sa fin", None, mots=_SUITES
    )
    cloture: Jour | None = option("Jour de sa fin", "DATE", None, suppose="la fin du désaccord")
    issue: Texte | None = option(described(Litige, "issue"), "TEXTE", None)

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Add a disagreement under the next number of its year; one that is written goes on, amount and object kept."""
        dossier = dossier_of(etat.depot, self.adherent)
        annee = _notice(etat.depot, dossier, self)
        _service(etat.depot, dossier, self)
        _step(self)
        path = dossier.path(Litiges)
        known = known_disagreement(dossier, self)
        if known is not None:
            return _go_on(editable(etat, path), dossier, known, self).modifications
        if self.etape is not None:
            message = f"{dossier.identite.n_a} pas de désaccord ouvert sur {self.service}, pièce {cite(self.titre)}"
            raise RefusError(message, "le déclarer d'abord : la même commande, sans --etape")
        if not self.montant or not self.objet:
            raise RefusError("le montant contesté et ce qui est contesté sont à dire", '--montant EUROS --objet "…"')
        if path not in etat.depot.fichiers and path not in etat.depot.illisibles:
            return (Modification(path, None, _file(etat.depot, dossier, annee, self)),)
        return editable(etat, path).put((LITIGES, _number(dossier, self)), _fields(self)).modifications

    def ensuite(self, depot: Depot, au: date) -> Iterator[str]:
        """Say whether the disagreement suspends anything, how it goes on, until when the judge may be asked."""
        dossier = depot.dossiers[self.adherent]
        item = contestable(depot, dossier, self.titre, self.service)
        known = known_disagreement(dossier, self)
        if item is None or known is None:
            return
        _, litige = known
        service, piece = depot.libelle_service(self.service), cite(self.titre)
        own = f" --composant {litige.composant}" if litige.composant is not None else ""
        command = f"convention contester {self.adherent} {quote(self.titre)} {self.service}{own}"
        end = f'« {command} --etape admis --cloture DATE --issue "…" » (ou rejete, retire)'
        day = item.titre.paiement
        paid = f"la pièce {piece} est payée depuis le {jour(day)}" if day is not None and day < au else ""
        if not litige.etape.ouvert:
            due = paid or f"toute la pièce {piece} est à payer"
            yield f"Le désaccord a pris fin : il ne suspend plus rien, et {due}."
            if litige.etape is EtapeLitige.ADMIS:
                how = _correction(depot, self.adherent, item.titre)
                yield f"Ce qui est admis reste à corriger où il est écrit : {how}."
            return
        if litige.etape.suspend:
            rest = max(0, item.titre.montant - item.service)
            suspended = f"le paiement de {service} est suspendu, soit {euros(item.service)}"
            told = f"sur la pièce {piece}, {suspended} ; le reste, {euros(rest)}, est à payer"
            told = f"{paid}, et rien n'est suspendu" if paid else told
            yield f"Le désaccord est maintenu : {told}."
            yield f"Quand il prend fin : {end}."
        else:
            due = f"toute la pièce {piece} reste à payer{depot.convention.clauses.selon('desaccords')}"
            yield f"C'est un premier contact : il ne suspend rien, et {paid or due}."
            effect = "se dit ainsi" if paid else "suspend ce service sur cette pièce"
            yield f"Si le désaccord persiste, le maintenir {effect} : « {command} --contestation DATE »."
            yield f"S'il se règle : {end}."
        yield from _judge(item, litige, dossier, au, depot.convention.clauses.selon("desaccords"))

    @classmethod
    def attend(cls, champ: str, valeurs: Mapping[str, Any]) -> bool:
        """Tell that a step that follows writes no first contact, and that only an end has its day."""
        etape: EtapeLitige | None = valeurs["etape"]
        return etape is None if champ == "contact" else etape is not None and not etape.ouvert


def known_disagreement(dossier: Dossier, demande: Contester) -> tuple[str, Litige] | None:
    """Return the disagreement that a gesture goes on with: the open one, else the one that it has just closed.

    Without its component, the only open one of the service is meant, unless an amount declares another.
    """
    on_service = [
        (nom, litige)
        for nom, litige in dossier.litiges.items()
        if (litige.titre, litige.service) == (demande.titre, demande.service)
    ]
    same = [item for item in on_service if item[1].composant == demande.composant]
    if not same and demande.composant is None and not demande.montant:
        same = on_service
    opened = [item for item in same if item[1].etape.ouvert]
    if len(opened) > 1:
        choices = tuple(f"--composant {litige.composant} : {_told(nom, litige)}" for nom, litige in opened)
        raise RefusError("plusieurs désaccords sont ouverts sur ce service de cette pièce", "dire lequel :", choices)
    closed = (item for item in same if not item[1].etape.ouvert and item[1].etape is demande.etape)
    return opened[0] if opened else next(closed, None)


def contestable(depot: Depot, dossier: Dossier, numero: str, service: str) -> Situee | None:
    """Return a document and what it calls for a service; None when the adherent did not receive it."""
    found = (item for item in documents(depot) if item.dossier is dossier and item.titre.numero == numero)
    return next((Situee(item.titre, _part(depot, item, service)) for item in found), None)


class Situee(NamedTuple):
    """A document, and the cents that it calls for the contested service."""

    titre: Titre
    service: int


def _judge(item: Situee, litige: Litige, dossier: Dossier, au: date, cited: str) -> Iterator[str]:
    """Say until when the judge may be asked, or that the day is past."""
    last = limit(item.titre)
    if litige.etape is EtapeLitige.TRIBUNAL or not item.titre.genre.avec_recours:
        return
    if last is None:
        path = dossier.path(Titres, item.titre.emission.year)
        yield f"Le délai pour saisir le juge court de la réception de la pièce : écrire « reception » dans {path}."
    elif last < au:
        yield f"Le juge pouvait être saisi jusqu'au {jour(last)}, deux mois après la réception, contact ou non."
        yield f"Ce délai est passé : il reste à s'entendre à l'amiable{cited}."
    else:
        yield f"Le juge peut être saisi jusqu'au {jour(last)}, deux mois après la réception, contact ou non."


def _correction(depot: Depot, adherent: str, titre: Titre) -> str:
    """Say by which gesture what a document called is corrected: a closed exercice is declared, by hand."""
    if depot.est_clos(titre.exercice):
        declare = cite(f'convention rectifier {titre.exercice} --motif "…"')
        return f"à la main, puis {declare}, l'exercice {titre.exercice} étant clos"
    quantity = cite(f"convention quantifier {adherent} CLÉ=VALEUR --exercice {titre.exercice}")
    price = cite(f"convention fixer COMPOSANT VARIABLE MONTANT --exercice {titre.exercice}")
    return f"une quantité par {quantity}, un montant par {price}"


def _notice(depot: Depot, dossier: Dossier, demande: Contester) -> int:
    """Return the year of a document; refuse one that was not received, or a number that two years bear."""
    numero = demande.titre
    years = {annee: journal.titres for annee, journal in sorted(dossier.titres.items())}
    bearing = [annee for annee, titres in years.items() if any(titre.numero == numero for titre in titres)]
    if not bearing:
        titres = sorted((item for item in documents(depot) if item.dossier is dossier), key=_newest_first)
        message = (
            f"{dossier.identite.n_a} pas reçu de pièce {cite(numero)}"
            if numero
            else "la pièce contestée n'est pas dite"
        )
        hint, choix = "donner le numéro de l'une d'elles", [_choice(depot, item, demande.service) for item in titres]
        if not titres:
            hint, choix = _to_record(depot, dossier)
        raise RefusError(message, hint, tuple(choix))
    if len(bearing) > 1:
        message = f"{cite(numero)} est le numéro d'une pièce de {enumere([str(annee) for annee in bearing])}"
        raise RefusError(message, "distinguer d'abord les numéros dans les journaux")
    return bearing[0]


def _to_record(depot: Depot, dossier: Dossier) -> tuple[str, list[str]]:
    """Say what to write before a document is disputed: those of the last sealed call."""
    own = {nom: called(sceau.de(dossier.id)) for nom, sceau in depot.sceaux.items() if sceau.est_appel}
    last = max((nom for nom, found in own.items() if found), default=None)
    if last is None:
        return "aucun appel scellé ne lui demande rien", []
    hint = f"consigner d'abord celle qui fut reçue, sous « titres », dans {dossier.path(Titres, int(last[:4]))}"
    return hint, [la_ligne(item_text(depot, last, *each)).lignes[0].texte for each in own[last].items()]


def _newest_first(item: TitreEcrit) -> tuple[int, str]:
    return -item.titre.emission.toordinal(), item.titre.numero


def _part(depot: Depot, item: TitreEcrit, service: str) -> int:
    """Return the cents that a document calls for a service: a delivery is of one service only."""
    delivered = delivered_service(depot, item)
    return suspended(depot, item.dossier.id, item.titre, service) if delivered in {None, service} else 0


def _choice(depot: Depot, item: TitreEcrit, service: str) -> str:
    """Say what a document is: its number, what it calls, its day, its amount, and the part of the service."""
    titre = item.titre
    nature = rubrique(depot, titre.nature).lower()
    what = f"{titre.objet.bref} {titre.exercice}, {nature}, {titre.section}"
    called = f"émise le {jour(titre.emission)}" + (f", échéance {titre.echeance}" if titre.echeance is not None else "")
    part = _part(depot, item, service) if service in depot.services else 0
    own = f", dont {euros(part)} pour {service}" if part else ""
    return f"{titre.numero} : {what}, {called}, {euros(titre.montant)}{own}"


def _service(depot: Depot, dossier: Dossier, demande: Contester) -> None:
    """Refuse a service that does not exist; without one, say those that the document calls."""
    code = demande.service
    if code in depot.services:
        return
    amounts = {nom: contestable(depot, dossier, demande.titre, nom) for nom in depot.services}
    choices = tuple(
        f"{depot.libelle_service(nom)} : {euros(item.service)}"
        for nom, item in amounts.items()
        if item is not None and item.service
    )
    message = f"le service {cite(code)} est inconnu" if code else "le service contesté n'est pas dit"
    if not choices:
        nothing = f"la pièce {cite(demande.titre)} n'appelle aucun service, mais {fees_name(depot).le}"
        raise RefusError(nothing, without_service(depot))
    raise RefusError(message, f"services que la pièce {cite(demande.titre)} appelle :", choices)


def _step(demande: Contester) -> None:
    """Refuse a step that needs what is not said, or an end that does not say how."""
    if demande.etape is not None and not demande.etape.ouvert and demande.cloture is None:
        raise RefusError("la fin d'un désaccord a un jour", "--cloture DATE")
    if (demande.cloture or demande.issue) and (demande.etape is None or demande.etape.ouvert):
        ends = enumere([str(etape) for etape in EtapeLitige if not etape.ouvert], "ou")
        raise RefusError("un jour de fin, ou une issue, demande de dire comment le désaccord finit", f"--etape {ends}")


def _go_on(document: Document, dossier: Dossier, known: tuple[str, Litige], demande: Contester) -> Document:
    """Write what is new of a disagreement: since when it is maintained, where it stands, its end; else refuse."""
    nom, litige = known
    asked: dict[str, object] = {
        "montant": demande.montant or None,
        "objet": demande.objet or None,
        "contestation": demande.contestation,
        "etape": demande.etape,
        "cloture": demande.cloture,
        "issue": demande.issue,
    }
    if demande.contestation is not None and demande.etape is None and litige.etape is EtapeLitige.CONTACT:
        asked["etape"] = EtapeLitige.CONTESTE
    new = {champ: value for champ, value in asked.items() if value not in {None, getattr(litige, champ)}}
    written = {champ for champ in new if champ != "etape" and getattr(litige, champ) is not None}
    if written or (new and not litige.etape.ouvert):
        raise RefusError(
            f"{dossier.identite.dit('conteste', 'contestent')} déjà cette ligne : {_told(nom, litige)}",
            f"un désaccord ne se récrit pas ainsi : corriger {dossier.path(Litiges)}",
        )
    for champ, after in (("contestation", "contact"), ("etape", None), ("cloture", "etape"), ("issue", "cloture")):
        if champ in new:
            value = texte(str(new[champ])) if champ == "issue" else new[champ]
            document = document.put((LITIGES, nom, champ), value, after)
    return document


def _told(nom: str, litige: Litige) -> str:
    return f"désaccord {nom}, {euros(litige.montant)}, depuis le {jour(litige.contestation or litige.contact)}"


def _number(dossier: Dossier, demande: Contester) -> str:
    """Return the next free number of the year of the contact: « 2026-02 »."""
    names = (f"{demande.contact.year}-{rank:02d}" for rank in count(1))
    return next(name for name in names if name not in dossier.litiges)


def _fields(demande: Contester) -> dict[str, object]:
    return {
        "titre": texte(demande.titre),
        "objet": texte(demande.objet or ""),
        "service": demande.service,
        "composant": identifiant(demande.composant),
        "montant": decimal_text(demande.montant or 0),
        "contact": demande.contact,
        "contestation": demande.contestation,
        "etape": EtapeLitige.CONTACT if demande.contestation is None else EtapeLitige.CONTESTE,
    }


def _file(depot: Depot, dossier: Dossier, annee: int, demande: Contester) -> str:
    return fichier(
        dossier.path(Litiges),
        {
            "origine": depot.origine(dossier.path(Titres, annee)),
            "source": texte(f"désaccord signalé le {jour(demande.contact)}"),
            LITIGES: {_number(dossier, demande): _fields(demande)},
        },
    )
