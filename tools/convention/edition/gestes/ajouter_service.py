"""Gesture that adds a service: its file, its words in annexes 1 and 3, its row of annexe 4, its price (art. 3).

Knows: which documents a service is written in. Must not know: who takes it (`souscrire`), what it costs to whom.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite, enumere
from convention.base.money import decimal_text, round_half_up
from convention.base.nodes import ScalarNode
from convention.base.nombres import read_numbers
from convention.checks.texte.clauses import clauses
from convention.checks.texte.nombres import NOMBRES
from convention.edition.demande import Demande, argument, choix, drapeau, option
from convention.edition.etat import Modification, editable
from convention.edition.noms import cle_of, open_year, service_of, unknown_object
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import accolades, fichier, identifiant, montant, texte
from convention.edition.texte.services import NOMS, composants, ligne, service
from convention.model.cadre.document import path_of
from convention.model.cadre.renvois import NomCle
from convention.model.documents.catalogue import Service
from convention.model.documents.composants import Composants
from convention.model.documents.tarifs import CoutsDePossession
from convention.model.mots.communs import Categorie, Comptage, Origine
from convention.model.valeurs.corrections import to_id, to_service
from convention.model.valeurs.scalaires import (
    Annee,
    CodeService,
    CodeSouscription,
    Id,
    Libelle,
    NombrePositif,
    OuiNon,
    Texte,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from convention.checks.texte.clauses import Clause
    from convention.edition.etat import Document
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle

_LIGNE = re.compile(r"^(?P<avant>\W*)(?P<code>[A-Z]{1,3}[0-9]{2})\b(?P<apres>[ \t]*\|?[ \t]*)", re.MULTILINE)
PROPOSE = "service proposé, pas encore décidé"
_PART = 4
"""The example of a shared cost: one unit out of four."""


class AjouterService(Demande):
    """Ajouter un service au catalogue, avec sa ligne de tarif, son composant et son prix.

    Tout ce que demande un service est écrit d'un coup : son fichier, le texte de la convention qui l'énumère, sa ligne
    de tarif, le composant, et ce que l'outil tire d'eux. Personne ne le paie avant de le souscrire. Ce qui change est
    montré ; rien n'est écrit si le résultat a une erreur de plus.
    """

    resume = "Ajouter un service au catalogue, avec son prix"
    exemples = (
        (
            'ajouter-service S12 "Signature électronique" --cle postes --montant 12000 --exercice 2027 --prerequis S02 '
            "--essai"
        ),
    )
    usage = "ajouter-service CODE LIBELLÉ"
    ecrit = "Le service, ses prérequis, sa ligne de tarif, son composant et son prix."

    code: CodeService = argument("Code du nouveau service : S12", "CODE")
    libelle: Libelle = argument("Nom du service", "LIBELLÉ")
    cle: NomCle = option("Clé qui partage le coût : postes, boites_aux_lettres…", "CLÉ")
    montant: NombrePositif = option("Coût à partager, par an", "EUROS")
    unitaire: OuiNon = drapeau("Le montant est le prix d'une unité de la clé, et non un coût à partager")
    exercices: tuple[Annee, ...] = option("Répéter, ou 2027-2028", "ANNÉE", nom="exercice")
    prerequis: tuple[CodeSouscription, ...] = option("Service exigé ; répéter", "SERVICE", ())
    convention_connexe: OuiNon = drapeau("Une convention spécifique est exigée")
    nom_court: Libelle | None = option("Nom en un ou deux mots", "TEXTE", None, absent="LIBELLÉ")
    categorie: Categorie = choix("Part du catalogue", Categorie.OPTION)
    composant: Id | None = option("Nom du composant", "NOM", None, absent="tiré du LIBELLÉ")
    origine: Origine = choix("D'où viennent le service et son prix", Origine.DEMONSTRATION)
    source: Texte = option("Référence de la source", "TEXTE", PROPOSE)

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Write a service that nobody takes yet, with its price for each exercice named."""
        depot = etat.depot
        _refuse_known(depot, self)
        for code in self.prerequis:
            if service_of(depot, code) is None:
                raise unknown_object(depot, code)
        for annee in self.exercices:
            open_year(depot, annee)
        cle, composant = cle_of(depot, self.cle), _component(depot, self)
        texts = [
            *_clauses(etat, self),
            _named(
                editable(etat, path_of(CoutsDePossession)).add(("lignes",), _row(depot, self, cle, composant)),
                _variable(self),
            ),
        ]
        return (
            _service(self),
            *(item for document in texts for item in document.modifications),
            _composants(self, composant),
        )

    def ensuite(self, depot: Depot, _au: date) -> Iterator[str]:
        """Say who pays, and from when on; that what only stands for an act is said wherever it is read."""
        if self.origine is Origine.DEMONSTRATION is not depot.convention.origine:
            act = "" if _is_published(depot) else " ; quand un acte l'arrête : --origine convention --source « … »"
            yield f"Ce service est dit « demonstration », et tout ce qui s'en calcule le dira{act}."
        yield f"Personne ne le paie avant « convention souscrire ADHÉRENT {self.code} --debut DATE »."


def _refuse_known(depot: Depot, demande: AjouterService) -> None:
    code = demande.code
    if code in depot.services or path_of(Service, code) in depot.fichiers:
        raise RefusError(f"le service {code} existe déjà ({path_of(Service, code)})", f"prochain code : {_next(depot)}")
    if path_of(Composants, code) in depot.fichiers:
        raise RefusError(f"{path_of(Composants, code)} existe déjà", f"prochain code : {_next(depot)}")
    if not demande.exercices:
        raise RefusError("le service n'a pas de prix : aucun exercice n'est nommé", "donner un exercice ouvert")
    if demande.origine is Origine.CONVENTION and _is_published(depot):
        message = "ce que la convention ne contient pas encore n'est pas d'origine « convention »"
        raise RefusError(message, "écrire demonstration, ou public avec sa source")
    if demande.origine is Origine.CONVENTION and demande.source == PROPOSE:
        raise RefusError("ce que dit la convention a sa source", "donner l'acte qui l'arrête : --source \"…\"")
    if re.search(r"[\n\t]", demande.libelle + (demande.nom_court or "")):
        raise RefusError("le nom d'un service tient sur une ligne", "le réécrire sans retour à la ligne ni tabulation")


def _next(depot: Depot) -> str:
    """Return the code that follows the last of the catalogue."""
    last = max(depot.services, default="S00")
    return to_service(f"{last[:-2]}{int(last[-2:]) + 1}")


def _component(depot: Depot, demande: AjouterService) -> str:
    found = demande.composant or "-".join(part[:30] for part in to_id(demande.libelle).split("-")[:8])
    if not found:
        raise RefusError(f"{cite(demande.libelle)} ne donne pas de nom au composant", "en donner un par --composant")
    for known, what in ((depot.composants, "un composant"), (depot.lignes, "une ligne de tarif")):
        if found in known:
            raise RefusError(f"{cite(found)} est déjà le nom d'{what}", "en donner un autre par --composant")
    return found


def _created(demande: AjouterService, path: str, champs: Mapping[str, object]) -> Modification:
    said = {"origine": demande.origine, "source": texte(demande.source)}
    return Modification(path, None, fichier(path, {**said, **champs}))


def _asked(demande: AjouterService) -> str:
    """Write what annexe 3 asks for, as it does: « Option, convention spécifique ».

    « Inclus » is for a service that nothing bills: this one has its price.
    """
    asked = [f"souscription à {enumere(demande.prerequis)}"] if demande.prerequis else []
    asked += ["convention spécifique"] if demande.convention_connexe else []
    return ", ".join([str(demande.categorie).capitalize(), *asked]) if asked else ""


def _service(demande: AjouterService) -> Modification:
    nom, asked = demande.nom_court or demande.libelle, _asked(demande)
    needs = {
        "texte": texte(asked),
        "services": accolades(list(demande.prerequis)) if demande.prerequis else None,
        "convention_connexe": "oui" if demande.convention_connexe else None,
    }
    champs = service(demande.libelle, nom, demande.categorie, f"{demande.code} {demande.libelle}")
    return _created(demande, path_of(Service, demande.code), {**champs, "prerequis": needs if asked else None})


def _clauses(etat: Chargement, demande: AjouterService) -> Iterator[Document]:
    """Add the service to the words of the convention that list it; a number of its name is said to be only a name."""
    listed = {item.clause: item for item in clauses(etat.depot) if item.passages}
    said, needs, named = etat.depot.convention.clauses, _asked(demande), []
    for clause, asked in ((said.catalogue, ""), *([(said.prerequis, needs)] if needs else [])):
        if clause is not None and clause in listed:
            document, words = _listed(etat, listed[clause], demande, asked)
            named.append((clause, words))
            yield document
    numbers = [(clause, words) for clause, words in named if read_numbers(demande.libelle)]
    if numbers and NOMBRES in etat.depot.fichiers:
        document = editable(etat, NOMBRES)
        for clause, words in numbers:
            champs = {"clause": clause, "mots": texte(words), "raison": texte("Nom d'un service : rien n'en dépend")}
            document = document.add(("nombres",), accolades(champs))
        yield document


def _listed(etat: Chargement, clause: Clause, demande: AjouterService, asked: str) -> tuple[Document, str]:
    """Add a line to the passage that ends the list of services of this category, written as its last one is."""
    same = {code for code, item in etat.depot.services.items() if item.categorie is demande.categorie}
    found = [(rank, line) for rank, item in enumerate(clause.passages) for line in _LIGNE.finditer(item.texte)]
    found = [item for item in found if item[1]["code"] in same] or found
    rank, before, after = len(clause.passages) - 1, "- ", " "
    if found:
        rank, line = found[-1]
        before, after = line["avant"].split("\n")[-1], line["apres"] or " "
    words = f"{demande.code}{after}{demande.libelle}"
    if asked:
        words += f"{after if '|' in after else ' : '}{asked}"
    place = clause.at("passages", rank, "texte")
    document = editable(etat, place.path)
    node = document.node(place.pointer)
    if isinstance(node, ScalarNode) and document.is_block_text(place.pointer):
        return document.append(place.pointer, f"{before}{words}"), words
    return document.set(place.pointer, texte(f"{clause.passages[rank].texte}\n{before}{words}")), words


def _variable(demande: AjouterService) -> str:
    return "prix_unitaire" if demande.unitaire else "cout_annuel"


def _named(document: Document, variable: str) -> Document:
    """Say what sentences call the price, where a convention that names its prices does not yet."""
    known = document.has(("noms", variable)) or not document.has(("noms",))
    return document if known else document.put(("noms", variable), texte(NOMS[variable]))


def _is_flow(depot: Depot, cle: Cle) -> bool:
    """Tell whether a key counts what is delivered in the year: its price is owed once, if any row of the tariffs is."""
    if depot.lignes and all(row.factuel is None for row in depot.lignes.values()):
        return False
    terms = [depot.cles[nom] for nom in cle.termes if nom in depot.cles] or [cle]
    return all(term.comptage is Comptage.SUR_PERIODE for term in terms)


def _is_published(depot: Depot) -> bool:
    """Tell whether the words of the tariffs are written: what they do not have is out of them."""
    return depot.convention.clauses.tarifs in {item.clause for item in clauses(depot)}


def _row(depot: Depot, demande: AjouterService, cle: Cle, composant: str) -> Mapping[str, object]:
    """Write the row of annexe 4: a cost shared by a key, or the price of one of what the key counts."""
    is_flow, variable = _is_flow(depot, cle), _variable(demande)
    nom, price, libelle = demande.cle, montant(demande.montant), cle.libelle
    if demande.unitaire:
        unit, formula = f"€/{cle.unite}{'' if is_flow else '/an'}", f"{variable} * {nom}"
        words = f"prix unitaire × {libelle} de l'adhérent"
        example: dict[str, object] = {variable: price, nom: 1, "attendu": decimal_text(round_half_up(demande.montant))}
    else:
        unit, formula = "€/an", f"{variable} * part({nom})"
        words = f"coût annuel × {libelle} de l'adhérent ÷ {libelle} de tous les bénéficiaires"
        share = decimal_text(round_half_up(demande.montant * Fraction(1, _PART)))
        example = {variable: price, nom: 1, "total": {nom: _PART}, "attendu": share}
    champs = {
        "id": identifiant(composant),
        "service": demande.code,
        "categorie": texte(demande.nom_court or demande.libelle),
        "libelle": texte(demande.libelle),
        "cle_texte": texte(libelle),
        "origine": demande.origine,
        "source": texte(demande.source),
        "hors_extrait": "oui" if _is_published(depot) else None,
        "variables": accolades({variable: unit}),
    }
    return ligne(champs, "factuel" if demande.unitaire and is_flow else "annuel", formula, words, example)


def _composants(demande: AjouterService, composant: str) -> Modification:
    price = {_variable(demande): montant(demande.montant)}
    champs = composants(composant, demande.libelle, dict.fromkeys(demande.exercices, price))
    return _created(demande, path_of(Composants, demande.code), champs)
