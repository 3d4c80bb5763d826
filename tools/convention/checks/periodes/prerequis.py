"""PRE: an active service has its prerequisites, a delivery its service, on the same dates (art. 3, annexe 3).

Knows: prerequisites, derogations, side agreements, the service of what is delivered. Must not know: amounts.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter, ajouter_ligne, la_ligne
from convention.base.french import au, cite, jour
from convention.base.period import Periode
from convention.checks.cadre.controle import controle
from convention.checks.cadre.couverture import coverage, first_gap, is_ordered, moved_date
from convention.checks.cadre.lecture import (
    choices,
    expenses,
    requirements,
    subscription_line,
    subscriptions,
)
from convention.checks.cadre.lieux import Constat, signal
from convention.model.documents.adherents import Adherent, Souscriptions
from convention.model.mots.communs import StatutSouscription

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.base.diagnostic import Conseil
    from convention.checks.cadre.couverture import Couverture
    from convention.checks.cadre.lecture import Exigence
    from convention.model.depot import ComposantRange, Depot, Dossier, Reference
    from convention.model.documents.adherents import Souscription, SouscriptionComposant


_NON_ACTIVEE = "déclarer « statut: souscrite_non_activee »"


class _Usage(NamedTuple):
    """A service in use: by whom, when, where it is written."""

    dossier: Dossier
    couvert: Couverture
    periode: Periode
    reference: Reference


@controle("PRE002")
def self_required(depot: Depot) -> Iterator[Constat]:
    """PRE002: a service that asks for itself."""
    for exigence in requirements(depot):
        for index, code in enumerate(exigence.prerequis.services):
            if code == exigence.code:
                message = f"{depot.libelle_service(code)} est cité comme son propre prérequis"
                yield signal("PRE002", exigence.at("services", index), message)


@controle("PRE003")
def cycles(depot: Depot) -> Iterator[Constat]:
    """PRE003: services that ask for each other."""
    asked: dict[str, dict[str, Reference]] = defaultdict(dict)
    for exigence in requirements(depot):
        for index, code in enumerate(exigence.prerequis.services):
            if code != exigence.code:
                asked[exigence.code].setdefault(code, exigence.at("services", index))
    while (cycle := _cycle(asked)) is not None:
        steps = list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
        places = [asked[code][other] for code, other in steps]
        message = f"les prérequis tournent en boucle : {' → '.join([*cycle, cycle[0]])}"
        related = tuple((lieu, f"{code} demande {other}") for lieu, (code, other) in zip(places, steps, strict=True))
        yield signal("PRE003", places[0], message, "retirer l'un de ces prérequis", *related[1:])
        for code, other in steps:
            del asked[code][other]


@controle("PRE001", "PRE004", "PRE005", entiers=("service",))
def unmet(depot: Depot) -> Iterator[Constat]:
    """PRE001, PRE004, PRE005: a service in use without what annexe 3 asks."""
    asked = binding(depot)
    for dossier in depot.dossiers.values():
        couvert = coverage(depot, dossier)
        for index, souscription in enumerate(dossier.souscriptions.souscriptions):
            if souscription.statut is not StatutSouscription.ACTIVE or not is_ordered(souscription.periode):
                continue
            where = dossier.at(Souscriptions, "souscriptions", index)
            usage = _Usage(dossier, couvert, souscription.periode, where)
            for exigence in asked.get(souscription.service, ()):
                yield from _services(depot, usage, exigence, souscription.service)
                yield from _papers(depot, usage, exigence, souscription)
        if dossier.path(Souscriptions) in depot.illisibles:
            # What the membership brings may lean on subscriptions that could not be read.
            continue
        usage = _Usage(dossier, couvert, dossier.identite.adhesion.periode, dossier.at(Adherent, "adhesion"))
        for code in (code for code, service in depot.services.items() if service.obligatoire):
            for exigence in asked.get(code, ()):
                yield from _services(depot, usage, exigence, "")


@controle("PRE001", entiers=("service",))
def components_without_service(depot: Depot) -> Iterator[Constat]:
    """PRE001: a component taken one by one by an adherent that has not its service: it would cost nobody anything."""
    couvertures = {nom: coverage(depot, dossier) for nom, dossier in depot.dossiers.items()}
    for pris in choices(depot):
        dossier, choix, item = pris.dossier, pris.objet, depot.composants.get(pris.objet.composant)
        if item is not None and item.composant.souscrit:
            asked = Periode(choix.debut or dossier.identite.adhesion.debut, choix.fin)
            usage = _Usage(dossier, couvertures[dossier.id], asked, pris.at("composant"))
            yield from _component(depot, usage, choix, item)


def binding(depot: Depot) -> Mapping[str, tuple[Exigence, ...]]:
    """Return what each subscription is bound by: a service also by its sub-services' prerequisites, and the reverse."""
    own = {exigence.code: exigence for exigence in requirements(depot)}
    bound: dict[str, tuple[Exigence, ...]] = {}
    for code, service in depot.services.items():
        parts = [sous.code for sous in service.sous_services if not sous.a_la_demande]
        bound[code] = tuple(own[nom] for nom in (code, *parts) if nom in own)
        for sous in service.sous_services:
            bound[sous.code] = tuple(own[nom] for nom in (sous.code, code) if nom in own)
    return bound


def _services(depot: Depot, usage: _Usage, exigence: Exigence, souscrit: str) -> Iterator[Constat]:
    dossier = usage.dossier
    besoin = usage.periode.intersect(dossier.identite.adhesion.periode)
    for rang, code in enumerate(exigence.prerequis.services):
        known = code in depot.services or depot.sous_service(code) is not None
        if besoin is None or not known or code == exigence.code:
            continue
        gap = first_gap(besoin, usage.couvert(code))
        if gap is None:
            continue
        message = (
            f"{depot.libelle_service(exigence.code)} suppose {depot.libelle_service(code)} aux mêmes dates : "
            f"{dossier.identite.ne_l_a} pas le {jour(gap.debut)}"
        )
        lieu = usage.reference.at("service" if souscrit else "debut")
        related = (
            exigence.at("services", rang),
            f"le prérequis{depot.convention.clauses.ensuite('prerequis')}",
        )
        yield signal("PRE001", lieu, message, _remedy(usage, code, gap, souscrit), related)


def _remedy(usage: _Usage, code: str, gap: Periode, souscrit: str = "") -> Conseil:
    moved = moved_date(usage.dossier, code, gap)
    if moved and souscrit and gap.fin is None and gap.debut > usage.periode.debut:
        # What it leans on ends for good.
        command = f"convention resilier {usage.dossier.id} {souscrit} --fin {gap.debut}"
        return f"résilier d'abord {souscrit} : {cite(command)} ; ou {moved}"
    if moved:
        return f"{moved}, ou {_NON_ACTIVEE}"
    if first_gap(gap, usage.couvert(code, activees=False)) is None:
        return f"activer la souscription à {code}, ou {_NON_ACTIVEE} pour l'autre service"
    return ajouter_ligne(subscription_line(code, *gap)) + f", ou {_NON_ACTIVEE}"


def _papers(depot: Depot, usage: _Usage, exigence: Exigence, souscription: Souscription) -> Iterator[Constat]:
    prerequis = exigence.prerequis
    lieu = usage.reference.at("service")
    identite = usage.dossier.identite
    if prerequis.convention_connexe and souscription.convention_connexe is None:
        cites = identite.dit("n'en cite", "n'en citent")
        message = f"{depot.libelle_service(exigence.code)} demande une convention connexe : {cites} aucune"
        command = '« convention souscrire … --convention-connexe "…" »'
        hint = ajouter('convention_connexe: ⟦"référence de la convention"⟧') + f" ({command}), ou {_NON_ACTIVEE}"
        related = (
            exigence.at("convention_connexe"),
            f"le prérequis{depot.convention.clauses.ensuite('prerequis')}",
        )
        yield signal("PRE004", lieu, message, hint, related)
    # Annexe 3 asks for it « si carence de service d'Archives »: one that is not declared is taken to be wanting.
    met = souscription.derogation is prerequis.derogation or souscription.service_archives
    if prerequis.derogation is not None and not met:
        declares = identite.dit("n'en déclare", "n'en déclarent")
        message = f"{depot.libelle_service(exigence.code)} demande une dérogation : {declares} aucune"
        waived = f"ou « service_archives: oui » si {identite.dit('a', 'ont')} un service d'archives"
        hint = ajouter(f"derogation: {prerequis.derogation}") + f", {waived}, ou {_NON_ACTIVEE}"
        related = (exigence.at("derogation"), f"le prérequis{depot.convention.clauses.ensuite('prerequis')}")
        yield signal("PRE005", lieu, message, hint, related)


def _component(depot: Depot, usage: _Usage, choix: SouscriptionComposant, item: ComposantRange) -> Iterator[Constat]:
    code, dossier = item.composant.sous_service or item.service, usage.dossier
    besoin = usage.periode.intersect(dossier.identite.adhesion.periode) if is_ordered(usage.periode) else None
    vie = Periode(item.composant.debut or date.min, item.composant.fin)
    if besoin is not None and is_ordered(vie):
        besoin = besoin.intersect(vie)
    known = code in depot.services or depot.sous_service(code) is not None
    if besoin is None or not known:
        return
    # A component follows its service, which it needs to have some day, activated or not, and on its own first day.
    days = usage.couvert(code, activees=False)
    gap = first_gap(besoin, days)
    late = gap is not None and choix.debut is not None and gap.debut == besoin.debut
    if gap is None or (any(besoin.intersect(period) for period in days) and not late):
        return
    when = f" le {jour(gap.debut)}" if choix.debut is not None else ""
    message = (
        f"le composant {cite(item.id)} suppose {depot.libelle_service(code)} : {dossier.identite.ne_l_a} pas{when}, "
        "rien ne serait facturé"
    )
    hint = moved_date(dossier, code, gap) or ajouter_ligne(subscription_line(code, *gap))
    yield signal("PRE001", usage.reference, message, hint + ", ou retirer le composant")


def _cycle(asked: Mapping[str, Mapping[str, Reference]]) -> Sequence[str] | None:
    """Find a loop, told from the service that asks to the one asked, from its first code in order."""
    try:
        TopologicalSorter({code: sorted(asked[code]) for code in sorted(asked)}).prepare()
    except CycleError as error:
        # graphlib tells it from the one asked to the one that asks, the first repeated at the end.
        loop: list[str] = list(reversed(error.args[1][1:]))
        start = loop.index(min(loop))
        return loop[start:] + loop[:start]
    return None


@controle("PRE007", avertit=True, entiers=("service",))
def needless(depot: Depot) -> Iterator[Constat]:
    """PRE007: a derogation for a service that asks for none, or beside an archives service."""
    bound = binding(depot)
    for item in subscriptions(depot):
        derogation, code = item.objet.derogation, item.objet.service
        # A service that does not exist has its own message (REF001).
        if derogation is None or code not in bound:
            continue
        nom, service, hint = (
            item.dossier.identite.nom,
            depot.libelle_service(code),
            f"retirer « derogation: {derogation} »",
        )
        if all(exigence.prerequis.derogation is not derogation for exigence in bound[code]):
            yield signal("PRE007", item.at("derogation"), f"{service} ne demande aucune dérogation ({nom})", hint)
        elif item.objet.service_archives:
            has = item.dossier.identite.dit("a", "ont")
            message = f"{has} un service d'archives : {service} ne demande aucune dérogation"
            related = (item.at("service_archives"), "le service d'archives")
            more = f"{hint}, ou " + la_ligne("service_archives: oui")
            yield signal("PRE007", item.at("derogation"), message, more, related)


@controle("PRE006")
def without_subscription(depot: Depot) -> Iterator[Constat]:
    """PRE006: an expense delivered to an adherent that has not the service of its row on that day."""
    couvertures = {nom: coverage(depot, dossier) for nom, dossier in depot.dossiers.items()}
    for item in expenses(depot):
        ligne, day = depot.lignes.get(item.depense.ligne), item.depense.livraison
        # What could not be read may hold the service: nothing is said then.
        if ligne is None or day is None or ligne.service not in depot.services or not _is_read(depot, item.dossier):
            continue
        besoin, couverture = Periode(day, day + timedelta(days=1)), couvertures[item.dossier.id]
        if _has(depot, couverture, ligne.service, besoin):
            continue
        nom = item.dossier.identite.nom
        has = item.dossier.identite.accorde("n'a", "n'ont")
        message = (
            f"la dépense {cite(item.depense.id)} est livrée le {jour(day)} {au(nom)}, qui {has} pas ce jour-là "
            f"{depot.libelle_service(ligne.service)}, dont relève sa ligne {cite(ligne.id)}"
        )
        if _has(depot, couverture, ligne.service, besoin, activees=False):
            hint = f"activer la souscription à {ligne.service}"
        else:
            line = f"ajouter la ligne {cite(subscription_line(ligne.service, day, None))} à ses souscriptions"
            hint = moved_date(item.dossier, ligne.service, besoin) or line
        yield signal("PRE006", item.at("livraison"), message, f"{hint}, ou corriger la date de livraison")


def _is_read(depot: Depot, dossier: Dossier) -> bool:
    fichier = depot.fichiers.get(dossier.path(Souscriptions))
    return fichier is not None and fichier.document is not None


def _has(depot: Depot, couverture: Couverture, service: str, besoin: Periode, *, activees: bool = True) -> bool:
    """A subscription to one of the sub-services is enough."""
    codes = (service, *(sous.code for sous in depot.services[service].sous_services))
    return any(first_gap(besoin, couverture(code, activees=activees)) is None for code in codes)
