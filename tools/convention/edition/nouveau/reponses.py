"""What is asked of who begins a convention: its title, its members, its services, how each is shared.

Knows: the shape of the answers. Must not know: what they contradict (`manques`), the files that say them (`depot`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

from convention.base.mots import mot
from convention.edition.nouveau.partages import PARTS, POSTES, Compte, Partage
from convention.model.cadre.champs import Dictionnaire, Modele, textes
from convention.model.mots.communs import Comptage, Origine, TypeAdherent
from convention.model.valeurs.corrections import to_digits, to_id, to_name
from convention.model.valeurs.ecriture import pattern_reader, read_libelle
from convention.model.valeurs.scalaires import (
    Annee,
    CodeInsee,
    Entier,
    Jour,
    Libelle,
    MontantPositif,
    MotEcrit,
    NombrePositifOuNul,
    OuiNon,
    Prix,
    Quantite,
    Scalaire,
    Siren,
    Taux,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

Departement = Annotated[
    str,
    Scalaire(
        pattern_reader("[0-9][0-9AB]|97[1-6]", "FOR013", "un département", '"38"', to_digits),
        {"type": "string", "description": "Numéro du département, entre guillemets"},
    ),
]
"""What the INSEE code of a town begins with."""


NomDit = Annotated[
    str, Scalaire(lambda node: to_name(read_libelle(node)), {"type": "string", "description": "Ce qui est compté"})
]
"""What is counted, as one says it: « véhicules » is the key `vehicules`."""

_LIEN = re.compile(r"\s(?:d['’]|(?:à|au|aux|de|des|du|en|par|pour|sur)\s)")
"""What parts the word that is counted from what is said of it."""


class Membre(Modele, nomme_par=("nom",), objet="un adhérent", dit="{nom:cite}"):
    """A member, and what is counted of it."""

    nom: Libelle = textes("Nom, tel qu'on le dit (par exemple « Valmont »)")
    denomination: Libelle | None = textes("Nom dans une phrase (par exemple « Commune de Valmont »)", None)
    type: TypeAdherent = textes("Ce qu'il est", TypeAdherent.COMMUNE)
    siren: Siren | None = textes("Son numéro SIREN", None)
    insee: CodeInsee | None = textes("Son code INSEE, pour une commune", None)
    rattachement: Libelle | None = textes("De quel adhérent il dépend, pour un établissement rattaché", None)
    quantites: Dictionnaire[NomDit, Quantite] = textes("Ce qui y est compté : postes, habitants, lignes", {})

    @property
    def id(self) -> str:
        """Its folder."""
        return to_id(self.nom)


def word_meant(text: str, mots: Iterable[str]) -> str:
    """Return the word of a list that a text is but for its capitals, its accents, its spaces or its hyphens."""
    return {to_id(item): str(item) for item in mots}.get(to_id(text), text)


def spelt(champ: str, text: str) -> str:
    """Write a field of a member as documents do: a number without its spaces, a type as the list spells it."""
    if champ in ("siren", "insee"):
        return to_digits(text)
    return word_meant(text, TypeAdherent) if champ == "type" else text


class Palier(Modele, nomme_par=("a_partir_de",), objet="une tranche"):
    """A step of a grid: from how many on, and what is due then."""

    a_partir_de: NombrePositifOuNul = textes("Premier nombre de la tranche")
    montant: NombrePositifOuNul = textes("Montant de la tranche, en euros par an")


class ServiceRendu(Modele, nomme_par=("nom",), objet="un service", dit="{nom:cite}"):
    """A service, and how its cost is shared."""

    nom: Libelle = textes("Nom du service")
    partage: Partage = textes("Comment son coût est partagé")
    unite: Libelle | None = textes("Ce que l'on compte, au singulier (par exemple « ligne »)", None)
    pluriel: Libelle | None = textes("Et au pluriel (par exemple « lignes »)", None)
    comptage: Comptage | None = textes("Ce qu'on en compte : ce qui est là un jour donné, ou l'année entière", None)
    entier: OuiNon = textes("Se compte en nombres entiers ; non, pour des m² ou des To", default=True)
    montant: Prix | None = textes("Coût ou prix de la première année, en euros", None)
    tranches: tuple[Palier, ...] = textes("Montant de chaque tranche", (), ordonne=True)
    option: OuiNon = textes("Se souscrit, au lieu de venir avec l'adhésion", default=False)
    pour: tuple[Libelle, ...] = textes("Qui le prend ; tous, si rien n'est répondu", ())

    @property
    def compte(self) -> Compte | None:
        """What is counted for it."""
        if not self.partage.par_unite or self.unite is None:
            return self.partage.compte
        pluriel = self.pluriel or plural(self.unite)
        return Compte(to_name(pluriel), self.unite, pluriel, self.comptage or Comptage.A_DATE, self.entier)


def plural(unite: str) -> str:
    """Return the plural that most words have; of « boîte aux lettres », what comes before the link has it."""
    link = _LIEN.search(unite)
    head, rest = (unite[: link.start()], unite[link.start() :]) if link is not None else (unite, "")
    return f"{head}{'' if head.endswith(('s', 'x', 'z')) or not head[-1:].isalpha() else 's'}{rest}"


class AppelPrevu(Modele, nomme_par=("date",), objet="un appel", dit="du {date}"):
    """A call of the first year: an advance, or the balance when it says no rate."""

    date: Jour = textes("Date de l'appel")
    taux: Taux | None = textes(
        "Part de l'année appelée en acompte (60 %, ou 0.6) ; rien, si cet appel demande le solde", None
    )


class Forge(MotEcrit):
    """Where the repository is kept: what controls each proposal there is written for it."""

    fichier: str
    """The file by which it controls what is proposed; nothing when nothing does."""

    GITHUB = mot("github", "GitHub", fichier=".github/workflows/convention.yml")
    GITLAB = mot("gitlab", "GitLab", fichier=".gitlab-ci.yml")
    AUCUNE = mot("aucune", "Aucune : le dossier reste sur un poste, ou sur un partage", fichier="")


class Reponses(Modele):
    """Everything that is asked."""

    titre: Libelle = textes("Titre de la convention")
    gestionnaire: Libelle = textes("Qui porte les services, parmi les adhérents")
    gestionnaire_contribue: OuiNon = textes("Le gestionnaire paie sa part, comme un autre", default=True)
    exercice: Annee = textes("Première année")
    effet: Jour | None = textes("Premier jour, s'il n'est pas le 1er janvier (AAAA-MM-JJ)", None)
    duree_annees: Entier = textes("Durée de la convention, en années", 1)
    duree_mois: Entier = textes("Mois en plus de ces années", 0)
    reconductions: Entier = textes("Nombre de reconductions tacites", 0)
    preavis_mois: Entier = textes("Préavis de résiliation, en mois")
    origine: Origine = textes("D'où viennent ces chiffres, demonstration s'ils sont inventés")
    source: Libelle = textes("Où ils sont écrits (par exemple « délibération du 10 décembre »)")
    compte_le: Jour | None = textes("Jour où les quantités ont été comptées (AAAA-MM-JJ)", None)
    compte_selon: Libelle | None = textes(
        "D'où viennent les quantités (par exemple « inventaire du 15 novembre »)", None
    )
    forfait_par_poste: MontantPositif | None = textes(
        "Forfait par poste et par an, dû pour tous les postes ; rien, si un service a son propre prix par poste", None
    )
    departements: tuple[Departement, ...] = textes("Départements des communes, s'ils sont à vérifier", ())
    adherents: tuple[Membre, ...] = textes("Les adhérents, le gestionnaire compris")
    services: tuple[ServiceRendu, ...] = textes("Les services")
    appels: tuple[AppelPrevu, ...] = textes("Les appels de la première année ; le dernier appelle le solde", ())
    forge: Forge = textes("La forge où le dépôt sera tenu", Forge.GITHUB)

    @property
    def debut(self) -> date:
        """The first day: those who join, and what they take, begin with it."""
        return self.effet or date(self.exercice, 1, 1)

    @property
    def comptes(self) -> tuple[Compte, ...]:
        """What the costs are shared by, in order; the first says how it is counted, any that it has fractions."""
        found = {POSTES.cle: POSTES} if self.forfait_par_poste is not None else {}
        for compte in (item.compte for item in self.services):
            if compte is not None:
                first = found.setdefault(compte.cle, compte)
                found[compte.cle] = first._replace(entier=first.entier and compte.entier)
        return tuple(found.values())

    @property
    def cles(self) -> tuple[str, ...]:
        """What is counted of the members."""
        return tuple(item.cle for item in self.comptes if item != PARTS)

    def cles_de(self, nom: str) -> tuple[str, ...]:
        """What must be counted of a member: by the flat fee, and by what it takes; nothing of who pays nothing."""
        if nom == self.gestionnaire and not self.gestionnaire_contribue:
            return ()
        flat = {POSTES.cle} if self.forfait_par_poste is not None else set()
        taken = (item.compte for item in self.services if not item.pour or nom in item.pour)
        asked = flat | {compte.cle for compte in taken if compte is not None}
        return tuple(cle for cle in self.cles if cle in asked)
