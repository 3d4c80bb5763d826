"""What an amendment would cost one adherent, and all of them: the financial article of an avenant (estimates only).

Knows: a comparison, its lines. Must not know: who signs, media.
The amounts are estimates; whether the methods of computation alone bind is for the convention to say.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, enumere, euros, majuscule, pluriel
from convention.engine.lignes import HORS_SERVICE, Ligne
from convention.model.forfaits import fee_name, rubrique
from convention.model.mots.communs import GroupeNature, Section
from convention.reports import mots
from convention.reports.calcul.liquidation import liquidation
from convention.reports.comparaison.tete import DU_INCHANGE, unmoved_title
from convention.reports.comparaison.titre import asked, one_sided, repeated, verdict
from convention.reports.rendus.gabarit import ecrire
from convention.reports.valeurs import compared_table, phase_dite, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.comparaison import Comparaison
    from convention.compare.ecarts import EcartLigne
    from convention.compare.impact import Impact
    from convention.reports.rendus.document import Document
    from convention.reports.rendus.table import Tableau


class Somme(NamedTuple):
    """An amount before and after, in cents."""

    avant: int = 0
    apres: int = 0

    @property
    def ecart(self) -> int:
        """Cents of difference."""
        return self.apres - self.avant

    def plus(self, other: Somme) -> Somme:
        """Add another one."""
        return Somme(self.avant + other.avant, self.apres + other.apres)


class Exercice(NamedTuple):
    """What an amendment changes in one exercice, as the financial article says it."""

    annee: int
    verdict: str = ""
    paye: int | None = None
    """Cents that the adherent pays in an exercice that is opened, or withdrawn: there is nothing to compare."""
    comme: int | None = None
    """An exercice already told, whose amounts are the same."""
    tableau: Tableau | None = None
    """Nothing when the adherent pays nothing, before or after."""
    calculs: tuple[str, ...] = ()
    """Each line that moves as an operation, before and after, so that it can be redone by hand."""
    ensemble: str = ""
    """What it makes for all of them; nothing when each has the same difference as in the exercice already told."""


def incidence(comparaison: Comparaison, adherent: str) -> Document:
    """Tell, for each open exercice that moves, what one adherent pays before and after, then what all of them do."""
    return ecrire(
        "avenant/incidence.j2",
        clauses=comparaison.head.convention.clauses,
        rien=majuscule(DU_INCHANGE) if comparaison.avances else unmoved_title(comparaison),
        exercices=tuple(_years(comparaison, adherent)),
        appels=tuple(_calls(comparaison, adherent)),
        clos=[str(annee) for annee in comparaison.clos],
    )


def _calls(comparaison: Comparaison, adherent: str) -> Iterator[str]:
    """Say what calls would ask otherwise in advance, of all, then of one adherent."""
    for avance in comparaison.avances:
        mine = (item for item in avance.adherents if item.adherent == adherent)
        own = "".join(f" Pour l'adhérent : {euros(item.apres)} au lieu de {euros(item.avant)}." for item in mine)
        yield f"{asked(avance)}.{own}"


def _years(comparaison: Comparaison, adherent: str) -> Iterator[Exercice]:
    told: dict[tuple[object, ...], int] = {}
    again = repeated(impact for impact in comparaison.impacts if not impact.clos)
    for impact in comparaison.impacts:
        if impact.clos or not impact.adherents:
            continue
        if one_sided(impact):
            own = impact.of(adherent)
            yield Exercice(impact.exercice, verdict(impact), own.avant + own.apres if own is not None else 0)
            continue
        tableau = _table(comparaison, impact, adherent)
        if not tableau.lignes:
            # It is no more a member, or has nothing yet.
            yield Exercice(impact.exercice, ensemble=_everyone(impact))
            continue
        same = told.setdefault((tableau.lignes, tableau.totaux), impact.exercice)
        if same == impact.exercice:
            moves = tuple(computation(comparaison, line) for line in _moves(impact, adherent))
            yield Exercice(impact.exercice, tableau=tableau, calculs=moves, ensemble=_everyone(impact))
        else:
            everyone = "" if again.get(impact.exercice) == same else _everyone(impact)
            yield Exercice(impact.exercice, comme=same, ensemble=everyone)


def sums(impact: Impact, adherent: str) -> dict[tuple[str, str, str], Somme]:
    """Add up what one adherent pays before and after, by kind of cost (by flat fee, for them), service and section."""
    found: dict[tuple[str, str, str], Somme] = defaultdict(Somme)
    for ligne in impact.contribution.lignes if impact.contribution is not None else ():
        if ligne.adherent == adherent:
            key = _key(ligne)
            found[key] = found[key].plus(Somme(ligne.montant, ligne.montant))
    for line in _moves(impact, adherent):
        key = _key(line.ligne)
        found[key] = found[key].plus(Somme(-line.ecart, 0))
    return found


def _key(ligne: Ligne) -> tuple[str, str, str]:
    flat = ligne.calcul.service == HORS_SERVICE
    return (
        ligne.calcul.forfait if flat else str(ligne.calcul.nature.groupe),
        ligne.calcul.service,
        str(ligne.calcul.section),
    )


def _moves(impact: Impact, adherent: str) -> tuple[EcartLigne, ...]:
    item = impact.of(adherent)
    return item.lignes if item is not None else ()


def _table(comparaison: Comparaison, impact: Impact, adherent: str) -> Tableau:
    found = sums(impact, adherent)
    changed = {key for key, somme in found.items() if somme.ecart}
    # The masse salariale comes first, then the services.
    order = sorted(found, key=lambda key: (not _flat(key), key[1:], key))
    rows = [(_name(comparaison, key), found[key]) for key in order if key in changed or _flat(key)]
    rest: dict[tuple[str, str], Somme] = defaultdict(Somme)
    for key, somme in found.items():
        if key not in changed and not _flat(key):
            rest[key[0], key[2]] = rest[key[0], key[2]].plus(somme)
    others = ", autres services" if any(not _flat(key) for key in changed) else ""
    for (groupe, section), somme in sorted(rest.items()):
        rows.append((f"{rubrique(comparaison.head, GroupeNature(groupe))}{others}{Section(section).suite}", somme))
    sections = {section: _total(found, section) for section in Section}
    totals = [
        (section.total(comparaison.head.dossiers[adherent].identite.type), somme)
        for section, somme in sections.items()
        if section is Section.FONCTIONNEMENT or somme != Somme()
    ]
    after, phase = impact.phase_apres, "exercice retiré"
    if after is not None:
        phase = phase_dite(comparaison.head.convention, impact.exercice, after)
    return compared_table((f"Exercice {impact.exercice}, {phase}", "Avant (€)", "Après (€)"), rows, totals)


def _flat(key: tuple[str, str, str]) -> bool:
    return key[1] == HORS_SERVICE


def _total(found: dict[tuple[str, str, str], Somme], section: Section) -> Somme:
    total = Somme()
    for key, somme in found.items():
        if key[2] == section:
            total = total.plus(somme)
    return total


def _name(comparaison: Comparaison, key: tuple[str, str, str]) -> str:
    cost, service, section = key
    if service == HORS_SERVICE:
        return fee_name(comparaison.head, cost).titre
    depot = comparaison.head if service in comparaison.head.services else comparaison.base
    name = rubrique(depot, GroupeNature(cost))
    return f"{name}, service {depot.libelle_service(service)}{Section(section).suite}"


def computation(comparaison: Comparaison, line: EcartLigne) -> str:
    """Redo a line by hand, before and after."""
    depot = comparaison.holder(line)
    name = mots.line_name(depot, line.ligne.calcul, line.ligne.adherent)
    before = f"{liquidation(line.avant, comparaison.base)} = {euros(line.avant.montant)}" if line.avant else "néant"
    after = f"{liquidation(line.apres, comparaison.head)} = {euros(line.apres.montant)}" if line.apres else "néant"
    return f"{name}. Avant : {before}. Après : {after}."


def _everyone(impact: Impact) -> str:
    """Say who pays more and who pays less, all together: the two sums make the difference of the total."""
    sens = impact.sens
    sides = ((sens.montent, sens.plus, "de plus"), (sens.descendent, sens.moins, "de moins"))
    told = [
        f"{compte(count, 'adhérent')} {pluriel(count, 'paierait', 'paieraient ensemble')} {euros(cents)} {sense}"
        for count, cents, sense in sides
        if count
    ] or ["aucun ne paierait plus ni moins"]
    gap = impact.ecart
    total = "reste inchangé" if gap == 0 else f"passe de {euros(impact.avant)} à {euros(impact.apres)}"
    every = f"l'ensemble des {compte(sens.adherents, 'adhérent')}" if sens.adherents > 1 else "le seul adhérent"
    return f"En {impact.exercice}, pour {every}, le total {total} ({signed(gap)}) : {enumere(told)}."
