"""Governance (art. 3.1, 4 to 7, 10 to 12): bodies, meetings, procedures, who signs the seals.

Knows: their shape. Must not know: whether the calendar is kept (`checks.gouvernance`), signatures, how they are
verified.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import minuscule
from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, origine_propre, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document
from convention.model.cadre.renvois import (
    ClauseCitee,
    IdAppel,
    IdCommunaute,
    IdComposant,
    IdGenre,
    IdInstance,
    IdProcedure,
    IdProjet,
    IdSignataire,
    IdVisa,
    ServiceCite,
)
from convention.model.ecrits.signatures import GenreSceau, rang
from convention.model.mots.avenants import CasVisa, EtapeVisa
from convention.model.mots.communs import Origine
from convention.model.mots.vie import Niveau, SensAvis, StatutReunion
from convention.model.valeurs.scalaires import (
    Annee,
    CheminPossede,
    ClePublique,
    Empreinte,
    Entier,
    Equipe,
    FinExclue,
    Id,
    Jour,
    JourAccompli,
    Libelle,
    Nom,
    NombreDeJours,
    NombreDeMois,
    NomDeChamp,
    NomSceau,
    OuiNon,
    Texte,
)

if TYPE_CHECKING:
    from convention.model.ecrits.signatures import Scelle


class Membres(Modele, nomme_par=("pour",), objet="une composition", dit="pour {pour:cite}"):
    """One side of a body: functions, never names."""

    pour: Texte = textes("Partie représentée : le gestionnaire, les adhérents")
    fonctions: tuple[Texte, ...] = textes("Fonctions qui y siègent", nom="fonctions")


class Frequence(Modele):
    """How often a body meets."""

    texte: Texte = textes("Texte de la convention")
    minimum_par_an: Entier | None = textes("Nombre de réunions par an, au moins", None)
    avant: tuple[IdAppel, ...] = textes("Appels à contribution que les réunions précèdent", ())
    par_communaute: OuiNon = textes("Le nombre vaut pour chaque communauté d'utilisateurs", default=False)


class Instance(Modele, objet="une instance", dit="{libelle:cite}"):
    """A body of article 7."""

    libelle: Libelle = textes("Nom de l'instance")
    clause: ClauseCitee | None = textes("Article qui l'institue ; absent, si aucun texte ne le dit", None)
    composition: tuple[Membres, ...] = textes("Qui y siège, par fonction", nom="composition")
    role: tuple[Texte, ...] = textes("Ce qu'elle fait, dans les mots de la convention", nom="rôle", ordonne=True)
    frequence: Frequence = textes("Fréquence de réunion")
    rapport_annuel: OuiNon = textes("Un rapport y est présenté chaque année", default=False)
    origine: Origine | None = origine_propre()


class Communaute(Modele, objet="une communauté d'utilisateurs", dit="{libelle:cite}"):
    """A domain that has its users' committee (art. 7.3)."""

    libelle: Libelle = textes("Domaine : application, infrastructure")
    services: tuple[ServiceCite, ...] = textes("Services concernés")
    composants: tuple[IdComposant, ...] = textes("Composants concernés", ())
    origine: Origine | None = origine_propre()


class EquipeDuService(Modele, objet="une équipe", dit="{libelle:cite}"):
    """A team of the common service, that a project group gathers (art. 7.4)."""

    libelle: Libelle = textes("Nom de l'équipe")
    origine: Origine | None = origine_propre()


class Contact(Modele, objet="un contact", dit="{fonction:cite}"):
    """A functional contact (art. 10, 11): a function and its mailbox, never a person."""

    fonction: Texte = textes("Fonction")
    objet: Texte = textes("Pour quoi le joindre")
    clause: ClauseCitee | None = textes("Article qui le désigne ; absent, il l'est pour tout", None)
    courriel: Texte | None = textes("Adresse électronique fonctionnelle", None)
    telephone: Texte | None = textes("Téléphone", None)
    origine: Origine | None = origine_propre()


class DelaiEnvoi(Modele):
    """How long before a meeting its documents are sent; article 7 only says « en amont »."""

    jours: NombreDeJours = textes(
        "Jours entre l'envoi des documents et la réunion, au moins", nom="délai d'envoi, au moins"
    )
    origine: Origine = textes("D'où vient le délai", nom="origine du délai")
    texte: Texte = textes("Ce que la convention en dit", nom="texte de la convention")


@document(
    "catalogue/gouvernance.yaml",
    "Les instances et les contacts",
    nomme="le document de la gouvernance",
    contient=Contenu("instances"),
)
class Gouvernance(ModeleSource):
    """Bodies (art. 7), users' communities, teams, functional contacts."""

    delai_envoi: DelaiEnvoi | None = textes(
        "Envoi des documents avant une réunion ; absent, si rien n'en fixe le délai", None
    )
    instances: Dictionnaire[Id, Instance] = textes("Instances")
    communautes: Dictionnaire[Id, Communaute] = textes("Communautés d'utilisateurs", {})
    equipes: Dictionnaire[Nom, EquipeDuService] = textes(
        "Équipes du gestionnaire, que les groupes de projet associent", {}
    )
    contacts: Dictionnaire[Id, Contact] = textes("Contacts fonctionnels", {})


class DocumentEnvoye(Modele, nomme_par=("titre",), objet="un document envoyé", dit="{titre:cite}"):
    """A document sent before a meeting (art. 7)."""

    titre: Libelle = textes("Titre du document")
    envoi: JourAccompli | None = textes("Date de l'envoi aux membres", None)
    niveau: Niveau = textes("Qui peut le voir")


class Avis(Modele, nomme_par=("objet",), objet="un avis", dit="{objet:cite}"):
    """An opinion given in a meeting (art. 3.1, 7.2): on the proposal whose seal it names, and on no other.

    Kinds restrict it; with the exercice, they let it be shown beside another version, for which it does not count.
    """

    objet: Texte = textes("Ce sur quoi porte l'avis")
    sens: SensAvis = textes("Sens de l'avis")
    reserves: Texte | None = textes("Réserves", None)
    empreinte: Empreinte | None = textes("Empreinte de la proposition visée : il ne vaut pour aucune autre", None)
    genres: tuple[IdGenre, ...] = textes("Genres de documents visés ; absent, toute la proposition", ())
    exercice: Annee | None = textes("Exercice à partir duquel elle compte : pour rapprocher une autre version", None)


class Rapport(Modele):
    """The yearly report to the conférence des maires (art. 7.1)."""

    titre: Libelle = textes("Titre du rapport")
    exercice: Annee = textes("Exercice dont il rend compte")
    presente_le: JourAccompli | None = textes("Date de présentation", None)


class Reunion(Modele, nomme_par=("id",), objet="une réunion", dit="du {date} ({instance})"):
    """A meeting."""

    id: Id = textes("Identifiant de la réunion")
    instance: IdInstance = textes("Instance réunie")
    communaute: IdCommunaute | None = textes(
        "Communauté d'utilisateurs, pour un comité d'utilisateurs", None, nom="communauté d'utilisateurs"
    )
    projet: IdProjet | None = textes("Projet, pour un groupe projet", None, nom="projet")
    date: Jour = textes("Date de la réunion")
    statut: StatutReunion = textes("Prévue, tenue ou annulée", nom="état de la réunion")
    motif: Texte | None = textes("Pourquoi elle est annulée", None, nom="motif de l'annulation")
    ordre_du_jour: tuple[Texte, ...] = textes("Ordre du jour", ordonne=True)
    documents: tuple[DocumentEnvoye, ...] = textes("Documents envoyés en amont", ())
    avis: tuple[Avis, ...] = textes("Avis rendus", ())
    rapport: Rapport | None = textes("Rapport annuel présenté", None)
    compte_rendu: JourAccompli | None = textes("Date d'envoi du compte rendu", None)


@document(
    "catalogue/reunions/{annee}.yaml",
    "Les réunions d'une année",
    nomme="la liste des réunions",
    contient=Contenu("reunions"),
    rubrique=Rubrique(Rang.GOUVERNANCE, "Réunions", "{annee}"),
    consigne=True,
)
class Reunions(ModeleSource):
    """The meetings of a year."""

    origine: Origine = textes("D'où viennent ces réunions", nom="origine des données")
    reunions: tuple[Reunion, ...] = textes("Réunions de l'année")


class Visa(Modele, objet="un visa", dit="{libelle:cite}"):
    """What must have been obtained, or be declared missing, before a change takes effect."""

    libelle: Libelle = textes("Avis, acte ou formalité")
    court: Libelle | None = textes("Le même en peu de mots, dans une phrase", None)
    quand: Texte | None = textes(
        "Dans quel cas il est demandé ; absent, il l'est toujours", None, nom="cas où il est demandé"
    )
    cas: CasVisa | None = textes("Cas que la comparaison reconnaît (absent, il s'apprécie)", None)
    instance: IdInstance | None = textes("Instance dont l'avis l'acquiert (quel qu'en soit le sens)", None)
    etape: EtapeVisa | None = textes("Étape qui l'acquiert (sans étape ni instance, sa date s'écrit)", None)
    reference: Texte | None = textes("Texte qui le demande", None)
    verifie_le: JourAccompli | None = textes("Date de la dernière vérification de ce texte", None)
    origine: Origine | None = origine_propre()

    @property
    def bref(self) -> str:
        """Its name within a sentence, as short as the data have it."""
        return self.court or minuscule(self.libelle)


class Procedure(Modele, objet="une procédure", dit="{libelle:cite}"):
    """How a kind of change is decided (art. 12, exigences of the committees)."""

    libelle: Libelle = textes("Nom de la procédure")
    rang: Entier = textes(
        "Rang, de la plus légère (1) à la plus lourde", nom="rang, de la plus légère à la plus lourde"
    )
    description: Texte = textes("Qui décide, et comment")
    instances: tuple[IdInstance, ...] = textes("Instances saisies, dans l'ordre", (), ordonne=True)
    visas: tuple[IdVisa, ...] = textes("Visas demandés, dans l'ordre", (), ordonne=True)
    avant: IdAppel | None = textes("Appel à contribution que la décision doit précéder", None)
    preavis_mois: NombreDeMois | None = textes(
        "Mois entre la décision et son effet, au moins", None, nom="délai entre la décision et son effet, au moins"
    )
    retroactive: OuiNon = textes("La décision peut valoir pour le passé", default=False)
    clause: ClauseCitee | None = textes("Article qui la fonde", None)
    origine: Origine | None = origine_propre()


class Changement(
    Modele, nomme_par=("genre", "champ"), objet="une procédure des changements", dit="{genre:cite}, champ {champ:cite}"
):
    """Which procedure a change needs, by kind of document and field."""

    genre: IdGenre = textes("Genre de document : le nom de son schéma")
    champ: Texte | None = textes("Champ du document ; absent, tous les autres champs", None)
    procedure: IdProcedure = textes("Procédure")
    motif: Texte = textes("Pourquoi cette procédure")

    @property
    def mene(self) -> tuple[str, ...]:
        """The fields that it names, one inside the other; none when it is for all the others."""
        return tuple(self.champ.split(".")) if self.champ is not None else ()


class Commun(Modele, objet="une procédure de tout champ"):
    """Which procedure a field needs in every document that has it, unless a row of its kind names it."""

    procedure: IdProcedure = textes("Procédure")
    motif: Texte = textes("Pourquoi cette procédure")


class Proprietaire(Modele, nomme_par=("chemin",), objet="une relecture", dit="de {chemin:cite}"):
    """Who reads again what changes in a folder or a file before it is merged: teams, never a person."""

    chemin: CheminPossede = textes("Dossier ou fichier ; la dernière ligne qui le désigne vaut")
    equipes: tuple[Equipe, ...] = textes("Équipes qui relisent")
    motif: Texte = textes("Pourquoi ces équipes")


class Requise(NamedTuple):
    """The procedure that a change needs."""

    id: str
    procedure: Procedure
    motif: str
    """Why, in the words of the table."""


@document(
    "catalogue/procedures.yaml",
    "La procédure de chaque changement",
    nomme="la liste des procédures",
    contient=Contenu("procedures"),
    rubrique=Rubrique(Rang.GOUVERNANCE, "Procédures de changement"),
)
class Procedures(ModeleSource):
    """Who decides what, and how."""

    origine: Origine = textes("D'où viennent ces procédures", nom="origine des données")
    visas: Dictionnaire[Id, Visa] = textes("Visas")
    procedures: Dictionnaire[Id, Procedure] = textes("Procédures")
    changements: tuple[Changement, ...] = textes("Procédure de chaque changement")
    communs: Dictionnaire[NomDeChamp, Commun] = textes(
        "Procédure d'un champ dans tous les documents qui l'ont, par le nom du champ", {}
    )
    proprietaires: tuple[Proprietaire, ...] = textes(
        "Qui relit chaque fichier : « convention codeowners »", (), ordonne=True
    )

    def requise(self, genre: str, *champs: str) -> Requise | None:
        """Return the procedure of a change of a field: that of the most precise row for it (art. 12).

        Fields lead to the change, one inside the other; none for the document as a whole.
        """
        rows = (row for row in self.changements if row.genre == genre and champs[: len(row.mene)] == row.mene)
        best: Changement | Commun | None = max(rows, key=lambda row: len(row.mene), default=None)
        named = best.mene if isinstance(best, Changement) else ()
        common = next((self.communs[champ] for champ in champs if champ in self.communs and champ not in named), None)
        best = common or best
        if best is None or best.procedure not in self.procedures:
            return None
        return Requise(best.procedure, self.procedures[best.procedure], best.motif)


class CleDeSignature(Modele, nomme_par=("cle",), objet="une clé", dit="{cle:cite}"):
    """A public key: a retired one stays, for what it has signed."""

    cle: ClePublique = textes("Clé publique SSH, sans son commentaire")
    fin: FinExclue | None = textes("Jour à partir duquel cette clé ne signe plus (exclu)", None)

    @property
    def empreinte(self) -> str:
        """Its fingerprint, as `ssh-keygen` prints it: « SHA256:… »."""
        digest = hashlib.sha256(base64.b64decode(self.cle.partition(" ")[2])).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


class FonctionSignataire(Modele, objet="un signataire", dit="{fonction:cite}"):
    """A function that signs; never a person."""

    fonction: Texte = textes("Fonction, ou boîte fonctionnelle ; jamais une personne")
    cles: tuple[CleDeSignature, ...] = textes("Ses clés, y compris celles qui ne servent plus")


class ExigenceDeSignature(
    Modele,
    nomme_par=("sceaux", "depuis"),
    objet="une exigence",
    dit="de signature des {sceaux.bref} depuis {depuis:cite}",
):
    """From which seal on a kind of seals is signed, and by whom."""

    sceaux: GenreSceau = textes("Ce qui est signé")
    depuis: NomSceau = textes('Premier sceau à signer : appel 2027-04, clôture "2026", avenant "2"')
    signataires: tuple[IdSignataire, ...] = textes("Fonctions qui signent chacun ; aucune : plus rien n'est demandé")


@document(
    "catalogue/signataires.yaml",
    "Les fonctions qui signent les sceaux, et leurs clés",
    nomme="la liste des signataires des sceaux",
    contient=Contenu("signataires", "fonction"),
    rubrique=Rubrique(Rang.GOUVERNANCE, "Signature des sceaux"),
)
class Signataires(ModeleSource):
    """Who signs what, since when."""

    signataires: Dictionnaire[Id, FonctionSignataire] = textes("Fonctions qui signent")
    exigences: tuple[ExigenceDeSignature, ...] = textes("Ce qui est signé, par qui, à partir de quel sceau")

    def admis(self, genre: GenreSceau) -> frozenset[str]:
        """Return the functions that sign this kind, or have signed it."""
        return frozenset(nom for item in self.exigences if item.sceaux is genre for nom in item.signataires)

    def demandes(self, scelle: Scelle) -> tuple[str, ...]:
        """Return the functions that must sign a seal: those of the last demand that begins at its name or before."""
        begun = [
            item for item in self.exigences if item.sceaux is scelle.genre and rang(item.depuis) <= rang(scelle.nom)
        ]
        return max(begun, key=lambda item: rang(item.depuis)).signataires if begun else ()

    def cle(self, fonction: str, empreinte: str) -> CleDeSignature | None:
        """Find the key of a function by its fingerprint."""
        signataire = self.signataires.get(fonction)
        keys = signataire.cles if signataire is not None else ()
        return next((item for item in keys if item.empreinte == empreinte), None)
