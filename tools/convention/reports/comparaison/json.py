"""A comparison for another tool: the JSON of `convention comparer` (and of `simuler`), version 2 of its shape.

Knows: what of a comparison and of its decision is said, and under which names. Must not know: how it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, model_validator

from convention.compare.causes.effets import CauseAdherent, together
from convention.compare.changements.changements import Sorte
from convention.compare.decision.echeances import Terme
from convention.compare.decision.visas import EtatVisa
from convention.model.cadre.champs import Partie
from convention.model.mots.avenants import EtatAvenant
from convention.model.mots.communs import Nature, Phase, Section
from convention.reports.amendement.phrases import phrase, place
from convention.reports.calcul.json import NonReparti
from convention.reports.comparaison.empreinte import contents
from convention.reports.contrat import (
    Cents,
    Empreinte,
    Enregistrement,
    Jour,
    JourOuRien,
    OuRien,
    Sortie,
    TexteOuRien,
    dit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.impact import Impact


_NOUVEAU, _RETIRE = "Vide quand l'exercice est nouveau", "Vide quand l'exercice est retiré"
_COMMUNE = "Décision commune"


class _Scelle(Enregistrement):
    adherent: str
    avant: Cents | None
    apres: Cents | None


class _Levee(Enregistrement):
    fichier: str = dit("Fichier scellé", de="acte.fichier")
    le: Jour = dit("Jour de l'acte", de="acte.le")
    par: TexteOuRien = dit("Fonction de qui lève le sceau", de="acte.par")
    motif: TexteOuRien = dit(de="acte.motif")
    decision: TexteOuRien = dit(de="acte.decision")
    remplace: OuRien[Empreinte] = dit("Sha256 de ce qui était scellé", de="acte.remplace")
    sha256: OuRien[Empreinte] = dit("Sha256 de ce qui le remplace ; rien quand il est retiré", de="acte.sha256")
    adherents: tuple[_Scelle, ...] = dit("Montants scellés de chacun ; rien quand seul son état change", de="montants")


class _Changement(Enregistrement):
    sorte: Sorte
    genre: str = dit("Genre du document")
    chemin: tuple[str, ...] = dit("Champs et noms qui mènent à la valeur")
    partie: Partie
    phrase: str
    avant: str = dit("Fichier et ligne de départ ; vide pour un ajout")
    apres: str = dit("Fichier et ligne proposés ; vide pour un retrait")


class _Objet(Enregistrement):
    service: str = dit("Code du service ; « hors-service » pour la masse salariale")
    composant: TexteOuRien = dit("Composant, ou dépense pour un coût direct", de="objet")
    nature: Nature
    section: Section


class _Montants(Enregistrement):
    avant: Cents | None = dit(_NOUVEAU)
    apres: Cents | None = dit(_RETIRE)
    ecart: Cents | None = dit("Vide quand l'exercice est nouveau ou retiré")


class _Ligne(Enregistrement):
    service: str = dit("Code du service ; « hors-service » pour la masse salariale", de="ligne.calcul.service")
    composant: TexteOuRien = dit("Composant, ou dépense pour un coût direct", de="ligne.calcul.objet")
    nature: Nature = dit(de="ligne.calcul.nature")
    section: Section = dit(de="ligne.calcul.section")
    avant: Cents | None = dit(de="avant.montant", ou_rien=True)
    apres: Cents | None = dit(de="apres.montant", ou_rien=True)
    ecart: Cents


class _Adherent(Enregistrement):
    adherent: str


class _EcartAdherent(_Montants, _Adherent):
    lignes: tuple[_Ligne, ...]


class _Demandee(Enregistrement):
    adherent: str
    avant: Cents
    apres: Cents
    ecart: Cents


class _Avance(Enregistrement):
    echeance: str = dit("Année et mois de l'appel")
    exercice: int
    avant: Cents
    apres: Cents
    ecart: Cents
    adherents: tuple[_Demandee, ...] = dit("Ceux à qui l'appel demanderait autre chose")


class _Precedent(Enregistrement):
    exercice: int
    phase: Phase
    total: Cents = dit(de="totaux.general")
    adherents: dict[str, Cents] = dit(de="totaux.par_adherent")


class _Partage(Enregistrement):
    de_son_fait: Cents
    du_fait_des_autres: Cents


def _shared(nom: str) -> BeforeValidator:
    """Read who makes an effect."""
    sides = {"de_son_fait": f"{nom}_propre", "du_fait_des_autres": f"{nom}_autres"}
    return BeforeValidator(lambda effets: {side: getattr(effets, champ) for side, champ in sides.items()})


class _Effets(Enregistrement):
    perimetre: Annotated[_Partage, _shared("perimetre")] = dit(
        "Ce qui existe : adhésions, souscriptions, composants, dépenses", de="effets"
    )
    volume: Annotated[_Partage, _shared("volume")] = dit("Ce qui est compté", de="effets")
    prix: Cents = dit(_COMMUNE, de="effets.prix")
    regles: Cents = dit(_COMMUNE, de="effets.regles")
    ecart: Cents = dit(de="effets.ecart")


class _CauseLigne(_Effets, _Objet):
    pass


class _CauseAdherent(_Effets, _Adherent):
    lignes: tuple[_CauseLigne, ...] = dit("Cause par cause, la somme des lignes est l'effet sur l'adhérent")


class _Causes(Enregistrement):
    total: _Effets
    adherents: tuple[_CauseAdherent, ...]

    @model_validator(mode="before")
    @classmethod
    def _added(cls, causes: Sequence[CauseAdherent]) -> dict[str, object]:
        return {"total": CauseAdherent("", together(item.effets for item in causes), ()), "adherents": causes}


class _AutrePhase(Enregistrement):
    phase: Phase
    avant: Cents
    apres: Cents
    adherents: int = dit(ge=0)


class _Phases(Enregistrement):
    exercice: int
    clos: bool
    phase_avant: Phase | None = dit("Absente quand l'exercice est nouveau")
    phase_apres: Phase | None = dit("Absente quand l'exercice est retiré")


class _Impaye(NonReparti):
    decide: bool = dit("Par décision : ce qu'un plafond ou une exonération laisse à personne")


class _Exercice(_Montants, _Phases):
    precedent: _Precedent | None = dit("L'exercice d'avant, quand celui-ci est nouveau : ce à quoi le comparer")
    impayes: tuple[_Impaye, ...] = dit("Ce que personne ne paierait de plus qu'au départ")
    adherents: tuple[_EcartAdherent, ...] = dit("Adhérents dont une ligne change")
    causes: _Causes = dit("Effets dont la somme est l'écart, pour chaque adhérent et au total")
    adherents_inchanges: int = dit(ge=0)
    total_inchanges: Cents
    lignes_identiques: int = dit(ge=0)
    autres_phases: tuple[_AutrePhase, ...]


class _Point(Enregistrement):
    numero: int
    procedure: TexteOuRien = dit(de="requise.id", ou_rien=True)
    motif: TexteOuRien = dit(de="requise.motif", ou_rien=True)
    effet: JourOuRien


class _Parties(Enregistrement):
    fait: int
    attendu: int


class _Acte(Enregistrement):
    date: JourOuRien = dit(de="acquis.date", ou_rien=True)
    sens: TexteOuRien = dit(de="acquis.sens", ou_rien=True)
    numero: TexteOuRien = dit(de="acquis.numero", ou_rien=True)
    parties: _Parties | None


class _Ailleurs(_Acte):
    empreinte: TexteOuRien


class _Demande(Enregistrement):
    visa: str = dit(de="id")
    libelle: str = dit(de="visa.libelle")
    procedure: str
    etat: EtatVisa


class _Visa(_Acte, _Demande):
    ailleurs: tuple[_Ailleurs, ...] = dit("Ce qui fut fait sur une autre empreinte : ne vaut pas")
    quand: TexteOuRien = dit(de="visa.quand")
    reference: TexteOuRien = dit(de="visa.reference")


class _Echeance(Enregistrement):
    procedure: str
    terme: Terme
    date: JourOuRien
    annee: int | None


class _Budget(Enregistrement):
    adherent: str
    vote: Jour = dit(de="date")


class _Avenant(Enregistrement):
    numero: int = dit(de="ecrit.avenant.numero")
    effet: JourOuRien = dit(de="ecrit.avenant.effet")
    etat: EtatAvenant = dit(de="vie.etat")
    parties: dict[str, EtatAvenant] = dit(de="vie.parties")


class _Refus(Enregistrement):
    correction: tuple[int, ...]
    retroactif: tuple[int, ...]
    exercice_anticipe: int | None
    empreinte_perimee: bool


class BlocDecision(Enregistrement):
    """Who decides, and by when."""

    au: JourOuRien = dit("Jour où l'on décide")
    procedure: TexteOuRien = dit("La plus exigeante de celles que demandent les changements")
    rang: int | None
    clause: TexteOuRien
    effet: JourOuRien
    points: tuple[_Point, ...] = dit("Un par changement, dans leur ordre")
    a_part: tuple[tuple[int, ...], ...] = dit("Changements à fusionner à part, chaque groupe avec ses propres actes")
    visas: tuple[_Visa, ...]
    echeances: tuple[_Echeance, ...]
    budgets: tuple[_Budget, ...]
    avenants: tuple[_Avenant, ...]
    refus: _Refus


class SortieComparaison(Sortie, nom="sortie-comparaison", titre="Sortie de « convention comparer --format json »"):
    """The whole output."""

    version: Literal[2] = 2
    base: str = dit("Révision de départ")
    proposition: str = dit("Révision proposée")
    empreinte: Empreinte = dit("Des phrases, des montants")
    sceaux_leves: tuple[_Levee, ...] = dit("Sceaux levés par une décision")
    changements: tuple[_Changement, ...] = dit("Ce qui change, en phrases")
    neutres: tuple[str, ...] = dit("Fichiers qui diffèrent et disent la même chose : commentaires, ordre, mise en page")
    remarques: tuple[str, ...] = dit(
        "Ce qui change et n'est pas une donnée : l'outil, le site ; ce qui n'est pas compté"
    )
    decision: BlocDecision | None = dit("Qui décide, et avant quand")
    exercices: tuple[_Exercice, ...] = dit("Ce que cela coûte, et pourquoi")
    avances: tuple[_Avance, ...] = dit("Acomptes encore à appeler dont le taux ou l'appel change")


def json_text(
    comparaison: Comparaison, base: str, head: str, decision: Decision | None = None, ailleurs: Sequence[str] = ()
) -> str:
    """Write a comparison; `ailleurs` are sentences about what is not data."""
    document = {
        "base": base,
        "proposition": head,
        "empreinte": contents(comparaison).empreinte,
        "sceaux_leves": comparaison.levees,
        "changements": [
            {
                "sorte": item.sorte,
                "genre": item.genre,
                "chemin": item.chemin,
                "partie": item.partie,
                "phrase": phrase(item, comparaison.base, comparaison.head),
                "avant": place(item.source_avant, comparaison.base),
                "apres": place(item.source_apres, comparaison.head),
            }
            for item in comparaison.changements
        ],
        "neutres": comparaison.neutres,
        "remarques": ailleurs,
        "decision": _decision(decision) if decision is not None else None,
        "exercices": [_year(impact) for impact in comparaison.impacts],
        "avances": comparaison.avances,
    }
    return SortieComparaison.model_validate(document).texte()


def _year(impact: Impact) -> _Exercice:
    """Fill an exercice; one that a single side has is neither an increase nor a saving."""
    found = _Exercice.model_validate(impact)
    absent = {"avant": impact.phase_avant is None, "apres": impact.phase_apres is None}
    empty = {nom: None for nom, missing in (absent | {"ecart": any(absent.values())}).items() if missing}
    adherents = tuple(item.model_copy(update=empty) for item in found.adherents)
    return found.model_copy(update={**empty, "adherents": adherents})


def _decision(decision: Decision) -> BlocDecision:
    """Fill the block of who decides, and by when."""
    requise = decision.requise
    return BlocDecision.model_validate(
        {
            "au": decision.au,
            "procedure": requise.id if requise is not None else None,
            "rang": requise.procedure.rang if requise is not None else None,
            "clause": requise.procedure.clause if requise is not None else None,
            "effet": decision.effet,
            "points": decision.points,
            "a_part": [group.points for group in decision.a_part],
            "visas": decision.visas,
            "echeances": [
                {"procedure": voie.requise.id, "terme": item.terme, "date": item.date, "annee": item.exercice}
                for voie in decision.voies
                for item in voie.echeances
            ],
            "budgets": [item for voie in decision.voies[:1] for item in voie.budgets],
            "avenants": decision.avenants,
            "refus": {
                "correction": decision.correction_payante,
                "retroactif": [point.numero for point in decision.retroactifs],
                "exercice_anticipe": decision.anticipe,
                "empreinte_perimee": decision.empreinte_perimee,
            },
        }
    )
