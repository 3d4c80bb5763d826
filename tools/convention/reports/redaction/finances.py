"""Tables of euros that the documents of the year share: what each adherent pays, what each service costs.

Knows: contributions. Must not know: which document shows them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convention.base.french import enumere, euros, montant
from convention.compare.ecarts import EcartAdherent, gaps
from convention.engine.contribution import calculer
from convention.engine.lignes import HORS_SERVICE, Contribution
from convention.model.forfaits import fees_name, rubrique
from convention.model.mots.communs import Nature, Origine
from convention.model.resolution import resolve
from convention.reports.rendus.document import Bloc, Mention
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import compared_table, mentions, phase_dite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convention.model.depot import Depot


def in_force(depot: Depot, exercice: int) -> Contribution:
    """Compute an exercice in its phase in force."""
    return calculer(resolve(depot, exercice))


def followed(depot: Depot, exercice: int) -> tuple[Contribution, ...]:
    """Compute what a report compares: the exercice before, if there is one, and this one, in their phases in force."""
    return tuple(in_force(depot, annee) for annee in (exercice - 1, exercice) if annee in depot.exercices)


def by_adherent(depot: Depot, suivies: Sequence[Contribution]) -> Tableau:
    """Show what each adherent pays, two exercices side by side; every difference is that of the figures printed."""
    names = {nom: dossier.identite.nom for nom, dossier in depot.dossiers.items()}
    return _table(depot, "Adhérent", names, suivies, "par_adherent")


def with_deliveries(depot: Depot, suivies: Sequence[Contribution]) -> str:
    """Say what of these amounts is called at its delivery, and not every year, and of whom; nothing when nothing is."""
    if not any(item.totaux.par_nature.get(Nature.DIRECT) for item in suivies):
        return ""
    told = enumere([f"{_delivered(depot, item)} en {item.exercice}" for item in suivies])
    return f"{rubrique(depot, Nature.DIRECT.groupe)} compris, appelés à la livraison : {told}."


def _delivered(depot: Depot, contribution: Contribution) -> str:
    sums: Counter[str] = Counter()
    for ligne in contribution.lignes:
        if ligne.calcul.nature is Nature.DIRECT:
            sums[ligne.adherent] += ligne.montant
    whose = ", ".join(f"{depot.nom_de(nom)} {euros(cents)}" for nom, cents in sums.most_common() if cents)
    return f"{euros(sums.total())} ({whose})" if whose else euros(0)


def by_service(depot: Depot, suivies: Sequence[Contribution]) -> Tableau:
    """Show what each service is charged, two exercices side by side."""
    names = {code: depot.libelle_service(code) for code in depot.services}
    names[HORS_SERVICE] = f"{fees_name(depot).titre} (hors des services)"
    return _table(depot, "Service", names, suivies, "par_service")


def notice(*contributions: Contribution, others: Iterable[Origine] = ()) -> tuple[Bloc, ...]:
    """Say that what is told is a demonstration, when a figure is, or another datum."""
    origins = {*others, *(ligne.origine for contribution in contributions for ligne in contribution.lignes)}
    return tuple(map(Mention, mentions(origins)))


def _table(depot: Depot, what: str, names: Mapping[str, str], suivies: Sequence[Contribution], total: str) -> Tableau:
    """Compare two exercices; the first one alone, or one cut short, which compares with no other, only in amounts."""
    first, last = suivies[0], suivies[-1]
    found = sorted(
        gaps(getattr(first.totaux, total), getattr(last.totaux, total)), key=lambda item: (-item.apres, item.adherent)
    )
    rows = [(names.get(item.adherent, item.adherent), item) for item in found]
    whole = EcartAdherent("", first.totaux.general, last.totaux.general)
    # « 2026, révisé (€) »: it says so when the convention covers a part of that year only.
    heads = [f"{item.exercice}, {phase_dite(depot.convention, item.exercice, item.phase)} (€)" for item in suivies]
    if len(suivies) > 1 and all(depot.convention.entiere(item.exercice) for item in suivies):
        return compared_table((what, heads[0], heads[-1]), rows, [("Total", whole)])

    def row(name: str, item: EcartAdherent) -> tuple[str, ...]:
        return (name, *map(montant, (item.avant, item.apres)[-len(suivies) :]))

    return Tableau((what, *heads), tuple(row(*pair) for pair in rows), (row("Total", whole),))
