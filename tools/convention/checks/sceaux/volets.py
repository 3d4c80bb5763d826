"""SCE005, SCE004: the parts of the calls can be called, each once, and are those that were sealed (art. 8.3).

Knows: milestones, their parts, sealed calls. Must not know: amounts, the dates of the calls (`gouvernance.echeances`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, euros, jour, l_appel, taux
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import Ecrit, exercice_at, repeats
from convention.checks.cadre.lieux import Constat, of_file, signal
from convention.engine.appels.acomptes import all_frozen
from convention.engine.appels.pieces import frozen
from convention.model.cadre.document import path_of
from convention.model.documents.adherents import Adherent, Budgets
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.exercices import Appel, Volet
    from convention.model.ecrits.sceaux import Sceau


@dataclass(frozen=True, slots=True)
class VoletEcrit(Ecrit):
    """A part of a call, and where it stands."""

    annee: int
    appel: Appel
    volet: Volet

    @property
    def nom(self) -> str:
        """How a sentence names it."""
        return f"{self.volet.genre.le} {self.volet.exercice}"


@controle("SCE005")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """SCE005: a part without its rate, of an exercice that is not declared or not ended, or called twice."""
    for item in _parts(depot):
        yield from _rate(item)
        yield from _exercice(depot, item)
    for known, item in repeats(_parts(depot), _once):
        first_day, day = jour(known.appel.date), jour(item.appel.date)
        where = f"dans l'appel du {day}" if day == first_day else f": le {first_day} et le {day}"
        message = f"{item.nom} figure deux fois {where}"
        related = (known.at("genre"), "la première fois")
        yield signal("SCE005", item.at("genre"), message, "retirer l'un des deux volets", related)


@controle("SCE005")
def too_many_advances(depot: Depot) -> Iterator[Constat]:
    """SCE005: advances of an exercice that call more than the whole of it together, or that its balance precedes."""
    balances = {item.volet.exercice: item for item in _parts(depot) if item.volet.genre is GenreVolet.SOLDE}
    called: dict[int, Fraction] = {}
    for item in sorted(_parts(depot), key=lambda item: item.appel.date):
        annee, solde = item.volet.exercice, balances.get(item.volet.exercice)
        if item.volet.genre is not GenreVolet.ACOMPTE:
            continue
        before = called.get(annee, Fraction(0))
        called[annee] = before + (item.volet.taux or 0)
        if before <= 1 < called[annee]:
            message = f"les acomptes {annee} appellent ensemble {taux(called[annee])} du montant révisé"
            yield signal("SCE005", item.at("taux"), message, "baisser un taux : leur somme ne dépasse pas 1")
        if solde is not None and solde.appel.date <= item.appel.date:
            message = f"{item.nom} est appelé le {jour(item.appel.date)}, et le solde le {jour(solde.appel.date)}"
            related = (solde.at("genre"), "le solde")
            yield signal("SCE005", item.at("genre"), message, "appeler l'acompte avant le solde", related)


@controle("SCE005")
def closed_after(depot: Depot) -> Iterator[Constat]:
    """SCE005: data closed after the day of the call that it serves."""
    for annee, exercice in sorted(depot.exercices.items()):
        for nom, appel in exercice.appels:
            if appel.arrete_le is not None and appel.arrete_le > appel.date:
                told = f"seraient arrêtées le {jour(appel.arrete_le)}"
                message = f"les données de l'appel du {jour(appel.date)} {told}, après lui"
                reference = exercice_at(annee, "jalons", nom, "arrete_le")
                yield signal("SCE005", reference, message, "corriger l'une des deux dates")


@controle("SCE004", entiers=("exercice",))
def otherwise_sealed(depot: Depot) -> Iterator[Constat]:
    """SCE004: a sealed call that holds a part that its milestone does not declare, or an adherent that nobody knows."""
    declared: dict[str, set[tuple[str, int]]] = {}
    for item in _parts(depot):
        parts = declared.setdefault(item.appel.echeance, set())
        parts.add((str(item.volet.genre), item.volet.exercice))
    for nom, sceau in depot.sceaux.items():
        if sceau.est_appel and nom in declared:
            yield from _undeclared_parts(sceau, declared[nom])
        yield from _unknown_payers(depot, sceau)


@controle("SCE004")
def frozen_otherwise(depot: Depot) -> Iterator[Constat]:
    """SCE004: an amount frozen on the attribution de compensation, and another one sealed (reading 58)."""
    sealed: dict[tuple[str, str, int], int] = {}
    for sceau in depot.sceaux.values():
        for ligne in sceau.lignes:
            if ligne.volet == GenreVolet.ACOMPTE and ligne.section == Section.FONCTIONNEMENT:
                key = (sceau.nom, ligne.adherent, ligne.exercice)
                sealed[key] = sealed.get(key, 0) + ligne.montant
    for (nom, adherent, annee), cents in sealed.items():
        told, dossier = frozen(depot, adherent, annee), depot.dossiers.get(adherent)
        expected = all_frozen(depot, annee, nom).get(adherent, cents)
        if told is None or dossier is None or expected == cents:
            continue
        called = f"et {l_appel(nom)} a imputé {euros(cents)}"
        if expected != told:
            called = f"dont {euros(expected)} pour {l_appel(nom)}, qui a imputé {euros(cents)}"
        message = f"le montant figé {annee} {dossier.identite.du} est de {euros(told)}, {called}"
        reference = dossier.at(Budgets, "reglement", "montants_figes", str(annee))
        yield signal("SCE004", reference, message, "rétablir le montant : le solde porte la différence")


def _parts(depot: Depot) -> Iterator[VoletEcrit]:
    for annee, exercice in sorted(depot.exercices.items()):
        for nom, appel in exercice.appels:
            for rang, volet in enumerate(appel.volets):
                reference = exercice_at(annee, "jalons", nom, "volets", rang)
                yield VoletEcrit(reference, annee, appel, volet)


def _once(item: VoletEcrit) -> tuple[object, ...]:
    """Say what is called once: the balance of an exercice, the other parts in one call."""
    genre, exercice = item.volet.genre, item.volet.exercice
    return (genre, exercice) if genre is GenreVolet.SOLDE else (genre, exercice, item.appel.date)


def _rate(item: VoletEcrit) -> Iterator[Constat]:
    rate = item.volet.taux
    if item.volet.genre is GenreVolet.ACOMPTE:
        if not rate:
            what = "ne dit pas quelle part il appelle" if rate is None else "n'appelle rien : son taux est nul"
            lieu = item.at("genre" if rate is None else "taux")
            yield signal("SCE005", lieu, f"{item.nom} {what}", "écrire la part du montant révisé : « taux: 0.5 »")
    elif rate is not None:
        message = f"{item.nom} n'a pas de taux : seul un acompte appelle une part"
        yield signal("SCE005", item.at("taux"), message, "retirer « taux »")


def _exercice(depot: Depot, item: VoletEcrit) -> Iterator[Constat]:
    exercice, lieu = item.volet.exercice, item.at("exercice")
    if exercice not in depot.exercices:
        if "exercice" not in depot.incomplets and item.volet.genre.titre:
            known = enumere([str(annee) for annee in sorted(depot.exercices)])
            message = f"{item.nom} : l'exercice {exercice} n'est pas déclaré"
            yield signal("SCE005", lieu, message, f"exercices déclarés : {known}")
    elif item.volet.genre is GenreVolet.REGULARISATION and exercice >= item.appel.date.year:
        message = f"{item.nom} est appelée le {jour(item.appel.date)}, avant la fin de l'exercice"
        yield signal("SCE005", lieu, message, "régulariser un exercice qui précède")


def _undeclared_parts(sceau: Sceau, declared: set[tuple[str, int]]) -> Iterator[Constat]:
    """A corrected exercice adds its own regularisation to the declared parts."""
    regularisation = str(GenreVolet.REGULARISATION)
    latest = max((annee for genre, annee in declared if genre == regularisation), default=0)
    told: set[tuple[str, int]] = set()
    for rang, ligne in enumerate(sceau.lignes):
        part = (ligne.volet, ligne.exercice)
        if part in declared or part in told or (ligne.volet == regularisation and ligne.exercice < latest):
            continue
        told.add(part)
        what = f"{GenreVolet(ligne.volet).le} {ligne.exercice}"
        message = f"{l_appel(sceau.nom)} est scellé avec {what}, que son échéance ne déclare pas"
        yield signal("SCE004", of_file(sceau.path, sceau.ligne(rang)), message, "rétablir le volet dans « jalons »")


def _unknown_payers(depot: Depot, sceau: Sceau) -> Iterator[Constat]:
    """What was called from somebody whose folder is gone would be in no statement any more."""
    told = set(depot.dossiers)
    for rang, ligne in enumerate(sceau.lignes):
        if ligne.adherent not in told and path_of(Adherent, ligne.adherent) not in depot.illisibles:
            told.add(ligne.adherent)
            message = (
                f"{cite(sceau.nom)} scelle des montants de {cite(ligne.adherent)}, qui n'est l'adhérent d'aucun dossier"
            )
            hint = f"rétablir adherents/{ligne.adherent}/ : qui est parti garde son dossier"
            yield signal("SCE004", of_file(sceau.path, sceau.ligne(rang)), message, hint)
