"""What an amendment means to one adherent: what it would pay, why, what its assembly votes, by when, and otherwise.

Knows: a comparison, the functions of an adherent, its budget calendar. Must not know: media, what the others pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import enumere, euros, fonction_dite, jour, minuscule
from convention.checks.avenants.etapes import acts_of
from convention.compare.causes.effets import Effets
from convention.compare.decision.echeances import budget_vote
from convention.model.mots.communs import Section
from convention.reports import mots
from convention.reports.avenant.incidence import sums
from convention.reports.calcul.differences import differences
from convention.reports.comparaison.causes import CAUSES
from convention.reports.comparaison.tete import DU_INCHANGE
from convention.reports.comparaison.titre import asked, first_told, one_sided, told
from convention.reports.etat.parties import issuer
from convention.reports.valeurs import moved, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.ecarts import EcartAdherent, EcartLigne
    from convention.compare.impact import Impact
    from convention.model.depot import Depot
    from convention.model.documents.avenants import Avenant
    from convention.reports.avenant.projet import Projet

_LIGNES = 3
"""Lines that are told one by one: the largest; the avenant tells the computation of them all."""
_SINON = "Sans cet avenant, la convention continue telle qu'elle est"
_UNE_A_UNE = (
    "une règle commune à plusieurs adhérents reste celle d'aujourd'hui pour tous, jusqu'à ce que tous l'aient signé"
)


class Nous(NamedTuple):
    """The sentences, in the order of reading."""

    titre: str
    paye: str
    pourquoi: tuple[str, ...]
    decide: bool
    """Whether who decides for it has to: else, it only signs."""
    vote: str
    sinon: str


def for_adherent(comparaison: Comparaison, projet: Projet, adherent: str) -> Nous:
    """Say what an amendment means to an adherent, in the first exercice where what it pays moves."""
    impact = first_of(comparaison, adherent)
    nom, sinon = comparaison.head.dossiers[adherent].identite.nom, otherwise(comparaison.head)
    item, own = impact.of(adherent) if impact is not None else None, decides(comparaison.head, adherent)
    if impact is None or item is None or one_sided(impact):
        unmoved, calls = _not_concerned(comparaison, adherent), " ".join(_advanced(comparaison, adherent))
        voted = vote(comparaison.head, projet, adherent, None if calls else 0)
        return Nous(f"{nom} : {DU_INCHANGE if calls else 'aucun montant ne change'}", calls, unmoved, own, voted, sinon)
    year, sense = impact.exercice, "plus" if item.ecart > 0 else "moins"
    ecarts = {year: item.ecart} | {other.exercice: gap.ecart for other, gap in _moving(comparaison, adherent)}
    change = f"{euros(abs(item.ecart))} de {sense}" if item.ecart else "le même montant"
    kept = sums(impact, adherent).items()
    invested = sum(somme.avant for (*_, section), somme in kept if section == Section.INVESTISSEMENT)
    return Nous(
        f"{nom} : {change} en {year}",
        " ".join([paid(item.avant, ecarts, projet.numero, invested), *_advanced(comparaison, adherent)]),
        tuple(_why(comparaison, impact, item)),
        own,
        vote(comparaison.head, projet, adherent, year),
        sinon,
    )


def first_of(comparaison: Comparaison, adherent: str) -> Impact | None:
    """Return the first exercice where what an adherent pays moves; where nothing of it does, that of the others."""
    own = [impact for impact, _ in _moving(comparaison, adherent)]
    return first_told(own or told(comparaison))


def _moving(comparaison: Comparaison, adherent: str) -> Iterator[tuple[Impact, EcartAdherent]]:
    for impact in comparaison.touches:
        item = None if one_sided(impact) else impact.of(adherent)
        if item is not None:
            yield impact, item


def paid(avant: int, ecarts: Mapping[int, int], numero: int, investi: int) -> str:
    """Say what an adherent pays in an exercice without an amendment, what it would pay with it, and in the others.

    All are cents; `ecarts` are by exercice, the first that of the amounts told; `investi` is what the amount before
    holds of investment.
    """
    (annee, ecart), *rest = ecarts.items()
    with_it = f"{euros(avant + ecart)} avec lui ({moved(avant, avant + ecart)})"
    within = f", dont {euros(investi)} d'investissement" if investi else ""
    others = enumere([f"{signed(cents)} en {year}" for year, cents in rest if cents != ecart])
    then = f" L'écart serait de {others}." if others else ""
    return f"En {annee}, {euros(avant)} sans l'avenant n° {numero}{within}, {with_it}.{then} Montants estimés."


def vote(
    depot: Depot, projet: Projet | Avenant, adherent: str, annee: int | None = None, au: date | None = None
) -> str:
    """Say what who decides is asked, and by when; when it votes the budget of the exercice that moves first, if any.

    Nothing can be done any more before an effect that is past on a day (`au`): it is said.
    """
    fonctions, effet = depot.dossiers[adherent].fonctions, projet.effet
    named = fonctions.signataire.fonction if fonctions and fonctions.signataire else None
    if adherent == depot.convention.gestionnaire:
        named = issuer(depot).signataire
    signer = fonction_dite(minuscule(named)) if named else ""
    past = effet if effet is not None and au is not None and effet <= au else None
    before = f", avant le {jour(effet)}" if effet is not None and past is None else ""
    year = effet.year if annee is None and effet is not None else annee or 0
    day = budget_vote(adherent, year, depot)
    budget = f" Le {jour(past)}, jour prévu de son effet, est passé." if past is not None else ""
    if day is not None and past is None:
        late = effet is not None and day >= effet
        budget = f" {'Le vote du budget' if late else 'Le budget'} {year}"
        verb = "est voté" if au is None else "se vote" if day > au else "a été voté"
        budget += f", le {jour(day)}, viendrait trop tard." if late else f" {verb} le {jour(day)}."
    # A director who decides and signs authorises nobody, nor does an adherent whose procedure asks no act of it.
    alone = signer == depot.organe_de(adherent).le or not decides(depot, adherent)
    asked = "Signer" if alone else f"Autoriser {signer} à signer" if signer else "Autoriser la signature de"
    return f"{asked} l'avenant n° {projet.numero}{before}.{budget}"


def decides(depot: Depot, adherent: str) -> bool:
    """Tell whether an adherent decides by an act of its own, before it signs."""
    return "delibere_le" in acts_of(depot, adherent)


def otherwise(depot: Depot) -> str:
    """Say what happens without the vote; what one refusal makes for all, where each signs its own convention."""
    return f"{_SINON} ; {_UNE_A_UNE}." if depot.signee_une_a_une else f"{_SINON}."


def _not_concerned(comparaison: Comparaison, adherent: str) -> tuple[str, ...]:
    """Say that an adherent pays nothing of what moves, when that is why it pays the same."""
    seen = comparaison.touches
    moved = {
        line.ligne.identite[1:]: line.ligne for impact in seen for item in impact.adherents for line in item.lignes
    }
    paid = (ligne for impact in seen if impact.contribution is not None for ligne in impact.contribution.lignes)
    if any(ligne.adherent == adherent and ligne.identite[1:] in moved for ligne in paid):
        return ()
    named = dict.fromkeys(mots.line_name(comparaison.head, item.calcul, item.adherent) for item in moved.values())
    return (f"Rien de ce qui change de montant ne lui est facturé : {enumere(list(named))}.",) if named else ()


def _advanced(comparaison: Comparaison, adherent: str) -> Iterator[str]:
    """Say what each call would ask otherwise of an adherent in advance."""
    for avance in comparaison.avances:
        yield from (f"{asked(avance, item)}." for item in avance.adherents if item.adherent == adherent)


def _why(comparaison: Comparaison, impact: Impact, item: EcartAdherent) -> Iterator[str]:
    """Say where the difference comes from, in words, what moves each of the largest lines, what the others make."""
    effets = next((cause.effets for cause in impact.causes if cause.adherent == item.adherent), Effets())
    causes = [(item.venant, cents) for item, cents in zip(CAUSES, effets, strict=True) if cents]
    if causes:
        several = len(causes) > 1
        told = enumere([f"{text} ({signed(cents)})" if several else text for text, cents in causes])
        yield f"Cela vient {told}."
    # One more is told rather than counted.
    shown = item.lignes if len(item.lignes) == _LIGNES + 1 else item.lignes[:_LIGNES]
    yield from (_moved(comparaison, line) for line in shown)
    if rest := item.lignes[len(shown) :]:
        yield f"{len(rest)} autres lignes : {signed(sum(line.ecart for line in rest))} ensemble."


def _moved(comparaison: Comparaison, line: EcartLigne) -> str:
    depot = comparaison.holder(line)
    name = mots.line_name(depot, line.ligne.calcul, line.ligne.adherent)
    before, after = (euros(ligne.montant) if ligne is not None else "rien" for ligne in (line.avant, line.apres))
    return f"{name} : {after} au lieu de {before} ({differences(line.avant, line.apres, depot)})."
