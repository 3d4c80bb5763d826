"""What every page is made from: the data, the day, the reader, and every figure computed once.

Knows: the engine. Must not know: pages, HTML.
"""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.base.french import enumere, jour, pluriel
from convention.compare.causes.completion import Cote
from convention.engine.appels.solde import is_to_be_called, is_to_be_settled
from convention.engine.contribution import Calcule, calculer
from convention.engine.equilibre import Bilan, equilibrer
from convention.engine.presence import Presences
from convention.model.genres import read_path
from convention.model.mots.communs import Nature, Origine, Phase, Section
from convention.model.mots.vie import Niveau
from convention.model.resolution import prepare, rephase, resolve
from convention.model.valeurs.chemins import folder_of
from convention.reports import mots
from convention.reports.depot.apache import PROPRES
from convention.reports.valeurs import entamees, short
from convention.site.acces import Acces
from convention.site.communs import Communs
from convention.site.rendu.page import tableau_de_bord
from convention.site.rendu.tableau import Cellule, Source
from convention.site.traits import Traits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from fractions import Fraction

    from convention.base.appellation import Noms
    from convention.base.period import Periode
    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot, Reference
    from convention.model.texte.clauses import Clauses
    from convention.model.vue import Vue
    from convention.site.grille import Grille


T = TypeVar("T")


class Chiffres(NamedTuple):
    """Every computation that pages show."""

    vues: Mapping[int, Vue]
    contributions: Mapping[int, Contribution]
    """By exercice, in its phase in force."""
    connue: Cote | None
    """The current exercice as its actual figures are known so far; nothing when none is open."""
    bilans: Mapping[int, Bilan]
    """Costs borne and recharged, for the exercices that declare them."""
    lignes: Mapping[int, Mapping[str, tuple[Ligne, ...]]]
    """By exercice and adherent."""
    connues: Mapping[str, tuple[Ligne, ...]]
    """The lines of the exercice as it is known so far, by adherent."""
    membres: Mapping[int, tuple[str, ...]]
    """Those who share the service, by exercice."""
    calcule: Calcule
    """What computes a Vue, for who keeps what it has already computed."""


class Site(NamedTuple):
    """A site to be made."""

    depot: Depot
    jour: date
    acces: Acces
    chiffres: Chiffres
    textes: Mapping[str, str]
    """Hand-written pages, by name: « glossaire »."""
    depot_en_ligne: str
    """Address where the files of the data are read, if there is one."""
    communs: Communs
    """What the pages of several readers ask alike."""
    grille: Grille | None = None
    """What was tried of its accessibility; none: nothing was."""
    connexion: str = ""
    """Where the adherents sign in, from the home page of the public; nothing when there is no such place."""
    propres: bool = False
    """Whether the pages that each adherent alone may read are in it too, each in the folder of its adherent."""

    guichet: bool = False
    """Whether a window takes what each one asks, once it has signed in."""

    annee: int | None = None
    """The exercice that the page of an adherent tells, when it shares nothing of the current one."""

    @property
    def traits(self) -> Traits:
        """What kind of convention it is."""
        return Traits(self.depot)

    @property
    def clauses(self) -> Clauses:
        """The clauses of the convention."""
        return self.depot.convention.clauses

    @property
    def noms(self) -> Noms:
        """How the convention calls its bodies."""
        return self.depot.convention.noms

    @property
    def gestionnaire(self) -> str:
        """Who manages the services."""
        return self.depot.convention.gestionnaire

    @property
    def contributions(self) -> Mapping[int, Contribution]:
        """What everybody pays, by exercice, in its phase in force."""
        return self.chiffres.contributions

    @property
    def exercice(self) -> int:
        """The current exercice, the first that is open, else the last one; the one that is told, on some pages."""
        return self.annee or self.depot.exercice_courant or max(self.depot.exercices, default=self.jour.year)

    @property
    def precedent(self) -> int | None:
        """The exercice before, if it was shared; four months of a convention that began then compare with no year."""
        before, whole = self.exercice - 1, self.depot.convention.entiere
        known = before in self.contributions
        return before if known and whole(before) and whole(self.exercice) else None

    def entamees(self, annees: Iterable[int]) -> str:
        """Say which of these exercices the convention covers in part, and why none compares; nothing of whole ones."""
        return entamees(self.depot.convention, annees)

    @property
    def a_inscrire(self) -> int:
        """Whose budget is prepared: the year after the current exercice, or that one when it is still to come."""
        return self.exercice if self.au > self.jour else self.exercice + 1

    @property
    def au(self) -> date:
        """The day on which a page says who has what: that of the site, or the first of an exercice to come."""
        return max(self.jour, self.depot.convention.premier_jour(self.exercice))

    def court(self, periode: Periode, depuis: date = date.min) -> bool:
        """Tell whether a period runs on that day, or since a day to come."""
        return periode.holds(max(self.au, depuis))

    @property
    def au_jour(self) -> str:
        """Name that day."""
        return "au jour du site" if self.au == self.jour else f"au {jour(self.au)}"

    def une_fois(self, nom: str, faire: Callable[[], T], adherent: str = "") -> T:
        """Compute once what depends on the data alone, whoever reads; or on the adherent whose pages are made."""
        return self.communs.une_fois(nom, self.depot, adherent, faire)

    def chez_lui(self, adherent: str) -> Site:
        """Return the same site, as an adherent reads its own pages."""
        return self._replace(acces=Acces(Niveau.ADHERENT_CONCERNE, adherent))

    @property
    def annees(self) -> Mapping[str, int]:
        """Who has a page, and the exercice that it tells: the current one, or the first that one is to share.

        Who left shares none of them: its page tells its last one, as long as something of it is still to be called.
        What is issued and not paid is its own business: only its own site tells it longer for that.
        """
        site, shared = self._replace(annee=None), self.chiffres.membres
        here = site.exercice
        found = dict.fromkeys(site.adherents, here)
        for annee in sorted(annee for annee in shared if annee > here):
            found |= {nom: annee for nom in shared[annee] if nom not in found}
        past = sorted(annee for annee in shared if annee < here)
        left = {nom: annee for annee in past for nom in shared[annee] if nom not in found}
        return found | {nom: left[nom] for nom in self._awaited(left)}

    def _awaited(self, partis: Iterable[str]) -> tuple[str, ...]:
        """Keep those who left and of whom something is still to be called, or to be settled, when it is the reader."""

        def awaited(nom: str) -> bool:
            called = is_to_be_called(self.depot, nom, self.jour)
            return called or (self.acces.chez(nom) and is_to_be_settled(self.depot, nom))

        return self.une_fois("partis", lambda: tuple(filter(awaited, partis)), self.acces.adherent or "")

    def de(self, adherent: str) -> Site:
        """Return the same site, as the page of an adherent tells it; its exercice as in force, when not the current."""
        annee = self.annees.get(adherent, self.exercice)
        if annee == self.exercice:
            return self
        chiffres = self.chiffres._replace(connue=None, connues={})
        return self._replace(annee=annee, chiffres=chiffres, communs=Communs())

    def a_quitte(self, adherent: str) -> bool:
        """Tell whether an adherent has left on the day of the site: nothing is offered to it any more."""
        fin = self.depot.dossiers[adherent].identite.adhesion.fin
        return fin is not None and fin <= self.jour

    def dossier_propre(self, adherent: str) -> str:
        """Return the folder of what an adherent alone may read."""
        return f"{PROPRES}/{adherent}" if self.propres else f"adherents/{adherent}"

    def nom(self, adherent: str) -> str:
        """Name an adherent in a table."""
        return self.depot.nom_de(adherent)

    def cellule(self, adherent: str) -> Cellule:
        """Name an adherent in a table, with the way to its dashboard when it has one."""
        return Cellule(self.nom(adherent), vers=tableau_de_bord(adherent) if adherent in self.annees else "")

    @property
    def attestees(self) -> str:
        """Whose membership is no invention, among others that are: « adhésion de Valmont attestée »; else nothing."""
        adhesions = {nom: self.depot.dossiers[nom].identite.adhesion for nom in self.adherents}
        known = [nom for nom, item in adhesions.items() if item.origine is not Origine.DEMONSTRATION]
        if not known or len(known) == len(adhesions):
            return ""
        named = enumere([self.depot.du(nom) for nom in known])
        return f"{pluriel(len(known), 'adhésion')} {named} {pluriel(len(known), 'attestée')}"

    def tailles(self, exercice: int) -> Mapping[str, Fraction]:
        """Return the size of each adherent, in `traits.unites`: the workstations of the forfait of annexe 3."""
        found, fee = self.contributions.get(exercice), self.traits.forfait_compte
        for calcul in found.calculs if found is not None and fee is not None else ():
            if calcul.nature is Nature.MASSE_SALARIALE and calcul.forfait == fee:
                counted = next(iter(calcul.decomptes.values()))
                return {nom: counted.quantite(rang) for rang, nom in enumerate(calcul.beneficiaires)}
        return {}

    def lignes(self, exercice: int, adherent: str) -> tuple[Ligne, ...]:
        """Return the lines of an adherent."""
        return self.chiffres.lignes.get(exercice, {}).get(adherent, ())

    def connues(self, exercice: int, adherent: str) -> tuple[Ligne, ...]:
        """Return the lines of an adherent, those of the current exercice as it is known so far."""
        projected = exercice == self.exercice and self.chiffres.connue is not None
        return self.chiffres.connues.get(adherent, ()) if projected else self.lignes(exercice, adherent)

    def connue(self, exercice: int) -> Cote:
        """Return an exercice, the current one as it is known so far."""
        chiffres = self.chiffres
        known = chiffres.connue if exercice == self.exercice else None
        return known or Cote(chiffres.vues[exercice], chiffres.contributions[exercice])

    def etat(self, exercice: int) -> str:
        """Say how far the amounts of `connues` are known: « réalisé », « prévisionnel », « projeté »."""
        known = self.connue(exercice).contribution
        in_force = self.contributions[exercice].phase
        return in_force.libelle if known.projection or known.phase is in_force else "projeté"

    def ligne(self, reference: Reference) -> int:
        """Return the line of a file where a value stands."""
        return self.depot.span(reference).line

    @property
    def sources(self) -> bool:
        """Whether pages say in which file a value is written: to who can open it, online or on its own workstation."""
        return bool(self.depot_en_ligne) or not (self.acces.public or self.propres)

    def source(self, reference: Reference, texte: str = "") -> Source:
        """Return where a value stands, for a page to show it."""
        return Source(texte, reference.path, self.ligne(reference))

    def source_propre(self, reference: Reference) -> Source:
        """Return where a value stands, named as in the folder of the adherent whose page shows it."""
        path, chemin = reference.path, read_path(reference.path)
        return self.source(reference, path.removeprefix(folder_of(chemin.id)) if chemin is not None else path)

    def formulaire(self, nom: str) -> str:
        """Return where a form is filled in on the forge (« 1-service »); nothing when the reader is not led there."""
        depot, blob, _ = self.depot_en_ligne.partition("/blob/")
        # A forge whose addresses part a project from what is said of it by « /-/ » has its own word for it.
        query = f"issuable_template={nom}" if depot.endswith("/-") else f"template={nom}.yml"
        return f"{depot}/issues/new?{query}" if blob else ""

    @property
    def sceau(self) -> str:
        """The fingerprint of the data: 64 hexadecimal digits."""
        text = "\n".join(f"{item.sha} {item.path}" for item in self.depot.fichiers.values())
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def empreinte(self) -> str:
        """Its beginning, as people read it."""
        return short(self.sceau)

    @property
    def demonstration(self) -> bool:
        """Whether some published figure is made up."""
        return self.une_fois("origine", lambda: any(map(self.invente, self.contributions)))

    def invente(self, annee: int) -> bool:
        """Whether some figure of an exercice is made up."""
        return annee in self.contributions and any(
            ligne.origine is Origine.DEMONSTRATION for ligne in self.contributions[annee].lignes
        )

    def nature(self, nature: Nature) -> str:
        """Name a nature of cost at the head of its column."""
        return mots.said(self.depot, nature, nature.colonne)

    @property
    def natures(self) -> tuple[Nature, ...]:
        """The natures of cost of this convention: those that somebody pays, some year."""
        every = self.contributions.values()
        return tuple(nature for nature in Nature if any(item.totaux.par_nature.get(nature) for item in every))

    def legende(self, texte: str) -> str:
        """Return the legend of a table, which says when its figures are made up."""
        return ", ".join(part for part in (texte, "données de démonstration" if self.demonstration else "") if part)

    def _totals(self) -> Mapping[str, int]:
        found = self.contributions.get(self.exercice)
        return found.totaux.par_adherent if found is not None else {}

    @property
    def adherents(self) -> tuple[str, ...]:
        """Those who share the service in the current exercice: largest size first, or largest amount."""
        counts = self.tailles(self.exercice) or self._totals()
        here = self.chiffres.membres.get(self.exercice, ())
        return tuple(sorted(here, key=lambda nom: (-counts.get(nom, 0), nom)))

    @property
    def presents(self) -> tuple[str, ...]:
        """Those whose membership runs on the day of the site, whether they share the current exercice or not."""
        return tuple(nom for nom in self.annees if self.court(self.depot.dossiers[nom].identite.adhesion.periode))


def assembler(
    depot: Depot,
    jour: date,
    acces: Acces,
    textes: Mapping[str, str],
    depot_en_ligne: str = "",
    calcule: Calcule | None = None,
) -> Site:
    """Compute every exercice of a sound Depot once, for all pages; `calcule` may keep what it has computed."""
    common, compute = prepare(depot), calcule or calculer
    vues = {annee: resolve(depot, annee, commun=common) for annee in sorted(depot.exercices)}
    contributions = {annee: compute(vue) for annee, vue in vues.items()}
    current = depot.exercice_courant
    # Of an exercice still to come nothing is noticed yet: what is known of it is what is foreseen.
    begun = current is not None and depot.convention.premier_jour(current) <= jour
    known = rephase(depot, vues[current], Phase.REALISE) if current is not None and begun else None
    connue = Cote(known, compute(known)) if known is not None else None
    bilans = {
        annee: equilibrer(contributions[annee], document, depot)
        for annee, document in sorted(depot.vie.equilibres.items())
        if annee in contributions
    }
    lignes = {annee: _by_adherent(item) for annee, item in contributions.items()}
    connues = _by_adherent(connue.contribution) if connue is not None else {}
    membres = {annee: tuple(item.adherent for item in Presences(vue).members()) for annee, vue in vues.items()}
    chiffres = Chiffres(vues, contributions, connue, bilans, lignes, connues, membres, compute)
    return Site(depot, jour, acces, chiffres, textes, depot_en_ligne, Communs())


def _by_adherent(contribution: Contribution) -> dict[str, tuple[Ligne, ...]]:
    key = attrgetter("adherent")
    return {nom: tuple(items) for nom, items in groupby(sorted(contribution.lignes, key=key), key=key)}


def somme(lignes: Iterable[Ligne], section: Section) -> int:
    """Add up the lines of a section, in cents."""
    return sum(ligne.montant for ligne in lignes if ligne.calcul.section is section)


def fonctionnement(lignes: Iterable[Ligne]) -> int:
    """Add up the running costs of some lines."""
    return somme(lignes, Section.FONCTIONNEMENT)
