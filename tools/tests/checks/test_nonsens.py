"""What looks right and means nothing is said: each case changes one value of this repository's own data."""

from __future__ import annotations

import pytest

from tests.checks.depots import dits
from tests.espaces import espaces
from tests.essais import fichiers_nancy, relire

S03 = "pricing/composants/S03.yaml"
COUTS = "pricing/couts-de-possession.yaml"
CLES = "pricing/cles.yaml"


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "avant", "apres", "attendu"),
    [
        (
            "pricing/references/population-municipale.yaml",
            "laxou: 14771",
            "laxou: -14771",
            "FOR011 « -14771 » n'est pas permis ici : il faut un nombre positif ou nul",
        ),
        (
            S03,
            "subventions: 12000.00\n      taux_fctva: 0.16404",
            "subventions: 131000.00\n      taux_fctva: 0.16404",
            (
                "TAR032 les subventions de « droit-usage-serveurs », 131 000,00 €, dépassent ce que l'achat coûte une "
                "fois le FCTVA déduit, 110 346,72 €"
            ),
        ),
        (
            S03,
            "subventions: 12000.00\n      taux_fctva: 0.16404",
            "subventions: 12000.00\n      taux_fctva: -0.2",
            "FOR011 « -0.2 » n'est pas permis ici : il faut un nombre positif ou nul",
        ),
        (
            COUTS,
            "heures_mco_par_application: {unite: h/application, valeurs: {2024: 4}}",
            "heures_mco_par_application: {unite: h/application, valeurs: {2024: -4}}",
            "FOR011 « -4 » n'est pas permis ici : il faut un nombre positif ou nul",
        ),
        (
            "catalogue/convention.yaml",
            "seuil: 15",
            "seuil: 0",
            "FOR011 « 0 » n'est pas un jour du mois : de 1 à 31",
        ),
        (
            "pricing/baremes/sauvegarde.yaml",
            "a_partir_de: {volume_sauvegarde: 0}",
            "a_partir_de: {volume_sauvegarde: -5}",
            "FOR011 « -5 » n'est pas permis ici : il faut un nombre positif ou nul",
        ),
        (
            CLES,
            "millesimes: {2024: 2021,",
            "millesimes: {2024: 2023,",
            (
                "TAR016 le millésime 2023 de « population-municipale » entre en vigueur le 1er janvier 2026 : la clé "
                "« population » ne peut pas le lire dès 2024"
            ),
        ),
        (
            "pricing/composants/S02.yaml",
            "debut: 2024-01-01\n      fin: 2029-01-01",
            "debut: 2029-01-01\n      fin: 2024-01-01",
            "TAR035 le contrat de « application-finances » finit le 1er janvier 2024 et commence le 1er janvier 2029",
        ),
        (
            COUTS,
            "parametres: {contribution_maximale: {unite: €/an, valeurs: {2024: 1000}}}",
            "parametres: {contribution_maximale: {unite: €/an, valeurs: {2024: 0}}}",
            (
                "TAR031 le coût annuel 2024 de « tice-assistance » : le plafond est de 0,00 € pour tous : personne ne "
                "paierait sa part"
            ),
        ),
        (
            COUTS,
            "mois: {2024: 2023-01, 2025: 2024-01, 2026: 2025-01}",
            "mois: {2024: 2025-01, 2025: 2024-01, 2026: 2025-01}",
            (
                "TAR027 la révision « contrat » de « supervision » lit pour 2024 l'indice de 2025-01, que l'exercice "
                "ne connaît pas encore"
            ),
        ),
        (
            COUTS,
            "base: 2023-01, mois: {2024: 2023-01,",
            "base: 2023-06, mois: {2024: 2023-01,",
            (
                "TAR027 la révision « contrat » de « supervision » lit pour 2024 l'indice de 2023-01, antérieur à sa "
                "base (2023-06)"
            ),
        ),
        (
            "pricing/composants/S07.yaml",
            "adherents: [saulxures-les-nancy]\n        exercices: [2026]",
            "adherents: [saulxures-les-nancy]\n        exercices: [2026, 2035]",
            "TAR030 « tice-ent » exonère pour 2035, qui n'est pas un exercice du dépôt",
        ),
        (
            "adherents/laxou/budget.yaml",
            "bp: 154500.00",
            "bp: -154500.00",
            "FOR011 « -154500.00 » n'est pas permis ici : il faut un nombre positif ou nul",
        ),
        (
            "catalogue/lectures.yaml",
            "{ligne: application-iaas-non-standard, parametre: heures_mco_par_application, valeur: 16}",
            (
                "{ligne: application-iaas-non-standard, parametre: heures_mco_par_application, valeur: 16}\n"
                "          - {ligne: application-iaas-non-standard, parametre: heures_mco_par_application, valeur: 8}"
            ),
            (
                "LEC003 l'autre lecture « quatre-heures-par-trimestre » de la lecture 45 remplace deux fois "
                "« heures_mco_par_application » de « application-iaas-non-standard » : laquelle vaudrait ?"
            ),
        ),
    ],
)
def test_a_value_that_means_nothing_is_said(path: str, avant: str, apres: str, attendu: str) -> None:
    files = fichiers_nancy()
    assert avant in files[path]
    read = relire({**files, path: files[path].replace(avant, apres)})
    found = (*read.diagnostics, *dits(read.depot))
    assert attendu in [f"{item.code} {espaces(item.message)}" for item in found]
