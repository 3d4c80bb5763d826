"""ADH001 to ADH010: adherents that exist in law, once each, with a complete folder; who signs and answers for them.

Knows: identities, folders, functions and their dates (en-tête, art. 2, 5, 7, 10). Must not know: what they subscribe
to, whether an act has its number (`gouvernance.actes`).
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, ecrire, meant
from convention.base.french import au, cite, enumere, jour
from convention.checks.cadre.citations import DOSSIER
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import repeats
from convention.checks.cadre.lieux import Constat, LaCle, of_file, signal
from convention.model.cadre.champs import field_called
from convention.model.cadre.document import genre_of, path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent, Fonctions, Souscriptions
from convention.model.documents.catalogue import CONVENTION
from convention.model.genres import chemins
from convention.model.mots.communs import TypeAdherent
from convention.model.valeurs.chemins import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.adherents import Dpd

_DEMANDES = (Adherent, Souscriptions)
_CHIFFRES_LUHN = 10
CODES = ("siren", "insee")
"""The codes that one adherent alone has."""


@controle("ADH001")
def wrong_siren(depot: Depot) -> Iterator[Constat]:
    """ADH001: a SIREN whose control digit is wrong."""
    for dossier in depot.dossiers.values():
        message = siren_fault(dossier.identite.siren, dossier.identite.nom)
        if message:
            yield signal("ADH001", dossier.at(Adherent, "siren"), message)


def siren_fault(siren: str | None, nom: str) -> str:
    """Say that a SIREN is wrong; nothing of one that may be right, or of none."""
    if siren is None or is_luhn(siren):
        return ""
    return f"le SIREN {cite(siren)} ({nom}) est faux : sa clé de contrôle ne tombe pas juste"


def is_luhn(digits: str) -> bool:
    """Tell whether a number passes Luhn's control: every second digit from the right is doubled, Σ is a multiple of 10.

    Example:
        215401845: 2 + 2 + 5 + 8 + 0 + 2 + 8 + 8 + 5 = 40.
    """
    doubled = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(number // _CHIFFRES_LUHN + number % _CHIFFRES_LUHN for number in doubled) % _CHIFFRES_LUHN == 0


@controle("ADH002")
def shared_codes(depot: Depot) -> Iterator[Constat]:
    """ADH002: two adherents with one SIREN or one INSEE code; who left and came back has a folder each time."""
    for champ in CODES:
        having = (dossier for dossier in depot.dossiers.values() if getattr(dossier.identite, champ) is not None)
        for other, dossier in repeats(having, attrgetter(f"identite.{champ}")):
            if other.identite.adhesion.periode.intersect(dossier.identite.adhesion.periode) is None:
                continue
            message = shared_text(champ, getattr(dossier.identite, champ), other.identite.nom, dossier.identite.nom)
            related = (other.at(Adherent, champ), other.identite.nom)
            yield signal("ADH002", dossier.at(Adherent, champ), message, "", related)


def shared_text(champ: str, code: str, nom: str, autre: str) -> str:
    """Say that two adherents have one code."""
    return f"{field_called(Adherent, champ).le} {cite(code)} est donné à la fois {au(nom)} et {au(autre)}"


@controle("ADH003")
def incomplete_identity(depot: Depot) -> Iterator[Constat]:
    """ADH003: a code or an attachment that the type of the adherent demands (art. 2)."""
    for dossier in depot.dossiers.values():
        identite = dossier.identite
        lieu = dossier.at(Adherent, "type")
        if identite.siren is None and identite.type.a_un_siren:
            yield signal("ADH003", lieu, f"{identite.n_a} pas de SIREN", ajouter('siren: ⟦"neuf chiffres"⟧'))
        if identite.insee is None and identite.type is TypeAdherent.COMMUNE:
            message = f"{identite.nom} est une commune et n'a pas de code INSEE"
            yield signal("ADH003", lieu, message, ajouter('insee: ⟦"cinq chiffres"⟧'))
        if identite.rattachement is None and identite.type is TypeAdherent.ETABLISSEMENT_RATTACHE:
            message = f"l'établissement rattaché {identite.nom} ne dit pas à quelle collectivité"
            yield signal("ADH003", lieu, message, ajouter("rattachement: ⟦identifiant-de-l-adherent⟧"))
        if identite.rattachement == dossier.id:
            own = dossier.at(Adherent, "rattachement")
            message, hint = f"{identite.nom} est rattaché à lui-même", "désigner l'adhérent dont il dépend"
            yield signal("ADH003", own, message, hint)


@controle("ADH004")
def incomplete_folders(depot: Depot) -> Iterator[Constat]:
    """ADH004: a folder without an identity or without subscriptions."""
    found: dict[str, set[type[Modele]]] = {}
    for chemin in chemins(depot.fichiers, "adherent", *DOSSIER):
        found.setdefault(chemin.id, set()).add(chemin.genre.modele)
    for nom, present in found.items():
        for modele in _DEMANDES:
            # A file that could not be read is not missing: it has its own message.
            if modele not in present and genre_of(modele).nom not in depot.incomplets:
                path = path_of(modele, nom)
                message = f"le dossier de {cite(nom)} n'a pas de fichier {path.removeprefix(folder_of(nom))}"
                yield signal("ADH004", of_file(path), message, f"créer {path}")


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
            (dossier.at(Adherent, "type"), dossier.identite.nom),
        )
        yield signal("ADH005", lieu, message, hint, *related)


_DELEGUE = "délégué à la protection des données"
_LIGNE_DPD = 'dpd: {fonction: ⟦"…"⟧, designation: ⟦AAAA-MM-JJ⟧, communication: ⟦AAAA-MM-JJ⟧}'
_LIGNE_SIGNATAIRE = (
    'signataire: {fonction: ⟦"…"⟧, habilitation: {organe: ⟦"…"⟧, objet: ⟦"…"⟧, numero: ⟦"…"⟧, date: ⟦…⟧}}'
)


@controle("ADH006", "ADH007")
def data_protection(depot: Depot) -> Iterator[Constat]:
    """ADH006, ADH007: a data protection officer unknown to the service, or made known before being designated."""
    for dossier in depot.dossiers.values():
        if dossier.fonctions is None:
            continue
        if dossier.fonctions.dpd is None:
            cited = depot.convention.clauses.selon("violations")
            message = f"aucun {_DELEGUE} n'est connu pour {dossier.identite.nom}{cited}"
            yield signal("ADH006", dossier.at(Fonctions), message, ajouter(_LIGNE_DPD))
        else:
            yield from _communication(depot, dossier, dossier.fonctions.dpd)


@controle("ADH008", avertit=True)
def without_functions(depot: Depot) -> Iterator[Constat]:
    """ADH008: an adherent without its functions when others have theirs; a repository may hold none (art. 5)."""
    if all(dossier.fonctions is None for dossier in depot.dossiers.values()):
        return
    for dossier in depot.dossiers.values():
        path = dossier.path(Fonctions)
        # A file that could not be read is not missing: it has its own message.
        if dossier.fonctions is None and path not in depot.illisibles:
            cited = depot.convention.clauses.selon("adherents")
            message = f"les interlocuteurs {dossier.identite.du} ne sont pas connus{cited}"
            hint = f"créer {path} : l'interlocuteur stratégique, le financier et l'opérationnel, par fonction"
            yield signal("ADH008", of_file(path), message, hint)


@controle("ADH009", avertit=True)
def late_habilitations(depot: Depot) -> Iterator[Constat]:
    """ADH009: a signatory empowered after the membership began.

    The convention does not say when it was signed: its first day stands for the signature, which cannot be later.
    """
    for dossier in depot.dossiers.values():
        signataire = dossier.fonctions.signataire if dossier.fonctions is not None else None
        day = signataire.habilitation.date if signataire is not None else None
        debut = dossier.identite.adhesion.debut
        if day is None or day <= debut:
            continue
        message = (
            f"l'acte qui habilite le signataire {dossier.identite.du} est du {jour(day)}, après le début de "
            f"l'adhésion ({jour(debut)})"
        )
        adhesion = dossier.at(Adherent, "adhesion", "debut")
        related = (adhesion, "le début de l'adhésion")
        lieu = dossier.at(Fonctions, "signataire", "habilitation", "date")
        yield signal("ADH009", lieu, message, "corriger l'une des deux dates, ou faire vérifier l'acte", related)


@controle("ADH010", avertit=True, entiers=("convention",))
def signatories(depot: Depot) -> Iterator[Constat]:
    """ADH010: an adherent without a signatory; the managing body with one, as it signs nothing with itself."""
    for dossier in depot.dossiers.values():
        if dossier.fonctions is None:
            continue
        nom, signs = dossier.identite.nom, dossier.fonctions.signataire is not None
        if dossier.id != depot.convention.gestionnaire and not signs:
            message = f"le signataire de la convention n'est pas connu pour {nom}"
            yield signal("ADH010", dossier.at(Fonctions), message, ajouter(_LIGNE_SIGNATAIRE))
        elif dossier.id == depot.convention.gestionnaire and signs:
            message = (
                f"{dossier.identite.dit('est', 'sont')} le gestionnaire : une convention ne se signe pas avec soi-même"
            )
            hint = f"retirer « signataire » ; ce qui engage le gestionnaire est dans {CONVENTION}"
            yield signal("ADH010", LaCle(dossier.at(Fonctions, "signataire")), message, hint)


def _communication(depot: Depot, dossier: Dossier, dpd: Dpd) -> Iterator[Constat]:
    who = f"les coordonnées du {_DELEGUE} {dossier.identite.du}"
    if dpd.communication is None:
        hint = ajouter("communication: ⟦AAAA-MM-JJ⟧", sous="dpd") + ", une fois la communication faite"
        cited = depot.convention.clauses.selon("violations")
        message = f"{who} n'ont pas été communiquées {depot.convention.noms.service.au}{cited}"
        yield signal("ADH006", LaCle(dossier.at(Fonctions, "dpd")), message, hint)
    elif dpd.communication < dpd.designation:
        message = (
            f"{who} sont communiquées le {jour(dpd.communication)}, avant qu'il soit désigné ({jour(dpd.designation)})"
        )
        related = (dossier.at(Fonctions, "dpd", "designation"), "la désignation")
        yield signal(
            "ADH007",
            dossier.at(Fonctions, "dpd", "communication"),
            message,
            "corriger l'une des deux dates",
            related,
        )
