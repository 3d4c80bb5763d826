"""Annexe 4 of the convention, row by row, as its formulas are read (the items are those of the list of ambiguities).

The figures of the examples are invented.
"""

from __future__ import annotations

from typing import NamedTuple

UNITS_OF_KEYS = {
    "moyens_impression": "moyen d'impression",
    "consommables": "consommable",
    "copieurs": "copieur",
    "abonnements": "abonnement",
    "terminaux": "terminal",
    "licences_dati": "licence",
    "applications": "application",
    "abaque": "compte",
}


class Row(NamedTuple):
    """A cell of annexe 4: its formula, the units of its variables, an example; `total` of the shared key."""

    formule: str
    variables: dict[str, str]
    valeurs: dict[str, str]
    attendu: str
    total: dict[str, int] = {}  # noqa: RUF012 (a constant of the tests)
    part_fixe: bool = False


DIRECT = {
    "ordinateur neuf": Row(
        "(cout_achat + cout_configuration) * nombre",
        {"cout_achat": "€/ordinateur", "cout_configuration": "€/ordinateur", "nombre": "ordinateur"},
        {"cout_achat": "742.80", "cout_configuration": "46", "nombre": "12"},
        "9465.60",
    ),
    "ordinateur de seconde main": Row(
        "(cout_residuel + cout_configuration) * nombre",
        {"cout_residuel": "€/ordinateur", "cout_configuration": "€/ordinateur", "nombre": "ordinateur"},
        {"cout_residuel": "310", "cout_configuration": "46", "nombre": "3"},
        "1068.00",
    ),
    "ordinateur reconditionné": Row(
        "cout_reconditionnement * nombre",
        {"cout_reconditionnement": "€/ordinateur", "nombre": "ordinateur"},
        {"cout_reconditionnement": "120.50", "nombre": "4"},
        "482.00",
    ),
    "imprimante, traceur, téléphone, terminal, licence, matériel": Row(
        "cout_achat * nombre",
        {"cout_achat": "€/unité", "nombre": "unité"},
        {"cout_achat": "289.90", "nombre": "2"},
        "579.80",
    ),
    "installation d'un copieur": Row(
        "cout_installation", {"cout_installation": "€"}, {"cout_installation": "350"}, "350.00"
    ),
    "acquisition de modules, de licences, d'interfaces": Row(
        "cout_acquisition", {"cout_acquisition": "€"}, {"cout_acquisition": "5400"}, "5400.00"
    ),
}

FACTUEL = {
    "consommables d'impression": Row(
        "cout_consommable * consommables",
        {"cout_consommable": "€/consommable"},
        {"cout_consommable": "41.50", "consommables": "60"},
        "2490.00",
    ),
    "SaaS, hébergement, interface: prestations": Row(
        "prestations_editeur * part(abaque)",
        {"prestations_editeur": "€"},
        {"prestations_editeur": "12000", "abaque": "9"},
        "337.50",
        {"abaque": 320},
    ),
    "IaaS standard: prestations": Row(
        "prestations_editeur * applications",
        {"prestations_editeur": "€/application"},
        {"prestations_editeur": "450", "applications": "3"},
        "1350.00",
    ),
    "IaaS non standard: prestations et MCO (item 17)": Row(
        "prestations_editeur + taux_mco_horaire * heures_mco_par_application * applications",
        {"prestations_editeur": "€", "taux_mco_horaire": "€/h", "heures_mco_par_application": "h/application"},
        {
            "prestations_editeur": "2000",
            "taux_mco_horaire": "60",
            "heures_mco_par_application": "4",
            "applications": "2",
        },
        "2480.00",
        part_fixe=True,
    ),
}

ANNUEL = {
    "serveur d'impression (item 10)": Row(
        "cout_maintenance * part(moyens_impression)",
        {"cout_maintenance": "€/an"},
        {"cout_maintenance": "4800", "moyens_impression": "14"},
        "163.11",
        {"moyens_impression": 412},
    ),
    "impression nomade (item 11)": Row(
        "cout_contrat", {"cout_contrat": "€/an"}, {"cout_contrat": "640"}, "640.00", part_fixe=True
    ),
    "copieur": Row(
        "cout_location * copieurs",
        {"cout_location": "€/copieur/an"},
        {"cout_location": "1150", "copieurs": "6"},
        "6900.00",
    ),
    "téléphone mobile, tablette connectée (item 12)": Row(
        "cout_abonnement * abonnements",
        {"cout_abonnement": "€/abonnement/an"},
        {"cout_abonnement": "98.40", "abonnements": "34"},
        "3345.60",
    ),
    "MDM (item 13)": Row(
        "cout_licence * terminaux",
        {"cout_licence": "€/terminal/an"},
        {"cout_licence": "27.60", "terminaux": "42"},
        "1159.20",
    ),
    "DATI (item 13)": Row(
        "cout_licence_dati * licences_dati",
        {"cout_licence_dati": "€/licence/an"},
        {"cout_licence_dati": "84", "licences_dati": "3"},
        "252.00",
    ),
    "SaaS (item 15), IaaS standard (item 16), interface": Row(
        "maintenance * part(abaque)",
        {"maintenance": "€/an"},
        {"maintenance": "38400", "abaque": "9"},
        "1080.00",
        {"abaque": 320},
    ),
    "IaaS non standard (item 17)": Row(
        "maintenance + prestations_changement + mco_systeme * part(applications)",
        {"maintenance": "€/an", "prestations_changement": "€/an", "mco_systeme": "€/an"},
        {"maintenance": "8000", "prestations_changement": "3000", "mco_systeme": "90000", "applications": "2"},
        "12500.00",
        {"applications": 120},
        part_fixe=True,
    ),
    "hébergement externalisé (item 18)": Row(
        "(maintenance + hebergement) * part(abaque)",
        {"maintenance": "€/an", "hebergement": "€/an"},
        {"maintenance": "12000", "hebergement": "6000", "abaque": "5"},
        "900.00",
        {"abaque": 100},
    ),
}
