"""The quantities that a call rests on, with their source, their date and their validation (art. 8.3).

Knows: lines and where their counts stand. Must not know: amounts, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, enumere, jour, nombre, pluriel
from convention.model.adherents import Quantites, Releve
from convention.model.vocabulaire import Phase, Portee
from convention.model.vocabulaire_appels import GenreVolet
from convention.reports.mots import line_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from convention.engine.appels import AppelCalcule
    from convention.engine.lignes import Decompte, Ligne
    from convention.model.depot import Depot, Reference
    from convention.model.tarifs import Cle

NOMMEES = 2
"""Lines that are named one by one."""


class QuantiteRetenue(NamedTuple):
    """One quantity of the adherent."""

    texte: str
    """« 9 comptes sur 320 »."""
    objet: str
    """The lines that it serves for, or their services when they are many."""
    source: str
    releve_le: date | None
    """Day of the count; none for a published quantity."""
    validee_le: date | None
    hypothese: str
    """Why it stands for a figure not known yet."""


def quantities(depot: Depot, lignes: Iterable[Ligne]) -> tuple[QuantiteRetenue, ...]:
    """List each quantity once, in the order of the lines, with what it serves for."""
    found: dict[tuple[str, str], QuantiteRetenue] = {}
    uses: dict[tuple[str, str], dict[str, str]] = {}
    for ligne in lignes:
        calcul = ligne.calcul
        for nom, decompte in calcul.decomptes.items():
            cle = depot.cles.get(decompte.cle)
            if cle is None or not decompte.sources[ligne.rang]:
                continue
            key = (decompte.cle, calcul.composant or "" if cle.portee is Portee.COMPOSANT else "")
            uses.setdefault(key, {}).setdefault(_label(depot, ligne), calcul.service)
            if key not in found:
                text = _counted(ligne, nom, decompte, cle)
                found[key] = _retained(depot, text, decompte.sources[ligne.rang][0].source)
    return tuple(item._replace(objet=_served(uses[key])) for key, item in found.items())


def _label(depot: Depot, ligne: Ligne) -> str:
    """Name what a line is about: a component has one name, whatever its yearly and one-off costs are called."""
    known = depot.composants.get(ligne.calcul.composant or "")
    return known.composant.libelle if known is not None else line_name(depot, ligne.calcul, ligne.adherent)


def _counted(ligne: Ligne, nom: str, decompte: Decompte, cle: Cle) -> str:
    """Write a quantity, and the total that it is a part of: « 9 comptes sur 320 »."""
    own = decompte.quantite(ligne.rang)
    total = next((terme.total for terme in ligne.calcul.termes if terme.nom == nom), None)
    share = f" sur {nombre(total)}" if total is not None else ""
    return f"{nombre(own)} {pluriel(own, cle.unite, cle.pluriel)}{share}"


def _served(uses: Mapping[str, str]) -> str:
    """Name the lines that a quantity serves for; their services when they are many."""
    if len(uses) <= NOMMEES:
        return enumere(list(uses))
    services = list(dict.fromkeys(sorted(uses.values())))
    return f"{compte(len(uses), 'ligne')} ({enumere(services)})"


def validated_on(depot: Depot, appel: AppelCalcule, adherent: str) -> str:
    """Say when the référent validated the quantities of the exercice that a call closes."""
    for volet in appel.volets:
        document = depot.dossiers[adherent].quantites.get(volet.exercice)
        if volet.genre is GenreVolet.REGULARISATION and document is not None:
            days = [item.validation for item in document.comptages if item.phase is Phase.REALISE]
            known = [day for day in days if day is not None]
            if known and len(known) == len(days):
                return f"quantités {volet.exercice} validées par l'adhérent le {jour(max(known))}"
            return f"quantités {volet.exercice} pas encore validées par l'adhérent"
    return ""


def _retained(depot: Depot, texte: str, source: Reference) -> QuantiteRetenue:
    releve = _count(depot, source)
    if releve is None:
        fichier = depot.fichiers.get(source.path)
        return QuantiteRetenue(texte, "", getattr(fichier and fichier.document, "libelle", ""), None, None, "")
    return QuantiteRetenue(texte, "", releve.source, releve.date, releve.validation, releve.hypothese or "")


def _count(depot: Depot, reference: Reference) -> Releve | None:
    fichier = depot.fichiers.get(reference.path)
    if fichier is None or not isinstance(fichier.document, Quantites):
        return None
    rank = reference.pointer[1]
    return fichier.document.comptages[rank] if isinstance(rank, int) else None
