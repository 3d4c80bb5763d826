"""GOU030, GOU031: the yearly facts on security (art. 9) and personal data (art. 10) hold together, for each year.

Knows: counts and dates. Must not know: any incident, which is never written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter
from convention.base.french import jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import conformite_at
from convention.checks.cadre.lieux import Constat, LaCle, of_file, signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.suivi import Conformite, Pssi


@controle("GOU030")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """GOU030: a review before the adoption, a date after the year, more breaches notified than found."""
    for annee, document in sorted(depot.vie.conformite.items()):
        yield from _pssi(annee, document.pssi)
        found, notified = document.rgpd.violations, document.rgpd.violations_notifiees
        if found is not None and notified is not None and notified > found:
            message = f"en {annee}, {notified} violations notifiées à la CNIL pour {found} constatées"
            lieu = conformite_at(annee, "rgpd", "violations_notifiees")
            yield signal("GOU030", lieu, message, "corriger l'un des deux nombres")


@controle("GOU031", avertit=True)
def missing_years(depot: Depot) -> Iterator[Constat]:
    """GOU031: a closed exercice without its facts, or with some missing, when other years have theirs."""
    if not depot.vie.conformite:
        return
    for annee in sorted(depot.exercices):
        path = conformite_at(annee).path
        if not depot.est_clos(annee):
            continue
        if annee in depot.vie.conformite:
            yield from _unsaid(annee, depot.vie.conformite[annee])
        elif path not in depot.fichiers and path not in depot.illisibles:
            cited = depot.convention.clauses.selon("securite", "donnees_personnelles")
            message = f"l'exercice {annee} est clos, sans bilan de sécurité ni de protection des données{cited}"
            yield signal("GOU031", of_file(path), message, f"créer {path}")


def _unsaid(annee: int, document: Conformite) -> Iterator[Constat]:
    for part, facts in (("securite", document.securite), ("rgpd", document.rgpd)):
        missing = [nom for nom in type(facts).model_fields if getattr(facts, nom) is None]
        if missing:
            labels = " ; ".join(str(type(facts).model_fields[nom].description) for nom in missing)
            message = f"l'exercice {annee} est clos, et son bilan ne dit pas tout (manque : {labels})"
            hint = ajouter(*(f"{nom}: ⟦…⟧" for nom in missing)) + ", même quand le nombre est 0"
            yield signal("GOU031", LaCle(conformite_at(annee, part)), message, hint)


def _pssi(annee: int, pssi: Pssi) -> Iterator[Constat]:
    if pssi.revue is not None and pssi.revue < pssi.adoption:
        message = f"la PSSI est revue le {jour(pssi.revue)}, avant son adoption ({jour(pssi.adoption)})"
        related = (conformite_at(annee, "pssi", "adoption"), "l'adoption")
        yield signal("GOU030", conformite_at(annee, "pssi", "revue"), message, "corriger l'une des deux dates", related)
    for champ, day, what in (("adoption", pssi.adoption, "adoptée"), ("revue", pssi.revue, "revue")):
        if day is not None and day.year > annee:
            message = f"la PSSI est {what} le {jour(day)}, et le fichier est celui de {annee}"
            yield signal("GOU030", conformite_at(annee, "pssi", champ), message)
