"""`catalogue/signataires.yaml`: which functions sign the seals, with which keys, and from which seal on.

Knows: its shape. Must not know: signatures, how they are verified, whether they are there (`checks.sceaux.signatures`).
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document
from convention.model.cadre.renvois import IdSignataire
from convention.model.ecrits.signatures import GenreSceau
from convention.model.valeurs.scalaires import ClePublique, FinExclue, Id, NomSceau, Texte

if TYPE_CHECKING:
    from convention.model.ecrits.signatures import Scelle


class CleDeSignature(Modele, nomme_par=("cle",), objet="une clé", dit="{cle:cite}"):
    """A public key: a retired one stays, for what it has signed."""

    cle: ClePublique = textes("Clé publique SSH, sans son commentaire")
    fin: FinExclue | None = textes("Jour à partir duquel cette clé ne signe plus (exclu)", None)

    @property
    def empreinte(self) -> str:
        """Its fingerprint, as `ssh-keygen` prints it: « SHA256:… »."""
        digest = hashlib.sha256(base64.b64decode(self.cle.partition(" ")[2])).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


class FonctionSignataire(Modele, objet="un signataire", dit="{fonction:cite}"):
    """A function that signs; never a person."""

    fonction: Texte = textes("Fonction, ou boîte fonctionnelle ; jamais une personne")
    cles: tuple[CleDeSignature, ...] = textes("Ses clés, y compris celles qui ne servent plus")


class ExigenceDeSignature(
    Modele,
    nomme_par=("sceaux", "depuis"),
    objet="une exigence",
    dit="de signature des {sceaux.bref} depuis {depuis:cite}",
):
    """From which seal on a kind of seals is signed, and by whom."""

    sceaux: GenreSceau = textes("Ce qui est signé")
    depuis: NomSceau = textes('Premier sceau à signer : appel 2027-04, clôture "2026", avenant "2"')
    signataires: tuple[IdSignataire, ...] = textes("Fonctions qui signent chacun ; aucune : plus rien n'est demandé")


@document(
    "catalogue/signataires.yaml",
    "Les fonctions qui signent les sceaux, et leurs clés",
    nomme="la liste des signataires des sceaux",
    contient=Contenu("signataires", "fonction"),
    rubrique=Rubrique(Rang.GOUVERNANCE, "Signature des sceaux"),
)
class Signataires(ModeleSource):
    """Who signs what, since when."""

    signataires: Dictionnaire[Id, FonctionSignataire] = textes("Fonctions qui signent")
    exigences: tuple[ExigenceDeSignature, ...] = textes("Ce qui est signé, par qui, à partir de quel sceau")

    def admis(self, genre: GenreSceau) -> frozenset[str]:
        """Return the functions that sign this kind, or have signed it."""
        return frozenset(nom for item in self.exigences if item.sceaux is genre for nom in item.signataires)

    def demandes(self, scelle: Scelle) -> tuple[str, ...]:
        """Return the functions that must sign a seal: those of the last demand that begins at its name or before."""
        begun = [
            item for item in self.exigences if item.sceaux is scelle.genre and rang(item.depuis) <= rang(scelle.nom)
        ]
        return max(begun, key=lambda item: rang(item.depuis)).signataires if begun else ()

    def cle(self, fonction: str, empreinte: str) -> CleDeSignature | None:
        """Find the key of a function by its fingerprint."""
        signataire = self.signataires.get(fonction)
        keys = signataire.cles if signataire is not None else ()
        return next((item for item in keys if item.empreinte == empreinte), None)


def rang(nom: str) -> tuple[int, ...]:
    """Order the names of one kind in time: 2026-10 before 2027-04, avenant 9 before 10."""
    return tuple(map(int, nom.split("-")))
