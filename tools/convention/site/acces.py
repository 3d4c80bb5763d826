"""Who a site is built for, and what they may see (art. 6; exigences §6).

Knows: levels. Must not know: pages, the data.
"""

from __future__ import annotations

from typing import NamedTuple

from convention.model.vocabulaire_vie import Niveau

_PREFIXE = "adherent:"
NOMS = {
    Niveau.PUBLIC: "public",
    Niveau.ADHERENTS: "tous les adhérents",
    Niveau.ADHERENT_CONCERNE: "adhérent concerné",
    Niveau.RESTREINT: "DSIT seule",
}


class NiveauInconnuError(ValueError):
    """A level that does not exist; the message is French."""


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
        return NOMS[self.niveau]

    def chez(self, adherent: str) -> bool:
        """Tell whether the reader is this adherent: its credits, disputes and documents are its own."""
        return self.adherent == adherent

    def voit(self, niveau: Niveau, *concernes: str) -> bool:
        """Tell whether something of a level may be shown.

        Args:
            niveau: the level of what would be shown.
            concernes: whom it is about, for `adherent_concerne`.
        """
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
    """Read a level as it is asked for: `public`, `adherents`, `adherent:essey-les-nancy`.

    Raises:
        NiveauInconnuError: another text.
    """
    if texte.startswith(_PREFIXE) and len(texte) > len(_PREFIXE):
        return Acces(Niveau.ADHERENT_CONCERNE, texte.removeprefix(_PREFIXE))
    if texte in (Niveau.PUBLIC, Niveau.ADHERENTS):
        return Acces(Niveau(texte))
    message = f"« {texte} » n'est pas un niveau : public, adherents ou adherent:IDENTIFIANT"
    raise NiveauInconnuError(message)
