"""Each change is said with the right unit and in words: a year is no quantity, a rate is no amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.changements import changements
from convention.model.depot import build_depot
from convention.model.genres import GENRES, read_path
from convention.reports.phrases import phrase
from tests.checks.depots import plain
from tests.essais import charger, fichiers_reels, lire

if TYPE_CHECKING:
    from convention.loading.loader import Chargement


@pytest.mark.parametrize(
    ("path", "avant", "apres", "attendu"),
    [
        (
            "pricing/cles.yaml",
            "2026: 2023}",
            "2026: 2022}",
            "Clés de répartition : population, 2026 : 2023 devient 2022",
        ),
        (
            "pricing/cles.yaml",
            "laxou: 8",
            "laxou: 10",
            "Clés de répartition : parts colibris, Laxou : 8 devient 10",
        ),
        (
            "pricing/composants/S03.yaml",
            "taux_fctva: 0.16404, duree_amortissement: 5",
            "taux_fctva: 0.056, duree_amortissement: 5",
            (
                "S03 Infrastructures, Droit d'usage du système de sauvegarde : actif, taux du FCTVA récupéré : "
                "0,16404 devient 0,056"
            ),
        ),
        (
            "pricing/baremes/cartads.yaml",
            "{population: 50000}, valeur: 240.00",
            "{population: 50000}, valeur: 250.00",
            "Barème « Abonnement à Cartads, selon la population » : 2024, 10 000, prix : 240 devient 250",
        ),
        (
            "pricing/indices/syntec-revise.yaml",
            "  2025-01: 315.2\n",
            "  2025-01: 315.2\n  2026-01: 318.0\n",
            "Indice « Indice Syntec révisé » : 2026-01 : 318 (ajout)",
        ),
        (
            "pricing/equilibre/2026.yaml",
            "revise: 379420.00",
            "revise: 380000.00",
            (
                "Coûts supportés 2026 : masse salariale, S06, révision d'avril : "
                "379 420,00 € devient 380 000,00 € (+580,00 €)"
            ),
        ),
        (
            "adherents/ludres/adherent.yaml",
            "  debut: 2024-01-01\n",
            "  debut: 2024-01-01\n  fin: 2027-07-01\n",
            "Ludres, identité : fin : dernier jour 30 juin 2027 (ajout)",
        ),
        (
            "catalogue/lectures.yaml",
            "statut: a_confirmer",
            "statut: confirmee",
            "Lectures de la convention : qui-signe, à confirmer : « à confirmer » devient « confirmée »",
        ),
    ],
)
def test_a_change_is_said_in_words_with_its_unit(path: str, avant: str, apres: str, attendu: str) -> None:
    files = fichiers_reels()
    base, head = lire(files), lire({**files, path: files[path].replace(avant, apres, 1)})
    assert [plain(phrase(item, base, head)) for item in changements(base, head)] == [attendu]


DOCUMENTS = {
    "adherents/ccas-fictif/adhesion.yaml": "CCAS (fictif), demande d'adhésion : document",
    "adherents/essey-les-nancy/litiges.yaml": "Essey-lès-Nancy, désaccords : document",
    "adherents/etablissement-rattache/resiliation.yaml": "Établissement rattaché (fictif), résiliation : document",
    "adherents/laxou/besoins/2026.yaml": "Laxou, besoins 2026 : document",
    "adherents/laxou/budget.yaml": "Laxou, budgets : document",
    "adherents/laxou/depenses/2025.yaml": "Laxou, dépenses directes 2025 : document",
    "adherents/laxou/fonctions.yaml": "Laxou, fonctions et interlocuteurs : document",
    "adherents/laxou/quantites/2026.yaml": "Laxou, quantités 2026 : document",
    "adherents/laxou/souscriptions.yaml": "Laxou, souscriptions : document",
    "adherents/laxou/titres/2025.yaml": "Laxou, pièces émises en 2025 : document",
    "catalogue/articles/article-08.yaml": "Texte de la convention, article 8 : document",
    "catalogue/axes/securisation-du-si.yaml": "Annexe 5, axe « Sécurisation du SI » :",
    "catalogue/conformite/2025.yaml": "Sécurité et données personnelles 2025 : document",
    "catalogue/convention.yaml": "Convention : document",
    "catalogue/documents.yaml": "Article 6, documents partagés : document",
    "catalogue/gouvernance.yaml": "Article 7, gouvernance : document",
    "catalogue/lectures.yaml": "Lectures de la convention : document",
    "catalogue/organigramme.yaml": "Annexe 2, organigramme : document",
    "catalogue/procedures.yaml": "Procédures de changement : document",
    "catalogue/projets/telephonie-ip.yaml": "Projet « Téléphonie sur le réseau informatique » :",
    "catalogue/reunions/2026.yaml": "Réunions 2026 : document",
    "catalogue/services/S05.yaml": "Annexe 1, service S05 SIG :",
    "pricing/baremes/cartads.yaml": "Barème « Abonnement à Cartads, selon la population » :",
    "pricing/composants/S05.yaml": "S05 SIG, composants : document",
    "pricing/cles.yaml": "Clés de répartition : document",
    "pricing/comptes.yaml": "Imputations comptables : document",
    "pricing/couts-de-possession.yaml": "Annexe 4, coûts de possession : document",
    "pricing/equilibre/2026.yaml": "Coûts supportés 2026 : document",
    "pricing/exercices/2027.yaml": "Exercice 2027 :",
    "pricing/forfait.yaml": "Annexe 3, masse salariale : document",
    "pricing/indices/syntec-revise.yaml": "Indice « Indice Syntec révisé » :",
    "pricing/references/population-municipale.yaml": "Quantité publiée « Population municipale » :",
}


@pytest.fixture(scope="module")
def entier() -> Chargement:
    return charger(fichiers_reels())


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_whole_document_that_comes_or_goes_is_said_in_words(path: str, entier: Chargement) -> None:
    whole, subject = entier.depot, DOCUMENTS[path]
    rest = build_depot((item for item in whole.fichiers.values() if item.path != path), (), whole.sceaux.values())
    (gone,), (come,) = changements(whole, rest), changements(rest, whole)
    feminine = "e" if path.startswith("pricing/references/") else ""
    assert plain(phrase(gone, whole, rest)) == f"{subject} retiré{feminine}"
    assert plain(phrase(come, rest, whole)) == f"{subject} ajouté{feminine}"


def test_every_kind_of_document_that_comes_or_goes_alone_has_its_sentence() -> None:
    # An adherent comes with its whole folder: its sentence says so.
    told = {chemin.genre.nom for chemin in map(read_path, DOCUMENTS) if chemin is not None}
    assert told | {"adherent"} == {genre.nom for genre in GENRES}
