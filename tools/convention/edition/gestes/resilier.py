"""Gesture that ends a subscription, a component, the whole membership (art. 3, 13).

Knows: `souscriptions.yaml`, `adherent.yaml`, `resiliation.yaml`, the notice, the estimates that lose their object.
Must not know: amounts.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from convention.base.french import jour
from convention.base.period import months_later
from convention.checks.cadre.passage import Passage
from convention.checks.quantites.comptages import no_longer_billed
from convention.edition.demande import DemandeAdherent, SaisieError, argument, choix, option
from convention.edition.etat import Modification, editable
from convention.edition.gestes.quantifier import supposed_in_part
from convention.edition.gestes.souscrire import COMPOSANTS, SOUSCRIPTIONS
from convention.edition.noms import dossier_of, named, refuse_compulsory, service_of, unknown_object
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import fichier, texte
from convention.model.cadre.document import path_of
from convention.model.documents.adherents import Adherent, Souscriptions
from convention.model.documents.entrees_sorties import Resiliation
from convention.model.documents.tarifs import Equilibre
from convention.model.mots.communs import StatutExercice
from convention.model.mots.entrees import Contractant, GenreResiliation
from convention.model.valeurs.scalaires import Jour, Texte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.edition.demande import Saisies
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot, Dossier


class Resilier(DemandeAdherent):
    """Résilier un service ou un composant ; sans objet, toute l'adhésion, préavis vérifié."""

    resume = "Résilier un service, un composant ou une adhésion"
    exemples = ("resilier exemple-sur-rive S08 --dernier-jour 2026-12-31 --essai",)
    usage = "resilier ADHÉRENT SERVICE"
    ecrit = (
        "La fin de la souscription. Sans service, celle de l'adhésion et `resiliation.yaml`, préavis vérifié ; "
        "l'estimation des exercices qui suivent est retirée."
    )

    objet: Texte | None = argument(
        "Service, sous-service ou composant ; absent, toute l'adhésion", "[SERVICE|COMPOSANT]", None
    )
    fin: Jour = option(
        "Premier jour qui n'est plus facturé : la fin est exclue",
        "DATE",
        facultatif=True,
        autrement=("dernier_jour", "Dernier jour facturé : la veille de la fin"),
    )
    notification: Jour | None = option(
        "Réception de la lettre de résiliation, exigée pour toute l'adhésion ; pour un service, date de la "
        "demande signée de le quitter",
        "DATE",
        None,
    )
    initiative: Contractant = choix(
        "Qui résilie l'adhésion", Contractant.ADHERENT, mots=(Contractant.ADHERENT, Contractant.GESTIONNAIRE)
    )

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Write the end of a subscription, or of the membership."""
        dossier = dossier_of(etat.depot, self.adherent)
        if self.objet is None:
            return _end_membership(etat, dossier, self)
        if service_of(etat.depot, self.objet) is None and self.objet not in etat.depot.composants:
            raise unknown_object(etat.depot, self.objet)
        hint = f"« convention resilier {dossier.id} --notification DATE --fin DATE » met fin à l'adhésion"
        refuse_compulsory(etat.depot, self.objet, "se résilie pas seul", hint)
        return _end_subscription(etat, dossier, self, self.objet)

    def ensuite(self, depot: Depot, _au: date) -> Iterator[str]:
        """Say what the end of a membership leaves due; of a service alone, what is not to be counted any more."""
        yield from supposed_in_part(depot, self.fin.year, self.adherent)
        if self.objet is None:
            yield f"« convention fiche-sortie {self.adherent} » dit ce qui reste dû, et ce qu'il reste à faire."
            return
        for command in no_longer_billed(Passage(depot).contexte, self.adherent):
            yield f"Ce qui n'est plus facturé ne se compte plus : « {command} »."

    @classmethod
    def saisies(cls, valeurs: Mapping[str, Any]) -> Saisies:
        """Take the end, or the last day before it."""
        fin, dernier_jour = valeurs["fin"], valeurs["dernier_jour"]
        if (fin is None) == (dernier_jour is None):
            raise SaisieError("donner l'une des deux dates : --fin (exclue) ou --dernier-jour (compris)")
        yield cls, {**valeurs, "fin": fin or dernier_jour + timedelta(days=1)}


def _end_subscription(etat: Chargement, dossier: Dossier, demande: Resilier, objet: str) -> tuple[Modification, ...]:
    liste = SOUSCRIPTIONS if service_of(etat.depot, objet) is not None else COMPOSANTS
    lines = getattr(dossier.souscriptions, liste)
    found = [rank for rank, line in enumerate(lines) if line.objet == objet]
    opened = [rank for rank in found if lines[rank].fin is None]
    if any(lines[rank].fin == demande.fin for rank in found):
        return ()
    quoi = named(etat.depot, objet)
    if demande.notification is not None and liste == COMPOSANTS:
        message = f"quitter {quoi} ne se notifie pas : ce n'est pas un service"
        raise RefusError(message, "refaire la commande sans --notification")
    if not found:
        raise RefusError(f"{dossier.identite.n_a} pas souscrit {quoi}", _subscribed(dossier))
    if not opened:
        last = lines[found[-1]].fin
        place = f"{dossier.path(Souscriptions)}, « fin » de la ligne {objet}"
        message = f"la souscription {dossier.identite.du} à {quoi} s'arrête déjà le {jour(last)}, jour exclu"
        raise RefusError(message, f"pour changer cette date, corriger {place}")
    line = lines[opened[-1]]
    if line.debut is not None and line.debut >= demande.fin:
        message = f"la souscription {dossier.identite.du} à {quoi} commence le {jour(line.debut)}"
        hint = f"donner une fin qui suit, ou retirer la ligne {objet} de {dossier.path(Souscriptions)}"
        raise RefusError(f"{message} : elle ne peut pas finir le {jour(demande.fin)}", hint)
    pointer = (liste, opened[-1])
    previous = "debut" if line.debut is not None else "composant"
    document = editable(etat, dossier.path(Souscriptions)).put((*pointer, "fin"), demande.fin, previous)
    if demande.notification is not None:
        document = document.put((*pointer, "demande_fin"), demande.notification, "fin")
    return document.modifications


def _subscribed(dossier: Dossier) -> str:
    written = dossier.souscriptions
    names = [line.service for line in written.souscriptions if line.fin is None]
    names += [line.composant for line in written.composants if line.fin is None]
    return f"choisir parmi : {', '.join(names) or 'aucun'}"


def _end_membership(etat: Chargement, dossier: Dossier, demande: Resilier) -> tuple[Modification, ...]:
    adhesion = dossier.identite.adhesion
    if dossier.id == etat.depot.convention.gestionnaire:
        message = f"{dossier.identite.dit('est', 'sont')} le gestionnaire : son adhésion ne se résilie pas"
        raise RefusError(message, f"pour un seul service : « convention resilier {dossier.id} SERVICE --fin DATE »")
    cited = etat.depot.convention.clauses.selon("resiliation")
    if demande.notification is None:
        raise RefusError(
            f"la résiliation d'une adhésion se notifie par lettre{cited}",
            "donner la date de sa réception : --notification DATE",
        )
    mois = etat.depot.convention.preavis(demande.fin.year)
    earliest = months_later(demande.notification, mois)
    if demande.fin < earliest:
        raise RefusError(
            f"le préavis est de {mois} mois{cited} : notifiée le {jour(demande.notification)}, la résiliation "
            f"prend effet le {jour(earliest)} au plus tôt",
            f"donner --fin {earliest}, ou un jour qui suit",
        )
    if adhesion.fin not in (None, demande.fin):
        hint = f"pour changer cette date, corriger « adhesion.fin » dans {dossier.path(Adherent)}"
        raise RefusError(f"l'adhésion {dossier.identite.du} s'arrête déjà le {jour(adhesion.fin)}, jour exclu", hint)
    known = dossier.resiliation
    if known is not None and known.effet != demande.fin:
        path = dossier.path(Resiliation)
        message = f"{path} dit déjà que la résiliation prend effet le {jour(known.effet)}"
        raise RefusError(message, f"donner --fin {known.effet}, ou corriger « effet » dans {path}")
    document = editable(etat, dossier.path(Adherent))
    if adhesion.fin is None:
        document = document.put(("adhesion", "fin"), demande.fin, "debut")
    return (
        *document.modifications,
        *(_termination(etat, dossier, demande) if known is None else ()),
        *_without_estimates(etat, dossier.id, demande.fin),
    )


def _without_estimates(etat: Chargement, adherent: str, fin: date) -> Iterator[Modification]:
    """Remove what it would pay alone in the open exercices of which no day is left to it (EQU001)."""
    for annee, document in sorted(etat.depot.vie.equilibres.items()):
        exercice, alone = etat.depot.exercices.get(annee), document.seul
        if exercice is None or exercice.statut is StatutExercice.CLOS or date(annee, 1, 1) < fin or alone is None:
            continue
        # A list of estimates is never left empty.
        if adherent in alone.valeurs and len(alone.valeurs) > 1:
            yield from editable(etat, path_of(Equilibre, annee=annee)).drop(("seul", "valeurs", adherent)).modifications


def _termination(etat: Chargement, dossier: Dossier, demande: Resilier) -> tuple[Modification, ...]:
    """Write the document that says how the adherent leaves, and when it told so."""
    path = dossier.path(Resiliation)
    if demande.notification is None or path in etat.depot.illisibles:
        return ()
    champs = {
        "origine": etat.depot.origine(dossier.path(Souscriptions)),
        "source": texte(f"lettre de résiliation reçue le {jour(demande.notification)}"),
        "genre": GenreResiliation.SIMPLE,
        "initiative": demande.initiative,
        "notification": demande.notification,
        "effet": demande.fin,
    }
    return (Modification(path, None, fichier(path, champs)),)
