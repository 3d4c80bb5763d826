"""The journal of seals: what was sealed, corrected or unsealed, in order; each entry names the one before (art. 8.3).

Knows: its shape, its chain. Must not know: what a sealed file says, whether it is still what was sealed (`checks`).
An entry is added by the command that seals, and never changes: `pricing/sceaux.yaml` grows by its end only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from convention.model.cadre.champs import Modele, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document, path_of
from convention.model.ecrits.sceaux import sha256
from convention.model.valeurs.scalaires import Empreinte, FichierScelle, JourAccompli, MotEcrit, Texte

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class ActeSceau(MotEcrit):
    """What was done of a sealed file."""

    SCELLEMENT = "scellement", "Le fichier est scellé : il ne change plus"
    RECTIFICATION = "rectification", "Une clôture est rectifiée : l'ancien et le nouveau montant y sont dits"
    DESCELLEMENT = "descellement", "Le fichier scellé est remplacé ou retiré, par décision"


class Inscription(Modele, objet="une inscription", dit="du {le}, sur {fichier:cite} : {acte}"):
    """One act, and the link to the one before."""

    fichier: FichierScelle = textes("Fichier scellé, ou dossier des états d'un appel")
    acte: ActeSceau = textes("Ce qui est fait")
    le: JourAccompli = textes("Jour de l'acte")
    sha256: Empreinte | None = textes("Empreinte du fichier ; absente quand il est retiré", None)
    remplace: Empreinte | None = textes("Empreinte du fichier qu'il remplace", None)
    par: Texte | None = textes("Fonction de qui lève le sceau", None)
    motif: Texte | None = textes("Pourquoi", None)
    decision: Texte | None = textes("Décision qui le permet", None)
    chaine: Empreinte = textes("Empreinte de cette inscription et de toutes celles qui la précèdent")


@document(
    "pricing/sceaux.yaml",
    "Le journal de ce qui est scellé",
    nomme="le journal des sceaux",
    contient=Contenu("sceaux"),
    rubrique=Rubrique(Rang.SCEAUX, "Journal des sceaux"),
)
class JournalSceaux(Modele):
    """Every act, in order."""

    sceaux: tuple[Inscription, ...] = textes("Actes, dans l'ordre")


JOURNAL = path_of(JournalSceaux)
ENTETE = "# yaml-language-server: $schema=../schemas/sceaux.schema.json\nsceaux:\n"


def link(before: str, item: Inscription) -> str:
    """Compute the link of an entry: sha256 of the link before it, then of its own fields, one a line."""
    return sha256("\n".join((before, *_fields(item))).encode())


def chained(listed: Sequence[Inscription], added: Iterable[Inscription]) -> Iterator[Inscription]:
    """Yield entries that come after those of a journal, each with its link."""
    last = listed[-1].chaine if listed else ""
    for item in added:
        last = link(last, item)
        yield item.model_copy(update={"chaine": last})


def entry_text(item: Inscription) -> str:
    """Write an entry as it stands in the file, one field a line."""
    rows = [*_fields(item), f'chaine: "{item.chaine}"']
    return "".join(f"  {'- ' if rang == 0 else '  '}{row}\n" for rang, row in enumerate(rows))


def in_force(sceaux: Sequence[Inscription]) -> dict[str, Inscription]:
    """Return, for each file that was sealed, the last act on it."""
    return {item.fichier: item for item in sceaux}


def _fields(item: Inscription) -> list[str]:
    quoted = {nom: getattr(item, nom) for nom in ("sha256", "remplace", "par", "motif", "decision")}
    return [
        f"fichier: {item.fichier}",
        f"acte: {item.acte}",
        f"le: {item.le.isoformat()}",
        *(f"{nom}: {json.dumps(value, ensure_ascii=False)}" for nom, value in quoted.items() if value is not None),
    ]
