"""The documents of the invented repository that no seed changes: keys, rows of annexe 4, services, accounts.

Knows: YAML texts. Must not know: chance, adherents, the package.
"""

from __future__ import annotations

import json

DEMO = "origine: demonstration\nsource: inventé pour les essais\n"

CLES = f"""{DEMO}cles:
  postes_forfait: {{libelle: postes du forfait, unite: poste, pluriel: postes, comptage: a_date}}
  postes: {{libelle: postes, unite: poste, pluriel: postes, comptage: a_date}}
  comptes: {{libelle: comptes, unite: compte, pluriel: comptes, comptage: a_date, portee: composant}}
  dossiers: {{libelle: dossiers, unite: dossier, pluriel: dossiers, comptage: sur_periode, portee: composant}}
  stockage: {{libelle: stockage, unite: To, pluriel: To, comptage: moyenne}}
  imprimantes: {{libelle: imprimantes, unite: imprimante, pluriel: imprimantes, comptage: a_date}}
  copieurs: {{libelle: copieurs, unite: copieur, pluriel: copieurs, comptage: a_date}}
  moyens_impression: {{libelle: moyens, unite: moyen, pluriel: moyens, somme: [imprimantes, copieurs]}}
  consommables: {{libelle: consommables, unite: consommable, pluriel: consommables, comptage: sur_periode}}
  mobiles: {{libelle: mobiles, unite: mobile, pluriel: mobiles, comptage: a_date}}
"""

LIGNES = f"""{DEMO}lignes:
  - id: pilotage
    service: S01
    categorie: Inventé
    libelle: Pilotage, compris dans l'adhésion
    variables: {{cout_annuel: €/an}}
    annuel:
      formule: cout_annuel * part(postes)
      texte: inventé
      exemples:
        - {{cout_annuel: 9, postes: 1, total: {{postes: 4}}, attendu: 2.25}}

  - id: application
    service: S02
    categorie: Inventé
    libelle: Application, souscrite une par une
    variables: {{prestations: €, maintenance: €/an, hebergement: €/an}}
    factuel:
      formule: prestations * part(abaque)
      texte: inventé
      exemples:
        - {{prestations: 9, abaque: 1, total: {{abaque: 3}}, attendu: 3}}
    annuel:
      formule: (maintenance + hebergement) * part(abaque)
      texte: inventé
      exemples:
        - {{maintenance: 6, hebergement: 3, abaque: 2, total: {{abaque: 4}}, attendu: 4.5}}

  - id: reseau
    service: S03
    categorie: Inventé
    libelle: Réseau, partagé selon une moyenne
    variables: {{cout_annuel: €/an}}
    annuel:
      formule: cout_annuel * part(stockage)
      texte: inventé
      exemples:
        - {{cout_annuel: 9, stockage: 1, total: {{stockage: 3}}, attendu: 3}}

  - id: archivage
    service: S03
    categorie: Inventé
    libelle: Archivage à la demande, partagé selon deux clés
    variables: {{cout_base: €/an, cout_volume: €/an}}
    annuel:
      formule: cout_base * part(postes) + cout_volume * part(stockage)
      texte: inventé
      exemples:
        - {{cout_base: 8, cout_volume: 6, postes: 1, stockage: 1, total: {{postes: 4, stockage: 3}}, attendu: 4}}

  - id: impression
    service: S04
    categorie: Inventé
    libelle: Impression, partagée selon une somme de clés
    variables: {{cout_maintenance: €/an}}
    annuel:
      formule: cout_maintenance * part(moyens_impression)
      texte: inventé
      exemples:
        - {{cout_maintenance: 4800, moyens_impression: 14, total: {{moyens_impression: 412}}, attendu: 163.11}}

  - id: copieur
    service: S04
    categorie: Inventé
    libelle: Copieurs, à l'achat et à la location
    variables: {{cout_location: €/copieur/an, cout_achat: €/copieur, cout_pose: €/copieur, nombre: copieur}}
    direct:
      formule: (cout_achat + cout_pose) * nombre
      texte: inventé
      exemples:
        - {{cout_achat: 5, cout_pose: 1, nombre: 2, attendu: 12}}
    annuel:
      formule: cout_location * copieurs
      texte: inventé
      exemples:
        - {{cout_location: 1150, copieurs: 6, attendu: 6900}}

  - id: consommable
    service: S04
    categorie: Inventé
    libelle: Consommables, au prix unitaire
    variables: {{cout_consommable: €/consommable}}
    factuel:
      formule: cout_consommable * consommables
      texte: inventé
      exemples:
        - {{cout_consommable: 41.5, consommables: 60, attendu: 2490}}

  - id: telephonie
    service: S05
    categorie: Inventé
    libelle: Téléphonie, une part partagée et un prix unitaire plafonné
    variables: {{abonnement: €/an, cout_mobile: €/mobile/an}}
    parametres: {{plafond: {{unite: €/mobile/an, valeurs: {{2020: 120, 2026: 130.5}}}}}}
    annuel:
      formule: abonnement * part(mobiles) + min(cout_mobile; plafond) * mobiles
      texte: inventé
      exemples:
        - {{abonnement: 90, cout_mobile: 9, plafond: 7, mobiles: 2, total: {{mobiles: 6}}, attendu: 44}}

  - id: sauvegarde
    service: S05
    categorie: Inventé
    libelle: Sauvegarde, au prix unitaire d'une moyenne
    variables: {{cout_to: €/To/an}}
    annuel:
      formule: cout_to * stockage
      texte: inventé
      exemples:
        - {{cout_to: 10, stockage: 2.5, attendu: 25}}

  - id: plafonne
    service: S03
    categorie: Inventé
    libelle: Supervision, partagée et plafonnée, le reste au gestionnaire
    variables: {{cout_annuel: €/an}}
    parametres: {{plafond: {{unite: €/an, valeurs: {{2020: 2000}}}}}}
    annuel:
      formule: cout_annuel * part(postes)
      texte: inventé
      plafond: {{formule: plafond, reliquat: gestionnaire}}
      exemples:
        - {{cout_annuel: 9, postes: 1, total: {{postes: 4}}, attendu: 2.25}}

  - id: degressif
    service: S04
    categorie: Inventé
    libelle: Maintenance, à un prix dégressif
    annuel:
      formule: bareme(degressif; copieurs) * copieurs
      texte: inventé
      exemples:
        - {{exercice: 2026, copieurs: 20, attendu: 166}}

  - id: tranches
    service: S05
    categorie: Inventé
    libelle: Abonnements, tranche par tranche
    annuel:
      formule: bareme(tranches; mobiles)
      texte: inventé
      exemples:
        - {{exercice: 2026, mobiles: 20.5, attendu: 175.75}}

  - id: indexe
    service: S04
    categorie: Inventé
    libelle: Entretien, à un prix révisé, doublé la première année
    variables: {{cout_entretien: €/copieur/an}}
    revisions: {{annuelle: {{serie: salaires, base: 2023-01, mois: {{2020: 2023-01, 2026: 2025-01}}}}}}
    annuel:
      formule: si(rang = 1; 2; 1) * indice(cout_entretien; annuelle) * copieurs
      texte: inventé
      exemples:
        - {{exercice: 2026, rang: 1, cout_entretien: 10, copieurs: 3, attendu: 64.38}}

  - id: contrat
    service: S05
    categorie: Inventé
    libelle: Contrat propre à un adhérent
    part_fixe: oui
    variables: {{cout_contrat: €/an}}
    annuel:
      formule: cout_contrat
      texte: inventé
      exemples:
        - {{cout_contrat: 360, attendu: 360}}
"""

BAREMES = {
    "degressif": f"""{DEMO}libelle: Prix d'un copieur
mode: palier
unite: €/copieur/an
mesures: {{copieurs: copieur}}
tranches:
  2020: [{{a_partir_de: {{copieurs: 0}}, valeur: 12.5}}, {{a_partir_de: {{copieurs: 20}}, valeur: 8.3}}]
""",
    "tranches": f"""{DEMO}libelle: Prix d'un mobile
mode: tranches
unite: €/mobile/an
mesures: {{mobiles: mobile}}
tranches:
  2020:
    - {{a_partir_de: {{mobiles: 0}}, valeur: 9}}
    - {{a_partir_de: {{mobiles: 10}}, valeur: 8.2}}
    - {{a_partir_de: {{mobiles: 20}}, valeur: 7.5}}
""",
}

INDICE = f"""{DEMO}libelle: Indice inventé
verifie_le: 2026-01-01
valeurs: {{2023-01: 101.3, 2025-01: 108.7}}
"""

SOUS_SERVICES = """sous_services:
  - {code: S03.1, libelle: Réseau}
  - {code: S03.2, libelle: Archivage, a_la_demande: oui}
"""


def service(code: str) -> str:
    """Return the document of a service: S01 comes with the membership, S03 has a sub-service on demand."""
    mandatory = "oui" if code == "S01" else "non"
    text = f"{DEMO}libelle: Service {code}\nnom_court: Domaine {code[1:]}\ncategorie: socle\nobligatoire: {mandatory}\n"
    return f"{text}texte: Service {code}\n{SOUS_SERVICES if code == 'S03' else ''}"


PARTAGE = "couts_exacts: 2024, factuels_entiers: 2024"


def convention(prorata: str, seuil: int, part_liberee: str, partage: str = PARTAGE) -> str:
    """Return the convention, with its policies; `partage`: from which exercice each rule of sharing holds."""
    return f"""format: 4
{DEMO}intitule: Convention inventée
gestionnaire: metropole
effet: 2024-01-01
duree_annees: 1
reconductions: 4
preavis_mois: 3
politiques:
  prorata: {{mode: {prorata}, seuil: {seuil}, origine: demonstration, texte: inventé}}
  part_liberee: {{mode: {part_liberee}, origine: demonstration, texte: inventé}}
  partage: {{{partage}, origine: demonstration, texte: inventé}}
poste_de_travail: {{definition: inventé, date_reference: 31 décembre, origine: demonstration}}
"""


def comptes() -> str:
    """Return the accounts of every nature, section and payer."""
    rows = [
        f'  - {{nature: {nature}, section: {section}, payeur: {payeur}, recette: "70875", depense: "62876"}}\n'
        for nature in ("masse_salariale", "direct", "indirect_factuel", "indirect_annuel")
        for section in ("fonctionnement", "investissement")
        for payeur in ("epci", "commune", "etablissement_rattache")
    ]
    return f"{DEMO}comptes:\n{''.join(rows)}"


_PLURIELS = frozenset({"avenants", "forfaits", "services", "exercices", "baremes", "indices", "references"})
"""Folders whose documents are each of one object."""


def first_line(path: str) -> str:
    """Return the line that names the schema of a document."""
    parts = path.removesuffix(".yaml").split("/")
    nom = parts[2] if parts[0] == "adherents" else parts[1]
    genre = nom.removesuffix("s") if nom in _PLURIELS else nom
    return f"# yaml-language-server: $schema={'../' * path.count('/')}schemas/{genre}.schema.json\n"


def avenant(objet: str, effet: str, *motifs: str) -> str:
    """Return the document of the first avenant."""
    head = f"{first_line('catalogue/avenants/1/avenant.yaml')}{DEMO}numero: 1\n"
    return f'{head}objet: "{objet}"\neffet: {effet}\nmotifs: {json.dumps(motifs, ensure_ascii=False)}\n'


def siren(number: int) -> str:
    """Complete eight digits with the check digit of Luhn."""
    digits = [int(digit) for digit in str(number)]
    total = sum(digit if rank % 2 == 0 else sum(divmod(2 * digit, 10)) for rank, digit in enumerate(digits))
    return f"{number}{-total % 10}"
