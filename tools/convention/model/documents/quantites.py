"""What is counted of an adherent in a year: counts, what they count, which of two holds.

Knows: their shape. Must not know: tariffs, computations.
"""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from convention.model.cadre.champs import Dictionnaire, Modele, origine_propre, textes, volumes
from convention.model.cadre.document import Contenu, document
from convention.model.cadre.renvois import IdComposant, NomCleParAdherent, NomCleParComposant
from convention.model.mots.communs import PHASES, Origine, Phase
from convention.model.valeurs.scalaires import Jour, JourAccompli, Quantite, Texte

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction


N = TypeVar("N")


class Place(NamedTuple):
    """What is counted: a key, and the component when the key counts by component; written as commands take it."""

    cle: str
    composant: str = ""

    def __str__(self) -> str:
        """Write it: « postes », « parapheur:comptes »."""
        return f"{self.composant}:{self.cle}" if self.composant else self.cle

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `str` writes."""
        composant, _, cle = text.rpartition(":")
        return cls(cle, composant)

    @property
    def pointer(self) -> tuple[str, ...]:
        """Where a count holds its figure."""
        return ("par_composant", self.cle, self.composant) if self.composant else ("valeurs", self.cle)


def by_place(valeurs: Mapping[str, N], par_composant: Mapping[str, Mapping[str, N]]) -> dict[Place, N]:
    """Return figures by what they count, given as a document holds them: by key, then by key and by component."""
    own = {Place(cle): nombre for cle, nombre in valeurs.items()}
    return own | {Place(cle, nom): nombre for cle, counts in par_composant.items() for nom, nombre in counts.items()}


class Releve(Modele, nomme_par=("phase", "date"), objet="un comptage", dit="{phase} du {date}"):
    """One count: a date, a source, figures (one census = one date, one source)."""

    phase: Phase = volumes("Phase que ce comptage alimente", nom="phase")
    date: JourAccompli = textes("Date du comptage")
    source: Texte = textes("D'où viennent les chiffres", nom="référence de la source")
    origine: Origine | None = origine_propre()
    hypothese: Texte | None = textes("Pourquoi ce chiffre tient lieu d'un autre, inconnu", None, nom="hypothèse")
    validation: JourAccompli | None = textes(
        "Date de validation par le référent de l'adhérent ou, à défaut, par sa direction",
        None,
        nom="validation par l'adhérent",
    )
    valide_par: Texte | None = textes("Fonction de qui a validé, au nom de l'adhérent", None)
    valeurs: Dictionnaire[NomCleParAdherent, Quantite] = volumes("Quantité par clé", {})
    par_composant: Dictionnaire[NomCleParComposant, Dictionnaire[IdComposant, Quantite]] = volumes(
        "Quantité par clé et par composant", {}
    )

    @property
    def a_valider(self) -> bool:
        """Whether the référent has still to validate it; what is assumed is to be counted first."""
        return self.validation is None and self.hypothese is None

    @property
    def ordre(self) -> tuple[int, bool, Jour]:
        """Its place among the counts of a year: the last gives a quantity; none counted gives way to one assumed."""
        return PHASES.index(self.phase), self.hypothese is None, self.date

    @cached_property
    def quantites(self) -> Mapping[Place, Fraction]:
        """What it counts: keys, then keys and their components."""
        return MappingProxyType(by_place(self.valeurs, self.par_composant))


class Suite(NamedTuple):
    """What became of a quantity after the phase that it was counted for."""

    remplacant: Releve | None
    """The last count that takes its place: nobody validates the former any more."""
    suppose: Releve | None
    """What was assumed last, which takes the place of nothing."""


@document(
    "adherents/{adherent}/quantites/{annee}.yaml",
    "Les quantités d'un adhérent pour un exercice",
    nomme="l'état des quantités",
    bref="quantités",
    contient=Contenu("comptages"),
    detaille=("comptages",),
)
class Quantites(Modele):
    """What is counted for the keys (art. 8.2, 8.3)."""

    origine: Origine = textes("D'où viennent ces quantités", nom="origine des données")
    comptages: tuple[Releve, ...] = volumes("Comptages de l'exercice")

    @cached_property
    def retenus(self) -> Mapping[Phase, Mapping[Place, tuple[int, Releve]]]:
        """In each phase, the count that gives each quantity and its rank: that of the phase, else of an earlier one.

        What comes last replaces what was before; of one day, what is written last.
        """
        ranked = sorted(enumerate(self.comptages), key=lambda item: item[1].ordre)
        found, last = {}, dict[Place, tuple[int, Releve]]()
        for phase in PHASES:
            last = last | {place: item for item in ranked if item[1].phase is phase for place in item[1].quantites}
            found[phase] = MappingProxyType(last)
        return MappingProxyType(found)

    def sans_effet(self, releve: Releve) -> bool:
        """Tell whether all that a count assumes is counted in its phase: nobody has to validate it."""
        same = (item for item in self.comptages if item.phase is releve.phase and item.hypothese is None)
        counted = {place for item in same for place in item.quantites}
        return releve.hypothese is not None and counted >= {*releve.quantites}

    def apres(self, phase: Phase) -> tuple[Releve, ...]:
        """Return the counts of the phases later than one."""
        return tuple(item for item in self.comptages if PHASES.index(item.phase) > PHASES.index(phase))

    def suite(self, phase: Phase, place: Place) -> Suite:
        """Return what phases later than this one say of what is counted."""
        holding = sorted((item for item in self.apres(phase) if place in item.quantites), key=attrgetter("ordre"))
        counted = [item for item in holding if item.hypothese is None]
        supposed = [item for item in holding if item.hypothese is not None]
        return Suite(counted[-1] if counted else None, supposed[-1] if supposed else None)
