"""What is asked of who begins a convention: its title, its members, its services, how each is shared.

Knows: the shape of the answers, what they lack. Must not know: the files that say them (`depot`), who asks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from convention.base.french import cite, enumere
from convention.base.mots import Mot, mot
from convention.model.cadre.champs import Dictionnaire, Modele, textes
from convention.model.cadre.corrections import to_id
from convention.model.cadre.scalaires import (
    IDENTIFIANT,
    Annee,
    CodeInsee,
    Entier,
    Libelle,
    MontantPositif,
    Nom,
    OuiNon,
    Prix,
    Quantite,
    Siren,
    choix,
)
from convention.model.mots.communs import TypeAdherent, UneOrigine, UnTypeAdherent

if TYPE_CHECKING:
    from collections.abc import Iterator


_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "oui", "non"})
"""What YAML, or one of its readers, takes for something else than a text."""


class Partage(Mot):
    """How the cost of a service is shared; the other ways are in docs/tarifs.md."""

    cle: str
    """What is counted for it; nothing when nothing is."""
    variable: str
    """Name of its price, or of its cost."""
    unite: str
    formule: str
    texte: str
    exemple: str
    """A worked example, as a row of annexe 4 holds it."""

    PARTS_EGALES = mot(
        "parts-egales",
        "Un coût annuel, à parts égales",
        cle="parts",
        variable="cout_annuel",
        unite="€/an",
        formule="cout_annuel * part(parts)",
        texte="coût annuel, à parts égales",
        exemple="{cout_annuel: 1000.00, parts: 1, total: {parts: 4}, attendu: 250.00}",
    )
    PAR_POSTE = mot(
        "par-poste",
        "Un coût annuel, selon le nombre de postes",
        cle="postes",
        variable="cout_annuel",
        unite="€/an",
        formule="cout_annuel * part(postes)",
        texte="coût annuel, selon le nombre de postes",
        exemple="{cout_annuel: 1000.00, postes: 10, total: {postes: 40}, attendu: 250.00}",
    )
    PAR_HABITANT = mot(
        "par-habitant",
        "Un coût annuel, selon la population",
        cle="habitants",
        variable="cout_annuel",
        unite="€/an",
        formule="cout_annuel * part(habitants)",
        texte="coût annuel, selon le nombre d'habitants",
        exemple="{cout_annuel: 1000.00, habitants: 500, total: {habitants: 2000}, attendu: 250.00}",
    )
    PRIX_PAR_POSTE = mot(
        "prix-par-poste",
        "Un prix par poste et par an",
        cle="postes",
        variable="prix_unitaire",
        unite="€/poste/an",
        formule="prix_unitaire * postes",
        texte="prix par poste, multiplié par le nombre de postes",
        exemple="{prix_unitaire: 12.50, postes: 10, attendu: 125.00}",
    )
    PRIX_PAR_HABITANT = mot(
        "prix-par-habitant",
        "Un prix par habitant et par an",
        cle="habitants",
        variable="prix_unitaire",
        unite="€/habitant/an",
        formule="prix_unitaire * habitants",
        texte="prix par habitant, multiplié par la population",
        exemple="{prix_unitaire: 1.10, habitants: 500, attendu: 550.00}",
    )
    FORFAIT = mot(
        "forfait",
        "Le même montant pour chacun",
        cle="",
        variable="abonnement_annuel",
        unite="€/an",
        formule="abonnement_annuel",
        texte="montant annuel, le même pour chacun",
        exemple="{abonnement_annuel: 300.00, attendu: 300.00}",
    )


UnPartage = Annotated[Partage, choix(Partage)]


class Membre(Modele, nomme_par=("nom",), objet="un adhérent", dit="{nom:cite}"):
    """A member, and what is counted of it."""

    nom: Libelle = textes("Nom, tel qu'on le dit : Valmont")
    denomination: Libelle | None = textes("Nom dans une phrase : Commune de Valmont", None)
    type: UnTypeAdherent = textes("Ce qu'il est", TypeAdherent.COMMUNE)
    siren: Siren | None = textes("Son numéro SIREN", None)
    insee: CodeInsee | None = textes("Son code INSEE, pour une commune", None)
    rattachement: Libelle | None = textes("De quel adhérent il dépend, pour un établissement rattaché", None)
    quantites: Dictionnaire[Nom, Quantite] = textes("Ce qui y est compté : postes, habitants", {})

    @property
    def id(self) -> str:
        """Its folder."""
        return to_id(self.nom)


class ServiceRendu(Modele, nomme_par=("nom",), objet="un service", dit="{nom:cite}"):
    """A service, and how its cost is shared."""

    nom: Libelle = textes("Nom du service")
    partage: UnPartage = textes("Comment son coût est partagé")
    montant: Prix = textes("Coût ou prix de la première année, en euros")
    option: OuiNon = textes("Se souscrit, au lieu de venir avec l'adhésion", default=False)
    pour: tuple[Libelle, ...] = textes("Qui le prend, s'il se souscrit ; tous, à défaut", ())


class Reponses(Modele):
    """Everything that is asked."""

    titre: Libelle = textes("Titre de la convention")
    gestionnaire: Libelle = textes("Qui porte le service commun : le nom de l'un des adhérents")
    exercice: Annee = textes("Première année")
    duree_annees: Entier = textes("Durée de la convention, en années", 1)
    reconductions: Entier = textes("Nombre de reconductions tacites", 0)
    preavis_mois: Entier = textes("Préavis de résiliation, en mois")
    origine: UneOrigine = textes("D'où viennent ces chiffres : demonstration s'ils sont inventés")
    source: Libelle = textes("Où ils sont écrits : la délibération, la convention, un essai")
    forfait_par_poste: MontantPositif | None = textes("Forfait par poste et par an, s'il y en a un", None)
    adherents: tuple[Membre, ...] = textes("Les adhérents, le gestionnaire compris")
    services: tuple[ServiceRendu, ...] = textes("Les services")

    @property
    def cles(self) -> tuple[str, ...]:
        """What is counted of every member, in the order of the services."""
        flat = ("postes",) if self.forfait_par_poste is not None else ()
        used = (*flat, *(item.partage.cle for item in self.services))
        return tuple(dict.fromkeys(nom for nom in used if nom))

    def manques(self) -> Iterator[str]:
        """Yield what the answers lack, or contradict."""
        yield from self._names()
        for service in self.services:
            yield from self._takers(service)
        for membre in self.adherents:
            yield from self._identity(membre)
            yield from self._counts(membre)

    def _names(self) -> Iterator[str]:
        names = [item.nom for item in self.adherents]
        for what, found in (("adhérent", names), ("service", [item.nom for item in self.services])):
            for ident in dict.fromkeys(map(to_id, found)):
                alike = [cite(nom) for nom in found if to_id(nom) == ident]
                if len(alike) > 1:
                    yield f"un seul nom par {what}, ceux-ci se ressemblent trop : {enumere(alike)}"
                if re.fullmatch(IDENTIFIANT, ident) is None or ident in _YAML:
                    yield f"{enumere(alike)} ne peut pas nommer un {what} : des lettres, et autre chose que « oui »"
            if not found:
                yield f"il faut au moins un {what}"
        if names and self.gestionnaire not in names:
            yield f"le gestionnaire {cite(self.gestionnaire)} n'est pas l'un des adhérents : {enumere(names)}"

    def _takers(self, service: ServiceRendu) -> Iterator[str]:
        names = {item.nom for item in self.adherents}
        for nom in service.pour:
            if nom not in names:
                yield f"{cite(service.nom)} est pour {cite(nom)}, qui n'est pas un adhérent"
        if service.pour and not service.option:
            yield f"{cite(service.nom)} vient avec l'adhésion : écrire « option: oui », ou retirer « pour »"

    def _identity(self, membre: Membre) -> Iterator[str]:
        attached = membre.type is TypeAdherent.ETABLISSEMENT_RATTACHE
        asked = {
            "siren": not attached and membre.siren is None,
            "insee": membre.type is TypeAdherent.COMMUNE and membre.insee is None,
            "rattachement": attached and membre.rattachement not in {item.nom for item in self.adherents},
        }
        lacking = [cite(nom) for nom, missing in asked.items() if missing]
        if lacking:
            yield f"{membre.nom} ({membre.type.libelle}) ne dit pas : {enumere(lacking)}"

    def _counts(self, membre: Membre) -> Iterator[str]:
        lacking = [cite(nom) for nom in self.cles if nom != "parts" and nom not in membre.quantites]
        if lacking:
            yield f"{membre.nom} ne compte pas : {enumere(lacking)} (sous « quantites »)"
        odd = [cite(nom) for nom in membre.quantites if nom not in self.cles]
        if odd:
            yield f"{membre.nom} compte {enumere(odd)}, que rien ne partage"
