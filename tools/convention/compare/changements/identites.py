"""What makes two items of two lists the same object: never their order.

Knows: the identity of the items of each list. Must not know: how differences are told.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from convention.base.french import nombre
from convention.model.cadre.champs import Modele
from convention.model.documents import articles, avenants, catalogue, exercices, gouvernance
from convention.model.documents.adherents import Credit, Depense, Releve, Souscription, SouscriptionComposant
from convention.model.documents.articles import Passage, SectionArticle
from convention.model.documents.avenants import AvisRendu
from convention.model.documents.catalogue import Pole, Poste, SousService
from convention.model.documents.gouvernance import Avis, Changement, DocumentEnvoye, Membres, Proprietaire, Reunion
from convention.model.documents.grilles import Tranche
from convention.model.documents.lectures import (
    AbaqueLu,
    BeneficiairesLus,
    Extrait,
    FormuleLue,
    ParametreLu,
    PrerequisLu,
    ReliquatLu,
    SommeLue,
)
from convention.model.documents.nombres import NombreDeClause
from convention.model.documents.signataires import CleDeSignature, ExigenceDeSignature
from convention.model.documents.suivi import Besoin, Indicateur
from convention.model.documents.tarifs import (
    CoutNonRefacture,
    CoutPole,
    Exoneration,
    Imputation,
    LigneTarif,
    ValeurForfait,
)

ORDONNEES = frozenset(
    {
        (articles.Article, "passages"),
        (articles.Article, "sections"),
        (articles.SectionArticle, "passages"),
        (avenants.Avenant, "motifs"),
        (catalogue.Organigramme, "poles"),
        (catalogue.Service, "sous_services"),
        (exercices.Appel, "volets"),
        (gouvernance.Instance, "role"),
        (gouvernance.Procedure, "instances"),
        (gouvernance.Procedure, "visas"),
        (gouvernance.Procedures, "proprietaires"),
        (gouvernance.Reunion, "ordre_du_jour"),
    }
)
"""Lists whose order says something: that of a text, of an annexe, of a meeting; of owners, the last of whom holds."""

MOTS_D_UN_PASSAGE = 6
"""What names a passage of the convention: enough words to tell it from the others."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


Rang: TypeAlias = "tuple[int, Modele]"
"""An item and its rank in its list."""


class Paire(NamedTuple):
    """One object on both sides, each with its rank in its list; a side that does not have it is None."""

    nom: str
    avant: Rang | None
    apres: Rang | None


def paired(old: Sequence[Modele], new: Sequence[Modele]) -> Iterator[Paire]:
    """Put side by side the items of two lists that are the same object and differ.

    Items that share an identity (two stays in one service) are told apart by their values: the equal ones are left out,
    the others follow their order, and get a number from the second on.
    """
    before, after = _grouped((identity(item), item) for item in old), _grouped(_rewritten(old, new))
    for nom in dict.fromkeys((*before, *after)):
        left, right = before.get(nom, []), after.get(nom, [])
        for number, (first, second) in enumerate(zip_longest(_without(left, right), _without(right, left)), 1):
            yield Paire(nom if number == 1 else f"{nom} ({number})", first, second)


def _rewritten(old: Sequence[Modele], new: Sequence[Modele]) -> list[tuple[str, Modele]]:
    """Name the items of the new list; a passage whose first words change keeps the name of the one at its rank."""
    known, kept = [identity(item) for item in old], {identity(item) for item in new}
    named = [(identity(item), item) for item in new]
    for rank, (nom, item) in enumerate(named):
        if isinstance(item, Passage) and nom not in known and rank < len(known) and known[rank] not in kept:
            named[rank] = (known[rank], item)
    return named


def _grouped(items: Iterable[tuple[str, Modele]]) -> dict[str, list[Rang]]:
    groups: dict[str, list[Rang]] = {}
    for rank, (nom, item) in enumerate(items):
        groups.setdefault(nom, []).append((rank, item))
    return groups


def _without(items: list[Rang], others: list[Rang]) -> list[Rang]:
    """Leave out the items that the other list has too, one for one."""
    left = [item for _, item in others]
    kept = []
    for rank, item in items:
        if item in left:
            left.remove(item)
        else:
            kept.append((rank, item))
    return kept


def is_moved(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """Tell whether what two lists have in common does not stand in the same order; what comes or goes is told apart."""
    before, after = _named(old, new), _named(new, old)
    return [name for name in before if name in after] != [name for name in after if name in before]


def _named(items: Sequence[Any], others: Sequence[Any]) -> list[tuple[object, int]]:
    """Name each item, with its number among those of that name: by its value when the other list has it."""
    names = [(repr(item) if item in others or not isinstance(item, Modele) else identity(item)) for item in items]
    return [(name, names[:rank].count(name)) for rank, name in enumerate(names)]


def identity(item: Modele) -> str:
    """Return what names an item among its siblings; examples have no name of their own."""
    read = _IDENTITES.get(type(item))
    return "n° 1" if read is None else " ".join(str(part) for part in read(item) if part)


_IDENTITES: Mapping[type[Modele], Callable[[Any], tuple[object, ...]]] = {
    Souscription: lambda item: (item.service,),
    SouscriptionComposant: lambda item: (item.composant,),
    Releve: lambda item: (item.phase, item.date.isoformat()),
    Depense: lambda item: (item.id,),
    LigneTarif: lambda item: (item.id,),
    SousService: lambda item: (item.code,),
    ValeurForfait: lambda item: (item.date.isoformat(),),
    Imputation: lambda item: (item.nature, item.section, item.payeur),
    Pole: lambda item: (item.service,),
    Poste: lambda item: (item.fonction,),
    SectionArticle: lambda item: (item.clause,),
    Passage: lambda item: (_first_words(item.texte),),
    NombreDeClause: lambda item: (item.clause, _first_words(item.mots)),
    Membres: lambda item: (item.pour,),
    Reunion: lambda item: (item.id,),
    DocumentEnvoye: lambda item: (item.titre,),
    Avis: lambda item: (item.objet,),
    AvisRendu: lambda item: (item.reunion,),
    Proprietaire: lambda item: (item.chemin,),
    Changement: lambda item: (item.genre, item.champ or ""),
    Indicateur: lambda item: (item.id,),
    CleDeSignature: lambda item: (item.cle,),
    ExigenceDeSignature: lambda item: (item.sceaux, item.depuis),
    Besoin: lambda item: (item.id,),
    Credit: lambda item: (item.compte, item.section, item.budget),
    Tranche: lambda item: tuple(nombre(bound) for bound in item.a_partir_de.values()),
    Exoneration: lambda item: item.adherents,
    CoutPole: lambda item: (item.service, "régie" if item.regie else ""),
    CoutNonRefacture: lambda item: (item.libelle,),
    Extrait: lambda item: (item.clause,),
    FormuleLue: lambda item: (item.ligne, item.colonne),
    ParametreLu: lambda item: (item.ligne, item.parametre),
    PrerequisLu: lambda item: (item.service,),
    AbaqueLu: lambda item: (item.composant,),
    ReliquatLu: lambda item: (item.ligne, item.colonne),
    BeneficiairesLus: lambda item: (item.composant,),
    SommeLue: lambda item: (item.cle,),
}


def _first_words(texte: str) -> str:
    return " ".join(texte.split()[:MOTS_D_UN_PASSAGE])
