"""Who acts on what is decided, and what each did: parties of an avenant, of an entry, one alone, holders of a point.

Knows: deliberations, signatures, the dates that documents write beside what they hold (art. 3, 5, 12, 13). Must not
know: opinions, procedures, media.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.checks.avenants.etapes import parties_on
from convention.compare.decision.points import item_of
from convention.model.documents.adherents import Adherent, Depense, Souscription
from convention.model.documents.avenants import SuiviPartie
from convention.model.documents.quantites import Quantites, Releve
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.communs import StatutSouscription
from convention.model.mots.entrees import Contractant, GenreResiliation
from convention.model.valeurs.chemins import adherent_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from convention.checks.avenants.etapes import AvenantEcrit
    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.model.depot import Depot
    from convention.model.documents.avenants import ActePris, VisaAcquis
    from convention.model.documents.entrees_sorties import DemandeAdhesion
    from convention.model.documents.gouvernance import Visa
    from convention.model.mots.vie import SensAvis


class Acquis(NamedTuple):
    """When a visa was acquired (nothing for a computed one), in which sense, by which act."""

    date: date | None = None
    sens: SensAvis | None = None
    numero: str | None = None
    jours: int = 1
    """On how many days it was done, by several: the date is the last one."""


class Avance(NamedTuple):
    """How far a visa is acquired: by whom it is, and by how many it must be."""

    acquis: Acquis | None = None
    fait: int = 0
    attendu: int = 0


class Actes(NamedTuple):
    """What the parties did."""

    gestionnaire: str
    autres: tuple[str, ...]
    dispenses: frozenset[str]
    """Who transmits and publishes nothing."""
    faits: Mapping[str, ActePris]
    empreinte: str | None = None
    """The seal that they name; nothing for those of an avenant, that are read on its seal already."""
    dates: Mapping[str, VisaAcquis] = MappingProxyType({})
    """The other visas, each with its own day."""

    def on(self, sceau: str | None) -> Actes:
        """Return those that were done on what a seal covers: all, or none."""
        return self if sceau is not None and self.empreinte == sceau else self._replace(faits={})

    def of_visa(self, nom: str, visa: Visa) -> Avance:
        """Return what acquires a visa: the acts of its step, else a date of its own."""
        if visa.etape is not None:
            return self.done(visa.etape)
        written = self.dates.get(nom)
        return Avance(Acquis(written.date, None, written.numero) if written is not None else None)

    def done(self, etape: EtapeVisa) -> Avance:
        """Count the parties whose act is done: the visa is acquired with the last of them."""
        who = etape.parties(self.gestionnaire, self.autres, self.dispenses)
        days = [day for nom in who if (suivi := self.faits.get(nom)) and (day := getattr(suivi, etape.champ))]
        if len(days) < len(who) or not days:
            return Avance(None, len(days), len(who))
        only = self.faits[who[0]].numero if etape is EtapeVisa.DELIBERATION_GESTIONNAIRE else None
        return Avance(Acquis(max(days), None, only, len({*days})), len(days), len(who))


def acts_of_avenant(depot: Depot, item: AvenantEcrit) -> Actes:
    """Read what its parties did of an avenant (art. 12)."""
    manager, avenant = depot.convention.gestionnaire, item.avenant
    others = tuple(nom for nom in parties_on(depot, avenant.effet) if nom != manager)
    excused = frozenset(filter(depot.ne_transmet_pas, others))
    return Actes(manager, others, excused, avenant.parties, dates=avenant.visas)


def acts_of_decisions(depot: Depot) -> Iterator[Actes]:
    """Read what the managing body did alone, decision by decision (annexe 3)."""
    manager = depot.convention.gestionnaire
    for item in depot.vie.decisions_prises.values():
        yield Actes(manager, (), frozenset(), {manager: item}, item.empreinte, item.visas)


def acts_of_entries(depot: Depot, changements: Sequence[Changement]) -> Iterator[Actes]:
    """Read what both assemblies did of each entry among changes, in the demand that prepares it (art. 3.1)."""
    manager = depot.convention.gestionnaire
    for adherent, demande in demands(depot, changements):
        done = {manager: _act(demande, Contractant.GESTIONNAIRE), adherent: _act(demande, Contractant.ADHERENT)}
        excused = frozenset({adherent} if depot.ne_transmet_pas(adherent) else ())
        yield Actes(manager, (adherent,), excused, done, demande.empreinte)


def demands(depot: Depot, changements: Sequence[Changement]) -> Iterator[tuple[str, DemandeAdhesion]]:
    """Yield each newcomer among changes that has a demand, with it."""
    for changement in changements:
        nom = adherent_of(changement.source.path)
        demande = depot.dossiers[nom].demande_adhesion if isinstance(changement.apres, Adherent) else None
        if demande is not None:
            yield nom, demande


def _act(demande: DemandeAdhesion, partie: Contractant) -> SuiviPartie:
    found = demande.deliberation(partie)
    if found is None:
        return SuiviPartie.model_construct(signe_le=demande.signature)
    return SuiviPartie.model_construct(
        delibere_le=found.acte.date,
        numero=found.acte.numero,
        transmis_le=found.transmission,
        publie_le=found.publication,
        signe_le=demande.signature,
    )


def acts_of_points(
    etape: EtapeVisa, changements: Sequence[Changement], comparaison: Comparaison
) -> tuple[date | None, ...]:
    """Return the day of the act that each point needs; None where it is missing, or where nothing holds it.

    An act holds for what came with it: a demand for the subscription that it opens and for its activation (not for its
    end, which has its own), an accepted estimate for the expense that it allows, a validation for the figures that were
    there on its day, a letter for the end of membership that it gives, an evaluation for the entry that it prepares.
    """
    read = _LECTURES[etape]
    return tuple(read(changement, comparaison) for changement in changements)


def _demand(changement: Changement, comparaison: Comparaison) -> date | None:
    before, after = item_of(changement, comparaison)
    if before is None and isinstance(after, Souscription):
        return after.demande
    if not isinstance(before, Souscription) or not isinstance(after, Souscription):
        return None
    if changement.champ in _FIN:
        return after.demande_fin if after.demande_fin != before.demande_fin else None
    return after.demande if after.demande != before.demande or _is_activated(before, after) else None


def _is_activated(before: Souscription, after: Souscription) -> bool:
    """Tell whether what was asked and waited comes into use: nothing else is asked of the adherent (art. 3)."""
    return before.statut is not StatutSouscription.ACTIVE and after.statut is StatutSouscription.ACTIVE


def _validation(changement: Changement, comparaison: Comparaison) -> date | None:
    before, after = item_of(changement, comparaison)
    if before is None and isinstance(after, Depense):
        return after.devis.accepte_le
    if isinstance(before, Souscription) and isinstance(after, Souscription):
        return after.demande if _is_activated(before, after) else None
    if isinstance(before, Releve) and isinstance(after, Releve) and before.validation == after.validation:
        return None
    days = [item.validation for item in _counts(changement, comparaison) if item.hypothese is None]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def awaits(changement: Changement, comparaison: Comparaison) -> bool:
    """Tell whether a point asks for an act: nobody validates what is assumed, which is to be counted first (art. 5).

    What takes the place of a count asks for it: a figure that was validated is not assumed without a word.
    """
    before, _ = item_of(changement, comparaison)
    counts = _counts(changement, comparaison)
    sides = (*counts, before) if isinstance(before, Releve) else counts
    return not counts or any(item.hypothese is None for item in sides)


def to_validate(changement: Changement, comparaison: Comparaison) -> tuple[Releve, ...]:
    """Return the counts of a point that the référent has still to validate."""
    return tuple(item for item in _counts(changement, comparaison) if item.a_valider)


def _counts(changement: Changement, comparaison: Comparaison) -> tuple[Releve, ...]:
    """Return the counts that the proposal has where a point is: the one that it bears on, or those of a new file."""
    _, after = item_of(changement, comparaison)
    if isinstance(after, Releve):
        return (after,)
    fichier = comparaison.head.fichiers.get(changement.source.path) if not changement.chemin else None
    document = fichier.document if fichier is not None else None
    return document.comptages if isinstance(document, Quantites) else ()


def _notification(changement: Changement, comparaison: Comparaison) -> date | None:
    """Read the act that ends a membership in the termination that says the same last day (art. 13)."""
    dossier = comparaison.head.dossiers.get(adherent_of(changement.source.path))
    resiliation = dossier.resiliation if dossier is not None else None
    if dossier is None or resiliation is None or resiliation.effet != dossier.identite.adhesion.fin:
        return None
    return resiliation.acte


def own_delay(changement: Changement, comparaison: Comparaison) -> bool:
    """Tell whether no notice runs from the letter that ends a membership: a formal notice, or an agreement (art. 13).

    Whether their own delay is kept is a check of the termination itself.
    """
    dossier = comparaison.head.dossiers.get(adherent_of(changement.source.path))
    resiliation = dossier.resiliation if dossier is not None else None
    return resiliation is not None and resiliation.genre is not GenreResiliation.SIMPLE


def _evaluation(changement: Changement, comparaison: Comparaison) -> date | None:
    """Read the evaluation of a newcomer in its demand (art. 3.1)."""
    dossier = comparaison.head.dossiers.get(adherent_of(changement.source.path))
    demande = dossier.demande_adhesion if dossier is not None and not changement.chemin else None
    return demande.evaluation.date if demande is not None and demande.evaluation is not None else None


_FIN = frozenset({"fin", "demande_fin"})
_LECTURES = {
    EtapeVisa.DEMANDE: _demand,
    EtapeVisa.VALIDATION: _validation,
    EtapeVisa.NOTIFICATION: _notification,
    EtapeVisa.EVALUATION: _evaluation,
}
PAR_POINT = frozenset(_LECTURES)
