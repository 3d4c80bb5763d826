"""Sentences about tables: tiers of a grid, months of an index, fixed shares and vintages of a key, costs borne.

Knows: grids, indices, keys, costs. Must not know: what they cost to whom.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import du, nombre, prix
from convention.model.cadre.formes import Forme
from convention.model.cadre.renvois import Sorte as SorteDeCode
from convention.model.documents.cles import Cle
from convention.model.documents.grilles import Bareme, Indice, Tranche
from convention.model.documents.tarifs import CoutNonRefacture, CoutPole, Parametre, ParPhase
from convention.model.mots.communs import Phase
from convention.reports.amendement.mots.noms import label, with_article
from convention.reports.amendement.mots.prix_nommes import constant_name, unit_words
from convention.reports.amendement.mots.textes import citation
from convention.reports.amendement.mots.valeurs import Lecteur, said
from convention.reports.amendement.objets.famille import dit_champ
from convention.reports.valeurs import month

if TYPE_CHECKING:
    from convention.reports.amendement.trajet import Cas


@dit_champ(Tranche, "valeur")
def tier(cas: Cas) -> str | None:
    """Say the price of a tier: « le prix de la tranche à partir de 10 000 habitants passe de … à … »."""
    tranche, bareme = cas.objet(Tranche), cas.document
    before, after = cas.changement.avant, cas.changement.apres
    if not isinstance(tranche, Tranche) or not isinstance(bareme, Bareme):
        return None
    if not isinstance(before, Fraction) or not isinstance(after, Fraction):
        return None
    euros = bareme.unite.startswith("€")
    old, new = (citation(prix(item) if euros else nombre(item)) for item in (before, after))
    par = f" {unit_words(bareme.unite)}" if euros and unit_words(bareme.unite) else ""
    what = "le prix" if euros else "la valeur"
    name = with_article(tranche, "", cas.depot)
    return f"{what} de {name} passe de {old} à {new}{par}, à compter de l'exercice {_year(cas)}"


@dit_champ(Indice, "valeurs")
def index_value(cas: Cas) -> str | None:
    """Say the published value of a month."""
    last = cas.pas[-1]
    return _moved(cas, f"la valeur {du(month(last.nom))}") if last.modele is None else None


@dit_champ(Parametre, "valeurs")
def constant(cas: Cas) -> str | None:
    """Say the value of a constant from an exercice on."""
    last, found = cas.pas[-1], cas.connu(Parametre)
    if last.modele is not None or not isinstance(found, Parametre):
        return None
    step = next(item for item in cas.pas if item.connu is found)
    name = citation(constant_name(step.nom, found.unite))
    return _moved(cas, f"à partir de l'exercice {last.nom}, la constante {name}", found.unite)


@dit_champ(Cle, "quotes_parts")
def share(cas: Cas) -> str | None:
    """Say the fixed share of an adherent."""
    last, cle = cas.pas[-1], cas.connu(Cle)
    if last.modele is not None or not isinstance(cle, Cle):
        return None
    whose = du(label(cas.depot, SorteDeCode.ADHERENT, last.nom))
    return _moved(cas, f"à la clé {citation(cle.libelle)}, la part {whose}")


@dit_champ(Cle, "millesimes")
def vintage(cas: Cas) -> str | None:
    """Say which vintage of a published quantity a key takes from an exercice on."""
    last, cle = cas.pas[-1], cas.connu(Cle)
    before, after = cas.changement.avant, cas.changement.apres
    if last.modele is not None or not isinstance(cle, Cle):
        return None
    name = f"à la clé {citation(cle.libelle)}, à partir de l'exercice {last.nom}"
    if after is None:
        return f"{name}, le millésime {before} n'est plus retenu"
    instead = f" au lieu du millésime {before}" if before is not None else ""
    return f"{name}, le millésime retenu est {after}{instead}"


@dit_champ(CoutNonRefacture, "montants")
@dit_champ(CoutPole, "montants")
def cost_borne(cas: Cas) -> str | None:
    """Say a cost that the managing body bears, with its phase."""
    cost = cas.connu(CoutPole) or cas.connu(CoutNonRefacture)
    before, after, phase = cas.changement.avant, cas.changement.apres, cas.pas[-1].nom
    if cost is None or not isinstance(before, Fraction) or not isinstance(after, Fraction):
        return None
    where = f" ({Phase(phase).libelle})" if cas.pas[-1].modele is ParPhase and phase in set(Phase) else ""
    named = with_article(cost, "", cas.depot)
    return f"{named}{where} passe de {citation(prix(before))} à {citation(prix(after))} par an"


def _moved(cas: Cas, name: str, unite: str = "1") -> str | None:
    """Say a number that comes, moves or goes."""
    before, after = (
        said(Forme(), item, Lecteur(cas.depot, unite=unite)) if isinstance(item, Fraction) else ""
        for item in (cas.changement.avant, cas.changement.apres)
    )
    if before and after:
        return f"{name} passe de {citation(before)} à {citation(after)}"
    if after:
        return f"{name} est fixée à {citation(after)}"
    return f"{name}, {citation(before)}, est supprimée" if before else None


def _year(cas: Cas) -> str:
    return next((step.nom for step in reversed(cas.pas) if step.nom.isdigit()), "")
