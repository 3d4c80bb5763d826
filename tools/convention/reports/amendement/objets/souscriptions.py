"""Sentences about who takes what: subscriptions (art. 3), components, memberships (art. 3.1, 13).

Knows: subscriptions, prerequisites of annexe 3, the policy on a part of a year. Must not know: euros.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, assert_never

from convention.base.french import cite, du, enumere, jour, minuscule, nombre, pluriel
from convention.base.lettres import number_in_words
from convention.base.period import Periode, Prorata, year_fraction, year_period
from convention.checks.cadre.couverture import covered, first_gap
from convention.compare.changements.changements import Sorte
from convention.engine.compilation import compile_mode
from convention.model.cadre.champs import field_called
from convention.model.cadre.renvois import Sorte as SorteDeCode
from convention.model.documents.adherents import Adherent, Adhesion, Souscription, SouscriptionComposant
from convention.model.documents.entrees_sorties import DemandeAdhesion, Resiliation
from convention.model.mots.communs import Beneficiaires, Comptage, StatutSouscription
from convention.model.valeurs.chemins import service_code
from convention.reports.amendement.mots.noms import label, object_name, service_name
from convention.reports.amendement.mots.textes import citation
from convention.reports.amendement.mots.valeurs import with_unit
from convention.reports.amendement.objets.famille import dit_champ, dit_objet, en_bref
from convention.reports.mots import with_membership
from convention.reports.valeurs import last_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from convention.model.depot import Depot
    from convention.model.documents.catalogue import Prerequis
    from convention.reports.amendement.trajet import Cas

QUANTITES_DITES_MAX = 3
"""A subscription says what it counts when that is short: S09 counts accounts, S04 a dozen things."""


@dit_objet(
    Souscription,
    dits=("service", "debut", "fin", "statut", "derogation", "convention_connexe", "signature", "motif"),
)
def subscription(cas: Cas, value: Souscription) -> str:
    """Say a subscription that comes or goes, its quantities, its dates, whether its prerequisites are met."""
    name = service_name(cas.depot, value.service)
    idle = ["non activée"] if value.statut is not StatutSouscription.ACTIVE else []
    if cas.changement.sorte is Sorte.RETRAIT:
        gone = ", ".join([f"la souscription du service {name}", *idle])
        return " ; ".join([f"{gone}{_dates(value)}, est supprimée", *_papers(value)])
    head = ", ".join([f"souscription du service {name}", *_counts(cas, value), *idle])
    told = f"{head}{_dates(value)}{_share(cas, value)}"
    return " ; ".join([told, *_requirements(cas, value), *_papers(value)])


@en_bref(Souscription)
def subscription_brief(cas: Cas) -> str | None:
    """Say a subscription that comes: « prend S09 « Télétravail », 60 comptes, le 1er mars 2027 »."""
    value = cas.changement.apres
    if not isinstance(value, Souscription):
        return None
    taken = ", ".join([f"prend {service_name(cas.depot, value.service)}", *_counts(cas, value)])
    return f"{taken}, le {jour(value.debut)}"


@dit_champ(Souscription, "debut", "fin")
def subscription_dates(cas: Cas) -> str:
    """Say that a subscription ends, or that its end or its beginning moves."""
    value, before, after = cas.own(Souscription), cas.changement.avant, cas.changement.apres
    name = f"la souscription du service {service_name(cas.depot, value.service)}"
    if cas.changement.champ == "debut":
        return f"{name} commence le {jour(after)} au lieu du {jour(before)}{_share(cas, value)}"
    share = _part(cas, value, after, (after - timedelta(days=1)).year) if after is not None else ""
    return f"{ends(name, before, after)}{share}"


@dit_champ(Souscription, "statut")
def subscription_status(cas: Cas) -> str:
    """Say that a service is activated, or no more (art. 3: the service may not activate it)."""
    value = cas.own(Souscription)
    name = f"le service {service_name(cas.depot, value.service)}"
    if value.statut is StatutSouscription.ACTIVE:
        tail = " ; ".join(["", *_requirements(cas, value)])
        return f"{name}, souscrit, est activé à compter du {jour(value.debut)}{tail}"
    return f"{name} reste souscrit mais n'est plus activé : rien n'en est facturé"


@dit_objet(SouscriptionComposant, dits=("composant", "debut", "fin"))
def component(cas: Cas, value: SouscriptionComposant) -> str:
    """Say that an adherent takes a component, or leaves it."""
    name = citation(label(cas.depot, SorteDeCode.COMPOSANT, value.composant))
    dates = _dates(value)
    if cas.changement.sorte is Sorte.AJOUT:
        return f"souscription du composant {name}{dates}"
    return f"la souscription du composant {name}{dates}{',' if dates else ''} est supprimée"


@dit_champ(SouscriptionComposant, "debut", "fin")
def component_dates(cas: Cas) -> str:
    """Say that a component begins or ceases to be used; without a first day, it is as soon as its service is."""
    value, before, after = cas.own(SouscriptionComposant), cas.changement.avant, cas.changement.apres
    name = f"la {object_name(value, '', cas.depot)}"
    if cas.changement.champ == "fin":
        return ends(name, before, after)
    if after is None:
        return f"{name} suit celle de son service au lieu de commencer le {jour(before)}"
    was = f"du {jour(before)}" if before is not None else "de suivre celle de son service"
    return f"{name} commence le {jour(after)} au lieu {was}"


@dit_champ(Adhesion, "debut")
def membership_beginning(cas: Cas) -> str:
    """Say that an adherent is one from another day on (art. 3.1)."""
    return f"l'adhésion commence le {jour(cas.changement.apres)} au lieu du {jour(cas.changement.avant)}"


@dit_champ(Adhesion, "fin")
def membership_end(cas: Cas) -> str:
    """Say that an adherent leaves, or when (art. 13)."""
    return ends("l'adhésion", cas.changement.avant, cas.changement.apres)


@dit_objet(Adherent)
def adherent(cas: Cas, value: Adherent) -> str:
    """Say that an adherent comes or goes, with the services that it takes."""
    dossier = cas.depot.dossiers.get(cas.id)
    taken = dossier.souscriptions.souscriptions if dossier is not None else ()
    codes = [service_name(cas.depot, item.service) for item in taken]
    services = f" ; services souscrits : {enumere(codes)}" if codes else ""
    used = dossier.souscriptions.composants if dossier is not None else ()
    names = [citation(label(cas.depot, SorteDeCode.COMPOSANT, item.composant)) for item in used]
    services += f" ; composants souscrits : {enumere(names)}" if names else ""
    who = f"l'adhérent {citation(value.denomination)}"
    period = _between(value.adhesion)
    if cas.changement.sorte is Sorte.RETRAIT:
        return f"{who} est retiré de la convention (adhésion {period}){services}"
    return f"arrivée de {who}, {period}{services}"


@dit_objet(DemandeAdhesion, dits=("origine", "nom", "statut", "demande"))
def demand(cas: Cas, value: DemandeAdhesion) -> str:
    """Say a demand of membership, its day, where it stands (art. 3.1)."""
    done = cas.changement.sorte.fait
    return f"la demande d'adhésion du {jour(value.demande)} est {done}e : {minuscule(value.statut.libelle)}"


@dit_objet(
    Resiliation,
    dits=("origine", "genre", "initiative", "notification", "mise_en_demeure", "accord", "effet"),
)
def termination(cas: Cas, value: Resiliation) -> str:
    """Say how an adherent leaves, who asked for it, from when, from which acts (art. 13)."""
    asked = f"à l'initiative {du(value.initiative.libelle)}, à effet du {jour(value.effet)}"
    told = f"résiliation {value.genre.bref}, {asked}{_acts(value)}"
    return f"la {told}, est supprimée" if cas.changement.sorte is Sorte.RETRAIT else told


@en_bref(Resiliation)
def termination_brief(cas: Cas) -> str | None:
    """Say how an adherent leaves, and from which acts."""
    value = cas.changement.apres
    if not isinstance(value, Resiliation):
        return None
    return f"résiliation {value.genre.bref}{_acts(value)}"


@en_bref(Adherent)
def adherent_brief(cas: Cas) -> str | None:
    """Say an adherent that comes or goes, and when; what it takes, and what its sentence does not list, for all do."""
    value = cas.valeur
    if not isinstance(value, Adherent):
        return None
    period = _between(value.adhesion)
    if cas.changement.sorte is Sorte.RETRAIT:
        return f"est retiré de la convention (adhésion {period})"
    dossier, always = cas.depot.dossiers.get(cas.id), with_membership(cas.depot)
    codes = [item.service for item in dossier.souscriptions.souscriptions] if dossier is not None else []
    told = f" ; prend {enumere(codes)}" if codes else ""
    if codes and always:
        told += f" ; {enumere(always)} {pluriel(len(always), 'vient', 'viennent')} avec l'adhésion"
    return f"arrive, {period}{told}"


def _acts(value: Resiliation) -> str:
    days = ((champ, getattr(value, champ)) for champ in ("mise_en_demeure", "notification", "accord"))
    acts = [f"{field_called(Resiliation, champ).le} du {jour(day)}" for champ, day in days if day is not None]
    return f", d'après {enumere(acts)}" if acts else ""


def ends(name: str, before: date | None, after: date | None) -> str:
    """Say that what has a last day gets another, or has none any more."""
    was = last_day(before) if before is not None else ""
    if after is None:
        return f"{name} ne prend plus fin le {was}"
    return f"{name} prend fin le {last_day(after)} inclus{f' au lieu du {was}' if was else ''}"


def counted_by(cas: Cas, value: Souscription) -> dict[str, Fraction]:
    """Return what a service counts for its subscribers, at its first exercice: quantity by key."""
    dossier, keys = cas.head.dossiers.get(cas.id), _keys(cas.head, value.service)
    document = dossier.quantites.get(value.debut.year) if dossier is not None else None
    if document is None or len(keys) > QUANTITES_DITES_MAX:
        return {}
    found = {nom: count for item in document.comptages for nom, count in item.valeurs.items()}
    return {nom: found[nom] for nom in keys if nom in found}


def _counts(cas: Cas, value: Souscription) -> list[str]:
    return [with_unit(quantity, cas.head.cles[nom]) for nom, quantity in counted_by(cas, value).items()]


def _keys(depot: Depot, code: str) -> tuple[str, ...]:
    """List the keys that the formulas of a service read, for the components that all its subscribers pay."""
    found: dict[str, None] = {}
    for item in depot.composants.values():
        shared = item.composant.beneficiaires is Beneficiaires.ABONNES
        ligne = depot.lignes.get(item.composant.ligne)
        if item.service != service_code(code) or not shared or ligne is None:
            continue
        formules = filter(None, map(compile_mode, ligne.indirects.values()))
        noms = [item.composant.abaque, *(nom for formule in formules for nom in formule.noms)]
        found |= dict.fromkeys(nom for nom in noms if nom is not None and nom in depot.cles)
    return tuple(found)


def _dates(value: Souscription | SouscriptionComposant) -> str:
    text = _between(value)
    return f", {text}" if text else ""


def _between(value: Souscription | SouscriptionComposant | Adhesion) -> str:
    told = [f"à compter du {jour(value.debut)}"] if value.debut is not None else []
    told += [f"jusqu'au {last_day(value.fin)} inclus"] if value.fin is not None else []
    return ", ".join(told)


def _share(cas: Cas, value: Souscription) -> str:
    """Say the part of the first year: « (dix douzièmes en 2027) »; nothing for a whole year."""
    return _part(cas, value, value.fin, value.debut.year)


def _part(cas: Cas, value: Souscription, fin: date | None, exercice: int) -> str:
    """Say the part of a year; that it weighs nothing where all that the service counts is already of the year."""
    text = part_of_year(cas.head, cas.id, Periode(value.debut, fin), exercice)
    counted = [cas.head.cles[nom].comptage for nom in _keys(cas.head, value.service)]
    if text and counted and all(item in {Comptage.SUR_PERIODE, Comptage.MOYENNE} for item in counted):
        return f" (payé en {exercice} selon ce qui y est compté, et non au mois)"
    return f" ({text} en {exercice})" if text else ""


def part_of_year(depot: Depot, adherent: str, days: Periode, exercice: int) -> str:
    """Say a part of a year as the declared policy measures it; nothing for a whole year."""
    dossier = depot.dossiers.get(adherent)
    inside = days.intersect(year_period(exercice))
    if inside is not None and dossier is not None:
        inside = inside.intersect(dossier.identite.adhesion.periode)
    if inside is None:
        return ""
    rule = depot.convention.politiques.prorata
    part = year_fraction(inside, exercice, rule.mode, rule.dernier_jour)
    match rule.mode:
        case Prorata.AUCUN:
            return ""
        case Prorata.MENSUEL:
            months = int(part * 12)
            return f"{number_in_words(months)} {pluriel(months, 'douzième')}" if 0 < part < 1 else ""
        case Prorata.JOURNALIER:
            total = (year_period(exercice + 1).debut - year_period(exercice).debut).days
            return f"{nombre(part * total)} jours sur {total}" if 0 < part < 1 else ""
    assert_never(rule.mode)


def _requirements(cas: Cas, value: Souscription) -> Iterator[str]:
    """Say whether the services that annexe 3 asks are in use on the same dates."""
    needed = sorted({code for item in _asked(cas.head, value.service) for code in item.services})
    dossier = cas.head.dossiers.get(cas.id)
    if not needed or dossier is None:
        return
    days = value.periode.intersect(dossier.identite.adhesion.periode) or value.periode
    missing = [code for code in needed if first_gap(days, covered(cas.head, dossier, code)) is not None]
    met = [code for code in needed if code not in missing]
    for codes, *verb in ((met, "est rempli", "sont remplis"), (missing, "n'est pas rempli", "ne sont pas remplis")):
        if codes:
            yield f"{pluriel(len(codes), 'le', 'les')} prérequis {enumere(codes)} {pluriel(len(codes), *verb)}"


def _asked(depot: Depot, code: str) -> Iterator[Prerequis]:
    service, sous = depot.services.get(service_code(code)), depot.sous_service(code)
    for item in (service, sous):
        if item is not None and item.prerequis is not None:
            yield item.prerequis


def _papers(value: Souscription) -> Iterator[str]:
    if value.derogation is not None:
        yield f"{value.derogation.libelle} obtenue"
    if value.convention_connexe is not None:
        signed = f" signée le {jour(value.signature)}" if value.signature is not None else ""
        yield f"convention spécifique {citation(value.convention_connexe)}{signed}"
    elif value.signature is not None:
        yield f"convention spécifique signée le {jour(value.signature)}"
    if value.motif is not None:
        yield f"motif : {cite(value.motif)}"
