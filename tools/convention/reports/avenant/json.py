"""An amendment as data: what was voted, and who may read it, so that it can be computed again.

Knows: the contents of a seal, the shape of its file. Must not know: documents, git commands, how the file is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict

from convention.compare.decision.visas import cases
from convention.model.ecrits.avenants_consignes import AvenantConsigne, Contenu, Provenance
from convention.model.mots.avenants import CasVisa
from convention.model.mots.communs import Nature, Section
from convention.model.mots.vie import Niveau
from convention.reports.comparaison.empreinte import contents, services, subjects, voted
from convention.reports.comparaison.titre import asked
from convention.reports.contrat import Cents, Commit, Empreinte, Enregistrement, Sortie, TexteOuRien, dit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison

_PUBLICS = frozenset(
    {
        *("article", "cles", "convention", "couts-de-possession", "forfait", "gouvernance", "lectures"),
        *("organigramme", "procedures", "service"),
    }
)
"""Kinds of documents that the public site shows."""
_RESERVES = frozenset({"exemples", "parametres", "plafond", "quotes_parts"})
"""Their fields that may hold a price, or name an adherent."""


class _Montant(Enregistrement):
    exercice: str = dit(pattern="^20[0-9]{2}$")
    adherent: str
    nature: Nature
    section: Section
    avant: Cents
    apres: Cents


class SortieAvenant(
    Sortie,
    nom="sortie-avenant",
    titre="Sortie de « convention avenant etablir » : phrases, montants, empreinte",
    precision="Dans les données, sans commit.",
):
    """The shape of the file; it is written line by line, so that a change shows (`AvenantConsigne.texte`)."""

    model_config = ConfigDict(
        json_schema_serialization_defaults_required=False,
        json_schema_extra={"dependentRequired": {"base": ["outil", "proposition"]}},
    )
    version: Literal[2]
    numero: int = dit("Numéro de l'avenant", ge=1)
    base: Commit = dit("Révision de départ", ou_rien=True)
    proposition: Commit = dit("Révision proposée", ou_rien=True)
    outil: str = dit("Version de l'outil", ou_rien=True)
    appels: tuple[str, ...] = dit("Ce que chaque appel demanderait d'autre en acompte", ou_rien=True)
    niveaux: tuple[Literal[Niveau.PUBLIC, Niveau.ADHERENTS], ...] = dit("Qui peut lire chaque phrase")
    sujets: tuple[TexteOuRien, ...] = dit("Ce que chaque phrase dit d'abord ; rien : elle parle de l'avenant lui-même")
    services: tuple[tuple[str, ...], ...] = dit("Codes des services que change chaque phrase")
    cas: tuple[CasVisa, ...] = dit("Cas d'un visa que la comparaison reconnaît")
    phrases: tuple[str, ...] = dit("Ce qui change, une phrase par changement")
    montants: tuple[_Montant, ...] = dit("Ceux des adhérents que l'avenant touche")
    empreinte: Empreinte = dit("Sha256 des phrases et des montants")


def consigned(numero: int, comparaison: Comparaison, provenance: Provenance | None = None) -> AvenantConsigne:
    """Draw an amendment up as data: its sentences, its amounts, where they come from."""
    niveaux = tuple(str(level(item)) for item in voted(comparaison))
    about, met = subjects(comparaison, numero), cases(comparaison)
    kept, calls = contents(comparaison), tuple(f"{asked(item)}." for item in comparaison.avances)
    return AvenantConsigne(numero, kept, niveaux, provenance, about, services(comparaison), met, calls)


def level(changement: Changement) -> Niveau:
    """Return who may read the sentence of a change.

    A price may be a supplier's, a share tells of an adherent: what is not known to be public is for the adherents.
    """
    sides = (changement.avant, changement.apres)
    told = any(getattr(side, nom, None) for side in sides for nom in _RESERVES - {"exemples"})
    known = changement.genre in _PUBLICS and _RESERVES.isdisjoint(changement.chemin) and not told
    return Niveau.PUBLIC if known else Niveau.ADHERENTS


def differences(lu: Contenu, recalcule: Contenu) -> Iterator[str]:
    """Say how what was sealed differs from what is computed now: sentences, then amounts."""
    for text in lu.phrases:
        if text not in recalcule.phrases:
            yield f"phrase scellée qui n'est plus dite : {text}"
    for text in recalcule.phrases:
        if text not in lu.phrases:
            yield f"phrase nouvelle : {text}"
    before, after = _by_place(lu), _by_place(recalcule)
    for place in sorted(before.keys() | after.keys()):
        sealed, now = before.get(place, "rien"), after.get(place, "rien")
        if sealed != now:
            yield f"{', '.join(place)} : {sealed} scellé, {now} recalculé"
    if lu.phrases != recalcule.phrases and sorted(lu.phrases) == sorted(recalcule.phrases):
        yield "les mêmes phrases, dans un autre ordre"


def _by_place(contenu: Contenu) -> dict[tuple[str, ...], str]:
    names = ("exercice", "adherent", "nature", "section")
    return {tuple(row[name] for name in names): f"{row['avant']} € → {row['apres']} €" for row in contenu.montants}
