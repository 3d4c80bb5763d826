"""The smallest repository that says some answers: valid, computed, published; nothing in it is invented.

Knows: which files a convention cannot do without, how a value is written. Must not know: who asked, the disk.
"""

from __future__ import annotations

from fractions import Fraction
from textwrap import indent
from typing import TYPE_CHECKING

from convention.base.french import MOIS
from convention.base.money import CENTS, decimal_text, exact_text, round_half_up
from convention.edition.nouveau.partages import HABITANTS, PARTS, Partage
from convention.edition.texte.ecriture import accolades, bloc, entete, identifiant, montant, oui_non, texte
from convention.edition.texte.services import composants, ligne, service
from convention.model.cadre.document import path_of
from convention.model.documents.adherents import Adherent, Souscriptions
from convention.model.documents.catalogue import FORMAT, Convention, Service
from convention.model.documents.cles import Cles
from convention.model.documents.composants import Composants
from convention.model.documents.exercices import Exercice
from convention.model.documents.grilles import Bareme
from convention.model.documents.quantites import Quantites
from convention.model.documents.tarifs import CoutsDePossession, Forfait
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Categorie, Origine
from convention.model.valeurs.corrections import to_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from convention.edition.nouveau.partages import Compte
    from convention.edition.nouveau.reponses import Membre, Reponses, ServiceRendu

_MOTS_DE_L_OUTIL = (
    "# « texte » dit chaque partage dans les mots de l'outil, à remplacer par ceux de la convention quand elle en a.\n"
)
_A_CONFIRMER = "À confirmer par la convention, qui n'en dit rien ici"


def files(reponses: Reponses, jour: date) -> Mapping[str, str]:
    """Return the files of the repository, by path, of answers that lack nothing.

    The day is the one on which the flat fee was read, and that of counts that are invented.
    """
    bodies = dict(_bodies(reponses, jour))
    return {path: f"{_head(path, reponses)}{body}" for path, body in bodies.items()}


def _head(path: str, reponses: Reponses) -> str:
    version = f"format: {FORMAT}\n" if path == path_of(Convention) else ""
    source = "" if "/quantites/" in path else f"source: {texte(reponses.source)}\n"
    return f"{entete(path)}{version}origine: {reponses.origine}\n{source}"


_SANS_PART = "gestionnaire_contribue: non\n"


def _bodies(reponses: Reponses, jour: date) -> Iterator[tuple[str, str]]:
    codes = {item.nom: f"S{rang:02d}" for rang, item in enumerate(reponses.services, 1)}
    yield path_of(Convention), _convention(reponses)
    for rendu in reponses.services:
        yield path_of(Service, codes[rendu.nom]), _service(rendu)
    keys = {item.cle: accolades(_key(reponses, item)) for item in reponses.comptes}
    yield path_of(Cles), f"{bloc({'cles': keys})}\n"
    yield (
        path_of(CoutsDePossession),
        ("" if reponses.origine is Origine.DEMONSTRATION else _MOTS_DE_L_OUTIL)
        + _names(reponses)
        + "lignes:\n"
        + "\n".join(_row(reponses, rendu, codes[rendu.nom]) for rendu in reponses.services),
    )
    yield path_of(Exercice, annee=reponses.exercice), f"statut: ouvert\nphase: previsionnel\n{_calls(reponses)}"
    if reponses.forfait_par_poste is not None:
        yield path_of(Forfait), _flat_fee(reponses, jour)
    for rendu in reponses.services:
        # What is only delivered has no price of its own.
        if rendu.montant is not None or rendu.tranches:
            yield path_of(Composants, codes[rendu.nom]), _component(reponses, rendu)
        if rendu.tranches:
            yield path_of(Bareme, grid(codes[rendu.nom])), _steps(reponses, rendu)
    for membre in reponses.adherents:
        yield path_of(Adherent, membre.id), _member(reponses, membre)
        yield path_of(Souscriptions, membre.id), _subscriptions(reponses, membre, codes)
        if any(nom in membre.quantites for nom in reponses.cles):
            yield path_of(Quantites, membre.id, reponses.exercice), _counts(reponses, membre, jour)


def _convention(reponses: Reponses) -> str:
    months = f"duree_mois: {reponses.duree_mois}\n" if reponses.duree_mois else ""
    return f"""\
intitule: {texte(reponses.titre)}
gestionnaire: {to_id(reponses.gestionnaire)}
{"" if reponses.gestionnaire_contribue else _SANS_PART}effet: {reponses.debut}
duree_annees: {reponses.duree_annees}
{months}reconductions: {reponses.reconductions}
preavis_mois: {reponses.preavis_mois}
politiques:
  prorata:
    mode: mensuel
    seuil: 15
    origine: demonstration
    texte: "{_A_CONFIRMER} : une présence partielle se compte en douzièmes"
  part_liberee:
    mode: repartie
    origine: demonstration
    texte: "{_A_CONFIRMER} : ce que libère un départ est partagé entre ceux qui restent"
  partage:
    couts_exacts: {reponses.exercice}
    factuels_entiers: {reponses.exercice}
    origine: demonstration
    texte: "{_A_CONFIRMER} : un coût partagé reste exact, seules les parts sont arrondies"
"""


def _calls(reponses: Reponses) -> str:
    """Write the calls of the year, each by its month: advances, then the balance."""
    annee, rows = reponses.exercice, []
    advances = sum(item.taux is not None for item in reponses.appels)
    for rank, item in enumerate(reponses.appels, 1):
        rate = None if item.taux is None else exact_text(item.taux)
        genre = GenreVolet.SOLDE if item.taux is None else GenreVolet.ACOMPTE
        number = f" n° {rank}" if advances > 1 and item.taux is not None else ""
        objet = f"{'Solde' if item.taux is None else f'Acompte{number}'} de l'exercice {annee}"
        volet = {"genre": genre, "exercice": annee, "taux": rate}
        call = {"date": item.date, "objet": texte(objet), "volets": [volet]}
        rows.append(f"  {to_id(MOIS[item.date.month - 1])}: {accolades(call)}\n")
    return "".join(["jalons:\n", *rows]) if rows else ""


def _service(rendu: ServiceRendu) -> str:
    categorie = Categorie.OPTION if rendu.option else Categorie.SOCLE
    champs = service(rendu.nom, rendu.nom, categorie, rendu.nom)
    return f"{bloc({**champs, 'obligatoire': oui_non(not rendu.option)})}\n"


def _key(reponses: Reponses, compte: Compte) -> Mapping[str, object]:
    champs = {"unite": texte(compte.unite), "pluriel": texte(compte.pluriel)}
    if compte == PARTS:
        return {"libelle": "parts égales", **champs, "quotes_parts": {membre.id: 1 for membre in reponses.adherents}}
    libelle = "population" if compte == HABITANTS else texte(compte.pluriel)
    entier = {} if compte.entier else {"entier": oui_non(value=False)}
    return {"libelle": libelle, **champs, "comptage": compte.comptage, **entier}


def _row(reponses: Reponses, rendu: ServiceRendu, code: str) -> str:
    forme, nom = rendu.partage.forme, texte(rendu.nom)
    said = {"bareme": grid(code), **(rendu.compte._asdict() if rendu.compte is not None else {})}
    champs = {"id": identifiant(to_id(rendu.nom)), "service": code, "categorie": nom, "libelle": nom}
    asked = {
        "abonnement": "oui" if rendu.partage is Partage.FORFAIT else None,
        "variables": forme.variables.format(**said) or None,
    }
    exemple = forme.exemple.format(**said) or _example(reponses, rendu)
    row = ligne(
        {**champs, **asked}, forme.nature.mode, forme.formule.format(**said), forme.texte.format(**said), exemple
    )
    return f"{indent(bloc([row]), '  ')}\n"


def _names(reponses: Reponses) -> str:
    """Say what sentences call the prices; grids have none."""
    noms = {nom: texte(dit) for rendu in reponses.services for nom, dit in rendu.partage.forme.noms.items()}
    return f"{bloc({'noms': noms})}\n" if noms else ""


def grid(code: str) -> str:
    """Name the grid of a service; a formula cites it."""
    return code.lower()


def _example(reponses: Reponses, rendu: ServiceRendu) -> str:
    last, cle = rendu.tranches[-1], rendu.compte.cle if rendu.compte is not None else ""
    attendu = decimal_text(round_half_up(last.montant))
    return accolades({"exercice": reponses.exercice, cle: exact_text(last.a_partir_de), "attendu": attendu})


def _steps(reponses: Reponses, rendu: ServiceRendu) -> str:
    compte = rendu.compte or PARTS
    steps = [
        accolades({"a_partir_de": f"{{{compte.cle}: {exact_text(item.a_partir_de)}}}", "valeur": montant(item.montant)})
        for item in rendu.tranches
    ]
    measures = accolades({compte.cle: texte(compte.unite)})
    head = [f"libelle: {texte(rendu.nom)}", "mode: palier", "unite: €/an", f"mesures: {measures}"]
    return "\n".join([*head, "tranches:", f"  {reponses.exercice}:", *(f"    - {step}" for step in steps)]) + "\n"


def _flat_fee(reponses: Reponses, jour: date) -> str:
    amount = montant(Fraction(reponses.forfait_par_poste or 0, CENTS))
    champs = {
        "date": f"{reponses.exercice}-01-01",
        "montant": amount,
        "reference": texte(reponses.source),
        "verifie_le": jour,
    }
    return f"libelle: le forfait\ncle: postes\nvaleurs:\n  - {accolades(champs)}\n"


def _component(reponses: Reponses, rendu: ServiceRendu) -> str:
    price = {rendu.partage.forme.variable: montant(rendu.montant)} if rendu.montant is not None else {}
    return f"{bloc(composants(to_id(rendu.nom), rendu.nom, {reponses.exercice: price} if price else {}))}\n"


def _member(reponses: Reponses, membre: Membre) -> str:
    adhesion = {"debut": reponses.debut, "origine": reponses.origine, "source": texte(reponses.source)}
    champs = {
        "nom": texte(membre.nom),
        "denomination": texte(membre.denomination or membre.nom),
        "type": membre.type,
        "siren": texte(membre.siren),
        "insee": texte(membre.insee),
        "rattachement": identifiant(to_id(membre.rattachement)) if membre.rattachement is not None else None,
        "adhesion": accolades(adhesion),
    }
    return f"{bloc(champs)}\n"


def _subscriptions(reponses: Reponses, membre: Membre, codes: Mapping[str, str]) -> str:
    taken = [item for item in reponses.services if item.option and (not item.pour or membre.nom in item.pour)]
    rows = [f"  - {{service: {codes[item.nom]}, debut: {reponses.debut}}}\n" for item in taken]
    return "souscriptions:\n" + "".join(rows) if rows else "souscriptions: []\n"


def _counted_from(reponses: Reponses) -> str:
    """Say where counts come from: what is invented is, as the rest; what a convention says is no count of anything."""
    invented = reponses.origine is Origine.DEMONSTRATION
    return reponses.compte_selon or (reponses.source if invented else "Premier comptage")


def _counts(reponses: Reponses, membre: Membre, jour: date) -> str:
    counted = {nom: exact_text(membre.quantites[nom]) for nom in reponses.cles if nom in membre.quantites}
    return f"""\
comptages:
  - phase: previsionnel
    date: {reponses.compte_le or jour}
    source: {texte(_counted_from(reponses))}
    valeurs: {accolades(counted)}
"""
