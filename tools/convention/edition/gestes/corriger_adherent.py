"""Gesture on an identity: correct the names, the numbers, the attachment of an adherent (art. 2).

Knows: `adherent.yaml`. Must not know: what a number must be (`checks` says it), what an adherent subscribes to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.edition.demande import DemandeAdherent, choix, option
from convention.edition.etat import editable
from convention.edition.noms import dossier_of
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import identifiant, texte
from convention.model.cadre.renvois import IdAdherent
from convention.model.documents.adherents import Adherent
from convention.model.mots.communs import TypeAdherent
from convention.model.valeurs.scalaires import CodeInsee, Libelle, Siren, Texte

if TYPE_CHECKING:
    from convention.edition.etat import Modification
    from convention.loading.loader import Chargement

CHAMPS = ("source", "nom", "denomination", "type", "siren", "insee", "rattachement")
"""In the order of the file, after `origine`."""
_MOTS = ("type", "rattachement")
"""Those that are written without quotation marks."""
_SA_PRESENCE = "les jours d'une adhésion suivent des actes"


def _dit(champ: str) -> str:
    return Adherent.model_fields[champ].description or ""


class CorrigerAdherent(DemandeAdherent):
    """Corriger ce que l'on écrit d'un adhérent : son nom, sa dénomination, son genre, ses numéros, son rattachement.

    Seul ce qui est donné change. Son identifiant est le nom de son dossier, et ne change pas ainsi.
    """

    resume = "Corriger le nom, les numéros ou le rattachement d'un adhérent"
    exemples = ('corriger-adherent exemple-sur-rive --denomination "Commune d\'Exemple-sur-Rive" --essai',)
    usage = "corriger-adherent ADHÉRENT"
    ecrit = "Les lignes données de `adherent.yaml` : nom, dénomination, genre, SIREN, code INSEE, rattachement, source."
    ailleurs = (
        ("debut", f"{_SA_PRESENCE} : « convention adherer » écrit une entrée"),
        ("fin", f"{_SA_PRESENCE} : « convention resilier ADHÉRENT » écrit une sortie"),
        (
            "id",
            "l'identifiant d'un adhérent est le nom de son dossier : « renomme_de », dans adherent.yaml, dit l'ancien",
        ),
    )

    nom: Libelle | None = option(_dit("nom"), "TEXTE", None)
    denomination: Libelle | None = option(_dit("denomination"), "TEXTE", None)
    type: TypeAdherent | None = choix(_dit("type"), None)
    siren: Siren | None = option(_dit("siren"), "SIREN", None)
    insee: CodeInsee | None = option(_dit("insee"), "CODE", None)
    rattachement: IdAdherent | None = option(_dit("rattachement"), "ADHÉRENT", None)
    source: Texte | None = option(_dit("source"), "TEXTE", None)

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Replace what differs, on its line; add what is not there yet, in the order of the file."""
        dossier = dossier_of(etat.depot, self.adherent)
        given = {champ: value for champ in CHAMPS if (value := getattr(self, champ)) is not None}
        if not given:
            hint = "donner ce qui change : --nom, --denomination, --type, --siren, --insee, --rattachement ou --source"
            raise RefusError(f"rien n'est à corriger {dossier.identite.du}", hint)
        if self.rattachement is not None:
            dossier_of(etat.depot, self.rattachement)
        document = editable(etat, dossier.path(Adherent))
        for champ, value in given.items():
            if value != getattr(dossier.identite, champ):
                before = ["origine", *(nom for nom in CHAMPS[: CHAMPS.index(champ)] if document.has((nom,)))]
                written = identifiant(str(value)) if champ in _MOTS else texte(value)
                document = document.put((champ,), written, before[-1])
        return document.modifications
