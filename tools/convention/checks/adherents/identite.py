"""ADH: adherents that exist in law, once each, with a complete folder.

Knows: identities and folders. Must not know: what they subscribe to.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, ecrire, meant
from convention.base.french import cite, du, enumere
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import CONVENTION, repeats
from convention.checks.cadre.lieux import Constat, of_file, signal
from convention.model.cadre.genres import read_path
from convention.model.depot import Reference
from convention.model.mots.communs import TypeAdherent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot, Dossier

_FICHIERS = {"adherent": "adherent.yaml", "souscriptions": "souscriptions.yaml"}
_DOSSIER = frozenset({*_FICHIERS, "quantites", "depenses"})
_CHIFFRES_LUHN = 10


@controle("ADH001")
def wrong_siren(depot: Depot) -> Iterator[Constat]:
    """ADH001: a SIREN whose control digit is wrong."""
    for dossier in depot.dossiers.values():
        siren = dossier.identite.siren
        if siren is not None and not is_luhn(siren):
            message = (
                f"le SIREN {cite(siren)} ({dossier.identite.nom}) est faux : sa clé de contrôle ne tombe pas juste"
            )
            yield signal("ADH001", _at(dossier, "siren"), message)


def is_luhn(digits: str) -> bool:
    """Tell whether a number passes Luhn's control: every second digit from the right is doubled, Σ is a multiple of 10.

    Example:
        215401845: 2 + 2 + 5 + 8 + 0 + 2 + 8 + 8 + 5 = 40.
    """
    doubled = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(number // _CHIFFRES_LUHN + number % _CHIFFRES_LUHN for number in doubled) % _CHIFFRES_LUHN == 0


@controle("ADH002")
def shared_codes(depot: Depot) -> Iterator[Constat]:
    """ADH002: two adherents with one SIREN or one INSEE code."""
    for champ, quoi in (("siren", "le SIREN"), ("insee", "le code INSEE")):
        having = (dossier for dossier in depot.dossiers.values() if getattr(dossier.identite, champ) is not None)
        for other, dossier in repeats(having, attrgetter(f"identite.{champ}")):
            code = getattr(dossier.identite, champ)
            message = f"{quoi} {cite(code)} est à la fois celui {du(other.identite.nom)} et {du(dossier.identite.nom)}"
            yield signal("ADH002", _at(dossier, champ), message, "", (_at(other, champ), other.identite.nom))


@controle("ADH003")
def incomplete_identity(depot: Depot) -> Iterator[Constat]:
    """ADH003: a code or an attachment that the type of the adherent demands (art. 2)."""
    for dossier in depot.dossiers.values():
        identite = dossier.identite
        lieu = _at(dossier, "type")
        if identite.siren is None and identite.type.a_un_siren:
            yield signal("ADH003", lieu, f"{identite.nom} n'a pas de SIREN", ajouter('siren: ⟦"neuf chiffres"⟧'))
        if identite.insee is None and identite.type is TypeAdherent.COMMUNE:
            message = f"{identite.nom} est une commune et n'a pas de code INSEE"
            yield signal("ADH003", lieu, message, ajouter('insee: ⟦"cinq chiffres"⟧'))
        if identite.rattachement is None and identite.type is TypeAdherent.ETABLISSEMENT_RATTACHE:
            message = f"{identite.nom} est un établissement rattaché et ne dit pas à quelle collectivité"
            yield signal("ADH003", lieu, message, ajouter("rattachement: ⟦identifiant-de-l-adherent⟧"))
        if identite.rattachement == dossier.id:
            yield signal("ADH003", _at(dossier, "rattachement"), f"{identite.nom} est rattaché à lui-même")


@controle("ADH004")
def incomplete_folders(depot: Depot) -> Iterator[Constat]:
    """ADH004: a folder without an identity or without subscriptions."""
    found: dict[str, set[str]] = {}
    for chemin in map(read_path, depot.fichiers):
        if chemin is not None and chemin.genre.nom in _DOSSIER:
            found.setdefault(chemin.id, set()).add(chemin.genre.nom)
    for nom, genres in found.items():
        for genre, file_name in _FICHIERS.items():
            # A file that could not be read is not missing: it has its own message.
            if genre not in genres and genre not in depot.incomplets:
                lieu = of_file(f"adherents/{nom}/{file_name}")
                yield signal(
                    "ADH004",
                    lieu,
                    f"le dossier de {cite(nom)} n'a pas de fichier {file_name}",
                    f"créer {lieu.span.path}",
                )


@controle("ADH005", entiers=("convention",))
def managing_body(depot: Depot) -> Iterator[Constat]:
    """ADH005: a managing body that is no adherent, or of another type than the convention asks for (art. 2, 7)."""
    nom = depot.convention.gestionnaire
    dossier = depot.dossiers.get(nom)
    if dossier is None and "adherent" in depot.incomplets:
        return
    types = depot.convention.types_du_gestionnaire or tuple(TypeAdherent)
    fit = [item.id for item in depot.dossiers.values() if item.identite.type in types]
    if nom in fit:
        return
    hint = ecrire(fit[0], "gestionnaire") if len(fit) == 1 else meant(nom, fit)
    lieu = Reference(CONVENTION, ("gestionnaire",))
    if dossier is None:
        yield signal("ADH005", lieu, f"le gestionnaire {cite(nom)} n'est pas un adhérent du dépôt", hint)
    else:
        asked = enumere([cite(item) for item in types], conjonction="ou")
        message = f"le gestionnaire {cite(nom)} est de type {cite(dossier.identite.type)}, et non {asked}"
        types_asked = Reference(CONVENTION, ("types_du_gestionnaire",))
        related = (
            (types_asked, "ce que demande la convention"),
            (_at(dossier, "type"), dossier.identite.nom),
        )
        yield signal("ADH005", lieu, message, hint, *related)


def _at(dossier: Dossier, champ: str) -> Reference:
    return dossier.at("adherent.yaml", champ)
