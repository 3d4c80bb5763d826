"""What the checks find in a Depot, kept as long as nothing of what each read has changed.

Knows: what was read (`suivi`), results found from others. Must not know: which checks there are, what they say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from operator import eq, is_not
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from convention.base.arret import poursuivre
from convention.checks.cadre.contexte import Contexte, see
from convention.checks.cadre.suivi import alone, differences, noting
from convention.engine.contribution import bill
from convention.engine.presence import Presences
from convention.model.resolution import perimetre_of, prepare, prix_of, regles_of, volumes_of
from convention.model.vue import Vue

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.contexte import ExerciceVu
    from convention.checks.cadre.controle import Controle
    from convention.checks.cadre.suivi import Atome
    from convention.engine.lignes import Ligne
    from convention.engine.reprise import Connue
    from convention.model.depot import ComposantRange, Depot
    from convention.model.mots.communs import Phase

R = TypeVar("R")
Dits: TypeAlias = "Iterable[Diagnostic]"


@dataclass(slots=True)
class _Garde:
    """A result, and all that it was found from."""

    trouver: Callable[[Depot], object]
    objets: tuple[object, ...]
    """What it was given."""
    egal: Callable[[object, object], bool] | None
    """Tells whether another is as good, when it may be."""
    lus: set[Atome] = field(default_factory=set)
    """What it read of the Depot."""
    autres: dict[Hashable, object] = field(default_factory=dict)
    """The other results that it asked for, by their keys."""
    trouve: object = None
    perime: bool = False
    """Whether something that it read of the Depot has changed."""

    def anew(self) -> _Garde:
        """Ask for the same."""
        return _Garde(self.trouver, self.objets, self.egal)


class Memoire:
    """Depots that follow one another: what was found in the one before, and holds in this one, is not looked for.

    A result that is found again and equals the one before is the one before: what was found from it holds.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.depot: Depot | None = None
        self._gardes: dict[Hashable, _Garde] = {}
        self._en_cours: list[_Garde] = []

    def devient(self, depot: Depot) -> Memoire:
        """Look at another Depot."""
        if self.depot is not None:
            changed = differences(self.depot, depot)
            for garde in self._gardes.values():
                garde.perime = garde.perime or not garde.lus.isdisjoint(changed)
        self.depot = depot
        return self

    def dit(self, check: Controle[...], *autres: object) -> Dits:
        """Return what a check says of the documents, and of what else it is given; folder by folder when it may be."""
        if check.par_adherent:
            parts = ((nom, _alone(check, "dossiers", (nom,), autres)) for nom in self._noms())
        elif check.par_fichier:
            parts = ((nom, _alone(check, "fichiers", paths, autres)) for nom, paths in self._par_dossier().items())
        else:
            return self._garde((check.fonction, autres), lambda depot: tuple(check.fonction(depot, *autres)))
        return (item for nom, said in parts for item in self._garde((check.fonction, autres, nom), said))

    def calcule(self, check: Controle[[Contexte]]) -> Dits:
        """Return what a check says of what the engine makes of them; exercice by exercice when it may be."""
        exercices = self._vus()
        groups = [(item,) for item in exercices] if check.par_exercice else [exercices]
        for rang, group in enumerate(groups):

            def said(depot: Depot, group: tuple[ExerciceVu, ...] = group) -> tuple[Diagnostic, ...]:
                return tuple(check.fonction(Contexte(depot, group, self)))

            yield from self._garde((check.fonction, rang), said, *group)

    def vue(self, annee: int, phase: Phase) -> Vue:
        """Return an exercice resolved for a phase: each of its four parts is found again apart."""
        commun = self._garde("commun", prepare, egal=eq)
        existence = partial(perimetre_of, exercice=annee, commun=commun)
        rules = partial(regles_of, exercice=annee, commun=commun)
        counts = partial(volumes_of, exercice=annee, phase=phase)
        composants = self._composants(annee)
        prices = partial(prix_of, exercice=annee, phase=phase, composants=composants)
        parts = (
            self._garde(("perimetre", annee), existence, commun, egal=eq),
            self._garde(("volumes", annee, phase), counts, egal=eq),
            self._garde(("prix", annee, phase), prices, composants, egal=eq),
            self._garde(("regles", annee), rules, commun, egal=eq),
        )
        return self._garde(("vue", annee, phase), lambda _: Vue(annee, phase, *parts), *parts)

    def lignes(self, exercice: ExerciceVu, phase: Phase) -> tuple[Ligne, ...]:
        """Return what every adherent owes of an exercice in a phase."""
        vue, presences = self.vue(exercice.annee, phase), exercice.presences
        cle = ("lignes", *vue[:2])

        def found(_: Depot) -> Connue:
            before = self._gardes.get(cle)
            return bill(vue, presences, cast("Connue", before.trouve) if before is not None else None)

        return self._garde(cle, found, vue, presences).lignes

    def in_phase(self, exercice: ExerciceVu, phase: Phase) -> ExerciceVu:
        """Return an exercice resolved for another phase."""
        vue, composants, presences = (
            self.vue(exercice.annee, phase),
            self._composants(exercice.annee),
            exercice.presences,
        )
        objets = (vue, composants, presences)
        return self._garde(("vu", *vue[:2]), lambda _: see(composants, vue, presences), *objets)

    def des_documents(self, cle: Hashable, trouver: Callable[[Depot], R]) -> R:
        """Return what is found in the documents alone, whatever the exercices come to."""
        return self._garde(cle, trouver)

    def _vus(self) -> tuple[ExerciceVu, ...]:
        """Return the declared exercices in their phase in force; one that reads as before is the same object."""
        phases = self._garde("exercices", _phases, egal=eq)
        return tuple(self._vu(annee, phase) for annee, phase in sorted(phases.items()))

    def _vu(self, annee: int, phase: Phase) -> ExerciceVu:
        vue, composants = self.vue(annee, phase), self._composants(annee)
        # Who is there, and when, is the same as long as what exists and the rules are.
        presences = self._garde(("presences", annee), lambda _: Presences(vue), vue.perimetre, vue.regles)
        return self._garde(("en vigueur", annee), lambda _: see(composants, vue, presences), vue, composants, presences)

    def _composants(self, annee: int) -> Mapping[str, ComposantRange]:
        """Return the components; the same when only amounts of other exercices change."""
        return self._garde(("composants", annee), _components, egal=partial(_tell_alike, annee=annee))

    def _noms(self) -> tuple[str, ...]:
        return self._garde("noms", lambda depot: tuple(depot.dossiers), egal=eq)

    def _par_dossier(self) -> Mapping[str, tuple[str, ...]]:
        """Return the paths of the files, by the folder that holds them."""
        return self._garde("fichiers", _by_folder, egal=eq)

    def _garde(
        self, cle: Hashable, trouver: Callable[[Depot], R], *objets: object, egal: Callable[[R, R], bool] | None = None
    ) -> R:
        """Return a result, found again when the Depot, or another of the objects that it was found from, has changed.

        `egal` tells whether a result is as good as the one before, which is then kept.
        """
        again = _Garde(trouver, objets, cast("Callable[[object, object], bool] | None", egal))
        found = self._stands(cle, again)
        if self._en_cours:
            self._en_cours[-1].autres[cle] = found
        return cast("R", found)

    def _stands(self, cle: Hashable, asked: _Garde) -> object:
        """Return a result that holds: the one that is kept, or the same found again."""
        known = self._gardes.get(cle)
        if known is not None and self._holds(known, asked.objets):
            return known.trouve
        poursuivre()
        self._en_cours.append(asked)
        try:
            asked.trouve = asked.trouver(noting(cast("Depot", self.depot), asked.lus))
        finally:
            self._en_cours.pop()
        if known is not None and asked.egal is not None and asked.egal(known.trouve, asked.trouve):
            asked.trouve = known.trouve
        self._gardes[cle] = asked
        return asked.trouve

    def _holds(self, known: _Garde, objets: tuple[object, ...]) -> bool:
        """Tell whether a result still stands: what it was given, what it read, the results that it asked for.

        Those are found again first, from what they were given: one that comes out the same changes nothing.
        """
        if known.perime or len(known.objets) != len(objets) or any(map(is_not, known.objets, objets)):
            return False
        return all(self._stands(cle, self._gardes[cle].anew()) is trouve for cle, trouve in known.autres.items())


def _alone(
    check: Controle[...], table: str, noms: tuple[str, ...], autres: tuple[object, ...]
) -> Callable[[Depot], tuple[Diagnostic, ...]]:
    """Have a check read some items of a table only."""

    def said(depot: Depot) -> tuple[Diagnostic, ...]:
        return tuple(check.fonction(alone(depot, table, noms), *autres))

    return said


def _by_folder(depot: Depot) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for path in depot.fichiers:
        found.setdefault(path.rpartition("/")[0], []).append(path)
    return {folder: tuple(paths) for folder, paths in found.items()}


def _phases(depot: Depot) -> dict[int, Phase]:
    return {annee: exercice.phase for annee, exercice in depot.exercices.items()}


def _components(depot: Depot) -> Mapping[str, ComposantRange]:
    return dict(depot.composants.items())


def _tell_alike(avant: Mapping[str, ComposantRange], apres: Mapping[str, ComposantRange], *, annee: int) -> bool:
    """Tell whether components say the same, the amounts of other exercices apart."""
    return list(avant) == list(apres) and all(_tells_alike(avant[nom], apres[nom], annee) for nom in avant)


def _tells_alike(avant: ComposantRange, apres: ComposantRange, annee: int) -> bool:
    """Tell whether a component is the same, the amounts of other exercices apart."""
    old, new = avant.composant, apres.composant
    if old is new and avant.origine is apres.origine:
        return True
    same = (getattr(old, nom) == getattr(new, nom) for nom in type(old).model_fields if nom != "montants")
    return avant._replace(composant=new) == apres and old.montants.get(annee) == new.montants.get(annee) and all(same)
