"""A small repository that declares codes of every sort, and what an editor must propose of them.

Knows: the shape of the documents. Must not know: how a list of codes is written.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.model.cadre.renvois import Sorte
from convention.model.genres import GENRES, read_path, schema_line
from tests.essais import lire
from tests.generateur.textes import DEMO, convention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import Depot

_SERVICE = f"{DEMO}categorie: socle\ntexte: inventé\nnom_court: Nom\n"
_TEXTES = {
    "catalogue/convention.yaml": convention("mensuel", 15, "repartie"),
    "catalogue/services/S01.yaml": f"{_SERVICE}libelle: Gestion administrative\nobligatoire: oui\n"
    "sous_services: [{code: S01.1, libelle: Courrier}, {code: S01.2, libelle: Archives, a_la_demande: oui}]\n",
    "catalogue/services/S04.yaml": f"{_SERVICE}libelle: Gestion de parcs\n"
    "sous_services: [{code: S04.2, libelle: Téléphones}, {code: S04.10, libelle: Copieurs}]\n",
    "catalogue/articles/article-07.yaml": f"{DEMO}ordre: 7\nclause: article 7\ntitre: Gouvernance\n"
    "sections: [{clause: article 7.1, titre: Le comité de pilotage}]\n",
    "catalogue/gouvernance.yaml": f"{DEMO}delai_envoi: {{jours: 15, origine: demonstration, texte: inventé}}\n"
    "instances: {pilotage: {libelle: Comité de pilotage, clause: article 7.1, composition: [], role: [],"
    " frequence: {texte: une fois par an}}}\ncommunautes: {parcs: {libelle: Les parcs, services: [S04]}}\n"
    "equipes: {etudes: {libelle: Les études}}\n",
    "catalogue/procedures.yaml": f"{DEMO}visas: {{avis: {{libelle: Avis du comité}}}}\n"
    "procedures: {gestion: {libelle: Acte de gestion, rang: 1, description: inventé}}\nchangements: []\n",
    "catalogue/signataires.yaml": f"{DEMO}signataires: {{finances: {{fonction: Direction des finances, cles: []}}}}\n"
    "exigences: []\n",
    "catalogue/reunions/2026.yaml": f"{DEMO}reunions: [{{id: pilotage-2026, instance: pilotage, date: 2026-11-06,"
    " statut: prevue, ordre_du_jour: []}]\n",
    "catalogue/projets/wifi.yaml": f"{DEMO}libelle: Le WIFI des mairies\nobjet: inventé\nstatut: engage\n"
    "adherents: [metropole]\nservices: [S04]\nrole_service_commun: moe\n",
    "adherents/metropole/adherent.yaml": f"{DEMO}nom: La Métropole\ndenomination: La Métropole\ntype: epci\n"
    "adhesion: {debut: 2024-01-01, origine: demonstration}\n",
    "adherents/metropole/budget.yaml": f"{DEMO}budgets: {{eau: {{libelle: Budget de l'eau, genre: annexe}}}}\n",
    "adherents/metropole/depenses/2026.yaml": f"{DEMO}depenses:\n"
    "  - {id: copieur-de-l-accueil, ligne: copieur, libelle: Copieur de l'accueil, nombre: 1,"
    " montants: {cout_achat: 3000.00}, section: investissement, devis: {reference: D-1, accepte_le: 2026-02-10}}\n",
    "pricing/exercices/2026.yaml": f"{DEMO}statut: ouvert\nphase: previsionnel\n"
    "jalons: {automne: {date: 2026-10-15, objet: Ce qui reste dû}}\n",
    "pricing/forfait.yaml": f"{DEMO}cle: postes\nvaleurs: []\n",
    "pricing/comptes.yaml": f"{DEMO}comptes:\n"
    '  - {nature: direct, section: fonctionnement, payeur: commune, recette: "70875", depense: "62876"}\n'
    '  - {nature: indirect_annuel, section: fonctionnement, payeur: commune, recette: "70875", depense: "62876"}\n',
    "pricing/cles.yaml": f"{DEMO}cles:\n"
    "  postes: {libelle: nombre de postes, unite: poste, pluriel: postes, comptage: a_date}\n"
    "  comptes: {libelle: nombre de comptes, unite: compte, pluriel: comptes, comptage: a_date, portee: composant}\n"
    "  moyens: {libelle: nombre de moyens, unite: moyen, pluriel: moyens, somme: [postes]}\n",
    "pricing/couts-de-possession.yaml": f"{DEMO}lignes:\n"
    "  - id: copieur\n    service: S04\n    categorie: Essai\n    libelle: Copieur\n"
    "    variables: {cout_achat: €/copieur, nombre: copieur}\n"
    "    direct: {formule: cout_achat * nombre, texte: inventé}\n"
    "  - id: finances\n    service: S01\n    categorie: Essai\n    libelle: Application de finances\n"
    "    variables: {cout_annuel: €/an}\n    parametres: {seuil: {unite: compte, valeurs: {2024: 10}}}\n"
    "    annuel: {formule: cout_annuel * part(comptes), texte: inventé}\n",
    "pricing/composants/S01.yaml": f"{DEMO}composants:\n"
    "  finances: {libelle: Les finances, ligne: finances, beneficiaires: souscription}\n"
    "  '2025': {libelle: Un nom en chiffres, ligne: finances}\n",
    "pricing/indices/syntec.yaml": f"{DEMO}libelle: Indice Syntec\nverifie_le: 2026-01-01\nvaleurs: {{2026-01: 100}}\n",
    "pricing/releves/parc.yaml": f"{DEMO}libelle: Inventaire\nformat: {{genre: csv}}\nentite: entite\n"
    "colonnes: {entite: [Entité]}\nrattachements: [{entite: Siège, par: exact, adherent: metropole}]\n"
    "mesures: {postes: {libelle: postes, decompte: lignes, cle: postes}}\n",
    "pricing/references/population.yaml": f"{DEMO}libelle: Population municipale\nmillesimes: {{}}\n",
    "pricing/baremes/cartads.yaml": f"{DEMO}libelle: Cartads\nmode: palier\nunite: €/an\n"
    "mesures: {habitants: habitant}\ntranches: {}\n",
}
PROPOSES: Mapping[Sorte, Mapping[str, str]] = MappingProxyType(
    {
        Sorte.ADHERENT: {"metropole": "La Métropole"},
        Sorte.APPEL: {"automne": "automne"},
        Sorte.BUDGET: {"eau": "Budget de l'eau"},
        Sorte.CLAUSE: {"article 7": "Gouvernance", "article 7.1": "Le comité de pilotage"},
        Sorte.CLE: {"comptes": "nombre de comptes", "moyens": "nombre de moyens", "postes": "nombre de postes"},
        Sorte.CLE_PAR_ADHERENT: {"postes": "nombre de postes"},
        Sorte.CLE_PAR_COMPOSANT: {"comptes": "nombre de comptes"},
        Sorte.COLONNE: {"entite": "Entité (Inventaire)"},
        Sorte.COMMUNAUTE: {"parcs": "Les parcs"},
        Sorte.COMPOSANT: {"2025": "Un nom en chiffres", "finances": "Les finances"},
        Sorte.COMPOSANT_SOUSCRIT: {"finances": "Les finances"},
        Sorte.COMPTE: {"62876": "direct, indirect annuel (fonctionnement)"},
        Sorte.DEPENSE: {"copieur-de-l-accueil": "Copieur de l'accueil"},
        Sorte.EQUIPE: {"etudes": "Les études"},
        Sorte.GENRE: {genre.nom: genre.libelle for genre in GENRES},
        Sorte.INDICE: {"syntec": "Indice Syntec"},
        Sorte.INSTANCE: {"pilotage": "Comité de pilotage"},
        Sorte.LIGNE: {"copieur": "Copieur", "finances": "Application de finances"},
        Sorte.LIGNE_DIRECTE: {"copieur": "Copieur"},
        Sorte.MESURE: {"habitants": "habitant (Cartads)"},
        Sorte.NOM_DE_FORMULE: {
            "cout_achat": "€/copieur (Copieur)",
            "cout_annuel": "€/an (Application de finances)",
            "nombre": "copieur (Copieur)",
            "seuil": "compte (Application de finances)",
        },
        Sorte.PARAMETRE: {"seuil": "compte (Application de finances)"},
        Sorte.PROCEDURE: {"gestion": "Acte de gestion"},
        Sorte.PROJET: {"wifi": "Le WIFI des mairies"},
        Sorte.REFERENCE: {"population": "Population municipale"},
        Sorte.REUNION: {"pilotage-2026": "Comité de pilotage, 6\u00a0novembre 2026"},
        Sorte.SERVICE: {"S01": "Gestion administrative", "S04": "Gestion de parcs"},
        Sorte.SERVICE_OU_SOUS_SERVICE: {
            "S01": "Gestion administrative",
            "S01.1": "Courrier",
            "S01.2": "Archives",
            "S04": "Gestion de parcs",
            "S04.2": "Téléphones",
            "S04.10": "Copieurs",
        },
        Sorte.SIGNATAIRE: {"finances": "Direction des finances"},
        Sorte.SOUSCRIPTION: {
            "S01.2": "Archives",
            "S04": "Gestion de parcs",
            "S04.2": "Téléphones",
            "S04.10": "Copieurs",
        },
        Sorte.SOUS_SERVICE: {"S01.1": "Courrier", "S01.2": "Archives", "S04.2": "Téléphones", "S04.10": "Copieurs"},
        Sorte.VARIABLE: {"cout_achat": "€/copieur (Copieur)", "cout_annuel": "€/an (Application de finances)"},
        Sorte.VISA: {"avis": "Avis du comité"},
    }
)
"""What each code designates, in the order in which an editor shows them."""


def petit_depot(**changes: str) -> Depot:
    """Load the small repository; a change is the name of a file and its new text, below the line of its schema."""
    return lire(petits_fichiers(**changes))


def petits_fichiers(**changes: str) -> dict[str, str]:
    """Return the files of the small repository."""
    texts = {path: changes.get(path.rpartition("/")[2].removesuffix(".yaml"), text) for path, text in _TEXTES.items()}
    return {path: f"{_first_line(path)}\n{text}" for path, text in texts.items()}


def _first_line(path: str) -> str:
    chemin = read_path(path)
    assert chemin is not None, path
    return schema_line(path, chemin.genre)
