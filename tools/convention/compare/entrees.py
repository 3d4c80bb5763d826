"""What one adherent's coming or leaving changes for all the others: the data with it and without it (art. 3.1, 13).

Knows: how to take a folder out of a Depot, or to undo a departure. Must not know: how it is said, how it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import year_period
from convention.compare.ecarts import EcartAdherent, gaps
from convention.engine.contribution import calculer
from convention.model.assemblage import build_depot
from convention.model.documents.adherents import Adherent, Souscriptions
from convention.model.resolution import prepare, resolve
from convention.model.valeurs.chemins import folder_of

if TYPE_CHECKING:
    from datetime import date

    from convention.engine.lignes import Contribution
    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Souscription, SouscriptionComposant


class Effet(NamedTuple):
    """One exercice in its phase in force, on both sides."""

    exercice: int
    avant: Contribution
    apres: Contribution

    def part(self, adherent: str) -> EcartAdherent:
        """Return what one adherent pays on both sides."""
        return next((item for item in self.ecarts if item.adherent == adherent), EcartAdherent(adherent, 0, 0))

    def autres(self, adherent: str) -> tuple[EcartAdherent, ...]:
        """Return what every other one pays on both sides, largest difference first."""
        others = (item for item in self.ecarts if item.adherent != adherent)
        return tuple(sorted(others, key=lambda item: (-abs(item.ecart), -item.apres, item.adherent)))

    @property
    def ecarts(self) -> list[EcartAdherent]:
        """What each pays on both sides."""
        return gaps(self.avant.totaux.par_adherent, self.apres.totaux.par_adherent)


def arrivee(depot: Depot, adherent: str) -> tuple[Effet, ...]:
    """Compare each open exercice without an adherent's folder, then with it, as long as it is a member."""
    here = depot.dossiers[adherent].identite.adhesion.periode
    effects = _effects(without_folder(depot, adherent), depot, here.debut.year)
    return tuple(effet for effet in effects if here.intersect(year_period(effet.exercice)) is not None)


def depart(depot: Depot, adherent: str) -> tuple[Effet, ...]:
    """Compare each open exercice as if an adherent stayed, then as it leaves, from the year in which it leaves.

    A year for which its quantities are not known is left out: nothing says what it would have paid.
    """
    dossier = depot.dossiers[adherent]
    fin = dossier.identite.adhesion.fin
    if fin is None:
        return ()
    effects = _effects(staying(depot, adherent), depot, fin.year)
    return tuple(
        effet for effet in effects if effet.exercice in dossier.quantites or _nothing_to_count(effet.avant, adherent)
    )


def later_year(depot: Depot, jour: date) -> int | None:
    """Return the year from which a coming or a leaving weighs, when no exercice is open from its day on.

    None when one is, or when the convention is over by then: it weighs on nothing.
    """
    over = jour >= depot.convention.terme or any(annee >= jour.year for annee in depot.ouverts)
    return None if over else jour.year


def _nothing_to_count(contribution: Contribution, adherent: str) -> bool:
    """Tell whether all that an adherent pays is known without counting anything of it: fixed or published shares."""
    mine = [cost for cost in contribution.calculs if adherent in cost.beneficiaires]
    return all(
        item.cumul or item.sources[cost.beneficiaires.index(adherent)]
        for cost in mine
        for item in cost.decomptes.values()
    )


def without_folder(depot: Depot, adherent: str) -> Depot:
    """Return the Depot without the folder of an adherent; what others say of it stands, and counts for nothing."""
    folder = folder_of(adherent)
    kept = [fichier for path, fichier in depot.fichiers.items() if not path.startswith(folder)]
    lost = [path for path in depot.illisibles if not path.startswith(folder)]
    return build_depot(kept, lost, depot.sceaux.values())


def staying(depot: Depot, adherent: str) -> Depot:
    """Return the Depot as if the membership, and what ends with it, went on."""
    dossier = depot.dossiers[adherent]
    fin = dossier.identite.adhesion.fin
    replaced: dict[str, Modele] = {
        dossier.path(Adherent): _member(dossier.identite),
        dossier.path(Souscriptions): _subscriber(dossier.souscriptions, fin),
    }
    fichiers = [
        fichier._replace(document=replaced.get(path, fichier.document)) for path, fichier in depot.fichiers.items()
    ]
    return build_depot(fichiers, depot.illisibles, depot.sceaux.values())


def _effects(base: Depot, head: Depot, since: int) -> tuple[Effet, ...]:
    sides = [(depot, prepare(depot)) for depot in (base, head)]
    return tuple(
        Effet(annee, *(calculer(resolve(depot, annee, commun=commun)) for depot, commun in sides))
        for annee in head.ouverts
        if annee >= since
    )


def _member(identite: Adherent) -> Adherent:
    return identite.model_copy(update={"adhesion": identite.adhesion.model_copy(update={"fin": None})})


def _subscriber(souscriptions: Souscriptions, fin: date | None) -> Souscriptions:
    """Undo the ends that are those of the membership; what the adherent had left before stays left."""
    kept = {
        "souscriptions": tuple(_going_on(item, fin) for item in souscriptions.souscriptions),
        "composants": tuple(_going_on(item, fin) for item in souscriptions.composants),
    }
    return souscriptions.model_copy(update=kept)


def _going_on(item: Souscription | SouscriptionComposant, fin: date | None) -> Souscription | SouscriptionComposant:
    return item.model_copy(update={"fin": None}) if item.fin == fin else item
