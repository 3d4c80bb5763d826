"""PER: what is dated is of a year of the convention, once, in its order; what begins ends after, within the membership.

Knows: periods and dated values as they are written, first and last exercice (art. 14). Must not know: facts to come
(`a_venir`), which service another one asks for (`prerequis`).
A period is half-open: `fin` is the first day that no longer counts (docs/definitions.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Ecrire, ecrire, inscrire, la_ligne, meant
from convention.base.french import cite, compte, enumere, jour
from convention.base.period import Periode
from convention.checks.adherents.budgets import budgets
from convention.checks.cadre.controle import controle
from convention.checks.cadre.couverture import is_ordered
from convention.checks.cadre.lecture import (
    Compte,
    Ecrit,
    censuses,
    choices,
    components,
    counts_of_year,
    exercice_at,
    expenses,
    fee_values,
    indicators,
    repeats,
    rows,
    subscriptions,
)
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.checks.couts.equilibre import equilibre_at
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent, Budgets, Depenses
from convention.model.documents.catalogue import CONVENTION
from convention.model.documents.exercices import Exercice
from convention.model.documents.quantites import Quantites
from convention.model.mots.communs import Phase, StatutExercice

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from convention.model.depot import Depot, Dossier


@dataclass(frozen=True, slots=True)
class _Ecrite(Ecrit):
    """A period as written: whose it is, its two dates, each perhaps absent."""

    quoi: str
    debut: date | None
    fin: date | None
    vie: bool = False
    """The life of a component: it may begin before the convention."""

    @property
    def periode(self) -> Periode:
        """The days."""
        return Periode(self.debut or date.min, self.fin)


class _Bornes(NamedTuple):
    """The days that the convention covers."""

    effet: date
    terme: date
    """First day that it no longer covers."""
    dites: frozenset[int]
    """Declared exercices that it does not cover: they have their own message."""
    reconduite: bool
    """Whether the last day counts renewals."""

    @property
    def texte(self) -> str:
        """How a sentence tells them."""
        last = self.terme - timedelta(days=1)
        counted = ", reconductions comprises" if self.reconduite else ""
        return f"la convention va du {jour(self.effet)} au {jour(last)}{counted}"


@controle("PER001")
def reversed_periods(depot: Depot) -> Iterator[Constat]:
    """PER001: an end that does not follow the beginning."""
    for written in _all(depot):
        if written.fin is not None and written.debut is not None and not is_ordered(written.periode):
            message = f"{written.quoi} finit le {jour(written.fin)} et commence le {jour(written.debut)}"
            hint = "la date de fin est exclue : elle vient au moins un jour après le début"
            yield signal("PER001", written.at("fin"), message, hint, (written.at("debut"), "le début"))


@controle("PER001", entiers=("convention",))
def no_duration(depot: Depot) -> Iterator[Constat]:
    """PER001: a convention that ends on the day it begins (art. 14)."""
    if not depot.convention.mois:
        message = f"la convention commence le {jour(depot.convention.effet)}, et ne dure aucun mois"
        yield signal("PER001", Reference(CONVENTION, ("duree_annees",)), message, "écrire combien dure une période")


@controle("PER002")
def overlaps(depot: Depot) -> Iterator[Constat]:
    """PER002: the same service, or the same component, taken twice on the same dates."""
    groups: dict[tuple[str, str, str], list[_Ecrite]] = {}
    for dossier, nom, written in _taken(depot):
        if is_ordered(written.periode):
            groups.setdefault((dossier.id, str(written.reference.pointer[0]), nom), []).append(written)
    for (adherent, _, nom), found in groups.items():
        yield from _overlaps(depot.nom_de(adherent), nom, found)


@controle("PER003", avertit=True)
def month_ends(depot: Depot) -> Iterator[Constat]:
    """PER003: an end on the last day of a month, which is excluded."""
    for written in _all(depot):
        next_day = written.fin + timedelta(days=1) if written.fin is not None else None
        if written.fin is not None and next_day is not None and next_day.day == 1:
            message = f"{written.quoi} finit le {jour(written.fin)}, jour exclu : il ne serait pas compté"
            yield signal("PER003", written.at("fin"), message, meant(str(next_day), [str(next_day)]))


@controle("PER004", entiers=("convention",))
def outside_convention(depot: Depot) -> Iterator[Constat]:
    """PER004: a date, or a year, before the convention takes effect or after its last renewal (art. 14).

    What falls in an exercice that is itself outside is not told again: that exercice, or the convention, is wrong.
    """
    if not depot.convention.mois:
        return
    effet, terme, last = depot.convention.effet, depot.convention.terme, depot.convention.derniere_annee
    early = tuple(annee for annee in depot.exercices if annee < effet.year)
    late = tuple(annee for annee in depot.exercices if annee > last)
    bornes = _Bornes(effet, terme, frozenset({*early, *late}), depot.convention.reconductions > 0)
    for annees, champ in ((early, "effet"), (late, "reconductions")):
        if annees:
            yield _exercices_outside(sorted(annees), champ, bornes)
    for written in _all(depot):
        yield from _days_outside(written, bornes)
    yield from _years_outside(depot, bornes)


@controle("PER005")
def outside_membership(depot: Depot) -> Iterator[Constat]:
    """PER005: a service or a component taken before the membership, or kept after it."""
    for dossier, _, written in _taken(depot):
        if is_ordered(dossier.identite.adhesion.periode) and is_ordered(written.periode):
            yield from _outside(dossier, written)


def _exercices_outside(annees: Sequence[int], champ: str, bornes: _Bornes) -> Constat:
    """Say once that exercices are outside, at the first of them, with the value of the convention that decides it."""
    reference = exercice_at(annees[0], "statut")
    names = enumere([str(annee) for annee in annees])
    verb = f"l'exercice {names} est" if len(annees) == 1 else f"les exercices {names} sont"
    related = (Reference(CONVENTION, (champ,)), "ce qui borne la convention")
    return signal("PER004", LaCle(reference), f"{verb} hors de la convention : {bornes.texte}", "", related)


def _days_outside(written: _Ecrite, bornes: _Bornes) -> Iterator[Constat]:
    debut, fin, effet, terme = written.debut, written.fin, bornes.effet, bornes.terme
    if debut is not None and not (effet <= debut < terme or (written.vie and debut < effet)):
        message = f"{written.quoi} commence le {jour(debut)} : {bornes.texte}"
        if debut.year not in bornes.dites:
            yield signal("PER004", written.at("debut"), message)
    if fin is not None and is_ordered(written.periode) and not effet < fin <= terme:
        message = f"{written.quoi} finit le {jour(fin)} : {bornes.texte}"
        hint = "retirer la ligne « fin » : sans elle, la période va jusqu'au terme de la convention"
        if (fin - timedelta(days=1)).year not in bornes.dites:
            yield signal("PER004", written.at("fin"), message, hint if fin > terme else "")


def _years_outside(depot: Depot, bornes: _Bornes) -> Iterator[Constat]:
    first, last = depot.convention.premiere_annee, depot.convention.derniere_annee
    for written in _years(depot):
        # A declared exercice that is outside has its own message.
        if not first <= written.annee <= last and written.annee not in depot.exercices:
            message = f"{written.quoi} de {written.annee} : la convention va de {first} à {last}"
            yield signal("PER004", LaCle(written.reference), message, "corriger l'année")
    for fee, rang, valeur in fee_values(depot):
        # A fee is that of a whole exercice, whatever the day on which the first one begins (PER009).
        if not date(bornes.effet.year, 1, 1) <= valeur.date < bornes.terme and valeur.date.year not in bornes.dites:
            message = f"{fee.texte} est daté du {jour(valeur.date)} : {bornes.texte}"
            yield signal("PER004", fee.at("valeurs", rang, "date"), message)
    for row in rows(depot):
        for nom, parametre in row.ligne.parametres.items():
            for annee in parametre.valeurs:
                if annee > depot.convention.derniere_annee and annee not in bornes.dites:
                    message = f"le paramètre {cite(nom)} a une valeur pour {annee} : {bornes.texte}"
                    yield signal("PER004", LaCle(row.at("parametres", nom, "valeurs", str(annee))), message)


def _outside(dossier: Dossier, written: _Ecrite) -> Iterator[Constat]:
    adhesion, where = dossier.identite.adhesion.periode, dossier.at(Adherent, "adhesion")
    if written.debut is not None and written.debut < adhesion.debut:
        message = f"{written.quoi} commence le {jour(written.debut)}, avant l'adhésion ({jour(adhesion.debut)})"
        related = (where.at("debut"), "le début de l'adhésion")
        yield signal("PER005", written.at("debut"), message, ecrire(str(adhesion.debut), "debut"), related)
    if adhesion.fin is None:
        return
    related = (where.at("fin"), "la fin de l'adhésion")
    if written.debut is not None and written.debut >= adhesion.fin:
        message = f"{written.quoi} commence le {jour(written.debut)}, après la fin de l'adhésion ({jour(adhesion.fin)})"
        yield signal("PER005", written.at("debut"), message, "retirer la ligne", related)
    elif written.fin is not None and written.fin > adhesion.fin:
        message = f"{written.quoi} finit le {jour(written.fin)}, après la fin de l'adhésion ({jour(adhesion.fin)})"
        yield signal("PER005", written.at("fin"), message, ecrire(str(adhesion.fin), "fin"), related)


def _overlaps(who: str, nom: str, found: Sequence[_Ecrite]) -> Iterator[Constat]:
    ordered = sorted(found, key=lambda written: (written.periode.debut, written.reference.pointer))
    longest = ordered[0]
    for written in ordered[1:]:
        common = longest.periode.intersect(written.periode)
        if common is not None:
            since = f" à partir du {jour(common.debut)}" if common.debut > date.min else ""
            message = f"{who} a deux lignes pour {cite(nom)} aux mêmes dates{since}"
            related = (longest.reference, "l'autre ligne")
            yield signal("PER002", written.reference, message, _close(longest, written), related)
        if (written.fin or date.max) > (longest.fin or date.max):
            longest = written


def _close(first: _Ecrite, second: _Ecrite) -> str:
    if first.debut is not None and second.debut is not None and second.debut > first.debut:
        return f"fermer la première par « fin: {second.debut} », ou retirer l'une des deux"
    return "garder une seule des deux lignes"


def _all(depot: Depot) -> Iterator[_Ecrite]:
    for dossier in depot.dossiers.values():
        adhesion = dossier.identite.adhesion
        reference = dossier.at(Adherent, "adhesion")
        yield _Ecrite(reference, f"l'adhésion ({dossier.identite.nom})", adhesion.debut, adhesion.fin)
    yield from (written for _, _, written in _taken(depot))
    for item in components(depot):
        composant = item.composant
        quoi = f"le composant {cite(item.id)}"
        yield _Ecrite(item.reference, quoi, composant.debut, composant.fin, vie=True)


def _taken(depot: Depot) -> Iterator[tuple[Dossier, str, _Ecrite]]:
    """Yield what each adherent takes, services then components, with its name and its period."""
    for item in subscriptions(depot):
        nom, who = item.objet.service, item.dossier.identite.nom
        written = _Ecrite(item.reference, f"la souscription à {nom} ({who})", *item.objet.periode)
        yield item.dossier, nom, written
    for one in choices(depot):
        nom, who = one.objet.composant, one.dossier.identite.nom
        quoi = f"la souscription au composant {cite(nom)} ({who})"
        yield one.dossier, nom, _Ecrite(one.reference, quoi, one.objet.debut, one.objet.fin)


_PREMIER_JANVIER = (1, 1)
_ACTES_AVANT = (
    ("demande", "la souscription à {} est demandée"),
    ("signature", "la convention spécifique de {} est signée"),
)
"""What comes before a subscription begins."""


class _Date(NamedTuple):
    """What carries a year, and where."""

    annee: int
    quoi: str
    reference: Reference


@controle("PER006", entiers=("exercice",))
def undeclared_years(depot: Depot) -> Iterator[Constat]:
    """PER006: amounts, counts, expenses or costs borne of a year that has no exercice, said once for each year."""
    found: dict[int, list[_Date]] = {}
    for written in _dated(depot):
        if written.annee not in depot.exercices:
            found.setdefault(written.annee, []).append(written)
    yield from (_undeclared(depot, annee, places) for annee, places in found.items())


@controle("PER007")
def deliveries(depot: Depot) -> Iterator[Constat]:
    """PER007: a delivery before its estimate was accepted, or kept in the file of another year (art. 8.1)."""
    for item in expenses(depot):
        livraison, depense = item.depense.livraison, item.depense
        if livraison is None:
            continue
        nom, lieu = cite(depense.id), item.at("livraison")
        if livraison.year != item.annee:
            message = f"la dépense {nom} est livrée le {jour(livraison)} et rangée dans l'année {item.annee}"
            hint = f"la déplacer dans {item.dossier.path(Depenses, livraison.year)}"
            yield signal("PER007", lieu, message, hint)
        if livraison < depense.devis.accepte_le:
            message = (
                f"la dépense {nom} est livrée le {jour(livraison)}, avant l'acceptation de son devis "
                f"({jour(depense.devis.accepte_le)})"
            )
            related = (item.at("devis", "accepte_le"), "l'acceptation du devis")
            yield signal("PER007", lieu, message, "corriger l'une des deux dates", related)


@controle("PER008", par_adherent=True)
def counted_twice(depot: Depot) -> Iterator[Constat]:
    """PER008: two values for one date, or for one phase, date and key."""
    for dossier in depot.dossiers.values():
        for annee in sorted(dossier.quantites):
            yield from _counts(dossier, annee)
    dated = ((fee, valeur.date, fee.at("valeurs", rang, "date")) for fee, rang, valeur in fee_values(depot))
    for (_, _, first), (fee, day, where) in repeats(dated, lambda item: (item[0].nom, item[1])):
        yield _twice(where, f"{fee.texte} a deux valeurs au {jour(day)}", first)


@controle("PER009")
def forfait_dates(depot: Depot) -> Iterator[Constat]:
    """PER009: a forfait that changes within a year (annexe 3: « montants actualisés annuellement »)."""
    for fee, rang, valeur in fee_values(depot):
        day = valeur.date
        if (day.month, day.day) != _PREMIER_JANVIER:
            message = f"{fee.texte} est daté du {jour(day)} : il vaut par année, dès un 1er janvier"
            days = (f"{day.year}-01-01", f"{day.year + 1}-01-01")
            hint = Ecrire(f"écrire {enumere(days, 'ou')}", days)
            yield signal("PER009", fee.at("valeurs", rang, "date"), message, hint)


@controle("PER013", avertit=True)
def asked_after_start(depot: Depot) -> Iterator[Constat]:
    """PER013: a service in use before it was asked for, or before the signature of its own convention (art. 3)."""
    for item in subscriptions(depot):
        for champ, act in _ACTES_AVANT:
            day, debut = getattr(item.objet, champ), item.objet.debut
            if day is not None and day > debut:
                name = f"{cite(item.objet.service)} {item.dossier.identite.du}"
                message = f"{act.format(name)} le {jour(day)}, après le premier jour d'usage ({jour(debut)})"
                related = (item.at("debut"), "le début")
                yield signal("PER013", item.at(champ), message, "corriger l'une des deux dates", related)


@controle("PER014", avertit=True)
def asked_to_leave(depot: Depot) -> Iterator[Constat]:
    """PER014: a signed demand to leave a service, without its end, or that comes once it has ended (art. 3)."""
    for item in subscriptions(depot):
        day, fin, lieu = item.objet.demande_fin, item.objet.fin, item.at("demande_fin")
        if day is None or (fin is not None and day < fin):
            continue
        asked = f"quitter {cite(item.objet.service)} est demandé le {jour(day)} ({item.dossier.identite.nom})"
        if fin is None:
            hint = "écrire « fin », premier jour qui n'est plus facturé, ou retirer la demande"
            yield signal("PER014", lieu, f"{asked}, et la souscription n'a pas de fin", hint)
        else:
            late = f"{asked}, et le dernier jour facturé était le {jour(fin - timedelta(days=1))}"
            yield signal("PER014", lieu, late, "corriger l'une des deux dates", (item.at("fin"), "la fin"))


@controle("PER010")
def closed_before_actual(depot: Depot) -> Iterator[Constat]:
    """PER010: a closed exercice whose phase in force is not the actual figures."""
    for annee, exercice in depot.exercices.items():
        if exercice.statut is StatutExercice.CLOS and exercice.phase is not Phase.REALISE:
            message = f"l'exercice {annee} est clos, et sa phase en vigueur est {cite(str(exercice.phase))}"
            hint = inscrire("phase: realise") + ", ou " + la_ligne("statut: ouvert")
            related = (exercice_at(annee, "statut"), "le statut")
            yield signal("PER010", exercice_at(annee, "phase"), message, hint, related)


@controle("PER011")
def reopened(depot: Depot) -> Iterator[Constat]:
    """PER011: an exercice open before one that is closed: the oldest is closed first (art. 8.3)."""
    closed = [annee for annee, exercice in depot.exercices.items() if exercice.statut is StatutExercice.CLOS]
    for annee, exercice in depot.exercices.items():
        later = min((other for other in closed if other > annee), default=None)
        if exercice.statut is StatutExercice.OUVERT and later is not None:
            message = f"l'exercice {annee} est ouvert, et {later} est clos : il deviendrait l'exercice en cours"
            hint = inscrire("statut: clos") + ", ou rouvrir aussi le suivant"
            related = (exercice_at(later, "statut"), "l'exercice clos")
            yield signal("PER011", exercice_at(annee, "statut"), message, hint, related)


def _undeclared(depot: Depot, annee: int, places: Sequence[_Date]) -> Constat:
    declared = enumere([str(known) for known in sorted(depot.exercices)]) or "aucun"
    hint = f"corriger l'année, ou créer {path_of(Exercice, annee=annee)} (exercices déclarés : {declared})"
    others = len({written.reference.path for written in places}) - 1
    more = f", et {compte(others, 'autre fichier', 'autres fichiers')}" if others else ""
    message = f"l'exercice {annee} n'est pas déclaré ({places[0].quoi}{more})"
    return signal("PER006", LaCle(places[0].reference), message, hint)


def _dated(depot: Depot) -> Iterator[_Date]:
    """Yield what carries a year, in the order of the files."""
    for dossier in depot.dossiers.values():
        who = dossier.identite.du
        for annee in sorted(dossier.quantites):
            yield _Date(annee, f"quantités {who}", dossier.at_year(Quantites, annee, "comptages"))
        for annee in sorted(dossier.depenses):
            yield _Date(annee, f"dépenses {who}", dossier.at_year(Depenses, annee, "depenses"))
        reglement = dossier.budget.reglement if dossier.budget is not None else None
        for annee in sorted(reglement.montants_figes) if reglement is not None else ():
            yield _Date(annee, f"montants figés {who}", dossier.at(Budgets, "reglement", "montants_figes", str(annee)))
    for item in components(depot):
        for annee in item.composant.montants:
            yield _Date(annee, f"montants du composant {cite(item.id)}", item.at("montants", str(annee)))
    for annee in depot.vie.equilibres:
        yield _Date(annee, "coûts supportés", equilibre_at(annee, "masse_salariale"))


def _counts(dossier: Dossier, annee: int) -> Iterator[Constat]:
    first: dict[Hashable, Compte] = {}
    for count in counts_of_year(dossier, annee):
        releve, (cle, composant) = count.releve, count.place
        known = first.setdefault((*releve.ordre, cle, composant), count)
        if known.releve.validation is not None:
            # What was validated is not written over: a count of the same day that follows it in the file corrects it.
            first[*releve.ordre, cle, composant] = count
        elif known is not count:
            of = f" du composant {cite(composant)}" if composant else ""
            when = f"deux fois au {jour(releve.date)}, phase {cite(str(releve.phase))}"
            text = f"la clé {cite(cle)}{of} est comptée {when} ({dossier.identite.nom})"
            yield _twice(count.reference, text, known.reference)


def _twice(reference: Reference, text: str, first: Reference) -> Constat:
    return signal("PER008", reference, text, "garder une seule des deux", (first, "la première valeur"))


def _years(depot: Depot) -> Iterator[_Date]:
    for dossier, document in budgets(depot):
        for annee in document.exercices:
            yield _Date(annee, f"budget {dossier.identite.du}", dossier.at(Budgets, "exercices", str(annee)))
    for needs in censuses(depot):
        yield _Date(needs.annee, f"besoins {needs.dossier.identite.du}", needs.at("recensement"))
    for item in indicators(depot):
        for annee in item.indicateur.mesures:
            yield _Date(annee, f"mesure de l'indicateur {cite(item.indicateur.id)}", item.at("mesures", str(annee)))
