"""What an amendment means to one adherent: what it would pay, why, what its assembly votes, by when, and otherwise.

Knows: a comparison, the functions of an adherent, its budget calendar. Must not know: media, what the others pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE, ecart, euros, jour, minuscule, pourcentage
from convention.compare.causes.effets import Effets
from convention.compare.decision.echeances import budget_vote
from convention.reports.avenant.incidence import computation
from convention.reports.commentaire.causes import NOMS
from convention.reports.comparaison.titre import first_told, one_sided, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import EcartAdherent, Impact
    from convention.model.depot import Depot
    from convention.model.documents.avenants import Avenant
    from convention.reports.avenant.avenant import Projet

_LIGNES = 3
"""Lines whose computation is told: the largest; the avenant tells them all."""
_SINON = "Sans cet avenant, la convention continue telle qu'elle est"
_UNE_A_UNE = (
    "une règle commune à plusieurs adhérents reste celle d'aujourd'hui pour tous, tant qu'un seul ne l'a pas signé"
)


class Nous(NamedTuple):
    """The sentences, in the order of reading."""

    titre: str
    paye: str
    pourquoi: tuple[str, ...]
    vote: str
    sinon: str


def for_adherent(comparaison: Comparaison, projet: Projet, adherent: str) -> Nous:
    """Say what an amendment means to an adherent, in the first exercice that moves."""
    impact = first_told(told(comparaison))
    nom, sinon = comparaison.head.dossiers[adherent].identite.nom, otherwise(comparaison.head)
    item = _own(impact, adherent)
    if impact is None or item is None or one_sided(impact):
        return Nous(f"{nom} : aucun montant ne change", "", (), vote(comparaison.head, projet, adherent), sinon)
    year, sense = impact.exercice, "plus" if item.ecart > 0 else "moins"
    change = f"{euros(abs(item.ecart))} de {sense}" if item.ecart else "le même montant"
    return Nous(
        f"{nom} : {change} en {year}",
        paid(item.avant, item.apres, year, projet.numero),
        tuple(_why(comparaison, impact, item)),
        vote(comparaison.head, projet, adherent, year),
        sinon,
    )


def paid(avant: int, apres: int, annee: int, numero: int) -> str:
    """Say what an adherent pays in an exercice today, and what it would pay with an amendment, in cents."""
    gap = f"{ecart(apres - avant)}{INSECABLE}€, {pourcentage(apres - avant, avant)}"
    with_it = f"{euros(apres)} avec l'avenant n° {numero} ({gap})"
    return f"{euros(avant)} en {annee} aujourd'hui, {with_it}. Montants estimés."


def vote(depot: Depot, projet: Projet | Avenant, adherent: str, annee: int | None = None) -> str:
    """Say what the assembly is asked, and by when; when it votes the budget of the exercice that moves first."""
    fonctions, effet = depot.dossiers[adherent].fonctions, projet.effet
    who = f"le {minuscule(fonctions.signataire.fonction)}" if fonctions and fonctions.signataire else "son exécutif"
    before = f", avant le {jour(effet)}" if effet is not None else ""
    year = annee or (effet.year if effet is not None else 0)
    day = budget_vote(adherent, year, depot)
    budget = f" Le budget {year} est voté le {jour(day)}." if day is not None else ""
    return f"Autoriser {who} à signer l'avenant n° {projet.numero}{before}.{budget}"


def otherwise(depot: Depot) -> str:
    """Say what happens without the vote; what one refusal makes for all, where each signs its own convention."""
    return f"{_SINON} ; {_UNE_A_UNE}." if depot.signee_une_a_une else f"{_SINON}."


def _own(impact: Impact | None, adherent: str) -> EcartAdherent | None:
    items = impact.adherents if impact is not None else ()
    return next((item for item in items if item.adherent == adherent), None)


def _why(comparaison: Comparaison, impact: Impact, item: EcartAdherent) -> Iterator[str]:
    """Say each cause by its name and its amount, then redo the largest lines by hand."""
    effets = next((cause.effets for cause in impact.causes if cause.adherent == item.adherent), Effets())
    causes = [f"{nom}, {ecart(cents)}{INSECABLE}€" for nom, cents in zip(NOMS, effets, strict=True) if cents]
    if causes:
        yield f"{' ; '.join(causes)}."
    yield from (computation(comparaison, line) for line in item.lignes[:_LIGNES])
