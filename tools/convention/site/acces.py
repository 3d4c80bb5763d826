"""Who a site is built for, and what they may see (art. 6; SECURITY.md).

Knows: levels. Must not know: pages, the data.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from convention.model.mots.vie import Niveau

_PREFIXE = "adherent:"
_ADRESSE = re.compile(r"https://[a-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+", re.ASCII)


class LecteurRefuseError(ValueError):
    """A level that does not exist, or an address to which no page may lead; the message is French."""


class Acces(NamedTuple):
    """A reader: anybody, any adherent, or one adherent on its own site."""

    niveau: Niveau
    adherent: str | None = None

    @property
    def public(self) -> bool:
        """Whether anybody may read: no adherent's data, no supplier's price."""
        return self.niveau is Niveau.PUBLIC

    @property
    def nom(self) -> str:
        """How a page names its level."""
        return self.niveau.lecteurs

    def chez(self, adherent: str) -> bool:
        """Tell whether the reader is this adherent: its credits, disputes and documents are its own."""
        return self.adherent == adherent

    def voit(self, niveau: Niveau, *concernes: str) -> bool:
        """Tell whether something of a level, about these adherents, may be shown."""
        match niveau:
            case Niveau.PUBLIC:
                return True
            case Niveau.ADHERENTS:
                return not self.public
            case Niveau.ADHERENT_CONCERNE:
                return self.adherent is not None and self.adherent in concernes
            case Niveau.RESTREINT:
                return False


def lire(texte: str) -> Acces:
    """Read a level as it is asked for: `public`, `adherents`, `adherent:exemple-sur-rive`.

    Raises:
        LecteurRefuseError: another text.
    """
    if texte.startswith(_PREFIXE) and len(texte) > len(_PREFIXE):
        return Acces(Niveau.ADHERENT_CONCERNE, texte.removeprefix(_PREFIXE))
    if texte in (Niveau.PUBLIC, Niveau.ADHERENTS):
        return Acces(Niveau(texte))
    raise LecteurRefuseError(f"« {texte} » n'est pas un niveau : public, adherents ou adherent:IDENTIFIANT")


def depot_en_ligne(acces: Acces, adresse: str, *, public: bool) -> str:
    """Return the address under which the files of the data are read, or nothing when this reader has no access to it.

    The repository holds everything, so the real one is private (SECURITY.md): the public is led to its files only when
    anybody may read them (`public`). Elsewhere, their path and their line are written, and lead nowhere.

    Raises:
        LecteurRefuseError: it is no https address of a folder.
    """
    if not adresse:
        return ""
    if not _ADRESSE.fullmatch(adresse):
        exemple = "https://forge.exemple/organisme/convention/blob/main"
        raise LecteurRefuseError(f"« {adresse} » n'est pas l'adresse https d'un dossier, comme {exemple}")
    return adresse if public or not acces.public else ""
