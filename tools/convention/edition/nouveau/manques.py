"""What some answers lack, or contradict, each at its place.

Knows: the answers. Must not know: how they were given, what they will be written as.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, du, enumere, nearest
from convention.checks.adherents.identite import is_luhn
from convention.edition.nouveau.partages import HABITANTS, POSTES, RESERVES
from convention.model.cadre.corrections import to_id
from convention.model.cadre.scalaires import IDENTIFIANT
from convention.model.mots.communs import TypeAdherent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.base.nodes import Pointer
    from convention.edition.nouveau.reponses import Membre, Reponses, ServiceRendu

_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "oui", "non"})
"""What YAML, or one of its readers, takes for something else than a text."""


class Manque(NamedTuple):
    """Something that the answers lack, or contradict: where, the code that explains it, a sentence, what to do."""

    pointer: Pointer
    code: str
    message: str
    conseil: str = ""


def manques(reponses: Reponses) -> Iterator[Manque]:
    """Yield what the answers lack, or contradict."""
    membres, services = reponses.adherents, reponses.services
    yield from _names("adherents", "un adhérent", [item.nom for item in membres])
    yield from _names("services", "un service", [item.nom for item in services])
    known = [item.nom for item in membres]
    if known and reponses.gestionnaire not in known:
        message = f"le gestionnaire {cite(reponses.gestionnaire)} n'est pas l'un des adhérents : {enumere(known)}"
        yield Manque(("gestionnaire",), "ADH005", message, nearest(reponses.gestionnaire, known))
    for rank, service in enumerate(services):
        yield from _price(("services", rank), service)
        yield from _unit(("services", rank), service, services[:rank])
        yield from _takers(("services", rank), service, known)
    for rank, membre in enumerate(membres):
        yield from _identity(("adherents", rank), membre, known)
        yield from _codes(("adherents", rank), membre, membres[:rank], reponses.departements)
        yield from _counts(("adherents", rank), membre, reponses.cles)


def _names(champ: str, quoi: str, noms: Sequence[str]) -> Iterator[Manque]:
    if not noms:
        yield Manque((champ,), "FOR003", f"il faut au moins {quoi}")
    first: dict[str, str] = {}
    for rank, nom in enumerate(noms):
        ident, place = to_id(nom), (champ, rank, "nom")
        if re.fullmatch(IDENTIFIANT, ident) is None or ident in _YAML:
            message = f"{cite(nom)} ne peut pas nommer {quoi}"
            yield Manque(place, "FOR010", message, "des lettres, des mots de 30 lettres au plus, et rien comme « oui »")
        elif first.setdefault(ident, nom) is not nom:
            message = f"{cite(nom)} ressemble trop à {cite(first[ident])}, qui nomme déjà {quoi}"
            yield Manque(place, "REF006", message, "donner un autre nom")


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
    if not partage.par_tranche and service.tranches:
        message = f"{nom} se partage « {partage} », sans tranches"
        yield Manque((*place, "tranches"), "FOR001", message, "retirer « tranches », ou changer « partage »")
    for rank, (before, after) in enumerate(zip(service.tranches, service.tranches[1:], strict=False), 1):
        if after.a_partir_de <= before.a_partir_de:
            message = f"les tranches {du(service.nom)} ne montent pas : chacune commence plus haut que la précédente"
            yield Manque((*place, "tranches", rank, "a_partir_de"), "TAR026", message, "les ranger, sans en répéter")


def _unit(place: Pointer, service: ServiceRendu, before: Sequence[ServiceRendu]) -> Iterator[Manque]:
    """Yield what is wrong with what a service counts; its key is cited by formulas."""
    nom, asked, compte = cite(service.nom), service.partage.par_unite, service.compte
    if asked and service.unite is None:
        yield Manque((*place, "nom"), "FOR002", f"{nom} ne dit pas ce que l'on compte", "ajouter « unite: ligne »")
    for champ in ("unite", "pluriel"):
        if not asked and getattr(service, champ) is not None:
            message = f"{nom} se partage « {service.partage} » : ce que l'on compte est déjà dit"
            yield Manque((*place, champ), "FOR001", message, f"retirer « {champ} »")
    if not asked or compte is None:
        return
    if compte.cle in RESERVES or re.fullmatch("[a-z][a-z0-9_]{0,59}", compte.cle) is None:
        message = f"{cite(compte.pluriel)} ne peut pas nommer ce que l'on compte"
        yield Manque((*place, "unite"), "FOR010", message, "un autre mot, qui commence par une lettre")
    counted = (POSTES, HABITANTS, *(item.compte for item in before))
    if {item.cle: item for item in counted if item is not None}.get(compte.cle, compte) != compte:
        message = f"{cite(compte.pluriel)} compte déjà autre chose que {cite(compte.unite)}"
        yield Manque((*place, "unite"), "REF006", message, "les écrire de la même façon, ou d'un autre nom")


def _takers(place: Pointer, service: ServiceRendu, known: Sequence[str]) -> Iterator[Manque]:
    for rank, nom in enumerate(service.pour):
        if nom not in known:
            message = f"{cite(service.nom)} est pour {cite(nom)}, qui n'est pas un adhérent"
            yield Manque((*place, "pour", rank), "REF001", message, nearest(nom, known))
    if service.pour and not service.option:
        message = f"{cite(service.nom)} vient avec l'adhésion, pour tous"
        yield Manque((*place, "pour"), "FOR001", message, "écrire « option: oui », ou retirer « pour »")


def _identity(place: Pointer, membre: Membre, known: Sequence[str]) -> Iterator[Manque]:
    attached = membre.type is TypeAdherent.ETABLISSEMENT_RATTACHE
    asked = {
        "siren": not attached and membre.siren is None,
        "insee": membre.type is TypeAdherent.COMMUNE and membre.insee is None,
        "rattachement": attached and membre.rattachement is None,
    }
    lacking = [cite(nom) for nom, missing in asked.items() if missing]
    if lacking:
        message = f"{membre.nom} ({membre.type.libelle}) ne dit pas : {enumere(lacking)}"
        yield Manque((*place, "nom"), "ADH003", message)
    if membre.rattachement is not None and membre.rattachement not in known:
        message = f"{membre.nom} dépend de {cite(membre.rattachement)}, qui n'est pas un adhérent"
        yield Manque((*place, "rattachement"), "REF001", message, nearest(membre.rattachement, known))


def _codes(place: Pointer, membre: Membre, before: Sequence[Membre], departements: Sequence[str]) -> Iterator[Manque]:
    if membre.siren is not None and not is_luhn(membre.siren):
        message = f"le SIREN {cite(membre.siren)} ({membre.nom}) est faux : sa clé de contrôle ne tombe pas juste"
        yield Manque((*place, "siren"), "ADH001", message)
    for champ, quoi in (("siren", "le SIREN"), ("insee", "le code INSEE")):
        code = getattr(membre, champ)
        same = next((item.nom for item in before if code is not None and getattr(item, champ) == code), None)
        if same is not None:
            message = f"{quoi} {cite(code)} est à la fois celui {du(same)} et {du(membre.nom)}"
            yield Manque((*place, champ), "ADH002", message)
    if departements and membre.insee is not None and not membre.insee.startswith(tuple(departements)):
        wanted = enumere([cite(item) for item in departements], "ou")
        message = f"le code INSEE {cite(membre.insee)} ({membre.nom}) n'est pas d'une commune du département {wanted}"
        yield Manque((*place, "insee"), "FOR013", message, "corriger le code, ou ajouter à « departements »")


def _counts(place: Pointer, membre: Membre, cles: Sequence[str]) -> Iterator[Manque]:
    lacking = [cite(nom) for nom in cles if nom not in membre.quantites]
    if lacking:
        message = f"{membre.nom} ne compte pas : {enumere(lacking)}"
        yield Manque((*place, "nom"), "QTE001", message, "l'ajouter sous « quantites »")
    for nom, quantite in membre.quantites.items():
        if nom not in cles:
            message = f"{membre.nom} compte {cite(nom)}, que rien ne partage"
            yield Manque((*place, "quantites", nom), "REF001", message, nearest(nom, cles) or "retirer cette quantité")
        elif quantite < 0:
            message = f"{membre.nom} compte {cite(nom)} au-dessous de zéro"
            yield Manque((*place, "quantites", nom), "QTE004", message)
