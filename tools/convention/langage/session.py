"""What an editor looks at: the files of a folder under the texts being typed, and the revision they are compared to.

Knows: sources, checks, computations, and what of them still holds after a keystroke. Must not know: the protocol of
editors, what is shown. A state is frozen: it answers for one version of the texts, whatever is typed meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from convention.base.arret import poursuivre
from convention.base.diagnostic import Diagnostic, Severity, sort_diagnostics
from convention.base.french import compte, pluriel, typeset
from convention.checks.cadre.memoire import Memoire
from convention.checks.registry import memoires, run
from convention.compare.comparaison import comparer
from convention.compare.decision.decision import decide
from convention.compare.sceaux.scelles import refusals
from convention.engine.contribution import Calculs
from convention.loading.git import GitRevision
from convention.loading.loader import forget, load
from convention.loading.source import EnvironmentProblemError, Folder, Superposition
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from convention.base.diagnostic import Span
    from convention.checks.registry import Memoires
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.engine.lignes import Contribution
    from convention.loading.loader import Cache, Chargement
    from convention.loading.source import Entry
    from convention.model.depot import Depot
    from convention.model.mots.communs import Phase
    from convention.model.vue import Vue


class Reglages(NamedTuple):
    """What a user chooses."""

    base: str = "main"
    """Revision that the texts are compared to."""
    adherent: str = ""
    """Adherent whose part is told beside each total."""
    exercice: int | None = None
    """Exercice told of what belongs to several; the current one by default."""
    site: str = "http://127.0.0.1:8000/"
    """Address of the site whose simulator is opened; that of `convention servir` by default."""


class Vues:
    """The Vues of the texts and of the base, each found again from what it reads."""

    def __init__(self, *memoires: Memoire) -> None:
        """Read in what the checks keep, and in what is kept of the base."""
        self._memoires = memoires

    def __call__(self, depot: Depot, exercice: int, phase: Phase | None = None, /) -> Vue:
        """Return an exercice of a Depot (`resolve`)."""
        poursuivre()
        memoire = next((item for item in self._memoires if item.depot is depot), None)
        if memoire is None:
            return resolve(depot, exercice, phase)
        return memoire.vue(exercice, phase or depot.exercices[exercice].phase)


class Base(NamedTuple):
    """The revision that the texts are compared to, or why there is none."""

    depot: Depot | None
    raison: str = ""


@dataclass(frozen=True)
class Etat:
    """One version of the texts: the documents, what is wrong with them, what they cost."""

    chargement: Chargement
    diagnostics: tuple[Diagnostic, ...]
    base: Base
    reglages: Reglages
    au: date
    calcule: Calculs = field(repr=False)
    resout: Vues = field(repr=False)
    charge: Callable[[Mapping[str, str | None]], Chargement] = field(repr=False)
    """Loads these texts with some others over them; None: a file that goes."""
    fautes: Callable[[Depot], tuple[Diagnostic, ...]] = field(repr=False)
    """Finds the errors of what is near these documents."""

    @property
    def depot(self) -> Depot:
        """The documents."""
        return self.chargement.depot

    def lignes(self, path: str) -> list[str]:
        """Return the lines of a file; a file of a thousand messages is cut once."""
        if path not in self._coupes:
            self._coupes[path] = self.chargement.lines(path)
        return self._coupes[path]

    @cached_property
    def _coupes(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def pause(self) -> str:
        """Why no amount is told: no total is ever computed on wrong data; empty when there is nothing wrong."""
        if not self._erreurs:
            return ""
        first = f"{pluriel(len(self._erreurs), 'dans', 'la première dans')} {self._erreurs[0].span}"
        return typeset(f"Euros en pause : {compte(len(self._erreurs), 'erreur')}, {first} ({self._erreurs[0].message})")

    @property
    def fautif(self) -> Span | None:
        """Where the first error is."""
        return self._erreurs[0].span if self._erreurs else None

    @cached_property
    def _erreurs(self) -> tuple[Diagnostic, ...]:
        return tuple(item for item in self.diagnostics if item.severity is Severity.ERREUR)

    @property
    def exercice(self) -> int | None:
        """The exercice told of what belongs to several."""
        asked = self.reglages.exercice
        return asked if asked in self.depot.exercices else self.depot.exercice_courant

    @cached_property
    def contributions(self) -> dict[int, Contribution]:
        """What everyone owes of each exercice, in its phase in force; nothing while something is wrong."""
        if self.pause:
            return {}
        return {annee: self.calcule(self.resout(self.depot, annee)) for annee in sorted(self.depot.exercices)}

    @cached_property
    def sans_ecart(self) -> str:
        """Why nothing is compared; empty when it is."""
        if self.pause or self.base.raison or self.base.depot is None:
            return self.pause or self.base.raison
        refused = refusals(self.base.depot, self.depot)
        return typeset(f"Écarts en pause : {refused[0].message} ({refused[0].span})") if refused else ""

    @cached_property
    def comparaison(self) -> Comparaison | None:
        """What the texts change, without its causes; None when nothing can be compared (`sans_ecart` says why)."""
        return self._comparer(pourquoi=False)

    @cached_property
    def expliquee(self) -> Comparaison | None:
        """The same, with the causes: it takes several times as long."""
        return self._comparer(pourquoi=True)

    def _comparer(self, *, pourquoi: bool) -> Comparaison | None:
        if self.sans_ecart or self.base.depot is None:
            return None
        return comparer(self.base.depot, self.depot, pourquoi=pourquoi, calcule=self.calcule, resout=self.resout)

    @property
    def est_expliquee(self) -> bool:
        """Whether the causes are known already."""
        return "expliquee" in self.__dict__

    @cached_property
    def decision(self) -> Decision | None:
        """Who decides what the texts change."""
        return self.decide(self.comparaison) if self.comparaison is not None else None

    def decide(self, comparaison: Comparaison, empreinte: str | None = None) -> Decision:
        """Say who decides a comparison of these texts; what would be merged apart is checked from the last of it."""
        return decide(comparaison, self.au, empreinte, self.fautes)


def judge(chargement: Chargement, au: date, gardes: Memoires | None = None) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of the files and those of the checks, as `valider` does."""
    return sort_diagnostics((*chargement.diagnostics, *run(chargement.depot, au, gardes=gardes)))


class Session:
    """The texts being typed over a folder; one state at a time."""

    def __init__(self, racine: Path, aujourdhui: Callable[[], date], reglages: Reglages = Reglages()) -> None:  # noqa: B008 (frozen)
        """Look at a folder; the day is asked for each time."""
        self.racine = racine
        self._aujourdhui = aujourdhui
        self._dossier = _Dossier(racine)
        self._textes: dict[str, str] = {}
        self._cache: Cache = {}
        self._calculs = Calculs()
        self._gardes = memoires()
        self._memoire_base = Memoire()
        self._fautes = partial(run, errors_only=True, gardes=memoires())
        self._vues = Vues(self._gardes.documents, self._memoire_base)
        self._reglages = reglages
        self._base = Base(None)
        self._base_lue: tuple[str, date] | None = None
        self._base_a_lire = True
        self._numero = 0
        self._etat: tuple[int, Etat] | None = None

    def ecrire(self, path: str, texte: str | None) -> None:
        """Take the text that an editor holds; None: the file of the disk counts again."""
        # What the last state read of it: opening a file as it is changes nothing.
        known = self._etat if self._etat is not None and self._etat[0] == self._numero else None
        before = known[1].chargement.contents.get(path) if known is not None else None
        if texte is None or path not in self._textes:
            # What is opened or closed may just have been saved.
            self._dossier.oublier()
        if texte is None:
            self._textes.pop(path, None)
        else:
            self._textes[path] = texte
        if before is None or texte is None or before != texte.encode("utf-8", "surrogatepass"):
            self._numero += 1

    def regler(self, reglages: Reglages) -> None:
        """Change what the user chose; the base is read again."""
        self._reglages = reglages
        self.relire()

    @property
    def site(self) -> str:
        """Address of the site."""
        return self._reglages.site

    def relire(self) -> None:
        """Look again at the disk and at the base: something may have been saved, committed, fetched."""
        self._base_a_lire = True
        self._dossier.oublier()
        self._numero += 1

    def regarder(self) -> bool:
        """Look at the disk at rest: what another program wrote counts; tell whether something differs."""
        changed = self._dossier.relit()
        self._numero += changed
        return changed

    def etat(self) -> Etat:
        """Return the state of the texts as they are now.

        Texts may be written while a state is read: it then answers for those before, and the next one is read anew.

        Raises:
            EnvironmentProblemError: the disk refuses a file.
        """
        numero = self._numero
        if self._etat is None or self._etat[0] != numero:
            self._etat = (numero, self._lire())
        return self._etat[1]

    def est_a_jour(self, etat: Etat) -> bool:
        """Tell whether nothing was written since a state was read."""
        known = self._etat
        return known is not None and known[0] == self._numero and known[1] is etat

    def _lire(self) -> Etat:
        textes = dict(self._textes)

        def charge(autres: Mapping[str, str | None]) -> Chargement:
            return load(Superposition(self._dossier, textes | dict(autres)), self._cache)

        chargement = charge({})
        au = self._aujourdhui()
        found = judge(chargement, au, self._gardes)
        if self._base_a_lire:
            self._base_a_lire = False
            self._regarder_base(au)
        forget(self._cache, chargement.depot, self._base.depot)
        return Etat(chargement, found, self._base, self._reglages, au, self._calculs, self._vues, charge, self._fautes)

    def _regarder_base(self, au: date) -> None:
        """Look where the base is: it is read again when it is another commit, or on another day."""
        try:
            revision = GitRevision(self.racine, self._reglages.base)
            if self._base_lue != (revision.commit, au):
                self._base, self._base_lue = self._lire_base(revision, au), (revision.commit, au)
        except EnvironmentProblemError as error:
            self._base, self._base_lue = Base(None, typeset(f"Écarts en pause : {error}")), None

    def _lire_base(self, revision: GitRevision, au: date) -> Base:
        """Read the base; one that has errors has no total to be compared to."""
        chargement = load(revision, self._cache)
        found = (*chargement.diagnostics, *run(chargement.depot, au, errors_only=True))
        wrong = sum(item.severity is Severity.ERREUR for item in found)
        if wrong:
            return Base(None, typeset(f"Écarts en pause : la base « {revision.ref} » a {compte(wrong, 'erreur')}"))
        self._memoire_base.devient(chargement.depot)
        return Base(chargement.depot)


class _Dossier(Folder):
    """A folder that is looked at when it is asked for, not at each keystroke; only what changed is read again."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._vus: tuple[Entry, ...] | None = None
        self._lus: dict[str, tuple[tuple[int, ...], Entry]] = {}

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        found = self._vus
        if found is None:
            found = self._vus = super().entries(known)
        return found

    def oublier(self) -> None:
        """Have the next state look at the disk."""
        self._vus = None

    def relit(self) -> bool:
        """Look at the disk now; tell whether it differs from what a state was read from."""
        before, self._vus = self._vus, super().entries(frozenset())
        return before is not None and before != self._vus

    def _entry(self, path: str) -> Entry:
        try:
            seen = (self.root / path).lstat()
        except OSError:
            return super()._entry(path)
        # The second of the clock may hold two writes: a file is known again by its number too.
        stamp = (seen.st_mtime_ns, seen.st_size, seen.st_ino, seen.st_mode)
        known = self._lus.get(path)
        if known is None or known[0] != stamp:
            known = self._lus[path] = (stamp, super()._entry(path))
        return known[1]
