"""What kind of convention the pages speak of: its flat fees, what is chosen, counted, called, who can be reached.

Knows: the data. Must not know: computations, the reader, the day, pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.model.forfaits import MASSE_SALARIALE, fee_name, fee_unit, fee_units, fees_name
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.communs import TypeAdherent

if TYPE_CHECKING:
    from convention.base.appellation import Appellation
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Contact


class Unites(NamedTuple):
    """What gives the size of each adherent, as pages say it: one, several, each in full."""

    une: str
    plusieurs: str
    en_entier: str
    plusieurs_en_entier: str


class Traits(NamedTuple):
    """What is so of a convention, whoever reads and whatever the day."""

    depot: Depot

    @property
    def forfaitaire(self) -> bool:
        """Whether a flat fee is due, whatever services are taken."""
        return any(forfait.valeurs for forfait in self.depot.forfaits.values())

    @property
    def agents_au_forfait(self) -> bool:
        """Whether the agents are paid by the flat fee of annexe 3, by workstation."""
        return "" in self.depot.forfaits and fee_name(self.depot, "") == MASSE_SALARIALE

    @property
    def forfait_compte(self) -> str | None:
        """The flat fee whose count is the size of each one: that of annexe 3, else the only one that is counted.

        Inhabitants are told from the figures that are published of them.
        """
        keys = {nom: self.depot.cles.get(fee.cle) for nom, fee in self.depot.forfaits.items() if fee.valeurs}
        counted = [
            nom for nom, cle in keys.items() if cle is not None and cle.comptage and not cle.compte_des_habitants
        ]
        if self.agents_au_forfait and "" in counted:
            return ""
        return counted[0] if len(counted) == 1 else None

    @property
    def unites(self) -> Unites | None:
        """In what the size of each one is counted; nothing when no flat fee counts it."""
        nom, depot = self.forfait_compte, self.depot
        if nom is None:
            return None
        usual = (fee_unit(depot, nom, "poste"), fee_units(depot, nom, "postes"))
        return Unites(*usual, fee_unit(depot, nom, "poste de travail"), fee_units(depot, nom, "postes de travail"))

    @property
    def forfaits(self) -> Appellation:
        """How pages call what the flat fees bring."""
        return fees_name(self.depot)

    @property
    def au_choix(self) -> bool:
        """Whether something of the catalogue is taken, or not, as each one chooses."""
        services, composants = self.depot.services.values(), self.depot.composants.values()
        return (
            any(not item.obligatoire for item in services)
            or any(part.a_la_demande for item in services for part in item.sous_services)
            or any(item.composant.souscrit for item in composants)
        )

    @property
    def communes(self) -> bool:
        """Whether communes are most of the members: their inhabitants read the public site."""
        types = [dossier.identite.type for dossier in self.depot.dossiers.values()]
        return 2 * types.count(TypeAdherent.COMMUNE) > len(types)

    @property
    def compte(self) -> bool:
        """Whether something is counted of each, instead of being fixed or published."""
        return any(cle.comptage is not None for cle in self.depot.cles.values())

    @property
    def appelle(self) -> bool:
        """Whether calls to contribute are declared, some year."""
        return any(item.jalons for item in self.depot.exercices.values())

    @property
    def credits(self) -> bool:
        """Whether somebody's credits are known."""
        return any(dossier.budget is not None for dossier in self.depot.dossiers.values())

    @property
    def par_avenant(self) -> bool:
        """Whether the convention, or its procedures, say that parties sign what changes."""
        signed = any(visa.etape is EtapeVisa.SIGNATURE for visa in self.depot.vie.visas.values())
        return signed or self.depot.convention.clauses.avenants is not None

    @property
    def adresses(self) -> bool:
        """Whether somebody can be reached: a function without an address is nobody to write to."""
        return any(item.courriel or item.telephone for item in self.depot.vie.contacts)

    def contact(self, regle: str) -> Contact | None:
        """Return whom the clause of a rule designates, else who is there for all; first, one that can be reached."""
        clauses = (*self.depot.convention.clauses.de(regle), None)
        named = [item for clause in clauses for item in self.depot.vie.contacts if item.clause == clause]
        return next((item for item in named if item.courriel or item.telephone), next(iter(named), None))
