"""An amendment: the sentences of a comparison under their headings, in the order in which a council reads them.

Knows: subjects, and which family says which change; what no family says has the general sentence. Must not know: how a
family writes, media (a comment, an avenant and a page are renderers of it), euros.
A price that moves alike for several years or phases, a quantity that a subscription tells, a formula whose text and
calculation both move, the words of an annexe that its line copies are one sentence; every change has its reference
under one of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convention.base.french import enumere, pluriel
from convention.compare.changements.changements import Changement, Sorte
from convention.model.cadre.champs import Modele
from convention.model.documents.adherents import Adherent, Souscription
from convention.model.documents.catalogue import SousService
from convention.model.documents.entrees_sorties import EtapesSortie
from convention.model.documents.tarifs import Exemple
from convention.model.ecrits.journal import Inscription
from convention.model.ecrits.sceaux import Sceau
from convention.model.ecrits.scelles import EtatsEmis
from convention.reports.amendement.copies import copies
from convention.reports.amendement.mots.noms import agreed, is_named, with_article
from convention.reports.amendement.mots.textes import AUTRE_NOM, composee
from convention.reports.amendement.objets import (  # noqa: F401 (each declares what it says)
    catalogue,
    comptages,
    documents,
    ecrits,
    prix,
    souscriptions,
    tarifs,
)
from convention.reports.amendement.objets.catalogue import numbers
from convention.reports.amendement.objets.famille import BREFS, DITS, declared
from convention.reports.amendement.objets.generale import general
from convention.reports.amendement.sujets import Sujet, subject
from convention.reports.amendement.trajet import Cas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.compare.comparaison import Comparaison
    from convention.model.depot import Depot, Reference


_Fait: TypeAlias = "tuple[object, ...]"
"""What a sentence tells, by names."""


class Endroit(NamedTuple):
    """Where a change is written."""

    fichier: str
    ligne: int


class Phrase(NamedTuple):
    """One sentence of an amendment, as text with typographic marks; the caller escapes it for its medium."""

    texte: str
    """Without its subject, its first letter low, no full stop: it follows « Titre : »."""
    endroits: tuple[Endroit, ...]
    accessoire: bool
    """Whether it binds nobody: a source, a date of reading, a worked example, a quotation, a line of the journal."""
    rangs: tuple[int, ...] = ()
    """Ranks, from 1, of the changes that it tells."""
    bref: str = ""
    """What matters of it, in a few words; empty when it has no fewer."""
    seule: str = ""
    """What it decides by itself, without the other documents that come with it; empty when there is none."""
    avec: tuple[str, ...] = ()
    """What these documents hold, one by one."""

    @property
    def propre(self) -> str:
        """What it decides, and nothing of the documents that come with it."""
        return self.seule or self.texte

    @property
    def lignes(self) -> dict[str, str]:
        """Where it is written, file by file: « lignes 12 et 13 »."""
        found: dict[str, dict[int, None]] = {}
        for endroit in self.endroits:
            found.setdefault(endroit.fichier, {})[endroit.ligne] = None
        return {fichier: _lines(list(lignes)) for fichier, lignes in found.items()}


class Groupe(NamedTuple):
    """What changes under one heading."""

    rubrique: str
    titre: str
    phrases: tuple[Phrase, ...]
    dedans: str = ""
    """What the heading names inside its annexe; nothing elsewhere."""


LIGNES_DITES = 6
"""Lines of one file that a sentence names; the others are counted."""


def _lines(numbers: list[int]) -> str:
    shown, rest = [str(number) for number in numbers[:LIGNES_DITES]], len(numbers) - LIGNES_DITES
    told = enumere([*shown, *([f"{rest} {pluriel(rest, 'autre', 'autres')}"] if rest > 0 else [])])
    return f"{pluriel(len(numbers), 'ligne', 'lignes')} {told}"


RENOMME = "renomme_de"
"""The field that declares a rename: an object that changes its id is the same object."""
_ACCESSOIRES = frozenset({"exemples", "extraits", "origine", "source", "verifie_le", "donnees", "note", "noms", "seul"})


def amendment(changements: Sequence[Changement], base: Depot, head: Depot) -> tuple[Groupe, ...]:
    """Group the sentences of changes by heading, in the order of reading.

    The convention and its annexes come first, then the services, the adherents by name, the seals; what follows the
    text (readings, numbers, avenants) comes last.
    """
    cases = [Cas(item, base, head) for item in changements]
    facts = _facts(cases, _told_by_subscriptions(cases))
    found: dict[Sujet, dict[str, Phrase]] = {}
    texts: dict[_Fait, tuple[Sujet, str]] = {}
    # What carries a sentence comes before what it tells too.
    for rang in sorted(range(len(cases)), key=lambda rang: facts[rang] != _own(cases[rang])):
        cas, fact = cases[rang], facts[rang]
        if fact not in texts:
            sujet, text = texts[fact] = subject(cas), composee(_told(cas))
            short, alone = composee(brief(cas) or ""), composee(_alone(cas))
            others = tuple(map(composee, documents.companions(cas))) if alone else ()
            first = Phrase(text, (), accessoire=True, bref=short, seule=alone, avec=others)
            known = found.setdefault(sujet, {}).get(text, first)
            # What is given back to who leaves is no place where a passage is written, for all its name.
            fields = {step.nom for step in cas.pas if step.modele not in {None, EtapesSortie}}
            minor = bool(fields & _ACCESSOIRES) or isinstance(cas.valeur, (Exemple, Inscription))
            found[sujet][text] = known._replace(accessoire=known.accessoire and minor)
        sujet, text = texts[fact]
        told_at = found[sujet][text]
        places = tuple(dict.fromkeys((*told_at.endroits, _place_of(cas))))
        found[sujet][text] = told_at._replace(endroits=places, rangs=(*told_at.rangs, rang + 1))
    ordered = sorted(found.items(), key=lambda item: item[0])
    return tuple(Groupe(key.rubrique, key.titre, tuple(inside.values()), key.dedans) for key, inside in ordered)


def told_by_others(changements: Sequence[Changement], base: Depot, head: Depot) -> frozenset[int]:
    """Return the places of the changes that the sentence of another one tells whole.

    Not a price, whose sentence is of one year, nor a quantity of which a subscription does not say the day.
    """
    cases = [Cas(item, base, head) for item in changements]
    own = [_own(cas) for cas in cases]
    facts, known = _facts(cases, {}), frozenset(own)
    return frozenset(
        rang
        for rang, cas in enumerate(cases)
        if facts[rang] != own[rang] and facts[rang] in known and not _is_price(cas)
    )


def sentences(comparaison: Comparaison) -> tuple[tuple[str, Phrase], ...]:
    """List the sentences of a comparison with their headings, in the order in which every report numbers them.

    What binds nobody comes last.
    """
    groups = amendment(comparaison.changements, comparaison.base, comparaison.head)
    every = [(groupe.titre, item) for groupe in groups for item in groupe.phrases]
    return (*(pair for pair in every if not pair[1].accessoire), *(pair for pair in every if pair[1].accessoire))


def _place_of(cas: Cas) -> Endroit:
    """Return where a change is written: in the proposal, else in the base."""
    if cas.reference is None:
        return Endroit("", 0)
    span = (cas.head if cas.changement.source_apres else cas.base).span(cas.reference, key=True)
    return Endroit(span.path, span.line)


def _facts(cases: Sequence[Cas], told: Mapping[_Fait, _Fait]) -> list[_Fait]:
    """Name what each change tells, a quantity that a subscription tells with it."""
    same = copies(cases)
    return [_own(cases[same[rang]]) if rang in same else _fact(cas, told) for rang, cas in enumerate(cases)]


def _fact(cas: Cas, told: Mapping[_Fait, _Fait]) -> _Fait:
    """Name what a change tells: two changes that tell the same are one sentence, that of the first."""
    chemin = cas.changement.chemin
    if _is_price(cas):
        return (_path(cas), *prix.first_of_run(cas))
    if cas.changement.genre == "forfait":
        return (_path(cas), *prix.first_forfait(cas))
    if cas.changement.genre == "quantites":
        after = cas.changement.apres
        year = comptages.first_year(cas)
        # A whole census is no quantity that a subscription tells.
        fact = told.get((cas.id, comptages.counted_key(cas), after)) if isinstance(after, Fraction) else None
        return fact or (_path(cas).replace(f"{cas.annee}.yaml", f"{year}.yaml"), *chemin)
    return _own(cas)


def _told(cas: Cas) -> str:
    """Return the sentence of a change, and of those that it tells; a seal covers that of each change alone."""
    alike = prix.moves_alike(cas) if _is_price(cas) else None
    return alike or sentence(cas)


def _is_price(cas: Cas) -> bool:
    return cas.changement.genre == "composants" and "montants" in cas.changement.chemin


def _own(cas: Cas) -> _Fait:
    return (_path(cas), *cas.changement.chemin)


def _path(cas: Cas) -> str:
    return cas.reference.path if cas.reference is not None else ""


def _told_by_subscriptions(cases: Sequence[Cas]) -> Mapping[_Fait, _Fait]:
    """Return the quantities that new subscriptions tell, each with the subscription: adherent, key, quantity."""
    return {
        (cas.id, nom, quantity): _own(cas)
        for cas in cases
        if isinstance(cas.valeur, Souscription) and cas.changement.sorte is Sorte.AJOUT
        for nom, quantity in souscriptions.counted_by(cas, cas.valeur).items()
    }


def sentence(cas: Cas) -> str:
    """Say a change, without its subject and without a full stop."""
    value, chemin = cas.valeur, cas.changement.chemin
    if isinstance(value, (Sceau, EtatsEmis)):
        return documents.sealed(cas, value) if isinstance(value, Sceau) else documents.issued(cas)
    if cas.changement.genre in ecrits.ECRITS:
        return ecrits.written(cas)
    if chemin and chemin[-1] == RENOMME:
        return _renaming(cas)
    if alone := _alone(cas):
        return " ; ".join((alone, *documents.companions(cas)))
    found = declared(cas, DITS)
    if found is not None:
        return found
    return general(cas) if chemin else documents.document(cas)


def _alone(cas: Cas) -> str:
    """Say that an adherent comes or goes, and nothing of the documents that do with it."""
    return (declared(cas, DITS) or "") if isinstance(cas.valeur, Adherent) else ""


def brief(cas: Cas) -> str | None:
    """Say what matters of a change in a few words, without its subject; None when its sentence is all there is."""
    return declared(cas, BREFS)


def _renaming(cas: Cas) -> str:
    """Say that an object is only renamed; a declaration withdrawn later says nothing of the object."""
    objet = next((step.valeur for step in reversed(cas.pas[:-1]) if isinstance(step.valeur, Modele)), None)
    if isinstance(objet, SousService):
        return numbers(cas)
    named, declared_as = "l'adhérent", "déclaré comme renommé"
    if objet is not None and is_named(type(objet)):
        named = with_article(objet, cas.pas[-2].nom, cas.depot)
        declared_as = f"{agreed(objet, 'déclaré')} comme {agreed(objet, 'renommé')}"
    if cas.changement.apres is None:
        return f"{named} n'est plus {declared_as}"
    return f"{named} {AUTRE_NOM}, sans autre effet"


def phrase(changement: Changement, base: Depot, head: Depot) -> str:
    """Say one change: who or what it concerns, then what it was and what it becomes."""
    return composee(f"{heading(changement, base, head)} : {sentence(Cas(changement, base, head))}")


def heading(changement: Changement, base: Depot, head: Depot) -> str:
    """Say who or what a change concerns, as its sentence begins."""
    return subject(Cas(changement, base, head)).titre


def place(reference: Reference | None, depot: Depot) -> str:
    """Return where a change stands: « pricing/forfait.yaml, ligne 9 »."""
    if reference is None:
        return ""
    span = depot.span(reference, key=True)
    return f"{span.path}, ligne {span.line}"
