"""A small repository with its calls: every figure of the tests on parts, seals and corrections comes from here.

Knows: `maquette`, the shape of the milestones. Must not know: what is tested.
Each workstation costs 7,00 €; nobody shares anything, so that a correction moves one adherent alone.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.engine.appels.appels import appeler
from convention.engine.appels.sceller import inscribe, seal
from convention.model.ecrits.journal import ENTETE, JOURNAL, entry_text
from convention.model.ecrits.scelles import CheminEtat
from convention.reports.etat.archive import archive_text
from convention.reports.etat.etat import statement
from tests.essais import lire
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.model.ecrits.sceaux import Sceau

MEMBRES = {"metropole": Membre("postes: 5"), "nancy": Membre("postes: 3")}
COUTS = {"copieur": Cout("prix: 7.00", annuel="prix * postes")}
VOLETS = {
    "2024-04": "{genre: acompte, exercice: 2024, taux: 1}",
    "2024-10": "{genre: solde, exercice: 2024}, {genre: previsionnel, exercice: 2025}",
    "2025-04": "{genre: acompte, exercice: 2025, taux: 1}, {genre: regularisation, exercice: 2024}",
    "2025-10": "{genre: solde, exercice: 2025}",
    "2026-04": "{genre: regularisation, exercice: 2025}",
    "2026-10": "{genre: solde, exercice: 2026}",
}
APPELS_PASSES = ("2024-04", "2024-10", "2025-04", "2025-10")
EXERCICES = {2024: "realise", 2025: "realise", 2026: "previsionnel"}


def avec_appels(
    membres: Mapping[str, Membre] = MappingProxyType(MEMBRES),
    couts: Mapping[str, Cout] = MappingProxyType(COUTS),
    volets: Mapping[str, str] = MappingProxyType(VOLETS),
    forfait: str = "",
) -> dict[str, str]:
    """Return the texts of the repository, by path: three exercices, a call in April and in October."""
    return avec_jalons(maquette(membres, couts, forfait=forfait, exercices=EXERCICES), EXERCICES, volets)


def avec_jalons(files: dict[str, str], annees: Iterable[int], volets: Mapping[str, str]) -> dict[str, str]:
    """Add the calls of April and of October of each year, with their parts by milestone."""
    for annee in annees:
        calls = [
            f"  {nom}: {{date: {annee}-{mois}-15, arrete_le: {annee}-{mois}-01, objet: essai, "
            f"volets: [{volets.get(f'{annee}-{mois}', '')}]}}\n"
            for nom, mois in (("avril", "04"), ("octobre", "10"))
        ]
        files[f"pricing/exercices/{annee}.yaml"] += f"jalons:\n{''.join(calls)}"
    return files


def avec_calendrier(files: dict[str, str], volets: Mapping[str, str]) -> dict[str, str]:
    """Add calls of any month, with their parts by milestone, named after their months."""
    files = dict(files)
    for annee in sorted({echeance[:4] for echeance in volets}):
        calls = [
            f"  appel-{echeance[5:]}: {{date: {echeance}-15, objet: essai, volets: [{parts}]}}\n"
            for echeance, parts in volets.items()
            if echeance.startswith(annee)
        ]
        files[f"pricing/exercices/{annee}.yaml"] += f"jalons:\n{''.join(calls)}"
    return files


def fige(nom: str, euros: str) -> dict[str, str]:
    """Return the budget of an adherent, of which an amount of 2026 is charged on its attribution de compensation."""
    path = f"adherents/{nom}/budget.yaml"
    text = (
        f"{first_line(path)}{DEMO}budgets: {{principal: {{libelle: Principal, genre: principal}}}}\n"
        "reglement: {fonctionnement: attribution_de_compensation, investissement: titre,"
        f" montants_figes: {{2026: {euros}}}}}\n"
    )
    return {path: text}


def avec_sceaux(files: dict[str, str], *sceaux: Sceau) -> dict[str, str]:
    """Add seals, or replace them."""
    return {**files, **{sceau.path: sceau.texte() for sceau in sceaux}}


def appelle(files: dict[str, str], *echeances: str) -> dict[str, str]:
    """Make and seal the calls of these milestones, one after the other."""
    for echeance in echeances:
        files = avec_sceaux(files, seal(appeler(lire(files), echeance)))
    return files


def inscrit(files: dict[str, str], le: date = date(2026, 1, 1)) -> dict[str, str]:
    """Write the journal of what is sealed."""
    depot = lire(files)
    before = files.get(JOURNAL, ENTETE)
    return {**files, JOURNAL: before + "".join(map(entry_text, inscribe(depot, {}, le)))}


def scelle(*echeances: str) -> dict[str, str]:
    """Return the small repository with these calls sealed, their statements kept, and the journal of all that."""
    files = avec_appels(forfait="2024-01-01: 700.00")
    for echeance in echeances:
        depot = lire(files)
        appel = appeler(depot, echeance)
        etats = {
            CheminEtat(echeance, nom).path: archive_text(statement(depot, appel, nom)) for nom in appel.adherents()
        }
        files = inscrit({**avec_sceaux(files, seal(appel)), **etats})
    return files
