"""The closed lists of words of the convention: phases, origins, natures, statuses.

Knows: the words and what they mean. Must not know: documents.
"""

from __future__ import annotations

from typing import Annotated

from convention.base.appellation import Appellation, appellation
from convention.base.french import accorde, article, du, minuscule
from convention.base.mots import mot
from convention.base.period import Prorata as ModeProrata
from convention.model.valeurs.scalaires import MotEcrit, choix


class Origine(MotEcrit):
    """Where a figure comes from; the order is from the strongest to the weakest."""

    mention: str
    """What every document that holds such a figure says of it."""

    CONVENTION = mot("convention", "Écrit dans la convention", libelle="convention", mention="")
    PUBLIC = mot("public", "Tiré d'une source publique citée", libelle="source publique", mention="")
    DEMONSTRATION = mot(
        "demonstration",
        "Inventé pour la démonstration",
        libelle="démonstration",
        mention="Données de démonstration, sans valeur comptable",
    )


ORIGINES = tuple(Origine)


def weakest(*origins: Origine) -> Origine:
    """Return the weakest origin: a result is worth its weakest input; nothing invented, the convention's own."""
    return max(origins, key=ORIGINES.index, default=Origine.CONVENTION)


class Phase(MotEcrit):
    """A state of the figures of an exercice (art. 8.3)."""

    PREVISIONNEL = mot("previsionnel", "Prévision", libelle="prévisionnel")
    REVISE = mot("revise", "Révision", libelle="révisé")
    REALISE = mot("realise", "Constaté à la clôture", libelle="réalisé")

    @property
    def reprise(self) -> str:
        """What is said of a figure of this phase that stands in a later one, which has none of its own."""
        return f"chiffre repris du {self.libelle}, faute d'un plus récent"


PHASES = tuple(Phase)


class GroupeNature(MotEcrit):
    """Kinds of costs that a document keeps apart, for their accounts differ."""

    rubrique: str
    """At the head of the documents and of the lines that share it."""
    sans_clause: str
    """The same, where no clause of the convention calls it so."""

    MASSE_SALARIALE = mot(
        "masse_salariale", "Masse salariale", rubrique="Masse salariale", sans_clause="Masse salariale"
    )
    INDIRECTS = mot(
        "indirects",
        "Coûts indirects, factuels et annuels",
        rubrique="Coûts indirects",
        sans_clause="Coûts des services",
    )
    DIRECT = mot("direct", "Coûts directs", rubrique="Coûts directs", sans_clause="Coûts directs")


class Nature(MotEcrit):
    """The natures of a contribution (art. 8, annexe 4)."""

    pluriel: str
    colonne: str
    """At the head of its column."""
    bilan: str
    """In the balance of what is borne and what is recharged."""
    mode: str
    """Which formula of a row of annexe 4 gives it; none for the forfait."""
    unite: str
    """What that formula is in."""
    groupe: GroupeNature

    MASSE_SALARIALE = mot(
        "masse_salariale",
        "Forfait par poste de travail",
        libelle="masse salariale",
        pluriel="masse salariale",
        colonne="Masse salariale",
        bilan="Masse salariale",
        mode="",
        unite="€/an",
        groupe=GroupeNature.MASSE_SALARIALE,
    )
    DIRECT = mot(
        "direct",
        "Coût direct, à l'euro l'euro",
        libelle="coût direct",
        pluriel="coûts directs",
        colonne="Coûts directs",
        bilan="Coûts directs",
        mode="direct",
        unite="€",
        groupe=GroupeNature.DIRECT,
    )
    INDIRECT_FACTUEL = mot(
        "indirect_factuel",
        "Coût indirect factuel",
        pluriel="coûts indirects factuels",
        colonne="Indirects factuels",
        bilan="Coûts indirects factuels",
        mode="factuel",
        unite="€",
        groupe=GroupeNature.INDIRECTS,
    )
    INDIRECT_ANNUEL = mot(
        "indirect_annuel",
        "Coût indirect annuel",
        pluriel="coûts indirects annuels",
        colonne="Indirects annuels",
        bilan="Coûts indirects annuels",
        mode="annuel",
        unite="€/an",
        groupe=GroupeNature.INDIRECTS,
    )

    @property
    def court(self) -> str:
        """Say it of one component, whose formulas are called « coût factuel », « coût annuel »."""
        return f"coût {self.mode}" if self.mode else self.libelle


class Section(MotEcrit):
    """The two sections of a public budget."""

    FONCTIONNEMENT = mot("fonctionnement", "Section de fonctionnement", libelle="fonctionnement")
    INVESTISSEMENT = mot("investissement", "Section d'investissement", libelle="investissement")

    @property
    def suite(self) -> str:
        """What says it after a name: « , investissement »; nothing of the usual one."""
        return f", {self.libelle}" if self is Section.INVESTISSEMENT else ""

    def dite(self, payeur: TypeAdherent) -> str:
        """Say it to who pays: « fonctionnement », « hors investissement »."""
        return payeur.courant if self is Section.FONCTIONNEMENT else self.libelle

    def apres_nom(self, payeur: TypeAdherent) -> str:
        """Say it to who pays, after a noun: « de fonctionnement », « hors investissement », « d'investissement »."""
        said = self.dite(payeur)
        return du(said) if said == self.libelle else said

    def total(self, payeur: TypeAdherent) -> str:
        """Head its total: only a public budget has sections."""
        return f"Total, {f'section {du(self.libelle)}' if payeur.publique else self.dite(payeur)}"


class TypeAdherent(MotEcrit):
    """What a member is."""

    sujet: str
    """How its own page speaks of it."""

    EPCI = mot(
        "epci",
        "Établissement public de coopération intercommunale",
        libelle="établissement intercommunal",
        sujet="l'établissement",
    )
    COMMUNE = mot("commune", "Commune membre", libelle="commune", sujet="la commune")
    ETABLISSEMENT_RATTACHE = mot(
        "etablissement_rattache",
        "Établissement public rattaché",
        libelle="établissement rattaché",
        sujet="l'établissement",
    )
    DEPARTEMENT = mot("departement", "Département", libelle="département", sujet="le département")
    REGION = mot("region", "Région", libelle="région", sujet="la région")
    SYNDICAT = mot("syndicat", "Syndicat de communes, ou syndicat mixte", libelle="syndicat", sujet="le syndicat")
    ETABLISSEMENT_PUBLIC = mot(
        "etablissement_public",
        "Établissement public que rien ne rattache à un autre adhérent : hôpital, collège, office",
        libelle="établissement public",
        sujet="l'établissement",
    )
    GROUPEMENT = mot(
        "groupement", "Groupement d'intérêt public, ou de coopération", libelle="groupement", sujet="le groupement"
    )
    ASSOCIATION = mot("association", "Association", libelle="association", sujet="l'association")
    SOCIETE = mot(
        "societe", "Société : privée, d'économie mixte, publique locale", libelle="société", sujet="la société"
    )

    @property
    def nu(self) -> str:
        """How its own page speaks of it, without an article: « commune », « établissement »."""
        return appellation(self.sujet).nu

    @property
    def publique(self) -> bool:
        """Whether its accounts are kept by a public accountant, who alone issues titres de recettes."""
        return self not in (TypeAdherent.ASSOCIATION, TypeAdherent.SOCIETE)

    @property
    def courant(self) -> str:
        """What it pays besides what is invested: only a public budget has sections."""
        return Section.FONCTIONNEMENT.libelle if self.publique else "hors investissement"

    @property
    def transmet(self) -> bool:
        """Whether its deliberations are sent to the State, then published, before they apply."""
        return self.elue

    @property
    def comptable(self) -> str:
        """Who keeps its accounts."""
        return "le comptable public" if self.publique else "le comptable"

    @property
    def elue(self) -> bool:
        """Whether elected people govern it, or those that they delegate."""
        own = (TypeAdherent.ETABLISSEMENT_PUBLIC, TypeAdherent.GROUPEMENT)
        return self.publique and self not in own

    def nommant(self, nom: str) -> Appellation:
        """Name a member whose name does not say what it is: « la commune d'Ormeval », « l'association Les Amis »."""
        return appellation(f"{self.sujet} {du(nom) if self._lieu else nom}")

    def accorde(self, nom: str, seul: str, plusieurs: str) -> str:
        """Agree what is said of a member, the subject: « Les Lilas », a town, pays; « Les Passeurs », no place, pay."""
        return accorde(nom if self._lieu else minuscule(nom), seul, plusieurs)

    def sans_article(self, nom: str) -> bool:
        """Whether a short name needs an article that nothing gives: « Cinémathèque », which is no place."""
        return not self._lieu and self is not TypeAdherent.EPCI and not article(nom)

    @property
    def _lieu(self) -> bool:
        return self in {TypeAdherent.COMMUNE, TypeAdherent.DEPARTEMENT, TypeAdherent.REGION}

    @property
    def a_un_siren(self) -> bool:
        """Whether it must have a SIREN: an attached establishment may use another's, an association may have none."""
        return self not in (TypeAdherent.ETABLISSEMENT_RATTACHE, TypeAdherent.ASSOCIATION)


class StatutSouscription(MotEcrit):
    """Whether a subscribed service is in use (art. 3)."""

    ACTIVE = "active", "Service en usage, facturé"
    SOUSCRITE_NON_ACTIVEE = "souscrite_non_activee", "Souscrit, pas encore en usage : rien n'est facturé"


class Comptage(MotEcrit):
    """What a key counts."""

    simple: str
    """The same, for who has never heard of it."""

    A_DATE = mot(
        "a_date",
        "Stock compté à une date : pesé par la présence",
        libelle="nombre à une date, au prorata de la présence",
        simple="ce qui est là un jour donné : qui arrive en cours d'année n'en paie qu'une part",
    )
    MOYENNE = mot(
        "moyenne",
        "Moyenne de l'année : jamais pesée à nouveau",
        libelle="moyenne de l'année, sans prorata",
        simple="la moyenne de l'année",
    )
    SUR_PERIODE = mot(
        "sur_periode",
        "Flux compté sur l'année : jamais pesé",
        libelle="total de l'année, sans prorata",
        simple="tout ce que l'année compte : jamais réduit",
    )


class Portee(MotEcrit):
    """What a count belongs to."""

    ADHERENT = mot("adherent", "Un compte par adhérent", libelle="par adhérent")
    COMPOSANT = mot("composant", "Un compte par adhérent et par composant", libelle="par adhérent et par composant")


class Beneficiaires(MotEcrit):
    """Who pays for a component."""

    ABONNES = mot("abonnes", "Tous les abonnés du service ou du sous-service", libelle="tous les abonnés du service")
    SOUSCRIPTION = mot(
        "souscription",
        "Ceux qui citent le composant dans leurs souscriptions",
        libelle="ceux qui prennent le composant",
    )


class Categorie(MotEcrit):
    """The two groups of the catalogue."""

    SOCLE = "socle", "Service du socle"
    OPTION = "option", "Service optionnel"


class NaturePoste(MotEcrit):
    """What an FTE of annexe 2 is."""

    bref: str
    """After a number of FTE."""

    INTERNE = mot("interne", "Agents de l'équipe du gestionnaire", bref="interne")
    REGIE = mot("regie", "Prestation achetée", bref="régie")
    A_PRECISER = mot("a_preciser", "La convention ne le dit pas", bref="nature à préciser")


class StatutExercice(MotEcrit):
    """Whether the figures of an exercice may still move."""

    OUVERT = "ouvert", "En cours ou à venir"
    CLOS = "clos", "Arrêté"


class PartLiberee(MotEcrit):
    """Who bears what an exit in mid-year frees."""

    REPARTIE = "repartie", "Les bénéficiaires restants se la partagent"
    GESTIONNAIRE = "gestionnaire", "Le gestionnaire la prend à sa charge"
    GELEE = "gelee", "Le partant la paie jusqu'au 31 décembre"


class Reliquat(MotEcrit):
    """Who bears what a cap or an exemption leaves."""

    part: str
    """Who bears the share of who is exempt."""
    reste: str
    """Who bears what a cap leaves."""

    REPARTI = mot(
        "reparti",
        "Les autres bénéficiaires se le partagent",
        part="les autres bénéficiaires paient sa part",
        reste="le reste est réparti entre les autres",
    )
    GESTIONNAIRE = mot(
        "gestionnaire",
        "Le gestionnaire le prend à sa charge",
        part="le gestionnaire paie sa part",
        reste="le reste est porté par le gestionnaire",
    )
    NON_RECOUVRE = mot(
        "non_recouvre",
        "Personne ne le paie : il est dit non recouvré",
        part="personne ne paie sa part",
        reste="le reste n'est recouvré auprès de personne",
    )


class ModeBareme(MotEcrit):
    """How a grid reads a quantity."""

    PALIER = "palier", "La valeur de la tranche atteinte vaut pour toute la quantité"
    TRANCHES = "tranches", "Chaque unité est payée au prix de sa tranche"


class RangTranche(MotEcrit):
    """Which tier holds when two measures name each one."""

    PLUS_HAUTE = "plus_haute", "La plus haute : l'une ou l'autre mesure suffit"
    PLUS_BASSE = "plus_basse", "La plus basse : il faut que toutes les mesures l'atteignent"


class Colonne(MotEcrit):
    """The three columns of amounts of annexe 4."""

    DIRECT = "direct", "Coût direct (une fois)"
    FACTUEL = "factuel", "Coût indirect (factuel)"
    ANNUEL = "annuel", "Coût indirect (annuel)"


class Taxe(MotEcrit):
    """What amounts include."""

    TTC = "ttc", "Toutes taxes comprises"
    HT = "ht", "Hors taxes"


class Derogation(MotEcrit):
    """Derogations that annexe 3 asks for."""

    demandee: str
    """With what makes it needless."""

    ARCHIVES_DEPARTEMENTALES = mot(
        "archives_departementales",
        "Dérogation des archives départementales",
        demandee="dérogation des archives départementales, faute de service d'archives",
    )


UnModeProrata = Annotated[ModeProrata, choix(ModeProrata)]
