"""A scenario: gestures, values and documents to lay on the data, read as strictly as a document.

Knows: its shape. Must not know: what it would change (`simulation`), how it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import create_model

from convention.edition.gestes import Demande, gestes
from convention.model.cadre.champs import Dictionnaire, Modele, textes
from convention.model.valeurs.ecriture import plain_text
from convention.model.valeurs.scalaires import OuiNon, Scalaire, Texte

DocumentEntier = Annotated[
    str,
    Scalaire(
        lambda node: plain_text(node, "le texte d'un fichier")[0], {"type": "string", "description": "Un fichier"}
    ),
]
"""The whole text of a document, below a bar (« | »)."""
Valeur = Annotated[Any, Scalaire(lambda node: node, {"description": "Une valeur, de n'importe quelle forme"})]
"""A raw node: its document says what it is to be."""


class _UnGeste(Modele):
    """One gesture, by its verb: a field for each."""

    @property
    def demandes(self) -> tuple[Demande, ...]:
        """What is asked: one request, when the scenario is well written."""
        found = (getattr(self, name) for name in type(self).model_fields)
        return tuple(item for item in found if item is not None)


if TYPE_CHECKING:
    Geste = _UnGeste
else:
    Geste = create_model(
        "Geste",
        __base__=_UnGeste,
        **{verbe: (demande | None, textes(demande.resume, None)) for verbe, demande in gestes().items()},
    )


class ValeurSimulee(Modele):
    """One value of a document, replaced, added or removed: a price, a key, a formula, a policy."""

    fichier: Texte = textes("Fichier du dépôt : pricing/cles.yaml")
    emplacement: Texte = textes("Chemin de la valeur dans le fichier : cles.postes.libelle")
    valeur: Valeur = textes("Nouvelle valeur", None)
    ajout: OuiNon = textes("La valeur n'existe pas encore ; dans une liste, un élément de plus", False)  # noqa: FBT003
    retrait: OuiNon = textes("La valeur, ou l'élément de liste, est retiré", False)  # noqa: FBT003


class Scenario(Modele):
    """What would be otherwise."""

    libelle: Texte = textes("Ce que le scénario suppose, en une phrase")
    gestes: tuple[Geste, ...] = textes("Gestes, dans l'ordre", ())
    valeurs: tuple[ValeurSimulee, ...] = textes("Valeurs changées une à une", ())
    fichiers: Dictionnaire[Texte, DocumentEntier] = textes("Documents entiers : une adhésion, un composant", {})
