"""Who acts on what is decided, and what each did: the parties of an avenant, the two of an entry (art. 3.1, 12).

Knows: deliberations, signatures, their dates, the seal that they name. Must not know: opinions, procedures, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.checks.avenants.etapes import parties_of
from convention.model.cadre.genres import read_path
from convention.model.documents.adherents import Adherent
from convention.model.documents.avenants import SuiviPartie
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.entrees import Contractant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from convention.checks.avenants.etapes import AvenantEcrit
    from convention.compare.changements.changements import Changement
    from convention.model.depot import Depot
    from convention.model.documents.entrees_sorties import DemandeAdhesion
    from convention.model.mots.vie import SensAvis


class Acquis(NamedTuple):
    """When a visa was acquired (nothing for a computed one), in which sense, by which act."""

    date: date | None = None
    sens: SensAvis | None = None
    numero: str | None = None


class Avance(NamedTuple):
    """How far a visa is acquired: by whom it is, and by how many it must be."""

    acquis: Acquis | None = None
    fait: int = 0
    attendu: int = 0


class Actes(NamedTuple):
    """What the parties did."""

    gestionnaire: str
    autres: tuple[str, ...]
    faits: Mapping[str, SuiviPartie]
    empreinte: str | None = None
    """The seal that they name; nothing for those of an avenant, that are read on its seal already."""

    def on(self, sceau: str | None) -> Actes:
        """Return those that were done on what a seal covers: all, or none."""
        return self if sceau is not None and self.empreinte == sceau else self._replace(faits={})

    def done(self, etape: EtapeVisa) -> Avance:
        """Count the parties whose act is done: the visa is acquired with the last of them."""
        who = etape.parties(self.gestionnaire, self.autres)
        days = [day for nom in who if (suivi := self.faits.get(nom)) and (day := getattr(suivi, etape.champ))]
        if len(days) < len(who) or not days:
            return Avance(None, len(days), len(who))
        only = self.faits[who[0]].numero if etape is EtapeVisa.DELIBERATION_GESTIONNAIRE else None
        return Avance(Acquis(max(days), None, only), len(days), len(who))


def acts_of_avenant(depot: Depot, item: AvenantEcrit) -> Actes:
    """Read what its parties did of an avenant."""
    manager, avenant = depot.convention.gestionnaire, item.avenant
    others = tuple(nom for nom in parties_of(depot, avenant) if nom != manager)
    return Actes(manager, others, avenant.parties)


def acts_of_entries(depot: Depot, changements: Sequence[Changement]) -> Iterator[Actes]:
    """Read what both assemblies did of each entry among changes, in the demand that prepares it (art. 3.1)."""
    manager = depot.convention.gestionnaire
    for adherent, demande in demands(depot, changements):
        done = {manager: _act(demande, Contractant.GESTIONNAIRE), adherent: _act(demande, Contractant.ADHERENT)}
        yield Actes(manager, (adherent,), done, demande.empreinte)


def demands(depot: Depot, changements: Sequence[Changement]) -> Iterator[tuple[str, DemandeAdhesion]]:
    """Yield each newcomer among changes that has a demand, with it."""
    for changement in changements:
        chemin = read_path(changement.source.path)
        if chemin is None or not isinstance(changement.apres, Adherent):
            continue
        demande = depot.dossiers[chemin.id].demande_adhesion
        if demande is not None:
            yield chemin.id, demande


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
