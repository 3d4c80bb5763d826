"""What some answers lack, or contradict, each at its place.

Knows: the answers. Must not know: how they were given, what they will be written as. Here is what each answer is
refused for as soon as it is given, when there is no document yet; the rest is left to the checks of what is written.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import partial
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, du, enumere, jour, nearest, nombre, taux
from convention.checks.adherents.identite import CODES, shared_text, siren_fault
from convention.edition.nouveau.partages import HABITANTS, POSTES, RESERVES, proche
from convention.model.mots.communs import Comptage, Origine, TypeAdherent
from convention.model.valeurs.chemins import IDENTIFIANT, NOM
from convention.model.valeurs.corrections import to_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from convention.base.nodes import Pointer
    from convention.edition.nouveau.reponses import AppelPrevu, Membre, Reponses, ServiceRendu


class Manque(NamedTuple):
    """Something that the answers lack, or contradict: where, the code that explains it, a sentence, what to do."""

    pointer: Pointer
    code: str
    message: str
    conseil: str = ""
    en_tableau: str = ""
    """What to do instead, when a table says the members."""
    certain: bool = False
    """It holds whatever the other answers are: it is told even when others are set aside, or still to come."""
    du_membre: bool = False
    """A member lacks it: it is told when nothing of that member is set aside."""


_certain = partial(Manque, certain=True)
_incomplet = partial(Manque, du_membre=True)


def manques(reponses: Reponses, au: date = date.max) -> Iterator[Manque]:
    """Yield what the answers lack, or contradict; on a day, when it is known, nothing was counted later."""
    membres, services = reponses.adherents, reponses.services
    if re.search(r"[\n\t]", reponses.titre):
        yield _certain(("titre",), "FOR010", "le titre tient sur une ligne", "le récrire sans retour à la ligne")
    yield from _names("adherents", "un adhérent", [item.nom for item in membres])
    yield from _names("services", "un service", [item.nom for item in services])
    known = {item.nom: None for item in membres}
    if known and reponses.gestionnaire not in known:
        message = f"le gestionnaire {cite(reponses.gestionnaire)} n'est pas l'un des adhérents : {enumere([*known])}"
        conseil = nearest(reponses.gestionnaire, known) or "écrire le nom de l'un d'eux"
        yield Manque(("gestionnaire",), "ADH005", message, conseil)
    for rank, service in enumerate(services):
        yield from _price(("services", rank), service)
        yield from _takers(("services", rank), service, known)
    yield from _units(services)
    for rank, membre in enumerate(membres):
        yield from _identity(("adherents", rank), membre, known)
        yield from _counts(("adherents", rank), membre, reponses)
    yield from _codes(membres, reponses.departements)
    yield from _dates(reponses)
    yield from _calls(reponses.appels, reponses.exercice, reponses.debut)
    if reponses.cles and reponses.compte_le is None and reponses.origine is not Origine.DEMONSTRATION:
        message = "il n'est pas dit quel jour les quantités ont été comptées"
        yield Manque(("origine",), "FOR002", message, "ajouter « compte_le: AAAA-MM-JJ »")
    if reponses.compte_le is not None and reponses.compte_le > au:
        message = f"les quantités sont dites comptées le {jour(reponses.compte_le)}, un jour à venir"
        yield Manque(("compte_le",), "PER012", message, f"écrire le jour de leur comptage, le {jour(au)} au plus tard")


def _dates(reponses: Reponses) -> Iterator[Manque]:
    """Yield what is wrong with how long the convention lasts: its first day, which is of its first year; its months."""
    if reponses.debut.year != reponses.exercice:
        message = f"la convention commence le {jour(reponses.debut)}, et sa première année est {reponses.exercice}"
        yield Manque(("effet",), "PER004", message, "corriger l'un des deux")
    if not reponses.duree_annees and not reponses.duree_mois:
        yield Manque(("duree_annees",), "PER001", "la convention ne dure aucun mois", "écrire combien elle dure")


def _calls(appels: Sequence[AppelPrevu], exercice: int, debut: date) -> Iterator[Manque]:
    """Yield what is wrong with the calls of the year: advances in the order of their dates, then the balance."""
    for rank, item in enumerate(appels):
        place, told, last = ("appels", rank, "date"), f"l'appel du {jour(item.date)}", item is appels[-1]
        if item.date.year != exercice:
            hint = f"n'écrire que ceux de l'année civile {exercice} ; les autres s'écrivent en ouvrant leur exercice"
            yield Manque(place, "GOU015", f"{told} n'est pas de l'exercice {exercice}", hint)
        elif item.date < debut:
            message = f"{told} précède le premier jour de la convention, le {jour(debut)}"
            yield Manque(place, "GOU015", message, "corriger la date, ou « effet »")
        elif rank and item.date.month <= appels[rank - 1].date.month:
            message = f"{told} n'est pas d'un mois qui suit celui du {jour(appels[rank - 1].date)}"
            yield Manque(place, "GOU015", message, "ranger les appels par date, un par mois au plus")
        if last and item.taux is not None:
            yield Manque(
                (*place[:2], "taux"), "SCE005", f"{told} est le dernier : il appelle le solde", "retirer « taux »"
            )
        elif not last and item.taux is None:
            message = f"{told} n'est pas le dernier : il dit quelle part de l'année il appelle"
            yield Manque(place, "SCE005", message, "ajouter « taux: 0.25 »")
    called = Fraction(0)
    for rank, item in enumerate(appels):
        called += item.taux or 0
        if called > 1 and item.taux:
            message = f"les acomptes appellent {taux(called)} de l'année"
            yield Manque(("appels", rank, "taux"), "SCE005", message, "en tout, ne pas dépasser 100 % (1)")
            return


def _names(champ: str, quoi: str, noms: Sequence[str]) -> Iterator[Manque]:
    if not noms:
        yield Manque((champ,), "FOR003", f"il faut au moins {quoi}")
    first: dict[str, str] = {}
    whole = " ; « denomination » dit le nom entier" if champ == "adherents" else ""
    for rank, nom in enumerate(noms):
        ident, place = to_id(nom), (champ, rank, "nom")
        if re.fullmatch(IDENTIFIANT, ident) is None or re.search(r"[\n\t]", nom):
            message = f"{cite(nom)} ne peut pas nommer {quoi}"
            hint = "des lettres, en neuf mots au plus, sur une ligne"
            yield _certain(place, "FOR010", message, f"{hint}{whole}")
        elif ident not in first:
            first[ident] = nom
        else:
            same = nom == first[ident]
            why = "est donné deux fois : il" if same else f"ressemble trop à {cite(first[ident])}, qui"
            message = f"{cite(nom)} {why} nomme déjà {quoi}"
            yield _certain(place, "REF006", message, "donner un autre nom")


def _price(place: Pointer, service: ServiceRendu) -> Iterator[Manque]:
    nom, partage = cite(service.nom), service.partage
    priced = bool(partage.forme.variable)
    if priced and service.montant is None:
        yield Manque((*place, "nom"), "FOR002", f"{nom} n'a pas de montant", "ajouter « montant: … »")
    if not priced and service.montant is not None:
        why = "ses montants sont dans ses tranches" if partage.par_tranche else "il s'écrit à chaque livraison"
        message = f"{nom} se partage « {partage} » : son montant ne se dit pas ici, {why}"
        yield Manque((*place, "montant"), "FOR001", message, "retirer « montant »")
    if partage.par_tranche and not service.tranches:
        hint = "ajouter « tranches: [{a_partir_de: 0, montant: …}] »"
        yield Manque((*place, "nom"), "FOR002", f"{nom} n'a pas de tranches", hint)
    if not partage.par_tranche and "tranches" in service.model_fields_set:
        message = f"{nom} se partage « {partage} », sans tranches"
        yield Manque((*place, "tranches"), "FOR001", message, "retirer « tranches », ou changer « partage »")
    for rank, (before, after) in enumerate(zip(service.tranches, service.tranches[1:], strict=False), 1):
        if after.a_partir_de <= before.a_partir_de:
            message = f"les tranches {du(service.nom)} ne montent pas : chacune commence plus haut que la précédente"
            yield _certain((*place, "tranches", rank, "a_partir_de"), "TAR026", message, "les ranger, sans en répéter")


def _units(services: Sequence[ServiceRendu]) -> Iterator[Manque]:
    """Yield what is wrong with what services count; its key is cited by formulas."""
    counted = {item.cle: item for item in (POSTES, HABITANTS)}
    for rank, service in enumerate(services):
        place, asked, compte = ("services", rank), service.partage.par_unite, service.compte
        if asked and service.unite is None:
            message = f"{cite(service.nom)} ne dit pas ce que l'on compte"
            yield Manque((*place, "nom"), "FOR002", message, "ajouter « unite: ligne »")
        for champ in ("unite", "pluriel", "comptage", "entier"):
            if not asked and champ in service.model_fields_set:
                message = f"{cite(service.nom)} se partage « {service.partage} » : ce que l'on compte est déjà dit"
                yield Manque((*place, champ), "FOR001", message, f"retirer « {champ} »")
        if not asked or compte is None:
            continue
        if compte.cle in RESERVES or re.fullmatch(NOM, compte.cle) is None:
            message = f"{cite(compte.pluriel)} ne peut pas nommer ce que l'on compte"
            yield _certain((*place, "unite"), "FOR010", message, "un autre mot, qui commence par une lettre")
            continue
        first = counted.setdefault(compte.cle, compte)
        first = first._replace(entier=compte.entier)
        if first._replace(comptage=compte.comptage) != compte:
            message = f"{cite(first.pluriel)} compte déjà autre chose que {cite(compte.unite)}"
            yield _certain((*place, "unite"), "REF006", message, "les écrire de la même façon, ou d'un autre nom")
        elif first != compte and service.comptage is not None:  # who does not say it counts as the first does
            message = f"{cite(compte.pluriel)} se compte déjà « {first.comptage} », et non « {compte.comptage} »"
            yield _certain(
                (*place, "comptage"), "REF006", message, "dire le même « comptage », ou compter sous un autre nom"
            )


def _takers(place: Pointer, service: ServiceRendu, known: Collection[str]) -> Iterator[Manque]:
    for rank, nom in enumerate(service.pour):
        if known and nom not in known:
            message = f"{cite(service.nom)} est pour {cite(nom)}, qui n'est pas un adhérent"
            yield Manque((*place, "pour", rank), "REF001", message, nearest(nom, known))
    if service.pour and not service.option:
        message = f"{cite(service.nom)} vient avec l'adhésion, pour tous"
        yield Manque((*place, "pour"), "FOR001", message, "écrire « option: oui », ou retirer « pour »")


def _identity(place: Pointer, membre: Membre, known: Collection[str]) -> Iterator[Manque]:
    attached = membre.type is TypeAdherent.ETABLISSEMENT_RATTACHE
    asked = {
        "siren": membre.type.a_un_siren and membre.siren is None,
        "insee": membre.type is TypeAdherent.COMMUNE and membre.insee is None,
        "rattachement": attached and membre.rattachement is None,
    }
    lacking = [cite(nom) for nom, missing in asked.items() if missing]
    if lacking:
        says = membre.type.accorde(membre.nom, "ne dit pas", "ne disent pas")
        message = f"{membre.nom} ({membre.type.libelle}) {says} : {enumere(lacking)}"
        yield _incomplet((*place, "nom"), "ADH003", message)
    if membre.rattachement is not None and membre.rattachement not in known:
        message = f"{membre.nom} dépend de {cite(membre.rattachement)}, qui n'est pas un adhérent"
        yield Manque((*place, "rattachement"), "REF001", message, nearest(membre.rattachement, known))


def _codes(membres: Sequence[Membre], departements: Sequence[str]) -> Iterator[Manque]:
    """Yield what is wrong with the numbers of the members, each at its place."""
    first: dict[tuple[str, str], str] = {}
    wanted = enumere([cite(item) for item in departements], "ou")
    for rank, membre in enumerate(membres):
        place, nom = ("adherents", rank), membre.nom
        if message := siren_fault(membre.siren, nom):
            yield _certain((*place, "siren"), "ADH001", message)
        for champ in CODES:
            code = getattr(membre, champ)
            if code is not None and (other := first.setdefault((champ, code), nom)) is not nom:
                yield _certain((*place, champ), "ADH002", shared_text(champ, code, other, nom))
        if departements and membre.insee is not None and not membre.insee.startswith(tuple(departements)):
            message = f"le code INSEE {cite(membre.insee)} ({nom}) n'est pas d'une commune du département {wanted}"
            yield _certain((*place, "insee"), "FOR013", message, "corriger le code, ou ajouter à « departements »")


def _counts(place: Pointer, membre: Membre, reponses: Reponses) -> Iterator[Manque]:
    cles = reponses.cles
    lacking = [cite(nom) for nom in reponses.cles_de(membre.nom) if nom not in membre.quantites]
    if lacking:
        counts = membre.type.accorde(membre.nom, "ne compte pas", "ne comptent pas")
        message = f"{membre.nom} {counts} : {enumere(lacking)}"
        them = "les " if len(lacking) > 1 else "l'"
        hint, cell = f"{them}ajouter sous « quantites »", "ajouter sa colonne, ou remplir sa cellule ; zéro s'écrit 0"
        manager = membre.nom == reponses.gestionnaire
        free = " ; s'il ne paie rien, écrire « gestionnaire_contribue: non »" if manager else ""
        yield _incomplet((*place, "nom"), "QTE001", message, f"{hint}{free}", f"{cell}{free}")
    whole = {item.cle for item in reponses.comptes if item.entier and item.comptage is not Comptage.MOYENNE}
    for nom, quantite in membre.quantites.items():
        counts = f"{membre.nom} {membre.type.accorde(membre.nom, 'compte', 'comptent')}"
        if nom in whole and quantite.denominator != 1:
            message = f"{counts} {nombre(quantite)} {cite(nom)}, qui se comptent en nombres entiers"
            hint = f"écrire {floor(quantite)} ou {floor(quantite) + 1}"
            if nom not in (POSTES.cle, HABITANTS.cle):
                hint += " ; s'ils se comptent aussi en fractions, ajouter « entier: non » à leur service"
            yield Manque((*place, "quantites", nom), "QTE010", message, hint)
        if nom == HABITANTS.cle and quantite >= 0:
            continue  # A table of communes says their population, whether or not something is shared by it.
        if nom not in cles:
            message = f"{counts} {cite(nom)}, que rien ne partage"
            yield Manque((*place, "quantites", nom), "REF001", message, proche(nom, cles) or "retirer cette quantité")
        elif quantite < 0:
            message = f"{counts} {cite(nom)} au-dessous de zéro"
            yield _certain((*place, "quantites", nom), "QTE004", message)
